"""The playground's pools: fixed samples, dealt by a seed; logs in pairs."""

import numpy as np
import pytest

from course_lib import datasets
from course_lib.datasets.playground_pools import POOL_SIZE, POOLS
from course_lib.initializers import xavier
from course_lib.shared_random import SharedGenerator, SharedRandom

Z = np.arange(12.0).reshape(6, 2)
Y = np.arange(6)


@pytest.mark.parametrize("name", POOLS)
def test_a_pool_is_generated_once_and_read_only(name):
    pool = datasets.playground_pool(name)
    assert pool is datasets.playground_pool(name)
    assert pool.X.shape == (POOL_SIZE, 2) and pool.name == name
    assert set(pool.y) == set(range(len(pool.class_names)))
    with pytest.raises(ValueError, match="read-only"):
        pool.X[0, 0] = 0


def test_deal_takes_the_first_of_the_shared_order():
    order = SharedRandom(3).shuffle(6)
    got, y = datasets.playground_deal(Z, Y, n=4, seed=3)
    np.testing.assert_array_equal(got, Z[order[:4]])
    np.testing.assert_array_equal(y, order[:4])
    np.testing.assert_array_equal(datasets.playground_deal(Z, Y, 99, seed=3)[1], order)


def test_noise_goes_on_sample_by_sample_from_the_same_stream():
    stream = SharedRandom(3)
    rows = stream.shuffle(6)[:4]
    noise = [[0.2 * stream.normal(), 0.2 * stream.normal()] for _ in rows]
    got, y = datasets.playground_deal(Z, Y, n=4, noise=20, seed=3)
    np.testing.assert_allclose(got, Z[rows] + noise, rtol=1e-14)
    np.testing.assert_array_equal(y, rows)
    assert Z[0, 0] == 0 and Z[5, 1] == 11  # the pool stays as it is


@pytest.mark.parametrize(
    "change, message",
    [
        ({"n": 0}, "n must be >= 1; got 0"),
        ({"noise": 60}, "noise must be >= 0 and <= 50; got 60"),
        ({"seed": -1}, "seed must be >= 0"),
        ({"y": [1, 2]}, r"y must hold one value per row of Z; got shape \(2,\)"),
        ({"Z": [[np.nan, 1]]}, "Z must be finite"),
    ],
)
def test_bad_deals_get_a_sentence(change, message):
    with pytest.raises(ValueError, match=message):
        datasets.playground_deal(**{"Z": Z, "y": Y, "n": 3, **change})


def test_unknown_pools_get_a_sentence():
    with pytest.raises(ValueError, match="name must be one of 'avo_boundaries'"):
        datasets.playground_pool("circle")


def test_two_logs_are_samples_of_the_wells():
    wells, two = datasets.well_logs(), datasets.two_logs(n=300, logs=("NPHI", "GR"))
    assert two.feature_names == ("NPHI", "GR") and two.units == ("v/v", "API")
    assert two.class_names == wells.class_names and len(two.wells) == 12
    rows = [
        np.flatnonzero((wells.well == w) & (wells.depth_m == d))[0]
        for w, d in zip(two.well, two.depth_m, strict=True)
    ]
    assert len(set(rows)) == 300
    np.testing.assert_array_equal(two.X, wells.X[rows][:, [2, 0]])
    np.testing.assert_array_equal(two.y, wells.y[rows])


@pytest.mark.parametrize(
    "change, message",
    [
        ({"n": 3}, "n must be >= 5 and <= 9600"),
        ({"logs": "GR"}, "logs must name two different logs; got 'GR'"),
        ({"logs": ("GR", "GR")}, "two different logs"),
        ({"logs": ("GR", "SP")}, "logs must be one of 'GR', .*got 'SP'"),
    ],
)
def test_two_logs_refuse_what_they_have_not(change, message):
    with pytest.raises(ValueError, match=message):
        datasets.two_logs(**change)


def test_shared_generator_serves_the_rules_of_initializers():
    stream = SharedRandom(5)
    expected = [[stream.normal() / np.sqrt(2) for _ in range(2)] for _ in range(3)]
    np.testing.assert_allclose(xavier(3, 2, SharedGenerator(5)), expected)
    stream = SharedRandom(5)
    expected = [[4 * stream.uniform() - 1 for _ in range(2)] for _ in range(3)]
    np.testing.assert_allclose(SharedGenerator(5).uniform(-1, 3, (3, 2)), expected)
