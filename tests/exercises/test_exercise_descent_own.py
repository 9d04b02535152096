"""The exercise whose answer is an optimizer of the student's own."""

import re

import numpy as np
import pytest

from course_lib.exercises import descent
from course_lib.exercises.descent.own_problems import PROBLEMS
from course_lib.exercises.display import NOT_ATTEMPTED, NOT_YET
from course_lib.optimizers import (
    Adagrad,
    Adam,
    GradientDescent,
    InverseTimeDecay,
    Momentum,
    Nesterov,
    RMSprop,
    descend,
)


class Signs:
    """Follows the signs only, with a rate that shrinks."""

    def __init__(self):
        self.reset()

    def reset(self):
        self.t = 0

    def step(self, w, dw):
        self.t += 1
        return w - 0.2 / (1 + 0.1 * self.t) * np.sign(dw)


class Lists:
    def reset(self):
        self.V = [0, 0]

    def step(self, w, dw):
        self.V = [0.9 * v + 0.1 * d for v, d in zip(self.V, dw, strict=True)]
        return [a - 0.3 * v for a, v in zip(w, self.V, strict=True)]


class Float32:
    def reset(self):
        self.V = np.zeros(2, np.float32)

    def step(self, w, dw):
        self.V = np.float32(0.9) * self.V + np.float32(0.1) * np.float32(dw)
        return np.float32(w) - np.float32(0.3) * self.V


class Normalised:
    """Momentum over the largest slope of late."""

    def __init__(self):
        self.reset()

    def reset(self):
        self.t, self.V, self.S = 0, 0.0, 0.0

    def step(self, w, dw):
        self.t += 1
        self.V = 0.9 * self.V + 0.1 * dw
        self.S = max(0.95 * self.S, np.linalg.norm(dw))
        return w - 0.3 / (1 + 0.02 * self.t) * self.V / (self.S + 1e-12)


RIGHT = [
    *(Signs, Signs(), Lists, Float32, Normalised, Normalised(), Momentum),
    *(Adam(lr=0.05), Adam(lr=0.1), Momentum(0.3), Nesterov(0.3), Adagrad(0.5)),
    RMSprop(0.2, schedule=InverseTimeDecay(0.1)),
]


@pytest.mark.parametrize("rule", RIGHT, ids=lambda rule: f"{rule!r:.40}")
def test_a_sensible_rule_passes(rule):
    outcome = descent.my_optimizer.check(rule)
    assert outcome.passed, outcome
    assert len(outcome.details) == 3
    assert sum(row.endswith("→ better.") for row in outcome.details) >= 2


@pytest.mark.parametrize("problem", PROBLEMS, ids=lambda problem: problem.name)
def test_gradient_descent_at_its_best_is_met_honestly(problem):
    rate, best = problem.best_descent
    lowest = problem.surface(problem.surface.minima[0])

    def final(lr):
        return np.mean(
            [
                descend(
                    problem.surface,
                    GradientDescent(lr),
                    problem.start,
                    problem.steps,
                    batch_size=problem.batch_size,
                    seed=seed,
                ).loss[-1]
                for seed in problem.seeds
            ]
        )

    assert final(rate) - lowest == pytest.approx(best, rel=1e-6)
    for factor in (0.5, 0.8, 0.95, 1.05, 1.2):
        assert final(factor * rate) - lowest >= 0.999 * best


@pytest.mark.parametrize("rate", [p.best_descent[0] for p in PROBLEMS] + [0.05, 0.001])
def test_no_plain_gradient_descent_passes(rate):
    outcome = descent.my_optimizer.check(GradientDescent(rate))
    assert outcome.status == NOT_YET
    assert "plain gradient descent" in outcome.message or "diverges" in outcome.message
    assert not any(row.endswith("→ better.") for row in outcome.details)


def test_decay_alone_is_not_enough():
    for lr, decay in ((0.08, 0.02), (0.07, 0.005), (0.05, 0.01)):
        rule = GradientDescent(lr, schedule=InverseTimeDecay(decay))
        assert not descent.my_optimizer.check(rule).passed


