"""How much of the section one cell of a deep layer sees."""

from math import prod

from ..function import FunctionExercise, Misconception
from .inputs import AsGiven, chapter, stack


def _receptive_field(layers):
    return _fields(layers)[-1]


def _fields(layers, start=1, spacing=1):
    """The field before the first layer, and after each."""
    fields, j = [start], spacing
    for k, stride in layers:
        fields.append(fields[-1] + (k - 1) * j)
        j *= stride
    return fields


def _stride_first(layers):
    r, j = 1, 1
    for k, stride in layers:
        j *= stride
        r += (k - 1) * j
    return r


def _whole_kernels(layers, start):
    r, j = start, 1
    for k, stride in layers:
        r += k * j
        j *= stride
    return r


def _own_stride(layers, start=1):
    """Each layer's own stride in the place of the spacing."""
    return start + sum((k - 1) * stride for k, stride in layers)


def _last_stride(layers):
    r, j = 1, 1
    for k, stride in layers:
        r += (k - 1) * j
        j = stride
    return r


def _added_strides(layers):
    r, j = 1, 1
    for k, stride in layers:
        r += (k - 1) * j
        j += stride
    return r


def _from_the_wrong_end(layers):
    r = 1
    for k, stride in layers:
        r = (r - 1) * stride + k
    return r


receptive_field = FunctionExercise(
    chapter,
    _receptive_field,
    title="The receptive field",
    success="A fault that throws by more than a cell can see is only a place where "
    "beds end: depth and strides decide how much geology one cell gets to see.",
    hints=[
        "Two kernels of 3 in a row see 5 samples: each layer adds k - 1 steps to what "
        "the layers before it see.",
        "A step between neighbouring cells is j samples of the input wide: 1 at the "
        "start, and after every layer j times its stride.",
        "In each round first `r = r + (k - 1) * j`, then `j = j * s`.",
    ],
    inputs=stack,
    tolerance=1e-9,
    probes=[
        AsGiven("One kernel of 3?", [(3, 1)]),
        AsGiven("Two kernels of 3, one after the other: 3 + 2?", [(3, 1), (3, 1)]),
        AsGiven(
            "A pooling of 2 with stride 2, then a kernel of 3 on every second sample: "
            "2 + 2·2?",
            [(2, 2), (3, 1)],
        ),
    ],
    misconceptions=[
        Misconception(
            "You add up the kernels: the cells under a kernel overlap in what they "
            "see, so a layer adds k - 1 steps.",
            lambda layers: sum(k for k, _ in layers),
        ),
        Misconception(
            "The strides are missing: behind a stride of 2 neighbouring cells lie two "
            "samples apart, and each step of a kernel counts double.",
            lambda layers: 1 + sum(k - 1 for k, _ in layers),
        ),
        Misconception(
            "Your stride counts too early: a layer's own stride spreads the cells that "
            "it hands on, so add (k - 1)·j first, then multiply j.",
            _stride_first,
        ),
        Misconception(
            "You add k·j: the first weight lies where the cell is, only the other k - "
            "1 reach further.",
            lambda layers: _whole_kernels(layers, 0),
            lambda layers: _whole_kernels(layers, 1),
        ),
        Misconception(
            "One sample is missing: without any layer a cell sees itself, r = 1 at the "
            "start.",
            lambda layers: _receptive_field(layers) - 1,
        ),
        Misconception(
            "Each kernel is spread by its own stride: it is the strides of the layers "
            "before it that spread it, multiplied with each other.",
            _own_stride,
            lambda layers: _own_stride(layers, 0),
        ),
        Misconception(
            "Only the last stride counts in yours: the spacing of the cells is the "
            "product of all strides so far, `j = j * s`.",
            _last_stride,
        ),
        Misconception(
            "You add the strides: each multiplies the spacing, `j = j * s`.",
            _added_strides,
        ),
        Misconception(
            "`r = (r - 1) * s + k` is right if you go from the last layer to the "
            "first: use `reversed(layers)`.",
            _from_the_wrong_end,
        ),
        Misconception(
            "You multiply the kernels: fields grow by adding steps, only the strides "
            "multiply.",
            lambda layers: prod(k for k, _ in layers),
        ),
        Misconception(
            "These are the fields of all layers: return that of the last one.",
            lambda layers: _fields(layers),
            lambda layers: _fields(layers)[1:],
        ),
        Misconception(
            "This is the field of the first layer: is the `return` inside the loop?",
            lambda layers: layers[0][0],
        ),
        Misconception(
            "This is the spacing of the cells, the product of the strides: the field "
            "counts what the kernels reach.",
            lambda layers: prod(stride for _, stride in layers),
        ),
        Misconception(
            "A layer is a pair: take it apart, `for k, s in layers`.",
            lambda layers: sum(k - 1 for k in layers),
            lambda layers: 1 + layers[0] - 1,
        ),
    ],
)
