"""Convolution layers, vectorised and as loops, against torch over a grid of shapes."""

from itertools import product

import numpy as np
import pytest

from course_lib import convolution
from course_lib.convolution import loops, windows
from course_lib.convolution.windows import blocks as cut

BOTH = (convolution, loops)
TIGHT = {"rtol": 0, "atol": 1e-10}
CHANNELS = [(1, 1, 1), (2, 3, 2), (3, 2, 4)]  # m, c_in, c_out

# Kernel, stride, padding, dilation, per axis; with the sizes below, every stride leaves
# over nothing in some cases and something in others.
TRACES = [
    tuple((number,) for number in numbers)
    for numbers in product((1, 2, 3, 4), (1, 2, 3), (0, 1, 2), (1, 2, 3))
]
IMAGES = list(
    product(
        [(1, 1), (3, 3), (2, 3), (4, 1)],
        [(1, 1), (2, 2), (1, 3), (3, 2)],
        [(0, 0), (1, 1), (2, 0), (0, 3)],
        [(1, 1), (2, 2), (1, 2)],
    )
)
CASES = list(enumerate(TRACES + IMAGES))
SIZES = {1: [(10,), (11,)], 2: [(8, 9), (9, 7)]}


def arrays(case, number, transposed=False):
    """Seeded x, W, b of a case; the number decides on sizes and channels too."""
    k = case[0]
    rng = np.random.default_rng(number)
    m, c_in, c_out = CHANNELS[number % 3]
    n = SIZES[len(k)][number % 2]
    channels = (c_in, c_out) if transposed else (c_out, c_in)
    x = rng.normal(size=(m, c_in, *n))
    return x, rng.normal(size=(*channels, *k)), rng.normal(size=c_out)


def torch_answer(name, inputs, *arguments, **options):
    """torch's output z, a dz to send back, and torch's gradients of the inputs."""
    torch = pytest.importorskip("torch")
    inputs = [torch.tensor(a, requires_grad=True) for a in inputs]
    z = getattr(torch.nn.functional, name)(*inputs, *arguments, **options)
    dz = np.random.default_rng(5).normal(size=z.shape)
    gradients = torch.autograd.grad(z, inputs, torch.tensor(dz))
    return z.detach().numpy(), dz, [g.numpy() for g in gradients]


def assert_layer_equals_torch(name, x, W, b, **options):
    z, dz, gradients = torch_answer(name, (x, W, b), **options)
    for ours in BOTH:
        mine = getattr(ours, name)(x, W, b, **options)
        np.testing.assert_allclose(mine, z, **TIGHT)
        mine = getattr(ours, f"{name}_backward")(dz, x, W, **options)
        for my, theirs in zip(mine, gradients, strict=True):
            np.testing.assert_allclose(my, theirs, **TIGHT)
    without = getattr(convolution, name)(x, W, **options)
    np.testing.assert_array_equal(
        without, getattr(convolution, name)(x, W, 0 * b, **options)
    )


@pytest.mark.parametrize("number, case", CASES)
def test_conv_equals_torch_forward_and_backward(number, case):
    _, s, p, d = case
    options = {"stride": s, "padding": p, "dilation": d}
    assert_layer_equals_torch(f"conv{len(s)}d", *arrays(case, number), **options)


@pytest.mark.parametrize("number, case", CASES)
def test_conv_transpose_equals_torch_forward_and_backward(number, case):
    _, s, p, d = case
    x, W, b = arrays(case, number, transposed=True)
    most = [max(pair) for pair in zip(s, d, strict=True)]
    for output_padding in ([0] * len(s), [m - 1 for m in most]):
        assert_layer_equals_torch(
            f"conv_transpose{len(s)}d", x, W, b,
            stride=s, padding=p, dilation=d, output_padding=tuple(output_padding),
        )  # fmt: skip


@pytest.mark.filterwarnings("ignore:Using padding='same' with even:UserWarning")
@pytest.mark.parametrize("padding", ["valid", "same"])
@pytest.mark.parametrize("k", [(1,), (2,), (3,), (4,), (3, 3), (2, 5), (4, 4)])
@pytest.mark.parametrize("d", [1, 2])
def test_padding_by_name_equals_torch(padding, k, d):
    x, W, b = arrays((k,), 4)
    assert_layer_equals_torch(f"conv{len(k)}d", x, W, b, padding=padding, dilation=d)


