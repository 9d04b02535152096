"""ActivationExplorer: activation functions, what passes through them, chains of them.

Taught in: notebook 3, from "The sigmoid" on.
"""

import numpy as np
import traitlets

from course_lib import propagation
from course_lib.activations import ACTIVATIONS, softmax
from course_lib.checks import check_array, check_choice, check_count, check_number
from course_lib.initializers import INITIALIZERS
from course_lib.propagation import SATURATED
from course_lib.shared_random import MAX_SEED
from course_lib.widgets.activation_presets import preset
from course_lib.widgets.activation_words import LABELS, describe, summary
from course_lib.widgets.base import (
    SHARED,
    Checked,
    CourseWidget,
    FloatVector,
    Number,
    build_module,
)

VIEWS = ("function", "chain", "softmax")
MOST_LAYERS, MOST_UNITS = 50, 200
MOST_CLASSES = 8
ROCKS = ("sandstone", "shale", "limestone", "coal")
FLAT = 0.01  # a slope below it passes next to nothing on
_STATE = (
    "view", "activation", "others", "z", "slope", "leak", "weight", "bias", "depth",
    "width", "chain_activation", "init", "factor", "seed", "layer", "scores",
    "temperature",
)  # fmt: skip


def _one_of(*choices):
    return Checked(lambda value, name: check_choice(value, name, choices))


def _whole(low, high):
    return Checked(lambda value, name: check_count(value, name, low, high))


def _several(value, name):
    if isinstance(value, str):
        value = [value]
    return [check_choice(v, name, ACTIVATIONS) for v in dict.fromkeys(value)]


