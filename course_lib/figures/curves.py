"""Curves: functions of one variable, losses, how many features there are."""

import numpy as np

from course_lib.figures.style import CLASS_COLOURS, MUTED, new_figure

DASHES = ("-", "--", ":", "-.")


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


def loss_curves(runs):
    """Draw the loss of several runs against the epoch.

    Parameters
    ----------
    runs : dict of str to sequence of float
        Name → loss after 0, 1, 2, … epochs, in nats.

    Returns
    -------
    matplotlib.figure.Figure
    """
    fig, ax = new_figure(7.2, 3.4)
    for k, (name, losses) in enumerate(runs.items()):
        ax.plot(losses, _dash(k), color=_colour(k), label=name)
    ax.axhline(np.log(2), color=MUTED, lw=1, zorder=0)
    ax.text(
        0.99, np.log(2), "ln 2: knows nothing", transform=ax.get_yaxis_transform(),
        ha="right", va="bottom", fontsize=9, color=MUTED,
        bbox={"facecolor": "white", "edgecolor": "none", "alpha": 0.8, "pad": 1},
    )  # fmt: skip
    ax.set(xlabel="epoch", ylabel="loss J (nats)", xlim=(0, None))
    fig.legend(loc="outside upper left", ncols=len(runs), frameon=False)
    return fig


def _colour(k):
    return CLASS_COLOURS[k % len(CLASS_COLOURS)]


def _dash(k):
    return DASHES[k % len(DASHES)]
