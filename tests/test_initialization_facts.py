"""What chapter 3 says about activations and starting weights, measured."""

import warnings

import numpy as np
import pytest

from course_lib.activations import gelu, relu, sigmoid, silu, tanh
from course_lib.initializers import INITIALIZERS, he, xavier
from course_lib.losses import binary_cross_entropy, cross_entropy, mean_squared_error
from course_lib.networks import Network
from course_lib.optimizers import GradientDescent
from course_lib.propagation import chain, layers, theory

SEEDS = range(20)
TEN_LAYERS = {  # activation, rule: ‖∂L/∂z‖ and ‖∂J/∂W‖, first layer / last layer
    ("sigmoid", "xavier"): (2e-6, 4e-6),
    ("tanh", "xavier"): (0.28, 1.17),
    ("relu", "he"): (0.98, 1.13),
    ("relu", "xavier"): (0.045, 1.13),
}


# ------------------------------------------------------------------------- functions


@pytest.mark.parametrize(
    "g, lowest, highest",
    [
        (sigmoid, 0.0, 0.25),
        (tanh, 0.0, 1.0),
        (relu, 0.0, 1.0),
        (gelu, -0.1290, 1.1290),
        (silu, -0.0998, 1.0998),
    ],
    ids=lambda value: getattr(value, "__name__", ""),
)
def test_slopes_lie_between_these_ends(g, lowest, highest):
    slope = g.derivative(np.linspace(-20, 20, 400001))
    assert slope.min() == pytest.approx(lowest, abs=6e-5)
    assert slope.max() == pytest.approx(highest, abs=6e-5)


def test_ten_sigmoids_pass_a_millionth_at_best():
    assert sigmoid.derivative(0.0) == 0.25
    assert 0.25**10 == pytest.approx(9.5e-7, rel=5e-3)
    z = np.zeros(10)  # the best place of all ten
    assert np.prod(sigmoid.derivative(z)) == pytest.approx(0.25**10, rel=1e-12)


def test_the_slope_of_relu_at_0_is_0_as_in_torch():
    torch = pytest.importorskip("torch")
    z = torch.zeros(1, requires_grad=True)
    torch.relu(z).sum().backward()
    assert relu.derivative(0.0) == z.grad.item() == 0.0


# --------------------------------------------------------------------- ten equal layers


@pytest.fixture(scope="module")
def ten_layers():
    return {
        (activation, init): [chain(10, 100, activation, init, seed=s) for s in SEEDS]
        for activation, init in TEN_LAYERS
    }


def ratios(chains, name):
    return np.array([getattr(c, name)[0] / getattr(c, name)[-1] for c in chains])


@pytest.mark.parametrize("case", TEN_LAYERS, ids="-".join)
def test_gradient_of_the_first_of_ten_layers(ten_layers, case):
    measured = ratios(ten_layers[case], "gradient")
    assert measured.mean() == pytest.approx(TEN_LAYERS[case][0], rel=0.06)
    assert measured.mean() == pytest.approx(theory(10, 100, *case)["gradient"][0], 0.06)
    assert measured.std() / measured.mean() < 0.2  # one draw tells the story


@pytest.mark.parametrize("case", TEN_LAYERS, ids="-".join)
def test_weight_gradient_of_the_first_of_ten_layers(ten_layers, case):
    measured = ratios(ten_layers[case], "weight_gradient")
    assert measured.mean() == pytest.approx(TEN_LAYERS[case][1], rel=0.07)


def test_weight_gradients_cannot_tell_he_from_one_over_n(ten_layers):
    """A factor on all weights moves from the signal to the gradient: dW has both."""
    he_ratio = ratios(ten_layers["relu", "he"], "weight_gradient")
    half = ratios(ten_layers["relu", "xavier"], "weight_gradient")
    np.testing.assert_allclose(he_ratio, half, rtol=1e-12)
    gradient = ratios(ten_layers["relu", "xavier"], "gradient")
    np.testing.assert_allclose(
        gradient / ratios(ten_layers["relu", "he"], "gradient"), 2**-4.5, rtol=1e-9
    )
    assert 2**-4.5 == pytest.approx(0.044, abs=5e-4)


