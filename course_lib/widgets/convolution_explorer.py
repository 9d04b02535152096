"""ConvolutionExplorer: a kernel that you edit, slides over a section or a trace.

Taught in: notebook 5.
"""

import numpy as np
import traitlets

from course_lib.checks import check_choice, check_count
from course_lib.shared_random import MAX_SEED
from course_lib.widgets import convolution_settings as settings
from course_lib.widgets.base import (
    SHARED,
    Checked,
    CourseWidget,
    Number,
    build_module,
)
from course_lib.widgets.convolution_data import (
    check_image,
    check_names,
    check_steps,
    check_trace,
)
from course_lib.widgets.convolution_presets import (
    example_section,
    example_trace,
    image_kernels,
    preset,
    trace_kernels,
)
from course_lib.widgets.convolution_readings import ConvolutionReadings, named_kernel
from course_lib.widgets.convolution_words import describe, fits, summary

_STATE = (
    "view", "kernels", "wavelet", "stride", "padding", "dilation", "flip", "bias",
    "activation", "look", "position", "sample", "channel", "layers", "layer", "weights",
    "seed", "dt_ms", "dx_m", "velocity_m_s",
)  # fmt: skip


def _one_of(*choices):
    return Checked(lambda value, name: check_choice(value, name, choices))


def _whole(low, high):
    return Checked(lambda value, name: check_count(value, name, low, high))


