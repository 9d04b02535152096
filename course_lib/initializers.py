"""Starting weights: each rule takes (n_out, n_in, rng) and returns W (n_out, n_in).

Biases start at zero. Taught in: notebook 3.
"""

import numpy as np


def zeros(n_out, n_in, rng=None):
    """All weights 0: right for one logistic unit, hopeless for hidden layers."""
    return np.zeros((n_out, n_in))


def constant(n_out, n_in, rng=None, value=0.5):
    """All weights equal: hidden units then stay copies of each other for ever."""
    return np.full((n_out, n_in), float(value))


def uniform(n_out, n_in, rng, limit=0.5):
    """U(−limit, limit), whatever the layer's width."""
    return rng.uniform(-limit, limit, (n_out, n_in))


def normal(n_out, n_in, rng, std=1.0):
    """N(0, std²), whatever the layer's width."""
    return std * rng.standard_normal((n_out, n_in))


def xavier(n_out, n_in, rng):
    """N(0, 1/n_in): keeps the variance of z at that of the inputs."""
    return rng.standard_normal((n_out, n_in)) / np.sqrt(n_in)


def glorot(n_out, n_in, rng):
    """U(±√(6/(n_in + n_out))): variance 2/(n_in + n_out) (Glorot & Bengio 2010)."""
    limit = np.sqrt(6.0 / (n_in + n_out))
    return rng.uniform(-limit, limit, (n_out, n_in))


def he(n_out, n_in, rng):
    """N(0, 2/n_in): for ReLU, which throws half of the signal away (He et al. 2015)."""
    return rng.standard_normal((n_out, n_in)) * np.sqrt(2.0 / n_in)


def scaled(n_out, n_in, rng, factor=1.0):
    """N(0, factor/n_in): try the factor yourself, 1 is ``xavier`` and 2 is ``he``."""
    return rng.standard_normal((n_out, n_in)) * np.sqrt(factor / n_in)


def torch_default(n_out, n_in, rng):
    """U(±1/√n_in), what ``torch.nn.Linear`` does by itself: variance 1/(3 n_in)."""
    limit = 1.0 / np.sqrt(n_in)
    return rng.uniform(-limit, limit, (n_out, n_in))


_ALL = (zeros, constant, uniform, normal, xavier, glorot, he, scaled, torch_default)
INITIALIZERS = {f.__name__: f for f in _ALL}

VARIANCES = {
    "zeros": lambda n_out, n_in: 0.0,
    "constant": lambda n_out, n_in: 0.0,
    "uniform": lambda n_out, n_in: 0.5**2 / 3,  # U(±limit) has variance limit²/3
    "normal": lambda n_out, n_in: 1.0,
    "xavier": lambda n_out, n_in: 1.0 / n_in,
    "glorot": lambda n_out, n_in: 2.0 / (n_in + n_out),
    "he": lambda n_out, n_in: 2.0 / n_in,
    "scaled": lambda n_out, n_in: 1.0 / n_in,
    "torch_default": lambda n_out, n_in: 1.0 / (3.0 * n_in),
}
"""Variance of the weights that each rule draws, as (n_out, n_in) → number."""
