"""The ladder: each rung has its sentence, nothing raises in a student's notebook."""

import sys

import numpy as np
import pytest

from course_lib.exercises import base
from course_lib.exercises.base import ExerciseNotPassed
from course_lib.exercises.display import CORRECT, NOT_ATTEMPTED, NOT_YET


def stub(x, k):
    """Multiply."""
    ...


def returns_the_dots_it_was_given(x, k):
    y = ...
    return y


NOT_BEGUN = [stub, ..., lambda x, k: ..., lambda x, k: None]


@pytest.mark.parametrize("answer", [*NOT_BEGUN, returns_the_dots_it_was_given])
def test_not_attempted(slope, answer):
    outcome = slope.check(answer)
    assert outcome.status == NOT_ATTEMPTED
    assert "still a `...` in `slope`" in outcome.message
    assert outcome.details == ["Not sure how to begin? `waves.slope.hint()`"]


def test_forgotten_return(slope):
    def forgot(x, k):
        y = k * x  # noqa: F841

    outcome = slope.check(forgot)
    assert outcome.status == NOT_YET
    assert "did you forget `return`?" in outcome.message


def test_print_instead_of_return(slope):
    outcome = slope.check(lambda x, k: print(k * x))
    assert "replace `print(...)` by `return ...`" in outcome.message
    assert outcome.printed.startswith("[6.]")


def loop(x, k):
    values = []
    for v in x:
        values.append(k * v)
    return values


@pytest.mark.parametrize(
    "answer",
    [
        loop,
        lambda x, k: k * x,
        lambda x, k: np.einsum("i,->i", x, k),
        lambda x, k: np.float32(k) * x.astype(np.float32),
        lambda x, k: tuple(k * x),
        lambda *args: args[0] * args[1],
        lambda x, k, unused=None: x * k,
        np.multiply,
    ],
)
def test_any_right_way_of_writing_is_correct(slope, answer):
    outcome = slope.check(answer)
    assert (outcome.status, outcome.message) == (
        CORRECT,
        "Steep beds reflect to the side.",
    )
    assert outcome.details == []


def test_correct_with_torch(slope):
    torch = pytest.importorskip("torch", reason="torch is not installed")
    answer = slope.check(lambda x, k: torch.tensor(x, requires_grad=True) * k)
    assert answer.passed


@pytest.mark.parametrize(
    ("answer", "part"),
    [
        (3.0, "The check got one number: give it your function itself"),
        (np.ones(3), "The check got an array of shape (3,)"),
        ("slope", "The check got text"),
        (None, "The check got None"),
        (lambda x: x, "Your function takes `(x)`, but it must take `(x, k)`"),
        (lambda x, k: "6", "Your answer is text"),
        (lambda x, k: slope_of, "call it, with its arguments"),
        (lambda x, k: (x, k), "rows of different lengths"),
        (lambda x, k: (k * x)[:, None], "; yours has shape (8, 1)."),
        (lambda x, k: np.sum(k * x), "must have shape"),
        (lambda x, k: k * x * np.nan, "are NaN (not a number), the first at index 0"),
        (lambda x, k: k * x / 0, "are infinite"),
        (lambda x, k: 3 * k * x, "What is twice 3? Yours gives 18; right is 6."),
        (lambda x, k: np.matrix(k * x), "yours has shape (1,"),
    ],
)
def test_each_rung_has_its_sentence(slope, answer, part):
    outcome = slope.check(answer)
    assert outcome.status == NOT_YET
    assert part in outcome.message


def slope_of():
    return 1


def test_shape_message_names_the_cure(slope):
    outcome = slope.check(lambda x, k: (k * x)[:, None])
    assert outcome.details == [
        "Flatten it: `.ravel()` makes a plain row of values of it."
    ]


