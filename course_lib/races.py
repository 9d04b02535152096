"""Races: one surface, one start, several optimizers; by name for notebook and slide.

A race is what `LossSurface` plays in the browser and `figures.trajectories` prints.
Each preset shows one behaviour that has a name.

Taught in: notebook 4.
"""

from dataclasses import dataclass, field

from course_lib import datasets, surfaces
from course_lib.checks import check_choice
from course_lib.features import standardize
from course_lib.geophysics.trends import avo_gather, velocity_trend
from course_lib.networks import Network
from course_lib.optimizers import (
    Adadelta,
    Adagrad,
    Adam,
    GradientDescent,
    InverseTimeDecay,
    Momentum,
    Nesterov,
    RMSprop,
    descend,
    train,
)

LABELS = {
    "gd": "gradient descent",
    "sgd": "stochastic",
    "minibatch": "mini-batch",
    "momentum": "momentum",
    "nesterov": "Nesterov",
    "adagrad": "Adagrad",
    "adadelta": "Adadelta",
    "rmsprop": "RMSprop",
    "adam": "Adam",
}


@dataclass
class Race:
    """Optimizers that start together.

    Attributes
    ----------
    surface : Surface
    racers : dict of str to optimizer
        The key says where the gradient comes from: "gd" always sees all samples and no
        noise, "sgd" one sample a step; every other key the race's ``batch_size`` and
        ``noise``. Keys of `LABELS` have a colour and a name; others are your own.
    start : tuple of 2 float
    steps : int
    batch_size : int or None
        Samples per step for surfaces made of data; None: all.
    noise : float
        Standard deviation of the gradient's noise, for surfaces without data.
    seed : int
        Of batches and noise.
    freeze : bool
        Keep the first batch for ever.
    title, look_for : str
        What the race is, and what to watch.
    """

    surface: object
    racers: dict
    start: tuple = None
    steps: int = 300
    batch_size: int | None = None
    noise: float = 0.0
    seed: int = 0
    freeze: bool = False
    title: str = ""
    look_for: str = ""
    options: dict = field(default_factory=dict)  # of the widget: view, axes

    def __post_init__(self):
        if self.start is None:
            self.start = tuple(float(v) for v in self.surface.start)

    def path(self, key):
        """The walk of one racer: a `Path`."""
        batch_size = self.batch_size
        if key == "sgd" and self.surface.m:
            batch_size = 1
        return descend(
            self.surface,
            self.racers[key],
            self.start,
            self.steps,
            batch_size=None if key == "gd" else batch_size,
            noise=0.0 if key == "gd" else self.noise,
            seed=self.seed,
            freeze=self.freeze,
        )

    def paths(self):
        """The walks of all racers, key → `Path`."""
        return {key: self.path(key) for key in self.racers}


def fair_race(lr, beta=0.9, **others):
    """All seven rules, the momentum types with lr / (1 − β).

    In the lecture's form V is a mean, so at the same learning rate its steps are
    1 / (1 − β) times smaller than those of V = β V + dW, and it would lose even to
    plain gradient descent. ``others`` gives the learning rates of the rules that divide
    by √S: they measure a length, not a length over a gradient.
    """
    return {
        "gd": GradientDescent(lr),
        "momentum": Momentum(round(lr / (1 - beta), 12), beta),
        "nesterov": Nesterov(round(lr / (1 - beta), 12), beta),
        "adagrad": Adagrad(others.get("adagrad", 0.4)),
        "adadelta": Adadelta(others.get("adadelta", 1.0)),
        "rmsprop": RMSprop(others.get("rmsprop", 0.02)),
        "adam": Adam(others.get("adam", 0.05)),
    }


# ---------------------------------------------------------------------------- presets


def _long_valley():
    return Race(
        surfaces.long_valley,
        fair_race(0.01, adagrad=0.2, rmsprop=0.02, adam=0.03),
        start=(1.0, 1e-3),
        steps=400,
        title="Long valley",
        look_for="Who leaves the ridge y = 0 first, and in which direction",
    )


