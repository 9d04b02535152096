"""Settings of Playground: short forms, what is refused, what starts training again."""

import copy
import json

import numpy as np
import pytest

from course_lib.optimizers import (
    OPTIMIZERS,
    Adam,
    CosineDecay,
    GradientDescent,
    Momentum,
)
from course_lib.shared_random import batches
from course_lib.widgets import Playground
from course_lib.widgets.playground_settings import DEFAULTS, HIDEABLE, RESETS


def layers(*widths, activation="tanh"):
    return [{"units": n, "activation": activation} for n in widths]


def trained(**options):
    widget = Playground(**options)
    widget.train(3)
    return widget


# ----------------------------------------------------------------------------- defaults


def test_the_defaults_are_those_of_the_famous_playground():
    settings = Playground().settings
    assert settings == DEFAULTS and json.loads(json.dumps(settings)) == settings
    assert settings["optimizer"] == GradientDescent(lr=0.03).settings()
    assert Playground().to_network().sizes == [2, 4, 2, 1]
    assert len(Playground().y_train) == 250


@pytest.mark.parametrize(
    "data, n", [("plane", 1200), ("hills", 1200), ("xor", 500), ("lithology", 500)]
)
def test_the_number_of_samples_suits_the_data(data, n):
    assert Playground(data=data).settings["n"] == n
    assert Playground(data=data, n=60).settings["n"] == 60


def test_defaults_are_never_changed_by_a_widget():
    before = copy.deepcopy(DEFAULTS)
    widget = Playground()
    widget.settings["hidden"].append("x")
    widget.settings["optimizer"]["lr"] = 9
    assert DEFAULTS == before and Playground().settings == before


# -------------------------------------------------------------------------- short forms


@pytest.mark.parametrize(
    "given, hidden",
    [
        ({"hidden": []}, []),
        ({"hidden": [3]}, layers(3)),
        ({"hidden": (5, 1)}, layers(5, 1)),
        ({"hidden": np.array([5, 1])}, layers(5, 1)),
        ({"hidden": [3], "activation": "relu"}, layers(3, activation="relu")),
        ({"activation": "gelu"}, layers(4, 2, activation="gelu")),
        (
            {"hidden": [3, 2], "activation": ["relu", "tanh"]},
            layers(3, activation="relu") + layers(2),
        ),
        ({"hidden": layers(7, activation="linear")}, layers(7, activation="linear")),
    ],
)
def test_layers_may_be_widths_with_one_activation_or_several(given, hidden):
    assert Playground(**given).settings["hidden"] == hidden


@pytest.mark.parametrize("kind", OPTIMIZERS)
def test_an_optimizer_by_name_keeps_the_learning_rate(kind):
    settings = Playground(optimizer=kind).settings["optimizer"]
    assert settings == OPTIMIZERS[kind](lr=0.03).settings()
    assert Playground(optimizer=kind, lr=2).settings["optimizer"]["lr"] == 2


@pytest.mark.parametrize("name", ["Adam", "RMSprop", "ADAM"])
def test_an_optimizer_by_name_may_begin_with_a_capital(name):
    chosen = Playground(optimizer=name).settings["optimizer"]
    assert chosen["kind"] == name.lower()
    with pytest.raises(ValueError, match="optimizer must be one of 'gd'.*got 'SGD'"):
        Playground(optimizer="SGD")


def test_an_optimizer_may_be_one_with_a_schedule_or_its_settings():
    rule = Adam(0.02, beta1=0.5, schedule=CosineDecay(steps=9))
    for given in (rule, rule.settings()):
        assert Playground(optimizer=given).settings["optimizer"] == rule.settings()
    kept = Playground(optimizer=rule, lr=1).settings["optimizer"]
    assert kept == {**rule.settings(), "lr": 1}


def test_no_batch_size_is_the_full_batch():
    widget = Playground(batch_size=None)
    widget.train(2)
    assert widget.training["updates"] == 2


def test_an_assignment_changes_what_it_names():
    widget = Playground(data="xor", hidden=[3], activation="relu")
    before = widget.settings
    widget.settings = {"hidden": [5, 2], "lr": 0.3, "show_test": True}
    assert widget.settings == {
        **before,
        "hidden": layers(5, 2, activation="relu"),
        "optimizer": {**before["optimizer"], "lr": 0.3},
        "show_test": True,
    }


