"""Logs of several wells: made, split honestly and not, given their neighbours."""

import numpy as np
import pytest

from course_lib import datasets
from course_lib.features import standardize
from course_lib.geophysics import well_logs as physics
from course_lib.networks import Network
from course_lib.optimizers import Adam, train


@pytest.fixture(scope="module")
def field():
    return datasets.well_logs()


def blind_and_random(seeds, k, sizes=(32,), epochs=20, **options):
    """Mean accuracy on two blind of eight wells, and on as many random samples."""
    rows = []
    for seed in seeds:
        data = datasets.well_logs(8, 200, seed=seed, **options)
        data = datasets.with_neighbours(data, k)
        rows.append([])
        for part, test in (
            datasets.split_by_well(data, 2, seed=seed),
            datasets.split_at_random(data, 0.75, seed=seed),
        ):
            Z, mean, std = standardize(part.X)
            network = Network(
                [Z.shape[1], *sizes, 5], "relu", output="softmax", init="he", seed=seed
            )
            train(network, Z, part.y, Adam(lr=0.005), 100, epochs, seed)
            rows[-1].append(network.accuracy((test.X - mean) / std, test.y))
    return np.mean(rows, axis=0)


def test_default_is_twelve_wells_of_122_m(field):
    assert field.X.shape == (9600, 5) and field.y.shape == (9600,)
    assert field.feature_names == ("GR", "RHOB", "NPHI", "DT", "log10 RT")
    assert field.units == ("API", "g/cm³", "v/v", "µs/ft", "log10 Ω·m")
    assert field.class_names == physics.FACIES and set(field.y) == {0, 1, 2, 3, 4}
    assert field.wells == tuple(range(12))
    assert np.bincount(field.well).tolist() == [800] * 12
    for well in field.wells:
        depth = field.depth_m[field.well == well]
        assert depth[0] == 1500 and np.diff(depth) == pytest.approx(
            np.full(799, 0.1524)
        )


def test_values_are_those_of_rocks(field):
    low, high = field.X.min(axis=0), field.X.max(axis=0)
    assert (low >= [2, 1.1, -0.1, 55, -0.6]).all()
    assert (high <= [190, 2.8, 0.75, 160, 3.0]).all()
    means = np.array([field.X[field.y == k].mean(axis=0) for k in range(5)])
    assert (np.diff(means[:4, 0]) < 0).all(), "cleaner sand, less gamma ray"
    assert (np.diff(means[:, 4]) > 0).all(), "resistivity grows from shale to coal"
    assert means[:, 1].argmin() == 4 and means[:, 3].argmax() == 4, "coal: light, slow"
    assert means[0] == pytest.approx([108, 2.46, 0.32, 95, 0.48], rel=0.08)


def test_more_wells_leave_the_first_as_they_are(field):
    few = datasets.well_logs(n_wells=3)
    assert (few.X == field.X[:2400]).all() and (few.y == field.y[:2400]).all()
    other = datasets.well_logs(n_wells=3, seed=1)
    assert (other.X != few.X).all() and (other.y != few.y).any()
    assert (few.X[:800] != few.X[800:1600]).all(), "no two wells are alike"


def test_arguments_reach_the_logs():
    quiet = datasets.well_logs(3, 50, shift=(0, 0, 0, 0, 0), top_m=900)
    loud = datasets.well_logs(3, 50, shift=(0, 0, 0, 50, 0), top_m=900)
    moved = loud.X - quiet.X
    assert quiet.depth_m.min() == 900
    assert (moved[:, :3] == 0).all() and (moved[:, 4] == 0).all()
    per_well = moved[:, 3].reshape(3, 50)
    assert np.ptp(per_well, axis=1).max() < 1e-9 and np.ptp(per_well[:, 0]) > 5
    sharp = datasets.well_logs(3, 50, tool_sigma=0)
    assert (sharp.y == quiet.y).all() and (sharp.X != quiet.X).any()


