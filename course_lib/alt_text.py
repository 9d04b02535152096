"""Show a figure so that a screen reader has words for it.

JupyterLab and nbconvert give a plain matplotlib output no ``alt`` attribute, whatever
its metadata say. An ``<img>`` in an HTML output keeps the one that is written into it.
"""

import base64
import html
import io

DPI = 144  # pixels stored per inch: crisp on a dense screen
CSS_DPI = 96  # pixels per inch that a browser counts
PHOTO_DPI = 108  # of a photo: seismics has no edge that more would show
PHOTO_QUALITY = 50  # of 100
SHORTEST = 20  # characters; anything shorter does not describe a figure


def show(fig, alt, enlarge=1.0, photo=False):
    """Show a matplotlib figure with its alternative text, and close it.

    Parameters
    ----------
    fig : matplotlib.figure.Figure
        The figure. It is closed, because the notebook would draw it a second time.
    alt : str
        One or two sentences: what one sees, and what it means.
    enlarge : float
        Draw on a sheet so many times smaller, with as many pixels: words and markers
        are that much larger where a slide stretches the picture to its own size.

    photo : bool
        Store it as a photo, in WebP: for large noisy seismics a fifth of the bytes or
        less. Lines and words of a plain diagram are crisper without.

    Raises
    ------
    TypeError
        ``fig`` is not a figure, or ``enlarge`` not a number.
    ValueError
        ``alt`` does not describe anything, or ``enlarge`` is not above 0.
    """
    import matplotlib.pyplot as plt
    from IPython.display import display

    from course_lib.checks import check_number

    if not hasattr(fig, "savefig"):
        raise TypeError(f"fig must be a matplotlib figure; got {type(fig).__name__}")
    words = check_alt(alt)
    enlarge = check_number(enlarge, "enlarge", above=0)
    if enlarge != 1:
        fig.set_size_inches(fig.get_size_inches() / enlarge)
    if photo:
        kind, picture = "webp", small_photo(fig, PHOTO_DPI * enlarge)
    else:
        kind, picture = "png", small_png(fig, DPI * enlarge)
    data = base64.b64encode(picture).decode()
    plt.close(fig)
    width = round(fig.get_figwidth() * CSS_DPI)
    image = (
        f'<img src="data:image/{kind};base64,{data}" alt="{html.escape(words)}" '
        f'width="{width}" style="max-width: 100%; height: auto">'
    )
    display({"text/html": image, "text/plain": words}, raw=True)


def check_alt(alt):
    """Return ``alt`` on one line, or say that it does not describe anything."""
    if not isinstance(alt, str) or len(alt.strip()) < SHORTEST:
        raise ValueError(
            f"alt must say in a sentence what the figure shows; got {alt!r:.60}"
        )
    return " ".join(alt.split())


def small_png(fig, dpi, colours=256):
    """PNG of a matplotlib figure in few colours: a third of the bytes, same look.

    Parameters
    ----------
    fig : matplotlib.figure.Figure
    dpi : float
        Pixels per inch.
    colours : int
        At most 256.

    Returns
    -------
    bytes
    """
    from PIL import Image

    small = io.BytesIO()
    image = _pixels(fig, dpi).quantize(colours, dither=Image.Dither.NONE)
    image.save(small, "PNG", optimize=True)
    return small.getvalue()


def small_photo(fig, dpi, quality=PHOTO_QUALITY):
    """WebP of a matplotlib figure: what changes from pixel to pixel is kept roughly.

    Parameters
    ----------
    fig : matplotlib.figure.Figure
    dpi : float
        Pixels per inch.
    quality : int
        At most 100.

    Returns
    -------
    bytes
    """
    small = io.BytesIO()
    _pixels(fig, dpi).save(small, "WEBP", quality=quality, method=6)
    return small.getvalue()


def _pixels(fig, dpi):
    from PIL import Image

    full = io.BytesIO()
    fig.savefig(full, format="png", dpi=dpi)
    return Image.open(full).convert("RGB")
