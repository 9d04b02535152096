"""Right answers to chapter 02, written in the many ways students write."""

import math

import numpy as np
import pytest

from course_lib import activations, datasets, losses
from course_lib import scores as course_scores
from course_lib.exercises import architectures
from course_lib.networks import Network


def layer_loops(x, W, b):
    out = []
    for i in range(len(W)):
        z = b[i]
        for j in range(len(x)):
            z += W[i][j] * x[j]
        out.append(math.tanh(z))
    return out


def layer_network(X, W, b):
    network = Network([W.shape[1], len(W), 1])
    network.weights[0][:], network.biases[0][:] = W, b
    return network.forward(X)[1][1]


def layer_float32(X, W, b):
    X, W, b = (v.astype(np.float32) for v in (X, W, b))
    return np.tanh(X @ W.T + b)


def fold_by_filling(X, W, b):
    X1 = np.ones((X.shape[0], X.shape[1] + 1))
    W1 = np.empty((W.shape[0], W.shape[1] + 1))
    X1[:, 1:], W1[:, 1:], W1[:, 0] = X, W, b
    return X1, W1


def count_with_network(sizes):
    return len(Network(sizes, output="linear").parameters)


def count_by_index(sizes):
    total = 0
    for i in range(1, len(sizes)):
        total += (sizes[i - 1] + 1) * sizes[i]
    return total


def forward_with_network(X, weights, biases):
    network = Network([X.shape[1], *map(len, biases)])
    for mine, W in zip(network.weights, weights, strict=True):
        mine[:] = W
    for mine, b in zip(network.biases, biases, strict=True):
        mine[:] = b
    return network(X)


def forward_sample_by_sample(X, weights, biases):
    out = []
    for a in X:
        for W, b in zip(weights[:-1], biases[:-1], strict=True):
            a = np.tanh(W @ a + b)
        out.append(float(activations.sigmoid(weights[-1] @ a + biases[-1])[0]))
    return out


def forward_popping_its_own_lists(X, weights, biases):
    weights, biases = list(weights), list(biases)
    last_W, last_b = weights.pop(), biases.pop()
    while weights:
        X = np.tanh(X @ weights.pop(0).T + biases.pop(0))
    return activations.sigmoid(np.squeeze(X @ last_W.T + last_b, axis=1))


def backpropagation_with_network(x, y, W1, b1, w2, b2):
    network = Network([2, 2, 1])
    network.parameters = [*W1.ravel(), *b1, *w2, b2]
    g = network.gradient(x[None, :], [y])
    return g[:4].reshape(2, 2), g[4:6], g[6:8], g[8]


def backpropagation_by_differences(x, y, W1, b1, w2, b2):
    def J(v):
        z2 = v[6:8] @ np.tanh(v[:4].reshape(2, 2) @ x + v[4:6]) + v[8]
        return losses.binary_cross_entropy([z2], [y])

    v = np.array([*W1.ravel(), *b1, *w2, b2])
    g = architectures.numerical_gradient.reference(J, v)
    return [g[:4].reshape(2, 2), g[4:6], g[6:8], g[8]]


def backpropagation_entry_by_entry(x, y, W1, b1, w2, b2):
    a1 = [math.tanh(W1[i] @ x + b1[i]) for i in range(2)]
    a2 = 1 / (1 + math.exp(-(w2[0] * a1[0] + w2[1] * a1[1] + b2)))
    dW1 = np.zeros((2, 2))
    for i in range(2):
        for j in range(2):
            dW1[i, j] = (a2 - y) * w2[i] * (1 - a1[i] ** 2) * x[j]
    db1 = [(a2 - y) * w2[i] * (1 - a1[i] ** 2) for i in range(2)]
    return dW1, db1, [(a2 - y) * a for a in a1], a2 - y


def gradient_by_copies(f, w, h=1e-5):
    slopes = []
    for i in range(len(w)):
        plus, minus = w.copy(), list(w)
        plus[i] += h
        minus[i] -= h
        slopes.append((f(plus) - f(minus)) / (2 * h))
    return slopes


