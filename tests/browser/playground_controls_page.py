"""Work Playground's controls as one would by hand, and read what Python hears."""

from course_lib.widgets import Playground

from .widget_page import open_widget, settle, sync

WIDE = [8, 8, 8, 8, 8, 8]
ALL_FEATURES = ["x1", "x2", "x1x1", "x2x2", "x1x2", "sin_x1", "sin_x2"]


def show(page, dark=False, **options):
    """Open a Playground; it may be the second one on this page."""
    widget = Playground(**options)
    page.goto("about:blank")
    open_widget(page, widget, dark=dark)
    return widget


def listen(page, widget):
    """The settings once Python has heard of what was done."""
    settle(page)
    sync(page, widget)
    return widget.settings


def labelled(page, name):
    return page.get_by_label(name, exact=True)


def choose(page, widget, name, value):
    labelled(page, name).select_option(value)
    return listen(page, widget)


def fill(page, widget, name, value):
    labelled(page, name).fill(str(value))
    return listen(page, widget)


def open_groups(page):
    page.evaluate(
        "() => document.querySelectorAll('details').forEach(d => { d.open = true; })"
    )
    settle(page)


def unit(page, name):
    """The button over a unit's picture."""
    return page.get_by_role("button", name=f"{name}: ")


def focused(page):
    """Accessible name of what has the keyboard."""
    return page.evaluate(
        """() => { const e = document.activeElement;
        return e.ariaLabel ?? e.labels?.[0]?.textContent ?? e.textContent; }"""
    )
