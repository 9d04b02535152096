"""What theory says about each rule, measured: limits, rates, first steps, noise."""

import numpy as np
import pytest

from course_lib import surfaces
from course_lib.optimizers import (
    Adam,
    GradientDescent,
    Momentum,
    Nesterov,
    RMSprop,
    descend,
)


def walk(rule, curvature, start, steps, noise=0.0, seed=0):
    """Iterates (steps + 1, n) of a rule on n parabolas curvature · w²/2."""
    rng = np.random.default_rng(seed)
    path = [np.asarray(start, dtype=float)]
    for _ in range(steps):
        dw = curvature * path[-1]
        if noise:
            dw = dw + noise * rng.normal(size=dw.shape)
        path.append(rule.step(path[-1], dw))
    return np.array(path)


def rate(path, late=200):
    """Factor per step by which the length shrinks, late in the path."""
    length = np.linalg.norm(path, axis=1)
    return (length[-1] / length[-1 - late]) ** (1 / late)


# ------------------------------------------------------------------ gradient descent


@pytest.mark.parametrize("lr", [0.01, 0.05, 0.079])
def test_gradient_descent_shrinks_by_1_minus_alpha_lambda(lr):
    path = descend(surfaces.quadratic(1, 25), GradientDescent(lr), (3, 2), 40)
    k = np.arange(41)[:, None]
    expected = (1 - lr * np.array([1, 25])) ** k * [3, 2]
    np.testing.assert_allclose(path, expected, rtol=1e-9, atol=1e-12)


@pytest.mark.parametrize(("share", "converges"), [(0.99, True), (1.01, False)])
def test_the_limit_of_gradient_descent_is_2_over_the_largest_curvature(
    share, converges
):
    bowl = surfaces.quadratic(1, 25, angle=30)
    path = descend(bowl, GradientDescent(share * bowl.rate_limit()), (3, 2), 500)
    assert (path.loss[-1] < path.loss[0]) == converges
    assert bowl.rate_limit() == pytest.approx(2 / 25)


def test_the_best_rate_gives_kappa_minus_1_over_kappa_plus_1():
    l1, ln = 1.0, 100.0
    path = walk(GradientDescent(2 / (l1 + ln)), np.array([l1, ln]), [1, 1], 600)
    assert rate(path) == pytest.approx(99 / 101, rel=1e-6)
    assert rate(path) == pytest.approx(0.980198, abs=1e-6)
    for worse in (0.9, 1.009):
        other = walk(
            GradientDescent(worse * 2 / (l1 + ln)), np.array([l1, ln]), [1, 1], 600
        )
        assert rate(other) > rate(path)


# ---------------------------------------------------------------------------- momentum


@pytest.mark.parametrize("beta", [0.0, 0.5, 0.9])
def test_heavy_ball_is_stable_below_2_times_1_plus_beta(beta):
    for share, converges in ((0.99, True), (1.01, False)):
        rule = Momentum(share * 2 * (1 + beta) / 7, beta, dampening=False)
        path = walk(rule, np.array([7.0]), [1.0], 4000)
        assert (abs(path[-1, 0]) < 1) == converges


def test_the_best_heavy_ball_converges_at_the_root_of_beta():
    # Distill ("Why Momentum Really Works") prints 2√β for complex roots; it is √β.
    l1, ln = 1.0, 100.0
    lr = (2 / (np.sqrt(l1) + np.sqrt(ln))) ** 2
    beta = ((np.sqrt(ln / l1) - 1) / (np.sqrt(ln / l1) + 1)) ** 2
    assert lr == pytest.approx(0.033058, abs=1e-6)
    assert beta == pytest.approx(0.669421, abs=1e-6)
    path = walk(Momentum(lr, beta, dampening=False), np.array([l1, ln]), [1, 1], 150)
    # Double roots: k β^(k/2), so the measured factor comes down to √β slowly.
    assert rate(path, late=100) == pytest.approx(0.818182, abs=0.012)
    slower = walk(Momentum(lr, 0.8, dampening=False), np.array([l1, ln]), [1, 1], 300)
    assert rate(slower, late=200) == pytest.approx(np.sqrt(0.8), abs=0.01)


@pytest.mark.parametrize(("lr", "converges"), [(1.515, True), (1.525, False)])
def test_the_lectures_momentum_bears_38_over_lambda(lr, converges):
    path = walk(Momentum(lr, 0.9), np.array([25.0]), [1.0], 5000)
    assert (abs(path[-1, 0]) < 1) == converges
    assert 1.515 < 38 / 25 < 1.525


def test_momentum_with_corrected_bias_starts_with_a_whole_step():
    corrected = Momentum(0.1, 0.9, correct_bias=True)
    first = corrected.step(np.zeros(2), np.array([1.0, -2.0]))
    np.testing.assert_allclose(first, [-0.1, 0.2], rtol=1e-12)
    plain = Momentum(0.1, 0.9).step(np.zeros(2), np.array([1.0, -2.0]))
    np.testing.assert_allclose(plain, [-0.01, 0.02], rtol=1e-12)


