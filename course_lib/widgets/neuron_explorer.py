"""NeuronExplorer: a logistic unit on a crossplot, its line dragged by hand.

Taught in: notebook 1, "Drag the line", "One line is not enough".
"""

import numpy as np
import traitlets

from course_lib.checks import check_choice, check_count, check_samples, check_spread
from course_lib.features import polynomial_features
from course_lib.networks import Network
from course_lib.widgets.base import (
    SHARED,
    CourseWidget,
    FloatVector,
    Number,
    build_module,
    load_palette,
)

LINEAR, QUADRATIC = 2, 5  # weights with and without x1², x1 x2, x2²


class NeuronExplorer(CourseWidget):
    """A logistic unit P(class 1) = σ(b + w1 x1 + w2 x2) that you drag over your data.

    Parameters
    ----------
    X : array_like, shape (m, 2)
        Two features in their own units.
    y : array_like, shape (m,)
        Classes 0 and 1, both present.
    feature_names, units, class_names : sequence of str, length 2, optional
        For axes and legend.
    w : array_like, shape (2,) or (5,) with ``quadratic``
        Starting weights. They belong to what the unit sees: standardised inputs with
        ``standardize``, raw ones without.
    b : float
        Starting bias.
    lr : float
        Learning rate of the buttons *One step* and *Train*. *Reset* brings it back,
        with w and b.
    standardize : bool
        Give the unit (x − mean)/std instead of x.
    quadratic : bool
        Add x1², x1 x2 and x2² (of the inputs the unit sees): the boundary is a conic.
    max_drawn : int
        Draw at most so many samples, a seeded choice; loss and accuracy use all.

    Attributes
    ----------
    w : numpy.ndarray, shape (2,) or (5,)
    b, lr : float
    standardize, quadratic : bool
        The present state, moved by hand or by assignment. Switching ``standardize``
        converts w and b, so that the line stays; switching ``quadratic`` off drops the
        last three weights.
    X, y : numpy.ndarray
        The samples, read only.
    loss, accuracy : float
        On all samples, computed here from w and b.
    start : tuple
        (w, b) at the beginning.

    Raises
    ------
    TypeError, ValueError
        With the argument's name, its value and what is allowed.

    Examples
    --------
    >>> explorer = NeuronExplorer.preset("gas_sand", n=200)
    >>> explorer.w = (-1.5, -2.5)
    >>> explorer
    NeuronExplorer(200 samples of AI and Vp/Vs, standardised, w=(-1.5, -2.5), b=0)
    """

    _esm = build_module(
        *SHARED,
        "neuron_unit.js",
        "neuron_picture.js",
        "neuron_controls.js",
        "neuron_explorer.js",
    )
    w = FloatVector(sizes=(LINEAR, QUADRATIC))
    b = Number()
    lr = Number(above=0)
    standardize = traitlets.Bool().tag(sync=True)
    quadratic = traitlets.Bool().tag(sync=True)
    _X = traitlets.Bytes().tag(sync=True, from_json=lambda v, _w: bytes(v))
    _y = traitlets.Bytes().tag(sync=True, from_json=lambda v, _w: bytes(v))
    _drawn = traitlets.Bytes().tag(sync=True, from_json=lambda v, _w: bytes(v))
    _info = traitlets.Dict().tag(sync=True)

    def __init__(
        self,
        X,
        y,
        feature_names=("x1", "x2"),
        units=("", ""),
        class_names=("class 0", "class 1"),
        w=None,
        b=0.0,
        lr=0.5,
        standardize=True,
        quadratic=False,
        max_drawn=2000,
    ):
        self.X, self.y = check_samples(X, y, n_features=2, n_classes=2)
        names = [_two(feature_names, "feature_names"), _two(units, "units")]
        names.append(_two(class_names, "class_names"))
        self.feature_names, self.units, self.class_names = names
        check_spread(self.X, self.feature_names)
        max_drawn = check_count(max_drawn, "max_drawn", 1)
        self.X.setflags(write=False)
        self.y.setflags(write=False)
        self.mean, self.std = self.X.mean(axis=0), self.X.std(axis=0)
        size = QUADRATIC if quadratic else LINEAR
        w = np.zeros(size) if w is None else w
        super().__init__(w=w, b=b, lr=lr, standardize=standardize, quadratic=quadratic)
        self._check_size(len(self.w), self.quadratic)
        self.start = (self.w, self.b)
        drawn = _choose(len(self.X), max_drawn)
        self._X = self.X.astype("<f8").tobytes()
        self._y = self.y.astype(np.uint8).tobytes()
        self._drawn = drawn.astype("<f8").tobytes()
        self._info = {
            "feature_names": self.feature_names,
            "units": self.units,
            "class_names": self.class_names,
            "markers": load_palette()["markers"][:2],
            "start": {
                "w": self.w.tolist(),
                "b": self.b,
                "lr": self.lr,
                "standardize": self.standardize,
                "quadratic": self.quadratic,
            },
            "note": ""
            if len(drawn) == len(self.X)
            else f"{len(drawn)} of {len(self.X)} samples are drawn; "
            "loss and accuracy use all.",
        }
        self.observe(self._on_standardize, "standardize")
        self.observe(self._on_quadratic, "quadratic")

    @classmethod
    def from_dataset(cls, dataset, columns=(0, 1), **options):
        """Explore two columns of a Dataset; ``options`` go to the constructor."""
        i, j = (check_count(k, "columns", 0, dataset.X.shape[1] - 1) for k in columns)
        return cls(
            dataset.X[:, [i, j]],
            dataset.y,
            feature_names=(dataset.feature_names[i], dataset.feature_names[j]),
            units=(dataset.units[i], dataset.units[j]),
            class_names=dataset.class_names,
            **options,
        )

    @classmethod
    def preset(cls, name, n=1000, seed=0, **options):
        """Explore generated data.

        Parameters
        ----------
        name : str
            ``"gas_sand"``: gas against brine sand, one line does it.
            ``"avo_boundaries"``: gas boundaries on both sides of the brine band, no
            line does it, a conic does. ``"separable"``: coal against sandstone, any of
            many lines does it, and training never ends.
        n, seed : int
            Number of samples, seed of the generator.
        **options
            Passed to the constructor.
        """
        from course_lib import datasets

        presets = {
            "gas_sand": datasets.gas_sand,
            "avo_boundaries": datasets.avo_boundaries,
        }
        check_choice(name, "name", [*presets, "separable"])
        if name == "separable":
            return cls(**_coal_and_sandstone(n, seed), **options)
        return cls.from_dataset(presets[name](n=n, seed=seed), **options)

    # ------------------------------------------------------------ what Python computes

    def inputs(self, X):
        """What the unit sees of raw samples X (m, 2): standardised, squared, or X."""
        X = check_samples(X, n_features=2)
        if self.standardize:
            X = (X - self.mean) / self.std
        return polynomial_features(X)[0] if self.quadratic else X

    def raw_line(self):
        """(w, b) of the same unit for raw inputs; w in one over the feature's unit."""
        if not self.standardize:
            return self.w, self.b
        return substitute(self.w, self.b, 1 / self.std, -self.mean / self.std)

    def network(self):
        """The unit as a `Network` that takes what `inputs` returns.

        ``explorer.network()(explorer.inputs(X))`` equals ``explorer.probability(X)``.
        """
        network = Network([len(self.w), 1], init="zeros")
        network.parameters = [*self.w, self.b]
        return network

    def probability(self, X):
        """Probability of class 1 for raw samples X (m, 2), shape (m,)."""
        return self.network()(self.inputs(X))

    @property
    def loss(self):
        """Mean binary cross-entropy J on all samples, in nats."""
        return self.network().loss(self.inputs(self.X), self.y)

    @property
    def accuracy(self):
        """Share of all samples on the right side of P = .5."""
        return self.network().accuracy(self.inputs(self.X), self.y)

    # ------------------------------------------------------------------------- the rest

    def picture(self):
        """Draw the present state with matplotlib; a Figure."""
        from course_lib.figures import crossplot

        drawn = np.frombuffer(self._drawn).astype(int)
        X, y = self.X[drawn], self.y[drawn]
        names = (self.feature_names, self.units, self.class_names)
        return crossplot(X, y, *names, probability=self.probability)

    def describe(self):
        """One sentence for people who do not see the picture."""
        x1, x2 = self.feature_names
        return (
            f"Crossplot of {x1} and {x2} with the probability of {self.class_names[1]} "
            f"from a logistic unit: accuracy {self.accuracy:.3f}, loss {self.loss:.3f}."
        )

    def __repr__(self):
        x1, x2 = self.feature_names
        inputs = "standardised" if self.standardize else "raw"
        bend = ", quadratic" if self.quadratic else ""
        w = ", ".join(f"{v:.4g}" for v in self.w)
        return (
            f"NeuronExplorer({len(self.X)} samples of {x1} and {x2}, {inputs}{bend}, "
            f"w=({w}), b={self.b:.4g})"
        )

    @traitlets.validate("w")
    def _fits(self, proposal):
        # Inside one update from the browser, w and quadratic arrive together.
        if not self._from_browser and hasattr(self, "start"):
            self._check_size(len(proposal["value"]), self.quadratic)
        return proposal["value"]

    @staticmethod
    def _check_size(size, quadratic):
        wanted = QUADRATIC if quadratic else LINEAR
        if size != wanted:
            terms = "x1, x2, x1², x1·x2, x2²" if quadratic else "x1, x2"
            raise ValueError(
                f"w must hold {wanted} weights ({terms}) while quadratic is "
                f"{quadratic}; got {size}"
            )

    def _on_standardize(self, change):
        if self._from_browser:
            return
        if change.new:
            w, b = substitute(self.w, self.b, self.std, self.mean)
        else:
            w, b = substitute(self.w, self.b, 1 / self.std, -self.mean / self.std)
        with self.hold_sync():
            self.w, self.b = w, b

    def _on_quadratic(self, change):
        if not self._from_browser:
            self.w = [*self.w, 0, 0, 0] if change.new else self.w[:LINEAR]


