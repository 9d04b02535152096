"""What a layer makes of the variance of its inputs."""

from math import sqrt

from ..function import FunctionExercise, Misconception, Probe
from .inputs import chapter, variances


def _variance_of_z(n, var_w, mean_square_x):
    return n * var_w * mean_square_x


variance_of_z = FunctionExercise(
    chapter,
    _variance_of_z,
    title="The variance of a score",
    success="Every input adds its share: a window of 305 log values gives z 305 times "
    "the variance of a single one. With var w = 1/n it stays as it was.",
    hints=[
        "z is a sum of n terms w x that know nothing of each other: their variances "
        "add up.",
        "A weight with mean 0 gives one term the variance var(w)·mean(x²).",
        "n terms of it: `n * var_w * mean_square_x`",
    ],
    inputs=variances,
    probes=[
        Probe("One input, var w = 4, mean x² = 1: a z of variance 4?", 1, 4.0, 1.0),
        Probe("100 inputs, var w = 0.01, mean x² = 3: 100·0.01·3?", 100, 0.01, 3.0),
    ],
    misconceptions=[
        Misconception(
            "The number of inputs is missing: each of the n terms adds its variance.",
            lambda n, var_w, mean_square_x: var_w * mean_square_x,
        ),
        Misconception(
            "You divide by n: the terms are added up, not averaged, so n multiplies.",
            lambda n, var_w, mean_square_x: var_w * mean_square_x / n,
        ),
        Misconception(
            "You take n², but n counts once: the variances of n independent terms just "
            "add up.",
            lambda n, var_w, mean_square_x: n**2 * var_w * mean_square_x,
        ),
        Misconception(
            "This is the standard deviation: the variance is its square, so leave out "
            "the root.",
            lambda n, var_w, mean_square_x: sqrt(n * var_w * mean_square_x),
        ),
        Misconception(
            "Only √n counts here: without the root it is n, for variances add up.",
            lambda n, var_w, mean_square_x: sqrt(n) * var_w * mean_square_x,
        ),
        Misconception(
            "`var_w` already is a variance: do not square it.",
            lambda n, var_w, mean_square_x: n * var_w**2 * mean_square_x,
        ),
        Misconception(
            "`mean_square_x` already is a mean of squares: do not square it.",
            lambda n, var_w, mean_square_x: n * var_w * mean_square_x**2,
            lambda n, var_w, mean_square_x: n * (var_w * mean_square_x) ** 2,
        ),
        Misconception(
            "Weights and inputs are multiplied in each term, so are their two numbers: "
            "var(w)·mean(x²), not a sum.",
            lambda n, var_w, mean_square_x: n * (var_w + mean_square_x),
            lambda n, var_w, mean_square_x: n * var_w + mean_square_x,
        ),
        Misconception(
            "The inputs are missing: the larger x², the more z varies.",
            lambda n, var_w, mean_square_x: n * var_w,
        ),
        Misconception(
            "The weights are missing: the larger their variance, the more z varies.",
            lambda n, var_w, mean_square_x: n * mean_square_x,
        ),
        Misconception(
            "The factor 2 comes with ReLU and belongs to He's choice of var w: here it "
            "has no place.",
            lambda n, var_w, mean_square_x: 2 * n * var_w * mean_square_x,
            lambda n, var_w, mean_square_x: n * var_w * mean_square_x / 2,
        ),
    ],
)
