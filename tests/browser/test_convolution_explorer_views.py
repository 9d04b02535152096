"""ConvolutionExplorer in a browser: channels, traces, layers, the sliding window."""

import numpy as np
import pytest

from course_lib.widgets import ConvolutionExplorer

from .convolution_page import (
    STEP,
    at_cell,
    button,
    canvas,
    cell,
    explore,
    field,
    formula,
    hint,
    numbers,
    said,
    show,
    slider,
    state,
)
from .jupyterlab import picture
from .widget_page import drag, settle


@pytest.fixture(autouse=True)
def nothing_goes_wrong(page):
    yield
    assert page.errors == []
    assert page.outside == []


def press(page, name, x, y):
    """Click at these shares of a canvas."""
    box = canvas(page, name).bounding_box()
    page.mouse.click(box["x"] + x * box["width"], box["y"] + y * box["height"])
    settle(page)


def colour(page, name, at):
    """Red, green, blue of a canvas at a point of the page."""
    return canvas(page, name).evaluate(
        """(canvas, [x, y]) => {
            const box = canvas.getBoundingClientRect();
            const scale = canvas.width / box.width;
            const at = [(x - box.left) * scale, (y - box.top) * scale, 1, 1];
            return [...canvas.getContext('2d').getImageData(...at).data].slice(0, 3);
        }""",
        list(at),
    )


# ------------------------------------------------------------- correlation, convolution


def test_the_kernel_turns_before_the_eye(page):
    explorer = explore(page, kernel="sobel in time")
    still = picture(canvas(page, "sums"))
    button(page, "Convolution").click()
    settle(page)
    under_way = picture(canvas(page, "sums"))
    page.wait_for_timeout(900)
    turned = picture(canvas(page, "sums"))
    assert len({still, under_way, turned}) == 3
    assert state(page, explorer).flip is True
    np.testing.assert_array_equal(explorer.laid, explorer.kernel[::-1, ::-1])
    assert button(page, "Convolution").get_attribute("aria-pressed") == "true"


def test_with_reduced_motion_it_is_turned_at_once(page):
    page.emulate_media(reduced_motion="reduce")
    explore(page, kernel="sobel in time")
    button(page, "Convolution").click()
    settle(page)
    first = picture(canvas(page, "sums"))
    page.wait_for_timeout(400)
    assert picture(canvas(page, "sums")) == first


# --------------------------------------------------------------- the window that slides


def test_step_goes_on_by_one_cell_and_to_the_next_row(page):
    explorer = show(page, ConvolutionExplorer(STEP, kernel="smooth", position=(0, 2)))
    last = at_cell(page, "output", (2, 3.3), (3, 4))
    whole = colour(page, "output", last)
    button(page, "Step").click()
    assert state(page, explorer).position == [0, 3]
    button(page, "Step").click()
    assert state(page, explorer).position == [1, 0]
    assert (
        sum(colour(page, "output", last)) > sum(whole) + 20
    )  # under paper, not yet done
    page.locator(".cl-conv-output .cl-handle").focus()
    page.keyboard.press("ArrowRight")
    settle(page)
    assert colour(page, "output", last) == whole


def test_play_slides_the_window_and_pause_stops_it(page):
    explorer = explore(page, position=(5, 0))
    page.get_by_role("combobox", name="pace").select_option("60")
    button(page, "Play").click()
    page.wait_for_function("() => window.model.get('position')[1] > 5")
    button(page, "Pause").click()
    at = state(page, explorer).position
    page.wait_for_timeout(200)
    assert state(page, explorer).position == at
    assert at[0] == 5 and button(page, "Play").is_visible()


def test_play_ends_with_the_last_cell_and_starts_again_from_the_first(page):
    explorer = show(page, ConvolutionExplorer(STEP, kernel="smooth", position=(1, 3)))
    page.get_by_role("combobox", name="pace").select_option("60")
    button(page, "Play").click()
    button(page, "Play").wait_for()
    assert state(page, explorer).position == [2, 3]
    page.get_by_role("combobox", name="pace").select_option("2")
    button(page, "Play").click()
    assert state(page, explorer).position == [0, 0]


