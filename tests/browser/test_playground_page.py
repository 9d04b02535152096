"""Playground on a page: played, stepped, edited, and what Python knows of it."""

import numpy as np
import pytest

from course_lib.optimizers import Adam
from course_lib.widgets import Playground

from .jupyterlab import picture
from .playground_page import (
    big_map,
    button,
    epoch,
    play_until,
    press,
    show,
    status,
    training_sent,
)
from .widget_page import open_widget, settle, sync, widget_state


@pytest.fixture(autouse=True)
def nothing_goes_wrong(page):
    yield
    assert page.errors == []
    assert page.outside == []


def trained_in_python(widget, epochs):
    """The parameters after as many epochs from the start, computed here."""
    other = Playground(**widget.settings)
    other.train(epochs)
    return other.to_network().parameters


def assert_trained(widget, epochs):
    assert widget.epoch == epochs
    parameters = widget.to_network().parameters
    expected = trained_in_python(widget, epochs)
    np.testing.assert_allclose(parameters, expected, rtol=1e-9, atol=1e-9)


# ------------------------------------------------------------------ play, step, reset


def test_play_trains_until_the_epoch_set_and_python_has_the_weights(page):
    widget = Playground(stop_epoch=9, speed=1, seed=3)
    open_widget(page, widget)
    button(page, "Play").click()
    page.wait_for_function(
        "() => document.querySelector('.cl-status').textContent.includes('topped at')"
    )
    sync(page, widget)
    assert "topped at epoch 9, as set" in status(page)
    assert_trained(widget, 9)
    assert epoch(page) == 9
    play_until(page, widget, 12)  # and Play goes on from there
    assert widget.epoch >= 12


def test_a_pause_is_at_the_end_of_an_epoch_and_python_hears_of_it(page):
    widget = Playground(data="spiral", hidden=[8, 8])
    open_widget(page, widget)
    play_until(page, widget, 5)
    assert widget.epoch == epoch(page) >= 5
    assert widget.training["atSample"] == 0
    assert widget.history["epoch"][0] == 0 and len(widget.history["epoch"]) > 4
    before = epoch(page)
    settle(page)
    assert epoch(page) == before


def test_step_is_one_epoch(page):
    widget = Playground(data="lithology", optimizer=Adam(0.02), noise=5)
    open_widget(page, widget)
    press(page, widget, "Step")
    assert_trained(widget, 1)
    press(page, widget, "Step")
    assert_trained(widget, 2)
    assert epoch(page) == 2


def test_step_while_playing_pauses(page):
    widget = Playground(speed=1)
    open_widget(page, widget)
    button(page, "Play").click()
    press(page, widget, "Step")
    assert button(page, "Play").is_visible() and widget.epoch == epoch(page)


def test_reset_goes_back_to_the_same_weights(page):
    widget = Playground(seed=7)
    open_widget(page, widget)
    start = widget.to_network().parameters
    before = picture(big_map(page))
    play_until(page, widget, 40)
    assert np.abs(widget.to_network().parameters - start).max() > 0.01
    press(page, widget, "Reset")
    assert epoch(page) == widget.epoch == 0 and widget.training == {}
    np.testing.assert_array_equal(widget.to_network().parameters, start)
    assert picture(big_map(page)) == before
    press(page, widget, "Step")
    assert_trained(widget, 1)


def test_new_weights_and_new_data_have_seeds_that_python_knows(page):
    widget = Playground()
    open_widget(page, widget)
    press(page, widget, "Step")
    press(page, widget, "New weights")
    seed = widget.settings["seed"]
    assert seed != 0 and widget.training == {} and epoch(page) == 0
    press(page, widget, "Step")
    assert_trained(widget, 1)
    press(page, widget, "New data")
    assert widget.settings["data_seed"] != 0 and widget.settings["seed"] == seed
    press(page, widget, "Step")
    assert_trained(widget, 1)


def test_python_hears_of_a_long_run_while_it_plays(page):
    widget = Playground()
    open_widget(page, widget)
    button(page, "Play").click()
    training_sent(page)
    training_sent(page)
    assert button(page, "Pause").is_visible()
    sync(page, widget)
    assert widget.epoch > 0
    button(page, "Pause").click()


def test_python_s_echo_of_what_it_was_sent_does_not_interrupt(page):
    open_widget(page, Playground())
    button(page, "Play").click()
    training_sent(page)
    before = epoch(page)
    page.evaluate(
        """() => {  // parsed anew, as it comes back from the kernel
            const { model } = window, training = JSON.stringify(model.get('training'));
            model.state.training = null;
            model.set({ training: JSON.parse(training) });
        }"""
    )
    page.wait_for_function(
        "n => +document.querySelector('.cl-play-tiles .cl-value').textContent > n",
        arg=before,
    )
    assert button(page, "Pause").is_visible()


