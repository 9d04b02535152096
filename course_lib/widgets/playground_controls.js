// Playground's frame: what stands where, playing, and what is said of the run.

import { make, setText } from "./js/controls.js";
import { makePlayBar, makeRunSpeaker } from "./js/player.js";
import { makeFeatureChoice, makeLayerHeads, makeUnitButtons } from "./playground_layers.js";
import {
  makeConfusionGroup, makeGradientGroup, makeHelpGroup, makeOutputColumn, makeRunTiles,
} from "./playground_readouts.js";
import { makeDataColumn, makeStartGroup, makeTrainingRules } from "./playground_settings.js";
import { makeWeightsEditor } from "./playground_weights.js";
import { columnNames, isAsStarted, pictureTitle, pointedSentence, runSentence, SPEED_CHOICES, stopAdvice } from "./playground_words.js";

/** Milliseconds between two writings of the numbers. */
const NUMBERS_EVERY = 100;
const FIRST_HINT = "Press Play. Point at a unit to see what it answers.";

/**
 * Build everything into the stage.
 *
 * @param {object} stage
 * @param {{ info: object, scene: object }} given info as Python sent it
 * @param {object} act what is done by hand: set, play, step, reset, newStart, newData,
 *   setParameter, look, hoverLink, pin, redraw
 * @returns canvases `diagram`, `map`, `chart`, `gradients` (each alone in its place);
 *   `placeUnits(nodes, columns)` after the diagram is laid out; `update(view)` at every
 *   paint; `readMap`, `readChart`, `editWeight`, `gradientsOpen`, `destroy`
 */
