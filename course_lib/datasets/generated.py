"""Data made on the spot from rock physics: seeded, in no time, free of any licence.

Every function takes ``n`` (number of samples) and ``seed`` (same seed, same data) and
returns a `Dataset` whose rows are in random order (a log's rows: from top to bottom).
Class shares are exact up to rounding, not drawn. The further arguments are the ranges
that the rocks are drawn from, with their units.
"""

import numpy as np

from course_lib.checks import check_array, check_count, check_number
from course_lib.datasets.dataset import Dataset
from course_lib.geophysics import avo, rocks, well_logs

IMPEDANCE_UNIT = "km/s·g/cm³"
FAR_ANGLE_DEG = 30.0
LITHOLOGIES = ("shale", "brine sand", "oil sand", "gas sand")


def gas_sand(
    n=2000,
    seed=0,
    third_feature=False,
    gas_share=0.41,
    porosity=(0.26, 0.03),
    clay=(0.0, 0.15),
    saturation=(0.7, 0.9),
    spread=(0.02, 0.03, 0.01),
    shale_vp=(2.75, 0.13),
    amplitude_noise=0.05,
):
    """Gas sand (class 1) or brine sand (class 0), from AI and Vp/Vs.

    Parameters
    ----------
    n : int
        Number of samples, 2 or more.
    seed : int
    third_feature : bool
        Add a third column R(30°), without a unit: the amplitude that the top of this
        sand, under shale, shows in the far-angle stack, with noise as strong as the
        signal. The first two columns and ``y`` stay the same.
    gas_share : float
        Share of gas sand, 0.01 … 0.99.
    porosity : (float, float)
        Mean and standard deviation, fraction.
    clay : (float, float)
        Smallest and largest, fraction.
    saturation : (float, float)
        Smallest and largest gas saturation, fraction.
    spread : (float, float, float)
        Relative scatter of Vp, Vs and ρ (error, unmodelled geology); .02 is 2 %.
    shale_vp : (float, float)
        Mean and standard deviation, km/s, of the shale above, for the third column.
    amplitude_noise : float
        Standard deviation of the noise on R(30°).

    Returns
    -------
    Dataset
        X (n, 2) or (n, 3): AI in km/s·g/cm³, Vp/Vs [, R(30°)].

    Notes
    -----
    No classifier can do better than about .91 correct with both features (.75 with AI
    alone, .82 with Vp/Vs alone), and .92 with the third.

    Stands in for: elastic properties from a prestack inversion at a target level.
    Breaks down: real scatter is correlated between Vp and Vs; clay, cement and pressure
    differ from well to well; here gas saturations below 0.7 are left out. From about
    10 % upwards they look almost the same (the classical dry hole).
    Sources: Han et al. 1986, Greenberg and Castagna 1992, Gassmann 1951; see
    `course_lib.geophysics.rock_physics`.

    Examples
    --------
    >>> gas_sand(n=100, seed=1).X[0].round(2).tolist()
    [8.35, 1.8]
    """
    n, rng = _start(n, seed, low=2)
    gas_share = check_number(gas_share, "gas_share", low=0.01, high=0.99)
    ranges = _sand_ranges(porosity, saturation, clay)
    spread = _spread(spread)
    counts = _counts(n, (1 - gas_share, gas_share))
    sands = [
        rocks.consolidated_sand(count, rng, fluid, **ranges)
        for count, fluid in zip(counts, ("brine", "gas"), strict=True)
    ]
    rock, y = _shuffle(sands, rng)
    X = _impedance_and_ratio(rocks.scatter(rock, spread, rng))
    names, units = ["AI", "Vp/Vs"], [IMPEDANCE_UNIT, ""]
    if third_feature:
        shale_vp = _shale_vp(shale_vp)
        noise = check_number(amplitude_noise, "amplitude_noise", low=0.0)
        A, B = avo.intercept_gradient(rocks.shale(n, rng, shale_vp), rock)
        far = avo.reflectivity(FAR_ANGLE_DEG, A, B) + noise * rng.standard_normal(n)
        X = np.column_stack([X, far])
        names, units = [*names, "R(30°)"], [*units, ""]
    return Dataset(X, y, names, units, ("brine sand", "gas sand"), "gas_sand")


