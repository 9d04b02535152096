"""From a gamma-ray cut-off to the logistic unit and its line, drawn by hand too."""

import numpy as np

from ..function import FunctionExercise, Misconception, Probe
from ..line import LineExercise
from .inputs import chapter, cutoffs, rocks_with_line, samples


def _sigmoid(z):
    return 1 / (1 + np.exp(-z))


sigmoid = FunctionExercise(
    chapter,
    _sigmoid,
    title="The soft step σ",
    success="A score z far below 0 means clearly sand, far above 0 clearly shale, and "
    "near 0 the rock may be either: σ says how sure the log can be.",
    hints=[
        "Try three values by hand: z = 0 must give 0.5, z = 10 nearly 1, z = -10 "
        "nearly 0.",
        "`np.exp` takes a whole array at once; mind the minus sign in the exponent.",
        "One over one plus the exponential of minus z.",
    ],
    library="activations.sigmoid",
    inputs=lambda rng: (rng.uniform(-8, 8, rng.integers(20, 40)),),
    probes=[
        Probe("What should σ(0) be, where both rocks are equally likely?", [0.0]),
        Probe("What should σ(2) be?", [2.0]),
    ],
    beyond=[
        Probe(
            "Your function works on one row of values, not on a single number: NumPy's "
            "`np.exp` takes any shape, without a loop.",
            2.0,
        ),
        Probe(
            "Your function works on one row of values, not on a table: NumPy's "
            "`np.exp` takes any shape, without a loop.",
            np.array([[-1.0, 0.0, 1.0], [2.0, 3.0, 4.0]]),
        ),
        Probe(
            "At z = 1000 your function does not give 1: `np.exp(z)` is infinite there, "
            "while `np.exp(-z)` only becomes 0; use the one with -z.",
            [1000.0],
        ),
    ],
    misconceptions=[
        Misconception(
            "Your curve falls where it should rise: the exponent is -z, not +z.",
            lambda z: 1 / (1 + np.exp(z)),
        ),
        Misconception(
            "The `1 +` in the denominator is missing: a probability never exceeds 1.",
            lambda z: 1 / np.exp(-z),
            lambda z: np.exp(-z),
        ),
        Misconception(
            "Brackets are missing: the whole of `1 + np.exp(-z)` belongs under the "
            "bar.",
            lambda z: 1 / 1 + np.exp(-z),
        ),
        Misconception(
            "The sign in the denominator is wrong: it is 1 + e^(-z).",
            lambda z: 1 / (1 - np.exp(-z)),
        ),
        Misconception(
            "This is tanh, which runs from -1 to 1: a probability runs from 0 to 1.",
            lambda z: np.tanh(z),
        ),
        Misconception(
            "This is a probability in percent: leave it between 0 and 1.",
            lambda z: 100 / (1 + np.exp(-z)),
        ),
        Misconception(
            "This is a hard step, the old cut-off: the sigmoid goes smoothly from 0 "
            "to 1.",
            lambda z: (z > 0) * 1.0,
            lambda z: (z >= 0) * 1.0,
        ),
        Misconception(
            "z is no angle: leave out the conversion between degrees and radians.",
            lambda z: 1 / (1 + np.exp(-np.radians(z))),
            lambda z: 1 / (1 + np.exp(-np.degrees(z))),
        ),
        Misconception(
            "This is the derivative of the sigmoid, σ(1 - σ): the curve itself is "
            "asked for.",
            lambda z: np.exp(-z) / (1 + np.exp(-z)) ** 2,
        ),
    ],
)


def _soft_cutoff(cutoff, width):
    return 1 / width, -cutoff / width


