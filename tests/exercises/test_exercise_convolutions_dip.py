"""The exercise that reads a kernel off a widget: one dip passes, the others do not."""

from types import SimpleNamespace

import numpy as np
import pytest

from course_lib import convolution
from course_lib.exercises import convolutions
from course_lib.exercises.convolutions import dip_judge
from course_lib.exercises.display import NOT_ATTEMPTED, NOT_YET
from course_lib.geophysics.wavelets import ricker
from course_lib.widgets import ConvolutionExplorer

RIGHT = np.array([[0, 1, -1], [-1, 2, -1], [-1, 1, 0]])
check = convolutions.my_dip_filter.check


def explorer(kernel, start=None):
    """Stands in for a ConvolutionExplorer: what the check reads of one."""
    if start is None:
        return SimpleNamespace(kernel=kernel)
    return SimpleNamespace(kernel=kernel, start_kernel=start)


GOOD = [
    RIGHT,
    -3.5 * RIGHT,  # polarity and size do not matter
    [[0, 1, -1], [-1, 1, 0]],
    [[0, 1, -1], [-1, 0, 1], [1, -1, 0]],
    np.eye(7) - 1 / 7,
    np.pad(RIGHT, 2),
    RIGHT.astype("float32"),
    RIGHT[None, None],  # one channel, as a layer keeps it
    RIGHT[::-1, ::-1],  # as a convolution would take it
]


@pytest.mark.parametrize("kernel", GOOD)
def test_a_kernel_for_the_dip_to_the_right_passes(kernel):
    assert check(explorer(kernel)).passed
    assert check(kernel).passed


WRONG = [
    (np.zeros((3, 3)), "All weights are 0"),
    (RIGHT[:, ::-1], "answers to the other dip: mirror it"),
    (np.array([[0, 1, -1], [-1, 1, 0]])[::-1], "answers to the other dip"),
    (np.eye(5)[::-1] - 1 / 5, "prefers the dip to the left"),
    ([[0, 0, 0], [0, 1, 0], [0, 0, 0]], "answers to everything"),
    (np.ones((3, 3)) / 9, "its weights add up to 1; give it negative"),
    (-np.ones((3, 3)), "answers to everything"),
    ([[-1, -1, -1], [0, 0, 0], [1, 1, 1]], "differences down the traces, in time"),
    ([[0, -1, 0], [0, 2, 0], [0, -1, 0]], "differences down the traces, in time"),
    ([[1, 2, 1], [0, 0, 0], [-1, -2, -1]], "differences down the traces, in time"),
    ([[-1, 0, 1], [-1, 0, 1], [-1, 0, 1]], "Both dips come through alike"),
    ([[-1, 0, 1], [-2, 0, 2], [-1, 0, 1]], "Both dips come through alike"),
    ([[1, -1]], "Both dips come through alike"),
    ([[0, 1, 0], [1, -4, 1], [0, 1, 0]], "Both dips come through alike"),
    ([[1, 0, -1], [0, 0, 0], [-1, 0, 1]], "Both dips come through alike"),
    (np.eye(3), "flat reflectors still come through"),
    (np.eye(3) - 1 / 3, "the dip to the left still comes through"),
    ([[2, -1, -1], [-1, 2, -1], [-1, -1, 2]], "dip to the left still comes"),
    ([[0, 1, 2], [-1, 0, 1], [-2, -1, 0]], "flat reflectors still come through"),
    (np.outer([1, -4, 6, -4, 1], [1, -4, 6, -4, 1]), "hardly any reflector"),
    (np.full((3, 3), np.nan), "NaN or infinite"),
    (np.ones((2, 3, 3)), r"yours has shape (2, 3, 3)"),
    ([1, 2, 1], "a kernel for a single trace"),
    (np.ones((17, 17)), "3×3 to 7×7"),
    (np.ones((0, 0)), "3×3 to 7×7"),
    ([[1, 2], [3]], "rows of different lengths"),
    ([["a", "b"]], "where numbers are needed"),
    ([[1j, 0]], "complex"),
    ("dip", "give it the explorer itself"),
    (3, "give it the explorer itself"),
    ({1: 2}, "give it the explorer itself"),
]


@pytest.mark.parametrize(("kernel", "part"), WRONG)
def test_other_kernels_get_their_sentence(kernel, part):
    for answer in (explorer(kernel), kernel):
        outcome = check(answer)
        assert outcome.status == NOT_YET
        assert part in outcome.message, outcome


class Closed:
    """A widget that stops when it is read, as one does that was closed."""

    @property
    def kernel(self):
        raise RuntimeError("closed")


