"""Figures of chapter 2: they show the network, the samples and the wells they got."""

import re

import matplotlib.pyplot as plt
import numpy as np
import pytest
from matplotlib.colors import to_hex
from matplotlib.patches import Circle

from course_lib import datasets, figures
from course_lib.features import standardize
from course_lib.figures.style import CLASS_COLOURS, LITHOLOGY
from course_lib.networks import Network

AVO = datasets.avo_boundaries(n=1000, seed=0)
Z, MEAN, STD = standardize(AVO.X)
FIELD = datasets.well_logs(n_wells=3, n=60, seed=0)


@pytest.fixture(autouse=True)
def close_figures():
    yield
    plt.close("all")


def two_lines():
    """A 2-2-1 network with z1 = 3 B + 2, z2 = −3 B + 1, in standardised inputs."""
    network = Network([2, 2, 1])
    network.weights[0][:] = [[0, 3], [0, -3]]
    network.biases[0][:] = [2, 1]
    network.weights[1][:] = [[4, 5]]
    network.biases[1][:] = -1
    return network


def words(ax):
    return [text.get_text() for text in ax.texts]


# ------------------------------------------------------------------ maps of the plane


def test_each_panel_shows_its_network_in_physical_units_and_its_accuracy():
    networks = [Network([2, 1], init="zeros"), two_lines()]
    networks[0].weights[0][:] = [[2, 0]]
    networks[0].biases[0][:] = -1  # P = .5 where standardised A is .5
    fig = figures.boundary_panels(networks, AVO, MEAN, STD)
    first, second = fig.axes
    half = [c for c in first.collections if hasattr(c, "levels")][0]
    line = half.get_paths()[list(half.levels).index(0.5)].vertices
    assert line[:, 0] == pytest.approx(
        np.full(len(line), MEAN[0] + 0.5 * STD[0]), abs=1e-5
    )
    for ax, network in zip((first, second), networks, strict=True):
        assert f"{network.accuracy(Z, AVO.y):.3f}" in ax.get_title()
    assert first.get_title().startswith("no hidden unit")
    assert second.get_title().startswith("2 hidden units")
    assert first.get_ylabel() == AVO.axis_labels[1] and second.get_ylabel() == ""


def test_panels_take_functions_titles_and_wrap_to_rows():
    said = [lambda Z: np.full(len(Z), 0.2)] * 5
    fig = figures.boundary_panels(said, AVO, titles=list("abcde"))
    seen = [ax.get_title().split("\n") for ax in fig.axes if ax.axison]
    assert [title for title, *_ in seen] == list("abcde")
    assert {" ".join(on) for _, *on in seen} == {"accuracy 0.500 on these samples"}


def test_accuracies_say_on_what_and_fit_above_their_panels():
    softmax = Network([2, 4], output="softmax")
    for fig, panel in (
        (figures.boundary_panels([two_lines()] * 4, AVO), 3),
        (figures.hidden_space(two_lines(), AVO), 2),
        (figures.class_map(softmax, datasets.lithology(n=100)), 0),
    ):
        fig.canvas.draw()
        ax = fig.axes[panel]
        titles = [ax.title, ax._right_title]
        (title,) = [title for title in titles if title.get_text()]
        assert title.get_text().replace("\n", " ").endswith(" on these samples")
        box, frame = title.get_window_extent(), ax.get_window_extent()
        assert frame.x0 <= box.x0 and box.x1 <= frame.x1 + 1


def test_hidden_space_draws_the_zero_lines_and_the_activations():
    network = two_lines()
    plane, hidden, result = figures.hidden_space(network, AVO, MEAN, STD).axes
    lines = [c for c in plane.collections if hasattr(c, "levels")]
    for line, z in zip(lines, (-2 / 3, 1 / 3), strict=True):
        at = line.get_paths()[0].vertices[:, 1]
        assert at == pytest.approx(np.full(len(at), MEAN[1] + z * STD[1]), abs=1e-6)
    notes = {note.get_text(): note for note in plane.texts}
    up = notes["unit 1"].xyann[1] - notes["unit 1"].xy[1]
    down = notes["unit 2"].xyann[1] - notes["unit 2"].xy[1]
    assert up > 0 > down, "arrows point to where z is positive"

    clouds = [c for c in hidden.collections if not hasattr(c, "levels")]
    places = np.concatenate([cloud.get_offsets() for cloud in clouds])
    activations = network.forward(Z)[1][1]
    assert set(map(tuple, places.round(9))) <= set(map(tuple, activations.round(9)))
    half = [c for c in hidden.collections if hasattr(c, "levels")][0]
    line = half.get_paths()[list(half.levels).index(0.5)].vertices
    np.testing.assert_allclose(line @ [4, 5], 1, atol=0.02)
    assert f"{network.accuracy(Z, AVO.y):.3f}" in result.get_title()


