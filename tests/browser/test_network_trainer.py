"""The browser trains as Python does: same weights, same batches, same epochs."""

import numpy as np
import pytest

from course_lib.datasets import playground
from course_lib.networks import Network
from course_lib.optimizers import (
    Adam,
    GradientDescent,
    InverseTimeDecay,
    Momentum,
    Nesterov,
    RMSprop,
)
from course_lib.shared_random import batches

from .conftest import new_page
from .network_page import load_network_engine, send_network, send_samples

DEEP = [7, 8, 8, 8, 8, 8, 8, 1]
ALL_FEATURES = tuple(playground.FEATURES)
START = """
  const network = E.build(a.network), train = E.samplesOf(a.train);
  const test = a.test ? E.samplesOf(a.test) : null;
  const options = { optimizer: a.optimizer, batchSize: a.batch_size, seed: a.seed };
  const trainer = E.makeTrainer(network, train, test, options);
"""


@pytest.fixture(scope="module")
def js(browser):
    """Call JavaScript with the engine as E and the keyword arguments as a."""
    with new_page(browser) as page:
        load_network_engine(page)
        yield lambda script, **argument: page.evaluate(
            f"a => {{ const E = window.E; {script} }}", argument
        )
        assert page.errors == []


def problem(name, names=("x1", "x2"), n=500):
    """Features and labels of the training half, and of the other half."""
    X, y = playground.points(name, n, noise=10, seed=4)
    X, half = playground.features(X, names), playground.training_count(n)
    return (X[:half], y[:half]), (X[half:], y[half:])


def send(network, optimizer, train, batch_size, seed=3, test=None):
    return {
        "network": send_network(network),
        "optimizer": optimizer.settings(),
        "train": send_samples(*train),
        "test": test and send_samples(*test),
        "batch_size": batch_size,
        "seed": seed,
    }


