"""What a trained network says: of patches, and of a whole section.

Taught in: notebook 5, "Where is the fault?" and "A real section".
"""

import warnings

import numpy as np
import torch

from course_lib.checks import check_count, check_number
from course_lib.models.devices import at_work
from course_lib.models.images import as_images

# How much more a section must change along its traces than along its samples, on
# average, before somebody is asked whether the axes are swapped.
SWAPPED = 1.25


def predict(network, X, batch_size=64, device="auto"):
    """Probability of a fault: in each image, or at each pixel.

    Parameters
    ----------
    network : torch.nn.Module
        Such as a trained `FaultCNN` or `UNet`.
    X : array_like, shape (m, n1, n2) or (m, 1, n1, n2)
        Images in any unit; each is standardised as in training, see `as_images`.
    batch_size : int
        Images at a time.
    device : str
        ``"auto"``: CUDA, else MPS, else the CPU; or one by name.

    Returns
    -------
    numpy.ndarray, float32
        Shape (m,), or (m, n1, n2) for a `UNet`.

    Raises
    ------
    TypeError, ValueError
        With the argument's name, its value and what is allowed.

    Examples
    --------
    >>> from course_lib.models import FaultCNN, UNet
    >>> X = np.random.default_rng(0).normal(size=(3, 16, 20))
    >>> predict(FaultCNN(), X).shape, predict(UNet(), X).shape
    ((3,), (3, 16, 20))
    """
    return answers(network, as_images(X), batch_size, device)


@torch.no_grad()
def answers(network, images, batch_size, device):
    """Probabilities for images that are tensors (m, 1, n1, n2) already."""
    batch_size = check_count(batch_size, "batch_size", 1)
    training = network.training
    with at_work(network, device) as here:
        network.eval()
        try:
            parts = [
                torch.sigmoid(network(x.to(here))).cpu()
                for x in images.split(batch_size)
            ]
        finally:
            network.train(training)
    return torch.cat(parts).numpy()


def predict_section(
    network, section, window=64, overlap=0.5, batch_size=64, device="auto"
):
    """Probability of a fault at every pixel of a section, whatever its size.

    The network sees the section through windows of the size it was trained on, each
    standardised by itself as patches are: so deep reflections count as much as strong
    shallow ones. Windows overlap, and where several see a pixel, the answers are
    averaged with weights sin² that fall towards a window's edges, where a network knows
    least. So there are no seams.

    A dead trace has no answer: where samples are NaN, and along traces whose samples
    are all equal, the result is NaN. So that they do not look like faults to their
    neighbours, the network is shown a straight line between the nearest live traces
    there.

    Parameters
    ----------
    network : torch.nn.Module
        One answer per pixel, such as a trained `UNet`.
    section : array_like, shape (n_samples, n_traces), or a Section
        Amplitude in any unit, whole numbers too, time downwards; or what
        `datasets.read` and `datasets.fault_section` give.
    window : int
        Samples and traces of a window.
    overlap : float
        Share of a window that the next one sees again, 0 … 0.9.
    batch_size : int
        Windows at a time.
    device : str
        ``"auto"``: CUDA, else MPS, else the CPU; or one by name.

    Returns
    -------
    numpy.ndarray, shape (n_samples, n_traces), float32

    Raises
    ------
    TypeError, ValueError
        With the argument's name, its value and what is allowed: also for a section
        smaller than the window, an infinite amplitude, or a section all dead.

    Warns
    -----
    UserWarning
        The section changes faster from trace to trace than from sample to sample: the
        axes may be swapped.

    Examples
    --------
    >>> from course_lib.models import UNet
    >>> image = np.random.default_rng(0).normal(size=(100, 150))
    >>> predict_section(UNet(), image).shape
    (100, 150)
    """
    image = check_section(section)
    window = check_count(window, "window", 2)
    overlap = check_number(overlap, "overlap", 0, 0.9)
    if min(image.shape) < window:
        raise ValueError(
            f"section must be at least {window} × {window}, the size of the window; "
            f"got {image.shape[0]} samples × {image.shape[1]} traces. "
            "Pass a smaller window"
        )
    dead = dead_samples(image)
    if dead.all():
        raise ValueError("section has no live trace: every one is NaN or constant")
    live = filled(image, dead)
    ask_if_swapped(live)
    rows, columns = (starts(n, window, overlap) for n in image.shape)
    corners = [(i, j) for i in rows for j in columns]
    seen = answers(network, cut(live, corners, window), batch_size, device)
    if seen.shape[1:] != (window, window):
        raise ValueError(
            f"network must answer for every pixel of a window, as UNet does; this "
            f"{type(network).__name__} gave shape {seen.shape[1:]} for one"
        )
    probability = blended(seen, corners, image.shape)
    probability[dead] = np.nan
    return probability.astype(np.float32)


