"""Right answers to chapters 00 and 01, written in the many ways students write."""

import math
from itertools import combinations_with_replacement

import numpy as np
import pytest

from course_lib import datasets, features, losses
from course_lib.activations import sigmoid
from course_lib.exercises import neurons, start
from course_lib.networks import Network
from course_lib.optimizers import GradientDescent, train


def sigmoid_recursive(z):
    if np.ndim(z) == 0:
        return 1 / (1 + math.exp(-z))
    return [sigmoid_recursive(v) for v in z]


def sigmoid_stable(z):
    return np.where(z >= 0, 1 / (1 + np.exp(-z)), np.exp(z) / (1 + np.exp(z)))


def unit_loops(X, w, b):
    probabilities = []
    for row in X:
        z = b
        for x, weight in zip(row, w, strict=True):
            z += x * weight
        probabilities.append(1 / (1 + math.exp(-z)))
    return probabilities


def unit_network(X, w, b):
    network = Network([len(w), 1], output="sigmoid", init="zeros")
    network.parameters = [*w, b]
    return network(X)


def unit_float32(X, w, b):
    z = X.astype(np.float32) @ w.astype(np.float32) + np.float32(b)
    return 1 / (1 + np.exp(-z))


def loss_loop(a, y):
    total = 0.0
    for p, c in zip(a, y, strict=True):
        total -= math.log(p) if c == 1 else math.log(1 - p)
    return total / len(y)


def gradient_loops(X, y, w, b):
    m, n = X.shape
    dw, db = [0.0] * n, 0.0
    for i in range(m):
        error = 1 / (1 + math.exp(-(sum(X[i] * w) + b))) - y[i]
        db += error / m
        for j in range(n):
            dw[j] += error * X[i, j] / m
    return dw, db


def gradient_einsum(X, y, w, b):
    error = sigmoid(np.einsum("ij,j->i", X, w) + b) - y
    return np.einsum("ij,i->j", X, error) / len(y), np.mean(error)


def gradient_by_differences(X, y, w, b):
    def J(v):
        return losses.binary_cross_entropy(X @ v[:-1] + v[-1], y)

    v, h = np.append(w, b), 1e-5
    steps = h * np.eye(len(v))
    slope = [(J(v + step) - J(v - step)) / (2 * h) for step in steps]
    return slope[:-1], slope[-1]


def gradient_float32(X, y, w, b):
    X, y, w = (v.astype(np.float32) for v in (X, y, w))
    error = 1 / (1 + np.exp(-(X @ w + np.float32(b)))) - y
    return X.T @ error / np.float32(len(y)), error.mean()


def step_new_arrays(X, y, w, b, lr):
    dw, db = gradient_einsum(X, y, w, b)
    return [w - lr * dw, b - lr * db]


def products_by_itertools(X):
    columns = [X[:, j] for j in range(X.shape[1])]
    columns += [p * q for p, q in combinations_with_replacement(columns, 2)]
    return np.array(columns).T


def products_by_rows(X):
    rows = []
    for row in X:
        pairs = [row[i] * row[j] for i in range(len(row)) for j in range(i, len(row))]
        rows.append([*row, *pairs])
    return rows


def count_by_listing(n, degree):
    return sum(
        len(list(combinations_with_replacement(range(n), d)))
        for d in range(1, degree + 1)
    )


