"""Playground on a page: units, weights, and what frames every widget."""

import numpy as np
import pytest

from course_lib.widgets import Playground
from course_lib.widgets.playground_settings import HIDEABLE

from .jupyterlab import picture
from .playground_page import (
    big_map,
    button,
    epoch,
    play_until,
    press,
    show,
    unit,
)
from .widget_page import open_widget, settle, sync


@pytest.fixture(autouse=True)
def nothing_goes_wrong(page):
    yield
    assert page.errors == []
    assert page.outside == []


# ----------------------------------------------------------------------- units, weights


def test_a_bias_typed_in_travels_to_python_and_reset_takes_it_back(page):
    widget = Playground(focus=[1, 2])
    open_widget(page, widget)
    start = widget.to_network().parameters
    page.get_by_role("spinbutton", name="bias", exact=True).fill("0.75")
    settle(page)
    sync(page, widget)
    assert widget.biases[0][2] == 0.75 and widget.epoch == 0
    changed = widget.to_network().parameters != start
    assert changed.sum() == 1
    press(page, widget, "Step")
    python = Playground()
    python.train(0)
    python.state = {**python.state, "training": {**python.training, "parameters":
                    np.where(changed, 0.75, start).tolist()}}  # fmt: skip
    python.train(1)
    expected = python.to_network().parameters
    np.testing.assert_allclose(widget.to_network().parameters, expected, rtol=1e-9)
    press(page, widget, "Reset")
    np.testing.assert_array_equal(widget.to_network().parameters, start)


def test_a_click_on_a_link_opens_its_weight(page):
    widget = Playground(features=["x1"], hidden=[])
    open_widget(page, widget)
    boxes = [unit(page, layer).bounding_box() for layer in (0, 1)]
    (x0, y0), (x1, y1) = [
        (b["x"] + b["width"] / 2, b["y"] + b["height"] / 2) for b in boxes
    ]
    page.mouse.click((x0 + x1) / 2, (y0 + y1) / 2)
    settle(page)
    page.keyboard.type("1.25")
    settle(page)
    sync(page, widget)
    assert widget.weights[0][0, 0] == 1.25
    assert widget.settings["focus"] == [1, 0]


@pytest.mark.parametrize("data", ["spiral", "lithology"])
@pytest.mark.parametrize("slider", ["noise", "training share"])
def test_a_first_answer_is_followed_by_all_that_it_left_out(page, data, slider):
    features = ["x1", "x2"]
    widget = Playground(
        data=data, features=features, hidden=[8, 8], seed=3, show_test=True
    )
    open_widget(page, widget)
    slider = page.get_by_role("slider", name=slider)
    tiles = page.locator(".cl-play-tiles")
    network = page.locator(".cl-play-net canvas").first

    def shown():
        return picture(network), picture(big_map(page)), tiles.inner_text()

    for key in ("ArrowRight", "ArrowLeft", "ArrowRight"):
        for act in (
            lambda: press(page, widget, "Step"),
            lambda key=key: slider.press(key),  # starts the network anew
        ):
            before = shown()
            act()
            settle(page)
            after = shown()
            assert all(a != b for a, b in zip(after, before, strict=True))
            page.evaluate("window.dispatchEvent(new Event('resize'))")  # draws it anew
            settle(page)
            settle(page)
            assert shown() == after


def test_pointing_at_a_unit_shows_it_and_leaving_shows_the_output_again(page):
    open_widget(page, Playground(seed=2))
    output = picture(big_map(page))
    unit(page, 2).hover()
    settle(page)
    assert picture(big_map(page)) != output
    page.mouse.move(5, 5)
    settle(page)
    assert picture(big_map(page)) == output


def test_a_pinned_unit_travels_and_is_let_go_with_its_layer(page):
    widget = Playground()
    open_widget(page, widget)
    unit(page, 6).click()
    settle(page)
    sync(page, widget)
    assert widget.settings["focus"] == [2, 0]
    page.get_by_role("button", name="One hidden layer less").click()
    settle(page)
    page.get_by_role("button", name="One hidden layer less").click()
    settle(page)
    sync(page, widget)
    assert widget.settings["hidden"] == [] and widget.settings["focus"] is None


