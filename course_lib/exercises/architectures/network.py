"""Forward through a network of any depth."""

import numpy as np

from ..function import FunctionExercise, Misconception
from .inputs import AsGiven, chapter, network
from .layers import _sigmoid


def _through(X, weights, biases, hidden=np.tanh, output=_sigmoid):
    """Output (m, n_out) of the network with these activations."""
    A, last = X, len(weights) - 1
    for layer, (W, b) in enumerate(zip(weights, biases, strict=True)):
        A = (output if layer == last else hidden)(A @ W.T + b)
    return A


def _forward(X, weights, biases):
    return _through(X, weights, biases)[:, 0]


def _linear(z):
    return z


def _relu(z):
    return np.maximum(z, 0)


def _without_biases(X, weights, biases):
    return _forward(X, weights, [0 * b for b in biases])


def _untransposed(X, weights, biases):
    A = X
    for W, b in zip(weights[:-1], biases[:-1], strict=True):
        A = np.tanh(A @ W + b)
    return _sigmoid(A @ weights[-1] + biases[-1])


def _weights_first(X, weights, biases):
    A = X
    for W, b in zip(weights[:-1], biases[:-1], strict=True):
        A = np.tanh(W @ A + b)
    return _sigmoid(weights[-1] @ A + biases[-1])


def _from_X_each_time(X, weights, biases):
    A = X
    for W, b in zip(weights[:-1], biases[:-1], strict=True):
        A = np.tanh(X @ W.T + b)
    return _sigmoid(A @ weights[-1].T + biases[-1])[:, 0]


def _one_hidden_layer(X, weights, biases):
    A1 = np.tanh(X @ weights[0].T + biases[0])
    return _sigmoid(A1 @ weights[1].T + biases[1])[:, 0]


def _two_names(X, weights, biases):
    W1, W2 = weights
    b1, b2 = biases
    return _sigmoid(np.tanh(X @ W1.T + b1) @ W2.T + b2)[:, 0]


def _loop_without_output(X, weights, biases):
    return _through(X, weights[:-1], biases[:-1], output=np.tanh)


def _inside_the_loop(X, weights, biases):
    return np.tanh(X @ weights[0].T + biases[0])


forward = FunctionExercise(
    chapter,
    _forward,
    title="Forward through any depth",
    success="Each layer looks at what the one before has made of the rock: one loop of "
    "two lines is the whole network, however deep you build it.",
    hints=[
        "Begin with `A = X` and let A go through one layer after the other; what comes "
        "out of one goes into the next.",
        "All layers but the last are `A = np.tanh(A @ W.T + b)`: loop over `weights["
        ":-1]` and `biases[:-1]` with `zip`.",
        "The last: `sigmoid(A @ weights[-1].T + biases[-1])`, and its single column is "
        "`[:, 0]`.",
    ],
    inputs=network,
    probes=[
        AsGiven(
            "No hidden layer, w = (1, -1), b = 0 and the sample (3, 1): σ(3 - 1), as "
            "in chapter 1?",
            np.array([[3.0, 1.0]]),
            [np.array([[1.0, -1.0]])],
            [np.array([0.0])],
        ),
        AsGiven(
            "One hidden unit with w = (1, 0), then an output with w = 2, biases 0 and "
            "the sample (0.5, 0): σ(2·tanh 0.5)?",
            np.array([[0.5, 0.0]]),
            [np.array([[1.0, 0.0]]), np.array([[2.0]])],
            [np.array([0.0]), np.array([0.0])],
        ),
    ],
    misconceptions=[
        Misconception(
            "The hidden layers use the sigmoid: they take `np.tanh`, only the output "
            "is a sigmoid.",
            lambda X, weights, biases: _through(X, weights, biases, _sigmoid)[:, 0],
        ),
        Misconception(
            "The output is a tanh, from -1 to 1: a probability comes from the sigmoid.",
            lambda X, weights, biases: _through(X, weights, biases, output=np.tanh)[
                :, 0
            ],
            lambda X, weights, biases: _through(X, weights, biases, output=np.tanh),
        ),
        Misconception(
            "The output goes through tanh and then through the sigmoid: the last layer "
            "has the sigmoid alone, so the loop ends before it.",
            lambda X, weights, biases: _sigmoid(
                _through(X, weights, biases, output=np.tanh)
            )[:, 0],
            lambda X, weights, biases: _sigmoid(
                _through(X, weights, biases, output=np.tanh)
            ),
        ),
        Misconception(
            "This is the score z of the output: put it through the sigmoid to get a "
            "probability.",
            lambda X, weights, biases: _through(X, weights, biases, output=_linear)[
                :, 0
            ],
        ),
        Misconception(
            "The hidden layers lack their activation: without tanh all layers together "
            "are a single one.",
            lambda X, weights, biases: _through(X, weights, biases, _linear)[:, 0],
        ),
        Misconception(
            "The hidden layers use ReLU: tanh is asked for.",
            lambda X, weights, biases: _through(X, weights, biases, _relu)[:, 0],
        ),
        Misconception(
            "You left out the biases: each layer adds its own b.",
            _without_biases,
        ),
        Misconception(
            "W (n_out, n_in) must be transposed: `A @ W.T`, in the output layer too.",
            _untransposed,
            _weights_first,
        ),
        Misconception(
            "Every layer gets X again: what one layer makes, A, goes into the next.",
            _from_X_each_time,
        ),
        Misconception(
            "Your function knows exactly one hidden layer: there may be none or many, "
            "so loop over all but the last.",
            _one_hidden_layer,
            lambda X, weights, biases: _one_hidden_layer(X, weights, biases)[:, None],
            _two_names,
            lambda X, weights, biases: _two_names(X, weights, biases)[:, None],
        ),
        Misconception(
            "The output layer is missing: after the loop comes the last W and b, with "
            "the sigmoid.",
            _loop_without_output,
        ),
        Misconception(
            "This is the first hidden layer alone: is the `return` inside the loop?",
            _inside_the_loop,
        ),
        Misconception(
            "You round to a class: keep the probability, it says how sure the network "
            "is.",
            lambda X, weights, biases: (_forward(X, weights, biases) >= 0.5) * 1.0,
        ),
        Misconception(
            "`[0]` takes the first row, one sample alone: the first column, one number "
            "for each sample, is `[:, 0]`.",
            lambda X, weights, biases: _through(X, weights, biases)[0],
            lambda X, weights, biases: _through(X, weights, biases)[0, 0],
        ),
        Misconception(
            "The output is a column, shape (m, 1): `[:, 0]` makes a flat row of "
            "probabilities of it.",
            _through,
        ),
    ],
)
