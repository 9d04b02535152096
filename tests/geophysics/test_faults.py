"""Faults and folds run backwards: throws, dips, ages, and labels that are exact."""

import numpy as np
import pytest

from course_lib.geophysics import faults as ft
from course_lib.geophysics.fault_ranges import Ranges
from course_lib.geophysics.seismic import fault_patches, section

# One flat-bedded kind of rock, whose structure can be read from the beds.
FLAT = {
    "fold": (0, 0),
    "tilt": (0, 0),
    "fault_share": 1,
    "n_faults": (1, 1),
    "half_length": (1900, 2000),
}


def fault(dip_deg=60.0, throw=10.0, x=0.0, z=0.0, half_length=100.0):
    dip = np.radians(dip_deg)
    return ft.Fault(x, z, float(np.cos(dip)), float(np.sin(dip)), throw, half_length)


def test_the_footwall_stays_and_the_hanging_wall_came_from_up_dip():
    x, z = ft.undo_fault(fault(60, 10), np.array([-1.0, 1e-6]), np.array([0.0, 0.0]))
    np.testing.assert_allclose(x, [-1, -10 / np.tan(np.radians(60))], atol=1e-5)
    np.testing.assert_allclose(z, [0, -10], atol=1e-5)
    x, z = ft.undo_fault(fault(60, -10), np.array([-1.0, 1e-6]), np.array([0.0, 0.0]))
    np.testing.assert_allclose(z, [0, 10], atol=1e-5)  # a reverse fault


@pytest.mark.parametrize("dip_deg", [35, 60, 89, 91, 120, 150])
def test_slip_runs_along_the_fault(dip_deg):
    """Rock on the fault stays on it; the throw is what was asked for, either way."""
    one = fault(dip_deg, 8)
    along = np.linspace(-60, 60, 13)
    out = 1e-3 * np.sign(one.dip_x)  # a little into the hanging wall
    x = along * one.dip_x + out * one.dip_z
    z = along * one.dip_z - out * one.dip_x
    x0, z0 = ft.undo_fault(one, x, z)
    _, across = ft.fault_coordinates(one, x0, z0)
    np.testing.assert_allclose(across, 1e-3, atol=1e-9)
    np.testing.assert_allclose(z - z0, 8 * (1 - (along / 100) ** 2), atol=1e-3)


def test_slip_has_died_at_the_ends_and_far_into_the_hanging_wall():
    one = fault(90 - 1e-9, 8)
    z = np.array([-150.0, -100.0, 0.0, 100.0, 150.0])
    x = np.full(5, 1e-9)
    _, z0 = ft.undo_fault(one, x, z)
    np.testing.assert_allclose(z - z0, [0, 0, 8, 0, 0], atol=1e-6)
    _, z0 = ft.undo_fault(one, np.array([100.0, 200.0, 300.0]), np.zeros(3))
    np.testing.assert_allclose(-z0, [6, 0, 0], atol=1e-6)


def test_folds_are_gaussians_that_grow_with_depth():
    folds = ft.Folds([0.0], [10.0], [4.0], 0.1, 50.0)
    x, z = np.array([0.0, 10.0, 200.0]), np.array([0.0, 0.0, 0.0])
    wanted = [-4, -4 * np.exp(-0.5) - 1, -20]
    np.testing.assert_allclose(ft.undo_folds(folds, x, z), wanted, atol=1e-6)
    deeper = ft.undo_folds(folds, np.zeros(1), np.array([50.0]))
    assert deeper[0] == pytest.approx(50 - 1.5 * 4)


def test_a_younger_fault_displaces_an_older_one():
    young, old = fault(75, 12), fault(115, 6)
    x = np.arange(-40, 41, dtype=float)[None]
    z = np.arange(-40, 41, dtype=float)[:, None]
    both = ft.fault_mask([young, old], x, z, 2.0)
    alone = ft.fault_mask([old], x, z, 2.0) | ft.fault_mask([young], x, z, 2.0)
    _, across = ft.fault_coordinates(young, x, z)
    np.testing.assert_array_equal(both[across < -2], alone[across < -2])
    hanging = across > 3
    assert (both != alone)[hanging].sum() > 20
    moved = np.argwhere(both & hanging).mean(0) - np.argwhere(alone & hanging).mean(0)
    assert moved[0] > 2  # downwards, with the hanging wall


def test_small_throws_are_left_out_of_the_mask():
    x = np.arange(-3, 4, dtype=float)[None]
    z = np.arange(-120, 121, dtype=float)[:, None]
    for label_throw, length in (
        (0.0, 100),
        (2.0, 50**0.5 * 10),
        (3.9, 0.025**0.5 * 100),
    ):
        mask = ft.fault_mask([fault(89.999, 4)], x, z, label_throw)
        rows = np.flatnonzero(mask.any(axis=1)) - 120
        assert rows[0] == pytest.approx(-length, abs=1)
        assert rows[-1] == pytest.approx(length, abs=1)
    assert not ft.fault_mask([fault(80, 4)], x, z, 4.1).any()


# Labels of whole patches, read back from the labels themselves


def tops(bed):
    """Rows where bed b begins, per trace: NaN where it does not follow bed b − 1."""
    rows = np.full((bed.max() + 2, bed.shape[1]), np.nan)
    z, x = np.nonzero(np.diff(bed, axis=0) == 1)
    rows[bed[z + 1, x], x] = z + 1
    return rows


