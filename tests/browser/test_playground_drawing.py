"""Playground's network diagram: what a thumbnail, a link, its colour and width mean."""

import numpy as np
import pytest

from course_lib.widgets.base import load_palette

from .playground_drawing_page import draw, drawing_pages

PALETTE = load_palette()
ALL_FEATURES = ["x1", "x2", "x1x1", "x2x2", "x1x2", "sin_x1", "sin_x2"]
CLASSES = ["shale", "silty shale", "shaly sand", "clean sand", "coal"]
DEEP = {"data": "spiral", "hidden": [8] * 6, "features": ALL_FEATURES}
FIVE = {"data": "xor", "K": 5, "classNames": CLASSES, "hidden": [6, 4]}

both_themes = pytest.mark.parametrize("js", ["light", "dark"], indirect=True)


def rgb(colour):
    return [int(colour[k : k + 2], 16) for k in (1, 3, 5)]


@pytest.fixture(scope="module")
def pages(browser):
    with drawing_pages(browser) as pages:
        yield pages


@pytest.fixture
def js(pages, request):
    """Run a script with the drawing functions; see `playground_drawing_page`."""
    return pages[getattr(request, "param", "light")]


DIAGRAM = (
    "const s = scene(a.scene ?? {}), c = canvas(600), d = P.makeDiagram(c);"
    "const height = d.layout(a.width ?? 600, T, s);"
)
# One unit sees x1, the next one −x1, …: weights whose pictures are known.
ONE_LINK = (
    "s.network.parameters.fill(0); s.network.parameters[0] = a.w; s.network.version++;"
)


# ----------------------------------------------------------------------- placing units


@pytest.mark.parametrize(
    "scene",
    [
        {},
        {"hidden": []},
        DEEP,
        {"hidden": [1, 32, 2]},
        FIVE,
        {"features": [f"x{k}" for k in range(1, 13)]},
    ],
    ids=["default", "no hidden layer", "deep", "32 units", "5 classes", "12 inputs"],
)
@pytest.mark.parametrize("width", [330, 600, 1000])
def test_every_unit_has_a_box_of_its_own_inside_the_picture(js, scene, width):
    nodes, columns, height, sizes = js(
        DIAGRAM + "return [d.nodes, d.columns, height, s.network.sizes]",
        {"scene": scene, "width": width},
    )
    wanted = [(layer, unit) for layer, n in enumerate(sizes) for unit in range(n)]
    assert [(n["layer"], n["unit"]) for n in nodes] == wanted
    boxes = np.array([[n["x"], n["y"], n["w"], n["h"]] for n in nodes])
    assert boxes[:, :2].min() >= 2 and boxes[:, 2].min() >= 6
    assert (boxes[:, 0] + boxes[:, 2]).max() <= width - 2
    assert (boxes[:, 1] + boxes[:, 3]).max() <= height - 20
    for k, (x, y, w, h) in enumerate(boxes[:-1]):
        rest = boxes[k + 1 :]
        apart = (abs(rest[:, 0] - x) >= w) | (abs(rest[:, 1] - y) >= h)
        assert apart.all()
    middles = [column["x"] for column in columns]
    assert np.all(np.diff(middles) > 0)
    assert middles[0] == pytest.approx(boxes[0, 0] + boxes[0, 2] / 2, abs=1)


def test_layers_of_up_to_eight_units_leave_the_height_as_it_is(js):
    heights = js(
        "return a.map(hidden => P.makeDiagram(canvas())"
        "  .layout(600, T, scene({ hidden })))",
        [[], [1], [4, 2], [8] * 6],
    )
    assert len(set(heights)) == 1


def test_boxes_are_whole_device_pixels(browser):
    context = browser.new_context(device_scale_factor=1.5)
    page = context.new_page()
    nodes = draw(page)(DIAGRAM + "return d.nodes", {"scene": DEEP, "width": 571})
    context.close()
    edges = 1.5 * np.array([[n["x"], n["y"], n["w"]] for n in nodes])
    np.testing.assert_allclose(edges, edges.round(), atol=1e-9)


# -------------------------------------------------------------------------- thumbnails


@both_themes
def test_an_inputs_thumbnail_runs_from_one_colour_to_the_other(js):
    left, middle, right = js(
        DIAGRAM + "d.paint(view(s)); const { x, y, w, h } = d.nodes[0];"
        "return [1, w / 2, w - 1].map(dx => rgb(c, x + dx, y + h / 2).slice(0, 3))",
        {},
    )
    theme = js("return T.name")
    low, _, neutral, _, high = map(rgb, PALETTE["signed"][theme])
    for got, wanted in ((left, low), (middle, neutral), (right, high)):
        assert np.abs(np.subtract(got, wanted)).max() < 16


