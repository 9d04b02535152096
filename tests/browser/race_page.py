"""The mathematics of LossSurface on a bare page, and the surfaces to try it on."""

import base64
import re

import numpy as np

from course_lib import surfaces
from course_lib.geophysics.trends import avo_gather
from course_lib.widgets.base import build_module, read

from .widget_page import load_module

FILES = tuple(
    f"js/{name}.js"
    for name in ("shared_random", "optimizers", "data_losses", "surfaces", "race")
)
BUILD = """
function build({ spec, values }) {  // values: a grid's numbers, as base64
  if (!values) return makeSurface(spec);
  const bytes = Uint8Array.from(atob(values), c => c.charCodeAt(0));
  return makeSurface(spec, new Float64Array(bytes.buffer));
}
"""


def samples(seed=3, m=40):
    """Two overlapping clouds and their classes, and a noisy line."""
    rng = np.random.default_rng(seed)
    y = rng.integers(0, 2, m)
    X = rng.normal(size=(m, 2)) + 0.8 * y[:, None]
    x = rng.uniform(0.5, 3.5, m)
    return X, y, x, 1.8 + 0.6 * x + 0.2 * rng.normal(size=m)


X, CLASSES, DEPTH, VELOCITY = samples()
SURFACES = {
    "beale": surfaces.beale,
    "rosenbrock": surfaces.rosenbrock,
    "himmelblau": surfaces.himmelblau,
    "styblinski_tang": surfaces.styblinski_tang,
    "goldstein_price": surfaces.goldstein_price,
    "saddle": surfaces.saddle,
    "long_valley": surfaces.long_valley,
    "quadratic": surfaces.quadratic(1, 25),
    "turned quadratic": surfaces.quadratic(2, 40, angle=30),
    "flat quadratic": surfaces.quadratic(0, 0),
    "line": surfaces.line_fit(DEPTH, VELOCITY),
    "avo": surfaces.avo_fit(*avo_gather()),
    "scaled avo": surfaces.avo_fit(*avo_gather(), scaled=True),
    "logistic": surfaces.logistic(X, CLASSES, b=-0.3),
    "ricker": surfaces.ricker_misfit(shift_ms=4, f_hz=24, noise=0.05),
    "random": surfaces.random_landscape(5),
    "grid": surfaces.himmelblau.on_grid(41),
    "uneven grid": surfaces.from_grid(
        np.random.default_rng(2).normal(size=(4, 7)), ((-1, 5), (10, 30))
    ),
}


def load_engine(page):
    """Load the JavaScript files as ``window.E``; ``E.build`` makes a sent surface."""
    page.goto("about:blank")
    exports = re.findall(r"^export (?:function|const) (\w+)", "".join(map(read, FILES)),
                         re.MULTILINE)  # fmt: skip
    code = build_module(*FILES) + BUILD
    load_module(page, f"{code}\nexport {{ build, {', '.join(exports)} }};", "E")


def send_surface(surface):
    """What ``E.build`` needs: the description, and a grid's values as bytes."""
    values = getattr(surface, "values", None)
    if values is not None:
        values = base64.b64encode(values.astype("<f8").tobytes()).decode()
    return {"spec": surface.spec(), "values": values}


def send_race(race, key):
    """Racer and terms of a `Race` as the browser's engine takes them."""
    optimizer = race.racers[key]
    return {
        "racer": {"key": key, "settings": optimizer.settings()},
        "race": {
            "start": list(race.start),
            "steps": race.steps,
            "batchSize": race.batch_size or 0,
            "noise": race.noise,
            "seed": race.seed,
            "freeze": race.freeze,
        },
    }
