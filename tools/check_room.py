"""Is all ready for tomorrow's lecture? Or ``make room``.

    python tools/check_room.py               download, build what is missing, and look
    python tools/check_room.py --look-only   only look

One line for each thing, as in `course_lib.installation.check`: ``ok``, ``look`` (the
lecture can be held, but know it) or ``PROBLEM`` with its cure. The decks are opened in
a browser without a network, and every widget on them is waited for. The exit status is
0 when nothing is a problem.
"""

import argparse
import contextlib
import hashlib
import os
import sys
from dataclasses import dataclass
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent
sys.path.insert(0, str(ROOT / "tools"))

from build_notebooks import Course  # noqa: E402
from find_browser import find_chromium  # noqa: E402
from notebook_source import SourceError, read_source  # noqa: E402
from publishing import PublishError  # noqa: E402
from publishing.embed import check_loads  # noqa: E402
from publishing.slides import build_deck, minutes  # noqa: E402

from course_lib import datasets, installation  # noqa: E402
from course_lib.datasets.download import REGISTRY, download_folder  # noqa: E402
from course_lib.installation import Finding  # noqa: E402

INSTALLED = (
    installation.look_at_python,
    installation.look_at_packages,
    installation.look_at_torch,
    installation.look_at_data_folder,
    installation.look_at_memory,
)
# A deck is made from its source and from all of these.
MADE_FROM = ("course_lib/**/*.*", "tools/publishing/**/*.*", "data/download/*")
BUILT = {".py", ".js", ".css", ".json", ".sgy", ".las", ".ascii"}
# No name resolves: what a deck asks for outside fails at once, as in the room.
OFFLINE = ["--host-resolver-rules=MAP * ~NOTFOUND"]
OPEN_MS = 60_000  # a busy machine is slow

# Goes to the slide of every widget and waits for its pictures; returns how many there
# are, and the titles of the slides where one stays empty.
START_WIDGETS = """async () => {
    const empty = [], widgets = document.querySelectorAll('.slides .widget');
    const painted = canvas => {
        const copy = new OffscreenCanvas(canvas.width, canvas.height);
        const context = copy.getContext('2d');
        context.drawImage(canvas, 0, 0);
        const { data } = context.getImageData(0, 0, copy.width, copy.height);
        const [first, ...others] = new Uint32Array(data.buffer);
        return others.some(colour => colour !== first);
    };
    const alive = widget => {
        const all = [...widget.querySelectorAll('.view canvas')];
        const seen = all.filter(e => e.width && e.height && e.checkVisibility());
        return widget.classList.contains('live') && seen.length && seen.every(painted);
    };
    for (const widget of widgets) {
        const slide = widget.closest('section'), { h, v } = Reveal.getIndices(slide);
        Reveal.slide(h, v);
        while (Reveal.availableFragments().next) Reveal.nextFragment();
        const end = performance.now() + 10_000;
        while (!alive(widget) && performance.now() < end)
            await new Promise(done => setTimeout(done, 50));
        if (!alive(widget)) empty.push(slide.querySelector('h2').textContent.trim());
    }
    return [widgets.length, empty];
}"""


@dataclass(frozen=True)
class Advice(Finding):
    """Not a problem, but worth knowing before the lecture."""

    def __str__(self):
        return f"look     {self.text}\n         {self.cure}"


# -------------------------------------------------------------------------------- files


def look_at_data(download=True):
    """The real files: without them the course works, and says what one would see."""
    missing, reason = [], ""
    for name, remote in REGISTRY.items():
        path = download_folder() / remote.file_name
        if download and not reason and not _is_published(path, remote):
            try:
                datasets.fetch(name)
            except datasets.DownloadError as error:
                reason = str(error).split(": get ")[0]  # the others would fail, too
        if not _is_published(path, remote):
            missing.append(remote.file_name)
    if not missing:
        return [Finding(True, f"all {len(REGISTRY)} real data files are here")]
    text = f"{len(missing)} of {len(REGISTRY)} real data files are missing: "
    cure = (
        "The course works without them; what needs them says what it would show. "
        f"With a network: `make room`. By hand: into {download_folder()}, addresses in "
        "data/README.md."
    )
    text += ", ".join(missing) + (f" ({reason})" if reason else "")
    return [Advice(True, text, cure)]


def _is_published(path, remote):
    if not path.is_file():
        return False
    with open(path, "rb") as file:
        return hashlib.file_digest(file, "sha256").hexdigest() == remote.sha256


def look_at_notebooks(root=ROOT):
    """Whether students get what the sources say."""
    course = Course(root)
    try:
        stale = course.stale_files(course.chapters)
    except SourceError as error:
        return [Finding(False, str(error), "Mend the source, then: `make notebooks`.")]
    if stale:
        cure = "Students would get the old ones: `make notebooks`."
        return [Finding(False, "; ".join(stale), cure)]
    return [Finding(True, f"{len(course.chapters)} notebooks agree with their sources")]


