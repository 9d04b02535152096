"""One step of Adam, and the famous mistake in copying it."""

import numpy as np

from ..function import FunctionExercise, Misconception, Probe
from .inputs import adam_inputs, chapter, stalled_inputs


def _adam_step(w, V, S, dw, t, lr, beta1, beta2, eps):
    V = beta1 * V + (1 - beta1) * dw
    S = beta2 * S + (1 - beta2) * dw**2
    V_hat, S_hat = V / (1 - beta1**t), S / (1 - beta2**t)
    return w - lr * V_hat / (np.sqrt(S_hat) + eps), V, S


def _stepping(step):
    """A wrong Adam with the right memory: ``step(V, S, dw, t, beta1, beta2, eps)``."""

    def adam(w, V, S, dw, t, lr, beta1, beta2, eps):
        V = beta1 * V + (1 - beta1) * dw
        S = beta2 * S + (1 - beta2) * dw**2
        return w - lr * step(V, S, dw, t, beta1, beta2, eps), V, S

    return adam


def _remembering(first=lambda dw: dw, second=lambda dw: dw**2):
    """A wrong Adam whose V takes ``first(dw)`` and S ``second(dw)``."""

    def adam(w, V, S, dw, t, lr, beta1, beta2, eps):
        V = beta1 * V + (1 - beta1) * first(dw)
        S = beta2 * S + (1 - beta2) * second(dw)
        V_hat, S_hat = V / (1 - beta1**t), S / (1 - beta2**t)
        return w - lr * V_hat / (np.sqrt(S_hat) + eps), V, S

    return adam


def _returning(order):
    """The right results in a wrong order."""

    def adam(w, V, S, dw, t, lr, beta1, beta2, eps):
        results = _adam_step(w, V, S, dw, t, lr, beta1, beta2, eps)
        return tuple(results[i] for i in order)

    return adam


def _at_step(change):
    """A wrong Adam that corrects with another t."""

    def adam(w, V, S, dw, t, lr, beta1, beta2, eps):
        return _adam_step(w, V, S, dw, t + change, lr, beta1, beta2, eps)

    return adam


def _with_corrected_memory(w, V, S, dw, t, lr, beta1, beta2, eps):
    w, V, S = _adam_step(w, V, S, dw, t, lr, beta1, beta2, eps)
    return w, V / (1 - beta1**t), S / (1 - beta2**t)


