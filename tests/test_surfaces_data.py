"""Losses over data: what least squares, chapter 1's unit and wavelets must give."""

from functools import partial
from itertools import combinations

import numpy as np
import pytest

from course_lib import surfaces
from course_lib.geophysics.trends import avo_gather, velocity_trend
from course_lib.geophysics.wavelets import ricker
from course_lib.networks import Network
from course_lib.optimizers import GradientDescent, train
from course_lib.surfaces.data import _ricker_terms, separable
from course_lib.surfaces.surface import DataSurface

RNG = np.random.default_rng(4)
X = RNG.normal(size=(8, 2))
CLASSES = np.array([0, 1, 1, 0, 1, 0, 0, 1])
X_AXIS, Y_AXIS = RNG.normal(2, 1, 8), RNG.normal(size=8)

SMALL = {
    "line": surfaces.line_fit(X_AXIS, Y_AXIS),
    "avo": surfaces.avo_fit(np.linspace(0, 30, 8), Y_AXIS),
    "avo scaled": surfaces.avo_fit(np.linspace(0, 30, 8), Y_AXIS, scaled=True),
    "logistic": surfaces.logistic(X, CLASSES, b=0.2),
    "ricker": surfaces.ricker_misfit(noise=0.1),
    "slice": surfaces.network_slice(Network([2, 3, 1]), X, CLASSES, seed=1),
}
over_data = pytest.mark.parametrize("surface", SMALL.values(), ids=SMALL)


def place(surface):
    """A point somewhat off the middle of the domain."""
    return np.array([low + 0.3 * (high - low) for low, high in surface.domain])


# Mini-batches


@over_data
def test_the_mean_over_all_batches_is_the_whole_loss_and_gradient(surface):
    w, size = place(surface), 3 if surface.m < 10 else 1
    batches = list(combinations(range(surface.m), size))
    values = [surface.minibatch(b)(w) for b in batches]
    gradients = [surface.minibatch(b).gradient(w) for b in batches]
    assert np.mean(values) == pytest.approx(surface(w), rel=1e-12)
    np.testing.assert_allclose(
        np.mean(gradients, axis=0), surface.gradient(w), rtol=1e-11, atol=1e-13
    )


@over_data
@pytest.mark.parametrize("size", [1, 2, 8])
def test_the_variance_of_batch_gradients_without_replacement(surface, size):
    """(S²/B)(1 − B/N) with S² over N − 1; zero when the batch is everything."""
    if surface.m > 8:  # the wavelet: eight of its samples are the whole record
        surface = eight_samples_of(surface)
    w, N = place(surface), surface.m
    single = np.stack([surface.minibatch([i]).gradient(w) for i in range(N)])
    batches = combinations(range(N), size)
    gradients = np.stack([surface.minibatch(b).gradient(w) for b in batches])
    expected = single.var(axis=0, ddof=1) / size * (1 - size / N)
    np.testing.assert_allclose(gradients.var(axis=0), expected, rtol=1e-9, atol=1e-25)


def eight_samples_of(surface):
    data = {name: values[26:34] for name, values in surface.data.items()}
    return DataSurface(
        partial(_ricker_terms, 8, 25.0), data, domain=surface.domain, start=(0, 25)
    )


@over_data
def test_the_batch_of_all_samples_is_the_surface_itself(surface):
    w, whole = place(surface), surface.minibatch(np.arange(surface.m))
    assert whole(w) == surface(w)
    np.testing.assert_array_equal(whole.gradient(w), surface.gradient(w))
    assert whole.m == surface.m and whole.domain == surface.domain


@over_data
def test_a_batch_leaves_its_surface_alone_and_has_batches_of_its_own(surface):
    w = place(surface)
    before = surface(w)
    part = surface.minibatch([5, 1, 2])
    assert part.m == 3 and surface.m >= 8 and len(part.minima) == 0
    assert part(w) != before and surface(w) == before
    np.testing.assert_allclose(
        part.minibatch([1]).gradient(w), surface.minibatch([1]).gradient(w)
    )


