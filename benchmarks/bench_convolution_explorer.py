"""How fast ConvolutionExplorer answers, in a headless Chromium: medians of many inputs.

One control of each view moved: what computing and drawing took, what numbers and words
took when that picture was painted, and the time from the input to the painted frame. On
64 × 64 and, as one's own array, on 128 × 160 values. A cell of the kernel computes the
whole output anew, a slider of the position only moves the window; in the layers' view
the row computes a gradient, k of a layer all maps.

Budgets of the course, on two idle cores: computing and drawing at most 4 ms, input to
painted frame at most 12 ms. The screen alone makes an input wait between nothing and a
whole frame of 17 ms, so the upper quartile stands beside the median of that time. A
busy machine spoils every number: the last column is its load.
Run: ``python benchmarks/bench_convolution_explorer.py``.
"""

import os
import statistics
import sys
from pathlib import Path

import numpy as np
from playwright.sync_api import sync_playwright

sys.path.insert(0, str(Path(__file__).resolve().parents[1]))

from course_lib.widgets import ConvolutionExplorer
from tests.browser.jupyterlab import CHROMIUM_FLAGS, find_chromium
from tests.browser.widget_page import open_widget, settle

INPUTS = 120
WARM_UP = 40
PAGE = {"width": 1280, "height": 1000}
LARGE = np.random.default_rng(0).normal(size=(128, 160))
CELL = ("kernel, row 2, column 2", -1.0, 1.0)
# Words of a row, widget, and what moves: the control's name and the values it takes.
MOVES = [
    ("section, 3 × 3, a cell", ConvolutionExplorer.preset("edges"), CELL),
    ("section, 3 × 3, row", ConvolutionExplorer.preset("edges"), ("row", 0, 61)),
    ("section, 21 × 1, a cell", ConvolutionExplorer.preset("matched_filter"),
     ("kernel, row 2, column 1", -1.0, 1.0)),
    ("128 × 160, 7 × 7, a cell",
     ConvolutionExplorer(LARGE, kernel=np.ones((7, 7)) / 49), CELL),
    ("128 × 160, 7 × 7, row",
     ConvolutionExplorer(LARGE, kernel=np.ones((7, 7)) / 49), ("row", 0, 121)),
    ("3 channels, a cell", ConvolutionExplorer.preset("channels"), CELL),
    ("3 channels, row", ConvolutionExplorer.preset("channels"), ("row", 0, 63)),
    ("trace, a stem", ConvolutionExplorer.preset("convolutional_model"),
     ("sample 12", -1.0, 1.0)),
    ("trace, sample", ConvolutionExplorer.preset("convolutional_model"),
     ("sample", 0, 95)),
    ("6 layers, row", ConvolutionExplorer.preset("receptive_field"), ("row", 0, 12)),
    ("6 layers, k", ConvolutionExplorer.preset("receptive_field"),
     ("k of layer 1", 1, 5)),
    ("8 layers, row", ConvolutionExplorer.preset("deep_field"), ("row", 0, 47)),
]  # fmt: skip

# "painted" tells what computing and drawing took, "followed" what numbers took when
# that picture was on the screen; a message posted from the frame's callback arrives
# when that frame has been painted.
MEASURE = """async (control, [inputs, low, high, whole]) => {
  const el = document.getElementById('widget');
  const painted = () => new Promise(done => requestAnimationFrame(() => {
    const channel = new MessageChannel();
    channel.port1.onmessage = done;
    channel.port2.postMessage(0);
  }));
  const draw = [], frame = [], after = [];
  el.addEventListener('painted', event => draw.push(event.detail.ms));
  el.addEventListener('followed', event => after.push(event.detail.ms));
  for (let i = 0; i < inputs; i++) {
    // Inputs come at any moment of a display frame, not right after one.
    await new Promise(done => setTimeout(done, 20 + (i * 7) % 17));
    const start = performance.now();
    const value = low + (high - low) * Math.abs(i % 16 - 8) / 8;  // up and down
    control.value = whole ? Math.round(value) : value;
    control.dispatchEvent(new Event('input', { bubbles: true }));
    await painted();
    frame.push(performance.now() - start);
  }
  return { draw, frame, after };
}"""


def answers(browser, words, widget, control):
    """Print one row: what a moved control costs."""
    page = browser.new_page(viewport=PAGE)
    open_widget(page, widget)
    settle(page)
    name, low, high = control
    found = page.get_by_label(name, exact=True).locator("visible=true").first
    whole = isinstance(low, int)
    times = found.evaluate(MEASURE, [INPUTS + WARM_UP, low, high, whole])
    page.close()
    _, draw, _ = statistics.quantiles(times["draw"][WARM_UP:])
    _, frame, late = statistics.quantiles(times["frame"][WARM_UP:])
    after = statistics.median(times["after"][WARM_UP:] or [0.0])
    print(
        f"{words:26}{draw:12.2f}{after:9.2f}{frame:14.1f} ({late:5.1f}){load():8.1f}",
        flush=True,
    )


def load():
    """Processes that want to run, mean of the last minute."""
    return os.getloadavg()[0] if hasattr(os, "getloadavg") else float("nan")


def main():
    path = find_chromium()
    if path is None:
        sys.exit("bench_convolution_explorer needs a Chromium, Chrome or Edge")
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=path, args=CHROMIUM_FLAGS)
        print(
            f"{'moved':26}{'draw, ms':>12}{'after':>9}{'to frame (late)':>22}"
            f"{'load':>8}"
        )
        for words, widget, control in MOVES:
            answers(browser, words, widget, control)
        browser.close()


if __name__ == "__main__":
    main()
