"""The slips of chapter 03, in students' own words, get the right sentence."""

import math
import re

import numpy as np
import pytest

from course_lib.exercises import activations as a
from course_lib.exercises import base
from course_lib.exercises.activations.inputs import scores
from course_lib.exercises.calm import CalmExercise
from course_lib.exercises.display import NOT_ATTEMPTED, NOT_YET
from course_lib.exercises.function import Probe


def sigmoid(z):
    return 1 / (1 + np.exp(-z))


def collapse_in_reading_order(W1, b1, W2, b2):
    W = np.dot(W1, W2)
    b = np.dot(W2, b1) + b2
    return W, b


def collapse_as_one_call(W1, b1, W2, b2):
    return W2 @ W1, b1 + b2


def slope_of_a(z):
    a = z
    return a * (1 - a)


def slope_of_a_twice(z):
    a = sigmoid(z)
    return sigmoid(a) * (1 - sigmoid(a))


def sigmoid_with_if(z):
    if z >= 0:
        return 1 / (1 + np.exp(-z))
    return np.exp(z) / (1 + np.exp(z))


def sigmoid_with_where(z):
    return np.where(z >= 0, 1 / (1 + np.exp(-z)), np.exp(z) / (1 + np.exp(z)))


def sigmoid_caught(z):
    try:
        return 1 / (1 + np.exp(-z))
    except OverflowError:
        return 0


def sigmoid_like_z(z):
    out = np.zeros_like(z)
    out[z >= 0] = 1 / (1 + np.exp(-z[z >= 0]))
    e = np.exp(z[z < 0])
    out[z < 0] = e / (1 + e)
    return out


def sigmoid_cutting_z(z):
    z[z < -700] = -700
    return 1 / (1 + np.exp(-z))


def loss_of_a(z, y):
    a = sigmoid(z)
    return -np.mean(y * np.log(a) + (1 - y) * np.log(1 - a))


def loss_kept_away(z, y):
    a = np.clip(sigmoid(z), 1e-7, 1 - 1e-7)
    return -np.mean(y * np.log(a) + (1 - y) * np.log(1 - a))


def loss_summed(z, y):
    total = 0
    for i in range(len(z)):
        total += np.logaddexp(0, z[i]) - y[i] * z[i]
    return total


def share_with_or(z):
    return np.mean(sigmoid(z) < 0.01 or sigmoid(z) > 0.99)


def share_without_brackets(z):
    p = sigmoid(z)
    return np.mean(p < 0.01 | p > 0.99)


def share_as_a_count(z):
    p = sigmoid(z)
    return len(p[(p < 0.01) | (p > 0.99)])


def relu_slope_over_z(z):
    return np.maximum(0, z) / z


def relu_slope_with_max(z):
    return max(0, z)


def relu_slope_in_place(z):
    z[z <= 0] = 0
    z[z > 0] = 1
    return z


def dead_in_rows(Z):
    count = 0
    for unit in Z:
        if (unit <= 0).all():
            count += 1
    return count


def dead_counting_samples(Z):
    count = 0
    for j in range(len(Z)):
        if np.all(Z[:, j] <= 0):
            count += 1
    return count


def he_variance(n_out, n_in, rng):
    return rng.standard_normal((n_out, n_in)) * 2 / n_in


def he_fan_out(n_out, n_in, rng):
    return rng.standard_normal((n_out, n_in)) * np.sqrt(2 / n_out)


def he_turned(n_out, n_in, rng):
    return rng.standard_normal((n_in, n_out)) * np.sqrt(2 / n_in)


def he_of_numpy(n_out, n_in, rng):
    return np.random.randn(n_out, n_in) * np.sqrt(2 / n_in)  # noqa: NPY002


def he_seeded(n_out, n_in, rng):
    rng = np.random.default_rng(42)
    return rng.normal(0, np.sqrt(2 / n_in), (n_out, n_in))


def he_uniform(n_out, n_in, rng):
    return rng.uniform(-np.sqrt(2 / n_in), np.sqrt(2 / n_in), (n_out, n_in))


def he_one_unit_repeated(n_out, n_in, rng):
    row = np.random.default_rng(3).normal(0, np.sqrt(2 / n_in), n_in)
    return [row for _ in range(n_out)]


def he_laplace(n_out, n_in, rng):
    return rng.laplace(0, np.sqrt(1 / n_in), (n_out, n_in))


def he_shifted(n_out, n_in, rng):
    return rng.normal(0.05, np.sqrt(2 / n_in), (n_out, n_in))


def he_half(n_out, n_in, rng):
    return rng.normal(0, np.sqrt(0.7 / n_in), (n_out, n_in))


def he_one_number(n_out, n_in, rng):
    return rng.uniform()


def he_for_one_unit(n_out, n_in, rng):
    return rng.normal(0, 3, n_in)


def he_same_number(n_out, n_in, rng):
    return np.full((n_out, n_in), 0.3)


