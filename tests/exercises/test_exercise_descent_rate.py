"""The exercise that reads a learning rate off a widget, just below divergence."""

from types import SimpleNamespace

import pytest

from course_lib import surfaces
from course_lib.exercises import descent
from course_lib.exercises.display import NOT_ATTEMPTED, NOT_YET
from course_lib.optimizers import Adam, GradientDescent, descend
from course_lib.widgets import LossSurface

BOWL = surfaces.quadratic(1, 25)
LIMIT = 0.08


def widget(share, surface=BOWL):
    """Stands in for a LossSurface: what the check reads of one."""
    rules = {"adam": Adam(0.1), "gd": GradientDescent(share * LIMIT)}
    return SimpleNamespace(optimizers=rules, surface=surface)


@pytest.mark.parametrize("share", [0.9, 0.95, 0.99, 0.9999])
def test_just_below_the_limit_passes(share):
    outcome = descent.largest_rate.check(widget(share))
    assert outcome.passed
    assert outcome.details[1].startswith("5 % more would have")


@pytest.mark.parametrize(
    ("share", "part"),
    [
        (1e-6, "far too small"),
        (0.49, "far too small"),
        (0.51, "still converges comfortably"),
        (0.899, "still converges comfortably"),
        (1.0, "the limit itself"),
        (1.0001, "diverges: your learning rate is just over 100 % of the limit"),
        (1.1, "diverges: your learning rate is 110 % of the limit"),
        (1e6, "diverges: your learning rate is 1e+06 times the limit"),
    ],
)
def test_other_rates_get_their_sentence(share, part):
    outcome = descent.largest_rate.check(widget(share))
    assert outcome.status == NOT_YET
    assert part in outcome.message, outcome


def test_no_share_is_rounded_over_the_edge():
    below = descent.largest_rate.check(widget(0.8999))
    assert "89.9 % of the limit" in below.details[0]
    assert (
        "99.9 % of the limit" in descent.largest_rate.check(widget(0.9999)).details[0]
    )


def test_what_five_percent_more_would_do_is_what_it_does():
    details = descent.largest_rate.check(widget(0.98)).details
    path = descend(BOWL, GradientDescent(1.05 * 0.98 * LIMIT), (0, 1), 50)
    grown = abs(path[-1, 1])
    assert f"{grown:.3g} times what it was" in details[1]
    details = descent.largest_rate.check(widget(0.92)).details
    path = descend(BOWL, GradientDescent(1.05 * 0.92 * LIMIT), (0, 1), 50)
    assert f"after 50 steps {abs(path[-1, 1]):.2g} of the distance" in details[1]


def test_how_fast_it_diverges_is_said():
    path = descend(BOWL, GradientDescent(1.3 * LIMIT), (0, 1), 1)
    details = descent.largest_rate.check(widget(1.3)).details
    assert (
        f"multiplies the distance from the floor by {abs(path[1, 1]):.6g}"
        in (details[0])
    )


@pytest.mark.parametrize(
    "surface",
    [surfaces.himmelblau, surfaces.saddle, surfaces.random_landscape(1)],
    ids=lambda surface: surface.name,
)
def test_a_surface_without_one_limit_is_refused(surface):
    outcome = descent.largest_rate.check(widget(0.95, surface))
    assert "no bowl with one known floor" in outcome.message


def test_gradient_descent_must_take_part():
    adam_only = SimpleNamespace(optimizers={"adam": Adam()}, surface=BOWL)
    assert "not in this race" in descent.largest_rate.check(adam_only).message


def test_dots_are_not_attempted():
    assert descent.largest_rate.check(...).status == NOT_ATTEMPTED


@pytest.mark.parametrize("answer", [3, None, 0.078, GradientDescent(0.078), widget])
def test_anything_else_is_told_to_be_the_widget(answer):
    outcome = descent.largest_rate.check(answer)
    assert outcome.status == NOT_YET
    assert "`descent.largest_rate.check(bowl)`" in outcome.message


@pytest.mark.parametrize("rate", [float("nan"), float("inf"), -1.0, 0.0])
def test_a_rate_that_is_no_rate(rate):
    rules = {"gd": SimpleNamespace(lr=rate)}
    outcome = descent.largest_rate.check(
        SimpleNamespace(optimizers=rules, surface=BOWL)
    )
    assert outcome.message == "The learning rate must be a number above 0."


def test_the_widget_itself():
    bowl = LossSurface.preset("zig_zag")
    assert descent.largest_rate.check(bowl).status == NOT_YET  # as it is handed out
    bowl.set_rate("gd", 0.078)
    assert descent.largest_rate.check(bowl).passed
    bowl.set_rate("gd", 0.082)
    assert "diverges" in descent.largest_rate.check(bowl).message
