"""Crossplots: what is drawn where, and bad input."""

import matplotlib.pyplot as plt
import numpy as np
import pytest

from course_lib import figures
from course_lib.activations import sigmoid

RNG = np.random.default_rng(0)
X = RNG.normal([7.0, 1.8], [0.5, 0.1], (60, 2))
y = np.arange(60) % 2


@pytest.fixture(autouse=True)
def close_figures():
    yield
    plt.close("all")


def test_axes_carry_names_and_units():
    ax = figures.crossplot(X, y, ("AI", "Vp/Vs"), ("km/s·g/cm³", "")).axes[0]
    assert (ax.get_xlabel(), ax.get_ylabel()) == ("AI (km/s·g/cm³)", "Vp/Vs")


def test_every_sample_lies_in_the_picture_with_its_class():
    fig = figures.crossplot(X, y, class_names=("brine", "gas"))
    ax = fig.axes[0]
    clouds = {cloud.get_label(): cloud.get_offsets() for cloud in ax.collections}
    np.testing.assert_allclose(clouds["gas"], X[y == 1])
    np.testing.assert_allclose(clouds["brine"], X[y == 0])
    low, high = np.transpose([ax.get_xlim(), ax.get_ylim()])
    assert (X > low).all() and (X < high).all()


def test_contours_lie_where_the_probability_is_a_tenth_a_half_nine_tenths():
    fig = figures.crossplot(X, y, probability=lambda p: sigmoid(8 * (p[:, 0] - 7)))
    contours = next(c for c in fig.axes[0].collections if hasattr(c, "levels"))
    for level, path in zip((0.1, 0.5, 0.9), contours.get_paths(), strict=True):
        at = np.log(level / (1 - level)) / 8 + 7
        np.testing.assert_allclose(path.vertices[:, 0], at, atol=2e-3)


def test_a_probability_without_contours_draws_without_a_warning(recwarn):
    fig = figures.crossplot(X, y, probability=lambda p: np.full(len(p), 0.5))
    fig.canvas.draw()
    assert not recwarn.list


def test_more_than_two_classes_get_their_own_markers():
    fig = figures.crossplot(X, np.arange(60) % 4)
    shapes = {c.get_paths()[0].vertices.tobytes() for c in fig.axes[0].collections}
    assert len(shapes) == 4


@pytest.mark.parametrize(
    "bad_X, bad_y, words",
    [
        (X[:, :1], y, "X must have 2 columns"),
        (X * np.nan, y, "NaN"),
        (X, y[:-1], "one label per row"),
        ([["a", "b"]], [0], "real numbers"),
        (X, y + 0.5, "class numbers"),
    ],
)
def test_bad_input_is_named(bad_X, bad_y, words):
    with pytest.raises((TypeError, ValueError), match=words):
        figures.crossplot(bad_X, bad_y)
