"""The wavelet learned back from a well and the trace beside it."""

import numpy as np

from ..function import FunctionExercise, Misconception, Probe
from .inputs import chapter, well_and_trace


def _learn_wavelet(r, s, lr, steps):
    return _kernels(r, s, lr, steps)[-1][::-1]


def _kernels(r, s, lr, steps, start=0.0, slope=None):
    """All kernels of a descent, the first one included."""
    kernels = [np.full(len(r) - len(s) + 1, start)]
    for _ in range(steps):
        dw = (slope or _slope)(r, s, kernels[-1])
        kernels.append(kernels[-1] - lr * dw)
    return kernels


def _slope(r, s, kernel):
    """∂J/∂kernel of J = mean((z - s)²), with z the cross-correlation."""
    return 2 / len(s) * np.correlate(r, np.correlate(r, kernel) - s)


def _with(slope, turn=-1):
    """The right descent with another slope; ``turn`` 1 leaves the kernel as it is."""
    return lambda r, s, lr, steps: _kernels(r, s, lr, steps, slope=slope)[-1][::turn]


def _backwards_slope(r, s, kernel):
    return _slope(r, s, kernel)[::-1]


def _of_a_convolution(r, s, kernel):
    """The slope of a layer that convolves: right, but nothing is left to turn round."""
    return 2 / len(s) * np.correlate(r, np.convolve(r, kernel, "valid") - s)[::-1]


def _mixed(r, s, kernel):
    """Prediction by convolution, slope of a cross-correlation."""
    return 2 / len(s) * np.correlate(r, np.convolve(r, kernel, "valid") - s)


def _error_once(r, s, lr, steps):
    kernel = np.zeros(len(r) - len(s) + 1)
    return (kernel - steps * lr * _slope(r, s, kernel))[::-1]


learn_wavelet = FunctionExercise(
    chapter,
    _learn_wavelet,
    title="The wavelet, learned back",
    success="A well tie by gradient descent: the layer had to find the wavelet turned "
    "round, because it correlates where the earth convolves.",
    hints=[
        "z[i] = Σ_j kernel[j]·r[i + j]; its gradient is the cross-correlation of r "
        "with the error, times 2/m for the mean of squares.",
        "Each round: error z - s, then the kernel moves by -lr times its gradient. "
        "`np.correlate(a, b)` has no padding and turns nothing round.",
        "`error = np.correlate(r, kernel) - s`, `kernel = kernel - lr * 2 / m * "
        "np.correlate(r, error)`, and at last `return kernel[::-1]`.",
    ],
    inputs=well_and_trace,
    probes=[
        Probe(
            "One reflector, r = (0, 1, 0, 0), and s = (1, 2, 0): with lr = 1.5 one "
            "step finds the wavelet, so what is it?",
            [0, 1, 0, 0],
            [1, 2, 0],
            1.5,
            1,
        ),
    ],
    misconceptions=[
        Misconception(
            "This is the wavelet back to front. A layer that correlates finds it "
            "turned round: return `kernel[::-1]`. One that convolves, with "
            "`np.convolve`, has it as it is.",
            _with(_slope, turn=1),
            _with(_of_a_convolution),
        ),
        Misconception(
            "Prediction and gradient do not belong together: z by `np.correlate(r, "
            "kernel)` has the gradient `np.correlate(r, error)`, r first, and nothing "
            "is turned round before the end.",
            _with(_mixed),
            _with(_mixed, turn=1),
            _with(_backwards_slope),
            _with(_backwards_slope, turn=1),
        ),
        Misconception(
            "Your gradient turns the error round: `np.convolve` does that; here r and "
            "error are correlated.",
            _with(
                lambda r, s, w: (
                    2 / len(s) * np.convolve(r, np.correlate(r, w) - s, "valid")
                )
            ),
        ),
        Misconception(
            "The factor 2 is missing: the slope of error² is 2·error.",
            _with(lambda r, s, w: _slope(r, s, w) / 2),
        ),
        Misconception(
            "1/m is missing in the gradient: J is the mean over the m samples of s.",
            _with(lambda r, s, w: _slope(r, s, w) * len(s)),
        ),
        Misconception(
            "2/m is missing in the gradient: J is the mean of error² over the m "
            "samples of s.",
            _with(lambda r, s, w: _slope(r, s, w) * len(s) / 2),
        ),
        Misconception(
            "You divide by the wrong number: the mean goes over the m = len(s) places, "
            "not over the weights or over r.",
            _with(lambda r, s, w: _slope(r, s, w) * len(s) / len(w)),
            _with(lambda r, s, w: _slope(r, s, w) * len(s) / len(r)),
        ),
        Misconception(
            "You walk uphill: the error is z - s, and the step goes against the "
            "gradient, kernel - lr·dw.",
            _with(lambda r, s, w: -_slope(r, s, w)),
        ),
        Misconception(
            "You compute the error once, before the loop: the kernel changes, so "
            "predict anew in each step.",
            _error_once,
        ),
        Misconception(
            "You take one step too many.",
            lambda r, s, lr, steps: _learn_wavelet(r, s, lr, steps + 1),
        ),
        Misconception(
            "You take one step too few: `range(steps)` makes them all.",
            lambda r, s, lr, steps: _learn_wavelet(r, s, lr, steps - 1),
        ),
        Misconception(
            "You take one step only: is the `return` inside the loop?",
            lambda r, s, lr, steps: _learn_wavelet(r, s, lr, 1),
        ),
        Misconception(
            "You start somewhere else: the kernel begins with zeros.",
            lambda r, s, lr, steps: _kernels(r, s, lr, steps, start=1.0)[-1][::-1],
        ),
        Misconception(
            "You return all kernels of the descent: only the last one is asked for.",
            lambda r, s, lr, steps: _kernels(r, s, lr, steps),
            lambda r, s, lr, steps: _kernels(r, s, lr, steps)[1:],
        ),
    ],
)
