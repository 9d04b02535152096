"""Chapter 04: mistakes written out as students write them, one sentence for each."""

import numpy as np
import pytest

from course_lib.exercises import descent
from course_lib.exercises.display import NOT_YET


def cost_of_a_variance(b, w, x, y):
    total = 0
    for i in range(len(x)):
        total += (b + w * x[i] - y[i]) ** 2
    return total / (len(x) - 1)


def walk_with_one_slope(x, y, lr, steps):
    b = w = 0
    error = b + w * x - y
    for _ in range(steps):
        b = b - lr * 2 * np.mean(error)
        w = w - lr * 2 * np.mean(error * x)
    return b, w


def walk_from_one(x, y, lr, steps):
    b = w = 1
    for _ in range(steps):
        error = b + w * x - y
        b = b - lr * 2 * np.mean(error)
        w = w - lr * 2 * np.mean(error * x)
    return b, w


def walk_through_a_number(x, y, lr, steps):
    b = w = 0
    for _ in steps:
        b = b - lr * 2 * np.mean(b + w * x - y)
    return b, w


def walk_from_nowhere(x, y, lr, steps):
    for _ in range(steps):
        error = b + w * x - y  # noqa: F821
        b = b - lr * 2 * np.mean(error)  # noqa: F821
        w = w - lr * 2 * np.mean(error * x)  # noqa: F821
    return b, w


def rmsprop_with_the_root(w, S, dw, lr, beta, eps):
    S = np.sqrt(beta * S + (1 - beta) * dw**2)
    return w - lr * dw / (S + eps), S


def rmsprop_doubled(w, S, dw, lr, beta, eps):
    S = beta * S + (1 - beta) * dw * 2
    return w - lr * dw / (np.sqrt(S) + eps), S


def rmsprop_by_the_book(w, S, dw, lr, beta, eps):
    S = 0.9 * S + 0.1 * dw**2
    return w - lr * dw / (np.sqrt(S) + 1e-8), S


def adam_with_one_beta(w, V, S, dw, t, lr, beta1, beta2, eps):
    V = beta1 * V + (1 - beta1) * dw
    S = beta1 * S + (1 - beta1) * dw**2
    V_hat, S_hat = V / (1 - beta1**t), S / (1 - beta2**t)
    return w - lr * V_hat / (np.sqrt(S_hat) + eps), V, S


def adam_by_the_book(w, V, S, dw, t, lr, beta1, beta2, eps):
    V = 0.9 * V + 0.1 * dw
    S = 0.999 * S + 0.001 * dw**2
    V_hat, S_hat = V / (1 - 0.9**t), S / (1 - 0.999**t)
    return w - lr * V_hat / (np.sqrt(S_hat) + 1e-8), V, S


def adam_with_a_hat(w, V, S, dw, t, lr, beta1, beta2, eps):
    V = beta1 * V + (1 - beta1) * dw
    return w - lr * V / (1 - beta1 ^ t), V, S


def stalled_with_both_slips(steps, lr, beta1, beta2):
    S = distance = 0
    for _ in range(steps):
        S = beta2 * S + 1 - beta2
        distance += lr * 1 / np.sqrt(S)
    return distance


def shift_on_a_coarse_grid(f_hz):
    tau = np.arange(0, 100.0)
    x = np.pi * f_hz * tau / 1000
    return tau[np.argmin((1 - 2 * x**2 + x**4 / 3) * np.exp(-(x**2) / 2))]


@pytest.mark.parametrize(
    ("exercise", "answer", "part"),
    [
        (descent.cost, cost_of_a_variance, "You divide by m - 1"),
        (
            descent.cost,
            lambda b, w, x, y: round(np.mean((b + w * x - y) ** 2), 2),
            "Your result is rounded",
        ),
        (descent.descend_line, walk_with_one_slope, "the slope once, before the loop"),
        (descent.descend_line, walk_from_one, "You start somewhere else"),
        (descent.descend_line, walk_through_a_number, "`for k in range(steps):`"),
        (descent.descend_line, walk_from_nowhere, "Assign b and w before the loop"),
        (descent.rmsprop_step, rmsprop_with_the_root, "You return √S as the memory"),
        (descent.rmsprop_step, rmsprop_doubled, "its square is written `dw**2`"),
        (descent.rmsprop_step, rmsprop_by_the_book, "take the argument `beta`"),
        (descent.adam_step, adam_with_one_beta, "You use one β for both"),
        (descent.adam_step, adam_by_the_book, "You wrote numbers for the β"),
        (descent.adam_step, adam_with_a_hat, "A power is written `**`"),
        (descent.stalled_travel, stalled_with_both_slips, "You took both slips"),
        (descent.safe_shift, shift_on_a_coarse_grid, "Your grid is too coarse"),
        (
            descent.cure_ravine,
            lambda s: (np.sort(s) - np.mean(s)) / np.std(s),
            "You sorted the column",
        ),
        (
            descent.cure_ravine,
            lambda s: np.round((s - np.mean(s)) / np.std(s), 2),
            "Your result is rounded",
        ),
        (
            descent.normal_equations,
            lambda G, d: np.dot(np.linalg.inv(G.T * G), np.dot(G.T, d)),
            "`*` multiplies entry by entry",
        ),
        (descent.normal_equations, lambda G, d: G**-1 @ d, "`**-1` inverts every"),
        (
            descent.tikhonov,
            lambda G, d, lam: np.linalg.solve(G.T * G + lam * np.eye(len(G)), G.T @ d),
            "`*` multiplies entry by entry",
        ),
    ],
)
def test_a_mistake_is_told_by_its_name(exercise, answer, part):
    outcome = exercise.check(answer)
    assert outcome.status == NOT_YET
    assert part in outcome.message, outcome
    assert "infinite" not in outcome.message


def test_the_line_that_stopped_is_shown_beside_its_cause():
    (detail,) = descent.descend_line.check(walk_through_a_number).details
    assert "'int' object is not iterable" in detail
    assert "`for _ in steps:`" in detail


def test_a_fine_grid_is_as_good_as_algebra():
    def shift_on_a_fine_grid(f_hz):
        tau = np.arange(0, 100, 0.01)
        x = np.pi * f_hz * tau / 1000
        return tau[np.argmin((1 - 2 * x**2 + x**4 / 3) * np.exp(-(x**2) / 2))]

    assert descent.safe_shift.check(shift_on_a_fine_grid).passed


def test_a_ravine_of_other_angles_is_named_by_how_many_they_are():
    gather = np.sin(np.radians([0.0, 10.0, 20.0, 30.0])) ** 2
    outcome = descent.cure_ravine.check(lambda s: (s - gather.mean()) / gather.std())
    assert outcome.message.startswith("The bowl is not round yet")
    assert "angles up to" in outcome.details[0]
