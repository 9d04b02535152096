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
    load_module(page, palette + read("js/plot.js") + read("js/heat_map.js"), "P")
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


@pytest.mark.parametrize(
    "low, high, texts",
    [
        (-3.2, 5.1, ["0.01", "1", "100", "10000"]),
        (-16, 3, ["1e−16", "1e−12", "1e−8", "1e−4", "1"]),
        (-1, 1, ["0.1", "0.2", "0.5", "1", "2", "5", "10"]),
        (0.0, 0.31, ["1", "2"]),
        (1.01, 1.06, ["10.5", "11"]),  # too short for round powers
    ],
)
def test_logarithmic_ticks_are_few_and_round(js, low, high, texts):
    ticks = js("return P.logTicks(...a)", [low, high])
    shown = [text for _at, text in ticks]
    assert shown == texts
    values = [float(text.replace("−", "-")) for text in shown]
    np.testing.assert_allclose([at for at, _text in ticks], np.log10(values))
    assert low - 1e-6 <= ticks[0][0] and ticks[-1][0] <= high + 1e-6


@pytest.mark.parametrize(
    "value, text",
    [(0, "0"), (0.5, "0.5"), (-1.25, "−1.25"), (30000, "30000"), (1e5, "1e5"),
     (2.4e-4, "2.4e−4"), (0.1 + 0.2, "0.3")],
)  # fmt: skip
def test_a_short_number_has_no_zeros_at_the_end(js, value, text):
    assert js("return P.short(a)", value) == text


def test_sequential_colours_brighten_on_light_and_dark_paper(js):
    for paper, name in (("#FFFFFF", "light"), ("#111111", "dark")):
        table = js("return [...P.sequentialColours(a).table]",
                   {"paper": paper, "name": name})  # fmt: skip
        rgb = np.array([[v >> bit & 255 for bit in (0, 8, 16)] for v in table])
        light = rgb @ [0.2126, 0.7152, 0.0722]
        assert len(table) == 512 and np.all(np.diff(light) > -1)
        assert light[-1] - light[0] > 50
        # Faded: even the farthest colour is nearer to the paper than to its own.
        back = int(paper[1:3], 16)
        assert abs(light - back).max() < 127


@pytest.mark.parametrize(
    "start, end, shares",
    [
        ((0.5, 0.5), (0.9, 0.1), [0, 1]),
        ((0.5, 0.5), (1.5, 0.5), [0, 0.5]),
        ((-1, 0.5), (3, 0.5), [0.25, 0.5]),
        ((-1, -1), (-1, 2), None),
        ((0, 2), (2, 0.5), None),
        ((0.5, 0.5), (0.5, 0.5), [0, 1]),
        ((-1.7e308, 0.5), (1.7e308, 0.5), [0.5, 0.5]),
    ],
)
def test_a_line_is_cut_at_a_box(js, start, end, shares):
    box = {"x0": 0, "x1": 1, "y0": 0, "y1": 1}
    got = js("return P.cutLine(a[0], ...a[1], ...a[2])", [box, start, end])
    assert got == (shares if shares is None else pytest.approx(shares))


def test_every_shape_of_the_palette_covers_other_pixels(js):
    shapes = load_palette()["optimizer_markers"].values()
    masks = js(
        """return a.map(shape => {
            const c = new OffscreenCanvas(40, 40).getContext('2d');
            c.beginPath();
            P.traceMarker(c, shape, 20, 20, 10);
            c.fill();
            return [...c.getImageData(0, 0, 40, 40).data].filter((_, k) => k % 4 === 3);
        })""",
        list(shapes),
    )
    masks = np.array(masks) > 127
    area = masks.sum(axis=1)
    assert area.min() > 200 and area.max() < 2 * area.min()
    for i, one in enumerate(masks):
        for other in masks[:i]:
            assert (one != other).sum() > 20


def test_numbers_on_contours_keep_apart_and_off_the_taken_places(js):
    n, room = 41, 46
    j, i = np.mgrid[:n, :n]
    grid = np.hypot(i - 20.0, j - 20.0).ravel().tolist()
    frame = {"left": 50, "top": 10, "width": 400, "height": 300}
    spots = js(
        """const [grid, n, levels, frame, taken, room] = a;
        const lines = levels.map(level => P.contourSegments(grid, n, n, level));
        return P.labelSpots(lines, frame, n, n, taken, room);""",
        [grid, n, [3, 6, 9, 12, 15, 18], frame, [[250, 160]], room],
    )
    placed = [spot for spot in spots if spot]
    assert len(placed) >= 4
    for k, (x, y) in enumerate(placed):
        assert 70 < x < 430 and 20 < y < 300
        for px, py in [[250, 160], *placed[:k]]:
            assert np.hypot(x - px, 1.6 * (y - py)) >= room


