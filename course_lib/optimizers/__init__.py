"""Optimizers, their schedules, and the two loops that use them.

``rules`` holds the formulas, ``descent`` walks over a surface of two parameters,
``training`` fits a network by mini-batches.
"""

from course_lib.optimizers.descent import Path, descend
from course_lib.optimizers.rules import (
    OPTIMIZERS,
    Adadelta,
    Adagrad,
    Adam,
    GradientDescent,
    Momentum,
    Nesterov,
    Optimizer,
    RMSprop,
    from_settings,
)
from course_lib.optimizers.schedules import (
    SCHEDULES,
    Constant,
    CosineDecay,
    ExponentialDecay,
    InverseTimeDecay,
    StepDecay,
)
from course_lib.optimizers.training import History, train

__all__ = [
    "OPTIMIZERS",
    "SCHEDULES",
    "Adadelta",
    "Adagrad",
    "Adam",
    "Constant",
    "CosineDecay",
    "ExponentialDecay",
    "GradientDescent",
    "History",
    "InverseTimeDecay",
    "Momentum",
    "Nesterov",
    "Optimizer",
    "Path",
    "RMSprop",
    "StepDecay",
    "descend",
    "from_settings",
    "train",
]
