"""Figures of chapter 3: they show the functions, the layers and the units they got."""

import re

import numpy as np
import pytest

from course_lib import datasets, figures
from course_lib.activations import ACTIVATIONS, sigmoid, tanh

GR = datasets.gamma_ray_log(seed=0).X[:, 0]


def words(ax):
    return [text.get_text().replace("−", "-") for text in ax.texts]


def curve(ax, label):
    return next(line for line in ax.lines if line.get_label() == label).get_data()


# ---------------------------------------------------------------- functions and losses


def test_curves_are_the_functions_and_their_derivatives():
    left, right = figures.activation_curves(["sigmoid", "gelu"], reach=3).axes
    for ax, of in ((left, lambda g: g), (right, lambda g: g.derivative)):
        lines = [line for line in ax.lines if len(line.get_xdata()) > 100]
        for line, name in zip(lines, ("sigmoid", "gelu"), strict=True):
            z, a = line.get_data()
            assert (z[0], z[-1]) == (-3, 3)
            np.testing.assert_allclose(a, of(ACTIVATIONS[name])(z))


def test_the_kink_of_relu_has_a_dot_where_it_counts_and_a_gap():
    right = figures.activation_curves("relu").axes[1]
    dot, ring, line = right.lines[:3]
    assert (dot.get_xydata().tolist(), dot.get_mfc()) == ([[0, 0]], dot.get_color())
    assert (ring.get_xydata().tolist(), ring.get_mfc()) == ([[0, 1]], "white")
    assert np.isnan(line.get_ydata()).sum() == 1, "no upright line at the jump"
    assert len(figures.activation_curves("relu", derivative=False).axes) == 1


def test_what_leaky_relu_does_left_of_zero_is_enlarged():
    ax = figures.activation_curves(["sigmoid", "relu", "leaky_relu", "gelu"]).axes[0]
    (lens,) = ax.child_axes
    z, a = lens.lines[1].get_data()
    np.testing.assert_allclose(a[z < 0], 0.01 * z[z < 0])
    low, high = lens.get_ylim()
    assert a.min() < low / 5 and high - low < 0.3
    assert not figures.activation_curves(["sigmoid", "relu"]).axes[0].child_axes


def test_every_activation_has_a_look_of_its_own():
    fig = figures.activation_curves(list(ACTIVATIONS))
    lines = [line for line in fig.axes[0].lines if len(line.get_xdata()) > 100]
    looks = {(line.get_color(), line.get_linestyle()) for line in lines}
    assert len(looks) == len(ACTIVATIONS)
    assert not set(ACTIVATIONS) - {"linear", "sigmoid", "tanh", "softplus"} & {
        text.get_text() for text in fig.legends[0].get_texts()
    }, "names are written as people write them"


@pytest.mark.parametrize("name", ["tanh", "relu"])
def test_linear_units_collapse_to_the_line_in_the_title_and_others_do_not(name):
    units, output, bent, curved = figures.linear_collapse(name).axes
    x, z = output.lines[0].get_data()
    said = re.findall(r"−?\d\.\d", output.get_title(loc="left"))
    slope, intercept = (float(number.replace("−", "-")) for number in said)
    np.testing.assert_allclose(z, slope * x + intercept, atol=1e-12)
    np.testing.assert_allclose(curved.lines[-1].get_ydata(), z, atol=1e-12)
    weights = [
        float(line.get_label().split()[-1].replace("−", "-"))
        for line in units.lines
        if "weight" in line.get_label()
    ]
    for row, answer in ((units, output), (bent, curved)):
        drawn = [line for line in row.lines if "weight" in line.get_label()]
        total = sum(
            w * line.get_ydata() for w, line in zip(weights, drawn, strict=True)
        )
        rest = answer.lines[0].get_ydata() - total
        np.testing.assert_allclose(rest, -1, err_msg="the sum and one bias")
    for line, straight in zip(bent.lines[:3], units.lines[:3], strict=True):
        np.testing.assert_allclose(
            line.get_ydata(), ACTIVATIONS[name](straight.get_ydata())
        )
    assert np.abs(np.diff(curved.lines[0].get_ydata(), 2)).max() > 1e-5


