"""Right answers to chapter 04, written in the many ways students write."""

import math

import numpy as np
import pytest

from course_lib import optimizers, surfaces
from course_lib.exercises import descent
from course_lib.geophysics.wavelets import ricker


def cost_loop(b, w, x, y):
    total = 0
    for i in range(len(x)):
        total += (b + w * x[i] - y[i]) ** 2
    return total / len(x)


def gradient_by_differences(b, w, x, y):
    h = 1e-6
    return (
        (cost_loop(b + h, w, x, y) - cost_loop(b - h, w, x, y)) / (2 * h),
        (cost_loop(b, w + h, x, y) - cost_loop(b, w - h, x, y)) / (2 * h),
    )


def gradient_einsum(b, w, x, y):
    G = np.stack([np.ones(len(x)), x])
    return np.einsum("im,m->i", G, b + w * x - y) * 2 / len(x)


def descend_in_place(x, y, lr, steps):
    b = w = 0
    while steps:
        error = b + w * x - y
        b -= lr * 2 * error.mean()
        w -= lr * 2 * (error * x).mean()
        steps -= 1
    return [b, w]


def descend_with_the_library(x, y, lr, steps):
    bowl = surfaces.line_fit(x, y) if len(x) > 1 else None
    if bowl is None:  # one sample makes no line for the library
        return descend_in_place(x, y, lr, steps)
    return optimizers.descend(bowl, optimizers.GradientDescent(lr), (0, 0), steps)[-1]


def limit_without_the_two(x):
    H = np.array([[1, np.mean(x)], [np.mean(x), np.mean(x**2)]])
    return 1 / max(np.linalg.eigvals(H))


def limit_by_norm(x):
    G = np.column_stack([np.ones(len(x)), x])
    return len(x) / np.linalg.norm(G, 2) ** 2


def limit_by_hand(x):
    a, b, c = 2, 2 * np.mean(x), 2 * np.mean(x**2)
    return 2 / ((a + c) / 2 + math.sqrt((a - c) ** 2 / 4 + b**2))


def batches_by_shuffling_a_list(m, batch_size, rng):
    order, out = list(range(m)), []
    rng.shuffle(order)
    while order:
        out.append(order[:batch_size])
        order = order[batch_size:]
    return out


def batches_by_yield(m, batch_size, rng):
    order = rng.permutation(m)
    for i in range(0, m, batch_size):
        yield order[i : i + batch_size]


def momentum_lists(w, V, dw, lr, beta):
    V = [beta * v + (1 - beta) * d for v, d in zip(V, dw, strict=True)]
    return [a - lr * v for a, v in zip(w, V, strict=True)], V


def rmsprop_float32(w, S, dw, lr, beta, eps):
    w, S, dw = (np.float32(v) for v in (w, S, dw))
    S = np.float32(beta) * S + np.float32(1 - beta) * dw * dw
    return w - np.float32(lr) * dw / (np.sqrt(S) + np.float32(eps)), S


def adam_loop(w, V, S, dw, t, lr, beta1, beta2, eps):
    w, V, S = list(w), list(V), list(S)
    for i, slope in enumerate(dw):
        V[i] += (1 - beta1) * (slope - V[i])
        S[i] += (1 - beta2) * (slope**2 - S[i])
        direction, size = V[i] / (1 - beta1**t), math.sqrt(S[i] / (1 - beta2**t))
        w[i] -= lr * direction / (size + eps)
    return w, V, S


def stalled_walk(steps, lr, beta1, beta2):
    w = V = S = 0.0
    for t in range(1, steps + 1):
        V, S = beta1 * V + 1 - beta1, beta2 * S + 1 - beta2
        w -= lr * (V / (1 - beta1) ** t) / np.sqrt(S / (1 - beta2) ** t)
    return abs(w)


def shift_on_a_grid(f_hz):
    """The first top of the misfit of two Ricker wavelets, sampled."""
    t_ms = np.arange(-2000, 2000, 5000 / f_hz / 400)
    still = ricker(t_ms / 1000, f_hz)
    shifts = np.arange(0, 700 / f_hz, 2 / f_hz)
    misfit = [np.sum((ricker((t_ms - s) / 1000, f_hz) - still) ** 2) for s in shifts]
    return shifts[np.argmax(misfit)]


def tikhonov_stacked(G, d, lam):
    n = G.shape[1]
    below = np.vstack([G, np.sqrt(lam) * np.eye(n)])
    return np.linalg.lstsq(below, np.append(d, np.zeros(n)), rcond=None)[0]


