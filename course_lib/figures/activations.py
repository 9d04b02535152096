"""Activation functions: their curves, where they saturate, what they do to a loss.

Used by: notebook 3.
"""

import numpy as np

from course_lib.activations import ACTIVATIONS, sigmoid, softmax, softplus
from course_lib.checks import check_array, check_choice, check_number
from course_lib.figures.style import CLASS_COLOURS, GRID, INK, MUTED, new_figure
from course_lib.losses import binary_cross_entropy, mean_squared_error
from course_lib.propagation import SATURATED

BLUE, ORANGE, GREEN, PINK, GOLD, GREY = CLASS_COLOURS
# Name in words, colour and dash: the same in every figure.
LOOKS = {
    "linear": ("linear", MUTED, ":"),
    "sigmoid": ("sigmoid", BLUE, "-"),
    "tanh": ("tanh", ORANGE, "--"),
    "relu": ("ReLU", GREEN, "-"),
    "leaky_relu": ("leaky ReLU", GOLD, "--"),
    "elu": ("ELU", BLUE, "-."),
    "gelu": ("GELU", PINK, "-"),
    "silu": ("SiLU", ORANGE, ":"),
    "softplus": ("softplus", GREY, "--"),
}
# They agree right of zero; what they do just left of it is too small for one scale.
RAMPS = ("relu", "leaky_relu", "elu", "gelu", "silu")
# Smallest value, then where the flat ends begin, as in course_lib.propagation.
FLAT_ENDS = {"sigmoid": (0.0, 0.01, 0.99), "tanh": (-1.0, -0.99, 0.99)}


def activation_curves(names, derivative=True, reach=5.0):
    """Draw activation functions and, beside them, their derivatives.

    Parameters
    ----------
    names : str or sequence of str
        Of `course_lib.activations`: "sigmoid", "tanh", "relu" …
    derivative : bool
        Draw da/dz in a second panel. Where it jumps, a full dot marks the value that
        counts at the kink, a ring the one that does not. With leaky ReLU
        among others, a magnifier shows in the first panel what it does left of zero.
    reach : float
        z runs from −reach to reach.

    Returns
    -------
    matplotlib.figure.Figure

    Raises
    ------
    TypeError, ValueError
        No name, or one that there is not.

    Examples
    --------
    >>> fig = activation_curves(["sigmoid", "tanh"])
    >>> [ax.get_ylabel() for ax in fig.axes]
    ['activation a = g(z)', 'derivative da/dz']
    """
    names = [names] if isinstance(names, str) else list(names)
    if not names:
        raise ValueError("names must hold at least one activation; got none")
    for name in names:
        check_choice(name, "names", ACTIVATIONS)
    reach = check_number(reach, "reach", above=0)
    fig, axes = new_figure(7.4, 3.5, ncols=1 + bool(derivative), squeeze=False)
    z = np.linspace(-reach, reach, 801)  # an odd number: 0 is one of them
    for name in names:
        label, colour, dash = LOOKS.get(name, (name, INK, "-"))
        # Lines that cover each other: full ones below, broken ones on top.
        style = {"color": colour, "ls": dash, "zorder": 2 + 0.2 * (dash != "-")}
        axes[0, 0].plot(z, ACTIVATIONS[name](z), label=label, **style)
        if derivative:
            _with_jumps(axes[0, 1], z, ACTIVATIONS[name].derivative(z), **style)
    for ax, ylabel in zip(
        axes[0], ("activation a = g(z)", "derivative da/dz"), strict=False
    ):
        _cross(ax)
        ax.set(xlabel="z", ylabel=ylabel, xlim=(-reach, reach))
    if len(names) > 1 and "leaky_relu" in names:
        _magnify(axes[0, 0], [name for name in names if name in RAMPS], z)
    style = {"fontsize": 10, "columnspacing": 1.2, "frameon": False}
    fig.legend(loc="outside upper left", ncols=min(len(names), 6), **style)
    return fig


