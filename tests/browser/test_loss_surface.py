"""LossSurface in a browser: its start dragged, its racers and their settings set."""

import numpy as np
import pytest

from course_lib import surfaces
from course_lib.optimizers import (
    Adam,
    CosineDecay,
    GradientDescent,
    Momentum,
    descend,
)
from course_lib.widgets import LossSurface

from .jupyterlab import picture
from .loss_surface_page import (
    LINE,
    bowl,
    button,
    chart,
    choose,
    field,
    number,
    open_groups,
    pixel,
    row,
    slider,
    surface_map,
)
from .widget_page import drag, open_widget, settle, sync


@pytest.fixture(autouse=True)
def nothing_goes_wrong(page):
    yield
    assert page.errors == []
    assert page.outside == []


# ---------------------------------------------------------------------------- the start


def test_dragging_the_start_moves_it_and_all_paths(page):
    widget = bowl()
    open_widget(page, widget)
    before, charted = picture(surface_map(page)), picture(chart(page))
    grip = pixel(widget, page, widget.start) + [
        6,
        -5,
    ]  # beside the middle of the handle
    target = np.array([-0.5, 0.25])
    drag(page, grip, pixel(widget, page, target) + [6, -5])
    sync(page, widget)
    np.testing.assert_allclose(widget.start, target, atol=0.01)
    assert picture(surface_map(page)) != before
    assert picture(chart(page)) != charted
    loss = widget.paths()["adam"].loss[-1]
    assert number(row(page, "Adam")[1]) == pytest.approx(loss, rel=0.01)


def test_pressing_elsewhere_starts_there_and_outside_the_axes_nothing_happens(page):
    widget = bowl()
    open_widget(page, widget)
    page.mouse.click(*pixel(widget, page, (0.3, -0.6)))
    settle(page)
    sync(page, widget)
    np.testing.assert_allclose(widget.start, [0.3, -0.6], atol=0.01)
    box = surface_map(page).bounding_box()
    page.mouse.click(box["x"] + 5, box["y"] + 40)
    assert page.evaluate("() => window.model.saved.length") == 0


def test_the_start_cannot_be_dragged_out_of_the_picture(page):
    widget = bowl()
    open_widget(page, widget)
    end = pixel(widget, page, (5, 0.5))
    drag(page, pixel(widget, page, widget.start), end)
    sync(page, widget)
    assert widget.start[0] == pytest.approx(widget.surface.domain[0][1], abs=0.01)


def test_arrow_keys_move_the_start(page):
    widget = bowl(start=(0, 0))
    open_widget(page, widget)
    handle = page.locator(".cl-handle")
    handle.focus()
    for key in ["ArrowRight", "ArrowRight", "ArrowUp", "Shift+ArrowUp"]:
        page.keyboard.press(key)
    settle(page)
    sync(page, widget)
    (x0, x1), (y0, y1) = widget.surface.domain
    expected = [0.01 * (x1 - x0), 0.055 * (y1 - y0)]
    np.testing.assert_allclose(widget.start, expected, atol=0.002)
    assert "Start of all racers" in handle.get_attribute("aria-label")


def test_the_start_can_be_typed(page):
    widget = bowl()
    open_widget(page, widget)
    open_groups(page)
    field(page, "start x").fill("-0.75")
    field(page, "start y").fill("0.125")
    settle(page)
    sync(page, widget)
    assert widget.start.tolist() == [-0.75, 0.125]


# ------------------------------------------------------------------------------- racers


def test_a_check_box_takes_a_racer_out_and_back(page):
    widget = bowl()
    open_widget(page, widget)
    before = picture(surface_map(page))
    box = page.get_by_label("momentum takes part")
    box.uncheck()
    settle(page)
    sync(page, widget)
    assert list(widget.paths()) == ["gd", "adam"]
    assert row(page, "momentum")[1] == "" and picture(surface_map(page)) != before
    box.check()
    settle(page)
    assert picture(surface_map(page)) == before


def test_the_learning_rate_of_the_chosen_racer(page):
    widget = bowl()
    open_widget(page, widget)
    choose(page, "Adam")
    sync(page, widget)
    assert widget.selected == "adam"
    rate = slider(page, "learning rate α")
    rate.focus()
    page.keyboard.press("ArrowRight")
    settle(page)
    sync(page, widget)
    assert widget.learning_rate("adam") == pytest.approx(0.102)  # 0.01 decades on
    assert widget.learning_rate("gd") == 0.03
    field(page, "learning rate α, number").fill("0.3")
    settle(page)
    sync(page, widget)
    assert widget.learning_rate("adam") == 0.3
    loss = widget.paths()["adam"].loss[-1]
    assert number(row(page, "Adam")[1]) == pytest.approx(loss, rel=0.01)


