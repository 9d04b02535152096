"""How fast the Playground's engine trains, in a headless Chromium, without its drawing.

Epochs per second, alone and with every heat map live. Alone, the engine trains without
a pause for windows of 100 ms: median and best of them. With maps, it does what the
widget does in a display frame: train for what is left of FRAME_MS, then compute the
losses, a thumbnail of every unit (25 × 25) and the map of the output (100 × 100), if
the weights have changed; nothing is painted. 250 of 500 samples are for training.

Budgets of the course: 12 000 epochs/s on the default network, 1 000 on the spiral, with
maps at 50 frames/s or more. A busy machine spoils every number: beside them stand its
load and the speed of a fixed loop (million multiplications a second, median and best).
Run: ``python benchmarks/bench_playground_engine.py``.
"""

import os
import statistics
import sys
from pathlib import Path

from playwright.sync_api import sync_playwright

sys.path.insert(0, str(Path(__file__).resolve().parents[1]))

from course_lib.datasets import playground
from course_lib.networks import Network
from tests.browser.jupyterlab import CHROMIUM_FLAGS, find_chromium
from tests.browser.network_page import load_network_engine, send_network

FRAME_MS = 14.0  # of the 16.7 between two frames; the rest is for painting
WINDOWS = 30
SECONDS = 4

DEFAULT = ("circle 2-4-2-1", "circle", [2, 4, 2, 1], ["x1", "x2"], 0.03)
SPIRAL = (
    "spiral 7-[8]×6-1",
    "spiral",
    [7, 8, 8, 8, 8, 8, 8, 1],
    list(playground.FEATURES),
    0.03,
)
CASES = [(case, size) for size in (10, 1, 30, 250) for case in (DEFAULT, SPIRAL)]

START = """a => {
  const E = window.E, network = E.build(a.network), all = a.names;
  const points = E.playgroundPoints(a.data, 500, 0, 1), half = E.trainingCount(500, 50);
  const train = E.pointSamples(all, points, 0, half);
  const test = E.pointSamples(all, points, half, 500);
  const optimizer = { kind: 'gd', lr: a.lr, schedule: null };
  const options = { optimizer, batchSize: a.batch_size, seed: 1 };
  window.trainer = E.makeTrainer(network, train, test, options);
  const fill = (x1, x2, X, stride) => E.fillFeatures(all, x1, x2, X, stride);
  window.maps = E.makeUnitMaps(network, { domain: [[-6, 6], [-6, 6]], fill });
  window.trainer.trainFor(400);  // until the compiler is done
}"""

ALONE = """windows => {
  const rates = [], spins = [];
  let x = 1;
  for (let k = 0; k < windows; k++) {
    const start = performance.now();
    for (let i = 0; i < 1e6; i++) x = x * 0.9999999 + 1e-9;
    const middle = performance.now();
    const epochs = window.trainer.trainFor(100);
    const end = performance.now();
    rates.push(1000 * epochs / (end - middle));
    spins.push(x * 0 + 1e3 / (middle - start));
  }
  return { rates, spins, stopped: window.trainer.stopped };
}"""

WITH_MAPS = """async ([seconds, frame]) => {
  const { trainer, maps } = window, next = () => new Promise(requestAnimationFrame);
  await next(); await next();
  const mapTimes = [], first = trainer.epoch, start = await next();
  let now = start, frames = 0, longest = 0, spent = 1;
  while (now - start < 1000 * seconds) {
    const begin = performance.now();
    trainer.trainFor(frame - spent);
    trainer.losses();
    const trained = performance.now();
    maps.thumbnails();
    maps.fineMaps();
    const done = performance.now();
    mapTimes.push(done - trained);
    spent = Math.min(0.9 * spent + 0.1 * (done - trained), frame / 2);
    longest = Math.max(longest, done - begin);
    frames += 1;
    now = await next();
  }
  const passed = (now - start) / 1000;
  return { epochs: (trainer.epoch - first) / passed, frames: frames / passed,
           mapTimes, longest, stopped: trainer.stopped };
}"""


def main():
    path = find_chromium()
    if path is None:
        sys.exit("bench_playground_engine needs a Chromium, Chrome or Edge")
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=path, args=CHROMIUM_FLAGS)
        print(
            f"{'':29}{'epochs/s alone':^19}{'with every map live':^38}{'machine':^19}"
        )
        print(
            f"{'network':18}{'batch':>9}{'median':>10}{'best':>9}{'epochs/s':>12}"
            f"{'frames/s':>10}{'maps, ms':>10}{'longest':>9}{'loop':>9}{'best':>6}"
            f"{'load':>6}"
        )
        for case, batch_size in CASES:
            measure(browser, case, batch_size)
        browser.close()


def measure(browser, case, batch_size):
    """Print one row, measured on a fresh page: nothing compiled for others."""
    name, data, sizes, names, lr = case
    page = browser.new_page()
    load_network_engine(page)
    network = Network(sizes, init="uniform", seed=1)
    settings = {"data": data, "names": names, "lr": lr, "batch_size": batch_size}
    page.evaluate(START, {"network": send_network(network), **settings})
    alone = page.evaluate(ALONE, WINDOWS)
    live = page.evaluate(WITH_MAPS, [SECONDS, FRAME_MS])
    page.close()
    rates, spins = alone["rates"], alone["spins"]
    print(
        f"{name:18}{batch_size:9}{statistics.median(rates):10.0f}{max(rates):9.0f}"
        f"{live['epochs']:12.0f}{live['frames']:10.1f}"
        f"{statistics.median(live['mapTimes']):10.2f}{live['longest']:9.1f}"
        f"{statistics.median(spins):9.0f}{max(spins):6.0f}{load():6.1f}",
        flush=True,
    )
    if alone["stopped"] or live["stopped"]:
        sys.exit(alone["stopped"] or live["stopped"])


def load():
    """Processes that want to run, mean of the last minute."""
    return os.getloadavg()[0] if hasattr(os, "getloadavg") else float("nan")


if __name__ == "__main__":
    main()
