"""Exercises of notebook 01: from a gamma-ray cut-off to a trained logistic unit."""

from ..base import no_such_exercise
from .inputs import chapter

# in the order of the notebook, which is the order of progress()
from .unit import decision_line, gas_line, sigmoid, soft_cutoff, unit  # isort: skip
from .learning import gradient, loss, training_step  # isort: skip
from .products import feature_count, odds_factor, quadratic_features

__all__ = [
    "decision_line",
    "feature_count",
    "gas_line",
    "gradient",
    "loss",
    "odds_factor",
    "quadratic_features",
    "sigmoid",
    "soft_cutoff",
    "training_step",
    "unit",
]

__getattr__ = no_such_exercise(chapter)
