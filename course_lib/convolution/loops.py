"""The layers of this package as plain loops: one product after the other, to read.

The backward passes are the forward loops once more. A product w·x that was added to z
passes dz on to its two factors: dx += dz·w and dw += dz·x. That is all.

Slow, and equal to `layers` and `pooling` to 1e-10. Arguments as there.

Taught in: notebook 5, "Filters that somebody chose": seven loops are a layer.
"""

import numpy as np

from course_lib.convolution import doors
from course_lib.convolution.pooling_loops import (
    max_pool1d,
    max_pool1d_backward,
    max_pool2d,
    max_pool2d_backward,
    mean_pool1d,
    mean_pool1d_backward,
    mean_pool2d,
    mean_pool2d_backward,
)
from course_lib.convolution.windows import crop, pad

__all__ = [
    "conv1d",
    "conv1d_backward",
    "conv2d",
    "conv2d_backward",
    "conv_transpose1d",
    "conv_transpose1d_backward",
    "conv_transpose2d",
    "conv_transpose2d_backward",
    "max_pool1d",
    "max_pool1d_backward",
    "max_pool2d",
    "max_pool2d_backward",
    "mean_pool1d",
    "mean_pool1d_backward",
    "mean_pool2d",
    "mean_pool2d_backward",
]

# --------------------------------------------------------------------------- traces


def conv1d(x, W, b=None, stride=1, padding=0, dilation=1):
    """x (m, c_in, n), W (c_out, c_in, k), b (c_out,) -> z (m, c_out, o)."""
    x, W, b, (s,), (d,), (o,), _ = _enter(1, x, W, b, stride, padding, dilation)
    c_out, c_in, k = W.shape
    z = np.zeros((len(x), c_out, o))
    for sample, out, i in np.ndindex(z.shape):
        z[sample, out, i] = b[out]
        for c, p in np.ndindex(c_in, k):
            z[sample, out, i] += W[out, c, p] * x[sample, c, s * i + d * p]
    return z


def conv1d_backward(dz, x, W, stride=1, padding=0, dilation=1):
    """dz (m, c_out, o) -> dx, dW, db in the shapes of x, W, b."""
    n = np.shape(x)[2:]
    x, W, b, (s,), (d,), o, added = _enter(1, x, W, None, stride, padding, dilation)
    c_out, c_in, k = W.shape
    dz = doors.check_output_gradient(dz, (len(x), c_out, *o))
    dx, dW, db = np.zeros(x.shape), np.zeros(W.shape), np.zeros(b.shape)
    for sample, out, i in np.ndindex(dz.shape):
        db[out] += dz[sample, out, i]
        for c, p in np.ndindex(c_in, k):
            dx[sample, c, s * i + d * p] += dz[sample, out, i] * W[out, c, p]
            dW[out, c, p] += dz[sample, out, i] * x[sample, c, s * i + d * p]
    return crop(dx, added, n), dW, db


def conv_transpose1d(x, W, b=None, stride=1, padding=0, dilation=1, output_padding=0):
    """x (m, c_in, n), W (c_in, c_out, k), b (c_out,) -> z (m, c_out, o)."""
    steps = stride, padding, dilation, output_padding
    x, W, b, (s,), (d,), o, cut = _enter_transposed(1, x, W, b, *steps)
    _, c_out, k = W.shape
    z = np.zeros((len(x), c_out, o[0] + sum(cut[0])))
    for sample, c, i in np.ndindex(x.shape):
        for out, p in np.ndindex(c_out, k):
            z[sample, out, s * i + d * p] += W[c, out, p] * x[sample, c, i]
    return crop(z, cut, o) + b[:, None]


def conv_transpose1d_backward(
    dz, x, W, stride=1, padding=0, dilation=1, output_padding=0
):
    """dz (m, c_out, o) -> dx, dW, db in the shapes of x, W, b."""
    steps = stride, padding, dilation, output_padding
    x, W, b, (s,), (d,), o, cut = _enter_transposed(1, x, W, None, *steps)
    _, c_out, k = W.shape
    dz = doors.check_output_gradient(dz, (len(x), c_out, *o))
    db = dz.sum(axis=(0, 2))
    dz = pad(dz, cut)
    dx, dW = np.zeros(x.shape), np.zeros(W.shape)
    for sample, c, i in np.ndindex(x.shape):
        for out, p in np.ndindex(c_out, k):
            dx[sample, c, i] += dz[sample, out, s * i + d * p] * W[c, out, p]
            dW[c, out, p] += dz[sample, out, s * i + d * p] * x[sample, c, i]
    return dx, dW, db


# --------------------------------------------------------------------------- images