# ----------------------------------------------------------------------------- refusals


class Half(GradientDescent):
    """A rule of somebody's own: the browser does not know it."""


REFUSED = [
    ({"data": "moons"}, ValueError, "data must be one of 'circle'.*got 'moons'"),
    ({"data": "own"}, ValueError, "data must be one of 'circle'.*got 'own'"),
    ({"n": 49}, ValueError, "n must be >= 50 and <= 5000; got 49"),
    ({"n": 60.5}, ValueError, "n must be a whole number; got 60.5"),
    ({"noise": 51}, ValueError, "noise must be >= 0 and <= 50; got 51"),
    ({"noise": "much"}, TypeError, "noise must be one number; got 'much'"),
    ({"data_seed": -1}, ValueError, "data_seed must be >= 0"),
    ({"train_share": 5}, ValueError, "train_share must be >= 10 and <= 90; got 5"),
    ({"features": []}, ValueError, "features must name one feature or more"),
    ({"features": ["x1", "x1"]}, ValueError, "each once; got"),
    ({"features": ["x3"]}, ValueError, "features must be one of 'x1'.*got 'x3'"),
    ({"features": "x1"}, TypeError, "features must be a list of names; got 'x1'"),
    ({"hidden": 4}, TypeError, "hidden must be a list of layers or widths; got 4"),
    ({"hidden": [2] * 7}, ValueError, "hidden must have 6 layers or fewer; got 7"),
    ({"hidden": [33]}, ValueError, r"hidden \(units\) must be >= 1 and <= 32; got 33"),
    ({"hidden": [0]}, ValueError, r"hidden \(units\) must be >= 1"),
    ({"hidden": [{"units": 2}]}, ValueError, "layers with units and activation"),
    ({"activation": "step"}, ValueError, "activation must be one of 'linear'"),
    ({"activation": ["relu"]}, ValueError, "one for each of the 2 layers"),
    ({"init": "random"}, ValueError, "init must be one of 'zeros'"),
    ({"bias": np.inf}, ValueError, "bias must be finite; got inf"),
    ({"seed": 2**32}, ValueError, "seed must be >= 0 and <= 4294967295|seed must be"),
    ({"optimizer": "sgd"}, ValueError, "optimizer must be one of 'gd', .*got 'sgd'"),
    ({"optimizer": 5}, TypeError, "optimizer must be one of the course's optimizers"),
    ({"optimizer": Half()}, TypeError, "optimizer must be one of the course's"),
    ({"optimizer": {"kind": "adam", "beta": 1}}, TypeError, "optimizer: .*'beta'"),
    ({"lr": 0}, ValueError, "optimizer: lr must be > 0; got 0"),
    ({"lr": "fast"}, TypeError, "optimizer: lr must be one number; got 'fast'"),
    ({"batch_size": 0}, ValueError, "batch_size must be >= 1; got 0"),
    ({"l1": -1}, ValueError, "l1 must be >= 0; got -1"),
    ({"l2": np.nan}, ValueError, "l2 must be >= 0; got nan"),
    ({"speed": 5}, ValueError, r"speed must be one of \(0, 1, 10, 100\); got 5"),
    ({"stop_epoch": -5}, ValueError, "stop_epoch must be >= 0"),
    ({"stop_loss": -0.1}, ValueError, "stop_loss must be >= 0"),
    ({"discretize": 1}, TypeError, "discretize must be True or False; got 1"),
    ({"show_test": "no"}, TypeError, "show_test must be True or False; got 'no'"),
    ({"focus": [1, 4]}, ValueError, r"focus must be None or \[layer, unit\].*2-4-2-1"),
    ({"focus": 3}, ValueError, "focus must be None"),
    ({"output_class": 0}, ValueError, "output_class must be None: circle has one out"),
    ({"data": "lithology", "output_class": 4}, ValueError, "output_class must be >= 0"),
    ({"learning_rate": 1}, TypeError, "Playground has no setting 'learning_rate'; th"),
]


