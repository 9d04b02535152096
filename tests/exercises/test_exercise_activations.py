"""Right answers to chapter 03, written in the many ways students write."""

import math
import re
from pathlib import Path

import numpy as np
import pytest

from course_lib import activations, initializers, losses, propagation
from course_lib.exercises import activations as a
from course_lib.networks import Network

ROOT = Path(__file__).parents[2]


def sigmoid(z):
    return 1 / (1 + np.exp(-z))


def collapse_by_pushing_unit_inputs_through(W1, b1, W2, b2):
    def through(x):
        return W2 @ (W1 @ x + b1) + b2

    b = through(np.zeros(W1.shape[1]))
    return np.column_stack([through(e) - b for e in np.eye(W1.shape[1])]), b


def collapse_loops(W1, b1, W2, b2):
    h, n = W1.shape
    W = [
        [sum(W2[i, k] * W1[k, j] for k in range(h)) for j in range(n)]
        for i in range(len(W2))
    ]
    return W, [sum(W2[i] * b1) + b2[i] for i in range(len(W2))]


def sigmoid_slope_by_differences(z):
    return (sigmoid(z + 1e-5) - sigmoid(z - 1e-5)) / 2e-5


def sigmoid_slope_in_a_loop(z):
    slopes = []
    for value in z:
        p = 1 / (1 + math.exp(-value))
        slopes.append(p - p**2)
    return slopes


def safe_in_a_loop(z):
    out = []
    for v in z:
        if v >= 0:
            out.append(1 / (1 + math.exp(-v)))
        else:
            out.append(math.exp(v) / (1 + math.exp(v)))
    return out


def safe_by_masks(z):
    out, low = np.empty(len(z)), z < 0
    out[~low] = 1 / (1 + np.exp(-z[~low]))
    out[low] = np.exp(z[low]) / (1 + np.exp(z[low]))
    return out


def loss_class_by_class(z, y):
    return np.where(y == 1, np.logaddexp(0, -z), np.logaddexp(0, z)).mean()


def share_by_counting(z):
    count = 0
    for v in z:
        p = 1 / (1 + math.exp(-v))
        if p < 0.01 or p > 0.99:
            count += 1
    return count / len(z)


def relu_slope_by_masks(z):
    slope = np.ones(len(z))
    slope[z <= 0] = 0
    return slope


def dead_by_counting(Z):
    count = 0
    for column in Z.T:
        if max(column) <= 0:
            count += 1
    return count


def he_in_a_loop(n_out, n_in, rng):
    W = []
    for _ in range(n_out):
        W.append([rng.normal(0, math.sqrt(2 / n_in)) for _ in range(n_in)])
    return W


def softmax_of_rows(Z, T):
    rows = []
    for z in Z:
        e = [math.exp((v - max(z)) / T) for v in z]
        rows.append([v / sum(e) for v in e])
    return rows