def test_a_thumbnail_has_the_top_of_the_plane_on_top(js):
    top, bottom = js(
        DIAGRAM + "d.paint(view(s)); const { x, y, w, h } = d.nodes[1];"
        "return [1, h - 1].map(dy => rgb(c, x + w / 2, y + dy))",
        {},
    )
    assert top[0] > top[2] and bottom[0] < bottom[2]  # x2 > 0 is orange, x2 < 0 blue


@pytest.mark.parametrize("steepness", [0.2, 1, 9])
def test_a_thumbnail_shows_the_units_values(js, steepness):
    """Pixel for pixel tanh(w x + b) of its place, however steep."""
    pixels, side = js(
        DIAGRAM + "s.network.parameters.set([a.w[0], a.w[1]], 4);"
        "s.network.parameters[10] = a.b; s.network.version++; d.paint(view(s));"
        "const { x, y, w } = d.nodes[4], out = [];"
        "for (let q = 0; q < w; q++) for (let p = 0; p < w; p++)"
        "  out.push(rgb(c, x + p + 0.5, y + q + 0.5).slice(0, 3));"
        "return [out, w]",
        {"w": [0.7 * steepness, -0.4 * steepness], "b": 0.5 * steepness},
    )
    at = -6 + 12 * (np.arange(round(side)) + 0.5) / side
    x1, x2 = np.meshgrid(at, -at)
    share = np.tanh(steepness * (0.7 * x1 - 0.4 * x2 + 0.5)).ravel() * 2 + 2
    stops = np.array([rgb(colour) for colour in PALETTE["signed"]["light"]])
    wanted = np.column_stack([np.interp(share, range(5), s) for s in stops.T])
    assert np.abs(np.array(pixels) - wanted).max() < 4


def test_discretized_thumbnails_have_two_colours_and_a_sharp_edge(js):
    colours = js(
        DIAGRAM + "s.trainer.trainEpochs(30);"
        "d.paint(view(s, { settings: { discretize: true } }));"
        "const { x, y, w } = d.nodes[3], seen = new Set();"
        "for (let q = 0; q < w; q++) for (let p = 0; p < w; p++)"
        "  seen.add(String(rgb(c, x + p + 0.5, y + q + 0.5).slice(0, 3)));"
        "return [...seen].map(text => text.split(',').map(Number))",
        {},
    )
    ends = [rgb(PALETTE["signed"]["light"][k]) for k in (0, -1)]
    assert sorted(colours) == sorted(ends)


def test_discretized_classes_are_where_each_is_the_most_probable(js):
    """Below P = ½ a class may still win: its thumbnail must show that."""
    share, wins = js(
        DIAGRAM + "s.trainer.trainEpochs(1);"
        "d.paint(view(s, { settings: { discretize: true } }));"
        "const last = s.network.layers.length, shares = [];"
        "const v = s.maps.thumbnails()[last], n = s.maps.thumbStride, wins = [];"
        "for (const { layer, unit, x, y, w } of d.nodes) if (layer === last) {"
        "  const white = count(c, [255, 255, 255], [x, y, w, w]);"
        "  shares.push(1 - white / (w * w)); let won = 0;"
        "  for (let i = 0; i < 400; i++) won += v.slice().length &&"
        "    [0, 1, 2, 3, 4].every(k => v[k * n + i] <= v[unit * n + i]);"
        "  wins.push(won / 400); } return [shares, wins]",
        {"scene": FIVE},
    )
    assert sum(wins) == pytest.approx(1) and max(wins) < 1
    np.testing.assert_allclose(share, wins, atol=0.05)


# ------------------------------------------------------------------------------- links


@both_themes
def test_a_positive_link_is_solid_orange_and_a_negative_one_dashed_blue(js):
    theme = js("return T.name")
    lines = {}
    for w in (3, -3):
        lines[w] = js(
            DIAGRAM + ONE_LINK + "d.paint(view(s));"
            "const { x, y, w, h } = d.nodes[0], out = [];"
            "for (let k = 2; k < 60; k++) {"
            "  const box = [x + w + k, 0, 1, c.height - 30];"
            "  out.push(count(c, hex(a.colour), box)); } return out",
            {"w": w, "colour": PALETTE["signed"][theme][-1 if w > 0 else 0]},
        )
    assert min(lines[3]) > 0
    assert min(lines[-3]) == 0 and max(lines[-3]) > 0


