"""One kernel over one trace or image: correlate, convolve and the named kernels."""

from itertools import product

import numpy as np
import pytest

from course_lib.convolution import KERNELS, Kernel, convolve, correlate, loops
from course_lib.geophysics.wavelets import ricker

rng = np.random.default_rng(0)
CLOSE = {"rtol": 0, "atol": 1e-12}
ODD = [(n, k) for n, k in product((5, 12), (1, 3, 5))]
ALL = [(n, k) for n, k in product((5, 12), (1, 2, 3, 4, 5))]


@pytest.mark.parametrize("n, k", ALL)
def test_correlate_is_np_correlate_and_convolve_is_np_convolve(n, k):
    trace, kernel = rng.normal(size=n), rng.normal(size=k)
    for ours, numpys in ((correlate, np.correlate), (convolve, np.convolve)):
        np.testing.assert_allclose(
            ours(trace, kernel), numpys(trace, kernel, "valid"), **CLOSE
        )
        np.testing.assert_allclose(
            ours(trace, kernel, padding=k - 1), numpys(trace, kernel, "full"), **CLOSE
        )


@pytest.mark.parametrize("n, k", ODD)
def test_same_is_that_of_numpy_for_an_odd_kernel(n, k):
    trace, kernel = rng.normal(size=n), rng.normal(size=k)
    for ours, numpys in ((correlate, np.correlate), (convolve, np.convolve)):
        np.testing.assert_allclose(
            ours(trace, kernel, padding="same"), numpys(trace, kernel, "same"), **CLOSE
        )


def test_the_two_agree_only_for_a_kernel_that_is_its_own_mirror_image():
    trace = rng.normal(size=50)
    wavelet = ricker(np.arange(-10, 11) * 0.004, 25)
    same = correlate(trace, wavelet) - convolve(trace, wavelet)
    np.testing.assert_allclose(same, 0, atol=1e-14)
    wavelet[:10] = 0  # begins at time 0
    other = correlate(trace, wavelet) - convolve(trace, wavelet)
    assert np.abs(other).max() > 0.1


def test_trace_and_wavelet_may_change_places_in_a_full_convolution():
    r, w = rng.normal(size=9), rng.normal(size=4)
    np.testing.assert_allclose(
        convolve(r, w, padding=3), convolve(w, r, padding=8), **CLOSE
    )


@pytest.mark.parametrize(
    "k, stride, padding, dilation",
    [((3, 3), 1, "same", 1), ((2, 5), (2, 1), (1, 0), (1, 2)), ((1, 4), 3, 2, 1)],
)
def test_images_are_one_sample_of_one_channel(k, stride, padding, dilation):
    image, kernel = rng.normal(size=(9, 11)), rng.normal(size=k)
    steps = stride, padding, dilation
    z = loops.conv2d(image[None, None], kernel[None, None], None, *steps)[0, 0]
    np.testing.assert_allclose(correlate(image, kernel, *steps), z, **CLOSE)
    flipped = kernel[::-1, ::-1]
    np.testing.assert_allclose(convolve(image, flipped, *steps), z, **CLOSE)


def test_an_image_of_one_trace_is_that_trace():
    trace, w = rng.normal(size=30), rng.normal(size=5)
    column = convolve(trace[:, None], w[:, None], padding=(2, 0))
    np.testing.assert_allclose(column[:, 0], convolve(trace, w, padding=2), **CLOSE)


def test_whole_numbers_become_floats():
    z = correlate(np.array([250, 10, 3], np.uint8), np.array([1, 1], np.int8))
    assert z.dtype == float
    assert z.tolist() == [260.0, 13.0]


# ---------------------------------------------------------------------- named kernels

TIME, TRACE = np.mgrid[:40, :30].astype(float)


def event(dip, f_hz=31.25, n=96):
    """A reflector that dips down to the right by ``dip`` samples per trace."""
    t, x = np.mgrid[:n, :n] - n / 2
    return ricker(0.004 * (t - dip * x), f_hz)


def energy(image):
    return (image[20:-20, 20:-20] ** 2).sum()


