"""A look into a network's loss, which has hundreds of parameters, along two of them.

Taught in: notebook 4.
"""

import numpy as np

from course_lib.checks import check_count
from course_lib.networks import OUTPUTS, Network
from course_lib.surfaces.surface import DataSurface


def network_slice(network, X, y, seed=0):
    """The loss of a network at parameters + x d₁ + y d₂, along two random directions.

    Each direction is filter-normalised: per unit, its weights are as long as the
    network's own, so that 1 on an axis means "a change as large as the weights" in
    every layer. Biases stay.

    Parameters
    ----------
    network : Network
        Trained or not; it is copied.
    X : array_like, shape (m, n)
    y : array_like, shape (m,)
    seed : int
        Of the directions.

    Returns
    -------
    DataSurface
        With the attribute ``directions``, shape (2, n_parameters). The network itself
        is at (0, 0): low, if it is trained, but hardly ever the minimum.

    Notes
    -----
    A slice is not the landscape: what looks like a local minimum here may have a way
    out along any of the other directions, and other directions give another picture.

    References
    ----------
    Li, Xu, Taylor, Studer and Goldstein, 2018, Visualizing the loss landscape of neural
    nets, NeurIPS 31.
    """
    if not isinstance(network, Network):
        raise TypeError(f"network must be a Network; got {type(network).__name__}")
    X, y = network.check(X, y)
    rng = np.random.default_rng(check_count(seed, "seed", low=0))
    centre = network.parameters.copy()
    directions = np.stack([filter_normalised(network, rng) for _ in range(2)])

    def terms(X, y):
        probe = twin(network)
        mean_loss = OUTPUTS[network.output][1]

        def loss(along_1, along_2):
            probe.parameters = centre + np.dot((along_1, along_2), directions)
            z = probe.forward(X)[0][-1]
            return mean_loss(z[:, 0] if z.shape[1] == 1 else z, y)

        def slopes(along_1, along_2):
            probe.parameters = centre + np.dot((along_1, along_2), directions)
            return tuple(directions @ probe.backward(X, y))

        each_loss = np.vectorize(loss, otypes=[float])
        each_slopes = np.vectorize(slopes, otypes=[float, float])
        return lambda *w: each_loss(*w)[()], each_slopes, None

    surface = DataSurface(
        terms,
        {"X": X, "y": y},
        name="network_slice",
        title="Slice through a network's loss",
        domain=((-1, 1), (-1, 1)),
        start=(0.8, 0.8),
        starts=[(-0.8, 0.8), (-0.8, -0.8), (0.8, -0.8)],
        axis_names=("along d₁", "along d₂"),
    )
    surface.directions = directions
    return surface


def filter_normalised(network, rng):
    """A random direction in parameter space, every row as long as the network's."""
    direction = twin(network)
    for d, W in zip(direction.weights, network.weights, strict=True):
        d[:] = rng.standard_normal(W.shape)
        d *= np.linalg.norm(W, axis=1, keepdims=True) / np.linalg.norm(
            d, axis=1, keepdims=True
        )
    for b in direction.biases:
        b[:] = 0.0
    return direction.parameters.copy()


def twin(network):
    """A network of the same kind and with the same parameters, of its own."""
    result = Network(network.sizes, network.hidden, network.output)
    result.parameters = network.parameters
    return result
