"""tools/publish.py: what goes into a file, what is refused, and with which words."""

import json
import re
import sys
from html.parser import HTMLParser
from pathlib import Path

import nbformat
import pytest

ROOT = Path(__file__).resolve().parents[1]
sys.path.insert(0, str(ROOT / "tools"))

import publish  # noqa: E402
from publishing import PublishError, embed, pages, slides  # noqa: E402
from publishing.chapter import Chapter, contents  # noqa: E402
from publishing.render import Prose, markdown, output  # noqa: E402

new_code, new_text = nbformat.v4.new_code_cell, nbformat.v4.new_markdown_cell


def notebook(*cells):
    nb = nbformat.v4.new_notebook(cells=list(cells))
    nb.metadata.kernelspec = {"name": "python3", "display_name": "Python 3"}
    return nb


def text(source, kind="", **options):
    options |= {"slide_type": kind} if kind else {}
    return new_text(source, metadata={"slideshow": options} if options else {})


def rendered(source, link_to=lambda url: url):
    return markdown(source, Prose(link_to, "."))


# Nothing from outside


@pytest.mark.parametrize(
    "html",
    [
        '<script src="https://cdn.example/x.js"></script>',
        "<script src=//cdn.example/x.js></script>",
        '<link rel="stylesheet" href="https://fonts.example/a.css">',
        '<img alt="" src="figure.png">',
        '<img srcset="data:image/png;base64,AA 1x, https://a.example/b.png 2x">',
        '<video poster="http://a.example/p.jpg"></video>',
        '<iframe src="file:///etc/hosts"></iframe>',
        '<object data="https://a.example/x.svg"></object>',
        '<svg><image xlink:href="https://a.example/i.png"/></svg>',
        '<svg><use href="/sprites.svg#a"/></svg>',
        "<style>@import 'https://a.example/a.css';</style>",
        "<style>p { background: url(https://a.example/b.png) }</style>",
        '<p style="background: url(&quot;https://a.example/b.png&quot;)">x</p>',
        '<base href="https://a.example/">',
        '<meta http-equiv="refresh" content="0; url=https://a.example">',
    ],
)
def test_what_a_browser_would_load_from_outside_is_refused(html):
    with pytest.raises(PublishError, match=r"deck x: <\w+> would load"):
        embed.check_loads(f"<html><body>{html}</body></html>", "deck x")


def test_links_to_click_and_what_lies_in_the_file_are_fine():
    html = (
        '<a href="https://doi.org/10.1">doi</a><img src="data:image/png;base64,AA">'
        '<svg><use href="#glyph"/></svg><style>p { fill: url(#g) }</style>'
        '<script>const text = "<img src=https://a.example/x.png>";</script>'
    )
    embed.check_loads(html, "deck x")


def test_a_page_may_load_files_of_its_folder_that_exist(tmp_path):
    (tmp_path / "assets").mkdir()
    (tmp_path / "assets" / "page.css").write_text("p {}")
    link = '<link rel="stylesheet" href="assets/{}">'
    embed.check_loads(link.format("page.css"), "page x", tmp_path)
    with pytest.raises(PublishError, match="assets/other.css"):
        embed.check_loads(link.format("other.css"), "page x", tmp_path)


# Scripts and widgets in a file


class Scripts(HTMLParser):
    """The contents of all script elements, as a browser would split the page."""

    def __init__(self, html):
        super().__init__()
        self.found, self.inside = [], False
        self.feed(html)

    def handle_starttag(self, tag, _attributes):
        self.inside = tag == "script"
        if self.inside:
            self.found.append("")

    def handle_endtag(self, tag):
        self.inside = False

    def handle_data(self, data):
        if self.inside:
            self.found[-1] += data


NASTY = "</script><script>alert(1)</script><!-- <SCRIPT> \u2028 & ü"


def test_a_state_may_hold_any_text():
    models = {"m": {"state": {"title": NASTY}, "buffers": []}}
    (found,) = Scripts(embed.models_element(models) + "<p>after</p>").found
    assert json.loads(found) == models


def test_a_module_may_hold_any_text():
    html = embed.script(embed.texts_script({"key": NASTY})) + "<p>after</p>"
    (found,) = Scripts(html).found
    value = found.removeprefix("window.courseTexts = ").removesuffix(";")
    assert json.loads(value) == {"key": NASTY}


def test_a_library_that_writes_script_elements_stays_in_its_own():
    code = "open('<script>x</script>'); // <!-- no\n//# sourceMappingURL=a.map\n"
    (found,) = Scripts(embed.script(code) + "<p>after</p>").found
    assert r"<script>x<\/script>" in found and "sourceMappingURL" not in found


def widget(esm, data="AAAA", **state):
    state = {"_esm": esm, "_css": "p {}", "_model_name": "AnyModel", **state}
    return {"state": state, "buffers": [{"path": ["_X"], "data": data}]}


