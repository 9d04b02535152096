"""The playground's network as a PyTorch program: same data, weights, batches, loss."""

import json
import textwrap

from course_lib.datasets.playground import training_count
from course_lib.datasets.playground_pools import POOLS
from course_lib.optimizers import OPTIMIZERS, SCHEDULES
from course_lib.widgets.playground_settings import sizes

WIDTH = 80
MODULES = {
    "sigmoid": "torch.nn.Sigmoid()",
    "tanh": "torch.nn.Tanh()",
    "relu": "torch.nn.ReLU()",
    "leaky_relu": "torch.nn.LeakyReLU()",
    "elu": "torch.nn.ELU()",
    "softplus": "torch.nn.Softplus()",
    "gelu": 'torch.nn.GELU(approximate="tanh")',
    "silu": "torch.nn.SiLU()",
}
LOSSES = {
    "binary": "torch.nn.functional.binary_cross_entropy_with_logits",
    "multiclass": "torch.nn.functional.cross_entropy",
    "regression": "torch.nn.functional.mse_loss",
}
RIGHT = {
    "binary": "((model(X)[:, 0] >= 0) == y).double().mean()",
    "multiclass": "(model(X).argmax(dim=1) == y).double().mean()",
}


def program(settings, source, epochs, data_path):
    """A complete program as text.

    Parameters
    ----------
    settings : dict
        Of the playground.
    source : Points or Pool
        What the settings' data are.
    epochs : int
    data_path : str
        Where `Playground.save_data` wrote your own samples.

    Returns
    -------
    str
    """
    parts = [
        _heading(settings, source, epochs),
        _samples(settings, source, data_path),
        _network(settings, source),
        _cost(settings, source),
        _optimizer(settings["optimizer"]),
        _training(settings, source, epochs),
        _report(source),
    ]
    text = "\n\n".join(part.strip("\n") for part in parts) + "\n"
    return text.replace("\n\ndef ", "\n\n\ndef ").replace("return J\n", "return J\n\n")


def _heading(settings, source, epochs):
    imports = ["import numpy as np"] if settings["data"] == "own" else []
    chain = "-".join(str(n) for n in sizes(settings, source))
    rule = settings["optimizer"]
    names = [SCHEDULES[rule["schedule"]["kind"]].__name__] if rule["schedule"] else []
    if _is_ours(rule):
        names.insert(0, OPTIMIZERS[rule["kind"]].__name__)
    ours = ["from course_lib import datasets"]
    ours += [f"from course_lib.initializers import {settings['init']}"]
    ours += [f"from course_lib.optimizers import {', '.join(names)}"] if names else []
    ours += ["from course_lib.shared_random import SharedGenerator, batches"]
    title = "your data" if settings["data"] == "own" else source.title
    heading = f'''
"""A {chain} network learns {title}: {epochs} epochs in PyTorch.

course_lib deals the samples, the starting weights and the batches as the playground
does, so that the losses agree. In a program of your own all three are yours.
"""
'''
    return heading + "\n" + "\n".join([*imports, "import torch", "", *ours])


def _samples(settings, source, data_path):
    n, noise, seed = settings["n"], settings["noise"], settings["data_seed"]
    lines = []
    if settings["data"] in POOLS:
        lines = [f'pool = datasets.playground_pool("{settings["data"]}")']
        lines += ["Z = (pool.X - pool.X.mean(axis=0)) / pool.X.std(axis=0)"]
        lines += _dealt("pool.y", n, noise, seed)
    elif settings["data"] == "own":
        lines = [f"with np.load({json.dumps(str(data_path))}) as file:"]
        lines += ['    X, y = file["X"], file["y"]']
        lines += ["Z = (X - X.mean(axis=0)) / X.std(axis=0)"]
        if source.kind == "regression":
            lines += ["y = (y - y.mean()) / y.std()"]
        lines += _dealt("y", n, noise, seed)
        if source.order != list(range(source.columns)):
            lines += [f"Z = Z[:, {source.order}]  # the columns drawn come first"]
    else:
        name = settings["data"]
        lines = [
            "Z, y = datasets.playground_points("
            f'"{name}", n={n}, noise={noise}, seed={seed})'
        ]
    names = [f'"{name}"' for name in settings["features"]]
    m = min(n, getattr(source, "m", n))
    count = training_count(m, settings["train_share"])
    kind = "" if source.kind == "multiclass" else ".double()"
    return "\n".join(
        [
            f"# Samples; the first {count} are for training",
            *lines,
            *_filled("X = datasets.playground_features(Z, [", names, "])"),
            "X = torch.from_numpy(X)",
            f"y = torch.from_numpy(y){kind}",
            f"X_train, y_train = X[:{count}], y[:{count}]",
            f"X_test, y_test = X[{count}:], y[{count}:]",
        ]
    )


def _dealt(y, n, noise, seed):
    return [
        f"Z, y = datasets.playground_deal(Z, {y}, n={n}, noise={noise}, seed={seed})"
    ]


def _network(settings, source):
    widths, layers = sizes(settings, source), []
    names = [layer["activation"] for layer in settings["hidden"]] + [None]
    for n_in, n_out, name in zip(widths[:-1], widths[1:], names, strict=True):
        layers.append(f"    torch.nn.Linear({n_in}, {n_out}),")
        if name in MODULES:
            layers.append(f"    {MODULES[name]},")
    rows = "\n".join(layers)
    return f"""
# The network, and the weights it starts from
model = torch.nn.Sequential(
{rows}
).double()
linear = [layer for layer in model if isinstance(layer, torch.nn.Linear)]
rng = SharedGenerator({settings["seed"]})
with torch.no_grad():
    for layer in linear:
        W = {settings["init"]}(layer.out_features, layer.in_features, rng)
        layer.weight.copy_(torch.from_numpy(W))
        layer.bias.fill_({settings["bias"]})
"""


