"""Fixtures for tests in a browser: ``chromium_path``, ``browser``, ``page``, ``lab``.

Without a browser these tests are skipped with one line; COURSE_REQUIRE_BROWSER=1 makes
that a failure. Playwright keeps an event loop marked as running in its thread, and the
notebook tests need that thread too: so the browser lives as long as pytest stays in
this package, not as long as the session.
"""

import contextlib
import os
import shutil

import pytest
from playwright.sync_api import sync_playwright

from .jupyterlab import CHROMIUM_FLAGS, ROOT, find_chromium, is_here, running_lab

collect_ignore = ["offline"]  # for other Pythons, not for pytest

NO_BROWSER = (
    "no Chromium, Chrome or Edge found (install one, or name it in COURSE_BROWSER)"
)


@pytest.fixture(scope="session")
def chromium_path():
    """Path of the installed browser."""
    path = find_chromium()
    if path is None:
        if os.environ.get("COURSE_REQUIRE_BROWSER") == "1":
            pytest.fail(NO_BROWSER)
        pytest.skip(NO_BROWSER)
    return path


@pytest.fixture(scope="package")
def browser(chromium_path):
    """A headless browser, driven by Playwright."""
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(
            executable_path=chromium_path, args=CHROMIUM_FLAGS
        )
        yield browser
        browser.close()


@contextlib.contextmanager
def new_page(browser):
    """Open a fresh window, 1280 × 900, whose ``errors`` and ``outside`` collect lines.

    ``errors``: uncaught exceptions and console errors. ``outside``: requests that would
    leave this machine (they fail at once).
    """
    context = browser.new_context(viewport={"width": 1280, "height": 900})
    page = context.new_page()
    page.errors, page.outside = [], []

    def note_console(message):
        if message.type == "error":
            page.errors.append(f"console: {message.text} ({message.location['url']})")

    def note_request(url):
        if not is_here(url):
            page.outside.append(url)

    page.on("pageerror", lambda error: page.errors.append(str(error)))
    page.on("console", note_console)
    context.on("request", lambda request: note_request(request.url))
    page.on("websocket", lambda websocket: note_request(websocket.url))
    yield page
    context.close()


@pytest.fixture
def page(browser):
    """A fresh window; see :func:`new_page`."""
    with new_page(browser) as page:
        yield page


@pytest.fixture(scope="session")
def lab(chromium_path, tmp_path_factory):
    """JupyterLab as `make lab` starts it, on a copy of notebooks/ and without data.

    The copy is ``lab.root / "notebooks"``; a test may write files of its own beside it.
    """
    scratch = tmp_path_factory.mktemp("lab")
    root = scratch / "course"
    shutil.copytree(
        ROOT / "notebooks",
        root / "notebooks",
        ignore=shutil.ignore_patterns(".ipynb_checkpoints", "__pycache__"),
    )
    with running_lab(root, scratch) as server:
        yield server
