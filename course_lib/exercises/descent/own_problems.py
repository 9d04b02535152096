"""The three descents on which a student's own optimizer meets plain gradient descent.

Each is short enough that gradient descent, at the best of its rates, does not arrive;
one rate of a sensible rule serves all three, their sharpest curvatures are alike.
"""

import functools
from collections.abc import Callable
from dataclasses import dataclass

import numpy as np

from course_lib import surfaces
from course_lib.geophysics.trends import velocity_trend
from course_lib.shared_random import batches

RATES = np.geomspace(1e-4, 2, 400)
FAR = 100.0  # a parameter beyond it has run away; all of them start within 2


@dataclass
class Problem:
    """A surface, where to start, and how many steps there are.

    ``seeds``: one run for each, of which the final losses are averaged; they differ in
    the order of the mini-batches.
    """

    name: str
    where: str
    make: Callable
    start: tuple[float, float]
    steps: int
    batch_size: int | None = None
    seeds: tuple[int, ...] = (0,)

    @functools.cached_property
    def surface(self):
        return self.make()

    def gradients(self, seed):
        """One gradient function per step, as far as the steps go."""
        if self.batch_size is None:
            return [self.surface.gradient] * self.steps
        order = batches(self.surface.m, self.batch_size, seed)
        return [self.surface.minibatch(next(order)).gradient for _ in range(self.steps)]

    def excess(self, w):
        """Loss above the lowest point, at w (..., 2); inf for what ran away."""
        with np.errstate(all="ignore"):
            loss = self.surface(w) - self.surface(self.surface.minima[0])
        return np.where(np.isfinite(loss), loss, np.inf)

    @functools.cached_property
    def best_descent(self):
        """(rate, final loss) of gradient descent at the best of all fixed ``RATES``."""
        final = np.zeros(len(RATES))
        for seed in self.seeds:
            w = np.tile(self.start, (len(RATES), 1))
            for gradient in self.gradients(seed):
                with np.errstate(all="ignore"):
                    w = w - RATES[:, None] * gradient(w)
            final += self.excess(w) / len(self.seeds)
        best = final.argmin()
        return float(RATES[best]), float(final[best])


def _noisy_line():
    return surfaces.line_fit(*velocity_trend(scatter=0.4))


PROBLEMS = (
    Problem(
        "ravine, κ = 100",
        "in the ravine",
        functools.partial(surfaces.quadratic, 0.25, 25),
        start=(-1.83, 1.37),
        steps=150,
    ),
    Problem(
        "long valley",
        "in the long valley",
        lambda: surfaces.long_valley,
        start=(1.0, 1e-3),
        steps=100,
    ),
    Problem(
        "noisy line fit, batches of 4",
        "on the noisy line fit",
        _noisy_line,
        start=(0.0, 0.0),
        steps=100,
        batch_size=4,
        seeds=(0, 1, 2, 3, 4),
    ),
)
