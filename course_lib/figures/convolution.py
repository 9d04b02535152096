"""Kernels, windows, feature maps and receptive fields.

Used by: notebook 5.
"""

import re

import numpy as np
from matplotlib.patches import Rectangle
from matplotlib.ticker import MaxNLocator

from course_lib.checks import check_array, check_count
from course_lib.convolution import correlate, output_size, receptive_field
from course_lib.figures.seismic import FAULT_MAP
from course_lib.figures.style import (
    CLASS_COLOURS,
    GRID,
    INK,
    MUTED,
    SIGNED,
    new_figure,
)

BLUE, ORANGE, GREEN = CLASS_COLOURS[:3]
CLIP_PERCENT = 98.0  # of the absolute amplitudes, where the colours end
MOST_NUMBERS = 25  # a kernel of more weights is shown in colours only
MOST_INPUTS = 30
MOST_COLUMNS = 7  # kernels or maps in a row
DARK = 0.75  # of the largest weight: from here on black on blue is hard to read


def filtered(image, kernels):
    """Draw a section and what some kernels make of it, each kernel beside its result.

    Parameters
    ----------
    image : array_like, shape (n_samples, n_traces)
        Time downwards.
    kernels : dict of str to array_like, shape (k1, k2)
        Name → kernel.

    Returns
    -------
    matplotlib.figure.Figure

    Raises
    ------
    ValueError
        No kernel.
    """
    image = check_array(image, "image", ndim=2)
    if not kernels:
        raise ValueError(f"kernels must name at least one kernel; got {kernels!r}")
    n = 1 + len(kernels)
    fig, axes = new_figure(
        2.35 * n, 3.6, nrows=2, ncols=n, gridspec_kw={"height_ratios": [1, 3.2]}
    )
    axes[0, 0].axis("off")
    draw_map(axes[1, 0], image, "section")
    axes[1, 0].set_ylabel("time sample")
    axes[1, 0].tick_params(labelleft=True)
    for (top, ax), (name, kernel) in zip(axes[:, 1:].T, kernels.items(), strict=True):
        draw_kernel(top, kernel)
        draw_map(ax, correlate(image, kernel, padding="same"), name)
    for ax in axes[1]:
        ax.set_xlabel("trace")
    return fig


def draw_map(ax, image, title=""):
    """Draw an image of signed numbers, white at zero, colours ending at 98 %."""
    limit = np.percentile(np.abs(image), CLIP_PERCENT) or np.abs(image).max() or 1.0
    ax.imshow(image, cmap=SIGNED, vmin=-limit, vmax=limit, aspect="auto")
    ax.tick_params(labelleft=False, labelsize=8)
    ax.set_title(title, fontsize=10)


def draw_kernel(ax, kernel, title=""):
    """Draw the weights of a kernel as squares, with their numbers if they are few."""
    kernel = check_array(kernel, "kernel", ndim=2)
    limit = np.abs(kernel).max() or 1.0
    ax.imshow(kernel, cmap=SIGNED, vmin=-limit, vmax=limit)
    ax.set(xticks=[], yticks=[])
    ax.set_title(title, fontsize=9)
    if kernel.size > MOST_NUMBERS:
        return
    for (i, j), weight in np.ndenumerate(kernel):
        colour = "white" if weight < -DARK * limit else INK
        style = {"ha": "center", "va": "center", "fontsize": 8, "color": colour}
        written = f"{round(weight, 2) + 0.0:g}"
        # cells are narrow: .25 for 0.25
        ax.text(j, i, re.sub(r"^(-?)0\.", r"\1.", written), **style)


def kernels(weights):
    """Draw the kernels of a layer side by side, counted from 1.

    Parameters
    ----------
    weights : array_like, shape (c_out, c_in, k1, k2) or (c_out, k1, k2)
        Of several input channels the first is drawn.

    Returns
    -------
    matplotlib.figure.Figure
    """
    weights = np.asarray(weights, dtype=float)
    if weights.ndim == 4:
        weights = weights[:, 0]
    weights = check_array(weights, "weights", ndim=3)
    fig, axes = _grid(len(weights), 1.25, 1.45)
    for number, (ax, kernel) in enumerate(zip(axes, weights, strict=True), start=1):
        draw_kernel(ax, kernel, str(number))
    return fig


