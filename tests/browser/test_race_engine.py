"""The browser's paths are those of course_lib.races: steps, whole races, the ledger."""

import numpy as np
import pytest

from course_lib import surfaces
from course_lib.optimizers import (
    Adadelta,
    Adagrad,
    Adam,
    CosineDecay,
    ExponentialDecay,
    GradientDescent,
    InverseTimeDecay,
    Momentum,
    Nesterov,
    RMSprop,
    StepDecay,
    from_settings,
)
from course_lib.races import Race

from .conftest import new_page
from .race_page import SURFACES, load_engine, send_race, send_surface

RULES = [
    GradientDescent(lr=1e-3),
    Momentum(lr=1e-2),
    Momentum(lr=1e-3, dampening=False, schedule=StepDecay(every=4)),
    Momentum(lr=1e-2, correct_bias=True),
    Nesterov(lr=1e-2, schedule=CosineDecay(steps=9)),
    Nesterov(lr=1e-3, dampening=False),
    Adagrad(lr=0.1, schedule=InverseTimeDecay(0.3)),
    RMSprop(lr=0.02),
    Adadelta(),
    Adam(lr=0.05),
    Adam(lr=0.05, correct_bias=False, schedule=ExponentialDecay(0.9)),
]
STEP = """
  const two = v => Float64Array.from([v, v].flat().slice(0, 2));
  return a.cases.map(({ settings, state, w }) => {
    const memory = E.makeMemory(), at = Float64Array.from(w), g = new Float64Array(2);
    memory.t = state.t;
    for (const name of ["V", "S", "D"]) memory[name].set(state[name]);
    surface.gradient(at[0], at[1], g);
    E.stepOptimizer(settings, memory, at, g, at);
    return [at, memory.step, memory.V, memory.S, memory.D].map(v => [...v]);
  })"""
RUN = """
  const run = E.runPath(surface, a.racer, a.race), { count } = run;
  const shown = name => [...run[name].subarray(0, count)];
  return { ...run, x: shown("x"), y: shown("y"), loss: shown("loss"),
           evaluations: shown("evaluations"), room: run.x.length }"""


@pytest.fixture(scope="module")
def js(browser):
    """Call JavaScript with the engine as E, an argument a and its ``surface``."""
    with new_page(browser) as page:
        load_engine(page)

        def call(script, surface, **argument):
            sent = {"surface": send_surface(surface), **argument}
            start = "const E = window.E, surface = E.build(a.surface);"
            return page.evaluate(f"a => {{ {start} {script} }}", sent)

        yield call
        assert page.errors == []


def race_of(surface, optimizer, key=None, **terms):
    """A race with one racer, and that racer's key."""
    key = optimizer.kind if key is None else key
    return Race(surface, {key: optimizer}, **terms), key


def run_both(js, surface, optimizer, key=None, **terms):
    """(run of the browser, `Path` of Python) of the same race."""
    race, key = race_of(surface, optimizer, key, **terms)
    return js(RUN, surface, **send_race(race, key)), race.path(key)


def assert_same_path(run, path, rtol=1e-9):
    """The whole path, every loss, and why it ended."""
    assert run["count"] == len(path)
    size = np.abs(path).max(axis=0)
    for axis, name in enumerate("xy"):
        np.testing.assert_allclose(
            run[name], path[:, axis], rtol=rtol, atol=1e-12 * size[axis]
        )
    atol = 1e-12 * np.abs(path.loss).max()
    np.testing.assert_allclose(run["loss"], path.loss, rtol=rtol, atol=atol)
    np.testing.assert_array_equal(run["evaluations"], path.evaluations)
    assert bool(run["stopped"]) == bool(path.stopped)


def states(optimizer, surface, rng):
    """Points and memories as they may be in the middle of a race."""
    low, high = np.array(surface.domain).T
    for _ in range(8):
        w = rng.uniform(low, high)
        g = np.abs(surface.gradient(w)) + 1e-6
        yield (
            w,
            {
                "t": int(rng.integers(0, 30)),
                "V": g * rng.normal(size=2),
                "S": g**2 * rng.uniform(0.1, 2, 2),
                "D": (0.01 * (high - low) * rng.uniform(0.1, 1, 2)) ** 2,
            },
        )


