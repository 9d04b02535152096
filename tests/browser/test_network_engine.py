"""The browser's network is that of course_lib.networks: outputs, loss, gradient."""

import numpy as np
import pytest

from course_lib.activations import ACTIVATIONS
from course_lib.initializers import INITIALIZERS, scaled
from course_lib.networks import Network
from course_lib.optimizers import (
    Adadelta,
    Adagrad,
    Adam,
    CosineDecay,
    GradientDescent,
    Momentum,
    Nesterov,
    RMSprop,
    StepDecay,
)
from course_lib.shared_random import SharedGenerator

from .conftest import new_page
from .network_page import load_network_engine, send_network, send_samples

OUTPUTS = {"sigmoid": 1, "softmax": 4, "linear": 1}
RULES = [
    GradientDescent(lr=0.3),
    Momentum(lr=0.3),
    Momentum(lr=0.1, beta=0.5, dampening=False, correct_bias=True),
    Nesterov(lr=0.3),
    Nesterov(lr=0.1, beta=0.99, dampening=False),
    Adagrad(lr=0.3),
    RMSprop(lr=0.3, beta=0.8),
    Adadelta(lr=0.5, beta=0.8, eps=1e-3),
    Adam(lr=0.3),
    Adam(lr=0.3, beta1=0.5, beta2=0.9, eps=0.1, correct_bias=False),
    Adam(lr=0.3, schedule=StepDecay(every=2)),
    GradientDescent(lr=0.3, schedule=CosineDecay(steps=5, lowest=0.1)),
]
EVALUATE = """
  const network = E.build(a.network), samples = E.samplesOf(a.samples);
  const space = E.makeBatchSpace(network, a.capacity), { m, X } = samples;
  const count = a.indices ? a.indices.length : m;
  const indices = a.indices && Int32Array.from(a.indices);
  const confusion = new Float64Array(Math.max(network.sizes.at(-1), 2) ** 2);
  const loss = E.computeLoss(network, space, samples, a.classes ? confusion : null);
  const gradient = [...E.computeGradient(network, space, samples, indices, count)];
  const all = E.makeWorkspace(network, m);
  network.sizes.slice(0, 1).forEach(n => {
    for (let j = 0; j < n; j++)
      for (let i = 0; i < m; i++) all.a[0][j * all.stride + i] = X[j * m + i];
  });
  E.forward(network, all, m);
  E.finishOutputs(network, all, m);
  const values = all.a.map((A, l) => Array.from({ length: network.sizes[l] }, (_, k) =>
    [...A.subarray(k * all.stride, k * all.stride + m)]));
  return { loss, gradient, values, confusion: [...confusion] }"""


@pytest.fixture(scope="module")
def js(browser):
    """Call JavaScript with the engine as E and the keyword arguments as a."""
    with new_page(browser) as page:
        load_network_engine(page)
        yield lambda script, **argument: page.evaluate(
            f"a => {{ const E = window.E; {script} }}", argument
        )
        assert page.errors == []


def samples_for(network, m, rng, size=2.0):
    """Random inputs, and labels or values that fit the network's output."""
    X = size * rng.normal(size=(m, network.sizes[0]))
    K = network.sizes[-1]
    if network.output == "linear":
        return X, rng.normal(size=m if K == 1 else (m, K))
    return X, rng.integers(0, max(K, 2), m)


def random_network(rng):
    """Any depth from 0 to 6 hidden layers, each with its own activation."""
    output = str(rng.choice(list(OUTPUTS)))
    n_out = {"sigmoid": 1, "softmax": rng.integers(2, 7), "linear": rng.integers(1, 4)}
    hidden = rng.choice(list(ACTIVATIONS), size=rng.integers(0, 7)).tolist()
    units = rng.integers(1, 12, len(hidden)).tolist()
    penalties = {"l1": rng.choice([0, 0.1]), "l2": rng.choice([0, 0.03])}
    sizes = [rng.integers(1, 10), *units, n_out[output]]
    network = Network(sizes, hidden=hidden, output=output, **penalties)
    network.parameters = rng.normal(size=network.parameters.shape)
    return network


def assert_equals_python(js, network, X, y, capacity, indices=None):
    got = js(
        EVALUATE,
        network=send_network(network),
        samples=send_samples(X, y),
        capacity=capacity,
        indices=indices,
        classes=network.output != "linear",
    )
    batch = slice(None) if indices is None else indices
    expected = network.gradient(X[batch], y[batch])
    scale = np.abs(expected).max()
    np.testing.assert_allclose(got["gradient"], expected, rtol=1e-9, atol=1e-12 * scale)
    np.testing.assert_allclose(got["loss"], network.loss(X, y), rtol=1e-9)
    _, activations = network.forward(X)
    for values, a in zip(got["values"], activations, strict=True):
        np.testing.assert_allclose(np.array(values).T, a, rtol=1e-9, atol=1e-12)
    if network.output != "linear":
        K = max(network.sizes[-1], 2)
        confusion = np.zeros((K, K))
        np.add.at(confusion, (y, network.predict(X)), 1)
        np.testing.assert_array_equal(np.reshape(got["confusion"], (K, K)), confusion)


