"""Every chapter keeps the frame, and every rule notices when it is broken."""

import importlib
import re

import nbformat
import pytest
from build_notebooks import Course
from notebook_source import CHECK, read_source
from rules import SOURCE_RULES, TURN, digit_problems, image_problems
from sample import SOURCE, broken, write

from course_lib.exercises.base import Exercise

COURSE = Course()
CHAPTERS = COURSE.chapters


def problems(text, tmp_path):
    nb = read_source(write(tmp_path, text))
    return [p for rule in SOURCE_RULES for p in rule(nb, "01_neurons")]


def test_there_are_chapters():
    assert {"00_start_here", "01_neurons"} <= set(CHAPTERS)


@pytest.mark.parametrize("rule", SOURCE_RULES, ids=lambda rule: rule.__name__)
@pytest.mark.parametrize("chapter", CHAPTERS)
def test_chapter_keeps_the_rule(chapter, rule):
    assert rule(COURSE.source(chapter), chapter) == []


@pytest.mark.parametrize("chapter", CHAPTERS)
def test_every_exercise_of_the_module_has_its_cell_and_the_same_mark(chapter):
    nb, found, mark = COURSE.source(chapter), {}, ""
    for cell in nb.cells:
        if cell.cell_type == "markdown":
            for line in cell.source.splitlines():
                turn = TURN.match(line)
                mark = turn[1] if turn else mark
        else:
            for _, name in CHECK.findall(cell.source):
                found[name] = mark == "optional"
    code = "\n".join(c.source for c in nb.cells)
    called = CHECK.search(code)[1]
    renamed = re.search(rf"(\w+) as {called}\b", code)
    topic = renamed[1] if renamed else called
    module = importlib.import_module(f"course_lib.exercises.{topic}")
    assert module.chapter.called == called  # hints say what the student must type
    exercises = [e for e in vars(module).values() if isinstance(e, Exercise)]
    assert found == {e.name: e.optional for e in exercises}


@pytest.mark.parametrize("chapter", CHAPTERS)
def test_outputs_have_alt_texts_and_few_digits(chapter):
    nb = nbformat.read(COURSE.solution_path(chapter), as_version=4)
    assert image_problems(nb) == []
    assert digit_problems(nb) == []


@pytest.mark.parametrize("chapter", CHAPTERS)
def test_solution_stays_small(chapter):
    assert COURSE.solution_path(chapter).stat().st_size < 1.5e6


# Each rule, shown to fail


def test_the_sample_keeps_every_rule(tmp_path):
    assert problems(SOURCE, tmp_path) == []


