"""A rate that decays, and a wavelet that starts too far off to slide home."""

import numpy as np

from ..function import FunctionExercise, Misconception, Probe
from .inputs import chapter, decay_inputs, frequency


def _decayed_rate(lr, decay, k):
    return lr / (1 + decay * k)


decayed_rate = FunctionExercise(
    chapter,
    _decayed_rate,
    title="A decaying rate",
    success="Bold while the model is still wrong, careful once only the noise of the "
    "gathers pushes it about: the noise ball shrinks with the rate.",
    hints=[
        "With k = 0, before any step, the rate is lr itself.",
        "The rate is halved once decay·k has grown to 1.",
        "`lr / (1 + decay * k)`",
    ],
    optional=True,
    inputs=decay_inputs,
    probes=[
        Probe("No step is finished yet: what is the rate then?", 0.5, 0.1, 0),
        Probe("With decay = 0.1, ten finished steps halve lr = 0.5:", 0.5, 0.1, 10),
    ],
    misconceptions=[
        Misconception(
            "This is an exponential decay: here the rate falls like 1/k, slower and "
            "slower.",
            lambda lr, decay, k: lr * np.exp(-decay * k),
            lambda lr, decay, k: lr * decay**k,
            lambda lr, decay, k: lr * (1 - decay) ** k,
            lambda lr, decay, k: lr / (1 + decay) ** k,
        ),
        Misconception(
            "The factor stands in the numerator, so the rate grows: divide by it.",
            lambda lr, decay, k: lr * (1 + decay * k),
        ),
        Misconception(
            "You are one step ahead: k counts the finished steps, so the first one, "
            "with k = 0, uses lr itself.",
            lambda lr, decay, k: lr / (1 + decay * (k + 1)),
        ),
        Misconception(
            "You are one step behind: k counts the finished steps, use it as it is.",
            lambda lr, decay, k: lr / (1 + decay * (k - 1)),
        ),
        Misconception(
            "Brackets are missing: divide by the whole of `(1 + decay * k)`.",
            lambda lr, decay, k: lr / 1 + decay * k,
            lambda lr, decay, k: (lr / 1 + decay) * k,
        ),
        Misconception(
            "The rate falls along a straight line and becomes negative in the end: "
            "divide by 1 + decay·k.",
            lambda lr, decay, k: lr * (1 - decay * k),
            lambda lr, decay, k: lr - decay * k,
        ),
        Misconception(
            "The 1 is missing: at the start, k = 0, you divide by zero.",
            lambda lr, decay, k: lr / np.float64(decay * k),
        ),
        Misconception(
            "decay is missing: it says how soon the rate falls.",
            lambda lr, decay, k: lr / (1 + k),
        ),
        Misconception(
            "The count k is missing: your rate is the same in every step.",
            lambda lr, decay, k: lr / (1 + decay),
            lambda lr, decay, k: lr,
        ),
        Misconception(
            "These are the rates of all steps: only the one after k steps is asked "
            "for.",
            lambda lr, decay, k: lr / (1 + decay * np.arange(k)),
            lambda lr, decay, k: lr / (1 + decay * np.arange(k + 1)),
        ),
        Misconception(
            "You take a root: the rate falls like 1/k here, not like 1/√k.",
            lambda lr, decay, k: lr / np.sqrt(1 + decay * k),
        ),
    ],
)


def _at(x):
    """The shift in ms at which x = π f τ has this value."""
    return lambda f_hz: 1000 * x / (np.pi * f_hz)


_EDGE = np.sqrt(5 - np.sqrt(10))


def _safe_shift(f_hz):
    return 1000 * _EDGE / (np.pi * f_hz)


COARSE = (
    "Your grid is too coarse: you are less than 1 ms off, but at high frequencies that "
    "counts; take steps of 0.01 ms, or solve for the top."
)


class ShiftExercise(FunctionExercise):
    """A search on a grid may pass; one that is too coarse is told to be so."""

    def _explain(self, answer, faults, seen, time_limit):
        outcome = super()._explain(answer, faults, seen, time_limit)
        near = all(
            isinstance(one.results, list)
            and one.results[0].shape == ()
            and abs(one.results[0] - right[0]) <= 1.0
            for (_, right, _), one in zip(self.cases(), seen, strict=True)
        )
        return self.not_yet(COARSE, outcome.details) if near else outcome


