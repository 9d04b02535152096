"""Networks as circles and links, with their symbols or their numbers.

Used by: notebook 2, "A layer of neurons" and "Backpropagation".
"""

import numpy as np
from matplotlib.lines import Line2D
from matplotlib.patches import Circle, FancyArrowPatch, FancyBboxPatch

from course_lib.activations import ACTIVATIONS
from course_lib.checks import check_array, check_count, check_number
from course_lib.figures.style import CLASS_COLOURS, GRID, INK, MUTED, new_figure

BLUE, ORANGE = CLASS_COLOURS[:2]
MOST_DRAWN = 7  # units of a layer; a larger layer shows its first and last ones
RADIUS = 0.3
BIAS_FILL = "#C9DCEA"
HIDDEN_FILL = "#F3E3C3"
BACKWARD = "#A84600"  # the classes' orange, dark enough to be read


def network_diagram(
    sizes, input_names=None, output_names=None, unit=None, weights=None, bias=True
):
    """Draw a fully connected network: a circle per unit, a line per weight.

    Parameters
    ----------
    sizes : sequence of int
        Units per layer from input to output, such as ``[3, 3, 1]``.
    input_names, output_names : sequence of str, optional
        What goes in and what comes out; written beside the units.
    unit : (int, int), optional
        (layer, unit), both counted from 0; layer 0 are the inputs. Its own links stand
        out and carry the names of their weights, if it has at most six.
    weights : list of array_like, shape (n_out, n_in), optional
        Such as ``network.weights``: blue and solid for a positive weight, orange and
        dashed for a negative one, the wider the larger.
    bias : bool
        Draw the constant 1 that carries the bias in each layer but the last.

    Returns
    -------
    matplotlib.figure.Figure

    Raises
    ------
    TypeError, ValueError
        Names, weights or ``unit`` do not fit ``sizes``.

    Examples
    --------
    >>> fig = network_diagram([3, 3, 1], ["GR", "RHOB", "NPHI"], ["P(sand)"], (1, 0))
    >>> "$w_{12}^{(1)}$" in [text.get_text() for text in fig.axes[0].texts]
    True
    """
    sizes = [check_count(n, "sizes", 1) for n in sizes]
    if len(sizes) < 2:
        raise ValueError(f"sizes must name input and output; got {sizes}")
    _check_names(input_names, "input_names", sizes[0])
    _check_names(output_names, "output_names", sizes[-1])
    unit = _check_unit(unit, sizes)
    weights = _check_weights(weights, sizes)
    rows = max(min(n, MOST_DRAWN) + (bias and layer < len(sizes) - 1)
               for layer, n in enumerate(sizes))  # fmt: skip
    width = min(9.2, 2.2 * len(sizes) + 1.8)
    fig, ax = new_figure(width, 0.62 * rows + 0.9)
    places = [
        _places(n, bias and layer < len(sizes) - 1) for layer, n in enumerate(sizes)
    ]
    step = 2.6
    for layer in range(1, len(sizes)):
        _links(ax, places, layer, step, unit, weights)
    for layer, layer_places in enumerate(places):
        for k, y in layer_places.items():
            strong = unit is None or _concerned(layer, k, unit)
            _unit(ax, step * layer, y, layer, k, len(sizes), strong)
        if sizes[layer] > MOST_DRAWN:
            ax.text(step * layer, _gap(layer_places), "⋮", ha="center", va="center")
        _heading(ax, step * layer, layer, sizes, max(rows / 2, 0.5))
    for names, layer, side in ((input_names, 0, -1), (output_names, -1, 1)):
        for name, k in zip(names or (), range(sizes[layer]), strict=False):
            if k in places[layer]:
                at = (step * (len(sizes) - 1) * (side > 0), places[layer][k])
                ax.text(
                    at[0] + side * (RADIUS + 0.12), at[1], name, va="center",
                    ha="left" if side > 0 else "right", fontsize=10,
                )  # fmt: skip
    if weights is not None:
        _sign_legend(fig)
    ax.set_aspect("equal")
    ax.axis("off")
    ax.autoscale_view()
    return fig


