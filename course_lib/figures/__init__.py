"""The matplotlib pictures of notebooks, slides and the widgets' static fallback.

Every function returns a matplotlib figure; ``show(fig, alt="…")`` puts it into a
notebook together with words for those who cannot see it.
"""

from course_lib.alt_text import show
from course_lib.figures.activations import (
    activation_curves,
    linear_collapse,
    output_activations,
    plateau,
    saturation,
)
from course_lib.figures.animations import race_animation, show_animation
from course_lib.figures.architectures import architecture, architecture_gallery
from course_lib.figures.convolution import (
    fault_maps,
    feature_maps,
    filtered,
    kernels,
    receptive_fields,
    shared_weights,
    windows,
)
from course_lib.figures.crossplots import crossplot, probability_map
from course_lib.figures.curves import curves, loss_curves, race_losses
from course_lib.figures.descent import (
    bias_correction,
    curvature_1d,
    cycle_skipping,
    gradient_noise,
    line_and_cost,
    rate_sweep,
    schedules,
)
from course_lib.figures.diagrams import backprop_graph, network_diagram
from course_lib.figures.facies import confusion, facies_logs, well_splits
from course_lib.figures.layers import layer_gradients, layer_histograms, layer_std
from course_lib.figures.logs import (
    gamma_ray_track,
    histogram_by_class,
    well_gamma_ray,
)
from course_lib.figures.networks import boundary_panels, class_map, hidden_space
from course_lib.figures.regularization import (
    bridge,
    filter_factors,
    l_curve,
    training_curve,
)
from course_lib.figures.seismic import gather, patch_grid, seismic_section
from course_lib.figures.traces import trace_model, wedge
from course_lib.figures.trajectories import race_strip, trajectories
from course_lib.figures.units import dead_relu, symmetry

__all__ = [
    "activation_curves",
    "architecture",
    "architecture_gallery",
    "backprop_graph",
    "bias_correction",
    "boundary_panels",
    "bridge",
    "class_map",
    "confusion",
    "crossplot",
    "curvature_1d",
    "curves",
    "cycle_skipping",
    "dead_relu",
    "facies_logs",
    "fault_maps",
    "feature_maps",
    "filter_factors",
    "filtered",
    "gamma_ray_track",
    "gather",
    "gradient_noise",
    "hidden_space",
    "histogram_by_class",
    "kernels",
    "l_curve",
    "layer_gradients",
    "layer_histograms",
    "layer_std",
    "line_and_cost",
    "linear_collapse",
    "loss_curves",
    "network_diagram",
    "output_activations",
    "patch_grid",
    "plateau",
    "probability_map",
    "race_animation",
    "race_losses",
    "race_strip",
    "rate_sweep",
    "receptive_fields",
    "saturation",
    "schedules",
    "seismic_section",
    "shared_weights",
    "show",
    "show_animation",
    "symmetry",
    "trace_model",
    "training_curve",
    "trajectories",
    "wedge",
    "well_gamma_ray",
    "well_splits",
    "windows",
]
