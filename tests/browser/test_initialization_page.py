"""InitializationExplorer on a page: played, changed, read; what Python knows of it."""

import numpy as np
import pytest
from axe_playwright_python.sync_playwright import Axe

from course_lib.widgets import InitializationExplorer

from .initialization_page import canvas, labelled, table, tiles
from .jupyterlab import colours, picture
from .playground_page import button, press
from .widget_page import open_widget, settle, sync

WIDTHS = (1280, 800, 640, 320)


@pytest.fixture(autouse=True)
def nothing_goes_wrong(page):
    yield
    assert page.errors == []
    assert page.outside == []


def opened(page, name="he", dark=False, **settings):
    widget = InitializationExplorer.preset(name, **settings)
    open_widget(page, widget, dark)
    settle(page)
    return widget


def played(page, widget, least):
    """Play until this many epochs are over, then pause."""
    button(page, "Play").click()
    page.wait_for_function(
        "n => +document.querySelector('.cl-init-tiles .cl-value').textContent >= n",
        arg=least,
    )
    button(page, "Pause").click()
    settle(page)
    sync(page, widget)


def choose(page, widget, label, value):
    labelled(page, label).select_option(value)
    settle(page)
    sync(page, widget)


def number(text):
    return float(text.removesuffix(" %").replace("−", "-"))


def test_a_first_answer_is_followed_by_all_nodes_of_the_map(page):
    opened(page)
    factor = page.locator("input[type=range]:visible").first
    for key in ("ArrowRight", "ArrowRight", "ArrowLeft"):
        factor.press(key)
        settle(page)
        settle(page)  # layers and losses follow one after the other
        answer = picture(canvas(page, "out"))
        page.evaluate("window.dispatchEvent(new Event('resize'))")  # draws all anew
        settle(page)
        settle(page)
        assert picture(canvas(page, "out")) == answer


# -------------------------------------------------------------------- play, step, reset


def test_what_is_played_is_python_s_training(page):
    widget = opened(page, "xavier")
    played(page, widget, 8)
    other = InitializationExplorer.preset("xavier")
    other.train(widget.epoch)
    np.testing.assert_allclose(
        widget.to_network().parameters, other.to_network().parameters, rtol=1e-9,
        atol=1e-9,
    )  # fmt: skip
    epoch, loss, accuracy = tiles(page)
    assert int(epoch) == widget.epoch >= 8
    assert number(loss) == pytest.approx(widget.loss, rel=6e-3)
    assert number(accuracy) == pytest.approx(100 * widget.accuracy, abs=0.6)


def test_step_reset_and_new_weights(page):
    widget = opened(page)
    start = widget.to_network().parameters
    press(page, widget, "Step")
    assert widget.epoch == 1 and tiles(page)[0] == "1"
    press(page, widget, "Reset")
    assert widget.training == {} and tiles(page)[0] == "0"
    np.testing.assert_array_equal(widget.to_network().parameters, start)
    press(page, widget, "New weights")
    assert widget.settings["seed"] != 0
    assert not np.array_equal(widget.to_network().parameters, start)


def test_the_deep_network_trains_and_its_histograms_move(page):
    widget = opened(page, "deep_tanh", hidden=[20, 20], batch_size=100)
    before = {name: picture(canvas(page, name)) for name in ("answers", "slopes")}
    button(page, "Play").click()
    for name in before:
        page.wait_for_function(
            """([name, old]) => document.querySelector(`.cl-init-${name} canvas`)
            .toDataURL() !== old""",
            arg=[name, before[name]],
        )
    button(page, "Pause").click()
    settle(page)
    sync(page, widget)
    assert widget.epoch >= 0 and widget.training["updates"] > 0
    rows = table(page)
    assert len(rows) == 3
    assert number(rows[0][2]) == pytest.approx(widget.layers.std[0], rel=0.06)


def test_it_stops_off_screen(page):
    widget = InitializationExplorer(seed=1)
    open_widget(page, widget)
    button(page, "Play").click()
    page.evaluate("document.getElementById('widget').style.marginTop = '4000px'")
    page.wait_for_timeout(300)
    before = tiles(page)[0]
    page.wait_for_timeout(300)
    assert tiles(page)[0] == before
    page.evaluate("document.getElementById('widget').style.marginTop = '0'")
    page.wait_for_function(
        "n => document.querySelector('.cl-init-tiles .cl-value').textContent !== n",
        arg=before,
    )


def test_cleaning_up_ends_it(page):
    opened(page)
    button(page, "Play").click()
    page.evaluate("() => { window.cleanUp(); window.paints.length = 0; }")
    settle(page)
    assert page.evaluate("window.paints.length") == 0
    assert page.locator(".cl-widget").count() == 0


