"""Hints, solutions and progress."""

import json

import numpy as np
import pytest

from course_lib.exercises import base, progress
from course_lib.exercises.display import CORRECT, NOT_ATTEMPTED, NOT_YET
from course_lib.exercises.function import FunctionExercise, Misconception
from course_lib.exercises.value import ValueExercise


def test_one_more_hint_at_each_call_then_the_solution_is_named(slope):
    assert "(1 of 2)" in repr(slope.hint())
    second = slope.hint()
    assert (second.title, second.message) == ("The slope (2 of 2)", "`k * x`")
    for _ in range(2):
        last = slope.hint().message
        assert "all 2 hints" in last
        assert "`waves.slope.solution()`" in last


def test_solution_shows_the_code(slope, monkeypatch, tmp_path):
    file = tmp_path / "solutions.json"
    file.write_text(json.dumps({"waves.slope": "def slope(x, k):\n    return k < x"}))
    monkeypatch.setattr(base, "SOLUTIONS", file)
    note = slope.solution()
    assert "    def slope(x, k):\n        return k < x" in repr(note)
    assert "k &lt; x" in note._repr_html_()


@pytest.mark.parametrize(
    ("content", "part"),
    [
        (None, "is missing or unreadable"),
        ("{ not json", "is missing or unreadable"),
        ("{}", "has none for `waves.slope`"),
        ("[]", "has none for `waves.slope`"),
        ('"text"', "has none for `waves.slope`"),
        ('{"waves.slope": 3}', "has none for `waves.slope`"),
    ],
)
def test_a_missing_solution_gets_a_sentence(
    slope, monkeypatch, tmp_path, content, part
):
    file = tmp_path / "solutions.json"
    if content is not None:
        file.write_text(content)
    monkeypatch.setattr(base, "SOLUTIONS", file)
    note = slope.solution()
    assert part in note.message
    assert "notebooks/solutions" in note.message
    assert note.code == ""


def test_a_binary_solutions_file_gets_a_sentence(slope, monkeypatch, tmp_path):
    file = tmp_path / "solutions.json"
    file.write_bytes(b"\xff\xfe\x00")
    monkeypatch.setattr(base, "SOLUTIONS", file)
    assert "unreadable" in slope.solution().message


def states():
    return [row[3] for row in progress().rows]


def test_progress_goes_from_open_to_tried_to_done_and_stays(slope):
    def stub(x, k): ...

    assert states() == ["○ open"]
    slope.check(stub)
    assert states() == ["○ open"]
    slope.check(lambda x, k: x)
    assert states() == ["↻ tried"]
    slope.check(lambda x, k: k * x)
    assert states() == ["✓ done"]
    slope.check(lambda x, k: x)
    assert states() == ["✓ done"]


def test_progress_lists_chapters_in_order_with_core_and_optional(chapter, slope):
    early = base.Chapter("start", "00 Start")
    ValueExercise(early, "depth", 3, title="Depth", success="", hints=[])
    extra = FunctionExercise(
        chapter,
        lambda x: x,
        title="Extra",
        success="",
        hints=[],
        optional=True,
        inputs=lambda rng: (rng.normal(size=3),),
    )
    extra.check(np.positive)
    table = progress()
    assert [row[0] for row in table.rows] == ["00 Start", "09 Waves", "09 Waves"]
    assert [row[2] for row in table.rows] == ["core", "core", "optional"]
    assert table.summary.startswith("0 of 2 core exercises done, 1 of 1 optional ones.")
    assert repr(table).splitlines()[1].split() == [
        "chapter",
        "exercise",
        "kind",
        "state",
    ]


def test_progress_without_exercises_says_what_to_do(chapter, monkeypatch):
    assert "run the first code cell" in progress().message


def test_a_module_that_is_loaded_again_is_not_listed_twice(slope):
    base.Chapter("waves", "09 Waves")
    assert "No exercises" in repr(progress())


@pytest.fixture
def depth(chapter):
    return ValueExercise(
        chapter,
        "depth",
        1500,
        title="How deep?",
        success="Deep enough for oil.",
        hints=["Two-way time!"],
        misconceptions=[Misconception("Two-way: halve it.", 3000, 3000.5)],
    )


@pytest.mark.parametrize(
    ("answer", "status", "part"),
    [
        (1500, CORRECT, "Deep enough"),
        (np.float32(1500.5), CORRECT, "Deep enough"),
        (3000, NOT_YET, "Two-way: halve it."),
        (..., NOT_ATTEMPTED, "`depth` still is `...`"),
        (None, NOT_YET, "has no value yet"),
        (17, NOT_YET, "has another value"),
        ([1500], NOT_YET, "must be one number; yours has shape (1,)"),
        (np.nan, NOT_YET, "NaN"),
        ("1500 m", NOT_YET, "Your answer is text"),
        (print, NOT_YET, "call it"),
    ],
)
def test_value_exercise(depth, answer, status, part):
    outcome = depth.check(answer)
    assert outcome.status == status
    assert part in outcome.message
    assert status == CORRECT or "1500" not in str(outcome)


def test_exercises_name_themselves(slope):
    assert repr(slope) == (
        "<exercise waves.slope: The slope; .check(answer) .hint() .solution()>"
    )
