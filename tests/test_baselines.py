"""The best cut-off and the best line, against trying everything the slow way."""

import numpy as np
import pytest

from course_lib.baselines import best_cutoff, best_line


@pytest.mark.parametrize("seed", range(20))
def test_best_cutoff_equals_trying_every_cutoff_on_both_sides(seed):
    rng = np.random.default_rng(seed)
    x = np.round(rng.normal(75, 20, 40))  # rounded: with ties
    y = (x + rng.normal(0, 25, 40) > 75).astype(int)
    if seed % 2:
        y = 1 - y
    cutoff, side, accuracy = best_cutoff(x, y)
    candidates = np.arange(x.min() - 0.5, x.max() + 1, 0.5)
    above = [np.mean((x > c) == y) for c in candidates]
    slow = max(max(above), 1 - min(above))
    assert accuracy == pytest.approx(slow)
    assert np.mean((side * (x - cutoff) > 0) == y) == pytest.approx(accuracy)


def test_best_line_finds_a_slanted_separation_in_very_different_units():
    rng = np.random.default_rng(0)
    X = rng.normal([7000.0, 2.0], [500.0, 0.1], (300, 2))
    y = ((X[:, 0] - 7000) / 500 + 2 * (X[:, 1] - 2) / 0.1 < 0.3).astype(int)
    w, b, accuracy = best_line(X, y)
    assert accuracy > 0.985
    assert np.mean((X @ w + b > 0) == y) == accuracy


def test_no_line_solves_the_exclusive_or():
    assert best_line([[0, 0], [0, 1], [1, 0], [1, 1]], [0, 1, 1, 0])[2] == 0.75


def test_bad_input_says_what_is_allowed():
    with pytest.raises(ValueError, match="at least two classes; got only class 1"):
        best_cutoff([1.0, 2.0], [1, 1])
    with pytest.raises(ValueError, match="X must have 2 columns"):
        best_line(np.ones((4, 3)), [0, 1, 0, 1])
    with pytest.raises(ValueError, match="x must be finite"):
        best_cutoff([1.0, np.nan], [0, 1])
