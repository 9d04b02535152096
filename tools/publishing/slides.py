"""A deck: slides out of cells, and the one HTML file that holds them all.

A cell's ``slideshow.slide_type`` says what it begins: a slide, a subslide (below it), a
fragment (appears with the next key), notes for the presenter, or skip (runs unseen).
Without one, a cell goes on where the last one stopped.
"""

import re
from dataclasses import dataclass, field
from html import escape

from notebook_source import read_source

from publishing import PublishError
from publishing.embed import (
    THEME_BUTTON,
    check_loads,
    dedupe,
    mathjax,
    models_element,
    reveal,
    script,
    static,
    style,
    texts_script,
)
from publishing.render import Prose, code, markdown, outputs
from publishing.run import place, run

SLIDE_TYPES = {"slide", "subslide", "fragment", "notes", "skip", "-", ""}
LAYOUTS = {"title", "side", "wide", "words"}
LIMIT = 4_000_000  # bytes of a deck
MINUTES = re.compile(r"^\*\*(\d+(?:\.\d+)?) min\.\*\*", re.MULTILINE)


@dataclass
class Slide:
    """One slide: HTML of its parts, and how they are laid out."""

    below: bool  # a subslide
    layout: str = ""  # one of LAYOUTS; empty: what suits its parts
    zoom: float = 1.0  # of its widget
    heading: str = ""
    words: list[str] = field(default_factory=list)
    pictures: list[str] = field(default_factory=list)
    notes: list[str] = field(default_factory=list)

    @property
    def shape(self):
        """The layout, chosen by what is there where the author has not."""
        if self.layout:
            return self.layout
        if not self.pictures:
            return "words"
        if any('class="widget"' in picture for picture in self.pictures):
            return "wide"
        return "side" if self.words else "wide"


def slides_of(nb, name):
    """Slides of an executed deck, in order.

    Parameters
    ----------
    nb : nbformat.NotebookNode
    name : str
        Name of the deck, for messages.

    Returns
    -------
    list of Slide
    """
    slides = []
    for i, cell in enumerate(nb.cells):
        options = cell.metadata.get("slideshow", {})
        kind = options.get("slide_type", "")
        where = f"{name}, {place(nb, i)}"
        if kind not in SLIDE_TYPES:
            raise PublishError(
                f"{where}: slide_type {kind!r} is none of {sorted(SLIDE_TYPES)}"
            )
        if kind == "skip":
            continue
        if kind in ("slide", "subslide"):
            slides.append(Slide(below=kind == "subslide" and bool(slides)))
        if not slides:
            raise PublishError(f"{where}: the deck must begin with a slide, or skip it")
        _set_options(slides[-1], options, where)
        _add(slides[-1], nb, i, kind, name)
    return slides


def _set_options(slide, options, where):
    if "layout" in options:
        if options["layout"] not in LAYOUTS:
            raise PublishError(
                f"{where}: layout {options['layout']!r} is none of {sorted(LAYOUTS)}"
            )
        slide.layout = options["layout"]
    if "zoom" in options:
        slide.zoom = float(options["zoom"])


def _add(slide, nb, i, kind, name):
    """Put one cell where it belongs on its slide."""
    cell = nb.cells[i]
    if cell.cell_type == "code":
        pictures = outputs(nb, i, name)
        if "show-code" in cell.metadata.get("tags", []):
            slide.words.append(_step(code(cell.source), kind))
        if pictures:
            slide.pictures.append(_step(pictures, kind))
        return
    where = f"{name}, {place(nb, i)}"
    html = markdown(cell.source, Prose(lambda url: _outward(url, where), "."))
    if kind == "notes":
        slide.notes.append(html)
        return
    if not slide.heading and (
        found := re.match(r"\s*<h[1-3][^>]*>(.*?)</h[1-3]>", html)
    ):
        slide.heading = found[1]
        html = html[found.end() :]
    if html.strip():
        slide.words.append(_step(html, kind))


def _outward(url, where):
    """A link on a slide; none may start from the file's place, which is any."""
    if re.match(r"https?:|#|mailto:", url):
        return url
    raise PublishError(
        f"{where}: the link {url!r} starts from the deck's place, but a deck is one "
        "file that may lie anywhere; name the notebook in words"
    )


def _step(html, kind):
    return f'<div class="fragment">{html}</div>' if kind == "fragment" else html


