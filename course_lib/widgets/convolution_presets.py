"""Convolution explorers by name: kernels on sections, on traces, layers in a row.

What a preset says about itself is a test in tests/widgets/test_convolution_presets.py.

Taught in: notebook 5.
"""

from functools import cache

import numpy as np

from course_lib.checks import check_choice
from course_lib.convolution import KERNELS, Kernel
from course_lib.geophysics import avo
from course_lib.geophysics.seismic import seismogram
from course_lib.geophysics.wavelets import berlage, ricker, rotate_phase
from course_lib.widgets.convolution_data import attributes

DT_MS = 4.0
SIZE = 64  # samples and traces of the example sections
ANGLES_DEG = {"near, 5°": 5.0, "mid, 18°": 18.0, "far, 30°": 30.0}

# Two flat beds, cut by a fault and moved by two samples.
STEP = np.array(
    [
        [0, 0, 0, 0, 0, 0, 0, 0],
        [2, 2, 2, 2, 0, 0, 0, 0],
        [0, 0, 0, 0, 0, 0, 0, 0],
        [-1, -1, -1, -1, 2, 2, 2, 2],
        [0, 0, 0, 0, 0, 0, 0, 0],
        [0, 0, 0, 0, -1, -1, -1, -1],
        [0, 0, 0, 0, 0, 0, 0, 0],
    ],
    dtype=float,
)


# -------------------------------------------------------------------------- the kernels


def image_kernels():
    """The named kernels of images: `course_lib.convolution.KERNELS`."""
    return KERNELS


@cache
def trace_kernels():
    """Named kernels of one trace, every 4 ms; a dict of name to Kernel.

    What is a wavelet has its time 0 at the middle sample, where "same" padding expects
    it.
    """
    t = np.arange(-12, 13) * DT_MS / 1000
    wavelet = ricker(t, 25)
    made = {
        "identity": ([0, 1, 0], "The trace as it is."),
        "smooth": (np.full(5, 0.2), "The mean of five samples."),
        "derivative": ([-0.5, 0, 0.5], "The change from sample to sample."),
        "ricker": (wavelet, "A zero-phase wavelet of 25 Hz."),
        "ricker, turned by 90°": (
            rotate_phase(wavelet, 90),
            "The same frequencies, each a quarter of a period later.",
        ),
        "causal": (
            berlage(np.arange(-16, 17) * DT_MS / 1000, 35, decay_1_s=110),
            "Nothing before time 0, then it rings: a hammer.",
        ),
        "matched ricker": (
            wavelet / (wavelet @ wavelet),
            "The Ricker wavelet over its energy: it finds itself.",
        ),
    }
    return {name: Kernel(values, shows) for name, (values, shows) in made.items()}


# ----------------------------------------------------------------------------- the data


def example_patch():
    """One generated image of 64 samples and 64 traces with a fault, as Patches."""
    from course_lib import datasets

    ranges = {"fault_share": 1, "n_faults": (1, 1), "throw": (8, 9), "snr": (5, 6)}
    return datasets.fault_patches(1, SIZE, seed=FAULT_SEED, **ranges)


def example_section():
    """The image of `example_patch`, (64, 64)."""
    return example_patch().X[0]


def folded_section():
    """A section without faults whose beds dip both ways, (64, 64)."""
    from course_lib import datasets

    ranges = {
        "fault_share": 0,
        "fold": (14, 15),
        "fold_width": (14, 16),
        "tilt": (0, 0.02),
        "bed_thickness": (4, 6),
        "f0_hz": (25, 30),
        "snr": (5, 6),
    }
    return datasets.fault_patches(1, SIZE, seed=FOLD_SEED, **ranges).X[0]


def example_trace():
    """Reflection coefficients of a stack of beds, one every 4 ms, (96,)."""
    rng = np.random.default_rng(3)
    r = np.zeros(96)
    at = np.cumsum(rng.integers(3, 14, 12)) + 8
    r[at[at < 88]] = rng.choice([-1, 1], (at < 88).sum()) * rng.uniform(
        0.03, 0.2, (at < 88).sum()
    )
    return r.round(3)


def noisy_trace():
    """`example_trace` seen through a Ricker wavelet, with white noise, (96,)."""
    clean = seismogram(example_trace(), ricker(np.arange(-12, 13) * DT_MS / 1000, 25))
    noise = np.random.default_rng(4).normal(size=len(clean))
    return clean + 0.5 * clean.std() * noise


def angle_stacks():
    """Near, mid and far stack of one section with a gas sand, (3, 64, 64).

    Reflectivity R(θ) = A + B sin²θ (Shuey 1985). Shale on shale and on brine sand lies
    on the background trend, B = −A: far stacks are weaker. The gas sand's top has
    A = −0.06 and B = −0.16, its base the opposite: far stacks are stronger.
    """
    rng = np.random.default_rng(11)
    A, B = np.zeros((2, SIZE, SIZE))
    bend = (6 * np.exp(-(((np.arange(SIZE) - 30) / 16.0) ** 2))).round().astype(int)
    for depth in range(6, SIZE + 6, 5):
        strength = rng.uniform(0.04, 0.1) * rng.choice([-1, 1])
        for trace in range(SIZE):
            if 0 <= depth - bend[trace] < SIZE:
                A[depth - bend[trace], trace] = strength
                B[depth - bend[trace], trace] = -strength
    for trace in range(20, 41):
        for depth, sign in ((36, -1), (40, 1)):
            A[depth - bend[trace], trace] = 0.06 * sign
            B[depth - bend[trace], trace] = 0.16 * sign
    wavelet = ricker(np.arange(-10, 11) * DT_MS / 1000, 30)
    stacks = [
        seismogram(avo.reflectivity(angle, A, B), wavelet)
        for angle in ANGLES_DEG.values()
    ]
    return np.stack(stacks) + rng.normal(0, 0.004, (3, SIZE, SIZE))


