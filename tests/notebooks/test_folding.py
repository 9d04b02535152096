"""Cells that only draw a figure are folded in both copies; all others stay open."""

from notebook_source import read_source, solution_copy, student_copy
from sample import SOURCE, write

HEAD = SOURCE[: SOURCE.index("# 1 ·")]
CELLS = f"""{HEAD}
# 1 · Small

```{{code-cell}} python
figures.show(figures.curves(x, y), alt="A line that rises from left to right.")
```

```{{code-cell}} python
y = 2 * x
figures.show(figures.curves(x, y), alt="A line that rises from left to right.")
```
"""


def test_a_cell_that_only_draws_is_folded_and_a_cell_that_computes_is_not(tmp_path):
    nb = read_source(write(tmp_path, CELLS))
    for copy in (student_copy(nb), solution_copy(nb, [])):
        drawing, computing = (c for c in copy.cells if c.cell_type == "code")
        assert drawing.metadata["jupyter"] == {"source_hidden": True}
        assert "jupyter" not in computing.metadata
