"""NeuronExplorer in a browser: dragged, typed at, trained, asked for a sample."""

import numpy as np
import pytest

from course_lib.optimizers import GradientDescent
from course_lib.widgets import NeuronExplorer

from .jupyterlab import picture
from .neuron_page import (
    LINE,
    SANDS,
    button,
    crossplot,
    explore,
    handle,
    pixel,
    point_on_line,
    price,
    shown_price,
    tile,
)
from .widget_page import drag, open_widget, settle, sync


@pytest.fixture(autouse=True)
def nothing_goes_wrong(page):
    yield
    assert page.errors == []
    assert page.outside == []


# ----------------------------------------------------------------------------- dragging


def test_dragging_the_line_shifts_it_and_leaves_w_alone(page):
    explorer = explore(**LINE)
    open_widget(page, explorer)
    before, w = picture(crossplot(page)), explorer.w
    target = point_on_line(explorer, 1.5) + [0.8, 0.5]
    grip = pixel(explorer, page, point_on_line(explorer, 1.5))
    drag(page, grip, pixel(explorer, page, target))
    sync(page, explorer)
    np.testing.assert_array_equal(explorer.w, w)
    assert explorer.w @ target + explorer.b == pytest.approx(0, abs=0.02)
    assert picture(crossplot(page)) != before


def test_dragging_the_tip_turns_and_stretches_w_about_its_foot(page):
    explorer = explore(**LINE)
    open_widget(page, explorer)
    foot, tip = handle(explorer, page)
    origin = pixel(explorer, page, (0, 0))
    per_unit = pixel(explorer, page, (1, 1)) - origin
    arm = tip - foot
    turned = np.array([arm[0] * 0.6 - arm[1] * 0.8, arm[0] * 0.8 + arm[1] * 0.6])
    drag(page, tip, foot + 1.5 * turned)
    sync(page, explorer)
    longer = 1.5 * np.arcsinh(np.hypot(*LINE["w"]))
    assert np.arcsinh(np.linalg.norm(explorer.w)) == pytest.approx(longer, rel=0.03)
    screen = explorer.w / per_unit
    np.testing.assert_allclose(
        screen / np.linalg.norm(screen), turned / np.linalg.norm(turned), atol=0.03
    )
    assert explorer.w @ ((foot - origin) / per_unit) + explorer.b == pytest.approx(
        0, abs=0.05
    )


def test_the_handle_gives_a_unit_without_weights_a_direction(page):
    explorer = explore()
    open_widget(page, explorer)
    box = crossplot(page).bounding_box()
    centre = (box["x"] + 56 + (box["width"] - 70) / 2,
              box["y"] + 8 + (box["height"] - 56) / 2)  # fmt: skip
    drag(page, centre, (centre[0] - 60, centre[1] + 60))
    sync(page, explorer)
    assert (explorer.w < 0).all()  # left and down: low AI, low Vp/Vs
    middle = (explorer.X.min(axis=0) + explorer.X.max(axis=0)) / 2
    assert explorer.probability([middle])[0] == pytest.approx(0.5, abs=0.02)


def test_dragging_with_raw_inputs_moves_the_same_line(page):
    explorer = explore(**LINE)
    explorer.standardize = False
    open_widget(page, explorer)
    start = (-0.3 / -1.0, 0.0)  # on the line −u1 − 1.5 u2 + .3 = 0
    drag(page, pixel(explorer, page, start), pixel(explorer, page, (-0.9, 0.4)))
    sync(page, explorer)
    target = explorer.mean + explorer.std * [-0.9, 0.4]
    assert explorer.probability([target])[0] == pytest.approx(0.5, abs=0.01)


def test_dragging_beside_the_line_changes_nothing(page):
    explorer = explore(**LINE)
    open_widget(page, explorer)
    away = point_on_line(explorer, 1.5) + [1.0, 1.0]
    drag(page, pixel(explorer, page, away), pixel(explorer, page, away + [0.5, 0]))
    assert page.evaluate("() => window.model.saved.length") == 0


# ----------------------------------------------------------------------------- controls


def test_a_slider_moves_by_keyboard(page):
    explorer = explore(**LINE)
    open_widget(page, explorer)
    before = picture(crossplot(page))
    slider = page.get_by_role("slider", name="w₁ · AI")
    slider.focus()
    for _ in range(3):
        page.keyboard.press("ArrowRight")
    settle(page)
    sync(page, explorer)
    np.testing.assert_allclose(explorer.w, [-0.85, -1.5], rtol=1e-9)
    assert picture(crossplot(page)) != before
    assert slider.get_attribute("data-lm-suppress-shortcuts") == "true"


def test_every_control_keeps_its_keys_from_jupyterlab(page):
    open_widget(page, explore(quadratic=True))
    controls = page.locator(".cl-widget input, .cl-widget button")
    assert controls.count() >= 18
    kept = controls.evaluate_all("all => all.map(e => e.dataset.lmSuppressShortcuts)")
    assert set(kept) == {"true"}


