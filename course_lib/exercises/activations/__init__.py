"""Exercises of notebook 03: from layers that collapse to weights that keep a signal."""

from ..base import no_such_exercise
from .inputs import chapter

# in the order of the notebook, which is the order of progress()
from .collapse import collapse  # isort: skip
from .curves import logit, sigmoid_derivative  # isort: skip
from .safe import safe_cross_entropy, safe_sigmoid  # isort: skip
from .saturation import saturated_share  # isort: skip
from .chains import layers_until  # isort: skip
from .slopes import relu_derivative, tanh_derivative  # isort: skip
from .kinks import dead_units, leaky_relu  # isort: skip
from .positive import positive_output  # isort: skip
from .temperature import softmax_temperature  # isort: skip
from .variance import variance_of_z  # isort: skip
from .weights import he_weights, xavier_uniform  # isort: skip
from .torch_start import torch_default_std  # isort: skip
from .factor import best_factor  # isort: skip

__all__ = [
    "best_factor",
    "collapse",
    "dead_units",
    "he_weights",
    "layers_until",
    "leaky_relu",
    "logit",
    "positive_output",
    "relu_derivative",
    "safe_cross_entropy",
    "safe_sigmoid",
    "saturated_share",
    "sigmoid_derivative",
    "softmax_temperature",
    "tanh_derivative",
    "torch_default_std",
    "variance_of_z",
    "xavier_uniform",
]

__getattr__ = no_such_exercise(chapter)
