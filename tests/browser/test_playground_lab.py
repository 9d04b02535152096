"""Playground with a kernel: what is trained in the picture is in Python, and back."""

import json

import nbformat
import numpy as np

from course_lib.widgets import Playground

from . import jupyterlab
from .playground_page import button, epoch

CELL = """
from course_lib.widgets import Playground
widget = Playground(data="two_logs", hidden=[3], n=200)
widget
"""
STATE = "import json; print(json.dumps(widget.state))"


def test_state_goes_from_the_picture_to_python_and_back(page, lab):
    notebook = nbformat.v4.new_notebook(cells=[nbformat.v4.new_code_cell(CELL)])
    notebook.metadata["kernelspec"] = {"name": "python3", "display_name": "Python"}
    nbformat.write(notebook, lab.root / "playground.ipynb")
    jupyterlab.open_notebook(page, lab, "playground.ipynb")
    jupyterlab.run_all(page)
    assert jupyterlab.errors(page) == []
    button(page, "Play").wait_for()

    def state_when(wanted):
        for _ in range(100):  # messages go to and fro
            state = json.loads(jupyterlab.execute(page, STATE))
            if wanted(state["settings"], state["training"].get("epoch", 0)):
                return state
            page.wait_for_timeout(100)
        raise AssertionError(f"Python has {state}")

    button(page, "Play").click()
    # Told while it plays; the echo of that does not interrupt it.
    first = state_when(lambda _, k: k > 0)["training"]["epoch"]
    state_when(lambda _, k: k > first)
    button(page, "Pause").click()
    button(page, "Play").wait_for()
    page.wait_for_timeout(300)
    played = epoch(page)
    kept = state_when(lambda _, k: k == played)
    button(page, "Step").click()
    stepped = state_when(lambda _, k: k == played + 1)
    python = Playground()
    python.state = kept
    python.train(1)
    expected = python.to_network().parameters
    got = stepped["training"]["parameters"]
    np.testing.assert_allclose(got, expected, rtol=1e-9, atol=1e-12)

    page.get_by_label("learning rate").select_option("0.1")
    state_when(lambda settings, _: settings["optimizer"]["lr"] == 0.1)
    button(page, "New weights").click()
    state_when(lambda settings, k: k == 0 and settings["seed"] != 0)
    jupyterlab.execute(page, f"widget.state = json.loads({json.dumps(kept)!r})")
    page.wait_for_function(
        "n => +document.querySelector('.cl-play-tiles .cl-value').textContent === n",
        arg=played,
    )
    button(page, "Step").click()
    again = state_when(lambda _, k: k == played + 1)
    for state in (again, stepped):  # of which points are kept, not where it is
        del state["training"]["history"]
    assert again == stepped
    assert page.errors == [] and page.outside == []
    jupyterlab.close_notebook(page)
