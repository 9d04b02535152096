"""How fast chapter 3's widgets answer, in a headless Chromium: medians of many inputs.

ActivationExplorer, one slider of each view moved. First answer: what is drawn at once
(of a long chain: control, theory and axes), what computing and drawing took, and the
time from the input to the painted frame. All of it: what followed when that picture was
on the screen (numbers and legend; the lines of a long chain), and the time from the
input until that was painted too. A chain of 50 layers of width 100 on a batch of 50 is
measured by its factor (the weights are kept), its seed (all are drawn anew) and its
depth.

InitializationExplorer, both networks: the same for a new variance factor, which starts
the network again. The small one answers with links and maps, the deep one with control
and theory; what is measured in the layers follows, then the loss. Then Play: frames per
second, the longest frame, what looking and drawing took of a frame, epochs per second.

Budgets of the course, on two idle cores: computing and drawing at most 4 ms, input to
painted frame at most 12 ms; all of the deep chain within 100 ms. The screen alone makes
an input wait between nothing and a whole frame of 17 ms, so the upper quartile stands
beside the median of that time. A busy machine spoils every number: the last column is
its load.
Run: ``python benchmarks/bench_activations.py``.
"""

import os
import statistics
import sys
from pathlib import Path

from playwright.sync_api import sync_playwright

sys.path.insert(0, str(Path(__file__).resolve().parents[1]))

from course_lib.widgets import ActivationExplorer, InitializationExplorer
from tests.browser.jupyterlab import CHROMIUM_FLAGS, find_chromium
from tests.browser.widget_page import open_widget, settle

INPUTS = 60
WARM_UP = 20
PLAY_S = 5
PAGE = {"width": 1200, "height": 1000}

DEEP_CHAIN = {"view": "chain", "depth": 50, "width": 100, "init": "xavier"}
# Words of a row, widget, and what moves: the control's name and the values it takes.
MOVES = [
    ("function, tangent", ActivationExplorer.preset("sigmoid"),
     ("tangent at z", -2.0, 2.0)),
    ("6 functions, tangent", ActivationExplorer.preset("relu_family"),
     ("tangent at z", -2.0, 2.0)),
    ("samples, bias", ActivationExplorer.preset("gamma_ray_scaled"),
     ("bias", -3.0, 1.0)),
    ("softmax, temperature", ActivationExplorer.preset("softmax"),
     ("temperature T", -0.5, 0.5)),
    ("10 layers, factor", ActivationExplorer.preset("vanishing"),
     ("variance × factor", -0.5, 0.5)),
    ("50 layers tanh, factor",
     ActivationExplorer(**DEEP_CHAIN, chain_activation="tanh"),
     ("variance × factor", -0.5, 0.5)),
    ("50 layers ReLU, factor",
     ActivationExplorer(**DEEP_CHAIN, chain_activation="relu"),
     ("variance × factor", -0.5, 0.5)),
    ("50 layers tanh, seed",
     ActivationExplorer(**DEEP_CHAIN, chain_activation="tanh"), "New draw"),
    ("50 layers tanh, depth",
     ActivationExplorer(**DEEP_CHAIN, chain_activation="tanh"), ("layers", 45, 50)),
    ("small network, factor", InitializationExplorer.preset("xavier"),
     ("variance factor, f/n", -0.5, 0.5)),
    ("deep network, factor", InitializationExplorer.preset("deep_tanh"),
     ("variance factor, f/n", -0.5, 0.5)),
]  # fmt: skip
PLAYED = ["he", "too_large", "deep_tanh", "deep_relu", "deep_sigmoid"]

