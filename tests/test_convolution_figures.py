"""The figures of kernels and windows show the numbers they are given."""

import matplotlib.pyplot as plt
import numpy as np
import pytest

from course_lib import figures
from course_lib.convolution import KERNELS, correlate, left_over, output_size


@pytest.fixture(autouse=True)
def close_figures():
    yield
    plt.close("all")


@pytest.fixture
def image():
    return np.random.default_rng(0).normal(size=(40, 30))


def shown(ax):
    (picture,) = ax.images
    return np.asarray(picture.get_array())


# Filters


def test_filtered_shows_the_section_and_what_each_kernel_makes_of_it(image):
    chosen = {name: KERNELS[name].array for name in ("laplacian", "smooth")}
    fig = figures.filtered(image, chosen)
    titled = {ax.get_title(): ax for ax in fig.axes if ax.get_title()}
    assert list(titled) == ["section", "laplacian", "smooth"]
    np.testing.assert_array_equal(shown(titled["section"]), image)
    wanted = correlate(image, KERNELS["laplacian"], padding="same")
    np.testing.assert_array_equal(shown(titled["laplacian"]), wanted)


def test_signed_images_are_white_at_zero_and_keep_their_troughs(image):
    ax = figures.filtered(image - 0.5, {"one": [[1.0]]}).axes[2]
    low, high = ax.images[0].get_clim()
    assert low == -high
    limit = np.percentile(np.abs(image - 0.5), 98)
    assert high == pytest.approx(limit)


def test_a_kernel_carries_its_numbers():
    fig = figures.kernels([[[1, -2], [0.25, 0], [-0.125, 10.5]]])
    ax = fig.axes[0]
    assert ax.get_title() == "1"
    written = [text.get_text() for text in ax.texts]
    assert written == ["1", "-2", ".25", "0", "-.12", "10.5"]


def test_a_large_kernel_is_shown_in_colours_only():
    fig = figures.kernels(np.ones((1, 9, 9)))
    assert not fig.axes[0].texts


def test_of_several_input_channels_the_first_is_drawn():
    weights = np.random.default_rng(1).normal(size=(7, 3, 3, 3))
    fig = figures.kernels(weights)
    assert [ax.get_title() for ax in fig.axes] == list("1234567")
    np.testing.assert_array_equal(shown(fig.axes[4]), weights[4, 0])


def test_feature_maps_stand_beside_what_the_layer_saw(image):
    maps = np.random.default_rng(2).normal(size=(5, 10, 10))
    fig = figures.feature_maps(image, maps, title="after ReLU")
    titles = [ax.get_title() for ax in fig.axes if ax.images]
    assert titles == ["section", *[f"after ReLU {k}" for k in range(1, 6)]]
    np.testing.assert_array_equal(shown(fig.axes[3]), maps[2])


def test_filtered_wants_a_kernel(image):
    with pytest.raises(ValueError, match="kernels must name at least one kernel"):
        figures.filtered(image, {})


def test_fault_maps_lay_every_answer_over_the_image_it_belongs_to():
    rng = np.random.default_rng(3)
    images, mask = rng.normal(size=(3, 8, 9)), rng.random((3, 8, 9)) > 0.8
    fig = figures.fault_maps(images, {"truth": mask, "network": 0.5 * mask})
    assert [ax.get_ylabel() for ax in fig.axes[::3]] == ["section", "truth", "network"]
    _, over = fig.axes[7].images
    np.testing.assert_array_equal(over.get_array(), 0.5 * mask[1])
    assert over.get_clim() == (0, 1)


def test_fault_maps_want_an_answer_for_every_pixel():
    images = np.ones((2, 8, 8))
    with pytest.raises(ValueError, match="answers must name at least one"):
        figures.fault_maps(images, {})
    with pytest.raises(ValueError, match=r"answers\['net'\] must have shape \(2, 8, 8"):
        figures.fault_maps(images, {"net": np.ones((2, 8, 7))})


# Windows


@pytest.mark.parametrize(
    ("i", "k", "s", "p", "d"), [(12, 3, 2, 0, 1), (12, 3, 1, 2, 2), (10, 4, 3, 1, 1)]
)
def test_windows_draws_one_row_for_each_output(i, k, s, p, d):
    fig = figures.windows(i, k, s, p, d)
    ax = fig.axes[0]
    outputs = output_size(i, k, s, p, d)
    rows = [line for line in ax.lines if line.get_marker() == "s"]
    assert len(rows) == outputs
    first, last = rows[0].get_xdata(), rows[-1].get_xdata()
    assert list(first) == [d * j for j in range(k)]
    assert list(last) == [s * (outputs - 1) + d * j for j in range(k)]
    left = left_over(i, k, s, p, d)
    assert (f"{left} left over at the end" in ax.get_title()) is (left > 0)


def test_windows_hatches_the_samples_that_no_window_reaches():
    ax = figures.windows(12, 3, stride=2).axes[0]
    hatched = [j for j, cell in enumerate(ax.patches) if cell.get_hatch()]
    assert hatched == [11]


def test_windows_refuses_a_kernel_that_does_not_fit():
    with pytest.raises(ValueError, match="larger than the padded input"):
        figures.windows(5, 3, dilation=4)


# Shared weights and receptive fields


def test_a_convolution_is_a_matrix_with_one_band():
    _, convolution = figures.shared_weights([1.0, -3.0], n=5).axes
    wanted = np.zeros((4, 5))
    for i in range(4):
        wanted[i, i : i + 2] = 1.0, -3.0
    np.testing.assert_array_equal(shown(convolution), wanted)
    assert convolution.get_title() == "convolution: 2 weights, again and again"


def test_receptive_fields_are_told_in_samples_milliseconds_and_metres(image):
    fig = figures.receptive_fields(image, [3, (2, 2), 3], 4, 25, 2000, ["a", "b", "c"])
    (legend,) = fig.legends
    assert [text.get_text() for text in legend.get_texts()] == [
        "a: 3 samples, 12 ms, 12 m high, 75 m wide",
        "b: 4 samples, 16 ms, 16 m high, 100 m wide",
        "c: 8 samples, 32 ms, 32 m high, 200 m wide",
    ]
    assert [box.get_width() for box in fig.axes[0].patches] == [3, 4, 8]
