"""Surfaces of LossSurface: how the browser gets to know them.

It has the formulas of `course_lib.surfaces`; everything else travels as a grid.
"""

from course_lib import surfaces
from course_lib.checks import check_choice

GRID_NODES = 121  # per axis, of a surface that only Python can compute


def as_surface(surface):
    """A Surface from one, from the name of one, or from a function f(x, y)."""
    if isinstance(surface, str):
        known = [name for name in surfaces.__all__ if hasattr(_known(name), "gradient")]
        return _known(check_choice(surface, "surface", known))
    if isinstance(surface, surfaces.Surface):
        return surface
    if callable(surface):
        return surfaces.from_function(surface)
    raise TypeError(
        "surface must be a Surface, the name of one or a function f(x, y); "
        f"got {surface!r:.60}"
    )


def _known(name):
    found = getattr(surfaces, name)
    return found if isinstance(found, surfaces.Surface) else None


def travelling(surface):
    """(spec, grid values, words on them): how the browser gets to know the surface."""
    if surface.kind == "python":
        surface = surface.on_grid(GRID_NODES)
    if surface.kind != "grid":
        return surface.spec(), b"", ""
    ny, nx = surface.values.shape
    words = f"Drawn from a grid of {nx} × {ny} values"
    if surface.error is not None:
        words += f", between them right to {surface.error:.1g} of their range"
    return surface.spec(), surface.values.astype("<f8").tobytes(), f"{words}."
