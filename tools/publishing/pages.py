"""The course as web pages: one a chapter, an index, the data cards, shared assets."""

import posixpath
import re
import shutil
from html import escape
from pathlib import Path

from notebook_source import read_source

from publishing import PublishError
from publishing.chapter import Chapter, contents
from publishing.embed import (
    THEME_BUTTON,
    as_json,
    check_loads,
    css_loads,
    dedupe,
    mathjax,
    models_element,
    static,
)
from publishing.render import Prose, markdown
from publishing.run import run

TITLE = "Deep neural networks for exploration geophysicists"
# Markdown files of the course that are pages, too.
DOCUMENTS = {"README.md": "about", "data/README.md": "data"}
SCRIPTS = ("mathjax_settings.js", "mathjax.js", "host.js", "page.js")


class Site:
    """The folder of pages, built one by one.

    Parameters
    ----------
    root : pathlib.Path
        The course.
    folder : pathlib.Path
        Where the pages go.
    data : pathlib.Path, optional
        Folder with the real files that were downloaded before: the pages show them.
    """

    def __init__(self, root, folder, data=None):
        self.root, self.folder, self.data = Path(root), Path(folder), data
        files = sorted((self.root / "notebooks" / "source").glob("[0-9][0-9]_*.md"))
        self.sources = {path.stem: path for path in files}
        self.pages = {path: f"{name}.html" for path, name in DOCUMENTS.items()}
        for name in self.sources:
            for place in ("notebooks", "notebooks/solutions"):
                self.pages[f"{place}/{name}.ipynb"] = f"{name}.html"
        self.pages["notebooks"] = self.pages["notebooks/solutions"] = "index.html"

    # ------------------------------------------------------------------------- building

    def build_chapter(self, source):
        """Execute a chapter with its solutions and write its page.

        Parameters
        ----------
        source : pathlib.Path
            notebooks/source/NN_topic.md

        Returns
        -------
        str
            What it is: widgets, size.
        """
        nb, name = read_source(source), source.stem
        widgets = run(nb, name, self.root / "notebooks", self.data)
        models, texts = dedupe(widgets)
        for key, text in texts.items():
            self._write_asset(f"widget_{key}.js", _brings(key, text))
        chapter = Chapter(nb, name, self.prose("notebooks", name))
        size = self._write(
            f"{name}.html",
            chapter.title,
            chapter.html(),
            toc=contents(chapter.headings),
            turn=self._neighbours(name),
            models=models,
            scripts=[f"widget_{key}.js" for key in texts],
        )
        return f"{len(widgets)} widgets, {size / 1e6:.1f} MB"

    def finish(self):
        """Write the assets, the index and the documents; check every link.

        Returns
        -------
        str
            What lies in the folder now.
        """
        self._write_asset("mathjax.js", mathjax())
        for name in ("common.css", "page.css", "theme.js", "host.js", "page.js"):
            self._write_asset(name, static(name))
        self._write_asset("mathjax_settings.js", static("mathjax_settings.js"))
        decks = self._copy_decks()
        for path, name in DOCUMENTS.items():
            self._write_document(path, name)
        self._write("index.html", TITLE, self._index(decks))
        self._check()
        files = [path for path in self.folder.rglob("*") if path.is_file()]
        size = sum(path.stat().st_size for path in files)
        return f"{len(files)} files, {size / 1e6:.1f} MB in all"

    def prose(self, place, where):
        """A renderer for text that stands in the folder ``place`` of the course."""
        return Prose(lambda url: self.link(url, place, where), folder=self.root / place)

    def link(self, url, place, where):
        """Address of a link on the pages; None for a file that is no page.

        Raises
        ------
        PublishError
            The course has no such file.
        """
        if re.match(r"[a-z][a-z0-9+.-]*:|#", url, re.IGNORECASE):
            return url
        path, _, anchor = url.partition("#")
        target = posixpath.normpath(posixpath.join(place, path))
        if target in self.pages:
            return self.pages[target] + (f"#{anchor}" if anchor else "")
        if target.startswith("..") or not (self.root / target).exists():
            raise PublishError(f"{where}: the link {url!r} leads nowhere")
        return None

    # -------------------------------------------------------------------------- writing

    def _write_asset(self, name, text):
        path = self.folder / "assets" / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(text, encoding="utf-8", newline="\n")

    def _write(self, name, title, body, toc="", turn="", models=None, scripts=()):
        """Write one page; return its size in bytes."""
        html = page(title, body, toc, turn, models or {}, scripts)
        path = self.folder / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(html, encoding="utf-8", newline="\n")
        return path.stat().st_size

    def _write_document(self, path, name):
        renderer = self.prose(posixpath.dirname(path), path)
        text = (self.root / path).read_text(encoding="utf-8")
        html = markdown(text, renderer)
        title = re.sub(r"<[^>]+>", "", renderer.headings[0][1])
        self._write(f"{name}.html", title, html, toc=contents(renderer.headings))

    def _copy_decks(self):
        """Copy the decks that `make slides` has built; return their names."""
        decks = sorted((self.root / "slides" / "build").glob("[0-9][0-9]_*.html"))
        for deck in decks:
            (self.folder / "slides").mkdir(parents=True, exist_ok=True)
            shutil.copyfile(deck, self.folder / "slides" / deck.name)
        return [deck.stem for deck in decks]

    def _neighbours(self, name):
        """Links to the chapter before and the one after."""
        names = list(self.sources)
        at = names.index(name)
        links = []
        if at > 0:
            title = escape(self._about(names[at - 1])[0])
            links.append(f'<a rel="prev" href="{names[at - 1]}.html">← {title}</a>')
        if at + 1 < len(names):
            title = escape(self._about(names[at + 1])[0])
            links.append(f'<a rel="next" href="{names[at + 1]}.html">{title} →</a>')
        return "".join(links)

    def _about(self, name):
        """(title, minutes, first paragraph) of a chapter, from its source."""
        cells = read_source(self.sources[name]).cells
        title = cells[0].source.splitlines()[0].removeprefix("# ")
        first = cells[0].source.split("\n\n")[1]
        text = "\n".join(c.source for c in cells if c.cell_type == "markdown")
        minutes = re.search(r"^\| \*\*In all\*\* \| \*\*(\d+)\*\* \|$", text, re.M)
        return title, minutes[1] if minutes else "", first

    def _index(self, decks):
        items = []
        for name in self.sources:
            title, minutes, first = self._about(name)
            words = markdown(first, self.prose("notebooks", name))
            deck = ""
            if name in decks:
                deck = f' · <a href="slides/{name}.html">slides</a>'
            items.append(
                f'<li><h2><a href="{name}.html">{escape(title)}</a></h2>{words}'
                f'<p class="source">{minutes} minutes{deck}</p></li>'
            )
        return (
            f"<h1>{TITLE}</h1>\n"
            "<p><strong>The lecture that runs.</strong> Every formula is a few lines "
            "of NumPy that you read, a picture that you drag, and an exercise that "
            "checks itself. The subject is rocks and seismic.</p>\n"
            "<p>These pages show the notebooks with their solutions; the pictures are "
            "alive, the code is to be read. To run it and to do the exercises, install "
            'the course: <a href="about.html">about this course</a>. What the data are '
            'and where they come from: <a href="data.html">data cards</a>.</p>\n'
            f'<ol class="chapters">{"".join(items)}</ol>'
        )

    # ------------------------------------------------------------------------- checking

    def _check(self):
        """Nothing comes from outside, and every link between pages has its target."""
        for sheet in self.folder.glob("assets/*.css"):
            for address in css_loads(sheet.read_text(encoding="utf-8")):
                if not address.startswith(("data:", "#")):
                    raise PublishError(f"{sheet.name} would load {address!r}")
        pages = {p.name: p.read_text("utf-8") for p in self.folder.glob("*.html")}
        ids = {name: set(re.findall(r'\bid="([^"]*)"', t)) for name, t in pages.items()}
        for name, text in pages.items():
            check_loads(text, f"page {name}", self.folder)
            for target in re.findall(r'<a\b[^>]*\bhref="([^"]*)"', text):
                if re.match(r"[a-z][a-z0-9+.-]*:", target, re.IGNORECASE):
                    continue
                file, _, anchor = target.partition("#")
                there = file or name
                if there in pages and (not anchor or anchor in ids[there]):
                    continue
                if there.startswith("slides/") and (self.folder / there).is_file():
                    continue
                if there.removesuffix(".html") in self.sources and there not in pages:
                    continue  # a chapter that was not asked for
                raise PublishError(f"page {name}: the link {target!r} leads nowhere")


