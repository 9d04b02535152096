// Playground's read-outs: numbers of the run, the large picture, loss chart, confusion
// matrix, gradients, and what one is looking at.

import { significant } from "./js/plot.js";
import {
  button, checkbox, choiceControl, focusable, make, setAttribute, setText, tile,
} from "./js/controls.js";
import { capitalised, LOSS_NAMES, outputName, percent, pictureTitle, PLAYGROUND_HELP } from "./playground_words.js";

/** Epoch, losses, accuracies. */
export function makeRunTiles() {
  const epoch = tile("epoch", "How often every training sample was used");
  const train = tile(""), test = tile("");
  const right = tile("accuracy", "Share of training samples that get the right class");
  const blind = tile("test accuracy", "Share of test samples that get the right class");
  const all = [epoch, train, test, right, blind].map(({ element }) => element);
  return {
    element: make("div", { class: "cl-tiles cl-play-tiles" }, ...all),
    update({ epoch: count, losses, accuracy, data, settings }) {
      epoch.set(String(count));
      const priced = settings.l1 > 0 || settings.l2 > 0, price = priced ? " + price" : "";
      const meaning = `${capitalised(LOSS_NAMES[data.kind])}${priced ? ", with the price of large weights" : ""}`;
      for (const [place, name, loss] of [[train, "training loss", losses.train], [test, "test loss", losses.test]]) {
        place.set(Number.isFinite(loss) ? significant(loss) : "–");
        place.rename(name + price);
        setAttribute(place.element, "title", meaning);
      }
      right.element.hidden = blind.element.hidden = !accuracy;
      if (!accuracy) return;
      right.set(percent(accuracy.train));
      blind.set(percent(accuracy.test));
    },
  };
}

/** The large picture with what it shows, and the loss chart below it. */
export function makeOutputColumn(act, hides) {
  const title = make("strong"), map = make("canvas", { role: "img" }), chart = make("canvas", { role: "img" });
  const back = button("Back to output", () => act.pin(null), { hint: "Let go of the unit in the large picture" });
  const reading = make("p", { class: "cl-small cl-play-reading" }), chartReading = make("p", { class: "cl-small cl-play-reading" });
  const classes = choiceControl({
    label: "show", options: [["", "most probable class"]],
    onInput: (value) => act.set({ output_class: value === "" ? null : Number(value) }),
  });
  const test = checkbox("test data", (on) => act.set({ show_test: on }), { hint: "Samples the network is not trained on, in outline" });
  const sharp = checkbox("discretize", (on) => act.set({ discretize: on }), { hint: "Only the two sides of the boundary, without shades" });
  const logLoss = checkbox("logarithmic loss", (on) => act.set({ log_loss: on }));
  const bar = make("div", { class: "cl-bar" }, classes.row,
    ...(hides("test_data") ? [] : [test.row]), ...(hides("discretize") ? [] : [sharp.row]));
  const chartPlace = make("div", {}, chart), head = make("div", { class: "cl-bar cl-play-pictured" }, title, back);
  const element = make("div", { class: "cl-play-out", role: "group", "aria-label": "Output" }, head, make("div", {}, map), reading, bar);
  if (!hides("loss_chart")) element.append(chartPlace, make("div", { class: "cl-bar" }, logLoss.row, chartReading));
  return {
    element, map, chart,
    readMap: (text) => setText(reading, text),
    readChart: (text) => setText(chartReading, text),
    update(view) {
      const { settings, data } = view;
      back.hidden = !settings.focus;
      test.input.checked = settings.show_test;
      sharp.input.checked = settings.discretize;
      logLoss.input.checked = settings.log_loss;
      classes.row.hidden = data.kind !== "multiclass";
      if (classes.row.hidden) return;
      const names = data.classNames.join("\n");
      if (classes.select.dataset.names !== names) {
        classes.select.dataset.names = names;
        classes.select.replaceChildren(make("option", { value: "", text: "most probable class" }),
          ...data.classNames.map((_, k) => make("option", { value: String(k), text: outputName(data, k) })));
      }
      classes.set(settings.output_class === null ? "" : String(settings.output_class));
    },
    tick: (view) => setText(title, pictureTitle(view)),
  };
}

/** How many samples of each class are taken for which: training and test side by side. */
export function makeConfusionGroup(act) {
  const tables = ["training", "test"].map((which) => {
    const head = make("tr"), body = make("tbody");
    const element = make("table", { class: "cl-confusion" },
      make("caption", { text: `${which} samples: true class in rows, answer in columns` }), make("thead", {}, head), body);
    return { element, head, body, cells: [] };
  });
  const element = foldedGroup("Confusion matrix", act, make("div", { class: "cl-play-tables" }, ...tables.map((t) => t.element)));
  let names = "";

  function build(classNames) {
    names = classNames.join("\n");
    for (const table of tables) {
      table.head.replaceChildren(make("td"), ...classNames.map((text) => make("th", { scope: "col", text })));
      table.cells = classNames.map(() => classNames.map(() => make("td")));
      table.body.replaceChildren(...classNames.map((text, i) =>
        make("tr", {}, make("th", { scope: "row", text }), ...table.cells[i])));
    }
  }

  return {
    element,
    update({ data, confusion }) {
      element.hidden = data.kind === "regression" || !confusion;
      if (element.hidden || !element.open) return;
      if (names !== data.classNames.join("\n")) build(data.classNames);
      const K = data.classNames.length;
      tables.forEach(({ cells }, which) => {
        const counts = which ? confusion.test : confusion.train;
        for (let i = 0; i < K; i++) {
          let row = 0;
          for (let j = 0; j < K; j++) row += counts[i * K + j];
          for (let j = 0; j < K; j++) {
            setText(cells[i][j], String(counts[i * K + j]));
            cells[i][j].style.setProperty("--share", row ? (counts[i * K + j] / row).toFixed(2) : "0");
          }
        }
      });
    },
  };
}

/** A group that opens; opening it asks for a picture of what it holds. */
function foldedGroup(title, act, ...children) {
  const element = make("details", { class: "cl-group" }, focusable("summary", { text: title }), ...children);
  element.addEventListener("toggle", () => act.redraw());
  return element;
}

/** Gradients layer by layer. */
export function makeGradientGroup(act) {
  const canvas = make("canvas", { role: "img" });
  canvas.ariaLabel = "Histogram of the size of the loss's slope along every weight, layer by layer";
  const words = make("p", { class: "cl-small", text: "How steep the loss is along every weight. Bars far to the left: the layer learns hardly anything." });
  return { element: foldedGroup("Gradients of every layer", act, make("div", {}, canvas), words), canvas };
}

/** What am I looking at? */
export function makeHelpGroup(act) {
  const pairs = PLAYGROUND_HELP.flatMap(([thing, meaning]) => [make("dt", { text: thing }), make("dd", { text: meaning })]);
  return { element: foldedGroup("What am I looking at?", act, make("dl", { class: "cl-play-help" }, ...pairs)) };
}