export function makePlaygroundControls(stage, { info }, act) {
  const hides = (name) => (info.hide ?? []).includes(name);
  const only = (name, element) => (hides(name) ? [] : [element]);
  stage.root.classList.add("cl-playground");
  const diagram = make("canvas", { role: "img" }), pointed = make("p", { class: "cl-small cl-play-pointed" });
  const player = makePlayBar(act, SPEED_CHOICES, hides), tiles = makeRunTiles(), said = makeRunSpeaker(runSentence);
  const status = make("p", { class: "cl-status" });
  const rules = makeTrainingRules(act, hides), data = makeDataColumn(info, act, hides);
  const inputs = makeFeatureChoice(act), heads = makeLayerHeads(act, hides);
  const out = makeOutputColumn(act, hides), confusion = makeConfusionGroup(act);
  const gradients = makeGradientGroup(act), help = makeHelpGroup(act), start = makeStartGroup(act, hides);
  /** Close the editor; the keyboard goes back to the unit it came from. */
  const letGo = (byKeyboard) => {
    const unit = shown?.settings.focus;
    act.pin(null);
    if (unit && byKeyboard) units.focus(unit);
  };
  const editor = makeWeightsEditor(act, letGo), edits = !hides("weights");
  const units = makeUnitButtons(act, openUnit);
  const columns = make("p", { class: "cl-small cl-play-columns" });
  const place = make("div", { class: "cl-play-place" }, diagram, units.element);
  const net = make("div", { class: "cl-play-net", role: "group", "aria-label": "Network" },
    make("div", { class: "cl-bar cl-play-shape" }, ...only("features", inputs.element), ...only("layers", heads.bar)), columns,
    ...(hides("layers") && hides("activation") ? [] : [heads.list]), place, pointed, ...only("weights", editor.element));
  const more = make("div", { class: "cl-groups cl-play-more" }, ...only("help", help.element), ...only("confusion", confusion.element),
    ...only("gradients", gradients.element), start.element);
  const title = make("strong", { class: "cl-title" });
  const top = make("div", { class: "cl-play-top" }, make("div", { class: "cl-play-words" }, title, status),
    make("div", { class: "cl-play-run" }, player.element, tiles.element), rules.element);
  stage.content.append(make("div", { class: "cl-play-main" }, top, data.element, net, out.element, more), said.element);
  let shown = null, settingsOf = "", networkOf = null, dataOf = null, playing = false, placed = false, numbersAt = -Infinity, lookFor = "";

  /** A click keeps the unit in the large picture, another one lets it go. */
  function openUnit(unit, byKeyboard) {
    const kept = shown?.settings.focus, same = kept && kept[0] === unit[0] && kept[1] === unit[1];
    if (byKeyboard && edits) editor.focusField();
    if (!same) return act.pin(unit);
    if (byKeyboard) editor.update(shown);
    else act.pin(null);
  }

  function update(view) {
    const now = performance.now(), key = JSON.stringify(view.settings);
    const changed = placed || key !== settingsOf || view.network !== networkOf || view.data !== dataOf;
    const rested = playing && !view.playing, ticks = changed || !view.playing || now - numbersAt >= NUMBERS_EVERY;
    shown = view;
    [settingsOf, networkOf, dataOf, playing] = [key, view.network, view.data, view.playing];
    if (changed) for (const part of [rules, data, inputs, heads, start, out]) part.update(view);
    if (changed) takeWords(view);
    player.update(view);
    setText(pointed, pointedWords(view));
    out.tick(view);
    if (!ticks) return;
    numbersAt = now;
    tiles.update(view);
    rules.tick(view);
    if (edits) editor.update(view);
    if (!hides("confusion")) confusion.update(view);
    const warning = view.stopped ? stopAdvice(view.stopped, view.settings) : "";
    status.classList.toggle("cl-warn", view.stopped.startsWith("diverged"));
    setText(status, warning || lookFor || (view.epoch ? "" : FIRST_HINT));
    if (said.say(view, now, rested) || placed) describe(view);
  }

  /** Title and question hold for the settings they were written for, and for no others. */
  function takeWords({ settings, scene }) {
    const holds = isAsStarted(settings, info.start);
    const plain = (settings.data === "own" && info.own?.title) || "Playground";
    setText(title, (holds && info.title) || plain);
    lookFor = holds ? info.look_for : "";
    setText(columns, columnNames(scene.features));
    columns.hidden = !columns.textContent;
  }

  /** The link or the unit under the pointer. */
  function pointedWords(view) {
    return view.active ? pointedSentence(view, view.active) : `Point at a line to read its weight, at a unit to see its answer. Click a unit to ${edits ? "edit its weights" : "keep it"}.`;
  }

  /** Names with numbers in them: as often as these are said. */
  function describe(view) {
    const run = runSentence(view);
    placed = false;
    units.update(view);
    diagram.ariaLabel = `Network of ${view.network.sizes.join(", ")} units from inputs to output`;
    out.map.ariaLabel = `${pictureTitle(view)}, over ${view.data.names.join(" and ")}, with the samples. ${run}`;
    out.chart.ariaLabel = `Loss of training and test samples against epochs. ${run}`;
  }

  return {
    diagram, map: out.map, chart: out.chart, gradients: gradients.canvas, nodePlace: units.element, update,
    readMap: out.readMap, readChart: out.readChart, destroy: said.stop,
    get gradientsOpen() { return gradients.element.isConnected && gradients.element.open; },
    /** After the diagram is laid out: its `nodes` and `columns`. */
    placeUnits(nodes, columns = columnsOf(nodes)) {
      units.place(nodes);
      heads.place(columns);
      placed = true;
    },
    /** Keep the unit a link leads to and put the cursor into the link's weight. */
    editWeight({ layer, unit, input }) {
      if (!edits) return;
      editor.focusField(input);
      act.pin([layer, unit]);
    },
  };
}

/** Centre and width of every column of units. */
function columnsOf(nodes) {
  const columns = [];
  for (const { layer, x, w } of nodes) columns[layer] ??= { x: x + w / 2, width: 0 };
  const pitch = columns.length > 1 ? columns[1].x - columns[0].x : 0;
  return columns.map(({ x }) => ({ x, width: pitch }));
}
