"""The instructor's guide says nothing that decks, notebooks and tools do not do."""

import inspect
import re
import sys
from pathlib import Path

import pytest
import yaml

ROOT = Path(__file__).resolve().parents[1]
sys.path.insert(0, str(ROOT / "tools"))

import check_room  # noqa: E402
import misconceptions  # noqa: E402
from notebook_source import read_source  # noqa: E402
from publishing.slides import minutes  # noqa: E402

from course_lib.widgets import LossSurface, Playground  # noqa: E402
from course_lib.widgets.playground_settings import HIDEABLE  # noqa: E402

GUIDE = (ROOT / "slides" / "guide.md").read_text("utf-8")
DECKS = {p.stem: p for p in sorted((ROOT / "slides").glob("[0-9][0-9]_*.md"))}
NOTEBOOKS = {
    path.stem: path.read_text("utf-8")
    for path in sorted((ROOT / "notebooks" / "source").glob("[0-9][0-9]_*.md"))
}
TURN = re.compile(
    r"^### Your turn: .+? \((core|optional), (\d+) min\)$.*?\.(\w+)\.check\(",
    re.DOTALL | re.MULTILINE,
)
NAME = re.compile(r"`([^`]+)`")


def part(heading):
    """The text below a heading, up to the next one of its level or above."""
    level = heading.split(" ")[0]
    _, _, rest = GUIDE.partition(f"\n{heading}\n")
    assert rest, f"the guide has no {heading!r}"
    return re.split(rf"^#{{2,{len(level)}}} ", rest, flags=re.MULTILINE)[0]


def tables(text):
    """Every table of a text, as lists of its cells, without the header."""
    found = re.findall(r"(?:^\|.*\n)+", text, flags=re.MULTILINE)
    return [
        [[cell.strip() for cell in line.strip("|\n").split("|")] for line in lines[2:]]
        for lines in (table.splitlines() for table in found)
    ]


def exercises(chapter):
    """name → ("core" or "optional", minutes), as the notebook's headings say."""
    found = TURN.findall(NOTEBOOKS[chapter])
    return {name: (kind, int(time)) for kind, time, name in found}


def sections(chapter):
    """(heading, minutes) of the notebook's time table; the last one is the sum."""
    rows = re.findall(r"^\| (.+?) \| \**(\d+)\** \|$", NOTEBOOKS[chapter], re.MULTILINE)
    return [(heading, int(time)) for heading, time in rows]


def deck_minutes(chapter):
    return int(minutes(read_source(DECKS[chapter])))


def time_of(names, chapter):
    """Minutes of core exercises, by name."""
    known = exercises(chapter)
    assert all(known[name][0] == "core" for name in names), names
    return sum(known[name][1] for name in names)


# Minutes


def test_lengths_are_those_of_decks_and_notebooks():
    rows = []
    for chapter in NOTEBOOKS:
        row = [f"`{chapter}`", "", ""]
        if chapter in DECKS:
            nb = read_source(DECKS[chapter])
            kinds = [
                c.metadata.get("slideshow", {}).get("slide_type") for c in nb.cells
            ]
            slides = kinds.count("slide") + kinds.count("subslide")
            row[1:] = [f"{minutes(nb):g}", str(slides)]
        row.append(str(sections(chapter)[-1][1]))
        for wanted in ("core", "optional"):
            times = [t for kind, t in exercises(chapter).values() if kind == wanted]
            row += [str(len(times)), str(sum(times))]
        rows.append(row)
    assert tables(part("## How long things take"))[0] == rows


def test_five_lectures_are_90_minutes_each_and_their_exercises_fit():
    lectures, _ = tables(part("### Five lectures of 90 minutes"))
    assert [NAME.findall(row[0])[0] for row in lectures] == list(DECKS)[1:]
    for name, deck, practice, core, home in lectures:
        chapter = name.strip("`")
        assert int(deck) == deck_minutes(chapter)
        assert int(deck) + int(practice) == 90
        assert 15 <= time_of(NAME.findall(core), chapter) <= int(practice)
        assert int(home) == sections(chapter)[-1][1]


