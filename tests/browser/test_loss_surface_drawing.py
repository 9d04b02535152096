"""LossSurface's map: contours, paths, marks, and what stands where in which colour."""

import numpy as np
import pytest

from course_lib.widgets.base import load_palette

from .drawing_page import draw

both_themes = pytest.mark.parametrize("js", ["light", "dark"], indirect=True)


@pytest.fixture
def js(page, request):
    """Run a script with the drawing functions; see `drawing_page`."""
    yield draw(page, dark=getattr(request, "param", "light") == "dark")
    assert page.errors == []


MAP = "const c = canvas(), map = P.makeSurfaceMap(c); map.layout(500, T, S.bowl);"


# ------------------------------------------------------------------------------ terrain


@pytest.mark.parametrize("name", ["bowl", "high", "deep", "saddle", "ridge"])
def test_contour_levels_rise_strictly_between_lowest_and_highest(js, name):
    got = js("const { levels, low, high } = P.terrainOf(S[a]);"
             "return { levels, low, high }", name)  # fmt: skip
    assert len(got["levels"]) >= 5
    assert np.all(np.diff(got["levels"]) > 0)
    assert got["low"] <= got["levels"][0] and got["levels"][-1] < got["high"]


def test_levels_are_logarithmic_above_a_minimum_and_linear_without(js):
    deep, saddle = js(
        "return [S.deep, S.saddle].map(s => P.terrainOf(s)).map("
        "t => [t.logarithmic, t.levels, t.scale])"
    )
    assert deep[0] and "log" in deep[2] and "J + 1.25" in deep[2]
    heights = np.array(deep[1]) + 1.25
    assert heights.max() / heights.min() > 1000
    assert not saddle[0] and saddle[2] == "J"
    np.testing.assert_allclose(np.diff(saddle[1]), np.diff(saddle[1])[0])
    assert 0 in np.round(saddle[1], 12)


@pytest.mark.parametrize("name", ["bowl", "deep", "saddle"])
def test_share_runs_from_lowest_to_highest(js, name):
    shares = js("const t = P.terrainOf(S[a]), rise = t.high - t.lowest;"
                "const steps = [...Array(11).keys()];"
                "return steps.map(k => t.share(t.lowest + rise * k / 10))",
                name)  # fmt: skip
    assert shares[0] == 0 and shares[-1] == pytest.approx(1)
    assert np.all(np.diff(shares) > 0)


def test_a_surface_is_surveyed_once(js):
    assert js(
        "let calls = 0; const s = { ...S.bowl, value: x => { calls++; return x } };"
        "P.terrainOf(s); const first = calls;"
        "P.makeSurfaceMap(canvas()).layout(300, T, s);"
        "return [P.terrainOf(s) === P.terrainOf(s), calls - first < 5]"
    ) == [True, True]


def test_joined_contours_hold_every_segment_once(js):
    pieces, lines = js(
        "const [s] = P.contoursOf(P.terrainOf(S.bowl), [1.7]);"
        "return [s, P.joinSegments(s)]"
    )
    assert len(lines) == 1
    line = np.reshape(lines[0], (-1, 2))
    lengths = np.hypot(*np.diff(np.reshape(pieces, (-1, 2, 2)), axis=1)[:, 0].T)
    assert len(line) - 1 == (lengths > 1e-6).sum()
    np.testing.assert_allclose(line[0], line[-1], atol=1e-6)  # the ellipse closes
    assert np.hypot(*np.diff(line, axis=0).T).max() < 1.5


# ---------------------------------------------------------------------------------- map


@both_themes
def test_every_iterate_is_a_dot_in_the_racers_colour(js):
    x, y = [-1.5, -0.5, 1.2, 0.7], [2.5, 0.2, 1.9, -0.6]
    colours = js(
        MAP + "map.paint(view(S.bowl, [run(a.red, a.x, a.y)]));"
        "return a.x.map((x, i) => rgb(c, map.frame.px(x), map.frame.py(a.y[i])))",
        {"x": x, "y": y, "red": "#FF0000"},
    )
    assert colours == [[255, 0, 0]] * 4


def test_segments_are_straight(js):
    ends = js(
        "const pieces = []; const r = run('#f00', a.x, a.y);"
        "P.walkRun(r, 0, 3, { x0: -9, x1: 9, y0: -9, y1: 9 },"
        "  (...piece) => pieces.push(piece)); return pieces",
        {"x": [0, 3, 3, -1], "y": [0, 1, -2, 4]},
    )
    expected = [[0, 0, 3, 1], [3, 1, 3, -2], [3, -2, -1, 4]]
    assert [piece[:4] for piece in ends] == expected
    assert [piece[4:] for piece in ends] == [[False, False]] + 2 * [[True, False]]


@both_themes
def test_iterates_after_the_shown_step_are_faint(js):
    now, later, ground = js(
        MAP + "map.paint(view(S.bowl, []));"
        "const at = ([x, y]) => rgb(c, map.frame.px(x), map.frame.py(y));"
        "const before = at([1.5, -0.5]);"
        "map.paint(view(S.bowl, [run('#FF0000', [-1.5, -1, 1.5], [2.5, 2.4, -0.5])],"
        "  { shown: 1 })); return [at([-1.5, 2.5]), at([1.5, -0.5]), before]"
    )
    assert now == [255, 0, 0]
    assert later != ground and later != now
    assert later[1] > 20 or later[0] < 200


