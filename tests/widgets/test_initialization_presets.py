"""What presets of InitializationExplorer say about themselves is true."""

import numpy as np
import pytest

from course_lib.widgets import InitializationExplorer


def trained(name, epochs, **options):
    widget = InitializationExplorer.preset(name, **options)
    widget.train(epochs)
    return widget


def test_zeros_stay_at_ln_2():
    widget = trained("zeros", 200)
    assert widget.loss == pytest.approx(np.log(2), abs=1e-3)
    assert "ln 2 = 0.693" in widget._info["look_for"]
    assert not any(W.any() for W in widget.weights)


def test_equal_weights_change_but_the_units_are_copies():
    widget = trained("constant", 100)
    assert np.ptp(widget.weights[0], axis=0).max() < 1e-9
    assert np.abs(widget.weights[0] - 0.5).max() > 0.1
    assert widget.accuracy < 0.75


def test_too_small_waits_for_more_than_a_hundred_epochs_then_learns():
    assert trained("too_small", 100).loss == pytest.approx(np.log(2), abs=1e-3)
    assert trained("too_small", 300).accuracy > 0.95


def test_too_large_starts_near_50_and_does_worse():
    assert 45 < trained("too_large", 0).loss < 55
    assert trained("too_large", 100).accuracy < trained("he", 100).accuracy - 0.1


@pytest.mark.parametrize("name", ["xavier", "glorot", "he"])
def test_a_good_start_finds_the_circle_within_a_hundred_epochs(name):
    assert trained(name, 100).accuracy > 0.95


def test_deep_tanh_fades_slowly_and_learns():
    start = trained("deep_tanh", 0).layers.std[:-1]
    assert (np.diff(start) < 0).all() and start[-1] > 0.3
    assert trained("deep_tanh", 3).accuracy > 0.75


def test_deep_relu_keeps_the_signal_as_strong():
    rms = trained("deep_relu", 0).layers.rms[:-1]
    assert 0.8 < rms[-1] / rms[0] < 1.25
    assert trained("deep_relu", 3).accuracy > 0.75


def test_deep_sigmoid_has_no_gradient_in_layer_1_and_learns_nothing():
    widget = trained("deep_sigmoid", 3)
    assert widget.layers.gradient[0] < 0.01 * widget.layers.gradient[-1]
    assert widget.loss > 1.5 and widget.accuracy < 0.35


def test_raw_logs_saturate_layer_1_before_training_starts():
    raw, scaled = trained("deep_raw_inputs", 0), trained("deep_tanh", 0)
    assert raw.layers.saturated[0] > 0.9 > 0.1 > scaled.layers.saturated[0]
    assert trained("deep_raw_inputs", 3).accuracy < 0.35