def test_a_practical_holds_whole_sections_of_at_most_90_minutes():
    _, practicals = tables(part("### Five lectures of 90 minutes"))
    assert [NAME.findall(row[0])[0] for row in practicals] == list(DECKS)[1:]
    for name, numbers, time in practicals:
        first, last = map(int, numbers.split("–"))
        wanted = range(first, last + 1)
        times = [
            minutes
            for heading, minutes in sections(name.strip("`"))
            if heading.split(".")[0].isdigit() and int(heading.split(".")[0]) in wanted
        ]
        assert len(times) == len(wanted)
        assert sum(times) == int(time) <= 90


TIMETABLES = tables(part("### Two half-days")) + tables(part("### One day"))


@pytest.mark.parametrize("rows", TIMETABLES, ids=["first half", "second half", "day"])
def test_a_timetable_adds_up_and_its_exercises_fit(rows):
    clock = None
    for start, time, what in rows:
        now = int(start[:2]) * 60 + int(start[3:])
        assert clock in (None, now), f"{start} {what}"
        if what == "End":
            break
        clock = now + int(time)
        kind, names = what.split(" ")[0], NAME.findall(what)
        if kind == "Deck":
            assert int(time) == deck_minutes(names[0]), what
        if kind == "Practice":
            assert time_of(names[1:], names[0]) <= int(time), what
    assert what == "End"


def test_every_deck_is_shown_once_in_a_day_and_in_two_halves():
    first, second, day = (
        [NAME.findall(row[2])[0] for row in rows if row[2].startswith("Deck")]
        for rows in TIMETABLES
    )
    assert day == first + second == list(DECKS)


# Wrong answers


def rows_of_wrong_answers():
    text = part("## Wrong answers to expect")
    titles = re.findall(r"^### (.+)$", text, re.MULTILINE)
    for chapter, title in zip(misconceptions.chapters(), titles, strict=True):
        assert chapter.title[3:] == title
        (rows,) = tables(part(f"### {title}"))
        for row in rows:
            yield pytest.param(chapter, *row, id=f"{chapter.module}-{row[1]}")


@pytest.mark.parametrize(
    ("chapter", "sentence", "name", "ask"), list(rows_of_wrong_answers())
)
def test_a_wrong_answer_is_what_its_exercise_says(chapter, sentence, name, ask):
    (exercise,) = (e for e in chapter.exercises if f"`{e.name}`" == name)
    assert sentence in misconceptions.sentences(exercise)
    lectures = {stem[:2]: path for stem, path in DECKS.items() if stem[:2] != "00"}
    deck = lectures.get(chapter.title[:2])
    slides = re.findall(r"“(.+?)”", ask)
    assert slides or deck is None or "of the notebook" in ask
    for slide in slides:
        assert f"\n## {slide}\n" in deck.read_text("utf-8"), slide


def test_the_whole_list_is_that_of_the_exercises():
    """Run `python tools/misconceptions.py` after a sentence has changed."""
    assert misconceptions.TARGET.read_text("utf-8") == misconceptions.text()


def test_every_exercise_and_every_sentence_is_in_the_list():
    text = misconceptions.text()
    found = [e for chapter in misconceptions.chapters() for e in chapter.exercises]
    names = {name for chapter in NOTEBOOKS for name in exercises(chapter)}
    assert {e.name for e in found} == names
    for exercise in found:
        for sentence in misconceptions.sentences(exercise):
            assert f"\n- {sentence}\n" in text


def test_a_stale_list_is_noticed_and_mended(tmp_path, capsys):
    target = tmp_path / "list.md"
    target.write_text("old")
    assert misconceptions.main(["--check"], target) == 1
    assert target.read_text() == "old"
    assert misconceptions.main([], target) == 0
    assert misconceptions.main(["--check"], target) == 0
    assert capsys.readouterr().out.splitlines()[-1] == "list.md is up to date"


# Commands, files, names


