"""Playground's large map and its charts: values, axes, samples, boundaries, losses."""

import math

import pytest

from course_lib.widgets.base import load_palette

from .playground_drawing_page import drawing_pages

PALETTE = load_palette()
CLASSES = ["shale", "silty shale", "shaly sand", "clean sand", "coal"]
FIVE = {"data": "xor", "K": 5, "classNames": CLASSES, "hidden": [6, 4]}
PHYSICAL = {
    "axes": ["gamma ray", "density"],
    "units": ["API", "g/cm³"],
    "scale": [[80, 20], [2.4, 0.1]],
}

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
MAP = (
    "const s = scene(a.scene ?? {}), c = canvas(400), m = P.makeOutputMap(c);"
    "m.layout(a.width ?? 400, T, s);"
)

# -------------------------------------------------------------------------- large map


def test_the_axes_show_physical_values(js):
    corner, other = js(
        MAP + "m.paint(view(s)); const { left, top, width, height } = m.frame;"
        "return [m.valueAt(left, top), m.valueAt(left + width, top + height)]",
        {"scene": PHYSICAL},
    )
    assert corner["x1"] == pytest.approx(80 - 20 * 6)
    assert corner["x2"] == pytest.approx(2.4 + 0.1 * 6)
    assert other["x1"] == pytest.approx(200) and other["x2"] == pytest.approx(1.8)


@pytest.mark.parametrize("at", [(-3.1, 2.2), (0.4, -0.3), (5.9, 5.9)])
def test_the_value_under_the_pointer_is_the_networks(js, at):
    text, truth = js(
        MAP + "s.trainer.trainEpochs(20); m.paint(view(s));"
        "const found = m.valueAt(m.frame.px(a.at[0]), m.frame.py(a.at[1]));"
        "const space = P.makeWorkspace(s.network, 2); space.a[0][0] = a.at[0];"
        "space.a[0][space.stride] = a.at[1]; P.forward(s.network, space, 1);"
        "P.finishOutputs(s.network, space, 1);"
        "return [found.value, space.a[s.network.layers.length][0]]",
        {"at": at},
    )
    name, value = text.split(" = ")
    assert name == "P(disc)"
    assert float(value.replace("−", "-")) == pytest.approx(truth, abs=3e-3, rel=0.02)


def test_nothing_is_read_outside_the_frame(js):
    found = js(
        MAP + "m.paint(view(s)); return [m.valueAt(2, 2), m.valueAt(399, 9)]", {}
    )
    assert found == [None, None]


def test_values_of_own_data_are_read_in_their_units(js):
    text = js(
        MAP + "s.network.parameters.fill(0); s.network.parameters[14 + 8 + 2] = 0;"
        "s.network.parameters[s.network.parameters.length - 1] = 0.5;"
        "s.network.version++; s.data.yName = 'porosity'; s.data.yScale = [0.2, 0.1];"
        "m.paint(view(s)); return m.valueAt(200, 100).value",
        {"scene": {"data": "plane"}},
    )
    assert text == "porosity = 0.25"


@both_themes
def test_samples_have_the_colour_of_their_class(js):
    seen = js(
        MAP + "m.paint(view(s)); const { x1, x2, y, trainCount } = s.data;"
        "let right = 0; for (let i = 0; i < trainCount; i++)"
        "  right += String(rgb(c, m.frame.px(x1[i]), m.frame.py(x2[i])).slice(0, 3))"
        "    === String(hex(T.classes[y[i]]));"
        "return right / trainCount",
        {"scene": {"data": "xor", "n": 120}},
    )
    assert seen > 0.85  # some lie under others or under the boundary


