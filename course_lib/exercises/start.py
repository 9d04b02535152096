"""Exercises of notebook 00: three lines of NumPy, to see how checks work."""

import numpy as np

from .base import Chapter, no_such_exercise
from .function import FunctionExercise, Misconception, Probe

chapter = Chapter("start", "00 Start here")


def _two_way_time(depth_m, v_kms):
    return 2 * depth_m / v_kms  # m / (km/s) = ms


two_way_time = FunctionExercise(
    chapter,
    _two_way_time,
    title="Two-way travel time",
    success="A reflector at 1000 m under 2 km/s arrives at 1000 ms: in these units, "
    "metres divided by km/s are milliseconds, so no factor of 1000 is needed.",
    hints=[
        "The wave goes down to the reflector and comes up again: how long is its way?",
        "A metre divided by a kilometre per second is a thousandth of a second.",
        "Way through velocity: `2 * depth_m / v_kms`.",
    ],
    inputs=lambda rng: (
        rng.uniform(200, 4000, rng.integers(4, 9)),
        rng.uniform(1.6, 5),
    ),
    probes=[
        Probe("How many ms to 1000 m and back at 2 km/s?", [1000.0], 2.0),
    ],
    misconceptions=[
        Misconception(
            "This is the time to the reflector only: the wave must come back up too.",
            lambda depth_m, v_kms: depth_m / v_kms,
        ),
        Misconception(
            "This is the time in seconds; milliseconds are asked for.",
            lambda depth_m, v_kms: 2 * depth_m / (1000 * v_kms),
        ),
        Misconception(
            "Your time is 1000 times too large: metres divided by km/s already are "
            "milliseconds.",
            lambda depth_m, v_kms: 2000 * depth_m / v_kms,
        ),
        Misconception(
            "Your time is 1000 times too small and one-way: double the way, and mind "
            "that metres divided by km/s already are milliseconds.",
            lambda depth_m, v_kms: depth_m / (1000 * v_kms),
        ),
        Misconception(
            "You multiply by the velocity: in a faster rock the wave should arrive "
            "earlier, so divide by it.",
            lambda depth_m, v_kms: 2 * depth_m * v_kms,
        ),
        Misconception(
            "Your fraction is upside down: the way, 2 times the depth, is divided by "
            "the velocity.",
            lambda depth_m, v_kms: 2 * v_kms / depth_m,
            lambda depth_m, v_kms: v_kms / depth_m,
            lambda depth_m, v_kms: v_kms / (2 * depth_m),
        ),
        Misconception(
            "You halve where you should double: the way is twice the depth.",
            lambda depth_m, v_kms: depth_m / (2 * v_kms),
        ),
    ],
)


def _impedance(vp_kms, rho_gcc):
    return vp_kms * rho_gcc


impedance = FunctionExercise(
    chapter,
    _impedance,
    title="Acoustic impedance",
    success="One line, and a whole well log is done. A jump of this product is what "
    "reflects the wave; gas lowers both of its factors.",
    hints=[
        "Acoustic impedance is the product of velocity and density, sample by sample.",
        "Between two arrays of the same shape, `*` multiplies element by element.",
    ],
    inputs=lambda rng: (
        rng.uniform(1.8, 5, size := rng.integers(5, 12)),
        rng.uniform(1.9, 2.8, size),
    ),
    probes=[Probe("What is the impedance at 3 km/s and 2.4 g/cm³?", [3.0], [2.4])],
    misconceptions=[
        Misconception(
            "You add velocity and density: impedance is their product.",
            lambda vp_kms, rho_gcc: vp_kms + rho_gcc,
        ),
        Misconception(
            "You divide velocity and density: impedance is their product.",
            lambda vp_kms, rho_gcc: vp_kms / rho_gcc,
            lambda vp_kms, rho_gcc: rho_gcc / vp_kms,
        ),
        Misconception(
            "`@`, `np.dot` and `np.inner` add up all the products: use `*`, which "
            "keeps one impedance per sample.",
            lambda vp_kms, rho_gcc: vp_kms @ rho_gcc,
        ),
        Misconception(
            "You pair every velocity with every density (as `np.outer` does): `*` "
            "between the two flat arrays pairs them sample by sample.",
            lambda vp_kms, rho_gcc: vp_kms[:, None] * rho_gcc,
            lambda vp_kms, rho_gcc: rho_gcc[:, None] * vp_kms,
        ),
        Misconception(
            "Your values are 1000 times too large: stay in km/s times g/cm³, no m/s.",
            lambda vp_kms, rho_gcc: 1000 * vp_kms * rho_gcc,
        ),
        Misconception(
            "This is the impedance in SI units, m/s times kg/m³: stay in km/s times "
            "g/cm³, without factors of 1000.",
            lambda vp_kms, rho_gcc: 1e6 * vp_kms * rho_gcc,
        ),
        Misconception(
            "You average over the samples: keep one impedance for each.",
            lambda vp_kms, rho_gcc: np.mean(vp_kms * rho_gcc),
        ),
    ],
)


