"""Loss surfaces over two parameters: what an optimizer walks on.

Test functions with a formula, losses over geophysical data, a slice through a network's
loss, and your own. All share one interface, `Surface`.

Taught in: notebook 4.
"""

from course_lib.surfaces.grid import GridSurface, from_grid
from course_lib.surfaces.surface import DataSurface, Surface
from course_lib.surfaces.test_functions import (
    beale,
    goldstein_price,
    himmelblau,
    long_valley,
    quadratic,
    rosenbrock,
    saddle,
    styblinski_tang,
)

__all__ = [
    "DataSurface",
    "GridSurface",
    "Surface",
    "beale",
    "from_grid",
    "goldstein_price",
    "himmelblau",
    "long_valley",
    "quadratic",
    "rosenbrock",
    "saddle",
    "styblinski_tang",
]
