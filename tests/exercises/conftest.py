"""A chapter and an exercise of its own, so that no test touches the course's."""

import numpy as np
import pytest

from course_lib.exercises import base
from course_lib.exercises.function import FunctionExercise, Misconception, Probe


@pytest.fixture(autouse=True)
def _not_strict(monkeypatch):
    monkeypatch.delenv("COURSE_STRICT", raising=False)


@pytest.fixture
def chapter(monkeypatch):
    monkeypatch.setattr(base, "_chapters", [])
    return base.Chapter("waves", "09 Waves")


@pytest.fixture
def slope(chapter):
    """slope(x, k) = k x: the smallest exercise that has everything."""

    def _slope(x, k):
        return k * x

    return FunctionExercise(
        chapter,
        _slope,
        title="The slope",
        success="Steep beds reflect to the side.",
        hints=["Multiply.", "`k * x`"],
        inputs=lambda rng: (rng.normal(size=rng.integers(5, 9)), rng.uniform(2, 3)),
        probes=[Probe("What is twice 3?", [3.0], 2.0)],
        misconceptions=[
            Misconception("You add: multiply.", lambda x, k: x + k),
            Misconception("You use math.exp.", lambda x, k: float(np.asarray(x)[:2])),
        ],
    )
