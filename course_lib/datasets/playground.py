"""The data sets of the playground: points in a plane that the browser draws alike.

Six recipes of the well-known TensorFlow Playground (Smilkov et al. 2017): four with two
classes, two with a value. They stand in for nothing; each is hard in one way, and that
is what they teach. ``widgets/js/playground_data.js`` is the twin of this file, and both
draw from `course_lib.shared_random`: a seed means the same points on both sides.
"""

from math import cos, floor, hypot, pi, sin, sqrt

import numpy as np

from course_lib.checks import check_choice, check_count, check_number, check_samples
from course_lib.shared_random import MAX_SEED, SharedRandom

DOMAIN = ((-6.0, 6.0), (-6.0, 6.0))
LARGEST_NOISE = 50.0
FEWEST, MOST = 50, 5000

# Centres and signs of the hills and hollows.
HILLS = [
    (-4.0, 2.5, 1),
    (0.0, 2.5, -1),
    (4.0, 2.5, 1),
    (-4.0, -2.5, -1),
    (0.0, -2.5, 1),
    (4.0, -2.5, -1),
]


def circle(rng, i, n, noise):
    """A disc in a ring; the label is that of the point pushed aside by the noise."""
    inner = i < n // 2
    radius = between(rng, 0, 2.5) if inner else between(rng, 3.5, 5)
    angle = between(rng, 0, 2 * pi)
    x1, x2 = radius * sin(angle), radius * cos(angle)
    shift1, shift2 = between(rng, -5, 5) * noise, between(rng, -5, 5) * noise
    return x1, x2, int(hypot(x1 + shift1, x2 + shift2) < 2.5)


def xor(rng, i, n, noise):
    """Class 1 where x1 and x2 have the same sign: no line parts the classes."""
    x1, x2 = off_the_axis(between(rng, -5, 5)), off_the_axis(between(rng, -5, 5))
    shift1, shift2 = between(rng, -5, 5) * noise, between(rng, -5, 5) * noise
    return x1, x2, int((x1 + shift1) * (x2 + shift2) >= 0)


def gauss(rng, i, n, noise):
    """Two round clouds at (2, 2) and (−2, −2); noise widens them."""
    y = int(i < n // 2)
    centre, std = (2.0 if y else -2.0), sqrt(0.5 + 7 * noise)  # variance 0.5 … 4
    return centre + std * rng.normal(), centre + std * rng.normal(), y


def spiral(rng, i, n, noise):
    """Two arms around each other, one and three quarter turns."""
    first = n // 2
    y = int(i < first)
    along = i / first if y else (i - first) / (n - first)
    radius, angle = 5 * along, 1.75 * along * 2 * pi + (0 if y else pi)
    x1 = radius * sin(angle) + between(rng, -1, 1) * noise
    x2 = radius * cos(angle) + between(rng, -1, 1) * noise
    return x1, x2, y


def plane(rng, i, n, noise):
    """The value (x1 + x2) / 10 of the point pushed aside by the noise."""
    x1, x2 = between(rng, -6, 6), between(rng, -6, 6)
    shift1, shift2 = between(rng, -6, 6) * noise, between(rng, -6, 6) * noise
    return x1, x2, (x1 + shift1 + x2 + shift2) / 10


def hills(rng, i, n, noise):
    """Three hills and three hollows, 1 high, in two rows."""
    x1, x2 = between(rng, -6, 6), between(rng, -6, 6)
    shift1, shift2 = between(rng, -6, 6) * noise, between(rng, -6, 6) * noise
    return x1, x2, hill_height(x1 + shift1, x2 + shift2)


def hill_height(x1, x2):
    """Height of the hill or hollow that stands out most; 0 farther than 2 from all."""
    heights = [s * max(0.0, 1 - hypot(x1 - c1, x2 - c2) / 2) for c1, c2, s in HILLS]
    return max(heights, key=abs)


def between(rng, low, high):
    return low + (high - low) * rng.uniform()


def off_the_axis(x):
    return x + 0.3 if x > 0 else x - 0.3


RECIPES = {f.__name__: f for f in (circle, xor, gauss, spiral, plane, hills)}
REGRESSIONS = ("plane", "hills")


def points(name, n=500, noise=0.0, seed=0):
    """Points of one of the playground's data sets, in random order.

    Parameters
    ----------
    name : str
        ``"circle"``, ``"xor"``, ``"gauss"``, ``"spiral"`` (two classes), ``"plane"``,
        ``"hills"`` (a value).
    n : int, 50 … 5000
    noise : float, 0 … 50
        Per cent.
    seed : int

    Returns
    -------
    X : numpy.ndarray, shape (n, 2)
        x1 and x2, between −6 and 6 for the most part.
    y : numpy.ndarray, shape (n,)
        Classes 0 and 1 (int64), or values (float64).

    Raises
    ------
    TypeError, ValueError
        With the argument's name, its value and what is allowed.

    Examples
    --------
    >>> X, y = points("circle", n=100, seed=1)
    >>> X.shape, float(y.mean())
    ((100, 2), 0.5)
    """
    recipe = RECIPES[check_choice(name, "name", RECIPES)]
    n = check_count(n, "n", FEWEST, MOST)
    noise = check_number(noise, "noise", 0, LARGEST_NOISE) / 100
    rng = SharedRandom(check_count(seed, "seed", 0, MAX_SEED))
    made = np.array([recipe(rng, i, n, noise) for i in range(n)])
    made = made[rng.shuffle(n)]
    y = made[:, 2] if name in REGRESSIONS else made[:, 2].astype(np.int64)
    return made[:, :2].copy(), y.copy()


def training_count(n, percent=50):
    """How many of n samples are for training: the first ones, at least 1, not all.

    Parameters
    ----------
    n : int
    percent : float, 0 … 100
    """
    percent = check_number(percent, "percent", 0, 100)
    return max(1, min(n - 1, floor(n * percent / 100)))


FEATURES = {
    "x1": lambda x1, x2: x1,
    "x2": lambda x1, x2: x2,
    "x1x1": lambda x1, x2: x1 * x1,
    "x2x2": lambda x1, x2: x2 * x2,
    "x1x2": lambda x1, x2: x1 * x2,
    "sin_x1": lambda x1, x2: np.sin(x1),
    "sin_x2": lambda x1, x2: np.sin(x2),
}


def features(X, names=("x1", "x2")):
    """What a network is given of every point.

    Parameters
    ----------
    X : array_like, shape (m, n)
        Two columns or more; the first two are x1 and x2.
    names : sequence of str
        Some of ``x1, x2, x1x1, x2x2, x1x2, sin_x1, sin_x2`` and, for further columns,
        ``x3 … xn``, in any order.

    Returns
    -------
    numpy.ndarray, shape (m, len(names))

    Raises
    ------
    TypeError, ValueError
        With the argument's name, its value and what is allowed.

    Examples
    --------
    >>> features([[2.0, 3.0, 7.0]], ["x1x2", "x3"])
    array([[6., 7.]])
    """
    X = check_samples(X)
    if X.shape[1] < 2:
        raise ValueError(f"X must have 2 columns or more; got shape {X.shape}")
    further = {f"x{j + 1}": X[:, j] for j in range(2, X.shape[1])}
    names = [check_choice(name, "names", [*FEATURES, *further]) for name in names]
    if not names:
        raise ValueError("names must hold at least one feature; got none")
    x1, x2 = X[:, 0], X[:, 1]
    return np.column_stack(
        [
            FEATURES[name](x1, x2) if name in FEATURES else further[name]
            for name in names
        ]
    )
