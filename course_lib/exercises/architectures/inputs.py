"""Seeded inputs of these exercises.

Sizes differ from call to call and from each other, so that a transposed matrix or a sum
along the wrong axis cannot go unnoticed.
"""

from functools import partial

import numpy as np

from ..base import Chapter
from ..function import Probe

chapter = Chapter("architectures", "02 Architectures")

WELLS = ["31/2-1", "31/2-10", "31/2-7", "34/10-19", "31/6-8"]


# lists stay lists: the sizes of a network, or its weights
AsGiven = partial(Probe, as_given=True)


def one_sample(rng):
    """x (n,), W (n_out, n) and b (n_out,)."""
    X, W, b = samples(rng)
    return X[0], W, b


def samples(rng):
    """X (m, n), W (n_out, n) and b (n_out,); m, n and n_out all differ."""
    n, n_out = rng.choice([2, 3, 4, 5, 6], 2, replace=False)
    X = rng.normal(size=(rng.integers(12, 25), n))
    return X, rng.normal(0, 0.8, (n_out, n)), rng.uniform(0.3, 1.2, n_out)


def sizes(rng):
    """Units per layer, from input to output: two to five layers."""
    return (rng.integers(2, 12, rng.integers(2, 6)).tolist(),)


def network(rng):
    """X (m, n), and lists of weights and biases of one to three hidden layers."""
    counts = rng.permutation([2, 3, 4, 5, 6])[: rng.integers(2, 5)].tolist() + [1]
    weights = [
        rng.normal(0, 1, (n_out, n))
        for n, n_out in zip(counts, counts[1:], strict=False)
    ]
    biases = [rng.uniform(0.3, 1, len(W)) for W in weights]
    return rng.normal(size=(rng.integers(12, 25), counts[0])), weights, biases


def backpropagated(rng):
    """x (2,), y, and W1 (2, 2), b1 (2,), w2 (2,), b2 of the 2-2-1 network."""
    x, b1, w2 = rng.normal(0, 1.2, (3, 2))
    return x, int(rng.integers(2)), rng.normal(size=(2, 2)), b1, w2, rng.normal()


def curved_function(rng):
    """A cubic f of n parameters, the place w (n,), and a step h large enough to see
    which differences were taken."""
    n = int(rng.integers(3, 7))
    c, Q = rng.normal(size=n), rng.normal(size=(n, n))

    def f(w):
        w = np.asarray(w, dtype=float)
        return float(c @ w**3 + w @ Q @ w)

    return f, rng.normal(size=n), float(rng.uniform(0.1, 0.3))


def scores(rng):
    """Scores Z (m, K), before the softmax."""
    return (rng.normal(0, 2, (rng.integers(8, 15), rng.integers(3, 6))),)


def labels(rng):
    """Classes y (m,) and K; the last classes do not occur in y."""
    K = int(rng.integers(4, 7))
    return rng.integers(0, K - 2, rng.integers(8, 15)), K


def probabilities(rng):
    """P (m, K), rows that sum to 1, and classes y (m,)."""
    m, K = rng.integers(8, 15), rng.integers(3, 6)
    return rng.dirichlet(np.full(K, 2.0), m), rng.integers(0, K, m)


def two_columns_of_classes(rng):
    """True classes y, predicted classes y_hat (m,), and K; the last one is absent."""
    K, m = int(rng.integers(4, 7)), int(rng.integers(30, 60))
    y = rng.integers(0, K - 1, m)
    return y, np.where(rng.random(m) < 0.7, y, rng.integers(0, K - 1, m)), K


def confusions(rng):
    """A confusion matrix whose second class is never predicted."""
    K = int(rng.integers(3, 6))
    counts = rng.integers(1, 12, (K, K)) + np.diag(rng.integers(5, 60, K))
    counts[:, 1] = 0
    return (counts,)


def rows_of_wells(rng):
    """The well of each sample, in no order, and two blind wells.

    The name of one is the beginning of another's.
    """
    blind = ["31/2-1", str(rng.choice(["31/2-7", "34/10-19", "31/6-8"]))]
    wells = np.tile(WELLS, int(rng.integers(4, 8)))[int(rng.integers(4)) :]
    return rng.permutation(wells), blind
