"""LossSurface in Python: a race in, the student's start, rates and paths out."""

import json
import re

import numpy as np
import pytest

from course_lib import races, surfaces
from course_lib.optimizers import (
    Adam,
    GradientDescent,
    Momentum,
    StepDecay,
    descend,
)
from course_lib.widgets import LossSurface
from course_lib.widgets.own_racers import COLUMNS

BOWL = surfaces.quadratic(l1=1, l2=25)
LINE = surfaces.line_fit(np.linspace(0, 3, 40), 2 + np.sin(np.arange(40.0)))


class Own:
    """Gradient descent as a student may write it: no reset, a memory of its own."""

    def __init__(self, lr=0.03):
        self.lr, self.calls = lr, 0

    def step(self, w, dw):
        self.calls += 1
        return w - self.lr * dw * (1 if self.calls < 1000 else np.nan)


def race(**options):
    return LossSurface(BOWL, {"gd": GradientDescent(0.03), "own": Own()}, **options)


def own_path(widget, key="own"):
    place = widget._own["places"][key]
    rows = np.frombuffer(widget._own_paths).reshape(-1, COLUMNS)
    return rows[place["at"] : place["at"] + place["count"]], place["stopped"]


def test_the_module_imports_nothing_and_every_name_occurs_once():
    code = LossSurface._esm
    assert not re.search(r"^\s*import\b", code, re.MULTILINE)
    exports = re.findall(r"^export .*", code, re.MULTILINE)
    assert exports == ["export default { render: renderLossSurface };"]
    names = re.findall(r"^(?:function|const|let|class) (\w+)", code, re.MULTILINE)
    assert len(names) > 100 and len(names) == len(set(names))


# ------------------------------------------------------------------------- what goes in


@pytest.mark.parametrize("name", races.PRESETS)
def test_every_preset_makes_a_widget_that_runs_its_race(name):
    widget, given = LossSurface.preset(name), races.preset(name)
    assert list(widget.optimizers) == list(given.racers)
    for key, rule in given.racers.items():
        assert widget.optimizers[key].settings() == rule.settings()
    assert not any(row["own"] for row in widget.racers)
    np.testing.assert_array_equal(widget.start, given.start)
    json.dumps([widget._surface, widget.racers, widget._info])
    key = next(iter(given.racers))
    np.testing.assert_array_equal(widget.race().path(key), given.path(key))


def test_options_overwrite_a_preset():
    widget = LossSurface.preset("beale", start=(3, 4), steps=20, shown=5, view="relief")
    assert (widget.start.tolist(), widget.steps) == ([3, 4], 20)
    assert (widget.shown, widget.view) == (5, "relief")


def test_the_limit_can_be_left_to_be_found():
    shown, hidden = race(steps=5), race(steps=5, show_limit=False)
    assert shown._info["show_limit"] and not hidden._info["show_limit"]
    assert repr(shown) == repr(hidden)
    given = races.preset("zig_zag")
    given.options["show_limit"] = False
    assert not LossSurface.from_race(given)._info["show_limit"]


def test_a_random_landscape_is_named_by_its_number():
    widget = LossSurface(surfaces.random_landscape(7))
    assert widget.race().title == "Random landscape 7"
    widget = LossSurface(surfaces.random_landscape(7), title="Unknown land")
    assert widget.race().title == "Unknown land: random landscape 7"


def test_a_list_of_optimizers_gets_its_keys_from_them():
    widget = LossSurface("beale", [Adam(0.1), Adam(0.2), Own(), GradientDescent(1e-3)])
    assert list(widget.optimizers) == ["adam", "adam 2", "Own", "gd"]
    assert [row["own"] for row in widget.racers] == [False, False, True, False]


def test_without_racers_four_rules_start_below_the_limit():
    widget = LossSurface(BOWL)
    assert list(widget.optimizers) == ["gd", "momentum", "rmsprop", "adam"]
    assert 0 < widget.learning_rate("gd") < BOWL.rate_limit()
    assert np.isfinite([path[-1] for path in widget.paths().values()]).all()


def test_a_rule_derived_from_ours_is_run_in_python():
    class Half(GradientDescent):
        def step(self, w, dw):
            return w - 0.5 * self.lr * dw

    widget = LossSurface(BOWL, {"gd": Half(0.02)}, steps=3, start=(1, 1))
    assert widget.racers[0]["own"]
    np.testing.assert_allclose(own_path(widget, "gd")[0][1, :2], [0.99, 0.75])


def test_a_function_travels_as_a_grid_with_its_error_stated():
    widget = LossSurface(lambda x, y: np.sin(x) + y**2, {"gd": GradientDescent(0.1)})
    nx, ny = widget._surface["n"]
    values = np.frombuffer(widget._grid).reshape(ny, nx)
    (x0, x1), (y0, y1) = widget.surface.domain
    X, Y = np.meshgrid(np.linspace(x0, x1, nx), np.linspace(y0, y1, ny))
    np.testing.assert_allclose(values, np.sin(X) + Y**2, rtol=1e-12)
    assert widget._surface["kind"] == "grid"
    assert f"grid of {nx} × {ny} values, between them right to" in widget._info["grid"]


