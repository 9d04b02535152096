"""Read off a chain of ReLU layers: the variance of the weights that keeps a signal."""

from ..answers import shown
from ..function import Misconception
from ..value import ValueExercise
from .inputs import chapter

DEEP = 20  # layers over which the effect of the student's own factor is told
NEAR = 0.2  # closer than this, one draw of the weights cannot tell the factor from 2
ROUNDING = 1e-9


class FactorExercise(ValueExercise):
    """A variance factor; what one draw of the weights cannot tell from 2 passes."""

    def _judge_value(self, got):
        value = float(got)
        if abs(value - float(self.answer)) <= NEAR + ROUNDING:
            if value == self.answer:
                return self.correct()
            return self.correct(
                f"Yours is {shown(value)}: {_over_layers(value)} One draw of the "
                "weights can hide that; on average it takes 2 to keep the signal."
            )
        for misconception in self.misconceptions:
            if any(self._near(got, wrong) for wrong in misconception.wrong):
                return self.not_yet(misconception.sentence)
        if value <= 0:
            return self.not_yet(
                "A variance is positive: at 0 all weights are 0, and nothing gets "
                "through."
            )
        small = value < self.answer
        return self.not_yet(
            f"This is too {'small' if small else 'large'}: the signal "
            f"{'dies out' if small else 'explodes'} along the chain; look at more "
            "layers.",
            [_over_layers(value)],
        )


def _over_layers(factor):
    """What becomes of the mean of a², which each ReLU layer multiplies by factor/2."""
    power = shown((factor / 2) ** DEEP, 2)
    return f"{DEEP} layers multiply the mean of a² by about {power}."


best_factor = FactorExercise(
    chapter,
    "best_factor",
    2,
    given="my_factor",
    title="The factor that ReLU needs",
    success="ReLU passes one half of the power of z, so 2/n_in puts back what it "
    "takes: this is He's rule, found with your own eyes.",
    hints=[
        'Show `ActivationExplorer.preset("exploding")`, 30 layers of ReLU, and move '
        "the factor until the curve neither falls nor rises.",
        "z is negative for half of the samples, and ReLU makes them 0: how much of the "
        "mean of z² is left?",
        "One half is left in every layer: which factor makes up for that?",
    ],
    misconceptions=[
        Misconception(
            "With 0.01 every layer keeps a two-hundredth of the power: after five of "
            "them there is no log left to learn from.",
            0.01,
        ),
        Misconception(
            "1 times 1/n_in is Xavier's variance: ReLU throws half of the power away, "
            "so it halves from layer to layer. With He's weights the 2 is in them "
            "already: choose Xavier's.",
            1,
        ),
        Misconception(
            "With 4 the power doubles in each layer: look at 30 layers, then it is a "
            "billion.",
            4,
        ),
        Misconception(
            "With 100 each layer makes the power 50 times as large: a few more, and "
            "the numbers overflow.",
            100,
        ),
        Misconception(
            "Yours is √2, the factor for the standard deviation: the factor here "
            "multiplies the variance, so square it.",
            2**0.5,
            1.41,
            1.4,
        ),
        Misconception(
            "0.5 is what ReLU leaves of the power: the weights have to make up for it.",
            0.5,
        ),
        Misconception(
            "1/3 is PyTorch's start, variance 1/(3 n_in): with ReLU a sixth of the "
            "power is left by each layer.",
            1 / 3,
            0.33,
            0.3333,
        ),
        Misconception(
            "This is the variance itself, or its root, at a width of 100: the factor "
            "is what stands above n_in.",
            0.02,
            2**0.5 / 10,
            0.14,
            0.1414,
        ),
    ],
)
