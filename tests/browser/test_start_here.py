"""The first notebook in JupyterLab: the blue dot answers, quizzes open by keyboard."""

import pytest

from .conftest import new_page
from .jupyterlab import close_notebook, open_notebook, run_all, show_cell

START = "notebooks/00_start_here.ipynb"


@pytest.fixture(scope="module")
def start(browser, lab):
    """The executed first notebook in a browser, opened once for these tests."""
    with new_page(browser) as page:
        open_notebook(page, lab, START)
        run_all(page)
        yield page
        close_notebook(page)


def cell_with(page, text):
    """Number of the first cell whose source contains ``text``."""
    return page.evaluate(
        """text => window.jupyterapp.shell.currentWidget.content.widgets
            .findIndex(cell => cell.model.sharedModel.source.includes(text))""",
        text,
    )


def test_the_blue_dot_answers_mouse_and_keyboard(start):
    show_cell(start, cell_with(start, "installation.check()"))
    dot = start.get_by_role("button", name="Blue dot")
    dot.click()
    start.get_by_text("Python answers: 1 × clicked").wait_for(timeout=10_000)
    for count, key in ((2, "Space"), (3, "Enter")):
        dot.focus()
        start.keyboard.press(key)
        start.get_by_text(f"Python answers: {count} × clicked").wait_for(timeout=10_000)
    assert start.errors == []


def test_a_quiz_opens_by_keyboard_and_typesets_its_formulas(start):
    cell = show_cell(start, cell_with(start, "**Question 1.**"))
    options = cell.locator("details")
    assert options.count() == 3
    first = options.first
    assert not first.get_by_text("Wrong.").or_(first.get_by_text("Right.")).is_visible()
    first.locator("summary").focus()
    for key, opened in (("Space", True), ("Enter", False)):
        start.keyboard.press(key)
        assert first.evaluate("details => details.open") is opened
    with_formula = show_cell(start, cell_with(start, "**Question 3.**"))
    with_formula.locator("details mjx-container").first.wait_for(state="attached")


def test_the_notation_table_is_where_chapters_link_to(start):
    show_cell(start, cell_with(start, "### Notation"))
    heading = start.locator('[data-jupyter-id="Notation"], #Notation')
    heading.first.wait_for(state="attached", timeout=10_000)