def _standardize(X):
    return (X - X.mean(axis=0)) / X.std(axis=0)


def _logs(rng):
    """Samples of gamma ray (API), impedance (km/s·g/cm³) and Vp/Vs, one per row."""
    size = (rng.integers(8, 30), 3)
    return (rng.normal([75, 6.5, 1.9], [25, 0.8, 0.15], size),)


standardize = FunctionExercise(
    chapter,
    _standardize,
    title="Standardise every column",
    success="Gamma ray in API and Vp/Vs without a unit now speak equally loud: every "
    "column has mean 0 and standard deviation 1.",
    hints=[
        "Subtract the mean of each column, then divide by its standard deviation.",
        "Rows are samples, so a column's mean runs down the rows: `axis=0`.",
        "`(X - X.mean(axis=0)) / X.std(axis=0)`",
    ],
    inputs=_logs,
    probes=[
        Probe(
            "The values 0 and 4 have mean 2 and standard deviation 2: what do they "
            "become?",
            np.array([[0.0], [4.0]]),
        ),
    ],
    misconceptions=[
        Misconception(
            "You average along the rows, over different logs: take mean and standard "
            "deviation of each column, with `axis=0`.",
            lambda X: (
                (X - X.mean(axis=1, keepdims=True)) / X.std(axis=1, keepdims=True)
            ),
            lambda X: (X - X.mean(axis=1)) / X.std(axis=1),
        ),
        Misconception(
            "You use one mean and one standard deviation for all columns together: add "
            "`axis=0` to get one for each column.",
            lambda X: (X - X.mean()) / X.std(),
        ),
        Misconception(
            "The mean is that of each column, but one standard deviation serves all "
            "columns together: add `axis=0` to `std` too.",
            lambda X: (X - X.mean(axis=0)) / X.std(),
        ),
        Misconception(
            "The standard deviation is that of each column, but one mean serves all "
            "columns together: add `axis=0` to `mean` too.",
            lambda X: (X - X.mean()) / X.std(axis=0),
        ),
        Misconception(
            "You divide by the variance: the standard deviation is its square root.",
            lambda X: (X - X.mean(axis=0)) / X.var(axis=0),
        ),
        Misconception(
            "The mean is not 0 yet: subtract each column's mean before you divide.",
            lambda X: X / X.std(axis=0),
        ),
        Misconception(
            "The mean is 0, but the spread is still that of the raw data: divide by "
            "the standard deviation too.",
            lambda X: X - X.mean(axis=0),
        ),
        Misconception(
            "Brackets are missing: only the mean gets divided; subtract it first.",
            lambda X: X - X.mean(axis=0) / X.std(axis=0),
        ),
        Misconception(
            "This stretches each column from 0 to 1: mean 0 and standard deviation 1 "
            "are asked for.",
            lambda X: (X - X.min(axis=0)) / (X.max(axis=0) - X.min(axis=0)),
        ),
        Misconception(
            "You divide by the standard deviation with m - 1 (pandas does so too); "
            "here it is the one with m, as in `np.std`.",
            lambda X: (X - X.mean(axis=0)) / X.std(axis=0, ddof=1),
        ),
    ],
)

__getattr__ = no_such_exercise(chapter)
