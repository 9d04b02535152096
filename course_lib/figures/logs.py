"""Well-log pictures: curves against depth, columns of lithology, histograms."""

import textwrap

import numpy as np
from matplotlib.colors import ListedColormap
from matplotlib.patches import Patch

from course_lib.activations import sigmoid
from course_lib.figures.style import CLASS_COLOURS, INK, LITHOLOGY, MUTED, new_figure


def gamma_ray_track(log, cutoff=None, probability=None):
    """Draw a gamma-ray log, its true lithology and what a cut-off or a unit says.

    Parameters
    ----------
    log : Dataset
        One feature, gamma ray in API; classes 0 (sand) and 1 (shale); ``depth_m``.
    cutoff : float, optional
        In API; samples above it are called shale.
    probability : array_like, shape (m,), optional
        Probability of shale, drawn as a curve in place of the called column.

    Returns
    -------
    matplotlib.figure.Figure
    """
    gr, depth = log.X[:, 0], log.depth_m
    widths = (3.2, 0.55, 0.55 if probability is None else 1.4)
    fig, (ax, truth, said) = new_figure(
        7.2, 6.0, ncols=3, sharey=True, width_ratios=widths
    )
    _curve(ax, gr, depth, cutoff)
    lithology_column(truth, log.y, depth, "true")
    if probability is None:
        lithology_column(said, (gr > cutoff).astype(int), depth, "called")
    else:
        _probability(said, probability, depth)
    fig.legend(
        handles=lithology_handles(log.class_names),
        loc="outside lower center",
        ncols=2,
        frameon=False,
    )
    return fig


def well_gamma_ray(well, w, b):
    """Draw the gamma ray of a real well and what the unit σ(w GR + b) makes of it.

    Parameters
    ----------
    well : WellLog
        With a log "GR" in API. Its interpreted lithology is drawn if there is any:
        sandstone, shale, and everything else left white.
    w : float
        Weight, 1/API.
    b : float
        Bias.

    Returns
    -------
    matplotlib.figure.Figure
    """
    gr, depth = well["GR"], well.depth_m
    measured = np.isfinite(gr)
    gr, depth = gr[measured], depth[measured]
    known = well.lithology is not None
    widths = (3.2, 0.55, 1.4) if known else (3.2, 1.4)
    fig, axes = new_figure(
        7.2, 6.0, ncols=len(widths), sharey=True, width_ratios=widths
    )
    _curve(axes[0], gr, depth, -b / w)
    axes[0].set_title(f"well {well.name}", pad=18)
    if known:
        names = ("", "sandstone", "shale")
        found = well.lithology[measured]
        classes = sum(k * (found == name) for k, name in enumerate(names))
        lithology_column(axes[1], classes, depth, "interpreted", names)
        handles = lithology_handles(names[1:])
        fig.legend(handles=handles, loc="outside upper right", ncols=2, frameon=False)
    _probability(axes[-1], sigmoid(w * gr + b), depth)
    fig.supxlabel(textwrap.fill(well.credit, 110), fontsize=7, color=MUTED)
    return fig


def histogram_by_class(data, cutoffs=None):
    """Draw the histogram of a one-feature dataset, one colour per class.

    Parameters
    ----------
    data : Dataset
        One feature.
    cutoffs : dict of str to float, optional
        Vertical lines to mark, legend → value in the feature's unit.

    Returns
    -------
    matplotlib.figure.Figure
    """
    fig, ax = new_figure(7.2, 3.4)
    x = data.X[:, 0]
    edges = np.histogram_bin_edges(x, bins=40)
    for k, name in enumerate(data.class_names):
        ax.hist(
            x[data.y == k],
            edges,
            alpha=0.75,
            label=name,
            color=lithology_colour(name, k),
        )
    for style, (name, value) in zip(
        ("--", "-", ":"), (cutoffs or {}).items(), strict=False
    ):
        ax.axvline(value, color=INK, ls=style, label=name)
    ax.set(xlabel=data.axis_labels[0], ylabel="samples")
    ax.legend(frameon=False)
    return fig


def _curve(ax, gr, depth, cutoff):
    ax.plot(gr, depth, color=INK, lw=0.8 if len(gr) < 2000 else 0.4)
    ax.set(xlabel="gamma ray (API)", ylabel="depth (m)", xlim=(0, max(150, gr.max())))
    ax.set_ylim(depth[-1], depth[0])  # depth grows downwards
    if cutoff is not None:
        ax.axvline(cutoff, color=CLASS_COLOURS[1], ls="--", lw=1.5)
        ax.text(
            cutoff, 1.01, f"{cutoff:g} API", transform=ax.get_xaxis_transform(),
            color=CLASS_COLOURS[1], ha="center", va="bottom", fontsize=9,
        )  # fmt: skip


def lithology_column(ax, classes, depth, title, names=("sand", "shale")):
    """Paint classes (m,) down evenly spaced depths in m, in the rocks' colours."""
    colours = ListedColormap([lithology_colour(n, k) for k, n in enumerate(names)])
    half = np.median(np.diff(depth)) / 2
    ax.imshow(
        np.asarray(classes)[:, None],
        cmap=colours,
        vmin=0,
        vmax=len(names) - 1,
        extent=(0, 1, depth[-1] + half, depth[0] - half),
        aspect="auto",
        interpolation="nearest",
    )
    ax.set(xticks=[], title=title)


def _probability(ax, probability, depth):
    ax.fill_betweenx(depth, 0, probability, color=LITHOLOGY["shale"], alpha=0.6, lw=0)
    ax.plot(probability, depth, color=INK, lw=0.7 if len(depth) < 2000 else 0.3)
    ax.axvline(0.5, color=MUTED, ls="--", lw=1)
    ax.set(xlim=(0, 1), xticks=[0, 0.5, 1], xlabel="probability\nof shale")


def lithology_colour(name, k):
    """Colour of a rock; that of class ``k`` if it has none, white for no rock."""
    if name == "":
        return "white"
    return LITHOLOGY.get(name, CLASS_COLOURS[k % len(CLASS_COLOURS)])


def lithology_handles(names):
    """Legend entries, one per rock."""
    return [Patch(color=lithology_colour(n, k), label=n) for k, n in enumerate(names)]
