"""Backpropagation on the 2-2-1 network.

Students name by layers of units (dz3, a2) or by layers of weights (dz2, a1): so the
sentences say "at the output" and "at the hidden units", or dz_out and dz_hidden.
"""

import numpy as np

from ..function import FunctionExercise, Misconception, Probe
from .inputs import backpropagated, chapter
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
    success="The output's error a - y goes back along the weights it came by, and "
    "each unit passes on its share: that is all of backpropagation, in any depth.",
    hints=[
        "Go forward first and keep a_hidden = tanh(W1 x + b1) and a_out = "
        "σ(w2·a_hidden + b2); then go back from dz_out = a_out - y.",
        "dw2 = dz_out·a_hidden and db2 = dz_out; to the hidden units comes dz_hidden = "
        "dz_out·w2·(1 - a_hidden²).",
        "Row i of dW1 is dz_hidden[i] times x: `np.outer(dz_hidden, x)`; and db1 is "
        "dz_hidden.",
    ],
    inputs=backpropagated,
    returns=("dW1", "db1", "dw2", "db2"),
    probes=[
        Probe(
            "All is 0 but w2 = (3, -4), x = (2, -1), y = 1: then the hidden units give "
            "(0, 0), the output 0.5; dz is -0.5 at the output, (-1.5, 2) at the hidden "
            "units. And the rest?",
            *_AT_ZERO,
        )
    ],
    misconceptions=[
        Misconception(
            "You forgot g′: dz at the hidden units has the slope of their tanh as a "
            "factor, 1 - a_hidden².",
            _with(lambda v: v["dz2"] * v["w2"]),
        ),
        Misconception(
            "The slope of tanh is 1 - a², with the activation a = tanh(z) of the "
            "hidden units, and not with their z.",
            _with(lambda v: v["dz2"] * v["w2"] * (1 - v["z1"] ** 2)),
        ),
        Misconception(
            "You take the tanh twice in g′: the hidden activations a are already "
            "tanh(z), so the slope is 1 - a².",
            _with(lambda v: v["dz2"] * v["w2"] * (1 - np.tanh(v["a1"]) ** 2)),
        ),
        Misconception(
            "The square is missing: the slope of tanh is 1 - a², with the hidden "
            "activations a.",
            _with(lambda v: v["dz2"] * v["w2"] * (1 - v["a1"])),
        ),
        Misconception(
            "a(1 - a) is the slope of the sigmoid: these hidden units are tanh, with "
            "the slope 1 - a².",
            _with(lambda v: v["dz2"] * v["w2"] * v["a1"] * (1 - v["a1"])),
        ),
        Misconception(
            "w2 is missing in dz at the hidden units: the error reaches each of them "
            "through its weight, dz_out·w2·(1 - a_hidden²).",
            _with(lambda v: v["dz2"] * (1 - v["a1"] ** 2)),
        ),
        Misconception(
            "What comes back to the hidden units is the error of the output, and it is "
            "missing: dz_out·w2·(1 - a_hidden²).",
            _with(lambda v: v["w2"] * (1 - v["a1"] ** 2)),
        ),
        Misconception(
            "In dz at the hidden units the weights of W1 appear: the error comes back "
            "through w2.",
            _with(lambda v: v["dz2"] * (v["W1"] @ v["w2"]) * (1 - v["a1"] ** 2)),
            _with(lambda v: v["dz2"] * (v["W1"].T @ v["w2"]) * (1 - v["a1"] ** 2)),
        ),
        Misconception(
            "dw2 uses x: the inputs of the output unit are the hidden activations, so "
            "dw2 is dz_out·a_hidden.",
            _with(dw2=lambda v: v["dz2"] * v["x"]),
        ),
        Misconception(
            "dw2 uses z of the hidden units: what reaches the output unit is their "
            "activation, tanh(z).",
            _with(dw2=lambda v: v["dz2"] * v["z1"]),
        ),
        Misconception(
            "dW1 uses the hidden activations: the inputs of the hidden units are x, so "
            "dW1 is dz_hidden times x.",
            _with(dW1=lambda v: np.outer(v["dz1"], v["a1"])),
        ),
        Misconception(
            "dW1 is transposed: row i belongs to hidden unit i, `np.outer(dz_hidden, "
            "x)`.",
            _with(dW1=lambda v: np.outer(v["x"], v["dz1"])),
        ),
        Misconception(
            "dW1 pairs unit i with input i only: every unit sees both inputs, so take "
            "`np.outer(dz_hidden, x)`.",
            _with(dW1=lambda v: v["dz1"] * v["x"]),
            _with(dW1=lambda v: np.diag(v["dz1"] * v["x"])),
        ),
        Misconception(
            "dW1 is a sum over the inputs: keep one number for each weight, "
            "`np.outer(dz_hidden, x)`.",
            _with(dW1=lambda v: v["dz1"] @ v["x"]),
        ),
        Misconception(
            "The factor x is missing in dW1: each row is dz of its hidden unit times "
            "the inputs x.",
            _with(dW1=lambda v: np.outer(v["dz1"], [1, 1])),
        ),
        Misconception(
            "db1 is the error of the output: the hidden units have their own, "
            "dz_hidden.",
            _with(db1=lambda v: v["dz2"]),
            _with(db1=lambda v: np.array([v["dz2"]] * 2)),
        ),
        Misconception(
            "db1 is added up: each hidden unit keeps its own, dz_hidden.",
            _with(db1=lambda v: v["dz1"].sum()),
        ),
        Misconception(
            "The sign is turned round: the error at the output is a - y, not y - a.",
            _with(dz2=lambda v: v["y"] - v["a2"]),
        ),
        Misconception(
            "There is an extra factor a(1 - a) in dz at the output, as for a squared "
            "error: with cross-entropy it cancels, and only a - y is left.",
            _with(dz2=lambda v: (v["a2"] - v["y"]) * v["a2"] * (1 - v["a2"])),
            _with(dz2=lambda v: 2 * (v["a2"] - v["y"]) * v["a2"] * (1 - v["a2"])),
        ),
        Misconception(
            "This is the slope by the output a: one more factor, σ′ = a(1 - a), leads "
            "to its z, and a - y is left.",
            _with(dz2=lambda v: (v["a2"] - v["y"]) / (v["a2"] * (1 - v["a2"]))),
        ),
        Misconception(
            "dz at the output is the loss here, -ln a: what goes back is its slope by "
            "z, a - y.",
            _with(dz2=lambda v: -np.log(v["a2"] if v["y"] else 1 - v["a2"])),
        ),
        Misconception(
            "dz at the output is a single number, and `@` wants arrays on both sides: "
            "multiply with `*`.",
            _with(lambda v: v["w2"] @ v["dz2"]),
            _with(lambda v: v["dz2"] @ v["w2"]),
            _with(dw2=lambda v: v["dz2"] @ v["a1"]),
            _with(dw2=lambda v: v["a1"] @ v["dz2"]),
        ),
        Misconception(
            "dz at the hidden units uses w2 after its step: all four gradients belong "
            "to the weights you were given.",
            _with(
                lambda v: v["dz2"] * (v["w2"] - v["dz2"] * v["a1"]) * (1 - v["a1"] ** 2)
            ),
        ),
        Misconception(
            "The error compares y with z of the output: put z through the sigmoid "
            "first.",
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
            "Your forward pass leaves out b1: z of the hidden units is W1 x + b1.",
            _with(z1=lambda v: v["W1"] @ v["x"]),
        ),
        Misconception(
            "Your forward pass leaves out b2: z of the output is w2·a_hidden + b2.",
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
