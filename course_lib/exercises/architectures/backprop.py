"""Backpropagation on the 2-2-1 network, and the differences that check it."""

import numpy as np

from ..function import FunctionExercise, Misconception, Probe
from .inputs import AsGiven, backpropagated, chapter, curved_function
from .layers import _sigmoid


def _backpropagation(x, y, W1, b1, w2, b2):
    a1 = np.tanh(W1 @ x + b1)
    a2 = _sigmoid(w2 @ a1 + b2)
    dz2 = a2 - y
    dz1 = dz2 * w2 * (1 - a1**2)
    return np.outer(dz1, x), dz1, dz2 * a1, dz2


def _with(dz1=None, dz2=None, **parts):
    """A wrong backpropagation: what is given takes the place of what is right.

    Each part is called with the dictionary of all that is known at that point: x, y,
    W1, b1, w2, b2, z1, a1, z2, a2, dz2, dz1.
    """

    def wrong(x, y, W1, b1, w2, b2):
        known = {"x": x, "y": y, "W1": W1, "b1": b1, "w2": w2, "b2": b2}
        z1 = known["z1"] = parts.get("z1", lambda v: W1 @ x + b1)(known)
        a1 = known["a1"] = parts.get("a1", lambda v: np.tanh(z1))(known)
        z2 = known["z2"] = parts.get("z2", lambda v: w2 @ a1 + b2)(known)
        a2 = known["a2"] = parts.get("a2", lambda v: _sigmoid(z2))(known)
        known["dz2"] = (dz2 or (lambda v: a2 - y))(known)
        right_dz1 = known["dz2"] * w2 * (1 - a1**2)
        known["dz1"] = (dz1 or (lambda v: right_dz1))(known)
        return tuple(
            parts.get(name, right)(known)
            for name, right in [
                ("dW1", lambda v: np.outer(v["dz1"], x)),
                ("db1", lambda v: v["dz1"]),
                ("dw2", lambda v: v["dz2"] * a1),
                ("db2", lambda v: v["dz2"]),
            ]
        )

    return wrong


# z1 = (0, 0) and z2 = 0: a1 = (0, 0), a2 = 0.5, and both slopes g' are 1
_AT_ZERO = ([2.0, -1.0], 1, np.zeros((2, 2)), [0.0, 0.0], [3.0, -4.0], 0.0)

