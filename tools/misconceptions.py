"""The wrong answers that the exercises know, as a list for the instructor.

    python tools/misconceptions.py           write slides/misconceptions.md
    python tools/misconceptions.py --check   change nothing, say whether it is stale

The sentences are those that students read: they stand in course_lib/exercises, and
nowhere else.
"""

import argparse
import importlib
import pkgutil
import sys
from pathlib import Path

from course_lib import exercises
from course_lib.exercises.base import Chapter

ROOT = Path(__file__).resolve().parent.parent
TARGET = ROOT / "slides" / "misconceptions.md"
TOP = """\
# Wrong answers that people give

For the instructor. Each line is what a student reads who gives this wrong answer; the
exercises of a chapter stand in the order of its notebook. [The guide](guide.md) has a
shorter choice, with what to show. An exercise without lines is one that reads a widget
or a prediction: it answers to what the student chose.

Written by `python tools/misconceptions.py` from `course_lib/exercises`; do not edit.
"""


def chapters():
    """All chapters with exercises, in the order of the course."""
    found = []
    for module in pkgutil.iter_modules(exercises.__path__):
        loaded = importlib.import_module(f"course_lib.exercises.{module.name}")
        chapter = getattr(loaded, "chapter", None)
        if isinstance(chapter, Chapter):
            found.append(chapter)
    return sorted(found, key=lambda chapter: chapter.title)


def sentences(exercise):
    """What an exercise says to its known wrong answers, in its order."""
    return [m.sentence for m in getattr(exercise, "misconceptions", [])]


def text():
    """The whole list as Markdown."""
    parts = [TOP]
    for chapter in chapters():
        parts.append(f"## {chapter.title}\n")
        for exercise in chapter.exercises:
            kind = "optional" if exercise.optional else "core"
            parts.append(f"### `{exercise.name}`: {exercise.title} ({kind})\n")
            if lines := sentences(exercise):
                parts.append("\n".join(f"- {line}" for line in lines) + "\n")
    return "\n".join(parts)


def main(arguments=None, target=TARGET):
    parser = argparse.ArgumentParser(description="List the wrong answers.")
    parser.add_argument("--check", action="store_true", help="only say if it is stale")
    options = parser.parse_args(arguments)
    new = text()
    if target.exists() and target.read_text(encoding="utf-8") == new:
        print(f"{target.name} is up to date")
        return 0
    if options.check:
        print(f"{target.name} is stale: run `python tools/misconceptions.py`")
        return 1
    target.write_text(new, encoding="utf-8", newline="\n")
    print(f"{target.name}: {new.count(chr(10) + '- ')} wrong answers")
    return 0


if __name__ == "__main__":
    sys.exit(main())
