"""Exercises whose answer is a function, and the ladder that judges them.

Writing one takes the right answer, the wrong answers, and where to look::

    def _sigmoid(z):
        return 1 / (1 + np.exp(-z))

    sigmoid = FunctionExercise(
        chapter,
        _sigmoid,                                  # name and arguments come from here
        title="The soft step",
        success="What the right answer means for the rocks.",
        hints=["A nudge.", "Nearly the answer."],
        inputs=lambda rng: (rng.uniform(-6, 6, 40),),
        probes=[Probe("What should σ(0) be?", [0.0])],
        misconceptions=[
            Misconception("What the student reads.", lambda z: 1 / (1 + np.exp(z))),
        ],
    )

Values decide, never the code text: the answer is called on the probes and on seeded
random inputs and compared with the reference. Only after a failure are the causes
sought, by calling the wrong functions on the same inputs and comparing their values (or
their errors) with the student's. A test runs every wrong function of every exercise and
expects exactly its sentence.
"""

import copy
import numbers
from dataclasses import dataclass

import numpy as np

from . import sentences
from .answers import (
    Untouched,
    Unusable,
    is_stub,
    kind,
    names_used,
    read_results,
    shown,
    shown_apart,
    signature_problem,
    unchanged,
)
from .base import Exercise
from .runner import run

SEEDS = (0, 1, 2)
_UNTOUCHED, _NOTHING, _RAISED, _TYPE, _SHAPE, _NOT_FINITE, _VALUES = range(7)


class Probe:
    """A small input whose right answer a student can think out.

    Parameters
    ----------
    question : str
        ``"What should σ(0) be?"``
    *args
        The arguments of the call; lists become float arrays, unless ``as_given``.
    """

    def __init__(self, question, *args, as_given=False):
        self.question = question
        if not as_given:
            args = (np.array(a, float) if isinstance(a, list) else a for a in args)
        self.args = tuple(args)


class Misconception:
    """A wrong answer that people really give.

    Parameters
    ----------
    sentence : str
        What the student reads.
    *wrong : callable
        Functions (or values, in a ValueExercise) that give this wrong answer.
    """

    def __init__(self, sentence, *wrong):
        self.sentence = sentence
        self.wrong = wrong


@dataclass
class _Seen:
    """What one call of an answer gave."""

    how: str
    results: list | Untouched | None
    error: BaseException | None
    changed: list[str]
    printed: str


