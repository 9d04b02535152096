"""An output for what cannot be negative, such as impedance."""

import math

import numpy as np

from ..calm import CalmExercise
from ..function import Misconception, Probe
from .curves import _sigmoid
from .inputs import chapter, scores
from .safe import _safe_sigmoid


def _positive_output(z):
    return np.logaddexp(0, z)


positive_output = CalmExercise(
    chapter,
    _positive_output,
    title="An output that stays positive",
    success="Whatever the network wants, the impedance it predicts stays positive; and "
    "where it is large, softplus is z itself, so no rock is out of reach.",
    hints=[
        "ln(1 + e^z) is always positive, and nearly z where z is large: a smooth ReLU, "
        "called softplus.",
        "`np.exp(z)` overflows beyond 709: which NumPy function adds in the world of "
        "exponentials?",
        "`np.logaddexp(0, z)` is ln(e^0 + e^z).",
    ],
    optional=True,
    library="activations.softplus",
    inputs=scores,
    probes=[
        Probe("At z = 0: ln 2?", [0.0]),
        Probe("At z = -2: small, but positive, ln(1 + e^(-2))?", [-2.0]),
        Probe("Far out, at 10000: z itself?", [1e4]),
        Probe("Far out on the other side, at -10000: nearly 0?", [-1e4]),
    ],
    misconceptions=[
        Misconception(
            "The formula is right, but far above 0 it meets e^10000 or ln 0: "
            "`np.logaddexp(0, z)` computes the same safely.",
            lambda z: np.log(1 + np.exp(z)),
            lambda z: np.log1p(np.exp(z)),
            lambda z: np.log(np.exp(0) + np.exp(z)),
            lambda z: -np.log(_sigmoid(-z)),
            lambda z: -np.log(_safe_sigmoid(-z)),
        ),
        Misconception(
            "The formula is right, but `math.exp` stops far above 0: "
            "`np.logaddexp(0, z)` computes the same safely.",
            lambda z: [math.log(1 + math.exp(v)) for v in z],
            lambda z: [math.log1p(math.exp(v)) for v in z],
        ),
        Misconception(
            "The values are right, but `np.where` computes both sides for every z, and "
            "the side that is not taken overflows: use `np.logaddexp(0, z)`.",
            lambda z: np.where(z > 30, z, np.log(1 + np.exp(z))),
            lambda z: np.where(z > 30, z, np.log1p(np.exp(z))),
        ),
        Misconception(
            "The formula is right, but `np.exp(-z)` overflows far below 0: "
            "`np.logaddexp(0, z)` computes the same safely.",
            lambda z: z + np.log(1 + np.exp(-z)),
            lambda z: z + np.log1p(np.exp(-z)),
        ),
        Misconception(
            "The exponential is positive too, and a good output where the loss looks "
            "at the logarithm. Here softplus is asked for, ln(1 + e^z): it grows like "
            "z, where e^z makes half a billion of a z of 20.",
            np.exp,
        ),
        Misconception(
            "This is ReLU: it gives 0 for all negative z, no impedance a rock can "
            "have, and no slope to get away from there.",
            lambda z: np.maximum(z, 0),
        ),
        Misconception(
            "The absolute value is positive, but two scores give the same impedance, "
            "and it has a corner at 0: take softplus, ln(1 + e^z).",
            np.abs,
            lambda z: z**2,
            lambda z: np.sqrt(z**2),
        ),
        Misconception(
            "This is σ, which ends at 1: impedance has no such limit, softplus ln(1 + "
            "e^z) neither.",
            _sigmoid,
            _safe_sigmoid,
        ),
        Misconception(
            "The sign of z is wrong: the curve must rise with z.",
            lambda z: np.logaddexp(0, -z),
        ),
        Misconception(
            "The 1 is missing: ln(e^z) is z again, negative values and all.",
            lambda z: np.log(np.exp(z)),
            lambda z: z,
        ),
        Misconception(
            "This is log10 or log2: softplus takes the natural logarithm.",
            lambda z: np.logaddexp(0, z) / np.log(10),
            lambda z: np.logaddexp2(0, z),
            lambda z: np.log10(1 + np.exp(z)),
        ),
        Misconception(
            "`np.logaddexp(1, z)` is ln(e + e^z): for ln(1 + e^z) its first number is "
            "0, as 1 = e^0.",
            lambda z: np.logaddexp(1, z),
        ),
    ],
)
