"""Standardised inputs and polynomial features."""

import numpy as np
import pytest

from course_lib.features import feature_count, polynomial_features, standardize

X = np.random.default_rng(0).normal([7.0, 2.0, 90.0], [0.5, 0.1, 25.0], (200, 3))


def test_standardized_columns_have_mean_0_and_standard_deviation_1():
    Z, mean, std = standardize(X)
    np.testing.assert_allclose(Z.mean(axis=0), 0, atol=1e-12)
    np.testing.assert_allclose(Z.std(axis=0), 1, rtol=1e-12)
    np.testing.assert_allclose(Z * std + mean, X, rtol=1e-12)


def test_quadratic_features_follow_the_order_of_the_lecture():
    features, names = polynomial_features([[2.0, 3.0, 5.0]])
    assert names == "x1 x2 x3 x1² x1·x2 x1·x3 x2² x2·x3 x3²".split()
    np.testing.assert_array_equal(features, [[2, 3, 5, 4, 6, 10, 9, 15, 25]])


def test_cubic_features_are_all_products_of_three():
    features, names = polynomial_features(X[:, :2], degree=3, names=["AI", "VpVs"])
    assert names[-4:] == ["AI³", "AI²·VpVs", "AI·VpVs²", "VpVs³"]
    np.testing.assert_allclose(features[:, -3], X[:, 0] ** 2 * X[:, 1])


@pytest.mark.parametrize("n, degree", [(1, 1), (3, 2), (4, 3), (2, 6)])
def test_count_equals_the_number_of_features_made(n, degree):
    features, names = polynomial_features(np.ones((2, n)), degree)
    assert features.shape[1] == len(names) == len(set(names))
    assert len(names) == feature_count(n, degree)


def test_the_numbers_of_the_lecture():
    assert feature_count(100, 2) - 100 == 5050
    assert feature_count(100, 2) == 5150
    assert feature_count(100, 3) + 1 == 176851


@pytest.mark.parametrize(
    "call, words",
    [
        (lambda: standardize([[1.0, 2.0], [1.0, 3.0]]), "column 0 has zero variance"),
        (lambda: standardize(np.full((3, 2), np.nan)), "X must be finite; 6 of 6"),
        (lambda: standardize([1.0, 2.0]), r"X must have shape \(m, n\)"),
        (lambda: standardize([]), r"X must have shape"),
        (lambda: standardize(np.zeros((0, 2))), "X is empty"),
        (lambda: polynomial_features(X, 7), "degree must be >= 1 and <= 6; got 7"),
        (lambda: polynomial_features(X, 1.5), "whole number; got 1.5"),
        (lambda: polynomial_features(X, names=["AI"]), "names must hold 3 names"),
        (lambda: feature_count(0, 2), "n must be >= 1; got 0"),
    ],
)
def test_bad_input_names_argument_value_and_what_is_allowed(call, words):
    with pytest.raises(ValueError, match=words):
        call()


def test_text_is_a_type_error_that_shows_it():
    with pytest.raises(TypeError, match="X must hold real numbers.*shale"):
        standardize([["shale", "sand"]])