def gradient_putting_back(f, w, h=1e-5):
    slopes = []
    for i in range(len(w)):
        old = w[i]
        w[i] = old + h
        above = f(w)
        w[i] = old - h
        slopes.append((above - f(w)) / (2 * h))
        w[i] = old
    return np.array(slopes)


def gradient_stepping_in_place(f, w, h=1e-5):
    slopes = np.zeros(len(w))
    for i in range(len(w)):
        w[i] += h
        above = f(w)
        w[i] -= 2 * h
        slopes[i] = (above - f(w)) / (2 * h)
        w[i] += h
    return slopes


def softmax_rows(Z):
    rows = []
    for z in Z:
        e = [math.exp(v - max(z)) for v in z]
        rows.append([v / sum(e) for v in e])
    return rows


def one_hot_loop(y, K):
    Y = [[0] * K for _ in y]
    for i, k in enumerate(y):
        Y[i][k] = 1
    return Y


def cross_entropy_loop(P, y):
    total = 0
    for p, k in zip(P, y, strict=True):
        total += -math.log(p[k])
    return total / len(y)


def confusion_loop(y, y_hat, K):
    counts = np.zeros((K, K), dtype=int)
    for t, p in zip(y, y_hat, strict=True):
        counts[t, p] += 1
    return counts


def macro_f1_loop(confusion):
    f1 = []
    for k in range(len(confusion)):
        right = confusion[k, k]
        predicted, true = confusion[:, k].sum(), confusion[k].sum()
        precision = right / predicted if predicted else 0
        recall = right / true if true else 0
        both = precision + recall
        f1.append(2 * precision * recall / both if both else 0)
    return sum(f1) / len(f1)


def split_by_loops(wells, blind):
    train, test = [], []
    for row, well in enumerate(wells):
        (test if well in blind else train).append(row)
    return train, test


def split_well_after_well(wells, blind):
    test = np.concatenate([np.where(wells == well)[0] for well in blind])
    return [row for row in range(len(wells)) if row not in test], test


a = architectures
RIGHT = [
    (a.layer, layer_loops),
    (a.layer, layer_network),
    (a.layer, lambda x, W, b: np.tanh(np.dot(x, W.T) + b)),
    (a.layer, lambda x, W, b: np.tanh((W * x).sum(axis=1) + b)),
    (a.layer, lambda x, W, b: 2 * activations.sigmoid(2 * (W @ x + b)) - 1),
    (a.layer_of_samples, layer_network),
    (a.layer_of_samples, layer_float32),
    (a.layer_of_samples, lambda X, W, b: [layer_loops(x, W, b) for x in X]),
    (a.layer_of_samples, lambda X, W, b: np.tanh(W @ X.T + b[:, None]).T),
    (
        a.layer_of_samples,
        lambda X, W, b: np.tanh(np.einsum("mi,oi->mo", X, W) + b),
    ),
    (a.fold_bias, fold_by_filling),
    (a.fold_bias, lambda X, W, b: (np.insert(X, 0, 1, 1), np.c_[b, W])),
    (
        a.fold_bias,
        lambda X, W, b: (
            np.hstack([np.ones((len(X), 1)), X]),
            np.vstack([b, W.T]).T,
        ),
    ),
    (a.count_parameters, count_with_network),
    (a.count_parameters, count_by_index),
    (a.forward, forward_with_network),
    (a.forward, forward_sample_by_sample),
    (a.forward, forward_popping_its_own_lists),
    (a.backpropagation, backpropagation_with_network),
    (a.backpropagation, backpropagation_by_differences),
    (a.backpropagation, backpropagation_entry_by_entry),
    (a.numerical_gradient, gradient_by_copies),
    (a.numerical_gradient, gradient_putting_back),
    (a.numerical_gradient, gradient_stepping_in_place),
    (a.softmax, activations.softmax),
    (a.softmax, softmax_rows),
    (a.one_hot, one_hot_loop),
    (a.one_hot, lambda y, K: y[:, None] == np.arange(K)),
    (a.cross_entropy, cross_entropy_loop),
    (a.cross_entropy, lambda P, y: losses.cross_entropy(np.log(P), y)),
    (
        a.cross_entropy,
        lambda P, y: -np.log(np.sum(np.eye(P.shape[1])[y] * P, axis=1)).mean(),
    ),
    (
        a.cross_entropy,
        lambda P, y: -np.sum(np.eye(P.shape[1])[y] * np.log(P + 1e-12)) / len(P),
    ),
    (a.confusion_matrix, confusion_loop),
    (a.confusion_matrix, course_scores.confusion_matrix),
    (
        a.confusion_matrix,
        lambda y, y_hat, K: np.eye(K)[y].T @ np.eye(K)[y_hat],
    ),
    (a.macro_f1, macro_f1_loop),
    (a.split_by_well, split_by_loops),
    (a.split_by_well, split_well_after_well),
    (a.split_by_well, lambda wells, blind: split_by_loops(wells, set(blind))),
]


