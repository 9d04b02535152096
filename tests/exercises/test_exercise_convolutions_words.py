"""Chapter 05: what its sentences say is true, and its references are the library's."""

import re
from pathlib import Path

import numpy as np
import pytest

from course_lib import convolution
from course_lib.exercises import convolutions
from course_lib.exercises.function import SEEDS

NOTEBOOKS = Path(__file__).parents[2] / "notebooks" / "source"
SOURCES = [pytest.param(p, id=p.stem) for p in NOTEBOOKS.glob("05_*.md")]


def random_calls(exercise):
    return [exercise.inputs(np.random.default_rng(seed)) for seed in SEEDS]


def test_the_gradient_is_that_of_the_library():
    for x, dz in random_calls(convolutions.kernel_gradient):
        W = np.zeros((1, 1, len(x) - len(dz) + 1))
        _, dW, _ = convolution.conv1d_backward(dz[None, None], x[None, None], W)
        mine = convolutions.kernel_gradient.reference(x, dz)
        np.testing.assert_allclose(mine, dW[0, 0], rtol=1e-10)


def test_the_window_in_metres_is_that_of_the_library():
    layers = [(3,), (3,), (2, 2), (3,), (3,), (2, 2)]
    field = convolution.receptive_field_size(layers, 4, 25, 2500)
    height, width = convolutions.receptive_field_in_metres.reference(
        field.samples, field.samples, 4, 25, 2500
    )
    assert (height, width) == (field.height_m, field.width_m) == (80, 400)
    success = convolutions.receptive_field_in_metres.success
    assert "16 by 16 cells at 4 ms, 25 m and 2500 m/s are 80 m of depth and 400" in (
        success
    )


def test_gradient_descent_does_find_the_wavelet():
    rng = np.random.default_rng(0)
    r, w = rng.normal(size=300), rng.normal(size=7)
    s = np.convolve(r, w, mode="valid")
    found = convolutions.learn_wavelet.reference(r, s, 0.2, 100)
    np.testing.assert_allclose(found, w, atol=1e-6)


def test_numbers_in_the_success_sentences_are_true():
    assert convolutions.conv_parameters.reference(1, 8, 3) == 80
    assert (64 * 64 + 1) * 8 == 32_776
    assert "80 numbers" in convolutions.conv_parameters.success
    assert "32 776" in convolutions.conv_parameters.success
    assert f"{convolutions.tuning_thickness.reference(25, 3000):.1f}" == "23.4"
    assert "a bed of 23 m" in convolutions.tuning_thickness.success
    assert 3000 / (4 * 25) == 30 and "30 m" in convolutions.tuning_thickness.success
    assert f"{1000 * np.sqrt(6) / (2 * np.pi * 25):.1f}" == "15.6"
    assert "15.6 ms" in convolutions.tuning_thickness.probes[0].question


def test_two_opposite_wavelets_are_largest_at_the_tuning_thickness():
    def ricker(t_s, f_hz):
        a = (np.pi * f_hz * t_s) ** 2
        return (1 - 2 * a) * np.exp(-a)

    t_s = np.linspace(-0.1, 0.1, 20_001)
    thickness_m = np.linspace(5, 60, 551)
    largest = [
        np.abs(ricker(t_s + d / 3000, 25) - ricker(t_s - d / 3000, 25)).max()
        for d in thickness_m
    ]
    brightest = thickness_m[np.argmax(largest)]
    right = convolutions.tuning_thickness.reference(25, 3000)
    assert abs(brightest - right) <= 0.1
    assert np.all(np.diff(largest[: np.argmax(largest)]) > 0)  # thinner is dimmer
    assert max(largest) == pytest.approx(1.446, abs=1e-3)


def test_noise_over_noise_is_about_one():
    noise = np.random.default_rng(0).normal(size=3000)
    ratio = convolutions.sta_lta.reference(noise, 20, 200)
    assert 0.9 < np.median(ratio) < 1.1
    loud = convolutions.sta_lta.reference(1000 * noise, 20, 200)
    np.testing.assert_allclose(loud, ratio)


def test_masks_of_both_kinds_are_tried():
    kinds = {args[0].dtype.kind for args in random_calls(convolutions.iou)}
    assert kinds == {"b", "i"}


def test_sizes_round_down_where_it_matters():
    """With every rounding but the floor, one of the calls must differ."""
    rooms = [
        (i + 2 * p - d * (k - 1) - 1, s)
        for i, k, s, p, d in random_calls(convolutions.output_size)
    ]
    assert all(room % stride for room, stride in rooms)
    assert any(room % stride >= stride / 2 for room, stride in rooms)


def test_cross_correlation_is_what_torch_calls_a_convolution():
    torch = pytest.importorskip("torch")
    for x, w in random_calls(convolutions.cross_correlate):
        layer = torch.nn.Conv1d(1, 1, len(w), bias=False, dtype=torch.float64)
        layer.weight.data[:] = torch.from_numpy(w)
        z = layer(torch.from_numpy(x)[None, None]).detach().numpy()[0, 0]
        mine = convolutions.cross_correlate.reference(x, w)
        np.testing.assert_allclose(mine, z, rtol=1e-10, atol=1e-12)
    assert "`torch.nn.Conv1d`" in convolutions.cross_correlate.success


@pytest.mark.parametrize(
    "source", list(NOTEBOOKS.glob("05_*.md")), ids=lambda file: file.stem
)
def test_progress_lists_the_exercises_in_the_order_of_the_notebook(source):
    text = source.read_text(encoding="utf-8")
    checked = re.findall(r"^convolutions\.(\w+)\.check\(", text, re.MULTILINE)
    names = [exercise.name for exercise in convolutions.iou.chapter.exercises]
    assert len(checked) > 5
    assert [name for name in names if name in checked] == checked
