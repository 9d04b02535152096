"""Seismic images of faulted beds with exact labels: patches and whole sections.

Stands in for: a migrated, zero-phase stack of layered rock cut by faults.
Breaks down: no diffractions and no multiples, no velocity effect of the structure on
time, straight faults, beds that never pinch out, one wavelet per image, noise that
knows nothing of the rock.

Idea of Wu, Liang, Shi and Fomel, 2019, Geophysics 84(3), IM35-IM45 (FaultSeg3D).

Taught in: notebook 5, "The real section".
"""

from typing import NamedTuple

import numpy as np
from numpy.lib.stride_tricks import sliding_window_view

from course_lib.checks import check_count
from course_lib.geophysics import fault_ranges
from course_lib.geophysics.faults import (
    draw_array,
    draw_fault,
    draw_folds,
    fault_mask,
    n_folds,
    undo_faults,
    undo_folds,
)
from course_lib.geophysics.wavelets import ricker

OVERSAMPLING = 4  # impedance is sampled so many times per sample
COLUMN_STEPS = 16  # the bed column is known to 1/16 sample
WAVELET_PERIODS = 1.3  # half the length of a Ricker wavelet: it is below 1e-5 there
BLOCK_ROWS = 8  # of an image filtered at once
BED_MEMORY = 0.6  # correlation of ln AI of a bed with the one above

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
        Patch i depends on ``seed`` and i alone: the first 10 of 1000 are
        those of 10.
    realistic : bool
        False draws from `fault_ranges.UNREALISTIC`, the tempting wrong choice: thick
        beds, crisp and clean, faults of any dip.
    **ranges
        Any field of `fault_ranges.Ranges`; it wins over ``realistic``. Other ranges on
        the same seed change nothing else: ``fault_share=0`` shows the same beds whole.

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
    ranges = fault_ranges.choose(realistic, ranges)
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
        As for `fault_patches`. Here ``n_faults=(8, 14)`` faults are scattered over the
        section, and ``n_array=(6, 9)`` stand side by side in one place.

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
    ranges = fault_ranges.choose(realistic, ranges, **SECTION)
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
    n_samples, n_traces = shape
    dt_s = ranges.dt_ms / 1000
    half = _half_length(ranges)
    f_signal, f_noise = rng.uniform(*ranges.f0_hz, 2)
    blur, snr = rng.uniform(*ranges.blur_traces), rng.uniform(*ranges.snr)
    folds = draw_folds(rng, ranges, shape, fold_depth)
    column = _bed_column(rng, ranges, shape, half, fold_depth)

    x = _centred(n_traces)[None, :]
    z = _centred(n_samples)[:, None]
    bed = column.bed[_entry(column, undo_folds(folds, *undo_faults(faults, x, z)))]
    mask = fault_mask(faults, x, z, ranges.label_throw)

    fine = _fine_depths(n_samples, half)[:, None]
    depth = undo_folds(folds, *undo_faults(faults, x, fine))
    log_impedance = column.log_impedance[_entry(column, depth)]
    reflectivity = 0.5 * np.diff(log_impedance, axis=0)
    signal = _filter(
        reflectivity, _wavelet(f_signal, dt_s, half, OVERSAMPLING), OVERSAMPLING
    )
    signal = _blur(signal, blur)
    noise = _noise(rng, shape, f_noise, dt_s, half)
    image = _standardised(signal) + _standardised(noise) / np.float32(snr)
    return _standardised(image), mask, bed, bool(faults)


class _Column(NamedTuple):
    top: float  # depth of its first entry, samples
    bed: np.ndarray
    log_impedance: np.ndarray


