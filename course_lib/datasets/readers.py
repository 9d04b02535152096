"""From a file on disk to arrays with axes, names and units.

lasio and segyio are imported only when a file of their kind is read.
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
F3_STEP_MS = 4.0
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


def read(name, path=None):
    """Content of one real file: fetched and verified, then read.

    Parameters
    ----------
    name : str
        One of `names`.
    path : str or pathlib.Path, optional
        Read this file in place of the fetched one (same format, no verification).

    Returns
    -------
    Section
        ``f3_inline362``: 951 traces (crosslines 300 … 1250, 25 m apart), 0 … 1848 ms;
        the file holds no times, 4 ms from 0 are those of the survey.
        ``penobscot_xl1155``: 601 traces (inlines 1000 … 1600), 0 … 6000 ms.
    Cube
        ``f3_cube``: inlines 111 … 133, crosslines 875 … 892, 4 … 300 ms.
    WellLog
        ``f3_well_f03_4``: GR (API), RHOB (g/cm³), DT (µs/ft), AI and AI_REL
        (km/s·g/cm³), PHIE (v/v), 30 … 1900 m, no lithology. It stands at inline 442,
        crossline 1007: 2 km from inline 362.
        ``force2020_<well>``: with ``lithology``, and at least GR (API), RHOB (g/cm³),
        NPHI (v/v), DTC (µs/ft) and RDEP (Ω·m); LITHOLOGY_CONFIDENCE is 1 (high), 2 or
        3 (low). Values are as published, spikes included.

    Raises
    ------
    DownloadError
        See `fetch`.
    FileNotFoundError, ValueError
        There is no file at ``path``, or it is something else; or an unknown name.

    Examples
    --------
    >>> read("f3_wel")  # doctest: +ELLIPSIS
    Traceback (most recent call last):
        ...
    ValueError: name must be one of 'f3_inline362', ...; got 'f3_wel'
    """
    check_choice(name, "name", REGISTRY)
    path = fetch(name) if path is None else Path(path)
    if not path.is_file():
        raise FileNotFoundError(f"path must be an existing file; got {str(path)!r}")
    reader = NOT_LAS.get(name, _read_las)
    return reader(path, REGISTRY[name].credit)


def _read_f3_inline362(path, credit):
    table = _parse(path, "a table of inline, crossline and samples", _load_table)
    inlines, crosslines, amplitude = table[:, 0], table[:, 1], table[:, 2:]
    if len(np.unique(inlines)) != 1 or (np.diff(crosslines) <= 0).any():
        raise ValueError(
            f"{path} is not one inline: its first two columns must hold one inline "
            "number and growing crossline numbers"
        )
    time_ms = F3_STEP_MS * np.arange(amplitude.shape[1])
    name = f"F3 inline {inlines[0]:.0f}"
    return Section(
        amplitude, crosslines.astype(int), time_ms, name, "crossline", credit
    )


def _read_penobscot(path, credit):
    amplitude, inlines, crosslines, time_ms = _parse(path, "SEG-Y", _load_traces)
    if len(np.unique(crosslines)) != 1:
        raise ValueError(f"{path} is not one crossline, but a block of traces")
    name = f"Penobscot crossline {crosslines[0]}"
    return Section(amplitude, inlines, time_ms, name, "inline", credit)


def _read_f3_cube(path, credit):
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
    return Cube(amplitude, *axes, time_ms, "F3", credit)


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


def _parse(path, kind, load):
    """Load, and turn whatever a parser says about a wrong file into one sentence."""
    if path.stat().st_size == 0:
        raise ValueError(f"{path} cannot be read as {kind}: it is empty")
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


NOT_LAS = {
    "f3_inline362": _read_f3_inline362,
    "f3_cube": _read_f3_cube,
    "penobscot_xl1155": _read_penobscot,
}
