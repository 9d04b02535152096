"""Playgrounds by name: what the lecture shows, and missions to predict, try, explain.

A preset asks and does not tell: what there is to find is a test in
tests/widgets/test_playground_presets.py.

Taught in: notebook 2.
"""

from dataclasses import dataclass, field

from course_lib.checks import check_choice

ALL_FEATURES = ["x1", "x2", "x1x1", "x2x2", "x1x2", "sin_x1", "sin_x2"]


@dataclass(frozen=True)
class Preset:
    """Settings of a `Playground`, and what to watch in it.

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
        "Three units, three lines: how do they share the work?",
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
        "One unit, one line, nothing hidden: is it enough?",
        data="gauss",
        hidden=[],
    ),
    "spiral": _preset(
        "Two spirals",
        "Four units from x1 and x2: how far do they get? What would you add?",
        data="spiral",
        hidden=[4],
    ),
    "plane": _preset(
        "A plane",
        "A value, not a class: how small does the loss of a linear unit get?",
        data="plane",
        hidden=[],
    ),
    "hills": _preset(
        "Hills and hollows",
        "Ups and downs: which hills and hollows does each unit take?",
        data="hills",
        hidden=[8, 8],
        optimizer="adam",
        lr=0.01,
    ),
    "avo_boundaries": _preset(
        "Gas or brine at this boundary?",
        "Where is gas, where brine? How many lines does that take?",
        data="avo_boundaries",
        hidden=[4],
        lr=0.3,
    ),
    "gas_sand": _preset(
        "Gas sand or brine sand?",
        "One unit: how many of ten does it get right, and after how many epochs?",
        data="gas_sand",
        n=2000,
        hidden=[],
        lr=0.1,
    ),
    "lithology": _preset(
        "Shale, brine, oil or gas?",
        "Which rock is easy, which is taken for which? See the confusion matrix",
        data="lithology",
        n=2000,
        hidden=[8],
        lr=0.1,
    ),
    "two_logs": _preset(
        "Five facies from gamma ray and density",
        "Which facies is easy, which is taken for which? See the confusion matrix",
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
        "One line: how does it move while the loss falls, and where does it stop?",
        data="avo_boundaries",
        hidden=[],
        lr=0.3,
    ),
    "one_hidden": _preset(
        "Mission: one hidden unit",
        "How many of four does it get right at best? Try other weights",
        data="avo_boundaries",
        hidden=[1],
        lr=0.3,
    ),
    "two_hidden": _preset(
        "Mission: two hidden units",
        "Watch the two lines. Does every start end in the same place?",
        data="avo_boundaries",
        hidden=[2],
        lr=0.3,
    ),
    "three_hidden": _preset(
        "Mission: three hidden units",
        "Is it better than two? Is it surer? Try other weights",
        data="avo_boundaries",
        hidden=[3],
        lr=0.3,
    ),
    "product_feature": _preset(
        "Mission: x1·x2 as the only input",
        "Exclusive or, nothing hidden: how many epochs does it take?",
        data="xor",
        features=["x1x2"],
        hidden=[],
        lr=0.1,
    ),
    "no_hidden_needed": _preset(
        "Mission: does a hidden layer help?",
        "Watch the test accuracy; then add a hidden layer of eight units",
        data="lithology",
        n=2000,
        hidden=[],
        lr=0.1,
    ),
    "overfitting": _preset(
        "Mission: 60 samples, 105 parameters",
        "Watch both losses for 300 epochs: when would you have stopped?",
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
        "The same 60 samples with L2 = 0.01: what do the two losses do now?",
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
        "Mission: ReLU and long steps",
        "Watch the small pictures of layer 2 for five epochs. Then try leaky ReLU",
        data="circle",
        hidden=[4, 4],
        activation="relu",
        lr=3,
    ),
    "vanishing": _preset(
        "Mission: six layers of sigmoids",
        "Open the gradients: how do they change from the last layer to the first?",
        data="circle",
        hidden=[4] * 6,
        activation="sigmoid",
        lr=0.1,
    ),
    "diverges": _preset(
        "Mission: a plane at learning rate 0.1",
        "One linear unit: what will the loss do? Then try 0.03",
        data="plane",
        hidden=[],
        lr=0.1,
        speed=1,
    ),
    "wiggly_spiral": _preset(
        "Mission: all seven features",
        "Squares and sines as inputs: what does the network say between the arms?",
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