backpropagation = FunctionExercise(
    chapter,
    _backpropagation,
    title="Backpropagation by hand",
    success="The output's error a2 - y goes back along the weights it came by, and "
    "each unit passes on its share: that is all of backpropagation, in any depth.",
    hints=[
        "Go forward first and keep a1 = tanh(W1 x + b1) and a2 = σ(w2·a1 + b2); then "
        "go back from dz2 = a2 - y.",
        "dw2 = dz2·a1 and db2 = dz2; to the hidden units comes dz1 = dz2·w2·(1 - a1²).",
        "Row i of dW1 is dz1[i] times x: `np.outer(dz1, x)`; and db1 is dz1.",
    ],
    inputs=backpropagated,
    returns=("dW1", "db1", "dw2", "db2"),
    probes=[
        Probe(
            "All is 0 but w2 = (3, -4), x = (2, -1), y = 1: then a1 = (0, 0), a2 = "
            "0.5, dz2 = -0.5 and dz1 = (-1.5, 2). And the rest?",
            *_AT_ZERO,
        )
    ],
    misconceptions=[
        Misconception(
            "You forgot g′: each hidden unit passes back its slope 1 - a1² as a factor "
            "of dz1.",
            _with(lambda v: v["dz2"] * v["w2"]),
        ),
        Misconception(
            "The slope of tanh is 1 - a², with the activation a1 = tanh(z1), and not "
            "with z1.",
            _with(lambda v: v["dz2"] * v["w2"] * (1 - v["z1"] ** 2)),
        ),
        Misconception(
            "You take the tanh twice in g′: a1 is already tanh(z1), so the slope is 1 "
            "- a1².",
            _with(lambda v: v["dz2"] * v["w2"] * (1 - np.tanh(v["a1"]) ** 2)),
        ),
        Misconception(
            "The square is missing: the slope of tanh is 1 - a1².",
            _with(lambda v: v["dz2"] * v["w2"] * (1 - v["a1"])),
        ),
        Misconception(
            "a(1 - a) is the slope of the sigmoid: these hidden units are tanh, with "
            "the slope 1 - a1².",
            _with(lambda v: v["dz2"] * v["w2"] * v["a1"] * (1 - v["a1"])),
        ),
        Misconception(
            "w2 is missing in dz1: the error reaches each hidden unit through its "
            "weight, dz2·w2·(1 - a1²).",
            _with(lambda v: v["dz2"] * (1 - v["a1"] ** 2)),
        ),
        Misconception(
            "dz2 is missing in dz1: what comes back to the hidden units is the error "
            "of the output, dz2·w2·(1 - a1²).",
            _with(lambda v: v["w2"] * (1 - v["a1"] ** 2)),
        ),
        Misconception(
            "In dz1 the weights of W1 appear: the error comes back through w2.",
            _with(lambda v: v["dz2"] * (v["W1"] @ v["w2"]) * (1 - v["a1"] ** 2)),
            _with(lambda v: v["dz2"] * (v["W1"].T @ v["w2"]) * (1 - v["a1"] ** 2)),
        ),
        Misconception(
            "dw2 uses x: the output unit has a1 as its input, so dw2 is dz2·a1.",
            _with(dw2=lambda v: v["dz2"] * v["x"]),
        ),
        Misconception(
            "dw2 uses z1: what reaches the output unit is a1 = tanh(z1).",
            _with(dw2=lambda v: v["dz2"] * v["z1"]),
        ),
        Misconception(
            "dW1 uses a1: the inputs of the hidden units are x, so dW1 is dz1 times x.",
            _with(dW1=lambda v: np.outer(v["dz1"], v["a1"])),
        ),
        Misconception(
            "dW1 is transposed: row i belongs to hidden unit i, `np.outer(dz1, x)`.",
            _with(dW1=lambda v: np.outer(v["x"], v["dz1"])),
        ),
        Misconception(
            "dW1 pairs unit i with input i only: every unit sees both inputs, so take "
            "`np.outer(dz1, x)`.",
            _with(dW1=lambda v: v["dz1"] * v["x"]),
            _with(dW1=lambda v: np.diag(v["dz1"] * v["x"])),
        ),
        Misconception(
            "dW1 is a sum over the inputs: keep one number for each weight, "
            "`np.outer(dz1, x)`.",
            _with(dW1=lambda v: v["dz1"] @ v["x"]),
        ),
        Misconception(
            "The factor x is missing in dW1: each row is dz1 times the inputs x.",
            _with(dW1=lambda v: np.outer(v["dz1"], [1, 1])),
        ),
        Misconception(
            "db1 is the error of the output: the hidden units have their own, dz1.",
            _with(db1=lambda v: v["dz2"]),
            _with(db1=lambda v: np.array([v["dz2"]] * 2)),
        ),
        Misconception(
            "db1 is added up: each hidden unit keeps its own, dz1.",
            _with(db1=lambda v: v["dz1"].sum()),
        ),
        Misconception(
            "The sign is turned round: the error is a2 - y, not y - a2.",
            _with(dz2=lambda v: v["y"] - v["a2"]),
        ),
        Misconception(
            "There is an extra factor a2(1 - a2) in dz2, as for a squared error: with "
            "cross-entropy it cancels, and only a2 - y is left.",
            _with(dz2=lambda v: (v["a2"] - v["y"]) * v["a2"] * (1 - v["a2"])),
            _with(dz2=lambda v: 2 * (v["a2"] - v["y"]) * v["a2"] * (1 - v["a2"])),
        ),
        Misconception(
            "This is the slope by a2: one more factor, σ′ = a2(1 - a2), leads to z2, "
            "and a2 - y is left.",
            _with(dz2=lambda v: (v["a2"] - v["y"]) / (v["a2"] * (1 - v["a2"]))),
        ),
        Misconception(
            "dz2 is the loss here, -ln a: what goes back is its slope by z2, a2 - y.",
            _with(dz2=lambda v: -np.log(v["a2"] if v["y"] else 1 - v["a2"])),
        ),
        Misconception(
            "dz2 is a single number, and `@` wants arrays on both sides: multiply with "
            "`*`.",
            _with(lambda v: v["w2"] @ v["dz2"]),
            _with(lambda v: v["dz2"] @ v["w2"]),
            _with(dw2=lambda v: v["dz2"] @ v["a1"]),
            _with(dw2=lambda v: v["a1"] @ v["dz2"]),
        ),
        Misconception(
            "dz1 uses w2 after its step: all four gradients belong to the weights you "
            "were given.",
            _with(
                lambda v: v["dz2"] * (v["w2"] - v["dz2"] * v["a1"]) * (1 - v["a1"] ** 2)
            ),
        ),
        Misconception(
            "The error compares y with z2: put z2 through the sigmoid first.",
            _with(a2=lambda v: v["z2"]),
        ),
        Misconception(
            "The output is a tanh in your forward pass: it is a sigmoid.",
            _with(a2=lambda v: np.tanh(v["z2"])),
        ),
        Misconception(
            "The hidden units are sigmoids in your forward pass: they are tanh.",
            _with(a1=lambda v: _sigmoid(v["z1"])),
            _with(
                lambda v: v["dz2"] * v["w2"] * v["a1"] * (1 - v["a1"]),
                a1=lambda v: _sigmoid(v["z1"]),
            ),
        ),
        Misconception(
            "Your forward pass leaves out b1: z1 is W1 x + b1.",
            _with(z1=lambda v: v["W1"] @ v["x"]),
        ),
        Misconception(
            "Your forward pass leaves out b2: z2 is w2·a1 + b2.",
            _with(z2=lambda v: v["w2"] @ v["a1"]),
        ),
        Misconception(
            "Your forward pass transposes W1: row i belongs to hidden unit i, `W1 @ "
            "x`.",
            _with(z1=lambda v: v["W1"].T @ v["x"] + v["b1"]),
        ),
        Misconception(
            "The four came in another order: return dW1, db1, dw2, db2.",
            lambda *args: _reordered(args, 2, 3, 0, 1),
            lambda *args: _reordered(args, 0, 2, 1, 3),
            lambda *args: _reordered(args, 3, 2, 1, 0),
        ),
    ],
)


