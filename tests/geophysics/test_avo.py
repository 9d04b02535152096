"""Reflection coefficients: linearised against the exact Zoeppritz equations."""

import numpy as np
import pytest

from course_lib.geophysics import rock_physics as rp
from course_lib.geophysics.avo import curvature, intercept_gradient, reflectivity


def soft(porosity, gas_saturation):
    """A soft sand of the AVO data, without scatter."""
    k_dry, g = rp.soft_sand(porosity, 30.0, shear_factor=0.9)
    k_fluid, rho_fluid = rp.wood_mix(gas_saturation, rp.GAS)
    rho = rp.rock_density(porosity, rho_fluid)
    return (*rp.velocities(rp.gassmann(k_dry, porosity, k_fluid), g, rho), rho)


SHALE = (2.45, rp.mudrock_vs(2.45), rp.shale_density(2.45))
BRINE_SAND, GAS_SAND = soft(0.25, 0.0), soft(0.25, 0.6)


def zoeppritz(upper, lower, angle_deg):
    """Exact P reflection coefficient (Mavko et al., 2020, section 3.4)."""
    (vp1, vs1, rho1), (vp2, vs2, rho2) = upper, lower
    t1 = np.radians(angle_deg)
    slowness = np.sin(t1) / vp1
    t2, s1, s2 = np.arcsin(slowness * np.array([vp2, vs1, vs2]))
    sin, cos = np.sin, np.cos
    matrix = [
        [-sin(t1), -cos(s1), sin(t2), cos(s2)],
        [cos(t1), -sin(s1), cos(t2), -sin(s2)],
        [
            2 * rho1 * vs1 * sin(s1) * cos(t1),
            rho1 * vs1 * cos(2 * s1),
            2 * rho2 * vs2 * sin(s2) * cos(t2),
            rho2 * vs2 * cos(2 * s2),
        ],
        [
            -rho1 * vp1 * cos(2 * s1),
            rho1 * vs1 * sin(2 * s1),
            rho2 * vp2 * cos(2 * s2),
            -rho2 * vs2 * sin(2 * s2),
        ],
    ]
    right = [
        sin(t1),
        cos(t1),
        2 * rho1 * vs1 * sin(s1) * cos(t1),
        rho1 * vp1 * cos(2 * s1),
    ]
    return np.linalg.solve(matrix, right)[0]


def test_zoeppritz_at_zero_offset_is_the_impedance_contrast():
    z1, z2 = SHALE[0] * SHALE[2], GAS_SAND[0] * GAS_SAND[2]
    exact = zoeppritz(SHALE, GAS_SAND, 0.0)
    assert exact == pytest.approx((z2 - z1) / (z2 + z1))
    A, _ = intercept_gradient(SHALE, GAS_SAND)
    assert pytest.approx(exact, abs=1e-3) == A


def test_a_boundary_turned_over_changes_both_signs():
    top = intercept_gradient(SHALE, GAS_SAND)
    base = intercept_gradient(GAS_SAND, SHALE)
    assert top == pytest.approx([-v for v in base])


def test_linear_form_is_exact_in_the_limit_of_small_contrasts():
    upper = np.array([3.0, 1.6, 2.3])
    errors = []
    for contrast in (0.02, 0.01):
        lower = upper * (1 + contrast * np.array([1.0, -0.5, 0.7]))
        A, B = intercept_gradient(upper, lower)
        C = curvature(upper, lower)
        errors.append(reflectivity(30, A, B, C) - zoeppritz(upper, lower, 30))
    # First order is right, so halving the contrast quarters the error.
    assert abs(errors[0]) < 2e-4
    assert errors[0] / errors[1] == pytest.approx(4.0, rel=0.1)


@pytest.mark.parametrize(
    "lower, two_terms, three_terms",
    [(BRINE_SAND, 0.016, 0.009), (GAS_SAND, 0.033, 0.034)],
    ids=["brine sand", "gas sand"],
)
def test_error_of_two_and_three_terms_at_30_degrees(lower, two_terms, three_terms):
    A, B = intercept_gradient(SHALE, lower)
    C = curvature(SHALE, lower)
    exact = zoeppritz(SHALE, lower, 30)
    error = abs(reflectivity(30, A, B) - exact)
    assert error == pytest.approx(two_terms, abs=0.001)
    error = abs(reflectivity(30, A, B, C) - exact)
    assert error == pytest.approx(three_terms, abs=0.001)


def test_third_term_vanishes_at_zero_and_takes_arrays():
    angles = np.array([0.0, 10.0, 30.0])
    two = reflectivity(angles, 0.1, -0.2)
    three = reflectivity(angles, 0.1, -0.2, 0.3)
    sin2, tan2 = np.sin(np.radians(30)) ** 2, np.tan(np.radians(30)) ** 2
    assert two == pytest.approx([0.1, 0.1 - 0.2 * np.sin(np.radians(10)) ** 2, 0.05])
    assert (three - two)[0] == 0
    assert (three - two)[2] == pytest.approx(0.3 * (tan2 - sin2))
