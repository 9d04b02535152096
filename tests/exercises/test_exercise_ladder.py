"""The ladder: each rung has its sentence, nothing raises in a student's notebook."""

import numpy as np
import pytest

from course_lib.exercises.base import Exercise
from course_lib.exercises.display import CORRECT, NOT_ATTEMPTED, NOT_YET
from course_lib.exercises.function import FunctionExercise, Probe


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
    def prints(x, k):
        print(k * x)

    outcome = slope.check(prints)
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
        (lambda x, k: (x, k), "You return 2 things, separated by commas; one array is"),
        (lambda x, k: (k * x,), "The comma at the end of your `return`"),
        (lambda x, k: [x, k], "rows of different lengths"),
        (lambda x, k: (k * x)[:, None], "; yours has shape (8, 1)."),
        (lambda x, k: np.sum(k * x), "must have shape"),
        (
            lambda x, k: np.add(k * x, [[np.inf]]).ravel(),
            "values are infinite, the first",
        ),
        (lambda x, k: np.sign(x) / 0, "are infinite"),
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


def returns_inside_the_loop(x, k):
    for v in x:
        return k * v


def keeps_the_last(x, k):
    for v in x:
        y = k * v
    return y


def returns_a_list_inside_the_loop(x, k):
    values = []
    for v in x:
        values.append(k * v)
        return values


@pytest.mark.parametrize(
    ("answer", "cure"),
    [
        (lambda x, k: (k * x)[:, None], "Flatten it: `.ravel()` makes a plain row"),
        (returns_inside_the_loop, "the first value alone: is the `return` inside"),
        (returns_a_list_inside_the_loop, "the first value alone: is the `return`"),
        (keeps_the_last, "the last value alone: collect the values"),
        (
            lambda x, k: sum(k * x),
            "Yours is one number. Is the `return` inside the loop, or did you add up "
            "all samples?",
        ),
    ],
)
def test_shape_message_names_the_cure(slope, answer, cure):
    (detail,) = slope.check(answer).details
    assert cure in detail


def test_one_bad_value_is_told_in_the_singular(slope):
    def one_bad(x, k):
        y = k * x
        y[-1] = np.inf if len(y) > 1 else y[-1]
        return y

    assert slope.check(one_bad).message.startswith("1 of your 8 values is infinite")


def test_the_only_value_is_not_counted(slope):
    slope.inputs = lambda rng: (np.ones(1), 2.0)
    assert slope.check(lambda x, k: x / 0).message == "The result is infinite."


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


def earlier(x): ...


def calls_it(x, k):
    return earlier(k * x)


def computes_with_it(x, k):
    return k * earlier(x)


def calls_it_in_a_loop(x, k):
    for v in x:
        return earlier(v)


def calls_it_and_prints(x, k):
    print(x)
    return earlier(k * x)


CALLERS = [
    (calls_it, "Your `return` hands back None: does a function that it calls, perhaps"),
    (computes_with_it, "TypeError"),
    (calls_it_in_a_loop, "does every way through it end in a `return`"),
    (calls_it_and_prints, "`print(...)` gives nothing back, and neither does a"),
]


@pytest.mark.parametrize(("answer", "part"), CALLERS)
def test_a_stub_of_an_earlier_exercise_is_suspected(slope, answer, part):
    outcome = slope.check(answer)
    assert part in outcome.message
    assert "perhaps one of an earlier exercise" in str(outcome)
    assert "forget" not in str(outcome)


@pytest.mark.parametrize(("answer", "part"), CALLERS)
def test_the_library_is_named_where_it_can_stand_in(slope, answer, part):
    other = Exercise(
        slope.chapter, "earlier", title="", success="", hints=[], library="np.positive"
    )
    instead = "`np.positive` does the same as `earlier`: call it instead"
    assert instead in slope.check(answer).details[-1]
    other.state = "done"
    assert instead not in str(slope.check(answer))
    other.state = "open"
    assert instead not in str(slope.check(keeps_the_last))


def test_a_left_over_dot_is_suspected(slope):
    def half_done(x, k):
        factor = ...
        return factor * x

    assert "still a `...`" in slope.check(half_done).details[0]


def test_no_argument_and_two_arguments_get_a_sentence(slope):
    for outcome in (slope.check(), slope.check(1, 2)):
        assert outcome.message == (
            "Give the check one thing, your answer: `waves.slope.check(slope)`."
        )


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


@pytest.fixture
def line(chapter):
    """line(x, y) -> (w, b): the straight line through two points, a pair of numbers."""

    def _line(x, y):
        w = (y[1] - y[0]) / (x[1] - x[0])
        return w, y[0] - w * x[0]

    return FunctionExercise(
        chapter,
        _line,
        title="A line",
        success="Straight.",
        hints=[],
        inputs=lambda rng: (rng.normal(size=2), rng.normal(size=2)),
        returns=("w", "b"),
    )


def test_two_numbers_that_changed_places_are_known_by_their_values(line):
    outcome = line.check(lambda x, y: line.reference(x, y)[::-1])
    assert outcome.message == "w and b changed places: return w first, then b."
    assert "changed places" not in line.check(lambda x, y: (1, 2)).message


def test_an_answer_right_on_the_given_arrays_is_called_beyond_them(slope):
    slope.beyond = [Probe("Not on a number.", 3.0, 2.0), Probe("Too large.", [1e9], 2)]
    assert slope.check(lambda x, k: k * x).passed
    assert slope.check(loop).message == "Not on a number."
    outcome = slope.check(lambda x, k: np.minimum(k * x, 100))
    assert outcome.message == "Too large."
