"""What makes a unit learn: the loss, its gradient, and a step against it."""

import numpy as np

from ..function import FunctionExercise, Misconception, Probe
from .inputs import chapter, labelled_samples, predictions, training_inputs
from .unit import _sigmoid


def _loss(a, y):
    return -np.mean(y * np.log(a) + (1 - y) * np.log(1 - a))


loss = FunctionExercise(
    chapter,
    _loss,
    title="The loss",
    success="A gas sand that the unit calls brine with 99 % certainty costs 4.6, an "
    "honest fifty-fifty 0.69: the loss punishes being sure and wrong.",
    hints=[
        "A gas sand (y = 1) costs -ln a, a brine sand (y = 0) costs -ln(1 - a).",
        "y and 1 - y switch the two terms on and off, so one formula serves both.",
        "Add `y * np.log(a)` and `(1 - y) * np.log(1 - a)`, take the mean, change the "
        "sign.",
    ],
    inputs=predictions,
    probes=[
        Probe("A gas sand (y = 1) was given a = 0.8: what is -ln 0.8?", [0.8], [1.0]),
        Probe("A brine sand (y = 0) was given a = 0.1: what is -ln 0.9?", [0.1], [0.0]),
    ],
    misconceptions=[
        Misconception(
            "You add the losses up: divide by the number of samples, so that J does "
            "not grow with the survey.",
            lambda a, y: -np.sum(y * np.log(a) + (1 - y) * np.log(1 - a)),
        ),
        Misconception(
            "The minus sign is missing: the logarithm of a probability is negative, a "
            "loss is not.",
            lambda a, y: np.mean(y * np.log(a) + (1 - y) * np.log(1 - a)),
        ),
        Misconception(
            "Only the gas sands (y = 1) count: the term (1 - y) ln(1 - a) for the "
            "brine sands is missing.",
            lambda a, y: -np.mean(y * np.log(a)),
        ),
        Misconception(
            "Only the brine sands (y = 0) count: the term y ln(a) for the gas sands is "
            "missing.",
            lambda a, y: -np.mean((1 - y) * np.log(1 - a)),
        ),
        Misconception(
            "This is log10: the loss takes the natural logarithm, `np.log`.",
            lambda a, y: -np.mean(y * np.log10(a) + (1 - y) * np.log10(1 - a)),
        ),
        Misconception(
            "This is log2: the loss takes the natural logarithm, `np.log`.",
            lambda a, y: -np.mean(y * np.log2(a) + (1 - y) * np.log2(1 - a)),
        ),
        Misconception(
            "a and y changed places: the logarithm is taken of the probability a, and "
            "y weights it.",
            lambda a, y: -np.mean(a * np.log(y) + (1 - a) * np.log(1 - y)),
        ),
        Misconception(
            "The two terms are swapped: y goes with ln(a), and 1 - y with ln(1 - a).",
            lambda a, y: -np.mean((1 - y) * np.log(a) + y * np.log(1 - a)),
        ),
        Misconception(
            "The second term must be added to the first, not subtracted from it.",
            lambda a, y: -np.mean(y * np.log(a) - (1 - y) * np.log(1 - a)),
        ),
        Misconception(
            "This is the squared error: cross-entropy uses logarithms, because a unit "
            "that is sure and wrong should pay much more.",
            lambda a, y: np.mean((a - y) ** 2),
            lambda a, y: np.mean((a - y) ** 2) / 2,
        ),
        Misconception(
            "These are the losses of the single samples: take their mean.",
            lambda a, y: -(y * np.log(a) + (1 - y) * np.log(1 - a)),
        ),
        Misconception(
            "Only the first sample counts: is the `return` inside the loop?",
            lambda a, y: _loss(a[:1], y[:1]),
            lambda a, y: _loss(a[:1], y[:1]) / len(y),
        ),
        Misconception(
            "Only the last sample counts: add to the sum in each round, `total += …`, "
            "instead of setting it anew.",
            lambda a, y: _loss(a[-1:], y[-1:]),
            lambda a, y: _loss(a[-1:], y[-1:]) / len(y),
        ),
    ],
)


def _gradient(X, y, w, b):
    error = _sigmoid(X @ w + b) - y
    return X.T @ error / len(y), error.mean()


# two samples on the line: σ(0) = 0.5, so the errors are -0.5 and +0.5
_TWO_ON_THE_LINE = (np.array([[3.0, 1.0], [1.0, 1.0]]), [1.0, 0.0], [0.0, 0.0], 0.0)

