"""Build the notebooks that students open, and their solutions, from notebooks/source.

    python tools/build_notebooks.py              all chapters
    python tools/build_notebooks.py 01_neurons   only this one
    python tools/build_notebooks.py --student    without executing the solutions
    python tools/build_notebooks.py --check      change nothing, report what is stale

The student's copy has neither solutions nor outputs; the solution is executed and keeps
its outputs. The code of every exercise goes to course_lib/exercises/solutions.json,
from where ``neurons.sigmoid.solution()`` shows it.
"""

import argparse
import json
import subprocess
import sys
import time
from pathlib import Path

import nbformat
from nbclient import NotebookClient
from nbclient.exceptions import CellExecutionError, CellTimeoutError, DeadKernelError
from notebook_kernel import kernel_surroundings, name_usual_folder
from notebook_source import (
    METADATA,
    SourceError,
    exercise_solutions,
    read_source,
    skeleton,
    solution_copy,
    student_copy,
)

ROOT = Path(__file__).resolve().parent.parent
WIDGET_VIEW = "application/vnd.jupyter.widget-view+json"
CELL_TIMEOUT = 300  # seconds; a limit for what hangs, not for slow machines


def execute(nb, folder):
    """Run a solution from top to bottom in its folder and keep what is stable of it."""
    client = NotebookClient(
        nb,
        timeout=CELL_TIMEOUT,
        kernel_name="python3",
        record_timing=False,
        store_widget_state=False,
        coalesce_streams=True,
        resources={"metadata": {"path": str(folder)}},
    )
    with kernel_surroundings(strict=True):
        # hides what the kernel reports about itself, not what the cells print
        client.execute(stderr=subprocess.DEVNULL)
    nb.metadata = nbformat.from_dict(METADATA)
    for cell in nb.cells:
        for output in cell.get("outputs", []):
            _keep_still(output)
            name_usual_folder(output)
    return nb


def _keep_still(output):
    """Drop the link to a widget that is gone; its still picture or text then shows.

    The link is a random number that would also change the file at each build.
    """
    data = output.get("data", {})
    if data.pop(WIDGET_VIEW, None) and "image/png" in data:
        words = f"Still picture of the widget {data.get('text/plain', '')}"
        output.metadata.setdefault("image/png", {}).setdefault("alt", words)


def as_text(nb):
    return nbformat.writes(nb, version=4).rstrip("\n") + "\n"


class Course:
    """The folders of one course: reading, building and checking all its chapters."""

    def __init__(self, root=ROOT):
        self.notebooks = Path(root) / "notebooks"
        self.solutions_file = Path(root) / "course_lib" / "exercises" / "solutions.json"

    @property
    def chapters(self):
        return sorted(p.stem for p in (self.notebooks / "source").glob("*.md"))

    def source(self, chapter):
        return read_source(self.notebooks / "source" / f"{chapter}.md")

    def student_path(self, chapter):
        return self.notebooks / f"{chapter}.ipynb"

    def solution_path(self, chapter):
        return self.notebooks / "solutions" / f"{chapter}.ipynb"

    def build_student(self, chapter):
        return _write(
            self.student_path(chapter), as_text(student_copy(self.source(chapter)))
        )

    def build_solution(self, chapter):
        path = self.solution_path(chapter)
        path.parent.mkdir(exist_ok=True)
        nb = solution_copy(self.source(chapter), self.chapters)
        return _write(path, as_text(execute(nb, path.parent)))

    def solutions_text(self):
        """Text of solutions.json: the code of every exercise of every chapter."""
        found = {}
        for chapter in self.chapters:
            new = exercise_solutions(self.source(chapter))
            twice = found.keys() & new.keys()
            if twice:
                raise SourceError(f"{chapter}.md: {sorted(twice)} is checked twice")
            found |= new
        return json.dumps(found, indent=1, ensure_ascii=False) + "\n"

    def build_solutions_file(self):
        return _write(self.solutions_file, self.solutions_text())

    def drift(self, chapter):
        """Sentences about what is out of date in the built notebooks of a chapter."""
        nb, stale = self.source(chapter), []
        student = self.student_path(chapter)
        if not student.exists():
            stale.append(f"{student.name} is missing")
        elif student.read_text(encoding="utf-8") != as_text(student_copy(nb)):
            stale.append(f"{student.name} differs from its source")
        path = self.solution_path(chapter)
        if not path.exists():
            stale.append(f"solutions/{path.name} is missing")
        else:
            built = skeleton(nbformat.read(path, as_version=4))
            wanted = skeleton(solution_copy(nb, self.chapters))
            wrong = [a[0] for a, b in zip(wanted, built, strict=False) if a != b]
            if wrong or len(built) != len(wanted):
                cells = ", ".join(wrong[:3]) or "cells are missing or too many"
                stale.append(f"solutions/{path.name} differs from its source: {cells}")
        return stale

    def stale_files(self, chapters):
        stale = [sentence for chapter in chapters for sentence in self.drift(chapter)]
        file = self.solutions_file
        text = file.read_text(encoding="utf-8") if file.exists() else ""
        if text != self.solutions_text():
            stale.append(f"{file.name} differs from the exercises in the sources")
        return stale


def _write(path, text):
    """Write the file only if it changes; say whether it did."""
    if path.exists() and path.read_text(encoding="utf-8") == text:
        return False
    with open(path, "w", encoding="utf-8", newline="\n") as file:
        file.write(text)
    return True


def build(course, chapters, solutions=True):
    """Build chapters, report each, and return whether all solutions ran."""
    done = {True: "written", False: "unchanged"}
    print(f"solutions.json      {done[course.build_solutions_file()]}")
    for chapter in chapters:
        print(f"{chapter:<20}student {done[course.build_student(chapter)]}", flush=True)
    failed = []
    for chapter in chapters if solutions else []:
        start = time.monotonic()
        try:
            result = done[course.build_solution(chapter)]
        except (CellExecutionError, CellTimeoutError, DeadKernelError) as error:
            failed.append(chapter)
            result = f"FAILED, the old one was kept\n{error}"
        seconds = time.monotonic() - start
        print(f"{chapter:<20}solution {result} ({seconds:.0f} s)", flush=True)
    return not failed


def main(arguments=None, root=ROOT):
    parser = argparse.ArgumentParser(
        description="Build student notebooks and executed solutions."
    )
    parser.add_argument("chapters", nargs="*", help="such as 01_neurons; default: all")
    parser.add_argument("--check", action="store_true", help="only report drift")
    parser.add_argument(
        "--student", action="store_true", help="do not execute the solutions"
    )
    options = parser.parse_args(arguments)
    course = Course(root)
    chapters = options.chapters or course.chapters
    unknown = sorted(set(chapters) - set(course.chapters))
    if unknown:
        parser.error(f"unknown {unknown}; there are {', '.join(course.chapters)}")
    try:
        if options.check:
            stale = course.stale_files(chapters)
            print("\n".join(stale) or "All notebooks agree with their sources.")
            return int(bool(stale))
        return int(not build(course, chapters, solutions=not options.student))
    except SourceError as error:
        print(error, file=sys.stderr)
        return 1


if __name__ == "__main__":
    sys.exit(main())
