// LossSurface's state: what Python sent, the paths that follow from it, and what is to be
// said about them. Pure functions and caches, no DOM.

import { significant } from "./js/plot.js";
import { makeBatches, makeRandom } from "./js/shared_random.js";
import { makeSurface } from "./js/surfaces.js";
import { ledgerAt, runPath } from "./js/race.js";

const RACE = ["start", "steps", "batch_size", "noise", "seed", "freeze"];
/** Dashes tell racers apart without colour; straight segments stay straight. */
const DASHES = {
  gd: [], momentum: [], nesterov: [7, 3], adagrad: [2, 3], adadelta: [9, 3, 2, 3],
  rmsprop: [5, 3], adam: [], sgd: [2, 2], minibatch: [4, 2],
};
const SPARE = [[8, 2, 2, 2, 2, 2], [3, 1.5], [10, 4]]; // of a student's own racers

// -------------------------------------------------------------------- state from Python

const isCount = (value, low) => Number.isInteger(value) && value >= low;

function demand(fine, name, wanted, value) {
  if (!fine) throw new Error(`${name} must be ${wanted}; got ${JSON.stringify(value)}`);
}

/** The state as the model holds it, or an error that says what is wrong with it. */
export function readRaceState(model) {
  const names = [...RACE, "view", "against", "shown", "selected", "deal", "racers"];
  const state = Object.fromEntries(names.map((name) => [name, model.get(name)]));
  const { start, steps, batch_size, noise, seed, racers, shown, deal } = state;
  demand(start?.length === 2 && start.every(Number.isFinite), "start", "two finite numbers", start);
  demand(isCount(steps, 1), "steps", "a whole number ≥ 1", steps);
  demand(batch_size === null || isCount(batch_size, 1), "batch_size", "a whole number ≥ 1 or null", batch_size);
  demand(Number.isFinite(noise) && noise >= 0, "noise", "a number ≥ 0", noise);
  demand(isCount(seed, 0), "seed", "a whole number ≥ 0", seed);
  demand(isCount(shown, 0), "shown", "a whole number ≥ 0", shown);
  demand(deal === null || isCount(deal, 0), "deal", "a whole number ≥ 0 or null", deal);
  demand(Array.isArray(racers) && racers.length, "racers", "a list of optimizers", racers);
  for (const { key, own, settings } of racers)
    demand(own || (settings?.lr > 0 && Number.isFinite(settings.lr)), `racers, ${key}`, "an optimizer with a learning rate > 0", settings);
  if (!racers.some(({ key }) => key === state.selected)) state.selected = racers[0].key;
  return { ...state, start: [...start], shown: Math.min(shown, steps) };
}

/** The traits that belong to a state. */
export const raceTraits = [...RACE, "view", "against", "shown", "selected", "deal", "racers"];

function floatsOf(view) {
  if (!view?.byteLength || view.byteLength % 8) return new Float64Array(0);
  const { buffer, byteOffset, byteLength } = view;
  return new Float64Array(buffer.slice(byteOffset, byteOffset + byteLength));
}

// --------------------------------------------------------------------- surface and paths

/** The landscape that Python's random_landscape(seed) makes. */
function dealLandscape(seed) {
  const random = makeRandom(seed), draw = () => 5 * random.uniform() - 2.5;
  for (let k = 0; k < 35; k++) random.uniform(); // seven hills of five numbers
  const title = `Random landscape ${seed}`, start = [draw(), draw()];
  return makeSurface({ kind: "random", name: "random", title, seed, start, domain: [[-3, 3], [-3, 3]] });
}

