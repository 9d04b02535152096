"""Figures of notebook 4: gradient descent, its learning rate, its noise, its misfits.

Each shows one idea; `trajectories` and `race_losses` show the walks themselves.
"""

import numpy as np
from matplotlib.ticker import MaxNLocator

from course_lib.checks import check_number
from course_lib.figures.racers import looks
from course_lib.figures.style import CLASS_COLOURS, GRID, INK, MUTED, new_figure
from course_lib.figures.surface_map import mark_minima, surface_map
from course_lib.geophysics.wavelets import ricker
from course_lib.surfaces import ricker_misfit

BLUE, ORANGE, GREEN = CLASS_COLOURS[:3]


def line_and_cost(x, y, surface, points, xlabel, ylabel):
    """Draw a few lines through data, and each of them as a point on the cost J(b, w).

    Parameters
    ----------
    x, y : array_like, shape (m,)
        The data.
    surface : Surface
        Their cost over intercept b and slope w, such as ``surfaces.line_fit(x, y)``.
    points : dict of str to (float, float)
        Name → (b, w).
    xlabel, ylabel : str
        Of the data, with units.

    Returns
    -------
    matplotlib.figure.Figure
    """
    fig, (data, cost) = new_figure(7.4, 3.7, ncols=2)
    data.scatter(x, y, s=16, color=MUTED, alpha=0.7, linewidths=0)
    surface_map(cost, surface)
    mark_minima(cost, surface)
    ends = np.array([np.min(x), np.max(x)])
    for (name, look), (b, w) in zip(
        looks(points).items(), points.values(), strict=True
    ):
        label = f"{name}: J = {float(surface((b, w))):.3g}"
        data.plot(ends, b + w * ends, look.dash, color=look.colour, label=label)
        cost.plot(b, w, look.marker, ms=9, color=look.colour, mec="white", zorder=5)
    low, high = np.min(y), np.max(y)
    room = 0.25 * (high - low)
    data.set(xlabel=xlabel, ylabel=ylabel, ylim=(low - room, high + room))
    cost.set_title(f"cost J({surface.axis_names[0]}, {surface.axis_names[1]})")
    cost.title.set_fontsize(11)
    fig.legend(loc="outside upper left", ncols=3, fontsize=10, frameon=False)
    return fig


def curvature_1d():
    """Draw one step on four parabolas: what the tangent promises, what the curve does.

    All four start at the same point with the same slope; only curvature λ and learning
    rate α differ. J(w) = −w + ½ λ w², so the step goes to w = α.

    Returns
    -------
    matplotlib.figure.Figure
    """
    fig, axes = new_figure(7.4, 5.0, nrows=2, ncols=2, sharex=True, sharey=True)
    w = np.linspace(-0.5, 2.1, 200)
    for row, curvature in zip(axes, (0.25, 2.0), strict=True):
        for ax, rate in zip(row, (0.4, 1.6), strict=True):
            promised, actual = -rate, -rate + 0.5 * curvature * rate**2
            ax.plot(w, -w + 0.5 * curvature * w**2, color=BLUE, label="loss J(w)")
            ax.plot(w, -w, "--", color=MUTED, lw=1.3, label="tangent at the start")
            ax.plot([rate, rate], [promised, actual], color=ORANGE, lw=2.5)
            ax.plot(0, 0, "o", ms=9, color=INK, label="start")
            ax.plot(rate, promised, "o", ms=9, mfc="white", mec=INK, label="promised")
            ax.plot(rate, actual, "D", ms=8, color=ORANGE, label="where it lands")
            verdict = "lower" if actual < 0 else "higher than before"
            ax.set_title(
                f"λ = {curvature:g}, α = {rate:g}: αλ = {curvature * rate:.1f}, "
                f"{verdict}",
                loc="left",
                fontsize=10,
            )
            ax.label_outer()
    axes[0, 0].set(ylim=(-2.1, 1.6), xlim=(w[0], w[-1]))
    for ax in axes[:, 0]:
        ax.set_ylabel("J − J(start)")
    for ax in axes[1]:
        ax.set_xlabel("parameter w")
    handles = axes[0, 0].get_legend_handles_labels()
    fig.legend(*handles, loc="outside upper left", ncols=5, fontsize=9, frameon=False)
    return fig


