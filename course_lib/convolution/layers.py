"""Convolution layers and their transposes, forward and backward, vectorised.

Words and layouts are torch's: x (m, c_in, n) or (m, c_in, n1, n2) and W
(c_out, c_in, k…), where m counts samples and c channels; on seismic, n1 is time,
downwards, and n2 counts traces. Like torch's, a "convolution" layer does not flip its
kernel: it is a cross-correlation. `loops` holds the same as plain loops.

Taught in: notebook 5.
"""

from course_lib.convolution.doors import (
    check_output_gradient,
    check_step,
    check_transposed_step,
    check_weights,
)
from course_lib.convolution.windows import crop, gather, overlap, pad, spread


def conv2d(x, W, b=None, stride=1, padding=0, dilation=1):
    """Convolution layer on images: z[o] = b[o] + Σ_c W[o, c] ⋆ x[c].

    z[m, o, i, j] = b[o] + Σ_c Σ_p Σ_q W[o, c, p, q] · x[m, c, s·i + d·p, s·j + d·q]

    Parameters
    ----------
    x : array_like, shape (m, c_in, n1, n2)
        Finite numbers; dead traces (NaN) are to be filled before.
    W : array_like, shape (c_out, c_in, k1, k2)
    b : array_like, shape (c_out,), optional
        Biases; 0 otherwise.
    stride, dilation : int or pair of int
        Step of the kernel and distance of its entries, 1 or more, per axis.
    padding : int, pair of int, ``"valid"`` or ``"same"``
        Zeros on each side. ``"valid"`` is 0, ``"same"`` (stride 1) keeps the size; for
        an even kernel the one more zero goes to the far edge, as in torch.

    Returns
    -------
    numpy.ndarray, shape (m, c_out, o1, o2), float64
        `output_size` tells o1 and o2.

    Raises
    ------
    TypeError, ValueError
        With the argument's name, what it got and what is allowed.

    Examples
    --------
    The derivative down the rows of a small image, whose values grow by 3 per row:

    >>> import numpy as np
    >>> image = np.arange(12.0).reshape(4, 3)
    >>> conv2d(image[None, None], [[[[-1], [1]]]])[0, 0]
    array([[3., 3., 3.],
           [3., 3., 3.],
           [3., 3., 3.]])
    """
    return _conv(2, x, W, b, stride, padding, dilation)


def conv1d(x, W, b=None, stride=1, padding=0, dilation=1):
    """Convolution layer on traces: x (m, c_in, n), W (c_out, c_in, k) -> (m, c_out, o).

    Everything else as for `conv2d`.

    Examples
    --------
    >>> conv1d([[[0, 0, 1, 0, 0]]], [[[1, 2, 3]]])  # a spike: the kernel comes reversed
    array([[[3., 2., 1.]]])
    """
    return _conv(1, x, W, b, stride, padding, dilation)


def conv2d_backward(dz, x, W, stride=1, padding=0, dilation=1):
    """Gradients of a loss through `conv2d`.

    Parameters
    ----------
    dz : array_like, shape (m, c_out, o1, o2)
        Gradient of the loss with respect to the layer's output.
    x, W, stride, padding, dilation :
        What the forward pass got.

    Returns
    -------
    dx, dW, db : numpy.ndarray
        In the shapes of x, W and b. dx is 0 for samples that no kernel met.
    """
    return _conv_backward(2, dz, x, W, stride, padding, dilation)


def conv1d_backward(dz, x, W, stride=1, padding=0, dilation=1):
    """Gradients dx, dW, db of a loss through `conv1d`; dz (m, c_out, o)."""
    return _conv_backward(1, dz, x, W, stride, padding, dilation)


def conv_transpose2d(x, W, b=None, stride=1, padding=0, dilation=1, output_padding=0):
    """Transposed convolution on images: every input sample places a copy of the kernel.

    It is what carries gradients back through `conv2d`, used forward: a stride larger
    than 1 makes the image larger, not smaller.

    Parameters
    ----------
    x : array_like, shape (m, c_in, n1, n2)
    W : array_like, shape (c_in, c_out, k1, k2)
        Input channels first, as in torch.
    b : array_like, shape (c_out,), optional
    stride, dilation : int or pair of int
        Distance of the copies and of the entries within a copy.
    padding : int or pair of int
        Cut off on each side of the result.
    output_padding : int or pair of int
        Samples more at the far edge, fewer than stride or than dilation.

    Returns
    -------
    numpy.ndarray, shape (m, c_out, o1, o2), float64
        `transposed_size` tells o1 and o2.

    Raises
    ------
    TypeError, ValueError
        With the argument's name, what it got and what is allowed.
    """
    return _transpose(2, x, W, b, stride, padding, dilation, output_padding)


