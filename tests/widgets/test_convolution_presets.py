"""What the presets of ConvolutionExplorer say about themselves."""

import numpy as np
import pytest

from course_lib.geophysics.seismic import seismogram
from course_lib.widgets import ConvolutionExplorer
from course_lib.widgets.convolution_data import attributes
from course_lib.widgets.convolution_presets import (
    ANGLES_DEG,
    example_patch,
    example_section,
    folded_section,
    noisy_trace,
    trace_kernels,
)


def rms(values):
    return np.sqrt(np.mean(np.square(values)))


def test_the_stencil_answers_at_the_fault_alone():
    output = ConvolutionExplorer.preset("stencil").output
    assert set(np.nonzero(output)[1]) == {2, 3}
    assert np.count_nonzero(output) == 6


def test_smoothing_takes_more_of_the_noise_than_of_the_section():
    explorer = ConvolutionExplorer.preset("smooth")
    noise = np.random.default_rng(0).normal(size=(64, 64))
    smoothed = ConvolutionExplorer.preset("smooth", image=noise).output
    assert rms(smoothed) == pytest.approx(1 / 3, rel=0.1)
    assert rms(explorer.output) / rms(explorer.image) > 0.5


def test_sobel_across_traces_answers_at_the_fault():
    explorer = ConvolutionExplorer.preset("edges")
    answer = np.abs(explorer.output)
    strongest = answer > np.quantile(answer, 0.98)
    mask = example_patch().mask[0]
    near = np.any([np.roll(mask, k, axis=1) for k in range(-3, 4)], axis=0)[1:-1, 1:-1]
    assert near.mean() < 0.2 and near[strongest].mean() > 0.6


def test_the_dip_filter_keeps_the_flank_that_dips_to_the_right():
    explorer = ConvolutionExplorer.preset("dip", padding="same")
    right, left = flanks(explorer)
    assert right > 1.5 * left
    explorer.kernel = "dip down to the left"
    right, left = flanks(explorer)
    assert left > 1.5 * right


def flanks(explorer):
    """RMS where beds dip down to the right, and to the left, by the local slope."""
    image = explorer.input
    down, across = np.gradient(image)
    # A plane wave has ∂x/∂traces = −dip · ∂x/∂samples.
    size = np.ones((9, 9)) / 81
    product = ConvolutionExplorer(across * down, kernel=size, padding="same").output
    power = ConvolutionExplorer(down * down, kernel=size, padding="same").output
    dip = -product / power
    inner = np.s_[8:-8, 8:-8]
    output, dip = explorer.output[inner], dip[inner]
    return rms(output[dip > 0.25]), rms(output[dip < -0.25])


def test_the_matched_filter_mixes_no_traces():
    explorer = ConvolutionExplorer.preset("matched_filter")
    image = explorer.image[0].copy()
    image[:, 30] = 0
    other = ConvolutionExplorer.preset("matched_filter", image=image)
    changed = np.any(explorer.output != other.output, axis=0)
    assert changed[30] and changed.sum() == 1


def test_padding_of_one_takes_the_last_row_and_column_in():
    explorer = ConvolutionExplorer.preset("sizes")
    assert explorer.left_over == (1, 1) and explorer.output_shape == (31, 31)
    explorer.padding = 1
    assert explorer.output_shape == (32, 32)
    explorer.position = (31, 31)
    assert explorer.window[-1, -1] == explorer.image[0, -1, -1]
    # What is left over now is the padded zero.
    assert explorer.left_over == (1, 1)


def test_a_dilated_kernel_reaches_over_nine_samples():
    explorer = ConvolutionExplorer.preset("dilation")
    assert explorer.kernel.size == 9 and explorer.output_shape == (64 - 8, 64 - 8)


def test_the_channels_are_a_section_its_derivative_and_its_envelope():
    explorer = ConvolutionExplorer.preset("channels")
    section, derivative, envelope = explorer.image
    np.testing.assert_array_equal(section, example_section())
    assert (envelope >= np.abs(section) - 1e-6).all()
    assert rms(derivative) == pytest.approx(rms(section), rel=0.6)
    assert explorer.output.min() == 0


@pytest.mark.parametrize("n", [64, 65])
def test_attributes_of_a_cosine(n):
    t = np.arange(n) * 0.004
    image = np.cos(2 * np.pi * 8 * t / (n * 0.004))[:, None] * [1.0, 3.0]
    section, derivative, envelope = attributes(image, 4)
    np.testing.assert_array_equal(section, image)
    np.testing.assert_allclose(envelope, np.ones((n, 1)) * [1, 3], atol=1e-9)
    f = 8 / (n * 0.004)
    expected = -f / 25 * np.sin(2 * np.pi * f * t)
    np.testing.assert_allclose(derivative[2:-2, 0], expected[2:-2], atol=0.15 * f / 25)


def test_far_minus_near_finds_the_gas_sand():
    explorer = ConvolutionExplorer.preset("angle_stacks")
    assert list(ANGLES_DEG) == explorer.channel_names
    near, _, far = explorer.image
    gas = np.s_[26:44, 22:39]
    assert rms(far[gas]) > 1.1 * rms(near[gas])
    assert rms(far[:, 50:]) < rms(near[:, 50:])
    # ReLU and a bias leave what grew with the angle: nothing away from the sand.
    explorer.bias, explorer.activation = -0.05, "relu"
    rows, columns = np.nonzero(explorer.output)
    assert len(rows) > 10
    assert columns.min() >= 19 and columns.max() <= 41


def test_the_convolutional_model_is_the_library_s():
    explorer = ConvolutionExplorer.preset("convolutional_model")
    expected = seismogram(explorer.trace, explorer.kernel)
    np.testing.assert_allclose(explorer.output, expected, atol=1e-12)
    assert np.count_nonzero(explorer.trace) == 12


def test_correlation_lets_a_causal_wavelet_end_at_its_reflector():
    spike = np.zeros(96)
    spike[40] = 1
    explorer = ConvolutionExplorer.preset("correlation_or_convolution", trace=spike)
    after = np.nonzero(explorer.output)[0]
    assert after.min() > 40
    explorer.flip = False
    before = np.nonzero(explorer.output)[0]
    assert before.max() < 40


def test_the_matched_filter_brings_the_trace_nearer_to_its_reflectivity():
    explorer = ConvolutionExplorer.preset("trace_filter")
    np.testing.assert_allclose(explorer.trace, noisy_trace(), atol=1e-7)
    wavelet = trace_kernels()["ricker"].array
    alone = ConvolutionExplorer(
        trace=wavelet, view="trace", wavelet="matched ricker", padding="same"
    )
    assert alone.output.argmax() == len(wavelet) // 2
    assert alone.output.max() == pytest.approx(1)


def test_eight_convolutions_see_17_samples_and_most_from_the_middle():
    explorer = ConvolutionExplorer.preset("deep_field")
    assert explorer.receptive_field[-1] == 17
    top, left, size = explorer.field
    middle = np.abs(explorer.gradient)[top + 4 : top + 13, left + 4 : left + 13]
    assert middle.sum() > 0.85 * np.abs(explorer.gradient).sum()


def test_dilation_doubles_the_field_with_every_layer():
    explorer = ConvolutionExplorer.preset("dilated_field")
    assert explorer.receptive_field.tolist() == [3, 7, 15, 31]
    assert (np.diff(explorer.receptive_field + 1) == [4, 8, 16]).all()


def test_the_folded_section_dips_both_ways_and_the_example_has_a_fault():
    assert folded_section().shape == example_section().shape == (64, 64)
    assert folded_section().std() == pytest.approx(1, abs=0.05)
