"""What ActivationExplorer computes in the browser equals what Python computes."""

import numpy as np
import pytest

from course_lib import activations
from course_lib.widgets import ActivationExplorer
from course_lib.widgets.base import SHARED, build_module

from .widget_page import load_module

FILES = (
    "js/data_losses.js",
    "js/network_activations.js",
    "activation_functions.js",
    "activation_state.js",
)
EXPORTS = "applyActivation, softmaxOf, evaluateFunctions, traceFunctions, countBins"
X = np.linspace(-60.0, 90.0, 301)


@pytest.fixture
def module(page):
    code = build_module(*SHARED, *FILES)
    load_module(page, f"{code}\nexport {{ {EXPORTS}, roundUp }};")
    yield page
    assert page.errors == []


@pytest.mark.parametrize("name", list(activations.ACTIVATIONS))
def test_functions_and_slopes_equal_numpy(module, name):
    z = np.concatenate([np.linspace(-8, 8, 161), [-700.0, -40.0, 40.0, 700.0]])
    a, slope = module.evaluate(
        """([name, z]) => {
            const options = { steep: 1.5, leak: 0.2 };
            const found = module.applyActivation(name, z, options);
            return [[...found.a], [...found.slope]];
        }""",
        [name, z.tolist()],
    )
    function = activations.ACTIVATIONS[name]
    leak = {"leak": 0.2} if name == "leaky_relu" else {}
    wanted = function(1.5 * z, **leak), function.derivative(1.5 * z, **leak)
    np.testing.assert_allclose(a, wanted[0], rtol=1e-11, atol=1e-15)
    np.testing.assert_allclose(slope, wanted[1], rtol=1e-9, atol=1e-14)


@pytest.mark.parametrize("name", list(activations.ACTIVATIONS))
def test_tangent_samples_and_flat_share_equal_python_s(module, name):
    explorer = ActivationExplorer(
        X, weight=0.2, bias=-1.0, activation=name, slope=1.7, leak=0.003, z=-0.4
    )
    state = {key: explorer._plain(key) for key in explorer._info["start"]}
    found = module.evaluate(
        """([state, x]) => {
            const found = module.evaluateFunctions(state, { x: Float64Array.from(x) });
            return { ...found, z: [...found.z], a: [...found.a] };
        }""",
        [state, X.tolist()],
    )
    np.testing.assert_allclose(found["z"], explorer.sample_z, rtol=1e-12)
    np.testing.assert_allclose(found["a"], explorer.sample_a, rtol=1e-11, atol=1e-15)
    assert found["flatShare"] == explorer.saturated
    assert found["tangent"]["a"] == pytest.approx(explorer.a, rel=1e-12)
    assert found["tangent"]["slope"] == pytest.approx(explorer.derivative, rel=1e-12)
    assert found["half"] == 20  # the next round number: the samples reach 17


def test_softmax_at_any_temperature_equals_python_s(module):
    scores = [3.0, -1.0, 700.0, 699.0]
    for temperature in (0.01, 0.5, 1.0, 50.0):
        p = module.evaluate("([z, T]) => module.softmaxOf(z, T)", [scores, temperature])
        wanted = activations.softmax(scores, temperature)
        np.testing.assert_allclose(p, wanted, rtol=1e-12, atol=1e-300)


def test_the_axis_shows_every_function_drawn(module):
    traced = module.evaluate(
        """() => {
            const state = { slope: 2, leak: 0.1 }, names = ["tanh", "elu", "relu"];
            const found = module.traceFunctions({ half: 6, names }, state, 201);
            const ends = found.curves.map(({ a }) => [Math.min(...a), Math.max(...a)]);
            return { ...found, zs: [...found.zs], ends };
        }"""
    )
    assert (traced["zs"][0], traced["zs"][100], traced["zs"][-1]) == (-6, 0, 6)
    low, high = np.transpose(traced["ends"])
    assert traced["values"]["y0"] < low.min() and traced["values"]["y1"] > high.max()
    assert traced["slopes"]["y1"] > 2  # tanh made twice as steep


def test_samples_are_counted_as_numpy_counts_them(module):
    values = np.random.default_rng(0).normal(size=500)
    found = module.evaluate(
        """values => {
            const found = module.countBins(values, -3, 3, i => values[i] > 1, 12);
            return [[...found.all], [...found.some], found.most];
        }""",
        values.tolist(),
    )
    inside = np.clip(values, -3, 3)  # what lies beyond counts at the ends
    everything = np.histogram(inside, 12, (-3, 3))[0]
    marked = np.histogram(inside[values > 1], 12, (-3, 3))[0]
    assert found == [everything.tolist(), marked.tolist(), everything.max()]


@pytest.mark.parametrize(
    "size, wanted", [(6.1, 7), (7, 7), (7.01, 10), (0.25, 0.3), (105, 150), (1e6, 1e6)]
)
def test_an_axis_ends_at_the_next_round_number(module, size, wanted):
    found = module.evaluate("size => module.roundUp(size)", size)
    assert found == pytest.approx(wanted)
