"""Seismic images of faulted beds with exact labels: patches and whole sections.

Stands in for: a migrated, zero-phase stack of layered rock cut by faults.
Breaks down: no diffractions and no multiples, no velocity effect of the structure on
time, straight faults, beds that never pinch out, one wavelet per image, noise that
knows nothing of the rock.

Idea of Wu, Liang, Shi and Fomel, 2019, Geophysics 84(3), IM35-IM45 (FaultSeg3D).

Taught in: notebook 5, "Fault or no fault?" and "A real section".
"""

from typing import NamedTuple

import numpy as np

from course_lib.checks import check_count
from course_lib.geophysics import fault_ranges
from course_lib.geophysics.beds import bed_column, entry
from course_lib.geophysics.faults import (
    draw_array,
    draw_fault,
    draw_folds,
    fault_mask,
    n_folds,
    undo_faults,
    undo_folds,
)
from course_lib.geophysics.imaging import (
    OVERSAMPLING,
    band_noise,
    blur,
    centred,
    filter_traces,
    fine_depths,
    half_wavelet,
    standardised,
    wavelet_kernel,
)

# What a section has that differs from a patch: see `Ranges`.
SECTION = {
    "n_faults": (8, 14),
    "n_array": (6, 9),
    "half_length": (50.0, 160.0),
    "fold_width": (15.0, 120.0),
    "tilt": (-0.06, 0.06),
}


class Faulted(NamedTuple):
    """Images of faulted beds with their labels; the first axis is missing for one.

    amplitude : (m, n_samples, n_traces), float32, mean 0 and standard deviation 1.
    mask : the same shape, bool; True on a fault.
    bed : the same shape, int32; number of the bed, growing downwards.
    fault : (m,), bool; True if a fault cuts the image.
    """

    amplitude: np.ndarray
    mask: np.ndarray
    bed: np.ndarray
    fault: np.ndarray


def fault_patches(n, size=64, seed=0, realistic=True, **ranges):
    """Small images of layered rock, some cut by faults, with exact labels.

    Parameters
    ----------
    n : int
        How many.
    size : int
        Samples and traces of each, 16 … 512.
    seed : int
        Patch i depends on ``seed`` and i alone: the first 10 of 1000 are those of 10.
    realistic : bool
        False draws from `fault_ranges.UNREALISTIC`, the tempting wrong choice: thick
        beds, crisp and clean, faults of any dip.
    **ranges
        Any field of `fault_ranges.Ranges` but ``n_array``; it wins over ``realistic``.
        On one seed, ``fault_share``, ``reverse_share``, ``snr``, ``blur_traces`` and
        ``contrast`` change nothing else: ``fault_share=0`` shows the same beds whole.

    Returns
    -------
    Faulted
        Images (n, size, size).

    Raises
    ------
    TypeError, ValueError
        Naming the argument, its value and what is allowed.

    Examples
    --------
    >>> patches = fault_patches(20, seed=1)
    >>> patches.amplitude.shape, patches.amplitude.dtype, int(patches.fault.sum())
    ((20, 64, 64), dtype('float32'), 11)
    """
    n = check_count(n, "n")
    size = check_count(size, "size", low=16, high=512)
    seed = check_count(seed, "seed", low=0)
    ranges = fault_ranges.choose(realistic, ranges, without=["n_array"])
    shape = (n, size, size)
    patches = Faulted(
        np.empty(shape, np.float32),
        np.empty(shape, bool),
        np.empty(shape, np.int32),
        np.empty(n, bool),
    )
    for i in range(n):
        rng = np.random.default_rng((seed, i))
        faults = _faults_of_patch(rng, ranges, size)
        parts = _image(rng, ranges, (size, size), faults, fold_depth=float(size))
        for whole, part in zip(patches, parts, strict=True):
            whole[i] = part
    return patches


