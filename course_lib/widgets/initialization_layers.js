// InitializationExplorer's activations: for every layer a histogram of a, rows as in the
// histograms of the gradients beside it.

import { drawLabel, fitCanvas, short } from "./js/plot.js";
import { mixColours, pageFont } from "./playground_colours.js";
import { layerName, shareWords } from "./initialization_words.js";

const ANSWERS_TOP = 26, ANSWER_ROW = 42, ANSWER_BAR = 25, ANSWERS_FOOT = 48;
const ANSWER_NAMES = 82, IDLE_COLUMN = 34, IDLE_GAP = 24, ANSWERS_RIGHT = 12;

/** The chart. layout() once per size, theme and network; paint() for every measure. */
export function makeActivationChart(canvas) {
  let context, theme, width, height, sizes, left;
  return { layout, paint };

  function layout(newWidth, newTheme, { network }) {
    [width, theme, sizes] = [newWidth, newTheme, network.sizes.slice(1)];
    left = ANSWER_NAMES + IDLE_COLUMN + IDLE_GAP;
    height = ANSWERS_TOP + ANSWER_ROW * sizes.length + ANSWERS_FOOT;
    context = fitCanvas(canvas, width, height);
    return height;
  }

  /** @param {object[]} layers what measure() of makeLayerStatistics found */
  function paint(layers) {
    context.clearRect(0, 0, width, height);
    context.textBaseline = "middle";
    const right = width - ANSWERS_RIGHT, { low, high } = layers[0];
    const px = (v) => left + ((right - left) * (v - low)) / (high - low);
    paintScale(low, high, px, layers.some(({ name }) => name === "relu"));
    layers.forEach((layer, l) => paintLayer(layer, l, right));
  }

  /** The axis of the hidden layers; the output has its own ends, written in its row. */
  function paintScale(low, high, px, idle) {
    const hidden = ANSWERS_TOP + ANSWER_ROW * (sizes.length - 1), floor = hidden + ANSWER_ROW;
    context.font = pageFont(12);
    context.strokeStyle = theme.grid;
    context.lineWidth = 1;
    context.textAlign = "center";
    context.beginPath();
    const steps = width < 420 ? 2 : 4;
    for (let k = 0; k <= steps; k++) {
      const v = low + ((high - low) * k) / steps, x = Math.round(px(v)) + 0.5;
      context.moveTo(x, ANSWERS_TOP - 4);
      context.lineTo(x, hidden);
      context.fillStyle = theme.muted;
      context.fillText(short(v), Math.min(x, width - 16), ANSWERS_TOP - 14);
    }
    context.stroke();
    if (idle) context.fillText("= 0", ANSWER_NAMES + IDLE_COLUMN / 2, ANSWERS_TOP - 14);
    context.fillStyle = theme.ink;
    const words = width < 420 ? "activation a" : "activation a of units and samples";
    context.fillText(words, left + (width - ANSWERS_RIGHT - left) / 2, floor + 35);
    context.fillStyle = theme.muted;
    context.fillText("0", left, floor + 14);
    context.fillText("1", width - ANSWERS_RIGHT, floor + 14);
    context.textAlign = "right";
    context.fillText("output P", left - 14, floor + 14);
  }

  function paintLayer({ counts, zero, missing, count: all, name, std }, l, right) {
    const floor = ANSWERS_TOP + ANSWER_ROW * (l + 1), full = Math.max(1, ...counts);
    context.font = pageFont(12, 600);
    context.textAlign = "left";
    context.fillStyle = theme.ink;
    context.fillText(layerName(l, sizes.length), 4, floor - ANSWER_BAR / 2 - 4);
    context.font = pageFont(11);
    context.fillStyle = theme.muted;
    context.fillText(Number.isFinite(std) ? `std ${short(std, 2)}` : "std –", 4, floor - ANSWER_BAR / 2 + 11);
    context.strokeStyle = theme.muted;
    context.lineWidth = 1;
    context.beginPath();
    if (name === "relu") {
      context.moveTo(ANSWER_NAMES, floor + 0.5);
      context.lineTo(ANSWER_NAMES + IDLE_COLUMN, floor + 0.5);
    }
    context.moveTo(left, floor + 0.5);
    context.lineTo(right, floor + 0.5);
    context.stroke();
    context.fillStyle = l + 1 < sizes.length ? theme.classes[0] : theme.muted;
    context.beginPath();
    const wide = (right - left) / counts.length;
    counts.forEach((count, k) => {
      if (!count) return;
      const tall = Math.max(1.5, (ANSWER_BAR * count) / full);
      context.rect(left + k * wide + 0.5, floor - tall, wide - 1, tall);
    });
    context.fill();
    if (name === "relu") paintIdle(zero / all, floor);
    if (missing)
      drawLabel(context, `${missing} without a value (NaN, ∞)`, (left + right) / 2,
        floor - ANSWER_BAR / 2, theme, { align: "center", bold: true });
  }
  /** The share of answers that are exactly 0: no gradient passes there. */
  function paintIdle(share, floor) {
    context.fillStyle = mixColours(theme.paper, theme.ink, 0.45);
    context.fillRect(ANSWER_NAMES, floor - ANSWER_BAR * share, IDLE_COLUMN, ANSWER_BAR * share);
    const y = Math.max(floor - ANSWER_BAR + 6, floor - ANSWER_BAR * share - 8);
    const words = shareWords(Math.round(100 * share) / 100), at = ANSWER_NAMES + IDLE_COLUMN / 2;
    if (share) drawLabel(context, words, at, y, theme, { align: "center" });
  }
}
