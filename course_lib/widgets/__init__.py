"""Pictures that you drag: one widget per idea, computed in the browser.

Taught in: notebook 1 (NeuronExplorer), notebook 2 (Playground), notebook 3
(ActivationExplorer, InitializationExplorer), notebook 4 (LossSurface), notebook 5
(ConvolutionExplorer).
"""

from course_lib.widgets.activation_explorer import ActivationExplorer
from course_lib.widgets.convolution_explorer import ConvolutionExplorer
from course_lib.widgets.initialization_explorer import InitializationExplorer
from course_lib.widgets.loss_surface import LossSurface
from course_lib.widgets.neuron_explorer import NeuronExplorer
from course_lib.widgets.playground import Playground

__all__ = [
    "ActivationExplorer",
    "ConvolutionExplorer",
    "InitializationExplorer",
    "LossSurface",
    "NeuronExplorer",
    "Playground",
]
