"""Walk over a surface of two parameters, step by step, and keep the path.

Taught in: notebook 4, "Three steps".
"""

import numpy as np

from course_lib.checks import check_array, check_count, check_number
from course_lib.shared_random import SharedRandom, batches


class Path(np.ndarray):
    """Iterates of a descent, shape (k + 1, 2): the start and every point after it.

    Attributes
    ----------
    loss : numpy.ndarray, shape (k + 1,)
        Value of the surface (all samples) at every point.
    evaluations : numpy.ndarray, shape (k + 1,)
        Gradients of single samples computed so far; without samples one per step.
    stopped : str
        Empty, or why the path ends early, such as "diverged at step 4: …". The
        points that are not finite are left out.
    """

    def __new__(cls, points, loss, evaluations, stopped=""):
        path = np.asarray(points, dtype=float).view(cls)
        path.loss = np.asarray(loss, dtype=float)
        path.evaluations = np.asarray(evaluations)
        path.stopped = stopped
        return path

    def __array_finalize__(self, source):
        self.loss = self.evaluations = None  # parts of a path have no loss of their own
        self.stopped = ""


def descend(
    surface,
    optimizer,
    start,
    steps,
    batch_size=None,
    noise=0.0,
    seed=0,
    freeze=False,
):
    """Let an optimizer walk down a surface.

    Parameters
    ----------
    surface : Surface
        Anything with ``surface(w)`` and ``surface.gradient(w)``.
    optimizer : object with ``step(w, dw)``
        Its memory is cleared first (``reset()``, if it has one).
    start : array_like, shape (2,)
    steps : int
    batch_size : int, optional
        Samples per gradient, for surfaces made of data; all when omitted. They are
        shuffled every epoch.
    noise : float
        Standard deviation of Gaussian noise added to each component of the gradient,
        for surfaces without data.
    seed : int
        Of batches and noise; the browser draws the same.
    freeze : bool
        Use the first batch for ever: the walk then descends another surface.

    Returns
    -------
    Path, shape (steps + 1, 2)
        Shorter if point or loss leave the finite world; ``stopped`` says at which step.

    Raises
    ------
    TypeError, ValueError
        With the argument's name, its value and what is allowed.

    Examples
    --------
    >>> from course_lib import surfaces
    >>> from course_lib.optimizers import GradientDescent
    >>> bowl = surfaces.quadratic(l1=1, l2=25)
    >>> path = descend(bowl, GradientDescent(lr=0.04), start=(10, 1), steps=50)
    >>> path.shape, path[1].round(3).tolist()
    ((51, 2), [9.6, 0.0])
    >>> descend(bowl, GradientDescent(lr=10), start=(10, 1), steps=500).stopped[:20]
    'diverged at step 65:'
    """
    w = check_array(start, "start", ndim=1)
    if w.shape != (2,):
        raise ValueError(f"start must hold 2 numbers; got {w.tolist()}")
    steps = check_count(steps, "steps", 0)
    noise = check_number(noise, "noise", low=0)
    m = getattr(surface, "m", 0)
    if noise and m:
        raise ValueError(
            f"noise is for surfaces without samples; this one has {m}: use batch_size"
        )
    if batch_size is not None:
        if not m:
            raise ValueError("batch_size needs a surface of samples; this one has none")
        batch_size = check_count(batch_size, "batch_size", 1, m)
    random = SharedRandom(seed)
    draws = batches(m, batch_size, seed) if batch_size else None
    first = next(draws) if draws and freeze else None
    if hasattr(optimizer, "reset"):
        optimizer.reset()

    points, losses, evaluations, stopped = [w], [float(surface(w))], [0], ""
    if not np.isfinite(losses[0]):
        steps, stopped = 0, f"diverged at step 0: {why(surface, w)}"
    for t in range(1, steps + 1):
        with np.errstate(all="ignore"):
            if draws:
                batch = next(draws) if first is None else first
                dw, used = surface.minibatch(batch).gradient(w), len(batch)
            else:
                dw, used = surface.gradient(w), max(m, 1)
            if noise:
                dw = dw + noise * np.array([random.normal(), random.normal()])
            w = checked_step(optimizer, w, dw)
            loss = float(surface(w))
        if not (np.isfinite(w).all() and np.isfinite(loss)):
            stopped = f"diverged at step {t}: {why(surface, w)}"
            break
        points.append(w)
        losses.append(loss)
        evaluations.append(evaluations[-1] + used)
    return Path(points, losses, evaluations, stopped)


def checked_step(optimizer, w, dw):
    """The optimizer's next point, or an error that says what it returned instead."""
    new = optimizer.step(w.copy(), dw)  # a rule that works in place changes its copy
    if new is None:
        raise TypeError(f"{optimizer!r}.step returned None: forgot `return`?")
    new = np.asarray(new, dtype=float)
    if new.shape != w.shape:
        raise ValueError(f"step must return shape {w.shape}; got {new.shape}")
    return new


def why(surface, w):
    """Say what left the finite world."""
    if np.isfinite(w).all() and hasattr(surface, "error"):
        return "outside the known grid"
    return "the numbers left the finite world; try a smaller learning rate"
