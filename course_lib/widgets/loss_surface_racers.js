// LossSurface's table of racers: legend, check boxes, losses, what became of each.

import { significant } from "./js/plot.js";
import { focusable, make, setText } from "./js/controls.js";
import { distanceTo, eventOf, iterateAt } from "./loss_surface_state.js";
import { racerSign } from "./loss_surface_paths.js";

/**
 * A table with one row per racer.
 *
 * @param {{key: string, label: string}[]} racers
 * @param {{switchRacer: (key: string, on: boolean) => void, select: (key: string) => void}} act
 */
export function makeRacerTable(racers, act) {
  const distance = make("th", { scope: "col" });
  const gradients = make("th", { scope: "col", text: "gradients", class: "cl-spare",
    title: "Gradients of single samples used so far" });
  const head = make("tr", {}, make("th", { scope: "col", text: "racer" }),
    make("th", { scope: "col", text: "α", title: "learning rate", class: "cl-spare" }),
    make("th", { scope: "col", text: "loss J" }), distance, gradients);
  const rows = racers.map(({ key, label }) => {
    const input = focusable("input", { type: "checkbox", "aria-label": `${label} takes part` });
    input.addEventListener("change", () => act.switchRacer(key, input.checked));
    const sign = make("span", { class: "cl-sign", "aria-hidden": "true", text: racerSign(key) });
    const name = focusable("button", { type: "button", class: "cl-racer", "aria-pressed": "false",
      title: "Show its settings and its numbers" });
    name.append(sign, make("span", { text: label }));
    name.addEventListener("click", () => act.select(key));
    const cells = ["rate cl-spare", "loss", "far", "used cl-spare"].map((c) => make("td", { class: `cl-${c}` }));
    const who = make("th", { scope: "row" }, make("span", { class: "cl-who" }, input, name));
    const line = make("tr", {}, who, ...cells);
    return { key, line, input, sign, name, rate: cells[0], loss: cells[1], far: cells[2], used: cells[3] };
  });
  const table = make("table", { class: "cl-racers" }, make("thead", {}, head),
    make("tbody", {}, ...rows.map(({ line }) => line)));

  function update({ state, surface, runs, lowest }) {
    const known = surface.minima?.length > 0;
    setText(distance, known ? "distance" : "behind best");
    distance.title = known ? "Distance to the nearest minimum" : "Loss above the lowest of all racers at this step";
    rows.forEach((row, i) => {
      const racer = state.racers[i], run = runs[i], { settings } = racer;
      row.input.checked = racer.on;
      row.name.setAttribute("aria-pressed", String(racer.key === state.selected));
      row.line.classList.toggle("cl-chosen", racer.key === state.selected);
      row.line.classList.toggle("cl-off", !racer.on);
      row.sign.style.color = run.colour;
      setText(row.rate, settings.lr === undefined ? "" : significant(settings.lr, 2));
      const k = iterateAt(run, state.shown), some = racer.on && k >= 0;
      const event = eventOf(run, state.shown, surface);
      setText(row.loss, some ? significant(run.loss[k]) : "");
      row.line.classList.toggle("cl-stopped", Boolean(event));
      row.far.colSpan = event ? 2 : 1;
      row.used.hidden = Boolean(event);
      if (event) return setText(row.far, event);
      const far = some && known ? distanceTo(surface, run.x[k], run.y[k]) : some ? run.loss[k] - lowest : NaN;
      setText(row.far, some ? significant(far) : "");
      setText(row.used, some ? String(run.evaluations[k]) : "");
    });
  }
  return { element: table, update };
}
