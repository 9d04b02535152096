"""The slips of chapter 04, in students' own words, get the right sentence."""

import re

import numpy as np
import pytest

from course_lib.exercises import descent
from course_lib.exercises.display import NOT_ATTEMPTED, NOT_YET


def slopes(b, w, x, y):
    error = b + w * x - y
    return 2 * error.mean(), 2 * (error * x).mean()


def cost_return_inside(b, w, x, y):
    total = 0
    for i in range(len(x)):
        total += (b + w * x[i] - y[i]) ** 2
        return total / len(x)


def gradient_of_a_sum(b, w, x, y):
    db = dw = 0
    for u, v in zip(x, y, strict=True):
        db += 2 * (b + w * u - v)
        dw += 2 * (b + w * u - v) * u
    return db, dw


def descend_one_after_the_other(x, y, lr, steps):
    b = w = 0
    for _ in range(steps):
        b -= lr * 2 * np.mean(b + w * x - y)
        w -= lr * 2 * np.mean((b + w * x - y) * x)
    return b, w


def descend_history(x, y, lr, steps):
    b = w = 0
    path = [(b, w)]
    for _ in range(steps):
        db, dw = slopes(b, w, x, y)
        b, w = b - lr * db, w - lr * dw
        path.append((b, w))
    return np.array(path)


def descend_return_inside(x, y, lr, steps):
    b = w = 0
    for _ in range(steps):
        db, dw = slopes(b, w, x, y)
        b, w = b - lr * db, w - lr * dw
        return b, w


def descend_for_ever(x, y, lr, steps):
    b = w = 0
    while steps:
        b = b - 0
    return b, w


def batches_return_inside(m, batch_size, rng):
    order = rng.permutation(m)
    for i in range(0, m, batch_size):
        return [order[i : i + batch_size]]


def batches_from_shuffle(m, batch_size, rng):
    order = rng.shuffle(np.arange(m))
    return [order[i : i + batch_size] for i in range(0, m, batch_size)]


def batches_with_numpys_own(m, batch_size, rng):
    np.random.seed(0)  # noqa: NPY002
    order = np.random.permutation(m)  # noqa: NPY002
    return [order[i : i + batch_size] for i in range(0, m, batch_size)]


def batches_floats(m, batch_size, rng):
    order = 1.0 * rng.permutation(m)
    return [order[i : i + batch_size] for i in range(0, m, batch_size)]


def batches_too_short(m, batch_size, rng):
    order = rng.permutation(m)
    return [order[i : i + batch_size - 1] for i in range(0, m, batch_size)]


def batches_empty_end(m, batch_size, rng):
    order = rng.permutation(m)
    count = m // batch_size + 1
    return [order[k * batch_size : (k + 1) * batch_size] for k in range(count)]


def batches_printed(m, batch_size, rng):
    print(rng.permutation(m)[:batch_size])


def batches_stub(m, batch_size, rng):
    """Docstring."""
    ...


def momentum_misprint(w, V, dw, lr, beta):
    V = beta * V + (1 - beta) * dw
    return w - lr * dw, V


def momentum_in_place(w, V, dw, lr, beta):
    V *= beta
    V += (1 - beta) * dw
    return w - lr * V, V


def rmsprop_dot(w, S, dw, lr, beta, eps):
    S = beta * S + (1 - beta) * dw @ dw
    return w - lr * dw / (np.sqrt(S) + eps), S


def rmsprop_xor(w, S, dw, lr, beta, eps):
    S = beta * S + (1 - beta) * dw ^ 2
    return w - lr * dw / (np.sqrt(S) + eps), S


def adam_overwriting(w, V, S, dw, t, lr, beta1, beta2, eps):
    V = (beta1 * V + (1 - beta1) * dw) / (1 - beta1**t)
    S = (beta2 * S + (1 - beta2) * dw**2) / (1 - beta2**t)
    return w - lr * V / (np.sqrt(S) + eps), V, S


def adam_copied(w, V, S, dw, t, lr, beta1, beta2, eps):
    V = beta1 * V + (1 - beta1) * dw
    S = beta2 * S + (1 - beta2) * dw**2
    V_hat, S_hat = V / (1 - beta1) ** t, S / (1 - beta2) ** t
    return w - lr * V_hat / (np.sqrt(S_hat) + eps), V, S


