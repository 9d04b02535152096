// ActivationExplorer's chain view: gradient on its way back, activations on their way up,
// and how many of them are flat, layer by layer.

import { drawLabel, fitCanvas, layerLike, logTicks, traceMarker } from "./js/plot.js";
import { drawRule, drawStack, inFrame, stackBoxes, stackFrames } from "./activation_panels.js";

const LEFT_OF_LAYERS = 78; // for numbers such as 1e−120
const LEAST_DECADES = 1;
const SMALLEST_POWER = -300; // below, doubles have no digits left

/** Lines of the picture: [field of the chain, panel, class colour, dash, words]. */
export const CHAIN_LINES = [
  ["gradient", 0, 0, [], "RMS of ∂L/∂z"],
  ["product", 0, 1, [7, 4], "product of mean |g′|"],
  ["std", 1, 2, [], "standard deviation of a"],
  ["rms", 1, 3, [7, 4], "RMS of a"],
];
/** What very wide layers would do: [field of the theory, panel]. */
const EXPECTED = [["gradient", 0], ["std", 1], ["rms", 1]];

/** The picture. layout() once per size and theme; paint() for every change. */
export function makeChainPicture(canvas) {
  let context, theme, width, height, boxes, ground, groundOf = "";
  const picture = { layout, paint, frames: null, layerAt };
  return picture;

  function layout(newWidth, newTheme) {
    width = newWidth;
    theme = newTheme;
    const top = Math.round(Math.min(200, Math.max(150, 0.34 * width)));
    ({ boxes, height } = stackBoxes(width, [top, Math.round(0.75 * top), 76], LEFT_OF_LAYERS, 10));
    context = fitCanvas(canvas, width, height);
    ground = layerLike(canvas, ground);
    groundOf = "";
  }

  /**
   * @param {object} now `chain`: what was measured, if need be of the settings before;
   *   `theory` of the present ones; `state` and the `layer` that is read
   */
  function paint(now) {
    const { chain, theory, state: { depth } } = now;
    const ranges = [0, 1].map((panel) => decades(
      CHAIN_LINES.filter((line) => line[1] === panel).map(([field]) => chain[field])));
    const frames = stackFrames(boxes, { x0: 0.5, x1: depth + 0.5 }, [...ranges, { y0: 0, y1: 104 }]);
    picture.frames = frames;
    paintGround(frames, depth);
    context.globalCompositeOperation = "copy";
    context.drawImage(ground, 0, 0, width, height);
    context.globalCompositeOperation = "source-over";
    paintShares(frames[2], chain, depth);
    [0, 1].forEach((panel) => inFrame(context, frames[panel], () => {
      for (const [field, of] of EXPECTED)
        if (of === panel) paintLine(frames[panel], theory[field], theme.muted, [2, 3], 0);
      for (const [field, of, colour, dash] of CHAIN_LINES)
        if (of === panel) paintLine(frames[panel], chain[field], theme.classes[colour], dash);
    }));
    paintLayer(now);
  }

  /** Axes, drawn anew only when one of them has changed: text is slow. */
  function paintGround(frames, depth) {
    const key = [depth, ...frames.flatMap(({ y0, y1 }) => [y0, y1])].join();
    if (key === groundOf) return;
    groundOf = key;
    const on = ground.getContext("2d");
    on.setTransform(context.getTransform());
    on.clearRect(0, 0, width, height);
    for (const frame of frames.slice(0, 2))
      if (frame.y0 < 0 && frame.y1 > 0) drawRule(on, frame, [0.5, 0], [depth + 0.5, 0], theme.grid);
    const stride = [1, 2, 5, 10].find((s) => depth / s <= 10), xTicks = [];
    for (let k = 1; k <= depth; k++) if (k === 1 ? stride <= 2 || depth > 10 : k % stride === 0) xTicks.push([k, String(k)]);
    drawStack(on, frames, theme, { xLabel: "layer", xTicks }, [
      { yLabel: "gradient", yTicks: logTicks(frames[0].y0, frames[0].y1, 5) },
      { yLabel: "activation", yTicks: logTicks(frames[1].y0, frames[1].y1, 4) },
      { yLabel: "% flat", yTicks: [[0, "0"], [50, "50"], [100, "100"]] },
    ]);
  }

  /** Values on a logarithmic axis; a 0 has no place there and breaks the line. */
  function paintLine(frame, values, colour, dash, radius = dash.length ? 2.2 : 3) {
    const at = Array.from(values, (v, k) => [frame.px(k + 1), v > 0 && v < Infinity ? frame.py(Math.log10(v)) : NaN]);
    context.strokeStyle = colour;
    context.fillStyle = colour;
    context.lineWidth = radius ? 2.2 : 1.4;
    context.lineJoin = "round";
    context.setLineDash(dash);
    context.beginPath();
    let broken = true;
    for (const [x, y] of at) {
      if (Number.isNaN(y)) broken = true;
      else if (broken) {
        context.moveTo(x, y);
        broken = false;
      } else context.lineTo(x, y);
    }
    context.stroke();
    context.setLineDash([]);
    if (!radius) return;
    context.beginPath();
    for (const [x, y] of at) if (!Number.isNaN(y)) traceMarker(context, "circle", x, y, radius);
    context.fill();
  }

  /** Bars: how many activations, or whole units, pass nothing back. */
  function paintShares(frame, { saturated, dead }, depth) {
    const w = (0.62 * frame.width) / depth;
    for (let k = 0; k < Math.min(depth, dead.length); k++) {
      const x = frame.px(k + 1) - w / 2, foot = frame.top + frame.height;
      const share = 100 * saturated[k], gone = 100 * dead[k];
      context.fillStyle = theme.classes[1];
      context.fillRect(x, frame.py(share), w, foot - frame.py(share));
      context.fillStyle = theme.ink;
      context.fillRect(x, frame.py(gone), w, foot - frame.py(gone));
    }
  }

  function paintLayer({ chain, layer, state }) {
    const [first, , last] = picture.frames, x = Math.round(first.px(layer)) + 0.5;
    context.strokeStyle = theme.ink;
    context.globalAlpha = 0.6;
    context.lineWidth = 1.5;
    context.beginPath();
    context.moveTo(x, first.top);
    context.lineTo(x, last.top + last.height);
    context.stroke();
    context.globalAlpha = 1;
    for (const [field, panel, colour] of CHAIN_LINES) {
      const v = chain[field][layer - 1], frame = picture.frames[panel];
      if (!(v > 0 && v < Infinity)) continue;
      context.fillStyle = theme.classes[colour];
      context.strokeStyle = theme.paper;
      context.lineWidth = 2;
      context.beginPath();
      traceMarker(context, "circle", x, frame.py(Math.log10(v)), 5.5);
      context.fill();
      context.stroke();
    }
    const far = layer > 0.8 * state.depth;
    drawLabel(context, `layer ${layer}`, x + (far ? -8 : 8), last.top + 12, theme, { align: far ? "right" : "left", bold: true });
  }

  /** The layer under the pointer, or 0. */
  function layerAt(px, py) {
    const [first, , last] = picture.frames ?? [];
    if (!first || py < first.top || py > last.top + last.height) return 0;
    return Math.round(Math.max(1, Math.min(first.x1 - 0.5, first.x(px))));
  }
}

/** Whole decades that hold all values above 0, and 1. */
function decades(lists) {
  let low = 0, high = 0;
  for (const list of lists)
    for (const v of list) {
      if (!(v > 0 && v < Infinity)) continue;
      low = Math.min(low, Math.max(SMALLEST_POWER, Math.log10(v)));
      high = Math.max(high, Math.log10(v));
    }
  low = Math.floor(low + 1e-9);
  high = Math.ceil(high - 1e-9);
  if (high - low < LEAST_DECADES) low = high - LEAST_DECADES;
  const pad = 0.05 * (high - low);
  return { y0: low - pad, y1: high + pad };
}
