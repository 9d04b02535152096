"""Playground's scene: the samples and the training of Python, rebuilt where needed."""

import copy

import numpy as np
import pytest

from course_lib.datasets.playground import FEATURES
from course_lib.optimizers import Adam, Momentum, Nesterov, RMSprop, StepDecay
from course_lib.widgets import Playground

from .playground_page import scenes, send_scene

rng = np.random.default_rng(2)
OWN = rng.normal([3, 40, -1, 7], [2, 9, 0.1, 1], size=(90, 4))
LABELS = np.where(OWN[:, 1] > 42, "sand", "shale")
WIDTHS = [8, 8, 8, 8, 8, 8]
CASES = {
    "default": {},
    "spiral": {
        "data": "spiral", "features": list(FEATURES), "hidden": WIDTHS, "noise": 10,
    },
    "hills": {
        "data": "hills", "n": 300, "l1": 1e-3, "l2": 0.01, "batch_size": 30,
        "optimizer": Momentum(0.03), "activation": ["relu", "gelu"],
    },
    "plane": {"data": "plane", "n": 60, "hidden": [], "init": "zeros", "noise": 50},
    "gauss": {"data": "gauss", "optimizer": Nesterov(0.01), "batch_size": 7, "seed": 9},
    "avo": {"data": "avo_boundaries", "init": "glorot", "noise": 5, "data_seed": 3},
    "gas": {
        "data": "gas_sand", "hidden": [3], "optimizer": RMSprop(0.003),
        "train_share": 70, "features": ["x2", "x1", "x1x2"],
    },
    "lithology": {
        "data": "lithology", "n": 200, "noise": 20, "batch_size": 5000, "bias": 0,
        "optimizer": Adam(0.02, schedule=StepDecay(every=4)), "init": "he",
    },
    "two logs": {"data": "two_logs", "n": 5000, "batch_size": 100, "hidden": [5]},
    "own labels": {
        "X": OWN, "y": LABELS, "columns": (2, 0), "noise": 10, "data_seed": 4,
        "features": ["x1", "x3", "x4"],
    },
    "own values": {
        "X": OWN, "y": OWN @ [1, 3, 0, -2.0], "n": 50, "lr": 0.01, "noise": 1,
        "features": ["x1", "x2", "x3", "sin_x1"], "hidden": [3],
    },
}  # fmt: skip


def playground(case):
    return Playground(**copy.deepcopy(CASES[case]))


@pytest.fixture(scope="module")
def js(browser):
    yield from scenes(browser)


# ---------------------------------------------------------------- the same samples


@pytest.mark.parametrize("case", CASES)
def test_samples_features_and_split_equal_python(js, case):
    widget = playground(case)
    got = js(
        """const { data, trainer } = scene, { train, test } = trainer;
        return { x: [[...data.x1], [...data.x2]], y: [...data.y], n: data.n,
                 scale: data.scale, yScale: data.yScale, kind: data.kind,
                 count: data.trainCount, classes: data.classNames,
                 parts: [train, test].map(s =>
                   ({ X: [...s.X], y: [...s.y], m: s.m })) }""",
        scene=send_scene(widget),
    )
    X, y, count = widget.X, widget.y, len(widget.y_train)
    drawn = X[:, list(widget.source.drawn)]
    mean, std = np.array(got["scale"]).T
    physical = mean + std * np.array(got["x"]).T
    np.testing.assert_allclose(physical, drawn, rtol=1e-9, atol=1e-12)
    y_mean, y_std = got["yScale"]
    np.testing.assert_allclose(y_mean + y_std * np.array(got["y"]), y, rtol=1e-9)
    assert (got["n"], got["count"], got["kind"]) == (len(y), count, widget.source.kind)
    assert tuple(got["classes"]) == tuple(widget.source.class_names)
    inputs = widget.inputs(X)
    for part, rows in zip(got["parts"], (inputs[:count], inputs[count:]), strict=True):
        columns = np.reshape(part["X"], (rows.shape[1], part["m"]))
        np.testing.assert_allclose(columns.T, rows, rtol=1e-9, atol=1e-9)
    assert got["parts"][0]["y"] + got["parts"][1]["y"] == got["y"]


