"""Read what a student hands in: is it still a stub, and which numbers came back?"""

import dis
import inspect
import itertools
import numbers
from dataclasses import dataclass

import numpy as np

# What a body without one written statement compiles to, in Python 3.11 to 3.13.
_EMPTY_BODY = {"RESUME", "NOP", "COPY_FREE_VARS", "LOAD_CONST", "RETURN_VALUE"}
_EMPTY_BODY |= {"RETURN_CONST"}

_ROUNDING = 1e-13  # what is below it is shown as 0


class Unusable(Exception):
    """No numbers came back; the message is a sentence for the student."""


@dataclass
class Untouched:
    """Stands for a result that still is ``...``."""


def is_stub(function):
    """Whether the body is only a docstring and ``...`` (or ``pass``).

    It reads the compiled code, so a body with anything written in it, but without
    ``return``, is no stub.
    """
    code = getattr(inspect.unwrap(function), "__code__", None)
    if not inspect.iscode(code):
        return False
    steps = list(dis.get_instructions(code))
    if any(step.opname not in _EMPTY_BODY for step in steps):
        return False
    returned = [step.argval for step in steps if step.opcode in dis.hasconst]
    return all(value is None or value is ... for value in returned)


def ways_to_end(function):
    """How a call can end: a set of "value" and "nothing", empty where unknown.

    "value" stands for a ``return`` of something, "nothing" for the end of the body
    without one.
    """
    code = getattr(inspect.unwrap(function), "__code__", None)
    if not inspect.iscode(code):
        return set()
    steps = list(dis.get_instructions(code))
    ways = set()
    for before, step in itertools.pairwise(steps):
        if step.opname.startswith("RETURN_"):
            const = step if step.opname == "RETURN_CONST" else before
            nothing = const.opcode in dis.hasconst and const.argval is None
            ways.add("nothing" if nothing else "value")
    return ways


def names_used(function):
    """The global names in the code of ``function``."""
    code = getattr(inspect.unwrap(function), "__code__", None)
    return set(code.co_names) if inspect.iscode(code) else set()


def signature_problem(function, reference):
    """A sentence if ``function`` cannot be called like ``reference``, or None."""
    wanted = inspect.signature(reference)
    try:
        inspect.signature(function).bind(*wanted.parameters)
    except TypeError:
        own = str(inspect.signature(function))
        return (
            f"Your function takes `{own}`, but it must take `{wanted}`, in this order: "
            "restore the first line of the exercise."
        )
    except ValueError:  # compiled functions such as np.exp keep no signature
        return None
    return None


def read_results(value, names, wanted=None):
    """Return ``value`` as one float array per name.

    Parameters
    ----------
    value : object
        What the student's function returned.
    names : tuple of str
        The results by name; one name for a function that returns one thing.
    wanted : list of numpy.ndarray, optional
        The right results, to tell a tuple of things from a tuple of numbers.

    Returns
    -------
    list of numpy.ndarray, or Untouched, or None
        None when nothing was returned.

    Raises
    ------
    Unusable
        With a sentence for the student.
    """
    if value is None:
        return None
    if value is ...:
        return Untouched()
    if len(names) == 1:
        if wanted and type(value) is tuple:
            _refuse_several(value, wanted[0])
        return [as_array(value)]
    value = _parts(value, names)
    if any(part is ... for part in value):
        return Untouched()
    for name, part in zip(names, value, strict=True):
        if part is None:
            raise Unusable(f"`{name}` is None: you return it before it has a value.")
    return [as_array(part, name) for name, part in zip(names, value, strict=True)]


def _refuse_several(value, want):
    """Complain if a tuple holds things as large as the one that is wanted."""
    if not any(_axes(part) >= want.ndim for part in value):
        return
    if len(value) == 1 and want.ndim:
        raise Unusable(
            "The comma at the end of your `return` packs the array into a tuple: take "
            "the comma away."
        )
    asked = "one array" if want.ndim else "one number"
    if len(value) > 1:
        raise Unusable(
            f"You return {len(value)} things, separated by commas; {asked} is asked "
            "for."
        )


def _axes(part):
    try:
        return np.ndim(part)
    except ValueError:  # rows of different lengths
        return 2


