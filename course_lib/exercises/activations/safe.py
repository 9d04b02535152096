"""Sigmoid and cross-entropy where exp overflows: at scores of thousands."""

import math

import numpy as np

from ..calm import CalmExercise
from ..function import Misconception, Probe
from .curves import _sigmoid
from .inputs import chapter, labelled_scores, scores

WHERE_DOES_BOTH = (
    "The values are right, but `np.where` computes both sides for every z, and the "
    "side that is not taken overflows: let the exponent be `-np.abs(z)` in both."
)


def _safe_sigmoid(z):
    e = np.exp(-np.abs(z))
    return np.where(z < 0, e, 1) / (1 + e)


def _other_fraction(z):
    return np.exp(z) / (1 + np.exp(z))


def _clipped(limit):
    return lambda z: _sigmoid(np.clip(z, -limit, limit))


safe_sigmoid = CalmExercise(
    chapter,
    _safe_sigmoid,
    title="A sigmoid that never overflows",
    success="A raw gamma ray of 150 API times a bold weight is a z of thousands, and σ "
    "still says 0 or 1, calmly, without a warning that hides another.",
    hints=[
        "`np.exp` overflows beyond 709. For which sign of its exponent can that never "
        "happen?",
        "For z < 0 write the same fraction with e^z on top: σ(z) = e^z / (1 + e^z).",
        "With `e = np.exp(-np.abs(z))` both are safe: 1/(1 + e) for z ≥ 0, e/(1 + e) "
        "for z < 0.",
    ],
    library="activations.sigmoid",
    inputs=scores,
    tolerance=1e-6,
    probes=[
        Probe("What should σ(0) be?", [0.0]),
        Probe("What should σ(2) be?", [2.0]),
        Probe("What should σ(-10000) be?", [-1e4]),
        Probe("What should σ(10000) be?", [1e4]),
    ],
    beyond=[
        Probe(
            "At z = ±∞ your function does not give 0 and 1: does it meet ∞ - ∞ or ∞/∞? "
            "With `e = np.exp(-np.abs(z))` it would not.",
            [-math.inf, math.inf],
        ),
        Probe(
            "Whole numbers z give only 0 and 1: an array made by `np.empty_like(z)` or "
            "`np.zeros_like(z)` holds whole numbers then; give it `dtype=float`.",
            np.array([-1, 0, 2]),
        ),
    ],
    misconceptions=[
        Misconception(
            "The values are right, but far below 0 `np.exp(-z)` is still computed and "
            "overflows: there write e^z / (1 + e^z).",
            _sigmoid,
            lambda z: (1 + np.exp(-z)) ** -1.0,
            lambda z: np.where(np.abs(z) > 700, z > 0, _sigmoid(z)),
        ),
        Misconception(
            WHERE_DOES_BOTH,
            lambda z: np.where(z >= 0, _sigmoid(z), _other_fraction(z)),
            lambda z: np.where(z < 0, np.exp(z), 1) / (1 + np.exp(-np.abs(z))),
        ),
        Misconception(
            "Far above 0 this is ∞/∞, which is NaN: there write 1 / (1 + e^(-z)), and "
            "e^z / (1 + e^z) only for z < 0.",
            _other_fraction,
            lambda z: np.where(z < 0, _sigmoid(z), _other_fraction(z)),
        ),
        Misconception(
            "`math.exp` stops where `np.exp` warns: it must never get a large "
            "exponent, so for z < 0 write e^z / (1 + e^z).",
            lambda z: [1 / (1 + math.exp(-v)) for v in z],
            lambda z: np.array([1 / (1 + math.exp(-v)) for v in z]),
        ),
        Misconception(
            "This is σ(|z|), right only for z ≥ 0: for z < 0 it must be e / (1 + e).",
            lambda z: 1 / (1 + np.exp(-np.abs(z))),
        ),
        Misconception(
            "This is σ(-|z|), right only for z < 0: for z ≥ 0 it must be 1 / (1 + e).",
            lambda z: np.exp(-np.abs(z)) / (1 + np.exp(-np.abs(z))),
            lambda z: 1 / (1 + np.exp(np.abs(z))),
        ),
        Misconception(
            "Both sides are there, but changed places: 1 / (1 + e) is for z ≥ 0.",
            lambda z: _safe_sigmoid(-z),
        ),
        Misconception(
            "You clip z so tightly that σ never comes near 0 or 1: clip at ± 700, or "
            "choose the sign of the exponent.",
            *map(_clipped, (1, 2, 3, 4, 5, 6, 8, 10)),
        ),
        Misconception(
            "`np.nan_to_num` turns NaN into 0, also where σ is 1: do not let the NaN "
            "arise, choose the sign of the exponent.",
            lambda z: np.nan_to_num(_other_fraction(z)),
        ),
    ],
)


