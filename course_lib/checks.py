"""Input checks for the public doors of the course: arrays in, clear sentences out.

Every message names the argument, says what it got and what is allowed.
"""

import numpy as np


def check_array(value, name, ndim=None, allow_empty=False):
    """Return ``value`` as a finite float64 array.

    Parameters
    ----------
    value : array_like
        What the caller passed.
    name : str
        The argument's name, for the message.
    ndim : int, optional
        The number of dimensions it must have.
    allow_empty : bool
        Whether an array without elements is fine.

    Returns
    -------
    numpy.ndarray
        float64.

    Raises
    ------
    TypeError
        ``value`` does not hold real numbers.
    ValueError
        The shape is wrong, it is empty, or it holds NaN or inf.
    """
    try:
        array = np.asarray(value)
        if array.dtype.kind not in "biuf":
            raise TypeError
        array = array.astype(float)
    except (TypeError, ValueError):
        kind = type(value).__name__
        raise TypeError(
            f"{name} must hold real numbers, all rows of one length; "
            f"got {kind} {value!r:.60}"
        ) from None
    if ndim is not None and array.ndim != ndim:
        layout = {1: "(m,)", 2: "(m, n): one row per sample"}.get(ndim, f"{ndim} axes")
        raise ValueError(f"{name} must have shape {layout}; got shape {array.shape}")
    if array.size == 0 and not allow_empty:
        raise ValueError(f"{name} is empty (shape {array.shape}); it needs samples")
    bad = ~np.isfinite(array)
    if bad.any():
        first = tuple(int(i) for i in np.argwhere(bad)[0])
        where = first[0] if len(first) == 1 else first
        raise ValueError(
            f"{name} must be finite; {int(bad.sum())} of {array.size} values are "
            f"NaN or inf, the first at index {where}. Remove or fill them first"
        )
    return array


def check_number(value, name, low=None, high=None, above=None):
    """Return ``value`` as a finite float within ``low <= value <= high``.

    Parameters
    ----------
    value : float
    name : str
    low, high : float, optional
        Smallest and largest allowed value.
    above : float, optional
        The value must be strictly larger than this.

    Raises
    ------
    TypeError
        Not one real number.
    ValueError
        NaN, inf or outside the range.
    """
    if isinstance(value, (bool, np.bool_, str)) or np.ndim(value) != 0:
        raise TypeError(f"{name} must be one number; got {value!r:.60}")
    try:
        number = float(value)
    except (TypeError, ValueError):
        raise TypeError(f"{name} must be one number; got {value!r:.60}") from None
    allowed = []
    if above is not None:
        allowed.append(f"> {above:g}")
    if low is not None:
        allowed.append(f">= {low:g}")
    if high is not None:
        allowed.append(f"<= {high:g}")
    ok = np.isfinite(number)
    ok = ok and (above is None or number > above)
    ok = ok and (low is None or number >= low) and (high is None or number <= high)
    if not ok:
        wanted = " and ".join(allowed) or "finite"
        raise ValueError(f"{name} must be {wanted}; got {value!r}")
    return number


def check_count(value, name, low=1, high=None):
    """Return ``value`` as an int, ``low <= value <= high``; not 2.5, not True."""
    number = check_number(value, name, low=low, high=high)
    if number != int(number):
        raise ValueError(f"{name} must be a whole number; got {value!r}")
    return int(number)


def check_choice(value, name, choices):
    """Return ``value`` if it is one of ``choices``, else say which there are."""
    choices = list(choices)
    if not isinstance(value, str) or value not in choices:
        wanted = ", ".join(repr(c) for c in choices)
        raise ValueError(f"{name} must be one of {wanted}; got {value!r}")
    return value


def check_samples(X, y=None, n_features=None, n_classes=None):
    """Return ``X`` as (m, n) float64 and ``y`` as (m,) class numbers 0, 1, ….

    Parameters
    ----------
    X : array_like, shape (m, n)
        One row per sample.
    y : array_like, shape (m,), optional
        Class of every sample, whole numbers from 0.
    n_features : int, optional
        How many columns ``X`` must have.
    n_classes : int, optional
        The labels must be 0 … n_classes − 1, and at least two must occur.

    Returns
    -------
    X : numpy.ndarray, shape (m, n), float64
    y : numpy.ndarray, shape (m,), int64
        Only when ``y`` was given.

    Raises
    ------
    TypeError, ValueError
        With the argument's name, what it got and what is allowed.
    """
    X = check_array(X, "X", ndim=2)
    if n_features is not None and X.shape[1] != n_features:
        raise ValueError(f"X must have {n_features} columns; got shape {X.shape}")
    if y is None:
        return X
    y = check_array(y, "y", ndim=1)
    if len(y) != len(X):
        raise ValueError(
            f"y must have one label per row of X; got {len(y)} labels for {len(X)} rows"
        )
    if (y != np.round(y)).any() or y.min() < 0:
        raise ValueError(
            f"y must hold class numbers 0, 1, …; got values such as "
            f"{np.unique(y)[:4].tolist()}"
        )
    found = np.unique(y.astype(np.int64))
    if n_classes is not None and found[-1] >= n_classes:
        raise ValueError(
            f"y must hold classes 0 … {n_classes - 1}; got {found[:6].tolist()}"
        )
    if n_classes is not None and len(found) < 2:
        raise ValueError(f"y must hold at least two classes; got only class {found[0]}")
    return X, y.astype(np.int64)


def check_spread(X, names=None):
    """Raise if a column of ``X`` (m, n) does not vary: it cannot be standardised."""
    for j, spread in enumerate(np.ptp(X, axis=0)):
        if spread == 0:
            label = f" ({names[j]})" if names else ""
            raise ValueError(
                f"X, column {j}{label} has zero variance: every value is {X[0, j]:g}. "
                "Leave the column out; it cannot tell samples apart"
            )
