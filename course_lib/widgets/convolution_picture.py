"""ConvolutionExplorer as a matplotlib figure: for GitHub, PDF, plain pages."""

import numpy as np
from matplotlib.patches import Rectangle

from course_lib.figures.style import (
    CLASS_COLOURS,
    INK,
    MUTED,
    PALETTE,
    SIGNED,
    new_figure,
)
from course_lib.widgets.convolution_words import fits, times

HAND = PALETTE["gradient"]["light"]


def draw(explorer):
    """Draw the present view of a `ConvolutionExplorer`; a Figure."""
    views = {
        "section": _section,
        "channels": _channels,
        "trace": _trace,
        "stack": _stack,
    }
    return views[explorer.view](explorer)


# -------------------------------------------------------------------------------- parts


def _image(ax, explorer, values, title, limit=None, of_input=True):
    """Signed values around 0, with the axes of the input or counted."""
    limit = limit or np.abs(values).max() or 1.0
    steps = explorer._info["axis_steps"] or [explorer.dt_ms, 1.0]
    down, across = steps if of_input else (1.0, 1.0)
    n1, n2 = values.shape
    extent = (-across / 2, (n2 - 0.5) * across, (n1 - 0.5) * down, -down / 2)
    ax.imshow(
        values, cmap=SIGNED, vmin=-limit, vmax=limit, extent=extent, aspect="auto"
    )
    names = explorer._info["axis_names"] if of_input else ("row", "column")
    ax.set(ylabel=names[0], xlabel=names[1])
    ax.set_title(title, fontsize=11)
    return down, across


def _box(ax, row, column, rows, columns, steps, **look):
    """Outline cells of an image."""
    down, across = steps
    corner = ((column - 0.5) * across, (row - 0.5) * down)
    look = {"fill": False, "ec": HAND, "lw": 2, **look}
    ax.add_patch(Rectangle(corner, columns * across, rows * down, **look))


def _window(ax, explorer, steps):
    """Outline the window of the cell, and hatch what no window reaches."""
    k1, k2 = explorer.kernel.shape[-2:]
    before = [_before(explorer, k) for k in (k1, k2)]
    d, s = explorer.dilation, explorer.stride
    row, column = explorer.cell
    _box(
        ax,
        row * s - before[0],
        column * s - before[1],
        d * (k1 - 1) + 1,
        d * (k2 - 1) + 1,
        steps,
    )
    n1, n2 = explorer.input.shape[-2:]
    look = {"ec": CLASS_COLOURS[1], "hatch": "///", "lw": 0}
    reach = [
        (o - 1) * s + d * (k - 1) + 1 - b
        for o, k, b in zip(explorer.output_shape, (k1, k2), before, strict=True)
    ]
    if reach[0] < n1:
        _box(ax, reach[0], 0, n1 - reach[0], n2, steps, **look)
    if reach[1] < n2:
        _box(ax, 0, reach[1], n1, n2 - reach[1], steps, **look)


def _before(explorer, k):
    if explorer.padding != "same":
        return explorer.padding
    return explorer.dilation * (k - 1) // 2


def _kernel(ax, kernel, limit=None):
    """A kernel with its numbers, as it lies on the input."""
    limit = limit or np.abs(kernel).max() or 1.0
    ax.imshow(kernel, cmap=SIGNED, vmin=-limit, vmax=limit, alpha=0.6)
    ax.set_xticks([])
    ax.set_yticks([])
    ax.set_title(f"kernel {times(kernel.shape)}", fontsize=11)
    if max(kernel.shape) <= 5:
        for (i, j), value in np.ndenumerate(kernel):
            text = f"{value:.2g}".replace("-", "−")
            ax.text(j, i, text, ha="center", va="center", color=INK, fontsize=9)


def _no_room(ax):
    ax.axis("off")
    words = "no room for the kernel:\nno output"
    ax.text(0.5, 0.5, words, ha="center", transform=ax.transAxes)


# -------------------------------------------------------------------------------- views


def _section(explorer):
    fig, (left, middle, right) = new_figure(
        8.4, 3.4, ncols=3, width_ratios=(1, 0.42, 1)
    )
    fig.suptitle(explorer.title)
    steps = _image(left, explorer, explorer.input, "input")
    _kernel(middle, explorer.laid)
    if not fits(explorer):
        _no_room(right)
        return fig
    _window(left, explorer, steps)
    _image(right, explorer, explorer.output, "output", of_input=False)
    _box(right, *explorer.cell, 1, 1, (1, 1))
    return fig


