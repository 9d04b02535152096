"""How many numbers a network has to learn, and which shapes they have."""

from itertools import pairwise

from ..function import FunctionExercise, Misconception
from .inputs import AsGiven, chapter, sizes
from .shape_table import ShapeTable

shapes = ShapeTable(
    chapter,
    "shapes",
    given="my_shapes",
    title="Shapes in the 3-3-1 network",
    success="500 samples went in with three attributes and came out with one "
    "probability each: the rows never change, and the bias is shared by all of them.",
    hints=[
        "Rows of X, A1 and A2 are samples; their columns are inputs, hidden units, "
        "outputs.",
        "W has a row for each unit of its own layer and a column for each unit before "
        "it; b has one number for each unit.",
        "Three inputs go to three units, and those to one: W1 is (3, 3), W2 is (1, 3).",
    ],
)


def _count_parameters(sizes):
    return sum(n_out * n + n_out for n, n_out in pairwise(sizes))


def _layers(sizes):
    return list(pairwise(sizes))


def _three_names(sizes, biases=True):
    a, b, c = sizes
    return a * b + b * c + biases * (b + c)


count_parameters = FunctionExercise(
    chapter,
    _count_parameters,
    title="Count the parameters",
    success="The 3-3-1 network of the lecture has 16, and 30 logs through a layer of "
    "100 already make 3100: wells are few, so count before you build.",
    hints=[
        "A unit has one weight for each unit of the layer before it, and one bias.",
        "3-3-1: the hidden layer has 3·3 weights and 3 biases, the output 1·3 and 1.",
        "Add `n_out * n_in + n_out` for every pair of neighbouring layers; `zip(sizes, "
        "sizes[1:])` makes the pairs.",
    ],
    inputs=sizes,
    tolerance=1e-9,
    probes=[
        AsGiven("A single unit with two inputs, sizes = [2, 1]: w1, w2, b?", [2, 1]),
        AsGiven("The lecture's network, sizes = [3, 3, 1]: 9 + 3 + 3 + 1?", [3, 3, 1]),
    ],
    misconceptions=[
        Misconception(
            "You left out the biases: every unit after the input has one.",
            lambda sizes: sum(o * n for n, o in _layers(sizes)),
        ),
        Misconception(
            "The last layer is missing: the output unit has weights and a bias too.",
            lambda sizes: _count_parameters(sizes[:-1]),
        ),
        Misconception(
            "The last layer's bias is missing: the output unit has one too.",
            lambda sizes: _count_parameters(sizes) - sizes[-1],
        ),
        Misconception(
            "You count the first layer alone: is the `return` inside the loop?",
            lambda sizes: _count_parameters(sizes[:2]),
        ),
        Misconception(
            "You count the last layer alone: add to the sum in each round, `total += "
            "…`, instead of setting it anew.",
            lambda sizes: _count_parameters(sizes[-2:]),
        ),
        Misconception(
            "You give a bias to the inputs too: they are measured and compute nothing.",
            lambda sizes: _count_parameters(sizes) + sizes[0],
        ),
        Misconception(
            "You count one bias for each unit a layer comes from: it belongs to the "
            "units it goes to, n_out.",
            lambda sizes: sum(o * n + n for n, o in _layers(sizes)),
        ),
        Misconception(
            "You count one bias for each layer: every unit has its own.",
            lambda sizes: sum(o * n + 1 for n, o in _layers(sizes)),
            lambda sizes: sum(o * n + 1 for n, o in _layers(sizes)) + 1,
        ),
        Misconception(
            "You count the units: a unit has one weight for each unit before it, and a "
            "bias.",
            lambda sizes: sum(sizes),
            lambda sizes: sum(sizes[1:]),
        ),
        Misconception(
            "You multiply all layers with each other: only neighbours are linked, so "
            "add up layer by layer.",
            lambda sizes: _product(sizes),
            lambda sizes: _product(sizes) + sum(sizes[1:]),
        ),
        Misconception(
            "You multiply by a bias on both sides: x0 = 1 is one more input, so a "
            "layer has (n_in + 1)·n_out numbers.",
            lambda sizes: sum((n + 1) * (o + 1) for n, o in _layers(sizes)),
        ),
        Misconception(
            "Your formula knows exactly one hidden layer: sizes may have any length, "
            "so go through all pairs of neighbours, `zip(sizes, sizes[1:])`.",
            _three_names,
            lambda sizes: _three_names(sizes, biases=False),
            lambda sizes: _count_parameters([sizes[0], sizes[1], sizes[2]]),
            lambda sizes: _count_parameters([sizes[-3], sizes[-2], sizes[-1]]),
        ),
        Misconception(
            "Your loop goes one step too far: the last layer has no layer after it, so "
            "stop at `len(sizes) - 1`.",
            lambda sizes: [sizes[i] * sizes[i + 1] for i in range(len(sizes))],
        ),
    ],
)


def _product(sizes):
    result = 1
    for n in sizes:
        result *= n
    return result
