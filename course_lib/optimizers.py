"""Optimizers and the training loop.

An optimizer's ``step(w, dw)`` takes the parameters and their gradient and returns the
new parameters; what it remembers between steps is its own, and ``reset()`` clears it.

Taught in: notebook 1 (gradient descent), notebook 4 (all others).
"""

from dataclasses import dataclass, field

import numpy as np

from course_lib.checks import check_count, check_number


class GradientDescent:
    """W := W − α dW.

    Parameters
    ----------
    lr : float
        Learning rate α > 0.

    Examples
    --------
    >>> GradientDescent(lr=0.1).step(np.array([1.0, 2.0]), np.array([10.0, 0.0]))
    array([0., 2.])
    """

    def __init__(self, lr=0.1):
        self.lr = check_number(lr, "lr", above=0)

    def step(self, w, dw):
        return w - self.lr * dw

    def reset(self):
        pass

    def __repr__(self):
        return f"GradientDescent(lr={self.lr:g})"


@dataclass
class History:
    """What `train` saw.

    Attributes
    ----------
    loss : list of float
        Mean loss over all samples before the first epoch and after every epoch.
    parameters : list of numpy.ndarray
        The parameters at the same moments.
    stopped : str
        Empty, or why training ended early.
    """

    loss: list = field(default_factory=list)
    parameters: list = field(default_factory=list)
    stopped: str = ""

    def __repr__(self):
        end = f", stopped: {self.stopped}" if self.stopped else ""
        first, last = self.loss[0], self.loss[-1]
        epochs = len(self.loss) - 1
        return f"History({epochs} epochs, loss {first:.3g} → {last:.3g}{end})"


def train(network, X, y, optimizer=None, batch_size=None, epochs=100, seed=0):
    """Fit ``network`` to (X, y) by mini-batches; its parameters change in place.

    Parameters
    ----------
    network : Network
    X : array_like, shape (m, n)
    y : array_like, shape (m,)
        Classes 0 … K − 1, or values for a linear output.
    optimizer : object with ``step(w, dw)``
        ``GradientDescent(lr=0.1)`` when omitted. Its memory is cleared first.
    batch_size : int, optional
        Samples per step; all m when omitted. The order is drawn anew every epoch.
    epochs : int
        Passes through all samples.
    seed : int
        Seed of the shuffling.

    Returns
    -------
    History
        If the loss leaves the finite world, training stops and ``stopped`` says so.

    Raises
    ------
    TypeError, ValueError
        With the argument's name, its value and what is allowed.
    """
    X, y = network.check(X, y)
    m = len(X)
    batch_size = (
        m if batch_size is None else check_count(batch_size, "batch_size", 1, m)
    )
    epochs = check_count(epochs, "epochs", 0)
    optimizer = GradientDescent() if optimizer is None else optimizer
    optimizer.reset()
    rng = np.random.default_rng(seed)
    history = History([network.loss(X, y)], [network.parameters.copy()])
    for epoch in range(1, epochs + 1):
        order = rng.permutation(m) if batch_size < m else np.arange(m)
        with np.errstate(over="ignore", invalid="ignore"):
            for first in range(0, m, batch_size):
                batch = order[first : first + batch_size]
                dw = network.backward(X[batch], y[batch])
                network.parameters = optimizer.step(network.parameters, dw)
            history.loss.append(network.loss(X, y))
        history.parameters.append(network.parameters.copy())
        if not np.isfinite(history.loss[-1]):
            history.stopped = f"diverged at epoch {epoch}: learning rate too large"
            break
    return history
