"""InitializationExplorer in Python: samples, starting weights, training, its state."""

import copy
import json
import re

import numpy as np
import pytest

from course_lib import datasets, propagation
from course_lib.initializers import INITIALIZERS
from course_lib.optimizers import Adam
from course_lib.shared_random import SharedGenerator, SharedRandom, batches
from course_lib.widgets import InitializationExplorer
from course_lib.widgets.initialization_settings import STARTS


def explorer(**settings):
    return InitializationExplorer(**settings)


def from_browser(widget, **traits):
    """What arrives from the browser, through JSON as there."""
    widget.set_state(json.loads(json.dumps(traits)))


def test_the_module_imports_nothing_and_every_name_occurs_once():
    code = InitializationExplorer._esm
    assert not re.search(r"^\s*import\b", code, re.MULTILINE)
    exports = re.findall(r"^export .*", code, re.MULTILINE)
    assert exports == ["export default { render: renderInitialization };"]
    names = re.findall(
        r"^(?:async )?(?:function|const|let|class) (\w+)", code, re.MULTILINE
    )
    assert len(names) > 200 and len(names) == len(set(names))


# ----------------------------------------------------------------------------- samples


def test_windows_are_all_logs_of_the_30_samples_above_and_below():
    widget = explorer(view="deep")
    wells = datasets.well_logs(n_wells=6, n=200, seed=0)
    whole = datasets.with_neighbours(wells, k=30)
    rows = SharedRandom(0).shuffle(1200)[:400]
    np.testing.assert_array_equal(widget.X, whole.X[rows])
    np.testing.assert_array_equal(widget.y, whole.y[rows])
    mean, std = np.tile(wells.X.mean(axis=0), 61), np.tile(wells.X.std(axis=0), 61)
    np.testing.assert_allclose(widget.inputs, (whole.X[rows] - mean) / std)
    assert widget.weights[0].shape == (100, 305)
    assert len(widget._pools) < 250_000  # logs travel, windows do not


@pytest.mark.parametrize("data", ["circle", "gas_sand"])
def test_inputs_are_scaled_or_in_their_own_units(data):
    scaled, raw = explorer(data=data), explorer(data=data, scale_inputs=False)
    np.testing.assert_array_equal(raw.inputs, raw.X)
    np.testing.assert_array_equal(scaled.X, raw.X)
    assert np.abs(scaled.inputs.mean(axis=0)).max() < 0.3
    assert np.abs(scaled.inputs.std(axis=0) - 1).max() < 0.2
    assert explorer(data=data, data_seed=1).X[0, 0] != scaled.X[0, 0]


# --------------------------------------------------------------------- starting weights


@pytest.mark.parametrize("init", STARTS)
def test_weights_start_by_their_rule_and_biases_at_zero(init):
    options = {"init": init, "factor": 7} if init == "custom" else {"init": init}
    widget, rng = explorer(seed=3, **options), SharedGenerator(3)
    rule, factor = STARTS[init]
    for W, b in zip(widget.weights, widget.biases, strict=True):
        expected = np.sqrt(factor or 7) * INITIALIZERS[rule](*W.shape, rng)
        np.testing.assert_array_equal(W, expected)
        assert not b.any()


def test_a_factor_alone_is_a_rule_of_your_own():
    assert explorer(factor=4).settings["init"] == "custom"
    widget = explorer()
    widget.settings = {"factor": 0.5}
    assert widget.settings["init"] == "custom"
    preset = InitializationExplorer.preset("zeros", factor=3)
    assert preset.settings["init"] == "custom"
    ratio = widget.weights[0] / explorer(init="xavier").weights[0]
    np.testing.assert_allclose(ratio, np.sqrt(0.5))


def test_zero_weights_know_nothing():
    assert explorer(init="zeros").loss == pytest.approx(np.log(2))
    assert explorer(view="deep", init="zeros").loss == pytest.approx(np.log(5))


def test_units_that_start_equal_stay_equal():
    widget = explorer(init="constant")
    before = widget.weights[0][0].copy()
    widget.train(30)
    for W in widget.weights[:-1]:
        np.testing.assert_allclose(W, np.tile(W[0], (len(W), 1)), rtol=1e-9)
    assert np.abs(widget.weights[0][0] - before).max() > 0.1


# ----------------------------------------------------------------------------- training