def test_divergence_is_said_with_a_way_out(page):
    widget = opened(page, "deep_relu", init="too_large")
    press(page, widget, "Step")
    status = page.locator(".cl-status").inner_text()
    assert widget.stopped.startswith("diverged") and "press Reset" in status
    assert button(page, "Play").get_attribute("aria-disabled") == "true"


# ----------------------------------------------------------------------------- controls


def test_a_rule_of_starting_weights_is_set_in_python_too(page):
    widget = opened(page)
    choose(page, widget, "starting weights", "too_small")
    assert widget.settings["init"] == "too_small"
    assert labelled(page, "variance factor, f/n, number").input_value() == "0.01"
    assert number(table(page)[0][2]) == pytest.approx(widget.layers.std[0], rel=0.06)


@pytest.mark.parametrize("name", ["too_small", "deep_tanh"])
def test_a_moved_factor_is_answered_at_once_and_measured_after_that(page, name):
    widget = opened(page, name)
    shown = "net" if name == "too_small" else "depth"
    late = page.evaluate(
        """name => {
        const canvas = name => document.querySelector(`.cl-init-${name} canvas`);
        const look = () => [name, 'answers', 'loss'].map(n => canvas(n).toDataURL());
        const slider = [...document.querySelectorAll('input[type=range]')]
            .find(s => s.labels[0]?.textContent.startsWith('variance factor'));
        const before = look(), changed = () => look().map((v, k) => v !== before[k]);
        slider.value = 1;
        slider.dispatchEvent(new Event('input', { bubbles: true }));
        return [changed()];
    }""",
        shown,
    )
    assert late == [[True, False, False]]
    settle(page)
    sync(page, widget)
    assert widget.settings["factor"] == 10
    assert number(table(page)[0][2]) == pytest.approx(widget.layers.std[0], rel=0.06)
    page.wait_for_timeout(200)
    assert number(tiles(page)[1]) == pytest.approx(widget.loss, rel=6e-3)


def test_title_and_hint_hold_only_for_the_start_they_speak_of(page):
    widget = opened(page, "too_small")
    title, hint = page.locator(".cl-title"), page.locator(".cl-status")
    assert title.inner_text() == "Weights too small"
    choose(page, widget, "starting weights", "he")
    assert title.inner_text() == "Starting weights"
    assert 'weights by the rule "he"' in hint.inner_text()
    choose(page, widget, "starting weights", "too_small")
    assert title.inner_text() == "Weights too small"
    assert hint.inner_text().startswith("Nothing happens")


def test_the_slider_makes_a_rule_of_your_own(page):
    widget = opened(page)
    slider = labelled(page, "variance factor, f/n")
    slider.focus()
    for _ in range(20):
        page.keyboard.press("ArrowRight")
    settle(page)
    sync(page, widget)
    assert widget.settings["init"] == "custom"
    assert widget.settings["factor"] == pytest.approx(2 * 10**0.2, rel=0.02)
    assert labelled(page, "starting weights").input_value() == "custom"


def test_every_control_reaches_python(page):
    widget = opened(page)
    choose(page, widget, "activation", "elu")
    choose(page, widget, "data", "gas_sand")
    choose(page, widget, "links show", "gradient")
    choose(page, widget, "learning rate α", "0.3")
    choose(page, widget, "optimizer", "adam")
    page.get_by_label("inputs scaled").uncheck()
    labelled(page, "seed").fill("12")
    settle(page)
    sync(page, widget)
    now, rule = widget.settings, widget.settings["optimizer"]
    assert (now["activation"], now["data"], now["links"]) == (
        "elu", "gas_sand", "gradient",
    )  # fmt: skip
    assert (rule["kind"], rule["lr"], now["scale_inputs"]) == ("adam", 0.3, False)
    assert now["seed"] == 12
    press(page, widget, "Step")
    other = InitializationExplorer(**widget.settings)
    other.train(1)
    assert widget.loss == pytest.approx(other.loss, rel=1e-9)


def test_two_networks_keep_their_settings(page):
    widget = opened(page, seed=9)
    press(page, widget, "Deep network")
    assert widget.settings["view"] == "deep" and len(table(page)) == 5
    assert not page.locator(".cl-init-net").is_visible()
    labelled(page, "hidden layers").fill("2")
    labelled(page, "units each").fill("15")
    settle(page)
    sync(page, widget)
    assert widget.settings["hidden"] == [15, 15] and len(table(page)) == 3
    press(page, widget, "Small network")
    assert widget.settings["seed"] == 9 and widget.settings["hidden"] == [6, 3]
    assert page.locator(".cl-init-net").is_visible()
    press(page, widget, "Deep network")
    assert widget.settings["hidden"] == [15, 15]


