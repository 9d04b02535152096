"""Facies from logs: tracks, confusion, and which samples a split holds back.

Used by: notebook 2, "Facies in a blind well".
"""

import re
import textwrap

import numpy as np
from matplotlib.colors import LinearSegmentedColormap, ListedColormap, to_rgb
from matplotlib.patches import Patch

from course_lib.checks import check_array
from course_lib.figures.logs import lithology_column, lithology_handles
from course_lib.figures.style import CLASS_COLOURS, INK, MUTED, new_figure

# goes on beyond the palette's blue, so that white can be read from about 70 % on
DEEP = tuple(0.6 * part for part in to_rgb(CLASS_COLOURS[0]))
SHARES = LinearSegmentedColormap.from_list(
    "shares", [(0, "#FFFFFF"), (0.75, CLASS_COLOURS[0]), (1, DEEP)]
)
READABLE = 4.5  # WCAG contrast of small text with what is behind it
NEIGHBOUR = re.compile(r" [+−]\d+$")  # the logs of samples above and below
TRAINING, HELD_BACK = CLASS_COLOURS[0], "#F6BE95"
ZOOM_SAMPLES = 40


def confusion(matrix, class_names, title=""):
    """Draw what was taken for what: counts, and the share of each true class.

    Parameters
    ----------
    matrix : array_like, shape (K, K)
        Counts; row: true class, column: predicted class, as
        `course_lib.scores.confusion_matrix` gives them.
    class_names : sequence of str, length K
    title : str

    Returns
    -------
    matplotlib.figure.Figure

    Raises
    ------
    TypeError, ValueError
        Not a square table of counts, or another number of names.

    Examples
    --------
    >>> fig = confusion([[8, 2], [1, 9]], ["sand", "shale"])
    >>> [text.get_text() for text in fig.axes[0].texts]
    ['80 %\\n8', '20 %\\n2', '10 %\\n1', '90 %\\n9']
    """
    matrix = check_array(matrix, "matrix", ndim=2)
    K = len(matrix)
    if matrix.shape != (K, K) or (matrix < 0).any() or (matrix % 1).any():
        raise ValueError(
            f"matrix must hold counts, (K, K); got shape {matrix.shape} with values "
            f"such as {matrix.ravel()[:4].tolist()}"
        )
    if len(class_names) != K:
        raise ValueError(
            f"class_names must hold {K} names, one per row; got {list(class_names)!r}"
        )
    share = matrix / np.maximum(matrix.sum(axis=1, keepdims=True), 1)
    fig, ax = new_figure(2.6 + 0.95 * K, 1.7 + 0.62 * K)
    ax.imshow(share, cmap=SHARES, vmin=0, vmax=1, aspect="auto")
    for i, j in np.ndindex(K, K):
        per_cent = f"{100 * share[i, j]:.0f} %" if share[i, j] >= 0.005 else "< 1 %"
        words = f"{per_cent}\n{matrix[i, j]:.0f}" if matrix[i, j] else ""
        colour = _readable_on(SHARES(share[i, j])[:3])
        ax.text(j, i, words, ha="center", va="center", fontsize=10, color=colour)
    names = [name.replace(" ", "\n") for name in class_names]
    ax.set_xticks(range(K), names, fontsize=10)
    ax.set_yticks(range(K), names, fontsize=10)
    ax.set_xticks(np.arange(K - 1) + 0.5, minor=True)
    ax.set_yticks(np.arange(K - 1) + 0.5, minor=True)
    ax.grid(which="minor", color="white", lw=2)
    ax.tick_params(which="both", length=0)
    ax.spines[:].set_visible(False)
    ax.set(xlabel="predicted class", ylabel="true class")
    ax.set_title(title, fontsize=11)
    return fig


