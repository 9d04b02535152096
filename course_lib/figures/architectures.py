"""Schematic pictures of the network families beyond fully connected layers.

They show which numbers are joined with which, and on what kind of geophysical data; no
real network has so few layers. Used by: notebook 2, "Other architectures".
"""

import numpy as np
from matplotlib.patches import Circle, FancyArrowPatch, FancyBboxPatch, Polygon

from course_lib.checks import check_choice
from course_lib.figures.style import CLASS_COLOURS, INK, LITHOLOGY, MUTED, new_figure
from course_lib.geophysics.wavelets import ricker

BODY = "#F3E3C3"
SOFT = "#C9DCEA"
SKIP = CLASS_COLOURS[1]
WIDTH, HEIGHT = 10.0, 4.6  # the units every panel is drawn in


def architecture(name, ax=None):
    """Draw one family of networks.

    Parameters
    ----------
    name : str
        One of `ARCHITECTURES`: ``"deep"``, ``"convolutional"``, ``"recurrent"``,
        ``"autoencoder"``, ``"u_net"``, ``"residual"``, ``"transformer"``.
    ax : matplotlib.axes.Axes, optional
        Draw here; a new figure when omitted.

    Returns
    -------
    matplotlib.figure.Figure

    Raises
    ------
    ValueError
        Another name; the message lists those there are.

    Examples
    --------
    >>> architecture("u_net").axes[0].get_title(loc="left")
    'U-Net'
    """
    title, draw = ARCHITECTURES[check_choice(name, "name", ARCHITECTURES)]
    if ax is None:
        ax = new_figure(7.2, 3.6)[1]
    ax.axis("off")
    ax.set_title(title, fontsize=12, loc="left", color=INK)
    draw(ax)
    ax.set(xlim=(0, WIDTH), ylim=(-0.1, HEIGHT), aspect="equal")
    return ax.figure


def architecture_gallery():
    """Draw all seven families, and what their signs mean.

    Returns
    -------
    matplotlib.figure.Figure

    Examples
    --------
    >>> [ax.get_title(loc="left") for ax in architecture_gallery().axes[:2]]
    ['deep, fully connected', 'convolutional']
    """
    fig, axes = new_figure(9.2, 10.0, nrows=4, ncols=2)
    for name, ax in zip(ARCHITECTURES, axes.flat, strict=False):
        architecture(name, ax)
    _key(axes.flat[-1])
    return fig


# -------------------------------------------------------------------------- the seven


def _deep(ax):
    layers = [(1.9, 4), (3.3, 5), (4.7, 5), (6.1, 5), (7.5, 3)]
    heights = [2.35 + 0.78 * (np.arange(n)[::-1] - (n - 1) / 2) for _, n in layers]
    for (x0, _), low, (x1, _), high in zip(
        layers, heights, layers[1:], heights[1:], strict=False
    ):
        for a in low:
            for b in high:
                ax.plot([x0, x1], [a, b], color=MUTED, lw=0.6, zorder=1)
    for k, ((x, _), ys) in enumerate(zip(layers, heights, strict=True)):
        for y in ys:
            fill = "white" if k == 0 else BODY
            ax.add_patch(Circle((x, y), 0.26, fc=fill, ec=INK, lw=1.1, zorder=3))
    for y, name in zip(heights[0], ("GR", "RHOB", "NPHI", "DT"), strict=True):
        ax.text(1.5, y, name, ha="right", va="center", fontsize=9)
    for y, name in zip(heights[-1], ("shale", "sand", "coal"), strict=True):
        ax.text(7.9, y, f"P({name})", ha="left", va="center", fontsize=9)
    _below(ax, 4.7, "every unit is joined to every unit of the layer before")