def test_a_number_may_leave_the_slider_and_nonsense_changes_nothing(page):
    explorer = explore(**LINE)
    open_widget(page, explorer)
    field = page.get_by_role("spinbutton", name="b · bias, number")
    field.fill("123.5")
    settle(page)
    sync(page, explorer)
    assert explorer.b == 123.5
    field.fill("")
    assert field.get_attribute("aria-invalid") == "true"
    field.fill("-1")
    assert field.get_attribute("aria-invalid") is None
    sync(page, explorer)
    assert explorer.b == -1


def test_numbers_and_formula_are_those_of_python(page):
    explorer = explore(**LINE)
    open_widget(page, explorer)
    assert tile(page, "loss") == f"{explorer.loss:.3f}"
    assert tile(page, "accuracy") == f"{100 * explorer.accuracy:.1f} %"
    assert tile(page, "‖w‖") == f"{np.hypot(*LINE['w']):.2f}"
    formula = page.locator(".cl-formula").inner_text()
    formula = formula.replace("\u00a0", " ")
    assert formula.startswith("P(gas sand) = σ(0.300 − 1.00 x₁ − 1.50 x₂)")
    assert "x₁ = (AI − 7.80) / 0.826" in formula
    gradient = explorer.network().gradient(explorer.inputs(explorer.X), explorer.y)
    notes = page.locator(".cl-row:visible .cl-note").all_inner_texts()
    shown = [float(text.replace("−", "-")) for text in notes[:3]]
    np.testing.assert_allclose(shown, gradient, rtol=0.05)


def test_python_moves_the_line_in_the_picture(page):
    explorer = explore(**LINE)
    open_widget(page, explorer)
    before = picture(crossplot(page))
    page.evaluate("() => window.model.set({ w: [2, -1], b: 0.5 })")
    settle(page)
    explorer.w, explorer.b = (2, -1), 0.5
    assert picture(crossplot(page)) != before
    assert tile(page, "loss") == f"{explorer.loss:.2f}"


def test_one_input_draws_once(page):
    open_widget(page, explore(**LINE))
    settle(page)
    before = page.evaluate("() => window.paints.length")
    page.get_by_role("slider", name="w₁ · AI").press("ArrowRight")
    settle(page)
    assert page.evaluate("() => window.paints.length") == before + 1


def test_an_input_draws_at_once_and_a_burst_shares_one_more_draw(page):
    explorer = explore(**LINE)
    open_widget(page, explorer)
    settle(page)
    drawn = page.evaluate("""async () => {
        const slider = document.querySelector('input[type=range]');
        const start = window.paints.length, counts = [];
        for (const value of [1, 2, 3, 4]) {
            slider.value = value;
            slider.dispatchEvent(new Event('input', { bubbles: true }));
            counts.push(window.paints.length - start);
        }
        for (let i = 0; i < 3; i++) await new Promise(requestAnimationFrame);
        return [...counts, window.paints.length - start];
    }""")
    assert drawn[0] == 1
    assert drawn[-1] == 2
    explorer.w = (4, -1.5)
    assert tile(page, "loss") == f"{explorer.loss:.2f}"


# ----------------------------------------------------------------------------- training


@pytest.mark.parametrize("settings", [{}, {"standardize": False}, {"quadratic": True}])
def test_a_step_of_gradient_descent_equals_numpy(page, settings):
    explorer = explore(lr=0.25, **settings)
    net, F = explorer.network(), explorer.inputs(explorer.X)
    for _ in range(3):
        step = GradientDescent(0.25).step(net.parameters, net.gradient(F, explorer.y))
        net.parameters = step
    open_widget(page, explorer)
    for _ in range(3):
        button(page, "One step").click()
    settle(page)
    sync(page, explorer)
    got = [*explorer.w, explorer.b]
    np.testing.assert_allclose(got, net.parameters, rtol=1e-9)
    assert tile(page, "steps") == "3"


def test_training_runs_pauses_and_lowers_the_loss(page):
    explorer = explore()
    open_widget(page, explorer)
    button(page, "Train").click()
    page.wait_for_function("() => window.model.get('w')[0] < -1")
    button(page, "Pause").click()
    settle(page)
    sync(page, explorer)
    assert explorer.loss < 0.35
    w = page.evaluate("() => window.model.get('w')")
    settle(page)
    assert page.evaluate("() => window.model.get('w')") == w
    assert tile(page, "loss") == f"{explorer.loss:.3f}"


def test_training_draws_once_per_frame(page):
    open_widget(page, explore())
    button(page, "Train").click()
    draws = page.evaluate("""async () => {
        await new Promise(requestAnimationFrame);
        const start = window.paints.length;
        for (let i = 0; i < 10; i++) await new Promise(requestAnimationFrame);
        return window.paints.length - start;
    }""")
    assert draws == 10


