"""ConvolutionExplorer's frame: bad states, strange text, themes, sizes, clean-up."""

import numpy as np
import pytest
from axe_playwright_python.sync_playwright import Axe

from course_lib.widgets import ConvolutionExplorer

from .convolution_page import (
    STEP,
    at_cell,
    button,
    canvas,
    cell,
    explore,
    field,
    said,
    show,
    state,
)
from .jupyterlab import colours, picture
from .widget_page import open_widget, settle

VIEWS = {
    "section": "edges",
    "channels": "channels",
    "trace": "convolutional_model",
    "stack": "receptive_field",
}
NAMES = {
    "Section": "input",
    "Channels": "channels",
    "Trace": "trace",
    "Layers": "stack",
}


@pytest.fixture(autouse=True)
def nothing_goes_wrong(page):
    yield
    assert page.errors == []
    assert page.outside == []


# --------------------------------------------------------------------- bad states, text


@pytest.mark.parametrize(
    "changes, words",
    [
        ({"view": "map"}, 'view must be section, channels, trace, stack; got "map"'),
        ({"kernels": [[[1, None]]]}, "kernels must be 1 kernels of finite numbers"),
        ({"kernels": [[[1], [1, 2]]]}, "kernels must be 1 kernels of finite numbers"),
        ({"wavelet": []}, "wavelet must be a list of finite numbers"),
        ({"stride": 0}, "stride must be a whole number from 1 to 8; got 0"),
        ({"padding": "full"}, "padding must be a whole number from 0 to 32 or"),
        ({"dilation": 1.5}, "dilation must be a whole number"),
        ({"bias": None}, "bias must be a finite number"),
        ({"activation": "tanh"}, "activation must be none, relu"),
        ({"position": [1]}, "position must be two whole numbers"),
        ({"layers": [{"kind": "sum", "k": 3}]}, "layers must be 1 to 8 layers"),
        ({"weights": "ones"}, "weights must be mean, random, kernel"),
        ({"dt_ms": 0}, "dt_ms must be a number > 0"),
    ],
)  # fmt: skip
def test_a_bad_state_shows_a_sentence_and_a_good_one_the_picture(page, changes, words):
    explorer = explore(page)
    good = {name: explorer._plain(name) for name in changes}
    page.evaluate("changes => window.model.set(changes)", changes)
    settle(page)
    alert = page.get_by_role("alert")
    assert alert.inner_text().startswith("ConvolutionExplorer cannot be drawn: ")
    assert words in alert.inner_text()
    assert not canvas(page, "input").is_visible()
    page.evaluate("good => window.model.set(good)", good)
    settle(page)
    assert not alert.is_visible() and colours(canvas(page, "input")) > 20


@pytest.mark.parametrize("name", ["_image", "_trace"])
@pytest.mark.parametrize("data", [b"", b"123", np.array([np.nan], "<f4").tobytes()])
def test_bad_data_show_a_sentence_in_the_widgets_place(page, name, data):
    explorer = ConvolutionExplorer([[1.0]], [1.0])
    setattr(explorer, name, data)
    open_widget(page, explorer)
    assert f"{name[1:]} must hold" in page.get_by_role("alert").inner_text()


def test_text_from_outside_is_never_html(page):
    bad = "<img src=x onerror=alert(1)>"
    show(page, ConvolutionExplorer(
        np.ones((2, 8, 8)), np.ones(9), bad, bad, bad, bad, [bad, bad], (bad, bad),
        title=bad, look_for=bad, view="channels",
    ))  # fmt: skip
    assert bad in page.locator(".cl-title").inner_text()
    assert bad in page.locator(".cl-conv-rules select").first.inner_text()
    for view in NAMES:
        button(page, view).click()
        settle(page)
    assert page.locator("#widget img").count() == 0


def test_nonsense_in_a_field_changes_nothing(page):
    explorer = explore(page)
    for name, text in [("stride", "0"), ("padding", "33"), ("dilation", "1.5"),
                       ("bias", ""), ("row, number", "62")]:  # fmt: skip
        one = field(page, name)
        one.fill(text)
        settle(page)
        assert one.get_attribute("aria-invalid") == "true", name
    start = state(page, explorer)._info["start"]
    assert {name: explorer._plain(name) for name in start} == start