@pytest.mark.parametrize(
    "x, w, b, activation, g",
    [
        (GR, 0.1, -8.0, "sigmoid", sigmoid),
        ((GR - 80) / 18, 2.0, 0.5, "tanh", tanh),
    ],
)
def test_saturation_counts_the_log_its_z_and_its_activations(x, w, b, activation, g):
    fig = figures.saturation(x, w, b, "GR", "API", activation)
    left, middle, right, on_top = fig.axes
    z = w * x + b
    whole = (-1, 1) if activation == "tanh" else (0, 1)
    for ax, values, ends in (
        (left, x, None), (middle, z, None), (right, g(z), whole)
    ):  # fmt: skip
        counts, edges = np.histogram(values, 30, ends)
        bars = ax.patches[:30]
        assert [bar.get_height() for bar in bars] == pytest.approx(list(counts))
        assert bars[0].get_x() == pytest.approx(edges[0])
        assert counts.sum() == len(x)
    a = g(z)
    low = -0.99 if activation == "tanh" else 0.01
    share = 100 * np.mean((a < low) | (a > 0.99))
    assert 1 < share < 99
    assert right.get_title(loc="left") == f"{share:.0f} % saturated"
    at, height = curve(on_top, "slope g′(z)")
    np.testing.assert_allclose(height, g.derivative(at))
    assert left.get_xlabel() == "GR (API)"
    sign = "+" if b > 0 else "−"
    assert middle.get_xlabel() == f"z = {w:.3g} x {sign} {abs(b):.3g}"


def test_a_raw_gamma_ray_saturates_the_unit_and_a_scaled_one_does_not():
    raw = figures.saturation(GR, 1.0, 0.0, "GR", "API")
    assert raw.axes[2].get_title(loc="left") == "100 % saturated"
    z = (GR - GR.mean()) / GR.std()
    scaled = figures.saturation(z, 1.0, 0.0, "standardised GR")
    assert scaled.axes[2].get_title(loc="left") == "0 % saturated"
    assert scaled.axes[0].get_xlabel() == "standardised GR"
    one = np.eye(1000)[0]
    for x, words in ((10 * one, "< 1 %"), (10 - 10 * one, "> 99 %")):
        fig = figures.saturation(x, 1.0, 0.0, "GR")
        assert fig.axes[2].get_title(loc="left") == f"{words} saturated"


def test_the_plateau_has_a_large_loss_and_no_slope():
    loss, slope = figures.plateau(-5.0).axes
    z, squared = curve(loss, "squared error")
    _, entropy = curve(loss, "cross-entropy")
    a = 1 / (1 + np.exp(-z))
    np.testing.assert_allclose(squared, (a - 1) ** 2)
    np.testing.assert_allclose(entropy, -np.log(a))
    drawn = [line for line in slope.lines if len(line.get_xdata()) == len(z)]
    for line, of in zip(drawn, (entropy, squared), strict=True):
        numerical = np.abs(np.gradient(of, z))
        np.testing.assert_allclose(line.get_ydata()[1:-1], numerical[1:-1], atol=1e-4)
    a = 1 / (1 + np.exp(5))
    assert words(slope) == [f"{1 - a:.3g}", f"{2 * a * (1 - a) ** 2:.3g}"]


def test_outputs_are_a_probability_shares_and_a_positive_value():
    one, many, value = figures.output_activations([1.0, 0.0, -2.0, 1.0]).axes
    z, p = one.lines[0].get_data()
    np.testing.assert_allclose(p, sigmoid(z))
    shares = np.exp([1.0, 0.0, -2.0, 1.0])
    shares /= shares.sum()
    assert [bar.get_height() for bar in many.patches] == pytest.approx(shares)
    assert words(many) == [f"{share:.2f}" for share in shares]
    assert many.get_title(loc="left").startswith("4 classes")
    for name in ("softplus", "exp"):
        assert curve(value, name)[1].min() > 0
    assert curve(value, "linear")[1].min() < 0


@pytest.mark.parametrize(
    "call, message",
    [
        (lambda: figures.activation_curves([]), "at least one activation"),
        (lambda: figures.activation_curves(["swish"]), "names must be one of"),
        (lambda: figures.activation_curves("tanh", reach=0), "reach must be > 0"),
        (lambda: figures.linear_collapse("bent"), "activation must be one of"),
        (lambda: figures.saturation([np.nan], 1, 0, "GR"), "x must be finite"),
        (lambda: figures.saturation(GR, [1], 0, "GR"), "w must be one number"),
        (
            lambda: figures.saturation(GR, 1, 0, "GR", activation="relu"),
            "activation must be one of 'sigmoid', 'tanh'",
        ),
        (lambda: figures.plateau(9), "z_marked must be"),
        (lambda: figures.output_activations([1.0]), "scores must hold 2 to 6"),
    ],
)
def test_bad_input_is_named(call, message):
    with pytest.raises((TypeError, ValueError), match=re.escape(message)):
        call()
