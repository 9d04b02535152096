"""The NumPy network against torch autograd and finite differences."""

import numpy as np
import pytest

from course_lib.initializers import INITIALIZERS, VARIANCES, scaled
from course_lib.networks import Network

rng = np.random.default_rng(0)


def random_problem(seed):
    """A random architecture with data that suit its output."""
    r = np.random.default_rng(seed)
    output = r.choice(["sigmoid", "softmax", "linear"])
    last = {"sigmoid": 1, "softmax": r.integers(2, 6), "linear": r.integers(1, 4)}
    sizes = [*r.integers(1, 7, r.integers(1, 5)), last[output]]
    smooth = ["linear", "sigmoid", "tanh", "leaky_relu", "elu", "softplus"]
    smooth += ["gelu", "silu"]
    hidden = r.choice(smooth, len(sizes) - 2).tolist()
    l1, l2 = r.choice([0.0, 0.02], 2)
    net = Network(sizes, hidden, output=str(output), seed=seed, l1=l1, l2=l2)
    net.parameters = net.parameters + 0.3 * r.standard_normal(len(net.parameters))
    m = r.integers(1, 30)
    X = r.normal(size=(m, sizes[0]))
    if output == "linear":
        y = r.normal(size=(m, sizes[-1]) if sizes[-1] > 1 else m)
    else:
        y = r.integers(0, max(2, sizes[-1]), m)
    return net, X, y


@pytest.mark.parametrize("seed", range(200))
def test_output_loss_and_gradient_equal_torch(seed):
    torch = pytest.importorskip("torch")
    functional = torch.nn.functional
    net, X, y = random_problem(seed)
    twin = net.to_torch()
    a = twin(torch.tensor(X))
    np.testing.assert_allclose(
        net(X), a.detach().numpy().reshape(net(X).shape), rtol=1e-12, atol=1e-14
    )
    scores = twin[:-1](torch.tensor(X))
    loss = {
        "sigmoid": lambda: functional.binary_cross_entropy_with_logits(
            scores[:, 0], torch.tensor(y, dtype=torch.float64)
        ),
        "softmax": lambda: functional.cross_entropy(scores, torch.tensor(y)),
        "linear": lambda: functional.mse_loss(scores, torch.tensor(y).reshape(a.shape)),
    }[net.output]()
    for W in (layer.weight for layer in twin if hasattr(layer, "weight")):
        loss = loss + net.l1 * W.abs().sum() + net.l2 * (W**2).sum() / 2
    loss.backward()
    gradient = np.concatenate([p.grad.numpy().ravel() for p in twin.parameters()])
    assert net.loss(X, y) == pytest.approx(loss.item(), rel=1e-12)
    scale = np.abs(gradient).max()
    np.testing.assert_allclose(net.gradient(X, y), gradient, rtol=0, atol=1e-12 * scale)


@pytest.mark.parametrize("seed", range(20))
def test_gradient_equals_finite_differences(seed):
    net, X, y = random_problem(seed)
    gradient, start, h = net.gradient(X, y), net.parameters.copy(), 1e-6
    for k in range(len(start)):
        step = h * np.eye(len(start))[k]
        net.parameters = start + step
        above = net.loss(X, y)
        net.parameters = start - step
        slope = (above - net.loss(X, y)) / (2 * h)
        assert gradient[k] == pytest.approx(slope, abs=1e-6 * (1 + abs(slope)))


def test_a_single_unit_is_the_formula_of_the_lecture():
    unit = Network([3, 1])
    unit.weights[0][:] = [[0.5, -1.0, 2.0]]
    unit.biases[0][:] = [0.25]
    x = np.array([1.0, 2.0, 3.0])
    z = 0.25 + 0.5 * 1 - 1.0 * 2 + 2.0 * 3
    assert unit([x])[0] == pytest.approx(1 / (1 + np.exp(-z)), rel=1e-14)


def test_the_gradient_of_one_unit_is_the_mean_of_residual_times_input():
    unit = Network([2, 1], seed=3)
    X, y = rng.normal(size=(40, 2)), rng.integers(0, 2, 40)
    residual = unit(X) - y
    expected = np.r_[(residual[:, None] * X).mean(axis=0), residual.mean()]
    np.testing.assert_allclose(unit.gradient(X, y), expected, rtol=1e-12)


def test_weights_and_biases_are_views_of_the_flat_parameters():
    net = Network([2, 3, 1])
    net.parameters = np.arange(13.0)
    np.testing.assert_array_equal(net.weights[0], [[0, 1], [2, 3], [4, 5]])
    np.testing.assert_array_equal(net.biases[0], [6, 7, 8])
    net.biases[1][0] = -1
    assert net.parameters[-1] == -1


def test_same_seed_same_weights_other_seed_other_weights():
    one, two, other = (Network([4, 8, 1], seed=s) for s in (1, 1, 2))
    np.testing.assert_array_equal(one.parameters, two.parameters)
    assert np.abs(one.parameters - other.parameters).max() > 0.1


