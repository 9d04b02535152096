"""The slips of chapters 00 and 01, in students' own words, get the right sentence."""

import math
import re

import numpy as np
import pytest

from course_lib import features
from course_lib.activations import sigmoid
from course_lib.exercises import neurons, start
from course_lib.exercises.display import NOT_YET


def sigmoid_loop(z):
    return [1 / (1 + math.exp(-v)) for v in z]


def sigmoid_number_or_row(z):
    return sigmoid_loop(z) if np.ndim(z) else sigmoid_loop([z])[0]


def two_way_time_inside_the_loop(depth_m, v_kms):
    for depth in depth_m:
        return 2 * depth / v_kms


def unit_inside_the_loop(X, w, b):
    for row in X:
        return sigmoid(row @ w + b)


def loss_inside_the_loop(a, y):
    total = 0
    for p, c in zip(a, y, strict=True):
        total -= c * np.log(p) + (1 - c) * np.log(1 - p)
        return total / len(y)


def gradient_inside_the_loop(X, y, w, b):
    for row, c in zip(X, y, strict=True):
        error = sigmoid(row @ w + b) - c
        return error * row, error


def stochastic_steps(X, y, w, b, lr):
    for row, c in zip(X, y, strict=True):
        error = sigmoid(row @ w + b) - c
        w, b = w - lr * error * row, b - lr * error
    return w, b


def hundred_steps(X, y, w, b, lr):
    for _ in range(100):
        w, b = neurons.training_step.reference(X, y, w, b, lr)
    return w, b


def sigmoid_flipped_loop(z):
    out = []
    for v in z:
        out.append(1 / (1 + math.exp(v)))
    return out


def sigmoid_scalar_only(z):
    return 1 / (1 + math.exp(-z))


def gradient_without_mean(X, y, w, b):
    dw, db = np.zeros(len(w)), 0
    for row, c in zip(X, y, strict=True):
        error = sigmoid(row @ w + b) - c
        dw += error * row
        db += error
    return dw, db


def step_in_place(X, y, w, b, lr):
    dw, db = neurons.gradient.reference(X, y, w, b)
    w -= lr * dw
    b -= lr * db
    return w, b


def step_sequential(X, y, w, b, lr):
    w = w - lr * neurons.gradient.reference(X, y, w, b)[0]
    b = b - lr * neurons.gradient.reference(X, y, w, b)[1]
    return w, b


def unit_column(X, w, b):
    return sigmoid(X @ w.reshape(-1, 1) + b)


def products_without_squares(X):
    n = X.shape[1]
    out = [X[:, i] for i in range(n)]
    for i in range(n):
        for j in range(i + 1, n):
            out.append(X[:, i] * X[:, j])
    return np.stack(out, axis=-1)


