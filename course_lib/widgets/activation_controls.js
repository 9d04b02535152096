// ActivationExplorer's frame: the picture side and one panel of controls per view.

import {
  button, checkbox, choiceControl, countControl, focusable, labelledField, liveRegion, make,
  makeGroup, numberControl, setAttribute, setText, tile, whole,
} from "./js/controls.js";
import { plain, significant } from "./js/plot.js";
import { ACTIVATION_FORMULAS, flatRule } from "./activation_functions.js";
import { COLDEST, HOTTEST } from "./activation_softmax.js";
import { roundUp } from "./activation_state.js";
import { makeActivationLegend } from "./activation_legend.js";
import {
  entropyOf, inputFormula, isAsGiven, layerWords, percent, plainTitle,
} from "./activation_words.js";

const FARTHEST = 1e6; // of z, weight and bias: beyond, every function is flat or straight
const MOST_SEED = 2 ** 32 - 1;
const VIEW_NAMES = [["function", "Function"], ["chain", "Chain of layers"], ["softmax", "Softmax"]];

const within = (most) => (v) => (Math.abs(v) <= most ? "" : `A number from −${significant(most)} to ${significant(most)}, please.`);
const above = (most) => (v) => (v > 0 && v <= most ? "" : `A number above 0, at most ${significant(most)}, please.`);

/** Build everything into the stage; update(now) shows a state, `act` is called by hand. */
export function makeActivationControls(stage, { info, samples, classes }, act) {
  const live = liveRegion(), status = make("p", { class: "cl-status cl-news" });
  const handle = focusable("button", {
    type: "button", class: "cl-handle", role: "slider", "aria-label": "Tangent point z",
    "aria-valuemin": -1, "aria-valuemax": 1, "aria-valuenow": 0,
  });
  const title = make("strong", { class: "cl-title" }), look = make("p", { class: "cl-status" });
  const canvases = Object.fromEntries(VIEW_NAMES.map(([name]) => [name, make("canvas", { role: "img" })]));
  const views = VIEW_NAMES.map(([name, text]) => [name, button(text, () => act.set({ view: name }))]);
  const toggle = make("span", { class: "cl-toggle", role: "group", "aria-label": "View" }, ...views.map(([, b]) => b));
  const reset = button("Reset", act.reset, { hint: "Everything as it was in the beginning" });
  const legend = makeActivationLegend(info);
  const place = make("div", { class: "cl-place" }, ...Object.values(canvases), handle);
  const picture = make("div", { class: "cl-picture" },
    title, make("div", { class: "cl-bar cl-top" }, toggle, reset), legend.element, place, look, status);
  const panels = {
    function: makeFunctionPanel(info, samples, act),
    chain: makeChainPanel(info, act),
    softmax: makeSoftmaxPanel(info, classes, act),
  };
  const panel = make("div", { class: "cl-panel" }, ...Object.values(panels).map((p) => p.element), live.element);
  stage.content.append(picture, panel);
  return { canvases, handle, place, live, show, update, legend };

  /** Only the view's own canvas and controls. */
  function show(view) {
    for (const [name, b] of views) {
      setAttribute(b, "aria-pressed", name === view);
      canvases[name].hidden = panels[name].element.hidden = name !== view;
    }
    handle.hidden = view !== "function";
  }

  function update(now) {
    const { view } = now.state;
    legend.update(now);
    panels[view].update(now);
    const holds = isAsGiven(now.state, info.start);
    setText(title, holds ? info.title : plainTitle(now.state, info));
    setText(look, holds ? info.look_for : "");
    status.classList.toggle("cl-warn", now.words.warn);
    setText(status, now.words.hint);
    if (view === "function") {
      setAttribute(handle, "aria-valuemin", -now.half);
      setAttribute(handle, "aria-valuemax", now.half);
      setAttribute(handle, "aria-valuenow", now.state.z);
      setAttribute(handle, "aria-valuetext", `z ${significant(now.tangent.z)}, slope ${significant(now.tangent.slope)}`);
    }
    describe(now);
    live.whenStill(() => now.words.summary);
  }

  function describe({ state: { view }, words }) {
    const what = { function: "Activation function, its slope and the samples that pass through", chain: "Gradient and activations of every layer", softmax: "Scores, probabilities and temperature" }[view];
    setAttribute(canvases[view], "aria-label", `${what}. ${words.summary}`);
  }
}

// ----------------------------------------------------------------------------- function

