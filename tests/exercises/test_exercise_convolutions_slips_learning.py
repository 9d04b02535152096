"""The slips of chapter 05 on learning and scores, in students' own words."""

import math
import re

import numpy as np
import pytest

from course_lib.exercises import convolutions
from course_lib.exercises.display import NOT_YET


def field_stride_first(layers):
    r, j = 1, 1
    for k, stride in layers:
        j = j * stride
        r = r + (k - 1) * j
    return r


def field_at_once(layers):
    r, j = 1, 1
    for k, stride in layers:
        r = r + (k - 1) * j
        j = j * stride
        return r


def gradient_of_the_mean(x, dz):
    m = len(dz)
    return [np.mean(dz * x[j : j + m]) for j in range(len(x) - m + 1)]


def gradient_backwards(x, dz):
    k = len(x) - len(dz) + 1
    dw = np.zeros(k)
    for i in range(len(dz)):
        for j in range(k):
            dw[j] += dz[i] * x[i + k - 1 - j]
    return dw


def gradient_as_long_as_dz(x, dz):
    return [np.sum(dz * x[j : j + len(dz)]) for j in range(len(dz))]


def learn(r, s, lr, steps, *, factor=2.0, mean=True, turned=True, uphill=False):
    kernel = np.zeros(len(r) - len(s) + 1)
    for _ in range(steps):
        error = np.correlate(r, kernel) - s
        dw = factor * np.correlate(r, error) / (len(s) if mean else 1)
        kernel = kernel + lr * dw if uphill else kernel - lr * dw
    return kernel[::-1] if turned else kernel


def learn_at_once(r, s, lr, steps):
    kernel = np.zeros(len(r) - len(s) + 1)
    for _ in range(steps):
        error = np.correlate(r, kernel) - s
        kernel = kernel - lr * 2 / len(s) * np.correlate(r, error)
        return kernel[::-1]


def learn_with_an_old_error(r, s, lr, steps):
    kernel = np.zeros(len(r) - len(s) + 1)
    error = np.correlate(r, kernel) - s
    for _ in range(steps):
        kernel = kernel - lr * 2 / len(s) * np.correlate(r, error)
    return kernel[::-1]


def standardise_in_place(X):
    for patch in X:
        patch -= patch.mean()
        if patch.std() > 0:
            patch /= patch.std()
    return X


def standardise_with_nan(X):
    out = np.zeros(X.shape)
    for i in range(len(X)):
        out[i] = (X[i] - X[i].mean()) / X[i].std()
    return out


def standardise_and_mend(X):
    Z = (X - X.mean((1, 2), keepdims=True)) / X.std((1, 2), keepdims=True)
    Z[np.isnan(Z)] = 0
    return Z


def standardise_and_drop(X):
    return np.array([(p - p.mean()) / p.std() for p in X if p.std() > 0])


def iou_counted_twice(predicted, truth):
    both = np.sum((predicted == 1) & (truth == 1))
    either = np.sum(predicted) + np.sum(truth)
    return both / either if either else 1.0


def iou_as_accuracy(predicted, truth):
    right = 0
    for p, t in zip(predicted.ravel(), truth.ravel(), strict=True):
        right += p == t
    return right / predicted.size


def iou_without_the_empty_case(predicted, truth):
    p, t = predicted.astype(bool), truth.astype(bool)
    return (p & t).sum() / (p | t).sum()


def iou_by_if(predicted, truth):
    return 1.0 if predicted and truth else 0.0


def transpose_laid_over(x, w, stride):
    z = np.zeros((len(x) - 1) * stride + len(w))
    for i, value in enumerate(x):
        z[stride * i : stride * i + len(w)] = value * w
    return z


def transpose_without_room(x, w, stride):
    z = np.zeros(len(x) * stride)
    for i, value in enumerate(x):
        z[stride * i : stride * i + len(w)] += value * w
    return z


def picker_from_the_first_sample(trace, n_short, n_long):
    energy = trace**2
    return [
        np.mean(energy[i : i + n_short]) / np.mean(energy[i - n_long : i])
        for i in range(len(trace))
    ]


def picker_trailing(trace, n_short, n_long):
    energy, out = trace**2, []
    for i in range(n_long, len(trace) + 1):
        out.append(energy[i - n_short : i].mean() / energy[i - n_long : i].mean())
    return out


