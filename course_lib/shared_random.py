"""Random numbers that Python and the browser draw alike.

Mini-batches and noisy gradients must be the same on the page and in the notebook, or
the two would not show one path. NumPy's generators do not exist in a browser; this one
fits into ten lines of either language. For data, the course uses ``numpy.random``.

Source: mulberry32 (Tommy Ettinger), a 32-bit mixer in the public domain.
"""

from itertools import repeat
from math import cos, log, pi, prod, sqrt

import numpy as np

from course_lib.checks import check_count

MASK = 0xFFFFFFFF  # JavaScript's bitwise operators work on 32 bits
MAX_SEED = MASK


class SharedRandom:
    """A stream of random numbers, the same for one seed in both languages.

    Parameters
    ----------
    seed : int
        0 … 2³² − 1.

    Examples
    --------
    >>> [round(SharedRandom(7).uniform(), 6), SharedRandom(7).shuffle(4).tolist()]
    [0.011705, [2, 1, 3, 0]]
    """

    def __init__(self, seed):
        self.state = check_count(seed, "seed", 0, MAX_SEED)

    def uniform(self):
        """A number in [0, 1), a multiple of 2⁻³²."""
        self.state = (self.state + 0x6D2B79F5) & MASK
        t = self.state
        t = ((t ^ (t >> 15)) * (t | 1)) & MASK
        t ^= (t + ((t ^ (t >> 7)) * (t | 61))) & MASK
        return (t ^ (t >> 14)) / 2**32

    def normal(self):
        """A standard normal number, from two uniform ones (Box and Muller 1958)."""
        radius = sqrt(-2 * log(1 - self.uniform()))
        return radius * cos(2 * pi * self.uniform())

    def uniforms(self, count):
        """The next ``count`` uniform numbers, an array: the state only counts up."""
        steps = np.arange(1, count + 1, dtype=np.uint64) * np.uint64(0x6D2B79F5)
        t = (np.uint64(self.state) + steps) & np.uint64(MASK)
        self.skip(count)
        t = ((t ^ (t >> 15)) * (t | 1)) & MASK
        t ^= (t + ((t ^ (t >> 7)) * (t | 61))) & MASK
        return (t ^ (t >> 14)) / 2**32

    def normals(self, count):
        """The next ``count`` standard normal numbers, an array."""
        u, v = self.uniforms(2 * count).reshape(-1, 2).T
        return np.sqrt(-2 * np.log(1 - u)) * np.cos(2 * pi * v)

    def skip(self, count):
        """Leave out the next ``count`` uniform numbers: at once, however many."""
        self.state = (self.state + count * 0x6D2B79F5) & MASK

    def below(self, n):
        """A whole number 0 … n − 1."""
        return int(self.uniform() * n)

    def shuffle(self, n):
        """The numbers 0 … n − 1 in random order (Fisher and Yates)."""
        order = np.arange(n)
        for i in range(n - 1, 0, -1):
            j = self.below(i + 1)
            order[i], order[j] = order[j], order[i]
        return order


class SharedGenerator:
    """A `SharedRandom` behind the methods of NumPy's generators that weights need.

    The rules of `course_lib.initializers` then draw the weights that the playground
    starts from in the browser: layer after layer, each W row by row.

    Parameters
    ----------
    seed : int

    Examples
    --------
    >>> SharedGenerator(7).uniform(-0.5, 0.5, (1, 2)).round(4)
    array([[-0.4883, -0.438 ]])
    """

    def __init__(self, seed):
        self.stream = SharedRandom(seed)

    def uniform(self, low, high, shape):
        """Numbers between low and high, an array of this shape."""
        u = self.stream.uniforms(prod(shape))
        return low + (high - low) * u.reshape(shape)

    def standard_normal(self, shape):
        """Standard normal numbers, an array of this shape."""
        return self.stream.normals(prod(shape)).reshape(shape)


def batches(m, batch_size, seed, epochs=0):
    """Index arrays of mini-batches without end; the samples are shuffled every epoch.

    Parameters
    ----------
    m : int
        Number of samples.
    batch_size : int
        Samples per batch; the last batch of an epoch may be shorter. With ``m`` or more
        every batch holds all samples in order.
    seed : int
    epochs : int
        Leave out the batches of the first epochs.

    Yields
    ------
    numpy.ndarray of int
    """
    if batch_size >= m:
        yield from repeat(np.arange(m))
    rng = SharedRandom(seed)
    rng.skip(epochs * (m - 1))  # what as many shuffles would have drawn
    while True:
        order = rng.shuffle(m)
        yield from (order[k : k + batch_size] for k in range(0, m, batch_size))
