"""Rock physics against limits, identities, and rocks as they are."""

import numpy as np
import pytest

from course_lib.geophysics import rock_physics as rp
from course_lib.geophysics import rocks


def test_mudrock_line_is_the_published_one_solved_for_vs():
    vs = np.array([0.5, 1.0, 2.0])
    assert rp.mudrock_vs(1.16 * vs + 1.36) == pytest.approx(vs)


def test_greenberg_castagna_sandstone_is_faster_in_shear_than_shale():
    vp = np.linspace(2.0, 5.0, 7)
    sandstone = rp.greenberg_castagna_vs(vp, "sandstone")
    shale = rp.greenberg_castagna_vs(vp, "shale")
    assert sandstone == pytest.approx(0.80416 * vp - 0.85588)
    assert shale == pytest.approx(0.76969 * vp - 0.86735)
    assert (sandstone > shale).all()


def test_gardner_takes_km_per_second():
    # 3000 m/s ** .25 = 7.4008
    assert rp.gardner_density(3.0) == pytest.approx(0.31 * 7.4008, rel=1e-4)
    assert rp.shale_density(1.0) == 1.75


def test_quartz_is_quartz():
    vp, vs = rp.velocities(rp.QUARTZ.k, rp.QUARTZ.g, rp.QUARTZ.rho)
    assert (vp, vs) == (pytest.approx(6.04, abs=0.01), pytest.approx(4.12, abs=0.01))


def test_hertz_mindlin_is_the_stiffness_of_the_contacts():
    k, g, c, phi, pressure = 36.6, 45.0, 8.5, 0.38, 0.030
    poisson = (3 * k - 2 * g) / (6 * k + 2 * g)
    # Radius of the contact circle over that of the grain, and its normal stiffness.
    force = 3 * np.pi * (1 - poisson) * pressure / (2 * c * (1 - phi) * g)
    normal_stiffness = 4 * force ** (1 / 3) * g / (1 - poisson)
    k_pack, g_pack = rp.hertz_mindlin(30.0)
    assert k_pack == pytest.approx(c * (1 - phi) * normal_stiffness / (12 * np.pi))
    # Mindlin's pack has this Poisson's ratio, whatever pressure and contacts.
    pack_poisson = (3 * k_pack - 2 * g_pack) / (6 * k_pack + 2 * g_pack)
    assert pack_poisson == pytest.approx(poisson / (2 * (5 - 3 * poisson)))


def test_hertz_mindlin_grows_with_the_cube_root_of_pressure():
    soft, stiff = np.array(rp.hertz_mindlin(10.0)), np.array(rp.hertz_mindlin(80.0))
    assert stiff == pytest.approx(2 * soft)
    assert rp.hertz_mindlin(10.0, shear_factor=0.5)[1] == 0.5 * soft[1]


def test_soft_sand_runs_from_quartz_to_the_loose_pack():
    k, g = rp.soft_sand(np.array([0.0, 0.38]), 30.0)
    k_pack, g_pack = rp.hertz_mindlin(30.0)
    assert (k[0], g[0]) == (pytest.approx(rp.QUARTZ.k), pytest.approx(rp.QUARTZ.g))
    assert (k[1], g[1]) == (pytest.approx(k_pack), pytest.approx(g_pack))


def test_soft_sand_is_the_lower_bound_in_its_other_published_form():
    """Mavko et al. (2020), section 4.1: stiffness added to the softest part."""
    (k1, g1), (k2, g2) = rp.hertz_mindlin(30.0), rp.QUARTZ[:2]
    f1 = 0.19 / 0.38  # share of the loose pack
    f2 = 1 - f1
    k = k1 + f2 / (1 / (k2 - k1) + f1 / (k1 + 4 / 3 * g1))
    compliance = 2 * f1 * (k1 + 2 * g1) / (5 * g1 * (k1 + 4 / 3 * g1))
    g = g1 + f2 / (1 / (g2 - g1) + compliance)
    assert rp.soft_sand(0.19, 30.0) == (pytest.approx(k), pytest.approx(g))


def test_soft_sand_lies_below_the_average_of_its_ends():
    k_end, g_end = rp.hertz_mindlin(30.0)
    k, g = rp.soft_sand(0.19, 30.0)
    # Above Reuss, below Hill: a lower bound that is not the lowest.
    assert 2 / (1 / rp.QUARTZ.k + 1 / k_end) < k < (rp.QUARTZ.k + k_end) / 2
    assert 2 / (1 / rp.QUARTZ.g + 1 / g_end) < g < (rp.QUARTZ.g + g_end) / 2


