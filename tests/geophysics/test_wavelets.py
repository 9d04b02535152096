"""The Ricker wavelet: peak, zeros, side lobes, spectrum."""

import numpy as np
import pytest

from course_lib.geophysics.wavelets import ricker


@pytest.mark.parametrize("f_hz", [10.0, 25.0, 60.0])
def test_shape(f_hz):
    t = np.linspace(-2 / f_hz, 2 / f_hz, 40_001)
    s = ricker(t, f_hz)
    np.testing.assert_allclose(s, s[::-1], atol=1e-13)
    assert s[20_000] == 1 == s.max()
    assert s.min() == pytest.approx(-2 * np.exp(-1.5))
    assert abs(t[s.argmin()]) == pytest.approx(np.sqrt(1.5) / np.pi / f_hz, rel=1e-3)
    assert ricker(1 / (np.sqrt(2) * np.pi * f_hz), f_hz) == pytest.approx(0, abs=1e-15)


def test_the_spectrum_peaks_at_the_frequency_and_has_no_mean():
    dt = 0.0005
    t = (np.arange(8192) - 4096) * dt
    spectrum = np.abs(np.fft.rfft(ricker(t, 25.0)))
    frequency = np.fft.rfftfreq(8192, dt)
    assert frequency[spectrum.argmax()] == pytest.approx(25.0, abs=0.25)
    assert spectrum[0] < 1e-9 * spectrum.max()


def test_numbers_and_tables_of_frequencies():
    assert ricker(0.0, 25.0) == 1
    assert ricker(np.zeros((3, 1)), np.array([10.0, 20.0])).shape == (3, 2)
    assert np.isfinite(ricker(1e3, 25.0))