@over_data
@pytest.mark.parametrize(
    "indices", [[], [-1], [61], [0.5], 3, [[0, 1]], "all", [True, False], [np.nan]]
)
def test_indices_that_are_none_get_a_sentence(surface, indices):
    with pytest.raises(ValueError, match="indices must be"):
        surface.minibatch(indices)


# Lines


def test_the_line_fit_is_least_squares():
    depth_km, velocity = velocity_trend(n=40, seed=3)
    fit = surfaces.line_fit(depth_km, velocity)
    w, b = np.polyfit(depth_km, velocity, 1)
    np.testing.assert_allclose(fit.minima, [[b, w]], rtol=1e-12)
    for point in ((b, w), (0.0, 0.0), (3.0, -0.5)):
        residual = point[0] + point[1] * depth_km - velocity
        assert fit(point) == pytest.approx(np.mean(residual**2), rel=1e-12)
    G = np.column_stack([np.ones(40), depth_km])
    np.testing.assert_allclose(fit.hessian([5, 5]), 2 * G.T @ G / 40, rtol=1e-13)
    largest = np.linalg.eigvalsh(2 * G.T @ G / 40)[-1]
    assert fit.rate_limit() == pytest.approx(2 / largest)


def test_the_misfit_of_a_perfect_line_is_zero_and_never_below():
    x = np.linspace(0.3, 3.5, 30)
    fit = surfaces.line_fit(x, 1.8 + 0.6 * x)
    near = fit.minima[0] + 1e-8 * RNG.normal(size=(500, 2))
    assert 0 <= fit(near).min() and fit(fit.minima[0]) < 1e-29


def test_one_sample_leaves_a_valley_without_end():
    fit = surfaces.line_fit([0.5, 1.0, 1.0, 1.0], [2.0, 3.0, 4.0, 5.0])
    for batch, mean in (([1], 3.0), ([1, 2], 3.5), ([1, 2, 3], 4.0)):
        part = fit.minibatch(batch)
        np.testing.assert_allclose(part.gradient([1.0, mean - 1]), 0, atol=1e-15)
        np.testing.assert_allclose(part.gradient([9.0, mean - 9]), 0, atol=1e-14)
        assert part.rate_limit() == pytest.approx(2 / 4)
    assert fit.minibatch([1])([0.0, 1.0]) == 4.0


def test_repeated_depths_do_not_make_a_slope_out_of_rounding():
    fit = surfaces.line_fit([0.1, 0.1, 0.1, 2.0], [1.0, 5.0, 2.0, 0.0])
    part = fit.minibatch([0, 1, 2])
    assert part([0.0, 0.0]) == pytest.approx(10.0)
    assert part([0.0, 10.0]) == pytest.approx(np.mean((1 - np.array([1, 5, 2])) ** 2))


@pytest.mark.parametrize("name", ["line", "avo", "avo scaled"])
def test_the_bowl_is_centred_and_one_unit_is_as_long_on_both_axes(name):
    fit = SMALL[name]
    np.testing.assert_allclose(np.mean(fit.domain, axis=1), fit.minima[0])
    width, height = np.ptp(fit.domain, axis=1)
    assert width == pytest.approx(height)
    assert not np.allclose(fit.start, fit.minima[0])


def test_scaling_the_column_cures_the_ravine():
    gather = avo_gather()
    before = surfaces.avo_fit(*gather)
    after = surfaces.avo_fit(*gather, scaled=True)
    assert np.linalg.cond(before.hessian([0, 0])) == pytest.approx(169, abs=1)
    assert np.linalg.cond(after.hessian([0, 0])) == pytest.approx(1)
    # The same misfit, the same reflector
    x = np.sin(np.radians(gather[0])) ** 2
    A, B = before.minima[0]
    A_scaled, B_scaled = after.minima[0]
    assert B_scaled / x.std() == pytest.approx(B)
    assert A_scaled - B_scaled / x.std() * x.mean() == pytest.approx(A)
    assert before(before.minima[0]) == pytest.approx(after(after.minima[0]))


