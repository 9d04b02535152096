"""Find one's way around a ConvolutionExplorer on a page: pictures, cells, numbers."""

import re

import numpy as np

from course_lib.widgets import ConvolutionExplorer

from .widget_page import open_widget, settle, sync

LEFT, TOP, RIGHT, BOTTOM = 52, 6, 8, 40  # CSS pixels around an image
STEP = [
    [0, 0, 0, 2, 2, 2],
    [0, 1, 0, 2, 2, 2],
    [0, 0, 0, 2, -3, 2],
    [0, 0, 0, 2, 2, 2],
    [1, 1, 1, 1, 1, 1],
]


def explore(page, name="section", dark=False, **options):
    """Open a preset on a page; the explorer."""
    explorer = ConvolutionExplorer.preset(name, **options)
    return show(page, explorer, dark)


def show(page, explorer, dark=False):
    """Open an explorer on a page; the same explorer."""
    open_widget(page, explorer, dark=dark)
    settle(page)
    return explorer


def canvas(page, name):
    return page.locator(f".cl-conv-{name} canvas")


def at_cell(page, name, cell, shape, padding=0):
    """Page coordinates of a cell of the section view's "input" or "output"."""
    box = canvas(page, name).bounding_box()
    sizes = np.array(shape) + 2 * padding
    inner = [box["height"] - TOP - BOTTOM, box["width"] - LEFT - RIGHT]
    row, column = (np.array(cell) + padding + 0.5) * inner / sizes
    return np.array([box["x"] + LEFT + column, box["y"] + TOP + row])


def cell(page, row, column):
    """The field of a kernel's cell, counted from 1."""
    return page.get_by_label(f"kernel, row {row}, column {column}", exact=True)


def state(page, explorer):
    """The explorer with what the browser saved."""
    settle(page)
    sync(page, explorer)
    return explorer


def formula(page):
    return page.locator(".cl-conv-formula").inner_text()


def hint(page):
    return page.locator(".cl-news").inner_text()


def field(page, name):
    return page.get_by_role("spinbutton", name=name, exact=True)


def slider(page, name):
    return page.get_by_role("slider", name=name, exact=True)


def button(page, name):
    return page.get_by_role("button", name=name, exact=True)


def numbers(text):
    """Every number of a text as the widget writes it."""
    found = re.findall(r"-?\d+\.?\d*(?:e-?\d+)?", text.replace("−", "-"))
    return [float(number) for number in found]


def said(page, name):
    """What a canvas says to those who do not see it."""
    return canvas(page, name).get_attribute("aria-label")
