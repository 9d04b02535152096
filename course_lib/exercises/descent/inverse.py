"""What a geophysicist already knows: least squares, and damping it."""

import numpy as np

from ..function import FunctionExercise, Misconception, Probe
from .inputs import chapter, damped_least_squares, least_squares

inv = np.linalg.inv
_SQUARE = np.array([[2.0, 1.0], [1.0, 1.0]])
_ENTRIES = (
    "`@` is the matrix product, `*` multiplies entry by entry: write `G.T @ G` and "
    "`G.T @ d`."
)
_NOT_SQUARE = (
    "`**-1` inverts every entry, and G is not square: use GᵀG and `np.linalg.solve`."
)
# three samples of a constant: the best constant is their mean
_MEAN = (np.array([[1.0], [1.0], [1.0]]), [2.0, 4.0, 9.0])


def _normal_equations(G, d):
    return np.linalg.lstsq(G, d, rcond=None)[0]


normal_equations = FunctionExercise(
    chapter,
    _normal_equations,
    title="The normal equations",
    success="One line and you stand on the floor of the bowl to which gradient descent "
    "walks: GᵀG is its curvature, Gᵀd the way down from m = 0.",
    hints=[
        "On the floor of the bowl the gradient 2 Gᵀ(G m - d) is zero.",
        "That is a system of n equations for n parameters: GᵀG m = Gᵀd.",
        "`np.linalg.solve(G.T @ G, G.T @ d)`",
    ],
    inputs=least_squares,
    probes=[
        Probe("Which constant fits 2, 4 and 9 best, in the sense of squares?", *_MEAN),
        Probe(
            "2 m1 + m2 = 5 and m1 + m2 = 3, two data for two parameters: which model "
            "fits both?",
            _SQUARE,
            [5.0, 3.0],
        ),
        Probe(
            "m1 was measured as 2, m2 as 3 and their sum as 8: 2 m1 + m2 = 10 and m1 + "
            "2 m2 = 11?",
            np.array([[1.0, 0.0], [0.0, 1.0], [1.0, 1.0]]),
            [2.0, 3.0, 8.0],
        ),
    ],
    misconceptions=[
        Misconception(
            "This is Gᵀd alone, the adjoint: a migration, not yet an inversion. Solve "
            "GᵀG m = Gᵀd.",
            lambda G, d: G.T @ d,
        ),
        Misconception(
            "You multiply by GᵀG where you should divide: take its inverse, or better "
            "`np.linalg.solve`.",
            lambda G, d: G.T @ G @ (G.T @ d),
        ),
        Misconception(
            "Before d stands Gᵀ: G takes a model and gives data, Gᵀ takes data, so the "
            "right-hand side is Gᵀd.",
            lambda G, d: G @ d,
            lambda G, d: np.dot(G, d),
            lambda G, d: np.dot(inv(np.dot(G.T, G)), d),
            lambda G, d: np.linalg.solve(G.T @ G, G @ d),
            lambda G, d: inv(G.T @ G) @ G @ d,
            lambda G, d: inv(G.T @ G) @ d,
            lambda G, d: np.linalg.solve(G.T @ G, d),
        ),
        Misconception(
            "GGᵀ has one row per datum: the normal equations have one per parameter, "
            "GᵀG.",
            lambda G, d: inv(G @ G.T) @ G.T @ d,
            lambda G, d: inv(G @ G.T) @ (G.T @ d),
            lambda G, d: np.linalg.solve(G @ G.T, G.T @ d),
            lambda G, d: inv(G @ G.T) @ d,
            lambda G, d: np.linalg.solve(G @ G.T, d),
            lambda G, d: G.T @ inv(G @ G.T) @ d,
            lambda G, d: G.T @ np.linalg.solve(G @ G.T, d),
        ),
        Misconception(
            _NOT_SQUARE,
            lambda G, d: G**-1 @ d,
            lambda G, d: (G**-1).T @ d,
            lambda G, d: G.T**-1 @ d,
            lambda G, d: 1 / G @ d,
        ),
        Misconception(
            "G is no square matrix, so it has no inverse: multiply both sides by Gᵀ "
            "first.",
            lambda G, d: inv(G) @ d,
            lambda G, d: np.linalg.solve(G, d),
        ),
        Misconception(
            "This is the inverse operator, (GᵀG)⁻¹Gᵀ: apply it to d.",
            lambda G, d: inv(G.T @ G) @ G.T,
            lambda G, d: np.linalg.pinv(G),
        ),
        Misconception(
            "`1 / (G.T @ G)` turns single entries round, and so does `**-1`: a matrix "
            "is inverted by `np.linalg.inv` or, better, `solve`.",
            lambda G, d: 1 / (G.T @ G) @ (G.T @ d),
        ),
        Misconception(
            "You divide by the diagonal of GᵀG alone: that is a migration with fair "
            "amplitudes, and the parameters still leak into each other.",
            lambda G, d: G.T @ d / np.diag(G.T @ G),
        ),
        Misconception(
            _ENTRIES,
            lambda G, d: inv(G.T * G) @ G.T @ d,
            lambda G, d: np.linalg.solve(G.T * G, G.T @ d),
            lambda G, d: np.linalg.solve(G.T * G, G.T * d),
            lambda G, d: inv(G.T * G) * G.T * d,
            lambda G, d: inv(G.T * G) * (G.T @ d),
            lambda G, d: inv(G * G.T) @ G.T @ d,
            lambda G, d: np.linalg.pinv(G.T * G) @ G.T @ d,
            lambda G, d: (G.T * G) ** -1 @ G.T @ d,
            lambda G, d: np.linalg.solve(G.T * G, d),
            lambda G, d: np.linalg.solve(G * G, G * d),
            lambda G, d: inv(G.T @ G) @ (G.T * d),
            lambda G, d: inv(G.T @ G) * G.T @ d,
            lambda G, d: inv(G.T @ G) * (G.T @ d),
            lambda G, d: np.linalg.solve(G.T @ G, G.T * d),
        ),
        Misconception(
            "`np.linalg.lstsq` returns four things: the model is the first, `[0]`.",
            lambda G, d: np.linalg.lstsq(G, d),
            lambda G, d: np.linalg.lstsq(G, d, rcond=None),
        ),
        Misconception(
            "This is what the model predicts, G m: the model m itself is asked for.",
            lambda G, d: G @ _normal_equations(G, d),
        ),
        Misconception(
            "Your model has the wrong sign: the residual is G m - d, so d stands with "
            "a plus on the right-hand side.",
            lambda G, d: -_normal_equations(G, d),
        ),
    ],
)