def test_gradient_descent_needs_a_step_in_the_scaled_bowl_and_hundreds_in_the_ravine():
    def steps(fit):
        w, rule = fit.start, GradientDescent(0.5 * fit.rate_limit())
        wanted = 1.01 * fit(fit.minima[0])
        for k in range(5000):
            if fit(w) <= wanted:
                return k
            w = rule.step(w, fit.gradient(w))

    assert steps(surfaces.avo_fit(*avo_gather(), scaled=True)) <= 1
    assert steps(surfaces.avo_fit(*avo_gather())) > 200


def test_the_specification_of_a_line_holds_its_data_and_their_names():
    x, y = velocity_trend(n=5)
    spec = surfaces.line_fit(x, y, "depth", "velocity", "km", "km/s").spec()
    assert spec["kind"] == "line" and spec["m"] == 5
    assert (spec["x"], spec["y"]) == (x.tolist(), y.tolist())
    assert spec["data_names"] == ["depth", "velocity"]
    assert spec["units"] == ["km/s", "km/s/km"]
    part = surfaces.line_fit(x, y).minibatch([3, 1]).spec()
    assert part["x"] == [x[3], x[1]]


# One unit


def unit(w1, w2, b):
    network = Network([2, 1])
    network.parameters = [w1, w2, b]
    return network


@pytest.mark.parametrize("b", [0.0, -0.8])
def test_the_logistic_surface_is_the_loss_of_chapter_1s_unit(b):
    surface = surfaces.logistic(X, CLASSES, b=b)
    for w in ([0.0, 0.0], [1.5, -2.0], [60.0, 40.0]):
        network = unit(*w, b)
        assert surface(w) == pytest.approx(network.loss(X, CLASSES), rel=1e-13)
        np.testing.assert_allclose(
            surface.gradient(w), network.gradient(X, CLASSES)[:2], rtol=1e-12
        )


def test_the_logistic_surface_is_convex():
    surface = SMALL["logistic"]
    w = RNG.uniform(-5, 5, (200, 2))
    assert np.linalg.eigvalsh(surface.hessian(w)).min() > 0
    assert len(surface.minima) == 1


def test_separable_data_have_no_minimum():
    y = (X @ [1.0, -2.0] > 0).astype(int)
    surface = surfaces.logistic(X, y)
    assert len(surface.minima) == 0 and surface.rate_limit() is None
    direction = np.array([1.0, -2.0])
    losses = surface(direction * np.array([[1], [10], [100], [1000]]))
    assert (np.diff(losses) < 0).all() and losses[-1] < 1e-6


@pytest.mark.parametrize(
    ("samples", "y", "expected"),
    [
        ([[1, 0], [-1, 0]], [1, 0], True),
        ([[1, 0], [-1, 0], [0, 1], [0, -1]], [1, 1, 0, 0], False),  # crossed
        ([[1, 1], [2, 1], [-1, -2]], [1, 0, 0], True),  # a narrow gap
        ([[1, 1], [2, 2], [-1, -1]], [1, 0, 0], True),  # all on one line: flat across
        ([[0, 1], [1, -1], [-1, -1]], [1, 1, 1], False),
        ([[0, 0], [0, 0]], [1, 0], False),
    ],
)
def test_separable(samples, y, expected):
    assert separable(np.array(samples, dtype=float), np.array(y)) is expected


# The wavelet


def test_the_misfit_is_half_the_sum_of_squares_and_zero_at_the_truth():
    surface = surfaces.ricker_misfit(shift_ms=12, f_hz=30)
    np.testing.assert_array_equal(surface.minima, [[12, 30]])
    assert surface([12, 30]) == 0
    t = np.arange(-120, 121, 4) / 1000
    residual = ricker(t + 0.020, 30) - ricker(t - 0.012, 30)
    assert surface([-20, 30]) == pytest.approx(0.5 * np.sum(residual**2), rel=1e-12)


