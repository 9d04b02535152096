"""Classical answers that every network has to beat.

The best cut-off of all possible ones on these samples; the best line in 360 directions
(taught in notebook 1). For seismic images: coherence, low at faults, and STA/LTA, high
at first breaks (notebook 5).
"""

import numpy as np

from course_lib.checks import check_array, check_count, check_number, check_samples


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


def coherence(image, traces=5, samples=17, largest_dip=1.25):
    """How alike neighbouring traces are along the reflectors' dip: low at faults.

    Semblance over ``traces`` neighbours and ``samples`` in time, the energy of their
    mean over the mean of their energies, for dips from −``largest_dip`` to
    ``largest_dip`` in steps of a quarter sample per trace; the largest counts.

    Parameters
    ----------
    image : array_like, shape (…, n_samples, n_traces)
        Amplitude, time downwards, in any unit: one image, or several along the leading
        axes. At the edges the outermost trace or sample is repeated.
    traces, samples : int
        Odd sizes of the window in which traces are compared.
    largest_dip : float
        Samples per trace, 0 … 5.

    Returns
    -------
    numpy.ndarray, shape of ``image``
        0 (traces that cancel) … 1 (the same traces); 1 where all is zero.

    Raises
    ------
    TypeError, ValueError
        With the argument's name, its value and what is allowed.

    Notes
    -----
    Stands in for: the fault attribute of interpretation software. Breaks down: noise
    lowers it everywhere, and so do steeper dips than ``largest_dip``, wavy reflectors
    and salt; along a fault it does not see that its picks form a line.

    References
    ----------
    Marfurt, Kirlin, Farmer & Bahorich, 1998, Geophysics 63(4), 1150-1165.

    Examples
    --------
    >>> image = np.sin(np.arange(60.0))[:, None] * np.ones(20)
    >>> image[:, 10:] = -image[:, 10:]  # a fault between traces 9 and 10
    >>> coherence(image)[30, [4, 9, 10, 15]].round(2)
    array([1.  , 0.56, 0.56, 1.  ])
    """
    d = check_array(image, "image")
    if d.ndim < 2:
        raise ValueError(
            f"image must have shape (…, n_samples, n_traces); got {d.shape}"
        )
    reach, half = _half(traces, "traces"), _half(samples, "samples")
    largest_dip = check_number(largest_dip, "largest_dip", 0, 5)
    shape = d.shape
    n_samples, n_traces = shape[-2:]
    margin = int(np.ceil(largest_dip * reach)) + 1
    around = [(0, 0)] * (d.ndim - 2) + [(margin, margin), (reach, reach)]
    d = np.pad(d, around, mode="edge")
    best = np.zeros(shape)
    for dip in np.arange(-largest_dip, largest_dip + 1e-9, 0.25):
        total, energy = np.zeros(shape), np.zeros(shape)
        for j in range(-reach, reach + 1):
            # The trace j further, read along the dip: between two samples, linearly.
            down, part = divmod(dip * j, 1.0)
            first = margin + int(down)
            column = d[..., reach + j : reach + j + n_traces]
            trace = (1 - part) * column[..., first : first + n_samples, :]
            if part:
                trace += part * column[..., first + 1 : first + 1 + n_samples, :]
            total += trace
            energy += trace**2
        above = _moving_sum(total**2, half)
        below = (2 * reach + 1) * _moving_sum(energy, half)
        # Differences of running sums leave rounding errors where nothing is.
        least = 1e-12 * below.max(axis=(-2, -1), keepdims=True)
        semblance = np.ones(shape)
        np.divide(above, below, out=semblance, where=below > least)
        np.maximum(best, semblance, out=best)
    return np.clip(best, 0, 1)


def sta_lta(gather, dt_ms, sta_ms=2.5, lta_ms=15.0):
    """Pick first breaks where the energy just ahead most exceeds that just before.

    The ratio of two means of the squared amplitude at every sample: over ``sta_ms``
    from it on (short-term average) and over ``lta_ms`` up to it (long-term average).
    Near the start of the record the long one makes do with what there is, but never
    with less than the short one has: earlier than ``sta_ms`` nothing is picked.

    Parameters
    ----------
    gather : array_like, shape (…, n_samples, n_traces)
        Amplitude in any unit, time downwards.
    dt_ms : float
        Sample interval, ms.
    sta_ms, lta_ms : float
        Lengths of the averages, ms; each at least one sample, together no longer than
        the record.

    Returns
    -------
    numpy.ndarray, shape (…, n_traces)
        Time of the largest ratio on every trace, ms.

    Raises
    ------
    TypeError, ValueError
        With the argument's name, its value and what is allowed.

    Notes
    -----
    Stands in for: the automatic picker of acquisition and earthquake monitoring. Breaks
    down: strong noise before the arrival, and later, stronger waves on a quiet trace.

    References
    ----------
    Allen, 1978, Bulletin of the Seismological Society of America 68(5), 1521-1532.

    Examples
    --------
    >>> trace = 0.1 * np.cos(3.0 * np.arange(200.0))
    >>> trace[120:] += np.cos(0.5 * np.arange(80.0))
    >>> sta_lta(trace[:, None], dt_ms=0.5)
    array([60.])
    """
    d = check_array(gather, "gather")
    if d.ndim < 2:
        raise ValueError(
            f"gather must have shape (…, n_samples, n_traces); got {d.shape}"
        )
    dt_ms = check_number(dt_ms, "dt_ms", above=0)
    n_samples = d.shape[-2]
    short = max(1, round(check_number(sta_ms, "sta_ms", above=0) / dt_ms))
    long = max(1, round(check_number(lta_ms, "lta_ms", above=0) / dt_ms))
    if short > long or short + long > n_samples:
        raise ValueError(
            f"sta_ms must be <= lta_ms, and both together must fit into the record of "
            f"{n_samples * dt_ms:g} ms; got {sta_ms:g} and {lta_ms:g}"
        )
    energy = d**2
    none = np.zeros((*d.shape[:-2], 1, d.shape[-1]))
    sums = np.concatenate([none, np.cumsum(energy, axis=-2)], axis=-2)
    here = np.arange(short, n_samples + 1 - short)
    start = np.maximum(here - long, 0)
    ahead = (sums[..., here + short, :] - sums[..., here, :]) / short
    before = sums[..., here, :] - sums[..., start, :]
    before /= (here - start)[:, None]
    # A thousandth of the mean energy keeps the ratio finite on a silent trace.
    before += 1e-3 * energy.mean(axis=-2, keepdims=True)
    ratio = np.divide(ahead, before, out=np.zeros_like(ahead), where=before > 0)
    return (short + ratio.argmax(axis=-2)) * dt_ms


def _half(size, name):
    size = check_count(size, name, 3)
    if size % 2 == 0:
        raise ValueError(f"{name} must be odd, so that it has a middle; got {size}")
    return size // 2


def _moving_sum(x, half):
    """Sums over ± ``half`` samples of axis −2, fewer at the ends."""
    n = x.shape[-2]
    none = np.zeros((*x.shape[:-2], 1, x.shape[-1]))
    sums = np.concatenate([none, np.cumsum(x, axis=-2)], axis=-2)
    k = np.arange(n)
    above, below = np.maximum(k - half, 0), np.minimum(k + half + 1, n)
    return sums[..., below, :] - sums[..., above, :]
