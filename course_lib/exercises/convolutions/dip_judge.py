"""An exercise whose answer is a kernel that the student made in a widget."""

import numpy as np

from ..answers import Unusable, as_array, kind
from ..base import Exercise
from ..runner import run

DIPS = (0.6, 1.0, 1.5)  # samples per trace
FREQUENCIES = (0.06, 0.08, 0.1)  # of the Ricker wavelet; 15 to 25 Hz at 4 ms
SIZE = 48  # samples and traces of a synthetic section
LARGEST = 15  # sides of a kernel
TIMES = 4  # in energy, twice in amplitude: by so much the wanted dip must be louder
FAINT = 0.02  # of what white noise of the same energy gives: the kernel hears nothing
AVERAGE = 0.3  # share of the weights left after positive and negative ones cancel
ALIKE = 1.25  # a smaller ratio of energies counts as none
SILENT = 1e-9


class KernelExercise(Exercise):
    """The student makes a kernel that lets one dip pass.

    It is laid on plane reflectors (Ricker wavelets) that dip down to the right, are
    flat, or dip down to the left; it passes where the energy of what comes out is
    ``TIMES`` as large for the first as for each of the others.

    Parameters
    ----------
    chapter, name, title, success, hints, optional, given
        See :class:`~course_lib.exercises.base.Exercise`.
    """

    def judge(self, answer, time_limit):
        if answer is ...:
            return self._left_open()
        read = run(_read, answer, time_limit=time_limit)
        if isinstance(read.error, Unusable):
            return self.not_yet(str(read.error))
        if read.how != "returned":
            return self.not_yet(
                f"The check got {kind(answer)}: give it the explorer itself, whose "
                f"kernel you made, as in `{self.key}.check({self.given})`."
            )
        kernel, untouched = read.value
        if kernel is ...:
            return self._left_open()
        problem = _unfit(kernel)
        if problem:
            return self.not_yet(problem)
        if untouched:
            return self.not_attempted(
                "The kernel is still the one you were given: type your own into the "
                "explorer, then run this cell again."
            )
        return self._judge_kernel(kernel)

    def _judge_kernel(self, kernel):
        if not kernel.any():
            return self.not_yet(
                "All weights are 0, so nothing comes out: begin with a row such as 1, "
                "-1 and look what it does."
            )
        right, flat, left = energies = dip_energies(kernel)
        if max(energies) < FAINT * np.sum(kernel**2):
            return self.not_yet(
                "Your kernel answers to hardly any reflector: its weights cancel along "
                "every dip. Take fewer differences."
            )
        heard = _shown(*energies)
        if right >= TIMES * max(left, flat):
            return self.correct(heard, _mirrored(right, left), _constant(kernel))
        return self.not_yet(_cause(kernel, *energies), [heard])

    def _left_open(self):
        return self.not_attempted(
            f"`{self.given}` has no kernel of yours yet: type one into the explorer, "
            "then run this cell again."
        )


def dip_energies(kernel):
    """Mean energy that comes out for dips to the right, flat, and to the left.

    Reflectors that go in have a mean energy of 1; each comes in all of ``FREQUENCIES``.
    """
    sides = (DIPS, (0.0,), [-dip for dip in DIPS])
    return tuple(
        float(np.mean([_energy(kernel, dip, f) for dip in dips for f in FREQUENCIES]))
        for dips in sides
    )


def _energy(kernel, dip, f):
    section = _reflector(dip, f)
    windows = np.lib.stride_tricks.sliding_window_view(section, kernel.shape)
    out = np.einsum("ijkl,kl->ij", windows, kernel)
    return np.mean(out**2) / np.mean(section**2)


def _reflector(dip, f):
    """One plane reflector through the middle; its time grows by ``dip`` per trace."""
    steps = np.arange(SIZE) - (SIZE - 1) / 2
    a = (np.pi * f * (steps[:, None] - dip * steps)) ** 2
    return (1 - 2 * a) * np.exp(-a)


