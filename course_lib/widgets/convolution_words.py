"""ConvolutionExplorer in words: alt text and repr."""

import numpy as np

KIND = {"conv": "conv", "max": "max pool", "mean": "mean pool"}


def times(shape):
    """A shape for people: 62 × 62."""
    return " × ".join(str(n) for n in shape)


def fits(explorer):
    """Whether the kernel, or every layer's window, has room in the padded input."""
    try:
        return min(explorer.output_shape) > 0
    except ValueError:
        return False


def describe(explorer):
    """What a `ConvolutionExplorer` shows, for people who do not see the picture."""
    if not fits(explorer):
        return f"{summary(explorer)}: there is no room for the kernel, no output."
    rule = "Convolution" if explorer.flip else "Cross-correlation"
    if explorer.view == "stack":
        size = explorer.receptive_field_size
        return (
            f"Layers in a row on a section of {times(explorer.image.shape[1:])}: "
            f"{layer_words(explorer)}. A cell of layer {explorer._shown} depends on "
            f"{size.samples} × {size.samples} samples, {size.ms:.3g} ms and "
            f"{size.width_m:.3g} m."
        )
    kind = {"section": "section", "channels": "channels", "trace": "trace"}
    name = explorer.data_name if explorer.view != "trace" else explorer.trace_name
    return (
        f"{rule} of a {kind[explorer.view]} ({name}) of "
        f"{times(np.shape(explorer.input))} with a kernel of "
        f"{times(explorer.kernel.shape)}: output {times(explorer.output_shape)}, its "
        f"values from {explorer.output.min():.3g} to {explorer.output.max():.3g}; cell "
        f"{times(explorer.cell).replace(' ×', ',')} is {explorer.value:.3g}."
    ).replace("a channels", "channels")


def layer_words(explorer):
    """Conv 3, conv 3, max pool 2, …"""
    return ", ".join(f"{KIND[layer['kind']]} {layer['k']}" for layer in explorer.layers)


def summary(explorer):
    """What stands in the brackets of an explorer's repr."""
    if explorer.view == "stack":
        field = explorer.receptive_field[explorer._shown - 1]
        return (
            f"layers {layer_words(explorer)} on {times(explorer.image.shape[1:])}, "
            f"weights={explorer.weights!r}, receptive field of layer "
            f"{explorer._shown}: {field}"
        )
    parts = [
        f"{explorer.view} {times(np.shape(explorer.input))}",
        f"kernel {times(explorer.kernel.shape)}",
    ]
    parts += ["convolution"] if explorer.flip else []
    for name, usual in (("stride", 1), ("padding", 0), ("dilation", 1)):
        value = getattr(explorer, name)
        parts += [f"{name}={value!r}"] if value != usual else []
    parts += [f"bias={explorer.bias:.3g}"] if explorer.bias else []
    parts += ["relu"] if explorer.activation == "relu" else []
    if fits(explorer):
        parts.append(f"output {times(explorer.output_shape)}")
    else:
        parts.append("no room for the kernel")
    return ", ".join(parts)
