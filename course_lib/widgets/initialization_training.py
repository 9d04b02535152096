"""How the training of InitializationExplorer travels: the playground's dict, packed.

The deep network has 61 000 weights. As text a list of them would be a megabyte or more
every second, so lists of parameters travel as base64 of little-endian float64; an empty
text stands for zeros.
"""

import base64
import binascii

import numpy as np

from course_lib.widgets import playground_training as training_of

PACKED = ("parameters", *training_of.MEMORY)


def start(network, settings, rule, factor):
    """Give a network the weights it starts from, biases 0, in place."""
    training_of.start(network, rule, settings["seed"], 0.0)
    if factor != 1:
        for W in network.weights:
            W *= np.sqrt(factor)


def pack(training):
    """A training dict of the playground, fit to travel."""
    return {**training, **{name: _packed(training[name]) for name in PACKED}}


def _packed(values):
    values = training_of.numbers(values)
    if not values.any():
        return ""
    return base64.b64encode(values.astype("<f8").tobytes()).decode()


def unpack(training, size):
    """What `pack` made, as the playground's training takes it; {} stays {}."""
    if not training:
        return {}
    lists = {name: _unpacked(training.get(name), size, name) for name in PACKED}
    return {**training, **lists}


def _unpacked(text, size, name):
    if not isinstance(text, str):
        raise TypeError(f"training[{name!r}] must be text; got {type(text).__name__}")
    if not text:
        return np.zeros(size)
    try:
        raw = base64.b64decode(text, validate=True)
    except binascii.Error as error:
        raise ValueError(f"training[{name!r}] is not base64: {error}") from None
    if len(raw) != 8 * size:
        raise ValueError(
            f"training[{name!r}] must hold {size} numbers, one per parameter of this "
            f"network; got {len(raw) / 8:g}"
        )
    return np.frombuffer(raw, "<f8").astype(float)


def check_training(training, size):
    """Return ``training`` if a network of this size can go on from it."""
    if not isinstance(training, dict):
        raise TypeError(f"training must be a dict; got {type(training).__name__}")
    lists = unpack(training, size)
    plain = {name: training_of.plain(lists[name]) for name in PACKED if name in lists}
    training_of.check_training({**lists, **plain}, size)
    return training


def usable(training, size):
    """The training unpacked, {} where a network of this size cannot go on from it."""
    try:
        return unpack(training, size)
    except (TypeError, ValueError):
        return {}
