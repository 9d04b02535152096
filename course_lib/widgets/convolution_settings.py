"""Settings of ConvolutionExplorer, checked: kernels, padding, layers, positions."""

import numpy as np
import traitlets

from course_lib.checks import check_array, check_choice, check_count

VIEWS = ("section", "channels", "trace", "stack")
ACTIVATIONS = ("none", "relu")
WEIGHTS = ("mean", "random", "kernel")
LOOKS = ("output", "input")
KINDS = {"conv": "convolution", "max": "max pooling", "mean": "mean pooling"}
MOST_TAPS = 31  # along one axis of an image kernel
MOST_WAVELET = 201
MOST_STRIDE, MOST_DILATION, MOST_PADDING = 8, 8, 32
MOST_LAYERS, MOST_SIZE = 8, 9
MOST_CHANNELS = 8
MOST_VALUES = 4_000_000  # of an image, all channels together
MOST_SAMPLES = 10_000  # of a trace


class FloatArray(traitlets.TraitType):
    """A trait that holds a read-only float64 array and travels as nested lists."""

    info_text = "an array of finite numbers"

    def __init__(self, ndim, most, **kwargs):
        super().__init__(**kwargs)
        self.ndim, self.most = ndim, most
        self.tag(sync=True, to_json=lambda value, _widget: value.tolist())

    def validate(self, obj, value):
        value = check_kernel(value, self.name, self.ndim, self.most)
        value.setflags(write=False)
        return value

    def set(self, obj, value):
        # traitlets compares with ==, which an array does not answer with one bool
        new = self._validate(obj, value)
        if not np.array_equal(obj._trait_values.get(self.name), new):
            super().set(obj, new)


def check_kernel(value, name, ndim, most):
    """``value`` as a new float64 array of ``ndim`` axes, at most ``most`` taps each."""
    value = check_array(value, name).copy()
    if value.ndim != ndim:
        wanted = {1: "(k,)", 2: "(k1, k2)", 3: "(channels, k1, k2)"}[ndim]
        raise ValueError(f"{name} must have shape {wanted}; got shape {value.shape}")
    if max(value.shape[-2:]) > most:
        raise ValueError(
            f"{name} must have at most {most} numbers along an axis; "
            f"got shape {value.shape}"
        )
    return value


def check_padding(value, name):
    """``"same"`` or a whole number of zeros at every edge."""
    if isinstance(value, str):
        if value == "valid":
            return 0
        if value != "same":
            raise ValueError(
                f"{name} must be 'same', 'valid' or a whole number from 0 to "
                f"{MOST_PADDING}; got {value!r}"
            )
        return value
    return check_count(value, name, 0, MOST_PADDING)


def check_position(value, name):
    """[row, column] of one cell."""
    try:
        row, column = value
    except (TypeError, ValueError):
        raise ValueError(
            f"{name} must be two whole numbers, row and column; got {value!r:.60}"
        ) from None
    return [check_count(row, f"{name}[0]", 0), check_count(column, f"{name}[1]", 0)]


def check_layers(value, name):
    """Layers as a list of dicts with kind, k, stride, dilation and padding.

    Parameters
    ----------
    value : sequence
        Of each layer: a kernel size k (a convolution), ``(k, stride)`` or
        ``(k, stride, dilation)``, as `course_lib.convolution.receptive_field` takes
        them; ``("max", k)``, ``("mean", k)`` or ``("conv", k, stride, dilation,
        padding)``; or a dict.
    name : str

    Returns
    -------
    list of dict
    """
    if isinstance(value, (str, dict)) or not np.iterable(value):
        raise TypeError(f"{name} must be a sequence of layers; got {value!r:.60}")
    layers = [_layer(layer, f"{name}[{i}]") for i, layer in enumerate(value)]
    if not 1 <= len(layers) <= MOST_LAYERS:
        raise ValueError(
            f"{name} must hold 1 to {MOST_LAYERS} layers; got {len(layers)}"
        )
    return layers


def usual_layers(n):
    """Layers that have room on an image of n samples and traces, or more."""
    for least, layers in ((16, (3, 3, ("max", 2), 3, 3, ("max", 2))), (5, (3, 3))):
        if n >= least:
            return layers
    return (min(n, 3),)


def _layer(value, name):
    if isinstance(value, dict):
        given = dict(value)
    else:
        parts = list(value) if isinstance(value, (tuple, list)) else [value]
        kind = parts.pop(0) if parts and isinstance(parts[0], str) else "conv"
        given = dict(zip(("k", "stride", "dilation", "padding"), parts, strict=False))
        if not 1 <= len(parts) <= 4:
            raise ValueError(
                f"{name} must be k, (k, stride), (k, stride, dilation) or a kind with "
                f"them, such as ('max', 2); got {value!r:.60}"
            )
        given["kind"] = kind
    unknown = set(given) - {"kind", "k", "stride", "dilation", "padding"}
    if unknown or "k" not in given:
        raise ValueError(
            f"{name} must have k and may have kind, stride, dilation, padding; "
            f"got {value!r:.60}"
        )
    kind = check_choice(given.get("kind", "conv"), f"{name} kind", KINDS)
    k = check_count(given["k"], f"{name} k", 1, MOST_SIZE)
    layer = {
        "kind": kind,
        "k": k,
        "stride": 1 if kind == "conv" else k,
        "dilation": 1,
        "padding": 0,
    }
    for key, low, high in (
        ("stride", 1, MOST_STRIDE),
        ("dilation", 1, MOST_DILATION),
        ("padding", 0, MOST_PADDING),
    ):
        if key in given:
            layer[key] = check_count(given[key], f"{name} {key}", low, high)
    if kind != "conv" and (layer["dilation"], layer["padding"]) != (1, 0):
        raise ValueError(
            f"{name}: a pooling layer has dilation 1 and padding 0; got {value!r:.60}"
        )
    return layer


def resized(kernels, k1, k2):
    """Kernels (c, k, k) cut or filled with zeros around their middle to (c, k1, k2)."""
    for axis, k in ((1, k1), (2, k2)):
        now = kernels.shape[axis]
        if now > k:
            first = (now - k) // 2
            kernels = np.take(kernels, range(first, first + k), axis)
        else:
            width = [(0, 0)] * 3
            width[axis] = ((k - now) // 2, k - now - (k - now) // 2)
            kernels = np.pad(kernels, width)
    return kernels
