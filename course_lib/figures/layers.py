"""What goes on in the layers of a network: the spread of the signal, the gradient.

Used by: notebook 3.
"""

import numpy as np
from matplotlib.ticker import LogLocator, MaxNLocator, NullFormatter

from course_lib.checks import check_array, check_choice
from course_lib.figures.racers import looks
from course_lib.figures.style import CLASS_COLOURS, GRID, MUTED, new_figure
from course_lib.propagation import RANGES, Layers

BLUE, ORANGE = CLASS_COLOURS[:2]
PANELS = 6  # layers shown of a deep chain
BINS = 40
SPREADS = {"std": "standard deviation of a", "rms": "root mean square of a"}
GRADIENTS = {
    "gradient": "∂L/∂z, root mean square",
    "weight_gradient": "‖∂J/∂W‖",
}


def layer_std(chains, theory=False, quantity="std"):
    """Draw how large the activations of each layer are, on a logarithmic axis.

    Parameters
    ----------
    chains : dict of str to Layers
        Name → what `propagation.chain` or `propagation.layers` gave, up to six.
    theory : bool or dict of str to array_like, shape (layers,)
        Draw thin dashed lines: True for what very wide layers would do, a dict for
        numbers of your own under the same names.
    quantity : str
        "std", or "rms" for the root mean square, which ReLU's theory is about.

    Returns
    -------
    matplotlib.figure.Figure
        A layer that is all 0 or has overflowed has no place on the axis; the legend
        says from which layer on.

    Raises
    ------
    TypeError, ValueError
        Not such a dict, or a theory of another length.

    Examples
    --------
    >>> from course_lib.propagation import chain
    >>> fig = layer_std({"tanh, Xavier": chain(10, 50, "tanh", "xavier")}, theory=True)
    >>> fig.axes[0].get_ylabel()
    'standard deviation of a'
    """
    check_choice(quantity, "quantity", SPREADS)
    return _against_depth(chains, quantity, SPREADS[quantity], theory)


def layer_gradients(chains, theory=False, quantity="gradient"):
    """Draw how large the gradient is in each layer, on a logarithmic axis.

    Parameters
    ----------
    chains : dict of str to Layers
        As in `layer_std`; a network's layers need y to have gradients.
    theory : bool or dict of str to array_like, shape (layers,)
        As in `layer_std`.
    quantity : str
        "gradient" for ∂L/∂z, or "weight_gradient" for ∂J/∂W, which has no theory here.

    Returns
    -------
    matplotlib.figure.Figure
        The legend tells the first layer's gradient divided by the last one's.

    Raises
    ------
    TypeError, ValueError
        As in `layer_std`, or there are no gradients.

    Examples
    --------
    >>> from course_lib.propagation import chain
    >>> fig = layer_gradients({"ReLU, He": chain(10, 50, "relu", "he")})
    >>> fig.axes[0].get_yscale()
    'log'
    """
    check_choice(quantity, "quantity", GRADIENTS)
    return _against_depth(chains, quantity, GRADIENTS[quantity], theory, ratio=True)


def layer_histograms(chains, of="activations"):
    """Draw the values of each layer as a histogram, first layer left.

    Parameters
    ----------
    chains : Layers or dict of str to Layers
        What `propagation.chain` or `propagation.layers` gave; one row for each.
    of : str
        "activations" or "gradients".

    Returns
    -------
    matplotlib.figure.Figure
        The layers of a row have the same axis and the same bins, so that a shrinking
        signal ends as a spike at zero; heights are relative. Where one bin (ReLU's
        zeros) would dwarf the rest, it is cut and its share written. Of more than six
        layers six are drawn. Above each: its standard deviation.

    Raises
    ------
    TypeError, ValueError
        Neither of these, or there are no gradients.

    Examples
    --------
    >>> from course_lib.propagation import chain
    >>> fig = layer_histograms(chain(4, 50, "tanh", "xavier"))
    >>> [ax.get_title().split("\\n")[0] for ax in fig.axes]
    ['layer 1', 'layer 2', 'layer 3', 'layer 4']
    """
    check_choice(of, "of", ("activations", "gradients"))
    rows = {"": chains} if isinstance(chains, Layers) else _check_chains(chains)
    columns = min(PANELS, max(map(len, rows.values())))
    fig, axes = new_figure(
        7.4, 0.6 + 1.55 * len(rows), nrows=len(rows), ncols=columns, squeeze=False
    )
    for row, (name, layers) in zip(axes, rows.items(), strict=True):
        values = getattr(layers, of)
        finite = [v[np.isfinite(v)] for v in values]
        if not any(v.size for v in finite):
            raise ValueError(f"{of} of {name or layers!r} are not there: pass y")
        bounds = (
            {RANGES.get(g) for g in layers.names} if of == "activations" else {None}
        )
        edges = _edges(finite, bounds.pop() if len(bounds) == 1 else None)
        shown = np.unique(np.linspace(0, len(values) - 1, columns).round().astype(int))
        for ax, k in zip(row, shown, strict=False):
            colour = BLUE if of == "activations" else ORANGE
            counts = ax.hist(finite[k], edges, color=colour)[0]
            _cut_spike(ax, counts, edges)
            spread = f"{np.std(values[k]):.2g}" if finite[k].size else "overflow"
            ax.set_title(f"layer {k + 1}\nstd {spread}", fontsize=10)
            ax.set(xlim=(edges[0], edges[-1]), yticks=[])
            ax.spines["left"].set_visible(False)
            ax.xaxis.set_major_locator(MaxNLocator(2))
            ax.ticklabel_format(axis="x", scilimits=(-2, 3), useMathText=True)
            ax.tick_params(labelsize=9)
            ax.xaxis.get_offset_text().set_size(8)
        for ax in row[len(shown) :]:
            ax.set_axis_off()
        row[0].set_ylabel(name, fontsize=10)
    fig.supxlabel("activation a" if of == "activations" else "∂L/∂z", fontsize=11)
    return fig