/** Surfaces and paths, computed again only where something they depend on has changed. */
export function makeScene(model) {
  const grid = floatsOf(model.get("_grid"));
  const given = makeSurface(model.get("_surface"), grid.length ? grid : undefined);
  let dealt = { seed: null, surface: null }, batch = { of: "", surface: null };
  let block = null, numbers = null;
  const runs = new Map(), signatures = new Map();

  function surfaceOf({ deal }) {
    if (deal === null) return given;
    if (dealt.seed !== deal) dealt = { seed: deal, surface: dealLandscape(deal) };
    return dealt.surface;
  }

  /** What js/race.js wants to know. */
  function raceOf(state, { m }) {
    const all = !m || state.batch_size === null || state.batch_size >= m;
    return {
      start: state.start, steps: state.steps, batchSize: all ? 0 : state.batch_size,
      noise: m ? 0 : state.noise, seed: state.seed, freeze: state.freeze,
    };
  }

  function runOf(racer, state, surface, race) {
    if (racer.own) return ownRun(racer, state, surface);
    const signature = JSON.stringify([racer.settings, race, state.deal]);
    if (signatures.get(racer.key) !== signature) {
      const old = runs.get(racer.key), room = old?.x.length === race.steps + 1 ? old : undefined;
      runs.set(racer.key, runPath(surface, racer, race, room));
      signatures.set(racer.key, signature);
    }
    return runs.get(racer.key);
  }

  /** The path that Python sent last; stale while it belongs to another state. */
  function ownRun({ key }, state, surface) {
    const { belongs, places } = model.get("_own") ?? {}, place = places?.[key];
    if (model.get("_own_paths") !== block) {
      block = model.get("_own_paths");
      numbers = floatsOf(block);
    }
    const count = place?.count ?? 0, column = (j) =>
      Float64Array.from({ length: count }, (_, k) => numbers[4 * (place.at + k) + j]);
    const [x, y] = [column(0), column(1)], [[x0, x1], [y0, y1]] = surface.domain;
    const leftAt = x.findIndex((v, k) => v < x0 || v > x1 || y[k] < y0 || y[k] > y1);
    const run = runs.get(key) ?? {};
    runs.set(key, run);
    return Object.assign(run, {
      key, x, y, loss: column(2), evaluations: column(3), count, leftAt,
      stopped: place?.stopped ?? "", stale: !belongsTo(belongs, state), start: belongs?.start,
    });
  }

  /** The surface of the frozen mini-batch, or null. */
  function levelOf(surface, race) {
    if (!race.freeze || !race.batchSize) return null;
    const of = `${race.batchSize} ${race.seed}`;
    if (batch.of !== of) {
      const { indices, next } = makeBatches(surface.m, race.batchSize, race.seed);
      batch = { of, surface: surface.minibatch(indices.slice(0, next())) };
    }
    return batch.surface;
  }

  /** Everything there is to draw for a state. */
  function evaluate(state, palette) {
    const surface = surfaceOf(state), race = raceOf(state, surface);
    let spare = 0;
    const all = state.racers.map((racer) => {
      const dash = DASHES[racer.key] ?? SPARE[spare % SPARE.length];
      const colour = palette(racer.key, DASHES[racer.key] ? 0 : spare++);
      const run = racer.on ? runOf(racer, state, surface, race) : { key: racer.key, count: 0, stopped: "", leftAt: -1 };
      return Object.assign(run, { label: racer.label, on: racer.on, colour, dash });
    });
    return { surface, race, runs: all, level: levelOf(surface, race) };
  }

  return { evaluate, given };
}

function belongsTo(belongs, state) {
  if (!belongs) return false;
  const own = state.racers.filter(({ own }) => own);
  const mine = [...RACE, "deal"].map((name) => state[name]);
  const theirs = [...RACE, "deal"].map((name) => belongs[name]);
  mine.push(own.map(({ settings }) => settings.lr ?? null));
  theirs.push(own.map(({ key }) => belongs.rates?.[key] ?? null));
  return JSON.stringify(mine) === JSON.stringify(theirs);
}

// ------------------------------------------------------------------------- what to say

/** Index of the iterate shown of a run that may have stopped early. */
export const iterateAt = (run, shown) => Math.min(shown, run.count - 1);

/** Distance to the nearest minimum, or null where none is known. */
export function distanceTo({ minima }, x, y) {
  if (!minima?.length) return null;
  return Math.min(...minima.map(([a, b]) => Math.hypot(x - a, y - b)));
}

/** Smallest loss that any run reaches, or of those that all have at step `shown`. */
export function lowestLoss(runs, shown = null) {
  let lowest = Infinity;
  for (const { loss, count, on } of runs)
    for (let k = shown === null ? 0 : Math.min(shown, count - 1); on && k < count; k++) {
      if (loss[k] < lowest) lowest = loss[k];
      if (shown !== null) break;
    }
  return lowest;
}