def _on_a_grid(step_ms, way=np.round):
    return lambda f_hz: step_ms * way(_safe_shift(f_hz) / step_ms)


safe_shift = ShiftExercise(
    chapter,
    _safe_shift,
    title="The safe shift",
    success="At 25 Hz the start may be 17 ms off, at 5 Hz 86 ms: full-waveform "
    "inversion begins with the lowest frequencies because their valleys are widest.",
    hints=[
        "Downhill leads home as long as the start lies before the top of the first "
        "hill of the misfit, and it is highest where the autocorrelation is lowest.",
        "With x = π f τ, the slope of (1 - 2x² + x⁴/3) e^(-x²/2) vanishes where x⁴ - "
        "10x² + 15 = 0.",
        "Its smaller root is x² = 5 - √10, and τ = x/(π f), in seconds: times 1000.",
    ],
    optional=True,
    inputs=frequency,
    tolerance=0.02,
    probes=[
        Probe("How many ms for a Ricker wavelet of 25 Hz?", 25.0),
        Probe("How many ms for one of 10 Hz?", 10.0),
    ],
    misconceptions=[
        Misconception(
            "This is in seconds: milliseconds are asked for.",
            lambda f_hz: _EDGE / (np.pi * f_hz),
            lambda f_hz: 1 / (2 * f_hz),
            lambda f_hz: 1 / f_hz,
        ),
        Misconception(
            COARSE,
            _on_a_grid(1.0),
            _on_a_grid(1.0, np.ceil),
            _on_a_grid(1.0, np.floor),
            _on_a_grid(2.0),
        ),
        Misconception(
            "This is half a period, the sine's number: a Ricker wavelet has no second "
            "cycle of equal size, and its hill comes sooner, at 0.43 periods.",
            lambda f_hz: 500 / f_hz,
        ),
        Misconception(
            "This is a full period: the misfit turns down again long before.",
            lambda f_hz: 1000 / f_hz,
        ),
        Misconception(
            "This is a quarter of a period: a sine has its zero there, and a Ricker "
            "wavelet still slides home from farther off.",
            lambda f_hz: 250 / f_hz,
        ),
        Misconception(
            "This is the false minimum itself, where a start that is too far off ends: "
            "the hill before it is asked for.",
            _at(np.sqrt(5 + np.sqrt(10))),
        ),
        Misconception(
            "This is where the autocorrelation crosses zero: the misfit still rises "
            "there; its top is where the autocorrelation is lowest.",
            _at(np.sqrt(3 - np.sqrt(6))),
        ),
        Misconception(
            "This is a zero or a trough of the wavelet: the misfit follows its "
            "autocorrelation, which is wider.",
            _at(np.sqrt(0.5)),
            _at(np.sqrt(1.5)),
        ),
        Misconception(
            "This is x², not x: take the root of 5 - √10 first.",
            _at(5 - np.sqrt(10)),
        ),
        Misconception(
            "Yours is half as large: x is π f τ here, not 2π f τ.",
            _at(_EDGE / 2),
        ),
        Misconception(
            "A factor π is missing: x = π f τ, so τ = x/(π f).",
            lambda f_hz: 1000 * _EDGE / f_hz,
        ),
        Misconception(
            "This is x = π f τ itself, without a unit: solve it for τ, and make "
            "milliseconds of it.",
            lambda f_hz: _EDGE,
        ),
        Misconception(
            "Yours is the same for every frequency: a wavelet of half the frequency is "
            "twice as long, so divide by `f_hz`.",
            *(
                lambda f_hz, fixed=fixed: _safe_shift(fixed)
                for fixed in (10, 15, 20, 25, 30, 35, 40, 50)
            ),
        ),
        Misconception(
            "You multiply by the frequency: the higher it is, the narrower the valley, "
            "so divide by it.",
            lambda f_hz: _EDGE / np.pi * f_hz,
            lambda f_hz: 1000 * _EDGE / np.pi * f_hz,
        ),
        Misconception(
            "This is twice the shift, from one hill to the other: count from the true "
            "minimum in the middle.",
            _at(2 * _EDGE),
        ),
    ],
)
