"""The build: one source, a student's copy without solutions, an executed solution."""

import json
import re
import shutil

import nbformat
import pytest
from build_notebooks import WIDGET_VIEW, Course, _keep_still, execute, main
from notebook_source import (
    METADATA,
    SourceError,
    blank,
    exercise_solutions,
    read_source,
    skeleton,
    solution_copy,
    student_copy,
)
from sample import SOURCE, broken, write

COURSE = Course()
EXERCISE = """\
:tags: [exercise]

def double(x):
    \"\"\"Twice x.\"\"\"
    # solution
    twice = 2 * x
    return twice
"""
HEAD = SOURCE[: SOURCE.index("# 1 ·")]
RUNNABLE = f"""{HEAD}
# 1 · Small

See [the start](00_start_here.ipynb#Notation) and [data](../data/README.md).

```{{code-cell}} python
import os
from course_lib.exercises import neurons

print(os.environ["COURSE_STRICT"], os.listdir(os.environ["COURSE_DATA"]))
print(os.environ["COURSE_DATA"])
```

```{{code-cell}} python
import matplotlib.pyplot as plt
from course_lib.alt_text import show

fig, ax = plt.subplots(figsize=(2, 1))
ax.plot([0, 1])
show(fig, alt="A straight line from zero to one")
```
"""


def ids(nb):
    return [cell.id for cell in nb.cells]


# The built notebooks of the course


@pytest.mark.parametrize("chapter", COURSE.chapters)
def test_built_notebooks_agree_with_their_source(chapter):
    assert COURSE.drift(chapter) == [], "run `make notebooks`"


def test_the_file_of_solutions_agrees_with_the_sources():
    stored = COURSE.solutions_file.read_text(encoding="utf-8")
    assert stored == COURSE.solutions_text(), "run `make notebooks`"


@pytest.mark.parametrize("chapter", COURSE.chapters)
def test_the_student_sees_neither_solutions_nor_outputs(chapter):
    student = nbformat.read(COURSE.student_path(chapter), as_version=4)
    for cell in student.cells:
        assert "# solution" not in cell.source.splitlines()
        assert not cell.get("outputs") and cell.get("execution_count") is None
        if "exercise" in cell.metadata.get("tags", []):
            assert cell.source.rstrip("\n)]}").endswith("...")


@pytest.mark.parametrize("chapter", COURSE.chapters)
def test_solutions_are_executed_completely_and_keep_no_random_names(chapter):
    path = COURSE.solution_path(chapter)
    nb, text = nbformat.read(path, as_version=4), path.read_text(encoding="utf-8")
    assert all(c.execution_count for c in nb.cells if c.cell_type == "code")
    assert nb.metadata == METADATA
    assert WIDGET_VIEW not in text and "model_id" not in text
    words = re.sub(r"[A-Za-z0-9+/=]{200,}", "", text)  # without pictures
    assert re.findall(r"0x[0-9a-f]{6,}|/tmp/\S+|/home/\S+", words) == []


# The rule


def test_solution_becomes_three_dots_below_signature_and_docstring(tmp_path):
    cells = student_copy(read_source(write(tmp_path))).cells
    (cell,) = [c for c in cells if "exercise" in c.metadata.get("tags", [])]
    assert cell.source == 'def double(x):\n    """Twice x."""\n    ...'


def test_only_exercises_differ_between_the_copies(tmp_path):
    nb = read_source(write(tmp_path))
    student, solution = student_copy(nb), solution_copy(nb, ["01_neurons"])
    assert ids(student) == ids(solution)
    different = [
        a.metadata.get("tags")
        for a, b in zip(student.cells, solution.cells, strict=True)
        if a.source != b.source and a.cell_type == "code"
    ]
    assert different == [["exercise"]]


def test_an_exercise_on_the_top_level_is_blanked_too(tmp_path):
    text = broken(
        EXERCISE, ":tags: [exercise]\n\nexplorer = 1\n# solution\nexplorer = 2\n"
    )
    cells = student_copy(read_source(write(tmp_path, text))).cells
    (cell,) = [c for c in cells if "exercise" in c.metadata.get("tags", [])]
    assert cell.source == "explorer = 1\n..."


def test_a_bracket_around_a_solution_stays():
    source = "pick = [\n    # solution\n    (1, 2),\n    (3, 4),\n]"
    assert blank(source) == "pick = [\n    ...\n]"
    inner = "pick = f(\n    # solution\n    [\n        1,\n    ]\n)"
    assert blank(inner) == "pick = f(\n    ...\n)"


def test_the_code_of_an_exercise_is_stored_under_the_name_in_its_check(tmp_path):
    code = 'def double(x):\n    """Twice x."""\n    twice = 2 * x\n    return twice'
    assert exercise_solutions(read_source(write(tmp_path))) == {"neurons.double": code}