# ----------------------------------------------------------------------- what comes out


def test_an_update_from_the_browser_is_read_back():
    widget = LossSurface(LINE, {"gd": GradientDescent(0.1), "momentum": Momentum(0.2)})
    rows = [dict(row) for row in widget.racers]
    rows[1]["settings"] = {**rows[1]["settings"], "lr": 0.7, "correct_bias": True}
    rows[0]["on"] = False
    widget.set_state(
        {
            "start": [1.5, -0.5],
            "batch_size": 8,
            "seed": 5,
            "steps": 40,
            "racers": rows,
            "selected": "momentum",
        }
    )
    assert widget.learning_rate("momentum") == 0.7
    assert repr(widget.optimizers["momentum"]) == "Momentum(lr=0.7, correct_bias=True)"
    paths = widget.paths()
    assert list(paths) == ["momentum"]
    rule = Momentum(0.7, correct_bias=True)
    expected = descend(LINE, rule, (1.5, -0.5), 40, batch_size=8, seed=5)
    np.testing.assert_array_equal(paths["momentum"], expected)
    assert widget.shown == 40  # was 300


def test_rates_are_set_by_key():
    widget = LossSurface(BOWL, {"gd": GradientDescent(0.1, schedule=StepDecay(10))})
    widget.set_rate("gd", 0.05)
    assert widget.learning_rate("gd") == 0.05
    assert widget.optimizers["gd"].schedule == StepDecay(10)
    with pytest.raises(ValueError, match="lr must be > 0; got -1"):
        widget.set_rate("gd", -1)
    with pytest.raises(ValueError, match="key must be one of 'gd'; got 'adam'"):
        widget.set_rate("adam", 1)


def test_a_racer_switched_off_has_no_path():
    widget = race(steps=5)
    widget.switch("gd", False)
    assert list(widget.paths()) == list(widget.race().racers) == ["own"]
    assert "gd" not in repr(widget)


def test_a_dealt_landscape_is_the_surface():
    widget = race(steps=5)
    widget.set_state({"deal": 7, "start": [0.5, 0.5]})
    assert widget.surface.title == "Random landscape 7"
    expected = descend(
        surfaces.random_landscape(7), GradientDescent(0.03), (0.5, 0.5), 5
    )
    np.testing.assert_array_equal(widget.paths()["gd"], expected)
    widget.deal = None
    assert widget.surface is BOWL


def test_the_repr_is_stable_and_names_what_matters():
    widget = LossSurface(
        LINE, {"sgd": GradientDescent(0.1)}, start=(1, 2), batch_size=4
    )
    assert repr(widget) == (
        "LossSurface(line_fit, sgd lr=0.1, start=(1, 2), steps=300, "
        "batch_size=4, seed=0)"
    )
    widget = LossSurface(
        "saddle", {"gd": GradientDescent(0.1)}, start=(1, 0), noise=0.5
    )
    assert repr(widget) == (
        "LossSurface(saddle, gd lr=0.1, start=(1, 0), steps=300, noise=0.5, seed=0)"
    )


def test_the_sentence_names_racers_start_and_the_lowest():
    widget = race(start=(10, 1), steps=50)
    assert widget.describe().startswith(
        "Map of the surface " + BOWL.title + " with the paths of gradient descent and "
    )
    assert "from (10, 1), 50 steps; gradient descent ends lowest" in widget.describe()


@pytest.mark.parametrize("start", [(0.5, 0.5), (1e200, 0)], ids=["near", "no loss"])
@pytest.mark.parametrize("on", [True, False], ids=["racing", "all off"])
def test_the_still_picture_can_always_be_drawn(start, on):
    widget = race(start=start, steps=5)
    for key in widget.optimizers:
        widget.switch(key, on)
    bundle, metadata = widget._repr_mimebundle_()
    assert bundle["image/png"] and metadata["image/png"]["alt"] == widget.describe()
    assert ("nobody" in widget.describe()) is not on


# ---------------------------------------------------------------------- a student's own


def test_an_own_path_is_walked_in_python_and_walked_again_when_the_start_moves():
    widget = race(start=(10, 1), steps=30)
    for start in [(10, 1), (-4, 2)]:
        widget.set_state({"start": list(start)})
        rows, stopped = own_path(widget)
        expected = descend(BOWL, GradientDescent(0.03), start, 30)
        np.testing.assert_allclose(rows[:, :2], expected, rtol=1e-12)
        np.testing.assert_allclose(rows[:, 2], expected.loss, rtol=1e-12)
        assert stopped == "" and widget._own["belongs"]["start"] == list(start)


@pytest.mark.parametrize(
    "change",
    [{"steps": 9}, {"noise": 0.3}, {"deal": 3}, {"seed": 4, "noise": 0.1}],
    ids=str,
)
def test_whatever_the_own_path_depends_on_walks_it_again(change):
    widget = race(start=(1, 1), steps=8)
    before = widget._own_paths
    for name, value in change.items():
        setattr(widget, name, value)
    assert widget._own_paths != before
    expected = widget.paths()["own"]
    np.testing.assert_array_equal(own_path(widget)[0][:, :2], expected)


