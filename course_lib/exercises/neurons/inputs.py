"""Seeded inputs of these exercises, in units and ranges of rocks where they have any.

Sizes differ from call to call and from each other, so that a transposed array or a
forgotten mean cannot go unnoticed.
"""

from ..base import Chapter

chapter = Chapter("neurons", "01 Neurons")


def cutoffs(rng):
    """Gamma-ray cut-off and width of its soft edge, both in API."""
    return float(rng.uniform(60, 100)), float(rng.uniform(4, 20))


def samples(rng):
    """Standardised X (m, n), weights w (n,) and b."""
    m, n = rng.integers(20, 40), rng.integers(2, 6)
    return rng.normal(size=(m, n)), rng.normal(0, 1.5, n), float(rng.uniform(0.4, 2))


def labelled_samples(rng):
    """X (m, n), classes y (m,), w (n,) and b."""
    X, w, b = samples(rng)
    return X, rng.integers(0, 2, len(X)), w, b


def training_inputs(rng):
    """X, y, w, b and a learning rate so large that the order of updates shows."""
    return *labelled_samples(rng), float(rng.uniform(1.5, 3))


def rocks_with_line(rng):
    """Impedances x1 (km/s·g/cm³), and a line w (2,), b falling over the crossplot."""
    x1 = rng.uniform(4.5, 8, rng.integers(5, 12))
    return x1, -rng.uniform(1, 4, 2), float(rng.uniform(8, 20))


def predictions(rng):
    """Probabilities a, well inside (0, 1), and classes y, both (m,)."""
    m = rng.integers(12, 30)
    return rng.uniform(0.02, 0.98, m), rng.integers(0, 2, m)


def logs(rng):
    """X (m, n) of values around 1 to 3, for products of columns."""
    return (rng.uniform(0.5, 3, (rng.integers(4, 9), rng.integers(2, 5))),)


def counts(rng):
    """Number of inputs n and degree."""
    return int(rng.integers(3, 12)), int(rng.integers(2, 5))


def odds_inputs(rng):
    """Weight of a standardised input, its standard deviation, and a change of it."""
    w, std = rng.uniform(0.5, 3), rng.uniform(0.05, 0.8)
    return float(-w), float(std), float(std * rng.uniform(0.3, 1.5))