@pytest.mark.parametrize("block", [1, 40, 150])
@pytest.mark.parametrize("n, k", [((11,), (3,)), ((9, 8), (2, 3))])
def test_large_input_is_cut_into_parts_that_nobody_notices(monkeypatch, block, n, k):
    rng = np.random.default_rng(3)
    x, W = rng.normal(size=(7, 2, *n)), rng.normal(size=(3, 2, *k))
    layer = getattr(convolution, f"conv{len(n)}d")
    steps = {"stride": 2, "padding": 1}
    parts = []
    whole = layer(x, W, **steps)
    monkeypatch.setattr(windows, "BLOCK", block)
    monkeypatch.setattr(
        windows, "blocks", lambda *a, **b: parts.extend(cut(*a, **b)) or parts
    )
    np.testing.assert_allclose(layer(x, W, **steps), whole, **TIGHT)
    assert len(parts) > 1


def test_one_number_counts_for_every_axis():
    x, W, _ = arrays(((3, 3),), 1)
    for ours in BOTH:
        np.testing.assert_array_equal(
            ours.conv2d(x, W, None, 2, 1, 2),
            ours.conv2d(x, W, None, (2, 2), (1, 1), (2, 2)),
        )


# ------------------------------------------------------------------------------ pooling

POOLS = [
    (k, s, p)
    for k in ((1,), (2,), (3,), (5,), (2, 2), (3, 3), (2, 3), (4, 1))
    for s in (None, (1, 1), (2, 2), (3, 1), (3, 4))
    for p in product(*[range(kk // 2 + 1) for kk in k])
]


@pytest.mark.parametrize("kind", ["max", "mean"])
@pytest.mark.parametrize("ties", [False, True])
def test_pooling_equals_torch_forward_and_backward(kind, ties):
    for number, (k, s, p) in enumerate(POOLS):
        axes = len(k)
        x, _, _ = arrays((k,), number)
        if ties:  # many equal values, and one channel of one value throughout
            x = np.round(x)
            x[0, 0] = -2.0
        s = s and s[:axes]
        theirs = f"{'avg' if kind == 'mean' else 'max'}_pool{axes}d"
        z, dz, (dx,) = torch_answer(theirs, [x], k, stride=s, padding=p)
        for ours in BOTH:
            name = f"{kind}_pool{axes}d"
            mine = getattr(ours, name)(x, k, s, p)
            np.testing.assert_allclose(mine, z, **TIGHT, err_msg=f"{k} {s} {p}")
            mine = getattr(ours, f"{name}_backward")(dz, x, k, s, p)
            np.testing.assert_allclose(mine, dx, **TIGHT, err_msg=f"{k} {s} {p}")


def test_among_equals_the_first_of_a_window_gets_the_gradient():
    x = [[[[5, 5], [5, 5]]]]
    for ours in BOTH:
        dx = ours.max_pool2d_backward([[[[7.0]]]], x, 2)
        np.testing.assert_array_equal(dx, [[[[7, 0], [0, 0]]]])


def test_the_padding_of_a_max_pool_never_wins_but_counts_in_a_mean():
    x = [[[-3.0, -1.0, -2.0]]]
    for ours in BOTH:
        np.testing.assert_array_equal(ours.max_pool1d(x, 2, 2, 1), [[[-3, -1]]])
        np.testing.assert_array_equal(ours.mean_pool1d(x, 2, 2, 1), [[[-1.5, -1.5]]])


def test_what_is_left_over_gets_no_gradient():
    x = np.ones((1, 1, 7))
    for ours in BOTH:
        dx, _, _ = ours.conv1d_backward(np.ones((1, 1, 2)), x, np.ones((1, 1, 3)), 3)
        np.testing.assert_array_equal(dx, [[[1, 1, 1, 1, 1, 1, 0]]])
        dx = ours.max_pool1d_backward(np.ones((1, 1, 3)), x, 2)
        np.testing.assert_array_equal(dx, [[[1, 0, 1, 0, 1, 0, 0]]])
