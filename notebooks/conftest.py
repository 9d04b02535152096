"""How pytest runs the notebooks: every code cell is a test, executed through nbval.

Students' copies must survive with all exercises unsolved. Solutions run in strict mode,
where a check that does not pass raises, and their outputs are compared with the stored
ones: strictly on Linux with the versions of requirements.lock, for other fonts, other
rounding and other versions print other things; elsewhere they only have to run.
"""

import re
import sys
from collections import defaultdict
from importlib.metadata import PackageNotFoundError, version
from pathlib import Path

import pytest
from packaging.requirements import Requirement
from packaging.version import Version

ROOT = Path(__file__).resolve().parent.parent
sys.path.insert(0, str(ROOT / "tools"))

from notebook_kernel import kernel_surroundings  # noqa: E402

# students' own copies: see "Keep your work" in 00_start_here
collect_ignore_glob = ["my_*"]


def difference_from_lock(platform=sys.platform, lock=ROOT / "requirements.lock"):
    """Why outputs are not compared here, in a few words; empty if they are."""
    if not platform.startswith("linux"):
        return f"this is {platform}, not Linux"
    for line in lock.read_text(encoding="utf-8").splitlines():
        if not line.strip() or line.startswith("#"):
            continue
        wanted = Requirement(line)
        if wanted.marker and not wanted.marker.evaluate():
            continue
        try:
            found = version(wanted.name)
        except PackageNotFoundError:
            return f"{wanted.name} of requirements.lock is not installed"
        # 2.13.0+cpu is a build of 2.13.0
        if Version(found).public not in wanted.specifier:
            return f"{wanted.name} is {found}, not {wanted.specifier}"
    return ""


def pytest_configure(config):
    if not (config.option.nbval or config.option.nbval_lax):
        lax = bool(difference_from_lock())
        config.option.nbval_lax = lax
        config.option.nbval = not lax


def pytest_report_header(config):
    if config.option.nbval_lax:
        reason = difference_from_lock() or "--nbval-lax"
        return f"notebooks: executed, outputs not compared ({reason})"
    return "notebooks: executed, outputs of solutions compared"


@pytest.hookimpl(wrapper=True, tryfirst=True)
def pytest_runtest_setup(item):
    """Give the kernel its surroundings: it starts when the first cell is set up.

    They are taken back at once: the next notebook of this process may be a student's.
    """
    with kernel_surroundings(strict="solutions" in item.path.parent.parts):
        return (yield)


def pytest_terminal_summary(terminalreporter):
    """Print what each notebook took; nothing is asserted about it."""
    seconds = defaultdict(float)
    for reports in terminalreporter.stats.values():
        for report in reports:
            notebook = re.match(r"(.+\.ipynb)::", getattr(report, "nodeid", ""))
            if notebook:
                seconds[notebook[1]] += report.duration
    if seconds:
        terminalreporter.section("notebooks")
        for name, total in sorted(seconds.items()):
            terminalreporter.line(f"{total:6.1f} s  {name}")