RIGHT = [
    (a.collapse, collapse_by_pushing_unit_inputs_through),
    (a.collapse, collapse_loops),
    (a.collapse, lambda W1, b1, W2, b2: [W2.dot(W1), np.dot(W2, b1) + b2]),
    (a.collapse, lambda W1, b1, W2, b2: ((W1.T @ W2.T).T, b1 @ W2.T + b2)),
    (a.sigmoid_derivative, activations.sigmoid.derivative),
    (a.sigmoid_derivative, sigmoid_slope_by_differences),
    (a.sigmoid_derivative, sigmoid_slope_in_a_loop),
    (a.sigmoid_derivative, lambda z: np.exp(-z) / (1 + np.exp(-z)) ** 2),
    (a.sigmoid_derivative, lambda z: 1 / (2 + np.exp(z) + np.exp(-z))),
    (a.logit, lambda p: np.log(p) - np.log(1 - p)),
    (a.logit, lambda p: -np.log(1 / p - 1)),
    (a.logit, lambda p: [math.log(v / (1 - v)) for v in p]),
    (a.logit, lambda p: 2 * np.arctanh(2 * p - 1)),
    (a.safe_sigmoid, activations.sigmoid),
    (a.safe_sigmoid, safe_in_a_loop),
    (a.safe_sigmoid, safe_by_masks),
    (a.safe_sigmoid, lambda z: 0.5 * (1 + np.tanh(z / 2))),
    (a.safe_sigmoid, lambda z: np.exp(-np.logaddexp(0, -z))),
    (a.safe_sigmoid, lambda z: sigmoid(np.clip(z, -700, 700))),
    (a.safe_sigmoid, lambda z: np.exp(np.minimum(z, 0)) / (1 + np.exp(-abs(z)))),
    (a.safe_cross_entropy, losses.binary_cross_entropy),
    (a.safe_cross_entropy, loss_class_by_class),
    (
        a.safe_cross_entropy,
        lambda z, y: np.mean(np.maximum(z, 0) - z * y + np.log(1 + np.exp(-np.abs(z)))),
    ),
    (a.safe_cross_entropy, lambda z, y: np.logaddexp(0, (1 - 2 * y) * z).mean()),
    (a.saturated_share, share_by_counting),
    (a.saturated_share, lambda z: np.mean(np.abs(z) > np.log(99))),
    (a.saturated_share, lambda z: np.mean(np.abs(sigmoid(z) - 0.5) > 0.49)),
    (a.tanh_derivative, activations.tanh.derivative),
    (a.tanh_derivative, lambda z: 1 / np.cosh(z) ** 2),
    (a.tanh_derivative, lambda z: (1 - np.tanh(z)) * (1 + np.tanh(z))),
    (a.tanh_derivative, lambda z: 4 * activations.sigmoid.derivative(2 * z)),
    (a.relu_derivative, activations.relu.derivative),
    (a.relu_derivative, relu_slope_by_masks),
    (a.relu_derivative, lambda z: z > 0),
    (a.relu_derivative, lambda z: [1 if v > 0 else 0 for v in z]),
    (a.relu_derivative, lambda z: np.heaviside(z, 0)),
    (a.leaky_relu, activations.leaky_relu),
    (a.leaky_relu, lambda z, leak=0.01: np.maximum(z, leak * z)),
    (a.leaky_relu, lambda z, leak: [v if v > 0 else leak * v for v in z]),
    (
        a.leaky_relu,
        lambda z, leak=0.01: np.maximum(z, 0) + leak * np.minimum(z, 0),
    ),
    (a.dead_units, dead_by_counting),
    (a.dead_units, lambda Z: (Z.max(axis=0) <= 0).sum()),
    (a.dead_units, lambda Z: np.sum(~np.maximum(Z, 0).any(axis=0))),
    (a.variance_of_z, lambda n, v, x2: math.fsum([v * x2] * n)),
    (a.he_weights, initializers.he),
    (a.he_weights, he_in_a_loop),
    (
        a.he_weights,
        lambda n_out, n_in, rng: rng.normal(0, (2 / n_in) ** 0.5, (n_in, n_out)).T,
    ),
    (
        a.he_weights,
        lambda n_out, n_in, rng: (
            rng.standard_normal((n_out, n_in), dtype=np.float32) / (n_in / 2) ** 0.5
        ),
    ),
    (
        a.xavier_uniform,
        lambda n_out, n_in, rng: (
            (2 * rng.random((n_out, n_in)) - 1) * np.sqrt(3 / n_in)
        ),
    ),
    (a.torch_default_std, lambda n_in: np.sqrt((2 / n_in**0.5) ** 2 / 12)),
    (a.torch_default_std, lambda n_in: n_in**-0.5 / 3**0.5),
    (a.softmax_temperature, lambda Z, T: activations.softmax(Z / T)),
    (a.softmax_temperature, softmax_of_rows),
    (a.positive_output, activations.softplus),
    (a.positive_output, lambda z: np.maximum(z, 0) + np.log1p(np.exp(-np.abs(z)))),
    (
        a.positive_output,
        lambda z: [max(v, 0) + math.log1p(math.exp(-abs(v))) for v in z],
    ),
]


@pytest.mark.parametrize(("exercise", "answer"), RIGHT)
def test_any_right_way_of_writing_passes(exercise, answer):
    outcome = exercise.check(answer)
    assert outcome.passed, outcome


def test_torch_passes():
    torch = pytest.importorskip("torch", reason="torch is not installed")

    def slope_of(g):
        def slope(z):
            z = torch.tensor(z, requires_grad=True)
            return torch.autograd.grad(g(z).sum(), z)[0]

        return slope

    assert a.sigmoid_derivative.check(slope_of(torch.sigmoid)).passed
    assert a.tanh_derivative.check(slope_of(torch.tanh)).passed
    assert a.relu_derivative.check(slope_of(torch.relu)).passed

    def loss(z, y):
        return torch.nn.functional.binary_cross_entropy_with_logits(
            torch.tensor(z), torch.tensor(y, dtype=torch.float64)
        )

    assert a.safe_cross_entropy.check(loss).passed


