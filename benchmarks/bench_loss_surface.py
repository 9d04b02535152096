"""How fast LossSurface answers, alone and beside the same picture from matplotlib.

First on a bare page, with seven optimizers of 300 steps each: what one input costs in
computing and drawing, what loss chart and numbers cost after that, when the picture is
painted, and frames per second while playing.

Then in one JupyterLab session: Beale's contours and seven paths of 300 steps. Either
the start moves, and seven paths are new, or a learning rate, and one is. A slider (of
LossSurface's start: its handle in the map) is dragged by real mouse events; the time
runs from the event's own time stamp until a changed picture is painted. Matplotlib's
rows take their paths from the library's NumPy rules, and only those that changed.

- LossSurface, with its loss chart and its table
- interact, kept figure: matplotlib's fastest reasonable form. A plain contour plot is
  made once, ``set_data`` moves the lines, and the inline back end shows it again
- interact, new figure: the same plot made anew, as in most notebooks
- interact, trajectories: ``figures.trajectories``, which draws all that LossSurface's
  map shows: colours, labelled contours, every iterate, legend
- ipympl: the plain plot alive, ``set_data`` and ``draw_idle``, without interact

ipympl is optional (``pip install ipympl``); without it that row is left out. A busy
machine spoils every number: the load of the last minute stands beside them, of which
the benchmark itself makes about 1.
Run: ``python benchmarks/bench_loss_surface.py``.
"""

import importlib.util
import os
import statistics
import sys
import tempfile
import time
from pathlib import Path

from playwright.sync_api import sync_playwright

sys.path.insert(0, str(Path(__file__).resolve().parents[1]))

from benchmarks.loss_surface_cells import CELLS, write_notebook
from course_lib import races
from course_lib.widgets import LossSurface
from tests.browser.jupyterlab import (
    CHROMIUM_FLAGS,
    errors,
    find_chromium,
    open_notebook,
    running_lab,
    show_cell,
)
from tests.browser.widget_page import open_widget

WINDOW = {"width": 1280, "height": 900}
STEPS = 300

# ----------------------------------------------------------------------- on a bare page

INPUTS = 120
WARM_UP = 40
PLAY_MS = 4000
RADIUS = 25  # pixels around the first start, where the dragged one goes round

# Presets, with seven racers where they have fewer of their own.
WIDGETS = {
    "beale": {},
    "line_fit": {"racers": races.fair_race(0.1, rmsprop=0.02, adam=0.05)},
    "ravine": {"racers": races.fair_race(0.5, adagrad=0.1, rmsprop=0.01, adam=0.02)},
    "logistic": {},
    "cycle_skipping": {},
    "network_slice": {},
}

# "painted" tells what computing and drawing took, "followed" what chart and numbers
# took when that picture was on the screen; a message posted from the frame's callback
# arrives when that frame has been painted.
MEASURE = """async ([what, inputs, radius]) => {
  const el = document.getElementById('widget');
  const painted = () => new Promise(done => requestAnimationFrame(() => {
    const channel = new MessageChannel();
    channel.port1.onmessage = done;
    channel.port2.postMessage(0);
  }));
  const map = el.querySelector('.cl-place canvas');
  const slider = el.querySelector('.cl-settings input[type=range]');
  const middle = slider.valueAsNumber, step = 0.05;
  const box = el.querySelector('.cl-handle').getBoundingClientRect();
  const x = box.left + box.width / 2, y = box.top + box.height / 2;
  const move = {
    start(i) {
      const clientX = x + radius * Math.cos(i / 5);
      const clientY = y + radius * Math.sin(i / 5);
      const where = { clientX, clientY, pointerId: 1, bubbles: true };
      map.dispatchEvent(new PointerEvent('pointermove', where));
    },
    rate(i) {  // up and down between 0.6 and 1.6 times the first one
      slider.value = middle + step * (4 - Math.abs(i % 16 - 8));
      slider.dispatchEvent(new Event('input', { bubbles: true }));
    },
  }[what];
  const draw = [], frame = [], after = [];
  el.addEventListener('painted', event => draw.push(event.detail.ms));
  el.addEventListener('followed', event => after.push(event.detail.ms));
  for (let i = 0; i < inputs; i++) {
    // Inputs come at any moment of a display frame, not right after one.
    await new Promise(done => setTimeout(done, 20 + (i * 7) % 17));
    const start = performance.now();
    move(i);
    await painted();
    frame.push(performance.now() - start);
  }
  return { draw, frame, after };
}"""

