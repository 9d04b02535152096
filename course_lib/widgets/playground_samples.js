// Samples on Playground's large picture, and the legend under it.

import { drawPoint, markStamp, short, traceMarker } from "./js/plot.js";
import { classStyle, fitText, mixColours, pageFont } from "./playground_colours.js";

const MOST_DRAWN = 5000; // more would hide the map
const LEGEND_GAP = 16, LEGEND_ROW = 20, LEGEND_RAMP = 44;

/** Radius of a sample's marker: smaller where there are many. */
const radiusFor = (n) => (n <= 600 ? 3.6 : n <= 1500 ? 3 : n <= 3000 ? 2.4 : 2);

/** Colour of a value on a ramp of colours from −most to most. */
function valueColour(y, most, stops) {
  const at = Math.max(0, Math.min(1, 0.5 + y / (2 * most))) * (stops.length - 1);
  const k = Math.min(Math.floor(at), stops.length - 2);
  return mixColours(stops[k], stops[k + 1], at - k);
}

/**
 * Training samples filled, test samples in outline, in the order of the data: no class
 * hides another. `stamps`: a Map that keeps their marks as long as the theme stays.
 */
export function paintSamples(on, frame, data, theme, showTest, stamps) {
  const { x1, x2, y, trainCount, kind } = data, n = x1.length;
  const r = radiusFor(showTest ? n : trainCount), end = Math.min(showTest ? n : trainCount, MOST_DRAWN);
  // Values near 0 are pale: their marks need an edge.
  const edge = kind === "regression" ? mixColours(theme.paper, theme.muted, 0.7) : theme.paper;
  const most = Math.max(...data.yRange.map(Math.abs)) || 1;
  const stamp = markStamp(on, r + 2, stamps);
  // Test samples first: what the network learns from stays on top.
  for (const [first, last, filled] of [[trainCount, end, false], [0, Math.min(trainCount, end), true]])
    for (let i = first; i < last; i++) {
      const at = [frame.px(x1[i]), frame.py(x2[i])];
      const style = kind === "regression"
        ? { colour: valueColour(y[i], most, theme.signed), marker: "circle" }
        : classStyle(y[i], theme);
      const draw = filled
        ? (to, place) => drawPoint(to, place, style.marker, style.colour, edge, r)
        : (to, place) => drawOutline(to, place, style, theme, r);
      if (kind === "regression") draw(on, at); // every value has a colour of its own
      else stamp(at, `${filled} ${y[i]}`, draw);
    }
}

function drawOutline(on, [x, y], { colour, marker }, theme, r) {
  for (const [stroke, line] of [[theme.paper, 3], [colour, 1.4]]) {
    on.strokeStyle = stroke;
    on.lineWidth = line;
    on.beginPath();
    traceMarker(on, marker, x, y, 0.95 * r);
    on.stroke();
  }
}

// ------------------------------------------------------------------------------- legend

/** Entries of the first rows: classes by marker, and what an outline means. */
function legendEntries({ data }) {
  const classes = data.kind === "regression" ? [{ text: "training sample", k: -2 }]
    : data.classNames.map((text, k) => ({ text, k }));
  return [...classes, { text: "test sample", k: -1 }];
}

/** Rows of entries within a width: [{text, k, x, row}]. */
function flowEntries(on, entries, width) {
  let x = 0, row = 0;
  on.font = pageFont(12);
  return entries.map(({ text, k }) => {
    const fitted = fitText(on, text, width - 20), wide = 16 + on.measureText(fitted).width;
    if (x && x + wide > width) {
      x = 0;
      row += 1;
    }
    const place = { text: fitted, k, x, row };
    x += wide + LEGEND_GAP;
    return place;
  });
}

/** Height the legend takes under the axes, with every entry shown. */
export function legendHeight(canvas, scene, width) {
  const on = canvas.getContext("2d");
  return LEGEND_ROW * (1 + flowEntries(on, legendEntries(scene), width).at(-1).row) + LEGEND_RAMP;
}

