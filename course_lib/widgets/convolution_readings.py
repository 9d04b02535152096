"""What a ConvolutionExplorer shows, as Python reads it: output, window, fields.

Taught in: notebook 5.
"""

import numpy as np

from course_lib import convolution
from course_lib.checks import check_choice
from course_lib.widgets import convolution_computing as computing
from course_lib.widgets import convolution_settings as settings
from course_lib.widgets.convolution_presets import image_kernels, trace_kernels


class ConvolutionReadings:
    """Properties that compute with `course_lib.convolution` what the browser draws.

    Needs the traits of `ConvolutionExplorer`, ``image`` and ``trace``.
    """

    @property
    def kernel(self):
        """The kernel of the present view as a new array.

        (k1, k2) in "section" and "stack", the chosen channel's; (channels, k1, k2) in
        "channels"; (k,) in "trace", the wavelet. Assign to it: an array, or a name of
        `course_lib.convolution.KERNELS`. One channel's kernel of another size cuts the
        others, or fills them with zeros, around their middle.
        """
        if self.view == "trace":
            return self.wavelet.copy()
        if self.view == "channels":
            return self.kernels.copy()
        return self.kernels[self._channel].copy()

    @kernel.setter
    def kernel(self, value):
        if self.view == "trace":
            self.wavelet = named_kernel(value, trace_kernels(), "kernel")
            return
        value = named_kernel(value, image_kernels(), "kernel")
        if self.view == "channels" and np.ndim(value) == 3:
            self.kernels = value
            return
        value = settings.check_kernel(value, "kernel", 2, settings.MOST_TAPS)
        kernels = settings.resized(self.kernels, *value.shape).copy()
        kernels[self._channel] = value
        self.kernels = kernels

    @property
    def laid(self):
        """The kernel as it lies on the input: turned by 180° if ``flip``."""
        axes = (-1,) if self.view == "trace" else (-2, -1)
        return np.flip(self.kernel, axes) if self.flip else self.kernel

    @property
    def input(self):
        """What the kernel of the present view slides over.

        (n,), (n_samples, n_traces), or in "channels" (channels, n_samples, n_traces).
        """
        if self.view == "trace":
            return self.trace
        return self.image if self.view == "channels" else self.image[self._channel]

    @property
    def z(self):
        """Sum plus bias, before the activation, of the present view."""
        x, w = self.input, self.laid
        if self.view == "trace":
            x, w = x[None, :, None], w[None, :, None]
        elif x.ndim == 2:
            x, w = x[None], w[None]
        trace = self.view == "trace"
        z = computing.correlate(
            x, w, self.bias, self.stride, self.padding, self.dilation, trace
        )
        return z[:, 0] if trace else z

    @property
    def responses(self):
        """What each channel adds to the sum, a list of (o1, o2) arrays."""
        x, w = self.input, self.laid
        if self.view != "channels":
            raise ValueError(
                f"responses are those of view 'channels'; got {self.view!r}"
            )
        return [
            computing.correlate(
                x[c : c + 1],
                w[c : c + 1],
                0.0,
                self.stride,
                self.padding,
                self.dilation,
            )
            for c in range(len(x))
        ]

    @property
    def output(self):
        """The feature map: activation of sum plus bias.

        (o,) in "trace", else (o1, o2); in "stack" the map of ``layer``.

        Raises
        ------
        ValueError
            The kernel reaches further than the padded input.
        """
        if self.view == "stack":
            return self.maps[-1]
        return computing.activate(self.z, self.activation)

    @property
    def output_shape(self):
        """Shape of `output`."""
        return self.output.shape

    @property
    def left_over(self):
        """Samples at the far edge of the padded input that no window reaches.

        One number per axis, padding included.
        """
        shape = np.shape(self.input)[-1 if self.view == "trace" else -2 :]
        taps = self.kernel.shape[-len(shape) :]
        return tuple(
            convolution.left_over(
                n + sum(computing.pads(self.padding, k, self.dilation)),
                k,
                self.stride,
                0,
                self.dilation,
            )
            for n, k in zip(shape, taps, strict=True)
        )

    @property
    def cell(self):
        """Output cell that is looked at, ``position`` or ``sample`` within the map."""
        wanted = [self.sample] if self.view == "trace" else self.position
        if self.look == "input" and self.view != "stack":
            wanted = self._nearest(wanted)
        shape = self.output_shape
        return tuple(min(i, n - 1) for i, n in zip(wanted, shape, strict=True))

    @property
    def value(self):
        """The output of `cell`; float."""
        return float(self.output[self.cell])

    @property
    def window(self):
        """Input samples under the kernel at `cell`, zeros where it is padding.

        Shape of `laid`. Not for the layers, see `receptive_field` there.
        """
        x, taps = self.input, self.laid.shape
        axes = 1 if self.view == "trace" else 2
        padding = [computing.pads(self.padding, k, self.dilation) for k in taps[-axes:]]
        x = np.pad(x, [(0, 0)] * (x.ndim - axes) + padding)
        for axis, (m, k) in enumerate(zip(self.cell, taps[-axes:], strict=True)):
            at = m * self.stride + self.dilation * np.arange(k)
            x = np.take(x, at, axis=x.ndim - axes + axis)
        return x

    @property
    def products(self):
        """`window` times `laid`: what is summed, with the bias, to the cell."""
        return self.window * self.laid

    # ------------------------------------------------------------------ layers in a row

    @property
    def layer_weights(self):
        """The k × k kernels of the layers, None for pooling; a list."""
        return computing.layer_weights(
            self.layers, self.weights, self.kernels[self._channel], self.seed
        )

    @property
    def maps(self):
        """The image and the maps of the layers up to ``layer``; a list of arrays."""
        shown = self._shown
        return computing.run_layers(
            self.image[self._channel],
            self.layers[:shown],
            self.layer_weights[:shown],
            self.activation == "relu",
        )

    @property
    def receptive_field(self):
        """Input samples along one axis that a cell of each layer sees; int array."""
        return convolution.receptive_field(computing.theory(self.layers))

    @property
    def receptive_field_size(self):
        """Receptive field of ``layer`` in samples, ms and metres.

        A `course_lib.convolution.FieldSize`.
        """
        return convolution.receptive_field_size(
            computing.theory(self.layers[: self._shown]),
            self.dt_ms,
            self.dx_m,
            self.velocity_m_s,
        )

    @property
    def field(self):
        """Where the receptive field of `cell` lies: (first row, first column, size).

        It may reach over the edges: the first numbers can be negative.
        """
        size, jump, start = 1, 1, 0
        for layer in self.layers[: self._shown]:
            start -= layer["padding"] * jump
            size += (layer["k"] - 1) * layer["dilation"] * jump
            jump *= layer["stride"]
        row, column = self.cell
        return start + row * jump, start + column * jump, size

    @property
    def gradient(self):
        """∂(`cell` of ``layer``) / ∂(every input sample), shape of the image.

        Its non-zero part is the receptive field as it is; `receptive_field` is as
        large as it can be.
        """
        shown, maps = self._shown, self.maps
        return computing.trace_back(
            maps,
            self.layers[:shown],
            self.layer_weights[:shown],
            self.activation == "relu",
            *self.cell,
        )

    # ------------------------------------------------------------------------- helpers

    @property
    def _channel(self):
        return min(self.channel, len(self.image) - 1)

    def _nearest(self, samples):
        """Output cell whose window has its middle nearest to an input sample."""
        cells, axes = [], len(samples)
        for i, n, k in zip(
            samples, self.input.shape[-axes:], self.kernel.shape[-axes:], strict=True
        ):
            before, _ = computing.pads(self.padding, k, self.dilation)
            at = min(i, n - 1) + before - self.dilation * (k - 1) / 2
            cells.append(max(0, int(np.floor(at / self.stride + 0.5))))
        return cells

    @property
    def _shown(self):
        return min(self.layer, len(self.layers))


def named_kernel(kernel, known, name):
    """Numbers of a kernel that may be given by name."""
    if isinstance(kernel, str):
        return known[check_choice(kernel, name, known)].array
    return kernel