def test_a_run_that_diverges_says_so_and_reset_brings_it_back(page):
    widget = Playground(data="plane", lr=10, hidden=[4], activation="relu")
    open_widget(page, widget)
    button(page, "Play").click()
    page.wait_for_function(
        "() => document.querySelector('.cl-status').textContent.includes('iverged')"
    )
    sync(page, widget)
    python = Playground(**widget.settings)
    python.train(1000)
    assert widget.stopped == python.stopped != ""
    assert f"iverged at epoch {widget.epoch}: " in status(page)
    assert epoch(page) == widget.epoch == python.epoch
    assert button(page, "Step").is_disabled()
    press(page, widget, "Reset")
    assert "iverged" not in status(page) and widget.stopped == ""


# ------------------------------------------------------------------ Python and the page


def test_a_setting_from_python_holds_at_once_and_training_goes_on(page):
    widget = Playground()
    open_widget(page, widget)
    press(page, widget, "Step")
    widget.settings = {**widget.settings, "l2": 0.1, "batch_size": 25}
    show(page, settings=widget.settings, training=widget.training)
    assert epoch(page) == 1
    press(page, widget, "Step")
    other = Playground()
    other.train(1)
    other.settings = {**other.settings, "l2": 0.1, "batch_size": 25}
    other.train(1)
    got, expected = widget.to_network().parameters, other.to_network().parameters
    np.testing.assert_allclose(got, expected, rtol=1e-9)


def test_a_new_learning_rate_from_python_does_not_stop_it(page):
    widget = Playground()
    open_widget(page, widget)
    button(page, "Play").click()
    training_sent(page)
    before = epoch(page)
    widget.settings = {**widget.settings, "show_test": True, "l1": 1e-4}
    show(page, settings=widget.settings)
    assert epoch(page) >= before > 0 and button(page, "Pause").is_visible()


def test_settings_from_python_that_start_again(page):
    widget = Playground()
    open_widget(page, widget)
    press(page, widget, "Step")
    widget.settings = {**widget.settings, "data": "two_logs", "hidden": []}
    assert widget.training == {}
    show(page, settings=widget.settings, training={})
    assert epoch(page) == 0
    press(page, widget, "Step")
    assert_trained(widget, 1)


@pytest.mark.parametrize("first", ["settings", "training"])
def test_a_state_from_python_goes_on_exactly_where_it_was(page, first):
    other = Playground(data="gas_sand", hidden=[5], optimizer=Adam(0.01), batch_size=7)
    other.train(6)
    widget = Playground()
    open_widget(page, widget)
    press(page, widget, "Step")
    widget.state = other.state
    state, _ = widget_state(widget)
    for name in [first, "training" if first == "settings" else "settings"]:
        show(page, **{name: state[name]})  # in frames of their own
    assert epoch(page) == 6 and not page.get_by_role("alert").is_visible()
    for k in [7, 8]:
        press(page, widget, "Step")
        assert_trained(widget, k)


def test_a_trained_widget_is_shown_as_it_was(page):
    widget = Playground(data="xor")
    widget.train(30)
    open_widget(page, widget)
    assert epoch(page) == 30
    assert page.evaluate("() => window.model.saved.length") == 0
    press(page, widget, "Step")
    assert_trained(widget, 31)


def test_data_that_python_sends_later_are_drawn(page):
    widget = Playground(hide=["data"])
    open_widget(page, widget)
    widget.settings = {**widget.settings, "data": "lithology"}
    state, buffers = widget_state(widget)
    page.evaluate(
        """([settings, info, text]) => {
            const bytes = Uint8Array.from(atob(text), c => c.charCodeAt(0));
            // Both are there before anybody hears of one, as in a real front end.
            window.model.state._pools = new DataView(bytes.buffer);
            window.model.set({ settings, _info: info });
        }""",
        [state["settings"], state["_info"], buffers["_pools"]],
    )
    settle(page)
    assert not page.get_by_role("alert").is_visible()
    press(page, widget, "Step")
    assert_trained(widget, 1)


def test_bad_settings_show_a_sentence_until_good_ones_come(page):
    widget = Playground()
    bad = {**widget.settings, "features": ["x1", "x9"]}
    open_widget(page, widget, settings=bad)
    alert = page.get_by_role("alert")
    assert (
        "Playground cannot be drawn: features must name some of" in alert.inner_text()
    )
    show(page, settings=widget.settings)
    assert not alert.is_visible()
    press(page, widget, "Step")
    assert_trained(widget, 1)
