"""Deep neural networks for exploration geophysicists: what the notebooks import.

Importing the package loads nothing heavy; import the part you need::

    from course_lib.networks import Network
    from course_lib import datasets
"""

__version__ = "0.1.0"
