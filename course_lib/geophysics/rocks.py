"""Rocks drawn at random from ranges a geologist would accept: seeded generators.

Each returns an array of shape (3, n) with rows vp (km/s), vs (km/s), rho (g/cm³), so
that ``vp, vs, rho = shale(1000, rng)``. ``rng`` is a ``numpy.random.Generator``: the
same seed gives the same rocks. Pairs such as ``porosity=(mean, spread)`` say in the
docstring which they are.
"""

import numpy as np

from course_lib.geophysics import rock_physics as rp

FLUIDS = {"brine": rp.BRINE, "oil": rp.OIL, "gas": rp.GAS}
SHALE_VS = {
    "greenberg-castagna": lambda vp: rp.greenberg_castagna_vs(vp, "shale"),
    "mudrock": rp.mudrock_vs,
}


def shale(n, rng, vp=(2.75, 0.13), vs="greenberg-castagna"):
    """Brine-saturated shale.

    Parameters
    ----------
    n : int
        Number of rocks.
    rng : numpy.random.Generator
    vp : (float, float)
        Mean and standard deviation of the P velocity, km/s.
    vs : {"greenberg-castagna", "mudrock"}
        Where the S velocity comes from.

    Returns
    -------
    numpy.ndarray, shape (3, n)
        vp, vs (km/s), rho (g/cm³).

    Notes
    -----
    Stands in for: the seal above a reservoir at one depth.
    Breaks down: no anisotropy (shale has it), no organic matter, no overpressure.
    """
    vp = rng.normal(*vp, n)
    return np.stack([vp, SHALE_VS[vs](vp), rp.shale_density(vp)])


def consolidated_sand(
    n,
    rng,
    fluid="brine",
    porosity=(0.26, 0.03),
    clay=(0.0, 0.15),
    saturation=(0.7, 0.9),
):
    """Cemented shaly sand: Han's velocities with brine, then Gassmann.

    Parameters
    ----------
    n : int
        Number of rocks.
    rng : numpy.random.Generator
    fluid : {"brine", "oil", "gas"}
    porosity : (float, float)
        Mean and standard deviation, fraction; draws are kept within 0.12 … 0.36.
    clay : (float, float)
        Smallest and largest clay fraction, uniform.
    saturation : (float, float)
        Smallest and largest oil or gas saturation, fraction, uniform.

    Returns
    -------
    numpy.ndarray, shape (3, n)
        vp, vs (km/s), rho (g/cm³).

    Notes
    -----
    Stands in for: a cemented sandstone at about 3 km; Han's velocities are for 40 MPa,
    slightly more than the effective pressure there.
    Breaks down: above 0.30 porosity (outside Han's samples); fluids are mixed finely;
    Gassmann takes the mineral for pure quartz although the rock holds clay.
    """
    phi = rng.normal(*porosity, n).clip(0.12, 0.36)
    vp = rp.han_vp(phi, rng.uniform(*clay, n))
    vs = rp.greenberg_castagna_vs(vp, "sandstone")
    rho = rp.rock_density(phi, rp.BRINE.rho)
    if fluid == "brine":
        return np.stack([vp, vs, rho])
    g = rho * vs**2
    k = rho * vp**2 - 4 / 3 * g
    k_mix, rho_mix = rp.wood_mix(rng.uniform(*saturation, n), FLUIDS[fluid])
    k = rp.substitute_fluid(k, phi, rp.BRINE.k, k_mix)
    rho = rp.rock_density(phi, rho_mix)
    return np.stack([*rp.velocities(k, g, rho), rho])


def unconsolidated_sand(
    n,
    rng,
    fluid="brine",
    porosity=(0.25, 0.025),
    saturation=(0.3, 0.9),
    pressure_mpa=30.0,
    shear_factor=0.9,
):
    """Clean sand without cement: soft-sand model, then Gassmann.

    Parameters
    ----------
    n : int
        Number of rocks.
    rng : numpy.random.Generator
    fluid : {"brine", "oil", "gas"}
    porosity : (float, float)
        Mean and standard deviation, fraction; draws are kept within 0.20 … 0.36.
    saturation : (float, float)
        Smallest and largest oil or gas saturation, fraction, uniform.
    pressure_mpa : float
        Effective pressure, MPa.
    shear_factor : float
        0 … 1, slip at the grain contacts: see `rock_physics.hertz_mindlin`.

    Returns
    -------
    numpy.ndarray, shape (3, n)
        vp, vs (km/s), rho (g/cm³).

    Notes
    -----
    Stands in for: a young, poorly sorted sand in soft shale, where gas shines in AVO.
    Breaks down: with a little cement it is too soft; one pressure for all; the contact
    model is known to overestimate the shear modulus (hence ``shear_factor``).
    """
    phi = rng.normal(*porosity, n).clip(0.20, 0.36)
    k_dry, g = rp.soft_sand(phi, pressure_mpa, shear_factor)
    k_mix, rho_mix = rp.BRINE
    if fluid != "brine":
        k_mix, rho_mix = rp.wood_mix(rng.uniform(*saturation, n), FLUIDS[fluid])
    rho = rp.rock_density(phi, rho_mix)
    return np.stack([*rp.velocities(rp.gassmann(k_dry, phi, k_mix), g, rho), rho])


def scatter(rock, spread, rng):
    """Measurement error and the geology no formula has: log-normal factors.

    Parameters
    ----------
    rock : numpy.ndarray, shape (3, n)
    spread : (float, float, float)
        Relative standard deviations of vp, vs and rho; .02 is 2 %.
    rng : numpy.random.Generator

    Returns
    -------
    numpy.ndarray, shape (3, n)
        Stands in for: log and inversion errors. Breaks down: real errors are
        correlated, between vp and vs and along the well.
    """
    return rock * np.exp(np.reshape(spread, (3, 1)) * rng.standard_normal(rock.shape))
