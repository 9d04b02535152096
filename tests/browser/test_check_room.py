"""make room opens the built decks: a widget that stays empty does not pass."""

import check_room
import pytest
from notebook_source import read_source
from publishing.run import run
from publishing.slides import deck_html

from .jupyterlab import ROOT

SOURCE = ROOT / "slides" / "01_neurons.md"


@pytest.fixture(scope="module")
def html():
    """A deck of one slide with one widget."""
    nb = read_source(SOURCE)
    nb.cells = nb.cells[:1]
    nb.cells[0].update(cell_type="code", source=CODE, outputs=[])
    nb.cells[0].metadata = {"slideshow": {"slide_type": "slide"}}
    widgets = run(nb, "deck", ROOT / "slides")
    html = deck_html(nb, widgets, "deck")
    assert html.count('class="widget"') == 1
    return html.replace("</section>", "<h2>Its title</h2></section>")


CODE = """\
from course_lib.widgets import NeuronExplorer
NeuronExplorer.preset("gas_sand", n=50)"""


def opened(page, html, folder):
    file = folder / "deck.html"
    file.write_text(html, encoding="utf-8")
    return check_room.open_deck(page, file)


def test_a_deck_whose_widgets_draw_is_fine(page, html, tmp_path):
    found = opened(page, html, tmp_path)
    assert found.ok, found
    assert "1 slides, 1 widgets draw" in found.text


def test_a_widget_that_does_not_start_is_named_by_its_slide(page, html, tmp_path):
    broken = html.replace("export default", "export const other =")
    assert broken != html
    found = opened(page, broken, tmp_path)
    assert not found.ok and "the widget on 'Its title' stays empty" in found.text


def test_a_widget_that_draws_nothing_is_named_by_its_slide(page, html, tmp_path):
    blank = "<script>CanvasRenderingContext2D.prototype.fill ="
    blank += "CanvasRenderingContext2D.prototype.stroke ="
    blank += "CanvasRenderingContext2D.prototype.fillText ="
    blank += "CanvasRenderingContext2D.prototype.fillRect ="
    blank += "CanvasRenderingContext2D.prototype.strokeRect ="
    blank += "CanvasRenderingContext2D.prototype.putImageData = () => {};</script>"
    found = opened(page, html.replace("<head>", "<head>" + blank, 1), tmp_path)
    assert not found.ok and "'Its title' stays empty" in found.text


def at_the_end(html, addition):
    body, end, rest = html.rpartition("</body>")
    return body + addition + end + rest


def test_a_request_is_told(page, html, tmp_path):
    asks = at_the_end(html, '<img alt="" src="https://a.example/b.png">')
    found = opened(page, asks, tmp_path)
    assert not found.ok and "it asks for https://a.example/b.png" in found.text


def test_an_error_is_told(page, html, tmp_path):
    fails = at_the_end(html, "<script>throw new Error('so wrong')</script>")
    found = opened(page, fails, tmp_path)
    assert not found.ok and "so wrong" in found.text


def test_a_deck_that_does_not_start_is_told(page, html, tmp_path, monkeypatch):
    monkeypatch.setattr(check_room, "OPEN_MS", 2000)
    stuck = html.replace("await Reveal.initialize", "await missing.initialize")
    assert stuck != html
    found = opened(page, stuck, tmp_path)
    assert not found.ok and "is not ready after 2 s" in found.text
    assert "missing is not defined" in found.text
