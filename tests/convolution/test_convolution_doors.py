"""Bad input of the layers: each message names what it got and what is allowed."""

import numpy as np
import pytest

from course_lib import convolution as c
from course_lib.convolution import loops

X = np.ones((2, 3, 8, 9))
W = np.ones((4, 3, 3, 3))
TRACES = np.ones((2, 3, 10))
WAVELET = np.ones((4, 3, 5))
UP = np.ones((3, 4, 3, 3))  # of a transposed layer: c_in first


def with_bad(array, index, value):
    array = array.copy()
    array[index] = value
    return array


CONV = [
    (
        r"x has c_in = 3 .*and W, \(c_out, c_in, k1, k2\), has c_in = 2 .*"
        r"Channels come second: \(m, c_in, n1, n2\)$",
        {"W": np.ones((4, 2, 3, 3))},
    ),
    (
        r"x has c_in = 8 channels \(shape \(2, 8, 9, 3\)\).*has c_in = 3 .*"
        r"Channels come second: \(m, c_in, n1, n2\).*np.moveaxis\(x, -1, 1\)",
        {"x": np.moveaxis(X, 1, -1)},
    ),
    (
        r"x must have shape \(m, c_in, n1, n2\); got shape \(8, 9\).*x\[None, None\]",
        {"x": X[0, 0]},
    ),
    (r"shape \(2, 8, 9\). Is there one channel\? Then x\[:, None\]", {"x": X[:, 0]}),
    (r"x must have shape .*; got shape \(9,\)$", {"x": X[0, 0, 0]}),
    (r"W must have shape \(c_out, c_in, k1, k2\); got shape \(3, 3\)", {"W": W[0, 0]}),
    (r"shape \(4,\); got shape \(3,\)", {"b": np.ones(3)}),
    (r"shape \(4,\); got shape \(4, 1\)", {"b": np.ones((4, 1))}),
    ("it reaches over 11 samples .*and there are 8 ", {"W": np.ones((4, 3, 11, 1))}),
    (r"reaches over 9 samples \(k = 3, dilation = 4\)", {"dilation": 4}),
    (
        r"x must be finite; 1 of 432 .* first at index \(1, 2, 3, 4\)",
        {"x": with_bad(X, (1, 2, 3, 4), np.nan)},
    ),
    ("x must be finite", {"x": with_bad(X, 0, np.inf)}),
    ("W must be finite", {"W": with_bad(W, 0, np.nan)}),
    (r"x is empty \(shape \(0, 3, 8, 9\)\)", {"x": X[:0]}),
    (r"x is empty \(shape \(2, 3, 0, 9\)\)", {"x": X[:, :, :0]}),
    (r"W is empty", {"W": W[:, :, :0]}),
    ("x must hold real numbers", {"x": X + 1j}),
    ("x must hold real numbers", {"x": [[[["a"]]]]}),
    ("stride must be >= 1; got 0", {"stride": 0}),
    ("stride must be >= 1; got -1", {"stride": (1, -1)}),
    ("stride must be a whole number; got 1.5", {"stride": 1.5}),
    ("stride must be one number; got None", {"stride": None}),
    (r"stride must be one whole number, or 2, one per axis; got \(1, 1, 1\)", {
        "stride": (1, 1, 1)
    }),
    ("padding must be >= 0; got -1", {"padding": -1}),
    ("padding must be a whole number; got 0.5", {"padding": (0, 0.5)}),
    ('"valid" or "same"; got \'full\'', {"padding": "full"}),
    ('padding="same" needs stride 1; got stride 2', {"padding": "same", "stride": 2}),
    ("dilation must be >= 1; got 0", {"dilation": 0}),
    ("dilation must be one number; got True", {"dilation": True}),
]  # fmt: skip


@pytest.mark.parametrize("ours", [c, loops], ids=["vectorised", "loops"])
@pytest.mark.parametrize("words, change", CONV)
def test_bad_input_of_conv2d(ours, words, change):
    arguments = {"x": X, "W": W, "b": np.ones(4), **change}
    with pytest.raises((TypeError, ValueError), match=words):
        ours.conv2d(**arguments)
    if "b" not in change:
        del arguments["b"]
        with pytest.raises((TypeError, ValueError), match=words):
            ours.conv2d_backward(np.ones((2, 4, 6, 7)), **arguments)


TRACE = [
    (
        r"c_in = 10 .*c_in = 3.*second: \(m, c_in, n\).*np.moveaxis\(x, -1, 1\)",
        {"x": TRACES.swapaxes(1, 2)},
    ),
    (r"x must have shape \(m, c_in, n\); got shape \(2, 10\)", {"x": TRACES[:, 0]}),
    (r"W must have shape \(c_out, c_in, k\)", {"W": WAVELET[0]}),
    ("reaches over 5 samples .*there are 4 .*i = 2, padding = 1", {
        "x": TRACES[..., :2], "padding": 1,
    }),
    (r"padding must be one whole number; got \(1, 1\)", {"padding": (1, 1)}),
]  # fmt: skip


