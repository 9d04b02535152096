"""What happens to a signal on its way through many layers, and to the gradient back.

`chain` sends random inputs through up to 100 equal layers; `layers` measures the layers
of a network you have. Both answer with one number per layer and quantity.

Taught in: notebook 3 (saturation, vanishing gradients, initialization).
"""

from dataclasses import dataclass, field

import numpy as np

from course_lib.activations import ACTIVATIONS
from course_lib.checks import check_array, check_choice, check_count, check_number
from course_lib.initializers import INITIALIZERS, VARIANCES
from course_lib.shared_random import SharedGenerator

MAX_DEPTH = 100
MAX_WIDTH = 500
MAX_INPUTS = 5000
MAX_BATCH = 1000

SATURATED = {  # where the function is so flat that hardly any gradient passes
    "sigmoid": lambda a: (a < 0.01) | (a > 0.99),
    "softmax": lambda a: (a < 0.01) | (a > 0.99),
    "tanh": lambda a: np.abs(a) > 0.99,
}
RANGES = {"sigmoid": (0.0, 1.0), "softmax": (0.0, 1.0), "tanh": (-1.0, 1.0)}


@dataclass(frozen=True, eq=False, repr=False)
class Layers:
    """One number per layer, first layer first; every array has shape (layers,).

    Attributes
    ----------
    names : list of str
        Activation of each layer.
    mean, std, rms : numpy.ndarray
        Of the activations a, over all units and samples; rms² is the mean of a².
    saturated : numpy.ndarray
        Share of the activations on a flat end, 0 … 1: sigmoid and softmax below 0.01
        or above 0.99, tanh beyond ±0.99. Other functions: 0.
    dead : numpy.ndarray
        Share of the units that answer no sample: ReLU with z ≤ 0 for all of them, so
        that no gradient passes. Other functions leave some slope: 0.
    slope : numpy.ndarray
        Mean of |g′(z)|; NaN for softmax.
    gradient : numpy.ndarray
        Root mean square of ∂L/∂z, where L is the loss of one sample.
    weight_gradient : numpy.ndarray
        ‖∂J/∂W‖, where J is the mean of L over the samples (penalties left out).
    weight_norm : numpy.ndarray
        ‖W‖: a plain step changes the weights by the share lr · gradient / norm.
    inputs : numpy.ndarray, shape (m, n)
    activations, gradients : list of numpy.ndarray, shape (m, units)
        The numbers behind it all: a and ∂L/∂z of each layer.
    """

    names: list
    inputs: np.ndarray = field(compare=False)
    activations: list
    gradients: list
    mean: np.ndarray
    std: np.ndarray
    rms: np.ndarray
    saturated: np.ndarray
    dead: np.ndarray
    slope: np.ndarray
    gradient: np.ndarray
    weight_gradient: np.ndarray
    weight_norm: np.ndarray

    @property
    def product(self):
        """What the slopes alone make of the last layer's gradient on its way back.

        The product of the mean |g′| of a layer and all after it but the last, whose
        ∂L/∂z is where the way begins: 1 for the last layer, at most 0.25⁹ for the
        first of ten sigmoids.
        """
        return np.append(np.cumprod(self.slope[-2::-1])[::-1], 1.0)

    def histogram(self, layer, bins=40, of="activations"):
        """Counts and edges of the values of one layer (0 is the first).

        Bounded activations are counted over their whole range, all other values from
        the smallest to the largest.
        """
        values = getattr(self, check_choice(of, "of", ["activations", "gradients"]))
        ends = RANGES.get(self.names[layer]) if of == "activations" else None
        values = values[layer][np.isfinite(values[layer])]
        return np.histogram(values, bins=bins, range=ends)

    def table(self):
        """The numbers as text, one line per layer."""
        head = (
            "layer  function        mean       std  saturated  dead  gradient   |dJ/dW|"
        )
        rows = [
            f"{k + 1:5d}  {name:10s}  {self.mean[k]:8.2g}  {self.std[k]:8.2g}"
            f"  {self.saturated[k]:9.0%}  {self.dead[k]:4.0%}"
            f"  {self.gradient[k]:8.2g}  {self.weight_gradient[k]:8.2g}"
            for k, name in enumerate(self.names)
        ]
        return "\n".join([head, *rows])

    def __len__(self):
        return len(self.names)

    def __repr__(self):
        return f"Layers({len(self)} layers)"


