"""The slips of chapter 02, in students' own words, get the right sentence."""

import math
import re

import numpy as np
import pytest

from course_lib.activations import sigmoid
from course_lib.exercises import architectures as a
from course_lib.exercises.display import NOT_ATTEMPTED, NOT_YET


def layer_products(x, W, b):
    out = []
    for row in W:
        out.append(np.tanh(row * x + b))
    return out


def layer_with_b_in_the_inner_loop(x, W, b):
    out = []
    for i in range(len(W)):
        z = 0
        for j in range(len(x)):
            z += W[i, j] * x[j] + b[i]
        out.append(np.tanh(z))
    return out


def layer_into_b(x, W, b):
    b += W @ x
    return np.tanh(b)


def samples_return_inside(X, W, b):
    out = []
    for x in X:
        out.append(np.tanh(W @ x + b))
        return out


def samples_counting_units(X, W, b):
    return [np.tanh(W @ X[i] + b) for i in range(len(W))]


def fold_with_hstack(X, W, b):
    return np.hstack((np.ones((len(X), 1)), X)), np.hstack((b, W))


def fold_ones_everywhere(X, W, b):
    X1 = np.ones((len(X), X.shape[1] + 1))
    W1 = np.ones((len(W), W.shape[1] + 1))
    X1[:, 1:], W1[:, 1:] = X, W
    return X1, W1


def count_one_too_far(sizes):
    total = 0
    for i in range(len(sizes)):
        total += sizes[i] * sizes[i + 1] + sizes[i + 1]
    return total


def count_one_hidden_layer(sizes):
    return sizes[0] * sizes[1] + sizes[1] + sizes[1] * sizes[2] + sizes[2]


def count_three_names(sizes):
    n_in, n_hidden, n_out = sizes
    return (n_in + 1) * n_hidden + (n_hidden + 1) * n_out


def forward_tanh_to_the_end(X, weights, biases):
    A = X
    for W, b in zip(weights, biases, strict=True):
        A = np.tanh(A @ W.T + b)
    return A


def forward_from_X(X, weights, biases):
    A = X
    for W, b in zip(weights[:-1], biases[:-1], strict=True):
        A = np.tanh(X @ W.T + b)
    return sigmoid(A @ weights[-1].T + biases[-1])[:, 0]


def forward_one_hidden_layer(X, weights, biases):
    A = np.tanh(X @ weights[0].T + biases[0])
    return sigmoid(A @ weights[1].T + biases[1])[:, 0]


def forward_popping(X, weights, biases):
    last_W, last_b = weights.pop(), biases.pop()
    for W, b in zip(weights, biases, strict=True):
        X = np.tanh(X @ W.T + b)
    return sigmoid(X @ last_W.T + last_b)[:, 0]


def forward_with_a_list(X, weights, biases):
    return sigmoid(np.tanh(X @ weights.T + biases))


def back(x, y, W1, b1, w2, b2):
    a1 = np.tanh(W1 @ x + b1)
    return a1, sigmoid(w2 @ a1 + b2) - y


def back_matmul(x, y, W1, b1, w2, b2):
    a1, dz2 = back(x, y, W1, b1, w2, b2)
    dz1 = w2.T @ dz2 * (1 - a1**2)
    return np.outer(dz1, x), dz1, dz2 * a1, dz2


def back_after_the_step(x, y, W1, b1, w2, b2):
    a1, dz2 = back(x, y, W1, b1, w2, b2)
    w2 = w2 - dz2 * a1
    dz1 = w2 * dz2 * (1 - a1**2)
    return np.outer(dz1, x), dz1, dz2 * a1, dz2


def back_without_slope(x, y, W1, b1, w2, b2):
    a1, dz2 = back(x, y, W1, b1, w2, b2)
    return np.outer(w2 * dz2, x), w2 * dz2, dz2 * a1, dz2


def back_three_things(x, y, W1, b1, w2, b2):
    return back_without_slope(x, y, W1, b1, w2, b2)[:3]


def differences_of_one_array(f, w, h=1e-5):
    slopes = np.zeros(len(w))
    for i in range(len(w)):
        plus = w
        minus = w
        plus[i] += h
        minus[i] -= h
        slopes[i] = (f(plus) - f(minus)) / (2 * h)
    return slopes


def differences_in_place(f, w, h=1e-5):
    slopes = a.numerical_gradient.reference(f, w.copy(), h)
    w[-1] += 1e-9
    return slopes


def differences_copied_once(f, w, h=1e-5):
    plus, minus, slopes = w.copy(), w.copy(), []
    for i in range(len(w)):
        plus[i] += h
        minus[i] -= h
        slopes.append((f(plus) - f(minus)) / (2 * h))
    return slopes


def differences_of_numbers(f, w, h=1e-5):
    slopes = []
    for x in w:
        slopes.append((f(x + h) - f(x - h)) / (2 * h))
    return slopes


def softmax_math(Z):
    return math.exp(Z) / sum(math.exp(Z))


def softmax_by_rows_of_everything(Z):
    return [np.exp(z) / sum(np.exp(Z)) for z in Z]


