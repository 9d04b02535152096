"""The browser's loss surfaces, value and gradient, are those of course_lib.surfaces."""

import numpy as np
import pytest

from course_lib import surfaces

from .conftest import new_page
from .race_page import SURFACES, load_engine, send_surface

RNG = np.random.default_rng(8)
DATA = [name for name, surface in SURFACES.items() if surface.m]
EVALUATE = """
  const out = new Float64Array(2), answer = ([x, y]) =>
    [surface.value(x, y), ...surface.gradient(x, y, out), surface.evaluate(x, y, out)];
  return a.points.map(answer)"""


@pytest.fixture(scope="module")
def js(browser):
    """Call JavaScript with the engine as E, an argument a and its ``surface``."""
    with new_page(browser) as page:
        load_engine(page)

        def call(script, surface, **argument):
            sent = {"surface": send_surface(surface), **argument}
            start = "const E = window.E, surface = E.build(a.surface);"
            return page.evaluate(f"a => {{ {start} {script} }}", sent)

        yield call
        assert page.errors == []


def points_over(surface, n=60, beyond=0.0):
    """Random points over the domain, and its start, minima and corners."""
    low, high = np.array(surface.domain).T
    room = beyond * (high - low)
    spread = RNG.uniform(low - room, high + room, (n, 2))
    return np.concatenate([spread, surface.starts, surface.minima, [low, high]])


def assert_same(answers, surface, points):
    """Compare value and gradient; a cancelled digit counts as much as its terms."""
    answers = np.array(answers, dtype=float)
    values, gradients = surface(points), surface.gradient(points)
    finite = np.isfinite(values)
    size = np.abs(values[finite]).max()
    np.testing.assert_allclose(answers[:, 0], values, rtol=1e-9, atol=1e-14 * size)
    np.testing.assert_allclose(answers[:, 0], answers[:, 3], rtol=1e-14, atol=0)
    sizes = np.abs(gradients[finite]).max(axis=0)
    for axis, scale in enumerate(sizes):
        np.testing.assert_allclose(
            answers[:, 1 + axis], gradients[:, axis], rtol=1e-9, atol=1e-14 * scale
        )


def test_every_kind_of_surface_is_tried():
    named = {name for name in surfaces.__all__ if name[0].islower()}
    grids = {"from_function", "from_grid", "network_slice"}  # they travel as values
    tried = {surface.name for surface in SURFACES.values()} | {"random_landscape"}
    assert named - grids <= tried


@pytest.mark.parametrize("name", SURFACES)
def test_value_and_gradient_equal_python(js, name):
    surface = SURFACES[name]
    points = points_over(surface, beyond=0.0 if surface.kind == "grid" else 0.5)
    answers = js(EVALUATE, surface, points=points.tolist())
    assert_same(answers, surface, points)


@pytest.mark.parametrize("name", SURFACES)
def test_far_out_value_and_gradient_are_finite_where_python_s_are(js, name):
    surface = SURFACES[name]
    far = [0.0, -1e3, 1e10, -1e60, 1e100, 1e200, -1e308, np.inf, -np.inf, np.nan]
    points = np.array([(x, y) for x in far for y in far if x or y])
    answers = np.array(js(EVALUATE, surface, points=points.tolist()), dtype=float)
    python = np.column_stack([surface(points), surface.gradient(points)])
    np.testing.assert_array_equal(np.isfinite(answers[:, :3]), np.isfinite(python))


@pytest.mark.parametrize("name", DATA)
@pytest.mark.parametrize("size", [1, 2, 7, None])
def test_mini_batches_equal_python(js, name, size):
    surface = SURFACES[name]
    indices = RNG.permutation(surface.m)[:size]
    padded = [*indices.tolist(), 0, 0]  # only the first count indices are meant
    part, points = surface.minibatch(indices), points_over(surface, n=20)
    answers, alone, described = js(
        """const out = new Float64Array(2), own = surface.minibatch(a.indices);
           const { padded, count } = a, n = Int32Array.from(padded);
           return [
             a.points.map(([x, y]) => {
               const value = surface.batchValue(n, count, x, y);
               return [value, ...surface.batchGradient(n, count, x, y, out), value];
             }),
             a.points.map(([x, y]) =>
               [own.value(x, y), ...own.gradient(x, y, out), own.value(x, y)]),
             [own.m, own.minima, own.domain, own.kind],
           ]""",
        surface, points=points.tolist(), count=len(indices),
        padded=padded, indices=indices.tolist(),
    )  # fmt: skip
    assert_same(answers, part, points)
    assert_same(alone, part, points)
    assert described == [len(indices), [], [*map(list, surface.domain)], surface.kind]


@pytest.mark.parametrize("name", SURFACES)
def test_domain_start_and_names_arrive(js, name):
    surface = SURFACES[name]
    got = js(
        """const { kind, name, title, m, domain, start, starts, minima, axisNames,
                   units, rateLimit } = surface;
           return { kind, name, title, m, domain, start, starts, minima,
                    axis_names: axisNames, units, rate_limit: rateLimit }""",
        surface,
    )
    spec = surface.spec()
    assert got == {key: spec[key] for key in got}


def test_the_value_of_a_grid_is_nan_outside_its_domain_only(js):
    grid = SURFACES["grid"]
    (x0, x1), (y0, y1) = grid.domain
    edge = [[x0, y0], [x1, y1], [x0, y1], [x1, y0]]
    beyond = [[x1 + 1e-9, y0], [x0, y0 - 1e-9], [np.nan, y0]]
    answers = js(EVALUATE, grid, points=edge + beyond)
    assert np.isfinite(answers[:4]).all()
    assert np.isnan(answers[4:]).all()


def test_tiny_losses_of_a_separable_problem_keep_their_digits(js):
    X, y = np.array([[-1.0, 0.5], [1.0, 0.5], [2.0, 1.0]]), np.array([0, 1, 1])
    points = np.array([[10.0, 0], [40, 1], [200, -1], [700, 2]])
    against = (points @ X.T) * np.where(y == 1, -1, 1)  # the score of the other class
    answers = js(EVALUATE, surfaces.logistic(X, y), points=points.tolist())
    np.testing.assert_allclose(
        np.array(answers)[:, 0], np.logaddexp(0, against).mean(axis=1), rtol=1e-9
    )


def test_thousands_of_samples_do_not_overflow_the_product_of_their_terms(js):
    X = RNG.normal(size=(3000, 2))
    surface = surfaces.logistic(X, RNG.integers(0, 2, 3000))
    points = np.array([[0.0, 0.0], [0.3, -0.2], [30.0, 20.0]])
    assert_same(js(EVALUATE, surface, points=points.tolist()), surface, points)


def test_the_fast_exponential_is_right_to_the_last_digits(js):
    a = np.concatenate([[0, 1e-300, 1e-9], RNG.uniform(0, 40, 400),
                        RNG.uniform(0, 700, 400)])  # fmt: skip
    got, ends = js(
        "return [a.a.map(E.decay), [800, 1e300, Infinity, NaN].map(E.decay)]",
        surfaces.saddle, a=a.tolist(),
    )  # fmt: skip
    np.testing.assert_allclose(got, np.exp(-a), rtol=2e-15, atol=0)
    np.testing.assert_array_equal(ends, [0, 0, 0, np.nan])


def test_an_unknown_surface_is_named(js):
    with pytest.raises(Exception, match='no surface of kind "valley"'):
        js("return E.makeSurface({ kind: 'valley', domain: [], start: [] }).m",
           surfaces.saddle)  # fmt: skip
