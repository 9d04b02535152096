"""LossSurface's relief, loss chart and picture of the data."""

import numpy as np
import pytest

from .drawing_page import draw

both_themes = pytest.mark.parametrize("js", ["light", "dark"], indirect=True)


@pytest.fixture
def js(page, request):
    """Run a script with the drawing functions; see `drawing_page`."""
    yield draw(page, dark=getattr(request, "param", "light") == "dark")
    assert page.errors == []


# ------------------------------------------------------------------------------- relief


@pytest.mark.parametrize("turn", [-2.5, 0.0, 0.6, 3.0])
@pytest.mark.parametrize("tilt", [0.2, 0.75, 1.4])
def test_projection_there_and_back(js, turn, tilt):
    points = np.random.default_rng(0).uniform([-1, -1, 0], [1, 1, 1], (20, 3))
    back = js(
        "const box = { left: 30, top: 30, width: 500, height: 400 };"
        "const e = P.makeProjection(a.eye, box);"
        "return a.points.map(([x, y, z]) => {"
        "  const [px, py] = e.toScreen(x, y, z); return e.toGround(px, py, z) })",
        {"eye": {"turn": turn, "tilt": tilt}, "points": points.tolist()},
    )
    np.testing.assert_allclose(back, points[:, :2], atol=1e-9)


def test_from_straight_above_the_relief_is_the_map(js):
    origin, right, up, high = js(
        "const box = { left: 0, top: 0, width: 400, height: 400 };"
        "const e = P.makeProjection({ turn: 0, tilt: Math.PI / 2 }, box);"
        "return [[0, 0, 0], [1, 0, 0], [0, 1, 0], [0, 0, 1]].map(p => e.toScreen(...p))"
    )
    assert right[0] > origin[0] and right[1] == pytest.approx(origin[1])
    assert up[1] < origin[1] and up[0] == pytest.approx(origin[0])
    assert high[:2] == pytest.approx(origin[:2])


def test_no_turn_and_no_tilt_leaves_the_picture(js):
    ends = js(
        "const box = { left: 30, top: 34, width: 400, height: 300 }, out = [];"
        "for (let turn = -3; turn <= 3; turn += 0.25)"
        "  for (let tilt = 0.1; tilt < 1.5; tilt += 0.2) {"
        "    const e = P.makeProjection({ turn, tilt }, box);"
        "    for (const x of [-1, 1]) for (const y of [-1, 1]) for (const z of [0, 1])"
        "      out.push(e.toScreen(x, y, z)); } return out"
    )
    x, y, _depth = np.transpose(ends)
    assert x.min() >= 30 and x.max() <= 430
    assert y.min() >= 34 and y.max() <= 334


RELIEF = """
const c = canvas(), relief = P.makeRelief(c), eye = { turn: 0.3, tilt: 0.7 };
relief.layout(500, T, S[a]);
"""


@both_themes
def test_the_relief_carries_the_paths(js):
    colour = js(
        RELIEF
        + "relief.paint(view(S.bowl, [run('#FF0000', [-1.5, 1], [2.5, 2.6])]), eye);"
        "const [u, v] = relief.toUnit(1, 2.6);"
        "const z = relief.heightAt(u, v);"
        "return rgb(c, ...relief.projection.toScreen(u, v, z))",
        "bowl",
    )
    assert colour == [255, 0, 0]


def test_what_a_ridge_hides_is_faint(js):
    front, behind = js(
        RELIEF + "eye.turn = 0; eye.tilt = 0.35;"
        "return [-0.6, 0.25].map(y => { relief.paint(view(S.ridge,"
        "  [run('#FF0000', [-0.6, 0, 0.6], [y, y, y], null, { stopped: '' })],"
        "  { shown: 2 }), eye); return spots(c, [255, 0, 0]).length })",
        "ridge",
    )
    assert front > 200 > behind


def test_turning_the_relief_changes_it_and_turning_back_restores_it(js):
    one, two, three = js(
        RELIEF + "return [0.3, 1.2, 0.3].map(turn => {"
        "  relief.paint(view(S.deep, []), { turn, tilt: 0.7 });"
        "  return c.toDataURL() })",
        "deep",
    )
    assert one == three != two


def test_near_cells_hide_far_ones(js):
    pixels = js(
        "const r = P.makeRaster(40, 40, 1600);"
        "r.colour(new Uint32Array(512).fill(0xFF0000FF), [1, 1], [0, 0, 0], 1, [0.5]);"
        "r.clear(); r.triangle(0, 0, 0.2, 40, 0, 0.2, 0, 40, 0.2, 1);"
        "r.triangle(0, 0, 0.8, 20, 0, 0.8, 0, 20, 0.8, 1); r.finish();"
        "return [[5, 5], [25, 10], [39, 39], [9, 9]].map(p => rgb(r.canvas, ...p))"
    )
    red, none, line = [255, 0, 0], [0, 0, 0], [0, 0, 0]
    assert pixels == [red, red, none, line]


# -------------------------------------------------------------------------------- chart

CHART = """
const c = canvas(), chart = P.makeLossChart(c); chart.layout(500, T);
const losses = (loss, more) => run('#FF0000', loss.map(() => 0), loss.map(() => 1),
  loss, more);
"""


def test_a_loss_that_is_negative_gets_a_linear_axis_and_a_word(js):
    got = js(
        CHART + "const v = view(S.saddle, [losses([1, 0.5, -0.7])]);"
        "return chart.paint(v, { logY: true })"
    )
    assert got["logY"] is False and "J ≤ 0" in got["note"]