@pytest.mark.parametrize("throw", [3.0, 7.0, 12.0])
def test_beds_jump_by_the_throw_across_the_mask(throw):
    found = []
    for i in range(40):
        made = fault_patches(1, seed=i, throw=(throw, throw), reverse_share=0, **FLAT)
        mask, rows = made.mask[0], tops(made.bed[0])
        cut = mask[:, [5, -5]].any()
        jump = np.abs(rows[:, 5] - rows[:, -5])
        if not cut and mask.any(axis=1).all() and np.isfinite(jump).any():
            # Between the left and the right edge there is the whole fault.
            assert np.nanmax(np.abs(jump - throw)) <= 1.0
            found += jump[np.isfinite(jump)].tolist()
    assert len(found) > 60
    assert np.mean(found) == pytest.approx(throw, abs=0.15)


def test_beds_are_whole_off_the_mask_and_flat_where_asked():
    made = fault_patches(60, seed=2, **FLAT)
    for bed, mask in zip(made.bed, made.mask, strict=True):
        sideways = np.diff(bed, axis=1) != 0
        near = mask[:, 1:] | mask[:, :-1]
        # Slip that fades moves a boundary across a sample here and there.
        assert (sideways & ~near).mean() < 0.01
        assert (sideways & near).sum() > 0.05 * near.sum()


def test_normal_faults_hide_beds_and_reverse_faults_repeat_them():
    """As a well would see it: downwards, a bed number falls at a reverse fault only."""
    kind = {"seed": 1, "fault_share": 1, "label_throw": 0}
    normal = fault_patches(80, reverse_share=0, **kind)
    assert (np.diff(normal.bed, axis=1) >= 0).all()
    assert (np.diff(normal.bed, axis=1) > 1).any()
    reverse = fault_patches(80, reverse_share=1, **kind)
    falls = np.diff(reverse.bed, axis=1) < 0
    near = reverse.mask[:, 1:] | reverse.mask[:, :-1]
    assert falls.any(axis=(1, 2)).mean() > 0.9
    assert not (falls & ~near).any()


def measured_dip(mask):
    """Dip of the mask's pixels, degrees, and their length, samples."""
    places = np.argwhere(mask).astype(float)
    values, vectors = np.linalg.eigh(np.cov((places - places.mean(0)).T))
    down, across = vectors[:, 1]
    return np.degrees(np.arctan2(abs(down), abs(across))), 12**0.5 * values[1] ** 0.5


@pytest.mark.parametrize("dip_deg", [(40, 40), (60, 60), (85, 85), (60, 85)])
def test_dips_measured_on_the_mask_are_those_asked_for(dip_deg):
    made = fault_patches(60, seed=3, dip_deg=dip_deg, **FLAT)
    dips = np.array([d for d, length in map(measured_dip, made.mask) if length > 25])
    assert len(dips) > 40
    low, high = dip_deg
    assert dips.min() > low - 2 and dips.max() < high + 2
    assert dips.mean() == pytest.approx((low + high) / 2, abs=1.5)


def test_the_mask_is_two_samples_wide_across_the_fault():
    made = fault_patches(60, seed=4, dip_deg=(75, 75), **FLAT)
    inside = made.mask[:, :, 4:-4].sum(axis=2)
    inside = inside[inside > 0]
    assert inside.mean() == pytest.approx(2 / np.sin(np.radians(75)), abs=0.1)


def test_faulted_and_whole_patches_are_told_apart_exactly():
    made = fault_patches(400, seed=5)
    np.testing.assert_array_equal(made.fault, made.mask.any(axis=(1, 2)))
    assert made.fault.mean() == pytest.approx(0.5, abs=0.07)
    for share in (0, 1):
        assert (fault_patches(20, fault_share=share).fault == share).all()


def test_left_and_right_are_alike():
    made = fault_patches(600, seed=6, fault_share=1)
    columns = made.mask.mean(axis=(0, 1))
    left, right = columns[:32].mean(), columns[32:].mean()
    assert left == pytest.approx(right, rel=0.08)
    S = made.amplitude
    dipping = S[:, :-1, :-1] * S[:, 1:, 1:] - S[:, :-1, 1:] * S[:, 1:, :-1]
    dipping = dipping.mean(axis=(1, 2))
    assert abs(dipping.mean()) < 3 * dipping.std() / np.sqrt(600)
    assert dipping.std() > 0.1  # single patches do dip


def test_an_array_is_parallel_and_keeps_to_its_ranges():
    rng = np.random.default_rng(0)
    for ranges in (Ranges(half_length=(50, 55)), Ranges(dip_deg=(70, 72))):
        for _ in range(50):
            array = ft.draw_array(rng, ranges, 7, (-50, 50), (-40, 40))
            dips = np.degrees(np.arcsin([one.dip_z for one in array]))
            low, high = ranges.dip_deg
            assert low - 1e-6 <= dips.min() and dips.max() <= high + 1e-6
            assert np.ptp(dips) <= 8
            assert len({np.sign(one.dip_x) for one in array}) == 1
            assert len({np.sign(one.throw) for one in array}) == 1
            throws = [abs(one.throw) for one in array]
            assert 3 <= min(throws) and max(throws) <= 12
            lengths = [one.half_length for one in array]
            assert 50 <= min(lengths) and max(lengths) <= ranges.half_length[1]
            gaps = np.diff([one.x for one in array])
            assert 15 <= gaps.min() and gaps.max() <= 35


def test_a_section_has_its_faults_and_an_array_side_by_side():
    quiet = {"n_faults": (0, 0), "reverse_share": 0}
    array = section(200, 400, seed=1, n_array=(6, 6), **quiet)
    row = array.mask[np.flatnonzero(array.mask.any(axis=1)).astype(int)]
    crossings = (np.diff(row.astype(int), axis=1) == 1).sum(axis=1).max()
    assert 4 <= crossings <= 6
    assert not section(200, 400, n_array=(0, 0), **quiet).mask.any()
    scattered = section(200, 400, seed=1, n_faults=(9, 9), n_array=(0, 0))
    assert 0.002 < scattered.mask.mean() < 0.05
