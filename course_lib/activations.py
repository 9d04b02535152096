"""Activation functions g and their derivatives: a = g(z), da/dz = g.derivative(z).

Each takes a number or an array of any shape and works element by element (``softmax``
along the last axis). None of them overflows or warns, whatever finite z you give.

Taught in: notebook 1 (sigmoid), notebook 3 (all others).
"""

import numpy as np


def linear(z):
    """g(z) = z: the identity, for outputs that may take any value."""
    return np.asarray(z, dtype=float)


def sigmoid(z):
    """σ(z) = 1 / (1 + e⁻ᶻ): squeezes any z into a probability.

    Parameters
    ----------
    z : array_like
        Log-odds, any shape.

    Returns
    -------
    numpy.ndarray
        Same shape, 0 … 1; σ(0) = 0.5 and σ(−z) = 1 − σ(z).

    Notes
    -----
    e⁻ᶻ overflows for z < −709, so the exponent is kept negative: for z < 0 the same
    fraction is written e^z / (1 + e^z).

    Examples
    --------
    >>> sigmoid([-1000.0, 0.0, 1000.0])
    array([0. , 0.5, 1. ])
    """
    z = np.asarray(z, dtype=float)
    e = np.exp(-np.abs(z))
    return np.where(z < 0, e, 1.0) / (1.0 + e)


def tanh(z):
    """tanh(z) = 2 σ(2z) − 1: a sigmoid centred on zero."""
    return np.tanh(np.asarray(z, dtype=float))


def relu(z):
    """ReLU: max(0, z)."""
    return np.maximum(np.asarray(z, dtype=float), 0.0)


def leaky_relu(z, leak=0.01):
    """Leaky ReLU: z above zero, ``leak`` · z below."""
    z = np.asarray(z, dtype=float)
    return np.where(z > 0, z, leak * z)


def elu(z, alpha=1.0):
    """ELU: z above zero, ``alpha`` · (e^z − 1) below (Clevert et al. 2016)."""
    z = np.asarray(z, dtype=float)
    return np.where(z > 0, z, alpha * np.expm1(np.minimum(z, 0.0)))


def silu(z):
    """SiLU or swish, z σ(z): a smooth ReLU that dips below zero to −0.278."""
    z = np.asarray(z, dtype=float)
    return z * sigmoid(z)


def softplus(z):
    """ln(1 + e^z): a smooth ReLU, always positive."""
    return np.logaddexp(0.0, np.asarray(z, dtype=float))


def gelu(z):
    """GELU in its tanh form, ½ z (1 + tanh(√(2/π) (z + 0.044715 z³)))."""
    z = np.asarray(z, dtype=float)
    return 0.5 * z * (1.0 + np.tanh(_gelu_argument(z)))


def _gelu_argument(z):
    # Beyond |z| = 10 the tanh is ±1 to the last bit; z³ would overflow much later.
    z = np.clip(z, -10.0, 10.0)
    return np.sqrt(2.0 / np.pi) * (z + 0.044715 * z**3)


def softmax(z, temperature=1.0):
    """Softmax along the last axis: e^{z_k} / Σ_j e^{z_j}, probabilities that sum to 1.

    Parameters
    ----------
    z : array_like, shape (..., K)
        One score per class.
    temperature : float
        Divides the scores, above 0: near 0 the highest score takes all, a high
        temperature makes the classes equally probable.

    Returns
    -------
    numpy.ndarray, shape (..., K)

    Examples
    --------
    >>> softmax([1.0, 3.0, 2.0]).round(3)
    array([0.09 , 0.665, 0.245])
    >>> softmax([1.0, 3.0, 2.0], temperature=0.2).round(3)
    array([0.   , 0.993, 0.007])
    """
    z = np.asarray(z, dtype=float) / temperature
    e = np.exp(z - z.max(axis=-1, keepdims=True))  # a common shift changes nothing
    return e / e.sum(axis=-1, keepdims=True)


def _linear_derivative(z):
    return np.ones_like(np.asarray(z, dtype=float))


def _sigmoid_derivative(z):
    # σ′ = σ (1 − σ), with 1 − σ(z) written σ(−z): exact also where σ rounds to 1.
    z = np.asarray(z, dtype=float)
    return sigmoid(z) * sigmoid(-z)


def _tanh_derivative(z):
    return 1.0 - tanh(z) ** 2


def _relu_derivative(z):
    # The kink at 0 counts as flat, as in torch.
    return np.where(np.asarray(z, dtype=float) > 0, 1.0, 0.0)


def _leaky_relu_derivative(z, leak=0.01):
    return np.where(np.asarray(z, dtype=float) > 0, 1.0, leak)


def _elu_derivative(z, alpha=1.0):
    # At 0 the left side counts, as in torch; for alpha = 1 there is no kink.
    z = np.asarray(z, dtype=float)
    return np.where(z > 0, 1.0, alpha * np.exp(np.minimum(z, 0.0)))


def _silu_derivative(z):
    z = np.asarray(z, dtype=float)
    return sigmoid(z) * (1.0 + z * sigmoid(-z))


def _gelu_derivative(z):
    z = np.asarray(z, dtype=float)
    t = np.tanh(_gelu_argument(z))
    z_in = np.clip(z, -10.0, 10.0)
    inner = np.sqrt(2.0 / np.pi) * (1.0 + 3 * 0.044715 * z_in**2)
    return 0.5 * (1.0 + t) + 0.5 * z_in * (1.0 - t**2) * inner


def _softmax_jacobian(z, temperature=1.0):
    """∂a_i/∂z_j = a_i (δ_ij − a_j) / temperature, shape (..., K, K)."""
    a = softmax(z, temperature)
    return a[..., :, None] * (np.eye(a.shape[-1]) - a[..., None, :]) / temperature


linear.derivative = _linear_derivative
sigmoid.derivative = _sigmoid_derivative
tanh.derivative = _tanh_derivative
relu.derivative = _relu_derivative
leaky_relu.derivative = _leaky_relu_derivative
elu.derivative = _elu_derivative
silu.derivative = _silu_derivative
softplus.derivative = sigmoid
gelu.derivative = _gelu_derivative
softmax.derivative = softmax.jacobian = _softmax_jacobian

_ALL = (linear, sigmoid, tanh, relu, leaky_relu, elu, softplus, gelu, silu)
ACTIVATIONS = {f.__name__: f for f in _ALL}
