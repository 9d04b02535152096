"""ConvolutionExplorer in a browser: the kernel edited, the window moved, sizes read."""

import numpy as np
import pytest

from course_lib.convolution import KERNELS
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


def shown_value(page):
    """Value of the output cell, as the alt text tells it."""
    return numbers(said(page, "output").split("column")[1])[1]


# ----------------------------------------------------------------- the kernel is edited


def test_a_cell_is_typed_and_the_output_follows(page):
    explorer = show(page, ConvolutionExplorer(STEP, kernel="identity"))
    before = picture(canvas(page, "output"))
    cell(page, 2, 3).fill("-1.5")
    assert state(page, explorer).kernel[1, 2] == -1.5
    assert picture(canvas(page, "output")) != before
    assert shown_value(page) == pytest.approx(explorer.value, rel=0.006)


def test_arrow_keys_change_a_cell_and_keep_their_keys(page):
    explorer = show(page, ConvolutionExplorer(STEP, kernel="identity"))
    first = cell(page, 1, 1)
    first.focus()
    for key in ("ArrowUp", "ArrowUp", "ArrowDown", "Shift+ArrowUp"):
        page.keyboard.press(key)
    assert state(page, explorer).kernel[0, 0] == 1.25
    assert first.input_value() == "1.25"
    assert first.get_attribute("data-lm-suppress-shortcuts") == "true"


def test_keys_that_follow_quickly_build_on_each_other(page):
    explorer = show(page, ConvolutionExplorer(STEP, kernel="identity"))
    cell(page, 1, 1).evaluate("""cell => {
        for (let k = 0; k < 3; k++)
          cell.dispatchEvent(new KeyboardEvent('keydown', { key: 'ArrowUp' }));
    }""")
    assert state(page, explorer).kernel[0, 0] == 0.75


def test_who_types_keeps_the_text(page):
    explorer = show(page, ConvolutionExplorer(STEP, kernel="identity"))
    cell(page, 1, 1).click()
    for letter in "-0.50":
        page.keyboard.type(letter)
        settle(page)
    assert cell(page, 1, 1).input_value() == "-0.50"
    assert state(page, explorer).kernel[0, 0] == -0.5
    cell(page, 1, 2).click()
    assert cell(page, 1, 1).input_value() == "-0.5"


def test_an_input_is_answered_at_once_and_drawn_once(page):
    explore(page)
    settle(page)
    at_once = field(page, "stride").evaluate("""input => {
        window.paints.length = 0;
        input.value = 2;
        input.dispatchEvent(new Event('input', { bubbles: true }));
        return window.paints.length;
    }""")
    settle(page)
    settle(page)
    assert [at_once, page.evaluate("() => window.paints.length")] == [1, 1]


def test_a_cell_is_dragged_up_and_down(page):
    explorer = show(page, ConvolutionExplorer(STEP, kernel="identity"))
    box, before = cell(page, 3, 1).bounding_box(), picture(canvas(page, "output"))
    middle = np.array([box["x"] + box["width"] / 2, box["y"] + box["height"] / 2])
    drag(page, middle, middle - [0, 40])
    assert state(page, explorer).kernel[2, 0] == pytest.approx(1.0)
    assert cell(page, 3, 1).input_value() == "1"
    assert picture(canvas(page, "output")) != before
    drag(page, middle, middle + [0, 100])
    assert state(page, explorer).kernel[2, 0] == pytest.approx(-1.5)


def test_nonsense_in_a_cell_changes_nothing_and_is_said(page):
    explorer = show(page, ConvolutionExplorer(STEP, kernel="identity"))
    one = cell(page, 2, 2)
    for text, words in [("", "A number is needed"), ("1e9", "At most a million")]:
        one.fill(text)
        settle(page)
        assert one.get_attribute("aria-invalid") == "true"
        assert words in page.locator(".cl-conv-kernel .cl-wrong").inner_text()
    cell(page, 1, 1).focus()
    assert one.input_value() == "1" and one.get_attribute("aria-invalid") is None
    np.testing.assert_array_equal(state(page, explorer).kernel, KERNELS["identity"])


@pytest.mark.parametrize("name", KERNELS)
def test_named_kernels_are_those_of_the_library(page, name):
    explorer = explore(page, padding="same")
    choice = page.get_by_role("combobox", name="kernel", exact=True)
    choice.select_option(name)
    kernel = state(page, explorer).kernel
    np.testing.assert_array_equal(kernel, KERNELS[name])
    shows = page.locator(".cl-conv-words").inner_text()
    assert KERNELS[name].shows in shows
    assert shown_value(page) == pytest.approx(explorer.value, rel=0.006, abs=1e-6)
    assert choice.input_value() == name


