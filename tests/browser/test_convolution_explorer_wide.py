"""ConvolutionExplorer where there is much room in width: slides and wide screens."""

import pytest

from .convolution_page import explore

PRESETS = ["edges", "angle_stacks", "correlation_or_convolution", "deep_field"]
# Each canvas: its pixels per CSS pixel, across and down.
SCALES = """() => [...document.querySelectorAll('.cl-conv canvas')]
    .filter(e => e.clientWidth)
    .map(e => [e.width / e.clientWidth, e.height / e.clientHeight])"""


@pytest.mark.parametrize("name", PRESETS)
def test_pictures_are_not_stretched_on_a_wide_page(page, name):
    page.set_viewport_size({"width": 1480, "height": 900})
    explore(page, name)
    scales = page.evaluate(SCALES)
    assert scales
    for across, down in scales:
        assert across == pytest.approx(down, rel=0.03)


@pytest.mark.parametrize("name", PRESETS)
def test_all_of_it_is_seen_at_once_on_a_wide_page(page, name):
    heights = []
    for width in (1250, 1480):
        page.set_viewport_size({"width": width, "height": 900})
        explore(page, name)
        heights.append(page.locator(".cl-convolution").bounding_box()["height"])
    assert heights[1] < heights[0] - 40
    assert heights[1] < 780
