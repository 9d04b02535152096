"""The playground as a matplotlib figure: for GitHub, PDF and a page without scripts."""

import numpy as np
from matplotlib.colors import to_rgb

from course_lib.figures.crossplots import GRID_NODES, MARKERS, probability_map
from course_lib.figures.style import (
    CLASS_COLOURS,
    INK,
    MUTED,
    PALETTE,
    SIGNED,
    new_figure,
)
from course_lib.widgets.playground_training import numbers

MOST_DRAWN = 1000
PALE = 0.62  # share of white in the background of a class


def draw(playground):
    """Draw the present state of a `Playground`: output, samples, loss; a Figure."""
    fig, (plane, chart) = new_figure(
        9.2, 4.3, ncols=2, gridspec_kw={"width_ratios": (1.25, 1)}
    )
    _draw_plane(plane, playground)
    _draw_losses(chart, playground)
    return fig


def _draw_plane(ax, playground):
    source = playground.source
    (x_low, x_high), (y_low, y_high) = source.domain
    ax.set(xlim=(x_low, x_high), ylim=(y_low, y_high))
    labels = [
        source.feature_names[j] + (f" ({source.units[j]})" if source.units[j] else "")
        for j in source.drawn
    ]
    ax.set(xlabel=labels[0], ylabel=labels[1], title=playground.title)
    network = playground.to_network()

    def output(points):
        return network(playground.inputs(_whole_rows(points, source)))

    if source.kind == "binary":
        probability_map(ax, output, source.class_names[1])
        _draw_samples(ax, playground)
        return
    x, y = (
        np.linspace(x_low, x_high, GRID_NODES),
        np.linspace(y_low, y_high, GRID_NODES),
    )
    points = np.stack(np.meshgrid(x, y), axis=-1).reshape(-1, 2)
    shape = (GRID_NODES, GRID_NODES)
    options = {
        "origin": "lower", "aspect": "auto", "extent": (x_low, x_high, y_low, y_high),
    }  # fmt: skip
    if source.kind == "multiclass":
        colours = np.array([to_rgb(class_look(k)[0]) for k in range(MOST_LOOKS)])
        colours = PALE + (1 - PALE) * colours
        best = output(points).argmax(axis=1).reshape(shape)
        ax.imshow(colours[best], **options)
    else:
        values = source.physical(output(points)).reshape(shape)
        edge = np.abs(playground.y).max()
        image = ax.imshow(values, cmap=SIGNED, vmin=-edge, vmax=edge, **options)
        name = getattr(source, "y_name", "y")
        ax.figure.colorbar(image, ax=ax, aspect=28, pad=0.02).set_label(name)
    _draw_samples(ax, playground)


def _whole_rows(points, source):
    """Points of the picture with all columns: those not drawn at their mean."""
    if source.columns == 2:
        return points[:, np.argsort(source.drawn)]
    rows = np.tile(source.mean, (len(points), 1))
    rows[:, list(source.drawn)] = points
    return rows


MOST_LOOKS = 10


def class_look(k):
    """(colour, marker) of class k: six colours, and no pair twice."""
    names, rounds = PALETTE["markers"], k // len(CLASS_COLOURS)
    marker = MARKERS[names[(k + rounds) % len(names)]]
    return CLASS_COLOURS[k % len(CLASS_COLOURS)], marker


def _draw_samples(ax, playground):
    source, drawn = playground.source, list(playground.source.drawn)
    X, y = playground.X_train[:MOST_DRAWN, drawn], playground.y_train[:MOST_DRAWN]
    size = 18 if len(X) <= 400 else 9
    if source.kind == "regression":
        edge = np.abs(playground.y).max()
        ax.scatter(
            *X.T, c=y, cmap=SIGNED, vmin=-edge, vmax=edge, s=size, edgecolors=INK,
            linewidths=0.3, zorder=2,
        )  # fmt: skip
        return
    for k, name in enumerate(source.class_names):
        colour, marker = class_look(k)
        ax.scatter(
            *X[y == k].T, s=size, color=colour, marker=marker, edgecolors="white",
            linewidths=0.4, label=name, zorder=2,
        )  # fmt: skip
    ax.figure.legend(
        loc="outside lower left", ncols=min(5, len(source.class_names)), frameon=False
    )


def _draw_losses(ax, playground):
    history = playground.history
    ax.set(xlabel="epoch", ylabel="loss", title=f"epoch {playground.epoch}")
    for name, colour, style in (("train", INK, "-"), ("test", MUTED, "--")):
        losses = numbers(history[name])
        ax.plot(history["epoch"], losses, style, color=colour, label=f"{name}ing"[:8])
    if len(history["epoch"]) == 1:
        ax.plot(0, history["train"][0], "o", color=INK)
    losses = numbers(history["train"])
    if playground.settings["log_loss"] and np.nanmin(losses) > 0:
        ax.set_yscale("log")
    ax.legend(["training", "test"])
