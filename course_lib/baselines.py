"""Classical answers that every network has to beat: the best cut-off, the best line.

The cut-off is the best of all possible ones on these samples; the line is the best one
in 360 directions. Taught in: notebook 1.
"""

import numpy as np

from course_lib.checks import check_array, check_count, check_samples


def best_cutoff(x, y):
    """Find the cut-off on one log or attribute that gets most samples right.

    Parameters
    ----------
    x : array_like, shape (m,)
        One value per sample, in any unit.
    y : array_like, shape (m,)
        Classes 0 and 1.

    Returns
    -------
    cutoff : float
        In the unit of ``x``.
    side : int
        +1 if samples above the cut-off are called class 1, −1 if those below are.
    accuracy : float
        Share of the samples that this gets right.

    Raises
    ------
    ValueError
        Not finite, not of one length, or not two classes.

    Examples
    --------
    >>> best_cutoff([30.0, 50.0, 90.0, 110.0], [0, 0, 1, 1])
    (70.0, 1, 1.0)
    """
    x = check_array(x, "x", ndim=1)
    _, y = check_samples(x[:, None], y, n_classes=2)
    order = np.argsort(x, kind="stable")
    x, y = x[order], y[order]
    # right[k]: samples that are right when the k smallest values are called class 0
    right = np.r_[0, np.cumsum(y == 0)] + (y == 1).sum() - np.r_[0, np.cumsum(y == 1)]
    edges = np.r_[x[0] - 1.0, (x[1:] + x[:-1]) / 2, x[-1] + 1.0]
    possible = np.r_[True, x[1:] > x[:-1], True]  # no cut-off between equal values
    above = np.where(possible, right, -1)
    below = np.where(possible, len(x) - right, -1)
    side = 1 if above.max() >= below.max() else -1
    best = above.argmax() if side == 1 else below.argmax()
    accuracy = max(above.max(), below.max()) / len(x)
    return float(edges[best]), side, float(accuracy)


def best_line(X, y, angles=360):
    """Find the straight line in a crossplot that gets most samples right.

    Tries ``angles`` directions of the normal over half a turn, and for each of them
    every offset that matters, on standardised columns.

    Parameters
    ----------
    X : array_like, shape (m, 2)
    y : array_like, shape (m,)
        Classes 0 and 1.
    angles : int
        Number of directions, at least 2.

    Returns
    -------
    w : numpy.ndarray, shape (2,)
    b : float
        The line is w1 x1 + w2 x2 + b = 0 in the units of ``X``; class 1 where it is
        positive.
    accuracy : float
        Share of the samples that this gets right.

    Examples
    --------
    >>> w, b, accuracy = best_line([[0, 0], [0, 1], [1, 0], [1, 1]], [0, 1, 1, 0])
    >>> accuracy
    0.75
    """
    X, y = check_samples(X, y, n_features=2, n_classes=2)
    angles = check_count(angles, "angles", 2)
    scale = X.std(axis=0)
    scale[scale == 0] = 1.0
    best = (None, None, -1.0)
    for angle in np.pi * np.arange(angles) / angles:
        normal = np.array([np.cos(angle), np.sin(angle)]) / scale
        cutoff, side, accuracy = best_cutoff(X @ normal, y)
        if accuracy > best[2]:
            best = (side * normal, float(-side * cutoff), accuracy)
    return best
