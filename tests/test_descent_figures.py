"""The figures of chapter 4 show the numbers they are given, with names and units."""

import matplotlib.pyplot as plt
import numpy as np
import pytest
from matplotlib.colors import to_hex

from course_lib import figures, races, surfaces
from course_lib.figures.style import PALETTE
from course_lib.optimizers import (
    CosineDecay,
    GradientDescent,
    History,
    StepDecay,
    descend,
)

bowl = surfaces.quadratic(1, 25)


@pytest.fixture(autouse=True)
def close_figures():
    yield
    plt.close("all")


def labels(ax):
    return [line.get_label() for line in ax.lines]


def legend_words(fig):
    return [text.get_text() for legend in fig.legends for text in legend.get_texts()]


def labelled(ax, label):
    (line,) = [line for line in ax.lines if line.get_label() == label]
    return np.transpose(line.get_data())


# Losses


def test_loss_curves_as_in_chapter_1_have_epochs_nats_and_ln_2():
    fig = figures.loss_curves({"one": [0.9, 0.5], "other": [0.8, 0.6]})
    ax = fig.axes[0]
    assert (ax.get_xlabel(), ax.get_ylabel()) == ("epoch", "loss J (nats)")
    assert [text.get_text() for text in ax.texts] == ["ln 2: knows nothing"]
    assert [to_hex(line.get_color()).upper() for line in ax.lines[:2]] == PALETTE[
        "classes"
    ]["light"][:2]
    assert [line.get_linestyle() for line in ax.lines[:2]] == ["-", "--"]
    assert ax.lines[0].get_marker() == "None"


def test_loss_curves_take_histories_and_paths_by_optimizer():
    path = descend(bowl, GradientDescent(0.05), (2, 1), 10)
    runs = {"gd": path, "adam": History(loss=[3.0, 2.0, 1.0])}
    fig = figures.loss_curves(runs, x="step", log="y", baselines={"noise": 0.5})
    ax = fig.axes[0]
    assert legend_words(fig) == ["gradient descent", "Adam"]
    np.testing.assert_array_equal(ax.lines[0].get_ydata(), path.loss)
    np.testing.assert_array_equal(ax.lines[1].get_ydata(), [3, 2, 1])
    assert ax.lines[1].get_color() == PALETTE["optimizers"]["adam"]
    assert ax.lines[0].get_marker() != ax.lines[1].get_marker() != "None"
    assert (ax.get_xscale(), ax.get_yscale()) == ("linear", "log")
    assert [text.get_text() for text in ax.texts] == ["noise"]


def test_losses_against_sample_gradients_count_every_sample():
    surface = surfaces.line_fit([0.0, 1.0, 2.0, 3.0], [0.1, 1.0, 2.2, 2.9])
    paths = {
        "gd": descend(surface, GradientDescent(0.01), (0, 0), 5),
        "sgd": descend(surface, GradientDescent(0.01), (0, 0), 5, batch_size=1),
    }
    fig = figures.loss_curves(paths, x="sample gradients", log="x", baselines={})
    full, single = fig.axes[0].lines
    np.testing.assert_array_equal(full.get_xdata(), [4, 8, 12, 16, 20])
    np.testing.assert_array_equal(single.get_xdata(), [1, 2, 3, 4, 5])
    assert fig.axes[0].get_xlabel() == "sample gradients"


def test_a_run_that_diverged_leaves_through_the_top_with_a_cross_and_words():
    path = descend(bowl, GradientDescent(10), (2, 1), 500)
    tame = descend(bowl, GradientDescent(0.05), (2, 1), 500)
    fig = figures.loss_curves({"gd": path, "sgd": tame}, x="step", log="y")
    assert legend_words(fig)[0] == "gradient descent\n" + path.stopped.split(":")[0]
    ax = fig.axes[0]
    (cross,) = [line for line in ax.lines if line.get_marker() == "X"]
    ((step, height),) = cross.get_xydata()
    assert height == ax.get_ylim()[1] == pytest.approx(1e4 * path.loss[0])
    assert path.loss[int(step) - 1] < height < path.loss[int(step)]
    fig.canvas.draw()


@pytest.mark.parametrize("end", [[], [np.nan]])
def test_a_run_that_stops_within_sight_ends_in_a_cross_there(end):
    run = History(loss=[3.0, 2.0, 5.0, *end], stopped="diverged at epoch 3: too fast")
    fig = figures.loss_curves({"one": run})
    assert legend_words(fig) == ["one\ndiverged at epoch 3"]
    (cross,) = [line for line in fig.axes[0].lines if line.get_marker() == "X"]
    assert cross.get_xydata().tolist() == [[2, 5]]


