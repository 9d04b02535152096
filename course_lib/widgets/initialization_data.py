"""What the two networks of InitializationExplorer learn from.

The small one takes two inputs of the playground's samples. The deep one takes windows
of well logs: every log at the sample itself and at the 30 above and below it. Of these
logs the browser is sent the five columns once, and cuts the windows itself.
"""

from dataclasses import dataclass
from functools import cache, cached_property

import numpy as np

from course_lib import datasets
from course_lib.shared_random import SharedRandom
from course_lib.widgets.playground_data import POINTS, POOLS, Pool, source

N_SMALL = 200
SMALL = tuple(name for name in (*POINTS, *POOLS) if name not in ("plane", "hills"))
WINDOWS = "well_windows"
PROBE = 100  # samples that the layers are measured on: the first ones


@dataclass(frozen=True, eq=False)
class Inputs:
    """Samples of one network.

    Attributes
    ----------
    X : numpy.ndarray, shape (m, n)
        In physical units.
    y : numpy.ndarray, shape (m,)
        Classes.
    mean, std : numpy.ndarray, shape (n,)
        What inputs are scaled by.
    plane : numpy.ndarray, shape (m, 2), optional
        Where a sample is in the small network's picture.
    """

    X: np.ndarray
    y: np.ndarray
    mean: np.ndarray
    std: np.ndarray

    def of(self, X, scaled):
        """What the network is given of X in physical units."""
        return (X - self.mean) / self.std if scaled else np.array(X, dtype=float)


@dataclass(frozen=True, eq=False)
class Windows(Pool):
    """Well logs of which windows are cut: a `Pool` whose columns are the logs."""

    starts: tuple = ()
    neighbours: int = 30
    rows: int = 400
    first_n: int = 400

    @property
    def inputs(self):
        """Inputs of the network: all logs at all samples of a window."""
        return self.columns * (2 * self.neighbours + 1)

    @cached_property
    def order(self):
        """The rows that are learned from: a fixed choice, in random order."""
        return SharedRandom(0).shuffle(self.m)[: self.rows]

    def deal(self, n=None, noise=0, seed=0):
        log = np.arange(self.m)
        first = np.array(self.starts)[np.searchsorted(self.starts, log, "right") - 1]
        last = np.append(self.starts[1:], self.m)
        last = last[np.searchsorted(self.starts, log, "right") - 1] - 1
        steps = range(-self.neighbours, self.neighbours + 1)
        rows = self.order
        windows = [self.X[np.clip(rows + k, first[rows], last[rows])] for k in steps]
        times = 2 * self.neighbours + 1
        return Inputs(
            np.hstack(windows),
            self.y[rows],
            np.tile(self.mean, times),
            np.tile(self.std, times),
        )

    def entry(self):
        kept = {"starts": list(self.starts), "neighbours": self.neighbours}
        return {**super().entry(), **kept, "rows": self.rows}


@cache
def windows():
    """Windows of six synthetic wells, `course_lib.datasets.well_logs`."""
    data = datasets.well_logs(n_wells=6, n=200, seed=0)
    starts = tuple(int(np.argmax(data.well == well)) for well in data.wells)
    return Windows(
        WINDOWS, "Windows of well logs", "multiclass", data.X, data.y,
        data.feature_names, data.units, data.class_names, starts=starts,
    )  # fmt: skip


def inputs_source(name):
    """Where samples come from: `Points`, `Pool` or `Windows`."""
    return windows() if name == WINDOWS else source(name)


@cache
def samples(name, data_seed):
    """The samples of a network, `Inputs`."""
    known = inputs_source(name)
    if name == WINDOWS:
        return known.deal()
    dealt = known.deal(N_SMALL, 0, data_seed)
    if name in POINTS:
        mean, std = dealt.X.mean(axis=0), dealt.X.std(axis=0)
    else:
        mean, std = known.mean, known.std
    return Inputs(dealt.X, dealt.y, mean, std)
