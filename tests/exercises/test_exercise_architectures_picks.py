"""Chapter 02: shapes, two lines drawn by hand, the smallest network, the leak."""

import re

import numpy as np
import pytest

from course_lib import datasets
from course_lib import scores as course_scores
from course_lib.exercises import architectures
from course_lib.exercises.architectures import leak_judge, two_lines
from course_lib.exercises.display import NOT_ATTEMPTED, NOT_YET
from course_lib.features import standardize
from course_lib.networks import Network
from course_lib.optimizers import Adam, train

SHAPES = {
    "X": (500, 3),
    "W1": (3, 3),
    "b1": (3,),
    "A1": (500, 3),
    "W2": (1, 3),
    "b2": (1,),
    "A2": (500, 1),
}


# Shapes


@pytest.mark.parametrize("output", [(500, 1), (500,), [500, 1], np.array([500, 1])])
def test_the_output_may_be_a_column_or_flat(output):
    assert architectures.shapes.check({**SHAPES, "A2": output}).passed


def test_shapes_are_those_of_a_network():
    network = Network([3, 3, 1])
    _, (X, A1, A2) = network.forward(np.zeros((500, 3)))
    arrays = {"X": X, "A1": A1, "A2": A2}
    for layer in (0, 1):
        arrays[f"W{layer + 1}"] = network.weights[layer]
        arrays[f"b{layer + 1}"] = network.biases[layer]
    outcome = architectures.shapes.check({k: v.shape for k, v in arrays.items()})
    assert outcome.passed


@pytest.mark.parametrize(
    ("name", "shape", "part"),
    [
        ("X", (3, 500), "X lies on its side"),
        ("X", (3,), "one row for each of the 500 samples"),
        ("W1", (3, 4), "W1 has weights only, no bias"),
        ("W1", (500, 3), "so no 500 appears"),
        ("W1", (4, 4), "a row for each hidden unit, a column for each input"),
        ("b1", (3, 1), "a bias is a flat array"),
        ("b1", (500, 3), "all samples share the bias"),
        ("b1", 3, "has a comma, `(3,)`"),
        ("b1", None, "this is None"),
        ("A1", (3, 3), "that is W1"),
        ("A1", (500, 1), "that is the output"),
        ("W2", (3, 1), "W2 lies on its side"),
        ("W2", (3,), "write the one row too"),
        ("W2", (3, 3), "the output layer has one unit"),
        ("b2", 1, "which is written `(1,)`"),
        ("b2", (3,), "that is b1"),
        ("A2", 500, "has a comma, `(500,)`"),
        ("A2", (500, 3), "that is A1"),
        ("X", "(500, 3)", "without quotation marks"),
        ("X", np.zeros((500, 3)), "the array itself"),
        ("X", (500.0, 3), "whole numbers"),
    ],
)
def test_a_wrong_shape_gets_its_sentence(name, shape, part):
    outcome = architectures.shapes.check({**SHAPES, name: shape})
    assert outcome.status == NOT_YET
    assert outcome.message.startswith(f"`{name}`")
    assert part in outcome.message, outcome


def test_no_known_wrong_shape_is_right():
    for (name, shape), sentence in architectures.shape_table.KNOWN.items():
        outcome = architectures.shapes.check({**SHAPES, name: shape or 1})
        assert outcome.status == NOT_YET
        assert outcome.message.endswith(f": {sentence}."), outcome


def test_other_wrong_shapes_are_named():
    wrong = {**SHAPES, "X": (3, 500), "b1": (3, 1), "W2": (3, 1)}
    outcome = architectures.shapes.check(wrong)
    assert outcome.details == ["4 of 7 shapes are right. Look again at b1 and W2 too."]


def test_shapes_left_open_or_missing():
    outcome = architectures.shapes.check({**SHAPES, "W1": ..., "b1": (...,)})
    assert outcome.status == NOT_ATTEMPTED
    assert "in `my_shapes` at W1 and b1:" in outcome.message
    assert "lacks A1 and W2" in str(
        architectures.shapes.check(
            {k: v for k, v in SHAPES.items() if k not in {"A1", "W2"}}
        )
    )


# Two lines

UP, DOWN = (1, 2.3, -1.8), (1, 2.3, 1.8)


