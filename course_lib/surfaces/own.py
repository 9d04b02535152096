"""A surface from a function of your own.

Taught in: notebook 4.
"""

import inspect

import numpy as np

from course_lib.surfaces.surface import Surface, check_domain, check_point

DIFFERENCE_STEP = 6e-6  # cube root of the rounding error, as a share of the domain


def from_function(f, gradient=None, domain=((-2, 2), (-2, 2)), start=None, **settings):
    """A surface from f(w) or f(x, y).

    Parameters
    ----------
    f : callable
        ``f(w)`` with w = (x, y), or ``f(x, y)``, → one number. NumPy functions work on
        whole arrays at once; a function with ``if`` or ``math.sin`` is called point by
        point.
    gradient : callable, optional
        Of the same arguments → (∂f/∂x, ∂f/∂y). Central differences when omitted.
    domain : ((float, float), (float, float))
        Range of x and of y.
    start : (float, float), optional
        Three quarters along both axes when omitted.
    **settings
        ``name``, ``title``, ``starts``, ``minima``, ``axis_names``, ``units`` of
        `Surface`.

    Returns
    -------
    Surface

    Raises
    ------
    TypeError, ValueError
        Also when ``f`` or ``gradient`` fails at the start, with its own message.

    Examples
    --------
    >>> hill = from_function(lambda x, y: -np.exp(-(x**2) - y**2))
    >>> hill.gradient([0.0, 0.5]).round(4)
    array([0.    , 0.7788])
    """
    domain = check_domain(domain)
    if start is None:
        start = [low + 0.75 * (high - low) for low, high in domain]
    start = check_point(start, "start")
    # Where f is tried out: points of which no two share x or y
    share = np.array([[0.0, 0.13, -0.11], [0.0, -0.17, 0.07]]).T
    places = start + share * np.ptp(domain, axis=1)
    value = _one_by_one_if_needed(_of_x_and_y(f), "f", 1, places)
    if gradient is None:
        slopes = _differences(value, *DIFFERENCE_STEP * np.ptp(domain, axis=1))
    else:
        slopes = _one_by_one_if_needed(_of_x_and_y(gradient), "gradient", 2, places)
    settings = {"name": "own", "title": "Your own surface", **settings}
    return Surface(value, slopes, domain=domain, start=start, **settings)


def _of_x_and_y(function):
    """A function of one argument w as a function of x and y; others as they are."""
    try:
        parameters = inspect.signature(function).parameters.values()
    except (TypeError, ValueError):  # no function, or one written in C
        return function
    needed = [
        p for p in parameters if p.default is p.empty and p.kind != p.KEYWORD_ONLY
    ]
    if len(needed) != 1 or needed[0].kind == needed[0].VAR_POSITIONAL:
        return function

    def of_x_and_y(x, y):
        answer = np.asarray(function(np.stack([x, y], axis=-1)), dtype=float)
        # A gradient comes back as (..., 2); Surface wants its two columns.
        pairs = answer.ndim > np.ndim(x)
        return (answer[..., 0], answer[..., 1]) if pairs else answer

    return of_x_and_y


def _differences(value, hx, hy):
    def gradient(x, y):
        dx = (value(x + hx, y) - value(x - hx, y)) / (2 * hx)
        dy = (value(x, y + hy) - value(x, y - hy)) / (2 * hy)
        return dx, dy

    return gradient


def _one_by_one_if_needed(function, name, results, places):
    """Return ``function`` if it treats arrays point by point, else make it do so."""
    if not callable(function):
        raise TypeError(
            f"{name} must be a function of w, or of x and y; got {function!r:.60}"
        )

    def numbers(x, y):
        answer = function(np.float64(x), np.float64(y))
        return float(answer) if results == 1 else tuple(map(float, answer))

    def numbers_or_nan(x, y):
        try:
            return numbers(x, y)
        except (ArithmeticError, ValueError):  # math.exp(1000), math.sqrt(-1)
            return np.nan if results == 1 else (np.nan, np.nan)

    x, y = places.T
    try:
        expected = np.vectorize(numbers, otypes=[float] * results)(x, y)
    except Exception as error:
        wanted = "one number" if results == 1 else "two numbers, ∂f/∂x and ∂f/∂y"
        raise ValueError(
            f"{name} must take w = (x, y), or x and y, and return {wanted}; near the "
            f"start ({x[0]:g}, {y[0]:g}) it gave {type(error).__name__}: {error}"
        ) from error
    if not np.isfinite(expected).all():
        raise ValueError(
            f"{name} must be finite near the start; at {x} and {y} it is {expected}"
        )
    try:
        agrees = np.allclose(_filled(function(x, y), x, results), expected)
    except Exception:
        agrees = False
    if agrees:
        return lambda x, y: _filled(function(x, y), x, results)
    each = np.vectorize(numbers_or_nan, otypes=[float] * results)
    return (lambda x, y: each(x, y)[()]) if results == 1 else each


def _filled(answer, x, results):
    """A constant where an array was asked for, as an array."""
    if results == 1:
        return np.broadcast_to(answer, np.shape(x))[()]
    dx, dy = answer
    return np.broadcast_to(dx, np.shape(x)), np.broadcast_to(dy, np.shape(x))
