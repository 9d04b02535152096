"""Seismic wavelets: functions of time in seconds, without a unit.

Taught in: notebook 4, "More than one valley"; notebook 5, "A trace is a
convolution".
"""

import numpy as np

from course_lib.checks import check_array, check_number


def ricker(t_s, f_hz):
    """The Ricker wavelet of peak frequency f: (1 − 2a) e^(−a) with a = (π f t)².

    Parameters
    ----------
    t_s : float or numpy.ndarray
        Time from the wavelet's centre, seconds.
    f_hz : float or numpy.ndarray
        Frequency where its amplitude spectrum is highest, Hz.

    Returns
    -------
    float or numpy.ndarray
        No unit; 1 at t = 0. Its two side lobes reach −0.446 at ± 0.390/f.

    Notes
    -----
    Stands in for: the pulse that reaches a receiver after processing to zero phase.
    Breaks down: an air gun's pulse starts at time 0, rings (the bubble), and loses its
    high frequencies on the way.

    References
    ----------
    Ricker, 1953, Geophysics 18(1), 10-40.

    Examples
    --------
    A 25 Hz wavelet crosses zero 9 ms before and after its peak.

    >>> ricker(np.array([-0.02, -0.009, 0.0, 0.009, 0.02]), 25).round(2)
    array([-0.33,  0.  ,  1.  ,  0.  , -0.33])
    """
    a = (np.pi * f_hz * np.asarray(t_s)) ** 2
    return (1 - 2 * a) * np.exp(-a)


def ormsby(t_s, corners_hz):
    """The Ormsby wavelet: a spectrum that is a trapezium between four frequencies.

    Parameters
    ----------
    t_s : float or numpy.ndarray
        Time from the wavelet's centre, seconds.
    corners_hz : (float, float, float, float)
        The amplitude spectrum rises from 0 at the first to its full height at the
        second, stays there up to the third and falls to 0 at the fourth. Hz, growing.

    Returns
    -------
    float or numpy.ndarray
        No unit; 1 at t = 0.

    Raises
    ------
    ValueError
        Not four frequencies that grow.

    Notes
    -----
    Stands in for: data filtered to a band, such as a vibrator's sweep, correlated.
    Breaks down: corners that steep ring for a long time, the earth has none, and the
    phase is zero by definition.

    References
    ----------
    Ryan, 1994, CSEG Recorder 19(7), 8-9.

    Examples
    --------
    >>> ormsby(np.array([-0.008, 0.0, 0.008]), (5, 10, 40, 60)).round(2)
    array([0.09, 1.  , 0.09])
    """
    corners = check_array(corners_hz, "corners_hz")
    if corners.shape != (4,) or corners[0] < 0 or (np.diff(corners) <= 0).any():
        raise ValueError(
            "corners_hz must be four frequencies in Hz, each above the one before; "
            f"got {corners_hz!r}"
        )
    f1, f2, f3, f4 = corners
    t = np.asarray(t_s)

    def ramp(low, high):
        lobes = high**2 * np.sinc(high * t) ** 2 - low**2 * np.sinc(low * t) ** 2
        return lobes / (high - low)

    return (ramp(f3, f4) - ramp(f1, f2)) / (f4 + f3 - f2 - f1)


def berlage(t_s, f_hz, rise=1.0, decay_1_s=None):
    """The Berlage wavelet: tⁿ e^(−αt) sin(2πft), nothing before time 0.

    Parameters
    ----------
    t_s : float or numpy.ndarray
        Time since the wave's arrival, seconds.
    f_hz : float
        Frequency of the oscillation, Hz.
    rise : float
        The exponent n, 0 or more: the larger, the more gently it sets in.
    decay_1_s : float, optional
        α in 1/s; 1.5 f when omitted: without a rise, two periods take it to 5 %.

    Returns
    -------
    float or numpy.ndarray
        No unit; scaled so that tⁿ e^(−αt) reaches 1.

    Notes
    -----
    Stands in for: the pulse of a hammer or dynamite, before processing: it sets in at
    the arrival, and that onset is what a first break is.
    Breaks down: minimum phase for n = 0 and n = 1 (its Laplace transform has no zero,
    or one at −α), but with n = 2 and the decay above only causal; no source ghost.

    References
    ----------
    Aldridge, 1990, Geophysics 55(11), 1508-1511.

    Examples
    --------
    >>> berlage(np.array([-0.001, 0.0, 0.005, 0.015]), 50).round(2)
    array([ 0.  ,  0.  ,  0.7 , -0.99])
    """
    f_hz = check_number(f_hz, "f_hz", above=0)
    rise = check_number(rise, "rise", low=0, high=10)
    alpha = 1.5 * f_hz if decay_1_s is None else decay_1_s
    alpha = check_number(alpha, "decay_1_s", above=0)
    t = np.asarray(t_s, dtype=float)
    since = np.maximum(t, 0)
    # In units of its own maximum, which lies at n / α.
    envelope = np.exp(-alpha * since)
    if rise > 0:
        envelope = (alpha * since / rise * np.exp(1 - alpha * since / rise)) ** rise
    return (t >= 0) * envelope * np.sin(2 * np.pi * f_hz * since)


def rotate_phase(wavelet, degrees):
    """The wavelet with every one of its frequencies shifted by the same angle.

    Each part cos(2πft) becomes cos(2πft + φ): 180° turns peaks into troughs, ± 90°
    makes a symmetric wavelet antisymmetric (its Hilbert transform).

    Parameters
    ----------
    wavelet : array_like, shape (n,) or (n, n_traces)
        Evenly sampled along the first axis.
    degrees : float
        The angle φ.

    Returns
    -------
    numpy.ndarray
        Same shape. The amplitude spectrum stays, but for what leaves the window: a
        rotated wavelet is longer than a symmetric one.

    Notes
    -----
    Stands in for: a phase error left by processing, or a thin layer, whose two
    reflections together look like one wavelet turned by 90°.
    Breaks down: absorption turns high frequencies more than low ones.

    Examples
    --------
    >>> t = 0.004 * np.arange(-25, 26)
    >>> turned = rotate_phase(ricker(t, 25), 90)
    >>> bool(abs(turned + turned[::-1]).max() < 1e-6)
    True
    """
    wavelet = check_array(wavelet, "wavelet")
    angle = np.radians(check_number(degrees, "degrees"))
    n = 4 * len(wavelet)  # zeros, so that what leaves the window does not come back
    spectrum = np.fft.rfft(wavelet, n, axis=0)
    turned = spectrum * np.exp(1j * angle)
    turned[0], turned[-1] = np.cos(angle) * spectrum[0], np.cos(angle) * spectrum[-1]
    return np.fft.irfft(turned, n, axis=0)[: len(wavelet)]
