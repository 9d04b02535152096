"""In a real notebook kernel: nothing a student runs ends it or leaves a traceback."""

import nbformat
from nbclient import NotebookClient

CELLS = [
    """from course_lib.exercises import neurons, progress
def sigmoid(z):
    exit()""",
    "neurons.sigmoid.check(sigmoid)",
    """def sigmoid(z):
    while True:
        z = z + 1""",
    "neurons.sigmoid.check(sigmoid, time_limit=0.3)",
    """def sigmoid(z):
    import time
    return 1 / time""",
    "neurons.sigmoid.check(sigmoid)",
    """def sigmoid(z):
    return input("z? ")""",
    "neurons.sigmoid.check(sigmoid)",
    """import numpy as np
def sigmoid(z):
    return 1 / (1 + np.exp(-z))""",
    "neurons.sigmoid.check(sigmoid)",
    "progress()",
    "signal = __import__('signal'); signal.getsignal(signal.SIGINT).__name__",
]


def test_a_kernel_survives_all_and_shows_sentences(monkeypatch):
    monkeypatch.delenv("COURSE_STRICT", raising=False)
    notebook = nbformat.v4.new_notebook(
        cells=[nbformat.v4.new_code_cell(source) for source in CELLS]
    )
    NotebookClient(notebook, kernel_name="python3", timeout=120).execute()
    shown = [
        "".join(
            output.data["text/plain"] if "data" in output else f"unexpected {output}"
            for output in cell.outputs
        )
        for cell in notebook.cells
    ]
    assert "would end the whole session" in shown[1]
    assert "had not ended after 0.3 seconds" in shown[3]
    assert shown[5].endswith("in line 3: `return 1 / time`")
    assert "TypeError: unsupported operand" in shown[5]
    assert "Take the values from the arguments instead of `input()`" in shown[7]
    assert shown[9].startswith("✓ correct")
    assert "1 of 9 core exercises done" in shown[10]
    assert shown[11] == "'default_int_handler'"
    assert not any("unexpected" in text for text in shown)
