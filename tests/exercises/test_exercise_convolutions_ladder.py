"""Chapter 05: what came back is judged before its numbers are, in every exercise."""

import importlib

import numpy as np
import pytest

from course_lib.exercises import convolutions
from course_lib.exercises.display import NOT_ATTEMPTED, NOT_YET
from course_lib.exercises.function import FunctionExercise

EXERCISES = convolutions.iou.chapter.exercises
FUNCTIONS = [e for e in EXERCISES if isinstance(e, FunctionExercise)]


def by_key(exercise):
    return exercise.key


every_function = pytest.mark.parametrize("exercise", FUNCTIONS, ids=by_key)


def returns_none(*args):
    result = args  # noqa: F841


def prints(*args):
    print(args)


def misspells(*args):
    return mean(args)  # noqa: F821


def forgets_the_call(*args):
    return 2.0 - np.mean


def stub(*args):
    """Docstring."""
    ...


WRONG = [
    (returns_none, "returns None"),
    (prints, "replace `print(...)` by `return ...`"),
    (misspells, "NameError: name 'mean' is not defined"),
    (lambda *args: 1 / 0, "ZeroDivisionError"),
    (lambda *args: exit(), "calls `exit()`"),
    (forgets_the_call, "TypeError"),
    (lambda *args: "0.2", "text (a string)"),
    (lambda *args: np.mean, "a function"),
    (lambda *args: {1: 2}, "a dictionary"),
    (lambda *args: 1j * np.ones(2), "complex"),
]


@every_function
@pytest.mark.parametrize(("answer", "part"), WRONG)
def test_no_result_is_told_before_any_number(exercise, answer, part):
    outcome = exercise.check(answer)
    assert outcome.status == NOT_YET
    assert part in f"{outcome.message} {outcome.details}", outcome
    assert "right is" not in outcome.message


@every_function
@pytest.mark.parametrize("answer", [..., stub, lambda *args: ...])
def test_what_is_left_open_is_not_attempted(exercise, answer):
    outcome = exercise.check(answer)
    assert outcome.status == NOT_ATTEMPTED
    assert exercise.key in outcome.details[0]


@every_function
def test_the_result_instead_of_the_function_is_told(exercise):
    result = exercise.reference(*exercise.cases()[-1][0])
    outcome = exercise.check(result)
    assert f"give it your function itself, `{exercise.key}.check" in outcome.message


@every_function
def test_nan_is_told(exercise):
    def nan(*args):
        return np.multiply(exercise.reference(*args), np.nan)

    outcome = exercise.check(nan)
    assert outcome.status == NOT_YET
    text = f"{outcome.message} {outcome.details}"
    assert "NaN" in text or "shape" in text, outcome


@every_function
def test_another_shape_is_told(exercise):
    def wrapped(*args):
        return [np.zeros((2, 3, 4, 5)) for _ in exercise.returns]

    outcome = exercise.check(wrapped)
    assert outcome.status == NOT_YET
    assert "must have shape" in outcome.message or "must be one" in outcome.message


@every_function
def test_one_thing_too_many_is_told(exercise):
    def with_one_more(*args):
        right = exercise.reference(*args)
        many = len(exercise.returns) > 1
        return (*right, right[0]) if many else (right, right)

    outcome = exercise.check(with_one_more)
    told = {1: "You return 2 things", 2: "The function must return 2 things"}
    assert told[len(exercise.returns)] in outcome.message, outcome


@every_function
def test_rounded_results_are_told(exercise):
    cases = [case[1] for case in exercise.cases()]
    whole = all(np.array_equal(v, np.round(v, 1)) for case in cases for v in case)

    def rounded(*args):
        right = exercise.reference(*args)
        if len(exercise.returns) > 1:
            return [np.round(value, 1) for value in right]
        return np.round(right, 1)

    outcome = exercise.check(rounded)
    assert outcome.passed == whole  # counts are whole numbers
    if not whole:
        assert "Your result is rounded" in outcome.message, outcome


@every_function
def test_constants_do_not_pass(exercise):
    """The right values of the last call, whatever is asked."""
    last = exercise.reference(*exercise.cases()[-1][0])
    assert not exercise.check(lambda *args: last).passed


@every_function
def test_the_wrong_signature_is_told(exercise):
    outcome = exercise.check(lambda: 1)
    assert "restore the first line of the exercise" in outcome.message


@pytest.mark.parametrize(
    "name", sorted({e.library for e in EXERCISES if e.library}), ids=str
)
def test_what_can_stand_in_exists_and_does_the_same(name):
    where, attribute = name.split(".")
    module = np if where == "np" else importlib.import_module(f"course_lib.{where}")
    for exercise in EXERCISES:
        if exercise.library == name:
            outcome = exercise.check(getattr(module, attribute))
            assert outcome.passed, outcome


def cross_correlate(x, w): ...


def learn_wavelet(r, s, lr, steps):
    kernel = np.zeros(len(r) - len(s) + 1)
    for _ in range(steps):
        error = cross_correlate(r, kernel) - s
        kernel = kernel - lr * 2 / len(s) * np.correlate(r, error)
    return kernel[::-1]


def test_an_unsolved_piece_is_named_where_it_is_called(monkeypatch):
    monkeypatch.setattr(convolutions.cross_correlate, "state", "open")
    outcome = convolutions.learn_wavelet.check(learn_wavelet)
    assert "NoneType" in outcome.message
    assert "`np.correlate` does the same as `cross_correlate`" in outcome.details[-1]


def test_no_exercise_is_left_out():
    assert {*FUNCTIONS, convolutions.my_dip_filter} == set(EXERCISES)
    assert len(EXERCISES) == 16
    assert {e.name for e in EXERCISES} == set(convolutions.__all__)
