"""A race as a moving picture: a GIF, or a page with a player that needs no network."""

import base64
import html
import io
import json
import zlib
from pathlib import Path
from string import Template

import matplotlib.pyplot as plt
import numpy as np
from matplotlib.animation import FuncAnimation
from matplotlib.backends.backend_agg import FigureCanvasAgg
from PIL import Image

from course_lib.alt_text import check_alt
from course_lib.checks import check_count
from course_lib.figures.style import new_figure
from course_lib.figures.surface_map import surface_map
from course_lib.figures.trajectories import legend_entries, make_runners, unpack

FRAMES = 60  # about, unless you say which
DPI = 90
COLOURS = 160  # few colours make small files
CLEAR = 255  # palette entry for "as in the first frame"


def race_animation(race, file=None, every=None, fps=12, paths=None):
    """Play a race step by step, and save it if a file is named.

    Parameters
    ----------
    race : Race or Surface
    file : str or path, optional
        Where to save it: ``.gif`` for a moving picture, ``.html`` for a page with a
        player that opens by double click, without a network.
    every : int, optional
        Steps between two frames; when omitted, as many as give about 60 frames.
    fps : int
        Frames per second.
    paths : dict of str to array_like, shape (k + 1, 2), optional
        As in `trajectories`.

    Returns
    -------
    RaceAnimation
        A matplotlib animation; `show_animation` puts it into a notebook.

    Raises
    ------
    TypeError, ValueError
        As `trajectories`, or the file ends in something else.

    Examples
    --------
    ``figures.race_animation(races.preset("beale"), "beale.gif")``
    """
    suffix = "" if file is None else Path(file).suffix.lower()
    if file is not None and suffix not in (".gif", ".html"):
        raise ValueError(f"file must end in .gif or .html; got {str(file)!r}")
    animation = RaceAnimation(*unpack(race, paths), every, fps)
    if suffix == ".gif":
        first, *others = animation.pictures()
        duration = round(1000 / fps)
        first.save(file, save_all=True, append_images=others, duration=duration, loop=0)
    elif suffix == ".html":
        title = html.escape(animation.title)
        body = player(animation.pictures(), f"Race: {animation.title}", fps)
        Path(file).write_text(
            f'<!DOCTYPE html>\n<html lang="en"><meta charset="utf-8">'
            f"<title>{title}</title>\n<body>{body}</body></html>\n",
            encoding="utf-8",
        )
    return animation


def show_animation(animation, alt):
    """Show a race in a notebook, with a player and words for those who cannot see it.

    Parameters
    ----------
    animation : RaceAnimation
    alt : str
        One or two sentences: what one sees, and what it means.
    """
    from IPython.display import display

    words = check_alt(alt)
    page = player(animation.pictures(), words, animation.fps)
    display({"text/html": page, "text/plain": words}, raw=True)


