// ActivationExplorer's state: what Python sent, checked, and what follows from it for the
// function view. Pure functions, no DOM.

import { applyActivation, isFlat } from "./activation_functions.js";
import { ACTIVATION_PASSES } from "./js/network_activations.js";

/** Traits that browser and Python share. */
export const activationTraits = [
  "view", "activation", "others", "z", "slope", "leak", "weight", "bias", "depth", "width",
  "chain_activation", "init", "factor", "seed", "layer", "scores", "temperature",
];
const NUMBERS = ["z", "slope", "leak", "weight", "bias", "factor", "temperature"];
const POSITIVE = ["slope", "factor", "temperature"];
const COUNTS = { depth: 50, width: 200, layer: 50 };
const VIEWS_KNOWN = ["function", "chain", "softmax"];
/** Half of the z axis as long as everything fits there. */
const USUAL = 6;
const STEPS_OF_TEN = [1, 1.5, 2, 3, 5, 7, 10];
const BINS = 60;

/** The samples that pass through, read once. */
export function readSamples(model) {
  const view = model.get("_x"), length = view?.byteLength ?? 0;
  if (!length || length % 8) throw new Error("x must hold at least one number");
  const x = new Float64Array(view.buffer.slice(view.byteOffset, view.byteOffset + length));
  if (!x.every(Number.isFinite)) throw new Error("x must hold finite numbers");
  const mean = x.reduce((s, v) => s + v, 0) / x.length;
  const std = Math.sqrt(x.reduce((s, v) => s + (v - mean) ** 2, 0) / x.length);
  return { x, mean, std: std || 1 };
}

/** The state as the model holds it, or an error that says what is wrong with it. */
export function readActivationState(model) {
  const state = Object.fromEntries(activationTraits.map((name) => [name, model.get(name)]));
  const wrong = (name, wanted) => {
    throw new Error(`${name} must be ${wanted}; got ${JSON.stringify(state[name])}`);
  };
  if (!VIEWS_KNOWN.includes(state.view)) wrong("view", VIEWS_KNOWN.join(", "));
  for (const name of ["activation", "chain_activation"])
    if (!ACTIVATION_PASSES[state[name]]) wrong(name, "an activation function");
  if (!Array.isArray(state.others) || !state.others.every((name) => ACTIVATION_PASSES[name]))
    wrong("others", "activation functions");
  for (const name of NUMBERS) if (!Number.isFinite(state[name])) wrong(name, "a finite number");
  for (const name of POSITIVE) if (state[name] <= 0) wrong(name, "a number > 0");
  for (const [name, most] of Object.entries(COUNTS))
    if (!Number.isInteger(state[name]) || state[name] < 1 || state[name] > most)
      wrong(name, `a whole number from 1 to ${most}`);
  const { scores } = state;
  if (!Array.isArray(scores) || scores.length < 2 || !scores.every(Number.isFinite))
    wrong("scores", "two or more finite numbers");
  return state;
}

/** The next round number not below `size`, so that an axis rests while its curve moves. */
export function roundUp(size) {
  const power = 10 ** Math.floor(Math.log10(size) + 1e-9);
  return STEPS_OF_TEN.map((f) => f * power).find((v) => v >= size * (1 - 1e-9)) ?? 10 * power;
}

/**
 * The function view of a state.
 *
 * @returns {object} half the z axis, the functions drawn, the ranges of value and slope,
 *   samples z and a with counts per bin, the share that is flat, the tangent
 */
export function evaluateFunctions(state, { x }) {
  const { activation, weight, bias, slope: steep, leak } = state;
  const z = x.map((v) => weight * v + bias);
  const passed = applyActivation(activation, z, { steep, leak });
  if (![...passed.a, ...z].every(Number.isFinite))
    throw new Error("weight and bias carry the samples out of the finite world");
  let far = Math.abs(state.z), flat = 0;
  for (let i = 0; i < z.length; i++) {
    if (Math.abs(z[i]) > far) far = Math.abs(z[i]);
    if (isFlat(activation, passed.a[i], passed.slope[i])) flat++;
  }
  const half = far <= USUAL ? USUAL : roundUp(far);
  const names = [activation, ...state.others.filter((name) => name !== activation || steep !== 1)];
  const at = applyActivation(activation, [state.z], { steep, leak });
  return {
    half, names, z, a: passed.a, slope: passed.slope, flatShare: flat / z.length,
    tangent: { z: state.z, a: at.a[0], slope: steep * at.slope[0], flat: isFlat(activation, at.a[0], at.slope[0]) },
  };
}

/** Curves of all functions of a view at `count` points (odd: one of them is z = 0). */
export function traceFunctions({ half, names }, { slope: steep, leak }, count) {
  const zs = Float64Array.from({ length: count }, (_, k) => half * ((2 * k) / (count - 1) - 1));
  const curves = names.map((name, k) => {
    const own = k ? 1 : steep, { a, slope } = applyActivation(name, zs, { steep: own, leak });
    return { name, a, slope: slope.map((v) => own * v) };
  });
  return { zs, curves, values: axisOf(curves.map(({ a }) => a)), slopes: axisOf(curves.map(({ slope }) => slope)) };
}

/** Round ends of an axis that holds these numbers, and 0. */
function axisOf(lists) {
  let low = 0, high = 0;
  for (const list of lists)
    for (const v of list) {
      if (v < low) low = v;
      if (v > high) high = v;
    }
  const top = high > 1e-9 ? roundUp(high) : 0, bottom = low < -1e-3 * high ? -roundUp(-low) : 0;
  const span = top - bottom || 1;
  return { y0: bottom - 0.07 * span, y1: (top || bottom + span) + 0.07 * span };
}

/**
 * Counts per bin over an interval: of all values, and of those marked.
 *
 * @param {(i: number) => boolean} marked
 */
export function countBins(values, low, high, marked, bins = BINS) {
  const all = new Float64Array(bins), some = new Float64Array(bins);
  let most = 0;
  for (let i = 0; i < values.length; i++) {
    const k = Math.max(0, Math.min(bins - 1, Math.floor(((values[i] - low) / (high - low)) * bins)));
    all[k]++;
    if (all[k] > most) most = all[k];
    if (marked(i)) some[k]++;
  }
  return { all, some, most, bins };
}
