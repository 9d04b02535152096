"""Pooling: the largest or the mean value of each window, forward and backward.

Every channel is pooled on its own. Layouts and rules are torch's; `loops` holds the
same as plain loops.

Taught in: notebook 5 (what pooling gains and what it loses).
"""

import math

import numpy as np

from course_lib.convolution.doors import check_output_gradient, check_pool
from course_lib.convolution.windows import crop, meetings, pad


def max_pool2d(x, k, stride=None, padding=0):
    """Largest value of every window of images.

    Parameters
    ----------
    x : array_like, shape (m, c, n1, n2)
        Finite numbers.
    k : int or pair of int
        Size of the window.
    stride : int or pair of int, optional
        Step of the window; k otherwise, so that windows lie side by side.
    padding : int or pair of int
        Cells of −∞ on each side, at most half of the window: the edge never wins.

    Returns
    -------
    numpy.ndarray, shape (m, c, o1, o2), float64
        `output_size` tells o1 and o2; what is left over at the far edge is dropped.

    Raises
    ------
    TypeError, ValueError
        With the argument's name, what it got and what is allowed.

    Examples
    --------
    A reflector moved by one sample within its window: the pooled image is the same.

    >>> image = np.zeros((4, 4))
    >>> image[0] = 1
    >>> moved = np.roll(image, 1, axis=0)
    >>> pooled = max_pool2d([[image], [moved]], 2)
    >>> pooled[0, 0]
    array([[1., 1.],
           [0., 0.]])
    >>> bool((pooled[0] == pooled[1]).all())
    True
    """
    return _max_pool(2, x, k, stride, padding)


def max_pool1d(x, k, stride=None, padding=0):
    """Largest value of every window of traces: x (m, c, n) -> (m, c, o).

    Everything else as for `max_pool2d`.
    """
    return _max_pool(1, x, k, stride, padding)


def max_pool2d_backward(dz, x, k, stride=None, padding=0):
    """Gradient dx of a loss through `max_pool2d`.

    Each dz goes to the largest sample of its window alone; among equals to the first,
    read row by row, as in torch.

    Parameters
    ----------
    dz : array_like, shape (m, c, o1, o2)
    x, k, stride, padding :
        What the forward pass got.

    Returns
    -------
    numpy.ndarray, shape (m, c, n1, n2)
    """
    return _max_pool_backward(2, dz, x, k, stride, padding)


def max_pool1d_backward(dz, x, k, stride=None, padding=0):
    """Gradient dx of a loss through `max_pool1d`; see `max_pool2d_backward`."""
    return _max_pool_backward(1, dz, x, k, stride, padding)


def mean_pool2d(x, k, stride=None, padding=0):
    """Mean of every window of images (torch: ``avg_pool2d``).

    Arguments and result as for `max_pool2d`, but the padding is 0 and counts: a window
    at the edge still divides by all of its cells, as torch does unless told otherwise.

    Examples
    --------
    >>> mean_pool2d([[[[1, 3], [5, 7]]]], 2)
    array([[[[4.]]]])
    """
    return _mean_pool(2, x, k, stride, padding)


def mean_pool1d(x, k, stride=None, padding=0):
    """Mean of every window of traces, x (m, c, n) -> (m, c, o); see `mean_pool2d`."""
    return _mean_pool(1, x, k, stride, padding)


def mean_pool2d_backward(dz, x, k, stride=None, padding=0):
    """Gradient dx of a loss through `mean_pool2d`: each cell has its equal share."""
    return _mean_pool_backward(2, dz, x, k, stride, padding)


def mean_pool1d_backward(dz, x, k, stride=None, padding=0):
    """Gradient dx of a loss through `mean_pool1d`: each cell has its equal share."""
    return _mean_pool_backward(1, dz, x, k, stride, padding)


# ------------------------------------------------------------- for any number of axes


def _max_pool(axes, x, k, stride, padding):
    x, k, step = check_pool(axes, x, k, stride, padding)
    return _largest(pad(x, step.padding, -np.inf), k, step)


def _largest(x, k, step):
    z = np.full((*x.shape[:2], *step.size), -np.inf)
    for _, met in meetings(k, step.stride, step.dilation, step.size):
        np.maximum(z, x[met], out=z)
    return z


def _max_pool_backward(axes, dz, x, k, stride, padding):
    x, k, step = check_pool(axes, x, k, stride, padding)
    dz = check_output_gradient(dz, (*x.shape[:2], *step.size))
    n, x = x.shape[2:], pad(x, step.padding, -np.inf)
    z, dx = _largest(x, k, step), np.zeros(x.shape)
    waiting = np.full(z.shape, True)  # windows whose largest sample is still to come
    for _, met in meetings(k, step.stride, step.dilation, step.size):
        found = waiting & (x[met] == z)
        dx[met] += np.where(found, dz, 0.0)
        waiting &= ~found
    return crop(dx, step.padding, n)


def _mean_pool(axes, x, k, stride, padding):
    x, k, step = check_pool(axes, x, k, stride, padding)
    x = pad(x, step.padding)
    z = np.zeros((*x.shape[:2], *step.size))
    for _, met in meetings(k, step.stride, step.dilation, step.size):
        z += x[met]
    return z / math.prod(k)


def _mean_pool_backward(axes, dz, x, k, stride, padding):
    x, k, step = check_pool(axes, x, k, stride, padding)
    dz = check_output_gradient(dz, (*x.shape[:2], *step.size))
    dx = np.zeros(pad(x, step.padding).shape)
    for _, met in meetings(k, step.stride, step.dilation, step.size):
        dx[met] += dz / math.prod(k)
    return crop(dx, step.padding, x.shape[2:])
