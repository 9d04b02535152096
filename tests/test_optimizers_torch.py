"""Our rules give torch.optim's numbers: 300 steps with noise, float64, within 1e-12."""

import numpy as np
import pytest

from course_lib.optimizers import (
    Adadelta,
    Adagrad,
    Adam,
    CosineDecay,
    ExponentialDecay,
    GradientDescent,
    InverseTimeDecay,
    Momentum,
    Nesterov,
    RMSprop,
    StepDecay,
)

torch = pytest.importorskip("torch")

STEPS = 300
CURVATURE = np.array([1.0, 8.0])
NOISE = np.random.default_rng(3).normal(0, 1, (STEPS, 2))  # the gradient changes sign


def gradient(w, k):
    return CURVATURE * w + NOISE[k]


def our_path(rule):
    path = [np.array([2.0, -1.5])]
    for k in range(STEPS):
        path.append(rule.step(path[-1], gradient(path[-1], k)))
    return np.array(path)


def their_path(make, scheduler=None):
    w = torch.tensor([2.0, -1.5], dtype=torch.float64, requires_grad=True)
    optimizer = make([w])
    decay = scheduler(optimizer) if scheduler else None
    path = [w.detach().numpy().copy()]
    for k in range(STEPS):
        w.grad = torch.from_numpy(gradient(w.detach().numpy(), k))
        optimizer.step()
        if decay:
            decay.step()
        path.append(w.detach().numpy().copy())
    return np.array(path)


def sgd(**options):
    return lambda w: torch.optim.SGD(w, **options)


PAIRS = {
    "gradient descent": (GradientDescent(0.05), sgd(lr=0.05)),
    "momentum": (
        Momentum(0.05, beta=0.9),
        sgd(lr=0.05 * (1 - 0.9), momentum=0.9, dampening=0),
    ),
    "momentum, V = βV + g": (
        Momentum(0.01, beta=0.9, dampening=False),
        sgd(lr=0.01, momentum=0.9),
    ),
    "Nesterov, V = βV + g": (
        Nesterov(0.01, beta=0.9, dampening=False),
        sgd(lr=0.01, momentum=0.9, nesterov=True),
    ),
    "Nesterov": (
        Nesterov(0.05, beta=0.9),
        sgd(lr=0.05 * (1 - 0.9), momentum=0.9, nesterov=True),
    ),
    "RMSprop": (
        RMSprop(0.01, beta=0.9, eps=1e-8),
        lambda w: torch.optim.RMSprop(w, lr=0.01, alpha=0.9, eps=1e-8),
    ),
    "Adam": (
        Adam(0.02, beta1=0.9, beta2=0.999, eps=1e-8),
        lambda w: torch.optim.Adam(w, lr=0.02, betas=(0.9, 0.999), eps=1e-8),
    ),
    "Adagrad": (
        Adagrad(0.1, eps=1e-10),
        lambda w: torch.optim.Adagrad(w, lr=0.1, eps=1e-10),
    ),
    "Adadelta": (
        Adadelta(1.0, beta=0.9, eps=1e-6),
        lambda w: torch.optim.Adadelta(w, lr=1.0, rho=0.9, eps=1e-6),
    ),
}


@pytest.mark.parametrize("name", PAIRS)
def test_rule_equals_torch_over_300_steps(name):
    rule, make = PAIRS[name]
    np.testing.assert_allclose(our_path(rule), their_path(make), rtol=0, atol=1e-12)


@pytest.mark.parametrize(
    ("what", "options"),
    [
        ("torch's first buffer is not damped", {"momentum": 0.9, "dampening": 0.9}),
        ("torch's steps are ten times as long", {"momentum": 0.9}),
    ],
)
def test_the_lectures_momentum_is_not_torchs_at_the_same_rate(what, options):
    ours, theirs = (
        our_path(Momentum(0.05, beta=0.9)),
        their_path(sgd(lr=0.05, **options)),
    )
    assert np.abs(ours - theirs).max() > 0.1, what


def test_eps_inside_the_root_would_be_another_rmsprop():
    # The comparison above can tell: with a large ε the two places differ.
    theirs = their_path(lambda w: torch.optim.RMSprop(w, lr=0.01, alpha=0.9, eps=0.5))
    np.testing.assert_allclose(our_path(RMSprop(0.01, 0.9, 0.5)), theirs, atol=1e-12)
    w, g = np.array([2.0, -1.5]), gradient(np.array([2.0, -1.5]), 0)
    inside = w - 0.01 * g / np.sqrt(0.1 * g**2 + 0.5)
    assert np.abs(theirs[1] - inside).max() > 1e-3


lr_scheduler = torch.optim.lr_scheduler
SCHEDULES = {
    "step": (StepDecay(40, 0.5), lambda o: lr_scheduler.StepLR(o, 40, 0.5)),
    "exponential": (
        ExponentialDecay(0.99),
        lambda o: lr_scheduler.ExponentialLR(o, 0.99),
    ),
    "cosine": (
        CosineDecay(STEPS),
        lambda o: lr_scheduler.CosineAnnealingLR(o, T_max=STEPS),
    ),
    "inverse time": (
        InverseTimeDecay(0.02),
        lambda o: lr_scheduler.LambdaLR(o, lambda k: 1 / (1 + 0.02 * k)),
    ),
}


@pytest.mark.parametrize("name", SCHEDULES)
def test_schedule_equals_torch_over_300_steps(name):
    schedule, scheduler = SCHEDULES[name]
    ours = our_path(GradientDescent(0.05, schedule=schedule))
    theirs = their_path(sgd(lr=0.05), scheduler)
    np.testing.assert_allclose(ours, theirs, rtol=0, atol=1e-12)
