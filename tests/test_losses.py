"""Losses against torch autograd; exact where the textbook formula gives infinity."""

import warnings

import numpy as np
import pytest

from course_lib.losses import binary_cross_entropy, cross_entropy, mean_squared_error


@pytest.fixture
def rng():
    return np.random.default_rng(0)


def torch_value_and_gradient(function, x, y):
    torch = pytest.importorskip("torch")
    x = torch.tensor(x, requires_grad=True)
    loss = function(x, torch.tensor(y))
    (gradient,) = torch.autograd.grad(loss, x)
    return loss.item(), gradient.numpy()


def test_binary_cross_entropy_equals_torch(rng):
    torch = pytest.importorskip("torch")
    z, y = rng.normal(0, 5, 400), rng.integers(0, 2, 400).astype(float)
    J, dz = torch_value_and_gradient(
        torch.nn.functional.binary_cross_entropy_with_logits, z, y
    )
    assert binary_cross_entropy(z, y) == pytest.approx(J, rel=1e-12)
    np.testing.assert_allclose(
        binary_cross_entropy.gradient(z, y), dz, rtol=1e-12, atol=1e-17
    )


def test_cross_entropy_equals_torch(rng):
    torch = pytest.importorskip("torch")
    Z, y = rng.normal(0, 5, (300, 4)), rng.integers(0, 4, 300)
    J, dZ = torch_value_and_gradient(torch.nn.functional.cross_entropy, Z, y)
    assert cross_entropy(Z, y) == pytest.approx(J, rel=1e-12)
    np.testing.assert_allclose(cross_entropy.gradient(Z, y), dZ, rtol=1e-12, atol=1e-17)


@pytest.mark.parametrize("shape", [(200,), (200, 3)])
def test_mean_squared_error_equals_torch(rng, shape):
    torch = pytest.importorskip("torch")
    a, y = rng.normal(size=shape), rng.normal(size=shape)
    J, da = torch_value_and_gradient(torch.nn.functional.mse_loss, a, y)
    assert mean_squared_error(a, y) == pytest.approx(J, rel=1e-12)
    np.testing.assert_allclose(mean_squared_error.gradient(a, y), da, rtol=1e-12)


def test_binary_loss_is_exact_where_the_probability_rounds_to_0_or_1():
    z = np.array([-1e4, -800.0, 800.0, 1e4])
    with warnings.catch_warnings():
        warnings.simplefilter("error")
        wrong = binary_cross_entropy.per_sample(z, z < 0)
        right = binary_cross_entropy.per_sample(z, z > 0)
        assert np.isfinite(binary_cross_entropy.gradient(z, z < 0)).all()
    np.testing.assert_array_equal(wrong, np.abs(z))
    np.testing.assert_array_equal(right, 0.0)


def test_many_class_loss_is_exact_for_huge_scores():
    with warnings.catch_warnings():
        warnings.simplefilter("error")
        assert cross_entropy([[1e4, 0.0], [0.0, 1e4]], [0, 0]) == 5e3


def test_a_network_that_knows_nothing_pays_ln_2_or_ln_k():
    assert binary_cross_entropy(np.zeros(7), np.ones(7)) == pytest.approx(np.log(2))
    assert cross_entropy(np.zeros((5, 4)), np.arange(5) % 4) == pytest.approx(np.log(4))


def test_mean_of_the_per_sample_losses_is_the_loss(rng):
    z, y = rng.normal(size=50), rng.integers(0, 2, 50)
    assert binary_cross_entropy.per_sample(z, y).mean() == binary_cross_entropy(z, y)
