"""The browser's chain and layer numbers are those of course_lib.propagation."""

import numpy as np
import pytest

from course_lib.activations import ACTIVATIONS
from course_lib.initializers import INITIALIZERS
from course_lib.networks import Network
from course_lib.propagation import chain, layers, theory

from .conftest import new_page
from .network_page import load_network_engine, send_network, send_samples

NUMBERS = {
    "mean": "mean",
    "std": "std",
    "rms": "rms",
    "saturated": "saturated",
    "dead": "dead",
    "slope": "slope",
    "gradient": "gradient",
    "weightGradient": "weight_gradient",
    "weightNorm": "weight_norm",
    "product": "product",
}
MEASURE = """
  const meter = E.makeChainMeter();
  return a.chains.map(settings => {
    if (settings.x) settings.x = Float64Array.from(settings.x.flat());
    const r = meter.measure(settings), out = {};
    for (const name of a.names) out[name] = [...r[name]];
    return out;
  })"""
# Settings under which rounding errors do not grow from layer to layer.
STABLE = [
    {"depth": 50, "width": 100, "activation": "sigmoid", "init": "xavier"},
    {"depth": 50, "width": 100, "activation": "tanh", "init": "xavier", "seed": 3},
    {"depth": 50, "width": 100, "activation": "relu", "init": "he", "seed": 1},
    {"depth": 10, "width": 100, "activation": "relu", "init": "xavier", "batch": 7},
    {"depth": 1, "width": 1, "activation": "gelu", "init": "normal", "batch": 1},
    {"depth": 4, "width": 9, "activation": "silu", "init": "torch_default", "n_in": 31},
    {"depth": 9, "width": 30, "activation": "elu", "init": "glorot", "n_in": 5},
    {"depth": 12, "width": 8, "activation": "leaky_relu", "init": "scaled",
     "factor": 2.5},
    {"depth": 30, "width": 11, "activation": "relu", "init": "normal", "factor": 100.0},
    {"depth": 6, "width": 20, "activation": "softplus", "init": "uniform", "batch": 51},
    {"depth": 6, "width": 20, "activation": "tanh", "init": "constant",
     "factor": 0.01},
    {"depth": 5, "width": 20, "activation": "sigmoid", "init": "zeros"},
    {"depth": 5, "width": 20, "activation": "linear", "init": "glorot", "factor": 0.0},
]  # fmt: skip


@pytest.fixture(scope="module")
def js(browser):
    """Call JavaScript with the engine as E and the keyword arguments as a."""
    with new_page(browser) as page:
        load_network_engine(page)
        yield lambda script, **argument: page.evaluate(
            f"a => {{ const E = window.E; {script} }}", argument
        )
        assert page.errors == []


def send_chain(settings):
    """The settings with the names of JavaScript; inputs as lists."""
    sent = dict(settings)
    if "n_in" in sent:
        sent["nIn"] = sent.pop("n_in")
    if "x" in sent:
        sent["nIn"], sent["x"] = sent["x"].shape[1], sent["x"].tolist()
    return sent


def assert_equal_numbers(got, expected, names=NUMBERS, layers=slice(None)):
    floor = 1e-14 * expected.rms.max()  # what rounding leaves of equal values
    for theirs in names:
        ours = getattr(expected, NUMBERS[theirs])[layers]
        scale = np.abs(ours).max()
        np.testing.assert_allclose(
            np.array(got[theirs], dtype=float)[layers],
            ours,
            rtol=1e-9,
            atol=1e-13 * scale if theirs == "mean" else floor * (theirs == "std"),
            err_msg=theirs,
        )


@pytest.mark.parametrize("k", range(len(STABLE)))
def test_chains_equal_python(js, k):
    (got,) = js(MEASURE, chains=[send_chain(STABLE[k])], names=list(NUMBERS))
    assert_equal_numbers(got, chain(**STABLE[k]))


@pytest.mark.parametrize("activation", ACTIVATIONS)
@pytest.mark.parametrize("init", INITIALIZERS)
def test_every_activation_with_every_rule(js, activation, init):
    settings = {"depth": 4, "width": 12, "activation": activation, "init": init}
    (got,) = js(MEASURE, chains=[settings], names=list(NUMBERS))
    assert_equal_numbers(got, chain(**settings))


def test_a_steep_chain_equals_python_until_rounding_has_grown(js):
    """Weights of variance 1 double every difference: layer 10 is still the same."""
    settings = {"depth": 50, "width": 100, "activation": "tanh", "init": "normal"}
    (got,) = js(MEASURE, chains=[settings], names=list(NUMBERS))
    expected = chain(**settings)
    forward = ["mean", "std", "rms", "saturated", "slope", "weightNorm"]
    assert_equal_numbers(got, expected, forward, slice(10))
    np.testing.assert_allclose(got["std"], expected.std, rtol=0.01)
    np.testing.assert_allclose(
        np.log10(got["gradient"]), np.log10(expected.gradient), atol=1
    )


