"""How pytest runs the decks: every code cell is a test, executed through nbval.

nbval reads notebooks, so each deck is written as one into build/, which pytest does not
search by itself. Nothing is stored in a deck, so no outputs are compared.
"""

import os
import sys
from pathlib import Path

import nbformat
import pytest
from nbval.plugin import IPyNbFile

ROOT = Path(__file__).resolve().parent.parent
sys.path.insert(0, str(ROOT / "tools"))

from notebook_kernel import kernel_surroundings  # noqa: E402
from notebook_source import METADATA, read_source  # noqa: E402


def pytest_collect_file(file_path, parent):
    if file_path.suffix == ".md" and file_path.name[:2].isdigit():
        return IPyNbFile.from_parent(parent, path=write_notebook(file_path))


def write_notebook(source):
    """Write a deck as a notebook; other workers may do so at the same moment."""
    nb = read_source(source)
    nb.metadata = nbformat.from_dict(METADATA)
    target = source.parent / "build" / f"{source.stem}.ipynb"
    target.parent.mkdir(exist_ok=True)
    draft = target.with_suffix(f".{os.getpid()}.part")
    nbformat.write(nb, draft)
    os.replace(draft, target)
    return target


@pytest.hookimpl(wrapper=True, tryfirst=True)
def pytest_runtest_setup(item):
    """Give the kernel its surroundings: it starts when the first cell is set up."""
    with kernel_surroundings(strict=True):
        return (yield)