@pytest.mark.parametrize(
    "lines",
    [
        [UP, DOWN],
        (DOWN, UP),
        np.array([UP, DOWN]),
        [((1, 2.3), 1.8), ((1, 2.3), -1.8)],
        [UP, (-1, -2.3, -1.8)],
        10 * np.array([UP, DOWN]),
        [(1, 2, 2), (1, 2, -2)],
    ],
)
def test_two_good_lines_pass(lines):
    outcome = architectures.two_units.check(lines)
    assert outcome.passed, outcome
    assert re.search(r"are right for 0\.9[5-9]\d of the samples", outcome.details[0])


def test_what_moving_a_line_would_do_is_what_it_does():
    outcome = architectures.two_units.check([UP, DOWN])
    Z, y, *_ = two_lines.avo_samples()
    reached = two_lines.best_output(np.array([UP, DOWN]))
    assert f"right for {reached:.3f}" in outcome.details[0]
    w = np.array([1, 2.3])
    outwards = w / np.hypot(*w)  # UP lies above the middle, DOWN below
    for distance, phrase in ((0.3, "middle, would make it"), (-0.3, "it,")):
        shift = distance * outwards
        moved = [
            ("first", (Z - shift) @ w - 1.8, Z @ w + 1.8),
            ("second", Z @ w - 1.8, (Z + shift) @ w + 1.8),
        ]
        for detail, (name, *z) in zip(outcome.details[1:], moved, strict=True):
            right = with_a_fitted_output(np.tanh(np.column_stack(z)), y)
            assert detail.startswith(f"Your {name} line")
            said = re.search(rf"{phrase} (0\.\d+)", detail)[1]
            assert float(said) == pytest.approx(right, abs=0.003)


def with_a_fitted_output(activations, y):
    """Accuracy of a logistic unit, trained by the library."""
    network = Network([2, 1], seed=0)
    train(network, activations, y, Adam(lr=0.3), batch_size=2000, epochs=300, seed=0)
    return network.accuracy(activations, y)


def test_moving_a_line_of_small_weights_says_no_more_than_what_it_does():
    # with the output unit left as it was, both would fall to 0.5
    outcome = architectures.two_units.check([(0.1, 0.23, 0.18), (0.1, 0.23, -0.18)])
    assert outcome.passed
    for detail in outcome.details[1:]:
        assert all(float(n) > 0.9 for n in re.findall(r"0\.\d{3}", detail)), detail


def in_physical_units(lines):
    _, _, mean, std = two_lines.avo_samples()
    return [(*(np.array(w) / std), b - np.sum(w * mean / std)) for *w, b in lines]


@pytest.mark.parametrize(
    ("lines", "part"),
    [
        ([UP, UP], "Both units draw the same line"),
        ([UP, (-1, -2.3, 1.8)], "Both units draw the same line"),
        ([(1, 2.3, 0), (1, -1, 0.1)], "Both lines run through the middle"),
        ([UP, (1, 2.3, -1.1)], "on the same side of the middle"),
        ([UP, (-1, -2.3, 1.1)], "on the same side of the middle"),
        ([UP, (1, -1, 0.0)], "not parallel"),
        (in_physical_units([UP, DOWN]), "right in physical units"),
        ([(2, 1, -0.37), (2, 1, 0.37)], "right in physical units"),
        ([(4, 2, -0.74), (4, 2, 0.74)], "right in physical units"),
        ([(1, 0.5, 0.2), (1, 0.5, -0.2)], "right in physical units"),
        ([(2, 1, 0.8), (2, 1, -0.8)], "w1 and w2 changed places"),
        ([(1, 1, 0.8), (1, 1, -0.8)], "must turn: they fall too steeply"),
        ([(1, 1, 0.5), (1, 1, -0.5)], "must turn: they fall too steeply"),
        ([(1, 9, 7), (1, 9, -7)], "the band falls more steeply"),
        ([(1, -1, 0.8), (1, -1, -0.8)], "must turn: they rise"),
        ([(2.3, 1, 1.8), (2.3, 1, -1.8)], "w1 and w2 changed places"),
        ([(1, -2.3, 1.8), (1, -2.3, -1.8)], "change the sign of w2"),
        (0.01 * np.array([UP, DOWN]), "tanh hardly bends"),
        ([(1, 2.3, 20), UP], "same side of your first line"),
        ([UP, (1, 2.3, 20)], "same side of your second line"),
        ([(0, 1, 0.75), (0, 1, -0.75)], "Both lines must turn"),
        ([(1, 2.3, 4), (1, 2.3, -4)], "your lines both lie too far from the middle"),
        ([(10, 23, 4), (10, 23, -18)], "your first line lies too close to the middle"),
        ([(10, 23, 18), (10, 23, -34)], "your second line lies too far from the mid"),
        ([(0, 0, 1), UP], "Both weights of the first unit are 0"),
        ([(1, 2.3, np.nan), UP], "NaN or infinite"),
        ([UP], "Yours is one unit"),
        ([UP, DOWN, UP], "Yours is 3 units"),
        ([1, 2.3, 1.8, 1, 2.3, -1.8], "Six numbers in a row"),
        ([(1, 2.3), (1, 2.3)], "Each unit has three numbers"),
        ([(1, 1), (2.3, 2.3), (1.8, -1.8)], "Yours are three groups"),
        ({"a": UP}, "The check got a dictionary"),
        (2.3, "The check got one number"),
        (None, "The check got None"),
        ([("a", "b", "c"), UP], "where numbers are needed"),
    ],
)
def test_other_lines_get_their_sentence(lines, part):
    outcome = architectures.two_units.check(lines)
    assert outcome.status == NOT_YET
    assert part in outcome.message, outcome


