"""make room: what is missing, old or broken is named, with what to do about it."""

import hashlib
import os
import sys
from dataclasses import replace
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parents[1]
sys.path.insert(0, str(ROOT / "tools"))

import check_room  # noqa: E402
from check_room import Advice, Finding  # noqa: E402

DECK = """\
---
jupytext:
  text_representation:
    extension: .md
    format_name: myst
kernelspec:
  display_name: Python 3
  language: python
  name: python3
---

+++ {"slideshow": {"slide_type": "slide", "layout": "title"}}

# A deck

+++ {"slideshow": {"slide_type": "notes"}}

**3 min.** Say so.
"""


def only(found):
    (finding,) = found
    return finding


# Data


@pytest.fixture
def registry(monkeypatch, tmp_path):
    """Two real files, both missing; returns their folder."""
    known = dict(list(check_room.REGISTRY.items())[:2])
    for name, remote in known.items():
        digest = hashlib.sha256(name.encode()).hexdigest()
        known[name] = replace(remote, sha256=digest)
    monkeypatch.setattr(check_room, "REGISTRY", known)
    monkeypatch.setenv("COURSE_DATA", str(tmp_path))
    return known


def put(registry, name, folder, text=None):
    (folder / registry[name].file_name).write_text(name if text is None else text)


def test_files_that_are_here_are_fine(registry, tmp_path):
    for name in registry:
        put(registry, name, tmp_path)
    found = only(check_room.look_at_data(download=False))
    assert str(found) == "ok       all 2 real data files are here"


def test_missing_and_wrong_files_are_named_and_not_touched(registry, tmp_path):
    first, second = registry
    put(registry, first, tmp_path, "something else")
    found = only(check_room.look_at_data(download=False))
    assert found.ok and isinstance(found, Advice)
    assert "2 of 2 real data files are missing" in found.text
    assert all(registry[name].file_name in found.text for name in registry)
    assert str(tmp_path) in found.cure
    assert (tmp_path / registry[first].file_name).read_text() == "something else"


def test_a_missing_file_is_downloaded_and_a_dead_line_is_tried_once(
    registry, tmp_path, monkeypatch
):
    asked = []

    def fetch(name):
        asked.append(name)
        put(registry, name, tmp_path)

    def no_network(name):
        asked.append(name)
        raise check_room.datasets.DownloadError(f"{name}: no line: get it by hand")

    monkeypatch.setattr(check_room.datasets, "fetch", no_network)
    text = only(check_room.look_at_data()).text
    assert "2 of 2" in text and text.endswith(f"({asked[0]}: no line)")
    assert asked == list(registry)[:1]
    monkeypatch.setattr(check_room.datasets, "fetch", fetch)
    assert "all 2" in only(check_room.look_at_data()).text
    assert asked[1:] == list(registry)


# Notebooks and decks


def test_notebooks_that_lag_behind_their_source_are_named(tmp_path):
    source = tmp_path / "notebooks" / "source" / "07_new.md"
    source.parent.mkdir(parents=True)
    source.write_text(DECK)
    found = only(check_room.look_at_notebooks(tmp_path))
    assert not found.ok and "07_new" in found.text and "make notebooks" in found.cure


@pytest.fixture
def deck(tmp_path):
    """(source, target, root) of a course with one deck, not built."""
    (tmp_path / "slides").mkdir()
    (tmp_path / "slides" / "01_new.md").write_text(DECK)
    ((source, target),) = check_room.decks(tmp_path)
    return source, target, tmp_path


def test_a_deck_is_built_once_and_again_when_something_changed(deck):
    source, target, root = deck
    found = check_room.look_at_deck(source, target, build=False, root=root)
    assert not found.ok and "01_new is not built" in found.text
    assert not target.exists()
    found = check_room.look_at_deck(source, target, root=root)
    assert found.ok and "deck 01_new is built: 3 min" in found.text
    built = target.stat().st_mtime_ns
    assert check_room.look_at_deck(source, target, root=root).ok
    assert target.stat().st_mtime_ns == built

    module = root / "course_lib" / "part" / "a.js"
    module.parent.mkdir(parents=True)
    module.write_text("new")
    later = target.stat().st_mtime + 10
    os.utime(module, (later, later))
    found = check_room.look_at_deck(source, target, build=False, root=root)
    assert isinstance(found, Advice) and "is older than" in found.text


def test_a_deck_that_asks_for_something_outside_is_a_problem(deck):
    source, target, root = deck
    target.parent.mkdir()
    target.write_text('<img alt="" src="https://a.example/b.png">')
    found = check_room.look_at_deck(source, target, build=False, root=root)
    assert not found.ok and "https://a.example/b.png" in found.text


def test_a_deck_that_cannot_be_built_is_a_problem(deck):
    source, target, root = deck
    source.write_text(DECK.replace('"slide"', '"slid"'))
    found = check_room.look_at_deck(source, target, root=root)
    assert not found.ok and "slide_type 'slid' is none of" in found.text


def test_without_a_browser_the_decks_are_left_to_the_hand(monkeypatch, tmp_path):
    monkeypatch.setattr(check_room, "find_chromium", lambda: None)
    found = only(check_room.look_into_decks([tmp_path / "a.html"]))
    assert isinstance(found, Advice) and "by hand" in found.cure


# The whole


@pytest.mark.parametrize(
    ("found", "status", "last"),
    [
        (
            [Finding(True, "a"), Advice(True, "b", "c")],
            0,
            "Ready. Have a good lecture.",
        ),
        ([Finding(False, "a", "b"), Finding(True, "c")], 1, "1 problem."),
    ],
)
def test_only_problems_make_it_fail(monkeypatch, capsys, found, status, last):
    monkeypatch.setattr(check_room, "findings", lambda look_only, root: found)
    assert check_room.main(["--look-only"]) == status
    assert capsys.readouterr().out.splitlines()[-1] == last


def test_to_look_only_changes_nothing(monkeypatch, deck):
    _, target, root = deck

    def forbidden(*_arguments):
        raise AssertionError("it must only look")

    monkeypatch.setattr(check_room.datasets, "fetch", forbidden)
    monkeypatch.setattr(check_room, "build_deck", forbidden)
    monkeypatch.setattr(check_room, "find_chromium", lambda: None)
    (root / "notebooks" / "source").mkdir(parents=True)
    texts = [f.text for f in check_room.findings(look_only=True, root=root)]
    assert any("real data files" in text for text in texts)
    assert any("deck 01_new is not built" in text for text in texts)
    assert not target.exists()