def _beale():
    return Race(
        surfaces.beale,
        fair_race(0.005, adagrad=0.4, rmsprop=0.02, adam=0.05),
        start=(1.0, 1.5),
        steps=300,
        title="Beale's function",
        look_for="Steep walls, a flat floor; drag the start to (3, 4)",
    )


def _saddle():
    return Race(
        surfaces.saddle,
        fair_race(0.01, adagrad=0.1, rmsprop=0.01, adam=0.01),
        start=(1.0, 1e-4),
        steps=600,
        title="Saddle",
        look_for="Symmetry trapping: gradient descent has no slope along y to follow",
    )


def _rosenbrock():
    return Race(
        surfaces.rosenbrock,
        fair_race(0.001, adagrad=0.3, rmsprop=0.02, adam=0.05),
        steps=600,
        title="Rosenbrock's valley",
        look_for="Finding the valley is easy, following its bend is not",
    )


def _himmelblau():
    return Race(
        surfaces.himmelblau,
        fair_race(0.01, adagrad=0.8, rmsprop=0.05, adam=0.1),
        steps=200,
        title="Himmelblau's function",
        look_for="Four minima of the same depth: the start and the rule decide",
    )


def _styblinski_tang():
    return Race(
        surfaces.styblinski_tang,
        fair_race(0.01, adagrad=0.8, rmsprop=0.05, adam=0.1),
        steps=200,
        title="Styblinski and Tang's function",
        look_for="Four valleys, one of them the lowest",
    )


def _goldstein_price():
    return Race(
        surfaces.goldstein_price,
        fair_race(1e-5, adagrad=0.3, rmsprop=0.01, adam=0.03),
        steps=400,
        title="Goldstein and Price's function",
        look_for="Six orders of magnitude of slope",
    )


def _quadratic():
    return Race(
        surfaces.quadratic(1, 25, angle=30),
        fair_race(0.05, adagrad=1.0, rmsprop=0.05, adam=0.2),
        title="A tilted bowl, curvatures 1 and 25",
        look_for="Rules that work parameter by parameter do not know the tilt",
    )


def _zig_zag():
    return Race(
        surfaces.quadratic(1, 25),
        {"gd": GradientDescent(0.07)},
        start=(-2.2, 1.2),
        steps=100,
        title="A bowl, curvatures 1 and 25",
        look_for="Zig-zag across, creeping along",
        options={"show_limit": False},
    )


def _overshoot():
    return Race(
        surfaces.quadratic(1, 100),
        {"gd": GradientDescent(0.0198), "momentum": Momentum(0.198)},
        start=(-2.2, 0.5),
        steps=150,
        title="Momentum in a ravine, curvatures 1 and 100",
        look_for="Overshoot: the ball runs past the lowest point and comes back",
    )


def _quick_start():
    return Race(
        surfaces.quadratic(0.02, 2),
        {"adagrad": Adagrad(0.06), "rmsprop": RMSprop(0.01), "adam": Adam(0.01)},
        start=(-2.2, 0.4),
        steps=300,
        title="A long and gentle slope",
        look_for="Adagrad's quick start, and how it starves later",
    )


def _limit_cycle():
    return Race(
        surfaces.quadratic(1, 25),
        {"rmsprop": RMSprop(0.2), "adam": Adam(0.2), "gd": GradientDescent(0.04)},
        start=(2.0, 1.6),
        steps=200,
        title="RMSprop at the bottom of a bowl",
        look_for="The limit cycle: steps of one learning rate, half of it on each side",
    )


def _noise_ball():
    noisy = {
        "gd": GradientDescent(0.1),
        "sgd": GradientDescent(0.1),
        "decaying rate": GradientDescent(0.1, schedule=InverseTimeDecay(0.05)),
    }
    return Race(
        surfaces.quadratic(1, 4),
        noisy,
        start=(2.0, 1.6),
        steps=300,
        noise=2.0,
        title="Noisy gradients",
        look_for="The noise ball: its size grows with the learning rate",
    )