function makeFunctionPanel(info, { mean, std }, act) {
  const options = Object.entries(info.activations), usual = Math.log10(1 / std);
  const equation = make("span"), slope = make("small"), input = make("small");
  const tiles = [tile("z"), tile("a = g(z)"), tile("slope g′(z)"), tile("flat samples")];
  const choice = choiceControl({ label: "activation", options, onInput: (activation) => act.set({ activation }) });
  const z = numberControl({ label: "tangent at z", min: -6, max: 6, objection: within(FARTHEST), onInput: (v) => act.set({ z: v }) });
  const steep = numberControl({ label: "steepness s", hint: "the curve is g(s · z)", log: true, fine: true, min: -1, max: 1, objection: above(1000), onInput: (v) => act.set({ slope: v }) });
  const leak = numberControl({ label: "leak", min: 0, max: 0.5, objection: within(10), onInput: (v) => act.set({ leak: v }) });
  const weight = signedControl({ label: `weight of ${info.name}`, min: usual - 2, max: usual + 2, onInput: (v) => act.set({ weight: v }) });
  const bias = numberControl({ label: "bias", min: -10, max: 10, objection: within(FARTHEST), onInput: (v) => act.set({ bias: v }) });
  const boxes = options.map(([name, label]) => [name, checkbox(label, (on) => act.compare(name, on))]);
  const element = make("div", { class: "cl-part" },
    make("p", { class: "cl-formula" }, equation, slope, input),
    make("div", { class: "cl-tiles" }, ...tiles.map((t) => t.element)),
    make("div", { class: "cl-bar" }, choice.row),
    make("div", { class: "cl-rows" }, z.row, steep.row, leak.row),
    make("div", { class: "cl-rows" }, weight.row, bias.row),
    make("div", { class: "cl-bar" },
      button("Raw input", () => act.set({ weight: 1, bias: 0 }), { hint: "z is the input itself" }),
      button("Standardise", () => act.set({ weight: 1 / std, bias: -mean / std }), { hint: "z = (input − mean) / standard deviation" })),
    makeGroup("Compare with", make("div", { class: "cl-bar" }, ...boxes.map(([, b]) => b.row))));
  let biasHalf = 0;
  return {
    element,
    update({ state, half, tangent, flatShare, names }) {
      const [g, derivative, word] = ACTIVATION_FORMULAS[state.activation];
      setText(equation, `${state.slope === 1 ? "a = g(z)" : `a = g(${significant(state.slope)} · z)`},  ${g}`);
      setText(slope, `slope: ${derivative}; ${word}`);
      setText(input, inputFormula(state, info));
      tiles[0].set(significant(tangent.z));
      tiles[1].set(significant(tangent.a));
      tiles[2].set(significant(tangent.slope));
      tiles[3].set(percent(flatShare));
      setAttribute(tiles[3].element, "title", flatRule(state.activation));
      choice.set(state.activation);
      z.setRange(-half, half);
      z.set(state.z, significant(state.z));
      steep.set(state.slope, significant(state.slope));
      leak.row.hidden = !names.includes("leaky_relu");
      leak.set(state.leak, significant(state.leak));
      weight.set(state.weight);
      const reach = roundUp(Math.max(10, Math.abs(state.weight * mean), Math.abs(state.bias)));
      if (reach !== biasHalf) bias.setRange(-(biasHalf = reach), reach);
      bias.set(state.bias, significant(state.bias));
      for (const [name, box] of boxes) {
        box.input.checked = state.others.includes(name);
        box.row.hidden = name === state.activation;
      }
    },
  };
}

/** A logarithmic slider of the size; the number beside it carries the sign. */
function signedControl({ onInput, ...options }) {
  let sign = 1;
  const control = numberControl({
    ...options, log: true, fine: true, objection: within(FARTHEST), onInput: (v) => onInput(v),
  });
  const slider = control.row.querySelector("input[type=range]");
  // Before the control's own listener: its number is a size.
  slider.addEventListener("input", (event) => {
    event.stopImmediatePropagation();
    onInput(sign * +(10 ** slider.valueAsNumber).toPrecision(3));
  }, { capture: true });
  return {
    row: control.row,
    set(value) {
      if (value) sign = Math.sign(value);
      control.set(value, significant(value));
    },
  };
}

/** Tiles with long names: two and two where four have no room. */
function wideTiles(tiles) {
  const row = make("div", { class: "cl-tiles" }, ...tiles.map((t) => t.element));
  return make("div", { style: "container-type: inline-size" }, row);
}

// -------------------------------------------------------------------------------- chain

