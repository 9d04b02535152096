"""How many samples a layer hands on."""

from math import ceil

from ..function import FunctionExercise, Misconception, Probe
from .inputs import chapter, windows


def _output_size(i, k, stride, padding, dilation):
    return _room(i, k, padding, dilation) // stride + 1


def _room(i, k, padding, dilation):
    """By how many samples the kernel can move."""
    return i + 2 * padding - dilation * (k - 1) - 1


def _with_reach(reach):
    """The right formula for a kernel that reaches over ``reach(k, dilation)``."""
    return lambda i, k, stride, padding, dilation: (
        (i + 2 * padding - reach(k, dilation)) // stride + 1
    )


output_size = FunctionExercise(
    chapter,
    _output_size,
    title="The size of the output",
    success="The floor is a warning: with a stride the last samples of a trace may be "
    "seen by no kernel at all, and nobody complains. Those are the deepest beds.",
    hints=[
        "A kernel of k weights with dilation d reaches over d·(k - 1) + 1 samples; "
        "padding adds samples at both ends.",
        "What is left, i + 2p - d·(k - 1) - 1, is how far the kernel can move. A "
        "stride makes so many steps of it, and the first place counts too.",
        "`(i + 2 * padding - dilation * (k - 1) - 1) // stride + 1`",
    ],
    library="convolution.output_size",
    inputs=windows,
    tolerance=1e-9,
    probes=[
        Probe("At how many places does a kernel of 3 fit on 5 samples?", 5, 3, 1, 0, 1),
        Probe(
            "A kernel of 3 with stride 2 on 6 samples begins at sample 0 and at 2; at "
            "4 it would hang over: how many places?",
            *(6, 3, 2, 0, 1),
        ),
        Probe(
            "5 samples and one zero at either end are 7: how many places for a kernel "
            "of 3?",
            *(5, 3, 1, 1, 1),
        ),
        Probe(
            "With dilation 2 a kernel of 3 reaches over samples 0, 2 and 4: how many "
            "places on 5 samples?",
            *(5, 3, 1, 0, 2),
        ),
    ],
    misconceptions=[
        Misconception(
            "The + 1 is missing: a kernel that cannot move still has one place.",
            lambda i, k, s, p, d: _output_size(i, k, s, p, d) - 1,
        ),
        Misconception(
            "The padding counts only once: zeros are added at both ends, 2p in all.",
            lambda i, k, s, p, d: (i + p - d * (k - 1) - 1) // s + 1,
        ),
        Misconception(
            "The padding is missing: it adds 2p samples before the kernel moves.",
            lambda i, k, s, p, d: _output_size(i, k, s, 0, d),
        ),
        Misconception(
            "The padding is subtracted: it makes the input longer, + 2p.",
            lambda i, k, s, p, d: _output_size(i, k, s, -p, d),
        ),
        Misconception(
            "You round to the nearest number, or up: a place where the kernel hangs "
            "over does not count, so round down, `//`.",
            lambda i, k, s, p, d: ceil(_room(i, k, p, d) / s) + 1,
            lambda i, k, s, p, d: round(_room(i, k, p, d) / s) + 1,
            lambda i, k, s, p, d: round(_room(i, k, p, d) / s + 1),
        ),
        Misconception(
            "You round up and leave out the + 1: that is one too few where the kernel "
            "fits to the very end; round down, `//`, then add 1.",
            lambda i, k, s, p, d: ceil(_room(i, k, p, d) / s),
        ),
        Misconception(
            "There is no half a place: divide with `//`, which rounds down.",
            lambda i, k, s, p, d: _room(i, k, p, d) / s + 1,
        ),
        Misconception(
            "The dilation is missing: it spreads the weights, so that the kernel "
            "reaches over d·(k - 1) + 1 samples.",
            lambda i, k, s, p, d: _output_size(i, k, s, p, 1),
        ),
        Misconception(
            "A dilated kernel does not reach over d·k samples: between k weights there "
            "are k - 1 gaps, which makes d·(k - 1) + 1.",
            _with_reach(lambda k, d: d * k),
        ),
        Misconception(
            "A dilated kernel reaches over d·(k - 1) + 1 samples: the - 1 for the "
            "first weight is missing.",
            _with_reach(lambda k, d: d * (k - 1)),
        ),
        Misconception(
            "You add the dilation to the kernel: it multiplies the k - 1 gaps between "
            "the weights, d·(k - 1) + 1.",
            _with_reach(lambda k, d: k + d),
            _with_reach(lambda k, d: k + d - 1),
            _with_reach(lambda k, d: k + d * (k - 1)),
        ),
        Misconception(
            "The stride divides the + 1 too: it belongs outside, for the first place "
            "is there whatever the stride.",
            lambda i, k, s, p, d: (_room(i, k, p, d) + 1) // s,
        ),
        Misconception(
            "The stride is missing: the kernel moves on by so many samples at once.",
            lambda i, k, s, p, d: _output_size(i, k, 1, p, d),
        ),
        Misconception(
            "You divide only a part: all that is left for moving, i + 2p - d·(k - 1) - "
            "1, is divided by the stride.",
            lambda i, k, s, p, d: i // s + 2 * p - d * (k - 1),
            lambda i, k, s, p, d: i + 2 * p - (d * (k - 1) + 1) // s + 1,
            lambda i, k, s, p, d: i + 2 * p - d * (k - 1) - 1 // s + 1,
        ),
        Misconception(
            "This is the size after a transposed convolution, which makes a trace "
            "longer: here the stride divides.",
            lambda i, k, s, p, d: (i - 1) * s - 2 * p + d * (k - 1) + 1,
        ),
    ],
)
