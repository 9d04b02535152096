"""Pictures that you drag: one widget per idea, computed in the browser.

Taught in: notebook 1 (NeuronExplorer).
"""

from course_lib.widgets.neuron_explorer import NeuronExplorer

__all__ = ["NeuronExplorer"]