def test_test_samples_show_only_when_asked_and_in_outline(js):
    counts = js(
        MAP + "const inks = [false, true].map(show_test => {"
        "  m.paint(view(s, { settings: { show_test } }));"
        "  const { x1, x2, y, n, trainCount } = s.data; let filled = 0;"
        "  for (let i = trainCount; i < n; i++) filled += "
        "    String(rgb(c, m.frame.px(x1[i]), m.frame.py(x2[i])).slice(0, 3))"
        "      === String(hex(T.classes[y[i]]));"
        "  return [count(c, hex(T.classes[0])) + count(c, hex(T.classes[1])),"
        "    filled / (n - trainCount)]; }); return inks",
        {"scene": {"data": "xor", "n": 120}},
    )
    (without, _), (shown, filled) = counts
    assert shown > 1.2 * without
    assert filled < 0.2


def test_the_boundary_runs_where_p_is_one_half(js):
    on_line, off_line = js(
        MAP + "s.network.parameters.set([1.5, 0, -3]); s.network.version++;"
        "s.data.x1.fill(99); m.paint(view(s));"  # no sample in the way; P = ½ at x1 = 2
        "const dark = x => rgb(c, m.frame.px(x), m.frame.py(1))[0] < 60;"
        "return [dark(2), dark(1.6) || dark(2.4)]",
        {"scene": {"hidden": [], "data": "gauss"}},
    )
    assert on_line and not off_line


def test_the_boundary_of_a_steep_unit_is_straight(js):
    """Its answers are 0 and 1 on nearly every node, so p itself says little."""
    least = js(
        MAP + "s.network.parameters.set([70, -110, 45]); s.network.version++;"
        "s.data.x1.fill(99); m.paint(view(s)); let least = 0;"
        "for (let x = -5; x < 5; x += 0.05) least = Math.max(least,"
        "  rgb(c, m.frame.px(x), m.frame.py((70 * x + 45) / 110))[0]);"
        "return least",
        {"scene": {"hidden": []}},
    )
    assert least < 60


def test_edges_of_classes_are_where_two_are_equally_probable(js):
    """Three classes, scores x1, −x1 and x2: three straight edges that meet at 0."""
    dark = js(
        MAP + "s.network.parameters.set([1, 0, -1, 0, 0, 1, 0, 0, 0]);"
        "s.network.version++; s.data.x1.fill(99); m.paint(view(s));"
        "return a.at.map(([x, y]) => rgb(c, m.frame.px(x), m.frame.py(y))[0] < 60)",
        {
            "scene": {"hidden": [], "K": 3, "classNames": CLASSES},
            "at": [[0, -3], [3, 3], [-3, 3], [0, 3], [3, -3], [-3, -3]],
        },
    )
    assert dark == [True, True, True, False, False, False]


def test_a_focused_unit_takes_the_large_picture(js):
    output, unit, back = js(
        MAP + "const at = () => m.valueAt(150, 120).value;"
        "m.paint(view(s)); const output = [at(), c.toDataURL()];"
        "m.paint(view(s, { focus: [1, 2] })); const unit = [at(), c.toDataURL()];"
        "m.paint(view(s)); return [output, unit, [at(), c.toDataURL()]]",
        {},
    )
    assert unit[0].startswith("unit 3 of layer 1 = ")
    assert output == back and unit[1] != output[1]


def test_one_class_can_be_chosen(js):
    every, one = js(
        MAP + "return [null, 2].map(output_class => {"
        "  m.paint(view(s, { settings: { output_class } }));"
        "  return m.valueAt(150, 120).value })",
        {"scene": FIVE},
    )
    assert ", P = " in every and every.split(",")[0] in CLASSES
    assert one.startswith("P(shaly sand) = ")


def test_discretize_leaves_two_colours(js):
    stops = PALETTE["probability"]["light"]
    plain, sharp = js(
        MAP + "s.trainer.trainEpochs(5); s.data.x1.fill(99);"
        "return [false, true].map(discretize => {"
        "  m.paint(view(s, { settings: { discretize } }));"
        "  const { left, top, width, height } = m.frame;"
        "  const box = [left, top, width, height];"
        "  return a.ends.map(e => count(c, hex(e), box)).reduce((p, q) => p + q)"
        "    / (width * height); })",
        {"ends": [stops[0], stops[-1]]},
    )
    assert plain < 0.2 and sharp > 0.9


