"""Paths of optimizers over a loss surface: straight segments, every iterate marked.

Nothing is smoothed or dropped: a path that leaves the picture is cut at its frame, with
a cross there and the step in the legend. Used by: notebook 4, and as the still picture
of LossSurface.
"""

import numpy as np
from matplotlib import patheffects

from course_lib.checks import check_count
from course_lib.figures.racers import looks
from course_lib.figures.style import INK, new_figure
from course_lib.figures.surface_map import (
    cut_at_frame,
    inside,
    mark_minima,
    surface_map,
)

HALO = [patheffects.Stroke(linewidth=2.6, foreground="white"), patheffects.Normal()]
CROSS = {"marker": "X", "ms": 10, "mec": "white", "mew": 1, "ls": "", "clip_on": False}


def trajectories(race, paths=None, domain=None, title=None, ax=None):
    """Draw the paths of a race over the contours of its surface.

    Parameters
    ----------
    race : Race or Surface
        A race runs by itself; a surface needs ``paths``.
    paths : dict of str to array_like, shape (k + 1, 2), optional
        Name → path, such as `descend` returns. Keys of the course ("gd", "adam" …) have
        their own colour and name; any other name is written as it is.
    domain : ((x0, x1), (y0, y1)), optional
        Look closer, or from farther away, than the surface's own domain.
    title : str, optional
        The race's own title when omitted.
    ax : matplotlib.axes.Axes, optional
        Draw here, legend inside; a new figure with the legend beside it when omitted.

    Returns
    -------
    matplotlib.figure.Figure

    Raises
    ------
    TypeError, ValueError
        What was given is no race and no surface with paths.

    Examples
    --------
    >>> from course_lib import figures, races
    >>> figures.trajectories(races.preset("beale")).axes[0].get_xlabel()
    'x'
    """
    surface, paths, own_title = unpack(race, paths)
    title = own_title if title is None else title
    alone = ax is None
    if alone:
        ax = new_figure(7.4, 4.2)[1]
    surface_map(ax, surface, domain)
    runners = make_runners(ax, paths)
    for runner in runners:
        runner.show()
    handles, labels = legend_entries(ax, surface, runners)
    if alone:
        ax.figure.legend(
            handles, labels, loc="outside right upper", fontsize=9, frameon=False
        )
    else:
        ax.legend(handles, labels, fontsize=8, framealpha=0.85, frameon=True)
    ax.set_title(title, loc="left", fontsize=11)
    return ax.figure


def race_strip(race, at=(10, 30, 100), paths=None, domain=None):
    """Draw a race at several of its steps, side by side: an animation for print.

    Parameters
    ----------
    race : Race or Surface
    at : sequence of int
        Steps to show, 1 to 4 of them.
    paths, domain
        As in `trajectories`.

    Returns
    -------
    matplotlib.figure.Figure

    Raises
    ------
    TypeError, ValueError
        As `trajectories`, or ``at`` is not 1 to 4 steps.
    """
    surface, paths, _ = unpack(race, paths)
    steps = [check_count(step, "at", 0) for step in at]
    if not 1 <= len(steps) <= 4:
        raise ValueError(f"at must name 1 to 4 steps; got {len(steps)}")
    fig, axes = new_figure(7.4, 3.3, ncols=len(steps), sharey=True, squeeze=False)
    for ax, step in zip(axes[0], steps, strict=True):
        surface_map(ax, surface, domain)
        runners = make_runners(ax, paths)
        for runner in runners:
            runner.show(step)
        handles, labels = legend_entries(ax, surface, runners)
        ax.set_title(f"step {step}", loc="left", fontsize=10)
        ax.label_outer()
    labels = [label.split("\n")[0] for label in labels]
    fig.legend(
        handles, labels, loc="outside upper left", ncols=5, fontsize=8.5, frameon=False
    )
    return fig