def test_dataset_carries_its_wells(field):
    part = field.take(field.y == 2)
    assert (part.y == 2).all() and (part.well == field.well[field.y == 2]).all()
    assert (field.take([5, 900]).well == [0, 1]).all()
    first, second = field.split(0.5)
    assert len(first.well) == len(second.well) == 4800
    assert "well (9600,): 0, 1, 2, 3" in repr(field)
    named = datasets.Dataset(
        [[1.0], [2.0]], [0, 1], "a", [""], "ab", well=["31/2-7", "31/2-10"]
    )
    assert named.wells == ("31/2-7", "31/2-10")
    assert datasets.gas_sand(n=10).wells == ()


def test_split_by_well_shares_no_well(field):
    part, blind = datasets.split_by_well(field, 4, seed=1)
    assert len(part.wells) == 8 and len(blind.wells) == 4
    assert not set(part.wells) & set(blind.wells)
    assert len(part) == 6400 and len(blind) == 3200
    again = datasets.split_by_well(field, 4, seed=1)[1]
    assert again.wells == blind.wells
    others = {datasets.split_by_well(field, 4, seed=s)[1].wells for s in range(10)}
    assert len(others) > 5
    named = datasets.split_by_well(field, blind=[3, 7])[1]
    assert named.wells == (3, 7) and (named.X[:800] == field.X[2400:3200]).all()


def test_split_by_well_takes_names():
    data = datasets.Dataset(
        np.arange(6.0)[:, None],
        [0, 1, 0, 1, 0, 1],
        ("GR",),
        ("API",),
        ("sand", "shale"),
        well=np.repeat(["31/2-7", "31/2-9", "34/10-19"], 2),
    )
    for blind in ("31/2-9", ["31/2-9"]):
        part, held_back = datasets.split_by_well(data, blind)
        assert held_back.X.ravel().tolist() == [2, 3] and len(part) == 4


def test_split_at_random_has_every_well_in_both_parts(field):
    part, test = datasets.split_at_random(field, 2 / 3, seed=0)
    assert part.wells == test.wells == field.wells
    assert len(part) == 6400 and len(test) == 3200
    # Nearly every test sample has a training sample of its well within half a metre.
    trained = set(zip(part.well.tolist(), part.depth_m.round(3), strict=True))
    near = np.zeros(len(test), dtype=bool)
    for step in (-3, -2, -1, 1, 2, 3):
        depth = (test.depth_m + step * 0.1524).round(3)
        pairs = zip(test.well.tolist(), depth, strict=True)
        near |= [pair in trained for pair in pairs]
    assert near.mean() > 0.99


def test_the_random_split_flatters_and_less_so_where_wells_are_alike():
    blind, random = blind_and_random(range(8), k=5)
    assert random > blind + 0.05
    alike = blind_and_random(range(8), k=5, well_share=0.0, shift=[0] * 5)
    assert alike[1] - alike[0] < (random - blind) - 0.03


def test_neighbours_help():
    alone, _ = blind_and_random(range(3), k=0, sizes=())
    window, _ = blind_and_random(range(3), k=1, sizes=())
    assert window > alone + 0.02


def test_neighbours_stay_within_their_well():
    data = datasets.well_logs(n_wells=3, n=20)
    wide = datasets.with_neighbours(data, k=2)
    assert wide.X.shape == (60, 25) and len(wide.units) == 25
    assert wide.feature_names[:5] == tuple(f"{name} −2" for name in data.feature_names)
    assert wide.feature_names[10:15] == data.feature_names
    assert wide.feature_names[-1] == "log10 RT +2"
    for well in range(3):
        rows = np.arange(20 * well, 20 * well + 20)
        for i, row in enumerate(rows):
            expected = [data.X[rows[min(max(i + s, 0), 19)]] for s in range(-2, 3)]
            assert (wide.X[row] == np.concatenate(expected)).all()
    assert (wide.y == data.y).all() and (wide.well == data.well).all()
    assert (datasets.with_neighbours(data, 0).X == data.X).all()


