// InitializationExplorer's frame: what stands where, and what can be set.

import { short, significant } from "./js/plot.js";
import {
  button, checkbox, choiceControl, focusable, labelledField, make, numberControl, setText, tile,
  whole,
} from "./js/controls.js";
import { makePlayBar, makeRunSpeaker } from "./js/player.js";
import { rateChoice } from "./js/rate_choice.js";
import { makeUnitButtons } from "./playground_layers.js";
import { OPTIMIZER_CHOICES, OPTIMIZER_DEFAULTS, pointedSentence, SPEED_CHOICES } from "./playground_words.js";
import { makeLayerTable } from "./initialization_table.js";
import {
  FACTOR_OF_START, INIT_ACTIVATIONS, INIT_DATA_NAMES, INIT_HELP, INIT_RATES, initRunSentence,
  initStatus, isStartOf, LINK_CHOICES, shareWords, START_CHOICES, twinSentence,
} from "./initialization_words.js";

const FACTOR_DECADES = 4; // of the slider, on either side of 1
const DEEPEST = 10, WIDEST_LAYER = 200;
const SEED_LIMIT = 2 ** 32 - 1;
const PLAIN_TITLE = "Starting weights";
const VIEW_NAMES = { small: "Small network", deep: "Deep network" };

/**
 * Build everything into the stage.
 *
 * @param {object} act set, show (another view), play, step, reset, newStart, look, pin, redraw
 * @returns canvases `diagram`, `map`, `answers`, `slopes`, `depth`, `chart` (each alone in
 *   its place); `placeUnits(nodes)`; `update(view)` at every paint, `updateLayers(view)`
 *   after every measure; `readMap`
 */
