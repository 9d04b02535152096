"""Racers of LossSurface: from optimizers to the rows that travel, and back.

A row is a dict: key, label, on, own (only Python can run it) and settings.
"""

import numpy as np

from course_lib import races
from course_lib.checks import check_number
from course_lib.optimizers import (
    Adam,
    GradientDescent,
    Momentum,
    RMSprop,
    from_settings,
)
from course_lib.widgets.own_racers import library_settings, rate_of


def by_key(racers, surface):
    """key → optimizer, from a dict, a list or nothing."""
    if racers is None:
        racers = four_rules(surface)
    if not isinstance(racers, dict):
        named = {}
        for rule in racers:
            known = library_settings(rule)
            name = base = known["kind"] if known else type(rule).__name__
            number = 1
            while name in named:
                number += 1
                name = f"{base} {number}"
            named[name] = rule
        racers = named
    if not racers:
        raise ValueError("racers is empty; at least one optimizer must race")
    for key, rule in racers.items():
        if not callable(getattr(rule, "step", None)):
            raise TypeError(
                f"racers[{key!r}] must be an optimizer: an object with step(w, dw); "
                f"got {rule!r:.60}"
            )
        if isinstance(rule, type):
            raise TypeError(
                f"racers[{key!r}] is the class {rule.__name__}; it must be an object: "
                f"{rule.__name__}(…)"
            )
    return {str(key): rule for key, rule in racers.items()}


def four_rules(surface):
    """Rates that suit the surface: a quarter of the limit, 1/100 of its width."""
    limit, width = surface.rate_limit(), float(np.ptp(surface.domain, axis=1).min())
    lr = 0.01 if limit is None else float(f"{limit / 4:.1g}")
    length = float(f"{width / 100:.1g}")
    return {
        "gd": GradientDescent(lr),
        "momentum": Momentum(round(10 * lr, 12)),
        "rmsprop": RMSprop(length),
        "adam": Adam(length),
    }


def row_of(key, rule):
    """What the browser gets to know of a racer."""
    settings = library_settings(rule)
    own = settings is None
    if own:
        lr = rate_of(rule)
        settings = {"kind": "own"} if lr is None else {"kind": "own", "lr": lr}
    label = races.LABELS.get(key, key)
    return {"key": key, "label": label, "on": True, "own": own, "settings": settings}


def checked_row(row):
    """A racer as it may be: its settings make an optimizer."""
    name = f"racers[{row['key']!r}]"
    settings = row.get("settings")
    if not isinstance(settings, dict):
        raise TypeError(f"{name} must have settings; got {settings!r:.60}")
    try:
        if row.get("own"):
            if "lr" in settings:
                check_number(settings["lr"], "lr", above=0)
        else:
            settings = from_settings(settings).settings()
    except (TypeError, ValueError) as error:
        raise type(error)(f"{name}: {error}") from None
    return {**row, "on": bool(row.get("on")), "settings": settings}
