"""Every deck as an instructor presents it: the built file, no kernel, no network.

Each slide of each deck is visited, at a laptop's and at a projector's size.
"""

import re
import shutil
import subprocess
import sys

import pytest
from publishing.slides import build_deck

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

DECKS = sorted((ROOT / "slides").glob("[0-9][0-9]_*.md"))
SIZES = [(1280, 720), (1920, 1080)]
WIDGET = ".present .widget.live"

# Boxes that hang over the slide, reach into the strip of page number and arrows, or
# lie on another part of the slide; in units of the slide, 1280 × 720.
OVERFLOW = """() => {
    const slide = Reveal.getCurrentSlide(), frame = slide.getBoundingClientRect();
    const scale = frame.width / 1280, found = [], parts = [];
    const unseen = 'aside, .still, mjx-assistive-mml, .cl-hidden, option';
    const box = rect => ({ left: (rect.left - frame.left) / scale,
        right: (rect.right - frame.left) / scale, top: (rect.top - frame.top) / scale,
        bottom: (rect.bottom - frame.top) / scale });
    const name = e => `${e.tagName} ${e.className.baseVal ?? e.className} ` +
        (e.textContent ?? '').trim().slice(0, 30);
    for (const part of slide.children) {
        if (part.matches('aside')) continue;
        const all = { left: 1e9, right: -1e9, top: 1e9, bottom: -1e9 };
        all.part = name(part);
        const add = (rect, who) => {
            if (!rect.width || !rect.height) return;
            const at = box(rect);
            if (at.left < -1 || at.right > 1281 || at.top < -1 || at.bottom > 690)
                found.push(`${who} lies at ${JSON.stringify(at)}`);
            for (const side of ['left', 'top'])
                all[side] = Math.min(all[side], at[side]);
            for (const side of ['right', 'bottom'])
                all[side] = Math.max(all[side], at[side]);
        };
        for (const e of part.querySelectorAll('*')) {
            if (e.closest(unseen) || e.parentElement.closest('svg, canvas')) continue;
            const style = getComputedStyle(e);
            if (style.visibility === 'hidden' && !e.closest('.fragment')) continue;
            if (!e.children.length || e.matches('svg, p, li, table, pre'))
                add(e.getBoundingClientRect(), name(e));
            const across = e.scrollWidth - e.clientWidth;
            if (/hidden|clip/.test(style.overflowX) && across > 1)
                found.push(`${name(e)} is cut`);
        }
        const walk = document.createTreeWalker(part, NodeFilter.SHOW_TEXT);
        while (walk.nextNode()) {
            if (walk.currentNode.parentElement.closest(unseen)) continue;
            const range = document.createRange();
            range.selectNodeContents(walk.currentNode);
            for (const rect of range.getClientRects())
                add(rect, walk.currentNode.data.trim().slice(0, 40));
        }
        if (all.right > all.left) parts.push(all);
    }
    for (const a of parts) for (const b of parts) {
        if (a === b) break;
        const wide = Math.min(a.right, b.right) - Math.max(a.left, b.left);
        const high = Math.min(a.bottom, b.bottom) - Math.max(a.top, b.top);
        if (wide > 2 && high > 2) found.push(`${a.part} lies on ${b.part}`);
    }
    return found;
}"""


@pytest.fixture(scope="module")
def built(tmp_path_factory):
    """Function that builds a deck once and returns its file."""
    folder, files = tmp_path_factory.mktemp("decks"), {}

    def build(source):
        if source not in files:
            files[source] = folder / f"{source.stem}.html"
            build_deck(source, files[source])
        return files[source]

    return build


@pytest.fixture(scope="module", params=DECKS, ids=lambda path: path.stem)
def deck(request, browser, built):
    """A window with a deck; ``deck.file`` is what was opened."""
    with new_page(browser) as page:
        page.file = built(request.param)
        page.set_viewport_size({"width": 1280, "height": 720})
        open_file(page, page.file, "deck")
        yield page


def visit(page):
    """Show every slide, with all its fragments; yield its number and heading."""
    page.evaluate("Reveal.slide(0)")
    for number in range(1, page.evaluate("Reveal.getTotalSlides()") + 1):
        while page.evaluate("Reveal.availableFragments().next"):
            page.evaluate("Reveal.nextFragment()")
        settle(page)
        heading = page.evaluate(
            "Reveal.getCurrentSlide().querySelector('h2').textContent"
        )
        yield f"slide {number} ({heading.strip()[:40]})"
        page.evaluate("Reveal.next()")


