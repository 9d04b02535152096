"""What a training leaves behind: losses by epoch, and why it ended."""

from dataclasses import dataclass, field

import numpy as np


@dataclass
class History:
    """What `train` saw. Epochs are counted from 1: epoch k is entry k − 1 of a list.

    Attributes
    ----------
    loss : list of float
        Mean loss over the batches of each epoch, while the weights changed.
    validation_loss : list of float
        Loss on the held-back images after each epoch; empty without them.
    lr : list of float
        Learning rate at the end of each epoch.
    seconds : float
        Time on the clock.
    stopped : str
        Empty, or why training ended early.
    """

    loss: list = field(default_factory=list)
    validation_loss: list = field(default_factory=list)
    lr: list = field(default_factory=list)
    seconds: float = 0.0
    stopped: str = ""

    @property
    def best_epoch(self):
        """Epoch of the lowest validation loss (of the loss, without validation)."""
        losses = np.array(self.validation_loss or self.loss)
        return int(np.nanargmin(losses)) + 1 if np.isfinite(losses).any() else 0

    def __repr__(self):
        parts = [f"{len(self.loss)} epochs"]
        if self.loss:
            parts.append(f"loss {self.loss[0]:.3g} → {self.loss[-1]:.3g}")
        if self.validation_loss:
            best = self.best_epoch
            lowest = self.validation_loss[best - 1]
            parts.append(f"validation loss {lowest:.3g} in epoch {best}")
        if self.stopped:
            parts.append(f"stopped: {self.stopped}")
        return f"History({', '.join(parts)})"
