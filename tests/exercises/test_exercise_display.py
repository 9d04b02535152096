"""What a student sees: escaped, themed, spoken, and the same in every run."""

import re
from html.parser import HTMLParser

import pytest

from course_lib.exercises.display import (
    CORRECT,
    NOT_ATTEMPTED,
    NOT_YET,
    Note,
    Outcome,
    Table,
)

EVIL = "<script>alert('&')</script>"


class Text(HTMLParser):
    """Tags in order, the visible text, and whether every tag was closed."""

    def __init__(self, html):
        super().__init__()
        self.tags, self.open, self.text = [], [], ""
        self.feed(html)

    def handle_starttag(self, tag, attrs):
        self.tags.append(tag)
        self.open.append(tag)

    def handle_endtag(self, tag):
        assert self.open.pop() == tag

    def handle_data(self, data):
        self.text += data


def test_a_script_in_a_students_error_is_only_text(slope):
    def angry(x, k):
        print(EVIL)
        raise ValueError(EVIL + "`<b>`")

    html = slope.check(angry)._repr_html_()
    page = Text(html)
    assert not page.open
    assert {"script", "b"}.isdisjoint(page.tags)
    assert page.text.count("alert(") >= 2


@pytest.mark.parametrize(
    "thing",
    [
        Outcome(NOT_YET, EVIL, EVIL, [EVIL], EVIL),
        Note("hint", EVIL, EVIL, EVIL),
        Table([(EVIL, EVIL, EVIL, EVIL)], EVIL),
    ],
)
def test_everything_is_escaped(thing):
    page = Text(thing._repr_html_())
    assert "script" not in page.tags
    assert page.text.count(EVIL) >= 3
    assert EVIL in repr(thing)


@pytest.mark.parametrize("status", [CORRECT, NOT_YET, NOT_ATTEMPTED])
def test_an_outcome_has_word_icon_and_role(status):
    outcome = Outcome(status, "The title", "The message.")
    html = outcome._repr_html_()
    icon = repr(outcome)[0]
    assert html.startswith('<div role="status"')
    assert f'<span aria-hidden="true">{icon}</span> <strong>{status}</strong>' in html
    assert repr(outcome) == f"{icon} {status} · The title\nThe message."


def test_the_icons_differ():
    statuses = (CORRECT, NOT_YET, NOT_ATTEMPTED)
    assert len({repr(Outcome(status, "t", "m"))[0] for status in statuses}) == 3


def test_every_colour_follows_the_theme_and_has_a_fallback():
    html = Outcome(NOT_YET, "t", "`code`", ["d"], "printed")._repr_html_()
    html += Note("solution", "t", "m", "code")._repr_html_()
    html += Table([("a", "b", "c", "d")], "s")._repr_html_()
    colours = re.findall(r"(?<![\w-])(?:color|background|border): ([^;\"]+)", html)
    assert colours
    for colour in colours:
        themed = re.search(r"var\(--jp-[\w-]+, [^)]+\)", colour)
        assert themed or colour in {"inherit", "none"}, colour


def test_html_and_text_say_the_same():
    outcome = Outcome(NOT_YET, "Title", "Use `w`.", ["A detail."], "seen\n")
    text = Text(outcome._repr_html_()).text
    for words in ("not yet", "Title", "A detail.", "Your function printed:", "seen"):
        assert words in text
        assert words in repr(outcome)
    assert "<code" in outcome._repr_html_()


def test_table_cells_have_headers():
    html = Table([("01", "σ", "core", "✓ done")], "1 of 1 done")._repr_html_()
    assert html.count('<th scope="col"') == 4
    assert "<caption" in html