/** What became of a run at the step shown: a few words, or "". */
export function eventOf(run, shown, { domain: [[x0, x1], [y0, y1]] }) {
  if (!run.on) return "";
  if (run.stale && !run.count) return "waiting for Python";
  if (run.stopped && shown >= run.count) return run.stopped.split(":")[0].replace("known ", "");
  const k = iterateAt(run, shown), x = run.x[k], y = run.y[k];
  const inside = x >= x0 && x <= x1 && y >= y0 && y <= y1;
  return inside || run.leftAt < 0 ? "" : `left the map at step ${run.leftAt}`;
}

/** What became of a run as it fits into the table: "left: step 118". */
export const shortEvent = (event) => event.replace("left the map", "left").replace(" at step", ": step");

const capital = (text) => text.charAt(0).toUpperCase() + text.slice(1);

/** Sentences about racers that diverged, left the map, failed or wait for Python. */
export function newsOf(runs, shown, surface) {
  const sentences = [], diverged = [], gone = [];
  for (const run of runs.filter(({ on }) => on)) {
    const name = capital(run.label), over = run.stopped && shown >= run.count;
    if (run.stale && run.start)
      sentences.push(`${name} was computed in Python for the start (${run.start.map((v) => significant(v)).join(", ")}).`);
    if (!over && run.count && eventOf(run, shown, surface).startsWith("left")) gone.push(run);
    if (!over) continue;
    if (run.stopped.startsWith("stopped at")) sentences.push(`${name} ${run.stopped}.`);
    else if (run.count && run.stopped.startsWith("diverged")) diverged.push(`${run.label} at step ${run.count}`);
  }
  if (runs.some(({ on, count, stopped }) => on && stopped && !count))
    sentences.unshift("The loss at the start is not a finite number: move the start.");
  if (gone.length === 1) sentences.push(`${capital(gone[0].label)} left the map at step ${gone[0].leftAt}.`);
  else if (gone.length) sentences.push(`Left the map: ${gone.map((run) => `${run.label} at step ${run.leftAt}`).join(", ")}.`);
  if (diverged.length) sentences.unshift(`Diverged: ${diverged.join(", ")}. Take a smaller learning rate.`);
  return sentences.join(" ");
}

/** Whether the losses span so much that only a logarithmic axis shows them all. */
export function spansDecades(runs) {
  const lowest = lowestLoss(runs);
  const first = Math.max(...runs.filter((r) => r.on && r.count).map((r) => r.loss[0]));
  return lowest > 0 && first > 30 * lowest;
}

/** Largest stable learning rate of a racer where curvature is λmax, or null. */
export function rateLimitOf({ kind, beta, dampening, correct_bias }, surface) {
  const limit = surface.rateLimit;
  if (!(limit > 0)) return null;
  if (kind === "gd") return { value: limit, words: "2/λmax" };
  // Of V = βV + g; the running mean's steps are 1 − β times smaller.
  const scale = dampening ? 1 / (1 - beta) : 1, by = dampening ? "((1 − β) λmax)" : "λmax";
  if (kind === "momentum" && !correct_bias)
    return { value: limit * (1 + beta) * scale, words: `2(1 + β)/${by}` };
  if (kind === "nesterov")
    return { value: ((limit * (1 + beta)) / (1 + 2 * beta)) * scale, words: `2(1 + β)/((1 + 2β)${dampening ? "(1 − β)" : ""} λmax)` };
  return null;
}

/**
 * All numbers of the step that leads to the point shown; of the first step while the start
 * is shown. null where there are none.
 */
export function numbersOf(racer, run, { surface, race }, shown) {
  if (!racer.on || !run.count) return null;
  const t = Math.min(Math.max(1, shown), run.stopped ? run.count : race.steps);
  if (!racer.own) return ledgerAt(surface, racer, race, t);
  if (t >= run.count) return null;
  const w = [run.x[t - 1], run.y[t - 1]], dw = new Float64Array(2);
  surface.gradient(w[0], w[1], dw);
  const exact = !race.noise && !race.batchSize;
  return { t, w, dw: exact ? dw : null, step: [run.x[t] - w[0], run.y[t] - w[1]] };
}
