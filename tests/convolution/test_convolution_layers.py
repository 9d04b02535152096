"""Convolution layers against torch, loops, finite differences and np.correlate."""

from itertools import product

import numpy as np
import pytest

from course_lib import convolution

TIGHT = {"rtol": 0, "atol": 1e-10}

# kernel, stride, padding, dilation: per axis; the sizes 9 and 10 leave over 0 and more
GRID_1D = list(product((1, 2, 3, 4), (1, 2, 3), (0, 1, 2), (1, 2)))
GRID_2D = list(
    product(
        [(1, 1), (3, 3), (2, 3), (4, 1)],
        [(1, 1), (2, 2), (1, 3), (3, 2)],
        [(0, 0), (1, 1), (2, 0), (0, 3)],
        [(1, 1), (2, 2), (1, 2)],
    )
)
CASES = [((k,), (s,), (p,), (d,)) for k, s, p, d in GRID_1D] + GRID_2D
CHANNELS = [(1, 1, 1), (2, 3, 2), (3, 2, 4)]  # m, c_in, c_out


def arrays(case, number, transposed=False):
    """Seeded x, W, b of a case; the number changes sizes and channels too."""
    k = case[0]
    rng = np.random.default_rng(number)
    m, c_in, c_out = CHANNELS[number % 3]
    n = ((10,), (9,), (8, 9), (9, 7))[number % 2 + 2 * (len(k) - 1)]
    channels = (c_in, c_out) if transposed else (c_out, c_in)
    x = rng.normal(size=(m, c_in, *n))
    return x, rng.normal(size=(*channels, *k)), rng.normal(size=c_out)


def torch_with_gradients(name, x, W, b, **options):
    """torch's output, the dz we send back, and torch's dx, dW, db."""
    torch = pytest.importorskip("torch")
    inputs = [torch.tensor(a, requires_grad=True) for a in (x, W, b)]
    z = getattr(torch.nn.functional, name)(*inputs, **options)
    dz = np.random.default_rng(5).normal(size=z.shape)
    gradients = torch.autograd.grad(z, inputs, torch.tensor(dz))
    return z.detach().numpy(), dz, [g.numpy() for g in gradients]


@pytest.mark.parametrize("number, case", list(enumerate(CASES)))
def test_conv_equals_torch_forward_and_backward(number, case):
    x, W, b = arrays(case, number)
    _, s, p, d = case
    options = {"stride": s, "padding": p, "dilation": d}
    name = f"conv{len(s)}d"
    z, dz, gradients = torch_with_gradients(name, x, W, b, **options)
    np.testing.assert_allclose(
        getattr(convolution, name)(x, W, b, **options), z, **TIGHT
    )
    ours = getattr(convolution, f"{name}_backward")(dz, x, W, **options)
    for mine, theirs in zip(ours, gradients, strict=True):
        np.testing.assert_allclose(mine, theirs, **TIGHT)
