"""A chapter's page: prose, code, outputs, exercises with folded solutions."""

from html import escape

from notebook_source import MARKER, blank

from publishing.render import code, markdown, outputs

DEPENDS = (
    '<p class="aside">What this cell shows depends on your machine: run it in '
    "JupyterLab.</p>\n"
)


class Chapter:
    """An executed chapter as HTML.

    Parameters
    ----------
    nb : nbformat.NotebookNode
        Executed, from the source: exercises hold their solutions.
    name : str
        For messages.
    renderer : Prose
    """

    def __init__(self, nb, name, renderer):
        self.nb, self.name, self.renderer = nb, name, renderer
        self.body = self._body()

    def html(self):
        return self.body

    @property
    def headings(self):
        """(level, html, id) of every heading, in order."""
        return self.renderer.headings

    @property
    def title(self):
        return self.headings[0][1]

    def _body(self):
        parts, cells, skip = [], self.nb.cells, False
        for i, cell in enumerate(cells):
            if skip:  # the check of the exercise before it
                skip = False
            elif cell.cell_type == "markdown":
                parts.append(markdown(cell.source, self.renderer))
            elif "exercise" in cell.metadata.get("tags", []):
                parts.append(self._exercise(i))
                skip = True  # the reader of sources asks for a check after each
            else:
                parts.append(self._cell(i))
        return "".join(parts)

    def _cell(self, i):
        """Code and what it shows; code that only draws is folded."""
        source, shown = self.nb.cells[i].source, self._outputs(i)
        if source.startswith("figures.show("):
            return fold("Code of this figure", code(source), "drawing") + shown
        return code(source) + shown

    def _exercise(self, i):
        """What the student gets; folded below it the solution and its check."""
        source = self.nb.cells[i].source
        kept = [line for line in source.splitlines() if line.strip() != MARKER]
        check = self.nb.cells[i + 1].source
        answer = code("\n".join(kept)) + self._outputs(i)
        answer += code(check) + self._outputs(i + 1)
        return code(blank(source)) + fold("Solution", answer, "solution")

    def _outputs(self, i):
        tags = self.nb.cells[i].metadata.get("tags", [])
        if "nbval-ignore-output" in tags:
            return DEPENDS
        return outputs(self.nb, i, self.name)


def fold(title, html, kind):
    return f'<details class="{kind}"><summary>{title}</summary>{html}</details>\n'


def contents(headings):
    """Table of contents out of (level, html, id) of the headings."""
    items = [
        f'<li><a href="#{escape(anchor)}">{text}</a></li>'
        for level, text, anchor in headings
        if level == 2
    ]
    return f"<ol>{''.join(items)}</ol>" if items else ""
