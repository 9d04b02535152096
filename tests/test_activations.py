"""Activations against torch autograd, and their behaviour at the extremes."""

import warnings

import numpy as np
import pytest

from course_lib.activations import ACTIVATIONS, elu, gelu, leaky_relu, sigmoid, softmax

EXTREME = [-np.inf, -1e4, -750.0, -1.0, 0.0, 1.0, 750.0, 1e4, np.inf]


@pytest.mark.parametrize("name", sorted(ACTIVATIONS))
def test_value_and_derivative_equal_torch(name):
    torch = pytest.importorskip("torch")
    functional = torch.nn.functional
    reference = {
        "linear": lambda z: z * 1,
        "sigmoid": torch.sigmoid,
        "tanh": torch.tanh,
        "relu": torch.relu,
        "leaky_relu": functional.leaky_relu,
        "elu": functional.elu,
        "softplus": lambda z: functional.softplus(z, threshold=1000),
        "gelu": lambda z: functional.gelu(z, approximate="tanh"),
        "silu": functional.silu,
    }[name]
    values = np.r_[np.random.default_rng(0).normal(0, 4, 500), 0.0]
    z = torch.tensor(values, requires_grad=True)
    a = reference(z)
    (slope,) = torch.autograd.grad(a.sum(), z)
    np.testing.assert_allclose(
        ACTIVATIONS[name](values), a.detach().numpy(), rtol=1e-12, atol=1e-15
    )
    np.testing.assert_allclose(
        ACTIVATIONS[name].derivative(values), slope.numpy(), rtol=1e-12, atol=1e-14
    )


@pytest.mark.parametrize("name", sorted(ACTIVATIONS))
def test_derivative_equals_finite_differences(name):
    g, h = ACTIVATIONS[name], 1e-5
    z = np.random.default_rng(1).normal(0, 3, 200)
    z = z[np.abs(z) > 1e-3]  # not across the kink of ReLU
    slope = (g(z + h) - g(z - h)) / (2 * h)
    np.testing.assert_allclose(g.derivative(z), slope, atol=1e-8)


@pytest.mark.parametrize("name", sorted(ACTIVATIONS))
def test_no_overflow_and_no_warning_up_to_1e4(name):
    z = np.array(EXTREME[1:-1])
    with warnings.catch_warnings():
        warnings.simplefilter("error")
        assert np.isfinite(ACTIVATIONS[name](z)).all()
        assert np.isfinite(ACTIVATIONS[name].derivative(z)).all()


def test_sigmoid_reaches_0_and_1_at_infinity_without_warning():
    with warnings.catch_warnings():
        warnings.simplefilter("error")
        a = sigmoid(EXTREME)
    assert a[0] == 0 and a[-1] == 1 and a[4] == 0.5
    assert (np.diff(a) >= 0).all()


def test_sigmoid_is_odd_around_one_half():
    z = np.random.default_rng(2).normal(0, 10, 100)
    np.testing.assert_allclose(sigmoid(-z), 1 - sigmoid(z), atol=1e-15)


def test_sigmoid_slope_is_largest_at_zero_and_never_negative():
    z = np.linspace(-50, 50, 1001)
    assert sigmoid.derivative(0.0) == 0.25
    assert sigmoid.derivative(z).max() == 0.25
    assert (sigmoid.derivative(z) > 0).all()


def test_gelu_slope_stays_in_its_known_range():
    slope = gelu.derivative(np.linspace(-6, 6, 100001))
    assert slope.min() == pytest.approx(-0.1289, abs=5e-4)
    assert slope.max() == pytest.approx(1.1289, abs=5e-4)


def test_softmax_and_its_jacobian_equal_torch():
    torch = pytest.importorskip("torch")
    z = np.random.default_rng(3).normal(0, 5, (4, 6))
    a = torch.softmax(torch.tensor(z), dim=-1).numpy()
    np.testing.assert_allclose(softmax(z), a, rtol=1e-12)
    for row in range(4):
        jacobian = torch.autograd.functional.jacobian(
            lambda t: torch.softmax(t, dim=-1), torch.tensor(z[row])
        ).numpy()
        np.testing.assert_allclose(softmax.jacobian(z)[row], jacobian, atol=1e-15)


@pytest.mark.parametrize("temperature", [0.1, 0.5, 3.0])
def test_temperature_divides_the_scores(temperature):
    torch = pytest.importorskip("torch")
    z = np.random.default_rng(5).normal(0, 2, 5)
    scores = torch.tensor(z)

    def cooled(t):
        return torch.softmax(t / temperature, dim=-1)

    np.testing.assert_allclose(softmax(z, temperature), cooled(scores), rtol=1e-12)
    jacobian = torch.autograd.functional.jacobian(cooled, scores)
    np.testing.assert_allclose(softmax.jacobian(z, temperature), jacobian, atol=1e-14)


def test_temperature_sharpens_or_levels_out():
    z = [1.0, 3.0, 2.0]
    np.testing.assert_allclose(softmax(z, 1e-3), [0, 1, 0], atol=1e-12)
    np.testing.assert_allclose(softmax(z, 1e6), np.full(3, 1 / 3), atol=1e-6)
    np.testing.assert_array_equal(np.argsort(softmax(z, 7.0)), np.argsort(z))


@pytest.mark.parametrize(
    "g, kind, value",
    [(leaky_relu, "leaky_relu", 0.2), (elu, "elu", 0.3), (elu, "elu", 2.0)],
)
def test_leak_and_alpha_equal_torch_also_at_0(g, kind, value):
    torch = pytest.importorskip("torch")
    values = np.r_[np.random.default_rng(6).normal(0, 3, 50), 0.0]
    z = torch.tensor(values, requires_grad=True)
    a = getattr(torch.nn.functional, kind)(z, value)
    (slope,) = torch.autograd.grad(a.sum(), z)
    np.testing.assert_allclose(g(values, value), a.detach(), rtol=1e-12)
    np.testing.assert_allclose(g.derivative(values, value), slope, rtol=1e-12)


def test_softmax_of_huge_scores_is_finite_and_sums_to_one():
    with warnings.catch_warnings():
        warnings.simplefilter("error")
        a = softmax([[1e4, 0.0, -1e4], [5e3, 5e3, 5e3]])
    np.testing.assert_allclose(a, [[1, 0, 0], [1 / 3, 1 / 3, 1 / 3]])


def test_softmax_of_two_scores_is_the_sigmoid_of_their_difference():
    z = np.random.default_rng(4).normal(0, 3, (50, 2))
    np.testing.assert_allclose(softmax(z)[:, 1], sigmoid(z[:, 1] - z[:, 0]), rtol=1e-12)