def feature_maps(image, maps, title="feature map"):
    """Draw what a layer hands on: one map per kernel, beside the section it saw.

    Parameters
    ----------
    image : array_like, shape (n_samples, n_traces)
    maps : array_like, shape (c, n1, n2)
        Activations of c channels.
    title : str
        Word before the number of each map.

    Returns
    -------
    matplotlib.figure.Figure
    """
    image = check_array(image, "image", ndim=2)
    maps = check_array(maps, "maps", ndim=3)
    panels = {"section": image}
    panels |= {f"{title} {k}": one for k, one in enumerate(maps, start=1)}
    fig, axes = _grid(len(panels), 1.6, 1.75)
    for ax, (name, panel) in zip(axes, panels.items(), strict=True):
        draw_map(ax, panel, name)
        ax.set(xticks=[], yticks=[])
    return fig


def _grid(count, width, height):
    """A figure with ``count`` axes of so many inches, in rows of equal length."""
    rows = -(-count // MOST_COLUMNS)
    columns = -(-count // rows)
    fig, axes = new_figure(
        width * columns, height * rows, nrows=rows, ncols=columns, squeeze=False
    )
    for ax in axes.flat[count:]:
        ax.remove()
    return fig, axes.flat[:count]


def fault_maps(images, answers):
    """Draw images side by side and, below each, one row for every answer.

    Parameters
    ----------
    images : array_like, shape (m, n_samples, n_traces)
    answers : dict of str to array_like, shape (m, n_samples, n_traces)
        Name → 0 … 1 at every pixel: a mask, or a probability.

    Returns
    -------
    matplotlib.figure.Figure

    Raises
    ------
    ValueError
        No answer, or one that does not belong to these images.
    """
    images = check_array(images, "images", ndim=3)
    if not answers:
        raise ValueError(f"answers must name at least one answer; got {answers!r}")
    rows = 1 + len(answers)
    fig, axes = new_figure(
        0.8 + 1.25 * len(images), 1.3 * rows, nrows=rows, ncols=len(images),
        squeeze=False,
    )  # fmt: skip
    for ax, image in zip(axes[0], images, strict=True):
        draw_map(ax, image)
    for row, (name, values) in zip(axes[1:], answers.items(), strict=True):
        values = check_array(values, name, ndim=3)
        if values.shape != images.shape:
            raise ValueError(
                f"answers[{name!r}] must have shape {images.shape}, that of images; "
                f"got {values.shape}"
            )
        for ax, image, value in zip(row, images, values, strict=True):
            draw_map(ax, 0.5 * image)
            ax.imshow(value, cmap=FAULT_MAP, vmin=0, vmax=1, aspect="auto")
    for ax, name in zip(axes[:, 0], ["section", *answers], strict=True):
        ax.set_ylabel(name, fontsize=10)
    for ax in axes.flat:
        ax.set(xticks=[], yticks=[])
    return fig


def windows(i, k, stride=1, padding=0, dilation=1):
    """Draw which inputs each output sees, and which samples are left over.

    Parameters
    ----------
    i, k, stride, padding, dilation : int
        As in `course_lib.convolution.output_size`; i is at most 30.

    Returns
    -------
    matplotlib.figure.Figure

    Raises
    ------
    ValueError
        The kernel does not fit.
    """
    i = check_count(i, "i", 1, MOST_INPUTS)
    o = int(output_size(i, k, stride, padding, dilation))
    fig, ax = new_figure(0.42 * (i + 2 * padding) + 1.6, 0.33 * o + 1.3)
    seen = np.zeros(i + 2 * padding, dtype=bool)
    for row in range(o):
        first = row * stride
        taken = first + dilation * np.arange(k)
        seen[taken] = True
        colour = (BLUE, ORANGE, GREEN)[row % 3]
        ax.plot(taken[[0, -1]], [row + 1.5] * 2, color=colour, lw=1, zorder=1)
        ax.plot(taken, [row + 1.5] * k, "s", color=colour, ms=11)
        ax.text(i + 2 * padding + 0.2, row + 1.5, f"output {row}", va="center")
    for j, used in enumerate(seen):
        inside = padding <= j < padding + i
        style = {"fc": "white" if inside else GRID, "ec": MUTED}
        style |= {} if used else {"hatch": "////"}
        ax.add_patch(Rectangle((j - 0.5, -0.5), 1, 1, **style))
        ax.text(j, 0, f"{j - padding}" if inside else "0", ha="center", va="center")
    ax.set(xlim=(-0.7, i + 2 * padding + 2.6), ylim=(o + 1.2, -0.8))
    ax.axis("off")
    left = int(np.sum(~seen[stride * (o - 1) + dilation * (k - 1) + 1 :]))
    over = f", {left} left over at the end" if left else ""
    ax.set_title(
        f"{i} samples, kernel {k}, stride {stride}, padding {padding}, "
        f"dilation {dilation}: {o} outputs{over}",
        fontsize=10,
    )
    return fig


def shared_weights(kernel, n=16):
    """Draw a dense layer and a convolution as matrices: every weight, or one band.

    Parameters
    ----------
    kernel : array_like, shape (k,)
    n : int
        Number of inputs.

    Returns
    -------
    matplotlib.figure.Figure
    """
    kernel = check_array(kernel, "kernel", ndim=1)
    n = check_count(n, "n", len(kernel), 64)
    band = np.array([correlate(unit, kernel) for unit in np.eye(n)]).T
    dense = np.random.default_rng(0).normal(0, np.abs(kernel).mean(), band.shape)
    fig, axes = new_figure(8.2, 3.4, ncols=2)
    limit = np.abs(kernel).max()
    for ax, matrix, words in (
        (axes[0], dense, f"dense layer: {dense.size} weights"),
        (axes[1], band, f"convolution: {len(kernel)} weights, again and again"),
    ):
        ax.imshow(matrix, cmap=SIGNED, vmin=-limit, vmax=limit)
        ax.set(xlabel="input sample", ylabel="output sample")
        ax.xaxis.set_major_locator(MaxNLocator(integer=True))
        ax.set_title(words, fontsize=11)
    return fig


def receptive_fields(image, layers, dt_ms, dx_m, velocity_m_s, names=None):
    """Draw on a section what one unit of each layer sees.

    Parameters
    ----------
    image : array_like, shape (n_samples, n_traces)
    layers : sequence
        As in `course_lib.convolution.receptive_field`.
    dt_ms, dx_m, velocity_m_s : float
        Sampling in time (ms), distance of traces (m), mean velocity (m/s).
    names : sequence of str, optional
        One per layer.

    Returns
    -------
    matplotlib.figure.Figure
    """
    image = check_array(image, "image", ndim=2)
    fields = np.asarray(receptive_field(layers))
    names = names or [f"layer {k + 1}" for k in range(len(fields))]
    fig, ax = new_figure(7.4, 4.6)
    draw_map(ax, image)
    ax.tick_params(labelleft=True)
    row, column = image.shape[0] / 2, image.shape[1] / 2
    for k, (field, name) in enumerate(zip(fields, names, strict=True)):
        colour, dash = CLASS_COLOURS[k % 6], ("-", "--")[k // 6 % 2]
        height = field * dt_ms / 1000 * velocity_m_s / 2
        ax.add_patch(
            Rectangle(
                (column - field / 2, row - field / 2),
                *(field, field),
                **{"fill": False, "ec": colour, "lw": 2, "ls": dash},
                label=f"{name}: {field} samples, {field * dt_ms:g} ms, "
                f"{height:.0f} m high, {field * dx_m:g} m wide",
            )
        )
    ax.set(xlabel="trace", ylabel="time sample")
    fig.legend(loc="outside right upper", fontsize=9)
    fig.set_figwidth(10.4)
    return fig
