"""Relative links of Markdown files and notebooks, and whether their targets exist."""

import re
from pathlib import Path

import nbformat

LINK = re.compile(
    r"""!?\[(?:[^\]\[]|\[[^\]]*\])*\]\(\s*<?([^)\s>]+)[^)]*\)|\b(?:src|href)="([^"]+)\""""
)
CODE = re.compile(r"^ *```.*?^ *```|`[^`\n]+`", re.S | re.M)


def dead_links(path):
    """Targets of relative links in a file that do not exist.

    Parameters
    ----------
    path : pathlib.Path
        A .md or .ipynb file.
    """
    dead = []
    for first, second in LINK.findall(CODE.sub("", _text(path))):
        target = first or second
        if re.match(r"[a-z][a-z0-9+.-]*:|//", target, re.I):
            continue  # elsewhere, or data inside the file
        file, _, anchor = target.partition("#")
        there = (path.parent / file) if file else path
        if target.startswith("/") or not there.exists():
            dead.append(target)
        elif anchor and there.suffix in (".md", ".ipynb"):
            if anchor not in _anchors(there):
                dead.append(target)
    return dead


def _text(path):
    if path.suffix == ".md":
        return path.read_text(encoding="utf-8")
    nb = nbformat.read(path, as_version=4)
    return "\n\n".join(c.source for c in nb.cells if c.cell_type == "markdown")


def _anchors(path):
    """Ids of headings: JupyterLab keeps capitals and signs, GitHub does not."""
    headings = re.findall(r"^#+ +(.+?) *$", CODE.sub("", _text(path)), flags=re.M)
    if path.suffix == ".ipynb":
        return {heading.replace(" ", "-") for heading in headings}
    plain = [re.sub(r"[^\w\- ]", "", heading.lower()) for heading in headings]
    return {heading.replace(" ", "-") for heading in plain}


def text_files(root):
    """All Markdown files and notebooks of the course that hold links.

    Sources are left out: their links are those of the notebooks built from them.
    """
    skipped = {"build", "download", "node_modules", "work"}
    for path in sorted(Path(root).rglob("*")):
        parts = path.relative_to(root).parts
        if path.suffix not in (".md", ".ipynb") or path.name.startswith("my_"):
            continue
        if any(part.startswith(".") or part in skipped for part in parts):
            continue
        if parts[:2] == ("notebooks", "source"):
            continue
        yield path
