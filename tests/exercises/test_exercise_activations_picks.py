"""Chapter 03: what is read off a chain of layers in a picture."""

import numpy as np
import pytest

from course_lib import propagation
from course_lib.exercises import activations as a
from course_lib.exercises.activations import chains, factor
from course_lib.exercises.display import NOT_ATTEMPTED, NOT_YET


def ratios(depth, seed):
    gradient = propagation.chain(depth, 100, "sigmoid", "xavier", seed=seed).gradient
    return (gradient / gradient[-1])[::-1]


# Where the gradient is lost


@pytest.mark.parametrize("depth", [10, 20, 50])
@pytest.mark.parametrize("seed", [0, 1, 2])
def test_every_chain_gives_the_answer(depth, seed):
    read = int(np.argmax(ratios(depth, seed) < 1e-4))
    assert read == chains.layers_needed() == 7
    for one_way_or_the_other in (read - 1, read, read + 1, np.int64(read), float(read)):
        assert a.layers_until.check(one_way_or_the_other).passed


def test_the_right_number_of_layers_is_told_with_what_is_left():
    (detail,) = a.layers_until.check(8).details
    left = ratios(50, 0)
    assert left[6] > 1e-4 > left[7]
    assert f"about {left[1]:.2g} of it: {left[6]:.2g} after 6" in detail
    assert f"{left[7]:.2g} after 7" in detail


@pytest.mark.parametrize(
    ("layers", "part"),
    [
        (3, "counted from the input"),
        (13, "counted from the input"),
        (43, "counted from the input"),
        (4, "only if each takes a factor of 10"),
        (14, "0.5 is σ at 0"),
        (0, "At the last layer nothing is lost yet"),
        (27, "ReLU with Xavier's weights"),
        (-7, "it has no minus sign"),
        (1e-4, "a ratio of two gradients"),
        (4.3e-5, "a ratio of two gradients"),
        (6.5, "Layers are whole ones"),
        (1, "too early: 1 layer before the last the gradient is still 0.24"),
        (5, "too early: 5 layers before the last the gradient is still 0.0007"),
        (10, "10 layers before the last it is 5e-07 already"),
        (49, "e-31 already"),
        (50, "50 layers at most"),
        (np.nan, "NaN"),
        (None, "it has no value yet"),
        ("7", "where numbers are needed"),
        ([7], "must be one number"),
    ],
)
def test_another_number_of_layers_gets_its_sentence(layers, part):
    outcome = a.layers_until.check(layers)
    assert outcome.status == NOT_YET
    assert part in outcome.message, outcome


def test_the_chain_of_relu_with_xavier_is_the_one_that_is_named():
    gradient = propagation.chain(50, 100, "relu", "xavier").gradient
    read = np.argmax((gradient / gradient[-1])[::-1] < 1e-4)
    assert 26 <= read <= 28


# The factor of ReLU


def test_two_keeps_the_signal_of_relu_on_average():
    """Mean of a² after 20 layers over that after one, over seeds."""

    def power(value):
        kept = []
        for seed in range(6):
            chain = propagation.chain(21, 100, "relu", "xavier", value, seed=seed)
            kept.append((chain.rms[-1] / chain.rms[0]) ** 2)
        return np.exp(np.mean(np.log(kept)))

    for value in (1.0, 2.0, 4.0):
        assert 0.1 < power(value) / (value / 2) ** factor.DEEP < 3


@pytest.mark.parametrize("value", [2, 2.0, np.float64(2), np.array(2.0)])
def test_two_passes_without_further_words(value):
    outcome = a.best_factor.check(value)
    assert outcome.passed and not outcome.details


@pytest.mark.parametrize(("value", "left"), [(1.9, "0.36"), (2.2, "6.7"), (1.8, "0.1")])
def test_a_factor_near_two_passes_and_is_told_what_it_does(value, left):
    outcome = a.best_factor.check(value)
    assert outcome.passed
    assert f"the mean of a² by about {left}" in outcome.details[0]


@pytest.mark.parametrize(
    ("value", "part"),
    [
        (0.01, "a two-hundredth of the power"),
        (1, "1 times 1/n_in is Xavier's"),
        (4, "the power doubles in each layer"),
        (100, "50 times as large"),
        (2**0.5, "Yours is √2"),
        (1.41, "Yours is √2"),
        (0.5, "what ReLU leaves of the power"),
        (1 / 3, "PyTorch's start"),
        (0.02, "the variance itself"),
        (0.1414, "the variance itself, or its root"),
        (0, "A variance is positive"),
        (-2, "A variance is positive"),
        (1.6, "too small: the signal dies out"),
        (3, "too large: the signal explodes"),
        (np.inf, "infinite"),
        (None, "it has no value yet"),
        ("two", "where numbers are needed"),
        ([2, 2], "must be one number"),
    ],
)
def test_another_factor_gets_its_sentence(value, part):
    outcome = a.best_factor.check(value)
    assert outcome.status == NOT_YET
    assert part in outcome.message, outcome


@pytest.mark.parametrize("exercise", [a.layers_until, a.best_factor])
def test_what_is_read_off_has_the_name_of_the_notebook(exercise):
    outcome = exercise.check(...)
    assert outcome.status == NOT_ATTEMPTED
    name = {"layers_until": "my_layers", "best_factor": "my_factor"}[exercise.name]
    assert f"`{name}` still is `...`" in outcome.message


@pytest.mark.parametrize("exercise", [a.layers_until, a.best_factor])
def test_every_known_wrong_value_gets_its_own_sentence(exercise):
    for misconception in exercise.misconceptions:
        for wrong in misconception.wrong:
            outcome = exercise.check(wrong)
            assert outcome.status == NOT_YET
            assert outcome.message == misconception.sentence, wrong
