// How large the gradient is, layer by layer: where it vanishes, where it explodes.

import { computeGradient, makeBatchSpace } from "./network.js";

/** log10 of the histogram's edges: half a decade per bin, open at both ends. */
const SMALLEST_SLOPE = -10;
const LARGEST_SLOPE = 2;
const BINS_PER_DECADE = 2;

/**
 * Statistics of ∂J/∂W over all samples, biases left out.
 *
 * measure() computes them for the present weights, into the same arrays every time:
 * `edges`, log10 of |gradient| between the bins; `layers`, for each layer the root mean
 * square `rms`, the `largest` absolute value, how many are exactly `zero`, and `counts`
 * of all others per bin (values beyond the ends count in the first or last bin).
 */
export function makeGradientStatistics(network, samples) {
  const space = makeBatchSpace(network, samples.m), slopes = makeSlopeCounts(network);
  return {
    ...slopes,
    measure: () => slopes.count(computeGradient(network, space, samples)),
  };
}

/** As makeGradientStatistics, of a gradient that is at hand: count(gradient). */
export function makeSlopeCounts(network) {
  const bins = (LARGEST_SLOPE - SMALLEST_SLOPE) * BINS_PER_DECADE;
  const edges = Float64Array.from(
    { length: bins + 1 }, (_, k) => SMALLEST_SLOPE + k / BINS_PER_DECADE,
  );
  const layers = network.layers.map(() => (
    { rms: 0, largest: 0, zero: 0, counts: new Int32Array(bins) }
  ));

  function count(g) {
    network.layers.forEach(({ weights, biases }, l) => {
      const layer = layers[l];
      let squares = 0;
      layer.largest = layer.zero = 0;
      layer.counts.fill(0);
      for (let k = weights; k < biases; k++) {
        const size = Math.abs(g[k]);
        squares += size * size;
        layer.largest = Math.max(layer.largest, size);
        if (size === 0) layer.zero += 1;
        else layer.counts[binOf(Math.log10(size))] += 1;
      }
      layer.rms = Math.sqrt(squares / (biases - weights));
    });
    return { edges, layers };
  }

  function binOf(logarithm) {
    const bin = Math.floor((logarithm - SMALLEST_SLOPE) * BINS_PER_DECADE);
    return Math.max(0, Math.min(bin, bins - 1));
  }

  return { edges, layers, count };
}
