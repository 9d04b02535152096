"""The training loop: fit a network by mini-batches.

Taught in: notebook 1 (all samples at once), notebook 4, "A few samples at a time".
"""

import os
from dataclasses import dataclass, field

import numpy as np

from course_lib.checks import check_count
from course_lib.optimizers.rules import GradientDescent

PATIENCE_S = 1.5  # a training shorter than this shows no progress bar


@dataclass
class History:
    """What `train` saw.

    Attributes
    ----------
    loss : list of float
        Mean loss over all samples before the first epoch and after every epoch.
    validation_loss : list of float
        The same on the samples held back; empty without them.
    parameters : list of numpy.ndarray
        The parameters at the same moments.
    updates : int
        Steps of the optimizer in all.
    stopped : str
        Empty, or why training ended early.
    """

    loss: list = field(default_factory=list)
    parameters: list = field(default_factory=list)
    stopped: str = ""
    validation_loss: list = field(default_factory=list)
    updates: int = 0

    @property
    def best_epoch(self):
        """Epoch of the lowest validation loss (of the loss, without validation)."""
        return int(np.nanargmin(self.validation_loss or self.loss))

    def __repr__(self):
        end = f", stopped: {self.stopped}" if self.stopped else ""
        first, last = self.loss[0], self.loss[-1]
        epochs = len(self.loss) - 1
        return f"History({epochs} epochs, loss {first:.3g} → {last:.3g}{end})"


def train(
    network,
    X,
    y,
    optimizer=None,
    batch_size=None,
    epochs=100,
    seed=0,
    validation=None,
):
    """Fit ``network`` to (X, y) by mini-batches; its parameters change in place.

    A training of more than a second shows a progress bar (tqdm).

    Parameters
    ----------
    network : Network
    X : array_like, shape (m, n)
    y : array_like, shape (m,)
        Classes 0 … K − 1, or values for a linear output.
    optimizer : object with ``step(w, dw)``
        ``GradientDescent(lr=0.1)`` when omitted. Its memory is cleared first
        (``reset()``, if it has one).
    batch_size : int, optional
        Samples per step; all m when omitted. The order is drawn anew every epoch.
    epochs : int
        Passes through all samples.
    seed : int
        Seed of the shuffling.
    validation : tuple (X, y), optional
        Samples that are only looked at: their loss is recorded after every epoch.

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
    if validation is not None:
        validation = check_validation(network, validation)
    optimizer = GradientDescent() if optimizer is None else optimizer
    if hasattr(optimizer, "reset"):
        optimizer.reset()
    rng = np.random.default_rng(seed)
    history = History()
    record(history, network, X, y, validation)
    for epoch in progress(range(1, epochs + 1)):
        order = rng.permutation(m) if batch_size < m else np.arange(m)
        with np.errstate(over="ignore", invalid="ignore", divide="ignore"):
            for first in range(0, m, batch_size):
                batch = order[first : first + batch_size]
                dw = network.backward(X[batch], y[batch])
                network.parameters = optimizer.step(network.parameters, dw)
                history.updates += 1
            record(history, network, X, y, validation)
        if not np.isfinite(history.loss[-1]):
            history.stopped = f"diverged at epoch {epoch}: learning rate too large"
            break
    return history


def record(history, network, X, y, validation):
    """Note loss and parameters at the end of an epoch."""
    history.loss.append(network.loss(X, y))
    history.parameters.append(network.parameters.copy())
    if validation is not None:
        history.validation_loss.append(network.loss(*validation))


def progress(epochs):
    """The epochs, with a bar if they take long. TQDM_DISABLE=1 turns bars off."""
    from tqdm.auto import tqdm

    # The bar for notebooks does not look at the variable itself.
    off = os.environ.get("TQDM_DISABLE", "0") not in ("", "0")
    options = {"desc": "training", "unit": "epoch", "leave": False, "disable": off}
    return tqdm(epochs, delay=PATIENCE_S, **options)


def check_validation(network, validation):
    """Return (X, y) held back for looking, or say what is wrong with it."""
    try:
        X, y = validation
    except (TypeError, ValueError):
        raise TypeError(
            f"validation must be a pair (X, y); got {validation!r:.60}"
        ) from None
    return network.check(X, y)
