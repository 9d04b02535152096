"""Interval velocities behind stacking velocities: a mean over depth, to be undone.

Taught in: notebook 4, "What you already knew: least squares".
"""

import numpy as np

INTERVAL_S = 0.05  # two-way time of one layer
V_TOP_KM_S, GRADIENT_KM_S2 = 1.8, 0.9  # velocity at the top, its growth with time
# (first and last two-way time in s, change of v): tight limestone, overpressured shale
BODIES = ((0.55, 0.85, 0.55), (1.3, 1.7, -0.45))


def averaging_matrix(n):
    """G with d = G m, where m = v² of n layers and d = Vrms² at their bases, (n, n).

    Vrms²(tᵢ) = (1/tᵢ) Σ vⱼ² Δt over the layers above (Dix 1955): row i holds 1/i,
    i times. Its inverse is a difference, which is why noise explodes in Dix's formula.
    """
    return np.tril(np.ones((n, n))) / np.arange(1, n + 1)[:, None]


def stacking_velocities(n_layers=40, n_analyses=6, error=0.01, seed=0):
    """Picks of stacking velocity at neighbouring midpoints over one layered earth.

    Stands in for: velocity analyses on reflections every 50 ms of two-way time.
    Breaks down: stacking velocity is taken for Vrms (flat layers, small offsets, no
    anisotropy); errors of real picks are correlated in time and grow with it.

    Parameters
    ----------
    n_layers : int
        Layers of 50 ms two-way time.
    n_analyses : int
        Midpoints; the earth below them is the same, the errors are not.
    error : float
        Relative standard deviation of a pick.
    seed : int

    Returns
    -------
    time_s : numpy.ndarray, shape (n_layers,)
        Two-way time of each layer's base, s.
    interval_km_s : numpy.ndarray, shape (n_layers,)
        True interval velocities, km/s: a linear trend, a fast body, a slow one.
    picks_km_s : numpy.ndarray, shape (n_analyses, n_layers)
        Stacking velocities, km/s.
    """
    rng = np.random.default_rng(seed)
    time_s = INTERVAL_S * np.arange(1, n_layers + 1)
    middle = time_s - INTERVAL_S / 2
    interval = V_TOP_KM_S + GRADIENT_KM_S2 * middle
    for first, last, change in BODIES:
        interval = interval + change * ((middle > first) & (middle < last))
    rms = np.sqrt(averaging_matrix(n_layers) @ interval**2)
    scatter = rng.normal(0, error, (n_analyses, n_layers))
    return time_s, interval, rms * (1 + scatter)
