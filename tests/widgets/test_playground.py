"""Playground in Python: samples, network, training, state, what the browser sends."""

import json
import re

import numpy as np
import pytest
from playground_cases import CASES, from_browser, playground

from course_lib import datasets, scores
from course_lib.initializers import INITIALIZERS
from course_lib.optimizers import (
    GradientDescent,
    from_settings,
)
from course_lib.shared_random import SharedGenerator, SharedRandom, batches
from course_lib.widgets import Playground
from course_lib.widgets.playground_data import NAMES
from course_lib.widgets.playground_settings import STARTS
from course_lib.widgets.playground_training import RECENT


def test_the_module_imports_nothing_and_every_name_occurs_once():
    code = Playground._esm
    assert not re.search(r"^\s*import\b", code, re.MULTILINE)
    exports = re.findall(r"^export .*", code, re.MULTILINE)
    assert exports == ["export default { render: renderPlayground };"]
    names = re.findall(
        r"^(?:async )?(?:function|const|let|class) (\w+)", code, re.MULTILINE
    )
    assert len(names) > 200 and len(names) == len(set(names))


# ----------------------------------------------------------------------------- samples


@pytest.mark.parametrize("name", NAMES)
def test_every_data_set_has_samples_a_network_and_a_picture(name):
    widget = Playground(data=name, n=100, hidden=[2])
    assert widget.X.shape == (100, 2) and widget.y.shape == (100,)
    assert len(widget.y_train) == len(widget.y_test) == 50
    np.testing.assert_array_equal(np.vstack([widget.X_train, widget.X_test]), widget.X)
    np.testing.assert_array_equal(np.append(widget.y_train, widget.y_test), widget.y)
    widget.train(2)
    assert widget.epoch == 2 and np.isfinite([widget.loss, widget.test_loss]).all()
    (low, high), (bottom, top) = widget.source.domain
    x1, x2 = widget.X.T
    assert ((x1 > low) & (x1 < high) & (x2 > bottom) & (x2 < top)).mean() > 0.97
    assert len(widget.picture().axes) >= 2
    assert widget.title in widget.describe()


def test_points_are_those_of_the_library():
    widget = Playground(data="spiral", n=80, noise=10, data_seed=3)
    X, y = datasets.playground_points("spiral", 80, 10, 3)
    np.testing.assert_array_equal(widget.X, X)
    np.testing.assert_array_equal(widget.y, y)
    np.testing.assert_array_equal(widget.inputs(X), X)


def test_geophysical_samples_keep_their_units():
    widget = Playground(data="gas_sand", n=70, data_seed=5)
    pool = datasets.playground_pool("gas_sand")
    rows = SharedRandom(5).shuffle(2000)[:70]
    np.testing.assert_array_equal(widget.X, pool.X[rows])
    np.testing.assert_array_equal(widget.y, pool.y[rows])
    Z = (pool.X - pool.X.mean(axis=0)) / pool.X.std(axis=0)
    np.testing.assert_allclose(widget.inputs(pool.X), Z, rtol=1e-12)
    assert len(Playground(data="gas_sand", n=5000).y) == 2000


def test_what_is_handed_out_is_a_copy():
    widget = playground("xor")
    before = widget.loss
    widget.X[:] = 0
    widget.X_train[:] = 0
    widget.weights[0][:] = 9
    widget.state["settings"]["hidden"][0]["units"] = 8
    assert widget.loss == before and widget.to_network().sizes == [2, 3, 1]


def test_inputs_name_the_columns_they_need():
    with pytest.raises(ValueError, match=r"X must have 2 columns \(AI, Vp/Vs\)"):
        Playground(data="gas_sand").inputs([[1.0, 2.0, 3.0]])


# ---------------------------------------------------------------------------- network


@pytest.mark.parametrize("init", STARTS)
def test_weights_start_from_the_shared_stream(init):
    widget, stream = Playground(init=init, seed=7, bias=-0.3), SharedGenerator(7)
    for W, b in zip(widget.weights, widget.biases, strict=True):
        np.testing.assert_array_equal(W, INITIALIZERS[init](*W.shape, stream))
        np.testing.assert_array_equal(b, -0.3)


@pytest.mark.parametrize("case", CASES)
def test_readings_are_those_of_the_network(case):
    widget = playground(case)
    widget.train(3)
    network, X = widget.to_network(), widget.inputs(widget.X_train)
    np.testing.assert_array_equal(np.concatenate([
        part.ravel()
        for pair in zip(widget.weights, widget.biases, strict=True)
        for part in pair
    ]), network.parameters)  # fmt: skip
    if widget.source.kind == "regression":
        assert widget.accuracy is widget.test_accuracy is None
        assert widget.confusion is widget.test_confusion is None
        mean, std = getattr(widget.source, "y_scale", (0, 1))
        loss = network.loss(X, (widget.y_train - mean) / std)
        assert widget.loss == pytest.approx(loss, rel=1e-12)
        return
    X_test, K = widget.inputs(widget.X_test), len(widget.source.class_names)
    assert widget.loss == pytest.approx(network.loss(X, widget.y_train), rel=1e-12)
    assert widget.test_loss == pytest.approx(
        network.loss(X_test, widget.y_test), rel=1e-12
    )
    if widget.settings["noise"]:
        return  # inputs of noisy samples agree up to rounding, not their classes
    assert widget.accuracy == network.accuracy(X, widget.y_train)
    assert widget.test_accuracy == network.accuracy(X_test, widget.y_test)
    expected = scores.confusion_matrix(widget.y_train, network.predict(X), K)
    np.testing.assert_array_equal(widget.confusion, expected)
    assert widget.test_confusion.sum() == len(widget.y_test)