def test_what_is_set_is_saved_at_once(page):
    # The kernel echoes what it got. An echo that finds newer, unsaved values replaces
    # them: training would stop after its first frame.
    open_widget(page, explore())
    button(page, "Train").click()
    unsaved = page.evaluate(
        """async () => {
            const seen = [];
            for (let i = 0; i < 10; i++) {
                await new Promise(requestAnimationFrame);
                seen.push(...Object.keys(window.model.unsaved));
            }
            return seen;
        }"""
    )
    assert unsaved == []
    assert page.evaluate("() => window.model.saved.length") >= 5


def test_switching_to_raw_inputs_keeps_the_line_and_converts_the_weights(page):
    explorer = explore(**LINE)
    w, b = explorer.raw_line()
    loss = explorer.loss
    open_widget(page, explorer)
    page.get_by_label("standardise inputs").uncheck()
    settle(page)
    sync(page, explorer)
    np.testing.assert_allclose([*explorer.w, explorer.b], [*w, b], rtol=1e-9)
    assert not explorer.standardize
    assert explorer.loss == pytest.approx(loss, rel=1e-9)


def test_a_conic_solves_what_no_line_can(page):
    explorer = NeuronExplorer.preset("avo_boundaries", n=600, lr=2)
    open_widget(page, explorer)
    page.emulate_media(reduced_motion="reduce")
    button(page, "Train").click()
    settle(page)
    sync(page, explorer)
    assert explorer.accuracy < 0.76
    page.get_by_label("quadratic features").check()
    button(page, "Train").click()
    settle(page)
    sync(page, explorer)
    assert explorer.quadratic and len(explorer.w) == 5
    assert explorer.accuracy > 0.97


def test_reduced_motion_trains_500_steps_without_a_film(page):
    explorer = explore()
    page.emulate_media(reduced_motion="reduce")
    open_widget(page, explorer)
    settle(page)
    before = page.evaluate("() => window.paints.length")
    button(page, "Train").click()
    settle(page)
    assert tile(page, "steps") == "500"
    assert page.evaluate("() => window.paints.length") == before + 1


def test_reset_goes_back_to_the_start(page):
    explorer = explore(**LINE)
    open_widget(page, explorer)
    button(page, "One step").click()
    page.get_by_role("slider", name="b · bias").press("End")
    page.get_by_role("slider", name="learning rate α").press("End")
    button(page, "Reset").click()
    settle(page)
    sync(page, explorer)
    assert (explorer.w.tolist(), explorer.b) == ([-1.0, -1.5], 0.3)
    assert explorer.lr == 0.5
    assert tile(page, "steps") == "0"


def test_divergence_is_said_and_the_last_finite_weights_stay(page):
    explorer = explore(**LINE, lr=1e308)
    open_widget(page, explorer)
    for _ in range(3):
        button(page, "One step").click()
    settle(page)
    assert "Diverged at step" in page.locator(".cl-status").inner_text()
    sync(page, explorer)
    assert np.isfinite([*explorer.w, explorer.b]).all()


def test_a_step_to_infinity_is_not_taken(page):
    explorer = NeuronExplorer(SANDS.X * 1e3, SANDS.y, standardize=False, lr=1e306)
    open_widget(page, explorer)
    button(page, "One step").click()
    settle(page)
    assert "Diverged at step 1" in page.locator(".cl-status").inner_text()
    sync(page, explorer)
    assert explorer.w.tolist() == [0, 0]


def test_a_rising_loss_is_said(page):
    explorer = explore(standardize=False, lr=5)
    open_widget(page, explorer)
    button(page, "One step").click()
    settle(page)
    assert "learning rate is too large" in page.locator(".cl-status").inner_text()


# ------------------------------------------------------------------------------ samples


def test_pointing_at_a_sample_tells_its_loss(page):
    explorer = explore(**LINE)
    open_widget(page, explorer)
    Z = (explorer.X - explorer.mean) / explorer.std
    lonely = int(np.argmax(np.hypot(*Z.T)))
    page.mouse.move(*pixel(explorer, page, Z[lonely]))
    settle(page)
    assert page.get_by_label("Sample, row of X").input_value() == str(lonely)
    assert shown_price(page) == pytest.approx(price(explorer, lonely), rel=0.01)


def test_samples_are_walked_by_keyboard_and_said_aloud(page):
    explorer = explore(**LINE)
    open_widget(page, explorer)
    field = page.get_by_label("Sample, row of X")
    field.fill("16")
    field.press("ArrowUp")
    settle(page)
    assert shown_price(page) == pytest.approx(price(explorer, 17), rel=0.01)
    status = page.get_by_role("status")
    status.filter(has_text="Sample 17").wait_for(state="attached")
    field.fill("600")
    assert field.get_attribute("aria-invalid") == "true"


def test_the_costliest_sample_is_the_one_that_python_finds(page):
    explorer = explore(**LINE)
    open_widget(page, explorer)
    button(page, "Costliest sample").click()
    settle(page)
    worst = int(np.argmax(price(explorer, slice(None))))
    assert page.get_by_label("Sample, row of X").input_value() == str(worst)
