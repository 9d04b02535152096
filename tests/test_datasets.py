"""Generated data: what they are, how hard they are, what they refuse."""

import subprocess
import sys

import numpy as np
import pytest

from course_lib import datasets
from course_lib.baselines import best_cutoff, best_line
from course_lib.features import polynomial_features, standardize

GENERATORS = [
    datasets.gas_sand,
    datasets.avo_boundaries,
    datasets.lithology,
    datasets.gamma_ray_log,
]


def bayes_accuracy(X, y, bins):
    """Accuracy of the most frequent class in each cell of a fine histogram.

    Cells hold equal numbers per axis; half the samples fill them, the others are
    classified. With a million samples the estimate is good to about .002.
    """
    X, half = X.T, len(y) // 2
    cell = np.zeros(len(y), dtype=np.int64)
    for column in X:
        edges = np.quantile(column[::10], np.linspace(0, 1, bins + 1)[1:-1])
        cell = cell * bins + np.searchsorted(edges, column)
    classes = int(y.max()) + 1
    counts = np.bincount(
        cell[:half] * classes + y[:half], minlength=classes * bins ** len(X)
    )
    winner = counts.reshape(-1, classes).argmax(axis=1)
    return np.mean(winner[cell[half:]] == y[half:])


def logistic(X, y, steps=12):
    """One logistic unit at its smallest loss, by Newton's method: (mean, std, w)."""
    Z, mean, std = standardize(X)
    Z = np.column_stack([np.ones(len(Z)), Z])
    w = np.zeros(Z.shape[1])
    for _ in range(steps):
        a = 1 / (1 + np.exp(-Z @ w))
        hessian = (Z * (a * (1 - a))[:, None]).T @ Z
        w += np.linalg.solve(hessian, Z.T @ (y - a))
    return mean, std, w


def accuracy(unit, X, y):
    mean, std, w = unit
    return np.mean((w[0] + (X - mean) / std @ w[1:] > 0) == y)


@pytest.fixture(scope="module")
def gas():
    return datasets.gas_sand(n=2_000_000, seed=0, third_feature=True)


@pytest.fixture(scope="module")
def avo():
    return datasets.avo_boundaries(n=1_000_000, seed=0)


def test_bayes_accuracy_of_gas_sand(gas):
    assert bayes_accuracy(gas.X[:, :2], gas.y, 60) == pytest.approx(0.908, abs=0.01)
    assert bayes_accuracy(gas.X[:, :1], gas.y, 400) == pytest.approx(0.749, abs=0.01)
    assert bayes_accuracy(gas.X[:, 1:2], gas.y, 400) == pytest.approx(0.821, abs=0.01)


def test_third_feature_helps_a_little(gas):
    assert bayes_accuracy(gas.X, gas.y, 25) == pytest.approx(0.922, abs=0.005)
    assert bayes_accuracy(gas.X[:, 2:], gas.y, 400) == pytest.approx(0.751, abs=0.01)


def test_one_logistic_unit_reaches_the_bayes_accuracy_of_gas_sand(gas):
    part = slice(0, None, 40)
    for columns, ceiling in ((2, 0.908), (3, 0.922)):
        X = gas.X[:, :columns]
        unit = logistic(X[part], gas.y[part])
        assert accuracy(unit, X, gas.y) == pytest.approx(ceiling, abs=0.005)


def test_bayes_accuracy_of_avo_boundaries(avo):
    assert bayes_accuracy(avo.X, avo.y, 60) == pytest.approx(0.984, abs=0.01)
    assert bayes_accuracy(avo.X[:, :1], avo.y, 400) == pytest.approx(0.681, abs=0.01)


def test_no_line_separates_the_avo_boundaries_but_a_conic_does(avo):
    few = slice(0, None, 25)
    _, _, best = best_line(avo.X[few], avo.y[few], angles=180)
    assert best == pytest.approx(0.743, abs=0.01)
    F, _ = polynomial_features((avo.X - avo.X.mean(0)) / avo.X.std(0))
    unit = logistic(F[few], avo.y[few])
    assert accuracy(unit, F, avo.y) == pytest.approx(0.983, abs=0.005)


