"""What goes wrong inside a student's class: `self` forgotten, an error, no end."""

import inspect
import re

from .. import sentences

MEMORY = {"V", "S", "D", "t"}
SETTINGS = {"lr", "alpha", "beta", "beta1", "beta2", "eps", "decay"}
_GIVEN = re.compile(
    r"(\w+)\(\) takes (?:from \d+ to )?(\d+) positional arguments? but (\d+) w"
)


class Complaint(Exception):
    """What is wrong with a rule: a sentence, and details."""

    def __init__(self, sentence, details=()):
        super().__init__(sentence)
        self.sentence, self.details = sentence, list(details)


class Untried(Exception):
    """The class is as empty as it was handed out."""


def refuse_failure(done, time_limit, rule, method="step"):
    """Raise a Complaint for a call that did not return.

    Parameters
    ----------
    done : Run
    time_limit : float
        Seconds.
    rule : object
        The student's object, or the class where there is none yet.
    method : str
        What was called.
    """
    if done.how == "returned":
        return
    if isinstance(done.error, Complaint | Untried):
        raise done.error
    if done.how != "raised":
        sentence = sentences.stopped(done.how, time_limit)
        raise Complaint(sentence.replace("Your function", f"Your `{method}`", 1))
    sentence, details = sentences.raised(done.error)
    sentence = sentence.replace("Your function", f"Your `{method}`", 1)
    _refuse_forgotten_self(done.error, rule, method, sentence)
    if isinstance(done.error, AttributeError) and " object has no " in sentence:
        details = ["Give it a first value in `reset`, and call that in `__init__`."]
    raise Complaint(sentence, details)


def self_is_missing(method):
    """The sentence for a method that was written as if it were a function."""
    wanted = {"step": "self, w, dw", "reset": "self", "__init__": "self"}
    return (
        "`self` is missing: every function in a class takes the object first, as in "
        f"`def {method}({wanted.get(method, 'self, …')}):`."
    )


def _refuse_forgotten_self(error, rule, method, sentence):
    text = str(error)
    given = _GIVEN.search(text)
    if isinstance(error, TypeError) and given and hasattr(rule, given[1]):
        if int(given[3]) == int(given[2]) + 1:
            raise Complaint(self_is_missing(given[1]), [sentence])
    name = re.search(r"'(\w+)'", text) if isinstance(error, NameError) else None
    if not name:
        return
    name = name[1]
    if name == "self":
        raise Complaint(self_is_missing(method), [sentence])
    known = hasattr(rule, name)
    if (known and name != method) or name in MEMORY | SETTINGS | _arguments(rule):
        first = (
            f"Give it its first value in `reset`: `self.{name} = 0.0`."
            if name in MEMORY
            else f"Give it its value in `__init__`: `self.{name} = …`."
        )
        raise Complaint(
            f"`{name}` alone is not known inside `{method}`: what belongs to the "
            f"object is written with `self.`, so it must be `self.{name}`.",
            [sentence] if known else [sentence, first],
        )


def _arguments(rule):
    """The names that ``__init__`` takes."""
    cls = rule if isinstance(rule, type) else type(rule)
    try:
        return set(inspect.signature(cls).parameters)
    except (TypeError, ValueError):
        return set()