@pytest.mark.parametrize("case", CASES)
def test_the_picture_shows_every_drawn_column_at_its_scale(js, case):
    widget = playground(case)
    domain, maps = js(
        """const { data, maps, network } = scene, { small, thumbStride } = maps;
        const at = scene.inputs.findIndex(f => f.key === "x1");
        const first = maps.thumbnails()[0].subarray(at * thumbStride);
        return [data.domain.map((range, j) => range.map(z =>
          data.scale[j][0] + data.scale[j][1] * z)), [first[0], first[small - 1]]]""",
        scene=send_scene(widget),
    )  # fmt: skip
    np.testing.assert_allclose(domain, widget.source.domain, rtol=1e-9)
    if "x1" in widget.settings["features"]:
        (low, high), columns = widget.source.domain[0], widget.source.columns
        corners = np.tile(widget.X.mean(axis=0), (2, 1)).reshape(2, columns)
        corners[:, widget.source.drawn[0]] = [low, high]
        z = widget.source.standardize(corners)[:, 0]
        np.testing.assert_allclose(maps, z, rtol=1e-9)


def test_columns_that_are_not_drawn_are_at_their_mean_in_the_picture(js):
    thumbs = js(
        """const { maps } = scene, at = maps.thumbStride;
        return [...maps.thumbnails()[0].subarray(at, at + maps.small ** 2)]""",
        scene=send_scene(playground("own labels")),
    )
    assert set(thumbs) == {0}


# --------------------------------------------------------------- the same training


@pytest.mark.parametrize("case", CASES)
def test_the_first_ten_epochs_equal_python(js, case):
    widget = playground(case)
    got = js(
        "scene.trainer.trainEpochs(10); return P.resultOf(scene)",
        scene=send_scene(widget),
    )
    start = widget.to_network().parameters
    widget.train(10)
    trained = widget.to_network().parameters
    assert np.abs(trained - start).max() > 1e-3
    np.testing.assert_allclose(got["parameters"], trained, rtol=1e-9, atol=1e-9)
    assert got["train"] == pytest.approx(widget.loss, rel=1e-9)
    assert got["test"] == pytest.approx(widget.test_loss, rel=1e-9)
    assert (got["epoch"], got["updates"]) == (10, widget.training["updates"])


@pytest.mark.parametrize("case", ["default", "gauss", "hills", "lithology"])
def test_python_goes_on_where_the_browser_was_and_back(js, case):
    widget = playground(case)
    widget.training = js(
        """scene.trainer.trainEpochs(3);
        scene.trainer.trainFor(0, 1);  // and some batches of the next epoch
        return P.frozenTraining(scene.trainer)""",
        scene=send_scene(widget),
    )
    assert widget.training["atSample"] > 0 or case in ("hills", "lithology")
    widget.train(4)
    got = js(
        "scene.trainer.trainEpochs(10 - scene.trainer.epoch); return P.resultOf(scene)",
        scene=send_scene(widget),
    )
    all_at_once = playground(case)
    all_at_once.train(10)
    expected = all_at_once.to_network().parameters
    np.testing.assert_allclose(got["parameters"], expected, rtol=1e-9, atol=1e-9)
    assert got["epoch"] == 10


@pytest.mark.parametrize("case", CASES)
def test_a_restored_scene_goes_on_to_the_last_bit(js, case):
    once, again = js(
        """const { trainer } = scene;
        trainer.trainEpochs(5);
        trainer.trainFor(0, 1);
        const training = JSON.parse(JSON.stringify(P.frozenTraining(trainer)));
        const other = P.sceneOf({ ...a.scene, training });
        return [scene, other].map(s => {
          s.trainer.trainEpochs(7);
          const { epoch, train, count } = s.trainer.history, seen = {};
          for (let k = 0; k < count; k++) seen[epoch[k]] = train[k];
          return { ...P.resultOf(s), seen, t: s.trainer.memory.t };
        })""",
        scene=send_scene(playground(case)),
    )
    assert once == again and once["epoch"] >= 12
    assert len(once["seen"]) == once["epoch"] + 1


