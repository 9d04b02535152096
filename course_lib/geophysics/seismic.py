"""From rock to seismic trace: the convolutional model, and images of faulted beds.

The images come from `course_lib.geophysics.faulted`; this is the door to all of it.

Taught in: notebook 5, "A trace is a convolution".
"""

from typing import NamedTuple

import numpy as np

from course_lib.checks import check_array, check_count, check_number
from course_lib.geophysics.faulted import Faulted, fault_patches, section
from course_lib.geophysics.wavelets import ricker

__all__ = [
    "Faulted",
    "Wedge",
    "fault_patches",
    "reflectivity",
    "section",
    "seismogram",
    "tuning",
    "wedge",
]


def reflectivity(impedance, axis=0):
    """Reflection coefficients at normal incidence: (Z₂ − Z₁) / (Z₂ + Z₁).

    Parameters
    ----------
    impedance : array_like
        Acoustic impedance Z = ρ v, above 0, in any unit; time or depth along ``axis``.
    axis : int

    Returns
    -------
    numpy.ndarray
        Same shape, no unit, within ± 1. Sample k holds the boundary on top of sample k;
        the first one, without anything above it, is 0. For small contrasts
        R ≈ ½ Δ ln Z.

    Raises
    ------
    TypeError, ValueError
        No numbers, NaN, or an impedance that is not above 0.

    Examples
    --------
    Shale of 5.5 over gas sand of 4.5 km/s·g/cm³: a trough.

    >>> reflectivity([5.5, 5.5, 4.5, 4.5]).round(2)
    array([ 0. ,  0. , -0.1,  0. ])
    """
    Z = check_array(impedance, "impedance")
    if Z.ndim == 0 or (Z <= 0).any():
        raise ValueError(
            "impedance must be an array of values above 0; "
            f"got shape {Z.shape} with smallest value {Z.min():g}"
        )
    Z = np.moveaxis(Z, axis, 0)
    R = np.zeros_like(Z)
    R[1:] = (Z[1:] - Z[:-1]) / (Z[1:] + Z[:-1])
    return np.moveaxis(R, 0, axis)


def seismogram(reflectivity, wavelet, zero=None):
    """The convolutional model s = w * r: each boundary leaves a wavelet, they add up.

    Parameters
    ----------
    reflectivity : array_like, shape (n,) or (n, n_traces)
        Time downwards.
    wavelet : array_like, shape (k,)
        At the same sample interval.
    zero : int, optional
        Which sample of the wavelet is time 0; its middle when omitted, which needs an
        odd k. A causal wavelet has ``zero=0``.

    Returns
    -------
    numpy.ndarray
        The shape of ``reflectivity``; a reflection stands at the time of its boundary.

    Raises
    ------
    TypeError, ValueError
        Wrong shapes, NaN, an even wavelet without ``zero``.

    Notes
    -----
    A true convolution: later samples of the wavelet come out later. A layer of a
    network correlates; give it the wavelet backwards to get the same.

    Stands in for: a stacked, migrated trace. Breaks down: no multiples, no loss on the
    way, one wavelet for all times, every reflection from straight below.

    References
    ----------
    Robinson, 1957, Geophysics 22(4), 767-778.

    Examples
    --------
    >>> seismogram([0, 1, 0, -0.5], [-0.4, 1, -0.4]).round(2)
    array([-0.4,  1. , -0.2, -0.5])
    """
    r = check_array(reflectivity, "reflectivity")
    w = check_array(wavelet, "wavelet", ndim=1)
    if r.ndim not in (1, 2):
        raise ValueError(
            f"reflectivity must have shape (n,) or (n, n_traces); got {r.shape}"
        )
    if zero is None and len(w) % 2 == 0:
        raise ValueError(
            "wavelet must have an odd number of samples, so that one is its middle, or "
            f"say which sample is time 0: zero=…; got {len(w)} samples"
        )
    zero = len(w) // 2 if zero is None else zero
    zero = check_count(zero, "zero", low=0, high=len(w) - 1)
    n = len(r) + len(w) - 1  # long enough for the tail of the last reflection
    W = np.fft.rfft(w, n)
    S = np.fft.rfft(r, n, axis=0) * (W if r.ndim == 1 else W[:, None])
    return np.fft.irfft(S, n, axis=0)[zero : zero + len(r)]


