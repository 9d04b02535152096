"""NeuronExplorer's words and numbers: hints, objections, read-outs, true as printed."""

import re

import numpy as np
import pytest

from course_lib.activations import sigmoid
from course_lib.widgets import NeuronExplorer

from .neuron_page import (
    LINE,
    button,
    explore,
    pixel,
    point_on_line,
    price,
    tile,
)
from .widget_page import drag, open_widget, settle, sync

SAMPLE = "Sample, row of X"
BIAS = "b · bias, number"
RATE = "learning rate α, number"


@pytest.fixture(autouse=True)
def nothing_goes_wrong(page):
    yield
    assert page.errors == []
    assert page.outside == []


def field(page, name):
    return page.get_by_role("spinbutton", name=name)


def hint(page):
    settle(page)
    return page.locator(".cl-status").inner_text()


# --------------------------------------------------------------------------- objections


@pytest.mark.parametrize(
    "name, text, words",
    [
        (SAMPLE, "600", "Rows run from 0 to 599."),
        (SAMPLE, "1.5", "Rows run from 0 to 599."),
        (RATE, "0", "The learning rate must be above 0."),
        (RATE, "", "A number is needed."),
        (BIAS, "", "A number is needed."),
    ],
)
def test_what_a_field_cannot_take_is_said_beside_it(page, name, text, words):
    open_widget(page, explore(**LINE))
    wrong = field(page, name)
    wrong.fill(text)
    assert wrong.get_attribute("aria-invalid") == "true"
    said = page.locator(f"[id='{wrong.get_attribute('aria-describedby')}']")
    assert said.is_visible() and said.inner_text() == words
    assert page.evaluate("() => window.model.saved.length") == 0
    wrong.fill("1")
    assert wrong.get_attribute("aria-invalid") is None
    assert wrong.get_attribute("aria-describedby") is None
    assert not said.is_visible()


@pytest.mark.parametrize(
    "name, text, press", [(SAMPLE, "5000", "Costliest sample"), (BIAS, "", "Reset")]
)
def test_a_value_written_by_the_widget_is_no_longer_marked(page, name, text, press):
    open_widget(page, explore())
    wrong = field(page, name)
    wrong.fill("1")
    wrong.fill(text)
    assert page.locator(".cl-wrong:visible").count() == 1
    button(page, press).click()
    settle(page)
    assert wrong.input_value() not in ("", text)
    assert wrong.get_attribute("aria-invalid") is None
    assert page.locator(".cl-wrong:visible").count() == 0


# -------------------------------------------------------------------------------- hints


def test_the_hint_names_what_can_be_dragged(page):
    open_widget(page, explore())
    assert hint(page).startswith("w is 0, so there is no line yet: pull the")
    page.get_by_label("quadratic features").check()
    assert hint(page).startswith("w is 0, so there is no curve yet")
    page.get_by_role("slider", name="w₁ · AI").press("ArrowRight")
    assert hint(page).startswith("Drag the curve to change b;")
    page.get_by_label("quadratic features").uncheck()
    assert hint(page).startswith("Drag the boundary to shift it, the tip of w")


def test_the_bottom_of_the_loss_is_said(page):
    explorer = explore(lr=3)
    open_widget(page, explorer)
    page.emulate_media(reduced_motion="reduce")
    for _ in range(4):
        button(page, "Train").click()
    words = (
        r"The gradient is practically zero \(length \de−1?\d\): this is the bottom\."
    )
    assert re.fullmatch(words, hint(page))
    gradients = page.locator(".cl-row:visible .cl-note").all_inner_texts()
    assert gradients[:3] == ["0", "0", "0"]  # round-off is no number to read


# --------------------------------------------------------------------- numbers, buttons


def test_round_off_reads_zero_and_keeps_its_value(page):
    explorer = explore(w=(-1.0, 1e-12), b=2.121e-8)
    open_widget(page, explorer)
    formula = page.locator(".cl-formula span").inner_text().replace("\u00a0", " ")
    assert formula == "P(gas sand) = σ(0 − 1.00 x₁ + 0 x₂)"
    assert field(page, BIAS).input_value() == "0"
    assert page.evaluate("() => window.model.get('b')") == 2.121e-8
    page.get_by_label("standardise inputs").uncheck()  # raw weights are small by nature
    settle(page)
    assert "x₁ + 0 x₂" in page.locator(".cl-formula span").inner_text().replace(
        "\u00a0", " "
    )
    assert field(page, BIAS).input_value() != "0"