def conv_transpose1d(x, W, b=None, stride=1, padding=0, dilation=1, output_padding=0):
    """Transposed convolution on traces: x (m, c_in, n), W (c_in, c_out, k).

    Everything else as for `conv_transpose2d`.

    Examples
    --------
    >>> conv_transpose1d([[[1, 0, 2]]], [[[1, 1, 1]]], stride=2)
    array([[[1., 1., 1., 0., 2., 2., 2.]]])
    """
    return _transpose(1, x, W, b, stride, padding, dilation, output_padding)


def conv_transpose2d_backward(
    dz, x, W, stride=1, padding=0, dilation=1, output_padding=0
):
    """Gradients dx, dW, db of a loss through `conv_transpose2d`; dz like its output."""
    return _transpose_backward(2, dz, x, W, stride, padding, dilation, output_padding)


def conv_transpose1d_backward(
    dz, x, W, stride=1, padding=0, dilation=1, output_padding=0
):
    """Gradients dx, dW, db of a loss through `conv_transpose1d`; dz like its output."""
    return _transpose_backward(1, dz, x, W, stride, padding, dilation, output_padding)


# --------------------------------------------------------- for any number of axes


def _conv(axes, x, W, b, stride, padding, dilation):
    x, W, b = check_weights(axes, x, W, b)
    step = check_step(x.shape[2:], W.shape[2:], stride, padding, dilation)
    z = gather(pad(x, step.padding), W, step.stride, step.dilation)
    z += _along_channels(b, axes)
    return z


def _conv_backward(axes, dz, x, W, stride, padding, dilation):
    x, W, _ = check_weights(axes, x, W, None)
    n, k = x.shape[2:], W.shape[2:]
    step = check_step(n, k, stride, padding, dilation)
    dz = check_output_gradient(dz, (len(x), len(W), *step.size))
    x = pad(x, step.padding)
    dx = spread(dz, W, step.stride, step.dilation, x.shape[2:])
    dW = overlap(dz, x, k, step.stride, step.dilation)
    return crop(dx, step.padding, n), dW, _sum_over_all_but_channels(dz)


def _transpose(axes, x, W, b, stride, padding, dilation, output_padding):
    x, W, b = check_weights(axes, x, W, b, transposed=True)
    step = check_transposed_step(
        x.shape[2:], W.shape[2:], stride, padding, dilation, output_padding
    )
    whole = [o + sum(p) for o, p in zip(step.size, step.padding, strict=True)]
    z = spread(x, W, step.stride, step.dilation, whole)
    return crop(z, step.padding, step.size) + _along_channels(b, axes)


def _transpose_backward(axes, dz, x, W, stride, padding, dilation, output_padding):
    x, W, _ = check_weights(axes, x, W, None, transposed=True)
    n, k = x.shape[2:], W.shape[2:]
    step = check_transposed_step(n, k, stride, padding, dilation, output_padding)
    dz = check_output_gradient(dz, (len(x), W.shape[1], *step.size))
    db = _sum_over_all_but_channels(dz)
    # The output padding has no kernel over it: cut, or one more position might fit.
    reach = [
        (i - 1) * s + d * (kk - 1) + 1
        for i, s, d, kk in zip(n, step.stride, step.dilation, k, strict=True)
    ]
    dz = pad(dz, step.padding)[(..., *[slice(r) for r in reach])]
    dx = gather(dz, W, step.stride, step.dilation)
    dW = overlap(x, dz, k, step.stride, step.dilation)
    return dx, dW, db


def _along_channels(b, axes):
    return b.reshape(-1, *[1] * axes)


def _sum_over_all_but_channels(dz):
    return dz.sum(axis=(0, *range(2, dz.ndim)))
