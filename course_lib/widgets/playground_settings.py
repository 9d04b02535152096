"""Settings of the playground: what there is, what it may be, what it means for others.

The dict is complete and fit for JSON: it travels between Python and the browser whole.
"""

from course_lib.activations import ACTIVATIONS
from course_lib.checks import check_choice, check_count, check_number
from course_lib.datasets.playground import FEATURES, LARGEST_NOISE, MOST
from course_lib.initializers import INITIALIZERS
from course_lib.optimizers import OPTIMIZERS, GradientDescent, Optimizer, from_settings
from course_lib.shared_random import MAX_SEED
from course_lib.widgets.own_racers import library_settings
from course_lib.widgets.playground_data import OUTPUTS

MOST_LAYERS, MOST_UNITS = 6, 32
TRAIN_SHARES = (10, 90)
SPEEDS = (0, 1, 10, 100)
DEFAULTS = {
    "data": "circle",
    "n": 500,
    "noise": 0,
    "data_seed": 0,
    "train_share": 50,
    "features": ["x1", "x2"],
    "hidden": [
        {"units": 4, "activation": "tanh"},
        {"units": 2, "activation": "tanh"},
    ],
    "init": "uniform",
    "bias": 0.1,
    "seed": 0,
    "optimizer": GradientDescent(lr=0.03).settings(),
    "batch_size": 10,
    "l1": 0,
    "l2": 0,
    "speed": 0,
    "stop_epoch": 0,
    "stop_loss": 0,
    "discretize": False,
    "show_test": False,
    "focus": None,
    "output_class": None,
    "log_loss": False,
}
# A change of one of these starts training again.
RESETS = (
    "data", "n", "noise", "data_seed", "train_share", "features", "hidden", "init",
    "bias", "seed",
)  # fmt: skip
# They make the task what its title and its question say.
TASK = (
    "data", "n", "noise", "train_share", "features", "hidden", "init", "optimizer",
    "l1", "l2",
)  # fmt: skip
HIDEABLE = (
    "data", "samples", "noise", "train_share", "batch_size", "features", "layers",
    "activation", "learning_rate", "schedule", "optimizer", "regularization", "init",
    "seed", "play", "step", "reset", "speed", "stop", "discretize", "test_data",
    "loss_chart", "gradients", "confusion", "weights", "help",
)  # fmt: skip
# Short forms that Python takes beside the settings themselves.
SHORT_FORMS = ("activation", "lr")


def changed(present, given, source):
    """The settings after a change, complete and checked.

    Parameters
    ----------
    present : dict
        Complete settings; what ``given`` does not name stays.
    given : dict
        New values. ``hidden`` may be a list of widths, ``optimizer`` a name or an
        optimizer; ``activation`` and ``lr`` stand for all layers and the optimizer's.
    source : callable
        Name of data → `Points` or `Pool`; raises for an unknown one.

    Returns
    -------
    dict

    Raises
    ------
    TypeError, ValueError
        With the setting's name, its value and what is allowed.
    """
    if not isinstance(given, dict):
        raise TypeError(f"settings must be a dict; got {type(given).__name__}")
    unknown = [key for key in given if key not in (*DEFAULTS, *SHORT_FORMS)]
    if unknown:
        raise TypeError(
            f"Playground has no setting {unknown[0]!r}; there are "
            f"{', '.join([*DEFAULTS, *SHORT_FORMS])}"
        )
    new = {**present, **{k: v for k, v in given.items() if k in DEFAULTS}}
    data = source(new["data"])
    new["hidden"] = _hidden(new["hidden"], given.get("activation"), present["hidden"])
    new["optimizer"] = check_optimizer(new["optimizer"], given.get("lr"), present)
    if new["batch_size"] is None:
        new["batch_size"] = MOST
    for name, check in CHECKS.items():
        new[name] = check(new[name], name)
    new["n"] = check_count(new["n"], "n", data.fewest, MOST)
    new["features"] = _features(new, "features" in given, data)
    new["focus"] = _focus(new, "focus" in given, data)
    new["output_class"] = _output_class(new, "output_class" in given, data)
    return new


def resets(old, new):
    """Whether this change of the settings starts training again."""
    return any(old[name] != new[name] for name in RESETS)


def same_task(settings, start):
    """Whether these settings are still those that a title was written for."""
    return all(settings[name] == start[name] for name in TASK)


def sizes(settings, source):
    """Units per layer, from input to output: the ``sizes`` of the network."""
    last = len(source.class_names) if source.kind == "multiclass" else 1
    hidden = [layer["units"] for layer in settings["hidden"]]
    return [len(settings["features"]), *hidden, last]


def network_arguments(settings, source):
    """The arguments of `Network` that make this network."""
    return {
        "sizes": sizes(settings, source),
        "hidden": [layer["activation"] for layer in settings["hidden"]],
        "output": OUTPUTS[source.kind],
        "init": settings["init"],
        "seed": settings["seed"],
        "l1": settings["l1"],
        "l2": settings["l2"],
    }


def check_hide(hide):
    """Names of controls to leave out, as a list."""
    if isinstance(hide, str):
        raise TypeError(f"hide must be a list of names; got {hide!r}")
    return [check_choice(name, "hide", HIDEABLE) for name in hide]


# ------------------------------------------------------------------------------ checks