class ConvolutionExplorer(ConvolutionReadings, CourseWidget):
    """A kernel on a section or a trace: what it does, how far it sees.

    Four views. *Section*: the kernel slides over one image, products are summed to one
    cell. *Channels*: a kernel per channel, their sum plus bias, ReLU. *Trace*: the same
    in one dimension; with a wavelet on a reflectivity it is the convolutional model.
    *Layers*: convolutions and poolings in a row, with the receptive field of a cell in
    theory and as measured by the gradient.

    Parameters
    ----------
    image : array_like, shape (n_samples, n_traces) or (channels, n_samples, n_traces)
        Time downwards. A generated section with a fault if omitted.
    trace : array_like, shape (n,)
        For the trace view; a reflectivity if omitted.
    name, unit : str
        Of the image's values.
    trace_name, trace_unit : str
    channel_names : sequence of str, optional
    axis_names : (str, str)
        Of rows and columns, with units.
    axis_steps : (float, float), optional
        From one row, one column, to the next, for the axes; (dt_ms, 1) if omitted.
    view : {"section", "channels", "trace", "stack"}
    kernel : str or array_like, optional
        A name of `course_lib.convolution.KERNELS` or numbers: (k1, k2) for every
        channel, or (channels, k1, k2).
    wavelet : str or array_like, optional
        The trace's kernel: a name or numbers, shape (k,).
    stride, dilation : int
    padding : int or "same"
        Zeros at every edge. "same": as many as keep the size at stride 1.
    flip : bool
        False: cross-correlation, as in torch. True: convolution, the kernel is turned.
    bias : float
        Added to the sum.
    activation : {"none", "relu"}
        Of the sum plus bias, and after each convolution of the layers.
    look : {"output", "input"}
        Whether ``position`` and ``sample`` count output cells, whose window is shown,
        or input samples, for which the cells they feed are shown.
    position : (int, int)
        Row and column of the cell; beyond the edge means the last one.
    sample : int
        The same on the trace.
    channel : int
        Channel of the section view, and whose kernel is edited.
    layers : sequence, optional
        k, (k, stride), (k, stride, dilation), ("max", k), ("mean", k), or dicts with
        kind, k, stride, dilation, padding. Two convolutions and a pooling, twice, if
        omitted; fewer on a small image.
    layer : int
        1 … number of layers: whose cells are shown; beyond the end means the last.
    weights : {"mean", "random", "kernel"}
        Of the layers: 1/k² each, seeded random ones, or the section's kernel wherever
        it fits.
    seed : int
    dt_ms, dx_m, velocity_m_s : float
        Sample interval, distance of traces and velocity for the receptive field in ms
        and metres (two-way time).
    title, look_for : str

    Attributes
    ----------
    image : numpy.ndarray, shape (channels, n_samples, n_traces)
    trace : numpy.ndarray, shape (n,)
        The data, read only, rounded to float32 as the browser has them.
    kernel : numpy.ndarray
        The kernel of the present view, to be read and assigned.
    start_kernel : numpy.ndarray
        The kernel it was made with.

    Raises
    ------
    TypeError, ValueError
        With the argument's name, its value and what is allowed.

    Examples
    --------
    >>> explorer = ConvolutionExplorer(
    ...     [[0, 0, 1, 1], [0, 0, 1, 1], [0, 0, 1, 1]], kernel=[[-1, 0, 1]]
    ... )
    >>> explorer
    ConvolutionExplorer(section 3 × 4, kernel 1 × 3, output 3 × 2)
    >>> explorer.output
    array([[1., 1.],
           [1., 1.],
           [1., 1.]])
    >>> explorer.kernel = [[1, -1]]
    >>> explorer.output_shape
    (3, 3)
    """

    _esm = build_module(
        *SHARED,
        "js/shared_random.js",
        "js/convolution.js",
        "playground_colours.js",
        "convolution_state.js",
        "convolution_words.js",
        "convolution_images.js",
        "convolution_sums.js",
        "convolution_section.js",
        "convolution_channels.js",
        "convolution_trace.js",
        "convolution_stack.js",
        "convolution_kernel.js",
        "convolution_wavelet.js",
        "convolution_layers.js",
        "convolution_controls.js",
        "convolution_explorer.js",
    )
    view = _one_of(*settings.VIEWS)
    kernels = settings.FloatArray(3, settings.MOST_TAPS)
    wavelet = settings.FloatArray(1, settings.MOST_WAVELET)
    stride = _whole(1, settings.MOST_STRIDE)
    padding = Checked(settings.check_padding)
    dilation = _whole(1, settings.MOST_DILATION)
    flip = traitlets.Bool().tag(sync=True)
    bias = Number()
    activation = _one_of(*settings.ACTIVATIONS)
    look = _one_of(*settings.LOOKS)
    position = Checked(settings.check_position)
    sample = _whole(0, None)
    channel = _whole(0, settings.MOST_CHANNELS - 1)
    layers = Checked(settings.check_layers)
    layer = _whole(1, settings.MOST_LAYERS)
    weights = _one_of(*settings.WEIGHTS)
    seed = _whole(0, MAX_SEED)
    dt_ms = Number(above=0)
    dx_m = Number(above=0)
    velocity_m_s = Number(above=0)
    _image = traitlets.Bytes().tag(sync=True, from_json=lambda v, _w: bytes(v))
    _trace = traitlets.Bytes().tag(sync=True, from_json=lambda v, _w: bytes(v))
    _info = traitlets.Dict().tag(sync=True)

    def __init__(
        self,
        image=None,
        trace=None,
        name="amplitude",
        unit="",
        trace_name="",
        trace_unit="",
        channel_names=None,
        axis_names=("time (ms)", "trace"),
        axis_steps=None,
        view="section",
        kernel="vertical derivative",
        wavelet="ricker",
        stride=1,
        padding=0,
        dilation=1,
        flip=False,
        bias=0.0,
        activation="none",
        look="output",
        position=None,
        sample=None,
        channel=0,
        layers=None,
        layer=settings.MOST_LAYERS,
        weights="mean",
        seed=0,
        dt_ms=4.0,
        dx_m=25.0,
        velocity_m_s=2000.0,
        title="",
        look_for="",
    ):
        if image is None:
            image = example_section()
        if trace is None:
            trace, trace_name = example_trace(), "reflectivity"
        self.image, self.trace = check_image(image), check_trace(trace)
        c, n1, n2 = self.image.shape
        if channel_names is None:
            channel_names = [f"channel {i}" for i in range(c)] if c > 1 else [name]
        self.channel_names = check_names(channel_names, c, "channel_names")
        self.data_name, self.unit = str(name), str(unit)
        self.trace_name = str(trace_name) or "amplitude"
        super().__init__(
            view=view,
            kernels=self._for_all_channels(kernel),
            wavelet=named_kernel(wavelet, trace_kernels(), "wavelet"),
            stride=stride,
            padding=padding,
            dilation=dilation,
            flip=flip,
            bias=bias,
            activation=activation,
            look=look,
            position=(0, 0) if position is None else position,
            sample=len(self.trace) // 2 if sample is None else sample,
            channel=channel,
            layers=settings.usual_layers(min(n1, n2)) if layers is None else layers,
            layer=layer,
            weights=weights,
            seed=seed,
            dt_ms=dt_ms,
            dx_m=dx_m,
            velocity_m_s=velocity_m_s,
            _image=self.image.astype("<f4").tobytes(),
            _trace=self.trace.astype("<f4").tobytes(),
        )
        self.layer = min(self.layer, len(self.layers))
        if position is None:
            self.position = self._middle()
        self._info = {
            "title": str(title),
            "look_for": str(look_for),
            "shape": list(self.image.shape),
            "name": self.data_name,
            "unit": self.unit,
            "trace_name": self.trace_name,
            "trace_unit": str(trace_unit),
            "channel_names": self.channel_names,
            "axis_names": check_names(axis_names, 2, "axis_names"),
            "axis_steps": check_steps(axis_steps, "axis_steps"),
            "kernels": _as_lists(image_kernels()),
            "wavelets": _as_lists(trace_kernels()),
            "start": {key: self._plain(key) for key in _STATE},
        }
        self.start_kernel = self.kernel

    @classmethod
    def preset(cls, name, **options):
        """Explore a case by name; ``options`` go to the constructor.

        Parameters
        ----------
        name : str
            A key of ``course_lib.widgets.convolution_presets.PRESETS``; another one
            raises an error that lists them.
        """
        return cls(**{**preset(name), **options})

    # ------------------------------------------------------------------------- the rest

    def picture(self):
        """Draw the present state with matplotlib; a Figure."""
        from course_lib.widgets.convolution_picture import draw

        return draw(self)

    def describe(self):
        """One sentence for people who do not see the picture."""
        return describe(self)

    def __repr__(self):
        return f"ConvolutionExplorer({summary(self)})"

    @property
    def title(self):
        """What the explorer was made to show."""
        return self._info["title"]

    def _middle(self):
        """The cell in the middle of what is shown; [0, 0] where nothing has room."""
        if self.view != "trace" and fits(self):
            return [n // 2 for n in self.output_shape]
        return [n // 2 for n in self.image.shape[1:]]

    def _plain(self, name):
        value = getattr(self, name)
        return value.tolist() if isinstance(value, np.ndarray) else value

    def _for_all_channels(self, kernel):
        kernel = np.asarray(named_kernel(kernel, image_kernels(), "kernel"))
        if kernel.ndim == 2:
            kernel = np.repeat(kernel[None], len(self.image), axis=0)
        return kernel

    @traitlets.validate("kernels")
    def _one_per_channel(self, proposal):
        kernels = proposal["value"]
        if len(kernels) != len(self.image):
            raise ValueError(
                f"kernels must hold one kernel per channel, shape "
                f"({len(self.image)}, k1, k2); got shape {kernels.shape}"
            )
        return kernels

    def _picture_state(self):
        return self._image, self._trace, *(repr(self._plain(name)) for name in _STATE)


def _as_lists(kernels):
    """Named kernels as the browser gets them."""
    return {
        name: {"values": kernel.array.tolist(), "shows": kernel.shows}
        for name, kernel in kernels.items()
    }
