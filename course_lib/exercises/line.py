"""An exercise whose answer is a decision line that the student dragged in a widget."""

import functools
from collections.abc import Callable
from dataclasses import dataclass

import numpy as np

from course_lib.features import standardize
from course_lib.networks import Network
from course_lib.optimizers import GradientDescent, train

from .answers import kind
from .base import Exercise
from .runner import run

CLOSE_ENOUGH = 0.01  # accuracy
SILENT = 0.15  # below this share of the larger one, a standardised weight says nothing


class LineExercise(Exercise):
    """The student drags the line of a ``NeuronExplorer``; its accuracy is judged.

    It passes within ``CLOSE_ENOUGH`` of what one logistic unit reaches after training
    on the same samples, and then says what moving the line would have done.

    Parameters
    ----------
    chapter, name, title, success, hints, optional
        See :class:`~course_lib.exercises.base.Exercise`.
    target : str
        What class 1 is, for the sentences: ``"gas"``.
    moves : list of (str, tuple of float)
        Moves of the line in the units of the two features, with their name:
        ``("0.1 in Vp/Vs", (0.0, 0.1))``.
    """

    def __init__(self, chapter, name, *, target, moves, **about):
        super().__init__(chapter, name, given="explorer", **about)
        self.target = target
        self.moves = moves

    def judge(self, answer, time_limit):
        if answer is ...:
            return self.not_attempted(
                f"`{self.given}` still is `...`: show the explorer, drag its line, "
                "then run this cell again."
            )
        read = run(_read, answer, time_limit=time_limit)
        if read.how != "returned":
            return self.not_yet(
                f"The check got {kind(answer)}: give it the explorer itself, whose "
                f"line you dragged, as in `{self.key}.check({self.given})`."
            )
        line = read.value
        if len(line.w) != 2:
            return self.not_yet(
                "The boundary is a curve: switch the quadratic features off, this "
                "exercise is about one straight line."
            )
        if not (np.isfinite(line.w).all() and np.isfinite(line.b)):
            return self.not_yet(
                "The line has a weight that is NaN or infinite: press reset in the "
                "explorer and drag again."
            )
        if line.untouched:
            return self.not_attempted(
                "The line is still where it was at the start: drag it in the explorer "
                "above, then run this cell again."
            )
        return self._judge_line(line)

    def _judge_line(self, line):
        if not line.w.any():
            return self.not_yet(
                "Both weights are 0, so there is no line: give at least one a value."
            )
        p = line.probability(line.X)
        reached = _accuracy(p, line.y)
        best, trained = trained_unit(line.X.tobytes(), line.y.tobytes())
        numbers = (
            f"Your line is right for {reached:.3f} of the samples, a trained unit for "
            f"{best:.3f}."
        )
        if reached < best - CLOSE_ENOUGH:
            return self.not_yet(self._cause(line, p, best, trained), [numbers])
        if reached > best:
            numbers += (
                " More than the trained unit: it minimises the loss, not the number of "
                "errors."
            )
        moves = [
            f"Moved by {name}, your line would be right for "
            f"{_moved(line, move, 1):.3f}; moved by as much the other way, for "
            f"{_moved(line, move, -1):.3f}."
            for name, move in self.moves
        ]
        return self.correct(numbers, *moves)

    def _cause(self, line, p, best, trained):
        if p.min() >= 0.5 or p.max() < 0.5:
            return (
                "All samples lie on the same side of your line: move it into the "
                "cloud, between the two classes."
            )
        share = np.abs(line.w) / np.abs(line.w).max()
        wrong = (np.sign(line.w) == -np.sign(trained)) & (share >= SILENT)
        if wrong.all():
            return (
                f"The sides are swapped: your line gives the {self.target} samples the "
                "small probability; turn it by half a turn, or change the sign of w1, "
                "w2 and b."
            )
        if wrong.any():
            j = int(wrong.argmax())
            sense = "low" if trained[j] < 0 else "high"
            return (
                f"The line is tilted the wrong way: here {sense} {line.names[j]} "
                f"speaks for {self.target}, and your w{j + 1} says the opposite."
            )
        parallel, direction = _best_offset(p, line.y)
        if parallel >= best - CLOSE_ENOUGH:
            amount = "more" if direction > 0 else "fewer"
            return (
                "The direction is right, only the place is not: move the line, without "
                f"turning it, so that {amount} samples count as {self.target}."
            )
        for silent, speaking in ((1, 0), (0, 1)):
            if share[silent] < SILENT:
                return (
                    f"Only {line.names[speaking]} decides in your line, "
                    f"{line.names[silent]} has hardly a say: tilt the line so that "
                    "both count."
                )
        return (
            "Another line does better here: turn yours a little, then move it, and "
            "watch the accuracy."
        )


@dataclass
class _Line:
    """What an explorer shows; ``w`` belongs to standardised features."""

    w: np.ndarray
    b: float
    X: np.ndarray
    y: np.ndarray
    names: tuple[str, str]
    untouched: bool
    probability: Callable


def _read(explorer):
    X = np.array(explorer.X, dtype=float)
    w, b = np.array(explorer.w, dtype=float).ravel(), float(explorer.b)
    start_w, start_b = explorer.start
    untouched = np.array_equal(w, start_w) and b == start_b
    if len(w) == X.shape[1] == 2 and not explorer.standardize:
        w = w * X.std(axis=0)

    def probability(samples):
        return np.array(explorer.probability(samples), dtype=float).ravel()

    y = np.array(explorer.y, dtype=float)
    names = tuple(str(name) for name in explorer.feature_names)
    return _Line(w, b, X, y, names, untouched, probability)


def _accuracy(p, y):
    return float(np.mean((p >= 0.5) == (y == 1)))


def _moved(line, move, sign):
    """Accuracy of the line moved by ``sign * move``, as if the samples moved back."""
    return _accuracy(line.probability(line.X - sign * np.array(move)), line.y)


def _best_offset(p, y):
    """(accuracy, direction) of the best parallel line; +1: class 1 gets more."""
    order = np.argsort(p, kind="stable")
    ones = (y[order] == 1).astype(float)
    zeros_below = np.concatenate([[0], np.cumsum(1 - ones)])
    ones_above = ones.sum() - np.concatenate([[0], np.cumsum(ones)])
    right = (zeros_below + ones_above) / len(y)
    return right.max(), 1 if right.argmax() < (p < 0.5).sum() else -1


@functools.lru_cache(maxsize=8)
def trained_unit(X_bytes, y_bytes):
    """(accuracy, weights) of one logistic unit trained on the standardised samples.

    They come as bytes so that the result is remembered: an explorer is checked again
    and again on the same ones.
    """
    X = np.frombuffer(X_bytes).reshape(-1, 2)
    y = np.frombuffer(y_bytes)
    Z = standardize(X)[0]
    unit = Network([2, 1], output="sigmoid", init="zeros")
    train(unit, Z, y, optimizer=GradientDescent(lr=1.0), epochs=400)
    return unit.accuracy(Z, y), unit.weights[0][0].copy()
