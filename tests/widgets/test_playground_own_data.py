"""Playground with somebody's own (X, y): what is accepted, what gets which sentence."""

import json

import numpy as np
import pytest

from course_lib import datasets
from course_lib.widgets import Playground

rng = np.random.default_rng(4)
X = rng.normal([3, 40], [2, 9], size=(60, 2))
TWO = (X[:, 0] > 3).astype(int)
THREE = np.digitize(X[:, 1], [35, 45])
ROCKS = np.array(["shale", "sand", "coal"])


def pool(widget):
    """The own samples as the browser gets them: entry, columns, y."""
    json.dumps(widget._info)
    entry = widget._info["own"]
    numbers = np.frombuffer(widget._pools)
    sent = sum(p["m"] * (p["columns"] + 1) for p in widget._info["pools"])
    numbers = numbers[sent:].reshape(entry["columns"] + 1, entry["m"])
    return entry, numbers[:-1].T, numbers[-1]


def test_two_columns_travel_standardised_and_come_back_in_their_units():
    widget = Playground(X, TWO, feature_names=["AI", "GR"], units=["", "API"])
    entry, Z, y = pool(widget)
    np.testing.assert_allclose(Z, (X - X.mean(axis=0)) / X.std(axis=0), rtol=1e-12)
    np.testing.assert_array_equal(y, TWO)
    assert entry["kind"] == "binary" and entry["units"] == ["", "API"]
    assert (widget.settings["data"], widget.settings["n"]) == ("own", 60)
    order = np.lexsort(widget.X.T)
    np.testing.assert_array_equal(widget.X[order], X[np.lexsort(X.T)])
    assert len(widget.X_train) + len(widget.X_test) == 60
    np.testing.assert_allclose(widget.inputs(X), Z, rtol=1e-12)


def test_noise_moves_the_samples_by_a_share_of_their_spread():
    clean, noisy = Playground(X, TWO), Playground(X, TWO, noise=20)
    moved = (noisy.X - clean.X) / X.std(axis=0)
    assert 0.15 < moved.std() < 0.25 and abs(moved.mean()) < 0.06
    np.testing.assert_array_equal(noisy.y, clean.y)
    np.testing.assert_allclose(noisy.inputs(noisy.X), noisy._samples().Z, rtol=1e-9)


@pytest.mark.parametrize(
    "y, names, numbers",
    [
        (ROCKS[THREE], ["coal", "sand", "shale"], [2, 1, 0]),
        (ROCKS[THREE].astype(object), ["coal", "sand", "shale"], [2, 1, 0]),
        (ROCKS[THREE].tolist(), ["coal", "sand", "shale"], [2, 1, 0]),
        (THREE * 10 + 30, ["30", "40", "50"], [0, 1, 2]),
        ((THREE - 1).tolist(), ["-1", "0", "1"], [0, 1, 2]),
        (THREE / 2 - 0.0, None, None),
        (THREE.astype(float), ["0", "1", "2"], [0, 1, 2]),
        (THREE.astype(object), ["0", "1", "2"], [0, 1, 2]),
        (THREE[:, None], ["0", "1", "2"], [0, 1, 2]),
    ],
)
def test_labels_become_classes(y, names, numbers):
    entry, _, sent = pool(Playground(X, y))
    if names is None:  # halves are no classes, unless one says so
        assert entry["kind"] == "regression"
        entry, _, sent = pool(Playground(X, y, problem="multiclass"))
        names, numbers = ["0", "0.5", "1"], [0, 1, 2]
    assert entry["kind"] == "multiclass" and entry["class_names"] == names
    np.testing.assert_array_equal(sent, np.array(numbers)[THREE])


def test_booleans_are_two_classes():
    entry, _, y = pool(Playground(X, TWO.astype(bool)))
    assert (entry["kind"], entry["class_names"]) == ("binary", ["False", "True"])
    np.testing.assert_array_equal(y, TWO)
    named = Playground(X, TWO.astype(bool).astype(object))
    assert named._info["own"]["class_names"] == ["False", "True"]


