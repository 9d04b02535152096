"""Two linear layers are one linear layer."""

import numpy as np

from ..function import FunctionExercise, Misconception, Probe
from .inputs import chapter, two_layers


def _collapse(W1, b1, W2, b2):
    return W2 @ W1, W2 @ b1 + b2


_FIRST, _SECOND = np.array([[1.0, 2.0], [0.0, 1.0]]), np.array([[1.0, 0.0], [3.0, 1.0]])

collapse = FunctionExercise(
    chapter,
    _collapse,
    title="Two linear layers are one",
    success="However many linear layers you stack, one weighted sum of the logs comes "
    "out: only a bend between the layers lets depth see more than a straight line.",
    hints=[
        "Put the first layer into the second: z2 = W2 (W1 x + b1) + b2. Multiply out.",
        "What stands before x is W, all the rest is b; the order of the matrices stays "
        "as it is.",
        "`W2 @ W1` and `W2 @ b1 + b2`",
    ],
    inputs=two_layers,
    returns=("W", "b"),
    probes=[
        Probe(
            "One input, one unit, one output: 3·(2x + 1) + 5 = 6x + 8.",
            np.array([[2.0]]),
            [1.0],
            np.array([[3.0]]),
            [5.0],
        ),
        Probe(
            "W1 = [[1, 2], [0, 1]], b1 = (1, 0), W2 = [[1, 0], [3, 1]], b2 = (0, 0): "
            "W2 W1 and W2 b1?",
            _FIRST,
            [1.0, 0.0],
            _SECOND,
            [0.0, 0.0],
        ),
    ],
    misconceptions=[
        Misconception(
            "The matrices stand in the wrong order: x meets W1 first, so W1 is next to "
            "x, on the right, `W2 @ W1`.",
            lambda W1, b1, W2, b2: (W1 @ W2, W2 @ b1 + b2),
            lambda W1, b1, W2, b2: (np.dot(W1, W2), np.dot(W2, b1) + b2),
            lambda W1, b1, W2, b2: (W1 @ W2, W1 @ b2 + b1),
        ),
        Misconception(
            "b1 goes through the second layer too: multiply out W2 (W1 x + b1) + b2.",
            lambda W1, b1, W2, b2: (W2 @ W1, b1 + b2),
            lambda W1, b1, W2, b2: (W2 @ W1, b2 + b1.sum()),
        ),
        Misconception(
            "b1 is lost: W2 b1 is a part of the new bias.",
            lambda W1, b1, W2, b2: (W2 @ W1, b2),
        ),
        Misconception(
            "b2 is lost: the new bias is W2 b1 + b2.",
            lambda W1, b1, W2, b2: (W2 @ W1, W2 @ b1),
            lambda W1, b1, W2, b2: (W2 @ W1, b1),
        ),
        Misconception(
            "b2 has already passed W2: only b1 is multiplied by it.",
            lambda W1, b1, W2, b2: (W2 @ W1, W2 @ (b1 + b2)),
        ),
        Misconception(
            "W2 meets b1 the wrong way round: each row of W2 is an output unit, so it "
            "is `W2 @ b1`.",
            lambda W1, b1, W2, b2: (W2 @ W1, b1 @ W2 + b2),
            lambda W1, b1, W2, b2: (W2 @ W1, W2.T @ b1 + b2),
        ),
        Misconception(
            "You add what must be multiplied: W2 (W1 x) is a product of matrices.",
            lambda W1, b1, W2, b2: (W1 + W2, b1 + b2),
            lambda W1, b1, W2, b2: (W2 + W1, W2 @ b1 + b2),
            lambda W1, b1, W2, b2: (W1 + W2, W2 @ b1 + b2),
        ),
        Misconception(
            "`*` multiplies entry by entry: `@` is the product of matrices.",
            lambda W1, b1, W2, b2: (W2 * W1, W2 @ b1 + b2),
            lambda W1, b1, W2, b2: (W1 * W2, W2 @ b1 + b2),
            lambda W1, b1, W2, b2: (W2 * W1, W2 * b1 + b2),
            lambda W1, b1, W2, b2: (W2 @ W1, W2 * b1 + b2),
        ),
        Misconception(
            "Your W lies on its side: it keeps a row for each output and a column for "
            "each input, without `.T`.",
            lambda W1, b1, W2, b2: ((W2 @ W1).T, W2 @ b1 + b2),
            lambda W1, b1, W2, b2: (W1.T @ W2.T, W2 @ b1 + b2),
        ),
        Misconception(
            "`.T` has no place here: W2 @ W1 already fits, (n_out, h) times (h, n).",
            lambda W1, b1, W2, b2: (W2 @ W1.T, W2 @ b1 + b2),
            lambda W1, b1, W2, b2: (W2.T @ W1, W2 @ b1 + b2),
            lambda W1, b1, W2, b2: (W1 @ W2.T, W2 @ b1 + b2),
            lambda W1, b1, W2, b2: (W2.T @ W1.T, W2 @ b1 + b2),
        ),
        Misconception(
            "Both layers are linear here: leave out the tanh, it is what would keep "
            "them from becoming one.",
            lambda W1, b1, W2, b2: (W2 @ np.tanh(W1), W2 @ np.tanh(b1) + b2),
            lambda W1, b1, W2, b2: (np.tanh(W2 @ W1), np.tanh(W2 @ b1 + b2)),
        ),
    ],
)