def starts(n, window, overlap):
    """First pixels of windows that cover 0 … n, spread evenly, edge to edge.

    >>> starts(100, 64, 0.5)
    [0, 18, 36]
    """
    step = max(1, round(window * (1 - overlap)))
    count = -(-(n - window) // step) + 1  # rounded up
    return np.linspace(0, n - window, count).round().astype(int).tolist()


def cut(image, corners, window):
    """Windows of ``image`` as a network takes them, each standardised by itself."""
    parts = [image[i : i + window, j : j + window] for i, j in corners]
    some = range(0, len(parts), 256)  # at a time: in float64 they are large
    return torch.cat([as_images(parts[k : k + 256], "section") for k in some])


def blended(windows, corners, shape):
    """The mean of overlapping windows (k, w, w); what lies further in counts more."""
    w = windows.shape[-1]
    taper = np.sin(np.pi * (np.arange(w) + 0.5) / w) ** 2  # Hann, nowhere 0
    weight = np.outer(taper, taper)
    total, weights = np.zeros(shape), np.zeros(shape)
    for answer, (i, j) in zip(windows, corners, strict=True):
        total[i : i + w, j : j + w] += weight * answer
        weights[i : i + w, j : j + w] += weight
    return total / weights


def dead_samples(image):
    """True where a sample is NaN, and all along traces that do not vary."""
    nan = np.isnan(image)
    still = np.nanmax(np.where(nan, -np.inf, image), axis=0) <= np.nanmin(
        np.where(nan, np.inf, image), axis=0
    )
    return nan | still


def filled(image, dead):
    """``image`` with dead samples on a straight line between live ones of their row."""
    image, traces = image.copy(), np.arange(image.shape[1])
    for row in np.flatnonzero(dead.any(axis=1)):
        live = ~dead[row]
        if live.any():
            image[row, ~live] = np.interp(traces[~live], traces[live], image[row, live])
        else:
            image[row] = 0.0
    return image


def check_section(section):
    """The section as float64 (n_samples, n_traces); NaN is allowed, inf is not."""
    image = getattr(section, "image", section)
    try:
        image = np.asarray(image)
        if image.dtype.kind not in "biuf":
            raise TypeError
    except (TypeError, ValueError):
        raise TypeError(
            f"section must hold real numbers, or be a Section; got {section!r:.60}"
        ) from None
    image = image.astype(float)
    if image.ndim != 2:
        raise ValueError(
            f"section must have shape (n_samples, n_traces); got {image.shape}"
        )
    if np.isinf(image).any():
        raise ValueError("section must hold no infinite amplitudes; NaN marks no data")
    return image


def ask_if_swapped(image):
    """Warn if time seems to run along axis 1: reflectors follow the traces' axis."""
    down, across = (np.abs(np.diff(image, axis=k)).mean() for k in (0, 1))
    if across > SWAPPED * down:
        warnings.warn(
            f"section of shape {image.shape} changes faster along axis 1 than along "
            "axis 0: is that (n_traces, n_samples)? Then pass its transpose",
            stacklevel=3,
        )