def test_a_link_is_wider_the_farther_its_weight_is_from_zero(js):
    inks = [
        js(
            DIAGRAM + ONE_LINK + "d.paint(view(s));"
            "const { x, y, w } = d.nodes[0], box = [x + w + 2, 0, 40, 340];"
            "const { data } = c.getContext('2d').getImageData(...box); let ink = 0;"
            "for (let i = 3; i < data.length; i += 4) ink += data[i]; return ink",
            {"w": w},
        )
        for w in (0.2, 1, 2.5, 5, 50)
    ]
    assert np.all(np.diff(inks[:4]) > 0.1 * inks[0])
    assert inks[4] == inks[3]  # the widest


def test_links_follow_the_weights(js):
    """What is kept between frames must not outlive a change of a weight."""
    same, changed = js(
        DIAGRAM + "d.paint(view(s)); const first = c.toDataURL();"
        "d.paint(view(s)); const again = c.toDataURL();"
        "s.network.parameters[1] += 2; s.network.version++; d.paint(view(s));"
        "const fresh = canvas(600), other = P.makeDiagram(fresh);"
        "other.layout(600, T, s); other.paint(view(s));"
        "return [first === again, first !== c.toDataURL() &&"
        "  c.toDataURL() === fresh.toDataURL()]",
        {},
    )
    assert same and changed


def test_while_training_a_deep_net_is_complete_after_a_few_frames(js):
    partial, complete = js(
        DIAGRAM + "d.paint(view(s)); s.trainer.trainEpochs(40);"
        "const playing = view(s, { playing: true });"
        "const fresh = canvas(600), other = P.makeDiagram(fresh);"
        "other.layout(600, T, s); other.paint(view(s));"
        "d.paint(playing); const first = c.toDataURL() === fresh.toDataURL();"
        "for (let k = 0; k < 7; k++) d.paint(playing);"
        "return [first, c.toDataURL() === fresh.toDataURL()]",
        {"scene": DEEP},
    )
    assert not partial and complete


def test_a_unit_under_the_pointer_stands_out_with_its_links(js):
    """All weights are 3: only the links of unit 2 keep their colour."""
    strong = js(
        DIAGRAM + "s.network.parameters.fill(3); s.network.version++;"
        "d.paint(view(s, { active: { layer: 1, unit: 1 } }));"
        "const at = (from, to) => { const [p, q] = [d.nodes[from], d.nodes[to]];"
        "  const box = [q.x - 10, q.y, 4, q.h]; return count(c, hex(a.colour), box); };"
        "return [at(0, 2), at(0, 3), at(0, 4), at(3, 6)]",
        {"colour": PALETTE["signed"]["light"][-1]},
    )
    assert strong[0] == strong[2] == 0 and strong[1] > 0 and strong[3] > 0


@pytest.mark.parametrize("share", [0.08, 0.5, 0.93])
def test_a_link_is_found_where_it_is_drawn(js, share):
    found = js(
        DIAGRAM + "const [from, to] = [d.nodes[1], d.nodes[4]];"
        "const x0 = from.x + from.w, x1 = to.x, x = x0 + a.share * (x1 - x0);"
        "s.network.parameters.fill(0); s.network.parameters[2 * 2 + 1] = 5;"
        "s.network.version++; d.paint(view(s));"
        "const { data } = c.getContext('2d').getImageData(Math.round(x), 0, 1, 345);"
        "let sum = 0, at = 0; for (let y = 0; y < 345; y++) {"
        "  const ink = data[4 * y] === hex(T.signed.at(-1))[0] ? 1 : 0;"
        "  sum += ink; at += ink * y; }"
        "return sum ? d.linkAt(x, at / sum + 0.5) : 'nothing drawn'",
        {"share": share},
    )
    assert found == {"layer": 1, "unit": 2, "input": 1}


def test_units_are_found_in_their_boxes_and_nothing_between(js):
    inside, outside, far = js(
        DIAGRAM + "const inside = d.nodes.map(({ x, y, w, h }) =>"
        "  d.nodeAt(x + w / 2, y + h / 2));"
        "const { x, y, w } = d.nodes[0];"
        "return [inside, d.nodeAt(x + w + 20, y + 3), d.linkAt(3, 3)]",
        {},
    )
    assert inside == [
        {"layer": layer, "unit": unit}
        for layer, n in enumerate([2, 4, 2, 1])
        for unit in range(n)
    ]
    assert outside is None and far is None
