"""Exercises whose answer is a value: a prediction, a count, something read off."""

import numpy as np

from . import sentences
from .answers import Untouched, Unusable, read_results
from .base import Exercise
from .runner import run


class ValueExercise(Exercise):
    """An exercise whose answer is a number or an array, predicted or read off.

    Parameters
    ----------
    chapter, name, title, success, hints, optional, given
        See :class:`~course_lib.exercises.base.Exercise`.
    answer : array_like
        The right value; a wrong answer is never told what it is.
    misconceptions : list of Misconception
        Their ``wrong`` are values.
    tolerance : float
        Allowed error, relative to the largest right value.
    """

    def __init__(
        self, chapter, name, answer, *, misconceptions=(), tolerance=1e-3, **about
    ):
        super().__init__(chapter, name, **about)
        self.answer = np.asarray(answer, dtype=float)
        self.misconceptions = list(misconceptions)
        self.tolerance = tolerance

    def judge(self, answer, time_limit):
        if answer is None:
            return self.not_yet(f"`{self.given}` is None: it has no value yet.")
        done = run(read_results, answer, (None,), time_limit=time_limit)
        if isinstance(done.value, Untouched):
            return self.not_attempted(
                f"`{self.given}` still is `...`: put your answer there, run that cell, "
                "then run this one again."
            )
        if isinstance(done.error, Unusable):
            return self.not_yet(str(done.error))
        if done.how != "returned":
            return self.not_yet(f"`{self.given}` cannot be read as numbers.")
        got = done.value[0]
        if got.shape != self.answer.shape:
            return self.not_yet(*sentences.wrong_shape(got, self.answer, self.given))
        if not np.isfinite(got).all():
            return self.not_yet(*sentences.not_finite(got, self.given))
        return self._judge_value(got)

    def _judge_value(self, got):
        if self._near(got, self.answer):
            return self.correct()
        for misconception in self.misconceptions:
            if any(self._near(got, np.asarray(w)) for w in misconception.wrong):
                return self.not_yet(misconception.sentence)
        details = [f"Another look: `{self.key}.hint()`"]
        return self.not_yet(f"`{self.given}` has another value.", details)

    def _near(self, got, want):
        scale = np.abs(want).max(initial=0) or 1.0
        return bool((np.abs(got - want) <= self.tolerance * scale).all())
