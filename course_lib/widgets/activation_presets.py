"""Activation explorers by name: what the lecture shows.

What a preset says about itself is a test in tests/widgets/test_activation_explorer.py.

Taught in: notebook 3.
"""

from course_lib.checks import check_choice

RAW = {"weight": 1.0, "bias": 0.0}

PRESETS = {
    "sigmoid": {
        "title": "Sigmoid",
        "look_for": "Where is the curve steepest, and how steep is it there?",
        "activation": "sigmoid",
        "z": 1.0,
    },
    "tanh": {
        "title": "Hyperbolic tangent",
        "look_for": "The same shape as the sigmoid, centred on zero and four times as "
        "steep.",
        "activation": "tanh",
        "others": ["sigmoid"],
        "z": 1.0,
    },
    "relu": {
        "title": "ReLU",
        "look_for": "Move the point across zero: the slope is 0 or 1, nothing between.",
        "activation": "relu",
        "z": 1.0,
    },
    "relu_family": {
        "title": "ReLU and its relatives",
        "look_for": "Which of them let a gradient through on the left side?",
        "activation": "relu",
        "others": ["leaky_relu", "elu", "gelu", "silu", "softplus"],
        "leak": 0.1,
        "z": -1.0,
    },
    "gamma_ray_raw": {
        "title": "Gamma ray in API, straight into a sigmoid",
        "look_for": "Every sample ends at a = 1, where the slope is nothing. Press "
        "Standardise.",
        "activation": "sigmoid",
        "z": 1.0,
        **RAW,
    },
    "gamma_ray_scaled": {
        "title": "Gamma ray, standardised first",
        "look_for": "The samples lie where the curve is steep: the unit can learn.",
        "activation": "sigmoid",
        "z": 1.0,
    },
    "vanishing": {
        "title": "Ten layers of sigmoids",
        "look_for": "How much of the last layer's gradient reaches the first?",
        "view": "chain",
        "depth": 10,
        "chain_activation": "sigmoid",
        "init": "xavier",
    },
    "tanh_chain": {
        "title": "Ten layers of tanh",
        "look_for": "Xavier keeps the gradient alive, yet activations shrink slowly.",
        "view": "chain",
        "depth": 10,
        "chain_activation": "tanh",
        "init": "xavier",
    },
    "he_chain": {
        "title": "Ten layers of ReLU, He initialization",
        "look_for": "Gradient and activations keep their size. What does half the "
        "variance, Xavier, make of them?",
        "view": "chain",
        "depth": 10,
        "chain_activation": "relu",
        "init": "he",
    },
    "exploding": {
        "title": "Thirty layers of ReLU, weights too large",
        "look_for": "By what factor does the signal grow from layer to layer, and the "
        "gradient on its way back?",
        "view": "chain",
        "depth": 30,
        "chain_activation": "relu",
        "init": "scaled",
        "factor": 4.0,
    },
    "softmax": {
        "title": "Softmax over four rocks",
        "look_for": "Only differences of scores count. What does the temperature do?",
        "view": "softmax",
    },
}


def preset(name):
    """Settings of the preset ``name`` for `ActivationExplorer`; a dict of its own."""
    return dict(PRESETS[check_choice(name, "name", PRESETS)])
