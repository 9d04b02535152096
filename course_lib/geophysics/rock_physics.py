"""From minerals, pores and fluids to velocities, and from velocities to reflections.

Units throughout: velocities in km/s, densities in g/cm³, moduli in GPa. They fit
together: K/ρ in GPa/(g/cm³) is (km/s)². Porosity, clay content and saturations are
volume fractions, 0 … 1. All functions take numbers or NumPy arrays.

Taught in: notebook 1, "Two inputs, one line" and "One line is not enough".
"""

from typing import NamedTuple

import numpy as np


class Mineral(NamedTuple):
    """Bulk and shear modulus in GPa, density in g/cm³."""

    k: float
    g: float
    rho: float


class Fluid(NamedTuple):
    """Bulk modulus in GPa, density in g/cm³."""

    k: float
    rho: float


QUARTZ = Mineral(36.6, 45.0, 2.65)
# Typical values for a reservoir at 2 to 3 km (Avseth et al., 2005); Batzle and Wang
# (1992) give them for your pressure, temperature and salinity.
BRINE = Fluid(2.8, 1.09)
OIL = Fluid(0.94, 0.78)
GAS = Fluid(0.06, 0.15)


def mudrock_vs(vp):
    """S velocity of water-saturated mudrock: the line Vp = 1.16 Vs + 1.36.

    Parameters
    ----------
    vp : float or numpy.ndarray
        P velocity, km/s, about 1.5 … 4.5.

    Returns
    -------
    vs : float or numpy.ndarray
        km/s. Holds for brine-saturated clastic rock, not for gas, coal or carbonate.

    References
    ----------
    Castagna, Batzle and Eastwood, 1985, Geophysics 50(4), 571-581.

    Examples
    --------
    >>> round(mudrock_vs(2.45), 3)
    0.94
    """
    return (vp - 1.36) / 1.16


def greenberg_castagna_vs(vp, rock):
    """S velocity of a brine-saturated rock.

    Parameters
    ----------
    vp : float or numpy.ndarray
        P velocity with brine in the pores, km/s.
    rock : {"sandstone", "shale"}

    Returns
    -------
    vs : float or numpy.ndarray
        km/s. For gas or oil, replace the fluid afterwards: `substitute_fluid`.

    References
    ----------
    Greenberg and Castagna, 1992, Geophysical Prospecting 40(2), 195-209.

    Examples
    --------
    >>> round(greenberg_castagna_vs(3.0, "sandstone"), 3)
    1.557
    """
    slope, intercept = {
        "sandstone": (0.80416, -0.85588),
        "shale": (0.76969, -0.86735),
    }[rock]
    return slope * vp + intercept


def gardner_density(vp):
    """Average density of sedimentary rock, ρ = 0.31 Vp^0.25 with Vp in m/s.

    Parameters
    ----------
    vp : float or numpy.ndarray
        P velocity, km/s (converted here), about 1.5 … 6.

    Returns
    -------
    rho : float or numpy.ndarray
        g/cm³. Not for coal, salt, anhydrite or gas sand.

    References
    ----------
    Gardner, Gardner and Gregory, 1974, Geophysics 39(6), 770-780.

    Examples
    --------
    >>> round(gardner_density(3.0), 2)
    2.29
    """
    return 0.31 * (1000.0 * vp) ** 0.25


def shale_density(vp):
    """Density of shale, ρ = 1.75 Vp^0.265 with Vp in km/s.

    Parameters
    ----------
    vp : float or numpy.ndarray
        P velocity, km/s, about 1.5 … 5.

    Returns
    -------
    rho : float or numpy.ndarray
        g/cm³

    References
    ----------
    Castagna and Backus (eds), 1993, Offset-Dependent Reflectivity, SEG.

    Examples
    --------
    >>> round(shale_density(2.75), 2)
    2.29
    """
    return 1.75 * vp**0.265