@pytest.mark.parametrize("case", ["default", "classes", "own values"])
def test_the_torch_module_answers_as_the_network(case):
    torch = pytest.importorskip("torch")
    widget = playground(case)
    widget.train(5)
    X = widget.inputs(widget.X)
    answers = widget.to_torch()(torch.from_numpy(X)).detach().numpy()
    expected = widget.to_network()(X)
    np.testing.assert_allclose(answers.reshape(expected.shape), expected, rtol=1e-12)


# --------------------------------------------------------------------------- training


@pytest.mark.parametrize("case", CASES)
def test_training_is_network_and_optimizer_over_the_shared_batches(case):
    widget = playground(case)
    settings, m = widget.settings, len(widget.y_train)
    network, (X, y) = widget.to_network(), widget._part(True)
    rule = from_settings(settings["optimizer"])
    stream = batches(m, min(settings["batch_size"], m), settings["seed"])
    losses = [network.loss(X, y)]
    for _ in range(5):
        for _ in range(-(-m // settings["batch_size"])):
            batch = next(stream)
            dw = network.gradient(X[batch], y[batch])
            network.parameters = rule.step(network.parameters, dw)
        losses.append(network.loss(X, y))
    widget.train(5)
    np.testing.assert_allclose(
        widget.to_network().parameters, network.parameters, rtol=1e-12
    )
    assert widget.training["updates"] == 5 * -(-m // settings["batch_size"])
    np.testing.assert_allclose(widget.history["train"], losses, rtol=1e-12)
    assert widget.history["epoch"] == list(range(6))


@pytest.mark.parametrize("case", CASES)
def test_training_in_parts_is_training_at_once(case):
    parts, whole = playground(case), playground(case)
    for epochs in (1, 0, 4, 2):
        parts.train(epochs)
        parts.training = json.loads(json.dumps(parts.training))
    whole.train(7)
    assert parts.training == whole.training
    assert parts.epoch == 7


def test_a_half_epoch_from_the_browser_is_finished():
    widget, whole = playground(), playground()
    network, (X, y) = widget.to_network(), widget._part(True)
    stream, rule = batches(250, 10, 0), GradientDescent(0.03)
    for _ in range(30):  # an epoch is 25
        batch = next(stream)
        dw = network.gradient(X[batch], y[batch])
        network.parameters = rule.step(network.parameters, dw)
    whole.train(1)
    now = {**whole.training, "updates": 30, "atSample": 50, "t": 30}
    from_browser(widget, training={**now, "parameters": network.parameters.tolist()})
    widget.train(1)
    whole.train(1)
    assert widget.epoch == 2 and widget.training["atSample"] == 0
    assert widget.training["parameters"] == whole.training["parameters"]


def test_the_history_of_a_long_run_stays_short():
    widget = Playground(data="gauss", n=50, hidden=[], batch_size=None)
    widget.train(RECENT + 3)
    assert widget.history["epoch"] == list(range(RECENT + 4))
    widget.train(1500)
    epochs = widget.history["epoch"]
    assert len(epochs) <= 300 and epochs[0] == 0 and epochs[-1] == widget.epoch == 1703
    assert epochs == sorted(set(epochs))
    assert widget.history["train"][-1] == widget.loss


def test_before_the_first_step_the_history_is_one_point():
    widget = playground()
    assert widget.training == {} and widget.epoch == 0 and widget.stopped == ""
    history = {"epoch": [0], "train": [widget.loss], "test": [widget.test_loss]}
    assert widget.history == history
    widget.train(0)
    assert widget.history == history


def test_a_run_that_diverges_stops_and_says_when_and_why():
    widget = Playground.preset("diverges")
    widget.train(60)
    assert re.fullmatch(
        r"diverged at epoch \d+: learning rate too large", widget.stopped
    )
    assert 0 < widget.epoch < 60
    at = widget.epoch
    assert not np.isfinite(widget.loss)
    widget.train(5)
    assert widget.epoch == at
    assert f"epoch {at}" in repr(widget) and "epoch" in widget.describe()
    widget.picture()
    again = Playground()
    again.state = widget.state
    assert again.stopped == widget.stopped
    widget.settings = {"lr": 0.03, "seed": 1}
    widget.train(5)
    assert widget.loss < 1e-9 and not widget.stopped


def test_weights_that_are_no_numbers_travel_as_none():
    widget = Playground(data="plane", hidden=[4], activation="relu", lr=1)
    widget.train(5)
    assert widget.stopped and np.isnan(widget.weights[0]).any()
    text = json.dumps(widget.training)
    assert None in json.loads(text, parse_constant=pytest.fail)["parameters"]
    again = Playground(data="plane")
    again.state = widget.state
    np.testing.assert_array_equal(again.weights[0], widget.weights[0])


def test_weight_decay_that_overshoots_is_named():
    widget = Playground(data="gauss", lr=3, l2=1)
    widget.train(400)
    assert "learning rate times L2 rate is above 2" in widget.stopped


@pytest.mark.parametrize("epochs", [-1, 2.5, "ten", None])
def test_epochs_are_whole_numbers(epochs):
    with pytest.raises((TypeError, ValueError), match="epochs must be"):
        playground().train(epochs)