FAULT_SEED, FOLD_SEED = 4, 2

# -------------------------------------------------------------------------- the presets

_TRACE = {"view": "trace", "padding": "same", "flip": True}

PRESETS = {
    "stencil": {
        "title": "A kernel of nine numbers",
        "look_for": "Two beds and a fault. Which cells of the output are not zero?",
        "data": lambda: {"image": STEP},
        "axis_names": ("row", "column"),
        "axis_steps": (1, 1),
        "kernel": "horizontal derivative",
        "position": (0, 2),
    },
    "section": {
        "title": "A kernel on a seismic section",
        "look_for": "Take one kernel after the other: what does each keep, what does "
        "it remove?",
        "kernel": "identity",
    },
    "smooth": {
        "title": "Smoothing",
        "look_for": "Noise shrinks, and so do thin beds and the fault.",
        "kernel": "smooth",
    },
    "edges": {
        "title": "What changes from trace to trace",
        "look_for": "Flat beds vanish. What is left at the fault?",
        "kernel": "sobel across traces",
    },
    "dip": {
        "title": "A dip filter",
        "look_for": "Only the flank that dips down to the right stays. Which kernel "
        "keeps the other one?",
        "data": lambda: {"image": folded_section()},
        "kernel": "dip down to the right",
    },
    "matched_filter": {
        "title": "A matched filter down every trace",
        "look_for": "The kernel is one column: no trace learns from its neighbours.",
        "kernel": "ricker",
        "padding": "same",
    },
    "sizes": {
        "title": "Stride, padding, dilation",
        "look_for": "Stride 2 cannot reach the last row and column. Which padding "
        "takes them in?",
        "kernel": "smooth",
        "stride": 2,
    },
    "dilation": {
        "title": "A kernel with holes",
        "look_for": "Nine numbers that reach over nine samples.",
        "kernel": "laplacian",
        "dilation": 4,
    },
    "channels": {
        "title": "Three attributes, one feature map",
        "look_for": "Each channel has its own kernel; their responses are added, then "
        "the bias.",
        "view": "channels",
        "data": lambda: {"image": attributes(example_section(), DT_MS)},
        "channel_names": ("amplitude", "derivative in time", "envelope"),
        "kernel": "sobel across traces",
        "padding": "same",
        "activation": "relu",
    },
    "angle_stacks": {
        "title": "Far minus near",
        "look_for": "Which reflections grow with the angle? A negative bias and ReLU "
        "leave them alone.",
        "view": "channels",
        "data": lambda: {"image": angle_stacks()},
        "channel_names": tuple(ANGLES_DEG),
        "kernel": [[[-1.0]], [[0.0]], [[1.0]]],
        "position": (35, 26),
    },
    "convolutional_model": {
        "title": "A seismic trace is a convolution",
        "look_for": "Every reflection coefficient writes the wavelet once, times its "
        "own value. Click one.",
        **_TRACE,
    },
    "correlation_or_convolution": {
        "title": "Which way round?",
        "look_for": "The wavelet starts at time 0. Correlation lets it end there: the "
        "echo comes before its reflector.",
        "wavelet": "causal",
        **_TRACE,
    },
    "trace_filter": {
        "title": "A matched filter on a noisy trace",
        "look_for": "The sum is largest where the trace looks like the kernel.",
        "data": lambda: {"trace": noisy_trace()},
        "trace_name": "amplitude",
        "wavelet": "matched ricker",
        **_TRACE,
        "flip": False,
    },
    "receptive_field": {
        "title": "How far does a cell see?",
        "look_for": "Two convolutions, a pooling, and again: drag the cell, go from "
        "layer to layer.",
        "view": "stack",
    },
    "deep_field": {
        "title": "Theory and measurement",
        "look_for": "Eight convolutions see 17 × 17 samples, but most of the gradient "
        "comes from the middle.",
        "view": "stack",
        "layers": (3,) * 8,
        "weights": "mean",
    },
    "dilated_field": {
        "title": "Far with few weights",
        "look_for": "Dilation 1, 2, 4, 8: the field doubles with every layer.",
        "view": "stack",
        "layers": ((3, 1, 1), (3, 1, 2), (3, 1, 4), (3, 1, 8)),
        "weights": "random",
    },
}


def preset(name):
    """Arguments of `ConvolutionExplorer` for the preset ``name``; a dict of its own."""
    found = dict(PRESETS[check_choice(name, "name", PRESETS)])
    make_data = found.pop("data", dict)
    return {**found, **make_data()}
