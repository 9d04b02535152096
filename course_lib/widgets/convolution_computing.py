"""What ConvolutionExplorer shows, computed with course_lib.convolution.

The browser computes the same in ``js/convolution.js``; tests/browser/
test_convolution_engine.py holds the two together.
"""

import numpy as np

from course_lib import convolution
from course_lib.shared_random import SharedRandom


def pads(padding, k, dilation):
    """Zeros (before, after) along one axis; "same" puts the odd one last."""
    if padding != "same":
        return padding, padding
    total = dilation * (k - 1)
    return total // 2, total - total // 2


def correlate(x, kernels, bias=0.0, stride=1, padding=0, dilation=1, trace=False):
    """Sum over the channels of x (c, n1, n2) under kernels (c, k1, k2), plus bias.

    A ``trace`` is an image of one column that is padded along time only: n2 = k2 = 1.

    Returns
    -------
    numpy.ndarray, shape (o1, o2)

    Raises
    ------
    ValueError
        The kernel has no room in the padded input.
    """
    options = {"stride": stride, "dilation": dilation}
    if padding == "same":
        down, across = (pads("same", k, dilation) for k in kernels.shape[1:])
        x = np.pad(x, ((0, 0), down, (0, 0) if trace else across))
    else:
        options["padding"] = (padding, 0 if trace else padding)
    z = convolution.conv2d(x[None], kernels[None], np.array([bias]), **options)
    return z[0, 0]


def activate(z, activation):
    """z, or max(0, z)."""
    return np.maximum(z, 0.0) if activation == "relu" else z


# ------------------------------------------------------------------------------- layers


def layer_weights(layers, choice, kernel, seed):
    """One k × k kernel per convolution, None per pooling layer.

    "mean": every weight 1/k². "random": normal numbers of variance 2/k² (He's rule).
    "kernel": ``kernel`` wherever it has the layer's size, else the mean.
    """
    random = SharedRandom(seed)
    weights = []
    for layer in layers:
        k = layer["k"]
        if layer["kind"] != "conv":
            weights.append(None)
        elif choice == "random":
            weights.append(np.sqrt(2) / k * random.normals(k * k).reshape(k, k))
        elif choice == "kernel" and kernel.shape == (k, k):
            weights.append(kernel)
        else:
            weights.append(np.full((k, k), 1 / k**2))
    return weights


def run_layers(image, layers, weights, relu):
    """Maps of all layers, the image (n1, n2) first; a list of arrays."""
    maps = [image]
    for layer, w in zip(layers, weights, strict=True):
        x = maps[-1][None, None]
        if layer["kind"] == "conv":
            z = convolution.conv2d(x, w[None, None], **_options(layer))
            maps.append(np.maximum(z, 0.0)[0, 0] if relu else z[0, 0])
        else:
            pool = getattr(convolution, f"{layer['kind']}_pool2d")
            maps.append(pool(x, layer["k"], layer["stride"])[0, 0])
    return maps


def trace_back(maps, layers, weights, relu, row, column):
    """∂(cell of the last map) / ∂(the input), same shape as the input."""
    g = np.zeros((1, 1, *maps[-1].shape))
    g[0, 0, row, column] = 1.0
    for layer, w, x, a in zip(
        layers[::-1], weights[::-1], maps[-2::-1], maps[:0:-1], strict=True
    ):
        x = x[None, None]
        if layer["kind"] == "conv":
            g = g * (a > 0) if relu else g
            g, *_ = convolution.conv2d_backward(g, x, w[None, None], **_options(layer))
        else:
            back = getattr(convolution, f"{layer['kind']}_pool2d_backward")
            g = back(g, x, layer["k"], layer["stride"])
    return g[0, 0]


def _options(layer):
    return {name: layer[name] for name in ("stride", "padding", "dilation")}


def theory(layers):
    """(k, stride, dilation) of every layer, as `convolution.receptive_field` asks."""
    return [(layer["k"], layer["stride"], layer["dilation"]) for layer in layers]