def softmax_of_columns(Z):
    e = np.exp(Z - Z.max(axis=1, keepdims=True))
    return e / e.sum(axis=0)


def softmax_with_the_largest_of_all(Z):
    e = np.exp(Z - Z.max())
    return e / e.sum(axis=1, keepdims=True)


def softmax_in_place(Z):
    Z -= Z.max(axis=1, keepdims=True)
    return np.exp(Z) / np.exp(Z).sum(axis=1, keepdims=True)


def one_hot_of_classes(y, K):
    Y = np.zeros((len(y), K))
    for i in y:
        Y[i, y[i]] = 1
    return Y


def cross_entropy_summed(P, y):
    total = 0
    for i in range(len(y)):
        total -= np.log(P[i][y[i]])
    return total


def cross_entropy_one_hot(P, y):
    return -np.mean(np.sum(np.eye(P.shape[1])[y] * np.log(P), axis=1))


def cross_entropy_y_times(P, y):
    return -np.sum(y * np.log(P)) / len(y)


def confusion_repeated_list(y, y_hat, K):
    counts = [[0] * K] * K
    for t, p in zip(y, y_hat, strict=True):
        counts[t][p] += 1
    return counts


def confusion_unpacked(y, y_hat, K):
    counts = np.zeros((K, K))
    for t, p in y, y_hat:
        counts[t, p] += 1
    return counts


def confusion_shares(y, y_hat, K):
    counts = np.zeros((K, K))
    np.add.at(counts, (y, y_hat), 1)
    return counts / counts.sum(axis=1)


def macro_f1_by_fractions(confusion):
    precision = np.diag(confusion) / confusion.sum(axis=0)
    recall = np.diag(confusion) / confusion.sum(axis=1)
    return np.mean(2 * precision * recall / (precision + recall))


def macro_f1_jaccard(confusion):
    scores = []
    for k in range(len(confusion)):
        tp = confusion[k, k]
        fp, fn = confusion[:, k].sum() - tp, confusion[k].sum() - tp
        scores.append(tp / (tp + fp + fn))
    return np.mean(scores)


def split_by_equality(wells, blind):
    train, test = [], []
    for row in range(len(wells)):
        (test if wells[row] == blind else train).append(row)
    return train, test


def split_names(wells, blind):
    train, test = [], []
    for well in wells:
        (test if well in blind else train).append(well)
    return train, test


def split_overwriting(wells, blind):
    for well in blind:
        test = np.where(wells == well)[0]
    return [row for row in range(len(wells)) if row not in test], test


def split_with_not(wells, blind):
    test = np.isin(wells, blind)
    return np.flatnonzero(not test), np.flatnonzero(test)


def split_by_lists(wells, blind):
    test = [well in blind for well in wells]
    return np.flatnonzero(~test), np.flatnonzero(test)


def split_counts(wells, blind):
    test = [row for row, well in enumerate(wells) if well in blind]
    return len(wells) - len(test), len(test)