@pytest.mark.parametrize(
    "given, error, words", REFUSED, ids=[str(given) for given, *_ in REFUSED]
)
def test_what_is_wrong_is_named_by_constructor_and_assignment(given, error, words):
    with pytest.raises(error, match=words):
        Playground(**given)
    widget = trained()
    before = widget.state
    with pytest.raises(error, match=words):
        widget.settings = given
    assert widget.state == before


@pytest.mark.parametrize(
    "hide, error", [("play", TypeError), (["paly"], ValueError), ([1], ValueError)]
)
def test_controls_to_hide_go_by_their_names(hide, error):
    with pytest.raises(error, match="hide must be"):
        Playground(hide=hide)
    assert Playground(hide=HIDEABLE)._info["hide"] == list(HIDEABLE)


# -------------------------------------------------------------- what training does then

CHANGES = {
    "data": "xor", "n": 60, "noise": 5, "data_seed": 1, "train_share": 70,
    "features": ["x2", "x1"], "hidden": [4, 3], "init": "he", "bias": 0, "seed": 3,
}  # fmt: skip


def test_every_setting_that_starts_again_is_tried():
    assert set(CHANGES) == set(RESETS)


@pytest.mark.parametrize("name", CHANGES)
def test_a_new_start_forgets_what_was_trained(name):
    widget, fresh = trained(), Playground(**{name: CHANGES[name]})
    widget.settings = {name: CHANGES[name]}
    assert widget.training == {} and widget.epoch == 0
    assert repr(widget) == repr(fresh)
    assert all(
        np.array_equal(a, b) for a, b in zip(widget.weights, fresh.weights, strict=True)
    )


@pytest.mark.parametrize(
    "given",
    [
        {"lr": 1},
        {"l1": 0.1, "l2": 0.1},
        {"optimizer": "adam"},
        {"optimizer": GradientDescent(0.1, schedule=CosineDecay(99))},
        {"batch_size": 30},
        {"show_test": True, "discretize": True, "log_loss": True, "focus": [1, 0]},
        {"stop_epoch": 5, "stop_loss": 0.1, "speed": 10},
        {"seed": 0, "data": "circle", "hidden": [4, 2]},
    ],
)
def test_other_changes_keep_it(given):
    widget = trained()
    weights = widget.weights
    widget.settings = given
    assert widget.epoch == 3
    np.testing.assert_array_equal(widget.weights[0], weights[0])


def test_another_rule_starts_with_an_empty_memory_and_the_same_one_keeps_it():
    widget = trained(optimizer=Momentum(0.03))
    memory = widget.training["V"]
    widget.settings = {"lr": 0.1}
    assert widget.training["V"] == memory and widget.training["t"] == 75
    widget.settings = {"optimizer": "adam"}
    assert set(widget.training["V"]) == {0} and widget.training["t"] == 0
    assert widget.epoch == 3


def test_another_batch_size_starts_the_batches_again():
    widget = trained()
    network, (X, y) = widget.to_network(), widget._part(True)
    widget.settings = {"batch_size": 100}
    stream, rule = batches(250, 100, 0), GradientDescent(0.03)
    for _ in range(3):
        batch = next(stream)
        dw = network.gradient(X[batch], y[batch])
        network.parameters = rule.step(network.parameters, dw)
    widget.train(1)
    np.testing.assert_allclose(
        widget.to_network().parameters, network.parameters, rtol=1e-12
    )
    assert widget.training["shuffledFrom"] == 3


def test_new_data_take_the_features_and_marks_they_have():
    rng = np.random.default_rng(0)
    X = rng.normal(size=(60, 4))
    widget = Playground(X, X[:, 0] > 0, features=["x1", "x4"], focus=[0, 1])
    widget.settings = {"data": "lithology"}
    assert widget.settings["features"] == ["x1"] and widget.settings["focus"] is None
    widget.settings = {"output_class": 3, "focus": [3, 2]}
    widget.settings = {"data": "gauss"}
    assert widget.settings["output_class"] is None
    assert widget.settings["focus"] is None
    widget.settings = {"data": "own", "n": 20, "features": ["x3"]}
    assert widget.to_network().sizes == [1, 4, 2, 1] and len(widget.y) == 20
    widget.settings = {"data": "circle", "n": 100}
    assert widget.settings["features"] == ["x1", "x2"]
