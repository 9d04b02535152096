"""Your own (X, y) in the playground: checked, mapped to classes, thinned out.

Whatever can sensibly be meant is accepted, and the playground says what it made of it;
anything else gets an error that says what is allowed.
"""

import numpy as np

from course_lib.checks import check_array, check_choice, check_count, check_spread
from course_lib.datasets.playground import MOST
from course_lib.widgets.playground_data import OUTPUTS, Pool

MOST_CLASSES = 10
MOST_COLUMNS = 40
FEWEST_ROWS = 4
LARGEST = 1e100  # squares of larger numbers leave the range of float64
NO_VALUES = (-999.25, -999.0, -9999.0, 999.25)  # in LAS files and tables made of them


def own_pool(
    X,
    y,
    feature_names=None,
    units=None,
    class_names=None,
    columns=(0, 1),
    problem=None,
    title="",
):
    """A `Pool` of somebody's samples; see `Playground` for the arguments."""
    feature_names = _names_of(X) if feature_names is None else feature_names
    X = _check_X(X)
    m, n = X.shape
    feature_names = _words(feature_names, "feature_names", n) or _numbered(n)
    for j, name in enumerate(feature_names):
        _check_no_values(X[:, j], f"X, column {j} ({name})", f"X[:, {j}]")
    units = _words(units, "units", n) or ("",) * n
    check_spread(X, feature_names)
    drawn = _check_columns(columns, n)
    y_name = str(getattr(y, "name", None) or "y")
    kind, y, class_names, notes = _check_y(y, m, class_names, problem)
    if m > MOST:
        rows = _choose(y, kind)
        X, y = X[rows], y[rows]
        check_spread(X, feature_names)
        notes.insert(0, f"{MOST} of {m} samples are used, a seeded choice.")
    return Pool(
        "own", str(title), kind, X, y, feature_names, units, class_names, drawn,
        " ".join(notes), y_name, first_n=min(m, MOST), fewest=2,
    )  # fmt: skip


# ---------------------------------------------------------------------------- columns


def _names_of(X):
    """Column names of a table that knows them, such as a pandas DataFrame."""
    columns = getattr(X, "columns", None)
    return None if columns is None else [str(name) for name in columns]


def _check_X(X):
    try:
        table = np.asarray(X)
    except ValueError:  # rows of several lengths, which check_array names
        table = np.empty(0)
    _check_numbers(table)
    _check_head(table)
    X = check_array(X, "X", ndim=2).copy()
    m, n = X.shape
    if n < 2:
        raise ValueError(
            "X must have 2 columns or more, two are drawn; got 1. Add a second one, "
            "such as depth: X = np.column_stack([X, depth])"
        )
    if n > MOST_COLUMNS:
        raise ValueError(f"X must have {MOST_COLUMNS} columns or fewer; got {n}")
    if m < FEWEST_ROWS:
        raise ValueError(f"X must have {FEWEST_ROWS} rows or more; got {m}")
    if np.abs(X).max() > LARGEST:
        raise ValueError(f"X must be within ±{LARGEST:g}; got {np.abs(X).max():g}")
    return X


def _check_numbers(table):
    """Say what a table of text, or one with named columns, lacks to be numbers."""
    if table.dtype.names:
        columns = ", ".join(f"X[{name!r}]" for name in table.dtype.names)
        raise TypeError(
            f"X holds named columns; np.column_stack([{columns}]) makes one array of "
            "those that are inputs"
        )
    if table.dtype.kind not in "OSU":
        return
    words = [v for v in table.flat if isinstance(v, (str, bytes))]
    for word in words:
        try:
            float(word)
        except ValueError:
            raise TypeError(
                f"X must hold real numbers; it holds text, such as {str(word)!r}. "
                "Labels belong into y"
            ) from None
    if words:
        raise TypeError(
            "X holds text; X.astype(float) turns numbers written as text into numbers "
            "(of an array; a list: np.array(X, float))"
        )


def _check_head(table):
    """NaN and nothing else in the first row: what genfromtxt makes of a header."""
    if table.dtype.kind != "f" or table.ndim != 2 or not table.size:
        return
    if np.isnan(table[0]).all() and not np.isnan(table).all():
        raise ValueError(
            "X must be finite; row 0 holds NaN only. Is the first row of the file a "
            "header? np.genfromtxt(…, skip_header=1) leaves it out"
        )


def _check_no_values(values, what, code):
    """Raise where a number stands for "no value": far outside all others."""
    stands_in = np.isin(values, NO_VALUES)
    others = values[~stands_in]
    if not stands_in.any() or not len(others):
        return
    low, high = np.percentile(others, [5, 95])
    for number in np.unique(values[stands_in]):
        if np.abs(others - number).min() > high - low:
            rows = int((values == number).sum())
            text = f"{number:g}".replace("-", "−")
            raise ValueError(
                f"{what} holds {text} in {rows} row{'s' * (rows > 1)}: LAS files write "
                f'"no value" so. Remove those rows: keep = {code} != {number:g}'
            )


def _words(words, name, n):
    if words is None:
        return None
    if isinstance(words, str) or len(words) != n:
        raise ValueError(f"{name} must hold {n} names, one per column; got {words!r}")
    return tuple(str(word) for word in words)


def _numbered(n):
    return tuple(f"x{j + 1}" for j in range(n))


def _check_columns(columns, n):
    if isinstance(columns, str) or np.ndim(columns) != 1 or len(columns) != 2:
        raise ValueError(f"columns must hold two column numbers; got {columns!r}")
    i, j = (check_count(k, "columns", 0, n - 1) for k in columns)
    if i == j:
        raise ValueError(f"columns must be two different columns; got {columns!r}")
    return i, j


