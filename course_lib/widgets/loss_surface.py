"""LossSurface: optimizers that race down a surface, dragged, played, read step by step.

Taught in: notebook 4, from "Three steps" on.
"""

import copy

import numpy as np
import traitlets

from course_lib import races, surfaces
from course_lib.checks import check_choice, check_count, check_number
from course_lib.optimizers import from_settings
from course_lib.widgets.base import (
    SHARED,
    Checked,
    CourseWidget,
    FloatVector,
    build_module,
)
from course_lib.widgets.own_racers import Guarded, fresh_copy, pack
from course_lib.widgets.racers import by_key, checked_row, row_of
from course_lib.widgets.travelling import as_surface, travelling

MOST_STEPS = 5000
LARGEST_SEED = 2**32 - 1


def _count(low, high, or_none=False):
    def check(value, name):
        return (
            None if or_none and value is None else check_count(value, name, low, high)
        )

    return check


def _choice(*choices):
    return lambda value, name: check_choice(value, name, choices)


class LossSurface(CourseWidget):
    """A surface over two parameters and the optimizers that race down on it.

    Drag the start, set every learning rate, play it step by step: all paths are
    computed anew in the browser. Your own optimizer or function is computed in Python
    and shown in the same picture.

    Parameters
    ----------
    surface : Surface, str or callable
        A surface of `course_lib.surfaces`, its name there, or your own function
        f(x, y), which travels as a grid.
    racers : dict or list, optional
        key → optimizer, as in `course_lib.races.Race`; a list gets its keys from the
        optimizers. Any object with ``step(w, dw)`` may race. Four rules if omitted.
    start : sequence of 2 float, optional
        The surface's own if omitted.
    steps : int
    batch_size : int, optional
        Samples per gradient, for surfaces made of data; None: all.
    noise : float
        Standard deviation of the gradient's noise, for surfaces without data.
    seed : int
        Of batches and noise.
    freeze : bool
        Keep the first batch for ever.
    view : {"map", "relief"}
    shown : int, optional
        Paths are drawn up to this step; all of them if omitted.
    against : {"steps", "gradients"}
        Horizontal axis of the loss chart: steps, or gradients of single samples.
    ledger : bool
        Open the numbers of one step at the beginning.
    show_limit : bool
        Mark the largest stable learning rate where it is known; False: to be found.
    title, look_for : str
        What the race is and what to watch, shown above and below the picture.

    Attributes
    ----------
    start : numpy.ndarray, shape (2,)
    steps, batch_size, noise, seed, freeze, shown, view, against
        The present state, moved by hand or by assignment.
    selected : str
        Key of the racer whose settings and numbers are shown.
    deal : int or None
        Seed of the random landscape dealt by *New surface*; None: the surface given.
    racers : list of dict
        Key, label, whether it is on, and its settings; see `set_rate` and `switch`.

    Examples
    --------
    >>> from course_lib.optimizers import GradientDescent
    >>> widget = LossSurface("long_valley", {"gd": GradientDescent(0.01)}, steps=50)
    >>> widget.set_rate("gd", 0.05)
    >>> widget.paths()["gd"].shape
    (51, 2)
    >>> widget
    LossSurface(long_valley, gd lr=0.05, start=(1, 0.001), steps=50)
    """

    _esm = build_module(
        *SHARED,
        "js/shared_random.js",
        "js/optimizers.js",
        "js/data_losses.js",
        "js/surfaces.js",
        "js/race.js",
        "loss_surface_terrain.js",
        "loss_surface_paths.js",
        "loss_surface_map.js",
        "loss_surface_raster.js",
        "loss_surface_relief.js",
        "loss_surface_chart.js",
        "loss_surface_data.js",
        "loss_surface_state.js",
        "loss_surface_ledger.js",
        "loss_surface_racers.js",
        "loss_surface_settings.js",
        "loss_surface_controls.js",
        "loss_surface.js",
    )
    start = FloatVector(sizes=(2,))
    steps = Checked(_count(1, MOST_STEPS))
    batch_size = Checked(_count(1, None, or_none=True), default_value=None)
    noise = Checked(lambda value, name: check_number(value, name, low=0))
    seed = Checked(_count(0, LARGEST_SEED))
    freeze = traitlets.Bool().tag(sync=True)
    shown = Checked(_count(0, MOST_STEPS))
    view = Checked(_choice("map", "relief"))
    against = Checked(_choice("steps", "gradients"))
    selected = traitlets.Unicode().tag(sync=True)
    deal = Checked(_count(0, LARGEST_SEED, or_none=True), default_value=None)
    racers = traitlets.List(traitlets.Dict()).tag(sync=True)
    _surface = traitlets.Dict().tag(sync=True)
    _grid = traitlets.Bytes().tag(sync=True, from_json=lambda v, _w: bytes(v))
    _own = traitlets.Dict().tag(sync=True)
    _own_paths = traitlets.Bytes().tag(sync=True, from_json=lambda v, _w: bytes(v))
    _info = traitlets.Dict().tag(sync=True)

    def __init__(
        self,
        surface,
        racers=None,
        start=None,
        steps=300,
        batch_size=None,
        noise=0.0,
        seed=0,
        freeze=False,
        view="map",
        shown=None,
        against="steps",
        ledger=False,
        show_limit=True,
        title="",
        look_for="",
    ):
        self._given = as_surface(surface)
        self._optimizers = by_key(racers, self._given)
        steps = check_count(steps, "steps", 1, MOST_STEPS)
        spec, grid, words = travelling(self._given)
        rows = [row_of(key, rule) for key, rule in self._optimizers.items()]
        super().__init__(
            start=self._given.start if start is None else start,
            steps=steps,
            batch_size=batch_size,
            noise=noise,
            seed=seed,
            freeze=freeze,
            view=view,
            shown=steps if shown is None else shown,
            against=against,
            racers=rows,
            selected=rows[0]["key"],
            _surface=spec,
            _grid=grid,
        )
        self._check_batch(self.batch_size)
        self._info = {
            "title": self._headline(str(title)),
            "look_for": str(look_for),
            "grid": words,
            "ledger": bool(ledger),
            "show_limit": bool(show_limit),
            "start": {name: self._plain(name) for name in _RESET},
        }
        self.observe(self._on_change, [*_RACE, "deal", "racers"])
        self._run_own()

    @classmethod
    def preset(cls, name, **options):
        """A race of `course_lib.races` by name; ``options`` go to the constructor."""
        return cls.from_race(races.preset(name), **options)

    @classmethod
    def from_race(cls, race, **options):
        """Show a `Race`; ``options`` overwrite what it says."""
        names = ("racers", "title", "look_for", *_RACE)
        settings = {name: getattr(race, name) for name in names}
        return cls(race.surface, **{**settings, **race.options, **options})

    # ------------------------------------------------------------ what Python computes

    @property
    def surface(self):
        """The `Surface` shown at present."""
        return (
            self._given if self.deal is None else surfaces.random_landscape(self.deal)
        )

    @property
    def optimizers(self):
        """key → optimizer as set at present, each with an empty memory."""
        return {row["key"]: self._optimizer(row) for row in self.racers}

    def learning_rate(self, key):
        """Learning rate of the racer ``key`` as set at present; None if it has none."""
        return self._find(key)["settings"].get("lr")

    def set_rate(self, key, lr):
        """Give the racer ``key`` the learning rate ``lr``."""
        lr = check_number(lr, "lr", above=0)
        if "lr" not in self._find(key)["settings"]:
            raise ValueError(f"{key!r} has no learning rate lr that could be set")
        self._change(key, lambda row: row["settings"].update(lr=lr))

    def switch(self, key, on=True):
        """Let the racer ``key`` take part, or not."""
        self._change(key, lambda row: row.update(on=bool(on)))

    def race(self):
        """The present state as a `Race` of all racers that are switched on."""
        rules, on = self.optimizers, [row["key"] for row in self.racers if row["on"]]
        return self._race({key: rules[key] for key in on})

    def paths(self):
        """Paths of all racers that are switched on, key → Path, computed here."""
        race, own = self.race(), self._own_rows()
        guards = {row["key"]: self._guard(row) for row in own if row["on"]}
        race.racers.update(guards)
        return race.paths()

    def _race(self, racers):
        surface = self.surface
        return races.Race(
            surface,
            racers,
            start=tuple(self.start.tolist()),
            steps=self.steps,
            batch_size=self.batch_size if surface.m else None,
            noise=0.0 if surface.m else self.noise,
            seed=self.seed,
            freeze=self.freeze,
            title=self._info["title"] if self.deal is None else surface.title,
            look_for=self._info["look_for"] if self.deal is None else "",
        )

    # ----------------------------------------------------------- a student's own racers

    def _own_rows(self):
        return [row for row in self.racers if row["own"]]

    def _guard(self, row):
        return Guarded(self._optimizers[row["key"]], row["settings"].get("lr"))

    def _run_own(self):
        """Walk the paths that only Python can walk, and send them."""
        if not self._own_rows():
            return
        belongs = self._belongs()
        if self._own.get("belongs") == belongs:
            return
        guards = {row["key"]: self._guard(row) for row in self._own_rows()}
        places, block = pack(self._race(guards).paths(), guards)
        with self.hold_sync():
            self._own_paths = block
            self._own = {"belongs": belongs, "places": places}

    def _belongs(self):
        """What the own paths depend on; the browser compares it with its own state."""
        race = {name: self._plain(name) for name in _RACE}
        rates = {row["key"]: row["settings"].get("lr") for row in self._own_rows()}
        return {**race, "deal": self.deal, "rates": rates}

    # ------------------------------------------------------------------------- the rest

    def picture(self):
        """Draw the present state with matplotlib; a Figure."""
        from course_lib.figures import trajectories

        paths = self.paths() or {"start": self.start[None]}  # when all are switched off
        return trajectories(self.race(), paths)

    def describe(self):
        """One sentence for people who do not see the picture."""
        surface, lowest = self.surface, ""
        ends = {key: path.loss[-1] for key, path in self.paths().items()}
        best = min(
            filter(lambda key: np.isfinite(ends[key]), ends), key=ends.get, default=""
        )
        if best:
            lowest = f"; {self._find(best)['label']} ends lowest, at {ends[best]:.3g}"
        start = ", ".join(f"{v:.3g}" for v in self.start)
        names = [self._find(key)["label"] for key in ends]
        who = " and ".join(filter(None, [", ".join(names[:-1]), *names[-1:]]))
        return (
            f"Map of the surface {surface.title} with the paths of {who or 'nobody'} "
            f"from ({start}), {self.steps} steps{lowest}."
        )

    def __repr__(self):
        name = self._given.name if self.deal is None else f"random {self.deal}"
        rates = [
            row["key"] + (f" lr={lr:.3g}" if (lr := row["settings"].get("lr")) else "")
            for row in self.racers
            if row["on"]
        ]
        start = ", ".join(f"{v:.3g}" for v in self.start)
        parts = [name, *rates, f"start=({start})", f"steps={self.steps}"]
        parts += [f"batch_size={self.batch_size}"] if self.batch_size else []
        parts += [f"noise={self.noise:.3g}"] if self.noise else []
        parts += [f"seed={self.seed}"] if self.batch_size or self.noise else []
        parts += ["frozen"] if self.freeze else []
        return f"LossSurface({', '.join(parts)})"

    def _find(self, key):
        rows = {row["key"]: row for row in self.racers}
        return rows[check_choice(key, "key", rows)]

    def _change(self, key, work):
        rows = copy.deepcopy(self.racers)
        work(rows[self.racers.index(self._find(key))])
        self.racers = rows

    def _optimizer(self, row):
        if row["own"]:
            return fresh_copy(self._optimizers[row["key"]], row["settings"].get("lr"))
        return from_settings(row["settings"])

    def _plain(self, name):
        value = getattr(self, name)
        return value.tolist() if isinstance(value, np.ndarray) else copy.deepcopy(value)

    def _headline(self, title):
        """The title; of a random landscape always with the number it is found by."""
        own = self._given.title
        if not title or self._given.kind != "random" or own.lower() in title.lower():
            return title or own
        return f"{title}: {own[0].lower()}{own[1:]}"

    def _check_batch(self, size):
        if size is not None and self._given.m and size > self._given.m:
            raise ValueError(f"batch_size must be <= {self._given.m}; got {size}")
        if size is not None and not self._given.m:
            raise ValueError(
                f"batch_size needs a surface made of samples; {self._given.name} has "
                f"none; got {size}"
            )

    @traitlets.validate("batch_size")
    def _fits(self, proposal):
        if hasattr(self, "_given"):
            self._check_batch(proposal["value"])
        return proposal["value"]

    @traitlets.validate("selected")
    def _takes_part(self, proposal):
        keys = list(getattr(self, "_optimizers", {}))
        return check_choice(proposal["value"], "selected", keys) if keys else ""

    @traitlets.validate("racers")
    def _runs(self, proposal):
        rows = proposal["value"]
        keys = [row.get("key") for row in rows]
        if keys != list(self._optimizers):
            wanted = ", ".join(self._optimizers)
            raise ValueError(f"racers must be {wanted}, in this order; got {keys}")
        return [checked_row(row) for row in rows]

    def _on_change(self, change):
        if self.shown > self.steps:
            self.shown = self.steps
        self._run_own()


_RACE = ("start", "steps", "batch_size", "noise", "seed", "freeze")
_RESET = (*_RACE, "view", "against", "shown", "racers", "selected")
