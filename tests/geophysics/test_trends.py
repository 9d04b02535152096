"""Velocity trends and AVO gathers: what was put in comes out of a line fit."""

import numpy as np
import pytest

from course_lib.geophysics.trends import avo_gather, velocity_trend


def test_without_scatter_the_trend_is_a_line():
    z, v = velocity_trend(n=20, v0=2.0, k=0.5, scatter=0.0, depth_km=(1.0, 3.0))
    np.testing.assert_allclose(v, 2.0 + 0.5 * z)
    assert (z[0], z[-1], len(z)) == (1.0, 3.0, 20)


def test_many_wells_have_the_trend_and_its_scatter_in_the_mean():
    fits, residuals = [], []
    for seed in range(200):
        z, v = velocity_trend(seed=seed)
        fits.append(np.polyfit(z, v, 1))
        residuals.append(v - (1.8 + 0.6 * z))
    np.testing.assert_allclose(np.mean(fits, axis=0), [0.6, 1.8], atol=0.01)
    assert np.std(residuals) == pytest.approx(0.15, rel=0.05)


def test_neighbours_share_a_bed():
    def likeness(beds_per_km):
        r = []
        for seed in range(50):
            z, v = velocity_trend(seed=seed, k=0.0, beds_per_km=beds_per_km)
            r.append(np.corrcoef(v[1:], v[:-1])[0, 1])
        return np.mean(r)

    assert likeness(3.0) > 0.4 > 0.2 > likeness(200.0)


def test_nothing_is_slower_than_water():
    _, v = velocity_trend(n=500, v0=1.5, scatter=1.0)
    assert v.min() == 1.5


def test_amplitudes_are_a_plus_b_sine_squared_and_noise():
    theta, clean = avo_gather(noise=0.0)
    assert (theta[0], theta[-1], len(theta)) == (0.0, 30.0, 40)
    np.testing.assert_allclose(clean, 0.05 - 0.2 * np.sin(np.radians(theta)) ** 2)
    assert clean[-1] == pytest.approx(0.0)  # dims away at 30°
    noisy = np.concatenate([avo_gather(seed=s)[1] - clean for s in range(50)])
    assert noisy.std() == pytest.approx(0.02, rel=0.05)


@pytest.mark.parametrize("generator", [velocity_trend, avo_gather])
def test_a_seed_is_a_data_set(generator):
    np.testing.assert_array_equal(generator(seed=1), generator(seed=1))
    assert not np.array_equal(generator(seed=1), generator(seed=2))


@pytest.mark.parametrize(
    ("make", "message"),
    [
        (lambda: velocity_trend(n=2), "n must be >= 3"),
        (lambda: velocity_trend(seed=-1), "seed must be"),
        (lambda: velocity_trend(v0=0.3), "v0 must be"),
        (lambda: velocity_trend(scatter=-0.1), "scatter must be"),
        (lambda: velocity_trend(depth_km=(3, 1)), "depth_km must be"),
        (lambda: velocity_trend(depth_km=(300, 3500)), "depth_km must be"),
        (lambda: avo_gather(theta_deg=(0, 60)), "theta_deg must be"),
        (lambda: avo_gather(noise=np.nan), "noise must be"),
        (lambda: avo_gather(A=5), "A must be"),
    ],
)
def test_bad_input_gets_a_sentence(make, message):
    with pytest.raises((TypeError, ValueError), match=message):
        make()
