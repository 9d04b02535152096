"""How many numbers a convolution layer has to learn."""

from ..function import FunctionExercise, Misconception, Probe
from .inputs import chapter, layer_sizes


def _conv_parameters(c_in, c_out, k):
    return c_out * (c_in * k * k + 1)


conv_parameters = FunctionExercise(
    chapter,
    _conv_parameters,
    title="Parameters of a convolution",
    success="The size of the section does not occur: 8 kernels of 3×3 have 80 numbers "
    "to learn on any survey; 8 dense units on a 64×64 patch have 32 776. Weights are "
    "shared.",
    hints=[
        "One kernel sees all channels at once: how many weights has it?",
        "A kernel has k·k weights for each of the c_in channels, and one bias.",
        "`c_out * (c_in * k * k + 1)`",
    ],
    inputs=layer_sizes,
    tolerance=1e-9,
    probes=[
        Probe("One kernel of 3×3 on one section: 9 weights and a bias?", 1, 1, 3),
        Probe(
            "Two kernels of 1×1 on 3 channels: 3 weights and a bias for each?", 3, 2, 1
        ),
        Probe("Eight kernels of 3×3 on one section?", 1, 8, 3),
    ],
    misconceptions=[
        Misconception(
            "The biases are missing: each of the c_out kernels has one.",
            lambda c_in, c_out, k: c_in * c_out * k * k,
        ),
        Misconception(
            "The input channels are missing: a kernel has k·k weights for each of "
            "them.",
            lambda c_in, c_out, k: c_out * (k * k + 1),
            lambda c_in, c_out, k: c_out * k * k,
        ),
        Misconception(
            "You count a single kernel: there are c_out of them.",
            lambda c_in, c_out, k: c_in * k * k + 1,
            lambda c_in, c_out, k: c_in * k * k,
        ),
        Misconception(
            "Your kernels are one-dimensional: on a section they have k rows and k "
            "columns, k² weights.",
            lambda c_in, c_out, k: c_out * (c_in * k + 1),
        ),
        Misconception(
            "A kernel has k rows of k weights: that is k·k, not 2·k.",
            lambda c_in, c_out, k: c_out * (c_in * 2 * k + 1),
        ),
        Misconception(
            "You count a single bias for the whole layer: each of the c_out kernels "
            "has one.",
            lambda c_in, c_out, k: c_in * c_out * k * k + 1,
        ),
        Misconception(
            "You give each input channel a bias: it belongs to the output, one for "
            "each of the c_out kernels.",
            lambda c_in, c_out, k: c_in * c_out * k * k + c_in,
            lambda c_in, c_out, k: c_in * (c_out * k * k + 1),
        ),
        Misconception(
            "You count a bias for every input channel of every kernel: the channels "
            "are added up first, then one bias comes on top.",
            lambda c_in, c_out, k: c_out * c_in * (k * k + 1),
        ),
        Misconception(
            "You count a bias for each weight of a kernel: one is added to the whole "
            "sum.",
            lambda c_in, c_out, k: c_out * (c_in + 1) * k * k,
            lambda c_in, c_out, k: 2 * c_out * c_in * k * k,
        ),
        Misconception(
            "You add the channels: every kernel has weights for every input channel, "
            "so c_in and c_out multiply.",
            lambda c_in, c_out, k: (c_in + c_out) * k * k,
            lambda c_in, c_out, k: (c_in + c_out) * k * k + c_out,
        ),
        Misconception(
            "You square the channels too: only the kernel has two directions.",
            lambda c_in, c_out, k: c_out * ((c_in * k) ** 2 + 1),
        ),
    ],
)