@pytest.mark.parametrize(
    "init, after_10, after_20", [("xavier", 1.1e-3, 6.9e-7), ("he", 1.13, 0.72)]
)
def test_mean_square_of_relu_layers(init, after_10, after_20):
    """One draw is as far off as the numbers given; the mean of many follows theory."""
    chains = [chain(20, 100, "relu", init, seed=s) for s in range(40)]
    squares = np.array([c.rms[[9, 19]] ** 2 for c in chains])
    expected = 0.5 ** np.array([10, 20]) if init == "xavier" else np.ones(2)
    np.testing.assert_allclose(squares.mean(axis=0), expected, rtol=0.25)
    np.testing.assert_allclose(chains[0].theory()["rms"][[9, 19]] ** 2, expected, 0.02)
    one_draw = np.array([after_10, after_20])
    assert (squares.min(axis=0) < one_draw).all()
    assert (one_draw < squares.max(axis=0)).all()


# ----------------------------------------------------------- the 784-300×4 tanh network


@pytest.mark.parametrize(
    "init, std",
    [
        ("xavier", [0.63, 0.49, 0.41, 0.36]),
        ("torch_default", [0.46, 0.25, 0.14, 0.08]),
        ("normal", [0.99, 0.98, 0.98, 0.98]),
    ],
)
def test_spread_of_a_tanh_network_on_784_inputs(init, std):
    measured = chain(4, 300, "tanh", init, n_in=784, batch=100)
    np.testing.assert_allclose(measured.std, std, atol=6e-3)
    np.testing.assert_allclose(measured.theory()["std"], std, atol=6e-3)
    flat = {"xavier": 0.01, "torch_default": 0.0, "normal": 0.93}[init]
    assert measured.saturated[0] == pytest.approx(flat, abs=6e-3)
    if init == "normal":
        np.testing.assert_allclose(measured.saturated[1:], 0.88, atol=0.01)


def test_xavier_decays_slowly_under_tanh():
    deep = chain(50, 100, "tanh", "xavier")
    assert (np.diff(theory(50, 100, "tanh", "xavier")["std"]) < 0).all()
    assert 0.05 < deep.std[-1] < 0.15 < 0.6 < deep.std[0]


# --------------------------------------------------------------------- starting weights


def test_the_variance_argument():
    """Var z = n · Var w · mean of x²: the mean square, not the variance, of x."""
    rng = np.random.default_rng(0)
    n, x = 400, 3 + rng.normal(size=400)
    z = [xavier(1, n, rng)[0] @ x for _ in range(4000)]
    assert np.var(z) == pytest.approx(np.mean(x**2), rel=0.06)
    assert np.mean(x**2) > 5 * np.var(x)


def test_he_keeps_the_mean_square_through_relu():
    rng = np.random.default_rng(1)
    x = rng.normal(size=(2000, 300))
    a = relu(x @ he(400, 300, rng).T)
    assert np.mean(a**2) == pytest.approx(1.0, rel=0.02)


@pytest.mark.parametrize("n_out, n_in", [(300, 200), (50, 700)])
def test_torch_starts_linear_layers_within_one_over_root_n(n_out, n_in):
    torch = pytest.importorskip("torch")
    torch.manual_seed(0)
    layer = torch.nn.Linear(n_in, n_out)
    ours = INITIALIZERS["torch_default"](n_out, n_in, np.random.default_rng(0))
    for W in (layer.weight.detach().numpy(), ours):
        assert 0.999 < np.abs(W).max() * np.sqrt(n_in) <= 1 + 1e-6
        assert W.var() == pytest.approx(1 / (3 * n_in), rel=0.02)


def test_constant_weights_keep_hidden_units_copies_of_each_other():
    rng = np.random.default_rng(2)
    X = rng.normal(size=(100, 2))
    y = (X[:, 0] * X[:, 1] > 0).astype(int)
    net = Network([2, 6, 3, 1], hidden="relu", init="constant")
    start, optimizer = net.parameters.copy(), GradientDescent(lr=0.5)
    for _ in range(200):
        net.parameters = optimizer.step(net.parameters, net.gradient(X, y))
        for W, b in zip(net.weights[:-1], net.biases[:-1], strict=True):
            assert (W == W[0]).all() and (b == b[0]).all()  # to the last bit
    assert np.abs(net.parameters - start).max() > 0.1  # they did move, together


