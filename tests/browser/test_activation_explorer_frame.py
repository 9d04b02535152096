"""ActivationExplorer's frame: bad states, strange text, themes, sizes, clean-up."""

import numpy as np
import pytest
from axe_playwright_python.sync_playwright import Axe

from course_lib.widgets import ActivationExplorer

from .activation_page import button, explore, handle, shown, slider
from .jupyterlab import colours, picture
from .widget_page import drag, open_widget, settle, sync

VIEWS = ["relu_family", "vanishing", "softmax"]


@pytest.fixture(autouse=True)
def nothing_goes_wrong(page):
    yield
    assert page.errors == []
    assert page.outside == []


# --------------------------------------------------------------------- bad states, text


@pytest.mark.parametrize(
    "state, words",
    [
        ({"view": "chains"}, 'view must be function, chain, softmax; got "chains"'),
        ({"activation": "step"}, "activation must be an activation function"),
        ({"others": "tanh"}, "others must be activation functions"),
        ({"z": None}, "z must be a finite number; got null"),
        ({"slope": 0}, "slope must be a number > 0; got 0"),
        ({"weight": 1e308}, "out of the finite world"),
        ({"depth": 51}, "depth must be a whole number from 1 to 50"),
        ({"scores": [1]}, "scores must be two or more finite numbers"),
    ],
)
def test_a_bad_state_shows_a_sentence_and_a_good_one_the_picture(page, state, words):
    explorer = explore(page)
    good = {name: explorer._plain(name) for name in state}
    page.evaluate("state => window.model.set(state)", state)
    settle(page)
    alert = page.get_by_role("alert")
    assert alert.inner_text().startswith("ActivationExplorer cannot be drawn: ")
    assert words in alert.inner_text()
    assert shown(page).count() == 0
    page.evaluate("good => window.model.set(good)", good)
    settle(page)
    assert not alert.is_visible() and colours(shown(page)) > 20


@pytest.mark.parametrize("data", [b"", b"1234567", np.array([np.nan]).tobytes()])
def test_bad_samples_show_a_sentence_in_the_widgets_place(page, data):
    explorer = ActivationExplorer()
    explorer._x = data
    open_widget(page, explorer)
    assert "x must hold" in page.get_by_role("alert").inner_text()


def test_text_from_outside_is_never_html(page):
    bad = "<img src=x onerror=alert(1)>"
    explorer = ActivationExplorer(
        [1.0, 2.0], bad, bad, title=bad, look_for=bad, class_names=[bad] * 4
    )
    open_widget(page, explorer)
    assert bad in page.locator(".cl-legend").inner_text()
    button(page, "Softmax").click()
    settle(page)
    assert bad in page.locator(".cl-legend").inner_text()
    assert page.locator("#widget img").count() == 0


def test_nonsense_in_a_field_changes_nothing(page):
    explorer = explore(page)
    for name, text in [("steepness s", "-1"), ("weight of GR", "1e300"), ("bias", "")]:
        field = page.get_by_role("spinbutton", name=f"{name}, number")
        field.fill(text)
        settle(page)
        assert field.get_attribute("aria-invalid") == "true"
    sync(page, explorer)
    start = explorer._info["start"]
    assert {name: explorer._plain(name) for name in start} == start


# ----------------------------------------------------------------- appearance, clean-up


@pytest.mark.parametrize("dark", [False, True], ids=["light", "dark"])
@pytest.mark.parametrize("name", VIEWS)
def test_axe_finds_nothing(page, name, dark):
    explore(page, name, dark=dark)
    if name == "relu_family":
        page.get_by_text("Compare with").click()
        page.get_by_role("spinbutton", name="bias, number").fill("")
    settle(page)
    results = Axe().run(page)
    assert results.violations_count == 0, results.generate_report()


