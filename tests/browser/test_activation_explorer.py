"""ActivationExplorer in a browser: the tangent dragged, samples sent through."""

import re

import numpy as np
import pytest

from course_lib import datasets, propagation
from course_lib.widgets import ActivationExplorer

from .activation_page import (
    button,
    explore,
    handle,
    number,
    pixels_per_z,
    shown,
    slider,
    tile,
)
from .jupyterlab import picture
from .widget_page import drag, open_widget, settle, sync


@pytest.fixture(autouse=True)
def nothing_goes_wrong(page):
    yield
    assert page.errors == []
    assert page.outside == []


# -------------------------------------------------------------------------- the tangent


@pytest.mark.parametrize("name", ["sigmoid", "relu_family"])
def test_the_tangent_point_is_dragged_along_the_curve(page, name):
    explorer = explore(page, name)
    before, start, z = picture(shown(page)), handle(page), explorer.z
    across = 1.5 * pixels_per_z(page)
    drag(page, start, start + [across, 40])
    sync(page, explorer)
    assert explorer.z == pytest.approx(z + 1.5, abs=0.03)
    assert picture(shown(page)) != before
    np.testing.assert_allclose(handle(page)[0], start[0] + across, atol=1.5)
    assert number(tile(page, "a = g(z)")) == pytest.approx(explorer.a, rel=0.006)
    assert number(tile(page, "slope")) == pytest.approx(explorer.derivative, rel=0.006)


def test_a_press_anywhere_in_the_panels_brings_the_tangent_there(page):
    explorer = explore(page)
    box, start = shown(page).bounding_box(), handle(page)
    below = [start[0] - 3 * pixels_per_z(page), box["y"] + 0.62 * box["height"]]
    page.mouse.click(*below)
    settle(page)
    sync(page, explorer)
    assert explorer.z == pytest.approx(-2, abs=0.03)


def test_the_tangent_stops_at_the_ends_of_the_axis(page):
    explorer = explore(page)
    start = handle(page)
    drag(page, start, start + [2000, 0])
    sync(page, explorer)
    assert explorer.z == 6


def test_a_press_beside_the_panels_changes_nothing(page):
    explore(page)
    box = shown(page).bounding_box()
    page.mouse.click(box["x"] + 20, box["y"] + 60)
    page.mouse.click(box["x"] + box["width"] - 30, box["y"] + 60)
    settle(page)
    assert page.evaluate("() => window.model.saved.length") == 0


def test_the_tangent_point_moves_by_keyboard(page):
    explorer = explore(page, z=1.0)
    point = slider(page, "Tangent point z")
    point.focus()
    for key in ("ArrowRight", "ArrowUp", "Shift+ArrowRight", "ArrowLeft"):
        page.keyboard.press(key)
    settle(page)
    sync(page, explorer)
    assert explorer.z == pytest.approx(1 + 0.06 + 0.06 + 0.3 - 0.06)
    assert number(point.get_attribute("aria-valuenow")) == pytest.approx(explorer.z)
    assert "slope 0." in point.get_attribute("aria-valuetext")
    assert point.get_attribute("data-lm-suppress-shortcuts") == "true"


def test_the_value_in_python_moves_the_tangent(page):
    explorer = explore(page)
    at = handle(page)
    page.evaluate("() => window.model.set({ z: -1.0 })")
    settle(page)
    moved = handle(page) - at
    assert moved[0] == pytest.approx(-2 * pixels_per_z(page), abs=1.5)
    assert number(tile(page, "a = g(z)")) == pytest.approx(
        explorer.value(-1.0), rel=0.005
    )


# ------------------------------------------------------------------- functions, samples


def test_raw_gamma_ray_is_flat_until_it_is_standardised(page):
    explorer = explore(page, "gamma_ray_raw")
    assert tile(page, "flat") == "100 %"
    assert "hardly any gradient" in page.locator(".cl-news").inner_text()
    before = picture(shown(page))
    button(page, "Standardise").click()
    settle(page)
    sync(page, explorer)
    assert explorer.weight == pytest.approx(1 / explorer.std)
    assert explorer.sample_z.mean() == pytest.approx(0, abs=1e-9)
    assert tile(page, "flat") == "0 %"
    assert picture(shown(page)) != before
    button(page, "Raw input").click()
    sync(page, explorer)
    assert (explorer.weight, explorer.bias) == (1, 0)


def test_the_share_of_flat_samples_is_python_s(page):
    explorer = explore(page, "relu")
    assert number(tile(page, "flat")) == round(100 * explorer.saturated)
    assert 0.2 < explorer.saturated < 0.5


def test_a_negative_weight_keeps_its_sign_on_the_slider(page):
    explorer = explore(page)
    page.get_by_role("spinbutton", name="weight of GR, number").fill("-0.05")
    settle(page)
    weight = slider(page, "weight of GR")
    weight.focus()
    page.keyboard.press("ArrowRight")
    settle(page)
    sync(page, explorer)
    assert explorer.weight == pytest.approx(-0.0512, rel=0.02)
    assert explorer.weight < -0.05


