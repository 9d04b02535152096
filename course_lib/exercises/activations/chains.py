"""Read off a chain of sigmoid layers: where the gradient is lost."""

from functools import cache

from course_lib import propagation

from ..function import Misconception
from ..value import ValueExercise
from .inputs import chapter

WIDTH = 100
LOST = 1e-4
RATIO = "This is a ratio of two gradients: the number of layers is asked for."


@cache
def gradient_ratios():
    """RMS of ∂L/∂z over that of the last layer, 0, 1, 2 … layers before it."""
    gradient = propagation.chain(50, WIDTH, "sigmoid", "xavier").gradient
    return (gradient / gradient[-1])[::-1]


def layers_needed():
    """How many layers before the last one the gradient falls below ``LOST``."""
    return int((gradient_ratios() >= LOST).sum())


class LayersExercise(ValueExercise):
    """A number of layers; one more or less passes, whichever way one counts."""

    def _judge_value(self, got):
        right, value = layers_needed(), float(got)
        if abs(value - right) <= 1 and value == int(value):
            return self.correct(
                f"Each layer leaves about {_at(1)} of it: {_at(right - 1)} after "
                f"{right - 1}, {_at(right)} after {right}."
            )
        if 0 < value < 1:
            return self.not_yet(RATIO)
        for misconception in self.misconceptions:
            if any(self._near(got, wrong) for wrong in misconception.wrong):
                return self.not_yet(misconception.sentence)
        if value != int(value):
            return self.not_yet(
                "Layers are whole ones: count how many you go back from the last."
            )
        if value < right:
            return self.not_yet(
                f"That is too early: {_layers_back(int(value))} the gradient is still "
                f"{_at(int(value))} of that at the last, and 0.0001 is asked for."
            )
        if value < len(gradient_ratios()):
            return self.not_yet(
                "That is further back than needed: look for the first layer below "
                f"0.0001; {_layers_back(int(value))} it is {_at(int(value))} already."
            )
        return self.not_yet(
            "The chain has 50 layers at most: is the picture that of the sigmoid, with "
            "Xavier's weights?"
        )


def _layers_back(k):
    return f"{k} layer{'s' * (k != 1)} before the last"


def _at(k):
    return f"{gradient_ratios()[k]:.2g}"


layers_until = LayersExercise(
    chapter,
    "layers_until",
    0,
    given="my_layers",
    title="Where the gradient is lost",
    success="A unit so far from the end hears one ten-thousandth of what the data say: "
    "the first layers, those that see the logs, hardly learn anything.",
    hints=[
        'Show `ActivationExplorer.preset("vanishing")`: the right end is the last '
        "layer, where the gradient starts its way back.",
        "The axis is logarithmic: each decade is a factor of 10, so go back until it "
        "is four decades lower.",
        "Each sigmoid takes a factor of about 4: how many of them make 10000?",
    ],
    misconceptions=[
        Misconception(
            "In a chain of 10, 20 or 50 layers this is the number of that layer, "
            "counted from the input: count back from the last layer.",
            3,
            13,
            43,
        ),
        Misconception(
            "Four decades are four layers only if each takes a factor of 10: read off "
            "how much one sigmoid takes.",
            4,
        ),
        Misconception(
            "Losing half in each layer would take 14: but 0.5 is σ at 0, its slope is "
            "0.25 there, and nowhere more.",
            14,
        ),
        Misconception(
            "At the last layer nothing is lost yet: its gradient is where the way back "
            "begins.",
            0,
        ),
        Misconception(
            "This looks like the chain of ReLU with Xavier's weights: choose the "
            "sigmoid, with which the gradient falls much faster.",
            26,
            27,
            28,
        ),
        Misconception(
            "A number of layers is asked for, counted back from the last: it has no "
            "minus sign.",
            *range(-50, 0),
        ),
    ],
)