def test_an_edited_kernel_loses_its_name(page):
    explore(page, kernel="laplacian")
    choice = page.get_by_role("combobox", name="kernel", exact=True)
    assert choice.input_value() == "laplacian"
    cell(page, 2, 2).fill("-5")
    settle(page)
    assert choice.input_value() == "own numbers"


def test_the_size_of_the_kernel_changes_around_its_middle(page):
    explorer = explore(page, kernel="laplacian")
    page.get_by_role("combobox", name="kernel rows").select_option("5")
    expected = np.pad(KERNELS["laplacian"].array, ((1, 1), (0, 0)))
    np.testing.assert_array_equal(state(page, explorer).kernel, expected)
    assert page.locator(".cl-conv-cells input").count() == 15
    page.get_by_role("combobox", name="kernel columns").select_option("1")
    np.testing.assert_array_equal(state(page, explorer).kernel, expected[:, 1:2])


def test_a_kernel_from_python_is_shown(page):
    explore(page)
    page.evaluate("() => window.model.set({ kernels: [[[2, -2]]] })")
    settle(page)
    cells = page.locator(".cl-conv-cells input")
    assert [cells.nth(i).input_value() for i in range(2)] == ["2", "-2"]


def test_a_kernel_too_large_to_edit_is_applied_all_the_same(page):
    explorer = explore(page, kernel=np.ones((3, 31)))
    assert page.locator(".cl-conv-cells input").count() == 0
    assert shown_value(page) == pytest.approx(explorer.value, rel=0.006)
    assert "kernel, 3 × 31" in page.locator(".cl-conv-kernel").inner_text()


# --------------------------------------------------------------------------- the window


def test_an_output_cell_shows_its_window(page):
    explorer = show(page, ConvolutionExplorer(STEP, kernel="smooth"))
    before = picture(canvas(page, "input")), picture(canvas(page, "sums"))
    page.mouse.click(*at_cell(page, "output", (2, 3), (3, 4)))
    assert state(page, explorer).position == [2, 3] and explorer.look == "output"
    assert picture(canvas(page, "input")) != before[0]
    assert picture(canvas(page, "sums")) != before[1]
    assert shown_value(page) == pytest.approx(explorer.value, rel=0.006)
    assert slider(page, "row").input_value() == "2"


def test_the_window_is_dragged_over_the_output(page):
    explorer = explore(page)
    drag(page, at_cell(page, "output", (10, 10), (62, 62)),
         at_cell(page, "output", (40, 5), (62, 62)))  # fmt: skip
    assert state(page, explorer).position == [40, 5]


def test_an_input_sample_shows_the_cells_it_feeds(page):
    explorer = show(page, ConvolutionExplorer(STEP, kernel="smooth"))
    before = picture(canvas(page, "output"))
    page.mouse.click(*at_cell(page, "input", (0, 1), (5, 6)))
    assert state(page, explorer).look == "input" and explorer.position == [0, 1]
    assert picture(canvas(page, "output")) != before
    assert "feeds 2 cells" in said(page, "sums")  # in the corner: one row, two columns
    assert slider(page, "input row").is_visible()
    page.mouse.click(*at_cell(page, "input", (2, 2), (5, 6)))
    settle(page)
    assert "feeds 9 cells" in said(page, "sums")


@pytest.mark.parametrize("stride, dilation, fed", [(2, 1, 4), (3, 1, 1), (1, 2, 9)])
def test_strides_and_holes_are_in_the_cells_that_are_fed(page, stride, dilation, fed):
    rng = np.random.default_rng(0)
    explorer = ConvolutionExplorer(
        rng.normal(size=(15, 15)), kernel="smooth", stride=stride, dilation=dilation,
        look="input", position=(6, 6),
    )  # fmt: skip
    if stride == 2:
        fed = 4  # rows 4 to 6 … window starts 4 and 6 hold sample 6
    show(page, explorer)
    assert f"feeds {fed} cell" in said(page, "sums")


