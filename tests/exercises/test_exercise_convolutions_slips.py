"""The slips of chapter 05, in students' own words, get the right sentence."""

import math
import re

import numpy as np
import pytest

from course_lib.exercises import convolutions
from course_lib.exercises.display import NOT_YET


def trace_not_centred(r, w):
    s = np.zeros(len(r))
    for i in range(len(r)):
        for j in range(len(w)):
            if i + j < len(r):
                s[i + j] += r[i] * w[j]
    return s


def trace_by_dot_products(r, w):
    half = len(w) // 2
    padded = np.pad(r, half)
    return [padded[i : i + len(w)] @ w for i in range(len(r))]


def trace_laid_over(r, w):
    s = np.zeros(len(r) + len(w) - 1)
    for i in range(len(r)):
        s[i : i + len(w)] = r[i] * w
    return s[len(w) // 2 : len(w) // 2 + len(r)]


def trace_of_the_last(r, w):
    for i in range(len(r)):
        s = np.zeros(len(r) + len(w) - 1)
        s[i : i + len(w)] += r[i] * w
    return s[len(w) // 2 : len(w) // 2 + len(r)]


def trace_cut_off(r, w):
    half = len(w) // 2
    s = np.zeros(len(r))
    for i in range(half, len(r) - half):
        s[i - half : i + half + 1] += r[i] * w
    return s


def trace_with_minus_half(r, w):
    half = len(w) // 2
    return np.convolve(r, w)[half:-half]


def trace_by_short_fourier(r, w):
    n = len(r)
    return np.fft.irfft(np.fft.rfft(r) * np.fft.rfft(w, n), n)


def trace_around_the_corner(r, w):
    half, s = len(w) // 2, np.zeros(len(r))
    for i in range(len(r)):
        for j in range(len(w)):
            s[i - half + j] += r[i] * w[j]
    return s


def correlate_reversed(x, w):
    z = []
    for i in range(len(x) - len(w) + 1):
        z.append(sum(w[j] * x[i + len(w) - 1 - j] for j in range(len(w))))
    return z


def correlate_too_far(x, w):
    k, z = len(w), []
    for i in range(len(x)):
        z.append(np.sum(x[i : i + k] * w))
    return z


def correlate_with_mean(x, w):
    k = len(w)
    return [np.mean(x[i : i + k] * w) for i in range(len(x) - k + 1)]


def correlate_at_once(x, w):
    for i in range(len(x) - len(w) + 1):
        return np.sum(x[i : i + len(w)] * w)


def filter_flipped(section, kernel):
    (n1, n2), (k1, k2) = section.shape, kernel.shape
    z = np.zeros((n1 - k1 + 1, n2 - k2 + 1))
    for i in range(n1 - k1 + 1):
        for j in range(n2 - k2 + 1):
            for a in range(k1):
                for b in range(k2):
                    z[i, j] += kernel[a, b] * section[i + k1 - 1 - a, j + k2 - 1 - b]
    return z


def filter_with_sizes_swapped(section, kernel):
    (n1, n2), (k2, k1) = section.shape, kernel.shape
    z = np.zeros((n1 - k1 + 1, n2 - k2 + 1))
    for i in range(n1 - k1 + 1):
        for j in range(n2 - k2 + 1):
            z[i, j] = np.sum(kernel * section[i : i + k1, j : j + k2])
    return z


def filter_by_matrix_products(section, kernel):
    (n1, n2), (k1, k2) = section.shape, kernel.shape
    z = np.zeros((n1 - k1 + 1, n2 - k2 + 1))
    for i in range(n1 - k1 + 1):
        for j in range(n2 - k2 + 1):
            z[i, j] = np.sum(section[i : i + k1, j : j + k2] @ kernel)
    return z


def filter_one_short(section, kernel):
    (n1, n2), (k1, k2) = section.shape, kernel.shape
    return [
        [np.sum(kernel * section[i : i + k1, j : j + k2]) for j in range(n2 - k2)]
        for i in range(n1 - k1)
    ]


def pool_from_zero(a):
    out = np.zeros((a.shape[0] // 2, a.shape[1] // 2))
    for i in range(out.shape[0]):
        for j in range(out.shape[1]):
            for value in a[2 * i : 2 * i + 2, 2 * j : 2 * j + 2].flat:
                out[i, j] = max(out[i, j], value)
    return out


def pool_of_all_steps(a):
    return [
        [a[i : i + 2, j : j + 2].max() for j in range(0, a.shape[1], 2)]
        for i in range(0, a.shape[0], 2)
    ]


def pool_by_one(a):
    n1, n2 = a.shape
    return [
        [np.max(a[i : i + 2, j : j + 2]) for j in range(n2 - 1)] for i in range(n1 - 1)
    ]


c = convolutions
WRONG = [
    (c.seismic_trace, trace_not_centred, "begin at their reflectors"),
    (c.seismic_trace, trace_by_dot_products, "out back to front"),
    (c.seismic_trace, trace_laid_over, "later one replaces the earlier"),
    (c.seismic_trace, trace_of_the_last, "last reflector only"),
    (c.seismic_trace, trace_cut_off, "near the ends of the trace are left out"),
    (c.seismic_trace, trace_with_minus_half, "not for a wavelet of a single sample"),
    (c.seismic_trace, trace_by_short_fourier, "comes in again at the other"),
    (c.seismic_trace, trace_around_the_corner, "writes beyond an end|comes in again"),
    (c.seismic_trace, lambda r, w: np.convolve(r, w), "as long as r"),
    (c.cross_correlate, correlate_reversed, "turn the kernel round"),
    (c.cross_correlate, correlate_too_far, "one place too far"),
    (c.cross_correlate, correlate_with_mean, "mean of the products"),
    (c.cross_correlate, correlate_at_once, "first place only"),
    (
        c.cross_correlate,
        lambda x, w: [w @ x[i : i + len(w)] for i in range(len(x) - len(w))],
        "One value is missing",
    ),
    (c.filter_section, filter_flipped, "round in both directions"),
    (c.filter_section, filter_with_sizes_swapped, "changed places"),
    (c.filter_section, filter_by_matrix_products, "is the matrix product"),
    (c.filter_section, filter_one_short, "One row and one column are missing"),
    (
        c.output_size,
        lambda i, k, stride, padding, dilation: math.floor(
            (i + 2 * padding - dilation * (k - 1) - 1) / stride
        ),
        r"The \+ 1 is missing",
    ),
    (
        c.output_size,
        lambda i, k, stride, padding, dilation: (i - k + 2 * padding) // stride + 1,
        "The dilation is missing",
    ),
    (
        c.output_size,
        lambda i, k, stride, padding, dilation: (
            (i + 2 * padding - dilation * k) // stride + 1
        ),
        "does not reach over d·k",
    ),
    (
        c.output_size,
        lambda i, k, stride, padding, dilation: math.ceil(
            (i + 2 * padding - dilation * (k - 1) - 1) / stride + 1
        ),
        "round to the nearest number, or up",
    ),
    (c.max_pool, pool_from_zero, "begin with its first value instead of 0"),
    (c.max_pool, pool_of_all_steps, "makes no block of its own"),
    (c.max_pool, pool_by_one, "Your blocks overlap"),
    (c.conv_parameters, lambda c_in, c_out, k: k**2 * c_in * c_out, "biases are miss"),
    (c.conv_parameters, lambda c_in, c_out, k: (k * k + 1) * c_out, "input channels"),
]


@pytest.mark.parametrize(("exercise", "answer", "pattern"), WRONG)
def test_a_slip_is_recognised_however_it_is_written(exercise, answer, pattern):
    outcome = exercise.check(answer, time_limit=2)
    assert outcome.status == NOT_YET
    assert re.search(pattern, outcome.message), outcome


def test_the_smallest_counterexample_stands_beside_the_sentence():
    (detail,) = c.seismic_trace.check(trace_by_dot_products).details
    assert "wavelet (1, 2, 3): where does the 2 come to lie?" in detail
    assert "Yours gives (0, 3, 2, 1, 0); right is (0, 1, 2, 3, 0)." in detail


def test_a_symmetric_wavelet_would_hide_the_turn():
    """Why no wavelet of the judge is symmetric."""
    for seed in range(3):
        r, w = c.seismic_trace.inputs(np.random.default_rng(seed))
        assert np.abs(w - w[::-1]).max() > 0.1
        assert len(w) % 2 == 1 and len(r) > len(w)
