"""Seismic wavelets.

Taught in: notebook 4, "More than one valley".
"""

import numpy as np


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
