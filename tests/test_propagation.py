"""Chains and layers: every number by its definition, checks, and the theory."""

import warnings

import numpy as np
import pytest

from course_lib.activations import ACTIVATIONS
from course_lib.initializers import INITIALIZERS
from course_lib.networks import Network
from course_lib.propagation import chain, layers, theory
from course_lib.shared_random import SharedGenerator, SharedRandom


def test_a_chain_is_what_its_docstring_says():
    c = chain(3, 4, "tanh", "scaled", factor=2.0, batch=5, seed=8, n_in=6)
    rng = SharedGenerator(8)
    last, x = rng.standard_normal((5, 4)), rng.standard_normal((5, 6))
    weights = [rng.standard_normal((4, n)) * np.sqrt(2.0 / n) for n in (6, 4, 4)]
    a, answers = x, []
    for W in weights:
        a = np.tanh(a @ W.T)
        answers.append(a)
    np.testing.assert_allclose(c.inputs, x)
    np.testing.assert_allclose(c.activations, answers, rtol=1e-12)
    np.testing.assert_allclose(c.mean, [a.mean() for a in answers])
    np.testing.assert_allclose(c.std, [a.std() for a in answers])
    np.testing.assert_allclose(c.rms**2, [(a**2).mean() for a in answers])
    np.testing.assert_allclose(c.slope, [(1 - a**2).mean() for a in answers])
    np.testing.assert_allclose(c.product, [c.slope[0] * c.slope[1], c.slope[1], 1.0])
    np.testing.assert_allclose(c.weight_norm, [np.linalg.norm(W) for W in weights])

    def projection(z_first):  # L of every sample, as a function of the first layer's z
        a = np.tanh(z_first)
        a = np.tanh(a @ weights[1].T)
        return (last * (a @ weights[2].T)).sum(axis=1)

    z, h = x @ weights[0].T, 1e-6
    for unit in range(4):
        step = h * np.eye(4)[unit]
        slope = (projection(z + step) - projection(z - step)) / (2 * h)
        np.testing.assert_allclose(c.gradients[0][:, unit], slope, rtol=1e-6, atol=1e-8)
    np.testing.assert_allclose(c.gradient[0], np.sqrt((c.gradients[0] ** 2).mean()))
    dW = c.gradients[1].T @ answers[0] / 5
    np.testing.assert_allclose(c.weight_gradient[1], np.linalg.norm(dW))


def test_a_deeper_chain_begins_with_the_same_layers():
    short, deep = chain(5, 20, "relu", "he", seed=3), chain(9, 20, "relu", "he", seed=3)
    np.testing.assert_array_equal(short.std, deep.std[:5])
    assert not np.array_equal(short.std, chain(5, 20, "relu", "he", seed=4).std)


def test_inputs_of_your_own_meet_the_same_weights():
    drawn = chain(4, 10, "tanh", "xavier", seed=2, batch=7, n_in=3)
    given = chain(4, 10, "tanh", "xavier", seed=2, x=drawn.inputs)
    np.testing.assert_array_equal(given.std, drawn.std)
    assert (given.batch, given.n_in) == (7, 3)
    raw = chain(4, 10, "sigmoid", "xavier", x=100 + 30 * drawn.inputs)
    assert raw.saturated[0] > 0.8 > chain(4, 10, "sigmoid", "xavier").saturated[0]


def test_the_factor_multiplies_the_variance():
    for init in INITIALIZERS:
        one, four = (chain(1, 30, "linear", init, f) for f in (1, 4))
        np.testing.assert_allclose(four.weight_norm, 2 * one.weight_norm, rtol=1e-12)
    assert chain(2, 5, "tanh", "he", factor=0).std.tolist() == [0, 0]


