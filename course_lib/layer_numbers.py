"""What passes through each layer of a network: size, saturation, slopes, gradients.

Taught in: notebook 3 (saturation, vanishing gradients, initialization).
"""

from dataclasses import dataclass

import numpy as np

from course_lib.activations import ACTIVATIONS
from course_lib.checks import check_choice

SATURATED = {  # where the function is so flat that hardly any gradient passes
    "sigmoid": lambda a: (a < 0.01) | (a > 0.99),
    "softmax": lambda a: (a < 0.01) | (a > 0.99),
    "tanh": lambda a: np.abs(a) > 0.99,
}
RANGES = {"sigmoid": (0.0, 1.0), "softmax": (0.0, 1.0), "tanh": (-1.0, 1.0)}


@dataclass(frozen=True, eq=False, repr=False)
class Layers:
    """One number per layer, first layer first; every array has shape (layers,).

    Attributes
    ----------
    names : list of str
        Activation of each layer.
    mean, std, rms : numpy.ndarray
        Of the activations a, over all units and samples; rms² is the mean of a².
    saturated : numpy.ndarray
        Share of the activations on a flat end, 0 … 1: sigmoid and softmax below 0.01
        or above 0.99, tanh beyond ±0.99. Other functions: 0.
    dead : numpy.ndarray
        Share of the units that answer no sample: ReLU with z ≤ 0 for all of them, so
        that no gradient passes. Other functions leave some slope: 0.
    slope : numpy.ndarray
        Mean of |g′(z)|; NaN for softmax.
    gradient : numpy.ndarray
        Root mean square of ∂L/∂z, where L is the loss of one sample.
    weight_gradient : numpy.ndarray
        ‖∂J/∂W‖, where J is the mean of L over the samples (penalties left out).
    weight_norm : numpy.ndarray
        ‖W‖: a plain step changes the weights by the share lr · gradient / norm.
    inputs : numpy.ndarray, shape (m, n)
    activations, gradients : list of numpy.ndarray, shape (m, units)
        The numbers behind it all: a and ∂L/∂z of each layer.
    """

    names: list
    inputs: np.ndarray
    activations: list
    gradients: list
    mean: np.ndarray
    std: np.ndarray
    rms: np.ndarray
    saturated: np.ndarray
    dead: np.ndarray
    slope: np.ndarray
    gradient: np.ndarray
    weight_gradient: np.ndarray
    weight_norm: np.ndarray

    @property
    def product(self):
        """What the slopes alone make of the last layer's gradient on its way back.

        The product of the mean |g′| of a layer and all after it but the last, whose
        ∂L/∂z is where the way begins: 1 for the last layer, at most 0.25⁹ for the
        first of ten sigmoids.
        """
        return np.append(np.cumprod(self.slope[-2::-1])[::-1], 1.0)

    def histogram(self, layer, bins=40, of="activations"):
        """Counts and edges of the values of one layer (0 is the first).

        Bounded activations are counted over their whole range, all other values from
        the smallest to the largest.
        """
        values = getattr(self, check_choice(of, "of", ["activations", "gradients"]))
        ends = RANGES.get(self.names[layer]) if of == "activations" else None
        values = values[layer][np.isfinite(values[layer])]
        return np.histogram(values, bins=bins, range=ends)

    def table(self):
        """The numbers as text, one line per layer."""
        head = (
            "layer  function        mean       std  saturated  dead  gradient   |dJ/dW|"
        )
        rows = [
            f"{k + 1:5d}  {name:10s}  {self.mean[k]:8.2g}  {self.std[k]:8.2g}"
            f"  {self.saturated[k]:9.0%}  {self.dead[k]:4.0%}"
            f"  {self.gradient[k]:8.2g}  {self.weight_gradient[k]:8.2g}"
            for k, name in enumerate(self.names)
        ]
        return "\n".join([head, *rows])

    def __len__(self):
        return len(self.names)

    def __repr__(self):
        return f"Layers({len(self)} layers)"


def layers(network, X, y=None):
    """Measure every layer of a network on samples.

    Parameters
    ----------
    network : course_lib.networks.Network
    X : array_like, shape (m, n)
    y : array_like, shape (m,), optional
        Classes or values; without them all gradients are NaN.

    Returns
    -------
    Layers
        The last layer is the output.
    """
    if y is None:
        X = network.check(X)
    else:
        X, y = network.check(X, y)
    zs, activations = network.forward(X)
    last = np.full(zs[-1].shape, np.nan)
    if y is not None:
        z_out = zs[-1][:, 0] if network.sizes[-1] == 1 else zs[-1]
        last = len(X) * network.loss_function.gradient(z_out, y).reshape(last.shape)
    names = [*network.hidden, network.output]
    return Layers(**measure_layers(names, network.weights, zs, activations, last))


def measure_layers(names, weights, zs, activations, last):
    """All arrays of `Layers` by name, from the last layer's ∂L/∂z of every sample."""
    inputs, *answers = activations
    slopes = [
        ACTIVATIONS[name].derivative(z) if name in ACTIVATIONS else None
        for name, z in zip(names, zs, strict=True)
    ]
    gradients = [last]
    for layer in range(len(weights) - 1, 0, -1):
        gradients.insert(0, gradients[0] @ weights[layer] * slopes[layer - 1])
    weight_gradients = [
        d.T @ a / len(a) for d, a in zip(gradients, activations, strict=False)
    ]
    silent = [
        (z <= 0).all(axis=0) if name == "relu" else np.zeros(1)
        for name, z in zip(names, zs, strict=True)
    ]
    flat = [
        SATURATED.get(name, np.zeros_like)(a)
        for name, a in zip(names, answers, strict=True)
    ]
    return {
        "names": names,
        "inputs": inputs,
        "activations": answers,
        "gradients": gradients,
        "mean": np.array([a.mean() for a in answers]),
        "std": np.array([a.std() for a in answers]),
        "rms": np.array([_rms(a) for a in answers]),
        "saturated": np.array([share.mean() for share in flat]),
        "dead": np.array([share.mean() for share in silent]),
        "slope": np.array([np.nan if s is None else np.abs(s).mean() for s in slopes]),
        "gradient": np.array([_rms(d) for d in gradients]),
        "weight_gradient": np.array([np.linalg.norm(dW) for dW in weight_gradients]),
        "weight_norm": np.array([np.linalg.norm(W) for W in weights]),
    }


def _rms(values):
    return np.sqrt(np.mean(values**2))
