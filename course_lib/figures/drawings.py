"""Schematic pictures: they show an idea, not data.

Used by: notebook 1 (the unit, the biological neuron). Each returns a matplotlib figure.
"""

import matplotlib.pyplot as plt
import numpy as np
from matplotlib.patches import Circle, FancyArrowPatch, FancyBboxPatch, PathPatch
from matplotlib.path import Path

INK = "#263238"
SOFT = "#90a4ae"
BODY = "#f3e3c3"
NUCLEUS = "#d9a441"
SHEATH = "#c9dcea"


def logistic_unit(names=("$x_1$", "$x_2$", "$x_3$"), output="y"):
    """Draw one logistic unit: weighted inputs, the sum z, the sigmoid, the output.

    Parameters
    ----------
    names : sequence of str
        Labels of the inputs, 1 to 5.
    output : str
        Label of the output.

    Returns
    -------
    matplotlib.figure.Figure
    """
    fig, ax = _blank_axes(8.4, 1.2 + 0.72 * len(names), 10.5, 1.7 + 1.0 * len(names))
    top = 1.0 * len(names) + 0.7
    middle = (top + 0.7) / 2
    for k, name in enumerate(["1", *names]):
        y = top - k * (top - 0.7) / max(1, len(names))
        node = Circle((1.4, y), 0.42, fc="white" if k else SHEATH, ec=INK, lw=1.5)
        ax.add_patch(node)
        ax.text(1.4, y, name, ha="center", va="center", fontsize=11)
        _arrow(ax, (1.85, y), (4.45, middle + 0.25 * (y - middle)))
        weight = "$b$" if k == 0 else f"$w_{k}$"
        t = 0.42
        at = (1.85 + t * 2.6, y + t * 0.75 * (middle - y) + 0.17)
        ax.text(*at, weight, ha="center", fontsize=12, color=INK)
    ax.add_patch(Circle((5.0, middle), 0.58, fc=BODY, ec=INK, lw=1.5))
    ax.text(5.0, middle, "Σ", ha="center", va="center", fontsize=17)
    ax.text(5.0, middle - 0.95, r"$z = b + \sum_j w_j x_j$", ha="center", fontsize=11)
    _arrow(ax, (5.62, middle), (6.75, middle))
    ax.text(6.18, middle + 0.16, "$z$", ha="center", fontsize=12)
    box = FancyBboxPatch(
        (6.85, middle - 0.55), 1.3, 1.1, boxstyle="round,pad=0.05", fc=BODY, ec=INK
    )
    ax.add_patch(box)
    s = np.linspace(-6, 6, 60)
    ax.plot(7.5 + s / 11, middle - 0.42 + 0.84 / (1 + np.exp(-s)), color=INK, lw=2)
    ax.text(7.5, middle - 0.95, r"$\sigma(z)$", ha="center", fontsize=11)
    _arrow(ax, (8.25, middle), (9.45, middle))
    ax.text(9.6, middle, output, va="center", fontsize=13, style="italic")
    return fig


def biological_neuron(seed=3):
    """Draw a nerve cell with the parts that the artificial neuron is named after.

    Parameters
    ----------
    seed : int
        Seed of the branching of the dendrites.

    Returns
    -------
    matplotlib.figure.Figure
    """
    fig, ax = _blank_axes(9.2, 4.9, 14, 7.4)
    rng = np.random.default_rng(seed)
    soma = np.array([4.0, 3.7])
    for angle in np.deg2rad([95, 130, 165, 200, 235, 268]):
        _branch(ax, rng, soma + 0.7 * _unit(angle), angle, 0.95, 5.0)
    # axon: one long fibre, wrapped in myelin, that branches at its end
    ax.plot([4.7, 11.1], [3.7, 3.7], color=NUCLEUS, lw=4, solid_capstyle="round")
    for x in np.arange(5.7, 10.8, 1.0):
        sheath = FancyBboxPatch(
            (x, 3.52),
            0.72,
            0.36,
            boxstyle="round,pad=0.06",
            fc=SHEATH,
            ec=INK,
            lw=1,
            zorder=3,
        )
        ax.add_patch(sheath)
    for angle in np.deg2rad([-42, -14, 14, 42]):
        end = np.array([11.1, 3.7]) + 1.5 * _unit(angle)
        ax.plot([11.1, end[0]], [3.7, end[1]], color=NUCLEUS, lw=2.5)
        ax.add_patch(Circle(end, 0.12, fc=NUCLEUS, ec=INK, lw=0.8))
    angles = np.linspace(0, 2 * np.pi, 120, endpoint=False)
    radii = 0.86 + 0.09 * np.cos(6 * angles)
    outline = soma + radii[:, None] * np.c_[np.cos(angles), np.sin(angles)]
    ax.add_patch(plt.Polygon(outline, fc=BODY, ec=INK, lw=1.5, zorder=3))
    ax.add_patch(Circle(soma, 0.3, fc=NUCLEUS, ec=INK, zorder=4))
    labels = [
        ((2.1, 5.3), (0.1, 7.2), "dendrites receive\n→ inputs $x$", "left"),
        ((2.1, 2.1), (0.1, 0.15), "synapses, strong or weak\n→ weights $w$", "left"),
        (
            (4.5, 3.1),
            (6.0, 0.15),
            "cell body adds up\n→ $z = b + \\sum_j w_j x_j$",
            "left",
        ),
        (
            (4.95, 3.8),
            (5.6, 7.2),
            "axon hillock: fire or not\n→ activation $g(z)$",
            "left",
        ),
        ((9.1, 4.0), (10.0, 7.2), "axon carries the spike\n→ output $a$", "left"),
        ((12.2, 2.6), (10.6, 0.15), "terminals: the next\ncells' inputs", "left"),
    ]
    for point, at, text, side in labels:
        va = "top" if at[1] > 3 else "bottom"
        ax.annotate(
            text,
            point,
            at,
            ha=side,
            va=va,
            fontsize=10,
            color=INK,
            arrowprops={"arrowstyle": "-", "color": SOFT, "lw": 1},
        )
    return fig


def _blank_axes(width, height, x1, y1):
    fig, ax = plt.subplots(figsize=(width, height), layout="constrained")
    ax.set(xlim=(0, x1), ylim=(0, y1), aspect="equal")
    ax.axis("off")
    return fig, ax


def _unit(angle):
    return np.array([np.cos(angle), np.sin(angle)])


def _arrow(ax, start, end):
    style = {"arrowstyle": "-|>", "mutation_scale": 14, "color": INK, "lw": 1.3}
    ax.add_patch(FancyArrowPatch(start, end, shrinkA=0, shrinkB=0, **style))


def _branch(ax, rng, start, angle, length, width):
    """One dendrite: a bent twig that splits in two, thinner each time."""
    end = start + length * _unit(angle)
    bend = start + 0.5 * length * _unit(angle + rng.normal(0, 0.4))
    curve = Path([start, bend, end], [Path.MOVETO, Path.CURVE3, Path.CURVE3])
    ax.add_patch(PathPatch(curve, fc="none", ec=NUCLEUS, lw=width, capstyle="round"))
    if width > 1.6:
        for turn in (-0.42, 0.42):
            _branch(
                ax,
                rng,
                end,
                angle + turn + rng.normal(0, 0.12),
                0.7 * length,
                0.6 * width,
            )
