"""Chapter 04: what came back is judged before its numbers are, in every exercise."""

import numpy as np
import pytest

from course_lib.exercises import descent
from course_lib.exercises.display import NOT_YET
from course_lib.exercises.function import FunctionExercise

EXERCISES = descent.cost.chapter.exercises
FUNCTIONS = [e for e in EXERCISES if isinstance(e, FunctionExercise)]


def by_key(exercise):
    return exercise.key


def returns_none(*args):
    result = args  # noqa: F841


def prints(*args):
    print(args)


def misspells(*args):
    return mean(args)  # noqa: F821


def imports_nothing(*args):
    import standardise_for_me

    return standardise_for_me


def forgets_the_call(*args):
    return 2.0 - np.mean


WRONG = [
    (returns_none, "returns None"),
    (prints, "replace `print(...)` by `return ...`"),
    (misspells, "NameError: name 'mean' is not defined"),
    (imports_nothing, "ModuleNotFoundError: No module named 'standardise_for_me'"),
    (lambda *args: 1 / 0, "ZeroDivisionError"),
    (lambda *args: exit(), "calls `exit()`"),
    (forgets_the_call, "TypeError"),
]


def what_came_back(outcome):
    """No sentence on numbers: nothing came back that could be compared."""
    text = f"{outcome.message} {outcome.details}"
    return not any(word in text for word in ("κ", "right is", "should be", "diverges"))


@pytest.mark.parametrize("exercise", FUNCTIONS, ids=by_key)
@pytest.mark.parametrize(("answer", "part"), WRONG)
def test_no_result_is_told_before_any_number(exercise, answer, part):
    outcome = exercise.check(answer)
    assert outcome.status == NOT_YET
    assert part in outcome.message, outcome
    assert what_came_back(outcome), outcome


@pytest.mark.parametrize("exercise", FUNCTIONS, ids=by_key)
def test_a_text_is_told_to_be_one(exercise):
    outcome = exercise.check(lambda *args: "0.2")
    assert "text (a string)" in outcome.message, outcome
    assert what_came_back(outcome)


@pytest.mark.parametrize("exercise", FUNCTIONS, ids=by_key)
def test_one_thing_too_many_is_told(exercise):
    def with_one_more(*args):
        right = exercise.reference(*args)
        many = len(exercise.returns) > 1
        return (*right, right[0]) if many else (right, right)

    outcome = exercise.check(with_one_more)
    count = len(exercise.returns)
    told = {
        1: "You return 2 things, separated by commas",
        2: "The function must return 2 things",
        3: "The function must return 3 things",
    }[count]
    if exercise is descent.minibatches:  # a tuple of batches would do
        told = "Each batch must be a flat array"
    assert told in outcome.message, outcome
    assert what_came_back(outcome)


@pytest.mark.parametrize("exercise", FUNCTIONS, ids=by_key)
def test_a_function_that_is_not_called_is_told(exercise):
    outcome = exercise.check(lambda *args: np.mean)
    text = f"{outcome.message} {outcome.details}"
    assert "a function" in text or "call it" in text, outcome
    assert what_came_back(outcome)


@pytest.mark.parametrize("exercise", FUNCTIONS, ids=by_key)
def test_forgotten_brackets_are_explained(exercise):
    (detail,) = exercise.check(forgets_the_call).details
    assert "without its round brackets" in detail


class Widget:
    """Not one: it stops, as a widget does that was closed."""

    @property
    def optimizers(self):
        raise RuntimeError("closed")


@pytest.mark.parametrize("answer", [None, "0.078", (0.078, 1), Widget(), print])
def test_what_is_no_widget_is_told(answer):
    outcome = descent.largest_rate.check(answer)
    assert outcome.status == NOT_YET
    assert "give it the widget itself" in outcome.message


@pytest.mark.parametrize(
    ("step", "part"),
    [
        *((wrong, part) for wrong, part in WRONG if wrong not in (prints,)),
        (prints, "returns None"),
        (lambda *args: "0.2", "text (a string)"),
        (lambda self, w, dw: (w - 0.1 * dw, dw), "Your `step` returns 2 things"),
        (lambda *args: np.mean, "a function instead of numbers"),
    ],
)
def test_what_a_step_hands_back_is_told_before_any_number(step, part):
    outcome = descent.my_optimizer.check(type("MyOptimizer", (), {"step": step}))
    assert outcome.status == NOT_YET
    assert part in outcome.message, outcome
    assert what_came_back(outcome)


def test_no_exercise_is_left_out():
    others = {descent.largest_rate, descent.my_optimizer}
    assert {*FUNCTIONS, *others} == set(EXERCISES)
    assert len(EXERCISES) == 17
