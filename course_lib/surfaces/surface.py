"""What every loss surface can do: value, gradient, curvature, and a description.

A surface is a function of two parameters w = (x, y). It works on one point, shape (2,),
or on many at once, shape (..., 2).

Taught in: notebook 4.
"""

from copy import copy

import numpy as np

from course_lib.checks import check_array

# Central differences of the gradient are best at about the cube root of the rounding
# error; here as a share of the domain.
HESSIAN_STEP = 6e-6


class Surface:
    """f(x, y) with its gradient and what a picture of it needs.

    Parameters
    ----------
    value : callable
        ``value(x, y)`` → f, for numbers and for arrays of one shape.
    gradient : callable
        ``gradient(x, y)`` → (∂f/∂x, ∂f/∂y).
    domain : ((float, float), (float, float))
        Range of x and of y worth looking at.
    start : (float, float)
        A good point to start a descent from.
    kind : str
        How the browser finds the same formula; "python" where it has none.
    name, title : str
        A short key and what stands above a picture.
    starts : sequence of (float, float)
        More points worth starting from.
    minima : array_like, shape (k, 2)
        The lowest points, as far as they are known.
    axis_names, units : (str, str)
    hessian : array_like, shape (2, 2), optional
        The second derivatives, where they are the same everywhere.
    **parameters
        What the formula depends on; stands in `spec`.

    Attributes
    ----------
    m : int
        Samples behind the loss; 0 for a surface without data.

    Raises
    ------
    TypeError, ValueError
        With the argument's name, its value and what is allowed.

    Examples
    --------
    >>> bowl = Surface(
    ...     lambda x, y: x**2 + y**2, lambda x, y: (2 * x, 2 * y),
    ...     domain=((-1, 1), (-1, 1)), start=(0.5, 0.5), name="bowl",
    ... )
    >>> bowl
    Surface bowl: x from -1 to 1, y from -1 to 1
    >>> bowl.gradient([[0.5, 0.0], [0.0, 2.0]])
    array([[1., 0.],
           [0., 4.]])
    """

    m = 0

    def __init__(
        self,
        value,
        gradient,
        domain,
        start,
        kind="python",
        name=None,
        title=None,
        starts=(),
        minima=(),
        axis_names=("x", "y"),
        units=("", ""),
        hessian=None,
        **parameters,
    ):
        self._value, self._gradient = value, gradient
        self.domain = check_domain(domain)
        self.start = check_point(start, "start")
        self.starts = [self.start, *(check_point(s, "starts") for s in starts)]
        self.kind = kind
        self.name = kind if name is None else name
        self.title = self.name if title is None else title
        self.minima = np.reshape(np.asarray(minima, dtype=float), (-1, 2))
        self.axis_names, self.units = tuple(axis_names), tuple(units)
        self._hessian = None if hessian is None else np.array(hessian, dtype=float)
        self.parameters = parameters

    def __call__(self, w):
        """Value at w (..., 2): shape (...); inf or NaN far out, without a warning."""
        w = as_points(w)
        with np.errstate(all="ignore"):
            return self._value(*columns(w))

    def gradient(self, w):
        """(∂f/∂x, ∂f/∂y) at w (..., 2): shape (..., 2)."""
        w = as_points(w)
        result = np.empty_like(w)
        with np.errstate(all="ignore"):
            result[..., 0], result[..., 1] = self._gradient(*columns(w))
        return result

    def hessian(self, w):
        """Matrix of second derivatives at w (..., 2): shape (..., 2, 2).

        Exact where it is constant, else central differences of the gradient.
        """
        w = as_points(w)
        if self._hessian is not None:
            return np.broadcast_to(self._hessian, (*w.shape[:-1], 2, 2)).copy()
        slopes = []
        for axis, (low, high) in enumerate(self.domain):
            h = np.zeros(2)
            h[axis] = HESSIAN_STEP * (high - low)
            slopes.append((self.gradient(w + h) - self.gradient(w - h)) / (2 * h[axis]))
        hessian = np.stack(slopes, axis=-1)
        return (hessian + np.swapaxes(hessian, -1, -2)) / 2

    def rate_limit(self):
        """2/λmax: gradient descent with a larger learning rate leaves the minimum.

        λmax is the largest eigenvalue of the Hessian at the first minimum. None where
        no minimum is known, unless the Hessian is the same everywhere.
        """
        if not len(self.minima) and self._hessian is None:
            return None
        place = self.minima[0] if len(self.minima) else self.start
        largest = np.linalg.eigvalsh(self.hessian(place))[-1]
        return float(2 / largest) if largest > 0 else None

    def minibatch(self, indices):
        """The surface that some of the samples make; only a loss over data has one."""
        raise ValueError(
            f"{self.name} is a formula without samples, so it has no mini-batches; "
            "add noise to its gradient instead"
        )

    def on_grid(self, n=121):
        """The same surface as values on a grid, n by n: see `GridSurface`."""
        from course_lib.surfaces.grid import sample_on_grid

        return sample_on_grid(self, n)

    def spec(self):
        """A dict of plain values from which the browser builds the same surface.

        The kind "python" has no formula there: send ``surface.on_grid()`` instead.
        """
        return {
            "kind": self.kind,
            **{key: plain(value) for key, value in self.parameters.items()},
            "name": self.name,
            "title": self.title,
            "axis_names": list(self.axis_names),
            "units": list(self.units),
            "domain": plain(self.domain),
            "start": self.start.tolist(),
            "starts": plain(self.starts),
            "minima": self.minima.tolist(),
            "m": self.m,
            "rate_limit": self.rate_limit(),
        }

    def __repr__(self):
        axes = [
            f"{name} from {low:g} to {high:g}{' ' + unit if unit else ''}"
            for name, unit, (low, high) in zip(
                self.axis_names, self.units, self.domain, strict=True
            )
        ]
        samples = f", {self.m} samples" if self.m else ""
        return f"Surface {self.name}: {', '.join(axes)}{samples}"