def _magnify(ax, names, z):
    """Just left and below of zero, in the empty corner above it."""
    left, right, low, high = z[0], 0.25, -0.2, 0.03
    lens = ax.inset_axes((0.17, 0.52, 0.36, 0.4), xlim=(left, right), ylim=(low, high))
    for name in names:
        _, colour, dash = LOOKS[name]
        lens.plot(z, ACTIVATIONS[name](z), color=colour, ls=dash, lw=1.6)
    lens.axhline(0, color=GRID, lw=1, zorder=0)
    lens.axvline(0, color=GRID, lw=1, zorder=0)
    lens.set_yticks([low, low / 2, 0])
    lens.tick_params(labelsize=7)
    lens.set_title("enlarged, left of 0", fontsize=8)
    ax.indicate_inset_zoom(lens, edgecolor=MUTED)


def linear_collapse(activation="tanh"):
    """Draw three hidden units and their weighted sum, linear above, bent below.

    The weights are the same in both rows; only the hidden activation differs. The sum
    of straight lines is a straight line, so the linear network is a single unit.

    Parameters
    ----------
    activation : str
        Of the lower row.

    Returns
    -------
    matplotlib.figure.Figure

    Raises
    ------
    ValueError
        There is no such activation.

    Examples
    --------
    >>> fig = linear_collapse("relu")
    >>> fig.axes[1].get_title(loc="left")
    'one line: slope −1.0, intercept 1.0'
    """
    check_choice(activation, "activation", ACTIVATIONS)
    W1, b1 = np.array([1.6, -1.2, 0.8]), np.array([1.0, 0.2, -0.7])
    w2, b2 = np.array([1.0, 1.5, -1.0]), -1.0
    x = np.linspace(-3, 3, 601)
    z = x[:, None] * W1 + b1
    slope, intercept = w2 @ W1, w2 @ b1 + b2
    fig, axes = new_figure(7.4, 5.0, nrows=2, ncols=2, sharex=True)
    for row, name in zip(axes, ("linear", activation), strict=True):
        a = ACTIVATIONS[name](z)
        word = LOOKS.get(name, (name,))[0]
        for j, (colour, dash) in enumerate(((BLUE, "-"), (GREEN, "--"), (PINK, ":"))):
            label = f"$a_{j + 1}$, weight {w2[j]:g}".replace("-", "−")
            row[0].plot(x, a[:, j], dash, color=colour, label=label)
        row[1].plot(x, a @ w2 + b2, color=ORANGE)
        row[0].set_title(f"three {word} units", loc="left", fontsize=10)
        row[0].set_ylabel("hidden activation")
        row[1].set_ylabel("output z")
        for ax in row:
            _cross(ax)
    line = f"one line: slope {slope:.1f}, intercept {intercept:.1f}"
    axes[0, 1].set_title(line.replace("-", "−"), loc="left", fontsize=10)
    axes[1, 1].plot(x, slope * x + intercept, "--", color=MUTED, lw=1.2)
    axes[1, 1].set_title("a curve (dashed: the line above)", loc="left", fontsize=10)
    for ax in axes[1]:
        ax.set(xlabel="input x (standardised)", xlim=(x[0], x[-1]))
    handles = axes[0, 0].get_legend_handles_labels()
    fig.legend(*handles, loc="outside upper left", ncols=3, fontsize=10, frameon=False)
    return fig


