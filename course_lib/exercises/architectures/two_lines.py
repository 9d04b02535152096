"""An exercise whose answer is two lines, hidden tanh units, read off a picture."""

import functools

import numpy as np

from course_lib import datasets
from course_lib.activations import sigmoid
from course_lib.features import standardize

from ..answers import Unusable, as_array, kind
from ..base import Exercise
from ..runner import run
from .inputs import chapter

ENOUGH = 0.95  # accuracy
MOVE = 0.3  # standard deviations by which each line is moved, to see what it would do
SAME_ANGLE = 10.0  # degrees: below, two lines look parallel
SAME_PLACE = 0.1  # standard deviations: below, two parallel lines are one
MIDDLE = 0.25  # standard deviations: below, a line runs through the middle
TREND = 2.3  # w2 : w1 of the lines along the brine band
EDGE = 0.75  # distance of the best lines from the middle, standard deviations
PRICE = 0.1  # of the output unit's weights, in the loss added over all samples
NEWTON_STEPS = 15
OFF_THE_EDGE = 0.3  # standard deviations
STEEPER = 10.0  # factor on the weights that makes tanh a step
DRAWN = 5.0  # length of w with which tanh is a step, and a line is what one sees of it
READ_OFF = 0.97  # accuracy of lines read off the picture, as drawn
CLEARLY = 0.1  # accuracy that a mended slip gains at least
NEARLY = 0.02  # accuracy: below, two slips explain the lines equally well


@functools.lru_cache(maxsize=1)
def avo_samples():
    """(Z, y, mean, std) of the samples the lines are drawn among."""
    data = datasets.avo_boundaries(n=2000, seed=0)
    Z, mean, std = standardize(data.X)
    return Z, data.y, mean, std


class TwoLinesExercise(Exercise):
    """The student hands in ``[(w1, w2, b), (w1, w2, b)]``.

    The two units are judged by the best output unit on their activations. It passes
    with ``ENOUGH`` accuracy, and then says what moving each line would have done.
    """

    def judge(self, answer, time_limit):
        if _is_open(answer):
            return self.not_attempted(
                f"There is still a `...` in `{self.given}`: put numbers in its place, "
                "run that cell, then run this one again."
            )
        read = run(_read, answer, time_limit=time_limit)
        if isinstance(read.error, Unusable):
            return self.not_yet(str(read.error))
        if read.how != "returned":
            return self.not_yet(f"The check got {kind(answer)}: {_ASKED}.")
        lines = read.value
        if not np.isfinite(lines).all():
            return self.not_yet("One of your numbers is NaN or infinite.")
        for name, w in zip(_NAMES, lines[:, :2], strict=True):
            if not w.any():
                return self.not_yet(
                    f"Both weights of the {name} unit are 0, so it draws no line: give "
                    "at least one a value."
                )
        reached = best_output(lines)
        if reached < ENOUGH:
            numbers = (
                f"With the best output unit your two lines are right for {reached:.3f} "
                f"of the samples; {ENOUGH:g} is asked for."
            )
            return self.not_yet(_cause(lines), [numbers])
        return self.correct(
            f"With the best output unit your lines are right for {reached:.3f} of the "
            "samples; trained together, all three units reach about 0.986.",
            *(
                f"Your {name} line, moved by {MOVE} standard deviations away from the "
                f"middle, would make it {_moved(lines, k, MOVE):.3f}, with the output "
                f"unit fitted anew; towards it, {_moved(lines, k, -MOVE):.3f}."
                for k, name in enumerate(_NAMES)
            ),
        )


_NAMES = ("first", "second")
_ASKED = "give it two triples, `[(w1, w2, b), (w1, w2, b)]`"


def _is_open(answer):
    if answer is ...:
        return True
    return isinstance(answer, list | tuple) and any(map(_is_open, answer))


def _read(answer):
    """The two units as an array (2, 3)."""
    if isinstance(answer, dict | str | set) or not hasattr(answer, "__len__"):
        raise Unusable(f"The check got {kind(answer)}: {_ASKED}.")
    if isinstance(answer, list | tuple):  # ((w1, w2), b) is understood too
        answer = [np.hstack(u) if np.iterable(u) else u for u in answer]
    units = as_array(answer, "your answer")
    if units.shape == (2, 3):
        return units
    if units.size == 6 and units.shape[0] != 3:
        raise Unusable(f"Six numbers in a row: {_ASKED}, one triple for each unit.")
    if units.shape in {(3, 2), (3, 1)}:
        raise Unusable(
            f"Yours are three groups: {_ASKED}, one triple for each of the two units."
        )
    if units.ndim == 2 and units.shape[1] == 3:
        count = "one unit" if len(units) == 1 else f"{len(units)} units"
        raise Unusable(f"Yours is {count}: {_ASKED}, for two units.")
    if units.ndim == 2 and len(units) == 2:
        raise Unusable(
            f"Each unit has three numbers, w1, w2 and b; yours {units.shape[1]}."
        )
    raise Unusable(f"Your answer has shape {units.shape}: {_ASKED}.")


def best_output(lines):
    """Accuracy of the output unit that does best on both activations.

    Newton's method on the cross-entropy of a logistic unit, with a small price on its
    weights: without it, a tanh that hardly bends would be blown up without end.
    """
    Z, y, *_ = avo_samples()
    A = np.column_stack([np.ones(len(Z)), np.tanh(Z @ lines[:, :2].T + lines[:, 2])])
    v = np.zeros(3)
    for _ in range(NEWTON_STEPS):
        p = sigmoid(A @ v)
        slope = A.T @ (p - y) + PRICE * v
        v = v - np.linalg.solve((A.T * (p * (1 - p))) @ A + PRICE * np.eye(3), slope)
    return float(np.mean((A @ v > 0) == y))


