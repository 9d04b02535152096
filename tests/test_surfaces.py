"""Every surface: gradients against differences, known minima, clear errors."""

import json
import math

import numpy as np
import pytest

from course_lib import surfaces
from course_lib.geophysics.trends import avo_gather, velocity_trend
from course_lib.networks import Network
from course_lib.shared_random import SharedRandom
from course_lib.surfaces.surface import Surface

CROSSPLOT = np.random.default_rng(3).normal(size=(12, 2))
CLASSES = np.array([0, 1, 1, 0, 1, 0, 0, 1, 0, 1, 1, 0])

FORMULAS = {
    s.name: s
    for s in (
        surfaces.beale,
        surfaces.rosenbrock,
        surfaces.himmelblau,
        surfaces.styblinski_tang,
        surfaces.goldstein_price,
        surfaces.saddle,
        surfaces.long_valley,
    )
}
OTHERS = {
    "quadratic": surfaces.quadratic(1, 25, 30),
    "random": surfaces.random_landscape(11),
    "line": surfaces.line_fit(*velocity_trend()),
    "avo": surfaces.avo_fit(*avo_gather()),
    "avo scaled": surfaces.avo_fit(*avo_gather(), scaled=True),
    "logistic": surfaces.logistic(CROSSPLOT, CLASSES, b=0.3),
    "ricker": surfaces.ricker_misfit(shift_ms=8, f_hz=28, noise=0.1, seed=2),
    "slice": surfaces.network_slice(Network([2, 3, 1]), CROSSPLOT, CLASSES),
    "own": surfaces.from_function(lambda x, y: np.sin(x) * y, domain=((0, 2), (1, 2))),
}
ALL = {**FORMULAS, **OTHERS}
everywhere = pytest.mark.parametrize("surface", ALL.values(), ids=ALL)
WITH_MINIMA = {name: s for name, s in ALL.items() if len(s.minima)}


def places(surface, shape=(60,), seed=0):
    """Random points of a surface's domain."""
    low, high = np.transpose(surface.domain)
    return low + np.random.default_rng(seed).random((*shape, 2)) * (high - low)


def differences(surface, w, share=1e-5):
    """Central differences of a surface: fourth order, so that h need not be tiny."""
    columns = []
    for axis, (low, high) in enumerate(surface.domain):
        h = np.zeros(2)
        h[axis] = share * (high - low)
        near = surface(w + h) - surface(w - h)
        far = surface(w + 2 * h) - surface(w - 2 * h)
        columns.append((8 * near - far) / (12 * h[axis]))
    return np.stack(columns, axis=-1)


# What all have in common


@everywhere
def test_the_gradient_equals_central_differences(surface):
    w = places(surface)
    gradient = surface.gradient(w)
    error = np.linalg.norm(differences(surface, w, 2e-4) - gradient, axis=-1)
    assert (error / np.linalg.norm(gradient, axis=-1)).max() < 1e-6


@everywhere
def test_many_points_at_once_are_the_points_one_by_one(surface):
    w = places(surface, (2, 3))
    assert surface(w).shape == (2, 3)
    assert surface.gradient(w).shape == (2, 3, 2)
    assert surface.hessian(w).shape == (2, 3, 2, 2)
    single = [surface(p) for p in w.reshape(-1, 2)]
    slopes = [surface.gradient(p) for p in w.reshape(-1, 2)]
    np.testing.assert_allclose(surface(w).ravel(), single, rtol=1e-12, atol=1e-15)
    np.testing.assert_allclose(
        surface.gradient(w).reshape(-1, 2), slopes, rtol=1e-11, atol=1e-14
    )
    assert np.ndim(surface(w[0, 0])) == 0


@everywhere
def test_starts_and_minima_lie_in_the_domain(surface):
    low, high = np.transpose(surface.domain)
    for point in [*surface.starts, *surface.minima]:
        assert (low <= point).all() and (point <= high).all(), point
    np.testing.assert_array_equal(surface.starts[0], surface.start)