MALFORMED = {
    "no marker": ("    # solution\n", "", "needs the line '# solution' exactly once"),
    "two markers": ("    return twice", "    # solution\n    return twice", "found 2"),
    "nothing below": (
        "    # solution\n    twice = 2 * x\n    return twice\n",
        "    # solution\n",
        "no code below",
    ),
    "left of the marker": ("    return twice", "y = double(1)", "stands left of"),
    "right of the marker": ("    # solution", "  # solution", "indented like"),
    "not Python": ("return twice", "return twice)", "is not Python"),
    "no tag": (":tags: [exercise]\n\n", "", "would see the solution"),
    "tags not a list": (
        ":tags: [exercise]",
        ":tags: exercise",
        "tags, for example, are a list",
    ),
    "no check": ("neurons.double.check(double)", "double(2)", "must check it"),
    "text before the check": (
        "```\n\n```{code-cell} python\nneurons",
        "```\n\nNow check it.\n\n```{code-cell} python\nneurons",
        "must check it",
    ),
    "broken options": (":tags: [exercise]", ":tags: [exercise", "could not be read"),
}


@pytest.mark.parametrize("change", MALFORMED.values(), ids=MALFORMED)
def test_a_malformed_source_is_refused_with_file_and_reason(change, tmp_path):
    old, new, sentence = change
    with pytest.raises(SourceError, match="01_neurons.md") as error:
        read_source(write(tmp_path, broken(old, new)))
    assert sentence in str(error.value)


def test_the_error_names_the_line_of_the_cell(tmp_path):
    text = broken("    # solution\n", "")
    with pytest.raises(SourceError) as error:
        read_source(write(tmp_path, text))
    line = int(re.search(r"line (\d+)", str(error.value))[1])
    assert text.splitlines()[line - 1].startswith("```{code-cell}")


def test_one_name_cannot_be_checked_in_two_chapters(tmp_path):
    write(tmp_path)
    write(tmp_path, name="02_more")
    with pytest.raises(SourceError, match="neurons.double.*twice"):
        Course(tmp_path).solutions_text()


# Ids


def test_ids_do_not_change_from_build_to_build(tmp_path):
    path = write(tmp_path)
    assert ids(read_source(path)) == ids(read_source(path))


def test_an_edit_changes_the_id_of_its_own_cell_only(tmp_path):
    before = ids(read_source(write(tmp_path)))
    after = ids(read_source(write(tmp_path, broken("Sand or shale?", "Gas?"))))
    assert [a == b for a, b in zip(before, after, strict=True)].count(False) == 1


def test_a_new_cell_leaves_the_ids_of_the_others(tmp_path):
    before = ids(read_source(write(tmp_path)))
    new = "```{code-cell} python\n1 + 1\n```\n\n## Quiz"
    after = ids(read_source(write(tmp_path, broken("## Quiz", new))))
    assert len(set(before) - set(after)) <= 1  # the text cell that was cut in two


def test_equal_cells_get_different_ids(tmp_path):
    cell = "```{code-cell} python\nprogress()\n```\n\n"
    found = ids(read_source(write(tmp_path, broken("## Quiz", 3 * cell + "## Quiz"))))
    assert len(set(found)) == len(found)


# Links of the solution copy, which lies one folder deeper


@pytest.mark.parametrize(
    ("link", "moved"),
    [
        ("../data/README.md", "../../data/README.md"),
        ("../README.md#map", "../../README.md#map"),
        ("conftest.py", "../conftest.py"),
        ("solutions/00_start_here.ipynb", "00_start_here.ipynb"),
        ("00_start_here.ipynb#Notation", "00_start_here.ipynb#Notation"),
        ("https://doi.org/10.1038/x", "https://doi.org/10.1038/x"),
        ("#Notation", "#Notation"),
    ],
)
def test_links_of_the_solution_start_one_folder_deeper(tmp_path, link, moved):
    text = broken("Sand or shale?", f'[here]({link}) <img src="{link}">')
    copy = solution_copy(read_source(write(tmp_path, text)), ["00_start_here"])
    assert f'[here]({moved}) <img src="{moved}">' in copy.cells[0].source


# Drift


@pytest.fixture
def built(tmp_path):
    """A course of one chapter, built but not executed."""
    write(tmp_path)
    course = Course(tmp_path)
    course.solutions_file.parent.mkdir(parents=True)
    course.build_solutions_file()
    course.build_student("01_neurons")
    solution = solution_copy(course.source("01_neurons"), course.chapters)
    course.solution_path("01_neurons").parent.mkdir()
    nbformat.write(solution, course.solution_path("01_neurons"))
    return course


def test_a_fresh_build_is_not_stale(built, capsys):
    assert built.stale_files(["01_neurons"]) == []
    assert main(["--check"], built.notebooks.parent) == 0


def test_a_second_build_writes_nothing(built):
    before = built.student_path("01_neurons").read_bytes()
    assert built.build_student("01_neurons") is False
    assert built.build_solutions_file() is False
    assert built.student_path("01_neurons").read_bytes() == before