@pytest.mark.parametrize("answer", [None, print, Closed(), explorer, object()])
def test_what_is_no_explorer_is_told(answer):
    outcome = check(answer)
    assert outcome.status == NOT_YET
    assert "`convolutions.my_dip_filter.check(dip_filter)`" in outcome.message


@pytest.mark.parametrize("answer", [..., explorer(...), explorer(None)])
def test_dots_are_not_attempted(answer):
    assert check(answer).status == NOT_ATTEMPTED


@pytest.mark.parametrize("start", [np.eye(3), np.eye(3)[None], np.eye(3).tolist()])
def test_the_kernel_it_came_with_is_not_attempted(start):
    assert check(explorer(np.eye(3), start)).status == NOT_ATTEMPTED
    assert check(explorer(np.eye(3) + 1, start)).status == NOT_YET
    assert check(explorer(RIGHT, start)).passed


def energy_of(kernel, dip):
    """Energy out over energy in, by the library, of a Ricker wavelet's reflector."""
    steps = np.arange(48) - 23.5
    section = ricker(0.004 * (steps[:, None] - dip * steps), f_hz=20)
    return np.mean(convolution.correlate(section, kernel) ** 2) / np.mean(section**2)


@pytest.mark.parametrize("dip", [-1.5, -1.0, 0.0, 0.6, 1.0])
def test_energies_are_those_of_a_wavelet_on_a_section(dip):
    mine = dip_judge._energy(RIGHT.astype(float), dip, 0.08)
    np.testing.assert_allclose(mine, energy_of(RIGHT, dip), atol=1e-12)


def test_mirrored_kernels_change_right_and_left_exactly():
    rng = np.random.default_rng(0)
    for shape in ((3, 3), (2, 5), (7, 4)):
        kernel = rng.normal(size=shape)
        right, flat, left = dip_judge.dip_energies(kernel)
        mirrored = dip_judge.dip_energies(kernel[:, ::-1])
        np.testing.assert_allclose(mirrored, (left, flat, right), rtol=1e-9)


def test_a_dip_to_the_right_is_later_on_the_next_trace():
    section = dip_judge._reflector(1.0, 0.08)
    assert (np.diff(section.argmax(axis=0)) == 1).all()


def test_what_comes_out_is_said():
    outcome = check(RIGHT)
    right, flat, left = dip_judge.dip_energies(RIGHT)
    assert outcome.details[0] == (
        "Energy at the output: dips to the right 100, flat 0, dips to the left "
        f"{100 * left / right:.0f}."
    )
    assert f"with {right / left:.3g} times the energy" in outcome.details[1]
    assert "a shift of all amplitudes changes nothing" in outcome.details[2]
    tilted = check(RIGHT + 0.01)
    assert "add up to 0.09" in tilted.details[2]


@pytest.mark.parametrize("threshold", [0.97, 1.03])
def test_the_threshold_is_four_times_the_energy(threshold):
    """Kernels for both dips, so mixed that the ratio is just above or below."""
    share = np.linspace(0, 1, 401)
    ratios = []
    for a in share:
        right, flat, left = dip_judge.dip_energies(RIGHT + a * RIGHT[:, ::-1])
        ratios.append(right / max(flat, left))
    a = share[np.argmin(np.abs(np.array(ratios) - 4 * threshold))]
    outcome = check(RIGHT + a * RIGHT[:, ::-1])
    assert outcome.passed == (threshold > 1)


def test_the_last_hint_is_an_answer():
    hint = convolutions.my_dip_filter.hints[-1]
    assert "[[0, 1, -1], [-1, 1, 0]]" in hint
    assert "[[0, 1, -1], [-1, 2, -1], [-1, 1, 0]]" in hint
    twice = np.zeros((3, 3))
    twice[:2] += [[0, 1, -1], [-1, 1, 0]]
    twice[1:] += [[0, 1, -1], [-1, 1, 0]]
    np.testing.assert_array_equal(twice, RIGHT)


def test_the_explorer_itself():
    dip_filter = ConvolutionExplorer.preset("section")
    assert check(dip_filter).status == NOT_ATTEMPTED  # as it is handed out
    dip_filter.kernel = RIGHT
    assert check(dip_filter).passed
    dip_filter.kernel = RIGHT[:, ::-1]
    assert "mirror it" in check(dip_filter).message
    trace = ConvolutionExplorer.preset("trace_filter")
    assert check(trace).status == NOT_YET
    assert "a kernel for a single trace" in check(trace).message