@everywhere
def test_the_specification_is_json_and_complete(surface):
    spec = json.loads(json.dumps(surface.spec(), allow_nan=False))
    for key in ("domain", "start", "starts", "title", "axis_names", "units", "m"):
        np.testing.assert_array_equal(spec[key], getattr(surface, key))
    assert spec["minima"] == surface.minima.tolist()
    assert spec["rate_limit"] == surface.rate_limit()
    assert spec["kind"] == surface.kind


@pytest.mark.parametrize("surface", WITH_MINIMA.values(), ids=WITH_MINIMA)
def test_at_every_minimum_the_slope_is_zero_and_the_curvature_positive(surface):
    around = places(surface, (4000,), seed=1)
    steepest = np.linalg.norm(surface.gradient(around), axis=-1).max()
    for w in surface.minima:
        assert np.linalg.norm(surface.gradient(w)) < 1e-12 * steepest
        assert np.linalg.eigvalsh(surface.hessian(w))[0] > 0
        assert surface(w) <= surface(around).min() + 1e-9
        assert surface(w) == pytest.approx(surface(surface.minima[0]), abs=1e-12)


@pytest.mark.parametrize("surface", WITH_MINIMA.values(), ids=WITH_MINIMA)
def test_descent_comes_back_just_below_the_rate_limit_and_leaves_just_above(surface):
    limit, minimum = surface.rate_limit(), surface.minima[0]
    _flat, steep = np.linalg.eigh(surface.hessian(minimum))[1].T
    reach = 1e-4 * np.ptp(surface.domain, axis=1).min()
    for share, closer in ((0.98, True), (1.02, False)):
        w = minimum + reach * steep
        for _ in range(20):
            w = w - share * limit * surface.gradient(w)
        assert bool(np.linalg.norm(w - minimum) < reach) is closer


def test_infinity_is_returned_without_a_warning():
    assert surfaces.beale([1e200, 1e200]) == np.inf
    assert not np.isfinite(surfaces.beale.gradient([1e200, -1e200])).all()
    assert np.isnan(surfaces.rosenbrock([np.nan, 0.0]))


# Facts about single surfaces


def test_beale():
    f = surfaces.beale
    curvature = np.linalg.eigvalsh(f.hessian([3, 0.5]))
    np.testing.assert_allclose(curvature, [0.30, 48.98], atol=0.005)
    assert f([0, 1]) == 14.203125
    np.testing.assert_array_equal(f.gradient([0, 1]), 0)
    low, high = np.linalg.eigvalsh(f.hessian([0, 1]))
    assert low < -1 and high > 1
    np.testing.assert_allclose(f.gradient([3, 4]), [25625.25, 57519], rtol=1e-14)


def test_goldstein_price():
    assert surfaces.goldstein_price([0, -1]) == 3
    assert surfaces.goldstein_price([1, 1]) == 1876  # needs the term 6xy


def test_himmelblau_has_four_minima_of_value_zero():
    assert len(surfaces.himmelblau.minima) == 4
    np.testing.assert_allclose(
        surfaces.himmelblau(surfaces.himmelblau.minima), 0, atol=1e-9
    )


def test_styblinski_tang_is_lifted_to_about_zero():
    assert surfaces.styblinski_tang([-2.903534] * 2) == pytest.approx(0, abs=1e-5)
    assert surfaces.styblinski_tang([0, 0]) == 78.33234


def test_long_valley():
    f = surfaces.long_valley
    np.testing.assert_allclose(f.minima, [[0, 5**0.5], [0, -(5**0.5)]])
    np.testing.assert_allclose(f(f.minima), -1.25)
    assert f.rate_limit() == pytest.approx(1 / 12)
    np.testing.assert_array_equal(f.gradient([0, 0]), 0)
    np.testing.assert_allclose(np.diag(f.hessian([0, 0])), [24, -1], rtol=1e-8)
    np.testing.assert_array_equal(f.start, [1, 1e-3])


