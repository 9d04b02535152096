"""InitializationExplorer: what starting weights do to a signal, and to its training.

Taught in: notebook 3, from "How to start" on.
"""

import copy

import numpy as np
import traitlets

from course_lib import propagation
from course_lib.checks import check_choice, check_count
from course_lib.networks import Network
from course_lib.widgets import initialization_training as packed_training
from course_lib.widgets import playground_training as training_of
from course_lib.widgets.base import SHARED, CourseWidget, build_module
from course_lib.widgets.initialization_data import (
    PROBE,
    SMALL,
    WINDOWS,
    inputs_source,
    samples,
)
from course_lib.widgets.initialization_presets import PRESETS, preset
from course_lib.widgets.initialization_settings import (
    DEFAULTS,
    RESETS,
    VIEWS,
    changed,
    resets,
    starting_rule,
)
from course_lib.widgets.playground_data import OUTPUTS, POOLS, packed

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
    "js/layer_numbers.js",
    "js/layer_statistics.js",
    "js/chain.js",
    "js/playground_data.js",
    "js/player.js",
    "js/rate_choice.js",
    "playground_colours.js",
    "playground_words.js",
    "playground_sync.js",
    "playground_points.js",
    "playground_loop.js",
    "playground_samples.js",
    "playground_links.js",
    "playground_thumbnails.js",
    "playground_diagram.js",
    "playground_map.js",
    "playground_chart.js",
    "playground_gradients.js",
    "playground_layers.js",
    "initialization_data.js",
    "initialization_packing.js",
    "initialization_scene.js",
    "initialization_words.js",
    "initialization_layers.js",
    "initialization_depth.js",
    "initialization_table.js",
    "initialization_controls.js",
    "initialization_explorer.js",
)


