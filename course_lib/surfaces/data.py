"""Losses over data: a line, a reflector's amplitudes, a logistic unit, a wavelet.

Each is a cost J of two parameters, so each is a landscape; a mini-batch of the samples
makes another one, near the first.

Taught in: notebook 4.
"""

from functools import partial

import numpy as np

from course_lib.activations import sigmoid
from course_lib.checks import (
    check_array,
    check_count,
    check_number,
    check_samples,
    check_spread,
)
from course_lib.geophysics.wavelets import ricker
from course_lib.surfaces.surface import DataSurface, lowest_near


def line_fit(x, y, x_name="x", y_name="y", x_unit="", y_unit="", **settings):
    """Mean squared error of the line ŷ = b + w x, over its intercept b and slope w.

    J(b, w) = (1/m) Σ (b + w xᵢ − yᵢ)². Both axes of the domain have the same length in
    numbers: gradient descent sees numbers, not units, and so a ravine looks like one.

    Parameters
    ----------
    x, y : array_like, shape (m,)
        Two samples or more; x must vary.
    x_name, y_name, x_unit, y_unit : str
        For the axes of a picture of the data, and for the units of b and w.
    **settings
        ``name``, ``title``, ``domain``, ``start`` … of `Surface`, to replace those
        computed from the data.

    Returns
    -------
    DataSurface

    Examples
    --------
    >>> line_fit([1.0, 2.0, 3.0], [2.1, 3.9, 6.0]).minima.round(2)
    array([[0.1 , 1.95]])
    """
    x, y = check_array(x, "x", ndim=1), check_array(y, "y", ndim=1)
    if len(x) != len(y):
        raise ValueError(f"x and y must have one length; got {len(x)} and {len(y)}")
    check_spread(x[:, None], [x_name])
    lowest, half_width = _bowl(x, y)
    slope_unit = f"{y_unit or '1'}/{x_unit}" if x_unit else y_unit
    settings = {
        "name": "line_fit",
        "title": f"Misfit of a line, {y_name} = b + w · {x_name}",
        "axis_names": ("b", "w"),
        "units": (y_unit, slope_unit),
        "domain": np.column_stack([lowest - half_width, lowest + half_width]),
        "start": lowest + half_width * np.array([-0.6, 0.75]),
        "starts": [lowest + half_width * np.array([0.8, 0.3]), (0.0, 0.0)],
        "minima": [lowest],
        "data_names": (x_name, y_name),
        "data_units": (x_unit, y_unit),
        **settings,
    }
    return DataSurface(_line_terms, {"x": x, "y": y}, kind="line", **settings)


def avo_fit(theta_deg, amplitudes, scaled=False):
    """Mean squared error of R(θ) = A + B sin²θ against picked amplitudes, over (A, B).

    sin²θ is small and always positive, so A and B can make up for each other: a ravine.
    Its cure is to scale the column: with s = (sin²θ − mean)/(standard deviation) in the
    place of sin²θ, the bowl is round.

    Parameters
    ----------
    theta_deg : array_like, shape (m,)
        Angles of incidence, degrees, 0 … 90.
    amplitudes : array_like, shape (m,)
        Reflection coefficients, no unit.
    scaled : bool
        Fit A′ + B′ s instead: A′ is the mean amplitude, B = B′/(standard deviation) and
        A = A′ − B · mean.

    Returns
    -------
    DataSurface

    References
    ----------
    Shuey, 1985, Geophysics 50(4), 609-614.

    Examples
    --------
    >>> from course_lib.geophysics.trends import avo_gather
    >>> for scaled in (False, True):
    ...     hessian = avo_fit(*avo_gather(), scaled=scaled).hessian([0, 0])
    ...     print(f"condition number {np.linalg.cond(hessian):.3g}")
    condition number 169
    condition number 1
    """
    theta_deg = check_array(theta_deg, "theta_deg", ndim=1)
    if theta_deg.min() < 0 or theta_deg.max() > 90:
        raise ValueError(
            f"theta_deg must be 0 … 90 degrees; "
            f"got {theta_deg.min():g} … {theta_deg.max():g}"
        )
    x, name, axes = np.sin(np.radians(theta_deg)) ** 2, "sin²θ", ("A", "B")
    check_spread(x[:, None], [name])
    if scaled:
        x, name, axes = (x - x.mean()) / x.std(), "scaled sin²θ", ("A′", "B′")
    return line_fit(
        x,
        amplitudes,
        name="avo_fit",
        x_name=name,
        y_name="amplitude",
        title=f"Misfit of amplitudes, {axes[0]} + {axes[1]} · {name}",
        axis_names=axes,
    )


