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


def test_five_facies_have_the_shares_and_beds_of_their_matrix():
    P = np.array(wl.FACIES_TRANSITIONS)
    assert P.shape == (5, 5) and len(wl.FACIES) == 5
    assert P.sum(axis=1) == pytest.approx(np.ones(5))
    facies = wl.markov_facies(200_000, P, np.random.default_rng(0))
    shares = np.bincount(facies) / len(facies)
    assert shares == pytest.approx([0.19, 0.22, 0.24, 0.25, 0.10], abs=0.01)
    edges = np.flatnonzero(np.diff(facies))
    thickness = np.diff(edges) * wl.SAMPLE_STEP_M
    for k in range(5):
        beds = thickness[facies[edges[:-1] + 1] == k]
        assert beds.mean() == pytest.approx(wl.SAMPLE_STEP_M / (1 - P[k, k]), rel=0.03)
        assert 1.0 < beds.mean() < 1.6
    counted = np.zeros((5, 5))
    np.add.at(counted, (facies[:-1], facies[1:]), 1)
    assert counted / counted.sum(axis=1)[:, None] == pytest.approx(P, abs=0.01)


def test_the_likeliest_neighbour_is_next_on_the_coast():
    """Walther's law: from the open sea to the land, in the column as on the map."""
    away = np.array(wl.FACIES_TRANSITIONS) * (1 - np.eye(5))
    assert (np.abs(away.argmax(axis=1) - np.arange(5)) == 1).all()


def test_facies_read_their_typical_values_in_thick_beds():
    """Over many wells, in the middle of beds that the tool cannot blur."""
    facies = np.repeat(np.arange(5), 60)
    middle = np.tile(np.arange(60), 5)
    middle = (middle > 15) & (middle < 45)
    rng = np.random.default_rng(0)
    logs = np.stack([wl.facies_logs(facies, rng)[middle] for _ in range(400)])
    for k in range(5):
        levels = logs[:, facies[middle] == k].mean(axis=1)
        for j, log in enumerate(wl.FACIES_LOGS.values()):
            spread = np.hypot(log.spreads[k], wl.CALIBRATION_SHIFT[j])
            assert levels[:, j].mean() == pytest.approx(log.means[k], abs=spread / 5)
            assert levels[:, j].std() == pytest.approx(spread, rel=0.15)


def test_calibration_shift_is_one_number_per_log_and_well():
    facies = wl.markov_facies(400, wl.FACIES_TRANSITIONS, np.random.default_rng(0))
    moved = []
    for seed in range(300):
        with_shift = wl.facies_logs(facies, np.random.default_rng(seed))
        without = wl.facies_logs(facies, np.random.default_rng(seed), shift=[0] * 5)
        difference = (with_shift - without)[:, 1:]  # a gamma ray stops at 2 API
        assert np.ptp(difference, axis=0).max() < 1e-9
        moved.append(np.median(with_shift - without, axis=0))
    assert np.mean(moved, axis=0) / wl.CALIBRATION_SHIFT == pytest.approx(
        np.zeros(5), abs=0.2
    )
    assert np.std(moved, axis=0) == pytest.approx([8, 0.02, 0.01, 2, 0.08], rel=0.15)


def test_wells_differ_in_their_rocks_and_beds_hardly():
    """With well_share 0 all variance of a level lies between beds, with 1 none."""
    facies = np.tile(np.repeat([0, 3], 40), 20)
    shale_middle = np.flatnonzero(facies == 0).reshape(20, 40)[:, 10:30]
    spread = {}
    for share in (0.0, 0.9, 1.0):
        rng = np.random.default_rng(1)
        wells = [
            wl.facies_logs(facies, rng, [0] * 5, well_share=share)[shale_middle, 3]
            for _ in range(100)
        ]
        beds = np.mean(wells, axis=2)  # DT, one number per well and bed
        spread[share] = beds.mean(axis=1).std(), beds.std(axis=1).mean()
    noise = wl.FACIES_LOGS["DT"].noise / np.sqrt(20)
    assert spread[1.0] == pytest.approx((3.2, noise), rel=0.2)
    assert spread[0.0][0] < 1.1 and spread[0.0][1] > 2.9
    assert 2.7 < spread[0.9][0] < 3.5 and noise < spread[0.9][1] < 1.8


def test_the_tool_blurs_boundaries_of_the_five_logs():
    facies = np.repeat([0, 4], 40)
    quiet = {"shift": [0] * 5, "well_share": 0}
    logs = np.mean(
        [wl.facies_logs(facies, np.random.default_rng(s), **quiet) for s in range(400)],
        axis=0,
    )
    rhob = logs[:, 1]
    assert rhob[20] == pytest.approx(2.49, abs=0.01)
    assert rhob[60] == pytest.approx(1.60, abs=0.02)
    # One sample off the boundary the tool sees 37 % of the other side (σ = 1.5).
    assert rhob[39] == pytest.approx(2.49 - 0.37 * 0.89, abs=0.04)
    sharp = wl.facies_logs(facies, np.random.default_rng(0), tool_sigma=0, **quiet)
    assert sharp[39, 1] > 2.2 and sharp[40, 1] < 1.9
