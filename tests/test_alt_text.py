"""Figures carry words: a real alt attribute, one copy, a refusal without words."""

import base64
import io
import re

import matplotlib

matplotlib.use("agg")

import matplotlib.pyplot as plt
import numpy as np
import pytest
from PIL import Image

from course_lib.alt_text import show

WORDS = "A straight line that rises from zero to one."


@pytest.fixture
def fig():
    fig, ax = plt.subplots(figsize=(4, 3))
    ax.plot([0, 1])
    yield fig
    plt.close("all")


@pytest.fixture
def shown(monkeypatch):
    """Show a figure and return what reaches the notebook: the data of one output."""
    outputs = []
    monkeypatch.setattr(
        "IPython.display.display", lambda data, raw: outputs.append(data)
    )

    def shown(fig, alt, **options):
        show(fig, alt, **options)
        return outputs.pop()

    return shown


def test_the_picture_has_the_alt_text_and_plain_text_says_the_same(fig, shown):
    data = shown(fig, WORDS)
    assert f'alt="{WORDS}"' in data["text/html"]
    assert data["text/plain"] == WORDS
    assert set(data) == {"text/html", "text/plain"}


def test_quotes_and_brackets_in_the_words_stay_words(fig, shown):
    page = shown(fig, 'The "sand" side, where <b> is large & w small')["text/html"]
    assert "<b>" not in page and "&lt;b&gt;" in page and "&quot;sand&quot;" in page


def test_line_breaks_in_the_source_do_not_reach_the_reader(fig, shown):
    assert shown(fig, "A straight line\n    that rises")["text/plain"] == (
        "A straight line that rises"
    )


def test_the_picture_is_crisp_and_as_wide_as_the_figure_says(fig, shown):
    page = shown(fig, WORDS)["text/html"]
    data = re.search(r"base64,([^\"]+)", page)[1]
    image = Image.open(io.BytesIO(base64.b64decode(data)))
    assert image.format == "PNG"
    width = int(re.search(r'width="(\d+)"', page)[1])
    assert width == 4 * 96
    assert image.width >= 1.5 * width


def test_a_photo_of_noise_takes_a_fraction_of_the_bytes_and_shows_the_same(fig, shown):
    def noisy():
        fig, ax = plt.subplots(figsize=(4, 3))
        ax.imshow(np.random.default_rng(0).normal(size=(200, 300)))
        return fig

    def picture(page):
        kind, data = re.search(r"data:image/(\w+);base64,([^\"]+)", page).groups()
        return kind, len(data), Image.open(io.BytesIO(base64.b64decode(data)))

    plain, photo = (
        picture(shown(noisy(), WORDS, photo=photo)["text/html"])
        for photo in (False, True)
    )
    assert (plain[0], photo[0]) == ("png", "webp")
    assert photo[2].format == "WEBP" and photo[2].width >= 4 * 96
    assert photo[1] < plain[1] / 3
    seen = np.array(plain[2].convert("RGB").resize((40, 30)), dtype=float)
    kept = np.array(photo[2].convert("RGB").resize((40, 30)), dtype=float)
    assert np.abs(seen - kept).mean() < 5


def test_the_same_figure_gives_the_same_bytes(fig, shown):
    first = shown(fig, WORDS)
    again, ax = plt.subplots(figsize=(4, 3))
    ax.plot([0, 1])
    assert shown(again, WORDS) == first


def test_the_figure_is_closed_for_it_would_be_drawn_twice(fig, shown):
    shown(fig, WORDS)
    assert not plt.fignum_exists(fig.number)


@pytest.mark.parametrize("alt", ["", "   ", "plot", None, 3])
def test_a_figure_without_words_is_refused(fig, alt):
    with pytest.raises(ValueError, match="alt must say"):
        show(fig, alt)


@pytest.mark.parametrize("what", [None, "figure", [1, 2]])
def test_what_is_not_a_figure_is_refused(what):
    with pytest.raises(TypeError, match="fig must be a matplotlib figure"):
        show(what, WORDS)
