"""Stacking velocities as running means, and Dix's formula as their inverse."""

import numpy as np
import pytest

from course_lib.geophysics.stacking import averaging_matrix, stacking_velocities


def test_the_inverse_of_the_mean_is_dix_formula():
    time_s, _, picks = stacking_velocities(n_layers=30, seed=4)
    t = np.concatenate([[0.0], time_s])
    v2t = np.concatenate([[0.0], picks[0] ** 2 * time_s])
    dix = np.diff(v2t) / np.diff(t)  # Dix (1955): (t₂V₂² − t₁V₁²) / (t₂ − t₁)
    model = np.linalg.solve(averaging_matrix(30), picks[0] ** 2)
    np.testing.assert_allclose(model, dix, rtol=1e-9)


def test_without_errors_the_picks_are_root_mean_squares():
    _, interval, picks = stacking_velocities(error=0.0)
    for k in (0, 7, 39):
        rms = np.sqrt(np.mean(interval[: k + 1] ** 2))
        np.testing.assert_allclose(picks[:, k], rms, rtol=1e-12)


def test_errors_are_independent_between_midpoints_and_of_the_size_asked_for():
    _, _, exact = stacking_velocities(error=0.0)
    _, _, picks = stacking_velocities(n_analyses=400, error=0.02, seed=1)
    errors = picks / exact[0] - 1
    assert errors.std() == pytest.approx(0.02, rel=0.02)
    assert abs(np.corrcoef(errors[:200].ravel(), errors[200:].ravel())[0, 1]) < 0.04


def test_the_earth_has_a_fast_and_a_slow_body_on_a_trend():
    time_s, interval, _ = stacking_velocities()
    jumps = np.flatnonzero(np.abs(np.diff(interval)) > 0.2)
    assert len(jumps) == 4
    assert 1.8 < interval.min() < interval.max() < 4.0
    assert time_s[0] == pytest.approx(0.05)
    assert len(time_s) == 40


def test_a_small_error_makes_dix_velocities_worthless():
    _, interval, picks = stacking_velocities(error=0.01)
    model = np.linalg.solve(averaging_matrix(40), picks[0] ** 2)
    error = np.sqrt(np.maximum(model, 0)) - interval
    assert np.sqrt(np.mean(error**2)) > 15 * 0.01 * interval.mean() / 2
