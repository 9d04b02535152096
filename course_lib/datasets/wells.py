"""Logs of several wells: made, split, and given their neighbours.

Samples of one well know each other: they share beds, rocks and a calibration. Here is
what that asks of you. Taught in: notebook 2, facies from logs.
"""

from dataclasses import replace

import numpy as np

from course_lib.checks import check_array, check_choice, check_count, check_number
from course_lib.datasets.dataset import Dataset
from course_lib.geophysics import well_logs as physics

N_WELLS, SAMPLES = 12, 800
MOST_GAPS = 0.1  # share of samples after a gap beyond which a log is no log any more


def well_logs(
    n_wells=N_WELLS,
    n=SAMPLES,
    seed=0,
    shift=physics.CALIBRATION_SHIFT,
    well_share=physics.WELL_SHARE,
    tool_sigma=physics.FACIES_TOOL_SIGMA_SAMPLES,
    top_m=1500.0,
):
    """Five facies in several wells, from five logs; rows go down well after well.

    Class order is the order of deposition, from the open sea to the land: shale (0),
    siltstone (1), shaly sandstone (2), clean sandstone (3), coal (4).

    Parameters
    ----------
    n_wells : int
        Number of wells. More wells leave the first ones as they are.
    n : int
        Samples per well, 2 or more, one every 0.1524 m (800 are 122 m).
    seed : int
        Another seed is another field.
    shift : (float, float, float, float, float)
        Standard deviation of each log's calibration from well to well: API, g/cm³, v/v,
        µs/ft, log10 Ω·m.
    well_share : float
        0 … 1: how much of the variance of a facies' level lies between wells, not
        between the beds of one well: another clay, another cement. This is the larger
        part of what a random split leaks, the calibration the smaller one:
        little for softmax, more the more units a network has.
    tool_sigma : float
        Length of the tool as a standard deviation, samples (1.5 are 0.23 m).
    top_m : float
        Depth of the first sample of each well, m.

    Returns
    -------
    Dataset
        X (n_wells·n, 5): GR in API, RHOB in g/cm³, NPHI in v/v (as for limestone), DT
        in µs/ft, log10 of RT in Ω·m; ``depth_m`` and ``well`` (0, 1, …).

    Notes
    -----
    On 4 blind wells of 12, softmax gets .80 right, with the samples above and below
    (`with_neighbours`) .84; ``data/README.md`` has more.

    Stands in for: logs of one field with the facies that a geologist saw in cores.
    Breaks down: see `course_lib.geophysics.well_logs.facies_logs`; labels are exact,
    an interpreter's are not. Means and spreads are typical, without a single source.

    Examples
    --------
    >>> data = well_logs(n_wells=3, n=100)
    >>> data.X.shape, data.wells
    ((300, 5), (0, 1, 2))
    """
    n_wells = check_count(n_wells, "n_wells")
    n = check_count(n, "n", low=2)
    seed = check_count(seed, "seed", low=0)
    shift = _check_shift(shift)
    well_share = check_number(well_share, "well_share", 0.0, 1.0)
    tool_sigma = check_number(tool_sigma, "tool_sigma", 0.0, 50.0)
    top_m = check_number(top_m, "top_m", low=0.0)
    columns, logs = [], []
    for well in range(n_wells):
        rng = np.random.default_rng([seed, well])
        facies = physics.markov_facies(n, physics.FACIES_TRANSITIONS, rng)
        columns.append(facies)
        logs.append(physics.facies_logs(facies, rng, shift, well_share, tool_sigma))
    return Dataset(
        np.concatenate(logs),
        np.concatenate(columns),
        tuple(physics.FACIES_LOGS),
        tuple(log.unit for log in physics.FACIES_LOGS.values()),
        physics.FACIES,
        "well_logs",
        depth_m=np.tile(top_m + physics.SAMPLE_STEP_M * np.arange(n), n_wells),
        well=np.repeat(np.arange(n_wells), n),
    )


def two_logs(n=2000, seed=0, logs=("GR", "RHOB")):
    """Samples of two of the `well_logs`, one by one and in random order.

    Parameters
    ----------
    n : int
        Number of samples, 5 … 9600: of 12 wells with 800 each.
    seed : int
        Of the wells and of the choice.
    logs : (str, str)
        Two of GR, RHOB, NPHI, DT, log10 RT.

    Returns
    -------
    Dataset
        X (n, 2); ``depth_m`` and ``well``.

    Notes
    -----
    Softmax gets .74 right with gamma ray and density, a hidden layer no more.

    Stands in for: a crossplot of two logs with the facies seen in cores.
    Breaks down: as `well_logs`. Samples of one well are dealt to both sides of a random
    split; with one sample of two logs that flatters little (see ``data/README.md``).

    Examples
    --------
    >>> two_logs(n=100).feature_names
    ('GR', 'RHOB')
    """
    n = check_count(n, "n", 5, N_WELLS * SAMPLES)
    names = list(physics.FACIES_LOGS)
    if isinstance(logs, str) or len(logs) != 2 or logs[0] == logs[1]:
        raise ValueError(f"logs must name two different logs; got {logs!r}")
    columns = [names.index(check_choice(log, "logs", names)) for log in logs]
    data = well_logs(N_WELLS, SAMPLES, seed)
    data = data.take(np.random.default_rng(seed).permutation(len(data))[:n])
    return replace(
        data,
        X=data.X[:, columns],
        feature_names=[names[j] for j in columns],
        units=[data.units[j] for j in columns],
        name="two_logs",
    )


