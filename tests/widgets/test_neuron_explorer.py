"""NeuronExplorer in Python: data in, the student's line out."""

import numpy as np
import pytest

from course_lib import datasets
from course_lib.activations import sigmoid
from course_lib.features import polynomial_features
from course_lib.networks import Network
from course_lib.optimizers import GradientDescent, train
from course_lib.widgets import NeuronExplorer
from course_lib.widgets.neuron_explorer import substitute

SANDS = datasets.gas_sand(n=400, seed=3)
X, y = SANDS.X, SANDS.y
Z = (X - X.mean(axis=0)) / X.std(axis=0)
LINE = {"w": (-1.5, -2.5), "b": 0.25}
CONIC = {"w": (-1.5, -2.5, 0.4, -0.8, 1.1), "b": 0.25, "quadratic": True}


def test_w_and_b_belong_to_the_standardised_inputs():
    explorer = NeuronExplorer(X, y, **LINE)
    expected = sigmoid(Z @ np.array(LINE["w"]) + LINE["b"])
    np.testing.assert_allclose(explorer.probability(X), expected, rtol=1e-12)
    assert explorer.accuracy == np.mean((expected >= 0.5) == y)
    prices = -np.log(np.where(y == 1, expected, 1 - expected))
    assert explorer.loss == pytest.approx(prices.mean(), rel=1e-12)


def test_without_standardising_they_belong_to_the_raw_inputs():
    explorer = NeuronExplorer(X, y, w=(-2.0, -20.0), b=50.0, standardize=False)
    expected = sigmoid(X @ np.array([-2.0, -20.0]) + 50.0)
    np.testing.assert_allclose(explorer.probability(X), expected, rtol=1e-12)


def test_quadratic_weights_follow_the_lecture():
    explorer = NeuronExplorer(X, y, **CONIC)
    F = polynomial_features(Z)[0]
    expected = sigmoid(F @ np.array(CONIC["w"]) + CONIC["b"])
    np.testing.assert_allclose(explorer.probability(X), expected, rtol=1e-12)


@pytest.mark.parametrize("start", [LINE, CONIC], ids=["line", "conic"])
def test_switching_standardize_keeps_the_boundary(start):
    explorer = NeuronExplorer(X, y, **start)
    before, w = explorer.probability(X), explorer.w
    explorer.standardize = False
    assert not np.allclose(explorer.w, w)
    np.testing.assert_allclose(explorer.probability(X), before, rtol=1e-9)
    explorer.standardize = True
    np.testing.assert_allclose(explorer.w, w, rtol=1e-9)
    assert explorer.b == pytest.approx(start["b"])


@pytest.mark.parametrize("start", [LINE, CONIC], ids=["line", "conic"])
def test_the_raw_line_gives_the_same_probability_from_raw_inputs(start):
    explorer = NeuronExplorer(X, y, **start)
    w, b = explorer.raw_line()
    F = polynomial_features(X)[0][:, : len(w)]
    np.testing.assert_allclose(sigmoid(F @ w + b), explorer.probability(X), rtol=1e-9)
    explorer.standardize = False
    np.testing.assert_allclose(explorer.w, w, rtol=1e-9)


def test_substitute_agrees_with_the_substituted_features():
    rng = np.random.default_rng(5)
    q = rng.normal(size=(20, 2))
    w, b, scale, shift = rng.normal(size=5), 0.7, (2.0, -0.3), (1.5, 4.0)
    w_q, b_q = substitute(w, b, scale, shift)
    in_p = polynomial_features(q * scale + shift)[0] @ w + b
    np.testing.assert_allclose(polynomial_features(q)[0] @ w_q + b_q, in_p, rtol=1e-12)


def test_switching_quadratic_adds_zeros_and_drops_them_again():
    explorer = NeuronExplorer(X, y, **LINE)
    before = explorer.probability(X)
    explorer.quadratic = True
    assert explorer.w.tolist() == [-1.5, -2.5, 0, 0, 0]
    np.testing.assert_allclose(explorer.probability(X), before, rtol=1e-12)
    explorer.w = CONIC["w"]
    explorer.quadratic = False
    assert explorer.w.tolist() == [-1.5, -2.5]


def test_the_network_computes_on_with_the_students_line():
    explorer = NeuronExplorer(X, y, **LINE)
    net = explorer.network()
    assert isinstance(net, Network)
    np.testing.assert_array_equal(net(explorer.inputs(X)), explorer.probability(X))
    train(net, explorer.inputs(X), y, GradientDescent(lr=1.0), epochs=5)
    assert explorer.w.tolist() == list(LINE["w"])  # training the copy moves no line


def test_an_update_from_the_browser_is_taken_as_it_is():
    explorer = NeuronExplorer(X, y, **LINE)
    explorer.set_state({"standardize": False, "w": [3.0, 4.0], "b": 5.0})
    assert (explorer.w.tolist(), explorer.b, explorer.standardize) == ([3, 4], 5, False)
    explorer.set_state({"quadratic": True, "w": [1.0, 2.0, 3.0, 4.0, 5.0]})
    assert explorer.w.tolist() == [1, 2, 3, 4, 5]
    explorer.set_state({"w": [1.0, 2.0], "quadratic": False})
    assert explorer.w.tolist() == [1, 2]
    explorer.standardize = True  # and Python converts again
    assert explorer.w.tolist() != [1, 2]


def test_the_start_stays_when_the_line_moves():
    explorer = NeuronExplorer(X, y)
    explorer.w, explorer.b = (1, 2), 3
    w, b = explorer.start
    assert (w.tolist(), b) == ([0, 0], 0)


