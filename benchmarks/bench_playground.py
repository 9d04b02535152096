"""How fast the Playground trains while every heat map is live, in a headless Chromium.

The real widget on a bare page, 1200 pixels wide, as a student sees it: Play is pressed,
and for some seconds every display frame is counted.

- epochs/s: those the page shows, between its first and last change of that number;
- frames/s, and the longest frame: the time from one display frame to the next;
- picture: what looking and drawing took of a frame, median; the rest is for training.

Then 20 000 epochs in two halves (40 s at most for each): the longest frame, and the
memory of the page before, between and after, garbage collected.

Budgets of the course, on two idle cores: 12 000 epochs/s on the default network and
1 000 on the spiral at 50 frames/s or more; over 20 000 epochs no frame longer than
50 ms and no growth. A busy machine spoils every number: the last column is its load.
Run: ``python benchmarks/bench_playground.py``.
"""

import os
import statistics
import sys
from pathlib import Path

from playwright.sync_api import sync_playwright

sys.path.insert(0, str(Path(__file__).resolve().parents[1]))

from course_lib.datasets import playground
from course_lib.widgets import Playground
from tests.browser.jupyterlab import CHROMIUM_FLAGS, find_chromium
from tests.browser.playground_page import button
from tests.browser.widget_page import open_widget, settle

SECONDS = 5
WARM_UP_S = 2
LONG_RUN = 20_000  # epochs
LONG_RUN_S = 40
PAGE = {"width": 1200, "height": 1000}

DEFAULT = ("circle 2-4-2-1", {})
SPIRAL = (
    "spiral 7-[8]×6-1",
    {
        "data": "spiral",
        "features": list(playground.FEATURES),
        "hidden": [{"units": 8, "activation": "tanh"}] * 6,
    },
)
CASES = [(case, size) for case in (DEFAULT, SPIRAL) for size in (10, 1, 30)]

# Looks at every display frame until so many seconds or epochs are over.
WATCH = """async ([seconds, epochs]) => {
  const tile = document.querySelector('.cl-play-tiles .cl-value');
  const shown = () => +tile.textContent, el = document.getElementById('widget');
  const next = () => new Promise(requestAnimationFrame);
  const pictures = [], gaps = [], changes = [];
  const note = event => pictures.push(event.detail.ms);
  el.addEventListener('painted', note);
  const start = await next(), first = shown();
  let now = start, before = start, last = first;
  while (now - start < 1000 * seconds && last - first < epochs) {
    now = await next();
    gaps.push(now - before);
    before = now;
    if (shown() !== last) changes.push([now, last = shown()]);
  }
  el.removeEventListener('painted', note);
  const [t0, e0] = changes[0], [t1, e1] = changes.at(-1);
  return { rate: 1000 * (e1 - e0) / (t1 - t0), gaps, pictures, epochs: last - first,
           frames: 1000 * gaps.length / (now - start) };
}"""


def main():
    path = find_chromium()
    if path is None:
        sys.exit("bench_playground needs a Chromium, Chrome or Edge")
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=path, args=CHROMIUM_FLAGS)
        print(
            f"{'network':18}{'batch':>6}{'epochs/s':>10}{'frames/s':>10}"
            f"{'picture, ms':>13}{'longest, ms':>13}{'load':>6}"
        )
        for case, batch_size in CASES:
            measure(browser, case, batch_size)
        print(f"\n{'in one go':18}{'epochs':>10}{'longest, ms':>13}{'memory, kB':>24}")
        for case in (DEFAULT, SPIRAL):
            endure(browser, case)
        browser.close()


def playing(browser, case, batch_size):
    """A fresh page, nothing compiled for others, on which the network trains."""
    name, settings = case
    page = browser.new_page(viewport=PAGE)
    open_widget(page, Playground(batch_size=batch_size, **settings))
    settle(page)
    button(page, "Play").click()
    page.evaluate(WATCH, [WARM_UP_S, 1e9])
    return page


def measure(browser, case, batch_size):
    """Print one row of the first table."""
    page = playing(browser, case, batch_size)
    seen = page.evaluate(WATCH, [SECONDS, 1e9])
    page.close()
    print(
        f"{case[0]:18}{batch_size:6}{seen['rate']:10.0f}{seen['frames']:10.1f}"
        f"{statistics.median(seen['pictures']):13.2f}{max(seen['gaps']):13.1f}"
        f"{load():6.1f}",
        flush=True,
    )


def endure(browser, case):
    """Print one row of the second table."""
    page = playing(browser, case, 10)
    held, epochs, longest = [memory(page)], 0, 0.0
    for _ in range(2):
        seen = page.evaluate(WATCH, [LONG_RUN_S, LONG_RUN / 2])
        epochs, longest = epochs + seen["epochs"], max(longest, *seen["gaps"])
        held.append(memory(page))
    page.close()
    growth = " → ".join(f"{kilobytes:.0f}" for kilobytes in held)
    print(f"{case[0]:18}{epochs:10.0f}{longest:13.1f}{growth:>24}", flush=True)


def memory(page):
    """Kilobytes that the page's JavaScript holds, garbage collected."""
    page.evaluate("() => { window.model.saved.length = 0; }")  # the host's, for tests
    session = page.context.new_cdp_session(page)
    session.send("HeapProfiler.collectGarbage")
    used = session.send("Runtime.getHeapUsage")["usedSize"]
    session.detach()
    return used / 1000


def load():
    """Processes that want to run, mean of the last minute."""
    return os.getloadavg()[0] if hasattr(os, "getloadavg") else float("nan")


if __name__ == "__main__":
    main()
