"""From a file on disk to arrays with axes, names and units.

Every reader takes ``path=None``: without a path the file is fetched, verified and read;
with a path that file is read, whatever its name. lasio and segyio are imported only
when a file of their kind is read.
"""

from pathlib import Path

import numpy as np

from course_lib.checks import check_choice
from course_lib.datasets.download import REGISTRY, fetch
from course_lib.datasets.records import Cube, Section, WellLog

# Unit as written in the files: (factor to the course's unit, course's unit).
LOG_UNITS = {
    "api": (1.0, "API"),
    "gapi": (1.0, "API"),
    "kg/m3": (1e-3, "g/cm³"),
    "g/cm3": (1.0, "g/cm³"),
    "us/m": (0.3048, "µs/ft"),
    "us/ft": (1.0, "µs/ft"),
    "m/s)*(kg/m3": (1e-6, "km/s·g/cm³"),
    "fraction": (1.0, "v/v"),
    "m3/m3": (1.0, "v/v"),
    "ohm.m": (1.0, "Ω·m"),
    "_": (1.0, ""),
}
FORCE_WELLS = ("31_2-7", "31_2-9", "31_2-10", "31_3-2", "31_6-8", "34_10-19")
FORCE_PREFIX = "FORCE_2020_LITHOFACIES_"
# Codes of the FORCE 2020 interpretation (Bormann et al., 2020).
LITHOLOGY_NAMES = {
    30000: "sandstone",
    65030: "sandstone/shale",
    65000: "shale",
    70000: "limestone",
    70032: "chalk",
    74000: "dolomite",
    80000: "marl",
    86000: "anhydrite",
    88000: "halite",
    90000: "coal",
    93000: "basement",
    99000: "tuff",
}


def read_f3_inline362(path=None):
    """Inline 362 of the F3 survey, offshore Netherlands.

    Parameters
    ----------
    path : str or pathlib.Path, optional
        The file; fetched when omitted.

    Returns
    -------
    Section
        951 traces (crosslines 300 … 1250, 25 m apart), 463 samples, 0 … 1848 ms. The
        file holds no times: 4 ms from 0 are those of the survey.

    Raises
    ------
    DownloadError
        See `fetch`.
    FileNotFoundError, ValueError
        There is no such file, or it is something else.
    """
    path = _path(path, "f3_inline362")
    table = _parse(path, "a table of inline, crossline and samples", _load_table)
    inlines, crosslines, amplitude = table[:, 0], table[:, 1], table[:, 2:]
    if len(np.unique(inlines)) != 1 or (np.diff(crosslines) <= 0).any():
        raise ValueError(
            f"{path} is not one inline: its first two columns must hold one inline "
            "number and growing crossline numbers"
        )
    return Section(
        amplitude,
        crosslines.astype(int),
        4.0 * np.arange(amplitude.shape[1]),
        f"F3 inline {inlines[0]:.0f}",
        "crossline",
        REGISTRY["f3_inline362"].credit,
    )


def read_penobscot(path=None):
    """Crossline 1155 of the Penobscot survey, offshore Nova Scotia.

    Parameters
    ----------
    path : str or pathlib.Path, optional
        The file; fetched when omitted.

    Returns
    -------
    Section
        601 traces (inlines 1000 … 1600), 1501 samples, 0 … 6000 ms.

    Raises
    ------
    DownloadError, FileNotFoundError, ValueError
        As `read_f3_inline362`.
    """
    path = _path(path, "penobscot_xl1155")
    amplitude, inlines, crosslines, time_ms = _parse(path, "SEG-Y", _load_traces)
    return Section(
        amplitude,
        inlines,
        time_ms,
        f"Penobscot crossline {crosslines[0]}",
        "inline",
        REGISTRY["penobscot_xl1155"].credit,
    )


def read_f3_cube(path=None):
    """A small block of the F3 survey.

    Parameters
    ----------
    path : str or pathlib.Path, optional
        The file; fetched when omitted.

    Returns
    -------
    Cube
        (23, 18, 75): inlines 111 … 133, crosslines 875 … 892, 4 … 300 ms.

    Raises
    ------
    DownloadError, FileNotFoundError, ValueError
        As `read_f3_inline362`.
    """
    path = _path(path, "f3_cube")
    amplitude, inlines, crosslines, time_ms = _parse(path, "SEG-Y", _load_traces)
    axes = np.unique(inlines), np.unique(crosslines)
    shape = (len(axes[0]), len(axes[1]))
    if shape[0] * shape[1] != len(amplitude):
        raise ValueError(
            f"{path} is not a full block: {len(amplitude)} traces on "
            f"{shape[0]} inlines and {shape[1]} crosslines"
        )
    order = np.lexsort((crosslines, inlines))
    amplitude = amplitude[order].reshape(*shape, -1)
    credit = REGISTRY["f3_cube"].credit
    return Cube(amplitude, *axes, time_ms, "F3", credit)