def _tikhonov(G, d, lam):
    return np.linalg.solve(G.T @ G + lam * np.eye(G.shape[1]), G.T @ d)


tikhonov = FunctionExercise(
    chapter,
    _tikhonov,
    title="Tikhonov's damping",
    success="What the data resolve stays, what they hardly see is held at zero instead "
    "of being blown up from noise: a network's weight decay is the same idea.",
    hints=[
        "Set the gradient of ‖G m - d‖² + λ‖m‖² to zero: what does the second term "
        "add?",
        "The matrix becomes GᵀG + λI, with λ on the diagonal only.",
        "`np.linalg.solve(G.T @ G + lam * np.eye(G.shape[1]), G.T @ d)`",
    ],
    inputs=damped_least_squares,
    probes=[
        Probe(
            "Data 2, 4, 9 of one constant: GᵀG = 3, Gᵀd = 15, λ = 2. What is 15/(3 + "
            "2)?",
            *_MEAN,
            2.0,
        ),
        Probe(
            "With G = I and λ = 3 each model value is d/(1 + 3): what do 4 and 8 "
            "become?",
            np.eye(2),
            [4.0, 8.0],
            3.0,
        ),
    ],
    misconceptions=[
        Misconception(
            "This is damping by λ²: if you stack λI below G, stack √λ·I instead; in "
            "GᵀG + λI it stands as it is.",
            lambda G, d, lam: _tikhonov(G, d, lam**2),
        ),
        Misconception(
            "The sign of λ is wrong: the price is added, GᵀG + λI, or the damping "
            "would blow the model up.",
            lambda G, d, lam: _tikhonov(G, d, -lam),
        ),
        Misconception(
            "You add λ to all entries: NumPy adds a number everywhere; it belongs on "
            "the diagonal, `lam * np.eye(n)`.",
            lambda G, d, lam: np.linalg.solve(G.T @ G + lam, G.T @ d),
        ),
        Misconception(
            "Your λ counts m times: that is the λ of a mean misfit; here ‖G m - d‖² is "
            "a sum.",
            lambda G, d, lam: _tikhonov(G, d, len(d) * lam),
        ),
        Misconception(
            "You divide λ by m: here ‖G m - d‖² is a sum over the data, no mean.",
            lambda G, d, lam: _tikhonov(G, d, lam / len(d)),
        ),
        Misconception(
            "The damping has no effect: this is plain least squares; add λI to GᵀG.",
            lambda G, d, lam: _tikhonov(G, d, 0),
        ),
        Misconception(
            "You halve or double λ: both terms lose the same factor 2 in their "
            "gradients, so λ stands as it is.",
            lambda G, d, lam: _tikhonov(G, d, lam / 2),
            lambda G, d, lam: _tikhonov(G, d, 2 * lam),
        ),
        Misconception(
            "You took the root of λ: in GᵀG + λI it stands as it is; √λ belongs below "
            "G, when you stack the two.",
            lambda G, d, lam: _tikhonov(G, d, np.sqrt(lam)),
        ),
        Misconception(
            "Your λ scales GᵀG or the whole model: add it to the diagonal, GᵀG + λI.",
            lambda G, d, lam: _tikhonov(G, d, 0) / (1 + lam),
            lambda G, d, lam: _tikhonov(G, d, 0) / lam,
        ),
        Misconception(
            "The identity has the wrong size: λI has one row per parameter, "
            "`np.eye(G.shape[1])`.",
            lambda G, d, lam: np.linalg.solve(G.T @ G + lam * np.eye(len(d)), G.T @ d),
            lambda G, d, lam: inv(G.T @ G + lam * np.eye(G.shape[0])) @ G.T @ d,
        ),
        Misconception(
            "You put λ in the right-hand side: Gᵀd stays as it is.",
            lambda G, d, lam: np.linalg.solve(G.T @ G, G.T @ d + lam),
            lambda G, d, lam: np.linalg.solve(G.T @ G, G.T @ d - lam),
        ),
        Misconception(
            _ENTRIES,
            lambda G, d, lam: np.linalg.solve(
                G.T * G + lam * np.eye(G.shape[1]), G.T @ d
            ),
            lambda G, d, lam: np.linalg.solve(
                G.T * G + lam * np.eye(G.shape[1]), G.T * d
            ),
            lambda G, d, lam: np.linalg.solve(
                G.T @ G + lam * np.eye(G.shape[1]), G.T * d
            ),
            lambda G, d, lam: inv(G.T * G + lam * np.eye(G.shape[1])) @ G.T @ d,
            lambda G, d, lam: inv(G.T @ G + lam * np.eye(G.shape[1])) * G.T @ d,
            lambda G, d, lam: inv(G.T @ G + lam * np.eye(G.shape[1])) * (G.T @ d),
        ),
        Misconception(
            _NOT_SQUARE,
            lambda G, d, lam: G**-1 @ d,
            lambda G, d, lam: G.T**-1 @ d,
            lambda G, d, lam: 1 / G @ d,
        ),
        Misconception(
            "`**-1` inverts every entry: a matrix is inverted by `np.linalg.inv` or, "
            "better, `np.linalg.solve`.",
            lambda G, d, lam: (G.T @ G + lam * np.eye(G.shape[1])) ** -1 @ G.T @ d,
        ),
        Misconception(
            "You forgot Gᵀ before d: on the right-hand side stands Gᵀd.",
            lambda G, d, lam: np.linalg.solve(G.T @ G + lam * np.eye(G.shape[1]), d),
            lambda G, d, lam: inv(G.T @ G + lam * np.eye(G.shape[1])) @ d,
        ),
        Misconception(
            "This is the inverse operator, (GᵀG + λI)⁻¹Gᵀ: apply it to d.",
            lambda G, d, lam: inv(G.T @ G + lam * np.eye(G.shape[1])) @ G.T,
        ),
    ],
)
