"""The weights that PyTorch begins with."""

from math import sqrt

from ..function import FunctionExercise, Misconception, Probe
from .inputs import chapter, fan_in


def _torch_default_std(n_in):
    return 1 / sqrt(3 * n_in)


torch_default_std = FunctionExercise(
    chapter,
    _torch_default_std,
    title="What PyTorch begins with",
    success="`torch.nn.Linear` starts with a third of Xavier's variance and a sixth of "
    "He's: ten such ReLU layers leave 6⁻¹⁰ of the signal's power.",
    hints=[
        "U(±c) runs from -c to c: its variance is (2c)²/12 = c²/3.",
        "Here c = 1/√n_in; the standard deviation is the root of the variance.",
        "The variance is 1/(3 n_in): `1 / np.sqrt(3 * n_in)`.",
    ],
    inputs=fan_in,
    probes=[
        Probe("n_in = 3: the variance is 1/9, its root?", 3),
        Probe("n_in = 300: the variance is 1/900, its root?", 300),
    ],
    misconceptions=[
        Misconception(
            "This is the bound 1/√n_in, the largest weight: uniform numbers up to c "
            "have the standard deviation c/√3.",
            lambda n_in: 1 / sqrt(n_in),
        ),
        Misconception(
            "This is the variance: take its root.",
            lambda n_in: 1 / (3 * n_in),
        ),
        Misconception(
            "The interval from -c to c is 2c wide: the variance is (2c)²/12 = c²/3, "
            "not c²/12.",
            lambda n_in: 1 / sqrt(12 * n_in),
            lambda n_in: 1 / (12 * n_in),
        ),
        Misconception(
            "3 stands under the bar: the standard deviation of U(±c) is c/√3, smaller "
            "than c.",
            lambda n_in: sqrt(3 / n_in),
            lambda n_in: sqrt(3) / n_in,
            lambda n_in: 3 / sqrt(n_in),
        ),
        Misconception(
            "The bound c goes by the root of n_in: c = 1/√n_in, then c/√3.",
            lambda n_in: 1 / (n_in * sqrt(3)),
        ),
        Misconception(
            "The root of 3 is missing: the variance is c²/3, so the standard deviation "
            "is c/√3, not c/3.",
            lambda n_in: 1 / (3 * sqrt(n_in)),
        ),
        Misconception(
            "This is c/2, the mean distance from 0: the root of the mean square is "
            "c/√3.",
            lambda n_in: 1 / (2 * sqrt(n_in)),
        ),
        Misconception(
            "This is He's standard deviation: PyTorch draws from U(±1/√n_in) unless "
            "you tell it otherwise.",
            lambda n_in: sqrt(2 / n_in),
        ),
        Misconception(
            "This is the variance 1/n_in of Xavier, or its double, He's: PyTorch draws "
            "from U(±1/√n_in), and the standard deviation is asked for.",
            lambda n_in: 1 / n_in,
            lambda n_in: 2 / n_in,
        ),
        Misconception(
            "The fraction is upside down: more inputs, smaller weights.",
            lambda n_in: sqrt(3 * n_in),
            lambda n_in: sqrt(n_in / 3),
            lambda n_in: sqrt(n_in),
        ),
        Misconception(
            "The width 2c must be squared: (2c)²/12 is the variance, and the standard "
            "deviation is the root of that.",
            lambda n_in: 2 / (12 * sqrt(n_in)),
            lambda n_in: 2 / sqrt(n_in),
        ),
    ],
)
