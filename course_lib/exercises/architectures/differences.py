"""Central differences, which check a gradient derived by hand."""

import numpy as np

from ..function import FunctionExercise, Misconception
from .inputs import AsGiven, chapter, curved_function

PUT_BACK = 1e-12  # of the largest parameter: what w + h - 2h + h may be away from w


class SteppingExercise(FunctionExercise):
    """The function may step in w itself, if it puts back what it found there."""

    def _observe(self, answer, args, wanted, time_limit):
        def without_rounding(f, w, h):
            given = w.copy()
            result = answer(f, w, h)
            if (np.abs(w - given) <= PUT_BACK * np.abs(given).max()).all():
                w[:] = given
            return result

        return super()._observe(without_rounding, args, wanted, time_limit)


def _numerical_gradient(f, w, h=1e-5):
    return _steps(f, w, h, lambda f, w, step: (f(w + step) - f(w - step)) / (2 * h))


def _steps(f, w, h, difference):
    """``difference(f, w, step)`` for a step of h along each axis."""
    return np.array([difference(f, w, step) for step in h * np.eye(len(w))])


def _by(difference):
    """A wrong gradient; ``difference(f, w, step, h)`` for each axis."""

    def wrong(f, w, h=1e-5):
        return _steps(f, w, h, lambda f, w, step: difference(f, w, step, h))

    return wrong


def _square_and_line(w):
    return w[0] ** 2 + 3 * w[1]


def _both_drifting(f, w, h=1e-5):
    """Two copies, made once before the loop and never put back."""
    steps = h * np.tri(len(w))
    return np.array([(f(w + step) - f(w - step)) / (2 * h) for step in steps])


def _set_to_h(f, w, h=1e-5):
    slopes = []
    for i in range(len(w)):
        plus, minus = w.copy(), w.copy()
        plus[i], minus[i] = h, -h
        slopes.append((f(plus) - f(minus)) / (2 * h))
    return np.array(slopes)


def _drifting(f, w, h=1e-5):
    w, slopes = w.copy(), []
    for i in range(len(w)):
        w[i] += h
        above = f(w)
        w[i] -= 2 * h
        slopes.append((above - f(w)) / (2 * h))
    return np.array(slopes)


numerical_gradient = SteppingExercise(
    chapter,
    _numerical_gradient,
    title="Check a gradient by differences",
    success="Two looks at the loss for every weight: far too slow to train with, and "
    "just right to find the mistake in a gradient you derived by hand.",
    hints=[
        "Move one parameter a little up and a little down, all others stay: how much "
        "does f change over the way 2h?",
        "For each i make two copies of w, `plus = w.copy()` and `minus = w.copy()`, "
        "and change only entry i of them.",
        "`(f(plus) - f(minus)) / (2 * h)` for each i, collected in an array.",
    ],
    inputs=curved_function,
    probes=[
        AsGiven(
            "f = w1² + 3·w2 at w = (2, 5) with h = 0.1: what are (2.1² - 1.9²)/0.2 and "
            "3?",
            _square_and_line,
            np.array([2.0, 5.0]),
            0.1,
        )
    ],
    misconceptions=[
        Misconception(
            "These are forward differences, (f(w + h) - f(w))/h: go h to both sides, "
            "the error is far smaller.",
            _by(lambda f, w, step, h: (f(w + step) - f(w)) / h),
        ),
        Misconception(
            "These are backward differences, (f(w) - f(w - h))/h: go h to both sides, "
            "the error is far smaller.",
            _by(lambda f, w, step, h: (f(w) - f(w - step)) / h),
        ),
        Misconception(
            "Your slopes are twice too large: from w - h to w + h the way is 2h.",
            _by(lambda f, w, step, h: (f(w + step) - f(w - step)) / h),
        ),
        Misconception(
            "Brackets are missing: `/ 2 * h` divides by 2 and multiplies by h; write "
            "`/ (2 * h)`.",
            _by(lambda f, w, step, h: (f(w + step) - f(w - step)) / 2 * h),
        ),
        Misconception(
            "You forgot to divide by the way 2h: these are differences, not slopes.",
            _by(lambda f, w, step, h: f(w + step) - f(w - step)),
            _by(lambda f, w, step, h: (f(w + step) - f(w - step)) / 2),
        ),
        Misconception(
            "You move up by h and back to w only: divide by 2h after going to w - h, "
            "2h below w + h.",
            _by(lambda f, w, step, h: (f(w + step) - f(w)) / (2 * h)),
        ),
        Misconception(
            "You move all parameters at once: the slope along w[i] needs a step of "
            "w[i] alone.",
            lambda f, w, h=1e-5: (f(w + h) - f(w - h)) / (2 * h),
            lambda f, w, h=1e-5: np.full(len(w), (f(w + h) - f(w - h)) / (2 * h)),
        ),
        Misconception(
            "You do not put the parameter back: when it is the turn of the next one, "
            "the last one is still shifted. Copy w inside the loop.",
            _drifting,
            _both_drifting,
        ),
        Misconception(
            "You set the parameter to h: move it by h, as in `plus[i] += h`.",
            _set_to_h,
        ),
        Misconception(
            "You go h/2 to each side: here h is the step to each side, so the way is "
            "2h.",
            _by(lambda f, w, step, h: (f(w + step / 2) - f(w - step / 2)) / h),
        ),
        Misconception(
            "Your loop takes single numbers out of w: f wants the whole w, so go "
            "through the indices, `for i in range(len(w))`.",
            lambda f, w, h=1e-5: [(f(x + h) - f(x - h)) / (2 * h) for x in w],
        ),
        Misconception(
            "Both places are the same array: `plus = w` makes no copy, `plus = "
            "w.copy()` does.",
            lambda f, w, h=1e-5: np.zeros(len(w)),
        ),
        Misconception(
            "You wrote a number for h: take the argument.",
            *(
                lambda f, w, h=1e-5, fixed=fixed: _numerical_gradient(f, w, fixed)
                for fixed in (1e-3, 1e-4, 1e-5, 1e-6)
            ),
        ),
        Misconception(
            "The sign is turned round: f(w + h) comes first, then f(w - h).",
            _by(lambda f, w, step, h: (f(w - step) - f(w + step)) / (2 * h)),
        ),
        Misconception(
            "This is the slope along the first parameter alone: is the `return` inside "
            "the loop?",
            lambda f, w, h=1e-5: _numerical_gradient(f, w, h)[0],
            lambda f, w, h=1e-5: _numerical_gradient(f, w, h)[:1],
            lambda f, w, h=1e-5: np.append(
                _numerical_gradient(f, w, h)[0], np.zeros(len(w) - 1)
            ),
        ),
        Misconception(
            "This is the slope along the last parameter alone: collect those of all "
            "rounds in an array.",
            lambda f, w, h=1e-5: _numerical_gradient(f, w, h)[-1],
        ),
        Misconception(
            "This is the curvature: the slope needs f(w + h) - f(w - h).",
            _by(lambda f, w, step, h: (f(w + step) - 2 * f(w) + f(w - step)) / h**2),
        ),
    ],
)
