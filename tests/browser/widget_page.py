"""A widget on a bare HTML page: its own JavaScript, a local model, no kernel.

``open_widget(page, widget)`` shows it; ``window.model`` then stands for the kernel's
side and ``window.cleanUp()`` is what the front end calls when the output goes away.
"""

import base64
import json

HOST = """
const bytes = text => {
  const raw = atob(text), view = new Uint8Array(raw.length);
  for (let i = 0; i < raw.length; i++) view[i] = raw.charCodeAt(i);
  return new DataView(view.buffer);
};
class Model {  // what a front end hands to render(): get, set, save_changes, on, off
  constructor(state) {
    Object.assign(this, { state, unsaved: {}, saved: [], handlers: {} });
  }
  get(name) { return this.state[name]; }
  set(name, value) {
    const all = typeof name === 'object' ? name : { [name]: value };
    for (const [key, next] of Object.entries(all)) {
      if (JSON.stringify(this.state[key]) === JSON.stringify(next)) continue;
      this.state[key] = this.unsaved[key] = next;
      for (const handler of [...(this.handlers['change:' + key] ?? [])]) handler();
    }
  }
  save_changes() {
    if (Object.keys(this.unsaved).length) this.saved.push(this.unsaved);
    this.unsaved = {};
  }
  on(name, handler) { (this.handlers[name] ??= []).push(handler); }
  off(name, handler) {
    this.handlers[name] = (this.handlers[name] ?? []).filter(h => h !== handler);
  }
}
window.start = async (esm, state, buffers) => {
  for (const [name, text] of Object.entries(buffers)) state[name] = bytes(text);
  window.model = new Model(state);
  const url = URL.createObjectURL(new Blob([esm], { type: 'text/javascript' }));
  const widget = (await import(url)).default;
  window.paints = [];
  const el = document.getElementById('widget');
  el.addEventListener('painted', event => window.paints.push(event.detail.ms));
  window.cleanUp = await widget.render({ model: window.model, el });
};
"""

DARK = """
  --jp-layout-color0: #111111; --jp-layout-color1: #212121;
  --jp-ui-font-color0: rgba(255, 255, 255, 1);
"""
LIGHT = "--jp-layout-color0: white; --jp-ui-font-color0: rgba(0, 0, 0, 1);"


def host_page(css, dark=False, above=0):
    """HTML of a page with one empty place for a widget, ``above`` pixels down."""
    theme = DARK if dark else LIGHT
    return f"""<!doctype html><html lang="en"><head><meta charset="utf-8">
<title>Widget</title><style>:root {{ {theme} }}
body {{ margin: 0; padding: 12px; background: var(--jp-layout-color0); }}
{css}</style></head><body><main><h1 style="font: 16px sans-serif; color:
var(--jp-ui-font-color0)">Widget</h1><div style="height: {above}px"></div>
<div id="widget"></div></main><script>{HOST}</script></body></html>"""


def widget_state(widget):
    """The widget's state as JSON can carry it: (numbers and text, base64 buffers)."""
    state, buffers = {}, {}
    for name, value in widget.get_state().items():
        if isinstance(value, (bytes, memoryview)):
            buffers[name] = base64.b64encode(value).decode()
        elif name not in ("_esm", "_css"):
            state[name] = value
    json.dumps(state)  # fails here, not in the browser, on what cannot travel
    return state, buffers


def open_widget(page, widget, dark=False, above=0, **changes):
    """Show ``widget`` on ``page``; ``changes`` overwrite its state in the browser."""
    page.set_content(host_page(widget._css, dark, above))
    state, buffers = widget_state(widget)
    state.update(changes)
    page.evaluate(
        "([esm, state, buffers]) => window.start(esm, state, buffers)",
        [widget._esm, state, buffers],
    )
    if not above:
        page.wait_for_function("() => window.paints.length > 0")


def settle(page):
    """Wait until two display frames have passed."""
    page.evaluate(
        "() => new Promise(done => requestAnimationFrame(() => "
        "requestAnimationFrame(() => requestAnimationFrame(done))))"
    )


def drag(page, start, end):
    """Press at start, move to end in two steps, let go; (x, y) in CSS pixels."""
    page.mouse.move(*start)
    page.mouse.down()
    page.mouse.move((start[0] + end[0]) / 2, (start[1] + end[1]) / 2)
    page.mouse.move(*end)
    page.mouse.up()
    settle(page)


def drag_slider(page, slider):
    """Move a slider's thumb by mouse to the other half of its track."""
    box = slider.bounding_box()
    ratio = slider.evaluate("e => (e.value - e.min) / (e.max - e.min)")
    target = box["x"] + box["width"] * (0.3 if ratio > 0.5 else 0.7)
    middle = box["y"] + box["height"] / 2
    page.mouse.move(target, middle)
    page.mouse.down()
    page.mouse.move(target + 3, middle)
    page.mouse.up()


def press_arrow(page, slider):
    """Move a slider by one step with the keyboard."""
    slider.focus()
    at_the_end = slider.evaluate("e => Number(e.value) >= Number(e.max)")
    page.keyboard.press("ArrowLeft" if at_the_end else "ArrowRight")


def visible(locator):
    """Those elements of a locator that can be seen."""
    return [element for element in locator.all() if element.is_visible()]


def sync(page, widget):
    """Bring what the browser saved into the Python widget, as the kernel would."""
    page.wait_for_function("() => !Object.keys(window.model.unsaved).length")
    for update in page.evaluate("() => window.model.saved.splice(0)"):
        widget.set_state(update)


def load_module(page, code, name="module"):
    """Import an ES module from its text; its exports become ``window[name]``."""
    page.evaluate(
        """async ([code, name]) => {
            const blob = new Blob([code], { type: 'text/javascript' });
            window[name] = await import(URL.createObjectURL(blob));
        }""",
        [code, name],
    )