def _channels(explorer):
    c = len(explorer.image)
    fig, axes = new_figure(
        9.6, 1 + 2.2 * c, nrows=c, ncols=4, width_ratios=(1, 0.5, 1, 1), squeeze=False
    )
    fig.suptitle(explorer.title)
    room = fits(explorer)
    parts = explorer.responses if room else [None] * c
    limit = np.abs([*parts, explorer.z]).max() if room else None
    kernel_limit = np.abs(explorer.laid).max()
    for row, x, w, part, name in zip(
        axes, explorer.image, explorer.laid, parts, explorer.channel_names, strict=True
    ):
        steps = _image(row[0], explorer, x, name)
        _kernel(row[1], w, kernel_limit)
        row[3].axis("off")
        if not room:
            _no_room(row[2])
            continue
        _window(row[0], explorer, steps)
        _image(row[2], explorer, part, "response", limit, of_input=False)
    if room:
        axes[0, 3].axis("on")
        relu = ", ReLU" if explorer.activation == "relu" else ""
        bias = f" {explorer.bias:+.3g}".replace("-", "−") if explorer.bias else ""
        title = f"sum{bias}{relu}"
        _image(axes[0, 3], explorer, explorer.output, title, limit, of_input=False)
        _box(axes[0, 3], *explorer.cell, 1, 1, (1, 1))
    return fig


def _trace(explorer):
    fig, (above, middle, below) = new_figure(7.6, 4.8, nrows=3, sharex=True)
    x, w, dt = explorer.trace, explorer.laid, explorer.dt_ms
    at = np.arange(len(x)) * dt
    above.vlines(at, 0, x, color=INK, lw=1.5)
    above.plot(at, x, ".", color=INK, ms=4)
    above.set_title(explorer.title or "input", fontsize=11)
    above.set_ylabel(explorer.trace_name)
    middle.set_ylabel("kernel")
    below.set(ylabel="output", xlabel="time (ms)")
    if not fits(explorer):
        middle.plot(np.arange(len(w)) * dt, w, color=CLASS_COLOURS[0])
        _no_room(below)
        return fig
    k, d, s = len(w), explorer.dilation, explorer.stride
    before = _before(explorer, k)
    first = explorer.cell[0] * s - before
    taps = (first + d * np.arange(k)) * dt
    centres = (np.arange(len(explorer.output)) * s - before + d * (k - 1) / 2) * dt
    middle.plot(taps, w, "o-", color=CLASS_COLOURS[0], ms=3, lw=1.5)
    below.plot(centres, explorer.output, color=INK)
    below.plot(centres[explorer.cell[0]], explorer.value, "o", color=HAND, ms=8)
    for ax in (above, middle):
        ax.axvspan(taps[0] - dt / 2, taps[-1] + dt / 2, color=HAND, alpha=0.15, lw=0)
    for ax in (above, middle, below):
        ax.axhline(0, color=MUTED, lw=0.8, zorder=0)
    return fig


def _stack(explorer):
    fig, (left, right) = new_figure(8.4, 3.8, ncols=2)
    fig.suptitle(explorer.title)
    steps = _image(left, explorer, explorer.image[explorer._channel], "input")
    if not fits(explorer):
        _no_room(right)
        return fig
    gradient, (top, start, size) = np.abs(explorer.gradient), explorer.field
    room = max(1, round(0.08 * size))
    extent = [start - room, start + size + room, top + size + room, top - room]
    shown = np.pad(gradient, size + room)[
        top + size : top + 2 * size + 2 * room,
        start + size : start + 2 * size + 2 * room,
    ]
    image = right.imshow(shown, cmap="cividis_r", extent=np.array(extent) - 0.5)
    right.add_patch(
        Rectangle((start - 0.5, top - 0.5), size, size, fill=False, ec=HAND, lw=2)
    )
    fig.colorbar(image, ax=right, label="|∂ cell / ∂ input|")
    right.set(xlabel="trace", ylabel="sample")
    right.set_title(f"layer {explorer._shown}: {size} × {size} samples", fontsize=11)
    _box(left, top, start, size, size, steps)
    return fig
