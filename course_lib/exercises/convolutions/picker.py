"""The oldest picker of first breaks: short-term over long-term average."""

import numpy as np

from ..function import FunctionExercise, Misconception, Probe
from .inputs import chapter, noisy_trace


def _sta_lta(trace, n_short, n_long):
    return _ratio(trace**2, n_short, n_long)


def _ratio(energy, n_short, n_long, average=np.mean):
    """Of the windows right after and right before each sample that has both."""
    return np.array(
        [
            average(energy[i : i + n_short]) / average(energy[i - n_long : i])
            for i in range(n_long, len(energy) - n_short + 1)
        ]
    )


def _trailing(trace, n_short, n_long):
    """Both windows end at the same sample, as in older programs."""
    energy = trace**2
    return np.array(
        [
            energy[i - n_short + 1 : i + 1].mean()
            / energy[i - n_long + 1 : i + 1].mean()
            for i in range(n_long - 1, len(energy))
        ]
    )


def _leading(trace, n_short, n_long, places):
    """The long window begins at the sample too."""
    energy = trace**2
    return np.array(
        [
            energy[i : i + n_short].mean() / energy[i : i + n_long].mean()
            for i in places(len(energy), n_short, n_long)
        ]
    )


def _both_places(n, n_short, n_long):
    return range(n_long, n - n_short + 1)


def _around_the_start(trace, n_short, n_long):
    """Negative indices: at the start the long window is empty, its mean NaN."""
    energy = trace**2
    return np.array(
        [
            energy[i : i + n_short].mean() / energy[i - n_long : i].mean()
            for i in range(len(energy))
        ]
    )


sta_lta = FunctionExercise(
    chapter,
    _sta_lta,
    title="STA over LTA",
    success="A jump of energy shows however weak the trace is, for noise divides noise "
    "to about 1. It is two convolutions and a division; a network may choose better "
    "windows.",
    hints=[
        "Energy first: `trace ** 2`. Then, at sample i, one mean of what follows and "
        "one of what was before.",
        "The short window is i … i + n_short - 1, the long one i - n_long … i - 1; so "
        "i runs from n_long to n - n_short.",
        "`energy[i : i + n_short].mean() / energy[i - n_long : i].mean()` for i in "
        "`range(n_long, n - n_short + 1)`.",
    ],
    optional=True,
    inputs=noisy_trace,
    probes=[
        Probe(
            "The trace (1, 1, 3) with n_short = 1 and n_long = 2: what is the last "
            "sample's energy over the mean energy of the two before?",
            [1, 1, 3],
            1,
            2,
        ),
        Probe(
            "(2, 2, 2, 2) with n_short = 1, n_long = 2: what does a steady trace give, "
            "and at how many samples?",
            [2, 2, 2, 2],
            1,
            2,
        ),
    ],
    misconceptions=[
        Misconception(
            "You average the amplitude's size: the energy is its square.",
            lambda trace, n_short, n_long: _ratio(np.abs(trace), n_short, n_long),
        ),
        Misconception(
            "You average the amplitudes themselves, whose signs cancel: square them "
            "first.",
            lambda trace, n_short, n_long: _ratio(trace, n_short, n_long),
        ),
        Misconception(
            "You square the mean: square each amplitude first, then take the mean.",
            lambda trace, n_short, n_long: _ratio(trace, n_short, n_long) ** 2,
        ),
        Misconception(
            "Your ratio is upside down: a first break makes the short window loud, so "
            "it stands above.",
            lambda trace, n_short, n_long: 1 / _sta_lta(trace, n_short, n_long),
        ),
        Misconception(
            "You divide sums: a longer window has the larger sum, so take means.",
            lambda trace, n_short, n_long: _ratio(trace**2, n_short, n_long, np.sum),
        ),
        Misconception(
            "You take the root of the energies: the ratio of the mean squares is asked "
            "for.",
            lambda trace, n_short, n_long: np.sqrt(_sta_lta(trace, n_short, n_long)),
        ),
        Misconception(
            "You take variances: the energy is the mean square, nothing is subtracted.",
            lambda trace, n_short, n_long: _ratio(trace, n_short, n_long, np.var),
        ),
        Misconception(
            "Both windows of yours end at the same sample: the short one begins at "
            "sample i, the long one ends just before it.",
            _trailing,
        ),
        Misconception(
            "Your long window begins where the short one does: it lies before sample "
            "i, i - n_long … i - 1.",
            lambda trace, n_short, n_long: _leading(
                trace, n_short, n_long, _both_places
            ),
            lambda trace, n_short, n_long: _leading(
                trace, n_short, n_long, lambda n, short, long: range(n - long + 1)
            ),
        ),
        Misconception(
            "The two windows changed places: the short one begins at sample i, the "
            "long one is before it.",
            lambda trace, n_short, n_long: _ratio(trace**2, n_long, n_short),
            lambda trace, n_short, n_long: 1 / _ratio(trace**2, n_long, n_short),
        ),
        Misconception(
            "Your long window takes in sample i, where the short one begins: it ends "
            "at i - 1, as `energy[i - n_long : i]` does.",
            lambda trace, n_short, n_long: np.array(
                [
                    np.mean(trace[i : i + n_short] ** 2)
                    / np.mean(trace[i - n_long : i + 1] ** 2)
                    for i in range(n_long, len(trace) - n_short + 1)
                ]
            ),
            lambda trace, n_short, n_long: np.array(
                [
                    np.mean(trace[i : i + n_short] ** 2)
                    / np.mean(trace[i - n_long + 1 : i + 1] ** 2)
                    for i in range(n_long, len(trace) - n_short + 1)
                ]
            ),
        ),
        Misconception(
            "One value is missing at the end: the short window still fits at sample n "
            "- n_short.",
            lambda trace, n_short, n_long: _sta_lta(trace, n_short, n_long)[:-1],
        ),
        Misconception(
            "You go through samples that have no whole window before or after them: "
            "begin with i = n_long, and end with n - n_short.",
            _around_the_start,
            lambda trace, n_short, n_long: np.pad(
                _sta_lta(trace, n_short, n_long), (n_long, n_short - 1)
            ),
        ),
        Misconception(
            "You ask for one number: every sample that has both windows gets a ratio.",
            lambda trace, n_short, n_long: (
                np.mean(trace[:n_short] ** 2) / np.mean(trace[:n_long] ** 2)
            ),
            lambda trace, n_short, n_long: _sta_lta(trace, n_short, n_long)[0],
        ),
    ],
)
