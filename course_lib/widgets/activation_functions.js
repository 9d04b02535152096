// ActivationExplorer's functions: values, slopes, formulas, and where they are flat.
// Pure functions, no DOM.

import { ACTIVATION_PASSES } from "./js/network_activations.js";

/** A slope below it passes next to nothing on. */
const NO_SLOPE = 0.01;

/**
 * g(steep · z) of many numbers, and g′(steep · z) without the factor `steep`.
 *
 * @param {string} name of an activation function
 * @param {ArrayLike<number>} z
 * @returns {{ a: Float64Array, slope: Float64Array }}
 */
export function applyActivation(name, z, { steep = 1, leak = 0.01 } = {}) {
  const n = z.length, a = new Float64Array(n), slope = new Float64Array(n);
  for (let i = 0; i < n; i++) a[i] = steep * z[i];
  if (name === "leaky_relu") {
    for (let i = 0; i < n; i++) {
      slope[i] = a[i] > 0 ? 1 : leak;
      a[i] *= slope[i];
    }
  } else ACTIVATION_PASSES[name](a, slope, 1, n, n);
  return { a, slope };
}

/** Whether an activation `a` with slope g′ lies where the function is flat. */
export function isFlat(name, a, slope) {
  if (name === "sigmoid") return a < 0.01 || a > 0.99;
  if (name === "tanh") return Math.abs(a) > 0.99;
  return Math.abs(slope) < NO_SLOPE;
}

/** What `isFlat` means for a function, in words. */
export function flatRule(name) {
  if (name === "sigmoid") return "a below .01 or above .99";
  if (name === "tanh") return "a beyond ±.99";
  return "slope g′ between −.01 and .01";
}

/** Probabilities of scores at a temperature. */
export function softmaxOf(scores, temperature) {
  const top = Math.max(...scores), e = scores.map((z) => Math.exp((z - top) / temperature));
  const sum = e.reduce((s, v) => s + v, 0);
  return e.map((v) => v / sum);
}

/** [g(z), g′(z), what to know about it]. */
export const ACTIVATION_FORMULAS = {
  linear: ["g(z) = z", "g′(z) = 1", "however many of these in a row: one linear layer"],
  sigmoid: ["σ(z) = 1 / (1 + e⁻ᶻ)", "σ′(z) = σ(z) (1 − σ(z))", "at most 0.25, at z = 0"],
  tanh: ["tanh(z) = 2 σ(2z) − 1", "tanh′(z) = 1 − tanh²(z)", "at most 1, at z = 0"],
  relu: ["ReLU(z) = max(0, z)", "1 for z > 0, else 0", "nothing comes back from the left side"],
  leaky_relu: ["z for z > 0, else leak · z", "1 for z > 0, else leak", "some of the gradient always comes back"],
  elu: ["z for z > 0, else eᶻ − 1", "1 for z > 0, else eᶻ", "levels off at −1 on the left"],
  softplus: ["softplus(z) = ln(1 + eᶻ)", "σ(z)", "always positive: for an impedance, say"],
  gelu: ["½ z (1 + tanh(√(2/π) (z + 0.0447 z³)))", "between −0.129 and 1.129", "a smooth ReLU with a dip"],
  silu: ["SiLU(z) = z σ(z)", "σ(z) (1 + z σ(−z))", "a smooth ReLU; slope at most 1.0998"],
};
