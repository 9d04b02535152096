"""Open what tools/publish.py has built, from the disk, as a double click does."""

from .jupyterlab import colours, picture
from .widget_page import visible

READY = 60_000  # ms


def open_file(page, path, mark, query=""):
    """Open an HTML file; ``<html data-{mark}=…>`` says when it is ready."""
    page.goto(path.as_uri() + query)
    page.wait_for_selector(f"html[data-{mark}]", timeout=READY)


def settle(page):
    """Wait until what was asked for is painted."""
    page.evaluate(
        "() => new Promise(done => requestAnimationFrame(() => "
        "requestAnimationFrame(() => requestAnimationFrame(done))))"
    )


def use_theme(page, dark):
    """Switch a page or deck to dark or light, as its button does."""
    wanted = "dark" if dark else "light"
    if page.evaluate("document.documentElement.dataset.theme") != wanted:
        page.evaluate("window.courseTheme.toggle()")
    settle(page)
    settle(page)  # widgets repaint one frame after the theme


def blank_canvases(widget):
    """How many canvases a widget shows, and the numbers of those of one colour."""
    canvases = visible(widget.locator("canvas"))
    return len(canvases), [i for i, c in enumerate(canvases) if colours(c) < 2]


def pictures(widget):
    """Hashes of all canvases that a widget shows."""
    return [picture(canvas) for canvas in visible(widget.locator("canvas"))]


def slider_that_answers(page, widget, move):
    """Move the sliders of a widget until one of them changes a canvas; its name.

    Returns
    -------
    str
        Empty if no slider changes anything.
    """
    for slider in visible(widget.locator("input[type=range]:enabled")):
        slider.scroll_into_view_if_needed()
        before = pictures(widget)
        move(page, slider)
        for _ in range(10):
            settle(page)
            if pictures(widget) != before:
                name = slider.get_attribute("aria-label") or slider.get_attribute("id")
                return name or "a slider without a name"
    return ""


def unset_mathematics(page, selector):
    """Formulas that MathJax could not set, and dollars that it left in the text."""
    return page.evaluate(
        """selector => [...document.querySelectorAll(selector)].flatMap(place => {
            const wrong = [...place.querySelectorAll('[data-mml-node=merror]')];
            const found = wrong.map(e => e.getAttribute('data-mjx-error') || 'merror');
            const walk = document.createTreeWalker(place, NodeFilter.SHOW_TEXT);
            while (walk.nextNode()) {
                const text = walk.currentNode;
                const out = 'pre, code, script, style, mjx-container, .output, .widget';
                if (text.parentElement.closest(out)) continue;
                if (/\\$[^$]+\\$/.test(text.data)) found.push(text.data.trim());
            }
            return found;
        })""",
        selector,
    )
