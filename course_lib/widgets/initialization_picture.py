"""InitializationExplorer as a matplotlib figure: for places without scripts."""

import numpy as np

from course_lib.figures.layers import log_axis
from course_lib.figures.style import GRID, INK, MUTED, PALETTE, new_figure
from course_lib.widgets.playground_training import numbers

BINS = 40
BAR = 0.8  # height of the tallest bar of a row


def draw(explorer):
    """Activations, spread, and losses or (before training) gradients; a Figure."""
    fig, (rows, depth, chart) = new_figure(
        11, 4.2, ncols=3, gridspec_kw={"width_ratios": (1.3, 1, 1)}
    )
    layers = explorer.layers
    _draw_activations(rows, layers)
    _draw_spread(depth, layers, explorer.theory)
    if explorer.epoch:
        _draw_loss(chart, explorer)
    else:
        _draw_gradients(chart, layers)
    fig.suptitle(explorer.title)
    return fig


def _draw_activations(ax, layers):
    """One histogram per layer, the first one on top."""
    colour, count = PALETTE["classes"]["light"][0], len(layers)
    for k in range(count):
        values = layers.activations[k]
        values = values[np.isfinite(values)]
        floor = count - 1 - k
        ax.axhline(floor, color=GRID, lw=1)
        if not values.size:
            ax.text(0, floor + 0.3, "no value (NaN)", ha="center")
            continue
        counts, edges = layers.histogram(k, BINS)
        heights = BAR * counts / max(1, counts.max())
        widths = np.diff(edges)
        ax.bar(edges[:-1], heights, widths, bottom=floor, color=colour, align="edge")
    names = [*(f"layer {k + 1}" for k in range(count - 1)), "output"]
    ax.set_yticks(range(count - 1, -1, -1), names)
    ax.set(xlabel="activation a", title="Activations", ylim=(-0.1, count))


def _draw_spread(ax, layers, theory):
    x = np.arange(1, len(layers))
    std = layers.std[:-1]
    shown = np.isfinite(std) & (std > 0)
    if theory is not None and np.isfinite(theory["std"]).all() and theory["std"].all():
        ax.plot(x, theory["std"], "--", color=MUTED, label="theory, at the start")
        ax.legend()
    ax.plot(x[shown], std[shown], "o-", color=INK)
    if shown.any():
        log_axis(ax, std[shown])
    else:
        ax.text(0.5, 0.5, "all 0 or no value", ha="center", transform=ax.transAxes)
    ax.set_xticks(x)
    ax.set(xlabel="hidden layer", ylabel="standard deviation of a", title="Spread")


def _draw_gradients(ax, layers):
    """What the layers will learn from, as long as there is no curve of losses."""
    x, size = np.arange(1, len(layers) + 1), layers.gradient
    shown = np.isfinite(size) & (size > 0)
    ax.plot(x[shown], size[shown], "o-", color=PALETTE["gradient"]["light"])
    names = [*map(str, x[:-1]), "output"]
    log_axis(ax, size[shown])
    if not shown.all():
        where = ", ".join(names[k] for k in np.flatnonzero(~shown))
        words = f"0 or no value: {where}"
        ax.text(0.5, 0.8, words, ha="center", transform=ax.transAxes)
    ax.set_xticks(x, names)
    ax.set(xlabel="layer", ylabel="RMS of ∂L/∂z", xlim=(0.5, len(x) + 0.5))
    ax.set_title("Gradient before training")


def _draw_loss(ax, explorer):
    history = explorer.history
    losses = numbers(history["train"])
    mark = "o" if np.isfinite(losses).sum() == 1 else "-"
    ax.plot(history["epoch"], losses, mark, color=INK)
    if explorer.stopped:
        why = explorer.stopped.replace(": ", ":\n")
        ax.text(0.5, 0.8, why, ha="center", transform=ax.transAxes)
    if explorer.settings["log_loss"] and np.nanmin(losses) > 0:
        ax.set_yscale("log")
    ax.set(xlabel="epoch", ylabel="loss J", title=f"Loss, epoch {explorer.epoch}")
