"""ActivationExplorer with a kernel: what is dragged is in Python, and back."""

import json

import nbformat
import pytest

from . import jupyterlab
from .activation_page import handle, number, tile

CELL = """
from course_lib.widgets import ActivationExplorer

explorer = ActivationExplorer.preset("gamma_ray_raw")
explorer
"""
STATE = """
import json
names = ("z", "a", "weight", "saturated", "activation", "others", "view")
print(json.dumps([getattr(explorer, name) for name in names]))
"""


def test_the_tangent_and_the_samples_are_the_same_in_python(page, lab):
    notebook = nbformat.v4.new_notebook(cells=[nbformat.v4.new_code_cell(CELL)])
    notebook.metadata["kernelspec"] = {"name": "python3", "display_name": "Python"}
    nbformat.write(notebook, lab.root / "activations.ipynb")
    jupyterlab.open_notebook(page, lab, "activations.ipynb")
    jupyterlab.run_all(page)
    assert jupyterlab.errors(page) == []
    page.locator(".cl-handle").wait_for()

    def when_python(agrees):
        for _ in range(100):  # messages go to and fro
            state = json.loads(jupyterlab.execute(page, STATE))
            if agrees(*state):
                return state
            page.wait_for_timeout(100)
        raise AssertionError(f"Python says {state}")

    page.get_by_role("button", name="Standardise").click()
    page.get_by_role("combobox", name="activation").select_option("tanh")
    when_python(lambda z, a, w, flat, *_: w < 0.1 and 0 < flat < 0.05)  # by tanh
    page.mouse.move(*handle(page))
    page.mouse.down()
    page.mouse.move(*(handle(page) - [60, 0]), steps=5)
    page.mouse.up()
    shown = number(tile(page, "a = g(z)"))  # where the drag has ended
    z, *_ = when_python(lambda z, a, *_: a == pytest.approx(shown, rel=0.006))
    assert z < 0.5
    jupyterlab.execute(page, "explorer.z, explorer.others = 2.5, ['relu']\nprint(1)")
    page.wait_for_function(
        "() => document.querySelector('.cl-tile .cl-value').textContent === '2.50'"
    )
    assert "ReLU" in page.locator(".cl-legend").inner_text()
    page.get_by_role("button", name="Chain of layers").click()
    when_python(lambda *state: state[-1] == "chain")
    assert page.errors == [] and page.outside == []
    jupyterlab.close_notebook(page)
