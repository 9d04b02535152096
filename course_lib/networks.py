"""A fully connected network in plain NumPy: forward, loss, backpropagated gradient.

``Network([n, 1])`` is a single logistic unit, ``Network([3, 3, 1])`` the lecture's
network with three hidden units.

Taught in: notebook 1 (one unit), notebook 2 (layers and backpropagation).
"""

import numpy as np

from course_lib.activations import ACTIVATIONS, linear, sigmoid, softmax
from course_lib.checks import check_array, check_choice, check_count, check_samples
from course_lib.initializers import INITIALIZERS
from course_lib.losses import binary_cross_entropy, cross_entropy, mean_squared_error

# Each output function with the loss that makes the gradient at z simply (a − y)/m
# (times 2 for squared error).
OUTPUTS = {
    "sigmoid": (sigmoid, binary_cross_entropy),
    "softmax": (softmax, cross_entropy),
    "linear": (linear, mean_squared_error),
}


class Network:
    """Layers of units, a⁽ˡ⁺¹⁾ = g(W⁽ˡ⁾ a⁽ˡ⁾ + b⁽ˡ⁾), where a⁽¹⁾ is the input.

    Parameters
    ----------
    sizes : sequence of int
        Units per layer from input to output, such as ``[2, 4, 1]``.
    hidden : str
        Activation of the hidden layers: linear, sigmoid, tanh, relu, leaky_relu,
        softplus or gelu.
    output : str
        ``"sigmoid"`` (two classes, binary cross-entropy, one output), ``"softmax"``
        (K classes, cross-entropy, K outputs) or ``"linear"`` (values, squared error).
    init : str
        Rule for the starting weights, a name of `course_lib.initializers`. Biases start
        at 0.
    seed : int
        Seed of the starting weights.

    Attributes
    ----------
    parameters : numpy.ndarray, shape (n_parameters,)
        All weights and biases in one flat vector: W¹ row by row, b¹, W², b², …
        Assigning to it copies the values in.
    weights : list of numpy.ndarray, shape (n_out, n_in)
    biases : list of numpy.ndarray, shape (n_out,)
        Views into ``parameters``: changing one changes the other.

    Raises
    ------
    TypeError, ValueError
        With the argument's name, its value and what is allowed.

    Examples
    --------
    >>> unit = Network([2, 1], init="zeros")
    >>> unit
    Network 2-1 (sigmoid output, 3 parameters)
    >>> unit([[6.4, 1.9]])
    array([0.5])
    """

    def __init__(self, sizes, hidden="tanh", output="sigmoid", init="xavier", seed=0):
        self.sizes = [check_count(n, "sizes", 1) for n in sizes]
        if len(self.sizes) < 2:
            raise ValueError(f"sizes must name input and output; got {list(sizes)}")
        self.hidden = check_choice(hidden, "hidden", ACTIVATIONS)
        self.output = check_choice(output, "output", OUTPUTS)
        self.init = check_choice(init, "init", INITIALIZERS)
        self.seed = seed
        n_out = self.sizes[-1]
        if output == "sigmoid" and n_out != 1:
            raise ValueError(f"a sigmoid output has 1 unit; got {n_out}. Use softmax")
        if output == "softmax" and n_out < 2:
            raise ValueError(f"a softmax output needs 2 units or more; got {n_out}")

        shapes = list(zip(self.sizes[1:], self.sizes[:-1], strict=True))
        self._parameters = np.zeros(sum(o * i + o for o, i in shapes))
        self.weights, self.biases = [], []
        rng, start = np.random.default_rng(seed), 0
        for o, i in shapes:
            self.weights.append(self._parameters[start : start + o * i].reshape(o, i))
            self.biases.append(self._parameters[start + o * i : start + o * i + o])
            self.weights[-1][:] = INITIALIZERS[init](o, i, rng)
            start += o * i + o

    @property
    def parameters(self):
        return self._parameters

    @parameters.setter
    def parameters(self, values):
        values = np.asarray(values, dtype=float)
        if values.shape != self._parameters.shape:
            raise ValueError(
                f"parameters must have shape {self._parameters.shape}; "
                f"got {values.shape}"
            )
        self._parameters[:] = values

    # ---------------------------------------------------------------- the mathematics

    def forward(self, X):
        """Return the lists of z and a, one entry per layer; the first a is X (m, n)."""
        g = ACTIVATIONS[self.hidden]
        zs, activations = [], [X]
        for layer, (W, b) in enumerate(zip(self.weights, self.biases, strict=True), 1):
            zs.append(activations[-1] @ W.T + b)
            last = layer == len(self.weights)
            activations.append(OUTPUTS[self.output][0](zs[-1]) if last else g(zs[-1]))
        return zs, activations

    def backward(self, X, y):
        """Return ∂J/∂parameters, flat: the chain rule, last layer first."""
        g = ACTIVATIONS[self.hidden]
        loss = OUTPUTS[self.output][1]
        zs, activations = self.forward(X)
        z_out = self._squeeze(zs[-1])
        dz = loss.gradient(z_out, y).reshape(zs[-1].shape)  # (m, n_out)
        parts = []
        for layer in reversed(range(len(self.weights))):
            dW = dz.T @ activations[layer]
            db = dz.sum(axis=0)
            parts[:0] = [dW.ravel(), db]
            if layer:
                dz = (dz @ self.weights[layer]) * g.derivative(zs[layer - 1])
        return np.concatenate(parts)

    # ------------------------------------------------------------------ public doors

    def __call__(self, X):
        """Output for every row of X (m, n): (m,) for one output unit, else (m, K)."""
        return self._squeeze(self.forward(self.check(X))[1][-1])

    def loss(self, X, y):
        """Mean loss J over the samples (X, y), see `gradient`."""
        X, y = self.check(X, y)
        return OUTPUTS[self.output][1](self._squeeze(self.forward(X)[0][-1]), y)

    def gradient(self, X, y):
        """Gradient of the mean loss with respect to ``parameters``.

        Parameters
        ----------
        X : array_like, shape (m, n)
        y : array_like, shape (m,)
            Classes 0 … K − 1, or values for a linear output ((m, k) for k outputs).

        Returns
        -------
        numpy.ndarray, shape (n_parameters,)
        """
        return self.backward(*self.check(X, y))

    def predict(self, X):
        """Most probable class of every row (or the value, for a linear output)."""
        a = self(X)
        if self.output == "linear":
            return a
        return (a >= 0.5).astype(int) if self.output == "sigmoid" else a.argmax(axis=1)

    def accuracy(self, X, y):
        """Share of the samples whose class is predicted right, 0 … 1."""
        if self.output == "linear":
            raise ValueError("accuracy needs classes; this network's output is linear")
        X, y = self.check(X, y)
        return float(np.mean(self.predict(X) == y))

    def to_torch(self):
        """The same network as ``torch.nn.Sequential`` in float64, same weights.

        The last layer's sigmoid or softmax is included.
        """
        import torch

        modules = {
            "linear": torch.nn.Identity,
            "sigmoid": torch.nn.Sigmoid,
            "tanh": torch.nn.Tanh,
            "relu": torch.nn.ReLU,
            "leaky_relu": torch.nn.LeakyReLU,
            "softplus": torch.nn.Softplus,
            "gelu": lambda: torch.nn.GELU(approximate="tanh"),
            "softmax": lambda: torch.nn.Softmax(dim=-1),
        }
        layers = []
        for layer, (W, b) in enumerate(zip(self.weights, self.biases, strict=True), 1):
            dense = torch.nn.Linear(W.shape[1], W.shape[0], dtype=torch.float64)
            with torch.no_grad():
                dense.weight.copy_(torch.from_numpy(W))
                dense.bias.copy_(torch.from_numpy(b))
            last = layer == len(self.weights)
            layers += [dense, modules[self.output if last else self.hidden]()]
        return torch.nn.Sequential(*layers)

    def __repr__(self):
        chain = "-".join(str(n) for n in self.sizes)
        middle = f"{self.hidden} hidden, " if len(self.sizes) > 2 else ""
        count = len(self._parameters)
        return f"Network {chain} ({middle}{self.output} output, {count} parameters)"

    def _squeeze(self, a):
        return a[:, 0] if self.sizes[-1] == 1 else a

    def check(self, X, y=None):
        """Return X and y as arrays this network works with, or say what is wrong."""
        if y is None:
            return check_samples(X, n_features=self.sizes[0])
        if self.output != "linear":
            K = 2 if self.output == "sigmoid" else self.sizes[-1]
            X, y = check_samples(X, y, n_features=self.sizes[0])
            if y.max() >= K:
                raise ValueError(f"y must hold classes 0 … {K - 1}; got {y.max()}")
            return X, y
        X = check_samples(X, n_features=self.sizes[0])
        y = check_array(y, "y", ndim=1 if self.sizes[-1] == 1 else 2)
        if len(y) != len(X) or (y.ndim == 2 and y.shape[1] != self.sizes[-1]):
            raise ValueError(
                f"y must hold one value per row of X and output unit; "
                f"got shape {y.shape} for X of shape {X.shape}"
            )
        return X, y
