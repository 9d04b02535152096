"""Every deck keeps the form that presenters rely on; slides/ itself runs its cells."""

import re
import sys
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parents[1]
sys.path[:0] = [str(ROOT / "tools"), str(ROOT / "tests" / "notebooks")]

from notebook_source import read_source  # noqa: E402
from publishing.slides import MINUTES, minutes  # noqa: E402
from rules import LINE, WIDGETS, prediction_problems  # noqa: E402

DECKS = sorted((ROOT / "slides").glob("[0-9][0-9]_*.md"))
WORDS = 45  # "about 40"
FORMULA = re.compile(r"\$\$.*?\$\$|\$[^$]+\$", re.DOTALL)

decks = pytest.mark.parametrize("deck", DECKS, ids=lambda path: path.stem)


def slides(nb):
    """Each slide as {"shown": [cells], "notes": [texts]}, without skipped cells."""
    found = []
    for cell in nb.cells:
        kind = cell.metadata.get("slideshow", {}).get("slide_type", "")
        if kind in ("slide", "subslide"):
            found.append({"shown": [], "notes": []})
        if kind == "notes":
            found[-1]["notes"].append(cell.source)
        elif kind != "skip":
            found[-1]["shown"].append(cell)
    return found


def title(slide):
    first = slide["shown"][0].source.strip().splitlines()[0]
    return first.lstrip("# ")


def words(slide):
    """Words that a slide shows: no formulas, no sources, no signs of Markdown."""
    texts = [c.source for c in slide["shown"] if c.cell_type == "markdown"]
    text = FORMULA.sub(" ", "\n\n".join(texts))
    text = re.sub(
        r"^Sources?: .*?(?=\n\n|\Z)", "", text, flags=re.DOTALL | re.MULTILINE
    )
    text = re.sub(r"^\|[-:| ]+\|$|^[#>]+|https?://\S+", "", text, flags=re.MULTILINE)
    return re.findall(r"[^\W_][^\s|*]*", text)


def test_there_are_decks():
    assert DECKS


@decks
def test_a_deck_has_20_to_35_slides_and_says_what_time_they_take(deck):
    nb = read_source(deck)
    found = slides(nb)
    opening = deck.stem.startswith("00")
    assert (8 if opening else 20) <= len(found) <= (12 if opening else 35)
    assert f"In all {minutes(nb):g} min" in found[0]["notes"][0]


@decks
def test_a_deck_begins_with_todays_question_and_ends_with_the_notebook(deck):
    found = slides(read_source(deck))
    assert found[0]["shown"][0].metadata.slideshow.layout == "title"
    assert title(found[1]).startswith("Today's question")
    assert f"notebooks/{deck.stem}" in found[-1]["shown"][0].source


@decks
def test_a_slide_has_few_words(deck):
    long = {title(s): len(words(s)) for s in slides(read_source(deck))}
    assert {name: n for name, n in long.items() if n > WORDS} == {}


@decks
def test_every_slide_has_notes_with_minutes(deck):
    bare = [
        title(slide)
        for slide in slides(read_source(deck))
        if not slide["notes"] or not MINUTES.match(slide["notes"][0])
    ]
    assert bare == []


@decks
def test_the_room_is_polled_before_each_widget(deck):
    assert prediction_problems(read_source(deck), deck.stem) == []


@decks
def test_notes_of_a_widget_say_what_to_ask_and_what_to_drag(deck):
    for slide in slides(read_source(deck)):
        code = [c.source for c in slide["shown"] if c.cell_type == "code"]
        if any(WIDGETS.search(source) for source in code):
            notes = "\n".join(slide["notes"])
            for part in (
                r"\*\*Ask:\*\*",
                r"\*\*Usual wrong answer:\*\*",
                r"\*\*[Dd]rag",
            ):
                assert re.search(part, notes), f"{title(slide)}: no {part} in its notes"


@decks
def test_code_fits_a_slide(deck):
    long = [
        line
        for cell in read_source(deck).cells
        if cell.cell_type == "code"
        for line in cell.source.splitlines()
        if len(line) > LINE
    ]
    assert long == []


def test_words_are_counted_as_a_reader_would():
    from nbformat.v4 import new_markdown_cell

    text = "## Two words\n\n- one, $x = 1$ two\n\n| a | b |\n|---|--:|\n| **c** | 5 % |"
    text += "\n\n$$\\sigma(z)$$\n\nSource: not\ncounted.\n\nend"
    shown = words({"shown": [new_markdown_cell(text)]})
    assert shown == ["Two", "words", "one,", "two", "a", "b", "c", "5", "end"]
