"""What happens to a signal on its way through many layers, and to the gradient back.

`chain` sends random inputs through up to 100 equal layers; `layers` measures the layers
of a network you have. Both answer with one number per layer and quantity.

Taught in: notebook 3 (saturation, vanishing gradients, initialization).
"""

from dataclasses import dataclass

import numpy as np

from course_lib.activations import ACTIVATIONS
from course_lib.checks import check_array, check_choice, check_count, check_number
from course_lib.initializers import INITIALIZERS, VARIANCES
from course_lib.layer_numbers import RANGES, SATURATED, Layers, layers, measure_layers
from course_lib.shared_random import SharedGenerator

__all__ = ["RANGES", "SATURATED", "Chain", "Layers", "chain", "layers", "theory"]

MAX_DEPTH = 100
MAX_WIDTH = 500
MAX_INPUTS = 5000
MAX_BATCH = 1000


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
        numbers = measure_layers(names, weights, zs, activations, last)
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