def saturation(x, w, b, name, unit="", activation="sigmoid"):
    """Draw what becomes of a log in one unit: input, z on the curve, activation.

    Parameters
    ----------
    x : array_like, shape (m,)
        The input, such as gamma ray in API.
    w, b : float
        Weight and bias: z = w x + b.
    name, unit : str
        Of the input, for the axis.
    activation : str
        "sigmoid" or "tanh".

    Returns
    -------
    matplotlib.figure.Figure
        The right panel tells the share of saturated samples: a below .01 or above .99
        for the sigmoid, \\|a\\| above .99 for tanh.

    Raises
    ------
    TypeError, ValueError
        Not a row of numbers, or an activation that does not saturate at both ends.

    Examples
    --------
    >>> from course_lib import datasets
    >>> gr = datasets.gamma_ray_log(seed=0).X[:, 0]
    >>> fig = saturation(gr, 1.0, 0.0, "GR", "API")
    >>> fig.axes[2].get_title(loc="left")
    '100 % saturated'
    """
    x = check_array(x, "x", 1)
    w, b = check_number(w, "w"), check_number(b, "b")
    check_choice(activation, "activation", FLAT_ENDS)
    g, (bottom, low, high) = ACTIVATIONS[activation], FLAT_ENDS[activation]
    z = w * x + b
    a = g(z)
    fig, (left, middle, right) = new_figure(7.4, 3.4, ncols=3)
    fig.get_layout_engine().set(w_pad=0.08)  # the middle panel has numbers at its right
    left.hist(x, 30, color=MUTED, alpha=0.7)
    left.set(xlabel=f"{name} ({unit})" if unit else name, ylabel="samples")
    left.set_title("input x", loc="left", fontsize=10)

    ends = min(z.min(), -6.0), max(z.max(), 6.0)
    at = np.linspace(*ends, 600)
    middle.hist(z, 30, color=MUTED, alpha=0.35)
    formula = f"z = {w:.3g} x {'−' if b < 0 else '+'} {abs(b):.3g}"
    middle.set(xlabel=formula.replace("-", "−"), yticks=[])
    middle.spines["left"].set_visible(False)
    middle.set_title("z on the curve", loc="left", fontsize=10)
    curve = middle.twinx()
    curve.spines[["top", "left", "bottom"]].set_visible(False)
    curve.plot(at, g(at), color=BLUE, label="g(z)")
    curve.plot(at, g.derivative(at), "--", color=ORANGE, label="slope g′(z)")
    curve.set(xlim=ends, ylim=(bottom - 0.02, 1.05))
    curve.tick_params(colors=MUTED)

    right.hist(a, np.linspace(bottom, 1, 31), color=BLUE, alpha=0.75)
    right.axvspan(bottom - 0.03, low, color=ORANGE, alpha=0.45, lw=0)
    right.axvspan(high, 1.03, color=ORANGE, alpha=0.45, lw=0, label="saturated")
    right.set(xlabel="a = g(z)", ylabel="samples", xlim=(bottom - 0.03, 1.03))
    share = np.mean(SATURATED[activation](a))
    right.set_title(f"{_percent(share)} saturated", loc="left", fontsize=10)
    fig.legend(loc="outside upper right", ncols=3, fontsize=10, frameon=False)
    return fig


def plateau(z_marked=-6.0):
    """Draw squared error and cross-entropy of one sigmoid unit for a sample of class 1.

    Left the loss, right the size of its slope, both against z. Far on the wrong side
    the squared error is a plateau: large loss, no slope.

    Parameters
    ----------
    z_marked : float
        Where both slopes are marked and written, −8 … 8.

    Returns
    -------
    matplotlib.figure.Figure

    Raises
    ------
    TypeError, ValueError
        The mark is out of range.

    Examples
    --------
    >>> fig = plateau()
    >>> [text.get_text() for text in fig.axes[1].texts]
    ['0.998', '0.00492']
    """
    z_marked = check_number(z_marked, "z_marked", -8, 8)
    z = np.linspace(-8, 8, 801)
    at = np.array([z_marked])
    fig, (loss, slope) = new_figure(7.4, 3.4, ncols=2)
    # y = 1; squared error has the factor a (1 − a) that cross-entropy has not.
    for name, terms, gradient, colour, dash, mark in (
        ("cross-entropy", binary_cross_entropy.per_sample, _entropy_slope, BLUE, "-",
         "o"),
        ("squared error", _squared_error, _squared_slope, ORANGE, "--", "D"),
    ):  # fmt: skip
        loss.plot(z, terms(z, 1.0), dash, color=colour, label=name)
        slope.plot(z, np.abs(gradient(z)), dash, color=colour)
        height = float(np.abs(gradient(at))[0])
        loss.plot(at, terms(at, 1.0), mark, ms=8, color=colour, mec="white")
        slope.plot(at, [height], mark, ms=8, color=colour, mec="white", clip_on=False)
        slope.annotate(
            f"{height:.3g}", (z_marked, height), (0, 9), textcoords="offset points",
            ha="center", fontsize=10, color=colour,
        )  # fmt: skip
    slope.set_ylim(0, 1.15)
    loss.set(ylim=(0, 8.5), ylabel="loss of one sample, y = 1")
    slope.set_ylabel("size of the slope |dJ/dz|")
    for ax in (loss, slope):
        ax.set(xlabel="z, log-odds of class 1", xlim=(-8, 8), xticks=range(-8, 9, 4))
        ax.axvline(0, color=GRID, lw=1, zorder=0)
    fig.legend(loc="outside upper left", ncols=2, frameon=False)
    return fig


