"""Seismic figures: signed colours around zero, times, traces, and what lies on top."""

import matplotlib.pyplot as plt
import numpy as np
import pytest
from matplotlib.colors import to_hex, to_rgb

from course_lib import datasets, figures
from course_lib.figures.style import PALETTE
from course_lib.geophysics import seismic
from course_lib.geophysics.wavelets import ricker


@pytest.fixture(autouse=True)
def close_figures():
    yield
    plt.close("all")


@pytest.fixture(scope="module")
def line():
    return datasets.fault_section(60, 90, seed=1)


def words(fig):
    return [text.get_text() for legend in fig.legends for text in legend.get_texts()]


# Sections


def test_amplitudes_are_shown_with_zero_in_the_middle_of_the_signed_map(line):
    shown = figures.seismic_section(line.image + 1).axes[0].images[0]
    low, high = shown.get_clim()
    assert low == -high
    white = to_rgb(PALETTE["signed"]["light"][2])
    np.testing.assert_allclose(shown.cmap(0.5)[:3], white, atol=0.01)
    assert to_hex(shown.cmap(0.0)) == PALETTE["signed"]["light"][0].lower()
    np.testing.assert_allclose(shown.get_array(), line.image + 1)
    inside = np.abs(line.image + 1) <= high
    assert inside.mean() == pytest.approx(0.98, abs=0.005)
    assert figures.seismic_section(line, clip=3).axes[0].images[0].get_clim() == (-3, 3)


def test_samples_stand_at_their_times_and_traces_at_their_numbers(line):
    ax = figures.seismic_section(line).axes[0]
    assert (ax.get_xlabel(), ax.get_ylabel()) == ("trace", "two-way time (ms)")
    assert ax.get_xlim() == (0.5, 90.5) and ax.get_ylim() == (238, -2)  # downwards
    part = figures.seismic_section(line, samples=(10, 20), traces=(30, 50)).axes[0]
    assert part.get_xlim() == (30.5, 50.5) and part.get_ylim() == (78, 38)
    np.testing.assert_allclose(part.images[0].get_array(), line.image[10:20, 30:50])
    array = figures.seismic_section(line.image, dt_ms=2).axes[0]
    assert array.get_ylim() == (119, -1)


def test_a_real_line_shows_its_own_axes_name_and_credit(line):
    real = datasets.Section(
        line.amplitude, np.arange(300, 390), 100 + 2.0 * np.arange(60), "F3 inline 362",
        "crossline", "acquired by NAM <b>",
    )  # fmt: skip
    fig = figures.seismic_section(real)
    ax = fig.axes[0]
    assert ax.get_xlabel() == "crossline" and ax.get_xlim() == (299.5, 389.5)
    assert ax.get_ylim() == (219, 99)
    assert ax.get_title(loc="left") == "F3 inline 362"
    assert fig.get_supxlabel() == "acquired by NAM <b>"
    mine = figures.seismic_section(real, title="mine").axes[0]
    assert mine.get_title(loc="left") == "mine"


def test_the_mask_lies_upon_the_section_and_is_named(line):
    fig = figures.seismic_section(line, mask=line.mask, traces=(20, 80))
    under, over = fig.axes[0].images
    np.testing.assert_array_equal(over.get_array(), line.mask[:, 20:80])
    assert over.get_extent() == under.get_extent()
    assert over.cmap(0.0)[3] == 0 and over.cmap(1.0)[3] == 1  # nothing, full colour
    assert to_hex(over.cmap(1.0)) == PALETTE["test"]["light"].lower()
    assert words(fig) == ["fault"]
    assert words(figures.seismic_section(line)) == []


def test_probabilities_by_name_get_a_panel_each(line):
    p = np.linspace(0, 1, line.image.size).reshape(line.image.shape)
    fig = figures.seismic_section(line, probability={"one": p, "other": p / 2})
    panels = fig.axes[:2]
    assert [ax.get_title() for ax in panels] == ["one", "other"]
    np.testing.assert_allclose(panels[1].images[1].get_array(), p / 2)
    assert panels[0].images[1].get_clim() == (0, 1)
    assert words(fig) == ["probability of a fault: the darker, the higher"]


