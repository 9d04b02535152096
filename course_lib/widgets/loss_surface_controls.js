// LossSurface's frame: picture side, playing, and the groups of less-used settings.

import { plain, significant } from "./js/plot.js";
import {
  button, checkbox, choiceControl, countControl, focusable, labelledField, liveRegion, make,
  makeGroup, nextWhole, numberControl, setAttribute, setText, whole,
} from "./js/controls.js";
import { makeLedger } from "./loss_surface_ledger.js";
import { makeRacerTable } from "./loss_surface_racers.js";
import { makeRacerSettings } from "./loss_surface_settings.js";

const SPEEDS = [["3", "3 steps/s"], ["10", "10 steps/s"], ["30", "30 steps/s"], ["60", "60 steps/s"], ["150", "150 steps/s"]];
const LARGEST_SEED = 2 ** 32 - 1, STEPS_AT_MOST = 5000;

/** Build everything into the stage; update(scene) shows a state, `act` is called by hand. */
export function makeRaceControls(stage, { info, racers, given }, act) {
  const live = liveRegion(), pictureSide = makePlace(info, act);
  const player = makePlayer(act), status = make("p", { class: "cl-status cl-news" });
  const table = makeRacerTable(racers, act), settings = makeRacerSettings(racers, given, act, info.show_limit);
  const chart = make("canvas", { role: "img" }), data = make("canvas", { role: "img" });
  const dataPlace = make("div", { class: "cl-data", hidden: "" }, data);
  const noise = makeNoiseGroup(given, act), place = makePlaceGroup(given, act), axes = makeAxesGroup(act);
  const ledger = makeLedger(info.ledger, act.redraw);
  const picture = make("div", { class: "cl-picture" }, pictureSide.element, player.element, status, dataPlace);
  const panel = make("div", { class: "cl-panel" }, table.element, settings.element, make("div", { class: "cl-losses" }, chart),
    make("div", { class: "cl-groups" }, settings.memory, noise.element, place.element, axes.element), live.element);
  stage.content.append(picture, panel, ledger.element);

  function update(scene) {
    const { state, news } = scene;
    pictureSide.update(scene);
    player.update(scene);
    table.update(scene);
    settings.update(scene);
    noise.update(scene);
    place.update(scene);
    axes.update(scene);
    status.classList.toggle("cl-warn", Boolean(news));
    setText(status, news || scene.hint);
    live.whenStill(() => {
      const summary = scene.summary();
      pictureSide.describe(scene.title, summary);
      chart.ariaLabel = `Loss of every racer against ${state.against}. ${summary}`;
      data.ariaLabel = `The data and the model of every racer at step ${state.shown}`;
      return news ? `${summary} ${news}` : summary;
    });
  }
  pictureSide.describe(info.title, "");
  chart.ariaLabel = "Loss of every racer against steps";
  data.ariaLabel = "The data and the model of every racer";
  return {
    map: pictureSide.map, relief: pictureSide.relief, handle: pictureSide.handle,
    chart, data, dataPlace, ledger, live, update,
  };
}

// ------------------------------------------------------------------------- picture side

function makePlace(info, act) {
  const map = make("canvas", { role: "img" });
  const relief = focusable("canvas", { role: "img", tabindex: "0", class: "cl-relief" });
  const handle = focusable("button", { type: "button", class: "cl-handle", "aria-label": "Start" });
  const title = make("strong", { text: info.title, class: "cl-title" });
  const views = [["map", "Map"], ["relief", "3-D"]].map(([value, text]) =>
    [value, button(text, () => act.setView(value), { hint: value === "map" ? "Seen from above, to scale" : "Seen from the side; drag or use the arrow keys to turn it" })]);
  const toggle = make("span", { class: "cl-toggle", role: "group", "aria-label": "View" }, ...views.map(([, b]) => b));
  const arrows = checkbox("arrows", act.setArrows, { hint: "Gradient, velocity and step of the chosen racer" });
  const deal = button("New surface", act.newSurface, { hint: "Deal a random landscape that nobody has seen before" });
  const back = button("Back", act.givenSurface, { hint: "Back to the surface you began with" });
  const reset = button("Reset", act.reset, { hint: "Everything as it was in the beginning" });
  const bar = make("div", { class: "cl-bar cl-top" }, toggle, arrows.row, make("span", { class: "cl-deal" }, back, deal, reset));
  const element = make("div", {}, title, bar, make("div", { class: "cl-place" }, map, relief, handle));
  return {
    element, map, relief, handle,
    update({ state, title: name, arrows: shown }) {
      setText(title, name);
      for (const [value, b] of views) setAttribute(b, "aria-pressed", state.view === value);
      arrows.input.checked = shown;
      back.hidden = state.deal === null;
      const flat = state.view === "map";
      map.hidden = !flat;
      relief.hidden = flat;
      handle.hidden = !flat;
      const at = state.start.map((v) => significant(v)).join(", ");
      const label = `Start of all racers, ${at}. Arrow keys move it.`;
      if (handle.ariaLabel !== label) handle.ariaLabel = label;
    },
    describe(name, summary) {
      map.ariaLabel = `Map of ${name} with the racers' paths. ${summary}`;
      relief.ariaLabel = `${name} in three dimensions with the racers' paths; arrow keys turn it. ${summary}`;
    },
  };
}

