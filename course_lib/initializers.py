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


INITIALIZERS = {
    f.__name__: f for f in (zeros, constant, uniform, normal, xavier, glorot, he)
}
