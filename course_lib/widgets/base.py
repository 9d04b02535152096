"""What all widgets share: one JavaScript module, checked traits, a still picture.

The front end gets one ES module per widget. It is built here by putting the files one
after the other and dropping their ``import`` lines and the word ``export`` (all but
``export default`` of the last file): no build step, and what runs is what you read.
Hence two rules for the files: every top-level name occurs once, and an import names a
file of this folder.
"""

import base64
import json
import re
from functools import cache
from importlib.resources import files

import anywidget
import numpy as np
import traitlets

from course_lib.alt_text import small_png
from course_lib.checks import check_array, check_number

FOLDER = files("course_lib.widgets")
SHARED = (
    "js/engine.js",
    "js/plot.js",
    "js/heat_map.js",
    "js/pen.js",
    "js/controls.js",
    "js/stage.js",
)
IMPORT = re.compile(r'^import\s[^;]*?from\s*"\./[^"]+";\n', re.MULTILINE)
EXPORT = re.compile(
    r"^export (?=(?:async )?(?:function|const|let|class)\b)", re.MULTILINE
)


def read(name):
    """Text of a file in this folder."""
    return FOLDER.joinpath(name).read_text(encoding="utf-8")


@cache
def load_palette():
    """The colours of notebooks, slides and widgets, as a dict."""
    path = files("course_lib").joinpath("palette.json")
    return json.loads(path.read_text(encoding="utf-8"))


def build_module(*names):
    """One ES module from files of this folder, shared ones first.

    Parameters
    ----------
    *names : str
        File names, the last one with ``export default``.

    Returns
    -------
    str
    """
    parts = [f"const PALETTE = {json.dumps(load_palette())};\n"]
    for name in names:
        parts.append(f"// {name}\n" + EXPORT.sub("", IMPORT.sub("", read(name))))
    return "\n".join(parts)


class FloatVector(traitlets.TraitType):
    """A trait that holds a read-only float64 array and travels as a list of numbers."""

    info_text = "a list of finite numbers"

    def __init__(self, sizes, **kwargs):
        super().__init__(**kwargs)
        self.sizes = sizes
        self.tag(sync=True, to_json=lambda value, _widget: value.tolist())

    def validate(self, obj, value):
        value = check_array(value, self.name, ndim=1)
        if len(value) not in self.sizes:
            wanted = " or ".join(str(n) for n in self.sizes)
            raise ValueError(
                f"{self.name} must hold {wanted} numbers; got {len(value)}: {value}"
            )
        value.setflags(write=False)
        return value

    def set(self, obj, value):
        # traitlets compares with ==, which an array does not answer with one bool
        new = self._validate(obj, value)
        if not np.array_equal(obj._trait_values.get(self.name), new):
            super().set(obj, new)


class Number(traitlets.TraitType):
    """A trait that holds one finite float."""

    info_text = "a finite number"

    def __init__(self, above=None, **kwargs):
        super().__init__(**kwargs)
        self.above = above
        self.tag(sync=True)

    def validate(self, obj, value):
        return check_number(value, self.name, above=self.above)


class Checked(traitlets.TraitType):
    """A synced trait whose value passes ``check(value, name)``."""

    def __init__(self, check, **kwargs):
        super().__init__(**kwargs)
        self.check = check
        self.tag(sync=True)

    def validate(self, obj, value):
        return self.check(value, self.name)


class CourseWidget(anywidget.AnyWidget):
    """Base of all widgets of the course.

    A widget gives ``_esm`` (from `build_module`) and ``picture()`` (a matplotlib figure
    of its present state). Where no JavaScript runs, such as on GitHub or in a PDF, the
    output shows that picture.
    """

    _css = read("widget.css")
    _from_browser = False

    def picture(self):
        """Draw the present state; a matplotlib Figure."""
        raise NotImplementedError

    def describe(self):
        """One sentence for people who do not see the picture."""
        return repr(self)

    def set_state(self, sync_data):
        # What the browser sends is complete: observers must not convert it again.
        self._from_browser = True
        try:
            super().set_state(sync_data)
        finally:
            self._from_browser = False

    def _repr_mimebundle_(self, **kwargs):
        bundle, metadata = super()._repr_mimebundle_(**kwargs)
        bundle["image/png"] = self._still()
        metadata["image/png"] = {"alt": self.describe()}
        return bundle, metadata

    def _picture_state(self):
        """What the picture depends on; it is drawn again when this changes."""
        return repr(self)

    def _still(self):
        """The picture as base64 PNG, drawn once per state."""
        state = self._picture_state()
        if getattr(self, "_still_of", None) != state:
            import matplotlib.pyplot as plt

            figure = self.picture()
            png = small_png(figure, dpi=80)
            plt.close(figure)  # or the notebook would show it a second time
            self._still_of = state
            self._still_png = base64.b64encode(png).decode()
        return self._still_png
