"""Well logs over a Markov chain of facies: seeded generators.

A chain of facies makes the beds, each bed gets a level of its own, and the tool smears
the beds over its length. The functions know nothing of gamma rays: any log of any
number of facies is made from a table of `LogResponse`, one row per facies.

Taught in: notebook 1, "A cut-off is a neuron".
"""

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
    cumulative = np.cumsum(transitions, axis=1)
    # Far below, the chain has forgotten its start: that row holds the facies' shares.
    shares = np.linalg.matrix_power(np.asarray(transitions), 1000)[0]
    draws = rng.random(n)
    last = len(cumulative) - 1
    facies = np.empty(n, dtype=np.int64)
    facies[0] = min(np.searchsorted(np.cumsum(shares), draws[0]), last)
    for i in range(1, n):
        step = np.searchsorted(cumulative[facies[i - 1]], draws[i])
        facies[i] = min(step, last)
    return facies


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