adam_step = FunctionExercise(
    chapter,
    _adam_step,
    title="A step of Adam",
    success="Momentum gives the direction, RMSprop the stride, the correction a fair "
    "start: a porosity in fractions and a velocity in m/s now move at the same pace.",
    hints=[
        "Renew V as in momentum and S as in RMSprop, each with its own β.",
        "Both start at 0 and are too small at first: V̂ = V/(1 - β1ᵗ) and Ŝ = S/(1 - "
        "β2ᵗ) mend that.",
        "Step with the corrected ones, `w - lr * V_hat / (np.sqrt(S_hat) + eps)`, and "
        "return the uncorrected `V` and `S`.",
    ],
    inputs=adam_inputs,
    returns=("w", "V", "S"),
    probes=[
        Probe(
            "In the first step V̂ = dw and Ŝ = dw², so with ε = 0 it is exactly lr "
            "long: with lr = 0.1, where does dw = 4 take w = 1?",
            [1.0],
            [0.0],
            [0.0],
            [4.0],
            1,
            0.1,
            0.9,
            0.99,
            0.0,
        )
    ],
    misconceptions=[
        Misconception(
            "You divide by (1 - β)ᵗ, a copying mistake of many a cheat sheet: it is 1 "
            "- βᵗ, the power belongs to β alone.",
            _stepping(
                lambda V, S, dw, t, beta1, beta2, eps: (
                    V / (1 - beta1) ** t / (np.sqrt(S / (1 - beta2) ** t) + eps)
                )
            ),
        ),
        Misconception(
            "The bias correction is missing: V and S start at 0 and are too small at "
            "first, divide them by 1 - β1ᵗ and 1 - β2ᵗ.",
            _stepping(lambda V, S, dw, t, beta1, beta2, eps: V / (np.sqrt(S) + eps)),
        ),
        Misconception(
            "Only V is corrected: S needs it too, Ŝ = S/(1 - β2ᵗ).",
            _stepping(
                lambda V, S, dw, t, beta1, beta2, eps: (
                    V / (1 - beta1**t) / (np.sqrt(S) + eps)
                )
            ),
        ),
        Misconception(
            "Only S is corrected: V needs it too, V̂ = V/(1 - β1ᵗ).",
            _stepping(
                lambda V, S, dw, t, beta1, beta2, eps: (
                    V / (np.sqrt(S / (1 - beta2**t)) + eps)
                )
            ),
        ),
        Misconception(
            "You step with dw: the direction is V̂, the corrected mean of the "
            "gradients, and Ŝ stands below it.",
            _stepping(lambda V, S, dw, t, beta1, beta2, eps: dw / (np.sqrt(S) + eps)),
            _stepping(
                lambda V, S, dw, t, beta1, beta2, eps: (
                    dw / (np.sqrt(S / (1 - beta2**t)) + eps)
                )
            ),
        ),
        Misconception(
            "Your ε is inside the root: it is added after the root, √Ŝ + ε.",
            _stepping(
                lambda V, S, dw, t, beta1, beta2, eps: (
                    V / (1 - beta1**t) / np.sqrt(S / (1 - beta2**t) + eps)
                )
            ),
        ),
        Misconception(
            "The root is missing: Ŝ holds squares, so divide by √Ŝ.",
            _stepping(
                lambda V, S, dw, t, beta1, beta2, eps: (
                    V / (1 - beta1**t) / (S / (1 - beta2**t) + eps)
                )
            ),
        ),
        Misconception(
            "All parameters share one V: keep one mean for each, with no mean or sum "
            "over dw.",
            _remembering(first=np.mean),
            _remembering(first=np.sum),
        ),
        Misconception(
            "All parameters share one S: keep one for each, with no mean or sum over "
            "dw².",
            _remembering(second=lambda dw: np.mean(dw**2)),
            _remembering(second=lambda dw: np.sum(dw**2)),
        ),
        Misconception(
            "dw must be squared in S: it is the running mean of dw².",
            _remembering(second=lambda dw: dw),
            _remembering(second=np.abs),
        ),
        Misconception(
            "You return V̂ and Ŝ as the memory: they would be corrected again in the "
            "next step; hand back V and S.",
            _with_corrected_memory,
        ),
        Misconception(
            "You swapped β1 and β2: β1 belongs to V, β2 to S.",
            lambda w, V, S, dw, t, lr, beta1, beta2, eps: _adam_step(
                w, V, S, dw, t, lr, beta2, beta1, eps
            ),
        ),
        Misconception(
            "You swapped β and 1 - β in V and S: each keeps most of itself, the share "
            "β.",
            lambda w, V, S, dw, t, lr, beta1, beta2, eps: (
                w
                - lr
                * (V_new := (1 - beta1) * V + beta1 * dw)
                / (1 - beta1**t)
                / (
                    np.sqrt((S_new := (1 - beta2) * S + beta2 * dw**2) / (1 - beta2**t))
                    + eps
                ),
                V_new,
                S_new,
            ),
        ),
        Misconception(
            "The step count is off by one: t is 1 in the first step, so use it as it "
            "is.",
            _at_step(1),
            _at_step(-1),
        ),
        Misconception(
            "The count t is a power, not a factor: 1 - β**t.",
            _stepping(
                lambda V, S, dw, t, beta1, beta2, eps: (
                    V / (1 - beta1 * t) / (np.sqrt(S / (1 - beta2 * t)) + eps)
                )
            ),
        ),
        Misconception(
            "The correction stops at the first step: `1 - beta1` must be `1 - "
            "beta1**t`, and so for beta2.",
            _stepping(
                lambda V, S, dw, t, beta1, beta2, eps: (
                    V / (1 - beta1) / (np.sqrt(S / (1 - beta2)) + eps)
                )
            ),
        ),
        Misconception(
            "You multiply by 1 - βᵗ: V and S are too small at first, so divide by it.",
            _stepping(
                lambda V, S, dw, t, beta1, beta2, eps: (
                    V * (1 - beta1**t) / (np.sqrt(S * (1 - beta2**t)) + eps)
                )
            ),
        ),
        Misconception(
            "You walk uphill: subtract the step.",
            lambda w, V, S, dw, t, lr, beta1, beta2, eps: _adam_step(
                w, V, S, dw, t, -lr, beta1, beta2, eps
            ),
        ),
        Misconception(
            "w, V and S are right, but not in this order: `return w, V, S`.",
            _returning([0, 2, 1]),
            _returning([1, 2, 0]),
            _returning([1, 0, 2]),
            _returning([2, 1, 0]),
        ),
    ],
)


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