def rate_sweep(rates, final_losses, limit=None, ylabel="final loss J"):
    """Draw the loss that a run ends with against its learning rate.

    Parameters
    ----------
    rates : array_like, shape (k,)
    final_losses : array_like, shape (k,)
        NaN, infinite or astronomic where the run diverged: a cross at the top.
    limit : float, optional
        2/λmax, drawn as a vertical line.
    ylabel : str
        What ``final_losses`` is.

    Returns
    -------
    matplotlib.figure.Figure
    """
    rates, losses = np.asarray(rates, float), np.asarray(final_losses, float)
    fig, ax = new_figure(7.2, 3.4)
    tame = np.isfinite(losses)
    if limit is not None:
        tame &= rates < limit
    # Above the limit everything grows: two decades above the rest tell that.
    ceiling = 100 * losses[tame].max() if tame.any() else 1.0
    shown = np.isfinite(losses) & (losses < ceiling)
    ax.loglog(rates[shown], losses[shown], "o-", ms=4, lw=1.2, color=BLUE)
    if not shown.all():
        wild = rates[~shown]
        top = np.full(len(wild), ceiling)
        ax.plot(wild, top, "X", ms=7, color=ORANGE, label="diverged", clip_on=False)
    if limit is not None:
        name = f"2/λmax = {limit:.3g}"
        ax.axvline(limit, color=INK, lw=1.4, ls="--", label=name)
    ax.set(xlabel="learning rate α", ylabel=ylabel)
    ax.set_ylim(None, ceiling)
    if ax.get_legend_handles_labels()[0]:
        fig.legend(loc="outside upper right", ncols=2, frameon=False)
    return fig


def gradient_noise(batch_sizes, variances, formula):
    """Draw the variance of a mini-batch gradient against the batch size.

    Parameters
    ----------
    batch_sizes : array_like of int, shape (k,)
    variances : array_like, shape (k,)
        Measured.
    formula : array_like, shape (k,)
        (S²/B)(1 − B/N); its 0 at B = N has no place on a logarithmic axis and is
        written there.

    Returns
    -------
    matplotlib.figure.Figure
    """
    sizes, measured, theory = (
        np.asarray(values, float) for values in (batch_sizes, variances, formula)
    )
    fig, ax = new_figure(6.4, 3.6)
    alive = theory > 1e-12 * theory.max()
    # Between two sizes the formula a/B − c is known exactly, so draw it smooth.
    a, c = np.linalg.lstsq(
        np.stack([1 / sizes[alive], -np.ones(alive.sum())], axis=1), theory[alive]
    )[0]
    B = np.geomspace(sizes[alive].min(), sizes[alive].max(), 200)
    ax.loglog(B, a / B - c, color=BLUE, label="(S²/B)(1 − B/N)")
    ax.loglog(B, a / B, ":", color=MUTED, lw=1.3, label="S²/B (with replacement)")
    ax.loglog(sizes[alive], measured[alive], "o", color=ORANGE, label="measured")
    for size in sizes[~alive]:
        ax.axvline(size, color=GRID, lw=1, zorder=0)
        ax.text(
            size, 0.97, f"B = N = {size:g}:\nno noise ", ha="right", va="top",
            fontsize=9, color=MUTED, transform=ax.get_xaxis_transform(),
        )  # fmt: skip
    ax.set(xlabel="batch size B (samples)", ylabel="variance of the gradient")
    ax.set_xticks(sizes, [f"{size:g}" for size in sizes])
    ax.minorticks_off()
    ax.legend(loc="lower left", fontsize=9, frameon=False)
    return fig


def schedules(plans, steps):
    """Draw learning-rate schedules: the factor of α against the step.

    Parameters
    ----------
    plans : dict of str to callable
        Name → schedule, k finished steps → factor.
    steps : int

    Returns
    -------
    matplotlib.figure.Figure
    """
    fig, ax = new_figure(7.2, 3.2)
    k = np.arange(steps + 1)
    for name, look in looks(plans).items():
        factors = [plans[name](int(i)) for i in k]
        ax.plot(k, factors, look.dash, color=look.colour, label=name)
    ax.set(xlabel="step k", ylabel="factor of the learning rate", xlim=(0, steps))
    ax.set_ylim(0, None)
    ax.legend(fontsize=10, frameon=False)
    return fig