class RaceAnimation(FuncAnimation):
    """Paths that grow over a surface; matplotlib's own ``save`` works, too."""

    def __init__(self, surface, paths, title, every=None, fps=12):
        longest = max(len(path) for path in paths.values()) - 1
        every = max(1, -(-longest // FRAMES)) if every is None else every
        every = check_count(every, "every", 1)
        self.steps = [*range(0, longest, every), longest]
        self.title, self.fps = title, check_count(fps, "fps", 1, 60)
        fig, ax = new_figure(7.0, 4.2, dpi=DPI)
        surface_map(ax, surface)
        self.runners = make_runners(ax, paths)
        marks = legend_entries(ax, surface, self.runners)
        fig.legend(*marks, loc="outside right upper", fontsize=9, frameon=False)
        self.heading = ax.set_title(" ", loc="left", fontsize=11)
        fig.canvas.draw()
        fig.set_layout_engine("none")  # nothing may move from frame to frame
        super().__init__(
            fig,
            self.draw,
            self.steps,
            init_func=lambda: self.draw(0),
            interval=1000 / fps,
        )
        self._draw_was_started = True  # pictures() needs no call that starts it
        plt.close(fig)  # or a notebook would show its first frame as a picture, too
        self.figure = fig

    def draw(self, step):
        """Show the race up to a step; return what moved."""
        self.heading.set_text(f"{self.title}: step {step}".removeprefix(": "))
        for runner in self.runners:
            runner.show(step)
        return [self.heading, *(a for r in self.runners for a in r.artists)]

    def pictures(self):
        """All frames as images in one palette; only what moves is drawn anew."""
        canvas = FigureCanvasAgg(self.figure)
        moving = self.draw(0)
        for artist in moving:
            artist.set_animated(True)
        canvas.draw()
        background = canvas.copy_from_bbox(self.figure.bbox)
        frames = []
        for step in self.steps:
            canvas.restore_region(background)
            for artist in self.draw(step):
                self.figure.draw_artist(artist)
            frames.append(Image.fromarray(np.array(canvas.buffer_rgba())[..., :3]))
        for artist in moving:
            artist.set_animated(False)
        palette = frames[-1].quantize(COLOURS, dither=Image.Dither.NONE)
        colours = np.reshape(palette.getpalette(), (-1, 3))
        colours[colours.min(axis=1) >= 250] = 255  # paper is white, not nearly white
        palette.putpalette(colours.ravel().tolist())
        return [f.quantize(palette=palette, dither=Image.Dither.NONE) for f in frames]


PLAYER = Template("""<div id="$id" style="max-width: 720px; font: 14px sans-serif">
<div style="position: relative">
<img alt="$alt" src="data:image/png;base64,$first" style="width: 100%">
<img alt="" src="data:image/png;base64,$last_frame"
 style="width: 100%; position: absolute; left: 0; top: 0">
</div>
<div style="display: flex; gap: 8px; align-items: center">
<button type="button">Play</button>
<label style="flex: 1; display: flex; gap: 8px">Frame
<input type="range" min="0" max="$last" value="$last" style="flex: 1"
 data-lm-suppress-shortcuts="true"></label>
</div>
<script>{
  const root = document.getElementById('$id');
  const [image, button, slider] = ['img + img', 'button', 'input'].map(
    name => root.querySelector(name));
  const frames = $frames;
  let timer = 0;
  const show = () => { image.src = 'data:image/png;base64,' + frames[slider.value]; };
  const stop = () => { clearInterval(timer); timer = 0; button.textContent = 'Play'; };
  const tick = () => {
    if (!root.isConnected || +slider.value >= $last) return stop();
    slider.value = +slider.value + 1;
    show();
  };
  button.onclick = () => {
    if (timer) return stop();
    if (+slider.value >= $last) slider.value = 0;
    button.textContent = 'Pause';
    timer = setInterval(tick, $period);
  };
  slider.oninput = () => { stop(); show(); };
}</script></div>""")


def player(pictures, alt, fps):
    """HTML that plays images: a button and a slider, no script from elsewhere.

    The first image stays, the others lie over it and hold only what differs. Without
    JavaScript the last one stands there.
    """
    first = np.asarray(pictures[0])
    changes = []
    for picture in pictures:
        values = np.asarray(picture)
        change = Image.fromarray(np.where(values == first, CLEAR, values).astype("u1"))
        colours = picture.getpalette()
        change.putpalette(colours + [0] * (3 * 256 - len(colours)))
        changes.append(png(change, transparency=CLEAR))
    base = png(pictures[0])
    return PLAYER.substitute(
        id=f"race-{zlib.crc32((alt + base + changes[-1]).encode()):08x}",
        alt=html.escape(alt),
        first=base,
        last_frame=changes[-1],
        last=len(changes) - 1,
        period=round(1000 / fps),
        frames=json.dumps(changes),
    )


def png(image, **options):
    """An image as PNG in base64."""
    file = io.BytesIO()
    image.save(file, "PNG", compress_level=9, **options)
    return base64.b64encode(file.getvalue()).decode()
