"""The convolutional model: reflectivity, seismogram, and what a thin layer shows."""

import numpy as np
import pytest

from course_lib.geophysics import seismic
from course_lib.geophysics.wavelets import berlage, ricker

rng = np.random.default_rng(0)


def test_reflectivity_is_contrast_over_sum_at_the_boundary():
    Z = np.array([4.0, 4.0, 6.0, 3.0])
    np.testing.assert_allclose(seismic.reflectivity(Z), [0, 0, 0.2, -1 / 3])
    np.testing.assert_allclose(seismic.reflectivity(1000 * Z), [0, 0, 0.2, -1 / 3])
    section = np.stack([Z, Z[::-1]])
    np.testing.assert_allclose(
        seismic.reflectivity(section, axis=1),
        [[0, 0, 0.2, -1 / 3], [0, 1 / 3, -0.2, 0]],
    )
    np.testing.assert_allclose(
        seismic.reflectivity(section.T), seismic.reflectivity(section, axis=1).T
    )


def test_small_contrasts_are_half_the_step_of_the_logarithm():
    Z = 6 * np.exp(np.cumsum(0.02 * rng.standard_normal(200)))
    half_steps = 0.5 * np.diff(np.log(Z))
    np.testing.assert_allclose(seismic.reflectivity(Z)[1:], half_steps, atol=2e-5)


@pytest.mark.parametrize("k", [1, 3, 31, 101])
@pytest.mark.parametrize("n", [1, 2, 60])
def test_seismogram_is_numpy_convolve_around_the_middle(n, k):
    r, w = rng.standard_normal(n), rng.standard_normal(k)
    full = np.convolve(r, w)
    np.testing.assert_allclose(
        seismic.seismogram(r, w), full[k // 2 : k // 2 + n], atol=1e-12
    )
    np.testing.assert_allclose(seismic.seismogram(r, w, zero=0), full[:n], atol=1e-12)


def test_a_section_is_convolved_trace_by_trace():
    r, w = rng.standard_normal((50, 7)), rng.standard_normal(21)
    s = seismic.seismogram(r, w)
    for i in range(7):
        np.testing.assert_allclose(s[:, i], seismic.seismogram(r[:, i], w), atol=1e-12)


def test_it_convolves_and_does_not_correlate():
    w = berlage(0.002 * np.arange(30), 40)
    r = np.zeros(100)
    r[20] = 1
    np.testing.assert_allclose(seismic.seismogram(r, w, zero=0)[20:50], w, atol=1e-12)


@pytest.mark.parametrize(
    ("call", "message"),
    [
        (lambda: seismic.reflectivity([5, 0, 5]), "impedance must be .* above 0"),
        (lambda: seismic.reflectivity(5.0), "impedance must be an array"),
        (lambda: seismic.reflectivity([5, np.nan]), "impedance must be finite"),
        (lambda: seismic.seismogram([1, 2], [1, 2]), "wavelet must have an odd number"),
        (lambda: seismic.seismogram([1, 2], [[1]]), "wavelet must have shape"),
        (
            lambda: seismic.seismogram(np.zeros((2, 2, 2)), [1]),
            "reflectivity must have",
        ),
        (lambda: seismic.seismogram([1, 2], [1, 2], zero=2), "zero must be .*<= 1"),
        (lambda: seismic.wedge(f_hz=0), "f_hz must be > 0; got 0"),
        (lambda: seismic.wedge(thickest_m=-1), "thickest_m must be > 0; got -1"),
        (lambda: seismic.tuning(25, 0), "v_m_s must be > 0; got 0"),
    ],
)
def test_bad_input_is_named(call, message):
    with pytest.raises(ValueError, match=message):
        call()


# The wedge


def test_tuning_of_25_hz_at_3_km_s():
    time_ms, thickness_m = seismic.tuning(25, 3000)
    assert time_ms == pytest.approx(1000 * np.sqrt(6) / (2 * np.pi * 25))
    assert time_ms == pytest.approx(15.6, abs=0.05)
    assert thickness_m == pytest.approx(23.4, abs=0.05)
    assert thickness_m < 3000 / 25 / 4  # a quarter wavelength: 30 m


@pytest.mark.parametrize(("f_hz", "v_m_s"), [(25, 3000), (40, 2000), (12, 4500)])
def test_two_opposite_rickers_add_up_to_1_446_at_tuning(f_hz, v_m_s):
    time_ms, thickness_m = seismic.tuning(f_hz, v_m_s)
    model = seismic.wedge(f_hz, v_m_s, 3 * thickness_m, 601, 2.5 / f_hz)
    assert model.largest.max() == pytest.approx(1 + 2 * np.exp(-1.5), abs=1e-5)
    assert model.largest.max() == pytest.approx(1.446, abs=5e-4)
    best = model.largest.argmax()
    assert model.separation_ms[best] == pytest.approx(time_ms, rel=0.01)
    assert model.thickness_m[best] == pytest.approx(thickness_m, rel=0.01)


def test_a_wedge_begins_with_nothing_and_ends_with_two_wavelets():
    model = seismic.wedge(30, 2500, 100, 51)
    assert model.amplitude.shape == (len(model.time_ms), 51)
    assert (model.amplitude[:, 0] == 0).all() and model.largest[0] == 0
    assert model.largest[-1] == pytest.approx(1, abs=1e-3)
    t = model.time_ms / 1000
    alone = ricker(t, 30) - ricker(t - model.separation_ms[-1] / 1000, 30)
    np.testing.assert_allclose(model.amplitude[:, -1], alone, atol=1e-12)
    assert np.abs(model.amplitude[[0, -1]]).max() < 1e-5  # no wavelet is cut