def test_saddle_and_rosenbrock():
    np.testing.assert_array_equal(surfaces.saddle.hessian([5, 7]), [[2, 0], [0, -2]])
    assert not len(surfaces.saddle.minima)
    assert surfaces.saddle.rate_limit() == 1  # along x
    assert surfaces.rosenbrock([-1, 1]) == 4


@pytest.mark.parametrize("angle", [0, 30, -75])
def test_a_turned_quadratic_keeps_its_curvatures(angle):
    f = surfaces.quadratic(1, 25, angle)
    values, vectors = np.linalg.eigh(f.hessian([0, 0]))
    np.testing.assert_allclose(values, [1, 25])
    u = np.array([np.cos(np.radians(angle)), np.sin(np.radians(angle))])
    assert abs(vectors[:, 0] @ u) == pytest.approx(1)
    assert f(2 * u) == pytest.approx(0.5 * 1 * 2**2)
    assert f.rate_limit() == pytest.approx(2 / 25)


def test_a_quadratic_without_a_minimum_says_so():
    assert len(surfaces.quadratic(-1, 2).minima) == 0
    assert surfaces.quadratic(-1, 2).rate_limit() == pytest.approx(1)
    assert surfaces.quadratic(-1, -2).rate_limit() is None
    assert surfaces.quadratic(0, 0).rate_limit() is None


def test_the_random_landscape_follows_the_shared_random_numbers():
    surface, draw = surfaces.random_landscape(5), SharedRandom(5).uniform
    x, y, f = 0.3, -1.1, (0.3**2 + 1.1**2) / 20
    for _ in range(7):
        c, d, s = 6 * draw() - 3, 6 * draw() - 3, 0.4 + 0.6 * draw()
        sign = -1 if draw() < 0.5 else 1
        height = 0.4 + 1.2 * draw()
        f += sign * height * np.exp(-((x - c) ** 2 + (y - d) ** 2) / (2 * s**2))
    assert surface([x, y]) == pytest.approx(f, rel=1e-13)
    np.testing.assert_allclose(surface.start, [5 * draw() - 2.5, 5 * draw() - 2.5])
    assert surface.spec()["seed"] == 5
    assert surfaces.random_landscape(6)([x, y]) != surface([x, y])


# A student's own


def test_own_function_without_gradient_uses_differences():
    own = surfaces.from_function(
        surfaces.beale._value, domain=surfaces.beale.domain, name="mine"
    )
    w = places(own)
    exact = surfaces.beale.gradient(w)
    error = np.linalg.norm(own.gradient(w) - exact, axis=-1)
    assert (error / np.linalg.norm(exact, axis=-1)).max() < 1e-6
    assert own.kind == "python" and own.name == "mine"
    np.testing.assert_array_equal(own.start, [2.25, 2.25])


@pytest.mark.parametrize(
    "f", [lambda w: w[0] ** 2 + 3 * w[1] ** 2, lambda w: w**2 @ [1, 3]], ids=["w", "…"]
)
@pytest.mark.parametrize("gradient", [None, lambda w: np.array([2, 6]) * w])
def test_your_own_function_may_take_one_point_w(f, gradient):
    own = surfaces.from_function(f, gradient)
    w = np.random.default_rng(1).normal(size=(4, 3, 2))
    x, y = w[..., 0], w[..., 1]
    np.testing.assert_allclose(own(w), x**2 + 3 * y**2)
    np.testing.assert_allclose(own.gradient(w), np.stack([2 * x, 6 * y], -1), atol=1e-6)
    assert own((1.0, 2.0)) == pytest.approx(13)


