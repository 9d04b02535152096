"""The harness notices what it is there to notice: errors, requests, blank canvases."""

import nbformat
import pytest

from . import jupyterlab

WIDGET = '''
import anywidget, traitlets

class Probe(anywidget.AnyWidget):
    """One slider and a canvas that shows its value."""
    _esm = """
    export default { render({ model, el }) {
        el.innerHTML = `<canvas width=60 height=30></canvas><canvas></canvas>
            <input type=range min=0 max=10 data-lm-suppress-shortcuts=true>`;
        const slider = el.querySelector('input');
        const draw = () => {
            const context = el.querySelector('canvas').getContext('2d');
            context.clearRect(0, 0, 60, 30);
            context.fillRect(0, 0, 6 * slider.value, 30);
        };
        slider.value = model.get('value');
        slider.addEventListener('input', () => {
            model.set('value', Number(slider.value));
            model.save_changes();
            draw();
        });
        draw();
    } };
    """
    value = traitlets.Int(3).tag(sync=True)

probe = Probe()
probe
'''


@pytest.fixture
def write(lab):
    """Write a notebook with the given code cells into the lab's folder."""

    def write(name, *sources):
        notebook = nbformat.v4.new_notebook()
        notebook.cells = [nbformat.v4.new_code_cell(source) for source in sources]
        notebook.metadata["kernelspec"] = {"name": "python3", "display_name": "Python"}
        nbformat.write(notebook, lab.root / name)
        return name

    return write


def test_an_error_stops_the_run_and_is_reported(page, lab, write):
    jupyterlab.open_notebook(page, lab, write("error.ipynb", "1", "1 / 0", "3"))
    jupyterlab.run_all(page)
    assert jupyterlab.errors(page) == ["cell 1: ZeroDivisionError: division by zero"]
    assert [cell["count"] for cell in jupyterlab.cells(page)] == [1, 2, None]
    with pytest.raises(RuntimeError, match="NameError"):
        jupyterlab.execute(page, "no_such_name")


def test_a_run_that_does_not_end_names_its_cell(page, lab, write):
    endless = "import time\nwhile True:\n    time.sleep(0.1)"
    jupyterlab.open_notebook(page, lab, write("endless.ipynb", "1", endless, "3"))
    told = r"not finished after 5 s; kernel busy; at work: \['cell 1: import time\\nwh"
    with pytest.raises(RuntimeError, match=told):
        jupyterlab.run_all(page, seconds=5)
    jupyterlab.close_notebook(page)


def test_a_slider_reaches_python_and_a_blank_canvas_is_seen(page, lab, write):
    jupyterlab.open_notebook(page, lab, write("probe.ipynb", WIDGET))
    jupyterlab.run_all(page)
    cell = jupyterlab.show_cell(page, 0)
    painted, blank = cell.locator("canvas").all()
    assert jupyterlab.colours(painted) == 2
    assert jupyterlab.colours(blank) == 1

    before = jupyterlab.picture(painted)
    cell.locator("input[type=range]").focus()
    page.keyboard.press("ArrowRight")
    output = jupyterlab.cells(page)[0]["outputs"][-1]["data"]
    model_id = output["application/vnd.jupyter.widget-view+json"]["model_id"]
    assert jupyterlab.widget_state(page, model_id)["value"] == "4"
    assert jupyterlab.picture(painted) != before


def test_axe_sees_colours_in_an_output(page, lab, write):
    text = '<p style="color: #ccc; background: #fff">pale</p>'
    source = f"from IPython.display import HTML; HTML({text!r})"
    out_of_view = ["print('line\\n' * 40)"] * 3
    jupyterlab.open_notebook(page, lab, write("pale.ipynb", *out_of_view, source))
    jupyterlab.run_all(page)
    jupyterlab.show_cell(page, 0)
    (found,) = jupyterlab.violations(page, ".jp-RenderedHTML")
    assert found.startswith("color-contrast") and "pale" in found


def test_requests_that_would_leave_the_machine_fail_and_are_noted(page, lab, write):
    code = "import urllib.request; urllib.request.urlopen('http://course.invalid')"
    jupyterlab.open_notebook(page, lab, write("outside.ipynb", "1"))
    lab.forget_outside()
    with pytest.raises(RuntimeError, match="offline test machine"):
        jupyterlab.execute(page, code)
    assert "course.invalid" in lab.outside()[0]
    lab.forget_outside()

    page.evaluate("() => fetch('http://course.invalid/file').catch(() => 0)")
    assert page.outside == ["http://course.invalid/file"]


def test_axe_finds_what_is_wrong_and_by_name_only_what_was_asked_for(page):
    page.set_content(
        "<html lang='en'><title>A page</title><main><h1>Words</h1>"
        "<p style='color: #999; background: #fff'>pale</p><img src='data:,'></main>"
    )
    found = {line.split(":")[0] for line in jupyterlab.violations(page, "html")}
    assert found == {"color-contrast", "image-alt"}
    named = jupyterlab.violations(page, "html", *jupyterlab.COLOUR_RULES)
    assert {line.split(":")[0] for line in named} == {"color-contrast"}
