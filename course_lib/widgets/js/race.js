// Optimizers on one surface: whole paths, and every number of one step. The twin of
// descend (course_lib/optimizers/descent.py) and Race.path (course_lib/races.py).

import { makeMemory, memoryFields, stepOptimizer } from "./optimizers.js";
import { makeBatches, makeRandom } from "./shared_random.js";

/** More steps than this are not computed: a typing error must not stop the page. */
const MOST_STEPS = 100000;

/**
 * @typedef {object} Racer
 * @property {string} key "gd" sees all samples and no noise, "sgd" one sample a step;
 *   every other key the batch size and the noise of the race
 * @property {object} settings what optimizer.settings() gives in Python
 *
 * @typedef {object} RaceTerms
 * @property {number[]} start
 * @property {number} steps
 * @property {number} batchSize samples per step on surfaces made of data, 0: all
 * @property {number} noise standard deviation of the gradient's noise, without data
 * @property {number} seed of batches and noise
 * @property {boolean} freeze keep the first batch for ever
 *
 * @typedef {object} Run
 * @property {string} key
 * @property {Float64Array} x, y the iterates, steps + 1 places, NaN from count on
 * @property {Float64Array} loss full loss at every iterate
 * @property {Float64Array} evaluations sample gradients so far; 1 a step without data
 * @property {number} count finite iterates, the start included
 * @property {string} stopped "", "diverged at step k" or "left the known grid at step k":
 *   step k is the first whose point or loss is not finite, and k equals count
 * @property {number} leftAt first step outside the surface's domain, or −1
 */

/** Samples behind one gradient of this racer; 0 on surfaces without data. */
function samplesPerStep(surface, key, { batchSize }) {
  const { m } = surface;
  if (m === 0 || key === "gd") return m;
  if (key === "sgd") return 1;
  return batchSize >= 1 ? Math.min(Math.floor(batchSize), m) : m;
}

/**
 * A walk at its start. advance() makes one step: w, memory, loss and used are those
 * after it.
 */
function startWalk(surface, racer, race) {
  const { m } = surface, size = samplesPerStep(surface, racer.key, race);
  const noise = m === 0 && racer.key !== "gd" && race.noise > 0 ? race.noise : 0;
  const random = noise ? makeRandom(race.seed) : null;
  const batches = size < m ? makeBatches(m, size, race.seed) : null;
  let batchCount = batches && race.freeze ? batches.next() : 0;
  const full = new Float64Array(2), dw = batches || noise ? new Float64Array(2) : full;
  const w = new Float64Array([race.start[0], race.start[1]]), memory = makeMemory();
  const { settings } = racer;
  const walk = { w, memory, batches, loss: 0, used: 0, advance };
  walk.loss = surface.evaluate(w[0], w[1], full);

  function advance() {
    walk.used = Math.max(size, 1);
    if (batches) {
      if (!race.freeze) batchCount = batches.next();
      surface.batchGradient(batches.indices, batchCount, w[0], w[1], dw);
      walk.used = batchCount;
    } else if (noise) {
      dw[0] = full[0] + noise * random.normal();
      dw[1] = full[1] + noise * random.normal();
    }
    stepOptimizer(settings, memory, w, dw, w);
    walk.loss = batches ? surface.value(w[0], w[1]) : surface.evaluate(w[0], w[1], full);
  }

  return walk;
}

/** Whether point and loss are finite numbers. */
function isFiniteWalk({ w, loss }) {
  return Number.isFinite(w[0]) && Number.isFinite(w[1]) && Number.isFinite(loss);
}

/** Why a walk ends at step k. */
function reasonToStop({ w }, surface, k) {
  const onPaper = Number.isFinite(w[0]) && Number.isFinite(w[1]);
  return surface.kind === "grid" && onPaper
    ? `left the known grid at step ${k}` : `diverged at step ${k}`;
}

/** Steps of a race as a whole number that can be computed. */
function wholeSteps({ steps }) {
  return Math.min(Math.max(Math.floor(steps) || 0, 0), MOST_STEPS);
}

/**
 * The whole path of one racer.
 *
 * @param {object} surface from makeSurface
 * @param {Racer} racer
 * @param {RaceTerms} race
 * @param {Run} [run] an earlier result to overwrite; its arrays are kept if they fit
 * @returns {Run}
 */
export function runPath(surface, racer, race, run = {}) {
  const steps = wholeSteps(race);
  if (run.x?.length !== steps + 1)
    for (const name of ["x", "y", "loss", "evaluations"])
      run[name] = new Float64Array(steps + 1);
  const { x, y, loss, evaluations } = run, [[x0, x1], [y0, y1]] = surface.domain;
  const walk = startWalk(surface, racer, race), { w } = walk;
  let leftAt = -1, used = 0, k = 0;
  while (isFiniteWalk(walk)) {
    x[k] = w[0];
    y[k] = w[1];
    loss[k] = walk.loss;
    evaluations[k] = used;
    if (leftAt < 0 && !(w[0] >= x0 && w[0] <= x1 && w[1] >= y0 && w[1] <= y1)) leftAt = k;
    k += 1;
    if (k > steps) break;
    walk.advance();
    used += walk.used;
  }
  for (const array of [x, y, loss, evaluations]) array.fill(NaN, k);
  const stopped = k > steps ? "" : reasonToStop(walk, surface, k);
  return Object.assign(run, { key: racer.key, count: k, stopped, leftAt });
}

/**
 * Every number of step k, computed again from the start; of the step that diverges, if
 * that comes first. Step 0 is the start: nothing is remembered, nothing moved.
 *
 * @returns {{
 *   t: number, alpha: number, w: Float64Array, dw: Float64Array,
 *   V: ?Float64Array, S: ?Float64Array, D: ?Float64Array, Vhat: ?Float64Array,
 *   Shat: ?Float64Array, step: Float64Array, next: Float64Array,
 *   loss: number, nextLoss: number, used: number, samples: ?Int32Array, stopped: string
 * }} t the step's number and α its learning rate; from the point w, where all samples
 *   have the given loss, it went with gradient dw by step (ΔW) to next. V, S, D, V̂, Ŝ
 *   are those after the step, null where the rule has none or corrects nothing; used:
 *   sample gradients of this step; samples: which they were, null for all
 */
export function ledgerAt(surface, racer, race, k) {
  const walk = startWalk(surface, racer, race), { memory } = walk;
  const last = Math.min(Math.max(Math.floor(k) || 0, 0), wholeSteps(race));
  let loss = walk.loss, finite = isFiniteWalk(walk);
  if (!finite || last === 0) memory.w.set(walk.w);
  while (finite && memory.t < last) {
    loss = walk.loss;
    walk.advance();
    finite = isFiniteWalk(walk);
  }
  const entry = {
    t: memory.t, alpha: memory.alpha, w: memory.w, dw: memory.dw,
    V: null, S: null, D: null, Vhat: null, Shat: null,
    step: memory.step, next: walk.w, loss, nextLoss: walk.loss, used: walk.used,
    samples: walk.batches && walk.used ? walk.batches.indices.slice(0, walk.used) : null,
    stopped: finite ? "" : reasonToStop(walk, surface, memory.t),
  };
  for (const name of memoryFields(racer.settings)) entry[name] = memory[name];
  return entry;
}
