"""ConvolutionExplorer with a kernel: what is edited is in Python, and back."""

import json

import nbformat
import pytest

from . import jupyterlab
from .convolution_page import button, cell, numbers, said

CODE = """
from course_lib.widgets import ConvolutionExplorer

explorer = ConvolutionExplorer.preset("stencil")
explorer
"""
STATE = """
import json
names = ("view", "stride", "position", "value")
print(json.dumps([explorer.kernel.tolist(), *(getattr(explorer, n) for n in names)]))
"""


def test_the_kernel_and_the_cell_are_the_same_in_python(page, lab):
    notebook = nbformat.v4.new_notebook(cells=[nbformat.v4.new_code_cell(CODE)])
    notebook.metadata["kernelspec"] = {"name": "python3", "display_name": "Python"}
    nbformat.write(notebook, lab.root / "convolutions.ipynb")
    jupyterlab.open_notebook(page, lab, "convolutions.ipynb")
    jupyterlab.run_all(page)
    assert jupyterlab.errors(page) == []
    cell(page, 1, 1).wait_for()

    def when_python(agrees):
        for _ in range(100):  # messages go to and fro
            state = json.loads(jupyterlab.execute(page, STATE))
            if agrees(*state):
                return state
            page.wait_for_timeout(100)
        raise AssertionError(f"Python says {state}")

    cell(page, 2, 2).fill("3")
    cell(page, 1, 1).focus()
    for _ in range(3):  # arrow keys stay in the cell, JupyterLab does not take them
        page.keyboard.press("ArrowUp")
    kernel, *_ = when_python(lambda w, *_: (w[1][1], w[0][0]) == (3, 0.75))
    assert kernel[1] == [-0.5, 3, 0.5]
    page.locator(".cl-conv-output .cl-handle").focus()
    page.keyboard.press("ArrowDown")
    *_, value = when_python(lambda *state: state[3] == [1, 2])
    page.wait_for_timeout(300)
    shown = numbers(said(page, "output").split("column")[1])[1]
    assert shown == pytest.approx(value, rel=0.006)
    jupyterlab.execute(page, "explorer.kernel = [[1, 2]]; explorer.stride = 2\nprint()")
    page.wait_for_function(
        "() => document.querySelectorAll('.cl-conv-cells input').length === 2"
    )
    assert "Output 4 × 4" in said(page, "output")
    button(page, "Layers").click()
    when_python(lambda *state: state[1] == "stack")
    assert page.errors == [] and page.outside == []
    jupyterlab.close_notebook(page)
