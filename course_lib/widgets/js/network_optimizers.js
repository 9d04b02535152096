// The update rules on a flat vector of any length: the twin of course_lib/optimizers.
// Settings are what optimizer.settings() gives: kind, lr, beta … and schedule.

import { learningRate } from "./optimizers.js";

/**
 * What a rule remembers of n parameters: t finished steps, V the running mean of the
 * gradient, S of its square (Adagrad: the sum), D of the squared move (Adadelta).
 */
export function makeFlatMemory(n) {
  const zeros = () => new Float64Array(n);
  return { t: 0, V: zeros(), S: zeros(), D: zeros() };
}

/** Forget every step. */
export function clearFlatMemory(memory) {
  memory.t = 0;
  for (const name of ["V", "S", "D"]) memory[name].fill(0);
}

/** Each rule moves w along the gradient g; alpha is the learning rate of this step. */
const FLAT_RULES = {
  gd(settings, memory, w, g, alpha) {
    for (let i = 0; i < w.length; i++) w[i] -= alpha * g[i];
  },

  momentum({ beta, dampening, correct_bias }, { V, t }, w, g, alpha) {
    const fresh = dampening ? 1 - beta : 1, share = correct_bias ? 1 - beta ** t : 1;
    for (let i = 0; i < w.length; i++) {
      V[i] = beta * V[i] + fresh * g[i];
      w[i] -= alpha * (V[i] / share);
    }
  },

  nesterov({ beta, dampening }, { V }, w, g, alpha) {
    const fresh = dampening ? 1 - beta : 1;
    for (let i = 0; i < w.length; i++) {
      const push = fresh * g[i];
      V[i] = beta * V[i] + push;
      w[i] -= alpha * (push + beta * V[i]);
    }
  },

  adagrad({ eps }, { S }, w, g, alpha) {
    for (let i = 0; i < w.length; i++) {
      S[i] += g[i] * g[i];
      w[i] -= (alpha * g[i]) / (Math.sqrt(S[i]) + eps);
    }
  },

  rmsprop({ beta, eps }, { S }, w, g, alpha) {
    for (let i = 0; i < w.length; i++) {
      S[i] = beta * S[i] + (1 - beta) * (g[i] * g[i]);
      w[i] -= (alpha * g[i]) / (Math.sqrt(S[i]) + eps);
    }
  },

  adadelta({ beta, eps }, { S, D }, w, g, alpha) {
    for (let i = 0; i < w.length; i++) {
      S[i] = beta * S[i] + (1 - beta) * (g[i] * g[i]);
      const move = (g[i] * Math.sqrt(D[i] + eps)) / Math.sqrt(S[i] + eps);
      D[i] = beta * D[i] + (1 - beta) * (move * move);
      w[i] -= alpha * move;
    }
  },

  adam({ beta1, beta2, eps, correct_bias }, { V, S, t }, w, g, alpha) {
    const shareV = correct_bias ? 1 - beta1 ** t : 1;
    const shareS = correct_bias ? 1 - beta2 ** t : 1;
    for (let i = 0; i < w.length; i++) {
      V[i] = beta1 * V[i] + (1 - beta1) * g[i];
      S[i] = beta2 * S[i] + (1 - beta2) * (g[i] * g[i]);
      w[i] -= (alpha * (V[i] / shareV)) / (Math.sqrt(S[i] / shareS) + eps);
    }
  },
};

/** One step of the rule settings.kind: w and memory change in place. */
export function stepFlat(settings, memory, w, g) {
  const alpha = learningRate(settings, memory.t);
  memory.t += 1;
  FLAT_RULES[settings.kind](settings, memory, w, g, alpha);
}
