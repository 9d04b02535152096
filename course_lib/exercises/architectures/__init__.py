"""Exercises of notebook 02: from one layer to networks that read facies from logs."""

from ..base import no_such_exercise
from .inputs import chapter

# in the order of the notebook, which is the order of progress()
from .layers import layer, fold_bias, layer_of_samples  # isort: skip
from .counting import count_parameters, shapes  # isort: skip
from .network import forward  # isort: skip
from .two_lines import two_units  # isort: skip
from .backprop import backpropagation  # isort: skip
from .differences import numerical_gradient  # isort: skip
from .smallest import smallest_network  # isort: skip
from .scores import softmax  # isort: skip
from .classes import cross_entropy, one_hot  # isort: skip
from .confusion import confusion_matrix  # isort: skip
from .wells import leak, split_by_well  # isort: skip
from .macro import macro_f1  # isort: skip

__all__ = [
    "backpropagation",
    "confusion_matrix",
    "count_parameters",
    "cross_entropy",
    "fold_bias",
    "forward",
    "layer",
    "layer_of_samples",
    "leak",
    "macro_f1",
    "numerical_gradient",
    "one_hot",
    "shapes",
    "smallest_network",
    "softmax",
    "split_by_well",
    "two_units",
]

__getattr__ = no_such_exercise(chapter)
