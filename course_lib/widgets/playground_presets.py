"""Playgrounds by name: what the lecture shows, and missions to predict, try, explain.

What a preset says about itself is a test in tests/widgets/test_playground_presets.py.

Taught in: notebook 2.
"""

from dataclasses import dataclass, field

from course_lib.checks import check_choice

ALL_FEATURES = ["x1", "x2", "x1x1", "x2x2", "x1x2", "sin_x1", "sin_x2"]


@dataclass(frozen=True)
class Preset:
    """Settings of a `Playground`, and what there is to see.

    Attributes
    ----------
    title, look_for : str
    settings : dict
        As `Playground` takes them.
    """

    title: str
    look_for: str
    settings: dict = field(default_factory=dict)


def _preset(title, look_for, **settings):
    return Preset(title, look_for, settings)


# ------------------------------------------------------------------------- data by name

DATA = {
    "circle": _preset(
        "A disc in a ring",
        "Three units, three lines: together they fence the disc in",
        data="circle",
        hidden=[3],
        lr=0.1,
    ),
    "xor": _preset(
        "Exclusive or",
        "No line parts the classes. Which lines do the four hidden units draw?",
        data="xor",
        hidden=[4, 2],
        lr=0.3,
        seed=1,
    ),
    "gauss": _preset(
        "Two clouds",
        "One unit, one line, nothing hidden: it is enough",
        data="gauss",
        hidden=[],
    ),
    "spiral": _preset(
        "Two spirals",
        "From x1 and x2 alone this is hard, even for two layers of eight",
        data="spiral",
        hidden=[8, 8],
        optimizer="adam",
        lr=0.01,
    ),
    "plane": _preset(
        "A plane",
        "A value, not a class: a linear unit fits it to the last digit",
        data="plane",
        hidden=[],
    ),
    "hills": _preset(
        "Hills and hollows",
        "A line through the ups and downs is no use; watch units take one hill each",
        data="hills",
        hidden=[8, 8],
        optimizer="adam",
        lr=0.01,
    ),
    "avo_boundaries": _preset(
        "Gas or brine at this boundary?",
        "Gas lies on both sides of the brine band: two lines, and the band is between",
        data="avo_boundaries",
        hidden=[4],
        lr=0.3,
    ),
    "gas_sand": _preset(
        "Gas sand or brine sand?",
        "One unit gets nine of ten right, in a few epochs",
        data="gas_sand",
        n=2000,
        hidden=[],
        lr=0.1,
    ),
    "lithology": _preset(
        "Shale, brine, oil or gas?",
        "Shale is easy; oil is taken for its neighbours brine and gas, see the table",
        data="lithology",
        n=2000,
        hidden=[8],
        lr=0.1,
    ),
    "two_logs": _preset(
        "Five facies from gamma ray and density",
        "Coal is easy; every other facies is taken for its neighbours on the coast",
        data="two_logs",
        n=2000,
        hidden=[],
        lr=0.1,
    ),
}

# ----------------------------------------------------------------------------- missions

MISSIONS = {
    "one_line": _preset(
        "Mission: no hidden layer",
        "One line for gas on both sides: the loss stays near ln 2 = 0.693. Why?",
        data="avo_boundaries",
        hidden=[],
        lr=0.3,
    ),
    "one_hidden": _preset(
        "Mission: one hidden unit",
        "Still one line, in another place: three of four right, and no more",
        data="avo_boundaries",
        hidden=[1],
        lr=0.3,
    ),
    "two_hidden": _preset(
        "Mission: two hidden units",
        "Two lines: .98. With seed 2 it never gets beyond .77: a bad start",
        data="avo_boundaries",
        hidden=[2],
        lr=0.3,
    ),
    "three_hidden": _preset(
        "Mission: three hidden units",
        "No better than two, but no bad start among the first five seeds",
        data="avo_boundaries",
        hidden=[3],
        lr=0.3,
    ),
    "product_feature": _preset(
        "Mission: the right feature",
        "Exclusive or with x1·x2 as the only input: one weight solves it",
        data="xor",
        features=["x1x2"],
        hidden=[],
        lr=0.1,
    ),
    "no_hidden_needed": _preset(
        "Mission: does a hidden layer help?",
        "Test accuracy .80 without a hidden layer. Add eight units: still .80",
        data="lithology",
        n=2000,
        hidden=[],
        lr=0.1,
    ),
    "overfitting": _preset(
        "Mission: 60 samples, 105 parameters",
        "Training loss falls on; test loss turns, and has doubled by epoch 300",
        data="gas_sand",
        n=400,
        train_share=15,
        hidden=[8, 8],
        optimizer="adam",
        lr=0.01,
        show_test=True,
    ),
    "weight_decay": _preset(
        "Mission: pay for large weights",
        "The same 60 samples with L2 = 0.01: the test loss stays below 0.4",
        data="gas_sand",
        n=400,
        train_share=15,
        hidden=[8, 8],
        optimizer="adam",
        lr=0.01,
        l2=0.01,
        show_test=True,
    ),
    "dead_relu": _preset(
        "Mission: dead units",
        "After five epochs all four units of layer 2 answer 0 everywhere, for ever. "
        "Try leaky ReLU with Reset",
        data="circle",
        hidden=[4, 4],
        activation="relu",
        lr=3,
    ),
    "vanishing": _preset(
        "Mission: six layers of sigmoids",
        "Open the gradients: they shrink towards the input; 100 epochs teach nothing",
        data="circle",
        hidden=[4] * 6,
        activation="sigmoid",
        lr=0.1,
    ),
    "diverges": _preset(
        "Mission: too large a step",
        "It diverges within 30 epochs; with 0.03 the same unit is done in five",
        data="plane",
        hidden=[],
        lr=0.1,
        speed=1,
    ),
    "wiggly_spiral": _preset(
        "Mission: all seven features",
        "With squares and sines one layer of eight learns the spiral, and wiggles",
        data="spiral",
        features=ALL_FEATURES,
        hidden=[8],
        optimizer="adam",
        lr=0.01,
    ),
}
PRESETS = {**DATA, **MISSIONS}


def preset(name):
    """A `Preset` by name, a key of `PRESETS`.

    Examples
    --------
    >>> preset("one_hidden").settings["hidden"]
    [1]
    """
    return PRESETS[check_choice(name, "name", PRESETS)]