# ---------------------------------------------------------------------------- no value

BROKEN = "s.network.parameters.fill(NaN); s.network.version++;"


@both_themes
def test_units_without_a_value_are_hatched_and_named(js):
    words, hatched = js(
        DIAGRAM + BROKEN + "const said = [], write = "
        "  CanvasRenderingContext2D.prototype.fillText;"
        "CanvasRenderingContext2D.prototype.fillText = function (text, ...rest) {"
        "  said.push(text); return write.call(this, text, ...rest); };"
        "d.paint(view(s)); CanvasRenderingContext2D.prototype.fillText = write;"
        "const { x, y, w } = d.nodes[3];"
        "return [said, count(c, hex(T.paper), [x, y, w, w])]",
        {},
    )
    assert words.count("NaN") == 7  # all but the two inputs
    assert hatched > 300


def test_the_map_says_that_there_is_no_value_and_why(js):
    words, value = js(
        MAP + BROKEN + "const said = [], on = c.getContext('2d');"
        "const write = on.fillText.bind(on);"
        "on.fillText = (text, ...rest) => { said.push(text); write(text, ...rest); };"
        "m.paint(view(s, { stopped: 'diverged at epoch 3: learning rate too large' }));"
        "return [said, m.valueAt(200, 200).value]",
        {},
    )
    assert "no value (NaN)" in words
    assert "diverged at epoch 3" in words and "learning rate too large" in words
    assert value == "P(disc) = no value (NaN)"


@pytest.mark.parametrize("scene", [{}, FIVE, {"data": "hills", "activation": "relu"}])
@pytest.mark.parametrize("value", [math.inf, -math.inf, 1e300, math.nan])
def test_any_weight_can_be_drawn(js, scene, value):
    js(
        "const s = scene(a.scene); s.network.parameters.fill(a.value);"
        "s.network.parameters[1] = 1; s.network.version++;"
        "const c = [600, 400, 500, 400].map(canvas), v = view(s);"
        "const d = P.makeDiagram(c[0]), m = P.makeOutputMap(c[1]);"
        "const ch = P.makeTrainingChart(c[2]), g = P.makeGradientChart(c[3]);"
        "d.layout(600, T, s); m.layout(400, T, s); ch.layout(500, T);"
        "g.layout(400, T, s); d.paint(v); m.paint(v); ch.paint(v, 100);"
        "g.paint(s.statistics.measure());",
        {"scene": scene, "value": value},
    )


# ------------------------------------------------------------------------------ charts

CHART = (
    "const c = canvas(500), ch = P.makeTrainingChart(c); ch.layout(500, T);"
    "const history = (epochs, train, test) => ({ count: epochs.length,"
    "  epoch: Float64Array.from(epochs), train: Float64Array.from(train),"
    "  test: Float64Array.from(test ?? train) });"
    "const v = (h, more = {}) => ({ history: h, epoch: h.epoch[h.count - 1],"
    "  losses: { train: h.train[h.count - 1], test: h.test[h.count - 1] }, stopped: '',"
    "  settings: { log_loss: false }, ...more });"
)


def test_the_pointer_reads_the_losses_of_an_epoch(js):
    first, last, outside = js(
        CHART + "ch.paint(v(history([0, 1, 2, 5, 20], [.7, .6, .5, .2, .1],"
        "  [.8, .7, .6, .4, .3])));"
        "return [ch.readAt(62), ch.readAt(408), ch.readAt(480)]",
        {},
    )
    assert first == {"epoch": 0, "train": 0.7, "test": 0.8}
    assert last == {"epoch": 20, "train": 0.1, "test": 0.3}
    assert outside is None


