"""The matplotlib pictures of notebooks, slides and the widgets' static fallback.

Every function returns a matplotlib figure; ``show(fig, alt="…")`` puts it into a
notebook together with words for those who cannot see it.
"""

from course_lib.alt_text import show
from course_lib.figures.crossplots import crossplot, probability_map
from course_lib.figures.curves import curves, loss_curves
from course_lib.figures.logs import (
    gamma_ray_track,
    histogram_by_class,
    well_gamma_ray,
)

__all__ = [
    "crossplot",
    "curves",
    "gamma_ray_track",
    "histogram_by_class",
    "loss_curves",
    "probability_map",
    "show",
    "well_gamma_ray",
]
