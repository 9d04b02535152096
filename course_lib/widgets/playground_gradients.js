// Playground's gradients: for every layer a histogram of log10 |∂J/∂w|. Where a row moves
// to the left, learning stands still there; to the right, it explodes.

import { drawLabel, fitCanvas, short } from "./js/plot.js";
import { mixColours, pageFont } from "./playground_colours.js";

const LAYERS_TOP = 26, LAYER_ROW = 42, TALLEST_BAR = 25, SLOPE_AXIS = 48;
/** Names of layers, the column of exact zeros, the histogram, and the gaps beside them. */
const NAME_COLUMN = 82, ZERO_COLUMN = 34, ZERO_GAP = 24, LAYERS_RIGHT = 12;
const SMALL_DIGITS = [..."⁰¹²³⁴⁵⁶⁷⁸⁹"];

/** 10 with an exponent, as people write it. */
function powerOfTen(exponent) {
  if (exponent === 0) return "1";
  const digits = [...String(Math.abs(exponent))].map((d) => SMALL_DIGITS[d]).join("");
  return `10${exponent < 0 ? "⁻" : ""}${digits}`;
}

/** The chart. layout() once per size, theme and network; paint() for new statistics. */
export function makeGradientChart(canvas) {
  let context, theme, width, height, totals, names, left;
  return { layout, paint };

  function layout(newWidth, newTheme, { network }) {
    width = newWidth;
    theme = newTheme;
    totals = network.layers.map(({ nIn, nOut }) => nIn * nOut);
    names = totals.map((_, l) => (l + 1 < totals.length ? `layer ${l + 1}` : "output"));
    left = NAME_COLUMN + ZERO_COLUMN + ZERO_GAP;
    height = LAYERS_TOP + LAYER_ROW * totals.length + SLOPE_AXIS;
    context = fitCanvas(canvas, width, height);
    return height;
  }

  /** @param {{edges: Float64Array, layers: object[]} | null} statistics measure()'s answer */
  function paint(statistics) {
    context.clearRect(0, 0, width, height);
    context.textBaseline = "middle";
    if (!statistics) {
      drawLabel(context, "no gradient measured yet", width / 2, height / 2, theme, { align: "center" });
      return;
    }
    const { edges, layers } = statistics, low = edges[0], high = edges.at(-1);
    const px = (v) => left + ((width - LAYERS_RIGHT - left) * (v - low)) / (high - low);
    paintScale(low, high, px);
    layers.forEach((layer, l) => paintLayer(layer, l, edges, px));
  }

  /** Powers of ten; the ends are open. */
  function paintScale(low, high, px) {
    const floor = LAYERS_TOP + LAYER_ROW * totals.length, step = width < 420 ? 4 : 2;
    context.font = pageFont(12);
    context.strokeStyle = theme.grid;
    context.lineWidth = 1;
    context.textAlign = "center";
    context.beginPath();
    for (let k = low; k <= high; k += step) {
      const x = Math.round(px(k)) + 0.5;
      context.moveTo(x, LAYERS_TOP - 4);
      context.lineTo(x, floor + 4);
      context.fillStyle = theme.muted;
      const text = powerOfTen(k);
      const open = k === low ? "≤ " : k === high ? "≥ " : "";
      context.fillText(open + text, Math.min(x, width - 22), floor + 14);
    }
    context.stroke();
    context.fillText("= 0", NAME_COLUMN + ZERO_COLUMN / 2, floor + 14);
    context.fillStyle = theme.ink;
    context.fillText("size of the slope ∂J/∂w", left + (width - LAYERS_RIGHT - left) / 2, floor + 35);
    context.fillStyle = theme.muted;
    context.textAlign = "right";
    context.fillText("▼ root mean square", width - LAYERS_RIGHT, LAYERS_TOP - 14);
  }

  function paintLayer({ rms, zero, counts }, l, edges, px) {
    const floor = LAYERS_TOP + LAYER_ROW * (l + 1), total = totals[l];
    const full = Math.max(zero, ...counts, 1), finite = counts.reduce((sum, c) => sum + c, zero);
    context.font = pageFont(12, 600);
    context.textAlign = "left";
    context.fillStyle = theme.ink;
    context.fillText(names[l], 4, floor - TALLEST_BAR / 2 - 4);
    context.font = pageFont(11);
    context.fillStyle = theme.muted;
    const many = total >= 1e4 ? `${short(total / 1000)}k` : String(total);
    context.fillText(total === 1 ? "1 weight" : `${many} weights`, 4, floor - TALLEST_BAR / 2 + 11);
    context.strokeStyle = theme.muted;
    context.lineWidth = 1;
    context.beginPath();
    context.moveTo(NAME_COLUMN, floor + 0.5);
    context.lineTo(NAME_COLUMN + ZERO_COLUMN, floor + 0.5);
    context.moveTo(left, floor + 0.5);
    context.lineTo(width - LAYERS_RIGHT, floor + 0.5);
    context.stroke();
    if (finite < total) {
      const missing = `${total - finite} of ${total} without a value (NaN)`;
      writeBold(finite ? missing : "no value (NaN)", (left + width - LAYERS_RIGHT) / 2, floor - TALLEST_BAR / 2);
    }
    context.fillStyle = theme.gradient;
    for (let k = 0; k < counts.length; k++) {
      if (!counts[k]) continue;
      const tall = Math.max(1.5, (TALLEST_BAR * counts[k]) / full), x = px(edges[k]) + 0.5;
      context.fillRect(x, floor - tall, px(edges[k + 1]) - x - 0.5, tall);
    }
    if (zero) paintZeros(zero, floor, Math.max(1.5, (TALLEST_BAR * zero) / full));
    if (rms > 0 && rms < Infinity) paintMean(rms, floor, edges, px);
  }

  function writeBold(text, x, y) {
    drawLabel(context, text, x, y, theme, { align: "center", bold: true });
  }

  /** Slopes that are exactly 0: these weights do not learn at all. */
  function paintZeros(zero, floor, tall) {
    const x = NAME_COLUMN;
    context.fillStyle = mixColours(theme.paper, theme.ink, 0.45);
    context.fillRect(x, floor - tall, ZERO_COLUMN, tall);
    const y = Math.max(floor - TALLEST_BAR + 6, floor - tall - 8);
    writeBold(String(zero), x + ZERO_COLUMN / 2, y);
  }

  function paintMean(rms, floor, edges, px) {
    const x = px(Math.max(edges[0], Math.min(Math.log10(rms), edges.at(-1)))), y = floor - TALLEST_BAR - 1;
    context.fillStyle = theme.ink;
    context.beginPath();
    context.moveTo(x, y + 3);
    context.lineTo(x - 4.5, y - 4.5);
    context.lineTo(x + 4.5, y - 4.5);
    context.fill();
    const near = x > width - 80;
    context.font = pageFont(11);
    context.textAlign = near ? "right" : "left";
    context.fillText(short(rms, 2), x + (near ? -8 : 8), y - 1);
  }
}
