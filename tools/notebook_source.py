"""One source, two notebooks: reading notebooks/source and the rule for exercises.

In a cell tagged ``exercise``, the line ``# solution`` and everything below it become
``...`` in the student's copy. The cell after it checks the answer, as in
``neurons.sigmoid.check(sigmoid)``, and so names the exercise.
"""

import ast
import hashlib
import posixpath
import re

import nbformat
from jupytext.myst import MystMetadataParsingError, myst_to_notebook

MARKER = "# solution"
CHECK = re.compile(r"\b(\w+)\.(\w+)\.check\(")
# One fixed block: whichever Python happened to run must not show as a change.
METADATA = {
    "kernelspec": {
        "display_name": "Python 3",
        "language": "python",
        "name": "python3",
    },
    "language_info": {
        "file_extension": ".py",
        "mimetype": "text/x-python",
        "name": "python",
        "pygments_lexer": "ipython3",
    },
}
LINK = re.compile(r"""(\]\(|\b(?:src|href)=["'])([^)"'\s#][^)"'\s]*)""")


class SourceError(Exception):
    """A source that cannot be built; the message names file, line and cell."""


def read_source(path):
    """Read one source.

    Parameters
    ----------
    path : pathlib.Path
        notebooks/source/NN_topic.md

    Returns
    -------
    nbformat.NotebookNode
        All cells with their solutions and ids; ``metadata.source_map`` holds the
        line at which each cell starts.

    Raises
    ------
    SourceError
        The file is not MyST Markdown, or an exercise breaks the rule.
    """
    try:
        nb = myst_to_notebook(path.read_text(encoding="utf-8"), add_source_map=True)
    except MystMetadataParsingError as error:
        raise SourceError(f"{path.name}: {error}") from None
    except nbformat.ValidationError as error:
        raise SourceError(
            f"{path.name}: a cell's options are wrong: {error.message}; tags, for "
            "example, are a list, ':tags: [exercise]'"
        ) from None
    if not nb.cells:
        raise SourceError(f"{path.name}: no cells")
    seen = {}
    for i, cell in enumerate(nb.cells):
        cell.id = _cell_id(cell, seen)
        _check_cell(nb, i, path)
    return nb


def _cell_id(cell, seen):
    """An id from type and text, numbered where a text occurs again.

    Editing one cell leaves the ids of all others alone, and both copies share it.
    """
    digest = hashlib.sha256(f"{cell.cell_type}\n{cell.source}".encode()).hexdigest()[
        :12
    ]
    seen[digest] = seen.get(digest, 0) + 1
    return digest if seen[digest] == 1 else f"{digest}-{seen[digest]}"


def _is_exercise(cell):
    return "exercise" in cell.metadata.get("tags", [])


def _where(nb, i, path):
    # jupytext gives the line of a code cell's fence from 1, that of other cells from 0
    line = nb.metadata.source_map[i] + (nb.cells[i].cell_type != "code")
    first = nb.cells[i].source.strip().splitlines()[:1]
    return f"{path.name}, line {line}, cell {i + 1} ({''.join(first)[:50]!r})"


def _check_cell(nb, i, path):
    """Raise if the cell breaks the rule of exercises."""
    cell, where = nb.cells[i], _where(nb, i, path)
    lines = cell.source.splitlines()
    markers = [n for n, line in enumerate(lines) if line.strip() == MARKER]
    if cell.cell_type != "code":
        return
    if not _is_exercise(cell):
        if markers:
            raise SourceError(
                f"{where}: has '{MARKER}' but not the tag 'exercise'; "
                "the student would see the solution"
            )
        return
    if len(markers) != 1:
        raise SourceError(
            f"{where}: an exercise needs the line '{MARKER}' exactly once; "
            f"found {len(markers)}"
        )
    indent = _indent(lines[markers[0]])
    below = [line for line in lines[markers[0] + 1 :] if line.strip()]
    if not below:
        raise SourceError(f"{where}: no code below '{MARKER}'")
    for line in below[: len(below) - bool(_closing(lines))]:
        if _indent(line) < indent:
            raise SourceError(
                f"{where}: {line.strip()!r} stands left of '{MARKER}'; it would vanish "
                "from the student's copy. Move it to another cell"
            )
    if _indent(below[0]) != indent:
        raise SourceError(
            f"{where}: {below[0].strip()!r} must be indented like '{MARKER}' above it"
        )
    for code, copy in ((cell.source, "solution"), (blank(cell.source), "student")):
        try:
            ast.parse(code)
        except SyntaxError as error:
            raise SourceError(f"{where}: the {copy} is not Python: {error}") from None
    follower = nb.cells[i + 1] if i + 1 < len(nb.cells) else None
    if (
        follower is None
        or follower.cell_type != "code"
        or not CHECK.search(follower.source)
    ):
        raise SourceError(
            f"{where}: the next cell must check it, such as 'neurons.name.check(name)'"
        )


