"""How well two masks agree: intersection over union."""

import numpy as np

from ..function import FunctionExercise, Misconception, Probe
from .inputs import chapter, masks


def _iou(predicted, truth):
    both, either = _overlap(predicted, truth)
    return both / either if either else 1.0


def _overlap(predicted, truth):
    """Pixels in both masks, and pixels in at least one."""
    predicted, truth = np.asarray(predicted) > 0, np.asarray(truth) > 0
    return np.sum(predicted & truth), np.sum(predicted | truth)


def _share(score):
    """A score from both, either, and the pixels of each mask; 1 where all are 0."""

    def wrong(predicted, truth):
        both, either = _overlap(predicted, truth)
        if not either:
            return 1.0
        return score(both, either, np.sum(predicted), np.sum(truth))

    return wrong


def _accuracy(predicted, truth):
    return np.mean(predicted == truth)


def _mean_over_classes(predicted, truth):
    quiet = _iou(np.asarray(predicted) == 0, np.asarray(truth) == 0)
    return (_iou(predicted, truth) + quiet) / 2


def _empty(which):
    """A pair of masks of which ``which`` hold a fault pixel."""
    return tuple(np.array([[False, has]]) for has in which)


iou = FunctionExercise(
    chapter,
    _iou,
    title="Intersection over union",
    success="Faults are thin: a mask without any is right nearly everywhere, and "
    "scores 0 here. Quiet rock is worth nothing, only the faults count.",
    hints=[
        "Count the pixels that are fault in both masks, and those that are fault in at "
        "least one.",
        "For arrays of True and False `&` means and, `|` means or; `np.sum` counts.",
        "`np.sum(p & t) / np.sum(p | t)`, and 1 if the second sum is 0.",
    ],
    inputs=masks,
    probes=[
        Probe(
            "Predicted (1, 1, 0, 0), truth (0, 1, 1, 0): one pixel in both, three in "
            "either?",
            np.array([[1, 1, 0, 0]]),
            np.array([[0, 1, 1, 0]]),
        ),
        Probe(
            "No fault predicted, none there: full agreement?",
            *_empty((False, False)),
        ),
        Probe(
            "A fault predicted where there is none?",
            *_empty((True, False)),
        ),
    ],
    misconceptions=[
        Misconception(
            "This is the accuracy, which counts the quiet pixels too: with thin faults "
            "even an empty mask would look good.",
            _accuracy,
        ),
        Misconception(
            "This is the Dice score (F1), which counts the intersection twice: divide "
            "it by the union alone.",
            _share(lambda both, either, p, t: 2 * both / (p + t)),
        ),
        Misconception(
            "The intersection is in your union twice: it is once in each mask, so take "
            "it off, or use `|`.",
            _share(lambda both, either, p, t: both / (p + t)),
            lambda p, t: np.sum(p * t) / np.sum(p + t) if np.sum(p + t) else 1.0,
            lambda p, t: np.sum(p * t) / np.sum(p + t),
        ),
        Misconception(
            "This is the precision, the share of your predictions that is right: "
            "faults you missed must count too, so divide by the union.",
            _share(lambda both, either, p, t: both / p if p else 0.0),
            _share(lambda both, either, p, t: both / p if p else 1.0),
            lambda p, t: np.sum(p * t) / np.sum(p),
        ),
        Misconception(
            "This is the recall, the share of the faults that you found: false alarms "
            "must count too, so divide by the union.",
            _share(lambda both, either, p, t: both / t if t else 0.0),
            _share(lambda both, either, p, t: both / t if t else 1.0),
            lambda p, t: np.sum(p * t) / np.sum(t),
        ),
        Misconception(
            "Two empty masks give 0/0, NaN: they agree completely, so return 1 where "
            "the union is 0.",
            lambda p, t: np.divide(*_overlap(p, t)),
            lambda p, t: int(_overlap(p, t)[0]) / int(_overlap(p, t)[1]),
        ),
        Misconception(
            "Two empty masks get 0 from you: no fault, and none predicted, is full "
            "agreement, 1.",
            lambda p, t: _overlap(p, t)[0] / max(_overlap(p, t)[1], 1),
            lambda p, t: _overlap(p, t)[0] / (_overlap(p, t)[1] + 1e-9),
        ),
        Misconception(
            "This is the number of pixels in both masks: divide it by the number in at "
            "least one.",
            lambda p, t: _overlap(p, t)[0],
            _share(lambda both, either, p, t: both),
        ),
        Misconception(
            "You divide by all pixels: the union holds only those that are fault in at "
            "least one mask.",
            lambda p, t: np.mean((p > 0) & (t > 0)),
            lambda p, t: np.mean((p > 0) & (t > 0)) if np.any(p + t) else 1.0,
        ),
        Misconception(
            "Your fraction is upside down: the intersection is never larger than the "
            "union.",
            _share(lambda both, either, p, t: either / both if both else np.inf),
            lambda p, t: np.divide(*_overlap(p, t)[::-1]),
        ),
        Misconception(
            "You leave the intersection out of the union: `^` is either, but not both; "
            "`|` is at least one.",
            _share(lambda both, either, p, t: both / (either - both)),
        ),
        Misconception(
            "You average over fault and quiet rock: quiet rock is nearly everywhere, "
            "so only the fault counts.",
            _mean_over_classes,
        ),
        Misconception(
            "You count in percent: a share from 0 to 1 is asked for.",
            lambda p, t: 100 * _iou(p, t),
        ),
        Misconception(
            "One ratio for each row, or trace: add up over the whole mask first.",
            lambda p, t: np.sum(p * t, axis=0) / np.sum((p + t) > 0, axis=0),
            lambda p, t: np.sum(p * t, axis=1) / np.sum((p + t) > 0, axis=1),
            lambda p, t: sum(p * t) / sum((p + t) > 0),
        ),
    ],
)