@pytest.mark.parametrize("ours", [c, loops], ids=["vectorised", "loops"])
@pytest.mark.parametrize("words, change", TRACE)
def test_bad_input_of_conv1d(ours, words, change):
    with pytest.raises(ValueError, match=words):
        ours.conv1d(**{"x": TRACES, "W": WAVELET, **change})


TRANSPOSED = [
    (r"W, \(c_in, c_out, k1, k2\), has c_in = 4 \(shape \(4, 3, 3, 3\)\)", {"W": W}),
    (r"b must have one entry per output channel, shape \(4,\)", {"b": np.ones(3)}),
    ("output_padding must be smaller than stride or dil", {"output_padding": 1}),
    ("output_padding must be >= 0", {"output_padding": -1}),
    ("padding = 6 cuts off everything", {"padding": 6}),
    ("padding must be one number; got 'same'", {"padding": "same"}),
    ("stride must be >= 1; got 0", {"stride": 0}),
]


@pytest.mark.parametrize("ours", [c, loops], ids=["vectorised", "loops"])
@pytest.mark.parametrize("words, change", TRANSPOSED)
def test_bad_input_of_conv_transpose2d(ours, words, change):
    with pytest.raises((TypeError, ValueError), match=words):
        ours.conv_transpose2d(**{"x": X, "W": UP, **change})


POOL = [
    (r"x must have shape \(m, c, n1, n2\); got shape \(8, 9\)", {"x": X[0, 0]}),
    ("k must be >= 1; got 0", {"k": 0}),
    ("k must be a whole number; got 2.5", {"k": 2.5}),
    ("stride must be >= 1; got 0", {"stride": 0}),
    ("padding must be at most half of the window, 1 for k = 2; got 2", {"padding": 2}),
    ("padding must be >= 0; got -1", {"padding": -1}),
    ("padding must be one number; got 'same'", {"padding": "same"}),
    ("it reaches over 10 samples .*and there are 9 ", {"k": (2, 10)}),
    ("x must be finite", {"x": with_bad(X, (0, 0, 0, 0), np.nan)}),
]


@pytest.mark.parametrize("ours", [c, loops], ids=["vectorised", "loops"])
@pytest.mark.parametrize("kind", ["max", "mean"])
@pytest.mark.parametrize("words, change", POOL)
def test_bad_input_of_pooling(ours, kind, words, change):
    arguments = {"x": X, "k": 2, **change}
    with pytest.raises((TypeError, ValueError), match=words):
        getattr(ours, f"{kind}_pool2d")(**arguments)
    with pytest.raises((TypeError, ValueError), match=words):
        getattr(ours, f"{kind}_pool2d_backward")(np.ones((2, 3, 4, 4)), **arguments)


@pytest.mark.parametrize("ours", [c, loops], ids=["vectorised", "loops"])
def test_a_gradient_has_the_shape_of_the_output(ours):
    dz = np.ones((2, 4, 8, 9))
    calls = [
        (r"output, \(2, 4, 6, 7\); got", lambda: ours.conv2d_backward(dz, X, W)),
        (r"\(2, 4, 10, 11\)", lambda: ours.conv_transpose2d_backward(dz, X, UP)),
        (r"\(2, 3, 4, 4\)", lambda: ours.max_pool2d_backward(dz, X, 2)),
        (r"\(2, 3, 4, 4\)", lambda: ours.mean_pool2d_backward(dz, X, 2)),
    ]
    for words, call in calls:
        with pytest.raises(ValueError, match=words):
            call()
    with pytest.raises(ValueError, match="dz must be finite"):
        ours.conv2d_backward(np.full((2, 4, 6, 7), np.nan), X, W)


@pytest.mark.parametrize("ours", [c, loops], ids=["vectorised", "loops"])
@pytest.mark.parametrize("dtype", [np.int16, np.uint8, bool, np.float32])
def test_other_numbers_work_as_float64(ours, dtype):
    r = np.random.default_rng(0)
    x = r.integers(0, 2, (1, 2, 5, 5)).astype(dtype)
    kernel = 200 * r.integers(-1, 2, (2, 2, 3, 3))
    for z, exact in (
        (ours.conv2d(x, kernel), ours.conv2d(x.astype(float), kernel.astype(float))),
        (ours.mean_pool2d(x, 2), ours.mean_pool2d(x.astype(float), 2)),
    ):
        assert z.dtype == np.float64
        np.testing.assert_array_equal(z, exact)


@pytest.mark.parametrize("ours", [c, loops], ids=["vectorised", "loops"])
def test_no_layer_changes_its_input(ours):
    r = np.random.default_rng(0)
    x, kernel, b = (r.normal(size=s) for s in ((1, 2, 6, 6), (2, 2, 3, 3), 2))
    before = x.copy(), kernel.copy(), b.copy()
    dz = ours.conv2d(x, kernel, b, padding=1)
    ours.conv2d_backward(dz, x, kernel, padding=1)
    up = ours.conv_transpose2d(x, kernel, b)
    ours.conv_transpose2d_backward(up, x, kernel)
    for kind in ("max", "mean"):
        z = getattr(ours, f"{kind}_pool2d")(x, 2)
        getattr(ours, f"{kind}_pool2d_backward")(z, x, 2)
    for now, then in zip((x, kernel, b), before, strict=True):
        np.testing.assert_array_equal(now, then)
