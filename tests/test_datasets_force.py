"""Six real wells as one table: from made-up files, and from the real ones.

The real ones lie in the folder that COURSE_TEST_DATA names; without it those tests are
skipped.
"""

import os

import numpy as np
import pytest

from course_lib import datasets, figures
from course_lib.datasets import force
from course_lib.features import standardize
from course_lib.networks import Network
from course_lib.optimizers import Adam, train
from course_lib.scores import macro_f1

REAL = os.environ.get("COURSE_TEST_DATA", "")
needs_real_files = pytest.mark.skipif(
    not REAL, reason="COURSE_TEST_DATA names no folder with the real data files"
)


@pytest.fixture
def made_up(monkeypatch):
    """Each well: 7 samples, of which the first two can be used."""

    def read(name):
        number = [f"force2020_{well}" for well in force.FORCE_WELLS].index(name)
        logs = {key: np.arange(7.0) + 10 * number for key in force.FORCE_LOGS}
        logs["RDEP"] = np.array([1.0, 100.0, 0.0, 1.0, 1.0, 1.0, 1.0])
        logs["NPHI"][3] = np.nan
        rocks = np.array("tuff dolomite shale shale coal halite".split() + [""])
        name = name.removeprefix("force2020_").replace("_", "/")
        return datasets.WellLog(
            name, 100 + 0.152 * np.arange(7), logs, {}, rocks, None, ""
        )

    monkeypatch.setattr(force, "read", read)


def test_rows_have_all_five_logs_and_a_known_rock(made_up):
    data = datasets.force_wells()
    assert data.X.shape == (12, 5) and data.well.tolist()[:3] == ["31/2-7"] * 2 + [
        "31/2-9"
    ]
    assert data.X[:, 0].tolist()[:4] == [0, 1, 10, 11]
    assert data.X[:2, 4].tolist() == [0, 2], "log10 of the resistivity"
    named = [data.class_names[k] for k in data.y[:2]]
    assert named == ["tuff", "limestone"], "dolomite counts as limestone"
    assert data.depth_m[:2] == pytest.approx([100, 100.152])


def test_a_choice_of_logs_leaves_the_rows_as_they_are(made_up):
    data = datasets.force_wells(features=["RDEP", "GR"])
    assert data.feature_names == ("log10 RDEP", "GR")
    assert data.units == ("log10 Ω·m", "API")
    assert data.X[:2].tolist() == [[0, 0], [2, 1]] and len(data) == 12


def test_the_credit_goes_with_the_data_and_into_the_picture(made_up):
    data = datasets.force_wells()
    assert "NLOD 2.0" in data.credit and "zenodo.4351156" in data.credit
    part, _ = datasets.split_by_well(data, ["31/2-9"])
    assert part.credit == data.credit
    fig = figures.facies_logs(part, "31/2-7")
    assert fig.get_supxlabel().replace("\n", " ") == data.credit
    assert datasets.gas_sand(n=2).credit == ""


def test_without_download_a_missing_file_is_one_sentence(tmp_path, monkeypatch):
    monkeypatch.setenv("COURSE_DATA", str(tmp_path))
    with pytest.raises(datasets.DownloadError, match="31_2-7.las belongs to") as caught:
        datasets.force_wells(download=False)
    assert str(tmp_path) in str(caught.value)


def test_features_are_named():
    with pytest.raises(ValueError, match="features must be one of 'GR', 'RHOB'"):
        datasets.force_wells(["SP"])
    with pytest.raises(ValueError, match="at least one log"):
        datasets.force_wells([])


@pytest.fixture(scope="module")
def real():
    with pytest.MonkeyPatch.context() as patch:
        patch.setenv("COURSE_DATA", REAL)
        return datasets.force_wells(download=False)


@needs_real_files
def test_the_real_wells(real):
    assert real.X.shape == (54738, 5)
    assert real.wells == ("31/2-7", "31/2-9", "31/2-10", "31/3-2", "31/6-8", "34/10-19")
    shale = [np.mean(real.y[real.well == well] == 0) for well in real.wells]
    assert np.mean(shale) == pytest.approx(0.698, abs=1e-3)
    counts = dict(zip(real.class_names, np.bincount(real.y).tolist(), strict=True))
    assert counts == {
        "shale": 37804, "sandstone/shale": 3754, "sandstone": 8711, "marl": 1079,
        "limestone": 1641, "tuff": 1749,
    }  # fmt: skip
    gr = [np.median(real.X[real.y == k, 0]) for k in (0, 2)]
    assert gr[0] > gr[1], "shale reads more gamma ray than sandstone"
    for well in real.wells:
        assert (np.diff(real.depth_m[real.well == well]) > 0.15).all()


def right_shale_f1(part, test):
    """Accuracy, share of shale and macro F1 of a small network, on every 5th sample."""
    part = part.take(np.arange(0, len(part), 5))
    X, mean, std = standardize(part.X)
    network = Network([5, 32, 6], "relu", output="softmax", init="he", seed=0)
    train(network, X, part.y, Adam(lr=0.01), 256, 10)
    said = network.predict((test.X - mean) / std)
    return np.mean(said == test.y), np.mean(test.y == 0), macro_f1(test.y, said)


@needs_real_files
def test_in_blind_real_wells_accuracy_says_little_and_a_random_split_flatters(real):
    blind = [
        right_shale_f1(*datasets.split_by_well(real, [well])) for well in real.wells
    ]
    right, shale, f1 = np.mean(blind, axis=0)
    random, _, random_f1 = right_shale_f1(*datasets.split_at_random(real, 0.8))
    assert 0.02 < right - shale < 0.12, "a little better than shale everywhere"
    assert random > right + 0.05 and random_f1 > f1 + 0.1
