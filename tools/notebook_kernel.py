"""The surroundings in which the course's notebooks are executed by a tool or a test.

The build and nbval use the same ones, so that what is stored is what the test computes.
"""

import atexit
import functools
import os
import shutil
import tempfile
from contextlib import contextmanager

# Nothing listens on the discard port: downloads fail at once, network or not.
NOWHERE = "http://127.0.0.1:9"
PROXIES = ("http_proxy", "https_proxy", "all_proxy")


@functools.cache
def _empty_folder(purpose):
    folder = tempfile.mkdtemp(prefix=f"course-{purpose}-")
    atexit.register(shutil.rmtree, folder, ignore_errors=True)
    return folder


def empty_data_folder():
    """Where a kernel looks for downloads; removed when this process ends."""
    return _empty_folder("data")


def name_usual_folder(output):
    """A guarded cell says where a file would go: name the folder that students have."""
    texts = [(output, "text"), (output.get("data", {}), "text/plain")]
    for holder, key in texts:
        if key in holder:
            holder[key] = holder[key].replace(empty_data_folder(), "data/download")


def kernel_environment(strict, data=None):
    """Environment variables of a kernel: no downloads, nothing of the caller's shell.

    Parameters
    ----------
    strict : bool
        Solutions: an exercise check that does not pass raises.
    data : pathlib.Path, optional
        Folder with real files that are there already, for what is shown and not
        compared; an empty one when omitted.

    Returns
    -------
    dict of str to str or None
        None means that the variable must not be set.
    """
    env = {
        "COURSE_STRICT": "1" if strict else None,
        "TQDM_DISABLE": "1",  # a slow machine would show a bar that a fast one does not
        # an empty folder: guarded cells take their offline branch on every machine
        "COURSE_DATA": str(data or empty_data_folder()),
        # the kernel chooses its inline backend only where nobody has chosen another one
        "MPLBACKEND": None,
        # a personal IPython profile could import or print things
        "IPYTHONDIR": _empty_folder("ipython"),
        "NO_PROXY": "",
        "no_proxy": "",
    }
    for name in PROXIES:
        env[name] = env[name.upper()] = NOWHERE
    return env


@contextmanager
def kernel_surroundings(strict, data=None):
    """Set the variables of `kernel_environment` in this process while the body runs."""
    wanted = kernel_environment(strict, data)
    before = {name: os.environ.get(name) for name in wanted}
    _set(wanted)
    try:
        yield
    finally:
        _set(before)


def _set(variables):
    for name, value in variables.items():
        if value is None:
            os.environ.pop(name, None)
        else:
            os.environ[name] = value