def _bed_column(rng, ranges, shape, half, fold_depth):
    """Flat beds before folds and faults, COLUMN_STEPS entries per sample.

    Thickness is exponential, ln AI an AR(1) process from bed to bed. Deep enough for
    whatever folds and faults bring up or down.
    """
    n_samples, n_traces = shape
    moved = (ranges.n_faults[1] + ranges.n_array[1]) * ranges.slip
    folded = n_folds(shape) * max(map(abs, ranges.fold))
    tilted = max(map(abs, ranges.tilt)) * (n_traces / 2 + moved)
    reach = n_samples / 2 + half + moved + tilted
    reach += folded * (1 + reach / (2 * fold_depth)) + 2
    length = int(2 * reach)

    mean = rng.uniform(*ranges.bed_thickness)
    thickness = 1 + mean * rng.standard_exponential(length)
    steps = rng.uniform(*ranges.contrast) * rng.standard_normal(length + 40)
    # AR(1) is a filter that remembers: 0.6^40 is nothing.
    log_impedance = np.convolve(steps, BED_MEMORY ** np.arange(40), "valid")[:length]

    entries = np.round(COLUMN_STEPS * thickness).astype(int)
    bed = np.repeat(np.arange(length), entries)[: COLUMN_STEPS * length]
    per_entry = log_impedance[bed].astype(np.float32)
    # A fine sample holds the mean over its own length, so that beds do not alias.
    width = COLUMN_STEPS // OVERSAMPLING
    box = np.r_[0.5, np.ones(width - 1), 0.5] / width
    smooth = np.convolve(per_entry, box, "same").astype(np.float32)
    return _Column(-length / 2, bed.astype(np.int32), smooth)


def _entry(column, depth):
    return ((depth - column.top) * COLUMN_STEPS).astype(np.intp)


def _centred(n):
    return np.arange(n, dtype=np.float32) - np.float32((n - 1) / 2)


def _half_length(ranges):
    """Half the wavelet, samples: that much rock above and below the image is needed."""
    return int(np.ceil(WAVELET_PERIODS / ranges.f0_hz[0] / (ranges.dt_ms / 1000)))


def _fine_depths(n_samples, half):
    """Depths between which reflectivity is taken: half a wavelet more at both ends."""
    count = OVERSAMPLING * (n_samples - 1 + 2 * half) + 1
    first = -(n_samples - 1) / 2 - half
    return (first + np.arange(count) / OVERSAMPLING).astype(np.float32)


def _wavelet(f_hz, dt_s, half, steps):
    """A Ricker wavelet as a kernel: ``steps`` values a sample, centred between two."""
    time = half - (np.arange(2 * half * steps) + 0.5) / steps
    return ricker(time * dt_s, f_hz).astype(np.float32)


def _filter(image, kernel, steps):
    """Slide a kernel down every trace, ``steps`` rows at a time.

    A convolution layer with a known kernel and stride ``steps``, written as a product
    with a matrix: each of its rows is the kernel, ``steps`` columns further right. The
    image is done in blocks of few rows. The matrix of a whole trace is nearly all
    zeros, and a product of that size wakes BLAS's other threads, which takes longer
    than the product.
    """
    length, n_rows = len(kernel), (len(image) - len(kernel)) // steps + 1
    width = steps * (BLOCK_ROWS - 1) + length
    padded = np.pad(kernel, steps * (BLOCK_ROWS - 1))
    matrix = np.ascontiguousarray(sliding_window_view(padded, width)[::-steps])
    filtered = np.empty((n_rows, image.shape[1]), np.float32)
    for start in range(0, n_rows, BLOCK_ROWS):
        block = image[steps * start : steps * start + width]
        rows = min(BLOCK_ROWS, n_rows - start)
        filtered[start : start + rows] = matrix[:rows, : len(block)] @ block
    return filtered


def _blur(image, sigma):
    """Gaussian blur along traces: exp(−2 (π k σ)²) at wavenumber k, ends mirrored."""
    if sigma == 0:
        return image
    n_traces = image.shape[1]
    mirrored = np.concatenate([image, image[:, ::-1]], axis=1)
    k = np.fft.rfftfreq(2 * n_traces)
    response = np.exp(-2 * (np.pi * k * sigma) ** 2).astype(np.float32)
    spectrum = np.fft.rfft(mirrored, axis=1) * response
    return np.fft.irfft(spectrum, 2 * n_traces, axis=1)[:, :n_traces]


def _noise(rng, shape, f_hz, dt_s, half):
    """Noise in the band of the signal, alike on neighbouring traces."""
    n_samples, n_traces = shape
    white = rng.standard_normal(
        (n_samples - 1 + 2 * half, n_traces + 2), dtype=np.float32
    )
    mixed = white[:, 1:-1] + np.float32(0.5) * (white[:, 2:] + white[:, :-2])
    return _filter(mixed, _wavelet(f_hz, dt_s, half, 1), 1)


def _standardised(image):
    """Mean 0, standard deviation 1; what shows no reflection at all stays 0."""
    image = image - image.mean()
    return image / (image.std() or np.float32(1))