def _reordered(args, *order):
    parts = _backpropagation(*args)
    return tuple(parts[i] for i in order)


def _numerical_gradient(f, w, h=1e-5):
    return _steps(f, w, h, lambda f, w, step: (f(w + step) - f(w - step)) / (2 * h))


def _steps(f, w, h, difference):
    """``difference(f, w, step)`` for a step of h along each axis."""
    return np.array([difference(f, w, step) for step in h * np.eye(len(w))])


def _by(difference):
    """A wrong gradient; ``difference(f, w, step, h)`` for each axis."""

    def wrong(f, w, h=1e-5):
        return _steps(f, w, h, lambda f, w, step: difference(f, w, step, h))

    return wrong


def _square_and_line(w):
    return w[0] ** 2 + 3 * w[1]


def _both_drifting(f, w, h=1e-5):
    """Two copies, made once before the loop and never put back."""
    steps = h * np.tri(len(w))
    return np.array([(f(w + step) - f(w - step)) / (2 * h) for step in steps])


def _set_to_h(f, w, h=1e-5):
    slopes = []
    for i in range(len(w)):
        plus, minus = w.copy(), w.copy()
        plus[i], minus[i] = h, -h
        slopes.append((f(plus) - f(minus)) / (2 * h))
    return np.array(slopes)


def _drifting(f, w, h=1e-5):
    w, slopes = w.copy(), []
    for i in range(len(w)):
        w[i] += h
        above = f(w)
        w[i] -= 2 * h
        slopes.append((above - f(w)) / (2 * h))
    return np.array(slopes)


