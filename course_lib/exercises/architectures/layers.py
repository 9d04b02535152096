"""A layer of units: for one sample, for many, and with its bias folded in."""

import numpy as np

from ..function import FunctionExercise, Misconception, Probe
from .inputs import chapter, one_sample, samples


def _sigmoid(z):
    return 1 / (1 + np.exp(-z))


def _layer(x, W, b):
    return np.tanh(W @ x + b)


# one of x = (1, 2) and W = [[1, 0], [1, 1]]: the second row tells W from its transpose
_SMALL_W = np.array([[1.0, 0.0], [1.0, 1.0]])

layer = FunctionExercise(
    chapter,
    _layer,
    title="A layer for one sample",
    success="Each row of W is one hidden unit with a question of its own about the "
    "rock; W x asks all of them at once, and tanh answers between -1 and 1.",
    hints=[
        "Row i of W holds the weights of unit i: its score is the sum of weight times "
        "input over that row, plus b[i].",
        "`W @ x` gives the sums of all rows at once, one number for each unit.",
        "Add b to `W @ x`, and put the result into `np.tanh`.",
    ],
    inputs=one_sample,
    probes=[
        Probe(
            "With W = [[1, 0], [1, 1]], x = (1, 2) and b = (0, 0) the scores are 1 and "
            "3: what are tanh 1 and tanh 3?",
            [1.0, 2.0],
            _SMALL_W,
            [0.0, 0.0],
        ),
        Probe("With x = (0, 0) only b = (0, 1) is left.", [0, 0], _SMALL_W, [0, 1]),
    ],
    misconceptions=[
        Misconception(
            "W meets x the wrong way round: row i of W belongs to unit i, so it is "
            "`W @ x`, without `.T` and with W in front.",
            lambda x, W, b: np.tanh(W.T @ x + b),
            lambda x, W, b: np.tanh(np.dot(W.T, x) + b),
            lambda x, W, b: np.tanh(x @ W + b),
            lambda x, W, b: np.tanh(np.dot(x, W) + b),
        ),
        Misconception(
            "You left out b: without it every unit draws its line through the origin.",
            lambda x, W, b: np.tanh(W @ x),
        ),
        Misconception(
            "These are the scores z: put them through `np.tanh`, or two layers are no "
            "more than one.",
            lambda x, W, b: W @ x + b,
        ),
        Misconception(
            "This is the sigmoid, from 0 to 1: the hidden units here answer with "
            "`np.tanh`, from -1 to 1.",
            lambda x, W, b: _sigmoid(W @ x + b),
        ),
        Misconception(
            "This is a ReLU: the hidden units here answer with `np.tanh`.",
            lambda x, W, b: np.maximum(W @ x + b, 0),
        ),
        Misconception(
            "This is the tangent: the hyperbolic tangent is `np.tanh`, with an h.",
            lambda x, W, b: np.tan(W @ x + b),
            lambda x, W, b: np.arctan(W @ x + b),
        ),
        Misconception(
            "b belongs inside the tanh: add it to the weighted sums first.",
            lambda x, W, b: np.tanh(W @ x) + b,
        ),
        Misconception(
            "The sign of b is wrong: it is added to the weighted sums.",
            lambda x, W, b: np.tanh(W @ x - b),
        ),
        Misconception(
            "You multiply weights by inputs, but do not add them up: `@` sums over the "
            "inputs of each unit, `*` does not.",
            lambda x, W, b: np.tanh(W * x + b),
            lambda x, W, b: np.tanh(W * x + b[:, None]),
            lambda x, W, b: [np.tanh(row * x + b) for row in W],
        ),
        Misconception(
            "You add everything up to one number: each unit keeps its own sum.",
            lambda x, W, b: np.tanh(np.sum(W * x) + b),
            lambda x, W, b: np.tanh((W @ x).sum() + b),
            lambda x, W, b: np.tanh((W @ x + b).sum()),
            lambda x, W, b: np.tanh(W @ x + b).sum(),
        ),
        Misconception(
            "b is added once for each input: it counts only once per unit.",
            lambda x, W, b: np.tanh((W * x + b[:, None]).sum(axis=1)),
        ),
        Misconception(
            "The tanh comes last: first the weighted sums and b, then tanh of all of "
            "it.",
            lambda x, W, b: np.tanh(W) @ x + b,
            lambda x, W, b: W @ np.tanh(x) + b,
        ),
    ],
)