class DataSurface(Surface):
    """A loss over m samples: every subset of them makes a surface of its own.

    Parameters
    ----------
    terms : callable
        ``terms(**data)`` → (value, gradient, hessian or None), as in `Surface`, for the
        samples in ``data``.
    data : dict of str to numpy.ndarray
        Arrays with m rows; they stand in `spec`.
    **settings
        As in `Surface`.

    Attributes
    ----------
    data : dict of str to numpy.ndarray
    """

    def __init__(self, terms, data, **settings):
        value, gradient, hessian = terms(**data)
        super().__init__(value, gradient, hessian=hessian, **settings)
        self._terms, self.data = terms, data
        self.m = len(next(iter(data.values())))

    def minibatch(self, indices):
        """The surface of some samples, with the axes of this one.

        Parameters
        ----------
        indices : array_like of int, shape (B,)
            Numbers of the samples, 0 … m − 1.

        Returns
        -------
        DataSurface
            Averaged over all batches of one size, its gradient is this surface's. Its
            own minima are not known.
        """
        indices = np.asarray(indices)
        if indices.dtype.kind not in "iu" or indices.ndim != 1 or indices.size == 0:
            raise ValueError(
                f"indices must be a list of sample numbers; got {indices!r:.60}"
            )
        if indices.min() < 0 or indices.max() >= self.m:
            raise ValueError(
                f"indices must be 0 … {self.m - 1}; "
                f"got {indices.min()} … {indices.max()}"
            )
        part = copy(self)
        part.data = {name: values[indices] for name, values in self.data.items()}
        part._value, part._gradient, part._hessian = self._terms(**part.data)
        part.m, part.minima = len(indices), np.empty((0, 2))
        return part

    def spec(self):
        data = {name: values.tolist() for name, values in self.data.items()}
        return {**super().spec(), **data}


def lowest_near(surface, w, steps=60):
    """The minimum that Newton's method finds from w, each step downhill: shape (2,)."""
    w = np.array(w, dtype=float)
    for _ in range(steps):
        step = np.linalg.lstsq(surface.hessian(w), surface.gradient(w), rcond=None)[0]
        sizes = 0.5 ** np.arange(20)
        trials = w - sizes[:, None] * step
        better = np.flatnonzero(surface(trials) < surface(w))
        if not len(better):
            break
        w = trials[better[0]]
    # On the floor, values cannot tell points apart any more; the gradient still can.
    return w - np.linalg.lstsq(surface.hessian(w), surface.gradient(w), rcond=None)[0]


def as_points(w):
    """Return w as a float array of shape (..., 2)."""
    try:
        w = np.asarray(w, dtype=float)
    except (TypeError, ValueError):
        raise TypeError(f"w must hold numbers; got {w!r:.60}") from None
    if w.ndim == 0 or w.shape[-1] != 2:
        raise ValueError(f"w must have shape (2,) or (..., 2); got shape {w.shape}")
    return w


def columns(w):
    """Return x and y of w (..., 2); of a single point as numbers, which are faster."""
    return w[..., 0][()], w[..., 1][()]


def check_point(point, name):
    """Return ``point`` as a finite array of shape (2,)."""
    array = check_array(point, name)
    if array.shape != (2,):
        raise ValueError(f"{name} must be a point (x, y); got shape {array.shape}")
    return array


def check_domain(domain):
    """Return ``domain`` as ((x0, x1), (y0, y1)) with x0 < x1 and y0 < y1."""
    array = check_array(domain, "domain")
    if array.shape != (2, 2) or (array[:, 0] >= array[:, 1]).any():
        raise ValueError(
            f"domain must be ((x0, x1), (y0, y1)) with x0 < x1 and y0 < y1; "
            f"got {domain!r:.80}"
        )
    return tuple((float(low), float(high)) for low, high in array)


def plain(value):
    """Arrays and tuples as lists, NumPy's numbers as Python's: what JSON takes."""
    if isinstance(value, np.ndarray | np.generic):
        return value.tolist()
    if isinstance(value, tuple | list):
        return [plain(v) for v in value]
    return value