def bias_correction(travel):
    """Draw how far optimizers get on a ramp of slope 1.

    Parameters
    ----------
    travel : dict of str to array_like, shape (k,)
        Name → distance after 1, 2, … k steps.

    Returns
    -------
    matplotlib.figure.Figure
    """
    fig, ax = new_figure(6.4, 3.4)
    for name, look in looks(travel).items():
        distance = np.concatenate([[0], travel[name]])
        ax.plot(
            distance, look.dash, marker=look.marker, ms=5, color=look.colour, label=name
        )
        ax.annotate(
            f" {distance[-1]:.3g}", (len(distance) - 1, distance[-1]),
            va="center", fontsize=10, color=look.colour, annotation_clip=False,
        )  # fmt: skip
    ax.set(xlabel="step", ylabel="distance travelled in w", ylim=(0, None))
    ax.set_xlim(0, None)
    ax.xaxis.set_major_locator(MaxNLocator(integer=True))
    ax.legend(loc="upper left", frameon=False)
    return fig


def cycle_skipping(f_hz=25.0):
    """Draw the misfit of a Ricker wavelet against its shift, and two of the shifts.

    Parameters
    ----------
    f_hz : float
        Peak frequency of both wavelets, Hz, 15 … 40.

    Returns
    -------
    matplotlib.figure.Figure

    Raises
    ------
    TypeError, ValueError
        The frequency is out of range.
    """
    f_hz = check_number(f_hz, "f_hz", 15, 40)
    surface = ricker_misfit(f_hz=f_hz)
    period_ms = 1e3 / f_hz
    shift = np.linspace(-1.5, 1.5, 1201) * period_ms
    misfit = surface(np.stack([shift, np.full_like(shift, f_hz)], axis=-1))
    hill = shift[(shift > 0)][np.argmax(misfit[shift > 0])]
    false = shift[shift > hill][np.argmin(misfit[shift > hill])]
    fig, (left, right) = new_figure(7.4, 3.8, width_ratios=(1.2, 1), ncols=2)
    left.plot(shift, misfit, color=INK)
    left.axvspan(-hill, hill, color=BLUE, alpha=0.16, lw=0)
    for low, high in ((shift[0], -hill), (hill, shift[-1])):
        left.axvspan(low, high, color=ORANGE, alpha=0.16, lw=0)
    left.set(xlim=(shift[0], shift[-1]), ylim=(0, None))
    left.set(xlabel="time shift τ (ms)", ylabel="misfit J at the right frequency")
    t = np.linspace(-1.2, 2.1, 500) * period_ms
    cases = [
        ("inside: downhill leads to 0 ms", 0.25 * period_ms, BLUE, "o"),
        ("a cycle off: downhill stays there", false, ORANGE, "D"),
    ]
    for row, (words, tau, colour, marker) in enumerate(cases):
        height, base = float(surface((tau, f_hz))), -2.6 * row
        left.plot(tau, height, marker, ms=9, color=colour, mec="white", zorder=5)
        left.annotate(
            f"{tau:.0f} ms", (tau, height), (0, -8), textcoords="offset points",
            ha="center", va="top", fontsize=9, color=colour,
        )  # fmt: skip
        model = ricker(1e-3 * (t - tau), f_hz)
        label = f"shifted by {tau:.0f} ms"
        right.plot(t, base + ricker(1e-3 * t, f_hz), color=MUTED, lw=1.5)
        right.plot(t, base + model, "--", color=colour, label=label)
        right.text(t[0], base + 1.15, words, fontsize=10, color=colour)
    right.lines[0].set_label("observed")
    right.set(xlabel="time (ms)", yticks=[], xlim=(t[0], t[-1]), ylim=(-3.2, 1.6))
    right.spines["left"].set_visible(False)
    fig.legend(loc="outside upper right", ncols=3, fontsize=9, frameon=False)
    return fig
