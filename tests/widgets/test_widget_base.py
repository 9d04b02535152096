"""What all widgets share: the module, the traits, the still picture."""

import base64
import json
import posixpath
import re
from collections import Counter

import matplotlib.pyplot as plt
import numpy as np
import pytest

from course_lib import widgets
from course_lib.widgets import NeuronExplorer
from course_lib.widgets.base import EXPORT, FOLDER, SHARED, build_module

RNG = np.random.default_rng(0)
X = RNG.normal([7.0, 1.8], [0.5, 0.1], (60, 2))
y = np.arange(60) % 2
VIEW = "application/vnd.jupyter.widget-view+json"


WIDGETS = [getattr(widgets, name) for name in widgets.__all__]
OPENING, CLOSING = "([{", ")]}"


def files_of(code):
    """Names of the files that a module was put together from."""
    return re.findall(r"^// (\S+\.js)$", code, re.MULTILINE)


def declared(code):
    """Top-level names, each as often as it is declared: const a = f(1, 2), b = 3."""
    code = re.sub(r"//[^\n]*|`[^`]*`|\"[^\"\n]*\"", "0", code)
    code = re.sub(r"/\*.*?\*/", "0", code, flags=re.DOTALL)
    names = re.findall(r"^(?:async )?(?:function\*?|class) (\w+)", code, re.MULTILINE)
    for start in re.finditer(r"^(?:const|let) ", code, re.MULTILINE):
        depth, parts = 0, [""]
        for letter in code[start.end() :]:
            if not depth and letter == ";":
                break
            depth += (letter in OPENING) - (letter in CLOSING)
            parts += [""] if not depth and letter == "," else []
            parts[-1] += letter
        for part in parts:
            pattern = re.split(r"=(?!>)", part, maxsplit=1)[0]
            names += re.findall(r"\w+(?=\s*(?:[,}\]]|$))", pattern)
    return names


def test_declared_names_are_found_wherever_they_stand():
    code = (
        "const A = f(1, [2, 3]), B = { x: 4, y: 5 },\n  C = 6;\nlet d = 0, e;\n"
        "const [p, q] = [1, 2], { r, s: t } = u;\nclass K {}\n"
        "async function go() { const no = 1; }\n// const gone = 1;\n"
        "function* list() {}\nconst w = (x, y) => x;\n"
    )
    assert sorted(declared(code)) == sorted("A B C d e p q r t go K list w".split())


@pytest.mark.parametrize("widget_class", WIDGETS, ids=lambda w: w.__name__)
def test_the_module_imports_nothing_and_has_one_default_export(widget_class):
    code = widget_class._esm
    assert not re.search(r"^\s*import\b", code, re.MULTILINE)
    exports = re.findall(r"^export .*", code, re.MULTILINE)
    assert len(exports) == 1
    assert re.fullmatch(r"export default \{ render(: \w+)? \};", exports[0])


@pytest.mark.parametrize("widget_class", WIDGETS, ids=lambda w: w.__name__)
def test_top_level_names_occur_once(widget_class):
    names = Counter(declared(widget_class._esm))
    assert len(names) > 50
    assert {name for name, count in names.items() if count > 1} == set()


@pytest.mark.parametrize("widget_class", WIDGETS, ids=lambda w: w.__name__)
def test_every_import_names_an_export_of_a_file_in_the_module(widget_class):
    files = files_of(widget_class._esm)
    assert files[: len(SHARED)] == list(SHARED) and len(set(files)) == len(files)
    texts = {name: FOLDER.joinpath(name).read_text(encoding="utf-8") for name in files}
    for name, text in texts.items():
        for names, path in re.findall(
            r'^import \{([^}]*)\} from "\./([^"]+)";', text, re.MULTILINE
        ):
            source = posixpath.normpath(posixpath.join(posixpath.dirname(name), path))
            assert source in texts, (name, source)
            wanted = {word.strip() for word in names.split(",") if word.strip()}
            rest = re.sub(r"^(?!export )", " ", texts[source], flags=re.MULTILINE)
            exported = set(declared(EXPORT.sub("", rest)))
            assert wanted <= exported, (name, source, wanted - exported)


def test_the_module_carries_the_palette():
    first = build_module("js/engine.js").splitlines()[0]
    palette = json.loads(first.removeprefix("const PALETTE = ").removesuffix(";"))
    assert palette["optimizers"]["adam"].startswith("#")


def test_no_shared_file_writes_html():
    for name in FOLDER.iterdir():
        if name.name.endswith(".js"):
            assert "innerHTML" not in name.read_text(encoding="utf-8")


def test_the_output_holds_view_text_and_picture():
    bundle, metadata = NeuronExplorer(X, y)._repr_mimebundle_()
    assert bundle[VIEW]["model_id"]
    assert bundle["text/plain"].startswith("NeuronExplorer(60 samples")
    assert base64.b64decode(bundle["image/png"]).startswith(b"\x89PNG")
    assert "accuracy 0.5" in metadata["image/png"]["alt"]


def test_the_picture_is_drawn_once_per_state_and_leaves_no_figure_open(monkeypatch):
    explorer = NeuronExplorer(X, y, w=(1, 2))
    drawn, draw = [], explorer.picture
    monkeypatch.setattr(
        type(explorer), "picture", lambda self: drawn.append(1) or draw()
    )
    before = plt.get_fignums()
    first = explorer._still()
    assert explorer._still() == first and len(drawn) == 1
    explorer.b = 1.0
    assert explorer._still() != first and len(drawn) == 2
    assert plt.get_fignums() == before


def test_a_vector_is_read_only_and_travels_as_a_list():
    explorer = NeuronExplorer(X, y, w=(1, 2))
    assert isinstance(explorer.w, np.ndarray)
    assert explorer.get_state()["w"] == [1.0, 2.0]
    with pytest.raises(ValueError, match="read-only"):
        explorer.w[0] = 5


def test_equal_values_notify_nobody_and_new_ones_once():
    explorer = NeuronExplorer(X, y, w=(1, 2))
    seen = []
    explorer.observe(seen.append, names="w")
    explorer.w = [1.0, 2.0]
    assert not seen
    explorer.w = [1.0, 3.0]
    assert [list(change.new) for change in seen] == [[1.0, 3.0]]


@pytest.mark.parametrize(
    "name, value, words",
    [
        ("w", "text", "w must hold real numbers"),
        ("w", (1, np.nan), "w must be finite"),
        ("w", (1, 2, 3), "w must hold 2 or 5 numbers"),
        ("w", (1, 2, 3, 4, 5), "w must hold 2 weights .* quadratic is False; got 5"),
        ("b", "0", "b must be one number"),
        ("b", np.inf, "b must be finite"),
        ("lr", 0, "lr must be > 0"),
        ("lr", [1], "lr must be one number"),
    ],
)
def test_a_bad_value_is_named_and_changes_nothing(name, value, words):
    explorer = NeuronExplorer(X, y)
    before = repr(explorer), explorer.lr
    with pytest.raises((TypeError, ValueError), match=words):
        setattr(explorer, name, value)
    assert (repr(explorer), explorer.lr) == before
