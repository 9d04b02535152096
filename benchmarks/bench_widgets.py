"""How fast widgets answer, in a headless Chromium: medians over many inputs.

Budgets of the course: computing and drawing a changed input at most 4 ms, input to
painted frame at most 12 ms. The screen alone makes an input wait between nothing and a
whole frame of 17 ms, so the upper quartile stands beside the median of that time.
Measured is the first answer, the crossplot: words and loss curve follow a frame later.
Run: ``python benchmarks/bench_widgets.py``.
"""

import statistics
import sys
from pathlib import Path

from playwright.sync_api import sync_playwright

sys.path.insert(0, str(Path(__file__).resolve().parents[1]))

from course_lib.widgets import NeuronExplorer
from tests.browser.jupyterlab import CHROMIUM_FLAGS, find_chromium
from tests.browser.widget_page import open_widget

INPUTS = 200
WARM_UP = 60

# A slider moves once per round; "painted" tells what computing and drawing took, and a
# message posted from the frame's callback arrives when that frame has been painted.
MEASURE = """async inputs => {
  const slider = document.querySelector('input[type=range]');
  const el = document.getElementById('widget');
  const painted = () => new Promise(done => requestAnimationFrame(() => {
    const channel = new MessageChannel();
    channel.port1.onmessage = done;
    channel.port2.postMessage(0);
  }));
  const draw = [], frame = [];
  el.addEventListener('painted', event => draw.push(event.detail.ms));
  for (let i = 0; i < inputs; i++) {
    // Inputs come at any moment of a display frame, not right after one.
    await new Promise(done => setTimeout(done, 20 + (i * 7) % 17));
    slider.value = 5 * Math.sin(i / 9) + 0.01 * (i % 3);
    const start = performance.now();
    slider.dispatchEvent(new Event('input', { bubbles: true }));
    await painted();
    frame.push(performance.now() - start);
  }
  return { draw, frame };
}"""


def measure(page, widget):
    """Quartiles in ms over INPUTS moves of the widget's first slider."""
    open_widget(page, widget)
    times = page.evaluate(MEASURE, INPUTS + WARM_UP)
    return {name: statistics.quantiles(times[name][WARM_UP:]) for name in times}


def main():
    path = find_chromium()
    if path is None:
        sys.exit("bench_widgets needs a Chromium, Chrome or Edge")
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=path, args=CHROMIUM_FLAGS)
        page = browser.new_page(viewport={"width": 1280, "height": 900})
        print(
            f"{'widget, samples':34} compute + draw   input to frame (upper quartile)"
        )
        for n in (600, 2000):
            for quadratic in (False, True):
                widget = NeuronExplorer.preset("gas_sand", n=n, quadratic=quadratic)
                times = measure(page, widget)
                name = f"NeuronExplorer{' quadratic' * quadratic}, {n}"
                (_, draw, _), (_, frame, late) = times["draw"], times["frame"]
                print(f"{name:34} {draw:8.2f} ms {frame:14.2f} ms {late:10.2f} ms")
        browser.close()


if __name__ == "__main__":
    main()