def han_vp(porosity, clay):
    """P velocity of consolidated, water-saturated shaly sandstone at 40 MPa.

    Parameters
    ----------
    porosity : float or numpy.ndarray
        Fraction; the samples measured had 0.02 … 0.30.
    clay : float or numpy.ndarray
        Fraction of the whole rock, 0 … 0.5.

    Returns
    -------
    vp : float or numpy.ndarray
        km/s

    References
    ----------
    Han, Nur and Morgan, 1986, Geophysics 51(11), 2093-2107.

    Examples
    --------
    >>> round(han_vp(porosity=0.25, clay=0.10), 2)
    3.64
    """
    return 5.59 - 6.93 * porosity - 2.18 * clay


def hertz_mindlin(pressure_mpa, critical_porosity=0.38, contacts=8.5, shear_factor=1.0):
    """Dry moduli of a pack of quartz spheres pressed together.

    Parameters
    ----------
    pressure_mpa : float
        Effective pressure, MPa, about 5 … 50.
    critical_porosity : float
        Porosity of the loose pack, fraction; 0.36 … 0.40 (0.38 is typical).
    contacts : float
        Mean number of contacts per grain; 8.5 is typical at this porosity.
    shear_factor : float
        0 … 1 times the shear modulus: less than 1 where grains slip.

    Returns
    -------
    k, g : float
        Dry bulk and shear modulus, GPa.

    References
    ----------
    Mavko, Mukerji and Dvorkin, 2020, The Rock Physics Handbook, section 5.4.

    Examples
    --------
    >>> k, g = hertz_mindlin(pressure_mpa=30)
    >>> round(k, 2), round(g, 2)
    (2.21, 3.25)
    """
    k, g, _ = QUARTZ
    poisson = (3 * k - 2 * g) / (2 * (3 * k + g))
    stiffness = (contacts * (1 - critical_porosity) * g / (np.pi * (1 - poisson))) ** 2
    load = stiffness * pressure_mpa / 1000.0
    k_pack = (load / 18) ** (1 / 3)
    g_pack = (5 - 4 * poisson) / (5 * (2 - poisson)) * (1.5 * load) ** (1 / 3)
    return k_pack, shear_factor * g_pack


def soft_sand(porosity, pressure_mpa, shear_factor=1.0, critical_porosity=0.38):
    """Dry moduli of uncemented sand: the lower Hashin-Shtrikman bound.

    The pore space of a loose pack is filled with loose grains, as in a poorly sorted
    sand: they lie where they carry the least load, so the rock stays soft.

    Parameters
    ----------
    porosity : float or numpy.ndarray
        Fraction, 0 … ``critical_porosity``.
    pressure_mpa, shear_factor, critical_porosity
        Of the loose pack: see `hertz_mindlin`.

    Returns
    -------
    k, g : float or numpy.ndarray
        Dry bulk and shear modulus, GPa.

    References
    ----------
    Dvorkin and Nur, 1996, Geophysics 61(5), 1363-1370.

    Examples
    --------
    >>> k, g = soft_sand(porosity=0.25, pressure_mpa=30)
    >>> round(k, 2), round(g, 2)
    (4.85, 5.85)
    """
    k_pack, g_pack = hertz_mindlin(
        pressure_mpa, critical_porosity, shear_factor=shear_factor
    )
    pack = porosity / critical_porosity

    def bound(pack_modulus, mineral_modulus, softest):
        return (
            1
            / (
                pack / (pack_modulus + softest)
                + (1 - pack) / (mineral_modulus + softest)
            )
            - softest
        )

    zeta = g_pack / 6 * (9 * k_pack + 8 * g_pack) / (k_pack + 2 * g_pack)
    return bound(k_pack, QUARTZ.k, 4 / 3 * g_pack), bound(g_pack, QUARTZ.g, zeta)


