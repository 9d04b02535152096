"""How large the first weights should be: He's choice and Xavier's."""

import numpy as np

from ..function import Misconception, Probe
from .drawn import NOT_OF_THE_GENERATOR, SHAPE_IN_A_TUPLE, DrawnWeights, general_slips
from .inputs import chapter, layer_to_draw


def _normal(std):
    """N(0, std²) with the standard deviation ``std(n_out, n_in)``."""
    return lambda n_out, n_in, rng: rng.normal(0, std(n_out, n_in), (n_out, n_in))


def _uniform(bound):
    """U(±bound) with ``bound(n_out, n_in)``."""

    def draw(n_out, n_in, rng):
        c = bound(n_out, n_in)
        return rng.uniform(-c, c, (n_out, n_in))

    return draw


def _he_weights(n_out, n_in, rng):
    return rng.normal(0, np.sqrt(2 / n_in), (n_out, n_in))


he_weights = DrawnWeights(
    chapter,
    _he_weights,
    title="He's weights",
    success="ReLU throws away half of the signal's power, and the 2 gives it back: so "
    "a network of 50 layers hears the logs at its end as loud as at its beginning.",
    hints=[
        "Variance 2/n_in; and what does `rng.normal` want, the variance or its root?",
        "n_in is the number of inputs of a unit, the columns of W.",
        "`rng.normal(0, np.sqrt(2 / n_in), (n_out, n_in))`",
    ],
    library="initializers.he",
    inputs=layer_to_draw,
    probes=[
        Probe(
            "400 units with 50 inputs each: √(2/50)?", 400, 50, np.random.default_rng(7)
        )
    ],
    misconceptions=[
        *general_slips(_he_weights),
        Misconception(
            "2/n_in is the variance: what `rng.normal` takes, and what stretches "
            "`rng.standard_normal`, is its root.",
            _normal(lambda n_out, n_in: 2 / n_in),
        ),
        Misconception(
            "You took n_out for n_in: z is a sum over the inputs, so their "
            "number, n_in, stands under the bar.",
            _normal(lambda n_out, n_in: np.sqrt(2 / n_out)),
            _normal(lambda n_out, n_in: 2 / n_out),
        ),
        Misconception(
            "This is Xavier's variance, 1/n_in: ReLU throws half away, so He takes "
            "2/n_in.",
            _normal(lambda n_out, n_in: np.sqrt(1 / n_in)),
        ),
        Misconception(
            "This is Glorot's variance, 2/(n_in + n_out): He's is 2/n_in.",
            _normal(lambda n_out, n_in: np.sqrt(2 / (n_in + n_out))),
            _uniform(lambda n_out, n_in: np.sqrt(6 / (n_in + n_out))),
        ),
        Misconception(
            "Only the 2 is under the root: the variance is 2/n_in as a whole, so it is "
            "`np.sqrt(2 / n_in)`.",
            _normal(lambda n_out, n_in: np.sqrt(2) / n_in),
        ),
        Misconception(
            "Only n_in is under the root: the variance is 2/n_in as a whole, so it is "
            "`np.sqrt(2 / n_in)`.",
            _normal(lambda n_out, n_in: 2 / np.sqrt(n_in)),
        ),
        Misconception(
            "The fraction is upside down: more inputs, smaller weights.",
            _normal(lambda n_out, n_in: np.sqrt(n_in / 2)),
            _normal(lambda n_out, n_in: np.sqrt(2 * n_in)),
            _normal(lambda n_out, n_in: np.sqrt(n_in)),
        ),
        Misconception(
            "This shifts all your weights by √(2/n_in): they lie around 0, and it is "
            "their standard deviation, `rng.normal(0, std, shape)`.",
            lambda n_out, n_in, rng: rng.normal(np.sqrt(2 / n_in), size=(n_out, n_in)),
            lambda n_out, n_in, rng: rng.normal(np.sqrt(2 / n_in), 1, (n_out, n_in)),
        ),
        Misconception(
            "The standard deviation of yours is still 1: √(2/n_in) belongs into the "
            "second place of `rng.normal(0, std, shape)`, or in front as a factor.",
            _normal(lambda n_out, n_in: 1),
            lambda n_out, n_in, rng: rng.normal(2 / n_in, size=(n_out, n_in)),
        ),
        Misconception(
            "A fixed 0.01 knows nothing of the layer: the more inputs, the smaller the "
            "weights must be, by the root of 2/n_in.",
            _normal(lambda n_out, n_in: 0.01),
            _normal(lambda n_out, n_in: 0.1),
        ),
        Misconception(
            "The variance is right, but the numbers are uniform: draw normal ones, "
            "with `rng.normal`.",
            _uniform(lambda n_out, n_in: np.sqrt(6 / n_in)),
        ),
        Misconception(
            "Uniform numbers up to √(2/n_in) have only a third of that variance: draw "
            "normal ones, with `rng.normal`.",
            _uniform(lambda n_out, n_in: np.sqrt(2 / n_in)),
        ),
        Misconception(
            "These numbers are never negative: weights lie on both sides of 0, draw "
            "normal ones.",
            lambda n_out, n_in, rng: rng.random((n_out, n_in)) * np.sqrt(2 / n_in),
            lambda n_out, n_in, rng: np.abs(_he_weights(n_out, n_in, rng)),
            lambda n_out, n_in, rng: rng.uniform(0, np.sqrt(2 / n_in), (n_out, n_in)),
            lambda n_out, n_in, rng: rng.uniform(0, np.sqrt(6 / n_in), (n_out, n_in)),
        ),
        Misconception(
            "All weights are equal, so all units stay copies of each other: draw them, "
            "with `rng.normal`.",
            lambda n_out, n_in, rng: np.full((n_out, n_in), np.sqrt(2 / n_in)),
            lambda n_out, n_in, rng: np.full((n_out, n_in), rng.normal()),
            lambda n_out, n_in, rng: np.zeros((n_out, n_in)),
            lambda n_out, n_in, rng: np.ones((n_out, n_in)) * np.sqrt(2 / n_in),
        ),
        Misconception(
            SHAPE_IN_A_TUPLE,
            lambda n_out, n_in, rng: rng.normal(0, np.sqrt(2 / n_in), n_out, n_in),
            lambda n_out, n_in, rng: rng.standard_normal(n_out, n_in),
        ),
        Misconception(
            NOT_OF_THE_GENERATOR,
            lambda n_out, n_in, rng: rng.randn(n_out, n_in) * np.sqrt(2 / n_in),
            lambda n_out, n_in, rng: rng.rand(n_out, n_in) * np.sqrt(2 / n_in),
        ),
    ],
)


