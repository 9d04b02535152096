"""The sentences of the check ladder: one for each thing that can go wrong.

They are read late in the evening: each says what happened and what to try next.
"""

import linecache
import re
import sysconfig
from pathlib import Path

import numpy as np

from .answers import shown, shown_apart, ways_to_end

_LIBRARIES = tuple(
    {
        sysconfig.get_path(name)
        for name in ("stdlib", "platstdlib", "purelib", "platlib")
    }
) + (str(Path(__file__).resolve().parents[1]), "<frozen", "<__array_function__")
EARLIER = "perhaps one of an earlier exercise"

_LONGEST = 200
_LONGEST_LINE = 88

ROUNDED = (
    "Your result is rounded: hand back all its digits, with no `round`, `int` or `//`."
)
_POWER = "A power is written `**` in Python, as in `dw**2`."

# (error type, part of its message, what a beginner should look at)
_ADVICE = [
    (
        UnboundLocalError,
        "",
        "A name that your function assigns needs a value before it is read: give it "
        "its first one before the loop.",
    ),
    (NameError, "", "Is it spelled right, and did you run the cell that defines it?"),
    (
        TypeError,
        "ellipsis",
        "There is still a `...` to replace: in this function, or in one that it calls.",
    ),
    (
        TypeError,
        "NoneType",
        f"Something in this line is None: does a function that it calls, {EARLIER}, "
        "still lack its answer or its `return`?",
    ),
    (
        TypeError,
        "arrays can be converted",
        "A function of the `math` module takes one number; its NumPy sister, such as "
        "`np.exp`, takes whole arrays.",
    ),
    (TypeError, "bitwise_xor", _POWER),
    (TypeError, "for ^", _POWER),
    *(
        (
            TypeError,
            function,
            "A function stands here without its round brackets: call it, as in "
            "`s.mean()`.",
        )
        for function in ("'builtin_function_or_method'", "'function'", "'method'")
    ),
    (
        TypeError,
        "_ArrayFunctionDispatcher",
        "A function stands here without its round brackets: call it, as in "
        "`np.mean(s)`.",
    ),
    (
        TypeError,
        "'int' object is not iterable",
        "`for` runs through many things, not through a number: `range(n)` makes n "
        "rounds.",
    ),
    (
        TypeError,
        "not callable",
        "Round brackets call a function: is a `*` missing before `(`?",
    ),
    (
        ValueError,
        "truth value",
        "`if` and `and` decide about one number: use `np.where`, or a loop over "
        "samples.",
    ),
    (
        ValueError,
        "matmul",
        "Look at the shapes: in `X @ w` the columns of `X` must be as many as the "
        "values of `w`.",
    ),
    (ValueError, "broadcast", "Print the `.shape` of each array in this line."),
    (
        np.linalg.LinAlgError,
        "Singular",
        "This matrix has no inverse: print it and its shape. Between matrices stands "
        "`@`, for `*` multiplies entry by entry.",
    ),
    (ValueError, "not aligned", "Print the `.shape` of each array in this line."),
    (IndexError, "", "Python counts from 0: the last of n values has index n - 1."),
    (
        ValueError,
        "values to unpack",
        "Two lists go side by side through `for t, p in zip(first, second):`.",
    ),
    (
        AttributeError,
        "'list' object has no attribute",
        "This is a list: take its parts one by one, as in `for W in weights:`, or make "
        "an array of it with `np.array`.",
    ),
    (
        TypeError,
        "unary ~: 'list'",
        "`~` turns arrays round, not lists: make it an array, `np.array(...)`.",
    ),
    (ZeroDivisionError, "", "Which denominator can become 0?"),
    (
        RecursionError,
        "",
        "The function calls itself without end: which line does that?",
    ),
    (EOFError, "input()", "Take the values from the arguments instead of `input()`."),
]


def raised(error):
    """The student's own error in one sentence, and advice where there is some."""
    name = type(error).__name__
    text = _one_line(error)
    where = _own_line(error.__traceback__)
    place = ""
    if where:
        number, code = where
        place = f" in line {number}" + (f": `{code}`" if code else "")
    sentence = f"Your function stopped with {name}{': ' * bool(text)}{text}"
    sentence = f"{sentence}, {place.strip()}" if place else f"{sentence}."
    advice = [
        what for kind, part, what in _ADVICE if isinstance(error, kind) and part in text
    ]
    if _of_transposed_shapes(text):
        advice = ["`@` is the matrix product, `*` multiplies entry by entry."]
    return sentence, advice[:1]