def test_data_are_kept_and_cannot_be_changed():
    explorer = NeuronExplorer(X, y)
    np.testing.assert_array_equal(explorer.X, X)
    with pytest.raises(ValueError, match="read-only"):
        explorer.X[0, 0] = 1
    X[0, 0] = X[0, 0]  # the caller's own array stays writable


def test_many_samples_are_drawn_in_part_and_counted_in_full():
    big = datasets.gas_sand(n=5000, seed=0)
    one, two = (NeuronExplorer(big.X, big.y, w=(-1, -2)) for _ in range(2))
    drawn = np.frombuffer(one._drawn)
    assert len(np.unique(drawn)) == 2000 and drawn.max() < 5000
    assert one._drawn == two._drawn
    assert one._info["note"].startswith("2000 of 5000 samples are drawn")
    assert len(one._y) == 5000
    assert one.accuracy == Network.accuracy(one.network(), one.inputs(big.X), big.y)


def test_the_repr_is_stable_and_names_the_parameters():
    explorer = NeuronExplorer(X, y, SANDS.feature_names, **LINE)
    assert repr(explorer) == (
        "NeuronExplorer(400 samples of AI and Vp/Vs, standardised, "
        "w=(-1.5, -2.5), b=0.25)"
    )


@pytest.mark.parametrize("name", ["gas_sand", "avo_boundaries", "separable"])
def test_presets_are_seeded(name):
    one, two = (NeuronExplorer.preset(name, n=120, seed=4) for _ in range(2))
    np.testing.assert_array_equal(one.X, two.X)
    assert len(one.X) == 120 and repr(one) == repr(two)
    assert not np.array_equal(one.X, NeuronExplorer.preset(name, n=120, seed=5).X)


def test_the_gas_sand_preset_is_the_data_set_of_the_notebook():
    np.testing.assert_array_equal(
        NeuronExplorer.preset("gas_sand").X, datasets.gas_sand(n=1000, seed=0).X
    )


def test_a_line_separates_the_separable_preset_and_not_the_avo_boundaries():
    def trained(explorer, epochs=500):
        net = explorer.network()
        train(
            net,
            explorer.inputs(explorer.X),
            explorer.y,
            GradientDescent(2),
            epochs=epochs,
        )
        return net, net.accuracy(explorer.inputs(explorer.X), explorer.y)

    separable = NeuronExplorer.preset("separable")
    short, accuracy = trained(separable, 100)
    long, _ = trained(separable, 1000)
    assert accuracy == 1
    assert np.linalg.norm(long.weights[0]) > 1.3 * np.linalg.norm(short.weights[0])
    assert trained(NeuronExplorer.preset("avo_boundaries"))[1] < 0.76
    assert trained(NeuronExplorer.preset("avo_boundaries", quadratic=True))[1] > 0.97


def test_a_dataset_with_three_columns_gives_any_two():
    three = datasets.gas_sand(n=50, seed=0, third_feature=True)
    explorer = NeuronExplorer.from_dataset(three, columns=(2, 0), lr=0.1)
    np.testing.assert_array_equal(explorer.X, three.X[:, [2, 0]])
    assert explorer.feature_names == [three.feature_names[2], three.feature_names[0]]
    assert explorer.lr == 0.1
    with pytest.raises(ValueError, match="columns must be .*<= 2"):
        NeuronExplorer.from_dataset(three, columns=(0, 3))


@pytest.mark.parametrize(
    "changes, words",
    [
        ({"X": X[:, :1]}, r"X must have 2 columns; got shape \(400, 1\)"),
        ({"X": X[:, 0]}, r"X must have shape \(m, n\)"),
        ({"X": np.where(np.arange(800).reshape(400, 2) == 7, np.nan, X)}, "1 of 800"),
        ({"X": [["AI", "VpVs"]] * 400}, "X must hold real numbers"),
        ({"X": np.empty((0, 2)), "y": []}, "X is empty"),
        ({"X": X * [1, 0] + [0, 2]}, r"column 1 \(x2\) has zero variance"),
        ({"y": y[:-1]}, "one label per row of X; got 399 labels for 400 rows"),
        ({"y": np.zeros(400)}, "at least two classes; got only class 0"),
        ({"y": y + 1}, "classes 0 … 1"),
        ({"y": y + 0.5}, "class numbers"),
        ({"y": ["gas"] * 400}, "y must hold real numbers"),
        ({"w": (1, 2, 3)}, "w must hold 2 or 5 numbers"),
        ({"w": (1, 2), "quadratic": True}, "w must hold 5 weights"),
        ({"w": (1, 2, 3, 4, 5)}, "w must hold 2 weights"),
        ({"b": None}, "b must be one number"),
        ({"lr": -1}, "lr must be > 0"),
        ({"feature_names": ("AI",)}, "feature_names must hold two names"),
        ({"units": "km"}, "units must hold two names; got 'km'"),
        ({"class_names": ("a", "b", "c")}, "class_names must hold two names"),
        ({"max_drawn": 0}, "max_drawn must be >= 1"),
    ],
)
def test_bad_input_is_named(changes, words):
    with pytest.raises((TypeError, ValueError), match=words):
        NeuronExplorer(**{"X": X, "y": y, **changes})


def test_an_unknown_preset_lists_the_known_ones():
    with pytest.raises(ValueError, match="'gas_sand', 'avo_boundaries', 'separable'"):
        NeuronExplorer.preset("oil")
