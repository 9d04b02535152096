// ActivationExplorer's function view: curve, slope, tangent, and the samples that pass
// through: where they land on the z axis below, what becomes of them at the right.

import { cutLine, drawCurve, drawLabel, fitCanvas, layerLike, makeFrame, significant, traceMarker } from "./js/plot.js";
import { countBins, traceFunctions } from "./activation_state.js";
import { pageFont } from "./playground_colours.js";
import { isFlat } from "./activation_functions.js";
import { drawRule, drawStack, inFrame, stackBoxes, stackFrames } from "./activation_panels.js";

const LEFT_OF_CURVES = 64;
const BESIDE = 12; // pixels between the curve and the histogram at its right
export const KNOB_RADIUS = 7;
export const CURVE_DASHES = [[], [7, 4], [2, 3], [10, 3, 2, 3], [12, 4], [5, 2], [1, 2], [4, 4], [8, 2, 2, 2]];

/** Class colours of the functions beside the chosen one; 1 is what is flat. */
const COLOURS_BESIDE = [3, 4, 5, 2];

/** Colour of the k-th function drawn: the chosen one, then those beside it. */
export function curveColour(theme, k) {
  return theme.classes[k ? COLOURS_BESIDE[(k - 1) % COLOURS_BESIDE.length] : 0];
}

