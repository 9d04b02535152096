"""Milliseconds of the layers of `course_lib.convolution` beside torch.

Loops, vectorised and torch compute the same, forward and backward: CPU, one thread,
float64. All agree to 1e-10, or nothing is measured. torch in float32, for which it is
made, stands beside it. Ours and torch run in turns, and a cell is the median; the ratio
is the median of the ratios within a turn. Times are the processor's
(`time.process_time`): on an idle machine they are those of the clock.

The loops would need up to a minute for each: they run on a corner of one patch, and the
time is scaled by the number of outputs ("~").

Run: ``python benchmarks/bench_convolution.py``.
"""

import os
import statistics
import time

os.environ.update(OMP_NUM_THREADS="1", OPENBLAS_NUM_THREADS="1", MKL_NUM_THREADS="1")

import numpy as np

from course_lib import convolution
from course_lib.convolution import loops

TURNS = 11
SECONDS = 0.05  # of one measurement, at least
CORNER = 16  # samples and traces for the loops

# Name, layer, torch's name, shapes of x and W (or the window), options.
CASES = [
    ("conv 3×3, 8 → 16", "conv2d", "conv2d", (16, 8, 64, 64), (16, 8, 3, 3),
     {"padding": 1}),
    ("conv 3×3, 1 → 12", "conv2d", "conv2d", (64, 1, 64, 64), (12, 1, 3, 3),
     {"padding": 1}),
    ("conv 3×3, 8 → 16, stride 2", "conv2d", "conv2d", (16, 8, 64, 64), (16, 8, 3, 3),
     {"padding": 1, "stride": 2}),
    ("conv 21, 1 → 8, traces", "conv1d", "conv1d", (64, 1, 463), (8, 1, 21),
     {"padding": 10}),
    ("transposed 2×2, 16 → 8", "conv_transpose2d", "conv_transpose2d",
     (16, 16, 32, 32), (16, 8, 2, 2), {"stride": 2}),
    ("max pooling 2×2", "max_pool2d", "max_pool2d", (16, 8, 64, 64), 2, {}),
    ("mean pooling 2×2", "mean_pool2d", "avg_pool2d", (16, 8, 64, 64), 2, {}),
]  # fmt: skip


def ours(module, layer, x, W, options):
    """Forward and backward as functions of nothing and of dz."""
    forward, backward = getattr(module, layer), getattr(module, f"{layer}_backward")
    return (
        lambda: forward(x, W, **options),
        lambda dz: backward(dz, x, W, **options),
    )


def torchs(layer, x, W, options, dtype):
    """The same with torch; its backward starts from a forward pass made before."""
    import torch

    function = getattr(torch.nn.functional, layer)
    x = torch.tensor(x, dtype=dtype, requires_grad=True)
    inputs = [x]
    if isinstance(W, np.ndarray):
        W = torch.tensor(W, dtype=dtype, requires_grad=True)
        inputs = [x, W]
    z = function(x, W, **options)
    dz_torch = {}

    def forward():
        with torch.no_grad():
            return function(x, W, **options).numpy()

    def backward(dz):
        dz = dz_torch.setdefault("dz", torch.tensor(dz, dtype=dtype))
        return torch.autograd.grad(z, inputs, dz, retain_graph=True)

    return forward, backward


def milliseconds(call):
    """Of one call, over as many as fit into SECONDS."""
    calls, begin = 0, time.process_time()
    while calls == 0 or time.process_time() - begin < SECONDS:
        call()
        calls += 1
    return 1000 * (time.process_time() - begin) / calls


def loop_times(layer, x, W, options, outputs):
    """Milliseconds of the loops for all outputs, from those of a corner."""
    small = np.ascontiguousarray(x[(slice(1), ..., *[slice(CORNER)] * (x.ndim - 2))])
    forward, backward = ours(loops, layer, small, W, options)
    z = forward()
    fast = ours(convolution, layer, small, W, options)
    np.testing.assert_allclose(z, fast[0](), rtol=0, atol=1e-10)
    for mine, other in zip(as_list(backward(z)), as_list(fast[1](z)), strict=True):
        np.testing.assert_allclose(mine, other, rtol=0, atol=1e-9)
    scale = outputs / z.size
    return [scale * milliseconds(call) for call in (forward, lambda: backward(z))]


def as_list(gradients):
    return gradients if isinstance(gradients, tuple) else [gradients]


def compare(layer, name, shape, W, options):
    """Rows (loops, ours, torch, torch float32, ratio) of forward and backward."""
    import torch

    rng = np.random.default_rng(0)
    x = rng.normal(size=shape)
    if isinstance(W, tuple):
        W = rng.normal(size=W)
    runs = [
        ours(convolution, layer, x, W, options),
        torchs(name, x, W, options, torch.float64),
        torchs(name, x, W, options, torch.float32),
    ]
    z = runs[0][0]()
    dz = rng.normal(size=z.shape)
    np.testing.assert_allclose(z, runs[1][0](), rtol=0, atol=1e-10)
    theirs = runs[1][1](dz)
    for mine, other in zip(as_list(runs[0][1](dz)), theirs, strict=False):
        # A gradient of W adds up a million numbers: 1e-10 of its size.
        scale = max(1.0, np.abs(mine).max())
        np.testing.assert_allclose(mine, other.numpy(), rtol=0, atol=1e-10 * scale)
    slow = loop_times(layer, x, W, options, z.size)
    for way, looped in enumerate(slow):
        calls = [run[way] if way == 0 else lambda b=run[1]: b(dz) for run in runs]
        turns = [[0.0] * 3 for _ in range(TURNS)]
        for turn in range(TURNS):
            for k in np.roll(range(3), turn):
                turns[turn][k] = milliseconds(calls[k])
        medians = [statistics.median(column) for column in zip(*turns, strict=True)]
        yield looped, *medians, statistics.median(t[0] / t[1] for t in turns)


def main():
    try:
        import torch
    except ImportError as error:
        print(f"Nothing to compare with: {error} (pip install -e '.[torch]').")
        return
    torch.set_num_threads(1)
    print(
        f"numpy {np.__version__}, torch {torch.__version__}; one thread; ms a batch; "
        f"load {os.getloadavg()[0]:.1f}"
    )
    print(
        f"{'layer':28}{'batch':>16}{'':>10}{'loops':>9}{'ours':>8}{'torch':>8}"
        f"{'float32':>9}{'ours/torch':>12}"
    )
    for title, layer, name, shape, W, options in CASES:
        batch = "×".join(map(str, shape))
        rows = compare(layer, name, shape, W, options)
        for way, (slow, mine, double, single, ratio) in zip(
            ("forward", "backward"), rows, strict=True
        ):
            print(
                f"{title:28}{batch:>16}{way:>10}{'~' + format(slow, '.0f'):>9}"
                f"{mine:8.2f}{double:8.2f}{single:9.2f}{ratio:12.2f}",
                flush=True,
            )


if __name__ == "__main__":
    main()
