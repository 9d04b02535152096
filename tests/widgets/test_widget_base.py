"""What all widgets share: the module, the traits, the still picture."""

import base64
import json
import re

import matplotlib.pyplot as plt
import numpy as np
import pytest

from course_lib.widgets import NeuronExplorer
from course_lib.widgets.base import FOLDER, SHARED, build_module

RNG = np.random.default_rng(0)
X = RNG.normal([7.0, 1.8], [0.5, 0.1], (60, 2))
y = np.arange(60) % 2
VIEW = "application/vnd.jupyter.widget-view+json"


def code_of(widget_class):
    return widget_class._esm


def test_the_module_imports_nothing_and_has_one_default_export():
    code = code_of(NeuronExplorer)
    assert not re.search(r"^\s*import\b", code, re.MULTILINE)
    assert re.findall(r"^export .*", code, re.MULTILINE) == [
        "export default { render };"
    ]


def test_top_level_names_occur_once():
    names = re.findall(
        r"^(?:function|const|let|class) (\w+)", code_of(NeuronExplorer), re.MULTILINE
    )
    assert len(names) > 50
    assert len(names) == len(set(names))


def test_every_import_names_an_export_of_a_file_in_the_module():
    files = [*SHARED, "neuron_unit.js", "neuron_picture.js", "neuron_controls.js"]
    exported = set(
        re.findall(
            r"^export (?:function|const) (\w+)",
            "".join(
                FOLDER.joinpath(name).read_text(encoding="utf-8") for name in files
            ),
            re.MULTILINE,
        )
    )
    for name in [*files, "neuron_explorer.js"]:
        text = FOLDER.joinpath(name).read_text(encoding="utf-8")
        for names, source in re.findall(
            r'^import \{([^}]*)\} from "\./([^"]+)";', text, re.MULTILINE
        ):
            wanted = {word.strip() for word in names.split(",") if word.strip()}
            assert wanted <= exported, (name, wanted - exported)
            assert any(file.endswith(source) for file in files), (name, source)


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