@pytest.mark.parametrize("name", KERNELS)
def test_the_sum_is_what_the_sentence_says(name):
    kernel = KERNELS[name]
    total = kernel.array.sum()
    words = kernel.shows.rpartition(". ")[2]
    if name == "ricker":
        assert "sum near 0" in words
        assert 0 < abs(total) < 1e-3
    else:
        assert words in ("Sum 0.", "Sum 1.")
        assert total == pytest.approx(float(words[4]), abs=1e-15)


def test_a_kernel_is_an_array_that_nobody_changes():
    kernel = KERNELS["laplacian"]
    np.testing.assert_array_equal(
        correlate(TIME, kernel), correlate(TIME, kernel.array)
    )
    assert np.asarray(kernel, dtype=np.float32).dtype == np.float32
    np.array(kernel)[0, 0] = 7  # a copy
    with pytest.raises(ValueError, match="read-only"):
        kernel.array[0, 0] = 7
    own = np.ones((2, 2))
    mine = Kernel(own, "of my own")
    own[:] = 5
    assert mine.array.max() == 1


@pytest.mark.parametrize(
    "name, down, right",
    [
        ("vertical derivative", 1, 0),
        ("sobel in time", 1, 0),
        ("horizontal derivative", 0, 1),
        ("sobel across traces", 0, 1),
        ("laplacian", 0, 0),
        ("dip down to the right", 0, 0),
        ("dip down to the left", 0, 0),
    ],
)
def test_derivatives_answer_ramps_with_their_slope_and_sign(name, down, right):
    np.testing.assert_allclose(correlate(TIME, KERNELS[name]), down, atol=1e-12)
    np.testing.assert_allclose(correlate(TRACE, KERNELS[name]), right, atol=1e-12)


@pytest.mark.parametrize("name", KERNELS)
def test_turned_by_180_degrees_only_the_first_derivatives_change_their_sign(name):
    kernel = KERNELS[name].array
    sign = -1 if "derivative" in name or "sobel" in name else 1
    np.testing.assert_array_equal(np.flip(kernel), sign * kernel)
    image = rng.normal(size=(25, 9))
    np.testing.assert_allclose(
        convolve(image, kernel), sign * correlate(image, kernel), **CLOSE
    )


def test_laplacian_is_the_sum_of_the_second_derivatives():
    bowl = TIME**2 / 2 + 3 * TRACE**2 / 2
    np.testing.assert_allclose(correlate(bowl, KERNELS["laplacian"]), 4, atol=1e-9)


def test_smoothing_leaves_a_third_of_the_noise():
    noise = rng.normal(size=(300, 300))
    assert correlate(noise, KERNELS["smooth"]).std() == pytest.approx(1 / 3, rel=0.02)
    np.testing.assert_array_equal(correlate(TIME, KERNELS["identity"], padding=1), TIME)


def test_flat_beds_vanish_in_the_derivative_across_traces_and_a_fault_stays():
    beds = np.repeat(rng.normal(size=(40, 1)), 30, axis=1)
    for name in ("horizontal derivative", "sobel across traces"):
        np.testing.assert_allclose(correlate(beds, KERNELS[name]), 0, atol=1e-12)
        faulted = beds.copy()
        faulted[:, 15:] = np.roll(faulted[:, 15:], 4, axis=0)
        answer = np.abs(correlate(faulted, KERNELS[name], padding="same"))[1:-1]
        assert answer[:, 14:16].mean() > 0.2
        np.testing.assert_allclose(answer[:, 1:14], 0, atol=1e-12)


@pytest.mark.parametrize("side, sign", [("right", 1), ("left", -1)])
def test_dip_filters_answer_to_reflectors_that_dip_their_way(side, sign):
    kernel = KERNELS[f"dip down to the {side}"]
    for dip in (0, -sign):  # gone, up to rounding
        assert energy(correlate(event(dip), kernel)) < 1e-20
    for dip in (0.6, 1.0, 1.5):
        for f_hz in (20, 31.25, 50):
            mine = energy(correlate(event(sign * dip, f_hz), kernel))
            other = energy(correlate(event(-sign * dip, f_hz), kernel))
            assert mine > 4 * other