def test_a_loss_of_exactly_zero_keeps_the_logarithmic_axis(js):
    got = js(
        CHART + "return chart.paint(view(S.bowl, [losses([4, 1, 0.01, 0])]),"
        "  { logY: true })"
    )
    assert got["logY"] is True and got["note"] == ""
    assert got["range"] == [0.01, 4]


@pytest.mark.parametrize("log", [True, False])
def test_a_runaway_is_cut_at_the_top_and_marked(js, log):
    got, spots, size = js(
        CHART + "const r = losses([4, 1e3, 1e9, 1e280],"
        "  { stopped: 'diverged at step 4', key: 'gd' });"
        "const tame = { ...losses([4, 3, 2, 1, 0.5]), colour: '#0000FF' };"
        "const got = chart.paint(view(S.bowl, [r, tame], { shown: 9 }), { logY: a });"
        "return [got, spots(c, [255, 0, 0]), [c.width, c.height]]",
        log,
    )
    assert got["range"][1] == pytest.approx(4000 if log else 12)
    x, y = np.transpose(spots)
    assert y.min() <= 14  # it reaches the upper edge
    # … and a cross stands there at step 4, the last of the axis.
    last = 64 + (size[0] - 78) / 1.02
    cross = (abs(x - last) < 7) & (y < 20)
    assert cross.sum() > 15


@pytest.mark.parametrize(
    "axis, shares", [("step", (0, 1, 1)), ("evaluations", (0, 1, 0.5))]
)
def test_the_axis_counts_steps_or_gradients(js, axis, shares):
    ends = js(
        CHART + "const r = losses([4, 2, 1]), s = { ...losses([4, 3, 2.5]),"
        "  colour: '#0000FF', evaluations: [0, 5, 10] };"
        "chart.paint(view(S.bowl, [r, s], { shown: 2 }), { xAxis: a });"
        "return [[255, 0, 0], [0, 0, 255]].map("
        "  p => Math.max(...spots(c, p).map(q => q[0])))",
        axis,
    )
    left, width = 64, 500 - 78
    red, blue = [(end - left) / (width / 1.02) for end in ends]
    if axis == "step":
        assert abs(red - blue) < 0.03
    else:
        assert red == pytest.approx(1, abs=0.03)
        assert blue == pytest.approx(0.5, abs=0.03)


@both_themes
def test_the_lowest_possible_loss_is_a_line(js):
    muted = js(
        CHART + "T.rgb = [1, 3, 5].map(k => parseInt(T.muted.slice(k, k + 2), 16));"
        "return ['high', 'saddle'].map(name => {"
        "  chart.paint(view(S[name], [losses([20, 9, 8])]), {});"
        "  const rows = {};"
        "  for (const [x, y] of spots(c, T.rgb)) if (x > 70 && x < 480)"
        "    rows[y] = (rows[y] ?? 0) + 1;"
        "  return Object.entries(rows)"
        "    .filter(([y, n]) => +y > 20 && +y < 180 && n > 150).length })"
    )
    assert muted[0] >= 1 and muted[1] == 0


# --------------------------------------------------------------------------------- data

DATA = """
const c = canvas(), data = P.makeDataPicture(c);
const of = spec => ({ ...S.bowl, minima: [], spec });
"""


@both_themes
def test_a_line_fit_shows_each_racers_line(js):
    colours = js(
        DATA + "const s = of({ kind: 'line', x: [0, 1, 2, 3], y: [1, 2, 2, 4],"
        "  data_names: ['depth', 'velocity'], data_units: ['km', 'km/s'] });"
        "data.layout(500, T, s);"
        "data.paint(view(s, [run('#FF0000', [0, 1.5], [0, 0.5])]));"
        "const f = data.frame;"
        "return [0.3, 1.1, 2.7].map(x => rgb(c, f.px(x), f.py(1.5 + 0.5 * x)))"
    )
    for red, green, blue in colours:
        assert red > 180 and green < 110 and blue < 110


def test_a_logistic_unit_shows_its_boundary(js):
    colours = js(
        DATA + "const s = of({ kind: 'logistic', b: -0.5, y: [0, 1, 1],"
        "  X: [[-1, -1], [1, 1], [1.2, 0.3]] });"
        "data.layout(500, T, s);"
        "data.paint(view(s, [run('#FF0000', [0, 1], [0, 2])]));"
        "const f = data.frame; return [-0.8, 0, 0.8].map(x =>"
        "  rgb(c, f.px(x), f.py((0.5 - x) / 2)))"
    )
    for red, green, blue in colours:
        assert red > 180 and green < 110 and blue < 110


def test_a_wavelet_peaks_at_its_time_and_keeps_its_energy(js):
    peak, higher = js(
        DATA + "const t = [...Array(61).keys()].map(k => 4 * k - 120);"
        "const s = of({ kind: 'ricker', t_ms: t, observed: t.map(() => 0), f_hz: 25 });"
        "data.layout(500, T, s);"
        "data.paint(view(s, [run('#FF0000', [40], [25], null, { key: 'gd' })]));"
        "const f = data.frame, near = (x, y) => rgb(c, f.px(x), f.py(y) + 1);"
        "const one = near(40, 1);"
        "data.paint(view(s, [run('#FF0000', [40], [16], null, { key: 'gd' })]));"
        "return [one, near(40, 0.8)]"
    )
    assert peak[0] > 150 and peak[1] < 140
    assert higher[0] > 150 and higher[1] < 140


def test_a_surface_without_data_leaves_the_picture_empty(js):
    assert js(
        DATA
        + "data.layout(500, T, of({ kind: 'beale' })); data.paint(view(S.bowl, []));"
        "return spots(c, [0, 0, 0]).length === c.width * c.height"
    )
