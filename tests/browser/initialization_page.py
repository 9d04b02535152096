"""InitializationExplorer on a page; its scene without a picture."""

from course_lib.widgets import InitializationExplorer

from .widget_page import load_module, widget_state

INSIDES = "makeInitializationScene, packedNumbers, numbersFrom"
SCENE = """
function initBlockOf(text) {
  const bytes = Uint8Array.from(atob(text), c => c.charCodeAt(0));
  return new DataView(bytes.buffer);
}
export function sceneOf({ info, block, settings, training }) {
  const scene = makeInitializationScene(info, initBlockOf(block));
  scene.apply(settings);
  if (training.parameters !== undefined) scene.restore(training, settings);
  return scene;
}
"""


def load_scenes(page):
    """Load the widget's module as ``window.I``, with ``I.sceneOf``."""
    page.goto("about:blank")
    code = f"{InitializationExplorer._esm}{SCENE}\nexport {{ {INSIDES} }};"
    load_module(page, code, "I")


def send_scene(widget):
    """What ``I.sceneOf`` needs."""
    state, buffers = widget_state(widget)
    return {
        "info": state["_info"],
        "block": buffers["_pools"],
        "settings": state["settings"],
        "training": state["training"],
    }


def labelled(page, name):
    return page.get_by_label(name, exact=True)


def table(page):
    """The numbers of the layers as the page shows them, row after row."""
    return [
        row.locator("th, td").all_inner_texts()
        for row in page.locator(".cl-init-table tbody tr").all()
    ]


def tiles(page):
    """What epoch, loss and accuracy say."""
    return page.locator(".cl-init-tiles .cl-value").all_inner_texts()


def canvas(page, name):
    return page.locator(f".cl-init-{name} canvas")
