"""InitializationExplorer's scene: samples, weights, layers, training of Python."""

import numpy as np
import pytest

from course_lib.optimizers import Adam, Momentum
from course_lib.widgets import InitializationExplorer
from course_lib.widgets.initialization_settings import STARTS

from .conftest import new_page
from .initialization_page import load_scenes, send_scene

CASES = {
    "he": {"init": "he"},
    "custom": {"factor": 3.7, "activation": "tanh", "data": "xor", "seed": 5},
    "own units": {"data": "gas_sand", "scale_inputs": False, "hidden": [3, 8, 2]},
    "classes": {"data": "lithology", "optimizer": Adam(0.01), "activation": "gelu"},
    "equal": {"init": "constant", "data": "avo_boundaries", "data_seed": 2},
    "points as they are": {"data": "spiral", "scale_inputs": False, "batch_size": 7},
    "deep": {"view": "deep"},
    "deep relu": {
        "view": "deep", "activation": "relu", "init": "he", "hidden": [30] * 6,
        "optimizer": Momentum(0.03),
    },
    "deep raw": {"view": "deep", "scale_inputs": False, "hidden": [20, 10], "seed": 3},
}  # fmt: skip


@pytest.fixture(scope="module")
def js(browser):
    """Call JavaScript with the module as I and a scene of each widget that is sent."""
    with new_page(browser) as page:
        load_scenes(page)
        yield lambda script, **argument: page.evaluate(
            f"a => {{ const I = window.I, scene = a.scene && I.sceneOf(a.scene); "
            f"{script} }}",
            argument,
        )
        assert page.errors == []


def close(got, wanted, rtol=1e-9):
    scale = np.abs(wanted).max() if np.size(wanted) else 0
    np.testing.assert_allclose(got, wanted, rtol=rtol, atol=rtol * scale)


@pytest.mark.parametrize("case", CASES)
def test_samples_and_starting_weights_equal_python(js, case):
    widget = InitializationExplorer(**CASES[case])
    got = js(
        """const { train } = scene.data, { parameters } = scene.network;
        return { X: [...train.X], y: [...train.y], m: train.m, w: [...parameters] }""",
        scene=send_scene(widget),
    )
    close(np.reshape(got["X"], (-1, got["m"])).T, widget.inputs)
    assert got["y"] == widget.y.tolist()
    close(got["w"], widget.to_network().parameters)


@pytest.mark.parametrize("init", STARTS)
def test_every_start_is_the_same_in_both(js, init):
    widget = InitializationExplorer(init=init, factor=5, seed=8)
    got = js("return [...scene.network.parameters]", scene=send_scene(widget))
    close(got, widget.to_network().parameters)


@pytest.mark.parametrize("case", CASES)
def test_an_epoch_equals_python(js, case):
    widget = InitializationExplorer(**CASES[case])
    got = js(
        """scene.trainer.trainEpochs(1);
        return [[...scene.network.parameters], scene.trainer.losses().train]""",
        scene=send_scene(widget),
    )
    widget.train(1)
    close(got[0], widget.to_network().parameters)
    close(got[1], widget.loss)


@pytest.mark.parametrize("case", CASES)
def test_layers_and_theory_equal_python(js, case):
    widget = InitializationExplorer(**CASES[case])
    widget.train(1)
    got, theory = js(
        """const { layers } = scene.measure();
        return [layers.map(l => ({ ...l, counts: [...l.counts] })), scene.theory]""",
        scene=send_scene(widget),
    )
    layers = widget.layers
    for name, theirs in (("mean", "mean"), ("std", "std"), ("saturated", "saturated"),
                         ("dead", "dead"), ("gradient", "gradient"),
                         ("weight_gradient", "weightGradient"),
                         ("weight_norm", "weightNorm")):  # fmt: skip
        close([layer[theirs] for layer in got], getattr(layers, name), 1e-8)
    expected = widget.theory
    wanted = [] if expected is None else expected["std"]
    theory = [np.nan if v is None else v for v in theory]
    close(theory, wanted)
    for layer, values in zip(got, layers.activations, strict=True):
        assert sum(layer["counts"]) + layer["zero"] + layer["missing"] == values.size
        if layer["name"] == "relu":
            assert layer["zero"] == (values == 0).sum()
    if layers.names[0] == "tanh":
        wanted = np.histogram(layers.activations[0], bins=40, range=(-1, 1))[0]
        assert np.abs(np.subtract(got[0]["counts"], wanted)).sum() <= 2


