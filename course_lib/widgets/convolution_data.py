"""Data of ConvolutionExplorer: own arrays checked, seismic attributes as channels."""

import numpy as np

from course_lib.checks import check_array, check_number
from course_lib.widgets.convolution_settings import (
    MOST_CHANNELS,
    MOST_SAMPLES,
    MOST_VALUES,
)


def check_image(image):
    """``image`` as (c, n1, n2), its values as float32 keeps them.

    Parameters
    ----------
    image : array_like, shape (n1, n2) or (c, n1, n2)
        Rows are samples (time downwards), columns traces; channels come first.

    Returns
    -------
    numpy.ndarray, shape (c, n1, n2), float64, read only
    """
    image = check_array(image, "image")
    if image.ndim == 2:
        image = image[None]
    if image.ndim != 3:
        raise ValueError(
            "image must have shape (n_samples, n_traces), or (channels, n_samples, "
            f"n_traces); got shape {image.shape}"
        )
    if len(image) > MOST_CHANNELS:
        hint = ""
        if image.shape[2] <= MOST_CHANNELS:
            hint = ". Yours may come last: np.moveaxis(image, -1, 0)"
        raise ValueError(
            f"image must have at most {MOST_CHANNELS} channels, which come first; "
            f"got shape {image.shape}{hint}"
        )
    if image.size > MOST_VALUES:
        raise ValueError(
            f"image must hold at most {MOST_VALUES} values; got {image.size} "
            f"(shape {image.shape}). Take a part of it, such as image[:500, :500]"
        )
    return as_float32(image, "image")


def check_trace(trace):
    """``trace`` as (n,), its values as float32 keeps them; float64, read only."""
    trace = check_array(trace, "trace", ndim=1)
    if len(trace) > MOST_SAMPLES:
        raise ValueError(
            f"trace must hold at most {MOST_SAMPLES} samples; got {len(trace)}"
        )
    return as_float32(trace, "trace")


def as_float32(values, name):
    """What is left of float64 values after the journey to the browser."""
    with np.errstate(over="ignore"):
        kept = values.astype(np.float32)
    if not np.isfinite(kept).all():
        raise ValueError(
            f"{name} must lie within ± 3.4e38 (float32); its largest absolute value "
            f"is {np.abs(values).max():.3g}"
        )
    kept = kept.astype(float)
    kept.setflags(write=False)
    return kept


def check_names(names, count, name):
    """One text per channel or axis."""
    names = [names] if isinstance(names, str) else [str(text) for text in names]
    if len(names) != count:
        raise ValueError(f"{name} must hold {count} names; got {names!r:.60}")
    return names


def check_steps(steps, name):
    """Two numbers > 0, or None."""
    if steps is None:
        return None
    if np.ndim(steps) != 1 or len(steps) != 2:
        raise ValueError(f"{name} must be two numbers; got {steps!r:.60}")
    return [check_number(step, f"{name}[{i}]", above=0) for i, step in enumerate(steps)]


def attributes(image, dt_ms):
    """A section, its derivative in time and its envelope, as channels.

    Parameters
    ----------
    image : array_like, shape (n_samples, n_traces)
    dt_ms : float

    Returns
    -------
    numpy.ndarray, shape (3, n_samples, n_traces)
        The derivative is divided by 2π · 25 Hz, so that at 25 Hz it is as large as
        the section.

    Notes
    -----
    The envelope is the modulus of the analytic signal (Taner, Koehler and Sheriff,
    1979, Geophysics 44(6), 1041-1063): the negative frequencies are taken out.
    """
    image = np.asarray(image, float)
    n = len(image)
    slope = np.gradient(image, dt_ms / 1000, axis=0) / (2 * np.pi * 25)
    keep = np.zeros(n)
    keep[0] = 1
    keep[1 : (n + 1) // 2] = 2
    if n % 2 == 0:
        keep[n // 2] = 1
    analytic = np.fft.ifft(np.fft.fft(image, axis=0) * keep[:, None], axis=0)
    return np.stack([image, slope, np.abs(analytic)])
