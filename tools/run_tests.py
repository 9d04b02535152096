"""Lint, then run every test: ``make test``, or ``python tools/run_tests.py``.

Ends with the time of each step; pytest's summary above it splits the tests by part and
names what was left out. The exit status is 0 only when every step passed. Arguments go
to pytest, for example ``python tools/run_tests.py tests/test_losses.py``.
"""

import os
import subprocess
import sys
import time
from pathlib import Path

ROOT = Path(__file__).resolve().parents[1]
READY = ROOT / ".venv" / "ready"


def steps(arguments):
    """Return (name, command) of each step."""
    ruff = [sys.executable, "-m", "ruff"]
    return [
        ("lint", [*ruff, "check", "."]),
        ("formatting", [*ruff, "format", "--check", "."]),
        ("tests", [sys.executable, "-m", "pytest", *arguments]),
    ]


def setup_seconds():
    """Seconds that `make` last needed for .venv, or None if make did not make it."""
    try:
        return int(READY.read_text())
    except (OSError, ValueError):
        return None


def main():
    # Several workers share the cores: the threads of one would wait for the others.
    for name in ("OPENBLAS_NUM_THREADS", "OMP_NUM_THREADS", "MKL_NUM_THREADS"):
        os.environ.setdefault(name, "1")
    results, clock = [], time.monotonic()
    for name, command in steps(sys.argv[1:]):
        start = time.monotonic()
        status = subprocess.run(command, cwd=ROOT).returncode
        results.append((name, time.monotonic() - start, status))
    print("\nmake test, part by part")
    if (seconds := setup_seconds()) is not None:
        print(
            f"  {'set-up':12}{seconds:6.0f} s   when .venv was last brought up to date"
        )
    for name, seconds, status in results:
        print(f"  {name:12}{seconds:6.0f} s   {'passed' if not status else 'FAILED'}")
    print(f"  {'together':12}{time.monotonic() - clock:6.0f} s   without the set-up")
    return int(any(status for _, _, status in results))


if __name__ == "__main__":
    sys.exit(main())
