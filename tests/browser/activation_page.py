"""Find one's way around an ActivationExplorer on a page: its pictures and numbers."""

import re

import numpy as np

from course_lib.widgets import ActivationExplorer

from .widget_page import open_widget, settle

LEFT, RIGHT = 64, 12  # CSS pixels beside the curve, without the histogram at its right


def explore(page, name="sigmoid", dark=False, **options):
    """Open a preset on a page; the explorer."""
    explorer = ActivationExplorer.preset(name, **options)
    open_widget(page, explorer, dark=dark)
    settle(page)
    return explorer


def shown(page):
    """The canvas of the present view."""
    return page.locator(".cl-place canvas:visible")


def handle(page):
    """Page coordinates of the tangent point."""
    box = page.locator(".cl-handle").bounding_box()
    return np.array([box["x"] + box["width"] / 2, box["y"] + box["height"] / 2])


def pixels_per_z(page, half=6):
    """How many pixels of the curve's panel are one unit of z."""
    width = shown(page).bounding_box()["width"]
    beside = round(max(56, 0.17 * width))
    return (width - LEFT - beside - RIGHT - 8) / (2 * half)


def tile(page, name):
    found = page.locator(f".cl-tile:visible:has-text('{name}') .cl-value")
    return found.inner_text()


def number(text):
    """The first number in a text as the widget writes it."""
    return float(re.search(r"[-\d.]+(e-?\d+)?", text.replace("−", "-")).group())


def slider(page, name):
    return page.get_by_role("slider", name=name)


def button(page, name):
    return page.get_by_role("button", name=name, exact=True)
