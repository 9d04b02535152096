"""Exercises of notebook 05: from a trace that is a convolution to masks of faults."""

from ..base import no_such_exercise
from .inputs import chapter

# in the order of the notebook, which is the order of progress()
from .trace import seismic_trace  # isort: skip
from .tuning import tuning_thickness  # isort: skip
from .correlation import cross_correlate  # isort: skip
from .gradient import kernel_gradient  # isort: skip
from .learning import learn_wavelet  # isort: skip
from .section import filter_section  # isort: skip
from .dip import my_dip_filter  # isort: skip
from .sizes import output_size  # isort: skip
from .pooling import max_pool  # isort: skip
from .transposed import conv_transpose  # isort: skip
from .counting import conv_parameters  # isort: skip
from .fields import receptive_field  # isort: skip
from .metres import receptive_field_in_metres  # isort: skip
from .standard import standardise_patches  # isort: skip
from .masks import iou  # isort: skip
from .picker import sta_lta  # isort: skip

__all__ = [
    "conv_parameters",
    "conv_transpose",
    "cross_correlate",
    "filter_section",
    "iou",
    "kernel_gradient",
    "learn_wavelet",
    "max_pool",
    "my_dip_filter",
    "output_size",
    "receptive_field",
    "receptive_field_in_metres",
    "seismic_trace",
    "sta_lta",
    "standardise_patches",
    "tuning_thickness",
]

__getattr__ = no_such_exercise(chapter)
