"""Loss surfaces over two parameters: what an optimizer walks on.

Test functions with a formula, losses over geophysical data, a slice through a network's
loss, and your own. All share one interface, `Surface`.

Taught in: notebook 4.
"""

from course_lib.surfaces.data import avo_fit, line_fit, logistic, ricker_misfit
from course_lib.surfaces.grid import GridSurface, from_grid
from course_lib.surfaces.landscape import random_landscape
from course_lib.surfaces.own import from_function
from course_lib.surfaces.slices import network_slice
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
    "avo_fit",
    "beale",
    "from_function",
    "from_grid",
    "goldstein_price",
    "himmelblau",
    "line_fit",
    "logistic",
    "long_valley",
    "network_slice",
    "quadratic",
    "random_landscape",
    "ricker_misfit",
    "rosenbrock",
    "saddle",
    "styblinski_tang",
]
