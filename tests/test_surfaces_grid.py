"""Surfaces known on a grid: exact at the nodes, smooth and honest between them."""

import json

import numpy as np
import pytest

from course_lib import surfaces
from course_lib.surfaces.grid import points, weight_slopes, weights

DOMAIN = ((-1.0, 2.0), (0.0, 1.0))
NX, NY = 13, 9
X, Y = np.linspace(-1, 2, NX), np.linspace(0, 1, NY)


def rough_values(seed=0):
    return np.random.default_rng(seed).normal(size=(NY, NX))


def test_nodes_get_their_values_exactly():
    values = rough_values()
    grid = surfaces.from_grid(values, DOMAIN)
    np.testing.assert_allclose(grid(points(X, Y)), values, rtol=0, atol=1e-13)
    assert grid([X[0], Y[0]]) == values[0, 0]
    assert grid([X[-1], Y[-1]]) == values[-1, -1]
    assert grid.values.shape == (NY, NX)


def test_rows_run_along_y():
    grid = surfaces.from_grid(points(X, Y)[..., 1], DOMAIN)
    np.testing.assert_allclose(grid([[0.3, 0.77], [1.9, 0.77]]), 0.77)
    np.testing.assert_allclose(grid.gradient([0.3, 0.77]), [0, 1], atol=1e-12)


def test_parabolas_are_reproduced_up_to_the_edge():
    """Keys' interpolation is exact to second order, with its ghost nodes too."""

    def f(w):
        x, y = w[..., 0], w[..., 1]
        return 2 * x**2 - 3 * x * y + y**2 - x + 4

    grid = surfaces.from_grid(f(points(X, Y)), DOMAIN)
    w = np.random.default_rng(1).uniform([-1, 0], [2, 1], (300, 2))
    np.testing.assert_allclose(grid(w), f(w), rtol=1e-12)
    edge = np.array([[-1.0, 0.03], [1.97, 1.0], [-0.99, 0.99]])
    np.testing.assert_allclose(grid(edge), f(edge), rtol=1e-12)


def test_between_nodes_it_is_the_catmull_rom_curve():
    """Halfway: nine sixteenths of each neighbour, less one of each next one."""
    values = np.tile(rough_values()[0], (NY, 1))
    grid = surfaces.from_grid(values, DOMAIN)
    near = (values[0, 4:8] * [-1, 9, 9, -1]).sum() / 16
    assert grid([(X[5] + X[6]) / 2, 0.4]) == pytest.approx(near, rel=1e-12)


def test_the_gradient_belongs_to_the_values_and_has_no_jumps():
    grid = surfaces.from_grid(rough_values(), DOMAIN)
    w = np.random.default_rng(2).uniform([-0.99, 0.01], [1.99, 0.99], (300, 2))
    h = 1e-6
    for axis in (0, 1):
        step = h * np.eye(2)[axis]
        slope = (grid(w + step) - grid(w - step)) / (2 * h)
        np.testing.assert_allclose(grid.gradient(w)[:, axis], slope, atol=2e-6)
    node = np.array([X[4], Y[3]])
    for away in 1e-9 * np.array([[1, 1], [-1, 1], [-1, -1]]):
        np.testing.assert_allclose(
            grid.gradient(node + away), grid.gradient(node), atol=1e-5
        )


def test_weights_add_up_to_one_and_their_slopes_to_zero():
    t = np.linspace(0, 1, 11)
    np.testing.assert_allclose(weights(t).sum(axis=-1), 1)
    np.testing.assert_allclose(weight_slopes(t).sum(axis=-1), 0, atol=1e-15)
    np.testing.assert_array_equal(weights(0.0), [0, 1, 0, 0])
    np.testing.assert_array_equal(weights(1.0), [0, 0, 1, 0])


@pytest.mark.parametrize("w", [[-1.01, 0.5], [2.01, 0.5], [0, -0.01], [0, 1.01]])
def test_outside_is_nan(w):
    grid = surfaces.from_grid(rough_values(), DOMAIN)
    assert np.isnan(grid(w))
    assert np.isnan(grid.gradient(w)).all()
    assert np.isfinite(grid([[0, 0.5], w])).tolist() == [True, False]


@pytest.mark.parametrize("w", [[np.nan, 0.5], [np.inf, 0.5], [1e300, -1e300]])
def test_not_a_place_is_nan(w):
    assert np.isnan(surfaces.from_grid(rough_values(), DOMAIN)(w))


def test_the_error_is_the_one_at_the_cell_centres():
    f = surfaces.himmelblau
    grid = f.on_grid(41)
    x = np.linspace(-5.5, 5.5, 41)
    middle = points((x[1:] + x[:-1]) / 2, (x[1:] + x[:-1]) / 2)
    difference = np.abs(grid(middle) - f(middle)).max()
    assert grid.error == pytest.approx(difference / np.ptp(f(points(x, x))))
    assert 1e-6 < f.on_grid(81).error < grid.error / 7  # third order in the spacing
    assert surfaces.from_grid(rough_values(), DOMAIN).error is None


def test_a_sampled_surface_keeps_what_is_known():
    for f in (surfaces.beale, surfaces.ricker_misfit(noise=0.1)):
        grid = f.on_grid(61)
        assert grid.rate_limit() == f.rate_limit()
        assert (grid.name, grid.title, grid.units) == (f.name, f.title, f.units)
        np.testing.assert_array_equal(grid.minima, f.minima)
        np.testing.assert_array_equal(grid.starts, f.starts)
    spec = json.loads(json.dumps(grid.spec()))
    assert spec["kind"] == "grid" and spec["n"] == [61, 61] and spec["m"] == 0
    assert spec["axis_names"] == ["τ", "f"]


def test_a_flat_surface_has_no_error():
    assert surfaces.from_function(lambda x, y: 3.0).on_grid(5).error == 0


def test_the_start_of_bare_values_is_their_highest_node():
    values = rough_values()
    values[2, 7] = 50.0
    grid = surfaces.from_grid(values, DOMAIN)
    np.testing.assert_allclose(grid.start, [X[7], Y[2]])
    assert grid.spec()["n"] == [NX, NY]
    assert grid.rate_limit() is None


@pytest.mark.parametrize(
    ("make", "message"),
    [
        (lambda: surfaces.from_grid(np.zeros((2, 5)), DOMAIN), "3 × 3 nodes"),
        (lambda: surfaces.from_grid(np.zeros(5), DOMAIN), "values must have shape"),
        (lambda: surfaces.from_grid([[1, 2], [3]], DOMAIN), "values must hold"),
        (
            lambda: surfaces.from_grid(np.full((3, 3), np.nan), DOMAIN),
            "values must be finite",
        ),
        (lambda: surfaces.from_grid(np.eye(3), ((1, 0), (0, 1))), "x0 < x1"),
        (lambda: surfaces.beale.on_grid(2), "n must be >= 3"),
        (lambda: surfaces.beale.on_grid(9).minibatch([0]), "without samples"),
        (
            lambda: surfaces.from_function(
                lambda x, y: np.log(x) + y, start=(1, 1)
            ).on_grid(9),
            "own on its domain must be finite",
        ),
    ],
)
def test_bad_input_gets_a_sentence(make, message):
    with pytest.raises((TypeError, ValueError), match=message):
        make()


def test_the_given_values_are_copied():
    values = rough_values()
    grid = surfaces.from_grid(values, DOMAIN)
    values[:] = 0
    assert np.ptp(grid.values) > 1
