"""Paths over surfaces: every iterate marked, nothing dropped, the end said in words."""

import base64
import io
import json
import re

import matplotlib.pyplot as plt
import numpy as np
import pytest
from matplotlib.colors import to_hex
from PIL import Image

from course_lib import figures, races, surfaces
from course_lib.figures.racers import looks
from course_lib.figures.style import PALETTE
from course_lib.figures.surface_map import contour_levels, cut_at_frame
from course_lib.figures.trajectories import fate
from course_lib.optimizers import GradientDescent, Momentum, descend

SQUARE = ((-1.0, 1.0), (-1.0, 1.0))
bowl = surfaces.quadratic(1, 25)


@pytest.fixture(autouse=True)
def close_figures():
    yield
    plt.close("all")


@pytest.fixture(scope="module")
def beale():
    race = races.preset("beale")
    return race, race.paths()


def words(fig):
    return [text.get_text() for legend in fig.legends for text in legend.get_texts()]


def lines(ax, **wanted):
    return [
        line
        for line in ax.lines
        if all(getattr(line, f"get_{key}")() == value for key, value in wanted.items())
    ]


# What is drawn


def test_every_iterate_of_every_racer_is_marked(beale):
    race, paths = beale
    ax = figures.trajectories(race, paths).axes[0]
    for key, path in paths.items():
        colour = PALETTE["optimizers"][key]
        (dots,) = [
            line
            for line in lines(ax, color=colour, marker="o", linestyle="None")
            if line.get_markersize() < 4
        ]
        np.testing.assert_array_equal(np.transpose(dots.get_data()), path)


def test_segments_are_straight_between_neighbouring_iterates():
    path = np.array([(0.0, 0.0), (0.5, 0.5), (0.5, -0.5)])
    pieces = cut_at_frame(path, SQUARE)
    np.testing.assert_array_equal(pieces[0::3], path[:-1])
    np.testing.assert_array_equal(pieces[1::3], path[1:])
    assert np.isnan(pieces[2::3]).all()


def test_a_race_has_its_names_its_title_and_its_minimum(beale):
    race, paths = beale
    fig = figures.trajectories(race, paths)
    labels = [label.split("\n")[0] for label in words(fig)]
    assert labels == [*(races.LABELS[key] for key in paths), "start", "minimum"]
    assert fig.axes[0].get_title(loc="left") == race.title
    assert (fig.axes[0].get_xlabel(), fig.axes[0].get_ylabel()) == ("x", "y")


def test_axes_carry_the_units_of_the_surface():
    surface = surfaces.ricker_misfit()
    fig = figures.trajectories(surface, {"gd": [(10.0, 20.0)]})
    assert fig.axes[0].get_xlabel() == "τ (ms)"
    assert fig.axes[0].get_ylabel() == "f (Hz)"


def test_a_closer_look_sets_the_frame_and_the_words():
    paths = {"gd": descend(bowl, GradientDescent(0.05), (2, 1), 30)}
    fig = figures.trajectories(bowl, paths, domain=((1, 2.5), (-1, 1)))
    assert fig.axes[0].get_xlim() == (1, 2.5)
    assert "leaves the picture" in words(fig)[0]
    assert "leaves" not in words(figures.trajectories(bowl, paths))[0]


def test_trajectories_draws_into_given_axes():
    fig, axes = plt.subplots(ncols=2)
    result = figures.trajectories(bowl, {"gd": [(1, 1), (0, 0)]}, ax=axes[1])
    assert result is fig
    assert not axes[0].lines
    assert axes[1].get_legend() is not None


@pytest.mark.parametrize("name", races.PRESETS)
def test_every_preset_can_be_drawn(name):
    fig = figures.trajectories(races.preset(name))
    fig.canvas.draw()
    assert fig.get_figwidth() <= 7.4


# Paths that leave


@pytest.mark.parametrize(
    ("path", "left", "said"),
    [
        ([(0, 0), (0.5, 0)], None, ""),
        ([(0, 0), (2, 0), (3, 0)], 1, "leaves the picture at step 1"),
        ([(0, 0), (2, 0), (0, 0)], 1, "leaves the picture at step 1, comes back"),
        ([(2, 0), (0, 0)], 0, "leaves the picture at step 0, comes back"),
    ],
)
def test_fate_says_when_a_path_leaves(path, left, said):
    assert fate(np.array(path, float), SQUARE) == (left, said)


def test_a_diverged_path_says_so_and_at_which_step():
    path = descend(bowl, GradientDescent(10), (2, 1), 500)
    step = int(re.search(r"step (\d+)", path.stopped)[1])
    fig = figures.trajectories(bowl, {"gd": path})
    fig.canvas.draw()
    assert words(fig)[0] == (
        f"gradient descent\nleaves the picture at step 1\ndiverged at step {step}"
    )


