"""What a convolution layer computes: a cross-correlation."""

import numpy as np

from ..function import FunctionExercise, Misconception, Probe
from .inputs import chapter, trace_and_kernel


def _cross_correlate(x, w):
    return np.array([np.sum(w * x[i : i + len(w)]) for i in _places(x, w)])


def _places(x, w):
    return range(len(x) - len(w) + 1)


def _index_by_index(x, w, places):
    z = []
    for i in range(places):
        total = 0.0
        for j in range(len(w)):
            total += w[j] * x[i + j]
        z.append(total)
    return z


cross_correlate = FunctionExercise(
    chapter,
    _cross_correlate,
    title="What a layer computes",
    success="This is `torch.nn.Conv1d`: called a convolution, in truth a matched "
    "filter. Its output is largest where the trace looks like the kernel.",
    hints=[
        "At place i the kernel lies on the samples x[i], x[i + 1], …: multiply each by "
        "its weight and add up.",
        "The last place at which all k weights lie on the trace is n - k, so there are "
        "n - k + 1 places.",
        "`np.sum(w * x[i : i + k])` for every i in `range(n - k + 1)`.",
    ],
    library="np.correlate",
    inputs=trace_and_kernel,
    probes=[
        Probe(
            "With x = (3, 4) and w = (1, 2) there is one place: 1·3 + 2·4?",
            [3, 4],
            [1, 2],
        ),
        Probe(
            "The kernel (0, 1) picks the second sample under it: what is left of x = "
            "(1, 2, 3)?",
            [1, 2, 3],
            [0, 1],
        ),
    ],
    misconceptions=[
        Misconception(
            "You turn the kernel round: that is a convolution. A layer lays the kernel "
            "on the trace as it is, w[j] on x[i + j].",
            lambda x, w: np.convolve(x, w, mode="valid"),
        ),
        Misconception(
            "`np.correlate` wants the trace first and the kernel second; the other way "
            "round the result runs backwards.",
            lambda x, w: np.correlate(w, x),
            lambda x, w: _cross_correlate(x, w)[::-1],
        ),
        Misconception(
            "One value is missing at the end: the kernel still fits at place n - k, so "
            "there are n - k + 1 of them.",
            lambda x, w: _cross_correlate(x, w)[:-1],
        ),
        Misconception(
            "Your loop goes one place too far, where the kernel hangs over the end: "
            "there are n - k + 1 places.",
            lambda x, w: [np.sum(w * x[i : i + len(w)]) for i in range(len(x))],
            lambda x, w: [np.sum(x[i : i + len(w)] * w) for i in range(len(x))],
            lambda x, w: [np.dot(w, x[i : i + len(w)]) for i in range(len(x))],
            lambda x, w: [np.dot(x[i : i + len(w)], w) for i in range(len(x))],
            lambda x, w: [w @ x[i : i + len(w)] for i in range(len(x))],
            lambda x, w: [x[i : i + len(w)] @ w for i in range(len(x))],
            lambda x, w: _index_by_index(x, w, len(x)),
        ),
        Misconception(
            "You count every place where kernel and trace touch: without padding the "
            "kernel lies on the trace completely.",
            lambda x, w: np.correlate(x, w, mode="full"),
            lambda x, w: np.convolve(x, w, mode="full"),
        ),
        Misconception(
            "You pad with zeros, so that the result is as long as the trace: here "
            "there is no padding, which leaves n - k + 1 values.",
            lambda x, w: np.correlate(x, w, mode="same"),
            lambda x, w: np.convolve(x, w, mode="same"),
            lambda x, w: _cross_correlate(np.append(x, np.zeros(len(w) - 1)), w),
            lambda x, w: _cross_correlate(np.append(np.zeros(len(w) - 1), x), w),
        ),
        Misconception(
            "Zeros are left over in an array as long as the trace: n - k + 1 values "
            "are enough for all places.",
            lambda x, w: np.append(_cross_correlate(x, w), np.zeros(len(w) - 1)),
            lambda x, w: np.pad(
                _cross_correlate(x, w), (len(w) // 2, (len(w) - 1) // 2)
            ),
        ),
        Misconception(
            "You take the mean of the products: a layer adds them up, so use the sum.",
            lambda x, w: _cross_correlate(x, w) / len(w),
        ),
        Misconception(
            "You divide by the sum of the weights, as a weighted mean does: a layer "
            "only adds up the products.",
            lambda x, w: _cross_correlate(x, w) / np.sum(w),
        ),
        Misconception(
            "The products are there, but not added up: each place gives one number.",
            lambda x, w: [w * x[i : i + len(w)] for i in _places(x, w)],
        ),
        Misconception(
            "Only the last product of each place is left: add them up with `+=`, from "
            "0.",
            lambda x, w: w[-1] * x[len(w) - 1 :],
        ),
        Misconception(
            "The samples are added up without their weights: multiply each by w[j] "
            "first.",
            lambda x, w: _cross_correlate(x, np.ones(len(w))),
        ),
        Misconception(
            "`*` pairs the two sample by sample, from end to end: lay the short kernel "
            "on one piece of the trace after the other.",
            lambda x, w: x * w,
            lambda x, w: w * x,
            lambda x, w: x @ w,
            lambda x, w: np.dot(x, w),
            lambda x, w: np.dot(w, x),
            lambda x, w: w @ x,
        ),
        Misconception(
            "Your kernel moves on by its own length: it moves by one sample, so that "
            "the places overlap.",
            lambda x, w: _cross_correlate(x, w)[:: len(w)],
        ),
        Misconception(
            "This is the first place only: is the `return` inside the loop?",
            lambda x, w: np.sum(w * x[: len(w)]),
            lambda x, w: [np.sum(w * x[: len(w)])],
        ),
    ],
)
