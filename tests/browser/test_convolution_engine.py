"""The browser's convolutions are course_lib.convolution's, to a relative 1e-9."""

import itertools

import numpy as np
import pytest

from course_lib import convolution
from course_lib.widgets import convolution_computing as computing
from course_lib.widgets.base import EXPORT, IMPORT, read
from course_lib.widgets.convolution_settings import check_layers, resized

from .conftest import new_page
from .widget_page import load_module

CLOSE = {"rtol": 1e-9, "atol": 1e-12}
FILES = ("js/shared_random.js", "js/convolution.js", "convolution_state.js")
CORRELATE = """return a.cases.map(({ x, w, b, ...moves }) => {
  const [out, c, k1, k2] = w.shape, [, n1, n2] = x.shape;
  const z = E.correlate2d({ values: f(x.values), c, n1, n2 },
    { values: f(w.values), k1, k2, out }, b, moves);
  return { shape: [z.c, z.n1, z.n2], values: [...z.values] };
})"""
POOL = """return a.cases.map(({ x, kind, k, stride }) => {
  const [c, n1, n2] = x.shape;
  const z = E.pool2d({ values: f(x.values), c, n1, n2 }, kind, k, stride);
  return { shape: [z.c, z.n1, z.n2], values: [...z.values] };
})"""
STACK = """const { layers, relu, choice, seed, kernel, cell } = a, [n1, n2] = a.x.shape;
  const w = { values: f(kernel.values), k1: kernel.shape[0], k2: kernel.shape[1] };
  const weights = E.layerWeights(layers, choice, w, seed);
  const x = { values: f(a.x.values), c: 1, n1, n2 };
  const maps = E.runLayers(x, layers, weights, relu);
  const boxes = E.traceBack(maps, layers, weights, relu, ...cell);
  return {
    maps: maps.map(({ n1, n2, values }) => ({ shape: [n1, n2], values: [...values] })),
    box: { ...boxes[0], values: [...boxes[0].values] },
    fields: E.receptiveFields(layers), sizes: E.layerSizes({ n1, n2 }, layers) };"""


@pytest.fixture(scope="module")
def js(browser):
    """Call JavaScript: the engine is E, the arguments a, f makes a Float64Array."""
    code = "\n".join(EXPORT.sub("export ", IMPORT.sub("", read(n))) for n in FILES)
    with new_page(browser) as page:
        page.goto("about:blank")
        load_module(page, code, "E")
        yield lambda script, **arguments: page.evaluate(
            f"a => {{ const E = window.E, f = (v) => Float64Array.from(v);{script} }}",
            arguments,
        )
        assert page.errors == []


def packed(array):
    """An array as JSON carries it."""
    array = np.asarray(array, float)
    return {"shape": list(array.shape), "values": array.ravel().tolist()}


def unpacked(sent):
    return np.array(sent["values"], float).reshape(sent["shape"])


# ----------------------------------------------------------------- one layer, all moves


def cases(seed=0):
    """Shapes × kernels × strides × dilations × padding, with room for the kernel."""
    rng = np.random.default_rng(seed)
    shapes = [(1, 9, 7), (3, 8, 11), (2, 13, 1)]
    kernels = [(1, 1), (3, 3), (2, 4), (5, 1), (1, 3)]
    for (c, n1, n2), (k1, k2), s, d, p in itertools.product(
        shapes, kernels, (1, 2, 3), (1, 2), (0, 1, 4, "same")
    ):
        down, across = computing.pads(p, k1, d), computing.pads(p, k2, d)
        if n2 == 1:
            across = (0, 0)
            k2 = 1
        if n1 + sum(down) < d * (k1 - 1) + 1 or n2 + sum(across) < d * (k2 - 1) + 1:
            continue
        out = int(rng.integers(1, 4))
        yield (
            rng.normal(size=(c, n1, n2)),
            rng.normal(size=(out, c, k1, k2)),
            rng.normal(size=out),
            s,
            d,
            (down, across),
        )


def test_layers_equal_numpy_over_shapes_strides_paddings_dilations_channels(js):
    tried = list(cases())
    assert len(tried) > 250
    got = js(
        CORRELATE,
        cases=[
            {"x": packed(x), "w": packed(w), "b": b.tolist(), "stride": s,
             "dilation": d, "padding": padding}
            for x, w, b, s, d, padding in tried
        ],
    )  # fmt: skip
    for (x, w, b, s, d, padding), sent in zip(tried, got, strict=True):
        x = np.pad(x, ((0, 0), *padding))
        expected = convolution.conv2d(x[None], w, b, stride=s, dilation=d)[0]
        np.testing.assert_allclose(unpacked(sent), expected, **CLOSE)


