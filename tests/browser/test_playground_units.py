"""Playground's units, weights and words; what it looks like to axe and at any width."""

import re

import numpy as np
import pytest
from axe_playwright_python.sync_playwright import Axe

from course_lib.optimizers import Adam, CosineDecay, InverseTimeDecay

from .playground_controls_page import (
    ALL_FEATURES,
    WIDE,
    choose,
    focused,
    labelled,
    listen,
    open_groups,
    show,
    unit,
)
from .playground_page import button, play_until, press, status
from .widget_page import settle


@pytest.fixture(autouse=True)
def nothing_goes_wrong(page):
    yield
    assert page.errors == []
    assert page.outside == []


def numbers(text):
    found = re.findall(r"−?\d+\.\d+(?:e−?\d+)?", text)
    return [float(word.replace("−", "-")) for word in found]


def title(page):
    settle(page)
    return page.locator(".cl-play-pictured strong").inner_text()


# ------------------------------------------------------------------- units and weights


def test_units_say_their_numbers_and_are_one_tab_stop(page):
    widget = show(page, hidden=WIDE, features=ALL_FEATURES)
    nodes = page.locator(".cl-play-node")
    assert nodes.count() == 7 + 6 * 8 + 1
    assert page.locator(".cl-play-node[tabindex='0']").count() == 1
    name = unit(page, "hidden layer 2, unit 3").get_attribute("aria-label")
    expected = [widget.biases[1][2], *widget.weights[1][2]]
    np.testing.assert_allclose(numbers(name), expected, rtol=0.01)


def test_arrow_keys_move_between_units(page):
    show(page)
    unit(page, "hidden layer 1, unit 1").focus()
    for key, place in [
        ("ArrowDown", "hidden layer 1, unit 2"),
        ("ArrowDown", "hidden layer 1, unit 3"),
        ("ArrowRight", "hidden layer 2, unit 2"),
        ("ArrowRight", "output P(disc)"),
        ("ArrowRight", "output P(disc)"),
        ("ArrowLeft", "hidden layer 2, unit"),
        ("ArrowUp", "hidden layer 2, unit 1"),
        ("ArrowUp", "hidden layer 2, unit 1"),
        ("ArrowLeft", "hidden layer 1"),
        ("ArrowLeft", "input x"),
    ]:
        page.keyboard.press(key)
        assert focused(page).startswith(place)
        assert place.split(" P(")[0] in title(page).lower()
    assert page.locator(".cl-play-node[tabindex='0']").count() == 1


def test_enter_opens_the_weights_and_escape_closes_them(page):
    widget = show(page)
    unit(page, "hidden layer 2, unit 1").press("Enter")
    assert listen(page, widget)["focus"] == [2, 0]
    assert focused(page) == "bias"
    page.keyboard.press("Escape")
    assert listen(page, widget)["focus"] is None
    assert focused(page).startswith("hidden layer 2, unit 1")
    assert not page.locator(".cl-play-editor").is_visible()


def test_a_click_keeps_a_unit_and_another_lets_it_go(page):
    widget = show(page)
    first = unit(page, "hidden layer 1, unit 1")
    first.click()
    assert listen(page, widget)["focus"] == [1, 0]
    assert first.get_attribute("aria-pressed") == "true"
    page.mouse.move(2, 2)
    assert title(page) == "Hidden layer 1, unit 1"
    first.click()
    assert listen(page, widget)["focus"] is None
    unit(page, "output P(disc)").click()
    button(page, "Back to output").click()
    assert listen(page, widget)["focus"] is None


def test_bias_and_weights_are_typed_and_reach_python(page):
    widget = show(page)
    unit(page, "hidden layer 2, unit 2").click()
    labelled(page, "bias").fill("-1.5")
    labelled(page, "weight from unit 3").fill("2.25")
    listen(page, widget)
    assert widget.biases[1][1] == -1.5
    assert widget.weights[1][1, 2] == 2.25
    labelled(page, "weight from unit 3").fill("")
    listen(page, widget)
    assert widget.weights[1][1, 2] == 2.25
    assert page.get_by_text("A number is needed.").is_visible()
    page.get_by_role("button", name="input x₁", exact=True).click()
    settle(page)
    assert page.locator(".cl-play-fields input:visible").count() == 0


