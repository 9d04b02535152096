"""An exercise whose answer is a decision line that the student dragged in a widget."""

import functools

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
    start : tuple
        (w, b) of an explorer that nobody has touched, when it does not say so itself by
        an attribute ``start``.
    """

    def __init__(self, chapter, name, *, target, moves, start=((0, 0), 0), **about):
        super().__init__(chapter, name, **about)
        self.target = target
        self.moves = moves
        self.start = start

    def judge(self, answer, time_limit):
        if answer is ...:
            return self.not_attempted(
                f"`{self.name}` still is `...`: show the explorer, drag its line, "
                "then run this cell again."
            )
        read = run(_read, answer, time_limit=time_limit)
        if read.how != "returned":
            return self.not_yet(
                f"The check got {kind(answer)}: give it the explorer itself, whose "
                f"line you dragged, as in `{self.key}.check(explorer)`."
            )
        w, b, X, y, quadratic, probability = read.value
        if quadratic or len(w) != 2:
            return self.not_yet(
                "The boundary is a curve: switch the quadratic features off, this "
                "exercise is about one straight line."
            )
        if not (np.isfinite(w).all() and np.isfinite(b)):
            return self.not_yet(
                "The line has a weight that is NaN or infinite: press reset in the "
                "explorer and drag again."
            )
        start_w, start_b = getattr(answer, "start", self.start)
        if np.allclose(answer.w, start_w) and np.isclose(b, start_b):
            return self.not_attempted(
                "The line is still where it was at the start: drag it in the explorer "
                "above, then run this cell again."
            )
        return self._judge_line(w, b, X, y, probability)

    def _judge_line(self, w, b, X, y, probability):
        p = probability(X)
        reached = _accuracy(p, y)
        best = best_accuracy(X.tobytes(), y.tobytes(), len(y))
        if reached >= best - CLOSE_ENOUGH:
            return self.correct(
                f"Your line is right for {reached:.3f} of the samples, a trained unit "
                f"for {best:.3f}.",
                *[
                    f"Moved by {name}, your line would be right for "
                    f"{_moved(probability, X, y, move, 1):.3f}; moved by as much the "
                    f"other way, for {_moved(probability, X, y, move, -1):.3f}."
                    for name, move in self.moves
                ],
            )
        numbers = (
            f"Your line is right for {reached:.3f} of the samples, a trained unit for "
            f"{best:.3f}."
        )
        return self.not_yet(self._cause(w, X, y, p, reached, best), [numbers])

    def _cause(self, w, X, y, p, reached, best):
        if not w.any():
            return "Both weights are 0, so there is no line: give at least one a value."
        if 1 - reached >= best - CLOSE_ENOUGH or reached < 0.35:
            return (
                f"The line lies well, but its sides are swapped: the {self.target} "
                "samples get the small probability; turn the line round, or change "
                "the sign of w1, w2 and b."
            )
        if p.min() >= 0.5 or p.max() < 0.5:
            return (
                "All samples lie on the same side of your line: move it into the "
                "cloud, between the two classes."
            )
        for_best_offset, direction = _best_offset(p, y)
        if for_best_offset >= best - CLOSE_ENOUGH:
            amount = "more" if direction > 0 else "fewer"
            return (
                "The direction is right, only the place is not: move the line, without "
                f"turning it, so that {amount} samples count as {self.target}."
            )
        share = np.abs(w) / np.abs(w).max()
        for j, other in ((1, 0), (0, 1)):
            if share[j] < SILENT:
                return (
                    f"Only x{other + 1} decides in your line, x{j + 1} has hardly a "
                    "say: tilt the line so that both features count."
                )
        return (
            "One line can do better here: turn it a little, then move it, and watch "
            "the accuracy."
        )


def _read(explorer):
    """(w for standardised features, b, X, y, quadratic, probability)."""
    X = np.array(explorer.X, dtype=float)
    y = np.array(explorer.y, dtype=float)
    w = np.array(explorer.w, dtype=float).ravel()
    if len(w) == 2 and not explorer.standardize:
        w = w * X.std(axis=0)

    def probability(samples):
        return np.array(explorer.probability(samples), dtype=float).ravel()

    probability(X)
    return w, float(explorer.b), X, y, bool(explorer.quadratic), probability


def _accuracy(p, y):
    return float(np.mean((p >= 0.5) == (y == 1)))


def _moved(probability, X, y, move, sign):
    """Accuracy of the line moved by ``sign * move``, as if the samples moved back."""
    return _accuracy(probability(X - sign * np.array(move)), y)


def _best_offset(p, y):
    """(accuracy, direction) of the best parallel line; +1: class 1 gets more."""
    order = np.argsort(p, kind="stable")
    ones = (y[order] == 1).astype(float)
    zeros_below = np.concatenate([[0], np.cumsum(1 - ones)])
    ones_above = ones.sum() - np.concatenate([[0], np.cumsum(ones)])
    right = (zeros_below + ones_above) / len(y)
    return right.max(), 1 if right.argmax() < (p < 0.5).sum() else -1


@functools.lru_cache(maxsize=8)
def best_accuracy(X_bytes, y_bytes, m):
    """Accuracy that one logistic unit reaches on (X, y) after training.

    Samples come as bytes so that the result is remembered: an explorer is checked again
    and again on the same ones.
    """
    X = np.frombuffer(X_bytes).reshape(m, 2)
    y = np.frombuffer(y_bytes)
    Z = standardize(X)[0]
    unit = Network([2, 1], output="sigmoid", init="zeros")
    train(unit, Z, y, optimizer=GradientDescent(lr=1.0), epochs=400)
    return unit.accuracy(Z, y)
