// Starting weights: the rules of course_lib/initializers.py, drawn from the shared
// random numbers layer by layer, each W row by row. Biases are not drawn.

import { makeRandom } from "./shared_random.js";
import { setParameters } from "./network.js";

/** One weight of a layer, from a random stream, by the names that Network uses. */
const STARTING_RULES = {
  zeros: () => 0,
  constant: () => 0.5,
  uniform: (random) => random.uniform() - 0.5,
  normal: (random) => random.normal(),
  xavier: (random, { nIn }) => random.normal() / Math.sqrt(nIn),
  glorot: (random, { nIn, nOut }) =>
    (2 * random.uniform() - 1) * Math.sqrt(6 / (nIn + nOut)),
  he: (random, { nIn }) => random.normal() * Math.sqrt(2 / nIn),
  scaled: (random, { nIn }) => random.normal() / Math.sqrt(nIn),
  torch_default: (random, { nIn }) => (2 * random.uniform() - 1) / Math.sqrt(nIn),
};

/**
 * Give a network the starting weights that belong to a rule and a seed.
 * @param {number} [factor] multiplies the variance of the weights
 */
export function startNetwork(network, init, seed, bias = 0, factor = 1) {
  const random = makeRandom(seed), draw = STARTING_RULES[init];
  const size = Math.sqrt(factor);
  const values = new Float64Array(network.parameters.length);
  for (const layer of network.layers) {
    for (let k = layer.weights; k < layer.biases; k++)
      values[k] = size * draw(random, layer);
    values.fill(bias, layer.biases, layer.biases + layer.nOut);
  }
  setParameters(network, values);
}