def _of_transposed_shapes(text):
    """Whether `*` met a matrix and its transpose: shapes (2,3) and (3,2)."""
    found = re.search(r"with shapes \((\d+),(\d+)\) \((\d+),(\d+)\)", text)
    return bool(found) and found.groups()[:2] == found.groups()[:1:-1]


def returned_nothing(function, printed):
    """None came back: no `return`, a `print`, or a function below that gives None."""
    ways = ways_to_end(function)
    if printed and "value" in ways:
        return (
            "Your function returns None: `print(...)` gives nothing back, and neither "
            f"does a function, {EARLIER}, that still lacks its answer.",
            [],
        )
    if printed:
        return (
            "Your function prints its result but returns None: replace `print(...)` "
            "by `return ...`.",
            [],
        )
    if ways == {"value"}:
        return (
            f"Your `return` hands back None: does a function that it calls, {EARLIER}, "
            "still lack its answer?",
            [],
        )
    if "value" in ways:
        return (
            "Your function returns None: does every way through it end in a `return`, "
            f"and does a function that it calls, {EARLIER}, still lack its answer?",
            [],
        )
    return (
        "Your function returns None: it computes something but hands nothing back; did "
        "you forget `return`?",
        [],
    )


def stopped(how, time_limit):
    """The call did not come to its own end."""
    return {
        "too slow": f"Your function had not ended after {time_limit:g} seconds "
        "and was stopped: is there a loop whose condition stays true for ever?",
        "exited": "Your function calls `exit()` or `quit()`, which would end the "
        "whole session: take it out and `return` the result instead.",
        "interrupted": "Your function was interrupted before it had ended: run the "
        "check again, and give it a moment.",
    }[how]


def _one_line(error):
    try:
        text = " ".join(str(error).split())
    except Exception:
        text = "(its message cannot be shown)"
    # a memory address differs in every run and tells nothing
    text = re.sub(r" at 0x[0-9a-fA-F]+", "", text)
    text = text if len(text) <= _LONGEST else text[:_LONGEST] + " …"
    return text.rstrip(".") if not text.endswith("…") else text


def _own_line(traceback):
    """(number, code) of the deepest line outside Python, NumPy and this package."""
    found = None
    while traceback is not None:
        filename = traceback.tb_frame.f_code.co_filename
        if not filename.startswith(_LIBRARIES):
            found = (filename, traceback.tb_lineno)
        traceback = traceback.tb_next
    if found is None:
        return None
    code = linecache.getline(*found).strip().replace("`", "'")
    return found[1], code if len(code) <= _LONGEST_LINE else code[:_LONGEST_LINE] + " …"


def wrong_shape(got, want, name):
    """Got, expected, and the usual reason; ``got`` and ``want`` are arrays."""
    wanted = f"have shape {want.shape}" if want.ndim else "be one number"
    yours = f"has shape {got.shape}" if got.ndim else "is one number"
    sentence = f"{_subject(name)} must {wanted}; yours {yours}."
    reason = _reason_for_shape(got, want, name)
    return sentence, [reason] * bool(reason)


def _reason_for_shape(got, want, name):
    m = len(want) if want.ndim else 1
    if want.ndim == 1 and got.size == 1 < m:
        return _reason_for_one_value(got, want, name)
    if got.ndim == 0:
        return "Keep one value for each; do not add them all up."
    if want.ndim == 0 and got.size == 1:
        zeros = ", ".join("0" * got.ndim)
        return f"It is an array that holds one number: take it out with `[{zeros}]`."
    if want.ndim == 0:
        return "Did you forget the mean (or the sum) over the samples?"
    if want.ndim == 1 and got.shape in {(m, 1), (1, m)}:
        return "Flatten it: `.ravel()` makes a plain row of values of it."
    if want.ndim == 1 and got.shape == (m, m):
        return (
            "A column (m, 1) and a flat array (m,) were combined: NumPy pairs every "
            "value with every other. Make both flat."
        )
    if want.ndim == 2 and got.shape == want.shape[::-1]:
        return "It lies on its side: transpose it with `.T`."
    return ""


def _reason_for_one_value(got, want, name):
    """One value came back where one for each sample (or feature) is asked for."""
    if np.isclose(got.item(), want[0]):
        return "It is the first value alone: is the `return` inside the loop?"
    if np.isclose(got.item(), want[-1]):
        return "It is the last value alone: collect the values of all rounds in a list."
    if name is None:
        return (
            "Yours is one number. Is the `return` inside the loop, or did you add up "
            "all samples?"
        )
    return "Keep one value for each; do not add them all up."