@pytest.mark.parametrize("which", ["student", "solution", "json"])
def test_an_edit_of_a_built_file_is_drift(built, which, capsys):
    path = {
        "student": built.student_path("01_neurons"),
        "solution": built.solution_path("01_neurons"),
        "json": built.solutions_file,
    }[which]
    text = path.read_text(encoding="utf-8")
    # in the student's copy, which has no solution, the docstring
    old = "Twice x" if which == "student" else "2 * x"
    assert old in text
    path.write_text(text.replace(old, old.replace("x", "y")), encoding="utf-8")
    (sentence,) = built.stale_files(["01_neurons"])
    assert path.name in sentence
    assert main(["--check"], built.notebooks.parent) == 1


@pytest.mark.parametrize("which", ["student_path", "solution_path"])
def test_a_missing_notebook_is_drift(built, which):
    getattr(built, which)("01_neurons").unlink()
    assert "missing" in built.drift("01_neurons")[0]


def test_an_edited_source_is_drift_in_both_copies(built):
    write(built.notebooks.parent, broken("Sand or shale?", "Gas?"))
    assert len(built.drift("01_neurons")) == 2


def test_check_changes_nothing(built, capsys):
    write(built.notebooks.parent, broken("Sand or shale?", "Gas?"))
    before = built.student_path("01_neurons").read_bytes()
    assert main(["--check"], built.notebooks.parent) == 1
    assert built.student_path("01_neurons").read_bytes() == before


def test_an_unknown_chapter_is_refused_with_the_known_ones(built, capsys):
    with pytest.raises(SystemExit):
        main(["07_more"], built.notebooks.parent)
    assert "01_neurons" in capsys.readouterr().err


def test_a_malformed_source_stops_the_build_with_one_sentence(built, capsys):
    write(built.notebooks.parent, broken("    # solution\n", ""))
    assert main([], built.notebooks.parent) == 1
    assert "01_neurons.md, line" in capsys.readouterr().err


# Execution


@pytest.fixture(scope="module")
def executed(tmp_path_factory):
    """The text of a solution after one build, and its course."""
    root = tmp_path_factory.mktemp("course")
    write(root, RUNNABLE)
    write(root, RUNNABLE, name="00_start_here")
    course = Course(root)
    assert course.build_solution("01_neurons") is True
    return course


def test_solutions_run_strictly_and_without_downloads(executed):
    nb = nbformat.read(executed.solution_path("01_neurons"), as_version=4)
    assert nb.cells[1].outputs[0].text == "1 []\ndata/download\n"


def test_an_executed_solution_keeps_source_ids_and_metadata(executed):
    nb = nbformat.read(executed.solution_path("01_neurons"), as_version=4)
    wanted = solution_copy(executed.source("01_neurons"), executed.chapters)
    assert skeleton(nb) == skeleton(wanted)
    assert nb.metadata == METADATA
    assert "execution" not in nb.cells[1].metadata


def test_a_second_execution_changes_no_byte(executed):
    before = executed.solution_path("01_neurons").read_bytes()
    assert executed.build_solution("01_neurons") is False
    assert executed.solution_path("01_neurons").read_bytes() == before


def test_a_failing_solution_is_reported_and_the_old_one_kept(executed, capsys):
    root = executed.notebooks.parent
    shutil.copytree(root, root.parent / "failing")
    course = Course(root.parent / "failing")
    course.solutions_file.parent.mkdir(parents=True)
    before = course.solution_path("01_neurons").read_bytes()
    write(root.parent / "failing", broken("import os\n", "import oss\n", RUNNABLE))
    assert main(["01_neurons"], root.parent / "failing") == 1
    report = capsys.readouterr().out
    assert "01_neurons" in report and "FAILED" in report and "oss" in report
    assert course.solution_path("01_neurons").read_bytes() == before


def test_a_cell_beyond_the_time_limit_stops_the_build(tmp_path, monkeypatch):
    monkeypatch.setattr("build_notebooks.CELL_TIMEOUT", 1)
    cell = nbformat.v4.new_code_cell("import time; time.sleep(60)")
    with pytest.raises(TimeoutError):
        execute(nbformat.v4.new_notebook(cells=[cell]), tmp_path)


def test_a_stored_widget_is_its_still_picture_with_alt_text():
    data = {
        WIDGET_VIEW: {"model_id": "4711"},
        "image/png": "AAAA",
        "text/plain": "NeuronExplorer(gas_sand)",
    }
    output = nbformat.v4.new_output("display_data", data=data)
    _keep_still(output)
    assert set(output.data) == {"image/png", "text/plain"}
    assert "NeuronExplorer(gas_sand)" in output.metadata["image/png"]["alt"]


def test_guarded_cells_are_left_out_of_the_comparison(tmp_path):
    for copy in (student_copy, lambda nb: solution_copy(nb, [])):
        cells = copy(read_source(write(tmp_path))).cells
        (tags,) = [
            c.metadata.tags for c in cells if "guarded" in c.metadata.get("tags", [])
        ]
        assert "nbval-ignore-output" in tags


def test_solutions_file_is_plain_json(built):
    assert list(json.loads(built.solutions_file.read_text("utf-8"))) == [
        "neurons.double"
    ]