# "painted" tells what computing and drawing took, "followed" what came when that
# picture was on the screen; a message posted from a frame's callback arrives when that
# frame has been painted. After REST frames nothing follows any more.
REST = 7  # frames
MEASURE = """async (control, [inputs, low, high, rest]) => {
  const el = document.getElementById('widget');
  const next = () => new Promise(requestAnimationFrame);
  const painted = () => new Promise(done => requestAnimationFrame(() => {
    const channel = new MessageChannel();
    channel.port1.onmessage = done;
    channel.port2.postMessage(0);
  }));
  const draw = [], frame = [], after = [], all = [];
  let first = NaN, followed = 0, last = 0;
  el.addEventListener('painted', event => { first = event.detail.ms; });
  el.addEventListener('followed', event => {
    followed += event.detail.ms;
    painted().then(() => { last = performance.now(); });
  });
  for (let i = 0; i < inputs; i++) {
    // Inputs come at any moment of a display frame, not right after one.
    await new Promise(done => setTimeout(done, 20 + (i * 7) % 17));
    followed = 0;
    const start = performance.now(), seen = painted();
    if (control.tagName === 'BUTTON') control.click();
    else {  // up and down in eight steps
      control.value = low + (high - low) * Math.abs(i % 16 - 8) / 8;
      control.dispatchEvent(new Event('input', { bubbles: true }));
    }
    const set = performance.now();
    await seen;
    last = performance.now();
    frame.push(last - start);
    for (let k = 0; k < rest; k++) await next();
    draw.push(Math.max(first, set - start));
    after.push(followed);
    all.push(last - start);
  }
  return { draw, frame, after, all };
}"""

PLAY = """async seconds => {
  const el = document.getElementById('widget');
  const next = () => new Promise(requestAnimationFrame);
  const epoch = () => +document.querySelector('.cl-play-tiles .cl-value').textContent;
  const pictures = [], gaps = [];
  const note = event => pictures.push(event.detail.ms);
  el.addEventListener('painted', note);
  const start = await next(), first = epoch();
  let now = start, before = start;
  while (now - start < 1000 * seconds) {
    now = await next();
    gaps.push(now - before);
    before = now;
  }
  el.removeEventListener('painted', note);
  return { pictures, gaps, seconds: (now - start) / 1000, epochs: epoch() - first };
}"""


def answers(browser, words, widget, control):
    """Print one row: what a moved control costs."""
    page = browser.new_page(viewport=PAGE)
    open_widget(page, widget)
    settle(page)
    if isinstance(control, str):
        found, ends = page.get_by_role("button", name=control, exact=True), (0, 0)
    else:
        name, *ends = control
        found = page.get_by_role("slider", name=name)
    found = found.locator("visible=true").first
    times = found.evaluate(MEASURE, [INPUTS + WARM_UP, *ends, REST])
    page.close()
    line = f"{words:24}"
    for work, time in (("draw", "frame"), ("after", "all")):
        _, median, late = statistics.quantiles(times[time][WARM_UP:])
        line += f"{statistics.median(times[work][WARM_UP:]):12.2f}"
        line += f"{median:11.1f} ({late:5.1f})"
    print(f"{line}{load():8.1f}", flush=True)


def plays(browser, name):
    """Print one row: an InitializationExplorer that trains."""
    page = browser.new_page(viewport=PAGE)
    open_widget(page, InitializationExplorer.preset(name))
    settle(page)
    page.get_by_role("button", name="Play", exact=True).click()
    page.evaluate(PLAY, 2)
    seen = page.evaluate(PLAY, PLAY_S)
    page.close()
    print(
        f"{name:24}{len(seen['gaps']) / seen['seconds']:12.1f}{max(seen['gaps']):13.1f}"
        f"{statistics.median(seen['pictures']):13.2f}"
        f"{seen['epochs'] / seen['seconds']:10.1f}{load():8.1f}",
        flush=True,
    )


def load():
    """Processes that want to run, mean of the last minute."""
    return os.getloadavg()[0] if hasattr(os, "getloadavg") else float("nan")


def main():
    path = find_chromium()
    if path is None:
        sys.exit("bench_activations needs a Chromium, Chrome or Edge")
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=path, args=CHROMIUM_FLAGS)
        print(f"{'':24}{'first answer, ms':^31}{'all of it, ms':^31}")
        print(
            f"{'moved':24}{'draw':>12}{'to frame (late)':>19}"
            f"{'what follows':>13}{'to frame (late)':>18}{'load':>8}"
        )
        for words, widget, control in MOVES:
            answers(browser, words, widget, control)
        print(
            f"\n{'playing':24}{'frames/s':>12}{'longest, ms':>13}{'picture, ms':>13}"
            f"{'epochs/s':>10}{'load':>8}"
        )
        for name in PLAYED:
            plays(browser, name)
        browser.close()


if __name__ == "__main__":
    main()