def substitute(w, b, scale, shift):
    """Rewrite b + w·φ(p) in inputs q, where p = scale · q + shift.

    Parameters
    ----------
    w : array_like, shape (2,) or (5,)
        Weights of p1, p2 and, if five, of p1², p1 p2, p2².
    b : float
    scale, shift : array_like, shape (2,)

    Returns
    -------
    w : numpy.ndarray, same shape
    b : float

    Examples
    --------
    >>> substitute([3.0, 0.0], 1.0, scale=[2.0, 1.0], shift=[5.0, 0.0])
    (array([6., 0.]), 16.0)
    """
    (s1, s2), (t1, t2) = scale, shift
    w1, w2, a, c, d = [*w, 0.0, 0.0, 0.0][:5]
    linear = [s1 * (w1 + 2 * a * t1 + c * t2), s2 * (w2 + c * t1 + 2 * d * t2)]
    curved = [a * s1**2, c * s1 * s2, d * s2**2]
    b = b + w1 * t1 + w2 * t2 + a * t1**2 + c * t1 * t2 + d * t2**2
    w = np.array(linear if len(w) == LINEAR else linear + curved)
    return w + 0.0, float(b)  # no −0


def _two(names, argument):
    if isinstance(names, str) or len(names) != 2:
        raise ValueError(f"{argument} must hold two names; got {names!r}")
    return [str(name) for name in names]


def _choose(m, at_most):
    """Row numbers to draw: all, or a seeded choice in rising order."""
    if m <= at_most:
        return np.arange(m)
    return np.sort(np.random.default_rng(0).permutation(m)[:at_most])


def _coal_and_sandstone(n, seed):
    """Density and gamma ray of coal (class 1) and sandstone (class 0), typical values.

    Stands in for two rocks that a log tells apart without fail. Breaks down: thin beds,
    washed-out boreholes and shaly coal, where the clouds touch.
    """
    n = check_count(n, "n", 2)
    rng = np.random.default_rng(check_count(seed, "seed", 0))
    y = np.arange(n) % 2
    density = rng.normal(np.where(y, 1.40, 2.35), 0.07)
    gamma_ray = rng.normal(np.where(y, 35.0, 45.0), 12.0)
    return {
        "X": np.stack([density, gamma_ray], axis=1),
        "y": y,
        "feature_names": ("bulk density", "gamma ray"),
        "units": ("g/cm³", "API"),
        "class_names": ("sandstone", "coal"),
    }
