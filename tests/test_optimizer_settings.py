"""Arguments, schedules, descriptions: what stands around the update rules."""

import json

import numpy as np
import pytest

from course_lib.optimizers import (
    OPTIMIZERS,
    SCHEDULES,
    Adadelta,
    Adam,
    Constant,
    CosineDecay,
    ExponentialDecay,
    GradientDescent,
    InverseTimeDecay,
    Momentum,
    RMSprop,
    StepDecay,
    from_settings,
)

MAKE = {
    "constant": Constant(),
    "step": StepDecay(10, 0.5),
    "exponential": ExponentialDecay(0.9),
    "cosine": CosineDecay(20, lowest=0.1),
    "inverse_time": InverseTimeDecay(0.5),
}


@pytest.mark.parametrize("kind", OPTIMIZERS)
@pytest.mark.parametrize("schedule", [None, *MAKE.values()], ids=str)
def test_settings_travel_as_json_and_make_the_same_rule(kind, schedule):
    rule = OPTIMIZERS[kind](0.03, schedule=schedule)
    twin = from_settings(json.loads(json.dumps(rule.settings())))
    assert repr(twin) == repr(rule)
    w = np.array([1.0, -2.0])
    for k in range(30):
        g = np.array([np.sin(k), 3.0])
        np.testing.assert_array_equal(twin.step(w, g), rule.step(w, g))


def test_every_schedule_is_in_the_table():
    assert set(SCHEDULES) == set(MAKE)


@pytest.mark.parametrize(
    ("schedule", "expected"),
    [
        (MAKE["constant"], {0: 1, 100: 1}),
        (MAKE["step"], {0: 1, 9: 1, 10: 0.5, 25: 0.25}),
        (MAKE["exponential"], {0: 1, 2: 0.81}),
        (MAKE["cosine"], {0: 1, 10: 0.55, 20: 0.1, 500: 0.1}),
        (MAKE["inverse_time"], {0: 1, 2: 0.5, 8: 0.2}),
    ],
    ids=list(MAKE),
)
def test_schedules_have_their_values(schedule, expected):
    for k, factor in expected.items():
        assert schedule(k) == pytest.approx(factor)


def test_a_schedule_scales_the_rate_of_each_step():
    rule = GradientDescent(2.0, schedule=StepDecay(1, 0.5))
    w, moves = np.zeros(1), []
    for _ in range(3):
        new = rule.step(w, np.ones(1))
        moves.append((w - new)[0])
        w = new
    assert moves == [2.0, 1.0, 0.5]
    rule.reset()
    assert rule.step(np.zeros(1), np.ones(1))[0] == -2.0


@pytest.mark.parametrize("rule", [r() for r in OPTIMIZERS.values()], ids=str)
def test_reset_clears_the_memory(rule):
    w, g = np.array([1.0, 2.0]), np.array([0.5, -3.0])
    first = rule.step(w, g)
    rule.step(first, g)
    rule.reset()
    assert rule.t == 0
    np.testing.assert_array_equal(rule.step(w, g), first)


@pytest.mark.parametrize("rule", [r() for r in OPTIMIZERS.values()], ids=str)
def test_step_leaves_its_arguments_alone(rule):
    w, g = np.array([1.0, 2.0]), np.array([0.5, -3.0])
    for _ in range(3):
        rule.step(w, g)
    np.testing.assert_array_equal(w, [1, 2])
    np.testing.assert_array_equal(g, [0.5, -3.0])


def test_every_parameter_has_its_own_memory():
    rule = RMSprop(0.1)
    rule.step(np.zeros(3), np.array([1.0, 10.0, 0.0]))
    np.testing.assert_allclose(rule.S, [0.1, 10.0, 0.0])
    delta = Adadelta()
    delta.step(np.zeros(3), np.array([1.0, 10.0, 0.0]))
    assert delta.D[0] != delta.D[1] and delta.D[2] == 0


@pytest.mark.parametrize(
    ("make", "words"),
    [
        (lambda: Adam(lr=0), "lr must be > 0; got 0"),
        (lambda: Adam(lr="fast"), "lr must be one number"),
        (lambda: Momentum(0.1, beta=1.5), "beta must be >= 0 and <= 1; got 1.5"),
        (lambda: Adam(beta2=-0.1), "beta2 must be"),
        (lambda: RMSprop(eps=-1e-8), "eps must be >= 0"),
        (lambda: Adam(schedule=0.5), "schedule must be a schedule"),
        (lambda: StepDecay(0), "every must be >= 1"),
        (lambda: ExponentialDecay(1.1), "factor must be"),
        (lambda: CosineDecay(10, lowest=2), "lowest must be"),
        (lambda: InverseTimeDecay(-1), "decay must be >= 0"),
        (lambda: from_settings({"kind": "magic"}), "kind must be one of 'gd'"),
        (lambda: from_settings({"kind": "gd", "schedule": {"kind": "x"}}), "schedule"),
    ],
)
def test_bad_settings_are_named(make, words):
    with pytest.raises((TypeError, ValueError), match=words):
        make()


def test_the_repr_names_what_was_chosen():
    assert repr(Adam(0.05)) == "Adam(lr=0.05)"
    assert repr(Momentum(0.1, 0.5)) == "Momentum(lr=0.1, beta=0.5)"
    text = repr(GradientDescent(0.1, schedule=StepDecay(5)))
    assert text == "GradientDescent(lr=0.1, schedule=StepDecay(every=5, factor=0.5))"
