"""Playground: a network that trains while you watch, on the course's data or yours.

Taught in: notebook 2, from "The playground" on.
"""

import copy
from dataclasses import replace

import numpy as np
import traitlets

from course_lib.checks import check_choice, check_count
from course_lib.datasets import Dataset
from course_lib.networks import Network
from course_lib.widgets import playground_training as training_of
from course_lib.widgets.base import SHARED, CourseWidget, build_module
from course_lib.widgets.playground_data import NAMES, POOLS, SAME_WELLS, packed, source
from course_lib.widgets.playground_own_data import own_pool
from course_lib.widgets.playground_presets import preset
from course_lib.widgets.playground_readings import Readings
from course_lib.widgets.playground_settings import (
    DEFAULTS,
    changed,
    check_hide,
    network_arguments,
    resets,
    same_task,
)

MODULES = (
    *SHARED,
    "js/shared_random.js",
    "js/data_losses.js",
    "js/optimizers.js",
    "js/network_activations.js",
    "js/network_kernels.js",
    "js/network.js",
    "js/network_start.js",
    "js/network_optimizers.js",
    "js/network_trainer.js",
    "js/network_statistics.js",
    "js/network_maps.js",
    "js/playground_data.js",
    "js/player.js",
    "js/rate_choice.js",
    "playground_colours.js",
    "playground_words.js",
    "playground_sync.js",
    "playground_points.js",
    "playground_scene.js",
    "playground_loop.js",
    "playground_samples.js",
    "playground_links.js",
    "playground_thumbnails.js",
    "playground_diagram.js",
    "playground_map.js",
    "playground_chart.js",
    "playground_gradients.js",
    "playground_layers.js",
    "playground_weights.js",
    "playground_settings.js",
    "playground_readouts.js",
    "playground_controls.js",
    "playground.js",
)


