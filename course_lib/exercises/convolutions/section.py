"""A kernel slides over a section, in two directions."""

import numpy as np

from ..function import FunctionExercise, Misconception, Probe
from .inputs import chapter, section_and_kernel


def _filter_section(section, kernel):
    windows = np.lib.stride_tricks.sliding_window_view(section, kernel.shape)
    return np.einsum("ijkl,kl->ij", windows, kernel)


def _padded(section, kernel, before, after):
    """The section with zeros around it, as many as the kernel's sizes less one."""
    k1, k2 = (size - 1 for size in kernel.shape)
    widths = (
        (int(before * k1), int(np.ceil(after * k1))),
        (int(before * k2), int(np.ceil(after * k2))),
    )
    return _filter_section(np.pad(section, widths), kernel)


def _by_loops(section, kernel, sizes, places, product=np.multiply):
    """The two loops, with windows of ``sizes`` and a result of shape ``places``."""
    z = np.zeros(places)
    for i in range(places[0]):
        for j in range(places[1]):
            window = section[i : i + sizes[0], j : j + sizes[1]]
            z[i, j] = np.sum(product(kernel, window))
    return z


def _places(section, sizes):
    return tuple(n - k + 1 for n, k in zip(section.shape, sizes, strict=True))


def _sizes_swapped(section, kernel):
    k2, k1 = kernel.shape
    return _by_loops(section, kernel, (k1, k2), _places(section, (k1, k2)))


def _places_swapped(section, kernel):
    return _by_loops(
        section, kernel, kernel.shape, _places(section, kernel.shape[::-1])
    )


def _left_over(section, kernel):
    right = _filter_section(section, kernel)
    missing = np.subtract(section.shape, right.shape)
    return np.pad(right, [(0, number) for number in missing])


def _too_far(section, kernel, product=np.multiply):
    return _by_loops(section, kernel, kernel.shape, section.shape, product)