def test_following_the_advice_leads_to_the_answer():
    """What the sentences say is done, one after the other, from two poor lines."""
    check = architectures.two_units.check
    for lines, part in [
        ([(0.1, -0.2, 0.1), (0.1, -0.2, 0.1)], "Both units draw the same line"),
        ([(0.1, -0.2, 0.15), (0.1, -0.2, -0.15)], "change the sign of w2"),
    ]:
        assert part in check(lines).message
    assert check([(0.1, 0.2, 0.15), (0.1, 0.2, -0.15)]).passed


@pytest.mark.parametrize("lines", [..., [...], [UP, ...], [UP, (1, 2, ...)]])
def test_lines_left_open_are_not_attempted(lines):
    assert architectures.two_units.check(lines).status == NOT_ATTEMPTED


def test_random_lines_always_get_a_sentence():
    rng = np.random.default_rng(0)
    for _ in range(60):
        lines = rng.normal(0, 2, (2, 3)) * 10 ** rng.uniform(-1, 1)
        outcome = architectures.two_units.check(lines)
        assert outcome.passed == (two_lines.best_output(lines) >= 0.95)
        assert "stumbled" not in outcome.message


def test_what_training_reaches_is_what_the_sentence_says():
    Z, y, *_ = two_lines.avo_samples()
    network = Network([2, 2, 1], seed=1)
    train(network, Z, y, optimizer=Adam(lr=0.05), batch_size=100, epochs=30, seed=1)
    said = float(
        re.search(
            r"about (0\.\d+)",
            architectures.two_units.check([UP, DOWN]).details[0],
        )[1]
    )
    assert abs(network.accuracy(Z, y) - said) < 0.002


def test_one_line_alone_is_right_for_half_or_three_quarters_at_best():
    Z, y, *_ = two_lines.avo_samples()
    assert 0.48 < with_a_fitted_output(Z, y) < 0.56  # what training finds
    best = 0
    for angle in np.radians(np.arange(0, 180, 5)):
        order = np.argsort(Z @ [np.cos(angle), np.sin(angle)])
        above = np.cumsum(2 * y[order] - 1)  # gas less brine, up to each sample
        best = max(best, 0.5 + np.abs(above - above[-1] / 2).max() / len(y))
    assert 0.74 < best < 0.76


# The smallest network


@pytest.mark.parametrize("answer", [2, 2.0, np.int64(2), np.array(2)])
def test_two_units_are_enough(answer):
    assert architectures.smallest_network.check(answer).passed


