"""Sentences of chapter 02: names that fit however a student counts the layers."""

import re

import numpy as np
import pytest

from course_lib.activations import sigmoid
from course_lib.exercises import architectures
from course_lib.exercises.display import NOT_YET


def texts(exercise):
    said = [exercise.success, *exercise.hints]
    said += [probe.question for probe in exercise.probes]
    return said + [m.sentence for m in exercise.misconceptions]


def test_backpropagation_counts_neither_units_nor_weights_by_layer():
    """dz2 is the output's in the code and the hidden units' in the text."""
    for text in texts(architectures.backpropagation):
        assert not re.search(r"\b(dz|da|z|a)[123]\b", text), text


def by_layers_of_units(x, y, W1, b1, w2, b2):
    """The names of the text: z(2), a(2), z(3); and W times a number."""
    a2 = np.tanh(W1 @ x + b1)
    dz3 = sigmoid(w2 @ a2 + b2) - y
    dz2 = (w2 @ dz3) * (1 - a2**2)
    return np.outer(dz2, x), dz2, dz3 * a2, dz3


def test_a_student_who_counts_layers_of_units_is_told_where():
    outcome = architectures.backpropagation.check(by_layers_of_units)
    assert outcome.status == NOT_YET
    assert outcome.message.startswith("dz at the output is a single number")


def test_the_probe_of_backpropagation_says_what_is_right():
    probe = architectures.backpropagation.probes[0]
    x, y, W1, b1, w2, b2 = probe.args
    hidden = np.tanh(W1 @ x + b1)
    output = sigmoid(w2 @ hidden + b2)
    np.testing.assert_allclose([*hidden, output], [0, 0, 0.5])
    dW1, db1, dw2, db2 = architectures.backpropagation.reference(*probe.args)
    assert db2 == -0.5 and "-0.5 at the output" in probe.question
    assert db1.tolist() == [-1.5, 2] and "(-1.5, 2) at the hidden" in probe.question


@pytest.mark.parametrize("scores", [(0.9, 0.5), (0.867, 0.867), (0.25, 0.2), ...])
def test_the_leak_speaks_of_copying_two_numbers(scores):
    message = architectures.leak.check(scores).message
    assert "copy the two numbers of '64 units'" in message
    assert "measure" not in message


def test_the_smallest_network_promises_nothing_beyond_this_problem():
    assert "says here how many units" in architectures.smallest_network.success
