"""The browser draws the random numbers of course_lib.shared_random."""

from itertools import islice

import numpy as np
import pytest

from course_lib.shared_random import MAX_SEED, SharedRandom, batches
from course_lib.widgets.base import read

from .conftest import new_page
from .widget_page import load_module

SEEDS = [0, 1, 7, 123456789, 2**31 - 1, 2**31, MAX_SEED]


@pytest.fixture(scope="module")
def js(browser):
    """Call a JavaScript expression with the module as R and an argument a."""
    with new_page(browser) as page:
        page.goto("about:blank")
        load_module(page, read("js/shared_random.js"), "R")
        yield lambda script, argument: page.evaluate(
            f"a => {{ const R = window.R; {script} }}", argument
        )
        assert page.errors == []


@pytest.mark.parametrize("seed", SEEDS)
def test_uniform_numbers_are_the_same_to_the_last_bit(js, seed):
    got = js(
        "const r = R.makeRandom(a); return Array.from({ length: 1000 }, r.uniform)",
        seed,
    )
    python = SharedRandom(seed)
    assert got == [python.uniform() for _ in range(1000)]


@pytest.mark.parametrize("seed", SEEDS)
def test_normal_numbers_equal_python(js, seed):
    got = js(
        "const r = R.makeRandom(a); return Array.from({ length: 1000 }, r.normal)", seed
    )
    python = SharedRandom(seed)
    expected = [python.normal() for _ in range(1000)]
    np.testing.assert_allclose(got, expected, rtol=1e-12, atol=1e-13)


def test_an_array_of_normal_numbers_is_drawn_like_single_ones(js):
    one, many = js(
        """const one = R.makeRandom(a), many = R.makeRandom(a);
        const numbers = Array.from({ length: 999 }, one.normal);
        return [[...numbers, one.uniform()],
                [...many.fillNormal(new Float64Array(999)), many.uniform()]]""",
        8,
    )
    assert one == many and len(set(one)) == 1000


def test_normal_numbers_have_mean_0_and_variance_1(js):
    got = js(
        "const r = R.makeRandom(a); return Array.from({ length: 20000 }, r.normal)", 3
    )
    assert abs(np.mean(got)) < 0.03
    assert abs(np.var(got) - 1) < 0.04


@pytest.mark.parametrize("n", [1, 2, 5, 300])
def test_whole_numbers_and_shuffles_equal_python(js, n):
    below, shuffles = js(
        """const r = R.makeRandom(11);
           const below = Array.from({ length: 50 }, () => r.below(a));
           return [below, [0, 1, 2].map(() => [...r.shuffle(a)])]""",
        n,
    )
    python = SharedRandom(11)
    assert below == [python.below(n) for _ in range(50)]
    assert shuffles == [python.shuffle(n).tolist() for _ in range(3)]


@pytest.mark.parametrize(
    "m, size", [(1, 1), (7, 3), (8, 4), (20, 1), (20, 19), (20, 20), (20, 64)]
)
def test_batches_equal_python_over_several_epochs(js, m, size):
    got = js(
        """const b = R.makeBatches(a.m, a.size, 5);
           return Array.from({ length: 60 }, () => {
             const count = b.next();
             return [...b.indices.subarray(0, count)];
           })""",
        {"m": m, "size": size},
    )
    assert got == [batch.tolist() for batch in islice(batches(m, size, 5), 60)]


def test_every_epoch_has_every_sample_once(js):
    epoch = js(
        """const b = R.makeBatches(10, 4, a), seen = [];
           for (let i = 0; i < 3; i++) {
             const count = b.next();
             seen.push(...b.indices.subarray(0, count));
           }
           return seen""",
        9,
    )
    assert sorted(epoch) == list(range(10))
