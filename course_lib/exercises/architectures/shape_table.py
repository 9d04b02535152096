"""An exercise whose answer is a table of array shapes, as a dictionary."""

import numbers

import numpy as np

from ..answers import kind
from ..base import Exercise
from ..runner import run

RIGHT = {
    "X": [(500, 3)],
    "W1": [(3, 3)],
    "b1": [(3,)],
    "A1": [(500, 3)],
    "W2": [(1, 3)],
    "b2": [(1,)],
    "A2": [(500, 1), (500,)],
}

_FLAT = "a bias is a flat array with one number for each unit, not a row or a column"
_SHARED = "weights belong to units, not to samples, so no 500 appears"
_SHARED_BIAS = "all samples share the bias, so no 500 appears"
_FOR_ALL = "has one row for each of the 500 samples; yours is the shape for one"

# (name, shape people give) -> what they thought of
KNOWN = {
    ("X", (3, 500)): "X lies on its side; rows are samples, columns their inputs",
    ("X", (3,)): f"X {_FOR_ALL}",
    ("X", (1, 3)): f"X {_FOR_ALL}",
    ("X", (500,)): "X needs a column for each of the three inputs",
    ("X", (500, 4)): "a column of ones is too much: here b1 carries the bias",
    ("W1", (3, 4)): "b1 stands apart here, so W1 has weights only, no bias",
    ("W1", (4, 3)): "b1 stands apart here, so W1 has weights only, no bias",
    ("W1", (500, 3)): _SHARED,
    ("W1", (3, 500)): _SHARED,
    ("W1", (3,)): "each of the three hidden units has a row of three weights",
    ("W1", (9,)): "the nine weights stand in rows, one for each hidden unit",
    ("b1", (3, 1)): _FLAT,
    ("b1", (1, 3)): _FLAT,
    ("b1", (1,)): "every hidden unit has its own bias, and there are three",
    ("b1", (500, 3)): _SHARED_BIAS,
    ("b1", (500,)): _SHARED_BIAS,
    ("b1", ()): "every hidden unit has its own bias, and there are three",
    ("A1", (3, 500)): "A1 lies on its side; rows are samples, columns hidden units",
    ("A1", (3,)): f"A1 {_FOR_ALL}",
    ("A1", (1, 3)): f"A1 {_FOR_ALL}",
    ("A1", (3, 3)): "that is W1; A1 has one row for each sample",
    ("A1", (500, 1)): "that is the output; A1 has a column for each hidden unit",
    ("A1", (500,)): "that is the output; A1 has a column for each hidden unit",
    ("A1", (500, 4)): "a column of ones is too much: here b2 carries the bias",
    ("W2", (3, 1)): "W2 lies on its side; as in W1, a row is a unit of its own layer, "
    "a column a unit before it",
    ("W2", (3,)): "as in W1, each unit has a row, so write the one row too",
    ("W2", (3, 3)): "that is W1; the output layer has one unit, so one row",
    ("W2", (1, 4)): "b2 stands apart here, so W2 has weights only, no bias",
    ("b2", ()): "one number in a flat array is meant, which is written `(1,)`",
    ("b2", (1, 1)): _FLAT,
    ("b2", (3,)): "that is b1; the output layer has one unit, so one bias",
    ("b2", (500,)): _SHARED_BIAS,
    ("b2", (500, 1)): _SHARED_BIAS,
    ("A2", (1,)): f"A2 {_FOR_ALL}",
    ("A2", ()): f"A2 {_FOR_ALL}",
    ("A2", (1, 500)): "A2 lies on its side; rows are samples, the column the output",
    ("A2", (500, 3)): "that is A1; A2 is what the one output unit makes of it",
}
MEANING = {
    "X": "rows are samples, columns inputs",
    "W1": "a row for each hidden unit, a column for each input",
    "b1": "one number for each hidden unit",
    "A1": "rows are samples, columns hidden units",
    "W2": "a row for each output unit, a column for each hidden unit",
    "b2": "one number for each output unit",
    "A2": "one output for each sample",
}


class ShapeTable(Exercise):
    """The student writes down the shape of every array of the 3-3-1 network."""

    def judge(self, answer, time_limit):
        if answer is ...:
            return self._left_open([])
        if not isinstance(answer, dict):
            return self.not_yet(
                f"The check got {kind(answer)}: give it the dictionary, "
                f'`{{"X": (…, …), "W1": (…, …), …}}`.'
            )
        missing = [name for name in RIGHT if name not in answer]
        if missing:
            return self.not_yet(
                f"Your dictionary lacks {_and(missing)}; its keys are {_and(RIGHT)}."
            )
        open_ones = [name for name in RIGHT if _is_open(answer[name])]
        if open_ones:
            return self._left_open(open_ones)
        wrong = []
        for name, right in RIGHT.items():
            done = run(_read, answer[name], time_limit=time_limit)
            if done.how != "returned" or isinstance(done.value, str):
                cause = done.value or "it cannot be read as a shape"
                return self.not_yet(f"`{name}`: {cause}.")
            if done.value not in right:
                wrong.append((name, done.value))
        if wrong:
            return self._wrong(wrong)
        return self.correct()

    def _wrong(self, wrong):
        (name, shape), *others = wrong
        cause = KNOWN.get((name, shape), MEANING[name])
        count = len(RIGHT) - len(wrong)
        details = [f"{count} of {len(RIGHT)} shapes are right."]
        if others:
            details = [
                f"{details[0]} Look again at {_and(name for name, _ in others)} too."
            ]
        return self.not_yet(f"`{name}` is not {_text(shape)}: {cause}.", details)

    def _left_open(self, names):
        where = f" at {_and(names)}" if 0 < len(names) < len(RIGHT) else ""
        return self.not_attempted(
            f"There is still a `...` in `{self.given}`{where}: put a shape in its "
            "place, run that cell, then run this one again."
        )


def _is_open(value):
    if isinstance(value, tuple | list):
        return any(part is ... for part in value)
    return value is ...


def _read(value):
    """A shape as a tuple, or what is wrong with it."""
    if isinstance(value, np.ndarray) and value.dtype.kind != "i":
        return "this is the array itself; its shape, a tuple, is asked for"
    if isinstance(value, numbers.Integral) and not isinstance(value, bool):
        if value == 1:
            return ()
        return (
            f"{value} in brackets alone is only the number; a shape with one length "
            f"has a comma, `({value},)`"
        )
    if isinstance(value, str):
        return "this is text; write the shape without quotation marks, as in `(2, 5)`"
    try:
        parts = tuple(value)
    except TypeError:
        return f"this is {kind(value)}; a shape is a tuple, as in `(2, 5)`"
    if not all(isinstance(part, numbers.Integral) for part in parts):
        return "a shape holds whole numbers only"
    return tuple(int(part) for part in parts)


def _text(shape):
    return f"`{shape}`" if shape else "a single number"


def _and(names):
    *first, last = names
    return f"{', '.join(first)} and {last}" if first else last
