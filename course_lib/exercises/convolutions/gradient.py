"""Backward through a cross-correlation: the gradient of a shared kernel."""

import numpy as np

from ..function import FunctionExercise, Misconception, Probe
from .inputs import chapter, trace_and_error


def _kernel_gradient(x, dz):
    return np.array([np.sum(dz * part) for part in _parts(x, dz)])


def _parts(x, dz):
    """What each weight of the kernel has met: x[j : j + m]."""
    return np.lib.stride_tricks.sliding_window_view(x, len(dz))


def _as_long_as_dz(x, dz):
    return [np.sum(dz * x[j : j + len(dz)]) for j in range(len(dz))]


def _as_long_as_dz_the_other_way(x, dz):
    return [np.sum(x[j : j + len(dz)] * dz) for j in range(len(dz))]


kernel_gradient = FunctionExercise(
    chapter,
    _kernel_gradient,
    title="The gradient of a kernel",
    success="A cross-correlation again, of the input with the error: a shared weight "
    "hears from every place of the trace, so a few traces teach a kernel much.",
    hints=[
        "Which z contain w[0]? All of them: z[0] has w[0]·x[0], z[1] has w[0]·x[1] …",
        "w[j] meets x[i + j] in z[i], so dw[j] is the sum of dz[i]·x[i + j] over all "
        "i.",
        "With m = len(dz): `np.sum(dz * x[j : j + m])` for every j in `range(len(x) - "
        "m + 1)`.",
    ],
    library="np.correlate",
    inputs=trace_and_error,
    probes=[
        Probe(
            "Only z[0] = w[0]·1 + w[1]·2 counts, dz = (1, 0): which are its slopes, x "
            "= (1, 2, 3)?",
            [1, 2, 3],
            [1, 0],
        ),
        Probe(
            "x = (1, 1, 1) and dz = (1, 1): each weight is used twice, so what is dw?",
            [1, 1, 1],
            [1, 1],
        ),
    ],
    misconceptions=[
        Misconception(
            "Your gradient runs backwards: dw[0] belongs to w[0], which met x[0] in "
            "z[0], x[1] in z[1] and so on.",
            lambda x, dz: _kernel_gradient(x, dz)[::-1],
            lambda x, dz: np.correlate(dz, x),
        ),
        Misconception(
            "This is a convolution, with dz turned round: w[j] meets x[i + j] in z[i], "
            "both indices run the same way.",
            lambda x, dz: np.convolve(x, dz, mode="valid"),
            lambda x, dz: np.convolve(x, dz, mode="valid")[::-1],
        ),
        Misconception(
            "You take a mean: a weight is used at every place, and its slopes add up. "
            "If J is a mean, its 1/m is in dz already.",
            lambda x, dz: _kernel_gradient(x, dz) / len(dz),
            lambda x, dz: _kernel_gradient(x, dz) / len(x),
        ),
        Misconception(
            "One weight is missing: the kernel has k = n - m + 1 of them, with m = "
            "len(dz).",
            lambda x, dz: _kernel_gradient(x, dz)[:-1],
        ),
        Misconception(
            "dw is as long as the kernel: k = n - m + 1 with m = len(dz).",
            lambda x, dz: np.correlate(x, dz, mode="full"),
            lambda x, dz: np.correlate(x, dz, mode="same"),
            lambda x, dz: np.convolve(x, dz, mode="full"),
            lambda x, dz: np.convolve(x, dz, mode="same"),
            _as_long_as_dz,
            _as_long_as_dz_the_other_way,
        ),
        Misconception(
            "`*` pairs x and dz one by one, but dz is shorter: the weight w[j] has met "
            "x[j : j + m].",
            lambda x, dz: x * dz,
            lambda x, dz: dz * x,
        ),
        Misconception(
            "You look at the first place only: w[j] is used at all places i, so add up "
            "over them.",
            lambda x, dz: dz[0] * x[: len(x) - len(dz) + 1],
        ),
        Misconception(
            "Only the last place is left: w[j] is used at all places i, so add its "
            "slopes up with `+=`.",
            lambda x, dz: dz[-1] * x[len(dz) - 1 :],
        ),
        Misconception(
            "The input is missing: the slope of w[j]·x[i + j] by w[j] is x[i + j].",
            lambda x, dz: np.full(len(x) - len(dz) + 1, np.sum(dz)),
            lambda x, dz: np.sum(dz),
        ),
        Misconception(
            "The error is missing: each x[i + j] is multiplied by dz[i].",
            lambda x, dz: _kernel_gradient(x, np.ones(len(dz))),
        ),
        Misconception(
            "The sign is wrong: this is the gradient itself; the minus comes with the "
            "step.",
            lambda x, dz: -_kernel_gradient(x, dz),
        ),
        Misconception(
            "The products are there, but not added up: each weight has one slope.",
            lambda x, dz: _parts(x, dz) * dz,
        ),
        Misconception(
            "This is the slope of the first weight only: is the `return` inside the "
            "loop?",
            lambda x, dz: np.sum(dz * x[: len(dz)]),
            lambda x, dz: [np.sum(dz * x[: len(dz)])],
        ),
    ],
)