@pytest.mark.parametrize("name", SURFACES)
def test_one_step_of_every_rule_from_the_same_state_equals_python(js, name):
    surface, rng = SURFACES[name], np.random.default_rng(6)
    cases, expected = [], []
    for rule in RULES:
        for w, state in states(rule, surface, rng):
            plain = {key: np.asarray(value).tolist() for key, value in state.items()}
            settings = rule.settings()
            cases.append({"settings": settings, "state": plain, "w": w.tolist()})
            moves = []
            for origin in (w, np.zeros(2)):  # from 0 the new point is ΔW itself
                twin = from_settings(settings)
                vars(twin).update(state)
                moves.append(twin.step(origin, surface.gradient(w)))
            expected.append([*moves, twin.V, twin.S, vars(twin).get("D", state["D"])])
    answers = js(STEP, surface, cases=cases)
    assert len(answers) == 8 * len(RULES)
    for case, answer, numbers in zip(cases, answers, expected, strict=True):
        for got, want in zip(answer, numbers, strict=True):
            np.testing.assert_allclose(got, want, rtol=1e-9, err_msg=str(case))


QUADRATIC = surfaces.quadratic(1, 25, angle=20)
LINE, LOGISTIC = SURFACES["line"], SURFACES["logistic"]
RICKER = surfaces.ricker_misfit(noise=0.1, seed=2)
STABLE = {
    "zig-zag": (QUADRATIC, GradientDescent(0.07), {}),
    "quadratic, momentum": (QUADRATIC, Momentum(0.2), {}),
    "quadratic, corrected": (QUADRATIC, Momentum(0.1, correct_bias=True), {}),
    "quadratic, Polyak": (QUADRATIC, Momentum(0.01, dampening=False), {}),
    "quadratic, Nesterov": (QUADRATIC, Nesterov(0.2), {}),
    "quadratic, Nesterov of torch": (QUADRATIC, Nesterov(0.02, dampening=False), {}),
    "quadratic, Adagrad": (QUADRATIC, Adagrad(0.3), {}),
    "quadratic, RMSprop": (QUADRATIC, RMSprop(0.004), {"steps": 300}),
    "quadratic, Adadelta": (QUADRATIC, Adadelta(), {}),
    "quadratic, Adam": (QUADRATIC, Adam(0.01), {}),
    "saddle": (surfaces.saddle, GradientDescent(0.01), {}),
    "saddle, Adam": (surfaces.saddle, Adam(0.01), {}),
    "long valley": (surfaces.long_valley, GradientDescent(0.02), {}),
    "Beale": (surfaces.beale, Adam(0.02), {}),
    "Beale, slower": (surfaces.beale, GradientDescent(1e-3), {}),
    "Rosenbrock": (surfaces.rosenbrock, Momentum(2e-3), {}),
    "Himmelblau": (surfaces.himmelblau, GradientDescent(0.01), {}),
    "Goldstein-Price": (surfaces.goldstein_price, Adagrad(0.05), {}),
    "Styblinski-Tang": (surfaces.styblinski_tang, Nesterov(0.02), {}),
    "random": (SURFACES["random"], GradientDescent(0.05), {}),
    "grid": (SURFACES["grid"], GradientDescent(0.002), {}),
    "line": (LINE, GradientDescent(0.05), {}),
    "line, Adam": (LINE, Adam(0.02), {}),
    "line, batches": (LINE, Momentum(0.1), {"batch_size": 7, "seed": 3}),
    "line, last batch short": (LINE, Adagrad(0.1), {"batch_size": 39, "seed": 8}),
    "line, all in one batch": (LINE, Adagrad(0.1), {"batch_size": 40}),
    "line, one batch for ever": (
        LINE, Momentum(0.1), {"batch_size": 5, "seed": 3, "freeze": True}
    ),
    "logistic": (LOGISTIC, Momentum(2.0), {}),
    "logistic, batches": (LOGISTIC, Adam(0.05), {"batch_size": 8, "seed": 1}),
    "logistic, decaying": (
        LOGISTIC, Momentum(2.0, schedule=InverseTimeDecay(0.05)), {"batch_size": 3}
    ),
    "avo": (SURFACES["avo"], Nesterov(0.5), {}),
    "ricker": (RICKER, Adam(0.3), {"start": (9.0, 30.0)}),
    "ricker, batches": (
        RICKER, Adagrad(1.0), {"start": (9.0, 30.0), "batch_size": 20, "seed": 5}
    ),
    "wrong wiggle": (RICKER, Adam(0.3), {"start": (50.0, 20.0)}),
    "noisy quadratic": (QUADRATIC, GradientDescent(0.02), {"noise": 0.8, "seed": 4}),
    "noisy saddle": (surfaces.saddle, Momentum(0.05), {"noise": 0.3, "seed": 9}),
}  # fmt: skip