soft_cutoff = FunctionExercise(
    chapter,
    _soft_cutoff,
    title="A cut-off with a soft edge",
    success="w says how sharply gamma ray parts sand from shale, and the cut-off sits "
    "at -b/w, in API: the geologist's two numbers are the two weights of a neuron.",
    hints=[
        "z = w·GR + b must be 0 at the cut-off and 1 one width above it.",
        "From those two points: w is the slope of that line, a rise of 1 over one "
        "width.",
        "`w = 1 / width`; then choose b so that w·cutoff + b is 0.",
    ],
    inputs=cutoffs,
    probes=[
        Probe(
            "With a cut-off of 75 API and a width of 10 API, w·GR + b must be 0 at 75 "
            "and 1 at 85.",
            75.0,
            10.0,
        )
    ],
    returns=("w", "b"),
    misconceptions=[
        Misconception(
            "w is right, but b must be divided by the width too: w·cutoff + b has to "
            "be 0.",
            lambda cutoff, width: (1 / width, -cutoff),
        ),
        Misconception(
            "The sign of b is wrong: at the cut-off, w·cutoff + b has to be 0.",
            lambda cutoff, width: (1 / width, cutoff / width),
            lambda cutoff, width: (1 / width, cutoff),
        ),
        Misconception(
            "The wider the soft edge, the smaller w: w is 1 over the width, not the "
            "width.",
            lambda cutoff, width: (width, -cutoff * width),
            lambda cutoff, width: (width, -cutoff),
            lambda cutoff, width: (width, -cutoff / width),
        ),
        Misconception(
            "Your edge is turned round: shale has the higher gamma ray, so the "
            "probability has to rise with GR and w is positive.",
            lambda cutoff, width: (-1 / width, cutoff / width),
        ),
        Misconception(
            "These are the cut-off and the width themselves: find the w and b for "
            "which w·GR + b is 0 at the cut-off and 1 one width above it.",
            lambda cutoff, width: (width, cutoff),
            lambda cutoff, width: (cutoff, width),
        ),
    ],
)


def _unit(X, w, b):
    return _sigmoid(X @ w + b)


unit = FunctionExercise(
    chapter,
    _unit,
    title="The logistic unit",
    success="One weighted sum and one soft step turn impedance and Vp/Vs of every "
    "sample into a probability of gas: this is the whole neuron.",
    hints=[
        "First the weighted sum z of each row, then the sigmoid of it.",
        "`X` has one sample per row: `X @ w` gives one number per sample.",
        "Add b to `X @ w`, and put the sum into `sigmoid` (yours, or "
        "`activations.sigmoid`).",
    ],
    inputs=samples,
    probes=[
        Probe(
            "With w = (1, -2) and b = 1 the sample (2, 1) has z = 2 - 2 + 1 = 1: what "
            "is its probability?",
            np.array([[2.0, 1.0]]),
            [1.0, -2.0],
            1.0,
        )
    ],
    misconceptions=[
        Misconception(
            "You left out b: without it the line can only pass through the origin.",
            lambda X, w, b: _sigmoid(X @ w),
        ),
        Misconception(
            "This is z itself, which has no limits: put it through the sigmoid to get "
            "a probability.",
            lambda X, w, b: X @ w + b,
        ),
        Misconception(
            "b belongs inside the sigmoid: add it to the weighted sum first.",
            lambda X, w, b: _sigmoid(X @ w) + b,
        ),
        Misconception(
            "The sign of b is wrong: it is added to the weighted sum.",
            lambda X, w, b: _sigmoid(X @ w - b),
        ),
        Misconception(
            "The sign inside the sigmoid is wrong: you give the probability of the "
            "other class.",
            lambda X, w, b: _sigmoid(-(X @ w + b)),
        ),
        Misconception(
            "Samples are the rows of X, so each row meets the weights: `X @ w`, "
            "without transposing.",
            lambda X, w, b: _sigmoid(X.T @ w + b),
            lambda X, w, b: _sigmoid(np.dot(X.T, w) + b),
            lambda X, w, b: _sigmoid(w @ X + b),
            lambda X, w, b: _sigmoid(np.dot(w, X) + b),
        ),
        Misconception(
            "You multiply inputs by weights, but do not add them up: sum over the "
            "features of each sample, as `X @ w` does.",
            lambda X, w, b: _sigmoid(w * X + b),
            lambda X, w, b: w * X + b,
        ),
        Misconception(
            "You add up over the samples: the sum runs over the features of one "
            "sample, along `axis=1`.",
            lambda X, w, b: _sigmoid((w * X).sum(axis=0) + b),
        ),
        Misconception(
            "You add everything up to one number: each sample keeps its own sum, along "
            "`axis=1`.",
            lambda X, w, b: _sigmoid((w * X).sum() + b),
            lambda X, w, b: _sigmoid(np.sum(X * w + b)),
        ),
        Misconception(
            "b is added once for each feature: it counts only once per sample.",
            lambda X, w, b: _sigmoid((w * X + b).sum(axis=1)),
        ),
        Misconception(
            "Only the first two features count: X may have any number of columns, and "
            "`X @ w` takes them all.",
            lambda X, w, b: _sigmoid(w[0] * X[:, 0] + w[1] * X[:, 1] + b),
        ),
        Misconception(
            "You round to a class: keep the probability, it says how sure the unit is.",
            lambda X, w, b: (X @ w + b >= 0) * 1.0,
        ),
    ],
)


