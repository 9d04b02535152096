"""NeuronExplorer's frame: bad states, strange text, themes, sizes, clean-up."""

import numpy as np
import pytest
from axe_playwright_python.sync_playwright import Axe

from course_lib.widgets import NeuronExplorer

from .jupyterlab import colours, picture
from .neuron_page import LINE, SANDS, button, crossplot, explore
from .widget_page import load_module, open_widget, settle, sync


@pytest.fixture(autouse=True)
def nothing_goes_wrong(page):
    yield
    assert page.errors == []
    assert page.outside == []


# --------------------------------------------------------------------- bad states, text


@pytest.mark.parametrize(
    "state, words",
    [
        ({"w": [1]}, "w must hold 2 finite weights; got [1]"),
        ({"w": [1, None]}, "w must hold 2 finite weights"),
        ({"quadratic": True}, "w must hold 5 finite weights"),
        ({"b": None}, "b must be a finite number; got null"),
        ({"lr": 0}, "lr must be a number > 0; got 0"),
    ],
)
def test_a_bad_state_shows_a_sentence_in_the_widgets_place(page, state, words):
    open_widget(page, explore(**LINE), **state)
    alert = page.get_by_role("alert")
    assert alert.inner_text().startswith("NeuronExplorer cannot be drawn: ")
    assert words in alert.inner_text()
    assert not crossplot(page).is_visible()
    good = {"w": [1, 2], "b": 0, "lr": 1, "quadratic": False}
    page.evaluate("good => window.model.set(good)", good)
    settle(page)
    assert not alert.is_visible() and colours(crossplot(page)) > 20


@pytest.mark.parametrize(
    "name, value, words",
    [
        ("_X", np.ones(5).tobytes(), "two finite numbers per label"),
        ("_X", np.full(1200, np.nan).tobytes(), "two finite numbers per label"),
        ("_X", np.ones(1200).tobytes(), "zero variance"),
        ("_y", bytes(600), "both classes"),
        ("_y", b"", "two finite numbers per label"),
    ],
)
def test_bad_data_show_a_sentence_in_the_widgets_place(page, name, value, words):
    explorer = explore(**LINE)
    setattr(explorer, name, value)
    open_widget(page, explorer)
    assert words in page.get_by_role("alert").inner_text()


def test_text_from_data_is_never_html(page):
    bad = "<img src=x onerror=alert(1)>"
    explorer = NeuronExplorer(
        SANDS.X, SANDS.y, (bad, "b"), (bad, ""), (bad, bad), **LINE
    )
    open_widget(page, explorer)
    button(page, "Costliest sample").click()
    settle(page)
    assert page.locator("#widget img").count() == 0
    assert bad in page.locator(".cl-legend").inner_text()


# ----------------------------------------------------------------- appearance, clean-up


@pytest.mark.parametrize("dark", [False, True], ids=["light", "dark"])
@pytest.mark.parametrize("quadratic", [False, True], ids=["line", "conic"])
def test_axe_finds_nothing(page, dark, quadratic):
    open_widget(page, explore(quadratic=quadratic), dark=dark)
    page.get_by_label("Sample, row of X").fill("3")
    page.get_by_label("b · bias, number").fill("")
    settle(page)
    results = Axe().run(page)
    assert results.violations_count == 0, results.generate_report()


def test_the_picture_follows_the_theme(page):
    open_widget(page, explore(**LINE))
    light = picture(crossplot(page))
    page.evaluate("""() => {
        document.documentElement.style.setProperty('--jp-layout-color0', '#111111');
        document.body.dataset.jpThemeName = 'JupyterLab Dark';
    }""")
    settle(page)
    assert picture(crossplot(page)) != light
    assert "cl-dark" in page.locator(".cl-widget").get_attribute("class")


@pytest.mark.parametrize("width", [320, 800, 1280])
def test_nothing_hangs_over_the_edge(page, width):
    page.set_viewport_size({"width": width, "height": 900})
    open_widget(page, explore(quadratic=True))
    settle(page)
    over = page.evaluate("() => document.documentElement.scrollWidth - innerWidth")
    assert over <= 0