def test_an_own_path_is_not_walked_again_for_nothing():
    class Counting(Own):
        steps = 0

        def step(self, w, dw):
            Counting.steps += 1
            return super().step(w, dw)

    widget = LossSurface(BOWL, {"own": Counting(), "gd": GradientDescent(0.1)}, steps=5)
    walked = Counting.steps
    widget.set_rate("gd", 0.2)
    widget.shown, widget.view = 3, "relief"
    assert Counting.steps == walked == 5


def test_the_rate_of_an_own_racer_can_be_set():
    widget = race(start=(10, 1), steps=30)
    widget.set_rate("own", 0.01)
    expected = descend(BOWL, GradientDescent(0.01), (10, 1), 30)
    np.testing.assert_allclose(own_path(widget)[0][:, :2], expected, rtol=1e-12)
    assert widget.optimizers["own"].lr == 0.01


def test_every_walk_starts_with_a_fresh_copy():
    rule = Own()
    widget = LossSurface(BOWL, {"own": rule}, steps=300)
    for seed in range(6):
        widget.seed = seed  # the copy's thousandth step would be NaN
    assert own_path(widget)[1] == "" and rule.calls == 0


def fails(w, dw):
    raise ZeroDivisionError("division by zero")


def leaves(w, dw):
    raise SystemExit


@pytest.mark.parametrize(
    ("step", "words"),
    [
        (fails, "step raised ZeroDivisionError: division by zero"),
        (leaves, "step raised SystemExit"),
        (lambda w, dw: None, "step returned None: forgot `return`?"),
        (lambda w, dw: w[0], "step must return shape (2,); got ()"),
        (lambda w, dw: "down", "step must return two numbers; got 'down'"),
        (lambda w: w, "step raised TypeError"),
    ],
    ids=["raises", "exits", "None", "shape", "text", "arguments"],
)
def test_a_mistake_becomes_a_sentence_and_the_path_until_then_is_kept(step, words):
    class Faulty:
        def __init__(self):
            self.t = 0

        def step(self, *arguments):
            self.t += 1
            return step(*arguments) if self.t == 4 else arguments[0] * 0.9

    widget = LossSurface(BOWL, {"own": Faulty(), "gd": GradientDescent(0.01)})
    rows, stopped = own_path(widget)
    assert len(rows) == 4 and stopped.startswith("stopped at step 4: ")
    assert words in stopped
    assert len(widget.paths()["own"]) == 4


# ---------------------------------------------------------------------------- bad input


@pytest.mark.parametrize(
    "changes, words",
    [
        ({"surface": "alps"}, "surface must be one of .*'beale'"),
        ({"surface": 3}, "surface must be a Surface, the name of one or a function"),
        ({"racers": {}}, "racers is empty"),
        ({"racers": {"gd": 0.1}}, "racers\\['gd'\\] must be an optimizer"),
        (
            {"racers": {"gd": GradientDescent}},
            "is the class GradientDescent; it must be",
        ),
        ({"start": (1, 2, 3)}, "start must hold 2 numbers"),
        ({"start": (1, np.nan)}, "start must be finite"),
        ({"steps": 0}, "steps must be >= 1"),
        ({"steps": 10**6}, "<= 5000"),
        ({"batch_size": 4}, "batch_size needs a surface made of samples"),
        ({"surface": LINE, "batch_size": 41}, "batch_size must be <= 40"),
        ({"noise": -1}, "noise must be >= 0"),
        ({"seed": 0.5}, "seed must be a whole number"),
        ({"view": "globe"}, "view must be one of 'map', 'relief'"),
        ({"against": "time"}, "against must be one of 'steps', 'gradients'"),
    ],
)
def test_bad_input_is_named(changes, words):
    with pytest.raises((TypeError, ValueError), match=words):
        LossSurface(**{"surface": BOWL, "racers": {"gd": GradientDescent()}, **changes})


@pytest.mark.parametrize(
    "row, words",
    [
        ({"key": "adam"}, "racers must be gd, in this order"),
        ({"settings": {"kind": "gd", "lr": -1}}, "racers\\['gd'\\]: lr must be > 0"),
        (
            {"settings": {"kind": "magic", "lr": 1}},
            "racers\\['gd'\\]: kind must be one",
        ),
        ({"settings": None}, "racers\\['gd'\\] must have settings"),
    ],
)
def test_racers_that_cannot_race_are_refused(row, words):
    widget = LossSurface(BOWL, {"gd": GradientDescent(0.1)})
    good = dict(widget.racers[0])
    with pytest.raises((TypeError, ValueError), match=words):
        widget.racers = [{**good, **row}]
    assert widget.racers == [good]


def test_an_unknown_preset_lists_the_known_ones():
    with pytest.raises(ValueError, match="'long_valley'"):
        LossSurface.preset("alps")
