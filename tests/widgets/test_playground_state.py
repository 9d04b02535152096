"""Playground in Python: its state, and what comes from and goes to the browser."""

import json

import numpy as np
import pytest
from playground_cases import CASES, OWN, VALUES, from_browser, playground

from course_lib.networks import Network
from course_lib.optimizers import (
    GradientDescent,
)
from course_lib.widgets import Playground

# ------------------------------------------------------------------------------- state


@pytest.mark.parametrize("case", CASES)
def test_state_restores_everything_in_another_widget(case):
    widget = playground(case)
    widget.train(4)
    state = json.loads(json.dumps(widget.state))
    data = {k: v for k, v in CASES[case].items() if k in ("X", "y", "columns")}
    other = Playground(**data)
    other.state = state
    assert other.state == state and repr(other) == repr(widget)
    np.testing.assert_array_equal(other.X, widget.X)
    other.train(3)
    widget.train(3)
    assert other.state == widget.state


def test_state_of_other_data_is_refused():
    widget, other = playground("own values"), Playground(OWN, VALUES + 1)
    with pytest.raises(ValueError, match="its samples are not those of this"):
        other.state = widget.state
    with pytest.raises(ValueError, match="data must be one of 'circle'.*got 'own'"):
        Playground().state = widget.state
    turned = Playground(OWN, VALUES, columns=(0, 2))
    with pytest.raises(ValueError, match="other data"):
        turned.state = widget.state


def spoilt(state, *keys, value=None):
    """A state with one of its parts exchanged."""
    *way, last = keys
    part = state
    for key in way:
        part = part[key]
    part[last] = value
    return state


@pytest.mark.parametrize(
    "keys, value, words",
    [
        (("more",), 1, "state must be a dict with settings, training, own"),
        (("settings",), [], "settings must be a dict; got list"),
        (("settings", "noise"), 90, "noise must be >= 0 and <= 50; got 90"),
        (("training",), 5, "training must be a dict; got int"),
        (("training", "parameters"), [1.0], "must hold 17 numbers.*got 1"),
        (("training", "V"), ["a"] * 17, "training.'V'. must hold numbers or None"),
        (("training", "epoch"), 1.5, "training.'epoch'. must be a whole number"),
        (("training", "shuffledFrom"), 50, "must be <= training.'epoch'"),
        (("training", "history"), {}, "training.'history'. must hold epoch, train"),
        (("training", "history", "test"), [], "must hold lists of one length"),
    ],
)
def test_a_spoilt_state_is_refused_and_changes_nothing(keys, value, words):
    widget = Playground(data="avo_boundaries", hidden=[4])
    widget.train(3)
    before = widget.state
    with pytest.raises((TypeError, ValueError), match=words):
        widget.state = spoilt(widget.state, *keys, value=value)
    assert widget.state == before
    with pytest.raises(TypeError, match="state must be a dict"):
        widget.state = "saved"


# ------------------------------------------------------------------------- the browser


def test_training_in_the_browser_arrives():
    widget, other = playground(), playground()
    other.train(10)
    from_browser(widget, training=other.training)
    assert (widget.epoch, widget.loss) == (10, other.loss)
    assert widget.state == other.state


def test_settings_and_training_arrive_together():
    widget = playground()
    widget.train(2)
    other = playground("xor")
    other.train(3)
    from_browser(widget, settings=other.settings, training=other.training)
    assert repr(widget) == repr(other)
    from_browser(widget, settings=playground().settings, training={})
    assert repr(widget) == repr(playground())


@pytest.mark.parametrize(
    "training",
    [
        {"epoch": 3},
        {"epoch": "x", "parameters": None},
        {"parameters": [1, 2]},
        {"epoch": 3, "parameters": [0.5] * 25, "history": [1, 2]},
    ],
)
def test_training_that_does_not_fit_counts_as_none(training):
    widget = playground()
    from_browser(widget, training=training)
    assert repr(widget) == repr(playground())
    widget.train(1)
    assert widget.epoch == 1


@pytest.mark.parametrize(
    "settings", [{}, {"noise": "loud"}, {"data": "moons"}, {"hidden": 3}, {"more": 1}]
)
def test_settings_that_make_no_sense_leave_the_old_ones(settings):
    widget = playground("xor")
    before = widget.settings
    from_browser(widget, settings=settings)
    assert widget.settings == before
    assert widget.loss == playground("xor").loss


def test_an_assignment_in_python_is_complete_when_the_browser_sees_it():
    widget, seen = playground(), []
    widget.observe(lambda change: seen.append(change.new), "settings")
    widget.settings = {"lr": 1}
    assert set(seen[0]) == set(playground().settings)
    assert seen[0]["optimizer"] == GradientDescent(1).settings()


# -------------------------------------------------------------- what travels, pictures


def test_all_pools_travel_unless_data_cannot_be_chosen():
    names = [pool["name"] for pool in Playground()._info["pools"]]
    assert names == ["avo_boundaries", "gas_sand", "lithology", "two_logs"]
    numbers = sum(p["m"] * (p["columns"] + 1) for p in Playground()._info["pools"])
    assert len(Playground()._pools) == 8 * numbers
    assert Playground(hide=["data"])._info["pools"] == []
    one = Playground(data="gas_sand", hide=["data"])
    assert [pool["name"] for pool in one._info["pools"]] == ["gas_sand"]
    one.settings = {"data": "lithology"}
    sent = [pool["name"] for pool in one._info["pools"]]
    assert sent == ["gas_sand", "lithology"]
    assert len(one._pools) == 8 * 2000 * 3 * 2


def test_info_is_what_the_browser_needs():
    widget = Playground(title="<b>", look_for="lines", hide=["speed"], lr=0.1)
    info = json.loads(json.dumps(widget._info))
    assert (info["title"], info["look_for"], info["hide"]) == (
        "<b>",
        "lines",
        ["speed"],
    )
    assert info["start"] == widget.settings and info["own"] is None
    entry = info["pools"][0]
    assert entry["feature_names"] == ["A", "B"] and entry["kind"] == "binary"
    assert entry["class_names"] == ["brine boundary", "gas boundary"]
    widget.settings = {"lr": 1}
    assert widget._info["start"]["optimizer"]["lr"] == 0.1


def test_repr_names_data_network_rule_and_where_it_is():
    assert repr(Playground(data="gauss", hidden=[])) == (
        "Playground(gauss, 500 samples, 2-1, gd lr=0.03, epoch 0, loss 1.68)"
    )
    widget = Playground(hidden=[2, 3], activation=["relu", "tanh"], l1=0.01, n=60)
    assert "60 samples, 2-2-3-1 relu-tanh, gd lr=0.03, l1=0.01" in repr(widget)


def test_the_still_follows_the_training():
    widget = playground()
    bundle, metadata = widget._repr_mimebundle_()
    assert "after 0 epochs" in metadata["image/png"]["alt"]
    widget.train(1)
    later, _ = widget._repr_mimebundle_()
    assert later["image/png"] != bundle["image/png"]


def test_no_figure_stays_open():
    import matplotlib.pyplot as plt

    before = plt.get_fignums()
    playground()._repr_mimebundle_()
    assert plt.get_fignums() == before


def test_a_network_of_one_s_own_reads_the_same_samples():
    widget = playground("xor")
    widget.train(5)
    network = Network([2, 3, 1], init="zeros")
    network.parameters = widget.to_network().parameters
    inputs = widget.inputs(widget.X_test)
    assert network.accuracy(inputs, widget.y_test) == widget.test_accuracy