def test_the_cross_lies_where_the_path_cuts_the_frame():
    fig = figures.trajectories(
        surfaces.saddle, {"gd": [(0.0, 0.0), (0.0, 1e300)]}, domain=SQUARE
    )
    (cross,) = lines(fig.axes[0], marker="X", color=PALETTE["optimizers"]["gd"])
    np.testing.assert_allclose(np.ravel(cross.get_data()), (0.0, 1.0))


def test_no_cross_for_a_path_that_stays():
    fig = figures.trajectories(bowl, {"gd": [(1.0, 1.0), (0.0, 0.0)]})
    (cross,) = lines(fig.axes[0], marker="X")
    assert np.size(cross.get_data()) == 0


@pytest.mark.parametrize(
    ("start", "end", "seen"),
    [
        ((0, 0), (2, 0), [(0, 0), (1, 0)]),
        ((-4, 0), (4, 0), [(-1, 0), (1, 0)]),
        ((0, 0), (0, -1e308), [(0, 0), (0, -1)]),
        ((2, -2), (2, 2), None),
        ((0.5, 3), (3, 0.5), None),
        ((1, 1), (1, 1), [(1, 1), (1, 1)]),
    ],
)
def test_a_segment_is_cut_at_the_frame(start, end, seen):
    pieces = cut_at_frame(np.array([start, end], float), SQUARE)[:2]
    if seen is None:
        assert np.isnan(pieces).all()
    else:
        np.testing.assert_allclose(pieces, seen, atol=1e-12)


def test_random_segments_end_on_the_frame_or_at_their_iterates():
    rng = np.random.default_rng(0)
    path = rng.normal(scale=2, size=(500, 2))
    pieces = cut_at_frame(path, SQUARE).reshape(-1, 3, 2)
    seen = np.isfinite(pieces[:, 0, 0])
    assert 100 < seen.sum() < 400
    assert np.abs(pieces[seen, :2]).max() <= 1 + 1e-12
    t = np.linspace(0, 1, 401)[:, None, None]
    dense = path[:-1] + t * np.diff(path, axis=0)
    touches = (np.abs(dense) < 1).all(axis=2).any(axis=0)
    assert not (touches & ~seen).any()
    ends = pieces[seen, 1]
    at_iterate = np.isclose(ends, path[1:][seen]).all(axis=1)
    assert (at_iterate | np.isclose(np.abs(ends).max(axis=1), 1)).all()


# Contours


def test_levels_are_logarithmic_above_the_lowest_value():
    z = bowl(np.random.default_rng(0).uniform(-2, 2, (500, 2)))
    levels = contour_levels(bowl, z)
    assert levels[0] == 0
    ratios = levels[2:] / levels[1:-1]
    np.testing.assert_allclose(ratios, ratios[0])


def test_levels_are_even_where_nothing_is_lowest():
    steps = np.diff(contour_levels(surfaces.saddle, np.linspace(-3, 4, 50)))
    np.testing.assert_allclose(steps, steps[0])


# Names and colours


def test_optimizers_look_as_in_the_palette_and_your_own_like_nothing_else():
    result = looks(["adam", "my rule", "my other rule"])
    assert result["adam"].colour == PALETTE["optimizers"]["adam"]
    assert result["adam"].label == "Adam"
    one, other = result["my rule"], result["my other rule"]
    assert one.colour == other.colour == PALETTE["optimizers"]["own"]
    assert one.dash != other.dash
    assert one.label == "my rule"


def test_names_without_an_optimizer_get_a_colour_each():
    result = looks(["α = 0.1", "α = 0.2", "α = 0.4"]).values()
    assert len({look.colour for look in result}) == 3


# Wrong arguments


@pytest.mark.parametrize(
    ("race", "paths", "said"),
    [
        ("beale", None, "race must be a Race"),
        (bowl, None, "a surface alone has no paths"),
        (bowl, {}, "paths must be a dict"),
        (bowl, [(1, 2)], "paths must be a dict"),
        (bowl, {"gd": [1, 2, 3]}, r"path 'gd' must have shape \(k \+ 1, 2\)"),
    ],
)
def test_trajectories_say_what_is_wrong(race, paths, said):
    with pytest.raises((TypeError, ValueError), match=said):
        figures.trajectories(race, paths)


# Strips and films


