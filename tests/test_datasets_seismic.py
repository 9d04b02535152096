"""Seismic data sets: what a door gives, how they split, what they refuse."""

from dataclasses import replace

import numpy as np
import pytest

from course_lib import datasets
from course_lib.baselines import sta_lta


@pytest.fixture(scope="module")
def patches():
    return datasets.fault_patches(n=40, size=32, seed=2)


@pytest.fixture(scope="module")
def shots():
    return datasets.first_breaks(n=10, seed=2)


def test_patches_have_names_units_and_exact_labels(patches):
    assert patches.X.shape == patches.mask.shape == patches.bed.shape == (40, 32, 32)
    assert patches.X.dtype == np.float32 and patches.mask.dtype == bool
    assert patches.y.dtype == np.int64 and set(patches.y.tolist()) == {0, 1}
    assert patches.class_names == ("no fault", "fault")
    assert patches.feature_names == ("amplitude",) and patches.units == ("",)
    assert (patches.dt_ms, patches.name, patches.credit) == (4.0, "fault_patches", "")
    faulted = patches.y == 1
    assert not patches.mask[~faulted].any() and patches.mask[faulted].any()
    assert "40 images of 32 samples × 32 traces, every 4 ms" in repr(patches)


def test_patches_of_the_door_are_those_of_the_generator(patches):
    from course_lib.geophysics import seismic

    made = seismic.fault_patches(40, 32, seed=2)
    np.testing.assert_array_equal(patches.X, made.amplitude)
    np.testing.assert_array_equal(patches.mask, made.mask)
    other = datasets.fault_patches(n=2, size=32, seed=2, realistic=False, dt_ms=2)
    assert other.dt_ms == 2 and not np.array_equal(other.X, patches.X[:2])


@pytest.mark.parametrize("kind", ["patches", "shots"])
def test_split_and_take_keep_all_arrays_together(kind, request):
    data = request.getfixturevalue(kind)
    first, second = data.split(0.75, seed=1)
    m = len(data)
    assert (len(first), len(second)) == (round(0.75 * m), m - round(0.75 * m))
    again, _ = data.split(0.75, seed=1)
    np.testing.assert_array_equal(first.X, again.X)
    both = np.concatenate([first.X, second.X])
    order = [int(np.flatnonzero((data.X == x).all(axis=(1, 2)))[0]) for x in both]
    assert sorted(order) == list(range(m))
    for name in data.along_samples:
        joined = np.concatenate([getattr(first, name), getattr(second, name)])
        np.testing.assert_array_equal(joined, getattr(data, name)[order])
    some = data.take([3, 1])
    np.testing.assert_array_equal(some.X, data.X[[3, 1]])
    every = data.take(np.arange(m) % 2 == 0)
    np.testing.assert_array_equal(every.X, data.X[::2])
    assert (every.dt_ms, every.name) == (data.dt_ms, data.name)


@pytest.mark.parametrize("fraction", [0, 0.001, 1, 2])
def test_a_split_leaves_something_on_both_sides(patches, fraction):
    with pytest.raises(ValueError, match="fraction must"):
        patches.split(fraction)


@pytest.mark.parametrize(
    ("change", "message"),
    [
        ({"X": np.zeros((40, 32))}, "X must have shape 3 axes"),
        ({"X": np.full((40, 32, 32), np.nan)}, "X must be finite"),
        ({"mask": np.zeros((40, 32, 31), bool)}, "mask must have the shape of X"),
        ({"bed": np.zeros((39, 32, 32), int)}, "bed must have the shape of X"),
        ({"y": np.zeros(39)}, "y must hold 0 or 1 for each of the 40 images"),
        ({"y": np.full(40, 2)}, "y must hold 0 or 1"),
    ],
)
def test_patches_that_do_not_fit_are_refused(patches, change, message):
    with pytest.raises(ValueError, match=message):
        replace(patches, **change)


def test_the_stand_in_is_a_section_that_says_it_is_generated():
    line = datasets.fault_section(100, 150, seed=4, dt_ms=2)
    assert isinstance(line, datasets.Section)
    assert isinstance(line, datasets.LabelledSection)
    assert line.amplitude.shape == (150, 100) and line.image.shape == (100, 150)
    assert line.mask.shape == line.bed.shape == (100, 150)
    np.testing.assert_array_equal(line.image, line.amplitude.T)
    assert line.traces[0] == 1 and len(line.traces) == 150
    np.testing.assert_array_equal(line.time_ms, 2 * np.arange(100))
    assert line.credit == "" and line.name == "generated, seed 4"
    assert "F3" not in repr(line) and repr(line).startswith("LabelledSection generated")


def test_the_default_stand_in_has_the_size_of_the_real_line():
    line = datasets.fault_section()
    assert line.image.shape == (463, 951)
    assert line.time_ms[-1] == 1848  # as F3 inline 362
    assert 0.005 < line.mask.mean() < 0.03
    assert np.isfinite(line.image).all()


def test_gathers_know_their_picks(shots):
    assert shots.X.shape == (10, 256, 48) and shots.X.dtype == np.float32
    assert shots.pick_ms.shape == shots.offset_m.shape == (10, 48)
    assert shots.rock.shape == (10, 3) and shots.dt_ms == 0.5
    np.testing.assert_array_equal(shots.picked, shots.pick_ms < 128)
    assert "10 gathers of 256 samples × 48 traces, every 0.5 ms" in repr(shots)
    with pytest.raises(ValueError, match=r"pick_ms must have shape \(10, 48\)"):
        replace(shots, pick_ms=shots.pick_ms[:, :40])


def test_sta_lta_picks_as_the_data_card_says():
    shots = datasets.first_breaks(n=300, seed=5)
    picks = np.stack([sta_lta(X, shots.dt_ms) for X in shots.X])
    miss = np.abs(picks - shots.pick_ms)[shots.picked]
    assert np.mean(miss < 3) == pytest.approx(0.57, abs=0.03)
    assert np.median(miss) == pytest.approx(1.7, abs=0.2)


@pytest.mark.parametrize(
    "door", [datasets.fault_patches, datasets.fault_section, datasets.first_breaks]
)
def test_unknown_ranges_are_named(door):
    with pytest.raises((TypeError, ValueError), match="dips|dip_range"):
        door(dip_range=(60, 80))
