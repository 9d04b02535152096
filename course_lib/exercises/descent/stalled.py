"""The famous mistake in copying Adam, and how far it gets."""

import numpy as np

from ..function import FunctionExercise, Misconception, Probe
from .inputs import chapter, stalled_inputs


def _travel(steps, lr, divide_V, divide_S):
    """Way of one parameter under dw ≡ 1, V and S divided by the given functions of t.

    There V = 1 - β1ᵗ and S = 1 - β2ᵗ, so the right Adam moves by lr in each step.
    """
    t = np.arange(1, steps + 1)
    return np.sum(lr * divide_V(t) / np.sqrt(divide_S(t)))


def _right(beta):
    return lambda t: (1 - beta**t) / (1 - beta**t)


def _copied(beta):
    return lambda t: (1 - beta**t) / (1 - beta) ** t


def _uncorrected(beta):
    return lambda t: 1 - beta**t


def _stalled_travel(steps, lr, beta1, beta2):
    return _travel(steps, lr, _copied(beta1), _copied(beta2))


def _overwriting(steps, lr, beta1, beta2):
    """The slip of keeping the divided V and S as the memory."""
    total = V = S = 0.0
    for t in range(1, steps + 1):
        V = (beta1 * V + 1 - beta1) / (1 - beta1) ** t
        S = (beta2 * S + 1 - beta2) / (1 - beta2) ** t
        total += lr * V / np.sqrt(S)
    return total


stalled_travel = FunctionExercise(
    chapter,
    _stalled_travel,
    title="The mistake that stalls",
    success="With lr = 0.01 twenty steps lead 0.0166 far instead of 0.2: one bracket "
    "in the wrong place, no error message, and an inversion that stops halfway.",
    hints=[
        "With dw = 1 in every step, V and S do not depend on w at all: a loop over t "
        "is enough.",
        "In each round renew V and S, divide them by `(1 - beta1)**t` and `(1 - "
        "beta2)**t`, and add up the steps.",
        "From the second step on the wrong Ŝ is huge: `total += lr * V_hat / "
        "np.sqrt(S_hat)`.",
    ],
    optional=True,
    inputs=stalled_inputs,
    probes=[
        Probe(
            "In the first step both forms agree: how far does it lead with lr = 0.01?",
            1,
            0.01,
            0.9,
            0.999,
        ),
        Probe("How far do 20 steps with lr = 0.01 lead?", 20, 0.01, 0.9, 0.999),
    ],
    misconceptions=[
        Misconception(
            "This is the right Adam, which moves lr in every step: here the copied "
            "mistake is wanted, (1 - β)ᵗ.",
            lambda steps, lr, beta1, beta2: steps * lr,
        ),
        Misconception(
            "This is the last step only: add up all steps.",
            lambda steps, lr, beta1, beta2: (
                _stalled_travel(steps, lr, beta1, beta2)
                - _stalled_travel(steps - 1, lr, beta1, beta2)
            ),
        ),
        Misconception(
            "This is the first step only: is the `return` inside the loop?",
            lambda steps, lr, beta1, beta2: lr,
        ),
        Misconception(
            "One step is missing: `range(1, steps + 1)` runs from 1 to `steps`.",
            lambda steps, lr, beta1, beta2: _stalled_travel(
                steps - 1, lr, beta1, beta2
            ),
        ),
        Misconception(
            "You divide the memory itself: keep V and S as they are, and give the "
            "divided ones other names.",
            _overwriting,
        ),
        Misconception(
            "The mistake is in V only: make it in S too, or nothing stalls.",
            lambda steps, lr, beta1, beta2: _travel(
                steps, lr, _copied(beta1), _right(beta2)
            ),
        ),
        Misconception(
            "The mistake is in S only: make it in V too.",
            lambda steps, lr, beta1, beta2: _travel(
                steps, lr, _right(beta1), _copied(beta2)
            ),
        ),
        Misconception(
            "You took both slips: here only the first one, (1 - β)ᵗ; the step itself "
            "is the right one, lr·V̂/√Ŝ.",
            lambda steps, lr, beta1, beta2: _travel(
                steps, lr, _right(beta1), _uncorrected(beta2)
            ),
            lambda steps, lr, beta1, beta2: _travel(
                steps, lr, _copied(beta1), _uncorrected(beta2)
            ),
        ),
        Misconception(
            "You wrote numbers for β1 and β2: take the arguments.",
            lambda steps, lr, beta1, beta2: _stalled_travel(steps, lr, 0.9, 0.999),
        ),
        Misconception(
            "You left out the correction: divide V by (1 - β1)ᵗ and S by (1 - β2)ᵗ.",
            lambda steps, lr, beta1, beta2: _travel(
                steps, lr, _uncorrected(beta1), _uncorrected(beta2)
            ),
        ),
        Misconception(
            "The root of Ŝ is missing: the step is lr·V̂/√Ŝ.",
            lambda steps, lr, beta1, beta2: np.sum(
                lr * _copied(beta1)(t := np.arange(1, steps + 1)) / _copied(beta2)(t)
            ),
        ),
        Misconception(
            "Distance counts up: the parameter moves to negative values, but its way "
            "is positive.",
            lambda steps, lr, beta1, beta2: -_stalled_travel(steps, lr, beta1, beta2),
        ),
        Misconception(
            "The count t starts at 1: with t = 0 you divide the first step by 1, or by "
            "0.",
            lambda steps, lr, beta1, beta2: np.sum(
                lr
                * (1 - beta1 ** (t := np.arange(steps) + 1))
                / (1 - beta1) ** (t - 1)
                / np.sqrt((1 - beta2**t) / (1 - beta2) ** (t - 1.0))
            ),
        ),
        Misconception(
            "You hand back the place after each step: only the whole way is asked for.",
            lambda steps, lr, beta1, beta2: np.cumsum(
                [
                    lr * _copied(beta1)(t) / np.sqrt(_copied(beta2)(t))
                    for t in range(1, steps + 1)
                ]
            ),
        ),
    ],
)