def test_own_gradient_is_used():
    own = surfaces.from_function(lambda x, y: x * y, lambda x, y: (y, 100 * x))
    np.testing.assert_array_equal(own.gradient([2, 3]), [3, 200])
    own = surfaces.from_function(lambda x, y: x * y, lambda x, y: np.array([y, x]))
    np.testing.assert_array_equal(own.gradient([[2, 3], [4, 5]]), [[3, 2], [5, 4]])


def _with_math(x, y):
    return math.sqrt(1 + x * x) + abs(y)


def _with_if(x, y):
    return x if x > y else y


def _sum_over_everything(x, y):
    return np.sum([x**2, y**2])  # one number, whatever it is given


@pytest.mark.parametrize("f", [_with_math, _with_if, _sum_over_everything])
def test_a_function_that_takes_no_arrays_is_called_point_by_point(f):
    own = surfaces.from_function(f)
    w = places(own, (2, 5))
    expected = [[f(*p) for p in row] for row in w]
    np.testing.assert_allclose(own(w), expected)
    assert own.gradient(w).shape == w.shape


def test_constant_and_half_defined_functions():
    flat = surfaces.from_function(lambda x, y: 7.0)
    np.testing.assert_array_equal(flat(np.zeros((3, 2))), [7, 7, 7])
    np.testing.assert_array_equal(flat.gradient(np.zeros((3, 2))), 0)
    right_half = surfaces.from_function(lambda x, y: math.log(x) + y)
    assert np.isnan(right_half([-1.0, 0.0]))
    assert np.isfinite(right_half([1.0, 0.0]))


@pytest.mark.parametrize(
    ("make", "message"),
    [
        (lambda: surfaces.from_function("x**2"), "f must be a function"),
        (lambda: surfaces.from_function(lambda w: w), "must take w = .* one number"),
        (lambda: surfaces.from_function(lambda x, y, z: x), "must take w = "),
        (lambda: surfaces.from_function(lambda x, y: (x, y)), "return one number"),
        (lambda: surfaces.from_function(lambda x, y: None), "return one number"),
        (lambda: surfaces.from_function(lambda x, y: x / 0 * 0), "finite near"),
        (
            lambda: surfaces.from_function(lambda x, y: x, lambda x, y: x),
            "return two numbers",
        ),
        (
            lambda: surfaces.from_function(lambda x, y: x, domain=((2, -2), (0, 1))),
            "x0 < x1",
        ),
        (
            lambda: surfaces.from_function(lambda x, y: x, domain=(0, 1)),
            "domain must be",
        ),
        (
            lambda: surfaces.from_function(lambda x, y: x, start=[1, 2, 3]),
            "start must be a point",
        ),
        (
            lambda: surfaces.from_function(lambda x, y: x, start=[np.nan, 2]),
            "start must be finite",
        ),
        (lambda: surfaces.beale([1, 2, 3]), r"shape \(2,\) or"),
        (lambda: surfaces.beale(3), r"shape \(2,\) or"),
        (lambda: surfaces.beale.gradient("far"), "w must hold numbers"),
        (lambda: surfaces.beale.minibatch([0]), "without samples"),
        (lambda: surfaces.quadratic(np.inf), "l1 must be finite"),
        (lambda: surfaces.random_landscape(-1), "seed must be"),
        (
            lambda: Surface(lambda x, y: x, None, ((0, 1), (0, np.nan)), (0, 0)),
            "domain must be finite",
        ),
    ],
)
@pytest.mark.filterwarnings("ignore::RuntimeWarning")
def test_bad_input_gets_a_sentence(make, message):
    with pytest.raises((TypeError, ValueError), match=message):
        make()


def test_the_name_of_a_surface_is_stable():
    assert (
        repr(surfaces.beale) == "Surface beale: x from -4.5 to 4.5, y from -4.5 to 4.5"
    )
    assert repr(OTHERS["ricker"]) == (
        "Surface ricker_misfit: τ from -80 to 80 ms, f from 10 to 45 Hz, 61 samples"
    )