def test_many_widgets_share_one_copy_of_their_module_and_of_equal_data():
    widgets = {f"id{k}": widget("export default 1", w=k) for k in range(5)}
    widgets["other"] = widget("export default 2", data="BBBB", w=9)
    models, texts = embed.dedupe(widgets)
    shared = ["AAAA", "export default 1", "export default 2", "p {}"]
    assert sorted(texts.values()) == shared
    assert {texts[m["module"]] for m in models.values()} == {
        "export default 1",
        "export default 2",
    }
    assert models["id3"]["state"] == {"w": 3}
    (buffer,) = models["id3"]["buffers"]
    assert buffer["path"] == ["_X"] and texts[buffer["key"]] == "AAAA"
    # what one widget alone holds stays with it
    assert models["other"]["buffers"] == [{"path": ["_X"], "data": "BBBB"}]
    assert "_esm" in widgets["id0"]["state"]  # what was given is not changed


# Text


def test_prose_keeps_mathematics_and_folds():
    html = rendered(
        "a $x_1 < y_2$ *b*\n\n$$w_1 \\cdot x_1$$\n\n<details>\n\n**c**\n\n</details>"
    )
    assert "$x_1 &lt; y_2$ <em>b</em>" in html
    assert "$$w_1 \\cdot x_1$$" in html
    fold = r"<details>\s*<p><strong>c</strong></p>\s*</details>"
    assert re.search(fold, html)


def test_headings_have_the_ids_that_jupyterlab_gives_them():
    renderer = Prose(lambda url: url, ".")
    html = markdown("## 5. Notation and glossary\n\n## Quiz\n\n## Quiz\n", renderer)
    assert re.findall(r'id="([^"]*)"', html) == [
        "5.-Notation-and-glossary",
        "Quiz",
        "Quiz-2",
    ]
    assert contents(renderer.headings).count("<li>") == 3


def test_a_header_that_holds_nothing_is_none():
    table = rendered("| | |\n|---|---|\n| a | b |\n")
    assert "<th" not in table and "<td>a</td>" in table
    assert rendered("| | x |\n|---|---|\n| a | b |\n").count("<th>") == 1


def result(**data):
    kind = {"png": "image/png", "html": "text/html", "plain": "text/plain"}
    data = {kind[name]: value for name, value in data.items()}
    return nbformat.v4.new_output("display_data", data)


def test_outputs_are_escaped_and_a_picture_needs_words():
    stream = nbformat.v4.new_output("stream", name="stdout", text="a < b & c")
    assert output(stream, "cell 1") == '<pre class="printed">a &lt; b &amp; c</pre>\n'
    assert "&lt;b&gt;" in output(result(plain="<b>"), "cell 1")
    assert "<b>" in output(result(html="<b>", plain="b"), "cell 1")
    with pytest.raises(PublishError, match="cell 1: a picture without alt text"):
        output(result(png="AAAA"), "cell 1")


# Decks


def test_cells_become_slides():
    nb = notebook(
        new_code("import numpy", metadata={"slideshow": {"slide_type": "skip"}}),
        text("# Title\n\nwords", "slide", layout="title"),
        text("**2 min.** Say.", "notes"),
        text("## Two\n\nSource: somebody 2020.", "slide", zoom=1.2),
        new_code("1", outputs=[result(html="<img>")]),
        text("later", "fragment"),
        text("## Below", "subslide"),
    )
    first, second, below = slides.slides_of(nb, "deck")
    assert (first.heading, first.shape) == ("Title", "title")
    assert "Say." in first.notes[0]
    assert (second.shape, second.zoom, below.below) == ("side", 1.2, True)
    html = slides.section(second)
    assert '<footer><p class="source">Source: somebody 2020.</p>' in html
    assert html.count("somebody") == 1 and '<div class="fragment"><p>later' in html
    assert "numpy" not in slides.columns([first, second, below])
    assert slides.columns([first, second, below]).count("<section") == 4
    assert slides.minutes(nb) == 2


def test_code_is_hidden_unless_the_author_shows_it():
    cells = [text("## A", "slide"), new_code("z = 1"), new_code("y = 2")]
    cells[2].metadata["tags"] = ["show-code"]
    (slide,) = slides.slides_of(notebook(*cells), "deck")
    html = slides.section(slide)
    assert ">z<" not in html and ">y<" in html


@pytest.mark.parametrize(
    ("cells", "words"),
    [
        ([text("## A")], "must begin with a slide"),
        ([text("## A", "slid")], "slide_type 'slid' is none of"),
        ([text("## A", "slide", layout="round")], "layout 'round' is none of"),
        ([text("[n](../notebooks/a.ipynb)", "slide")], "a deck is one file"),
    ],
)
def test_a_deck_that_cannot_be_is_refused(cells, words):
    with pytest.raises(PublishError, match=words):
        slides.slides_of(notebook(*cells), "deck")


def test_a_deck_is_one_file_of_at_most_4_mb(monkeypatch):
    nb = notebook(
        text("# Title", "slide"), text("## B\n\n[doi](https://doi.org/1)", "slide")
    )
    html = slides.deck_html(nb, {"m": widget("export default 1")}, "deck")
    assert html.count("<section") == 2 and "MathJax" in html and "Reveal" in html
    size = len(html.encode())
    assert 2_000_000 < size < slides.LIMIT == 4_000_000
    monkeypatch.setattr(slides, "LIMIT", size - 1)
    with pytest.raises(PublishError, match=r"deck deck is 2\.\d MB; at most"):
        slides.deck_html(nb, {"m": widget("export default 1")}, "deck")