def test_functions_are_chosen_compared_and_made_steeper(page):
    explorer = explore(page)
    before = picture(shown(page))
    page.get_by_role("combobox", name="activation").select_option("tanh")
    page.get_by_text("Compare with").click()
    page.get_by_role("checkbox", name="leaky ReLU").check()
    page.get_by_role("checkbox", name="SiLU").check()
    page.get_by_role("checkbox", name="leaky ReLU").uncheck()
    slider(page, "steepness s").focus()
    page.keyboard.press("ArrowRight")
    settle(page)
    sync(page, explorer)
    assert (explorer.activation, explorer.others) == ("tanh", ["silu"])
    assert explorer.slope == pytest.approx(1.02)
    assert picture(shown(page)) != before
    legend = page.locator(".cl-legend").inner_text()
    assert "tanh, s = 1.02" in legend and "SiLU" in legend and "leaky" not in legend


def test_the_leak_is_offered_where_it_matters(page):
    explorer = explore(page, "relu_family")
    leak = slider(page, "leak")
    leak.focus()
    page.keyboard.press("Home")
    settle(page)
    sync(page, explorer)
    assert explorer.leak == 0
    page.get_by_text("Compare with").click()
    page.get_by_role("checkbox", name="leaky ReLU").uncheck()
    settle(page)
    assert not leak.is_visible()


def test_own_samples_with_their_name_pass(page):
    wells = datasets.well_logs(seed=0)
    explorer = ActivationExplorer.from_dataset(wells, column=2, weight=1, bias=0)
    open_widget(page, explorer)
    settle(page)
    formula = page.locator(".cl-formula:visible").inner_text()
    assert f"1.00 · {wells.feature_names[2]} + 0" in formula


def test_reset_brings_everything_back(page):
    explorer = explore(page, "tanh")
    start, first = explorer._info["start"], picture(shown(page))
    drag(page, handle(page), handle(page) + [60, 0])
    button(page, "Raw input").click()
    button(page, "Softmax").click()
    button(page, "Reset").click()
    settle(page)
    sync(page, explorer)
    assert {name: explorer._plain(name) for name in start} == start
    page.mouse.move(5, 5)
    assert picture(shown(page)) == first


def test_title_and_hint_hold_only_for_what_they_speak_of(page):
    explore(page, "gamma_ray_raw")
    title = page.locator(".cl-title")
    assert title.inner_text() == "Gamma ray in API, straight into a sigmoid"
    assert page.get_by_text("Every sample ends at a = 1").is_visible()
    button(page, "Standardise").click()
    settle(page)
    assert title.inner_text() == "Function: sigmoid"
    assert page.get_by_text("Every sample ends at a = 1").count() == 0
    button(page, "Chain of layers").click()
    settle(page)
    assert re.fullmatch(r"\d+ layers of \w+, weights \w+", title.inner_text())
    button(page, "Reset").click()
    settle(page)
    assert title.inner_text() == "Gamma ray in API, straight into a sigmoid"


# ---------------------------------------------------------------------- chain of layers


def test_a_long_chain_answers_with_theory_and_measures_in_the_next_frame(page):
    explorer = explore(page, "he_chain", depth=20)
    pictures = page.evaluate("""() => {
        const canvas = [...document.querySelectorAll('.cl-place canvas')]
            .find(c => c.offsetParent);
        const look = () => canvas.toDataURL(), pictures = [look()];
        const slider = document.querySelectorAll('.cl-part:not([hidden]) '
            + 'input[type=range]')[2];
        slider.value = -1;
        slider.dispatchEvent(new Event('input', { bubbles: true }));
        pictures.push(look());
        return new Promise(done => document.getElementById('widget').addEventListener(
            'followed', () => { pictures.push(look()); done(pictures); }));
    }""")
    assert len(set(pictures)) == 3
    sync(page, explorer)
    assert explorer.factor == 0.1
    ratio = explorer.chain.gradient[0] / explorer.chain.gradient[-1]
    assert number(tile(page, "first/last")) == pytest.approx(ratio, rel=0.01)


def test_the_chain_shows_python_s_numbers(page):
    explorer = explore(page, "vanishing", layer=3)
    chain = explorer.chain
    shown_ratio = number(tile(page, "gradient, first/last"))
    assert shown_ratio == pytest.approx(
        chain.gradient[0] / chain.gradient[-1], rel=0.01
    )
    assert number(tile(page, "RMS of a, last")) == pytest.approx(
        chain.rms[-1], rel=0.01
    )
    reading = page.locator(".cl-reading").inner_text()
    found = number(reading.split("RMS of ∂L/∂z ")[1])
    assert reading.startswith("Layer 3: ")
    assert found == pytest.approx(chain.gradient[2], rel=0.01)
    assert "it vanishes" in page.locator(".cl-news").inner_text()