def _brings(key, text):
    return f"(window.courseTexts ??= {{}})[{as_json(key)}] = {as_json(text)};\n"


def page(title, body, toc, turn, models, scripts):
    """HTML of one page."""
    assets = [f'<script defer src="assets/{name}"></script>' for name in scripts]
    assets += [f'<script defer src="assets/{name}"></script>' for name in SCRIPTS]
    nav = (
        '<nav class="contents" aria-label="On this page"><details open><summary>'
        f"On this page</summary>{toc}</details></nav>"
        if toc
        else ""
    )
    between = f'<nav class="turn" aria-label="Chapters">{turn}</nav>' if turn else ""
    name = re.sub(r"<[^>]+>", "", title)
    full = name if name == TITLE else f"{name} · {TITLE}"
    return f"""<!doctype html>
<html lang="en">
<head>
<meta charset="utf-8">
<meta name="viewport" content="width=device-width, initial-scale=1">
<title>{full}</title>
<link rel="icon" href="data:,">
<link rel="stylesheet" href="assets/common.css">
<link rel="stylesheet" href="assets/page.css">
<script src="assets/theme.js"></script>
{chr(10).join(assets)}
</head>
<body>
<a class="skip" href="#text">Skip to the text</a>
<header><a href="index.html">{TITLE}</a>
{THEME_BUTTON}</header>
<div class="sheet">
{nav}
<main id="text">
{body}
</main>
</div>
{between}
<footer><p>Text and figures: CC BY 4.0. Code: BSD-3-Clause. After the lecture “Machine
Learning for Exploration Geophysics, Th5: Deep neural networks”, Hamburg 2020.
<a href="about.html">About</a> · <a href="data.html">Data</a></p></footer>
{models_element(models)}
</body>
</html>
"""