def test_with_reduced_motion_play_jumps_by_rows(page):
    page.emulate_media(reduced_motion="reduce")
    explorer = explore(page, position=(5, 7))
    button(page, "Play").click()
    page.wait_for_function("() => window.model.get('position')[0] > 5")
    button(page, "Pause").click()
    assert state(page, explorer).position[1] == 7


# ----------------------------------------------------------------------------- channels


def test_channels_add_up_to_the_sum(page):
    explorer = explore(page, "angle_stacks", bias=0.5, activation="relu")
    terms = [part[explorer.cell] for part in explorer.responses]
    written = numbers(formula(page).splitlines()[0])
    expected = [*terms, 0.5, explorer.z[explorer.cell], explorer.value]
    np.testing.assert_allclose(written, expected, rtol=0.006, atol=1e-9)


def test_responses_are_those_of_the_turned_kernel_and_the_stride(page):
    explorer = explore(page, "channels", kernel="sobel in time", flip=True, stride=3,
                       position=(4, 5))  # fmt: skip
    terms = [part[explorer.cell] for part in explorer.responses]
    written = numbers(formula(page).splitlines()[0])
    np.testing.assert_allclose(written[:3], terms, rtol=0.006, atol=1e-9)


def test_each_channel_has_its_own_kernel(page):
    explorer = explore(page, "channels", kernel="identity")
    before = picture(canvas(page, "channels"))
    press(page, "channels", 0.3, 0.5)  # the kernel of the second channel
    assert (
        "kernel of derivative in time" in page.locator(".cl-conv-kernel").inner_text()
    )
    cell(page, 2, 2).fill("-3")
    kernels = state(page, explorer).kernel
    assert explorer.channel == 1 and kernels[:, 1, 1].tolist() == [1, -3, 1]
    assert picture(canvas(page, "channels")) != before
    shown = numbers(said(page, "channels").split("column")[1])[1]
    assert shown == pytest.approx(explorer.value, rel=0.006)


def test_a_channel_and_a_cell_are_chosen_on_the_pictures(page):
    explorer = explore(page, "channels")
    press(page, "channels", 0.12, 0.75)
    assert state(page, explorer).channel == 2
    assert explorer.position != [32, 32]
    press(page, "channels", 0.9, 0.3)
    assert state(page, explorer).channel == 2


def test_the_section_view_takes_one_channel(page):
    explorer = explore(page, "channels")
    button(page, "Section").click()
    page.get_by_role("combobox", name="channel", exact=True).select_option("envelope")
    state(page, explorer)
    assert (explorer.view, explorer.channel) == ("section", 2)
    np.testing.assert_array_equal(explorer.input, explorer.image[2])
    shown = numbers(said(page, "output").split("column")[1])[1]
    assert shown == pytest.approx(explorer.value, rel=0.006)


# -------------------------------------------------------------------------------- trace


def test_the_output_sample_follows_pointer_slider_and_keys(page):
    explorer = explore(page, "convolutional_model")
    before = picture(canvas(page, "trace")), picture(canvas(page, "sums"))
    press(page, "trace", 0.3, 0.75)
    moved = state(page, explorer).sample
    assert explorer.look == "output" and moved < 40
    assert picture(canvas(page, "trace")) != before[0]
    assert picture(canvas(page, "sums")) != before[1]
    shown = numbers(said(page, "trace").split("; ")[1])
    assert shown == pytest.approx([moved, explorer.value], rel=0.006)
    page.locator(".cl-conv-trace .cl-handle").focus()
    page.keyboard.press("Shift+ArrowRight")
    slider(page, "sample").focus()
    page.keyboard.press("ArrowRight")
    assert state(page, explorer).sample == moved + 6