def test_dead_units_are_counted(page):
    dead = explore(page, "he_chain").chain.dead[-1]
    assert dead > 0.02
    assert number(tile(page, "dead, last")) == pytest.approx(100 * dead, abs=0.51)


def test_saturated_units_are_counted(page):
    share = explore(page, "tanh_chain", init="normal").chain.saturated[-1]
    assert share > 0.5
    assert number(tile(page, "saturated, last")) == pytest.approx(100 * share, abs=0.51)


def test_depth_width_and_factor_make_another_chain(page):
    explorer = explore(page, "he_chain", depth=6, width=20)
    before = picture(shown(page))
    for name, key in (("layers", "ArrowRight"), ("units per layer", "ArrowLeft")):
        slider(page, name).focus()
        page.keyboard.press(key)
    slider(page, "variance × factor").focus()
    page.keyboard.press("Home")
    settle(page)
    sync(page, explorer)
    assert (explorer.depth, explorer.width, explorer.factor) == (7, 19, 0.01)
    assert picture(shown(page)) != before
    ratio = explorer.chain.gradient[0] / explorer.chain.gradient[-1]
    assert number(tile(page, "first/last")) == pytest.approx(ratio, rel=0.01)


def test_a_layer_is_read_by_pointer_and_keyboard(page):
    explorer = explore(page, "he_chain")
    box, before = shown(page).bounding_box(), picture(shown(page))
    x = box["x"] + 78 + (box["width"] - 88) * 6.5 / 10
    drag(page, (x - 100, box["y"] + 60), (x, box["y"] + 60))
    sync(page, explorer)
    assert explorer.layer == 7
    assert picture(shown(page)) != before
    slider(page, "read layer").focus()
    page.keyboard.press("ArrowRight")
    settle(page)
    sync(page, explorer)
    assert explorer.layer == 8


@pytest.mark.parametrize(
    "options, words",
    [
        ({"init": "zeros"}, "Nothing at all arrives at layer 1"),
        ({"init": "scaled", "factor": 1e6, "depth": 50}, "it explodes"),
        ({"init": "xavier", "factor": 0.01}, "it vanishes"),
    ],
)
def test_what_goes_wrong_is_said(page, options, words):
    explore(page, "he_chain", **options)
    assert words in page.locator(".cl-news").inner_text()
    assert page.get_by_role("alert").is_hidden()


def test_every_initializer_draws_what_python_draws(page):
    explorer = explore(page, "tanh_chain", depth=3, width=8)
    choice = page.get_by_role("combobox", name="weights")
    for init in choice.locator("option").evaluate_all("all => all.map(o => o.value)"):
        choice.select_option(init)
        settle(page)
        rms = propagation.chain(3, 8, "tanh", init).rms[-1]
        assert number(tile(page, "RMS of a")) == pytest.approx(rms, rel=0.006), init
    sync(page, explorer)
    assert explorer.init == "torch_default"


def test_a_new_draw_is_another_seed(page):
    explorer = explore(page, "he_chain", depth=3, width=5)
    before = picture(shown(page))
    button(page, "New draw").click()
    settle(page)
    sync(page, explorer)
    assert explorer.seed != 0
    assert picture(shown(page)) != before


# ------------------------------------------------------------------------------ softmax


def test_a_score_is_dragged_and_typed(page):
    explorer = explore(page, "softmax")
    box, before = shown(page).bounding_box(), picture(shown(page))
    half = (box["width"] - 122) / 2
    x = box["x"] + 56 + half * (1 + 0.6) / 4  # the second of four bars
    drag(page, (x, box["y"] + 90), (x, box["y"] + 20))
    sync(page, explorer)
    assert explorer.scores[1] > 2 and explorer.scores[[0, 2, 3]].tolist() == [2, 0, -1]
    page.get_by_role("spinbutton", name="score of coal, number").fill("4")
    settle(page)
    sync(page, explorer)
    assert explorer.scores[3] == 4
    assert tile(page, "most probable") == "coal"
    best = explorer.probabilities.max()
    assert number(tile(page, "its probability")) == pytest.approx(best, abs=6e-4)
    assert picture(shown(page)) != before


def test_a_shift_of_all_scores_changes_no_probability(page):
    explorer = explore(page, "softmax")
    formula = page.locator(".cl-formula:visible").inner_text()
    button(page, "Add 1 to every score").click()
    settle(page)
    sync(page, explorer)
    assert explorer.scores.tolist() == [3, 2, 1, 0]
    assert page.locator(".cl-formula:visible").inner_text() == formula


def test_the_temperature_is_moved_by_keyboard(page):
    explorer = explore(page, "softmax", temperature=2.0)
    slider(page, "temperature T").focus()
    page.keyboard.press("End")
    settle(page)
    sync(page, explorer)
    assert explorer.temperature == 10
    assert number(tile(page, "entropy")) == pytest.approx(
        -np.sum(explorer.probabilities * np.log(explorer.probabilities)), abs=6e-4
    )
    button(page, "T = 1").click()
    sync(page, explorer)
    assert explorer.temperature == 1