def test_a_rate_of_zero_is_refused_in_words(page):
    widget = bowl()
    open_widget(page, widget)
    field(page, "learning rate α, number").fill("0")
    words = page.locator(".cl-settings .cl-wrong:visible")
    assert words.inner_text() == "It must be above 0."
    sync(page, widget)
    assert widget.learning_rate("gd") == 0.03


@pytest.mark.parametrize("typed", ["0", "-1", "e", ""])
def test_who_leaves_the_field_finds_the_rate_in_use_again(page, typed):
    widget = bowl()
    open_widget(page, widget)
    rate = field(page, "learning rate α, number")
    rate.fill("0.04")
    settle(page)
    rate.fill("")
    rate.press_sequentially(typed)
    words = page.locator(".cl-settings .cl-wrong:visible")
    assert words.inner_text() in ("It must be above 0.", "A number is needed.")
    rate.blur()
    assert rate.input_value() == "0.04"
    assert rate.get_attribute("aria-invalid") is None
    assert words.count() == 1  # to be read; a valid number takes it away
    rate.fill("0.04")
    assert words.count() == 0
    sync(page, widget)
    assert widget.learning_rate("gd") == 0.04


@pytest.mark.parametrize("lr", [0.0013, 0.07, 2.4])
def test_arrow_keys_in_the_field_change_the_rate_by_about_five_per_cent(page, lr):
    widget = bowl()
    widget.set_rate("gd", lr)
    open_widget(page, widget)
    rate = field(page, "learning rate α, number")
    for key in ["ArrowUp", "ArrowUp", "ArrowDown", "ArrowDown", "ArrowDown"]:
        before = widget.learning_rate("gd")
        rate.press(key)
        settle(page)
        sync(page, widget)
        ratio = widget.learning_rate("gd") / before
        assert 1.03 < (ratio if key == "ArrowUp" else 1 / ratio) < 1.08


def test_the_limit_is_marked_and_passing_it_is_seen(page):
    widget = bowl()
    open_widget(page, widget)
    words = page.locator(".cl-limit-words")
    assert words.inner_text().startswith("limit 2/λmax = 0.0800")
    mark = page.locator(".cl-limit").bounding_box()
    track = slider(page, "learning rate α").bounding_box()
    low, high = slider(page, "learning rate α").evaluate("e => [+e.min, +e.max]")
    share = (np.log10(0.08) - low) / (high - low)
    expected = track["x"] + 8 + share * (track["width"] - 16)
    assert mark["x"] + mark["width"] / 2 == pytest.approx(expected, abs=1.5)
    assert "cl-over" not in words.get_attribute("class")
    field(page, "learning rate α, number").fill("0.081")
    settle(page)
    assert "cl-over" in words.get_attribute("class")
    choose(page, "momentum")
    assert "= 1.52 at" in words.inner_text()
    choose(page, "Adam")
    assert words.inner_text() == ""


def test_the_limit_is_not_shown_where_it_is_to_be_found(page):
    open_widget(page, bowl(show_limit=False))
    assert slider(page, "learning rate α").is_visible()
    assert not page.locator(".cl-limit").is_visible()
    assert "limit" not in page.locator(".cl-widget").inner_text()


def test_memory_switches_and_schedule_reach_python(page):
    widget = bowl()
    open_widget(page, widget)
    open_groups(page)
    choose(page, "momentum")
    field(page, "β, number").fill("0.5")
    page.get_by_label("V is a running mean").uncheck()
    page.get_by_label("bias correction").check()
    page.get_by_label("schedule", exact=True).select_option("cosine")
    field(page, "steps down, number").fill("40")
    settle(page)
    sync(page, widget)
    rule = Momentum(0.2, 0.5, False, True, schedule=CosineDecay(40))
    assert widget.optimizers["momentum"].settings() == rule.settings()
    expected = descend(widget.surface, rule, widget.start, 40).loss[-1]
    assert number(row(page, "momentum")[1]) == pytest.approx(expected, rel=0.03)
    choose(page, "Adam")
    field(page, "β₂ of S, number").fill("0.9")
    field(page, "ε, number").fill("0.01")
    page.get_by_label("schedule", exact=True).select_option("constant")
    settle(page)
    sync(page, widget)
    expected = Adam(0.1, beta2=0.9, eps=0.01).settings()
    assert widget.optimizers["adam"].settings() == expected
    assert not page.get_by_label("V is a running mean").is_visible()