def test_zero_weights_stop_all_hidden_layers_of_relu_and_tanh():
    X, y = np.random.default_rng(3).normal(size=(50, 2)), np.arange(50) % 2
    for hidden in ("relu", "tanh"):
        net = Network([2, 6, 3, 1], hidden, init="zeros")
        assert (layers(net, X, y).weight_gradient == 0).all()


# ------------------------------------------------------------------------------- losses


def test_the_loss_of_a_network_that_knows_nothing():
    X = np.random.default_rng(4).normal(100, 30, (60, 3))
    unit = Network([3, 1], init="zeros")
    assert unit.loss(X, np.arange(60) % 2) == pytest.approx(0.693147, abs=5e-7)
    for K in (2, 5, 9):
        net = Network([3, 4, K], output="softmax", init="zeros")
        assert net.loss(X, np.arange(60) % K) == pytest.approx(np.log(K), rel=1e-12)
        assert cross_entropy(np.zeros((60, K)), np.arange(60) % K) == pytest.approx(
            np.log(K), rel=1e-12
        )


def test_squared_error_brings_an_extra_factor_that_stops_a_wrong_unit():
    z, y, h = np.linspace(-8, 8, 33), 1.0, 1e-6
    a = sigmoid(z)
    entropy = [
        (binary_cross_entropy([t + h], [y]) - binary_cross_entropy([t - h], [y]))
        / (2 * h)
        for t in z
    ]
    np.testing.assert_allclose(entropy, a - y, atol=1e-8)
    squared = [
        (
            mean_squared_error(sigmoid([t + h]), [y])
            - mean_squared_error(sigmoid([t - h]), [y])
        )
        / (2 * h)
        for t in z
    ]
    np.testing.assert_allclose(squared, 2 * (a - y) * a * (1 - a), atol=1e-8)
    assert abs(entropy[0]) > 0.999 and abs(squared[0]) < 1e-3  # z = −8, yet y = 1


def test_the_stable_loss_is_finite_where_the_logarithm_is_not():
    z, y = np.array([-1e4, -800.0, 0.0, 800.0, 1e4]), np.array([1, 1, 1, 0, 0])
    with warnings.catch_warnings():
        warnings.simplefilter("error")
        terms = binary_cross_entropy.per_sample(z, y)
        assert sigmoid([-np.inf, np.inf]).tolist() == [0.0, 1.0]
    np.testing.assert_allclose(terms, [1e4, 800.0, np.log(2), 800.0, 1e4])
    with np.errstate(divide="ignore"):
        assert np.isinf(np.log(sigmoid(z[:2]))).all()


def descend(X, y, lr, w, steps=300):
    """Loss of a logistic unit before every step of gradient descent."""
    costs = []
    for _ in range(steps):
        z = X @ w
        costs.append(binary_cross_entropy(z, y))
        w = w - lr * X.T @ binary_cross_entropy.gradient(z, y)
    return costs


@pytest.mark.parametrize("seed", range(10))
def test_descent_below_8_over_the_largest_eigenvalue_never_goes_up(seed):
    rng = np.random.default_rng(seed)
    X = np.c_[np.ones(40), rng.normal(size=(40, 3)) * rng.uniform(0.3, 5, 3)]
    y = (X @ [0.2, 1.0, -1.0, 0.5] + rng.normal(size=40) > 0).astype(float)
    p = sigmoid(X @ rng.normal(size=4))
    H = X.T * (p * (1 - p)) @ X / 40
    assert np.linalg.eigvalsh(X.T @ X / 160 - H).min() > -1e-12  # H ⪯ ¼ XᵀX/m
    largest = np.linalg.eigvalsh(X.T @ X / 40).max()
    costs = descend(X, y, 7.99 / largest, 3 * rng.normal(size=4))
    assert np.diff(costs).max() < 1e-12


def test_descent_above_8_over_the_largest_eigenvalue_can_go_up_for_ever():
    """Each sample once as 0 and once as 1: the valley has just that curvature."""
    rng = np.random.default_rng(0)
    X = np.tile(rng.normal(size=(20, 3)), (2, 1))
    y = np.repeat([0.0, 1.0], 20)
    largest = np.linalg.eigvalsh(X.T @ X / 40).max()
    start = 0.01 * rng.normal(size=3)
    assert np.diff(descend(X, y, 7.9 / largest, start)).max() < 1e-15
    assert np.diff(descend(X, y, 8.1 / largest, start)[100:]).max() > 1e-7
