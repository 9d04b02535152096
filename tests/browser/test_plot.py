"""Ticks, numbers and contour lines of the widgets' plots."""

import json

import numpy as np
import pytest

from course_lib.widgets.base import load_palette, read

from .widget_page import load_module


@pytest.fixture
def js(page):
    """Call a JavaScript function with the plot's functions as P."""
    page.goto("about:blank")
    palette = f"const PALETTE = {json.dumps(load_palette())};"
    load_module(page, palette + read("js/plot.js"), "P")
    yield lambda script, argument=None: page.evaluate(
        f"a => {{ const P = window.P; {script} }}", argument
    )
    assert page.errors == []


@pytest.mark.parametrize(
    "low, high, ticks, digits",
    [
        (0, 1, [0, 0.2, 0.4, 0.6, 0.8, 1], 1),
        (5.13, 11.4, [6, 8, 10], 0),
        (-0.25, 0.26, [-0.2, -0.1, 0, 0.1, 0.2], 1),
        (12, 4300, [1000, 2000, 3000, 4000], 0),
        (1e-4, 9e-4, [2e-4, 4e-4, 6e-4, 8e-4], 4),
    ],
)
def test_ticks_are_round_and_inside(js, low, high, ticks, digits):
    got = js("return P.niceTicks(...a)", [low, high])
    np.testing.assert_allclose(got["ticks"], ticks, atol=1e-12)
    assert got["digits"] == digits


@pytest.mark.parametrize(
    "value, text",
    [
        (0, "0"),
        (0.693147, "0.693"),
        (-1.5, "−1.50"),
        (57.9538, "58.0"),
        (8090, "8090"),
        (2.8e-4, "2.80e−4"),
        (-123456, "−1.23e5"),
    ],
)
def test_numbers_have_three_digits_and_a_true_minus(js, value, text):
    assert js("return P.significant(a)", value) == text


def test_minus_zero_is_zero(js):
    assert js("return P.plain(-0.0001, 2)") == "0.00"


def test_the_contour_of_a_plane_is_a_straight_line(js):
    nx, ny, level = 9, 7, 0.37
    j, i = np.mgrid[:ny, :nx]
    grid = 0.31 * i - 0.22 * j
    got = js("return P.contourSegments(...a)", [grid.ravel().tolist(), nx, ny, level])
    points = np.reshape(got, (-1, 2))
    assert len(points) >= 10
    np.testing.assert_allclose(0.31 * points[:, 0] - 0.22 * points[:, 1], level)


def test_the_contour_of_a_circle_closes(js):
    n = 41
    j, i = np.mgrid[:n, :n]
    grid = (i - 20.0) ** 2 + (j - 20.0) ** 2
    got = js("return P.contourSegments(...a)", [grid.ravel().tolist(), n, n, 150.3])
    segments = np.reshape(got, (-1, 2, 2))
    radii = np.hypot(*(segments.reshape(-1, 2) - 20).T)
    np.testing.assert_allclose(radii, np.sqrt(150.3), atol=0.02)
    ends, times = np.unique(
        segments.reshape(-1, 2).round(9), axis=0, return_counts=True
    )
    assert (times == 2).all() and len(ends) == len(segments)


@pytest.mark.parametrize("centre", [0.9, 0.1])
def test_a_saddle_cell_joins_the_corners_its_centre_belongs_to(js, centre):
    # Corners (top left, top right / bottom left, bottom right), high on one diagonal.
    high = 1.0 if centre > 0.5 else 0.7
    low = 0.3 if centre > 0.5 else 0.0
    got = js("return P.contourSegments(...a)", [[high, low, low, high], 2, 2, 0.5])
    start, end = np.reshape(got, (2, 2, 2))[0]
    assert start[1] == 0  # the first segment starts on the top edge …
    assert end[0] == (1 if centre > 0.5 else 0)  # … and cuts off the right or left one


def test_colours_run_from_the_first_stop_to_the_last(js):
    stops = load_palette()["probability"]["light"]
    table = js("return [...P.scoreColours(a).table]", stops)

    def colour(value):
        return f"#{value & 255:02X}{value >> 8 & 255:02X}{value >> 16 & 255:02X}"

    assert (colour(table[0]), colour(table[-1])) == (stops[0], stops[-1])
    middle = np.array([int(colour(table[255])[k : k + 2], 16) for k in (1, 3, 5)])
    paper = np.array([int(stops[2][k : k + 2], 16) for k in (1, 3, 5)])
    assert np.abs(middle - paper).max() <= 3
