"""InitializationExplorer as a matplotlib figure: for places without scripts."""

import numpy as np

from course_lib.figures.style import GRID, INK, MUTED, PALETTE, new_figure
from course_lib.widgets.playground_training import numbers

BINS = 40
BAR = 0.8  # height of the tallest bar of a row


def draw(explorer):
    """Activations of every layer, their spread against depth, the loss; a Figure."""
    fig, (rows, depth, chart) = new_figure(
        11, 4.2, ncols=3, gridspec_kw={"width_ratios": (1.3, 1, 1)}
    )
    layers = explorer.layers
    _draw_activations(rows, layers)
    _draw_spread(depth, layers, explorer.theory)
    _draw_loss(chart, explorer)
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
        ax.set_yscale("log")
    else:
        ax.text(0.5, 0.5, "all 0 or no value", ha="center", transform=ax.transAxes)
    ax.set_xticks(x)
    ax.set(xlabel="hidden layer", ylabel="standard deviation of a", title="Spread")


def _draw_loss(ax, explorer):
    history = explorer.history
    losses = numbers(history["train"])
    mark = "o" if len(losses) == 1 else "-"
    ax.plot(history["epoch"], losses, mark, color=INK)
    if explorer.settings["log_loss"] and np.nanmin(losses) > 0:
        ax.set_yscale("log")
    ax.set(xlabel="epoch", ylabel="loss J", title=f"epoch {explorer.epoch}")
