// NeuronExplorer's two pictures: the crossplot with the unit, and the loss against steps.

import { scoreGrid } from "./js/engine.js";
import { contourSegments, drawContour, heatMap, scoreColours } from "./js/heat_map.js";
import {
  drawArrow, drawAxes, drawCurve, drawLabel, drawPoint, fitCanvas, layerLike, makeFrame,
  significant, traceMarker,
} from "./js/plot.js";
import { axisName, clampInto, scoreAt, straightContour, tipOffset, viewRange } from "./neuron_unit.js";

const NX = 121, NY = 91; // nodes of heat map and contours
const KNOB = 7; // radius of the handle at the tip of w, pixels
const LEVELS = [[".1", -Math.log(9)], [".9", Math.log(9)], [".5", 0]]; // the boundary on top

/** The crossplot. layout() once per size and theme, paint() for every change. */
export function makeCrossplot(canvas, data) {
  const paintHeat = heatMap(NX, NY), grid = new Float64Array(NX * NY);
  const range = viewRange(data.U), { mean, std } = data.statistics;
  let context, theme, colours, still, width, height;
  const picture = { frame: null, layout, paint, nearest };

  function layout(newWidth, newTheme) {
    width = newWidth;
    theme = newTheme;
    height = Math.round(Math.max(260, 0.74 * width));
    context = fitCanvas(canvas, width, height);
    colours = scoreColours(theme.probability);
    const box = { left: 56, top: 8, width: width - 70, height: height - 56 };
    picture.frame = makeFrame(box, range);
    still = layerLike(canvas, still);
    const on = still.getContext("2d"), { U, drawn, y, info } = data;
    on.setTransform(context.getTransform());
    const r = drawn.length <= 300 ? 4 : drawn.length <= 1000 ? 3.2 : 2.4;
    on.globalAlpha = 0.9;
    // In the order of the rows: neither class hides the other.
    for (const i of drawn)
      drawPoint(on, place(U, i), info.markers[y[i]], theme.classes[y[i]], theme.paper, r);
    on.globalAlpha = 1;
    // The axes show the data's own units, whatever the unit sees.
    const units = makeFrame(box, {
      x0: mean[0] + std[0] * range.x0, x1: mean[0] + std[0] * range.x1,
      y0: mean[1] + std[1] * range.y0, y1: mean[1] + std[1] * range.y1,
    });
    drawAxes(on, units, theme, { xLabel: axisName(info, 0), yLabel: axisName(info, 1) });
  }

  const place = (U, i) => [picture.frame.px(U[2 * i]), picture.frame.py(U[2 * i + 1])];

  /** Drawn sample nearest to a point, within `reach` pixels, or −1. */
  function nearest([px, py], reach) {
    let best = -1, least = reach * reach;
    for (const i of data.drawn) {
      const [x, y] = place(data.U, i), d = (x - px) ** 2 + (y - py) ** 2;
      if (d < least) { least = d; best = i; }
    }
    return best;
  }

  function paint({ shown, pull, anchor, chosen, active }) {
    const { frame } = picture;
    context.clearRect(0, 0, width, height);
    scoreGrid(shown, frame, NX, NY, grid);
    paintHeat(context, frame, grid, colours);
    context.drawImage(still, 0, 0, width, height);
    context.save();
    context.beginPath();
    context.rect(frame.left, frame.top, frame.width, frame.height);
    context.clip();
    paintContours(shown);
    if (anchor) paintArrows(shown, pull, anchor, active);
    if (chosen >= 0) {
      const [x, y] = place(data.U, chosen);
      for (const [colour, line] of [[theme.paper, 6], [theme.ink, 2.5]]) {
        context.strokeStyle = colour;
        context.lineWidth = line;
        context.beginPath();
        traceMarker(context, "circle", x, y, 9);
        context.stroke();
      }
    }
    context.restore();
  }

  function paintContours(shown) {
    const { frame } = picture, spots = [], taken = [];
    for (const [name, level] of LEVELS) {
      const segments = shown.w.length > 2 ? contourSegments(grid, NX, NY, level)
        : straightContour(shown, level, frame, NX, NY);
      // A halo of the background keeps the line readable on top of points.
      for (const [colour, line] of [[theme.paper, 2.5], [theme.ink, name === ".5" ? 2.8 : 1.4]]) {
        context.strokeStyle = colour;
        context.lineWidth = line + (colour === theme.paper ? 2 : 0);
        context.globalAlpha = colour === theme.paper ? 0.7 : 1;
        drawContour(context, frame, segments, NX, NY);
      }
      spots.unshift([name, labelSpot(segments, frame)]);
    }
    for (const [name, spot] of spots) { // .5 comes first where the band is too thin for all
      if (!spot || taken.some(([x, y]) => Math.hypot(x - spot[0], y - spot[1]) <= 26)) continue;
      taken.push(spot);
      drawLabel(context, name, ...spot, theme, { align: "center" });
    }
  }

  function paintArrows(shown, pull, anchor, active) {
    const { frame } = picture, offset = tipOffset(shown.w, frame);
    const tip = clampInto(frame, [anchor[0] + offset[0], anchor[1] + offset[1]], 12);
    drawArrow(context, anchor, tip, theme.ink, 3);
    // Where a small step of descent would carry the tip; longer where the slope is larger.
    const size = Math.hypot(...pull);
    let side = -1; // the name of w stands where the gradient's arrow does not go
    if (size > 0) {
      const near = tipOffset(shown.w.map((w, j) => w + (1e-4 * pull[j]) / size), frame);
      const dx = near[0] - offset[0], dy = near[1] - offset[1], d = Math.hypot(dx, dy);
      side = dx < 0 ? 1 : -1;
      const length = KNOB + 50 * Math.asinh(12 * size);
      const end = [tip[0] + (dx / d) * length, tip[1] + (dy / d) * length];
      drawArrow(context, tip, end, theme.gradient, 3);
      if (length > 4 * KNOB) drawLabel(context, "−∂J/∂w", ...clampInto(frame, [end[0], end[1] + 14], 26), theme, { align: "center" });
    }
    context.fillStyle = active ? theme.ink : theme.paper;
    context.strokeStyle = theme.ink;
    context.lineWidth = 2.5;
    context.beginPath();
    traceMarker(context, "circle", ...tip, KNOB);
    context.fill();
    context.stroke();
    drawLabel(context, "w", tip[0] + 16 * side, tip[1], theme, { align: "center", bold: true });
  }
  return picture;
}

