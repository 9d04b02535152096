"""Shot gathers over two layers, with the exact time of each first break.

Four waves reach each receiver: the direct wave, the head wave along the second layer,
the reflection from it, and ground roll. The first break is whichever comes first.

Taught in: notebook 5, "First breaks".
"""

from typing import NamedTuple

import numpy as np

from course_lib.checks import check_array, check_count, check_number
from course_lib.geophysics.wavelets import berlage

DT_MS = 0.5
NEAREST_M = 0.3  # a receiver is never closer to the source
STATIC_STEP_MS = 0.6  # from trace to trace, times drift by so much (a random walk)
TRIGGER_MS = (2.0, 12.0)  # the record starts before the shot
NOISE_CENTRE, NOISE_WIDTH = 40.0, 40.0  # Hz
SHORTEST_MS = 50.0  # record


class ShotGathers(NamedTuple):
    """Gathers with their picks; m of them.

    amplitude : (m, n_samples, n_traces), float32; each trace's largest value is 1.
    pick_ms : (m, n_traces), first break, ms; it may lie beyond the end of the record.
    offset_m : (m, n_traces), distance from the source, m.
    rock : (m, 3): v1, v2 (m/s) and the first layer's thickness h (m).
    """

    amplitude: np.ndarray
    pick_ms: np.ndarray
    offset_m: np.ndarray
    rock: np.ndarray


def direct_ms(offset_m, v1):
    """Time of the direct wave, ms: x / v1."""
    return 1000 * offset_m / v1


def head_ms(offset_m, v1, v2, h):
    """Time of the head wave, ms: x / v2 + 2 h √(v2² − v1²) / (v1 v2).

    inf below the critical distance 2 h v1 / √(v2² − v1²), where there is none.
    """
    root = np.sqrt(v2**2 - v1**2)
    time_ms = 1000 * (offset_m / v2 + 2 * h * root / (v1 * v2))
    return np.where(offset_m >= 2 * h * v1 / root, time_ms, np.inf)


def reflection_ms(offset_m, v1, h):
    """Time of the reflection, ms: √((2h / v1)² + (x / v1)²)."""
    return 1000 * np.hypot(2 * h, offset_m) / v1


def gathers(
    n,
    n_samples=256,
    n_traces=48,
    seed=0,
    *,
    dt_ms=DT_MS,
    v1_m_s=(350.0, 1200.0),
    v2_over_v1=(1.6, 4.0),
    depth_m=(1.0, 8.0),
    f0_hz=(30.0, 120.0),
    spacing_m=(0.5, 2.5),
    snr=(2.0, 20.0),
):
    """Shot gathers over two layers with exact first breaks.

    Parameters
    ----------
    n, n_samples, n_traces : int
    seed : int
        Gather i depends on ``seed`` and i alone.
    dt_ms : float
        Sample interval, ms.
    v1_m_s : (float, float)
        Smallest and largest velocity of the first layer, m/s.
    v2_over_v1 : (float, float)
        How many times faster the second layer is, above 1.
    depth_m : (float, float)
        Thickness of the first layer, m.
    f0_hz : (float, float)
        Frequency of the waves, Hz; ground roll has 0.4 of it.
    spacing_m : (float, float)
        Distance between receivers, m.
    snr : (float, float)
        Largest amplitude of a trace over the standard deviation of its noise.

    Returns
    -------
    ShotGathers

    Raises
    ------
    TypeError, ValueError
        Naming the argument, its value and what is allowed.

    Notes
    -----
    Stands in for: a hammer seismic line over weathered ground on rock.
    Breaks down: two layers with a flat boundary, velocities that do not grow with
    depth, no shear or air wave, no dead traces, noise without wind or traffic. A
    network trained on it does not pick real gathers without further work.

    References
    ----------
    Travel times: Telford, Geldart and Sheriff, 1990, Applied Geophysics, chapter 4.

    Examples
    --------
    >>> shots = gathers(3, seed=1)
    >>> shots.amplitude.shape, shots.pick_ms.shape
    ((3, 256, 48), (3, 48))
    """
    n = check_count(n, "n")
    n_samples = check_count(n_samples, "n_samples", low=32, high=4000)
    n_traces = check_count(n_traces, "n_traces", low=2, high=1000)
    seed = check_count(seed, "seed", low=0)
    dt_ms = check_number(dt_ms, "dt_ms", above=0, high=4)
    if n_samples * dt_ms < SHORTEST_MS:
        raise ValueError(
            f"n_samples times dt_ms must be at least {SHORTEST_MS:g} ms, two "
            f"periods of the noise; got {n_samples} × {dt_ms:g} ms"
        )
    ranges = {
        "v1_m_s": _range(v1_m_s, "v1_m_s", 50, 8000),
        "v2_over_v1": _range(v2_over_v1, "v2_over_v1", 1.01, 20),
        "depth_m": _range(depth_m, "depth_m", 0.1, 500),
        "f0_hz": _range(f0_hz, "f0_hz", 1, 200 / dt_ms),
        "spacing_m": _range(spacing_m, "spacing_m", 0.05, 100),
        "snr": _range(snr, "snr", 0.05, 1e6),
    }
    shots = ShotGathers(
        np.empty((n, n_samples, n_traces), np.float32),
        np.empty((n, n_traces)),
        np.empty((n, n_traces)),
        np.empty((n, 3)),
    )
    for i in range(n):
        rng = np.random.default_rng((seed, i))
        drawn = {name: rng.uniform(*pair) for name, pair in ranges.items()}
        parts = _gather(rng, (n_samples, n_traces), dt_ms, **drawn)
        for whole, part in zip(shots, parts, strict=True):
            whole[i] = part
    return shots


