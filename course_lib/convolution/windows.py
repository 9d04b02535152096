"""The three sums behind every layer of this chapter, for any number of axes.

- `gather`, a convolution layer: each z is a sum over the window of x it looks at. All
  windows side by side are the columns of a matrix, and the layer one matrix product.
- `spread`, its transpose: each z adds a copy of the kernel to x.
- `overlap`, the gradient of W: what each entry of the kernel met, times what came out.

The last two go through the kernel instead: its entry W[o, c, a] meets the samples a·d,
a·d + s, a·d + 2s, … of x, which is a slice; so inside that loop there is one matrix
product over the channels, for all samples and positions at once.

Nothing is checked here and nothing padded: the public doors are in `layers`.
"""

import math

import numpy as np
from numpy.lib.stride_tricks import sliding_window_view

BLOCK = 2**17  # numbers copied at a time, 1 MiB: they stay in the processor's cache


def gather(x, W, stride, dilation):
    """Σ over channels and kernel, the products of W with each window of x.

    x (m, c_in, n…) and W (c_out, c_in, k…) -> (m, c_out, o…).
    """
    seen = windows(x, W.shape[2:], stride, dilation)  # (m, c_in, k…, o…)
    o = seen.shape[W.ndim :]
    W = W.reshape(len(W), -1)
    z = np.empty((len(x), len(W), *o))
    for part in blocks(len(x), o, numbers=W.shape[1]):
        answers = z[part]
        columns = seen[part].reshape(len(answers), W.shape[1], -1)
        answers[:] = (W @ columns).reshape(answers.shape)
    return z


def windows(x, k, stride, dilation):
    """Every window of x (m, c, n…) as a view, nothing copied: (m, c, k…, o…)."""
    axes = tuple(range(2, x.ndim))
    reach = [d * (size - 1) + 1 for size, d in zip(k, dilation, strict=True)]
    seen = sliding_window_view(x, reach, axis=axes)
    positions = [slice(None, None, s) for s in stride]
    entries = [slice(None, None, d) for d in dilation]
    return np.moveaxis(seen[(..., *positions, *entries)], axes, range(-len(k), 0))


def blocks(m, o, numbers):
    """Cut (m, …, o…) along the samples, and along the first axis of o, into parts.

    Yields indices. For every position of a part there are ``numbers`` to copy, and for
    all of them about `BLOCK`.
    """
    rows = max(1, BLOCK // (numbers * math.prod(o[1:])))
    samples = max(1, rows // o[0])
    others = [slice(None)] * (len(o) - 1)
    for i in range(0, m, samples):
        for j in range(0, o[0], rows):
            yield (slice(i, i + samples), ..., slice(j, j + rows), *others)


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
    dW = np.empty((z.shape[1], x.shape[1], *k))
    flat = z.reshape(*z.shape[:2], -1)
    for entry, met in meetings(k, stride, dilation, z.shape[2:]):
        there = x[met].reshape(*x.shape[:2], -1)
        dW[entry] = (flat @ there.swapaxes(1, 2)).sum(axis=0)
    return dW


def mix(M, x):
    """The same matrix M (c_out, c_in) for the channels of all points of x."""
    m, c, *n = x.shape
    x = x.reshape(m, c, -1)
    mixed = M * x if c == 1 else M @ x  # a product with one column is slow in BLAS
    return mixed.reshape(m, len(M), *n)


def pad(x, padding, value=0.0):
    """x (m, c, n…) with (before, after) more samples on each of its last axes."""
    return np.pad(x, [(0, 0), (0, 0), *padding], constant_values=value)


def crop(x, padding, n):
    """The n… samples of x (m, c, …) behind the padding: what `pad` added goes."""
    return x[(..., *[slice(p, p + n) for (p, _), n in zip(padding, n, strict=True)])]
