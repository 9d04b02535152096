"""One step of momentum and one of RMSprop."""

import numpy as np

from ..function import FunctionExercise, Misconception, Probe
from .inputs import chapter, momentum_inputs, rmsprop_inputs


def _momentum_step(w, V, dw, lr, beta):
    V = beta * V + (1 - beta) * dw
    return w - lr * V, V


momentum_step = FunctionExercise(
    chapter,
    _momentum_step,
    title="A step with momentum",
    success="V remembers the last 1/(1-β) gradients: what points to and fro between "
    "the walls of the ravine cancels, what points along it adds up.",
    hints=[
        "First renew V, the running mean of the gradients, then step with the new V.",
        "V keeps the share β of itself and takes the share 1 - β of dw.",
        "`V = beta * V + (1 - beta) * dw`, then return `w - lr * V, V`.",
    ],
    inputs=momentum_inputs,
    returns=("w", "V"),
    probes=[
        Probe(
            "From rest (V = 0) with dw = 2 and β = 0.9, V becomes 0.1·2. Where does lr "
            "= 0.5 take w = 1?",
            [1.0],
            [0.0],
            [2.0],
            0.5,
            0.9,
        ),
        Probe(
            "The slope is 0, but V = 2 still rolls: with β = 0.5 V becomes 1. Where "
            "does lr = 0.5 take w = 1?",
            [1.0],
            [2.0],
            [0.0],
            0.5,
            0.5,
        ),
    ],
    misconceptions=[
        Misconception(
            'You step with dw, so V never moves anything: the slide\'s "α dV" is a '
            "misprint, the step is lr·V.",
            lambda w, V, dw, lr, beta: (w - lr * dw, beta * V + (1 - beta) * dw),
        ),
        Misconception(
            'You step with the change of V: the slide\'s "α dV" is a misprint, the '
            "step is lr·V.",
            lambda w, V, dw, lr, beta: (
                w - lr * (beta * V + (1 - beta) * dw - V),
                beta * V + (1 - beta) * dw,
            ),
        ),
        Misconception(
            "The factor 1 - β before dw is missing: without it V is a sum and not a "
            "mean, and the steps grow 1/(1-β) times.",
            lambda w, V, dw, lr, beta: (w - lr * (beta * V + dw), beta * V + dw),
        ),
        Misconception(
            "You swapped β and 1 - β: V keeps most of itself, β, and takes a little of "
            "dw.",
            lambda w, V, dw, lr, beta: _momentum_step(w, V, dw, lr, 1 - beta),
        ),
        Misconception(
            "You wrote a number for β: take the argument `beta`.",
            *(
                lambda w, V, dw, lr, beta, fixed=fixed: _momentum_step(
                    w, V, dw, lr, fixed
                )
                for fixed in (0.9, 0.99, 0.5)
            ),
        ),
        Misconception(
            "You step with the old V: renew V first, then use it.",
            lambda w, V, dw, lr, beta: (w - lr * V, beta * V + (1 - beta) * dw),
        ),
        Misconception(
            "You walk uphill: subtract lr·V.",
            lambda w, V, dw, lr, beta: (
                w + lr * (beta * V + (1 - beta) * dw),
                beta * V + (1 - beta) * dw,
            ),
        ),
        Misconception(
            "dw enters V with the wrong sign: V is the mean of the gradients, and only "
            "the step is subtracted.",
            lambda w, V, dw, lr, beta: (
                w - lr * (beta * V - (1 - beta) * dw),
                beta * V - (1 - beta) * dw,
            ),
            lambda w, V, dw, lr, beta: (
                w + lr * (beta * V - (1 - beta) * dw),
                beta * V - (1 - beta) * dw,
            ),
        ),
        Misconception(
            "The learning rate is missing: the step is lr·V.",
            lambda w, V, dw, lr, beta: _momentum_step(w, V, dw, 1, beta),
        ),
        Misconception(
            "The rate is inside V, another book's form: here V is a mean of gradients, "
            "and lr comes with the step.",
            lambda w, V, dw, lr, beta: (
                w - (beta * V + lr * dw),
                beta * V + lr * dw,
            ),
            lambda w, V, dw, lr, beta: (
                w + (beta * V - lr * dw),
                beta * V - lr * dw,
            ),
            lambda w, V, dw, lr, beta: (
                w - (beta * V + lr * (1 - beta) * dw),
                beta * V + lr * (1 - beta) * dw,
            ),
        ),
        Misconception(
            "All parameters share one V: keep one for each, with no mean or sum over "
            "dw.",
            lambda w, V, dw, lr, beta: _momentum_step(w, V, np.mean(dw), lr, beta),
            lambda w, V, dw, lr, beta: _momentum_step(w, V, np.sum(dw), lr, beta),
            lambda w, V, dw, lr, beta: (
                w - lr * np.mean(beta * V + (1 - beta) * dw),
                np.mean(beta * V + (1 - beta) * dw),
            ),
        ),
        Misconception(
            "This is Nesterov's step, which looks ahead: plain momentum moves by lr·V "
            "alone.",
            lambda w, V, dw, lr, beta: (
                w
                - lr * ((1 - beta) * dw + beta * _momentum_step(w, V, dw, lr, beta)[1]),
                _momentum_step(w, V, dw, lr, beta)[1],
            ),
        ),
        Misconception(
            "w is right, but you return the old V: the next step needs the new one.",
            lambda w, V, dw, lr, beta: (_momentum_step(w, V, dw, lr, beta)[0], V),
        ),
        Misconception(
            "The old V is forgotten: V is β·V + (1 - β)·dw.",
            lambda w, V, dw, lr, beta: _momentum_step(w, 0 * V, dw, lr, beta),
        ),
        Misconception(
            "You return the step, not the place: subtract it from w.",
            lambda w, V, dw, lr, beta: (
                lr * (beta * V + (1 - beta) * dw),
                beta * V + (1 - beta) * dw,
            ),
            lambda w, V, dw, lr, beta: (
                -lr * (beta * V + (1 - beta) * dw),
                beta * V + (1 - beta) * dw,
            ),
        ),
        Misconception(
            "This is plain gradient descent: V stays as it was, and the step does not "
            "use it.",
            lambda w, V, dw, lr, beta: (w - lr * dw, V),
        ),
    ],
)


