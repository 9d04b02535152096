"""The browser's update rules are those of course_lib.optimizers, step by step."""

from dataclasses import fields

import numpy as np
import pytest

from course_lib.optimizers import (
    OPTIMIZERS,
    Adadelta,
    Adagrad,
    Adam,
    Constant,
    CosineDecay,
    ExponentialDecay,
    GradientDescent,
    InverseTimeDecay,
    Momentum,
    Nesterov,
    RMSprop,
    StepDecay,
    from_settings,
)
from course_lib.widgets.base import read

from .conftest import new_page
from .widget_page import load_module

VARIANTS = [
    GradientDescent(lr=0.3),
    Momentum(lr=0.3),
    Momentum(lr=0.3, beta=0.5, dampening=False),
    Momentum(lr=0.3, correct_bias=True),
    Momentum(lr=0.3, dampening=False, correct_bias=True),
    Nesterov(lr=0.3),
    Nesterov(lr=0.3, beta=0.99, dampening=False),
    Adagrad(lr=0.3),
    RMSprop(lr=0.3),
    RMSprop(lr=0.3, beta=0.99, eps=0.0),
    Adadelta(),
    Adadelta(lr=0.5, beta=0.8, eps=1e-3),
    Adam(lr=0.3),
    Adam(lr=0.3, beta1=0.5, beta2=0.9, eps=0.1, correct_bias=False),
    GradientDescent(lr=0.3, schedule=StepDecay(every=3, factor=0.3)),
    Momentum(lr=0.3, schedule=ExponentialDecay(0.9)),
    Nesterov(lr=0.3, schedule=CosineDecay(steps=9, lowest=0.1)),
    Adagrad(lr=0.3, schedule=InverseTimeDecay(0.2)),
    RMSprop(lr=0.3, schedule=Constant()),
    Adadelta(schedule=CosineDecay(steps=5)),
    Adam(lr=0.3, schedule=StepDecay(every=2)),
]
EDGES = [
    Momentum(beta=0.0),
    Momentum(beta=1.0),
    Momentum(beta=1.0, correct_bias=True),
    Nesterov(beta=1.0),
    RMSprop(beta=0.0, eps=0.0),
    RMSprop(beta=1.0),
    RMSprop(beta=1.0, eps=0.0),
    Adadelta(beta=1.0, eps=0.0),
    Adagrad(eps=0.0),
    Adam(beta1=1.0, beta2=1.0),
    Adam(beta1=0.0, beta2=0.0, eps=0.0),
    GradientDescent(lr=1e300),
]
MEMORY = ("V", "S", "D")
WALK = """
  const memory = O.makeMemory(), w = Float64Array.from(a.w);
  return a.gradients.map(g => {
    O.stepOptimizer(a.settings, memory, w, Float64Array.from(g), w);
    const numbers = { t: memory.t, alpha: memory.alpha };
    for (const name of ["dw", "V", "S", "D", "Vhat", "Shat", "step"])
      numbers[name] = [...memory[name]];
    return { ...numbers, before: [...memory.w], w: [...w] };
  })"""


@pytest.fixture(scope="module")
def js(browser):
    """Call a JavaScript expression with the module as O and an argument a."""
    with new_page(browser) as page:
        page.goto("about:blank")
        load_module(page, read("js/optimizers.js"), "O")
        yield lambda script, argument=None: page.evaluate(
            f"a => {{ const O = window.O; {script} }}", argument
        )
        assert page.errors == []


def assert_steps_equal(js, optimizer, w, gradients):
    """Walk along given gradients on both sides and compare each step's numbers."""
    sent = {"settings": optimizer.settings(), "w": w, "gradients": gradients}
    steps = js(WALK, sent)
    optimizer.reset()
    from_zero = from_settings(optimizer.settings())  # from w = 0 the new point is ΔW
    w = np.array(w)
    for k, (step, gradient) in enumerate(zip(steps, gradients, strict=True)):
        np.testing.assert_allclose(step["before"], w, rtol=1e-9)
        with np.errstate(all="ignore"):
            new = optimizer.step(w, np.array(gradient))
            np.testing.assert_allclose(step["w"], new, rtol=1e-9)
            change = from_zero.step(np.zeros(2), np.array(gradient))
            np.testing.assert_allclose(step["step"], change, rtol=1e-9)
        w = new
        assert step["t"] == optimizer.t == k + 1
        assert step["dw"] == gradient
        assert step["alpha"] == pytest.approx(optimizer.rate(k), rel=1e-12, abs=0)
        for name in MEMORY:
            expected = np.broadcast_to(getattr(optimizer, name, 0.0), 2)
            np.testing.assert_allclose(step[name], expected, rtol=1e-9, err_msg=name)


def test_every_rule_is_tried():
    assert {rule.kind for rule in VARIANTS} == set(OPTIMIZERS)


@pytest.mark.parametrize("optimizer", VARIANTS, ids=repr)
def test_every_number_of_twelve_steps_equals_python(js, optimizer):
    gradients = np.random.default_rng(4).normal(0, [3, 0.1], (12, 2)).tolist()
    assert_steps_equal(js, optimizer, [1.0, -2.0], gradients)


@pytest.mark.parametrize("optimizer", EDGES, ids=repr)
def test_extreme_settings_end_in_the_same_nan_or_infinity(js, optimizer):
    gradients = [[0.0, 1.0], [1e200, -1e-200], [-1e300, 0.0], [2.0, 3.0]]
    assert_steps_equal(js, optimizer, [1.0, -2.0], gradients)


@pytest.mark.parametrize("optimizer", VARIANTS, ids=repr)
def test_the_learning_rate_equals_python_at_every_step(js, optimizer):
    settings, k = optimizer.settings(), list(range(40))
    got = js("return a.k.map(k => O.learningRate(a.settings, k))",
             {"settings": settings, "k": k})  # fmt: skip
    np.testing.assert_allclose(got, [optimizer.rate(i) for i in k], rtol=1e-12)


def test_corrected_means_are_divided_by_one_minus_beta_to_the_t(js):
    optimizer = Adam(lr=0.1, beta1=0.8, beta2=0.99)
    gradients = [[1.0, -2.0], [0.5, 3.0], [2.0, 2.0]]
    sent = {"settings": optimizer.settings(), "w": [0, 0], "gradients": gradients}
    for step in js(WALK, sent):
        t = step["t"]
        np.testing.assert_allclose(step["Vhat"], np.divide(step["V"], 1 - 0.8**t))
        np.testing.assert_allclose(step["Shat"], np.divide(step["S"], 1 - 0.99**t))


def test_a_cleared_memory_starts_as_a_new_one(js):
    fresh, again = js(
        """const memory = O.makeMemory(), w = new Float64Array([1, 2]);
           const next = new Float64Array(2);
           const walk = () => [...O.stepOptimizer(a, memory, w, w, next)];
           const fresh = walk();
           for (let k = 0; k < 5; k++) walk();
           O.clearMemory(memory);
           return [fresh, walk()]""",
        Adam(lr=0.1).settings(),
    )
    assert fresh == again


@pytest.mark.parametrize("optimizer", VARIANTS, ids=repr)
def test_the_ledger_lists_the_numbers_a_rule_keeps(js, optimizer):
    optimizer.reset()
    optimizer.step(np.ones(2), np.ones(2))
    kept = [name for name in MEMORY if np.any(getattr(optimizer, name, 0.0))]
    if any(f.name == "correct_bias" for f in fields(optimizer)):
        kept += [f"{name}hat" for name in kept if optimizer.correct_bias]
    got = js("return O.memoryFields(a)", optimizer.settings())
    assert got == kept