# --------------------------------------------------------------------------- own arrays


@pytest.mark.parametrize("shape", [(1, 1), (2, 40), (40, 2), (150, 130), (463, 951)])
def test_own_arrays_of_any_size_are_drawn(page, shape):
    image = np.random.default_rng(0).normal(size=shape)
    explorer = show(page, ConvolutionExplorer(image, kernel="smooth", padding=1))
    middle = tuple(n // 2 for n in shape)
    page.mouse.click(*at_cell(page, "output", middle, shape))
    assert state(page, explorer).position == list(middle)
    assert f"Output {shape[0]} × {shape[1]}." in said(page, "output")


def test_small_arrays_have_their_numbers_in_the_cells(page):
    page.evaluate("""() => {
        window.written = [];
        const write = CanvasRenderingContext2D.prototype.fillText;
        CanvasRenderingContext2D.prototype.fillText = function (text, ...at) {
          window.written.push(text);
          return write.call(this, text, ...at);
        };
    }""")
    show(page, ConvolutionExplorer(np.array(STEP) * 1.5, kernel="smooth"))
    assert "−4.5" in page.evaluate("() => window.written")


def test_negative_values_keep_their_own_colour(page):
    image = np.repeat([[-1.0, 0.0, 1.0]], 60, axis=0).repeat(20, axis=1)
    show(page, ConvolutionExplorer(image, kernel="identity"))
    look = """(canvas, share) => [...canvas.getContext('2d').getImageData(
        canvas.width * share, canvas.height * 0.2, 1, 1).data].slice(0, 3)"""
    for name in ("input", "output"):
        at = (0.3, 0.55, 0.8)
        left, zero, right = (canvas(page, name).evaluate(look, x) for x in at)
        assert left[2] > left[0] + 100, name  # blue below zero
        assert right[0] > right[2] + 100, name  # orange above
        assert min(zero) > 230, name  # nothing at zero


# ----------------------------------------------------------------- appearance, clean-up


@pytest.mark.parametrize("dark", [False, True], ids=["light", "dark"])
@pytest.mark.parametrize("view", VIEWS)
def test_axe_finds_nothing(page, view, dark):
    explore(page, VIEWS[view], dark=dark)
    if view == "section":
        cell(page, 1, 1).fill("")
        field(page, "stride").fill("9")
    settle(page)
    results = Axe().run(page)
    assert results.violations_count == 0, results.generate_report()


@pytest.mark.parametrize("view", VIEWS)
def test_controls_keep_their_keys_and_sliders_move_picture_and_python(page, view):
    explorer = explore(page, VIEWS[view])
    controls = page.locator(".cl-widget input, .cl-widget button, .cl-widget select")
    kept = controls.evaluate_all("all => all.map(e => e.dataset.lmSuppressShortcuts)")
    assert len(kept) > 25 and set(kept) == {"true"}
    shown = page.locator(".cl-conv canvas:visible").first
    sliders = page.locator("input[type=range]:visible").all()
    assert sliders
    for control in sliders:
        before = picture(shown)
        control.focus()
        at_the_end = control.evaluate("e => Number(e.value) >= Number(e.max)")
        page.keyboard.press("ArrowLeft" if at_the_end else "ArrowRight")
        settle(page)
        assert page.evaluate("() => window.model.saved.length"), control
        assert picture(shown) != before, control
        state(page, explorer)


def test_everything_is_reached_by_the_tab_key(page):
    explore(page)
    reached = []
    page.locator("body").focus()
    for _ in range(40):
        page.keyboard.press("Tab")
        name = "() => (e => e.ariaLabel || e.textContent)(document.activeElement)"
        reached.append(page.evaluate(name))
    for name in ("Section", "Convolution", "Output cell", "Input sample", "Play"):
        assert name in reached, name
    assert "kernel, row 2, column 2" in reached


@pytest.mark.parametrize("view", VIEWS)
def test_the_pictures_follow_the_theme(page, view):
    explore(page, VIEWS[view])
    shown = page.locator(".cl-conv canvas:visible").all()
    light = [picture(one) for one in shown]
    page.evaluate("""() => {
        document.documentElement.style.setProperty('--jp-layout-color0', '#111111');
        document.body.dataset.jpThemeName = 'JupyterLab Dark';
    }""")
    settle(page)
    assert all(picture(one) != old for one, old in zip(shown, light, strict=True))
    assert "cl-dark" in page.locator(".cl-widget").get_attribute("class")


def test_off_screen_a_kernel_can_be_read_while_the_theme_changes(page):
    explore(page)
    cell = page.get_by_label("kernel, row 2, column 3")
    look = "e => [getComputedStyle(e).color, getComputedStyle(e).backgroundColor]"
    light = cell.evaluate(look)
    page.evaluate("""() => {
        const room = document.createElement('div');
        room.style.height = '5000px';
        document.body.prepend(room);
        scrollTo(0, 0);
    }""")
    settle(page)
    page.evaluate("""() => {
        const page = document.documentElement.style;
        page.setProperty('--jp-layout-color0', '#111111');
        page.setProperty('--jp-ui-font-color0', '#ffffff');
        document.body.dataset.jpThemeName = 'JupyterLab Dark';
    }""")
    settle(page)
    assert cell.evaluate(look) == light
    cell.scroll_into_view_if_needed()
    settle(page)
    dark = cell.evaluate(look)
    assert dark[0] != light[0] and dark[1] != light[1]


@pytest.mark.parametrize("width", [320, 640, 800, 1024, 1280])
def test_nothing_hangs_over_the_edge(page, width):
    page.set_viewport_size({"width": width, "height": 900})
    explore(page, "channels")
    for view, name in NAMES.items():
        button(page, view).click()
        settle(page)
        over = page.evaluate("() => document.documentElement.scrollWidth - innerWidth")
        assert over <= 0, view
        box = canvas(page, name).bounding_box()
        assert box["width"] >= 180 and box["x"] + box["width"] <= width, view
        assert colours(canvas(page, name)) > 20, view


def test_a_wide_kernel_makes_room_for_itself(page):
    explore(page)
    before = canvas(page, "input").bounding_box()["width"]
    page.get_by_role("combobox", name="kernel columns").select_option("7")
    settle(page)
    box = canvas(page, "input").bounding_box()
    assert box["width"] < before
    ratio = canvas(page, "input").evaluate("c => c.width / c.clientWidth")
    assert ratio == pytest.approx(page.evaluate("() => devicePixelRatio"), rel=0.01)


def test_screen_readers_hear_what_came_of_it(page):
    explore(page)
    field(page, "stride").fill("2")
    page.wait_for_function(
        "() => document.querySelector('[role=status]').textContent.includes('31 × 31')"
    )
    assert "The floor drops 1 row" in said(page, "output")


def test_off_screen_it_does_not_compute(page):
    open_widget(page, ConvolutionExplorer.preset("section"), above=3000)
    settle(page)
    page.evaluate("() => window.model.set({ stride: 2 })")
    settle(page)
    assert page.evaluate("() => window.paints.length") == 0
    page.locator("#widget").scroll_into_view_if_needed()
    page.wait_for_function("() => window.paints.length > 0")


def test_clean_up_lets_go_of_everything_while_it_plays(page):
    explore(page, position=(0, 0))
    page.get_by_role("combobox", name="pace").select_option("60")
    button(page, "Play").click()
    settle(page)
    page.evaluate("() => window.cleanUp()")
    at = page.evaluate("() => String(window.model.get('position'))")
    handlers = "() => Object.values(window.model.handlers).flat().length"
    assert page.evaluate(handlers) == 0
    assert page.locator(".cl-widget").count() == 0
    page.wait_for_timeout(300)
    assert page.evaluate("() => String(window.model.get('position'))") == at
