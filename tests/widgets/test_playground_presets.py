"""What the playground's presets ask for, and what there is to find."""

import re

import numpy as np
import pytest

from course_lib.widgets import Playground
from course_lib.widgets.playground_presets import DATA, MISSIONS, PRESETS


def trained(name, epochs, **options):
    playground = Playground.preset(name, **options)
    playground.train(epochs)
    return playground


@pytest.mark.parametrize("name", PRESETS)
def test_every_preset_has_a_title_and_something_to_look_for(name):
    playground = Playground.preset(name)
    assert playground._info["title"] == PRESETS[name].title
    assert 20 < len(playground._info["look_for"]) < 110
    assert playground.epoch == 0 and np.isfinite(playground.loss)
    assert name in MISSIONS or playground.settings["data"] == name


@pytest.mark.parametrize("name", PRESETS)
def test_a_preset_asks_and_does_not_tell(name):
    """An answer on the head of a widget takes the prediction away."""
    look_for = PRESETS[name].look_for
    assert "?" in look_for or look_for.startswith(("Watch", "Open"))
    assert not re.search(r" \.\d|enough[^?]|stays|diverges|shrink|never", look_for)


@pytest.mark.parametrize(
    "change",
    [
        {"data": "xor"}, {"n": 100}, {"noise": 5}, {"train_share": 60}, {"l2": 0.1},
        {"features": ["x1"]}, {"hidden": [1]}, {"init": "he"}, {"lr": 1}, {"l1": 0.1},
        {"optimizer": "adam"},
    ],
    ids=lambda change: next(iter(change)),
)  # fmt: skip
def test_a_title_goes_with_the_task_and_comes_back(change):
    playground = Playground.preset("one_line")
    start = playground.settings
    playground.settings = change
    assert playground.title == playground.source.title
    assert "Mission" not in playground.describe()
    playground.settings = start
    assert playground.title == "Mission: no hidden layer"
    playground.settings = {"seed": 5, "batch_size": 30, "data_seed": 2, "speed": 1}
    playground.train(1)
    assert playground.title == "Mission: no hidden layer"


def test_the_lecture_finds_its_data_and_missions():
    assert list(DATA) == [
        "circle", "xor", "gauss", "spiral", "plane", "hills", "avo_boundaries",
        "gas_sand", "lithology", "two_logs",
    ]  # fmt: skip
    assert list(MISSIONS) == [
        "one_line", "one_hidden", "two_hidden", "three_hidden", "product_feature",
        "no_hidden_needed", "overfitting", "weight_decay", "dead_relu", "vanishing",
        "diverges", "wiggly_spiral",
    ]  # fmt: skip


def test_options_overwrite_a_preset():
    playground = Playground.preset("one_line", hidden=[2], title="Two", noise=5)
    assert playground.to_network().sizes == [2, 2, 1]
    assert playground.title == "Two" and playground.settings["noise"] == 5
    with pytest.raises(ValueError, match="name must be one of 'circle'.*got 'moon'"):
        Playground.preset("moon")


def test_three_units_fence_the_disc_in():
    assert trained("circle", 300).test_accuracy > 0.98
    two = trained("circle", 300, hidden=[2])
    assert two.test_accuracy < 0.95  # two lines cannot


def test_exclusive_or_needs_hidden_units():
    assert trained("xor", 50).test_accuracy == 1
    assert trained("xor", 50, hidden=[]).test_accuracy < 0.7


def test_two_clouds_need_one_line():
    assert trained("gauss", 50).test_accuracy == 1


@pytest.mark.parametrize("seed", range(3))
def test_four_units_do_not_solve_the_spiral(seed):
    assert trained("spiral", 300, seed=seed).accuracy < 0.75


def test_the_spiral_is_learned_by_two_layers_of_eight_or_from_seven_features():
    deep = {"hidden": [8, 8], "optimizer": "adam", "lr": 0.01}
    solved = trained("spiral", 700, seed=2, **deep)
    assert solved.accuracy == 1 and solved.test_accuracy > 0.96
    wiggly = trained("wiggly_spiral", 300)
    assert wiggly.test_accuracy > 0.98 and len(wiggly.settings["features"]) == 7
    assert wiggly.to_network().sizes == [7, 8, 1]


def test_a_linear_unit_fits_the_plane_and_not_the_hills():
    assert trained("plane", 10).test_loss < 1e-20
    line = trained("hills", 30, hidden=[], optimizer="gd", lr=0.01)
    assert line.test_loss > 0.8 * np.var(line.y)
    assert trained("hills", 150).test_loss < 0.15 * np.var(line.y)


