"""Playground's controls: what each of them changes in Python, by mouse and keyboard."""

import pytest

from course_lib.optimizers import (
    OPTIMIZERS,
    Adam,
    CosineDecay,
    ExponentialDecay,
    GradientDescent,
    InverseTimeDecay,
    StepDecay,
)
from course_lib.widgets.playground_settings import HIDEABLE

from .playground_controls_page import (
    ALL_FEATURES,
    WIDE,
    choose,
    fill,
    focused,
    labelled,
    listen,
    open_groups,
    show,
    unit,
)
from .playground_page import button, press
from .widget_page import settle


@pytest.fixture(autouse=True)
def nothing_goes_wrong(page):
    yield
    assert page.errors == []
    assert page.outside == []


# ------------------------------------------------------------------------- one setting

CHOICES = [
    ("data", "spiral", "data", "spiral"),
    ("data", "hills", "n", 1200),
    ("data", "lithology", "n", 500),
    ("speed", "10", "speed", 10),
    ("starting weights", "he", "init", "he"),
    ("learning rate α", "3", "optimizer", GradientDescent(3.0).settings()),
]
NUMBERS = [
    ("samples, number", 800, "n", 49, "from 50 to 5000"),
    ("noise, number", 35, "noise", 51, "From 0 to 50"),
    ("training share, number", 70, "train_share", 95, "From 10 to 90"),
    ("batch size, number", 560, "batch_size", 561, "from 1 to 560"),
    ("starting bias", -0.5, "bias", "", "A number is needed"),
    ("seed of weights and batches", 7, "seed", 1.5, "whole number"),
    ("seed of the data", 9, "data_seed", -1, "whole number"),
    ("stop after epoch", 40, "stop_epoch", -3, "whole number"),
    ("stop when the training loss is below", 0.01, "stop_loss", -1, "below 0"),
]
KEYS = [
    ("samples", "ArrowRight", "n", 550),
    ("noise", "ArrowRight", "noise", 5),
    ("training share", "ArrowRight", "train_share", 60),
    ("batch size", "End", "batch_size", 330),
    ("batch size", "Home", "batch_size", 1),
]


def test_choices_reach_python(page):
    widget = show(page)
    open_groups(page)
    for name, value, setting, expected in CHOICES:
        assert choose(page, widget, name, value)[setting] == expected, name


def test_numbers_reach_python_and_wrong_ones_do_not(page):
    widget = show(page)
    open_groups(page)
    complaint = page.locator(".cl-wrong:visible")
    for name, value, setting, wrong, words in NUMBERS:
        assert fill(page, widget, name, value)[setting] == value, name
        assert fill(page, widget, name, wrong)[setting] == value, name
        assert words.lower() in complaint.inner_text().lower()
        labelled(page, name).blur()
        settle(page)
        assert float(labelled(page, name).input_value()) == value
        assert words.lower() in complaint.inner_text().lower()  # still to be read
        fill(page, widget, name, value)
        assert not complaint.is_visible()


def test_words_on_a_wrong_number_go_by_themselves(page):
    page.clock.install()
    show(page)
    field, words = labelled(page, "noise, number"), page.locator(".cl-wrong:visible")
    field.fill("500")
    field.press("Tab")
    page.clock.run_for(1000)
    assert words.inner_text() == "From 0 to 50 per cent, please."
    assert field.get_attribute("aria-describedby")
    page.clock.run_for(20_000)
    assert words.count() == 0 and field.input_value() == "0"
    assert field.get_attribute("aria-describedby") is None


def test_sliders_answer_keys(page):
    widget = show(page)
    for name, key, setting, expected in KEYS:
        labelled(page, name).press(key)
        assert listen(page, widget)[setting] == expected, name


def test_a_batch_of_one_grows_by_arrow_keys_up_to_the_full_batch(page):
    widget = show(page, batch_size=1)
    slider = labelled(page, "batch size")
    for expected in (2, 3, 4):
        slider.press("ArrowRight")
        assert listen(page, widget)["batch_size"] == expected
    slider.press("End")
    settle(page)
    assert slider.evaluate("e => e.ariaValueText") == "full batch, 250"


def test_check_boxes_reach_python(page):
    widget = show(page)
    for name, setting in (
        ("test data", "show_test"),
        ("discretize", "discretize"),
        ("logarithmic loss", "log_loss"),
    ):
        labelled(page, name).check()
        assert listen(page, widget)[setting] is True
        labelled(page, name).uncheck()
        assert listen(page, widget)[setting] is False


