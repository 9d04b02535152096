// InitializationExplorer's words and choices. No DOM.

import { short, significant } from "./js/plot.js";
import { stopAdvice } from "./playground_words.js";
import { startingRule } from "./initialization_scene.js";

/** Choices as pairs of value and text. */
export const START_CHOICES = [
  ["zeros", "all zero"], ["constant", "all 0.5"], ["too_small", "too small, 0.01/n"],
  ["xavier", "Xavier, 1/n"], ["glorot", "Glorot"], ["he", "He, 2/n"],
  ["torch_default", "PyTorch, 1/(3n)"], ["too_large", "too large, 100/n"],
  ["custom", "your own, f/n"],
];
/** The factor a rule stands for, where it is one: what the slider shows. */
export const FACTOR_OF_START = {
  too_small: 0.01, xavier: 1, he: 2, torch_default: 1 / 3, too_large: 100,
};
export const INIT_ACTIVATIONS = [
  ["relu", "ReLU"], ["tanh", "tanh"], ["sigmoid", "sigmoid"], ["leaky_relu", "leaky ReLU"],
  ["elu", "ELU"], ["gelu", "GELU"], ["silu", "SiLU"], ["softplus", "softplus"],
  ["linear", "linear"],
];
export const INIT_RATES = [1e-4, 0.001, 0.003, 0.01, 0.03, 0.1, 0.3, 1, 3];
export const INIT_DATA_NAMES = {
  circle: "circle", xor: "exclusive or", gauss: "two clouds", spiral: "spiral",
  avo_boundaries: "AVO boundaries", gas_sand: "gas sand", lithology: "lithology and fluid",
  two_logs: "two logs",
};
export const LINK_CHOICES = [["weight", "weights"], ["gradient", "gradient ∂J/∂w"]];

/** "layer 2", or "output" for the last one. */
export function layerName(l, count) {
  return l + 1 < count ? `layer ${l + 1}` : "output";
}

/** 0.0312 as "3.1 %"; whole shares without a point. */
export function shareWords(share) {
  if (!Number.isFinite(share)) return "–";
  const percent = 100 * share;
  return percent === 0 || percent === 100 ? `${percent} %` : `${short(percent, 2)} %`;
}

/** A number of the table. */
export function tableNumber(value) {
  if (Number.isFinite(value)) return short(value, 2);
  return Number.isNaN(value) ? "NaN" : value > 0 ? "∞" : "−∞";
}

/** Why units do not become different, or "". */
export function twinSentence(twins, { sizes, layers }, zero) {
  if (!twins.length) return "";
  const where = twins.length === 1 ? `The ${sizes[twins[0]]} units of layer ${twins[0]}`
    : `In layers ${twins.join(", ")} all units of a layer`;
  const idle = zero ? " Here these gradients are 0: only the output's bias learns." : "";
  return `${where} have the same weights, so they get the same gradients: they stay copies ` +
    `of one unit, however long you train.${idle || ` ${layers.length > 2 ? "Each layer" : "The layer"} is worth one unit.`}`;
}

/** Title and hint hold for the settings they were written for, and for no others. */
export function isStartOf({ start }, settings) {
  return Object.entries(start).every(([name, value]) => JSON.stringify(settings[name]) === JSON.stringify(value));
}

/** What stands above the pictures: a warning, or what to look for. */
export function initStatus(view, info) {
  const { stopped, epoch, scene, settings } = view;
  if (stopped) return stopAdvice(stopped, { optimizer: settings.optimizer, l1: 0, l2: 0 });
  if (info.look_for && isStartOf(info, settings)) return info.look_for;
  if (epoch) return "";
  const { rule, factor } = startingRule(settings), times = factor === 1 ? "" : ` × ${short(factor)}`;
  const n = scene.network.sizes.join("-");
  return `A ${n} network, weights by the rule "${rule}"${times}. Press Play.`;
}

/** The run in one breath, for people who do not see it. */
export function initRunSentence({ epoch, losses, accuracy, stopped, layers }) {
  const number = (v) => (Number.isFinite(v) ? significant(v) : "not a number");
  const spread = layers.slice(0, -1).map(({ std }) => tableNumber(std)).join(", ");
  return `Epoch ${epoch}. Loss ${number(losses.train)}, accuracy ${shareWords(accuracy)}. ` +
    `Standard deviation of the activations, hidden layer by hidden layer: ${spread}.` +
    (stopped ? ` ${stopped}.` : "");
}

export const INIT_HELP = [
  ["Activations", "Every hidden unit's answer to 100 samples, one histogram per layer. A spike at 0: the signal has died. Spikes at the ends: the units are saturated. For ReLU the answers that are exactly 0 stand in a column of their own."],
  ["Gradients", "How steep the loss is along every weight, one histogram per layer. Far to the left: this layer learns hardly anything."],
  ["Spread", "Standard deviation of the activations, from layer to layer. Hollow: at the start. Full: now. Dashed: what theory says of very wide layers at the start."],
  ["Saturated", "Share of answers on a flat end of the function: sigmoid below 0.01 or above 0.99, tanh beyond ±0.99."],
  ["Dead", "Share of ReLU units that answer 0 to every sample: no gradient passes, they cannot learn."],
  ["∂L/∂z", "Root mean square over units and samples, L the loss of one sample."],
  ["Step", "Length of one step of gradient descent over the length of the weights. About 1/1000 is healthy; far less: nothing moves; far more: it jumps."],
  ["In Python", "The widget's layers, weights, loss, epoch and to_network() hold what you see here."],
];