def test_neighbours_stop_at_a_gap():
    data = datasets.well_logs(n_wells=1, n=40)
    holed = data.take(np.r_[0:20, 25:40])
    wide = datasets.with_neighbours(holed, 1)
    assert (wide.X[19, 10:] == data.X[19]).all(), "below the last sample before the gap"
    assert (wide.X[20, :5] == data.X[25]).all(), "above the first sample after it"
    assert (wide.X[21, :5] == data.X[25]).all()


def test_a_log_without_wells_is_one_well():
    log = datasets.gamma_ray_log(n=30)
    wide = datasets.with_neighbours(log, 1)
    assert wide.feature_names == ("GR −1", "GR", "GR +1")
    assert (wide.X[1:-1] == np.column_stack([log.X[:-2], log.X[1:-1], log.X[2:]])).all()


SMALL = datasets.well_logs(n_wells=3, n=30)


@pytest.mark.parametrize(
    "call, words",
    [
        (lambda: datasets.well_logs(n_wells=0), "n_wells must be >= 1; got 0"),
        (lambda: datasets.well_logs(n=1), "n must be >= 2; got 1"),
        (lambda: datasets.well_logs(seed=-1), "seed must be >= 0"),
        (lambda: datasets.well_logs(shift=8), "shift must hold 5 numbers"),
        (lambda: datasets.well_logs(shift=(8, -1, 0, 0, 0)), r"shift \(RHOB\) must be"),
        (lambda: datasets.well_logs(shift=(8, np.nan, 0, 0, 0)), "shift must be finit"),
        (lambda: datasets.well_logs(well_share=1.5), "well_share must be >= 0 and <="),
        (lambda: datasets.well_logs(tool_sigma=-1), "tool_sigma must be"),
        (lambda: datasets.well_logs(top_m="top"), "top_m must be one number"),
        (lambda: datasets.split_by_well(datasets.gas_sand(n=9)), "gas_sand does not"),
        (lambda: datasets.split_by_well(SMALL, 3), "blind must be >= 1 and <= 2"),
        (lambda: datasets.split_by_well(SMALL, [3]), "wells 0, 1, 2, and leave"),
        (lambda: datasets.split_by_well(SMALL, [0, 1, 2]), "leave at least one to tr"),
        (lambda: datasets.split_by_well(SMALL, []), "blind must name some"),
        (lambda: datasets.split_by_well(SMALL, "31/2-7"), "blind must name some"),
        (lambda: datasets.split_by_well(SMALL.take(range(9))), "two wells or more"),
        (lambda: datasets.split_at_random(SMALL, 1.0), "fraction must leave samples"),
        (lambda: datasets.with_neighbours(SMALL, -1), "k must be >= 0"),
        (lambda: datasets.with_neighbours(SMALL, 1.5), "k must be a whole number"),
        (
            lambda: datasets.with_neighbours(datasets.split_at_random(SMALL)[0]),
            "Add neighbours before you split at random",
        ),
        (
            lambda: datasets.with_neighbours(SMALL.take(np.r_[0:30][::-1])),
            "depth_m must increase",
        ),
        (
            lambda: datasets.with_neighbours(SMALL.take(np.r_[0:10, 30:60, 10:30])),
            "rows of a well together",
        ),
        (
            lambda: datasets.Dataset([[1.0]], [0], "a", [""], "a", well=[1, 2]),
            "well must hold a whole number or a name for each of the 1 rows",
        ),
        (
            lambda: datasets.Dataset([[1.0]], [0], "a", [""], "a", well=[1.5]),
            "well must hold a whole number or a name",
        ),
    ],
)
def test_bad_arguments_are_named_with_what_is_allowed(call, words):
    with pytest.raises((TypeError, ValueError), match=words):
        call()
