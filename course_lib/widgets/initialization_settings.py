"""Settings of InitializationExplorer: what there is, what it may be.

The dict is complete and fit for JSON: it travels between Python and the browser whole.
"""

import copy

from course_lib.activations import ACTIVATIONS
from course_lib.checks import check_choice, check_count, check_number
from course_lib.optimizers import GradientDescent
from course_lib.shared_random import MAX_SEED
from course_lib.widgets.initialization_data import SMALL, WINDOWS
from course_lib.widgets.playground_settings import SPEEDS, check_optimizer

VIEWS = ("small", "deep")
# Rule of course_lib.initializers, and what its variance is multiplied by.
STARTS = {
    "zeros": ("zeros", 1.0),
    "constant": ("constant", 1.0),
    "too_small": ("xavier", 0.01),
    "xavier": ("xavier", 1.0),
    "glorot": ("glorot", 1.0),
    "he": ("he", 1.0),
    "torch_default": ("torch_default", 1.0),
    "too_large": ("xavier", 100.0),
    "custom": ("xavier", None),
}
FACTORS = (1e-4, 1e4)
MOST_LAYERS = {"small": 4, "deep": 10}
MOST_UNITS = {"small": 8, "deep": 200}
DEFAULTS = {
    "small": {
        "view": "small",
        "data": "circle",
        "data_seed": 0,
        "hidden": [6, 3],
        "activation": "relu",
        "init": "he",
        "factor": 1,
        "scale_inputs": True,
        "seed": 0,
        "optimizer": GradientDescent(lr=0.1).settings(),
        "batch_size": 20,
        "links": "weight",
        "speed": 1,
        "log_loss": False,
    },
    "deep": {
        "view": "deep",
        "data": WINDOWS,
        "data_seed": 0,
        "hidden": [100, 100, 100, 100],
        "activation": "tanh",
        "init": "xavier",
        "factor": 1,
        "scale_inputs": True,
        "seed": 0,
        "optimizer": GradientDescent(lr=0.1).settings(),
        "batch_size": 40,
        "links": "weight",
        "speed": 0,
        "log_loss": False,
    },
}
# A change of one of these starts training again.
RESETS = (
    "view", "data", "data_seed", "hidden", "activation", "init", "factor",
    "scale_inputs", "seed",
)  # fmt: skip


def changed(present, given):
    """The settings after a change, complete and checked.

    Parameters
    ----------
    present : dict
        Complete settings; what ``given`` does not name stays, unless another ``view``
        is chosen: then all others are its usual ones.
    given : dict
        New values; ``optimizer`` may be a name or an optimizer, ``lr`` its rate.

    Returns
    -------
    dict
    """
    if not isinstance(given, dict):
        raise TypeError(f"settings must be a dict; got {type(given).__name__}")
    unknown = [key for key in given if key not in (*DEFAULTS["small"], "lr")]
    if unknown:
        raise TypeError(
            f"InitializationExplorer has no setting {unknown[0]!r}; there are "
            f"{', '.join([*DEFAULTS['small'], 'lr'])}"
        )
    view = check_choice(given.get("view", present["view"]), "view", VIEWS)
    usual = present if view == present["view"] else copy.deepcopy(DEFAULTS[view])
    new = {**usual, **{k: v for k, v in given.items() if k != "lr"}, "view": view}
    new["optimizer"] = check_optimizer(new["optimizer"], given.get("lr"), usual)
    names = SMALL if view == "small" else (WINDOWS,)
    new["data"] = check_choice(new["data"], "data", names)
    new["hidden"] = _hidden(new["hidden"], view)
    if "factor" in given and "init" not in given and new["factor"] != usual["factor"]:
        new["init"] = "custom"
    for name, check in CHECKS.items():
        new[name] = check(new[name], name)
    return new


def resets(old, new):
    """Whether this change of the settings starts training again."""
    return any(old[name] != new[name] for name in RESETS)


def starting_rule(settings):
    """(rule of `course_lib.initializers`, factor of its variance)."""
    rule, factor = STARTS[settings["init"]]
    return rule, settings["factor"] if factor is None else factor


def _hidden(hidden, view):
    if isinstance(hidden, (str, dict)) or not hasattr(hidden, "__len__"):
        raise TypeError(f"hidden must be a list of widths; got {hidden!r:.60}")
    if not 1 <= len(hidden) <= MOST_LAYERS[view]:
        raise ValueError(
            f"hidden must have 1 … {MOST_LAYERS[view]} layers; got {len(hidden)}"
        )
    return [check_count(n, "hidden", 1, MOST_UNITS[view]) for n in hidden]


def _switch(value, name):
    if not isinstance(value, bool):
        raise TypeError(f"{name} must be True or False; got {value!r:.60}")
    return value


def _speed(value, name):
    if isinstance(value, bool) or value not in SPEEDS:
        raise ValueError(f"{name} must be one of {SPEEDS}; got {value!r:.60}")
    return int(value)


def _factor(value, name):
    number = check_number(value, name, *FACTORS)
    return int(number) if number == int(number) else number


CHECKS = {
    "data_seed": lambda value, name: check_count(value, name, 0, MAX_SEED),
    "activation": lambda value, name: check_choice(value, name, ACTIVATIONS),
    "init": lambda value, name: check_choice(value, name, STARTS),
    "factor": _factor,
    "scale_inputs": _switch,
    "seed": lambda value, name: check_count(value, name, 0, MAX_SEED),
    "batch_size": lambda value, name: check_count(value, name, 1),
    "links": lambda value, name: check_choice(value, name, ("weight", "gradient")),
    "speed": _speed,
    "log_loss": _switch,
}
