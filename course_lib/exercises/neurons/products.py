"""What a weight says of odds; products of inputs as features, and their number."""

from itertools import combinations_with_replacement
from math import comb

import numpy as np

from course_lib.features import feature_count as _feature_count
from course_lib.features import polynomial_features

from ..function import FunctionExercise, Misconception, Probe
from .inputs import chapter, counts, logs, odds_inputs


def _odds_factor(w, std, change):
    return np.exp(w * change / std)


odds_factor = FunctionExercise(
    chapter,
    _odds_factor,
    title="What a weight says",
    success="Now a weight has a meaning in the field: with this chapter's unit, 0.1 "
    "less Vp/Vs at the same impedance multiplies the odds of gas by about 46.",
    hints=[
        "The unit sees the standardised input: a change becomes change / std there.",
        "z is the logarithm of the odds p / (1 - p), and it changes by w times that.",
        "`np.exp(w * change / std)`",
    ],
    optional=True,
    inputs=odds_inputs,
    probes=[
        Probe(
            "A change of exactly one standard deviation, 0.1, with w = 1 adds 1 to the "
            "logarithm of the odds: by which factor do the odds grow?",
            1.0,
            0.1,
            0.1,
        )
    ],
    misconceptions=[
        Misconception(
            "The change is still in physical units: w belongs to the standardised "
            "input, so divide the change by std first.",
            lambda w, std, change: np.exp(w * change),
        ),
        Misconception(
            "You multiply by the standard deviation: standardising divides by it.",
            lambda w, std, change: np.exp(w * change * std),
        ),
        Misconception(
            "This is the change of z, the logarithm of the odds: take its exponential "
            "to get the factor.",
            lambda w, std, change: w * change / std,
        ),
        Misconception(
            "The sign is turned round: your factor is 1 over the right one.",
            lambda w, std, change: np.exp(-w * change / std),
        ),
        Misconception(
            "This is a probability: the odds p / (1 - p) grow by the exponential "
            "alone, without the sigmoid.",
            lambda w, std, change: 1 / (1 + np.exp(-w * change / std)),
        ),
        Misconception(
            "This is the growth over 1: the new odds divided by the old, without "
            "taking away 1, are asked for.",
            lambda w, std, change: np.exp(w * change / std) - 1,
        ),
        Misconception(
            "You take a power of 10: z is a natural logarithm, so use `np.exp`.",
            lambda w, std, change: 10 ** (w * change / std),
        ),
        Misconception(
            "`std` belongs inside the exponential: divide the change by it before you "
            "take `np.exp`.",
            lambda w, std, change: np.exp(w * change) / std,
        ),
    ],
)


def _quadratic_features(X):
    return polynomial_features(X, degree=2)[0]


def _pairs(X, squares=True, factor=1):
    """Columns xi·xj of X, i <= j, or i < j without squares; ``factor`` on i < j."""
    n = X.shape[1]
    return np.stack(
        [
            X[:, i] * X[:, j] * (1 if i == j else factor)
            for i, j in combinations_with_replacement(range(n), 2)
            if squares or i != j
        ],
        axis=1,
    )