def test_dead_units_are_those_that_answer_no_sample():
    x = -np.ones((6, 3)) - np.arange(6)[:, None]
    dead = chain(1, 8, "relu", "constant", x=x)
    assert dead.dead.tolist() == [1.0] and dead.weight_gradient[0] > 0
    assert chain(1, 8, "leaky_relu", "constant", x=x).dead.tolist() == [0.0]
    some = chain(12, 40, "relu", "he", batch=10)
    z_never = [(a == 0).all(axis=0).mean() for a in some.activations]
    np.testing.assert_array_equal(some.dead, z_never)
    assert 0 < some.dead[-1] < 1


@pytest.mark.parametrize("name, low, high", [("sigmoid", 0.01, 0.99), ("tanh", -1, 1)])
def test_saturated_counts_the_flat_ends(name, low, high):
    low, high = (-0.99, 0.99) if name == "tanh" else (low, high)
    c = chain(2, 30, name, "normal", batch=20)
    a = np.array(c.activations)
    expected = ((a < low) | (a > high)).mean(axis=(1, 2))
    np.testing.assert_array_equal(c.saturated, expected)
    assert (0.1 < expected).all() and (expected < 0.9).all()
    assert not chain(2, 30, "relu", "normal").saturated.any()


def test_an_explosion_is_no_number_and_no_warning():
    with warnings.catch_warnings():
        warnings.simplefilter("error")
        c = chain(100, 100, "relu", "normal", factor=1e6, batch=2)
    assert not np.isfinite(c.rms[-1]) and c.rms[0] < 1e5


def test_histograms_cover_the_range_of_bounded_functions():
    c = chain(3, 20, "sigmoid", "normal")
    counts, edges = c.histogram(2, bins=10)
    assert counts.sum() == 50 * 20 and (edges[0], edges[-1]) == (0.0, 1.0)
    counts, edges = c.histogram(0, bins=10, of="gradients")
    assert counts.sum() == 50 * 20 and edges[0] == c.gradients[0].min()
    with pytest.raises(ValueError, match="of must be one of 'activations'"):
        c.histogram(0, of="weights")


def test_reprs_and_table():
    assert repr(chain(12, 30, "relu", "he")) == "Chain(12 × 30 relu, he, seed=0)"
    text = repr(chain(2, 3, "tanh", "scaled", 0.5, seed=4))
    assert text == "Chain(2 × 3 tanh, scaled, factor=0.5, seed=4)"
    table = chain(12, 30, "relu", "he").table().splitlines()
    assert len(table) == 13 and table[0].split()[:4] == [
        "layer", "function", "mean", "std",
    ]  # fmt: skip
    assert len(set(map(len, table))) == 1


@pytest.mark.parametrize(
    "words, settings",
    [
        ("depth must be >= 1 and <= 100; got 0", {"depth": 0}),
        ("width must be >= 1 and <= 500; got 501", {"width": 501}),
        ("activation must be one of 'linear'.*got 'step'", {"activation": "step"}),
        ("init must be one of 'zeros'.*got 'kaiming'", {"init": "kaiming"}),
        ("factor must be >= 0", {"factor": -1}),
        ("batch must be >= 1", {"batch": 0}),
        ("n_in must be >= 1", {"n_in": 0}),
        ("seed must be >= 0", {"seed": -1}),
        (r"x must have shape \(m, n\)", {"x": [1.0, 2.0]}),
        ("x must be finite", {"x": [[np.nan]]}),
    ],
)
def test_bad_settings_get_a_sentence(words, settings):
    with pytest.raises(ValueError, match=words):
        chain(**settings)


# ------------------------------------------------------------------------------ theory


@pytest.mark.parametrize("activation", ACTIVATIONS)
@pytest.mark.parametrize("init", sorted({*INITIALIZERS} - {"constant"}))
def test_theory_is_what_wide_layers_do(activation, init):
    """In three wide layers with few inputs; averaged over seeds."""
    settings = {"depth": 3, "width": 300, "activation": activation, "init": init}
    chains = [chain(**settings, batch=20, seed=s, n_in=200) for s in range(3)]
    square = np.mean([np.mean(c.inputs**2) for c in chains])
    expected = theory(**settings, n_in=200, mean_square_x=square)
    for name in ("std", "rms", "gradient"):
        measured = np.mean([getattr(c, name) for c in chains], axis=0)
        np.testing.assert_allclose(measured, expected[name], rtol=0.1, atol=1e-7)


