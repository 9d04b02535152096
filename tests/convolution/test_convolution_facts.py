"""Gradients by finite differences, and what a shift of the input does."""

import numpy as np
import pytest

from course_lib import convolution as c
from course_lib.convolution import loops

rng = np.random.default_rng(0)
DISTINCT = rng.permutation(2 * 3 * 6 * 7).reshape(2, 3, 6, 7) / 10  # no ties


def slopes(loss, a, h=1e-5):
    """Central differences of a loss for every entry of ``a``."""
    result = np.zeros(a.shape)
    for index in np.ndindex(a.shape):
        step = np.zeros(a.shape)
        step[index] = h
        result[index] = (loss(a + step) - loss(a - step)) / (2 * h)
    return result


def error(forward, backward, inputs):
    """Largest difference of a backward pass from the slopes of Σ z dz, over inputs."""
    z = forward(*inputs)
    dz = np.random.default_rng(1).normal(size=z.shape)
    worst = 0.0
    for number, gradient in enumerate(backward(dz, *inputs)):

        def loss(a, number=number):
            changed = [*inputs[:number], a, *inputs[number + 1 :]]
            return (forward(*changed) * dz).sum()

        difference = np.abs(slopes(loss, inputs[number]) - gradient).max()
        worst = max(worst, difference)
    return worst


CONV = {"stride": (2, 1), "padding": (1, 2), "dilation": (1, 2)}
TRANSPOSE = {"stride": (2, 3), "padding": (1, 0), "output_padding": (1, 2)}


@pytest.mark.parametrize("ours", [c, loops], ids=["vectorised", "loops"])
def test_gradients_of_conv_equal_finite_differences(ours):
    inputs = [rng.normal(size=s) for s in ((2, 2, 5, 6), (3, 2, 3, 2), (3,))]

    def backward(dz, x, W, b):
        return ours.conv2d_backward(dz, x, W, **CONV)

    assert error(lambda *a: ours.conv2d(*a, **CONV), backward, inputs) < 1e-7


@pytest.mark.parametrize("ours", [c, loops], ids=["vectorised", "loops"])
def test_gradients_of_conv_transpose_equal_finite_differences(ours):
    inputs = [rng.normal(size=s) for s in ((2, 2, 3, 3), (2, 3, 3, 2), (3,))]

    def backward(dz, x, W, b):
        return ours.conv_transpose2d_backward(dz, x, W, **TRANSPOSE)

    def forward(*a):
        return ours.conv_transpose2d(*a, **TRANSPOSE)

    assert error(forward, backward, inputs) < 1e-7


@pytest.mark.parametrize("kind", ["max", "mean"])
@pytest.mark.parametrize("ours", [c, loops], ids=["vectorised", "loops"])
def test_gradients_of_pooling_equal_finite_differences(ours, kind):
    forward = getattr(ours, f"{kind}_pool2d")
    backward = getattr(ours, f"{kind}_pool2d_backward")
    found = error(
        lambda x: forward(x, (3, 2), 2, 1),
        lambda dz, x: [backward(dz, x, (3, 2), 2, 1)],
        [DISTINCT],
    )
    assert found < 1e-7


def test_finite_differences_find_the_mistakes_people_make():
    inputs = [rng.normal(size=s) for s in ((2, 2, 6, 6), (2, 2, 3, 3), (2,))]

    def right(dz, x, W):
        return c.conv2d_backward(dz, x, W, padding=1)

    def wrong(mistake):
        return lambda dz, x, W, b: mistake(dz, x, W, *right(dz, x, W))

    mistakes = {
        "kernel not flipped": lambda dz, x, W, dx, dW, db: (
            c.conv2d(dz, W.swapaxes(0, 1), padding=1),
            dW,
            db,
        ),
        "channels of W swapped": lambda dz, x, W, dx, dW, db: (
            c.conv2d_backward(dz, x, W.swapaxes(0, 1), padding=1)[0],
            dW,
            db,
        ),
        "mean over the batch": lambda dz, x, W, dx, dW, db: (dx, dW / 2, db),
        "only the first window": lambda dz, x, W, dx, dW, db: (
            dx,
            dW,
            dz[:, :, 0, 0].sum(axis=0),
        ),
        "padding forgotten": lambda dz, x, W, dx, dW, db: (
            dx,
            c.conv2d_backward(dz[:, :, 1:-1, 1:-1], x, W)[1],
            db,
        ),
    }

    def forward(*a):
        return c.conv2d(*a, padding=1)

    for name, mistake in mistakes.items():
        assert error(forward, wrong(mistake), inputs) > 0.1, name
    assert error(forward, wrong(lambda dz, x, W, *right: right), inputs) < 1e-7