def test_avo_riddle_is_four_equal_groups_in_opposite_corners():
    data = datasets.avo_boundaries(n=4000, seed=0)
    gas, brine = data.X[data.y == 1], data.X[data.y == 0]
    tops = gas[:, 1] < 0
    assert tops.mean() == pytest.approx(0.5, abs=0.01)
    assert gas[tops].mean(0) == pytest.approx(-gas[~tops].mean(0), abs=0.02)
    # Gas lies off the background trend, which the brine boundaries follow.
    slope = np.polyfit(*brine.T, 1)[0]
    distance = np.abs(gas[:, 1] - slope * gas[:, 0])
    assert np.quantile(distance, 0.05) > np.quantile(
        np.abs(brine[:, 1] - slope * brine[:, 0]), 0.9
    )


def test_bayes_accuracy_of_lithology():
    data = datasets.lithology(n=1_000_000, seed=0)
    assert bayes_accuracy(data.X, data.y, 60) == pytest.approx(0.806, abs=0.01)
    assert np.bincount(data.y) / len(data) == pytest.approx([0.4, 0.25, 0.175, 0.175])


def test_gamma_ray_cutoffs_of_many_logs():
    wells = [datasets.gamma_ray_log(n=600, seed=s) for s in range(60)]
    best = [best_cutoff(w.X[:, 0], w.y)[2] for w in wells]
    fixed = [np.mean((w.X[:, 0] > 75) == w.y) for w in wells]
    assert np.mean(best) == pytest.approx(0.966, abs=0.01)
    assert np.mean(fixed) == pytest.approx(0.95, abs=0.01)
    low = [datasets.gamma_ray_log(n=600, seed=s, shift_api=-20) for s in range(60)]
    fixed = [np.mean((w.X[:, 0] > 75) == w.y) for w in low]
    best = [best_cutoff(w.X[:, 0], w.y)[2] for w in low]
    assert np.mean(fixed) == pytest.approx(0.615, abs=0.02)
    assert np.mean(best) == pytest.approx(0.966, abs=0.01)


def test_gamma_ray_log_knows_its_depth():
    log = datasets.gamma_ray_log(n=600, seed=0, top_m=2000)
    assert log.X.shape == (600, 1) and log.units == ("API",)
    assert log.depth_m[0] == 2000
    assert np.diff(log.depth_m) == pytest.approx(np.full(599, 0.1524))
    assert log.X[log.y == 1].mean() > log.X[log.y == 0].mean() + 25


@pytest.mark.parametrize("generate", GENERATORS)
def test_same_seed_same_data_another_seed_other_data(generate):
    one, two, other = generate(n=50, seed=3), generate(n=50, seed=3), generate(n=50)
    assert (one.X == two.X).all() and (one.y == two.y).all()
    assert (one.X != other.X).any()
    assert len(one) == 50 and one.X.dtype == float and one.y.dtype == np.int64


@pytest.mark.parametrize("n", [2, 3, 5, 101])
def test_class_shares_are_exact_up_to_rounding(n):
    assert abs(datasets.gas_sand(n=n).y.sum() - 0.41 * n) <= 0.5
    if n >= 4:
        assert abs(datasets.avo_boundaries(n=n).y.sum() - n / 2) <= 0.5


def test_rows_come_in_random_order():
    y = datasets.gas_sand(n=1000, seed=0).y
    assert abs(y[:500].mean() - y[500:].mean()) < 0.1


def test_third_feature_leaves_the_others_alone():
    two = datasets.gas_sand(n=100, seed=5)
    three = datasets.gas_sand(n=100, seed=5, third_feature=True)
    assert (three.X[:, :2] == two.X).all() and (three.y == two.y).all()
    assert three.feature_names == ("AI", "Vp/Vs", "R(30°)")


def test_ranges_reach_the_rocks():
    loose = datasets.gas_sand(n=4000, porosity=(0.32, 0.01))
    tight = datasets.gas_sand(n=4000, porosity=(0.18, 0.01))
    assert tight.X[:, 0].mean() > loose.X[:, 0].mean() + 1.5
    quiet = datasets.avo_boundaries(n=4000, noise=(0.0, 0.0))
    loud = datasets.avo_boundaries(n=4000, noise=(0.0, 0.5))
    assert loud.X[:, 1].std() > quiet.X[:, 1].std() + 0.1
    shifted = datasets.gamma_ray_log(n=100, shift_api=10).X
    assert shifted - datasets.gamma_ray_log(n=100).X == pytest.approx(
        np.full((100, 1), 10.0)
    )


