"""The lesson of the chapter: a U-Net trained on generated patches, on a real line.

F3 inline 362 lies in the folder that COURSE_TEST_DATA names; without it this is
skipped. What a geologist sees there: an array of steep faults in the dome on the left,
between traces 140 and 350, best seen at samples 420 to 455.
"""

import os
from pathlib import Path

import numpy as np
import pytest

torch = pytest.importorskip("torch")

from course_lib import datasets, models, scores  # noqa: E402

REAL = os.environ.get("COURSE_TEST_DATA", "")
ROWS, TRACES = slice(420, 456), slice(140, 350)


def faults_crossed(row):
    """How often a line along the section enters a fault."""
    return int((np.diff(row.astype(int), prepend=0) == 1).sum())


def trained(realistic):
    """A network, and its F1 on fresh patches of the kind it was trained on."""
    options = {"fault_share": 0.85, "realistic": realistic}
    patches = datasets.fault_patches(2000, seed=1, **options)
    net = models.UNet(seed=0)
    models.train(net, patches.X, patches.mask, epochs=8, batch_size=16)
    fresh = datasets.fault_patches(200, seed=2, **options)
    return net, scores.f1_score(models.predict(net, fresh.X) > 0.5, fresh.mask)


@pytest.mark.skipif(not REAL, reason="COURSE_TEST_DATA names no folder with real data")
def test_realistic_patches_teach_what_a_real_section_asks_and_clean_ones_do_not():
    path = Path(REAL) / "export_inline362.ascii"
    section = datasets.read("f3_inline362", path=path)
    found = {}
    for realistic in (True, False):
        net, f1 = trained(realistic)
        assert f1 > 0.9  # each is good at what it was shown
        faults = models.predict_section(net, section) > 0.5
        crossed = [faults_crossed(row) for row in faults[ROWS, TRACES]]
        found[realistic] = np.median(crossed), faults
    assert found[True][0] >= 6
    assert found[False][0] <= 3
    # The honest limits: false alarms on the flanks of the salt, and where the unit at
    # samples 290 to 340 is wavy, more than in the calm layers above.
    faults = found[True][1]
    calm = faults[100:280].mean()
    assert faults[340:460, 440:700].mean() > 4 * calm
    assert faults[290:340].mean() > 2 * calm