def conv2d(x, W, b=None, stride=1, padding=0, dilation=1):
    """x (m, c_in, n1, n2), W (c_out, c_in, k1, k2), b (c_out,) -> z (m, c_out, …)."""
    x, W, b, (s1, s2), (d1, d2), o, _ = _enter(2, x, W, b, stride, padding, dilation)
    c_out, c_in, k1, k2 = W.shape
    z = np.zeros((len(x), c_out, *o))
    for sample, out, i, j in np.ndindex(z.shape):
        z[sample, out, i, j] = b[out]
        for c, p, q in np.ndindex(c_in, k1, k2):
            there = sample, c, s1 * i + d1 * p, s2 * j + d2 * q
            z[sample, out, i, j] += W[out, c, p, q] * x[there]
    return z


def conv2d_backward(dz, x, W, stride=1, padding=0, dilation=1):
    """dz (m, c_out, o1, o2) -> dx, dW, db in the shapes of x, W, b."""
    n = np.shape(x)[2:]
    steps = stride, padding, dilation
    x, W, b, (s1, s2), (d1, d2), o, added = _enter(2, x, W, None, *steps)
    c_out, c_in, k1, k2 = W.shape
    dz = doors.check_output_gradient(dz, (len(x), c_out, *o))
    dx, dW, db = np.zeros(x.shape), np.zeros(W.shape), np.zeros(b.shape)
    for sample, out, i, j in np.ndindex(dz.shape):
        db[out] += dz[sample, out, i, j]
        for c, p, q in np.ndindex(c_in, k1, k2):
            there = sample, c, s1 * i + d1 * p, s2 * j + d2 * q
            dx[there] += dz[sample, out, i, j] * W[out, c, p, q]
            dW[out, c, p, q] += dz[sample, out, i, j] * x[there]
    return crop(dx, added, n), dW, db


def conv_transpose2d(x, W, b=None, stride=1, padding=0, dilation=1, output_padding=0):
    """x (m, c_in, n1, n2), W (c_in, c_out, k1, k2), b (c_out,) -> z (m, c_out, …)."""
    steps = stride, padding, dilation, output_padding
    x, W, b, (s1, s2), (d1, d2), o, cut = _enter_transposed(2, x, W, b, *steps)
    _, c_out, k1, k2 = W.shape
    z = np.zeros((len(x), c_out, o[0] + sum(cut[0]), o[1] + sum(cut[1])))
    for sample, c, i, j in np.ndindex(x.shape):
        for out, p, q in np.ndindex(c_out, k1, k2):
            there = sample, out, s1 * i + d1 * p, s2 * j + d2 * q
            z[there] += W[c, out, p, q] * x[sample, c, i, j]
    return crop(z, cut, o) + b[:, None, None]


def conv_transpose2d_backward(
    dz, x, W, stride=1, padding=0, dilation=1, output_padding=0
):
    """dz (m, c_out, o1, o2) -> dx, dW, db in the shapes of x, W, b."""
    steps = stride, padding, dilation, output_padding
    x, W, b, (s1, s2), (d1, d2), o, cut = _enter_transposed(2, x, W, None, *steps)
    _, c_out, k1, k2 = W.shape
    dz = doors.check_output_gradient(dz, (len(x), c_out, *o))
    db = dz.sum(axis=(0, 2, 3))
    dz = pad(dz, cut)
    dx, dW = np.zeros(x.shape), np.zeros(W.shape)
    for sample, c, i, j in np.ndindex(x.shape):
        for out, p, q in np.ndindex(c_out, k1, k2):
            there = sample, out, s1 * i + d1 * p, s2 * j + d2 * q
            dx[sample, c, i, j] += dz[there] * W[c, out, p, q]
            dW[c, out, p, q] += dz[there] * x[sample, c, i, j]
    return dx, dW, db


# ------------------------------------------------------------------------ entrances


def _enter(axes, x, W, b, stride, padding, dilation):
    """Checked and padded x, W, b; stride, dilation, size of z, and what was added."""
    x, W, b = doors.check_weights(axes, x, W, b)
    step = doors.check_step(x.shape[2:], W.shape[2:], stride, padding, dilation)
    x = pad(x, step.padding)
    return x, W, b, step.stride, step.dilation, step.size, step.padding


def _enter_transposed(axes, x, W, b, *steps):
    """Checked x, W, b; stride, dilation, size of z, and what is cut off its sides."""
    x, W, b = doors.check_weights(axes, x, W, b, transposed=True)
    step = doors.check_transposed_step(x.shape[2:], W.shape[2:], *steps)
    return x, W, b, step.stride, step.dilation, step.size, step.padding
