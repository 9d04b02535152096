"""A column that makes a ravine, and its cure."""

import numpy as np

from .. import sentences
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
        columns = [
            (case[0][0], one.results[0] if isinstance(one.results, list) else None)
            for case, one in zip(self.cases(), seen, strict=True)
        ]
        if not all(_is_column(s, z) for s, z in columns):
            return outcome  # an error, a None or a wrong shape has its own sentence
        outcome.details = [
            text for text in outcome.details if text.startswith("It also")
        ]
        rescaled = all(_is_rescaled(s, z) for s, z in columns)
        named = {m.sentence for m in self.misconceptions} | {sentences.ROUNDED}
        if outcome.message not in named:
            outcome.message = (
                "The bowl is not round yet: the column must be shifted to mean 0 and "
                "scaled to standard deviation 1."
                if rescaled
                else "This is no longer sin²θ: you may shift the column and multiply "
                "it by a number, nothing else, or the line R = a + c z is no line."
            )
        if rescaled:
            s, z = next((s, z) for s, z in columns if condition_number(z) > ROUND)
            outcome.details.append(_how_long(s, z))
        return outcome


def _is_column(s, z):
    """Whether z came back as finite numbers of the right shape, not all of them 0."""
    return z is not None and z.shape == s.shape and np.isfinite(z).all() and z.any()


def _is_rescaled(s, z):
    """Whether z is s shifted and multiplied by a number other than 0."""
    return np.ptp(z) > 0 and abs(np.corrcoef(s, z)[0, 1]) > 1 - 1e-6


def _how_long(s, z):
    kappa, raw = condition_number(z), condition_number(s)
    steepest = np.degrees(np.arcsin(np.sqrt(s.max())))
    angles = "angles of 0, 10, 20 and 30°"
    if len(s) != len(_GATHER):
        angles = f"{len(s)} angles up to {steepest:.2g}°"
    return (
        f"For {angles} your column has κ = {kappa:.3g} (mean "
        f"{shown(np.round(z.mean(), 4))}, standard deviation "
        f"{shown(np.round(z.std(), 4))}): the valley is {np.sqrt(kappa):.3g} times as "
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
        "Two things make the ravine: the mean of s is not 0, so intercept and gradient "
        "pull at each other, and its values are small, so one curvature is small. "
        "Shift the column, then stretch it.",
        "The Hessian is (2/m) [[m, Σz], [Σz, Σz²]]: make Σz zero and Σz² equal to m.",
        "Subtract the mean, divide by the standard deviation: `(s - s.mean()) / "
        "s.std()`.",
    ],
    inputs=angle_column,
    tolerance=1e-3,
    probes=[
        Probe("What does the column become for angles of 0 to 30°?", _GATHER),
        Probe("And for the same angles in another order?", _GATHER[[2, 0, 3, 1]]),
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
            "You sorted the column: every value belongs to the amplitude of its own "
            "trace, so keep the order.",
            lambda s: _cure_ravine(np.sort(s)),
            lambda s: _cure_ravine(np.sort(s)[::-1]),
            np.sort,
        ),
        Misconception(
            "You scaled the column to length 1, so Σz² is 1: it must be m.",
            lambda s: (s - s.mean()) / np.linalg.norm(s - s.mean()),
            lambda s: s / np.linalg.norm(s),
        ),
    ],
)
