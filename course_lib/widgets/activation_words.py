"""ActivationExplorer in words: names of functions, alt text, repr."""

LABELS = {
    "linear": "linear",
    "sigmoid": "sigmoid",
    "tanh": "tanh",
    "relu": "ReLU",
    "leaky_relu": "leaky ReLU",
    "elu": "ELU",
    "softplus": "softplus",
    "gelu": "GELU",
    "silu": "SiLU",
}


def describe(explorer):
    """What an `ActivationExplorer` shows, for people who do not see the picture."""
    if explorer.view == "softmax":
        pairs = zip(explorer.class_names, explorer.probabilities, strict=True)
        words = ", ".join(f"{name} {p:.3f}" for name, p in pairs)
        return f"Softmax at temperature {explorer.temperature:.3g}: {words}."
    if explorer.view == "chain":
        chain, label = explorer.chain, LABELS[explorer.chain_activation]
        return (
            f"{explorer.depth} layers of {explorer.width} {label} units, "
            f"{explorer.init}: RMS gradient {chain.gradient[0]:.2g} in the first "
            f"layer, {chain.gradient[-1]:.2g} in the last; RMS of the activations "
            f"{chain.rms[0]:.2g} and {chain.rms[-1]:.2g}."
        )
    return (
        f"Activation function {LABELS[explorer.activation]} with its slope and a "
        f"tangent at z = {explorer.z:.3g}: a = {explorer.a:.3g}, slope "
        f"{explorer.derivative:.3g}. Of {len(explorer.x)} samples of "
        f"{explorer.x_name}, {100 * explorer.saturated:.0f} % lie where it is flat."
    )


def summary(explorer):
    """What stands in the brackets of an explorer's repr."""
    if explorer.view == "softmax":
        scores = ", ".join(f"{v:.3g}" for v in explorer.scores)
        return f"softmax of ({scores}), temperature={explorer.temperature:.3g}"
    if explorer.view == "chain":
        scale = "" if explorer.factor == 1 else f", factor={explorer.factor:.3g}"
        return (
            f"{explorer.depth} layers of {explorer.width} {explorer.chain_activation}, "
            f"{explorer.init}{scale}, seed={explorer.seed}"
        )
    steep = "" if explorer.slope == 1 else f", slope={explorer.slope:.3g}"
    return (
        f"{explorer.activation} of {explorer.weight:.3g} · {explorer.x_name} "
        f"{'−' if explorer.bias < 0 else '+'} {abs(explorer.bias):.3g}{steep}, "
        f"tangent at z={explorer.z:.3g}"
    )
