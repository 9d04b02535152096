"""Gradient descent and the training loop."""

import numpy as np
import pytest
import tqdm.notebook

from course_lib.features import standardize
from course_lib.networks import Network
from course_lib.optimizers import OPTIMIZERS, Adam, GradientDescent, train, training


@pytest.fixture
def clouds():
    """Two overlapping Gaussian clouds, 300 samples."""
    rng = np.random.default_rng(0)
    y = rng.integers(0, 2, 300)
    return rng.normal(size=(300, 2)) + 1.2 * y[:, None], y


def test_gradient_descent_equals_torch_over_300_steps(clouds):
    torch = pytest.importorskip("torch")
    X, y = clouds
    net = Network([2, 3, 1], seed=1)
    twin = net.to_torch()
    optimizer = torch.optim.SGD(twin.parameters(), lr=0.3)
    ours = GradientDescent(lr=0.3)
    target = torch.tensor(y, dtype=torch.float64)
    for _ in range(300):
        optimizer.zero_grad()
        score = twin[:-1](torch.tensor(X))[:, 0]
        torch.nn.functional.binary_cross_entropy_with_logits(score, target).backward()
        optimizer.step()
        net.parameters = ours.step(net.parameters, net.gradient(X, y))
    theirs = np.concatenate([p.detach().numpy().ravel() for p in twin.parameters()])
    np.testing.assert_allclose(net.parameters, theirs, rtol=0, atol=1e-12)


def test_on_a_parabola_gradient_descent_follows_its_closed_form():
    # J = λ w²/2: w_k = (1 − αλ)^k w_0
    rule, w, curvature = GradientDescent(lr=0.15), np.array([2.0]), 4.0
    for _ in range(25):
        w = rule.step(w, curvature * w)
    assert w[0] == pytest.approx(2.0 * (1 - 0.15 * 4) ** 25, rel=1e-12)


def test_step_returns_a_new_array_and_leaves_the_old_one_alone():
    w = np.array([1.0, 2.0])
    new = GradientDescent(0.5).step(w, np.array([1.0, 1.0]))
    np.testing.assert_array_equal(w, [1, 2])
    np.testing.assert_array_equal(new, [0.5, 1.5])


def test_full_batch_loss_never_rises_below_the_bound_8_over_lambda(clouds):
    Z, _, _ = standardize(clouds[0])
    largest = np.linalg.eigvalsh(np.c_[Z, np.ones(300)].T @ np.c_[Z, np.ones(300)])[-1]
    unit = Network([2, 1], init="zeros")
    rule = GradientDescent(lr=7.9 / (largest / 300))
    history = train(unit, Z, clouds[1], rule, epochs=50)
    assert (np.diff(history.loss) <= 1e-15).all()


def test_training_finds_the_optimum_of_a_convex_problem(clouds):
    unit = Network([2, 1], init="zeros")
    history = train(unit, *clouds, GradientDescent(lr=2.0), epochs=3000)
    assert np.abs(unit.gradient(*clouds)).max() < 1e-8
    assert unit.accuracy(*clouds) > 0.75
    assert history.loss[0] == pytest.approx(np.log(2))
    assert history.loss[-1] == unit.loss(*clouds)
    assert len(history.loss) == len(history.parameters) == 3001


def test_same_seed_same_run_other_seed_other_run(clouds):
    def run(seed):
        net = Network([2, 1], init="zeros")
        return train(net, *clouds, batch_size=10, epochs=3, seed=seed).loss

    assert run(1) == run(1)
    assert run(1) != run(2)


def test_every_epoch_uses_every_sample_once_in_a_new_order(clouds):
    X, y = clouds
    batches = []

    class Spy(Network):
        def backward(self, X, y):
            batches.append(X[:, 0])
            return super().backward(X, y)

    train(Spy([2, 1]), X, y, batch_size=64, epochs=2)
    assert [len(batch) for batch in batches] == [64, 64, 64, 64, 44] * 2
    first, second = np.concatenate(batches[:5]), np.concatenate(batches[5:])
    np.testing.assert_array_equal(np.sort(first), np.sort(X[:, 0]))
    np.testing.assert_array_equal(np.sort(second), np.sort(X[:, 0]))
    assert (first != second).any()