def _rmsprop_step(w, S, dw, lr, beta, eps):
    S = beta * S + (1 - beta) * dw**2
    return w - lr * dw / (np.sqrt(S) + eps), S


def _with(step):
    """A wrong RMSprop whose S is right: ``step(dw, S, S_old, eps)`` times lr."""

    def rmsprop(w, S, dw, lr, beta, eps):
        S_new = beta * S + (1 - beta) * dw**2
        return w - lr * step(dw, S_new, S, eps), S_new

    return rmsprop


def _remembering(square):
    """A wrong RMSprop whose memory takes ``square(dw)`` for dw²."""

    def rmsprop(w, S, dw, lr, beta, eps):
        S = beta * S + (1 - beta) * square(dw)
        return w - lr * dw / (np.sqrt(S) + eps), S

    return rmsprop


rmsprop_step = FunctionExercise(
    chapter,
    _rmsprop_step,
    title="A step of RMSprop",
    success="Every parameter gets a stride of its own: the steep intercept of an AVO "
    "fit takes small steps, its flat gradient large ones.",
    hints=[
        "First renew S, the running mean of dw², then divide dw by its root.",
        "√S + ε: the root of S alone, and only then the small ε that forbids 0/0.",
        "`S = beta * S + (1 - beta) * dw**2`, then `w - lr * dw / (np.sqrt(S) + eps)`.",
    ],
    inputs=rmsprop_inputs,
    returns=("w", "S"),
    probes=[
        Probe(
            "From S = 0 with dw = 2 and β = 0.75, S becomes 0.25·4 = 1. With lr = 0.5 "
            "and ε = 0, where does w = 1 go?",
            [1.0],
            [0.0],
            [2.0],
            0.5,
            0.75,
            0.0,
        ),
        Probe(
            "The same with ε = 1: the step is 0.5·2/(1 + 1). Where does w = 1 go?",
            [1.0],
            [0.0],
            [2.0],
            0.5,
            0.75,
            1.0,
        ),
    ],
    misconceptions=[
        Misconception(
            "Your ε is inside the root: it is added after the root, √S + ε.",
            _with(lambda dw, S, old, eps: dw / np.sqrt(S + eps)),
            _with(lambda dw, S, old, eps: dw / np.sqrt(S + eps**2)),
        ),
        Misconception(
            "The root is missing: S holds squares, so dw must be divided by √S.",
            _with(lambda dw, S, old, eps: dw / (S + eps)),
        ),
        Misconception(
            "dw must be squared in S: unsquared, S can become negative and has no "
            "root.",
            _remembering(lambda dw: dw),
        ),
        Misconception(
            "`dw*2` doubles dw: its square is written `dw**2`.",
            _remembering(lambda dw: dw * 2),
        ),
        Misconception(
            "You return √S as the memory: hand back S itself, the root belongs to the "
            "step alone.",
            lambda w, S, dw, lr, beta, eps: (
                _rmsprop_step(w, S, dw, lr, beta, eps)[0],
                np.sqrt(_rmsprop_step(w, S, dw, lr, beta, eps)[1]),
            ),
            lambda w, S, dw, lr, beta, eps: (
                _rmsprop_step(w, S, dw, lr, beta, eps)[0],
                np.sqrt(_rmsprop_step(w, S, dw, lr, beta, eps)[1]) + eps,
            ),
        ),
        Misconception(
            "You wrote a number for β: take the argument `beta`, and `eps` for ε.",
            *(
                lambda w, S, dw, lr, beta, eps, fixed=fixed, small=small: _rmsprop_step(
                    w, S, dw, lr, fixed, small or eps
                )
                for fixed in (0.9, 0.99, 0.999)
                for small in (None, 1e-8)
            ),
        ),
        Misconception(
            "S takes |dw| where it should take dw²: a mean of squares is asked for.",
            _remembering(np.abs),
        ),
        Misconception(
            "All parameters share one S: keep one for each, with no mean or sum over "
            "dw², or the steep one shortens the steps of all.",
            _remembering(lambda dw: np.mean(dw**2)),
            _remembering(lambda dw: np.sum(dw**2)),
            _remembering(lambda dw: dw @ dw),
        ),
        Misconception(
            "You divide by the old S: renew S first, then use it.",
            _with(lambda dw, S, old, eps: dw / (np.sqrt(old) + eps)),
        ),
        Misconception(
            "You swapped β and 1 - β: S keeps most of itself, β, and takes a little of "
            "dw².",
            lambda w, S, dw, lr, beta, eps: _rmsprop_step(w, S, dw, lr, 1 - beta, eps),
        ),
        Misconception(
            "The factor 1 - β before dw² is missing: without it S is a sum and not a "
            "mean.",
            lambda w, S, dw, lr, beta, eps: (
                w - lr * dw / (np.sqrt(beta * S + dw**2) + eps),
                beta * S + dw**2,
            ),
        ),
        Misconception(
            "S is a plain sum, which never forgets: this is Adagrad; RMSprop keeps β·S "
            "and takes (1 - β)·dw².",
            lambda w, S, dw, lr, beta, eps: (
                w - lr * dw / (np.sqrt(S + dw**2) + eps),
                S + dw**2,
            ),
        ),
        Misconception(
            "You square the mean: S is the mean of the squares, so 1 - β stays outside "
            "the square.",
            lambda w, S, dw, lr, beta, eps: (
                w - lr * dw / (np.sqrt(beta * S + ((1 - beta) * dw) ** 2) + eps),
                beta * S + ((1 - beta) * dw) ** 2,
            ),
        ),
        Misconception(
            "You walk uphill: subtract the step.",
            _with(lambda dw, S, old, eps: -dw / (np.sqrt(S) + eps)),
        ),
        Misconception(
            "The step must follow dw: divide dw by √S + ε, not dw² and not 1.",
            _with(lambda dw, S, old, eps: dw**2 / (np.sqrt(S) + eps)),
            _with(lambda dw, S, old, eps: 1 / (np.sqrt(S) + eps)),
        ),
        Misconception(
            "Brackets are missing: divide by the whole of `(np.sqrt(S) + eps)`.",
            _with(lambda dw, S, old, eps: dw / np.sqrt(S) + eps),
            lambda w, S, dw, lr, beta, eps: (
                _rmsprop_step(w, S, dw, lr, beta, 0)[0] + eps,
                _rmsprop_step(w, S, dw, lr, beta, 0)[1],
            ),
        ),
        Misconception(
            "Your ε is missing, or a number of your own: take the argument `eps`, or "
            "where a slope has been 0 from the start you divide 0 by 0.",
            _with(lambda dw, S, old, eps: dw / np.sqrt(S)),
        ),
        Misconception(
            "The learning rate is missing: the step is lr·dw/(√S + ε).",
            lambda w, S, dw, lr, beta, eps: _rmsprop_step(w, S, dw, 1, beta, eps),
        ),
        Misconception(
            "w is right, but you return the old S: the next step needs the new one.",
            lambda w, S, dw, lr, beta, eps: (
                _rmsprop_step(w, S, dw, lr, beta, eps)[0],
                S,
            ),
        ),
    ],
)