def test_nesterov_damps_what_heavy_ball_lets_swing():
    # At λ = 1 heavy ball has complex roots of size √β, Nesterov's are smaller.
    ball = walk(Momentum(0.9, 0.9, dampening=False), np.array([1.0]), [1.0], 300)
    ahead = walk(Nesterov(0.9, 0.9, dampening=False), np.array([1.0]), [1.0], 300)
    assert np.abs(ahead[50:100]).max() < 1e-3 * np.abs(ball[50:100]).max()


# ------------------------------------------------------------------------- the saddle


ESCAPES = {
    "gradient descent": (GradientDescent(0.01), (233, 466, 698, 1396)),
    "momentum, V = βV + g": (Momentum(0.01, 0.9, dampening=False), (49, 95, 140, 276)),
    "momentum, the lecture's": (Momentum(0.01, 0.9), (276, 543, 811, 1615)),
    "RMSprop": (RMSprop(0.01, 0.9), (72, 72, 72, 73)),
    "Adam": (Adam(0.01), (76, 77, 77, 78)),
}


@pytest.mark.parametrize("name", ESCAPES)
def test_steps_to_escape_the_saddle(name):
    rule, expected = ESCAPES[name]
    for y0, steps in zip((1e-2, 1e-4, 1e-6, 1e-12), expected, strict=True):
        path = descend(surfaces.saddle, rule, (1, y0), steps)
        assert abs(path[-1, 1]) > 1
        assert abs(path[-2, 1]) <= 1


@pytest.mark.parametrize("name", ESCAPES)
def test_from_the_ridge_itself_no_rule_ever_escapes(name):
    path = descend(surfaces.saddle, ESCAPES[name][0], (1, 0), 2000)
    assert (path[:, 1] == 0).all()


# ---------------------------------------------------------------- first and last steps


@pytest.mark.parametrize("g", [1e-6, 1.0, -250.0])
def test_the_first_step_of_adam_is_the_learning_rate(g):
    moved = Adam(0.05).step(np.array([0.0]), np.array([g]))[0]
    assert moved == pytest.approx(-np.sign(g) * 0.05 * abs(g) / (abs(g) + 1e-8))


@pytest.mark.parametrize(("beta", "times"), [(0.9, 3.1623), (0.99, 10.0)])
def test_the_first_step_of_rmsprop_is_too_long(beta, times):
    moved = RMSprop(0.05, beta).step(np.array([0.0]), np.array([-4.0]))[0]
    assert moved == pytest.approx(times * 0.05, rel=1e-4)


def test_rmsprop_ends_in_a_limit_cycle_of_half_its_learning_rate():
    path = walk(RMSprop(0.1, 0.9), np.array([1.0]), [1.0], 2000)[:, 0]
    np.testing.assert_allclose(np.abs(path[-100:]), 0.05, rtol=1e-3)
    assert (np.sign(path[-99:]) == -np.sign(path[-100:-1])).all()


def test_the_copied_adam_stalls():
    # (1 − β)ᵗ in place of 1 − βᵗ, in both corrections, g ≡ 1
    V = S = travel = 0.0
    for t in range(1, 21):
        V, S = 0.9 * V + 0.1, 0.999 * S + 0.001
        travel += 0.01 * (V / 0.1**t) / np.sqrt(S / 0.001**t)
    assert travel == pytest.approx(0.0166, abs=1e-4)
    right, w = Adam(0.01), np.zeros(1)
    for _ in range(20):
        w = right.step(w, np.ones(1))
    assert -w[0] == pytest.approx(0.2, rel=1e-6)


# ------------------------------------------------------------------------------- noise


@pytest.mark.parametrize("beta", [0.0, 0.5, 0.9])
@pytest.mark.parametrize("dampening", [False, True])
def test_the_noise_ball_has_the_size_that_theory_says(beta, dampening):
    curvature, sigma, lr = 2.0, 0.5, 0.2
    alpha = lr * (1 - beta) if dampening else lr
    rule = Momentum(lr, beta, dampening=dampening)
    path = walk(rule, curvature, np.zeros(4000), 500, noise=sigma)
    top = alpha * sigma**2 * (1 + beta)
    bottom = curvature * (1 - beta) * (2 * (1 + beta) - alpha * curvature)
    assert path[300::20].var() == pytest.approx(top / bottom, rel=0.05)


# --------------------------------------------------------------------- Beale's function


@pytest.mark.parametrize(
    ("rule", "low", "high"),
    [
        (GradientDescent(1e-3), 0.019, 0.021),
        (Momentum(1e-3, 0.9, dampening=False), 6e-8, 1e-7),
        (Adam(0.05), 0.0, 1e-15),
    ],
)
def test_beale_from_1_and_a_half(rule, low, high):
    path = descend(surfaces.beale, rule, (1, 1.5), 2000)
    assert low <= path.loss[-1] <= high


@pytest.mark.parametrize(
    "rule",
    [
        GradientDescent(1e-3),
        Momentum(1e-3, 0.9, dampening=False),
        Nesterov(1e-3, 0.9, dampening=False),
    ],
)
def test_from_3_4_beale_throws_the_plain_rules_out_by_step_4(rule):
    path = descend(surfaces.beale, rule, (3, 4), 100)
    assert len(path) <= 5 or np.abs(path[4]).max() > 1e9
    assert path.stopped.startswith("diverged at step")
    assert np.isfinite(path).all()
