"""Seismic pictures: sections with what a network marks on them, patches, shot gathers.

Amplitudes have a sign, so white is zero and both signs get the same depth of colour.
Faults are drawn in a colour that neither sign has.

Used by: notebook 5; `course_lib.figures.traces` draws single traces.
"""

import textwrap

import numpy as np
from matplotlib.colors import LinearSegmentedColormap, to_rgba
from matplotlib.lines import Line2D
from matplotlib.patches import Patch

from course_lib.checks import check_array, check_count, check_number
from course_lib.figures.style import (
    CLASS_COLOURS,
    GRID,
    INK,
    MUTED,
    PALETTE,
    SIGNED,
    new_figure,
)

AMPLITUDES = SIGNED.with_extremes(bad=GRID)  # grey: dead traces
FAULT = PALETTE["test"]["light"]
FAULT_MAP = LinearSegmentedColormap.from_list(
    "fault", [to_rgba(FAULT, 0.0), to_rgba(FAULT, 1.0)]
)
CLIP_PERCENT = 98.0
PICKS = [(INK, "-"), (CLASS_COLOURS[2], "--"), (CLASS_COLOURS[3], ":")]


def seismic_section(
    image,
    mask=None,
    probability=None,
    title="",
    dt_ms=None,
    clip=None,
    samples=None,
    traces=None,
):
    """Draw a seismic section, with faults or the probability of one upon it.

    Parameters
    ----------
    image : Section, or array_like of shape (n_samples, n_traces)
        Time downwards. NaN (dead traces) is grey.
    mask : array_like of bool, shape of ``image``, optional
        Where the faults are; a `LabelledSection` has one as its ``mask``.
    probability : array_like, shape of ``image``, or dict of str to such, optional
        0 … 1: the more, the darker its colour. With a dict, one panel for each name.
    title : str
        The section's name when empty.
    dt_ms : float, optional
        Sample interval, ms; 4 for an array. A `Section` knows its own times.
    clip : float, optional
        Amplitude of the deepest colours; when omitted, 2 % of all reach beyond it.
    samples, traces : (int, int), optional
        First and last + 1 of what is shown, counted from 0; everything when omitted.

    Returns
    -------
    matplotlib.figure.Figure

    Raises
    ------
    TypeError, ValueError
        Naming the argument, its value and what is allowed.

    Examples
    --------
    >>> from course_lib import datasets
    >>> line = datasets.fault_section(100, 200)
    >>> fig = seismic_section(line, mask=line.mask, samples=(20, 80))
    >>> fig.axes[0].get_ylabel(), [float(end) for end in fig.axes[0].get_ylim()]
    ('two-way time (ms)', [318.0, 78.0])
    """
    picture = _Picture(image, dt_ms, clip, samples, traces)
    mask = None if mask is None else picture.cut(mask, "mask")
    panels = probability if isinstance(probability, dict) else {"": probability}
    if not panels:
        raise ValueError("probability must hold at least one panel; got {}")
    height = 1.3 + len(panels) * np.clip(7.6 * picture.shape_ratio, 1.6, 5.0)
    fig, axes = new_figure(
        8.6, height, nrows=len(panels), sharex=True, sharey=True, squeeze=False
    )
    for ax, (name, seen) in zip(axes[:, 0], panels.items(), strict=True):
        shown = picture.draw(ax)
        if mask is not None:
            picture.overlay(ax, mask)
        if seen is not None:
            label = f"probability[{name!r}]" if name else "probability"
            seen = picture.cut(seen, label)
            if np.nanmin(seen) < 0 or np.nanmax(seen) > 1:
                raise ValueError(
                    f"{label} must lie within 0 … 1; got "
                    f"{np.nanmin(seen):g} … {np.nanmax(seen):g}"
                )
            picture.overlay(ax, seen)
        ax.set_title(name, fontsize=11)
        ax.set_ylabel("two-way time (ms)")
    axes[-1, 0].set_xlabel(picture.trace_label)
    _colour_bars(fig, axes, shown, mask is not None, probability is not None)
    axes[0, 0].set_title(title or picture.name, loc="left", fontsize=12)
    if picture.credit:
        fig.supxlabel(textwrap.fill(picture.credit, 100), fontsize=7, color=MUTED)
    return fig


