"""What a reflection does with angle: amplitude versus offset (AVO).

A rock is three numbers (vp, vs, rho): km/s, km/s, g/cm³; arrays of samples work too.

Taught in: notebook 1, "One line is not enough".
"""

import numpy as np


def intercept_gradient(upper, lower):
    """Intercept A and gradient B of the P reflection at a boundary.

    A = ½ (ΔVp/Vp + Δρ/ρ), what you see at zero offset, and
    B = ½ ΔVp/Vp − 2 (Vs/Vp)² (Δρ/ρ + 2 ΔVs/Vs), how it changes with sin²θ.
    Δ is lower minus upper, the other values are means of both.

    Parameters
    ----------
    upper, lower : sequence of three
        Rock above and below the boundary: vp (km/s), vs (km/s), rho (g/cm³).

    Returns
    -------
    A, B : float or numpy.ndarray
        No unit. Valid for small contrasts.

    References
    ----------
    Wiggins, Kenny and McClure, 1983, European Patent Application 0113944; Aki and
    Richards' approximation in the arrangement of Shuey, 1985, Geophysics 50(4), 609-614
    (whose own B uses Poisson's ratio).

    Examples
    --------
    A soft gas sand below shale: negative at zero offset, and stronger with angle.

    >>> A, B = intercept_gradient((2.45, 0.94, 2.22), (2.39, 1.59, 2.12))
    >>> round(A, 3), round(B, 3)
    (-0.035, -0.549)
    """
    (vp, dvp), (vs, dvs), (rho, drho) = _means_and_contrasts(upper, lower)
    A = 0.5 * (dvp / vp + drho / rho)
    B = 0.5 * dvp / vp - 2 * (vs / vp) ** 2 * (drho / rho + 2 * dvs / vs)
    return A, B


def curvature(upper, lower):
    """Shuey's third term C = ½ ΔVp/Vp; see `reflectivity`.

    Examples
    --------
    >>> round(curvature((2.45, 0.94, 2.22), (2.90, 1.54, 2.26)), 3)
    0.084
    """
    vp, dvp = _means_and_contrasts(upper, lower)[0]
    return 0.5 * dvp / vp


def reflectivity(angle_deg, A, B, C=0.0):
    """Reflection coefficient R(θ) = A + B sin²θ + C (tan²θ − sin²θ).

    Parameters
    ----------
    angle_deg : float or numpy.ndarray
        Angle of incidence, degrees, below the critical angle; two terms up to about 30.
    A, B : float or numpy.ndarray
        From `intercept_gradient`.
    C : float or numpy.ndarray
        From `curvature`; 0 gives the two-term form.

    Returns
    -------
    float or numpy.ndarray
        No unit. At 30° the two-term form misses the exact coefficient by .016 at the
        top of a soft brine sand and by about .03 at a gas sand. The third term halves
        the first error, but not the second: there the S-velocity contrast is too
        large for any formula linear in the contrasts.

    References
    ----------
    Shuey, 1985, Geophysics 50(4), 609-614.

    Examples
    --------
    >>> round(float(reflectivity(30, A=-0.035, B=-0.549)), 3)
    -0.172
    """
    theta = np.radians(angle_deg)
    sin2, tan2 = np.sin(theta) ** 2, np.tan(theta) ** 2
    return A + B * sin2 + C * (tan2 - sin2)


def _means_and_contrasts(upper, lower):
    return [
        ((above + below) / 2, below - above)
        for above, below in zip(upper, lower, strict=True)
    ]