@pytest.mark.parametrize(
    ("options", "said"),
    [
        ({"x": "hours"}, "x must be"),
        ({"log": "z"}, "log must be"),
        ({"x": "sample gradients"}, "run 'one' does not count sample gradients"),
    ],
)
def test_loss_curves_say_what_is_wrong(options, said):
    with pytest.raises(ValueError, match=said):
        figures.loss_curves({"one": [1.0, 0.5]}, **options)


def test_race_losses_count_from_the_minimum_where_it_is_below_zero():
    race = races.preset("long_valley")
    paths = race.paths()
    ax = figures.race_losses(race, paths).axes[0]
    assert ax.get_ylabel() == "J above the minimum (-1.25)"
    np.testing.assert_allclose(ax.lines[0].get_ydata(), paths["gd"].loss + 1.25)
    assert paths["gd"].loss.min() < 0.1, "the race's own losses stay as they were"


def test_race_losses_without_a_minimum_are_drawn_both_sides_of_zero():
    race = races.preset("saddle")
    paths = race.paths()
    ax = figures.race_losses(race, paths).axes[0]
    assert ax.get_yscale() == "symlog"
    assert ax.get_ylim()[0] < min(path.loss.min() for path in paths.values()) < 0


# Gradient descent


def test_line_and_cost_shows_each_line_as_a_point():
    x, y = np.array([0.0, 1.0, 2.0]), np.array([0.9, 3.1, 4.8])
    surface = surfaces.line_fit(x, y)
    points = {"flat": (1.0, 0.0), "best": surface.minima[0]}
    fig = figures.line_and_cost(x, y, surface, points, "depth (km)", "v (km/s)")
    data, cost = fig.axes
    assert (data.get_xlabel(), data.get_ylabel()) == ("depth (km)", "v (km/s)")
    np.testing.assert_array_equal(data.lines[0].get_ydata(), [1, 1])
    words = [f"{name}: J = {float(surface(p)):.3g}" for name, p in points.items()]
    assert legend_words(fig) == words
    for line, point in zip(data.lines, points.values(), strict=True):
        (mark,) = [m for m in cost.lines if m.get_color() == line.get_color()]
        np.testing.assert_array_equal(np.ravel(mark.get_data()), point)


def test_four_steps_show_promise_and_outcome():
    axes = figures.curvature_1d().axes
    assert len(axes) == 4
    for ax, (curvature, rate) in zip(
        axes, [(0.25, 0.4), (0.25, 1.6), (2, 0.4), (2, 1.6)], strict=True
    ):
        lands = -rate + curvature * rate**2 / 2
        np.testing.assert_allclose(labelled(ax, "promised"), [[rate, -rate]])
        np.testing.assert_allclose(labelled(ax, "where it lands"), [[rate, lands]])
        title = ax.get_title(loc="left")
        assert ("higher" in title) == (lands > 0)
        assert f"λ = {curvature:g}, α = {rate:g}" in title


def test_rate_sweep_marks_the_limit_and_every_divergent_rate():
    rates = [0.01, 0.05, 0.07, 0.09, 0.2, 0.3]
    ax = figures.rate_sweep(
        rates, [1.0, 0.1, 0.2, 3e7, np.inf, np.nan], limit=0.08
    ).axes[0]
    np.testing.assert_array_equal(ax.lines[0].get_xdata(), rates[:3])
    np.testing.assert_array_equal(labelled(ax, "diverged")[:, 0], rates[3:])
    assert set(labelled(ax, "2/λmax = 0.08")[:, 0]) == {0.08}


def test_rate_sweep_does_not_call_a_tame_run_divergent():
    ax = figures.rate_sweep([0.01, 0.1], [1.0, 0.1]).axes[0]
    assert "diverged" not in labels(ax)


def test_gradient_noise_draws_formula_and_measurement_and_names_the_zero():
    sizes = np.array([1, 5, 20, 60])
    theory = 3 / sizes * (1 - sizes / 60)
    ax = figures.gradient_noise(sizes, 1.1 * theory, theory).axes[0]
    measured = labelled(ax, "measured")
    np.testing.assert_allclose(measured, np.c_[sizes, 1.1 * theory][:3])
    B, variance = labelled(ax, "(S²/B)(1 − B/N)").T
    np.testing.assert_allclose(variance, 3 / B * (1 - B / 60))
    assert "B = N = 60" in ax.texts[0].get_text()


def test_schedules_are_drawn_step_by_step():
    plans = {"stairs": StepDecay(every=4), "wave": CosineDecay(steps=10)}
    ax = figures.schedules(plans, 10).axes[0]
    for name, plan in plans.items():
        np.testing.assert_array_equal(
            labelled(ax, name)[:, 1], [plan(k) for k in range(11)]
        )


