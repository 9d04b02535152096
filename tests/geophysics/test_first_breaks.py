"""Shot gathers: travel times by the book, picks where the first wave sets in."""

import numpy as np
import pytest

from course_lib.geophysics import first_breaks as fb

CLEAN = {"snr": (1e6, 1e6)}


def test_times_of_the_three_waves():
    x = np.array([0.0, 5.0, 40.0])
    v1, v2, h = 500.0, 2000.0, 4.0
    np.testing.assert_allclose(fb.direct_ms(x, v1), [0, 10, 80])
    np.testing.assert_allclose(
        fb.reflection_ms(x, v1, h),
        [16, 1000 * np.hypot(8, 5) / 500, 1000 * np.hypot(8, 40) / 500],
    )
    head = fb.head_ms(x, v1, v2, h)
    intercept = 1000 * 2 * h * np.sqrt(v2**2 - v1**2) / (v1 * v2)
    assert head[0] == np.inf  # nearer than the critical distance of 2.07 m
    np.testing.assert_allclose(head[1:], [2.5 + intercept, 20 + intercept])


def test_the_head_wave_touches_the_reflection_at_the_critical_distance():
    v1, v2, h = 600.0, 1500.0, 5.0
    critical = 2 * h * v1 / np.sqrt(v2**2 - v1**2)
    at = critical * (1 + 1e-12)
    assert fb.head_ms(at, v1, v2, h) == pytest.approx(fb.reflection_ms(at, v1, h))
    assert fb.head_ms(critical * 0.999, v1, v2, h) == np.inf
    far = np.linspace(critical * 1.1, 50 * critical, 100)
    assert (fb.head_ms(far, v1, v2, h) < fb.reflection_ms(far, v1, h)).all()


def test_the_head_wave_overtakes_the_direct_one_at_the_crossover():
    v1, v2, h = 600.0, 1500.0, 5.0
    crossover = 2 * h * np.sqrt((v2 + v1) / (v2 - v1))
    assert fb.head_ms(crossover, v1, v2, h) == pytest.approx(
        fb.direct_ms(crossover, v1)
    )


def test_nothing_moves_before_the_pick_and_much_right_after():
    shots = fb.gathers(40, seed=1, **CLEAN)
    time_ms = 0.5 * np.arange(256)[:, None]
    before = after = 0
    for amplitude, pick in zip(shots.amplitude, shots.pick_ms, strict=True):
        inside = pick < 100
        early = np.where(time_ms < pick, np.abs(amplitude), 0).max(axis=0)
        soon = (time_ms >= pick) & (time_ms < pick + 6)
        assert early[inside].max() < 1e-3
        after += np.where(soon, np.abs(amplitude), 0).max(axis=0)[inside].sum()
        before += inside.sum()
    assert after / before > 0.3


def test_picks_are_the_earliest_wave_plus_what_all_waves_share():
    """Static and trigger are one number a trace, which drifts by 0.6 ms a trace."""
    shots = fb.gathers(200, seed=2)
    v1, v2, h = (column[:, None] for column in shots.rock.T)
    head = fb.head_ms(shots.offset_m, v1, v2, h)
    late = shots.pick_ms - np.minimum(fb.direct_ms(shots.offset_m, v1), head)
    assert late.min() >= 0
    assert np.diff(late, axis=1).std() == pytest.approx(0.6, rel=0.03)
    assert 0.3 < np.mean(head < fb.direct_ms(shots.offset_m, v1)) < 0.95


def test_ranges_reach_the_rock():
    shots = fb.gathers(
        300, v1_m_s=(500, 600), v2_over_v1=(2, 3), depth_m=(2, 4), spacing_m=(1, 1)
    )
    v1, v2, h = shots.rock.T
    assert 500 <= v1.min() < 505 and 595 < v1.max() <= 600
    assert 2 <= (v2 / v1).min() and (v2 / v1).max() <= 3
    assert 2 <= h.min() and h.max() <= 4
    steps = np.abs(np.diff(shots.offset_m, axis=1))
    assert np.median(steps) == pytest.approx(1)


def test_noise_is_as_strong_as_asked():
    noisy = fb.gathers(60, seed=3, snr=(5, 5)).amplitude
    clean = fb.gathers(60, seed=3, **CLEAN).amplitude
    level = []
    for a, b in zip(noisy, clean, strict=True):
        scale = (a * b).sum(axis=0) / (b * b).sum(axis=0)
        level += ((a - scale * b).std(axis=0) / scale).tolist()
    assert np.median(level) == pytest.approx(1 / 5, rel=0.1)


def test_gathers_repeat_and_are_normalised():
    many, few = fb.gathers(6, seed=4), fb.gathers(3, seed=4)
    for a, b in zip(many, few, strict=True):
        np.testing.assert_array_equal(a[:3], b)
    assert many.amplitude.dtype == np.float32
    assert np.isfinite(many.amplitude).all()
    np.testing.assert_allclose(np.abs(many.amplitude).max(axis=1), 1, rtol=1e-6)
    assert not np.array_equal(many.amplitude[0], many.amplitude[1])


def test_a_record_that_ends_before_anything_arrives_is_noise():
    shots = fb.gathers(8, n_samples=100, v1_m_s=(50, 60), spacing_m=(50, 60), seed=0)
    late = (shots.pick_ms > 50).all(axis=1)
    assert late.any()
    assert np.isfinite(shots.amplitude).all()
    assert (shots.amplitude[late].std(axis=1) > 0.1).all()


@pytest.mark.parametrize(
    ("bad", "message"),
    [
        ({"n": 0}, "n must be >= 1"),
        ({"n_samples": 10}, "n_samples must be >= 32"),
        ({"n_traces": 1}, "n_traces must be >= 2"),
        ({"seed": -1}, "seed must be >= 0"),
        ({"dt_ms": 0}, "dt_ms must be > 0"),
        ({"dt_ms": 0.1}, "n_samples times dt_ms must be at least 50 ms"),
        ({"v1_m_s": (900, 300)}, r"v1_m_s must be \(smallest, largest\)"),
        ({"v2_over_v1": (0.5, 2)}, "v2_over_v1 must be .* within 1.01 … 20"),
        ({"depth_m": (0, 5)}, "depth_m must be .* within 0.1"),
        ({"f0_hz": (30, 900)}, "f0_hz must be .* within 1 … 400"),
        ({"spacing_m": 2.0}, "spacing_m must be"),
        ({"snr": (2, np.inf)}, "snr must be finite"),
    ],
)
def test_bad_input_is_named(bad, message):
    with pytest.raises(ValueError, match=message):
        fb.gathers(**{"n": 2, **bad})
