"""A thousand races with settings nobody would choose: none fails, each ends rightly."""

import numpy as np
import pytest

from course_lib import surfaces
from course_lib.optimizers import (
    SCHEDULES,
    Adam,
    GradientDescent,
    Momentum,
    Nesterov,
    RMSprop,
)
from course_lib.optimizers.rules import ALL as RULES
from course_lib.races import LABELS, Race

from .conftest import new_page
from .race_page import SURFACES, load_engine, send_race, send_surface

HOW_MANY, STEPS = 1000, 60
NUMBERS = [0.0, 0.5, 0.9, 0.999, 1.0]
STARTS = [0.0, -0.0, 1e-300, 3.0, -1e8, 1e160, 1e308, np.nan, np.inf, -np.inf]
CHECK = """
  const built = Object.fromEntries(
    Object.entries(a.surfaces).map(([name, sent]) => [name, E.build(sent)]));
  const finite = (...numbers) => numbers.every(Number.isFinite), wrong = [];
  const counts = a.cases.map(({ name, racer, race }, number) => {
    const surface = built[name], note = text => wrong.push(`${number}: ${text}`);
    try {
      const run = E.runPath(surface, racer, race), { count, stopped, x, y, loss } = run;
      for (let k = 0; k < x.length; k++) {
        if (k < count && !finite(x[k], y[k], loss[k])) note(`not finite at ${k}`);
        if (k >= count && !isNaN(x[k] + y[k] + loss[k])) note(`numbers at ${k}`);
      }
      const end = E.ledgerAt(surface, racer, race, count);
      const after = [...end.next, end.nextLoss];
      if (count === x.length && stopped) note("finished, and yet stopped");
      if (count < x.length) {
        if (!stopped.endsWith(`at step ${count}`)) note(`${stopped}, but ${count}`);
        const off = surface.kind === "grid" && finite(...end.next);
        if (stopped.startsWith("left") !== off) note("stopped for the wrong reason");
        if (end.t !== count || finite(...after)) note("the next step is finite");
      }
      if (run.leftAt >= count) note("left the domain after its end");
      return count;
    } catch (error) {
      note(error.message);
      return -1;
    }
  });
  return { wrong, counts }"""


@pytest.fixture(scope="module")
def js(browser):
    """Call JavaScript with the engine as E and an argument a."""
    with new_page(browser) as page:
        load_engine(page)
        yield lambda script, **argument: page.evaluate(
            f"a => {{ const E = window.E; {script} }}", argument
        )
        assert page.errors == []


def random_settings(rng):
    """A rule with any learning rate, any β and ε, any schedule."""
    rule = RULES[rng.integers(len(RULES))]
    values = rule().settings()
    for name in values:
        if name.startswith("beta"):
            values[name] = float(rng.choice(NUMBERS))
        elif name == "eps":
            values[name] = float(rng.choice([0.0, 1e-10, 1e-3, 10.0]))
        elif isinstance(values[name], bool):
            values[name] = bool(rng.integers(2))
    values["lr"] = float(10 ** rng.uniform(-12, 12))
    if rng.random() < 0.5:
        values["schedule"] = random_schedule(rng)
    return values


def random_schedule(rng):
    arguments = {
        "constant": {},
        "step": {"every": int(rng.integers(1, 20)), "factor": rng.uniform(1e-6, 1)},
        "exponential": {"factor": rng.uniform(1e-6, 1)},
        "cosine": {"steps": int(rng.integers(1, 80)), "lowest": rng.uniform(0, 1)},
        "inverse_time": {"decay": 10 ** rng.uniform(-6, 6)},
    }
    kind = str(rng.choice(list(SCHEDULES)))
    return SCHEDULES[kind](**arguments[kind]).settings()


def random_case(rng):
    """Any surface, any racer, a start inside the domain or anywhere at all."""
    name = str(rng.choice(list(SURFACES)))
    surface = SURFACES[name]
    low, high = np.array(surface.domain).T
    start = rng.uniform(low, high).tolist()
    if rng.random() < 0.25:
        start[rng.integers(2)] = float(rng.choice(STARTS))
    race = {
        "start": start,
        "steps": [STEPS, 0, 1, STEPS + 0.7, -5, np.nan][
            rng.choice(6, p=[0.9] + 5 * [0.02])
        ],
        "batchSize": int(rng.integers(0, surface.m + 2)),
        "noise": float(rng.choice([0.0, 1e-6, 1.0, 1e6])),
        "seed": int(rng.integers(2**32)),
        "freeze": bool(rng.integers(2)),
    }
    racer = {
        "key": str(rng.choice([*LABELS, "mine"])),
        "settings": random_settings(rng),
    }
    return {"name": name, "racer": racer, "race": race}


def test_a_thousand_wild_races_end_where_their_numbers_do(js):
    rng = np.random.default_rng(2024)
    cases = [random_case(rng) for _ in range(HOW_MANY)]
    sent = {name: send_surface(surface) for name, surface in SURFACES.items()}
    answer = js(CHECK, surfaces=sent, cases=cases)
    assert answer["wrong"] == []
    counts = np.array(answer["counts"])
    assert len(counts) == HOW_MANY
    # The draw is wild enough: many never diverge, some at once, some on the way.
    assert (counts == STEPS + 1).sum() > 200
    assert (counts == 0).sum() > 20
    assert ((counts > 1) & (counts < STEPS)).sum() > 100


def huge(rng):
    """A rule whose learning rate is far too large for any surface."""
    lr, rule = 10 ** rng.uniform(1, 12), rng.integers(5)
    return [
        GradientDescent(lr),
        Momentum(lr, beta=rng.choice([0.5, 0.9])),
        Nesterov(lr, dampening=bool(rng.integers(2))),
        Adam(lr * 10 ** rng.uniform(0, 140)),
        RMSprop(lr * 10 ** rng.uniform(0, 140)),
    ][rule]


def test_huge_learning_rates_diverge_at_the_step_where_python_s_do(js):
    rng = np.random.default_rng(77)
    places = ["beale", "turned quadratic", "saddle", "long_valley", "line"]
    cases, expected = [], []
    for _ in range(150):
        name, rule = str(rng.choice(places)), huge(rng)
        surface = SURFACES[name]
        low, high = np.array(surface.domain).T
        start = rng.uniform(low, high).tolist()
        race = Race(surface, {rule.kind: rule}, start, STEPS)
        path = race.path(rule.kind)
        cases.append({"name": name, **send_race(race, rule.kind)})
        expected.append(len(path))
    sent = {name: send_surface(SURFACES[name]) for name in places}
    answer = js(CHECK, surfaces=sent, cases=cases)
    assert answer["wrong"] == []
    assert answer["counts"] == expected
    assert 20 < np.sum(np.array(expected) < STEPS + 1)


def test_a_step_count_beyond_reason_is_cut_and_does_not_hang(js):
    race = Race(surfaces.saddle, {"gd": GradientDescent(1e-9)}, (1.0, 0.0), 5)
    sent = send_race(race, "gd")
    sent["race"]["steps"] = 1e15
    count = js(
        "return E.runPath(E.build(a.surface), a.racer, a.race).count",
        surface=send_surface(surfaces.saddle), **sent,
    )  # fmt: skip
    assert count == 100_001
