"""Coherence and STA/LTA: against the slow way, and on the course's generated data."""

import numpy as np
import pytest

from course_lib import datasets
from course_lib.baselines import coherence, sta_lta
from course_lib.scores import roc_auc


def slow_coherence(image, i, j, traces, samples, dips):
    """Semblance at one pixel, sample by sample."""
    n1, n2 = image.shape
    best = 0.0
    for dip in dips:
        above = below = 0.0
        for t in range(max(0, i - samples // 2), min(n1, i + samples // 2 + 1)):
            values = []
            for k in range(-(traces // 2), traces // 2 + 1):
                column = image[:, min(max(j + k, 0), n2 - 1)]
                values.append(np.interp(t + dip * k, np.arange(n1), column))
            above += np.sum(values) ** 2
            below += traces * np.sum(np.square(values))
        best = max(best, above / below)
    return best


@pytest.mark.parametrize(("traces", "samples", "dip"), [(3, 5, 0), (5, 9, 0.75)])
def test_coherence_equals_semblance_sample_by_sample(traces, samples, dip):
    image = np.random.default_rng(traces).normal(size=(20, 15))
    fast = coherence(image, traces, samples, dip)
    dips = np.arange(-dip, dip + 0.01, 0.25)
    for i, j in [(0, 0), (10, 7), (19, 14), (3, 13), (12, 1)]:
        slow = slow_coherence(image, i, j, traces, samples, dips)
        assert fast[i, j] == pytest.approx(slow, rel=1e-9)


def test_dipping_reflectors_are_coherent_and_several_images_go_at_once():
    t, x = np.mgrid[:60, :30]
    dipping = np.sin(0.4 * (t - 0.75 * x))
    inner = coherence(dipping)[12:-12, 4:-4]
    assert inner.min() > 0.995  # read between samples, linearly
    assert coherence(dipping, largest_dip=0.0)[12:-12, 4:-4].max() < 0.9
    two = coherence(np.stack([dipping, dipping[::-1]]))
    np.testing.assert_allclose(two[0], coherence(dipping), rtol=1e-9)
    np.testing.assert_allclose(two[1], coherence(dipping[::-1]), rtol=1e-9)


def test_coherence_does_not_know_units_and_is_one_where_nothing_is():
    image = np.random.default_rng(0).normal(size=(40, 20))
    image[:, 12:] = 0.0
    seen = coherence(image)
    np.testing.assert_allclose(coherence(-3e4 * image), seen, rtol=1e-6)
    assert (seen[:, 14:] == 1).all()
    assert (seen >= 0).all() and (seen <= 1).all()


def test_coherence_is_low_at_generated_faults():
    patches = datasets.fault_patches(120, seed=5, fault_share=1.0)
    assert roc_auc(-coherence(patches.X), patches.mask) > 0.78


def test_sta_lta_equals_two_means_at_every_sample():
    gather = np.random.default_rng(1).normal(size=(50, 3))
    energy = gather**2
    picks = []
    for e in energy.T:
        ratio = [
            e[k : k + 4].mean() / (e[max(0, k - 6) : k].mean() + 1e-3 * e.mean())
            for k in range(4, 47)
        ]
        picks.append(2.0 * (4 + np.argmax(ratio)))
    assert sta_lta(gather, dt_ms=2, sta_ms=8, lta_ms=12).tolist() == picks


def test_sta_lta_finds_about_half_of_the_first_breaks():
    shots = datasets.first_breaks(n=10, seed=1)
    picks = sta_lta(shots.X, shots.dt_ms)
    assert picks.shape == shots.pick_ms.shape
    near = np.abs(picks - shots.pick_ms)[shots.picked] < 3
    assert 0.4 < near.mean() < 0.65  # ground roll and noise fool it
    assert np.isfinite(sta_lta(np.zeros((40, 2)), 0.5)).all()


@pytest.mark.parametrize(
    "call, words",
    [
        (lambda: coherence(np.ones(5)), r"image must have shape \(…, n_samples"),
        (lambda: coherence(np.full((9, 9), np.nan)), "image must be finite"),
        (lambda: coherence(np.ones((9, 9)), traces=4), "traces must be odd"),
        (lambda: coherence(np.ones((9, 9)), samples=1), "samples must be >= 3"),
        (lambda: coherence(np.ones((9, 9)), largest_dip=9), "largest_dip must be"),
        (lambda: sta_lta(np.ones(5), 1), r"gather must have shape \(…, n_samples"),
        (lambda: sta_lta(np.ones((10, 2)), 1), "fit into the record of 10 ms"),
        (lambda: sta_lta(np.ones((20, 2)), 0), "dt_ms must be > 0"),
    ],
)
def test_bad_arguments_are_named_with_what_is_allowed(call, words):
    with pytest.raises((TypeError, ValueError), match=words):
        call()
