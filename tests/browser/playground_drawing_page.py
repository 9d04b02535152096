"""Playground's drawing functions on a bare page, with scenes built by the real engine.

In a script, P holds the functions, T the theme, a the argument; ``scene(options)``
makes data, network, trainer and maps, ``view(scene, more)`` what a paint takes.
"""

import contextlib
import json

from course_lib.widgets.base import IMPORT, load_palette, read

from .conftest import new_page
from .network_page import FILES as ENGINE
from .widget_page import load_module

DRAWING = ["js/plot.js", "js/heat_map.js"] + [
    f"playground_{name}.js"
    for name in (
        "colours",
        "links",
        "thumbnails",
        "diagram",
        "samples",
        "map",
        "chart",
        "gradients",
    )
]
SCENES = """
const P = window.P, names = ['x1', 'x2', 'x1x1', 'x2x2', 'x1x2', 'sin_x1', 'sin_x2'];
const labels = ['x₁', 'x₂', 'x₁²', 'x₂²', 'x₁x₂', 'sin x₁', 'sin x₂'];
const values = ['plane', 'hills'];
const label = key => labels[names.indexOf(key)] ?? key;
const OUTPUTS = { binary: 'sigmoid', multiclass: 'softmax', regression: 'linear' };
window.scene = (options = {}) => {
  const { data = 'circle', n = 500, noise = 0, features = ['x1', 'x2'], K = 2, seed = 1,
    hidden = [4, 2], activation = 'tanh', lr = 0.03, classNames = ['ring', 'disc'],
    axes = ['x₁', 'x₂'], units = ['', ''], scale = [[0, 1], [0, 1]], bias = 0.1,
    kind = K > 2 ? 'multiclass' : values.includes(data) ? 'regression' : 'binary',
  } = options;
  const points = P.playgroundPoints(data, n, noise, seed);
  if (K > 2) points.y = points.y.map((_, i) =>
    Math.floor(((Math.atan2(points.x2[i], points.x1[i]) / Math.PI + 1) / 2) * K) % K);
  const outputs = K > 2 ? K : 1, output = OUTPUTS[kind];
  const network = P.makeNetwork({ sizes: [features.length, ...hidden, outputs], output,
    hidden: hidden.map(() => activation) });
  P.startNetwork(network, 'uniform', seed, bias);
  const count = P.trainingCount(n, 50);
  const train = P.pointSamples(features, points, 0, count);
  const test = P.pointSamples(features, points, count, n);
  const settings = { kind: 'gd', lr, schedule: null };
  const trainer = P.makeTrainer(network, train, test,
    { optimizer: settings, batchSize: 10, seed });
  const domain = [[-6, 6], [-6, 6]];
  const fill = (x1, x2, X, stride) => P.fillFeatures(features, x1, x2, X, stride);
  const maps = P.makeUnitMaps(network, { domain, fill, small: 20, large: 100 });
  return {
    data: { ...points, name: data, title: data, kind, K, n, trainCount: count,
      classNames: K > 2 ? classNames.slice(0, K) : kind === 'binary' ? classNames : [],
      names: axes, units, scale, domain, yRange: [-1, 1], note: '' },
    inputs: features.map(key => ({ key, label: label(key) })),
    network, trainer, maps,
    statistics: P.makeGradientStatistics(network, train),
  };
};
window.view = (scene, { settings = {}, ...more } = {}) => ({
  scene, data: scene.data, inputs: scene.inputs, network: scene.network,
  maps: scene.maps, history: scene.trainer.history, epoch: scene.trainer.epoch,
  losses: scene.trainer.losses(), focus: null, active: null, playing: false,
  stopped: scene.trainer.stopped,
  settings: { discretize: false, show_test: false, output_class: null,
    log_loss: false, ...settings },
  ...more });
window.canvas = (width = 500) => {
  const c = document.body.appendChild(document.createElement('canvas'));
  c.style.width = `${width}px`;
  return c;
};
window.rgb = (c, x, y) => [...c.getContext('2d').getImageData(
  Math.floor(x * devicePixelRatio), Math.floor(y * devicePixelRatio), 1, 1).data];
window.count = (c, [r, g, b], box = [0, 0, c.width, c.height]) => {
  const { data } = c.getContext('2d').getImageData(...box); // pixels of one colour
  let found = 0;
  for (let i = 0; i < data.length; i += 4)
    found += data[i] === r && data[i + 1] === g && data[i + 2] === b && data[i + 3] > 0;
  return found;
};
window.inked = (c, box) => { // pixels with something on them
  const { data } = c.getContext('2d').getImageData(...box);
  let found = 0;
  for (let i = 3; i < data.length; i += 4) found += data[i] > 99;
  return found;
};
window.hex = text => [1, 3, 5].map(k => parseInt(text.slice(k, k + 2), 16));
"""


@contextlib.contextmanager
def drawing_pages(browser):
    """Functions like that of `draw` on a light and on a dark page, by theme."""
    with new_page(browser) as light, new_page(browser) as dark:
        yield {"light": draw(light), "dark": draw(dark, dark=True)}
        assert light.errors == dark.errors == []


def draw(page, dark=False):
    """Load everything; return a function that runs a script with an argument ``a``."""
    page.goto("about:blank")
    code = "\n".join(IMPORT.sub("", read(name)) for name in [*ENGINE, *DRAWING])
    load_module(page, f"const PALETTE = {json.dumps(load_palette())};\n{code}", "P")
    page.evaluate(
        """paper => {
            document.body.style.background = paper;
            document.body.style.setProperty('--jp-layout-color0', paper);
            window.T = window.P.readTheme(document.body);
        }""",
        "#111111" if dark else "#ffffff",
    )
    page.evaluate(f"() => {{ {SCENES} }}")
    return lambda script, argument=None: page.evaluate(
        "async a => { const { P, T, scene, view, canvas, rgb, count, inked, hex }"
        " = window; document.body.replaceChildren();"
        f"{script} }}",
        argument,
    )
