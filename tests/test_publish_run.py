"""tools/publish.py executes decks and chapters: what it keeps, what it refuses."""

import re
import sys
from pathlib import Path

import nbformat
import pytest

ROOT = Path(__file__).resolve().parents[1]
sys.path.insert(0, str(ROOT / "tools"))

from publishing import PublishError  # noqa: E402
from publishing.run import run  # noqa: E402

new_code, new_text = nbformat.v4.new_code_cell, nbformat.v4.new_markdown_cell


def notebook(*cells):
    nb = nbformat.v4.new_notebook(cells=list(cells))
    nb.metadata.kernelspec = {"name": "python3", "display_name": "Python 3"}
    return nb


def test_a_widget_is_kept_as_its_cell_left_it_and_with_its_data(tmp_path):
    nb = notebook(
        new_code(
            "from course_lib.widgets import NeuronExplorer\n"
            "e = NeuronExplorer.preset('gas_sand', n=20)\ne"
        ),
        new_code("e.w = (-2, -3)"),
        new_code("e"),
    )
    (kept,) = run(nb, "deck", tmp_path).values()
    assert kept["state"]["w"] == [0, 0]
    assert {tuple(b["path"]) for b in kept["buffers"]} == {
        ("_X",),
        ("_y",),
        ("_drawn",),
    }
    assert "widgets" not in nb.metadata


def test_a_failed_cell_is_named_with_its_error(tmp_path):
    nb = notebook(new_text("# Deck"), new_code("x = 1"), new_code("x / 0\n1"))
    wanted = "deck 9, cell 3 ('x / 0') failed: ZeroDivisionError: division by zero"
    with pytest.raises(PublishError, match=re.escape(wanted)):
        run(nb, "deck 9", tmp_path)


def test_an_error_while_a_value_is_shown_is_named_too(tmp_path):
    nb = notebook(new_code("from course_lib.widgets import NeuronExplorer"))
    nb.cells.append(
        new_code(
            "e = NeuronExplorer.preset('gas_sand', n=20)\n"
            "type(e).picture = lambda self: 1 / 0\ne"
        )
    )
    with pytest.raises(PublishError, match="failed: ZeroDivisionError: division by"):
        run(nb, "deck", tmp_path)


def test_a_widget_that_needs_a_kernel_is_refused(tmp_path):
    nb = notebook(new_code("import ipywidgets\nipywidgets.IntSlider()"))
    with pytest.raises(PublishError, match="cell 1 .* shows a IntSliderModel, which"):
        run(nb, "deck", tmp_path)


def test_a_widget_whose_state_nobody_heard_of_is_refused(tmp_path):
    view = "{'application/vnd.jupyter.widget-view+json': {'model_id': 'nobody'}}"
    code = f"from IPython.display import display; display({view}, raw=True)"
    with pytest.raises(PublishError, match="state was not recorded"):
        run(notebook(new_code(code)), "deck", tmp_path)


@pytest.mark.parametrize("given", [True, False])
def test_a_deck_shows_real_files_only_where_a_folder_with_them_is_named(
    tmp_path, monkeypatch, given
):
    monkeypatch.setenv("COURSE_DATA", str(tmp_path / "elsewhere"))
    (tmp_path / "line.ascii").write_text("real")
    code = "import os, pathlib\n"
    code += "print([p.name for p in pathlib.Path(os.environ['COURSE_DATA']).iterdir()])"
    nb = notebook(new_code(code))
    run(nb, "deck", tmp_path, data=tmp_path if given else None)
    (printed,) = nb.cells[0].outputs
    assert printed.text.strip() == ("['line.ascii']" if given else "[]")
