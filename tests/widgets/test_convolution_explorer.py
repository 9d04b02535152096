"""ConvolutionExplorer without a browser: traits, what Python computes, errors."""

import base64
import json

import matplotlib.pyplot as plt
import numpy as np
import pytest

from course_lib import convolution
from course_lib.convolution import KERNELS
from course_lib.widgets import ConvolutionExplorer
from course_lib.widgets.convolution_presets import PRESETS, trace_kernels

VIEW = "application/vnd.jupyter.widget-view+json"
RNG = np.random.default_rng(0)
IMAGE = RNG.normal(size=(12, 15)).astype(np.float32)
CUBE = RNG.normal(size=(3, 12, 15)).astype(np.float32)
TRACE = RNG.normal(size=40).astype(np.float32)
KERNEL = np.arange(6.0).reshape(3, 2)


# --------------------------------------------------------------------- what it computes


@pytest.mark.parametrize("flip", [False, True])
@pytest.mark.parametrize("moves", [(1, 0, 1), (2, 3, 2), (1, "same", 1)])
def test_the_output_of_a_section_is_the_library_s(flip, moves):
    stride, padding, dilation = moves
    explorer = ConvolutionExplorer(
        IMAGE, kernel=KERNEL, flip=flip, stride=stride, padding=padding,
        dilation=dilation, bias=0.5,
    )  # fmt: skip
    rule = convolution.convolve if flip else convolution.correlate
    expected = 0.5 + rule(IMAGE, KERNEL, *moves)
    np.testing.assert_allclose(explorer.output, expected, atol=1e-12)
    assert explorer.output_shape == expected.shape
    explorer.activation = "relu"
    np.testing.assert_allclose(explorer.output, np.maximum(expected, 0), atol=1e-12)


def test_same_padding_goes_with_any_stride():
    explorer = ConvolutionExplorer(IMAGE, kernel=KERNEL, padding="same", stride=2)
    expected = convolution.correlate(IMAGE, KERNEL, padding="same")[::2, ::2]
    np.testing.assert_allclose(explorer.output, expected, atol=1e-12)


def test_channels_add_up_with_a_kernel_each():
    kernels = RNG.normal(size=(3, 2, 3))
    explorer = ConvolutionExplorer(CUBE, view="channels", kernel=kernels, bias=-1)
    np.testing.assert_allclose(explorer.output, sum(explorer.responses) - 1)
    for c, response in enumerate(explorer.responses):
        np.testing.assert_allclose(response, convolution.correlate(CUBE[c], kernels[c]))
    explorer.view, explorer.channel = "section", 2
    np.testing.assert_allclose(explorer.output, explorer.z)
    np.testing.assert_allclose(
        explorer.output, convolution.correlate(CUBE[2], kernels[2]) - 1
    )


def test_a_trace_is_convolved_in_one_dimension():
    wavelet = [1.0, 2.0, -1.0]
    explorer = ConvolutionExplorer(
        trace=TRACE, wavelet=wavelet, view="trace", padding="same", flip=True
    )
    np.testing.assert_allclose(explorer.output, np.convolve(TRACE, wavelet, "same"))
    explorer.flip = False
    np.testing.assert_allclose(explorer.output, np.correlate(TRACE, wavelet, "same"))


@pytest.mark.parametrize("view", ["section", "channels", "trace"])
@pytest.mark.parametrize("moves", [(1, 0, 1), (2, 3, 2), (3, "same", 1)])
def test_window_times_kernel_sums_to_the_cell(view, moves):
    stride, padding, dilation = moves
    explorer = ConvolutionExplorer(
        CUBE, TRACE, view=view, kernel=KERNEL, wavelet=[1.0, -2, 3], flip=True,
        stride=stride, padding=padding, dilation=dilation, bias=0.25, sample=0,
        position=(0, 99),
    )  # fmt: skip
    for _ in range(2):
        expected = explorer.z[explorer.cell]
        assert explorer.products.sum() + 0.25 == pytest.approx(expected, abs=1e-12)
        explorer.position, explorer.sample = (3, 2), 7


def test_left_over_samples_are_counted():
    explorer = ConvolutionExplorer(np.ones((64, 65)), kernel="smooth", stride=2)
    assert explorer.left_over == (1, 0)
    explorer.padding = 1
    assert explorer.left_over == (1, 0)  # the zero below, no sample
    explorer.view, explorer.stride = "trace", 7
    assert explorer.left_over == ((96 + 2 - 25) % 7,)


def test_a_position_beyond_the_edge_means_the_last_cell():
    explorer = ConvolutionExplorer(IMAGE, kernel=KERNEL, position=(500, 3))
    assert explorer.cell == (9, 3)
    assert explorer.value == explorer.output[9, 3]


