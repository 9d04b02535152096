"""How many hidden units the AVO boundaries need: found in the playground."""

from ..function import Misconception
from ..value import ValueExercise
from .inputs import chapter

smallest_network = ValueExercise(
    chapter,
    "smallest_network",
    2,
    given="units_needed",
    title="The smallest network that is enough",
    success="Two units, two lines, one band between them: the shape of the problem, "
    "not the number of samples, says here how many units you need.",
    hints=[
        "Start the playground with one hidden unit, and add one at a time.",
        "Look at the picture of each hidden unit: how many lines does the border "
        "between the two classes consist of?",
        "Try three new starts for each number, before you say that it is not enough.",
    ],
    tolerance=1e-9,
    misconceptions=[
        Misconception(
            "Without a hidden unit there is one straight line, as in chapter 1: right "
            "for half of the samples when trained, three quarters at the very best.",
            0,
        ),
        Misconception(
            "One hidden unit draws one line, and its tanh only rises across it: gas on "
            "both sides of the brine needs a second line.",
            1,
        ),
        Misconception(
            "Three do it, but fewer do as well: take one away, train anew, and look at "
            "the accuracy.",
            3,
        ),
        Misconception(
            "That is far more than needed, and several of them draw the same line: "
            "take units away until the accuracy falls.",
            *range(4, 33),
        ),
        Misconception(
            "0.98 or so is the accuracy: the number of hidden units is asked for.",
            *(k / 1000 for k in range(970, 991)),
        ),
    ],
)
