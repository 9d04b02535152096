"""Time from starting Python to having imported the course, beside numpy alone.

Each line is the median of several fresh Python processes, less the median start of
Python itself, and its ratio to numpy.
"""

import statistics
import subprocess
import sys
import time

REPEATS = 15
STATEMENTS = {
    "numpy": "import numpy",
    "course_lib": "import course_lib",
    "course_lib and its mathematics": (
        "import course_lib.networks, course_lib.optimizers, course_lib.features"
    ),
    "course_lib.datasets": "import course_lib.datasets",
    "first cell of chapter 1": (
        "import numpy; from course_lib import datasets, figures; "
        "from course_lib.figures import drawings; "
        "from course_lib.exercises import neurons"
    ),
}


def seconds(statement):
    """Median seconds of a fresh Python that runs ``statement`` and ends."""
    times = []
    for _ in range(REPEATS):
        start = time.perf_counter()
        subprocess.run([sys.executable, "-c", statement], check=True)
        times.append(time.perf_counter() - start)
    return statistics.median(times)


def main():
    bare = seconds("pass")
    numpy = seconds(STATEMENTS["numpy"]) - bare
    print(f"{'import':34}{'ms':>8}{'ratio to numpy':>18}")
    for name, statement in STATEMENTS.items():
        took = numpy if name == "numpy" else seconds(statement) - bare
        print(f"{name:34}{1e3 * took:8.0f}{took / numpy:18.2f}")


if __name__ == "__main__":
    main()
