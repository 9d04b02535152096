"""How good is a classifier? More than one number says.

Of classes, 0 … K − 1, true and predicted, one per sample: `accuracy`,
`confusion_matrix`, `macro_f1`, `adjacent_accuracy` (taught in notebook 2, facies from
logs). Of masks, predicted and true, one answer per pixel: `iou`, `precision_recall`,
`f1_score`; of scores without a cut-off: `roc_auc` (notebook 5).
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


def iou(predicted, truth):
    """Intersection over union of two masks, 0 … 1: overlap, counted once.

    Parameters
    ----------
    predicted, truth : array_like of bool, shape (…, n1, n2)
        True on a fault. Several images count as one large one. For a probability,
        pass ``probability > 0.5``.

    Returns
    -------
    float
        1 for equal masks, also where both are empty. For thin faults it is harsh: a
        line three pixels wide, found one pixel beside, gets 0.5. See `f1_score`.

    Raises
    ------
    TypeError, ValueError
        Not masks of one shape.

    Examples
    --------
    >>> iou([[1, 1, 1, 0]], [[0, 1, 1, 1]])
    0.5
    """
    predicted, truth = _check_masks(predicted, truth)
    union = (predicted | truth).sum()
    return float((predicted & truth).sum() / union) if union else 1.0


def precision_recall(predicted, truth, tolerance=0):
    """Share of the predicted pixels that are right, and of the true ones found.

    Parameters
    ----------
    predicted, truth : array_like of bool, shape (…, n1, n2)
    tolerance : int
        A pixel also counts when the other mask has one so many pixels away, along
        either of the last two axes or diagonally: an interpreter does not pick better.

    Returns
    -------
    precision, recall : float
        0 … 1. Precision is 1 where nothing was predicted (nothing is wrong), recall is
        1 where nothing is true (nothing is missing).

    Raises
    ------
    TypeError, ValueError
        Not masks of one shape.

    Examples
    --------
    >>> precision_recall([[1, 0, 0, 0, 1]], [[0, 1, 1, 0, 0]])
    (0.0, 0.0)
    >>> precision_recall([[1, 0, 0, 0, 1]], [[0, 1, 1, 0, 0]], tolerance=1)
    (0.5, 0.5)
    """
    predicted, truth = _check_masks(predicted, truth)
    tolerance = check_count(tolerance, "tolerance", 0)
    right = predicted & _widened(truth, tolerance)
    found = truth & _widened(predicted, tolerance)
    precision = right.sum() / predicted.sum() if predicted.any() else 1.0
    recall = found.sum() / truth.sum() if truth.any() else 1.0
    return float(precision), float(recall)


def f1_score(predicted, truth, tolerance=2):
    """Harmonic mean of precision and recall of a mask, within ``tolerance`` pixels.

    See `precision_recall`. 0 when nothing is right.

    Examples
    --------
    >>> truth = np.zeros((20, 20), dtype=bool)
    >>> truth[:, 10] = True
    >>> f1_score(np.roll(truth, 2, axis=1), truth)
    1.0
    >>> f1_score(np.roll(truth, 2, axis=1), truth, tolerance=1)
    0.0
    """
    precision, recall = precision_recall(predicted, truth, tolerance)
    both = precision + recall
    return 2 * precision * recall / both if both else 0.0


def roc_auc(score, truth):
    """How often a score ranks a true sample above a false one, 0 … 1.

    The area under the receiver operating characteristic: it needs no cut-off, and 0.5
    is a coin. Equal scores count one half.

    Parameters
    ----------
    score : array_like
        Any real numbers, of any shape: an attribute, a logit, a probability.
    truth : array_like of bool, shape of ``score``

    Raises
    ------
    TypeError, ValueError
        Not of one shape, or only one class is there.

    Examples
    --------
    >>> roc_auc([0.1, 0.4, 0.35, 0.8], [0, 0, 1, 1])
    0.75
    """
    score = check_array(score, "score")
    truth = _check_mask(truth, "truth")
    if score.shape != truth.shape:
        raise ValueError(
            f"truth must have the shape of score, {score.shape}; got {truth.shape}"
        )
    n_true = int(truth.sum())
    n_false = truth.size - n_true
    if not n_true or not n_false:
        raise ValueError(f"truth must hold both 0 and 1; got only {int(n_true > 0)}")
    _, place, counts = np.unique(score, return_inverse=True, return_counts=True)
    ranks = np.cumsum(counts) - (counts - 1) / 2  # of equal scores, their mean
    total = ranks[place.reshape(score.shape)][truth].sum()
    return float((total - n_true * (n_true + 1) / 2) / (n_true * n_false))


def _widened(mask, reach):
    """True within ``reach`` pixels of a True, along the last two axes and between."""
    for axis in (mask.ndim - 2, mask.ndim - 1):
        n = mask.shape[axis]
        mask = np.moveaxis(mask, axis, 0)
        wide = mask.copy()
        for k in range(1, min(reach, n - 1) + 1):
            wide[k:] |= mask[:-k]
            wide[:-k] |= mask[k:]
        mask = np.moveaxis(wide, 0, axis)
    return mask


def _check_mask(mask, name):
    array = np.asarray(mask)
    if array.dtype != bool:
        array = check_array(mask, name)
        if not np.isin(array, (0, 1)).all():
            raise ValueError(
                f"{name} must be a mask of True and False, or 1 and 0; got values such "
                f"as {np.unique(array)[:3].tolist()}. Choose a cut-off first, such as "
                "probability > 0.5"
            )
    return array.astype(bool)


def _check_masks(predicted, truth):
    predicted = _check_mask(predicted, "predicted")
    truth = _check_mask(truth, "truth")
    if predicted.shape != truth.shape or truth.ndim < 2:
        raise ValueError(
            f"predicted and truth must have one shape (…, n1, n2); got "
            f"{predicted.shape} and {truth.shape}"
        )
    return predicted, truth


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