def split_by_well(data, blind=4, seed=0):
    """Hold back whole wells: the honest question, how good will it be in a new well?

    Parameters
    ----------
    data : Dataset
        With ``well``.
    blind : int, or sequence of wells
        How many wells, drawn at random, or which ones (numbers or names).
    seed : int
        Same seed, same draw; not used if the wells are named.

    Returns
    -------
    train, blind : Dataset
        No well is in both.

    Raises
    ------
    ValueError
        The data know no wells, a well is unknown, or no well is left to train on.

    Examples
    --------
    >>> train, blind = split_by_well(well_logs(n_wells=5, n=50), blind=[1, 4])
    >>> train.wells, blind.wells
    ((0, 2, 3), (1, 4))
    """
    wells = _check_wells(data)
    if np.ndim(blind) == 0 and not isinstance(blind, str):
        count = check_count(blind, "blind", 1, len(wells) - 1)
        rng = np.random.default_rng(check_count(seed, "seed", low=0))
        blind = [wells[i] for i in rng.permutation(len(wells))[:count]]
    blind = [blind] if isinstance(blind, str) else list(blind)
    unknown = [well for well in blind if well not in wells]
    if unknown or not 0 < len(set(blind)) < len(wells):
        raise ValueError(
            f"blind must name some of the wells {', '.join(map(str, wells))}, and "
            f"leave at least one to train on; got {blind!r}"
        )
    held_back = np.isin(data.well, blind)
    return data.take(~held_back), data.take(held_back)


def split_at_random(data, fraction=0.7, seed=0):
    """Deal single samples into two parts, as if they did not know each other: a leak.

    What is wrong with it, for logs: the sample half a foot above a test sample, of the
    same bed, read by the same tool, is probably in the training part, and so is the
    rest of its well with all its peculiarities. A network that learns them by heart is
    rewarded, though in a new well they are worth nothing. The score answers "how good
    is it between samples of wells whose facies I know?", a question nobody has. It
    comes out too high, the more so the larger the network and the wider its window.

    It is right where samples are independent: `gas_sand`, `avo_boundaries`.

    Parameters
    ----------
    data : Dataset
    fraction : float
        Share of the samples in the first part, between 0 and 1.
    seed : int
        Same seed, same split.

    Returns
    -------
    train, test : Dataset
        Every well is in both.

    See Also
    --------
    split_by_well : the honest one.

    Examples
    --------
    >>> train, test = split_at_random(well_logs(n_wells=3, n=50))
    >>> train.wells, test.wells
    ((0, 1, 2), (0, 1, 2))
    """
    return data.split(fraction, seed)


def with_neighbours(data, k=1):
    """Give every sample the logs of the k samples above and below it as features.

    Parameters
    ----------
    data : Dataset
        Rows of a well stand together, from top to bottom. Without ``well`` all rows are
        one well.
    k : int
        Samples on each side: 1 looks 0.15 m up and down, 5 looks 0.76 m.

    Returns
    -------
    Dataset
        X (m, (2k + 1)·n): all logs k samples above, …, here, …, k samples below. At the
        ends of a well, and at a gap in its depths, the last sample is repeated: no
        window reaches into another well.

    Raises
    ------
    ValueError
        A well's rows are apart, its depths do not increase, or so many are missing
        that neighbours in the table are none in the rock. Add neighbours *before* you
        split at random.

    Examples
    --------
    >>> data = with_neighbours(well_logs(n_wells=2, n=50), k=1)
    >>> data.X.shape, data.feature_names[:6]
    ((100, 15), ('GR −1', 'RHOB −1', 'NPHI −1', 'DT −1', 'log10 RT −1', 'GR'))
    """
    k = check_count(k, "k", low=0)
    run = np.concatenate([[0], np.cumsum(_starts(data))])
    rows = np.arange(len(data))
    first = np.searchsorted(run, run, side="left")
    last = np.searchsorted(run, run, side="right") - 1
    offsets = range(-k, k + 1)
    return replace(
        data,
        X=np.hstack([data.X[np.clip(rows + step, first, last)] for step in offsets]),
        feature_names=[
            f"{name} {step:+d}".replace("-", "−") if step else name
            for step in offsets
            for name in data.feature_names
        ],
        units=data.units * (2 * k + 1),
    )


def _starts(data):
    """For rows 1 … m − 1: does a new stretch of log start here?"""
    other_well = np.zeros(len(data) - 1, dtype=bool)
    if data.well is not None:
        other_well = data.well[1:] != data.well[:-1]
        if other_well.sum() != len(data.wells) - 1:
            raise ValueError(
                "data must hold the rows of a well together; here wells take turns"
            )
    if data.depth_m is None or other_well.all():
        return other_well
    steps = np.diff(data.depth_m)
    if (steps[~other_well] <= 0).any():
        raise ValueError(
            "data.depth_m must increase from row to row within a well; rows in random "
            "order have no neighbours"
        )
    gap = ~other_well & (steps > 1.5 * np.min(steps[~other_well]))
    if gap.mean() > MOST_GAPS:
        raise ValueError(
            f"data must hold wells without large gaps; here {gap.sum()} of {len(data)} "
            "samples lack the one above. Add neighbours before you split at random"
        )
    return other_well | gap


def _check_wells(data):
    if data.well is None:
        raise ValueError(
            f"data must know the well of each sample (data.well); {data.name} does not"
        )
    wells = data.wells
    if len(wells) < 2:
        raise ValueError(f"data must hold two wells or more; got only {wells[0]}")
    return wells


def _check_shift(shift):
    shift = check_array(shift, "shift")
    names = tuple(physics.FACIES_LOGS)
    if shift.shape != (len(names),):
        raise ValueError(
            f"shift must hold {len(names)} numbers ({', '.join(names)}); "
            f"got {shift.tolist()!r}"
        )
    for value, name in zip(shift, names, strict=True):
        check_number(float(value), f"shift ({name})", low=0.0)
    return shift
