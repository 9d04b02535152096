"""The receptive field as a geologist counts it, in metres."""

from ..function import FunctionExercise, Misconception, Probe
from .inputs import chapter, window_on_a_section


def _receptive_field_in_metres(samples, traces, dt_ms, dx_m, velocity_m_s):
    return velocity_m_s * samples * dt_ms / 1000 / 2, traces * dx_m


def _height(factor):
    """The right width, and ``factor`` times the right height."""
    return lambda samples, traces, dt_ms, dx_m, velocity_m_s: (
        factor * velocity_m_s * samples * dt_ms / 2000,
        traces * dx_m,
    )


receptive_field_in_metres = FunctionExercise(
    chapter,
    _receptive_field_in_metres,
    title="The receptive field in metres",
    success="16 by 16 cells at 4 ms, 25 m and 2500 m/s are 80 m of depth and 400 m "
    "along the line: the network sees single beds and how they go on, but no "
    "structure.",
    hints=[
        "Across, a trace is as wide as the trace distance. Down, first find the time "
        "that the samples take, in seconds.",
        "Two-way time: the wave goes down and up again within it, so depth is velocity "
        "times half the time.",
        "`velocity_m_s * samples * dt_ms / 1000 / 2` and `traces * dx_m`",
    ],
    inputs=window_on_a_section,
    returns=("height_m", "width_m"),
    probes=[
        Probe(
            "500 samples of 4 ms are 2 s, there and back at 2000 m/s; 10 traces are 25 "
            "m apart: how high, how wide?",
            *(500, 10, 4.0, 25.0, 2000.0),
        ),
    ],
    misconceptions=[
        Misconception(
            "Your height is twice too large: the time is two-way, so only half of it "
            "is spent on the way down.",
            _height(2),
        ),
        Misconception(
            "Your height is 1000 times too large: dt_ms counts milliseconds, the "
            "velocity is per second.",
            _height(1000),
        ),
        Misconception(
            "Your height counts milliseconds as seconds, and the way up as well: "
            "divide by 1000, and by 2.",
            _height(2000),
        ),
        Misconception(
            "You double where you should halve: within the two-way time the wave "
            "passes the depth twice.",
            _height(4),
            _height(4000),
        ),
        Misconception(
            "You halve twice: one half is enough, for the way down.",
            _height(0.5),
        ),
        Misconception(
            "You count the intervals between the samples, one less than there are: "
            "here each sample stands for one interval of its own.",
            lambda samples, traces, dt_ms, dx_m, v: (
                v * (samples - 1) * dt_ms / 2000,
                traces * dx_m,
            ),
            lambda samples, traces, dt_ms, dx_m, v: (
                v * (samples - 1) * dt_ms / 2000,
                (traces - 1) * dx_m,
            ),
            lambda samples, traces, dt_ms, dx_m, v: (
                v * samples * dt_ms / 2000,
                (traces - 1) * dx_m,
            ),
        ),
        Misconception(
            "This height is a time: velocity times half of it is a depth.",
            lambda samples, traces, dt_ms, dx_m, v: (samples * dt_ms, traces * dx_m),
            lambda samples, traces, dt_ms, dx_m, v: (
                samples * dt_ms / 1000,
                traces * dx_m,
            ),
            lambda samples, traces, dt_ms, dx_m, v: (
                samples * dt_ms / 2000,
                traces * dx_m,
            ),
        ),
        Misconception(
            "You divide by the velocity: a fast rock makes the same time a longer way, "
            "so multiply.",
            lambda samples, traces, dt_ms, dx_m, v: (
                samples * dt_ms / 2000 / v,
                traces * dx_m,
            ),
            lambda samples, traces, dt_ms, dx_m, v: (
                samples * dt_ms / v,
                traces * dx_m,
            ),
        ),
        Misconception(
            "The width is in traces: times their distance, dx_m, it is in metres.",
            lambda samples, traces, dt_ms, dx_m, v: (
                v * samples * dt_ms / 2000,
                traces,
            ),
        ),
        Misconception(
            "Samples and traces changed places: samples run down, in time, and traces "
            "run along the line.",
            lambda samples, traces, dt_ms, dx_m, v: _receptive_field_in_metres(
                traces, samples, dt_ms, dx_m, v
            ),
        ),
        Misconception(
            "The width needs no half: nothing travels there and back along the line.",
            lambda samples, traces, dt_ms, dx_m, v: (
                v * samples * dt_ms / 2000,
                traces * dx_m / 2,
            ),
        ),
    ],
)