@pytest.mark.parametrize("f", [20.0, 25.0, 30.0])
def test_hilltops_and_false_minima_lie_where_the_autocorrelation_has_them(f):
    surface = surfaces.ricker_misfit(f_hz=f)
    tau = np.arange(-60, 60.01, 0.05)
    misfit = surface(np.column_stack([tau, np.full_like(tau, f)]))
    x = np.pi * f * tau / 1000
    correlation = (1 - 2 * x**2 + x**4 / 3) * np.exp(-(x**2) / 2)
    at_infinity = np.sum(surface.data["observed"] ** 2)
    np.testing.assert_allclose(misfit, at_infinity * (1 - correlation), atol=2e-3)
    inner = misfit[1:-1]
    lows = tau[1:-1][(inner < misfit[:-2]) & (inner < misfit[2:])]
    tops = tau[1:-1][(inner > misfit[:-2]) & (inner > misfit[2:])]
    np.testing.assert_allclose(lows, [-909.4 / f, 0, 909.4 / f], atol=0.1)
    np.testing.assert_allclose(tops, [-431.5 / f, 431.5 / f], atol=0.1)


@pytest.mark.parametrize("side", [-1, 1])
def test_a_cycle_away_the_valley_is_closed_in_shift_and_in_frequency(side):
    surface = surfaces.ricker_misfit()
    w = np.array([side * 38.0, 26.0])
    for _ in range(60):
        w = w - np.linalg.solve(surface.hessian(w), surface.gradient(w))
    np.testing.assert_allclose(w, [side * 36.4, 25.0], atol=0.1)
    assert np.linalg.eigvalsh(surface.hessian(w))[0] > 1e-4
    assert surface(w) > 2.6


def test_the_first_start_skips_a_cycle_and_the_second_does_not():
    surface = surfaces.ricker_misfit()
    ends = []
    for w in surface.starts[:2]:
        for _ in range(3000):
            w = w - 0.8 * surface.rate_limit() * surface.gradient(w)
        ends.append(w)
    np.testing.assert_allclose(ends[0], [36.4, 25.0], atol=0.2)
    np.testing.assert_allclose(ends[1], [0.0, 25.0], atol=1e-6)


def test_the_wavelet_has_the_same_energy_at_every_frequency():
    """Otherwise a short wavelet would fit better just because it is weaker."""
    surface = surfaces.ricker_misfit()
    energy = np.sum(surface.data["observed"] ** 2)
    for f in (15.0, 25.0, 40.0):  # far from the record: half the energy of both
        assert surface([80.0, f]) == pytest.approx(energy, rel=0.08)


def test_noise_moves_the_minimum_and_takes_a_seed():
    clean, noisy = surfaces.ricker_misfit(), surfaces.ricker_misfit(noise=0.1, seed=1)
    again = surfaces.ricker_misfit(noise=0.1, seed=1)
    other = surfaces.ricker_misfit(noise=0.1, seed=2)
    spread = (noisy.data["observed"] - clean.data["observed"]).std()
    assert spread == pytest.approx(0.1, rel=0.3)
    np.testing.assert_array_equal(noisy.minima, again.minima)
    assert not np.allclose(noisy.minima, other.minima)
    assert np.abs(noisy.minima[0] - [0, 25]).max() < 3


# A network


@pytest.fixture(scope="module")
def trained():
    network = Network([2, 4, 1], seed=0)
    train(network, X, CLASSES, GradientDescent(0.5), epochs=400)
    return network


