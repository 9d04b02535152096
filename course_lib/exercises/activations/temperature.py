"""Softmax with a temperature."""

import numpy as np

from ..function import FunctionExercise, Misconception, Probe
from .inputs import chapter, scores_and_temperature


def _softmax(Z):
    e = np.exp(Z - Z.max(axis=1, keepdims=True))
    return e / e.sum(axis=1, keepdims=True)


def _softmax_temperature(Z, T):
    return _softmax(Z / T)


softmax_temperature = FunctionExercise(
    chapter,
    _softmax_temperature,
    title="Softmax with a temperature",
    success="Hot, all facies become equally likely; cold, the best one takes all. The "
    "order never changes: T only says how much a difference in score is worth.",
    hints=[
        "At a high temperature the differences between the scores should count for "
        "little.",
        "Divide the scores by T, then take the softmax of each row.",
        "With `Z / T` in the place of Z everything else stays: subtract the row's "
        "maximum, exponentials, divide by their sum.",
    ],
    optional=True,
    inputs=scores_and_temperature,
    probes=[
        Probe(
            "T = 1 is the plain softmax: the scores ln 1 and ln 3 are as 1 to 3.",
            np.array([[0.0, np.log(3)]]),
            1.0,
        ),
        Probe(
            "At T = 2 the score ln 9 counts like ln 3: 1 to 3.",
            np.array([[0.0, np.log(9)]]),
            2.0,
        ),
    ],
    beyond=[
        Probe(
            "At T = 0.01 scores of 20 become 2000, and you get NaN: subtract each "
            "row's largest value first, after dividing by T or before.",
            np.array([[20.0, 19.99, 3.0], [0.0, 0.01, -1.0]]),
            0.01,
        ),
        Probe(
            "At T = 0.01 scores of -20 become -2000, and you get NaN: subtract each "
            "row's own largest value first, so that one exponential is 1.",
            np.array([[-20.0, -20.01, -30.0], [5.0, 5.01, 4.0]]),
            0.01,
        ),
    ],
    misconceptions=[
        Misconception(
            "You multiply by T, which turns hot and cold round: divide the scores by "
            "it.",
            lambda Z, T: _softmax(Z * T),
        ),
        Misconception(
            "T has no effect: a common factor or shift of the exponentials cancels in "
            "the fraction; divide the scores by T before.",
            lambda Z, T: _softmax(Z),
            lambda Z, T: _softmax(Z - T),
            lambda Z, T: (np.exp(Z) / T) / np.sum(np.exp(Z) / T, axis=1, keepdims=True),
        ),
        Misconception(
            "You divide the probabilities by T, so they no longer sum to 1: divide the "
            "scores.",
            lambda Z, T: _softmax(Z) / T,
        ),
        Misconception(
            "The sum needs the scores divided by T too, or the rows do not sum to 1.",
            lambda Z, T: np.exp(Z / T) / np.exp(Z).sum(axis=1, keepdims=True),
            lambda Z, T: np.exp(Z) / np.exp(Z / T).sum(axis=1, keepdims=True),
        ),
        Misconception(
            "Your columns sum to 1, so the samples compete: each row is a sample, sum "
            "with `axis=1`.",
            lambda Z, T: _softmax(Z.T / T).T,
            lambda Z, T: np.exp(Z / T) / np.exp(Z / T).sum(axis=0),
        ),
        Misconception(
            "You divide by the sum of everything: each sample, a row, has "
            "probabilities of its own; use `axis=1`.",
            lambda Z, T: np.exp(Z / T) / np.exp(Z / T).sum(),
        ),
        Misconception(
            "The sums of the rows are a flat array, and NumPy sets it along the "
            "columns: `keepdims=True` keeps it a column.",
            lambda Z, T: np.exp(Z / T) / np.exp(Z / T).sum(axis=1),
        ),
        Misconception(
            "The rows do not sum to 1 yet: divide the exponentials of each row by "
            "their sum.",
            lambda Z, T: np.exp(Z / T),
        ),
        Misconception(
            "You take T as a power of the scores: divide them by it.",
            lambda Z, T: _softmax(Z**T),
            lambda Z, T: _softmax(np.sign(Z) * np.abs(Z) ** T),
        ),
        Misconception(
            "You subtract the maximum of Z from Z / T: both must be divided by T, or "
            "neither yet.",
            lambda Z, T: np.exp(Z / T - Z.max(axis=1, keepdims=True)),
        ),
        Misconception(
            "The probabilities already went through softmax once: divide the scores by "
            "T, then take the softmax a single time.",
            lambda Z, T: _softmax(_softmax(Z) / T),
        ),
        Misconception(
            "You raise the probabilities to a power: with 1/T, and divided by their "
            "sum again, it would be right; shorter is `Z / T` for the scores.",
            lambda Z, T: _softmax(Z) ** T,
            lambda Z, T: _softmax(Z) ** (1 / T),
        ),
    ],
)