def facies_logs(data, well, predicted=None):
    """Draw the logs of one well against depth, beside its facies, true and predicted.

    Parameters
    ----------
    data : Dataset
        With ``depth_m`` and ``well``. Logs of neighbours (`with_neighbours`) are left
        out.
    well : int or str
        Number or name.
    predicted : array_like of int, or dict of str to array_like, optional
        Class of every sample of the well, or of every row of ``data``; several under
        their names. Each gets a column, with the share that is right.

    Returns
    -------
    matplotlib.figure.Figure

    Raises
    ------
    TypeError, ValueError
        ``data`` are no logs, the well is unknown, or a prediction does not fit.

    Examples
    --------
    >>> from course_lib import datasets
    >>> field = datasets.well_logs(n_wells=2, n=100)
    >>> fig = facies_logs(field, 1, predicted=field.y)
    >>> [ax.get_xlabel() for ax in fig.axes][-2:]
    ['true', 'predicted\\n100 % right']
    """
    if data.depth_m is None or data.well is None:
        raise ValueError(f"data must have depth_m and well; {data.name} does not")
    if well not in data.wells:
        known = ", ".join(str(name) for name in data.wells)
        raise ValueError(f"well must be one of {known}; got {well!r}")
    rows = data.well == well
    log, names = data.take(rows), data.class_names
    columns = {"true": log.y}
    for name, classes in _named(predicted).items():
        said = _classes(classes, rows, len(names))
        columns[f"{name}\n{np.mean(said == log.y):.0%} right".replace("%", " %")] = said
    tracks = [
        j for j, name in enumerate(data.feature_names) if not NEIGHBOUR.search(name)
    ]
    widths = [1.4] * len(tracks) + [1.15] * len(columns)
    fig, axes = new_figure(
        min(9.2, 1.0 + 0.85 * sum(widths)), 6.0, ncols=len(widths), sharey=True,
        width_ratios=widths, squeeze=False,
    )  # fmt: skip
    axes = axes[0]
    depth, places = _even_depths(log.depth_m)
    for ax, j in zip(axes, tracks, strict=False):
        curve = np.full(len(depth), np.nan)  # a gap in depth is a gap in the curve
        curve[places] = log.X[:, j]
        ax.plot(curve, depth, color=INK, lw=0.8 if len(log) < 2000 else 0.35)
        unit = f"\n({data.units[j]})" if data.units[j] else "\n"
        ax.set_xlabel(f"{data.feature_names[j]}{unit}", fontsize=10)
        ax.grid(axis="x", color="#E4E7EA", lw=0.8)
        ax.locator_params(axis="x", nbins=3)
    for ax, (title, classes) in zip(axes[len(tracks) :], columns.items(), strict=True):
        shown = np.full(len(depth), len(names))  # a gap in depth stays white
        shown[places] = classes
        lithology_column(ax, shown, depth, "", (*names, ""))
        ax.set_xlabel(title, fontsize=9)
    for ax in axes:
        ax.xaxis.set_label_position("top")
        ax.tick_params(axis="x", top=True, labeltop=True, bottom=False,
                       labelbottom=False, labelsize=9)  # fmt: skip
        ax.spines[["top", "bottom", "right"]].set_visible(True)
    axes[0].set(ylabel="depth (m)", ylim=(depth[-1], depth[0]))
    fig.legend(
        handles=lithology_handles(names), loc="outside upper center",
        ncols=min(len(names), 6), fontsize=10, frameon=False,
    )  # fmt: skip
    if data.credit:
        fig.supxlabel(textwrap.fill(data.credit, 110), fontsize=7, color=MUTED)
    return fig


def well_splits(random_train_rows, blind_train_rows, data):
    """Draw which samples two splits train on: dealt out at random, and well by well.

    Parameters
    ----------
    random_train_rows, blind_train_rows : array_like of int, or of bool with shape (m,)
        Rows of ``data`` in the training part of each split; all others are held back.
    data : Dataset
        With ``depth_m`` and ``well``.

    Returns
    -------
    matplotlib.figure.Figure
        Above the random split, below the blind wells; to the right some metres of the
        last well, sample by sample.

    Raises
    ------
    ValueError
        ``data`` are no logs, or rows that they do not have.

    Examples
    --------
    >>> import numpy as np
    >>> from course_lib import datasets
    >>> field = datasets.well_logs(n_wells=4, n=100)
    >>> rows = np.random.default_rng(0).permutation(400)[:300]
    >>> fig = well_splits(rows, field.well < 3, field)
    >>> fig.axes[0].get_title()
    'dealt out at random: 300 train, 100 held back'
    """
    if data.depth_m is None or data.well is None:
        raise ValueError(f"data must have depth_m and well; {data.name} does not")
    splits = {
        "dealt out at random": _mask(random_train_rows, "random_train_rows", data),
        "blind wells": _mask(blind_train_rows, "blind_train_rows", data),
    }
    fig, axes = new_figure(
        8.2, 6.4, nrows=2, ncols=2, width_ratios=(1, 0.2), gridspec_kw={"hspace": 0.1}
    )
    for (wide, near), (name, trained) in zip(axes, splits.items(), strict=True):
        _wells(wide, data, trained)
        count = int(trained.sum())
        wide.set_title(
            f"{name}: {count} train, {len(data) - count} held back", fontsize=11
        )
        _near(near, data, trained)
    axes[1, 0].set_xlabel("well")
    fig.legend(
        handles=[
            Patch(color=TRAINING, label="training"),
            Patch(color=HELD_BACK, label="held back"),
        ],
        loc="outside lower center", ncols=2, frameon=False,
    )  # fmt: skip
    return fig


