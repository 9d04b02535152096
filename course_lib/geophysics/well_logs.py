"""Well logs over a Markov chain of facies: seeded generators.

A chain of facies makes the beds, each bed gets a level of its own, and the tool smears
the beds over its length. The functions know nothing of gamma rays: any log of any
number of facies is made from a table of `LogResponse`, one row per facies.

Taught in: notebook 1, "A cut-off is a neuron"; notebook 2 (five facies, five logs).
"""

from bisect import bisect_left
from typing import NamedTuple

import numpy as np

SAMPLE_STEP_M = 0.1524  # half a foot: the usual sampling of a wireline log
TOOL_SIGMA_SAMPLES = 2.0  # a gamma-ray tool averages over some 0.7 m


class LogResponse(NamedTuple):
    """How one log reads one facies, in the log's unit.

    mean: of all beds. bed: standard deviation from bed to bed.
    lamina: standard deviation from sample to sample before the tool smears it.
    """

    mean: float
    bed: float
    lamina: float


# Gamma ray in API. Typical values without a single source, close to well 31/6-8 in the
# Troll area (FORCE 2020), where sand reads 54 ± 11 and shale 92 ± 12 API. Other wells
# read otherwise: in 34/10-19 it is 31 ± 13 and 58 ± 14.
GAMMA_RAY_API = {
    "sand": LogResponse(50.0, 11.0, 5.0),
    "shale": LogResponse(95.0, 9.0, 5.0),
}
# Probability of the next sample's facies (column), given this one's (row), every
# SAMPLE_STEP_M: beds of 3.0 m (sand) and 4.6 m (shale) in the mean. Interpreted beds of
# the FORCE wells are 3 to 7 m and 6 to 23 m: thinner ones are below what was drawn.
SAND_SHALE_TRANSITIONS = ((0.95, 0.05), (0.033, 0.967))

# Five facies of a shoreface, from the open sea to the land: by Walther's law what lies
# side by side on a coast lies one upon the other in a well, so that neighbours in this
# list are neighbours in the column more often than not.
FACIES = ("shale", "siltstone", "shaly sandstone", "clean sandstone", "coal")
# As above. Beds of 1.1 to 1.5 m in the mean; shares .19, .22, .24, .25, .10.
FACIES_TRANSITIONS = (
    (0.900, 0.055, 0.020, 0.015, 0.010),
    (0.055, 0.870, 0.055, 0.015, 0.005),
    (0.010, 0.060, 0.860, 0.060, 0.010),
    (0.010, 0.010, 0.060, 0.890, 0.030),
    (0.015, 0.015, 0.030, 0.070, 0.870),
)


class Log(NamedTuple):
    """How one log reads the five facies, all numbers in its unit.

    means: one per facies. spreads: standard deviation of a facies' level, from well to
    well and from bed to bed. noise: from sample to sample.
    """

    unit: str
    means: tuple
    spreads: tuple
    noise: float


# Typical values without a single source: at 20 % porosity and full of brine, a clean
# sandstone has about 2.3 g/cm³ and 80 µs/ft; the resistivity of 16 Ω·m says that this
# one holds oil.
FACIES_LOGS = {
    "GR": Log("API", (110, 84, 60, 34, 45), (8, 8, 7, 5, 7), 11.0),
    "RHOB": Log(
        "g/cm³",
        (2.49, 2.46, 2.40, 2.30, 1.60),
        (0.030, 0.027, 0.027, 0.027, 0.070),
        0.045,
    ),
    "NPHI": Log(
        "v/v",
        (0.32, 0.26, 0.22, 0.19, 0.48),
        (0.022, 0.019, 0.017, 0.016, 0.036),
        0.030,
    ),
    "DT": Log("µs/ft", (95, 87, 84, 80, 122), (3.2, 2.7, 2.7, 2.7, 5), 4.6),
    "log10 RT": Log(
        "log10 Ω·m",
        (0.45, 0.62, 0.85, 1.20, 1.70),
        (0.09, 0.09, 0.11, 0.16, 0.18),
        0.15,
    ),
}
# Standard deviation of each log's calibration from well to well, in the log's unit.
CALIBRATION_SHIFT = (8.0, 0.02, 0.01, 2.0, 0.08)
# Share of a level's variance that lies between wells; the rest lies between beds.
WELL_SHARE = 0.9
FACIES_TOOL_SIGMA_SAMPLES = 1.5


def markov_facies(n, transitions, rng):
    """A column of facies numbers, top first.

    Parameters
    ----------
    n : int
        Number of samples.
    transitions : array_like, shape (k, k)
        Row i: probabilities of what lies one sample below facies i. Rows add up to 1.
        Mean bed thickness is 1 / (1 − diagonal) samples.
    rng : numpy.random.Generator

    Returns
    -------
    numpy.ndarray of int, shape (n,)
        0 … k − 1.

    Notes
    -----
    Stands in for: a layered section. Breaks down: bed thickness is geometric, and the
    chain has no memory: no fining upwards, no cycles.

    Examples
    --------
    >>> rng = np.random.default_rng(0)
    >>> markov_facies(12, SAND_SHALE_TRANSITIONS, rng).tolist()
    [1, 1, 1, 0, 0, 0, 0, 0, 0, 0, 0, 0]
    """
    cumulative = np.cumsum(transitions, axis=1).tolist()
    # Far below, the chain has forgotten its start: that row holds the facies' shares.
    shares = np.linalg.matrix_power(np.asarray(transitions), 1000)[0]
    draws = rng.random(n).tolist()
    last = len(cumulative) - 1
    facies = [min(bisect_left(np.cumsum(shares).tolist(), draws[0]), last)]
    for draw in draws[1:]:  # plain lists: four times as fast as arrays, one by one
        facies.append(min(bisect_left(cumulative[facies[-1]], draw), last))
    return np.array(facies, dtype=np.int64)