@pytest.mark.parametrize(
    "settings",
    [{}, {"data": "lithology", "hidden": [4], "activation": "tanh"}, {"view": "deep"}],
)
def test_training_is_gradient_descent_on_shuffled_batches(settings):
    widget = explorer(**settings)
    network, X, y = widget.to_network(), widget.inputs, widget.y
    size = widget.settings["batch_size"]
    steps = batches(len(y), size, 0)
    for _ in range(2 * len(y) // size):
        batch = next(steps)
        network.parameters = network.parameters - 0.1 * network.backward(
            X[batch], y[batch]
        )
    widget.train(2)
    np.testing.assert_array_equal(widget.to_network().parameters, network.parameters)
    assert widget.epoch == 2 and widget.history["epoch"] == [0, 1, 2]
    assert widget.loss == network.loss(X, y) == widget.history["train"][-1]
    assert widget.accuracy == network.accuracy(X, y)


def test_training_in_two_parts_is_training_in_one():
    once, twice = (explorer(optimizer=Adam(0.01), seed=2) for _ in range(2))
    once.train(5)
    twice.train(2)
    twice.train(3)
    assert once.training == twice.training


def test_weights_beyond_any_measure_still_have_a_loss():
    widget = explorer(factor=4)
    network = widget.to_network()
    network.weights[0][:] = 1e160  # its square is infinite
    assert np.isfinite(network.loss(widget.inputs, widget.y))


def test_divergence_is_told_and_is_the_end():
    widget = explorer(view="deep", activation="relu", init="too_large")
    widget.train(3)
    assert widget.stopped.startswith("diverged at epoch") and np.isnan(widget.loss)
    before = copy.deepcopy(widget.training)
    widget.train(1)
    assert widget.training == before
    assert "nan" in repr(widget) and widget.describe()


@pytest.mark.parametrize(
    ("change", "restarts"),
    [({"seed": 5}, True), ({"init": "xavier"}, True), ({"scale_inputs": False}, True),
     ({"hidden": [3]}, True), ({"lr": 0.5}, False), ({"links": "gradient"}, False),
     ({"optimizer": "adam"}, False), ({"batch_size": 7}, False),
     ({"log_loss": True}, False)],
)  # fmt: skip
def test_only_what_is_trained_starts_training_again(change, restarts):
    widget = explorer()
    widget.train(3)
    widget.settings = change
    assert (widget.training == {}) is restarts
    assert widget.epoch == (0 if restarts else 3)
    widget.train(1)
    assert widget.epoch == (1 if restarts else 4)


# ---------------------------------------------------------------------------- read-outs


def test_layers_are_measured_on_the_first_hundred_samples():
    widget = explorer(view="deep")
    widget.train(1)
    wanted = propagation.layers(
        widget.to_network(), widget.inputs[:100], widget.y[:100]
    )
    for name in ("mean", "std", "saturated", "gradient", "weight_gradient"):
        np.testing.assert_array_equal(
            getattr(widget.layers, name), getattr(wanted, name)
        )


def test_theory_is_close_to_what_is_measured_at_the_start():
    for settings in ({}, {"activation": "relu", "init": "he"}, {"factor": 0.3}):
        widget = explorer(view="deep", **settings)
        ratio = widget.theory["std"] / widget.layers.std[:-1]
        assert np.abs(ratio - 1).max() < 0.12
    assert explorer(hidden=[6, 3]).theory is None


def test_what_is_handed_out_is_a_copy():
    widget = explorer()
    before = widget.loss
    widget.X[:] = 0
    widget.inputs[:] = 0
    widget.weights[0][:] = 9
    assert widget.loss == before


@pytest.mark.parametrize("name", InitializationExplorer.PRESETS)
def test_every_preset_has_a_picture_and_a_sentence(name):
    widget = InitializationExplorer.preset(name)
    assert len(widget.picture().axes) == 3
    assert widget.title in widget.describe() and name
    assert repr(widget).startswith("InitializationExplorer(")


def test_the_picture_shows_gradients_before_training_and_losses_after():
    widget = explorer(seed=1)
    last = widget.picture().axes[-1]
    assert last.get_title() == "Gradient before training"
    np.testing.assert_array_equal(last.lines[0].get_ydata(), widget.layers.gradient)
    widget.train(3)
    last = widget.picture().axes[-1]
    assert last.get_title() == "Loss, epoch 3"
    assert last.lines[0].get_ydata().tolist() == widget.history["train"]


@pytest.mark.parametrize("trained", [0, 1])
def test_the_picture_says_what_has_no_value(trained):
    widget = explorer(view="deep", activation="relu", init="too_large", seed=1)
    if not trained:
        widget = explorer(init="zeros")
    widget.train(trained)
    (words,) = widget.picture().axes[-1].texts
    wanted = "diverged at epoch 1" if trained else "0 or no value: 1, 2"
    assert words.get_text().startswith(wanted)


# ----------------------------------------------------------------------- there and back


def test_what_the_browser_trained_is_here():
    done = explorer(seed=1)
    done.train(4)
    widget = explorer(seed=1)
    from_browser(widget, training=done.training)
    assert widget.epoch == 4 and widget.loss == done.loss
    widget.train(2)
    done.train(2)
    assert widget.training == done.training


def test_a_training_of_another_network_is_not_believed():
    other = explorer(hidden=[5])
    other.train(1)
    widget = explorer()
    with pytest.raises(ValueError, match=r"training\['parameters'\] must hold 43 num"):
        widget.training = other.training
    with pytest.raises(ValueError, match="is not base64"):
        widget.training = {**other.training, "parameters": "no numbers"}
    from_browser(widget, training=other.training)
    assert widget.epoch == 0 and widget.loss == explorer().loss


def test_nonsense_from_the_browser_changes_nothing():
    widget = explorer()
    before = dict(widget.settings)
    from_browser(widget, settings={**before, "init": "magic"})
    assert widget.settings == before


@pytest.mark.parametrize(
    ("settings", "message"),
    [({"view": "wide"}, "view must be one of"), ({"init": "magic"}, "init must be one"),
     ({"hidden": []}, "hidden must have 1 … 4 layers; got 0"),
     ({"hidden": [9]}, "hidden must be"), ({"hidden": "6"}, "hidden must be a list"),
     ({"view": "deep", "hidden": [9] * 11}, "1 … 10 layers"),
     ({"data": "hills"}, "data must be one of"), ({"factor": -1}, "factor must be"),
     ({"view": "deep", "data": "circle"}, "data must be"),
     ({"scale_inputs": 1}, "scale_inputs must be True or False"),
     ({"links": "colour"}, "links must be"), ({"speed": 3}, "speed must be one of"),
     ({"depth": 3}, "InitializationExplorer has no setting 'depth'")],
)  # fmt: skip
def test_bad_settings_are_named(settings, message):
    with pytest.raises((TypeError, ValueError), match=message):
        explorer(**settings)


def test_another_view_brings_its_usual_settings():
    widget = explorer(seed=4)
    widget.settings = {"view": "deep"}
    assert widget.settings["hidden"] == [100] * 4 and widget.settings["seed"] == 0
    assert widget.to_network().sizes == [305, 100, 100, 100, 100, 5]
