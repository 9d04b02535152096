"""LossSurface's frame: own racers, bad states, text, themes, sizes, clean-up."""

import numpy as np
import pytest
from axe_playwright_python.sync_playwright import Axe

from course_lib.optimizers import Adam, GradientDescent
from course_lib.widgets import LossSurface

from .jupyterlab import colours, picture
from .loss_surface_page import (
    BOWL,
    answer,
    bowl,
    button,
    choose,
    field,
    news,
    number,
    open_groups,
    pixel,
    relief,
    row,
    slider,
    surface_map,
)
from .widget_page import drag, load_module, open_widget, settle, sync


@pytest.fixture(autouse=True)
def nothing_goes_wrong(page):
    yield
    assert page.errors == []
    assert page.outside == []


# ----------------------------------------------------------- a student's own, in Python


class Mine:
    """Steps of one length: a rule that the browser does not know."""

    def __init__(self, lr=0.02):
        self.lr = lr

    def step(self, w, dw):
        return w - self.lr * dw / np.linalg.norm(dw)


def with_mine(rule=None, **options):
    racers = {"gd": GradientDescent(0.03), "mine": rule or Mine()}
    return LossSurface(BOWL, racers, **{"steps": 30, "start": (0.8, 0.5), **options})


def test_an_own_optimizer_races_and_python_walks_again_when_the_start_is_dragged(page):
    widget = with_mine()
    open_widget(page, widget)
    loss = widget.paths()["mine"].loss[-1]
    assert number(row(page, "mine")[1]) == pytest.approx(loss, rel=0.01)
    start = pixel(widget, page, widget.start)
    drag(page, start, pixel(widget, page, (-0.6, -0.4)))
    assert "Mine was computed in Python for the start (0.800, 0.500)." in news(page)
    old = row(page, "mine")[1]
    answer(page, widget)
    assert "computed in Python" not in news(page)
    loss = widget.paths()["mine"].loss[-1]
    assert number(row(page, "mine")[1]) == pytest.approx(loss, rel=0.01)
    assert row(page, "mine")[1] != old


def test_the_rate_of_an_own_optimizer_is_set_by_slider(page):
    widget = with_mine()
    open_widget(page, widget)
    choose(page, "mine")
    field(page, "learning rate α, number").fill("0.05")
    settle(page)
    answer(page, widget)
    assert widget.optimizers["mine"].lr == 0.05
    loss = widget.paths()["mine"].loss[-1]
    assert number(row(page, "mine")[1]) == pytest.approx(loss, rel=0.01)


def test_a_mistake_in_an_own_optimizer_is_a_sentence(page):
    class Broken(Mine):
        def step(self, w, dw):
            return w / 0 if w[0] > 2 else None

    open_widget(page, with_mine(Broken()))
    assert "Mine stopped at step 1: step returned None: forgot `return`?" in news(page)
    assert "stopped: step 1" in row(page, "mine")


def test_the_ledger_of_an_own_optimizer_tells_what_is_known(page):
    widget = with_mine(shown=3, ledger=True)
    widget.selected = "mine"
    open_widget(page, widget)
    path = widget.paths()["mine"]
    lines = page.locator(".cl-ledger tbody tr:visible")
    values = [line.locator("td b").all_inner_texts() for line in lines.all()]
    got = [[number(text) for text in cells] for cells in values]
    steps = [path[2], BOWL.gradient(path[2]), path[3] - path[2], path[3]]
    np.testing.assert_allclose(got, np.array(steps), rtol=0.006)


def test_a_function_of_ones_own_is_drawn_and_its_error_said(page):
    racers = {"gd": GradientDescent(0.1)}
    widget = LossSurface(lambda x, y: np.sin(3 * x) + y**2, racers, steps=40)
    open_widget(page, widget)
    assert colours(surface_map(page)) > 50
    assert "grid of 121 × 121 values, between them right to" in news(page)
    loss = widget.paths()["gd"].loss[-1]
    assert number(row(page, "gradient descent")[1]) == pytest.approx(loss, rel=0.01)


