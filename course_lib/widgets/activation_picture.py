"""ActivationExplorer as a matplotlib figure: for GitHub, PDF, pages without scripts."""

import numpy as np

from course_lib.figures.style import (
    CLASS_COLOURS,
    GRID,
    INK,
    MUTED,
    PALETTE,
    new_figure,
)

USUAL = 6.0  # half of the z axis as long as everything fits there
DASHES = ("-", "--", ":", "-.")
TANGENT = PALETTE["gradient"]["light"]
FLAT_COLOUR = CLASS_COLOURS[1]


def draw(explorer):
    """Draw the present view of an `ActivationExplorer`; a Figure."""
    views = {"function": _functions, "chain": _chain, "softmax": _softmax}
    return views[explorer.view](explorer)


def _functions(explorer):
    fig, axes = new_figure(
        6.4, 5.2, nrows=3, sharex=True, gridspec_kw={"height_ratios": (2.4, 1.2, 0.8)}
    )
    z = explorer.sample_z
    half = max(USUAL, np.abs(z).max(), abs(explorer.z))
    at = np.linspace(-half, half, 801)
    values, slopes, samples = axes
    for k, name in enumerate([None, *explorer.others]):
        label = name or explorer.activation
        colour = CLASS_COLOURS[(k + 1) % len(CLASS_COLOURS) if k else 0]
        look = {"color": colour, "ls": DASHES[k % len(DASHES)]}
        values.plot(at, explorer.value(at, name), label=label, **look)
        slopes.plot(at, explorer.slope_at(at, name), **look)
    low, high = values.get_ylim()
    touched, slope = explorer.a, explorer.derivative
    line = {"color": TANGENT, "label": f"tangent, slope {slope:.3g}"}
    values.axline((explorer.z, touched), slope=slope, **line)
    values.plot(explorer.z, touched, "o", color="white", mec=INK, mew=2, ms=8)
    slopes.plot(explorer.z, slope, "o", color=TANGENT)
    values.set(ylabel="a = g(z)", ylim=(low, high), title=explorer.title)
    values.legend(fontsize=9)
    slopes.set(ylabel="slope g′(z)")
    flat = explorer.flat
    bins = np.linspace(-half, half, 61)
    samples.hist([z[flat], z[~flat]], bins, stacked=True, color=[FLAT_COLOUR, MUTED])
    samples.set(ylabel="samples", xlim=(-half, half))
    samples.set_xlabel(
        f"z = {explorer.weight:.3g} · {explorer.x_name} {explorer.bias:+.3g}"
        f"   ({100 * explorer.saturated:.0f} % flat)"
    )
    return fig


def _chain(explorer):
    fig, (back, forth, shares) = new_figure(
        6.4, 5.4, nrows=3, sharex=True, gridspec_kw={"height_ratios": (2, 1.5, 0.8)}
    )
    chain, layer = explorer.chain, np.arange(1, explorer.depth + 1)
    lines = [
        (back, chain.gradient, "o-", 0, "RMS of ∂L/∂z"),
        (back, chain.product, "o--", 1, "product of mean |g′|"),
        (forth, chain.std, "o-", 2, "standard deviation of a"),
        (forth, chain.rms, "o--", 3, "RMS of a"),
    ]
    for ax, values, style, colour, label in lines:
        good = (values > 0) & np.isfinite(values)  # no place for 0 on a log axis
        ax.plot(
            layer, np.where(good, values, np.nan), style, ms=4,
            color=CLASS_COLOURS[colour], label=label,
        )  # fmt: skip
    for ax, name in ((back, "gradient"), (forth, "activation")):
        ax.axhline(1, color=GRID, lw=1, zorder=0)
        ax.set_yscale("log")
        ax.set_ylabel(name)
        ax.legend(fontsize=9)
    back.set_title(explorer.title)
    shares.bar(layer, 100 * chain.saturated, color=FLAT_COLOUR, label="saturated")
    shares.bar(layer, 100 * chain.dead, color=INK, label="dead units")
    shares.set(xlabel="layer", ylabel="% flat", ylim=(0, 104))
    return fig


def _softmax(explorer):
    fig, (scores, shares) = new_figure(7.2, 3.2, ncols=2)
    at = np.arange(len(explorer.scores))
    colours = [CLASS_COLOURS[k % len(CLASS_COLOURS)] for k in at]
    scores.bar(at, explorer.scores, color=colours)
    scores.axhline(0, color=MUTED, lw=1)
    shares.bar(at, explorer.probabilities, color=colours)
    shares.set_ylim(0, 1.05)
    for ax, label in ((scores, "score z"), (shares, "probability")):
        ax.set_ylabel(label)
        ax.set_xticks(at, explorer.class_names, rotation=20)
    shares.set_title(f"temperature {explorer.temperature:.3g}")
    return fig