def section(slide):
    """HTML of one slide."""
    words, pictures = "".join(slide.words), "".join(slide.pictures)
    # the source of what is shown stands at the foot
    sources = "".join(re.findall(r'<p class="source">.*?</p>', words, re.DOTALL))
    words = re.sub(r'<p class="source">.*?</p>\n?', "", words, flags=re.DOTALL)
    parts = [f"<h2>{slide.heading}</h2>"] if slide.heading else []
    parts += [f'<div class="words">{words}</div>'] if words.strip() else []
    parts += [f'<div class="pictures">{pictures}</div>'] if pictures else []
    parts += [f"<footer>{sources}</footer>"] if sources else []
    parts += (
        [f'<aside class="notes">{"".join(slide.notes)}</aside>'] if slide.notes else []
    )
    zoom = f' style="--zoom: {slide.zoom:g}"' if slide.zoom != 1 else ""
    return f'<section class="{slide.shape}"{zoom}>{"".join(parts)}</section>'


def columns(slides):
    """Sections of all slides; subslides share a section with the slide above them."""
    groups = []
    for slide in slides:
        if slide.below:
            groups[-1].append(slide)
        else:
            groups.append([slide])
    html = []
    for group in groups:
        inner = "\n".join(section(slide) for slide in group)
        html.append(inner if len(group) == 1 else f"<section>{inner}</section>")
    return "\n".join(html)


def plain(html):
    """Words of a piece of HTML."""
    return re.sub(r"\s+", " ", re.sub(r"<[^>]+>", "", html)).strip()


def deck_html(nb, widgets, name):
    """The whole deck as one HTML file.

    Parameters
    ----------
    nb : nbformat.NotebookNode
        Executed.
    widgets : dict of str to dict
        From `run`.
    name : str

    Returns
    -------
    str

    Raises
    ------
    PublishError
        Something would be loaded from outside, or the file is larger than 4 MB.
    """
    slides = slides_of(nb, name)
    models, texts = dedupe(widgets)
    title = escape(plain(slides[0].heading) or name, quote=False)
    head = style(reveal("dist", "reveal.css")) + style(static("common.css"))
    head += style(static("deck.css")) + script(static("theme.js"))
    html = f"""<!doctype html>
<html lang="en">
<head>
<meta charset="utf-8">
<meta name="viewport" content="width=device-width, initial-scale=1">
<title>{title}</title>
{head}
<noscript>{style(static("deck_without_script.css"))}</noscript>
</head>
<body>
<main>
<h1 class="unseen">{title}</h1>
<div class="reveal"><div class="slides">
{columns(slides)}
</div></div>
{THEME_BUTTON}
</main>
{script(static("mathjax_settings.js"))}
{script(mathjax())}
{script(reveal("dist", "reveal.js"))}
{script(reveal("plugin", "notes", "notes.js"))}
{script(texts_script(texts))}
{models_element(models)}
{script(static("host.js"))}
{script(static("deck.js"))}
</body>
</html>
"""
    check_loads(html, f"deck {name}")
    size = len(html.encode())
    if size > LIMIT:
        raise PublishError(
            f"deck {name} is {size / 1e6:.1f} MB; at most {LIMIT / 1e6:g} MB: use "
            "fewer or smaller figures"
        )
    return html


def build_deck(source, target, data=None):
    """Execute a deck and write its HTML file.

    Parameters
    ----------
    source : pathlib.Path
        slides/NN_topic.md
    target : pathlib.Path
        The HTML file to write.
    data : pathlib.Path, optional
        Folder with the real files that were downloaded before: the deck shows them.
        Without it, what stands in for them.

    Returns
    -------
    str
        What it is: slides, minutes, widgets, size.
    """
    nb, name = read_source(source), source.stem
    widgets = run(nb, name, source.parent, data)
    html = deck_html(nb, widgets, name)
    target.parent.mkdir(parents=True, exist_ok=True)
    target.write_text(html, encoding="utf-8", newline="\n")
    return (
        f"{len(slides_of(nb, name))} slides, {minutes(nb):g} min, "
        f"{len(widgets)} widgets, {target.stat().st_size / 1e6:.1f} MB"
    )


def minutes(nb):
    """Sum of the minutes that the notes of a deck begin with, as in ``**2 min.**``."""
    text = "\n".join(c.source for c in nb.cells if c.cell_type == "markdown")
    return sum(map(float, MINUTES.findall(text)))