def unpack(race, paths):
    """Return (surface, key → path, title) of a race, or of a surface and paths."""
    surface = getattr(race, "surface", race)
    if not (callable(surface) and hasattr(surface, "domain")):
        raise TypeError(
            "race must be a Race, such as races.preset('beale'), or a surface; "
            f"got {type(race).__name__}"
        )
    if paths is None:
        if surface is race:
            raise TypeError("a surface alone has no paths: pass paths={'gd': path, …}")
        paths = race.paths()
    if not isinstance(paths, dict) or not paths:
        raise TypeError(f"paths must be a dict name → path; got {paths!r:.60}")
    for name, path in paths.items():
        shape = np.shape(path)
        if len(shape) != 2 or shape[1] != 2 or not shape[0]:
            raise ValueError(f"path {name!r} must have shape (k + 1, 2); got {shape}")
    return surface, paths, getattr(race, "title", "")


def fate(path, domain):
    """Return (step at which the path leaves the frame or None, words for the legend).

    Parameters
    ----------
    path : numpy.ndarray, shape (k + 1, 2)
        With ``stopped``, if it is a `Path`.
    domain : ((x0, x1), (y0, y1))
    """
    points = np.asarray(path)
    seen = inside(points, domain)
    left = None if seen.all() else int(np.argmin(seen))
    words = []
    if left is not None:
        back = ", comes back" if seen[left:].any() else ""
        words.append(f"leaves the picture at step {left}{back}")
    stopped = getattr(path, "stopped", "")
    if stopped:
        words.append(stopped.split(":")[0])
    return left, "\n".join(words)


class Runner:
    """One path in one pair of axes, drawn up to any step."""

    def __init__(self, ax, path, look):
        self.points, self.look = np.asarray(path, dtype=float), look
        self.domain = (ax.get_xlim(), ax.get_ylim())
        self.left, self.words = fate(path, self.domain)
        self.stopped = bool(getattr(path, "stopped", ""))
        style = {"color": look.colour, "zorder": 3}
        self.line = ax.plot([], [], look.dash, lw=1.1, path_effects=HALO, **style)[0]
        self.dots = ax.plot([], [], "o", ms=3.2, mew=0, **style)[0]
        self.head = ax.plot(
            [],
            [],
            look.marker,
            ms=11 if look.marker == "*" else 8,
            mec="white",
            mew=0.8,
            color=look.colour,
            zorder=5,
        )[0]
        self.cross = ax.plot([], [], color=look.colour, zorder=6, **CROSS)[0]
        self.cross.set_in_layout(False)  # while empty it counts as at 0
        self.artists = (self.line, self.dots, self.head, self.cross)

    def show(self, step=None):
        """Draw the path from the start to ``step`` (to its end when omitted)."""
        last = len(self.points) - 1
        step = last if step is None else min(step, last)
        points = self.points[: step + 1]
        pieces = cut_at_frame(points, self.domain)
        seen = inside(points, self.domain)
        self.line.set_data(*pieces.T)
        self.dots.set_data(*points[seen].T)
        self.head.set_data(*points[-1:][seen[-1:]].T)
        ends = []
        if self.left is not None and step >= self.left > 0:
            visible = pieces[1::3][: self.left]
            ends = [visible[-1]] if np.isfinite(visible[-1]).all() else []
        elif self.stopped and step == last:
            ends = [points[-1]]
        self.cross.set_data(*np.reshape(ends, (-1, 2)).T)


def make_runners(ax, paths):
    """One `Runner` for every path of a race."""
    return [Runner(ax, paths[key], look) for key, look in looks(paths).items()]


def legend_entries(ax, surface, runners):
    """Mark start and minima; return handles and labels of the whole legend."""
    handles = [(runner.line, runner.head) for runner in runners]
    labels = [
        runner.look.label + ("\n" + runner.words if runner.words else "")
        for runner in runners
    ]
    start = runners[0].points[0]
    ring = ax.plot(*start, "o", ms=11, mfc="none", mec=INK, mew=1.6, ls="", zorder=4)
    minima = mark_minima(ax, surface)
    marks = [("start", ring[0]), ("minimum", minima)]
    for label, handle in marks:
        if handle is not None:
            handles.append(handle)
            labels.append(label)
    return handles, labels
