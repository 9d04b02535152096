"""What becomes of hidden units: some die, some stay copies of each other.

Used by: notebook 3.
"""

import numpy as np
from matplotlib.lines import Line2D
from matplotlib.ticker import MaxNLocator

from course_lib.checks import check_array
from course_lib.figures.style import CLASS_COLOURS, MUTED, new_figure

BLUE, ORANGE = CLASS_COLOURS[:2]
DASHES = ("-", (0, (4, 1.5)), ":")  # of the first three inputs


def dead_relu(network, X):
    """Draw for how many samples each ReLU unit is awake; some may be so for none.

    Parameters
    ----------
    network : Network
        With at least one hidden layer of ReLU.
    X : array_like, shape (m, n)
        Samples, scaled as the network gets them.

    Returns
    -------
    matplotlib.figure.Figure
        One panel per ReLU layer, its units sorted. A unit with z ≤ 0 for every sample
        is dead: it gets a cross, and no gradient can change it.

    Raises
    ------
    TypeError, ValueError
        No ReLU, or X does not fit the network.

    Examples
    --------
    >>> from course_lib.networks import Network
    >>> network = Network([2, 4, 1], hidden="relu", init="zeros")
    >>> network.biases[0][:] = [1, 1, -1, 1]
    >>> fig = dead_relu(network, [[0.0, 1.0], [2.0, 3.0]])
    >>> fig.axes[0].get_title()
    'hidden layer 1: 1 of 4 dead'
    """
    hidden = getattr(network, "hidden", ())
    found = [layer for layer, name in enumerate(hidden) if name == "relu"]
    if not found:
        raise ValueError(
            f"network must have a hidden layer of ReLU units; got {network!r:.80}"
        )
    zs, _ = network.forward(network.check(X))
    columns = min(len(found), 4)
    rows = -(-len(found) // columns)
    fig, axes = new_figure(
        7.4 if columns > 1 else 5.2, 0.5 + 2.6 * rows, nrows=rows, ncols=columns,
        sharey=True, squeeze=False,
    )  # fmt: skip
    for ax, layer in zip(axes.flat, found, strict=False):
        awake = np.sort((zs[layer] > 0).mean(axis=0))[::-1]
        units = np.arange(1, len(awake) + 1)
        dead = awake == 0
        ax.bar(units, awake, width=0.8, color=BLUE)
        ax.plot(units[dead], 0 * units[dead], "X", ms=8, color=ORANGE, clip_on=False,
                mec="white", zorder=4)  # fmt: skip
        ax.set(xlabel="unit (sorted)", ylim=(0, 1), xlim=(0.3, len(units) + 0.7))
        ax.xaxis.set_major_locator(MaxNLocator(5, integer=True, min_n_ticks=1))
        title = f"hidden layer {layer + 1}: {dead.sum()} of {len(units)} dead"
        ax.set_title(title, fontsize=11 if columns < 3 else 9)
    for ax in axes.flat[len(found) :]:
        ax.set_axis_off()
    for ax in axes[:, 0]:
        ax.set_ylabel("share of samples with z > 0")
    return fig


def symmetry(histories, epochs=None):
    """Draw the weights of hidden units while they train: copies stay copies.

    Parameters
    ----------
    histories : dict of str to array_like, shape (k, units, inputs)
        Title → the first layer's weights after 0, 1, 2 … epochs; up to 6 units with up
        to 3 inputs each. One panel a title.
    epochs : array_like, shape (k,), optional
        When the weights were taken, if not after every epoch.

    Returns
    -------
    matplotlib.figure.Figure
        One colour per unit, one dash per input; lines on top of each other are drawn
        ever narrower, so that all of them are seen.

    Raises
    ------
    TypeError, ValueError
        Another shape.

    Examples
    --------
    >>> import numpy as np
    >>> copies = np.linspace(0.5, 1, 20)[:, None, None] * np.ones((1, 3, 2))
    >>> fig = symmetry({"constant": copies})
    >>> fig.axes[0].get_title(loc="left")
    'constant:\\nunits equal to the last bit'
    """
    histories = {
        title: check_array(W, f"histories[{title!r}]", 3)
        for title, W in dict(histories).items()
    }
    if not histories:
        raise ValueError("histories must hold at least one history; got none")
    fig, axes = new_figure(
        min(7.4, 4.4 * len(histories)), 3.7, ncols=len(histories), squeeze=False
    )
    for ax, (title, W) in zip(axes[0], histories.items(), strict=True):
        k, units, inputs = W.shape
        if not (2 <= units <= len(CLASS_COLOURS) and inputs <= 3):
            raise ValueError(
                f"histories[{title!r}] must hold 2 to 6 units with 1 to 3 inputs each; "
                f"got shape {W.shape}"
            )
        at = np.arange(k) if epochs is None else check_array(epochs, "epochs", 1)
        if len(at) != k:
            raise ValueError(f"epochs must hold {k} numbers; got {len(at)}")
        gap = np.ptp(W, axis=1).max()
        step = 1.5 if gap < 0.02 * np.ptp(W) else 0
        for j in range(units):
            for i in range(inputs):
                ax.plot(
                    at, W[:, j, i], ls=DASHES[i],
                    color=CLASS_COLOURS[j], lw=1.6 + step * (units - 1 - j),
                )  # fmt: skip
        words = (
            f"units differ by up to {gap:.2g}" if gap else "units equal to the last bit"
        )
        ax.set_title(f"{title}:\n{words}", loc="left", fontsize=10)
        ax.set(xlabel="epoch", xlim=(at[0], at[-1]))
    axes[0, 0].set_ylabel("weight in the first layer")
    _symmetry_legend(fig, *(W.shape[1:] for W in histories.values()))
    return fig


def _symmetry_legend(fig, *shapes):
    """A colour per unit, a dash per input."""
    units, inputs = np.max(shapes, axis=0)
    handles = [
        Line2D([], [], color=CLASS_COLOURS[j], label=f"unit {j + 1}")
        for j in range(units)
    ] + [
        Line2D([], [], color=MUTED, lw=1.6, ls=DASHES[i], label=f"from input {i + 1}")
        for i in range(inputs)
    ]
    fig.legend(
        handles=handles, loc="outside upper left", ncols=6, fontsize=9, frameon=False,
        columnspacing=1.2,
    )  # fmt: skip