@pytest.mark.parametrize("name", VIEWS)
def test_controls_keep_their_keys_and_sliders_move_picture_and_python(page, name):
    explorer = explore(page, name)
    controls = page.locator(
        ".cl-widget input, .cl-widget button, .cl-widget select, .cl-widget summary"
    )
    kept = controls.evaluate_all("all => all.map(e => e.dataset.lmSuppressShortcuts)")
    assert len(kept) > 20 and set(kept) == {"true"}
    for control in page.locator(".cl-panel input[type=range]:visible").all():
        before = picture(shown(page))
        control.focus()
        at_the_end = control.evaluate("e => Number(e.value) >= Number(e.max)")
        page.keyboard.press("ArrowLeft" if at_the_end else "ArrowRight")
        settle(page)
        assert page.evaluate("() => window.model.saved.length"), control
        assert picture(shown(page)) != before, control
        sync(page, explorer)


@pytest.mark.parametrize("name", VIEWS)
def test_the_picture_follows_the_theme(page, name):
    explore(page, name)
    light = picture(shown(page))
    page.evaluate("""() => {
        document.documentElement.style.setProperty('--jp-layout-color0', '#111111');
        document.body.dataset.jpThemeName = 'JupyterLab Dark';
    }""")
    settle(page)
    assert picture(shown(page)) != light
    assert "cl-dark" in page.locator(".cl-widget").get_attribute("class")


@pytest.mark.parametrize("width", [320, 640, 800, 1280])
def test_nothing_hangs_over_the_edge(page, width):
    page.set_viewport_size({"width": width, "height": 900})
    explore(page, "relu_family")
    for view in ("Function", "Chain of layers", "Softmax"):
        button(page, view).click()
        settle(page)
        over = page.evaluate("() => document.documentElement.scrollWidth - innerWidth")
        assert over <= 0, view
        box = shown(page).bounding_box()
        assert box["width"] >= 280 and box["x"] + box["width"] <= width


def test_only_the_view_chosen_is_there(page):
    explorer = explore(page)
    for text, view, control in [
        ("Chain of layers", "chain", "units per layer"),
        ("Softmax", "softmax", "temperature T"),
        ("Function", "function", "Tangent point z"),
    ]:
        button(page, text).click()
        settle(page)
        sync(page, explorer)
        assert explorer.view == view
        assert button(page, text).get_attribute("aria-pressed") == "true"
        assert shown(page).count() == 1 and colours(shown(page)) > 20
        assert slider(page, control).is_visible()
        assert page.locator(".cl-part:visible").count() == 1


def test_the_tangent_can_be_dragged_after_the_window_became_narrow(page):
    explorer = explore(page)
    page.set_viewport_size({"width": 500, "height": 900})
    settle(page)
    start = handle(page)
    drag(page, start, start - [40, 0])
    sync(page, explorer)
    assert explorer.z < 0.5
    np.testing.assert_allclose(handle(page)[0], start[0] - 40, atol=2)


def test_screen_readers_hear_what_came_of_it(page):
    explore(page, "gamma_ray_raw")
    button(page, "Standardise").click()
    page.wait_for_function(
        "() => document.querySelector('[role=status]').textContent.includes('0 %')"
    )
    assert "0 % of the samples lie where sigmoid is flat" in (
        shown(page).get_attribute("aria-label")
    )


def test_off_screen_it_does_not_compute(page):
    open_widget(page, ActivationExplorer.preset("vanishing"), above=3000)
    settle(page)
    page.evaluate("() => window.model.set({ depth: 20 })")
    settle(page)
    assert page.evaluate("() => window.paints.length") == 0
    page.locator("#widget").scroll_into_view_if_needed()
    page.wait_for_function("() => window.paints.length > 0")


def test_clean_up_lets_go_of_everything(page):
    explore(page)
    page.evaluate("() => window.cleanUp()")
    handlers = "() => Object.values(window.model.handlers).flat().length"
    assert page.evaluate(handlers) == 0
    assert page.locator(".cl-widget").count() == 0


@pytest.mark.parametrize("name", VIEWS)
def test_every_tile_is_seen_whole_at_any_width(page, name):
    explore(page, name)
    for width in range(640, 1301, 60):
        page.set_viewport_size({"width": width, "height": 900})
        settle(page)
        cut = page.evaluate("""() => [...document.querySelectorAll('.cl-tile')]
            .filter(tile => tile.offsetParent && [...tile.children].some(part =>
                part.getBoundingClientRect().left + part.scrollWidth >
                tile.parentElement.getBoundingClientRect().right + 1))
            .map(tile => tile.textContent)""")
        assert cut == [], width