def test_a_turned_kernel_makes_a_convolution(js):
    rng = np.random.default_rng(1)
    x, w = rng.normal(size=(12, 10)), rng.normal(size=(3, 4))
    turned = js(
        "return [...E.turnKernel({ values: f(a.w.values), k1: 3, k2: 4 }).values]",
        w=packed(w),
    )
    (got,) = js(
        CORRELATE,
        cases=[
            {"x": packed(x[None]), "b": [0],
             "w": {"shape": [1, 1, 3, 4], "values": turned}}
        ],
    )  # fmt: skip
    expected = convolution.convolve(x, w)
    assert not np.allclose(expected, convolution.correlate(x, w))
    np.testing.assert_allclose(unpacked(got)[0], expected, **CLOSE)


@pytest.mark.parametrize("channels", [1, 3])
def test_kernels_of_several_channels_turn_each_for_itself(js, channels):
    w = np.arange(channels * 6.0).reshape(channels, 2, 3)
    got = js(
        "return [...E.turnKernel({ values: f(a.w), k1: 2, k2: 3 }).values]",
        w=w.ravel().tolist(),
    )
    np.testing.assert_array_equal(got, w[:, ::-1, ::-1].ravel())


@pytest.mark.parametrize("kind", ["max", "mean"])
def test_pooling_equals_numpy(js, kind):
    rng = np.random.default_rng(2)
    pool = getattr(convolution, f"{kind}_pool2d")
    tried = [
        (rng.normal(size=(c, 9, 11)), k, s)
        for c, k, s in itertools.product((1, 3), (1, 2, 3, 5), (1, 2, 3))
    ]
    got = js(
        POOL,
        cases=[
            {"x": packed(x), "kind": kind, "k": k, "stride": s} for x, k, s in tried
        ],
    )
    for (x, k, s), sent in zip(tried, got, strict=True):
        np.testing.assert_allclose(unpacked(sent), pool(x[None], k, s)[0], **CLOSE)


# -------------------------------------------------------------------------------- sizes


def test_sizes_and_what_the_floor_drops_equal_numpy(js):
    grid = list(
        itertools.product((5, 6, 64), (1, 2, 3, 5), (1, 2, 3, 4), (0, 1, 3), (1, 2))
    )
    grid = [(i, k, s, p, d) for i, k, s, p, d in grid if i + 2 * p >= d * (k - 1) + 1]
    got = js(
        """return a.grid.map(([i, k, s, p, d]) =>
           [E.outputSize(i, k, s, 2 * p, d), E.leftOver(i, k, s, 2 * p, d)])""",
        grid=grid,
    )
    expected = [[convolution.output_size(*g), convolution.left_over(*g)] for g in grid]
    assert got == expected and len({tuple(e) for e in expected}) > 20


def test_a_kernel_without_room_gives_no_output(js):
    (got,) = js(
        CORRELATE,
        cases=[{"x": packed(np.ones((1, 2, 9))), "w": packed(np.ones((1, 1, 3, 3))),
                "b": [1]}],
    )  # fmt: skip
    assert got["shape"][1] == 0 and got["values"] == []


def test_padding_that_keeps_the_size_equals_python(js):
    grid = list(itertools.product((1, 2, 3, 4, 7), (1, 2, 3), ("same", 0, 3)))
    got = js("return a.grid.map(([k, d, p]) => E.paddingOf(p, k, d))", grid=grid)
    assert [tuple(pair) for pair in got] == [
        computing.pads(p, k, d) for k, d, p in grid
    ]


def test_the_cells_that_a_sample_feeds_are_those_whose_windows_hold_it(js):
    for i, k, s, p, d in [(9, 3, 1, 0, 1), (9, 3, 2, 1, 1), (12, 4, 3, 2, 2)]:
        o = convolution.output_size(i, k, s, p, d)
        axis = {"k": k, "before": p, "stride": s, "dilation": d, "o": o}
        got = js(
            "return Array.from({ length: a.i }, (_, n) => E.fedBy(n, a.axis))",
            i=i, axis=axis,
        )  # fmt: skip
        for sample, fed in enumerate(got):
            expected = [
                (cell, tap)
                for cell in range(o)
                for tap in range(k)
                if cell * s + tap * d - p == sample
            ]
            assert [(f["cell"], f["tap"]) for f in fed] == expected


