"""Find an installed Chromium, Chrome or Edge: for printing decks and for the tests."""

import contextlib
import os
import shutil
from pathlib import Path

NAMES = [
    "chromium",
    "chromium-browser",
    "google-chrome",
    "google-chrome-stable",
    "chrome",
    "microsoft-edge",
    "msedge",
]
PLACES = [
    "/Applications/Google Chrome.app/Contents/MacOS/Google Chrome",
    "/Applications/Chromium.app/Contents/MacOS/Chromium",
    "/Applications/Microsoft Edge.app/Contents/MacOS/Microsoft Edge",
    "{ProgramFiles}/Google/Chrome/Application/chrome.exe",
    "{ProgramFiles(x86)}/Google/Chrome/Application/chrome.exe",
    "{LocalAppData}/Google/Chrome/Application/chrome.exe",
    "{ProgramFiles(x86)}/Microsoft/Edge/Application/msedge.exe",
    "{ProgramFiles}/Microsoft/Edge/Application/msedge.exe",
]


def find_chromium():
    """Return the path of an installed Chromium, Chrome or Edge, or None.

    The variable COURSE_BROWSER wins; a path there that does not exist is an error.
    """
    named = os.environ.get("COURSE_BROWSER")
    if named:
        if not Path(named).is_file():
            raise FileNotFoundError(f"COURSE_BROWSER names no file: {named}")
        return named
    for name in NAMES:
        if found := shutil.which(name):
            return found
    for place in PLACES:
        with contextlib.suppress(KeyError):  # a Windows variable that is not set
            path = place.format_map(os.environ)
            if Path(path).is_file():
                return path
    return None
