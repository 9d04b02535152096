"""Check an installation in one notebook cell: what is wrong, and how to cure it.

from course_lib import installation
installation.check()
"""

import os
import shutil
import sys
import tempfile
from dataclasses import dataclass
from importlib import metadata
from pathlib import Path

GB = 1e9  # bytes
MEMORY_NEEDED = 1.0 * GB  # a kernel with torch, and the browser tab beside it
DISK_NEEDED = 0.2 * GB  # all downloads of the course together, twice
CURE = (
    "In the course folder, run `make lab` again: it installs what is missing. "
    "With conda: `conda env update -f environment.yml`."
)


@dataclass(frozen=True)
class Finding:
    """One line of the report: what was looked at, and what to do if it is not fine."""

    ok: bool
    text: str
    cure: str = ""

    def __str__(self):
        if self.ok:
            return f"ok       {self.text}"
        return f"PROBLEM  {self.text}\n         {self.cure}"


def check():
    """Print what is fine and what is not, and show a dot that proves that widgets work.

    The dot needs your eyes: Python cannot see what the browser draws. It never raises.
    """
    for look in (look_at_python, look_at_packages, look_at_torch):
        _print(look)
    for look in (look_at_data_folder, look_at_memory):
        _print(look)
    try:
        from IPython.display import display

        print("look     Is there a blue dot below? Click it: Python must answer.")
        display(blue_dot())
    except Exception as error:  # whatever a broken installation may come up with
        print(Finding(False, f"widgets cannot be made: {error}", CURE))


def _print(look):
    try:
        findings = look()
    except (
        Exception
    ) as error:  # the check of a broken installation must not break itself
        findings = [Finding(False, f"{look.__name__}: {error!s:.200}", CURE)]
    for finding in findings:
        print(finding)


def look_at_python(version=None):
    """Python against the range that pyproject.toml allows.

    Parameters
    ----------
    version : str, optional
        Such as "3.12.1"; default: the running one.

    Returns
    -------
    list of Finding
    """
    from packaging.specifiers import SpecifierSet

    version = version or ".".join(map(str, sys.version_info[:3]))
    wanted = _course_metadata().get("Requires-Python")
    if SpecifierSet(wanted).contains(version):
        return [Finding(True, "Python has a version the course is made for")]
    cure = (
        "Install Python 3.12 (python.org, or your package manager), then run "
        "`make lab PYTHON=python3.12` in the course folder."
    )
    return [Finding(False, f"Python is {version}; the course needs {wanted}", cure)]


def look_at_packages(requirements=None, version_of=metadata.version):
    """Installed packages against the ranges of pyproject.toml.

    Parameters
    ----------
    requirements : list of str, optional
        Such as ["numpy>=1.26,<3"]; default: those of course_lib without its extras.
    version_of : callable
        Name to version; raises PackageNotFoundError.

    Returns
    -------
    list of Finding
    """
    from packaging.requirements import Requirement

    if requirements is None:
        requirements = _course_metadata().get_all("Requires-Dist") or []
    findings, fine = [], 0
    for wanted in map(Requirement, requirements):
        if wanted.marker and not wanted.marker.evaluate({"extra": ""}):
            continue
        try:
            found = version_of(wanted.name)
        except metadata.PackageNotFoundError:
            findings.append(Finding(False, f"{wanted.name} is not installed", CURE))
            continue
        if wanted.specifier.contains(found, prereleases=True):
            fine += 1
        else:
            text = f"{wanted.name} is {found}; the course needs {wanted.specifier}"
            findings.append(Finding(False, text, CURE))
    if fine:
        what = "package has a version" if fine == 1 else "packages have versions"
        text = f"{fine} {what} the course is made for"
        findings.insert(0, Finding(True, text))
    return findings