def _safe_cross_entropy(z, y):
    return np.mean(np.logaddexp(0, z) - y * z)


def _terms(z, y):
    return np.logaddexp(0, z) - y * z


def _by_sigmoid(sigmoid, low=0.0):
    def loss(z, y):
        a = np.clip(sigmoid(z), low, 1 - low)
        return -np.mean(y * np.log(a) + (1 - y) * np.log(1 - a))

    return loss


def _probability_for_score(z, y):
    return -np.mean(y * np.log(z) + (1 - y) * np.log(1 - z))


# what people keep a away from 0 and 1 by
SMALL = (1e-2, 1e-3, 1e-4, 1e-5, 1e-6, 1e-7, 1e-8, 1e-9, 1e-10, 1e-12, 1e-15)


def _a_little_more(z, y, eps):
    a = _safe_sigmoid(z)
    return -np.mean(y * np.log(a + eps) + (1 - y) * np.log(1 - a + eps))


safe_cross_entropy = CalmExercise(
    chapter,
    _safe_cross_entropy,
    title="A loss that stays finite",
    success="A sand called shale with z = 10000 costs 10000: large, but a number with "
    "a slope, so that the next step can mend it. ln 0 could not.",
    hints=[
        "Put a = 1/(1 + e^(-z)) into the loss of one sample: -ln a = ln(1 + e^(-z)), "
        "and -ln(1 - a) = ln(1 + e^z).",
        "Both cases in one line: ln(1 + e^z) - y z. `np.logaddexp(0, z)` is ln(e^0 + "
        "e^z).",
        "The mean of `np.logaddexp(0, z) - y * z`.",
    ],
    library="losses.binary_cross_entropy",
    inputs=labelled_scores,
    probes=[
        Probe("A unit that knows nothing, z = 0, y = 1: ln 2?", [0.0], [1.0]),
        Probe("z = 2 and y = 0: ln(1 + e²)?", [2.0], [0.0]),
        Probe("z = 10000 and y = 1, sure and right: ln(1 + e^(-10000))?", [1e4], [1.0]),
        Probe("z = 10000 and y = 0, sure and wrong: 10000?", [1e4], [0.0]),
        Probe("z = -10000 and y = 1, sure and wrong: 10000?", [-1e4], [1.0]),
    ],
    misconceptions=[
        Misconception(
            "Far out this meets ln 0 or e^10000: put σ into the loss on paper first; "
            "it simplifies to ln(1 + e^z) - y z, whose first term is `np.logaddexp(0, "
            "z)`.",
            _by_sigmoid(_sigmoid),
            _by_sigmoid(_safe_sigmoid),
            lambda z, y: -np.mean(np.log(np.where(y == 1, _sigmoid(z), _sigmoid(-z)))),
            lambda z, y: np.mean(
                y * np.log(1 + np.exp(-z)) + (1 - y) * np.log(1 + np.exp(z))
            ),
        ),
        Misconception(
            "You keep a away from 0 and 1: then a loss of 10000 is cut to a few tens, "
            "and its slope is 0. Start from z: ln(1 + e^z) - y z.",
            *(_by_sigmoid(_safe_sigmoid, eps) for eps in SMALL),
            *(lambda z, y, eps=eps: _a_little_more(z, y, eps) for eps in SMALL),
        ),
        Misconception(
            "The formula is right, but `np.exp(z)` overflows: ln(1 + e^z) without that "
            "is `np.logaddexp(0, z)`.",
            lambda z, y: np.mean(np.log(1 + np.exp(z)) - y * z),
            lambda z, y: np.mean(np.log1p(np.exp(z)) - y * z),
        ),
        Misconception(
            "The formula is right, but `np.exp(-z)` overflows: `np.logaddexp(0, -z)` "
            "is ln(1 + e^(-z)) without that.",
            lambda z, y: np.mean(np.log(1 + np.exp(-z)) + (1 - y) * z),
            lambda z, y: np.mean(np.log1p(np.exp(-z)) + (1 - y) * z),
        ),
        Misconception(
            "The values are right, but `np.where` computes both sides for every z, and "
            "the side that is not taken overflows: use `np.logaddexp(0, z)`.",
            lambda z, y: np.mean(np.where(z > 30, z, np.log(1 + np.exp(z))) - y * z),
            lambda z, y: np.mean(np.where(z > 30, z, np.log1p(np.exp(z))) - y * z),
        ),
        Misconception(
            "The sign of the second term is wrong: y z is taken away, so that a shale "
            "(y = 1) with a high z costs little.",
            lambda z, y: np.mean(np.logaddexp(0, z) + y * z),
        ),
        Misconception(
            "The term - y z is missing: without it only sands (y = 0) are judged "
            "rightly.",
            lambda z, y: np.mean(np.logaddexp(0, z)),
        ),
        Misconception(
            "The classes changed places: ln(1 + e^z) goes with - y z, ln(1 + e^(-z)) "
            "with + (1 - y) z.",
            lambda z, y: np.mean(np.logaddexp(0, -z) + y * z),
            lambda z, y: np.mean(np.logaddexp(0, z) - (1 - y) * z),
            lambda z, y: np.mean(np.logaddexp(0, -z) - y * z),
        ),
        Misconception(
            "`np.nan_to_num` hides what went wrong behind 0 or 1.8e308: start from z, "
            "ln(1 + e^z) - y z, and nothing goes wrong.",
            lambda z, y: np.nan_to_num(_by_sigmoid(_sigmoid)(z, y)),
            lambda z, y: np.mean(
                np.nan_to_num(-y * np.log(_sigmoid(z)))
                + np.nan_to_num(-(1 - y) * np.log(1 - _sigmoid(z)))
            ),
        ),
        Misconception(
            "The mean covers only the first term: y z is a term of each sample too, so "
            "both stand inside `np.mean`.",
            lambda z, y: np.mean(np.logaddexp(0, z)) - y @ z,
            lambda z, y: np.mean(np.logaddexp(0, z)) - y * z,
        ),
        Misconception(
            "You add the losses up: divide by the number of samples, so that J does "
            "not grow with the length of the log.",
            lambda z, y: _terms(z, y).sum(),
        ),
        Misconception(
            "These are the losses of the single samples: take their mean.",
            _terms,
        ),
        Misconception(
            "You take z for the probability: it is the score before the sigmoid.",
            _probability_for_score,
        ),
        Misconception(
            "The sign is wrong: a loss is never negative.",
            lambda z, y: -_safe_cross_entropy(z, y),
        ),
        Misconception(
            "You put σ(z) where z belongs: `np.logaddexp` starts from the score, no "
            "sigmoid is needed.",
            lambda z, y: _safe_cross_entropy(_safe_sigmoid(z), y),
            lambda z, y: np.mean(np.logaddexp(0, z) - y * _safe_sigmoid(z)),
        ),
        Misconception(
            "`np.logaddexp(1, z)` is ln(e + e^z): for ln(1 + e^z) its first number is "
            "0, as 1 = e^0.",
            lambda z, y: np.mean(np.logaddexp(1, z) - y * z),
        ),
    ],
)
