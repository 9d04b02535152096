"""What chapter 5's networks cost and reach: the loop, the scores, a whole section.

Loop: ``models.train`` beside the same network's bare work, forward and backward on
tensors that lie ready on the device. Whatever train adds (the check of the input, the
order, mirroring, the loss, Adam, the learning rate, the bookkeeping) is its cost. Both
run in turns on the same number of images; the fastest turn of each counts, since a busy
machine only ever adds.

Recipes: the trainings of the notebook, with the seconds on the clock, and the score on
2000 fresh patches (U-Net: 500) over three seeds. Pixels: the baselines.

Section: ``models.predict_section`` on 463 samples × 951 traces.

Seconds of the loop on the CPU are the processor's (`time.process_time`), over all
threads: a busy machine spoils them less. Where there is a CUDA GPU, all of it runs
there too, on the clock. Run: ``python benchmarks/bench_models.py``.
"""

import os
import time

os.environ["TQDM_DISABLE"] = "1"

import numpy as np

from course_lib import datasets, models, scores
from course_lib.baselines import best_cutoff, coherence

TURNS = 7
LOOP_IMAGES = 1000
LOOP_EPOCHS = 2
SEEDS = (0, 1, 2)
FAULTS = {"fault_share": 0.85}  # patches for masks: most of them with a fault
CNN = {"epochs": 8, "batch_size": 32}
UNET = {"epochs": 8, "batch_size": 16, "lr": 0.02}
# Mirrored and reversed images would keep these two from learning anything by heart.
PIXELS = {"epochs": 10, "lr": 0.001, "flips": False, "polarity": False}


def clock(device):
    """Seconds: of all the processor's threads, or on the clock for a graphics card."""
    if device == "cpu":
        return time.process_time()
    import torch

    torch.cuda.synchronize()
    return time.perf_counter()


def bare(network, X, batch_size, epochs, device):
    """Seconds of forward and backward, on tensors that lie ready."""
    from course_lib.models.devices import at_work

    X = models.as_images(X).to(device)
    with at_work(network, device):
        network.train()
        begin = clock(device)
        for _ in range(epochs):
            for x in X.split(batch_size):
                network.zero_grad()
                network(x).sum().backward()
        return clock(device) - begin


def trained(network, X, target, batch_size, epochs, device):
    """Seconds of `models.train`."""
    begin = clock(device)
    models.train(
        network, X, target, batch_size=batch_size, epochs=epochs, device=device
    )
    return clock(device) - begin


def loop(kind, target, batch_size, patches, device):
    """Images/s of both, and what the loop costs on top, in %."""
    ideal, ours = [], []
    for turn in range(TURNS + 1):
        for what in (0, 1) if turn % 2 else (1, 0):
            arguments = batch_size, LOOP_EPOCHS, device
            if what:
                ideal.append(bare(kind(), patches.X, *arguments))
            else:
                ours.append(trained(kind(), patches.X, target, *arguments))
    ideal, ours = ideal[1:], ours[1:]  # the first turn warms up
    images = LOOP_EPOCHS * len(patches)
    return images / min(ideal), images / min(ours), 100 * (min(ours) / min(ideal) - 1)


def fit(network, X, target, device, recipe, seed):
    return models.train(network, X, target, device=device, seed=seed, **recipe)


def classify(make, recipe, device, fresh):
    """(seconds, accuracy) for every seed."""
    for seed in SEEDS:
        patches = datasets.fault_patches(2000, seed=seed)
        network = make(seed)
        history = fit(network, patches.X, patches.y, device, recipe, seed)
        guess = models.predict(network, fresh.X, device=device) > 0.5
        yield history.seconds, f"accuracy {scores.accuracy(fresh.y, guess):.4f}"


def segment(device):
    """(seconds, IoU and F1) for every seed, and the network of the last."""
    fresh = datasets.fault_patches(500, seed=1001, **FAULTS)
    for seed in SEEDS:
        patches = datasets.fault_patches(2000, seed=seed, **FAULTS)
        network = models.UNet(seed=seed)
        history = fit(network, patches.X, patches.mask, device, UNET, seed)
        guess = models.predict(network, fresh.X, device=device) > 0.5
        iou, f1 = scores.iou(guess, fresh.mask), scores.f1_score(guess, fresh.mask)
        yield history.seconds, f"IoU {iou:.3f}, F1 within 2 px {f1:.3f}"


def attribute(fresh):
    """Accuracy of a cut-off on coherence, chosen on 1000 other patches."""
    patches = datasets.fault_patches(1000, seed=0)
    lowest, unseen = (
        np.quantile(coherence(some.X), 0.01, axis=(1, 2)) for some in (patches, fresh)
    )
    cutoff, side, _ = best_cutoff(lowest, patches.y)
    guess = side * (unseen - cutoff) > 0
    return f"accuracy {scores.accuracy(fresh.y, guess):.4f}"


def main():
    try:
        import torch
    except ImportError:
        print("Chapter 5 needs PyTorch: pip install -e '.[torch,bench]'.")
        return
    devices = ["cpu", "cuda"] if torch.cuda.is_available() else ["cpu"]
    print(
        f"torch {torch.__version__}, {torch.get_num_threads()} threads, "
        f"load {os.getloadavg()[0]:.1f}; patches 64 × 64"
    )
    patches = datasets.fault_patches(LOOP_IMAGES, seed=0, **FAULTS)
    print(f"{'device':8}{'network':10}{'batch':>6}{'bare':>9}{'train':>9}{'cost':>8}")
    for device in devices:
        for kind, target, size in (
            (models.FaultCNN, patches.y, CNN["batch_size"]),
            (models.UNet, patches.mask, UNET["batch_size"]),
        ):
            ideal, ours, cost = loop(kind, target, size, patches, device)
            print(
                f"{device:8}{kind.__name__:10}{size:6}{ideal:9.0f}{ours:9.0f}"
                f"{cost:7.1f}%",
                flush=True,
            )
    print("(images per second of processor time over all threads; cuda: on the clock)")
    fresh = datasets.fault_patches(2000, seed=1000)
    print(f"{'cut-off on coherence':36}{attribute(fresh)}")
    for device in devices:
        cases = {
            f"FaultCNN {CNN['epochs']} epochs": classify(
                lambda seed: models.FaultCNN(seed=seed), CNN, device, fresh
            ),
            "logistic regression on pixels": classify(
                lambda seed: models.PixelMLP(hidden=0, seed=seed), PIXELS, device, fresh
            ),
            "64 hidden units on pixels": classify(
                lambda seed: models.PixelMLP(seed=seed), PIXELS, device, fresh
            ),
            f"UNet {UNET['epochs']} epochs": segment(device),
        }
        for name, runs in cases.items():
            for seconds, reached in runs:
                print(f"{device:5}{name:31}{reached:32}{seconds:6.1f} s", flush=True)
        section = datasets.fault_section(seed=0)
        times = []
        for _ in range(3):
            begin = time.perf_counter()
            models.predict_section(models.UNet(), section, device=device)
            times.append(time.perf_counter() - begin)
        size = " × ".join(str(n) for n in section.image.shape)
        print(f"{device:5}predict_section {size:47}{min(times):6.2f} s")


if __name__ == "__main__":
    main()
