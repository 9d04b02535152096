// Playground's editor of one unit: its bias and its incoming weights as numbers that
// follow the training and may be typed over.

import { button, labelledField, make, setText } from "./js/controls.js";
import { capitalised, sourceName, unitName } from "./playground_words.js";

/**
 * @param {object} act setParameter, hoverLink
 * @param {(byKeyboard: boolean) => void} onClose
 */
export function makeWeightsEditor(act, onClose) {
  const title = make("strong"), words = make("p", { class: "cl-small" });
  const close = button("Close", (event) => onClose(event.detail === 0), { hint: "Back to the output (Escape)" });
  const fields = make("div", { class: "cl-play-fields" });
  const element = make("div", { class: "cl-play-editor", role: "group", "aria-label": "Bias and weights", hidden: "" },
    make("div", { class: "cl-bar" }, title, close), fields, words);
  element.addEventListener("keydown", (event) => {
    if (event.key !== "Escape") return;
    event.stopPropagation();
    onClose(true);
  });
  const rows = [];
  let wanted = -2; // the input whose field gets the cursor; −1: the bias, −2: none

  /** Row 0 is the bias, row 1 + i the weight of input i. */
  function rowAt(k) {
    if (rows[k]) return rows[k];
    const row = { index: 0, link: null };
    Object.assign(row, labelledField("", { step: 0.1 }, (value) => act.setParameter(row.index, value)));
    row.input = row.row.querySelector("input");
    const point = () => act.hoverLink(row.link), leave = () => act.hoverLink(null);
    row.row.addEventListener("pointerenter", point);
    row.row.addEventListener("pointerleave", leave);
    row.input.addEventListener("focus", point);
    row.input.addEventListener("blur", leave);
    fields.append(row.row);
    return (rows[k] = row);
  }

  return {
    element,
    /** The next update puts the cursor into a field: input i, or the bias (−1). */
    focusField(input = -1) { wanted = input; },
    update(view) {
      const unitShown = view.settings.focus, layer = unitShown?.[0], unit = unitShown?.[1];
      element.hidden = !unitShown;
      if (!unitShown) return;
      setText(title, capitalised(unitName(view, layer, unit)));
      const from = layer ? view.network.layers[layer - 1] : null;
      setText(words, from ? "Type a number: it counts at once, also while the network trains." : "An input has no bias and no weights of its own.");
      const count = from ? from.nIn + 1 : 0;
      for (let k = 0; k < count; k++) {
        const row = rowAt(k), input = k - 1;
        row.row.hidden = false;
        row.index = k ? from.weights + unit * from.nIn + input : from.biases + unit;
        row.link = k ? { layer, unit, input } : { layer, unit };
        row.rename(k ? `weight from ${sourceName(view, layer, input)}` : "bias");
        const value = view.network.parameters[row.index];
        row.show(Number.isFinite(value) ? +value.toPrecision(4) : "");
      }
      for (let k = count; k < rows.length; k++) rows[k].row.hidden = true;
      if (wanted >= -1 && count) {
        const { input } = rows[Math.min(wanted + 1, count - 1)];
        input.focus({ preventScroll: true });
        input.select();
      }
      wanted = -2;
    },
  };
}
