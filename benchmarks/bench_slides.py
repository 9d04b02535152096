"""How long slides and pages take to build and to open, how large they are, and how fast
a widget on a slide answers, in a headless Chromium.

Budgets of the course: all decks and pages within 5 minutes on two cores; a deck at most
4 MB and open within 1 s; a widget on a slide computes and draws within 4 ms and shows
within 12 ms (medians). Run: ``python benchmarks/bench_slides.py``; with names, such as
``01_neurons``, only these decks, with ``--pages`` the pages, too.
"""

import os
import statistics
import sys
import tempfile
import time
from pathlib import Path

from playwright.sync_api import sync_playwright

ROOT = Path(__file__).resolve().parents[1]
sys.path.insert(0, str(ROOT))
sys.path.insert(0, str(ROOT / "tools"))

from publishing.pages import Site  # noqa: E402
from publishing.slides import build_deck  # noqa: E402

from tests.browser.jupyterlab import CHROMIUM_FLAGS, find_chromium  # noqa: E402

OPENINGS = 5
INPUTS = 120
WARM_UP = 40
REST = 7  # frames after which nothing follows any more, as in bench_activations
PROJECTOR = {"width": 1920, "height": 1080}

# The slider moves to and fro in the middle of its range; "painted" tells what computing
# and drawing took, and a message posted from the frame's callback arrives when that
# frame has been painted.
MEASURE = """async ([slide, inputs, rest]) => {
  Reveal.slide(slide);
  const place = Reveal.getCurrentSlide().querySelector('.widget');
  const painted = () => new Promise(done => requestAnimationFrame(() => {
    const channel = new MessageChannel();
    channel.port1.onmessage = done;
    channel.port2.postMessage(0);
  }));
  for (let i = 0; i < 60; i++) await painted();  // the slide arrives, widgets draw
  const slider = [...place.querySelectorAll('input[type=range]:enabled')]
      .find(e => e.offsetWidth);
  const title = place.querySelector('.cl-widget').ariaLabel;
  if (!slider) return { title };
  const draw = [], frame = [], all = [];
  let first = NaN, last = 0;
  place.addEventListener('painted', event => { first = event.detail.ms; });
  place.addEventListener('followed',
      () => painted().then(() => { last = performance.now(); }));
  const low = Number(slider.min), high = Number(slider.max);
  for (let i = 0; i < inputs; i++) {
    // Inputs come at any moment of a display frame, not right after one.
    await new Promise(done => setTimeout(done, 20 + (i * 7) % 17));
    const start = performance.now(), seen = painted();
    const before = slider.value;
    slider.value = low + (high - low) * (0.5 + 0.2 * Math.sin(i / 3));
    if (slider.value === before) slider.stepUp();  // every input is a change
    slider.dispatchEvent(new Event('input', { bubbles: true }));
    await seen;
    last = performance.now();
    frame.push(last - start);
    for (let k = 0; k < rest; k++) await painted();
    draw.push(first);
    all.push(last - start);
  }
  return { draw, frame, all, title };
}"""

WIDGET_SLIDES = """() => Reveal.getSlides()
    .map((slide, i) => slide.querySelector('.widget') ? Reveal.getIndices(slide).h : -1)
    .filter(i => i >= 0)"""


def open_deck(page, file):
    """Seconds from the request to the first slide with its mathematics and widgets."""
    page.goto(file.as_uri())
    page.wait_for_selector("html[data-deck=ready]")
    page.evaluate("() => new Promise(requestAnimationFrame)")
    return page.evaluate("performance.now()") / 1000


def measure_deck(browser, file):
    """Print how a deck opens and how each of its widgets answers."""
    page = browser.new_page(viewport=PROJECTOR)
    seconds = statistics.median(open_deck(page, file) for _ in range(OPENINGS))
    size = file.stat().st_size / 1e6
    print(f"{file.stem:28} {size:5.2f} MB, open in {seconds:.2f} s")
    for slide in page.evaluate(WIDGET_SLIDES):
        times = page.evaluate(MEASURE, [slide, INPUTS + WARM_UP, REST])
        if "draw" not in times:
            print(f"    slide {slide + 1:2} {times['title']:24} shows no slider")
            continue
        draw = statistics.median(times["draw"][WARM_UP:])
        _, frame, late = statistics.quantiles(times["frame"][WARM_UP:])
        whole = statistics.median(times["all"][WARM_UP:])
        print(
            f"    slide {slide + 1:2} {times['title']:24} {draw:6.2f} ms "
            f"{frame:6.2f} ms ({late:5.2f}) {whole:7.2f} ms"
        )
    page.close()


def build(what, work):
    """Do some work, print the seconds, return what it gives."""
    start = time.monotonic()
    result = work()
    print(
        f"{what:28} built in {time.monotonic() - start:5.1f} s   {result}", flush=True
    )


def main():
    path = find_chromium()
    if path is None:
        sys.exit("bench_slides needs a Chromium, Chrome or Edge")
    print(f"load of the machine: {os.getloadavg()[0]:.1f}")
    start, wanted = time.monotonic(), set(sys.argv[1:]) - {"--pages"}
    with tempfile.TemporaryDirectory() as folder:
        folder = Path(folder)
        decks = []
        for source in sorted((ROOT / "slides").glob("[0-9][0-9]_*.md")):
            if wanted and source.stem not in wanted:
                continue
            decks.append(folder / f"{source.stem}.html")
            build(source.stem, lambda s=source: build_deck(s, decks[-1]))
        if "--pages" in sys.argv[1:]:
            site = Site(ROOT, folder / "pages")
            for name, source in site.sources.items():
                build(f"page {name}", lambda s=source: site.build_chapter(s))
            build("assets and index", site.finish)
        print(f"all together {time.monotonic() - start:.0f} s\n")
        print("widget on a slide: draw, to painted frame (upper quartile), all of it")
        with sync_playwright() as playwright:
            browser = playwright.chromium.launch(
                executable_path=path, args=CHROMIUM_FLAGS
            )
            for deck in decks:
                measure_deck(browser, deck)
            browser.close()


if __name__ == "__main__":
    main()