@dataclass(frozen=True, eq=False, repr=False)
class Chain(Layers):
    """`Layers` of a chain, with the settings it was made from; see `chain`."""

    depth: int
    width: int
    activation: str
    init: str
    factor: float
    batch: int
    seed: int
    n_in: int

    def theory(self):
        """What `theory` expects of this chain, for inputs as large as its own."""
        return theory(
            self.depth,
            self.width,
            self.activation,
            self.init,
            self.factor,
            self.n_in,
            float(np.mean(self.inputs**2)),
        )

    def __repr__(self):
        factor = f", factor={self.factor:g}" if self.factor != 1 else ""
        return (
            f"Chain({self.depth} × {self.width} {self.activation}, "
            f"{self.init}{factor}, seed={self.seed})"
        )


def chain(
    depth=10,
    width=100,
    activation="sigmoid",
    init="xavier",
    factor=1.0,
    batch=50,
    seed=0,
    n_in=None,
    x=None,
):
    """Send a batch through a chain of equal layers, and a gradient back.

    Parameters
    ----------
    depth : int
        Number of layers, 1 … 100.
    width : int
        Units per layer, 1 … 500.
    activation : str
        A name of `course_lib.activations.ACTIVATIONS`; biases are 0.
    init : str
        Rule of the weights, a name of `course_lib.initializers.INITIALIZERS`.
    factor : float
        Multiplies the variance of the weights, 0 or more.
    batch : int
        Number of samples, 1 … 1000, when no ``x`` is given.
    seed : int
        Of inputs, weights and the gradient at the end. A deeper chain with the same
        seed begins with the same layers.
    n_in : int, optional
        Number of inputs, 1 … 5000; as many as units otherwise.
    x : array_like, shape (batch, n_in), optional
        Inputs; unit normal numbers otherwise.

    Returns
    -------
    Chain

    Notes
    -----
    The loss of a sample is a random fixed projection of the last layer's z, so that
    ∂L/∂z begins with unit normal numbers there. Random numbers come from
    `course_lib.shared_random`, in this order: gradient at the end, inputs, weights.
    The browser draws the same.

    Examples
    --------
    >>> deep = chain(10, 100, "sigmoid", "xavier")
    >>> deep
    Chain(10 × 100 sigmoid, xavier, seed=0)
    >>> bool(deep.gradient[0] / deep.gradient[-1] < 1e-5)
    True
    """
    depth = check_count(depth, "depth", 1, MAX_DEPTH)
    width = check_count(width, "width", 1, MAX_WIDTH)
    check_choice(activation, "activation", ACTIVATIONS)
    check_choice(init, "init", INITIALIZERS)
    factor = check_number(factor, "factor", 0, 1e6)
    if x is not None:
        x = check_array(x, "x", ndim=2)
        batch, n_in = x.shape
    batch = check_count(batch, "batch", 1, MAX_BATCH)
    n_in = width if n_in is None else check_count(n_in, "n_in", 1, MAX_INPUTS)

    rng = SharedGenerator(seed)
    last = rng.standard_normal((batch, width))
    drawn = rng.standard_normal((batch, n_in))
    x = drawn if x is None else x
    sizes = [n_in, *[width] * depth]
    pairs = zip(sizes[1:], sizes[:-1], strict=True)
    weights = [np.sqrt(factor) * INITIALIZERS[init](o, i, rng) for o, i in pairs]
    names = [activation] * depth
    g = ACTIVATIONS[activation]
    zs, activations = [], [x]
    with np.errstate(over="ignore", invalid="ignore"):  # an explosion is inf, then NaN
        for W in weights:
            zs.append(activations[-1] @ W.T)
            activations.append(g(zs[-1]))
        numbers = _measure(names, weights, zs, activations, last)
    return Chain(
        **numbers,
        depth=depth,
        width=width,
        activation=activation,
        init=init,
        factor=factor,
        batch=batch,
        seed=int(seed),
        n_in=n_in,
    )


def layers(network, X, y=None):
    """Measure every layer of a network on samples.

    Parameters
    ----------
    network : course_lib.networks.Network
    X : array_like, shape (m, n)
    y : array_like, shape (m,), optional
        Classes or values; without them all gradients are NaN.

    Returns
    -------
    Layers
        The last layer is the output.
    """
    if y is None:
        X = network.check(X)
    else:
        X, y = network.check(X, y)
    zs, activations = network.forward(X)
    last = np.full(zs[-1].shape, np.nan)
    if y is not None:
        z_out = zs[-1][:, 0] if network.sizes[-1] == 1 else zs[-1]
        last = len(X) * network.loss_function.gradient(z_out, y).reshape(last.shape)
    names = [*network.hidden, network.output]
    return Layers(**_measure(names, network.weights, zs, activations, last))


