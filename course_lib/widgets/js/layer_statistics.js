// What flows through every layer of a network, as histograms: activations forward,
// gradients back. The numbers beside them come from layer_numbers.js.

import { makeLayerMeter, rowsRange, VALUE_RANGES } from "./layer_numbers.js";
import { makeSlopeCounts } from "./network_statistics.js";

/** Bins of a histogram of activations. */
const ACTIVATION_BINS = 40;
const ROUNDING = 1e-14; // spread of equal numbers, relative to their size

/**
 * @typedef {object} LayerStatistics the numbers of makeLayerMeter, and
 * @property {string} name of the activation
 * @property {number} low, high ends of the histogram; unbounded layers share them
 * @property {Int32Array} counts of the activations between them, ReLU's zeros left out
 * @property {number} zero how many activations of a ReLU are exactly 0
 * @property {number} missing how many are NaN or infinite
 * @property {number} count of all activations
 */

/**
 * Measures all layers on some samples.
 *
 * measure() leaves the gradient over these samples in network.gradient, and returns
 * `layers` {@link LayerStatistics} and `slopes`: see makeGradientStatistics.
 */
export function makeLayerStatistics(network, samples) {
  const meter = makeLayerMeter(network, samples), slopeCounts = makeSlopeCounts(network);
  const bins = network.layers.map(() => new Int32Array(ACTIVATION_BINS));
  return { measure };

  function measure() {
    const numbers = meter.measure(), names = network.layers.map(({ activation }) => activation);
    // Unbounded layers share an axis: who fades, and who explodes, is seen side by side.
    const free = names.flatMap((name, l) => (VALUE_RANGES[name] ? [] : rowsRange(meter.activations(l))));
    const end = roundedUp(Math.max(0, ...free.map(Math.abs)));
    const open = [Math.min(0, ...free) < 0 ? -end : 0, end];
    const layers = numbers.map((of, l) => {
      const rows = meter.activations(l), [low, high] = VALUE_RANGES[names[l]] ?? open;
      const found = countAnswers(rows, low, high, names[l] === "relu", bins[l]);
      const std = of.std < ROUNDING * of.rms ? 0 : of.std;
      return { ...of, ...found, std, name: names[l], low, high, count: rows.units * rows.count };
    });
    return { layers, slopes: slopeCounts.count(network.gradient) };
  }
}

function countAnswers({ values, units, stride, count }, low, high, idles, counts) {
  const scale = counts.length / (high - low), last = counts.length - 1;
  let zero = 0, missing = 0;
  counts.fill(0);
  for (let first = 0; first < units * stride; first += stride)
    for (let p = first; p < first + count; p++) {
      const a = values[p];
      if (a - a !== 0) missing += 1; // NaN, infinity
      else if (a === 0 && idles) zero += 1;
      else counts[Math.max(0, Math.min(Math.floor((a - low) * scale), last))] += 1;
    }
  return { counts, zero, missing };
}

/** A round number not below v; it stays the same while v changes a little. */
function roundedUp(v) {
  if (!(v > 0)) return 1;
  const power = 10 ** Math.floor(Math.log10(v));
  return [1, 2, 5, 10].map((f) => f * power).find((end) => end >= v) ?? 10 * power;
}

/** Hidden layers all of whose units have the same weights and biases, as numbers 1, 2 … */
export function twinLayers({ layers, parameters }) {
  const same = (p, q) => Math.abs(p - q) <= 1e-12 * Math.abs(p);
  return layers.slice(0, -1).flatMap(({ nIn, nOut, weights, biases }, l) => {
    for (let i = 1; i < nOut; i++) {
      if (!same(parameters[biases], parameters[biases + i])) return [];
      for (let j = 0; j < nIn; j++)
        if (!same(parameters[weights + j], parameters[weights + i * nIn + j])) return [];
    }
    return nOut > 1 ? [l + 1] : [];
  });
}