def _parts(value, names):
    """The results of a function that returns several, or a sentence."""
    if isinstance(value, np.ndarray) and value.ndim and len(value) == len(names):
        return list(value)
    row = isinstance(value, np.ndarray) and value.ndim == 1
    if isinstance(value, (tuple, list)) and len(value) == len(names):
        return value
    if row or isinstance(value, list):
        what = "array" if row else "list"
        count = "Two" if len(names) == 2 else str(len(names))
        raise Unusable(
            f"You return one {what} of {len(value)} values: is it {names[0]} alone? "
            f"{count} things are asked for, {', '.join(names[:-1])} and {names[-1]}."
        )
    raise Unusable(
        f"The function must return {len(names)} things, `return {', '.join(names)}`; "
        f"yours returns {kind(value)}."
    )


def as_array(value, name="the result"):
    """Return numbers in any wrapping (list, tensor, float32 …) as a float64 array."""
    if callable(value) and not hasattr(value, "__array__"):
        raise Unusable(
            f"Your answer is {kind(value)} instead of numbers: call it, with its "
            "arguments in parentheses."
        )
    if inspect.isgenerator(value):
        raise Unusable(
            "Your function hands out a generator: collect the numbers in a list or an "
            "array and `return` that, without `yield`."
        )
    if inspect.iscoroutine(value):
        value.close()
        raise Unusable(
            "Remove the word `async` before `def`: no waiting is needed here."
        )
    if hasattr(value, "detach"):  # a torch tensor that may require a gradient
        value = value.detach()
    try:
        array = np.asarray(value)
    except ValueError:
        raise Unusable(
            f"{name[0].upper()}{name[1:]} has rows of different lengths, so it is no "
            "array: give every row the same number of values."
        ) from None
    if array.dtype == object:
        array = _from_objects(array, value)
    if array.dtype.kind == "c":
        raise Unusable("Your answer holds complex numbers; all values here are real.")
    if array.dtype.kind not in "biuf":
        raise Unusable(f"Your answer is {kind(value)} where numbers are needed.")
    return array.astype(float)


def _from_objects(array, value):
    """Numbers that NumPy keeps as objects: Fraction, Decimal, very large integers."""
    if any(item is None for item in array.flat):
        raise Unusable(
            "There is a None among the values you return: some step hands back "
            "nothing; did you forget a `return`, or use `append` or `print` as if it "
            "gave a value?"
        )
    try:
        return array.astype(float)
    except (TypeError, ValueError):
        raise Unusable(
            f"Your answer is {kind(value)} where numbers are needed."
        ) from None


def unchanged(before, after):
    """Whether an array, or a list of arrays, is what it was; NaN equals NaN."""
    if isinstance(before, list):
        same_length = isinstance(after, list) and len(before) == len(after)
        return same_length and all(map(unchanged, before, after))
    before, after = np.asarray(before), np.asarray(after)
    floats = before.dtype.kind == after.dtype.kind == "f"
    return np.array_equal(before, after, equal_nan=floats)


def kind(value):
    """What ``value`` is, in the words of a beginner."""
    words = {
        str: "text (a string)",
        bool: "True or False",
        dict: "a dictionary",
        set: "a set",
        list: "a list that holds more than numbers",
        tuple: f"{len(value)} values" if isinstance(value, tuple) else "",
        type(None): "None",
    }
    if type(value) in words:
        return words[type(value)]
    if isinstance(value, numbers.Number):
        return "one number"
    if isinstance(value, np.ndarray):
        return f"an array of shape {value.shape}"
    if inspect.isroutine(value):
        return "a function"
    name = type(value).__name__
    return f"an object of type {name}" if not isinstance(value, type) else "a class"


def shown(array, digits=4):
    """A few numbers as short text, as one writes them: (0.5, 0)."""
    array = np.asarray(array)
    # a column or one row reads as plain values
    return _in_brackets(array.squeeze(), digits)


def shown_apart(got, want):
    """Both as text, with more digits where four do not tell them apart."""
    short, long = ((shown(got, n), shown(want, n)) for n in (4, 6))
    return short if short[0] != short[1] or long[0] == long[1] else long


def _in_brackets(array, digits):
    if array.ndim == 0:
        return _number(array.item(), digits)
    if array.size > 12 and len(array) > 6:
        parts = [_in_brackets(part, digits) for part in (*array[:3], *array[-3:])]
        parts.insert(3, "…")
    else:
        parts = [_in_brackets(part, digits) for part in array]
    return f"({', '.join(parts)})"


def _number(value, digits):
    value = 0 if abs(value) < _ROUNDING else value
    if abs(value) < 1e9 and value == int(value):
        return str(int(value))  # 176850, not 1.768e+05, and no -0
    return f"{value:.{digits}g}"
