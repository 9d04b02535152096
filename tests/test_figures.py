"""Figures show the data they are given, axes have units, and depth grows downwards."""

import matplotlib.pyplot as plt
import numpy as np
import pytest
from matplotlib.colors import to_hex

from course_lib import datasets, figures
from course_lib.figures import drawings
from course_lib.figures.style import LITHOLOGY


@pytest.fixture(autouse=True)
def close_figures():
    yield
    plt.close("all")


@pytest.fixture
def log():
    return datasets.gamma_ray_log(n=200, seed=0)


def test_gamma_ray_track_draws_the_log_the_cutoff_and_both_columns(log):
    fig = figures.gamma_ray_track(log, cutoff=80.0)
    curve, truth, called = fig.axes
    x, depth = curve.lines[0].get_data()
    np.testing.assert_array_equal(x, log.X[:, 0])
    np.testing.assert_array_equal(depth, log.depth_m)
    assert set(curve.lines[1].get_xdata()) == {80.0}
    assert curve.get_ylim()[0] > curve.get_ylim()[1]
    assert curve.get_xlabel() == "gamma ray (API)"
    assert curve.get_ylabel() == "depth (m)"
    np.testing.assert_array_equal(truth.images[0].get_array()[:, 0], log.y)
    np.testing.assert_array_equal(
        called.images[0].get_array()[:, 0], log.X[:, 0] > 80.0
    )


def test_column_shows_the_top_sample_at_the_top(log):
    image = figures.gamma_ray_track(log, cutoff=75.0).axes[1].images[0]
    bottom, top = image.get_extent()[2:]
    assert top < log.depth_m[0] < log.depth_m[-1] < bottom
    assert image.origin == "upper"


def test_a_probability_replaces_the_called_column(log):
    probability = np.linspace(0, 1, len(log))
    axes = figures.gamma_ray_track(log, cutoff=75.0, probability=probability).axes
    assert not axes[2].images
    np.testing.assert_array_equal(axes[2].lines[0].get_xdata(), probability)


def test_histogram_counts_every_sample_and_marks_the_cutoffs(log):
    ax = figures.histogram_by_class(log, {"75 API": 75.0, "best": 67.0}).axes[0]
    assert sum(bar.get_height() for bar in ax.patches) == len(log)
    assert [line.get_xdata()[0] for line in ax.lines] == [75.0, 67.0]
    words = [text.get_text() for text in ax.get_legend().get_texts()]
    assert sorted(words) == ["75 API", "best", "sand", "shale"]


def test_real_well_leaves_unmeasured_samples_out_and_names_only_what_is_known():
    depth = np.arange(100.0, 110.0)
    gr = np.array([np.nan, 30, 40, 80, 90, 100, 60, 50, 40, np.nan])
    lithology = np.array([""] + ["sandstone"] * 3 + ["shale"] * 3 + ["marl"] * 3)
    well = datasets.WellLog(
        "X-1", depth, {"GR": gr}, {"GR": "API"}, lithology, None, "CC"
    )
    fig = figures.well_gamma_ray(well, w=0.1, b=-7.0)
    curve, column, probability = fig.axes
    assert fig.get_supxlabel() == "CC"  # the licence asks for the credit
    assert curve.lines[1].get_xdata()[0] == pytest.approx(70.0)
    assert len(curve.lines[0].get_xdata()) == 8
    classes = column.images[0].get_array()[:, 0].tolist()
    assert classes == [1, 1, 1, 2, 2, 2, 0, 0]
    colours = [to_hex(column.images[0].cmap(k)) for k in range(3)]
    wanted = ["#ffffff", LITHOLOGY["sandstone"].lower(), LITHOLOGY["shale"].lower()]
    assert colours == wanted
    assert probability.lines[0].get_xdata()[0] == pytest.approx(1 / (1 + np.exp(4)))


def test_a_well_without_interpretation_has_no_column_and_no_legend():
    depth, gr = np.arange(5.0), np.full(5, 60.0)
    well = datasets.WellLog("X-2", depth, {"GR": gr}, {"GR": "API"}, None, None, "")
    fig = figures.well_gamma_ray(well, w=0.1, b=-7.0)
    assert len(fig.axes) == 2 and not fig.legends


def test_curves_and_losses_keep_names_values_and_labels():
    x = np.linspace(0, 1, 5)
    ax = figures.curves(x, {"one": x, "two": 2 * x}, "x (m)", "y (s)").axes[0]
    assert (ax.get_xlabel(), ax.get_ylabel()) == ("x (m)", "y (s)")
    np.testing.assert_array_equal(ax.lines[1].get_ydata(), 2 * x)
    fig = figures.loss_curves({"run": [0.7, 0.5, 0.4]})
    np.testing.assert_array_equal(fig.axes[0].lines[0].get_ydata(), [0.7, 0.5, 0.4])
    assert fig.axes[0].lines[1].get_ydata()[0] == pytest.approx(np.log(2))
    assert "epoch" in fig.axes[0].get_xlabel()


@pytest.mark.parametrize("n", [1, 2, 3, 5])
def test_the_drawn_unit_names_every_input_and_its_weight(n):
    names = [f"log {k}" for k in range(n)]
    words = [t.get_text() for t in drawings.logistic_unit(names).axes[0].texts]
    assert set(names) <= set(words)
    assert {"$b$", *(f"$w_{k}$" for k in range(1, n + 1))} <= set(words)


def test_the_drawn_nerve_cell_names_its_parts_and_is_the_same_every_time():
    one, two = drawings.biological_neuron(), drawings.biological_neuron()
    words = " ".join(t.get_text() for t in one.axes[0].texts)
    for part in ("dendrites", "synapses", "cell body", "axon", "terminals"):
        assert part in words
    one.canvas.draw()
    two.canvas.draw()
    np.testing.assert_array_equal(one.canvas.buffer_rgba(), two.canvas.buffer_rgba())
