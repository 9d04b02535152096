"""What the playground learns from: sources of samples, as Python and browser know them.

A source deals ``n`` samples in an order given by a seed, the same on both sides. The
six sets without geology are drawn there too; of all others the browser gets the pool.
"""

import hashlib
from dataclasses import dataclass
from functools import cached_property

import numpy as np

from course_lib.datasets import playground
from course_lib.datasets.playground_pools import POOLS, deal, pool

OUTPUTS = {"binary": "sigmoid", "multiclass": "softmax", "regression": "linear"}
POINTS = {
    "circle": ("Circle", ("ring", "disc")),
    "xor": ("Exclusive or", ("signs differ", "same sign")),
    "gauss": ("Two clouds", ("lower cloud", "upper cloud")),
    "spiral": ("Spiral", ("one arm", "other arm")),
    "plane": ("Plane", ()),
    "hills": ("Hills and hollows", ()),
}
TITLES = {
    "avo_boundaries": "AVO boundaries",
    "gas_sand": "Gas sand",
    "lithology": "Lithology and fluid",
    "two_logs": "Two logs",
}
SAME_WELLS = (
    "Samples of one well are in both parts: in a new well the network will be worse "
    "than the test loss says."
)
NOTES = {"two_logs": SAME_WELLS}
# Half the width of a pool's picture, in standard deviations.
NARROWEST, WIDEST, MARGIN = 2.5, 5.0, 1.05


@dataclass(frozen=True, eq=False)
class Samples:
    """Samples as dealt.

    Attributes
    ----------
    X : numpy.ndarray, shape (n, columns)
        In physical units, columns as the source has them.
    y : numpy.ndarray, shape (n,)
        Classes (int64), or values in physical units.
    Z : numpy.ndarray, shape (n, columns)
        What features are made from: standardised, the drawn columns first.
    target : numpy.ndarray, shape (n,)
        What is learned: classes, or standardised values.
    """

    X: np.ndarray
    y: np.ndarray
    Z: np.ndarray
    target: np.ndarray


class Points:
    """One of the six sets without geology: two columns, not standardised."""

    columns = 2
    drawn = (0, 1)
    feature_names, units = ("x1", "x2"), ("", "")
    domain = playground.DOMAIN
    note = ""
    fewest = playground.FEWEST

    def __init__(self, name):
        self.name = name
        self.title, self.class_names = POINTS[name]
        regression = name in playground.REGRESSIONS
        self.kind = "regression" if regression else "binary"
        self.first_n = 1200 if regression else 500

    def deal(self, n, noise, seed):
        X, y = playground.points(self.name, n, noise, seed)
        return Samples(X, y, X, y)

    def standardize(self, X):
        return X

    def physical(self, values):
        return values


@dataclass(frozen=True, eq=False)
class Pool:
    """Samples that Python has and the browser is sent.

    Attributes
    ----------
    X : numpy.ndarray, shape (m, columns)
    y : numpy.ndarray, shape (m,)
        Classes 0 … K − 1 or values, in physical units.
    kind : {"binary", "multiclass", "regression"}
    drawn : (int, int)
        The columns of the picture's axes, x1 and x2.
    first_n : int
        Samples dealt at first.
    """

    name: str
    title: str
    kind: str
    X: np.ndarray
    y: np.ndarray
    feature_names: tuple
    units: tuple
    class_names: tuple = ()
    drawn: tuple = (0, 1)
    note: str = ""
    y_name: str = "y"
    first_n: int = 500
    fewest: int = playground.FEWEST

    @property
    def m(self):
        return len(self.X)

    @property
    def columns(self):
        return self.X.shape[1]

    @cached_property
    def mean(self):
        return self.X.mean(axis=0)

    @cached_property
    def std(self):
        return self.X.std(axis=0)

    @cached_property
    def Z(self):
        return (self.X - self.mean) / self.std

    @cached_property
    def y_scale(self):
        """(mean, standard deviation) of the values; (0, 1) for classes."""
        if self.kind != "regression":
            return 0.0, 1.0
        return float(self.y.mean()), float(self.y.std())

    @property
    def target(self):
        mean, std = self.y_scale
        return self.y if self.kind != "regression" else (self.y - mean) / std

    @property
    def order(self):
        """Column numbers, the drawn ones first: x1, x2, x3, …"""
        others = [j for j in range(self.columns) if j not in self.drawn]
        return [*self.drawn, *others]

    @property
    def column_keys(self):
        """x1, x2, x3, …: every column as a feature."""
        return [f"x{j + 1}" for j in range(self.columns)]

    @property
    def domain(self):
        """((low, high), (low, high)) of the picture, in physical units."""
        edges = np.clip(MARGIN * np.abs(self.Z).max(axis=0), NARROWEST, WIDEST)
        return tuple(
            (
                self.mean[j] - edges[j] * self.std[j],
                self.mean[j] + edges[j] * self.std[j],
            )
            for j in self.drawn
        )

    @cached_property
    def fingerprint(self):
        """A few letters that differ for other data."""
        digest = hashlib.sha256(np.ascontiguousarray(self.X))
        digest.update(np.ascontiguousarray(self.y))
        digest.update(repr((self.kind, self.drawn)).encode())
        return digest.hexdigest()[:12]

    def deal(self, n, noise, seed):
        Z, rows = deal(self.Z, np.arange(len(self.Z)), n, noise, seed)
        X = self.X[rows] + (Z - self.Z[rows]) * self.std if noise else self.X[rows]
        return Samples(X, self.y[rows], Z[:, self.order], self.target[rows])

    def standardize(self, X):
        """Physical X (m, columns) as the features are made from it."""
        return ((X - self.mean) / self.std)[:, self.order]

    def physical(self, values):
        """Outputs of a network for values, in the unit of y."""
        mean, std = self.y_scale
        return mean + std * values

    def entry(self):
        """What the browser is told about the pool, as a dict for JSON."""
        mean, std = self.y_scale
        return {
            "name": self.name,
            "title": self.title,
            "kind": self.kind,
            "m": self.m,
            "columns": self.columns,
            "feature_names": list(self.feature_names),
            "units": list(self.units),
            "class_names": list(self.class_names),
            "mean": self.mean.tolist(),
            "std": self.std.tolist(),
            "drawn": list(self.drawn),
            "note": self.note,
            "y_name": self.y_name,
            "y_mean": mean,
            "y_std": std,
        }

    def block(self):
        """Standardised columns one after the other, then what is learned: bytes."""
        columns = np.concatenate([self.Z.T.ravel(), self.target.astype(float)])
        return columns.astype("<f8").tobytes()


def _geophysical(name):
    data = pool(name)
    kind = "binary" if len(data.class_names) == 2 else "multiclass"
    return Pool(
        name, TITLES[name], kind, data.X, data.y, data.feature_names, data.units,
        data.class_names, note=NOTES.get(name, ""),
    )  # fmt: skip


_made = {}


def source(name):
    """One of the playground's own sources, made once."""
    if name not in _made:
        _made[name] = Points(name) if name in POINTS else _geophysical(name)
    return _made[name]


NAMES = (*POINTS, *POOLS)


def packed(pools):
    """Several pools as the widget sends them: (list of entries, bytes)."""
    return [p.entry() for p in pools], b"".join(p.block() for p in pools)
