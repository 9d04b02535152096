"""LossSurface with a kernel: a student's own optimizer follows the dragged start."""

import json

import nbformat

from . import jupyterlab

CELL = """
import numpy as np
from course_lib.optimizers import GradientDescent
from course_lib.widgets import LossSurface

class Mine:
    def __init__(self, lr):
        self.lr = lr

    def step(self, w, dw):
        return w - self.lr * np.sign(dw)

widget = LossSurface("beale", {"gd": GradientDescent(0.005), "mine": Mine(0.02)})
widget
"""
STATE = """
import json
loss = widget.paths()["mine"].loss[-1]
print(json.dumps([widget.start.tolist(), widget.learning_rate("mine"), loss]))
"""


def test_an_own_optimizer_follows_the_start_and_its_rate(page, lab):
    notebook = nbformat.v4.new_notebook(cells=[nbformat.v4.new_code_cell(CELL)])
    notebook.metadata["kernelspec"] = {"name": "python3", "display_name": "Python"}
    nbformat.write(notebook, lab.root / "own_optimizer.ipynb")
    jupyterlab.open_notebook(page, lab, "own_optimizer.ipynb")
    jupyterlab.run_all(page)
    assert jupyterlab.errors(page) == []
    handle = page.locator(".cl-handle")
    handle.wait_for(state="attached")
    row = page.locator(".cl-racers tbody tr", has_text="mine").locator("td").nth(1)

    def when_python_and_picture_agree(wanted):
        for _ in range(100):  # messages go to and fro
            start, rate, loss = json.loads(jupyterlab.execute(page, STATE))
            shown = float(row.inner_text())
            waits = "computed in Python" in page.locator(".cl-news").inner_text()
            if wanted(start, rate) and abs(shown / loss - 1) < 0.01 and not waits:
                return
            page.wait_for_timeout(100)
        raise AssertionError(f"the table says {shown}, Python {loss}")

    when_python_and_picture_agree(lambda start, rate: start == [1, 1.5])
    handle.focus()
    for _ in range(3):
        page.keyboard.press("Shift+ArrowLeft")
        page.keyboard.press("ArrowDown")
    when_python_and_picture_agree(
        lambda start, rate: start[0] < -0.2 and start[1] < 1.38
    )
    page.locator(".cl-racer", has_text="mine").click()
    slider = page.get_by_role("slider", name="learning rate α")
    slider.focus()
    for _ in range(3):
        page.keyboard.press("ArrowRight")
    when_python_and_picture_agree(lambda start, rate: rate > 0.0205)
    assert page.errors == [] and page.outside == []
    jupyterlab.close_notebook(page)