def test_a_spike_writes_the_wavelet(page):
    explorer = explore(page, "convolutional_model")
    spike = int(np.abs(explorer.trace).argmax())
    box = canvas(page, "trace").bounding_box()
    inner = box["width"] - 68  # from −12.7 to 107.3: padding by 12 on both sides
    x = box["x"] + 56 + inner * (spike + 12.7) / 120
    page.mouse.click(x, box["y"] + 60)
    assert (state(page, explorer).look, explorer.sample) == ("input", spike)
    assert "feeds 25 output samples" in said(page, "trace")
    assert "writes the kernel as it is" in hint(page)
    button(page, "Correlation").click()
    settle(page)
    assert "writes the kernel turned round" in hint(page)


def test_a_stem_of_the_wavelet_is_dragged_and_moved_by_keys(page):
    explorer = explore(page, "convolutional_model", wavelet=[0.0, 1.0, 0.0])
    place = page.locator(".cl-conv-side canvas:visible").bounding_box()
    # Three stems between −0.7 and 2.7, values between −1.15 and 1.15, axes around.
    x = place["x"] + 46 + (place["width"] - 56) * 0.7 / 3.4
    y = place["y"] + 10 + 158 / 2
    drag(page, (x, y), (x, y + 79 * 0.5 / 1.15))
    wavelet = state(page, explorer).kernel
    np.testing.assert_allclose(wavelet, [-0.5, 1, 0], atol=0.02)
    page.locator(".cl-conv-side .cl-handle:visible").focus()
    for key in ("ArrowRight", "ArrowRight", "ArrowUp", "Shift+ArrowUp"):
        page.keyboard.press(key)
    np.testing.assert_allclose(state(page, explorer).kernel[1:], [1, 0.3], atol=1e-9)
    field(page, "sample 2").fill("0.75")
    assert state(page, explorer).kernel[2] == 0.75
    shown = numbers(said(page, "trace").split("; ")[1])[1]
    assert shown == pytest.approx(explorer.value, rel=0.006, abs=1e-9)


def test_a_named_wavelet_is_taken(page):
    explorer = explore(page, "convolutional_model")
    choice = page.locator(".cl-conv-rules select:visible")
    choice.select_option("causal")
    wavelet = state(page, explorer).kernel
    assert len(wavelet) == 33 and not wavelet[:16].any()
    assert choice.input_value() == "causal"


# ------------------------------------------------------------------------------- layers


def test_the_field_grows_from_layer_to_layer(page):
    explorer = explore(page, "receptive_field")
    sizes = page.locator(".cl-conv-layers tbody td:nth-child(8)").all_inner_texts()
    assert [int(text) for text in sizes] == explorer.receptive_field.tolist()
    tiles = page.locator(".cl-conv-side .cl-value:visible").all_inner_texts()
    assert tiles == ["16 × 16", "64 ms", "64 m", "400 m"]
    before = picture(canvas(page, "stack"))
    slider(page, "look at layer").focus()
    page.keyboard.press("ArrowLeft")
    assert state(page, explorer).layer == 5
    assert picture(canvas(page, "stack")) != before
    tiles = page.locator(".cl-conv-side .cl-value:visible").all_inner_texts()
    assert tiles[0] == "14 × 14"
    # It still looks at the same place: fields have the same middle, within a cell.
    top, left, size = explorer.field
    assert (
        abs(top + (size - 1) / 2 - 31.5) <= 2 and abs(left + (size - 1) / 2 - 31.5) <= 2
    )


def test_metres_follow_interval_distance_and_velocity(page):
    explorer = explore(page, "receptive_field")
    for name, value in (
        ("sample interval (ms)", 2),
        ("trace distance (m)", 12.5),
        ("velocity (m/s)", 3000),
    ):
        field(page, name).fill(str(value))
    size = state(page, explorer).receptive_field_size
    tiles = page.locator(".cl-conv-side .cl-value:visible").all_inner_texts()
    assert tiles[1:] == [
        f"{size.ms:g} ms",
        f"{size.height_m:g} m",
        f"{size.width_m:g} m",
    ]
    assert (size.ms, size.height_m, size.width_m) == (32, 48, 200)