def test_class_names_give_the_order_of_text_and_the_names_of_numbers():
    order = ["shale", "sand", "coal"]
    entry, _, y = pool(Playground(X, ROCKS[THREE], class_names=order))
    assert entry["class_names"] == order
    np.testing.assert_array_equal(y, THREE)
    entry, _, y = pool(Playground(X, 30000 + 5 * THREE, class_names=order))
    assert entry["class_names"] == order
    np.testing.assert_array_equal(y, THREE)
    entry, _, y = pool(Playground(X, 2 * TWO, class_names=order))  # sand is missing
    assert entry["kind"] == "multiclass"
    np.testing.assert_array_equal(y, 2 * TWO)


@pytest.mark.parametrize(
    "y, problem, kind",
    [
        (X[:, 0] * 3, None, "regression"),
        (np.arange(60), None, "regression"),
        (THREE, "regression", "regression"),
        (THREE.tolist(), None, "multiclass"),
        (TWO, None, "binary"),
        (TWO, "multiclass", "multiclass"),
        (TWO * 1.0, None, "binary"),
    ],
)
def test_the_kind_of_problem_is_guessed_and_said_or_given(y, problem, kind):
    widget = Playground(X, y, problem=problem)
    assert widget.source.kind == kind
    assert ("was taken for" in widget._info["own"]["note"]) == (problem is None)
    output = {"regression": "linear", "binary": "sigmoid"}.get(kind, "softmax")
    assert widget.to_network().output == output


def test_values_are_learned_standardised_and_shown_in_their_unit():
    y = 1000 + 50 * X[:, 0]
    widget = Playground(X, y, hidden=[], lr=0.1)
    entry, _, sent = pool(widget)
    assert (entry["y_mean"], entry["y_std"]) == (y.mean(), y.std())
    np.testing.assert_allclose(sent, (y - y.mean()) / y.std(), rtol=1e-12)
    assert sorted(widget.y) == sorted(y)
    widget.train(50)
    predicted = widget.source.physical(widget.to_network()(widget.inputs(X)))
    np.testing.assert_allclose(predicted, y, rtol=1e-6)
    assert widget.accuracy is None and widget.confusion is None


def test_of_many_columns_two_are_drawn_and_all_can_be_inputs():
    many = rng.normal(size=(50, 10)) * np.arange(1, 11)
    names = [f"log {j}" for j in range(10)]
    widget = Playground(
        many, many[:, 4] > 0, feature_names=names, columns=(4, 1), noise=10,
        features=["x1", "x3", "x10", "x1x2"],
    )  # fmt: skip
    entry, Z, _ = pool(widget)
    assert entry["drawn"] == [4, 1]
    inputs = widget.inputs(many)
    expected = np.column_stack([Z[:, 4], Z[:, 0], Z[:, 9], Z[:, 4] * Z[:, 1]])
    np.testing.assert_allclose(inputs, expected, rtol=1e-12)
    assert widget.X.shape == (50, 10)
    np.testing.assert_allclose(widget._part(True)[0], widget.inputs(widget.X_train))
    widget.train(3)
    widget.picture()
    assert "log 4 and log 1" in widget.describe()


