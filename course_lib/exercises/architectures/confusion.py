"""What was taken for what: the confusion matrix."""

import numpy as np

from ..function import FunctionExercise, Misconception
from .inputs import AsGiven, chapter, two_columns_of_classes


def _confusion_matrix(y, y_hat, K):
    return np.bincount(y * K + y_hat, minlength=K * K).reshape(K, K)


def _once_each(y, y_hat, K):
    counts = np.zeros((K, K))
    counts[y, y_hat] += 1
    return counts


def _short_rows(y, y_hat, K):
    counts = np.zeros((K, K))
    for k in range(K):
        counts[k] = np.bincount(y_hat[y == k])
    return counts


confusion_matrix = FunctionExercise(
    chapter,
    _confusion_matrix,
    title="The confusion matrix",
    success="A row is a facies, the columns say what the network took it for: counts "
    "beside the diagonal are neighbours on the coast, far from it a geologist frowns.",
    hints=[
        "Begin with K rows and K columns of zeros, and go through the samples one by "
        "one.",
        "Each sample adds 1 in the row of its true class and the column of its "
        "predicted class.",
        "`for t, p in zip(y, y_hat): counts[t, p] += 1`",
    ],
    library="scores.confusion_matrix",
    inputs=two_columns_of_classes,
    tolerance=1e-9,
    probes=[
        AsGiven(
            "One sample of class 0 is taken for class 1: which entry of the 2 by 2 "
            "matrix is 1?",
            np.array([0]),
            np.array([1]),
            2,
        ),
        AsGiven(
            "Three samples of class 1 are all taken for class 0: which entry is 3?",
            np.array([1, 1, 1]),
            np.array([0, 0, 0]),
            2,
        ),
    ],
    misconceptions=[
        Misconception(
            "Rows and columns changed places: the true class y is the row, the "
            "predicted one y_hat the column.",
            lambda y, y_hat, K: _confusion_matrix(y, y_hat, K).T,
        ),
        Misconception(
            "Each entry is 1, however often its pair occurs: `counts[y, y_hat] += 1` "
            "adds only once, and `= 1` does not add; use a loop, or `np.add.at`.",
            _once_each,
        ),
        Misconception(
            "These are shares of each row: counts are asked for.",
            lambda y, y_hat, K: _shares(_confusion_matrix(y, y_hat, K), 1),
            lambda y, y_hat, K: _shares(_confusion_matrix(y, y_hat, K).T, 0).T,
            lambda y, y_hat, K: (
                _confusion_matrix(y, y_hat, K)
                / _confusion_matrix(y, y_hat, K).sum(axis=1)
            ),
            lambda y, y_hat, K: np.nan_to_num(
                _shares(_confusion_matrix(y, y_hat, K), 1)
            ),
        ),
        Misconception(
            "These are shares of each column: counts are asked for.",
            lambda y, y_hat, K: _shares(_confusion_matrix(y, y_hat, K), 0),
            lambda y, y_hat, K: np.nan_to_num(
                _shares(_confusion_matrix(y, y_hat, K), 0)
            ),
        ),
        Misconception(
            "These are shares of all samples: counts are asked for.",
            lambda y, y_hat, K: _confusion_matrix(y, y_hat, K) / len(y),
        ),
        Misconception(
            "It needs K rows and K columns, also when the last class never occurs: "
            "take K, not the classes you meet.",
            lambda y, y_hat, K: _confusion_matrix(
                y, y_hat, max(y.max(), y_hat.max()) + 1
            ),
            lambda y, y_hat, K: _confusion_matrix(y, y_hat, y.max() + 1),
        ),
        Misconception(
            "Only the right ones are counted: a sample whose class is wrong adds 1 "
            "beside the diagonal.",
            lambda y, y_hat, K: np.diag(np.diag(_confusion_matrix(y, y_hat, K))),
        ),
        Misconception(
            "Only the wrong ones are counted: a sample whose class is right adds 1 on "
            "the diagonal.",
            lambda y, y_hat, K: (
                _confusion_matrix(y, y_hat, K) * (1 - np.eye(K, dtype=int))
            ),
        ),
        Misconception(
            "All your rows are one and the same list, for `[[0] * K] * K` repeats it: "
            "begin with `np.zeros((K, K))`.",
            lambda y, y_hat, K: np.tile(np.bincount(y_hat, minlength=K), (K, 1)),
        ),
        Misconception(
            "`np.bincount` stops at the largest class it meets: give it `minlength=K`.",
            _short_rows,
        ),
        Misconception(
            "Your classes begin at 1: class 0 has the first row and the first column.",
            lambda y, y_hat, K: np.roll(
                _confusion_matrix(y, y_hat, K), (-1, -1), (0, 1)
            ),
        ),
        Misconception(
            "Only the first sample is counted: is the `return` inside the loop?",
            lambda y, y_hat, K: _confusion_matrix(y[:1], y_hat[:1], K),
        ),
        Misconception(
            "You count the right samples of each class: this is only the diagonal, the "
            "errors stand beside it.",
            lambda y, y_hat, K: np.diag(_confusion_matrix(y, y_hat, K)),
        ),
        Misconception(
            "This is the accuracy, the diagonal over the number of samples: the whole "
            "matrix is asked for.",
            lambda y, y_hat, K: np.mean(y == y_hat),
        ),
    ],
)


def _shares(counts, axis):
    with np.errstate(all="ignore"):
        return counts / counts.sum(axis=axis, keepdims=True)
