"""The playground's training in NumPy: the twin of widgets/js/network_trainer.js.

Both go on from the same dict: epoch, parameters, what the optimizer remembers, where
the batches are, and the losses on the way. In it, None stands for NaN and infinity,
which JSON does not know.
"""

from math import isfinite

import numpy as np

from course_lib.initializers import INITIALIZERS
from course_lib.optimizers import from_settings
from course_lib.shared_random import SharedGenerator, batches

SUSPICIOUS = 1e6  # parameters below this cannot make the loss infinite
RECENT = 200  # epochs that all keep their loss; then one point every 1/RECENT
MOST_POINTS = 300  # of the losses kept
MEMORY = ("V", "S", "D")
COUNTS = ("epoch", "updates", "batchSize", "seed", "shuffledFrom", "atSample", "t")


def start(network, init, seed, bias):
    """Give a network the weights that the playground starts from, in place."""
    rng = SharedGenerator(seed)
    for W, b in zip(network.weights, network.biases, strict=True):
        W[:] = INITIALIZERS[init](*W.shape, rng)
        b[:] = bias


def go_on(network, train, test, settings, training, epochs):
    """Train ``epochs`` further epochs, as the browser would.

    Parameters
    ----------
    network : Network
        With the parameters to start from; they change in place.
    train, test : (X, y)
        As the network takes them; ``test`` may be None.
    settings : dict
        Of the playground.
    training : dict
        Where training is; {} at its start.
    epochs : int

    Returns
    -------
    dict
        Where training is then.
    """
    X, y = train
    rule, m = _remembering(settings["optimizer"], training), len(X)
    size = min(settings["batch_size"], m)
    epoch, updates = training.get("epoch", 0), training.get("updates", 0)
    seed = training.get("seed", settings["seed"])
    shuffled_from = training.get("shuffledFrom", 0)
    stream = batches(m, size, seed, epochs=epoch - shuffled_from)
    at_sample, wanted = 0, training.get("atSample", 0)
    while at_sample < wanted:
        at_sample += len(next(stream))
    history, stopped = _Losses(network, train, test, training), ""
    last = epoch + epochs
    if history.note(epoch):
        stopped = _why(epoch, settings)
    with np.errstate(over="ignore", invalid="ignore", divide="ignore"):
        while epoch < last and not stopped:
            batch = next(stream)
            dw = network.backward(X[batch], y[batch])
            network.parameters = rule.step(network.parameters, dw)
            updates, at_sample = updates + 1, at_sample + len(batch)
            if at_sample < m:
                continue
            at_sample, epoch = 0, epoch + 1
            if history.diverges(epoch):
                stopped = _why(epoch, settings)
        history.note(epoch)
    return {
        "epoch": epoch,
        "updates": updates,
        "stopped": stopped,
        "batchSize": size,
        "seed": seed,
        "shuffledFrom": shuffled_from,
        "atSample": at_sample,
        "parameters": plain(network.parameters),
        "t": rule.t,
        **{name: _memory(rule, name, len(network.parameters)) for name in MEMORY},
        "history": history.thinned(),
    }


def forget(training, parts, settings, m):
    """The training after another rule ("memory") or batch size ("batches") was set."""
    training = dict(training)
    if "memory" in parts:
        zeros = [0.0] * len(training["parameters"])
        training.update(t=0, **{name: zeros for name in MEMORY})
    if "batches" in parts:
        training.update(
            batchSize=min(settings["batch_size"], m),
            shuffledFrom=training["epoch"],
            atSample=0,
        )
    return training