def test_an_axis_can_bring_its_own_ticks(js):
    painted = js(
        """const frame = P.makeFrame({ left: 60, top: 5, width: 100, height: 100 },
                                     { x0: 0, x1: 1, y0: 0, y1: 1 });
        const theme = { muted: '#000', ink: '#000' };
        return [undefined, [], [[0.5, '1e3']]].map(yTicks => {
            const c = new OffscreenCanvas(200, 160).getContext('2d');
            P.drawAxes(c, frame, theme, { xLabel: '', yLabel: '', yTicks });
            const { data } = c.getImageData(22, 0, 38, 110);
            return data.reduce((sum, v) => sum + (v > 0), 0);
        })"""
    )
    assert painted[0] > painted[2] > painted[1] == 0


def test_a_layer_is_used_again_where_it_fits_and_comes_empty(js):
    same, other, left, line = js(
        """const canvas = { width: 30, height: 20 }, first = P.layerLike(canvas);
        const on = first.getContext('2d');
        on.scale(2, 2);
        on.lineWidth = 7;
        on.fillRect(0, 0, 9, 9);
        const second = P.layerLike(canvas, first), now = second.getContext('2d');
        const left = now.getImageData(0, 0, 30, 20).data.some(v => v);
        canvas.width = 31;
        return [second === first, P.layerLike(canvas, first) === first, left,
                [now.lineWidth, now.getTransform().a]];"""
    )
    assert same and not other and not left
    assert line == [1, 1]


def test_kept_marks_are_drawn_once_for_a_kind_a_size_and_a_resolution(js):
    drawn = js(
        """const stamps = new Map(), c = new OffscreenCanvas(60, 60).getContext('2d');
        let drawn = 0;
        const draw = on => { drawn += 1; on.fillRect(0, 0, 9, 9); };
        const put = (reach, kind) => {
            P.markStamp(c, reach, stamps)([20, 20], kind, draw);
            return drawn;
        };
        const counts = [put(6, 'a'), put(6, 'a'), put(6, 'b')];
        counts.push(put(8, 'b'), put(8, 'b'));
        c.scale(2, 2);
        return [...counts, put(8, 'b'), put(8, 'b')];"""
    )
    assert drawn == [1, 1, 2, 3, 3, 4, 4]


@pytest.mark.parametrize("ratio", [1, 1.5, 2])
@pytest.mark.parametrize("shape", ["circle", "triangle"])
def test_stamped_marks_are_the_drawn_ones_on_the_nearest_pixel(js, ratio, shape):
    """The first mark lies on a whole pixel: equal there; the second lies beside one."""
    drawn, stamped = js(
        """const [ratio, shape] = a, at = [[20.5, 20.5], [60.68, 20.21]];
        return [false, true].map(stamps => {
            const c = new OffscreenCanvas(160, 80).getContext('2d');
            c.scale(ratio, ratio);
            const stamp = P.markStamp(c, 6);
            const draw = (on, place) =>
                P.drawPoint(on, place, shape, '#204080', '#ffffff', 4);
            at.map(([x, y]) => [x / ratio, y / ratio])
                .forEach(p => stamps ? stamp(p, shape, draw) : draw(c, p));
            return [...c.getImageData(0, 0, 160, 80).data];
        });""",
        [ratio, shape],
    )
    drawn, stamped = (np.reshape(d, (80, 160, 4)) for d in (drawn, stamped))
    np.testing.assert_allclose(stamped[:, :40], drawn[:, :40], atol=3)
    for picture in (drawn, stamped):
        assert (picture[:, 40:, 3] > 127).sum() > 40
    rows, columns = np.mgrid[:80, 40:160]
    middles = [
        [np.average(where, weights=p[:, 40:, 3]) for where in (rows, columns)]
        for p in (drawn, stamped)
    ]
    np.testing.assert_allclose(*middles, atol=0.5)