class Playground(Readings, CourseWidget):
    """A network of small layers that learns in front of your eyes.

    Data, inputs, layers, weights, optimizer: all are set by hand in the browser, which
    trains some ten thousand epochs a second, or here. What was trained there is here as
    arrays, as a `Network`, as PyTorch.

    Parameters
    ----------
    X : array_like, shape (m, n), optional
        Samples of your own, one per row, with 2 … 40 columns in their own units; a
        table with ``columns``, such as a pandas DataFrame, brings its names along. At
        most 5000 rows are used, a seeded choice.
    y : array_like, shape (m,), optional
        Labels (text, numbers, booleans; 2 … 10 different ones) or values.
    feature_names, units : sequence of str, optional
        One per column.
    class_names : sequence of str, optional
        Text labels get numbers in this order, number labels these names in rising
        order; without it the labels name themselves.
    columns : (int, int)
        The columns that are drawn, x1 and x2; the others are x3, x4, … All are inputs
        unless ``features`` names some.
    problem : {"binary", "multiclass", "regression"}, optional
        What y is; guessed when omitted, and the playground says what it guessed.
    hide : sequence of str
        Controls to leave out, see `course_lib.widgets.playground_settings.HIDEABLE`.
    title, look_for : str
        What this is and what to watch; both go once data, inputs, layers or rules of
        training are other ones.
    **settings
        Any key of ``settings``. ``hidden`` may be widths, such as ``[4, 2]``, with one
        ``activation`` or one per layer; ``optimizer`` may be a name or an optimizer,
        and ``lr`` its learning rate.

    Attributes
    ----------
    settings : dict
        All settings as they are now. Assign a dict with those to be changed. New data,
        inputs, layers or starting weights start training again.
    training : dict
        Where training is, {} at its start.
    state : dict
        Both, fit for JSON: assigning it brings everything back, trained weights too.
    X, y : numpy.ndarray
        The samples in use, in physical units; ``X_train, y_train, X_test, y_test`` are
        its parts.
    weights, biases : list of numpy.ndarray
        W (n_out, n_in) and b (n_out,) of every layer.
    loss, test_loss, accuracy, test_accuracy : float
        On training and test samples; accuracy is None for values.
    confusion, test_confusion : numpy.ndarray, shape (K, K)
        Rows: true class. None for values.
    epoch : int
    stopped : str
        Why training cannot go on: "diverged at epoch k: …", or empty.

    Raises
    ------
    TypeError, ValueError
        With the argument's or setting's name, its value and what is allowed.

    Examples
    --------
    >>> playground = Playground(data="xor", hidden=[3], lr=0.3, seed=1)
    >>> playground.train(20)
    >>> playground
    Playground(xor, 500 samples, 2-3-1 tanh, gd lr=0.3, epoch 20, loss 0.373)
    >>> [W.shape for W in playground.weights]
    [(3, 2), (1, 3)]
    """

    _esm = build_module(*MODULES)
    settings = traitlets.Dict().tag(sync=True)
    training = traitlets.Dict().tag(sync=True)
    _info = traitlets.Dict().tag(sync=True)
    _pools = traitlets.Bytes().tag(sync=True, from_json=lambda v, _w: bytes(v))

    def __init__(
        self,
        X=None,
        y=None,
        feature_names=None,
        units=None,
        class_names=None,
        columns=(0, 1),
        problem=None,
        hide=(),
        title="",
        look_for="",
        **settings,
    ):
        self._own = None
        if isinstance(X, Dataset):
            raise TypeError(
                "X is a Dataset; Playground.from_dataset takes one, with its names"
            )
        if X is not None or y is not None:
            if X is None or y is None:
                raise TypeError("X and y must be given together")
            self._own = own_pool(
                X, y, feature_names, units, class_names, columns, problem, title
            )
            settings.setdefault("data", "own")
            if settings["data"] == "own":
                settings.setdefault("features", self._own.column_keys)
        hide = check_hide(hide)
        data = self._find(settings.get("data", DEFAULTS["data"]))
        usual = {**copy.deepcopy(DEFAULTS), "data": data.name, "n": data.first_n}
        chosen = changed(usual, settings, self._find)
        super().__init__(settings=chosen)
        names = [self.settings["data"]] if "data" in hide else POOLS
        self._send_pools([name for name in names if name in POOLS])
        self._info = {
            **self._info,
            "title": str(title),
            "look_for": str(look_for),
            "hide": hide,
            "start": copy.deepcopy(self.settings),
        }
        self.observe(self._on_settings, "settings")

    @classmethod
    def preset(cls, name, **options):
        """A playground of the lecture by name; ``options`` go to the constructor.

        Parameters
        ----------
        name : str
            A key of `course_lib.widgets.playground_presets.PRESETS`: one of the data,
            such as "spiral" or "lithology", or a mission, such as "one_line",
            "dead_relu" or "overfitting".
        **options
            Overwrite what the preset says.
        """
        made = preset(name)
        named = {"title": made.title, "look_for": made.look_for}
        return cls(**{**named, **made.settings, **options})

    @classmethod
    def from_dataset(cls, dataset, columns=(0, 1), **options):
        """Play with a Dataset: two columns drawn, the others as further features.

        A log of one column is drawn against its depth.
        """
        X, names, units = dataset.X, dataset.feature_names, dataset.units
        if X.shape[1] == 1 and dataset.depth_m is not None:
            X = np.column_stack([X, dataset.depth_m])
            names, units = [*names, "depth"], [*units, "m"]
        named = {"feature_names": names, "units": units, "title": dataset.name}
        named |= {"class_names": dataset.class_names, "columns": columns}
        widget = cls(X, dataset.y, **{**named, **options})
        if dataset.well is not None:
            note = f"{widget._own.note} {SAME_WELLS}".strip()
            widget._own = replace(widget._own, note=note)
            widget._send_pools([pool["name"] for pool in widget._info["pools"]])
        return widget

    def train(self, epochs):
        """Train in Python as the browser does, number for number.

        Stop conditions belong to the button *Play*: these epochs are all trained,
        unless the run diverges; ``stopped`` then says why.

        Parameters
        ----------
        epochs : int
        """
        epochs = check_count(epochs, "epochs", 0)
        network = self.to_network()
        now = self._now()
        if now.get("stopped"):
            return
        parts = self._part(True), self._part(False)
        self.training = training_of.go_on(network, *parts, self.settings, now, epochs)

    # --------------------------------------------------------------------------- state

    @property
    def state(self):
        own = self._own.fingerprint if self.settings["data"] == "own" else None
        state = {"settings": self.settings, "training": self._now(), "own": own}
        return copy.deepcopy(state)

    @state.setter
    def state(self, state):
        names = ("settings", "training", "own")
        if not isinstance(state, dict) or set(state) != set(names):
            raise TypeError(
                f"state must be a dict with {', '.join(names)}; got {state!r:.60}"
            )
        state = copy.deepcopy(state)
        settings = changed(self.settings, state["settings"], self._find)
        if settings["data"] == "own" and state["own"] != self._own.fingerprint:
            raise ValueError(
                "state belongs to other data: its samples are not those of this "
                "playground"
            )
        network = Network(**network_arguments(settings, self._find(settings["data"])))
        size = len(network.parameters)
        training = training_of.check_training(state["training"], size)
        with self.hold_sync():
            self.settings = settings
            self.training = training

    def picture(self):
        """Draw the present state with matplotlib; a Figure."""
        from course_lib.widgets.playground_picture import draw

        return draw(self)

    @property
    def title(self):
        """What this is, in a few words: as given, until another task was set."""
        holds = same_task(self.settings, self._info["start"])
        given = self._info["title"] if holds else ""
        return given or self.source.title or "Your data"

    def describe(self):
        """One sentence for people who do not see the picture."""
        network, data = self.to_network(), self.source
        x1, x2 = (data.feature_names[j] for j in data.drawn)
        chain = "-".join(str(n) for n in network.sizes)
        right = self.accuracy
        right = "" if right is None else f", accuracy {right:.3f}"
        return (
            f"{self.title}: what a {chain} network says over {x1} and {x2} after "
            f"{self.epoch} epochs, and its loss on the way; training loss "
            f"{self.loss:.3g}, test loss {self.test_loss:.3g}{right}."
        )

    def __repr__(self):
        network, settings = self.to_network(), self.settings
        names = network.hidden
        kind = f" {'-'.join(names if len(set(names)) > 1 else names[:1])}".rstrip()
        rule = settings["optimizer"]
        price = "".join(f", {k}={settings[k]:g}" for k in ("l1", "l2") if settings[k])
        return (
            f"Playground({settings['data']}, {len(self._samples().y)} samples, "
            f"{'-'.join(str(n) for n in network.sizes)}{kind}, {rule['kind']} "
            f"lr={rule['lr']:g}{price}, epoch {self.epoch}, loss {self.loss:.3g})"
        )

    # ------------------------------------------------------------------------ the rest

    def _find(self, name):
        if name == "own" and self._own is not None:
            return self._own
        known = [*NAMES, *(["own"] if self._own is not None else [])]
        return source(check_choice(name, "data", known))

    def _send_pools(self, names):
        own = [] if self._own is None else [self._own]
        entries, self._pools = packed([*map(source, names), *own])
        pools = entries[: len(names)]
        self._info = {
            **self._info,
            "pools": pools,
            "own": (entries[len(names) :] or [None])[0],
        }

    @traitlets.validate("settings")
    def _check_settings(self, proposal):
        good = getattr(self, "_good", proposal["value"])
        try:
            new = changed(good, proposal["value"], self._find)
        except (TypeError, ValueError):
            if self._from_browser:  # it shows what is wrong; here nothing changes
                return good
            raise
        sent = [entry["name"] for entry in self._info.get("pools", [])]
        if "hide" in self._info and new["data"] in POOLS and new["data"] not in sent:
            self._send_pools([*sent, new["data"]])
        self._good = new
        return new

    @traitlets.validate("training")
    def _check_training(self, proposal):
        if self._from_browser or not proposal["value"]:
            return proposal["value"]
        return training_of.check_training(proposal["value"], self._size())

    def _on_settings(self, change):
        if self._from_browser or not self.training:
            return
        old, new = change.old, change.new
        if resets(old, new):
            self.training = {}
            return
        parts = ["memory"] * (old["optimizer"]["kind"] != new["optimizer"]["kind"])
        parts += ["batches"] * (old["batch_size"] != new["batch_size"])
        now = self._now()
        if parts and now:
            self.training = training_of.forget(now, parts, new, self._count())
