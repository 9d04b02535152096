"""The way down the cost of a line."""

import numpy as np

from ..function import FunctionExercise, Misconception, Probe
from .inputs import chapter, descent
from .line_fit import cost_gradient

_slopes = cost_gradient.reference


def _descend_line(x, y, lr, steps):
    b = w = 0.0
    for _ in range(steps):
        db, dw = _slopes(b, w, x, y)
        b, w = b - lr * db, w - lr * dw
    return b, w


def _from(b, w):
    """The slip of starting at another place than 0, 0."""

    def descend(x, y, lr, steps):
        at = b, w
        for _ in range(steps):
            db, dw = _slopes(*at, x, y)
            at = at[0] - lr * db, at[1] - lr * dw
        return at

    return descend


def _with_one_slope(x, y, lr, steps):
    """The slip of computing the slope once, before the loop."""
    db, dw = _slopes(0.0, 0.0, x, y)
    return -steps * lr * db, -steps * lr * dw


def _through_a_number(x, y, lr, steps):
    for _ in steps:
        pass


def _b_unset(x, y, lr, steps):
    for _ in range(steps):
        b = b + 0  # noqa: F821 (that b has no value yet is the slip)
    return b, b


def _w_unset(x, y, lr, steps):
    for _ in range(steps):
        w = w + 0  # noqa: F821
    return w, w


def _one_after_the_other(first):
    """The slip of updating one parameter before the slope of the other is computed."""

    def descend(x, y, lr, steps):
        b = w = 0.0
        for _ in range(steps):
            if first == "b":
                b = b - lr * _slopes(b, w, x, y)[0]
                w = w - lr * _slopes(b, w, x, y)[1]
            else:
                w = w - lr * _slopes(b, w, x, y)[1]
                b = b - lr * _slopes(b, w, x, y)[0]
        return b, w

    return descend


def _step_for_each_sample(x, y, lr, steps):
    b = w = 0.0
    for _ in range(steps):
        for i in range(len(x)):
            db, dw = _slopes(b, w, x[i : i + 1], y[i : i + 1])
            b, w = b - lr * db, w - lr * dw
    return b, w


def _all_iterates(x, y, lr, steps):
    path = [_descend_line(x, y, lr, k) for k in range(steps + 1)]
    return [b for b, _ in path], [w for _, w in path]


descend_line = FunctionExercise(
    chapter,
    _descend_line,
    title="The way down",
    success="Compute the slope, step against it, again: from a flat line at zero you "
    "came to the trend of the rocks without solving a single equation.",
    hints=[
        "Start with b = 0 and w = 0, and repeat three lines `steps` times.",
        "In each round: db and dw at the present b and w, and only then both new "
        "values.",
        "`b = b - lr * db` and `w = w - lr * dw` inside `for _ in range(steps):`, the "
        "`return b, w` after the loop.",
    ],
    inputs=descent,
    returns=("b", "w"),
    probes=[
        Probe(
            "Two samples, y = 2 at x = 0 and at x = 2: at b = w = 0 both slopes are "
            "-4. Where does one step with lr = 0.25 lead?",
            [0.0, 2.0],
            [2.0, 2.0],
            0.25,
            1,
        ),
    ],
    misconceptions=[
        Misconception(
            "You change b before dw is computed (or w before db): take both slopes at "
            "the old point, then move both.",
            _one_after_the_other("b"),
            _one_after_the_other("w"),
        ),
        Misconception(
            "You compute the slope once, before the loop: at every new point it is "
            "another one, so compute db and dw in each round.",
            _with_one_slope,
        ),
        Misconception(
            "You start somewhere else: begin with b = 0 and w = 0.",
            _from(1.0, 1.0),
            _from(0.0, 1.0),
            _from(1.0, 0.0),
        ),
        Misconception(
            "`steps` is a number, and `for` cannot run through it: `for k in "
            "range(steps):` makes that many rounds.",
            _through_a_number,
        ),
        Misconception(
            "Assign b and w before the loop, `b = w = 0.0`: in the first round they "
            "have no value yet.",
            _b_unset,
            _w_unset,
        ),
        Misconception(
            "You walk uphill: subtract the learning rate times the slope.",
            lambda x, y, lr, steps: _descend_line(x, y, -lr, steps),
        ),
        Misconception(
            "You take one step too few: `range(steps)` makes exactly `steps` rounds.",
            lambda x, y, lr, steps: _descend_line(x, y, lr, max(steps - 1, 0)),
        ),
        Misconception(
            "You take one step too many: `range(steps)` makes exactly `steps` rounds.",
            lambda x, y, lr, steps: _descend_line(x, y, lr, steps + 1),
        ),
        Misconception(
            "You took one step only: is the `return` inside the loop?",
            lambda x, y, lr, steps: _descend_line(x, y, lr, 1),
        ),
        Misconception(
            "You return the whole path: only the last b and w are asked for.",
            _all_iterates,
            lambda x, y, lr, steps: tuple(
                part[1:] for part in _all_iterates(x, y, lr, steps)
            ),
            lambda x, y, lr, steps: list(
                zip(*_all_iterates(x, y, lr, steps), strict=True)
            ),
            lambda x, y, lr, steps: np.transpose(_all_iterates(x, y, lr, steps)),
            lambda x, y, lr, steps: [
                _descend_line(x, y, lr, k) for k in range(1, steps + 1)
            ],
        ),
        Misconception(
            "The learning rate has no effect: each step is lr times the slope.",
            lambda x, y, lr, steps: _descend_line(x, y, 1, steps),
            lambda x, y, lr, steps: _descend_line(x, y, 0.1, steps),
            lambda x, y, lr, steps: _descend_line(x, y, 0.01, steps),
        ),
        Misconception(
            "Your steps are m times too long: is the mean missing in the slopes?",
            lambda x, y, lr, steps: _descend_line(x, y, lr * len(x), steps),
        ),
        Misconception(
            "Your steps are a little too long: you divide the slopes by m - 1, and "
            "they are means, sums divided by m.",
            lambda x, y, lr, steps: _descend_line(
                x, y, lr * len(x) / (len(x) - 1), steps
            ),
        ),
        Misconception(
            "Your steps are half as long as they should be: the derivative of a square "
            "brings a factor 2.",
            lambda x, y, lr, steps: _descend_line(x, y, lr / 2, steps),
        ),
        Misconception(
            "You take a step for each sample: here every step uses the mean slope of "
            "all samples.",
            _step_for_each_sample,
        ),
        Misconception(
            "b and w never leave 0: assign the new values, `b = b - lr * db` and `w = "
            "w - lr * dw`, in each round.",
            lambda x, y, lr, steps: (0.0, 0.0),
        ),
        Misconception(
            "Your b and w are those of the best line: here the place after `steps` "
            "steps is asked for, wherever that is.",
            lambda x, y, lr, steps: tuple(
                np.linalg.lstsq(np.stack([np.ones_like(x), x], 1), y)[0]
            ),
        ),
        Misconception(
            "These are the slopes at the end: return the b and w you have reached.",
            lambda x, y, lr, steps: _slopes(*_descend_line(x, y, lr, steps), x, y),
        ),
    ],
)
