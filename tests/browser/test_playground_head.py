"""Playground's head and names: what is said holds for what is shown."""

import numpy as np
import pytest

from course_lib.widgets import Playground

from .playground_controls_page import choose, labelled, listen, open_groups, show
from .playground_page import button, press, status
from .widget_page import open_widget, settle

X = np.random.default_rng(3).normal([3, 40, 2.4, 80], [2, 9, 0.1, 9], size=(60, 4))
LABELS = np.where(X[:, 1] > 42, "sand", "shale")
LOGS = {"feature_names": ["AI", "GR", "RHOB", "DT"], "columns": (1, 2)}


@pytest.fixture(autouse=True)
def nothing_goes_wrong(page):
    yield
    assert page.errors == []
    assert page.outside == []


def open_preset(page, name):
    widget = Playground.preset(name)
    page.goto("about:blank")
    open_widget(page, widget)
    return widget


def head(page):
    return page.locator(".cl-title").inner_text(), status(page)


def tiles(page):
    return page.locator(".cl-play-tiles .cl-name:visible").all_inner_texts()


@pytest.mark.parametrize(
    "name, control, value, back",
    [
        ("one_line", "data", "xor", "avo_boundaries"),
        ("spiral", "optimizer", "adam", "gd"),
        ("vanishing", "activation", "relu", "sigmoid"),
        ("overfitting", "regularisation", "l2", "none"),
        ("diverges", "learning rate α", "0.03", "0.1"),
        ("circle", "starting weights", "he", "uniform"),
    ],
)
def test_title_and_question_go_with_the_task_and_come_back(
    page, name, control, value, back
):
    widget = open_preset(page, name)
    open_groups(page)
    words = widget._info["title"], widget._info["look_for"]
    assert head(page) == words
    choose(page, widget, control, value)
    title, said = head(page)
    assert title == "Playground" and said != words[1]
    assert widget.title == widget.source.title
    choose(page, widget, control, back)
    if control == "data":  # with as many samples as one usually looks at
        assert widget.settings["n"] == widget._info["start"]["n"]
    assert head(page) == words and widget.title == words[0]


def test_what_leaves_the_task_as_it_is_leaves_its_title(page):
    widget = open_preset(page, "two_hidden")
    before = head(page)
    for name in ("New weights", "New data", "Step", "Reset"):
        press(page, widget, name)
    choose(page, widget, "speed", "1")
    labelled(page, "test data").check()
    assert head(page) == before
    labelled(page, "hidden layer 1: one unit more").click()
    settle(page)
    assert head(page)[0] == "Playground"


def test_a_hidden_layer_and_then_units_one_by_one(page):
    widget = open_preset(page, "one_line")
    labelled(page, "One hidden layer more").click()
    for units in (1, 2, 3):
        settings = listen(page, widget)
        assert settings["hidden"] == [{"units": units, "activation": "tanh"}]
        labelled(page, "hidden layer 1: one unit more").click()


def test_the_title_of_own_data_stays_while_they_do(page):
    widget = show(page, X=X, y=LABELS, title="My wells", look_for="Sand?")
    labelled(page, "One hidden layer more").click()
    settle(page)
    assert head(page)[0] == "My wells" and "Sand?" not in head(page)[1]
    choose(page, widget, "data", "xor")
    assert head(page)[0] == "Playground"


def test_inputs_say_which_column_they_are(page):
    widget = show(page, data="avo_boundaries")
    names = page.locator(".cl-play-columns")
    assert names.inner_text() == "x₁ = A, x₂ = B"
    choose(page, widget, "data", "circle")
    assert not names.is_visible()
    choose(page, widget, "data", "two_logs")
    assert names.inner_text() == "x₁ = GR, x₂ = RHOB"
    show(page, X=X, y=LABELS, **LOGS, hide=["features", "layers"])
    assert names.inner_text() == "x₁ = GR, x₂ = RHOB, x₃ = AI, x₄ = DT"
    show(page, X=X[:, :2], y=LABELS)  # columns without names
    assert not names.is_visible()


def test_the_note_tells_which_columns_are_used_and_which_are_not(page):
    widget = show(page, X=X, y=LABELS, **LOGS)
    note = page.locator(".cl-play-data p")
    assert widget.settings["features"] == ["x1", "x2", "x3", "x4"]
    mean = "The picture shows GR and RHOB; the other inputs are at their mean."
    assert note.inner_text() == mean
    button(page, "x₃").click()
    settle(page)
    assert note.inner_text() == f"{mean} Not used as input so far: AI."
    button(page, "x₄").click()
    settle(page)
    assert note.inner_text() == "Not used as input so far: AI, DT."


def test_losses_with_a_price_say_so(page):
    widget = show(page)
    assert tiles(page)[1:3] == ["training loss", "test loss"]
    choose(page, widget, "regularisation", "l2")
    assert tiles(page)[1:3] == ["training loss + price", "test loss + price"]
    hint = page.locator(".cl-play-tiles .cl-tile").nth(1).get_attribute("title")
    assert hint == "Mean binary cross-entropy, with the price of large weights"
    choose(page, widget, "regularisation", "none")
    assert tiles(page)[1:3] == ["training loss", "test loss"]
    open_groups(page)
    help_text = page.locator(".cl-play-help").inner_text()
    assert "include the price of large weights" in help_text
