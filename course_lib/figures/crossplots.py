"""Crossplots of two features, with the probability of a class as background.

Used by: notebook 1, and as the still picture of NeuronExplorer.
"""

import numpy as np
from matplotlib.colors import LinearSegmentedColormap

from course_lib.checks import check_samples
from course_lib.figures.style import CLASS_COLOURS, INK, PALETTE, new_figure

CONTOURS = (0.1, 0.5, 0.9)
MARKERS = {"circle": "o", "triangle": "^", "square": "s", "diamond": "D"}
MARKERS |= {"cross": "X", "plus": "P"}
PROBABILITY = LinearSegmentedColormap.from_list(
    "probability", PALETTE["probability"]["light"]
)
GRID_NODES = 120  # per axis


def crossplot(
    X,
    y,
    feature_names=("x1", "x2"),
    units=("", ""),
    class_names=None,
    probability=None,
    ax=None,
):
    """Draw two features against each other, one colour and marker per class.

    Parameters
    ----------
    X : array_like, shape (m, 2)
    y : array_like, shape (m,)
        Classes 0 … 5.
    feature_names, units : sequence of str, length 2
        For the axes; "" for a feature without a unit.
    class_names : sequence of str, optional
    probability : callable, optional
        Points (k, 2) → probability of class 1 (k,), such as a trained network. Drawn as
        background, with contours at .1, .5 and .9.
    ax : matplotlib.axes.Axes, optional
        Draw here; a new figure when omitted.

    Returns
    -------
    matplotlib.figure.Figure

    Raises
    ------
    TypeError, ValueError
        X and y do not fit together or hold NaN.
    """
    X, y = check_samples(X, y, n_features=2, n_classes=len(CLASS_COLOURS))
    if class_names is None:
        class_names = [f"class {k}" for k in range(y.max() + 1)]
    if ax is None:
        ax = new_figure(6.4, 4.6)[1]
    margin = 0.05 * np.ptp(X, axis=0)
    (x_low, y_low), (x_high, y_high) = X.min(axis=0) - margin, X.max(axis=0) + margin
    ax.set(xlim=(x_low, x_high), ylim=(y_low, y_high))
    ax.set(xlabel=_axis(feature_names, units, 0), ylabel=_axis(feature_names, units, 1))
    if probability is not None:
        probability_map(ax, probability, class_names[-1])
    scatter_classes(ax, X, y, class_names)
    ax.figure.legend(
        loc="outside upper left", ncols=len(class_names), markerscale=2, frameon=False
    )
    return ax.figure


def scatter_classes(ax, X, y, class_names):
    """Draw samples X (m, 2) into ``ax``, one colour and marker per class y (m,)."""
    marks = [MARKERS[name] for name in PALETTE["markers"]]
    size = 26 if len(X) <= 300 else 16 if len(X) <= 1000 else 9
    for k, name in enumerate(class_names):
        ax.scatter(
            *X[y == k].T, s=size, marker=marks[k], color=CLASS_COLOURS[k], alpha=0.85,
            edgecolors="white", linewidths=0.4, label=name, zorder=2 + k / 10,
        )  # fmt: skip


def probability_map(ax, probability, name="class 1", bar=True):
    """Paint a probability over the present limits of ``ax``, contours at .1, .5 and .9.

    Parameters
    ----------
    ax : matplotlib.axes.Axes
    probability : callable
        Points (k, 2) → probability (k,).
    name : str
        What is probable, for the colour bar.
    bar : bool or sequence of Axes
        Draw a colour bar beside ``ax``, beside all these axes, or none.
    """
    x = np.linspace(*ax.get_xlim(), GRID_NODES)
    y = np.linspace(*ax.get_ylim(), GRID_NODES)
    points = np.stack(np.meshgrid(x, y), axis=-1).reshape(-1, 2)
    p = np.asarray(probability(points)).reshape(len(y), len(x))
    image = ax.imshow(
        p, cmap=PROBABILITY, vmin=0, vmax=1, origin="lower", aspect="auto",
        extent=(x[0], x[-1], y[0], y[-1]), interpolation="bilinear",
    )  # fmt: skip
    levels = [level for level in CONTOURS if p.min() < level < p.max()]
    lines = None
    if levels:  # matplotlib warns about a contour that is nowhere
        styles = ["-" if level == 0.5 else "--" for level in levels]
        lines = ax.contour(
            x, y, p, levels=levels, colors=INK, linestyles=styles,
            linewidths=[2 if level == 0.5 else 1.1 for level in levels], zorder=4,
        )  # fmt: skip
    if bar is False:
        return
    beside = ax if bar is True else bar
    scale = ax.figure.colorbar(
        image, ax=beside, ticks=(0, *CONTOURS, 1), aspect=28, pad=0.02
    )
    scale.set_label(f"P({name})")
    scale.outline.set_visible(False)
    if lines is not None:
        scale.add_lines(lines)


def _axis(names, units, j):
    return f"{names[j]} ({units[j]})" if units[j] else names[j]
