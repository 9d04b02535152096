"""How many samples sit where σ is flat."""

import numpy as np

from ..function import FunctionExercise, Misconception, Probe
from .curves import _sigmoid
from .inputs import chapter, saturated_scores


def _saturated_share(z):
    a = _sigmoid(z)
    return np.mean((a < 0.01) | (a > 0.99))


saturated_share = FunctionExercise(
    chapter,
    _saturated_share,
    title="The saturated share",
    success="These samples pass back less than 4 % of the slope that σ has at 0. A "
    "unit fed with raw API values can have nearly all of its rocks there.",
    hints=[
        "First a = σ(z); then ask of each a whether it lies below 0.01 or above 0.99.",
        "Between two arrays of True and False the word for or is `|`, with round "
        "brackets around each question.",
        "The mean of `(a < 0.01) | (a > 0.99)` is the share, for True counts as 1.",
    ],
    inputs=saturated_scores,
    tolerance=1e-3,
    probes=[
        Probe("σ(0), σ(10): one of two is saturated?", [0.0, 10.0]),
        Probe("σ(-10), σ(10), σ(-1), σ(1): two of four?", [-10.0, 10.0, -1.0, 1.0]),
        Probe(
            "σ(4) = 0.982 is not there yet, σ(5) = 0.993 is: one of two?", [4.0, 5.0]
        ),
    ],
    misconceptions=[
        Misconception(
            "Only the upper end counts: σ is flat below 0.01 too.",
            lambda z: np.mean(_sigmoid(z) > 0.99),
            lambda z: np.mean((_sigmoid(z) < -0.99) | (_sigmoid(z) > 0.99)),
        ),
        Misconception(
            "Only the lower end counts: σ is flat above 0.99 too.",
            lambda z: np.mean(_sigmoid(z) < 0.01),
        ),
        Misconception(
            "You ask z itself: the limits 0.01 and 0.99 belong to a = σ(z).",
            lambda z: np.mean((z < 0.01) | (z > 0.99)),
            lambda z: np.mean(np.abs(z) > 0.99),
        ),
        Misconception(
            "This is the number of saturated samples: divide by how many there are, or "
            "take the mean.",
            lambda z: np.sum((_sigmoid(z) < 0.01) | (_sigmoid(z) > 0.99)),
            lambda z: [_saturated_share(z) * len(z)],
        ),
        Misconception(
            "This is per cent: a share lies between 0 and 1.",
            lambda z: 100 * _saturated_share(z),
        ),
        Misconception(
            "No sample lies below 0.01 and above 0.99 at once: one of the two is "
            "enough, `|` in the place of `&`.",
            lambda z: np.mean((_sigmoid(z) < 0.01) & (_sigmoid(z) > 0.99)),
            lambda z: np.sum((_sigmoid(z) < 0.01) & (_sigmoid(z) > 0.99)),
        ),
        Misconception(
            "This is the share that is not saturated: 1 minus it is asked for.",
            lambda z: 1 - _saturated_share(z),
        ),
        Misconception(
            "`or` and `and` decide about one value: between arrays write `|`, with "
            "round brackets around each question.",
            lambda z: np.mean((_sigmoid(z) < 0.01) or (_sigmoid(z) > 0.99)),
            lambda z: np.mean(0.01 > _sigmoid(z) or _sigmoid(z) > 0.99),
            lambda z: np.mean(not 0.01 <= _sigmoid(z) <= 0.99),
        ),
        Misconception(
            "Round brackets are missing: `|` is done before `<` and `>`, so write `(a "
            "< 0.01) | (a > 0.99)`.",
            lambda z: np.mean(_sigmoid(z) < 0.01 | _sigmoid(z) > 0.99),
            lambda z: np.mean(_sigmoid(z) > 0.99 | _sigmoid(z) < 0.01),
        ),
        Misconception(
            "Your limits are 0.1 and 0.9: flat here means below 0.01 or above 0.99.",
            lambda z: np.mean((_sigmoid(z) < 0.1) | (_sigmoid(z) > 0.9)),
        ),
        Misconception(
            "Your limits are 0.001 and 0.999: flat here means below 0.01 or above "
            "0.99.",
            lambda z: np.mean((_sigmoid(z) < 0.001) | (_sigmoid(z) > 0.999)),
        ),
        Misconception(
            "These are the limits of tanh, ±0.99: σ runs from 0 to 1, and its lower "
            "limit is 0.01.",
            lambda z: np.mean(np.abs(np.tanh(z)) > 0.99),
        ),
        Misconception(
            "`len` and `.size` count every sample, True or False: take the mean of the "
            "answers.",
            lambda z: 1.0,
        ),
        Misconception(
            "These are the answers for the single samples: take their mean.",
            lambda z: (_sigmoid(z) < 0.01) | (_sigmoid(z) > 0.99),
        ),
        Misconception(
            "You add up the saturated a themselves: count them, as True and False.",
            lambda z: (
                _sigmoid(z)[(_sigmoid(z) < 0.01) | (_sigmoid(z) > 0.99)].sum() / len(z)
            ),
        ),
    ],
)