def test_layers_are_changed_added_and_taken_away(page):
    explorer = explore(page, "receptive_field", layers=(3, ("max", 2)))
    button(page, "Add convolution").click()
    page.get_by_label("k of layer 3", exact=True).fill("5")
    page.get_by_label("dilation of layer 1", exact=True).fill("2")
    page.get_by_label("kind of layer 2", exact=True).select_option("mean")
    state(page, explorer)
    assert [layer["kind"] for layer in explorer.layers] == ["conv", "mean", "conv"]
    assert explorer.receptive_field.tolist() == [5, 6, 14]
    assert explorer.layer == 3 and explorer.output_shape == (26, 26)
    page.get_by_role("button", name="take layer 2 away").click()
    assert state(page, explorer).receptive_field.tolist() == [5, 9]
    button(page, "Add pooling").click()
    page.get_by_label("k of layer 3", exact=True).fill("3")
    assert state(page, explorer).layers[2]["stride"] == 3


def test_a_layer_without_room_is_named(page):
    explorer = show(
        page, ConvolutionExplorer(STEP, view="stack", layers=(3, 3, 3), layer=2)
    )
    assert "no room" in page.locator(".cl-conv-layers").inner_text()
    slider(page, "look at layer").focus()
    page.keyboard.press("ArrowRight")
    settle(page)
    assert "Layer 3 (conv 3×3) finds no room in a map of 1 × 2" in hint(page)
    with pytest.raises(ValueError, match="larger than the padded input"):
        _ = state(page, explorer).output
    page.get_by_label("padding of layer 3", exact=True).fill("1")
    assert state(page, explorer).output_shape == (1, 2)


@pytest.mark.parametrize("weights", ["mean", "random", "kernel"])
def test_the_measured_field_is_python_s(page, weights):
    options = {"weights": weights, "kernel": "sobel in time", "layers": (3, 3, 3)}
    explorer = explore(page, "receptive_field", **options)
    size = np.sort(np.abs(explorer.gradient), axis=None)[::-1]
    count = np.searchsorted(np.cumsum(size), 0.9 * size.sum() * (1 - 1e-12)) + 1
    assert numbers(hint(page))[0] == pytest.approx(100 * count / 49, abs=0.51)


def test_a_field_where_relu_passes_nothing_is_explained(page):
    explore(page, "receptive_field", layers=(3,), activation="relu", bias=0,
            weights="kernel", kernel=np.zeros((3, 3)))  # fmt: skip
    assert "ReLU lets nothing through" in hint(page)


def test_the_cell_is_dragged_on_the_section_and_chosen_on_a_map(page):
    explorer = explore(page, "receptive_field")
    box = canvas(page, "stack").bounding_box()
    start = np.array([box["x"] + 0.25 * box["width"], box["y"] + 0.55 * box["height"]])
    drag(page, start, start + [60, 40])
    moved = state(page, explorer).position
    assert explorer.layer == 6 and moved != [6, 6]
    page.mouse.click(box["x"] + 0.35 * box["width"], box["y"] + 60)
    assert state(page, explorer).layer == 2


def test_what_lies_in_the_middle_stays_from_view_to_view(page):
    explorer = explore(page, position=(20, 40))
    button(page, "Layers").click()
    top, left, size = state(page, explorer).field
    assert abs(top + (size - 1) / 2 - 21) <= 2 and abs(left + (size - 1) / 2 - 41) <= 2
    button(page, "Section").click()
    middle = np.array(state(page, explorer).cell) + 1
    np.testing.assert_allclose(middle, [21, 41], atol=2)