def _gather(rng, shape, dt_ms, v1_m_s, v2_over_v1, depth_m, f0_hz, spacing_m, snr):
    n_samples, n_traces = shape
    v1, v2, h = v1_m_s, v1_m_s * v2_over_v1, depth_m
    source_m = rng.uniform(-0.2, 1.2) * spacing_m * (n_traces - 1)
    offset_m = np.abs(spacing_m * np.arange(n_traces) - source_m) + NEAREST_M

    late_ms = rng.uniform(*TRIGGER_MS)
    late_ms += np.cumsum(STATIC_STEP_MS * rng.standard_normal(n_traces))
    late_ms -= min(0.0, late_ms.min())  # nothing arrives before the record starts
    direct, head = direct_ms(offset_m, v1), head_ms(offset_m, v1, v2, h)
    reflection = reflection_ms(offset_m, v1, h)
    roll = direct / rng.uniform(0.5, 0.7)
    pick_ms = np.minimum(direct, head) + late_ms

    spreading = (offset_m / 5 + 1) ** -rng.uniform(0.3, 0.8)
    time_ms = dt_ms * np.arange(n_samples)[:, None]
    gather = np.zeros(shape)
    waves = [
        (direct, 1.0, f0_hz),
        (head, rng.uniform(0.4, 1.0), f0_hz),
        (reflection, rng.uniform(0.2, 0.8), f0_hz),
        (roll, rng.uniform(0.5, 2.5), 0.4 * f0_hz),
    ]
    for arrival_ms, strength, f_hz in waves:
        since_s = (time_ms - arrival_ms - late_ms) / 1000
        decay = f_hz * rng.uniform(0.8, 1.6)
        gather += strength * spreading * berlage(since_s, f_hz, 0, decay)

    noise = _band_noise(rng, shape, dt_ms) * np.exp(0.3 * rng.standard_normal(n_traces))
    # A trace whose waves all come after its end holds noise as strong as elsewhere.
    loudest = np.abs(gather).max(axis=0)
    loudest = np.where(loudest > 0, loudest, loudest.max() or 1.0)
    gather += noise * loudest / snr
    gather /= np.abs(gather).max(axis=0)
    return gather, pick_ms, offset_m, (v1, v2, h)


def _band_noise(rng, shape, dt_ms):
    """Noise of standard deviation 1 around 40 Hz, independent from trace to trace."""
    f = np.fft.rfftfreq(shape[0], dt_ms / 1000)
    band = np.exp(-(((f - NOISE_CENTRE) / NOISE_WIDTH) ** 2))
    white = rng.standard_normal(shape)
    noise = np.fft.irfft(np.fft.rfft(white, axis=0) * band[:, None], shape[0], axis=0)
    return noise / noise.std(axis=0)


def _range(value, name, low, high):
    pair = check_array(value, name)
    if pair.shape != (2,) or not low <= pair[0] <= pair[1] <= high:
        raise ValueError(
            f"{name} must be (smallest, largest) within {low:g} … {high:g}; "
            f"got {value!r:.60}"
        )
    return pair.tolist()