# ------------------------------------------------------------------------------- shifts

X = rng.normal(size=(1, 1, 16, 15))
KERNEL = rng.normal(size=(1, 1, 3, 3))


def shifted(x, down, right=0):
    """x moved, without the samples that would come in from outside."""
    return x[:, :, down:, right:]


@pytest.mark.parametrize("down, right", [(1, 0), (0, 2), (3, 1)])
@pytest.mark.parametrize("dilation", [1, 2])
def test_with_stride_1_a_shifted_image_gives_the_shifted_output(down, right, dilation):
    z = c.conv2d(X, KERNEL, dilation=dilation)
    moved = c.conv2d(shifted(X, down, right), KERNEL, dilation=dilation)
    np.testing.assert_allclose(moved, shifted(z, down, right), atol=1e-13)


def test_padding_breaks_it_at_the_border_only():
    z = c.conv2d(X, KERNEL, padding=1)
    moved = c.conv2d(shifted(X, 1), KERNEL, padding=1)
    difference = np.abs(moved - shifted(z, 1))[0, 0]
    assert difference[0].max() > 0.1
    np.testing.assert_allclose(difference[1:], 0, atol=1e-13)


@pytest.mark.parametrize(
    "layer",
    [
        lambda x: c.conv2d(x, KERNEL, stride=2),
        lambda x: c.max_pool2d(x, 2),
        lambda x: c.mean_pool2d(x, 2),
        lambda x: c.max_pool2d(c.conv2d(x, KERNEL, padding=(0, 1)), 2),
    ],
    ids=["stride", "max pooling", "mean pooling", "convolution and pooling"],
)
def test_stride_and_pooling_keep_only_shifts_by_whole_steps(layer):
    z = layer(X)
    np.testing.assert_allclose(layer(shifted(X, 2)), shifted(z, 1), atol=1e-13)
    by_one = layer(shifted(X, 1))  # neither the same nor one row further
    for rows in (0, 1):
        there = shifted(z, rows)[:, :, :6]
        assert np.abs(by_one[:, :, :6] - there).max() > 0.1


def test_a_max_pool_with_stride_1_shifts_too():
    z = c.max_pool2d(X, 3, 1)
    np.testing.assert_array_equal(
        c.max_pool2d(shifted(X, 1, 2), 3, 1), shifted(z, 1, 2)
    )


# -------------------------------------------------------------------- what a layer is


def test_a_convolution_layer_is_a_dense_layer_with_shared_weights():
    x, w = rng.normal(size=(4, 1, 9)), rng.normal(size=3)
    dense = np.zeros((7, 9))  # (n_out, n_in): the kernel in each row, one step further
    for i in range(7):
        dense[i, i : i + 3] = w
    z = c.conv1d(x, w[None, None])
    np.testing.assert_allclose(z[:, 0], x[:, 0] @ dense.T, atol=1e-13)
    back = c.conv_transpose1d(z, w[None, None])
    np.testing.assert_allclose(back[:, 0], z[:, 0] @ dense, atol=1e-13)


def test_a_transposed_layer_carries_gradients_back():
    x, W = rng.normal(size=(2, 3, 8, 9)), rng.normal(size=(4, 3, 3, 2))
    steps = {"stride": (2, 3), "padding": (1, 0), "dilation": (1, 2)}
    z = c.conv2d(x, W, **steps)
    dz = rng.normal(size=z.shape)
    left = c.left_over((8, 9), (3, 2), **steps)
    dx, _, _ = c.conv2d_backward(dz, x, W, **steps)
    up = c.conv_transpose2d(dz, W, output_padding=tuple(left), **steps)
    np.testing.assert_allclose(up, dx, atol=1e-13)
    assert (z * dz).sum() == pytest.approx((x * dx).sum(), rel=1e-12)


def test_the_layer_of_seismology_a_spike_becomes_the_wavelet():
    w = np.array([0.2, 1.0, -0.6])  # not symmetric
    r = np.zeros((1, 1, 9))
    r[0, 0, 4] = 2.0
    layer = c.conv1d(r, w[None, None, ::-1], padding=1)  # flipped: s = w ∗ r
    np.testing.assert_allclose(layer[0, 0, 3:6], 2 * w)
    np.testing.assert_allclose(layer[0, 0], np.convolve(r[0, 0], w, "same"))
