"""How fast seismic images with exact labels are made: patches, a section, shot gathers.

One thread (the generator needs no more), median of several turns. "clock" are seconds
as you wait, "processor" those spent computing (`time.process_time`): on an idle machine
they are the same, on a busy one only the second means anything.

Run: ``python benchmarks/bench_seismic.py``.
"""

import os
import platform
import statistics
import time

import numpy as np

from course_lib.geophysics.first_breaks import gathers
from course_lib.geophysics.seismic import fault_patches, section

TURNS = 5
# what is made, how many in a turn, the call
CASES = [
    ("patches 64 × 64, half of them faulted", 500, lambda n: fault_patches(n)),
    (
        "patches 64 × 64, 85 % faulted",
        500,
        lambda n: fault_patches(n, fault_share=0.85),
    ),
    ("patches 128 × 128", 100, lambda n: fault_patches(n, size=128)),
    ("section 463 × 951", 1, lambda n: section()),
    ("shot gathers 256 × 48", 100, lambda n: gathers(n)),
]


def measure(make, n):
    """Return seconds per image, (clock, processor): the median of the turns."""
    make(n)  # what is made once stays in the caches
    clocks, processors = [], []
    for _ in range(TURNS):
        clock, processor = time.perf_counter(), time.process_time()
        make(n)
        processors.append((time.process_time() - processor) / n)
        clocks.append((time.perf_counter() - clock) / n)
    return statistics.median(clocks), statistics.median(processors)


def load():
    """Processes that want a core, if the system tells."""
    return f"{os.getloadavg()[0]:.1f}" if hasattr(os, "getloadavg") else "unknown"


def main():
    print(
        f"numpy {np.__version__}, {os.cpu_count()} cores ({platform.machine()}), "
        f"load {load()}"
    )
    head = ("clock ms", "processor ms", "per second")
    print(f"{'one of':42}" + "".join(f"{name:>14}" for name in head))
    for name, n, make in CASES:
        clock, processor = measure(make, n)
        print(
            f"{name:42}{1000 * clock:14.2f}{1000 * processor:14.2f}{1 / clock:14.1f}",
            flush=True,
        )
    print(f"load at the end {load()}")


if __name__ == "__main__":
    main()