numerical_gradient = FunctionExercise(
    chapter,
    _numerical_gradient,
    title="Check a gradient by differences",
    success="Two looks at the loss for every weight: far too slow to train with, and "
    "just right to find the mistake in a gradient you derived by hand.",
    hints=[
        "Move one parameter a little up and a little down, all others stay: how much "
        "does f change over the way 2h?",
        "For each i make two copies of w, `plus = w.copy()` and `minus = w.copy()`, "
        "and change only entry i of them.",
        "`(f(plus) - f(minus)) / (2 * h)` for each i, collected in an array.",
    ],
    inputs=curved_function,
    probes=[
        AsGiven(
            "f = w1² + 3·w2 at w = (2, 5) with h = 0.1: what are (2.1² - 1.9²)/0.2 and "
            "3?",
            _square_and_line,
            np.array([2.0, 5.0]),
            0.1,
        )
    ],
    misconceptions=[
        Misconception(
            "These are forward differences, (f(w + h) - f(w))/h: go h to both sides, "
            "the error is far smaller.",
            _by(lambda f, w, step, h: (f(w + step) - f(w)) / h),
        ),
        Misconception(
            "These are backward differences, (f(w) - f(w - h))/h: go h to both sides, "
            "the error is far smaller.",
            _by(lambda f, w, step, h: (f(w) - f(w - step)) / h),
        ),
        Misconception(
            "Your slopes are twice too large: from w - h to w + h the way is 2h.",
            _by(lambda f, w, step, h: (f(w + step) - f(w - step)) / h),
        ),
        Misconception(
            "Brackets are missing: `/ 2 * h` divides by 2 and multiplies by h; write "
            "`/ (2 * h)`.",
            _by(lambda f, w, step, h: (f(w + step) - f(w - step)) / 2 * h),
        ),
        Misconception(
            "You forgot to divide by the way 2h: these are differences, not slopes.",
            _by(lambda f, w, step, h: f(w + step) - f(w - step)),
            _by(lambda f, w, step, h: (f(w + step) - f(w - step)) / 2),
        ),
        Misconception(
            "You move up by h and back to w only: divide by 2h after going to w - h, "
            "2h below w + h.",
            _by(lambda f, w, step, h: (f(w + step) - f(w)) / (2 * h)),
        ),
        Misconception(
            "You move all parameters at once: the slope along w[i] needs a step of "
            "w[i] alone.",
            lambda f, w, h=1e-5: (f(w + h) - f(w - h)) / (2 * h),
            lambda f, w, h=1e-5: np.full(len(w), (f(w + h) - f(w - h)) / (2 * h)),
        ),
        Misconception(
            "You do not put the parameter back: when it is the turn of the next one, "
            "the last one is still shifted. Copy w inside the loop.",
            _drifting,
            _both_drifting,
        ),
        Misconception(
            "You set the parameter to h: move it by h, as in `plus[i] += h`.",
            _set_to_h,
        ),
        Misconception(
            "You go h/2 to each side: here h is the step to each side, so the way is "
            "2h.",
            _by(lambda f, w, step, h: (f(w + step / 2) - f(w - step / 2)) / h),
        ),
        Misconception(
            "Your loop takes single numbers out of w: f wants the whole w, so go "
            "through the indices, `for i in range(len(w))`.",
            lambda f, w, h=1e-5: [(f(x + h) - f(x - h)) / (2 * h) for x in w],
        ),
        Misconception(
            "Both places are the same array: `plus = w` makes no copy, `plus = "
            "w.copy()` does.",
            lambda f, w, h=1e-5: np.zeros(len(w)),
        ),
        Misconception(
            "You wrote a number for h: take the argument.",
            *(
                lambda f, w, h=1e-5, fixed=fixed: _numerical_gradient(f, w, fixed)
                for fixed in (1e-3, 1e-4, 1e-5, 1e-6)
            ),
        ),
        Misconception(
            "The sign is turned round: f(w + h) comes first, then f(w - h).",
            _by(lambda f, w, step, h: (f(w - step) - f(w + step)) / (2 * h)),
        ),
        Misconception(
            "This is the slope along the first parameter alone: is the `return` inside "
            "the loop?",
            lambda f, w, h=1e-5: _numerical_gradient(f, w, h)[0],
            lambda f, w, h=1e-5: _numerical_gradient(f, w, h)[:1],
            lambda f, w, h=1e-5: np.append(
                _numerical_gradient(f, w, h)[0], np.zeros(len(w) - 1)
            ),
        ),
        Misconception(
            "This is the slope along the last parameter alone: collect those of all "
            "rounds in an array.",
            lambda f, w, h=1e-5: _numerical_gradient(f, w, h)[-1],
        ),
        Misconception(
            "This is the curvature: the slope needs f(w + h) - f(w - h).",
            _by(lambda f, w, step, h: (f(w + step) - 2 * f(w) + f(w - step)) / h**2),
        ),
    ],
)
