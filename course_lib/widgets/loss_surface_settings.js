// LossSurface's settings of the chosen racer: learning rate with its limit, memory,
// schedule.

import { significant } from "./js/plot.js";
import {
  checkbox, choiceControl, make, nextWhole, numberControl, setText,
} from "./js/controls.js";
import { moveInSymbols } from "./loss_surface_ledger.js";
import { racerSign } from "./loss_surface_paths.js";
import { rateLimitOf } from "./loss_surface_state.js";

const THUMB = 16; // pixels; the mark stands where the middle of the slider's thumb would
const fromZeroToOne = (v) => (v >= 0 && v <= 1 ? "" : "From 0 to 1, please.");
const notNegative = (v) => (v >= 0 ? "" : "It must not be below 0.");
const aboveZero = (v) => (v > 0 ? "" : "It must be above 0.");
const fraction = { min: 0, max: 1, objection: fromZeroToOne };
const NUMBERS = {
  beta: { label: "β", ...fraction },
  beta1: { label: "β₁ of V", ...fraction },
  beta2: { label: "β₂ of S", ...fraction },
  eps: { label: "ε", log: true, min: -12, max: 0, objection: notNegative },
};
const SWITCHES = {
  dampening: ["V is a running mean: (1 − β) dW", "Without it V := β V + dW, whose steps are 1/(1 − β) times larger"],
  correct_bias: ["bias correction", "Divide by 1 − βᵗ: means that begin at 0 are too small at first"],
};
/** Schedules: name, factor in words, and parameters with their first values. */
const SCHEDULES = {
  constant: ["constant", {}],
  step: ["steps: α · factor^⌊k/every⌋", { every: 50, factor: 0.5 }],
  exponential: ["exponential: α · factorᵏ", { factor: 0.99 }],
  cosine: ["cosine, down to lowest · α", { steps: 300, lowest: 0 }],
  inverse_time: ["α / (1 + decay · k)", { decay: 0.05 }],
};
const isWhole = (v) => (Number.isInteger(v) && v >= 1 ? "" : "A whole number from 1, please.");
const SCHEDULE_NUMBERS = {
  every: { label: "every … steps", log: true, min: 0, max: 3, objection: isWhole },
  factor: { label: "factor", min: 0.01, max: 1, objection: (v) => (v > 0 && v <= 1 ? "" : "Above 0, at most 1, please.") },
  steps: { label: "steps down", log: true, min: 0, max: 3.7, objection: isWhole },
  lowest: { label: "lowest", ...fraction },
  decay: { label: "decay", log: true, min: -4, max: 1, objection: notNegative },
};
const WHOLE = new Set(["every", "steps"]);

