"""How large a learning rate may be: tried by hand, then computed."""

import numpy as np

from ..function import FunctionExercise, Misconception, Probe
from .inputs import chapter, depths
from .rate_judge import RateExercise

largest_rate = RateExercise(
    chapter,
    "largest_rate",
    given="bowl",
    title="Just below divergence",
    success="You found the edge by eye that 2/λmax finds by algebra: the steepest "
    "direction of the misfit, and nothing else, decides how bold a step may be.",
    hints=[
        "Raise the learning rate of gradient descent until the path runs away, then "
        "come back a little.",
        "Just below the limit the path jumps from one wall of the valley to the other "
        "and hardly comes closer.",
        "The limit is 2/λmax: 2 divided by the curvature of the sharpest direction.",
    ],
)


def _hessian(x):
    return _hessian_of(len(x), np.sum(x), np.sum(x**2))


def _hessian_of(m, sum_x, sum_x2):
    return 2 / m * np.array([[m, sum_x], [sum_x, sum_x2]])


def _rate_limit(x):
    return 2 / np.linalg.eigvalsh(_hessian(x))[-1]


rate_limit = FunctionExercise(
    chapter,
    _rate_limit,
    title="The largest learning rate",
    success="Beyond this rate every step overshoots the valley and lands higher up. "
    "It depends on x alone: depths in metres instead of kilometres lower it a "
    "millionfold.",
    hints=[
        "Write down the Hessian of J: second derivatives by b and b, b and w, w and w.",
        "H = (2/m) [[m, Σx], [Σx, Σx²]]; its largest eigenvalue is the steepest "
        "curvature.",
        "`np.linalg.eigvalsh(H)` sorts them from small to large: `2 / "
        "np.linalg.eigvalsh(H)[-1]`.",
    ],
    inputs=depths,
    probes=[
        Probe("For x = (1, -1) the Hessian is [[2, 0], [0, 2]]: 2/λmax?", [1.0, -1.0]),
        Probe("For x = (2, -2) the Hessian is [[2, 0], [0, 8]]: 2/λmax?", [2.0, -2.0]),
    ],
    misconceptions=[
        Misconception(
            "This is 1/λmax, the rate that jumps straight to the valley floor: the "
            "limit is twice as far.",
            lambda x: 1 / np.linalg.eigvalsh(_hessian(x))[-1],
        ),
        Misconception(
            "You took the smallest eigenvalue: the steepest direction overshoots "
            "first, so the largest sets the limit.",
            lambda x: 2 / np.linalg.eigvalsh(_hessian(x))[0],
            lambda x: 1 / np.linalg.eigvalsh(_hessian(x))[0],
        ),
        Misconception(
            "The factor 2 of the Hessian is missing: J is a mean of squares, so H is "
            "(2/m) [[m, Σx], [Σx, Σx²]].",
            lambda x: 4 / np.linalg.eigvalsh(_hessian(x))[-1],
        ),
        Misconception(
            "1/m is missing in the Hessian: J is a mean, so its curvature does not "
            "grow with the number of samples.",
            lambda x: _rate_limit(x) / len(x),
        ),
        Misconception(
            "2/m is missing in the Hessian: H is (2/m) [[m, Σx], [Σx, Σx²]].",
            lambda x: 2 * _rate_limit(x) / len(x),
        ),
        Misconception(
            "In the last entry you square the sum: Σx² is the sum of the squares.",
            lambda x: (
                2 / np.linalg.eigvalsh(_hessian_of(len(x), x.sum(), x.sum() ** 2))[-1]
            ),
        ),
        Misconception(
            "`np.linalg.eig` and `eigh` return eigenvalues and eigenvectors: "
            "`np.linalg.eigvalsh` gives the values alone.",
            lambda x: 2 / np.max(np.linalg.eig(_hessian(x))),
            lambda x: 2 / np.max(np.linalg.eigh(_hessian(x))),
            lambda x: 2 / np.linalg.eig(_hessian(x))[-1],
            lambda x: 2 / np.linalg.eigh(_hessian(x))[-1],
        ),
        Misconception(
            "You took the trace, the sum of both eigenvalues: only the largest one "
            "counts.",
            lambda x: 2 / np.trace(_hessian(x)),
        ),
        Misconception(
            "You took the determinant, the product of both eigenvalues: only the "
            "largest one counts.",
            lambda x: 2 / np.linalg.det(_hessian(x)),
        ),
        Misconception(
            "You took the curvature along w alone, from Σx²: b and w are coupled by "
            "Σx, so take the largest eigenvalue of the whole matrix.",
            lambda x: 1 / np.mean(x**2),
            lambda x: 2 / np.diag(_hessian(x)).max(),
        ),
        Misconception(
            "This is λmax itself: the limit is 2 divided by it.",
            lambda x: np.linalg.eigvalsh(_hessian(x))[-1],
        ),
        Misconception(
            "This is λmax/2, the limit upside down.",
            lambda x: np.linalg.eigvalsh(_hessian(x))[-1] / 2,
        ),
        Misconception(
            "These are limits for both eigenvalues: return the smaller one, which "
            "belongs to the larger eigenvalue.",
            lambda x: 2 / np.linalg.eigvalsh(_hessian(x)),
            lambda x: 2 / np.linalg.eigvalsh(_hessian(x))[::-1],
        ),
        Misconception(
            "This is 2 over the condition number: the limit needs the largest "
            "eigenvalue, not the ratio.",
            lambda x: 2 / np.linalg.cond(_hessian(x)),
        ),
    ],
)