def test_class_map_paints_the_most_probable_class():
    rocks = datasets.lithology(n=400, seed=0)
    X, mean, std = standardize(rocks.X)
    network = Network([2, 4], output="softmax", init="zeros")
    network.weights[0][:] = [[-9, 0], [9, 0], [0, 0], [0, 0]]
    network.biases[0][2:] = -50
    fig = figures.class_map(network, rocks, mean, std)
    ax = fig.axes[0]
    painted = np.asarray(ax.images[0].get_array())
    for column, k in ((0, 0), (-1, 1)):
        tint = np.array([int(CLASS_COLOURS[k][i : i + 2], 16) for i in (1, 3, 5)]) / 255
        assert painted[5, column] == pytest.approx(1 - 0.5 * (1 - tint), abs=0.01)
    border = [c for c in ax.collections if hasattr(c, "levels")][0]
    at = border.get_paths()[0].vertices[:, 0]
    assert at == pytest.approx(np.full(len(at), mean[0]), abs=0.05 * std[0])
    legend = [text.get_text() for text in fig.legends[0].get_texts()]
    assert legend == list(rocks.class_names)
    assert f"{network.accuracy(X, rocks.y):.3f}" in ax.get_title(loc="right")


def test_class_map_holds_the_other_features_at_their_mean():
    _, mean, std = standardize(FIELD.X)
    network = Network([5, 5], output="softmax", init="zeros")
    network.weights[0][1, 2] = 50.0  # class 1 where the third feature exceeds its mean
    network.weights[0][2, 2] = -50.0  # class 2 where it lies below
    network.biases[0][0] = 1.0
    ax = figures.class_map(network, FIELD, mean, std, columns=(3, 0)).axes[0]
    assert ax.get_xlabel() == "DT (µs/ft)" and ax.get_ylabel() == "GR (API)"
    assert ax.get_title(loc="left") == "other features at their mean"
    assert not [c for c in ax.collections if hasattr(c, "levels")], "one class all over"
    blue = np.asarray(ax.images[0].get_array()).reshape(-1, 3).argmax(axis=1) == 2
    assert blue.all(), "it is class 0: the third feature stands at its mean"


# --------------------------------------------------------------------------- diagrams


def test_diagram_has_a_circle_per_unit_and_a_line_per_weight():
    fig = figures.network_diagram([3, 4, 2], ["GR", "RHOB", "NPHI"], ["sand", "shale"])
    ax = fig.axes[0]
    circles = [patch for patch in ax.patches if isinstance(patch, Circle)]
    assert len(circles) == 3 + 4 + 2 + 2
    assert len(ax.lines) == 4 * (3 + 1) + 2 * (4 + 1)
    assert {"GR", "RHOB", "NPHI", "sand", "shale"} <= set(words(ax))
    without = figures.network_diagram([3, 4, 2], bias=False).axes[0]
    assert len(without.lines) == 12 + 8


def test_a_chosen_unit_names_its_weights_as_the_lecture_does():
    ax = figures.network_diagram([3, 3, 1], unit=(1, 0)).axes[0]
    named = [word for word in words(ax) if word.startswith("$w")]
    assert named == [f"$w_{{1{j}}}^{{(1)}}$" for j in range(4)]
    strong = [line for line in ax.lines if line.get_alpha() is None]
    assert len(strong) == 4


def test_sign_and_size_of_a_weight_can_be_seen():
    ax = figures.network_diagram([2, 1], weights=[[[2.0, -1.0]]], bias=False).axes[0]
    positive, negative = ax.lines
    assert to_hex(positive.get_color()) == CLASS_COLOURS[0].lower()
    assert to_hex(negative.get_color()) == CLASS_COLOURS[1].lower()
    assert positive.get_linestyle() == "-" and negative.get_linestyle() == "--"
    assert positive.get_linewidth() > negative.get_linewidth()


def test_a_large_layer_is_shortened_and_says_how_many_units_it_has():
    ax = figures.network_diagram([2, 64, 1], bias=False).axes[0]
    assert {"⋮", "64 units", "$a_{64}^{(2)}$"} <= set(words(ax))
    assert len(ax.patches) < 12