def test_a_start_without_a_loss_is_said_and_can_be_left(page):
    widget = with_mine(start=(1e200, 0), ledger=True)
    open_widget(page, widget)
    assert news(page) == "The loss at the start is not a finite number: move the start."
    page.mouse.click(*pixel(widget, page, (0.5, 0.5)))
    answer(page, widget)
    assert "not a finite number" not in news(page)
    loss = widget.paths()["mine"].loss[-1]
    assert number(row(page, "mine")[1]) == pytest.approx(loss, rel=0.01)


# -------------------------------------------------------------------- inside the module

CASES = [
    {"kind": "gd"},
    {"kind": "momentum", "beta": 0.9, "dampening": True, "correct_bias": False},
    {"kind": "momentum", "beta": 0.5, "dampening": False, "correct_bias": False},
    {"kind": "nesterov", "beta": 0.9, "dampening": True},
    {"kind": "nesterov", "beta": 0.6, "dampening": False},
]


@pytest.mark.parametrize(
    "settings", CASES, ids=lambda s: " ".join(map(str, s.values()))
)
def test_the_marked_limit_divides_convergence_from_divergence(page, settings):
    names = "rateLimitOf, makeSurface, runPath"
    load_module(page, LossSurface._esm + f"\nexport {{ {names} }};")
    ends = page.evaluate(
        """([spec, settings]) => {
            const { rateLimitOf, makeSurface, runPath } = window.module;
            const surface = makeSurface(spec);
            const limit = rateLimitOf(settings, surface).value;
            const race = { start: [0, 1], steps: 4000, batchSize: 0, noise: 0 };
            return [0.97, 1.03].map(share => {
                const lr = share * limit;
                const racer = { key: 'gd', settings: { ...settings, lr } };
                const run = runPath(surface, racer, race);
                return run.stopped ? null : Math.abs(run.y[run.count - 1]);
            });
        }""",
        [BOWL.spec(), settings],
    )
    assert ends[0] < 1e-6
    assert ends[1] is None or ends[1] > 1e6


def test_only_what_changed_is_computed_again(page):
    load_module(page, LossSurface._esm + "\nexport { makeScene, readRaceState };")
    kept = page.evaluate(
        """state => {
            const { makeScene, readRaceState } = window.module;
            const scene = makeScene({ get: name => state[name] });
            const now = readRaceState({ get: name => state[name] });
            const evaluate = changed =>
                scene.evaluate({ ...now, ...changed }, () => '#000').runs;
            const spoil = runs => runs.forEach(run => { run.loss[1] = -1; });
            const isKept = runs => runs.map(run => run.loss[1] === -1);
            spoil(evaluate({}));
            const racers = now.racers.map((racer, k) => k === 1
                ? { ...racer, settings: { ...racer.settings, lr: 0.5 } } : racer);
            const shown = isKept(evaluate({ shown: 1 }));
            const rate = isKept(evaluate({ racers }));
            spoil(evaluate({ racers }));
            return [shown, rate, isKept(evaluate({ racers, start: [0, 1] }))];
        }""",
        {k: v for k, v in bowl().get_state().items() if k not in ("_esm", "_css")}
        | {"_grid": None, "_own_paths": None},
    )
    assert kept == [[True] * 3, [True, False, True], [False] * 3]


# --------------------------------------------------------------------- bad states, text


