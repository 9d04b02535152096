"""Convolution in NumPy: sizes, layers and their gradients, and named kernels.

``loops`` is for reading, ``windows`` is the same mathematics, vectorised, and
``layers`` and ``pooling`` are its public doors, under torch's names.
"""

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
from course_lib.convolution.sizes import (
    FieldSize,
    left_over,
    output_size,
    receptive_field,
    receptive_field_size,
    transposed_size,
)

__all__ = [
    "FieldSize",
    "conv1d",
    "conv1d_backward",
    "conv2d",
    "conv2d_backward",
    "conv_transpose1d",
    "conv_transpose1d_backward",
    "conv_transpose2d",
    "conv_transpose2d_backward",
    "left_over",
    "output_size",
    "receptive_field",
    "receptive_field_size",
    "transposed_size",
]