def wood_mix(saturation, hydrocarbon, brine=BRINE):
    """Bulk modulus and density of brine and hydrocarbon finely mixed in the pores.

    The softest fluid wins (a Reuss average): 5 % of gas cut the modulus from 2.8 to
    0.85 GPa, and the rock's Vp falls about as far as it ever will. That is why AVO sees
    gas but hardly how much.

    Parameters
    ----------
    saturation : float or numpy.ndarray
        Fraction of the pore space filled with the hydrocarbon, 0 … 1.
    hydrocarbon, brine : Fluid

    Returns
    -------
    k, rho : float or numpy.ndarray
        GPa, g/cm³. For patches larger than the diffusion length the mix is stiffer.

    References
    ----------
    Mavko, Mukerji and Dvorkin, 2020, The Rock Physics Handbook (Wood's formula).

    Examples
    --------
    >>> [round(float(v), 2) for v in wood_mix(0.1, GAS)]
    [0.5, 1.0]
    """
    k = 1 / (saturation / hydrocarbon.k + (1 - saturation) / brine.k)
    return k, saturation * hydrocarbon.rho + (1 - saturation) * brine.rho


def gassmann(k_dry, porosity, k_fluid, k_mineral=QUARTZ.k):
    """Bulk modulus of the saturated rock. The shear modulus does not feel the fluid.

    Parameters
    ----------
    k_dry, k_fluid : float or numpy.ndarray
        Dry rock and pore fluid, GPa.
    porosity : float or numpy.ndarray
        Fraction, above 0.
    k_mineral : float
        GPa

    Returns
    -------
    k_saturated : float or numpy.ndarray
        GPa. Holds at seismic frequencies, for connected pores and one mineral.

    References
    ----------
    Gassmann, 1951, Vierteljahrsschrift der Naturforschenden Gesellschaft in Zuerich 96.

    Examples
    --------
    >>> round(gassmann(4.85, 0.25, BRINE.k), 2), round(gassmann(4.85, 0.25, GAS.k), 2)
    (11.94, 5.03)
    """
    return k_dry + (1 - k_dry / k_mineral) ** 2 / (
        porosity / k_fluid + (1 - porosity) / k_mineral - k_dry / k_mineral**2
    )


def substitute_fluid(k_saturated, porosity, k_old, k_new, k_mineral=QUARTZ.k):
    """Bulk modulus after another fluid has replaced the one in the pores.

    Gassmann twice, with the dry rock eliminated: K/(Km − K) − Kf/(φ (Km − Kf)) is the
    same for every fluid.

    Parameters
    ----------
    k_saturated : float or numpy.ndarray
        Rock with the old fluid, GPa.
    porosity : float or numpy.ndarray
        Fraction, above 0.
    k_old, k_new : float or numpy.ndarray
        Fluids, GPa.
    k_mineral : float
        GPa

    Returns
    -------
    k_saturated : float or numpy.ndarray
        Rock with the new fluid, GPa. See `gassmann` for validity and source.

    Examples
    --------
    >>> round(substitute_fluid(11.94, 0.25, BRINE.k, GAS.k), 2)
    5.03
    """
    ratio = (
        k_saturated / (k_mineral - k_saturated)
        - k_old / (porosity * (k_mineral - k_old))
        + k_new / (porosity * (k_mineral - k_new))
    )
    return k_mineral * ratio / (1 + ratio)


def velocities(k, g, rho):
    """P and S velocity of an isotropic rock.

    Parameters
    ----------
    k, g : float or numpy.ndarray
        Bulk and shear modulus of the saturated rock, GPa.
    rho : float or numpy.ndarray
        g/cm³

    Returns
    -------
    vp, vs : float or numpy.ndarray
        km/s

    Examples
    --------
    >>> vp, vs = velocities(QUARTZ.k, QUARTZ.g, QUARTZ.rho)
    >>> round(float(vp), 2), round(float(vs), 2)
    (6.04, 4.12)
    """
    return np.sqrt((k + 4 / 3 * g) / rho), np.sqrt(g / rho)


def rock_density(porosity, rho_fluid, rho_mineral=QUARTZ.rho):
    """Density of mineral and pore fluid by volume, g/cm³.

    Examples
    --------
    >>> round(rock_density(0.25, BRINE.rho), 2)
    2.26
    """
    return (1 - porosity) * rho_mineral + porosity * rho_fluid
