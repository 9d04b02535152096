"""Sizes and receptive fields against torch, and against counting."""

from itertools import product

import numpy as np
import pytest

from course_lib.convolution import (
    conv1d_backward,
    left_over,
    output_size,
    receptive_field,
    receptive_field_size,
    transposed_size,
)

GRID = list(product(range(1, 13), range(1, 6), range(1, 5), range(4), range(1, 4)))


def torch_size(layer, *arguments, **options):
    """Size of torch's output, or None where torch refuses."""
    try:
        return layer(*arguments, **options).shape[-1]
    except RuntimeError:
        return None


def our_size(size, *arguments):
    try:
        return size(*arguments)
    except ValueError:
        return None


def test_output_size_equals_torch_over_a_full_grid():
    torch = pytest.importorskip("torch")
    fit = 0
    for i, k, s, p, d in GRID:
        x, W = torch.zeros(1, 1, i), torch.zeros(1, 1, k)
        layer = torch.nn.functional.conv1d
        theirs = torch_size(layer, x, W, stride=s, padding=p, dilation=d)
        assert our_size(output_size, i, k, s, p, d) == theirs, (i, k, s, p, d)
        fit += theirs is not None
    assert 0 < fit < len(GRID)  # both kinds were met


def test_transposed_size_equals_torch_over_a_full_grid():
    torch = pytest.importorskip("torch")
    layer, fit, seen = torch.nn.functional.conv_transpose1d, 0, 0
    sizes = product(range(1, 8), range(1, 6), range(1, 5), range(4), range(1, 4))
    for i, k, s, p, d in sizes:
        x, W = torch.zeros(1, 1, i), torch.zeros(1, 1, k)
        for op in range(5):
            theirs = torch_size(
                layer, x, W, stride=s, padding=p, dilation=d, output_padding=op
            )
            ours = our_size(transposed_size, i, k, s, p, d, op)
            assert ours == theirs, (i, k, s, p, d, op)
            fit, seen = fit + (theirs is not None), seen + 1
    assert 0 < fit < seen


@pytest.mark.parametrize("i, k, s, p, d", GRID[::7])
def test_left_over_counts_what_no_position_reaches(i, k, s, p, d):
    size = our_size(output_size, i, k, s, p, d)
    if size is None:
        with pytest.raises(ValueError, match="larger than the padded input"):
            left_over(i, k, s, p, d)
        return
    last = max(position * s + d * (k - 1) for position in range(size))
    assert left_over(i, k, s, p, d) == i + 2 * p - 1 - last


def test_transposed_size_undoes_output_size_with_what_was_left_over():
    for i, k, s, p, d in GRID:
        size = our_size(output_size, i, k, s, p, d)
        if size is not None:
            op = left_over(i, k, s, p, d)
            assert transposed_size(size, k, s, p, d, op) == i


def test_sizes_take_one_entry_per_axis():
    assert output_size((463, 951), 3, (1, 2), padding=1).tolist() == [463, 476]
    assert left_over((463, 950), 3, 2, 1).tolist() == [0, 1]
    assert transposed_size([32, 16], 3, 2, 1, 1, [1, 0]).tolist() == [64, 31]
    assert isinstance(output_size(np.int64(5), 3), int)


PATCH_NETWORK = [(3,), (3,), (2, 2), (3,), (3,), (2, 2)]


def test_sizes_and_fields_of_the_example_with_a_patch_of_64():
    sizes = [64]
    for k, *s in PATCH_NETWORK:
        sizes.append(output_size(sizes[-1], k, *s))
    assert sizes[1:] == [62, 60, 30, 28, 26, 13]
    assert receptive_field(PATCH_NETWORK).tolist() == [3, 5, 6, 10, 14, 16]


@pytest.mark.parametrize("seed", range(30))
def test_receptive_field_is_where_the_gradient_of_one_output_arrives(seed):
    r = np.random.default_rng(seed)
    layers = [tuple(r.integers(1, 4, r.integers(1, 4))) for _ in range(4)]
    sizes = [150]
    for layer in layers:
        sizes.append(output_size(sizes[-1], layer[0], *_step(layer)))
    dz = np.zeros((1, 1, sizes[-1]))
    dz[0, 0, sizes[-1] // 2] = 1
    for layer, n in zip(layers[::-1], sizes[-2::-1], strict=True):
        ones, x = np.ones((1, 1, layer[0])), np.zeros((1, 1, n))
        stride, _, dilation = _step(layer)
        dz, _, _ = conv1d_backward(dz, x, ones, stride, 0, dilation)
    (reached,) = np.nonzero(dz[0, 0])
    assert np.ptp(reached) + 1 == receptive_field(layers)[-1]


def _step(layer):
    k, s, d = (*layer, 1, 1)[:3]
    return int(s), 0, int(d)


def test_receptive_field_size_in_ms_and_metres():
    size = receptive_field_size(PATCH_NETWORK, 2.0, 12.5, 3000)
    assert size.samples == 16
    assert size.ms == 32.0
    assert size.height_m == pytest.approx(0.032 / 2 * 3000)  # two-way time
    assert size.width_m == 200.0


@pytest.mark.parametrize(
    ("words", "call"),
    [
        (
            r"reaches over 7 samples \(k = 4, dilation = 2\), and there are 5 "
            r"\(i = 3, padding = 1\)",
            lambda: output_size(3, 4, padding=1, dilation=2),
        ),
        (r"reaches over 9 samples.*i = 8", lambda: output_size([64, 8], 9)),
        ("stride must be >= 1; got 0", lambda: output_size(8, 3, 0)),
        ("padding must be >= 0; got -1", lambda: output_size(8, 3, padding=-1)),
        ("dilation must be >= 1; got 0", lambda: left_over(8, 3, dilation=0)),
        ("i must be >= 1; got 0", lambda: output_size(0, 3)),
        ("k must be a whole number; got 2.5", lambda: output_size(8, 2.5)),
        ("k must be a whole number; got nan", lambda: output_size(8, np.nan)),
        ("k must be whole numbers; got '3'", lambda: output_size(8, "3")),
        ("stride must be whole numbers; got True", lambda: output_size(8, 3, True)),
        ("output_padding must be smaller", lambda: transposed_size(8, 3, 2, 0, 1, 2)),
        ("padding = 3 cuts off everything", lambda: transposed_size(3, 3, 1, 3)),
        ("layers must be a sequence of layers; got 3", lambda: receptive_field(3)),
        ("layers is empty", lambda: receptive_field([])),
        (r"layers\[1\] must be >= 1", lambda: receptive_field([3, (3, 0)])),
        (r"layers\[0\] must be k, \(k, st", lambda: receptive_field([(1, 2, 3, 4)])),
        ("dt_ms must be > 0", lambda: receptive_field_size([3], 0, 25, 2000)),
        ("velocity_m_s must be > 0", lambda: receptive_field_size([3], 4, 25, -1)),
    ],
)
def test_impossible_sizes_are_refused(words, call):
    with pytest.raises((TypeError, ValueError), match=words):
        call()
