"""The three sums behind every layer of this chapter, for any number of axes.

One entry of a kernel, W[o, c, a], meets the samples a·d, a·d + s, a·d + 2s, … of its
input: a slice. So each layer is a loop over the entries of the kernel, and inside it
one matrix product over the channels for all samples and positions at once:

- `gather`, a convolution layer:      z       +=  W x[met]
- `spread`, its transpose:            x[met]  +=  Wᵀ z
- `overlap`, the gradient of W:       dW       =  Σ z x[met]ᵀ

Nothing is checked here and nothing padded: the public doors are in `layers`.
"""

import numpy as np

from course_lib.convolution.sizes import output_size


def meetings(k, stride, dilation, o):
    """Yield the index of every kernel entry, and the slices of the input it meets.

    All arguments have one number per axis: kernel size, stride, dilation and the
    number of positions.
    """
    for entry in np.ndindex(*k):
        met = [
            slice(a * d, a * d + s * (n - 1) + 1, s)
            for a, s, d, n in zip(entry, stride, dilation, o, strict=True)
        ]
        yield (..., *entry), (..., *met)


def gather(x, W, stride, dilation):
    """Σ over channels and kernel, the products of W with each window of x.

    x (m, c_in, n…) and W (c_out, c_in, k…) -> (m, c_out, o…).
    """
    k = W.shape[2:]
    o = output_size(x.shape[2:], k, stride, 0, dilation)
    z = np.zeros((len(x), len(W), *o))
    for entry, met in meetings(k, stride, dilation, o):
        z += mix(W[entry], x[met])
    return z


def spread(z, W, stride, dilation, n):
    """The transpose of `gather`: every z adds a copy of the kernel, times z, to x.

    z (m, c_out, o…) and W (c_out, c_in, k…) -> x (m, c_in, n…), zero where no kernel
    reaches.
    """
    x = np.zeros((len(z), W.shape[1], *n))
    for entry, met in meetings(W.shape[2:], stride, dilation, z.shape[2:]):
        x[met] += mix(W[entry].T, z)
    return x


def overlap(z, x, k, stride, dilation):
    """Σ over samples and positions, each z times what the entry met: the shape of W.

    z (m, c_out, o…) and x (m, c_in, n…) -> (c_out, c_in, k…).
    """
    o = z.shape[2:]
    dW = np.empty((z.shape[1], x.shape[1], *k))
    z = z.reshape(*z.shape[:2], -1)
    for entry, met in meetings(k, stride, dilation, o):
        there = x[met].reshape(*x.shape[:2], -1)
        dW[entry] = (z @ there.swapaxes(1, 2)).sum(axis=0)
    return dW


def mix(M, x):
    """The same matrix M (c_out, c_in) for the channels of all points of x."""
    m, c, *n = x.shape
    return (M @ x.reshape(m, c, -1)).reshape(m, len(M), *n)


def pad(x, padding, value=0.0):
    """x (m, c, n…) with (before, after) more samples on each of its last axes."""
    return np.pad(x, [(0, 0), (0, 0), *padding], constant_values=value)


def crop(x, padding, n):
    """The n… samples of x (m, c, …) behind the padding: what `pad` added goes."""
    return x[(..., *[slice(p, p + n) for (p, _), n in zip(padding, n, strict=True)])]
