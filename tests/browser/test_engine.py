"""The JavaScript engine computes what course_lib computes, to a relative 1e-9."""

import numpy as np
import pytest

from course_lib.activations import sigmoid
from course_lib.features import polynomial_features, standardize
from course_lib.losses import binary_cross_entropy
from course_lib.networks import Network
from course_lib.optimizers import GradientDescent
from course_lib.widgets.base import read
from course_lib.widgets.neuron_explorer import substitute

from .widget_page import load_module

RNG = np.random.default_rng(42)
CLOSE = {"rtol": 1e-9, "atol": 1e-12}
M = 300
X = RNG.normal([7.8, 1.7], [0.8, 0.1], (M, 2))
y = RNG.integers(0, 2, M)


@pytest.fixture
def js(page):
    """Call a JavaScript expression with the engine's functions as E and arguments a."""
    page.goto("about:blank")
    load_module(page, read("js/engine.js"), "E")

    def call(expression, **arguments):
        plain = {
            name: value.ravel().tolist() if isinstance(value, np.ndarray) else value
            for name, value in arguments.items()
        }
        script = "a => { const f = Float64Array.from.bind(Float64Array), E = window.E;"
        script += (
            f"const plain = v => ArrayBuffer.isView(v) ? [...v] : v; {expression} }}"
        )
        return page.evaluate(script, plain)

    yield call
    assert page.errors == []


def test_sigmoid_and_loss_stay_finite_far_out(js):
    z = np.concatenate([RNG.normal(0, 5, 50), [0, 40, -40, 800, -800, 1e4, -1e4]])
    labels = np.resize([0, 1], len(z))
    a = js("return a.z.map(E.sigmoid)", z=z)
    np.testing.assert_allclose(a, sigmoid(z), **CLOSE)
    losses = js("return a.z.map((z, i) => E.sampleLoss(z, a.y[i]))", z=z, y=labels)
    np.testing.assert_allclose(
        losses, binary_cross_entropy.per_sample(z, labels), **CLOSE
    )


def test_loss_and_accuracy_equal_python(js):
    z = RNG.normal(0, 4, M)
    z[:3] = 0.0  # P = .5 counts as class 1 on both sides
    got = js("return [E.binaryCrossEntropy(a.z, a.y), E.binaryAccuracy(a.z, a.y)]",
             z=z, y=y)  # fmt: skip
    expected = [binary_cross_entropy(z, y), np.mean((sigmoid(z) >= 0.5) == y)]
    np.testing.assert_allclose(got, expected, **CLOSE)


def test_standardising_equals_python(js):
    Z, mean, std = standardize(X)
    got = js(
        """const s = E.columnStatistics(f(a.X), 2);
           return [[...E.standardize(f(a.X), 2, s)], [...s.mean], [...s.std]]""",
        X=X,
    )
    for value, expected in zip(got, (Z.ravel(), mean, std), strict=True):
        np.testing.assert_allclose(value, expected, **CLOSE)


@pytest.mark.parametrize("n", [1, 2, 3, 5])
def test_quadratic_features_equal_python(js, n):
    data = RNG.normal(size=(40, n))
    got = js("return plain(E.quadraticFeatures(f(a.X), a.n))", X=data, n=n)
    np.testing.assert_allclose(got, polynomial_features(data)[0].ravel(), **CLOSE)


@pytest.mark.parametrize("k", [2, 5, 9])
def test_score_gradient_and_step_of_a_unit_equal_python(js, k):
    F, w, b, lr = RNG.normal(size=(M, k)), RNG.normal(size=k), 0.4, 0.7
    net = Network([k, 1])
    net.parameters = [*w, b]
    z, dz, step = js(
        """const z = E.unitScores(f(a.F), a.w, a.b, new Float64Array(a.y.length));
           const g = E.unitGradient(f(a.F), z, a.y, a.w.length);
           const next = E.gradientStep({ w: a.w, b: a.b }, g, a.lr);
           return [[...z], [...g.dw, g.db], [...next.w, next.b]]""",
        F=F, w=w, b=b, y=y, lr=lr,
    )  # fmt: skip
    np.testing.assert_allclose(z, F @ w + b, **CLOSE)
    gradient = net.gradient(F, y)
    np.testing.assert_allclose(dz, gradient, **CLOSE)
    expected = GradientDescent(lr=lr).step(net.parameters, gradient)
    np.testing.assert_allclose(step, expected, **CLOSE)


@pytest.mark.parametrize("size", [2, 5])
def test_change_of_inputs_equals_python_and_goes_back(js, size):
    w, b, mean, std = RNG.normal(size=size), 1.3, X.mean(axis=0), X.std(axis=0)
    raw, back = js(
        """const s = { mean: a.mean, std: a.std }, flat = u => [...u.w, u.b];
           const raw = E.standardizedToRaw({ w: a.w, b: a.b }, s);
           return [flat(raw), flat(E.rawToStandardized(raw, s))]""",
        w=w, b=b, mean=mean, std=std,
    )  # fmt: skip
    w_raw, b_raw = substitute(w, b, 1 / std, -mean / std)
    np.testing.assert_allclose(raw, [*w_raw, b_raw], **CLOSE)
    np.testing.assert_allclose(back, [*w, b], rtol=1e-9, atol=1e-9)


@pytest.mark.parametrize("size", [2, 5])
def test_the_grid_holds_the_scores_of_its_nodes(js, size):
    w, b = RNG.normal(size=size), -0.2
    box = {"x0": -2.0, "x1": 3.0, "y0": -1.0, "y1": 1.5}
    got = js("return plain(E.scoreGrid(a, a.box, 7, 5, new Float64Array(35)))",
             w=w, b=b, box=box)  # fmt: skip
    nodes = np.stack(np.meshgrid(np.linspace(-2, 3, 7), np.linspace(1.5, -1, 5)), -1)
    expected = polynomial_features(nodes.reshape(-1, 2))[0][:, :size] @ w + b
    np.testing.assert_allclose(got, expected, **CLOSE)
