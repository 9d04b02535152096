"""Find one's way around a LossSurface on a page, and play the kernel to it."""

import base64

import numpy as np

from course_lib import surfaces
from course_lib.optimizers import Adam, GradientDescent, Momentum
from course_lib.widgets import LossSurface

from .widget_page import settle, sync

BOWL = surfaces.quadratic(l1=1, l2=25)
LINE = surfaces.line_fit(np.linspace(0, 3, 40), 2 + np.sin(np.arange(40.0)))


def bowl(**options):
    racers = {"gd": GradientDescent(0.03), "momentum": Momentum(0.2), "adam": Adam(0.1)}
    return LossSurface(BOWL, racers, **{"steps": 40, "start": (0.8, 0.5), **options})


def surface_map(page):
    return page.locator(".cl-place canvas").first


def relief(page):
    return page.locator(".cl-relief")


def chart(page):
    return page.locator(".cl-panel canvas").first


def button(page, name):
    return page.get_by_role("button", name=name, exact=True)


def field(page, name):
    return page.get_by_role("spinbutton", name=name, exact=True)


def slider(page, name):
    return page.get_by_role("slider", name=name, exact=True)


def open_groups(page):
    page.evaluate(
        "() => document.querySelectorAll('details').forEach(d => { d.open = true; })"
    )
    settle(page)


def choose(page, label):
    page.locator(".cl-racer", has_text=label).click()
    settle(page)


def pixel(widget, page, w):
    """Page coordinates of a point of the map."""
    box = surface_map(page).bounding_box()
    (x0, x1), (y0, y1) = widget.surface.domain
    x, y = (w[0] - x0) / (x1 - x0), (w[1] - y0) / (y1 - y0)
    width, height = box["width"] - 70, box["height"] - 56
    return np.array([box["x"] + 56 + x * width, box["y"] + 8 + (1 - y) * height])


def row(page, label):
    """The cells of a racer's row as text: rate, loss, distance, gradients."""
    line = page.locator(".cl-racers tbody tr", has_text=label)
    return line.locator("td:visible").all_inner_texts()


def number(text):
    return float(text.replace("−", "-"))


def news(page):
    settle(page)
    return page.locator(".cl-news").inner_text()


def answer(page, widget):
    """What the kernel does: take the browser's state, send back what it computed."""
    sync(page, widget)
    block = base64.b64encode(widget._own_paths).decode()
    page.evaluate(
        """([own, block]) => {
            const raw = Uint8Array.from(atob(block), c => c.charCodeAt(0));
            // Both are there before anybody hears of one, as in a real front end.
            window.model.state._own_paths = new DataView(raw.buffer);
            window.model.set({ _own: own });
        }""",
        [widget._own, block],
    )
    settle(page)
