"""The three verbs of an exercise, the strict mode, and the progress of this kernel."""

import difflib
import json
import os
from dataclasses import dataclass, field
from pathlib import Path

import numpy as np

from .display import CORRECT, NOT_ATTEMPTED, NOT_YET, Note, Outcome, Table
from .runner import TIME_LIMIT_S, TimeUp

SOLUTIONS = Path(__file__).with_name("solutions.json")

_chapters = []


class ExerciseNotPassed(AssertionError):
    """Raised by a check that does not pass when COURSE_STRICT=1."""


@dataclass
class Chapter:
    """The exercises of one notebook.

    Parameters
    ----------
    module : str
        Name of the module in ``course_lib.exercises``: ``"neurons"``.
    title : str
        What the progress table shows: ``"01 Neurons"``.
    called : str, optional
        What the notebook calls the module, where it imports it under another name.
    """

    module: str
    title: str
    called: str = ""
    exercises: list = field(default_factory=list)

    def __post_init__(self):
        self.called = self.called or self.module
        _chapters[:] = [c for c in _chapters if c.module != self.module] + [self]


class Exercise:
    """One exercise; a subclass says in ``judge`` how an answer is judged.

    Parameters
    ----------
    chapter : Chapter
    name : str
        The student's function or variable, and the exercise in ``chapter.called``.
    title : str
        A few words for headings and the progress table.
    success : str
        What the right answer means for the rocks.
    hints : list of str
        From a nudge to nearly the answer; one more is shown at each call.
    optional : bool
        Core exercises fit the stated minutes; optional ones come on top.
    given : str, optional
        What the notebook passes to the check, where that is not called ``name``.
    library : str
        What does the same in ``course_lib``, for a student who skips this exercise
        and calls it in a later one: ``"activations.sigmoid"``.
    """

    def __init__(
        self,
        chapter,
        name,
        *,
        title,
        success,
        hints,
        optional=False,
        given=None,
        library="",
    ):
        self.chapter = chapter
        self.name = name
        self.key = f"{chapter.called}.{name}"
        self.title = title
        self.success = success
        self.hints = list(hints)
        self.optional = optional
        self.given = given or name
        self.library = library
        self.state = "open"
        self._hints_shown = 0
        chapter.exercises.append(self)

    def __repr__(self):
        return (
            f"<exercise {self.key}: {self.title}; .check(answer) .hint() .solution()>"
        )

    def check(self, *answer, time_limit=TIME_LIMIT_S):
        """Judge ``answer`` and say so; never raises, unless COURSE_STRICT=1.

        Parameters
        ----------
        answer : object
            The function (itself, not its result), value or widget asked for.
        time_limit : float
            Seconds allowed for each call of the student's function.

        Returns
        -------
        Outcome

        Raises
        ------
        ExerciseNotPassed
            Only with COURSE_STRICT=1 in the environment, when the check does not pass.
        """
        outcome = self._safe_outcome(answer, time_limit)
        if outcome.status == CORRECT:
            self.state = "done"
        elif outcome.status == NOT_YET and self.state == "open":
            self.state = "tried"
        if _strict() and not outcome.passed:
            raise ExerciseNotPassed(f"{self.key}: {outcome!r}")
        return outcome

    def hint(self):
        """Show one more hint."""
        if self._hints_shown == len(self.hints):
            message = (
                f"These were all {len(self.hints)} hints; `{self.key}.solution()` "
                "shows one way to write it."
            )
            return Note("hint", self.title, message)
        text = self.hints[self._hints_shown]
        self._hints_shown += 1
        count = f"{self._hints_shown} of {len(self.hints)}"
        return Note("hint", f"{self.title} ({count})", text)

    def solution(self):
        """Show the code of the solution."""
        code, problem = _solution(self.key)
        if problem:
            return Note("solution", self.title, problem)
        message = "One way to write it; yours may look different and be right."
        return Note("solution", self.title, message, code)

    def judge(self, answer, time_limit):
        """Return the Outcome for one answer."""
        raise NotImplementedError

    def correct(self, *details):
        return Outcome(CORRECT, self.title, self.success, list(details))

    def not_yet(self, message, details=(), printed=""):
        return Outcome(NOT_YET, self.title, message, list(details), printed)

    def not_attempted(self, message):
        details = [f"Not sure how to begin? `{self.key}.hint()`"]
        return Outcome(NOT_ATTEMPTED, self.title, message, details)

    def _safe_outcome(self, answer, time_limit):
        try:
            if len(answer) != 1:
                return self.not_yet(
                    "Give the check one thing, your answer: "
                    f"`{self.key}.check({self.given})`."
                )
            with np.errstate(all="ignore"):  # infinities are judged, not warned about
                return self.judge(answer[0], time_limit)
        except TimeUp:  # belongs to a check around this one
            raise
        except KeyboardInterrupt:
            return self.not_yet("The check was interrupted: run its cell again.")
        except BaseException as error:
            if _strict():  # a mistake of ours must not hide from the tests
                raise
            return self.not_yet(
                "The check itself stumbled over your answer "
                f"({type(error).__name__}); it cannot judge this kind of object, so "
                "return plain numbers or arrays."
            )


def no_such_exercise(chapter):
    """The ``__getattr__`` of a chapter's module: it names the exercises there are.

    ``__getattr__ = no_such_exercise(chapter)`` stands at the end of the module.
    """

    def __getattr__(name):
        names = [exercise.name for exercise in chapter.exercises]
        message = f"{chapter.called} has no exercise {name!r}; there are: "
        message += ", ".join(names)
        near = difflib.get_close_matches(name.lower(), names, n=1)
        if near:
            message += f"; did you mean {near[0]}?"
        raise AttributeError(message)

    return __getattr__


def progress():
    """What is done in this kernel: every exercise of the chapters imported so far."""
    words = {"done": "✓ done", "tried": "↻ tried", "open": "○ open"}
    rows = [
        (
            chapter.title,
            f"{exercise.name}: {exercise.title}",
            "optional" if exercise.optional else "core",
            words[exercise.state],
        )
        for chapter in sorted(_chapters, key=lambda chapter: chapter.title)
        for exercise in chapter.exercises
    ]
    if not rows:
        return Note(
            "hint",
            "progress",
            "No exercises are loaded yet: run the first code cell of the notebook.",
        )
    core = [row for row in rows if row[2] == "core"]
    done = sum(row[3] == words["done"] for row in core)
    extra = sum(row[3] == words["done"] for row in rows) - done
    summary = f"{done} of {len(core)} core exercises done"
    if len(rows) > len(core):
        summary += f", {extra} of {len(rows) - len(core)} optional ones"
    return Table(rows, summary + ". This list starts anew when the kernel restarts.")


def _strict():
    return os.environ.get("COURSE_STRICT") == "1"


def _solution(key):
    """(code, "") of one solution, or ("", a sentence)."""
    none = f"The file of solutions, `{SOLUTIONS.name}`, has none for `{key}`"
    try:
        code = json.loads(SOLUTIONS.read_text(encoding="utf-8"))[key]
        problem = "" if isinstance(code, str) else none
    except (OSError, ValueError):
        problem = f"The file of solutions, `{SOLUTIONS.name}`, is missing or unreadable"
    except (KeyError, TypeError, IndexError):
        problem = none
    if not problem:
        return code, ""
    return "", (
        f"{problem}: look into the folder `notebooks/solutions`, or write the file "
        "anew with `make notebooks`."
    )
