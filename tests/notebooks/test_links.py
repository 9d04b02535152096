"""No relative link of the course is dead."""

import nbformat
import pytest
from build_notebooks import ROOT
from links import dead_links, text_files
from sample import HEADINGS


@pytest.mark.parametrize(
    "path", list(text_files(ROOT)), ids=lambda p: p.relative_to(ROOT).as_posix()
)
def test_relative_links_lead_somewhere(path):
    assert dead_links(path) == []


@pytest.fixture
def page(tmp_path):
    """A folder with a page and a notebook to link to; returns a writer of the page."""
    (tmp_path / "data").mkdir()
    (tmp_path / "data" / "README.md").write_text(HEADINGS, encoding="utf-8")
    nb = nbformat.v4.new_notebook(cells=[nbformat.v4.new_markdown_cell(HEADINGS)])
    nbformat.write(nb, tmp_path / "chapter.ipynb")

    def write(text):
        path = tmp_path / "page.md"
        path.write_text(text, encoding="utf-8")
        return path

    return write


@pytest.mark.parametrize(
    "target",
    [
        "data/READ.md",
        "../nowhere/",
        "/data/README.md",
        "chapter.ipynb#notation",
        "chapter.ipynb#Nothing",
        "data/README.md#Where-it-stands",
        "#here",
    ],
)
def test_dead_links_are_noticed(page, target):
    assert dead_links(page(f"See [it]({target}).")) == [target]
    assert dead_links(page(f'<img src="{target}">')) == [target]
    assert dead_links(page(f"![a figure]({target} 'title')")) == [target]


@pytest.mark.parametrize(
    "target",
    [
        "data/README.md",
        "data/",
        "chapter.ipynb#Notation",
        "chapter.ipynb#Where-it-stands",
        "data/README.md#where-it-stands",
        "https://example.org/nowhere",
        "mailto:someone@example.org",
        "data:image/png;base64,AAAA",
    ],
)
def test_live_links_pass(page, target):
    assert dead_links(page(f"See [it]({target}).")) == []


def test_code_holds_no_links(page):
    assert dead_links(page("`a[0](x)`\n\n```python\nb[1](y)\n```\n")) == []
