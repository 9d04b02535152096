"""Figures of chapter 3 about layers and units: they show what was measured."""

import re

import numpy as np
import pytest
from matplotlib.colors import to_hex

from course_lib import figures
from course_lib.figures.style import CLASS_COLOURS
from course_lib.networks import Network
from course_lib.propagation import chain, layers

SIGMOID = chain(6, 30, "sigmoid", "xavier")
RELU = chain(6, 30, "relu", "xavier", seed=1)
TANH = chain(3, 40, "tanh", "xavier", factor=0.2)
X = np.random.default_rng(0).standard_normal((80, 2))


def legend(fig):
    return [text.get_text() for text in fig.legends[0].get_texts()]


def solid(ax):
    return [line for line in ax.lines if line.get_linestyle() != "--"]


def dashed(ax):
    return [
        line for line in ax.lines if line.get_linestyle() == "--" and line.get_ydata()
        is not None and len(line.get_ydata())
    ]  # fmt: skip


@pytest.mark.parametrize(
    "draw, quantity",
    [
        (figures.layer_std, "std"),
        (figures.layer_std, "rms"),
        (figures.layer_gradients, "gradient"),
        (figures.layer_gradients, "weight_gradient"),
    ],
)
def test_a_line_is_the_quantity_layer_by_layer(draw, quantity):
    (ax,) = draw({"one": SIGMOID, "two": RELU}, quantity=quantity).axes
    for line, measured in zip(ax.lines, (SIGMOID, RELU), strict=True):
        np.testing.assert_array_equal(line.get_xdata(), [1, 2, 3, 4, 5, 6])
        np.testing.assert_allclose(line.get_ydata(), getattr(measured, quantity))
        low, high = ax.get_ylim()
        assert low < line.get_ydata().min() and line.get_ydata().max() < high
    assert ax.get_yscale() == "log" and ax.get_xlabel() == "layer"


def test_the_axis_names_what_is_drawn():
    chains = {"one": SIGMOID}
    names = [
        draw(chains, quantity=quantity).axes[0].get_ylabel()
        for draw, quantity in (
            (figures.layer_std, "std"),
            (figures.layer_std, "rms"),
            (figures.layer_gradients, "gradient"),
            (figures.layer_gradients, "weight_gradient"),
        )
    ]
    assert [bool(re.search("standard dev", name)) for name in names] == [1, 0, 0, 0]
    assert "∂L/∂z" in names[2] and "∂J/∂W" in names[3]


def test_the_legend_tells_how_much_of_the_gradient_is_left():
    fig = figures.layer_gradients({"sigmoid": SIGMOID, "ReLU": RELU})
    for text, measured in zip(legend(fig), (SIGMOID, RELU), strict=True):
        ratio = measured.gradient[0] / measured.gradient[-1]
        assert text.endswith(f"first / last = {ratio:.2g}")
    assert "first" not in "".join(legend(figures.layer_std({"sigmoid": SIGMOID})))


def test_theory_is_that_of_the_chain_or_your_own():
    ax = figures.layer_std({"a": SIGMOID, "b": RELU}, theory=True, quantity="rms").axes[
        0
    ]
    for line, measured in zip(dashed(ax), (SIGMOID, RELU), strict=True):
        np.testing.assert_allclose(line.get_ydata(), measured.theory()["rms"])
    fig = figures.layer_gradients({"a": SIGMOID, "b": RELU}, theory={"b": np.arange(6)})
    (line,) = dashed(fig.axes[0])
    np.testing.assert_array_equal(line.get_ydata(), [np.nan, 1, 2, 3, 4, 5])
    assert line.get_color() == solid(fig.axes[0])[1].get_color()
    assert legend(fig)[-1] == "theory"
    assert len(dashed(figures.layer_std({"a": SIGMOID}).axes[0])) == 0