@pytest.mark.parametrize(
    "state, words",
    [
        ({"start": [1]}, "start must be two finite numbers; got [1]"),
        ({"steps": 0}, "steps must be a whole number ≥ 1; got 0"),
        ({"batch_size": 0.5}, "batch_size must be a whole number ≥ 1 or null"),
        ({"noise": None}, "noise must be a number ≥ 0; got null"),
        ({"seed": -1}, "seed must be a whole number ≥ 0; got -1"),
        ({"racers": []}, "racers must be a list of optimizers; got []"),
    ],
)
def test_a_bad_state_shows_a_sentence_in_the_widgets_place(page, state, words):
    widget = bowl()
    open_widget(page, widget, **state)
    alert = page.get_by_role("alert")
    assert alert.inner_text().startswith("LossSurface cannot be drawn: ")
    assert words in alert.inner_text()
    assert not surface_map(page).is_visible()
    good = {name: widget.get_state()[name] for name in state}
    page.evaluate("good => window.model.set(good)", good)
    settle(page)
    assert not alert.is_visible() and colours(surface_map(page)) > 20


def test_an_unknown_surface_shows_a_sentence(page):
    open_widget(page, bowl(), _surface={"kind": "alps"})
    assert 'no surface of kind "alps"' in page.get_by_role("alert").inner_text()


def test_a_selected_racer_that_is_not_there_is_the_first(page):
    open_widget(page, bowl(), selected="nobody")
    assert page.locator(".cl-settings strong").inner_text() == "gradient descent"


def test_text_from_students_is_never_html(page):
    bad = "<img src=x onerror=alert(1)>"
    open_widget(page, LossSurface(BOWL, {bad: Adam(0.1)}, title=bad, look_for=bad))
    open_groups(page)
    assert page.locator("#widget img").count() == 0
    assert page.locator(".cl-title").inner_text() == bad


# ----------------------------------------------------------------- appearance, clean-up


def test_python_moves_the_race_in_the_picture(page):
    widget = bowl()
    open_widget(page, widget)
    before = picture(surface_map(page))
    widget.start = (-1, 0.25)
    widget.set_rate("gd", 0.06)
    changed = {"start": [-1, 0.25], "racers": widget.racers}
    page.evaluate("state => window.model.set(state)", changed)
    settle(page)
    assert picture(surface_map(page)) != before
    loss = widget.paths()["gd"].loss[-1]
    assert number(row(page, "gradient descent")[1]) == pytest.approx(loss, rel=0.01)


def test_one_input_draws_once_and_is_saved_at_once(page):
    open_widget(page, bowl())
    settle(page)
    before = page.evaluate("() => window.paints.length")
    slider(page, "learning rate α").press("ArrowRight")
    assert page.evaluate("() => Object.keys(window.model.unsaved)") == []
    settle(page)
    assert page.evaluate("() => window.paints.length") == before + 1


def test_every_control_keeps_its_keys_from_jupyterlab(page):
    open_widget(page, bowl())
    controls = page.locator(
        ".cl-widget :is(input, button, select, summary, [tabindex])"
    )
    assert controls.count() >= 40
    kept = controls.evaluate_all("all => all.map(e => e.dataset.lmSuppressShortcuts)")
    assert set(kept) == {"true"}


@pytest.mark.parametrize("dark", [False, True], ids=["light", "dark"])
@pytest.mark.parametrize("name", ["beale", "noisy"])
def test_axe_finds_nothing(page, dark, name):
    widget = LossSurface.preset(name, ledger=True, view="map", start=(2.5, 2.5))
    open_widget(page, widget, dark=dark)
    open_groups(page)
    field(page, "learning rate α, number").fill("")
    for view in ["map", "relief"]:
        page.evaluate("view => window.model.set({ view })", view)
        settle(page)
        results = Axe().run(page)
        assert results.violations_count == 0, results.generate_report()


def test_a_screen_reader_hears_where_they_are(page):
    widget = bowl()
    open_widget(page, widget)
    button(page, "To start").click()
    status = page.locator('[role="status"]')
    status.filter(has_text="Step 0 of 40. Loss: gradient descent").wait_for(
        state="attached"
    )
    assert "with the racers' paths" in surface_map(page).get_attribute("aria-label")


