"""How thin a bed can be and still be seen as two reflectors."""

import numpy as np

from ..function import FunctionExercise, Misconception, Probe
from .inputs import chapter, frequency_and_velocity


def _tuning_thickness(f_hz, velocity_m_s):
    return velocity_m_s * np.sqrt(6) / (4 * np.pi * f_hz)


def _times(factor):
    return lambda f_hz, velocity_m_s: factor * _tuning_thickness(f_hz, velocity_m_s)


tuning_thickness = FunctionExercise(
    chapter,
    _tuning_thickness,
    title="Tuning thickness",
    success="At 25 Hz and 3000 m/s a bed of 23 m is brightest; a thinner one only "
    "grows dimmer. The rule of a quarter wavelength says 30 m: it thinks of a sine.",
    hints=[
        "The time √6/(2πf) is two-way: the wave goes down through the bed and up "
        "again.",
        "Thickness is velocity times half of that time.",
        "`velocity_m_s * np.sqrt(6) / (4 * np.pi * f_hz)`",
    ],
    optional=True,
    inputs=frequency_and_velocity,
    probes=[
        Probe(
            "At 25 Hz the two-way time is 15.6 ms: how far does a wave of 3000 m/s get "
            "in half of it?",
            25.0,
            3000.0,
        ),
    ],
    misconceptions=[
        Misconception(
            "This is a quarter of the wavelength at the peak frequency, the rule of "
            "thumb: a Ricker wavelet tunes at √6/(2πf), a little earlier.",
            lambda f_hz, velocity_m_s: velocity_m_s / (4 * f_hz),
        ),
        Misconception(
            "This is twice too thick: the time is two-way, and only half of it is "
            "spent on the way down.",
            _times(2),
        ),
        Misconception(
            "You double where you should halve: in its two-way time the wave passes "
            "the bed twice.",
            _times(4),
        ),
        Misconception(
            "You halve twice: √6/(4πf) is half the two-way time already.",
            _times(0.5),
        ),
        Misconception(
            "This is the time in seconds: times the velocity it is a thickness.",
            lambda f_hz, velocity_m_s: np.sqrt(6) / (2 * np.pi * f_hz),
            lambda f_hz, velocity_m_s: np.sqrt(6) / (4 * np.pi * f_hz),
        ),
        Misconception(
            "This is 1000 times too large: hertz count per second, and the velocity is "
            "in metres per second, so no factor is needed.",
            _times(1000),
            _times(2000),
        ),
        Misconception(
            "This is the thickness in kilometres: metres are asked for.",
            _times(1e-3),
        ),
        Misconception(
            "Brackets are missing: everything after the `/` belongs to the "
            "denominator, `(4 * np.pi * f_hz)`.",
            lambda f_hz, velocity_m_s: velocity_m_s * np.sqrt(6) / 4 * np.pi * f_hz,
            lambda f_hz, velocity_m_s: velocity_m_s * np.sqrt(6) / (4 * np.pi) * f_hz,
            lambda f_hz, velocity_m_s: velocity_m_s * np.sqrt(6) / 2 * np.pi * f_hz,
        ),
        Misconception(
            "The root of 6 is missing in your formula: a 6 alone is 2.4 times too "
            "much.",
            lambda f_hz, velocity_m_s: velocity_m_s * 6 / (4 * np.pi * f_hz),
        ),
        Misconception(
            "You divide by the velocity: a fast rock makes the same time a longer way.",
            lambda f_hz, velocity_m_s: np.sqrt(6) / (4 * np.pi * f_hz * velocity_m_s),
            lambda f_hz, velocity_m_s: np.sqrt(6) / (2 * np.pi * f_hz * velocity_m_s),
        ),
        Misconception(
            "The π is missing in the denominator: 4·π·f.",
            lambda f_hz, velocity_m_s: velocity_m_s * np.sqrt(6) / (4 * f_hz),
        ),
    ],
)