@pytest.mark.parametrize("hidden", ["tanh", "sigmoid", "relu"])
def test_backprop_graph_shows_values_and_true_derivatives(hidden):
    network = Network([2, 2, 1], hidden=hidden, seed=1)
    network.biases[0][:], network.biases[1][:] = [0.11, 0.23], 0.05
    x, y = np.array([1.2, 0.7]), 0
    ax = figures.backprop_graph(network, x, y).axes[0]
    shown = [text.replace("−", "-") for text in words(ax)]
    gradient = network.gradient(x[None], [y])
    zs, activations = network.forward(x[None])
    numbers = np.concatenate([*x[None], zs[0][0], activations[1][0], network(x[None])])
    numbers = [*numbers, network.loss(x[None], [y]), *gradient, 0.11, 0.23, 0.05]
    for number in numbers:
        assert f"{number:#.3g}" in shown
    for name, weight, slope in (
        ("$w_{12}^{(1)}$", network.weights[0][0, 1], gradient[1]),
        ("$w_{21}^{(1)}$", network.weights[0][1, 0], gradient[2]),
        ("$w_{12}^{(2)}$", network.weights[1][0, 1], gradient[7]),
    ):
        below = shown[shown.index(f"{name} = {weight:#.3g}") + 1]
        assert below == f"{slope:#.3g}"
    assert f"y = {y}" in shown and hidden in shown


@pytest.mark.parametrize(
    "name, said",
    [
        ("deep", {"GR", "P(shale)"}),
        ("convolutional", {"seismic patch", "feature maps", "P(fault)"}),
        ("recurrent", {"$h$", "sandstone"}),
        ("autoencoder", {"encoder", "code", "decoder"}),
        ("u_net", {"section", "fault at each pixel"}),
        ("residual", {"$x$", "+", "$x + F(x)$"}),
        ("transformer", {"attention", "traces"}),
    ],
)
def test_each_family_is_drawn_with_its_parts_inside_the_picture(name, said):
    fig = figures.architecture(name)
    ax = fig.axes[0]
    assert said <= set(words(ax))
    fig.canvas.draw()
    frame = fig.bbox
    for text in ax.texts:
        box = text.get_window_extent()
        assert frame.x0 <= box.x0 and box.x1 <= frame.x1, text.get_text()
        assert frame.y0 <= box.y0 and box.y1 <= frame.y1, text.get_text()


def test_the_gallery_holds_all_families_and_a_key():
    fig = figures.architecture_gallery()
    titles = [ax.get_title(loc="left") for ax in fig.axes]
    assert len(set(titles)) == 8 and titles[-1] == "how to read the pictures"
    assert all(ax.get_xlim() == (0, 10) for ax in fig.axes), "one scale for all"


# ----------------------------------------------------------------------------- facies


def test_confusion_writes_counts_and_row_shares():
    counts = [[90, 10, 0], [1, 399, 0], [0, 30, 30]]
    names = ["shale", "clean sandstone", "coal"]
    ax = figures.confusion(counts, names, "blind wells").axes[0]
    cells = np.reshape(words(ax), (3, 3))
    assert cells[0, 0] == "90 %\n90" and cells[2, 1] == "50 %\n30"
    assert cells[0, 2] == "" and cells[1, 0] == "< 1 %\n1"
    assert ax.images[0].get_array()[1, 1] == pytest.approx(399 / 400)
    assert (ax.get_ylabel(), ax.get_xlabel()) == ("true class", "predicted class")
    assert ax.get_title() == "blind wells"
    figures.confusion([[0, 0], [0, 5]], ["a", "b"])  # a class that does not occur


def luminance(colour):
    c = np.array([int(to_hex(colour)[k : k + 2], 16) for k in (1, 3, 5)]) / 255
    linear = np.where(c <= 0.04045, c / 12.92, ((c + 0.055) / 1.055) ** 2.4)
    return linear @ [0.2126, 0.7152, 0.0722]


@pytest.mark.parametrize("share", [0, 20, 50, 60, 64, 68, 69, 70, 72, 77, 84, 92, 100])
def test_every_share_of_a_confusion_can_be_read(share):
    ax = figures.confusion([[share, 100 - share], [0, 1]], ["a", "b"]).axes[0]
    image, text = ax.images[0], ax.texts[0]
    behind = image.cmap(image.norm(share / 100))
    dark, bright = sorted((luminance(behind), luminance(text.get_color())))
    assert (bright + 0.05) / (dark + 0.05) > 4.5
    assert (text.get_color() == "white") == (share >= 70)


def test_facies_logs_draw_one_well_against_depth():
    rows = FIELD.well == 1
    said = FIELD.y.copy()
    said[np.flatnonzero(rows)[:30]] = 4
    fig = figures.facies_logs(FIELD, 1, {"softmax": said, "MLP": FIELD.y[rows]})
    *tracks, true, softmax, mlp = fig.axes
    assert [ax.get_xlabel() for ax in tracks[:2]] == ["GR\n(API)", "RHOB\n(g/cm³)"]
    for j, ax in enumerate(tracks):
        curve, depth = ax.lines[0].get_data()
        np.testing.assert_array_equal(curve, FIELD.X[rows, j])
        np.testing.assert_allclose(depth, FIELD.depth_m[rows])
    assert tracks[0].get_ylim()[0] > tracks[0].get_ylim()[1]
    assert tracks[0].get_ylabel() == "depth (m)"
    painted = true.images[0]
    np.testing.assert_array_equal(painted.get_array()[:, 0], FIELD.y[rows])
    assert to_hex(painted.cmap(4)) == LITHOLOGY["coal"].lower()
    right = np.mean(said[rows] == FIELD.y[rows])
    assert softmax.get_xlabel() == f"softmax\n{100 * right:.0f} % right"
    assert mlp.get_xlabel() == "MLP\n100 % right"
    legend = [text.get_text() for text in fig.legends[0].get_texts()]
    assert legend == list(FIELD.class_names)