# -------------------------------------------------------------------- noise and batches


def test_batch_size_seed_and_freezing(page):
    racers = {"gd": GradientDescent(0.05), "minibatch": GradientDescent(0.05)}
    widget = LossSurface(LINE, racers, steps=60, start=(0, 0))
    open_widget(page, widget)
    open_groups(page)
    assert not slider(page, "gradient noise σ").is_visible()
    words = page.locator(".cl-small:visible", has_text="epoch")
    assert words.inner_text() == "1 step an epoch, 60.0 epochs in 60 steps"
    field(page, "batch size, number").fill("10")
    settle(page)
    assert words.inner_text() == "4 steps an epoch, 15.0 epochs in 60 steps"
    assert row(page, "mini-batch")[3] == "600" and row(page, "gradient")[3] == "2400"
    before = picture(surface_map(page))
    page.get_by_label("freeze the batch").check()
    settle(page)
    assert picture(surface_map(page)) != before
    button(page, "New draw").click()
    settle(page)
    sync(page, widget)
    assert (widget.batch_size, widget.freeze) == (10, True) and widget.seed != 0
    loss = widget.paths()["minibatch"].loss[-1]
    assert number(row(page, "mini-batch")[1]) == pytest.approx(loss, rel=0.01)
    slider(page, "batch size").press("End")
    settle(page)
    sync(page, widget)
    assert widget.batch_size is None


def test_every_batch_size_is_reached_by_keyboard(page):
    widget = LossSurface(LINE, {"minibatch": GradientDescent(0.05)}, batch_size=1)
    open_widget(page, widget)
    open_groups(page)
    seen = []
    for _ in range(6):
        slider(page, "batch size").press("ArrowRight")
        settle(page)
        sync(page, widget)
        seen.append(widget.batch_size)
    assert seen == [2, 3, 4, 5, 6, 7]


def test_noise_is_the_same_as_in_python(page):
    widget = bowl()
    open_widget(page, widget)
    open_groups(page)
    field(page, "gradient noise σ, number").fill("2")
    field(page, "seed of the draws").fill("11")
    settle(page)
    sync(page, widget)
    assert (widget.noise, widget.seed) == (2, 11)
    paths = widget.paths()
    for key, label in [("gd", "gradient"), ("momentum", "momentum"), ("adam", "Adam")]:
        loss = paths[key].loss[-1]
        assert number(row(page, label)[1]) == pytest.approx(loss, rel=0.01)


# ---------------------------------------------------------------------- another surface


def test_a_new_surface_is_dealt_here_and_known_in_python(page):
    widget = bowl()
    open_widget(page, widget)
    before = picture(surface_map(page))
    button(page, "New surface").click()
    settle(page)
    sync(page, widget)
    dealt = surfaces.random_landscape(widget.deal)
    np.testing.assert_allclose(widget.start, dealt.start, rtol=1e-15)
    assert page.locator(".cl-title").inner_text() == f"Random landscape {widget.deal}"
    assert picture(surface_map(page)) != before
    loss = widget.paths()["adam"].loss[-1]
    assert number(row(page, "Adam")[1]) == pytest.approx(loss, rel=0.01, abs=1e-3)
    button(page, "Back").click()
    settle(page)
    sync(page, widget)
    assert widget.deal is None and widget.surface.kind == "quadratic"


def test_a_surface_is_dealt_by_its_number(page):
    widget = bowl()
    open_widget(page, widget)
    open_groups(page)
    field(page, "random landscape number").fill("42")
    settle(page)
    sync(page, widget)
    assert widget.deal == 42
    np.testing.assert_allclose(widget.start, surfaces.random_landscape(42).start)


def test_a_random_landscape_that_was_given_shows_its_number(page):
    widget = LossSurface(surfaces.random_landscape(7))
    open_widget(page, widget)
    open_groups(page)
    seed = field(page, "random landscape number")
    assert page.locator(".cl-title").inner_text() == "Random landscape 7"
    assert seed.input_value() == "7"
    seed.fill("8")
    settle(page)
    assert page.locator(".cl-title").inner_text() == "Random landscape 8"
    button(page, "Back").click()
    settle(page)
    assert seed.input_value() == "7"