def _check_chains(chains):
    """A dict of name → Layers, up to six."""
    kind = type(chains).__name__
    if not isinstance(chains, dict) or not all(
        isinstance(layers, Layers) for layers in chains.values()
    ):
        raise TypeError(
            "chains must be a dict of name → what propagation.chain or "
            f"propagation.layers gives; got {kind} {chains!r:.60}"
        )
    if not 1 <= len(chains) <= len(CLASS_COLOURS):
        raise ValueError(f"chains must hold 1 to 6 of them; got {len(chains)}")
    return chains


def _against_depth(chains, quantity, ylabel, theory, ratio=False):
    """One line per chain over its layers, on a logarithmic axis."""
    _check_chains(chains)
    fig, ax = new_figure(7.2, 3.8)
    drawn = []
    for name, look in looks(chains).items():
        values = getattr(chains[name], quantity)
        layer = np.arange(1, len(values) + 1)
        if np.isnan(values).all():
            raise ValueError(f"{quantity} of {name!r} is not there: pass y to layers")
        seen = np.where(np.isfinite(values) & (values > 0), values, np.nan)
        label = f"{name}{_remark(values, ratio)}"
        ax.plot(
            layer, seen, marker=look.marker, markevery=-(-len(layer) // 12), ms=6,
            mec="white", mew=0.5, lw=1.6, color=look.colour, label=label,
        )  # fmt: skip
        expected = _theory(theory, name, chains[name], quantity)
        if expected is not None:
            if len(expected) != len(values):
                raise ValueError(
                    f"theory[{name!r}] must hold {len(values)} numbers, one per layer; "
                    f"got {len(expected)}"
                )
            positive = np.where(expected > 0, expected, np.nan)
            ax.plot(layer, positive, "--", lw=1.2, color=look.colour, alpha=0.8)
            drawn.append(positive)
        drawn.append(seen)
    if theory:
        ax.plot([], [], "--", lw=1.2, color=MUTED, label="theory: very wide layers"
                if theory is True else "theory")  # fmt: skip
    log_axis(ax, np.concatenate(drawn))
    ax.set(xlabel="layer", ylabel=ylabel)
    ax.xaxis.set_major_locator(
        MaxNLocator(integer=True, min_n_ticks=1, steps=[1, 2, 5, 10])
    )
    ax.grid(axis="y", color=GRID, lw=0.6)
    fig.legend(loc="outside upper left", ncols=2, fontsize=10, frameon=False)
    return fig


def _theory(theory, name, layers, quantity):
    """The expected numbers of one chain, or None."""
    if theory is True:
        expected = layers.theory() if hasattr(layers, "theory") else {}
        return expected.get(quantity)
    if isinstance(theory, dict) and name in theory:
        return check_array(theory[name], f"theory[{name!r}]", 1)
    return None


def _remark(values, ratio):
    """What the line cannot show: zeros, overflow; and first / last on request."""
    for gone, word in ((values == 0, "0"), (~np.isfinite(values), "overflow")):
        if gone.all():
            return f": {word} in every layer"
        if gone.any():
            first, last = np.flatnonzero(gone)[[0, -1]] + 1
            where = f"layers {first} … {last}" if first < last else f"layer {first}"
            return f": {word} in {where}"
    return f": first / last = {values[0] / values[-1]:.2g}" if ratio else ""


def log_axis(ax, values):
    """A logarithmic axis with readable numbers, also below a decade."""
    values = values[np.isfinite(values)]
    ax.set_yscale("log")
    if not values.size:
        return
    low, high = values.min(), values.max()
    if high / low < 1.5:  # a signal that keeps its size is shown as nearly level
        low, high = low / 2, high * 2
    ax.set_ylim(low / 1.3, high * 1.3)
    if high / low < 100:
        ax.yaxis.set_major_locator(LogLocator(subs=(1, 2, 5)))
        ax.yaxis.set_major_formatter("{x:g}")
        ax.yaxis.set_minor_formatter(NullFormatter())


def _cut_spike(ax, counts, edges):
    """Cut a bar such as that of ReLU's zeros, write its share, show the rest."""
    low, high = np.sort(counts)[-2:]
    if high > 4 * low and counts.sum() - high > 0.2 * counts.sum():
        ax.set_ylim(0, 2.5 * low)
        ax.annotate(
            f"{high / counts.sum():.0%}".replace("%", " %"),
            (edges[counts.argmax() + 1], 2.5 * low), (2, 0),
            textcoords="offset points", va="top", fontsize=8, color=MUTED,
        )  # fmt: skip


def _edges(values, ends):
    """Bins over ``ends``, or over the values of all layers if these are None."""
    if ends:
        return np.linspace(*ends, BINS + 1)
    low = min(v.min() for v in values if v.size)
    high = max(v.max() for v in values if v.size)
    if low == high:
        low, high = low - 1, high + 1
    return np.linspace(low, high, BINS + 1)
