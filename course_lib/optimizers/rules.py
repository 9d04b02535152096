"""The update rules of the lecture and their relatives, each as short as its formula.

``step(w, dw)`` takes the parameters and their gradient and returns the new parameters.
What a rule remembers is its own: t counts the steps, V averages the gradient
(velocity), S its square. ``reset()`` clears it. V and S have one entry per parameter.

Taught in: notebook 1 (gradient descent), notebook 4 (all others).
"""

from dataclasses import dataclass, field, fields

import numpy as np

from course_lib.checks import check_choice, check_number
from course_lib.optimizers.schedules import Schedule, schedule_from_settings


@dataclass(eq=False, repr=False)
class Optimizer:
    """What all rules share: the learning rate lr (α), its schedule, the memory.

    Raises
    ------
    TypeError, ValueError
        With the argument's name, its value and what is allowed: lr > 0, 0 ≤ beta ≤ 1,
        eps ≥ 0.
    """

    kind = ""
    schedule: Schedule | None = field(default=None, kw_only=True)

    def __post_init__(self):
        check_number(self.lr, "lr", above=0)
        for name in ("beta", "beta1", "beta2"):
            check_number(getattr(self, name, 0), name, 0, 1)
        check_number(getattr(self, "eps", 0), "eps", 0)
        if not (self.schedule is None or callable(self.schedule)):
            raise TypeError(f"schedule must be a schedule; got {self.schedule!r}")
        self.reset()

    def step(self, w, dw):
        raise NotImplementedError

    def reset(self):
        """Forget every step: t = 0, V = S = 0."""
        self.t = 0
        self.V = self.S = 0.0

    def rate(self, k):
        """Learning rate after k finished steps: lr times the schedule's factor."""
        return self.lr if self.schedule is None else self.lr * self.schedule(k)

    def tick(self):
        """Count one step and return its learning rate α."""
        self.t += 1
        return self.rate(self.t - 1)

    def settings(self):
        """Kind and arguments as a dict of numbers, for the browser."""
        values = {f.name: getattr(self, f.name) for f in fields(self)}
        values["schedule"] = self.schedule and self.schedule.settings()
        return {"kind": self.kind, **values}

    def __repr__(self):
        shown = [
            f"{f.name}={getattr(self, f.name)!r}"
            for f in fields(self)
            if f.name == "lr" or getattr(self, f.name) != f.default
        ]
        shown.sort(key=lambda text: not text.startswith("lr="))
        return f"{type(self).__name__}({', '.join(shown)})"


@dataclass(eq=False, repr=False)
class GradientDescent(Optimizer):
    """W := W − α dW.

    Examples
    --------
    >>> GradientDescent(lr=0.1).step(np.array([1.0, 2.0]), np.array([10.0, 0.0]))
    array([0., 2.])
    """

    kind = "gd"
    lr: float = 0.1

    def step(self, w, dw):
        return w - self.tick() * dw


@dataclass(eq=False, repr=False)
class Momentum(Optimizer):
    """V := β V + (1 − β) dW;  W := W − α V.

    The lecture's form: V is a running mean of the gradient. (Its slide prints
    "W − α dV"; V is meant.) ``dampening=False`` gives V := β V + dW, the form of Polyak
    (1964) and of PyTorch, whose steps are 1/(1 − β) times larger at the same α.
    ``correct_bias`` divides V by 1 − βᵗ, as Adam does, since it starts at 0.
    """

    kind = "momentum"
    lr: float = 0.1
    beta: float = 0.9
    dampening: bool = True
    correct_bias: bool = False

    def step(self, w, dw):
        alpha = self.tick()
        self.V = self.beta * self.V + ((1 - self.beta) if self.dampening else 1) * dw
        return w - alpha * (self.V / correction(self.beta, self.t, self.correct_bias))


