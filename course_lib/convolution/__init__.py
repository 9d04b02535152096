"""Convolution in NumPy: sizes, layers and their gradients, and named kernels.

``loops`` is for reading, ``windows`` is the same mathematics, vectorised, and
``layers`` and ``pooling`` are its public doors, under torch's names; ``filters`` takes
one trace or one image, and ``kernels`` has some with a name for it.
"""

from course_lib.convolution.filters import convolve, correlate
from course_lib.convolution.kernels import KERNELS, Kernel
from course_lib.convolution.layers import (
    conv1d,
    conv1d_backward,
    conv2d,
    conv2d_backward,
    conv_transpose1d,
    conv_transpose1d_backward,
    conv_transpose2d,
    conv_transpose2d_backward,
)
from course_lib.convolution.pooling import (
    max_pool1d,
    max_pool1d_backward,
    max_pool2d,
    max_pool2d_backward,
    mean_pool1d,
    mean_pool1d_backward,
    mean_pool2d,
    mean_pool2d_backward,
)
from course_lib.convolution.sizes import (
    FieldSize,
    left_over,
    output_size,
    receptive_field,
    receptive_field_size,
    transposed_size,
)

__all__ = [
    "KERNELS",
    "FieldSize",
    "Kernel",
    "conv1d",
    "conv1d_backward",
    "conv2d",
    "conv2d_backward",
    "conv_transpose1d",
    "conv_transpose1d_backward",
    "conv_transpose2d",
    "conv_transpose2d_backward",
    "convolve",
    "correlate",
    "left_over",
    "max_pool1d",
    "max_pool1d_backward",
    "max_pool2d",
    "max_pool2d_backward",
    "mean_pool1d",
    "mean_pool1d_backward",
    "mean_pool2d",
    "mean_pool2d_backward",
    "output_size",
    "receptive_field",
    "receptive_field_size",
    "transposed_size",
]
