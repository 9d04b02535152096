"""Single traces: rock to reflectivity to seismogram, and a wedge below resolution.

Used by: notebook 5, "A trace is a convolution".
"""

import numpy as np

from course_lib.checks import check_array, check_number
from course_lib.figures.style import (
    CLASS_COLOURS,
    GRID,
    INK,
    MUTED,
    SIGNED,
    new_figure,
)
from course_lib.geophysics.seismic import reflectivity, seismogram, tuning

BLUE, ORANGE = CLASS_COLOURS[:2]


def trace_model(impedance, wavelet, dt_ms, title=""):
    """Draw impedance → reflectivity → wavelet → trace, side by side.

    Parameters
    ----------
    impedance : array_like, shape (n,)
        km/s·g/cm³, time downwards.
    wavelet : array_like, shape (k,)
        Odd k, at the same sample interval.
    dt_ms : float
        Sample interval, ms of two-way time.
    title : str

    Returns
    -------
    matplotlib.figure.Figure

    Examples
    --------
    >>> from course_lib.geophysics.wavelets import ricker
    >>> wavelet = ricker(0.002 * np.arange(-30, 31), 30)
    >>> fig = trace_model([5.5] * 40 + [4.5] * 40 + [6.0] * 40, wavelet, 2.0)
    >>> [ax.get_title() for ax in fig.axes]
    ['impedance', 'reflectivity r', 'wavelet w', 'trace s = w * r']
    """
    Z = check_array(impedance, "impedance", ndim=1)
    w = check_array(wavelet, "wavelet", ndim=1)
    dt_ms = check_number(dt_ms, "dt_ms", above=0)
    r = reflectivity(Z)
    s = seismogram(r, w)
    time_ms = dt_ms * np.arange(len(Z))
    centre_ms = time_ms[len(time_ms) // 2]
    wavelet_ms = centre_ms + dt_ms * (np.arange(len(w)) - len(w) // 2)
    fig, axes = new_figure(8.2, 5.0, ncols=4, sharey=True)
    rock, spikes, pulse, trace = axes
    rock.step(Z, time_ms, color=INK, lw=1.5, where="pre")  # jumps where r is not 0
    spikes.hlines(time_ms[r != 0], 0, r[r != 0], color=INK, lw=1.5)
    _wiggle(pulse, w, wavelet_ms)
    _wiggle(trace, s, time_ms)
    titles = ("impedance", "reflectivity r", "wavelet w", "trace s = w * r")
    units = ("km/s·g/cm³", "no unit", "no unit", "no unit")
    for ax, name, unit in zip(axes, titles, units, strict=True):
        ax.set_title(name, fontsize=11)
        ax.set_xlabel(unit, fontsize=10)
        if ax is not rock:
            ax.axvline(0, color=GRID, lw=1, zorder=0)
            ax.set_xlim(*(1.1 * np.abs(ax.get_xlim()).max() * np.array([-1, 1])))
        ax.locator_params(axis="x", nbins=3)
    rock.set(ylabel="two-way time (ms)", ylim=(time_ms[-1], time_ms[0]))
    fig.suptitle(title, fontsize=12)
    return fig


def wedge(model, f_hz, v_m_s, title=""):
    """Draw a layer that thins out, and its largest amplitude against its thickness.

    Parameters
    ----------
    model : course_lib.geophysics.seismic.Wedge
    f_hz, v_m_s : float
        What it was made with: peak frequency in Hz, velocity of the layer in m/s.
    title : str

    Returns
    -------
    matplotlib.figure.Figure

    Examples
    --------
    >>> from course_lib.geophysics import seismic
    >>> fig = wedge(seismic.wedge(25, 3000), 25, 3000)
    >>> fig.axes[1].get_xlabel()
    'thickness of the layer (m)'
    """
    tuning_ms, tuning_m = tuning(f_hz, v_m_s)
    thickness, time = model.thickness_m, model.time_ms
    fig, (section, curve) = new_figure(
        7.4, 6.0, nrows=2, sharex=True, height_ratios=(1.6, 1)
    )
    clip = model.largest.max()
    half_t, half_x = (time[1] - time[0]) / 2, (thickness[1] - thickness[0]) / 2
    section.imshow(
        model.amplitude, cmap=SIGNED, vmin=-clip, vmax=clip, aspect="auto",
        extent=(thickness[0] - half_x, thickness[-1] + half_x,
                time[-1] + half_t, time[0] - half_t),
    )  # fmt: skip
    section.plot(thickness, 0 * thickness, color=INK, lw=1.2)
    section.plot(thickness, model.separation_ms, color=INK, lw=1.2)
    ends = thickness[-1], model.separation_ms[-1]
    section.text(ends[0], -1, "top ", ha="right", va="bottom", fontsize=10)
    section.text(ends[0], ends[1] + 2, "base ", ha="right", va="top", fontsize=10)
    section.set_ylabel("two-way time\nfrom the top (ms)")
    curve.plot(thickness, model.largest, color=BLUE)
    curve.axhline(1, color=MUTED, lw=1, ls=":")
    curve.text(thickness[-1], 0.97, "one boundary alone", ha="right", va="top",
               fontsize=10, color=MUTED)  # fmt: skip
    for ax in (section, curve):
        ax.axvline(tuning_m, color=ORANGE, lw=1.2, ls="--")
    words = f" {tuning_m:.1f} m ({tuning_ms:.1f} ms): {clip:.3f}"
    curve.text(tuning_m, clip + 0.04, words, color=ORANGE, fontsize=10, va="bottom")
    curve.set(
        xlabel="thickness of the layer (m)",
        ylabel="largest amplitude",
        ylim=(0, 1.75),
        xlim=(thickness[0], thickness[-1]),
    )
    fig.suptitle(title or f"Ricker {f_hz:g} Hz, {v_m_s:g} m/s", fontsize=12)
    return fig


def _wiggle(ax, amplitude, time_ms):
    """One trace, its positive half filled in the colour that sections give it."""
    ax.plot(amplitude, time_ms, color=INK, lw=1.2)
    ax.fill_betweenx(
        time_ms, 0, np.maximum(amplitude, 0), color=ORANGE, lw=0, alpha=0.7
    )