def _fold_bias(X, W, b):
    return np.column_stack([np.ones(len(X)), X]), np.column_stack([b, W])


def _ones_first(X):
    return _fold_bias(X, np.zeros((1, X.shape[1])), [0])[0]


fold_bias = FunctionExercise(
    chapter,
    _fold_bias,
    title="The bias as x0 = 1",
    success="X1 @ W1.T equals X @ W.T + b: the lecture's short a = g(W x) hides the "
    "bias in an input x0 that is always 1, and nothing else changes.",
    hints=[
        "b[i] = b[i]·1: so let each sample have one more input, x0 = 1, whose weight "
        "is b[i].",
        "A column of m ones comes before X, and b as a column before W.",
        "`np.column_stack([np.ones(len(X)), X])`, and the same with b and W.",
    ],
    inputs=samples,
    returns=("X1", "W1"),
    probes=[
        Probe(
            "The sample (5, 6), one unit with W = [[3, 4]] and b = (2): what are the "
            "three numbers of X1, x0 first, and those of W1?",
            np.array([[5.0, 6.0]]),
            np.array([[3.0, 4.0]]),
            [2.0],
        ),
    ],
    misconceptions=[
        Misconception(
            "The product would be right, but your ones and b stand last: x0 is the "
            "first input in the lecture, so both columns come first.",
            lambda X, W, b: (
                np.column_stack([X, np.ones(len(X))]),
                np.column_stack([W, b]),
            ),
        ),
        Misconception(
            "The ones stand in the last column of X1, but b in the first of W1: they "
            "would not meet in the product; put the ones first.",
            lambda X, W, b: (
                np.column_stack([X, np.ones(len(X))]),
                np.column_stack([b, W]),
            ),
        ),
        Misconception(
            "b stands in the last column of W1, but the ones in the first of X1: they "
            "would not meet in the product; put b first.",
            lambda X, W, b: (_ones_first(X), np.column_stack([W, b])),
        ),
        Misconception(
            "b has no column of its own in W1: it becomes the first one, for it is the "
            "weight of x0.",
            lambda X, W, b: (_ones_first(X), W),
            lambda X, W, b: (_ones_first(X), W + b[:, None]),
        ),
        Misconception(
            "X1 lacks the ones: give X a first column of them, for x0 = 1.",
            lambda X, W, b: (X, np.column_stack([b, W])),
        ),
        Misconception(
            "Nothing has changed: X gets a first column of ones, and W a first column "
            "with b.",
            lambda X, W, b: (X, W),
        ),
        Misconception(
            "`np.insert` without an axis lays everything flat: give it `axis=1`, for a "
            "new column.",
            lambda X, W, b: (np.insert(X, 0, 1), np.insert(W, 0, b)),
        ),
        Misconception(
            "Your first column of W1 holds ones: the ones belong to X1 alone, W1 gets "
            "b there.",
            lambda X, W, b: (
                _ones_first(X),
                np.column_stack([np.ones(len(W)), W]),
            ),
        ),
        Misconception(
            "Your x0 is 0, so b would never count: x0 is 1.",
            lambda X, W, b: (
                np.column_stack([np.zeros(len(X)), X]),
                np.column_stack([b, W]),
            ),
        ),
        Misconception(
            "You added a row of ones, a sample that nobody measured: x0 is one more "
            "input, a column.",
            lambda X, W, b: (
                np.vstack([np.ones(X.shape[1]), X]),
                np.column_stack([b, W]),
            ),
        ),
        Misconception(
            "This is W1 transposed: it keeps one row for each unit, as W does.",
            lambda X, W, b: (_ones_first(X), np.column_stack([b, W]).T),
            lambda X, W, b: (_ones_first(X), np.vstack([b, W.T])),
        ),
        Misconception(
            "Flat arrays are no columns yet: make them `b[:, None]` and "
            "`np.ones((len(X), 1))`, or let `np.column_stack` do it.",
            lambda X, W, b: (np.hstack([np.ones(len(X)), X]), np.hstack([b, W])),
            lambda X, W, b: (_ones_first(X), np.hstack([b, W])),
            lambda X, W, b: (
                np.concatenate([np.ones(len(X)), X], axis=1),
                np.concatenate([b, W], axis=1),
            ),
        ),
    ],
)


def _layer_of_samples(X, W, b):
    return np.tanh(X @ W.T + b)


