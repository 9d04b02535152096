"""What a student sees: the outcome of a check, a hint, a solution, the progress table.

Each object has two faces, HTML for notebooks and the same words as plain text, and both
are the same in every run: no times, no memory addresses. Everything is escaped here and
nowhere else. Colours come from JupyterLab's theme variables (with fallbacks for pages
without them), and never carry the meaning alone: an icon and a word stand beside them.
"""

import re
from dataclasses import dataclass, field
from html import escape

CORRECT = "correct"
NOT_YET = "not yet"
NOT_ATTEMPTED = "not attempted"

_FACES = {  # icon, theme variable, fallback colour
    CORRECT: ("✓", "--jp-success-color1", "#2e7d32"),
    NOT_YET: ("↻", "--jp-warn-color1", "#b26a00"),
    NOT_ATTEMPTED: ("○", "--jp-info-color1", "#1565c0"),
    "hint": ("?", "--jp-info-color1", "#1565c0"),
    "solution": ("≡", "--jp-info-color1", "#1565c0"),
}
_TEXT = "color: var(--jp-content-font-color1, inherit)"
_CODE = (
    "font-family: var(--jp-code-font-family, monospace); "
    "font-size: var(--jp-code-font-size, 0.9em); color: inherit; background: none"
)


@dataclass
class Outcome:
    """The result of one check.

    Attributes
    ----------
    status : str
        ``"correct"``, ``"not yet"`` or ``"not attempted"``.
    title : str
        Name of the exercise.
    message : str
        The one sentence that matters.
    details : list of str
        What supports it: the smallest counterexample, the value that differs most.
    printed : str
        What the student's function printed, to help them debug.
    """

    status: str
    title: str
    message: str
    details: list[str] = field(default_factory=list)
    printed: str = ""

    @property
    def passed(self):
        return self.status == CORRECT

    def __repr__(self):
        lines = [f"{_FACES[self.status][0]} {self.status} · {self.title}", self.message]
        lines += self.details
        if self.printed:
            lines += ["Your function printed:", *_indented(self.printed)]
        return "\n".join(lines)

    def _repr_html_(self):
        body = "".join(_paragraph(text) for text in [self.message, *self.details])
        if self.printed:
            body += _paragraph("Your function printed:") + _block(self.printed)
        return _box(self.status, self.title, body)


@dataclass
class Note:
    """A hint or a solution: a heading, a sentence, and code where there is some."""

    kind: str
    title: str
    message: str
    code: str = ""

    def __repr__(self):
        icon = _FACES[self.kind][0]
        lines = [f"{icon} {self.kind} · {self.title}"]
        lines += [self.message] if self.message else []
        return "\n".join([*lines, *_indented(self.code)])

    def _repr_html_(self):
        body = _paragraph(self.message) if self.message else ""
        return _box(self.kind, self.title, body + (_block(self.code) * bool(self.code)))


@dataclass
class Table:
    """Progress: ``rows`` of (chapter, exercise, kind, state) under a summary."""

    rows: list[tuple[str, str, str, str]]
    summary: str

    def __repr__(self):
        head = ("chapter", "exercise", "kind", "state")
        widths = [max(len(row[i]) for row in [head, *self.rows]) for i in range(4)]
        lines = [
            "  ".join(
                cell.ljust(width) for cell, width in zip(row, widths, strict=True)
            )
            for row in [head, *self.rows]
        ]
        return "\n".join([self.summary, *(line.rstrip() for line in lines)])

    def _repr_html_(self):
        left = "text-align: left; padding: 2px 12px 2px 0"
        head = "".join(
            f'<th scope="col" style="{left}">{name}</th>'
            for name in ("Chapter", "Exercise", "Kind", "State")
        )
        rows = "".join(
            "<tr>"
            + "".join(f'<td style="{left}">{_inline(cell)}</td>' for cell in row)
            + "</tr>"
            for row in self.rows
        )
        return (
            f'<table style="{_TEXT}"><caption style="{left}; {_TEXT}">'
            f"{_inline(self.summary)}</caption>"
            f"<thead><tr>{head}</tr></thead><tbody>{rows}</tbody></table>"
        )


def _inline(text):
    """Escape ``text``; what stands between backticks becomes code."""
    code = rf'<code style="{_CODE}">\1</code>'
    return re.sub(r"`([^`]+)`", code, escape(text))


def _paragraph(text):
    return f'<p style="margin: 0.3em 0 0 0; {_TEXT}">{_inline(text)}</p>'


def _block(text):
    return (
        f'<pre tabindex="0" style="margin: 0.3em 0 0 0; overflow-x: auto; {_CODE}; '
        f'{_TEXT}"><code style="{_CODE}">{escape(text)}</code></pre>'
    )


def _box(kind, title, body):
    icon, variable, fallback = _FACES[kind]
    colour = f"var({variable}, {fallback})"
    return (
        '<div role="status" style="padding: 0.4em 0.8em; max-width: 60em; '
        "overflow-wrap: anywhere; "
        f'border: 1px solid {colour}; border-left-width: 6px; {_TEXT}">'
        f'<span aria-hidden="true">{icon}</span> '
        f"<strong>{kind}</strong> · {_inline(title)}{body}</div>"
    )


def _indented(text):
    return [f"    {line}".rstrip() for line in text.rstrip("\n").split("\n") if text]