def test_wood_mix_ends_are_the_fluids_and_little_gas_softens_much():
    assert rp.wood_mix(0.0, rp.GAS) == pytest.approx(rp.BRINE)
    assert rp.wood_mix(1.0, rp.OIL) == pytest.approx(rp.OIL)
    k, _ = rp.wood_mix(0.05, rp.GAS)
    assert k < 0.35 * rp.BRINE.k


def test_gassmann_leaves_the_dry_rock_dry_and_fills_the_mineral_with_mineral():
    assert rp.gassmann(5.0, 0.25, 1e-9) == pytest.approx(5.0, abs=1e-6)
    # Pores filled with the mineral itself: no pores are left.
    assert rp.gassmann(5.0, 0.25, rp.QUARTZ.k) == pytest.approx(rp.QUARTZ.k)


def test_substitution_equals_gassmann_on_the_dry_rock():
    phi = np.array([0.15, 0.25, 0.35])
    k_dry, _ = rp.soft_sand(phi, 30.0)
    k_mix, _ = rp.wood_mix(0.6, rp.GAS)
    wet = rp.gassmann(k_dry, phi, rp.BRINE.k)
    gas = rp.substitute_fluid(wet, phi, rp.BRINE.k, k_mix)
    assert gas == pytest.approx(rp.gassmann(k_dry, phi, k_mix))
    assert rp.substitute_fluid(gas, phi, k_mix, rp.BRINE.k) == pytest.approx(wet)


@pytest.mark.parametrize("sand", [rocks.consolidated_sand, rocks.unconsolidated_sand])
def test_gas_makes_sand_slower_lighter_and_lowers_vp_vs(sand):
    means = {}
    for fluid in ("brine", "oil", "gas"):
        vp, vs, rho = sand(4000, np.random.default_rng(0), fluid)
        means[fluid] = (vp * rho).mean(), (vp / vs).mean(), rho.mean(), vs.mean()
    for wetter, drier in (("brine", "oil"), ("oil", "gas")):
        assert means[drier][0] < means[wetter][0]
        assert means[drier][1] < means[wetter][1]
        assert means[drier][2] < means[wetter][2]
    # The shear modulus does not feel the fluid: the lighter rock is faster in shear.
    assert means["gas"][3] > means["brine"][3]


@pytest.mark.parametrize(
    "rock, vp_range, ratio_range, rho_range",
    [
        (rocks.shale, (2.3, 3.2), (1.9, 2.5), (2.15, 2.45)),
        (rocks.consolidated_sand, (2.8, 4.6), (1.6, 2.1), (2.05, 2.5)),
        (rocks.unconsolidated_sand, (2.4, 3.5), (1.6, 2.3), (2.05, 2.4)),
    ],
)
def test_rocks_lie_where_rocks_lie(rock, vp_range, ratio_range, rho_range):
    vp, vs, rho = rock(5000, np.random.default_rng(0))
    for values, (low, high) in (
        (vp, vp_range),
        (vp / vs, ratio_range),
        (rho, rho_range),
    ):
        assert np.quantile(values, 0.002) > low
        assert np.quantile(values, 0.998) < high


def test_rocks_are_physical_whatever_the_fluid():
    for fluid in ("brine", "oil", "gas"):
        for sand in (rocks.consolidated_sand, rocks.unconsolidated_sand):
            rock = sand(200_000, np.random.default_rng(1), fluid)
            assert np.isfinite(rock).all()
            vp, vs, rho = rock
            assert (rho * (vp**2 - 4 / 3 * vs**2) > 0).all()  # positive bulk modulus


@pytest.mark.parametrize(
    "sand, low, high",
    [(rocks.consolidated_sand, 0.12, 0.36), (rocks.unconsolidated_sand, 0.20, 0.36)],
)
def test_porosity_stays_within_what_the_relations_hold_for(sand, low, high):
    rho = sand(5000, np.random.default_rng(0), porosity=(0.25, 0.15))[2]
    assert rho.max() == pytest.approx(rp.rock_density(low, rp.BRINE.rho))
    assert rho.min() == pytest.approx(rp.rock_density(high, rp.BRINE.rho))


def test_same_seed_same_rocks_and_scatter_is_log_normal():
    one = rocks.shale(1000, np.random.default_rng(7))
    two = rocks.shale(1000, np.random.default_rng(7))
    assert (one == two).all()
    rock = rocks.scatter(
        np.ones((3, 100_000)), (0.02, 0.03, 0.01), np.random.default_rng(0)
    )
    assert np.log(rock).std(axis=1) == pytest.approx([0.02, 0.03, 0.01], rel=0.02)
