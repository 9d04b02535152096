"""The way back to a longer trace: a transposed convolution."""

import numpy as np

from ..function import FunctionExercise, Misconception, Probe
from .inputs import chapter, short_trace


def _conv_transpose(x, w, stride):
    return np.convolve(_with_zeros(x, stride), w)


def _with_zeros(x, stride):
    """x with stride - 1 zeros between its samples, none after the last."""
    spread = np.zeros((len(x) - 1) * stride + 1)
    spread[::stride] = x
    return spread


def _overwritten(x, w, stride):
    z = np.zeros((len(x) - 1) * stride + len(w))
    for i in range(len(x)):
        z[i * stride : i * stride + len(w)] = x[i] * w
    return z


def _too_short(x, w, stride):
    z = np.zeros(len(x) * stride)
    for i in range(len(x)):
        z[i * stride : i * stride + len(w)] += x[i] * w
    return z


conv_transpose = FunctionExercise(
    chapter,
    _conv_transpose,
    title="Transposed convolution",
    success="This is how a U-Net gets from a coarse idea of where the fault is back "
    "to every sample. With stride 2 and k = 2 no copies overlap, so no sample is "
    "counted twice.",
    hints=[
        "The copy of the kernel that sample i puts down begins at i·stride.",
        "The last copy begins at (n - 1)·stride and has k values: that is the length.",
        "`z[i * stride : i * stride + k] += x[i] * w` for every i, in an array of "
        "zeros.",
    ],
    optional=True,
    inputs=short_trace,
    probes=[
        Probe(
            "A single sample puts down its copy: 2 times (1, 2, 3)?", [2], [1, 2, 3], 2
        ),
        Probe(
            "x = (1, 10), w = (1, 1, 1), stride 2: where the two copies overlap, what "
            "is the sum?",
            [1, 10],
            [1, 1, 1],
            2,
        ),
    ],
    misconceptions=[
        Misconception(
            "The stride is missing: each copy begins `stride` samples after the one "
            "before, not one.",
            lambda x, w, stride: np.convolve(x, w),
        ),
        Misconception(
            "Where copies overlap the later one replaces the earlier: add them, `+=`.",
            _overwritten,
        ),
        Misconception(
            "Your copies lie back to front: each is x[i] times the kernel as it is.",
            lambda x, w, stride: _conv_transpose(x, w[::-1], stride),
            lambda x, w, stride: np.correlate(_with_zeros(x, stride), w, "full"),
        ),
        Misconception(
            "The samples are repeated, not spread: between them come stride - 1 zeros "
            "before the kernel is laid over them.",
            lambda x, w, stride: np.convolve(np.repeat(x, stride), w),
            lambda x, w, stride: np.repeat(x, stride),
        ),
        Misconception(
            "Zeros follow the last sample too: there are zeros between the samples "
            "only, so that (n - 1)·stride + k values come out.",
            lambda x, w, stride: np.append(
                _conv_transpose(x, w, stride), np.zeros(stride - 1)
            ),
        ),
        Misconception(
            "Your trace of zeros is too short for the last copy: it takes (n - 1)·"
            "stride + k values.",
            _too_short,
            lambda x, w, stride: _conv_transpose(x, w, stride)[: len(x) * stride],
        ),
        Misconception(
            "Your trace has zeros left at its end: (n - 1)·stride + k values are "
            "enough.",
            lambda x, w, stride: np.append(
                _conv_transpose(x, w, stride), np.zeros(stride)
            ),
        ),
        Misconception(
            "You cut off what is beyond the first and last sample: every copy is kept "
            "whole.",
            lambda x, w, stride: np.convolve(_with_zeros(x, stride), w, "same"),
            lambda x, w, stride: np.convolve(_with_zeros(x, stride), w, "valid"),
        ),
        Misconception(
            "This is a strided convolution, which makes a trace shorter: here it gets "
            "longer, each sample puts down a whole kernel.",
            lambda x, w, stride: np.correlate(x, w, "valid")[::stride],
            lambda x, w, stride: np.convolve(x, w, "valid")[::stride],
        ),
        Misconception(
            "This is the copy of the first sample only: is the `return` inside the "
            "loop?",
            lambda x, w, stride: _conv_transpose(
                np.append(x[0], np.zeros(len(x) - 1)), w, stride
            ),
        ),
        Misconception(
            "This is the copy of the last sample only: the array of zeros is made "
            "once, before the loop.",
            lambda x, w, stride: _conv_transpose(
                np.append(np.zeros(len(x) - 1), x[-1]), w, stride
            ),
        ),
    ],
)
