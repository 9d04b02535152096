"""LossSurface in a browser: played, read step by step, seen from all sides."""

import re

import numpy as np
import pytest

from course_lib.optimizers import (
    Adam,
    GradientDescent,
)
from course_lib.widgets import LossSurface

from .jupyterlab import picture
from .loss_surface_page import (
    bowl,
    button,
    chart,
    field,
    news,
    number,
    open_groups,
    relief,
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


# ------------------------------------------------------------------------------ playing


def test_steps_forward_back_and_by_slider(page):
    widget = bowl()
    open_widget(page, widget)
    button(page, "To start").click()
    settle(page)
    losses = widget.paths()["gd"].loss
    assert number(row(page, "gradient")[1]) == pytest.approx(losses[0], rel=0.01)
    before = picture(surface_map(page))
    for _ in range(3):
        button(page, "Step").click()
    button(page, "Step back").click()
    settle(page)
    sync(page, widget)
    assert widget.shown == 2 and picture(surface_map(page)) != before
    assert number(row(page, "gradient")[1]) == pytest.approx(losses[2], rel=0.01)
    slider(page, "step").press("ArrowRight")
    settle(page)
    sync(page, widget)
    assert widget.shown == 3
    button(page, "To start").click()
    button(page, "Step back").click()
    settle(page)
    sync(page, widget)
    assert widget.shown == 0


def test_playing_moves_only_the_step_shown_and_python_hears_of_it_at_rest(page):
    widget = bowl(steps=2000)
    open_widget(page, widget)
    page.get_by_label("speed").select_option("150")
    button(page, "Play").click()
    # from its end, where it stood, it begins anew
    page.wait_for_function(
        "() => { const now = +document.querySelector('.cl-steps input').value; "
        "return 20 < now && now < 1900; }"
    )
    assert page.evaluate("() => window.model.saved.length") == 0
    button(page, "Pause").click()
    settle(page)
    sync(page, widget)
    assert 20 < widget.shown < 2000
    rest = widget.shown
    settle(page)
    assert slider(page, "step").input_value() == str(rest)


def test_playing_ends_by_itself_when_all_have_arrived(page):
    widget = bowl(steps=12, shown=3)
    open_widget(page, widget)
    page.get_by_label("speed").select_option("60")
    button(page, "Play").click()
    page.wait_for_function("() => window.model.saved.length > 0")
    button(page, "Play").wait_for()
    sync(page, widget)
    assert widget.shown == 12


def test_playing_ends_when_all_have_diverged(page):
    widget = LossSurface("beale", {"gd": GradientDescent(0.1)}, start=(3, 4), shown=0)
    open_widget(page, widget)
    button(page, "Play").click()
    page.get_by_text("Diverged: gradient").wait_for()
    button(page, "Play").wait_for()
    sync(page, widget)
    assert widget.shown == len(widget.paths()["gd"])


def test_reduced_motion_shows_the_end_without_a_film(page):
    widget = bowl(shown=0)
    page.emulate_media(reduced_motion="reduce")
    open_widget(page, widget)
    settle(page)
    before = page.evaluate("() => window.paints.length")
    button(page, "Play").click()
    settle(page)
    sync(page, widget)
    assert widget.shown == 40
    assert page.evaluate("() => window.paints.length") == before + 1


# ------------------------------------------------------------------------- what is said


def test_divergence_is_said_at_the_right_step_and_not_before(page):
    racers = {"gd": GradientDescent(1e-3), "adam": Adam(0.1)}
    widget = LossSurface("beale", racers, start=(3, 4), steps=30)
    path = widget.paths()["gd"]
    assert path.stopped.startswith(f"diverged at step {len(path)}")
    open_widget(page, widget)
    words = f"diverged: step {len(path)}"
    assert words in row(page, "gradient descent")
    assert f"Diverged: gradient descent at step {len(path)}." in news(page)
    field(page, "step, number").fill(str(len(path) - 1))
    assert "iverged" not in news(page)
    assert words not in row(page, "gradient descent")
    assert number(row(page, "gradient descent")[1]) == pytest.approx(
        path.loss[-1], 0.01
    )
    button(page, "Step").click()
    assert "Diverged" in news(page)


def test_leaving_the_map_is_said(page):
    widget = bowl(start=(0.8, 0.5))
    widget.set_rate("gd", 0.12)
    path = widget.paths()["gd"]
    (x0, x1), (y0, y1) = widget.surface.domain
    inside = (path[:, 0] >= x0) & (path[:, 0] <= x1)
    inside &= (path[:, 1] >= y0) & (path[:, 1] <= y1)
    open_widget(page, widget)
    first = int(np.argmin(inside))
    assert f"left: step {first}" in row(page, "gradient descent")
    words = f"Gradient descent left the map at step {first}."
    assert words in news(page)
    field(page, "step, number").fill(str(first - 1))
    assert "left" not in news(page)


def show(page, widget):
    """Open a widget on a page that showed another."""
    page.goto("about:blank")
    open_widget(page, widget)


CUT_OFF = """() => [...document.querySelectorAll(".cl-racers, .cl-racers *")]
    .filter(e => e.clientWidth && e.scrollWidth > e.clientWidth)
    .map(e => `${e.textContent}: ${e.scrollWidth} in ${e.clientWidth}`)"""
ROWS = """() => [...document.querySelectorAll(".cl-racers tbody tr")]
    .map(line => line.offsetHeight)"""


@pytest.mark.parametrize("width", [320, 700, 792, 848, 896, 900, 1040])
def test_no_number_and_no_word_of_the_table_is_cut_off(page, width):
    page.set_viewport_size({"width": width + 24, "height": 900})
    logistic = LossSurface.preset("logistic", steps=5000, start=(-1.234, 2.345))
    slow, late = bowl(steps=400), bowl(steps=4000)
    leaving = LossSurface.preset("random", start=(-2.9, -2.9))
    races = [(logistic, 0.00724), (slow, 0.085), (leaving, 0.0123), (late, 0.08002)]
    for widget, lr in races:
        widget.set_rate("gd", lr)
        show(page, widget)
        for shown in [1, 118, widget.steps]:
            page.evaluate("shown => window.model.set({ shown })", shown)
            settle(page)
            assert page.evaluate(CUT_OFF) == []
            assert set(page.evaluate(ROWS)) == {29}
        texts = page.locator(".cl-racers .cl-racer span:last-child").all_inner_texts()
        assert texts == [row["label"] for row in widget.racers]
    left = page.locator(".cl-stopped .cl-far").inner_text().split()
    assert left[:2] == ["left:", "step"] and int(left[2]) > 1000


def test_the_ledger_has_the_numbers_of_the_step(page):
    widget = bowl(ledger=True, shown=5)
    widget.selected = "adam"
    open_widget(page, widget)
    rule, w = Adam(0.1), widget.start
    for _ in range(5):
        before, dw, V = w, widget.surface.gradient(w), rule.V
        w = rule.step(w, dw)
    shown = {
        line.locator("th").inner_text(): line.locator("td b").all_inner_texts()
        for line in page.locator(".cl-ledger tbody tr:visible").all()
    }
    expected = {
        "W": before,
        "dW = ∂J/∂W": dw,
        "V := β₁ V + (1 − β₁) dW": rule.V,
        "S := β₂ S + (1 − β₂) dW²": rule.S,
        "V̂ = V / (1 − β₁ᵗ)": rule.V / (1 - 0.9**5),
        "Ŝ = S / (1 − β₂ᵗ)": rule.S / (1 - 0.999**5),
        "ΔW = −α V̂ / (√Ŝ + ε)": w - before,
        "W := W + ΔW": w,
    }
    assert list(shown) == list(expected)
    for name, values in expected.items():
        got = [number(text) for text in shown[name]]
        np.testing.assert_allclose(got, values, rtol=0.006, err_msg=name)
    filled = page.locator(".cl-ledger tbody tr").nth(2).locator(".cl-filled").first
    beta, mean, rest, slope = re.split(r" · | \+ ", filled.inner_text().rstrip(" ="))
    assert (beta, rest) == ("0.9", "0.1")
    assert number(mean.strip("()")) == pytest.approx(V[0], rel=0.006)
    assert number(slope.strip("()")) == pytest.approx(dw[0], rel=0.006)
    assert page.locator(".cl-ledger-head").inner_text() == "Adam, step t = 5, α = 0.1"


# ------------------------------------------------------------------------ view and axes


def test_the_relief_is_turned_by_mouse_and_keyboard(page):
    widget = bowl()
    open_widget(page, widget)
    button(page, "3-D").click()
    settle(page)
    sync(page, widget)
    assert widget.view == "relief" and not surface_map(page).is_visible()
    seen = [picture(relief(page))]
    box = relief(page).bounding_box()
    middle = np.array([box["x"] + box["width"] / 2, box["y"] + box["height"] / 2])
    drag(page, middle, middle + [80, 0])
    seen.append(picture(relief(page)))
    for key in ["ArrowLeft", "ArrowUp"]:
        relief(page).press(key)
        settle(page)
        seen.append(picture(relief(page)))
    assert len(set(seen)) == 4
    button(page, "Map").click()
    settle(page)
    assert surface_map(page).is_visible()


def test_arrows_and_axes_change_the_pictures(page):
    widget = bowl(shown=2)
    open_widget(page, widget)
    open_groups(page)
    before = picture(surface_map(page))
    page.get_by_label("arrows").check()
    settle(page)
    assert picture(surface_map(page)) != before
    seen = [picture(chart(page))]
    page.get_by_label("logarithmic steps").check()
    settle(page)
    seen.append(picture(chart(page)))
    page.get_by_label("logarithmic loss").click()
    settle(page)
    seen.append(picture(chart(page)))
    page.get_by_label("loss against").select_option("gradients")
    settle(page)
    seen.append(picture(chart(page)))
    sync(page, widget)
    assert widget.against == "gradients" and len(set(seen)) == 4


def test_reset_brings_everything_back(page):
    widget = bowl()
    first = repr(widget)
    open_widget(page, widget)
    open_groups(page)
    before = picture(surface_map(page))
    page.get_by_label("Adam takes part").uncheck()
    field(page, "learning rate α, number").fill("0.07")
    field(page, "steps").fill("90")
    button(page, "New surface").click()
    settle(page)
    sync(page, widget)
    assert widget.steps == widget.shown == 90 and repr(widget) != first
    button(page, "Reset").click()
    settle(page)
    sync(page, widget)
    assert repr(widget) == first and widget.shown == 40
    assert picture(surface_map(page)) == before
