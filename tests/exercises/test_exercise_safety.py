"""Whatever is passed, nothing raises in a student's notebook; strict mode raises."""

import sys

import numpy as np
import pytest

from course_lib.exercises import base
from course_lib.exercises.base import ExerciseNotPassed
from course_lib.exercises.display import NOT_YET


def stub(x, k):
    """Multiply."""
    ...


class Nasty:
    """Fails at every touch."""

    def __init__(self, error=RuntimeError):
        object.__setattr__(self, "error", error)

    def __getattribute__(self, name):
        raise object.__getattribute__(self, "error")("do not touch")

    def __call__(self, *args):
        return self

    def __eq__(self, other):
        raise ValueError("no comparing")

    def __len__(self):
        raise SystemExit

    def __repr__(self):
        raise KeyboardInterrupt


class UnprintableError(Exception):
    def __str__(self):
        raise RuntimeError("no message")


def raises(error):
    def function(x, k):
        raise error

    return function


def recursive(x, k):
    return recursive(x, k)


def for_ever(x, k):
    while True:
        pass


ANYTHING = [
    Nasty(),
    Nasty(SystemExit),
    Nasty(KeyboardInterrupt),
    Nasty,
    lambda x, k: Nasty(),
    lambda x, k: Nasty(SystemExit),
    lambda x, k: [Nasty(), Nasty()],
    raises(UnprintableError()),
    raises(ValueError("x" * 100_000)),
    raises(ValueError("\x00\ud800")),
    raises(SystemExit()),
    raises(KeyboardInterrupt()),
    raises(GeneratorExit()),
    raises(StopIteration()),
    raises(ExceptionGroup("many", [ValueError()])),
    recursive,
    for_ever,
    exit,
    lambda x, k: exit(),
    lambda x, k: sys.exit("bye"),
    lambda x, k: input(),
    lambda x, k: sys.stdout.close(),
    lambda x, k: np.full((3, 3, 3), np.inf),
    lambda x, k: np.empty(0),
    lambda x, k: [[], []],
    lambda x, k: 10**400,
    lambda x, k: 1e308 * x,
    lambda x, k: np.array([x, None], dtype=object),
    lambda x, k: x.resize(0),
    type,
    int,
    print,
    open,
    object(),
    [],
    b"bytes",
    sys,
]


# by number: pytest looks into its parameters, and some of these forbid even that
@pytest.mark.parametrize("number", range(len(ANYTHING)))
def test_whatever_is_passed_gets_a_sentence(slope, number):
    outcome = slope.check(ANYTHING[number], time_limit=0.3)
    assert outcome.status == NOT_YET
    assert "The check itself stumbled" not in outcome.message
    assert 10 < len(outcome.message) < 500
    assert repr(outcome) and outcome._repr_html_()


def test_endless_loop(slope):
    outcome = slope.check(for_ever, time_limit=0.2)
    assert "had not ended after 0.2 seconds" in outcome.message


def test_exit(slope):
    assert "would end the whole session" in slope.check(lambda x, k: exit()).message


def test_a_check_inside_a_checked_function_does_no_harm(slope):
    def nested(x, k):
        slope.check(for_ever, time_limit=0.1)
        return k * x

    assert slope.check(nested).passed


def test_the_limit_of_a_check_reaches_through_a_check_inside_it(slope):
    def nested(x, k):
        slope.check(for_ever, time_limit=60)
        return k * x

    assert "had not ended after 0.2" in slope.check(nested, time_limit=0.2).message


def test_strict_mode_raises_what_does_not_pass(slope, monkeypatch):
    monkeypatch.setenv("COURSE_STRICT", "1")
    assert slope.check(lambda x, k: k * x).passed
    for answer in (stub, lambda x, k: x, 3):
        with pytest.raises(ExerciseNotPassed, match=r"waves\.slope: "):
            slope.check(answer)


def test_strict_mode_is_only_on_for_1(slope, monkeypatch):
    monkeypatch.setenv("COURSE_STRICT", "0")
    assert not slope.check(stub).passed


def test_a_mistake_in_the_engine_gets_a_sentence_and_shows_in_strict_mode(
    slope, monkeypatch
):
    def broken(*args):
        raise RuntimeError("ours")

    monkeypatch.setattr(slope, "judge", broken)
    assert "The check itself stumbled" in slope.check(stub).message
    monkeypatch.setenv("COURSE_STRICT", "1")
    with pytest.raises(RuntimeError, match="ours"):
        slope.check(stub)


def test_stop_pressed_between_two_calls_gets_a_sentence(slope, monkeypatch):
    def stopped(*args):
        raise KeyboardInterrupt

    monkeypatch.setattr(slope, "judge", stopped)
    assert "interrupted" in slope.check(stub).message


def test_the_same_answer_gets_the_same_words(slope):
    for answer in (stub, lambda x, k: 3 * x, raises(ValueError(object())), object()):
        assert repr(slope.check(answer)) == repr(slope.check(answer))
        assert " at 0x" not in repr(slope.check(answer))
    assert base._chapters
