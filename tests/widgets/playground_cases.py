"""Playgrounds that the tests train, save and restore."""

import copy
import json

import numpy as np

from course_lib.optimizers import (
    Adadelta,
    Adam,
    CosineDecay,
    Momentum,
)
from course_lib.widgets import Playground

rng = np.random.default_rng(1)
OWN = rng.normal(size=(60, 3)) * [1, 10, 100]
VALUES = OWN @ [1.0, 0.2, -0.01]
CASES = {
    "default": {},
    "xor": {"data": "xor", "hidden": [3], "lr": 0.3, "features": ["x1", "x1x2"]},
    "full batch": {"batch_size": None, "optimizer": Momentum(0.3), "noise": 20},
    "regression": {"data": "hills", "n": 90, "batch_size": 7, "activation": "gelu"},
    "classes": {
        "data": "lithology", "n": 200, "train_share": 70, "l1": 0.003, "l2": 0.01,
        "optimizer": Adam(0.01, schedule=CosineDecay(steps=50)), "init": "he",
    },
    "logs": {"data": "two_logs", "n": 120, "hidden": [], "noise": 10, "data_seed": 4},
    "own values": {
        "X": OWN, "y": VALUES, "columns": (2, 0), "features": ["x1", "x3"],
        "optimizer": Adadelta(0.5), "hidden": [2],
    },
}  # fmt: skip


def playground(case="default", **options):
    return Playground(**{**copy.deepcopy(CASES[case]), **options})


def from_browser(widget, **traits):
    """What arrives from the browser, through JSON as there."""
    widget.set_state(json.loads(json.dumps(traits)))