def test_the_present_loss_ends_the_line_though_the_history_skipped_it(js):
    last = js(
        CHART + "const h = history([0, 10], [.7, .6]);"
        "ch.paint(v(h, { epoch: 14, losses: { train: .41, test: .5 } }));"
        "return ch.readAt(408)",
        {},
    )
    assert last == {"epoch": 14, "train": 0.41, "test": 0.5}


def test_a_spike_between_two_pixels_is_drawn(js):
    """8000 epochs on 350 pixels: one of them is high."""
    plain, spiked = js(
        CHART + "const epochs = [...Array(8000).keys()];"
        "const ink = J => { ch.paint(v(history(epochs, J)));"
        "  return inked(c, [66, 24, 330, 60]); };"
        "const low = epochs.map(e => e ? .1 : 1);"
        "return [ink(low), ink(low.map((J, e) => e === 4001 ? .95 : J))]",
        {},
    )
    assert spiked > plain + 20


@pytest.mark.parametrize("log", [False, True])
def test_a_line_stays_inside_the_frame(js, log):
    above, below = js(
        CHART + "const h = history([0, 1, 2, 3, 4], [.7, .3, 1e9, .2, 0]);"
        "const settings = { log_loss: a };"
        "ch.paint(v(h, { settings }));"
        "return [count(c, hex(T.ink), [0, 0, 400, 14]),"
        "  count(c, hex(T.ink), [70, 136, 200, 4])]",
        log,
    )
    assert above == 0 and below == 0


@pytest.mark.parametrize("count", [0, 1])
def test_a_run_without_epochs_has_a_chart(js, count):
    js(
        CHART + "const h = history([0].slice(0, a), [.7].slice(0, a));"
        "ch.paint(v(h, { epoch: 0, losses: { train: NaN, test: NaN },"
        "  stopped: 'diverged at epoch 0: the weights are too large' }), 100);"
        "ch.paint(v(h, { epoch: 0, settings: { log_loss: true } }));",
        count,
    )


def test_gradients_are_counted_where_they_are(js):
    """All slopes of a layer between 10⁻³ and 10^−2.5: one bar, there."""
    columns = js(
        "const s = scene({ hidden: [] }), c = canvas(500);"
        "const g = P.makeGradientChart(c); g.layout(500, T, s);"
        "const counts = new Int32Array(24); counts[14] = 2;"
        "const edges = Float64Array.from({ length: 25 }, (_, k) => -10 + k / 2);"
        "g.paint({ edges, layers: [{ rms: 0, largest: 0, zero: 0, counts }] });"
        "const found = [];"
        "for (let x = 0; x < 500; x++)"
        "  if (count(c, hex(T.gradient), [x, 40, 1, 26]) > 20) found.push(x);"
        "return found",
    )
    left, right = 82 + 34 + 24, 500 - 12
    at = [left + (right - left) * k / 24 for k in (14, 15)]
    assert columns[0] == pytest.approx(at[0], abs=2)
    assert columns[-1] == pytest.approx(at[1], abs=2)


def test_gradients_that_are_zero_are_counted_apart_and_missing_ones_named(js):
    words = js(
        "const s = scene({ hidden: [3] }), c = canvas(500), said = [];"
        "const g = P.makeGradientChart(c), on = c.getContext('2d');"
        "g.layout(500, T, s); const write = on.fillText.bind(on);"
        "on.fillText = (text, ...rest) => { said.push(text); write(text, ...rest); };"
        "const edges = Float64Array.from({ length: 25 }, (_, k) => -10 + k / 2);"
        "const counts = () => new Int32Array(24);"
        "g.paint({ edges, layers: [{ rms: 0, zero: 6, counts: counts() },"
        "  { rms: NaN, zero: 0, counts: counts() }] }); return said",
    )
    assert "6" in words and "no value (NaN)" in words
    assert "layer 1" in words and "output" in words and "6 weights" in words
    assert "10⁻⁶" in words
