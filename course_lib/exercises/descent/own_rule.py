"""The exercise whose answer is an optimizer of the student's own."""

import copy
import inspect

import numpy as np

from ..answers import Unusable, as_array, is_stub, kind
from ..base import Exercise
from ..runner import run
from .inputs import chapter
from .own_problems import FAR, PROBLEMS
from .own_slips import Complaint, Untried, refuse_failure, self_is_missing

NEEDED = 2  # problems on which the rule must be better
BETTER = 0.9  # final loss, as a share of gradient descent's best: no win by a hair
SLOW = 0.03  # of the loss at the start: more is left to a rule that crawls
SAME_STEPS = 12
UPHILL = "Your rule walks uphill: the step is subtracted from w, `return w - step`."


class OwnRuleExercise(Exercise):
    """The student writes a class with ``step(w, dw)``; it races gradient descent."""

    def judge(self, answer, time_limit):
        if answer is ...:
            return self._stub()
        try:
            make = _maker(answer, time_limit)
            _look_at_one_step(make(), time_limit)
            _look_at_what_counts(make, time_limit)
            _look_at_the_memory(make, time_limit)
            results = [self._race(make, problem, time_limit) for problem in PROBLEMS]
            habit = _habit_of(make, time_limit)
        except Untried:
            return self._stub()
        except Complaint as complaint:
            return self.not_yet(complaint.sentence, complaint.details)
        return self._compare(results, habit)

    def _race(self, make, problem, time_limit):
        """Final loss of the rule, mean over the seeds."""
        losses = []
        for seed in problem.seeds:
            rule = make()
            done = run(_walk, rule, problem, seed, time_limit=time_limit)
            refuse_failure(done, time_limit, rule)
            w, diverged = done.value
            if diverged and _habit_of(make, time_limit) == UPHILL:
                raise Complaint(UPHILL)
            if diverged:
                raise Complaint(
                    f"Your rule diverges {problem.where}, at step {diverged}: its "
                    "steps grow without end; try a smaller learning rate first, or one "
                    "that shrinks."
                )
            losses.append(float(problem.excess(w)))
        return float(np.mean(losses))

    def _compare(self, results, habit):
        rows, wins, started = [], 0, []
        for problem, loss in zip(PROBLEMS, results, strict=True):
            rate, best = problem.best_descent
            won = loss < BETTER * best
            wins += won
            started.append(loss / float(problem.excess(np.array(problem.start))))
            rows.append(
                f"{problem.name}, {problem.steps} steps: your loss ends {loss:.2g} "
                f"above the lowest, gradient descent's at its best rate ({rate:.2g}) "
                f"{best:.2g} → {'better' if won else 'not better'}."
            )
        if wins >= NEEDED:
            return self.correct(*rows)
        return self.not_yet(habit or _why_not(wins, started), rows)

    def _stub(self):
        return self.not_attempted(
            f"`{self.given}` still holds a `...`: write `step(self, w, dw)` in its "
            "place, run that cell, then run this one again."
        )


def _habit_of(make, time_limit):
    return run(_habit, make(), time_limit=time_limit).value or ""


def _habit(rule):
    """A sentence on a rule that goes uphill or is plain gradient descent, or ""."""
    w, slopes = np.array([1.0, -2.0]), np.array([[0.5, 0.25], [-0.1, 0.8]])
    rates = []
    for dw in slopes:
        new = _step(rule, w.copy(), dw.copy())
        rates.extend((w - new) / dw)
        w = new
    if rates[0] < 0 and rates[1] < 0:
        return UPHILL
    if np.allclose(rates, rates[0], rtol=1e-4, atol=0):
        return (
            f"This is plain gradient descent with the rate {rates[0]:.3g}, and it "
            "meets gradient descent at its best rate: it must remember past slopes, or "
            "measure how steep each parameter is."
        )
    return ""


def _why_not(wins, shares):
    """``shares``: final loss over loss at the start, per problem."""
    if sum(share > SLOW for share in shares) >= NEEDED:
        return (
            "Your rule has not arrived when the steps are used up: make them larger, "
            "at least at the beginning."
        )
    on = {0: "none", 1: "only one"}[wins]
    return (
        f"Your rule runs, and beats the best gradient descent on {on} of three "
        "problems; two are needed. Remember past gradients, or measure how steep each "
        "parameter is, or let the rate shrink."
    )


