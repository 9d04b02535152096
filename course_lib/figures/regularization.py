"""Figures of the bridge from inversion to training: damping beside early stopping.

Used by: notebook 4, "What you already knew: least squares".
"""

import numpy as np
from matplotlib.ticker import LogLocator, NullFormatter

from course_lib.figures.style import CLASS_COLOURS, INK, MUTED, new_figure

BLUE, ORANGE, GREEN = CLASS_COLOURS[:3]


def l_curve(misfits, sizes, lambdas, pick, noise=None, ax=None):
    """Draw the size of the model against its misfit, one point per damping λ.

    Parameters
    ----------
    misfits, sizes : array_like, shape (k,)
        Norm of the residual and of the model.
    lambdas : array_like, shape (k,)
    pick : float
        The damping that was chosen; the nearest of ``lambdas`` is marked.
    noise : float, optional
        Norm of the data's errors: no model should fit better (discrepancy principle).
    ax : matplotlib.axes.Axes, optional

    Returns
    -------
    matplotlib.figure.Figure
    """
    ax = new_figure(4.6, 3.6)[1] if ax is None else ax
    misfits, sizes, lambdas = map(np.asarray, (misfits, sizes, lambdas))
    order = np.argsort(lambdas)
    ax.loglog(misfits[order], sizes[order], ".-", color=BLUE, lw=1.4)
    chosen = np.argmin(np.abs(np.log(lambdas / pick)))
    ax.plot(misfits[chosen], sizes[chosen], "D", ms=9, color=ORANGE, mec="white")
    labels = {order[0]: (2, -13, "left"), order[-1]: (-8, 0, "right")}
    for index, (dx, dy, side) in {**labels, chosen: (9, 3, "left")}.items():
        ax.annotate(
            f"λ = {lambdas[index]:.2g}", (misfits[index], sizes[index]), (dx, dy),
            textcoords="offset points", ha=side, fontsize=9,
            color=ORANGE if index == chosen else MUTED,
        )  # fmt: skip
    if noise is not None:
        ax.axvline(noise, color=GREEN, ls="--", lw=1.4, zorder=0)
        ax.annotate(
            "noise ", (noise, 0.03), xycoords=("data", "axes fraction"), ha="right",
            fontsize=9, color=GREEN,
        )  # fmt: skip
    ax.yaxis.set_major_locator(LogLocator(subs=(1, 2, 5)))
    ax.yaxis.set_major_formatter("{x:g}")
    ax.yaxis.set_minor_formatter(NullFormatter())
    ax.set(xlabel="misfit ‖Gm − d‖", ylabel="size of the change ‖m − m₀‖")
    return ax.figure


def training_curve(fit, judged, best, ax=None):
    """Draw the loss on the fitted and on the held-back data against the step.

    Parameters
    ----------
    fit, judged : array_like, shape (k,)
        Loss after 0, 1, 2, … steps.
    best : int
        Step of the lowest loss on the held-back data.
    ax : matplotlib.axes.Axes, optional

    Returns
    -------
    matplotlib.figure.Figure
    """
    ax = new_figure(4.6, 3.6)[1] if ax is None else ax
    steps = np.arange(1, len(fit) + 1)  # a logarithmic axis has no 0
    ax.loglog(steps, fit, color=BLUE, label="fitted")
    ax.loglog(steps, judged, "--", color=GREEN, label="held back")
    ax.axvline(best + 1, color=ORANGE, lw=1, zorder=0)
    ax.plot(best + 1, judged[best], "D", ms=9, color=ORANGE, mec="white")
    ax.text(
        best + 1, 0.97, f"stop at {best} ", ha="right", va="top", fontsize=9,
        color=ORANGE, transform=ax.get_xaxis_transform(),
    )  # fmt: skip
    ax.set(xlabel="step + 1", ylabel="loss J")
    ax.legend(fontsize=9, frameon=False)
    return ax.figure


