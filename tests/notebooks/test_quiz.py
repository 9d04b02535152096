"""Quizzes survive every renderer: JupyterLab (tests/browser), GitHub, web pages."""

import re

import pytest
from build_notebooks import Course
from markdown_it import MarkdownIt
from nbconvert.filters.markdown_mistune import markdown2html_mistune
from notebook_source import read_source
from rules import OPTION, body
from sample import SOURCE, broken, write

COURSE = Course()
RENDERERS = {
    "pages": markdown2html_mistune,  # nbconvert
    "GitHub": MarkdownIt("commonmark").render,
}


def rendered_options(html):
    """The inside of each <details> that came out whole, with its label as HTML."""
    return re.findall(r"<details><summary>(.*?)</summary>(.*?)</details>", html, re.S)


def broken_options(text, render):
    """Options whose label or verdict did not come out as HTML."""
    wanted = OPTION.findall(text)
    found = rendered_options(render(text))
    if len(found) != len(wanted):
        return [f"{len(found)} of {len(wanted)} options come out whole"]
    return [
        letter
        for (letter, label, verdict, _), (summary, inside) in zip(
            wanted, found, strict=True
        )
        if f"{letter}. {label}" != summary
        or f"<p><strong>{verdict}.</strong>" not in inside
    ]


@pytest.mark.parametrize("renderer", RENDERERS)
@pytest.mark.parametrize("chapter", COURSE.chapters)
def test_every_option_can_be_opened_and_says_right_or_wrong(chapter, renderer):
    text = body(COURSE.source(chapter), "Quiz")
    assert broken_options(text, RENDERERS[renderer]) == []


@pytest.mark.parametrize("renderer", RENDERERS)
def test_an_option_without_its_empty_lines_is_noticed(renderer, tmp_path):
    text = broken("</summary>\n\n**Right.**", "</summary>\n**Right.**", SOURCE)
    quiz = body(read_source(write(tmp_path, text)), "Quiz")
    assert OPTION.findall(quiz)  # the others
    options = quiz.replace("</summary>\n\n", "</summary>\n")
    inside = [text for _, text in rendered_options(RENDERERS[renderer](options))]
    assert not any("<strong>" in part for part in inside)


@pytest.mark.parametrize("renderer", RENDERERS)
def test_formulas_in_labels_and_reasons_reach_the_page_unharmed(renderer):
    text = (
        "**Question 1.** Which?\n\n"
        "<details><summary>A. $w_1 x_1 + b \\lt 0$ and $a_2^{(1)}$</summary>\n\n"
        "**Right.** Because $\\sigma(z)$ of $z_1$ and $z_2$ is small.\n\n</details>\n"
    )
    html = RENDERERS[renderer](text)
    assert "$w_1 x_1 + b \\lt 0$ and $a_2^{(1)}$" in html
    assert "<em>" not in html
