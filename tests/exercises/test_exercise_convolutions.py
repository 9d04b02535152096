"""Right answers to chapter 05, written in the many ways students write them."""

import numpy as np
import pytest

from course_lib import convolution
from course_lib.exercises import convolutions


def trace_by_reflectors(r, w):
    n, half = len(r), len(w) // 2
    s = np.zeros(n + 2 * half)
    for i in range(n):
        s[i : i + len(w)] += r[i] * w
    return s[half : half + n]


def trace_by_samples(r, w):
    half, s = len(w) // 2, []
    for i in range(len(r)):
        total = 0.0
        for j in range(len(w)):
            if 0 <= i + half - j < len(r):
                total += w[j] * r[i + half - j]
        s.append(total)
    return s


def trace_by_fourier(r, w):
    n = len(r) + len(w) - 1
    s = np.fft.irfft(np.fft.rfft(r, n) * np.fft.rfft(w, n), n)
    return s[len(w) // 2 :][: len(r)]


def trace_by_a_matrix(r, w):
    half = len(w) // 2
    G = np.zeros((len(r), len(r)))
    for i in range(len(r)):
        for j in range(len(r)):
            if abs(i - j) <= half:
                G[i, j] = w[i - j + half]
    return G @ r


def correlate_by_index(x, w):
    z = []
    for i in range(len(x) - len(w) + 1):
        total = 0
        for j in range(len(w)):
            total += w[j] * x[i + j]
        z.append(total)
    return z


def correlate_by_shifts(x, w):
    m = len(x) - len(w) + 1
    return sum(w[j] * x[j : j + m] for j in range(len(w)))


def filter_by_loops(section, kernel):
    (n1, n2), (k1, k2) = section.shape, kernel.shape
    z = np.zeros((n1 - k1 + 1, n2 - k2 + 1))
    for i in range(len(z)):
        for j in range(z.shape[1]):
            z[i, j] = np.sum(kernel * section[i : i + k1, j : j + k2])
    return z


def filter_by_lists(section, kernel):
    (k1, k2), (n1, n2) = kernel.shape, section.shape
    return [
        [
            sum(
                kernel[a][b] * section[i + a][j + b]
                for a in range(k1)
                for b in range(k2)
            )
            for j in range(n2 - k2 + 1)
        ]
        for i in range(n1 - k1 + 1)
    ]


def filter_by_shifts(section, kernel):
    (n1, n2), (k1, k2) = section.shape, kernel.shape
    z = 0
    for a in range(k1):
        for b in range(k2):
            z = z + kernel[a, b] * section[a : n1 - k1 + 1 + a, b : n2 - k2 + 1 + b]
    return z


def size_by_counting(i, k, stride, padding, dilation):
    places, first = 0, -padding
    while first + dilation * (k - 1) <= i - 1 + padding:
        places += 1
        first += stride
    return places


def pool_by_loops(a):
    out = np.full((a.shape[0] // 2, a.shape[1] // 2), -np.inf)
    for i in range(out.shape[0]):
        for j in range(out.shape[1]):
            for value in a[2 * i : 2 * i + 2, 2 * j : 2 * j + 2].flat:
                if value > out[i, j]:
                    out[i, j] = value
    return out


def pool_by_corners(a):
    a = a[: a.shape[0] // 2 * 2, : a.shape[1] // 2 * 2]
    rows = np.maximum(a[::2], a[1::2])
    return np.maximum(rows[:, ::2], rows[:, 1::2])


def field_from_the_end(layers):
    r = 1
    for k, stride in layers[::-1]:
        r = (r - 1) * stride + k
    return r


def field_by_pops(layers):
    layers, r, j = list(layers), 1, 1
    while layers:
        k, stride = layers.pop(0)
        r, j = r + (k - 1) * j, j * stride
    return r


def gradient_by_places(x, dz):
    dw = np.zeros(len(x) - len(dz) + 1)
    for i, slope in enumerate(dz):
        dw += slope * x[i : i + len(dw)]
    return dw


def gradient_by_differences(x, dz):
    k, h = len(x) - len(dz) + 1, 0.5  # z is linear in w: any step is exact
    slopes = []
    for j in range(k):
        w = np.zeros(k)
        w[j] = h
        slopes.append(dz @ correlate_by_shifts(x, w) / h)
    return slopes


def learn_with_own_pieces(r, s, lr, steps):
    kernel = np.zeros(len(r) - len(s) + 1)
    for _ in range(steps):
        error = correlate_by_shifts(r, kernel) - s
        kernel -= lr * gradient_by_places(r, 2 * error / len(s))
    return np.flip(kernel)


def learn_by_convolution(r, s, lr, steps):
    wavelet = np.zeros(len(r) - len(s) + 1)
    for _ in range(steps):
        error = np.convolve(r, wavelet, mode="valid") - s
        wavelet = wavelet - lr * 2 / len(s) * np.correlate(r, error)[::-1]
    return list(wavelet)


def learn_by_a_matrix(r, s, lr, steps):
    G = np.lib.stride_tricks.sliding_window_view(r, len(r) - len(s) + 1)[:, ::-1]
    w = np.zeros(G.shape[1])
    while steps:
        w, steps = w - lr * 2 / len(s) * G.T @ (G @ w - s), steps - 1
    return w


def standardise_by_loop(X):
    out = []
    for patch in X:
        spread = patch.std()
        out.append((patch - patch.mean()) / (spread if spread else 1))
    return out


def standardise_safely(X):
    flat = X.reshape(len(X), -1)
    flat = flat - flat.mean(axis=1)[:, None]
    std = flat.std(axis=1)[:, None]
    out = np.divide(flat, std, out=np.zeros_like(flat), where=std > 0)
    return out.reshape(X.shape)


def standardise_quietly(X):
    with np.errstate(invalid="ignore"):
        Z = (X - X.mean(axis=(1, 2), keepdims=True)) / X.std((1, 2), keepdims=True)
    return np.where(np.isnan(Z), 0, Z)


def iou_by_loops(predicted, truth):
    both = either = 0
    for row, other in zip(predicted, truth, strict=True):
        for p, t in zip(row, other, strict=True):
            both += bool(p and t)
            either += bool(p or t)
    if either == 0:
        return 1
    return both / either


def iou_by_sums(predicted, truth):
    both = np.sum(predicted * truth)
    either = np.sum(predicted) + np.sum(truth) - both
    return 1.0 if either == 0 else both / either


def iou_by_sets(predicted, truth):
    p, t = ({tuple(at) for at in np.argwhere(mask)} for mask in (predicted, truth))
    return len(p & t) / len(p | t) if p or t else 1.0


def transpose_by_loops(x, w, stride):
    z = [0.0] * ((len(x) - 1) * stride + len(w))
    for i in range(len(x)):
        for j in range(len(w)):
            z[i * stride + j] += x[i] * w[j]
    return z


def sta_lta_by_convolution(trace, n_short, n_long):
    energy = trace**2
    sta = np.convolve(energy, np.ones(n_short) / n_short, mode="valid")
    lta = np.convolve(energy, np.ones(n_long) / n_long, mode="valid")
    return sta[n_long:] / lta[: len(sta) - n_long]


def sta_lta_by_sums(trace, n_short, n_long):
    total = np.concatenate([[0], np.cumsum(np.square(trace))])
    i = np.arange(n_long, len(trace) - n_short + 1)
    sta = (total[i + n_short] - total[i]) / n_short
    return sta / ((total[i] - total[i - n_long]) / n_long)


RIGHT = [
    (convolutions.seismic_trace, trace_by_reflectors),
    (convolutions.seismic_trace, trace_by_samples),
    (convolutions.seismic_trace, trace_by_fourier),
    (convolutions.seismic_trace, trace_by_a_matrix),
    (convolutions.seismic_trace, lambda r, w: np.convolve(r, w, mode="same")),
    (convolutions.seismic_trace, lambda r, w: np.convolve(w, r, mode="same")),
    (convolutions.seismic_trace, lambda r, w: np.correlate(r, w[::-1], mode="same")),
    (
        convolutions.seismic_trace,
        lambda r, w: np.float32(np.convolve(np.float32(r), np.float32(w), "same")),
    ),
    (convolutions.cross_correlate, correlate_by_index),
    (convolutions.cross_correlate, correlate_by_shifts),
    (convolutions.cross_correlate, np.correlate),
    (convolutions.cross_correlate, convolution.correlate),
    (convolutions.cross_correlate, lambda x, w: np.convolve(x, w[::-1], "valid")),
    (
        convolutions.cross_correlate,
        lambda x, w: np.lib.stride_tricks.sliding_window_view(x, len(w)) @ w,
    ),
    (convolutions.cross_correlate, lambda x, w: np.correlate(np.float32(x), w)),
    (convolutions.filter_section, filter_by_loops),
    (convolutions.filter_section, filter_by_lists),
    (convolutions.filter_section, filter_by_shifts),
    (convolutions.filter_section, convolution.correlate),
    (convolutions.output_size, size_by_counting),
    (convolutions.output_size, convolution.output_size),
    (
        convolutions.output_size,
        lambda i, k, stride, padding, dilation: np.floor(
            (i + 2 * padding - dilation * (k - 1) - 1) / stride + 1
        ),
    ),
    (
        convolutions.output_size,
        lambda i, k, s, p, d: len(range(0, i + 2 * p - d * (k - 1), s)),
    ),
    (convolutions.max_pool, pool_by_loops),
    (convolutions.max_pool, pool_by_corners),
    (convolutions.max_pool, lambda a: pool_by_corners(a).astype("float32").tolist()),
    (
        convolutions.max_pool,
        lambda a: convolution.max_pool2d(a[None, None], 2)[0, 0],
    ),
    (convolutions.conv_parameters, lambda c_in, c_out, k: c_in * c_out * k**2 + c_out),
    (
        convolutions.conv_parameters,
        lambda c_in, c_out, k: np.ones((c_out, c_in, k, k)).size + np.ones(c_out).size,
    ),
    (convolutions.receptive_field, field_from_the_end),
    (convolutions.receptive_field, field_by_pops),
    (
        convolutions.receptive_field,
        lambda layers: convolution.receptive_field(layers)[-1],
    ),
    (
        convolutions.receptive_field_in_metres,
        lambda samples, traces, dt_ms, dx_m, v: [
            v / 2 * samples * dt_ms * 1e-3,
            traces * dx_m,
        ],
    ),
    (convolutions.kernel_gradient, gradient_by_places),
    (convolutions.kernel_gradient, gradient_by_differences),
    (convolutions.kernel_gradient, np.correlate),
    (
        convolutions.kernel_gradient,
        lambda x, dz: np.lib.stride_tricks.sliding_window_view(x, len(dz)) @ dz,
    ),
    (convolutions.learn_wavelet, learn_with_own_pieces),
    (convolutions.learn_wavelet, learn_by_convolution),
    (convolutions.learn_wavelet, learn_by_a_matrix),
    (convolutions.standardise_patches, standardise_by_loop),
    (convolutions.standardise_patches, standardise_safely),
    (convolutions.standardise_patches, standardise_quietly),
    (
        convolutions.standardise_patches,
        lambda X: (
            (X - X.mean((1, 2), keepdims=True)) / (X.std((1, 2), keepdims=True) + 1e-8)
        ),
    ),
    (convolutions.iou, iou_by_loops),
    (convolutions.iou, iou_by_sums),
    (convolutions.iou, iou_by_sets),
    (convolutions.conv_transpose, transpose_by_loops),
    (
        convolutions.conv_transpose,
        lambda x, w, stride: convolution.conv_transpose1d(
            x[None, None], w[None, None], stride=stride
        )[0, 0],
    ),
    (convolutions.sta_lta, sta_lta_by_convolution),
    (convolutions.sta_lta, sta_lta_by_sums),
    (
        convolutions.tuning_thickness,
        lambda f_hz, v: v / 2 * np.float32(6**0.5 / (2 * np.pi * f_hz)),
    ),
]


@pytest.mark.parametrize(("exercise", "answer"), RIGHT)
def test_any_right_way_of_writing_passes(exercise, answer):
    outcome = exercise.check(answer)
    assert outcome.passed, outcome


def test_every_exercise_has_right_answers_of_others():
    written = {exercise for exercise, _ in RIGHT}
    own = set(convolutions.iou.chapter.exercises)
    assert own - written == {convolutions.my_dip_filter}
