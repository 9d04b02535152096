"""Generated seismics with exact labels: small images, whole sections, shot gathers.

They stand in for lines that somebody has interpreted: `course_lib.geophysics.seismic`
makes them, this module gives them the names and units of a `Dataset`.
"""

from dataclasses import dataclass, replace

import numpy as np

from course_lib.checks import check_array
from course_lib.datasets.dataset import split_rows
from course_lib.datasets.records import LabelledSection
from course_lib.geophysics import first_breaks as refraction
from course_lib.geophysics import seismic
from course_lib.geophysics.fault_ranges import REALISTIC


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


@dataclass(frozen=True, eq=False, repr=False)
class Gathers(Rows):
    """Shot gathers with their first breaks.

    Attributes
    ----------
    X : numpy.ndarray, shape (m, n_samples, n_traces), float32
        Amplitude; time downwards. No unit: the largest of each trace is 1.
    pick_ms : numpy.ndarray, shape (m, n_traces)
        Time of the first break, ms; see ``picked``.
    offset_m : numpy.ndarray, shape (m, n_traces)
        Distance from the source, m.
    rock : numpy.ndarray, shape (m, 3)
        v1 and v2 in m/s, thickness h of the first layer in m.
    dt_ms : float
        Sample interval, ms.
    feature_names, units : tuple of str
    name, credit : str
        As in `Dataset`.

    Examples
    --------
    >>> from course_lib import datasets
    >>> shots = datasets.first_breaks(n=20)
    >>> shots
    Gathers first_breaks: 20 gathers of 256 samples × 48 traces, every 0.5 ms
      offset_m (20, 48): 0 … 106 m
      pick_ms (20, 48): 1 … 123 ms, 100.0 % within the record
    >>> first, second = shots.split(0.5)
    >>> len(first), second.pick_ms.shape
    (10, (10, 48))
    """

    X: np.ndarray
    pick_ms: np.ndarray
    offset_m: np.ndarray
    rock: np.ndarray
    dt_ms: float = 0.5
    feature_names: tuple = ("amplitude",)
    units: tuple = ("",)
    name: str = "gathers"
    credit: str = ""

    along_samples = ("X", "pick_ms", "offset_m", "rock")

    @property
    def picked(self):
        """True where the first break lies within the record, (m, n_traces)."""
        return self.pick_ms < self.dt_ms * self.X.shape[1]

    def __post_init__(self):
        X = check_array(self.X, "X", ndim=3).astype(np.float32)
        object.__setattr__(self, "X", X)
        shapes = {"pick_ms": X.shape[::2], "offset_m": X.shape[::2]}
        for field, shape in {**shapes, "rock": (len(X), 3)}.items():
            array = check_array(getattr(self, field), field)
            if array.shape != shape:
                raise ValueError(f"{field} must have shape {shape}; got {array.shape}")
            object.__setattr__(self, field, array)

    def __repr__(self):
        m, n_samples, n_traces = self.X.shape
        offset, pick = self.offset_m, self.pick_ms
        return (
            f"Gathers {self.name}: {m} gathers of {n_samples} samples × {n_traces} "
            f"traces, every {self.dt_ms:g} ms\n"
            f"  offset_m {offset.shape}: {offset.min():.0f} … {offset.max():.0f} m\n"
            f"  pick_ms {pick.shape}: {pick.min():.0f} … {pick.max():.0f} ms, "
            f"{100 * self.picked.mean():.1f} % within the record"
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
        dt_ms=float(ranges.get("dt_ms", REALISTIC.dt_ms)),
        name="fault_patches",
    )


def fault_section(n_samples=463, n_traces=951, seed=0, realistic=True, **ranges):
    """A generated section with faults: what to use where a real line is not at hand.

    Parameters
    ----------
    n_samples, n_traces : int
        32 … 4000; the default is the size of F3 inline 362.
    seed : int
    realistic : bool
    **ranges
        As for `fault_patches`, and ``n_array``, the faults that stand side by side.

    Returns
    -------
    LabelledSection
        Without a credit: nobody recorded it, and its name says so.

    Notes
    -----
    Stands in for and breaks down: see `course_lib.geophysics.faulted`. Its beds are
    parallel; there is no salt, no unconformity and no channel to mistake for a fault,
    so that a network does better here than on a real line.

    Examples
    --------
    >>> line = fault_section(100, 200, seed=3)
    >>> line.name, line.image.shape, line.mask.shape
    ('generated, seed 3', (100, 200), (100, 200))
    """
    made = seismic.section(n_samples, n_traces, seed, realistic, **ranges)
    n_samples, n_traces = made.amplitude.shape
    return LabelledSection(
        amplitude=made.amplitude.T,
        traces=np.arange(1, n_traces + 1),
        time_ms=float(ranges.get("dt_ms", REALISTIC.dt_ms)) * np.arange(n_samples),
        name=f"generated, seed {seed}",
        trace_axis="trace",
        credit="",
        mask=made.mask,
        bed=made.bed,
    )


def first_breaks(n=500, seed=0, n_samples=256, n_traces=48, **ranges):
    """Shot gathers over two layers, with the exact time of every first break.

    Parameters
    ----------
    n, seed, n_samples, n_traces : int
    **ranges
        ``v1_m_s``, ``v2_over_v1``, ``depth_m``, ``f0_hz``, ``spacing_m``, ``snr`` and
        ``dt_ms`` of `course_lib.geophysics.first_breaks.gathers`.

    Returns
    -------
    Gathers

    Notes
    -----
    Stands in for and breaks down: see `course_lib.geophysics.first_breaks.gathers`.
    """
    shots = refraction.gathers(n, n_samples, n_traces, seed, **ranges)
    dt_ms = float(ranges.get("dt_ms", refraction.DT_MS))
    return Gathers(*shots, dt_ms=dt_ms, name="first_breaks")
