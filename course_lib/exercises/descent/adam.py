"""One step of Adam."""

import numpy as np

from ..function import FunctionExercise, Misconception, Probe
from .inputs import adam_inputs, chapter


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


def _with_betas(which):
    """A wrong Adam: which β (0, 1) stands in V, in S, in V̂ and in Ŝ."""

    def adam(w, V, S, dw, t, lr, beta1, beta2, eps):
        in_V, in_S, in_V_hat, in_S_hat = ((beta1, beta2)[i] for i in which)
        V = in_V * V + (1 - in_V) * dw
        S = in_S * S + (1 - in_S) * dw**2
        V_hat, S_hat = V / (1 - in_V_hat**t), S / (1 - in_S_hat**t)
        return w - lr * V_hat / (np.sqrt(S_hat) + eps), V, S

    return adam


def _with_fixed(first, second, small=None):
    """A wrong Adam with numbers in the place of beta1, beta2 or eps."""

    def adam(w, V, S, dw, t, lr, beta1, beta2, eps):
        betas = first or beta1, second or beta2
        return _adam_step(w, V, S, dw, t, lr, *betas, small or eps)

    return adam


def _sharing_one_V(w, V, S, dw, t, lr, beta1, beta2, eps):
    _, V, S = _adam_step(w, V, S, dw, t, lr, beta1, beta2, eps)
    V = V.mean()
    return w - lr * V / (1 - beta1**t) / (np.sqrt(S / (1 - beta2**t)) + eps), V, S


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
    "start. Steep or gentle, every parameter now moves about one learning rate a step.",
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
            "One of the two corrections is the copying mistake (1 - β)ᵗ: both are 1 - "
            "βᵗ.",
            _stepping(
                lambda V, S, dw, t, beta1, beta2, eps: (
                    V / (1 - beta1) ** t / (np.sqrt(S / (1 - beta2**t)) + eps)
                )
            ),
            _stepping(
                lambda V, S, dw, t, beta1, beta2, eps: (
                    V / (1 - beta1**t) / (np.sqrt(S / (1 - beta2) ** t) + eps)
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
            "This is the short form of Adam's paper: there ε stands beside the "
            "uncorrected √S and so is another one; here it is √Ŝ + ε.",
            _stepping(
                lambda V, S, dw, t, beta1, beta2, eps: (
                    V * np.sqrt(1 - beta2**t) / (1 - beta1**t) / (np.sqrt(S) + eps)
                )
            ),
        ),
        Misconception(
            "You correct after the root: first Ŝ = S/(1 - β2ᵗ), then its root.",
            _stepping(
                lambda V, S, dw, t, beta1, beta2, eps: (
                    V / (1 - beta1**t) / (np.sqrt(S) / (1 - beta2**t) + eps)
                )
            ),
        ),
        Misconception(
            "Brackets are missing: divide by the whole of `(np.sqrt(S_hat) + eps)`.",
            _stepping(
                lambda V, S, dw, t, beta1, beta2, eps: (
                    V / (1 - beta1**t) / np.sqrt(S / (1 - beta2**t)) + eps
                )
            ),
            lambda w, V, S, dw, t, lr, beta1, beta2, eps: (
                _adam_step(w, V, S, dw, t, lr, beta1, beta2, 0)[0] + eps,
                *_adam_step(w, V, S, dw, t, lr, beta1, beta2, 0)[1:],
            ),
        ),
        Misconception(
            "Your ε is missing, or a number of your own: take the argument `eps`, or "
            "where a slope has been 0 from the start you divide 0 by 0.",
            lambda w, V, S, dw, t, lr, beta1, beta2, eps: _adam_step(
                w, V, S, dw, t, lr, beta1, beta2, 0
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
            _sharing_one_V,
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
            "w is right, but you return the old V and S: the next step needs the new "
            "ones.",
            lambda w, V, S, dw, t, lr, beta1, beta2, eps: (
                _adam_step(w, V, S, dw, t, lr, beta1, beta2, eps)[0],
                V,
                S,
            ),
        ),
        Misconception(
            "You step with the old V and S: renew both first, then use them.",
            lambda w, V, S, dw, t, lr, beta1, beta2, eps: (
                w - lr * V / (1 - beta1**t) / (np.sqrt(S / (1 - beta2**t)) + eps),
                *_adam_step(w, V, S, dw, t, lr, beta1, beta2, eps)[1:],
            ),
        ),
        Misconception(
            "The learning rate is missing: the step is lr·V̂/(√Ŝ + ε).",
            lambda w, V, S, dw, t, lr, beta1, beta2, eps: _adam_step(
                w, V, S, dw, t, 1, beta1, beta2, eps
            ),
        ),
        Misconception(
            "You use one β for both: β1 belongs to V, β2 to S, in the means and in the "
            "corrections.",
            _with_betas([0, 0, 0, 1]),
            _with_betas([1, 1, 0, 1]),
            _with_betas([0, 1, 0, 0]),
            _with_betas([0, 1, 1, 1]),
            lambda w, V, S, dw, t, lr, beta1, beta2, eps: _adam_step(
                w, V, S, dw, t, lr, beta1, beta1, eps
            ),
            lambda w, V, S, dw, t, lr, beta1, beta2, eps: _adam_step(
                w, V, S, dw, t, lr, beta2, beta2, eps
            ),
        ),
        Misconception(
            "You wrote numbers for the β: take the arguments `beta1` and `beta2`, and "
            "`eps` for ε.",
            _with_fixed(0.9, 0.999, 1e-8),
            _with_fixed(0.9, 0.99, 1e-8),
            _with_fixed(0.9, 0.999),
            _with_fixed(0.9, 0.99),
            _with_fixed(0.9, None),
            _with_fixed(None, 0.999),
            _with_fixed(None, 0.99),
        ),
        Misconception(
            "A power is written `**` in Python, as in `beta1**t` and `dw**2`; `^` is "
            "no power.",
            lambda w, V, S, dw, t, lr, beta1, beta2, eps: beta1 ^ t,
            lambda w, V, S, dw, t, lr, beta1, beta2, eps: dw ^ t,
            lambda w, V, S, dw, t, lr, beta1, beta2, eps: (1 - beta1) * dw ^ 2,
        ),
        Misconception(
            "`dw*2` doubles dw: its square is written `dw**2`.",
            _remembering(second=lambda dw: dw * 2),
        ),
        Misconception(
            "You swapped β1 and β2: β1 belongs to V, β2 to S.",
            _with_betas([1, 0, 0, 1]),
            _with_betas([0, 1, 1, 0]),
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