class ActivationExplorer(CourseWidget):
    """An activation function with its slope, what passes through it, chains of it.

    Three views. *Function*: g(z), g′(z) and a tangent that you drag; below, where the
    samples of an input land on the z axis, at the right what becomes of them. *Chain*:
    what many layers in a row make of a signal on its way up and of a gradient on its
    way back. *Softmax*: scores of several classes and their probabilities.

    Parameters
    ----------
    x : array_like, shape (m,), optional
        Samples of one input in its own unit; the gamma ray of
        ``datasets.gamma_ray_log`` if omitted.
    name, unit : str
        Of the input.
    weight, bias : float, optional
        z = weight · x + bias. If omitted they standardise x: 1/std and −mean/std.
    view : {"function", "chain", "softmax"}
    activation : str
        A name of `course_lib.activations`.
    others : sequence of str
        Functions drawn beside it.
    z : float
        Where the tangent touches.
    slope : float
        The curve is g(slope · z): how steep it is, > 0.
    leak : float
        Of the leaky ReLU, its slope on the left.
    depth, width : int
        Layers in the chain, 1 … 50, and units in each, 1 … 200.
    chain_activation, init : str
        Activation function and initializer of every layer of the chain.
    factor : float
        Multiplies the variance of the chain's weights.
    seed : int
        Of weights and inputs of the chain.
    layer : int
        Layer of the chain whose numbers are read out.
    scores : sequence of 2 … 8 float
        One per class, for softmax.
    class_names : sequence of str, optional
    temperature : float
        Softmax takes scores / temperature, > 0.
    title, look_for : str
        What is shown and what to watch.

    Attributes
    ----------
    view, activation, others, z, slope, leak, weight, bias, depth, width,
    chain_activation, init, factor, seed, layer, scores, temperature
        The present state, moved by hand or by assignment.
    x : numpy.ndarray, shape (m,)
        The samples, read only.

    Raises
    ------
    TypeError, ValueError
        With the argument's name, its value and what is allowed.

    Examples
    --------
    >>> explorer = ActivationExplorer.preset("gamma_ray_raw")
    >>> explorer
    ActivationExplorer(sigmoid of 1 · GR + 0, tangent at z=1)
    >>> round(explorer.saturated, 2)
    1.0
    >>> explorer.z = 0.0
    >>> explorer.a, explorer.derivative
    (0.5, 0.25)
    """

    _esm = build_module(
        *SHARED,
        "js/shared_random.js",
        "js/data_losses.js",
        "js/network_kernels.js",
        "js/network_activations.js",
        "js/network.js",
        "js/network_start.js",
        "js/layer_numbers.js",
        "js/chain.js",
        "playground_colours.js",
        "activation_functions.js",
        "activation_state.js",
        "activation_panels.js",
        "activation_curves.js",
        "activation_softmax.js",
        "activation_chain.js",
        "activation_words.js",
        "activation_legend.js",
        "activation_controls.js",
        "activation_explorer.js",
    )
    view = _one_of(*VIEWS)
    activation = _one_of(*ACTIVATIONS)
    others = Checked(_several)
    z = Number()
    slope = Number(above=0)
    leak = Number()
    weight = Number()
    bias = Number()
    depth = _whole(1, MOST_LAYERS)
    width = _whole(1, MOST_UNITS)
    chain_activation = _one_of(*ACTIVATIONS)
    init = _one_of(*INITIALIZERS)
    factor = Checked(lambda value, name: check_number(value, name, high=1e6, above=0))
    seed = _whole(0, MAX_SEED)
    layer = _whole(1, MOST_LAYERS)
    scores = FloatVector(sizes=range(2, MOST_CLASSES + 1))
    temperature = Number(above=0)
    _x = traitlets.Bytes().tag(sync=True, from_json=lambda v, _w: bytes(v))
    _info = traitlets.Dict().tag(sync=True)
    _chain_of = None  # settings of the chain computed last

    def __init__(
        self,
        x=None,
        name="x",
        unit="",
        weight=None,
        bias=None,
        view="function",
        activation="sigmoid",
        others=(),
        z=1.0,
        slope=1.0,
        leak=0.01,
        depth=10,
        width=100,
        chain_activation="sigmoid",
        init="xavier",
        factor=1.0,
        seed=0,
        layer=1,
        scores=(2.0, 1.0, 0.0, -1.0),
        class_names=None,
        temperature=1.0,
        title="",
        look_for="",
    ):
        if x is None:
            x, name, unit = _gamma_ray()
        self.x = check_array(x, "x", ndim=1)
        self.x.setflags(write=False)
        self.x_name, self.unit = str(name), str(unit)
        self.mean, self.std = float(self.x.mean()), float(self.x.std())
        weight = 1 / (self.std or 1) if weight is None else weight
        bias = -self.mean / (self.std or 1) if bias is None else bias
        super().__init__(
            view=view,
            activation=activation,
            others=others,
            z=z,
            slope=slope,
            leak=leak,
            weight=weight,
            bias=bias,
            depth=depth,
            width=width,
            chain_activation=chain_activation,
            init=init,
            factor=factor,
            seed=seed,
            layer=layer,
            scores=scores,
            temperature=temperature,
            _x=self.x.astype("<f8").tobytes(),
        )
        self.class_names = _named(class_names, len(self.scores))
        self._info = {
            "title": str(title),
            "look_for": str(look_for),
            "name": self.x_name,
            "unit": self.unit,
            "class_names": self.class_names,
            "activations": {key: LABELS[key] for key in ACTIVATIONS},
            "initializers": list(INITIALIZERS),
            "start": {key: self._plain(key) for key in _STATE},
        }

    @classmethod
    def preset(cls, name, **options):
        """Explore a case of the lecture; ``options`` go to the constructor.

        Parameters
        ----------
        name : str
            ``"sigmoid"``, ``"tanh"``, ``"relu"``, ``"relu_family"``,
            ``"gamma_ray_raw"``, ``"gamma_ray_scaled"``, ``"vanishing"``,
            ``"tanh_chain"``, ``"he_chain"``, ``"exploding"`` or ``"softmax"``.
        """
        return cls(**{**preset(name), **options})

    @classmethod
    def from_dataset(cls, dataset, column=0, **options):
        """Send one column of a Dataset through; ``options`` go to the constructor."""
        j = check_count(column, "column", 0, dataset.X.shape[1] - 1)
        names = {"name": dataset.feature_names[j], "unit": dataset.units[j]}
        return cls(dataset.X[:, j], **names, **options)

    # ------------------------------------------------------------ what Python computes

    def value(self, z, name=None):
        """g(slope · z) of the present activation, or of ``name`` with slope 1."""
        return _function(name or self.activation, self._inner(z, name), self.leak)[0]

    def slope_at(self, z, name=None):
        """d value / dz of the present activation, or of ``name`` with slope 1."""
        factor = 1.0 if name else self.slope
        inner = self._inner(z, name)
        return factor * _function(name or self.activation, inner, self.leak)[1]

    def _inner(self, z, name):
        return np.multiply(1.0 if name else self.slope, z)

    @property
    def a(self):
        """g at the tangent point z; float."""
        return float(self.value(self.z))

    @property
    def derivative(self):
        """Slope of the tangent; float."""
        return float(self.slope_at(self.z))

    @property
    def sample_z(self):
        """weight · x + bias of every sample, shape (m,)."""
        return self.weight * self.x + self.bias

    @property
    def sample_a(self):
        """Activation of every sample, shape (m,)."""
        return self.value(self.sample_z)

    @property
    def flat(self):
        """Which samples lie where the function is flat, bool, shape (m,).

        Sigmoid: a below .01 or above .99; tanh: |a| above .99; all others: g′ between
        −.01 and .01.
        """
        a, slope = _function(self.activation, self.slope * self.sample_z, self.leak)
        if self.activation in SATURATED:
            return SATURATED[self.activation](a)
        return np.abs(slope) < FLAT

    @property
    def saturated(self):
        """Share of the samples that are `flat`; float."""
        return float(self.flat.mean())

    @property
    def chain(self):
        """The chain of layers as a `course_lib.propagation.Chain`.

        The same numbers that the browser draws: for each layer ``std``, ``rms``,
        ``saturated``, ``dead``, ``gradient``, ``product`` …
        """
        settings = (
            self.depth, self.width, self.chain_activation, self.init, self.factor,
        )  # fmt: skip
        if self._chain_of != (*settings, self.seed):
            self._chain = propagation.chain(*settings, seed=self.seed)
            self._chain_of = (*settings, self.seed)
        return self._chain

    @property
    def probabilities(self):
        """Softmax of scores / temperature, shape (K,)."""
        return softmax(self.scores, self.temperature)

    # ------------------------------------------------------------------------- the rest

    def picture(self):
        """Draw the present state with matplotlib; a Figure."""
        from course_lib.widgets.activation_picture import draw

        return draw(self)

    def describe(self):
        """One sentence for people who do not see the picture."""
        return describe(self)

    def __repr__(self):
        return f"ActivationExplorer({summary(self)})"

    @property
    def title(self):
        """What the explorer was made to show."""
        return self._info["title"]

    def _plain(self, name):
        value = getattr(self, name)
        return value.tolist() if isinstance(value, np.ndarray) else value

    @traitlets.validate("scores")
    def _same_classes(self, proposal):
        names = getattr(self, "class_names", None)
        if names and len(names) != len(proposal["value"]):
            raise ValueError(
                f"scores must hold {len(names)} numbers, one per class "
                f"({', '.join(names)}); got {len(proposal['value'])}"
            )
        return proposal["value"]


def _function(name, z, leak):
    """(g(z), g′(z)) of the activation called ``name``."""
    g = ACTIVATIONS[name]
    options = {"leak": leak} if name == "leaky_relu" else {}
    return g(z, **options), g.derivative(z, **options)


def _gamma_ray():
    from course_lib import datasets

    log = datasets.gamma_ray_log(n=600, seed=0)
    return log.X[:, 0], log.feature_names[0], log.units[0]


def _named(names, count):
    """One name per class."""
    if names is None:
        rocks = count <= len(ROCKS)
        return [ROCKS[k] if rocks else f"class {k}" for k in range(count)]
    names = [names] if isinstance(names, str) else [str(name) for name in names]
    if len(names) != count:
        raise ValueError(
            f"class_names must hold {count} names, one per score; got {names!r}"
        )
    return names
