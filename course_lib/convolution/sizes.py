"""How large the output of a convolution is, and how far back its units see.

Letters as in the formula: i input size, k kernel size, s stride, p padding on each
side, d dilation, o output size.

Taught in: notebook 5 (padding, stride, dilation; the receptive field).
"""

from typing import NamedTuple

import numpy as np

from course_lib.checks import check_number


def output_size(i, k, stride=1, padding=0, dilation=1):
    """Number of positions of the kernel: o = ⌊(i + 2p − d(k − 1) − 1)/s⌋ + 1.

    Pooling windows count the same. All arguments may be arrays: one entry per axis.

    Parameters
    ----------
    i : int or array_like of int
        Size of the input, samples.
    k : int or array_like of int
        Size of the kernel.
    stride : int or array_like of int
        Step of the kernel, 1 or more.
    padding : int or array_like of int
        Zeros added on each side of the input.
    dilation : int or array_like of int
        Distance of the kernel's entries, 1 or more.

    Returns
    -------
    int or numpy.ndarray of int

    Raises
    ------
    TypeError, ValueError
        Not whole numbers, out of range, or a kernel that reaches further than the
        padded input.

    Examples
    --------
    Four 3×3 convolutions and two 2×2 poolings on a patch of 64 samples; the last
    pooling drops nothing, but one of 13 samples would.

    >>> sizes = [64]
    >>> for k, s in [(3, 1), (3, 1), (2, 2), (3, 1), (3, 1), (2, 2)]:
    ...     sizes.append(output_size(sizes[-1], k, s))
    >>> sizes
    [64, 62, 60, 30, 28, 26, 13]
    >>> output_size([463, 951], 3, padding=1)
    array([463, 951])
    """
    i, k, s, p, d = _whole(i, k, stride, padding, dilation)
    room = i + 2 * p - d * (k - 1) - 1
    if np.any(room < 0):
        i, k, p, d = (_where(room < 0, value) for value in (i, k, p, d))
        raise ValueError(
            f"the kernel is larger than the padded input: it reaches over "
            f"{d * (k - 1) + 1} samples (k = {k}, dilation = {d}), and there are "
            f"{i + 2 * p} (i = {i}, padding = {p}). Take a smaller kernel or pad more"
        )
    return _plain(room // s + 1)


def left_over(i, k, stride=1, padding=0, dilation=1):
    """Samples at the far edge of the padded input that no position reaches.

    The floor in `output_size` drops them; with padding, the first of them dropped are
    padded zeros.

    Parameters
    ----------
    i, k, stride, padding, dilation :
        As for `output_size`.

    Returns
    -------
    int or numpy.ndarray of int
        (i + 2p − d(k − 1) − 1) mod s, 0 … s − 1.

    Examples
    --------
    >>> left_over(64, 3, stride=2), left_over(65, 3, stride=2)
    (1, 0)
    """
    output_size(i, k, stride, padding, dilation)  # refuses what does not fit
    i, k, s, p, d = _whole(i, k, stride, padding, dilation)
    return _plain((i + 2 * p - d * (k - 1) - 1) % s)


def transposed_size(i, k, stride=1, padding=0, dilation=1, output_padding=0):
    """Size after a transposed convolution: (i − 1)s − 2p + d(k − 1) + op + 1.

    Parameters
    ----------
    i, k, stride, padding, dilation :
        As for `output_size`; ``padding`` is here cut off, not added.
    output_padding : int or array_like of int
        Samples added at the far edge, fewer than stride or than dilation. It says which
        of the s input sizes that a strided convolution maps to i is meant.

    Returns
    -------
    int or numpy.ndarray of int

    Raises
    ------
    TypeError, ValueError
        Not whole numbers, out of range, or nothing is left.

    Examples
    --------
    A convolution with stride 2 halves 63 and 64 samples to 32; back it goes by

    >>> transposed_size(32, 3, stride=2, padding=1)
    63
    >>> transposed_size(32, 3, stride=2, padding=1, output_padding=1)
    64
    """
    i, k, s, p, d = _whole(i, k, stride, padding, dilation)
    op = _counts(output_padding, "output_padding", 0)
    if np.any(op >= np.maximum(s, d)):
        bad = op >= np.maximum(s, d)
        s, d, op = (_where(bad, value) for value in (s, d, op))
        raise ValueError(
            f"output_padding must be smaller than stride or dilation; got {op} with "
            f"stride = {s}, dilation = {d}"
        )
    size = (i - 1) * s - 2 * p + d * (k - 1) + op + 1
    if np.any(size < 1):
        i, k, p = (_where(size < 1, value) for value in (i, k, p))
        raise ValueError(
            f"padding = {p} cuts off everything (i = {i}, k = {k}): pad less"
        )
    return _plain(size)


def receptive_field(layers):
    """How many input samples one output of each layer depends on.

    r ← r + (k − 1)·d·j and then j ← j·s, from r = j = 1, where j is the distance of
    two neighbouring units, in input samples.

    Parameters
    ----------
    layers : sequence of int or tuple
        From input to output: k, (k,), (k, stride) or (k, stride, dilation). A pooling
        is (k, k).

    Returns
    -------
    numpy.ndarray of int, shape (number of layers,)
        Along one axis. Padding does not change it.

    Examples
    --------
    >>> receptive_field([(3,), (3,), (2, 2), (3,), (3,), (2, 2)])
    array([ 3,  5,  6, 10, 14, 16])

    Dilation 1, 2, 4 doubles the reach without more weights:

    >>> receptive_field([3, 3, 3]), receptive_field([3, (3, 1, 2), (3, 1, 4)])
    (array([3, 5, 7]), array([ 3,  7, 15]))
    """
    fields, r, j = [], 1, 1
    for k, s, d in _layers(layers):
        r += (k - 1) * d * j
        j *= s
        fields.append(r)
    return np.array(fields, dtype=int)


class FieldSize(NamedTuple):
    """What one output sees of a section, square in samples; see the function below."""

    samples: int
    ms: float
    height_m: float
    width_m: float


def receptive_field_size(layers, dt_ms, dx_m, velocity_m_s):
    """Receptive field of the last layer in samples, milliseconds and metres.

    Parameters
    ----------
    layers : sequence of int or tuple
        As for `receptive_field`; kernels are square.
    dt_ms : float
        Sample interval, ms of two-way time.
    dx_m : float
        Distance of two traces, m.
    velocity_m_s : float
        Of the rocks, m/s: half of velocity times two-way time is depth.

    Returns
    -------
    FieldSize
        ``samples``, ``ms``, ``height_m``, ``width_m``; every sample counts as one
        interval wide, every trace as one distance.

    Examples
    --------
    The network of `receptive_field` on the real section of notebook 5:

    >>> layers = [(3,), (3,), (2, 2), (3,), (3,), (2, 2)]
    >>> receptive_field_size(layers, dt_ms=4, dx_m=25, velocity_m_s=2000)
    FieldSize(samples=16, ms=64.0, height_m=64.0, width_m=400.0)
    """
    dt_ms = check_number(dt_ms, "dt_ms", above=0)
    dx_m = check_number(dx_m, "dx_m", above=0)
    velocity = check_number(velocity_m_s, "velocity_m_s", above=0)
    field = receptive_field(layers)
    samples = int(field[-1])
    ms = samples * dt_ms
    return FieldSize(samples, ms, velocity * ms / 1000 / 2, samples * dx_m)


# ------------------------------------------------------------------------ input checks


def _counts(value, name, low):
    """``value`` as an int array, every entry a whole number >= ``low``."""
    array = np.asarray(value)
    if array.dtype.kind not in "iuf" or array.size == 0:
        raise TypeError(f"{name} must be whole numbers; got {value!r:.60}")
    if not np.all(np.isfinite(array)) or np.any(array != np.round(array)):
        raise ValueError(f"{name} must be a whole number; got {value!r:.60}")
    if np.any(array < low):
        raise ValueError(f"{name} must be >= {low}; got {value!r:.60}")
    return array.astype(int)


def _whole(i, k, stride, padding, dilation):
    arguments = [(i, "i", 1), (k, "k", 1), (stride, "stride", 1)]
    arguments += [(padding, "padding", 0), (dilation, "dilation", 1)]
    return [_counts(*argument) for argument in arguments]


def _where(bad, value):
    """The entry of ``value`` where ``bad`` is True for the first time."""
    return int(np.broadcast_to(value, np.shape(bad))[bad].flat[0])


def _plain(sizes):
    return int(sizes) if np.ndim(sizes) == 0 else sizes


def _layers(layers):
    """Every layer as (k, stride, dilation)."""
    if isinstance(layers, str) or not np.iterable(layers):
        raise TypeError(f"layers must be a sequence of layers; got {layers!r:.60}")
    layers = list(layers)
    if not layers:
        raise ValueError("layers is empty: give at least one, such as (3,) or (2, 2)")
    for number, layer in enumerate(layers):
        values = np.atleast_1d(_counts(layer, f"layers[{number}]", 1)).tolist()
        if np.ndim(layer) > 1 or len(values) > 3:
            raise ValueError(
                f"layers[{number}] must be k, (k, stride) or (k, stride, dilation); "
                f"got {layer!r:.60}"
            )
        yield *values, *[1] * (3 - len(values))
