"""What the ladder adds for a beginner: rounded results, common errors."""

import numpy as np
import pytest


@pytest.mark.parametrize(
    "answer",
    [
        lambda x, k: np.round(k * x, 2),
        lambda x, k: [round(v) for v in k * x],
        lambda x, k: [int(v) for v in k * x],
    ],
)
def test_a_rounded_result_is_called_so(slope, answer):
    outcome = slope.check(answer)
    assert outcome.message.startswith("Your result is rounded: hand back all its")
    assert "the first at index" in outcome.details[0]


def test_two_numbers_that_look_alike_get_more_digits(slope):
    slope.probes, slope._cases = [], None
    slope.inputs = lambda rng: (np.array([11.6811]), 1.0)
    outcome = slope.check(lambda x, k: x + 0.0024)
    assert "yours is 11.6835, right is 11.6811." in outcome.message


def power(x, k):
    return k * x ^ 2


def float_power(x, k):
    return x * 2.0 ^ k


def brackets(x, k):
    return k * x.mean


def runs_through_a_number(x, k):
    for _ in 3:
        x = k * x
    return x


def before_its_value(x, k):
    for v in x:
        total = total + k * v  # noqa: F821
    return total


def entry_by_entry(x, k):
    G = np.ones((2, 3))
    return k * x * (G.T * G).sum()


@pytest.mark.parametrize(
    ("answer", "advice"),
    [
        (power, "A power is written `**`"),
        (float_power, "A power is written `**`"),
        (brackets, "without its round brackets"),
        (runs_through_a_number, "`range(n)` makes n rounds"),
        (before_its_value, "give it its first one before the loop"),
        (entry_by_entry, "`@` is the matrix product, `*` multiplies entry by entry."),
    ],
)
def test_a_beginners_error_gets_its_advice(slope, answer, advice):
    (detail,) = slope.check(answer).details
    assert advice in detail
