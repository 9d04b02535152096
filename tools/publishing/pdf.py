"""Print a deck with the installed browser."""

import os

from find_browser import find_chromium

from publishing import PublishError


def print_deck(html, pdf):
    """Print ``html`` (pathlib.Path) to ``pdf``, a slide a page, widgets as pictures.

    Raises
    ------
    PublishError
        There is no browser.
    """
    from playwright.sync_api import sync_playwright

    path = find_chromium()
    if path is None:
        raise PublishError(
            "printing needs Chromium, Chrome or Edge: install one, or name it in "
            "COURSE_BROWSER; or open the deck with ?print-pdf and print it by hand"
        )
    # Chromium refuses its sandbox to root, as in a container
    root = hasattr(os, "geteuid") and os.geteuid() == 0
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(
            executable_path=path, args=["--no-sandbox"] * root
        )
        page = browser.new_page(color_scheme="light")
        page.goto(f"{html.as_uri()}?print-pdf")
        page.wait_for_selector("html[data-deck=ready]", timeout=60_000)
        page.pdf(path=pdf, prefer_css_page_size=True, print_background=True)
        browser.close()
