"""Labels of many classes, and the loss that goes with softmax."""

import numpy as np

from ..function import FunctionExercise, Misconception
from .inputs import AsGiven, chapter, labels, probabilities
from .scores import _softmax


def _one_hot(y, K):
    return np.eye(K)[y]


def _filled(y, K, fill):
    """Zeros (m, K), changed by ``fill(Y, y)``."""
    Y = np.zeros((len(y), K))
    fill(Y, y)
    return Y


def _whole_columns(Y, y):
    Y[:, y] = 1


def _whole_rows(Y, y):
    Y[y] = 1


def _counting_classes(Y, y):
    for i in y:
        Y[i, y[i]] = 1


def _class_numbers(Y, y):
    Y[np.arange(len(y)), y] = y


one_hot = FunctionExercise(
    chapter,
    _one_hot,
    title="One-hot labels",
    success="Class 4 is not twice class 2, coal is not twice sandstone: one column per "
    "facies takes the false distances out of the numbers.",
    hints=[
        "A row for each sample, a column for each class, and a single 1 per row, in "
        "the column of its class.",
        "Begin with `np.zeros((len(y), K))`.",
        "Row `i` gets its 1 at `Y[i, y[i]]`; or pick rows of the unit matrix, "
        "`np.eye(K)[y]`.",
    ],
    inputs=labels,
    probes=[
        AsGiven(
            "Class 2 of 3: which of the three columns has the 1?", np.array([2]), 3
        ),
        AsGiven("Classes 0 and 1 of 3, one row for each?", np.array([0, 1]), 3),
    ],
    misconceptions=[
        Misconception(
            "It lies on its side: samples are the rows, classes the columns.",
            lambda y, K: _one_hot(y, K).T,
        ),
        Misconception(
            "Take K columns: here the last classes do not occur in y, and K is still "
            "the number of all of them.",
            lambda y, K: np.eye(y.max() + 1)[y],
            lambda y, K: np.unique(y)[None, :] == y[:, None],
        ),
        Misconception(
            "Your classes begin at 1: class 0 has the first column.",
            lambda y, K: np.eye(K)[y - 1],
            lambda y, K: np.eye(K + 1)[y][:, 1:],
        ),
        Misconception(
            "`Y[:, y] = 1` fills whole columns: give each row its own column, "
            "`Y[np.arange(len(y)), y] = 1`.",
            lambda y, K: _filled(y, K, _whole_columns),
        ),
        Misconception(
            "`Y[y] = 1` fills whole rows: give each row its own column, "
            "`Y[np.arange(len(y)), y] = 1`.",
            lambda y, K: _filled(y, K, _whole_rows),
        ),
        Misconception(
            "You write the class number into its column: write a 1 there.",
            lambda y, K: _filled(y, K, _class_numbers),
        ),
        Misconception(
            "All is still 0: set one 1 in every row, `Y[i, y[i]] = 1`.",
            lambda y, K: np.zeros((len(y), K)),
        ),
        Misconception(
            "Ones and zeros changed places: the column of the true class has the 1.",
            lambda y, K: 1 - _one_hot(y, K),
        ),
        Misconception(
            "Only the first row has its 1: is the `return` inside the loop?",
            lambda y, K: _one_hot(y, K) * (np.arange(len(y)) == 0)[:, None],
            lambda y, K: _one_hot(y[:1], K),
            lambda y, K: _one_hot(y[0], K),
        ),
        Misconception(
            "`for i in y` runs through the classes: count the samples, `for i in "
            "range(len(y))`.",
            lambda y, K: _filled(y, K, _counting_classes),
        ),
        Misconception(
            "One row for all samples: give each sample a row of its own.",
            lambda y, K: _one_hot(y, K).max(axis=0),
            lambda y, K: _one_hot(y, K).sum(axis=0),
        ),
        Misconception(
            "This is a single flat row: give each sample a row of its own.",
            lambda y, K: _one_hot(y, K).ravel(),
        ),
    ],
)


def _cross_entropy(P, y):
    return -np.mean(np.log(P[np.arange(len(y)), y]))


def _per_sample(P, y):
    return -np.log(P[np.arange(len(y)), y])


def _hot(P, y):
    return np.eye(P.shape[1])[y]


def _both_terms(P, y):
    Y = _hot(P, y)
    return -(Y * np.log(P) + (1 - Y) * np.log(1 - P))


def _over_classes(P, y):
    """A loop through the classes in y, where it should count samples."""
    total = 0
    for i in y:
        total -= np.log(P[i, y[i]])
    return total / len(y)


def _y_times(P, y):
    return y * np.log(P)