@pytest.mark.parametrize(
    ("answer", "part"),
    [
        (0, "half of the samples when trained, three quarters at the very best"),
        (1, "One hidden unit draws one line"),
        (3, "Three do it, but fewer do as well"),
        (8, "far more than needed"),
        (0.984, "is the accuracy"),
        (None, "`units_needed` is None"),
        (-1, "`units_needed` has another value"),
        ("2", "text"),
        ([2, 2, 1], "`units_needed` must be one number"),
    ],
)
def test_other_numbers_of_units_get_their_sentence(answer, part):
    outcome = architectures.smallest_network.check(answer)
    assert outcome.status == NOT_YET
    assert part in outcome.message


# The leak


@pytest.mark.parametrize(
    "scores",
    [
        (0.887, 0.841),
        (0.876, 0.842),
        (0.821, 0.785),
        (0.87, 0.832),
        (0.884, 0.828),
        (0.803, 0.801),
        (0.9, 0.77),
    ],
)
def test_what_fields_of_well_logs_give_passes(scores):
    outcome = architectures.leak.check(scores)
    assert outcome.passed, outcome
    assert f"flatters by {scores[0] - scores[1]:.3f}" in outcome.details[0]


def test_fewer_right_samples_are_counted():
    (text,) = architectures.leak.check((0.87, 0.83)).details
    assert "of 100 samples in a new well, about 4 fewer are right" in text


@pytest.mark.parametrize(
    ("scores", "part"),
    [
        ((0.842, 0.867), "are the two swapped"),
        ((86.7, 84.2), "These are per cent"),
        ((86.7, 0.84), "one of yours lies outside"),
        ((0.874, 0.842), "the two numbers of the softmax"),
        ((0.87375, 0.8425), "the two numbers of the softmax"),
        ((0.887, 0.875), "that of the blocks"),
        ((0.867, 0.867), "Both scores are the same"),
        ((0.13, 0.16), "shares of wrong samples"),
        ((1, 1), "with themselves"),
        ((0.99, 0.98), "on rows the network was trained on"),
        ((0.25, 0.24), "by luck alone"),
        ((0.9, 0.5), "In these logs so large a gap"),
        ((0.5, 0.9), "so much better than seen ones"),
        ((0.70, 0.66), "the level is not that of the network"),
        ((np.nan, 0.8), "NaN"),
        ((0.8, None), "no value yet"),
        (None, "got None"),
        (0.86, "Two numbers are asked for"),
        ((0.86, 0.84, 0.8), "Two numbers are asked for"),
        (("a", "b"), "where numbers are needed"),
    ],
)
def test_other_scores_get_their_sentence(scores, part):
    outcome = architectures.leak.check(scores)
    assert outcome.status == NOT_YET
    assert part in outcome.message, outcome


@pytest.mark.parametrize("scores", [..., (..., ...), (0.9, ...)])
def test_scores_left_open_are_not_attempted(scores):
    assert architectures.leak.check(scores).status == NOT_ATTEMPTED


def test_the_table_of_the_data_card_lies_inside_the_limits():
    for at_random, blind in [(0.821, 0.803), (0.883, 0.838), (0.867, 0.818)]:
        for shift in (-0.05, 0.05):
            assert leak_judge.RANDOM[0] <= at_random + shift <= leak_judge.RANDOM[1]
            assert leak_judge.BLIND[0] <= blind + shift <= leak_judge.BLIND[1]


def test_the_pair_of_the_softmax_is_what_the_notebook_prints():
    field = datasets.well_logs(seed=0)
    window = datasets.with_neighbours(field, k=5)

    def accuracy(rows):
        held = np.setdiff1d(np.arange(len(field)), rows)
        X, mean, std = standardize(window.X[rows])
        net = Network([X.shape[1], 5], output="softmax", seed=0)
        train(net, X, field.y[rows], Adam(0.01), batch_size=256, epochs=25, seed=0)
        called = net.predict((window.X[held] - mean) / std)
        return course_scores.accuracy(field.y[held], called)

    at_random = np.random.default_rng(0).permutation(len(field))
    groups = np.arange(12).reshape(3, 4)
    blind = [accuracy(np.flatnonzero(~np.isin(field.well, wells))) for wells in groups]
    pair = accuracy(at_random[: len(field) * 2 // 3]), np.mean(blind)
    (said,) = [p for p, what in leak_judge.BESIDE.items() if "softmax" in what]
    assert pair == pytest.approx(said, abs=0.002)
