"""For all tests and doctests: no figure stays open after the test that drew it."""

import importlib.util
import sys

import pytest

# Doctests import every module, and these load torch at their top.
torch_is_here = importlib.util.find_spec("torch") is not None
collect_ignore_glob = [] if torch_is_here else ["course_lib/models/*"]


@pytest.fixture(autouse=True)
def close_figures():
    yield
    if "matplotlib.pyplot" in sys.modules:
        sys.modules["matplotlib.pyplot"].close("all")
