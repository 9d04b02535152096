// The update rules for two parameters: the twin of course_lib/optimizers, operation by
// operation. Settings are what optimizer.settings() gives: kind, lr, beta … and schedule.

/**
 * What a rule remembers, and every number of its latest step. All vectors are
 * Float64Array(2), made once and overwritten by each step.
 *
 * @typedef {object} Memory
 * @property {number} t finished steps
 * @property {number} alpha learning rate of the latest step, schedule included
 * @property {Float64Array} w the point before the latest step
 * @property {Float64Array} dw the gradient it used
 * @property {Float64Array} V running mean of the gradient, after the step
 * @property {Float64Array} S running mean (Adagrad: sum) of its square, after the step
 * @property {Float64Array} D Adadelta: running mean of the squared move, after the step
 * @property {Float64Array} Vhat V / (1 − βᵗ), or V where nothing is corrected
 * @property {Float64Array} Shat S / (1 − β₂ᵗ), or S where nothing is corrected
 * @property {Float64Array} step ΔW: the point moves from w to w − α…, which is w + step
 */

/** An empty memory. @returns {Memory} */
export function makeMemory() {
  const pair = () => new Float64Array(2);
  return {
    t: 0, alpha: 0,
    w: pair(), dw: pair(), V: pair(), S: pair(), D: pair(),
    Vhat: pair(), Shat: pair(), step: pair(),
  };
}

/** Forget every step. */
export function clearMemory(memory) {
  memory.t = memory.alpha = 0;
  for (const name of ["w", "dw", "V", "S", "D", "Vhat", "Shat", "step"])
    memory[name].fill(0);
  return memory;
}

/** Factor of the learning rate after k finished steps, by kind of schedule. */
const SCHEDULE_FACTORS = {
  constant: () => 1,
  step: ({ every, factor }, k) => factor ** Math.floor(k / every),
  exponential: ({ factor }, k) => factor ** k,
  cosine: ({ steps, lowest }, k) => {
    const wave = (1 + Math.cos((Math.PI * Math.min(k, steps)) / steps)) / 2;
    return lowest + (1 - lowest) * wave;
  },
  inverse_time: ({ decay }, k) => 1 / (1 + decay * k),
};

/** Learning rate after k finished steps: lr times the schedule's factor. */
export function learningRate(settings, k) {
  const { lr, schedule } = settings;
  return schedule ? lr * SCHEDULE_FACTORS[schedule.kind](schedule, k) : lr;
}

/** 1 − βᵗ: the share of itself that a mean which began at 0 has reached by step t. */
function startShare(beta, t, correct) {
  return correct ? 1 - beta ** t : 1;
}

/**
 * The rules: each updates V, S, D in memory and writes into memory.step what is to be
 * subtracted from w. Component i of w, gradient g, learning rate α = memory.alpha.
 */
const RULES = {
  gd(settings, memory, g) {
    for (let i = 0; i < 2; i++) memory.step[i] = memory.alpha * g[i];
  },

  momentum({ beta, dampening, correct_bias }, memory, g) {
    const { V, Vhat, step, alpha } = memory;
    const fresh = dampening ? 1 - beta : 1;
    const share = startShare(beta, memory.t, correct_bias);
    for (let i = 0; i < 2; i++) {
      V[i] = beta * V[i] + fresh * g[i];
      Vhat[i] = V[i] / share;
      step[i] = alpha * Vhat[i];
    }
  },

  nesterov({ beta, dampening }, memory, g) {
    const { V, step, alpha } = memory, fresh = dampening ? 1 - beta : 1;
    for (let i = 0; i < 2; i++) {
      const push = fresh * g[i];
      V[i] = beta * V[i] + push;
      step[i] = alpha * (push + beta * V[i]);
    }
  },

  adagrad({ eps }, memory, g) {
    const { S, step, alpha } = memory;
    for (let i = 0; i < 2; i++) {
      S[i] = S[i] + g[i] * g[i];
      step[i] = (alpha * g[i]) / (Math.sqrt(S[i]) + eps);
    }
  },

  rmsprop({ beta, eps }, memory, g) {
    const { S, step, alpha } = memory;
    for (let i = 0; i < 2; i++) {
      S[i] = beta * S[i] + (1 - beta) * (g[i] * g[i]);
      step[i] = (alpha * g[i]) / (Math.sqrt(S[i]) + eps);
    }
  },

  adadelta({ beta, eps }, memory, g) {
    const { S, D, step, alpha } = memory;
    for (let i = 0; i < 2; i++) {
      S[i] = beta * S[i] + (1 - beta) * (g[i] * g[i]);
      const move = (g[i] * Math.sqrt(D[i] + eps)) / Math.sqrt(S[i] + eps);
      D[i] = beta * D[i] + (1 - beta) * (move * move);
      step[i] = alpha * move;
    }
  },

  adam({ beta1, beta2, eps, correct_bias }, memory, g) {
    const { V, S, Vhat, Shat, step, alpha, t } = memory;
    const shareV = startShare(beta1, t, correct_bias);
    const shareS = startShare(beta2, t, correct_bias);
    for (let i = 0; i < 2; i++) {
      V[i] = beta1 * V[i] + (1 - beta1) * g[i];
      S[i] = beta2 * S[i] + (1 - beta2) * (g[i] * g[i]);
      Vhat[i] = V[i] / shareV;
      Shat[i] = S[i] / shareS;
      step[i] = (alpha * Vhat[i]) / (Math.sqrt(Shat[i]) + eps);
    }
  },
};

/**
 * One step of the rule `settings.kind` from w with gradient g.
 *
 * @param {object} settings what optimizer.settings() gives in Python
 * @param {Memory} memory changed in place; holds every number of the step afterwards
 * @param {Float64Array} w the point, 2 numbers
 * @param {Float64Array} g the gradient there, 2 numbers
 * @param {Float64Array} out receives the next point; may be w itself
 */
export function stepOptimizer(settings, memory, w, g, out) {
  memory.alpha = learningRate(settings, memory.t);
  memory.t += 1;
  RULES[settings.kind](settings, memory, g);
  for (let i = 0; i < 2; i++) {
    memory.w[i] = w[i];
    memory.dw[i] = g[i];
    out[i] = w[i] - memory.step[i];
    memory.step[i] = -memory.step[i];
  }
  return out;
}

/** The vectors of Memory that mean something for these settings, in reading order. */
export function memoryFields({ kind, correct_bias }) {
  const hats = (names) => (correct_bias ? names : []);
  return {
    gd: [], nesterov: ["V"], adagrad: ["S"], rmsprop: ["S"], adadelta: ["S", "D"],
    momentum: ["V", ...hats(["Vhat"])],
    adam: ["V", "S", ...hats(["Vhat", "Shat"])],
  }[kind];
}