def patch_grid(patches, count=8, columns=8, labels=True, titles=None):
    """Draw the first few small images, and below each where its faults are.

    Parameters
    ----------
    patches : Patches, or array_like of shape (m, n_samples, n_traces)
    count : int
        How many.
    columns : int
        How many side by side.
    labels : bool
        Draw each a second time with its mask (`Patches` only).
    titles : sequence of str, optional
        One for each image; the class names when omitted.

    Returns
    -------
    matplotlib.figure.Figure

    Examples
    --------
    >>> from course_lib import datasets
    >>> fig = patch_grid(datasets.fault_patches(n=4, seed=0), count=4)
    >>> [ax.get_title() for ax in fig.axes[:4]]
    ['no fault', 'no fault', 'fault', 'no fault']
    """
    X = check_array(getattr(patches, "X", patches), "patches", ndim=3)
    count = check_count(count, "count", high=len(X))
    columns = min(check_count(columns, "columns", high=12), count)
    labels = labels and hasattr(patches, "mask")
    if titles is None:
        names = getattr(patches, "class_names", None)
        titles = [names[k] for k in patches.y[:count]] if names else [""] * count
    if len(titles) < count:
        raise ValueError(f"titles must hold {count} titles; got {len(titles)}")
    each = 2 if labels else 1
    rows = each * -(-count // columns)
    size = min(1.6, 9.0 / columns)
    fig, axes = new_figure(
        0.5 + size * columns, 0.2 + (size + 0.1) * rows, nrows=rows, ncols=columns,
        squeeze=False, sharex=True, sharey=True,
    )  # fmt: skip
    for ax in axes.flat:
        ax.set(xticks=[], yticks=[])
        ax.spines[:].set_visible(False)
    for i in range(count):
        row, column = each * (i // columns), i % columns
        for k in range(each):
            ax = axes[row + k, column]
            clip = np.percentile(np.abs(X[i]), CLIP_PERCENT) or 1.0
            ax.imshow(X[i], cmap=AMPLITUDES, vmin=-clip, vmax=clip, aspect="auto")
            if k == 1:
                ax.imshow(
                    patches.mask[i], cmap=FAULT_MAP, vmin=0, vmax=1, aspect="auto",
                    interpolation="nearest",
                )  # fmt: skip
        axes[row, column].set_title(titles[i], fontsize=10, pad=3)
    return fig


def gather(shots, i=0, picks=None, title="", clip=0.6):
    """Draw a shot gather with its first breaks and what somebody picked.

    Parameters
    ----------
    shots : Gathers
    i : int
        Which one.
    picks : dict of str to array_like of shape (n_traces,), optional
        Name → times in ms, drawn beside the exact ones. NaN is left out.
    title : str
    clip : float
        Amplitude of the deepest colours; the largest of each trace is 1.

    Returns
    -------
    matplotlib.figure.Figure

    Examples
    --------
    >>> from course_lib import datasets
    >>> shots = datasets.first_breaks(n=2)
    >>> fig = gather(shots, 1, picks={"mine": shots.pick_ms[1] + 3})
    >>> [line.get_label() for line in fig.axes[0].lines]
    ['exact first break', 'mine']
    """
    i = check_count(i, "i", low=0, high=len(shots) - 1)
    clip = check_number(clip, "clip", above=0)
    n_samples, n_traces = shots.X.shape[1:]
    end_ms = shots.dt_ms * n_samples
    lines = {"exact first break": shots.pick_ms[i], **(picks or {})}
    if len(lines) > len(PICKS):
        raise ValueError(f"picks must hold at most {len(PICKS) - 1}; got {len(picks)}")
    fig, ax = new_figure(6.6, 4.6)
    half = shots.dt_ms / 2
    ax.imshow(
        shots.X[i], cmap=AMPLITUDES, vmin=-clip, vmax=clip, aspect="auto",
        extent=(0.5, n_traces + 0.5, end_ms - half, -half),
    )  # fmt: skip
    for (colour, dash), (name, time_ms) in zip(PICKS, lines.items(), strict=False):
        time_ms = np.asarray(time_ms, dtype=float)
        if time_ms.shape != (n_traces,):
            raise ValueError(
                f"picks[{name!r}] must hold a time for each of the {n_traces} traces; "
                f"got shape {time_ms.shape}"
            )
        ax.plot(np.arange(1, n_traces + 1), time_ms, dash, color=colour, label=name)
    v1, v2, h = shots.rock[i]
    ax.set(xlabel="trace", ylabel="time (ms)", ylim=(end_ms - half, -half))
    ax.set_title(
        title or f"v1 = {v1:.0f} m/s, v2 = {v2:.0f} m/s, h = {h:.1f} m", fontsize=11
    )
    fig.legend(loc="outside lower center", ncols=3, fontsize=10, frameon=False)
    return fig


class _Picture:
    """What is shown of a section: amplitudes, axes, names."""

    def __init__(self, image, dt_ms, clip, samples, traces):
        section = image if hasattr(image, "time_ms") else None
        if section is None:
            image, self.name, self.credit = image, "", ""
            step = 4.0 if dt_ms is None else check_number(dt_ms, "dt_ms", above=0)
            first_trace, self.trace_label = 1, "trace"
        else:
            image, self.name, self.credit = section.image, section.name, section.credit
            if dt_ms is not None:
                raise ValueError("dt_ms must be left out: a Section knows its times")
            step = float(section.time_ms[1] - section.time_ms[0])
            first_trace, self.trace_label = section.traces[0], section.trace_axis
        image = np.asarray(image)
        if image.ndim != 2 or image.dtype.kind not in "biuf":
            raise ValueError(
                "image must be a Section or amplitudes of shape (n_samples, n_traces); "
                f"got {image.dtype} of shape {image.shape}"
            )
        self.full = image.shape
        top, bottom = _window(samples, "samples", self.full[0])
        left, right = _window(traces, "traces", self.full[1])
        self.window = slice(top, bottom), slice(left, right)
        self.image = np.ma.masked_invalid(image[self.window].astype(float))
        if self.image.count() == 0:
            raise ValueError("image holds nothing but NaN in what is shown")
        start = 0.0 if section is None else float(section.time_ms[0])
        self.extent = (
            first_trace + left - 0.5,
            first_trace + right - 0.5,
            start + step * (bottom - 0.5),
            start + step * (top - 0.5),
        )
        if clip is None:
            clip = np.percentile(np.abs(self.image.compressed()), CLIP_PERCENT)
        self.clip = check_number(float(clip) or 1.0, "clip", above=0)

    @property
    def shape_ratio(self):
        return self.image.shape[0] / self.image.shape[1]

    def cut(self, values, name):
        values = np.asarray(values, dtype=float)
        if values.shape != self.full:
            raise ValueError(
                f"{name} must have the shape of the image, {self.full}; "
                f"got {values.shape}"
            )
        return values[self.window]

    def draw(self, ax):
        return ax.imshow(
            self.image, cmap=AMPLITUDES, vmin=-self.clip, vmax=self.clip,
            extent=self.extent, aspect="auto",
        )  # fmt: skip

    def overlay(self, ax, values):
        ax.imshow(
            values, cmap=FAULT_MAP, vmin=0, vmax=1, extent=self.extent, aspect="auto",
            interpolation_stage="data",
        )  # fmt: skip


def _window(pair, name, n):
    if pair is None:
        return 0, n
    ends = check_array(pair, name)
    if ends.shape != (2,) or (ends % 1).any() or not 0 <= ends[0] < ends[1] <= n:
        raise ValueError(
            f"{name} must be (first, last + 1) within 0 … {n}; got {pair!r:.60}"
        )
    return int(ends[0]), int(ends[1])


def _colour_bars(fig, axes, shown, has_mask, has_probability):
    bar = fig.colorbar(shown, ax=axes, shrink=0.7, pad=0.01, aspect=30)
    bar.set_ticks([-shown.norm.vmax, 0, shown.norm.vmax], labels=["−", "0", "+"])
    bar.set_label("amplitude")
    bar.outline.set_visible(False)
    handles = []
    if has_mask:
        handles.append(Line2D([], [], color=FAULT, lw=3, label="fault"))
    if has_probability:
        handles.append(
            Patch(color=FAULT, label="probability of a fault: the darker, the higher")
        )
    if handles:
        fig.legend(
            handles=handles,
            loc="outside upper right",
            fontsize=10,
            ncols=2,
            frameon=False,
        )