def xavier_as_torch(n_out, n_in, rng):
    k = 1 / np.sqrt(n_in)
    return rng.uniform(-k, k, (n_out, n_in))


def softmax_of_columns(Z, T):
    e = np.exp(Z / T)
    return e / e.sum(axis=0)


WRONG = [
    (a.collapse, collapse_in_reading_order, "The matrices stand in the wrong order"),
    (a.collapse, collapse_as_one_call, "b1 goes through the second layer too"),
    (a.collapse, lambda W1, b1, W2, b2: (W1 + W2, b1 + b2), "You add what must be"),
    (a.collapse, lambda W1, b1, W2, b2: W2 @ W1, "must return 2 things"),
    (a.sigmoid_derivative, slope_of_a, "with z in the place of a"),
    (a.sigmoid_derivative, slope_of_a_twice, "You put a through σ once more"),
    (a.sigmoid_derivative, lambda z: 1 - np.tanh(z) ** 2, "derivative of tanh"),
    (a.sigmoid_derivative, lambda z: 1 - sigmoid(z), "the factor σ is missing"),
    (a.logit, lambda p: np.log(p / 1 - p), "Brackets are missing"),
    (a.logit, lambda p: np.log10(p / (1 - p)), "This is log10"),
    (a.logit, lambda p: np.log((1 - p) / p), "The fraction is upside down"),
    (a.safe_sigmoid, sigmoid, "is still computed and overflows"),
    (a.safe_sigmoid, sigmoid_caught, "is still computed and overflows"),
    (a.safe_sigmoid, sigmoid_with_where, "`np.where` computes both sides"),
    (a.safe_sigmoid, sigmoid_with_if, "truth value"),
    (a.safe_sigmoid, sigmoid_like_z, "Whole numbers z give only 0 and 1"),
    (a.safe_sigmoid, sigmoid_cutting_z, "changes its input `z` in place"),
    (a.safe_sigmoid, lambda z: [1 / (1 + math.exp(-v)) for v in z], "`math.exp` stops"),
    (a.safe_sigmoid, lambda z: np.exp(z - np.logaddexp(0, z)), "At z = ±∞"),
    (a.safe_cross_entropy, loss_of_a, "Far out this meets ln 0"),
    (a.safe_cross_entropy, loss_kept_away, "You keep a away from 0 and 1"),
    (a.safe_cross_entropy, loss_summed, "You add the losses up"),
    (
        a.safe_cross_entropy,
        lambda z, y: np.mean(np.log(1 + np.exp(z)) - y * z),
        r"`np.exp\(z\)` overflows",
    ),
    (a.saturated_share, share_with_or, "`or` and `and` decide about one value"),
    (a.saturated_share, share_without_brackets, "Round brackets are missing"),
    (a.saturated_share, share_as_a_count, "the number of saturated samples"),
    (a.tanh_derivative, lambda z: 1 - z**2, "with z in the place of a"),
    (a.tanh_derivative, lambda z: 1 - np.tanh(z), "The square is missing"),
    (a.relu_derivative, lambda z: z >= 0, "Only the corner is wrong"),
    (a.relu_derivative, relu_slope_over_z, "this divides 0 by 0"),
    (a.relu_derivative, relu_slope_with_max, "truth value"),
    (a.relu_derivative, relu_slope_in_place, "changes its input `z` in place"),
    (a.leaky_relu, lambda z, leak: np.where(z > 0, z, 0.01 * z), "take the argument"),
    (a.leaky_relu, lambda z: np.where(z > 0, z, 0.01 * z), "must take `"),
    (a.leaky_relu, lambda z, leak: np.maximum(z, 0), "This is the plain ReLU"),
    (a.dead_units, dead_in_rows, "You count samples"),
    (a.dead_units, dead_counting_samples, "Your loop counts samples"),
    (a.dead_units, lambda Z: np.sum((Z < 0).all(axis=0)), "A score of exactly 0"),
    (a.variance_of_z, lambda n, v, x2: np.sqrt(n * v * x2), "the standard deviation"),
    (a.variance_of_z, lambda n, v, x2: v * x2, "The number of inputs is missing"),
    (a.he_weights, he_variance, "2/n_in is the variance"),
    (a.he_weights, he_fan_out, "You took n_out for n_in"),
    (a.he_weights, he_turned, "The shape is turned"),
    (a.he_weights, he_of_numpy, "Two runs with the same seed give other weights"),
    (a.he_weights, he_seeded, "Every call gives the same weights"),
    (a.he_weights, he_uniform, "only a third of that variance"),
    (a.he_weights, he_one_unit_repeated, "All rows are the same"),
    (a.he_weights, he_laplace, "the form is not: draw normal numbers"),
    (a.he_weights, he_shifted, r"The mean of your weights is 0\.0\d+ and should be 0"),
    (
        a.he_weights,
        he_half,
        r"^0\.12 is the standard deviation .* 0\.2 is right for n_",
    ),
    (a.he_weights, he_same_number, "All weights are equal"),
    (a.he_weights, he_one_number, "This is a single weight"),
    (a.he_weights, he_for_one_unit, "the weights of a single unit"),
    (a.xavier_uniform, he_same_number, "nothing is drawn"),
    (a.xavier_uniform, xavier_as_torch, "only a third of the variance"),
    (a.torch_default_std, lambda n_in: 1 / np.sqrt(n_in), "This is the bound"),
    (a.torch_default_std, lambda n_in: 1 / (3 * n_in), "This is the variance"),
    (a.softmax_temperature, softmax_of_columns, "so the samples compete"),
    (
        a.softmax_temperature,
        lambda Z, T: np.exp(Z / T) / np.exp(Z / T).sum(axis=1, keepdims=True),
        "subtract each row's largest value",
    ),
    (a.positive_output, lambda z: np.maximum(0, z), "This is ReLU"),
    (a.positive_output, np.exp, "a good output where the loss looks at the logarithm"),
    (a.positive_output, lambda z: np.log(1 + np.exp(z)), "it meets e\\^10000"),
]