def _measure(names, weights, zs, activations, last):
    """All arrays of `Layers`, from the last layer's ∂L/∂z of every sample."""
    inputs, *answers = activations
    slopes = [
        ACTIVATIONS[name].derivative(z) if name in ACTIVATIONS else None
        for name, z in zip(names, zs, strict=True)
    ]
    gradients = [last]
    for layer in range(len(weights) - 1, 0, -1):
        gradients.insert(0, gradients[0] @ weights[layer] * slopes[layer - 1])
    weight_gradients = [
        d.T @ a / len(a) for d, a in zip(gradients, activations, strict=False)
    ]
    silent = [
        (z <= 0).all(axis=0) if name == "relu" else np.zeros(1)
        for name, z in zip(names, zs, strict=True)
    ]
    flat = [
        SATURATED.get(name, np.zeros_like)(a)
        for name, a in zip(names, answers, strict=True)
    ]
    return {
        "names": names,
        "inputs": inputs,
        "activations": answers,
        "gradients": gradients,
        "mean": np.array([a.mean() for a in answers]),
        "std": np.array([a.std() for a in answers]),
        "rms": np.array([_rms(a) for a in answers]),
        "saturated": np.array([share.mean() for share in flat]),
        "dead": np.array([share.mean() for share in silent]),
        "slope": np.array([np.nan if s is None else np.abs(s).mean() for s in slopes]),
        "gradient": np.array([_rms(d) for d in gradients]),
        "weight_gradient": np.array([np.linalg.norm(dW) for dW in weight_gradients]),
        "weight_norm": np.array([np.linalg.norm(W) for W in weights]),
    }


def _rms(values):
    return np.sqrt(np.mean(values**2))


# Midpoints v of [−2, 2]; u = v³ lies dense where a steep function bends, and the
# weights are those of a unit normal u.
_V = (np.arange(1000) + 0.5) / 250 - 2
_NORMAL = _V**3
_SHARE = _V**2 * np.exp(-(_NORMAL**2) / 2)
_SHARE /= _SHARE.sum()


def theory(depth, width, activation, init, factor=1.0, n_in=None, mean_square_x=1.0):
    """What to expect of `chain` when its layers are very wide.

    In a wide layer z is normal with variance q = n · var(w) · mean of a² before it,
    and what flows back does not depend on what flowed forward.

    Parameters
    ----------
    depth, width, activation, init, factor, n_in :
        As for `chain`.
    mean_square_x : float
        Mean of the squared inputs; 1 for standardised ones.

    Returns
    -------
    dict of numpy.ndarray, shape (depth,)
        ``std`` and ``rms`` of a, ``gradient`` (RMS of ∂L/∂z, 1 at the last layer);
        NaN for ``init="constant"``, whose weights are not random.

    References
    ----------
    Poole et al. (2016), Exponential expressivity in deep neural networks through
    transient chaos; Schoenholz et al. (2017), Deep information propagation.
    """
    g = ACTIVATIONS[check_choice(activation, "activation", ACTIVATIONS)]
    variance = VARIANCES[check_choice(init, "init", INITIALIZERS)]
    std, rms, back = [], [], []
    square, n = mean_square_x, width if n_in is None else n_in
    with np.errstate(over="ignore", invalid="ignore"):
        for _ in range(check_count(depth, "depth", 1, MAX_DEPTH)):
            z = np.sqrt(n * factor * variance(width, n) * square) * _NORMAL
            a = g(z)
            square, n = _SHARE @ a**2, width
            rms.append(np.sqrt(square))
            std.append(np.sqrt(max(square - (_SHARE @ a) ** 2, 0.0)))
            passed = width * factor * variance(width, width)
            back.append(np.sqrt(passed * (_SHARE @ g.derivative(z) ** 2)))
        gradient = np.append(np.cumprod(back[-2::-1])[::-1], 1.0)
    unknown = np.nan if init == "constant" else 1.0
    return {
        "std": unknown * np.array(std),
        "rms": unknown * np.array(rms),
        "gradient": unknown * gradient,
    }