# ----------------------------------------------------------- optimizer, regularisation


def test_an_optimizer_is_that_of_python_and_keeps_rate_and_schedule(page):
    widget = show(page, optimizer=Adam(lr=0.1, schedule=StepDecay(50)))
    for kind, rule in OPTIMIZERS.items():
        found = choose(page, widget, "optimizer", kind)["optimizer"]
        assert found == rule(lr=0.1, schedule=StepDecay(50)).settings()


@pytest.mark.parametrize(
    "kind, field, value, wrong, schedule",
    [
        ("step", "updates a step", 20, 0, StepDecay(20)),
        ("exponential", "factor an update", 0.9, 1.5, ExponentialDecay(0.9)),
        ("cosine", "updates down", 70, 2.5, CosineDecay(70)),
        ("inverse_time", "decay an update", 0.02, -1, InverseTimeDecay(0.02)),
    ],
)
def test_a_schedule_takes_its_number_and_says_the_rate_it_gives(
    page, kind, field, value, wrong, schedule
):
    widget = show(page, optimizer=Adam(0.03))
    choose(page, widget, "schedule", kind)
    found = fill(page, widget, field, value)["optimizer"]
    assert found == Adam(0.03, schedule=schedule).settings()
    assert fill(page, widget, field, wrong)["optimizer"] == found
    press(page, widget, "Step")
    rate = Adam(0.03, schedule=schedule).rate(25)  # 250 samples in batches of 10
    said = page.locator(".cl-play-now").inner_text()
    assert float(said.removeprefix("α = ")) == pytest.approx(rate, rel=0.05)
    assert choose(page, widget, "schedule", "constant")["optimizer"]["schedule"] is None
    assert not labelled(page, field).is_visible()


def test_regularisation_has_a_kind_and_a_rate(page):
    widget = show(page)
    assert not labelled(page, "regularisation rate").is_visible()
    settings = choose(page, widget, "regularisation", "l2")
    assert settings["l1"] == 0 and settings["l2"] > 0
    settings = choose(page, widget, "regularisation rate", "0.1")
    assert (settings["l1"], settings["l2"]) == (0, 0.1)
    settings = choose(page, widget, "regularisation", "l1")
    assert (settings["l1"], settings["l2"]) == (0.1, 0)
    settings = choose(page, widget, "regularisation rate", "0")
    assert (settings["l1"], settings["l2"]) == (0, 0)
    assert labelled(page, "regularisation").input_value() == "l1"
    choose(page, widget, "regularisation", "none")
    assert not labelled(page, "regularisation rate").is_visible()


def test_a_learning_rate_of_ones_own_is_shown_among_the_others(page):
    show(page, lr=0.05)
    rate = labelled(page, "learning rate α")
    assert rate.input_value() == "0.05"
    texts = rate.locator("option").all_inner_texts()
    at = texts.index("0.05")
    assert texts[at - 1 : at + 2] == ["0.03", "0.05", "0.1"]


# -------------------------------------------------------------------- inputs and layers


def test_inputs_are_switched_and_the_last_one_stays(page):
    widget = show(page)
    button(page, "x₁²").click()
    assert listen(page, widget)["features"] == ["x1", "x2", "x1x1"]
    button(page, "x₁").click()
    button(page, "x₂").click()
    assert listen(page, widget)["features"] == ["x1x1"]
    button(page, "x₁²").click()
    assert listen(page, widget)["features"] == ["x1x1"]
    assert "At least one input" in page.locator(".cl-play-inputs").inner_text()


def test_layers_and_units_by_buttons_within_their_limits(page):
    widget = show(page, hidden=[7, 2], activation=["relu", "tanh"])
    for _ in range(3):
        labelled(page, "hidden layer 1: one unit more").press("Enter")
    assert listen(page, widget)["hidden"][0] == {"units": 8, "activation": "relu"}
    more = labelled(page, "hidden layer 1: one unit more")
    assert more.get_attribute("aria-disabled") == "true"
    for _ in range(3):
        labelled(page, "hidden layer 2: one unit less").press("Enter")
    assert listen(page, widget)["hidden"][1]["units"] == 1
    labelled(page, "One hidden layer more").click()
    for _ in range(5):
        labelled(page, "One hidden layer more").press("Enter")
    layers = listen(page, widget)["hidden"]
    assert [layer["units"] for layer in layers] == [8, 1, 1, 1, 1, 1]
    assert focused(page) == "One hidden layer more"
    for _ in range(7):
        labelled(page, "One hidden layer less").press("Enter")
    assert listen(page, widget)["hidden"] == []
    assert page.locator(".cl-play-head:visible").count() == 0
    assert page.get_by_text("0 hidden layers").is_visible()