def epochs_in_python(network, optimizer, train, batch_size, seed=3):
    """Yield (parameters, loss) after every epoch, batches in the shared order."""
    X, y = train
    optimizer.reset()
    order = batches(len(y), batch_size, seed)
    while True:
        with np.errstate(all="ignore"):
            for _ in range(-(-len(y) // batch_size)):
                rows = next(order)
                dw = network.backward(X[rows], y[rows])
                network.parameters = optimizer.step(network.parameters, dw)
            loss = network.loss(X, y)
        yield network.parameters.copy(), loss


NETWORKS = {
    "default": (Network([2, 4, 2, 1], seed=1), problem("circle")),
    "deep spiral": (Network(DEEP, seed=2), problem("spiral", ALL_FEATURES)),
    "regression": (
        Network([2, 4, 2, 1], ["relu", "gelu"], "linear", l1=1e-3, l2=0.01, seed=3),
        problem("hills", n=300),
    ),
}
WAYS = [
    (GradientDescent(lr=0.03), 10),
    (GradientDescent(lr=0.003), 1),  # 2500 steps: at 0.03, rounding errors grow
    (GradientDescent(lr=0.03), 7),
    (GradientDescent(lr=0.03), 250),
    (Momentum(lr=0.03), 30),
    (Nesterov(lr=0.01), 10),
    (RMSprop(lr=0.003), 10),
    (Adam(lr=0.01, schedule=InverseTimeDecay(0.01)), 30),
]


@pytest.mark.parametrize("way", WAYS, ids=repr)
@pytest.mark.parametrize("name", NETWORKS)
def test_the_first_ten_epochs_equal_python(js, name, way):
    (network, (train, test)), (optimizer, batch_size) = NETWORKS[name], way
    start = network.parameters.copy()
    batch_size = min(batch_size, len(train[1]))
    got = js(
        START + """return Array.from({ length: 10 }, () => {
          trainer.trainEpochs(1);
          return { w: [...network.parameters], ...trainer.losses() };
        })""",
        **send(network, optimizer, train, batch_size, test=test),
    )  # fmt: skip
    python = epochs_in_python(network, optimizer, train, batch_size)
    for epoch, (w, loss) in zip(got, python, strict=False):
        np.testing.assert_allclose(epoch["w"], w, rtol=1e-9, atol=1e-9)
        assert epoch["train"] == pytest.approx(loss, rel=1e-9)
        assert epoch["test"] == pytest.approx(network.loss(*test), rel=1e-9)
    network.parameters = start


def test_the_loss_curve_keeps_every_early_epoch_and_ever_fewer_later(js):
    train, test = problem("circle", n=50)
    network, optimizer = Network([2, 1], seed=1), GradientDescent(lr=0.1)
    got = js(
        START + """trainer.trainEpochs(3000);
        const { count, epoch, train: losses, test: others } = trainer.history;
        const now = trainer.losses(), all = [epoch, losses, others];
        return { columns: all.map(c => [...c.subarray(0, count)]), now }""",
        **send(network, optimizer, train, 25, test=test),
    )  # fmt: skip
    epochs, losses, others = np.array(got["columns"])
    np.testing.assert_array_equal(epochs[:401], np.arange(401))
    assert (np.diff(epochs) <= np.maximum(1, epochs[:-1] / 200)).all()
    assert len(epochs) < 900 and epochs[-1] > 2980
    seen = dict(zip(epochs, zip(losses, others, strict=True), strict=True))
    assert seen[0] == (pytest.approx(network.loss(*train)),
                       pytest.approx(network.loss(*test)))  # fmt: skip
    python = epochs_in_python(network, optimizer, train, 25)
    for k in range(1, 61):
        _, loss = next(python)
        assert seen[k][0] == pytest.approx(loss, rel=1e-9)


DIVERGING = {
    "plane": (Network([2, 1], output="linear", seed=1), 0.2, 10),
    "relu hills": (
        Network([2, 8, 8, 1], "relu", "linear", init="he", seed=1), 3.0, 10),
    "leaky circle": (
        Network([2, 6, 6, 6, 1], "leaky_relu", "sigmoid", init="he", seed=1), 100.0, 1),
    "late": (Network([2, 1], output="linear", seed=1), 0.0875, 250),
}  # fmt: skip


@pytest.mark.parametrize("name", DIVERGING)
def test_a_run_that_diverges_stops_at_the_epoch_whose_loss_is_not_finite(js, name):
    network, lr, batch_size = DIVERGING[name]
    kind = {"plane": "plane", "late": "plane", "relu hills": "hills"}.get(
        name, "circle"
    )
    train, _ = problem(kind)
    start, optimizer = network.parameters.copy(), GradientDescent(lr=lr)
    got = js(
        START + """trainer.trainEpochs(20000);
        const { stopped, epoch, updates } = trainer, finished = trainer.trainEpochs(5);
        const { count, train: losses } = trainer.history;
        return { stopped, epoch, updates, finished,
                 finite: losses.subarray(0, count).every(Number.isFinite) }""",
        **send(network, optimizer, train, batch_size),
    )  # fmt: skip
    for k, (_, loss) in enumerate(
        epochs_in_python(network, optimizer, train, batch_size), start=1
    ):
        if not np.isfinite(loss):
            break
        assert k < 20000
    network.parameters = start
    assert got["stopped"] == f"diverged at epoch {k}: learning rate too large"
    assert got["epoch"] == k and got["finished"] == 0 and got["finite"]
    assert got["updates"] == k * -(-len(train[1]) // batch_size)
    assert name != "late" or k > 200  # where the loss is no longer noted every epoch


def test_why_a_run_diverged_names_the_penalty_and_the_start(js):
    train, _ = problem("plane")
    heavy = Network([2, 1], output="linear", l2=10.0, seed=1)
    argument = send(heavy, GradientDescent(lr=0.3), train, 10)
    stopped = js(START + "trainer.trainEpochs(500); return trainer.stopped", **argument)
    assert "learning rate times L2 rate is above 2" in stopped
    argument["network"]["parameters"][0] = 1e300
    stopped = js(START + "return trainer.stopped", **argument)
    assert stopped.startswith("diverged at epoch 0: the weights it started from")


def test_a_call_ends_with_its_time_and_goes_on_where_it_was(js):
    (train, _), network = problem("spiral", ALL_FEATURES, n=5000), Network(DEEP, seed=2)
    got = js(
        START + """let parts = 0;
        for (; trainer.epoch < 2; parts += 1) trainer.trainFor(0, 2 - trainer.epoch);
        return { parts, w: [...network.parameters], epoch: trainer.epoch }""",
        **send(network, GradientDescent(lr=1e-3), train, 1),
    )  # fmt: skip
    assert got["epoch"] == 2 and got["parts"] == pytest.approx(5000 / 128, rel=0.05)
    python = epochs_in_python(network, GradientDescent(lr=1e-3), train, 1)
    next(python)
    np.testing.assert_allclose(got["w"], next(python)[0], rtol=1e-9, atol=1e-9)


@pytest.mark.parametrize("batch_size", [1, 7, 250])
def test_a_snapshot_goes_on_elsewhere_to_the_last_bit(js, batch_size):
    train, _ = problem("xor")
    network = Network([2, 5, 1], "softplus", seed=5)
    got = js(
        START + """trainer.trainEpochs(4);
        trainer.setBatchSize(a.batch_size);  // and the shuffles begin again
        trainer.trainEpochs(3);
        trainer.trainFor(0);
        const saved = JSON.parse(JSON.stringify(trainer.snapshot()));
        trainer.trainEpochs(6);
        const other = E.build({ settings: a.network.settings });
        const again = E.makeTrainer(other, train, null, { ...options, seed: 99 });
        again.restore(saved);
        again.trainEpochs(6);
        return [trainer, again].map(t =>
          [...t.network.parameters, ...t.memory.V, t.memory.t, t.epoch, t.updates])""",
        **send(network, Adam(lr=0.01), train, batch_size),
    )  # fmt: skip
    assert got[0] == got[1] and got[0][-2] >= 13


def test_another_learning_rate_keeps_the_memory_another_rule_clears_it(js):
    train, _ = problem("gauss", n=60)
    got = js(
        START + """trainer.trainEpochs(2);
        const seen = [trainer.memory.t];
        trainer.setOptimizer({ ...a.optimizer, lr: 0.5 });
        trainer.trainEpochs(1);
        seen.push(trainer.memory.t);
        trainer.setOptimizer({ kind: "gd", lr: 0.1, schedule: null });
        return [...seen, trainer.memory.t, Math.max(...trainer.memory.V)]""",
        **send(Network([2, 3, 1]), Momentum(lr=0.03), train, 10),
    )  # fmt: skip
    assert got == [6, 9, 0, 0]


def test_training_and_maps_add_no_memory(page):
    """What 20 000 epochs leave on the heap, garbage taken away: nothing."""
    load_network_engine(page)
    train, test = problem("circle", n=100)
    network, optimizer = Network([2, 4, 2, 1], seed=1), Adam(lr=0.003)
    page.evaluate(
        f"""a => {{ const E = window.E; {START}
        const fill = (x1, x2, X, n) => E.fillFeatures(["x1", "x2"], x1, x2, X, n);
        const maps = E.makeUnitMaps(network, {{ domain: [[-6, 6], [-6, 6]], fill }});
        window.work = epochs => {{
          for (let k = 0; k < epochs; k += 100) {{
            trainer.trainEpochs(100);
            maps.thumbnails();
            maps.fineMaps();
          }}
          return trainer.epoch;
        }} }}""",
        send(network, optimizer, train, 10, test=test),
    )
    devtools = page.context.new_cdp_session(page)

    def used_bytes():
        for _ in range(3):
            devtools.send("HeapProfiler.collectGarbage")
        return devtools.send("Runtime.getHeapUsage")["usedSize"]

    page.evaluate("() => work(2000)")  # the compiler has made what it needs
    before = used_bytes()
    assert page.evaluate("() => work(20000)") == 22000
    assert used_bytes() - before < 20_000 * 5  # 5 bytes an epoch: less than one number
    assert page.errors == []


def test_gradient_statistics_of_every_layer(js):
    (train, _), network = problem("circle"), Network([2, 4, 3, 1], "relu", seed=2)
    network.biases[0][1] = -1e3  # a unit that never fires
    got = js(
        START + """const statistics = E.makeGradientStatistics(network, train);
        const { edges, layers } = statistics.measure();
        return { edges: [...edges], layers: layers.map(l =>
          ({ ...l, counts: [...l.counts] })) }""",
        **send(network, GradientDescent(lr=0.1), train, 10),
    )  # fmt: skip
    gradient, edges = network.gradient(*train), got["edges"]
    assert (edges[0], edges[-1], len(edges)) == (-10, 2, 25)
    at = 0
    for W, layer in zip(network.weights, got["layers"], strict=True):
        dW = np.abs(gradient[at : at + W.size])
        at += W.size + len(W)
        assert layer["rms"] == pytest.approx(np.sqrt(np.mean(dW**2)))
        assert layer["largest"] == pytest.approx(dW.max())
        assert layer["zero"] == np.sum(dW == 0)
        counts, _ = np.histogram(np.log10(dW[dW > 0]), edges)
        assert layer["counts"] == counts.tolist()
    assert got["layers"][0]["zero"] >= 2
