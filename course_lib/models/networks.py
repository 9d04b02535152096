"""Networks for seismic images, in PyTorch: one answer per patch, or one per pixel.

`FaultCNN` says whether a patch holds a fault, `UNet` says it of every pixel, and
`PixelMLP` is what they have to beat: a network that knows nothing of neighbours.
All take images ``(m, 1, n_samples, n_traces)`` and return logits: the score z before
the sigmoid, so that the loss can be computed without overflow.

Taught in: notebook 5.
"""

import contextlib

import torch
import torch.nn.functional as F
from torch import nn

from course_lib.checks import check_count


def block(c_in, c_out):
    """3×3 convolution, batch normalisation, ReLU: (m, c_in, …) → (m, c_out, …).

    Zero padding keeps the size. The convolution has no bias: subtracting the mean of
    the batch would take it away again.
    """
    return nn.Sequential(
        nn.Conv2d(c_in, c_out, 3, padding=1, bias=False),
        nn.BatchNorm2d(c_out),
        nn.ReLU(inplace=True),
    )


class FaultCNN(nn.Module):
    """Is there a fault in the patch? Images (m, 1, n1, n2) → logits (m,).

    Four blocks of 3×3 convolutions. Pooling between them halves the image three times,
    while the channels grow from 1 to 4 · ``width``. A unit of the last map sees 38 × 38
    pixels; the largest value of each channel says whether its pattern occurs
    *anywhere*, and a logistic unit weighs the channels.

    Parameters
    ----------
    width : int
        Channels of the first block; 12 makes 34 117 parameters.
    seed : int
        Seed of the starting weights.

    Raises
    ------
    TypeError, ValueError
        With the argument's name, its value and what is allowed; images that are not
        (m, 1, n1, n2) with n1 and n2 at least 8.

    Examples
    --------
    >>> net = FaultCNN()
    >>> net(torch.zeros(5, 1, 64, 64)).shape
    torch.Size([5])
    """

    def __init__(self, width=12, seed=0):
        super().__init__()
        self.width = c = check_count(width, "width", 1)
        self.seed = check_count(seed, "seed", 0)
        with seeded(seed):
            self.features = nn.Sequential(
                *(block(1, c), nn.MaxPool2d(2)),
                *(block(c, 2 * c), nn.MaxPool2d(2)),
                *(block(2 * c, 4 * c), nn.MaxPool2d(2)),
                block(4 * c, 4 * c),
            )
            self.head = nn.Linear(4 * c, 1)

    def forward(self, x):
        check_images(x, smallest=8)
        maps = self.features(x)  # (m, 4c, n1/8, n2/8)
        return self.head(maps.amax(dim=(2, 3)))[:, 0]

    def settings(self):
        """The arguments that make a network of this kind."""
        return {"width": self.width, "seed": self.seed}


class UNet(nn.Module):
    """Which pixels lie on a fault? Images (m, 1, n1, n2) → logits (m, n1, n2).

    The way down is that of a CNN: it halves the image three times and sees ever more of
    the surroundings, ever less exactly where. The way up doubles the image again, and
    at each level gets back the maps of the way down beside it: they know where.

    Any size will do: an image whose sides are not multiples of 8 is continued at the
    bottom and at the right by its last row and column, and the answer is cropped.

    Parameters
    ----------
    width : int
        Channels of the first level; 8 makes 40 177 parameters.
    seed : int
        Seed of the starting weights.

    Raises
    ------
    TypeError, ValueError
        With the argument's name, its value and what is allowed; images that are not
        (m, 1, n1, n2).

    References
    ----------
    Ronneberger, Fischer & Brox, 2015, MICCAI, 234-241, here with a tenth of the
    channels, batch normalisation, and padding so that sizes stay.

    Examples
    --------
    >>> net = UNet()
    >>> net(torch.zeros(5, 1, 61, 100)).shape
    torch.Size([5, 61, 100])
    """

    def __init__(self, width=8, seed=0):
        super().__init__()
        self.width = c = check_count(width, "width", 1)
        self.seed = check_count(seed, "seed", 0)
        with seeded(seed):
            self.down1 = nn.Sequential(block(1, c), block(c, c))
            self.down2 = nn.Sequential(block(c, 2 * c), block(2 * c, 2 * c))
            self.down3 = nn.Sequential(block(2 * c, 4 * c), block(4 * c, 4 * c))
            self.bottom = block(4 * c, 4 * c)
            self.up3 = block(4 * c + 4 * c, 2 * c)
            self.up2 = block(2 * c + 2 * c, c)
            self.up1 = block(c + c, c)
            self.head = nn.Conv2d(c, 1, 1)

    def forward(self, x):
        check_images(x)
        n1, n2 = x.shape[2:]
        x = F.pad(x, (0, -n2 % 8, 0, -n1 % 8), mode="replicate")
        d1 = self.down1(x)  # (m, c, n1, n2)
        d2 = self.down2(F.max_pool2d(d1, 2))  # (m, 2c, n1/2, n2/2)
        d3 = self.down3(F.max_pool2d(d2, 2))  # (m, 4c, n1/4, n2/4)
        x = self.bottom(F.max_pool2d(d3, 2))  # (m, 4c, n1/8, n2/8)
        x = self.up3(torch.cat([doubled(x), d3], dim=1))
        x = self.up2(torch.cat([doubled(x), d2], dim=1))
        x = self.up1(torch.cat([doubled(x), d1], dim=1))
        return self.head(x)[:, 0, :n1, :n2]

    def settings(self):
        """The arguments that make a network of this kind."""
        return {"width": self.width, "seed": self.seed}


