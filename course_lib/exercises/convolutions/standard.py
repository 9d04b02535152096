"""Every patch with mean 0 and standard deviation 1, dead ones with zeros."""

import numpy as np

from ..calm import CalmExercise
from ..function import Misconception, Probe
from .inputs import chapter, patches


class PatchExercise(CalmExercise):
    """Right values, and no warning where a patch is dead."""

    cure = "keep every division away from 0."

    def _where(self, warned):
        what = " and ".join(sorted(set().union(*warned)))
        return [f"With a dead patch NumPy reports: {what}."]


def _standardise_patches(X):
    return _by_axes((1, 2))(X)


def _by_axes(axes, dead=0.0):
    """Mean and standard deviation along ``axes``; a dead part becomes ``dead``."""

    def standardised(X):
        centred = X - X.mean(axis=axes, keepdims=True)
        std = X.std(axis=axes, keepdims=True)
        return np.where(std > 0, centred / np.where(std > 0, std, 1), dead)

    return standardised


def _level(X):
    return X.mean(axis=(1, 2), keepdims=True)


def _std(X):
    return X.std(axis=(1, 2), keepdims=True)


def _alive(X):
    return _std(X) > 0


def _spread(X):
    return np.where(_alive(X), _std(X), 1)


def _stretched(X):
    low, high = X.min(axis=(1, 2), keepdims=True), X.max(axis=(1, 2), keepdims=True)
    return (X - low) / np.where(high > low, high - low, 1)


def _clipped(X):
    most = np.abs(X).max(axis=(1, 2), keepdims=True)
    return X / np.where(most > 0, most, 1)


standardise_patches = PatchExercise(
    chapter,
    _standardise_patches,
    title="Standardise every patch",
    success="Old and new surveys, shallow and deep now speak equally loud, and a dead "
    "trace block cannot poison a network with NaN.",
    hints=[
        "A patch is X[i], a table of samples and traces: subtract its mean, divide by "
        "its standard deviation.",
        "`X.mean(axis=(1, 2), keepdims=True)` has one mean per patch, shape (m, 1, 1), "
        "which meets X in the right way.",
        "Where the standard deviation is 0 divide by 1 instead, `np.where(std > 0, "
        "std, 1)`: minus its mean a dead patch is 0 already.",
    ],
    inputs=patches,
    probes=[
        Probe(
            "The patch [[0, 4]] has mean 2 and standard deviation 2: what becomes of "
            "its values?",
            np.array([[[0.0, 4.0]]]),
        ),
        Probe(
            "The same patch beside a dead one, [[5, 5]]: what becomes of the two?",
            np.array([[[0.0, 4.0]], [[5.0, 5.0]]]),
        ),
    ],
    misconceptions=[
        Misconception(
            "A dead patch has standard deviation 0, and 0/0 is NaN: divide by 1 where "
            "it is 0.",
            lambda X: (X - _level(X)) / _std(X),
        ),
        Misconception(
            "The values are right, but NumPy warns of 0/0 on the way: `np.where` "
            "computes both sides. Mend the divisor instead, `np.where(std > 0, std, "
            "1)`.",
            lambda X: np.where(_alive(X), (X - _level(X)) / _std(X), 0.0),
            lambda X: np.nan_to_num((X - _level(X)) / _std(X)),
        ),
        Misconception(
            "You use one mean and one standard deviation for all patches together: a "
            "loud survey would drown a quiet one. Take those of each patch, `axis=(1, "
            "2)`.",
            _by_axes(None),
            lambda X: (X - X.mean()) / X.std(),
        ),
        Misconception(
            "You standardise each pixel over all patches, `axis=0`: here each patch is "
            "on its own, `axis=(1, 2)`.",
            _by_axes(0),
            lambda X: np.nan_to_num((X - X.mean(axis=0)) / X.std(axis=0)),
            lambda X: (X - X.mean(axis=0)) / X.std(axis=0),
        ),
        Misconception(
            "You standardise each trace on its own: a patch keeps what is loud and "
            "quiet within it, so take `axis=(1, 2)`.",
            _by_axes(1),
            lambda X: (X - X.mean(1, keepdims=True)) / X.std(1, keepdims=True),
        ),
        Misconception(
            "You standardise each row on its own: a flat reflector would vanish. Take "
            "`axis=(1, 2)`.",
            _by_axes(2),
            lambda X: (X - X.mean(2, keepdims=True)) / X.std(2, keepdims=True),
        ),
        Misconception(
            "The mean is 0, but the spread is still that of the raw data: divide by "
            "the standard deviation.",
            lambda X: X - _level(X),
        ),
        Misconception(
            "The mean is not 0 yet: subtract each patch's own before you divide.",
            lambda X: X / _spread(X),
            lambda X: X / _std(X),
        ),
        Misconception(
            "You divide by the variance: the standard deviation is its square root.",
            lambda X: (X - _level(X)) / _spread(X) ** 2,
            lambda X: (X - _level(X)) / _std(X) ** 2,
        ),
        Misconception(
            "Brackets are missing: only the mean gets divided; subtract it first.",
            lambda X: X - _level(X) / _spread(X),
            lambda X: X - _level(X) / _std(X),
        ),
        Misconception(
            "This stretches each patch to a given range: mean 0 and standard deviation "
            "1 are asked for.",
            _stretched,
            _clipped,
        ),
        Misconception(
            "A dead patch is left at its old value: minus its mean it becomes 0.",
            lambda X: np.where(_alive(X), _standardise_patches(X), X),
        ),
        Misconception(
            "A dead patch becomes 1: it has nothing to say, so it becomes 0.",
            _by_axes((1, 2), dead=1.0),
        ),
        Misconception(
            "Dead patches are taken out: the others would no longer match their "
            "labels, so keep them, as zeros.",
            lambda X: _standardise_patches(X)[X.std(axis=(1, 2)) > 0],
        ),
        Misconception(
            "The means have shape (m,) and do not meet X: keep the axes, `keepdims="
            "True`, or use a loop over the patches.",
            lambda X: X - X.mean(axis=(1, 2)),
            lambda X: (X - X.mean(axis=(1, 2))) / X.std(axis=(1, 2)),
        ),
        Misconception(
            "This is the first patch only: is the `return` inside the loop?",
            lambda X: _standardise_patches(X)[0],
            lambda X: _standardise_patches(X)[:1],
        ),
    ],
)