function makePlayer(act) {
  const step = button("Step", () => act.moveBy(1), { hint: "One step on" });
  const back = button("Step back", () => act.moveBy(-1), { hint: "One step back" });
  const play = button("Play", act.play, { primary: true, hint: "Let them race from here; from the start when all have arrived" });
  const first = button("To start", () => act.show(0), { hint: "All racers back to the start" });
  const speed = choiceControl({ label: "speed", options: SPEEDS, onInput: (v) => act.setSpeed(Number(v)) });
  const shown = countControl({ label: "step", min: 0, max: 1, onInput: act.show, objection: (v) => whole(0, last)(v) });
  let last = 1;
  const bar = make("div", { class: "cl-bar" }, play, back, step, first, speed.row);
  shown.row.classList.add("cl-steps");
  return {
    element: make("div", { class: "cl-player" }, shown.row, bar),
    update({ state, playing, speed: now }) {
      if (last !== state.steps) shown.setRange(0, (last = state.steps));
      shown.set(state.shown, `step ${state.shown} of ${state.steps}`);
      shown.note(`of ${state.steps}`);
      setText(play, playing ? "Pause" : "Play");
      speed.set(String(now));
    },
  };
}

// ------------------------------------------------------------------------------- groups

/** A round upper end for the noise slider: half the gradient at the start. */
function noiseRange(surface, noise) {
  const g = new Float64Array(2);
  surface.gradient(surface.start[0], surface.start[1], g);
  const size = Math.max(0.5 * Math.hypot(...g), 4 * noise, 1e-3);
  return 10 ** Math.round(Math.log10(Math.min(size, 1e6)));
}

function makeNoiseGroup(given, act) {
  const m = Math.max(1, given.m);
  const batch = numberControl({
    label: "batch size", log: true, min: 0, max: Math.log10(m),
    onInput: (v) => act.setBatch(Math.min(m, Math.max(1, nextWhole(v, used)))), objection: (v) => whole(1, m)(v),
  });
  const epochs = make("p", { class: "cl-small" });
  const freeze = checkbox("freeze the batch", act.setFreeze,
    { hint: "Keep the first batch for ever; its own surface is drawn in dashes" });
  const sigma = numberControl({
    label: "gradient noise σ", min: 0, max: 1, onInput: act.setNoise,
    objection: (v) => (v >= 0 ? "" : "The noise must not be below 0."),
  });
  const seed = labelledField("seed of the draws", { min: 0, max: LARGEST_SEED, step: 1 }, act.setSeed, whole(0, LARGEST_SEED));
  const draw = button("New draw", act.newDraw, { hint: "Other batches, other noise" });
  const bar = make("div", { class: "cl-bar" }, seed.row, draw, freeze.row);
  let range = null, used = m;
  return {
    element: makeGroup("Noise and batches", batch.row, epochs, sigma.row, bar),
    update({ state, surface, race }) {
      const samples = surface.m > 0;
      used = race.batchSize || surface.m;
      batch.row.hidden = epochs.hidden = freeze.row.hidden = !samples;
      sigma.row.hidden = samples;
      if (samples) {
        batch.set(used, `${used} of ${surface.m} samples`);
        batch.note(`of ${surface.m}`);
        const perEpoch = Math.ceil(surface.m / used);
        setText(epochs, `${perEpoch} step${perEpoch > 1 ? "s" : ""} an epoch, ${plain((state.steps * used) / surface.m, 1)} epochs in ${state.steps} steps`);
        freeze.input.checked = state.freeze;
        freeze.input.disabled = !race.batchSize;
      } else {
        if (range !== surface) {
          range = surface;
          sigma.setRange(0, noiseRange(surface, state.noise));
        }
        sigma.set(state.noise, significant(state.noise));
      }
      seed.show(state.seed);
    },
  };
}

function makePlaceGroup(given, act) {
  const any = { step: "any" };
  const x = labelledField("start", any, (v) => act.setStart(0, v)), y = labelledField("start", any, (v) => act.setStart(1, v));
  const steps = labelledField("steps", { min: 1, max: STEPS_AT_MOST, step: 1 }, act.setSteps, whole(1, STEPS_AT_MOST));
  const seed = labelledField("random landscape number", { min: 0, max: LARGEST_SEED, step: 1, placeholder: "none" }, act.dealSurface, whole(0, LARGEST_SEED));
  return {
    element: makeGroup("Start, steps, surface", make("div", { class: "cl-bar" }, x.row, y.row, steps.row), make("div", { class: "cl-bar" }, seed.row)),
    update({ state, surface }) {
      [x, y].forEach((field, i) => {
        field.rename(`start ${surface.axisNames[i]}`);
        field.show(+state.start[i].toPrecision(6));
      });
      steps.show(state.steps);
      seed.show(state.deal ?? (given.kind === "random" ? given.spec.seed : ""));
    },
  };
}

function makeAxesGroup(act) {
  const against = choiceControl({
    label: "loss against", onInput: act.setAgainst,
    options: [["steps", "steps"], ["gradients", "gradients of samples"]],
  });
  const logX = checkbox("logarithmic steps", (on) => act.setAxes({ logX: on }));
  const logY = checkbox("logarithmic loss", (on) => act.setAxes({ logY: on }));
  return {
    element: makeGroup("Axes of the chart", make("div", { class: "cl-bar" }, against.row, logX.row, logY.row)),
    update({ state, axes }) {
      against.set(state.against);
      logX.input.checked = axes.logX;
      logY.input.checked = axes.logY;
    },
  };
}
