"""The playground's data sets follow their recipes."""

import numpy as np
import pytest

from course_lib.datasets import playground

CLASSES = [name for name in playground.RECIPES if name not in playground.REGRESSIONS]


def clean(name, n=1200):
    X, y = playground.points(name, n, noise=0, seed=2)
    return X, y, np.hypot(*X.T)


def test_circle_is_a_disc_of_class_1_in_a_ring():
    _, y, r = clean("circle")
    assert r[y == 1].max() < 2.5 < 3.5 <= r[y == 0].min() and r.max() <= 5
    assert np.mean(y) == 0.5


def test_xor_is_class_1_where_the_signs_agree_and_leaves_the_axes_free():
    X, y, _ = clean("xor")
    np.testing.assert_array_equal(y, X[:, 0] * X[:, 1] > 0)
    assert np.abs(X).min() >= 0.3 and np.abs(X).max() <= 5.3


@pytest.mark.parametrize("noise, variance", [(0, 0.5), (25, 2.25), (50, 4.0)])
def test_gauss_is_two_clouds_whose_variance_grows_with_the_noise(noise, variance):
    X, y = playground.points("gauss", 5000, noise, seed=1)
    for label, centre in ((1, 2.0), (0, -2.0)):
        np.testing.assert_allclose(X[y == label].mean(axis=0), centre, atol=0.15)
        np.testing.assert_allclose(X[y == label].var(axis=0), variance, rtol=0.1)


def test_spiral_arms_lie_on_their_curves():
    X, y, r = clean("spiral")
    angle = 1.75 * 2 * np.pi * r / 5 + np.where(y == 1, 0, np.pi)
    curve = np.column_stack([r * np.sin(angle), r * np.cos(angle)])
    np.testing.assert_allclose(X, curve, atol=1e-12)
    assert r.max() < 5 and np.mean(y) == 0.5


def test_plane_is_a_tenth_of_the_sum():
    X, y, _ = clean("plane")
    np.testing.assert_allclose(y, X.sum(axis=1) / 10)
    assert np.abs(X).max() <= 6


def test_hills_and_hollows_alternate():
    centres = np.array(playground.HILLS)
    heights = [playground.hill_height(*c[:2]) for c in centres]
    assert heights == centres[:, 2].tolist() == [1, -1, 1, -1, 1, -1]
    assert playground.hill_height(5.0, 2.5) == 0.5
    assert playground.hill_height(-6.0, 6.0) == 0
    X, y, _ = clean("hills")
    np.testing.assert_array_equal(y, [playground.hill_height(*x) for x in X])


@pytest.mark.parametrize("name", CLASSES)
def test_noise_changes_some_labels_or_places(name):
    X0, y0 = playground.points(name, 400, 0, seed=5)
    X1, y1 = playground.points(name, 400, 30, seed=5)
    moved = name in ("gauss", "spiral")
    assert np.array_equal(X0, X1) is not moved
    assert np.array_equal(y0, y1) is moved
    if not moved:
        assert 0.02 < np.mean(y0 != y1) < 0.4


@pytest.mark.parametrize("name", ["plane", "hills"])
def test_noise_changes_values_not_places(name):
    X0, y0 = playground.points(name, 400, 0, seed=5)
    X1, y1 = playground.points(name, 400, 30, seed=5)
    assert np.array_equal(X0, X1) and not np.array_equal(y0, y1)


@pytest.mark.parametrize("name", playground.RECIPES)
def test_seeds_and_odd_counts(name):
    X, y = playground.points(name, 51, 10, seed=1)
    again = playground.points(name, 51, 10, seed=1)
    other = playground.points(name, 51, 10, seed=2)
    assert X.shape == (51, 2) and y.shape == (51,)
    assert np.array_equal(X, again[0]) and not np.array_equal(X, other[0])
    assert y.dtype == (float if name in playground.REGRESSIONS else np.int64)


def test_features_in_the_order_asked_for():
    got = playground.features([[2.0, 3.0]], ["x1x2", "x1", "x2x2", "x1x1", "x2"])
    assert got.tolist() == [[6, 2, 9, 4, 3]]
    waves = playground.features([[2.0, 3.0]], ["sin_x2", "sin_x1"])
    np.testing.assert_allclose(waves, [[np.sin(3), np.sin(2)]])


@pytest.mark.parametrize(
    "change, message",
    [
        ({"name": "moons"}, "name must be one of 'circle', 'xor'.*got 'moons'"),
        ({"n": 49}, "n must be >= 50 and <= 5000; got 49"),
        ({"noise": 51}, "noise must be >= 0 and <= 50; got 51"),
        ({"seed": -1}, "seed must be >= 0"),
    ],
)
def test_bad_arguments_get_a_sentence(change, message):
    with pytest.raises(ValueError, match=message):
        playground.points(**{"name": "circle", **change})


def test_bad_features_get_a_sentence():
    with pytest.raises(ValueError, match="names must be one of 'x1'.*got 'x3'"):
        playground.features([[1.0, 2.0]], ["x3"])
    with pytest.raises(ValueError, match="at least one feature"):
        playground.features([[1.0, 2.0]], [])
    with pytest.raises(ValueError, match="X must have 2 columns or more"):
        playground.features([[1.0]], ["x1"])
    with pytest.raises(ValueError, match="'sin_x2', 'x3'; got 'x4'"):
        playground.features([[1.0, 2.0, 3.0]], ["x4"])


def test_further_columns_are_features_as_they_are():
    got = playground.features([[2.0, 3.0, 7.0, 8.0]], ["x4", "x1", "x3"])
    assert got.tolist() == [[8, 2, 7]]