def test_untrained_unit_is_undecided():
    unit = Network([2, 1], init="zeros")
    X, y = rng.normal(size=(10, 2)), np.arange(10) % 2
    np.testing.assert_array_equal(unit(X), 0.5)
    assert unit.loss(X, y) == pytest.approx(np.log(2))


def test_accuracy_counts_the_right_classes():
    unit = Network([1, 1], init="constant")
    assert unit.accuracy([[-1.0], [1.0], [2.0], [3.0]], [0, 1, 1, 0]) == 0.75


def test_repr_tells_the_architecture():
    assert repr(Network([2, 4, 3], output="softmax")) == (
        "Network 2-4-3 (tanh hidden, softmax output, 27 parameters)"
    )


@pytest.mark.parametrize("name", sorted({*VARIANCES} - {"zeros", "constant"}))
def test_initial_weights_have_the_stated_variance(name):
    n_out, n_in = 300, 200
    variance = {
        "xavier": 1 / n_in,
        "glorot": 2 / (n_in + n_out),
        "he": 2 / n_in,
        "normal": 1.0,
        "uniform": 1 / 12,
        "scaled": 1 / n_in,
        "torch_default": 1 / (3 * n_in),
    }[name]
    assert VARIANCES[name](n_out, n_in) == pytest.approx(variance)
    W = INITIALIZERS[name](n_out, n_in, np.random.default_rng(0))
    assert W.shape == (n_out, n_in)
    assert W.var() == pytest.approx(variance, rel=0.03)
    assert abs(W.mean()) < 4 * np.sqrt(variance / W.size)


@pytest.mark.parametrize("name", INITIALIZERS)
def test_the_variances_in_the_table_are_those_of_the_weights(name):
    W = INITIALIZERS[name](150, 400, np.random.default_rng(1))
    assert W.var() == pytest.approx(VARIANCES[name](150, 400), rel=0.03)


def test_scaled_weights_have_the_variance_of_their_factor():
    rng = np.random.default_rng
    W = scaled(300, 200, rng(3), factor=2.0)
    np.testing.assert_allclose(W, INITIALIZERS["he"](300, 200, rng(3)), rtol=1e-14)
    assert scaled(300, 200, rng(4), 100.0).var() == pytest.approx(0.5, rel=0.03)
    assert not scaled(3, 2, rng(5), factor=0.0).any()


X2, y2 = np.ones((4, 2)), np.array([0, 1, 0, 1])


@pytest.mark.parametrize(
    "error, words, call",
    [
        (ValueError, "sizes must name input and output", lambda: Network([3])),
        (ValueError, "sizes must be >= 1; got 0", lambda: Network([2, 0, 1])),
        (ValueError, "hidden must be one of .*'tanh'", lambda: Network([2, 1], "step")),
        (ValueError, "sigmoid output has 1 unit; got 3", lambda: Network([2, 3])),
        (
            ValueError,
            "softmax output needs 2 units",
            lambda: Network([2, 1], output="softmax"),
        ),
        (ValueError, "X must have 2 columns", lambda: Network([2, 1])(np.ones((3, 3)))),
        (
            ValueError,
            r"X must have shape \(m, n\)",
            lambda: Network([2, 1])([1.0, 2.0]),
        ),
        (ValueError, "classes 0 … 1; got 2", lambda: Network([2, 1]).loss(X2, y2 + 1)),
        (ValueError, "one label per row", lambda: Network([2, 1]).loss(X2, [0, 1])),
        (ValueError, "class numbers", lambda: Network([2, 1]).gradient(X2, y2 - 0.5)),
        (TypeError, "y must hold real", lambda: Network([2, 1]).loss(X2, ["gas"] * 4)),
        (
            ValueError,
            "parameters must have shape",
            lambda: setattr(Network([2, 1]), "parameters", [1.0]),
        ),
        (
            ValueError,
            "output is linear",
            lambda: Network([2, 1], output="linear").accuracy(X2, y2),
        ),
    ],
)
def test_bad_input_names_argument_value_and_what_is_allowed(error, words, call):
    with pytest.raises(error, match=words):
        call()


# --------------------------------------------------- activation per layer, penalties


def test_every_hidden_layer_may_have_its_own_activation():
    net = Network([2, 3, 4, 1], hidden=["relu", "tanh"], seed=2)
    X = rng.normal(size=(5, 2))
    a = np.maximum(X @ net.weights[0].T + net.biases[0], 0)
    a = np.tanh(a @ net.weights[1].T + net.biases[1])
    z = (a @ net.weights[2].T + net.biases[2])[:, 0]
    np.testing.assert_allclose(net(X), 1 / (1 + np.exp(-z)), rtol=1e-13)
    assert "relu-tanh hidden" in repr(net)


