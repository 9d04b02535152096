"""Max and mean pooling as plain loops, to read; `loops` has them too.

Arguments and results as in `pooling`.
"""

import numpy as np

from course_lib.convolution.doors import check_output_gradient, check_pool
from course_lib.convolution.windows import crop, pad


def max_pool1d(x, k, stride=None, padding=0):
    """x (m, c, n) -> z (m, c, o), the largest sample of each window."""
    x, (k,), step = check_pool(1, x, k, stride, padding)
    (s,), x = step.stride, pad(x, step.padding, -np.inf)
    z = np.full((*x.shape[:2], *step.size), -np.inf)
    for sample, c, i in np.ndindex(z.shape):
        for p in range(k):
            z[sample, c, i] = max(z[sample, c, i], x[sample, c, s * i + p])
    return z


def max_pool1d_backward(dz, x, k, stride=None, padding=0):
    """dz (m, c, o) -> dx (m, c, n): dz goes to the first largest of its window."""
    n = np.shape(x)[2:]
    x, (k,), step = check_pool(1, x, k, stride, padding)
    dz = check_output_gradient(dz, (*x.shape[:2], *step.size))
    (s,), x = step.stride, pad(x, step.padding, -np.inf)
    dx = np.zeros(x.shape)
    for sample, c, i in np.ndindex(dz.shape):
        largest = s * i
        for p in range(k):
            if x[sample, c, s * i + p] > x[sample, c, largest]:
                largest = s * i + p
        dx[sample, c, largest] += dz[sample, c, i]
    return crop(dx, step.padding, n)


def mean_pool1d(x, k, stride=None, padding=0):
    """x (m, c, n) -> z (m, c, o), the mean of each window."""
    x, (k,), step = check_pool(1, x, k, stride, padding)
    (s,), x = step.stride, pad(x, step.padding)
    z = np.zeros((*x.shape[:2], *step.size))
    for sample, c, i in np.ndindex(z.shape):
        for p in range(k):
            z[sample, c, i] += x[sample, c, s * i + p] / k
    return z


def mean_pool1d_backward(dz, x, k, stride=None, padding=0):
    """dz (m, c, o) -> dx (m, c, n): the same share for all samples of a window."""
    n = np.shape(x)[2:]
    x, (k,), step = check_pool(1, x, k, stride, padding)
    dz = check_output_gradient(dz, (*x.shape[:2], *step.size))
    (s,), dx = step.stride, np.zeros(pad(x, step.padding).shape)
    for sample, c, i in np.ndindex(dz.shape):
        for p in range(k):
            dx[sample, c, s * i + p] += dz[sample, c, i] / k
    return crop(dx, step.padding, n)


def max_pool2d(x, k, stride=None, padding=0):
    """x (m, c, n1, n2) -> z (m, c, o1, o2), the largest cell of each window."""
    x, k, step = check_pool(2, x, k, stride, padding)
    (s1, s2), x = step.stride, pad(x, step.padding, -np.inf)
    z = np.full((*x.shape[:2], *step.size), -np.inf)
    for sample, c, i, j in np.ndindex(z.shape):
        for p, q in np.ndindex(k):
            cell = x[sample, c, s1 * i + p, s2 * j + q]
            z[sample, c, i, j] = max(z[sample, c, i, j], cell)
    return z


def max_pool2d_backward(dz, x, k, stride=None, padding=0):
    """dz (m, c, o1, o2) -> dx (m, c, n1, n2): all to the first largest, row by row."""
    n = np.shape(x)[2:]
    x, k, step = check_pool(2, x, k, stride, padding)
    dz = check_output_gradient(dz, (*x.shape[:2], *step.size))
    (s1, s2), x = step.stride, pad(x, step.padding, -np.inf)
    dx = np.zeros(x.shape)
    for sample, c, i, j in np.ndindex(dz.shape):
        largest = sample, c, s1 * i, s2 * j
        for p, q in np.ndindex(k):
            cell = sample, c, s1 * i + p, s2 * j + q
            if x[cell] > x[largest]:
                largest = cell
        dx[largest] += dz[sample, c, i, j]
    return crop(dx, step.padding, n)


def mean_pool2d(x, k, stride=None, padding=0):
    """x (m, c, n1, n2) -> z (m, c, o1, o2), the mean of each window."""
    x, k, step = check_pool(2, x, k, stride, padding)
    (s1, s2), x = step.stride, pad(x, step.padding)
    z = np.zeros((*x.shape[:2], *step.size))
    for sample, c, i, j in np.ndindex(z.shape):
        for p, q in np.ndindex(k):
            z[sample, c, i, j] += x[sample, c, s1 * i + p, s2 * j + q]
    return z / (k[0] * k[1])


def mean_pool2d_backward(dz, x, k, stride=None, padding=0):
    """dz (m, c, o1, o2) -> dx (m, c, n1, n2): the same share for all of a window."""
    n = np.shape(x)[2:]
    x, k, step = check_pool(2, x, k, stride, padding)
    dz = check_output_gradient(dz, (*x.shape[:2], *step.size))
    (s1, s2), dx = step.stride, np.zeros(pad(x, step.padding).shape)
    for sample, c, i, j in np.ndindex(dz.shape):
        for p, q in np.ndindex(k):
            share = dz[sample, c, i, j] / (k[0] * k[1])
            dx[sample, c, s1 * i + p, s2 * j + q] += share
    return crop(dx, step.padding, n)
