"""Max pooling: of each 2×2 block the largest value."""

import numpy as np

from ..function import FunctionExercise, Misconception, Probe
from .inputs import chapter, feature_map


def _max_pool(a):
    return _blocks(a).max(axis=(1, 3))


def _blocks(a):
    """(n1 // 2, 2, n2 // 2, 2): row, row in the block, column, column in the block."""
    n1, n2 = a.shape[0] // 2, a.shape[1] // 2
    return a[: 2 * n1, : 2 * n2].reshape(n1, 2, n2, 2)


def _sliding(a):
    return np.lib.stride_tricks.sliding_window_view(a, (2, 2)).max(axis=(2, 3))


def _padded(a, value):
    """An odd last row or column makes blocks of its own."""
    odd = [(0, n % 2) for n in a.shape]
    return _max_pool(np.pad(a, odd, constant_values=value))


def _dealt_anew(a):
    n1, n2 = a.shape[0] // 2, a.shape[1] // 2
    return a[: 2 * n1, : 2 * n2].reshape(n1, n2, 4).max(axis=2)


max_pool = FunctionExercise(
    chapter,
    _max_pool,
    title="Max pooling",
    success="A quarter of the values, and the strongest answer of each block is kept, "
    "but no longer where in the block it was: a pooled fault is known to two samples.",
    hints=[
        "Block (i, j) holds the rows 2i and 2i + 1 and the columns 2j and 2j + 1.",
        "There are n1 // 2 times n2 // 2 blocks; `//` drops an odd last row or column.",
        "Two loops: `np.max(a[2 * i : 2 * i + 2, 2 * j : 2 * j + 2])`; or cut `a` to "
        "even sizes and `.reshape(n1 // 2, 2, n2 // 2, 2).max(axis=(1, 3))`.",
    ],
    inputs=feature_map,
    probes=[
        Probe(
            "What is left of the block [[1, 2], [3, 4]]?",
            np.array([[1.0, 2.0], [3.0, 4.0]]),
        ),
        Probe(
            "Which is the largest of [[-1, -2], [-3, -4]]?",
            np.array([[-1.0, -2.0], [-3.0, -4.0]]),
        ),
        Probe(
            "The third column of [[1, 2, 9], [3, 4, 9]] fills no block: what is left?",
            np.array([[1.0, 2.0, 9.0], [3.0, 4.0, 9.0]]),
        ),
    ],
    misconceptions=[
        Misconception(
            "This is mean pooling: take the largest value of each block.",
            lambda a: _blocks(a).mean(axis=(1, 3)),
        ),
        Misconception(
            "This is the smallest value of each block: take the largest.",
            lambda a: _blocks(a).min(axis=(1, 3)),
        ),
        Misconception(
            "You add up the four values of a block: take the largest of them.",
            lambda a: _blocks(a).sum(axis=(1, 3)),
        ),
        Misconception(
            "Your blocks overlap, stride 1: the next block begins two samples, or two "
            "traces, further on.",
            _sliding,
        ),
        Misconception(
            "An odd last row or column makes no block of its own: drop it, the result "
            "has shape (n1 // 2, n2 // 2).",
            lambda a: _padded(a, -np.inf),
            lambda a: _padded(a, 0),
        ),
        Misconception(
            "You always drop the last row and column: only where their number is odd, "
            "as `n // 2` does by itself.",
            lambda a: _max_pool(a[:-1, :-1]),
        ),
        Misconception(
            "This is the largest size, without the sign: -3 is smaller than 1, so "
            "leave `abs` out.",
            lambda a: np.abs(_blocks(a)).max(axis=(1, 3)),
        ),
        Misconception(
            "No value of yours is below 0: a block may hold nothing but negative ones, "
            "so begin with its first value instead of 0.",
            lambda a: np.maximum(_max_pool(a), 0),
        ),
        Misconception(
            "The result lies on its side: row i, column j belongs to block (i, j).",
            lambda a: _max_pool(a).T,
        ),
        Misconception(
            "You pool down the traces only: a block is two samples high and two traces "
            "wide.",
            lambda a: a[: len(a) // 2 * 2].reshape(len(a) // 2, 2, -1).max(axis=1),
        ),
        Misconception(
            "You pool across the traces only: a block is two samples high and two "
            "traces wide.",
            lambda a: _max_pool(np.repeat(a, 2, axis=0)),
        ),
        Misconception(
            "You take one corner of each block: compare all four values.",
            lambda a: _blocks(a)[:, 0, :, 0],
            lambda a: _blocks(a)[:, 1, :, 1],
            lambda a: a[::2, ::2],
        ),
        Misconception(
            "`reshape` deals the numbers out row by row and mixes the blocks: "
            "`.reshape(n1 // 2, 2, n2 // 2, 2)` keeps them, with the maximum over "
            "axes 1 and 3.",
            _dealt_anew,
        ),
        Misconception(
            "`reshape` needs even sizes: cut an odd last row or column off first.",
            lambda a: a.reshape(a.shape[0] // 2, 2, a.shape[1] // 2, 2).max((1, 3)),
        ),
        Misconception(
            "This is the largest value of all: each block of 2×2 keeps its own.",
            lambda a: np.max(a),
        ),
    ],
)