def test_given_inputs_meet_the_weights_of_drawn_ones(js):
    x = np.random.default_rng(0).normal(100, 30, (13, 6))
    settings = {"depth": 7, "width": 15, "activation": "tanh", "init": "xavier"}
    given = {**settings, "x": x, "seed": 9}
    (got,) = js(MEASURE, chains=[send_chain(given)], names=list(NUMBERS))
    assert_equal_numbers(got, chain(**given))
    drawn = chain(**settings, seed=9, batch=13, n_in=6)
    np.testing.assert_array_equal(chain(**given).weight_norm, drawn.weight_norm)


def test_one_meter_gives_what_fresh_meters_give(js):
    """Whatever was drawn, kept or made longer before."""
    rng = np.random.default_rng(2)
    chains = []
    for _ in range(40):
        chains.append({
            "depth": int(rng.integers(1, 9)),
            "width": int(rng.choice([1, 6, 7])),
            "activation": str(rng.choice(list(ACTIVATIONS))),
            "init": str(rng.choice(list(INITIALIZERS))),
            "factor": float(rng.choice([0.01, 1.0, 2.0])),
            "batch": int(rng.choice([1, 4, 5])),
            "seed": int(rng.choice([0, 1])),
            "nIn": int(rng.choice([3, 6])),
        })  # fmt: skip
        if rng.random() < 0.3:
            n = chains[-1]["nIn"] * chains[-1]["batch"]
            chains[-1]["x"] = rng.normal(size=n).tolist()
    small = {"depth": 2, "width": 4, "activation": "tanh", "init": "xavier", "nIn": 3}
    chains += [small, {**small, "nIn": 6}, {**small, "nIn": 6, "depth": 5}, small]
    clear = """settings => {
      if (settings.x) settings.x = Float64Array.from(settings.x);
      const { activations, gradients, ...r } = METER.measure(settings);
      return JSON.stringify(r);
    }"""
    one, fresh = js(
        f"""const meter = E.makeChainMeter();
        return [a.chains.map({clear.replace("METER", "meter")}),
                a.chains.map({clear.replace("METER", "E.makeChainMeter()")})]""",
        chains=chains,
    )
    assert len(set(one)) > 30
    assert one == fresh


def test_rows_hold_activations_and_gradients(js):
    settings = {"depth": 3, "width": 4, "activation": "tanh", "init": "he", "batch": 5}
    a, gradients = js(
        """const r = E.makeChainMeter().measure(a.settings);
        const table = ({ values, units, stride, count }) =>
          Array.from({ length: units }, (_, j) =>
            [...values.subarray(j * stride, j * stride + count)]);
        return [table(r.activations(1)), table(r.gradients(0))]""",
        settings=settings,
    )
    expected = chain(**settings)
    np.testing.assert_allclose(np.transpose(a), expected.activations[1], rtol=1e-9)
    np.testing.assert_allclose(np.transpose(gradients), expected.gradients[0], 1e-9)


@pytest.mark.parametrize("activation", ACTIVATIONS)
@pytest.mark.parametrize("init", INITIALIZERS)
def test_theory_equals_python(js, activation, init):
    settings = {"depth": 20, "width": 50, "activation": activation, "init": init}
    settings |= {"factor": 1.7, "n_in": 300}
    got = js(
        """const t = E.chainTheory(a.settings, 2.5);
        return { std: [...t.std], rms: [...t.rms], gradient: [...t.gradient] }""",
        settings=send_chain(settings),
    )
    for name, values in theory(**settings, mean_square_x=2.5).items():
        # Where the mean is far above the spread, the spread keeps few of its digits.
        np.testing.assert_allclose(
            np.array(got[name], dtype=float), values, rtol=1e-9,
            atol=1e-7 if name == "std" else 0,
        )  # fmt: skip


# -------------------------------------------------------------- layers of a network


@pytest.mark.parametrize(
    "sizes, hidden, output",
    [
        ([2, 6, 3, 1], ["relu", "relu"], "sigmoid"),
        ([5, 20, 20, 4], ["tanh", "sigmoid"], "softmax"),
        ([3, 7, 1], ["silu"], "linear"),
        ([4, 1], [], "sigmoid"),
    ],
)
def test_layers_of_a_network_equal_python(js, sizes, hidden, output):
    rng = np.random.default_rng(4)
    network = Network(sizes, hidden, output, init="he", seed=2, l1=0.1, l2=0.3)
    X = 2 * rng.normal(size=(90, sizes[0]))
    y = rng.normal(size=90) if output == "linear" else rng.integers(0, 2, 90)
    got = js(
        """const network = E.build(a.network), samples = E.samplesOf(a.samples);
        const meter = E.makeLayerMeter(network, samples);
        meter.measure();
        const layers = meter.measure();
        return { layers, ends: E.rowsRange(meter.activations(0)) }""",
        network=send_network(network), samples=send_samples(X, y),
    )  # fmt: skip
    expected = layers(network, X, y)
    for name in set(NUMBERS) - {"product"}:
        numbers = np.array([layer[name] for layer in got["layers"]], dtype=float)
        np.testing.assert_allclose(
            numbers, getattr(expected, NUMBERS[name]), rtol=1e-9, err_msg=name
        )
    a = expected.activations[0]
    np.testing.assert_allclose(got["ends"], [a.min(), a.max()], rtol=1e-9, atol=1e-15)