class FunctionExercise(Exercise):
    """An exercise whose answer is a function of the student's.

    Parameters
    ----------
    chapter, title, success, hints, optional
        See :class:`~course_lib.exercises.base.Exercise`.
    reference : callable
        The right answer; its name (less a leading underscore) and arguments are those
        the student's function must have.
    inputs : callable
        ``inputs(rng)`` returns the arguments of one random call; it is asked once for
        each seed in ``SEEDS`` and may draw sizes too.
    probes : list of Probe
        The smallest counterexamples, shown before any other wrong value.
    misconceptions : list of Misconception
    beyond : list of Probe
        Calls made once all else is right, such as another shape or a huge number; the
        question is the sentence for an answer that fails there.
    returns : tuple of str, optional
        Names of the results when there are several: ``("dw", "db")``.
    tolerance : float
        Allowed error, relative to the largest right value of the call. The default lets
        float32 pass and is far below any real mistake.
    """

    def __init__(
        self,
        chapter,
        reference,
        *,
        inputs,
        probes=(),
        misconceptions=(),
        beyond=(),
        returns=(None,),
        tolerance=1e-4,
        **about,
    ):
        super().__init__(chapter, reference.__name__.lstrip("_"), **about)
        self.reference = reference
        self.inputs = inputs
        self.probes = list(probes)
        self.misconceptions = list(misconceptions)
        self.beyond = list(beyond)
        self.returns = returns
        self.tolerance = tolerance
        code = reference.__code__
        self.arguments = code.co_varnames[: code.co_argcount]
        self._cases = None

    def judge(self, answer, time_limit):
        if answer is ...:
            return self._stub()
        first_look = run(self._first_look, answer, time_limit=time_limit)
        if first_look.value == "stub":
            return self._stub()
        if first_look.value:
            return self.not_yet(first_look.value)

        seen = []
        for args, wanted, _ in self.cases():
            seen.append(self._observe(answer, args, wanted, time_limit))
            if seen[-1].how in {"too slow", "exited", "interrupted"}:
                message = sentences.stopped(seen[-1].how, time_limit)
                return self.not_yet(message, printed=seen[-1].printed)
        faults = [
            (fault, case, one)
            for case, one in zip(self.cases(), seen, strict=True)
            if (fault := self._fault(answer, case, one)) is not None
        ]
        if faults:
            return self._explain(answer, faults, seen, time_limit)
        changed = {name for one in seen for name in one.changed}
        if changed:
            names = " and ".join(f"`{a}`" for a in self.arguments if a in changed)
            return self.not_yet(
                f"The values are right, but your function changes its input {names} in "
                "place, and with it what stands outside the function.",
                [
                    "`-=`, `+=`, `.pop()` and assignments to elements write into what "
                    "you were given: make a new one, as in `new = old - step`, or copy "
                    "it first."
                ],
            )
        for probe in self.beyond:
            case = self._case(probe.args, probe)
            one = self._observe(answer, *case[:2], time_limit)
            if one.how != "returned" or self._fault(answer, case, one):
                return self.not_yet(probe.question, printed=one.printed)
        return self.correct()

    def cases(self):
        """The calls that judge an answer: (arguments, right results, probe or None)."""
        if self._cases is None:
            calls = [(probe.args, probe) for probe in self.probes]
            for seed in SEEDS:
                calls.append((self.inputs(np.random.default_rng(seed)), None))
            self._cases = [self._case(*call) for call in calls]
        return self._cases

    def _case(self, args, probe):
        right = read_results(self.reference(*_copies(args)), self.returns)
        return args, right, probe

    def _first_look(self, answer):
        """ "stub", a sentence, or None for a function that can be called."""
        if not callable(answer):
            what = kind(answer)
            return (
                f"The check got {what}: give it your function itself, "
                f"`{self.key}.check({self.given})`, without calling it."
            )
        if is_stub(answer):
            return "stub"
        return signature_problem(answer, self.reference)

    def _observe(self, answer, args, wanted, time_limit):
        copies = _copies(args)
        done = run(
            lambda: read_results(answer(*copies), self.returns, wanted),
            time_limit=time_limit,
        )
        changed = [
            name
            for name, before, after in zip(self.arguments, args, copies, strict=True)
            if isinstance(before, np.ndarray | list) and not unchanged(before, after)
        ]
        return _Seen(done.how, done.value, done.error, changed, done.printed)

    def _fault(self, answer, case, seen):
        """(rung, sentence, details) of the first thing that is wrong, or None."""
        args, wanted, probe = case
        if seen.how == "raised":
            if isinstance(seen.error, Unusable):
                return _TYPE, str(seen.error), []
            return _RAISED, *sentences.raised(seen.error)
        if isinstance(seen.results, Untouched):
            return _UNTOUCHED, "", []
        if seen.results is None:
            return _NOTHING, *sentences.returned_nothing(answer, seen.printed)
        for name, got, want in zip(self.returns, seen.results, wanted, strict=True):
            if got.shape != want.shape:
                return _SHAPE, *sentences.wrong_shape(got, want, name)
        for name, got, want in zip(self.returns, seen.results, wanted, strict=True):
            close = self._close(got, want)
            if close.all():
                continue
            if not np.isfinite(got).all():
                return _NOT_FINITE, *sentences.not_finite(got, name)
            sentence, details = sentences.wrong_values(
                got, want, name, close, self._with_numbers(args)
            )
            if probe:
                sentence = self._counterexample(probe, seen.results, wanted)
                details = details[:1] if want.size > 1 else []
            return _VALUES, sentence, details
        return None

    def _explain(self, answer, faults, seen, time_limit):
        """The outcome for an answer with ``faults``: the lowest rung speaks, unless the
        values are those of a known misconception."""

        def order(entry):
            (rung, _, _), (_, _, probe), _ = entry
            # shapes tell more on the large random inputs, all else on the small probes
            return rung, (probe is None) != (rung in {_SHAPE, _NOT_FINITE})

        (rung, sentence, details), _, one = min(faults, key=order)
        if rung == _UNTOUCHED:
            return self._stub()
        if any(sentences.EARLIER in text for text in [sentence, *details]):
            details = [*details, *self._library_instead(answer)]
        if rung == _NOTHING:
            return self.not_yet(sentence, details, one.printed)
        if self._swapped(seen):
            first, second = self.returns
            return self.not_yet(
                f"{first} and {second} changed places: return {first} first, then "
                f"{second}.",
                printed=one.printed,
            )
        for misconception in self.misconceptions:
            for wrong in misconception.wrong:
                if self._same_answers(wrong, seen, time_limit):
                    shown_case = [
                        self._counterexample(case[2], other.results, case[1])
                        for (rung, _, _), case, other in faults
                        if rung == _VALUES and case[2]
                    ]
                    error = [sentence] * (rung == _RAISED)
                    return self.not_yet(
                        misconception.sentence, error or shown_case[:1], one.printed
                    )
        if rung == _VALUES and sentences.is_rounded(_pairs(self.cases(), seen)):
            return self.not_yet(sentences.ROUNDED, [sentence], one.printed)
        if any(other.changed for other in seen):
            details = [*details, "It also changes its input in place: work on a copy."]
        return self.not_yet(sentence, details, one.printed)

    def _same_answers(self, wrong, seen, time_limit):
        """Whether ``wrong`` gives what the student's function gave, call by call."""
        for (args, wanted, _), student in zip(self.cases(), seen, strict=True):
            other = self._observe(wrong, args, wanted, time_limit)
            if other.how != student.how or type(other.results) is not type(
                student.results
            ):
                return False
            if other.how == "raised":
                same = type(other.error) is type(student.error) and str(
                    other.error
                ) == str(student.error)
            elif isinstance(other.results, list):
                same = all(
                    got.shape == want.shape and self._close(got, want).all()
                    for got, want in zip(student.results, other.results, strict=True)
                )
            else:
                same = False
            if not same:
                return False
        return True

    def _swapped(self, seen):
        """Whether two results came in the wrong order, by their shapes or values."""
        if len(self.returns) != 2 or not all(type(s.results) is list for s in seen):
            return False
        pairs = [
            (got, want)
            for (_, right, _), one in zip(self.cases(), seen, strict=True)
            for got, want in zip(one.results[::-1], right, strict=True)
        ]
        if any(got.shape != want.shape for got, want in pairs):
            return False
        own = [part.shape for one in seen for part in one.results]
        return own != [want.shape for _, want in pairs] or all(
            self._close(got, want).all() for got, want in pairs
        )

    def _library_instead(self, answer):
        """What to call in the place of exercises that are not solved yet."""
        used = names_used(answer)
        return [
            f"`{other.library}` does the same as `{other.name}`: call it instead to go "
            "on without that exercise."
            for other in self.chapter.exercises
            if other.library and other.name in used and other.state != "done"
        ]

    def _close(self, got, want):
        finite = np.abs(want[np.isfinite(want)])
        scale = finite.max(initial=0) or 1.0
        with np.errstate(invalid="ignore"):
            near = np.abs(got - want) <= self.tolerance * scale
        return near | (got == want) | (np.isnan(got) & np.isnan(want))

    def _counterexample(self, probe, results, wanted):
        texts = [shown_apart(*pair) for pair in zip(results, wanted, strict=True)]
        yours, right = (
            ", ".join(
                (f"{name} = " if name else "") + text
                for name, text in zip(self.returns, side, strict=True)
            )
            for side in zip(*texts, strict=True)
        )
        return f"{probe.question} Yours gives {yours}; right is {right}."

    def _with_numbers(self, args):
        """ " for n = 3, sizes = (2, 4, 1)": the plain numbers of a call."""
        texts = [
            f"{name} = {shown(arg)}"
            for name, arg in zip(self.arguments, args, strict=True)
            if _is_plain(arg)
        ]
        return f" for {', '.join(texts)}" if texts else ""

    def _stub(self):
        return self.not_attempted(
            f"There is still a `...` in `{self.name}`: put your code in its place, "
            "run that cell, then run this one again."
        )


def _pairs(cases, seen):
    """(result, right result) of every call, all of the right shapes."""
    return [
        pair
        for (_, right, _), one in zip(cases, seen, strict=True)
        for pair in zip(one.results, right, strict=True)
    ]


def _copies(args):
    return tuple(copy.deepcopy(arg) for arg in args)


def _is_plain(arg):
    """Whether an argument is a number, or a short list of numbers."""
    parts = arg if isinstance(arg, list | tuple) else [arg]
    return all(isinstance(part, numbers.Number) for part in parts)