def test_activation_of_one_layer_and_of_all(page):
    widget = show(page)
    both = labelled(page, "activation")
    choose(page, widget, "hidden layer 2: activation", "gelu")
    assert [h["activation"] for h in widget.settings["hidden"]] == ["tanh", "gelu"]
    assert both.evaluate("s => s.selectedOptions[0].textContent") == "mixed"
    choose(page, widget, "activation", "leaky_relu")
    assert [h["activation"] for h in widget.settings["hidden"]] == ["leaky_relu"] * 2
    assert "mixed" not in both.inner_text()


@pytest.mark.parametrize("width", [1280, 800])
def test_heads_stand_over_their_layers_or_in_lines(page, width):
    page.set_viewport_size({"width": width, "height": 900})
    show(page, hidden=[3, 2], features=ALL_FEATURES)
    for layer in (1, 2):
        head = page.get_by_role("group", name=f"hidden layer {layer}").bounding_box()
        below = unit(page, f"hidden layer {layer}, unit 1").bounding_box()
        middle = below["x"] + below["width"] / 2
        assert head["x"] + head["width"] / 2 == pytest.approx(middle, abs=2)
        assert head["y"] + head["height"] <= below["y"]
    show(page, hidden=WIDE)
    boxes = [head.bounding_box() for head in page.locator(".cl-play-head").all()]
    assert len(boxes) == 6
    for i, a in enumerate(boxes):
        for b in boxes[i + 1 :]:
            apart = a["x"] + a["width"] <= b["x"] or a["y"] + a["height"] <= b["y"]
            assert apart or b["x"] + b["width"] <= a["x"]


# ------------------------------------------------------------------------------- hiding

HIDDEN = {
    "data": ["#data", "New data"],
    "samples": ["samples"],
    "noise": ["noise"],
    "train_share": ["training share"],
    "batch_size": ["batch size"],
    "features": ["x₁²"],
    "layers": ["One hidden layer more", "hidden layer 1: one unit more"],
    "activation": ["activation", "hidden layer 1: activation"],
    "learning_rate": ["learning rate α"],
    "schedule": ["schedule"],
    "optimizer": ["optimizer"],
    "regularization": ["regularisation"],
    "init": ["starting weights", "starting bias"],
    "seed": ["New weights", "seed of the data"],
    "play": ["Play"],
    "step": ["Step"],
    "reset": ["Reset"],
    "speed": ["speed"],
    "stop": ["stop after epoch", "stop when the training loss is below"],
    "discretize": ["discretize"],
    "test_data": ["test data"],
    "loss_chart": ["logarithmic loss"],
    "gradients": ["Gradients of every layer"],
    "confusion": ["Confusion matrix"],
    "weights": [],
    "help": ["What am I looking at?"],
}


def named(page, name):
    if name == "#data":
        return page.locator(".cl-play-data select")
    return labelled(page, name).or_(page.get_by_text(name, exact=True))


def test_every_control_that_can_be_hidden_is_there_unless_hidden(page):
    assert set(HIDDEN) == set(HIDEABLE)
    show(page)
    open_groups(page)
    for names in HIDDEN.values():
        for name in names:
            assert named(page, name).first.is_visible(), name
    show(page, hide=list(HIDEABLE))
    unit(page, "hidden layer 1, unit 1").press("Enter")
    settle(page)
    for names in HIDDEN.values():
        for name in names:
            assert named(page, name).count() == 0, name
    assert page.locator(".cl-play-editor").count() == 0


@pytest.mark.parametrize("name", ["features", "learning_rate", "seed", "loss_chart"])
def test_hiding_one_control_leaves_the_others(page, name):
    widget = show(page, hide=[name])
    open_groups(page)
    for other, names in HIDDEN.items():
        for text in names:
            assert (named(page, text).count() == 0) == (other == name), text
    press(page, widget, "Step")
    assert widget.epoch == 1
