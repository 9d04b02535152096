"""The course as web pages, opened from the disk: no network, no kernel."""

import re

import pytest
from publishing.pages import Site

from .conftest import new_page
from .jupyterlab import COLOUR_RULES, ROOT, violations
from .published import (
    blank_canvases,
    open_file,
    settle,
    slider_that_answers,
    unset_mathematics,
    use_theme,
)
from .widget_page import drag_slider, press_arrow

CHAPTERS = sorted((ROOT / "notebooks" / "source").glob("[0-9][0-9]_*.md"))
NAMES = [path.stem for path in CHAPTERS]
WIDE, PHONE = {"width": 1280, "height": 900}, {"width": 390, "height": 800}
WIDGETS = [name for name in NAMES if int(name[:2]) in range(1, 6)]


@pytest.fixture(scope="module")
def folder(tmp_path_factory):
    """The built pages: every chapter is executed, which takes minutes."""
    folder = tmp_path_factory.mktemp("site") / "pages"
    site = Site(ROOT, folder)
    for source in CHAPTERS:
        site.build_chapter(source)
    site.finish()
    return folder


@pytest.fixture(
    scope="module", params=["index", "about", "data", *NAMES], ids=lambda name: name
)
def shown(request, browser, folder):
    """A window with one page."""
    with new_page(browser) as page:
        page.name = request.param
        open_file(page, folder / f"{request.param}.html", "page")
        yield page


# axe does not read MathML: it gets the words that a screen reader finds in a header.
SAY_FORMULAS = """() => {
    for (const math of document.querySelectorAll('th math:not(.said)')) {
        math.classList.add('said');
        const words = document.createElement('span');
        words.className = 'unseen';
        words.textContent = math.textContent;
        math.closest('th').append(words);
    }
}"""


def unfold(page):
    page.evaluate(
        "document.querySelectorAll('details').forEach(d => { d.open = true; })"
    )
    settle(page)


def test_nothing_but_the_folder_was_asked_for(shown, folder):
    unfold(shown)
    assert shown.outside
    assert [u for u in shown.outside if not u.startswith(folder.as_uri())] == []
    assert shown.errors == []


@pytest.mark.parametrize("size", [WIDE, PHONE], ids=["wide", "phone"])
def test_the_page_does_not_scroll_sideways(shown, size):
    shown.set_viewport_size(size)
    unfold(shown)
    # a box that scrolls by itself may be wider; text around it may not
    wide = shown.evaluate(
        """() => [...document.querySelectorAll('main p, main li, h1, h2, h3, .widget')]
            .filter(e => !e.closest('.output, .wide, .widget *, mjx-assistive-mml'))
            .filter(e => e.getBoundingClientRect().right > innerWidth + 1)
            .map(e => e.textContent.slice(0, 60))"""
    )
    across = shown.evaluate("document.documentElement.scrollWidth")
    shown.set_viewport_size(WIDE)
    assert wide == []
    assert across <= size["width"]


def test_all_mathematics_is_set(shown):
    assert unset_mathematics(shown, "main") == []
    if shown.name in NAMES[1:]:
        assert shown.locator("mjx-container").count() > 10


@pytest.mark.parametrize("size", [WIDE, PHONE], ids=["wide", "phone"])
@pytest.mark.parametrize(
    "dark, rules", [(False, []), (True, COLOUR_RULES)], ids=["light", "dark"]
)
def test_axe_finds_nothing(shown, dark, rules, size):
    shown.set_viewport_size(size)
    use_theme(shown, dark)
    unfold(shown)
    for widget in shown.locator(".widget").all():  # it draws, and has words, when seen
        widget.scroll_into_view_if_needed()
        settle(shown)
    shown.evaluate(SAY_FORMULAS)
    found = violations(shown, "html", *rules)
    use_theme(shown, False)
    shown.set_viewport_size(WIDE)
    assert found == []


def test_every_picture_has_words(shown):
    alts = shown.locator("main img").evaluate_all("all => all.map(e => e.alt)")
    assert [alt for alt in alts if len(alt) < 20] == []


def test_every_widget_is_painted_in_both_themes(shown):
    if shown.name not in WIDGETS:
        return
    assert shown.locator(".widget.live").count() == shown.locator(".widget").count() > 0
    for dark in (False, True):
        use_theme(shown, dark)
        for widget in shown.locator(".widget").all():
            widget.scroll_into_view_if_needed()
            settle(shown)
            settle(shown)
            shapes, blank = blank_canvases(widget)
            assert shapes and blank == []
    use_theme(shown, False)


@pytest.mark.parametrize("move", [drag_slider, press_arrow], ids=["mouse", "keyboard"])
def test_every_widget_answers_without_a_kernel(shown, move):
    for widget in shown.locator(".widget.live").all() if shown.name in WIDGETS else []:
        widget.scroll_into_view_if_needed()
        assert slider_that_answers(shown, widget, move)


# The reader's way through


def test_chapters_lead_to_each_other_and_to_their_sections(page, folder):
    open_file(page, folder / "index.html", "page")
    page.locator("main h2 a").first.click()
    for name in NAMES:
        page.wait_for_selector("html[data-page]")
        assert page.url.endswith(f"{name}.html")
        assert page.locator("main h1").count() == 1
        if name != NAMES[-1]:
            page.locator("a[rel=next]").click()
    page.locator("a[rel=prev]").click()
    page.wait_for_selector("html[data-page]")
    assert page.url.endswith(f"{NAMES[-2]}.html")
    page.locator(".contents a", has_text="Quiz").click()
    assert page.locator("h2", has_text="Quiz").evaluate(
        "e => Math.abs(e.getBoundingClientRect().top) < 200"
    )


def test_a_quiz_answers_when_an_option_is_opened(page, folder):
    open_file(page, folder / "01_neurons.html", "page")
    option = page.locator("details", has_text="A. 80 API")
    reason = option.locator("p", has_text="Right.")
    assert reason.count() == 1 and not reason.is_visible()
    option.locator("summary").click()
    assert reason.is_visible()


def test_the_solution_of_an_exercise_is_folded_until_asked_for(page, folder):
    open_file(page, folder / "01_neurons.html", "page")
    solution = page.locator("details.solution").first
    code = solution.locator(".code").first
    assert not code.is_visible()
    solution.locator("summary").first.click()
    assert code.is_visible() and "np.exp(-z)" in code.inner_text()
    assert "correct" in solution.locator(".output").inner_text()


def test_widgets_start_as_the_reader_should_find_them(page, folder):
    open_file(page, folder / "01_neurons.html", "page")
    first = page.locator(".widget").first
    first.scroll_into_view_if_needed()
    settle(page)
    settle(page)
    values = first.locator("input[type=range]").evaluate_all(
        "all => all.map(e => e.value)"
    )
    assert values[:2] == ["0", "0"]  # the weights, before anybody has found a line


def test_no_page_tells_of_the_machine_that_built_it(folder):
    for path in folder.glob("*.html"):
        text = path.read_text("utf-8")
        assert str(ROOT) not in text, path.name
        assert not re.search(r"""[\s"'(]/tmp/|course-data-""", text), path.name


def test_without_javascript_text_and_still_pictures_are_there(browser, folder):
    context = browser.new_context(java_script_enabled=False)
    page = context.new_page()
    page.goto((folder / "01_neurons.html").as_uri())
    assert page.locator("h1").is_visible()
    stills = page.locator(".widget .still img").all()
    assert stills and all(image.is_visible() for image in stills)
    assert all(len(image.get_attribute("alt")) > 20 for image in stills)
    context.close()
