"""Inputs for a unit: standardised columns, and products of columns as new features.

Taught in: notebook 1, "Bend the line" and "The explosion of features".
"""

from itertools import combinations_with_replacement
from math import comb, prod

import numpy as np

from course_lib.checks import check_count, check_samples, check_spread

SUPERSCRIPTS = str.maketrans("0123456789", "⁰¹²³⁴⁵⁶⁷⁸⁹")


def standardize(X, names=None):
    """Give every column mean 0 and standard deviation 1.

    Parameters
    ----------
    X : array_like, shape (m, n)
    names : sequence of str, optional
        Column names, for the error message.

    Returns
    -------
    Z : numpy.ndarray, shape (m, n)
        (X − mean) / std.
    mean, std : numpy.ndarray, shape (n,)
        In the units of X. Keep them: new data go through the *same* numbers.

    Raises
    ------
    ValueError
        A column does not vary, or X is not a finite (m, n) array.

    Examples
    --------
    >>> Z, mean, std = standardize([[60.0], [80.0], [100.0]])
    >>> Z.ravel().round(3), mean, std.round(2)
    (array([-1.225,  0.   ,  1.225]), array([80.]), array([16.33]))
    """
    X = check_samples(X)
    check_spread(X, names)
    mean, std = X.mean(axis=0), X.std(axis=0)
    return (X - mean) / std, mean, std


def polynomial_features(X, degree=2, names=None):
    """All products of up to ``degree`` columns, without the bias.

    Parameters
    ----------
    X : array_like, shape (m, n)
    degree : int, 1 … 6
        2 gives the lecture's order x1, …, xn, x1², x1 x2, …, x2², …
    names : sequence of str, optional
        Column names; x1, x2, … when omitted.

    Returns
    -------
    features : numpy.ndarray, shape (m, feature_count(n, degree))
    names : list of str

    Raises
    ------
    ValueError
        Not a finite (m, n) array, a degree that is not 1 … 6, or names that do not
        match the columns.

    Examples
    --------
    >>> polynomial_features([[2.0, 3.0]])
    (array([[2., 3., 4., 6., 9.]]), ['x1', 'x2', 'x1²', 'x1·x2', 'x2²'])
    """
    X = check_samples(X)
    degree = check_count(degree, "degree", 1, 6)
    n = X.shape[1]
    names = [f"x{j + 1}" for j in range(n)] if names is None else list(names)
    if len(names) != n:
        raise ValueError(f"names must hold {n} names, one per column; got {names!r}")
    terms = [
        term
        for d in range(1, degree + 1)
        for term in combinations_with_replacement(range(n), d)
    ]
    features = np.stack([prod(X[:, j] for j in term) for term in terms], axis=1)
    return features, [_term_name(term, names) for term in terms]


def _term_name(term, names):
    powers = {j: term.count(j) for j in term}
    return "·".join(
        names[j] + (str(p).translate(SUPERSCRIPTS) if p > 1 else "")
        for j, p in powers.items()
    )


def feature_count(n, degree):
    """Number of products of 1 … ``degree`` factors out of ``n`` inputs, no bias.

    C(n + degree, degree) − 1: choose ``degree`` factors, with repetition, from the n
    inputs and the constant 1, and leave out the product of ones.

    Examples
    --------
    >>> feature_count(100, 1), feature_count(100, 2), feature_count(100, 3)
    (100, 5150, 176850)
    """
    n = check_count(n, "n", 1)
    degree = check_count(degree, "degree", 1)
    return comb(n + degree, degree) - 1