def _maker(answer, time_limit):
    """A function that gives a fresh optimizer, its memory reset."""
    if isinstance(answer, type):
        if not callable(getattr(answer, "step", None)):
            _refuse_an_empty(answer)
            raise Complaint(
                "Your class has no method `step(self, w, dw)`: that is what makes a "
                "step and returns the new w."
            )
        _refuse_arguments(answer)
    elif inspect.isroutine(answer):
        raise Complaint(
            "The check got a function: a rule that remembers needs a class with a "
            "method `step(self, w, dw)`; pass the class, as in "
            "`descent.my_optimizer.check(MyOptimizer)`."
        )
    elif not callable(getattr(answer, "step", None)):
        _refuse_an_empty(type(answer))
        raise Complaint(
            f"The check got {kind(answer)}: give it your class, as in "
            "`descent.my_optimizer.check(MyOptimizer)`, with a method `step(self, w, "
            "dw)`."
        )
    if is_stub(answer.step):
        raise Untried

    def make():
        create = answer if isinstance(answer, type) else lambda: copy.deepcopy(answer)
        done = run(create, time_limit=time_limit)
        refuse_failure(done, time_limit, answer, "__init__")
        return _reset(done.value, time_limit)

    return make


def _refuse_an_empty(cls):
    routines = [v for v in vars(cls).values() if inspect.isroutine(v)]
    if all(is_stub(routine) for routine in routines):
        raise Untried


def _refuse_arguments(cls):
    try:
        inspect.signature(cls).bind()
    except TypeError:
        needed = [
            p.name
            for p in inspect.signature(cls).parameters.values()
            if p.default is p.empty
            and p.kind in {p.POSITIONAL_OR_KEYWORD, p.KEYWORD_ONLY}
        ]
        raise Complaint(
            "Your class cannot be created without arguments: give "
            f"{' and '.join(f'`{name}`' for name in needed)} a default, as in "
            f"`def __init__(self, {needed[0] if needed else 'lr'}=0.1)`."
        ) from None
    except ValueError:  # no signature to be had
        pass


def _reset(rule, time_limit):
    if callable(getattr(rule, "reset", None)):
        done = run(rule.reset, time_limit=time_limit)
        refuse_failure(done, time_limit, rule, "reset")
    return rule


def _step(rule, w, dw):
    """One step, read as numbers; a Complaint for what cannot be a new w."""
    new = rule.step(w, dw)
    if new is None:
        raise Complaint(
            "Your `step` returns None: end it with `return` and the new w; a number "
            "kept in `self` alone does not move anything."
        )
    if new is ...:
        raise Untried
    if isinstance(new, tuple) and any(np.ndim(part) for part in new):
        raise Complaint(
            f"Your `step` returns {len(new)} things: return the new w alone, and keep "
            "the memory in the object, as in `self.V = …`."
        )
    try:
        new = as_array(new)
    except Unusable as problem:
        raise Complaint(str(problem)) from None
    if new.shape != w.shape:
        raise Complaint(
            f"`step` must return the new w with the shape of w, {w.shape}; yours has "
            f"shape {new.shape}.",
            ["Keep one value for each parameter: no sum, mean or norm of the step."],
        )
    return new


def _look_at_one_step(rule, time_limit):
    w, dw = np.array([1.0, -2.0]), np.array([0.5, 0.25])
    w_before, dw_before = w.copy(), dw.copy()
    try:
        inspect.signature(rule.step).bind(w, dw)
    except (TypeError, ValueError):
        _refuse_signature(rule)
    done = run(_step, rule, w, dw, time_limit=time_limit)
    refuse_failure(done, time_limit, rule)
    for name, before, after in (("w", w_before, w), ("dw", dw_before, dw)):
        if not np.array_equal(before, after):
            raise Complaint(
                f"Your `step` changes `{name}` in place, so the array outside is "
                "changed too and the path loses its points.",
                [
                    f"`{name} -= …` writes into the array you were given: make a new "
                    "one, as in `return w - step`."
                ],
            )
    if not np.isfinite(done.value).all():
        raise Complaint(
            "Your very first step leads to NaN or infinity: is a memory that still is "
            "0 in a denominator? Add a small ε to it."
        )
    if np.array_equal(done.value, w):
        raise Complaint(
            "Your first step does not move w at all, although the slope is not 0: is "
            "the learning rate 0, or do you return the old w?"
        )


