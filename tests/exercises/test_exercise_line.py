"""The exercise that reads a widget: a line dragged between gas and brine sand."""

import numpy as np
import pytest

from course_lib.exercises import line, neurons
from course_lib.exercises.display import NOT_ATTEMPTED, NOT_YET
from course_lib.exercises.line import _best_offset, trained_unit
from course_lib.widgets import NeuronExplorer


@pytest.fixture
def explorer():
    return NeuronExplorer.preset("gas_sand")


def test_an_untouched_line_is_not_attempted(explorer):
    outcome = neurons.gas_line.check(explorer)
    assert outcome.status == NOT_ATTEMPTED
    assert "still where it was at the start" in outcome.message


def test_dots_are_not_attempted():
    assert neurons.gas_line.check(...).status == NOT_ATTEMPTED


def test_a_good_line_passes_and_shows_what_moving_it_would_do(explorer):
    explorer.w, explorer.b = (-1.5, -2.5), -0.7
    outcome = neurons.gas_line.check(explorer)
    assert outcome.passed
    assert "Low impedance with low Vp/Vs means gas" in outcome.message
    moved = explorer.X - [0, 0.1]
    accuracy = np.mean((explorer.probability(moved) >= 0.5) == explorer.y)
    assert (
        f"Moved by 0.1 in Vp/Vs, your line would be right for {accuracy:.3f}"
        in (outcome.details[1])
    )
    assert accuracy < explorer.accuracy - 0.05


def test_the_same_line_passes_on_raw_inputs(explorer):
    explorer.w, explorer.b = (-1.5, -2.5), -0.7
    explorer.standardize = False
    assert neurons.gas_line.check(explorer).passed


@pytest.mark.parametrize(
    ("w", "b", "part"),
    [
        ((1.5, 2.5), 0.7, "The sides are swapped: your line gives the gas samples"),
        ((-1.5, -2.5), 3, "so that fewer samples count as gas"),
        ((-1.5, -2.5), -3, "so that more samples count as gas"),
        ((-1.5, 0), 0, "Only AI decides in your line, Vp/Vs has hardly a say"),
        ((-1.5, 0.1), 0, "Only AI decides in your line, Vp/Vs has hardly a say"),
        ((0, -1.5), 0, "Only Vp/Vs decides in your line, AI has hardly a say"),
        (
            (-1.5, 2.5),
            0,
            "here low Vp/Vs speaks for gas, and your w2 says the opposite",
        ),
        ((1.5, -2.5), 0, "here low AI speaks for gas, and your w1 says the opposite"),
        ((-2.5, -0.9), -0.5, "Another line does better here"),
        ((-1, -1), 50, "All samples lie on the same side"),
    ],
)
def test_what_is_wrong_with_a_line_gets_its_sentence(explorer, w, b, part):
    explorer.w, explorer.b = w, b
    outcome = neurons.gas_line.check(explorer)
    assert outcome.status == NOT_YET
    assert part in outcome.message
    assert outcome.details[-1].startswith(
        f"Your line is right for {explorer.accuracy:.3f}"
    )


def test_no_weights_make_no_line_and_no_accuracy_is_told(explorer):
    explorer.w, explorer.b = (0, 0), 1
    outcome = neurons.gas_line.check(explorer)
    assert "there is no line" in outcome.message
    assert outcome.details == []


def test_a_line_better_than_the_trained_unit_is_explained(explorer, monkeypatch):
    explorer.w, explorer.b = (-1.5, -2.5), -0.7
    more = "More than the trained unit: it minimises the loss, not the number of errors"
    for trained, said in ((explorer.accuracy - 0.001, True), (0.999, False)):
        monkeypatch.setattr(line, "trained_unit", lambda X, y, t=trained: (t, [-1, -1]))
        monkeypatch.setattr(line, "CLOSE_ENOUGH", 0.5)
        outcome = neurons.gas_line.check(explorer)
        assert outcome.passed
        assert (more in outcome.details[0]) is said


@pytest.mark.parametrize("answer", [(), ((-2, -3), -0.7)])
def test_the_explorer_is_what_the_check_asks_for(answer):
    outcome = neurons.gas_line.check(*answer)
    assert "`neurons.gas_line.check(explorer)`" in outcome.message


def test_weights_of_raw_inputs_are_compared_by_what_they_do(explorer):
    explorer.w, explorer.b = (-1.5, -0.1), 0
    explorer.standardize = False  # per unit of Vp/Vs, w2 looks large now
    assert "Only AI decides" in neurons.gas_line.check(explorer).message


def test_a_curve_is_refused(explorer):
    explorer.quadratic = True
    explorer.b = 1
    assert (
        "switch the quadratic features off" in neurons.gas_line.check(explorer).message
    )


class Broken:
    start = ((0, 0), 0)
    feature_names = ("AI", "Vp/Vs")
    standardize = True
    X = np.random.default_rng(0).normal(size=(20, 2))
    y = (X[:, 0] > 0).astype(int)
    b = 0.0

    def __init__(self, w, probability=None):
        self.w = w
        self._probability = probability

    def probability(self, X):
        return self._probability(X)


@pytest.mark.parametrize(
    ("answer", "part"),
    [
        (3, "give it the explorer itself"),
        (None, "give it the explorer itself"),
        (NeuronExplorer, "The check got a class"),
        (lambda X: X, "The check got a function"),
        (Broken((np.nan, 1)), "NaN or infinite"),
        (Broken("text"), "give it the explorer itself"),
    ],
)
def test_anything_else_gets_a_sentence(answer, part):
    outcome = neurons.gas_line.check(answer)
    assert outcome.status == NOT_YET
    assert part in outcome.message


def test_an_explorer_that_fails_gets_a_sentence():
    def fail(X):
        raise SystemExit

    assert neurons.gas_line.check(Broken((1, 1), fail)).status == NOT_YET


def test_the_trained_unit_is_the_same_every_time_and_reaches_the_ceiling(explorer):
    X, y = explorer.X.astype(float), explorer.y.astype(float)
    first = trained_unit(X.tobytes(), y.tobytes())
    trained_unit.cache_clear()
    again = trained_unit(X.tobytes(), y.tobytes())
    assert first[0] == again[0]
    np.testing.assert_array_equal(first[1], again[1])
    assert abs(first[0] - 0.908) < 0.02  # the Bayes accuracy of these rocks


def test_the_best_parallel_line():
    p = np.array([0.1, 0.2, 0.3, 0.4])
    assert _best_offset(p, np.array([0, 0, 1, 1])) == (1.0, 1)
    assert _best_offset(p + 0.5, np.array([0, 0, 1, 1])) == (1.0, -1)
