// The table of layers: kind, size, stride, dilation, padding of each; add and take away.

import { button, choiceControl, focusable, make, numberField, setAttribute, setText, whole } from "./js/controls.js";
import { KIND_NAMES } from "./convolution_words.js";

const MOST = 8; // layers
const COLUMNS = [["k", "k", 1, 9], ["stride", "stride", 1, 8], ["dilation", "dilation", 1, 8], ["padding", "padding", 0, 32]];

/** element; update(state, stack). act.setLayers(layers => layers), act.set({layer}). */
export function makeLayerTable(act) {
  const body = make("tbody"), head = make("tr", {}, ...["layer", "kind", "k", "stride", "dilation", "padding", "size", "field"].map((text) => make("th", { scope: "col", text })), make("td"));
  const table = make("table", { class: "cl-conv-layers" }, make("thead", {}, head), body);
  const add = button("Add convolution", () => act.setLayers((now) => [...now, { kind: "conv", k: 3, stride: 1, dilation: 1, padding: 0 }].slice(0, MOST)));
  const pool = button("Add pooling", () => act.setLayers((now) => [...now, { kind: "max", k: 2, stride: 2, dilation: 1, padding: 0 }].slice(0, MOST)));
  let layers = [], rows = [];
  return { element: make("div", { class: "cl-part" }, table, make("div", { class: "cl-bar" }, add, pool)), update };

  function update(state, stack) {
    layers = state.layers;
    if (rows.length !== layers.length) {
      rows = layers.map((_, i) => makeRow(i));
      body.replaceChildren(...rows.map((row) => row.element));
    }
    for (const b of [add, pool]) b.ariaDisabled = layers.length >= MOST ? "true" : null;
    rows.forEach((row, i) => row.update(layers[i], stack.sizes[i], stack.fields[i], i + 1 === stack.shown, layers.length));
  }

  function makeRow(i) {
    const change = (patch) => act.setLayers((now) => now.map((layer, j) => (i === j ? { ...layer, ...patch } : layer)));
    const read = button(String(i + 1), () => act.set({ layer: i + 1 }), { hint: "Look at a cell of this layer" });
    read.ariaLabel = `look at layer ${i + 1}`;
    const kind = choiceControl({
      label: "", options: Object.entries(KIND_NAMES),
      onInput: (value) => change(value === "conv" ? { kind: value, stride: 1 } : { kind: value, stride: layers[i].k, dilation: 1, padding: 0 }),
    });
    kind.select.ariaLabel = `kind of layer ${i + 1}`;
    const fields = COLUMNS.map(([name, label, low, high]) => numberField(
      { min: low, max: high, step: 1, "aria-label": `${label} of layer ${i + 1}` },
      (value) => change(name === "k" && layers[i].kind !== "conv" && layers[i].stride === layers[i].k ? { k: value, stride: value } : { [name]: value }),
      whole(low, high)));
    const size = make("td"), field = make("td");
    const remove = button("×", () => act.setLayers((now) => (now.length > 1 ? now.filter((_, j) => j !== i) : now)), { hint: "Take this layer away" });
    remove.ariaLabel = `take layer ${i + 1} away`;
    const element = make("tr", {}, make("th", { scope: "row" }, read), make("td", {}, kind.row),
      ...fields.map((f) => make("td", {}, f.input, f.words)), size, field, make("td", {}, remove));
    return {
      element,
      update(layer, room, { size: reach }, chosen, count) {
        setAttribute(read, "aria-pressed", chosen);
        kind.set(layer.kind);
        COLUMNS.forEach(([name], k) => {
          fields[k].show(layer[name]);
          fields[k].input.disabled = layer.kind !== "conv" && k > 1;
        });
        setText(size, room ? `${room.o1} × ${room.o2}` : "no room");
        setText(field, String(reach));
        remove.ariaDisabled = count > 1 ? null : "true";
      },
    };
  }
}
