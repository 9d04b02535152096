"""How pytest runs notebooks: surroundings of the kernels, and what is compared."""

import importlib.util
import os
import shutil
import subprocess
import sys
from pathlib import Path

import nbformat
import pytest
from notebook_kernel import kernel_environment, kernel_surroundings

ROOT = Path(__file__).resolve().parents[2]


def test_surroundings_are_taken_back(monkeypatch):
    monkeypatch.setenv("MPLBACKEND", "agg")
    monkeypatch.delenv("COURSE_STRICT", raising=False)
    before = dict(os.environ)
    with pytest.raises(RuntimeError), kernel_surroundings(strict=True):
        assert os.environ["COURSE_STRICT"] == "1"
        assert "MPLBACKEND" not in os.environ
        raise RuntimeError
    assert dict(os.environ) == before


def test_a_students_kernel_is_never_strict(monkeypatch):
    monkeypatch.setenv("COURSE_STRICT", "1")
    with kernel_surroundings(strict=False):
        assert "COURSE_STRICT" not in os.environ
    assert kernel_environment(strict=False)["COURSE_STRICT"] is None


# When outputs are compared


@pytest.fixture(scope="module")
def conftest():
    path = ROOT / "notebooks" / "conftest.py"
    spec = importlib.util.spec_from_file_location("notebooks_conftest", path)
    module = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(module)
    return module


@pytest.mark.parametrize("platform", ["darwin", "win32"])
def test_outputs_are_compared_on_linux_only(conftest, platform):
    assert platform in conftest.difference_from_lock(platform)


@pytest.mark.parametrize(
    ("line", "reason"),
    [
        ("nbformat==0.1", "nbformat is "),
        ("no-such-package==1.0", "no-such-package of requirements.lock is not"),
        ("no-such-package==1.0 ; sys_platform == 'nowhere'", ""),
        (f"nbformat=={nbformat.__version__}", ""),
        ("# a comment\n\n", ""),
    ],
)
def test_outputs_are_compared_with_the_locked_versions_only(
    conftest, line, reason, tmp_path
):
    lock = tmp_path / "requirements.lock"
    lock.write_text(line, encoding="utf-8")
    difference = conftest.difference_from_lock("linux", lock)
    assert difference.startswith(reason) and bool(difference) == bool(reason)


def test_a_build_of_a_locked_version_counts_as_that_version(
    conftest, tmp_path, monkeypatch
):
    lock = tmp_path / "requirements.lock"
    lock.write_text("torch==2.13.0", encoding="utf-8")
    monkeypatch.setattr(conftest, "version", lambda name: "2.13.0+cpu")
    assert conftest.difference_from_lock("linux", lock) == ""


# A course of two small notebooks, run by the conftest of this one

IMAGE = '<img src="data:image/png;base64,{}" alt="{}">'
PHOTO = IMAGE.replace("png", "webp")


def code(source, stored=None, html=None, tags=()):
    """One code cell as it is stored: with an output, or never run."""
    cell = nbformat.v4.new_code_cell(source, metadata={"tags": list(tags)})
    if stored is not None:
        cell.execution_count = 1
        cell.outputs = [nbformat.v4.new_output("stream", text=stored)]
    if html is not None:
        cell.execution_count = 1
        data = {"text/html": html, "text/plain": "<IPython.core.display.HTML object>"}
        cell.outputs = [nbformat.v4.new_output("display_data", data=data)]
    return cell


def save(path, cells):
    path.parent.mkdir(parents=True, exist_ok=True)
    kernel = {"name": "python3", "display_name": "Python 3", "language": "python"}
    nb = nbformat.v4.new_notebook(cells=cells, metadata={"kernelspec": kernel})
    nbformat.write(nb, path)