def section(n_samples=463, n_traces=951, seed=0, realistic=True, **ranges):
    """A whole section with scattered faults and one array of them, exactly labelled.

    Parameters
    ----------
    n_samples, n_traces : int
        32 … 4000; the default is the size of F3 inline 362.
    seed : int
    realistic : bool
    **ranges
        As for `fault_patches`, without ``fault_share``. Here ``n_faults=(8, 14)``
        faults are scattered over the section, ``n_array=(6, 9)`` stand side by side in
        one place, folds are broader and beds tilt less.

    Returns
    -------
    Faulted
        Images (n_samples, n_traces).

    Raises
    ------
    TypeError, ValueError
        Naming the argument, its value and what is allowed.

    Examples
    --------
    >>> line = section(100, 200, n_faults=(3, 3), n_array=(0, 0))
    >>> line.amplitude.shape, line.fault
    ((100, 200), True)
    """
    shape = (
        check_count(n_samples, "n_samples", low=32, high=4000),
        check_count(n_traces, "n_traces", low=32, high=4000),
    )
    seed = check_count(seed, "seed", low=0)
    ranges = fault_ranges.choose(realistic, ranges, ["fault_share"], **SECTION)
    rng = np.random.default_rng(seed)
    faults = _faults_of_section(rng, ranges, shape)
    # Deep beds are folded most: near the top of F3 they lie flat.
    depth = max(0.35 * shape[0], 64.0)
    return Faulted(*_image(rng, ranges, shape, faults, depth))


def _faults_of_section(rng, ranges, shape):
    """Scattered faults and an array of them, in a random order of age."""
    x, z = shape[1] / 2, shape[0] / 2
    count = rng.integers(*ranges.n_faults, endpoint=True)
    faults = [draw_fault(rng, ranges, (-x, x), (-z, z)) for _ in range(count)]
    count = rng.integers(*ranges.n_array, endpoint=True)
    faults += draw_array(rng, ranges, count, (-0.6 * x, 0.6 * x), (-0.6 * z, 0.6 * z))
    return [faults[i] for i in rng.permutation(len(faults))]


def _faults_of_patch(rng, ranges, size):
    """None, or as many as drawn: youngest first. The same numbers are used up."""
    low, high = ranges.n_faults
    has_faults = rng.random() < ranges.fault_share
    count = low + int(rng.random() * (high - low + 1))
    x, z = (-0.35 * size, 0.35 * size), (-0.3 * size, 0.3 * size)
    faults = [draw_fault(rng, ranges, x, z) for _ in range(high)]
    return faults[:count] if has_faults else []


def _image(rng, ranges, shape, faults, fold_depth):
    """One image: rock, then seismics, then noise."""
    dt_s = ranges.dt_ms / 1000
    half = half_wavelet(ranges.f0_hz[0], dt_s)
    f_signal, f_noise = rng.uniform(*ranges.f0_hz, 2)
    sigma, snr = rng.uniform(*ranges.blur_traces), rng.uniform(*ranges.snr)
    folds = draw_folds(rng, ranges, shape, fold_depth)
    reach = _reach(ranges, shape, half, fold_depth)
    column = bed_column(rng, ranges, reach, OVERSAMPLING)

    x, z = centred(shape[1])[None, :], centred(shape[0])[:, None]
    depth = undo_folds(folds, *undo_faults(faults, x, z))
    bed = column.bed[entry(column, depth)]
    mask = fault_mask(faults, x, z, ranges.label_throw)

    fine = fine_depths(shape[0], half)[:, None]
    depth = undo_folds(folds, *undo_faults(faults, x, fine))
    log_impedance = column.log_impedance[entry(column, depth)]
    reflectivity = 0.5 * np.diff(log_impedance, axis=0)
    signal = filter_traces(reflectivity, wavelet_kernel(f_signal, dt_s, half))
    signal = standardised(blur(signal, sigma))
    noise = standardised(band_noise(rng, shape, f_noise, dt_s, half))
    image = standardised(signal + noise / np.float32(snr))
    return image, mask, bed, bool(faults)


def _reach(ranges, shape, half, fold_depth):
    """Samples of the bed column above and below the middle that an image can ask for.

    Each term is the furthest that its cause can carry rock up or down.
    """
    slipped = (ranges.n_faults[1] + ranges.n_array[1]) * ranges.slip
    tilted = max(map(abs, ranges.tilt)) * (shape[1] / 2 + slipped)
    reach = shape[0] / 2 + half + slipped
    folded = n_folds(shape) * max(map(abs, ranges.fold))
    return reach + tilted + folded * (1 + reach / (2 * fold_depth)) + 2
