"""Readers on small files made here, and on the real ones where they are at hand.

The real ones lie, under their published names, in the folder that the environment
variable COURSE_TEST_DATA names; without it those tests are skipped.
"""

import os
from pathlib import Path

import numpy as np
import pytest
import segyio

from course_lib import datasets
from course_lib.baselines import best_cutoff
from course_lib.datasets import download

REAL = os.environ.get("COURSE_TEST_DATA", "")
needs_real_files = pytest.mark.skipif(
    not REAL, reason="COURSE_TEST_DATA names no folder with the real data files"
)

LAS = """~Version
 VERS. 2.0 : CWLS
 WRAP. NO  :
~Well
 STRT.M {start} : START
 STOP.M 100.30  : STOP
 STEP.M 0.15    : STEP
 NULL.  -999.25 : NULL
 WELL.  T-1     : WELL
~Curve
 DEPT.{depth}  : 1
 RHOB.kg/m3    : 2
 DT  .us/m     : 3
 GR  .gAPI     : 4
 FORCE_2020_LITHOFACIES_LITHOLOGY._ : 5
~Ascii
 100.00  2200.0  400.0    80.0   65000
 100.15  2300.0 -999.25   30.0   30000
 100.30 -999.25  300.0  -999.25 -999.25
"""


@pytest.fixture
def las(tmp_path):
    def write(**values):
        path = tmp_path / "well.las"
        path.write_text(LAS.format(**{"start": 100.0, "depth": "M", **values}))
        return path

    return write


def test_las_units_nulls_and_labels(las):
    well = datasets.read("force2020_31_6-8", las())
    assert well.name == "T-1"
    assert well.depth_m.tolist() == [100.0, 100.15, 100.3]
    assert well["RHOB"] == pytest.approx([2.2, 2.3, np.nan], nan_ok=True)
    assert well["DT"] == pytest.approx([121.92, np.nan, 91.44], nan_ok=True)
    assert well["GR"] == pytest.approx([80.0, 30.0, np.nan], nan_ok=True)
    assert well.units == {"RHOB": "g/cm³", "DT": "µs/ft", "GR": "API"}
    assert well.lithology.tolist() == ["shale", "sandstone", ""]
    assert well.lithology_code.tolist() == [65000, 30000, 0]
    assert "GR (API)" in repr(well) and "sandstone (1), shale (1)" in repr(well)


def test_unknown_log_lists_the_logs(las):
    with pytest.raises(ValueError, match="'RHOB', 'DT', 'GR'; got 'NPHI'"):
        datasets.read("force2020_31_6-8", las())["NPHI"]


def test_depth_in_feet_is_refused(las):
    with pytest.raises(ValueError, match="depth in m; got 'ft'"):
        datasets.read("f3_well_f03_4", las(depth="FT"))


def write_segy(path, inlines, crosslines, traces):
    spec = segyio.spec()
    spec.format, spec.samples = 1, np.arange(0, 4.0 * traces.shape[1], 4.0)
    spec.tracecount = len(traces)
    with segyio.create(str(path), spec) as file:
        for i, trace in enumerate(traces):
            file.trace[i] = trace.astype(np.float32)
            file.header[i] = {189: int(inlines[i]), 193: int(crosslines[i]), 117: 4000}
        file.bin.update(hdt=4000)
    return path


def test_cube_is_sorted_by_inline_and_crossline(tmp_path):
    inlines, crosslines = np.repeat([11, 12], 3), np.tile([7, 8, 9], 2)
    traces = np.add.outer(10.0 * inlines + crosslines, np.zeros(5))
    order = [4, 0, 5, 2, 1, 3]
    path = write_segy(
        tmp_path / "c.sgy", inlines[order], crosslines[order], traces[order]
    )
    cube = datasets.read("f3_cube", path)
    assert cube.amplitude.shape == (2, 3, 5)
    assert cube.amplitude[1, 2, 0] == 129 and cube.amplitude[0, 1, 4] == 118
    assert cube.inlines.tolist() == [11, 12]
    assert cube.crosslines.tolist() == [7, 8, 9]
    assert cube.time_ms.tolist() == [0, 4, 8, 12, 16]
    missing = write_segy(tmp_path / "m.sgy", inlines[:5], crosslines[:5], traces[:5])
    with pytest.raises(ValueError, match="not a full block: 5 traces"):
        datasets.read("f3_cube", missing)


def test_penobscot_is_one_crossline(tmp_path):
    traces = np.arange(15.0).reshape(3, 5)
    path = write_segy(tmp_path / "p.sgy", [3, 4, 5], [1155] * 3, traces)
    section = datasets.read("penobscot_xl1155", path)
    assert (section.amplitude == traces).all()
    assert section.traces.tolist() == [3, 4, 5] and section.trace_axis == "inline"
    block = write_segy(tmp_path / "b.sgy", [3, 3, 3], [1, 2, 3], traces)
    with pytest.raises(ValueError, match="not one crossline"):
        datasets.read("penobscot_xl1155", block)


def test_inline_takes_its_axes_from_the_table(tmp_path):
    path = tmp_path / "line.ascii"
    path.write_text("362\t300\t1\t-2\t3\n362\t301\t4\t5\t6\n")
    section = datasets.read("f3_inline362", path)
    assert section.amplitude.tolist() == [[1, -2, 3], [4, 5, 6]]
    assert section.traces.tolist() == [300, 301] and section.trace_axis == "crossline"
    assert section.time_ms.tolist() == [0, 4, 8]
    path.write_text("362\t300\t1\n363\t301\t4\n")
    with pytest.raises(ValueError, match="not one inline"):
        datasets.read("f3_inline362", path)