class Wedge(NamedTuple):
    """A layer that thins out, and what a seismic section shows of it.

    thickness_m : (n_traces,), m. separation_ms : (n_traces,), two-way time between top
    and base, ms. time_ms : (n_samples,), from the top of the layer. amplitude :
    (n_samples, n_traces); one reflection alone has a peak of 1. largest : (n_traces,),
    the largest amplitude of each trace.
    """

    thickness_m: np.ndarray
    separation_ms: np.ndarray
    time_ms: np.ndarray
    amplitude: np.ndarray
    largest: np.ndarray


def wedge(f_hz=25.0, v_m_s=3000.0, thickest_m=60.0, n_traces=121, dt_ms=0.5):
    """A thin layer's top and base, of opposite sign, seen through a Ricker wavelet.

    Parameters
    ----------
    f_hz : float
        Peak frequency, Hz.
    v_m_s : float
        Velocity in the layer, m/s.
    thickest_m : float
        Thickness of the last trace, m; the first one has none.
    n_traces : int
    dt_ms : float
        Sample interval, ms; the two boundaries lie between samples where they must.

    Returns
    -------
    Wedge

    Notes
    -----
    Stands in for: a sand that pinches out in shale. Breaks down: equal and opposite
    reflections (the layer has the same rock above and below), no noise.

    References
    ----------
    Widess, 1973, Geophysics 38(6), 1176-1180; Kallweit and Wood, 1982, Geophysics
    47(7), 1035-1046.

    Examples
    --------
    >>> thin = wedge(f_hz=25, v_m_s=3000)
    >>> thickest = thin.largest.argmax()
    >>> round(float(thin.largest.max()), 3), float(thin.thickness_m[thickest])
    (1.446, 23.5)
    """
    f_hz = check_number(f_hz, "f_hz", above=0)
    v_m_s = check_number(v_m_s, "v_m_s", above=0)
    thickest_m = check_number(thickest_m, "thickest_m", above=0)
    n_traces = check_count(n_traces, "n_traces", low=2, high=2000)
    dt_ms = check_number(dt_ms, "dt_ms", above=0, high=250 / f_hz)
    thickness_m = np.linspace(0, thickest_m, n_traces)
    separation_ms = 2000 * thickness_m / v_m_s
    before = np.ceil(1300 / f_hz / dt_ms)
    after = np.ceil((separation_ms[-1] + 1300 / f_hz) / dt_ms)
    time_ms = dt_ms * np.arange(-before, after + 1)
    top = ricker(time_ms[:, None] / 1000, f_hz)
    base = ricker((time_ms[:, None] - separation_ms) / 1000, f_hz)
    amplitude = top - base
    largest = np.abs(amplitude).max(axis=0)
    return Wedge(thickness_m, separation_ms, time_ms, amplitude, largest)


def tuning(f_hz, v_m_s):
    """Where top and base of a thin layer add up to their largest amplitude.

    That is where the trough beside one Ricker wavelet meets the other's peak: two-way
    time √6 / (2 π f), thickness v √6 / (4 π f). The layer then shows 1.446 times the
    amplitude of one boundary. Thinner layers only get weaker: time no longer tells how
    thin they are.

    Parameters
    ----------
    f_hz : float
        Peak frequency, Hz.
    v_m_s : float
        Velocity in the layer, m/s.

    Returns
    -------
    time_ms, thickness_m : float
        The usual rule of a quarter wavelength, v / 4f, says 30 m where this says 23.4.

    Examples
    --------
    >>> time_ms, thickness_m = tuning(f_hz=25, v_m_s=3000)
    >>> round(time_ms, 1), round(thickness_m, 1)
    (15.6, 23.4)
    """
    f_hz = check_number(f_hz, "f_hz", above=0)
    v_m_s = check_number(v_m_s, "v_m_s", above=0)
    time_s = np.sqrt(6) / (2 * np.pi * f_hz)
    return float(1000 * time_s), float(v_m_s * time_s / 2)