def code():
    """All code of the guide, in lines and in blocks."""
    blocks = re.findall(r"^```\w*\n(.*?)^```", GUIDE, re.DOTALL | re.MULTILINE)
    prose = re.sub(r"^```.*?^```", "", GUIDE, flags=re.DOTALL | re.MULTILINE)
    return [line for block in blocks for line in block.splitlines()] + NAME.findall(
        prose
    )


def test_every_target_of_make_exists():
    makefile = (ROOT / "Makefile").read_text("utf-8")
    targets = set(re.findall(r"^(\w+):", makefile, re.MULTILINE))
    asked = set()
    for line in code():
        if command := re.search(r"(?:^| )make ((?:\w+ ?)+)", line.split("#")[0]):
            asked |= set(command[1].split())
    assert {"room", "slides", "pages", "lab"} <= asked <= targets


def test_every_file_that_is_named_exists():
    placeholders = {"slides/build/*.html", "pages/", "data/download/", "slides/build"}
    placeholders |= {"slides/NN_topic.md", "notebooks/source/NN_topic.md"}
    own = re.compile(
        r"\b(?:tools|benchmarks|course_lib|slides|notebooks|data)/[\w./*-]*"
    )
    named = {path.rstrip(".") for text in code() for path in own.findall(text)}
    assert "tools/check_room.py" in named
    assert {p for p in named - placeholders if not (ROOT / p).exists()} == set()
    for name in ("environment.yml", "requirements.lock", "CITATION.cff"):
        assert name in GUIDE and (ROOT / name).exists()


@pytest.mark.parametrize("tool", ["check_room", "publish", "misconceptions"])
def test_options_of_tools_exist(tool):
    source = (ROOT / "tools" / f"{tool}.py").read_text("utf-8")
    lines = [line for line in code() if f"tools/{tool}.py" in line]
    assert lines
    for option in re.findall(r" (--[\w-]+)", " ".join(lines)):
        assert f'"{option}"' in source


def test_what_can_be_hidden_can_be_hidden():
    text = part("### Hide a widget's controls")
    (names,) = re.findall(r"hide=\[(.+?)\]", text)
    names = re.findall(r'"(\w+)"', names)
    assert names and set(names) <= set(HIDEABLE)
    assert Playground.preset("two_hidden", hide=names)
    options = inspect.signature(LossSurface).parameters
    for option in ("racers", "ledger", "show_limit"):
        assert f"`{option}=" in text and option in options
    css = (ROOT / "course_lib" / "widgets" / "widget.css").read_text("utf-8")
    for name in set(re.findall(r"\.cl-\w+", text)):
        assert f"{name} " in css


def test_exercises_that_read_a_widget_are_named():
    reading = set()
    for chapter in misconceptions.chapters():
        stem = next(name for name in NOTEBOOKS if name[:2] == chapter.title[:2])
        for exercise in chapter.exercises:
            widget = rf"^{exercise.given} = \w+(Explorer|Surface|Playground)\b"
            if re.search(widget, NOTEBOOKS[stem], re.MULTILINE):
                reading.add(exercise.name)
    (sentence,) = re.findall(
        r"read a widget that was dragged: (.+?)\.", GUIDE, re.DOTALL
    )
    assert set(NAME.findall(sentence)) == reading


def test_data_and_licences_are_those_of_the_course():
    assert len(check_room.REGISTRY) == 10 and "all ten files" in GUIDE
    megabytes = sum(remote.size for remote in check_room.REGISTRY.values()) / 1e6
    assert f"| {megabytes:.0f} MB |" in GUIDE
    credits = " ".join(remote.credit for remote in check_room.REGISTRY.values())
    licences = part("## Cite and license")
    for words in ("CC BY-SA 3.0", "logs NLOD 2.0", "distributed by permission"):
        assert words in licences and words in credits
    citation = yaml.safe_load((ROOT / "CITATION.cff").read_text("utf-8"))
    (lecture,) = citation["references"]
    person = lecture["authors"][0]
    plain = re.sub(r"\s+", " ", licences)
    for words in (citation["title"], lecture["title"], *citation["license"]):
        assert words.replace("CC-BY-4.0", "CC BY 4.0") in plain
    assert f"{person['given-names']} {person['family-names']}" in plain
