"""Heat maps hold the values of the network's units at the right places."""

import numpy as np
import pytest

from course_lib.datasets import playground
from course_lib.networks import Network

from .conftest import new_page
from .network_page import load_network_engine, send_network

DOMAIN = ((-6, 6), (-2, 3))
MAPS = """
  const network = E.build(a.network);
  let fills = 0;
  const fill = (x1, x2, X, stride) => {
    fills += 1;
    E.fillFeatures(a.names, x1, x2, X, stride);
  };
  const { domain, small, large } = a;
  const maps = E.makeUnitMaps(network, { domain, fill, small, large });
"""
NETWORKS = {
    "default": (Network([2, 4, 2, 1], seed=1), ("x1", "x2")),
    "classes": (
        Network([3, 5, 4], "gelu", "softmax", seed=2),
        ("x2", "x1x2", "sin_x1"),
    ),
    "values": (Network([7, 1], output="linear", seed=3), tuple(playground.FEATURES)),
}


@pytest.fixture(scope="module")
def js(browser):
    """Call JavaScript with the engine as E and the keyword arguments as a."""
    with new_page(browser) as page:
        load_network_engine(page)
        yield lambda script, **argument: page.evaluate(
            f"a => {{ const E = window.E; {script} }}", argument
        )
        assert page.errors == []


def send(name, small=9, large=12):
    network, names = NETWORKS[name]
    sent = {"network": send_network(network), "names": names, "domain": DOMAIN}
    return {**sent, "small": small, "large": large}


def python_maps(name, n):
    """Values of all layers on n × n nodes, top row first: per layer (units, n, n)."""
    network, names = NETWORKS[name]
    (x0, x1), (y0, y1) = DOMAIN
    x, y = np.meshgrid(np.linspace(x0, x1, n), np.linspace(y1, y0, n))
    X = playground.features(np.column_stack([x.ravel(), y.ravel()]), names)
    _, activations = network.forward(X)
    return [a.T.reshape(-1, n, n) for a in activations]


@pytest.mark.parametrize("name", NETWORKS)
@pytest.mark.parametrize("small, large", [(9, 12), (12, 9)])
def test_maps_of_every_unit_equal_python(js, name, small, large):
    got = js(
        MAPS + """const { thumbStride } = maps, thumbs = maps.thumbnails();
        return network.sizes.map((units, layer) => ({
          coarse: Array.from({ length: units }, (_, k) => [...thumbs[layer].subarray(
            k * thumbStride, k * thumbStride + small * small)]),
          fine: [...maps.fineMaps(layer).subarray(0, units * large * large)],
        }))""",
        **send(name, small, large),
    )  # fmt: skip
    pairs = zip(python_maps(name, small), python_maps(name, large), strict=True)
    for layer, (coarse, fine) in zip(got, pairs, strict=True):
        shape = fine.shape
        np.testing.assert_allclose(
            np.reshape(layer["coarse"], coarse.shape), coarse, rtol=1e-9, atol=1e-12
        )
        np.testing.assert_allclose(
            np.reshape(layer["fine"], shape), fine, rtol=1e-9, atol=1e-12
        )


def test_maps_change_with_the_weights_and_only_then(js):
    got = js(
        MAPS + """const look = () => [maps.thumbnails()[3][5], maps.fineMaps()[7]];
        const first = look();
        network.parameters[0] += 1;  // behind the engine's back: the maps stay
        const same = look();
        E.setParameters(network, network.parameters[0], 0);
        const second = look();
        maps.fineMaps(1);
        return { first, same, second, third: look(), fills }""",
        **send("default"),
    )  # fmt: skip
    assert got["first"] == got["same"] and got["second"] == got["third"]
    assert got["first"][0] != got["second"][0] and got["first"][1] != got["second"][1]
    assert got["fills"] == 2  # one for each grid: the inputs are computed once


@pytest.mark.parametrize("skip, large", [(2, 12), (3, 10), (4, 12)])
def test_a_hurried_map_is_right_at_some_nodes_and_between_them_near(js, skip, large):
    network, _ = NETWORKS["classes"]
    hurried, full, again = js(
        MAPS + """const n = network.sizes.at(-1) * large * large;
        const look = () => [...maps.fineMaps().subarray(0, n)];
        maps.skip = a.skip;
        const hurried = look();
        maps.skip = 1;
        const full = look();
        maps.skip = a.skip;
        return [hurried, full, look()]""",
        **send("classes", large=large), skip=skip,
    )  # fmt: skip
    assert full == again != hurried  # what is finer already is not computed again
    shape = network.sizes[-1], large, large
    hurried, full = np.reshape(hurried, shape), np.reshape(full, shape)
    nodes = [*range(0, large - 1, skip), large - 1]
    known = np.ix_(range(shape[0]), nodes, nodes)
    np.testing.assert_allclose(hurried[known], full[known], rtol=1e-12)
    for given, got in zip(full[known], hurried, strict=True):
        for axis in (0, 1):
            given = np.apply_along_axis(
                lambda v: np.interp(range(large), nodes, v), axis, given
            )
        np.testing.assert_allclose(got, given, rtol=1e-9, atol=1e-12)