@pytest.mark.parametrize(
    "call, words",
    [
        (lambda: datasets.gas_sand(n=0), "n must be >= 2; got 0"),
        (lambda: datasets.gas_sand(n=2.5), "n must be a whole number; got 2.5"),
        (lambda: datasets.gas_sand(n="many"), "n must be one number; got 'many'"),
        (lambda: datasets.gas_sand(seed=-1), "seed must be >= 0; got -1"),
        (lambda: datasets.gas_sand(gas_share=1.0), "gas_share must be"),
        (lambda: datasets.gas_sand(n=2, gas_share=0.05), "n must be large enough"),
        (lambda: datasets.gas_sand(porosity=0.25), "porosity must hold 2 numbers"),
        (lambda: datasets.gas_sand(porosity=(25, 3)), r"porosity \(mean\) must be"),
        (lambda: datasets.gas_sand(clay=(0.3, 0.1)), "clay must be .smallest, largest"),
        (
            lambda: datasets.gas_sand(saturation=(0.5, 2)),
            r"saturation \(largest\) must",
        ),
        (lambda: datasets.gas_sand(spread=(2, 3, 1)), r"spread \(of Vp\) must be"),
        (
            lambda: datasets.gas_sand(third_feature=True, shale_vp=(2750, 130)),
            r"shale_vp \(mean\) must be",
        ),
        (lambda: datasets.avo_boundaries(n=3), "n must be >= 4; got 3"),
        (lambda: datasets.avo_boundaries(noise=(np.nan, 0)), "noise must be finite"),
        (lambda: datasets.avo_boundaries(shale_vp=(2.0, 0.3)), "shale_vp must stay"),
        (lambda: datasets.avo_boundaries(shear_factor=0), "shear_factor must be >="),
        (lambda: datasets.lithology(shares=(0.5, 0.5, 0.5, 0.5)), "shares must add up"),
        (lambda: datasets.lithology(shares=("a", 1, 1, 1)), "shares must hold real"),
        (lambda: datasets.gamma_ray_log(shift_api=500), "shift_api must be"),
        (lambda: datasets.gas_sand().split(1.0), "fraction must leave samples"),
        (lambda: datasets.gas_sand().split(-0.1), "fraction must be > 0; got -0.1"),
    ],
)
def test_bad_arguments_are_named_with_what_is_allowed(call, words):
    with pytest.raises((TypeError, ValueError), match=words):
        call()


def test_split_parts_have_every_sample_once():
    data = datasets.gamma_ray_log(n=100, seed=0)
    train, test = data.split(0.7, seed=1)
    assert (len(train), len(test)) == (70, 30)
    depths = np.concatenate([train.depth_m, test.depth_m])
    assert sorted(depths) == data.depth_m.tolist()
    rows = np.searchsorted(data.depth_m, test.depth_m)
    assert (test.X == data.X[rows]).all() and (test.y == data.y[rows]).all()
    assert test.class_names == data.class_names
    again = data.split(0.7, seed=1)[0]
    assert (again.depth_m == train.depth_m).all()
    assert (data.split(0.7, seed=2)[0].depth_m != train.depth_m).any()


def test_dataset_refuses_what_does_not_fit_together():
    parts = {
        "X": [[1.0, 2.0], [3.0, 4.0]],
        "y": [0, 1],
        "feature_names": ("a", "b"),
        "units": ("", "m"),
        "class_names": ("no", "yes"),
    }
    assert datasets.Dataset(**parts).axis_labels == ["a", "b (m)"]
    for change, words in [
        ({"feature_names": ("a",)}, "feature_names must hold 2 names"),
        ({"units": ("m",)}, "units must hold 2 names"),
        ({"class_names": ("no",)}, "class_names must name every class"),
        ({"y": [0, 1, 1]}, "y must have one label per row"),
        ({"X": [[1.0, np.nan], [3.0, 4.0]]}, "X must be finite"),
        ({"depth_m": [1.0]}, "depth_m must have one depth per row"),
    ]:
        with pytest.raises(ValueError, match=words):
            datasets.Dataset(**{**parts, **change})


def test_import_loads_nothing_heavy():
    code = (
        "import sys, course_lib.datasets; "
        "print([m for m in ('pooch', 'requests', 'lasio', 'segyio', 'pandas', "
        "'matplotlib', 'torch', 'tqdm') if m in sys.modules])"
    )
    run = subprocess.run(
        [sys.executable, "-c", code], capture_output=True, text=True, check=True
    )
    assert run.stdout.strip() == "[]"