@pytest.mark.parametrize(("exercise", "answer"), RIGHT)
def test_any_right_way_of_writing_passes(exercise, answer):
    outcome = exercise.check(answer)
    assert outcome.passed, outcome


def test_torch_passes():
    torch = pytest.importorskip("torch", reason="torch is not installed")

    def backpropagation(x, y, W1, b1, w2, b2):
        W1, b1, w2, b2 = (torch.tensor(v, requires_grad=True) for v in (W1, b1, w2, b2))
        z2 = w2.double() @ torch.tanh(W1 @ torch.from_numpy(x) + b1) + b2
        loss = torch.nn.functional.binary_cross_entropy_with_logits(
            z2, torch.tensor(float(y), dtype=torch.float64)
        )
        loss.backward()
        return W1.grad, b1.grad, w2.grad, b2.grad

    assert a.backpropagation.check(backpropagation).passed
    assert a.softmax.check(lambda Z: torch.softmax(torch.from_numpy(Z), dim=1)).passed


def test_macro_f1_is_that_of_scores():
    rng = np.random.default_rng(1)
    y, y_hat = rng.integers(0, 4, 200), rng.integers(1, 4, 200)
    counts = a.confusion_matrix.reference(y, y_hat, 4)
    assert not counts[:, 0].any()  # a class that is never predicted
    np.testing.assert_allclose(
        a.macro_f1.reference(counts), course_scores.macro_f1(y, y_hat)
    )


def test_rows_of_wells_are_those_of_the_library():
    data = datasets.well_logs(n_wells=5, n=30)
    train, test = a.split_by_well.reference(data.well, [1, 3])
    kept, held_back = datasets.split_by_well(data, blind=[1, 3])
    np.testing.assert_array_equal(data.X[train], kept.X)
    np.testing.assert_array_equal(data.X[test], held_back.X)


def test_folding_the_bias_changes_no_score():
    rng = np.random.default_rng(0)
    X, W, b = rng.normal(size=(7, 3)), rng.normal(size=(2, 3)), rng.normal(size=2)
    X1, W1 = a.fold_bias.reference(X, W, b)
    np.testing.assert_allclose(X1 @ W1.T, X @ W.T + b)


def test_inputs_hold_what_tells_the_slips_apart():
    for (y, K), *_ in a.one_hot.cases()[2:]:
        assert y.max() < K - 1  # K cannot be guessed from y
    for (counts,), *_ in a.macro_f1.cases()[2:]:
        assert (counts.sum(axis=0) == 0).any() and (counts.sum(axis=1) > 0).all()
    for (wells, blind), *_ in a.split_by_well.cases()[1:]:
        assert "31/2-10" in wells and "31/2-1" in blind and len(blind) == 2
    for (X, W, _), *_ in a.layer_of_samples.cases()[1:]:
        assert len({*X.shape, *W.shape}) == 3


def test_numbers_in_the_sentences_are_right():
    count = a.count_parameters.reference
    assert count([3, 3, 1]) == 16 and "has 16," in a.count_parameters.success
    assert count([30, 100]) == 3100 and "3100" in a.count_parameters.success
    assert round(math.log(5), 2) == 1.61 and "1.61" in a.cross_entropy.success
