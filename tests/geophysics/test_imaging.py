"""From reflectivity to a noisy image: each step against what it should be."""

import numpy as np
import pytest

from course_lib.geophysics import beds, imaging
from course_lib.geophysics.fault_ranges import Ranges
from course_lib.geophysics.wavelets import ricker


@pytest.mark.parametrize("n_traces", [1, 5, 127, 128, 129, 300])
@pytest.mark.parametrize(("steps", "half", "n"), [(1, 5, 30), (4, 7, 13), (4, 17, 64)])
def test_filter_is_numpy_convolve_at_every_step(steps, half, n, n_traces):
    rng = np.random.default_rng(0)
    shape = (steps * (n - 1 + 2 * half), n_traces)
    image = rng.standard_normal(shape).astype(np.float32)
    kernel = rng.standard_normal(2 * half * steps).astype(np.float32)
    out = imaging.filter_traces(image, kernel, steps)
    assert out.shape == (n, n_traces) and out.dtype == np.float32
    for i in {0, n_traces // 2, n_traces - 1}:
        wanted = np.convolve(image[:, i], kernel[::-1], "valid")[::steps]
        np.testing.assert_allclose(out[:, i], wanted, atol=1e-4)


@pytest.mark.parametrize("boundary", [-20.125, 0.125, 5.375])
def test_one_boundary_leaves_one_ricker_at_its_depth(boundary):
    """Boundaries halfway between two fine depths, where reflectivity is."""
    half, dt_s = imaging.half_wavelet(20.0, 0.004), 0.004
    fine = imaging.fine_depths(64, half)
    assert fine[0] == -31.5 - half and fine[-1] == 31.5 + half
    spikes = np.diff((fine > boundary).astype(np.float32))[:, None]
    kernel = imaging.wavelet_kernel(25.0, dt_s, half)
    trace = imaging.filter_traces(spikes, kernel)[:, 0]
    wanted = ricker(dt_s * (imaging.centred(64) - boundary), 25.0)
    np.testing.assert_allclose(trace, wanted, atol=1e-5)


@pytest.mark.parametrize("f_hz", [4.0, 20.0, 60.0])
def test_the_wavelet_has_died_where_it_is_cut(f_hz):
    half = imaging.half_wavelet(f_hz, 0.004)
    assert abs(ricker(0.004 * half, f_hz)) < 1e-5
    assert half <= 1.3 / f_hz / 0.004 + 1  # and no longer than that


@pytest.mark.parametrize("sigma", [0.3, 0.8, 1.2, 3.0])
def test_blur_is_a_gaussian_in_wavenumber(sigma):
    spike = np.zeros((3, 200), np.float32)
    spike[:, 100] = 1
    blurred = imaging.blur(spike, sigma)
    assert blurred.dtype == np.float32
    assert blurred.sum(axis=1) == pytest.approx(1, abs=1e-5)
    k = np.fft.fftfreq(200)
    response = np.exp(-2 * (np.pi * k * sigma) ** 2)
    np.testing.assert_allclose(np.abs(np.fft.fft(blurred[0])), response, atol=0.02)
    x = np.arange(200) - 100
    if sigma > 1:
        spread = (blurred[0] * x**2).sum()
        assert spread == pytest.approx(sigma**2, rel=0.01)
    assert imaging.blur(spike, 0) is spike


def test_blur_keeps_what_does_not_change_along_the_traces():
    flat = np.repeat(np.arange(5, dtype=np.float32)[:, None], 40, axis=1)
    np.testing.assert_allclose(imaging.blur(flat, 1.2), flat, atol=1e-5)


def test_noise_has_the_spectrum_of_its_wavelet():
    rng = np.random.default_rng(0)
    noise = imaging.band_noise(rng, (500, 300), 30.0, 0.004, 17)
    power = np.mean(np.abs(np.fft.rfft(noise, axis=0)) ** 2, axis=1)
    f = np.fft.rfftfreq(500, 0.004) / 30
    wanted = f**4 * np.exp(-2 * f**2)
    smooth = np.convolve(power / power.sum(), np.ones(9) / 9, "same")
    wanted = np.convolve(wanted / wanted.sum(), np.ones(9) / 9, "same")
    np.testing.assert_allclose(smooth, wanted, atol=0.1 * wanted.max())


def test_standardised_images_and_silence():
    image = np.random.default_rng(0).normal(3, 5, (20, 30)).astype(np.float32)
    done = imaging.standardised(image)
    assert done.mean() == pytest.approx(0, abs=1e-6) and done.std() == pytest.approx(1)
    assert done.dtype == np.float32
    assert (imaging.standardised(np.full((4, 4), 7, np.float32)) == 0).all()


# The column of beds


def column(seed=0, **ranges):
    rng = np.random.default_rng(seed)
    return beds.bed_column(rng, Ranges(**ranges), 4000, imaging.OVERSAMPLING)


@pytest.mark.parametrize("mean", [2.0, 6.0, 20.0])
def test_beds_are_exponential_on_top_of_one_sample(mean):
    made = column(bed_thickness=(mean, mean))
    thickness = np.bincount(made.bed)[1:-1] / beds.STEPS
    assert thickness.min() >= 1
    error = mean / np.sqrt(len(thickness))
    assert thickness.mean() == pytest.approx(1 + mean, abs=3 * error)
    assert thickness.std() == pytest.approx(mean, rel=0.2)
    assert (np.diff(made.bed) >= 0).all() and np.diff(made.bed).max() == 1


def test_impedance_is_an_autoregression_from_bed_to_bed():
    made = column(bed_thickness=(2, 2), contrast=(0.1, 0.1))
    middles = np.flatnonzero(np.diff(made.bed)) + 8  # half a sample below the boundary
    level = made.log_impedance[middles[:-1]]
    assert len(level) > 2000
    assert np.corrcoef(level[1:], level[:-1])[0, 1] == pytest.approx(0.6, abs=0.05)
    assert level.std() == pytest.approx(0.1 / np.sqrt(1 - 0.6**2), rel=0.05)
    assert level.mean() == pytest.approx(0, abs=0.02)


def test_a_fine_sample_holds_the_mean_over_its_own_length():
    made = column(bed_thickness=(6, 6))
    (edge,) = np.flatnonzero(np.diff(made.bed))[10:11] + 1  # first entry of a bed
    above, below = made.log_impedance[[edge - 8, edge + 8]]
    share = (made.log_impedance[edge - 3 : edge + 3] - above) / (below - above)
    np.testing.assert_allclose(share, [0, 1 / 8, 3 / 8, 5 / 8, 7 / 8, 1], atol=1e-4)


def test_entries_count_down_from_the_top():
    made = column()
    depths = np.array([made.top, made.top + 1 / 16, 0.0, -made.top - 1 / 16])
    wanted = [0, 1, 4000 * 16, 8000 * 16 - 1]
    np.testing.assert_array_equal(beds.entry(made, depths), wanted)