def test_an_input_sample_names_the_cell_whose_window_it_is_in_the_middle_of():
    explorer = ConvolutionExplorer(
        IMAGE, kernel="smooth", look="input", position=(5, 6)
    )
    assert explorer.cell == (4, 5)
    np.testing.assert_array_equal(explorer.window, IMAGE[4:7, 5:8])
    explorer.position = (0, 14)
    assert explorer.cell == (0, 12)
    explorer.stride, explorer.position = 2, (6, 4)  # windows 4–6 and 6–8: the later one
    assert explorer.cell == (3, 2)


# --------------------------------------------------------------------------- the kernel


def test_the_kernel_is_read_and_assigned():
    explorer = ConvolutionExplorer(IMAGE)
    assert isinstance(explorer.kernel, np.ndarray)
    explorer.kernel = [[0, 1], [2, 3]]
    assert explorer.kernel.tolist() == [[0, 1], [2, 3]]
    explorer.kernel[0, 0] = 9  # a copy
    assert explorer.kernel[0, 0] == 0
    explorer.kernel = "laplacian"
    np.testing.assert_array_equal(explorer.kernel, KERNELS["laplacian"])
    np.testing.assert_array_equal(
        explorer.start_kernel, KERNELS["vertical derivative"].array
    )


def test_the_wavelet_is_the_kernel_of_the_trace_view():
    explorer = ConvolutionExplorer(view="trace")
    np.testing.assert_array_equal(explorer.kernel, trace_kernels()["ricker"])
    explorer.kernel = [1, 2]
    assert explorer.wavelet.tolist() == [1, 2]
    explorer.kernel = "derivative"
    assert explorer.kernel.tolist() == [-0.5, 0, 0.5]


def test_one_channel_s_kernel_changes_the_size_of_the_others():
    explorer = ConvolutionExplorer(CUBE, kernel=KERNEL, channel=1)
    explorer.kernel = np.ones((1, 2))
    assert explorer.kernels[0].tolist() == [[2, 3]]  # their middle row
    assert explorer.kernels[1].tolist() == [[1, 1]]
    explorer.view = "channels"
    assert explorer.kernel.shape == (3, 1, 2)
    explorer.kernel = np.zeros((3, 2, 2))
    assert explorer.kernels.shape == (3, 2, 2)


def test_reset_and_picture_know_every_trait():
    explorer = ConvolutionExplorer(IMAGE)
    own = ConvolutionExplorer.class_own_traits(sync=True)
    assert set(explorer._info["start"]) == {n for n in own if not n.startswith("_")}


def test_kernels_travel_as_lists_and_notify_once():
    explorer, seen = ConvolutionExplorer(IMAGE, kernel=KERNEL), []
    explorer.observe(seen.append, names="kernels")
    explorer.kernel = KERNEL.tolist()
    assert not seen
    explorer.kernel = 2 * KERNEL
    assert len(seen) == 1
    assert explorer.get_state()["kernels"] == [(2 * KERNEL).tolist()]
    with pytest.raises(ValueError, match="read-only"):
        explorer.kernels[0, 0, 0] = 5


# ------------------------------------------------------------------------------- layers


def test_layers_are_written_as_for_the_receptive_field():
    layers = (3, (3, 2), (3, 1, 2), ("max", 2), ("conv", 5, 1, 1, 2))
    explorer = ConvolutionExplorer(view="stack", layers=layers)
    assert explorer.receptive_field.tolist() == convolution.receptive_field(
        [3, (3, 2), (3, 1, 2), (2, 2), 5]
    ).tolist()  # fmt: skip
    assert explorer.layer == 5
    assert explorer.layers[3] == {
        "kind": "max", "k": 2, "stride": 2, "dilation": 1, "padding": 0,
    }  # fmt: skip
    again = ConvolutionExplorer(view="stack", layers=explorer.layers)
    assert again.layers == explorer.layers


@pytest.mark.parametrize("n", [1, 2, 3, 4, 5, 15, 16, 64])
def test_the_usual_layers_have_room(n):
    explorer = ConvolutionExplorer(np.ones((n, n + 3)), view="stack")
    assert min(explorer.output_shape) >= 1
    assert len(explorer.layers) == (6 if n >= 16 else 2 if n >= 5 else 1)


def test_maps_are_layers_after_each_other():
    explorer = ConvolutionExplorer(
        IMAGE, view="stack", layers=(3, ("mean", 2)), activation="relu",
        weights="kernel", kernel="laplacian",
    )  # fmt: skip
    first = np.maximum(convolution.correlate(IMAGE, KERNELS["laplacian"]), 0)
    np.testing.assert_allclose(explorer.maps[1], first)
    pooled = convolution.mean_pool2d(first[None, None], 2)[0, 0]
    np.testing.assert_allclose(explorer.output, pooled)
    assert explorer.output_shape == (5, 6)


