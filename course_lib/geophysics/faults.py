"""Faults and folds, run backwards: where was this rock when its bed was laid down?

x is counted in traces to the right, z in samples downwards, from the image's middle.
Every point is taken back through the faults, the youngest first, then through the
folds. What is left is its depth in a column of flat beds. That is exact: no bed is
torn, no label is drawn by hand.

Wu, Liang, Shi and Fomel, 2019, Geophysics 84(3), IM35-IM45.

Taught in: notebook 5, "Fault or no fault?" and "A real section".
"""

from typing import NamedTuple

import numpy as np

FOLD_SPACING = 42  # traces: one fold every so many
ARRAY_SPACING = (15.0, 35.0)  # traces between neighbours of an array
LABEL_HALF_WIDTH = 1.0  # samples, across the fault


class Fault(NamedTuple):
    """A straight fault whose slip is largest in its middle.

    x, z : its middle, traces and samples.
    dip_x, dip_z : the unit vector down its dip, (± cos, sin).
    throw : vertical offset in the middle, samples; negative for a reverse fault.
    half_length : where the slip has died, samples along dip. Into the hanging wall it
        dies over twice that.
    """

    x: float
    z: float
    dip_x: float
    dip_z: float
    throw: float
    half_length: float


class Folds(NamedTuple):
    """A sum of Gaussian folds over beds that dip evenly.

    x, width, height : lists, one number per fold: traces, traces, samples.
    tilt : samples per trace. depth : z where the folds are half as high again, samples.
    """

    x: list
    width: list
    height: list
    tilt: float
    depth: float


def fault_coordinates(fault, x, z):
    """Distances from the middle of a fault: down its dip, and into its hanging wall."""
    x, z = x - fault.x, z - fault.z
    along = x * fault.dip_x + z * fault.dip_z
    across = x * fault.dip_z - z * fault.dip_x
    return along, across if fault.dip_x > 0 else -across


def undo_fault(fault, x, z):
    """Where the rock at (x, z) was before this fault moved.

    The hanging wall slid along the fault by throw / sin(dip), less towards the ends of
    the fault and away from it; the footwall stayed.
    """
    along, across = fault_coordinates(fault, x, z)
    along /= fault.half_length
    hanging_wall = across > 0
    across /= 2 * fault.half_length
    along *= along
    across *= across
    share = 1 - along
    share -= across
    np.maximum(share, 0, out=share)
    share *= hanging_wall
    heave = fault.throw * fault.dip_x / fault.dip_z
    return x - heave * share, z - fault.throw * share


def undo_faults(faults, x, z):
    """`undo_fault` for several, the youngest first."""
    for fault in faults:
        x, z = undo_fault(fault, x, z)
    return x, z


def undo_folds(folds, x, z):
    """Depth in the column of flat beds, after the folds and tilt of Wu et al. 2019.

    T = z − (1 + z/2n) Σ b exp(−(x − c)²/2σ²) − f x: folds grow with depth.
    """
    height = np.zeros_like(x)
    for c, width, b in zip(folds.x, folds.width, folds.height, strict=True):
        bump = x - c
        bump *= bump
        bump *= -0.5 / (width * width)
        np.exp(bump, out=bump)
        bump *= b
        height += bump
    return z - (1 + z / (2 * folds.depth)) * height - folds.tilt * x


def fault_mask(faults, x, z, label_throw):
    """True within one sample of a fault, where its throw reaches ``label_throw``.

    An older fault is looked for where it was before the younger ones cut it.
    """
    mask = np.zeros(np.broadcast_shapes(x.shape, z.shape), dtype=bool)
    for fault in faults:
        along, across = fault_coordinates(fault, x, z)
        throw = abs(fault.throw) * (1 - (along / fault.half_length) ** 2)
        mask |= (np.abs(across) < LABEL_HALF_WIDTH) & (throw >= label_throw)
        x, z = undo_fault(fault, x, z)
    return mask


def draw_fault(rng, ranges, x, z):
    """One fault whose middle lies within ``x`` and ``z``, pairs (smallest, largest)."""
    dip = np.radians(rng.uniform(*ranges.dip_deg))
    side = 1 if rng.random() < 0.5 else -1
    sense = -1 if rng.random() < ranges.reverse_share else 1
    return Fault(
        x=rng.uniform(*x),
        z=rng.uniform(*z),
        dip_x=float(side * np.cos(dip)),
        dip_z=float(np.sin(dip)),
        throw=sense * rng.uniform(*ranges.throw),
        half_length=rng.uniform(*ranges.half_length),
    )


def draw_array(rng, ranges, count, x, z):
    """``count`` short faults side by side, almost parallel, around one place."""
    first = draw_fault(rng, ranges, x, z)
    places = first.x + np.cumsum(rng.uniform(*ARRAY_SPACING, count))
    dip_deg = np.degrees(np.arcsin(first.dip_z)) + rng.uniform(-4, 4, count)
    dip = np.radians(np.clip(dip_deg, *ranges.dip_deg))
    shortest, longest = ranges.half_length
    return [
        Fault(
            x=float(places[k] - places.mean() + first.x),
            z=first.z + rng.uniform(-12, 12),
            dip_x=float(np.sign(first.dip_x) * np.cos(dip[k])),
            dip_z=float(np.sin(dip[k])),
            throw=float(np.sign(first.throw) * rng.uniform(*ranges.throw)),
            half_length=min(shortest * rng.uniform(1, 1.3), longest),
        )
        for k in range(count)
    ]


def draw_folds(rng, ranges, shape, depth):
    """Folds over an image of ``shape`` (n_samples, n_traces) and a bit beyond it."""
    count = n_folds(shape)
    reach = shape[1] / 2 + 32
    return Folds(
        x=rng.uniform(-reach, reach, count).tolist(),
        width=rng.uniform(*ranges.fold_width, count).tolist(),
        height=rng.uniform(*ranges.fold, count).tolist(),
        tilt=rng.uniform(*ranges.tilt),
        depth=depth,
    )


def n_folds(shape):
    """How many folds an image of ``shape`` (n_samples, n_traces) gets."""
    return round((shape[1] + 64) / FOLD_SPACING)