/**
 * @param {object} place `left`, `width`, and `bottom`, where the legend begins
 * @param {object} what `words` for the ramp ("" for a map of classes), its `scale` and
 *   `stops`, `sharp`, `line` (what the black line is), `showTest`; `samples`: mean and
 *   standard deviation of y where the ramp is that of the samples' values, too
 */
export function paintLegend(on, { left, width, bottom }, scene, theme, what) {
  const entries = flowEntries(on, legendEntries(scene), width);
  on.textAlign = "left";
  on.textBaseline = "middle";
  for (const { text, k, x, row } of entries) {
    if (k === -1 && !what.showTest) continue;
    const y = bottom + LEGEND_ROW * row + 8;
    const style = k < 0 ? { colour: theme.muted, marker: "circle" } : classStyle(k, theme);
    if (k === -1) drawOutline(on, [left + x + 5, y], style, theme, 3.8);
    else drawPoint(on, [left + x + 5, y], style.marker, style.colour, theme.paper, 4.4);
    on.font = pageFont(12);
    on.fillStyle = theme.ink;
    on.fillText(text, left + x + 15, y + 0.5);
  }
  const shown = entries.filter(({ k }) => k !== -1 || what.showTest);
  const y = bottom + LEGEND_ROW * (1 + shown.at(-1).row);
  if (what.words) paintRamp(on, left, y, width, theme, what);
  else paintNote(on, left, y, width, theme, what);
}

/** A ramp with its end values: name on its left, what the line is on its right. */
function paintRamp(on, left, y, width, theme, { words, scale, stops, sharp, line, samples }) {
  on.font = pageFont(12);
  on.fillStyle = theme.ink;
  const name = fitText(on, words, 0.42 * width), wide = Math.min(130, 0.32 * width);
  const x = left + on.measureText(name).width + 12, tall = 11;
  on.fillText(name, left, y + 8.5);
  const middle = (scale.level - scale.low) / (scale.high - scale.low);
  const ends = [stops[0], stops[0], stops.at(-1), stops.at(-1)];
  if (sharp) fillRamp(on, x, y + 2, wide, tall, ends, [0, middle, middle, 1]);
  else fillRamp(on, x, y + 2, wide, tall, stops);
  if (samples) fillRamp(on, x, y + 2, wide, tall / 2, theme.signed); // stronger than the map
  on.strokeStyle = theme.muted;
  on.lineWidth = 1;
  on.strokeRect(x + 0.5, y + 2.5, wide - 1, tall - 1);
  on.textAlign = "center";
  on.fillStyle = theme.muted;
  const [mean, std] = samples ?? [0, 1];
  for (const share of [0, 0.5, 1]) {
    const value = mean + std * (scale.low + share * (scale.high - scale.low));
    on.fillText(short(value, 2), x + share * wide, y + 23);
  }
  on.textAlign = "left";
  const from = x + wide + 14;
  if (samples) on.fillText(fitText(on, "top: samples", left + width - from), from, y + 8.5);
  else paintLineNote(on, from, y + 8.5, left + width, theme, line);
}

function fillRamp(on, x, y, width, height, colours, shares) {
  const fill = on.createLinearGradient(x, 0, x + width, 0);
  colours.forEach((colour, k) => fill.addColorStop(shares?.[k] ?? k / (colours.length - 1), colour));
  on.fillStyle = fill;
  on.fillRect(x, y, width, height);
}

function paintLineNote(on, x, y, end, theme, line) {
  if (!line) return;
  on.strokeStyle = theme.ink;
  on.lineWidth = 2;
  on.beginPath();
  on.moveTo(x, y - 0.5);
  on.lineTo(x + 16, y - 0.5);
  on.stroke();
  on.fillStyle = theme.muted;
  on.fillText(fitText(on, line.replace("line: ", ""), end - x - 22), x + 22, y);
}

function paintNote(on, left, y, width, theme, { line }) {
  on.font = pageFont(12);
  on.fillStyle = theme.muted;
  const full = "colour: most probable class, stronger: surer";
  on.fillText(on.measureText(full).width > width ? "colour: most probable class" : full, left, y + 8.5);
  paintLineNote(on, left, y + 26.5, left + width, theme, line);
}
