"""Epochs per second of the course's `Network` beside torch and scikit-learn.

All three train the same network on the same 250 samples, in the same order, from the
same weights, by plain gradient descent on mini-batches: float64, CPU, one thread. After
five epochs all have the same parameters to 1e-9, or nothing is measured. They run in
turns; a line shows the median of each and the median ratio within a turn. Seconds are
the processor's (`time.process_time`): on an idle machine they are those of the clock,
and a busy one spoils them less.

- ours: ``Network.backward`` and ``GradientDescent.step``, as in `optimizers.train`,
  which also records the loss after every epoch;
- torch eager: ``Sequential`` from ``to_torch``, ``BCEWithLogitsLoss``, ``optim.SGD``;
- scikit-learn: ``MLPClassifier(solver="sgd", momentum=0)``, which adds up the loss.

Run: ``python benchmarks/bench_networks.py``.
"""

import os
import statistics
import time
import warnings

# Three libraries that each take all cores stand in each other's way: one thread each.
os.environ.update(OMP_NUM_THREADS="1", OPENBLAS_NUM_THREADS="1", MKL_NUM_THREADS="1")

import numpy as np

from course_lib.datasets import playground
from course_lib.networks import Network
from course_lib.optimizers import GradientDescent

TURNS = 7
SECONDS = 0.5  # aimed at by one run of the slowest
LR = 0.03
SAMPLES = 250
SAME_EPOCHS = 5  # much later, rounding has grown to another path on the spiral

CIRCLE = ("circle 2-4-2-1", "circle", [2, 4, 2, 1], ["x1", "x2"])
SPIRAL = (
    "spiral 7-[8]×6-1",
    "spiral",
    [7, *[8] * 6, 1],
    list(playground.FEATURES),
)
CASES = [(CIRCLE, 10), (CIRCLE, 1), (CIRCLE, 30), (SPIRAL, 10)]


class Ours:
    name = "ours"

    def __init__(self, network, X, y, batch_size):
        self.network, self.X, self.y = network, X, y
        self.batch_size, self.optimizer = batch_size, GradientDescent(LR)

    def run(self, epochs):
        network, X, y, size = self.network, self.X, self.y, self.batch_size
        for _ in range(epochs):
            for first in range(0, len(X), size):
                batch = slice(first, first + size)
                dw = network.backward(X[batch], y[batch])
                network.parameters = self.optimizer.step(network.parameters, dw)

    def parameters(self):
        return self.network.parameters


class Torch:
    name = "torch"

    def __init__(self, network, X, y, batch_size):
        import torch

        torch.set_num_threads(1)
        self.model = network.to_torch()[:-1]  # the loss brings its own sigmoid
        self.loss = torch.nn.BCEWithLogitsLoss()
        self.optimizer = torch.optim.SGD(self.model.parameters(), lr=LR)
        self.X = torch.from_numpy(X)
        self.y = torch.from_numpy(y.astype(float))[:, None]
        self.batch_size = batch_size

    def run(self, epochs):
        X, y, size = self.X, self.y, self.batch_size
        for _ in range(epochs):
            for first in range(0, len(X), size):
                batch = slice(first, first + size)
                self.optimizer.zero_grad()
                self.loss(self.model(X[batch]), y[batch]).backward()
                self.optimizer.step()

    def parameters(self):
        arrays = [p.detach().numpy().ravel() for p in self.model.parameters()]
        return np.concatenate(arrays)


class ScikitLearn:
    name = "scikit-learn"

    def __init__(self, network, X, y, batch_size):
        from sklearn.neural_network import MLPClassifier

        self.X, self.y = X, y
        self.model = MLPClassifier(
            network.sizes[1:-1], activation=network.hidden[0], solver="sgd", alpha=0,
            batch_size=batch_size, learning_rate_init=LR, momentum=0, tol=0,
            n_iter_no_change=10**9, shuffle=False, warm_start=True, max_iter=1,
        )  # fmt: skip
        self.run(1)  # makes its arrays, which then take our start
        for mine, W in zip(self.model.coefs_, network.weights, strict=True):
            mine[:] = W.T
        for mine, b in zip(self.model.intercepts_, network.biases, strict=True):
            mine[:] = b

    def run(self, epochs):
        self.model.set_params(max_iter=epochs)
        with warnings.catch_warnings():
            warnings.simplefilter("ignore")  # "not converged yet"
            self.model.fit(self.X, self.y)

    def parameters(self):
        pairs = zip(self.model.coefs_, self.model.intercepts_, strict=True)
        return np.concatenate([part for W, b in pairs for part in (W.T.ravel(), b)])


def problem(case, batch_size):
    """Three trainers at the same start."""
    _, data, sizes, names = case
    X, y = playground.points(data, 2 * SAMPLES, seed=1)
    X = playground.features(X[:SAMPLES], names)
    network = Network(sizes, init="xavier", seed=1)
    start = Network.from_torch(network.to_torch())
    libraries = (Torch, ScikitLearn)
    others = [library(start, X, y[:SAMPLES], batch_size) for library in libraries]
    return [Ours(network, X, y[:SAMPLES], batch_size), *others]


def timed(trainer, epochs):
    """Epochs per second."""
    begin = time.process_time()
    trainer.run(epochs)
    return epochs / (time.process_time() - begin)


def compare(case, batch_size):
    """Median epochs/s of each, and the median ratios ours : torch, ours : sklearn."""
    trainers = problem(case, batch_size)
    rate = min(timed(trainer, SAME_EPOCHS) for trainer in trainers)
    ours = trainers[0].parameters()
    for trainer in trainers[1:]:
        np.testing.assert_allclose(trainer.parameters(), ours, rtol=0, atol=1e-9)
    epochs = max(2, int(SECONDS * rate))
    turns = []
    for turn in range(TURNS):
        rates = {}
        for k in np.roll(range(3), turn):
            rates[int(k)] = timed(trainers[k], epochs)
        turns.append([rates[k] for k in range(3)])
    medians = [statistics.median(column) for column in zip(*turns, strict=True)]
    ratios = [statistics.median(t[0] / t[k] for t in turns) for k in (1, 2)]
    return medians, ratios


def main():
    try:
        import sklearn
        import torch
    except ImportError as error:
        print(f"Nothing to compare with: {error} (pip install -e '.[torch,bench]').")
        return
    print(
        f"numpy {np.__version__}, torch {torch.__version__}, scikit-learn "
        f"{sklearn.__version__}; {SAMPLES} samples, float64, one thread; epochs/s"
    )
    print(
        f"{'network':18}{'batch':>6}{'ours':>9}{'torch':>9}{'sklearn':>9}"
        f"{'ours/torch':>12}{'ours/sklearn':>14}"
    )
    for case, batch_size in CASES:
        medians, ratios = compare(case, batch_size)
        rates = "".join(f"{rate:9.0f}" for rate in medians)
        print(
            f"{case[0]:18}{batch_size:6}{rates}{ratios[0]:12.1f}{ratios[1]:14.2f}",
            flush=True,
        )


if __name__ == "__main__":
    main()
