// What course_lib/propagation.py measures of a layer: size, saturation, slope, gradient.

import { computeGradient, makeWorkspace } from "./network.js";

/** Ends of bounded functions: beyond 1 % of the way from an end, a is saturated. */
const FLAT_ENDS = {
  sigmoid: [0.01, 0.99], softmax: [0.01, 0.99], tanh: [-0.99, 0.99],
};
/** Values a bounded function can have. */
export const VALUE_RANGES = { sigmoid: [0, 1], softmax: [0, 1], tanh: [-1, 1] };

/**
 * Rows of numbers, one row of `stride` per unit, of which the first `count` are samples.
 * @typedef {object} Rows
 * @property {Float64Array} values
 * @property {number} units, stride, count
 */

/** Root mean square of rows. */
export function rowsRms({ values, units, stride, count }) {
  let squares = 0;
  for (let first = 0; first < units * stride; first += stride)
    for (let p = first; p < first + count; p++) squares += values[p] * values[p];
  return Math.sqrt(squares / (units * count));
}

/** Square root of the sum of squares of values[from … to − 1]. */
export function lengthOf(values, from, to) {
  let squares = 0;
  for (let k = from; k < to; k++) squares += values[k] * values[k];
  return Math.sqrt(squares);
}

/**
 * Numbers of one layer's activations; see Layers of course_lib/propagation.py.
 * @param {string} activation
 * @param {Rows} rows of a
 * @param {Float64Array} slopes g′(z), laid out like a; null where there is none
 */
export function measureActivations(activation, rows, slopes) {
  const { values, units, stride, count } = rows, all = units * count;
  const [low, high] = FLAT_ENDS[activation] ?? [-Infinity, Infinity];
  const canDie = activation === "relu";
  let sum = 0, squares = 0, flat = 0, dead = 0, steep = 0;
  for (let first = 0; first < units * stride; first += stride) {
    let silent = true;
    for (let p = first; p < first + count; p++) {
      const a = values[p];
      sum += a;
      squares += a * a;
      if (a < low || a > high) flat += 1;
      if (a !== 0) silent = false;
    }
    if (silent && canDie) dead += 1;
  }
  const mean = sum / all;
  let spread = 0;
  for (let first = 0; first < units * stride; first += stride)
    for (let p = first; p < first + count; p++) spread += (values[p] - mean) ** 2;
  if (slopes)
    for (let first = 0; first < units * stride; first += stride)
      for (let p = first; p < first + count; p++) steep += Math.abs(slopes[p]);
  return {
    mean, std: Math.sqrt(spread / all), rms: Math.sqrt(squares / all),
    saturated: flat / all, dead: dead / units, slope: slopes ? steep / all : NaN,
  };
}

/** Smallest and largest finite value of rows; [0, 0] when there is none. */
export function rowsRange({ values, units, stride, count }) {
  let low = Infinity, high = -Infinity;
  for (let first = 0; first < units * stride; first += stride)
    for (let p = first; p < first + count; p++) {
      const v = values[p];
      if (!Number.isFinite(v)) continue;
      if (v < low) low = v;
      if (v > high) high = v;
    }
  return low <= high ? [low, high] : [0, 0];
}

/**
 * Product of the slopes of a layer and all after it but the last: what they make of the
 * last layer's gradient on its way back.
 */
export function slopeProduct(slope) {
  const product = new Float64Array(slope.length).fill(1);
  for (let l = slope.length - 2; l >= 0; l--) product[l] = product[l + 1] * slope[l];
  return product;
}

/**
 * Measures every layer of a network on samples, as `layers` of propagation.py does.
 *
 * measure() returns, for the present weights, one object per layer: mean, std, rms,
 * saturated, dead, slope, gradient, weightGradient, weightNorm. activations(l) and
 * gradients(l) are the Rows of layer l (0 is the first) of the last measure(); the
 * gradients are ∂J/∂z: a sample's own ∂L/∂z is m times as large.
 * @param {object} network
 * @param {import("./network.js").Samples} samples all go through at once
 */
export function makeLayerMeter(network, samples) {
  const { m } = samples, space = makeWorkspace(network, m);
  const { stride } = space, last = network.layers.length;
  const rows = (from) => network.layers.map(({ nOut }, l) => (
    { values: from[l + 1], units: nOut, stride, count: m }
  ));
  const activations = rows(space.a), gradients = rows(space.deltas);

  function slopesOf({ activation, nOut }, l) {
    if (activation === "softmax") return null;
    if (l === last && activation === "linear") space.slopes[l].fill(1, 0, nOut * stride);
    return space.slopes[l];
  }

  function measure() {
    const { l1, l2, parameters } = network, g = computeGradient(network, space, samples);
    return network.layers.map((layer, l) => {
      const { weights, biases, activation } = layer;
      let squares = 0;
      for (let k = weights; k < biases; k++) {
        const w = parameters[k];
        squares += (g[k] - l1 * Math.sign(w) - l2 * w) ** 2; // J without its penalty
      }
      return {
        ...measureActivations(activation, activations[l], slopesOf(layer, l + 1)),
        gradient: m * rowsRms(gradients[l]),
        weightGradient: Math.sqrt(squares),
        weightNorm: lengthOf(parameters, weights, biases),
      };
    });
  }

  return {
    measure,
    activations: (l) => activations[l],
    gradients: (l) => gradients[l],
  };
}