@pytest.mark.parametrize("name", datasets.names()[:5])
@pytest.mark.parametrize(
    "content",
    [b"", b"<html>404: Not Found</html>", b"1 2 3\n4 5\n", bytes(range(256)) * 20],
    ids=["empty", "web page", "ragged", "binary"],
)
def test_wrong_file_is_one_sentence(tmp_path, name, content):
    path = tmp_path / "file"
    path.write_bytes(content)
    with pytest.raises(ValueError, match="file ") as caught:
        datasets.read(name, path)
    assert str(caught.value).startswith(str(path)) and "\n" not in str(caught.value)


def test_missing_file_and_unknown_name():
    with pytest.raises(FileNotFoundError, match="path must be an existing file"):
        datasets.read("f3_cube", "nowhere.sgy")
    with pytest.raises(ValueError, match="name must be one of"):
        datasets.read("f3", "nowhere.sgy")


@pytest.fixture
def real(monkeypatch):
    monkeypatch.setenv("COURSE_DATA", REAL)


@needs_real_files
def test_real_files_are_the_published_ones(real):
    """Verified by their hash, so `fetch` asks nobody."""
    for name, remote in download.REGISTRY.items():
        path = Path(REAL) / remote.file_name
        if name == "penobscot_xl1155" and not path.is_file():
            continue
        assert path.stat().st_size == remote.size
        assert datasets.fetch(name) == path.absolute()


@needs_real_files
def test_real_inline_362(real):
    section = datasets.read("f3_inline362")
    assert section.amplitude.shape == (951, 463)
    assert section.traces[[0, -1]].tolist() == [300, 1250]
    assert section.time_ms[[0, 1, -1]].tolist() == [0, 4, 1848]
    assert section.amplitude.std() == pytest.approx(2270, abs=1)
    # Muted at the top, alive below, no dead trace.
    assert (section.amplitude[:, :13] == 0).all()
    assert (section.amplitude[:, 60:].std(axis=1) > 0).all()
    neighbours = np.corrcoef(section.amplitude[400], section.amplitude[401])[0, 1]
    assert neighbours > 0.8


@needs_real_files
def test_real_cube(real):
    cube = datasets.read("f3_cube")
    assert cube.amplitude.shape == (23, 18, 75)
    assert cube.inlines[[0, -1]].tolist() == [111, 133]
    assert cube.crosslines[[0, -1]].tolist() == [875, 892]
    assert cube.time_ms[[0, -1]].tolist() == [4, 300]
    with segyio.open(Path(REAL) / "f3.sgy") as file:
        assert (cube.amplitude == segyio.tools.cube(file)).all()


@needs_real_files
def test_real_well_f03_4(real):
    well = datasets.read("f3_well_f03_4")
    assert len(well.depth_m) == 12467 and well.name == "F03-4"
    assert well.depth_m[[0, -1]] == pytest.approx([30.0, 1899.9])
    assert well.lithology is None
    assert np.isnan(well["GR"][0])
    gr = well["GR"][np.isfinite(well["GR"])]
    assert (gr.min(), np.median(gr), gr.max()) == pytest.approx(
        (7.15, 44.17, 104.35), abs=0.01
    )
    assert np.mean(gr > 75) == pytest.approx(0.069, abs=0.001)
    # Young soft sediments: slow and light; impedance is density times velocity.
    assert 1.9 < np.nanmin(well["RHOB"]) < np.nanmax(well["RHOB"]) < 2.4
    vp = 304.8 / well["DT"]  # km/s from µs/ft
    assert 1.6 < np.nanmin(vp) < np.nanmax(vp) < 2.8
    assert np.nanmax(np.abs(well["AI"] - well["RHOB"] * vp)) < 0.02
    assert well.units["AI"] == datasets.gas_sand(n=2).units[0]


@needs_real_files
@pytest.mark.parametrize(
    "well, samples, shale_share, at_75, best",
    [
        ("31_2-7", 7423, 0.909, 0.490, 0.934),
        ("31_2-9", 7039, 0.878, 0.572, 0.898),
        ("31_2-10", 8015, 0.879, 0.288, 0.905),
        ("31_3-2", 9746, 0.751, 0.793, 0.803),
        ("31_6-8", 6646, 0.725, 0.954, 0.955),
        ("34_10-19", 10950, 0.748, 0.313, 0.869),
    ],
)
def test_real_force_well(real, well, samples, shale_share, at_75, best):
    log = datasets.read(f"force2020_{well}")
    assert log.name == well.replace("_", "/")
    assert np.diff(log.depth_m) == pytest.approx(
        np.full(len(log.depth_m) - 1, 0.152), abs=1e-3
    )
    units = {"GR": "API", "RHOB": "g/cm³", "NPHI": "v/v", "DTC": "µs/ft", "RDEP": "Ω·m"}
    assert units.items() <= log.units.items()
    assert 2.0 < np.nanmedian(log["RHOB"]) < 2.3
    assert 120 < np.nanmedian(log["DTC"]) < 160
    assert not any(name.startswith("code") for name in log.lithology)
    rows = np.isfinite(log["GR"]) & np.isin(log.lithology, ["sandstone", "shale"])
    gr, shale = log["GR"][rows], (log.lithology[rows] == "shale").astype(int)
    assert len(gr) == samples
    assert shale.mean() == pytest.approx(shale_share, abs=0.001)
    assert np.mean((gr > 75) == shale) == pytest.approx(at_75, abs=0.001)
    assert best_cutoff(gr, shale)[2] == pytest.approx(best, abs=0.001)