@pytest.mark.parametrize("seed", range(60))
def test_random_networks_equal_python(js, seed):
    rng = np.random.default_rng(seed)
    network, m = random_network(rng), int(rng.integers(1, 150))
    X, y = samples_for(network, m, rng)
    batch = rng.permutation(m)[: rng.integers(1, m + 1)].tolist()
    assert_equals_python(js, network, X, y, int(rng.integers(1, 80)), batch)


@pytest.mark.parametrize("output", OUTPUTS)
@pytest.mark.parametrize("hidden", ACTIVATIONS)
def test_every_activation_with_every_output(js, hidden, output):
    rng = np.random.default_rng(5)
    network = Network([3, 5, 4, OUTPUTS[output]], hidden, output, l1=0.02, l2=0.3)
    network.parameters = rng.normal(size=network.parameters.shape)
    X, y = samples_for(network, 70, rng)
    assert_equals_python(js, network, X, y, 10)


@pytest.mark.parametrize("output", OUTPUTS)
@pytest.mark.parametrize("hidden", ACTIVATIONS)
def test_saturated_units_equal_python(js, hidden, output):
    rng = np.random.default_rng(6)
    network = Network([2, 3, OUTPUTS[output]], hidden, output)
    network.parameters = 30 * rng.normal(size=network.parameters.shape)
    X, y = samples_for(network, 40, rng, size=6.0)
    assert_equals_python(js, network, X, y, 64)


def test_tanh_equals_the_browsers_own_to_1e_13(js):
    got = js(
        """const worst = { tanh: 0, relative: 0 };
        for (let i = -400000; i <= 400000; i++) {
          const z = 25 * (i / 400000) ** 3, right = Math.tanh(z);
          const error = Math.abs(E.fastTanh(z) - right);
          worst.tanh = Math.max(worst.tanh, error);
          if (z) worst.relative = Math.max(worst.relative, error / Math.abs(right));
        }
        const ends = [NaN, Infinity, -Infinity, 1e300, 0].map(E.fastTanh);
        return { ...worst, ends }"""
    )
    assert got["tanh"] < 1e-15 and got["relative"] < 2e-13
    assert np.isnan(got["ends"][0]) and got["ends"][1:] == [1, -1, 1, 0]


@pytest.mark.parametrize("init", INITIALIZERS)
def test_starting_weights_follow_the_rules_of_python(js, init):
    network, rng = Network([3, 6, 2, 1], init="zeros"), SharedGenerator(12)
    for W, b in zip(network.weights, network.biases, strict=True):
        W[:] = INITIALIZERS[init](*W.shape, rng)
        b[:] = 0.1
    got = js(
        """const network = E.build(a.network), before = network.version;
        E.startNetwork(network, a.init, 12, 0.1);
        const changed = network.version > before;
        return { values: [...network.parameters], changed }""",
        network=send_network(network), init=init,
    )  # fmt: skip
    np.testing.assert_allclose(got["values"], network.parameters, rtol=1e-12)
    assert got["changed"]


def test_a_factor_multiplies_the_variance_of_the_starting_weights(js):
    network, rng = Network([3, 6, 1], init="zeros"), SharedGenerator(4)
    for W in network.weights:
        W[:] = scaled(*W.shape, rng, factor=7.0)
    got = js(
        """const network = E.build(a.network);
        E.startNetwork(network, "scaled", 4, 0, 7);
        return [...network.parameters]""",
        network=send_network(network),
    )
    np.testing.assert_allclose(got, network.parameters, rtol=1e-12)


@pytest.mark.parametrize("name", ACTIVATIONS)
def test_functions_and_slopes_equal_python_at_1e_12(js, name):
    special = [-1e4, -750, -40, -0.0, 0.0, 1e-8, 40, 750, 1e4]
    z = np.r_[special, np.random.default_rng(3).normal(0, 4, 500)]
    more = {"leaky_relu": [0.01, 0.3], "elu": [1.0, 0.4]}.get(name, [None])
    for parameter in more:
        given = [] if parameter is None else [parameter]
        a, slope = js(
            """const A = Float64Array.from(a.z), S = new Float64Array(A.length);
            E.ACTIVATION_PASSES[a.name](A, S, 1, A.length, A.length, ...a.given);
            return [[...A], [...S]]""",
            z=z.tolist(), name=name, given=given,
        )  # fmt: skip
        g = ACTIVATIONS[name]
        np.testing.assert_allclose(a, g(z, *given), rtol=1e-12, atol=1e-15)
        expected = g.derivative(z, *given)
        np.testing.assert_allclose(slope, expected, rtol=1e-12, atol=1e-13)


@pytest.mark.parametrize("rule", RULES, ids=repr)
def test_optimizers_step_a_vector_as_python_does(js, rule):
    rng = np.random.default_rng(8)
    w, gradients = rng.normal(size=9), rng.normal(size=(25, 9))
    got = js(
        """const w = Float64Array.from(a.w), memory = E.makeFlatMemory(w.length);
        return a.gradients.map(g => {
          E.stepFlat(a.settings, memory, w, Float64Array.from(g));
          return [...w];
        })""",
        w=w.tolist(), gradients=gradients.tolist(), settings=rule.settings(),
    )  # fmt: skip
    rule.reset()
    for k, gradient in enumerate(gradients):
        w = rule.step(w, gradient)
        np.testing.assert_allclose(got[k], w, rtol=1e-9)