class InitializationExplorer(CourseWidget):
    """Two networks, a small and a deep one, trained from starting weights you choose.

    The small one has two inputs, so that its answer is a map and its weights are lines.
    The deep one reads windows of well logs, 305 numbers, and tells five facies apart;
    its layers show what becomes of signal and gradient on a long way.

    Parameters
    ----------
    title, look_for : str
        What this is and what to watch.
    **settings
        Any key of ``settings``:

        - ``view``: "small" or "deep"; each has its own usual settings;
        - ``init``: "zeros", "constant" (all 0.5), "too_small" (variance 0.01/n),
          "xavier", "glorot", "he", "torch_default", "too_large" (100/n), or "custom";
        - ``factor``: of a custom variance factor/n;
        - ``hidden``: widths of the hidden layers; ``activation``: their function;
        - ``scale_inputs``: whether inputs are standardised first;
        - ``data``, ``data_seed``: samples of the small network;
        - ``seed``: of weights and batches; ``lr``, ``optimizer``, ``batch_size``;
        - ``links``: colour of the small network's links, "weight" or "gradient";
        - ``speed``: epochs a frame, 0 as many as fit; ``log_loss``.

    Attributes
    ----------
    settings : dict
        As they are now. Assign a dict with those to be changed.
    training : dict
        Where training is, {} at its start.
    epoch : int
    stopped : str
        Why training cannot go on: "diverged at epoch k: …", or empty.
    loss, accuracy : float
        On all samples.
    layers : course_lib.propagation.Layers
        Mean, spread, saturation, gradients of every layer on the first 100 samples.
    weights, biases : list of numpy.ndarray
    X, y : numpy.ndarray
        Samples in physical units; ``inputs`` is what the network is given of them.

    Raises
    ------
    TypeError, ValueError
        With the argument's or setting's name, its value and what is allowed.

    Examples
    --------
    >>> explorer = InitializationExplorer(init="zeros")
    >>> explorer.train(20)
    >>> explorer
    InitializationExplorer(circle, 2-6-3-1 relu, zeros, gd lr=0.1, epoch 20, loss 0.693)
    >>> explorer.layers.saturated
    array([0., 0., 0.])
    """

    _esm = build_module(*MODULES)
    settings = traitlets.Dict().tag(sync=True)
    training = traitlets.Dict().tag(sync=True)
    _info = traitlets.Dict().tag(sync=True)
    _pools = traitlets.Bytes().tag(sync=True, from_json=lambda v, _w: bytes(v))

    def __init__(self, title="", look_for="", **settings):
        view = check_choice(settings.get("view", "small"), "view", VIEWS)
        usual = copy.deepcopy(DEFAULTS[view])
        chosen = changed(usual, settings)
        entries, block = packed([inputs_source(name) for name in (*POOLS, WINDOWS)])
        super().__init__(
            settings=chosen,
            _pools=block,
            _info={
                "title": str(title),
                "look_for": str(look_for),
                "start": {name: chosen[name] for name in RESETS if name != "seed"},
                "views": copy.deepcopy(DEFAULTS),
                "small": list(SMALL),
                "pools": entries,
                "own": None,
            },
        )
        self.observe(self._on_settings, "settings")

    @classmethod
    def preset(cls, name, **options):
        """A start of the lecture by name; ``options`` go to the constructor.

        Parameters
        ----------
        name : str
            "zeros", "constant", "too_small", "xavier", "glorot", "he", "too_large",
            "deep_tanh", "deep_relu", "deep_sigmoid", "deep_raw_inputs".
        **options
            Overwrite what the preset says.
        """
        made = preset(name)
        named = {"title": made.title, "look_for": made.look_for}
        settings = {**made.settings, **options}
        if "factor" in options and "init" not in options:
            settings["init"] = "custom"
        return cls(**{**named, **settings})

    PRESETS = tuple(PRESETS)

    def train(self, epochs):
        """Train in Python as the browser does, number for number.

        Parameters
        ----------
        epochs : int
        """
        epochs = check_count(epochs, "epochs", 0)
        network, now = self.to_network(), self._now()
        if now.get("stopped"):
            return
        settings = {**self.settings, "l2": 0.0}
        part = self.inputs, self.y
        done = training_of.go_on(network, part, None, settings, now, epochs)
        self.training = packed_training.pack(done)

    # ----------------------------------------------------------------- what is read off

    @property
    def source(self):
        """Where the samples come from: names, units, classes."""
        return inputs_source(self.settings["data"])

    @property
    def X(self):
        return self._samples().X.copy()

    @property
    def y(self):
        return self._samples().y.copy()

    @property
    def inputs(self):
        """What the network is given, shape (m, n)."""
        data = self._samples()
        return data.of(data.X, self.settings["scale_inputs"])

    def to_network(self):
        """The network as it is now: a `Network` that takes ``inputs``."""
        network, training = self._blank(), self._now()
        if training:
            network.parameters = training["parameters"]
        else:
            packed_training.start(network, self.settings, *starting_rule(self.settings))
        return network

    weights = property(lambda self: [W.copy() for W in self.to_network().weights])
    biases = property(lambda self: [b.copy() for b in self.to_network().biases])
    epoch = property(lambda self: self._now().get("epoch", 0))
    stopped = property(lambda self: self._now().get("stopped", ""))

    @property
    def loss(self):
        with np.errstate(all="ignore"):  # a diverged network has a loss of NaN
            return float(self.to_network().loss(self.inputs, self.y))

    @property
    def accuracy(self):
        with np.errstate(all="ignore"):
            return self.to_network().accuracy(self.inputs, self.y)

    @property
    def history(self):
        """Losses on the way: dict of lists ``epoch`` and ``train``."""
        kept = self._now().get("history", {"epoch": []})
        if not kept["epoch"]:
            losses = training_of.plain([self.loss])
            return {"epoch": [self.epoch], "train": losses}
        return {name: list(kept[name]) for name in ("epoch", "train")}

    @property
    def layers(self):
        with np.errstate(all="ignore"):
            return propagation.layers(
                self.to_network(), self.inputs[:PROBE], self.y[:PROBE]
            )

    @property
    def theory(self):
        """What wide hidden layers have at the start: `propagation.theory`, or None.

        None where hidden layers differ in width.
        """
        hidden, (rule, factor) = self.settings["hidden"], starting_rule(self.settings)
        if len(set(hidden)) > 1:
            return None
        square = float(np.mean(self.inputs[:PROBE] ** 2))
        return propagation.theory(
            len(hidden), hidden[0], self.settings["activation"], rule, factor,
            self.to_network().sizes[0], square,
        )  # fmt: skip

    # ------------------------------------------------------------------------- in words

    def picture(self):
        """Draw the present state with matplotlib; a Figure."""
        from course_lib.widgets.initialization_picture import draw

        return draw(self)

    @property
    def title(self):
        return self._info["title"] or self.source.title

    def describe(self):
        chain = "-".join(map(str, self._blank().sizes))
        spread = ", ".join(f"{std:.2g}" for std in self.layers.std)
        return (
            f"{self.title}: {chain} network after {self.epoch} epochs, loss "
            f"{self.loss:.3g}; standard deviation of the activations layer by layer "
            f"{spread}."
        )

    def __repr__(self):
        settings, chain = self.settings, "-".join(map(str, self._blank().sizes))
        rule = settings["optimizer"]
        init = settings["init"]
        init += f" {settings['factor']:g}/n" if init == "custom" else ""
        raw = "" if settings["scale_inputs"] else ", inputs not scaled"
        return (
            f"InitializationExplorer({settings['data']}, {chain} "
            f"{settings['activation']}, {init}{raw}, {rule['kind']} lr={rule['lr']:g}, "
            f"epoch {self.epoch}, loss {self.loss:.3g})"
        )

    # ------------------------------------------------------------------------- the rest

    def _blank(self):
        """The network of these settings, all weights 0."""
        data, settings = self.source, self.settings
        inputs = data.inputs if settings["data"] == WINDOWS else 2
        last = len(data.class_names) if data.kind == "multiclass" else 1
        return Network(
            [inputs, *settings["hidden"], last],
            hidden=settings["activation"],
            output=OUTPUTS[data.kind],
            init="zeros",
            seed=settings["seed"],
        )

    def _samples(self):
        return samples(self.settings["data"], self.settings["data_seed"])

    def _now(self):
        """The training, unpacked; {} where it does not belong to this network."""
        kept = getattr(self, "_unpacked", (None, None))
        size = len(self._blank().parameters)
        if kept[0] != (size, id(self.training)):
            usable = packed_training.usable(self.training, size)
            self._unpacked = (size, id(self.training)), usable
        return self._unpacked[1]

    @traitlets.validate("settings")
    def _check_settings(self, proposal):
        good = getattr(self, "_good", proposal["value"])
        try:
            new = changed(good, proposal["value"])
        except (KeyError, TypeError, ValueError):
            if self._from_browser:  # it shows what is wrong; here nothing changes
                return good
            raise
        self._good = new
        return new

    @traitlets.validate("training")
    def _check_training(self, proposal):
        if not self._from_browser and proposal["value"]:
            size = len(self._blank().parameters)
            packed_training.check_training(proposal["value"], size)
        return proposal["value"]

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
            changed_now = training_of.forget(now, parts, new, len(self.y))
            self.training = packed_training.pack(changed_now)
