// ActivationExplorer in words: what a state shows, and what to try.

import { plain, significant } from "./js/plot.js";
import { flatRule } from "./activation_functions.js";

export const percent = (share) => `${plain(100 * share, share > 0 && share < 0.095 ? 1 : 0)} %`;
const signedTerm = (value) => `${value < 0 ? "−" : "+"} ${significant(Math.abs(value))}`;

/** What a view's title and question speak of. */
const SUBJECT = {
  function: ["activation", "others", "slope", "weight", "bias"],
  chain: ["chain_activation", "depth", "width", "init", "factor"],
  softmax: [],
};

/** Title and question hold for the settings they were written for, and for no others. */
export function isAsGiven(state, start) {
  const same = (name) => JSON.stringify(state[name]) === JSON.stringify(start[name]);
  return ["view", ...SUBJECT[state.view]].every(same);
}

/** The title of any other settings. */
export function plainTitle({ view, activation, chain_activation: inChain, depth, init }, { activations: labels }) {
  if (view === "softmax") return "Softmax";
  if (view === "function") return `Function: ${labels[activation]}`;
  return `${depth} ${depth === 1 ? "layer" : "layers"} of ${labels[inChain]}, weights ${init.replaceAll("_", " ")}`;
}

/** z as it comes from the input: "z = 0.031 · GR − 2.9". */
export function inputFormula({ weight, bias }, { name, unit }) {
  const where = unit ? ` (${name} in ${unit})` : "";
  return `z = ${significant(weight)} · ${name} ${signedTerm(bias)}${where}`;
}

/** Words on the function view: {hint, warn, summary}. */
export function functionWords({ state, flatShare, tangent }, info) {
  const label = info.activations[state.activation];
  const flat = `${percent(flatShare)} of the samples lie where ${label} is flat`;
  const summary = `${label} at z = ${significant(tangent.z)}: a = ${significant(tangent.a)}, `
    + `slope ${significant(tangent.slope)}. ${flat}.`;
  if (flatShare > 0.5) return { summary, warn: true, hint: `${flat} (${flatRule(state.activation)}): hardly any gradient reaches the weight.` };
  return { summary, warn: false, hint: "Drag the point along the curve, or move it with the arrow keys." };
}

/** Words on the chain view. */
export function chainWords({ chain, layer, state: { depth } }) {
  const { gradient, rms } = chain, share = gradient[0] / gradient[depth - 1];
  const lost = Array.from(rms).findIndex((v) => !Number.isFinite(v));
  const summary = `${depth} layers. Of the last layer's gradient, ${significant(share)} arrives at layer 1; `
    + `activations there have an RMS of ${significant(rms[0])}, in layer ${depth} ${significant(rms[depth - 1])}. `
    + layerWords(chain, layer);
  if (lost >= 0) return { summary, warn: true, hint: `Layer ${lost + 1} leaves the finite world: the numbers are too large for a double.` };
  if (!(share > 0)) return { summary, warn: true, hint: "Nothing at all arrives at layer 1: it cannot learn." };
  const arrives = `Of the last layer's gradient, ${significant(share)} arrives at layer 1`;
  if (share < 0.01) return { summary, warn: true, hint: `${arrives}: it vanishes.` };
  if (share > 100) return { summary, warn: true, hint: `${arrives} times: it explodes.`.replace("arrives at layer 1 times", "times as much arrives at layer 1") };
  return { summary, warn: false, hint: `${arrives}.` };
}

/** The numbers of one layer. */
export function layerWords(chain, layer) {
  const k = layer - 1, value = (field) => significant(chain[field][k]);
  const flat = chain.dead[k] ? `${percent(chain.dead[k])} of the units dead` : `${percent(chain.saturated[k])} saturated`;
  return `Layer ${layer}: a has std ${value("std")}, RMS ${value("rms")}, ${flat}; `
    + `RMS of ∂L/∂z ${value("gradient")}, ‖∂J/∂W‖ ${significant(chain.weightGradientOf(k))}.`;
}

/** Words on the softmax view. */
export function softmaxWords({ state, probabilities }, { class_names: names }) {
  const best = probabilities.indexOf(Math.max(...probabilities));
  const all = names.map((name, k) => `${name} ${plain(probabilities[k], 3)}`).join(", ");
  const summary = `At temperature ${significant(state.temperature)}: ${all}.`;
  return {
    summary, warn: false,
    hint: `Most probable: ${names[best]}. Drag the bars of the scores; dashed: probabilities at temperature 1.`,
  };
}

/** −Σ p ln p in nats: 0 when one class has it all, ln K when nothing is known. */
export function entropyOf(probabilities) {
  return probabilities.reduce((s, p) => (p > 0 ? s - p * Math.log(p) : s), 0);
}