def test_theory_of_relu_by_hand():
    """Half of z survives: the mean square is halved by ReLU, doubled by He."""
    t = theory(20, 100, "relu", "xavier", factor=1.5, mean_square_x=3.0)
    np.testing.assert_allclose(t["rms"] ** 2, 3 * 0.75 ** np.arange(1, 21), rtol=1e-4)
    np.testing.assert_allclose(t["gradient"] ** 2, 0.75 ** np.arange(19, -1, -1), 1e-9)
    spread = t["rms"] * np.sqrt(1 - 1 / np.pi)  # mean of ReLU: 1/√π of its RMS
    np.testing.assert_allclose(t["std"], spread, rtol=1e-4)


def test_theory_of_a_linear_chain_with_few_inputs():
    t = theory(3, 10, "linear", "glorot", n_in=30)
    np.testing.assert_allclose(t["rms"] ** 2, [1.5, 1.5, 1.5])
    np.testing.assert_allclose(t["gradient"], 1.0)


def test_theory_is_silent_about_weights_that_are_not_random():
    assert all(np.isnan(v).all() for v in theory(4, 9, "tanh", "constant").values())


# ----------------------------------------------------------------- layers of a network


@pytest.mark.parametrize("output, K", [("sigmoid", 1), ("softmax", 3), ("linear", 2)])
def test_layers_agree_with_the_network(output, K):
    rng = np.random.default_rng(0)
    net = Network([4, 6, 5, K], ["relu", "silu"], output, init="he", l1=0.1, l2=0.2)
    X = rng.normal(size=(30, 4))
    y = rng.normal(size=(30, K)) if output == "linear" else rng.integers(0, 2, 30)
    measured = layers(net, X, y)
    zs, activations = net.forward(X)
    assert measured.names == ["relu", "silu", output] and len(measured) == 3
    np.testing.assert_array_equal(measured.activations[1], activations[2])
    plain = Network(**{**net.settings(), "l1": 0, "l2": 0})
    plain.parameters = net.parameters
    gradient, at = plain.gradient(X, y), 0
    for k, W in enumerate(net.weights):
        expected = np.linalg.norm(gradient[at : at + W.size])
        assert measured.weight_gradient[k] == pytest.approx(expected, rel=1e-12)
        at += W.size + W.shape[0]
        assert measured.weight_norm[k] == np.linalg.norm(W)
    h, z = 1e-6, zs[-1].copy()  # a sample's own loss against its own z
    z[0, 0] += h
    loss = [30 * net.loss_function(t[:, 0] if K == 1 else t, y) for t in (z, zs[-1])]
    slope = (loss[0] - loss[1]) / h
    assert measured.gradients[-1][0, 0] == pytest.approx(slope, rel=1e-4)
    assert np.isnan(measured.slope[-1]) == (output == "softmax")
    assert repr(measured) == "Layers(3 layers)"


def test_layers_without_labels_have_no_gradient():
    net = Network([2, 3, 1])
    measured = layers(net, [[0.5, -1.0], [2.0, 0.3]])
    assert np.isnan(measured.gradient).all() and np.isfinite(measured.std).all()
    with pytest.raises(ValueError, match="X must have 2 columns"):
        layers(net, [[1.0]])


# ------------------------------------------------------------- random numbers at once


@pytest.mark.parametrize("seed", [0, 7, 2**32 - 1])
def test_arrays_of_random_numbers_are_the_stream(seed):
    one, many = SharedRandom(seed), SharedRandom(seed)
    uniform = [one.uniform() for _ in range(500)]
    np.testing.assert_array_equal(many.uniforms(500), uniform)
    normal = [one.normal() for _ in range(500)]
    np.testing.assert_allclose(many.normals(500), normal, rtol=1e-13, atol=1e-15)
    assert one.uniform() == many.uniform() and many.uniforms(0).size == 0