def backprop_graph(network, x, y):
    """Draw one sample's way through a 2-2-1 network, forward and back, with numbers.

    Each box shows a quantity, its value (blue, forward) and the derivative of the loss
    with respect to it (brown, backward).

    Parameters
    ----------
    network : Network
        ``Network([2, 2, 1])`` with a sigmoid output.
    x : array_like, shape (2,)
        The sample, standardised.
    y : int
        Its class, 0 or 1.

    Returns
    -------
    matplotlib.figure.Figure

    Raises
    ------
    TypeError, ValueError
        Another network, a sample of another length, or another class.

    Examples
    --------
    >>> from course_lib.networks import Network
    >>> fig = backprop_graph(Network([2, 2, 1], init="constant"), [1.0, -1.0], 1)
    >>> "$w_{11}^{(1)}$ = 0.500" in [text.get_text() for text in fig.axes[0].texts]
    True
    """
    if getattr(network, "sizes", None) != [2, 2, 1] or network.output != "sigmoid":
        raise ValueError(
            f"network must be a Network([2, 2, 1]) with a sigmoid output; got "
            f"{network!r:.80}"
        )
    x = check_array(x, "x", ndim=1)
    if x.shape != (2,):
        raise ValueError(f"x must hold the 2 inputs of one sample; got {x.tolist()}")
    if check_number(y, "y", 0, 1) not in (0.0, 1.0):
        raise ValueError(f"y must be 0 or 1; got {y!r}")
    zs, activations = network.forward(x[None])
    loss = network.loss_function(zs[-1][:, 0], np.array([float(y)]))
    d = _derivatives(network, zs, activations, y)
    (W1, W2), (b1, b2) = network.weights, network.biases

    fig, ax = new_figure(9.2, 4.9)
    high, low, middle = 3.9, 0.9, 2.4
    columns = {"x": 0.5, "z": 4.0, "a": 5.9, "out": 9.0, "a3": 10.9, "J": 12.6}
    for k, row in enumerate((high, low)):
        _arrow(ax, (columns["z"] + 0.62, row), (columns["a"] - 0.62, row))
        for j, start in enumerate((high, low)):
            _arrow(ax, (columns["x"] + 0.5, start), (columns["z"] - 0.62, row))
            _on_link(
                ax, (columns["x"] + 0.5, start), (columns["z"] - 0.62, row),
                f"$w_{{{k + 1}{j + 1}}}^{{(1)}}$", W1[k, j], d["W1"][k, j],
                0.5 if k == j else 0.31,
            )  # fmt: skip
        _arrow(ax, (columns["a"] + 0.62, row), (columns["out"] - 0.62, middle))
        _on_link(
            ax, (columns["a"] + 0.62, row), (columns["out"] - 0.62, middle),
            f"$w_{{1{k + 1}}}^{{(2)}}$", W2[0, k], d["W2"][0, k], 0.4,
        )  # fmt: skip
    _arrow(ax, (columns["out"] + 0.62, middle), (columns["a3"] - 0.62, middle))
    _arrow(ax, (columns["a3"] + 0.62, middle), (columns["J"] - 0.62, middle))
    for k, row in enumerate((high, low)):
        _box(ax, columns["x"], row, f"$x_{k + 1}$", x[k], None, 1.0)
        _box(ax, columns["z"], row, f"$z_{k + 1}^{{(2)}}$", zs[0][0, k], d["z"][k])
        _box(
            ax,
            columns["a"],
            row,
            f"$a_{k + 1}^{{(2)}}$",
            activations[1][0, k],
            d["a"][k],
        )
        _bias(ax, columns["z"], row, f"$b_{k + 1}^{{(1)}}$", b1[k], 1 if k == 0 else -1)
    _box(ax, columns["out"], middle, "$z^{(3)}$", zs[1][0, 0], d["out"])
    _bias(ax, columns["out"], middle, "$b^{(2)}$", b2[0], 1)
    _box(ax, columns["a3"], middle, "$a^{(3)}$", activations[2][0, 0], d["a3"])
    _box(ax, columns["J"], middle, "$J$", loss, None, 1.0)
    for column, word in (("z", "a"), ("out", "a3")):
        name = network.hidden[0] if column == "z" else "σ"
        for row in (high, low) if column == "z" else (middle,):
            at = (columns[column] + columns[word]) / 2
            ax.text(at, row + 0.13, name, ha="center", fontsize=10, color=MUTED)
    ax.text(columns["J"], middle - 0.75, f"y = {int(y)}", ha="center", fontsize=11)
    ax.text(0.0, -0.42, "blue: value, forward", color=BLUE, fontsize=11)
    ax.text(
        3.3, -0.42, "brown: ∂J/∂ of that quantity, backward "
        "(a bias has that of its z)", color=BACKWARD, fontsize=11,
    )  # fmt: skip
    ax.set(xlim=(-0.1, 13.2), ylim=(-0.6, 5.0))
    ax.axis("off")
    return fig


