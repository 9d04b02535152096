"""Seeded inputs of these exercises.

Sizes differ from call to call and from each other, so that a transposed array, a
forgotten mean or two parameters that share one memory cannot go unnoticed.
"""

import numpy as np

from ..base import Chapter

chapter = Chapter("descent", "04 Optimizers")


def line_and_data(rng):
    """Line b, w, and data x, y (m,) that it does not fit."""
    x, y = data(rng)
    return float(rng.normal(0, 2)), float(rng.normal(0, 2)), x, y


def data(rng):
    """x and y (m,), x away from 0 on the average, as depths and offsets are."""
    m = rng.integers(8, 20)
    x = rng.uniform(-0.6, 1.6, m)
    return x, 2 + 1.5 * x + rng.normal(0, 0.5, m)


def descent(rng):
    """x, y, a learning rate below the limit, and a number of steps."""
    return *data(rng), float(rng.uniform(0.2, 0.35)), int(rng.integers(4, 8))


def depths(rng):
    """x (m,), neither centred nor of unit spread."""
    return (rng.uniform(0.5, 3.5, rng.integers(6, 25)),)


def angle_column(rng):
    """s = sin²θ of a gather with m angles."""
    theta_deg = np.linspace(0, rng.uniform(25, 40), rng.integers(8, 25))
    return (np.sin(np.radians(theta_deg)) ** 2,)


def survey(rng):
    """m that batch_size does not divide, batch_size, epochs."""
    batch_size = int(rng.integers(5, 40))
    m = batch_size * int(rng.integers(3, 30)) + int(rng.integers(1, batch_size))
    return m, batch_size, int(rng.integers(3, 20))


def memory_and_gradient(rng):
    """w, the mean V of past gradients, and dw, all (n,)."""
    n = rng.integers(2, 7)
    return rng.normal(size=n), rng.normal(size=n), rng.normal(0, 2, n)


def momentum_inputs(rng):
    """w, V, dw (n,), lr, beta."""
    lr, beta = rng.uniform(0.05, 0.3), rng.uniform(0.7, 0.95)
    return *memory_and_gradient(rng), float(lr), float(beta)


def rmsprop_inputs(rng):
    """w, S, dw (n,), lr, beta, and an eps so large that its place shows."""
    w, V, dw = memory_and_gradient(rng)
    lr, beta, eps = rng.uniform([0.05, 0.7, 0.05], [0.3, 0.95, 0.2])
    return w, V**2, dw, float(lr), float(beta), float(eps)


def adam_inputs(rng):
    """w, V, S, dw (n,), t, lr, beta1, beta2, and a large eps."""
    w, V, dw = memory_and_gradient(rng)
    S = rng.normal(size=len(w)) ** 2
    lr, beta1, beta2, eps = rng.uniform([0.05, 0.8, 0.9, 0.02], [0.3, 0.92, 0.99, 0.1])
    t = int(rng.integers(3, 7))
    return w, V, S, dw, t, float(lr), float(beta1), float(beta2), float(eps)


def stalled_inputs(rng):
    """steps, lr, beta1, beta2 for which the copied Adam does stall."""
    lr, beta1, beta2 = rng.uniform([0.005, 0.84, 0.997], [0.05, 0.92, 0.9992])
    return int(rng.integers(8, 30)), float(lr), float(beta1), float(beta2)


def decay_inputs(rng):
    """lr, decay and k."""
    lr, decay = rng.uniform([0.05, 0.05], [0.8, 0.4])
    return float(lr), float(decay), int(rng.integers(3, 40))


def frequency(rng):
    """Dominant frequency of seismic data, Hz."""
    return (float(rng.uniform(8, 80)),)


def least_squares(rng):
    """G (m, n) and d (m,): more data than parameters."""
    n = int(rng.integers(2, 5))
    m = n + int(rng.integers(4, 12))
    G = rng.normal(size=(m, n))
    return G, G @ rng.normal(0, 2, n) + rng.normal(0, 0.3, m)


def damped_least_squares(rng):
    """G (m, n), d (m,) and lam."""
    return *least_squares(rng), float(rng.uniform(1.5, 4))