c = convolutions
WRONG = [
    (c.receptive_field, field_stride_first, "stride counts too early"),
    (c.receptive_field, field_at_once, "is the `return` inside the loop"),
    (
        c.receptive_field,
        lambda layers: sum(k for k, _ in layers) - len(layers) + 1,
        "The strides are missing",
    ),
    (
        c.receptive_field_in_metres,
        lambda samples, traces, dt_ms, dx_m, v: (
            v * samples * dt_ms / 1000,
            traces * dx_m,
        ),
        "only half of it is spent on the way down",
    ),
    (
        c.receptive_field_in_metres,
        lambda samples, traces, dt_ms, dx_m, v: (
            traces * dx_m,
            v * samples * dt_ms / 2000,
        ),
        "height_m and width_m changed places",
    ),
    (c.kernel_gradient, gradient_of_the_mean, "take a mean"),
    (c.kernel_gradient, gradient_backwards, "runs backwards"),
    (c.kernel_gradient, gradient_as_long_as_dz, "as long as the kernel"),
    (
        c.learn_wavelet,
        lambda r, s, lr, steps: learn(r, s, lr, steps, turned=False),
        "wavelet back to front",
    ),
    (
        c.learn_wavelet,
        lambda r, s, lr, steps: learn(r, s, lr, steps, factor=1),
        "The factor 2 is missing",
    ),
    (
        c.learn_wavelet,
        lambda r, s, lr, steps: learn(r, s, lr, steps, mean=False),
        "1/m is missing",
    ),
    (
        c.learn_wavelet,
        lambda r, s, lr, steps: learn(r, s, lr, steps, factor=1, mean=False),
        "2/m is missing",
    ),
    (
        c.learn_wavelet,
        lambda r, s, lr, steps: learn(r, s, lr, steps, uphill=True),
        "walk uphill",
    ),
    (c.learn_wavelet, learn_at_once, "one step only"),
    (c.learn_wavelet, learn_with_an_old_error, "the error once, before the loop"),
    (c.standardise_patches, standardise_in_place, "changes its input `X` in place"),
    (c.standardise_patches, standardise_with_nan, "0/0 is NaN"),
    (c.standardise_patches, standardise_and_mend, "NumPy warns of 0/0 on the way"),
    (c.standardise_patches, standardise_and_drop, "Dead patches are taken out"),
    (c.standardise_patches, lambda X: (X - X.mean()) / X.std(), "for all patches"),
    (c.iou, iou_counted_twice, "intersection is in your union twice"),
    (c.iou, iou_as_accuracy, "This is the accuracy"),
    (c.iou, iou_without_the_empty_case, "Two empty masks give 0/0"),
    (c.iou, iou_by_if, "truth value"),
    (c.conv_transpose, transpose_laid_over, "later one replaces the earlier"),
    (c.conv_transpose, transpose_without_room, "too short for the last copy"),
    (c.sta_lta, picker_from_the_first_sample, "no whole window before or after"),
    (c.sta_lta, picker_trailing, "end at the same sample"),
    (c.tuning_thickness, lambda f_hz, v: v / f_hz / 4, "a quarter of the wavelength"),
    (
        c.tuning_thickness,
        lambda f_hz, v: v * math.sqrt(6) / (2 * math.pi * f_hz),
        "twice too thick",
    ),
]


@pytest.mark.parametrize(("exercise", "answer", "pattern"), WRONG)
def test_a_slip_is_recognised_however_it_is_written(exercise, answer, pattern):
    outcome = exercise.check(answer, time_limit=2)
    assert outcome.status == NOT_YET
    assert re.search(pattern, outcome.message), outcome


def test_a_warning_says_where_it_comes_from():
    details = c.standardise_patches.check(standardise_and_mend).details
    assert details == ["With a dead patch NumPy reports: invalid value."]


def test_an_answer_that_warns_in_its_own_way_is_told_the_cure():
    def noisy(X):
        np.log(np.zeros(1))
        return c.standardise_patches.reference(X)

    message = c.standardise_patches.check(noisy).message
    assert message.endswith("but NumPy warns: keep every division away from 0.")
