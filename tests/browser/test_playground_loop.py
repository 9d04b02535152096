"""Playground's loop: when it stops, its speed, what it names."""

import numpy as np
import pytest

from course_lib.datasets.playground import FEATURES
from course_lib.widgets import Playground

from .playground_page import scenes, send_scene

SPIRAL = {"data": "spiral", "features": list(FEATURES), "hidden": [8] * 6, "noise": 10}


@pytest.fixture(scope="module")
def js(browser):
    yield from scenes(browser)


def test_a_run_that_diverges_says_at_which_epoch_and_can_be_sent(js):
    widget = Playground(data="plane", hidden=[8, 8], activation="relu", lr=1e40)
    got, training = js(
        """scene.trainer.trainEpochs(1000);
        return [P.resultOf(scene), P.frozenTraining(scene.trainer)]""",
        scene=send_scene(widget),
    )
    widget.train(1000)
    assert got["stopped"] == widget.stopped
    assert got["stopped"].startswith(f"diverged at epoch {got['epoch']}: learning rate")
    assert None in training["parameters"]
    widget.training = training
    assert widget.stopped == got["stopped"] and np.isnan(widget.weights[0]).any()
    again = js("return [P.resultOf(scene), scene.trainer.trainEpochs(3)]",
               scene=send_scene(widget))  # fmt: skip
    assert again[0]["stopped"] == got["stopped"] and again[1] == 0
    assert np.isnan(again[0]["parameters"]).any()


LOOP = """
  const loop = P.makePlaygroundLoop(), { trainer } = scene, { settings } = a.scene;
  loop.arm(trainer, settings, trainer.losses().train);
  let why = "", frames = 0;
  while (!why && frames < 5000) {
    why = loop.train(trainer, settings, 16 * frames);
    frames += 1;
  }
"""


def timeless(body):
    """JavaScript during which no time passes: what a frame may do decides alone."""
    stop, start = "performance.now = () => 0;", "delete performance.now;"
    return f"{stop} try {{ {body} }} finally {{ {start} }}"


def test_it_stops_after_the_epoch_set(js):
    got = js(
        timeless(LOOP + "return { why, frames, ...P.resultOf(scene) }"),
        scene=send_scene(Playground(stop_epoch=23, speed=10)),
    )
    assert (got["epoch"], got["frames"]) == (23, 3)
    assert got["why"] == "stopped at epoch 23, as set"


def test_it_stops_at_the_first_epoch_with_a_loss_low_enough(js):
    widget = Playground(data="gauss", stop_loss=0.05)
    got = js(
        LOOP + "return { why, ...P.resultOf(scene) }", scene=send_scene(widget)
    )  # fmt: skip
    losses = [widget.loss]
    while losses[-1] > 0.05:
        widget.train(1)
        losses.append(widget.loss)
    k = len(losses) - 1
    assert got["epoch"] == k > 1
    assert got["why"] == f"stopped at epoch {k}: the training loss is 0.05 or less"


def test_a_stop_reached_before_does_not_hold_it_up(js):
    got = js(
        timeless(
            "scene.trainer.trainEpochs(30);" + LOOP.replace("5000", "4")
            + "return { why, epoch: trainer.epoch }"
        ),
        scene=send_scene(Playground(stop_epoch=23, stop_loss=5, speed=10)),
    )  # fmt: skip
    assert got == {"why": "", "epoch": 70}


@pytest.mark.parametrize("speed", [1, 10, 100])
def test_the_speed_is_epochs_a_frame(js, speed):
    settings = {"data": "gauss", "n": 50, "hidden": [], "batch_size": 100}
    epochs = js(
        timeless(LOOP.replace("5000", "6") + "return trainer.epoch"),
        scene=send_scene(Playground(speed=speed, **settings)),
    )
    assert epochs == 6 * speed


def test_a_drawing_that_takes_all_the_time_leaves_some_for_training(js):
    updates = js(
        """const loop = P.makePlaygroundLoop(), { trainer } = scene;
        for (let k = 0; k < 50; k++) loop.drew(400);
        loop.train(trainer, a.scene.settings, 0);
        return trainer.updates""",
        scene=send_scene(Playground(**SPIRAL)),
    )
    assert updates > 0


def test_a_pause_ends_with_a_whole_epoch(js):
    got = js(
        """scene.trainer.trainFor(0);
        const before = scene.trainer.atSample;
        P.finishEpoch(scene.trainer);
        return [before > 0, scene.trainer.atSample, scene.trainer.epoch]""",
        scene=send_scene(Playground(**SPIRAL)),
    )
    assert got == [True, 0, 1]


def test_unknown_data_and_features_are_named(js):
    for patch, words in [
        ({"data": "alps"}, 'there are no data named "alps"'),
        ({"features": ["x1", "x3"]}, "features must name some of x1, x2, x1x1"),
        ({"features": []}, "features must name some of"),
    ]:
        said = js(
            """try { scene.apply({ ...a.scene.settings, ...a.patch }); }
            catch (error) { return error.message; }""",
            scene=send_scene(Playground()), patch=patch,
        )  # fmt: skip
        assert words in said


def test_units_that_get_their_places_late_have_names_at_once(js):
    widget = Playground()
    names = js(
        """const { data, inputs, network } = scene, { settings } = a.scene;
        const buttons = P.makeUnitButtons({ look() {}, pin() {} }, () => {});
        buttons.update({ scene, data, inputs, network, settings });
        const box = { x: 0, y: 0, w: 9, h: 9 };
        buttons.place([0, 1].map(unit => ({ layer: 1, unit, ...box })));
        return [...buttons.element.children].map(button => button.ariaLabel)""",
        scene=send_scene(widget),
    )
    assert [name.split(":")[0] for name in names] == [
        "hidden layer 1, unit 1",
        "hidden layer 1, unit 2",
    ]