def first_widget(page):
    """Go to the first slide with a widget."""
    for _ in visit(page):
        if page.locator(WIDGET).count():
            return page.locator(WIDGET).first
    pytest.fail("the deck has no widget")


def test_nothing_overflows_and_no_part_lies_on_another(deck):
    found = {}
    for width, height in SIZES:
        deck.set_viewport_size({"width": width, "height": height})
        for name in visit(deck):
            if wrong := deck.evaluate(OVERFLOW):
                found[f"{name}, {width} × {height}"] = wrong[:3]
    deck.set_viewport_size({"width": 1280, "height": 720})
    assert found == {}


def test_all_mathematics_is_set(deck):
    assert deck.locator("mjx-container").count()
    assert unset_mathematics(deck, ".slides") == []


# axe looks through all slides each time, although only one is there for anybody: what
# is hidden is taken out of the page while it looks.
ALONE = """() => {
    window.away = [...document.querySelectorAll('section:not(.present)')].map(e => {
        const mark = document.createComment('');
        e.replaceWith(mark);
        return [mark, e];
    });
}"""
TOGETHER = "() => window.away.forEach(([mark, e]) => mark.replaceWith(e))"


@pytest.mark.parametrize(
    "dark, rules", [(False, []), (True, COLOUR_RULES)], ids=["light", "dark"]
)
def test_axe_finds_nothing_on_any_slide(deck, dark, rules):
    use_theme(deck, dark)
    found = {}
    for name in visit(deck):
        deck.evaluate(ALONE)
        if wrong := violations(deck, "html", *rules):
            found[name] = wrong
        deck.evaluate(TOGETHER)
    use_theme(deck, False)
    assert found == {}


def test_every_widget_is_painted_in_both_themes(deck):
    seen = 0
    for dark in (False, True):
        use_theme(deck, dark)
        for name in visit(deck):
            for widget in deck.locator(".present .widget").all():
                seen += 1
                settle(deck)
                shown, blank = blank_canvases(widget)
                assert shown, f"{name} shows no canvas"
                assert blank == [], f"{name}: canvas {blank} is blank"
                assert not widget.locator(".still").is_visible(), name
    use_theme(deck, False)
    assert seen


@pytest.mark.parametrize("move", [drag_slider, press_arrow], ids=["mouse", "keyboard"])
def test_every_widget_answers_without_a_kernel(deck, move):
    for name in visit(deck):
        place = deck.evaluate("Reveal.getState()")
        for widget in deck.locator(WIDGET).all():
            assert slider_that_answers(deck, widget, move), f"{name}: no slider answers"
        assert deck.evaluate("Reveal.getState()") == place, f"{name}: the slide changed"


def test_page_keys_turn_the_page_even_out_of_a_widget(deck):
    widget = first_widget(deck)
    slider = widget.locator("input[type=range]:enabled:visible").first
    here = deck.evaluate("Reveal.getSlidePastCount()")
    value = slider.input_value()
    slider.focus()
    deck.keyboard.press("PageDown")
    assert deck.evaluate("Reveal.getSlidePastCount()") == here + 1
    deck.keyboard.press("ArrowLeft")  # the widget has lost the keys
    assert deck.evaluate("Reveal.getSlidePastCount()") == here
    assert slider.input_value() == value
    slider.focus()
    deck.keyboard.press("Escape")
    assert not deck.evaluate("document.activeElement.closest('.widget')")
    assert not deck.evaluate("Reveal.isOverview()")


def test_only_the_present_slide_is_drawn(deck):
    deck.evaluate(
        """() => {
            window.drawn = [];
            document.addEventListener('painted', event => {
                const slide = event.target.closest('section');
                if (slide === Reveal.getCurrentSlide()) window.drawn.push('present');
                else window.drawn.push(Reveal.getSlides().indexOf(slide));
            }, true);
        }"""
    )
    for _ in visit(deck):
        pass
    drawn = deck.evaluate("window.drawn")
    assert "present" in drawn
    # one picture may be under way when the page is turned: sight is a frame late
    late = [number for number in drawn if number != "present"]
    assert len(late) == len(set(late))
    for _ in range(5):
        settle(deck)
    # a new theme asks every widget for a new picture
    deck.evaluate("window.drawn = []")
    use_theme(deck, True)
    use_theme(deck, False)
    for _ in range(5):
        settle(deck)
    assert set(deck.evaluate("window.drawn")) <= {"present"}


def test_nothing_but_the_file_was_asked_for(deck):
    for _ in visit(deck):
        pass
    assert {url.split("#")[0] for url in deck.outside} == {deck.file.as_uri()}
    assert deck.errors == []