/** A point on a contour near the lower right corner, inside the frame. */
function labelSpot(segments, frame) {
  let best = null, most = -Infinity;
  for (let k = 0; k < segments.length; k += 4) {
    const x = segments[k] / (NX - 1), y = segments[k + 1] / (NY - 1);
    if (x < 0.05 || x > 0.95 || y < 0.05 || y > 0.95) continue;
    if (x + y > most) { most = x + y; best = [frame.left + x * frame.width, frame.top + y * frame.height]; }
  }
  return best;
}

/** Loss against steps, this run in full colour and the run before in grey. */
export function makeLossCurve(canvas) {
  let context, theme, width;
  const height = 126;
  return {
    layout(newWidth, newTheme) {
      width = newWidth;
      theme = newTheme;
      context = fitCanvas(canvas, width, height);
    },
    paint(run, before) {
      const runs = [before, run].filter((r) => r?.loss.length);
      const last = Math.max(10, ...runs.map((r) => r.steps.at(-1)));
      // The axis reaches the largest loss: a run that explodes must be seen to.
      const top = Math.max(0.75, 1.1 * Math.max(...runs.flatMap((r) => r.loss).filter(Number.isFinite)));
      // Steps on a logarithmic axis: the first ten and the last thousand both show.
      const frame = makeFrame({ left: 56, top: 8, width: width - 66, height: height - 54 },
        { x0: 0, x1: Math.log1p(last) * 1.02, y0: 0, y1: top });
      context.clearRect(0, 0, width, height);
      const marks = [0, 1, 10, 100, 1e3, 1e4, 1e5, 1e6].filter((s) => s <= last);
      const xTicks = marks.map((s) => [Math.log1p(s), s < 1e4 ? String(s) : significant(s, 1)]);
      drawAxes(context, frame, theme, { xLabel: "steps of gradient descent", yLabel: "loss J", yCount: 3, xTicks });
      const curve = (r, colour, line) => drawCurve(context, frame, r.steps.map(Math.log1p), r.loss, colour, line);
      if (before) curve(before, theme.grid, 2);
      if (run.loss.length) {
        curve(run, theme.gradient, 2.2);
        context.fillStyle = theme.gradient;
        context.beginPath();
        const x = frame.px(Math.log1p(run.steps.at(-1)));
        traceMarker(context, "circle", x, frame.py(run.loss.at(-1)), 4);
        context.fill();
      }
    },
  };
}
