"""From reflectivity on a fine grid to a noisy image: wavelet, lateral blur, noise.

Taught in: notebook 5, "Fault or no fault?" and "A real section".
"""

import numpy as np
from numpy.lib.stride_tricks import sliding_window_view

from course_lib.geophysics.wavelets import ricker

OVERSAMPLING = 4  # reflectivity is sampled so many times per sample
WAVELET_PERIODS = 1.3  # half the length of a Ricker wavelet: it is below 1e-5 there
# Of an image filtered at once. A larger product wakes BLAS's other threads, which takes
# longer than the product, and on a busy machine twenty times as long.
BLOCK_ROWS, BLOCK_TRACES = 32, 96  # rows before the steps


def centred(n):
    """0 … n − 1 from their middle, (n,), float32: traces or samples of an image."""
    return np.arange(n, dtype=np.float32) - np.float32((n - 1) / 2)


def half_wavelet(f_hz, dt_s):
    """Half the length of a Ricker wavelet, samples: the rock needed around an image."""
    return int(np.ceil(WAVELET_PERIODS / f_hz / dt_s))


def fine_depths(n_samples, half):
    """Depths between which reflectivity is taken: half a wavelet more at both ends."""
    count = OVERSAMPLING * (n_samples - 1 + 2 * half) + 1
    first = -(n_samples - 1) / 2 - half
    return (first + np.arange(count) / OVERSAMPLING).astype(np.float32)


def wavelet_kernel(f_hz, dt_s, half, steps=OVERSAMPLING):
    """A Ricker wavelet as a kernel: ``steps`` values a sample, centred between two."""
    time = half - (np.arange(2 * half * steps) + 0.5) / steps
    return ricker(time * dt_s, f_hz).astype(np.float32)


def filter_traces(image, kernel, steps=OVERSAMPLING):
    """Slide a kernel down every trace, ``steps`` rows at a time.

    A convolution layer with a known kernel and stride ``steps``, written as a product
    with a matrix: each of its rows is the kernel, ``steps`` columns further right. The
    image is done in small blocks: the matrix of a whole trace is nearly all zeros.
    """
    n_rows, n_traces = (len(image) - len(kernel)) // steps + 1, image.shape[1]
    block_rows = BLOCK_ROWS // steps
    padded = np.pad(kernel, steps * (block_rows - 1))
    width = len(padded) - steps * (block_rows - 1)
    matrix = np.ascontiguousarray(sliding_window_view(padded, width)[::-steps])
    filtered = np.empty((n_rows, n_traces), np.float32)
    for left in range(0, n_traces, BLOCK_TRACES):
        traces = slice(left, left + BLOCK_TRACES)
        for top in range(0, n_rows, block_rows):
            block = image[steps * top : steps * top + width, traces]
            rows = min(block_rows, n_rows - top)
            product = matrix[:rows, : len(block)] @ block
            filtered[top : top + rows, traces] = product
    return filtered


def blur(image, sigma):
    """Gaussian blur along traces: exp(−2 (π k σ)²) at wavenumber k, ends mirrored."""
    if sigma == 0:
        return image
    n_traces = image.shape[1]
    mirrored = np.concatenate([image, image[:, ::-1]], axis=1)
    k = np.fft.rfftfreq(2 * n_traces)
    response = np.exp(-2 * (np.pi * k * sigma) ** 2).astype(np.float32)
    spectrum = np.fft.rfft(mirrored, axis=1) * response
    blurred = np.fft.irfft(spectrum, 2 * n_traces, axis=1)[:, :n_traces]
    return blurred.astype(np.float32, copy=False)  # NumPy 1 transforms in float64


def band_noise(rng, shape, f_hz, dt_s, half):
    """Noise with the spectrum of a Ricker wavelet, alike on neighbouring traces.

    White noise, mixed ½, 1, ½ with the traces beside it and filtered down the trace;
    the correlation is 2/3 with the next trace, 1/6 with the one after, then none.
    """
    n_samples, n_traces = shape
    white = rng.standard_normal(
        (n_samples - 1 + 2 * half, n_traces + 2), dtype=np.float32
    )
    mixed = white[:, 1:-1] + np.float32(0.5) * (white[:, 2:] + white[:, :-2])
    return filter_traces(mixed, wavelet_kernel(f_hz, dt_s, half, 1), 1)


def standardised(image):
    """Mean 0, standard deviation 1; what shows no reflection at all stays 0."""
    image = image - image.mean()
    return image / (np.sqrt(np.mean(np.square(image))) or np.float32(1))