def test_equal_answers_have_no_spread(js):
    widget = InitializationExplorer(init="zeros", seed=4)
    widget.train(3)  # the output's bias is not 0 any more
    std = js("return scene.measure().layers.map(l => l.std)", scene=send_scene(widget))
    assert std == [0, 0, 0]


def test_exploded_layers_are_counted_as_missing(js):
    widget = InitializationExplorer(
        view="deep", activation="relu", init="too_large", seed=1
    )
    widget.train(2)
    assert widget.stopped
    missing = js(
        "return scene.measure().layers.map(l => l.missing / l.count)",
        scene=send_scene(widget),
    )
    assert missing[-1] == 1


@pytest.mark.parametrize("case", ["he", "classes", "deep"])
def test_a_training_goes_there_and_back(js, case):
    widget = InitializationExplorer(**CASES[case])
    widget.train(2)
    got = js(
        "scene.trainer.trainEpochs(1); return scene.packed()", scene=send_scene(widget)
    )
    ours = InitializationExplorer(**CASES[case])
    ours.set_state({"training": got})
    widget.train(1)
    assert ours.epoch == widget.epoch == 3
    assert ours.history["epoch"] == widget.history["epoch"]
    close(ours.to_network().parameters, widget.to_network().parameters)
    ours.train(1)  # what the optimizer remembers came along
    widget.train(1)
    close(ours.to_network().parameters, widget.to_network().parameters)


def test_numbers_travel_exactly(js):
    values = [0.1, -1e300, 5e-324, 0.0, 3.0]
    text, back = js(
        """const text = I.packedNumbers(Float64Array.from(a.values));
        return [text, [...I.numbersFrom(text, 5)]]""",
        values=values,
    )
    assert back == values and len(text) == 56
    assert js("return I.packedNumbers(new Float64Array(3))") == ""
    assert js("return [...I.numbersFrom('', 2)]") == [0, 0]


def test_twins_are_found_and_stay_twins(js):
    for settings, twins in (({"init": "constant"}, [1, 2]), ({"init": "zeros"}, [1, 2]),
                            ({"init": "he"}, []), ({"hidden": [1, 3]}, []),
                            ({"init": "constant", "hidden": [1, 3]}, [2])):  # fmt: skip
        widget = InitializationExplorer(**settings)
        found = js(
            """const first = scene.twins();
            scene.trainer.trainEpochs(20);
            return [first, scene.twins()]""",
            scene=send_scene(widget),
        )
        assert found == [twins, twins], settings


def test_links_of_the_gradient_are_its_numbers(js):
    widget = InitializationExplorer(links="gradient")
    values, strengths = js(
        """const { values, strengths } = scene.linkStrengths();
        return [[...values], [...strengths]]""",
        scene=send_scene(widget),
    )
    wanted = widget.to_network().backward(widget.inputs[:100], widget.y[:100])
    close(values, wanted)
    close(strengths, 5 * wanted / np.abs(wanted).max())


def test_a_change_of_settings_rebuilds_only_what_it_must(js):
    scene = send_scene(InitializationExplorer())
    got = js(
        """const { settings } = a.scene, { network, data } = scene, results = [];
        const optimizer = { ...settings.optimizer, lr: 9 };
        for (const patch of [{ seed: 3 }, { seed: 3, optimizer },
                             { activation: "tanh" }, { data: "xor" }]) {
          const restarts = scene.apply({ ...settings, ...patch });
          results.push([restarts, scene.network === network, scene.data === data]);
        }
        return results""",
        scene=scene,
    )
    assert got == [[True, True, True], [False, True, True], [True, False, True],
                   [True, False, False]]  # fmt: skip