gradient = FunctionExercise(
    chapter,
    _gradient,
    title="The gradient of the loss",
    success="Each sample pulls the line by its error a - y times its inputs: rocks "
    "that are already told apart hardly pull, and misread ones pull hard.",
    hints=[
        "First the probabilities a of all samples, then the errors a - y.",
        "db is the mean of the errors; dw is the mean of error times input, for each "
        "column of X.",
        "`X.T @ (a - y)` adds error times input over all samples; divide by `len(y)`.",
    ],
    inputs=labelled_samples,
    returns=("dw", "db"),
    probes=[
        Probe(
            "Two samples on the line, (3, 1) with y = 1 and (1, 1) with y = 0, have "
            "the errors -0.5 and 0.5: what are the means of error times x1, of error "
            "times x2, and of the errors?",
            *_TWO_ON_THE_LINE,
        )
    ],
    misconceptions=[
        Misconception(
            "The gradient is m times too large: did you forget the mean over the "
            "samples?",
            lambda X, y, w, b: (
                X.T @ (_sigmoid(X @ w + b) - y),
                (_sigmoid(X @ w + b) - y).sum(),
            ),
        ),
        Misconception(
            "The sign is turned round: the error is a - y, not y - a, so that a step "
            "against the gradient goes downhill.",
            lambda X, y, w, b: tuple(-part for part in _gradient(X, y, w, b)),
        ),
        Misconception(
            "There is an extra factor a(1 - a), as for a squared error: with "
            "cross-entropy it cancels, and only a - y is left.",
            lambda X, y, w, b: _squared_error_gradient(X, y, w, b, 1),
            lambda X, y, w, b: _squared_error_gradient(X, y, w, b, 2),
        ),
        Misconception(
            "dw is right, but db is still a sum: take the mean of the errors.",
            lambda X, y, w, b: (
                _gradient(X, y, w, b)[0],
                (_sigmoid(X @ w + b) - y).sum(),
            ),
        ),
        Misconception(
            "db is right, but dw is still a sum over the samples: divide it by m.",
            lambda X, y, w, b: (
                X.T @ (_sigmoid(X @ w + b) - y),
                (_sigmoid(X @ w + b) - y).mean(),
            ),
        ),
        Misconception(
            "dw is right, but db still holds one error for each sample: take their "
            "mean.",
            lambda X, y, w, b: (_gradient(X, y, w, b)[0], _sigmoid(X @ w + b) - y),
            lambda X, y, w, b: (
                _gradient(X, y, w, b)[0],
                (_sigmoid(X @ w + b) - y) / len(y),
            ),
        ),
        Misconception(
            "dw still holds one row for each sample: take the mean over the samples, "
            "along `axis=0`.",
            lambda X, y, w, b: (
                (_sigmoid(X @ w + b) - y)[:, None] * X,
                (_sigmoid(X @ w + b) - y).mean(),
            ),
            lambda X, y, w, b: (
                (_sigmoid(X @ w + b) - y)[:, None] * X / len(y),
                (_sigmoid(X @ w + b) - y).mean(),
            ),
        ),
        Misconception(
            "The error compares y with z: put z through the sigmoid first, a = σ(z).",
            lambda X, y, w, b: (X.T @ (X @ w + b - y) / len(y), (X @ w + b - y).mean()),
        ),
        Misconception(
            "This is the gradient of the first sample alone: is the `return` inside "
            "the loop? Take the mean over all m samples.",
            lambda X, y, w, b: _gradient(X[:1], y[:1], w, b),
            lambda X, y, w, b: _over_m(_gradient(X[:1], y[:1], w, b), y),
        ),
        Misconception(
            "This is the gradient of the last sample alone: add to dw and db in each "
            "round, `dw += …`, instead of setting them anew.",
            lambda X, y, w, b: _gradient(X[-1:], y[-1:], w, b),
            lambda X, y, w, b: _over_m(_gradient(X[-1:], y[-1:], w, b), y),
        ),
        Misconception(
            "You take the mean over the features too: divide by the number of samples "
            "m, and keep one value of dw for each column of X.",
            lambda X, y, w, b: (
                X.T @ (_sigmoid(X @ w + b) - y) / X.size,
                (_sigmoid(X @ w + b) - y).mean(),
            ),
            lambda X, y, w, b: (
                np.mean((_sigmoid(X @ w + b) - y)[:, None] * X),
                (_sigmoid(X @ w + b) - y).mean(),
            ),
        ),
        Misconception(
            "You left out b: the probabilities are σ(X @ w + b).",
            lambda X, y, w, b: _gradient(X, y, w, 0),
        ),
    ],
)


def _over_m(gradient_of_one, y):
    return tuple(part / len(y) for part in gradient_of_one)