@pytest.mark.parametrize("name", STABLE)
def test_three_hundred_steps_equal_python(js, name):
    surface, optimizer, terms = STABLE[name]
    run, path = run_both(js, surface, optimizer, **{"key": "adam", **terms})
    assert len(path) == 301
    assert run["leftAt"] == first_outside(path, surface)
    assert_same_path(run, path)


def first_outside(path, surface):
    low, high = np.array(surface.domain).T
    outside = np.flatnonzero(((path < low) | (path > high)).any(axis=1))
    return int(outside[0]) if len(outside) else -1


@pytest.mark.parametrize(
    "key, used", [("gd", 40), ("sgd", 1), ("minibatch", 6), ("adam", 6)]
)
def test_the_key_says_how_many_samples_a_gradient_uses(js, key, used):
    run, path = run_both(
        js, LINE, GradientDescent(0.02), key, steps=20, batch_size=6, seed=7
    )
    assert run["evaluations"][1] == used
    assert_same_path(run, path)


def test_gradient_descent_has_no_noise_and_the_others_have(js):
    terms = {"steps": 50, "noise": 0.5, "seed": 2}
    calm, path = run_both(js, QUADRATIC, GradientDescent(0.02), "gd", **terms)
    assert_same_path(calm, path)
    noisy, path = run_both(js, QUADRATIC, GradientDescent(0.02), "sgd", **terms)
    assert_same_path(noisy, path)
    assert np.abs(np.subtract(calm["x"], noisy["x"])).max() > 0.01


BEALE, STEEP = surfaces.beale, surfaces.quadratic(1, 100)
DIVERGING = [
    (BEALE, GradientDescent(1e-3), (3.0, 4.0)),
    (BEALE, Momentum(1e-2), (3.0, 4.0)),
    (BEALE, Nesterov(1e-2), (3.0, 4.0)),
    (BEALE, GradientDescent(1e12), (1.0, 1.5)),
    (BEALE, Adam(1e60), (1.0, 1.5)),
    (STEEP, GradientDescent(0.1), (2.0, 1.0)),
    (STEEP, GradientDescent(1e6), (2.0, 1.0)),
    (STEEP, Momentum(1e4), (2.0, 1.0)),
    (STEEP, Momentum(beta=1.0, correct_bias=True), (2.0, 1.0)),
    (STEEP, RMSprop(beta=1.0, eps=0.0), (2.0, 1.0)),
    (surfaces.saddle, GradientDescent(50.0), (1.0, 1e-3)),
    (surfaces.saddle, Adagrad(eps=0.0), (1.0, 0.0)),
    (surfaces.long_valley, GradientDescent(1.0), (1.0, 1e-3)),
    (surfaces.rosenbrock, Nesterov(0.1), (-1.2, 1.0)),
    (LINE, GradientDescent(30.0), (0.0, 0.0)),
    (RICKER, Adam(1e200), (20.0, 20.0)),
]


@pytest.mark.parametrize("case", range(len(DIVERGING)))
def test_divergence_is_said_at_the_step_where_python_says_it(js, case):
    surface, optimizer, start = DIVERGING[case]
    run, path = run_both(js, surface, optimizer, start=start, steps=400)
    assert run["stopped"] == f"diverged at step {len(path)}"
    assert path.stopped.startswith(run["stopped"] + ":")
    assert run["count"] == len(path)
    assert run["leftAt"] == first_outside(path, surface)


def test_who_leaves_the_known_grid_is_told_so(js):
    grid = SURFACES["grid"]
    run, path = run_both(js, grid, GradientDescent(0.3), start=(2.0, 4.0))
    assert run["stopped"] == f"left the known grid at step {len(path)}"
    assert "grid" in path.stopped
    assert run["leftAt"] == -1  # the point outside is not part of the path


