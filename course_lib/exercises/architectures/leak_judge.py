"""An exercise whose answer is a pair of scores that the student measured."""

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
GUESSED = 0.45  # the largest class has a quarter to a third of the samples


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
                "One of your scores is NaN or infinite: is there a split without any "
                "test rows, or did the training diverge?"
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
            f"There is still a `...` in `{self.given}`: measure both scores, put them "
            "there, then run this cell again."
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
    if (both == 1).all():
        return (
            "Nothing is ever right for all samples: did you compare the labels with "
            "themselves?"
        )
    if abs(at_random - blind) < ALIKE:
        return (
            "Both scores are the same: did you measure one network on one split twice? "
            "Train anew on each split and score each on its own test rows."
        )
    if _plausible(1 - at_random, 1 - blind):
        return "These are shares of wrong samples: give 1 minus them, the accuracies."
    if _plausible(blind, at_random):
        return (
            "Your blind wells come out better than the random split: are the two "
            "swapped? The random one comes first. If not, did you train on blind rows, "
            "or are these wells easy ones? Try another seed."
        )
    if (both < GUESSED).all():
        return (
            "So much is right by luck alone: did the network train, on standardised "
            "logs, and do rows of X and y still belong together?"
        )
    if at_random - blind > MOST:
        return (
            "So large a gap has another cause than the leak: standardise the test rows "
            "with mean and spread of the training rows, the same for both splits."
        )
    if blind > at_random:
        return (
            "Blind wells cannot be so much better than seen ones: look which rows each "
            "network was trained on and scored on."
        )
    if not _plausible(at_random, blind):
        if at_random > RANDOM[1]:
            return (
                "So much is only right on rows the network was trained on: score it on "
                "test rows, in both splits."
            )
        return (
            "The order is right, but the level is not that of these logs: did you take "
            "`datasets.well_logs`, all five logs, and accuracy as the score?"
        )
    return None


def _plausible(at_random, blind):
    return (
        RANDOM[0] <= at_random <= RANDOM[1]
        and BLIND[0] <= blind <= BLIND[1]
        and 0 < at_random - blind <= MOST
    )