def look_at_torch(version_of=metadata.version):
    """PyTorch, which only chapter 5 cannot do without."""
    try:
        version_of("torch")
    except metadata.PackageNotFoundError:
        return [
            Finding(True, "PyTorch is missing, which is fine up to chapter 4 (README)")
        ]
    return [Finding(True, "PyTorch is there for chapter 5")]


def look_at_data_folder(folder=None):
    """Whether downloads can be stored, and whether there is room for them.

    Parameters
    ----------
    folder : path, optional
        Default: the folder that COURSE_DATA names, else data/download of the course.

    Returns
    -------
    list of Finding
    """
    course = Path(__file__).resolve().parent.parent
    folder = folder or os.environ.get("COURSE_DATA") or course / "data" / "download"
    folder = Path(folder)
    other = (
        "Name a folder of yours in the environment variable COURSE_DATA, then start "
        "JupyterLab again."
    )
    try:
        folder.mkdir(parents=True, exist_ok=True)
        with tempfile.TemporaryFile(dir=folder) as file:
            file.write(b"x")
    except OSError as error:
        text = f"the data folder {folder} cannot be written: {error.strerror}"
        return [Finding(False, text, other)]
    free = shutil.disk_usage(folder).free
    if free < DISK_NEEDED:
        text = f"only {free / GB:.2f} GB free on the disk of {folder}"
        return [Finding(False, text, f"Free {DISK_NEEDED / GB:g} GB. Or: {other}")]
    return [Finding(True, "the data folder can be written")]


def look_at_memory(available=None):
    """Free memory.

    Parameters
    ----------
    available : float, optional
        Bytes that programs can still get; default: what the system says.

    Returns
    -------
    list of Finding
    """
    if available is None:
        import psutil  # comes with the kernel itself

        available = psutil.virtual_memory().available
    if available >= MEMORY_NEEDED:
        return [Finding(True, f"at least {MEMORY_NEEDED / GB:g} GB of memory is free")]
    text = f"only {available / GB:.1f} GB of memory is free"
    cure = (
        "Close other programs and notebooks: a kernel outlives its closed tab (in "
        "JupyterLab: Kernel, Shut Down All Kernels…)."
    )
    return [Finding(False, text, cure)]


def blue_dot():
    """Make the widget that proves that the front end draws widgets and hears Python."""
    import anywidget
    import traitlets

    class BlueDot(anywidget.AnyWidget):
        _esm = DOT
        clicks = traitlets.Int(0).tag(sync=True)
        answer = traitlets.Unicode("").tag(sync=True)

        @traitlets.observe("clicks")
        def _count(self, change):
            self.answer = f"Python answers: {change.new} × clicked. All is well."

        def __repr__(self):  # what is shown where no widget is drawn
            return "No blue dot? No widgets here. README: When something fails"

    return BlueDot()


def _course_metadata():
    try:
        return metadata.metadata("course_lib")
    except metadata.PackageNotFoundError:
        raise RuntimeError("course_lib is not installed in this Python") from None


DOT = """
function render({ model, el }) {
  const button = document.createElement("button");
  button.type = "button";
  button.setAttribute("aria-label", "Blue dot: ask Python for an answer");
  button.style.cssText = `width: 44px; height: 44px; border-radius: 50%;
    cursor: pointer; border: 2px solid #0b3c5d; background: #0072b2;
    vertical-align: middle`;
  const answer = document.createElement("span");
  answer.setAttribute("role", "status");
  answer.style.cssText = `margin-left: 12px; font: 14px sans-serif;
    color: var(--jp-content-font-color1, inherit)`;
  const say = () => {
    answer.textContent = model.get("answer") || "The dot is drawn. Now click it.";
  };
  const ask = () => {
    model.set("clicks", model.get("clicks") + 1);
    model.save_changes();
  };
  button.addEventListener("click", ask);
  model.on("change:answer", say);
  say();
  el.append(button, answer);
  return () => {
    button.removeEventListener("click", ask);
    model.off("change:answer", say);
  };
}
export default { render };
"""