def test_what_a_logarithmic_axis_cannot_show_is_said():
    chains = {
        "zeros": chain(3, 5, "tanh", "zeros"),
        "too large": chain(60, 20, "linear", "xavier", factor=1e6),
        "far too large": chain(100, 20, "linear", "xavier", factor=1e6),
    }
    fig = figures.layer_std(chains)
    zeros, large, far = legend(fig)
    assert zeros == "zeros: 0 in every layer"
    gone = np.flatnonzero(~np.isfinite(chains["far too large"].std)) + 1
    assert 1 < gone[0] and gone[-1] == 100
    assert far == f"far too large: overflow in layers {gone[0]} … 100"
    drawn = np.isfinite(fig.axes[0].lines[2].get_ydata()).sum()
    assert drawn == gone[0] - 1
    last = Network([2, 3, 2, 1], output="linear", seed=0)
    last.weights[2][:] = 0
    (text,) = legend(figures.layer_std({"net": layers(last, X)}))
    assert text == "net: 0 in layer 3"
    assert figures.layer_std({"zeros": chains["zeros"]}).axes[0].get_yscale() == "log"


# ------------------------------------------------------------------------- histograms


def heights(ax):
    return np.array([bar.get_height() for bar in ax.patches])


def test_each_histogram_counts_its_layer_in_the_bins_of_all():
    fig = figures.layer_histograms({"one": RELU, "two": TANH})
    axes = np.reshape(fig.axes, (2, 6))
    edges = np.linspace(0, max(a.max() for a in RELU.activations), 41)
    for k, ax in enumerate(axes[0]):
        counts, _ = np.histogram(RELU.activations[k], edges)
        np.testing.assert_array_equal(heights(ax), counts)
        assert ax.get_title() == f"layer {k + 1}\nstd {RELU.std[k]:.2g}"
    for k, ax in enumerate(axes[1, :3]):
        counts, _ = np.histogram(TANH.activations[k], np.linspace(-1, 1, 41))
        np.testing.assert_array_equal(heights(ax), counts)
        assert ax.get_xlim() == (-1, 1)
    assert not any(ax.axison for ax in axes[1, 3:])
    assert [ax.get_ylabel() for ax in axes[:, 0]] == ["one", "two"]


def test_histograms_of_gradients_and_of_a_deep_chain():
    deep = chain(50, 10, "tanh", "xavier")
    fig = figures.layer_histograms(deep, of="gradients")
    shown = [int(ax.get_title().split()[1]) for ax in fig.axes]
    assert shown[0] == 1 and shown[-1] == 50 and len(shown) == 6
    assert heights(fig.axes[-1]).sum() == deep.gradients[-1].size
    assert f"std {np.std(deep.gradients[0]):.2g}" in fig.axes[0].get_title()
    assert fig.get_supxlabel() == "∂L/∂z"


def test_a_spike_is_cut_and_named_only_if_there_is_a_rest_to_see():
    first, *_, last = figures.layer_histograms(RELU).axes
    tallest = heights(first).max()
    assert first.get_ylim()[1] < tallest
    share = tallest / heights(first).sum()
    assert [text.get_text() for text in first.texts] == [f"{100 * share:.0f} %"]
    asleep = figures.layer_histograms(chain(2, 20, "relu", "zeros")).axes[1]
    assert asleep.get_ylim()[1] >= heights(asleep).max() and not asleep.texts


# ------------------------------------------------------------------------------ units


def network(biases):
    result = Network([2, 3, 2, 1], hidden=["relu", "relu"], init="zeros")
    result.weights[0][:, 0] = [1, -1, 0]
    result.biases[0][:] = biases
    result.biases[1][:] = [1, -1]
    return result


def test_dead_units_are_counted_and_the_others_say_how_often_they_are_awake():
    at_the_kink = np.vstack([X, [-0.5, 0]])  # z = 0 there: not awake
    first, second = figures.dead_relu(network([0.5, -0.5, 0]), at_the_kink).axes
    awake = np.mean(at_the_kink[:, 0] > -0.5), np.mean(at_the_kink[:, 0] < -0.5)
    assert 0 < awake[1] < 0.5 < awake[0]
    assert heights(first) == pytest.approx([*sorted(awake)[::-1], 0])
    assert heights(second) == pytest.approx([1, 0])
    assert first.get_title() == "hidden layer 1: 1 of 3 dead"
    assert second.get_title() == "hidden layer 2: 1 of 2 dead"
    np.testing.assert_array_equal(first.lines[0].get_xdata(), [3])