def _refuse_signature(rule):
    try:
        own = inspect.signature(getattr(type(rule), "step", rule.step))
    except (TypeError, ValueError):  # a compiled method keeps no signature
        return
    wanted = "Your `step` must take `(self, w, dw)`, in this order; it takes "
    if "self" in own.parameters:
        raise Complaint(f"{wanted}`{own}`.")
    raise Complaint(self_is_missing("step"), [f"{wanted}`{own}`."])


def _look_at_what_counts(make, time_limit):
    """The new w must depend on the old one, and on the slope."""

    def new(w, dw):
        rule = make()
        done = run(_step, rule, w, dw, time_limit=time_limit)
        refuse_failure(done, time_limit, rule)
        return done.value

    w, dw = np.array([1.0, -2.0]), np.array([0.5, 0.25])
    here = new(w.copy(), dw.copy())
    if np.array_equal(here, new(w + 3, dw.copy())):
        sign = "+" if here @ dw < 0 else "-"
        raise Complaint(
            "You returned the step, which is the same wherever w is: `step` must "
            f"return the new w, `w {sign} step`."
        )
    if np.array_equal(here, new(w.copy(), -2 * dw)):
        raise Complaint(
            "Your first step does not depend on the slope: `dw` says where downhill "
            "is, so the step must use it."
        )


def _look_at_the_memory(make, time_limit):
    """Two fresh rules, and one that was reset, must walk alike."""
    problem = PROBLEMS[0]

    def walk(rule):
        done = run(_walk, rule, problem, 0, SAME_STEPS, time_limit=time_limit)
        refuse_failure(done, time_limit, rule)
        return done.value[0]

    used = make()
    first = walk(used)
    if not np.array_equal(first, walk(make()), equal_nan=True):
        raise Complaint(
            "Two new objects of your rule walk differently: keep the memory in `self`, "
            "not in the class or outside it, and give random numbers a fixed seed."
        )
    again = walk(_reset(used, time_limit))
    if np.array_equal(first, again, equal_nan=True):
        return
    if callable(getattr(used, "reset", None)):
        raise Complaint(
            "After `reset()` your rule walks differently: it still remembers the "
            "first walk; set every memory (V, S, t …) back to 0 there."
        )
    raise Complaint(
        "Your rule still remembers its first walk in the second: add `def "
        "reset(self):`, which sets every memory (V, S, t …) back to 0, and call it in "
        "`__init__`."
    )


def _walk(rule, problem, seed, steps=None):
    """(last point, step at which it ran away or 0)."""
    w = np.array(problem.start)
    with np.errstate(all="ignore"):
        for k, gradient in enumerate(problem.gradients(seed)[:steps], start=1):
            w = _step(rule, w.copy(), gradient(w))
            if not np.isfinite(w).all() or np.abs(w).max() > FAR:
                return w, k
    return w, 0


my_optimizer = OwnRuleExercise(
    chapter,
    "my_optimizer",
    given="MyOptimizer",
    title="An optimizer of your own",
    success="One rule of yours beats gradient descent that was tuned anew for every "
    "problem, on most of them: worth days where one misfit costs hours, as in "
    "full-waveform inversion.",
    hints=[
        "Begin with plain gradient descent, `return w - 0.05 * dw`, and look at the "
        "table: where does it lose?",
        "Two ideas of the lecture help: a running mean of dw (`self.V`), and dividing "
        "by how large dw usually is (`self.S`).",
        "Or follow only the signs: `self.t += 1`, then `return w - 0.2 / (1 + 0.1 * "
        "self.t) * np.sign(dw)`.",
    ],
)