def rule(body, **members):
    """A class with this ``step``."""
    return type("MyOptimizer", (), {"step": body, **members})


def no_return(self, w, dw):
    w = w - 0.1 * dw


def in_place(self, w, dw):
    w -= 0.1 * dw
    return w


def slope_in_place(self, w, dw):
    dw *= 0.1
    return w - dw


def with_V(self, w, dw):
    self.V = 0.9 * self.V + 0.1 * dw
    return w - 0.3 * self.V


def in_the_class(self, w, dw):
    type(self).V = 0.9 * type(self).V + 0.1 * dw
    return w - 0.3 * type(self).V


def at_random(self, w, dw):
    return w - 0.05 * dw * np.random.rand(2)  # noqa: NPY002


def nan_at_first(self, w, dw):
    root = np.sqrt(self.V)
    self.V = self.V + dw**2
    return w - 0.1 * dw / root


def for_ever(self, w, dw):
    while True:
        pass


def needs_arguments(self, lr, beta):
    self.lr = lr


def broken_init(self):
    self.V = 1 / 0


def broken_reset(self):
    raise KeyError("V")


def fails_later(self, w, dw):
    self.V += 1
    return None if self.V > 100 else w - 0.01 * dw


def counting(self):
    self.t = 0


def counted(self, w, dw):
    self.t += 1
    return w - 0.2 / (1 + 0.1 * self.t) * np.sign(dw)


def with_lr(self, w, dw):
    return w - lr * dw  # noqa: F821


def with_an_unbound_V(self, w, dw):
    V = 0.9 * V + 0.1 * dw  # noqa: F821
    return w - V


def calls_reset(self):
    reset()  # noqa: F821


class HelperWithoutSelf:
    def size(dw):
        return 0.1 * dw

    def step(self, w, dw):
        return w - self.size(dw)


class ResetWithoutSelf(HelperWithoutSelf):
    def reset():
        pass


class InitWithoutSelf(HelperWithoutSelf):
    def __init__():
        pass


class InitWithDefaults(HelperWithoutSelf):
    def __init__(lr=0.1):
        self.lr = lr  # noqa: F821


class Keeps:
    """Has lr as an attribute, but asks for it without self."""

    def __init__(self, rate=0.1):
        self.rate = rate

    def step(self, w, dw):
        return w - rate * dw  # noqa: F821


def only_two(w, dw):
    return w - 0.1 * dw


def nothing_taken():
    return 0


