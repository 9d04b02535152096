"""Scores of masks and of ranks, against counting by hand and against definitions."""

import numpy as np
import pytest

from course_lib import scores


def near(mask, i, j, reach):
    rows = slice(max(0, i - reach), i + reach + 1)
    columns = slice(max(0, j - reach), j + reach + 1)
    return mask[rows, columns].any()


@pytest.mark.parametrize("reach", [0, 1, 2, 5, 40])
def test_precision_and_recall_equal_looking_around_every_pixel(reach):
    rng = np.random.default_rng(reach)
    predicted, truth = rng.random((2, 3, 17, 12)) < 0.03
    right = [near(t, i, j, reach) for p, t in zip(predicted, truth, strict=True)
             for i, j in np.argwhere(p)]  # fmt: skip
    found = [near(p, i, j, reach) for p, t in zip(predicted, truth, strict=True)
             for i, j in np.argwhere(t)]  # fmt: skip
    precision, recall = scores.precision_recall(predicted, truth, reach)
    assert precision == np.mean(right)
    assert recall == np.mean(found)
    f1 = scores.f1_score(predicted, truth, reach)
    both = precision + recall
    assert f1 == pytest.approx(2 * precision * recall / both if both else 0)


def test_images_do_not_touch_each_other():
    predicted, truth = np.zeros((2, 2, 5, 5), dtype=bool)
    predicted[0, 4, 4] = truth[1, 0, 0] = True
    assert scores.precision_recall(predicted, truth, tolerance=4) == (0, 0)


def test_iou_and_f1_of_masks_by_hand():
    truth = np.zeros((10, 10), dtype=bool)
    truth[:, 3:6] = True
    assert scores.iou(truth, truth) == 1
    assert scores.iou(np.roll(truth, 1, axis=1), truth) == 0.5
    assert scores.iou(~truth, truth) == 0
    exact = scores.f1_score(np.roll(truth, 1, axis=1), truth, tolerance=0)
    assert exact == pytest.approx(2 / 3)
    assert scores.f1_score(np.roll(truth, 1, axis=1), truth) == 1


def test_nothing_predicted_and_nothing_there():
    none, some = np.zeros((4, 4), dtype=bool), np.eye(4, dtype=bool)
    assert scores.iou(none, none) == 1
    assert scores.precision_recall(none, none) == (1, 1)
    assert scores.precision_recall(none, some) == (1, 0)
    assert scores.precision_recall(some, none) == (0, 1)
    assert scores.f1_score(none, some) == scores.f1_score(some, none) == 0


@pytest.mark.parametrize("seed", range(10))
def test_auc_equals_comparing_every_pair(seed):
    rng = np.random.default_rng(seed)
    truth = rng.random((7, 9)) < 0.4
    score = np.round(truth + rng.normal(0, 1, truth.shape), 1)  # with ties
    above = score[truth][:, None] - score[~truth]
    pairs = (above > 0).mean() + 0.5 * (above == 0).mean()
    assert scores.roc_auc(score, truth) == pytest.approx(pairs, rel=1e-12)
    assert scores.roc_auc(-score, truth) == pytest.approx(1 - pairs, rel=1e-12)


MASK = np.eye(3, dtype=bool)


@pytest.mark.parametrize(
    "call, words",
    [
        (lambda: scores.iou(0.3 * MASK, MASK), "predicted must be a mask .*cut-off"),
        (lambda: scores.iou(MASK, MASK[:2]), r"one shape .*got \(3, 3\) and \(2, 3\)"),
        (lambda: scores.f1_score([1, 0], [1, 0]), r"one shape \(…, n1, n2\)"),
        (lambda: scores.precision_recall(MASK, MASK, -1), "tolerance must be >= 0"),
        (lambda: scores.iou(np.full((2, 2), np.nan), MASK), "predicted must be finite"),
        (lambda: scores.roc_auc([1.0, 2.0], [1, 1]), "both 0 and 1; got only 1"),
        (lambda: scores.roc_auc([1.0, 2.0], [1]), r"shape of score, \(2,\); got"),
    ],
)
def test_bad_arguments_are_named_with_what_is_allowed(call, words):
    with pytest.raises((TypeError, ValueError), match=words):
        call()
