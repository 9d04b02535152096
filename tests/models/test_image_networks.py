"""FaultCNN, UNet, PixelMLP: what goes in, what comes out, and who loads PyTorch."""

import subprocess
import sys

import numpy as np
import pytest

torch = pytest.importorskip("torch")

from course_lib import models  # noqa: E402
from course_lib.models.networks import NETWORKS  # noqa: E402

SMALL = [models.FaultCNN(3), models.UNet(2), models.PixelMLP((24, 16), 4)]


def run(code):
    command = [sys.executable, "-c", code]
    done = subprocess.run(command, capture_output=True, text=True, check=True)
    return done.stdout


def test_the_package_loads_torch_when_a_name_is_used_and_not_before():
    out = run(
        "import sys\n"
        "from course_lib import models\n"
        "print('UNet' in dir(models), 'torch' in sys.modules)\n"
        "models.UNet\n"
        "print('torch' in sys.modules)\n"
    )
    assert out.split() == ["True", "False", "True"]


def test_without_torch_one_sentence_says_how_to_get_it():
    out = run(
        "import sys\n"
        "sys.modules['torch'] = None\n"
        "from course_lib import models\n"
        "try:\n"
        "    from course_lib.models import train\n"
        "except ImportError as error:\n"
        "    print(error, error.__suppress_context__)\n"
    )
    assert "pip install torch" in out and "pytorch" in out
    assert out.count("\n") == 1 and out.strip().endswith("True")


def test_an_unknown_name_lists_the_names():
    with pytest.raises(AttributeError, match="no 'Unet'; it has .*UNet"):
        _ = models.Unet


def test_parameters_are_tens_of_thousands():
    def count(net):
        return sum(p.numel() for p in net.parameters())

    assert count(models.FaultCNN()) == 34_117
    assert count(models.UNet()) == 40_177
    assert count(models.PixelMLP(64)) == 262_273
    for net in (models.FaultCNN(), models.UNet()):
        assert f"{count(net):,}".replace(",", " ") in type(net).__doc__


@pytest.mark.parametrize("size", [(64, 64), (61, 100), (9, 8), (1, 5), (3, 130)])
def test_a_unet_answers_for_every_pixel_of_any_size(size):
    with torch.no_grad():
        assert models.UNet(2)(torch.randn(2, 1, *size)).shape == (2, *size)


def test_a_unet_continues_an_image_by_its_last_row_and_column():
    net, x = models.UNet(4).eval(), torch.randn(1, 1, 29, 35)
    last_row, last_column = [*range(29), 28, 28, 28], [*range(35), 34, 34, 34, 34, 34]
    with torch.no_grad():
        continued = net(x[:, :, last_row][..., last_column])
        torch.testing.assert_close(net(x), continued[:, :29, :35])


def test_a_fault_anywhere_is_a_fault():
    """The answer of FaultCNN moves with the image by multiples of its pooling."""
    net = models.FaultCNN(4).eval()
    x = torch.zeros(1, 1, 128, 128)
    x[..., 40:64, 40:64] = torch.randn(24, 24)
    with torch.no_grad():
        torch.testing.assert_close(net(x), net(x.roll((16, -8), dims=(2, 3))))


@pytest.mark.parametrize("kind", NETWORKS)
def test_same_seed_same_weights_and_nobody_elses_random_numbers(kind):
    torch.manual_seed(5)
    expected = torch.rand(3)
    torch.manual_seed(5)
    one, two, other = (NETWORKS[kind](seed=seed) for seed in (1, 1, 2))
    torch.testing.assert_close(torch.rand(3), expected, rtol=0, atol=0)
    first, second, third = (next(net.parameters()) for net in (one, two, other))
    assert torch.equal(first, second)
    assert not torch.equal(first, third)


@pytest.mark.parametrize("net", SMALL, ids=lambda net: type(net).__name__)
@pytest.mark.parametrize(
    "shape", [(24, 16), (1, 24, 16), (2, 24, 16, 1), (2, 3, 24, 16)]
)
def test_images_without_their_channel_are_refused(net, shape):
    with pytest.raises(ValueError, match=r"shape \(m, 1, n1, n2\)"):
        net(torch.zeros(shape))


@pytest.mark.parametrize(
    "call, words",
    [
        (lambda: models.FaultCNN(0), "width must be >= 1; got 0"),
        (lambda: models.UNet(2.5), "width must be a whole number"),
        (lambda: models.UNet(seed=-1), "seed must be >= 0"),
        (lambda: models.PixelMLP((64, 0)), "size must be >= 1"),
        (lambda: models.FaultCNN(2)(torch.zeros(1, 1, 7, 64)), "at least 8"),
        (lambda: SMALL[2](torch.zeros(1, 1, 16, 24)), "patches 24 × 16; got 16 × 24"),
    ],
)
def test_bad_arguments_are_named_with_what_is_allowed(call, words):
    with pytest.raises((TypeError, ValueError), match=words):
        call()


# ------------------------------------------------------------------------- images


def test_every_image_is_standardised_whatever_its_unit():
    X = np.random.default_rng(0).normal(size=(3, 9, 12))
    seen = models.as_images(X)
    assert seen.shape == (3, 1, 9, 12) and seen.dtype == torch.float32
    np.testing.assert_allclose(seen.mean(dim=(2, 3)), 0, atol=1e-6)
    np.testing.assert_allclose(seen.std(dim=(2, 3), correction=0), 1, atol=1e-6)
    scaled = X * np.array([1.0, 2e4, 3e-9])[:, None, None] + 7.0
    torch.testing.assert_close(
        models.as_images(scaled[:, None]), seen, atol=1e-5, rtol=0
    )


def test_whole_numbers_and_constant_images():
    X = np.random.default_rng(0).integers(-30_000, 30_000, (2, 9, 9), dtype=np.int16)
    torch.testing.assert_close(models.as_images(X), models.as_images(X.astype(float)))
    for value in (0.0, 0.1, -1e7):
        assert not models.as_images(np.full((1, 8, 8), value)).any()


@pytest.mark.parametrize(
    "X, words",
    [
        (np.zeros((8, 8)), r"got \(8, 8\). For one image pass X\[None\]"),
        (np.zeros((5, 8, 8, 1)), r"channel comes second: pass np.moveaxis\(X, 3, 1\)"),
        (np.zeros((5, 3, 8, 8)), r"got \(5, 3, 8, 8\)$"),
        (np.full((1, 8, 8), np.nan), "X must be finite; 64 of 64"),
        (np.zeros((0, 8, 8)), "X is empty"),
        ([["a"]], "X must hold real numbers"),
    ],
)
def test_arrays_that_are_no_images_are_refused(X, words):
    with pytest.raises((TypeError, ValueError), match=words):
        models.as_images(X)
