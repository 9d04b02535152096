"""ReLU's leaky sister, and units that never answer again."""

import numpy as np

from ..function import FunctionExercise, Misconception, Probe
from .inputs import chapter, relu_scores, scores_and_leak
from .slopes import _relu


def _dead_units(Z):
    return np.sum(np.all(Z <= 0, axis=0))


dead_units = FunctionExercise(
    chapter,
    _dead_units,
    title="Count the dead units",
    success="Such a unit is silent for every sample in the survey, its slope is 0 for "
    "all of them, and so no gradient will ever move its weights again.",
    hints=[
        "A unit is a column: it is dead if not a single row of it is above 0.",
        "`Z <= 0` is a table of True and False; which columns are True throughout?",
        "`np.all(Z <= 0, axis=0)` has one answer for each unit: how many are True?",
    ],
    inputs=relu_scores,
    tolerance=1e-9,
    probes=[
        Probe(
            "Two samples, two units: the first has -1 and -2, the second -1 and 3. How "
            "many are dead?",
            np.array([[-1.0, -1.0], [-2.0, 3.0]]),
        ),
        Probe(
            "One unit with the scores -1 and 0: ReLU gives 0 and 0, so it is dead.",
            np.array([[-1.0], [0.0]]),
        ),
    ],
    misconceptions=[
        Misconception(
            "You count samples: units are the columns, so look along the rows with "
            "`axis=0`.",
            lambda Z: np.sum(np.all(Z <= 0, axis=1)),
        ),
        Misconception(
            "You count single zeros of the ReLU: a unit is dead if all its samples are "
            "at most 0.",
            lambda Z: np.sum(Z <= 0),
            lambda Z: np.sum(Z < 0),
        ),
        Misconception(
            "One negative sample is not enough: a unit is dead if all of them are at "
            "most 0, `np.all`.",
            lambda Z: np.sum(np.any(Z <= 0, axis=0)),
            lambda Z: np.sum(Z.min(axis=0) <= 0),
        ),
        Misconception(
            "A score of exactly 0 is off too, for ReLU has no slope there: ask for `<= "
            "0`.",
            lambda Z: np.sum(np.all(Z < 0, axis=0)),
            lambda Z: np.sum(Z.max(axis=0) < 0),
        ),
        Misconception(
            "You take Z for what comes out of the ReLU: these are the scores before "
            "it, so ask for `<= 0` instead of `== 0`.",
            lambda Z: np.sum(np.all(Z == 0, axis=0)),
            lambda Z: np.sum(Z == 0),
        ),
        Misconception(
            "You count the units that live: those without any score above 0 are asked "
            "for.",
            lambda Z: np.sum(np.any(Z > 0, axis=0)),
        ),
        Misconception(
            "A mean or a sum below 0 does not make a unit dead: one sample above 0 is "
            "enough to keep it alive.",
            lambda Z: np.sum(Z.mean(axis=0) <= 0),
            lambda Z: np.sum(np.median(Z, axis=0) <= 0),
        ),
        Misconception(
            "This is the share of dead units: count them, without dividing.",
            lambda Z: np.mean(np.all(Z <= 0, axis=0)),
            lambda Z: 100 * np.mean(np.all(Z <= 0, axis=0)),
        ),
        Misconception(
            "These are the answers for the single units, dead or not: count the Trues "
            "with `np.sum`.",
            lambda Z: np.all(Z <= 0, axis=0),
        ),
        Misconception(
            "These are the numbers of the dead units: how many are there?",
            lambda Z: np.flatnonzero(np.all(Z <= 0, axis=0)),
            lambda Z: np.where(np.all(Z <= 0, axis=0)),
        ),
        Misconception(
            "`np.where` packs its answer into a tuple, whose length is always 1: count "
            "the Trues with `np.sum`.",
            lambda Z: len(np.where(np.all(Z <= 0, axis=0))),
        ),
        Misconception(
            "`len` and `.size` count all units, dead or not: count the Trues with "
            "`np.sum`.",
            lambda Z: np.all(Z <= 0, axis=0).size,
        ),
        Misconception(
            "Your loop counts samples, `len(Z)`: there are `Z.shape[1]` units.",
            lambda Z: sum((Z[:, j] <= 0).all() for j in range(len(Z))),
        ),
        Misconception(
            "You ask whether all units are dead at once: ask each column, with "
            "`axis=0`.",
            lambda Z: np.all(Z <= 0),
        ),
    ],
)