PLAY = """async time => {
  const el = document.getElementById('widget');
  const next = () => new Promise(requestAnimationFrame);
  [...el.querySelectorAll('button')].find(b => b.textContent === 'Play').click();
  await next(); await next();
  const draw = [], start = await next();
  const note = event => draw.push(event.detail.ms);
  el.addEventListener('painted', note);
  let now = start, longest = 0;
  while (now - start < time) {
    const before = now;
    now = await next();
    longest = Math.max(longest, now - before);
  }
  el.removeEventListener('painted', note);
  return { draw, rate: 1000 * draw.length / (now - start), longest };
}"""


def seven(name):
    """The preset ``name`` as a widget with seven optimizers of STEPS steps."""
    widget = LossSurface.preset(name, steps=STEPS, **WIDGETS[name])
    assert len(widget.racers) == 7
    return widget


def on_a_bare_page(browser):
    page = browser.new_page(viewport=WINDOW)
    print(f"LossSurface on a bare page, 7 optimizers of {STEPS} steps each, medians")
    print("(upper quartile in brackets); playing at 30 steps/s")
    heads = f"{'compute+draw':>14}{'after':>7}{'to frame':>14}"
    print(f"{'':15}{'start dragged, ms':^35}{'learning rate, ms':^35}{'playing':^28}")
    print(
        f"{'preset':15}{heads}{heads}{'frames/s':>10}{'longest':>10}{'draw':>8}{'load':>7}"
    )
    for name in WIDGETS:
        open_widget(page, seven(name))
        handle = page.locator(".cl-handle").bounding_box()
        page.mouse.move(handle["x"] + handle["width"] / 2, handle["y"] + 5)
        page.mouse.down()
        start = page.evaluate(MEASURE, ["start", INPUTS + WARM_UP, RADIUS])
        page.mouse.up()
        open_widget(page, seven(name))
        rate = page.evaluate(MEASURE, ["rate", INPUTS + WARM_UP, RADIUS])
        line = f"{name:15}"
        for times in (start, rate):
            _, draw, _ = quartiles(times["draw"][WARM_UP:])
            _, frame, late = quartiles(times["frame"][WARM_UP:])
            after = statistics.median(times["after"][WARM_UP:])
            line += f"{draw:14.2f}{after:7.2f}{frame:7.1f} ({late:4.1f})"
        played = page.evaluate(PLAY, PLAY_MS)
        draw = statistics.median(played["draw"])
        line += f"{played['rate']:10.1f}{played['longest']:7.0f} ms{draw:8.2f}"
        print(f"{line}{load():7.1f}", flush=True)
    page.close()


# --------------------------------------------------------------------------- JupyterLab

MOVES = 30
FIRST_MOVES = 5  # not counted
PAUSE = 0.25  # s, for what follows a picture: messages to the kernel, clean-up

# Where a drag goes to, as a share of the slider: now left, now right.
SLIDES = {"start": (0.35, 0.65), "rate": (0.45, 0.65)}

# Time from a movement (its own time stamp) until a changed picture has been painted. A
# canvas is new after a drawImage: LossSurface copies its ground layer, ipympl the frame
# from Python; inline pictures are new elements. What is painted must also differ.
WATCH = """cell => {
  const canvas = cell.querySelector('.cl-place canvas, .jupyter-matplotlib canvas');
  const image = () => cell.querySelector('.jp-OutputArea img');
  const print = () => canvas ? canvas.toDataURL() : image()?.src;
  const before = print();
  window.painted = new Promise((done, fail) => {
    let start = null;
    const moved = event => { start = event.timeStamp; };
    addEventListener('pointermove', moved, { capture: true, once: true });
    const painted = () => requestAnimationFrame(() => {
      const channel = new MessageChannel();
      channel.port1.onmessage = () => {
        const end = performance.now(), now = print();
        if (start === null || !now || now === before) return;
        if (context) delete context.drawImage;
        observer.disconnect();
        done(end - start);
      };
      channel.port2.postMessage(0);
    });
    const context = canvas?.getContext('2d');
    if (context) context.drawImage = function (...args) {
      CanvasRenderingContext2D.prototype.drawImage.apply(this, args);
      painted();
    };
    const observer = new MutationObserver(() => {
      const found = canvas ? null : image();
      if (found && found.src !== before) found.decode().then(painted, () => {});
    });
    observer.observe(
      cell, { childList: true, subtree: true, attributeFilter: ['src'] });
    setTimeout(() => fail(new Error('no new picture within 20 s')), 20000);
  });
}"""


