"""descend: the path, why it ends, batches and noise shared with the browser."""

import numpy as np
import pytest

from course_lib import surfaces
from course_lib.optimizers import Adam, GradientDescent, Momentum, descend
from course_lib.shared_random import SharedRandom, batches

RNG = np.random.default_rng(8)
X = RNG.uniform(0, 3, 12)
Y = 2 + 0.5 * X + RNG.normal(0, 0.1, 12)
FIT = surfaces.line_fit(X, Y)


def test_a_path_holds_start_iterates_losses_and_evaluations():
    path = descend(surfaces.beale, Adam(0.05), (1, 1.5), 40)
    assert path.shape == (41, 2)
    assert path[0].tolist() == [1, 1.5]
    np.testing.assert_allclose(path.loss, surfaces.beale(np.array(path)))
    assert path.evaluations.tolist() == list(range(41))
    assert path.stopped == ""


def test_no_steps_leave_only_the_start():
    assert descend(surfaces.saddle, GradientDescent(), (1, 2), 0).shape == (1, 2)


def test_a_path_ends_before_the_first_step_that_is_not_finite():
    rule = GradientDescent(1.0)
    path = descend(surfaces.beale, rule, (3, 4), 50)
    k = len(path)
    assert path.stopped.startswith(f"diverged at step {k}: ")
    assert np.isfinite(path).all() and np.isfinite(path.loss).all()
    with np.errstate(all="ignore"):
        after = rule.step(path[-1], surfaces.beale.gradient(path[-1]))
        assert not np.isfinite(surfaces.beale(after))


def test_a_start_without_a_finite_loss_is_said_at_once():
    with np.errstate(over="ignore"):
        path = descend(surfaces.beale, GradientDescent(), (1e200, 1e200), 10)
    assert path.tolist() == [[1e200, 1e200]]
    assert path.stopped.startswith("diverged at step 0")


def test_the_memory_of_an_earlier_walk_does_not_count():
    rule = Momentum(0.1)
    first = descend(surfaces.beale, rule, (1, 1.5), 30)
    np.testing.assert_array_equal(descend(surfaces.beale, rule, (1, 1.5), 30), first)


def test_a_batch_of_all_samples_is_the_plain_gradient():
    plain = descend(FIT, GradientDescent(0.05), (0, 0), 20)
    batch = descend(FIT, GradientDescent(0.05), (0, 0), 20, batch_size=12, seed=3)
    np.testing.assert_allclose(batch, plain, rtol=1e-12)
    assert plain.evaluations[-1] == 20 * 12


def test_mini_batches_use_every_sample_once_an_epoch_and_are_drawn_by_the_seed():
    path = descend(FIT, GradientDescent(0.05), (0, 0), 9, batch_size=5, seed=3)
    order = iter(batches(12, 5, seed=3))
    w, used = np.zeros(2), 0
    for k in range(1, 10):
        batch = next(order)
        w = w - 0.05 * FIT.minibatch(batch).gradient(w)
        used += len(batch)
        np.testing.assert_allclose(path[k], w, rtol=1e-12)
        assert path.evaluations[k] == used
    assert used == 3 * 12
    other = descend(FIT, GradientDescent(0.05), (0, 0), 9, batch_size=5, seed=4)
    assert np.abs(other - path).max() > 1e-3


def test_a_frozen_batch_leads_to_its_own_minimum():
    first = next(batches(12, 3, seed=5))
    path = descend(
        FIT, GradientDescent(0.1), (0, 0), 20_000, batch_size=3, seed=5, freeze=True
    )
    w, b = np.polyfit(X[first], Y[first], 1)
    np.testing.assert_allclose(path[-1], [b, w], atol=1e-6)
    assert np.abs(FIT.minima[0] - [b, w]).max() > 0.01


def test_noise_is_added_to_the_gradient_component_by_component():
    path = descend(surfaces.saddle, GradientDescent(0.1), (1, 0), 1, noise=0.5, seed=9)
    random = SharedRandom(9)
    noise = 0.5 * np.array([random.normal(), random.normal()])
    np.testing.assert_allclose(path[1], [1, 0] - 0.1 * ([2, 0] + noise), rtol=1e-12)


class Sideways:
    def step(self, w, dw):
        w += 1  # in place: allowed, it is its own copy
        return w


def test_any_object_with_a_step_may_walk():
    path = descend(surfaces.saddle, Sideways(), (0, 0), 3)
    assert path.tolist() == [[0, 0], [1, 1], [2, 2], [3, 3]]


@pytest.mark.parametrize(
    ("options", "words"),
    [
        ({"start": (1, 2, 3)}, "start must hold 2 numbers"),
        ({"start": (1, np.nan)}, "start must be finite"),
        ({"steps": -1}, "steps must be >= 0"),
        ({"batch_size": 3}, "batch_size needs a surface of samples"),
        ({"surface": FIT, "batch_size": 13}, "batch_size must be >= 1 and <= 12"),
        ({"surface": FIT, "noise": 0.1}, "noise is for surfaces without samples"),
        ({"noise": -0.1}, "noise must be >= 0"),
        ({"seed": -1}, "seed must be >= 0"),
    ],
)
def test_bad_arguments_are_named(options, words):
    call = {"surface": surfaces.beale, "optimizer": Adam(), "start": (0, 0), "steps": 1}
    with pytest.raises((TypeError, ValueError), match=words):
        descend(**{**call, **options})


@pytest.mark.parametrize(
    ("result", "words"), [(None, "forgot `return`"), (3.0, r"must return shape \(2,\)")]
)
def test_a_step_that_returns_no_point_is_named(result, words):
    class Broken:
        def step(self, w, dw):
            return result

    with pytest.raises((TypeError, ValueError), match=words):
        descend(surfaces.beale, Broken(), (0, 0), 3)


# ----------------------------------------------------------------- the shared generator


def test_shared_random_numbers_are_uniform_and_normal():
    random = SharedRandom(1)
    u = np.array([random.uniform() for _ in range(20_000)])
    assert 0 <= u.min() < u.max() < 1
    counts = np.histogram(u, 10, (0, 1))[0]
    assert np.abs(counts / 2000 - 1).max() < 0.08
    z = np.array([random.normal() for _ in range(20_000)])
    assert abs(z.mean()) < 0.02
    assert z.std() == pytest.approx(1, abs=0.02)


def test_shuffles_are_permutations_and_every_place_is_as_likely():
    random = SharedRandom(2)
    places = np.array([random.shuffle(5) for _ in range(5000)])
    assert (np.sort(places, axis=1) == np.arange(5)).all()
    shares = np.array([np.bincount(places[:, k], minlength=5) for k in range(5)]) / 5000
    assert np.abs(shares - 0.2).max() < 0.03


def test_batches_cut_every_epoch_and_shuffle_it_anew():
    order = iter(batches(7, 3, seed=0))
    epochs = [np.concatenate([next(order) for _ in range(3)]) for _ in range(2)]
    for epoch in epochs:
        assert sorted(epoch) == list(range(7))
    assert epochs[0].tolist() != epochs[1].tolist()


@pytest.mark.parametrize("seed", [-1, 2**32, 1.5, "a"])
def test_a_seed_is_a_whole_number_of_32_bits(seed):
    with pytest.raises((TypeError, ValueError), match="seed must be"):
        SharedRandom(seed)
