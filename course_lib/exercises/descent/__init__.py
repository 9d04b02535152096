"""Exercises of notebook 04: from the cost of a line to an optimizer of one's own."""

from ..base import no_such_exercise
from .inputs import chapter

# in the order of the notebook, which is the order of progress()
from .line_fit import cost, cost_gradient  # isort: skip
from .walk import descend_line  # isort: skip
from .rates import largest_rate, rate_limit  # isort: skip
from .ravine import cure_ravine  # isort: skip
from .counting import count_updates  # isort: skip
from .batches import minibatches  # isort: skip
from .rules import momentum_step, rmsprop_step  # isort: skip
from .adam import adam_step  # isort: skip
from .stalled import stalled_travel  # isort: skip
from .shifts import decayed_rate, safe_shift  # isort: skip
from .inverse import normal_equations, tikhonov  # isort: skip
from .own_rule import my_optimizer  # isort: skip

__all__ = [
    "adam_step",
    "cost",
    "cost_gradient",
    "count_updates",
    "cure_ravine",
    "decayed_rate",
    "descend_line",
    "largest_rate",
    "minibatches",
    "momentum_step",
    "my_optimizer",
    "normal_equations",
    "rate_limit",
    "rmsprop_step",
    "safe_shift",
    "stalled_travel",
    "tikhonov",
]

__getattr__ = no_such_exercise(chapter)