def test_weights_are_live_while_it_trains_and_typing_keeps_its_field(page):
    widget = show(page)
    unit(page, "hidden layer 1, unit 1").click()
    first, second = labelled(page, "weight from x₁"), labelled(page, "weight from x₂")
    before = second.input_value()
    button(page, "Play").click()
    first.fill("3")
    page.wait_for_function(
        "old => document.querySelectorAll('.cl-play-fields input')[2].value !== old",
        arg=before,
    )
    assert first.input_value() == "3"
    assert focused(page) == "weight from x₁"
    button(page, "Pause").click()
    listen(page, widget)
    shown, trained = float(first.input_value()), widget.weights[0][0, 0]
    assert shown == pytest.approx(trained, rel=1e-3) and trained != 3


def test_a_weight_is_said_where_its_field_or_its_link_is_pointed_at(page):
    widget = show(page)
    unit(page, "output P(disc)").click()
    labelled(page, "weight from unit 2").hover()
    settle(page)
    said = page.locator(".cl-play-pointed")
    words = "from hidden layer 2, unit 2 to output P(disc)"
    assert said.inner_text().endswith(words)
    weight = pytest.approx(widget.weights[2][0, 1], rel=0.01)
    assert numbers(said.inner_text()) == [weight]
    page.mouse.move(2, 2)
    settle(page)
    assert "Point at a line" in said.inner_text()
    box = unit(page, "hidden layer 2, unit 2").bounding_box()
    page.mouse.move(box["x"] + box["width"] + 14, box["y"] + box["height"] / 2)
    settle(page)
    assert said.inner_text().endswith(words)
    assert numbers(said.inner_text()) == [weight]
    page.mouse.down()
    page.mouse.up()
    assert listen(page, widget)["focus"] == [3, 0]
    assert focused(page) == "weight from unit 2"


# ------------------------------------------------------------------------------ classes


def test_the_large_picture_shows_the_probability_of_a_class(page):
    widget = show(page, data="lithology")
    assert title(page) == "Output: most probable class"
    name = widget.source.class_names[2]
    choose(page, widget, "show", "2")
    assert widget.settings["output_class"] == 2
    assert title(page) == f"Output: P({name})"
    assert choose(page, widget, "show", "")["output_class"] is None
    choose(page, widget, "data", "circle")
    assert not labelled(page, "show").is_visible()


def test_confusion_and_accuracy_are_those_of_python(page):
    widget = show(page, data="lithology", optimizer=Adam(0.03))
    open_groups(page)
    play_until(page, widget, 5)
    tables = page.locator(".cl-confusion")
    for k, expected in enumerate((widget.confusion, widget.test_confusion)):
        cells = tables.nth(k).locator("tbody td").all_inner_texts()
        counts = np.reshape([int(text) for text in cells], (4, 4))
        np.testing.assert_array_equal(counts, expected)
        name = ("accuracy", "test accuracy")[k]
        tile = page.locator(f".cl-tile:has(.cl-name:text-is('{name}')) .cl-value")
        share = 100 * np.trace(counts) / counts.sum()
        assert float(tile.inner_text().rstrip(" %")) == pytest.approx(share, abs=0.06)
    choose(page, widget, "data", "plane")
    assert not tables.first.is_visible()
    assert not page.get_by_text("test accuracy").is_visible()


# -------------------------------------------------------------------------------- words