def _whole(low, high=None):
    return lambda value, name: check_count(value, name, low, high)


def _between(low, high=None):
    return lambda value, name: _plain(check_number(value, name, low, high))


def _plain(number):
    """Whole numbers without a point: 30, not 30.0, as the browser writes them."""
    return int(number) if number == int(number) and abs(number) < 2**53 else number


def _switch(value, name):
    if not isinstance(value, bool):
        raise TypeError(f"{name} must be True or False; got {value!r:.60}")
    return value


def _speed(value, name):
    if isinstance(value, bool) or value not in SPEEDS:
        raise ValueError(f"{name} must be one of {SPEEDS}; got {value!r:.60}")
    return int(value)


# Its factor is for the widget that shows it; with 1 it is xavier.
STARTS = [name for name in INITIALIZERS if name != "scaled"]

CHECKS = {
    "noise": _between(0, LARGEST_NOISE),
    "data_seed": _whole(0, MAX_SEED),
    "train_share": _between(*TRAIN_SHARES),
    "init": lambda value, name: check_choice(value, name, STARTS),
    "bias": _between(None),
    "seed": _whole(0, MAX_SEED),
    "batch_size": _whole(1),
    "l1": _between(0),
    "l2": _between(0),
    "speed": _speed,
    "stop_epoch": _whole(0),
    "stop_loss": _between(0),
    "discretize": _switch,
    "show_test": _switch,
    "log_loss": _switch,
}


def _hidden(hidden, activation, present):
    """Layers as dicts, from dicts or widths."""
    if isinstance(hidden, (str, dict)) or not hasattr(hidden, "__len__"):
        raise TypeError(
            f"hidden must be a list of layers or widths; got {hidden!r:.60}"
        )
    if len(hidden) > MOST_LAYERS:
        raise ValueError(
            f"hidden must have {MOST_LAYERS} layers or fewer; got {len(hidden)}"
        )
    usual = present[0]["activation"] if present else "tanh"
    names = activation
    if activation is None or isinstance(activation, str):
        names = [activation] * len(hidden)
    if len(names) != len(hidden):
        raise ValueError(
            f"activation must be one name, or one for each of the {len(hidden)} "
            f"layers; got {activation!r}"
        )
    return [_layer(one, name, usual) for one, name in zip(hidden, names, strict=True)]


def _layer(layer, activation, usual):
    if not isinstance(layer, dict):
        layer = {"units": layer, "activation": usual}
    strange = set(layer) ^ {"units", "activation"}
    if strange:
        raise ValueError(
            f"hidden must hold layers with units and activation; got {layer!r}"
        )
    name = activation or layer["activation"]
    return {
        "units": check_count(layer["units"], "hidden (units)", 1, MOST_UNITS),
        "activation": check_choice(name, "activation", ACTIVATIONS),
    }


def check_optimizer(optimizer, lr, present):
    """Settings of an optimizer, from settings, a name or an optimizer."""
    if isinstance(optimizer, str):
        known = optimizer.lower() in OPTIMIZERS
        name = optimizer.lower() if known else optimizer
        kind = check_choice(name, "optimizer", OPTIMIZERS)
        optimizer = OPTIMIZERS[kind](lr=present["optimizer"]["lr"])
    if isinstance(optimizer, Optimizer):
        optimizer = library_settings(optimizer)
    if not isinstance(optimizer, dict):
        raise TypeError(
            f"optimizer must be one of the course's optimizers, its settings or its "
            f"name ({', '.join(OPTIMIZERS)}); got {optimizer!r:.60}"
        )
    if lr is not None:
        optimizer = {**optimizer, "lr": lr}
    try:
        return from_settings(optimizer).settings()
    except (TypeError, ValueError) as error:
        raise type(error)(f"optimizer: {error}") from None


def _features(new, given, data):
    names = new["features"]
    if isinstance(names, str) or not hasattr(names, "__len__"):
        raise TypeError(f"features must be a list of names; got {names!r:.60}")
    further = [f"x{j + 1}" for j in range(2, data.columns)]
    known = [*FEATURES, *further]
    if not given:  # other data have fewer columns
        names = [name for name in names if name in known] or ["x1", "x2"]
    names = [check_choice(name, "features", known) for name in names]
    if not names or len(set(names)) < len(names):
        raise ValueError(
            f"features must name one feature or more, each once; got {names}"
        )
    return names


def _focus(new, given, data):
    focus, layers = new["focus"], sizes(new, data)
    if focus is None:
        return None
    try:
        layer, unit = (check_count(k, "focus", 0) for k in focus)
        if layer < len(layers) and unit < layers[layer]:
            return [layer, unit]
    except (TypeError, ValueError):
        pass
    if not given:
        return None
    raise ValueError(
        f"focus must be None or [layer, unit] of the network "
        f"{'-'.join(map(str, layers))}, both counted from 0; got {focus!r:.60}"
    )


def _output_class(new, given, data):
    chosen, K = new["output_class"], len(data.class_names)
    if chosen is None or (not given and not (data.kind == "multiclass" and chosen < K)):
        return None
    if data.kind != "multiclass":
        raise ValueError(
            f"output_class must be None: {data.name} has one output; got {chosen!r:.60}"
        )
    return check_count(chosen, "output_class", 0, K - 1)