@pytest.mark.parametrize(
    ("answer", "part"),
    [
        (lambda x, k: -k * x if len(x) > 1 else k * x, "Only the sign is wrong"),
        (lambda x, k: 1000 * k * x if len(x) > 1 else k * x, "factor of 1000"),
        (
            lambda x, k: np.degrees(k * x) if len(x) > 1 else k * x,
            "degrees and radians",
        ),
        (lambda x, k: k * x + 7 if len(x) > 1 else k * x, "right values plus 7"),
        (lambda x, k: 0 * x if len(x) > 1 else k * x, "All your values are 0"),
    ],
)
def test_when_the_small_case_is_right_the_likely_cause_is_sought(slope, answer, part):
    outcome = slope.check(answer)
    assert "values differ" in outcome.message
    assert part in " ".join(outcome.details)
    assert "largest error" in outcome.details[-1]


def test_one_wrong_value_is_found_with_its_index(slope):
    def off(x, k):
        y = k * x
        if len(y) > 4:
            y[4] += 1
        return y

    outcome = slope.check(off)
    assert "the first at index 4" in outcome.message


def test_the_students_own_error_is_shown_with_its_line(slope):
    def divide(x, k):
        nothing = 0
        return k / nothing

    outcome = slope.check(divide)
    assert outcome.status == NOT_YET
    line = divide.__code__.co_firstlineno + 2
    assert outcome.message == (
        "Your function stopped with ZeroDivisionError: float division by zero, in line "
        f"{line}: `return k / nothing`"
    )


def test_an_error_inside_a_library_points_to_the_students_line(slope):
    def broken(x, k):
        return np.linalg.inv(x)

    outcome = slope.check(broken)
    assert "LinAlgError" in outcome.message
    assert outcome.message.endswith("`return np.linalg.inv(x)`")
    assert "course_lib" not in str(outcome)
    assert "Traceback" not in str(outcome)


def test_a_stub_of_an_earlier_exercise_is_suspected(slope):
    def earlier(x): ...

    outcome = slope.check(lambda x, k: k * earlier(x))
    assert "earlier exercise" in outcome.details[0]


def test_a_left_over_dot_is_suspected(slope):
    def half_done(x, k):
        factor = ...
        return factor * x

    assert "still a `...`" in slope.check(half_done).details[0]


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


def test_no_argument_and_two_arguments_get_a_sentence(slope):
    for outcome in (slope.check(), slope.check(1, 2)):
        assert outcome.message == (
            "Give the check one thing, your answer: `waves.slope.check(slope)`."
        )


def test_endless_loop(slope):
    outcome = slope.check(for_ever, time_limit=0.2)
    assert "had not ended after 0.2 seconds" in outcome.message


def test_exit(slope):
    assert "would end the whole session" in slope.check(lambda x, k: exit()).message


def test_a_changed_input_is_noticed_though_the_values_are_right(slope):
    def in_place(x, k):
        x *= k
        return x

    outcome = slope.check(in_place)
    assert outcome.status == NOT_YET
    assert "changes its input `x` in place" in outcome.message


def test_a_changed_input_does_not_spoil_the_next_check(slope):
    def in_place(x, k):
        x *= 0
        return x

    slope.check(in_place)
    assert slope.check(lambda x, k: k * x).passed


def test_prints_are_shown_when_something_is_wrong_only(slope):
    def wrong(x, k):
        print("k is", k)
        return 3 * k * x

    def right(x, k):
        print("k is", k)
        return k * x

    assert slope.check(wrong).printed == "k is 2.0\n"
    assert slope.check(right).printed == ""


def test_a_known_misconception_speaks_with_its_counterexample(slope):
    outcome = slope.check(lambda x, k: [v + k for v in x])
    assert outcome.message == "You add: multiply."
    assert outcome.details == ["What is twice 3? Yours gives 5; right is 6."]


def test_a_misconception_is_also_known_by_its_error(slope):
    def first_two(x, k):
        start = x[:2]
        return float(start)

    assert slope.check(first_two).message == "You use math.exp."


def test_the_result_is_judged_before_causes_are_sought(slope):
    slope.misconceptions[0].wrong = (lambda x, k: k * x,)
    assert slope.check(lambda x, k: k * x).passed


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