def test_bias_correction_writes_how_far_each_got():
    travel = {"right": np.arange(1, 21) * 0.01, "copied": np.full(20, 0.0166)}
    ax = figures.bias_correction(travel).axes[0]
    assert [text.get_text().strip() for text in ax.texts] == ["0.2", "0.0166"]
    assert labelled(ax, "right")[[0, 20]].tolist() == [[0, 0], [20, 0.2]]


@pytest.mark.parametrize("f_hz", [15, 25, 40])
def test_cycle_skipping_puts_hill_and_false_minimum_where_theory_does(f_hz):
    fig = figures.cycle_skipping(f_hz)
    left, right = fig.axes
    basin, *beyond = [patch.get_x() for patch in left.patches]
    assert basin == pytest.approx(-431.5 / f_hz, rel=0.01)
    false = [float(text.get_text().removesuffix(" ms")) for text in left.texts][1]
    assert false == pytest.approx(909.4 / f_hz, abs=0.6)
    observed = labelled(right, "observed")
    assert observed[np.argmax(observed[:, 1]), 0] == pytest.approx(0, abs=1)
    assert "(ms)" in left.get_xlabel() and "(ms)" in right.get_xlabel()


def test_cycle_skipping_refuses_what_its_surface_refuses():
    with pytest.raises(ValueError, match="f_hz"):
        figures.cycle_skipping(f_hz=0)


# Damping and early stopping

lambdas = np.geomspace(1e-4, 1, 9)
misfits, sizes = lambdas**0.5, lambdas**-0.2
fit, judged = 1 / np.arange(1, 101), 0.2 + (np.log(np.arange(1, 101) / 30)) ** 2


@pytest.mark.parametrize(("pick", "place"), [(0.009, 4), (0.12, 6), (1e-9, 0)])
def test_l_curve_marks_the_chosen_damping(pick, place):
    ax = figures.l_curve(misfits, sizes, lambdas, pick, noise=0.3).axes[0]
    (mark,) = [line for line in ax.lines if line.get_marker() == "D"]
    assert np.ravel(mark.get_data()).tolist() == [misfits[place], sizes[place]]
    labels = {text.get_text() for text in ax.texts}
    assert {"λ = 0.0001", "λ = 1", f"λ = {lambdas[place]:.2g}"} <= labels
    (level,) = [line for line in ax.lines if line.get_linestyle() == "--"]
    assert list(level.get_xdata()) == [0.3, 0.3]


def test_training_curve_marks_where_to_stop():
    ax = figures.training_curve(fit, judged, best=29).axes[0]
    (mark,) = [line for line in ax.lines if line.get_marker() == "D"]
    assert np.ravel(mark.get_data()).tolist() == [30, judged[29]]
    assert ax.texts[0].get_text().strip() == "stop at 29"


def test_bridge_shows_both_curves_and_the_models_with_time_downwards():
    time_s, truth = np.array([0.1, 0.2, 0.3]), np.array([2.0, 2.5, 2.2])
    models = {"Dix": truth + 0.4, "stopped early": truth - 0.1}
    fig = figures.bridge(
        misfits, sizes, lambdas, 0.01, fit, judged, 29, time_s, truth, models
    )
    assert fig.get_figwidth() <= 7.4
    velocity = fig.axes[2]
    assert velocity.get_ylim() == pytest.approx((0.3, 0.0))
    assert velocity.get_xlabel() == "velocity (km/s)"
    drawn = {patch.get_label(): patch.get_data() for patch in velocity.patches}
    assert list(drawn) == ["true", *models]
    np.testing.assert_array_equal(drawn["Dix"].values, models["Dix"])
    np.testing.assert_allclose(drawn["true"].edges, [0, 0.1, 0.2, 0.3], atol=1e-12)


def test_filter_factors_follow_both_formulas():
    s = np.array([1.6, 0.4, 0.01])
    ax = figures.filter_factors(s, 0.002, 100, lr=0.3).axes[0]
    x, tikhonov = labelled(ax, "Tikhonov, λ = 0.002").T
    np.testing.assert_allclose(tikhonov, x**2 / (x**2 + 0.002))
    x, walked = labelled(ax, "stopped at step 100").T
    np.testing.assert_allclose(walked, 1 - (1 - 0.3 * x**2) ** 100, atol=1e-15)
    marks = [line for line in ax.lines if line.get_marker() in "o^"]
    assert all(sorted(line.get_xdata()) == sorted(s) for line in marks)