def _moved(lines, k, distance):
    """Accuracy with line k farther from the middle, and an output unit for that."""
    lines = lines.copy()
    away = np.sign(lines[k, 2]) or 1.0
    lines[k, 2] += away * distance * np.linalg.norm(lines[k, :2])
    return best_output(lines)


def _as_drawn(lines):
    """The same lines with a tanh so steep that nothing but their places counts."""
    return DRAWN * lines / np.linalg.norm(lines[:, :2], axis=1)[:, None]


def _cause(lines):
    """The sentence for two lines that do not part the classes."""
    W, b = lines[:, :2], lines[:, 2]
    Z = avo_samples()[0]
    length = np.linalg.norm(W, axis=1)
    N, place = W / length[:, None], -b / length
    if N[0] @ N[1] < 0:  # let both normals look the same way
        N[1], place[1] = -N[1], -place[1]
    angle = np.degrees(np.arccos(min(1.0, N[0] @ N[1])))
    parallel = angle < SAME_ANGLE

    if best_output(STEEPER * lines) >= ENOUGH:
        return (
            "Your lines lie well, but the weights are so small that tanh hardly bends: "
            "multiply w1, w2 and b of both units by 5; the lines stay where they are."
        )
    sides = Z @ W.T + b > 0
    for name, side in zip(_NAMES, sides.T, strict=True):
        if side.all() or not side.any():
            return (
                f"All samples lie on the same side of your {name} line: bring it into "
                "the cloud, with a b nearer to 0."
            )
    if parallel and abs(place[0] - place[1]) < SAME_PLACE:
        return (
            "Both units draw the same line: move one of them to the other side of the "
            "brine trend; only b has to change."
        )
    slip = _slip(lines)
    if slip:
        return slip
    if (np.abs(place) < MIDDLE).all():
        return (
            "Both lines run through the middle of the cloud, and so through the brine: "
            "give one a b above 0 and the other one below, to reach the band's edges."
        )
    if not parallel:
        return (
            "Your lines are not parallel: brine lies in a band, so both edges run the "
            "same way; give both units nearly the same w1 : w2."
        )
    if place[0] * place[1] > 0 and (np.abs(place) > SAME_PLACE).all():
        return (
            "Both lines lie on the same side of the middle, and gas on the other side "
            "is lost: change the sign of one b."
        )
    return _edges(N, place)


def _slip(lines):
    """The sentence of the slip that, mended, explains the lines best, or None.

    A soft tanh forgives lines in the wrong place: so the slips are ranked by the lines
    as drawn, and those read off the picture's physical axes must lie well there.
    """
    _, _, mean, std = avo_samples()
    own = max(best_output(lines), best_output(_as_drawn(lines)))
    W, b = lines[:, :2], lines[:, 2]
    read_off = _as_drawn(np.column_stack([W * std, b + W @ mean]))
    mended = {
        "These lines are right in physical units: the network sees standardised "
        "inputs, so multiply each w by the standard deviation of its input.": (
            read_off if best_output(read_off) >= READ_OFF else lines
        ),
        "w1 and w2 changed places: w1 belongs to the intercept, w2 to the gradient.": (
            lines[:, [1, 0, 2]]
        ),
        "Your lines rise where the brine trend falls: change the sign of w2, so "
        "that w1 and w2 have the same sign.": lines * [1, -1, 1],
    }
    found = {}
    for sentence, new in mended.items():
        drawn = best_output(_as_drawn(new))
        gained = max(best_output(new), drawn)
        if gained >= ENOUGH and gained - own >= CLEARLY:
            found[sentence] = drawn
    best = max(found.values(), default=0.0)
    return next((text for text in found if found[text] >= best - NEARLY), None)


def _edges(N, place):
    """For parallel lines with the brine between them: turned, too near, too far?"""
    normal = N.mean(axis=0)
    here = np.array([[*normal, EDGE], [*normal, -EDGE]])
    if best_output(3 * here) < ENOUGH:
        return f"Both lines must turn: {_turn(*normal)}."

    off = np.abs(place) - EDGE
    far, close = off > OFF_THE_EDGE, off < -OFF_THE_EDGE
    if far.all() or close.all():
        who = "your lines both lie"
    else:
        who = f"your {_NAMES[np.argmax(np.abs(off))]} line lies"
    where = "far from" if off[np.argmax(np.abs(off))] > 0 else "close to"
    return (
        f"The direction is right, but {who} too {where} the middle: the edge of the "
        f"band is about {EDGE:g} standard deviations away."
    )


def _turn(w1, w2):
    """In which direction lines of this normal must turn."""
    if w1 * w2 < 0:
        return "they rise, but the brine trend falls as the intercept grows"
    if abs(w2) < abs(w1) * TREND:
        return "they fall too steeply for the band, so make w2 larger beside w1"
    return "the band falls more steeply than they do, so make w1 larger beside w2"


two_units = TwoLinesExercise(
    chapter,
    "two_units",
    given="my_units",
    title="Two hidden units by hand",
    success="Gas lies on both sides of the brine trend. Two lines cut out the band "
    "between, and one output unit puts it together: a network is nothing more.",
    hints=[
        "Brine boundaries lie in a band that falls from the upper left to the lower "
        "right, gas boundaries above and below it: draw one line along each edge.",
        "Parallel lines share w1 and w2 and differ in b. Along the band the gradient "
        "falls as the intercept rises, so w1 and w2 have the same sign, w2 the larger.",
        "With w = (1, 2.3) a line meets the axis of the gradient at -b/2.3: let one do "
        "so at 0.8 and the other at -0.8 standard deviations.",
    ],
)