def test_the_pictures_follow_the_theme(page):
    open_widget(page, bowl())
    light = picture(surface_map(page))
    page.evaluate("""() => {
        document.documentElement.style.setProperty('--jp-layout-color0', '#111111');
        document.body.dataset.jpThemeName = 'JupyterLab Dark';
    }""")
    settle(page)
    assert picture(surface_map(page)) != light
    assert "cl-dark" in page.locator(".cl-widget").get_attribute("class")


@pytest.mark.parametrize("width", [320, 800, 1280, 1600])
def test_nothing_hangs_over_the_edge(page, width):
    page.set_viewport_size({"width": width, "height": 900})
    open_widget(page, LossSurface.preset("noisy", ledger=True))
    open_groups(page)
    over = page.evaluate("() => document.documentElement.scrollWidth - innerWidth")
    assert over <= 0


@pytest.mark.parametrize(
    "preset, place", [("noisy", ".cl-data"), ("saddle", ".cl-losses")]
)
def test_a_wide_place_shows_three_things_side_by_side(page, preset, place):
    page.set_viewport_size({"width": 1600, "height": 900})
    open_widget(page, LossSurface.preset(preset))
    parts = surface_map(page), page.locator(place), page.locator(".cl-race")
    boxes = [part.bounding_box() for part in parts]
    first, second, third = sorted(boxes, key=lambda box: box["x"])
    assert first["x"] + first["width"] <= second["x"]
    assert second["x"] + second["width"] <= third["x"]
    height = page.locator(".cl-widget").bounding_box()["height"]
    page.set_viewport_size({"width": 1280, "height": 900})
    settle(page)
    assert page.locator(".cl-widget").bounding_box()["height"] > height


def test_playing_and_choosing_move_nothing_on_the_page(page):
    widget = LossSurface.preset("beale", start=(3, 4), shown=0)
    open_widget(page, widget)
    height = "() => document.querySelector('.cl-widget').offsetHeight"
    heights = {page.evaluate(height)}
    for shown in [1, 4, 300]:
        page.evaluate("shown => window.model.set({ shown })", shown)
        settle(page)
        heights.add(page.evaluate(height))
    for label in ["momentum", "Adagrad", "Adam"]:
        choose(page, label)
        heights.add(page.evaluate(height))
    assert len(heights) == 1


def test_off_screen_it_neither_computes_nor_plays(page):
    open_widget(page, bowl(steps=3000, shown=0), above=3000)
    settle(page)
    page.evaluate("() => window.model.set({ noise: 1 })")
    settle(page)
    assert page.evaluate("() => window.paints.length") == 0
    page.locator("#widget").scroll_into_view_if_needed()
    page.wait_for_function("() => window.paints.length > 0")
    button(page, "Play").click()
    page.wait_for_function("() => +document.querySelector('.cl-steps input').value > 2")
    page.evaluate("() => window.scrollTo(0, 0)")
    for _ in range(20):  # the observer reports after one of the next frames
        before = page.evaluate("() => window.paints.length")
        settle(page)
        if page.evaluate("() => window.paints.length") == before:
            break
    else:
        pytest.fail("it plays on although nobody sees it")


def test_clean_up_stops_the_race_and_lets_go_of_everything(page):
    widget = bowl(steps=3000, shown=0)
    open_widget(page, widget)
    button(page, "Play").click()
    page.wait_for_function("() => +document.querySelector('.cl-steps input').value > 2")
    page.evaluate("() => window.cleanUp()")
    sync(page, widget)
    assert widget.shown > 2  # Python knows how far it came
    paints = page.evaluate("() => window.paints.length")
    assert (
        page.evaluate("() => Object.values(window.model.handlers).flat().length") == 0
    )
    assert page.locator("#widget *").count() == 0
    page.evaluate("() => window.model.set({ noise: 2 })")
    settle(page)
    assert page.evaluate("() => window.paints.length") == paints


def test_the_relief_is_painted_in_its_first_frame(page):
    open_widget(page, bowl(view="relief"))
    settle(page)
    assert colours(relief(page)) > 50