class PixelMLP(nn.Module):
    """A fully connected network on pixels: images (m, 1, n1, n2) → logits (m,).

    Every pixel has weights of its own. What is learned about a fault at one place says
    nothing about the same fault a trace further: the baseline for `FaultCNN`.

    Parameters
    ----------
    size : int or (int, int)
        Samples and traces of a patch.
    hidden : int
        Hidden units (ReLU); 0 makes it logistic regression.
    seed : int
        Seed of the starting weights.

    Examples
    --------
    >>> sum(p.numel() for p in PixelMLP(64, hidden=64).parameters())
    262273
    >>> sum(p.numel() for p in PixelMLP(64, hidden=0).parameters())
    4097
    """

    def __init__(self, size=64, hidden=64, seed=0):
        super().__init__()
        n1, n2 = size if isinstance(size, tuple | list) else (size, size)
        self.size = check_count(n1, "size", 1), check_count(n2, "size", 1)
        self.hidden = check_count(hidden, "hidden", 0)
        self.seed = check_count(seed, "seed", 0)
        pixels = self.size[0] * self.size[1]
        with seeded(seed):
            if hidden:
                layers = [nn.Linear(pixels, hidden), nn.ReLU(), nn.Linear(hidden, 1)]
            else:
                layers = [nn.Linear(pixels, 1)]
            self.layers = nn.Sequential(nn.Flatten(), *layers)

    def forward(self, x):
        check_images(x)
        if x.shape[2:] != self.size:
            raise ValueError(
                f"this PixelMLP takes patches {self.size[0]} × {self.size[1]}; "
                f"got {x.shape[2]} × {x.shape[3]}"
            )
        return self.layers(x)[:, 0]

    def settings(self):
        """The arguments that make a network of this kind."""
        return {"size": list(self.size), "hidden": self.hidden, "seed": self.seed}


NETWORKS = {network.__name__: network for network in (FaultCNN, UNet, PixelMLP)}


def doubled(x):
    """Every pixel twice along both axes: (m, c, n1, n2) → (m, c, 2 n1, 2 n2)."""
    return F.interpolate(x, scale_factor=2, mode="nearest")


def check_images(x, smallest=1):
    """Raise unless ``x`` is (m, 1, n1, n2): torch would take some other shapes too."""
    if x.ndim != 4 or x.shape[1] != 1 or min(x.shape[2:]) < smallest:
        size = f", n1 and n2 at least {smallest}" if smallest > 1 else ""
        raise ValueError(
            f"images must have shape (m, 1, n1, n2): image, channel, sample, trace"
            f"{size}; got {tuple(x.shape)}"
        )


@contextlib.contextmanager
def seeded(seed):
    """Torch's random numbers on the CPU start from ``seed`` here, and only here."""
    state = torch.get_rng_state()
    torch.default_generator.manual_seed(seed)
    try:
        yield
    finally:
        torch.set_rng_state(state)