def run_cell(page, index):
    page.evaluate(
        """async index => {
            const { shell, commands } = window.jupyterapp;
            const notebook = shell.currentWidget.content;
            notebook.deselectAll();
            notebook.activeCellIndex = index;
            await commands.execute('notebook:run-cell');
        }""",
        index,
    )
    if errors(page):
        sys.exit("\n".join(errors(page)))


def grip(cell, name, what):
    """What one takes hold of, and the (left, right) between which it moves."""
    slides = list(SLIDES).index(what)
    if name != "LossSurface":
        track = cell.locator(".noUi-target").nth(slides)
        thumb = track.locator(".noUi-handle")
    elif what == "rate":
        track = thumb = cell.locator(".cl-settings input[type=range]").first
    else:
        track, thumb = (
            cell.locator(".cl-place canvas").first,
            cell.locator(".cl-handle"),
        )
    left, width = track.bounding_box()["x"], track.bounding_box()["width"]
    if name == "LossSurface" and what == "start":  # x from 0 to 2, as its slider does
        left, width = left + 56 + (width - 70) / 2, (width - 70) * 2 / 9
    return thumb.bounding_box(), left, width


def drag(page, cell, name, what):
    """Milliseconds from movement to picture, MOVES times."""
    thumb, left, width = grip(cell, name, what)
    y, times = thumb["y"] + thumb["height"] / 2, []
    page.mouse.move(thumb["x"] + thumb["width"] / 2, y)
    page.mouse.down()
    for i in range(FIRST_MOVES + MOVES):
        share = SLIDES[what][i % 2] + 0.03 * (i // 2 % 4)
        time.sleep(PAUSE + 0.001 * (i * 7 % 17))
        cell.evaluate(WATCH)
        page.mouse.move(left + share * width, y)
        times.append(page.evaluate("() => window.painted"))
    page.mouse.up()
    return times[FIRST_MOVES:]


def in_jupyterlab(browser, names):
    """Measure the cells ``names`` of one notebook and print the table."""
    with tempfile.TemporaryDirectory() as folder:
        root = Path(folder) / "course"
        root.mkdir()
        page = browser.new_page(viewport=WINDOW)
        with running_lab(root, Path(folder)) as lab:
            write_notebook(root / "beside.ipynb", names, STEPS)
            open_notebook(page, lab, "beside.ipynb")
            run_cell(page, 0)
            times = {}
            for index, name in enumerate(names, start=1):
                run_cell(page, index)  # one by one: ipympl changes matplotlib for all
                cell = show_cell(page, index)
                cell.locator("canvas, img").first.wait_for()
                time.sleep(2)
                for what in SLIDES:
                    times[name, what] = drag(page, cell, name, what)
            page.close()
    show_times(times, names)


def show_times(times, names):
    print(f"\nMouse movement to painted picture in JupyterLab, ms: median of {MOVES}")
    print("(upper quartile in brackets), and its ratio to LossSurface's")
    print(f"{'':24}{'start moved, 7 paths new':28}learning rate, 1 path new")
    for name in names:
        line = f"{name:24}"
        for what in SLIDES:
            _, median, late = quartiles(times[name, what])
            ratio = median / statistics.median(times["LossSurface", what])
            line += f"{median:6.1f} ({late:5.1f}){ratio:7.1f} ×    "
        print(line.rstrip())
    print(f"load of the machine: {load():.1f} on {os.cpu_count()} cores", flush=True)


def quartiles(values):
    return statistics.quantiles(values)


def load():
    """Processes that want to run, mean of the last minute."""
    return os.getloadavg()[0] if hasattr(os, "getloadavg") else float("nan")


def main():
    path = find_chromium()
    if path is None:
        sys.exit("bench_loss_surface needs a Chromium, Chrome or Edge")
    names = list(CELLS)
    if importlib.util.find_spec("ipympl") is None:
        names.remove("ipympl")
        print("ipympl is not installed, so its row is left out: pip install ipympl\n")
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=path, args=CHROMIUM_FLAGS)
        on_a_bare_page(browser)
        in_jupyterlab(browser, names)
        browser.close()


if __name__ == "__main__":
    main()
