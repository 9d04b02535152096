"""What was taken for what: the confusion matrix, and one number made of it."""

import numpy as np

from ..function import FunctionExercise, Misconception
from .inputs import AsGiven, chapter, confusions, two_columns_of_classes


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


def _macro_f1(confusion):
    seen = confusion.sum(axis=1) + confusion.sum(axis=0)
    return np.mean(2 * np.diag(confusion) / seen)


def _precision(confusion):
    return np.diag(confusion) / confusion.sum(axis=0)


def _recall(confusion):
    return np.diag(confusion) / confusion.sum(axis=1)


def _f1_by_fractions(confusion):
    precision, recall = _precision(confusion), _recall(confusion)
    return 2 * precision * recall / (precision + recall)


def _without_nan(values):
    return np.nan_to_num(values, nan=0.0)


macro_f1 = FunctionExercise(
    chapter,
    _macro_f1,
    title="Macro F1",
    success="Every facies counts the same here, however thin its beds: a network that "
    "never says coal keeps a fine accuracy and loses a whole class of F1.",
    hints=[
        "For one class: F1 is 2·right / (how often it is true + how often it is "
        "predicted).",
        "The diagonal is right, a row's sum is how often true, a column's sum how "
        "often predicted.",
        "`2 * np.diag(confusion) / (confusion.sum(axis=1) + confusion.sum(axis=0))`, "
        "and its mean.",
    ],
    optional=True,
    inputs=confusions,
    probes=[
        AsGiven(
            "Two classes, 3 and 1 samples, all taken for the first: F1 is 2·3/(3 + 4) "
            "for it and 0 for the second. Their mean?",
            np.array([[3, 0], [1, 0]]),
        ),
        AsGiven("All is right: F1 is 1.", np.array([[2, 0], [0, 5]])),
    ],
    misconceptions=[
        Misconception(
            "A class that is never predicted leads to 0/0, which gives NaN: its F1 is "
            "0, and 2·right / (true + predicted) says so by itself.",
            lambda confusion: np.mean(_f1_by_fractions(confusion)),
        ),
        Misconception(
            "You leave out the class that is never predicted: its F1 is 0 and counts "
            "in the mean.",
            lambda confusion: np.nanmean(_f1_by_fractions(confusion)),
        ),
        Misconception(
            "This is the accuracy, where the common classes decide: take the F1 of "
            "each class, then the mean.",
            lambda confusion: np.trace(confusion) / confusion.sum(),
        ),
        Misconception(
            "This is the mean recall: right over true alone; F1 asks for the "
            "predicted ones too.",
            lambda confusion: np.mean(_recall(confusion)),
        ),
        Misconception(
            "This is the mean precision: right over predicted alone; F1 asks for the "
            "true ones too.",
            lambda confusion: np.mean(_without_nan(_precision(confusion))),
        ),
        Misconception(
            "You take the plain mean of precision and recall: F1 is their harmonic "
            "mean, 2·right / (true + predicted).",
            lambda confusion: (
                np.mean(_without_nan(_precision(confusion)) + _recall(confusion)) / 2
            ),
        ),
        Misconception(
            "You make one F1 of the mean precision and the mean recall: take F1 class "
            "by class, then the mean.",
            lambda confusion: _harmonic(
                np.mean(_without_nan(_precision(confusion))),
                np.mean(_recall(confusion)),
            ),
        ),
        Misconception(
            "You weight the classes by how often they are true: in macro F1 all count "
            "the same.",
            lambda confusion: np.average(
                2
                * np.diag(confusion)
                / (confusion.sum(axis=0) + confusion.sum(axis=1)),
                weights=confusion.sum(axis=1),
            ),
        ),
        Misconception(
            "The factor 2 is missing: F1 is 2·right / (true + predicted), 1 where all "
            "is right.",
            lambda confusion: _macro_f1(confusion) / 2,
        ),
        Misconception(
            "The right ones stand once in your denominator (that is called IoU or "
            "Jaccard): F1 is 2·right / (true + predicted).",
            lambda confusion: np.mean(
                np.diag(confusion)
                / (confusion.sum(axis=0) + confusion.sum(axis=1) - np.diag(confusion))
            ),
        ),
        Misconception(
            "These are the F1 of the single classes: take their mean.",
            lambda confusion: (
                2 * np.diag(confusion) / (confusion.sum(axis=0) + confusion.sum(axis=1))
            ),
            _f1_by_fractions,
        ),
        Misconception(
            "You add the F1 of the classes up: divide by how many there are.",
            lambda confusion: _macro_f1(confusion) * len(confusion),
        ),
    ],
)


def _harmonic(precision, recall):
    return 2 * precision * recall / (precision + recall)