def _leaky_relu(z, leak=0.01):
    return np.where(z > 0, z, leak * z)


leaky_relu = FunctionExercise(
    chapter,
    _leaky_relu,
    title="A ReLU that leaks",
    success="A small slope is left where ReLU is deaf, so a unit pushed to the wrong "
    "side still hears how far it is from the rocks, and can come back.",
    hints=[
        "To the right of 0 nothing changes: z stays z.",
        "To the left a small part is kept, `leak * z`, still negative.",
        "`np.where(z > 0, z, leak * z)`",
    ],
    library="activations.leaky_relu",
    inputs=scores_and_leak,
    probes=[
        Probe("With a leak of 0.1, what becomes of z = 2?", [2.0], 0.1),
        Probe("With a leak of 0.1, what becomes of z = -3?", [-3.0], 0.1),
    ],
    misconceptions=[
        Misconception(
            "You wrote 0.01 into the formula: take the argument `leak`.",
            lambda z, leak=0.01: np.where(z > 0, z, 0.01 * z),
            lambda z, leak=0.01: np.maximum(0.01 * z, z),
        ),
        Misconception(
            "This is the plain ReLU, 0 on the left: let `leak * z` through there.",
            lambda z, leak=0.01: _relu(z),
        ),
        Misconception(
            "To the left of 0 yours is always `leak`: multiply it by z, for it is a "
            "slope.",
            lambda z, leak=0.01: np.where(z > 0, z, leak),
            lambda z, leak=0.01: np.where(z > 0, z, -leak),
            lambda z, leak=0.01: np.where(z >= 0, z, leak),
        ),
        Misconception(
            "`np.maximum(z, leak)` cuts at the number leak: compare z with `leak * z`.",
            lambda z, leak=0.01: np.maximum(z, leak),
            lambda z, leak=0.01: np.maximum(leak, z),
        ),
        Misconception(
            "The sides changed places: z stays whole on the right, the left is made "
            "small.",
            lambda z, leak=0.01: np.where(z > 0, leak * z, z),
            lambda z, leak=0.01: np.minimum(z, leak * z),
        ),
        Misconception(
            "On the left yours is positive: `leak * z` keeps its minus sign.",
            lambda z, leak=0.01: np.where(z > 0, z, -leak * z),
            lambda z, leak=0.01: np.maximum(z, -leak * z),
            lambda z, leak=0.01: np.where(z > 0, z, leak * np.abs(z)),
        ),
        Misconception(
            "You divide by the leak, which makes the left side steep: multiply by it.",
            lambda z, leak=0.01: np.where(z > 0, z, z / leak),
        ),
        Misconception(
            "The leak comes on top of z on the right too: there z stays as it is.",
            lambda z, leak=0.01: _relu(z) + leak * z,
        ),
        Misconception(
            "You subtract the leak from z: it is a slope, so multiply, `leak * z`.",
            lambda z, leak=0.01: np.where(z > 0, z, z - leak),
            lambda z, leak=0.01: np.where(z > 0, z, z + leak),
        ),
        Misconception(
            "This is the derivative, 1 and `leak`: the curve itself is asked for.",
            lambda z, leak=0.01: np.where(z > 0, 1, leak),
        ),
        Misconception(
            "This is ELU, whose left side bends: here it is the straight line `leak * "
            "z`.",
            lambda z, leak=0.01: np.where(z > 0, z, leak * (np.exp(z) - 1)),
            lambda z, leak=0.01: np.where(z > 0, z, np.exp(z) - 1),
        ),
        Misconception(
            "All of z becomes small: on the right of 0 it stays as it is.",
            lambda z, leak=0.01: leak * z,
        ),
    ],
)
