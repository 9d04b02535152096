"""One door to all data of the course.

Generated at once, seeded, without a licence: `gas_sand`, `avo_boundaries`, `lithology`,
`gamma_ray_log`, `well_logs`, `two_logs`, each returning a `Dataset`. For several wells
there are `with_neighbours`, `split_by_well` and, to see what goes wrong,
`split_at_random`. The playground's own are `playground_points` and `playground_pool`,
with `playground_deal` and `playground_features`.

Generated seismics with exact labels: `fault_patches` (`Patches`), `fault_section` (a
`LabelledSection`) and `first_breaks` (`Gathers`).

Real, downloaded once on request and verified: `read(name)` gives the content, a
`Section`, `Cube` or `WellLog`, and `fetch(name)` the path of the file; `names()` lists
what there is. `force_wells` makes one `Dataset` of six real wells. ``data/README.md``
has a card for each: source, units, licence, where it breaks down.
"""

from course_lib.datasets.dataset import Dataset
from course_lib.datasets.download import DownloadError, download_folder, fetch, names
from course_lib.datasets.force import force_wells
from course_lib.datasets.generated import (
    avo_boundaries,
    gamma_ray_log,
    gas_sand,
    lithology,
)
from course_lib.datasets.playground import features as playground_features
from course_lib.datasets.playground import points as playground_points
from course_lib.datasets.playground import training_count as playground_training_count
from course_lib.datasets.playground_pools import deal as playground_deal
from course_lib.datasets.playground_pools import pool as playground_pool
from course_lib.datasets.readers import read
from course_lib.datasets.records import Cube, LabelledSection, Section, WellLog
from course_lib.datasets.seismic import (
    Gathers,
    Patches,
    fault_patches,
    fault_section,
    first_breaks,
)
from course_lib.datasets.wells import (
    split_at_random,
    split_by_well,
    two_logs,
    well_logs,
    with_neighbours,
)

__all__ = [
    "Cube",
    "Dataset",
    "DownloadError",
    "Gathers",
    "LabelledSection",
    "Patches",
    "Section",
    "WellLog",
    "avo_boundaries",
    "download_folder",
    "fault_patches",
    "fault_section",
    "fetch",
    "first_breaks",
    "force_wells",
    "gamma_ray_log",
    "gas_sand",
    "lithology",
    "names",
    "playground_deal",
    "playground_features",
    "playground_points",
    "playground_pool",
    "playground_training_count",
    "read",
    "split_at_random",
    "split_by_well",
    "two_logs",
    "well_logs",
    "with_neighbours",
]
