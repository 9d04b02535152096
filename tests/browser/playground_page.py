"""Find one's way around a Playground on a page; its scene without a picture."""

from course_lib.widgets import Playground

from .conftest import new_page
from .widget_page import load_module, settle, sync, widget_state

INSIDES = (
    "makePlaygroundScene, makePlaygroundLoop, finishEpoch, frozenTraining, "
    "makeUnitButtons"
)
# A scene as the widget makes one from its traits, and what tests look at in it.
SCENE = """
function blockOf(text) {
  const bytes = Uint8Array.from(atob(text), c => c.charCodeAt(0));
  return new DataView(bytes.buffer);
}
export function sceneOf({ info, block, settings, training }) {
  const scene = makePlaygroundScene(info, blockOf(block));
  scene.apply(settings, training.parameters ? training : null);
  return scene;
}
export function resultOf({ network, trainer }) {
  return {
    parameters: [...network.parameters], epoch: trainer.epoch, updates: trainer.updates,
    stopped: trainer.stopped, ...trainer.losses(),
  };
}
"""


def load_scenes(page):
    """Load the widget's module as ``window.P``, with ``P.sceneOf``, ``P.resultOf``."""
    page.goto("about:blank")
    load_module(page, f"{Playground._esm}{SCENE}\nexport {{ {INSIDES} }};", "P")


def send_scene(widget):
    """What ``P.sceneOf`` needs."""
    state, buffers = widget_state(widget)
    return {
        "info": state["_info"],
        "block": buffers["_pools"],
        "settings": state["settings"],
        "training": state["training"],
    }


def button(page, name):
    return page.get_by_role("button", name=name, exact=True)


def epoch(page):
    """The number of finished epochs that the page shows."""
    return int(page.locator(".cl-play-tiles .cl-value").first.inner_text())


def play_until(page, widget, least):
    """Play, and pause once this many epochs are over; Python hears of it."""
    button(page, "Play").click()
    page.wait_for_function(
        "n => +document.querySelector('.cl-play-tiles .cl-value').textContent >= n",
        arg=least,
    )
    button(page, "Pause").click()
    settle(page)
    sync(page, widget)


def press(page, widget, name):
    """Press a button; Python hears of it."""
    button(page, name).click()
    settle(page)
    sync(page, widget)


def show(page, **traits):
    """What the kernel does when Python changed some traits."""
    page.evaluate("traits => window.model.set(traits)", traits)
    settle(page)


def status(page):
    return page.locator(".cl-status").inner_text()


def big_map(page):
    return page.locator(".cl-play-out canvas").first


def unit(page, k):
    """The button over unit k, counted from the inputs on, layer by layer."""
    return page.locator(".cl-play-node").nth(k)


def training_sent(page):
    """Wait until the browser tells Python of its training once more."""
    page.evaluate("() => { window.told = window.model.get('training'); }")
    page.wait_for_function("() => window.model.get('training') !== window.told")


def scenes(browser):
    """For a fixture: call JavaScript with the module as P, keyword arguments as a."""
    with new_page(browser) as page:
        load_scenes(page)
        yield lambda script, **argument: page.evaluate(
            f"a => {{ const P = window.P, scene = a.scene && P.sceneOf(a.scene); "
            f"{script} }}",
            argument,
        )
        assert page.errors == []
