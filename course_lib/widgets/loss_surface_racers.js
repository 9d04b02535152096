// LossSurface's table of racers: legend, check boxes, losses, what became of each.

import { short, significant } from "./js/plot.js";
import { focusable, make, setAttribute, setText } from "./js/controls.js";
import { distanceTo, eventOf, iterateAt, shortEvent } from "./loss_surface_state.js";
import { racerSign } from "./loss_surface_paths.js";

/**
 * A table with one row per racer.
 *
 * @param {{key: string, label: string}[]} racers
 * @param {{switchRacer: (key: string, on: boolean) => void, select: (key: string) => void}} act
 */
export function makeRacerTable(racers, act) {
  const distance = make("th", { scope: "col", class: "cl-far" });
  const head = make("tr", {}, make("th", { scope: "col", text: "racer" }),
    make("th", { scope: "col", text: "α", title: "learning rate", class: "cl-rate" }),
    make("th", { scope: "col", text: "loss J", class: "cl-loss" }), distance,
    make("th", { scope: "col", text: "gradients", class: "cl-used",
      title: "Gradients of single samples used so far" }));
  const rows = racers.map(({ key, label }) => {
    const input = focusable("input", { type: "checkbox", "aria-label": `${label} takes part` });
    input.addEventListener("change", () => act.switchRacer(key, input.checked));
    const sign = make("span", { class: "cl-sign", "aria-hidden": "true", text: racerSign(key) });
    const name = focusable("button", { type: "button", class: "cl-racer", "aria-pressed": "false",
      title: "Show its settings and its numbers" });
    name.append(sign, make("span", { text: label }));
    name.addEventListener("click", () => act.select(key));
    const cells = ["rate", "loss", "far", "used"].map((c) => make("td", { class: `cl-${c}` }));
    const who = make("th", { scope: "row" }, make("span", { class: "cl-who" }, input, name));
    const line = make("tr", {}, who, ...cells);
    return { key, line, input, sign, name, rate: cells[0], loss: cells[1], far: cells[2], used: cells[3] };
  });
  const table = make("table", { class: "cl-racers" }, make("thead", {}, head),
    make("tbody", {}, ...rows.map(({ line }) => line)));
  const element = make("div", { class: "cl-race" }, table);

  function update({ state, surface, runs, lowest }) {
    const known = surface.minima?.length > 0;
    table.classList.toggle("cl-plain", !surface.m); // without samples: one a step for all
    setText(distance, known ? "distance" : "behind best");
    setAttribute(distance, "title", known ? "Distance to the nearest minimum" : "Loss above the lowest of all racers at this step");
    rows.forEach((row, i) => {
      const racer = state.racers[i], run = runs[i], { settings } = racer;
      row.input.checked = racer.on;
      setAttribute(row.name, "aria-pressed", racer.key === state.selected);
      row.line.classList.toggle("cl-chosen", racer.key === state.selected);
      row.line.classList.toggle("cl-off", !racer.on);
      setAttribute(row.sign, "style", `color: ${run.colour}`);
      setText(row.rate, settings.lr === undefined ? "" : short(settings.lr, 2));
      const k = iterateAt(run, state.shown), some = racer.on && k >= 0;
      const event = eventOf(run, state.shown, surface);
      row.line.classList.toggle("cl-stopped", Boolean(event));
      const over = Boolean(event) && !(some && event.startsWith("left the map")); // no loss any more
      row.loss.hidden = over;
      setAttribute(row.far, "colspan", over ? 2 : 1);
      setAttribute(row.far, "title", event);
      setText(row.used, some ? String(run.evaluations[k]) : "");
      setText(row.loss, some ? brief(run.loss[k]) : "");
      if (event) return setText(row.far, shortEvent(event));
      const far = some && known ? distanceTo(surface, run.x[k], run.y[k]) : some ? run.loss[k] - lowest : NaN;
      setText(row.far, some ? brief(far) : "");
    });
  }
  return { element, update };
}

/** A number in at most seven characters: three digits, two with a power of ten. */
function brief(value) {
  const size = Math.abs(value), sign = value < 0 ? "−" : "";
  if (size > 0 && size < 1e-99) return `${sign}<1e−99`;
  if (size >= 1e99) return `${sign}>1e99`;
  const digits = size >= 1e5 || size < 1e-3 ? 2 : 3, text = significant(value, digits);
  return text.length > 7 ? significant(value, digits - 1) : text;
}