def _cause(kernel, right, flat, left):
    """Why the kernel is no filter for dips to the right."""
    if left >= TIMES * max(right, flat):
        return (
            "Your kernel answers to the other dip: mirror it, every row from back to "
            "front."
        )
    both_alike = max(left, right) <= ALIKE * min(left, right)
    if both_alike and flat * ALIKE >= right:
        if abs(kernel.sum()) > AVERAGE * np.abs(kernel).sum():
            return (
                "Your kernel answers to everything, flat or dipping: its weights "
                f"{_add_up(kernel)}; give it negative ones too, so that they add up to "
                "0."
            )
        return (
            "Your kernel takes differences down the traces, in time, and to these "
            "every reflector answers, flat ones first: take differences between traces."
        )
    if both_alike:
        return (
            "Both dips come through alike: one more difference, along the reflectors "
            "that dip to the left, silences these."
        )
    if left > right:
        return (
            "Your kernel prefers the dip to the left: mirror it, every row from back "
            "to front, then see what is still too loud."
        )
    if flat > left:
        return (
            "Your kernel prefers the dip to the right, but flat reflectors still come "
            "through: make every row add up to 0."
        )
    return (
        "Your kernel prefers the dip to the right, but the dip to the left still comes "
        "through: make the weights along every diagonal that goes up to the right add "
        "up to 0."
    )


def _shown(right, flat, left):
    """The three energies, the largest one as 100."""
    share = 100 / max(right, flat, left)
    numbers = [_rounded(share * energy) for energy in (right, flat, left)]
    return (
        "Energy at the output: dips to the right {}, flat {}, dips to the left {}."
    ).format(*numbers)


def _rounded(share):
    return f"{share:.0f}" if share >= 1 or share < SILENT else f"{share:.1g}"


def _mirrored(right, left):
    ratio = f"{right / left:.3g}" if left > SILENT * right else "many"
    return (
        f"Dips to the right come out with {ratio} times the energy of dips to the "
        "left; mirrored, left for right, your kernel would tell the opposite."
    )


def _constant(kernel):
    if abs(kernel.sum()) <= SILENT * np.abs(kernel).sum():
        return "Its weights add up to 0: a shift of all amplitudes changes nothing."
    return (
        f"Its weights {_add_up(kernel)}: a shift of all amplitudes comes out as well; "
        "with a sum of 0 it would not."
    )


def _add_up(kernel):
    return f"add up to {kernel.sum():.3g}"


def _unfit(kernel):
    """A sentence on an array that is no kernel, or ""."""
    if kernel.ndim == 1:
        return (
            "This is a row of weights, a kernel for a single trace: on a section it "
            "has rows and columns; in the explorer, go to its section."
        )
    if kernel.ndim != 2:
        return (
            "One kernel is asked for, a table of rows and columns; yours has shape "
            f"{kernel.shape}."
        )
    if not 0 < min(kernel.shape) <= max(kernel.shape) <= LARGEST:
        return f"Take a kernel of 3×3 to 7×7 weights; yours has shape {kernel.shape}."
    if not np.isfinite(kernel).all():
        return "One of the weights is NaN or infinite: give it a value."
    return ""


def _read(answer):
    """(kernel, whether it is the one the widget came with)."""
    given = getattr(answer, "kernel", answer)
    if given is ... or given is None and given is not answer:
        return ..., False
    kernel, start = _table(given), getattr(answer, "start_kernel", None)
    untouched = start is not None and np.array_equal(kernel, _table(start))
    return kernel, untouched


def _table(given):
    """A kernel as a table: axes of length 1 in front, one channel, are taken away."""
    if not (hasattr(given, "__array__") or isinstance(given, list | tuple)):
        raise TypeError("no kernel")
    kernel = as_array(given, "the kernel")
    while kernel.ndim > 2 and len(kernel) == 1:
        kernel = kernel[0]
    return kernel
