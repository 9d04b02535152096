"""One kernel over one trace or one image: correlate it, or convolve.

The two differ by a flip of the kernel. A layer of a network correlates and calls it
convolution; the convolutional model of seismology, s = w ∗ r, convolves.

Taught in: notebook 5 (a trace is a convolution; kernels chosen by hand).
"""

import numpy as np

from course_lib.checks import check_array
from course_lib.convolution.doors import check_step
from course_lib.convolution.windows import gather, pad


def correlate(image, kernel, stride=1, padding=0, dilation=1):
    """Cross-correlation: z[i, j] = Σ_p Σ_q kernel[p, q] · image[i + p, j + q].

    Parameters
    ----------
    image : array_like, shape (n,) or (n1, n2)
        A trace, or an image with time downwards: rows are samples, columns traces.
    kernel : array_like, shape (k,) or (k1, k2)
        As many axes as ``image``; one of `KERNELS` or your own.
    stride, dilation : int or pair of int
        Step of the kernel and distance of its entries, 1 or more.
    padding : int, pair of int, ``"valid"`` or ``"same"``
        Zeros on each side. ``"valid"`` is 0: whole windows only. ``"same"`` (stride 1)
        keeps the size; for an even kernel the one more zero is at the far edge.
        All of a trace and more, as ``np.convolve`` does on its own, is ``k - 1``.

    Returns
    -------
    numpy.ndarray, shape (o,) or (o1, o2), float64
        `output_size` tells o.

    Raises
    ------
    TypeError, ValueError
        With the argument's name, what it got and what is allowed: NaN (a dead trace),
        another number of axes, a kernel larger than the padded image …

    Examples
    --------
    >>> step = [0, 0, 1, 1]
    >>> correlate(step, [-1, 1])  # the change from one sample to the next
    array([0., 1., 0.])
    >>> convolve(step, [-1, 1])  # flipped
    array([ 0., -1.,  0.])
    >>> correlate(step, [1, 1, 1], padding="same")
    array([0., 1., 2., 2.])
    """
    image, kernel = _check(image, kernel)
    step = check_step(image.shape, kernel.shape, stride, padding, dilation)
    x, W = pad(image[None, None], step.padding), kernel[None, None]
    return gather(x, W, step.stride, step.dilation)[0, 0]


def convolve(image, kernel, stride=1, padding=0, dilation=1):
    """Convolution: `correlate` with the kernel flipped along each of its axes.

    Arguments and result as for `correlate`. With stride 1 it is the ∗ of s = w ∗ r: a
    spike returns the kernel as it is, and, padded by k − 1, image and kernel may change
    places.

    Examples
    --------
    A wavelet at every reflector, with the reflector's sign:

    >>> convolve([0, 0, 1, 0, 0, -1, 0], [1, 2, 3], padding="same")
    array([ 0.,  1.,  2.,  3., -1., -2., -3.])
    """
    _, kernel = _check(image, kernel)
    return correlate(image, np.flip(kernel), stride, padding, dilation)


def _check(image, kernel):
    image, kernel = check_array(image, "image"), check_array(kernel, "kernel")
    if image.ndim not in (1, 2):
        raise ValueError(
            f"image must be one trace (n,) or one image (n1, n2); got shape "
            f"{image.shape}. Batches and channels are for conv1d and conv2d"
        )
    if kernel.ndim != image.ndim:
        hint = ""
        if kernel.ndim == 1 and image.ndim == 2:
            hint = ". Down the columns it is kernel[:, None], along rows kernel[None]"
        raise ValueError(
            f"kernel must have as many axes as image; got kernel of shape "
            f"{kernel.shape} for image of shape {image.shape}{hint}"
        )
    return image, kernel
