"""Whatever the state of a ConvolutionExplorer, page and Python read the same cell."""

import re

import numpy as np
import pytest

from course_lib.widgets import ConvolutionExplorer

from .convolution_page import formula, hint, numbers, said, show
from .jupyterlab import picture
from .widget_page import settle

CUBE = np.random.default_rng(0).normal(size=(2, 19, 23))
TRACE = np.random.default_rng(1).normal(size=50)
KINDS = [("conv", 3), ("conv", 2, 2), ("conv", 3, 1, 2, 2), ("max", 2), ("mean", 3, 2)]


@pytest.fixture(autouse=True)
def nothing_goes_wrong(page):
    yield
    assert page.errors == []


def drawn(rng, view):
    """Random settings of a view; the explorer checks them as it takes them."""
    shape = rng.integers(1, 6, 2)
    return {
        "view": view,
        "kernels": rng.normal(size=(2, *shape)).round(2).tolist(),
        "wavelet": rng.normal(size=rng.integers(1, 12)).round(2).tolist(),
        "stride": int(rng.integers(1, 4)),
        "padding": rng.choice(["same", "0", "1", "4"]),
        "dilation": int(rng.integers(1, 4)),
        "flip": bool(rng.random() < 0.5),
        "bias": float(rng.choice([0, -0.3])),
        "activation": str(rng.choice(["none", "relu"])),
        "look": str(rng.choice(["output", "input"])),
        "position": rng.integers(0, 30, 2).tolist(),
        "sample": int(rng.integers(0, 60)),
        "channel": int(rng.integers(0, 2)),
        "layers": [KINDS[i] for i in rng.integers(0, len(KINDS), rng.integers(1, 5))],
        "layer": int(rng.integers(1, 5)),
        "weights": str(rng.choice(["mean", "random", "kernel"])),
        "seed": int(rng.integers(0, 99)),
    }


def take(page, explorer, settings):
    """Give the settings to Python and to the page."""
    if settings["padding"] != "same":
        settings["padding"] = int(settings["padding"])
    for name, value in settings.items():
        setattr(explorer, name, value)
    sent = {name: explorer._plain(name) for name in settings}
    page.evaluate("sent => window.model.set(sent)", sent)
    settle(page)


def room(explorer):
    try:
        return min(explorer.output_shape) > 0
    except ValueError:
        return False


@pytest.mark.parametrize("view", ["section", "channels", "trace"])
def test_a_cell_has_the_value_of_python(page, view):
    rng = np.random.default_rng(len(view))
    explorer = show(page, ConvolutionExplorer(CUBE, TRACE))
    canvas = {"section": "output"}.get(view, view)
    read, without, pictures = 0, 0, set()
    for _ in range(30):
        take(page, explorer, drawn(rng, view))
        pictures.add(picture(page.locator(f".cl-conv-{canvas} canvas")))
        if not room(explorer):
            without += 1
            assert "no output" in hint(page)
            continue
        shape = explorer.output_shape
        sizes = [int(n) for n in re.findall(r"(?<=\+ 1 = )\d+$", formula(page), re.M)]
        assert {*sizes} == {*shape}
        if explorer.look == "input" and view != "channels":
            continue
        read += 1
        told = re.search(r"(?:Row|; sample) (.*)", said(page, canvas)).group(1)
        *cell, value = numbers(told)[: len(shape) + 1]
        assert tuple(cell) == explorer.cell
        assert value == pytest.approx(explorer.value, rel=0.006, abs=1e-9)
    assert read > 8 and len(pictures) > 20
    assert without < 12


def test_layers_have_the_field_and_the_heat_of_python(page):
    rng = np.random.default_rng(8)
    explorer = show(page, ConvolutionExplorer(CUBE, TRACE))
    read = 0
    for _ in range(30):
        take(page, explorer, drawn(rng, "stack"))
        if not room(explorer):
            assert "finds no room" in hint(page)
            continue
        row, column, *_ = numbers(said(page, "stack").split("row ")[1])
        assert (row, column) == explorer.cell
        heat = np.sort(np.abs(explorer.gradient), axis=None)[::-1]
        if not heat[0]:
            assert "The gradient is 0" in hint(page)
            continue
        read += 1
        count = np.searchsorted(np.cumsum(heat), 0.9 * heat.sum() * (1 - 1e-12)) + 1
        share = 100 * count / explorer.field[2] ** 2
        assert numbers(hint(page))[0] == pytest.approx(share, abs=0.51)
    assert read > 12
