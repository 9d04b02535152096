"""What a network makes of the plane of its two inputs.

The samples come in their physical units, the networks take standardised inputs: hand
over the ``mean`` and ``std`` that `course_lib.features.standardize` gave you.

Used by: notebook 2, "A network learns its own features" and "Many classes".
"""

import numpy as np
from matplotlib.colors import to_rgb
from matplotlib.lines import Line2D
from matplotlib.patches import Patch

from course_lib.activations import sigmoid
from course_lib.checks import check_array
from course_lib.figures.crossplots import (
    GRID_NODES,
    probability_map,
    scatter_classes,
)
from course_lib.figures.style import CLASS_COLOURS, INK, new_figure

PANELS_A_ROW = 4
SHOWN = 700  # samples drawn in a panel; more hide what lies behind them
UNIT_COLOURS = (CLASS_COLOURS[2], CLASS_COLOURS[3])


def boundary_panels(networks, data, mean=None, std=None, titles=None):
    """Draw what several networks say about the same samples, one panel for each.

    Parameters
    ----------
    networks : sequence of callable
        Standardised inputs (k, 2) → probability of class 1 (k,), such as `Network`.
    data : Dataset
        Two features, in their units; two classes.
    mean, std : array_like, shape (2,), optional
        What the networks' inputs were standardised with; those of ``data`` when
        omitted.
    titles : sequence of str, optional
        One a panel; the number of hidden units when omitted.

    Returns
    -------
    matplotlib.figure.Figure
        Above each panel stands the accuracy on all of ``data``; at most 700 of the
        samples are drawn.

    Raises
    ------
    TypeError, ValueError
        Not two features and two classes, or titles that do not match.

    Examples
    --------
    >>> from course_lib import datasets
    >>> from course_lib.features import standardize
    >>> from course_lib.networks import Network
    >>> data = datasets.avo_boundaries(n=400, seed=0)
    >>> X, mean, std = standardize(data.X)
    >>> networks = [Network([2, 1]), Network([2, 2, 1])]
    >>> fig = boundary_panels(networks, data, mean, std)
    >>> [ax.get_title().split("\\n")[0] for ax in fig.axes[:2]]
    ['no hidden unit', '2 hidden units']
    """
    networks = list(networks)
    scaled = _scaling(data, mean, std, classes=2)
    titles = [_title(network) for network in networks] if titles is None else titles
    if len(titles) != len(networks) or not networks:
        raise ValueError(
            f"titles must hold one title per network; got {len(titles)} for "
            f"{len(networks)}"
        )
    columns = min(len(networks), PANELS_A_ROW)
    rows = -(-len(networks) // columns)
    fig, axes = new_figure(
        min(9.2, 2.9 * columns + 0.9), 3.1 * rows, nrows=rows, ncols=columns,
        sharex=True, sharey=True, squeeze=False,
    )  # fmt: skip
    drawn = _thin(data)
    for ax, network, title in zip(axes.flat, networks, titles, strict=False):
        _frame(ax, data)
        probability_map(ax, lambda points, net=network: net(scaled(points)), bar=False)
        scatter_classes(ax, drawn.X, drawn.y, data.class_names)
        said = np.asarray(network(scaled(data.X))) >= 0.5
        right = _accuracy(np.mean(said == data.y), line_break=True)
        ax.set_title(f"{title}\n{right}", fontsize=10)
        ax.label_outer()
    for ax in axes.flat[len(networks) :]:
        ax.set_axis_off()
    _legend(fig, axes.flat[0], data.class_names)
    return fig


def hidden_space(network, data, mean=None, std=None):
    """Draw how two hidden units turn the plane until one line parts the classes.

    Left, the samples with the line z = 0 of each unit of the last hidden layer; the
    arrow points to where z is positive. Middle, the same samples with the
    two activations as coordinates, and the line of the output unit. Right, the
    probability that results, back in physical units.

    Parameters
    ----------
    network : Network
        Two inputs, two units in the last hidden layer, a sigmoid output.
    data : Dataset
        Two features, in their units; two classes.
    mean, std : array_like, shape (2,), optional
        What the network's inputs were standardised with; those of ``data`` when
        omitted.

    Returns
    -------
    matplotlib.figure.Figure

    Raises
    ------
    TypeError, ValueError
        The network has another shape, or the data do not fit.

    Examples
    --------
    >>> from course_lib import datasets
    >>> from course_lib.networks import Network
    >>> data = datasets.avo_boundaries(n=400, seed=0)
    >>> fig = hidden_space(Network([2, 2, 1], seed=1), data)
    >>> fig.axes[1].get_xlabel(), fig.axes[1].get_ylabel()
    ('activation $a_1$', 'activation $a_2$')
    """
    sizes = list(getattr(network, "sizes", []))
    if len(sizes) < 3 or sizes[0] != 2 or sizes[-2:] != [2, 1]:
        raise ValueError(
            "network must have 2 inputs, 2 units in its last hidden layer and 1 "
            f"output, such as Network([2, 2, 1]); got {network!r:.80}"
        )
    scaled = _scaling(data, mean, std, classes=2)
    fig, (plane, hidden, result) = new_figure(9.2, 3.7, ncols=3)
    drawn = _thin(data)
    right = network.accuracy(scaled(data.X), data.y)
    for ax, title in (
        (plane, "two lines"),
        (result, _accuracy(right, line_break=True)),
    ):
        _frame(ax, data)
        ax.set_title(title, fontsize=11)
    scatter_classes(plane, drawn.X, drawn.y, data.class_names)
    for unit in range(2):
        _zero_line(plane, network, scaled, unit)
    _activation_plane(hidden, network, scaled, drawn)
    probability_map(result, lambda points: network(scaled(points)), bar=False)
    scatter_classes(result, drawn.X, drawn.y, data.class_names)
    _legend(fig, plane, data.class_names)
    return fig


def class_map(network, data, mean=None, std=None, columns=(0, 1)):
    """Draw the most probable of K classes over two features, and the samples.

    The paler the colour, the less sure the network is; lines part the classes.

    Parameters
    ----------
    network : Network
        With a softmax output of K units.
    data : Dataset
        Features in their units; up to 6 classes.
    mean, std : array_like, shape (n,), optional
        What the network's inputs were standardised with; those of ``data`` when
        omitted.
    columns : (int, int)
        The features drawn. All others are held at their mean.

    Returns
    -------
    matplotlib.figure.Figure

    Raises
    ------
    TypeError, ValueError
        The network is not a softmax of as many classes as the data have.

    Examples
    --------
    >>> from course_lib import datasets
    >>> from course_lib.networks import Network
    >>> rocks = datasets.lithology(n=300, seed=0)
    >>> fig = class_map(Network([2, 4], output="softmax"), rocks)
    >>> fig.axes[0].get_xlabel()
    'AI (km/s·g/cm³)'
    """
    K = len(data.class_names)
    if getattr(network, "output", "") != "softmax" or network.sizes[-1] != K:
        raise ValueError(
            f"network must have a softmax output of {K} units, one per class; "
            f"got {network!r:.80}"
        )
    scaled = _scaling(data, mean, std, classes=K, features=network.sizes[0])
    i, j = columns
    centre = data.X.mean(axis=0) if mean is None else check_array(mean, "mean", 1)
    fig, ax = new_figure(7.0, 4.8)
    _frame(ax, data, columns)
    x, y, points = _grid(ax)
    full = np.tile(centre, (len(points), 1))
    full[:, [i, j]] = points
    p = network(scaled(full)).reshape(len(y), len(x), K)
    _paint_classes(ax, x, y, p)
    drawn = _thin(data, 1200)
    scatter_classes(ax, drawn.X[:, [i, j]], drawn.y, data.class_names)
    right = network.accuracy(scaled(data.X), data.y)
    ax.set_title(_accuracy(right), loc="right", fontsize=10)
    if data.X.shape[1] > 2:
        ax.set_title("other features at their mean", loc="left", fontsize=10)
    marks, names = ax.get_legend_handles_labels()
    tints = [Patch(facecolor=_tint(colour, 0.5)) for colour in CLASS_COLOURS[:K]]
    fig.legend(
        list(zip(tints, marks, strict=True)), names, loc="outside lower center",
        ncols=min(K, 4), markerscale=2, frameon=False, handleheight=1.2,
    )  # fmt: skip
    return fig


def _scaling(data, mean, std, classes, features=2):
    """Check the data; return the function physical units → standardised inputs."""
    if data.X.shape[1] != features or len(data.class_names) != classes:
        raise ValueError(
            f"data must have {features} features and {classes} classes; got "
            f"{data.X.shape[1]} and {len(data.class_names)}"
        )
    if classes > len(CLASS_COLOURS):
        raise ValueError(f"data must have at most 6 classes; got {classes}")
    mean = data.X.mean(axis=0) if mean is None else check_array(mean, "mean", 1)
    std = data.X.std(axis=0) if std is None else check_array(std, "std", 1)
    for value, name in ((mean, "mean"), (std, "std")):
        if value.shape != (features,):
            raise ValueError(
                f"{name} must hold {features} numbers, one per feature; got {value}"
            )
    return lambda X: (X - mean) / std


def _title(network):
    sizes = getattr(network, "sizes", None)
    if sizes is None:
        return "classifier"
    if len(sizes) == 2:
        return "no hidden unit"
    if len(sizes) == 3:
        return f"{sizes[1]} hidden unit{'s' * (sizes[1] > 1)}"
    return "-".join(str(n) for n in sizes)


def _accuracy(share, line_break=False):
    """For a title: on new samples it may be another one."""
    space = "\n" if line_break else " "
    return f"accuracy {share:.3f}{space}on these samples"


def _thin(data, most=SHOWN):
    """At most so many samples; rows may be in order, so they are taken evenly."""
    return data.take(np.unique(np.linspace(0, len(data) - 1, most).astype(int)))


def _frame(ax, data, columns=(0, 1)):
    """Limits that hold nearly all samples, names and units on the axes."""
    X = data.X[:, list(columns)]
    low, high = np.quantile(X, [0.001, 0.999], axis=0)
    margin = 0.06 * (high - low)
    low, high = low - margin, high + margin
    ax.set(xlim=(low[0], high[0]), ylim=(low[1], high[1]))
    ax.set_xlabel(data.axis_labels[columns[0]])
    ax.set_ylabel(data.axis_labels[columns[1]])


def _grid(ax):
    x = np.linspace(*ax.get_xlim(), GRID_NODES)
    y = np.linspace(*ax.get_ylim(), GRID_NODES)
    return x, y, np.stack(np.meshgrid(x, y), axis=-1).reshape(-1, 2)


def _legend(fig, ax, class_names):
    marks, names = ax.get_legend_handles_labels()
    lines = [
        Line2D([], [], color=INK, lw=2, label=f"P({class_names[1]}) = 0.5"),
        Line2D([], [], color=INK, lw=1.1, ls="--", label="0.1 and 0.9"),
    ]
    handles = [*marks, *lines]
    fig.legend(
        handles, [*names, *(line.get_label() for line in lines)], ncols=len(handles),
        loc="outside lower center", markerscale=2, frameon=False, fontsize=10,
    )  # fmt: skip


def _zero_line(ax, network, scaled, unit):
    """The line z = 0 of a hidden unit, with an arrow to its positive side."""
    colour = UNIT_COLOURS[unit]
    x, y, points = _grid(ax)
    z = network.forward(scaled(points))[0][-2][:, unit].reshape(len(y), len(x))
    if not z.min() < 0 < z.max():
        return  # the line lies outside the picture
    line = ax.contour(
        x, y, z, levels=[0], colors=colour, linewidths=2.5,
        zorder=4,
    )  # fmt: skip
    path = max(line.get_paths(), key=lambda p: len(p.vertices)).vertices
    point = path[int((0.3 if unit else 0.7) * (len(path) - 1))]
    size = np.array([np.ptp(ax.get_xlim()), np.ptp(ax.get_ylim())])
    slope = [
        (_z(network, scaled, point + step * size, unit)
         - _z(network, scaled, point - step * size, unit))
        for step in ([1e-3, 0.0], [0.0, 1e-3])
    ]  # fmt: skip
    uphill = np.array(slope) / np.linalg.norm(slope)
    ax.annotate(
        f"unit {unit + 1}", xy=point, xytext=point + 0.16 * uphill * size,
        ha="center", va="center", fontsize=10, color=colour, weight="bold", zorder=6,
        bbox={"facecolor": "white", "edgecolor": "none", "alpha": 0.85, "pad": 1},
        arrowprops={
            "arrowstyle": "<|-", "color": colour, "lw": 2, "shrinkA": 0, "shrinkB": 0
        },
    )  # fmt: skip


def _z(network, scaled, point, unit):
    return network.forward(scaled(point[None]))[0][-2][0, unit]


def _activation_plane(ax, network, scaled, drawn):
    """The samples in the coordinates that the last hidden layer gives them."""
    a = network.forward(scaled(drawn.X))[1][-2]
    low, high = a.min(axis=0), a.max(axis=0)
    margin = 0.08 * np.maximum(high - low, 0.1)
    (x0, y0), (x1, y1) = low - margin, high + margin
    ax.set(xlim=(x0, x1), ylim=(y0, y1))
    ax.set_xlabel("activation $a_1$", color=UNIT_COLOURS[0])
    ax.set_ylabel("activation $a_2$", color=UNIT_COLOURS[1])
    ax.set_title("new coordinates", fontsize=11)
    W, b = network.weights[-1][0], network.biases[-1][0]
    probability_map(ax, lambda points: sigmoid(points @ W + b), bar=False)
    scatter_classes(ax, a, drawn.y, drawn.class_names)


def _paint_classes(ax, x, y, p):
    """Colour of the most probable class, paler where it is less probable."""
    K = p.shape[2]
    best = p.argmax(axis=2)
    sure = (p.max(axis=2) - 1 / K) / (1 - 1 / K)
    colours = np.array([to_rgb(colour) for colour in CLASS_COLOURS[:K]])[best]
    strength = (0.12 + 0.38 * sure)[:, :, None]
    ax.imshow(
        1 - strength * (1 - colours), origin="lower", aspect="auto",
        extent=(x[0], x[-1], y[0], y[-1]), interpolation="bilinear",
    )  # fmt: skip
    for k in range(K):
        lead = p[:, :, k] - np.delete(p, k, axis=2).max(axis=2)
        if lead.min() < 0 < lead.max():
            ax.contour(x, y, lead, levels=[0], colors=INK, linewidths=1.3, zorder=4)


def _tint(colour, strength):
    return tuple(1 - strength * (1 - np.array(to_rgb(colour))))
