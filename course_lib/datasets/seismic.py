"""Generated seismics with exact labels: small images, whole sections, shot gathers.

They stand in for lines that somebody has interpreted: `course_lib.geophysics.seismic`
makes them, this module gives them the names and units of a `Dataset`.
"""

from dataclasses import dataclass, replace

import numpy as np

from course_lib.checks import check_array
from course_lib.datasets.dataset import split_rows
from course_lib.geophysics import seismic


class Rows:
    """Samples along the first axis of several arrays, which stay together.

    A subclass names those arrays in ``along_samples``.
    """

    along_samples = ()

    def __len__(self):
        return len(self.X)

    def split(self, fraction=0.7, seed=0):
        """Two parts of the samples, drawn at random: see `Dataset.split`."""
        first, second = split_rows(len(self), fraction, seed)
        return self.take(first), self.take(second)

    def take(self, rows):
        """These samples only: row numbers, or True for each row to keep."""
        rows = np.asarray(rows)
        kept = {name: getattr(self, name)[rows] for name in self.along_samples}
        return replace(self, **kept)


@dataclass(frozen=True, eq=False, repr=False)
class Patches(Rows):
    """Small seismic images, what cuts them, and which bed lies where.

    Attributes
    ----------
    X : numpy.ndarray, shape (m, n_samples, n_traces), float32
        Amplitude; time downwards. No unit: each image has mean 0, standard deviation 1.
    y : numpy.ndarray, shape (m,), int64
        0 no fault, 1 fault.
    mask : numpy.ndarray, shape of X, bool
        True within one sample of a fault.
    bed : numpy.ndarray, shape of X, int32
        Number of the bed, growing downwards.
    dt_ms : float
        Sample interval, ms of two-way time.
    feature_names, units, class_names : tuple of str
    name, credit : str
        As in `Dataset`.

    Raises
    ------
    TypeError, ValueError
        The arrays do not fit together.

    Examples
    --------
    >>> from course_lib import datasets
    >>> patches = datasets.fault_patches(n=100, seed=0)
    >>> patches
    Patches fault_patches: 100 images of 64 samples × 64 traces, every 4 ms
      y (100,): 0 no fault (51), 1 fault (49)
      mask (100, 64, 64): 2.3 % on a fault
    >>> train, test = patches.split(0.8, seed=1)
    >>> train.X.shape, test.mask.shape
    ((80, 64, 64), (20, 64, 64))
    """

    X: np.ndarray
    y: np.ndarray
    mask: np.ndarray
    bed: np.ndarray
    dt_ms: float = 4.0
    feature_names: tuple = ("amplitude",)
    units: tuple = ("",)
    class_names: tuple = ("no fault", "fault")
    name: str = "patches"
    credit: str = ""

    along_samples = ("X", "y", "mask", "bed")

    def __post_init__(self):
        X = check_array(self.X, "X", ndim=3).astype(np.float32)
        object.__setattr__(self, "X", X)
        for field in ("mask", "bed"):
            shape = np.shape(getattr(self, field))
            if shape != X.shape:
                raise ValueError(f"{field} must have the shape of X; got {shape}")
        y = check_array(self.y, "y", ndim=1)
        if len(y) != len(X) or not np.isin(y, (0, 1)).all():
            raise ValueError(
                f"y must hold 0 or 1 for each of the {len(X)} images; got {y!r:.60}"
            )
        object.__setattr__(self, "y", y.astype(np.int64))

    def __repr__(self):
        m, n_samples, n_traces = self.X.shape
        faulted = int(self.y.sum())
        no_fault, fault = self.class_names
        return (
            f"Patches {self.name}: {m} images of {n_samples} samples × {n_traces} "
            f"traces, every {self.dt_ms:g} ms\n"
            f"  y ({m},): 0 {no_fault} ({m - faulted}), 1 {fault} ({faulted})\n"
            f"  mask {self.mask.shape}: {100 * self.mask.mean():.1f} % on a fault"
        )


def fault_patches(n=2000, size=64, seed=0, realistic=True, **ranges):
    """Small seismic images of layered rock, some cut by faults, with exact labels.

    Parameters
    ----------
    n : int
        How many.
    size : int
        Samples and traces of each, 16 … 512.
    seed : int
        Image i depends on ``seed`` and i alone.
    realistic : bool
        False: the tempting wrong choice, thick beds, crisp and clean.
    **ranges
        ``throw``, ``dip_deg``, ``bed_thickness``, ``f0_hz``, ``snr`` …: all with their
        units in `course_lib.geophysics.fault_ranges.Ranges`. They win over
        ``realistic``.

    Returns
    -------
    Patches

    Notes
    -----
    Stands in for and breaks down: see `course_lib.geophysics.faulted`.

    Examples
    --------
    >>> faulted = fault_patches(n=10, fault_share=1)
    >>> faulted.y.tolist()
    [1, 1, 1, 1, 1, 1, 1, 1, 1, 1]
    """
    made = seismic.fault_patches(n, size, seed, realistic, **ranges)
    return Patches(
        made.amplitude,
        made.fault.astype(np.int64),
        made.mask,
        made.bed,
        dt_ms=float(ranges.get("dt_ms", 4.0)),
        name="fault_patches",
    )