def _cost(settings, source):
    output = "model(X)" if source.kind == "multiclass" else "model(X)[:, 0]"
    lines = [f"    J = {LOSSES[source.kind]}({output}, y)"]
    prices = {
        "l1": "layer.weight.abs().sum()",
        "l2": "layer.weight.square().sum() / 2",
    }
    terms = [
        f"        J = J + {settings[name]} * {price}"
        for name, price in prices.items()
        if settings[name]
    ]
    if terms:
        lines += ["    for layer in linear:", *terms]
    return "\n".join(["", "def cost(X, y):", *lines, "    return J", ""])


def _is_ours(rule):
    """PyTorch has no Adam without its correction."""
    return rule["kind"] == "adam" and not rule["correct_bias"]


def _optimizer(rule):
    if _is_ours(rule):
        values = {k: v for k, v in rule.items() if k not in ("kind", "schedule")}
        if rule["schedule"]:
            values["schedule"] = _Raw(_schedule(rule["schedule"]))
        ours = _filled(f"{OPTIMIZERS[rule['kind']].__name__}(", _pairs(values), ")")
        ours = [f"    {line}" for line in ours]
        return "\n".join(["rules = [", *ours, "    for _ in model.parameters()", "]"])
    lr, kind = rule["lr"], rule["kind"]
    beta = rule.get("beta")
    if kind in ("momentum", "nesterov") and rule["dampening"]:
        lr = _Raw(f"{lr} * (1 - {beta})")  # V = βV + dW: PyTorch's form
    options = {
        "gd": {},
        "momentum": {"momentum": beta},
        "nesterov": {"momentum": beta, "nesterov": True},
        "adagrad": {"eps": rule.get("eps")},
        "rmsprop": {"alpha": beta, "eps": rule.get("eps")},
        "adadelta": {"rho": beta, "eps": rule.get("eps")},
        "adam": {
            "betas": (rule.get("beta1"), rule.get("beta2")),
            "eps": rule.get("eps"),
        },
    }[kind]
    if kind == "nesterov" and not beta:
        options = {}  # PyTorch refuses Nesterov without momentum: plain descent
    names = {"adagrad": "Adagrad", "rmsprop": "RMSprop", "adadelta": "Adadelta"}
    name = names.get(kind, "Adam" if kind == "adam" else "SGD")
    lines = [
        f"optimizer = torch.optim.{name}(",
        f"    model.parameters(), {_arguments({'lr': lr, **options})}",
        ")",
    ]
    if factor := _factor(rule):
        lines += [f"factor = {factor}" for factor in factor[:-1]]
        lines += ["schedule = torch.optim.lr_scheduler.LambdaLR("]
        lines += [f"    optimizer, {factor[-1]}", ")"]
    return "\n".join(lines)


def _factor(rule):
    """What the learning rate is times after k steps, in lines; the last one is used."""
    schedule = [_schedule(rule["schedule"])] if rule["schedule"] else []
    if rule["kind"] == "momentum" and rule["correct_bias"]:
        top = "factor(k)" if schedule else "1"
        return [*schedule, f"lambda k: {top} / (1 - {rule['beta']} ** (k + 1))"]
    return schedule


class _Raw(str):
    """Text that stands in a program as it is."""

    __repr__ = str.__str__


def _pairs(values):
    return [f"{name}={value!r}" for name, value in values.items()]


def _arguments(values):
    return ", ".join(_pairs(values))


def _filled(before, items, after):
    """Items in one line, or in lines of their own if that were too long."""
    line = f"{before}{', '.join(items)}{after}"
    if len(line) <= WIDTH:
        return [line]
    rows = textwrap.wrap(", ".join(items) + ",", WIDTH - 4)
    return [before, *(f"    {row}" for row in rows), after]


def _schedule(settings):
    values = {k: v for k, v in settings.items() if k != "kind"}
    return f"{SCHEDULES[settings['kind']].__name__}({_arguments(values)})"


def _training(settings, source, epochs):
    m = min(settings["n"], getattr(source, "m", settings["n"]))
    count = training_count(m, settings["train_share"])
    size = min(settings["batch_size"], count)
    per_epoch = -(-count // size)
    rule = settings["optimizer"]
    if _is_ours(rule):
        step = """    with torch.no_grad():
        for w, rule in zip(model.parameters(), rules, strict=True):
            w.copy_(torch.from_numpy(rule.step(w.numpy(), w.grad.numpy())))
            w.grad.zero_()"""
        clear = ""
    else:
        clear, step = "    optimizer.zero_grad()\n", "    optimizer.step()"
        if _factor(rule):
            step += "\n    schedule.step()"
    return f"""
stream = batches({count}, batch_size={size}, seed={settings["seed"]})
for _ in range({epochs} * {per_epoch}):  # epochs × batches
    batch = next(stream)
{clear}    cost(X_train[batch], y_train[batch]).backward()
{step}
"""


def _report(source):
    lines = [
        "with torch.no_grad():",
        "    loss, test_loss = cost(X_train, y_train), cost(X_test, y_test)",
        '    print(f"training loss {loss:.6f}, test loss {test_loss:.6f}")',
    ]
    if source.kind != "regression":
        right = RIGHT[source.kind]
        train, test = (
            right.replace("(X)", f"(X_{part})").replace("== y)", f"== y_{part})")
            for part in ("train", "test")
        )
        lines += [f"    accuracy = {train}", f"    test_accuracy = {test}"]
        lines += [
            '    print(f"training accuracy {accuracy:.3f}, test {test_accuracy:.3f}")'
        ]
    return "\n".join(lines)