def test_a_step_is_said_at_once_and_a_run_now_and_then(page):
    widget = show(page, speed=1)
    press(page, widget, "Step")
    said = page.get_by_role("status").filter(has_text="Epoch").first
    assert said.inner_text().startswith("Epoch 1. Training loss 0.")
    assert "Training accuracy" in said.inner_text()
    page.evaluate("""() => {
        const place = [...document.querySelectorAll('[role=status]')]
          .find(e => e.textContent.startsWith('Epoch'));
        window.sayings = 0;
        window.begun = performance.now();
        new MutationObserver(() => { window.sayings += 1; })
          .observe(place, { childList: true, characterData: true, subtree: true });
    }""")
    play_until(page, widget, 60)
    sayings, ms = page.evaluate("() => [sayings, performance.now() - begun]")
    assert 1 <= sayings <= 2 + ms / 1000  # the last one at the pause
    assert said.inner_text().startswith(f"Epoch {widget.epoch}.")


def test_a_run_that_diverges_says_what_to_do(page):
    show(page, data="plane", hidden=[3], activation="linear", lr=10.0)
    button(page, "Play").click()
    page.wait_for_selector(".cl-status.cl-warn")
    words = status(page)
    assert words.startswith("Diverged at epoch")
    assert words.endswith("Choose a learning rate of 1 or less, then press Reset.")
    assert "cl-primary" in button(page, "Reset").get_attribute("class")
    assert button(page, "Play").get_attribute("aria-disabled") == "true"
    button(page, "Reset").click()
    settle(page)
    assert page.locator(".cl-warn").count() == 0
    assert button(page, "Play").get_attribute("aria-disabled") is None


def test_a_run_that_is_stopped_says_so(page):
    widget = show(page, stop_epoch=12)
    button(page, "Play").click()
    page.wait_for_function(
        "() => document.querySelector('.cl-status').textContent.includes('epoch 12')"
    )
    listen(page, widget)
    assert widget.epoch == 12


def test_text_from_data_is_never_html(page):
    bad = "<img src=x onerror=alert(1)>"
    X = np.random.default_rng(0).normal(size=(60, 3))
    y = np.where(X[:, 0] > 0, bad, "b")
    names = [bad, "b", "c" + bad]
    show(page, X=X, y=y, feature_names=names, title=bad, look_for=bad)
    open_groups(page)
    page.locator(".cl-play-node").first.hover()
    settle(page)
    assert page.locator("#widget img").count() == 0
    assert page.locator(".cl-title").inner_text() == bad
    assert bad in page.locator(".cl-confusion").first.inner_text()


# -------------------------------------------------------------------------- appearance


@pytest.mark.parametrize(
    "dark, width", [(False, 1280), (True, 640)], ids=["light", "dark"]
)
def test_axe_finds_nothing(page, dark, width):
    page.set_viewport_size({"width": width, "height": 900})
    show(page, dark=dark, data="lithology", l2=0.01, focus=[1, 0], show_test=True,
         optimizer=Adam(0.01, schedule=CosineDecay(50)), hidden=[8, 1])  # fmt: skip
    open_groups(page)
    labelled(page, "bias").fill("")
    settle(page)
    results = Axe().run(page)
    assert results.violations_count == 0, results.generate_report()


def test_nothing_hangs_over_the_edge(page):
    show(page, data="lithology", hidden=WIDE, features=ALL_FEATURES, focus=[1, 0],
         optimizer=Adam(0.01, schedule=InverseTimeDecay(0.001)), l1=0.1)  # fmt: skip
    open_groups(page)
    for width in (1280, 1000, 800, 640, 320):
        page.set_viewport_size({"width": width, "height": 900})
        settle(page)
        over = page.evaluate("() => document.documentElement.scrollWidth - innerWidth")
        assert over <= 0, width
        cut = page.evaluate("""() => [...document.querySelectorAll(
            '.cl-play-rules > *, .cl-play-data > *, .cl-play-head, .cl-play-bar > *')]
            .filter(e => e.offsetParent && (e.getBoundingClientRect().left < 0
              || e.getBoundingClientRect().right > innerWidth))
            .map(e => e.textContent)""")
        assert cut == [], width


def test_the_picture_does_not_jump_when_units_are_pointed_at(page):
    show(page)
    height = "() => document.querySelector('.cl-widget').offsetHeight"
    before = page.evaluate(height)
    for node in page.locator(".cl-play-node").all():
        node.hover()
        settle(page)
        assert page.evaluate(height) == before