def test_other_data_take_only_what_they_have(page):
    X = np.random.default_rng(1).normal(size=(30, 3))
    widget = Playground(X, X[:, 2] > 0, features=["x3"], hidden=[2])
    open_widget(page, widget)
    page.get_by_label("data", exact=True).select_option("lithology")
    settle(page)
    sync(page, widget)
    settings = widget.settings
    assert settings["data"] == "lithology" and settings["features"] == ["x1", "x2"]
    assert settings["n"] >= 50
    press(page, widget, "Step")
    assert widget.epoch == 1 and len(widget.biases[-1]) == 4


# -------------------------------------------------------------------------- the frame


def test_a_change_by_hand_is_saved_at_once_and_drawn_once(page):
    open_widget(page, Playground())
    settle(page)
    before = page.evaluate("() => window.paints.length")
    page.get_by_label("learning rate").select_option("0.1")
    assert page.evaluate("() => Object.keys(window.model.unsaved)") == []
    settle(page)
    assert page.evaluate("() => window.paints.length") == before + 1
    saved = page.evaluate("() => window.model.saved.map(s => Object.keys(s))")
    assert saved == [["settings"]]


def test_it_plays_with_everything_hidden_that_can_be(page):
    names = [name for name in HIDEABLE if name not in ("play", "step")]
    widget = Playground(hide=names)
    open_widget(page, widget)
    play_until(page, widget, 3)
    assert widget.epoch >= 3
    assert page.get_by_role("combobox").count() == 0
    assert page.get_by_role("slider").count() == 0
    unit(page, 2).click()
    assert page.get_by_role("spinbutton").count() == 0


def test_off_screen_it_neither_computes_nor_plays(page):
    widget = Playground()
    open_widget(page, widget, above=3000)
    settle(page)
    show(page, settings={**widget.settings, "seed": 4})
    assert page.evaluate("() => window.paints.length") == 0
    page.locator("#widget").scroll_into_view_if_needed()
    page.wait_for_function("() => window.paints.length > 0")
    button(page, "Play").click()
    page.wait_for_function(
        "() => +document.querySelector('.cl-play-tiles .cl-value').textContent > 2"
    )
    page.evaluate("() => window.scrollTo(0, 0)")
    for _ in range(20):  # the observer reports after one of the next frames
        before = page.evaluate("() => window.paints.length")
        settle(page)
        if page.evaluate("() => window.paints.length") == before:
            break
    else:
        pytest.fail("it plays on although nobody sees it")


def test_clean_up_stops_the_training_and_lets_go_of_everything(page):
    widget = Playground()
    open_widget(page, widget)
    button(page, "Play").click()
    page.wait_for_function(
        "() => +document.querySelector('.cl-play-tiles .cl-value').textContent > 2"
    )
    page.evaluate("() => window.cleanUp()")
    sync(page, widget)
    assert widget.epoch > 2  # Python knows how far it came
    paints = page.evaluate("() => window.paints.length")
    handlers = "() => Object.values(window.model.handlers).flat().length"
    assert page.evaluate(handlers) == 0
    assert page.locator("#widget *").count() == 0
    show(page, settings={**widget.settings, "seed": 4})
    assert page.evaluate("() => window.paints.length") == paints


def test_who_asked_for_little_motion_gets_a_picture_now_and_then(page):
    page.emulate_media(reduced_motion="reduce")
    open_widget(page, Playground())
    pictures = page.evaluate(
        """async () => {
            const shared = CanvasRenderingContext2D.prototype, { drawImage } = shared;
            const map = document.querySelector('.cl-play-out canvas');
            let drawn = 0;
            shared.drawImage = function (...what) {
              if (this.canvas === map) drawn += 1;
              return drawImage.apply(this, what);
            };
            const frames = async n => {
              for (let k = 0; k < n; k++) await new Promise(requestAnimationFrame);
            };
            const play = [...document.querySelectorAll('button')]
              .find(b => b.textContent === 'Play');
            play.click();
            await frames(40);
            play.click();
            await frames(3);
            shared.drawImage = drawImage;
            return drawn;
        }"""
    )
    assert 0 < pictures < 30
    assert epoch(page) > 0


def test_it_trains_with_gradients_and_matrix_open(page):
    widget = Playground(data="lithology", hidden=[6, 6], n=200)
    open_widget(page, widget)
    page.evaluate("() => document.querySelectorAll('details').forEach(d => d.open = 1)")
    play_until(page, widget, 5)
    cells = page.locator(".cl-confusion").first.locator("td").all_inner_texts()
    numbers = [int(text) for text in cells if text.strip()]
    np.testing.assert_array_equal(np.reshape(numbers, (4, 4)), widget.confusion)
