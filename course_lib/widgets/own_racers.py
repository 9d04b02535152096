"""Racers of LossSurface that only Python can run: a student's own optimizers.

A mistake in the student's code becomes a sentence beside the racer. The path walked
until then is kept.
"""

import copy

import numpy as np

from course_lib.optimizers import OPTIMIZERS, from_settings

COLUMNS = 4  # x, y, loss, gradients used


class Guarded:
    """Somebody's optimizer: a fresh copy for every run, its mistakes as a sentence.

    Parameters
    ----------
    optimizer : object with ``step(w, dw)``
        Copied, so that a rule without ``reset()`` starts with a clean memory too.
    lr : float, optional
        Learning rate to set on the copy, if it has one.
    """

    def __init__(self, optimizer, lr=None):
        self.complaint = ""
        self.optimizer = fresh_copy(optimizer, lr)
        self.reset()

    def reset(self):
        if hasattr(self.optimizer, "reset"):
            self._call("reset")

    def step(self, w, dw):
        """The optimizer's next point; NaN, which ends the walk, after a mistake."""
        new = None if self.complaint else self._call("step", w, dw)
        if not self.complaint:
            self.complaint = objection(new, w.shape)
        return np.full(w.shape, np.nan) if self.complaint else np.asarray(new, float)

    def _call(self, method, *arguments):
        try:
            return getattr(self.optimizer, method)(*arguments)
        except (
            Exception,
            SystemExit,
        ) as error:  # a sentence is shown for whatever it is
            text = f"{type(error).__name__}: {error}".removesuffix(": ")
            self.complaint = f"{method} raised {text:.120}"


def objection(new, shape):
    """What is wrong with what a step returned, or ""."""
    if new is None:
        return "step returned None: forgot `return`?"
    try:
        new = np.asarray(new, dtype=float)
    except (TypeError, ValueError):
        return f"step must return two numbers; got {new!r:.60}"
    if new.shape != shape:
        return f"step must return shape {shape}; got {new.shape}"
    return ""


def fresh_copy(optimizer, lr=None):
    """A copy with an empty memory and the learning rate ``lr``."""
    try:
        optimizer = copy.deepcopy(optimizer)
    except Exception:  # an open file, a lock: then the object itself must do
        pass
    if lr is not None and rate_of(optimizer) is not None:
        optimizer.lr = lr
    return optimizer


def rate_of(optimizer):
    """The learning rate of somebody's optimizer as a float, or None if it has none."""
    lr = getattr(optimizer, "lr", None)
    usable = isinstance(lr, (int, float, np.number)) and not isinstance(lr, bool)
    return float(lr) if usable and np.isfinite(lr) and lr > 0 else None


def library_settings(optimizer):
    """Settings of one of the course's own rules, or None: then Python must run it.

    A rule derived from one of ours, or one with a schedule of somebody's own, is not
    what the browser knows under that name.
    """
    if type(optimizer) is not OPTIMIZERS.get(getattr(optimizer, "kind", None)):
        return None
    try:
        settings = optimizer.settings()
        return from_settings(settings).settings()
    except Exception:
        return None


def pack(paths, guards):
    """Several paths as one block of float64, and where each of them lies.

    Parameters
    ----------
    paths : dict
        key → Path.
    guards : dict
        key → Guarded, for its complaint.

    Returns
    -------
    places : dict
        key → {"at", "count", "stopped"}; "at" counts rows of ``COLUMNS`` numbers.
    block : bytes
    """
    places, rows, at = {}, [np.empty((0, COLUMNS))], 0
    for key, path in paths.items():
        stopped = path.stopped
        if guards[key].complaint:
            stopped = f"stopped at step {len(path)}: {guards[key].complaint}"
        table = np.column_stack([path, path.loss, path.evaluations])
        table = table[np.isfinite(path.loss)]  # the start itself may have no loss
        places[key] = {"at": at, "count": len(table), "stopped": stopped}
        rows.append(table)
        at += len(table)
    return places, np.concatenate(rows).astype("<f8").tobytes()
