"""What the readers return: arrays with axes, names, units and the credit to show."""

from dataclasses import dataclass

import numpy as np

from course_lib.checks import check_choice


@dataclass(frozen=True, eq=False, repr=False)
class Section:
    """A vertical seismic section.

    Attributes
    ----------
    amplitude : numpy.ndarray, shape (n_traces, n_samples)
        One row per trace; ``image`` has time downwards. No physical unit.
    traces : numpy.ndarray of int, shape (n_traces,)
        Crossline or inline numbers: see ``trace_axis``.
    time_ms : numpy.ndarray, shape (n_samples,)
        Two-way time, ms.
    name, trace_axis, credit : str
        File, "crossline" or "inline", source and licence.
    """

    amplitude: np.ndarray
    traces: np.ndarray
    time_ms: np.ndarray
    name: str
    trace_axis: str
    credit: str

    @property
    def image(self):
        """The amplitudes as shown, (n_samples, n_traces): time downwards."""
        return self.amplitude.T

    def __repr__(self):
        return (
            f"{type(self).__name__} {self.name}: {self.amplitude.shape[0]} traces × "
            f"{self.amplitude.shape[1]} samples, {self.trace_axis} {self.traces[0]} … "
            f"{self.traces[-1]}, {self.time_ms[0]:g} … {self.time_ms[-1]:g} ms"
        )


@dataclass(frozen=True, eq=False, repr=False)
class LabelledSection(Section):
    """A generated section whose faults and beds are known exactly.

    Attributes
    ----------
    mask : numpy.ndarray, shape (n_samples, n_traces), bool
        As ``image``; True within one sample of a fault.
    bed : numpy.ndarray, shape (n_samples, n_traces), int32
        Number of the bed, growing downwards.
    """

    mask: np.ndarray
    bed: np.ndarray


@dataclass(frozen=True, eq=False, repr=False)
class Cube:
    """A block of 3D seismic.

    Attributes
    ----------
    amplitude : numpy.ndarray, shape (n_inlines, n_crosslines, n_samples)
        No physical unit.
    inlines, crosslines : numpy.ndarray of int
    time_ms : numpy.ndarray, shape (n_samples,)
        Two-way time, ms.
    name, credit : str
        File, source and licence.
    """

    amplitude: np.ndarray
    inlines: np.ndarray
    crosslines: np.ndarray
    time_ms: np.ndarray
    name: str
    credit: str

    def __repr__(self):
        return (
            f"Cube {self.name}: inline {self.inlines[0]} … {self.inlines[-1]}, "
            f"crossline {self.crosslines[0]} … {self.crosslines[-1]}, "
            f"{self.time_ms[0]:g} … {self.time_ms[-1]:g} ms, "
            f"shape {self.amplitude.shape}"
        )


@dataclass(frozen=True, eq=False, repr=False)
class WellLog:
    """The logs of one well: ``well["GR"]``, NaN where nothing was measured.

    Attributes
    ----------
    name : str
        Of the well.
    depth_m : numpy.ndarray, shape (n,)
        Measured depth, m.
    logs : dict of str to numpy.ndarray, shape (n,)
    units : dict of str to str
        Unit of each log; "" for none.
    lithology : numpy.ndarray of str, shape (n,), or None
        Interpreted lithology, "" where there is none; None for a well without any.
    lithology_code : numpy.ndarray of int, shape (n,), or None
        The same as the file's code, 0 where there is none.
    credit : str
        Source and licence.
    """

    name: str
    depth_m: np.ndarray
    logs: dict
    units: dict
    lithology: np.ndarray | None
    lithology_code: np.ndarray | None
    credit: str

    def __getitem__(self, log):
        return self.logs[check_choice(log, "log", self.logs)]

    def __repr__(self):
        logs = ", ".join(
            f"{log} ({self.units[log]})" if self.units[log] else log
            for log in self.logs
        )
        text = (
            f"WellLog {self.name}: {len(self.depth_m)} samples, "
            f"{self.depth_m[0]:.1f} … {self.depth_m[-1]:.1f} m\n  {logs}"
        )
        if self.lithology is not None:
            found, counts = np.unique(
                self.lithology[self.lithology != ""], return_counts=True
            )
            parts = (f"{f} ({c})" for f, c in zip(found, counts, strict=True))
            text += f"\n  lithology: {', '.join(parts)}"
        return text