def output_activations(scores=(2.0, 0.5, -1.0)):
    """Draw which output suits which task: a probability, classes, a positive value.

    Parameters
    ----------
    scores : sequence of float
        The scores z of the classes, 2 … 6 of them, that softmax turns into shares.

    Returns
    -------
    matplotlib.figure.Figure

    Raises
    ------
    TypeError, ValueError
        Not 2 … 6 finite scores.

    Examples
    --------
    >>> fig = output_activations([1.0, 1.0])
    >>> [float(bar.get_height()) for bar in fig.axes[1].patches]
    [0.5, 0.5]
    """
    scores = check_array(scores, "scores", 1)
    K = len(scores)
    if not 2 <= K <= len(CLASS_COLOURS):
        raise ValueError(f"scores must hold 2 to 6 numbers, one per class; got {K}")
    z = np.linspace(-5, 5, 401)
    fig, (one, many, value) = new_figure(7.4, 3.5, ncols=3)
    one.plot(z, sigmoid(z), color=BLUE)
    one.axhline(0.5, color=GRID, lw=1, zorder=0)
    one.set(xlabel="z", ylabel="P(gas)", ylim=(-0.02, 1.02), xlim=(-5, 5))
    one.set_title("two classes:\nsigmoid", loc="left", fontsize=10)

    shares = softmax(scores)
    many.bar(range(K), shares, color=CLASS_COLOURS[:K])
    for k, share in enumerate(shares):
        many.text(k, share + 0.015, f"{share:.2f}", ha="center", fontsize=9)
    many.set_xticks(range(K), [f"z = {s:g}".replace("-", "−") for s in scores])
    many.tick_params("x", labelsize=9 if K < 4 else 7, length=0)
    many.set(ylabel="probability", ylim=(0, 1.02), xlabel="score of the class")
    many.set_title(f"{K} classes:\nsoftmax, sum 1", loc="left", fontsize=10)

    value.plot(z, softplus(z), color=GREEN, label="softplus")
    value.plot(z, np.exp(z), "--", color=PINK, label="exp")
    value.plot(z, z, ":", color=MUTED, label="linear")
    value.axhline(0, color=INK, lw=1)
    value.axhspan(-5, 0, color=ORANGE, alpha=0.15, lw=0)
    value.text(4.8, -2.5, "no rock", ha="right", fontsize=9, color=ORANGE)
    value.set(xlabel="z", ylabel="impedance (km/s·g/cm³)", ylim=(-5, 15), xlim=(-5, 5))
    value.set_title("a positive value:\nsoftplus or exp", loc="left", fontsize=10)
    value.legend(fontsize=9, loc="upper left", frameon=False)
    return fig


def _squared_error(z, y):
    return mean_squared_error.per_sample(sigmoid(z), y)


def _entropy_slope(z):
    return sigmoid(z) - 1.0


def _squared_slope(z):
    return 2.0 * (sigmoid(z) - 1.0) * sigmoid.derivative(z)


def _cross(ax):
    """Thin lines through zero."""
    ax.axhline(0, color=GRID, lw=1, zorder=0)
    ax.axvline(0, color=GRID, lw=1, zorder=0)


def _with_jumps(ax, z, values, color, ls, zorder=2):
    """A curve with a gap where it jumps; a dot and a ring at the two ends."""
    jumps = np.flatnonzero(np.abs(np.diff(values)) > 0.3)
    for k in jumps:
        ax.plot(z[k], values[k], "o", ms=6, color=color, zorder=4)
        ax.plot(z[k], values[k + 1], "o", ms=6, mfc="white", mec=color, zorder=4)
    ax.plot(
        np.insert(z, jumps + 1, np.nan), np.insert(values, jumps + 1, np.nan),
        color=color, ls=ls, zorder=zorder,
    )  # fmt: skip


def _percent(share):
    """A share in per cent; only what is all or nothing is called 100 or 0."""
    percent = 100 * share
    if 0 < share < 1:
        return (
            "< 1 %" if percent < 1 else "> 99 %" if percent > 99 else f"{percent:.0f} %"
        )
    return f"{percent:.0f} %"