def stalled_overwriting(steps, lr, beta1, beta2):
    way = V = S = 0
    for t in range(1, steps + 1):
        V, S = beta1 * V + 1 - beta1, beta2 * S + 1 - beta2
        V /= (1 - beta1) ** t
        S /= (1 - beta2) ** t
        way += lr * V / S**0.5
    return way


def tikhonov_stacked(G, d, lam):
    n = G.shape[1]
    below = np.vstack([G, lam * np.eye(n)])
    return np.linalg.lstsq(below, np.append(d, np.zeros(n)), rcond=None)[0]


WRONG = [
    (descent.cost, cost_return_inside, "Only the first sample counts"),
    (descent.cost, lambda b, w, x, y: (b + w * x - y) @ (b + w * x - y), "You add the"),
    (descent.cost, lambda b, w, x, y: abs(b + w * x - y).mean(), "absolute misfits"),
    (descent.cost_gradient, gradient_of_a_sum, "m times too large: did you forget"),
    (
        descent.cost_gradient,
        lambda b, w, x, y: (np.mean(b + w * x - y), np.mean((b + w * x - y) * x)),
        "half as large",
    ),
    (
        descent.cost_gradient,
        lambda b, w, x, y: (2 * np.mean(b + w * x - y), 2 * np.mean(b + w * x - y)),
        "factor x is missing in dw",
    ),
    (
        descent.cost_gradient,
        lambda b, w, x, y: slopes(b, w, x, y)[::-1],
        "db and dw changed places",
    ),
    (descent.descend_line, descend_one_after_the_other, "change b before dw"),
    (descent.descend_line, descend_history, "the whole path"),
    (descent.descend_line, descend_return_inside, "one step only"),
    (descent.descend_line, descend_for_ever, "had not ended"),
    (
        descent.descend_line,
        lambda x, y, lr, steps: descend_history(x, y, lr, steps - 1)[-1],
        "one step too few",
    ),
    (
        descent.rate_limit,
        lambda x: 2 / np.linalg.norm(np.vander(x, 2), 2) ** 2,
        "2/m is missing",
    ),
    (descent.rate_limit, lambda x: 1 / (1 + np.mean(x**2)), "took the trace"),
    (descent.count_updates, lambda m, b, e: (int(m / b) * e, m * e), "leave out the"),
    (descent.count_updates, lambda m, b, e: (-(-m // b) * e,) * 2, "one sample grad"),
    (descent.minibatches, batches_return_inside, "one batch only"),
    (descent.minibatches, batches_from_shuffle, "NoneType"),
    (descent.minibatches, batches_with_numpys_own, "same order"),
    (descent.minibatches, batches_floats, "whole numbers"),
    (descent.minibatches, batches_too_short, "6 of 53 are in no batch"),
    (descent.minibatches, batches_empty_end, "is empty: stop"),
    (descent.minibatches, batches_printed, "prints its result but returns None"),
    (descent.minibatches, lambda m, b, rng: rng.permutation(m), "flat array of sample"),
    (descent.minibatches, lambda m, b, rng: {"a": 1}, "returns a dictionary"),
    (descent.minibatches, lambda m, b, rng: [[[0, 1]]], r"shape \(1, 2\)"),
    (descent.minibatches, lambda m, b, rng: [], "list is empty"),
    (descent.minibatches, lambda m, b, rng: [[0, m]], "from 0 to 53"),
    (descent.minibatches, lambda m, b, rng: exit(), "calls `exit"),
    (descent.minibatches, lambda m, rng: [], r"takes `\(m, rng\)`"),
    (descent.minibatches, 3, "give it your function itself"),
    (descent.momentum_step, momentum_misprint, "slide's .α dV. is a misprint"),
    (descent.momentum_step, momentum_in_place, "changes its input `V` in place"),
    (
        descent.momentum_step,
        lambda w, V, dw, lr, beta: (w - lr * (beta * V + dw), beta * V + dw),
        "factor 1 - β before dw is missing",
    ),
    (descent.rmsprop_step, rmsprop_dot, "share one S"),
    (descent.rmsprop_step, rmsprop_xor, "bitwise_xor"),
    (descent.adam_step, adam_overwriting, "V̂ and Ŝ as the memory"),
    (descent.adam_step, adam_copied, "a copying mistake"),
    (descent.stalled_travel, stalled_overwriting, "divide the memory itself"),
    (descent.stalled_travel, lambda n, lr, b1, b2: n * lr, "the right Adam"),
    (descent.safe_shift, lambda f_hz: 1000 / f_hz / 2, "the sine's number"),
    (descent.safe_shift, lambda f_hz: 17.0, "the same for every frequency"),
    (descent.safe_shift, lambda f_hz: 0.43 / f_hz, "in seconds"),
    (descent.safe_shift, lambda f_hz: 909 / f_hz, "false minimum itself"),
    (descent.safe_shift, lambda f_hz: 236 / f_hz, "crosses zero"),
    (descent.normal_equations, lambda G, d: G.transpose().dot(d), "a migration"),
    (descent.normal_equations, lambda G, d: np.linalg.inv(G) @ d, "no square matrix"),
    (descent.normal_equations, lambda G, d: np.linalg.lstsq(G, d), "four things"),
    (descent.tikhonov, tikhonov_stacked, "damping by λ²: if you stack"),
    (
        descent.tikhonov,
        lambda G, d, lam: np.linalg.solve(G.T @ G + lam * np.ones(len(G.T)), G.T @ d),
        "to all entries",
    ),
    (
        descent.tikhonov,
        lambda G, d, lam: np.linalg.solve(
            G.T @ G / len(d) + lam * np.eye(len(G.T)), G.T @ d / len(d)
        ),
        "counts m times",
    ),
]


@pytest.mark.parametrize(("exercise", "answer", "pattern"), WRONG)
def test_a_slip_is_recognised_however_it_is_written(exercise, answer, pattern):
    outcome = exercise.check(answer, time_limit=0.5)
    assert outcome.status == NOT_YET
    assert re.search(pattern, outcome.message), outcome


@pytest.mark.parametrize("answer", [..., batches_stub, lambda m, batch_size, rng: ...])
def test_batches_left_open_are_not_attempted(answer):
    assert descent.minibatches.check(answer).status == NOT_ATTEMPTED


def test_a_shuffle_that_returns_none_is_explained():
    details = descent.minibatches.check(batches_from_shuffle).details
    assert "`rng.shuffle(order)` shuffles in place and returns None" in details[0]


def test_what_a_power_looks_like_is_said():
    assert "`dw**2`" in descent.rmsprop_step.check(rmsprop_xor).details[0]


@pytest.mark.parametrize(
    "answer",
    [
        lambda s: s,
        lambda s: s / s.max(),
        lambda s: s - s.mean(),
        lambda s: s / s.std(),
        lambda s: 2 * (s - s.mean()) / s.std(),
        lambda s: (s - s.mean()) / s.max(),
        lambda s: 3 - 10 * s,
    ],
)
def test_a_ravine_names_its_condition_number(answer):
    outcome = descent.cure_ravine.check(answer)
    assert outcome.status == NOT_YET
    z = answer(np.sin(np.radians([0, 10, 20, 30])) ** 2)
    hessian = np.array([[4, z.sum()], [z.sum(), (z**2).sum()]]) * 2 / 4
    low, high = np.linalg.eigvalsh(hessian)
    said = f"your column has κ = {high / low:.3g} (mean "
    assert said in outcome.details[-1], (said, outcome.details)
    assert "Raw sin²θ has κ = 108, a round bowl 1" in outcome.details[-1]


@pytest.mark.parametrize(
    "answer",
    [
        np.sqrt,
        np.ones_like,
        lambda s: np.random.default_rng(0).permutation((s - s.mean()) / s.std()),
        lambda s: np.where(np.arange(len(s)) % 2, 1.0, -1.0),  # round, but nothing of s
    ],
)
def test_another_column_is_no_cure(answer):
    outcome = descent.cure_ravine.check(answer)
    assert "no longer sin²θ" in outcome.message
    assert "κ" not in str(outcome.details)


def test_a_column_of_zeros_is_no_cure():
    assert not descent.cure_ravine.check(lambda s: 0 * s).passed
