"""Slides and web pages that run without a network and without a kernel.

    python tools/publish.py slides               slides/*.md → slides/build/*.html
    python tools/publish.py slides 01_neurons    only this deck
    python tools/publish.py slides --pdf         and a printed copy beside each
    python tools/publish.py pages                notebooks   → pages/*.html

A deck is one HTML file; the folder of pages can be put on any static web host as it is.
Both open by double click. Nothing is loaded from outside: the build fails on whatever
would be.
"""

import argparse
import sys
import time
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent
sys.path.insert(0, str(ROOT / "tools"))

from notebook_source import SourceError  # noqa: E402
from publishing import PublishError  # noqa: E402
from publishing.pages import Site  # noqa: E402
from publishing.pdf import print_deck  # noqa: E402
from publishing.slides import build_deck  # noqa: E402

from course_lib.datasets import download_folder  # noqa: E402


def sources(folder, names):
    """The Markdown sources in a folder, all or those named.

    Raises
    ------
    PublishError
        A name that is not there.
    """
    found = {path.stem: path for path in sorted(folder.glob("[0-9][0-9]_*.md"))}
    if unknown := sorted(set(names) - set(found)):
        raise PublishError(f"unknown {unknown}; there are {', '.join(found)}")
    return [path for stem, path in found.items() if stem in names or not names]


def make_slides(names=(), pdf=False, root=ROOT):
    """Build decks and report each."""
    build = root / "slides" / "build"
    for source in sources(root / "slides", names):
        start = time.monotonic()
        target = build / f"{source.stem}.html"
        words = build_deck(source, target, download_folder())
        if pdf:
            print_deck(target, target.with_suffix(".pdf"))
            words += ", printed"
        _report(source.stem, words, start)


def make_pages(names=(), root=ROOT):
    """Build the web pages of chapters, the index and what they link to."""
    site = Site(root, root / "pages", download_folder())
    for source in sources(root / "notebooks" / "source", names):
        start = time.monotonic()
        _report(source.stem, site.build_chapter(source), start)
    start = time.monotonic()
    _report("index", site.finish(), start)


def _report(name, words, start):
    print(f"{name:<30}{words} ({time.monotonic() - start:.0f} s)", flush=True)


def main(arguments=None, root=ROOT):
    parser = argparse.ArgumentParser(
        description="Build slides and web pages that need no network and no kernel."
    )
    parser.add_argument("what", choices=("slides", "pages"))
    parser.add_argument("names", nargs="*", help="such as 01_neurons; default: all")
    parser.add_argument("--pdf", action="store_true", help="print the slides, too")
    options = parser.parse_args(arguments)
    try:
        if options.what == "slides":
            make_slides(options.names, options.pdf, root)
        else:
            make_pages(options.names, root)
    except (PublishError, SourceError) as error:
        print(error, file=sys.stderr)
        return 1
    return 0


if __name__ == "__main__":
    sys.exit(main())