def _line_terms(x, y):
    # J as a sum of three squares, never below zero: the line misses the centre of the
    # data, has the wrong slope, and the rest no line can explain. After this, one step
    # costs the same for ten samples as for ten million.
    mean_x, mean_y = x.mean(), y.mean()
    dx, dy = x - mean_x, y - mean_y
    spread = np.mean(dx**2)
    slope = np.mean(dx * dy) / spread if spread else 0.0  # one sample has none
    rest = np.mean((dy - slope * dx) ** 2)

    def value(b, w):
        return (b + w * mean_x - mean_y) ** 2 + spread * (w - slope) ** 2 + rest

    def gradient(b, w):
        miss = b + w * mean_x - mean_y
        return 2 * miss, 2 * (miss * mean_x + spread * (w - slope))

    hessian = 2 * np.array([[1.0, mean_x], [mean_x, spread + mean_x**2]])
    return value, gradient, hessian


def _bowl(x, y):
    """Minimum of the misfit and half the width of a domain that shows it whole.

    So far out along the flattest direction the misfit is 2¼ times the variance of y.
    """
    _value, _gradient, hessian = _line_terms(x, y)
    lowest = np.linalg.solve(hessian, 2 * np.array([y.mean(), np.mean(x * y)]))
    flattest = np.linalg.eigvalsh(hessian)[0]
    half_width = 1.5 * np.sqrt(2 * y.var() / flattest)
    return lowest, max(half_width, 1.1 * np.abs(lowest).max()) or 1.0


def logistic(X, y, b=0.0, names=("x1", "x2"), units=("", "")):
    """Mean cross-entropy of one logistic unit, over its two weights; its bias is fixed.

    J(w₁, w₂) is convex. If a line through the origin of the inputs tells the classes
    apart, J has no minimum: larger weights are always better, and ‖w‖ → ∞.

    Parameters
    ----------
    X : array_like, shape (m, 2)
        Inputs, best standardised.
    y : array_like, shape (m,)
        Classes 0 and 1.
    b : float
        The bias.
    names, units : (str, str)
        Of the two inputs.

    Returns
    -------
    DataSurface

    Examples
    --------
    >>> unit = logistic([[-1.0, 0.2], [1.0, 0.1], [0.3, -1.0]], [0, 1, 0])
    >>> round(float(unit([0.0, 0.0])), 4), len(unit.minima)
    (0.6931, 0)
    """
    X, y = check_samples(X, y, n_features=2, n_classes=2)
    b = check_number(b, "b")
    terms = partial(_logistic_terms, b)
    settings = {
        "kind": "logistic",
        "title": "Cross-entropy of one logistic unit",
        "axis_names": ("w1", "w2"),
        "data_names": tuple(names),
        "data_units": tuple(units),
        "b": b,
    }
    half_width = 10.0
    if not separable(X, y):
        # A first surface, to look for the minimum on.
        loss = DataSurface(terms, {"X": X, "y": y}, domain=[(-1, 1)] * 2, start=(0, 0))
        settings["minima"] = [lowest_near(loss, (0.0, 0.0))]
        half_width = max(2.0, 1.6 * np.abs(settings["minima"][0]).max())
    surface = DataSurface(
        terms,
        {"X": X, "y": y},
        domain=[(-half_width, half_width)] * 2,
        start=(0.0, 0.0),
        **settings,
    )
    corners = 0.75 * half_width * np.array([(1, 1), (-1, 1), (-1, -1), (1, -1)])
    order = np.argsort(-surface(corners), kind="stable")
    surface.start = corners[order[0]]
    surface.starts = [surface.start, corners[order[1]], np.zeros(2)]
    return surface


def separable(X, y):
    """Whether larger and larger weights fit these classes better and better.

    They do if one direction d has d·x ≥ 0 in class 1 and ≤ 0 in class 0: if all
    samples, those of class 0 mirrored at the origin, lie within a half circle.
    """
    mirrored = X * np.where(y == 1, 1.0, -1.0)[:, None]
    mirrored = mirrored[np.abs(mirrored).max(axis=1) > 0]
    if not len(mirrored):
        return False
    angles = np.sort(np.arctan2(mirrored[:, 1], mirrored[:, 0]))
    gaps = np.diff(angles, append=angles[0] + 2 * np.pi)
    return bool(gaps.max() >= np.pi - 1e-12)


def _logistic_terms(b, X, y):
    x1, x2 = X.T

    def score(w1, w2):
        return b + w1[..., None] * x1 + w2[..., None] * x2

    def value(w1, w2):
        wrong_way = np.where(y == 1, -1.0, 1.0)
        return np.logaddexp(0.0, wrong_way * score(w1, w2)).mean(axis=-1)

    def gradient(w1, w2):
        dz = sigmoid(score(w1, w2)) - y
        return (dz * x1).mean(axis=-1), (dz * x2).mean(axis=-1)

    return value, gradient, None


