"""What the layers of this package ask of their input, in one place.

Every message names the argument, says what it got and what is allowed.
"""

from typing import NamedTuple

import numpy as np

from course_lib.checks import check_array, check_count
from course_lib.convolution.sizes import output_size, transposed_size

AXES = {1: "n", 2: "n1, n2"}
KERNEL_AXES = {1: "k", 2: "k1, k2"}


class Step(NamedTuple):
    """How a kernel moves, one entry per axis; ``padding`` holds (before, after)."""

    stride: tuple
    padding: tuple
    dilation: tuple
    size: tuple  # of the output


def check_samples(axes, x, name="x", channels="c_in"):
    """Return x as a finite float64 array (m, c_in, n) or (m, c_in, n1, n2)."""
    x = check_array(x, name)
    wanted = f"(m, {channels}, {AXES[axes]})"
    hints = {
        axes: f". One sample of one channel is {name}[None, None]",
        axes + 1: f". Is there one channel? Then {name}[:, None]",
    }
    if x.ndim != axes + 2:
        hint = hints.get(x.ndim, "")
        raise ValueError(f"{name} must have shape {wanted}; got shape {x.shape}{hint}")
    return x


def check_weights(axes, x, W, b, transposed=False):
    """Return x, W and b as finite float64 arrays that fit each other."""
    x, W = check_samples(axes, x), check_array(W, "W")
    first, second = ("c_in", "c_out") if transposed else ("c_out", "c_in")
    layout = f"({first}, {second}, {KERNEL_AXES[axes]})"
    if W.ndim != axes + 2:
        raise ValueError(f"W must have shape {layout}; got shape {W.shape}")
    c_in, c_out = W.shape[:2] if transposed else W.shape[1::-1]
    if x.shape[1] != c_in:
        hint = ""
        if x.shape[-1] == c_in:
            hint = ". Yours may come last: np.moveaxis(x, -1, 1)"
        raise ValueError(
            f"x has c_in = {x.shape[1]} channels (shape {x.shape}) and W, "
            f"{layout}, has c_in = {c_in} (shape {W.shape}): they must be "
            f"equal. Channels come second: (m, c_in, {AXES[axes]}){hint}"
        )
    if b is None:
        return x, W, np.zeros(c_out)
    b = check_array(b, "b")
    if b.shape != (c_out,):
        raise ValueError(
            f"b must have one entry per output channel, shape ({c_out},); "
            f"got shape {b.shape}"
        )
    return x, W, b


def check_step(n, k, stride, padding, dilation):
    """Return the `Step` of a kernel of size k… over an input of size n…."""
    axes = len(n)
    s = per_axis(stride, "stride", axes, 1)
    d = per_axis(dilation, "dilation", axes, 1)
    if isinstance(padding, str) and padding == "same":
        if s != (1,) * axes:
            raise ValueError(f'padding="same" needs stride 1; got stride {stride!r}')
        # An even kernel needs an odd number of zeros: the one more is at the far edge.
        added = [dd * (kk - 1) for kk, dd in zip(k, d, strict=True)]
        return Step(s, tuple((a // 2, a - a // 2) for a in added), d, tuple(n))
    if isinstance(padding, str) and padding != "valid":
        raise ValueError(
            f'padding must be a whole number, one per axis, "valid" or "same"; '
            f"got {padding!r:.60}"
        )
    p = per_axis(0 if isinstance(padding, str) else padding, "padding", axes, 0)
    size = tuple(output_size(n, k, s, p, d).tolist())
    return Step(s, tuple((q, q) for q in p), d, size)


def check_transposed_step(n, k, stride, padding, dilation, output_padding):
    """Return the `Step` of a transposed layer, whose padding is cut off."""
    axes = len(n)
    s = per_axis(stride, "stride", axes, 1)
    d = per_axis(dilation, "dilation", axes, 1)
    p = per_axis(padding, "padding", axes, 0)
    op = per_axis(output_padding, "output_padding", axes, 0)
    size = tuple(transposed_size(n, k, s, p, d, op).tolist())
    return Step(s, tuple((q, q) for q in p), d, size)


def check_pool(axes, x, k, stride, padding):
    """Return x, the window k… and its `Step`; the stride is k unless given."""
    x = check_samples(axes, x, channels="c")
    k = per_axis(k, "k", axes, 1)
    p = per_axis(padding, "padding", axes, 0)
    for kk, pp in zip(k, p, strict=True):
        if pp > kk // 2:  # else a window could lie in the padding alone
            raise ValueError(
                f"padding must be at most half of the window, {kk // 2} for k = {kk}; "
                f"got {pp}"
            )
    return x, k, check_step(x.shape[2:], k, k if stride is None else stride, p, 1)


def check_output_gradient(dz, shape):
    """Return dz as a finite float64 array of the layer's output shape."""
    dz = check_array(dz, "dz")
    if dz.shape != shape:
        raise ValueError(
            f"dz must have the shape of the layer's output, {shape}; "
            f"got shape {dz.shape}"
        )
    return dz


def per_axis(value, name, axes, low):
    """Return ``value`` as one whole number >= ``low`` per axis."""
    if isinstance(value, (str, bytes)) or np.ndim(value) == 0:
        return (check_count(value, name, low),) * axes
    values = list(value)
    if len(values) != axes:
        more = f", or {axes}, one per axis" if axes > 1 else ""
        raise ValueError(f"{name} must be one whole number{more}; got {value!r:.60}")
    return tuple(check_count(v, name, low) for v in values)
