"""An exercise whose answer is a pair of scores, copied from what a cell printed."""

import numpy as np

from ..answers import Unusable, as_array
from ..base import Exercise
from ..runner import run

# What single fields of datasets.well_logs reach, with room on both sides for any
# network and window of the table in data/README.md.
RANDOM = (0.74, 0.95)
BLIND = (0.68, 0.93)
MOST = 0.15  # by which a random split flatters; more is another mistake
ALIKE = 0.0005
# Pairs that the notebook prints beside the one asked for, at its own seeds.
BESIDE = {
    (0.87375, 0.8425): "These are the two numbers of the softmax",
    (0.8866, 0.8750): "The second number is that of the blocks",
}
PRINTED = 0.0008  # the notebook prints three digits
GUESSED = 0.45  # the largest class has a quarter to a third of the samples


COPY = "copy the two numbers of '64 units', `random` and `blind`"


class LeakExercise(Exercise):
    """The student's accuracies on a random and on a blind-well split are judged."""

    def judge(self, answer, time_limit):
        if answer is ...:
            return self._left_open()
        read = run(_read, answer, time_limit=time_limit)
        if read.value is ...:
            return self._left_open()
        if isinstance(read.error, Unusable):
            return self.not_yet(str(read.error))
        if read.how != "returned":
            return self.not_yet("The two scores cannot be read as numbers.")
        scores = read.value
        if scores.shape != (2,):
            return self.not_yet(
                "Two numbers are asked for, the score of the random split and that of "
                "the blind wells: `(acc_random, acc_blind)`, in this order."
            )
        if not np.isfinite(scores).all():
            return self.not_yet(
                f"One of your scores is NaN or infinite: {COPY}; if they are NaN "
                "there, restart the kernel and run all cells above."
            )
        problem = _problem(*scores)
        if problem:
            return self.not_yet(
                problem, [f"Yours are {scores[0]:.4g} and {scores[1]:.4g}."]
            )
        flattered = scores[0] - scores[1]
        return self.correct(
            f"Your random split flatters by {flattered:.3f}: of 100 samples in a new "
            f"well, {_samples(flattered)} fewer are right than it promises."
        )

    def _left_open(self):
        return self.not_attempted(
            f"There is still a `...` in `{self.given}`: {COPY}, run that cell, then "
            "run this one again."
        )


def _samples(share):
    return f"about {100 * share:.0f}" if share >= 0.005 else "half a sample"


def _read(answer):
    if isinstance(answer, tuple | list):
        if any(part is ... for part in answer):
            return ...
        if any(part is None for part in answer):
            raise Unusable("One of your scores is None: it has no value yet.")
    if answer is None:
        raise Unusable("There are no scores yet: the check got None.")
    return as_array(answer, "your answer")


def _problem(at_random, blind):
    """A sentence for what is wrong with the pair, or None."""
    both = np.array([at_random, blind])
    if (both > 1).all() and (both <= 100).all():
        return "These are per cent: give both as shares from 0 to 1."
    if (both < 0).any() or (both > 1).any():
        return "An accuracy is a share from 0 to 1; one of yours lies outside."
    for pair, what in BESIDE.items():
        if (np.abs(both - pair) <= PRINTED).all():
            return f"{what}: {COPY}."
    if (both == 1).all():
        return (
            "Nothing is ever right for all samples: did you compare the labels with "
            "themselves?"
        )
    if abs(at_random - blind) < ALIKE:
        return f"Both scores are the same: {COPY}, from the two ends of that line."
    if _plausible(1 - at_random, 1 - blind):
        return "These are shares of wrong samples: give 1 minus them, the accuracies."
    if _plausible(blind, at_random):
        return (
            "Your blind wells come out better than the random split: are the two "
            "swapped? `random` comes first, then `blind`."
        )
    if (both < GUESSED).all():
        return (
            f"So much is right by luck alone: {COPY}. If they are so low there, does "
            "the cell that trains the networks still stand as it was?"
        )
    if at_random - blind > MOST:
        return (
            "In these logs so large a gap has another cause than the leak: "
            f"{COPY}, both from the same line."
        )
    if blind > at_random:
        return (
            "Blind wells cannot be so much better than seen ones in these logs: "
            f"{COPY}, in this order."
        )
    if not _plausible(at_random, blind):
        if at_random > RANDOM[1]:
            return (
                "In these logs so much is only right on rows the network was trained "
                f"on: {COPY}."
            )
        return (
            "The order is right, but the level is not that of the network on these "
            f"logs: {COPY}."
        )
    return None


def _plausible(at_random, blind):
    return (
        RANDOM[0] <= at_random <= RANDOM[1]
        and BLIND[0] <= blind <= BLIND[1]
        and 0 < at_random - blind <= MOST
    )