@pytest.mark.parametrize("start", [(np.nan, 1.0), (1.0, np.inf), (1e200, 1e200)])
def test_a_start_that_is_not_finite_is_step_zero(js, start):
    race, key = race_of(BEALE, Adam(), steps=5)
    sent = send_race(race, key)
    run = js(RUN, BEALE, **{**sent, "race": {**sent["race"], "start": list(start)}})
    assert (run["count"], run["stopped"]) == (0, "diverged at step 0")


def test_an_earlier_run_lends_its_arrays_if_they_fit(js):
    race, key = race_of(BEALE, GradientDescent(1e-3), start=(1.0, 1.5), steps=30)
    same, kept, other, rest = js(
        """const run = E.runPath(surface, a.racer, a.race), { x, loss } = run;
           run.colour = "#123456";
           const wild = { ...a.race, start: [3, 4] };
           const again = E.runPath(surface, a.racer, wild, run);
           const same = again === run && again.x === x && again.loss === loss;
           const longer = E.runPath(surface, a.racer, { ...a.race, steps: 31 }, again);
           return [same, again.colour, longer.x.length, [...loss].slice(5)]""",
        BEALE, **send_race(race, key),
    )  # fmt: skip
    assert (same, kept, other) == (True, "#123456", 32)
    assert np.isnan(rest).all()  # nothing of the longer path is left behind


@pytest.mark.parametrize("rule", RULES, ids=repr)
@pytest.mark.parametrize("name, batch_size", [("beale", None), ("line", 6)])
def test_the_ledger_holds_the_numbers_of_step_k(js, rule, name, batch_size):
    surface, key, k = SURFACES[name], "adam", 17
    race, _ = race_of(surface, rule, key, steps=40, batch_size=batch_size, seed=3)
    script = "const e = E.ledgerAt(surface, a.racer, a.race, a.k);"
    script += "return Object.fromEntries(Object.entries(e).map(([name, v]) =>"
    script += "[name, ArrayBuffer.isView(v) ? [...v] : v]))"
    entry = js(script, surface, k=k, **send_race(race, key))
    race.steps = k
    path = race.path(key)  # leaves the optimizer as it is after k steps
    close = {"rtol": 1e-9, "atol": 1e-12}
    assert entry["t"] == rule.t == k
    assert entry["alpha"] == pytest.approx(rule.rate(k - 1), rel=1e-12)
    np.testing.assert_allclose(entry["w"], path[k - 1], **close)
    np.testing.assert_allclose(entry["next"], path[k], **close)
    np.testing.assert_allclose(entry["step"], path[k] - path[k - 1], **close)
    np.testing.assert_allclose(
        [entry["loss"], entry["nextLoss"]], path.loss[k - 1 :], **close
    )
    assert entry["used"] == path.evaluations[k] - path.evaluations[k - 1]
    batch = surface if not batch_size else surface.minibatch(entry["samples"])
    np.testing.assert_allclose(entry["dw"], batch.gradient(path[k - 1]), **close)
    for name in ("V", "S", "D"):
        kept = getattr(rule, name, 0.0)
        if np.any(kept):
            np.testing.assert_allclose(entry[name], kept, **close)
        else:
            assert entry[name] is None
    corrected = getattr(rule, "correct_bias", False)
    assert (entry["Vhat"] is not None) == corrected
    assert (entry["Shat"] is not None) == (corrected and rule.kind == "adam")


def test_the_ledger_ends_with_the_step_that_diverges_and_starts_with_none(js):
    race, key = race_of(BEALE, GradientDescent(1e-3), start=(3.0, 4.0), steps=50)
    first, last = js(
        """return [0, 50].map(k => {
             const e = E.ledgerAt(surface, a.racer, a.race, k);
             return [e.t, [...e.w], [...e.step], e.stopped];
           })""",
        BEALE, **send_race(race, key),
    )  # fmt: skip
    assert first == [0, [3.0, 4.0], [0.0, 0.0], ""]
    path = race.path(key)
    assert last[0] == len(path)
    np.testing.assert_allclose(last[1], path[-1], rtol=1e-9)
    assert path.stopped.startswith(last[3])