filter_section = FunctionExercise(
    chapter,
    _filter_section,
    title="A kernel on a section",
    success="Time derivative, dip filter, Sobel's edges: all of these are this one "
    "function with another kernel. A network differs only in who chooses the numbers.",
    hints=[
        "At place (i, j) the kernel lies on k1 rows and k2 columns of the section: "
        "multiply the two tables entry by entry and add up.",
        "There are n1 - k1 + 1 places down the rows and n2 - k2 + 1 along the columns.",
        "Two loops: `z[i, j] = np.sum(kernel * section[i : i + k1, j : j + k2])`.",
    ],
    library="convolution.correlate",
    inputs=section_and_kernel,
    probes=[
        Probe(
            "The kernel [[0, 1], [0, 0]] picks what lies to the right above: which of "
            "[[1, 2], [3, 4]]?",
            np.array([[1.0, 2.0], [3.0, 4.0]]),
            np.array([[0.0, 1.0], [0.0, 0.0]]),
        ),
        Probe(
            "The kernel [[1, -1]] takes from each trace its right neighbour: what is "
            "left of [[1, 2, 5]]?",
            np.array([[1.0, 2.0, 5.0]]),
            np.array([[1.0, -1.0]]),
        ),
    ],
    misconceptions=[
        Misconception(
            "You turn the kernel round in both directions: that is a convolution. A "
            "layer lays it on the section as it is.",
            lambda section, kernel: _filter_section(section, kernel[::-1, ::-1]),
        ),
        Misconception(
            "Your kernel stands on its head: time runs down in the kernel as in the "
            "section.",
            lambda section, kernel: _filter_section(section, kernel[::-1]),
        ),
        Misconception(
            "Your kernel is mirrored, left for right: a dip to the right would pass "
            "for one to the left.",
            lambda section, kernel: _filter_section(section, kernel[:, ::-1]),
        ),
        Misconception(
            "Your kernel is transposed: its rows are samples, its columns traces, as "
            "in the section.",
            lambda section, kernel: _filter_section(section, kernel.T),
        ),
        Misconception(
            "The section is transposed: rows are samples, columns traces, in section "
            "and kernel alike.",
            lambda section, kernel: _filter_section(section.T, kernel),
        ),
        Misconception(
            "The result lies on its side: z[i, j] belongs to row i and column j of the "
            "section.",
            lambda section, kernel: _filter_section(section, kernel).T,
        ),
        Misconception(
            "The two sizes of the kernel changed places: k1 counts rows, k2 columns, "
            "`k1, k2 = kernel.shape`.",
            _sizes_swapped,
            _places_swapped,
        ),
        Misconception(
            "You pad with zeros: here the kernel lies on the section completely, which "
            "leaves n1 - k1 + 1 rows and n2 - k2 + 1 columns.",
            lambda section, kernel: _padded(section, kernel, 0.5, 0.5),
            lambda section, kernel: _padded(section, kernel, 0, 1),
            lambda section, kernel: _padded(section, kernel, 1, 0),
            lambda section, kernel: _padded(section, kernel, 1, 1),
        ),
        Misconception(
            "Zeros are left over in an array as large as the section: n1 - k1 + 1 rows "
            "and n2 - k2 + 1 columns are enough for all places.",
            _left_over,
        ),
        Misconception(
            "Only the last product of each place is left: add them up with `+=`, from "
            "0.",
            lambda section, kernel: (
                kernel[-1, -1] * section[kernel.shape[0] - 1 :, kernel.shape[1] - 1 :]
            ),
        ),
        Misconception(
            "One row and one column are missing: the kernel still fits at n1 - k1 and "
            "n2 - k2.",
            lambda section, kernel: _filter_section(section, kernel)[:-1, :-1],
            lambda section, kernel: _filter_section(section, kernel)[:-1, :-1].tolist(),
        ),
        Misconception(
            "Your loops go too far, where the kernel hangs over an edge: n1 - k1 + 1 "
            "rows, n2 - k2 + 1 columns.",
            _too_far,
            lambda section, kernel: _too_far(
                section, kernel, lambda kernel, window: window * kernel
            ),
        ),
        Misconception(
            "`*` pairs section and kernel entry by entry: lay the kernel on one small "
            "window after the other.",
            lambda section, kernel: section * kernel,
            lambda section, kernel: kernel * section,
        ),
        Misconception(
            "`@` between window and kernel is the matrix product: `*` multiplies entry "
            "by entry.",
            lambda section, kernel: _by_loops(
                section, kernel, kernel.shape, _places(section, kernel.shape), np.matmul
            ),
            lambda section, kernel: _by_loops(
                section,
                kernel,
                kernel.shape,
                _places(section, kernel.shape),
                lambda kernel, window: window @ kernel,
            ),
        ),
        Misconception(
            "You take the mean of the products: a layer adds them up.",
            lambda section, kernel: _filter_section(section, kernel) / kernel.size,
        ),
        Misconception(
            "Each trace is filtered by itself: the kernel's columns reach over its "
            "neighbours, so add up over k2 traces too.",
            lambda section, kernel: _filter_section(section, kernel[:, :1]),
        ),
        Misconception(
            "This is the first place only: is the `return` inside a loop?",
            lambda section, kernel: _filter_section(section, kernel)[0, 0],
            lambda section, kernel: _first_only(section, kernel, slice(1)),
        ),
        Misconception(
            "Only the first row is filled: is the `return` inside the outer loop?",
            lambda section, kernel: _first_only(section, kernel, slice(None)),
            lambda section, kernel: _filter_section(section, kernel)[0],
        ),
    ],
)


def _first_only(section, kernel, columns):
    """The result as it is when a loop ends after its first round."""
    right = _filter_section(section, kernel)
    z = np.zeros(right.shape)
    z[0, columns] = right[0, columns]
    return z