@pytest.mark.parametrize("size", [(1, 1), (2, 5), (4, 3), (7, 7)])
def test_kernels_are_cut_and_filled_as_in_python(js, size):
    kernels = np.random.default_rng(3).normal(size=(2, 4, 5))
    got = js("return E.resizeKernels(a.kernels, ...a.size)",
             kernels=kernels.tolist(), size=size)  # fmt: skip
    np.testing.assert_array_equal(got, resized(kernels, *size))


# ------------------------------------------------------------------------------- layers

STACKS = [
    [3, 3, ("max", 2), 3, 3, ("max", 2)],
    [5, ("mean", 3, 2), (3, 1, 2)],
    [(3, 2), (3, 1, 1, 1), ("max", 3, 1)],
    [(3, 1, 1, 2), (5, 2, 2, 4)],
    [1, (2, 3)],
]


@pytest.mark.parametrize("relu", [False, True])
@pytest.mark.parametrize("choice", ["mean", "random", "kernel"])
@pytest.mark.parametrize("stack", STACKS)
def test_layers_in_a_row_and_their_gradient_equal_numpy(js, stack, choice, relu):
    rng = np.random.default_rng(4)
    x, kernel, layers = (
        rng.normal(size=(30, 26)),
        rng.normal(size=(3, 3)),
        check_layers(stack, "layers"),
    )
    weights = computing.layer_weights(layers, choice, kernel, seed=5)
    maps = computing.run_layers(x, layers, weights, relu)
    inner, edge = [n // 2 for n in maps[-1].shape], [0, maps[-1].shape[1] - 1]
    for cell in (inner, edge):
        got = js(STACK, x=packed(x), layers=layers, relu=relu, choice=choice, seed=5,
                 kernel=packed(kernel), cell=cell)  # fmt: skip
        for sent, expected in zip(got["maps"], maps, strict=True):
            np.testing.assert_allclose(unpacked(sent), expected, **CLOSE)
        box, gradient = got["box"], np.zeros_like(x)
        rows = slice(box["top"], box["top"] + box["rows"])
        columns = slice(box["left"], box["left"] + box["cols"])
        gradient[rows, columns] = np.reshape(box["values"], (box["rows"], box["cols"]))
        expected = computing.trace_back(maps, layers, weights, relu, *cell)
        np.testing.assert_allclose(gradient, expected, **CLOSE)
    sizes = [field["size"] for field in got["fields"]]
    assert sizes == convolution.receptive_field(computing.theory(layers)).tolist()
    assert [[s["o1"], s["o2"]] for s in got["sizes"]] == [
        list(m.shape) for m in maps[1:]
    ]


def test_among_equals_the_first_is_the_largest(js):
    layers = check_layers([("max", 3)], "layers")
    got = js(STACK, x=packed(np.ones((9, 9))), layers=layers, relu=False,
             choice="mean", seed=0, kernel=packed([[1]]), cell=[1, 1])  # fmt: skip
    assert np.flatnonzero(got["box"]["values"]).tolist() == [0]
    maps = computing.run_layers(np.ones((9, 9)), layers, [None], False)
    gradient = computing.trace_back(maps, layers, [None], False, 1, 1)
    assert np.argwhere(gradient).tolist() == [[3, 3]]


def test_the_gradient_of_mean_weights_fills_the_theoretical_field(js):
    layers = check_layers([3, ("mean", 2), (3, 1, 2)], "layers")
    x, one = packed(np.ones((40, 40))), packed(np.ones((1, 1)))
    got = js(STACK, x=x, layers=layers, relu=False, choice="mean", seed=0,
             kernel=one, cell=[5, 6])  # fmt: skip
    field, box = got["fields"][-1], got["box"]
    assert min(box["values"]) > 0
    assert (box["rows"], box["cols"]) == (field["size"], field["size"])
    assert box["top"] == field["start"] + 5 * field["jump"]
    assert box["left"] == field["start"] + 6 * field["jump"]
    assert sum(box["values"]) == pytest.approx(1)  # means of means