@pytest.mark.parametrize("weights", ["mean", "random", "kernel"])
def test_the_gradient_is_that_of_a_small_change(weights):
    explorer = ConvolutionExplorer(
        IMAGE, view="stack", layers=(3, ("max", 2), (2, 1, 2)), activation="relu",
        weights=weights, kernel="smooth", seed=3,
    )  # fmt: skip
    gradient, h = explorer.gradient, 1e-4
    assert np.count_nonzero(gradient) > 4
    top, left, size = explorer.field
    outside = gradient.copy()
    outside[max(0, top) : top + size, max(0, left) : left + size] = 0
    assert not outside.any()
    for index in [*np.argwhere(gradient)[:5], (0, 0)]:
        change = []
        for sign in (1, -1):
            moved = IMAGE.astype(float)
            moved[tuple(index)] += sign * h
            explorer.image = moved[None]
            change.append(explorer.value)
        explorer.image = IMAGE[None].astype(float)
        slope = (change[0] - change[1]) / (2 * h)
        assert gradient[tuple(index)] == pytest.approx(slope, abs=1e-9)


def test_the_field_in_milliseconds_and_metres():
    explorer = ConvolutionExplorer(view="stack", layers=(3, 3, (2, 2)), layer=2)
    size = explorer.receptive_field_size
    assert (size.samples, size.ms, size.height_m, size.width_m) == (5, 20, 20, 125)
    explorer.dt_ms, explorer.dx_m, explorer.velocity_m_s = 2, 12.5, 3000
    assert explorer.receptive_field_size[1:] == (10, 15, 62.5)


# ----------------------------------------------------------------------------- own data


def test_own_data_with_their_names():
    explorer = ConvolutionExplorer(
        IMAGE * 1000, TRACE, "pressure", "Pa", axis_names=("row", "column"),
        axis_steps=(1, 2), trace_name="velocity", trace_unit="mm/s",
    )  # fmt: skip
    info = explorer._info
    assert (info["name"], info["unit"], info["trace_name"]) == (
        "pressure", "Pa", "velocity",
    )  # fmt: skip
    assert info["axis_steps"] == [1, 2] and explorer.image.shape == (1, 12, 15)
    assert "pressure" in explorer.describe()
    assert len(explorer._image) == 4 * IMAGE.size


def test_integers_and_constants_pass():
    explorer = ConvolutionExplorer(np.full((5, 5), 3), kernel="smooth")
    np.testing.assert_allclose(explorer.output, 3)
    assert ConvolutionExplorer([[1]], kernel=[[2]]).output.tolist() == [[2]]
    plt.close(ConvolutionExplorer(np.zeros((5, 5))).picture())


def test_a_kernel_without_room_is_said_and_raises_only_when_the_output_is_asked_for():
    explorer = ConvolutionExplorer(IMAGE, kernel="smooth", dilation=8)
    with pytest.raises(ValueError, match="larger than the padded input.*17 samples"):
        _ = explorer.output
    assert "no room" in repr(explorer) and "no room" in explorer.describe()
    for view in ("section", "channels", "trace", "stack"):
        explorer.view = view
        explorer.wavelet, explorer.layers = np.ones(200), [9, 9]
        plt.close(explorer.picture())


