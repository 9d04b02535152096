"""A new landscape for every seed, so that no answer can be learned by heart.

Taught in: notebook 4.
"""

import numpy as np

from course_lib.checks import check_count
from course_lib.shared_random import MAX_SEED, SharedRandom
from course_lib.surfaces.surface import Surface


def random_landscape(seed):
    """A wide bowl with seven hills and hollows, drawn from a seed.

    f = (x² + y²)/20 + Σ aₖ exp(−((x − cₖ)² + (y − dₖ)²) / (2 sₖ²)) on [−3, 3]².

    Parameters
    ----------
    seed : int
        0 … 2³² − 1; the browser draws the same landscape from it.

    Returns
    -------
    Surface
        ``minima`` is empty: to find them is the task.
    """
    seed = check_count(seed, "seed", 0, MAX_SEED)
    rng = SharedRandom(seed)
    hills = []
    for _ in range(7):
        c, d = 6 * rng.uniform() - 3, 6 * rng.uniform() - 3
        s = 0.4 + 0.6 * rng.uniform()
        a = (-1 if rng.uniform() < 0.5 else 1) * (0.4 + 1.2 * rng.uniform())
        hills.append((c, d, s, a))
    start = 5 * rng.uniform() - 2.5, 5 * rng.uniform() - 2.5

    def value(x, y):
        f = (x**2 + y**2) / 20
        for c, d, s, a in hills:
            f = f + a * np.exp(-((x - c) ** 2 + (y - d) ** 2) / (2 * s**2))
        return f

    def gradient(x, y):
        dx, dy = x / 10, y / 10
        for c, d, s, a in hills:
            hill = a * np.exp(-((x - c) ** 2 + (y - d) ** 2) / (2 * s**2))
            dx = dx - hill * (x - c) / s**2
            dy = dy - hill * (y - d) / s**2
        return dx, dy

    return Surface(
        value,
        gradient,
        kind="random",
        title=f"Random landscape {seed}",
        domain=((-3, 3), (-3, 3)),
        start=start,
        seed=seed,
    )
