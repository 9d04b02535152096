"""An exercise whose answer is a learning rate that the student set in a widget."""

import math

from ..answers import kind
from ..base import Exercise
from ..runner import run

LOWEST = 0.9  # of the limit: from here up the rate is "just below divergence"
MORE = 1.05  # the change whose effect the student is told
STEPS = 50
ROUNDING = 1e-9


class RateExercise(Exercise):
    """The student sets gradient descent's learning rate in a ``LossSurface``.

    It passes from ``LOWEST`` times the surface's limit 2/λmax up to, not including, the
    limit itself, and then says what 5 % more would have done.

    Parameters
    ----------
    chapter, name, title, success, hints, optional
        See :class:`~course_lib.exercises.base.Exercise`.
    """

    def __init__(self, chapter, name, *, given="widget", **about):
        super().__init__(chapter, name, given=given, **about)

    def judge(self, answer, time_limit):
        if answer is ...:
            return self.not_attempted(
                f"`{self.given}` still is `...`: show the widget, move the learning "
                "rate of gradient descent, then run this cell again."
            )
        read = run(_read, answer, time_limit=time_limit)
        if isinstance(read.error, KeyError):
            return self.not_yet(
                "Gradient descent is not in this race: switch it on in the widget, it "
                "is its learning rate that is asked for."
            )
        if read.how != "returned":
            return self.not_yet(
                f"The check got {kind(answer)}: give it the widget itself, whose "
                f"learning rate you moved, as in `{self.key}.check({self.given})`."
            )
        rate, limit = read.value
        if limit is None:
            return self.not_yet(
                "This surface is no bowl with one known floor, so it has no limit "
                '2/λmax: take `LossSurface.preset("zig_zag")`.'
            )
        if not (math.isfinite(rate) and rate > 0):
            return self.not_yet("The learning rate must be a number above 0.")
        return self._judge_rate(rate, rate / limit)

    def _judge_rate(self, rate, share):
        """``share``: of the limit. Along the steepest direction every step multiplies
        the distance from the floor by 1 − αλmax = 1 − 2 share."""
        factor = abs(1 - 2 * share)
        yours = f"Yours is {rate:.4g}, {_of_limit(share)} 2/λmax"
        if share > 1 - ROUNDING:
            if factor < 1 + ROUNDING:
                return self.not_yet(
                    "This is the limit itself: the path jumps to and fro for ever and "
                    "comes no closer; go a little below."
                )
            return self.not_yet(
                f"This diverges: your learning rate is {_of_limit(share)}, so go "
                "back below it.",
                [
                    "Along the steepest direction every step multiplies the distance "
                    f"from the floor by {factor:.6g}."
                ],
            )
        if share < 0.5:
            return self.not_yet(
                "This is far too small: the path never even crosses the valley; raise "
                "the rate until it runs away, then go back a little.",
                [yours + "."],
            )
        if share < LOWEST - ROUNDING:
            return self.not_yet(
                "The path already jumps across the valley, but it still converges "
                "comfortably: go closer to the edge.",
                [f"{yours}; from {100 * LOWEST:g} % on it counts."],
            )
        return self.correct(
            f"{yours}: every step turns the distance along the steepest direction "
            f"round and leaves {factor:.4g} of it.",
            _what_more_does(share),
        )


def _what_more_does(share):
    factor = abs(1 - 2 * MORE * share)
    more = "5 % more would have"
    after = factor**STEPS
    if factor < 1:
        return (
            f"{more} been {_of_limit(MORE * share)}, still below it: a "
            f"factor of {factor:.3g} per step, and after {STEPS} steps {after:.2g} of "
            "the distance would be left."
        )
    return (
        f"{more} diverged: a factor of {factor:.3g} per step, so after {STEPS} steps "
        f"the distance would be {after:.3g} times what it was."
    )


def _read(widget):
    """(learning rate, limit or None) of what a widget shows."""
    rate = float(widget.optimizers["gd"].lr)
    limit = widget.surface.rate_limit() if len(widget.surface.minima) == 1 else None
    return rate, None if limit is None else float(limit)


def _of_limit(share):
    """ "95 % of the limit", cut where rounding would cross 90 or 100 %."""
    if share >= 10:
        return f"{share:.3g} times the limit"
    percent = math.floor(1000 * share + ROUNDING) / 10
    return f"{'just over ' * (percent == 100)}{percent:.4g} % of the limit"
