"""Trained networks in files: what they are made of, and their weights.

Written all at once or not at all; read without running anything that a file may hold.
"""

import os
import zipfile
from pathlib import Path

import torch

from course_lib.models.networks import NETWORKS

FORMAT = 1  # rises when files of today could no longer be read


def save(network, path):
    """Write a network of the course to a file, all at once or not at all.

    Parameters
    ----------
    network : FaultCNN, UNet or PixelMLP
    path : str or path-like
        Usually ``….pt``. An older file of this name is replaced in the last moment:
        whatever happens before, it stays whole.

    Raises
    ------
    TypeError
        Another kind of network: its file could not say how to build it.
    OSError
        The folder does not exist or cannot be written to.
    """
    kind = type(network).__name__
    if NETWORKS.get(kind) is not type(network):
        raise TypeError(
            f"network must be one of {', '.join(NETWORKS)}; got {kind}. "
            "For your own, use torch.save(network.state_dict(), path)"
        )
    path = Path(path)
    if not path.parent.is_dir():
        raise FileNotFoundError(f"there is no folder {path.parent}: make it first")
    content = {
        "format": FORMAT,
        "network": kind,
        "settings": network.settings(),
        "state": {key: value.cpu() for key, value in network.state_dict().items()},
    }
    part = path.with_name(path.name + ".part")
    try:
        torch.save(content, part)
        os.replace(part, path)
    finally:
        part.unlink(missing_ok=True)


def load(path, into=None):
    """The network that `save` wrote, in evaluation mode, on the CPU.

    Parameters
    ----------
    path : str or path-like
    into : torch.nn.Module, optional
        Put the weights into this network instead of a new one. It must be of the same
        kind and size as the saved one. If anything is wrong, it stays as it was.

    Returns
    -------
    FaultCNN, UNet or PixelMLP
        ``into``, if given.

    Raises
    ------
    FileNotFoundError
    ValueError
        The file is no checkpoint of the course, is damaged (cut off, for instance), was
        written by a newer version, or holds another kind of network than ``into``.
    """
    content = read(path)
    try:
        saved = NETWORKS[content["network"]](**content["settings"])
        saved.load_state_dict(content["state"])
    except (KeyError, TypeError, ValueError, RuntimeError) as error:
        raise ValueError(
            f"{path} does not fit the networks of this version of the course: {error}"
        ) from error
    if into is None:
        return saved.eval()
    if type(into) is not type(saved) or shapes(into) != shapes(saved):
        raise ValueError(
            f"{path} holds {described(saved)}; its weights do not fit {described(into)}"
        )
    into.load_state_dict(saved.state_dict())
    return into.eval()


def read(path):
    """The dictionary in a checkpoint, or a sentence on what is wrong with the file."""
    path = Path(path)
    if not path.is_file():
        raise FileNotFoundError(f"there is no file {path}")
    with open(path, "rb") as file:
        is_zip = file.read(2) == b"PK"
    try:
        with zipfile.ZipFile(path) as archive:
            damaged = archive.testzip() is not None
    except (zipfile.BadZipFile, EOFError, OSError):
        damaged = is_zip
        if not is_zip:
            raise ValueError(f"{path} is not a checkpoint of the course") from None
    if damaged:
        raise ValueError(f"{path} is damaged or cut off: copy or save it again")
    try:
        content = torch.load(path, map_location="cpu", weights_only=True)
    except Exception as error:  # torch raises whatever its readers stumble over
        raise ValueError(f"{path} is not a checkpoint of the course") from error
    if not isinstance(content, dict) or not isinstance(content.get("format"), int):
        raise ValueError(f"{path} is not a checkpoint of the course")
    if content["format"] > FORMAT:
        raise ValueError(
            f"{path} was written by a newer version of the course (format "
            f"{content['format']}; this one reads up to {FORMAT}). Update the course"
        )
    return content


def shapes(network):
    """Name and shape of everything that is learned or remembered."""
    return {key: tuple(value.shape) for key, value in network.state_dict().items()}


def described(network):
    """Such as "UNet (width 8)"."""
    kind = type(network).__name__
    if not hasattr(network, "settings"):
        return kind
    parts = (f"{k} {v}" for k, v in network.settings().items() if k != "seed")
    return f"{kind} ({', '.join(parts)})"
