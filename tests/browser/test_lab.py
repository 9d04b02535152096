"""Every notebook as a student meets it: JupyterLab in a browser, all cells run.

What holds for all widgets of the course is checked here, on whatever widgets the
notebooks show; what one widget does is checked beside it in this folder.
"""

from urllib.parse import urlsplit

import pytest

from course_lib.datasets.download import REGISTRY

from . import jupyterlab
from .conftest import new_page
from .widget_page import drag_slider, press_arrow, visible

FOLDER = jupyterlab.ROOT / "notebooks"
STUDENT = sorted(path.name for path in FOLDER.glob("*.ipynb"))
SOLUTIONS = [f"solutions/{name}" for name in STUDENT]
THEMES = ("JupyterLab Dark", "JupyterLab Light")
WIDGET_VIEW = "application/vnd.jupyter.widget-view+json"

students_copies = pytest.mark.parametrize("notebook", STUDENT, indirect=True)


@pytest.fixture(scope="module")
def notebook(request, browser, lab):
    """A window with the notebook opened and every cell run, once for all tests."""
    lab.forget_outside()
    with new_page(browser) as page:
        jupyterlab.open_notebook(page, lab, f"notebooks/{request.param}")
        jupyterlab.run_all(page)
        page.name = request.param
        yield page
        jupyterlab.close_notebook(page)


def widgets(page):
    """Yield (label, model id, element) of each course widget, scrolled into view."""
    found = "[k for k, v in _all.items() if isinstance(v, CourseWidget)]"
    printed = jupyterlab.execute(
        page,
        "from course_lib.widgets.base import CourseWidget\n"
        f"from ipywidgets.widgets.widget import _instances as _all\nprint({found})",
    )
    for cell in jupyterlab.cells(page):
        views = [o.get("data", {}).get(WIDGET_VIEW) for o in cell["outputs"]]
        models = [view["model_id"] for view in views if view]
        for number, model_id in enumerate(m for m in models if m in printed):
            shown = jupyterlab.show_cell(page, cell["index"])
            element = shown.locator(".cl-widget").nth(number)
            element.wait_for(timeout=20_000)
            yield f"{page.name}, cell {cell['index']}", model_id, element


def test_the_lab_opens_on_the_first_notebook_without_a_question(page, lab):
    page.goto(f"{lab.base}/?token={lab.token}")
    page.wait_for_selector(".jp-Notebook .jp-Cell", timeout=90_000)
    tab = page.locator("#jp-main-dock-panel .lm-TabBar-tab.lm-mod-current")
    assert tab.inner_text().strip() == "00_start_here.ipynb"
    page.wait_for_timeout(3000)  # questions about news come with the first idle moment
    assert page.locator(".jp-Dialog, .Toastify__toast").all_inner_texts() == []
    assert page.outside == [] and lab.outside() == []
    assert page.errors == []


@pytest.mark.parametrize("notebook", STUDENT + SOLUTIONS, indirect=True)
def test_a_notebook_runs_from_top_to_bottom(notebook, lab):
    assert jupyterlab.errors(notebook) == []
    cells = [cell for cell in jupyterlab.cells(notebook) if cell["source"].strip()]
    assert [cell["index"] for cell in cells if cell["count"] is None] == []
    assert notebook.errors == []
    assert notebook.outside == []
    # A cell on real data may ask for its file, as it would online; nothing else may.
    hosts = {urlsplit(remote.url).hostname for remote in REGISTRY.values()}
    asked = [line for line in lab.outside() if not any(h in line for h in hosts)]
    assert asked == []


@students_copies
def test_every_widget_is_painted_in_both_themes(notebook):
    for theme in THEMES:
        jupyterlab.use_theme(notebook, theme)
        seen = 0
        for label, _, element in widgets(notebook):
            seen += 1
            canvases = visible(element.locator("canvas"))
            assert canvases, f"{label} shows no canvas"
            blank = [i for i, c in enumerate(canvases) if jupyterlab.colours(c) < 2]
            assert blank == [], f"{label}, {theme}: canvas {blank} is blank"
        assert seen or notebook.name.startswith("00_"), "every chapter has a widget"
    assert notebook.errors == []


@students_copies
@pytest.mark.parametrize("move", [drag_slider, press_arrow], ids=["mouse", "keyboard"])
def test_a_slider_changes_the_picture_and_the_value_in_python(notebook, move):
    for label, model_id, element in widgets(notebook):
        pictures_changed = []
        for slider in visible(element.locator("input[type=range]:enabled")):
            name = slider.get_attribute("aria-label") or slider.get_attribute("id")
            slider.evaluate("e => e.scrollIntoView({ block: 'center' })")
            canvases = visible(element.locator("canvas"))
            pictures = [jupyterlab.picture(canvas) for canvas in canvases]
            state = jupyterlab.widget_state(notebook, model_id)
            move(notebook, slider)
            for _ in range(50):
                if jupyterlab.widget_state(notebook, model_id) != state:
                    break
                notebook.wait_for_timeout(100)
            else:
                pytest.fail(f"{label}: slider {name} changes nothing in Python")
            pictures_changed.append(
                pictures != [jupyterlab.picture(canvas) for canvas in canvases]
            )
        assert any(pictures_changed), f"{label}: no slider changes the picture"


@pytest.mark.parametrize("notebook", STUDENT + SOLUTIONS, indirect=True)
def test_axe_finds_nothing_in_widgets_and_exercise_outputs(notebook):
    mark = "elements => elements.forEach(e => e.setAttribute('data-axe', ''))"
    for _, _, element in widgets(notebook):
        element.evaluate_all(mark)
    for cell in jupyterlab.cells(notebook):
        if ".check(" in cell["source"]:
            shown = jupyterlab.show_cell(notebook, cell["index"])
            shown.locator(".jp-RenderedHTMLCommon").evaluate_all(mark)
    for theme, rules in zip(THEMES, ([], jupyterlab.COLOUR_RULES), strict=True):
        jupyterlab.use_theme(notebook, theme)
        if notebook.locator("[data-axe]").count():
            assert jupyterlab.violations(notebook, "[data-axe]", *rules) == [], theme