def avo_boundaries(
    n=2000,
    seed=0,
    shale_vp=(2.45, 0.12),
    porosity=(0.25, 0.025),
    saturation=(0.3, 0.9),
    pressure_mpa=30.0,
    shear_factor=0.9,
    spread=(0.015, 0.02, 0.01),
    noise=(0.03, 0.07),
):
    """Does a reflection come from gas (class 1) or brine (class 0)? From A and B.

    Half the samples are boundaries of a gas sand, half of a brine sand, and in each
    half one in two is the top of the sand (shale above), the other its base.

    Parameters
    ----------
    n : int
        Number of boundaries, 4 or more.
    seed : int
    shale_vp : (float, float)
        Mean and standard deviation, km/s.
    porosity : (float, float)
        Of the sand: mean and standard deviation, fraction.
    saturation : (float, float)
        Smallest and largest gas saturation, fraction.
    pressure_mpa : float
        Effective pressure, MPa.
    shear_factor : float
        0 … 1, slip at the grain contacts.
    spread : (float, float, float)
        Relative scatter of Vp, Vs and ρ of each rock; .02 is 2 %.
    noise : (float, float)
        Standard deviations of the noise on A and on B.

    Returns
    -------
    Dataset
        X (n, 2): intercept A and gradient B, without a unit.

    Notes
    -----
    The brine boundaries lie along the background trend through the origin; gas plots
    outside it on *both* sides, its top on one, its base on the other. One line reaches
    at most .743, two lines .984, and no classifier does better (A alone: .681).

    Stands in for: A and B picked along a horizon of soft sands in shale.
    Breaks down: no tuning (a thin sand's top and base interfere), no oil, coal or
    carbonate, and real picks share their noise with their neighbours.
    Sources: Dvorkin and Nur 1996, Castagna et al. 1985, Gassmann 1951, Shuey 1985.

    Examples
    --------
    >>> avo_boundaries(n=8, seed=0).y.sum().item()
    4
    """
    n, rng = _start(n, seed, low=4)
    shale_vp = _shale_vp(shale_vp)
    ranges = _sand_ranges(porosity, saturation)
    ranges["pressure_mpa"] = check_number(pressure_mpa, "pressure_mpa", 1.0, 100.0)
    ranges["shear_factor"] = check_number(shear_factor, "shear_factor", 0.1, 1.0)
    spread = _spread(spread)
    noise = _numbers(noise, "noise", ("of A", "of B"), 0.0, 1.0)
    sands = [
        rocks.unconsolidated_sand(count, rng, fluid, **ranges)
        for count, fluid in zip(_counts(n, (0.5, 0.5)), ("brine", "gas"), strict=True)
    ]
    sand = rocks.scatter(np.hstack(sands), spread, rng)
    shale = rocks.scatter(rocks.shale(n, rng, shale_vp, vs="mudrock"), spread, rng)
    is_top = np.arange(n) % 2 == 0
    boundary = avo.intercept_gradient(
        np.where(is_top, shale, sand), np.where(is_top, sand, shale)
    )
    boundary = np.stack(boundary) + noise[:, None] * rng.standard_normal((2, n))
    pairs = np.split(boundary, [sands[0].shape[1]], axis=1)
    boundary, y = _shuffle(pairs, rng)
    classes = ("brine boundary", "gas boundary")
    return Dataset(boundary.T, y, ("A", "B"), ("", ""), classes, "avo_boundaries")


def lithology(
    n=2000,
    seed=0,
    shares=(0.4, 0.25, 0.175, 0.175),
    shale_vp=(2.75, 0.13),
    porosity=(0.26, 0.03),
    clay=(0.0, 0.15),
    saturation=(0.7, 0.9),
    spread=(0.02, 0.03, 0.01),
):
    """Shale (0), brine sand (1), oil sand (2) or gas sand (3), from AI and Vp/Vs.

    Parameters
    ----------
    n : int
        Number of samples, 10 or more.
    seed : int
    shares : (float, float, float, float)
        Share of each class; they add up to 1.
    shale_vp, porosity : (float, float)
        Mean and standard deviation: km/s, fraction.
    clay, saturation : (float, float)
        Smallest and largest, fraction (clay of the sands; oil or gas saturation).
    spread : (float, float, float)
        Relative scatter of Vp, Vs and ρ; .02 is 2 %.

    Returns
    -------
    Dataset
        X (n, 2): AI in km/s·g/cm³, Vp/Vs.

    Notes
    -----
    No classifier can do better than about .806 (estimated from millions of draws): oil
    lies between brine and gas.

    Stands in for and breaks down: as `gas_sand`. The shale is one shale at one depth.

    Examples
    --------
    >>> lithology(n=1000).class_names
    ('shale', 'brine sand', 'oil sand', 'gas sand')
    """
    n, rng = _start(n, seed, low=10)
    shares = _numbers(shares, "shares", LITHOLOGIES, 0.0, 1.0)
    if abs(shares.sum() - 1) > 1e-6:
        raise ValueError(f"shares must add up to 1; got {shares.sum():g}")
    shale_vp = _shale_vp(shale_vp)
    ranges = _sand_ranges(porosity, saturation, clay)
    spread = _spread(spread)
    counts = _counts(n, shares)
    groups = [rocks.shale(counts[0], rng, shale_vp)] + [
        rocks.consolidated_sand(count, rng, fluid, **ranges)
        for count, fluid in zip(counts[1:], ("brine", "oil", "gas"), strict=True)
    ]
    rock, y = _shuffle(groups, rng)
    X = _impedance_and_ratio(rocks.scatter(rock, spread, rng))
    units = (IMPEDANCE_UNIT, "")
    return Dataset(X, y, ("AI", "Vp/Vs"), units, LITHOLOGIES, "lithology")