/** The picture. layout() once per size and theme; paint() for every change. */
export function makeCurvePicture(canvas) {
  let context, theme, width, height, boxes, beside, still, stillKey = "", traced = null;
  const picture = { layout, paint, frames: null };
  return picture;

  function layout(newWidth, newTheme) {
    width = newWidth;
    theme = newTheme;
    const rest = Math.round(Math.max(56, 0.17 * width));
    const top = Math.round(Math.min(230, Math.max(170, 0.4 * width)));
    ({ boxes, height } = stackBoxes(width, [top, Math.round(0.5 * top), 66], LEFT_OF_CURVES, rest + BESIDE + 8));
    beside = { left: width - rest - 8, top: boxes[0].top, width: rest, height: top };
    context = fitCanvas(canvas, width, height);
    still = layerLike(canvas, still);
    stillKey = "";
  }

  /** @param {object} now what `evaluateFunctions` found, and the state */
  function paint(now) {
    const { state } = now;
    const key = JSON.stringify([now.half, now.names, state.slope, state.leak]);
    if (key !== stillKey) drawStill(now);
    stillKey = key;
    context.clearRect(0, 0, width, height);
    paintSamples(now);
    paintPassed(now);
    context.drawImage(still, 0, 0, width, height);
    paintTangent(now.tangent);
  }

  /** What changes with the functions only: axes and curves. */
  function drawStill(now) {
    const on = still.getContext("2d"), { half, state } = now;
    on.setTransform(context.getTransform());
    on.clearRect(0, 0, width, height);
    traced = traceFunctions(now, state, 2 * Math.round(boxes[0].width / 4) + 1);
    const frames = stackFrames(boxes, { x0: -half, x1: half },
      [traced.values, traced.slopes, { y0: 0, y1: 1.08 }]);
    picture.frames = frames;
    for (const frame of frames.slice(0, 2)) {
      drawRule(on, frame, [-half, 0], [half, 0], theme.grid);
      drawRule(on, frame, [0, frame.y0], [0, frame.y1], theme.grid);
    }
    // Last the chosen one: it lies on top.
    traced.curves.forEach((_, back) => {
      const k = traced.curves.length - 1 - back, curve = traced.curves[k];
      on.setLineDash(CURVE_DASHES[k % CURVE_DASHES.length]);
      drawCurve(on, frames[0], traced.zs, curve.a, curveColour(theme, k), k ? 1.8 : 2.8);
      drawCurve(on, frames[1], traced.zs, curve.slope, curveColour(theme, k), k ? 1.8 : 2.8);
    });
    on.setLineDash([]);
    drawStack(on, frames, theme, { xLabel: "z", xCount: 6 },
      [{ yLabel: "a = g(z)", yCount: 4 }, { yLabel: "slope g′(z)", yCount: 3 },
        { yLabel: "samples", yTicks: [[0, "0"], [1, ""]] }]);
    on.strokeRect(beside.left + 0.5, beside.top + 0.5, beside.width - 1, beside.height - 1);
    on.textBaseline = "middle";
    ["samples", "after g"].forEach((line, k) =>
      on.fillText(line, beside.left + beside.width / 2, beside.top + beside.height + 14 + 15 * k));
  }

  /** Samples per bin of z; those on a flat end stand out. */
  function paintSamples({ z, a, slope, half, names }) {
    const { all, some, most, bins } = countBins(z, -half, half, (i) => isFlat(names[0], a[i], slope[i]));
    const frame = picture.frames[2], w = frame.width / bins, foot = frame.py(0);
    for (let k = 0; k < bins; k++) {
      if (!all[k]) continue;
      const x = frame.left + k * w, top = frame.py(all[k] / most), flat = frame.py(some[k] / most);
      context.fillStyle = theme.muted;
      context.fillRect(x, top, Math.max(1, w - 0.5), flat - top);
      context.fillStyle = theme.classes[1];
      context.fillRect(x, flat, Math.max(1, w - 0.5), foot - flat);
    }
    context.font = pageFont(12);
    context.fillStyle = theme.muted;
    context.textAlign = "right";
    context.textBaseline = "middle";
    context.fillText(String(most), frame.left - 8, frame.py(1));
  }

  /** The samples after the function, counted along the axis of a. */
  function paintPassed({ a, slope, names }) {
    const bins = Math.round(beside.height / 5), { y0, y1 } = traced.values;
    const { all, some, most } = countBins(a, y0, y1, (i) => isFlat(names[0], a[i], slope[i]), bins);
    const frame = makeFrame(beside, { x0: 0, x1: 1.08 * most, y0: 0, y1: bins });
    for (let k = 0; k < bins; k++) {
      if (!all[k]) continue;
      const y = frame.py(k + 1), h = beside.height / bins - 0.5;
      context.fillStyle = theme.muted;
      context.fillRect(frame.px(some[k]), y, frame.px(all[k]) - frame.px(some[k]), h);
      context.fillStyle = theme.classes[1];
      context.fillRect(frame.left, y, frame.px(some[k]) - frame.left, h);
    }
  }

  function paintTangent({ z, a, slope }) {
    const [values, slopes, samples] = picture.frames, { x0, x1 } = values;
    const left = a + slope * (x0 - z), right = a + slope * (x1 - z);
    const cut = cutLine(values, x0, left, x1, right), foot = samples.top + samples.height;
    context.strokeStyle = theme.ink;
    context.globalAlpha = 0.55;
    context.lineWidth = 1;
    context.setLineDash([3, 3]);
    context.beginPath();
    const x = values.px(z), y = values.py(a);
    context.moveTo(x, foot);
    context.lineTo(x, y);
    context.lineTo(beside.left + beside.width, y);
    context.stroke();
    context.setLineDash([]);
    context.globalAlpha = 1;
    if (cut) {
      const at = (t) => [x0 + t * (x1 - x0), left + t * (right - left)];
      inFrame(context, values, () => drawRule(context, values, at(cut[0]), at(cut[1]), theme.gradient, { width: 2.4 }));
    }
    drawKnob(x, slopes.py(slope), theme.gradient, 5);
    drawKnob(x, y, theme.paper, KNOB_RADIUS);
    const near = x > values.left + values.width - 110;
    drawLabel(context, `slope ${significant(slope)}`, x + (near ? -12 : 12), slopes.py(slope) + (slopes.py(slope) > slopes.top + 24 ? -13 : 13),
      { ...theme, ink: theme.gradient }, { align: near ? "right" : "left", bold: true });
  }

  function drawKnob(x, y, fill, radius) {
    context.fillStyle = fill;
    context.strokeStyle = radius === KNOB_RADIUS ? theme.ink : theme.paper;
    context.lineWidth = 2.5;
    context.beginPath();
    traceMarker(context, "circle", x, y, radius);
    context.fill();
    context.stroke();
  }
}