def run(root, *options):
    """Run pytest on the small course; return its report."""
    (root / "tools").mkdir(exist_ok=True)
    shutil.copy(ROOT / "tools" / "notebook_kernel.py", root / "tools")
    shutil.copy(ROOT / "notebooks" / "conftest.py", root / "notebooks")
    (root / "requirements.lock").write_text("", encoding="utf-8")
    (root / "pytest.ini").write_text("[pytest]\n", encoding="utf-8")
    sanitize = f"--nbval-sanitize-with={ROOT / 'tests' / 'sanitize.cfg'}"
    command = [sys.executable, "-m", "pytest", "-q", "-rA", "-p", "no:cacheprovider"]
    done = subprocess.run(
        [*command, sanitize, "--color=no", "notebooks", *options],
        cwd=root,
        capture_output=True,
        text=True,
        timeout=300,
    )
    return done.stdout


STRICT = "import os; print(os.environ.get('COURSE_STRICT'))"
OFFLINE = (
    "import urllib.request as u\n"
    "try:\n    u.urlopen('https://example.org')\n"
    "except OSError:\n    print('offline')"
)
HTML = "from IPython.display import HTML, display\ndisplay(HTML({!r}))"


@pytest.fixture(scope="module")
def report(tmp_path_factory):
    """What pytest says about cells that must pass and cells that must fail."""
    root = tmp_path_factory.mktemp("course")
    solutions = root / "notebooks" / "solutions"
    passes = [
        code(STRICT, "1\n"),
        code("print('took 0.31 s')", "took 1.24 s\n"),
        code(
            HTML.format(IMAGE.format("AAAA", "one")), html=IMAGE.format("BBBB", "one")
        ),
        code("print(3)", "2\n", tags=["nbval-ignore-output"]),
        code(OFFLINE, "offline\n"),
        code("print(object())", "<object object at 0x7f24e0a69160>\n"),
        code(
            HTML.format(PHOTO.format("AAAA", "one")), html=PHOTO.format("BBBB", "one")
        ),
    ]
    fails = [
        code("print(0.909)", "0.908\n"),
        code(
            HTML.format(IMAGE.format("AAAA", "one")), html=IMAGE.format("AAAA", "two")
        ),
        code("1 / 0", ""),
        code("print('0.31 s')", "1.24 s\n"),
    ]
    save(solutions / "01_passes.ipynb", passes)
    save(solutions / "02_fails.ipynb", fails)
    # a student's notebook that runs in the same process, after a strict one
    student = "import os; assert 'COURSE_STRICT' not in os.environ"
    save(root / "notebooks" / "student.ipynb", [code(student), code("print(4)")])
    save(root / "notebooks" / "my_notes.ipynb", [code("1 / 0")])
    order = ["notebooks/solutions", "notebooks"]
    return run(
        root, *order, "--nbval" if not sys.platform.startswith("linux") else "-q"
    )


@pytest.mark.parametrize("cell", range(7))
def test_solutions_run_strictly_offline_and_sanitized(report, cell):
    assert f"PASSED notebooks/solutions/01_passes.ipynb::Cell {cell}" in report


@pytest.mark.parametrize("cell", range(4))
def test_other_values_other_alt_texts_and_errors_fail(report, cell):
    assert f"FAILED notebooks/solutions/02_fails.ipynb::Cell {cell}" in report


@pytest.mark.parametrize("cell", range(2))
def test_a_student_is_not_strict_after_a_solution(report, cell):
    assert f"PASSED notebooks/student.ipynb::Cell {cell}" in report


def test_a_students_own_copies_are_not_tested(report):
    assert "my_notes" not in report


def test_the_times_of_notebooks_are_printed(report):
    assert " s  notebooks/solutions/01_passes.ipynb" in report


def test_lax_runs_without_comparing(tmp_path):
    save(tmp_path / "notebooks" / "a.ipynb", [code("print(1)", "2\n"), code("1/0", "")])
    found = run(tmp_path, "--nbval-lax")
    assert "PASSED notebooks/a.ipynb::Cell 0" in found
    assert "FAILED notebooks/a.ipynb::Cell 1" in found
