"""The door for images and labels: arrays in, tensors out, images standardised."""

import numpy as np
import torch

from course_lib.checks import check_array


def as_images(X, name="X"):
    """Images as a tensor a network takes: (m, 1, n_samples, n_traces), float32.

    Amplitudes mean nothing from survey to survey, so every image is standardised: mean
    0, standard deviation 1. In training, on patches and on windows of a section alike;
    a network never sees other units, whatever yours are. A constant image becomes 0.

    Parameters
    ----------
    X : array_like, shape (m, n_samples, n_traces) or (m, 1, n_samples, n_traces)
        Any unit; whole numbers too.
    name : str
        The argument's name, for messages.

    Returns
    -------
    torch.Tensor, shape (m, 1, n_samples, n_traces), float32

    Raises
    ------
    TypeError, ValueError
        Not real and finite numbers, or another shape.
    """
    X = check_array(X, name)
    if X.ndim == 4 and X.shape[1] == 1:
        X = X[:, 0]
    if X.ndim != 3:
        cure = ""
        if X.ndim == 2:
            cure = f". For one image pass {name}[None]"
        elif X.ndim == 4 and X.shape[3] == 1:
            cure = f". The channel comes second: pass np.moveaxis({name}, 3, 1)"
        raise ValueError(
            f"{name} must have shape (m, n_samples, n_traces) or (m, 1, n_samples, "
            f"n_traces); got {X.shape}{cure}"
        )
    return torch.from_numpy(standardised(X).astype(np.float32))[:, None]


def standardised(X):
    """Images (m, n1, n2), each with mean 0 and standard deviation 1, or constant 0."""
    largest = np.abs(X).max(axis=(1, 2), keepdims=True, initial=0.0)
    X = X - X.mean(axis=(1, 2), keepdims=True)
    spread = X.std(axis=(1, 2), keepdims=True)
    # A constant image less its mean may leave rounding errors: they are no amplitudes.
    return np.divide(X, spread, out=np.zeros_like(X), where=spread > 1e-12 * largest)


def check_target(target, X, name="target"):
    """Labels 0 and 1 for images ``X`` (m, 1, n1, n2): float32, (m,) or (m, n1, n2)."""
    target = check_array(target, name)
    allowed = (len(X),), (len(X), *X.shape[2:])
    if target.shape not in allowed:
        raise ValueError(
            f"{name} must hold one label per image, shape {allowed[0]}, or one per "
            f"pixel, shape {allowed[1]}; got {target.shape}"
        )
    found = np.unique(target)
    if not np.isin(found, (0, 1)).all():
        raise ValueError(f"{name} must hold 0 and 1 only; got {found[:4].tolist()}")
    return torch.from_numpy(target.astype(np.float32))


def check_images_and_target(network, X, target, name="target"):
    """Tensors for ``network``, whose answers must have the shape of the labels."""
    if not isinstance(network, torch.nn.Module):
        raise TypeError(
            "network must be a torch.nn.Module, such as FaultCNN(); "
            f"got {network!r:.60}"
        )
    X = as_images(X)
    target = check_target(target, X, name)
    if target.min() == target.max():
        raise ValueError(
            f"{name} must hold both 0 and 1: from {int(target.max())} alone there is "
            "nothing to learn"
        )
    training = network.training
    first = next(network.parameters(), X)
    with torch.no_grad():
        answer = network.eval()(X[:2].to(first.device))
    network.train(training)
    if answer.shape != target[:2].shape:
        raise ValueError(
            f"{name} must have the shape of the network's answers, "
            f"{(len(X), *answer.shape[1:])}; got {tuple(target.shape)}. FaultCNN and "
            "PixelMLP learn one label per image, UNet one per pixel"
        )
    return X, target


def check_validation(network, validation):
    """Tensors of the pair (X, target) held back, or a sentence on what is wrong."""
    try:
        X, held_back = validation
    except (TypeError, ValueError):
        raise TypeError(
            f"validation must be a pair (X, target); got {validation!r:.60}"
        ) from None
    return check_images_and_target(network, X, held_back, "validation target")