# ------------------------------------------------------------------- circles and links


def _places(n, bias):
    """Height of each unit drawn, by its number; −1 is the constant 1."""
    shown = list(range(n))
    if n > MOST_DRAWN:
        shown = [*range(MOST_DRAWN - 2), n - 1]
    slots = [-1] * bias + shown
    if n > MOST_DRAWN:
        slots.insert(len(slots) - 1, None)  # room for the dots
    top = (len(slots) - 1) / 2
    return {k: top - i for i, k in enumerate(slots) if k is not None}


def _gap(places):
    *_, before, last = places.values()
    return (before + last) / 2


def _links(ax, places, layer, step, unit, weights):
    x0, x1 = step * (layer - 1) + RADIUS, step * layer - RADIUS
    W = None if weights is None else weights[layer - 1]
    largest = 1.0 if weights is None else max(np.abs(M).max() for M in weights) or 1.0
    for k, y1 in places[layer].items():
        if k < 0:
            continue  # nothing enters the constant
        for j, y0 in places[layer - 1].items():
            own = unit == (layer, k)
            look = {"color": MUTED, "lw": 1.0, "zorder": 1}
            if W is not None and j >= 0:
                look["color"] = BLUE if W[k, j] >= 0 else ORANGE
                look["ls"] = "-" if W[k, j] >= 0 else (0, (4, 2))
                look["lw"] = 0.4 + 3.6 * abs(W[k, j]) / largest
            if unit is not None and not own:
                look |= {"alpha": 0.25, "lw": min(1.0, look["lw"])}
            elif own:
                look["lw"] = max(1.8, look["lw"])
                look["color"] = INK if W is None or j < 0 else look["color"]
            ax.plot([x0, x1], [y0, y1], **look)
            if own and len(places[layer - 1]) <= 6:
                _weight_name(ax, (x0, y0), (x1, y1), layer, k, j)


def _weight_name(ax, start, end, layer, k, j):
    at = 0.3
    ax.text(
        start[0] + at * (end[0] - start[0]), start[1] + at * (end[1] - start[1]),
        f"$w_{{{k + 1}{j + 1}}}^{{({layer})}}$", fontsize=11, ha="center", va="center",
        bbox={"facecolor": "white", "edgecolor": "none", "pad": 0.6}, zorder=5,
    )  # fmt: skip


def _concerned(layer, k, unit):
    return (layer, k) == unit or layer == unit[0] - 1


def _unit(ax, x, y, layer, k, layers, strong):
    fill = "white" if layer == 0 else HIDDEN_FILL
    fill = BIAS_FILL if k < 0 else fill
    edge = INK if strong else GRID
    ax.add_patch(Circle((x, y), RADIUS, fc=fill, ec=edge, lw=1.4, zorder=3))
    if k < 0:
        name = "1"
    elif layer == 0:
        name = f"$x_{{{k + 1}}}$"
    else:
        name = f"$a_{{{k + 1}}}^{{({layer + 1})}}$"
    ax.text(
        x, y, name, ha="center", va="center", fontsize=11 if layer == 0 else 10,
        color=INK if strong else MUTED, zorder=4,
    )  # fmt: skip


def _heading(ax, x, layer, sizes, top):
    word = "input" if layer == 0 else "output" if layer == len(sizes) - 1 else "hidden"
    units = f"{sizes[layer]} units" if sizes[layer] > MOST_DRAWN else ""
    ax.text(x, top + 0.15, word, ha="center", color=MUTED, fontsize=10)
    if units:
        ax.text(x, -top - 0.3, units, ha="center", color=MUTED, fontsize=10)