@pytest.mark.parametrize("scale", [1, 6, 600])
def test_the_price_of_a_sample_is_true_as_printed(page, scale):
    explorer = explore(w=(-1.0 * scale, -1.5 * scale), b=0.3 * scale)
    open_widget(page, explorer)
    z = explorer.inputs(explorer.X) @ explorer.w + explorer.b
    for i in np.argsort(z)[np.linspace(0, 599, 25).astype(int)]:
        field(page, SAMPLE).fill(str(i))
        settle(page)
        text = page.locator(".cl-readout").inner_text().replace("−", "-")
        p, right, loss = re.search(
            r"P\(gas sand\) = (.+), loss = -ln ?(.+) = (.+)$", text
        ).groups()

        def cost(words):
            words = words.strip("()")
            if words.startswith("exp("):
                return -float(words[4:])
            if words.startswith("1 - "):
                return -np.log1p(-float(words[4:]))
            return -np.log(float(words))

        # The last digit of the loss agrees with −ln of the printed number …
        half = 0.5000001 * 10.0 ** -len(re.sub(r"e.*|^[^.]*\.?", "", loss))
        half *= 10.0 ** int(loss.partition("e")[2] or 0)
        assert abs(cost(right) - float(loss)) <= half, text
        # … and so do both with Python.
        assert float(loss) == pytest.approx(price(explorer, i), rel=0.006), text
        assert np.exp(-cost(p)) == pytest.approx(sigmoid(z[i]), rel=0.006), text


def test_near_one_a_probability_shows_what_is_left(page):
    explorer = explore(w=(-6.0, -9.0), b=2.0)
    open_widget(page, explorer)
    z = explorer.inputs(explorer.X) @ explorer.w + explorer.b
    sure = int(np.flatnonzero((explorer.y == 1) & (z > 7))[0])
    field(page, SAMPLE).fill(str(sure))
    settle(page)
    left = f"{sigmoid(-z[sure]):.2e}".replace("e-0", "e−").replace("e-", "e−")
    assert (
        page.locator(".cl-readout")
        .inner_text()
        .endswith(f"P(gas sand) = 1 − {left}, loss = −ln(1 − {left}) = {left}")
    )


def test_the_next_costliest_follow_until_the_line_moves(page):
    explorer = explore(**LINE)
    open_widget(page, explorer)
    dearest = np.argsort(-price(explorer, slice(None)))[:3]
    assert len(set(price(explorer, dearest))) == 3
    button(page, "Costliest sample").click()
    for rank, row in enumerate(dearest, 1):
        settle(page)
        assert field(page, SAMPLE).input_value() == str(row)
        said = f"Sample {row}, number {rank} of the costliest, "
        page.get_by_role("status").filter(has_text=said).wait_for(state="attached")
        button(page, "Next costliest").click()
    page.get_by_role("slider", name="b · bias").press("ArrowRight")
    settle(page)
    sync(page, explorer)
    button(page, "Costliest sample").click()
    settle(page)
    dearest = np.argmax(price(explorer, slice(None)))
    assert field(page, SAMPLE).input_value() == str(dearest)


def test_the_best_accuracy_by_hand_is_kept_until_reset(page):
    explorer = explore(**LINE)
    open_widget(page, explorer)
    best = page.locator(".cl-tile:has-text('accuracy') small")
    button(page, "One step").click()
    settle(page)
    assert best.inner_text() == ""  # training is not by hand
    slider = page.get_by_role("slider", name="b · bias")
    reached = []
    for key in ("ArrowLeft", "ArrowRight", "ArrowRight", "Home"):
        slider.press(key)
        settle(page)
        reached.append(float(tile(page, "accuracy").split()[0]))
    assert reached[-1] < max(reached)
    assert best.inner_text() == f"best {max(reached):.1f} %"
    button(page, "Reset").click()
    settle(page)
    assert best.inner_text() == ""
    grip = pixel(explorer, page, point_on_line(explorer, 1.5))
    drag(page, grip, grip + [20, 20])
    assert best.inner_text() != ""


# --------------------------------------------------------------------------------- room


@pytest.mark.parametrize("width", [320, 800, 1280])
def test_no_label_is_cut(page, width):
    page.set_viewport_size({"width": width, "height": 900})
    open_widget(page, NeuronExplorer.preset("separable", n=100))
    cut = page.locator(".cl-row:visible label, .cl-tile *").evaluate_all(
        "all => all.filter(e => e.scrollWidth > e.clientWidth + 1 && e.clientWidth)"
        ".map(e => e.textContent)"
    )
    assert cut == []


def test_of_crowded_contour_labels_the_boundary_stays(page):
    explorer = explore(w=(-20.0, -30.0), b=3.0)
    open_widget(page, explorer)
    page.evaluate("""() => {
        window.texts = [];
        const fill = CanvasRenderingContext2D.prototype.fillText;
        CanvasRenderingContext2D.prototype.fillText = function (text, ...rest) {
            window.texts.push(text);
            return fill.call(this, text, ...rest);
        };
        window.model.set({ b: 3.1 });
    }""")
    settle(page)
    levels = {".1", ".5", ".9"}
    assert levels.intersection(page.evaluate("() => window.texts")) == {".5"}
    page.evaluate("() => window.model.set({ w: [-1, -1.5], b: 0 })")
    settle(page)
    assert levels <= set(page.evaluate("() => window.texts"))