@dataclass(eq=False, repr=False)
class Nesterov(Optimizer):
    """V := β V + (1 − β) dW;  W := W − α ((1 − β) dW + β V).

    Momentum that takes the gradient a step ahead (Nesterov 1983), in the form of
    Sutskever et al. (2013) and PyTorch: W *is* the point ahead. ``dampening=False``
    puts 1 for (1 − β), as there.
    """

    kind = "nesterov"
    lr: float = 0.1
    beta: float = 0.9
    dampening: bool = True

    def step(self, w, dw):
        alpha = self.tick()
        push = ((1 - self.beta) if self.dampening else 1) * dw
        self.V = self.beta * self.V + push
        return w - alpha * (push + self.beta * self.V)


@dataclass(eq=False, repr=False)
class Adagrad(Optimizer):
    """S := S + dW²;  W := W − α dW / (√S + ε).  Duchi et al. (2011)."""

    kind = "adagrad"
    lr: float = 0.1
    eps: float = 1e-10

    def step(self, w, dw):
        alpha = self.tick()
        self.S = self.S + dw**2
        return w - alpha * dw / (np.sqrt(self.S) + self.eps)


@dataclass(eq=False, repr=False)
class RMSprop(Optimizer):
    """S := β S + (1 − β) dW²;  W := W − α dW / (√S + ε).  Hinton's lecture 6 (2012)."""

    kind = "rmsprop"
    lr: float = 0.01
    beta: float = 0.9
    eps: float = 1e-8

    def step(self, w, dw):
        alpha = self.tick()
        self.S = self.beta * self.S + (1 - self.beta) * dw**2
        return w - alpha * dw / (np.sqrt(self.S) + self.eps)


@dataclass(eq=False, repr=False)
class Adadelta(Optimizer):
    """S := β S + (1 − β) dW²;  Δ := dW √(D + ε) / √(S + ε);  W := W − α Δ.

    D := β D + (1 − β) Δ² averages the squared moves, so that Δ has the unit of W and α
    can stay 1 (Zeiler 2012).
    """

    kind = "adadelta"
    lr: float = 1.0
    beta: float = 0.9
    eps: float = 1e-6

    def reset(self):
        super().reset()
        self.D = 0.0

    def step(self, w, dw):
        alpha = self.tick()
        self.S = self.beta * self.S + (1 - self.beta) * dw**2
        move = dw * np.sqrt(self.D + self.eps) / np.sqrt(self.S + self.eps)
        self.D = self.beta * self.D + (1 - self.beta) * move**2
        return w - alpha * move


@dataclass(eq=False, repr=False)
class Adam(Optimizer):
    """W := W − α V̂ / (√Ŝ + ε), V̂ = V / (1 − β₁ᵗ), Ŝ = S / (1 − β₂ᵗ).

    V := β₁ V + (1 − β₁) dW and S := β₂ S + (1 − β₂) dW² (Kingma & Ba 2015).
    ``correct_bias=False`` uses V and S as they are.
    """

    kind = "adam"
    lr: float = 0.01
    beta1: float = 0.9
    beta2: float = 0.999
    eps: float = 1e-8
    correct_bias: bool = True

    def step(self, w, dw):
        alpha = self.tick()
        self.V = self.beta1 * self.V + (1 - self.beta1) * dw
        self.S = self.beta2 * self.S + (1 - self.beta2) * dw**2
        V = self.V / correction(self.beta1, self.t, self.correct_bias)
        S = self.S / correction(self.beta2, self.t, self.correct_bias)
        return w - alpha * V / (np.sqrt(S) + self.eps)


def correction(beta, t, correct=True):
    """1 − βᵗ: how much of itself a mean that began at 0 has reached by step t."""
    return 1 - beta**t if correct else 1.0


ALL = (GradientDescent, Momentum, Nesterov, Adagrad, RMSprop, Adadelta, Adam)
OPTIMIZERS = {rule.kind: rule for rule in ALL}


def from_settings(settings):
    """The optimizer that ``optimizer.settings()`` describes, with an empty memory."""
    values = dict(settings)
    kind = check_choice(values.pop("kind", None), "kind", OPTIMIZERS)
    schedule = schedule_from_settings(values.pop("schedule", None))
    return OPTIMIZERS[kind](**values, schedule=schedule)
