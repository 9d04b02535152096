"""What every generator of the course returns: samples, labels and their names."""

from dataclasses import dataclass, replace

import numpy as np

from course_lib.checks import check_array, check_count, check_number, check_samples


@dataclass(frozen=True, eq=False, repr=False)
class Dataset:
    """Samples with their classes, and what the numbers are.

    Attributes
    ----------
    X : numpy.ndarray, shape (m, n), float64
        One row per sample, one column per feature.
    y : numpy.ndarray, shape (m,), int64
        Class of each sample, 0, 1, …
    feature_names, units : tuple of str, length n
        Name and unit of each column; "" for a feature without a unit.
    class_names : tuple of str
        Class k is ``class_names[k]``.
    name : str
        The generator's name.
    depth_m : numpy.ndarray, shape (m,), optional
        Depth of each sample, m, for a log.
    well : numpy.ndarray of int or str, shape (m,), optional
        Which well each sample comes from: a number or a name.
    credit : str
        Source and licence, to be shown with every picture; "" for generated data.

    Raises
    ------
    TypeError, ValueError
        Shapes, names and labels do not fit together.

    Examples
    --------
    >>> from course_lib import datasets
    >>> data = datasets.gas_sand(n=1000, seed=0)
    >>> data
    Dataset gas_sand: 1000 samples
      X (1000, 2): AI (km/s·g/cm³), Vp/Vs
      y (1000,): 0 brine sand (590), 1 gas sand (410)
    >>> train, test = data.split(0.8, seed=1)
    >>> len(train), len(test)
    (800, 200)
    """

    X: np.ndarray
    y: np.ndarray
    feature_names: tuple
    units: tuple
    class_names: tuple
    name: str = "data"
    depth_m: np.ndarray | None = None
    well: np.ndarray | None = None
    credit: str = ""

    def __post_init__(self):
        X, y = check_samples(self.X, self.y)
        for field in ("feature_names", "units", "class_names"):
            object.__setattr__(self, field, tuple(getattr(self, field)))
        for field in ("feature_names", "units"):
            if len(getattr(self, field)) != X.shape[1]:
                raise ValueError(
                    f"{field} must hold {X.shape[1]} names, one per column of X; "
                    f"got {getattr(self, field)!r}"
                )
        if y.max() >= len(self.class_names):
            raise ValueError(
                f"class_names must name every class 0 … {y.max()}; "
                f"got {self.class_names!r}"
            )
        if self.depth_m is not None:
            depth_m = check_array(self.depth_m, "depth_m", ndim=1)
            if len(depth_m) != len(X):
                raise ValueError(
                    f"depth_m must have one depth per row of X; got {len(depth_m)} "
                    f"for {len(X)} rows"
                )
            object.__setattr__(self, "depth_m", depth_m)
        if self.well is not None:
            object.__setattr__(self, "well", _check_well(self.well, len(X)))
        object.__setattr__(self, "X", X)
        object.__setattr__(self, "y", y)

    def __len__(self):
        return len(self.y)

    @property
    def axis_labels(self):
        """Names with their units, as on an axis: ``["AI (km/s·g/cm³)", "Vp/Vs"]``."""
        return [
            f"{name} ({unit})" if unit else name
            for name, unit in zip(self.feature_names, self.units, strict=True)
        ]

    @property
    def wells(self):
        """Numbers or names of the wells, in the order in which they first appear."""
        if self.well is None:
            return ()
        labels, first = np.unique(self.well, return_index=True)
        return tuple(labels[np.argsort(first)].tolist())

    def __repr__(self):
        counts = np.bincount(self.y, minlength=len(self.class_names))
        classes = ", ".join(
            f"{k} {name} ({count})"
            for k, (name, count) in enumerate(
                zip(self.class_names, counts, strict=True)
            )
        )
        lines = [
            f"Dataset {self.name}: {len(self)} samples",
            f"  X {self.X.shape}: {', '.join(self.axis_labels)}",
            f"  y {self.y.shape}: {classes}",
        ]
        if self.depth_m is not None:
            top, bottom = self.depth_m.min(), self.depth_m.max()
            lines.append(f"  depth_m {self.depth_m.shape}: {top:.0f} … {bottom:.0f} m")
        if self.well is not None:
            names = ", ".join(str(well) for well in self.wells)
            lines.append(f"  well {self.well.shape}: {names}")
        return "\n".join(lines)

    def split(self, fraction=0.7, seed=0):
        """Two parts of the samples, drawn at random.

        Parameters
        ----------
        fraction : float
            Share of the samples in the first part, between 0 and 1.
        seed : int
            Same seed, same split.

        Returns
        -------
        first, second : Dataset
            In the samples' order. For a log this *leaks*: neighbours in depth know each
            other, and the second part looks easier than a new well. Use
            `course_lib.datasets.split_by_well`.
        """
        first, second = split_rows(len(self), fraction, seed)
        return self.take(first), self.take(second)

    def take(self, rows):
        """These samples only.

        Parameters
        ----------
        rows : array_like of int, or of bool with shape (m,)
            Row numbers, or True for each row to keep.

        Returns
        -------
        Dataset
        """
        rows = np.asarray(rows)
        columns = {"X": self.X, "y": self.y, "depth_m": self.depth_m, "well": self.well}
        kept = {k: None if c is None else c[rows] for k, c in columns.items()}
        return replace(self, **kept)


def split_rows(m, fraction, seed):
    """Row numbers 0 … m − 1 in two parts at random, each in growing order."""
    fraction = check_number(fraction, "fraction", above=0.0)
    seed = check_count(seed, "seed", low=0)
    n_first = round(fraction * m)
    if not 0 < n_first < m:
        raise ValueError(
            f"fraction must leave samples in both parts of {m}; got {fraction:g}"
        )
    order = np.random.default_rng(seed).permutation(m)
    return np.sort(order[:n_first]), np.sort(order[n_first:])


def _check_well(well, m):
    well = np.asarray(well)
    if well.dtype.kind not in "iuU" or well.shape != (m,):
        raise ValueError(
            f"well must hold a whole number or a name for each of the {m} rows of X; "
            f"got {well.dtype} of shape {well.shape}"
        )
    return well
