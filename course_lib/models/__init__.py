"""Convolutional networks for seismic images, and all they need: chapter 5, in PyTorch.

`FaultCNN`, `UNet` and the baseline `PixelMLP` (``networks``), `train` with its
`History` (``training``), `predict` and `predict_section` (``prediction``), `save` and
`load` (``checkpoints``).

Importing this package loads no PyTorch. The first name you use does; where PyTorch is
missing, an ImportError says how to get it.

>>> from course_lib import models
>>> models.FaultCNN(width=4, seed=1)(models.as_images([[[1, 2] * 8] * 16])).shape
torch.Size([1])
"""

import importlib

HOMES = {
    "FaultCNN": "networks",
    "UNet": "networks",
    "PixelMLP": "networks",
    "History": "history",
    "train": "training",
    "predict": "prediction",
    "predict_section": "prediction",
    "save": "checkpoints",
    "load": "checkpoints",
    "as_images": "images",
}

__all__ = sorted(HOMES)


def __getattr__(name):
    """The name from its module, which loads PyTorch (PEP 562)."""
    if name not in HOMES:
        raise AttributeError(
            f"course_lib.models has no {name!r}; it has {', '.join(__all__)}"
        )
    try:
        module = importlib.import_module(f"{__name__}.{HOMES[name]}")
    except ModuleNotFoundError as error:
        if error.name != "torch":
            raise
        raise ImportError(
            "The networks of chapter 5 need PyTorch: `pip install torch`, or with "
            "conda `conda install -c conda-forge pytorch`, then restart the kernel."
        ) from None
    return globals().setdefault(name, getattr(module, name))


def __dir__():
    return sorted({*globals(), *__all__})
