"""Generated patches beside windows of the real line: the numbers of the data card.

The real line lies in the folder that COURSE_TEST_DATA names; without it only the
generated half is checked.
"""

import os
from pathlib import Path

import numpy as np
import pytest

from course_lib import datasets

REAL = os.environ.get("COURSE_TEST_DATA", "")


def looks(X):
    """Mean frequency (Hz), correlation 1, 2, 4 and 8 traces away, kurtosis: means."""
    X = X.astype(float)
    X = X - X.mean(axis=1, keepdims=True)
    frequency = np.fft.rfftfreq(X.shape[1], 0.004)
    power = (np.abs(np.fft.rfft(X, axis=1)) ** 2).mean(axis=2)
    mean = (power @ frequency / power.sum(axis=1)).mean()
    scaled = X / X.std(axis=1, keepdims=True)
    across = [
        np.mean(scaled[:, :, d:] * scaled[:, :, : X.shape[2] - d]) for d in (1, 2, 4, 8)
    ]
    kurtosis = ((X**4).mean(axis=(1, 2)) / X.var(axis=(1, 2)) ** 2).mean()
    return np.array([mean, *across, kurtosis])


def check(found, frequency, across, kurtosis):
    assert found[0] == pytest.approx(frequency, abs=1.5)
    np.testing.assert_allclose(found[1:5], across, atol=0.04)
    assert found[5] == pytest.approx(kurtosis, rel=0.15)


def test_recommended_ranges_look_like_this():
    found = looks(datasets.fault_patches(400).X)
    check(found, frequency=37, across=[0.95, 0.85, 0.68, 0.36], kurtosis=4.4)


def test_the_tempting_choice_has_few_and_lonely_reflections():
    found = looks(datasets.fault_patches(400, realistic=False).X)
    check(found, frequency=37, across=[0.96, 0.89, 0.73, 0.38], kurtosis=8.3)


@pytest.mark.skipif(
    not REAL, reason="COURSE_TEST_DATA names no folder with the real data files"
)
def test_windows_of_the_real_line_look_like_the_recommended_ranges():
    path = Path(REAL) / "export_inline362.ascii"
    image = datasets.read("f3_inline362", path=path).image[30:]  # below the mute
    rng = np.random.default_rng(0)
    tops, lefts = rng.integers(0, 369, 400), rng.integers(0, 887, 400)
    windows = np.stack(
        [image[i : i + 64, j : j + 64] for i, j in zip(tops, lefts, strict=True)]
    )
    found = looks(windows)
    check(found, frequency=42.4, across=[0.95, 0.85, 0.67, 0.43], kurtosis=4.1)
