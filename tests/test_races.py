"""Every preset runs, and shows the behaviour that it is named for."""

import numpy as np
import pytest

from course_lib import races, surfaces
from course_lib.optimizers import Adam, GradientDescent, RMSprop


@pytest.fixture(scope="module")
def run():
    cache = {}

    def paths(name):
        if name not in cache:
            race = races.preset(name)
            cache[name] = (race, race.paths())
        return cache[name]

    return paths


@pytest.mark.parametrize("name", races.PRESETS)
def test_preset_runs_from_a_start_inside_the_picture(name, run):
    race, paths = run(name)
    (x0, x1), (y0, y1) = race.surface.domain
    assert x0 <= race.start[0] <= x1 and y0 <= race.start[1] <= y1
    assert race.title and race.look_for
    for key, path in paths.items():
        assert path.stopped == "", key
        assert path.shape == (race.steps + 1, 2)
        assert path.loss[-1] < path.loss[0], key


@pytest.mark.parametrize("name", ["long_valley", "beale", "saddle"])
def test_the_three_famous_races_have_all_seven_rules(name):
    assert set(races.preset(name).racers) == {
        "gd", "momentum", "nesterov", "adagrad", "adadelta", "rmsprop", "adam",
    }  # fmt: skip


def test_fair_race_gives_momentum_the_larger_rate():
    racers = races.fair_race(0.01, beta=0.9)
    assert racers["gd"].lr == 0.01
    assert racers["momentum"].lr == pytest.approx(0.1)
    assert racers["nesterov"].lr == pytest.approx(0.1)


def test_gradient_descent_zig_zags(run):
    _, paths = run("zig_zag")
    across = paths["gd"][:20, 1]
    assert (np.sign(across[1:]) == -np.sign(across[:-1])).all()


def test_momentum_overshoots_and_zig_zags_less(run):
    _, paths = run("overshoot")
    assert paths["momentum"][:, 0].max() > 0.2
    assert paths["gd"][:, 0].max() <= 0
    across = {key: np.abs(path[:, 1]).sum() for key, path in paths.items()}
    assert across["momentum"] < across["gd"] / 2
    assert paths["momentum"].loss[-1] < 1e-3 * paths["gd"].loss[-1]


def test_the_saddle_traps_gradient_descent_longest(run):
    race, paths = run("saddle")
    edge = race.surface.domain[1][1]
    left = {key: int(np.argmax(np.abs(p[:, 1]) > edge)) for key, p in paths.items()}
    assert sorted(left, key=left.get) == [
        "adagrad", "adadelta", "nesterov", "momentum", "adam", "rmsprop", "gd",
    ]  # fmt: skip
    assert left["gd"] > 4 * left["rmsprop"] > 0
    race.start = (1.0, 0.0)
    assert all((path[:, 1] == 0).all() for path in race.paths().values())


def test_adagrad_starts_quickest_and_ends_last(run):
    _, paths = run("quick_start")
    for steps, place in ((10, 0), (300, 2)):
        order = sorted(paths, key=lambda key: paths[key].loss[steps])
        assert order[place] == "adagrad", steps


def test_rmsprop_ends_in_a_cycle_of_half_its_rate_and_adam_does_not(run):
    race, paths = run("limit_cycle")
    half = race.racers["rmsprop"].lr / 2
    np.testing.assert_allclose(np.abs(paths["rmsprop"][-10:]), half, rtol=0.1)
    # It comes to rest first; its memory S fades, its steps grow, and it breaks out.
    assert paths["rmsprop"].loss[40] < 1e-20
    assert np.abs(paths["adam"][-10:]).max() < 0.1 * half


def test_noise_keeps_sgd_in_a_ball_that_a_decaying_rate_shrinks(run):
    _, paths = run("noise_ball")
    size = {key: np.hypot(*path[-100:].T).mean() for key, path in paths.items()}
    assert size["gd"] < 1e-9 < size["decaying rate"] < 0.3 * size["sgd"]


def test_the_smaller_the_batch_the_more_it_jitters(run):
    _, paths = run("noisy")
    jitter = {key: np.diff(path[-100:], axis=0).std() for key, path in paths.items()}
    assert jitter["gd"] < jitter["minibatch"] < jitter["sgd"]
    assert paths["sgd"].evaluations[-1] == 300
    assert paths["minibatch"].evaluations[-1] == 3000
    assert paths["gd"].evaluations[-1] == 300 * 60


def test_no_rule_sees_over_the_hill_to_the_true_cycle(run):
    _, paths = run("cycle_skipping")
    assert all(path[-1, 0] > 25 for path in paths.values())


def test_the_ravine_is_slow_and_the_cure_is_not(run):
    for name, slow in (("ravine", True), ("ravine_cured", False)):
        race, paths = run(name)
        gap = paths["gd"].loss - race.surface(race.surface.minima[0])
        assert (gap[30] > 1e-3 * gap[0]) == slow


def test_own_keys_see_noise_and_gd_does_not():
    racers = {key: GradientDescent(0.1) for key in ("gd", "mine")}
    paths = races.Race(surfaces.saddle, racers, (1, 0), 5, noise=1.0).paths()
    assert paths["gd"][-1, 1] == 0
    assert paths["mine"][-1, 1] != 0


def test_a_race_starts_where_its_surface_says_if_nothing_else_is_said():
    race = races.Race(surfaces.beale, {"adam": Adam(), "rmsprop": RMSprop()})
    assert race.start == tuple(surfaces.beale.start)


def test_an_unknown_preset_is_answered_with_the_known_ones():
    with pytest.raises(ValueError, match="name must be one of 'long_valley', 'beale'"):
        races.preset("bealle")
