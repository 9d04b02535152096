"""Scores of a classifier: accuracy, confusion matrix, macro F1, one class off."""

import numpy as np
import pytest

from course_lib import scores

Y = [0, 0, 0, 0, 1, 1, 2, 2, 2, 4]
PREDICTED = [0, 0, 1, 4, 1, 2, 2, 2, 0, 4]


def test_confusion_matrix_counts_what_was_taken_for_what():
    counts = scores.confusion_matrix(Y, PREDICTED)
    assert counts.tolist() == [
        [2, 1, 0, 0, 1],
        [0, 1, 1, 0, 0],
        [1, 0, 2, 0, 0],
        [0, 0, 0, 0, 0],
        [0, 0, 0, 0, 1],
    ]
    assert counts.sum() == len(Y)
    assert scores.confusion_matrix([0, 1], [1, 1], n_classes=3).shape == (3, 3)


def test_accuracy_is_the_diagonal():
    counts = scores.confusion_matrix(Y, PREDICTED)
    assert scores.accuracy(Y, PREDICTED) == np.trace(counts) / len(Y) == 0.6


def test_macro_f1_by_hand():
    # Precision and recall of class 0: 2/3 and 2/4; class 1: 1/2 and 1/2;
    # class 2: 2/3 and 2/3; class 4: 1/2 and 1; class 3 does not occur.
    f1 = [2 * p * r / (p + r) for p, r in ((2 / 3, 0.5), (0.5, 0.5), (0.5, 1))]
    assert scores.macro_f1(Y, PREDICTED) == pytest.approx((sum(f1) + 2 / 3) / 4)


def test_macro_f1_punishes_what_accuracy_hides():
    y = np.repeat([0, 1], [95, 5])
    lazy = np.zeros(100, dtype=int)
    assert scores.accuracy(y, lazy) == 0.95
    assert scores.macro_f1(y, lazy) == pytest.approx(0.487, abs=0.001)
    # A class that is predicted but does not occur counts as a failure too.
    assert scores.macro_f1([0, 0], [0, 2]) == pytest.approx(1 / 3)


def test_adjacent_accuracy_forgives_one_step():
    assert scores.adjacent_accuracy(Y, PREDICTED) == 0.8
    assert scores.adjacent_accuracy([0, 4], [4, 0]) == 0
    assert scores.adjacent_accuracy(Y, Y) == 1


@pytest.mark.parametrize(
    "call, words",
    [
        (lambda: scores.accuracy([0, 1], [0]), "predicted must have one class per"),
        (lambda: scores.accuracy([], []), "y is empty"),
        (lambda: scores.accuracy(["a"], ["b"]), "y must hold real numbers"),
        (lambda: scores.macro_f1([0], [0.5]), "predicted must hold class numbers"),
        (lambda: scores.adjacent_accuracy([-1], [0]), "y must hold class numbers"),
        (lambda: scores.confusion_matrix([0, 3], [0, 1], 3), "n_classes must be > 3"),
        (lambda: scores.confusion_matrix([0], [0], 0), "n_classes must be >= 1"),
        (lambda: scores.accuracy([[0]], [[0]]), r"y must have shape \(m,\)"),
    ],
)
def test_bad_arguments_are_named_with_what_is_allowed(call, words):
    with pytest.raises((TypeError, ValueError), match=words):
        call()