def _convolutional(ax):
    _section(ax, 0.2, 1.2, 2.3, 2.3)
    ax.add_patch(Polygon(_corners(1.0, 2.2, 0.6, 0.6), fc="none", ec=SKIP, lw=2))
    for y in (2.2, 2.8):  # from the filter to one pixel
        ax.plot([1.6, 4.6], [y, 2.6], color=SKIP, lw=0.9, zorder=5)
    ax.plot(4.6, 2.6, "s", ms=5, color=SKIP, zorder=6)
    for k in range(4):
        _map(ax, 3.6 + 0.17 * k, 1.35 + 0.17 * k, 1.5)
    for k in range(6):
        _map(ax, 6.0 + 0.13 * k, 1.75 + 0.13 * k, 0.8)
    _arrow(ax, (2.7, 1.9), (3.45, 1.9))
    _arrow(ax, (5.75, 2.3), (5.95, 2.3))
    _arrow(ax, (7.6, 2.3), (8.3, 2.3))
    ax.add_patch(Circle((8.65, 2.3), 0.26, fc=BODY, ec=INK, lw=1.1, zorder=3))
    ax.text(8.65, 2.75, "P(fault)", ha="center", fontsize=9)
    ax.text(1.35, 3.65, "seismic patch", ha="center", fontsize=9)
    ax.text(4.6, 3.65, "feature maps", ha="center", fontsize=9)
    ax.text(6.75, 3.65, "pooled", ha="center", fontsize=9)
    _below(ax, 4.7, "one small filter slides over the whole picture")


def _recurrent(ax):
    xs = (1.6, 4.0, 6.4, 8.8)
    labels = ("GR at 1500.0 m", "1500.15 m", "1500.3 m", "…")
    for k, (x, label) in enumerate(zip(xs, labels, strict=True)):
        _block(ax, x, 2.3, 1.0, 0.8, "$h$")
        _arrow(ax, (x, 1.2), (x, 1.85))
        _arrow(ax, (x, 2.75), (x, 3.35))
        ax.text(x, 0.8, label, ha="center", fontsize=9)
        facies = ("sandstone", "sandstone", "shale", "shale")[k]
        ax.add_patch(
            FancyBboxPatch((x - 0.4, 3.4), 0.8, 0.35, boxstyle="square,pad=0",
                           fc=LITHOLOGY[facies], ec=INK, lw=0.8)
        )  # fmt: skip
        ax.text(x, 3.9, facies, ha="center", fontsize=9)
        if k:
            _arrow(ax, (xs[k - 1] + 0.58, 2.3), (x - 0.58, 2.3), SKIP, 2.0)
    _below(ax, 5.2, "the same weights at every step; a memory $h$ is handed on")


def _autoencoder(ax):
    _gather(ax, 0.2, 1.2, 1.6, 2.3, noise=0.35)
    _gather(ax, 8.2, 1.2, 1.6, 2.3, noise=0.0)
    heights = (2.3, 1.5, 0.6, 1.5, 2.3)
    xs = (2.6, 3.75, 4.9, 6.05, 7.2)
    for x, height in zip(xs, heights, strict=True):
        fill = BODY if height > 1 else SOFT
        _block(ax, x, 2.35, 0.5, height, "", fill)
    for x0, x1 in zip(xs, xs[1:], strict=False):
        _arrow(ax, (x0 + 0.33, 2.35), (x1 - 0.33, 2.35))
    _arrow(ax, (1.9, 2.35), (2.25, 2.35))
    _arrow(ax, (7.55, 2.35), (8.1, 2.35))
    ax.text(1.0, 3.65, "noisy gather", ha="center", fontsize=9)
    ax.text(9.0, 3.65, "denoised", ha="center", fontsize=9)
    ax.text(4.9, 2.95, "code", ha="center", fontsize=9)
    ax.text(3.2, 3.65, "encoder", ha="center", fontsize=9)
    ax.text(6.6, 3.65, "decoder", ha="center", fontsize=9)
    _below(ax, 4.9, "what does not fit through the waist is lost: noise first")