quadratic_features = FunctionExercise(
    chapter,
    _quadratic_features,
    title="Quadratic features",
    success="On these columns the same unit draws an ellipse or a hyperbola: what is a "
    "straight cut among the products is a curve in the plane of the rocks.",
    hints=[
        "The columns of X come first, then the products of each column with itself and "
        "with those after it.",
        "Two loops: i over all columns, j from i on, so that no pair comes twice.",
        "`np.column_stack([X, *products])`, where a product is `X[:, i] * X[:, j]`.",
    ],
    optional=True,
    inputs=logs,
    probes=[
        Probe(
            "From (x1, x2) = (2, 3), what are x1, x2, x1², x1·x2, x2²?",
            np.array([[2.0, 3.0]]),
        )
    ],
    misconceptions=[
        Misconception(
            "All features are there, but in another order: x1², x1·x2, x1·x3, …, then "
            "x2², and so on.",
            lambda X: np.hstack([X, X**2, _pairs(X, squares=False)]),
            lambda X: np.hstack([X, _pairs(X, squares=False), X**2]),
            lambda X: np.hstack([_pairs(X), X]),
        ),
        Misconception(
            "The mixed products are doubled: this is no expanded square, x1·x2 comes "
            "once.",
            lambda X: np.hstack([X, _pairs(X, factor=2)]),
        ),
        Misconception(
            "The squares are missing: let the second factor start at the same column, "
            "not at the next.",
            lambda X: np.hstack([X, _pairs(X, squares=False)]),
        ),
        Misconception(
            "Only the squares were added: the mixed products such as x1·x2 are "
            "missing.",
            lambda X: np.hstack([X, X**2]),
        ),
        Misconception(
            "The column of ones is too much: the unit brings its own bias b.",
            lambda X: np.hstack([np.ones((len(X), 1)), X, _pairs(X)]),
            lambda X: np.hstack([X, _pairs(X), np.ones((len(X), 1))]),
        ),
        Misconception(
            "x1·x2 and x2·x1 are both there: let the second loop start where the "
            "first one is.",
            lambda X: np.hstack(
                [X, (X[:, :, None] * X[:, None, :]).reshape(len(X), -1)]
            ),
        ),
        Misconception(
            "The inputs themselves are missing: the first columns are x1 … xn.",
            _pairs,
        ),
        Misconception(
            "Each feature is a row here: samples are the rows, so transpose it with "
            "`.T`.",
            lambda X: _quadratic_features(X).T,
        ),
    ],
)


feature_count = FunctionExercise(
    chapter,
    _feature_count,
    title="How many features?",
    success="A hundred attributes give 5150 features up to degree 2, 176850 up to "
    "degree 3: nobody has that many wells, so a network must find its own features.",
    hints=[
        "Write them down for n = 2 and degree 2: x1, x2, x1², x1·x2, x2².",
        "Of one degree d there are C(n + d - 1, d) products; add them for d = 1 … "
        "degree.",
        "`math.comb(n + d - 1, d)` for each d, or `math.comb(n + degree, degree) - 1` "
        "at once.",
    ],
    inputs=counts,
    tolerance=1e-9,
    probes=[
        Probe("Two inputs, degree 2: count x1, x2, x1², x1·x2, x2².", 2, 2),
        Probe("Three inputs, degree 1: how many features are there?", 3, 1),
        Probe("A hundred inputs, degree 2: how many features are there?", 100, 2),
        Probe("A hundred inputs, degree 3: how many features are there?", 100, 3),
    ],
    misconceptions=[
        Misconception(
            "You count x1·x2 and x2·x1 as two: they are one and the same feature.",
            lambda n, degree: sum(n**d for d in range(1, degree + 1)),
            lambda n, degree: n**degree,
        ),
        Misconception(
            "You left out squares and higher powers such as x1²: a factor may come "
            "more than once.",
            lambda n, degree: sum(comb(n, d) for d in range(1, degree + 1)),
            lambda n, degree: comb(n, degree),
        ),
        Misconception(
            "You count the products of the highest degree only: the lower ones, down "
            "to the linear terms, belong to it too.",
            lambda n, degree: comb(n + degree - 1, degree),
        ),
        Misconception(
            "You left out the linear terms x1 … xn: they are the products of degree 1.",
            lambda n, degree: comb(n + degree, degree) - 1 - n,
        ),
        Misconception(
            "Yours is one too many: the bias is no product of inputs, leave it out.",
            lambda n, degree: comb(n + degree, degree),
        ),
        Misconception(
            "You count the powers of each input alone: products of different inputs, "
            "such as x1·x2, are missing.",
            lambda n, degree: n * degree,
        ),
        Misconception(
            "Your sum stops one degree early: `range(1, degree)` leaves out `degree` "
            "itself, so write `range(1, degree + 1)`.",
            lambda n, degree: comb(n + degree - 1, degree - 1) - 1,
        ),
        Misconception(
            "Yours is n, the products of degree 1 alone: is the `return` inside the "
            "loop over the degrees?",
            lambda n, degree: n,
        ),
        Misconception(
            "Your count stops at degree 2, whatever `degree` is: add the products of "
            "each degree up to it.",
            lambda n, degree: n + n * (n + 1) // 2,
            lambda n, degree: n * (n + 1) // 2,
        ),
    ],
)
