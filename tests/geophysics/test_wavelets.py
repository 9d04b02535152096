"""Wavelets: peaks, zeros, spectra, phase."""

import numpy as np
import pytest

from course_lib.geophysics.wavelets import berlage, ormsby, ricker, rotate_phase


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


def test_ormsby_has_the_trapezium_as_its_spectrum():
    dt, n = 0.001, 16384
    t = (np.arange(n) - n // 2) * dt
    wavelet = ormsby(t, (5, 15, 40, 60))
    assert wavelet.max() == 1 == wavelet[n // 2]
    np.testing.assert_allclose(wavelet[1:], wavelet[:0:-1], atol=1e-12)
    frequency = np.fft.rfftfreq(n, dt)
    spectrum = np.abs(np.fft.rfft(wavelet))
    wanted = np.interp(frequency, [5, 15, 40, 60], [0, 1, 1, 0], left=0, right=0)
    np.testing.assert_allclose(spectrum / spectrum.max(), wanted, atol=0.02)


@pytest.mark.parametrize(
    "corners", [(5, 10, 40), (10, 5, 40, 60), (5, 5, 40, 60), (-5, 10, 40, 60)]
)
def test_ormsby_wants_four_growing_frequencies(corners):
    with pytest.raises(ValueError, match="corners_hz must be four frequencies in Hz"):
        ormsby(0.0, corners)


def test_berlage_is_nothing_before_the_arrival_and_dies_after_it():
    t = np.linspace(-0.05, 0.2, 5001)
    for rise in (0.0, 1.0, 3.0):
        wavelet = berlage(t, 50, rise)
        assert (wavelet[t < 0] == 0).all()
        assert 0.5 < np.abs(wavelet).max() <= 1
        assert np.abs(wavelet[t > 0.15]).max() < 0.02
        assert wavelet[(t > 0) & (t < 0.01)].min() > 0  # its first half is positive
    assert berlage(np.array([0.04]), 25 / 4, 0)[0] == pytest.approx(np.exp(-1.5 * 0.25))


def minimum_phase(wavelet):
    """The minimum-phase wavelet of the same amplitude spectrum (from its cepstrum)."""
    n = 16 * len(wavelet)
    spectrum = np.maximum(np.abs(np.fft.fft(wavelet, n)), 1e-12)
    cepstrum = np.fft.ifft(np.log(spectrum)).real
    fold = np.zeros(n)
    fold[0] = fold[n // 2] = 1
    fold[1 : n // 2] = 2
    return np.fft.ifft(np.exp(np.fft.fft(cepstrum * fold))).real[: len(wavelet)]


def test_berlage_is_minimum_phase_up_to_a_rise_of_one():
    t = np.arange(600) * 0.0005
    miss = {}
    for rise in (0, 1, 2):
        # Sampled t sin(t) starts with zeros; they are a delay, not part of the pulse.
        wavelet = berlage(t, 30, rise)[1:]
        twin = minimum_phase(wavelet)
        miss[rise] = np.abs(wavelet - twin).max() / np.abs(wavelet).max()
    assert miss[0] < 0.1 and miss[1] < 0.1 and miss[2] > 0.3


def test_phase_turns_every_frequency_by_the_same_angle():
    t = 0.002 * np.arange(-200, 201)
    wavelet = ricker(t, 30)
    np.testing.assert_allclose(rotate_phase(wavelet, 0), wavelet, atol=1e-12)
    np.testing.assert_allclose(rotate_phase(wavelet, 180), -wavelet, atol=1e-12)
    np.testing.assert_allclose(rotate_phase(wavelet, 360), wavelet, atol=1e-12)
    quarter = rotate_phase(wavelet, 90)
    np.testing.assert_allclose(quarter, -quarter[::-1], atol=1e-6)
    half = np.cos(np.radians(50)) * wavelet + np.sin(np.radians(50)) * quarter
    np.testing.assert_allclose(rotate_phase(wavelet, 50), half, atol=1e-12)
    spectrum = np.abs(np.fft.rfft([wavelet, quarter], 4096, axis=1))
    np.testing.assert_allclose(spectrum[1, 40:], spectrum[0, 40:], atol=2e-3)


def test_a_cosine_is_advanced_by_the_angle():
    t = 0.002 * np.arange(-1000, 1001)
    window = np.exp(-((t / 0.4) ** 2))
    carrier = 2 * np.pi * 25 * t
    turned = rotate_phase(window * np.cos(carrier), 60)
    np.testing.assert_allclose(
        turned, window * np.cos(carrier + np.radians(60)), atol=1e-6
    )


def test_traces_side_by_side_turn_like_one():
    pair = np.stack([ricker(0.004 * np.arange(-20, 21), f) for f in (20, 40)], axis=1)
    both = rotate_phase(pair, 30)
    np.testing.assert_allclose(both[:, 1], rotate_phase(pair[:, 1], 30), atol=1e-14)


@pytest.mark.parametrize(
    ("bad", "message"),
    [
        ({"f_hz": 0}, "f_hz must be > 0; got 0"),
        ({"f_hz": 30, "rise": -1}, "rise must be >= 0 and <= 10; got -1"),
        ({"f_hz": 30, "decay_1_s": 0}, "decay_1_s must be > 0; got 0"),
    ],
)
def test_berlage_says_what_is_wrong(bad, message):
    with pytest.raises(ValueError, match=message):
        berlage(0.01, **bad)
