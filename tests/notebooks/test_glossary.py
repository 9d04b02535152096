"""The glossary in 00_start_here: in order, and with the words of the chapters."""

import re

import pytest

from tests.browser.jupyterlab import ROOT

SOURCES = ROOT / "notebooks" / "source"
# Words a chapter introduces: a reader of it may look them up.
INTRODUCED = {
    "03_activations": [
        "dead unit", "vanishing gradient", "exploding gradient", "temperature",
        "saturation", "logit", "odds", "sigmoid", "tanh", "ReLU", "leaky ReLU", "GELU",
        "softplus", "softmax", "symmetry", "initialization", "Xavier", "He",
    ],
}  # fmt: skip


def tables():
    """The words of each table of the glossary, in order."""
    text = (SOURCES / "00_start_here.md").read_text(encoding="utf-8")
    for table in text.split("\n| Word | Meaning |\n|---|---|\n")[1:]:
        yield re.findall(r"^\| (.+?) \| ", table.split("\n\n")[0], re.MULTILINE)


def plain(word):
    return re.sub(r"[^a-z0-9]", "", word.lower())


def test_words_are_in_order():
    for words in tables():
        assert len(words) > 20
        assert words == sorted(words, key=plain)


@pytest.mark.parametrize("chapter", INTRODUCED)
def test_a_chapter_s_words_are_explained(chapter):
    known = {part.strip() for table in tables() for w in table for part in w.split(",")}
    assert not set(INTRODUCED[chapter]) - known
