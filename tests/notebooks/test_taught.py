"""A docstring that says where something is taught names a heading that is there."""

import re

import pytest
from build_notebooks import ROOT
from rules import FENCE

PLACE = re.compile(r"\b(?:Taught in|Used by):(.*?)(?:\n\n|\"\"\")", re.DOTALL)
CHAPTER = re.compile(r"notebook (\d)")


def headings(number):
    """Headings of a notebook, without their numbers."""
    (path,) = (ROOT / "notebooks" / "source").glob(f"0{number}_*.md")
    text = FENCE.sub("", path.read_text("utf-8"))
    found = re.findall(r"^#{2,3} (.+?)(?: \((?:core|optional).*\))?$", text, re.M)
    return {re.sub(r"^\d+\. |^Your turn: ", "", heading) for heading in found}


def places():
    """(module, notebook's number, heading in quotes) of all docstrings."""
    for path in sorted((ROOT / "course_lib").rglob("*.py")):
        for place in PLACE.findall(path.read_text("utf-8")):
            parts = CHAPTER.split(" ".join(place.split()))
            for number, text in zip(parts[1::2], parts[2::2], strict=True):
                for heading in re.findall(r"\"(.+?)\"", text):
                    yield path.relative_to(ROOT).as_posix(), int(number), heading


@pytest.mark.parametrize(("module", "number", "heading"), list(places()))
def test_a_section_named_in_a_docstring_is_there(module, number, heading):
    assert heading.strip(",.") in headings(number)


def test_sections_are_named_for_every_chapter_with_a_generator():
    assert {number for _, number, _ in places()} >= {2, 4, 5}