WRONG = [
    (a.layer, lambda x, W, b: np.tanh(W.T @ x + b), "the wrong way round"),
    (a.layer, lambda x, W, b: 1 / (1 + np.exp(-(W @ x + b))), "This is the sigmoid"),
    (a.layer, layer_products, "do not add them up"),
    (a.layer, layer_with_b_in_the_inner_loop, "b is added once for each input"),
    (a.layer, layer_into_b, "changes its input `b` in place"),
    (a.layer, lambda x, W, b: math.tanh(W @ x + b), "TypeError"),
    (a.layer_of_samples, lambda X, W, b: np.tanh(X @ W + b), "The shapes do not meet"),
    (a.layer_of_samples, lambda X, W, b: np.tanh(W @ X.T + b), "in a column of your"),
    (a.layer_of_samples, samples_return_inside, "the first sample alone"),
    (a.layer_of_samples, samples_counting_units, "Your loop counts the units"),
    (a.fold_bias, fold_with_hstack, "Flat arrays are no columns yet"),
    (a.fold_bias, fold_ones_everywhere, "the ones belong to X1 alone"),
    (a.fold_bias, lambda X, W, b: np.c_[np.ones(len(X)), X], "must return 2 things"),
    (
        a.fold_bias,
        lambda X, W, b: (np.c_[X, np.ones(len(X))], np.c_[W, b]),
        "your ones and b stand last",
    ),
    (
        a.fold_bias,
        lambda X, W, b: (np.c_[b, W], np.c_[np.ones(len(X)), X]),
        "X1 and W1 changed places",
    ),
    (a.count_parameters, count_one_too_far, "one step too far"),
    (a.count_parameters, count_one_hidden_layer, "exactly one hidden layer"),
    (a.count_parameters, count_three_names, "hidden layer: sizes may have any length"),
    (a.count_parameters, lambda sizes: np.prod(sizes), "only neighbours are linked"),
    (a.forward, forward_tanh_to_the_end, "The output is a tanh"),
    (a.forward, forward_from_X, "Every layer gets X again"),
    (a.forward, forward_one_hidden_layer, "exactly one hidden layer"),
    (a.forward, forward_popping, "its input `weights` and `biases` in place"),
    (a.forward, forward_with_a_list, "'list' object has no attribute"),
    (a.backpropagation, back_matmul, "dz at the output is a single number, and `@`"),
    (a.backpropagation, back_after_the_step, "after its step"),
    (a.backpropagation, back_without_slope, "You forgot g′"),
    (a.backpropagation, back_three_things, "must return 4 things.*yours returns 3"),
    (a.numerical_gradient, differences_of_one_array, "`plus = w` makes no copy"),
    (a.numerical_gradient, differences_in_place, "changes its input `w` in place"),
    (a.numerical_gradient, differences_copied_once, "do not put the parameter back"),
    (a.numerical_gradient, differences_of_numbers, "takes single numbers out of w"),
    (a.numerical_gradient, lambda f, w: w, r"must take `\(f, w, h=1e-05\)`"),
    (a.softmax, softmax_math, "TypeError"),
    (a.softmax, softmax_by_rows_of_everything, "so the samples compete"),
    (a.softmax, softmax_of_columns, "divide by the sums of the columns.*`axis=1`"),
    (a.softmax, softmax_with_the_largest_of_all, "subtract each row's"),
    (
        a.softmax,
        lambda Z: np.exp(Z) / np.exp(Z).sum(axis=1, keepdims=True),
        "At scores of 1000",
    ),
    (a.softmax, softmax_in_place, "changes its input `Z` in place"),
    (a.one_hot, one_hot_of_classes, "runs through the classes"),
    (a.one_hot, lambda y, K: [np.eye(K)[k - 1] for k in y], "classes begin at 1"),
    (a.one_hot, lambda y, K: np.eye(K)[:, y], "It lies on its side"),
    (a.cross_entropy, cross_entropy_summed, "You add the losses up"),
    (a.cross_entropy, cross_entropy_one_hot, "0 times ln 0 has no value"),
    (a.cross_entropy, cross_entropy_y_times, "Class numbers are no factors"),
    (a.cross_entropy, lambda P, y: -np.mean(np.log(P[:, y])), "takes whole columns"),
    (a.confusion_matrix, confusion_repeated_list, "one and the same list"),
    (a.confusion_matrix, confusion_unpacked, "not enough values to unpack"),
    (a.confusion_matrix, confusion_shares, "shares of each row"),
    (a.macro_f1, macro_f1_by_fractions, "leads to 0/0"),
    (a.macro_f1, macro_f1_jaccard, "IoU"),
    (a.macro_f1, lambda C: (C.diagonal() / C.sum(axis=1)).mean(), "within each class"),
    (a.split_by_well, split_by_equality, "never equals a list"),
    (a.split_by_well, split_names, "names of wells"),
    (a.split_by_well, split_overwriting, "Only the last blind well"),
    (a.split_by_well, split_with_not, "`in`, `not` and `if` ask about one value"),
    (a.split_by_well, split_counts, "how many rows there are"),
    (a.split_by_well, lambda wells, blind: {"train": 1}, "yours returns a dictionary"),
]


@pytest.mark.parametrize(("exercise", "answer", "pattern"), WRONG)
def test_a_slip_is_recognised_however_it_is_written(exercise, answer, pattern):
    outcome = exercise.check(answer)
    assert outcome.status == NOT_YET
    assert re.search(pattern, outcome.message), outcome


@pytest.mark.parametrize(
    ("exercise", "answer", "cure"),
    [
        (a.forward, forward_with_a_list, "as in `for W in weights:`"),
        (a.confusion_matrix, confusion_unpacked, "through `for t, p in zip("),
        (a.layer, lambda x, W, b: math.tanh(W @ x + b), "takes whole arrays"),
        (a.split_by_well, split_by_lists, "make it an array, `np.array(...)`"),
    ],
)
def test_an_error_comes_with_its_cure(exercise, answer, cure):
    assert cure in exercise.check(answer).details[-1]


def test_a_wrong_count_names_the_sizes():
    count = a.count_parameters.reference
    outcome = a.count_parameters.check(
        lambda sizes: count(sizes) + (len(sizes) > 3) * 5
    )
    assert re.search(r" should be \d+ for sizes = \(\d+, .*\); ", outcome.message)


@pytest.mark.parametrize(
    "exercise", a.chapter.exercises, ids=lambda exercise: exercise.name
)
def test_what_is_left_open_is_not_attempted(exercise):
    assert exercise.check(...).status == NOT_ATTEMPTED


@pytest.mark.parametrize(
    "exercise", a.chapter.exercises, ids=lambda exercise: exercise.name
)
@pytest.mark.parametrize(
    "answer", [None, "text", 3.5, {}, [], object(), np.zeros((2, 2)), [[1], [2, 3]]]
)
def test_any_other_answer_gets_a_sentence_of_its_own(exercise, answer):
    outcome = exercise.check(answer)
    assert outcome.status == NOT_YET
    assert "stumbled" not in outcome.message
