"""A column of flat beds: what folds and faults are later applied to.

Taught in: notebook 5, "Fault or no fault?" and "A real section".
"""

from typing import NamedTuple

import numpy as np

STEPS = 16  # the column is known to 1/16 sample
MEMORY = 0.6  # correlation of ln AI of a bed with the one above; no single source


class Column(NamedTuple):
    """A bed column with `STEPS` entries per sample.

    top : depth of the first entry, samples from the image's middle. bed : number of the
    bed, int32. log_impedance : ln AI, float32, a mean over the length of a fine sample.
    """

    top: float
    bed: np.ndarray
    log_impedance: np.ndarray


def bed_column(rng, ranges, reach, oversampling):
    """Beds from ``reach`` samples above the image's middle to as many below it.

    Thickness is 1 sample plus an exponential; ln AI is an AR(1) process from bed to
    bed, with a coefficient of 0.6.

    Parameters
    ----------
    rng : numpy.random.Generator
    ranges : fault_ranges.Ranges
        ``bed_thickness`` (samples) and ``contrast`` (of ln AI).
    reach : float
        Samples.
    oversampling : int
        Fine samples per sample: a fine sample holds the mean of ln AI over its length.

    Returns
    -------
    Column
    """
    length = int(2 * reach)
    mean = rng.uniform(*ranges.bed_thickness)
    thickness = 1 + mean * rng.standard_exponential(length)
    steps = rng.uniform(*ranges.contrast) * rng.standard_normal(length + 40)
    # AR(1) is a filter that remembers; 40 beds later, 0.6^40 is nothing.
    log_impedance = np.convolve(steps, MEMORY ** np.arange(40), "valid")

    entries = np.round(STEPS * thickness).astype(int)
    bed = np.repeat(np.arange(length), entries)[: STEPS * length]
    width = STEPS // oversampling
    box = np.full(width + 1, 1 / width)
    box[[0, -1]] /= 2
    smooth = np.convolve(log_impedance[bed], box, "same")
    return Column(-length / 2, bed.astype(np.int32), smooth.astype(np.float32))


def entry(column, depth):
    """Which entry of the column lies at a depth (samples from the image's middle)."""
    return ((depth - column.top) * STEPS).astype(np.intp)