# What every deck shares: tried on that of the first lecture


@pytest.fixture(scope="module")
def first(built):
    return built(next(path for path in DECKS if path.stem == "01_neurons"))


def test_the_speaker_view_shows_notes_and_next_slide_from_the_disk(page, first):
    open_file(page, first, "deck")
    with page.expect_popup() as opened:
        page.keyboard.press("s")
    speaker = opened.value
    speaker.wait_for_selector("#current-slide iframe", state="attached")
    notes = speaker.locator(".speaker-controls-notes .value")
    speaker.wait_for_function(
        "() => /min/.test(document.querySelector('.speaker-controls-notes').innerText)"
    )
    assert re.match(r"\d+ min\.", notes.inner_text().strip())
    before = notes.inner_text()
    page.keyboard.press("ArrowRight")
    speaker.wait_for_function(
        "old => document.querySelector('.speaker-controls-notes .value').innerText"
        " !== old",
        arg=before,
    )
    frames = [frame for frame in speaker.frames if frame.url.startswith("file:")]
    assert len(frames) == 2
    for frame in frames:
        frame.wait_for_selector("html[data-deck=ready]", state="attached")
    asked = {url.split("?")[0].split("#")[0] for url in page.outside}
    assert asked == {first.as_uri()}
    assert page.errors == []


def test_keys_show_the_overview_and_switch_the_theme(page, first):
    open_file(page, first, "deck")
    page.keyboard.press("o")
    assert page.evaluate("Reveal.isOverview()")
    page.keyboard.press("o")
    before = page.evaluate("document.documentElement.dataset.theme")
    page.keyboard.press("t")
    assert page.evaluate("document.documentElement.dataset.theme") != before
    number = page.locator(".slide-number").inner_text()
    assert re.fullmatch(r"1\s*/\s*\d+", number)
    assert page.errors == []


def test_two_slides_that_show_one_widget_show_one_state(page, first):
    open_file(page, first, "deck")
    ids = page.locator(".widget").evaluate_all("all => all.map(e => e.dataset.model)")
    twice = next(model for model in ids if ids.count(model) == 2)
    slider = f".present .widget[data-model='{twice}'] input[type=range]"
    shown = []
    for _ in visit(page):
        if page.locator(slider).count():
            if not shown:
                press_arrow(page, page.locator(slider).first)
                settle(page)
            shown.append(page.locator(slider).first.input_value())
    assert len(shown) == 2 and shown[0] == shown[1] != "0"


def test_a_resized_projector_gets_as_many_pixels_as_it_has(page, first):
    page.set_viewport_size({"width": 1280, "height": 720})
    open_file(page, first, "deck")
    canvas = first_widget(page).locator("canvas").first
    for width, height in [*SIZES, SIZES[0]]:
        page.set_viewport_size({"width": width, "height": height})
        settle(page)
        settle(page)
        pixels = canvas.evaluate("e => e.width / e.getBoundingClientRect().width")
        assert pixels == pytest.approx(1, abs=0.01)


def test_without_javascript_all_slides_are_there_with_still_pictures(browser, first):
    context = browser.new_context(java_script_enabled=False)
    page = context.new_page()
    page.goto(first.as_uri())
    headings = page.locator(".slides h2").all()
    assert len(headings) >= 20 and all(h.is_visible() for h in headings)
    stills = page.locator(".widget .still img").all()
    assert stills and all(image.is_visible() for image in stills)
    assert all(len(image.get_attribute("alt")) > 20 for image in stills)
    context.close()


def test_a_deck_is_printed_a_slide_a_page(first, tmp_path, chromium_path):
    pdf = tmp_path / "deck.pdf"
    code = "import sys, pathlib; from publishing.pdf import print_deck\n"
    code += "print_deck(*map(pathlib.Path, sys.argv[1:]))"
    command = [sys.executable, "-c", code, str(first), str(pdf)]
    subprocess.run(command, cwd=ROOT / "tools", check=True)
    pages = re.findall(rb"/Type\s*/Page\b", pdf.read_bytes())
    assert len(pages) == first.read_text("utf-8").count('<aside class="notes">')
    assert pdf.stat().st_size > 200_000  # figures are in it


def test_a_deck_opens_from_a_folder_with_any_name(page, first, tmp_path):
    folder = tmp_path / "Vorlesung Müller #1 100%"
    folder.mkdir()
    file = shutil.copy(first, folder / "deck.html")
    open_file(page, file, "deck")
    assert page.errors == []
