"""Trends with scatter, to fit lines to: velocity with depth, amplitude with angle.

Taught in: notebook 4.
"""

import numpy as np

from course_lib.checks import check_array, check_count, check_number
from course_lib.geophysics.avo import reflectivity


def velocity_trend(
    n=60, seed=0, v0=1.8, k=0.6, scatter=0.15, depth_km=(0.3, 3.5), beds_per_km=6.0
):
    """Interval velocities against depth in a column that compacts: v = v0 + k z.

    Parameters
    ----------
    n : int
        Samples, evenly spaced in depth, 3 or more.
    seed : int
    v0 : float
        Velocity that the trend has at the surface, km/s.
    k : float
        Its increase with depth, 1/s (km/s per km): .3 to 1 in young clastic basins.
    scatter : float
        Standard deviation around the trend, km/s: three quarters of its variance from
        bed to bed, the rest from sample to sample.
    depth_km : (float, float)
        Depths of the first and the last sample, km.
    beds_per_km : float
        Beds in a kilometre, in the mean.

    Returns
    -------
    depth_km, velocity_km_s : numpy.ndarray, shape (n,)
        Velocities never below 1.5 km/s, that of water.

    Raises
    ------
    TypeError, ValueError
        With the argument's name, its value and what is allowed.

    Notes
    -----
    Stands in for: interval velocities from a check-shot survey or an upscaled sonic log
    in sand and shale. Breaks down: no overpressure (velocity would drop below it), no
    cementation (a jump), no carbonate or salt, and a straight line does not hold below
    some 4 km, where pores are closed.

    References
    ----------
    Slotnick, 1936, On seismic computations, with applications, Geophysics 1(1), 9-22
    and 1(3), 299-305, for the linear increase. v0 and k: typical values for Tertiary
    basins, without a single source.

    Examples
    --------
    >>> depth_km, velocity_km_s = velocity_trend()
    >>> k, v0 = np.polyfit(depth_km, velocity_km_s, 1)
    >>> print(f"v = {v0:.2f} km/s + {k:.2f} 1/s × z")
    v = 1.87 km/s + 0.56 1/s × z
    """
    n, rng = check_count(n, "n", low=3), _rng(seed)
    v0 = check_number(v0, "v0", low=1.5, high=5)
    k = check_number(k, "k", low=0, high=3)
    scatter = check_number(scatter, "scatter", low=0, high=1)
    beds_per_km = check_number(beds_per_km, "beds_per_km", above=0, high=1000)
    top, bottom = _range(depth_km, "depth_km")
    z = np.linspace(top, bottom, n)
    edges = np.sort(rng.uniform(top, bottom, round(beds_per_km * (bottom - top))))
    beds = rng.standard_normal(len(edges) + 1)[np.searchsorted(edges, z)]
    noise = np.sqrt(0.75) * beds + np.sqrt(0.25) * rng.standard_normal(n)
    return z, np.maximum(v0 + k * z + scatter * noise, 1.5)


def avo_gather(n=40, seed=0, A=0.05, B=-0.2, noise=0.02, theta_deg=(0.0, 30.0)):
    """Amplitudes of one reflector against angle: A + B sin²θ, and noise.

    Parameters
    ----------
    n : int
        Traces, evenly spaced in angle, 3 or more.
    seed : int
    A, B : float
        Intercept and gradient, no unit.
    noise : float
        Standard deviation of the amplitudes, no unit.
    theta_deg : (float, float)
        Angle of incidence of the first and the last trace, degrees, up to 45.

    Returns
    -------
    theta_deg : numpy.ndarray, shape (n,)
    amplitudes : numpy.ndarray, shape (n,)
        Reflection coefficients, no unit.

    Raises
    ------
    TypeError, ValueError
        With the argument's name, its value and what is allowed.

    Notes
    -----
    Stands in for: picks along one event of an angle gather, moveout corrected, in true
    amplitude. The default is a hard top of class I or II, which dims with angle.
    Breaks down: real noise is correlated between neighbouring traces and grows with
    offset; residual moveout, tuning and the overburden bend the curve; beyond some 30°
    the third term counts (see `course_lib.geophysics.avo.reflectivity`).

    Examples
    --------
    >>> theta_deg, amplitudes = avo_gather()
    >>> B, A = np.polyfit(np.sin(np.radians(theta_deg)) ** 2, amplitudes, 1)
    >>> print(f"A = {A:.3f}, B = {B:.3f}")
    A = 0.046, B = -0.164
    """
    n, rng = check_count(n, "n", low=3), _rng(seed)
    A, B = check_number(A, "A", -1, 1), check_number(B, "B", -5, 5)
    noise = check_number(noise, "noise", low=0, high=1)
    first, last = _range(theta_deg, "theta_deg", high=45.0)
    angles = np.linspace(first, last, n)
    return angles, reflectivity(angles, A, B) + noise * rng.standard_normal(n)


def _rng(seed):
    return np.random.default_rng(check_count(seed, "seed", low=0))


def _range(value, name, high=10.0):
    array = check_array(value, name)
    if array.shape != (2,) or not 0 <= array[0] < array[1] <= high:
        raise ValueError(
            f"{name} must be (first, last) with 0 <= first < last <= {high:g}; "
            f"got {value!r:.60}"
        )
    return array