export function makeInitializationControls(stage, info, act) {
  stage.root.classList.add("cl-playground", "cl-init");
  const canvas = () => make("canvas", { role: "img" });
  const [diagram, map, answers, slopes, depth, chart] = Array.from({ length: 6 }, canvas);
  const player = makePlayBar(act, SPEED_CHOICES), tiles = makeInitTiles();
  const said = makeRunSpeaker(initRunSentence), table = makeLayerTable();
  const rules = makeInitRules(info, act), views = makeViewChoice(act);
  const title = make("strong", { class: "cl-title", text: PLAIN_TITLE });
  const status = make("p", { class: "cl-status" });
  const twins = make("p", { class: "cl-init-twins", role: "status" });
  const units = makeUnitButtons(act, (unit) => act.pin(unit));
  const pointed = make("p", { class: "cl-small cl-play-pointed" });
  const reading = make("p", { class: "cl-small cl-play-reading" });
  const pictured = make("strong");
  const place = (name, ...children) => make("div", { class: `cl-init-${name}` }, ...children);
  const net = place("net", make("div", { class: "cl-play-place" }, diagram, units.element), pointed);
  const out = place("out", pictured, make("div", {}, map), reading);
  const logLoss = checkbox("logarithmic loss", (on) => act.set({ log_loss: on }));
  const top = place("top",
    make("div", { class: "cl-play-words" }, title, status),
    make("div", { class: "cl-play-run" }, views.element, player.element, tiles.element),
    rules.element, twins);
  const small = [net, out];
  stage.content.append(make("div", { class: "cl-init-main" }, top, net, out,
    place("answers", make("strong", { text: "Activations of every layer" }), make("div", {}, answers)),
    place("slopes", make("strong", { text: "Gradients ∂J/∂w of every layer" }), make("div", {}, slopes)),
    place("depth", make("strong", { text: "Spread from layer to layer" }), make("div", {}, depth)),
    place("loss", make("strong", { text: "Loss" }), make("div", {}, chart), logLoss.row),
    place("table", table.element), makeInitHelp(act)), said.element);
  let settingsOf = "", networkOf = null, dataOf = null, playing = false, named = false;

  function update(view) {
    const { settings, scene } = view, key = JSON.stringify(settings);
    const changed = key !== settingsOf || scene.network !== networkOf || scene.data !== dataOf;
    const rested = playing && !view.playing;
    [settingsOf, networkOf, dataOf, playing] = [key, scene.network, scene.data, view.playing];
    if (changed) {
      rules.update(view);
      views.update(settings);
      logLoss.input.checked = settings.log_loss;
      setText(title, (isStartOf(info, settings) && info.title) || PLAIN_TITLE);
      for (const part of small) part.hidden = settings.view !== "small";
    }
    player.update(view);
    tiles.update(view);
    setText(pictured, view.pictured);
    if (scene.maps) setText(pointed, pointedWords(view));
    status.classList.toggle("cl-warn", view.stopped.startsWith("diverged"));
    setText(status, initStatus(view, info));
    if (said.say(view, performance.now(), rested) || changed || !named) describe(view);
  }

  /** What was measured in every layer. */
  function updateLayers(view) {
    table.update(view.layers, view.settings.optimizer.lr);
    const found = view.scene.twins(), { activation, init } = view.settings;
    const idle = init === "zeros" && !["sigmoid", "softplus"].includes(activation);
    const text = twinSentence(found, view.scene.network, idle);
    setText(twins, text);
    twins.hidden = !text;
  }

  function pointedWords(view) {
    if (view.active) return pointedSentence(view, view.active).replace(/ Click it.*/, "") + slopeWords(view);
    return "Point at a line to read its weight, at a unit to see its answer; a click keeps it.";
  }

  /** The slope along the weight under the pointer, where links show slopes. */
  function slopeWords({ links, active: { layer, unit, input }, network }) {
    if (!links || input === undefined || input === null) return "";
    const { weights, nIn } = network.layers[layer - 1];
    return `; slope ∂J/∂w ${significant(links.values[weights + unit * nIn + input])}`;
  }

  /** Names with numbers in them: as often as these are said. */
  function describe(view) {
    const run = initRunSentence(view), chain = view.scene.network.sizes.join(", ");
    named = true;
    if (view.scene.maps) units.update(view);
    diagram.ariaLabel = `Network of ${chain} units from inputs to output, links coloured by ${view.settings.links}`;
    map.ariaLabel = `${view.pictured}, with the samples. ${run}`;
    answers.ariaLabel = `Histograms of the activations of every layer. ${run}`;
    slopes.ariaLabel = "Histograms of the size of the loss's slope along every weight, layer by layer";
    depth.ariaLabel = `Standard deviation of the activations against depth, now, at the start and in theory. ${run}`;
    chart.ariaLabel = `Loss against epochs. ${run}`;
  }

  return {
    diagram, map, answers, slopes, depth, chart, update, updateLayers,
    readMap: (text) => setText(reading, text),
    placeUnits(nodes) {
      units.place(nodes);
      named = false;
    },
  };
}

function makeViewChoice(act) {
  const buttons = Object.entries(VIEW_NAMES).map(([name, text]) => [name, button(text, () => act.show(name))]);
  return {
    element: make("span", { class: "cl-toggle", role: "group", "aria-label": "Network" }, ...buttons.map(([, b]) => b)),
    update({ view }) {
      for (const [name, element] of buttons) element.setAttribute("aria-pressed", String(name === view));
    },
  };
}

function makeInitTiles() {
  const epoch = tile("epoch", "How often every sample was used"), loss = tile("loss", "Mean cross-entropy of all samples");
  const right = tile("accuracy", "Share of samples that get the right class");
  return {
    element: make("div", { class: "cl-tiles cl-play-tiles cl-init-tiles" }, epoch.element, loss.element, right.element),
    update(view) {
      epoch.set(String(view.epoch));
      loss.set(Number.isFinite(view.losses.train) ? significant(view.losses.train) : "–");
      right.set(shareWords(view.accuracy));
    },
  };
}

