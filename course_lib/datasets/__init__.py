"""One door to all data of the course.

Generated at once, seeded, without a licence: `gas_sand`, `avo_boundaries`, `lithology`,
`gamma_ray_log`, `well_logs`, each returning a `Dataset`. For several wells there are
`with_neighbours`, `split_by_well` and, to see what goes wrong, `split_at_random`.

Real, downloaded once on request and verified: `read(name)` gives the content, a
`Section`, `Cube` or `WellLog`, and `fetch(name)` the path of the file; `names()` lists
what there is. ``data/README.md`` has a card for each: source, units, licence, where it
breaks down.
"""

from course_lib.datasets.dataset import Dataset
from course_lib.datasets.download import DownloadError, download_folder, fetch, names
from course_lib.datasets.generated import (
    avo_boundaries,
    gamma_ray_log,
    gas_sand,
    lithology,
)
from course_lib.datasets.readers import read
from course_lib.datasets.records import Cube, Section, WellLog
from course_lib.datasets.wells import (
    split_at_random,
    split_by_well,
    well_logs,
    with_neighbours,
)

__all__ = [
    "Cube",
    "Dataset",
    "DownloadError",
    "Section",
    "WellLog",
    "avo_boundaries",
    "download_folder",
    "fetch",
    "gamma_ray_log",
    "gas_sand",
    "lithology",
    "names",
    "read",
    "split_at_random",
    "split_by_well",
    "well_logs",
    "with_neighbours",
]
