"""A surface known on a grid of points, with a smooth one between them.

Between the nodes runs Keys' bicubic convolution: it goes through every value, and its
gradient has no jumps. Taught in: notebook 4.
"""

import numpy as np

from course_lib.checks import check_array, check_count
from course_lib.surfaces.surface import Surface, check_domain


class GridSurface(Surface):
    """Values on a regular grid, bicubic in between, NaN outside its domain.

    Attributes
    ----------
    values : numpy.ndarray, shape (ny, nx)
        Row 0 at the lowest y, column 0 at the lowest x.
    error : float or None
        Largest difference from the sampled function, at the centres of the cells, as a
        share of the range of the values; None where only the values are known.

    See Also
    --------
    from_grid, Surface.on_grid : the two ways to one.

    References
    ----------
    Keys, 1981, IEEE Transactions on Acoustics, Speech, and Signal Processing 29(6),
    1153-1160.
    """

    def __init__(self, values, limit=None, **settings):
        self.values, self.error, self._limit = values, None, limit
        self._padded = with_ghosts(with_ghosts(values).T).T
        ny, nx = values.shape
        super().__init__(
            self._interpolate, self._slopes, kind="grid", n=(nx, ny), **settings
        )

    def rate_limit(self):
        """2/λmax of the sampled function; None where only the values are known.

        (Values and slopes of the interpolation are good, its curvature is not.)
        """
        return self._limit

    def _interpolate(self, x, y):
        patch, tx, ty, _hx, _hy, inside = self._around(x, y)
        rows = (patch * weights(tx)[..., None, :]).sum(axis=-1)
        return np.where(inside, (rows * weights(ty)).sum(axis=-1), np.nan)[()]

    def _slopes(self, x, y):
        patch, tx, ty, hx, hy, inside = self._around(x, y)
        rows = (patch * weights(tx)[..., None, :]).sum(axis=-1)
        slopes = (patch * weight_slopes(tx)[..., None, :]).sum(axis=-1)
        dx = (slopes * weights(ty)).sum(axis=-1) / hx
        dy = (rows * weight_slopes(ty)).sum(axis=-1) / hy
        return np.where(inside, dx, np.nan), np.where(inside, dy, np.nan)

    def _around(self, x, y):
        """The 4 × 4 nodes around each point, and where it lies in the middle cell."""
        (x0, x1), (y0, y1) = self.domain
        ny, nx = self.values.shape
        hx, hy = (x1 - x0) / (nx - 1), (y1 - y0) / (ny - 1)
        inside = (x >= x0) & (x <= x1) & (y >= y0) & (y <= y1)
        u = np.where(inside, (x - x0) / hx, 0.0)
        v = np.where(inside, (y - y0) / hy, 0.0)
        i = np.minimum(np.floor(u), nx - 2).astype(int)
        j = np.minimum(np.floor(v), ny - 2).astype(int)
        near = np.arange(4)
        patch = self._padded[
            j[..., None, None] + near[:, None], i[..., None, None] + near
        ]
        return patch, u - i, v - j, hx, hy, inside


def weights(t):
    """Weights of the four nodes at −1, 0, 1, 2 for a point at t in 0 … 1: (..., 4)."""
    t = np.asarray(t)
    return 0.5 * np.stack(
        [
            t * (t * (2 - t) - 1),
            t * t * (3 * t - 5) + 2,
            t * (t * (4 - 3 * t) + 1),
            t * t * (t - 1),
        ],
        axis=-1,
    )


def weight_slopes(t):
    """Derivatives of `weights` with respect to t."""
    t = np.asarray(t)
    return 0.5 * np.stack(
        [
            t * (4 - 3 * t) - 1,
            t * (9 * t - 10),
            t * (8 - 9 * t) + 1,
            t * (3 * t - 2),
        ],
        axis=-1,
    )


def with_ghosts(values):
    """One more row above and below: the parabola through the last three, continued."""
    first = 3 * values[0] - 3 * values[1] + values[2]
    last = 3 * values[-1] - 3 * values[-2] + values[-3]
    return np.concatenate([[first], values, [last]])


def from_grid(values, domain, start=None, **settings):
    """A surface from values on a grid.

    Parameters
    ----------
    values : array_like, shape (ny, nx)
        Finite, 3 or more nodes along each axis; row 0 at y0, column 0 at x0.
    domain : ((x0, x1), (y0, y1))
    start : (float, float), optional
        The highest node when omitted.
    **settings
        ``name``, ``title``, ``axis_names``, ``units``, ``minima`` … of `Surface`.

    Returns
    -------
    GridSurface

    Examples
    --------
    >>> x = np.linspace(0, 2, 21)
    >>> parabola = from_grid(x**2 + x[:, None] ** 2, ((0, 2), (0, 2)))
    >>> print(f"{parabola([0.95, 1.0]):.4f}")
    1.9025
    """
    values = check_array(values, "values", ndim=2)
    if min(values.shape) < 3:
        raise ValueError(f"values must have 3 × 3 nodes or more; got {values.shape}")
    domain = check_domain(domain)
    if start is None:
        row, column = np.unravel_index(values.argmax(), values.shape)
        (x0, x1), (y0, y1) = domain
        ny, nx = values.shape
        start = np.linspace(x0, x1, nx)[column], np.linspace(y0, y1, ny)[row]
    settings = {"name": "grid", **settings}
    return GridSurface(values, domain=domain, start=start, **settings)


def sample_on_grid(surface, n=121):
    """``surface`` on a grid of n × n nodes over its domain, with the error this makes.

    See `Surface.on_grid`.
    """
    n = check_count(n, "n", low=3, high=1001)
    (x0, x1), (y0, y1) = surface.domain
    x, y = np.linspace(x0, x1, n), np.linspace(y0, y1, n)
    values = check_array(surface(points(x, y)), f"{surface.name} on its domain")
    grid = GridSurface(
        values,
        limit=surface.rate_limit(),
        domain=surface.domain,
        start=surface.start,
        starts=surface.starts[1:],
        minima=surface.minima,
        name=surface.name,
        title=surface.title,
        axis_names=surface.axis_names,
        units=surface.units,
    )
    centres = points((x[1:] + x[:-1]) / 2, (y[1:] + y[:-1]) / 2)
    difference = np.abs(grid(centres) - surface(centres)).max()
    spread = np.ptp(values)
    grid.error = float(difference / spread) if spread else 0.0
    return grid


def points(x, y):
    """All points of a grid with columns at x (nx,) and rows at y (ny,): (ny, nx, 2)."""
    return np.stack(np.meshgrid(x, y), axis=-1)
