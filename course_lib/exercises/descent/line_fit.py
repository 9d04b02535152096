"""A straight line through data: its cost, and the slope of the cost."""

import numpy as np

from ..function import FunctionExercise, Misconception, Probe
from .inputs import chapter, line_and_data

# the line 1 + 2x on two samples: it misses x = 2, y = 3 by 1 + 4 - 3 = 2, x = 0 by 0
_TWO_SAMPLES = (1.0, 2.0, [2.0, 0.0], [3.0, 1.0])


def _cost(b, w, x, y):
    return np.mean((b + w * x - y) ** 2)


cost = FunctionExercise(
    chapter,
    _cost,
    title="The cost of a line",
    success="A line that misses every velocity by 0.2 km/s costs 0.04, whether the "
    "well has ten samples or ten thousand: each pair (b, w) is one point of a bowl.",
    hints=[
        "For each sample: what the line says, b + w·x, less what was measured, y.",
        "Square these misfits, then take their mean.",
        "`np.mean((b + w * x - y) ** 2)`",
    ],
    inputs=line_and_data,
    probes=[
        Probe(
            "The line 1 + 2x says 5 at x = 2, where 3 is measured, and hits a second "
            "sample. The mean of 4 and 0?",
            *_TWO_SAMPLES,
        ),
        Probe(
            "The line 0 + 1x misses two samples by 1 and by 3: what is the mean of the "
            "squares?",
            0.0,
            1.0,
            [1.0, 5.0],
            [0.0, 2.0],
        ),
    ],
    misconceptions=[
        Misconception(
            "You add the squares up: divide by m, so that the cost does not grow with "
            "the number of samples.",
            lambda b, w, x, y: np.sum((b + w * x - y) ** 2),
        ),
        Misconception(
            "You divide by m - 1, as for a variance: J is the plain mean of the "
            "squares, their sum divided by m.",
            lambda b, w, x, y: np.sum((b + w * x - y) ** 2) / (len(x) - 1),
            lambda b, w, x, y: np.sum((b + w * x - y) ** 2) / (len(x) - 1) / 2,
        ),
        Misconception(
            "There is a factor ½ too much: some books write it to save the 2 in the "
            "gradient, here J is the plain mean.",
            lambda b, w, x, y: np.mean((b + w * x - y) ** 2) / 2,
        ),
        Misconception(
            "You add up and halve: J is the plain mean of the squares, 1/m times their "
            "sum.",
            lambda b, w, x, y: np.sum((b + w * x - y) ** 2) / 2,
        ),
        Misconception(
            "The square is missing: misfits of opposite sign cancel, and a bad line "
            "could cost nothing.",
            lambda b, w, x, y: np.mean(b + w * x - y),
            lambda b, w, x, y: np.mean(y - b - w * x),
            lambda b, w, x, y: np.sum(b + w * x - y),
        ),
        Misconception(
            "You square the mean: misfits of opposite sign have cancelled by then. "
            "First square, then take the mean.",
            lambda b, w, x, y: np.mean(b + w * x - y) ** 2,
        ),
        Misconception(
            "This is the mean of the absolute misfits: J takes their squares.",
            lambda b, w, x, y: np.mean(np.abs(b + w * x - y)),
        ),
        Misconception(
            "This is the root of the cost, in the units of y: leave the root out.",
            lambda b, w, x, y: np.sqrt(np.mean((b + w * x - y) ** 2)),
        ),
        Misconception(
            "b and w changed places: the line is b + w·x, so w goes with x.",
            lambda b, w, x, y: np.mean((w + b * x - y) ** 2),
        ),
        Misconception(
            "b is missing in the line: it is b + w·x.",
            lambda b, w, x, y: np.mean((w * x - y) ** 2),
        ),
        Misconception(
            "The sign of y is wrong: the misfit is line minus data, b + w·x - y.",
            lambda b, w, x, y: np.mean((b + w * x + y) ** 2),
        ),
        Misconception(
            "x and y changed places: the line b + w·x is compared with y.",
            lambda b, w, x, y: np.mean((b + w * y - x) ** 2),
        ),
        Misconception(
            "These are the squares of the single samples: take their mean.",
            lambda b, w, x, y: (b + w * x - y) ** 2,
        ),
        Misconception(
            "Only the first sample counts: is the `return` inside the loop?",
            lambda b, w, x, y: (b + w * x[0] - y[0]) ** 2,
            lambda b, w, x, y: (b + w * x[0] - y[0]) ** 2 / len(x),
        ),
        Misconception(
            "Only the last sample counts: add to the sum in each round, `total += …`, "
            "instead of setting it anew.",
            lambda b, w, x, y: (b + w * x[-1] - y[-1]) ** 2,
            lambda b, w, x, y: (b + w * x[-1] - y[-1]) ** 2 / len(x),
        ),
        Misconception(
            "This is the variance of the misfits: it forgives a line that lies too "
            "high everywhere; take the mean of their squares.",
            lambda b, w, x, y: np.var(b + w * x - y),
        ),
    ],
)