/** Starting weights, function, inputs, and how it is trained: one bar. */
function makeInitRules(info, act) {
  let settings = null;
  const start = choiceControl({ label: "starting weights", hint: "And the variance they are drawn with, n inputs to a layer", options: START_CHOICES, onInput: (init) => act.set({ init }) });
  const factor = numberControl({
    label: "variance factor, f/n", log: true, fine: true, min: -FACTOR_DECADES, max: FACTOR_DECADES,
    hint: "Weights of a layer with n inputs are drawn with variance f/n",
    objection: (v) => (v >= 10 ** -FACTOR_DECADES && v <= 10 ** FACTOR_DECADES ? "" : "From 0.0001 to 10000, please."),
    onInput: (value) => act.set({ init: "custom", factor: value }),
  });
  const activation = choiceControl({
    label: "activation", options: INIT_ACTIVATIONS, hint: "Of all hidden layers", onInput: (name) => act.set({ activation: name }),
  });
  const scaling = checkbox("inputs scaled", (on) => act.set({ scale_inputs: on }), {
    hint: "Mean 0 and standard deviation 1; otherwise in their own units",
  });
  const data = choiceControl({
    label: "data", options: info.small.map((name) => [name, INIT_DATA_NAMES[name]]), onInput: (name) => act.set({ data: name }),
  });
  const links = choiceControl({ label: "links show", options: LINK_CHOICES, onInput: (what) => act.set({ links: what }) });
  const layers = labelledField("hidden layers", { min: 1, max: DEEPEST, step: 1 },
    (count) => act.set({ hidden: Array(count).fill(settings.hidden[0]) }), whole(1, DEEPEST));
  const width = labelledField("units each", { min: 2, max: WIDEST_LAYER, step: 10 },
    (units) => act.set({ hidden: settings.hidden.map(() => units) }), whole(2, WIDEST_LAYER));
  const rate = rateChoice({
    label: "learning rate α", rates: INIT_RATES, onInput: (lr) => act.set({ optimizer: { ...settings.optimizer, lr } }),
  });
  const rule = choiceControl({
    label: "optimizer", options: OPTIMIZER_CHOICES, onInput: (kind) => {
      const { lr, schedule } = settings.optimizer;
      act.set({ optimizer: { kind, lr, ...OPTIMIZER_DEFAULTS[kind], schedule: schedule ?? null } });
    },
  });
  const seed = labelledField("seed", { min: 0, max: SEED_LIMIT, step: 1 }, (value) => act.set({ seed: value }), whole(0, SEED_LIMIT));
  const ofSmall = [data.row, links.row], ofDeep = [layers.row, width.row];
  return {
    element: make("div", { class: "cl-play-rules cl-init-rules", role: "group", "aria-label": "Start and training" },
      start.row, factor.row, activation.row, scaling.row, ...ofSmall, ...ofDeep, rate.row, rule.row, seed.row),
    update({ settings: now, scene }) {
      settings = now;
      start.set(now.init);
      setFactor(now, scene.network.sizes);
      activation.set(now.activation);
      scaling.input.checked = now.scale_inputs;
      for (const row of ofSmall) row.hidden = now.view !== "small";
      for (const row of ofDeep) row.hidden = now.view !== "deep";
      if (now.view === "small") data.set(now.data);
      links.set(now.links);
      layers.show(now.hidden.length);
      width.show(Math.max(...now.hidden));
      rate.set(now.optimizer.lr);
      rule.set(now.optimizer.kind);
      seed.show(now.seed);
    },
  };

  /** The factor that belongs to a rule, of the first layer where layers differ. */
  function setFactor({ init, factor: own }, [nIn, nOut]) {
    const value = init === "glorot" ? (2 * nIn) / (nIn + nOut) : FACTOR_OF_START[init] ?? own;
    const unused = init === "zeros" || init === "constant";
    factor.set(value, unused ? "not used" : `variance ${short(value)} over n`);
    factor.note(unused ? "not used" : init === "glorot" ? "layer 1" : "");
  }
}

/** What am I looking at? */
function makeInitHelp(act) {
  const pairs = INIT_HELP.flatMap(([thing, meaning]) => [make("dt", { text: thing }), make("dd", { text: meaning })]);
  const element = make("details", { class: "cl-group cl-init-help" },
    focusable("summary", { text: "What am I looking at?" }), make("dl", { class: "cl-play-help" }, ...pairs));
  element.addEventListener("toggle", () => act.redraw());
  return element;
}
