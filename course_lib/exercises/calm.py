"""Functions that must be right, and silent, where exp overflows or 0/0 lurks."""

import numpy as np

from .answers import shown
from .function import FunctionExercise
from .runner import run

_LOUD = {
    "overflow": "overflow",
    "divide by zero": "division by zero",
    "invalid value": "invalid value",
}


class CalmExercise(FunctionExercise):
    """Right values are not enough: NumPy must have nothing to warn about.

    A wrong answer of ``misconceptions`` whose values are right is recognised by what it
    makes NumPy warn about, call by call. ``cure`` is what other noisy answers read.
    """

    cure = "keep the exponent of `np.exp` negative, so that nothing can overflow."

    def judge(self, answer, time_limit):
        outcome = super().judge(answer, time_limit)
        if not outcome.passed:
            return outcome
        warned = self._warnings(answer, time_limit)
        if not any(warned):
            return outcome
        for misconception in self.misconceptions:
            for wrong in misconception.wrong:
                if self._values_are_right(wrong, time_limit) and (
                    self._warnings(wrong, time_limit) == warned
                ):
                    return self.not_yet(misconception.sentence, self._where(warned))
        return self.not_yet(
            f"The values are right, but NumPy warns: {self.cure}", self._where(warned)
        )

    def _values_are_right(self, wrong, time_limit):
        return not any(
            self._fault(wrong, case, self._observe(wrong, *case[:2], time_limit))
            for case in self.cases()
        )

    def _warnings(self, answer, time_limit):
        """For each call the set of things NumPy would warn about."""
        return [
            self._warnings_of(answer, args, time_limit) for args, *_ in self.cases()
        ]

    def _warnings_of(self, answer, args, time_limit):
        seen = set()

        def note(what, _):
            seen.add(_LOUD.get(what, what))

        def call():
            with np.errstate(all="call", under="ignore", call=note):
                answer(*(np.copy(arg) for arg in args))

        done = run(call, time_limit=time_limit)
        return seen if done.how == "returned" else {done.how}

    def _where(self, warned):
        """The first call that warned, in a few words."""
        for (args, *_), seen in zip(self.cases(), warned, strict=True):
            if seen:
                what = " and ".join(sorted(seen))
                return [f"At z = {shown(args[0])} NumPy reports: {what}."]
        return []