@pytest.mark.parametrize(
    "changes, words",
    [
        ({"image": [[1.0, np.nan]]}, "image must be finite; 1 of 2"),
        ({"image": "text"}, "image must hold real numbers"),
        ({"image": np.ones(5)}, r"image must have shape \(n_samples, n_traces\)"),
        ({"image": np.ones((20, 30, 3))}, "channels, which come first.*moveaxis"),
        ({"image": np.ones((2001, 2000))}, r"at most 4000000 values.*:500"),
        ({"image": [[1e300]]}, "image must lie within"),
        ({"trace": [[1.0]]}, "trace must have shape"),
        ({"trace": np.ones(10001)}, "trace must hold at most 10000 samples"),
        ({"kernel": "sharpen"}, "kernel must be one of 'identity', 'smooth'"),
        ({"kernel": [1, 2]}, r"kernels must have shape \(channels, k1, k2\)"),
        ({"kernel": np.ones((3, 32))}, "at most 31 numbers along an axis"),
        ({"kernel": np.ones((2, 3, 3))}, r"one kernel per channel, .* \(1, k1, k2\)"),
        ({"kernel": [[np.inf]]}, "kernels must be finite"),
        ({"wavelet": "klauder"}, "wavelet must be one of 'identity'"),
        ({"wavelet": np.ones(202)}, "at most 201"),
        ({"view": "image"}, "view must be one of 'section', 'channels', 'trace'"),
        ({"stride": 0}, "stride must be >= 1 and <= 8; got 0"),
        ({"stride": 1.5}, "stride must be a whole number"),
        ({"padding": "full"}, "padding must be 'same', 'valid' or a whole number"),
        ({"padding": -1}, "padding must be >= 0"),
        ({"dilation": 9}, "dilation must be >= 1 and <= 8"),
        ({"bias": np.inf}, "bias must be finite"),
        ({"activation": "tanh"}, "activation must be one of 'none', 'relu'"),
        ({"look": "kernel"}, "look must be one of 'output', 'input'"),
        ({"position": (1,)}, "position must be two whole numbers"),
        ({"position": (1, -1)}, r"position\[1\] must be >= 0"),
        ({"sample": -1}, "sample must be >= 0"),
        ({"channel": 8}, "channel must be >= 0 and <= 7"),
        ({"channel_names": ("a", "b")}, "channel_names must hold 1 names"),
        ({"axis_names": ("a",)}, "axis_names must hold 2 names"),
        ({"axis_steps": (1, 0)}, r"axis_steps\[1\] must be > 0"),
        ({"axis_steps": 4}, "axis_steps must be two numbers"),
        ({"layers": ()}, "layers must hold 1 to 8 layers; got 0"),
        ({"layers": (3,) * 9}, "layers must hold 1 to 8 layers; got 9"),
        ({"layers": 3}, "layers must be a sequence"),
        ({"layers": (0,)}, r"layers\[0\] k must be >= 1"),
        ({"layers": (3, ("sum", 2))}, r"layers\[1\] kind must be one of 'conv', 'max'"),
        ({"layers": (("max", 2, 2, 2),)}, r"layers\[0\]: a pooling layer has"),
        ({"layers": ({"kernel": 3},)}, r"layers\[0\] must have k"),
        ({"layers": ((3, 1, 1, 0, 7),)}, r"layers\[0\] must be k, \(k, stride\)"),
        ({"layer": 0}, "layer must be >= 1"),
        ({"weights": "ones"}, "weights must be one of 'mean', 'random', 'kernel'"),
        ({"seed": -1}, "seed must be >= 0"),
        ({"dt_ms": 0}, "dt_ms must be > 0"),
        ({"velocity_m_s": "2000"}, "velocity_m_s must be one number"),
    ],
)  # fmt: skip
def test_bad_input_is_named(changes, words):
    with pytest.raises((TypeError, ValueError), match=words):
        ConvolutionExplorer(**{"image": IMAGE, "trace": TRACE, **changes})


def test_a_bad_kernel_changes_nothing():
    explorer = ConvolutionExplorer(IMAGE, kernel=KERNEL)
    for bad in ([1, 2], [[np.nan]], "sharpen", np.ones((1, 32))):
        with pytest.raises(ValueError, match="kernel"):
            explorer.kernel = bad
    np.testing.assert_array_equal(explorer.kernel, KERNEL)


# -------------------------------------------------------------------------------- words


def test_repr_tells_what_differs_from_the_usual():
    explorer = ConvolutionExplorer(IMAGE, kernel=KERNEL)
    assert repr(explorer) == (
        "ConvolutionExplorer(section 12 × 15, kernel 3 × 2, output 10 × 14)"
    )
    explorer.flip, explorer.stride, explorer.padding = True, 2, "same"
    explorer.bias, explorer.activation = -0.5, "relu"
    assert repr(explorer) == (
        "ConvolutionExplorer(section 12 × 15, kernel 3 × 2, convolution, stride=2, "
        "padding='same', bias=-0.5, relu, output 6 × 8)"
    )
    explorer.view = "stack"
    assert repr(explorer) == (
        "ConvolutionExplorer(layers conv 3, conv 3 on 12 × 15, weights='mean', "
        "receptive field of layer 2: 5)"
    )


def test_the_output_holds_view_text_and_picture_of_the_present_kernel():
    explorer = ConvolutionExplorer(IMAGE, kernel=KERNEL)
    bundle, metadata = explorer._repr_mimebundle_()
    assert bundle[VIEW]["model_id"]
    png = base64.b64decode(bundle["image/png"])
    assert png.startswith(b"\x89PNG")
    assert "output 10 × 14" in metadata["image/png"]["alt"]
    explorer.kernel = -KERNEL  # the same words, another picture
    assert base64.b64decode(explorer._repr_mimebundle_()[0]["image/png"]) != png


@pytest.mark.parametrize("name", PRESETS)
def test_every_preset_has_words_a_picture_and_a_stable_repr(name):
    explorer = ConvolutionExplorer.preset(name)
    assert explorer.title and explorer._info["look_for"].endswith((".", "?"))
    json.dumps(explorer._info)
    assert repr(explorer) == repr(ConvolutionExplorer.preset(name))
    assert len(explorer.describe()) > 60
    assert len(explorer._image) <= 4 * 3 * 64 * 64
    plt.close(explorer.picture())
