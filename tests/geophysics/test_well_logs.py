"""Well logs over a Markov chain of facies."""

import numpy as np
import pytest

from course_lib.geophysics import well_logs as wl


def test_chain_has_the_shares_and_the_thicknesses_of_its_matrix():
    facies = wl.markov_facies(
        200_000, wl.SAND_SHALE_TRANSITIONS, np.random.default_rng(0)
    )
    edges = np.flatnonzero(np.diff(facies))
    thickness = np.diff(edges)
    assert facies.mean() == pytest.approx(0.05 / 0.083, abs=0.01)
    for k, stay in ((0, 0.95), (1, 0.967)):
        beds = thickness[facies[edges[:-1] + 1] == k]
        assert beds.mean() == pytest.approx(1 / (1 - stay), rel=0.05)


def test_chain_takes_any_number_of_facies():
    transitions = [[0.8, 0.2, 0.0], [0.0, 0.8, 0.2], [0.2, 0.0, 0.8]]
    facies = wl.markov_facies(3000, transitions, np.random.default_rng(0))
    pairs = set(zip(facies[:-1].tolist(), facies[1:].tolist(), strict=True))
    assert pairs == {(0, 0), (0, 1), (1, 1), (1, 2), (2, 2), (2, 0)}


def test_tool_keeps_thick_beds_and_loses_thin_ones():
    rock = np.full(60, 100.0)
    rock[10:12] = 30.0
    rock[30:50] = 30.0
    log = wl.smear(rock, 1.5)
    assert log[40] == pytest.approx(30.0, abs=0.01)
    assert log[10:12].min() > 60.0
    assert log[0] == pytest.approx(100.0)
    assert (wl.smear(rock, 0) == rock).all()


def test_each_bed_has_its_own_level():
    responses = [wl.LogResponse(50.0, 10.0, 0.0), wl.LogResponse(100.0, 10.0, 0.0)]
    facies = np.repeat([0, 1, 0, 1], 50)
    log = wl.log_from_facies(
        facies, responses, np.random.default_rng(0), tool_sigma=0, noise=0
    )
    levels = [np.unique(log[i : i + 50]) for i in (0, 50, 100, 150)]
    assert all(len(level) == 1 for level in levels)
    assert len(np.unique(np.concatenate(levels))) == 4


def test_gamma_ray_reads_like_a_well():
    rng = np.random.default_rng(0)
    facies = wl.markov_facies(50_000, wl.SAND_SHALE_TRANSITIONS, rng)
    log = wl.gamma_ray(facies, rng)
    assert log[facies == 0].mean() == pytest.approx(53, abs=2)
    assert log[facies == 1].mean() == pytest.approx(92, abs=2)
    assert log[facies == 0].std() == pytest.approx(12, abs=2)
    # Neighbours half a foot apart differ as in a real log: by a few API, not by tens.
    assert 2 < np.diff(log).std() < 4
    assert np.corrcoef(log[1:], log[:-1])[0, 1] > 0.98
    assert log.min() >= 2 and log.max() < 180


def test_shift_moves_the_whole_log_and_never_below_zero():
    facies = np.repeat([0, 1], 200)
    log = wl.gamma_ray(facies, np.random.default_rng(0))
    shifted = wl.gamma_ray(facies, np.random.default_rng(0), shift_api=10)
    assert shifted - log == pytest.approx(np.full(400, 10.0))
    assert wl.gamma_ray(facies, np.random.default_rng(0), shift_api=-90).min() == 2