def test_facies_logs_leave_gaps_white_and_neighbours_out():
    wide = datasets.with_neighbours(FIELD.take(FIELD.well == 0), 1)
    holed = wide.take(np.r_[0:20, 30:60])
    fig = figures.facies_logs(holed, 0)
    assert len(fig.axes) == 5 + 1
    column = fig.axes[-1].images[0].get_array()[:, 0]
    assert (column[20:30] == 5).all() and (column[30:] == wide.y[30:]).all()
    assert to_hex(fig.axes[-1].images[0].cmap(5)) == "#ffffff"
    assert np.isnan(fig.axes[0].lines[0].get_xdata()[20:30]).all()


def test_well_splits_colour_each_sample_of_each_well():
    rows = np.random.default_rng(0).permutation(180)[:120]
    fig = figures.well_splits(rows, FIELD.well != 1, FIELD)
    shuffled, near, blind, _ = fig.axes
    for k in range(3):
        column = shuffled.images[k].get_array()[:, 0]
        np.testing.assert_array_equal(column == 1, np.isin(np.arange(180), rows)[
            FIELD.well == k])  # fmt: skip
    assert [set(im.get_array()[:, 0]) for im in blind.images] == [{1}, {2}, {1}]
    assert [text.get_text() for text in blind.get_xticklabels()] == ["0", "1", "2"]
    assert "120 train, 60 held back" in shuffled.get_title()
    assert len(near.images[0].get_array()) == 40
    assert shuffled.get_ylim()[0] > shuffled.get_ylim()[1]


NET = Network([2, 2, 1])


@pytest.mark.parametrize(
    "call, message",
    [
        (lambda: figures.boundary_panels([NET], FIELD), "data must have 2 features"),
        (lambda: figures.boundary_panels([NET], AVO, titles=["a", "b"]), "one title"),
        (lambda: figures.boundary_panels([], AVO), "got 0 for 0"),
        (lambda: figures.boundary_panels([NET], AVO, mean=[1.0]), "mean must hold 2"),
        (lambda: figures.hidden_space(Network([2, 3, 1]), AVO), "2 units in its last"),
        (lambda: figures.hidden_space(lambda Z: Z, AVO), "network must have 2 inputs"),
        (lambda: figures.class_map(NET, AVO), "softmax output of 2 units"),
        (lambda: figures.network_diagram([3]), "sizes must name input and output"),
        (lambda: figures.network_diagram([3, 1], ["GR"]), "input_names must hold 3"),
        (lambda: figures.network_diagram([3, 1], unit=(0, 0)), "layer"),
        (lambda: figures.network_diagram([3, 1], unit=(1, 1)), "number"),
        (lambda: figures.network_diagram([2, 1], weights=[[[1.0]]]), "weights must"),
        (lambda: figures.backprop_graph(Network([2, 3, 1]), [1, 2], 0), "2, 2, 1"),
        (lambda: figures.backprop_graph(NET, [1, 2, 3], 0), "x must hold the 2"),
        (lambda: figures.backprop_graph(NET, [1, 2], 0.5), "y must be 0 or 1"),
        (lambda: figures.architecture("unet"), "name must be one of 'deep'"),
        (lambda: figures.confusion([[1, 2]], ["a", "b"]), "matrix must hold counts"),
        (lambda: figures.confusion([[0.5]], ["a"]), "matrix must hold counts"),
        (lambda: figures.confusion([[1]], ["a", "b"]), "class_names must hold 1"),
        (lambda: figures.facies_logs(AVO, 0), "depth_m and well"),
        (lambda: figures.facies_logs(FIELD, 7), "well must be one of 0, 1, 2; got 7"),
        (lambda: figures.facies_logs(FIELD, 0, [1, 2]), "each of the 60 samples"),
        (lambda: figures.facies_logs(FIELD, 0, FIELD.y + 3), "classes 0 … 4"),
        (lambda: figures.well_splits([0], [0], AVO), "depth_m and well"),
        (lambda: figures.well_splits([180], [0], FIELD), "random_train_rows must"),
        (lambda: figures.well_splits([0], [0.5], FIELD), "blind_train_rows must hold"),
    ],
)
def test_bad_input_is_named(call, message):
    with pytest.raises((TypeError, ValueError), match=re.escape(message)):
        call()