WRONG = [
    (rule(lambda self, w, dw: -0.05 * dw), r"returned the step.*`w \+ step`"),
    (rule(lambda self, w, dw: 0.05 * dw), r"returned the step.*`w - step`"),
    (rule(lambda self, w, dw: np.zeros(2)), "returned the step"),
    (rule(lambda self, w, dw: 0.5 * w), "does not depend on the slope"),
    (rule(only_two), r"`self` is missing: .* `def step\(self, w, dw\):`"),
    (rule(nothing_taken), r"`self` is missing: .* `def step\(self, w, dw\):`"),
    (ResetWithoutSelf, r"`self` is missing: .* `def reset\(self\):`"),
    (InitWithoutSelf, r"`self` is missing: .* `def __init__\(self\):`"),
    (InitWithDefaults, r"`self` is missing: .* `def __init__\(self\):`"),
    (HelperWithoutSelf, r"`self` is missing: .* `def size\(self, …\):`"),
    (rule(with_lr), "`lr` alone is not known inside `step`: .* be `self.lr`"),
    (rule(with_an_unbound_V), "`V` alone is not known .* must be `self.V`"),
    (rule(in_place, __init__=calls_reset, reset=counting), "must be `self.reset`"),
    (Keeps, "must be `self.rate`"),
    (rule(lambda self, w, dw: w - rat * dw), "NameError: name 'rat'"),  # noqa: F821
    (rule(counted, __init__=counting), r"add `def reset\(self\):`"),
    (rule(counted, t=0)(), r"add `def reset\(self\):`"),
    (type("Rule", (), {"go": no_return}), "has no method `step"),
    (rule(no_return), "Your `step` returns None"),
    (rule(lambda self, w, dw: (w - dw, 1)), "returns 2 things: return the new w alone"),
    (rule(lambda self, w, dw: np.sum(w - dw)), r"the shape of w, \(2,\); yours"),
    (rule(lambda self, w, dw: "text"), "text \\(a string\\) where numbers"),
    (rule(lambda self, dw: dw), r"must take `\(self, w, dw\)`.*`\(self, dw\)`"),
    (rule(in_place), "changes `w` in place"),
    (rule(slope_in_place), "changes `dw` in place"),
    (rule(with_V, __init__=needs_arguments), "give `lr` and `beta` a default"),
    (rule(with_V, __init__=broken_init), "`__init__` stopped with ZeroDivisionError"),
    (rule(with_V, reset=broken_reset), "`reset` stopped with KeyError"),
    (rule(with_V), "`step` stopped with AttributeError: .* no attribute 'V'"),
    (rule(with_V, V=0.0, reset=lambda self: None), "After `reset\\(\\)` your rule"),
    (rule(in_the_class, V=0.0), "keep the memory in `self`"),
    (rule(at_random), "random numbers a fixed seed"),
    (rule(nan_at_first, V=0.0), "first step leads to NaN"),
    (rule(lambda self, w, dw: w), "does not move w at all"),
    (rule(for_ever), "`step` had not ended after 0.5 seconds"),
    (rule(lambda self, w, dw: exit()), "`step` calls `exit"),
    (rule(lambda self, w, dw: w - 0.2 * dw), "diverges in the ravine, at step 4"),
    (rule(lambda self, w, dw: w + 0.05 * dw), "walks uphill"),
    (rule(lambda self, w, dw: w + 1e-4 * dw), "walks uphill"),
    (rule(fails_later, V=0), "Your `step` returns None"),
    (Adam(), "has not arrived when the steps are used up"),
    (lambda w, dw: w, "a rule that remembers needs a class"),
    (3, "one number: give it your class"),
    (None, "None: give it your class"),
]


@pytest.mark.parametrize(("answer", "pattern"), WRONG)
def test_what_is_wrong_with_a_rule_gets_its_sentence(answer, pattern):
    outcome = descent.my_optimizer.check(answer, time_limit=0.5)
    assert outcome.status == NOT_YET
    assert re.search(pattern, outcome.message), outcome


class Untouched:
    """As it is handed out."""

    ...


class EmptyMethods:
    """Every body is still open."""

    def __init__(self): ...

    def reset(self): ...


@pytest.mark.parametrize(
    "answer",
    [
        *(..., Untouched, Untouched(), EmptyMethods, EmptyMethods()),
        rule(lambda self, w, dw: ...),
    ],
)
def test_an_empty_answer_is_not_attempted(answer):
    outcome = descent.my_optimizer.check(answer)
    assert outcome.status == NOT_ATTEMPTED


@pytest.mark.parametrize("rate", [0.085, 0.1, 0.2, 5.0])
def test_it_diverges_at_the_step_at_which_the_path_leaves(rate):
    path = descend(PROBLEMS[0].surface, GradientDescent(rate), PROBLEMS[0].start, 150)
    step = int(np.argmax(np.abs(path).max(axis=1) > 100))
    message = descent.my_optimizer.check(GradientDescent(rate)).message
    assert f"diverges in the ravine, at step {step}:" in message


def test_a_memory_without_a_first_value_is_explained():
    details = descent.my_optimizer.check(rule(with_V)).details
    assert details == ["Give it a first value in `reset`, and call that in `__init__`."]


def test_an_object_is_not_changed_by_the_check():
    answer = Momentum(0.3)
    answer.step(np.zeros(2), np.ones(2))
    before = answer.V.copy()
    descent.my_optimizer.check(answer)
    np.testing.assert_array_equal(answer.V, before)
