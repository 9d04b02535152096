"""ActivationExplorer without a browser: traits, what Python computes, errors, words."""

import base64
import json

import matplotlib.pyplot as plt
import numpy as np
import pytest

from course_lib import activations, datasets, propagation
from course_lib.widgets import ActivationExplorer
from course_lib.widgets.activation_presets import PRESETS

VIEW = "application/vnd.jupyter.widget-view+json"
GAMMA_RAY = datasets.gamma_ray_log(n=600, seed=0).X[:, 0]


# ---------------------------------------------------------------- one function, samples


@pytest.mark.parametrize("name", list(activations.ACTIVATIONS))
def test_the_tangent_has_value_and_slope_of_the_function(name):
    explorer = ActivationExplorer(activation=name, z=-0.7, slope=2.0, leak=0.2)
    z = np.linspace(-3, 3, 13)
    h = 1e-6
    assert explorer.a == explorer.value(-0.7)
    numerical = (explorer.value(z + h) - explorer.value(z - h)) / (2 * h)
    away = np.abs(z) > 1e-3  # a kink has no slope
    np.testing.assert_allclose(
        explorer.slope_at(z)[away], numerical[away], rtol=1e-6, atol=1e-8
    )
    assert explorer.derivative == pytest.approx(explorer.slope_at(-0.7))


def test_steepness_and_leak_belong_to_the_function():
    explorer = ActivationExplorer(activation="leaky_relu", z=-1.0, slope=3.0, leak=0.1)
    assert explorer.a == pytest.approx(-0.3)
    assert explorer.derivative == pytest.approx(0.3)
    # A function drawn beside it is the plain one.
    assert explorer.value(-1.0, "sigmoid") == activations.sigmoid(-1.0)


def test_without_an_input_the_gamma_ray_passes_standardised():
    explorer = ActivationExplorer()
    np.testing.assert_array_equal(explorer.x, GAMMA_RAY)
    assert (explorer.x_name, explorer.unit) == ("GR", "API")
    assert explorer.sample_z.mean() == pytest.approx(0, abs=1e-12)
    assert explorer.sample_z.std() == pytest.approx(1)
    np.testing.assert_array_equal(
        explorer.sample_a, activations.sigmoid(explorer.sample_z)
    )


def test_a_column_of_a_dataset_passes():
    wells = datasets.well_logs(seed=0)
    explorer = ActivationExplorer.from_dataset(wells, column=2, weight=1, bias=0)
    np.testing.assert_array_equal(explorer.sample_z, wells.X[:, 2])
    assert explorer.x_name == wells.feature_names[2]
    assert explorer.unit == wells.units[2]


@pytest.mark.parametrize(
    "name, z, flat",
    [
        ("sigmoid", [-4.7, -4.5, 0, 4.5, 4.7], [1, 0, 0, 0, 1]),  # logit(.99) = 4.595
        ("tanh", [-2.7, -2.6, 0, 2.6, 2.7], [1, 0, 0, 0, 1]),  # artanh(.99) = 2.647
        ("relu", [-5, -1e-9, 0, 1e-9, 5], [1, 1, 1, 0, 0]),
        ("leaky_relu", [-5, -1, 0, 1, 5], [0, 0, 0, 0, 0]),
        ("elu", [-4.7, -4.5, 0, 1, 5], [1, 0, 0, 0, 0]),
        ("linear", [-5, -1, 0, 1, 5], [0, 0, 0, 0, 0]),
    ],
)
def test_flat_samples_are_those_that_pass_no_gradient(name, z, flat):
    explorer = ActivationExplorer(z, weight=1, bias=0, activation=name)
    np.testing.assert_array_equal(explorer.flat, np.array(flat, bool))
    assert explorer.saturated == np.mean(flat)


def test_the_steepness_saturates_too():
    explorer = ActivationExplorer([1.0], weight=1, bias=0)
    assert explorer.saturated == 0
    explorer.slope = 5.0
    assert explorer.saturated == 1


# -------------------------------------------------------------------- chain and softmax


def test_the_chain_is_that_of_propagation_and_computed_once():
    explorer = ActivationExplorer(
        depth=4, width=7, chain_activation="tanh", init="he", factor=0.5, seed=3
    )
    wanted = propagation.chain(4, 7, "tanh", "he", 0.5, seed=3)
    np.testing.assert_array_equal(explorer.chain.gradient, wanted.gradient)
    assert explorer.chain is explorer.chain
    explorer.seed = 4
    assert not np.array_equal(explorer.chain.gradient, wanted.gradient)


def test_probabilities_follow_scores_and_temperature():
    explorer = ActivationExplorer(scores=(1, 3, 2), temperature=2.0)
    e = np.exp(np.array([1, 3, 2]) / 2)
    np.testing.assert_allclose(explorer.probabilities, e / e.sum())
    explorer.scores = explorer.scores + 1000
    np.testing.assert_allclose(explorer.probabilities, e / e.sum())


# -------------------------------------------------------------------------- the presets


@pytest.mark.parametrize("name", PRESETS)
def test_every_preset_has_words_a_picture_and_a_stable_repr(name):
    explorer = ActivationExplorer.preset(name)
    assert explorer.title and explorer._info["look_for"].endswith((".", "?"))
    json.dumps(explorer._info)
    assert repr(explorer) == repr(ActivationExplorer.preset(name))
    assert len(explorer.describe()) > 40
    figure = explorer.picture()
    assert all(ax.get_ylabel() for ax in figure.axes)
    plt.close(figure)