def test_dead_traces_are_grey_and_do_not_spoil_the_rest(line):
    image = line.image.copy()
    image[:, 5] = np.nan
    shown = figures.seismic_section(image).axes[0].images[0]
    assert np.isfinite(shown.get_clim()).all()
    assert shown.get_array().mask[:, 5].all()
    bad = shown.cmap(np.ma.masked_invalid([np.nan]))[0]
    assert to_hex(bad) == PALETTE["grid"]["light"].lower()


def test_a_silent_section_is_drawn():
    assert figures.seismic_section(np.zeros((20, 30))).axes[0].images[0].get_clim() == (
        -1,
        1,
    )


@pytest.mark.parametrize(
    ("change", "message"),
    [
        ({"image": np.zeros(30)}, "image must be a Section or amplitudes of shape"),
        ({"image": np.full((60, 90), np.nan)}, "nothing but NaN"),
        ({"image": np.full((60, 90), "a")}, "image must be a Section"),
        ({"mask": np.zeros((90, 60), bool)}, r"mask must have the shape of the image"),
        ({"probability": np.full((60, 90), 1.5)}, "probability must lie within 0 … 1"),
        (
            {"probability": {"a": np.zeros(3)}},
            r"probability\['a'\] must have the shape",
        ),
        ({"probability": {}}, "probability must hold at least one panel"),
        ({"samples": (50, 70)}, r"samples must be .* within 0 … 60"),
        ({"traces": (5, 5)}, "traces must be"),
        ({"traces": (5,)}, "traces must be"),
        ({"clip": -1}, "clip must be > 0"),
        ({"dt_ms": 0, "image": np.zeros((60, 90))}, "dt_ms must be > 0"),
        ({"dt_ms": 2}, "dt_ms must be left out"),
    ],
)
def test_bad_input_of_a_section_is_named(line, change, message):
    with pytest.raises(ValueError, match=message):
        figures.seismic_section(**{"image": line, **change})


def test_credit_and_legend_do_not_overlap(line):
    credit = "acquired by somebody, released by somebody else, CC BY-SA 3.0; " * 3
    fig = figures.seismic_section(
        datasets.Section(
            line.amplitude, line.traces, line.time_ms, "a line", "crossline", credit
        ),
        mask=line.mask,
        probability={"one": line.mask, "other": line.mask},
    )
    fig.canvas.draw()
    (legend,) = fig.legends
    below = [text for text in fig.texts if text.get_text()]
    assert len(below) == 1 and below[0].get_text() == fig.get_supxlabel()
    assert not legend.get_window_extent().overlaps(below[0].get_window_extent())
    for ax in fig.axes[:2]:
        for where in ("left", "center"):
            title = {"left": ax._left_title, "center": ax.title}[where]
            assert not legend.get_window_extent().overlaps(title.get_window_extent())


# Patches


def test_patches_are_drawn_twice_with_and_without_their_faults():
    patches = datasets.fault_patches(n=6, size=32, seed=0)
    fig = figures.patch_grid(patches, count=5, columns=3)
    axes = np.array(fig.axes).reshape(4, 3)
    names = [patches.class_names[k] for k in patches.y[:5]]
    titles = [ax.get_title() for ax in [*axes[0], *axes[2]]]
    assert titles == [*names, ""]
    np.testing.assert_array_equal(axes[2, 1].images[0].get_array(), patches.X[4])
    assert len(axes[2, 1].images) == 1 and len(axes[3, 1].images) == 2
    np.testing.assert_array_equal(axes[3, 1].images[1].get_array(), patches.mask[4])
    assert not axes[3, 2].images