def test_references_are_the_mathematics_of_the_course():
    z = np.random.default_rng(0).normal(0, 4, 50)
    for exercise, own in [
        (a.sigmoid_derivative, activations.sigmoid.derivative),
        (a.safe_sigmoid, activations.sigmoid),
        (a.tanh_derivative, activations.tanh.derivative),
        (a.relu_derivative, activations.relu.derivative),
        (a.positive_output, activations.softplus),
    ]:
        np.testing.assert_allclose(exercise.reference(z), own(z), rtol=1e-12)
    np.testing.assert_allclose(a.leaky_relu.reference(z), activations.leaky_relu(z))
    np.testing.assert_allclose(a.logit.reference(activations.sigmoid(z)), z)
    rng = [np.random.default_rng(1) for _ in range(2)]
    np.testing.assert_allclose(
        a.he_weights.reference(5, 3, rng[0]), initializers.he(5, 3, rng[1])
    )


def test_a_collapsed_pair_of_layers_is_a_network_of_linear_layers():
    net = Network([3, 4, 2], hidden="linear", output="linear", seed=1)
    net.biases[0][:], net.biases[1][:] = [1, 2, 3, 4], [5, 6]
    (W1, W2), (b1, b2) = net.weights, net.biases
    W, b = a.collapse.reference(W1, b1, W2, b2)
    X = np.random.default_rng(0).normal(size=(6, 3))
    np.testing.assert_allclose(net(X), X @ W.T + b)


def test_the_saturated_share_is_that_of_the_chains():
    chain = propagation.chain(1, 20, "sigmoid", "normal", seed=3)
    (a1,) = chain.activations
    z = a.logit.reference(a1.ravel())
    assert 0.05 < chain.saturated[0] < 0.95
    assert a.saturated_share.reference(z) == pytest.approx(chain.saturated[0])


def test_inputs_hold_what_tells_the_slips_apart():
    for (W1, _, W2, _), *_ in a.collapse.cases()[2:]:
        assert len({*W1.shape, len(W2)}) == 3
    for (z,), *_ in a.saturated_share.cases()[3:]:
        p = activations.sigmoid(z)
        assert 0 < np.sum(p < 0.01) < np.sum(p > 0.99) < len(z)
    for (Z,), *_ in a.dead_units.cases()[2:]:
        alive = (Z > 0).sum(axis=0)
        assert {0, 1, len(Z)} <= {*alive}
        assert Z[:, alive == 0].max() == 0 and Z[:, alive == 0].min() < 0
    for (_, leak), *_ in a.leaky_relu.cases():
        assert leak > 0.01
    for (n_out, n_in, _), *_ in a.he_weights.cases():
        assert n_out >= 5 * n_in and n_out * n_in >= 18_000


def test_numbers_in_the_sentences_are_right():
    assert a.sigmoid_derivative.reference(np.zeros(1))[0] == 0.25
    assert "0.25" in a.sigmoid_derivative.success
    assert round(math.log(9), 1) == 2.2 and "ln 9 = 2.2" in a.logit.success
    assert 0.9e6 < 4**10 < 1.1e6 and "factor of a million" in a.tanh_derivative.success
    assert 0.01 * 0.99 / 0.25 < 0.04 and "4 %" in a.saturated_share.success
    exploded = [m.sentence for m in a.positive_output.misconceptions]
    assert 4.5e8 < math.exp(20) < 5.5e8
    assert any("half a billion" in sentence for sentence in exploded)
    assert a.torch_default_std.reference(30) ** 2 == pytest.approx(1 / 3 / 30)
    relu = propagation.theory(11, 100, "relu", "torch_default")["rms"] ** 2
    assert relu[10] / relu[0] == pytest.approx(6.0**-10, rel=1e-3)
    assert "6⁻¹⁰" in a.torch_default_std.success


def test_progress_lists_the_exercises_in_the_order_of_the_notebook():
    text = (ROOT / "notebooks/source/03_activations.md").read_text(encoding="utf-8")
    checked = re.findall(r"^act_exercises\.(\w+)\.check\(", text, re.MULTILINE)
    assert [exercise.name for exercise in a.collapse.chapter.exercises] == checked
