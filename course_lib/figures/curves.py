"""Curves: functions of one variable, losses, how many features there are."""

import numpy as np
from matplotlib.ticker import MaxNLocator

from course_lib.checks import check_choice
from course_lib.figures.racers import DASHES, looks
from course_lib.figures.style import CLASS_COLOURS, MUTED, PALETTE, new_figure

KNOWS_NOTHING = {"ln 2: knows nothing": np.log(2)}
SKY = 1e4  # a loss so many times that of the start has left the picture for good
X_AXES = ("epoch", "step", "sample gradients")


def curves(x, lines, xlabel, ylabel):
    """Draw several curves over one axis.

    Parameters
    ----------
    x : array_like, shape (m,)
    lines : dict of str to array_like, shape (m,)
        Name → values.
    xlabel, ylabel : str
        With units.

    Returns
    -------
    matplotlib.figure.Figure
    """
    fig, ax = new_figure(7.2, 3.4)
    for k, (name, values) in enumerate(lines.items()):
        ax.plot(x, values, _dash(k), color=_colour(k), label=name)
    ax.set(xlabel=xlabel, ylabel=ylabel, xlim=(np.min(x), np.max(x)))
    ax.legend(frameon=False)
    return fig


def loss_curves(runs, x="epoch", log="", ylabel="loss J (nats)", baselines=None):
    """Draw the loss of several runs.

    Parameters
    ----------
    runs : dict of str to sequence of float, History or Path
        Name → loss after 0, 1, 2, … epochs or steps. Keys of the course ("gd", "adam"
        …) have their own colour, marker and name. A run that stopped early ends in a
        cross, and the legend says why.
    x : str
        "epoch", "step", or "sample gradients" (for a `Path`): what the loss cost.
    log : str
        Logarithmic axes: "", "x", "y" or "xy".
    ylabel : str
        With the unit.
    baselines : dict of str to float, optional
        Name → loss of something to compare with; ln 2 when omitted, {} for none.

    Returns
    -------
    matplotlib.figure.Figure

    Raises
    ------
    ValueError
        ``x`` or ``log`` is none of these, or a run does not count sample gradients.
    """
    check_choice(x, "x", X_AXES)
    check_choice(log, "log", ("", "x", "y", "xy"))
    baselines = KNOWS_NOTHING if baselines is None else baselines
    fig, ax = new_figure(7.2, 3.4)
    values = {key: np.asarray(getattr(run, "loss", run)) for key, run in runs.items()}
    ceiling = SKY * max(abs(losses[0]) for losses in values.values()) or 1
    for k, (key, look) in enumerate(looks(runs).items()):
        run, losses = runs[key], values[key]
        at = _cost(key, run) if x == "sample gradients" else np.arange(len(losses))
        shown = at > 0 if "x" in log else slice(None)  # no place for 0 on a log axis
        at, losses = at[shown], losses[shown]
        stopped = getattr(run, "stopped", "").split(":")[0]
        label = f"{look.label}\n{stopped}" if stopped else look.label
        style = {"color": look.colour, "label": label}
        if key in PALETTE["optimizers"]:
            style |= {"marker": look.marker, "ms": 6, "mec": "white", "mew": 0.6}
            style |= {"markevery": (0.03 + 0.012 * k, 0.14), "lw": 1.6}
        ax.plot(at, np.minimum(losses, 1e200), look.dash, **style)
        if stopped:
            gone = np.flatnonzero(losses > ceiling)
            last = gone[0] if gone.size else np.flatnonzero(np.isfinite(losses))[-1]
            style = {"ms": 10, "mec": "white", "color": look.colour, "clip_on": False}
            ax.plot(at[last], min(losses[last], ceiling), "X", **style)
    for name, value in baselines.items():
        _baseline(ax, name, value)
    ax.set(xlabel=x, ylabel=ylabel)
    ax.set_xscale("log" if "x" in log else "linear")
    ax.set_yscale("log" if "y" in log else "linear")
    if "x" not in log:
        ax.set_xlim(0, None)
        if max(map(len, values.values())) <= 30 and x != X_AXES[2]:
            ax.xaxis.set_major_locator(MaxNLocator(integer=True))  # no half epochs
    if max(np.nanmax(losses) for losses in values.values()) > ceiling:
        ax.set_ylim(None, ceiling)
    fig.legend(loc="outside upper left", ncols=min(len(runs), 4), frameon=False)
    return fig


def race_losses(race, paths=None, x="step", log="y"):
    """Draw the loss of every racer.

    Parameters
    ----------
    race : Race
    paths : dict of str to Path, optional
        What ``race.paths()`` gave; the race runs when omitted.
    x, log : str
        As in `loss_curves`. If a loss falls to zero or below, its axis shows the
        height above the lowest minimum; where there is none, it is logarithmic both
        ways and linear from −1 to 1.

    Returns
    -------
    matplotlib.figure.Figure
    """
    paths = race.paths() if paths is None else paths
    ylabel = "loss J"
    negative = min(path.loss.min() for path in paths.values()) <= 0
    endless = not len(race.surface.minima)
    if "y" in log and negative and not endless:
        lowest = float(np.min(race.surface(race.surface.minima)))
        paths = {key: _above(path, lowest) for key, path in paths.items()}
        ylabel = f"J above the minimum ({lowest:.3g})"
    if "y" in log and negative and endless:
        fig = loss_curves(paths, x, log.replace("y", ""), ylabel, baselines={})
        highest = max(path.loss.max() for path in paths.values())
        fig.axes[0].set_yscale("symlog", linthresh=1)
        fig.axes[0].set_ylim(None, 2 * max(highest, 0.5))
        return fig
    return loss_curves(paths, x, log, ylabel, baselines={})


def _above(path, lowest):
    """A copy of a path with its loss counted from ``lowest``, down to rounding."""
    result, height = path.copy(), path.loss - lowest
    height = np.where(height > 4e-16 * max(1, abs(lowest)), height, np.nan)
    result.loss, result.evaluations = height, path.evaluations
    result.stopped = path.stopped
    return result


def _baseline(ax, name, value):
    """A thin level line with its name at its right end."""
    ax.axhline(value, color=MUTED, lw=1, zorder=0)
    ax.text(
        0.99, value, name, transform=ax.get_yaxis_transform(),
        ha="right", va="bottom", fontsize=9, color=MUTED,
        bbox={"facecolor": "white", "edgecolor": "none", "alpha": 0.8, "pad": 1},
    )  # fmt: skip


def _cost(key, run):
    """Sample gradients used up to every recorded loss."""
    evaluations = getattr(run, "evaluations", None)
    if evaluations is None:
        raise ValueError(
            f"run {key!r} does not count sample gradients: pass a Path from descend"
        )
    return np.asarray(evaluations)


def _colour(k):
    return CLASS_COLOURS[k % len(CLASS_COLOURS)]


def _dash(k):
    return DASHES[k % len(DASHES)]
