"""How good is a classifier? More than one number says.

Every function takes true and predicted classes, 0 … K − 1, one per sample.
Taught in: notebook 2, facies from logs.
"""

import numpy as np

from course_lib.checks import check_array, check_count


def accuracy(y, predicted):
    """Share of the samples that are right, 0 … 1.

    Compare it with the share of the largest class: that much needs no network.

    Examples
    --------
    >>> accuracy([0, 0, 0, 1], [0, 0, 0, 0])
    0.75
    """
    y, predicted = _check(y, predicted)
    return float(np.mean(y == predicted))


def confusion_matrix(y, predicted, n_classes=None):
    """Count what was taken for what.

    Parameters
    ----------
    y, predicted : array_like of int, shape (m,)
        True and predicted classes, 0, 1, …
    n_classes : int, optional
        K; one more than the largest class that occurs, when omitted.

    Returns
    -------
    numpy.ndarray of int, shape (K, K)
        Row: true class; column: predicted class. The diagonal is right. The diagonal
        over a row's sum is that class's recall, over a column's sum its precision.

    Examples
    --------
    >>> confusion_matrix([0, 0, 1, 2], [0, 1, 1, 1])
    array([[1, 1, 0],
           [0, 1, 0],
           [0, 1, 0]])
    """
    y, predicted = _check(y, predicted)
    largest = int(max(y.max(), predicted.max()))
    K = check_count(largest + 1 if n_classes is None else n_classes, "n_classes")
    if largest >= K:
        raise ValueError(f"n_classes must be > {largest}, a class here; got {K}")
    return np.bincount(y * K + predicted, minlength=K * K).reshape(K, K)


def macro_f1(y, predicted):
    """Mean over the classes of F1 = 2·right / (true + predicted), 0 … 1.

    Every class counts the same, however rare: a network that never says "coal" pays
    for it. Classes that neither occur nor are predicted are left out.

    Examples
    --------
    >>> round(macro_f1([0, 0, 0, 1], [0, 0, 0, 0]), 3)
    0.429
    """
    counts = confusion_matrix(y, predicted)
    seen = counts.sum(axis=1) + counts.sum(axis=0)
    return float(np.mean(2 * np.diag(counts)[seen > 0] / seen[seen > 0]))


def adjacent_accuracy(y, predicted):
    """Share of the samples that are right or off by one class, 0 … 1.

    For classes with an order, such as facies from the open sea to the land: taking
    siltstone for shale is a small error, taking coal for shale a large one.

    Examples
    --------
    >>> adjacent_accuracy([0, 1, 2, 4], [0, 2, 1, 0])
    0.75
    """
    y, predicted = _check(y, predicted)
    return float(np.mean(np.abs(y - predicted) <= 1))


def _check(y, predicted):
    arrays = []
    for value, name in ((y, "y"), (predicted, "predicted")):
        array = check_array(value, name, ndim=1)
        if (array != np.round(array)).any() or array.min() < 0:
            raise ValueError(
                f"{name} must hold class numbers 0, 1, …; got values such as "
                f"{np.unique(array)[:4].tolist()}"
            )
        arrays.append(array.astype(np.int64))
    if len(arrays[0]) != len(arrays[1]):
        raise ValueError(
            f"predicted must have one class per label of y; got {len(arrays[1])} for "
            f"{len(arrays[0])}"
        )
    return arrays