def _indent(line):
    return len(line) - len(line.lstrip(" "))


def blank(source):
    """Exercise cell as the student gets it: ``...`` in the place of the solution.

    A bracket opened above the solution is closed below it.
    """
    lines = source.splitlines()
    n = next(n for n, line in enumerate(lines) if line.strip() == MARKER)
    return "\n".join([*lines[:n], " " * _indent(lines[n]) + "...", *_closing(lines)])


def _closing(lines):
    """The last line, if it is a bracket left of the marker; else nothing."""
    marker = next(line for line in lines if line.strip() == MARKER)
    last = lines[-1]
    alone = last.strip() in {")", "]", "}"} and _indent(last) < _indent(marker)
    return [last] if alone else []


def exercise_solutions(nb):
    """Code of each exercise by the name in its check: {"neurons.sigmoid": "def …"}."""
    found = {}
    for cell, follower in zip(nb.cells, nb.cells[1:], strict=False):
        if _is_exercise(cell):
            name = ".".join(CHECK.search(follower.source).groups())
            kept = [n for n in cell.source.splitlines() if n.strip() != MARKER]
            found[name] = "\n".join(kept)
    return found


def student_copy(nb):
    """Notebook without solutions and without outputs."""
    return _copy(nb, lambda cell: blank(cell.source) if _is_exercise(cell) else None)


def solution_copy(nb, chapters):
    """Notebook with solutions, not yet executed; its links start one folder deeper.

    Parameters
    ----------
    nb : nbformat.NotebookNode
        From `read_source`.
    chapters : list of str
        Names of all chapters: their notebooks are neighbours in both folders.
    """

    def relink(cell):
        if cell.cell_type == "markdown":
            return LINK.sub(lambda m: m[1] + deeper(m[2]), cell.source)

    def deeper(target):
        if re.match(r"[a-z]+:|/", target) or target.split(".ipynb")[0] in chapters:
            return target
        moved = posixpath.relpath(target.split("#")[0], "solutions")
        return moved + "".join(target.partition("#")[1:])

    return _copy(nb, relink)


def _copy(nb, rewrite):
    cells = []
    for cell in nb.cells:
        # the source stands where the rewriting has nothing to say
        source = rewrite(cell)
        cells.append(_bare(cell, cell.source if source is None else source))
    copy = nbformat.v4.new_notebook(cells=cells, metadata=METADATA)
    nbformat.validate(copy)
    return copy


def _bare(cell, source):
    tags = list(cell.metadata.get("tags", []))
    if "guarded" in tags:
        tags.append("nbval-ignore-output")  # depends on a download
    make = getattr(nbformat.v4, f"new_{cell.cell_type}_cell")
    metadata = {k: v for k, v in cell.metadata.items() if k != "tags"}
    if tags:
        metadata["tags"] = tags
    if cell.cell_type == "code" and source.startswith("figures.show("):
        metadata["jupyter"] = {"source_hidden": True}  # it only draws: folded
    return make(source=source, id=cell.id, metadata=metadata)


def skeleton(nb):
    """What must agree between a built solution and its source: all but outputs."""
    return [(c.id, c.cell_type, c.source, dict(c.metadata)) for c in nb.cells]
