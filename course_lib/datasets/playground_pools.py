"""The playground's geophysical samples: fixed pools, of which a seed deals some.

A pool is generated once; ``deal`` chooses samples of it in an order that the browser
knows too. The six sets without geology are `course_lib.datasets.playground`.
"""

from functools import cache

import numpy as np

from course_lib.checks import check_array, check_choice, check_count, check_number
from course_lib.datasets.generated import avo_boundaries, gas_sand, lithology
from course_lib.datasets.playground import LARGEST_NOISE
from course_lib.datasets.wells import two_logs
from course_lib.shared_random import MAX_SEED, SharedRandom

POOL_SIZE = 2000
POOLS = {f.__name__: f for f in (avo_boundaries, gas_sand, lithology, two_logs)}


@cache
def pool(name):
    """The 2000 samples that the playground deals from.

    Parameters
    ----------
    name : str
        ``"avo_boundaries"``, ``"gas_sand"``, ``"lithology"``, ``"two_logs"``.

    Returns
    -------
    Dataset
        Read only: the same object at every call.

    Examples
    --------
    >>> pool("gas_sand").X.shape
    (2000, 2)
    """
    data = POOLS[check_choice(name, "name", POOLS)](n=POOL_SIZE, seed=0)
    data.X.setflags(write=False)
    data.y.setflags(write=False)
    return data


def deal(Z, y, n, noise=0.0, seed=0):
    """Choose n samples of a pool in random order and add noise to their inputs.

    Parameters
    ----------
    Z : array_like, shape (m, k)
        Standardised inputs: noise is measured in their standard deviations.
    y : array_like, shape (m,)
    n : int
        All m samples, in random order, if n is m or more.
    noise : float, 0 … 50
        Standard deviation of the noise, per cent of each input's own.
    seed : int
        Of choice and noise.

    Returns
    -------
    Z : numpy.ndarray, shape (min(n, m), k)
    y : numpy.ndarray, shape (min(n, m),)

    Examples
    --------
    >>> deal([[0.0], [1.0], [2.0]], [5, 6, 7], n=2, seed=1)
    (array([[2.],
           [0.]]), array([7, 5]))
    """
    Z, y = check_array(Z, "Z", ndim=2), np.asarray(y)
    if y.shape != (len(Z),):
        raise ValueError(f"y must hold one value per row of Z; got shape {y.shape}")
    n = check_count(n, "n", 1)
    noise = check_number(noise, "noise", 0, LARGEST_NOISE) / 100
    rng = SharedRandom(check_count(seed, "seed", 0, MAX_SEED))
    rows = rng.shuffle(len(Z))[:n]
    Z, y = Z[rows], y[rows]
    if noise:
        Z += noise * np.array([[rng.normal() for _ in z] for z in Z])
    return Z, y
