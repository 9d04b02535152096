"""Starts by name: what each rule of the starting weights does.

What a preset says about itself is a test in
tests/widgets/test_initialization_presets.py. Taught in: notebook 3, Initialization.
"""

from course_lib.checks import check_choice
from course_lib.widgets.playground_presets import Preset

_ALL = {
    "zeros": (
        "All weights zero",
        "Every unit is the same unit: the loss stays at ln 2 = 0.693",
        {"init": "zeros"},
    ),
    "constant": (
        "All weights equal",
        "Play: the weights change, but units of a layer stay copies of each other",
        {"init": "constant"},
    ),
    "too_small": (
        "Weights too small",
        "Nothing happens for more than a hundred epochs. Then look at the gradients",
        {"init": "too_small"},
    ),
    "xavier": (
        "Xavier: variance 1/n",
        "Made for tanh: the circle is found within a hundred epochs",
        {"init": "xavier", "activation": "tanh"},
    ),
    "glorot": (
        "Glorot: variance 2/(n in + n out)",
        "Forward and backward signal share the blame",
        {"init": "glorot", "activation": "tanh"},
    ),
    "he": (
        "He: variance 2/n",
        "ReLU halves the signal, twice the variance makes up for it",
        {"init": "he"},
    ),
    "too_large": (
        "Weights too large",
        "The loss begins near 50: the network is sure, and wrong",
        {"init": "too_large"},
    ),
    "deep_tanh": (
        "Five layers, tanh, Xavier",
        "The signal fades slowly from layer to layer, and the network learns",
        {"view": "deep"},
    ),
    "deep_relu": (
        "Five layers, ReLU, He",
        "The signal is as strong in the fourth layer as in the first",
        {"view": "deep", "activation": "relu", "init": "he"},
    ),
    "deep_sigmoid": (
        "Five layers, sigmoid, Xavier",
        "Compare the gradient of layer 1 with that of the output: nothing is learned",
        {"view": "deep", "activation": "sigmoid"},
    ),
    "deep_raw_inputs": (
        "Logs in their own units",
        "Layer 1 is saturated before training starts: switch the scaling on",
        {"view": "deep", "scale_inputs": False},
    ),
}
PRESETS = {name: Preset(*parts) for name, parts in _ALL.items()}


def preset(name):
    """One of PRESETS."""
    return PRESETS[check_choice(name, "name", PRESETS)]
