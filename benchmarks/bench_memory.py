"""Memory that one student needs: the kernel of each chapter, run to its last cell.

    python benchmarks/bench_memory.py             all chapters
    python benchmarks/bench_memory.py 01_neurons  only this one

Each line is the peak of the resident memory of a kernel that runs the chapter with its
solutions, in MB, and the seconds that it computed; the first line is a kernel that does
nothing. JupyterLab's own server, whatever it serves, is the last one. Linux and macOS.
"""

import os
import re
import subprocess
import sys
import time
from pathlib import Path

import nbformat
import psutil
from nbclient import NotebookClient

ROOT = Path(__file__).resolve().parents[1]
sys.path.insert(0, str(ROOT / "tools"))

from notebook_kernel import kernel_surroundings  # noqa: E402
from notebook_source import read_source  # noqa: E402

MB = 1e6
ASK = "import resource; print(resource.getrusage(resource.RUSAGE_SELF).ru_maxrss)"
UNIT = 1 if sys.platform == "darwin" else 1024  # of ru_maxrss, in bytes


def kernel(nb):
    """(peak memory in MB, seconds) of a fresh kernel that runs ``nb``."""
    nb.cells.append(nbformat.v4.new_code_cell(ASK))
    folder = {"metadata": {"path": str(ROOT / "notebooks")}}
    client = NotebookClient(nb, timeout=600, kernel_name="python3", resources=folder)
    start = time.perf_counter()
    with kernel_surroundings(strict=True):
        client.execute(stderr=subprocess.DEVNULL)
    seconds = time.perf_counter() - start
    return int(nb.cells[-1].outputs[0].text) * UNIT / MB, seconds


def server():
    """Memory in MB of JupyterLab's server, once it answers."""
    command = [sys.executable, "tools/lab.py", "--no-browser", "--port=0"]
    process = subprocess.Popen(
        command, cwd=ROOT, stderr=subprocess.PIPE, stdout=subprocess.DEVNULL, text=True
    )
    try:
        for line in process.stderr:
            if re.search(r"https?://127\.0\.0\.1:\d+", line):
                break
        return psutil.Process(process.pid).memory_info().rss / MB
    finally:
        process.terminate()
        process.wait()


def main():
    names = sys.argv[1:]
    print(f"{os.cpu_count()} cores, load {os.getloadavg()[0]:.1f}\n")
    print(f"{'kernel':<30}{'peak MB':>8}{'seconds':>9}")
    empty = nbformat.v4.new_notebook()
    empty.metadata.kernelspec = {"name": "python3", "display_name": "Python 3"}
    print(f"{'empty':<30}{kernel(empty)[0]:8.0f}")
    for path in sorted((ROOT / "notebooks" / "source").glob("[0-9][0-9]_*.md")):
        if not names or path.stem in names:
            megabytes, seconds = kernel(read_source(path))
            print(f"{path.stem:<30}{megabytes:8.0f}{seconds:9.0f}", flush=True)
    print(f"{'JupyterLab (server)':<30}{server():8.0f}")


if __name__ == "__main__":
    main()
