"""Loss functions J and their gradients, averaged over the m samples.

The cross-entropies take the score z *before* the sigmoid or softmax. Written that way
they stay exact and finite for |z| up to 1e4 and beyond, where ln(σ(z)) would be −inf.

Taught in: notebook 1 (binary cross-entropy), notebook 2 (many classes).
"""

import numpy as np

from course_lib.activations import sigmoid, softmax


def binary_cross_entropy(z, y):
    """J = −mean[ y ln a + (1 − y) ln(1 − a) ] with a = σ(z).

    Parameters
    ----------
    z : array_like, shape (m,)
        Log-odds of class 1, before the sigmoid.
    y : array_like, shape (m,)
        Labels 0 or 1 (a probability in between is allowed).

    Returns
    -------
    float
        In nats; ln 2 = 0.693 for a unit that knows nothing (z = 0).

    See Also
    --------
    binary_cross_entropy.per_sample : the m terms before the mean.
    binary_cross_entropy.gradient : ∂J/∂z = (σ(z) − y) / m.

    Examples
    --------
    >>> round(binary_cross_entropy([0.0, 0.0], [0, 1]), 6)
    0.693147
    """
    return float(np.mean(_binary_terms(z, y)))


def _binary_terms(z, y):
    # −ln σ(z) = ln(1 + e⁻ᶻ), −ln(1 − σ(z)) = ln(1 + e^z): both in one line
    z = np.asarray(z, dtype=float)
    return np.logaddexp(0.0, z) - np.asarray(y) * z


def _binary_gradient(z, y):
    return (sigmoid(z) - np.asarray(y)) / np.size(z)


def cross_entropy(Z, y):
    """J = −mean ln a_y with a = softmax(z): the price of the true class.

    Parameters
    ----------
    Z : array_like, shape (m, K)
        One score per class, before the softmax.
    y : array_like of int, shape (m,)
        True class, 0 … K − 1.

    Returns
    -------
    float
        In nats; ln K for a network that knows nothing (all scores equal).
    """
    return float(np.mean(_categorical_terms(Z, y)))


def _categorical_terms(Z, y):
    Z = np.asarray(Z, dtype=float)
    Z = Z - Z.max(axis=1, keepdims=True)
    log_sum = np.log(np.exp(Z).sum(axis=1))
    return log_sum - Z[np.arange(len(Z)), np.asarray(y)]


def _categorical_gradient(Z, y):
    gradient = softmax(Z)
    gradient[np.arange(len(gradient)), np.asarray(y)] -= 1.0
    return gradient / len(gradient)


def mean_squared_error(a, y):
    """J = mean[(a − y)²], over samples and output columns.

    Parameters
    ----------
    a, y : array_like, shape (m,) or (m, k)
        Output and target, in the target's unit.

    Returns
    -------
    float
        In the target's unit squared.
    """
    return float(np.mean(_squared_terms(a, y)))


def _squared_terms(a, y):
    return (np.asarray(a, dtype=float) - np.asarray(y)) ** 2


def _squared_gradient(a, y):
    return 2.0 * (np.asarray(a, dtype=float) - np.asarray(y)) / np.size(a)


binary_cross_entropy.per_sample = _binary_terms
binary_cross_entropy.gradient = _binary_gradient
cross_entropy.per_sample = _categorical_terms
cross_entropy.gradient = _categorical_gradient
mean_squared_error.per_sample = _squared_terms
mean_squared_error.gradient = _squared_gradient