def bridge(
    misfits, sizes, lambdas, pick, fit, judged, best, time_s, truth, models, noise=None
):  # fmt: skip
    """Draw L-curve, training curve and the models they lead to, side by side.

    Parameters
    ----------
    misfits, sizes, lambdas, pick
        As in `l_curve`.
    fit, judged, best
        As in `training_curve`.
    time_s : array_like, shape (n,)
        Two-way time at the base of every layer, seconds; grows downwards.
    truth : array_like, shape (n,)
        True interval velocities, km/s.
    models : dict of str to array_like, shape (n,)
        Name → interval velocities, km/s; NaN where there is none.
    noise : float, optional
        As in `l_curve`.

    Returns
    -------
    matplotlib.figure.Figure
    """
    fig, (left, middle, right) = new_figure(
        7.4, 3.4, ncols=3, width_ratios=(1, 1, 0.85)
    )
    l_curve(misfits, sizes, lambdas, pick, noise, left)
    training_curve(fit, judged, best, middle)
    time_s = np.asarray(time_s)
    top = np.concatenate([[2 * time_s[0] - time_s[1]], time_s])
    right.stairs(
        truth, top, orientation="horizontal", color=INK, lw=2.4, label="true",
        baseline=None,
    )  # fmt: skip
    colours = dict(zip(models, (MUTED, ORANGE, GREEN, BLUE), strict=False))
    for name, velocities in models.items():
        right.stairs(
            velocities, top, orientation="horizontal", color=colours.get(name, BLUE),
            lw=1.1 if colours.get(name) == MUTED else 1.8, label=name, baseline=None,
        )  # fmt: skip
    right.set(xlabel="velocity (km/s)", ylabel="two-way time (s)")
    right.set_ylim(top[-1], top[0])
    for ax, title in (
        (left, "inversion"),
        (middle, "training"),
        (right, "interval velocity"),
    ):
        ax.set_title(title, loc="left", fontsize=10)
        ax.xaxis.label.set_size(10)
        ax.yaxis.label.set_size(10)
        ax.tick_params(labelsize=9)
    low, high = right.get_xlim()
    right.set_xlim(low, high + 0.2 * (high - low))  # room for the legend
    right.legend(fontsize=8, loc="upper right", handlelength=1.2, frameon=False)
    return fig


def filter_factors(singular_values, lambdas, steps, lr):
    """Draw which share of each singular vector two kinds of damping let through.

    Tikhonov s²/(s² + λ); gradient descent on ½‖Gm − d‖² stopped after k steps
    1 − (1 − α s²)^k.

    Parameters
    ----------
    singular_values : array_like, shape (n,)
        Marked on the curves.
    lambdas : float or sequence of float
    steps : int or sequence of int
        As many as ``lambdas``; one colour per pair.
    lr : float
        Learning rate α.

    Returns
    -------
    matplotlib.figure.Figure
    """
    s_values = np.sort(np.asarray(singular_values, float))
    s = np.geomspace(s_values[0], s_values[-1], 400)
    fig, ax = new_figure(6.8, 3.6)

    def damped(s, lam):
        return s**2 / (s**2 + lam)

    def walked(s, k):
        return 1 - (1 - lr * s**2) ** k

    pairs = list(zip(np.atleast_1d(lambdas), np.atleast_1d(steps), strict=True))
    for n, (lam, k) in enumerate(pairs):
        one, other = CLASS_COLOURS[2 * n % 6], CLASS_COLOURS[(2 * n + 1) % 6]
        ax.semilogx(s, damped(s, lam), color=one, label=f"Tikhonov, λ = {lam:.1g}")
        ax.semilogx(s_values, damped(s_values, lam), "o", ms=4, color=one)
        ax.semilogx(s, walked(s, k), "--", color=other, label=f"stopped at step {k}")
        ax.semilogx(s_values, walked(s_values, k), "^", ms=4, color=other)
    ax.set(xlabel="singular value s", ylabel="share that is fitted", ylim=(-0.03, 1.05))
    ax.legend(loc="upper left", frameon=False)
    return fig