def _subject(name):
    return "The result" if name is None else f"`{name}`"


def not_finite(got, name):
    """NaN or inf where the right values are finite."""
    bad = ~np.isfinite(got)
    what = "NaN (not a number)" if np.isnan(got).any() else "infinite"
    subject = "values" if name is None else f"values of `{name}`"
    if got.size == 1:
        sentence = f"{_subject(name)} is {what}."
    else:
        first = _index(np.argwhere(bad)[0])
        count = int(bad.sum())
        sentence = (
            f"{count} of your {got.size} {subject} {'is' if count == 1 else 'are'} "
            f"{what}, the first at index {first}."
        )
    return sentence, ["Look for 0/0, log(0), or a number too large for exp."]


def wrong_values(got, want, name, close, context=""):
    """How many differ, the first one, the largest error, and a likely cause."""
    if want.ndim == 0:
        yours, right = shown_apart(got, want)
        sentence = f"{_subject(name)} should be {right}{context}; yours is {yours}."
    else:
        differ = ~close
        first = tuple(np.argwhere(differ)[0])
        count = int(differ.sum())
        verb = "differs" if count == 1 else "differ"
        yours, right = shown_apart(got[first], want[first])
        sentence = (
            f"{count} of {want.size} "
            f"values{f' of `{name}`' if name else ''} {verb}{context}; the first at "
            f"index {_index(first)}: yours is {yours}, right is {right}."
        )
    details = [likely_cause(got, want)]
    if want.size > 1:
        worst = np.unravel_index(np.argmax(np.abs(got - want)), want.shape)
        details.append(
            f"The largest error, {shown(np.abs(got - want)[worst])}, is at index "
            f"{_index(worst)}."
        )
    return sentence, [text for text in details if text]


def is_rounded(pairs):
    """Whether the results are the right ones, rounded or cut.

    Parameters
    ----------
    pairs : list of (numpy.ndarray, numpy.ndarray)
        Result and right result of every call, of the same shape.
    """
    ways = [lambda want, k=k: np.round(want, k) for k in range(7)] + [np.trunc]
    return any(got.any() for got, _ in pairs) and any(
        all(np.allclose(got, way(want), rtol=1e-9, atol=1e-12) for got, want in pairs)
        for way in ways
    )


def likely_cause(got, want):
    """What turns the right values ``want`` into ``got`` (same shape), or ""."""

    def same(candidate):
        scale = np.abs(want).max(initial=0) or 1.0
        return np.allclose(got, candidate, rtol=1e-4, atol=1e-4 * scale)

    if not got.any():
        return "All your values are 0."
    if same(-want):
        return "Only the sign is wrong: yours are the right values times -1."
    if want.ndim == 2 and want.shape[0] == want.shape[1] and same(want.T):
        return "It is the transpose of the right result."
    if same(1 - want):
        return "Yours is 1 minus the right value."
    nonzero = want != 0
    if nonzero.any():
        factor = float(np.median(got[nonzero] / want[nonzero]))
        telling = want.size > 1 or _named(factor)  # one number always has a factor
        if telling and same(factor * want):
            return f"Yours are the right values times {factor:.4g}{_named(factor)}."
    offset = float(np.median(got - want))
    if want.size > 1 and same(want + offset):
        return f"Yours are the right values plus {offset:.4g}."
    if want.ndim == 2 and want.shape[1] < 20:
        columns = [
            any(np.allclose(column, right, rtol=1e-4) for right in want.T)
            for column in got.T
        ]
        if all(columns):
            return "All columns are there, but not in the right order."
    return ""


def _named(factor):
    known = {
        1000: "a factor of 1000 between units",
        1e-3: "a factor of 1000 between units",
        2: "a factor of 2",
        0.5: "a factor of 2",
        np.pi / 180: "degrees and radians",
        180 / np.pi: "degrees and radians",
        np.log(10): "ln and log10",
        1 / np.log(10): "ln and log10",
        np.log(2): "ln and log2",
        1 / np.log(2): "ln and log2",
    }
    for value, words in known.items():
        if np.isclose(factor, value, rtol=1e-3):
            return f" (think of {words})"
    return ""


def _index(index):
    index = tuple(int(i) for i in index)
    return str(index[0]) if len(index) == 1 else str(index)