def _squared_error_gradient(X, y, w, b, factor):
    a = _sigmoid(X @ w + b)
    error = factor * (a - y) * a * (1 - a)
    return X.T @ error / len(y), error.mean()


def _training_step(X, y, w, b, lr):
    dw, db = _gradient(X, y, w, b)
    return w - lr * dw, b - lr * db


def _many_steps(count):
    """``count`` steps in the place of one."""

    def steps(X, y, w, b, lr):
        for _ in range(count or len(y)):
            w, b = _training_step(X, y, w, b, lr)
        return w, b

    return steps


def _step_for_each_sample(X, y, w, b, lr):
    for i in range(len(y)):
        w, b = _training_step(X[i : i + 1], y[i : i + 1], w, b, lr)
    return w, b


training_step = FunctionExercise(
    chapter,
    _training_step,
    title="One step of training",
    success="The line has moved a little towards parting gas from brine: training is "
    "this step, repeated, and nothing more.",
    hints=[
        "Compute dw and db at the old w and b: with a = σ(X w + b), dw is "
        "`X.T @ (a - y) / len(y)` and db is `np.mean(a - y)`.",
        "Downhill is against the gradient: subtract the learning rate times the "
        "gradient.",
        "Return `w - lr * dw` and `b - lr * db`; both use the same dw and db.",
    ],
    inputs=training_inputs,
    returns=("w_new", "b_new"),
    probes=[
        Probe(
            "Two samples on the line give dw = (-0.5, 0) and db = 0: where does a "
            "step with lr = 2 take w = (0, 0) and b = 0?",
            *_TWO_ON_THE_LINE,
            2.0,
        )
    ],
    misconceptions=[
        Misconception(
            "You walk uphill: the step is subtracted, w - lr·dw, so that the loss "
            "falls.",
            lambda X, y, w, b, lr: _training_step(X, y, w, b, -lr),
        ),
        Misconception(
            "The learning rate is missing: the step is lr times the gradient.",
            lambda X, y, w, b, lr: _training_step(X, y, w, b, 1),
        ),
        Misconception(
            "You update one of w and b first and use it for the gradient of the other: "
            "compute dw and db together, at the old w and b.",
            lambda X, y, w, b, lr: (
                new_w := w - lr * _gradient(X, y, w, b)[0],
                b - lr * _gradient(X, y, new_w, b)[1],
            ),
            lambda X, y, w, b, lr: (
                w
                - lr
                * _gradient(X, y, w, new_b := b - lr * _gradient(X, y, w, b)[1])[0],
                new_b,
            ),
        ),
        Misconception(
            "This is the gradient (dw, db): return the new weights, w - lr·dw and b - "
            "lr·db.",
            lambda X, y, w, b, lr: _gradient(X, y, w, b),
        ),
        Misconception(
            "This is only the step: add it to the old weights, w - lr·dw and b - "
            "lr·db.",
            lambda X, y, w, b, lr: tuple(-lr * part for part in _gradient(X, y, w, b)),
            lambda X, y, w, b, lr: tuple(lr * part for part in _gradient(X, y, w, b)),
        ),
        Misconception(
            "These are the old w and b: return the new ones, w - lr·dw and b - lr·db.",
            lambda X, y, w, b, lr: (w, b),
        ),
        Misconception(
            "b stays as it was: it takes a step too, b - lr·db.",
            lambda X, y, w, b, lr: (w - lr * _gradient(X, y, w, b)[0], b),
        ),
        Misconception(
            "w stays as it was: it takes a step too, w - lr·dw.",
            lambda X, y, w, b, lr: (w, b - lr * _gradient(X, y, w, b)[1]),
        ),
        Misconception(
            "w moves downhill, but b uphill: subtract for both.",
            lambda X, y, w, b, lr: (
                w - lr * _gradient(X, y, w, b)[0],
                b + lr * _gradient(X, y, w, b)[1],
            ),
        ),
        Misconception(
            "Your step is m times too long: is the mean missing in the gradient?",
            lambda X, y, w, b, lr: _training_step(X, y, w, b, lr * len(y)),
        ),
        Misconception(
            "You divide by the learning rate: a small rate must make a small step.",
            lambda X, y, w, b, lr: _training_step(X, y, w, b, 1 / lr),
        ),
        Misconception(
            "You take many steps: one is asked for, so leave out the loop over steps.",
            *(_many_steps(count) for count in (2, 5, 10, 20, 50, 100, 200, 500, 1000)),
            _many_steps(None),  # as many as there are samples
        ),
        Misconception(
            "You take a step for each sample: one step is asked for, with the gradient "
            "over all samples together.",
            _step_for_each_sample,
        ),
    ],
)
