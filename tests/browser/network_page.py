"""The mathematics of Playground on a bare page."""

import re

from course_lib.widgets.base import build_module, read

from .widget_page import load_module

FILES = tuple(
    f"js/{name}.js"
    for name in (
        "shared_random",
        "data_losses",
        "engine",
        "optimizers",
        "network_activations",
        "network_kernels",
        "network",
        "network_start",
        "network_optimizers",
        "network_trainer",
        "network_statistics",
        "network_maps",
        "layer_numbers",
        "chain",
        "playground_data",
    )
)
# A network with given weights, and samples whose rows come from Python.
BUILD = """
function build({ settings, parameters }) {
  const network = makeNetwork(settings);
  if (parameters) setParameters(network, parameters);
  return network;
}
function samplesOf({ X, y }) { return makeSamples(X.flat(), X[0].length, y.flat()); }
"""


def load_network_engine(page):
    """Load the JavaScript files as ``window.E``, with ``E.build``, ``E.samplesOf``."""
    page.goto("about:blank")
    exports = re.findall(
        r"^export (?:function|const) (\w+)", "".join(map(read, FILES)), re.MULTILINE
    )
    names = ", ".join(["build", "samplesOf", *exports])
    load_module(page, f"{build_module(*FILES)}{BUILD}\nexport {{ {names} }};", "E")


def send_network(network):
    """What ``E.build`` needs to make the same network."""
    return {"settings": network.settings(), "parameters": network.parameters.tolist()}


def send_samples(X, y):
    """What ``E.samplesOf`` needs."""
    return {"X": X.tolist(), "y": y.tolist()}