/** Two parts: `element`, always there, with the learning rate; `memory`, a group that opens. */
export function makeRacerSettings(racers, given, act, showsLimit = true) {
  const sign = make("span", { class: "cl-sign", "aria-hidden": "true" }), name = make("strong");
  const rule = make("span", { class: "cl-rule" });
  const rate = numberControl({
    label: "learning rate α", log: true, fine: true, min: -3, max: 1, objection: aboveZero,
    onInput: (lr) => act.setSetting({ lr }),
  });
  rate.row.classList.add("cl-rate-row");
  const mark = make("i", { class: "cl-limit", "aria-hidden": "true" }), limit = make("p", { class: "cl-small cl-limit-words" });
  const slider = rate.row.querySelector("input[type=range]"), scale = make("span", { class: "cl-scale" });
  slider.replaceWith(scale);
  scale.append(slider, mark);
  const numbers = Object.entries(NUMBERS).map(([key, options]) =>
    [key, numberControl({ ...options, onInput: (value) => act.setSetting({ [key]: value }) })]);
  const switches = Object.entries(SWITCHES).map(([key, [label, hint]]) =>
    [key, checkbox(label, (on) => act.setSetting({ [key]: on }), { hint })]);
  const schedule = choiceControl({
    label: "schedule", options: Object.entries(SCHEDULES).map(([key, [text]]) => [key, text]),
    hint: "How the learning rate falls with the number k of finished steps",
    onInput: (kind) => act.setSetting({ schedule: kind === "constant" ? null : { kind, ...SCHEDULES[kind][1] } }),
  });
  const parts = Object.entries(SCHEDULE_NUMBERS).map(([key, options]) => [key, numberControl({
    ...options,
    onInput: (value) => act.setSchedule({ [key]: WHOLE.has(key) ? Math.max(1, nextWhole(value, present?.[key])) : value }),
  })]);
  const element = make("div", { class: "cl-settings" }, make("p", {}, sign, name, rule), rate.row, limit);
  const summary = make("span");
  const memory = make("details", { class: "cl-group" }, make("summary", { "data-lm-suppress-shortcuts": "true" }, "Memory and schedule", summary),
    make("div", { class: "cl-rows" }, ...numbers.map(([, c]) => c.row),
      make("div", { class: "cl-bar" }, ...switches.map(([, c]) => c.row)), schedule.row, ...parts.map(([, c]) => c.row)));
  const ranges = new Map(racers.map(({ key, settings }) => [key, rateRange(settings, given)]));
  let shown = "", present = null;

  function update({ state, surface, runs }) {
    const index = state.racers.findIndex(({ key }) => key === state.selected);
    const racer = state.racers[index], { settings } = racer, [low, high] = ranges.get(racer.key);
    setText(sign, racerSign(racer.key));
    sign.style.color = runs[index].colour;
    setText(name, racer.label);
    setText(rule, moveInSymbols(settings));
    rate.row.hidden = settings.lr === undefined;
    if (shown !== racer.key) rate.setRange(low, high);
    shown = racer.key;
    if (settings.lr !== undefined) rate.set(settings.lr, significant(settings.lr));
    showLimit(rateLimitOf(settings, surface), settings.lr, low, high, surface.minima.length > 0);
    for (const [key, control] of numbers) {
      control.row.hidden = !(key in settings);
      if (key in settings) control.set(key === "eps" ? Math.max(settings[key], 1e-300) : settings[key], significant(settings[key]));
    }
    for (const [key, control] of switches) {
      control.row.hidden = !(key in settings);
      control.input.checked = Boolean(settings[key]);
    }
    schedule.row.hidden = settings.kind === "own";
    schedule.set(settings.schedule?.kind ?? "constant");
    present = settings.schedule;
    for (const [key, control] of parts) {
      const value = present?.[key];
      control.row.hidden = value === undefined;
      if (value !== undefined) control.set(Math.max(value, key === "decay" ? 1e-300 : value), significant(value));
    }
    setText(summary, ` of ${racer.label}`);
    memory.hidden = settings.kind === "own";
  }

  function showLimit(found, lr, low, high, hasMinimum) {
    limit.hidden = !showsLimit; // where to find it is the task
    if (!showsLimit) found = null;
    const at = found ? (Math.log10(found.value) - low) / (high - low) : -1;
    mark.hidden = !(at >= 0 && at <= 1);
    if (!mark.hidden) mark.style.left = `calc(${THUMB / 2}px + (100% - ${THUMB}px) * ${at.toFixed(4)})`;
    limit.classList.toggle("cl-over", Boolean(found && lr > found.value));
    const where = hasMinimum ? " at the curvature of the minimum" : "";
    setText(limit, found ? `limit ${found.words} = ${significant(found.value)}${where}` : "");
  }
  return { element, memory, update };
}

/** Powers of ten around the first learning rate; the limit lies inside where it is near. */
function rateRange(settings, surface) {
  const middle = Math.log10(settings.lr ?? 1), limit = rateLimitOf(settings, surface);
  const edge = limit ? Math.log10(limit.value) : middle;
  const near = Math.abs(edge - middle) < 3 ? edge : middle;
  return [Math.floor(Math.min(middle - 1.5, near - 1)), Math.ceil(Math.max(middle + 1, near + 0.5))];
}