def test_a_picture_from_the_network_stops_the_build():
    nb = notebook(text('# T\n\n<img src="https://a.example/x.png" alt="x">', "slide"))
    with pytest.raises(PublishError, match=r"<img> would load 'https://a\.example"):
        slides.deck_html(nb, {}, "deck")


# Pages


@pytest.fixture
def site(tmp_path):
    return pages.Site(ROOT, tmp_path / "pages")


@pytest.mark.parametrize(
    ("url", "place", "wanted"),
    [
        ("01_neurons.ipynb", "notebooks", "01_neurons.html"),
        ("00_start_here.ipynb#Notation", "notebooks", "00_start_here.html#Notation"),
        ("../data/README.md", "notebooks", "data.html"),
        ("../README.md", "notebooks", "about.html"),
        ("notebooks/solutions", "", "index.html"),
        ("notebooks/solutions/01_neurons.ipynb", "", "01_neurons.html"),
        ("CONTRIBUTING.md", "", None),
        ("#Quiz", "notebooks", "#Quiz"),
        ("https://doi.org/10.1", "notebooks", "https://doi.org/10.1"),
    ],
)
def test_links_lead_to_pages(site, url, place, wanted):
    assert site.link(url, place, "somewhere") == wanted


@pytest.mark.parametrize("url", ["nobody.ipynb", "../../outside.md"])
def test_a_dead_link_stops_the_build(site, url):
    with pytest.raises(
        PublishError, match=f"01_x: the link '{re.escape(url)}' leads no"
    ):
        site.link(url, "notebooks", "01_x")


def test_a_file_that_is_no_page_is_named_not_linked(site):
    html = markdown("[how](CONTRIBUTING.md)", site.prose("", "README.md"))
    assert "<a" not in html and 'title="CONTRIBUTING.md">how</span>' in html


def test_an_anchor_that_is_nowhere_stops_the_build(site):
    site._write("a.html", "A", '<h1 id="here">A</h1><a href="#here">x</a>')
    site._write("about.html", "About", "<h1>About</h1>")
    site._write("data.html", "Data", "<h1>Data</h1>")
    site._write("index.html", "Index", "<h1>Index</h1>")
    for name in ("common.css", "page.css", "theme.js", *pages.SCRIPTS):
        site._write_asset(name, "")
    site._check()
    site._write("a.html", "A", '<h1 id="here">A</h1><a href="#there">x</a>')
    with pytest.raises(PublishError, match="page a.html: the link '#there'"):
        site._check()


def test_exercises_show_the_student_and_fold_the_solution():
    exercise = new_code(
        "def f(x):\n    # solution\n    return 2 * x", metadata={"tags": ["exercise"]}
    )
    check = new_code("neurons.f.check(f)", outputs=[result(html="<b>correct</b>")])
    figure = new_code("figures.show(fig, alt='…')", outputs=[result(html="<img>")])
    machine = new_code("look()", metadata={"tags": ["nbval-ignore-output"]})
    machine.outputs = [result(html="<b>of this machine</b>")]
    nb = notebook(new_text("# 1 · T"), exercise, check, figure, machine)
    chapter = Chapter(nb, "01_t", Prose(lambda url: url, "."))
    before, solution, after = re.split(
        r'<details class="solution">|</details>', chapter.body
    )[:3]
    assert "..." in before and "correct" not in before
    assert "correct" in solution and "# solution" not in solution
    assert '<details class="drawing"><summary>Code of this figure' in after
    assert "of this machine" not in chapter.body
    assert chapter.title == "1 · T"


# The command


def test_the_command_names_what_it_does_not_know(capsys):
    assert publish.main(["slides", "99_nothing"]) == 1
    decks = sorted(path.stem for path in (ROOT / "slides").glob("[0-9][0-9]_*.md"))
    wanted = f"unknown ['99_nothing']; there are {', '.join(decks)}\n"
    assert capsys.readouterr().err == wanted


def test_the_command_builds_and_reports_a_failure(tmp_path, capsys):
    (tmp_path / "slides").mkdir()
    head = "---\nkernelspec:\n  name: python3\n  display_name: P\n---\n\n"
    good = '+++ {"slideshow": {"slide_type": "slide"}}\n\n# One\n'
    (tmp_path / "slides" / "01_good.md").write_text(head + good)
    assert publish.main(["slides"], root=tmp_path) == 0
    assert "1 slides, 0 min, 0 widgets, 2." in capsys.readouterr().out
    assert (tmp_path / "slides" / "build" / "01_good.html").is_file()
    bad = good + "\n```{code-cell} python\nnobody\n```\n"
    (tmp_path / "slides" / "02_bad.md").write_text(head + bad)
    assert publish.main(["slides", "02_bad"], root=tmp_path) == 1
    assert "02_bad, cell 2 ('nobody') failed: NameError" in capsys.readouterr().err
    assert not (tmp_path / "slides" / "build" / "02_bad.html").exists()