def _decision_line(x1, w, b):
    return -(b + w[0] * x1) / w[1]


decision_line = FunctionExercise(
    chapter,
    _decision_line,
    title="The decision line",
    success="At each impedance this is the Vp/Vs below which the unit calls a sand "
    "gas: a straight line that you could draw on the crossplot by hand.",
    hints=[
        "The probability is 0.5 where z is 0.",
        "Solve b + w1·x1 + w2·x2 = 0 for x2.",
        "Bring b and w1·x1 to the other side, then divide all of it by w2, `w[1]`.",
    ],
    inputs=rocks_with_line,
    probes=[
        Probe(
            "With w = (1, 2) and b = -6: which x2 makes -6 + 1·x1 + 2·x2 zero at x1 = "
            "2?",
            [2.0],
            [1.0, 2.0],
            -6.0,
        )
    ],
    beyond=[
        Probe(
            "Your function works on one row of x1, not on a single number: plain "
            "arithmetic takes any shape, without a loop.",
            2.0,
            [1.0, 2.0],
            -6.0,
        ),
        Probe(
            "Your function works on one row of x1, not on a table: plain arithmetic "
            "takes any shape, without a loop.",
            np.array([[5.0, 6.0, 7.0], [5.5, 6.5, 7.5]]),
            [-2.0, -3.0],
            18.0,
        ),
    ],
    misconceptions=[
        Misconception(
            "The sign is wrong: b and w1·x1 change sign when they go to the other "
            "side.",
            lambda x1, w, b: (b + w[0] * x1) / w[1],
        ),
        Misconception(
            "Only one of b and w1·x1 changed its sign: both go to the other side.",
            lambda x1, w, b: (b - w[0] * x1) / w[1],
            lambda x1, w, b: (-b + w[0] * x1) / w[1],
        ),
        Misconception(
            "w1 and w2 changed places: w1, `w[0]`, belongs to x1, and x2 is what you "
            "solve for.",
            lambda x1, w, b: -(b + w[1] * x1) / w[0],
        ),
        Misconception(
            "You left out b: without it the line always passes through the origin.",
            lambda x1, w, b: -w[0] * x1 / w[1],
        ),
        Misconception(
            "You return x1: solve b + w1·x1 + w2·x2 = 0 for x2.",
            lambda x1, w, b: x1,
        ),
        Misconception(
            "You set z to 0.5: it is the probability σ(z) that is 0.5, and then z is "
            "0.",
            lambda x1, w, b: (0.5 - b - w[0] * x1) / w[1],
        ),
        Misconception(
            "The division by w2, `w[1]`, is missing.",
            lambda x1, w, b: -(b + w[0] * x1),
        ),
        Misconception(
            "Brackets are missing: all of b + w1·x1 is divided by w2.",
            lambda x1, w, b: -(b + w[0] * x1 / w[1]),
            lambda x1, w, b: -(b / w[1] + w[0] * x1),
        ),
        Misconception(
            "Brackets are missing: all of b + w1·x1 is divided by w2, and both change "
            "sign.",
            lambda x1, w, b: -b + w[0] * x1 / w[1],
            lambda x1, w, b: b + w[0] * x1 / w[1],
            lambda x1, w, b: b - w[0] * x1 / w[1],
            lambda x1, w, b: w[0] * x1 - b / w[1],
        ),
        Misconception(
            "This is b + w1·x1, only a part of z: solve b + w1·x1 + w2·x2 = 0 for x2.",
            lambda x1, w, b: b + w[0] * x1,
        ),
    ],
)


gas_line = LineExercise(
    chapter,
    "gas_line",
    title="A line between gas and brine, by hand",
    target="gas",
    moves=[("0.1 in Vp/Vs", (0.0, 0.1)), ("0.5 km/s·g/cm³ in impedance", (0.5, 0.0))],
    success="Low impedance with low Vp/Vs means gas, and neither alone is enough: "
    "that is why your line is tilted.",
    hints=[
        "Gas lowers both the impedance and Vp/Vs: on which side of the line is it?",
        "Turn the line until it runs along the border where the clouds meet, then "
        "move it.",
        "Watch the accuracy, not the loss; or press train once and look where it goes.",
    ],
)