RIGHT = [
    (descent.cost, cost_loop),
    (descent.cost, lambda b, w, x, y: np.float32(cost_loop(b, w, x, y))),
    (descent.cost, lambda b, w, x, y: np.linalg.norm(b + w * x - y) ** 2 / len(x)),
    (descent.cost_gradient, gradient_by_differences),
    (descent.cost_gradient, gradient_einsum),
    (descent.descend_line, descend_in_place),
    (descent.descend_line, descend_with_the_library),
    (descent.rate_limit, limit_without_the_two),
    (descent.rate_limit, limit_by_norm),
    (descent.rate_limit, limit_by_hand),
    (descent.cure_ravine, lambda s: (s.mean() - s) / s.std()),
    (descent.cure_ravine, lambda s: [(v - np.mean(s)) / np.std(s) for v in s]),
    (descent.cure_ravine, lambda s: np.float32((s - s.mean()) / (s.std() + 1e-8))),
    (descent.cure_ravine, lambda s: 1.004 * (s - s.mean()) / s.std()),
    (
        descent.count_updates,
        lambda m, batch_size, epochs: [-(-m // batch_size) * epochs, epochs * m],
    ),
    (
        descent.count_updates,
        lambda m, batch_size, epochs: (
            epochs * len(range(0, m, batch_size)),
            sum(m for _ in range(epochs)),
        ),
    ),
    (descent.minibatches, batches_by_shuffling_a_list),
    (descent.minibatches, batches_by_yield),
    (
        descent.minibatches,
        lambda m, batch_size, rng: np.split(
            rng.choice(m, m, replace=False), range(batch_size, m, batch_size)
        ),
    ),
    (
        descent.minibatches,
        lambda m, batch_size, rng: tuple(batches_by_yield(m, batch_size, rng)),
    ),
    (descent.momentum_step, momentum_lists),
    (
        descent.momentum_step,
        lambda w, V, dw, lr, beta: np.array(momentum_lists(w, V, dw, lr, beta)),
    ),
    (descent.rmsprop_step, rmsprop_float32),
    (descent.adam_step, adam_loop),
    (descent.stalled_travel, stalled_walk),
    (descent.decayed_rate, lambda lr, decay, k: 1 / (1 / lr + decay / lr * k)),
    (
        descent.decayed_rate,
        lambda lr, decay, k: lr * optimizers.InverseTimeDecay(decay)(k),
    ),
    (descent.safe_shift, shift_on_a_grid),
    (descent.safe_shift, lambda f_hz: 430 / f_hz),
    (descent.normal_equations, lambda G, d: np.linalg.inv(G.T @ G) @ G.T @ d),
    (descent.normal_equations, lambda G, d: np.linalg.solve(G.T @ G, G.T @ d)),
    (descent.normal_equations, lambda G, d: np.linalg.pinv(G) @ d),
    (descent.normal_equations, lambda G, d: list(np.linalg.lstsq(G, d)[0])),
    (
        descent.normal_equations,
        lambda G, d: np.linalg.solve(
            np.einsum("ki,kj->ij", G, G), np.einsum("ki,k->i", G, d)
        ),
    ),
    (descent.tikhonov, tikhonov_stacked),
    (
        descent.tikhonov,
        lambda G, d, lam: np.linalg.inv(G.T @ G + np.diag([lam] * len(G.T))) @ G.T @ d,
    ),
]


@pytest.mark.parametrize(("exercise", "answer"), RIGHT)
def test_any_right_way_of_writing_passes(exercise, answer):
    outcome = exercise.check(answer)
    assert outcome.passed, outcome


def walk_both(rule, step, memory, steps=30):
    """The library's rule and a reference step, side by side on a rough slope."""
    rng = np.random.default_rng(0)
    w_rule = w = rng.normal(size=3)
    for t in range(1, steps + 1):
        dw = rng.normal(size=3)
        w_rule = rule.step(w_rule, dw)
        w, *memory = step(w, *memory, dw, t)
        np.testing.assert_allclose(w, w_rule, rtol=1e-12)


def test_the_steps_are_those_of_the_library():
    zero = np.zeros(3)
    walk_both(
        optimizers.Momentum(0.2, 0.8),
        lambda w, V, dw, t: descent.momentum_step.reference(w, V, dw, 0.2, 0.8),
        [zero],
    )
    walk_both(
        optimizers.RMSprop(0.05, 0.8, 1e-3),
        lambda w, S, dw, t: descent.rmsprop_step.reference(w, S, dw, 0.05, 0.8, 1e-3),
        [zero],
    )
    walk_both(
        optimizers.Adam(0.05, 0.8, 0.95, 1e-3),
        lambda w, V, S, dw, t: descent.adam_step.reference(
            w, V, S, dw, t, 0.05, 0.8, 0.95, 1e-3
        ),
        [zero, zero],
    )


def test_the_line_is_that_of_the_library():
    rng = np.random.default_rng(1)
    x, y = rng.normal(2, 1, 30), rng.normal(size=30)
    bowl = surfaces.line_fit(x, y)
    w = np.array([0.7, -0.4])
    np.testing.assert_allclose(descent.cost.reference(*w, x, y), bowl(w))
    np.testing.assert_allclose(
        descent.cost_gradient.reference(*w, x, y), bowl.gradient(w)
    )
    np.testing.assert_allclose(descent.rate_limit.reference(x), bowl.rate_limit())
    np.testing.assert_allclose(
        descent.descend_line.reference(x, y, 0.05, 40),
        optimizers.descend(bowl, optimizers.GradientDescent(0.05), (0, 0), 40)[-1],
    )


def test_numbers_in_the_success_sentences_are_true():
    stalled = descent.stalled_travel.reference(20, 0.01, 0.9, 0.999)
    assert f"{stalled:.4f}" == "0.0166"
    assert "0.0166" in descent.stalled_travel.success
    shifts = [descent.safe_shift.reference(f) for f in (25, 5)]
    assert [round(s) for s in shifts] == [17, 86]
    assert "17 ms" in descent.safe_shift.success
    assert "86 ms" in descent.safe_shift.success
    x_km = np.linspace(0.3, 3.5, 60)
    ratio = descent.rate_limit.reference(x_km) / descent.rate_limit.reference(
        1000 * x_km
    )
    assert 5e5 < ratio < 2e6
    assert "millionfold" in descent.rate_limit.success
