"""The slope of σ, and the way back from its probability to the score."""

import numpy as np

from ..function import FunctionExercise, Misconception, Probe
from .inputs import chapter, probabilities, scores


def _sigmoid(z):
    return 1 / (1 + np.exp(-z))


def _slope(g):
    """Forward differences of g with a coarse step."""
    return lambda z: g(z + 1) - g(z)


def _logit(p):
    return np.log(p / (1 - p))


logit = FunctionExercise(
    chapter,
    _logit,
    title="From probability back to score",
    success="The score z is a log-odds: 0 for even chances, ln 9 = 2.2 for nine shales "
    "to one sand. What w·GR + b adds up is evidence, not probability.",
    hints=[
        "Solve p = 1/(1 + e^(-z)) for z.",
        "1/p - 1 = e^(-z), and so e^z = p/(1 - p): the odds.",
        "The natural logarithm of the odds: `np.log(p / (1 - p))`.",
    ],
    inputs=probabilities,
    probes=[
        Probe("p = 0.5, even chances: where is σ(z) = 0.5?", [0.5]),
        Probe("p = 0.9, nine to one: ln 9?", [0.9]),
    ],
    misconceptions=[
        Misconception(
            "The fraction is upside down: the odds are p/(1 - p), so that a likely "
            "class has a positive z.",
            lambda p: np.log((1 - p) / p),
            lambda p: np.log(1 - p) - np.log(p),
            lambda p: np.log(1 / p - 1),
        ),
        Misconception(
            "These are the odds: z is their logarithm.",
            lambda p: p / (1 - p),
        ),
        Misconception(
            "These are the odds upside down, e^(-z): take their logarithm, and change "
            "its sign.",
            lambda p: 1 / p - 1,
            lambda p: (1 - p) / p,
        ),
        Misconception(
            "This is the logarithm of p alone: the odds set p against 1 - p.",
            np.log,
            lambda p: -np.log(p),
        ),
        Misconception(
            "Brackets are missing, so this is the logarithm of 0: `/` is done before "
            "`-`, write `p / (1 - p)`.",
            lambda p: np.log(p / 1 - p),
            lambda p: np.log(1 - p / p),
        ),
        Misconception(
            "You divide one logarithm by another: take the logarithm of the whole "
            "fraction.",
            lambda p: np.log(p) / np.log(1 - p),
        ),
        Misconception(
            "The division belongs inside the logarithm: `np.log(p / (1 - p))`.",
            lambda p: np.log(p) / (1 - p),
            lambda p: np.log(p) / 1 - p,
        ),
        Misconception(
            "This is log10: σ has the number e in it, so take the natural logarithm, "
            "`np.log`.",
            lambda p: np.log10(p / (1 - p)),
        ),
        Misconception(
            "This is log2: σ has the number e in it, so take the natural logarithm, "
            "`np.log`.",
            lambda p: np.log2(p / (1 - p)),
        ),
        Misconception(
            "This is σ itself: the way back from p to z is asked for.",
            _sigmoid,
        ),
        Misconception(
            "1 over σ is not its inverse: solve p = 1/(1 + e^(-z)) for z.",
            lambda p: 1 / _sigmoid(p),
            lambda p: 1 + np.exp(-p),
        ),
        Misconception(
            "You add the logarithms: the logarithm of a fraction is a difference, "
            "ln p - ln(1 - p).",
            lambda p: np.log(p) + np.log(1 - p),
            lambda p: np.log(p * (1 - p)),
        ),
        Misconception(
            "This takes p for per cent: it is a share from 0 to 1, set it against "
            "1 - p.",
            lambda p: np.log(p / (100 - p)),
        ),
    ],
)


def _sigmoid_derivative(z):
    return _sigmoid(z) * (1 - _sigmoid(z))


sigmoid_derivative = FunctionExercise(
    chapter,
    _sigmoid_derivative,
    title="The derivative of σ",
    success="At most 0.25, at z = 0, where sand and shale are equally likely; a unit "
    "that is sure, rightly or wrongly, passes almost nothing back.",
    hints=[
        "The slope in terms of the curve itself: σ′ = σ (1 - σ).",
        "Compute `a = sigmoid(z)` once; what do you do with a and 1 - a?",
        "`a * (1 - a)` with `a = activations.sigmoid(z)`, or your own sigmoid.",
    ],
    library="activations.sigmoid.derivative",
    inputs=scores,
    probes=[
        Probe("What should σ′(0) be, 0.5·(1 - 0.5)?", [0.0]),
        Probe("σ(2) = 0.8808: what should σ′(2) be?", [2.0]),
    ],
    misconceptions=[
        Misconception(
            "This is a (1 - a) with z in the place of a: the function gets z, so first "
            "compute a = σ(z).",
            lambda z: z * (1 - z),
            lambda z: _sigmoid(z) * (1 - z),
        ),
        Misconception(
            "You put a through σ once more: take the sigmoid of z, once.",
            lambda z: _sigmoid_derivative(_sigmoid(z)),
            lambda z: _sigmoid(z) * (1 - _sigmoid(_sigmoid(z))),
        ),
        Misconception(
            "This is the derivative of tanh, 1 - tanh²: that of σ is σ (1 - σ).",
            lambda z: 1 - np.tanh(z) ** 2,
        ),
        Misconception(
            "This is 1 - σ², made like the derivative of tanh: that of σ is σ (1 - σ).",
            lambda z: 1 - _sigmoid(z) ** 2,
        ),
        Misconception(
            "This is 1 - σ, the factor σ is missing; in the fraction e^(-z) / (1 + "
            "e^(-z))² it is the square.",
            lambda z: 1 - _sigmoid(z),
            lambda z: np.exp(-z) / (1 + np.exp(-z)),
        ),
        Misconception(
            "The factor 1 - σ is missing: this is σ itself, which never falls.",
            _sigmoid,
        ),
        Misconception(
            "Brackets are missing: σ (1 - σ) is not σ·1 - σ, which is 0 everywhere.",
            lambda z: _sigmoid(z) * 1 - _sigmoid(z),
        ),
        Misconception(
            "The sign is wrong: σ always rises, so its slope is positive.",
            lambda z: _sigmoid(z) * (_sigmoid(z) - 1),
            lambda z: -np.exp(-z) / (1 + np.exp(-z)) ** 2,
        ),
        Misconception(
            "The sign inside the bracket is wrong: it is 1 - σ.",
            lambda z: _sigmoid(z) * (1 + _sigmoid(z)),
        ),
        Misconception(
            "The inner derivative is missing: e^(-z) stands on top, as the derivative "
            "of what is under the bar.",
            lambda z: 1 / (1 + np.exp(-z)) ** 2,
            lambda z: -1 / (1 + np.exp(-z)) ** 2,
        ),
        Misconception(
            "`np.gradient` takes differences between neighbours, and the z come in any "
            "order: compute each slope from its own z, σ (1 - σ).",
            lambda z: np.gradient(_sigmoid(z), z),
            lambda z: np.gradient(_sigmoid(z)),
        ),
        Misconception(
            "`np.diff` takes differences between neighbours, one fewer than there are "
            "z: compute each slope from its own z, σ (1 - σ).",
            lambda z: np.diff(_sigmoid(z)) / np.diff(z),
            lambda z: np.diff(_sigmoid(z)),
        ),
        Misconception(
            "This is the rise over a whole unit of z: the slope is needed at z itself, "
            "σ (1 - σ).",
            _slope(_sigmoid),
        ),
    ],
)