def smear(log, sigma_samples=TOOL_SIGMA_SAMPLES):
    """What a tool of finite length reads: a running Gaussian average.

    Parameters
    ----------
    log : numpy.ndarray, shape (n,)
        The rock, one value per sample.
    sigma_samples : float
        Standard deviation of the average, samples; 0 leaves the log as it is.

    Returns
    -------
    numpy.ndarray, shape (n,)
        Ends are continued with their own value.

    Examples
    --------
    >>> smear(np.array([0.0, 0.0, 0.0, 1.0, 1.0, 1.0]), 1.0).round(2)
    array([0.  , 0.06, 0.3 , 0.7 , 0.94, 1.  ])
    """
    if sigma_samples == 0:
        return log
    half = int(np.ceil(4 * sigma_samples))
    weights = np.exp(-0.5 * (np.arange(-half, half + 1) / sigma_samples) ** 2)
    padded = np.pad(log, half, mode="edge")
    return np.convolve(padded, weights / weights.sum(), mode="valid")


def log_from_facies(facies, responses, rng, tool_sigma=TOOL_SIGMA_SAMPLES, noise=1.0):
    """One log of a column of facies.

    Parameters
    ----------
    facies : numpy.ndarray of int, shape (n,)
    responses : sequence of LogResponse
        Row i: how the log reads facies i.
    rng : numpy.random.Generator
    tool_sigma : float
        Length of the tool, samples: see `smear`.
    noise : float
        Standard deviation of the tool's own noise, in the log's unit (for a gamma ray
        the counting statistics, about 1 API).

    Returns
    -------
    numpy.ndarray, shape (n,)
        In the unit of ``responses``.

    Notes
    -----
    Stands in for: a logging run through flat layers. Beds thinner than the tool are
    never read in full, and the log at a boundary is neither sand nor shale.
    Breaks down: no borehole, mud or invasion effect, no depth shift between logs.
    """
    mean, bed, lamina = np.array([responses[k] for k in range(len(responses))]).T
    bed_number = np.concatenate([[0], np.cumsum(np.diff(facies) != 0)])
    level = rng.standard_normal(bed_number[-1] + 1)[bed_number]
    rock = mean[facies] + bed[facies] * level
    rock += lamina[facies] * rng.standard_normal(len(facies))
    return smear(rock, tool_sigma) + noise * rng.standard_normal(len(facies))


def gamma_ray(facies, rng, responses=None, shift_api=0.0):
    """Gamma ray, API, of a column of sand (0) and shale (1).

    Parameters
    ----------
    facies : numpy.ndarray of int, shape (n,)
    rng : numpy.random.Generator
    responses : sequence of LogResponse, optional
        API; sand and shale of `GAMMA_RAY_API` when omitted.
    shift_api : float
        Added to the whole log: another calibration, mud or hole size.

    Returns
    -------
    numpy.ndarray, shape (n,)
        API, never below 2: a detector counts something even in clean sand.
    """
    responses = list(GAMMA_RAY_API.values()) if responses is None else responses
    return np.maximum(log_from_facies(facies, responses, rng) + shift_api, 2.0)


def facies_logs(
    facies,
    rng,
    shift=CALIBRATION_SHIFT,
    well_share=WELL_SHARE,
    tool_sigma=FACIES_TOOL_SIGMA_SAMPLES,
):
    """The five logs of `FACIES_LOGS` in one well, through a column of `FACIES`.

    Parameters
    ----------
    facies : numpy.ndarray of int, shape (n,)
        0 … 4.
    rng : numpy.random.Generator
    shift : sequence of 5 floats
        Standard deviation of each log's calibration, in its unit. One number per log is
        drawn for the whole well.
    well_share : float
        0 … 1: how much of the variance of a facies' level lies between wells. With 0
        a shale is the same shale in every well, but for its beds.
    tool_sigma : float
        Length of the tool, samples: see `smear`.

    Returns
    -------
    numpy.ndarray, shape (n, 5)
        GR in API, RHOB in g/cm³, NPHI in v/v, DT in µs/ft, log10 of RT in Ω·m.

    Notes
    -----
    Stands in for: a triple combo with sonic through a shoreface, one run per well.
    Breaks down: the logs err independently of each other, in a rock porosity and clay
    move all of them at once; no washouts, no invasion, no trend with depth; noise is
    larger than a tool's and knows no neighbours, so that averaging them helps more
    than in the field.
    """
    columns = []
    for log, spread in zip(FACIES_LOGS.values(), shift, strict=True):
        here = np.sqrt(well_share) * rng.standard_normal(len(FACIES))
        responses = [
            LogResponse(mean + z * s, np.sqrt(1 - well_share) * s, 0.0)
            for mean, s, z in zip(log.means, log.spreads, here, strict=True)
        ]
        calibration = spread * rng.standard_normal()
        column = log_from_facies(facies, responses, rng, tool_sigma, log.noise)
        columns.append(column + calibration)
    logs_of_well = np.column_stack(columns)
    logs_of_well[:, 0] = np.maximum(logs_of_well[:, 0], 2.0)  # as in `gamma_ray`
    return logs_of_well