function makeChainPanel(info, act) {
  const activation = choiceControl({ label: "activation", options: Object.entries(info.activations), onInput: (v) => act.set({ chain_activation: v }) });
  const init = choiceControl({ label: "weights", options: info.initializers.map((name) => [name, name.replaceAll("_", " ")]), onInput: (v) => act.set({ init: v }) });
  const depth = countControl({ label: "layers", min: 1, max: 50, objection: whole(1, 50), onInput: (v) => act.set({ depth: v }) });
  const width = countControl({ label: "units per layer", min: 1, max: 100, objection: whole(1, 200), onInput: (v) => act.set({ width: v }) });
  const factor = numberControl({ label: "variance × factor", log: true, fine: true, min: -2, max: 2, objection: above(FARTHEST), onInput: (v) => act.set({ factor: v }) });
  const layer = countControl({ label: "read layer", min: 1, max: 10, onInput: (v) => act.set({ layer: v }) });
  const seed = labelledField("seed", { min: 0, max: MOST_SEED, step: 1 }, (v) => act.set({ seed: v }), whole(0, MOST_SEED));
  const tiles = [tile("gradient, first/last", "RMS of ∂L/∂z of layer 1 over that of the last layer"), tile("RMS of a, last"), tile("saturated, last"), tile("dead, last")];
  const reading = make("p", { class: "cl-status cl-reading" });
  const element = make("div", { class: "cl-part" },
    make("p", { class: "cl-formula" },
      make("span", { text: "a⁽ˡ⁾ = g(W⁽ˡ⁾ a⁽ˡ⁻¹⁾)" }),
      make("small", { text: "∂L/∂z⁽ˡ⁾ = g′(z⁽ˡ⁾) · W⁽ˡ⁺¹⁾ᵀ ∂L/∂z⁽ˡ⁺¹⁾: every layer multiplies by its slope and its weights" })),
    wideTiles(tiles),
    make("div", { class: "cl-bar" }, activation.row, init.row),
    make("div", { class: "cl-rows" }, depth.row, width.row, factor.row),
    make("div", { class: "cl-bar" }, seed.row, button("New draw", act.newDraw, { hint: "Other weights, other inputs" })),
    make("div", { class: "cl-rows" }, layer.row), reading);
  return {
    element,
    update({ state, chain, layer: shown }) {
      const last = state.depth - 1;
      tiles[0].set(finite(chain.gradient[0] / chain.gradient[last]));
      tiles[1].set(finite(chain.rms[last]));
      tiles[2].set(percent(chain.saturated[last]));
      tiles[3].set(percent(chain.dead[last]));
      activation.set(state.chain_activation);
      init.set(state.init);
      depth.set(state.depth, `${state.depth} layers`);
      width.set(state.width, `${state.width} units`);
      factor.set(state.factor, significant(state.factor));
      layer.setRange(1, Math.max(2, state.depth));
      layer.set(shown, `layer ${shown}`);
      seed.show(state.seed);
      setText(reading, layerWords(chain, shown));
    },
  };
}

const finite = (v) => (Number.isFinite(v) ? significant(v) : "∞");

// ------------------------------------------------------------------------------ softmax

function makeSoftmaxPanel(info, count, act) {
  const equation = make("span", { text: "p_k = e^(z_k/T) / Σ_j e^(z_j/T)" });
  const numbers = make("small");
  const tiles = [tile("most probable"), tile("its probability"), tile("sum"), tile("entropy", "−Σ p ln p, nats: 0 when certain, ln K when nothing is known")];
  const scores = Array.from({ length: count }, (_, k) => numberControl({
    label: `score of ${info.class_names[k]}`, min: -3, max: 3, objection: within(FARTHEST),
    onInput: (v) => act.setScore(k, v),
  }));
  const temperature = numberControl({ label: "temperature T", log: true, fine: true, min: COLDEST, max: HOTTEST, objection: above(FARTHEST), onInput: (v) => act.set({ temperature: v }) });
  const element = make("div", { class: "cl-part" },
    make("p", { class: "cl-formula" }, equation, numbers),
    wideTiles(tiles),
    make("div", { class: "cl-rows" }, ...scores.map((s) => s.row), temperature.row),
    make("div", { class: "cl-bar" },
      button("Add 1 to every score", act.shiftScores, { hint: "Does a shift of all scores change a probability?" }),
      button("T = 1", () => act.set({ temperature: 1 }))));
  let range = 0;
  return {
    element,
    update({ state, probabilities }) {
      const best = probabilities.indexOf(Math.max(...probabilities));
      const most = roundUp(Math.max(3, ...state.scores.map(Math.abs)));
      setText(numbers, `p = (${probabilities.map((p) => plain(p, 3)).join(", ")})`);
      tiles[0].set(info.class_names[best]);
      tiles[1].set(plain(probabilities[best], 3));
      tiles[2].set(plain(probabilities.reduce((s, p) => s + p, 0), 3));
      tiles[3].set(plain(entropyOf(probabilities), 3));
      scores.forEach((control, k) => {
        if (most !== range) control.setRange(-most, most);
        control.set(state.scores[k], significant(state.scores[k]));
      });
      range = most;
      temperature.set(state.temperature, significant(state.temperature));
    },
  };
}
