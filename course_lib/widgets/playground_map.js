// Playground's large picture: what the network, or one of its units, answers over the
// plane, with the samples on it and axes in physical units.

import { contourSegments, drawContour } from "./js/heat_map.js";
import { drawAxes, fitCanvas, layerLike, makeFrame, short } from "./js/plot.js";
import {
  classRamp, hatchBox, pageFont, rampPixels, shadePixels, straightLevel, straighten,
  unitScale, unitWords,
} from "./playground_colours.js";
import { legendHeight, paintLegend, paintSamples } from "./playground_samples.js";

const LARGEST_MAP = 440;
const MAP_LEFT = 56, MAP_RIGHT = 12, MAP_AXIS = 46;
const CLASS_STRENGTH = 0.5; // of a class colour under samples of that colour
const FARTHEST = 700; // log of a ratio of probabilities

/**
 * The large picture. layout() once per size, theme and scene, paint() for every change.
 *
 * `frame` translates between plot coordinates and CSS pixels.
 */
export function makeOutputMap(canvas) {
  const map = { frame: null, layout, paint, valueAt }, ramps = new Map();
  let context, theme, width, height, top, axes, scene;
  let still, stillOf, marks, marksOf; // layers, and what they show
  let small, inner, image, pixels, shown = null, lead, bestOf, ratioOf, nearEdge;
  let stamps = new Map();

  function layout(newWidth, newTheme, newScene) {
    if (newTheme !== theme) stamps = new Map();
    theme = newTheme;
    scene = newScene;
    width = newWidth;
    const side = Math.min(LARGEST_MAP, width) - MAP_LEFT - MAP_RIGHT, { domain, scale } = scene.data;
    top = 8;
    height = top + side + MAP_AXIS + legendHeight(canvas, scene, side);
    context = fitCanvas(canvas, width, height);
    const box = { left: MAP_LEFT, top, width: side, height: side };
    const [[x0, x1], [y0, y1]] = domain, [[m1, s1], [m2, s2]] = scale;
    map.frame = makeFrame(box, { x0, x1, y0, y1 });
    axes = makeFrame(box, { x0: m1 + s1 * x0, x1: m1 + s1 * x1, y0: m2 + s2 * y0, y1: m2 + s2 * y1 });
    still = layerLike(canvas, still);
    marks = layerLike(canvas, marks);
    for (const layer of [still, marks]) layer.getContext("2d").setTransform(context.getTransform());
    stillOf = marksOf = "";
    const n = scene.maps.large;
    if (small?.width === n) return height;
    small = new OffscreenCanvas(n, n);
    inner = small.getContext("2d");
    image = inner.createImageData(n, n);
    pixels = new Uint32Array(image.data.buffer);
    lead = new Float64Array(n * n);
    bestOf = new Uint8Array(n * n);
    nearEdge = new Uint8Array(n * n);
    ratioOf = new Float64Array(n * n);
    return height;
  }

  // ----------------------------------------------------------------------------- what

  /** Which values the picture shows, and their colours. */
  function choose({ focus, settings }) {
    const { network, maps, data } = scene, last = network.layers.length;
    const [layer, unit] = focus ?? [last, data.kind === "multiclass" ? settings.output_class : 0];
    const values = maps.fineMaps(layer), count = maps.large ** 2;
    if (unit === null || unit === undefined) return { layer, unit: null, values, count, classes: true };
    const oneClass = data.kind === "multiclass" && layer === last;
    const scale = unitScale(scene, layer, unit);
    const stops = oneClass ? classRamp(unit, theme, CLASS_STRENGTH + 0.1) : theme.probability;
    return {
      layer, unit, values, count, oneClass, stops, from: unit * count,
      scale: { ...scale, table: rampOf(stops) },
    };
  }

  function rampOf(stops) {
    const key = stops.join();
    if (!ramps.has(key)) ramps.set(key, rampPixels(stops));
    return ramps.get(key);
  }

  /** Colour every node by its most probable class, stronger where it is more probable. */
  function shadeClasses({ values, count }, sharp) {
    const K = scene.network.sizes.at(-1), tables = scene.data.classNames.map(
      (_, k) => rampOf(classRamp(k, theme, CLASS_STRENGTH)));
    let holes = false;
    for (let i = 0; i < count; i++) {
      let best = 0, p = values[i], second = -Infinity;
      for (let k = 1, at = count + i; k < K; k++, at += count) {
        const q = values[at];
        if (q > p) {
          second = p;
          p = q;
          best = k;
        } else if (q > second) second = q;
      }
      bestOf[i] = best;
      ratioOf[i] = p / second;
      if (p !== p) {
        pixels[i] = 0;
        holes = true;
      } else pixels[i] = tables[best][sharp ? 511 : (120 + 391 * Math.max(0, (p * K - 1) / (K - 1))) | 0];
    }
    return holes;
  }

  // ---------------------------------------------------------------------------- paint

  function paint(view) {
    const { frame } = map, sharp = view.settings.discretize;
    shown = choose(view);
    shown.sharp = sharp;
    const holes = shown.classes ? shadeClasses(shown, sharp)
      : shadePixels(shown.values, shown.from, shown.count, pixels, 0, shown.scale, sharp);
    inner.putImageData(image, 0, 0);
    context.clearRect(0, 0, width, height);
    if (holes) hatchBox(context, frame.left, frame.top, frame.width, frame.height, theme, 9);
    drawGrid();
    paintMarks(view);
    paintStill(view);
    context.save();
    context.beginPath();
    context.rect(frame.left, frame.top, frame.width, frame.height);
    context.clip();
    paintBoundary();
    context.restore();
    if (holes) paintNoValue(view);
  }

  /** The grid's nodes lie on the frame's edges: half a cell hangs over on every side. */
  function drawGrid() {
    const { left, top: y, width: w, height: h } = map.frame, n = scene.maps.large;
    const dx = w / (n - 1), dy = h / (n - 1);
    context.save();
    context.beginPath();
    context.rect(left, y, w, h);
    context.clip();
    context.imageSmoothingEnabled = true;
    context.drawImage(small, left - dx / 2, y - dy / 2, w + dx, h + dy);
    context.restore();
  }

  /**
   * Samples: a layer, drawn anew only when they have changed. While an input waits for its
   * answer they are drawn straight on the picture: one copy less.
   */
  function paintMarks({ settings, answering }) {
    const key = [settings.show_test, scene.data.trainCount].join();
    if (key === marksOf) return context.drawImage(marks, 0, 0, width, height);
    if (answering) return drawMarks(context, settings);
    marksOf = key;
    const on = marks.getContext("2d");
    on.clearRect(0, 0, width, height);
    drawMarks(on, settings);
    context.drawImage(marks, 0, 0, width, height);
  }

  function drawMarks(on, { show_test }) {
    const { left, top: y, width: w, height: h } = map.frame;
    on.save();
    on.beginPath();
    on.rect(left, y, w, h);
    on.clip();
    paintSamples(on, map.frame, scene.data, theme, show_test, stamps);
    on.restore();
  }

  /** Axes and legend: drawn anew only when one of them has changed. */
  function paintStill({ settings }) {
    const { scale, layer, unit } = shown;
    const ends = scale ? `${short(scale.low, 2)} ${short(scale.high, 2)}` : "";
    const key = [layer, unit, ends, settings.discretize, settings.show_test].join();
    if (key !== stillOf) {
      stillOf = key;
      drawStill(still.getContext("2d"), settings);
    }
    context.drawImage(still, 0, 0, width, height);
  }

  function drawStill(on, settings) {
    const { data, network } = scene, { names, units } = data, { scale, layer, unit } = shown;
    on.clearRect(0, 0, width, height);
    const title = (j) => names[j] + (units[j] ? ` (${units[j]})` : "");
    const few = map.frame.width < 300;
    const counts = { xCount: few ? 4 : 6, yCount: few ? 4 : 6 };
    drawAxes(on, axes, theme, { xLabel: title(0), yLabel: title(1), ...counts });
    const words = shown.classes ? "" : unitWords(scene, layer, unit);
    const valued = data.kind === "regression" && layer === network.layers.length;
    paintLegend(on, { ...map.frame, bottom: map.frame.top + map.frame.height + MAP_AXIS }, scene, theme, {
      words, scale, stops: shown.stops, sharp: shown.sharp, showTest: settings.show_test,
      line: lineWords(), samples: valued ? data.yScale ?? [0, 1] : null,
    });
  }

  /** What the black line is. */
  function lineWords() {
    const { data, network } = scene, { layer, scale, oneClass, classes } = shown;
    if (classes) return "line: the most probable class changes";
    if (oneClass) return "line: P = .5";
    if (layer === network.layers.length) return data.kind === "binary" ? "line: P = .5" : "";
    return scale.name === "sigmoid" ? "line: .5" : layer ? "line: z = 0" : "line: 0";
  }

  /** Where the answer changes: P = ½, edges of classes, the line of a unit. */
  function paintBoundary() {
    const { data, network, maps } = scene, n = maps.large;
    const { values, count, classes, layer, from, scale } = shown;
    let lines = [];
    if (classes) {
      const K = network.sizes.at(-1);
      markEdges(n);
      // Every edge belongs to two classes: the last class needs no line of its own.
      for (let k = 0; k + 1 < K; k++) {
        leadOfClass(values, count, k);
        lines.push(contourSegments(lead, n, n, 0));
      }
    } else if (data.kind !== "regression" || layer < network.layers.length) {
      straighten(scale.name, values, from, count, lead);
      lines = [contourSegments(lead, n, n, straightLevel(scale))];
    }
    const main = layer === network.layers.length;
    const thick = main ? 2.2 : 1.5;
    for (const [colour, more, alpha] of [[theme.paper, 2, 0.75], [theme.ink, 0, 1]]) {
      context.strokeStyle = colour;
      context.lineWidth = thick + more;
      context.globalAlpha = alpha;
      for (const segments of lines) drawContour(context, map.frame, segments, n, n);
    }
    context.globalAlpha = 1;
  }

  /** Mark the corners of the cells in which the most probable class changes. */
  function markEdges(n) {
    nearEdge.fill(0);
    for (let j = 0; j + 1 < n; j++)
      for (let i = 0, at = j * n; i + 1 < n; i++, at++) {
        const k = bestOf[at];
        if (bestOf[at + 1] === k && bestOf[at + n] === k && bestOf[at + n + 1] === k) continue;
        nearEdge[at] = nearEdge[at + 1] = nearEdge[at + n] = nearEdge[at + n + 1] = 1;
      }
  }

  /**
   * How far class k is ahead of the best other class, or behind the best: log of the
   * ratio, where an edge is near; elsewhere only the sign counts.
   */
  function leadOfClass(values, count, k) {
    for (let i = 0, at = k * count; i < count; i++, at++) {
      const ahead = bestOf[i] === k;
      if (!nearEdge[i]) lead[i] = ahead ? 1 : -1;
      else {
        const ratio = ahead ? ratioOf[i] : values[at] / values[bestOf[i] * count + i];
        lead[i] = Math.max(-FARTHEST, Math.min(Math.log(ratio), FARTHEST));
      }
    }
  }

  /** Never grey without a word: what the hatching means, and why. */
  function paintNoValue({ stopped }) {
    const { left, top: y, width: w, height: h } = map.frame;
    const [what, why] = (stopped || "").split(": ");
    const lines = ["no value (NaN)", ...[what, why].filter(Boolean)];
    const tall = 22 * lines.length + 18, middle = y + h / 2;
    context.font = pageFont(14, 600);
    const wide = Math.min(w - 12, Math.max(...lines.map((text) => context.measureText(text).width)) + 32);
    context.fillStyle = theme.paper;
    context.strokeStyle = theme.muted;
    context.lineWidth = 1;
    context.beginPath();
    context.roundRect(left + (w - wide) / 2, middle - tall / 2, wide, tall, 5);
    context.fill();
    context.stroke();
    context.fillStyle = theme.ink;
    context.textAlign = "center";
    context.textBaseline = "middle";
    lines.forEach((text, k) => {
      context.font = pageFont(k ? 13 : 14, k ? 400 : 600);
      context.fillText(text, left + w / 2, middle + 22 * (k - (lines.length - 1) / 2), wide - 16);
    });
  }

  // -------------------------------------------------------------------------- pointer

  /** Value of row `from` of the grid at plot coordinates, interpolated. */
  function valueOf(values, from, u, v) {
    const n = scene.maps.large, i = Math.min(Math.floor(u), n - 2), j = Math.min(Math.floor(v), n - 2);
    const at = from + j * n + i, f = u - i, g = v - j;
    const above = values[at] * (1 - f) + values[at + 1] * f;
    return above * (1 - g) + (values[at + n] * (1 - f) + values[at + n + 1] * f) * g;
  }

  /** What stands under a point of the canvas: physical x1, x2, and the value in words. */
  function valueAt(px, py) {
    const { frame } = map;
    if (!shown || !frame.holds(px, py)) return null;
    const n = scene.maps.large, u = ((px - frame.left) / frame.width) * (n - 1);
    const v = ((py - frame.top) / frame.height) * (n - 1);
    return { x1: axes.x(px), x2: axes.y(py), value: valueWords(u, v) };
  }

  function valueWords(u, v) {
    const { data, network } = scene, { values, count, classes, layer, unit } = shown;
    const say = (x) => (x === x ? short(x) : "no value (NaN)");
    if (classes) {
      const all = data.classNames.map((_, k) => valueOf(values, k * count, u, v));
      const best = all.indexOf(Math.max(...all));
      return best < 0 ? say(NaN) : `${data.classNames[best]}, P = ${say(all[best])}`;
    }
    let value = valueOf(values, unit * count, u, v);
    if (data.kind === "regression" && layer === network.layers.length) {
      const [mean, std] = data.yScale ?? [0, 1];
      value = mean + std * value;
    }
    return `${unitWords(scene, layer, unit)} = ${say(value)}`;
  }

  return map;
}