def _xavier_uniform(n_out, n_in, rng):
    bound = np.sqrt(3 / n_in)
    return rng.uniform(-bound, bound, (n_out, n_in))


xavier_uniform = DrawnWeights(
    chapter,
    _xavier_uniform,
    title="Xavier's weights, uniform",
    success="Normal or uniform, the score z cannot tell: it adds up many weights, and "
    "only their variance, 1/n_in, decides how restless it gets.",
    hints=[
        "U(±c) has the variance (2c)²/12 = c²/3: which c makes it 1/n_in?",
        "c² = 3/n_in.",
        "`rng.uniform(-c, c, (n_out, n_in))` with `c = np.sqrt(3 / n_in)`.",
    ],
    optional=True,
    inputs=layer_to_draw,
    probes=[
        Probe(
            "400 units with 75 inputs each: uniform up to √(3/75) = 0.2?",
            400,
            75,
            np.random.default_rng(7),
        )
    ],
    misconceptions=[
        *general_slips(_xavier_uniform),
        Misconception(
            "A bound of 1/√n_in gives only a third of the variance (it is PyTorch's "
            "start): U(±c) has c²/3, so c = √(3/n_in).",
            _uniform(lambda n_out, n_in: np.sqrt(1 / n_in)),
        ),
        Misconception(
            "The root is missing: c² = 3/n_in, so the bound is `np.sqrt(3 / n_in)`.",
            _uniform(lambda n_out, n_in: 3 / n_in),
            _uniform(lambda n_out, n_in: 1 / n_in),
        ),
        Misconception(
            "The interval from -c to c is 2c wide: its variance is (2c)²/12 = c²/3, "
            "not c²/12.",
            _uniform(lambda n_out, n_in: np.sqrt(12 / n_in)),
        ),
        Misconception(
            "You took n_out for n_in: z is a sum over the inputs, so their "
            "number, n_in, stands under the bar.",
            _uniform(lambda n_out, n_in: np.sqrt(3 / n_out)),
            _uniform(lambda n_out, n_in: 3 / n_out),
        ),
        Misconception(
            "This is Glorot's bound, √(6/(n_in + n_out)): Xavier's, for the variance "
            "1/n_in, is √(3/n_in).",
            _uniform(lambda n_out, n_in: np.sqrt(6 / (n_in + n_out))),
        ),
        Misconception(
            "This is He's variance, 2/n_in: Xavier's is 1/n_in, so the bound is "
            "√(3/n_in).",
            _uniform(lambda n_out, n_in: np.sqrt(6 / n_in)),
            _normal(lambda n_out, n_in: np.sqrt(2 / n_in)),
        ),
        Misconception(
            "The variance is right, but the numbers are normal: draw uniform ones, "
            "with `rng.uniform`.",
            _normal(lambda n_out, n_in: np.sqrt(1 / n_in)),
        ),
        Misconception(
            "`rng.uniform(0, c)` draws on one side only: begin at -c.",
            lambda n_out, n_in, rng: rng.uniform(0, np.sqrt(3 / n_in), (n_out, n_in)),
            lambda n_out, n_in, rng: rng.random((n_out, n_in)) * np.sqrt(3 / n_in),
            lambda n_out, n_in, rng: rng.uniform(0, np.sqrt(1 / n_in), (n_out, n_in)),
            lambda n_out, n_in, rng: rng.random((n_out, n_in)) / np.sqrt(n_in),
        ),
        Misconception(
            "Two limits and a shape: with one limit `rng.uniform` draws between it and "
            "1, so write `rng.uniform(-c, c, shape)`.",
            lambda n_out, n_in, rng: rng.uniform(np.sqrt(3 / n_in), size=(n_out, n_in)),
            lambda n_out, n_in, rng: rng.uniform(
                -np.sqrt(3 / n_in), size=(n_out, n_in)
            ),
        ),
        Misconception(
            "Yours reach only c/2: `rng.random(shape)` is 1 wide, so minus 0.5 it must "
            "be stretched by 2c.",
            lambda n_out, n_in, rng: (
                (rng.random((n_out, n_in)) - 0.5) * np.sqrt(3 / n_in)
            ),
        ),
        Misconception(
            SHAPE_IN_A_TUPLE,
            lambda n_out, n_in, rng: rng.uniform(
                -np.sqrt(3 / n_in), np.sqrt(3 / n_in), n_out, n_in
            ),
            lambda n_out, n_in, rng: rng.random(n_out, n_in) * np.sqrt(3 / n_in),
        ),
        Misconception(
            NOT_OF_THE_GENERATOR,
            lambda n_out, n_in, rng: rng.rand(n_out, n_in) * np.sqrt(3 / n_in),
            lambda n_out, n_in, rng: rng.randn(n_out, n_in) * np.sqrt(3 / n_in),
        ),
        Misconception(
            "The fraction is upside down: more inputs, smaller weights.",
            _uniform(lambda n_out, n_in: np.sqrt(n_in / 3)),
            _uniform(lambda n_out, n_in: np.sqrt(3 * n_in)),
            _uniform(lambda n_out, n_in: np.sqrt(n_in)),
        ),
    ],
)
