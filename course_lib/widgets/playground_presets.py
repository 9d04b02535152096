"""Playgrounds by name: what the lecture shows, and missions to predict, try, explain.

What a preset says about itself is a test in tests/widgets/test_playground_presets.py.

Taught in: notebook 2.
"""

from dataclasses import dataclass, field

from course_lib.checks import check_choice


@dataclass(frozen=True)
class Preset:
    """Settings of a `Playground` and what there is to see.

    Attributes
    ----------
    title, look_for : str
    settings : dict
        As `Playground` takes them.
    """

    title: str
    look_for: str
    settings: dict = field(default_factory=dict)


ALL_FEATURES = ["x1", "x2", "x1x1", "x2x2", "x1x2", "sin_x1", "sin_x2"]

# ------------------------------------------------------------------------- data by name

PRESETS = {
    "circle": Preset(
        "A disc in a ring",
        "Three lines enclose the disc: which units draw them?",
        {"data": "circle"},
    ),
}


def preset(name):
    """A `Preset` by name."""
    return PRESETS[check_choice(name, "name", PRESETS)]