def test_divergence_is_said_and_stops_the_run():
    X = np.array([[1e3], [-1e3], [2e3]])
    net = Network([1, 1], output="linear", seed=0)
    history = train(net, X, [1.0, 2.0, 3.0], GradientDescent(lr=1.0), epochs=1000)
    assert "diverged at epoch" in history.stopped
    assert "learning rate" in history.stopped
    assert len(history.loss) < 1000
    assert "stopped" in repr(history)


@pytest.mark.parametrize(
    "words, options",
    [
        ("lr must be > 0; got 0", {"lr": 0}),
        ("lr must be > 0; got nan", {"lr": float("nan")}),
        ("batch_size must be >= 1 and <= 300; got 301", {"batch_size": 301}),
        ("epochs must be >= 0; got -1", {"epochs": -1}),
    ],
)
def test_bad_input_names_argument_value_and_what_is_allowed(clouds, words, options):
    with pytest.raises(ValueError, match=words):
        rule = GradientDescent(options.pop("lr", 0.1))
        train(Network([2, 1]), *clouds, rule, **options)


@pytest.mark.parametrize("kind", OPTIMIZERS)
def test_every_rule_trains_the_unit(kind, clouds):
    rates = {"gd": 0.5, "momentum": 0.5, "nesterov": 0.5, "adagrad": 0.3,
             "rmsprop": 0.02, "adadelta": 3.0, "adam": 0.05}  # fmt: skip
    unit = Network([2, 1], init="zeros")
    rule = OPTIMIZERS[kind](rates[kind])
    history = train(unit, *clouds, rule, batch_size=32, epochs=20)
    assert history.loss[0] == pytest.approx(np.log(2))
    best = train(
        Network([2, 1], init="zeros"), *clouds, GradientDescent(2), epochs=2000
    )
    assert history.loss[-1] < 1.03 * best.loss[-1]
    assert history.updates == 20 * 10
    assert rule.t == 200


def test_samples_held_back_are_looked_at_and_never_learned(clouds):
    X, y = clouds
    both = [
        train(
            Network([2, 16, 1], seed=2), X[:40], y[:40], Adam(0.05), epochs=150,
            validation=validation,
        )
        for validation in (None, (X[40:], y[40:]))
    ]  # fmt: skip
    np.testing.assert_array_equal(both[0].parameters[-1], both[1].parameters[-1])
    assert both[0].validation_loss == []
    held_back = both[1].validation_loss
    assert len(held_back) == len(both[1].loss) == 151
    assert both[1].best_epoch == np.argmin(held_back) < 150
    assert held_back[-1] > held_back[both[1].best_epoch]
    assert both[1].loss[-1] < both[1].loss[both[1].best_epoch]
    net = Network([2, 16, 1])
    net.parameters = both[1].parameters[100]
    assert held_back[100] == pytest.approx(net.loss(X[40:], y[40:]))


def test_validation_is_a_pair(clouds):
    with pytest.raises(TypeError, match=r"validation must be a pair \(X, y\)"):
        train(Network([2, 1]), *clouds, epochs=1, validation=3)


def test_a_long_training_shows_a_bar_and_a_short_one_none(clouds, monkeypatch, capfd):
    monkeypatch.delenv("TQDM_DISABLE", raising=False)
    train(Network([2, 1]), *clouds, epochs=3)
    assert capfd.readouterr().err == ""
    monkeypatch.setattr(training, "PATIENCE_S", 0)
    train(Network([2, 1]), *clouds, epochs=3)
    assert "training" in capfd.readouterr().err


@pytest.mark.parametrize("value, off", [("1", True), ("0", False), ("", False)])
def test_a_variable_turns_the_notebook_s_bar_off_too(monkeypatch, value, off):
    monkeypatch.setenv("TQDM_DISABLE", value)
    monkeypatch.setattr("tqdm.auto.tqdm", tqdm.notebook.tqdm)
    assert training.progress([1, 2]).disable is off