def check_training(training, n_parameters):
    """Return ``training`` if a network of this size can go on from it."""
    if not isinstance(training, dict):
        raise TypeError(f"training must be a dict; got {type(training).__name__}")
    if not training:
        return {}
    wanted = (*COUNTS, *MEMORY, "parameters", "stopped", "history")
    missing = [name for name in wanted if name not in training]
    if missing:
        raise ValueError(f"training must hold {missing[0]!r}; got {sorted(training)}")
    for name in ("parameters", *MEMORY):
        values = training[name]
        if not isinstance(values, list) or len(values) != n_parameters:
            count = len(values) if isinstance(values, list) else repr(values)[:40]
            raise ValueError(
                f"training[{name!r}] must hold {n_parameters} numbers, one per "
                f"parameter of this network; got {count}"
            )
        if not all(v is None or _is_number(v) for v in values):
            raise ValueError(f"training[{name!r}] must hold numbers or None")
    for name in COUNTS:
        value = training[name]
        if not _is_number(value) or value != int(value) or value < 0:
            raise ValueError(f"training[{name!r}] must be a whole number >= 0")
    if training["shuffledFrom"] > training["epoch"]:
        raise ValueError("training['shuffledFrom'] must be <= training['epoch']")
    _check_history(training["history"])
    return training


def usable(training, n_parameters):
    """``training``, or {} where a network of this size cannot go on from it."""
    try:
        return check_training(training, n_parameters)
    except (TypeError, ValueError):
        return {}


def numbers(values):
    """A list with None for what is not finite, as an array with NaN."""
    return np.array([np.nan if v is None else v for v in values], dtype=float)


def plain(values):
    """An array as a list for JSON: None for what is not finite."""
    return [v if isfinite(v) else None for v in np.asarray(values, float).tolist()]


def _is_number(value):
    return isinstance(value, (int, float)) and not isinstance(value, bool)


def _check_history(history):
    names = ("epoch", "train", "test")
    if not isinstance(history, dict) or set(history) != set(names):
        raise ValueError(f"training['history'] must hold {', '.join(names)}")
    lists = [history[name] for name in names]
    if not all(isinstance(values, list) for values in lists) or not all(
        v is None or _is_number(v) for values in lists for v in values
    ):
        raise ValueError("training['history'] must hold lists of numbers")
    if len({len(values) for values in lists}) != 1:
        raise ValueError("training['history'] must hold lists of one length")


def _remembering(settings, training):
    """The optimizer with what it remembered."""
    rule = from_settings(settings)
    if training:
        rule.t = training["t"]
        for name in MEMORY:
            setattr(rule, name, numbers(training[name]))
    return rule


def _memory(rule, name, n):
    return plain(np.broadcast_to(getattr(rule, name, 0.0), n))


def _why(epoch, settings):
    if epoch == 0:
        why = "the weights it started from, or the data, are too large"
    elif settings["optimizer"]["kind"] == "gd" and (
        settings["optimizer"]["lr"] * settings["l2"] > 2
    ):
        why = (
            "learning rate times L2 rate is above 2, each step makes the weights larger"
        )
    else:
        why = "learning rate too large"
    return f"diverged at epoch {epoch}: {why}"


class _Losses:
    """The losses on the way: every epoch at first, later one in many."""

    def __init__(self, network, train, test, training):
        self.network, self.train, self.test = network, train, test
        past = training.get("history", {"epoch": [], "train": [], "test": []})
        self.rows = list(zip(past["epoch"], past["train"], past["test"], strict=True))
        self.next = 0

    def note(self, epoch):
        """Note the losses of this epoch; True if the loss is not finite any more."""
        loss = self.network.loss(*self.train)
        if not isfinite(loss):
            return True
        if not self.rows or self.rows[-1][0] != epoch:
            test = np.nan if self.test is None else self.network.loss(*self.test)
            self.rows.append((epoch, loss, test))
        self.next = epoch + max(1, epoch // RECENT)
        return False

    def diverges(self, epoch):
        if epoch >= self.next:
            return self.note(epoch)
        if np.abs(self.network.parameters).max() < SUSPICIOUS:
            return False
        return not isfinite(self.network.loss(*self.train))

    def thinned(self):
        kept = min(len(self.rows), MOST_POINTS)
        places = np.linspace(0, len(self.rows) - 1, kept).round().astype(int)
        columns = zip(*(self.rows[k] for k in places), strict=True)
        names = ("epoch", "train", "test")
        lists = [list(column) for column in columns] or [[], [], []]
        lists = [lists[0], plain(lists[1]), plain(lists[2])]
        return dict(zip(names, lists, strict=True))