# -------------------------------------------------------------------------------- decks


def decks(root=ROOT):
    """(source, HTML file) of every deck."""
    build = root / "slides" / "build"
    sources = sorted((root / "slides").glob("[0-9][0-9]_*.md"))
    return [(source, build / f"{source.stem}.html") for source in sources]


def is_old(source, target, root=ROOT):
    """Whether something a deck is made from is newer than the deck."""
    files = [path for pattern in MADE_FROM for path in root.glob(pattern)]
    newest = max(p.stat().st_mtime for p in [source, *files] if _counts(p, source))
    return target.stat().st_mtime < newest


def _counts(path, source):
    return path == source or path.suffix in BUILT


def look_at_deck(source, target, build=True, root=ROOT):
    """Build a deck where that is due; see that nothing in it comes from outside."""
    name = source.stem
    try:
        if build and (not target.exists() or is_old(source, target, root)):
            build_deck(source, target, download_folder())
        if not target.exists():
            return Finding(False, f"deck {name} is not built", "`make room` builds it.")
        check_loads(target.read_text(encoding="utf-8"), f"deck {name}")
        if is_old(source, target, root):
            text = f"deck {name} is older than what it is made from"
            return Advice(True, text, "`make room` builds it anew.")
        length = f"{minutes(read_source(source)):g} min"
    except (PublishError, SourceError) as error:
        return Finding(False, str(error), f"Mend slides/{source.name}, then again.")
    size = target.stat().st_size / 1e6
    return Finding(True, f"deck {name} is built: {length}, {size:.1f} MB")


def look_into_decks(files):
    """Yield a finding for each deck, opened in a browser without a network."""
    path = find_chromium()
    if path is None:
        text = "no Chromium, Chrome or Edge to try the decks in"
        cure = "Open slides/build/*.html by hand, in the browser of the room."
        yield Advice(True, text, cure)
        return
    from playwright.sync_api import sync_playwright

    # Chromium refuses its sandbox to root, as in a container
    root = hasattr(os, "geteuid") and os.geteuid() == 0
    arguments = OFFLINE + ["--no-sandbox"] * root
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=path, args=arguments)
        for file in files:
            with contextlib.closing(browser.new_page()) as page:
                yield open_deck(page, file)
        browser.close()


_AGAIN = "Delete the file in slides/build, then `make room`; else see CONTRIBUTING.md."


def open_deck(page, file):
    """Open one deck and start all its widgets.

    Parameters
    ----------
    page : playwright.sync_api.Page
    file : pathlib.Path

    Returns
    -------
    Finding
    """
    from playwright.sync_api import TimeoutError

    wrong, empty = [], []
    page.on("pageerror", lambda error: wrong.append(str(error)))
    page.on("console", lambda m: wrong.append(m.text) if m.type == "error" else None)
    page.on("request", lambda request: wrong.extend(_outside(request.url, file)))
    page.goto(file.as_uri())
    try:
        page.wait_for_selector("html[data-deck=ready]", timeout=OPEN_MS)
        count, empty = page.evaluate(START_WIDGETS)
    except TimeoutError:
        wrong.append(f"it is not ready after {OPEN_MS // 1000} s")
    wrong += [f"the widget on {title!r} stays empty" for title in empty]
    if wrong:
        return Finding(False, f"deck {file.stem}: {'; '.join(wrong[:3])}", _AGAIN)
    slides = page.evaluate("Reveal.getTotalSlides()")
    text = f"deck {file.stem} opens: {slides} slides, {count} widgets draw"
    return Finding(True, f"{text}, nothing is asked for outside")


def _outside(url, file):
    """[sentence] for a request that does not stay in the file."""
    if url.startswith(("data:", "blob:")) or url.split("#")[0] == file.as_uri():
        return []
    return [f"it asks for {url[:80]}"]


# --------------------------------------------------------------------------------- main


def findings(look_only=False, root=ROOT):
    """Yield all findings, in the order in which they matter."""
    for look in INSTALLED:
        yield from look()
    yield from look_at_data(download=not look_only)
    yield from look_at_notebooks(root)
    built = []
    for source, target in decks(root):
        yield look_at_deck(source, target, build=not look_only, root=root)
        built += [target] * target.exists()
    yield from look_into_decks(built)


def main(arguments=None, root=ROOT):
    parser = argparse.ArgumentParser(description="Is all ready for the lecture?")
    parser.add_argument(
        "--look-only", action="store_true", help="neither download nor build"
    )
    options = parser.parse_args(arguments)
    problems = 0
    for finding in findings(options.look_only, root):
        print(finding, flush=True)
        problems += not finding.ok
    many = "1 problem" if problems == 1 else f"{problems} problems"
    print(f"\n{many}." if problems else "\nReady. Have a good lecture.")
    return int(bool(problems))


if __name__ == "__main__":
    sys.exit(main())