def gamma_ray_log(n=600, seed=0, shift_api=0.0, top_m=1500.0):
    """A gamma-ray log through sand (class 0) and shale (class 1), from top to bottom.

    Parameters
    ----------
    n : int
        Number of samples, 2 or more, one every 0.1524 m (600 are 91 m).
    seed : int
        Another seed is another well.
    shift_api : float
        Added to the whole log, API: another calibration, mud or hole size.
    top_m : float
        Depth of the first sample, m.

    Returns
    -------
    Dataset
        X (n, 1): GR in API; ``depth_m`` (n,). A short log may hold one class only.

    Notes
    -----
    The best cut-off of each log reaches .97 in the mean, 75 API .95; in a log shifted
    by −20 API, 75 API reaches .61 and the log's own best cut-off still .97.

    Stands in for: the gamma ray of one well, with the interpreter's lithology.
    Breaks down: no feldspar- or mica-rich sand (which reads like shale), no borehole
    effect, no trend with depth, and the labels are exact. See
    `course_lib.geophysics.well_logs`; the ranges there are typical, without a source.

    Examples
    --------
    >>> gamma_ray_log(n=600, seed=0)
    Dataset gamma_ray_log: 600 samples
      X (600, 1): GR (API)
      y (600,): 0 sand (119), 1 shale (481)
      depth_m (600,): 1500 … 1591 m
    """
    n, rng = _start(n, seed, low=2)
    shift_api = check_number(shift_api, "shift_api", -50.0, 100.0)
    top_m = check_number(top_m, "top_m", low=0.0)
    facies = well_logs.markov_facies(n, well_logs.SAND_SHALE_TRANSITIONS, rng)
    gr = well_logs.gamma_ray(facies, rng, shift_api=shift_api)
    depth_m = top_m + well_logs.SAMPLE_STEP_M * np.arange(n)
    return Dataset(
        gr[:, None],
        facies,
        ("GR",),
        ("API",),
        ("sand", "shale"),
        "gamma_ray_log",
        depth_m,
    )


def _impedance_and_ratio(rock):
    vp, vs, rho = rock
    return np.column_stack([vp * rho, vp / vs])


def _shuffle(groups, rng):
    """Columns of all groups in random order, with the number of the group as class."""
    y = np.repeat(np.arange(len(groups)), [group.shape[1] for group in groups])
    order = rng.permutation(len(y))
    return np.hstack(groups)[:, order], y[order]


def _counts(n, shares):
    edges = np.round(np.cumsum([0.0, *shares]) * n).astype(int)
    counts = np.diff(edges).tolist()
    if any(c == 0 and share > 0 for c, share in zip(counts, shares, strict=True)):
        raise ValueError(f"n must be large enough for every class; got {n}")
    return counts


def _start(n, seed, low):
    n = check_count(n, "n", low=low)
    return n, np.random.default_rng(check_count(seed, "seed", low=0))


def _numbers(value, name, meanings, low, high):
    array = check_array(value, name)
    if array.shape != (len(meanings),):
        raise ValueError(
            f"{name} must hold {len(meanings)} numbers ({', '.join(meanings)}); "
            f"got {value!r}"
        )
    for number, meaning in zip(array, meanings, strict=True):
        check_number(float(number), f"{name} ({meaning})", low, high)
    return array


def _shale_vp(value):
    mean, spread = _numbers(value, "shale_vp", ("mean", "standard deviation"), 0.0, 5.0)
    if mean - 5 * spread < 1.5:
        raise ValueError(
            "shale_vp must stay above 1.5 km/s, the speed of sound in water, five "
            f"standard deviations below its mean; got {value!r}"
        )
    return mean, spread


def _porosity(value):
    mean, spread = _numbers(value, "porosity", ("mean", "standard deviation"), 0.0, 1.0)
    check_number(float(mean), "porosity (mean)", 0.12, 0.36)
    check_number(float(spread), "porosity (standard deviation)", high=0.1)
    return mean, spread


def _range(value, name, high=1.0):
    numbers = _numbers(value, name, ("smallest", "largest"), 0.0, high)
    if numbers[0] > numbers[1]:
        raise ValueError(f"{name} must be (smallest, largest); got {value!r}")
    return numbers


def _spread(value):
    return _numbers(value, "spread", ("of Vp", "of Vs", "of ρ"), 0.0, 0.2)


def _sand_ranges(porosity, saturation, clay=None):
    ranges = {
        "porosity": _porosity(porosity),
        "saturation": _range(saturation, "saturation"),
    }
    if clay is not None:
        ranges["clay"] = _range(clay, "clay", high=0.5)
    return ranges