# ----------------------------------------------------------------------------- labels


def _check_y(y, m, class_names, problem):
    """(kind, y as numbers, class names, list of sentences)."""
    if problem is not None:
        check_choice(problem, "problem", OUTPUTS)
    labels = _check_labels(y, m)
    values = labels.dtype.kind in "iuf"
    guessed = problem is None
    found = np.unique(labels)
    if guessed:
        problem = _guess(labels, found, class_names)
    if problem == "regression":
        kind, y, names, notes = _as_values(labels, values)
    else:
        kind, y, names, notes = _as_classes(labels, found, class_names, problem)
    if guessed and values:
        what = "values" if kind == "regression" else f"{len(names)} classes"
        notes.append(f"y was taken for {what}.")
    return kind, y, names, notes


def _check_labels(y, m):
    """y as an array of numbers, or of text."""
    labels = np.asarray(y)
    if labels.dtype.kind == "U" and not isinstance(y, np.ndarray):
        labels = np.asarray(y, dtype=object)  # or NaN in a list would become a word
    if labels.ndim == 2 and labels.shape[1] == 1:
        labels = labels[:, 0]
    if labels.ndim != 1 or len(labels) != m:
        raise ValueError(
            f"y must have one label or value per row of X; got shape {labels.shape} "
            f"for {m} rows"
        )
    if labels.dtype.kind in "iuf":
        return check_array(labels, "y") if labels.dtype.kind == "f" else labels
    if labels.dtype.kind == "b":
        return labels.astype(str)
    missing = [i for i, label in enumerate(labels) if _is_missing(label)]
    if missing:
        raise ValueError(
            f"y must have a label in every row; {len(missing)} of {m} are missing, the "
            f"first at index {missing[0]}. Remove those rows first"
        )
    if all(isinstance(label, (int, float, np.number)) for label in labels):
        if not any(isinstance(label, (bool, np.bool_)) for label in labels):
            return check_array(labels.astype(float), "y")
    return labels.astype(str)


def _is_missing(label):
    # NaN and NaT differ from themselves; pandas.NA has no truth value
    if label is None or label == "":
        return True
    try:
        return bool(label != label)
    except TypeError:
        return True


def _guess(labels, found, class_names):
    """What is y? Text and a few whole numbers are classes."""
    if labels.dtype.kind == "U" or class_names is not None:
        return "binary" if _count(found, class_names) == 2 else "multiclass"
    whole = labels.dtype.kind in "iu" or (found == np.round(found)).all()
    if not whole or len(found) > MOST_CLASSES:
        return "regression"
    return "binary" if len(found) == 2 else "multiclass"


def _count(found, class_names):
    return len(found) if class_names is None else len(class_names)


def _as_values(labels, are_values):
    if not are_values:
        raise ValueError(
            f"y must hold numbers for problem='regression'; got {labels[0]!r}. Use "
            "problem='binary' or 'multiclass' for classes"
        )
    y = labels.astype(float)
    if np.ptp(y) == 0:
        raise ValueError(f"y must vary; every value is {y[0]:g}")
    if np.abs(y).max() > LARGEST:
        raise ValueError(f"y must be within ±{LARGEST:g}; got {np.abs(y).max():g}")
    _check_no_values(y, "y", "y")
    return "regression", y, (), []


def _as_classes(labels, found, class_names, problem):
    if len(found) == 1:
        raise ValueError(
            f"y must hold two classes or more; every label is {_word(found[0])}"
        )
    names, y = _map(labels, found, class_names)
    if len(names) > MOST_CLASSES:
        raise ValueError(
            f"y must hold {MOST_CLASSES} classes or fewer, more cannot be told apart "
            f"in a picture; got {len(names)}: {', '.join(names[:4])}, … Merge the rare "
            "ones, or use problem='regression' if they are values"
        )
    if problem == "binary" and len(names) != 2:
        raise ValueError(
            f"problem must be 'multiclass' for {len(names)} classes; got 'binary'"
        )
    return problem, y, names, []


def _map(labels, found, class_names):
    """(names, class numbers): text by its name, numbers in rising order."""
    if class_names is None:
        return tuple(_word(label) for label in found), np.searchsorted(found, labels)
    if isinstance(class_names, str) or len(class_names) < 2:
        raise ValueError(
            f"class_names must name two classes or more; got {class_names!r}"
        )
    names = tuple(str(name) for name in class_names)
    if len(set(names)) < len(names):
        raise ValueError(f"class_names must be different names; got {class_names!r}")
    if labels.dtype.kind == "U":
        unknown = sorted(set(found.tolist()) - set(names))
        if unknown:
            raise ValueError(
                f"class_names must name every label in y; {unknown[0]!r} is missing "
                f"among {', '.join(names)}"
            )
        order = np.argsort(names)
        return names, order[np.searchsorted(np.array(names)[order], labels)]
    if set(found.tolist()) <= set(range(len(names))):
        return names, labels.astype(np.int64)
    if len(found) == len(names):
        return names, np.searchsorted(found, labels)
    raise ValueError(
        f"class_names must hold one name for each of the {len(found)} different values "
        f"in y ({', '.join(map(_word, found[:6]))}); got {len(names)}"
    )


def _word(label):
    return str(label) if isinstance(label, str) else f"{label:g}"


def _choose(y, kind):
    """Row numbers of MOST samples, a seeded choice; no class gets lost."""
    order = np.random.default_rng(0).permutation(len(y))
    if kind != "regression":
        _, first = np.unique(y[order], return_index=True)
        order = np.concatenate([order[first], np.delete(order, first)])
    return np.sort(order[:MOST])
