"""A column that makes a ravine, and its cure."""

import numpy as np

from ..answers import shown
from ..function import FunctionExercise, Misconception, Probe
from .inputs import angle_column, chapter

ROUND = 1.01  # condition number that counts as a round bowl
_GATHER = np.sin(np.radians([0.0, 10.0, 20.0, 30.0])) ** 2


def condition_number(z):
    """κ = λmax/λmin of the Hessian of the mean squared misfit of R = a + c z."""
    G = np.stack([np.ones_like(z), z], axis=1)
    return np.linalg.cond(2 * G.T @ G / len(z))


class RoundBowl(FunctionExercise):
    """Any rescaled column passes whose bowl is round; the answers name their κ."""

    def _fault(self, answer, case, seen):
        fault = super()._fault(answer, case, seen)
        if fault and isinstance(seen.results, list):
            s, z = case[0][0], seen.results[0]
            if z.shape == s.shape and np.isfinite(z).all() and _is_rescaled(s, z):
                if condition_number(z) <= ROUND:
                    return None
        return fault

    def _explain(self, answer, faults, seen, time_limit):
        outcome = super()._explain(answer, faults, seen, time_limit)
        (s,), right, _ = self.cases()[0]
        z = seen[0].results[0] if isinstance(seen[0].results, list) else right[0]
        if z.shape != s.shape or not np.isfinite(z).all() or not z.any():
            return outcome
        outcome.details = [
            text for text in outcome.details if text.startswith("It also")
        ]
        if outcome.message not in {m.sentence for m in self.misconceptions}:
            outcome.message = (
                "The bowl is not round yet: the column must be shifted to mean 0 and "
                "scaled to standard deviation 1."
                if _is_rescaled(s, z)
                else "This is no longer sin²θ: you may shift the column and multiply "
                "it by a number, nothing else, or the line R = a + c z is no line."
            )
        if _is_rescaled(s, z):
            outcome.details.append(_how_long(s, z))
        return outcome


def _is_rescaled(s, z):
    """Whether z is s shifted and multiplied by a number other than 0."""
    return np.ptp(z) > 0 and abs(np.corrcoef(s, z)[0, 1]) > 1 - 1e-6


def _how_long(s, z):
    kappa, raw = condition_number(z), condition_number(s)
    return (
        f"For angles of 0, 10, 20 and 30° your column has κ = {kappa:.3g} (mean "
        f"{shown(np.round(z.mean(), 4))}, standard deviation "
        f"{shown(np.round(z.std(), 4))}): the valley is {np.sqrt(kappa):.2g} times as "
        f"long as it is wide. Raw sin²θ has κ = {raw:.3g}, a round bowl 1."
    )


def _cure_ravine(s):
    return (s - s.mean()) / s.std()


cure_ravine = RoundBowl(
    chapter,
    _cure_ravine,
    title="Cure the ravine",
    success="Intercept and gradient of the AVO fit no longer disturb each other, and "
    "the ravine is a round bowl: the steepest way down leads straight to the answer.",
    hints=[
        "sin²θ is a small number that is never negative: which two properties of the "
        "column [1, 1, …] does it lack or share?",
        "The Hessian is (2/m) [[m, Σz], [Σz, Σz²]]: make Σz zero and Σz² equal to m.",
        "Subtract the mean, divide by the standard deviation: `(s - s.mean()) / "
        "s.std()`.",
    ],
    inputs=angle_column,
    tolerance=1e-3,
    probes=[
        Probe("What does the column become for angles of 0 to 30°?", _GATHER),
    ],
    misconceptions=[
        Misconception(
            "You divided by the maximum: the column still has a mean, so intercept and "
            "gradient still pull at each other.",
            lambda s: s / s.max(),
            lambda s: (s - s.min()) / (s.max() - s.min()),
        ),
        Misconception(
            "You only subtracted the mean: now the axes of the bowl are straight, but "
            "its two curvatures still differ; divide by the spread.",
            lambda s: s - s.mean(),
        ),
        Misconception(
            "You only divided by the standard deviation: the mean is still there, so "
            "the valley runs askew; subtract it first.",
            lambda s: s / s.std(),
        ),
        Misconception(
            "Brackets are missing: only the mean gets divided; subtract it first.",
            lambda s: s - s.mean() / s.std(),
        ),
        Misconception(
            "You divide by the variance: the standard deviation is its square root.",
            lambda s: (s - s.mean()) / s.var(),
        ),
        Misconception(
            "The column is unchanged, so the ravine is as long as before.",
            lambda s: s,
        ),
        Misconception(
            "The standard deviation with m - 1 misses a round bowl by a little: Σz² "
            "must be m, as with `np.std`.",
            lambda s: (s - s.mean()) / s.std(ddof=1),
        ),
        Misconception(
            "You centred the column, but on half its range: it is the mean that makes "
            "Σz zero.",
            lambda s: 2 * (s - s.min()) / (s.max() - s.min()) - 1,
        ),
        Misconception(
            "You scaled the column to length 1, so Σz² is 1: it must be m.",
            lambda s: (s - s.mean()) / np.linalg.norm(s - s.mean()),
            lambda s: s / np.linalg.norm(s),
        ),
    ],
)
