"""Softmax: scores of many classes become probabilities."""

import numpy as np

from ..function import FunctionExercise, Misconception, Probe
from .inputs import chapter, scores
from .layers import _sigmoid


def _shifted(Z):
    """Exponentials of the scores, with 0 as the largest score of each row."""
    return np.exp(Z - Z.max(axis=1, keepdims=True))


def _softmax(Z):
    e = _shifted(Z)
    return e / e.sum(axis=1, keepdims=True)


softmax = FunctionExercise(
    chapter,
    _softmax,
    title="Softmax",
    success="Five scores become five probabilities that share one certainty: when "
    "shale grows more likely, siltstone and coal must give some of theirs.",
    hints=[
        "Make all scores positive with `np.exp`, then divide each row by its own sum.",
        "Along a row is `axis=1`; `keepdims=True` keeps the sums a column, so that "
        "NumPy divides row by row.",
        "Subtract `Z.max(axis=1, keepdims=True)` first: it cancels in the fraction, "
        "and no exponential gets too large.",
    ],
    library="activations.softmax",
    inputs=scores,
    probes=[
        Probe("Two equal scores: how likely is each class?", np.array([[0.0, 0.0]])),
        Probe("The scores ln 1 and ln 3 are as 1 to 3.", np.array([[0.0, np.log(3)]])),
    ],
    beyond=[
        Probe(
            "At scores of 1000 your function gives NaN or stops: `np.exp(1000)` is "
            "infinite; subtract each row's largest score first, it changes nothing.",
            np.array([[1000.0, 999.0, 0.0], [0.0, 1.0, 2.0]]),
        ),
        Probe(
            "At scores of -1000 your function gives NaN or stops: all exponentials "
            "become 0; subtract each row's own largest score first.",
            np.array([[-1000.0, -1001.0], [0.0, 1.0]]),
        ),
    ],
    misconceptions=[
        Misconception(
            "You divide by the sums of the columns, so the samples compete: each row "
            "is a sample, divide by its own sum, with `axis=1`.",
            lambda Z: np.exp(Z) / np.exp(Z).sum(axis=0),
            lambda Z: _shifted(Z) / _shifted(Z).sum(axis=0),
            lambda Z: _softmax(Z.T).T,
        ),
        Misconception(
            "You divide by the sum of everything: each sample, a row, has "
            "probabilities of its own that sum to 1; use `axis=1`.",
            lambda Z: np.exp(Z) / np.exp(Z).sum(),
            lambda Z: _shifted(Z) / _shifted(Z).sum(),
        ),
        Misconception(
            "The sums of the rows are a flat array, and NumPy sets it along the "
            "columns: `keepdims=True` keeps it a column.",
            lambda Z: np.exp(Z) / np.exp(Z).sum(axis=1),
            lambda Z: np.exp(Z) / np.exp(Z).sum(axis=1).reshape(1, -1),
            lambda Z: np.exp(Z - Z.max(axis=1)) / np.exp(Z).sum(axis=1, keepdims=True),
        ),
        Misconception(
            "These are sigmoids, each score on its own: in softmax the classes share, "
            "so that every row sums to 1.",
            _sigmoid,
        ),
        Misconception(
            "The exponential is missing: without it a negative score would give a "
            "negative probability.",
            lambda Z: Z / Z.sum(axis=1, keepdims=True),
        ),
        Misconception(
            "The rows do not sum to 1 yet: divide the exponentials of each row by "
            "their sum.",
            np.exp,
            _shifted,
            lambda Z: np.exp(Z) / np.exp(Z).max(axis=1, keepdims=True),
        ),
        Misconception(
            "You divide by the mean of the row: with the sum its probabilities add up "
            "to 1.",
            lambda Z: np.exp(Z) / np.exp(Z).mean(axis=1, keepdims=True),
        ),
        Misconception(
            "The exponent has the wrong sign: the largest score must get the largest "
            "probability.",
            lambda Z: _softmax(-Z),
        ),
        Misconception(
            "This is the logarithm of the softmax: hand back the probabilities.",
            lambda Z: np.log(_softmax(Z)),
        ),
        Misconception(
            "You round to a class: softmax keeps the probabilities of all of them.",
            lambda Z: (Z == Z.max(axis=1, keepdims=True)) * 1.0,
            lambda Z: Z.argmax(axis=1),
        ),
        Misconception(
            "This is the first sample alone: is the `return` inside the loop?",
            lambda Z: _softmax(Z[:1]),
            lambda Z: _softmax(Z[:1])[0],
        ),
        Misconception(
            "You subtract the maximum after the exponential: subtract it from Z, "
            "inside `np.exp`.",
            lambda Z: (
                (np.exp(Z) - np.exp(Z).max(axis=1, keepdims=True))
                / np.sum(np.exp(Z), axis=1, keepdims=True)
            ),
            lambda Z: (
                (np.exp(Z) - Z.max(axis=1, keepdims=True))
                / np.sum(np.exp(Z), axis=1, keepdims=True)
            ),
        ),
    ],
)
