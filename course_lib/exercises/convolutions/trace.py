"""The convolutional model: a trace is reflectivity convolved with a wavelet."""

import numpy as np

from ..function import FunctionExercise, Misconception, Probe
from .inputs import chapter, reflectivity_and_wavelet


def _seismic_trace(r, w):
    return _cut(np.convolve(r, w), len(w) // 2, len(r))


def _cut(full, first, n):
    return full[first : first + n]


def _laid_over(r, w):
    """Where two wavelets overlap, the later one replaces the earlier."""
    s = np.zeros(len(r) + len(w) - 1)
    for i in range(len(r)):
        s[i : i + len(w)] = r[i] * w
    return _cut(s, len(w) // 2, len(r))


def _around(r, w, late):
    """What hangs over one end comes in at the other."""
    s = np.convolve(r, w)
    s[: len(w) - 1] += s[len(r) :]
    return np.roll(s[: len(r)], late - len(w) // 2)


def _without_ends(r, w):
    half = len(w) // 2
    inside = np.zeros(len(r))
    inside[half : len(r) - half] = r[half : len(r) - half]
    return _seismic_trace(inside, w)


def _framed(r, w):
    """Values only where the whole wavelet lies on the trace, zeros around them."""
    half = len(w) // 2
    return np.pad(np.convolve(r, w, mode="valid"), half)


def _over_the_end(r, w):
    """The loop writes where there is no sample."""
    s = np.zeros(len(r))
    for i in range(len(r)):
        for j in range(len(w)):
            s[i + j - len(w) // 2] += r[i] * w[j]
    return s


seismic_trace = FunctionExercise(
    chapter,
    _seismic_trace,
    title="The convolutional model",
    success="A trace is the earth seen through a wavelet: beds closer than the wavelet "
    "is long arrive as one wiggle. As a network it is a single layer, whose kernel is "
    "known.",
    hints=[
        "Begin with a trace of zeros, longer than r, and add r[i] times the wavelet "
        "once for each reflector i.",
        "With n + k - 1 zeros the wavelet of reflector i covers `s[i : i + k]`; its "
        "centre then lies k // 2 samples further.",
        "Add `r[i] * w` to `s[i : i + k]` for all i, and return `s[half : half + n]` "
        "with half = k // 2; `np.convolve` does the same.",
    ],
    inputs=reflectivity_and_wavelet,
    probes=[
        Probe(
            "One reflector of 1 in the middle of r = (0, 0, 1, 0, 0), wavelet (1, 2, "
            "3): where does the 2 come to lie?",
            [0, 0, 1, 0, 0],
            [1, 2, 3],
        ),
        Probe(
            "A reflector at the first sample, r = (1, 0, 0, 0), wavelet (1, 2, 3): "
            "which two of the values lie on the trace?",
            [1, 0, 0, 0],
            [1, 2, 3],
        ),
        Probe(
            "Two neighbours, r = (0, 1, -1, 0), wavelet (1, 2, 3): where both arrive, "
            "what is their sum?",
            [0, 1, -1, 0],
            [1, 2, 3],
        ),
    ],
    misconceptions=[
        Misconception(
            "Your wavelets come out back to front: this is a cross-correlation. A "
            "reflector adds w as it is; in the sum over j that makes r[i - j] w[j].",
            lambda r, w: np.correlate(r, w, mode="same"),
            lambda r, w: np.convolve(r, w[::-1], mode="same"),
        ),
        Misconception(
            "Your wavelets begin at their reflectors: the centre belongs there, so all "
            "of it comes k // 2 samples earlier.",
            lambda r, w: np.convolve(r, w)[: len(r)],
        ),
        Misconception(
            "Your wavelets end at their reflectors: the centre belongs there, so all "
            "of it comes k // 2 samples later.",
            lambda r, w: np.convolve(r, w)[len(w) - 1 :],
        ),
        Misconception(
            "The trace lies one sample beside its place: the centre of k values has "
            "the index k // 2.",
            lambda r, w: _cut(np.pad(np.convolve(r, w), 1), len(w) // 2, len(r)),
            lambda r, w: _cut(np.pad(np.convolve(r, w), 1), len(w) // 2 + 2, len(r)),
        ),
        Misconception(
            "The trace is as long as r: what hangs over the two ends, k // 2 samples "
            "on either side, is cut off.",
            lambda r, w: np.convolve(r, w),
            lambda r, w: np.correlate(r, w, mode="full"),
        ),
        Misconception(
            "You keep only the places where the whole wavelet lies on the trace: near "
            "the ends a part of it counts too, so nothing is lost of the n samples.",
            lambda r, w: np.convolve(r, w, mode="valid"),
            lambda r, w: np.correlate(r, w, mode="valid"),
            _framed,
        ),
        Misconception(
            "Reflectors near the ends of the trace are left out: they reflect too, "
            "only a part of their wavelet is cut off.",
            _without_ends,
        ),
        Misconception(
            "`*` pairs the two sample by sample: here every reflector meets the whole "
            "wavelet, so loop over the reflectors and add `r[i] * w`.",
            lambda r, w: r * w,
            lambda r, w: w * r,
            lambda r, w: r @ w,
        ),
        Misconception(
            "Where two wavelets overlap the later one replaces the earlier: waves add "
            "up, so `+=` instead of `=`.",
            _laid_over,
        ),
        Misconception(
            "What hangs over one end comes in again at the other, as with the Fourier "
            "transform: the earth is no ring, so pad with zeros first.",
            lambda r, w: _around(r, w, 0),
            lambda r, w: _around(r, w, len(w) // 2),
        ),
        Misconception(
            "Your loop writes beyond an end of the trace, and a negative index counts "
            "from the other end: use a longer trace of zeros, and cut it at last.",
            _over_the_end,
        ),
        Misconception(
            "You divide by the length of the wavelet: nothing is averaged here, waves "
            "add up.",
            lambda r, w: _seismic_trace(r, w) / len(w),
        ),
        Misconception(
            "This is the wavelet of the last reflector only: the trace of zeros must "
            "be made once, before the loop.",
            lambda r, w: _seismic_trace(np.append(0 * r[:-1], r[-1]), w),
        ),
        Misconception(
            "This is the wavelet of the first reflector only: is the `return` inside "
            "the loop?",
            lambda r, w: _seismic_trace(np.append(r[0], 0 * r[1:]), w),
        ),
    ],
    beyond=[
        Probe(
            "Right, but not for a wavelet of a single sample: there k // 2 is 0, and "
            "`s[half:-half]` is empty; slice `s[half : half + n]`.",
            [0.1, -0.2, 0.3],
            [2.0],
        ),
    ],
)
