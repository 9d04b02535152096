"""The palette: complete, and told apart by people with a colour deficiency."""

import json
import re
from itertools import combinations
from pathlib import Path

import numpy as np
import pytest

import course_lib

PALETTE = json.loads(
    (Path(course_lib.__file__).parent / "palette.json").read_text(encoding="utf-8")
)
OPTIMIZERS = (
    "gd sgd minibatch momentum nesterov adagrad rmsprop adadelta adam own".split()
)
# Machado, Oliveira & Fernandes 2009, severity 1, on linear RGB
DEFICIENCY = {
    "protan": [[0.152286, 1.052583, -0.204868], [0.114503, 0.786281, 0.099216],
               [-0.003882, -0.048116, 1.051998]],
    "deutan": [[0.367322, 0.860646, -0.227968], [0.280085, 0.672501, 0.047413],
               [-0.011820, 0.042940, 0.968881]],
}  # fmt: skip


def linear_rgb(colour):
    c = np.array([int(colour[k : k + 2], 16) for k in (1, 3, 5)]) / 255
    return np.where(c <= 0.04045, c / 12.92, ((c + 0.055) / 1.055) ** 2.4)


def lab(rgb):
    """CIE L*a*b* (D65) of linear RGB."""
    to_xyz = [[0.4124, 0.3576, 0.1805], [0.2126, 0.7152, 0.0722]]
    to_xyz.append([0.0193, 0.1192, 0.9505])
    xyz = np.array(to_xyz) @ np.clip(rgb, 0, 1) / [0.95047, 1.0, 1.08883]
    f = np.where(xyz > 0.008856, np.cbrt(xyz), 7.787 * xyz + 16 / 116)
    return np.array([116 * f[1] - 16, 500 * (f[0] - f[1]), 200 * (f[1] - f[2])])


def difference(one, other, kind):
    matrix = np.array(DEFICIENCY[kind])
    return np.linalg.norm(
        lab(matrix @ linear_rgb(one)) - lab(matrix @ linear_rgb(other))
    )


def contrast(one, other):
    """WCAG contrast ratio."""
    bright = sorted(
        np.dot([0.2126, 0.7152, 0.0722], linear_rgb(c)) for c in (one, other)
    )
    return (bright[1] + 0.05) / (bright[0] + 0.05)


def test_optimizers_that_are_dim_on_a_dark_page_have_a_brighter_colour_there():
    seen = {**PALETTE["optimizers"], **PALETTE["optimizers_dark"]}
    assert list(seen) == OPTIMIZERS
    assert len(set(seen.values())) == len(OPTIMIZERS)
    for name, colour in seen.items():
        assert contrast(colour, PALETTE["paper"]["dark"]) > 3.5, name


def test_every_optimizer_has_a_colour_of_its_own():
    assert list(PALETTE["optimizers"]) == OPTIMIZERS
    assert len(set(PALETTE["optimizers"].values())) == len(OPTIMIZERS)


@pytest.mark.parametrize("kind", ["protan", "deutan"])
def test_optimizers_differ_for_every_eye(kind):
    colours = PALETTE["optimizers"]
    for one, other in combinations(colours, 2):
        assert difference(colours[one], colours[other], kind) > 9, (one, other)


def test_each_optimizer_has_a_marker_of_its_own_as_second_cue():
    assert list(PALETTE["optimizer_markers"]) == OPTIMIZERS
    assert len(set(PALETTE["optimizer_markers"].values())) == len(OPTIMIZERS)


@pytest.mark.parametrize("theme", ["light", "dark"])
def test_optimizers_stand_out_from_both_papers(theme):
    for name, colour in PALETTE["optimizers"].items():
        assert contrast(colour, PALETTE["paper"][theme]) > 2.2, name


def test_colours_are_written_as_six_hex_digits():
    text = json.dumps({k: v for k, v in PALETTE.items() if k != "about"})
    colours = re.findall(r'"(#[^"]*)"', text)
    assert len(colours) > 40
    assert all(re.fullmatch("#[0-9A-F]{6}", colour) for colour in colours)


@pytest.mark.parametrize("theme", ["light", "dark"])
@pytest.mark.parametrize("kind", ["protan", "deutan"])
def test_the_first_two_classes_differ_strongly_for_every_eye(theme, kind):
    blue, orange = PALETTE["classes"][theme][:2]
    assert difference(blue, orange, kind) > 50


@pytest.mark.parametrize("theme", ["light", "dark"])
@pytest.mark.parametrize("kind", ["protan", "deutan"])
def test_the_first_four_classes_differ_for_every_eye(theme, kind):
    for one, other in combinations(PALETTE["classes"][theme][:4], 2):
        assert difference(one, other, kind) > 10, (one, other)


@pytest.mark.parametrize("kind", ["protan", "deutan"])
@pytest.mark.parametrize(
    "rocks",
    [
        ("shale", "siltstone", "shaly sandstone", "clean sandstone", "coal"),
        ("shale", "sandstone/shale", "sandstone", "limestone", "marl", "tuff"),
    ],
    ids=["facies", "lithology"],
)
def test_rocks_of_one_column_differ_for_every_eye(rocks, kind):
    for one, other in combinations(rocks, 2):
        colours = PALETTE["lithology"][one], PALETTE["lithology"][other]
        assert difference(*colours, kind) > 15, (one, other)


@pytest.mark.parametrize("theme", ["light", "dark"])
def test_classes_stand_out_from_paper_and_from_their_own_background(theme):
    paper, stops = PALETTE["paper"][theme], PALETTE["probability"][theme]
    for colour, background in zip(
        PALETTE["classes"][theme][:2], (stops[0], stops[-1]), strict=True
    ):
        assert contrast(colour, paper) > 3
        assert contrast(colour, background) > 2
    assert contrast(PALETTE["muted"][theme], paper) > 4.5


@pytest.mark.parametrize("name", ["probability", "signed"])
def test_diverging_maps_are_brightest_or_darkest_in_the_middle(name):
    for theme, sign in (("light", 1), ("dark", -1)):
        L = [sign * lab(linear_rgb(colour))[0] for colour in PALETTE[name][theme]]
        assert max(L) == L[len(L) // 2]


def test_the_sequential_map_brightens_all_the_way():
    L = [lab(linear_rgb(colour))[0] for colour in PALETTE["sequential"]]
    assert np.all(np.diff(L) > 0)
