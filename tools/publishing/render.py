"""Cells as HTML: prose with mathematics, code, outputs, places for widgets."""

import re
from html import escape

from nbconvert.filters import Highlight2HTML
from nbconvert.filters.markdown_mistune import IPythonRenderer, MarkdownWithMath

from publishing import PublishError
from publishing.run import WIDGET_VIEW, place

_highlight = Highlight2HTML(pygments_lexer="ipython3")


class Prose(IPythonRenderer):
    """Markdown to HTML. ``link_to(url)`` gives a link's new address, or None."""

    def __init__(self, link_to, folder, ids=None):
        super().__init__(
            escape=False, embed_images=True, exclude_anchor_links=True, path=str(folder)
        )
        self.link_to = link_to
        self.ids = set() if ids is None else ids
        self.headings = []

    def heading(self, text, level, **attributes):
        """A heading with the id that JupyterLab gives it: links name that one."""
        plain = re.sub(r"<[^>]+>", "", text)
        anchor = base = plain.replace(" ", "-")
        number = 1
        while anchor in self.ids:
            number += 1
            anchor = f"{base}-{number}"
        self.ids.add(anchor)
        self.headings.append((level, text, anchor))
        return f'<h{level} id="{escape(anchor)}">{text}</h{level}>\n'

    def link(self, text, url, title=None):
        address = self.link_to(url)
        if address is None:  # a file of the course that is no page
            return f'<span class="file" title="{escape(url)}">{text}</span>'
        return super().link(text, address, title)

    def paragraph(self, text):
        if text.startswith(("Source: ", "Sources: ")):
            return f'<p class="source">{text}</p>\n'
        return super().paragraph(text)

    def block_html(self, html):
        # nbconvert would close what is open here, such as <details> around paragraphs
        return super(IPythonRenderer, self).block_html(html)

    def inline_html(self, html):
        return super(IPythonRenderer, self).inline_html(html)

    def table(self, text):
        # a header that holds nothing would be read out as one
        text = re.sub(
            r"<thead>\s*<tr>(\s*<th[^>]*></th>)+\s*</tr>\s*</thead>", "", text
        )
        text = re.sub(r"<th([^>]*)></th>", r"<td\1></td>", text)
        # wide tables scroll in their box, not the page
        return f'<div class="wide"><table>\n{text}</table></div>\n'


def markdown(text, renderer):
    return MarkdownWithMath(renderer=renderer).render(text)


def code(source):
    """Highlighted Python."""
    return f'<div class="code">{_highlight(source)}</div>'


def outputs(nb, index, name):
    """HTML of all outputs of a code cell.

    Raises
    ------
    PublishError
        A picture without alt text, or an output that no browser can show.
    """
    cell = nb.cells[index]
    where = f"{name}, {place(nb, index)}"
    return "".join(output(o, where) for o in cell.get("outputs", []))


def output(result, where):
    """HTML of one output."""
    if result.output_type == "stream":
        kind = "printed" if result.name == "stdout" else "printed warning"
        return f'<pre class="{kind}">{escape(result.text)}</pre>\n'
    data, metadata = result.get("data", {}), result.get("metadata", {})
    if WIDGET_VIEW in data:
        still = picture(data, metadata, where) if "image/png" in data else ""
        model_id = escape(data[WIDGET_VIEW]["model_id"])
        return (
            f'<div class="widget" data-model="{model_id}" data-prevent-swipe>'
            f'<div class="still">{still}</div></div>\n'
        )
    if "text/html" in data:
        return f'<div class="output">{data["text/html"]}</div>\n'
    if "image/png" in data:
        return picture(data, metadata, where)
    if "text/plain" in data:
        return f'<pre class="printed">{escape(data["text/plain"])}</pre>\n'
    raise PublishError(f"{where}: no page can show {', '.join(data) or 'this output'}")


def picture(data, metadata, where):
    alt = metadata.get("image/png", {}).get("alt", "")
    if not alt:
        raise PublishError(f"{where}: a picture without alt text; use figures.show")
    image = data["image/png"].replace("\n", "")
    return f'<img src="data:image/png;base64,{image}" alt="{escape(alt)}">\n'
