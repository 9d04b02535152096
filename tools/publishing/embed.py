"""Put scripts, styles and widgets into HTML; see that nothing comes from outside."""

import hashlib
import json
import re
from html.parser import HTMLParser
from importlib.util import find_spec
from pathlib import Path

from publishing import PublishError

THEME_BUTTON = (
    '<button class="theme" type="button" hidden aria-label="Light or dark">◐</button>'
)
STATIC = Path(__file__).parent / "static"
# What AnyWidget and ipywidgets add to a state and no front end without kernel reads.
PLUMBING = re.compile(
    r"_(model|view)_|_dom_classes$|_anywidget_id$|layout$|tooltip$|tabbable$"
)
LOADED_HREF = {"link", "image", "use", "base", "feimage"}
LOADED = {"src", "srcset", "poster", "data", "background"}
CSS_LOAD = re.compile(r"""@import\s*["']?([^"';)]+)|url\(\s*["']?([^"')]*)["']?\s*\)""")


def static(name):
    """Text of one of our own scripts or styles."""
    return (STATIC / name).read_text(encoding="utf-8")


def package_file(package, *path):
    """Text of a file of an installed package, found without importing the package."""
    spec = find_spec(package)
    if spec is None or not spec.submodule_search_locations:
        raise PublishError(
            f"the package with {package}/{'/'.join(path)} is not installed: run "
            "`make slides`, or `pip install -r requirements.lock`"
        )
    file = Path(spec.submodule_search_locations[0]).joinpath(*path)
    return file.read_text(encoding="utf-8")


def reveal(*path):
    return package_file("sphinx_revealjs", "_static", "revealjs", *path)


def mathjax():
    return package_file("mathjax", "static", "mathjax", "es5", "tex-svg.js")


def script(code):
    """A script element. Inside one, ``</script`` and ``<!--`` would end or upset it.

    In JavaScript both can only stand in strings, patterns and comments, where a
    backslash changes nothing.
    """
    code = re.sub(r"</(script)", r"<\\/\1", code, flags=re.IGNORECASE)
    code = code.replace("<!--", "<\\!--")
    code = re.sub(r"^//# sourceMappingURL=.*$", "", code, flags=re.MULTILINE)
    return f"<script>{code}</script>"


def style(css):
    return f"<style>{css}</style>"


def as_json(value):
    """JSON that may stand in a script element, whatever texts it holds."""
    text = json.dumps(value, ensure_ascii=False, separators=(",", ":"))
    return text.replace("<", "\\u003c")


def dedupe(widgets):
    """Take out of the widgets what they share: each text is kept once, by its hash.

    Modules and styles always; data where several widgets hold the same.

    Parameters
    ----------
    widgets : dict of str to dict
        From `run`.

    Returns
    -------
    models : dict of str to dict
        Model id → ``{"module": key, "style": key, "state": …, "buffers": […]}``; a
        buffer has its ``path`` and either its ``data`` or the ``key`` of them.
    texts : dict of str to str
        Key → text of a module or style, or data in base64.
    """
    models, texts = {}, {}
    every = [b["data"] for widget in widgets.values() for b in widget["buffers"]]

    def keep(text):
        key = hashlib.sha256(text.encode()).hexdigest()[:16]
        texts[key] = text
        return key

    for model_id, widget in widgets.items():
        state = dict(widget["state"])
        model = {
            "module": keep(state.pop("_esm", "") or ""),
            "style": keep(state.pop("_css", "") or ""),
            "buffers": [
                {"path": b["path"], "key": keep(b["data"])}
                if every.count(b["data"]) > 1
                else b
                for b in widget["buffers"]
            ],
        }
        model["state"] = {k: v for k, v in state.items() if not PLUMBING.match(k)}
        models[model_id] = model
    return models, texts


def models_element(models):
    return (
        f'<script type="application/json" id="course-models">{as_json(models)}</script>'
    )


def texts_script(texts):
    """JavaScript that brings the widgets' modules and styles."""
    return f"window.courseTexts = {as_json(texts)};"


class _Loads(HTMLParser):
    """Collects what a browser would fetch for a page: (tag, address)."""

    def __init__(self):
        super().__init__()
        self.found, self.in_style = [], False

    def handle_starttag(self, tag, attributes):
        self.in_style = tag == "style"
        for name, value in attributes:
            value = (value or "").strip()
            if name == "srcset":
                for part in re.split(r",\s+", value):
                    self.found.append((tag, part.split(" ")[0]))
            elif name in LOADED and not (name == "data" and tag != "object"):
                self.found.append((tag, value))
            elif name in ("href", "xlink:href") and tag in LOADED_HREF:
                self.found.append((tag, value))
            elif name == "style":
                self.found += [(tag, address) for address in css_loads(value)]
            elif name == "http-equiv" and value.lower() == "refresh":
                self.found.append((tag, "a refresh to another page"))

    def handle_endtag(self, tag):
        self.in_style = self.in_style and tag != "style"

    def handle_data(self, data):
        if self.in_style:
            self.found += [("style", address) for address in css_loads(data)]


def css_loads(css):
    """Addresses that a style sheet would fetch."""
    return [(first or second).strip() for first, second in CSS_LOAD.findall(css)]


def check_loads(html, name, folder=None):
    """Raise if a browser that opens ``html`` would load anything from outside.

    Parameters
    ----------
    html : str
    name : str
        Name of the file, for the message.
    folder : pathlib.Path, optional
        Where relative addresses may lead, to files that exist; None for a file that
        must stand alone.

    Raises
    ------
    PublishError
    """
    parser = _Loads()
    parser.feed(html)
    parser.close()
    for tag, address in parser.found:
        if not address or address.startswith(("data:", "#", "blob:")):
            continue
        outside = re.match(r"[a-z][a-z0-9+.-]*:|/", address, re.IGNORECASE)
        if folder is not None and not outside:
            if (folder / address.split("#")[0].split("?")[0]).is_file():
                continue
        raise PublishError(
            f"{name}: <{tag}> would load {address[:100]!r}; put it into the file "
            "(figures.show does), a network may be missing in the room"
        )