def _readable_on(rgb):
    """White as soon as it can be read on this colour, else the ink, else black."""
    behind = _luminance(rgb) + 0.05
    if 1.05 / behind >= READABLE:
        return "white"
    return INK if behind / (_luminance(to_rgb(INK)) + 0.05) >= READABLE else "black"


def _luminance(rgb):
    """Relative luminance of an sRGB colour (WCAG 2)."""
    c = np.asarray(rgb)
    linear = np.where(c <= 0.04045, c / 12.92, ((c + 0.055) / 1.055) ** 2.4)
    return linear @ [0.2126, 0.7152, 0.0722]


def _named(predicted):
    if predicted is None:
        return {}
    return predicted if isinstance(predicted, dict) else {"predicted": predicted}


def _classes(values, rows, K):
    """Predicted classes of one well, given for it or for all rows."""
    values = check_array(values, "predicted", ndim=1)
    if len(values) == len(rows):
        values = values[rows]
    if len(values) != rows.sum():
        raise ValueError(
            f"predicted must hold one class for each of the {rows.sum()} samples of "
            f"the well, or for all {len(rows)}; got {len(values)}"
        )
    if (values % 1).any() or values.min() < 0 or values.max() >= K:
        raise ValueError(f"predicted must hold classes 0 … {K - 1}")
    return values.astype(int)


def _even_depths(depth_m):
    """Evenly spaced depths from top to bottom, and the place of each sample there."""
    step = np.median(np.diff(depth_m))
    places = np.round((depth_m - depth_m[0]) / step).astype(int)
    return depth_m[0] + step * np.arange(places[-1] + 1), places


def _mask(rows, name, data):
    rows = np.asarray(rows)
    mask = np.zeros(len(data), dtype=bool)
    whole = rows.dtype.kind in "iu" and rows.ndim == 1
    try:
        if not whole and (rows.dtype != bool or rows.shape != mask.shape):
            raise IndexError
        mask[rows] = True
    except IndexError:
        raise ValueError(
            f"{name} must hold row numbers 0 … {len(data) - 1}, or True and False for "
            f"each of the {len(data)} rows; got {rows!r:.60}"
        ) from None
    return mask


def _paint(ax, trained, x, depth):
    """One well as a column: training, held back, and nothing where a log has a gap."""
    even, places = _even_depths(depth)
    shown = np.zeros(len(even), dtype=int)
    shown[places] = 1 + ~trained
    half = (even[1] - even[0]) / 2
    ax.imshow(
        shown[:, None], cmap=ListedColormap(["white", TRAINING, HELD_BACK]),
        vmin=0, vmax=2, aspect="auto", interpolation="nearest",
        extent=(x - 0.38, x + 0.38, even[-1] + half, even[0] - half),
    )  # fmt: skip


def _wells(ax, data, trained):
    for k, well in enumerate(data.wells):
        rows = data.well == well
        _paint(ax, trained[rows], k, data.depth_m[rows])
    ax.set(xlim=(-0.6, len(data.wells) - 0.4), ylabel="depth (m)")
    ax.set_ylim(data.depth_m.max(), data.depth_m.min())
    ax.set_xticks(range(len(data.wells)), [str(well) for well in data.wells])
    ax.tick_params(axis="x", length=0)
    ax.spines["bottom"].set_visible(False)


def _near(ax, data, trained):
    """A few metres of the last well, where single samples can be seen."""
    rows = np.flatnonzero(data.well == data.wells[-1])
    middle = max(0, (len(rows) - ZOOM_SAMPLES) // 2)
    rows = rows[middle : middle + ZOOM_SAMPLES]
    _paint(ax, trained[rows], 0, data.depth_m[rows])
    depth = data.depth_m[rows]
    ax.set(xlim=(-0.6, 0.6), xticks=[], ylim=(depth[-1], depth[0]))
    half = (depth[1] - depth[0]) / 2
    ax.hlines(depth[1:] - half, -0.38, 0.38, color="white", lw=0.6)
    metres = depth[-1] - depth[0]
    ax.set_title(f"{metres:.0f} m of\nwell {data.wells[-1]}", fontsize=10, color=MUTED)
    ax.spines["bottom"].set_visible(False)
