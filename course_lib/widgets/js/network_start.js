// Starting weights: the rules of course_lib/initializers.py, drawn from the shared
// random numbers layer by layer, each W row by row. Biases are not drawn.

import { makeRandom } from "./shared_random.js";
import { setParameters } from "./network.js";

/** How one number is drawn: standard normal, between −1 and 1, or not at all. */
export const UNIT_DRAWS = {
  normal: (random) => random.normal(),
  uniform: (random) => 2 * random.uniform() - 1,
  constant: () => 1,
};

/**
 * A rule's kind of draw and what multiplies it, by the names that Network uses.
 * `size` takes a layer, of which it needs nIn and nOut.
 */
export const STARTING_RULES = {
  zeros: { kind: "constant", size: () => 0 },
  constant: { kind: "constant", size: () => 0.5 },
  uniform: { kind: "uniform", size: () => 0.5 },
  normal: { kind: "normal", size: () => 1 },
  xavier: { kind: "normal", size: ({ nIn }) => Math.sqrt(1 / nIn) },
  glorot: { kind: "uniform", size: ({ nIn, nOut }) => Math.sqrt(6 / (nIn + nOut)) },
  he: { kind: "normal", size: ({ nIn }) => Math.sqrt(2 / nIn) },
  scaled: { kind: "normal", size: ({ nIn }) => Math.sqrt(1 / nIn) },
  torch_default: { kind: "uniform", size: ({ nIn }) => Math.sqrt(1 / nIn) },
};

/**
 * Give a network the starting weights that belong to a rule and a seed.
 * @param {number} [factor] multiplies the variance of the weights
 */
export function startNetwork(network, init, seed, bias = 0, factor = 1) {
  makeStarter(network)(init, seed, bias, factor);
}

/** startNetwork of one network, again and again: only another kind or seed draws anew. */
export function makeStarter(network) {
  const { layers } = network, values = new Float64Array(network.parameters.length);
  const units = new Float64Array(values.length);
  let drawn = "";

  function draw(kind, seed) {
    if (drawn === `${kind} ${seed}`) return;
    const random = makeRandom(seed), next = UNIT_DRAWS[kind];
    for (const { weights, biases } of layers)
      for (let k = weights; k < biases; k++) units[k] = next(random);
    drawn = `${kind} ${seed}`;
  }

  return (init, seed, bias = 0, factor = 1) => {
    const { kind, size } = STARTING_RULES[init];
    draw(kind, seed);
    for (const layer of layers) {
      const spread = Math.sqrt(factor) * size(layer);
      for (let k = layer.weights; k < layer.biases; k++) values[k] = spread * units[k];
      values.fill(bias, layer.biases, layer.biases + layer.nOut);
    }
    setParameters(network, values);
  };
}