RICKER_SHIFTS_MS = (-80.0, 80.0)  # the domain
RICKER_FREQUENCIES_HZ = (10.0, 45.0)


def ricker_misfit(shift_ms=0.0, f_hz=25.0, noise=0.0, seed=0):
    """½ Σ (s(t) − observed)² of a Ricker wavelet, over its shift τ and frequency f.

    Between the true shift and the next wiggle stands a hill: descent from beyond it
    ends in the wrong valley, one cycle away. In full-waveform inversion this is called
    cycle skipping.

    The wavelet s(t) = √(f/f_hz) · ricker(t − τ, f) has the same energy at every f;
    otherwise a short wavelet would fit better just because it is weaker.

    Parameters
    ----------
    shift_ms : float
        True shift, ms, −40 … 40.
    f_hz : float
        True peak frequency, Hz, 15 … 40.
    noise : float
        Standard deviation of the noise on the record, as a share of the wavelet's peak.
    seed : int
        Of the noise.

    Returns
    -------
    DataSurface
        61 samples, 4 ms apart. A mini-batch of B samples counts m/B-fold, so that it
        has the right size in the mean.

    Notes
    -----
    At the true frequency and with x = π f τ, the wavelet's autocorrelation is
    (1 − 2x² + x⁴/3) exp(−x²/2). Its extrema x² = 5 ± √10 put the hilltops at
    τ = ± 0.4315/f and the false minima at ± 0.9094/f from the truth.

    References
    ----------
    Virieux and Operto, 2009, Geophysics 74(6), WCC1-WCC26, for cycle skipping.

    Examples
    --------
    >>> surface = ricker_misfit()
    >>> [round(float(surface([tau, 25.0])), 2) for tau in (0, 17.3, 36.4, 60)]
    [0.0, 4.84, 2.64, 2.99]
    """
    shift_ms = check_number(shift_ms, "shift_ms", -40, 40)
    f_hz = check_number(f_hz, "f_hz", 15, 40)
    noise = check_number(noise, "noise", low=0)
    rng = np.random.default_rng(check_count(seed, "seed", low=0))
    t_ms = np.arange(-120.0, 121.0, 4.0)
    observed = ricker(1e-3 * (t_ms - shift_ms), f_hz)
    observed = observed + noise * rng.standard_normal(len(t_ms))
    terms = partial(_ricker_terms, len(t_ms), f_hz)
    surface = DataSurface(
        terms,
        {"t_ms": t_ms, "observed": observed},
        kind="ricker",
        name="ricker_misfit",
        title="Misfit of a Ricker wavelet",
        domain=(RICKER_SHIFTS_MS, RICKER_FREQUENCIES_HZ),
        start=(shift_ms + 1.25e3 / f_hz, 0.8 * f_hz),
        starts=[
            (shift_ms + 0.35e3 / f_hz, 1.4 * f_hz),
            (shift_ms - 0.6e3 / f_hz, 1.1 * f_hz),
            (shift_ms - 0.3e3 / f_hz, 0.6 * f_hz),
        ],
        minima=[(shift_ms, f_hz)],
        axis_names=("τ", "f"),
        units=("ms", "Hz"),
        data_names=("time", "amplitude"),
        data_units=("ms", ""),
        f_hz=f_hz,
    )
    if noise:
        surface.minima = lowest_near(surface, (shift_ms, f_hz))[None, :]
    return surface


def _ricker_terms(m, f_hz, t_ms, observed):
    weight = m / len(t_ms)

    def wavelet(tau, f):
        t = 1e-3 * (t_ms - tau[..., None])
        size, f = np.sqrt(np.abs(f) / f_hz)[..., None], f[..., None]
        return t, f, size * ricker(t, f), size

    def value(tau, f):
        s = wavelet(tau, f)[2]
        return 0.5 * weight * ((s - observed) ** 2).sum(axis=-1)

    def gradient(tau, f):
        t, f, s, size = wavelet(tau, f)
        a = (np.pi * f * t) ** 2
        ds_da = size * (2 * a - 3) * np.exp(-a)
        ds_dtau = ds_da * -2e-3 * (np.pi * f) ** 2 * t
        ds_df = (0.5 * s + 2 * a * ds_da) / f
        r = weight * (s - observed)
        return (r * ds_dtau).sum(axis=-1), (r * ds_df).sum(axis=-1)

    return value, gradient, None