def _u_net(ax):
    _section(ax, 0.1, 2.25, 1.5, 1.5)
    _fault_mask(ax, 8.4, 2.25, 1.5, 1.5)
    down, up = (2.4, 3.35, 4.3), (7.6, 6.65, 5.7)
    levels, sizes = (3.0, 1.95, 1.05), (1.4, 0.9, 0.55)
    for x, y, height in zip(down, levels, sizes, strict=True):
        _block(ax, x, y, 0.4, height, "")
    for x, y, height in zip(up, levels, sizes, strict=True):
        _block(ax, x, y, 0.4, height, "")
    for k in range(2):
        start, end = (down[k] + 0.1, levels[k] - sizes[k] / 2 - 0.06), down[k + 1] - 0.3
        _arrow(ax, start, (end, levels[k + 1]))
        turn = (up[k + 1] + 0.3, levels[k + 1])
        _arrow(ax, turn, (up[k] - 0.1, levels[k] - sizes[k] / 2 - 0.06))
        _arrow(ax, (down[k] + 0.3, levels[k] + 0.15),
               (up[k] - 0.3, levels[k] + 0.15), SKIP, 2.0)  # fmt: skip
    _arrow(ax, (4.6, 1.05), (5.4, 1.05))
    _arrow(ax, (1.7, 3.0), (2.1, 3.0))
    _arrow(ax, (7.9, 3.0), (8.3, 3.0))
    ax.text(0.85, 3.9, "section", ha="center", fontsize=9)
    ax.text(9.15, 3.9, "fault at each pixel", ha="center", fontsize=9)
    ax.text(5.0, 3.28, "copied across: where", ha="center", fontsize=9, color=SKIP)
    ax.text(5.0, 0.45, "coarse: what", ha="center", fontsize=9)
    _below(ax, 5.0, "down to see much, up to say it at every pixel")


def _residual(ax):
    _block(ax, 1.3, 2.2, 0.7, 1.5, "$x$", "white")
    _block(ax, 3.6, 2.2, 1.2, 1.0, "layer")
    _block(ax, 5.7, 2.2, 1.2, 1.0, "layer")
    ax.add_patch(Circle((7.4, 2.2), 0.3, fc="white", ec=INK, lw=1.3, zorder=3))
    ax.text(7.4, 2.2, "+", ha="center", va="center", fontsize=15, zorder=4)
    _block(ax, 8.95, 2.2, 0.7, 1.5, "", "white")
    ax.text(8.95, 3.15, "$x + F(x)$", ha="center", fontsize=11)
    for start, end in ((1.75, 2.9), (4.3, 5.0), (6.4, 7.05), (7.75, 8.5)):
        _arrow(ax, (start, 2.2), (end, 2.2))
    bow = FancyArrowPatch(
        (1.9, 2.45), (7.4, 2.55), connectionstyle="arc3,rad=-0.32", arrowstyle="-|>",
        mutation_scale=14, color=SKIP, lw=2,
    )  # fmt: skip
    ax.add_patch(bow)
    ax.text(4.65, 3.6, "$x$ itself, unchanged", ha="center", fontsize=9, color=SKIP)
    ax.text(4.65, 1.3, "$F(x)$: what to change", ha="center", fontsize=9)
    _below(ax, 5.0, "each block only corrects: a hundred of them can be trained")


def _transformer(ax):
    xs = np.linspace(1.4, 8.6, 6)
    strength = (0.9, 0.3, 0.15, 3.6, 0.6, 1.8)
    times = np.linspace(-1, 1, 80)
    for k, x in enumerate(xs):
        wiggle = 0.34 * ricker(times - 0.25 * np.sin(k), 1.4)
        ax.plot(x + wiggle, 1.35 - 0.65 * times, color=INK, lw=1.0)
        _block(ax, x, 2.35, 0.7, 0.35, "", SOFT)
        _block(ax, x, 3.7, 0.7, 0.35, "")
        _arrow(ax, (x, 2.58), (xs[2] + 0.08 * (k - 2), 3.46), SKIP, strength[k])
    ax.text(9.2, 2.35, "traces", va="center", fontsize=9)
    ax.text(9.2, 3.7, "in view\nof all", va="center", fontsize=9)
    ax.text(0.1, 3.05, "attention", va="center", fontsize=9, color=SKIP)
    _below(ax, 5.0, "each trace learns which others to look at, near or far")


ARCHITECTURES = {
    "deep": ("deep, fully connected", _deep),
    "convolutional": ("convolutional", _convolutional),
    "recurrent": ("recurrent", _recurrent),
    "autoencoder": ("autoencoder", _autoencoder),
    "u_net": ("U-Net", _u_net),
    "residual": ("residual", _residual),
    "transformer": ("transformer", _transformer),
}


# ---------------------------------------------------------------------------- pieces


