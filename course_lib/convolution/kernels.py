"""Kernels that somebody chose: what geophysicists filtered with before networks.

All are meant for `correlate` over an image, time downwards in its rows, traces in its
columns: what you see of a kernel lies on the image as you see it. A positive vertical
derivative is an amplitude that grows with time, a positive horizontal one an amplitude
that grows from left to right. (`convolve` would turn them by 180°: first derivatives
change their sign, all others look the same.)

Smoothing kernels sum to 1 and keep a constant; derivatives and dip filters sum to 0 and
remove it. Derivatives are per sample and per trace: they answer 1 to a ramp of slope 1.

Taught in: notebook 5 (kernels by hand).
"""

from dataclasses import dataclass

import numpy as np

from course_lib.convolution.filters import convolve
from course_lib.geophysics.wavelets import ricker

RICKER_HZ = 25.0
RICKER_DT_MS = 4.0
RICKER_HALF = 10  # samples on each side of its centre, ± 40 ms


@dataclass(frozen=True, eq=False)
class Kernel:
    """A kernel's numbers and what it shows on a seismic section.

    NumPy takes it for its array: ``correlate(image, KERNELS["laplacian"])``.

    Attributes
    ----------
    array : numpy.ndarray, shape (k1, k2), float64, read only
        Rows are samples, columns traces.
    shows : str
        One sentence.
    """

    array: np.ndarray
    shows: str

    def __post_init__(self):
        array = np.array(self.array, dtype=float) + 0.0  # −0 would be shown as it is
        array.setflags(write=False)
        object.__setattr__(self, "array", array)

    def __array__(self, dtype=None, copy=None):
        array = self.array if dtype is None else self.array.astype(dtype)
        return array.copy() if copy else array


def dip_filter():
    """Destroy what is flat, then what dips down to the left: the rest dips right.

    One after the other, a sample minus its neighbour to the right, minus its neighbour
    one trace to the left and one sample down, and the mean of two samples, to give the
    kernel a centre. In one kernel, they are convolved.

    Returns
    -------
    numpy.ndarray, shape (3, 3)
        Sum 0. A reflector of 8 samples period, dipping down to the right by one sample
        per trace, keeps its amplitude; shorter and longer periods lose some.

    References
    ----------
    Plane-wave destruction: Claerbout (1992), Earth Soundings Analysis: Processing
    versus Inversion; Fomel (2002), Geophysics 67(6), 1946-1960.

    Examples
    --------
    >>> dip_filter() * 2
    array([[ 0.,  1., -1.],
           [-1.,  2., -1.],
           [-1.,  1.,  0.]])
    """
    minus_flat = [[1, -1]]
    minus_left = [[0, 1], [-1, 0]]
    mean_of_two = [[0.5], [0.5]]
    kernel = convolve(minus_left, minus_flat, padding=(0, 1))
    return convolve(kernel, mean_of_two, padding=(1, 0))


def matched_ricker(f_hz=RICKER_HZ, dt_ms=RICKER_DT_MS, half=RICKER_HALF):
    """A Ricker wavelet over its energy, as one column.

    Parameters
    ----------
    f_hz : float
        Peak frequency, Hz.
    dt_ms : float
        Sample interval, ms.
    half : int
        Samples on each side of the centre.

    Returns
    -------
    numpy.ndarray, shape (2 half + 1, 1)
        w / Σw². Correlated with a trace that holds the wavelet times r it gives r at
        the wavelet's centre: among all filters that do, the one that lets least white
        noise through.

    Examples
    --------
    >>> matched_ricker().shape
    (21, 1)
    """
    w = ricker(np.arange(-half, half + 1) * dt_ms / 1000, f_hz)
    return (w / (w @ w))[:, None]


_ACROSS = np.array([[-1, 0, 1]]) / 2  # central difference, per trace
_ROUND = np.array([[1], [2], [1]]) / 4  # weighted mean, sum 1
_CENTRE = np.array([[0], [1], [0]])

KERNELS = {
    "identity": Kernel(
        _CENTRE * _CENTRE.T,
        "The section as it is: one weight of 1. Sum 1.",
    ),
    "smooth": Kernel(
        np.full((3, 3), 1 / 9),
        "The mean of 3 × 3 cells: a third of the white noise, and blurred faults. "
        "Sum 1.",
    ),
    "vertical derivative": Kernel(
        (_CENTRE * _ACROSS).T,
        "The derivative in time, per sample: zero at peaks and troughs of a reflector, "
        "largest between them (a phase turned by 90°). Sum 0.",
    ),
    "horizontal derivative": Kernel(
        _CENTRE * _ACROSS,
        "The derivative across traces, per trace: flat beds vanish, faults and dips "
        "stay. Sum 0.",
    ),
    "sobel in time": Kernel(
        (_ROUND * _ACROSS).T,
        "The derivative in time, a weighted mean of three traces: less noise, less "
        "detail. The usual integers over 8. Sum 0.",
    ),
    "sobel across traces": Kernel(
        _ROUND * _ACROSS,
        "The derivative across traces, a weighted mean of three samples: faults with "
        "less noise. The usual integers over 8. Sum 0.",
    ),
    "laplacian": Kernel(
        [[0, 1, 0], [1, -4, 1], [0, 1, 0]],
        "The sum of both second derivatives: sharp edges of any direction, and noise "
        "most of all. Sum 0.",
    ),
    "smooth along dip, down to the right": Kernel(
        np.eye(3) / 3,
        "The mean along one sample per trace, down to the right: beds of that dip "
        "keep their shape while noise shrinks; other dips smear. Sum 1.",
    ),
    "smooth along dip, down to the left": Kernel(
        np.fliplr(np.eye(3)) / 3,
        "The mean along one sample per trace, down to the left: beds of that dip keep "
        "their shape while noise shrinks; other dips smear. Sum 1.",
    ),
    "dip down to the right": Kernel(
        dip_filter(),
        "Beds that dip down to the right, about one sample per trace; flat ones and "
        "those down to the left vanish. Sum 0.",
    ),
    "dip down to the left": Kernel(
        np.fliplr(dip_filter()),
        "Beds that dip down to the left, about one sample per trace; flat ones and "
        "those down to the right vanish. Sum 0.",
    ),
    "ricker": Kernel(
        matched_ricker(),
        "The matched filter of a 25 Hz Ricker wavelet at 4 ms, one column: a peak "
        "where the trace looks like the wavelet. Over its energy; sum near 0.",
    ),
}
