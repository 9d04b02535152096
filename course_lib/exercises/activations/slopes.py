"""The slopes of tanh and of ReLU."""

import numpy as np

from ..function import FunctionExercise, Misconception, Probe
from .curves import _sigmoid, _sigmoid_derivative
from .inputs import chapter, scores


def _tanh_derivative(z):
    return 1 - np.tanh(z) ** 2


tanh_derivative = FunctionExercise(
    chapter,
    _tanh_derivative,
    title="The derivative of tanh",
    success="It reaches 1 at z = 0, four times as much as σ′: through ten layers that "
    "is a factor of a million. Far out, tanh is as deaf as σ.",
    hints=[
        "tanh = sinh/cosh: with the quotient rule and cosh² - sinh² = 1 little is "
        "left.",
        "Written with the curve itself, as for σ: 1 - tanh².",
        "`1 - np.tanh(z) ** 2`",
    ],
    library="activations.tanh.derivative",
    inputs=scores,
    probes=[
        Probe("tanh is steepest at 0, where it runs like z: its slope there?", [0.0]),
        Probe("tanh 1 = 0.7616: what is 1 - 0.7616²?", [1.0]),
    ],
    misconceptions=[
        Misconception(
            "This is 1 - a² with z in the place of a: the function gets z, so first "
            "compute a = tanh z.",
            lambda z: 1 - z**2,
        ),
        Misconception(
            "The square is missing: it is 1 - tanh².",
            lambda z: 1 - np.tanh(z),
        ),
        Misconception(
            "This is the derivative of σ: that of tanh is 1 - tanh².",
            _sigmoid_derivative,
        ),
        Misconception(
            "This is a (1 - a), which belongs to σ, with tanh for a: here it is 1 - "
            "a².",
            lambda z: np.tanh(z) * (1 - np.tanh(z)),
        ),
        Misconception(
            "You put a through tanh once more: take the tanh of z, once.",
            lambda z: _tanh_derivative(np.tanh(z)),
        ),
        Misconception(
            "You square z: square its tanh, `np.tanh(z) ** 2`.",
            lambda z: 1 - np.tanh(z**2),
        ),
        Misconception(
            "You square the difference: only tanh is squared, 1 - tanh².",
            lambda z: (1 - np.tanh(z)) ** 2,
        ),
        Misconception(
            "The sign is wrong: tanh flattens on both sides, so its square is taken "
            "away from 1.",
            lambda z: 1 + np.tanh(z) ** 2,
            lambda z: np.tanh(z) ** 2 - 1,
        ),
        Misconception(
            "1 is missing: where tanh² is large the slope is small, 1 - tanh².",
            lambda z: np.tanh(z) ** 2,
        ),
        Misconception(
            "This is 1/cosh: it must be squared, for 1 - tanh² = 1/cosh².",
            lambda z: 1 / np.cosh(z),
        ),
        Misconception(
            "This is the tangent: the hyperbolic one is `np.tanh`, with an h, and its "
            "square is taken away from 1.",
            lambda z: 1 + np.tan(z) ** 2,
            lambda z: 1 / np.cos(z) ** 2,
            lambda z: 1 - np.tan(z) ** 2,
        ),
        Misconception(
            "With tanh z = 2σ(2z) - 1 the chain rule gives two factors of 2: 4 σ(2z) "
            "(1 - σ(2z)).",
            lambda z: _sigmoid_derivative(2 * z),
            lambda z: 2 * _sigmoid_derivative(2 * z),
        ),
        Misconception(
            "This is tanh itself: its slope is asked for.",
            np.tanh,
        ),
        Misconception(
            "`np.gradient` takes differences between neighbours, and the z come in any "
            "order: compute each slope from its own z, 1 - tanh².",
            lambda z: np.gradient(np.tanh(z), z),
            lambda z: np.gradient(np.tanh(z)),
        ),
    ],
)


def _relu_derivative(z):
    return np.where(z > 0, 1.0, 0.0)


def _relu(z):
    return np.maximum(z, 0)


relu_derivative = FunctionExercise(
    chapter,
    _relu_derivative,
    title="The derivative of ReLU",
    success="All or nothing: a unit that is on passes the gradient on undiminished, "
    "through any number of layers; a unit that is off passes none.",
    hints=[
        "Draw max(0, z): what is its slope to the left of 0, and what to the right?",
        "At 0 itself there is a corner: take 0 there, as PyTorch does.",
        "`np.where(z > 0, 1.0, 0.0)`",
    ],
    library="activations.relu.derivative",
    inputs=scores,
    probes=[
        Probe("To the right, at z = 2, ReLU is z itself: its slope?", [2.0]),
        Probe("To the left, at z = -3, ReLU is flat: its slope?", [-3.0]),
        Probe("At the corner, z = 0, take the slope of the flat side, 0.", [0.0]),
    ],
    misconceptions=[
        Misconception(
            "Only the corner is wrong: at z = 0 take 0, as PyTorch does, so ask for z "
            "> 0 without the =.",
            lambda z: (z >= 0) * 1.0,
        ),
        Misconception(
            "Only the corner is wrong: 1/2 is a fair choice at z = 0, but take 0, as "
            "PyTorch does.",
            lambda z: np.heaviside(z, 0.5),
            lambda z: (1 + np.sign(z)) / 2,
        ),
        Misconception(
            "This is ReLU itself: its slope is asked for, 0 or 1.",
            _relu,
        ),
        Misconception(
            "To the left ReLU is flat, not falling: its slope there is 0, not -1.",
            np.sign,
            lambda z: np.where(z > 0, 1, -1),
        ),
        Misconception(
            "The sides changed places: ReLU is flat where z is negative.",
            lambda z: (z <= 0) * 1.0,
            lambda z: (z < 0) * 1.0,
        ),
        Misconception(
            "Where ReLU is on, its slope is 1 and not z: the derivative of z is 1.",
            lambda z: np.where(z > 0, z, 1),
            lambda z: (z > 0) * z**2,
            lambda z: np.where(z >= 0, z, 1),
        ),
        Misconception(
            "At z = 0 this divides 0 by 0: ask with `z > 0` instead, there is nothing "
            "to divide.",
            lambda z: _relu(z) / z,
            lambda z: np.where(z > 0, z / z, 0 / z),
            lambda z: _relu(z / np.abs(z)),
        ),
        Misconception(
            "The left side has a slope of 0.01: that is the leaky ReLU, here it is 0.",
            lambda z: np.where(z > 0, 1, 0.01),
        ),
        Misconception(
            "This is the derivative of z alone: to the left of 0 ReLU is flat.",
            np.ones_like,
        ),
        Misconception(
            "This is σ, which is the slope of softplus, ReLU's smooth sister: ReLU "
            "itself has a corner.",
            _sigmoid,
        ),
        Misconception(
            "`np.gradient` takes differences between neighbours, and the z come in any "
            "order: compute each slope from its own z, 0 or 1.",
            lambda z: np.gradient(_relu(z), z),
            lambda z: np.gradient(_relu(z)),
        ),
        Misconception(
            "`np.where(z > 0)` alone tells where: give it both values too, "
            "`np.where(z > 0, 1.0, 0.0)`.",
            lambda z: np.where(z > 0),
            lambda z: np.where(z > 0)[0],
        ),
        Misconception(
            "This keeps the positive z alone and drops the others: every z gets its "
            "slope.",
            lambda z: np.ones_like(z[z > 0]),
            lambda z: z[z > 0],
        ),
    ],
)