def test_an_option_overrules_a_preset_and_leaves_the_preset_alone():
    assert ActivationExplorer.preset("exploding", depth=3).depth == 3
    assert ActivationExplorer.preset("exploding").depth == 30
    ActivationExplorer.preset("relu_family").others.append("linear")
    assert "linear" not in ActivationExplorer.preset("relu_family").others


def test_raw_gamma_ray_saturates_and_standardised_does_not():
    assert ActivationExplorer.preset("gamma_ray_raw").saturated == 1
    assert ActivationExplorer.preset("gamma_ray_raw").sample_a.min() > 0.99
    assert ActivationExplorer.preset("gamma_ray_scaled").saturated == 0


def test_tanh_is_four_times_as_steep_as_the_sigmoid():
    explorer = ActivationExplorer.preset("tanh", z=0)
    assert explorer.derivative == 4 * explorer.slope_at(0, "sigmoid")


def test_only_relu_lets_nothing_through_on_the_left():
    explorer = ActivationExplorer.preset("relu_family")
    assert explorer.derivative == 0
    assert all(explorer.slope_at(explorer.z, name) != 0 for name in explorer.others)


def test_the_chains_of_the_presets_do_what_they_say():
    ratio = {}
    for name in ("vanishing", "tanh_chain", "he_chain", "exploding"):
        chain = ActivationExplorer.preset(name).chain
        ratio[name] = chain.gradient[0] / chain.gradient[-1]
    assert 1e-6 < ratio["vanishing"] < 1e-5
    assert 0.1 < ratio["tanh_chain"] < 0.6
    assert 0.5 < ratio["he_chain"] < 2
    rms = ActivationExplorer.preset("exploding").chain.rms
    per_layer = (rms[-1] / rms[0]) ** (1 / 29), ratio["exploding"] ** (1 / 29)
    np.testing.assert_allclose(per_layer, np.sqrt(2), rtol=0.05)
    assert (np.diff(ActivationExplorer.preset("tanh_chain").chain.rms) < 0).sum() >= 7


# ----------------------------------------------------------------------------- the rest


def test_repr_tells_the_view():
    assert repr(ActivationExplorer.preset("sigmoid", slope=2)) == (
        "ActivationExplorer(sigmoid of 0.0599 · GR − 4.95, slope=2, tangent at z=1)"
    )
    assert repr(ActivationExplorer.preset("exploding")) == (
        "ActivationExplorer(30 layers of 100 relu, scaled, factor=4, seed=0)"
    )
    assert repr(ActivationExplorer.preset("softmax", temperature=2)) == (
        "ActivationExplorer(softmax of (2, 1, 0, -1), temperature=2)"
    )


def test_the_output_holds_view_text_and_picture():
    bundle, metadata = ActivationExplorer.preset("sigmoid")._repr_mimebundle_()
    assert bundle[VIEW]["model_id"]
    assert base64.b64decode(bundle["image/png"]).startswith(b"\x89PNG")
    assert "slope 0.197" in metadata["image/png"]["alt"]


@pytest.mark.parametrize(
    "changes, words",
    [
        ({"view": "chains"}, "view must be one of 'function', 'chain', 'softmax'"),
        ({"activation": "Relu"}, "activation must be one of 'linear', 'sigmoid'"),
        ({"others": ["relu", "step"]}, "others must be one of"),
        ({"chain_activation": "softmax"}, "chain_activation must be one of"),
        ({"init": "lecun"}, "init must be one of"),
        ({"z": np.nan}, "z must be finite"),
        ({"slope": 0}, "slope must be > 0"),
        ({"leak": "0.1"}, "leak must be one number"),
        ({"depth": 51}, "depth must be >= 1 and <= 50; got 51"),
        ({"width": 2.5}, "width must be a whole number"),
        ({"factor": 0}, "factor must be > 0"),
        ({"layer": 0}, "layer must be >= 1"),
        ({"seed": -1}, "seed must be >= 0"),
        ({"scores": [1.0]}, "scores must hold"),
        ({"scores": [1, np.inf]}, "scores must be finite"),
        ({"temperature": 0}, "temperature must be > 0"),
        ({"class_names": ("a", "b")}, "class_names must hold 4 names, one per score"),
        ({"x": []}, "x is empty"),
        ({"x": [[1.0, 2.0]]}, "x must have shape"),
        ({"x": ["a"]}, "x must hold real numbers"),
        ({"x": [1.0, np.nan]}, "x must be finite; 1 of 2"),
    ],
)
def test_bad_input_is_named(changes, words):
    with pytest.raises((TypeError, ValueError), match=words):
        ActivationExplorer(**changes)


def test_the_number_of_classes_stays():
    explorer = ActivationExplorer.preset("softmax")
    with pytest.raises(ValueError, match="scores must hold 4 numbers, one per class"):
        explorer.scores = (1, 2)
    assert len(explorer.probabilities) == 4


def test_a_constant_input_passes():
    explorer = ActivationExplorer([75.0, 75.0])
    np.testing.assert_array_equal(explorer.sample_z, [0, 0])


def test_an_unknown_preset_lists_the_known_ones():
    with pytest.raises(ValueError, match="'sigmoid', 'tanh', 'relu', 'relu_family'"):
        ActivationExplorer.preset("selu")