def test_a_long_run_is_restored_at_once(js):
    """Batches of a million epochs are not drawn again one by one."""
    seconds = js(
        """scene.trainer.trainEpochs(1);
        const training = { ...P.frozenTraining(scene.trainer), epoch: 2e7 };
        const start = performance.now(), other = P.sceneOf({ ...a.scene, training });
        other.trainer.trainEpochs(1);
        return (performance.now() - start) / 1000""",
        scene=send_scene(playground("default")),
    )
    assert seconds < 5  # shuffle by shuffle it would be minutes


# -------------------------------------------------------------- rebuilt when needed

TRAINS_ON = [
    {"optimizer": Adam(0.1).settings()}, {"batch_size": 50}, {"l1": 0.01}, {"l2": 0.1},
    {"speed": 10}, {"stop_epoch": 7}, {"stop_loss": 0.1}, {"discretize": True},
    {"show_test": True}, {"focus": [1, 2]}, {"log_loss": True},
]  # fmt: skip
STARTS_AGAIN = [
    {"data": "xor"}, {"data": "two_logs"}, {"n": 300}, {"noise": 15}, {"data_seed": 1},
    {"train_share": 60}, {"features": ["x1", "x2", "x1x1"]}, {"features": ["x2", "x1"]},
    {"hidden": []}, {"hidden": [{"units": 4, "activation": "relu"}]},
    {"init": "he"}, {"bias": 0}, {"seed": 5},
]  # fmt: skip


@pytest.mark.parametrize("patch", TRAINS_ON, ids=str)
def test_settings_that_let_training_go_on(js, patch):
    got = js(
        """scene.trainer.trainEpochs(2);
        const { network, trainer, maps, data, shape } = scene;
        const before = P.resultOf(scene);
        const restarts = scene.apply({ ...a.scene.settings, ...a.patch });
        const kept = scene.network === network && scene.trainer === trainer
          && scene.maps === maps && scene.data === data && scene.shape === shape;
        return { before, after: P.resultOf(scene), restarts, kept }""",
        scene=send_scene(Playground()), patch=patch,
    )  # fmt: skip
    assert got["kept"] and not got["restarts"]
    assert got["after"]["parameters"] == got["before"]["parameters"]
    assert got["after"]["epoch"] == 2


@pytest.mark.parametrize("patch", STARTS_AGAIN, ids=str)
def test_settings_that_start_training_again(js, patch):
    widget = Playground()
    got = js(
        """scene.trainer.trainEpochs(2);
        const restarts = scene.apply({ ...a.scene.settings, ...a.patch });
        const now = P.resultOf(scene), { fresh } = scene;
        scene.trainer.trainEpochs(2);
        return { restarts, now, fresh, later: P.resultOf(scene) }""",
        scene=send_scene(widget), patch=patch,
    )  # fmt: skip
    widget.settings = {**widget.settings, **patch}
    assert got["restarts"] and got["fresh"] and got["now"]["epoch"] == 0
    start = widget.to_network().parameters
    np.testing.assert_allclose(got["now"]["parameters"], start, rtol=1e-12)
    assert got["now"]["train"] == pytest.approx(widget.loss)
    widget.train(2)
    trained = widget.to_network().parameters
    np.testing.assert_allclose(got["later"]["parameters"], trained, rtol=1e-9)


def test_new_samples_keep_the_network_and_its_maps(js):
    kept = js(
        """const { network, maps } = scene;
        scene.apply({ ...a.scene.settings, data_seed: 4, train_share: 30 });
        const same = scene.network === network && scene.maps === maps;
        scene.apply({ ...a.scene.settings, data_seed: 4, hidden: [] });
        return [same, scene.network === network || scene.maps === maps]""",
        scene=send_scene(Playground()),
    )
    assert kept == [True, False]


def test_a_smaller_penalty_and_another_rule_hold_from_the_next_step_on(js):
    widget = Playground(l2=0.5)
    patch = {"l2": 0.01, "optimizer": Adam(0.05).settings(), "batch_size": 20}
    got = js(
        """scene.trainer.trainEpochs(2);
        scene.apply({ ...a.scene.settings, ...a.patch });
        scene.trainer.trainEpochs(2);
        return P.resultOf(scene)""",
        scene=send_scene(widget), patch=patch,
    )  # fmt: skip
    widget.train(2)
    widget.settings = {**widget.settings, **patch}
    widget.train(2)
    expected = widget.to_network().parameters
    np.testing.assert_allclose(got["parameters"], expected, rtol=1e-9)
