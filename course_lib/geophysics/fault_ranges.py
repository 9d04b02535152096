"""What faulted sections are drawn from: every range with its unit, checked.

Taught in: notebook 5, "Fault or no fault?" and "A real section".
"""

from dataclasses import dataclass, fields, replace

import numpy as np

from course_lib.checks import check_array, check_choice, check_number

WHOLE = {"n_faults", "n_array"}
# name: (smallest, largest) allowed, and the unit for messages
LIMITS = {
    "throw": (0.0, 60.0, "samples"),
    "dip_deg": (10.0, 89.0, "degrees in the image"),
    "n_faults": (0, 60, "faults"),
    "n_array": (0, 60, "faults"),
    "bed_thickness": (0.5, 200.0, "samples"),
    "f0_hz": (4.0, 500.0, "Hz"),
    "blur_traces": (0.0, 10.0, "traces"),
    "snr": (0.05, 1e6, "signal over noise"),
    "half_length": (10.0, 2000.0, "samples"),
    "contrast": (0.001, 0.5, "of ln AI"),
    "fold": (-20.0, 20.0, "samples"),
    "fold_width": (5.0, 500.0, "traces"),
    "tilt": (-1.0, 1.0, "samples per trace"),
}
NUMBERS = {
    "dt_ms": (0.25, 20.0),
    "fault_share": (0.0, 1.0),
    "reverse_share": (0.0, 1.0),
    "label_throw": (0.0, 60.0),
}


def _pair(value, name, low, high, unit):
    array = check_array(value, name)
    if array.shape != (2,):
        raise ValueError(
            f"{name} must be (smallest, largest), {unit}; got {value!r:.60}"
        )
    pair = tuple(array.tolist())
    if not low <= pair[0] <= pair[1] <= high:
        raise ValueError(
            f"{name} must be (smallest, largest) within {low:g} … {high:g} {unit}; "
            f"got {value!r:.60}"
        )
    if name in WHOLE:
        if (array % 1).any():
            raise ValueError(f"{name} must hold whole numbers; got {value!r:.60}")
        pair = tuple(int(end) for end in pair)
    return pair


@dataclass(frozen=True)
class Ranges:
    """Ranges (smallest, largest) that patches and sections are drawn from, evenly.

    Attributes
    ----------
    throw : (float, float)
        Vertical offset of a bed at the middle of its fault, samples.
    dip_deg : (float, float)
        Dip of the fault in the image, degrees, where one sample is as high as one trace
        is wide. At 2 km/s, 4 ms and 25 m between traces, 60 and 85 in the image are 16
        and 61 degrees in the rock: tan(true) = tan(image) · (v dt/2) / dx.
    n_faults : (int, int)
        Faults in a patch that has any; in a section, faults outside its array.
    n_array : (int, int)
        Faults of a section's array: neighbours, almost parallel, in one unit.
    bed_thickness : (float, float)
        Mean of the exponential law of bed thickness, samples. Every bed is one sample
        thicker than drawn: none is thinner than that.
    f0_hz : (float, float)
        Peak frequency of the Ricker wavelet, Hz; the noise gets its own.
    blur_traces : (float, float)
        Standard deviation of the lateral blur, traces: migration's resolution.
    snr : (float, float)
        Standard deviation of the signal over that of the noise.
    half_length : (float, float)
        From the middle of a fault to where its slip has died, along dip, samples.
    contrast : (float, float)
        Standard deviation of what a bed adds to ln AI, no unit.
    fold : (float, float)
        Height of one fold, samples, signed: positive values are hollows.
    fold_width : (float, float)
        Standard deviation of a fold's Gaussian, traces.
    tilt : (float, float)
        Dip of all beds together, samples per trace, signed.
    dt_ms : float
        Sample interval, ms.
    fault_share : float
        Share of the patches that hold faults, drawn: 0 … 1.
    reverse_share : float
        Share of the faults whose hanging wall went up.
    label_throw : float
        Where a fault's throw is smaller than this, samples, the mask leaves it out.
    """

    throw: tuple = (3.0, 12.0)
    dip_deg: tuple = (60.0, 85.0)
    n_faults: tuple = (1, 2)
    n_array: tuple = (0, 0)
    bed_thickness: tuple = (2.0, 6.0)
    f0_hz: tuple = (20.0, 50.0)
    blur_traces: tuple = (0.3, 1.2)
    snr: tuple = (1.5, 6.0)
    half_length: tuple = (50.0, 130.0)
    contrast: tuple = (0.04, 0.12)
    fold: tuple = (-6.0, 6.0)
    fold_width: tuple = (10.0, 38.0)
    tilt: tuple = (-0.25, 0.25)
    dt_ms: float = 4.0
    fault_share: float = 0.5
    reverse_share: float = 0.25
    label_throw: float = 2.0

    def __post_init__(self):
        for name, (low, high, unit) in LIMITS.items():
            pair = _pair(getattr(self, name), name, low, high, unit)
            object.__setattr__(self, name, pair)
        for name, (low, high) in NUMBERS.items():
            number = check_number(getattr(self, name), name, low, high)
            object.__setattr__(self, name, number)
        self._check_together()

    def _check_together(self):
        quarter = 250.0 / self.dt_ms  # half the Nyquist frequency, Hz
        if self.f0_hz[1] > quarter:
            raise ValueError(
                f"f0_hz must stay at or below {quarter:g} Hz, half the Nyquist "
                f"frequency of dt_ms={self.dt_ms:g}; got {self.f0_hz}"
            )
        # Beyond this the slip would change faster than the fault is long, and rock
        # from two places would come to lie in one.
        if 2 * self.slip > 0.9 * self.half_length[0]:
            raise ValueError(
                f"throw must be small beside half_length: throw {self.throw} at dips "
                f"from {self.dip_deg[0]:g} degrees is a slip of up to {self.slip:.1f} "
                f"samples, and half_length must be at least {2.23 * self.slip:.0f}; "
                f"got {self.half_length}"
            )

    @property
    def slip(self):
        """Largest slip along a fault, samples: throw / sin(dip)."""
        return self.throw[1] / np.sin(np.radians(self.dip_deg[0]))


REALISTIC = Ranges()
# What one would draw on a blackboard: thick beds, crisp and clean, faults of any dip.
UNREALISTIC = Ranges(
    dip_deg=(35.0, 85.0),
    bed_thickness=(8.0, 16.0),
    blur_traces=(0.0, 0.0),
    snr=(8.0, 30.0),
)


def choose(realistic, ranges, without=(), **defaults):
    """The ranges in force: one of the two sets, with explicit ones put in their place.

    Parameters
    ----------
    realistic : bool
        `REALISTIC` or `UNREALISTIC`.
    ranges : dict
        What the caller asked for; it wins.
    without : sequence of str
        Ranges that mean nothing for this caller's kind of image.
    **defaults
        What this caller's kind of image has by default.

    Returns
    -------
    Ranges

    Raises
    ------
    TypeError, ValueError
        ``realistic`` is not True or False, an unknown name, or a range that cannot be.
    """
    if not isinstance(realistic, (bool, np.bool_)):
        raise TypeError(f"realistic must be True or False; got {realistic!r:.60}")
    known = [f.name for f in fields(Ranges) if f.name not in without]
    for name in ranges:
        check_choice(name, "a range", known)
    return replace(REALISTIC if realistic else UNREALISTIC, **{**defaults, **ranges})
