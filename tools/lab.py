"""Open the course in JupyterLab: ``make lab``, or ``python tools/lab.py`` without make.

JupyterLab keeps its own defaults (this machine only, a secret token in the URL) with
two exceptions: it asks nobody for news, updates or extensions, and it starts on the
first notebook. Arguments are passed on to JupyterLab, for example ``--port=9999``.
"""

import os
import sys
from pathlib import Path

ROOT = Path(__file__).resolve().parents[1]
FIRST = "notebooks/00_start_here.ipynb"
# Default settings of the front end: it does not ask about news at the first start.
CONFIG = ROOT / "tools" / "jupyter"

SETTINGS = {
    "ServerApp.root_dir": str(ROOT),
    "LabApp.default_url": f"/lab/tree/{FIRST}",
    # No request leaves the machine, whatever the user's own settings say.
    "LabApp.news_url": "None",
    "LabApp.check_for_updates_class": "jupyterlab.NeverCheckForUpdate",
    "LabApp.extension_manager": "readonly",
    # Warnings and the URL, without a screenful of start-up lines around it.
    "Application.log_level": "WARN",
}


def has_display():
    """Whether a browser window can open here."""
    if sys.platform in ("win32", "darwin"):
        return True
    return bool(os.environ.get("DISPLAY") or os.environ.get("WAYLAND_DISPLAY"))


def is_root():
    """Whether this process is root, as in a container (Windows knows no root)."""
    return hasattr(os, "geteuid") and os.geteuid() == 0


def arguments(given):
    """Return JupyterLab's arguments; those ``given`` win over our settings."""
    names = {argument.split("=")[0].removeprefix("--") for argument in given}
    result = [f"--{key}={value}" for key, value in SETTINGS.items() if key not in names]
    if is_root() and "allow-root" not in names:
        result.append("--allow-root")  # JupyterLab refuses to start as root without it
    if not has_display() and "no-browser" not in names:
        result.append("--no-browser")
    return result + list(given)


def main():
    try:
        from jupyterlab.labapp import main as jupyterlab
    except ImportError:
        sys.exit(
            "JupyterLab is not installed for this Python. Run `make lab`, or activate "
            "the conda environment first: conda activate deep-networks"
        )
    paths = [str(CONFIG), os.environ.get("JUPYTER_CONFIG_PATH")]
    os.environ["JUPYTER_CONFIG_PATH"] = os.pathsep.join(filter(None, paths))
    given = sys.argv[1:]
    where = "in your browser" if has_display() else "at the URL printed below"
    print(
        f"JupyterLab opens {FIRST} {where}.\n"
        "Keep this window open while you work; press Ctrl-C twice here to stop.",
        flush=True,
    )
    jupyterlab(arguments(given))


if __name__ == "__main__":
    main()
