"""The browser draws the playground's points and features as Python does."""

import numpy as np
import pytest

from course_lib.datasets import playground

from .conftest import new_page
from .network_page import load_network_engine


@pytest.fixture(scope="module")
def js(browser):
    """Call JavaScript with the engine as E and the keyword arguments as a."""
    with new_page(browser) as page:
        load_network_engine(page)
        yield lambda script, **argument: page.evaluate(
            f"a => {{ const E = window.E; {script} }}", argument
        )
        assert page.errors == []


@pytest.mark.parametrize(
    "n, noise, seed", [(500, 0, 0), (51, 50, 7), (200, 25, 2**32 - 1)]
)
@pytest.mark.parametrize("name", playground.RECIPES)
def test_points_equal_python(js, name, n, noise, seed):
    got = js(
        """const { x1, x2, y } = E.playgroundPoints(a.name, a.n, a.noise, a.seed);
        return [[...x1], [...x2], [...y]]""",
        name=name, n=n, noise=noise, seed=seed,
    )  # fmt: skip
    X, y = playground.points(name, n, noise, seed)
    np.testing.assert_allclose(np.array(got[:2]).T, X, rtol=1e-12, atol=1e-12)
    np.testing.assert_allclose(got[2], y, rtol=1e-12, atol=1e-12)


def test_both_sides_know_the_same_names(js):
    names, regressions, features = js(
        """return [E.PLAYGROUND_NAMES, E.PLAYGROUND_REGRESSIONS,
                   Object.keys(E.PLAYGROUND_FEATURES)]"""
    )
    assert names == list(playground.RECIPES)
    assert regressions == list(playground.REGRESSIONS)
    assert features == list(playground.FEATURES)


def test_samples_hold_the_features_of_their_share_of_the_points(js):
    names = ["sin_x2", "x1x1", "x2", "x1x2", "x1", "x2x2", "sin_x1"]
    got = js(
        """const points = E.playgroundPoints("spiral", 90, 20, 3);
        const train = E.trainingCount(90, 35);
        const samples = E.pointSamples(a.names, points, train, 90);
        return { train, m: samples.m, X: [...samples.X], y: [...samples.y] }""",
        names=names,
    )
    X, y = playground.points("spiral", 90, 20, 3)
    train = playground.training_count(90, 35)
    assert (got["train"], got["m"]) == (train, 90 - train) == (31, 59)
    expected = playground.features(X[train:], names)
    got_X = np.reshape(got["X"], (len(names), -1)).T
    np.testing.assert_allclose(got_X, expected, rtol=1e-12, atol=1e-12)
    assert got["y"] == y[train:].tolist()


@pytest.mark.parametrize("n", [50, 333, 5000])
@pytest.mark.parametrize("percent", [0, 10, 50, 90, 100])
def test_training_counts_equal_python(js, n, percent):
    count = js("return E.trainingCount(a.n, a.percent)", n=n, percent=percent)
    assert count == playground.training_count(n, percent)
