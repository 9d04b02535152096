"""Seeded inputs of these exercises.

Sizes differ from call to call and from each other, and values lie where the slips of
this chapter give other results than the right answer.
"""

from ..base import Chapter

# notebook 03 has the library's own `activations` beside these
chapter = Chapter("activations", "03 Activations", called="act_exercises")


def two_layers(rng):
    """W1 (h, n), b1 (h,), W2 (n_out, h), b2 (n_out,); n, h and n_out all differ."""
    n, h, n_out = rng.choice([2, 3, 4, 5, 6], 3, replace=False)
    W1, W2 = rng.normal(size=(h, n)), rng.normal(size=(n_out, h))
    return W1, rng.uniform(0.3, 1.5, h), W2, rng.uniform(0.3, 1.5, n_out)


def scores(rng):
    """z (m,): on both sides of 0, where the curves bend."""
    return (rng.uniform(-4, 4, rng.integers(15, 40)),)


def probabilities(rng):
    """p (m,), well inside (0, 1)."""
    return (rng.uniform(0.03, 0.97, rng.integers(15, 40)),)


def labelled_scores(rng):
    """z (m,) and classes y (m,)."""
    m = rng.integers(15, 40)
    return rng.normal(0.5, 2.5, m), rng.integers(0, 2, m)


def saturated_scores(rng):
    """z (m,) of an unscaled log: far out on both sides, more on the upper one."""
    return (rng.normal(2, 5, rng.integers(60, 120)),)


def scores_and_leak(rng):
    """z (m,) and a leak that is not the usual 0.01."""
    return *scores(rng), float(rng.uniform(0.05, 0.4))


def relu_scores(rng):
    """Z (m, n): dead units, one that touches 0, one alive in a single sample, one that
    is always on, and others."""
    dead, alive = rng.integers(2, 5, 2)
    m = int(rng.integers(20, 30))
    Z = rng.normal(0.2, 1, (m, dead + alive + 2))
    Z[:, -1] = rng.uniform(0.1, 3, m)
    Z[:, : dead + 1] = -rng.uniform(0.1, 3, (m, dead + 1))
    Z[rng.integers(m), 0] = 0.0
    Z[rng.integers(m), dead] = 0.1
    return (Z[:, rng.permutation(Z.shape[1])],)


def variances(rng):
    """n, the variance of the weights and the mean of x²."""
    n = int(rng.integers(20, 400))
    return n, float(rng.uniform(0.002, 0.06)), float(rng.uniform(0.3, 5))


def fan_in(rng):
    """How many inputs a layer has."""
    return (int(rng.integers(5, 900)),)


def layer_to_draw(rng):
    """n_out, n_in and a generator: enough weights to see their distribution."""
    n_in = int(rng.integers(60, 90))
    return int(rng.integers(5, 8)) * n_in, n_in, rng


def scores_and_temperature(rng):
    """Z (m, K) and a temperature T that is not 1."""
    Z = rng.normal(0, 2, (rng.integers(8, 15), rng.integers(3, 6)))
    return Z, float(rng.choice([0.4, 0.6, 1.7, 2.5]))
