"""The notebook of bench_loss_surface: one picture, made in every way compared there.

Grid, first paths and sliders are made once, and a path is computed again only if it
changed. The plain plot has as many pixels as LossSurface's map and chart together.
"""

import nbformat
from nbformat import v4

BEFORE = """
%matplotlib inline
%config InlineBackend.print_figure_kwargs = {"bbox_inches": None}
import ipywidgets, numpy as np, matplotlib.pyplot as plt
from IPython.display import display
from course_lib import figures, races
from course_lib.widgets import LossSurface

race = races.preset("beale")
race.steps = STEPS
(x0, x1), (y0, y1) = race.surface.domain
x, y = np.linspace(x0, x1, 81), np.linspace(y0, y1, 81)
Z = np.log1p(race.surface(np.stack(np.meshgrid(x, y), axis=-1)))
paths = race.paths()

def compute(start, rate):
    global paths
    moved = (start, 1.5) != race.start
    race.start, race.racers["adam"].lr = (start, 1.5), 10**rate
    paths = race.paths() if moved else paths | {"adam": race.path("adam")}

def draw():
    fig, ax = plt.subplots(figsize=(5.4, 4.3), dpi=100)
    ax.contour(x, y, Z, 12, linewidths=0.8, colors="0.6")
    lines = {key: ax.plot(*p.T, ".-", lw=1, ms=3)[0] for key, p in paths.items()}
    ax.set(xlim=(x0, x1), ylim=(y0, y1), xlabel="x", ylabel="y")
    return fig, lines

def move(lines):
    for key, path in paths.items():
        lines[key].set_data(*path.T)

def sliders():
    start = ipywidgets.FloatSlider(1, min=0, max=2, step=0.01, description="start")
    rate = ipywidgets.FloatSlider(-1.3, min=-3, max=0, step=0.01, description="rate")
    return dict(start=start, rate=rate)
"""
CELLS = {
    "LossSurface": """
widget = LossSurface.preset("beale", steps=STEPS)
widget.selected = "adam"
widget
""",
    "interact, kept figure": """
kept, kept_lines = draw()
plt.close(kept)

def update(start, rate):
    compute(start, rate)
    move(kept_lines)
    display(kept)

ipywidgets.interact(update, **sliders());
""",
    "interact, new figure": """
def redraw(start, rate):
    compute(start, rate)
    draw()
    plt.show()

ipywidgets.interact(redraw, **sliders());
""",
    "interact, trajectories": """
def redraw_all(start, rate):
    compute(start, rate)
    figures.trajectories(race, paths)
    plt.show()

ipywidgets.interact(redraw_all, **sliders());
""",
    "ipympl": """
%matplotlib widget
live, live_lines = draw()
controls = sliders()

def answer(change):
    compute(controls["start"].value, controls["rate"].value)
    move(live_lines)
    live.canvas.draw_idle()

for slider in controls.values():
    slider.observe(answer, "value")
display(*controls.values())
""",
}


def write_notebook(path, names, steps):
    """Write a notebook: first the common cell, then one cell per name of CELLS."""
    sources = [f"STEPS = {steps}\n{BEFORE}", *(CELLS[name] for name in names)]
    notebook = v4.new_notebook(
        cells=[v4.new_code_cell(source.strip()) for source in sources],
        metadata={"kernelspec": {"name": "python3", "display_name": "Python 3"}},
    )
    nbformat.write(notebook, path)
