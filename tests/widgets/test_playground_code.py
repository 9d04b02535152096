"""Playground.code(): the program runs by itself and ends at the same loss."""

import json
import subprocess
import sys

import numpy as np
import pytest

from course_lib.activations import ACTIVATIONS
from course_lib.datasets.playground import FEATURES
from course_lib.optimizers import (
    Adadelta,
    Adagrad,
    Adam,
    CosineDecay,
    ExponentialDecay,
    InverseTimeDecay,
    Momentum,
    Nesterov,
    RMSprop,
    StepDecay,
)
from course_lib.widgets import Playground
from course_lib.widgets.playground_settings import STARTS

pytest.importorskip("torch")

rng = np.random.default_rng(1)
OWN = rng.normal([3, 40, -1], [2, 9, 0.1], size=(61, 3))
ROCKS = np.where(OWN[:, 1] > 42, "sand", "shale")
RULES = {
    "momentum": Momentum(0.1),
    "Polyak": Momentum(0.03, beta=0.5, dampening=False),
    "corrected momentum": Momentum(0.1, correct_bias=True),
    "corrected, decaying": Momentum(0.1, correct_bias=True, schedule=StepDecay(40)),
    "Nesterov": Nesterov(0.1, schedule=CosineDecay(steps=100, lowest=0.1)),
    "Nesterov without momentum": Nesterov(0.03, beta=0.0),
    "Adagrad": Adagrad(0.1),
    "RMSprop": RMSprop(0.003, beta=0.8, schedule=ExponentialDecay(0.99)),
    "Adadelta": Adadelta(0.5),
    "Adam": Adam(0.01, beta1=0.8, schedule=InverseTimeDecay(0.01)),
    "Adam as it is": Adam(0.003, correct_bias=False, schedule=StepDecay(every=50)),
}
CASES = {
    "default": {"n": 120},
    "all features": {"data": "spiral", "n": 99, "features": list(FEATURES),
                     "hidden": [8]},
    "no hidden layer": {"data": "gauss", "hidden": [], "batch_size": None},
    "values": {"data": "hills", "n": 101, "batch_size": 7, "l1": 0.003},
    "AVO": {"data": "avo_boundaries", "n": 150, "noise": 10, "l1": 0.001, "l2": 0.003},
    "classes": {"data": "lithology", "n": 5000, "hidden": [3], "train_share": 20,
                "batch_size": 50},
    "logs": {"data": "two_logs", "n": 200, "data_seed": 4, "batch_size": 33},
    "own labels": {
        "X": OWN, "y": ROCKS, "columns": (2, 0), "features": ["x1", "x3"],
        "title": 'A "strange"""\\ title',
    },
    "own values": {"X": OWN, "y": 900 + OWN[:, 0] * 7, "noise": 20, "n": 40},
}  # fmt: skip
CASES |= {
    name: {"n": 60, "hidden": [2], "activation": name, "seed": 5}
    for name in ACTIVATIONS
}
CASES |= {name: {"data": "xor", "n": 60, "init": name} for name in STARTS}
CASES |= {name: {"data": "xor", "n": 70, "optimizer": r} for name, r in RULES.items()}
RUN = """
import json, runpy, sys
ends = {}
for name in sys.argv[1:]:
    end = runpy.run_path(name + ".py")
    loss = [float(end[k]) for k in ("loss", "test_loss")]
    right = [float(end[k]) for k in ("accuracy", "test_accuracy") if k in end]
    ends[name] = [loss, right]
print(json.dumps(ends))
"""
EPOCHS = 4


@pytest.fixture(scope="module")
def runs(tmp_path_factory):
    """Case → (widget, losses and accuracies of its program); all in one new Python."""
    folder, widgets = tmp_path_factory.mktemp("programs"), {}
    for number, (name, options) in enumerate(CASES.items()):
        widget = widgets[name] = Playground(**options)
        if "X" in options:
            widget.save_data(folder / f"{number}.npz")
        widget.train(EPOCHS)
        program = widget.code(data_path=f"{number}.npz")
        (folder / f"{number}.py").write_text(program, encoding="utf-8")
    numbers = [str(k) for k in range(len(CASES))]
    done = subprocess.run(
        [sys.executable, "-c", RUN, *numbers],
        cwd=folder,
        capture_output=True,
        text=True,
    )
    assert done.returncode == 0, done.stderr[-2000:]
    ends = json.loads(done.stdout.splitlines()[-1])
    return {
        name: (widgets[name], ends[str(k)], (folder / f"{k}.py").read_text("utf-8"))
        for k, name in enumerate(CASES)
    }


@pytest.mark.parametrize("case", CASES)
def test_the_program_ends_at_the_same_loss(runs, case):
    widget, (losses, right), _ = runs[case]
    assert losses == pytest.approx([widget.loss, widget.test_loss], rel=1e-9)
    if widget.accuracy is None:
        assert right == []
    else:
        assert right == pytest.approx([widget.accuracy, widget.test_accuracy])


@pytest.mark.parametrize("case", CASES)
def test_the_program_reads_well(runs, case):
    _, _, program = runs[case]
    assert max(map(len, program.splitlines())) <= 88
    assert program.startswith('"""A ') and "torch.nn.Linear" in program
    assert "\n\n\n\n" not in program and program.endswith("\n")
    compile(program, case, "exec")


def test_the_number_of_epochs_is_that_trained_or_100_or_given():
    widget = Playground()
    assert "range(100 * 25)" in widget.code()
    widget.train(3)
    assert "range(3 * 25)" in widget.code()
    assert "range(12 * 25)" in widget.code(epochs=12)
    with pytest.raises(ValueError, match="epochs must be >= 1; got 0"):
        widget.code(epochs=0)


def test_own_samples_are_written_where_one_says(tmp_path):
    widget = Playground(OWN, ROCKS)
    widget.save_data(tmp_path / "wells.npz")
    with np.load(tmp_path / "wells.npz", allow_pickle=False) as file:
        np.testing.assert_array_equal(file["X"], OWN)
        np.testing.assert_array_equal(file["y"], ROCKS == "shale")
    with pytest.raises(ValueError, match="path must end in .npz; got 'wells.csv'"):
        widget.save_data("wells.csv")
    with pytest.raises(ValueError, match="save_data needs data of your own"):
        Playground().save_data(tmp_path / "points.npz")
