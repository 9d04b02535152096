"""One look for every figure: the palette of the course and a plain pair of axes."""

import json
from pathlib import Path

import matplotlib.pyplot as plt
from matplotlib.colors import LinearSegmentedColormap

PALETTE = json.loads(
    Path(__file__).parent.with_name("palette.json").read_text(encoding="utf-8")
)
CLASS_COLOURS = PALETTE["classes"]["light"]
LITHOLOGY = PALETTE["lithology"]
INK = PALETTE["ink"]["light"]
MUTED = PALETTE["muted"]["light"]
GRID = PALETTE["grid"]["light"]
# amplitudes and weights: blue below zero, white at zero, orange above
SIGNED = LinearSegmentedColormap.from_list("signed", PALETTE["signed"]["light"])


def new_figure(width, height, **options):
    """Return ``plt.subplots`` in the house style; width and height in inches.

    Further arguments go to ``subplots``. Used by every module of this package.
    """
    style = {
        "font.size": 11,
        "axes.spines.top": False,
        "axes.spines.right": False,
        "axes.edgecolor": MUTED,
        "axes.labelcolor": INK,
        "text.color": INK,
        "xtick.color": MUTED,
        "ytick.color": MUTED,
        "legend.frameon": False,
        "lines.linewidth": 2,
    }
    with plt.rc_context(style):
        return plt.subplots(figsize=(width, height), layout="constrained", **options)
