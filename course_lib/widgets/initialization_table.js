// InitializationExplorer's numbers, layer by layer, as a table that can be read out.

import { make, setText } from "./js/controls.js";
import { layerName, shareWords, tableNumber } from "./initialization_words.js";

/** Heads: text, hint. */
const LAYER_COLUMNS = [
  ["mean a", "Mean of the activations over units and samples"],
  ["std a", "Their standard deviation"],
  ["saturated", "Share of the activations on a flat end of the function"],
  ["dead", "Share of ReLU units that answer 0 to every sample"],
  ["∂L/∂z", "Root mean square of the gradient at z, L the loss of one sample"],
  ["‖∂J/∂W‖", "Length of the gradient of all weights of the layer"],
  ["step", "Length of one step of gradient descent, over the length of the weights"],
];

/** @returns {{ element: HTMLElement, update: (layers: object[], lr: number) => void }} */
export function makeLayerTable() {
  const body = make("tbody"), rows = [];
  const heads = LAYER_COLUMNS.map(([text, title]) => make("th", { scope: "col", title, text }));
  const element = make("table", { class: "cl-init-table" },
    make("caption", { text: "Layer by layer, on the first 100 samples" }),
    make("thead", {}, make("tr", {}, make("th", { scope: "col", text: "layer" }), ...heads)), body);

  function rowAt(l) {
    if (rows[l]) return rows[l];
    const head = make("th", { scope: "row" }), cells = LAYER_COLUMNS.map(() => make("td"));
    rows[l] = { head, cells, element: make("tr", {}, head, ...cells) };
    return rows[l];
  }

  return {
    element,
    update(layers, lr) {
      if (body.children.length !== layers.length)
        body.replaceChildren(...layers.map((_, l) => rowAt(l).element));
      layers.forEach((layer, l) => {
        const { head, cells } = rowAt(l), step = (lr * layer.weightGradient) / layer.weightNorm;
        setText(head, layerName(l, layers.length));
        const relu = layer.name === "relu", flat = ["sigmoid", "softmax", "tanh"].includes(layer.name);
        const texts = [
          tableNumber(layer.mean), tableNumber(layer.std),
          flat ? shareWords(layer.saturated) : "–", relu ? shareWords(layer.dead) : "–",
          tableNumber(layer.gradient), tableNumber(layer.weightGradient),
          layer.weightNorm === 0 ? "–" : tableNumber(step),
        ];
        texts.forEach((text, k) => setText(cells[k], text));
        const hidden = l + 1 < layers.length; // an output at its ends is only sure
        cells[2].classList.toggle("cl-bad", hidden && flat && layer.saturated > 0.5);
        cells[3].classList.toggle("cl-bad", relu && layer.dead > 0.5);
      });
    },
  };
}