def _noisy():
    return Race(
        trend(),
        {key: GradientDescent(0.04) for key in ("gd", "minibatch", "sgd")},
        start=(0.0, 0.0),
        steps=300,
        batch_size=10,
        title="A velocity trend, from a few samples at a time",
        look_for="All samples, 10 and 1 per step: jitter, and who is ahead per sample",
        options={"against": "gradients"},
    )


def _line_fit():
    return Race(
        trend(),
        {"gd": GradientDescent(0.1)},
        start=(0.0, 0.0),
        steps=300,
        title="A line through interval velocities",
        look_for="Fast across the valley, slow along it",
        options={"show_limit": False},
    )


def _ravine(scaled=False):
    surface = surfaces.avo_fit(*avo_gather(), scaled=scaled)
    rate = 0.5 if scaled else 0.9
    return Race(
        surface,
        {"gd": GradientDescent(rate), "momentum": Momentum(3.0), "adam": Adam(0.02)},
        start=None if scaled else (0.2, -0.45),
        steps=500,
        title="AVO intercept and gradient" + (", column scaled" if scaled else ""),
        look_for="A round bowl: one step does it"
        if scaled
        else "The ravine is the noise trend of the A-B crossplot",
    )


def _ravine_cured():
    return _ravine(scaled=True)


def _logistic():
    sands = datasets.gas_sand(n=60, seed=0)
    X, *_ = standardize(sands.X)
    names = tuple(f"{name}, standardised" for name in sands.feature_names)
    return Race(
        surfaces.logistic(X, sands.y, names=names),
        fair_race(1.0, adagrad=1.0, rmsprop=0.05, adam=0.2),
        steps=150,
        batch_size=10,
        title="The gas-sand unit of chapter 1",
        look_for="A convex bowl: one lowest point, whichever way one comes",
    )


def _cycle_skipping():
    return Race(
        surfaces.ricker_misfit(shift_ms=0, f_hz=25),
        fair_race(1.0, adagrad=4.0, rmsprop=0.5, adam=1.0),
        start=(30.0, 20.0),
        steps=300,
        title="A Ricker wavelet at an unknown time",
        look_for="Cycle skipping: downhill leads to the neighbouring wiggle",
    )


def _network_slice():
    avo = datasets.avo_boundaries(n=200, seed=0)
    X, *_ = standardize(avo.X)
    network = Network([2, 4, 1], seed=1)
    train(network, X, avo.y, Adam(0.05), batch_size=50, epochs=60)
    surface = surfaces.network_slice(network, X, avo.y, seed=0)
    return Race(
        surface,
        fair_race(0.1, adagrad=0.3, rmsprop=0.02, adam=0.05),
        steps=200,
        title="A slice through the loss of a trained network",
        look_for="A smooth bowl in this slice; one slice of very many",
    )


def _random(seed=7):
    return Race(
        surfaces.random_landscape(seed),
        fair_race(0.05, adagrad=0.3, rmsprop=0.03, adam=0.06),
        steps=200,
        title="A landscape nobody has seen",
        look_for="Which valley, and is it the lowest?",
    )


def trend():
    """The line fit of the chapter: interval velocity against depth."""
    names = {"x_name": "depth", "y_name": "velocity", "x_unit": "km", "y_unit": "km/s"}
    return surfaces.line_fit(*velocity_trend(), **names, units=("km/s", "1/s"))


ALL = (
    _long_valley, _beale, _saddle, _rosenbrock, _himmelblau, _styblinski_tang,
    _goldstein_price, _quadratic, _zig_zag, _overshoot, _quick_start, _limit_cycle,
    _noise_ball, _noisy, _line_fit, _ravine, _ravine_cured, _logistic, _cycle_skipping,
    _network_slice, _random,
)  # fmt: skip
PRESETS = {make.__name__[1:]: make for make in ALL}


def preset(name):
    """A fresh race by name.

    Parameters
    ----------
    name : str
        A key of `PRESETS`, such as "beale" or "cycle_skipping".

    Returns
    -------
    Race

    Examples
    --------
    >>> race = preset("zig_zag")
    >>> race.paths()["gd"].shape
    (101, 2)
    """
    return PRESETS[check_choice(name, "name", PRESETS)]()