@pytest.mark.parametrize(("exercise", "answer", "pattern"), WRONG)
def test_a_slip_is_recognised_however_it_is_written(exercise, answer, pattern):
    outcome = exercise.check(answer)
    assert outcome.status == NOT_YET
    assert re.search(pattern, outcome.message), outcome


@pytest.mark.parametrize(
    "exercise", a.chapter.exercises, ids=lambda exercise: exercise.name
)
def test_what_is_left_open_is_not_attempted(exercise):
    outcome = exercise.check(...)
    assert outcome.status == NOT_ATTEMPTED
    # as the notebook calls the module, where `activations` is the library's
    assert outcome.details[-1].endswith(f"`act_exercises.{exercise.name}.hint()`")


@pytest.mark.parametrize(
    "exercise", a.chapter.exercises, ids=lambda exercise: exercise.name
)
@pytest.mark.parametrize(
    "answer", [None, "text", 3.5, {}, [], object(), np.zeros((2, 2)), [[1], [2, 3]]]
)
def test_any_other_answer_gets_a_sentence_of_its_own(exercise, answer):
    outcome = exercise.check(answer)
    assert outcome.status == NOT_YET
    assert "stumbled" not in outcome.message


# Warnings


@pytest.fixture
def calm(monkeypatch):
    """x/x where it is 1: an exercise of its own, so that no sentence is known."""
    monkeypatch.setattr(base, "_chapters", [])

    def _one(z):
        return np.ones_like(z)

    return CalmExercise(
        base.Chapter("waves", "09 Waves"),
        _one,
        title="One",
        success="Silence.",
        hints=["1", "`np.ones_like(z)`"],
        inputs=scores,
        probes=[Probe("At 0?", [0.0])],
    )


def test_a_warning_nobody_foresaw_is_told_with_its_place(calm):
    assert calm.check(np.ones_like).passed
    outcome = calm.check(lambda z: np.where(z == 0, 1, z / z))
    assert outcome.status == NOT_YET
    assert outcome.message.startswith("The values are right, but NumPy warns")
    assert outcome.details == ["At z = 0 NumPy reports: invalid value."]
    outcome = calm.check(lambda z: np.where(z == 0, 1, abs(z) * np.abs(1 / z)))
    assert outcome.details == [
        "At z = 0 NumPy reports: division by zero and invalid value."
    ]


def test_tiny_numbers_are_no_reason_for_a_warning(calm):
    assert calm.check(lambda z: np.ones_like(z) + np.exp(-1e4 - 0 * z)).passed


def test_a_warning_is_only_explained_by_an_answer_with_right_values():
    """`where` and the plain formula warn alike, but only one of them ends right."""
    outcome = a.positive_output.check(
        lambda z: np.where(z > 30, z, np.log(1 + np.exp(z)))
    )
    assert "`np.where` computes both sides" in outcome.message
    outcome = a.positive_output.check(lambda z: np.log(1 + np.exp(z)))
    assert "np.where" not in outcome.message


# Random weights


@pytest.mark.parametrize("seed", range(20))
def test_right_weights_pass_whatever_numbers_are_drawn(seed):
    def he(n_out, n_in, rng):
        rng.random(seed)  # other numbers of the same stream
        return rng.normal(0, np.sqrt(2 / n_in), (n_out, n_in))

    def xavier(n_out, n_in, rng):
        rng.random(seed)
        return rng.uniform(-np.sqrt(3 / n_in), np.sqrt(3 / n_in), (n_out, n_in))

    assert a.he_weights.check(he).passed
    assert a.xavier_uniform.check(xavier).passed


def test_a_function_that_works_only_once_is_told():
    calls = len(a.he_weights.cases())

    def he(n_out, n_in, rng):
        nonlocal calls
        calls -= 1
        if calls < 0:
            raise RuntimeError
        return rng.normal(0, np.sqrt(2 / n_in), (n_out, n_in))

    assert "does not work in every call" in a.he_weights.check(he).message
