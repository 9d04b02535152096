"""Test functions: two parameters, a formula, and a habit that shows optimizers' own.

Each is a formula, its gradient by hand, and a `Surface` made of the two.

Taught in: notebook 4.
"""

import numpy as np

from course_lib.checks import check_number
from course_lib.surfaces.surface import Surface


def quadratic(l1=1.0, l2=25.0, angle=0.0):
    """½ (λ₁ u² + λ₂ v²), with (u, v) the axes (x, y) turned by an angle.

    Near a minimum every smooth surface looks like this; λ₁ and λ₂ are the eigenvalues
    of its Hessian, and λ₂/λ₁ says how narrow the valley is.

    Parameters
    ----------
    l1, l2 : float
        Curvature along u and along v; negative ones make a saddle or a hill.
    angle : float
        From the x axis to the u axis, degrees, counter-clockwise.

    Returns
    -------
    Surface

    Examples
    --------
    >>> quadratic(1, 25).rate_limit()
    0.08
    """
    l1, l2 = check_number(l1, "l1"), check_number(l2, "l2")
    angle = check_number(angle, "angle")
    c, s = np.cos(np.radians(angle)), np.sin(np.radians(angle))
    a, b, d = l1 * c * c + l2 * s * s, (l1 - l2) * c * s, l1 * s * s + l2 * c * c
    return Surface(
        lambda x, y: 0.5 * (a * x * x + d * y * y) + b * x * y,
        lambda x, y: (a * x + b * y, b * x + d * y),
        kind="quadratic",
        title="Quadratic bowl" if min(l1, l2) > 0 else "Quadratic",
        domain=((-2.5, 2.5), (-2.5, 2.5)),
        start=(2.0, 1.0),
        starts=[(-2.0, 0.5), (0.5, 2.0)],
        minima=[(0.0, 0.0)] if min(l1, l2) > 0 else [],
        hessian=[[a, b], [b, d]],
        l1=l1,
        l2=l2,
        angle=angle,
    )


def _long_valley(x, y):
    return 12 * x**2 - y**2 / 2 + y**4 / 20


def _long_valley_gradient(x, y):
    return 24 * x, -y + y**3 / 5


# Steep across, almost flat along: a saddle at 0, two minima far down the valley. The
# shape of Alec Radford's well-known animation, whose own formula was not published.
long_valley = Surface(
    _long_valley,
    _long_valley_gradient,
    kind="long_valley",
    title="Long valley",
    domain=((-1.5, 1.5), (-3.5, 3.5)),
    start=(1.0, 1e-3),
    starts=[(-1.2, 0.3), (1.2, 3.3)],
    minima=[(0.0, np.sqrt(5.0)), (0.0, -np.sqrt(5.0))],
)


def _saddle(x, y):
    return x**2 - y**2


def _saddle_gradient(x, y):
    return 2 * x, -2 * y


# Downhill leads first to the saddle point, and only then away from it, for ever.
saddle = Surface(
    _saddle,
    _saddle_gradient,
    kind="saddle",
    title="Saddle",
    domain=((-1.5, 1.5), (-1.5, 1.5)),
    start=(1.0, 1e-2),
    starts=[(1.0, 1e-6), (1.0, 0.0), (-1.2, -0.3)],
    hessian=[[2.0, 0.0], [0.0, -2.0]],
)


def _beale(x, y):
    a, b, c = 1.5 - x + x * y, 2.25 - x + x * y**2, 2.625 - x + x * y**3
    return a**2 + b**2 + c**2


def _beale_gradient(x, y):
    a, b, c = 1.5 - x + x * y, 2.25 - x + x * y**2, 2.625 - x + x * y**3
    dx = a * (y - 1) + b * (y**2 - 1) + c * (y**3 - 1)
    dy = a + b * 2 * y + c * 3 * y**2
    return 2 * dx, 2 * x * dy


# Nearly flat around the minimum, cliffs at the corners, a saddle at (0, 1).
# Beale, 1958, On an iterative method for finding a local minimum of a function of more
# than one variable, Technical Report 25, Princeton University.
beale = Surface(
    _beale,
    _beale_gradient,
    kind="beale",
    title="Beale's function",
    domain=((-4.5, 4.5), (-4.5, 4.5)),
    start=(1.0, 1.5),
    starts=[(3.0, 4.0), (-2.0, -1.0), (0.5, -0.5)],
    minima=[(3.0, 0.5)],
)