def test_a_strip_shows_the_race_up_to_each_step(beale):
    race, paths = beale
    fig = figures.race_strip(race, at=(5, 40), paths=paths)
    adam = PALETTE["optimizers"]["adam"]
    for ax, step in zip(fig.axes, (5, 40), strict=True):
        assert ax.get_title(loc="left") == f"step {step}"
        (head,) = lines(ax, color=adam, marker="*")
        np.testing.assert_array_equal(np.ravel(head.get_data()), paths["adam"][step])


def test_a_strip_has_one_to_four_steps(beale):
    for at in ((), (1, 2, 3, 4, 5)):
        with pytest.raises(ValueError, match="at must name 1 to 4 steps"):
            figures.race_strip(*beale[:1], at=at, paths=beale[1])


@pytest.fixture(scope="module")
def small_race():
    racers = {"gd": GradientDescent(0.03), "momentum": Momentum(0.3)}
    return races.Race(bowl, racers, start=(2, 1), steps=20, title="A <bowl>")


def test_a_gif_moves_and_repeats(small_race, tmp_path):
    file = tmp_path / "race.gif"
    figures.race_animation(small_race, file, every=5, fps=10)
    with Image.open(file) as gif:
        assert gif.n_frames == 5
        assert gif.info["duration"] == 100
        assert gif.info["loop"] == 0
        first = np.asarray(gif.convert("RGB"))
        gif.seek(4)
        assert (np.asarray(gif.convert("RGB")) != first).any()


def test_a_page_needs_no_network_and_escapes_its_title(small_race, tmp_path):
    file = tmp_path / "race.html"
    figures.race_animation(small_race, str(file), every=5)
    page = file.read_text("utf-8")
    assert not re.search(r"https?://|<link|src=['\"](?!data:)", page)
    assert "A &lt;bowl&gt;" in page and "<bowl>" not in page
    (frames,) = re.findall(r"const frames = (\[.*\]);", page)
    assert frames.count(",") == 4


def test_the_player_lays_every_change_over_the_first_picture(small_race, tmp_path):
    file = tmp_path / "race.html"
    pictures = figures.race_animation(small_race, file, every=5).pictures()
    page = file.read_text("utf-8")
    (frames,) = re.findall(r"const frames = (\[.*\]);", page)
    still, last = re.findall(r'src="data:image/png;base64,([^"]+)"', page)
    assert last == json.loads(frames)[-1]
    for frame, picture in zip(json.loads(frames), pictures, strict=True):
        layers = [
            Image.open(io.BytesIO(base64.b64decode(layer))).convert("RGBA")
            for layer in (still, frame)
        ]
        seen = Image.alpha_composite(*layers).convert("RGB")
        np.testing.assert_array_equal(np.asarray(seen), picture.convert("RGB"))


@pytest.mark.parametrize("file", ["race.mp4", "race", "race.gif.txt"])
def test_other_files_are_refused_before_anything_is_computed(file, tmp_path):
    with pytest.raises(ValueError, match=r"file must end in .gif or .html"):
        figures.race_animation(None, tmp_path / file)


def test_the_last_frame_shows_the_whole_race(small_race):
    animation = figures.race_animation(small_race, every=7)
    assert animation.steps == [0, 7, 14, 20]
    picture = np.asarray(animation.pictures()[-1].convert("RGB"))
    colours = {to_hex(c) for c in np.unique(picture.reshape(-1, 3), axis=0) / 255}
    for key in small_race.racers:
        want = np.array(
            [int(PALETTE["optimizers"][key][i : i + 2], 16) for i in (1, 3, 5)]
        )
        near = [np.array([int(c[i : i + 2], 16) for i in (1, 3, 5)]) for c in colours]
        assert min(np.abs(c - want).max() for c in near) < 16


def test_the_three_famous_races_have_all_seven_and_about_sixty_frames():
    for name in ("long_valley", "beale", "saddle"):
        race = races.preset(name)
        assert len(race.racers) == 7
        longest = max(len(path) for path in race.paths().values()) - 1
        animation = figures.race_animation(race)
        assert 30 <= len(animation.steps) <= 61
        assert animation.steps[-1] == longest


def test_a_notebook_gets_a_player_with_words(small_race, monkeypatch):
    shown = []
    monkeypatch.setattr("IPython.display.display", lambda data, raw: shown.append(data))
    animation = figures.race_animation(small_race, every=5)
    figures.show_animation(animation, alt="Two paths run down a bowl, one overshoots.")
    assert 'alt="Two paths run down a bowl' in shown[0]["text/html"]
    assert 'type="range"' in shown[0]["text/html"]
    with pytest.raises(ValueError, match="alt must say"):
        figures.show_animation(animation, alt="race")