def test_python_changes_what_the_page_shows(page):
    widget = opened(page)
    widget.settings = {"init": "zeros", "activation": "tanh"}
    widget.train(5)
    page.evaluate(
        "([settings, training]) => window.model.set({ settings, training })",
        [widget.settings, widget.training],
    )
    settle(page)
    assert tiles(page)[0] == "5" and table(page)[0][2] == "0"
    page.evaluate("() => window.model.set({ training: {} })")
    settle(page)
    assert tiles(page)[0] == "0"


def test_symmetry_is_seen_and_said(page):
    widget = opened(page, "constant")
    words = page.locator(".cl-init-twins")
    assert "stay copies of one unit" in words.inner_text()
    played(page, widget, 5)
    assert "stay copies of one unit" in words.inner_text()
    choose(page, widget, "starting weights", "he")
    assert not words.is_visible()
    choose(page, widget, "starting weights", "zeros")
    assert "only the output's bias learns" in words.inner_text()


def test_links_show_weights_or_gradient(page):
    widget = opened(page)
    weights = picture(canvas(page, "net"))
    choose(page, widget, "links show", "gradient")
    assert picture(canvas(page, "net")) != weights
    assert "coloured by gradient" in canvas(page, "net").get_attribute("aria-label")
    box = canvas(page, "net").bounding_box()
    words = page.locator(".cl-play-pointed")
    for share in range(20, 80, 2):  # down a gap between two layers, to the first link
        page.mouse.move(box["x"] + 0.2 * box["width"], box["y"] + 4 * share)
        settle(page)
        if "slope" in words.inner_text():
            break
    assert "Weight" in words.inner_text() and "slope ∂J/∂w" in words.inner_text()
    page.mouse.move(5, 5)
    choose(page, widget, "links show", "weight")
    assert picture(canvas(page, "net")) == weights


def test_a_unit_is_looked_at_and_kept(page):
    opened(page)
    unit = page.locator(".cl-play-node").nth(3)
    heading = page.locator(".cl-init-out strong")
    assert heading.inner_text() == "Output: P(disc)"
    unit.hover()
    settle(page)
    assert heading.inner_text() == "Hidden layer 1, unit 2"
    unit.click()
    page.mouse.move(5, 5)
    settle(page)
    assert heading.inner_text() == "Hidden layer 1, unit 2"
    unit.click()
    page.mouse.move(5, 5)
    page.locator("h1").click()
    settle(page)
    assert heading.inner_text() in ("Output: P(disc)", "Hidden layer 1, unit 2")


# --------------------------------------------------------------------------- appearance


@pytest.mark.parametrize("dark", [False, True])
@pytest.mark.parametrize("name", ["he", "constant", "deep_relu", "deep_raw_inputs"])
def test_every_picture_is_painted_in_both_themes(page, name, dark):
    opened(page, name, dark)
    shown = [c for c in page.locator(".cl-widget canvas").all() if c.is_visible()]
    assert len(shown) == (4 if name.startswith("deep") else 5)
    assert all(colours(c) > 3 for c in shown)


@pytest.mark.parametrize(
    ("name", "dark", "width"),
    [("he", False, 1280), ("constant", True, 640), ("deep_tanh", True, 1280),
     ("deep_relu", False, 800)],
)  # fmt: skip
def test_axe_finds_nothing(page, name, dark, width):
    page.set_viewport_size({"width": width, "height": 900})
    opened(page, name, dark)
    page.locator("summary").click()
    settle(page)
    results = Axe().run(page)
    assert results.violations_count == 0, results.generate_report()


@pytest.mark.parametrize("name", ["he", "deep_tanh"])
def test_nothing_hangs_over_the_edge(page, name):
    opened(page, name)
    for width in WIDTHS:
        page.set_viewport_size({"width": width, "height": 900})
        settle(page)
        over = page.evaluate("() => document.documentElement.scrollWidth - innerWidth")
        assert over <= 0, width
        cut = page.evaluate("""() => [...document.querySelectorAll(
            '.cl-init-rules > *, .cl-play-bar > *, .cl-init-table th, .cl-tile')]
            .filter(e => e.offsetParent && e.getBoundingClientRect().right > innerWidth)
            .map(e => e.textContent)""")
        assert cut == [], width


def test_text_from_python_is_never_html(page):
    bad = "<img src=x onerror=alert(1)>"
    opened(page, title=bad, look_for=bad)
    assert page.locator("#widget img").count() == 0
    assert page.locator(".cl-title").inner_text() == bad
