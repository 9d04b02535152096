"""One number made of a confusion matrix in which every class counts the same."""

import numpy as np

from ..function import FunctionExercise, Misconception
from .inputs import AsGiven, chapter, confusions


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


def _against_rest(confusion):
    """Share of right answers to "is it this class?", for each class."""
    wrong = confusion.sum(axis=1) + confusion.sum(axis=0) - 2 * np.diag(confusion)
    return 1 - wrong / confusion.sum()


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
            "This is the mean recall, the accuracy within each class: F1 asks for the "
            "samples wrongly predicted to be of the class too.",
            lambda confusion: np.mean(_recall(confusion)),
        ),
        Misconception(
            "These are the accuracies class against rest: they count the many samples "
            "rightly left out too, so a rare class looks fine; take F1.",
            lambda confusion: np.mean(_against_rest(confusion)),
            _against_rest,
        ),
        Misconception(
            "These are the recalls of the single classes: take their F1, and of that "
            "the mean.",
            _recall,
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