WRONG = [
    (neurons.sigmoid, sigmoid_flipped_loop, r"the exponent is -z, not \+z"),
    (neurons.sigmoid, sigmoid_scalar_only, "only 0-dimensional arrays|only length-1"),
    (neurons.sigmoid, lambda z: 1 / (1 + np.e**z), r"the exponent is -z, not \+z"),
    (neurons.sigmoid, lambda z: 1 / (1 - np.exp(-z)), r"it is 1 \+ e\^\(-z\)"),
    (neurons.sigmoid, sigmoid_loop, "not on a single number: NumPy's `np.exp`"),
    (neurons.sigmoid, sigmoid_number_or_row, "not on a table: NumPy's `np.exp`"),
    (neurons.sigmoid, lambda z: np.exp(z) / (1 + np.exp(z)), "At z = 1000"),
    (neurons.decision_line, lambda x, w, b: -b + w[0] * x / w[1], "Brackets are"),
    (
        neurons.decision_line,
        lambda x1, w, b: [-(b + w[0] * x) / w[1] for x in x1],
        "row of x1, not on a single number",
    ),
    (
        neurons.decision_line,
        lambda x1, w, b: [-(b + w[0] * float(x)) / w[1] for x in np.atleast_1d(x1)],
        "row of x1, not on a single number",
    ),
    (neurons.loss, loss_inside_the_loop, "Only the first sample counts"),
    (neurons.gradient, gradient_inside_the_loop, "first sample alone"),
    (
        neurons.gradient,
        lambda X, y, w, b: X.T @ (sigmoid(X @ w + b) - y) / len(y),
        r"one array of \d values: is it dw alone\? Two things are asked for, dw and db",
    ),
    (neurons.training_step, stochastic_steps, "a step for each sample"),
    (neurons.training_step, hundred_steps, "You take many steps: one is asked for"),
    (
        neurons.training_step,
        lambda X, y, w, b, lr: neurons.training_step.reference(X, y, w, b, 3 * lr)[
            ::-1
        ],
        "w_new and b_new changed places",  # told by the shapes: the values are wrong
    ),
    (
        neurons.feature_count,
        lambda n, degree: sum(math.comb(n + d - 1, d) for d in range(1, degree)),
        "stops one degree early",
    ),
    (neurons.quadratic_features, features.polynomial_features, "You return 2 things"),
    (start.two_way_time, lambda d, v: 2 * v / d, "upside down"),
    (start.impedance, lambda vp, rho: vp * 1000 * rho * 1000, "in SI units"),
    (start.impedance, lambda vp, rho: vp[:, None] * rho, r"\(as `np.outer` does\)"),
    (start.impedance, lambda vp, rho: (vp, rho), "You return 2 things, separated by"),
    (
        start.standardize,
        lambda X: (X, X.mean(axis=0), X.std(axis=0)),
        "You return 3 things, separated by commas; one array is asked for",
    ),
    (start.standardize, lambda X: (X - X.mean(axis=0)) / X.std(), "to `std` too"),
    (neurons.soft_cutoff, lambda c, w: (w**-1, c * w**-1), "sign of b is wrong"),
    (
        neurons.soft_cutoff,
        lambda c, w: 1 / w,
        "yours returns one number",
    ),
    (neurons.unit, unit_column, r"must have shape \(\d+,\); yours has shape"),
    (neurons.unit, lambda X, w, b: sigmoid(np.matmul(X.T, w)), "Samples are the rows"),
    (
        neurons.unit,
        lambda X, w, b: sigmoid(X[:, 0] * w[0] + X[:, 1] * w[1] + b),
        "Only the first two features",
    ),
    (neurons.unit, lambda X, w, b: w.dot(X.T) + b, "put it through the sigmoid"),
    (neurons.decision_line, lambda x, w, b: -b / w[1] + x * w[0] / w[1], "Only one of"),
    (
        neurons.loss,
        lambda a, y: sum((y - a) ** 2) / len(y),
        "the squared error",
    ),
    (
        neurons.loss,
        lambda a, y: neurons.loss.reference(a, y) * len(y),
        "You add the losses up",
    ),
    (neurons.gradient, gradient_without_mean, "did you forget the mean"),
    (neurons.training_step, step_in_place, "changes its input `w` in place"),
    (neurons.training_step, step_sequential, "at the old w and b"),
    (neurons.feature_count, lambda n, d: 5150, "count x1, x2, x1²"),
    (neurons.feature_count, lambda n, d: math.comb(n + d, n), "one too many"),
    (neurons.quadratic_features, products_without_squares, "The squares are missing"),
    (neurons.odds_factor, lambda w, std, change: 1 + change * w, "by which factor"),
    (start.two_way_time, lambda d, v: 2 * d / (v * 1e3), "milliseconds are asked for"),
    (start.impedance, lambda vp, rho: vp.dot(rho), "add up all the products"),
    (start.standardize, lambda X: (X - np.mean(X)) / np.std(X), "for all columns"),
]


@pytest.mark.parametrize(("exercise", "answer", "pattern"), WRONG)
def test_a_slip_is_recognised_however_it_is_written(exercise, answer, pattern):
    outcome = exercise.check(answer)
    assert outcome.status == NOT_YET
    assert re.search(pattern, outcome.message), outcome


@pytest.mark.parametrize(
    ("exercise", "answer"),
    [
        (neurons.unit, unit_inside_the_loop),
        (start.two_way_time, two_way_time_inside_the_loop),
    ],
)
def test_a_return_inside_the_loop_is_found(exercise, answer):
    outcome = exercise.check(answer)
    assert "yours is one number" in outcome.message
    assert "is the `return` inside the loop?" in outcome.details[0]


def test_a_later_exercise_does_not_lean_on_an_earlier_one(monkeypatch):
    monkeypatch.setitem(globals(), "sigmoid", lambda z: None)
    monkeypatch.setattr(neurons.sigmoid, "state", "open")
    outcome = neurons.unit.check(lambda X, w, b: sigmoid(X @ w + b))
    assert "a function that it calls, perhaps one of an earlier" in outcome.message
    assert outcome.details[0].startswith("`activations.sigmoid` does the same")


def test_math_exp_is_explained():
    assert "np.exp" in neurons.sigmoid.check(sigmoid_scalar_only).details[0]