def test_windows_and_samples_move_by_keyboard(page):
    explorer = explore(page, position=(10, 10))
    output = page.locator(".cl-conv-output .cl-handle")
    output.focus()
    for key in ("ArrowRight", "ArrowDown", "Shift+ArrowDown", "ArrowLeft", "ArrowLeft"):
        page.keyboard.press(key)
    assert state(page, explorer).position == [16, 9]
    assert output.get_attribute("aria-valuetext") == "row 16, column 9"
    assert output.get_attribute("data-lm-suppress-shortcuts") == "true"
    page.locator(".cl-conv-input .cl-handle").focus()
    page.keyboard.press("ArrowUp")
    assert state(page, explorer).look == "input"
    assert explorer.position == [16, 10]  # the window's middle was (17, 10)


def test_sliders_move_the_window(page):
    explorer = explore(page, position=(10, 10))
    before = picture(canvas(page, "sums"))
    slider(page, "column").focus()
    page.keyboard.press("ArrowRight")
    assert state(page, explorer).position == [10, 11]
    field(page, "row, number").fill("3")
    assert state(page, explorer).position == [3, 11]
    assert picture(canvas(page, "sums")) != before


# ------------------------------------------------------------------------ size, padding


def test_the_size_formula_stands_with_its_numbers(page):
    explorer = explore(page, kernel="smooth")
    assert "⌊(64 + 2·0 − 1·(3 − 1) − 1)/1⌋ + 1 = ⌊61/1⌋ + 1 = 62" in formula(page)
    for name, value in (("stride", 2), ("padding", 3), ("dilation", 4)):
        field(page, name).fill(str(value))
    assert state(page, explorer).output_shape == (31, 31)
    assert "⌊(64 + 2·3 − 4·(3 − 1) − 1)/2⌋ + 1 = ⌊61/2⌋ + 1 = 31" in formula(page)
    assert explorer.left_over == (1, 1)
    assert "drops 1 row at the bottom and 1 column at the right" in hint(page)


def test_dropped_samples_are_hatched(page):
    explore(page, "sizes")
    colour = [213, 94, 0]  # of the hatching, palette class 1
    count = """(canvas, [colour, bottom]) => {
        const { width, height } = canvas, c = canvas.getContext('2d');
        const y = Math.round(height - 40 - bottom);
        const d = c.getImageData(54, y, width - 60, 4).data;
        let n = 0;
        for (let i = 0; i < d.length; i += 4)
          n += colour.every((v, k) => Math.abs(d[i + k] - v) < 12);
        return n;
    }"""
    found = canvas(page, "input").evaluate(count, [colour, 5])
    field(page, "stride").fill("1")
    settle(page)
    assert found > 20
    assert "drops" not in hint(page)
    assert canvas(page, "input").evaluate(count, [colour, 5]) < found / 3


def test_padding_that_keeps_the_size(page):
    explorer = explore(page, kernel="smooth")
    page.get_by_role("checkbox", name="same").check()
    assert state(page, explorer).padding == "same"
    assert explorer.output_shape == (64, 64)
    assert "= 64" in formula(page)
    page.get_by_role("checkbox", name="padding same").uncheck()
    assert state(page, explorer).padding == 0


def test_a_kernel_without_room_is_explained_and_comes_back(page):
    explorer = show(page, ConvolutionExplorer(STEP, kernel="smooth"))
    field(page, "dilation").fill("3")
    settle(page)
    assert "reaches over 7 samples, the padded input has 5" in hint(page)
    assert page.get_by_role("alert").is_hidden()
    with pytest.raises(ValueError, match="larger than the padded input"):
        _ = state(page, explorer).output
    field(page, "padding").fill("2")
    settle(page)
    assert state(page, explorer).output_shape == (3, 4)
    assert shown_value(page) == pytest.approx(explorer.value, rel=0.006)


def test_bias_and_relu_follow_the_sum(page):
    explorer = show(
        page, ConvolutionExplorer(STEP, kernel="laplacian", position=(1, 1))
    )
    field(page, "bias").fill("-2.5")
    page.get_by_role("checkbox", name="ReLU").check()
    assert (state(page, explorer).bias, explorer.activation) == (-2.5, "relu")
    page.mouse.click(*at_cell(page, "output", (0, 0), (3, 4)))
    assert state(page, explorer).z[0, 0] == -6.5 and explorer.value == 0
    assert shown_value(page) == 0


def test_reset_brings_everything_back(page):
    explorer = explore(page, "edges")
    start, first = explorer._info["start"], picture(canvas(page, "output"))
    cell(page, 1, 1).fill("3")
    field(page, "stride").fill("3")
    button(page, "Channels").click()
    button(page, "Reset").click()
    settle(page)
    state(page, explorer)
    assert {name: explorer._plain(name) for name in start} == start
    assert picture(canvas(page, "output")) == first