def _key(ax):
    """What the signs of the gallery mean."""
    ax.set(xlim=(0, WIDTH), ylim=(-0.1, HEIGHT), aspect="equal")
    ax.axis("off")
    ax.set_title("how to read the pictures", fontsize=12, loc="left", color=MUTED)
    rows = (3.6, 2.75, 1.9, 1.05)
    _arrow(ax, (0.6, rows[0]), (1.8, rows[0]))
    _arrow(ax, (0.6, rows[1]), (1.8, rows[1]), SKIP, 2.0)
    _block(ax, 1.2, rows[2], 0.9, 0.5, "")
    _block(ax, 1.2, rows[3], 0.9, 0.5, "", SOFT)
    words = (
        "data flow through the layers",
        "what makes this family special",
        "a layer: weights, then an activation",
        "numbers that are handed on",
    )
    for y, text in zip(rows, words, strict=True):
        ax.text(2.3, y, text, va="center", fontsize=10)


def _below(ax, x, text):
    ax.text(x, 0.02, text, ha="center", va="bottom", fontsize=9.5, color=MUTED)


def _arrow(ax, start, end, colour=MUTED, width=1.3):
    style = {"arrowstyle": "-|>", "mutation_scale": 10, "color": colour, "lw": width}
    ax.add_patch(FancyArrowPatch(start, end, shrinkA=0, shrinkB=0, zorder=2, **style))


def _block(ax, x, y, width, height, text, fill=BODY):
    ax.add_patch(
        FancyBboxPatch(
            (x - width / 2, y - height / 2), width, height,
            boxstyle="round,pad=0.03", fc=fill, ec=INK, lw=1.1, zorder=3,
        )
    )  # fmt: skip
    ax.text(x, y, text, ha="center", va="center", fontsize=11, zorder=4)


def _corners(x, y, width, height):
    return [(x, y), (x + width, y), (x + width, y + height), (x, y + height)]


def _map(ax, x, y, size):
    ax.add_patch(Polygon(_corners(x, y, size, size), fc=BODY, ec=INK, lw=0.9, zorder=3))


def _fault(u):
    """Where the fault of the little section lies at depth u, both 0 … 1."""
    return 0.42 + 0.28 * u


def _section(ax, x, y, width, height):
    """A little seismic section: reflectors, cut and thrown by one fault."""
    along, down = np.meshgrid(np.linspace(0, 1, 90), np.linspace(0, 1, 90))
    thrown = down - 0.10 * (along > _fault(down)) + 0.08 * np.sin(2.5 * along)
    beds = np.random.default_rng(4).normal(size=60)
    amplitude = np.interp(thrown, np.linspace(-0.2, 1.2, 60), beds)
    ax.imshow(
        amplitude, extent=(x, x + width, y, y + height), cmap="gray", vmin=-2.5,
        vmax=2.5, aspect="auto", interpolation="bilinear", zorder=1,
    )  # fmt: skip
    ax.add_patch(Polygon(_corners(x, y, width, height), fc="none", ec=INK, lw=1.0))


def _fault_mask(ax, x, y, width, height):
    """The answer for `_section`: the fault alone."""
    ax.add_patch(Polygon(_corners(x, y, width, height), fc="white", ec=INK, lw=1.0))
    u = np.linspace(0, 1, 20)
    ax.plot(x + width * _fault(u), y + height * (1 - u), color=INK, lw=3)


def _gather(ax, x, y, width, height, noise):
    """Traces of a gather with one reflection hyperbola and one straight event."""
    rng = np.random.default_rng(2)
    t = np.linspace(0, 1, 120)
    for k in range(8):
        reflection = ricker(t - np.sqrt(0.4**2 + (0.07 * k) ** 2), 9.0)
        direct = 0.8 * ricker(t - 0.1 - 0.1 * k, 9.0)
        trace = reflection + direct + noise * rng.normal(size=120)
        at = x + width * (k + 0.5) / 8
        line = at + width / 8 * 0.45 * trace
        ax.plot(line, y + height * (1 - t), color=INK, lw=0.6)
    ax.add_patch(Polygon(_corners(x, y, width, height), fc="none", ec=INK, lw=1.0))