def test_the_dip_filter_keeps_a_period_of_eight_samples():
    t, x = np.mgrid[:40, :40]
    wave = np.cos(2 * np.pi * (t - x) / 8)
    z = correlate(wave, KERNELS["dip down to the right"], padding=1)
    np.testing.assert_allclose(z[1:-1, 1:-1], wave[1:-1, 1:-1], atol=1e-12)
    for period in (6, 12):
        wave = np.cos(2 * np.pi * (t - x) / period)
        z = correlate(wave, KERNELS["dip down to the right"])
        assert np.abs(z).max() != pytest.approx(1, abs=0.05)


@pytest.mark.parametrize("side, sign", [("right", 1), ("left", -1)])
def test_smoothing_along_dip_keeps_that_dip_and_smears_the_other(side, sign):
    kernel = KERNELS[f"smooth along dip, down to the {side}"]
    mine, other = event(sign), event(-sign)
    np.testing.assert_allclose(
        correlate(mine, kernel, padding=1)[1:-1, 1:-1], mine[1:-1, 1:-1], atol=1e-12
    )
    assert energy(correlate(other, kernel)) < 0.5 * energy(other)
    noise = rng.normal(size=(300, 300))
    assert correlate(noise, kernel).std() == pytest.approx(3**-0.5, rel=0.02)


def test_the_matched_filter_gives_the_reflection_at_the_wavelets_centre():
    w = ricker(np.arange(-10, 11) * 0.004, 25)
    r = np.zeros(200)
    r[[60, 120]] = 0.3, -0.2
    trace = convolve(r, w, padding="same")
    matched = KERNELS["ricker"].array[:, 0]
    z = correlate(trace, matched, padding="same")
    np.testing.assert_allclose(z[[60, 120]], [0.3, -0.2], atol=1e-6)
    assert np.abs(z).argmax() == 60
    noise = rng.normal(size=100_000)
    left = correlate(noise, matched).std()
    assert left == pytest.approx((w @ w) ** -0.5, rel=0.02)
    for other in (np.eye(21)[10], np.sign(w) / np.abs(w).sum()):
        assert other @ w == pytest.approx(1)  # gives the reflection too, and more noise
        assert correlate(noise, other).std() > 1.05 * left


# --------------------------------------------------------------------------- bad input


@pytest.mark.parametrize(
    ("words", "call"),
    [
        (
            r"one image \(n1, n2\); got shape \(2, 3, 4\)",
            lambda: correlate(np.ones((2, 3, 4)), np.ones(3)),
        ),
        (
            r"kernel of shape \(3,\) for image of shape \(5, 5\).*kernel\[:, None\]",
            lambda: correlate(np.ones((5, 5)), [1, 2, 1]),
        ),
        (
            r"got kernel of shape \(3, 3\) for image of shape \(9,\)",
            lambda: convolve(np.ones(9), np.ones((3, 3))),
        ),
        (
            r"image must be finite; 1 of 16 .* first at index \(2, 1\)",
            lambda: correlate(np.where(np.arange(16) == 9, np.nan, 0).reshape(4, 4), 1),
        ),
        ("kernel must be finite", lambda: correlate(np.ones(4), [1, np.inf])),
        ("larger than the padded input", lambda: convolve(np.ones(4), np.ones(5))),
        ('"valid" or "same"; got \'full\'', lambda: convolve([1, 2], [1], 1, "full")),
        ('padding="same" needs stride 1', lambda: correlate([1, 2], [1], 2, "same")),
        ("stride must be >= 1; got 0", lambda: correlate([1, 2], [1], 0)),
        ("image is empty", lambda: correlate([], [1])),
        ("kernel is empty", lambda: correlate([1, 2], [])),
        ("image must hold real numbers", lambda: correlate(["a"], [1])),
    ],
)
def test_bad_input_is_named(words, call):
    with pytest.raises((TypeError, ValueError), match=words):
        call()
