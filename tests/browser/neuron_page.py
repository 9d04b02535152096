"""Find one's way around a NeuronExplorer on a page: its pixels, buttons and numbers."""

import numpy as np

from course_lib import datasets
from course_lib.losses import binary_cross_entropy
from course_lib.widgets import NeuronExplorer

SANDS = datasets.gas_sand(n=600, seed=0)
LINE = {"w": (-1.0, -1.5), "b": 0.3}


def explore(**options):
    return NeuronExplorer.from_dataset(SANDS, **options)


def crossplot(page):
    return page.locator(".cl-picture canvas")


def button(page, name):
    return page.get_by_role("button", name=name)


def tile(page, name):
    return page.locator(f".cl-tile:has-text('{name}') .cl-value").inner_text()


def pixel(explorer, page, u):
    """Page coordinates of a point given in standardised units."""
    box = crossplot(page).bounding_box()
    Z = (explorer.X - explorer.mean) / explorer.std
    margin = 0.06 * np.ptp(Z, axis=0)
    low, high = Z.min(axis=0) - margin, Z.max(axis=0) + margin
    x, y = (np.asarray(u) - low) / (high - low)
    width, height = box["width"] - 70, box["height"] - 56
    return np.array([box["x"] + 56 + x * width, box["y"] + 8 + (1 - y) * height])


def point_on_line(explorer, along):
    """A point on the line, ``along`` standard deviations from its foot."""
    w = explorer.w / np.linalg.norm(explorer.w)
    foot = -explorer.b / np.linalg.norm(explorer.w) * w
    return foot + along * np.array([-w[1], w[0]])


def handle(explorer, page):
    """Page coordinates of the tip of w: across the line, 45 px per unit of asinh."""
    box = crossplot(page).bounding_box()
    centre = np.array([box["x"] + 56 + (box["width"] - 70) / 2,
                       box["y"] + 8 + (box["height"] - 56) / 2])  # fmt: skip
    origin = pixel(explorer, page, (0, 0))
    per_unit = pixel(explorer, page, (1, 1)) - origin
    slope = explorer.w / per_unit
    z = slope @ (centre - origin) + explorer.b
    foot = centre - z * slope / (slope @ slope)
    size = 45 * np.arcsinh(np.linalg.norm(explorer.w))
    return foot, foot + size * slope / np.linalg.norm(slope)


def price(explorer, i):
    z = explorer.inputs(explorer.X) @ explorer.w + explorer.b
    return binary_cross_entropy.per_sample(z, explorer.y)[i]


def shown_price(page):
    text = page.locator(".cl-readout").inner_text()
    return float(text.split("= ")[-1].replace("−", "-"))
