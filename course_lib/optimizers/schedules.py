"""Learning-rate schedules: the factor of α after k finished steps.

Every schedule starts at 1, so step number 1 uses the learning rate you set. Pass one to
any optimizer: ``Adam(lr=0.05, schedule=CosineDecay(steps=300))``.

Taught in: notebook 4, "Schedules".
"""

from dataclasses import asdict, dataclass
from math import cos, pi

from course_lib.checks import check_choice, check_count, check_number


class Schedule:
    """Base of all schedules: ``schedule(k)`` is the factor after k finished steps."""

    kind = ""

    def settings(self):
        """The schedule as a dict of numbers, for the browser."""
        return {"kind": self.kind, **asdict(self)}


@dataclass(frozen=True)
class Constant(Schedule):
    """1: the learning rate never changes."""

    kind = "constant"

    def __call__(self, k):
        return 1.0


@dataclass(frozen=True)
class StepDecay(Schedule):
    """factor^⌊k / every⌋: times ``factor`` after every ``every`` steps."""

    kind = "step"
    every: int
    factor: float = 0.5

    def __post_init__(self):
        check_count(self.every, "every", 1)
        check_number(self.factor, "factor", above=0, high=1)

    def __call__(self, k):
        return self.factor ** (k // self.every)


@dataclass(frozen=True)
class ExponentialDecay(Schedule):
    """factor^k."""

    kind = "exponential"
    factor: float

    def __post_init__(self):
        check_number(self.factor, "factor", above=0, high=1)

    def __call__(self, k):
        return self.factor**k


@dataclass(frozen=True)
class CosineDecay(Schedule):
    """Half a cosine from 1 down to ``lowest`` in ``steps`` steps, then constant.

    lowest + (1 − lowest) (1 + cos(π k / steps)) / 2, Loshchilov & Hutter (2017) without
    their restarts.
    """

    kind = "cosine"
    steps: int
    lowest: float = 0.0

    def __post_init__(self):
        check_count(self.steps, "steps", 1)
        check_number(self.lowest, "lowest", 0, 1)

    def __call__(self, k):
        wave = (1 + cos(pi * min(k, self.steps) / self.steps)) / 2
        return self.lowest + (1 - self.lowest) * wave


@dataclass(frozen=True)
class InverseTimeDecay(Schedule):
    """1 / (1 + decay · k): noise dies out, and the steps still reach anywhere."""

    kind = "inverse_time"
    decay: float

    def __post_init__(self):
        check_number(self.decay, "decay", 0)

    def __call__(self, k):
        return 1 / (1 + self.decay * k)


ALL = (Constant, StepDecay, ExponentialDecay, CosineDecay, InverseTimeDecay)
SCHEDULES = {schedule.kind: schedule for schedule in ALL}


def schedule_from_settings(settings):
    """The schedule that ``schedule.settings()`` describes; None stays None."""
    if settings is None:
        return None
    values = dict(settings)
    kind = check_choice(values.pop("kind", None), "schedule", SCHEDULES)
    return SCHEDULES[kind](**values)
