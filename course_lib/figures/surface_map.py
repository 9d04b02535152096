"""The map of a loss surface: filled contours, its minima, and what stays in the frame.

Used by: trajectories, race_animation, line_and_cost.
"""

import numpy as np
from matplotlib.colors import LinearSegmentedColormap, to_rgb

from course_lib.figures.style import INK, PALETTE

GRID_NODES = 101  # per axis
LEVELS = 15
STRENGTH = 0.42  # of the colours; the rest is white, so that paths stand out


def muted(colours, strength=STRENGTH):
    """Mix colours with white: a colour map that stays in the background."""
    mixed = 1 - strength * (1 - np.array([to_rgb(colour) for colour in colours]))
    return LinearSegmentedColormap.from_list("muted", mixed)


BACKGROUND = muted(PALETTE["sequential"])


def surface_map(ax, surface, domain=None):
    """Draw the contours of a surface, low dark and high bright.

    Parameters
    ----------
    ax : matplotlib.axes.Axes
    surface : Surface
    domain : ((x0, x1), (y0, y1)), optional
        What to show; the surface's own domain when omitted.
    """
    (x0, x1), (y0, y1) = surface.domain if domain is None else domain
    x, y = np.linspace(x0, x1, GRID_NODES), np.linspace(y0, y1, GRID_NODES)
    with np.errstate(all="ignore"):
        z = surface(np.stack(np.meshgrid(x, y), axis=-1))
    z = np.ma.masked_invalid(z)
    levels = contour_levels(surface, z.compressed())
    colours = BACKGROUND(np.linspace(0, 1, len(levels) - 1))
    ax.contourf(x, y, z, levels, colors=colours, extend="max", zorder=0)
    ax.contour(
        x, y, z, levels, colors="white", linewidths=0.6, linestyles="-", zorder=0.1
    )
    ax.spines[["top", "right"]].set_visible(True)
    names = [
        f"{name} ({unit})" if unit else name
        for name, unit in zip(surface.axis_names, surface.units, strict=True)
    ]
    ax.set(xlim=(x0, x1), ylim=(y0, y1), xlabel=names[0], ylabel=names[1])


def contour_levels(surface, z):
    """Levels for values z: logarithmic above the lowest, linear if there is none.

    A long valley has a floor that is a millionth of its walls: even levels would leave
    it blank. A surface without minima, such as a saddle, has no lowest value.
    """
    minima = np.reshape(surface.minima, (-1, 2))
    if not len(minima):
        return np.linspace(z.min(), z.max(), LEVELS)
    lowest = min(z.min(), float(np.min(surface(minima))))
    height = z - lowest
    first = max(np.quantile(height, 0.01), height.max() * 1e-9)
    return lowest + np.concatenate([[0], np.geomspace(first, height.max(), LEVELS)])


def mark_minima(ax, surface):
    """Mark the minima in the frame; return the handle for a legend, or None."""
    points = np.reshape(surface.minima, (-1, 2))
    points = points[inside(points, (ax.get_xlim(), ax.get_ylim()))]
    if not len(points):
        return None
    ring = ax.plot(*points.T, "o", ms=11, mfc="white", mec=INK, mew=1.2, zorder=2.8)
    dot = ax.plot(*points.T, ".", ms=4, color=INK, zorder=2.9)
    return ring[0], dot[0]


def inside(points, domain):
    """Which points lie in the frame: shape (k,) of bool."""
    low, high = np.transpose(domain)
    with np.errstate(invalid="ignore"):
        return np.all((points >= low) & (points <= high), axis=1)


def cut_at_frame(points, domain):
    """Cut a path at the frame, however far away it goes.

    Parameters
    ----------
    points : numpy.ndarray, shape (k, 2)
    domain : ((x0, x1), (y0, y1))

    Returns
    -------
    numpy.ndarray, shape (3 (k − 1), 2)
        For every segment the two ends of its visible part and a row of NaN; a segment
        that is not visible is NaN altogether (Liang & Barsky 1984).
    """
    low, high = np.transpose(np.asarray(domain, dtype=float))
    start, end = points[:-1], points[1:]
    with np.errstate(all="ignore"):
        along = end - start
        one, other = (low - start) / along, (high - start) / along
        still = along == 0  # parallel to an edge: in between it for ever, or never
        between = (start >= low) & (start <= high)
        enter = np.where(still, np.where(between, 0, np.inf), np.minimum(one, other))
        leave = np.where(still, 1, np.maximum(one, other))
        t0 = np.clip(enter.max(axis=1), 0, None)[:, None]
        t1 = np.clip(leave.min(axis=1), None, 1)[:, None]
        pieces = np.stack(
            [start + t0 * along, start + t1 * along, np.full_like(start, np.nan)],
            axis=1,
        )
    pieces[~(t0 <= t1)[:, 0]] = np.nan
    return pieces.reshape(-1, 2)