BREAKS = {
    "no title": ("# 1 · Neurons", "Neurons", "one title"),
    "two titles": ("## Summary", "# Summary", "one title"),
    "wrong number": ("# 1 · Neurons", "# 2 · Neurons", "begin with '1 · '"),
    "no opening": ("## Before you start", "## Hello", "no section 'Before"),
    "no lecture": ("**Lecture:**", "From", "must name section and deck"),
    "no deck": (", deck `slides/01_neurons`", "", "must name section and deck"),
    "another deck": ("`slides/01_neurons`", "`slides/02_more`", "the deck `slides/01"),
    "two aims": ("- **read** its weights,\n", "", "3-5 aims"),
    "aims without verbs": ("**turn** a cut-off", "cut-off", "3-5 aims"),
    "nothing needed": ("**You need first:**", "Oh,", "'**You need first:** …'"),
    "no data": ("**Data and licence:**", "Data:", "'**Data and licence:** …'"),
    "no licence": ("free of any licence", "free", "'**Data and licence:** …'"),
    "no minutes": ("| 1. A cut-off | 10 |", "", "the table of minutes lists"),
    "other heading": (
        "## 1. A cut-off",
        "## 1. A cutoff",
        "the table of minutes lists",
    ),
    "wrong sum": ("**15**", "**20**", "do not add up to 20"),
    "no sum": ("| **In all** | **15** |", "", "needs the table of minutes"),
    "no summary": ("## Summary", "## Sum", "must end with the sections"),
    "short summary": ("- Its bias is the shift.\n", "", "'Summary' needs at least 3"),
    "no limits": (
        "- Tools smear the beds.\n",
        "",
        "'Where the simplification breaks down' needs at least 2",
    ),
    "no reading": ("- Rosenblatt, F., 1958.\n", "", "'Further reading' needs"),
    "no glossary": ("#Notation", "", "notation and glossary"),
    "no prediction": ("> **Predict first.**", "Try.", "makes a widget"),
    "unmarked exercise": (" (core, 2 min)", "", "needs a heading"),
    "optional only": ("(core, 2 min)", "(optional)", "no core exercise"),
    "no quiz": ("## Quiz", "## Riddles", "3-5 questions, has 0"),
    "two questions": ("**Question 3.**", "Question 3.", "3-5 questions, has 2"),
    "wrong numbers": ("**Question 3.**", "**Question 4.**", "numbered ['1', '2', '4']"),
    "two right": (
        "**Wrong.** The weights",
        "**Right.** The weights",
        "2 options are r",
    ),
    "none right": ("**Right.** It adds", "**Wrong.** It adds", "0 options are right"),
    "no reason": ("It adds the same to all scores.", "Yes.", "1, B: gives no reason"),
    "no empty line": (
        "line.</summary>\n\n**Right",
        "line.</summary>\n**Right",
        "question 1: every option",
    ),
    "lost option letter": ("<summary>A. It t", "<summary>It t", "question 1: every"),
    "wrong letters": ("<summary>B. It s", "<summary>C. It s", "lettered AC"),
    "bare less-than": (r"w \lt 0", "w < 0", "a summary is HTML"),
    "Markdown in HTML": ("Sand everywhere.", "`sand` everywhere.", "a summary is HTML"),
    "long line": ("twice = 2 * x", "twice = 2 * x  # " + "y" * 80, "characters"),
    "semicolon": ('preset("gas_sand")', 'preset("gas_sand");', "';' hides no output"),
    "absolute path": ('preset("gas_sand")', 'preset("/data/x.las")', "absolute path"),
    "Windows path": ('preset("gas_sand")', r'preset("C:\\x.las")', "absolute path"),
    "unguarded download": (":tags: [guarded]\n\n", "", "tagged guarded"),
    "guarded for nothing": ("datasets.read(", "print(", "tagged guarded"),
    "helper": (
        "neurons.double.check(double)",
        "neurons.double.check(double)\n\n\ndef helper():\n    pass",
        "defines helper",
    ),
    "class": (
        "neurons.double.check(double)",
        "neurons.double.check(double)\n\n\nclass Helper:\n    pass",
        "defines Helper",
    ),
    "hidden class": (
        "neurons.double.check(double)",
        "neurons.double.check(double)\nif True:\n    class Helper:\n        pass",
        "defines a class",
    ),
    "named lambda": (
        "neurons.double.check(double)",
        "neurons.double.check(double)\nf = lambda x: x",
        "lambda",
    ),
    "no alt text": ("![A gamma-ray log with one vertical line]", "![]", "alt text ''"),
    "poor alt text": ("![A gamma-ray log with one vertical line]", "![plot]", "'plot'"),
    "img tag": ("Sand or shale?", '<img src="../figure.png">', "<img> without alt"),
}


@pytest.mark.parametrize("change", BREAKS.values(), ids=BREAKS)
def test_a_broken_chapter_is_noticed(change, tmp_path):
    old, new, sentence = change
    found = problems(broken(old, new), tmp_path)
    assert any(sentence in problem for problem in found), found


def test_the_right_answer_is_not_always_the_same_letter(tmp_path):
    text = SOURCE.replace("**Right.** It adds", "**Wrong.** It adds")
    text = text.replace("**Wrong.** The weights", "**Right.** The weights")
    assert "the right option is always A" in problems(text, tmp_path)


def executed(data, metadata=None, text=""):
    output = nbformat.v4.new_output("display_data", data=data, metadata=metadata or {})
    stream = nbformat.v4.new_output("stream", text=text)
    cell = nbformat.v4.new_code_cell("show()", outputs=[output, stream])
    return nbformat.v4.new_notebook(cells=[cell])


PNG = {"image/png": "iVBORw0KGgo=", "text/plain": "<Figure>"}
ALT = "Gamma-ray log with one vertical line"


def test_a_figure_without_alt_text_is_noticed():
    assert image_problems(executed(PNG))
    assert image_problems(
        executed({"text/html": '<img src="data:image/png;base64,A">'})
    )
    assert image_problems(executed({"text/html": '<img src="x" alt="plot">'}))


def test_a_figure_with_alt_text_passes():
    assert not image_problems(executed(PNG, {"image/png": {"alt": ALT}}))
    assert not image_problems(executed({"text/html": f'<img src="x" alt="{ALT}">'}))


@pytest.mark.parametrize("text", ["0.9081", "loss 12.34", "[0.1235 1.0]"])
def test_too_many_digits_are_noticed(text):
    assert digit_problems(executed({"text/plain": ""}, text=text))


@pytest.mark.parametrize("text", ["0.908", "5150 terms", "12.3 m", "500.0", "0.0012"])
def test_three_digits_pass(text):
    assert not digit_problems(executed({"text/plain": ""}, text=text))