def test_only_relu_layers_are_drawn():
    mixed = Network([2, 4, 5, 1], hidden=["tanh", "relu"])
    (ax,) = figures.dead_relu(mixed, X).axes
    assert ax.get_title().startswith("hidden layer 2:") and len(ax.patches) == 5


def trained(init):
    """First-layer weights of a small network over ten steps downhill."""
    net = Network([2, 3, 1], hidden="tanh", init=init, seed=2)
    y, result = (X[:, 0] * X[:, 1] > 0).astype(int), []
    for _ in range(11):
        result.append(net.weights[0].copy())
        net.parameters = net.parameters - net.gradient(X, y)
    return np.array(result)


def test_copies_stay_copies_and_random_weights_part():
    equal, parted = trained("constant"), trained("xavier")
    fig = figures.symmetry({"constant": equal, "Xavier": parted})
    left, right = fig.axes
    assert left.get_title(loc="left") == "constant:\nunits equal to the last bit"
    gap = np.ptp(parted, axis=1).max()
    assert right.get_title(loc="left") == f"Xavier:\nunits differ by up to {gap:.2g}"
    for ax, W in ((left, equal), (right, parted)):
        for line, (j, i) in zip(ax.lines, np.ndindex(3, 2), strict=True):
            np.testing.assert_array_equal(line.get_ydata(), W[:, j, i])
            assert to_hex(line.get_color()) == CLASS_COLOURS[j].lower()
            assert (line.get_linestyle() == "-") == (i == 0)
    widths = [line.get_linewidth() for line in left.lines[::2]]
    assert widths[0] > widths[1] > widths[2], "what lies below can be seen"
    assert legend(fig) == [f"unit {j}" for j in (1, 2, 3)] + [
        "from input 1",
        "from input 2",
    ]


def test_weights_that_nearly_agree_are_not_called_equal():
    almost = trained("constant")
    almost[5, 1, 0] += 1e-9
    words = figures.symmetry({"a": almost}, epochs=10 * np.arange(11)).axes[0]
    assert words.get_title(loc="left") == "a:\nunits differ by up to 1e-09"
    assert words.get_xlim() == (0, 100)


SILENT = layers(Network([2, 3, 1]), X)


@pytest.mark.parametrize(
    "call, message",
    [
        (lambda: figures.layer_std(SIGMOID), "chains must be a dict of name"),
        (lambda: figures.layer_std({"a": [1.0]}), "chains must be a dict of name"),
        (lambda: figures.layer_std({}), "chains must hold 1 to 6 of them; got 0"),
        (lambda: figures.layer_std({"a": RELU}, quantity="mean"), "quantity must be"),
        (lambda: figures.layer_std({"a": RELU}, {"a": [1.0]}), "must hold 6 numbers"),
        (lambda: figures.layer_gradients({"a": SILENT}), "pass y to layers"),
        (lambda: figures.layer_histograms(SILENT, of="gradients"), "pass y"),
        (lambda: figures.layer_histograms(SILENT, of="weights"), "of must be one of"),
        (lambda: figures.dead_relu(Network([2, 3, 1]), X), "hidden layer of ReLU"),
        (lambda: figures.dead_relu(network([0, 0, 0]), X[:, :1]), "X must have"),
        (lambda: figures.symmetry({}), "at least one history"),
        (lambda: figures.symmetry({"a": X}), "histories['a'] must have shape"),
        (lambda: figures.symmetry({"a": np.ones((2, 7, 1))}), "2 to 6 units"),
        (lambda: figures.symmetry({"a": np.ones((2, 3, 1))}, [0]), "must hold 2"),
    ],
)
def test_bad_input_is_named(call, message):
    with pytest.raises((TypeError, ValueError), match=re.escape(message)):
        call()