cross_entropy = FunctionExercise(
    chapter,
    _cross_entropy,
    title="Cross-entropy",
    success="Only the probability of the true facies is paid for. Guessing among five "
    "costs ln 5 = 1.61: a loss above that is worse than knowing nothing.",
    hints=[
        "Of each row of P only one number counts: the probability of the true class.",
        "`P[np.arange(len(y)), y]` takes P[0, y[0]], P[1, y[1]], … at once.",
        "Take `np.log` of those, their mean, and change the sign.",
    ],
    inputs=probabilities,
    probes=[
        AsGiven(
            "One sample, P = (0.1, 0.7, 0.2), true class 1: what is -ln 0.7?",
            np.array([[0.1, 0.7, 0.2]]),
            np.array([1]),
        ),
        AsGiven(
            "Two samples whose true classes got 0.5 and 0.2: the mean of -ln 0.5 and "
            "-ln 0.2?",
            np.array([[0.5, 0.3, 0.2], [0.5, 0.3, 0.2]]),
            np.array([0, 2]),
        ),
    ],
    beyond=[
        AsGiven(
            "Where another class has probability 0 you get NaN, for 0 times ln 0 has "
            "no value: pick the probability of the true class first, then take its ln.",
            np.array([[0.8, 0.2, 0.0], [0.0, 0.4, 0.6]]),
            np.array([0, 1]),
        ),
    ],
    misconceptions=[
        Misconception(
            "You add the losses up: divide by the number of samples, so that J does "
            "not grow with the length of the log.",
            lambda P, y: _per_sample(P, y).sum(),
        ),
        Misconception(
            "The minus sign is missing: the logarithm of a probability is negative, a "
            "loss is not.",
            lambda P, y: -_cross_entropy(P, y),
        ),
        Misconception(
            "You divide by the number of classes too: take the mean over the samples, "
            "after the sum over the classes.",
            lambda P, y: -np.mean(_hot(P, y) * np.log(P)),
        ),
        Misconception(
            "You divide by the number of classes: divide by the number of samples.",
            lambda P, y: _per_sample(P, y).sum() / P.shape[1],
        ),
        Misconception(
            "`P[:, y]` takes whole columns: one probability for each row is needed, "
            "`P[np.arange(len(y)), y]`.",
            lambda P, y: -np.mean(np.log(P[:, y])),
            lambda P, y: -np.log(P[:, y]),
        ),
        Misconception(
            "`P[y]` takes whole rows, and others than you think: one probability for "
            "each row is needed, `P[np.arange(len(y)), y]`.",
            lambda P, y: -np.mean(np.log(P[y])),
            lambda P, y: -np.log(P[y]),
        ),
        Misconception(
            "`for i in y` runs through the classes: count the samples, `for i in "
            "range(len(y))`.",
            _over_classes,
        ),
        Misconception(
            "Class numbers are no factors: pick the probability of the true class, "
            "`P[np.arange(len(y)), y]`, or multiply by one-hot labels.",
            lambda P, y: -np.mean(_y_times(P, y)),
            lambda P, y: -np.sum(_y_times(P, y)) / len(y),
            lambda P, y: -np.sum(_y_times(P, y)),
            lambda P, y: -np.mean(_y_times(P, y) + (1 - y) * np.log(1 - P)),
        ),
        Misconception(
            "Your classes begin at 1: class 0 has the first column of P.",
            lambda P, y: -np.mean(np.log(P[np.arange(len(y)), y - 1])),
        ),
        Misconception(
            "This is the share of wrong or right classes: the loss asks how probable "
            "the true class was.",
            lambda P, y: np.mean(P.argmax(axis=1) != y),
            lambda P, y: np.mean(P.argmax(axis=1) == y),
        ),
        Misconception(
            "All classes are paid for: only the probability of the true class counts.",
            lambda P, y: -np.mean(np.log(P)),
            lambda P, y: -np.mean(np.log(P).sum(axis=1)),
        ),
        Misconception(
            "You take the largest probability: take that of the true class, or the "
            "network is never wrong.",
            lambda P, y: -np.mean(np.log(P.max(axis=1))),
        ),
        Misconception(
            "The terms ln(1 - P) of the other classes are too much: they belong to the "
            "loss of a sigmoid.",
            lambda P, y: np.mean(_both_terms(P, y)),
            lambda P, y: np.mean(_both_terms(P, y).sum(axis=1)),
        ),
        Misconception(
            "P already holds probabilities: do not put it through softmax again.",
            lambda P, y: _cross_entropy(_softmax(P), y),
        ),
        Misconception(
            "You take the logarithm of the mean: first the logarithms, then their "
            "mean.",
            lambda P, y: -np.log(np.mean(P[np.arange(len(y)), y])),
        ),
        Misconception(
            "The logarithm is missing: a mean of probabilities hardly punishes a "
            "network that is sure and wrong.",
            lambda P, y: -np.mean(P[np.arange(len(y)), y]),
            lambda P, y: np.mean(1 - P[np.arange(len(y)), y]),
        ),
        Misconception(
            "This is log10: the loss takes the natural logarithm, `np.log`.",
            lambda P, y: _cross_entropy(P, y) / np.log(10),
        ),
        Misconception(
            "This is log2: the loss takes the natural logarithm, `np.log`.",
            lambda P, y: _cross_entropy(P, y) / np.log(2),
        ),
        Misconception(
            "This is a squared error: cross-entropy is -ln of the probability that the "
            "true class got.",
            lambda P, y: np.mean((P - _hot(P, y)) ** 2),
            lambda P, y: np.mean(((P - _hot(P, y)) ** 2).sum(axis=1)),
        ),
        Misconception(
            "These are the losses of the single samples: take their mean.",
            _per_sample,
        ),
        Misconception(
            "Only the first sample counts: is the `return` inside the loop?",
            lambda P, y: _per_sample(P, y)[0],
            lambda P, y: _per_sample(P, y)[0] / len(y),
        ),
        Misconception(
            "Only the last sample counts: add to the sum in each round, `total += …`, "
            "instead of setting it anew.",
            lambda P, y: _per_sample(P, y)[-1],
            lambda P, y: _per_sample(P, y)[-1] / len(y),
        ),
    ],
)