layer_of_samples = FunctionExercise(
    chapter,
    _layer_of_samples,
    title="A layer for all samples",
    success="One line serves a single sample and a whole survey alike: rows stay "
    "samples, and the columns turn from attributes into what the units say of them.",
    hints=[
        "Every row of X is a sample and must meet every row of W, a unit.",
        "`W.T` has one column per unit: `X @ W.T` has shape (m, n_out), and NumPy adds "
        "b to each of its rows.",
        "`np.tanh(X @ W.T + b)`",
    ],
    inputs=samples,
    probes=[
        Probe(
            "One sample (1, 2) with W = [[1, 0], [1, 1]] and b = (0, 0) has the scores "
            "1 and 3: what are tanh 1 and tanh 3?",
            np.array([[1.0, 2.0]]),
            _SMALL_W,
            [0.0, 0.0],
        ),
    ],
    misconceptions=[
        Misconception(
            "The shapes do not meet: X (m, n) needs W.T (n, n_out) on its right, `X @ "
            "W.T`.",
            lambda X, W, b: np.tanh(X @ W + b),
            lambda X, W, b: np.tanh(np.dot(X, W) + b),
            lambda X, W, b: np.tanh(W @ X + b),
            lambda X, W, b: np.tanh(np.dot(W, X) + b),
            lambda X, W, b: np.tanh(W.T @ X + b),
            lambda X, W, b: np.tanh(X.T @ W + b),
            lambda X, W, b: np.tanh(X.T @ W.T + b),
            lambda X, W, b: np.tanh(W.T @ X.T + b),
        ),
        Misconception(
            "Each sample lies in a column of your result: samples are rows here, so "
            "write `X @ W.T` instead of `W @ X.T`.",
            lambda X, W, b: np.tanh(W @ X.T + b),
            lambda X, W, b: np.tanh(np.dot(W, X.T) + b),
            lambda X, W, b: np.tanh(W @ X.T + b[:, None]),
        ),
        Misconception(
            "You left out b: without it every unit draws its line through the origin.",
            lambda X, W, b: np.tanh(X @ W.T),
        ),
        Misconception(
            "These are the scores z: put them through `np.tanh`.",
            lambda X, W, b: X @ W.T + b,
        ),
        Misconception(
            "This is the sigmoid, from 0 to 1: the hidden units here answer with "
            "`np.tanh`, from -1 to 1.",
            lambda X, W, b: _sigmoid(X @ W.T + b),
        ),
        Misconception(
            "This is a ReLU: the hidden units here answer with `np.tanh`.",
            lambda X, W, b: np.maximum(X @ W.T + b, 0),
        ),
        Misconception(
            "`reshape` deals the numbers out anew and mixes units and samples: `.T` "
            "turns a table on its side.",
            lambda X, W, b: np.tanh(X @ W.reshape(W.shape[::-1]) + b),
            lambda X, W, b: np.tanh(W @ X.T + b[:, None]).reshape(len(X), -1),
        ),
        Misconception(
            "Your loop counts the units: go through the samples, `for x in X`.",
            lambda X, W, b: [_layer(X[i], W, b) for i in range(len(W))],
        ),
        Misconception(
            "b belongs inside the tanh: add it to the weighted sums first.",
            lambda X, W, b: np.tanh(X @ W.T) + b,
        ),
        Misconception(
            "The sign of b is wrong: it is added to the weighted sums.",
            lambda X, W, b: np.tanh(X @ W.T - b),
        ),
        Misconception(
            "This is the first sample alone: is the `return` inside the loop?",
            lambda X, W, b: _layer(X[0], W, b),
            lambda X, W, b: [_layer(X[0], W, b)],
        ),
        Misconception(
            "This is the last sample alone: collect the rows of all rounds in a list.",
            lambda X, W, b: _layer(X[-1], W, b),
        ),
        Misconception(
            "b is turned into a column: as it is, flat, NumPy adds it to every row.",
            lambda X, W, b: np.tanh(X @ W.T + b[:, None]),
            lambda X, W, b: np.tanh(X @ W.T + b.reshape(-1, 1)),
        ),
        Misconception(
            "You add up the units: keep one column for each of them.",
            lambda X, W, b: np.tanh(X @ W.T + b).sum(axis=1),
            lambda X, W, b: np.tanh((X @ W.T + b).sum(axis=1)),
        ),
    ],
)