def test_the_canvas_is_as_fine_as_the_screen(browser):
    context = browser.new_context(device_scale_factor=2)
    page = context.new_page()
    open_widget(page, explore(**LINE))
    canvas = crossplot(page)
    ratio = canvas.evaluate("c => c.width / c.getBoundingClientRect().width")
    context.close()
    assert ratio == pytest.approx(2, rel=0.01)


def test_off_screen_it_neither_computes_nor_trains(page):
    open_widget(page, explore(**LINE), above=3000)
    settle(page)
    page.evaluate("() => window.model.set({ b: 1 })")
    settle(page)
    assert page.evaluate("() => window.paints.length") == 0
    page.locator("#widget").scroll_into_view_if_needed()
    page.wait_for_function("() => window.paints.length > 0")
    button(page, "Train").click()
    page.wait_for_function("() => window.model.get('b') !== 1")
    page.evaluate("() => window.scrollTo(0, 0)")
    page.wait_for_timeout(100)  # the observer reports after the next frame
    paints, w = page.evaluate("() => [window.paints.length, window.model.get('w')]")
    settle(page)
    assert page.evaluate("() => [window.paints.length, window.model.get('w')]") == [
        paints,
        w,
    ]


def test_clean_up_stops_training_and_lets_go_of_everything(page):
    explorer = explore()
    open_widget(page, explorer)
    button(page, "Train").click()
    settle(page)
    page.evaluate("() => window.cleanUp()")
    sync(page, explorer)  # what was not yet saved goes to Python first
    state = page.evaluate("() => [window.paints.length, window.model.get('w')]")
    np.testing.assert_array_equal(explorer.w, state[1])
    handlers = "() => Object.values(window.model.handlers).flat().length"
    assert page.evaluate(handlers) == 0
    assert page.locator("#widget *").count() == 0
    page.evaluate("() => window.model.set({ b: 2 })")
    settle(page)
    assert page.evaluate("() => window.paints.length") == state[0]


@pytest.mark.parametrize("level", [0, -2.2, 2.2])
@pytest.mark.parametrize(
    "w, b",
    [((1, -1.5), 0.3), ((2, 0), -1), ((0, -3), 2), ((1e-3, 2), 1), ((40, 50), -60)],
)
def test_a_straight_contour_is_where_marching_squares_find_it(page, w, b, level):
    frame = {"x0": -3.1, "x1": 2.7, "y0": -2.2, "y1": 3.4}
    straight, found = contours(page, {"w": w, "b": b}, level, frame)
    z0, z1 = (np.reshape(lines, (-1, 2)) for lines in (straight, found))
    # Every end of one lies on the other's line, and the ends reach the frame's edges.
    x = frame["x0"] + z0[:, 0] / 120 * (frame["x1"] - frame["x0"])
    y = frame["y1"] - z0[:, 1] / 90 * (frame["y1"] - frame["y0"])
    np.testing.assert_allclose(w[0] * x + w[1] * y + b, level, atol=1e-9)
    for corner in (np.min, np.max):
        np.testing.assert_allclose(corner(z0, axis=0), corner(z1, axis=0), atol=1e-6)
    assert len(z0) == 48


@pytest.mark.parametrize("w, b", [((0, 0), 1), ((1, 1), 50), ((np.nan, 1), 0)])
def test_there_is_no_straight_contour_without_slope_or_out_of_sight(page, w, b):
    frame = {"x0": -3, "x1": 3, "y0": -3, "y1": 3}
    assert contours(page, {"w": w, "b": b}, 0, frame)[0] == []


def contours(page, unit, level, frame):
    """A level of a unit on 121 × 91 nodes: its straight line, and marching squares."""
    page.goto("about:blank")
    names = "straightContour, contourSegments, scoreGrid"
    load_module(page, f"{NeuronExplorer._esm}\nexport {{ {names} }};", "N")
    return page.evaluate(
        """([unit, level, frame]) => {
            const grid = N.scoreGrid(unit, frame, 121, 91, new Float64Array(121 * 91));
            return [N.straightContour(unit, level, frame, 121, 91),
                    N.contourSegments(grid, 121, 91, level)];
        }""",
        [unit, level, frame],
    )
