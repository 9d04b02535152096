"""From rock to seismic trace: the convolutional model, and images of faulted beds.

Taught in: notebook 5, "A seismic trace is a convolution".
"""

from course_lib.geophysics.faulted import Faulted, fault_patches

__all__ = ["Faulted", "fault_patches"]
