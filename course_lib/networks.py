"""A fully connected network in plain NumPy: forward, loss, backpropagated gradient.

``Network([n, 1])`` is a single logistic unit, ``Network([3, 3, 1])`` the lecture's
network with three hidden units.

Taught in: notebook 1 (one unit), notebook 2 (layers and backpropagation).
"""

import numpy as np

from course_lib import network_doors
from course_lib.activations import ACTIVATIONS, linear, sigmoid, softmax
from course_lib.checks import check_choice, check_count, check_number
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
    hidden : str or sequence of str
        Activation of the hidden layers, or of each of them: linear, sigmoid, tanh,
        relu, leaky_relu, elu, softplus, gelu, silu.
    output : str
        ``"sigmoid"`` (two classes, binary cross-entropy, one output), ``"softmax"``
        (K classes, cross-entropy, K outputs) or ``"linear"`` (values, squared error).
    init : str
        Rule for the starting weights, a name of `course_lib.initializers`. Biases start
        at 0.
    seed : int
        Seed of the starting weights.
    l1, l2 : float
        Price of weights (not of biases): l1 Σ|w| + l2 Σ w²/2 is added to the loss.

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

    OUTPUTS = OUTPUTS

    def __init__(
        self,
        sizes,
        hidden="tanh",
        output="sigmoid",
        init="xavier",
        seed=0,
        l1=0.0,
        l2=0.0,
    ):
        self.sizes = [check_count(n, "sizes", 1) for n in sizes]
        if len(self.sizes) < 2:
            raise ValueError(f"sizes must name input and output; got {list(sizes)}")
        self.hidden = network_doors.check_hidden(hidden, len(self.sizes) - 2)
        self.output = check_choice(output, "output", OUTPUTS)
        self.init = check_choice(init, "init", INITIALIZERS)
        self.seed = check_count(seed, "seed", 0)
        self.l1, self.l2 = check_number(l1, "l1", 0), check_number(l2, "l2", 0)
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
        zs, activations = [], [X]
        functions = [*(ACTIVATIONS[name] for name in self.hidden), self.output_function]
        for W, b, g in zip(self.weights, self.biases, functions, strict=True):
            zs.append(activations[-1] @ W.T + b)
            activations.append(g(zs[-1]))
        return zs, activations

    def backward(self, X, y):
        """Return ∂J/∂parameters, flat: the chain rule, last layer first."""
        zs, activations = self.forward(X)
        z_out = self._squeeze(zs[-1])
        dz = self.loss_function.gradient(z_out, y).reshape(zs[-1].shape)  # (m, n_out)
        parts = []
        for layer in reversed(range(len(self.weights))):
            W = self.weights[layer]
            dW = dz.T @ activations[layer] + self.l1 * np.sign(W) + self.l2 * W
            db = dz.sum(axis=0)
            parts[:0] = [dW.ravel(), db]
            if layer:
                g = ACTIVATIONS[self.hidden[layer - 1]]
                dz = (dz @ W) * g.derivative(zs[layer - 1])
        return np.concatenate(parts)

    def penalty(self):
        """l1 Σ|w| + l2 Σ w²/2 over all weights, a number."""
        if not (self.l1 or self.l2):
            return 0.0  # and not 0 · ∞ where weights have grown beyond 10¹⁵⁴
        return sum(
            self.l1 * np.abs(W).sum() + self.l2 * (W**2).sum() / 2 for W in self.weights
        )

    output_function = property(lambda self: OUTPUTS[self.output][0])
    loss_function = property(lambda self: OUTPUTS[self.output][1])

    # ------------------------------------------------------------------ public doors

    def __call__(self, X):
        """Output for every row of X (m, n): (m,) for one output unit, else (m, K)."""
        return self._squeeze(self.forward(self.check(X))[1][-1])

    def loss(self, X, y):
        """Mean loss J over the samples (X, y), see `gradient`, plus the penalty."""
        X, y = self.check(X, y)
        scores = self._squeeze(self.forward(X)[0][-1])
        return self.loss_function(scores, y) + self.penalty()

    def gradient(self, X, y):
        """Gradient of the loss with respect to ``parameters``.

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

    # -------------------------------------------------------- other houses, and files

    def to_torch(self):
        """The same network as ``torch.nn.Sequential`` in float64, same weights.

        The last layer's sigmoid or softmax is included; penalties are not.
        """
        return network_doors.to_torch(self)

    @classmethod
    def from_torch(cls, model):
        """A network with the layers and weights of a ``torch.nn.Sequential``.

        The model holds Linear layers, each followed by one activation or none.
        """
        return network_doors.from_torch(model, cls)

    def settings(self):
        """The arguments that make a network of this kind, as a dict for JSON."""
        names = ("sizes", "hidden", "output", "init", "seed", "l1", "l2")
        return {name: getattr(self, name) for name in names}

    def save(self, path):
        """Write the network to an ``.npz`` file, all at once or not at all."""
        network_doors.save(self, path)

    @classmethod
    def load(cls, path):
        """The network that `save` wrote."""
        return network_doors.load(path, cls)

    def __repr__(self):
        chain = "-".join(str(n) for n in self.sizes)
        names = self.hidden[:1] if len(set(self.hidden)) == 1 else self.hidden
        middle = f"{'-'.join(names)} hidden, " if names else ""
        price = "".join(f", {k}={v:g}" for k in ("l1", "l2") if (v := getattr(self, k)))
        count = len(self._parameters)
        return (
            f"Network {chain} ({middle}{self.output} output, {count} parameters{price})"
        )

    def _squeeze(self, a):
        return a[:, 0] if self.sizes[-1] == 1 else a

    def check(self, X, y=None):
        """Return X and y as arrays this network works with, or say what is wrong."""
        return network_doors.check_data(self, X, y)