def _rosenbrock(x, y):
    return (1 - x) ** 2 + 100 * (y - x**2) ** 2


def _rosenbrock_gradient(x, y):
    return -2 * (1 - x) - 400 * x * (y - x**2), 200 * (y - x**2)


# A curved valley: easy to find, slow to follow.
# Rosenbrock, 1960, The Computer Journal 3(3), 175-184.
rosenbrock = Surface(
    _rosenbrock,
    _rosenbrock_gradient,
    kind="rosenbrock",
    title="Rosenbrock's banana",
    domain=((-2.0, 2.0), (-1.0, 3.0)),
    start=(-1.2, 1.0),
    starts=[(0.0, 2.5), (1.8, -0.5)],
    minima=[(1.0, 1.0)],
)


def _himmelblau(x, y):
    return (x**2 + y - 11) ** 2 + (x + y**2 - 7) ** 2


def _himmelblau_gradient(x, y):
    a, b = x**2 + y - 11, x + y**2 - 7
    return 4 * x * a + 2 * b, 2 * a + 4 * y * b


# Four minima, all 0: the start decides.
# Himmelblau, 1972, Applied Nonlinear Programming, McGraw-Hill.
himmelblau = Surface(
    _himmelblau,
    _himmelblau_gradient,
    kind="himmelblau",
    title="Himmelblau's function",
    domain=((-5.5, 5.5), (-5.5, 5.5)),
    start=(0.0, 0.0),
    starts=[(-0.5, -1.0), (0.5, -3.0), (-5.0, 0.5)],
    minima=[
        (3.0, 2.0),
        (-2.805118086952745, 3.131312518250573),
        (-3.779310253377747, -3.283185991286170),
        (3.584428340330492, -1.848126526964404),
    ],
)


def _styblinski_tang(x, y):
    return (x**4 - 16 * x**2 + 5 * x + y**4 - 16 * y**2 + 5 * y) / 2 + 78.33234


def _styblinski_tang_gradient(x, y):
    return (4 * x**3 - 32 * x + 5) / 2, (4 * y**3 - 32 * y + 5) / 2


# Four minima of different depth. Lifted by 78.33234, so that the lowest is at about 0.
# Styblinski and Tang, 1990, Neural Networks 3(4), 467-483.
styblinski_tang = Surface(
    _styblinski_tang,
    _styblinski_tang_gradient,
    kind="styblinski_tang",
    title="Styblinski and Tang's function",
    domain=((-5.0, 5.0), (-5.0, 5.0)),
    start=(0.5, -0.4),
    starts=[(4.5, 4.0), (-0.5, -0.5), (0.2, 0.3)],
    minima=[(-2.903534027771177, -2.903534027771177)],
)


def _goldstein_price(x, y):
    a, b = x + y + 1, 2 * x - 3 * y
    p = 19 - 14 * x + 3 * x**2 - 14 * y + 6 * x * y + 3 * y**2
    q = 18 - 32 * x + 12 * x**2 + 48 * y - 36 * x * y + 27 * y**2
    return (1 + a**2 * p) * (30 + b**2 * q)


def _goldstein_price_gradient(x, y):
    a, b = x + y + 1, 2 * x - 3 * y
    p = 19 - 14 * x + 3 * x**2 - 14 * y + 6 * x * y + 3 * y**2
    q = 18 - 32 * x + 12 * x**2 + 48 * y - 36 * x * y + 27 * y**2
    dp = -14 + 6 * x + 6 * y  # along x and along y alike
    qx, qy = -32 + 24 * x - 36 * y, 48 - 36 * x + 54 * y
    left, right = 1 + a**2 * p, 30 + b**2 * q
    dleft = 2 * a * p + a**2 * dp
    dx = dleft * right + left * (4 * b * q + b**2 * qx)
    dy = dleft * right + left * (-6 * b * q + b**2 * qy)
    return dx, dy


# From 3 to a million on one page: only a logarithmic scale shows it.
# Goldstein and Price, 1971, Mathematics of Computation 25(115), 569-574.
goldstein_price = Surface(
    _goldstein_price,
    _goldstein_price_gradient,
    kind="goldstein_price",
    title="Goldstein and Price's function",
    domain=((-2.0, 2.0), (-2.0, 2.0)),
    start=(-0.5, 0.3),
    starts=[(1.5, -0.5), (-1.5, 1.0)],
    minima=[(0.0, -1.0)],
)