def test_penalties_price_weights_and_not_biases():
    net = Network([1, 1], init="zeros", output="linear", l1=0.5, l2=2.0)
    net.parameters = [3.0, 7.0]
    assert net.penalty() == pytest.approx(0.5 * 3 + 2.0 * 9 / 2)
    X, y = np.array([[1.0]]), np.array([10.0])
    assert net.loss(X, y) == pytest.approx(net.penalty())
    np.testing.assert_allclose(net.gradient(X, y), [0.5 + 6.0, 0.0])
    net.parameters = [0.0, 10.0]
    assert net.gradient(X, y)[0] == 0  # a weight at 0 rests there, and may leave


def test_a_weight_that_l1_brought_to_zero_can_come_back():
    net = Network([1, 1], init="zeros", output="linear", l1=0.1)
    X, y = np.array([[1.0], [2.0]]), np.array([3.0, 6.0])
    for _ in range(200):
        net.parameters = net.parameters - 0.1 * net.gradient(X, y)
    assert net.weights[0][0, 0] > 2


# ------------------------------------------------------------------ torch and files


@pytest.mark.parametrize("seed", range(40))
def test_a_network_comes_back_from_torch(seed):
    pytest.importorskip("torch")
    net, X, _ = random_problem(seed)
    back = Network.from_torch(net.to_torch())
    np.testing.assert_array_equal(back.parameters, net.parameters)
    assert (back.sizes, back.hidden, back.output) == (net.sizes, net.hidden, net.output)
    np.testing.assert_array_equal(back(X), net(X))


def test_a_torch_model_of_someone_else():
    torch = pytest.importorskip("torch")
    nn = torch.nn
    model = nn.Sequential(nn.Linear(3, 4, bias=False), nn.ReLU(), nn.Linear(4, 2))
    net = Network.from_torch(model)
    assert repr(net).startswith("Network 3-4-2 (relu hidden, linear output")
    X = rng.normal(size=(6, 3))
    theirs = model(torch.tensor(X, dtype=torch.float32)).detach().numpy()
    np.testing.assert_allclose(net(X), theirs, rtol=1e-5, atol=1e-6)


def torch_models(nn):
    return [
        (nn.Linear(2, 1), TypeError, "must be a torch.nn.Sequential"),
        (nn.Sequential(nn.Conv1d(1, 1, 3)), ValueError, r"model\[0\] is Conv1d"),
        (nn.Sequential(nn.Tanh(), nn.Linear(2, 1)), ValueError, r"model\[0\] is Tanh"),
        (nn.Sequential(), ValueError, "no Linear layer"),
        (nn.Sequential(nn.Linear(2, 1), nn.ReLU()), ValueError, "it ends in relu"),
        (
            nn.Sequential(nn.Linear(2, 2), nn.LeakyReLU(0.2), nn.Linear(2, 1)),
            ValueError,
            "negative_slope=0.01; got 0.2",
        ),
        (
            nn.Sequential(nn.Linear(2, 2), nn.ELU(0.5), nn.Linear(2, 1)),
            ValueError,
            "alpha=1.0; got 0.5",
        ),
    ]


@pytest.mark.parametrize("case", range(7))
def test_torch_models_that_are_no_such_network(case):
    torch = pytest.importorskip("torch")
    model, error, words = torch_models(torch.nn)[case]
    with pytest.raises(error, match=words):
        Network.from_torch(model)


@pytest.mark.parametrize("seed", range(10))
def test_a_network_comes_back_from_its_file(seed, tmp_path):
    net, X, y = random_problem(seed)
    net.save(tmp_path / "net.npz")
    back = Network.load(tmp_path / "net.npz")
    assert repr(back) == repr(net)
    assert back.settings() == net.settings()
    assert back.loss(X, y) == net.loss(X, y)
    assert [path.name for path in tmp_path.iterdir()] == ["net.npz"]


def test_files_that_are_no_network_are_refused(tmp_path):
    with pytest.raises(ValueError, match="must end in .npz"):
        Network([2, 1]).save(tmp_path / "net.pt")
    with pytest.raises(FileNotFoundError):
        Network.load(tmp_path / "nothing.npz")
    (tmp_path / "text.npz").write_text("not a zip")
    np.savez(tmp_path / "other.npz", w=np.zeros(3))
    np.savez(tmp_path / "evil.npz", settings=np.array([{}], dtype=object))
    for name in ("text", "other", "evil"):
        with pytest.raises(ValueError, match=f"{name}.npz is not a saved network"):
            Network.load(tmp_path / f"{name}.npz")


@pytest.mark.parametrize(
    ("options", "words"),
    [
        ({"hidden": ["tanh"]}, "one for each of the 2 hidden layers; got 1"),
        ({"hidden": ["tanh", "step"]}, "hidden must be one of"),
        ({"l1": -1}, "l1 must be >= 0"),
        ({"l2": np.nan}, "l2 must be >= 0"),
        ({"seed": 0.5}, "seed must be a whole number"),
    ],
)
def test_new_arguments_are_checked(options, words):
    with pytest.raises((TypeError, ValueError), match=words):
        Network([2, 3, 3, 1], **options)