RIGHT = [
    (neurons.sigmoid, sigmoid),
    (neurons.sigmoid, sigmoid_recursive),
    (neurons.sigmoid, np.vectorize(lambda z: 1 / (1 + math.exp(-z)))),
    (neurons.sigmoid, sigmoid_stable),
    (neurons.sigmoid, lambda z: 0.5 * (1 + np.tanh(z / 2))),
    (neurons.sigmoid, lambda z: 1 / (1 + np.exp(-np.float32(z)))),
    (neurons.soft_cutoff, lambda cutoff, width: np.array([1, -cutoff]) / width),
    (neurons.unit, unit_loops),
    (neurons.unit, unit_network),
    (neurons.unit, unit_float32),
    (neurons.unit, lambda X, w, b: sigmoid((X * w).sum(axis=1) + b)),
    (neurons.decision_line, lambda x1, w, b: -b / w[1] - np.dot(w[0] / w[1], x1)),
    (neurons.loss, loss_loop),
    (neurons.loss, lambda a, y: np.log(1 / np.where(y == 1, a, 1 - a)).mean()),
    (
        neurons.loss,
        lambda a, y: losses.binary_cross_entropy(np.log(a / (1 - a)), y),
    ),
    (neurons.gradient, gradient_loops),
    (neurons.gradient, gradient_einsum),
    (neurons.gradient, gradient_by_differences),
    (neurons.gradient, gradient_float32),
    (neurons.training_step, step_new_arrays),
    (neurons.feature_count, features.feature_count),
    (neurons.feature_count, count_by_listing),
    (neurons.quadratic_features, products_by_itertools),
    (neurons.quadratic_features, products_by_rows),
    (neurons.odds_factor, lambda w, std, change: math.e ** (w * change / std)),
    (start.two_way_time, lambda depth_m, v_kms: [2 * d / v_kms for d in depth_m]),
    (start.impedance, lambda vp, rho: [v * r for v, r in zip(vp, rho, strict=True)]),
    (start.standardize, lambda X: features.standardize(X)[0]),
    (start.standardize, lambda X: np.array([(c - c.mean()) / c.std() for c in X.T]).T),
]


@pytest.mark.parametrize(("exercise", "answer"), RIGHT)
def test_any_right_way_of_writing_passes(exercise, answer):
    outcome = exercise.check(answer)
    assert outcome.passed, outcome


def test_torch_passes():
    torch = pytest.importorskip("torch", reason="torch is not installed")

    def gradient(X, y, w, b):
        w = torch.tensor(w, requires_grad=True)
        b = torch.tensor(float(b), requires_grad=True, dtype=torch.float64)
        z = torch.from_numpy(X) @ w + b
        target = torch.tensor(y, dtype=torch.float64)
        loss = torch.nn.functional.binary_cross_entropy_with_logits(z, target)
        loss.backward()
        return w.grad, b.grad

    assert neurons.gradient.check(gradient).passed


def test_the_factor_in_the_success_sentence_is_that_of_this_chapters_unit():
    sands = datasets.gas_sand(n=1000, seed=0)
    Z, _, std = features.standardize(sands.X)
    net = Network([2, 1], init="zeros")
    train(net, Z, sands.y, optimizer=GradientDescent(lr=1.0), epochs=300)
    factor = neurons.odds_factor.reference(net.weights[0][0, 1], std[1], -0.1)
    assert "by about 46" in neurons.odds_factor.success
    assert abs(factor - 46) < 0.7


def test_references_are_the_mathematics_of_the_course():
    rng = np.random.default_rng(0)
    z = rng.normal(size=50)
    y = rng.integers(0, 2, 50)
    np.testing.assert_allclose(neurons.sigmoid.reference(z), sigmoid(z))
    np.testing.assert_allclose(
        neurons.loss.reference(sigmoid(z), y), losses.binary_cross_entropy(z, y)
    )
    X, w, b = rng.normal(size=(50, 3)), rng.normal(size=3), 0.7
    network = Network([3, 1], output="sigmoid", init="zeros")
    network.parameters = [*w, b]
    np.testing.assert_allclose(
        np.append(*neurons.gradient.reference(X, y, w, b)), network.gradient(X, y)
    )
    x1 = np.array([1.0, -2.0])
    x2 = neurons.decision_line.reference(x1, w[:2], b)
    np.testing.assert_allclose(x1 * w[0] + x2 * w[1] + b, 0, atol=1e-12)
    w_gr, b_gr = neurons.soft_cutoff.reference(75.0, 10.0)
    p = sigmoid(w_gr * np.array([75, 85]) + b_gr)
    np.testing.assert_allclose(p, [0.5, 0.7311], rtol=1e-4)
