"""Seeded inputs of these exercises.

Sizes differ from call to call and from each other, kernels are neither symmetric nor
square, and numbers lie where the slips of this chapter give other results than the
right answer.
"""

from functools import partial

import numpy as np

from ..base import Chapter
from ..function import Probe

chapter = Chapter("convolutions", "05 Convolutional networks")

# lists stay lists: the layers of a network
AsGiven = partial(Probe, as_given=True)


def reflectivity_and_wavelet(rng):
    """r (n,) with reflectors at both ends, and w (k,), k odd."""
    r = rng.normal(0, 0.2, rng.integers(15, 30))
    return r, rng.normal(size=2 * rng.integers(1, 4) + 1)


def trace_and_kernel(rng):
    """x (n,) and w (k,)."""
    return rng.normal(size=rng.integers(12, 25)), rng.normal(size=rng.integers(3, 7))


def section_and_kernel(rng):
    """section (n1, n2) and kernel (k1, k2); all four sizes differ."""
    k1, k2 = rng.permutation([2, 3, 4])[:2]
    n1, n2 = rng.permutation([6, 7, 8, 9])[:2]
    return rng.normal(size=(n1, n2)), rng.normal(size=(k1, k2))


def windows(rng):
    """i, k, stride, padding, dilation; some samples are left over at the edge."""
    stride, k = int(rng.integers(3, 6)), int(rng.choice([3, 5, 7]))
    padding, dilation = (int(number) for number in rng.integers(2, 5, 2))
    room = stride * int(rng.integers(8, 20)) + int(rng.integers(1, stride))
    i = room + dilation * (k - 1) + 1 - 2 * padding
    return i, k, stride, padding, dilation


def feature_map(rng):
    """a (n1, n2), one size even and the other odd, mostly negative."""
    even, odd = 2 * rng.integers(2, 5), 2 * rng.integers(2, 5) + 1
    return (rng.normal(-1, 1, rng.permutation([even, odd])),)


def layer_sizes(rng):
    """c_in, c_out and k of a 2-D convolution."""
    c_in, c_out = rng.integers(2, 9), rng.integers(10, 33)
    return int(c_in), int(c_out), int(rng.choice([3, 5, 7]))


def stack(rng):
    """Layers (k, stride), three to six, of which the second and the last stride."""
    count = int(rng.integers(3, 7))
    k, stride = rng.integers(2, 8, count), rng.integers(1, 3, count)
    stride[[1, -1]] = rng.integers(2, 4, 2)
    return ([(int(a), int(b)) for a, b in zip(k, stride, strict=True)],)


def window_on_a_section(rng):
    """samples, traces, dt_ms, dx_m, velocity_m_s."""
    samples, traces = rng.integers([5, 40], [35, 70])
    dt_ms, dx_m = rng.choice([1.0, 2.0, 4.0]), rng.choice([6.25, 12.5, 25.0])
    return int(samples), int(traces), float(dt_ms), float(dx_m), rng.uniform(1600, 4800)


def trace_and_error(rng):
    """x (n,) and dz (m,); the kernel between them has n - m + 1 values."""
    n, k = rng.integers(14, 25), rng.integers(3, 7)
    return rng.normal(size=n), rng.normal(size=n - k + 1)


def well_and_trace(rng):
    """r (n,), s (n - k + 1,) with a little noise, lr and steps."""
    r, w = rng.normal(size=rng.integers(25, 40)), rng.normal(size=rng.integers(4, 8))
    s = np.convolve(r, w, mode="valid")
    s += rng.normal(0, 0.1, len(s))
    return r, s, float(rng.uniform(0.05, 0.15)), int(rng.integers(3, 7))


def patches(rng):
    """X (m, n1, n2) with a size and a level of its own per patch; two are dead."""
    m, n1, n2 = rng.integers([5, 3, 6], [8, 6, 9])
    level, size = rng.normal(0, 3, (2, m, 1, 1))
    X = level + size * rng.normal(size=(m, n1, n2))
    X[rng.choice(m, 2, replace=False)] = np.array([0.0, 2.5]).reshape(2, 1, 1)
    return (X,)


def masks(rng):
    """Two overlapping masks (n1, n2), of bools or of 0 and 1."""
    n1, n2 = rng.integers([5, 9], [9, 13])
    truth = rng.random((n1, n2)) < 0.3
    predicted = truth ^ (rng.random((n1, n2)) < 0.2)
    kind = [bool, int][n2 % 2]
    return predicted.astype(kind), truth.astype(kind)


def short_trace(rng):
    """x (n,), w (k,) and a stride below k, so that copies overlap."""
    stride = int(rng.integers(2, 4))
    k = stride + int(rng.integers(1, 4))
    return rng.normal(size=rng.integers(5, 10)), rng.normal(size=k), stride


def noisy_trace(rng):
    """trace (n,), n_short and n_long; the first break is louder than the noise."""
    n, n_short = int(rng.integers(30, 50)), int(rng.integers(2, 5))
    trace = rng.normal(size=n)
    trace[n // 2 :] *= 8
    return trace, n_short, n_short + int(rng.integers(3, 9))


def frequency_and_velocity(rng):
    """f_hz and velocity_m_s."""
    return float(rng.uniform(12, 70)), float(rng.uniform(1700, 4800))