def _cost_gradient(b, w, x, y):
    misfit = b + w * x - y
    return 2 * np.mean(misfit), 2 * np.mean(misfit * x)


def _scaled(db_factor, dw_factor=None):
    """The gradient with wrong factors; m stands for the number of samples."""
    dw_factor = db_factor if dw_factor is None else dw_factor

    def gradient(b, w, x, y):
        db, dw = _cost_gradient(b, w, x, y)
        m = {"m": len(x), "m/2": len(x) / 2, "m/(m-1)": len(x) / (len(x) - 1)}
        m["m/2(m-1)"] = m["m/(m-1)"] / 2
        return db * m.get(db_factor, db_factor), dw * m.get(dw_factor, dw_factor)

    return gradient


cost_gradient = FunctionExercise(
    chapter,
    _cost_gradient,
    title="The slope of the cost",
    success="db says whether the line lies too high, dw whether it is too steep. A "
    "sample far from x = 0 has a long lever: it pulls hard at w.",
    hints=[
        "Differentiate one term, (b + w·x - y)², by b and by w with the chain rule.",
        "By b: 2 (b + w·x - y). By w there is one factor more: x.",
        "With `misfit = b + w * x - y`: `2 * np.mean(misfit)` and `2 * np.mean(misfit "
        "* x)`.",
    ],
    inputs=line_and_data,
    returns=("db", "dw"),
    probes=[
        Probe(
            "The line 1 + 2x misses a sample at x = 2 by 2, and one at x = 0 not at "
            "all: what are the means of 2·misfit and of 2·misfit·x?",
            *_TWO_SAMPLES,
        )
    ],
    misconceptions=[
        Misconception(
            "The gradient is m times too large: did you forget the mean over the "
            "samples?",
            _scaled("m"),
        ),
        Misconception(
            "You divide by m - 1, as for a variance: the slope of a mean is a mean, "
            "the sum divided by m.",
            _scaled("m/(m-1)"),
            _scaled("m/2(m-1)"),
        ),
        Misconception(
            "The gradient is half as large as it should be: the derivative of a square "
            "brings a factor 2.",
            _scaled(0.5),
        ),
        Misconception(
            "The factor 2 of the square is missing, and you add up where the mean is "
            "asked for: times 2, divided by m.",
            _scaled("m/2"),
        ),
        Misconception(
            "The sign is turned round: the misfit is b + w·x - y, not y - b - w·x, so "
            "that a step against the gradient goes downhill.",
            _scaled(-1),
        ),
        Misconception(
            "The sign is turned round and the factor 2 is missing: differentiate (b + "
            "w·x - y)² once more.",
            _scaled(-0.5),
        ),
        Misconception(
            "The factor x is missing in dw: the chain rule multiplies each misfit by "
            "its x.",
            lambda b, w, x, y: (_cost_gradient(b, w, x, y)[0],) * 2,
        ),
        Misconception(
            "dw multiplies two means: first misfit times x sample by sample, then one "
            "mean.",
            lambda b, w, x, y: (
                _cost_gradient(b, w, x, y)[0],
                2 * np.mean(b + w * x - y) * np.mean(x),
            ),
        ),
        Misconception(
            "db has no factor x: only dw does.",
            lambda b, w, x, y: (_cost_gradient(b, w, x, y)[1],) * 2,
        ),
        Misconception(
            "dw takes the factor w where it should take x: you differentiate by w, so "
            "what stands beside w remains.",
            lambda b, w, x, y: (
                _cost_gradient(b, w, x, y)[0],
                _cost_gradient(b, w, x, y)[0] * w,
            ),
        ),
        Misconception(
            "db is right, but dw is still a sum over the samples: divide it by m.",
            _scaled(1, "m"),
        ),
        Misconception(
            "dw is right, but db is still a sum over the samples: divide it by m.",
            _scaled("m", 1),
        ),
        Misconception(
            "These are the slopes of the single samples: take the mean of each.",
            lambda b, w, x, y: (2 * (b + w * x - y), 2 * (b + w * x - y) * x),
        ),
        Misconception(
            "This is the slope of the first sample alone: is the `return` inside the "
            "loop? Take the mean over all m samples.",
            lambda b, w, x, y: _cost_gradient(b, w, x[:1], y[:1]),
        ),
        Misconception(
            "db goes downhill and dw uphill, or the other way round: both take the "
            "misfit b + w·x - y with the same sign.",
            _scaled(1, -1),
            _scaled(-1, 1),
        ),
        Misconception(
            "The square must go: the derivative of misfit² is 2 times misfit, times "
            "what stands beside the parameter.",
            lambda b, w, x, y: (
                2 * np.mean((b + w * x - y) ** 2),
                2 * np.mean((b + w * x - y) ** 2 * x),
            ),
            lambda b, w, x, y: (
                np.mean((b + w * x - y) ** 2),
                np.mean((b + w * x - y) ** 2 * x),
            ),
        ),
    ],
)