def test_arrays_of_patches_get_the_titles_given():
    X = np.random.default_rng(0).normal(size=(4, 20, 20))
    fig = figures.patch_grid(X, count=2, titles=["a", "b", "c"])
    assert [ax.get_title() for ax in fig.axes] == ["a", "b"]
    with pytest.raises(ValueError, match="titles must hold 3 titles; got 2"):
        figures.patch_grid(X, count=3, titles=["a", "b"])
    with pytest.raises(ValueError, match="count must be >= 1 and <= 4; got 5"):
        figures.patch_grid(X, count=5)


# Gathers


def test_a_gather_shows_exact_and_other_picks():
    shots = datasets.first_breaks(n=3, seed=1)
    mine = shots.pick_ms[2] + 4
    fig = figures.gather(shots, 2, picks={"STA/LTA": mine})
    ax = fig.axes[0]
    assert (ax.get_xlabel(), ax.get_ylabel()) == ("trace", "time (ms)")
    assert ax.get_ylim() == (127.75, -0.25)
    np.testing.assert_array_equal(ax.images[0].get_array(), shots.X[2])
    np.testing.assert_array_equal(ax.lines[0].get_ydata(), shots.pick_ms[2])
    np.testing.assert_array_equal(ax.lines[1].get_ydata(), mine)
    assert words(fig) == ["exact first break", "STA/LTA"]
    assert f"v1 = {shots.rock[2, 0]:.0f} m/s" in ax.get_title()


@pytest.mark.parametrize(
    ("change", "message"),
    [
        ({"i": 3}, "i must be >= 0 and <= 2; got 3"),
        ({"picks": {"mine": [1.0]}}, r"picks\['mine'\] must hold a time for each"),
        ({"picks": dict.fromkeys("abc", 0)}, "picks must hold at most 2; got 3"),
        ({"clip": 0}, "clip must be > 0"),
    ],
)
def test_bad_input_of_a_gather_is_named(change, message):
    shots = datasets.first_breaks(n=3, seed=1)
    with pytest.raises(ValueError, match=message):
        figures.gather(shots, **change)


# Traces


def test_the_trace_of_a_model_is_its_seismogram():
    Z = np.repeat([5.0, 6.0, 5.5], 40)
    w = ricker(0.002 * np.arange(-20, 21), 40)
    fig = figures.trace_model(Z, w, 2.0, "two boundaries")
    rock, spikes, pulse, trace = fig.axes
    assert fig.get_suptitle() == "two boundaries"
    s = seismic.seismogram(seismic.reflectivity(Z), w)
    np.testing.assert_allclose(trace.lines[0].get_xdata(), s)
    np.testing.assert_allclose(trace.lines[0].get_ydata(), 2 * np.arange(120))
    assert rock.get_ylim() == (238, 0) and rock.get_ylabel() == "two-way time (ms)"
    ends = [path.vertices for path in spikes.collections[0].get_paths()]
    np.testing.assert_allclose([end[1, 0] for end in ends], [1 / 11, -0.5 / 11.5])
    np.testing.assert_allclose([end[0, 1] for end in ends], [80, 160])
    fig.canvas.draw()
    x, time_ms = rock.lines[0].get_path().vertices.T
    level = np.diff(time_ms) == 0  # where the impedance jumps: at the spikes
    jumps = level & (np.diff(x) != 0)
    np.testing.assert_allclose(time_ms[:-1][jumps], [80, 160])
    np.testing.assert_allclose(pulse.lines[0].get_xdata(), w)
    assert trace.get_xlim()[0] == -trace.get_xlim()[1]


def test_the_wedge_says_where_it_tunes():
    model = seismic.wedge(25, 3000)
    fig = figures.wedge(model, 25, 3000)
    section, curve = fig.axes
    assert curve.get_ylabel() == "largest amplitude"
    np.testing.assert_array_equal(curve.lines[0].get_ydata(), model.largest)
    said = [text.get_text() for text in curve.texts]
    assert " 23.4 m (15.6 ms): 1.446" in said
    marks = [line.get_xdata()[0] for ax in (section, curve) for line in ax.lines[-1:]]
    assert marks == pytest.approx([23.39, 23.39], abs=0.01)
    np.testing.assert_array_equal(section.lines[1].get_ydata(), model.separation_ms)
