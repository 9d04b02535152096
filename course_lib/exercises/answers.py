"""Read what a student hands in: is it still a stub, and which numbers came back?"""

import dis
import inspect
import numbers
from dataclasses import dataclass

import numpy as np

# What a body without one written statement compiles to, in Python 3.11 to 3.13.
_EMPTY_BODY = {"RESUME", "NOP", "COPY_FREE_VARS", "LOAD_CONST", "RETURN_VALUE"}
_EMPTY_BODY |= {"RETURN_CONST"}


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


def read_results(value, names):
    """Return ``value`` as one float array per name.

    Parameters
    ----------
    value : object
        What the student's function returned.
    names : tuple of str
        The results by name; one name for a function that returns one thing.

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
        return [as_array(value)]
    wanted = "return " + ", ".join(names)
    if isinstance(value, np.ndarray) and value.ndim == 1:
        value = list(value)
    if not isinstance(value, (tuple, list)) or len(value) != len(names):
        got = (
            f"{len(value)} values" if isinstance(value, (tuple, list)) else kind(value)
        )
        raise Unusable(
            f"The function must return {len(names)} things, `{wanted}`; yours returns "
            f"{got}."
        )
    if any(part is ... for part in value):
        return Untouched()
    for name, part in zip(names, value, strict=True):
        if part is None:
            raise Unusable(f"`{name}` is None: you return it before it has a value.")
    return [as_array(part, name) for name, part in zip(names, value, strict=True)]


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


def shown(array):
    """A few numbers as short text, the same on every machine."""
    array = np.asarray(array)
    if array.size == 1:
        return f"{array.item() + 0.0:.4g}"  # + 0.0 turns -0 into 0
    with np.printoptions(precision=4, suppress=True, threshold=12, edgeitems=3):
        return " ".join(str(array + 0.0).split())
