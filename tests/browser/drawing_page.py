"""LossSurface's drawing functions on a bare page, with small surfaces and runs.

In a script, P holds the functions, S the surfaces, T the theme, a the argument.
"""

import json

from course_lib.widgets.base import IMPORT, load_palette, read

from .widget_page import load_module

FILES = ["js/plot.js", "js/heat_map.js", "js/pen.js"] + [
    f"loss_surface_{name}.js"
    for name in ("terrain", "paths", "map", "raster", "relief", "chart", "data")
]
SURFACES = """
const base = { m: 0, axisNames: ['b', 'w'], units: ['km/s', ''], minima: [] };
window.S = {
  bowl: { ...base, domain: [[-2, 2], [-1, 3]], minima: [[0, 1]],
    value: (x, y) => x * x + 4 * (y - 1) ** 2 },
  high: { ...base, domain: [[-2, 2], [-1, 3]], minima: [[0, 1]],
    value: (x, y) => x * x + 4 * (y - 1) ** 2 + 7.3 },
  deep: { ...base, domain: [[-2, 2], [-2, 2]], minima: [[1, 1]],
    value: (x, y) => (1 - x) ** 2 + 100 * (y - x * x) ** 2 - 1.25 },
  saddle: { ...base, domain: [[-1, 1], [-1, 1]], value: (x, y) => x * x - y * y },
  ridge: { ...base, domain: [[-1, 1], [-1, 1]],
    value: (x, y) => Math.exp(-20 * y * y) },
  broken: { ...base, domain: [[-1, 1], [-1, 1]],
    value: (x, y) => (x < 0 ? NaN : y > 0.9 ? Infinity : x + y) },
  plain: { ...base, domain: [[-1, 1], [-1, 1]], value: () => 3 },
};
const values = list => Float64Array.from(list, Number);
window.run = (colour, x, y, loss, more = {}) => ({
  key: 'adam', label: 'Adam', on: true, dash: [], colour, stopped: '', leftAt: -1,
  count: x.length, x: values(x), y: values(y), loss: values(loss ?? x.map(() => 1)),
  evaluations: values(x.map((_, k) => 10 * k)), ...more });
window.view = (surface, runs, more = {}) => ({ surface, runs, shown: 1e6, start: [9, 9],
  selected: '', active: false, arrows: null, level: null, ...more });
window.canvas = () => document.body.appendChild(document.createElement('canvas'));
window.rgb = (c, x, y) => [...c.getContext('2d').getImageData(
  Math.round(x * devicePixelRatio - 0.5), Math.round(y * devicePixelRatio - 0.5), 1, 1
).data].slice(0, 3);
window.spots = (c, [r, g, b]) => { // all pixels of exactly one colour
  const { data, width } = c.getContext('2d').getImageData(0, 0, c.width, c.height);
  const found = [];
  for (let i = 0; i < data.length; i += 4)
    if (data[i] === r && data[i + 1] === g && data[i + 2] === b)
      found.push([(i / 4) % width, Math.floor(i / 4 / width)]);
  return found;
};
"""


def draw(page, dark=False):
    """Load everything; return a function that runs a script with an argument ``a``."""
    page.goto("about:blank")
    files = "\n".join(IMPORT.sub("", read(name)) for name in FILES)
    load_module(page, f"const PALETTE = {json.dumps(load_palette())};\n{files}", "P")
    page.evaluate(f"() => {{ {SURFACES} }}")
    page.evaluate(
        """paper => {
            document.body.style.setProperty('--jp-layout-color0', paper);
            window.T = window.P.readTheme(document.body);
        }""",
        "#111111" if dark else "#ffffff",
    )
    return lambda script, argument=None: page.evaluate(
        "async a => { const { P, S, T, run, view, canvas, rgb, spots } = window;"
        f"{script} }}",
        argument,
    )
