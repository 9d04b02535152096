// ActivationExplorer's softmax view: scores, their probabilities, and what the
// temperature makes of them.

import { drawAxes, drawCurve, drawLabel, fitCanvas, layerLike, logTicks, makeFrame, plain, traceMarker } from "./js/plot.js";
import { softmaxOf } from "./activation_functions.js";
import { CURVE_DASHES } from "./activation_curves.js";
import { roundUp } from "./activation_state.js";
import { drawRule } from "./activation_panels.js";

/** Temperatures of the lower chart, decimal logarithms. */
export const COLDEST = -1, HOTTEST = 1;
const ACROSS = 81;
const MORE_COLOURS = ["#6F4CFF", "#7A5A3A"];

/** Colour of a class. */
const classColour = (theme, k) => theme.classes[k] ?? MORE_COLOURS[k - theme.classes.length];

/** The picture. layout() once per size and theme; paint() for every change. */
export function makeSoftmaxPicture(canvas, names) {
  let context, theme, width, height, boxes, still, stillKey = "";
  const picture = { layout, paint, scoreAt, scores: null };
  return picture;

  function layout(newWidth, newTheme) {
    width = newWidth;
    theme = newTheme;
    const w = (width - 56 - 56 - 10) / 2, tall = Math.round(Math.min(190, 0.42 * width));
    const low = Math.round(Math.min(150, 0.34 * width));
    boxes = [
      { left: 56, top: 6, width: w, height: tall },
      { left: 56 + w + 56, top: 6, width: w, height: tall },
      { left: 56, top: tall + 54, width: width - 66, height: low },
    ];
    height = tall + 54 + low + 46;
    context = fitCanvas(canvas, width, height);
    still = layerLike(canvas, still);
    stillKey = "";
  }

  function paint({ state: { scores, temperature } }) {
    const most = Math.max(3, ...scores.map(Math.abs)), far = roundUp(most);
    const K = scores.length, across = { x0: -0.6, x1: K - 0.4 };
    const frames = [
      makeFrame(boxes[0], { ...across, y0: -1.1 * far, y1: 1.1 * far }),
      makeFrame(boxes[1], { ...across, y0: 0, y1: 1.08 }),
      makeFrame(boxes[2], { x0: COLDEST, x1: HOTTEST, y0: 0, y1: 1.03 }),
    ];
    picture.scores = frames[0];
    if (stillKey !== String(far)) drawStill(frames, K);
    stillKey = String(far);
    context.clearRect(0, 0, width, height);
    context.drawImage(still, 0, 0, width, height);
    const here = softmaxOf(scores, temperature), plainly = softmaxOf(scores, 1);
    scores.forEach((z, k) => paintBar(frames[0], k, z));
    here.forEach((p, k) => {
      paintBar(frames[1], k, p);
      if (temperature !== 1) paintGhost(frames[1], k, plainly[k]);
    });
    here.forEach((p, k) => drawLabel(context, plain(p, 3), frames[1].px(k), frames[1].py(p) + (p > 0.9 ? 12 : -10), theme, { align: "center" }));
    paintTemperatures(frames[2], scores, temperature);
  }

  function drawStill(frames, K) {
    const on = still.getContext("2d");
    on.setTransform(context.getTransform());
    on.clearRect(0, 0, width, height);
    const xTicks = Array.from({ length: K }, (_, k) => [k, String(k + 1)]);
    drawRule(on, frames[0], [frames[0].x0, 0], [frames[0].x1, 0], theme.muted);
    drawAxes(on, frames[0], theme, { xLabel: "class", yLabel: "score z", xTicks });
    on.save(); // the name of a vertical axis stands at the left edge of the picture
    on.translate(boxes[1].left - boxes[0].left, 0);
    drawAxes(on, { ...frames[1], left: boxes[0].left, px: frames[0].px }, theme, { xLabel: "class", yLabel: "probability", xTicks });
    on.restore();
    drawAxes(on, frames[2], theme, { xLabel: "temperature T", yLabel: "probability", xTicks: logTicks(COLDEST, HOTTEST), yCount: 4 });
  }

  function paintBar(frame, k, value) {
    const foot = frame.py(0), top = frame.py(value), left = frame.px(k - 0.34), w = frame.px(k + 0.34) - left;
    context.fillStyle = classColour(theme, k);
    context.fillRect(left, Math.min(foot, top), w, Math.max(1.5, Math.abs(foot - top)));
  }

  /** What it is at temperature 1. */
  function paintGhost(frame, k, value) {
    const top = frame.py(value), left = frame.px(k - 0.42), right = frame.px(k + 0.42);
    context.strokeStyle = theme.ink;
    context.lineWidth = 1.5;
    context.setLineDash([4, 3]);
    context.beginPath();
    context.moveTo(left, top);
    context.lineTo(right, top);
    context.stroke();
    context.setLineDash([]);
  }

  function paintTemperatures(frame, scores, temperature) {
    const at = Array.from({ length: ACROSS }, (_, i) => COLDEST + ((HOTTEST - COLDEST) * i) / (ACROSS - 1));
    const shares = at.map((t) => softmaxOf(scores, 10 ** t));
    const now = Math.max(COLDEST, Math.min(HOTTEST, Math.log10(temperature)));
    drawRule(context, frame, [now, 0], [now, frame.y1], theme.ink, { dash: [3, 3] });
    const here = softmaxOf(scores, temperature);
    scores.forEach((_, k) => {
      context.setLineDash(CURVE_DASHES[k]);
      drawCurve(context, frame, at, shares.map((p) => p[k]), classColour(theme, k), 2.2);
      context.setLineDash([]);
      context.fillStyle = classColour(theme, k);
      context.beginPath();
      traceMarker(context, PALETTE.markers[k % PALETTE.markers.length], frame.px(now), frame.py(here[k]), 4.5);
      context.fill();
    });
  }

  /** {k, value} of the score under the pointer, or null. */
  function scoreAt(px, py) {
    const frame = picture.scores;
    if (!frame?.holds(px, py)) return null;
    return { k: Math.max(0, Math.min(names.length - 1, Math.round(frame.x(px)))), value: frame.y(py) };
  }
}