def test_of_many_rows_a_seeded_choice_is_used_and_no_class_gets_lost():
    m = 100_000
    big = np.random.default_rng(0).normal(size=(m, 2))
    y = np.zeros(m, dtype=int)
    y[17] = 1
    y[m // 2 :] = 2
    widget = Playground(big, y)
    entry, Z, sent = pool(widget)
    assert entry["m"] == 5000 and "5000 of 100000 samples" in entry["note"]
    assert set(sent) == {0, 1, 2} and (sent == 2).mean() == pytest.approx(0.5, abs=0.03)
    assert widget.settings["n"] == 5000
    np.testing.assert_array_equal(pool(Playground(big, y))[1], Z)


class Frame:
    """What is used of a table of pandas."""

    def __init__(self, values, columns):
        self.values, self.columns = values, columns

    def __array__(self, dtype=None, copy=None):
        return np.asarray(self.values, dtype)


def test_a_table_brings_its_names_along():
    widget = Playground(Frame(X, ["AI", "GR"]), TWO)
    assert widget._info["own"]["feature_names"] == ["AI", "GR"]
    given = Playground(Frame(X, ["AI", "GR"]), TWO, feature_names=["a", "b"])
    assert given.source.feature_names == ("a", "b")


def test_a_data_frame_of_pandas():
    pandas = pytest.importorskip("pandas")
    frame = pandas.DataFrame({"AI": X[:, 0], "GR": X[:, 1], "rock": ROCKS[THREE]})
    for rock in (frame["rock"], frame["rock"].astype("category")):
        widget = Playground(frame[["AI", "GR"]], rock)
        assert widget.source.class_names == ("coal", "sand", "shale")
        assert widget.source.feature_names == ("AI", "GR")
    with pytest.raises(ValueError, match="1 of 60 are missing, the first at index 3"):
        Playground(frame[["AI", "GR"]], frame["rock"].where(frame.index != 3))


def test_a_dataset_brings_everything_and_a_log_its_depth():
    wells = datasets.well_logs(n_wells=2, n=100)
    widget = Playground.from_dataset(wells, columns=(1, 0), hidden=[3])
    assert [widget.source.feature_names[j] for j in (1, 0)] == ["RHOB", "GR"]
    assert widget.source.class_names == wells.class_names
    assert widget.title == "well_logs"
    assert "one well are in both parts" in pool(widget)[0]["note"]
    assert widget.to_network().sizes == [5, 3, 5]  # every column is an input
    assert (
        Playground.from_dataset(wells, features=["x1", "x2"]).weights[0].shape[1] == 2
    )
    log = datasets.gamma_ray_log(n=80)
    widget = Playground.from_dataset(log, features=["x1"])
    assert widget.source.feature_names == ("GR", "depth")
    assert widget.source.units == ("API", "m")
    np.testing.assert_array_equal(np.sort(widget.X[:, 1]), log.depth_m)


NAN = X.copy()
NAN[7, 1] = NAN[9, 0] = np.nan
HEADED = np.vstack([[np.nan, np.nan], X[1:]])
NAMED = np.zeros(60, dtype=[("GR", float), ("RHOB", float)])
CONSTANT = np.column_stack([X, np.full(60, 5.0)])


@pytest.mark.parametrize(
    "arguments, words",
    [
        (
            {"X": NAN},
            r"X must be finite; 2 of 120 values are NaN or inf, the first at ",
        ),
        ({"X": X[:, :1]}, r"X must have 2 columns or more, two are drawn; got 1"),
        ({"X": X[:, 0]}, r"X must have shape \(m, n\)"),
        ({"X": X[:3], "y": TWO[:3]}, "X must have 4 rows or more; got 3"),
        ({"X": np.ones((9, 50)), "y": TWO[:9]}, "X must have 40 columns or fewer"),
        ({"X": X * 1e120}, "X must be within ±1e[+]100"),
        ({"X": CONSTANT}, r"X, column 2 \(x3\) has zero variance"),
        (
            {"X": [["a", "b"]] * 9, "y": TWO[:9]},
            "X must hold real .* text, such as 'a'",
        ),
        ({"X": X.astype(str)}, r"X holds text; X.astype\(float\) turns numbers"),
        ({"X": X.astype(str).astype(object)}, r"X holds text; X.astype\(float\) turns"),
        ({"X": [[1, 2], [3]]}, "X must hold real numbers, all rows of one length"),
        (
            {"X": NAMED},
            r"np.column_stack\(\[X\['GR'\], X\['RHOB'\]\]\) makes one array",
        ),
        ({"X": HEADED}, r"row 0 holds NaN only. Is the first row .* skip_header=1"),
        (
            {"X": datasets.gas_sand(n=60), "y": None},
            "X is a Dataset; Playground.from_dataset takes one",
        ),
        ({"y": [-999.25, *X[1:, 0]]}, "y holds −999.25 in 1 row: LAS files write"),
        ({"y": TWO[:-1]}, r"y must have one label or value per row of X; got shape"),
        ({"y": np.column_stack([TWO, TWO])}, "y must have one label or value per row"),
        ({"y": np.zeros(60, int)}, "y must hold two classes or more; every label is 0"),
        ({"y": ["gas"] * 60}, "two classes or more; every label is gas"),
        ({"y": X[:, 0] * 0 + 2.5}, "y must vary; every value is 2.5"),
        ({"y": NAN[:, 1]}, "y must be finite; 1 of 60 values are NaN or inf"),
        ({"y": [None, *ROCKS[THREE][1:]]}, "1 of 60 are missing, the first at index 0"),
        ({"y": [np.nan, *ROCKS[THREE][1:]]}, "1 of 60 are missing, the first at"),
        ({"y": [*ROCKS[THREE][1:], ""]}, "1 of 60 are missing, the first at index 59"),
        ({"y": [f"rock {k % 12}" for k in range(60)]}, "10 classes or fewer.*got 12"),
        ({"y": THREE, "problem": "binary"}, "problem must be 'multiclass' for 3"),
        ({"y": ROCKS[THREE], "problem": "regression"}, "y must hold numbers for"),
        ({"problem": "clustering"}, "problem must be one of 'binary', 'multiclass'"),
        ({"class_names": "gas"}, "class_names must name two classes or more"),
        ({"class_names": ["gas", "gas"]}, "class_names must be different names"),
        (
            {"y": ROCKS[THREE], "class_names": ["shale", "sand"]},
            "class_names must name every label in y; 'coal' is missing among shale",
        ),
        (
            {"y": THREE + 5, "class_names": ["a", "b"]},
            r"one name for each of the 3 different values in y \(5, 6, 7\); got 2",
        ),
        ({"feature_names": ["AI"]}, "feature_names must hold 2 names, one per column"),
        ({"units": "km"}, "units must hold 2 names"),
        ({"columns": (0, 2)}, "columns must be >= 0 and <= 1; got 2"),
        ({"columns": (1, 1)}, "columns must be two different columns"),
        ({"columns": 1}, "columns must hold two column numbers; got 1"),
        ({"y": None}, "X and y must be given together"),
        ({"X": None}, "X and y must be given together"),
    ],
)
def test_what_is_wrong_is_named_with_what_is_allowed(arguments, words):
    arguments = {"X": X, "y": TWO, **arguments}
    with pytest.raises((TypeError, ValueError), match=words):
        Playground(**arguments)


@pytest.mark.parametrize("number", [-999.0, -999.25, -9999.0, 999.25])
def test_numbers_that_stand_for_no_value_are_refused(number):
    gaps = np.column_stack([X, X[:, 0] / 10])
    gaps[4:7, 2] = number
    text = f"{number:g}".replace("-", "−")
    with pytest.raises(
        ValueError, match=rf"X, column 2 \(RHOB\) holds {text} in 3 rows: LAS files"
    ) as caught:
        Playground(gaps, TWO, feature_names=["A", "GR", "RHOB"])
    names = {"X": gaps}
    exec(str(caught.value).split("rows: ")[-1], names)  # its last words are code
    assert Playground(gaps[names["keep"]], TWO[names["keep"]]).source.m == 57


@pytest.mark.parametrize("low, high", [(-5000, 5000), (-1100, -900), (-20_000, 0)])
def test_the_same_numbers_among_others_like_them_are_values(low, high):
    values = X.copy()
    values[:, 1] = np.linspace(low, high, 60)
    values[7, 1] = -999.25
    assert Playground(values, TWO).source.m == 60


def test_an_own_title_is_one_and_without_one_the_sentence_has_a_subject():
    assert Playground(X, TWO).describe().startswith("Your data: what a 2-4-2-1")
    named = Playground(X, TWO, title="My wells")
    named.settings = {"hidden": [3]}
    assert named.describe().startswith("My wells: what a 2-3-1")