def test_avo_boundaries_without_one_with_two_or_more_lines():
    line = trained("one_line", 100)
    assert abs(line.loss - np.log(2)) < 0.005
    ones = [trained("one_hidden", 150, seed=seed) for seed in range(6)]
    assert 0.7 < max(one.accuracy for one in ones) < 0.78  # three of four at best
    assert 0.7 < max(one.test_accuracy for one in ones) < 0.78
    two = trained("two_hidden", 150)
    assert two.accuracy > 0.98 and two.test_accuracy > 0.98
    bad = trained("two_hidden", 300, seed=2)
    assert bad.accuracy < 0.775 and bad.test_accuracy < 0.775
    assert trained("avo_boundaries", 100).test_accuracy > 0.98


@pytest.mark.parametrize("seed", range(5))
def test_three_hidden_units_have_no_bad_start_here(seed):
    three = trained("three_hidden", 150, seed=seed)
    assert 0.98 <= three.test_accuracy <= 0.995


def test_one_unit_finds_nine_of_ten_gas_sands():
    assert trained("gas_sand", 10).test_accuracy == pytest.approx(0.908, abs=0.01)


def test_the_product_as_the_only_input_solves_exclusive_or():
    playground = trained("product_feature", 20)
    assert playground.test_accuracy == 1
    assert [W.shape for W in playground.weights] == [(1, 1)]


def test_a_hidden_layer_does_not_help_lithology():
    none = trained("no_hidden_needed", 40)
    eight = trained("no_hidden_needed", 40, hidden=[8])
    assert none.test_accuracy == pytest.approx(0.80, abs=0.015)
    assert eight.test_accuracy == pytest.approx(0.80, abs=0.015)


def test_oil_is_taken_for_its_neighbours_and_shale_is_easy():
    confusion = trained("lithology", 40).test_confusion
    right = np.diag(confusion) / confusion.sum(axis=1)
    assert right[0] > 0.98 and 0.4 < right[2] < 0.7
    wrong = confusion[2] - np.diag(confusion)[2] * np.eye(4)[2]
    assert wrong[0] == 0 and wrong.sum() > 0.25 * confusion[2].sum()


def test_facies_are_taken_for_their_neighbours_and_coal_is_easy():
    confusion = trained("two_logs", 40).test_confusion
    right = np.diag(confusion) / confusion.sum(axis=1)
    assert right.argmax() == 4 and right[4] > 0.9
    k = np.arange(5)
    neighbours = np.abs(k[:, None] - k) == 1
    wrong = confusion * (k[:, None] != k)
    assert wrong[neighbours].sum() > 0.9 * wrong.sum()
    for row in range(4):  # coal, too, but it is hardly ever wrong
        assert wrong[row, neighbours[row]].sum() > 0.8 * wrong[row].sum()


def test_overfitting_doubles_the_test_loss_and_weight_decay_holds_it():
    free = trained("overfitting", 300)
    history = free.history
    best = min(history["test"])
    assert len(free.y_train) == 60 and free.to_network().parameters.size == 105
    assert free.test_loss > 2 * best and history["epoch"][-1] == 300
    assert history["train"][-1] < 0.5 * history["train"][history["test"].index(best)]
    paid = trained("weight_decay", 600)
    assert max(paid.history["test"][10:]) < 0.4
    differences = {k for k, v in free.settings.items() if v != paid.settings[k]}
    assert differences == {"l2"}


def test_all_units_of_a_layer_die_and_leaky_ones_live():
    for epochs in (5, 60):
        dead = trained("dead_relu", epochs)
        _, a = dead.to_network().forward(dead.inputs(dead.X))
        assert (a[2] == 0).all() and a[2].shape[1] == 4
    assert dead.test_accuracy < 0.6
    leaky = trained("dead_relu", 60, activation="leaky_relu")
    assert leaky.test_accuracy > 0.98


def test_gradients_vanish_in_six_layers_of_sigmoids():
    playground = Playground.preset("vanishing")
    network = playground.to_network()
    network.parameters = network.backward(
        playground.inputs(playground.X_train), playground.y_train
    )
    sizes = [np.sqrt(np.mean(W**2)) for W in network.weights]  # of the gradient
    assert all(a < b for a, b in zip(sizes[:-1], sizes[1:], strict=True))
    assert sizes[0] < 1e-4 * sizes[-1]
    playground.train(100)
    assert playground.test_accuracy < 0.6
    cured = trained("vanishing", 100, activation="tanh", init="xavier")
    assert cured.test_accuracy > 0.98


@pytest.mark.parametrize("seed", range(3))
def test_six_layers_of_relu_learn_from_the_same_start(seed):
    rectified = trained("vanishing", 100, activation="relu", seed=seed)
    assert rectified.settings["init"] == Playground.preset("vanishing").settings["init"]
    assert rectified.accuracy > 0.95 and rectified.test_accuracy > 0.95


def test_a_large_step_diverges_and_a_small_one_is_done_in_five():
    playground = trained("diverges", 30)
    assert playground.stopped.startswith("diverged at epoch")
    assert playground.stopped.endswith("learning rate too large")
    small = trained("diverges", 5, lr=0.03)
    assert small.test_loss < 1e-12 and not small.stopped