def read_f3_well(path=None):
    """Well F03-4 in the F3 survey.

    Parameters
    ----------
    path : str or pathlib.Path, optional
        The file; fetched when omitted.

    Returns
    -------
    WellLog
        GR (API), RHOB (g/cm³), DT (µs/ft), AI (km/s·g/cm³), AI_REL, PHIE (v/v), every
        0.15 m from 30 to 1900 m; no lithology. The well lies at inline 442, crossline
        1007: 2 km from inline 362.

    Raises
    ------
    DownloadError, FileNotFoundError, ValueError
        As `read_f3_inline362`.
    """
    path = _path(path, "f3_well_f03_4")
    return _read_las(path, REGISTRY["f3_well_f03_4"].credit)


def read_force2020(well="31_6-8", path=None):
    """One of six wells offshore Norway with interpreted lithology.

    Parameters
    ----------
    well : {"31_2-7", "31_2-9", "31_2-10", "31_3-2", "31_6-8", "34_10-19"}
        Not used when a path is given.
    path : str or pathlib.Path, optional
        The file; fetched when omitted.

    Returns
    -------
    WellLog
        With ``lithology``. All have GR (API), RHOB (g/cm³), NPHI (v/v), DTC (µs/ft) and
        RDEP (Ω·m). LITHOLOGY_CONFIDENCE is 1 (high), 2 or 3 (low). Values are as
        published, spikes included.

    Raises
    ------
    DownloadError, FileNotFoundError, ValueError
        As `read_f3_inline362`; ValueError also for an unknown well.
    """
    if path is None:
        check_choice(well, "well", FORCE_WELLS)
    path = _path(path, f"force2020_{well}")
    return _read_las(path, REGISTRY["force2020_31_6-8"].credit)


def _read_las(path, credit):
    las = _parse(path, "LAS", _load_las)
    depth_unit = las.curves[0].unit.lower()
    if depth_unit != "m":
        raise ValueError(f"{path} must give depth in m; got {depth_unit!r}")
    logs, units, code = {}, {}, None
    for curve in las.curves[1:]:
        if curve.mnemonic == FORCE_PREFIX + "LITHOLOGY":
            code = np.nan_to_num(curve.data, nan=0.0).astype(int)
            continue
        name = curve.mnemonic.removeprefix("FORCE_2020_LITHOFACIES_CONFIDENCE")
        name = name or "LITHOLOGY_CONFIDENCE"
        factor, unit = LOG_UNITS.get(curve.unit.lower(), (1.0, curve.unit))
        logs[name], units[name] = factor * curve.data, unit
    return WellLog(
        name=str(las.well.WELL.value),
        depth_m=las.curves[0].data,
        logs=logs,
        units=units,
        lithology=None if code is None else _lithology(code),
        lithology_code=code,
        credit=credit,
    )


def _lithology(code):
    names = {0: "", **LITHOLOGY_NAMES}
    return np.array([names.get(c, f"code {c}") for c in code.tolist()])


def _path(path, name):
    if path is None:
        return fetch(name)
    path = Path(path)
    if not path.is_file():
        raise FileNotFoundError(f"path must be an existing file; got {str(path)!r}")
    return path


def _parse(path, kind, load):
    """Load, and turn whatever a parser says about a wrong file into one sentence."""
    try:
        return load(str(path))
    except ImportError:
        raise
    except Exception as error:
        raise ValueError(
            f"{path} cannot be read as {kind} ({type(error).__name__}: "
            f"{' '.join(str(error).split())[:120]})"
        ) from error


def _load_table(path):
    table = np.loadtxt(path, ndmin=2)
    if table.shape[1] < 3 or table.size == 0:
        raise ValueError(f"shape {table.shape}")
    return table


def _load_las(path):
    import lasio

    las = lasio.read(path, encoding="utf-8", encoding_errors="replace")
    if len(las.curves) < 2 or any(c.data.dtype.kind != "f" for c in las.curves):
        raise ValueError("no table of numbers")
    return las


def _load_traces(path):
    import segyio

    with segyio.open(path, ignore_geometry=True) as file:
        return (
            file.trace.raw[:].astype(float),
            file.attributes(segyio.TraceField.INLINE_3D)[:].astype(int),
            file.attributes(segyio.TraceField.CROSSLINE_3D)[:].astype(int),
            file.samples.astype(float),
        )
