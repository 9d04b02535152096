"""Steps per second of our update rules beside torch.optim, on the same problems.

Both sides get their gradient from the same NumPy function and work in float64 on the
CPU; torch writes it to ``p.grad`` without a copy of the parameters. Ours and torch's
run in turns, and each line shows the median of paired runs. A run counts only if both
end at the same point. Run: ``python benchmarks/bench_optimizers.py``.
"""

import os
import statistics
import time
from itertools import cycle

# Two libraries that each take all cores stand in each other's way: one thread each.
os.environ.update(OMP_NUM_THREADS="1", OPENBLAS_NUM_THREADS="1", MKL_NUM_THREADS="1")

import numpy as np

from course_lib import surfaces
from course_lib.optimizers import (
    Adadelta,
    Adagrad,
    Adam,
    GradientDescent,
    Momentum,
    Nesterov,
    RMSprop,
)

PAIRS = 11
SECONDS = 0.04  # aimed at by one run
LR = 1e-3

# our rule, name in torch.optim, its arguments for the same update
RULES = [
    (GradientDescent(LR), "SGD", {"lr": LR}),
    (Momentum(LR, dampening=False), "SGD", {"lr": LR, "momentum": 0.9}),
    (
        Nesterov(LR, dampening=False),
        "SGD",
        {"lr": LR, "momentum": 0.9, "nesterov": True},
    ),
    (Adagrad(LR), "Adagrad", {"lr": LR}),
    (RMSprop(LR), "RMSprop", {"lr": LR, "alpha": 0.9}),
    (Adadelta(), "Adadelta", {"lr": 1.0}),
    (Adam(LR), "Adam", {"lr": LR}),
    (Adam(LR), "Adam", {"lr": LR, "fused": True}),  # torch's fastest for few numbers
]


def problems():
    """Yield (name, gradient, start)."""
    curvature = np.array([1.0, 25.0])
    yield "ravine, 2 parameters", lambda w: curvature * w, np.array([10.0, 1.0])
    beale = surfaces.beale
    yield "Beale, 2 parameters", beale.gradient, np.array([1.0, 1.5])
    rng = np.random.default_rng(0)
    A = rng.normal(size=(1500, 1000))
    y = A @ rng.normal(size=1000) + rng.normal(size=1500)
    yield (
        "least squares, 1000 parameters",
        lambda w: A.T @ (A @ w - y) / 1500,
        np.zeros(1000),
    )


def run_ours(rule, gradient, start, steps):
    """Return (seconds, last point)."""
    rule.reset()
    w = start.copy()
    begin = time.perf_counter()
    for _ in range(steps):
        w = rule.step(w, gradient(w))
    return time.perf_counter() - begin, w


def run_torch(name, options, gradient, start, steps):
    """The same with an optimizer of torch; w and p share their memory."""
    import torch

    p = torch.nn.Parameter(torch.from_numpy(start.copy()))
    w = p.detach().numpy()
    p.grad = torch.zeros_like(p)
    dw = p.grad.numpy()
    rule = getattr(torch.optim, name)([p], **options)
    begin = time.perf_counter()
    for _ in range(steps):
        dw[:] = gradient(w)
        rule.step()
    return time.perf_counter() - begin, w


def compare(rule, name, options, gradient, start):
    """Return medians: our steps/s, torch's, and the ratio within a pair."""
    steps = 50
    while (took := run_torch(name, options, gradient, start, steps)[0]) < SECONDS / 4:
        steps = 2 * steps
    steps = max(20, int(steps * SECONDS / took))
    runs = [
        lambda: run_ours(rule, gradient, start, steps),
        lambda: run_torch(name, options, gradient, start, steps),
    ]
    ours, torchs = [], []
    for _, first in zip(range(PAIRS), cycle((0, 1)), strict=False):
        results = {k: runs[k]() for k in (first, 1 - first)}
        np.testing.assert_allclose(results[0][1], results[1][1], rtol=0, atol=1e-9)
        ours.append(steps / results[0][0])
        torchs.append(steps / results[1][0])
    ratios = [a / b for a, b in zip(ours, torchs, strict=True)]
    return tuple(map(statistics.median, (ours, torchs, ratios)))


def gradient_alone(gradient, start, calls=200):
    """Microseconds of one gradient: the part that both sides share."""
    begin = time.perf_counter()
    for _ in range(calls):
        gradient(start)
    return (time.perf_counter() - begin) / calls * 1e6


def main():
    try:
        import torch
    except ImportError:
        print("Nothing to compare with: torch is not installed (pip install torch).")
        return
    print(
        f"torch {torch.__version__}, {torch.get_num_threads()} thread, float64, CPU; "
        "torch.optim's defaults foreach=None and fused=None,\n"
        "which on a CPU means its loop over the parameter tensors (here one tensor)"
    )
    for problem, gradient, start in problems():
        alone = gradient_alone(gradient, start)
        print(f"\n{problem} (the gradient alone takes {alone:.1f} µs)")
        print(f"{'rule':20}{'ours, steps/s':>16}{'torch, steps/s':>16}{'ratio':>8}")
        for rule, name, options in RULES:
            ours, torchs, ratio = compare(rule, name, options, gradient, start)
            label = type(rule).__name__ + ", fused torch" * ("fused" in options)
            print(f"{label:20}{ours:16,.0f}{torchs:16,.0f}{ratio:8.1f}", flush=True)


if __name__ == "__main__":
    main()