def test_a_racer_stands_at_its_shown_iterate_in_its_own_shape(js):
    colours = js(
        MAP + "const r = run('#FF0000', [-1, 0.5, 1], [0, 2, 2.5]);"
        "map.paint(view(S.bowl, [r], { shown: 1 }));"
        "return [[0, 0], [0, -5], [4, -4]].map(([dx, dy]) =>"
        "  rgb(c, map.frame.px(0.5) + dx, map.frame.py(2) + dy))"
    )
    assert colours[:2] == [[255, 0, 0]] * 2  # the star's middle and its upper tip …
    assert colours[2] != [255, 0, 0]  # … but not between two tips


@pytest.mark.parametrize("far", [5.0, 1e6, 1e200, 1.7e308])
def test_a_path_that_leaves_is_cut_at_the_frame_and_marked(js, far):
    frame, spots = js(
        MAP + "map.paint(view(S.bowl, [run('#FF0000', [0, a], [1.006, 1.006])]));"
        "return [{ ...map.frame }, spots(c, [255, 0, 0])]",
        far,
    )
    x, y = np.transpose(spots)
    right = frame["left"] + frame["width"]
    assert x.max() < right and x.max() > right - 6
    middle = frame["top"] + frame["height"] / 2
    assert y.min() > middle - 12 and y.max() < middle + 12
    near_edge = y[x > right - 12]  # the head of an arrow is wider than the line
    along = y[(x > right - 60) & (x < right - 30)]
    assert np.ptp(near_edge) >= 5 > np.ptp(along)


def test_where_a_run_diverged_is_marked_and_named_only_from_then_on(js):
    before, after = js(
        MAP + "const r = run('#FF0000', [0, 1, -60], [1, 1, 1],"
        "  null, { stopped: 'diverged at step 3: too far' });"
        "return [2, 3].map(shown => { map.paint(view(S.bowl, [r], { shown }));"
        "  return spots(c, [255, 0, 0]).length })"
    )
    assert after != before
    words = js("return P.stopWords({ stopped: 'diverged at step 3: too far' })")
    assert words == "diverged at step 3"


def test_the_start_can_be_gripped_even_outside_the_frame(js):
    inside, outside, frame = js(
        MAP + "return [map.grip({ start: [0, 1] }), map.grip({ start: [99, -99] }),"
        "  { ...map.frame }]"
    )
    left, top = frame["left"], frame["top"]
    middle = [left + frame["width"] / 2, top + frame["height"] / 2]
    assert inside == pytest.approx(middle)
    assert outside == pytest.approx([left + frame["width"], top + frame["height"]])


@both_themes
def test_the_step_arrow_has_its_true_length(js):
    at_tip, beyond = js(
        MAP + "const arrows = { at: [-1, 1], gradient: [0, -3], velocity: null,"
        "  step: [1.5, 0] };"
        "const dark = p => p.every((v, k) => Math.abs(v - T.inkRgb[k]) < 40);"
        "T.inkRgb = [1, 3, 5].map(k => parseInt(T.ink.slice(k, k + 2), 16));"
        "map.paint(view(S.bowl, [], { arrows }));"
        "const x = map.frame.px(0.5), y = map.frame.py(1);"
        "return [dark(rgb(c, x - 5, y)), dark(rgb(c, x + 4, y))]"
    )
    assert at_tip and not beyond


@both_themes
def test_the_frozen_batch_draws_dashed_contours_over_the_full_ones(js):
    painted = js(
        MAP + "const other = { ...S.bowl, value: (x, y) => S.bowl.value(x - 1, y) };"
        "const green = [1, 3, 5].map(k => parseInt(T.gradient.slice(k, k + 2), 16));"
        "return [null, other].map(level => {"
        "  map.paint(view(S.bowl, [], { level })); return spots(c, green).length })"
    )
    assert painted[0] == 0 and painted[1] > 100


@pytest.mark.parametrize("name", ["broken", "plain"])
def test_a_surface_that_is_not_finite_everywhere_is_drawn(js, name):
    sizes = js(
        "const c = canvas(), d = canvas();"
        "const map = P.makeSurfaceMap(c), relief = P.makeRelief(d);"
        "map.layout(300, T, S[a]); relief.layout(300, T, S[a]);"
        "const v = view(S[a], [run('#FF0000', [0.2, 0.5], [0.1, 0.3])]);"
        "map.paint(v); relief.paint(v, { turn: 0.6, tilt: 0.75 });"
        "return [c, d].map(e => spots(e, [255, 0, 0]).length)",
        name,
    )
    assert min(sizes) > 10


# ------------------------------------------------------------------------------- racers


def test_each_racer_has_a_shape_and_a_sign_of_its_own(js):
    keys = list(load_palette()["optimizer_markers"])
    shapes = js("return a.map(key => [P.racerShape(key), P.racerSign(key)])", keys)
    assert len({shape for shape, _sign in shapes}) == len(keys)
    assert len({sign for _shape, sign in shapes}) == len(keys)
    assert js("return P.racerShape('my rule') === P.racerShape('own')")


def test_the_selected_racer_is_drawn_last_and_the_ones_off_not_at_all(js):
    order = js(
        "const on = [['gd', true], ['adam', true], ['rmsprop', false]].map("
        "([key, on]) => run('#f00', [0], [0], null, { key, on }));"
        "return P.drawingOrder({ runs: on, selected: 'gd' }).map(r => r.key)"
    )
    assert order == ["adam", "gd"]