@pytest.mark.parametrize(
    ("sizes", "output", "y"),
    [
        ([2, 4, 1], "sigmoid", CLASSES),
        ([2, 3, 3], "softmax", np.arange(8) % 3),
        ([2, 3, 1], "linear", Y_AXIS),
        ([2, 3, 2], "linear", X),
    ],
)
def test_the_middle_of_a_slice_is_the_network(sizes, output, y):
    network = Network(sizes, output=output, seed=5)
    network.biases[0][:] = 0.3
    surface = surfaces.network_slice(network, X, y)
    assert surface([0, 0]) == pytest.approx(network.loss(X, y), rel=1e-14)
    d1, d2 = surface.directions
    moved = Network(sizes, output=output)
    moved.parameters = network.parameters + 0.5 * d1 - 0.2 * d2
    assert surface([0.5, -0.2]) == pytest.approx(moved.loss(X, y), rel=1e-14)
    gradient = surface.directions @ moved.gradient(X, y)
    np.testing.assert_allclose(surface.gradient([0.5, -0.2]), gradient, rtol=1e-12)


def test_directions_are_filter_normalised(trained):
    surface = surfaces.network_slice(trained, X, CLASSES, seed=3)
    for flat in surface.directions:
        direction = Network([2, 4, 1])
        direction.parameters = flat
        for d, W in zip(direction.weights, trained.weights, strict=True):
            np.testing.assert_allclose(
                np.linalg.norm(d, axis=1), np.linalg.norm(W, axis=1)
            )
        assert not any(b.any() for b in direction.biases)
    other = surfaces.network_slice(trained, X, CLASSES, seed=4)
    assert not np.allclose(surface.directions, other.directions)


def test_a_slice_leaves_the_network_alone(trained):
    before = trained.parameters.copy()
    surface = surfaces.network_slice(trained, X, CLASSES)
    value = surface([0.4, 0.1])
    surface.gradient([0.4, 0.1])
    np.testing.assert_array_equal(trained.parameters, before)
    trained.parameters = before + 1
    assert surface([0.4, 0.1]) == value
    trained.parameters = before


# Bad input

NAN_DATA = ([1.0, 2.0, np.nan], [1.0, 2.0, 3.0])


@pytest.mark.parametrize(
    ("make", "message"),
    [
        (lambda: surfaces.line_fit(*NAN_DATA), "x must be finite"),
        (lambda: surfaces.line_fit(*NAN_DATA[::-1]), "y must be finite"),
        (lambda: surfaces.line_fit([1, 2, 3], [1, 2]), "one length; got 3 and 2"),
        (lambda: surfaces.line_fit([1, 1], [1, 2], "depth"), r"\(depth\) has zero"),
        (lambda: surfaces.line_fit([1], [1]), "zero variance"),
        (lambda: surfaces.line_fit([], []), "x is empty"),
        (lambda: surfaces.line_fit([1, 2], [1, 2], domain=((1, 0), (0, 1))), "x0 < x1"),
        (lambda: surfaces.avo_fit([0, 95], [0, 1]), "0 … 90 degrees"),
        (lambda: surfaces.avo_fit([5, 5], [0, 1], scaled=True), "zero variance"),
        (lambda: surfaces.logistic(X[:, :1], CLASSES), "2 columns"),
        (lambda: surfaces.logistic(X, CLASSES * 2), "classes 0 … 1"),
        (lambda: surfaces.logistic(X, CLASSES * 0), "at least two classes"),
        (lambda: surfaces.logistic(X, CLASSES, b="0"), "b must be one number"),
        (lambda: surfaces.ricker_misfit(shift_ms=100), "shift_ms must be"),
        (lambda: surfaces.ricker_misfit(f_hz=0), "f_hz must be"),
        (lambda: surfaces.ricker_misfit(noise=-1), "noise must be"),
        (lambda: surfaces.network_slice("net", X, CLASSES), "must be a Network"),
        (lambda: surfaces.network_slice(Network([3, 1]), X, CLASSES), "3 columns"),
    ],
)
def test_bad_input_gets_a_sentence(make, message):
    with pytest.raises((TypeError, ValueError), match=message):
        make()
