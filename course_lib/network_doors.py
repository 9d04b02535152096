"""The doors of `Network`: checks of what comes in, PyTorch modules, files.

Nothing here is needed to understand a network.
"""

import json
from pathlib import Path

import numpy as np

from course_lib.activations import ACTIVATIONS
from course_lib.checks import check_array, check_choice, check_samples

TORCH_NAMES = {
    "Identity": "linear",
    "Sigmoid": "sigmoid",
    "Tanh": "tanh",
    "ReLU": "relu",
    "LeakyReLU": "leaky_relu",
    "ELU": "elu",
    "Softplus": "softplus",
    "GELU": "gelu",
    "SiLU": "silu",
    "Softmax": "softmax",
}


def to_torch(network):
    """The network as ``torch.nn.Sequential``, float64, same weights; see `Network`."""
    import torch

    options = {"GELU": {"approximate": "tanh"}, "Softmax": {"dim": -1}}
    modules = {ours: theirs for theirs, ours in TORCH_NAMES.items()}
    layers = []
    names = [*network.hidden, network.output]
    for W, b, name in zip(network.weights, network.biases, names, strict=True):
        dense = torch.nn.Linear(W.shape[1], W.shape[0], dtype=torch.float64)
        with torch.no_grad():
            dense.weight.copy_(torch.from_numpy(W))
            dense.bias.copy_(torch.from_numpy(b))
        kind = modules[name]
        layers += [dense, getattr(torch.nn, kind)(**options.get(kind, {}))]
    return torch.nn.Sequential(*layers)


def from_torch(model, network_class):
    """The arguments and parameters of ``model`` as a network; see `Network.from_torch`.

    Each Linear may be followed by one activation; without one it counts as linear.
    """
    import torch

    if not isinstance(model, torch.nn.Sequential):
        raise TypeError(
            f"model must be a torch.nn.Sequential of Linear layers and activations; "
            f"got {type(model).__name__}"
        )
    dense, names = [], []
    for place, module in enumerate(model):
        kind = type(module).__name__
        if isinstance(module, torch.nn.Linear):
            dense.append(module)
            names.append("linear")
        elif kind in TORCH_NAMES and len(dense) and names[-1] == "linear":
            names[-1] = check_torch_activation(module, kind, place)
        else:
            raise ValueError(
                f"model[{place}] is {kind}; what can follow is Linear, or after each "
                f"Linear one of {', '.join(TORCH_NAMES)}"
            )
    if not dense:
        raise ValueError("model has no Linear layer")
    if names[-1] not in network_class.OUTPUTS:
        wanted = ", ".join(network_class.OUTPUTS)
        raise ValueError(f"model must end in one of {wanted}; it ends in {names[-1]}")
    sizes = [dense[0].in_features, *(layer.out_features for layer in dense)]
    network = network_class(sizes, hidden=names[:-1], output=names[-1], init="zeros")
    for layer, W, b in zip(dense, network.weights, network.biases, strict=True):
        W[:] = layer.weight.detach().cpu().numpy()
        b[:] = 0.0 if layer.bias is None else layer.bias.detach().cpu().numpy()
    return network


def check_torch_activation(module, kind, place):
    """Our name of a torch activation, if its settings are those of the course."""
    expected = {
        "LeakyReLU": ("negative_slope", 0.01),
        "ELU": ("alpha", 1.0),
        "GELU": ("approximate", "tanh"),
    }
    name, value = expected.get(kind, ("", None))
    if name and getattr(module, name) != value:
        raise ValueError(
            f"model[{place}]: {kind} must have {name}={value!r}; "
            f"got {getattr(module, name)!r}"
        )
    return TORCH_NAMES[kind]


def save(network, path):
    """Write arguments and parameters to an ``.npz`` file; see `Network.save`."""
    path = Path(path)
    if path.suffix != ".npz":
        raise ValueError(f"path must end in .npz; got {str(path)!r}")
    part = path.with_name(path.name + ".part")
    with open(part, "wb") as file:  # a crash half-way leaves an older file intact
        np.savez(
            file,
            settings=np.array(json.dumps(network.settings())),
            parameters=network.parameters,
        )
    part.replace(path)


def load(path, network_class):
    """Read a network that `save` wrote; see `Network.load`."""
    try:
        with np.load(path, allow_pickle=False) as file:
            settings = json.loads(str(file["settings"]))
            parameters = file["parameters"]
    except FileNotFoundError:
        raise
    except (KeyError, ValueError, OSError, EOFError) as error:
        raise ValueError(f"{path} is not a saved network: {error}") from error
    network = network_class(**settings)
    network.parameters = parameters
    return network


def check_data(network, X, y=None):
    """Return X and y as arrays the network works with, or say what is wrong."""
    if y is None:
        return check_samples(X, n_features=network.sizes[0])
    if network.output != "linear":
        K = 2 if network.output == "sigmoid" else network.sizes[-1]
        X, y = check_samples(X, y, n_features=network.sizes[0])
        if y.max() >= K:
            raise ValueError(f"y must hold classes 0 … {K - 1}; got {y.max()}")
        return X, y
    X = check_samples(X, n_features=network.sizes[0])
    y = check_array(y, "y", ndim=1 if network.sizes[-1] == 1 else 2)
    if len(y) != len(X) or (y.ndim == 2 and y.shape[1] != network.sizes[-1]):
        raise ValueError(
            f"y must hold one value per row of X and output unit; "
            f"got shape {y.shape} for X of shape {X.shape}"
        )
    return X, y


def check_hidden(hidden, layers):
    """One activation per hidden layer, as a list of names."""
    if isinstance(hidden, str):
        return [check_choice(hidden, "hidden", ACTIVATIONS)] * layers
    names = [check_choice(name, "hidden", ACTIVATIONS) for name in hidden]
    if len(names) != layers:
        raise ValueError(
            f"hidden must be one activation, or one for each of the {layers} hidden "
            f"layers; got {len(names)}: {names}"
        )
    return names
