"""What can be read off a playground: samples, network, losses, in NumPy and PyTorch."""

import copy
from pathlib import Path

import numpy as np

from course_lib import scores
from course_lib.checks import check_array, check_count
from course_lib.datasets.playground import features, training_count
from course_lib.networks import Network
from course_lib.widgets import playground_training as training_of
from course_lib.widgets.playground_code import program
from course_lib.widgets.playground_settings import network_arguments


class Readings:
    """Everything that follows from ``settings``, ``training`` and ``source``.

    `course_lib.widgets.Playground` says what each of them is.
    """

    # ------------------------------------------------------------------------- samples

    @property
    def source(self):
        """Where the samples come from: names, units, kind of problem."""
        return self._find(self.settings["data"])

    @property
    def X(self):
        return self._samples().X.copy()

    @property
    def y(self):
        return self._samples().y.copy()

    X_train = property(lambda self: self.X[: self._count()])
    y_train = property(lambda self: self.y[: self._count()])
    X_test = property(lambda self: self.X[self._count() :])
    y_test = property(lambda self: self.y[self._count() :])

    def inputs(self, X):
        """What the network is given of samples X in physical units.

        Parameters
        ----------
        X : array_like, shape (m, n)
            All columns, as in ``playground.X``.

        Returns
        -------
        numpy.ndarray, shape (m, number of features switched on)
        """
        X, data = check_array(X, "X", ndim=2), self.source
        if X.shape[1] != data.columns:
            raise ValueError(
                f"X must have {data.columns} columns "
                f"({', '.join(data.feature_names)}); got shape {X.shape}"
            )
        return features(data.standardize(X), self.settings["features"])

    def save_data(self, path):
        """Write your own samples to an ``.npz`` file, for the program of `code`."""
        path = Path(path)
        if self._own is None:
            raise ValueError("save_data needs data of your own: Playground(X, y)")
        if path.suffix != ".npz":
            raise ValueError(f"path must end in .npz; got {str(path)!r}")
        np.savez(path, X=self._own.X, y=self._own.y)

    # ------------------------------------------------------------------------- network

    def to_network(self):
        """The network as it is now: a `Network` that takes what `inputs` returns."""
        network = Network(**network_arguments(self.settings, self.source))
        training = self._now()
        if training:
            network.parameters = training_of.numbers(training["parameters"])
        else:
            names = ("init", "seed", "bias")
            training_of.start(network, **{name: self.settings[name] for name in names})
        return network

    def to_torch(self):
        """The network as ``torch.nn.Sequential`` in float64, same weights."""
        return self.to_network().to_torch()

    weights = property(lambda self: [W.copy() for W in self.to_network().weights])
    biases = property(lambda self: [b.copy() for b in self.to_network().biases])

    @property
    def epoch(self):
        return self._now().get("epoch", 0)

    @property
    def stopped(self):
        return self._now().get("stopped", "")

    @property
    def history(self):
        """Losses on the way: dict of lists ``epoch``, ``train``, ``test``."""
        kept = self._now().get("history", {"epoch": []})
        if kept["epoch"]:
            return copy.deepcopy(kept)
        losses = training_of.plain([self.loss, self.test_loss])
        return {"epoch": [self.epoch], "train": losses[:1], "test": losses[1:]}

    loss = property(lambda self: self._loss(True))
    test_loss = property(lambda self: self._loss(False))
    accuracy = property(lambda self: self._accuracy(True))
    test_accuracy = property(lambda self: self._accuracy(False))
    confusion = property(lambda self: self._confusion(True))
    test_confusion = property(lambda self: self._confusion(False))

    def code(self, epochs=None, data_path="playground_data.npz"):
        """A complete PyTorch program that trains this network to the same loss.

        It starts from the starting weights, with the settings as they are now. (What
        was changed by hand on the way, it does not know.)

        Parameters
        ----------
        epochs : int, optional
            Those trained so far when omitted, 100 if there are none.
        data_path : str
            Where `save_data` wrote data of your own.

        Returns
        -------
        str
        """
        epochs = self.epoch or 100 if epochs is None else check_count(epochs, "epochs")
        return program(self.settings, self.source, epochs, data_path)

    # ------------------------------------------------------------------------ the rest

    def _samples(self):
        key = tuple(self.settings[k] for k in ("data", "n", "noise", "data_seed"))
        if getattr(self, "_dealt", (None,))[0] != key:
            self._dealt = key, self.source.deal(*key[1:])
        return self._dealt[1]

    def _count(self):
        return training_count(len(self._samples().y), self.settings["train_share"])

    def _part(self, train):
        """(inputs, target) of the training or test samples, as the network has them."""
        samples, count = self._samples(), self._count()
        rows = slice(count) if train else slice(count, None)
        inputs = features(samples.Z[rows], self.settings["features"])
        return inputs, samples.target[rows]

    def _loss(self, train):
        with np.errstate(all="ignore"):  # a diverged network has a loss of NaN
            return self.to_network().loss(*self._part(train))

    def _predicted(self, train):
        if self.source.kind == "regression":
            return None
        X, y = self._part(train)
        with np.errstate(all="ignore"):
            return y, self.to_network().predict(X)

    def _accuracy(self, train):
        pair = self._predicted(train)
        return None if pair is None else scores.accuracy(*pair)

    def _confusion(self, train):
        pair, K = self._predicted(train), len(self.source.class_names)
        return None if pair is None else scores.confusion_matrix(*pair, n_classes=K)

    def _now(self):
        """The training, {} where it does not belong to this network."""
        return training_of.usable(self.training, self._size())

    def _size(self):
        arguments = network_arguments(self.settings, self.source)
        return len(Network(**arguments).parameters)