def _sign_legend(fig):
    handles = [
        Line2D([], [], color=BLUE, lw=2.5, label="weight > 0"),
        Line2D([], [], color=ORANGE, lw=2.5, ls=(0, (4, 2)), label="weight < 0"),
    ]
    fig.legend(handles=handles, loc="outside lower center", ncols=2, frameon=False)


# --------------------------------------------------------------- the graph of numbers


def _derivatives(network, zs, activations, y):
    """∂J with respect to everything between x and J, for one sample."""
    W2, a = network.weights[1], activations[2][0, 0]
    out = a - y  # sigmoid and cross-entropy together
    d = {"out": out, "a3": (a - y) / max(a * (1 - a), 1e-300)}
    d["a"] = out * W2[0]
    d["z"] = d["a"] * ACTIVATIONS[network.hidden[0]].derivative(zs[0])[0]
    d["W2"] = out * activations[1]
    d["W1"] = np.outer(d["z"], activations[0][0])
    return d


def _number(value):
    return f"{value:#.3g}".replace("-", "−")


def _box(ax, x, y, name, value, derivative, height=1.2):
    half = height / 2 * 0.86
    ax.add_patch(
        FancyBboxPatch(
            (x - 0.5, y - half), 1.0, 2 * half, boxstyle="round,pad=0.08",
            fc="white" if derivative is None else HIDDEN_FILL, ec=INK, lw=1.3, zorder=2,
        )
    )  # fmt: skip
    lines = [(name, INK, 13), (_number(value), BLUE, 11)]
    if derivative is not None:
        lines.append((_number(derivative), BACKWARD, 11))
    top = y + half * (0.62 if derivative is not None else 0.45)
    step = 2 * half * (0.32 if derivative is not None else 0.45)
    for k, (text, colour, size) in enumerate(lines):
        ax.text(
            x, top - k * step, text, ha="center", va="center", fontsize=size,
            color=colour, zorder=4,
        )  # fmt: skip


def _bias(ax, x, y, name, value, side):
    at = y + side * 0.82
    ax.text(x - 0.05, at, f"+ {name} =", ha="right", va="center", fontsize=11)
    ax.text(x, at, _number(value), ha="left", va="center", fontsize=11, color=BLUE)


def _on_link(ax, start, end, name, value, derivative, along):
    x = start[0] + along * (end[0] - start[0])
    y = start[1] + along * (end[1] - start[1])
    white = {"facecolor": "white", "edgecolor": "none", "pad": 1.0}
    for text, colour, shift in (
        (f"{name} = {_number(value)}", BLUE, 0.17),
        (_number(derivative), BACKWARD, -0.17),
    ):
        ax.text(
            x, y + shift, text, ha="center", va="center", fontsize=10, color=colour,
            bbox=white, zorder=3,
        )  # fmt: skip


def _arrow(ax, start, end):
    style = {"arrowstyle": "-|>", "mutation_scale": 12, "color": MUTED, "lw": 1.2}
    ax.add_patch(FancyArrowPatch(start, end, shrinkA=0, shrinkB=0, **style))


# ----------------------------------------------------------------------------- checks


def _check_names(names, argument, n):
    if names is not None and len(names) != n:
        raise ValueError(
            f"{argument} must hold {n} names, one per unit; got {list(names)!r}"
        )


def _check_unit(unit, sizes):
    if unit is None:
        return None
    layer = check_count(unit[0], "unit (layer)", 1, len(sizes) - 1)
    return layer, check_count(unit[1], "unit (number)", 0, sizes[layer] - 1)


def _check_weights(weights, sizes):
    if weights is None:
        return None
    weights = [check_array(W, "weights", ndim=2) for W in weights]
    shapes = list(zip(sizes[1:], sizes[:-1], strict=True))
    if [W.shape for W in weights] != shapes:
        raise ValueError(
            f"weights must have the shapes {shapes}; got {[W.shape for W in weights]}"
        )
    return weights
