"""How each optimizer looks: one colour, one marker and one name in every figure."""

from dataclasses import dataclass

from course_lib.figures.style import CLASS_COLOURS, PALETTE
from course_lib.races import LABELS

DASHES = ("-", "--", ":", "-.")
MARKERS = {
    "circle": "o",
    "plus": "P",
    "cross": "X",
    "triangle": "^",
    "triangle_down": "v",
    "square": "s",
    "diamond": "D",
    "pentagon": "p",
    "star": "*",
    "hexagon": "h",
}


@dataclass(frozen=True)
class Look:
    """Colour, marker, dash and name of one line."""

    colour: str
    marker: str
    dash: str
    label: str


def looks(keys):
    """Return key → `Look` for the keys of a race, in their order.

    Optimizers of the course look as in the palette. A student's own that races against
    them gets the colour "own", a second one a new dash. Names that are all unknown,
    such as "α = 0.1" and "α = 0.5", get the class colours in turn.
    """
    keys = list(keys)
    colours, markers = PALETTE["optimizers"], PALETTE["optimizer_markers"]
    race = any(key in colours for key in keys)
    result, strangers = {}, 0
    for key in keys:
        if key in colours:
            look = Look(
                colours[key], MARKERS[markers[key]], "-", LABELS.get(key, "your own")
            )
        elif race:
            dash = DASHES[strangers % len(DASHES)]
            look = Look(colours["own"], MARKERS[markers["own"]], dash, key)
            strangers += 1
        else:
            colour = CLASS_COLOURS[strangers % len(CLASS_COLOURS)]
            marker = list(MARKERS.values())[strangers % len(MARKERS)]
            look = Look(colour, marker, DASHES[strangers % len(DASHES)], key)
            strangers += 1
        result[key] = look
    return result
