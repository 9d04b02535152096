// LossSurface's chart: the loss of every racer against steps or against gradients used.

import {
  cutLine, drawAxes, drawLabel, fitCanvas, logTicks, makeFrame, short, traceMarker,
} from "./js/plot.js";
import { makePen } from "./js/pen.js";
import { lowestKnown, terrainOf } from "./loss_surface_terrain.js";
import { drawDivergence, drawingOrder, drawRacer, hasDiverged, lastShown } from "./loss_surface_paths.js";

const LINEAR_ROOM = 3; // the axis reaches so many times as far up as the start
const LOG_ROOM = 1e3; // on a logarithmic axis
const SMALLEST = 1e-16; // share of the start's loss: below, rounding is all there is
const ABSENT = -1000; // "log10 of 0"

/** The chart. layout() once per size and theme; paint() for every change. */
export function makeLossChart(canvas) {
  let context, theme, width, height;
  return { layout, paint };

  function layout(newWidth, newTheme) {
    width = newWidth;
    theme = newTheme;
    height = Math.round(Math.min(246, Math.max(196, 0.46 * width + 16)));
    context = fitCanvas(canvas, width, height);
  }

  /**
   * Returns { logY, note, range }: whether the loss has a logarithmic axis, what must be
   * said about it (also written into the chart), and the losses the axis shows.
   */
  function paint(view, { xAxis = "step", logX = false, logY = false } = {}) {
    context.clearRect(0, 0, width, height);
    const order = drawingOrder(view);
    const losses = lossRange(view, order, logY);
    const across = (v) => (logX ? Math.log1p(v) : v);
    const at = (run, k) => across(xAxis === "step" ? k : used(run, k));
    const up = (J) => (losses.logY ? (J > 0 ? Math.log10(J) : ABSENT) : J);
    const last = Math.max(1, ...order.map((run) => (xAxis === "step" ? lastStep(run) : used(run, lastStep(run)))));
    const pad = 0.05 * (up(losses.top) - up(losses.bottom));
    const above = losses.note ? 24 : 10; // room for the note
    const frame = makeFrame({ left: 64, top: above, width: width - 78, height: height - 62 - above },
      { x0: 0, x1: across(last) * 1.02, y0: up(losses.bottom) - pad, y1: up(losses.top) + pad });
    drawAxes(context, frame, theme, {
      ...axisTicks(frame, last, logX, losses.logY), yLabel: "loss J", yCount: 4,
      xLabel: xAxis === "step" ? "step" : view.surface.m ? "gradients of single samples" : "gradients",
      xCount: width < 400 ? 4 : 6,
    });
    paintFloor(frame, losses, up);
    paintShown(frame, view, order, at);
    for (const run of order) paintCurve(frame, run, view, at, up);
    for (const run of order) paintMarks(frame, run, view, at, up);
    if (losses.note) drawLabel(context, losses.note, frame.left + frame.width, 12, quiet(), { align: "right" });
    return { logY: losses.logY, note: losses.note, range: [losses.bottom, losses.top] };
  }

  /** The lowest loss that is possible at all, where it is known. */
  function paintFloor(frame, { lowest, logY }, up) {
    if (lowest === null) return;
    const y = logY && lowest <= 0 ? Infinity : frame.py(up(lowest));
    const below = y > frame.top + frame.height; // 0 is infinitely far down
    const text = `lowest possible: ${short(lowest)}${below ? " ↓" : ""}`;
    // Under the axis, where no curve can run into it.
    drawLabel(context, text, frame.left + frame.width, height - 8, quiet(), { align: "right" });
    const start = frame.left + frame.width - context.measureText(text).width - 30;
    context.strokeStyle = theme.muted;
    context.lineWidth = 1;
    context.setLineDash([5, 4]);
    context.beginPath();
    context.moveTo(start, height - 7.5);
    context.lineTo(start + 24, height - 7.5);
    if (!below) {
      context.moveTo(frame.left, Math.round(y) + 0.5);
      context.lineTo(frame.left + frame.width, Math.round(y) + 0.5);
    }
    context.stroke();
    context.setLineDash([]);
  }

  function quiet() {
    return { ...theme, ink: theme.muted };
  }

  function paintShown(frame, { shown, selected }, order, at) {
    const run = order.find(({ key }) => key === selected) ?? order[0];
    if (!run) return;
    const x = Math.round(frame.px(at(run, Math.min(shown, lastStep(run))))) + 0.5;
    context.strokeStyle = theme.ink;
    context.globalAlpha = 0.5;
    context.lineWidth = 1;
    context.beginPath();
    context.moveTo(x, frame.top);
    context.lineTo(x, frame.top + frame.height);
    context.stroke();
    context.globalAlpha = 1;
  }

  function paintCurve(frame, run, { shown, selected }, at, up) {
    const now = lastShown(run, shown);
    context.strokeStyle = run.colour;
    context.lineJoin = "round";
    context.lineCap = "butt";
    context.setLineDash(run.dash ?? []);
    context.lineWidth = run.key === selected ? 2.6 : 1.8;
    context.beginPath();
    trace(frame, run, 0, now, at, up);
    if (hasDiverged(run) && shown >= run.count) traceFall(frame, run, at, up);
    context.stroke();
    context.globalAlpha = 0.4;
    context.beginPath();
    trace(frame, run, now, run.count - 1, at, up);
    if (hasDiverged(run) && shown < run.count) traceFall(frame, run, at, up);
    context.stroke();
    context.globalAlpha = 1;
    context.setLineDash([]);
  }

  /** Straight from step to step, cut exactly at the frame. */
  function trace(frame, run, from, to, at, up) {
    const pen = makePen(context);
    let inside = false, ax = at(run, from), ay = up(run.loss[from]);
    for (let k = from + 1; k <= to; k++) {
      const bx = at(run, k), by = up(run.loss[k]), cut = cutLine(frame, ax, ay, bx, by);
      if (cut) {
        const [s, e] = cut, place = (t) => [frame.px(ax * (1 - t) + bx * t), frame.py(ay * (1 - t) + by * t)];
        if (!inside || s > 0) pen.moveTo(...place(s));
        pen.lineTo(...place(e));
      }
      inside = cut !== null && cut[1] === 1;
      ax = bx;
      ay = by;
    }
    pen.end();
  }

  /** From the last finite loss to the upper edge at the step of divergence. */
  function traceFall(frame, run, at, up) {
    const end = run.count - 1, y = Math.min(frame.y1, Math.max(frame.y0, up(run.loss[end])));
    context.moveTo(frame.px(at(run, end)), frame.py(y));
    context.lineTo(frame.px(at(run, run.count)), frame.top);
  }

  /** The racer at the step shown, ▲ or ▼ where a curve leaves, × where it diverges. */
  function paintMarks(frame, run, { shown, selected }, at, up) {
    const now = lastShown(run, shown), floor = frame.top + frame.height;
    for (const [beyond, y, shape, side] of [
      [(v) => v > frame.y1, frame.top, "triangle", 1],
      [(v) => v < frame.y0, floor, "triangle_down", -1],
    ]) {
      const k = firstStep(run, (J) => beyond(up(J)));
      if (k < 0) continue;
      context.globalAlpha = k <= shown ? 1 : 0.5;
      context.fillStyle = run.colour;
      context.strokeStyle = theme.paper;
      context.lineWidth = 1.5;
      context.beginPath();
      traceMarker(context, shape, frame.px(at(run, k)), y + 5 * side, 5);
      context.stroke();
      context.fill();
      context.globalAlpha = 1;
    }
    const x = frame.px(at(run, now)), y = frame.py(up(run.loss[now]));
    const gone = hasDiverged(run) && shown >= run.count;
    if (!gone && y >= frame.top && y <= floor) drawRacer(context, run, x, y, theme, run.key === selected);
    if (!hasDiverged(run)) return;
    context.globalAlpha = gone ? 1 : 0.5;
    drawDivergence(context, frame.px(at(run, run.count)), frame.top, run.colour, theme.paper);
    context.globalAlpha = 1;
  }
}

/** The last step on the axis: for a run that diverged, the step it did so. */
function lastStep(run) {
  return hasDiverged(run) ? run.count : run.count - 1;
}

/** Gradients used up to a step; the step of divergence used as many as the one before. */
function used({ evaluations, count }, k) {
  if (k < count) return evaluations[k];
  return count > 1 ? 2 * evaluations[count - 1] - evaluations[count - 2] : k;
}

function firstStep(run, test) {
  for (let k = 0; k < run.count; k++) if (test(run.loss[k])) return k;
  return -1;
}

/**
 * The losses an axis shows. From the lowest possible (or reached) loss up to the largest,
 * but not farther above the start than the room constants allow: one runaway must not
 * press all others flat. What lies beyond is marked at the edge.
 */
function lossRange({ surface }, runs, wantsLog) {
  let least = Infinity, most = -Infinity, positive = Infinity;
  for (const { loss, count } of runs)
    for (let k = 0; k < count; k++) {
      if (loss[k] < least) least = loss[k];
      if (loss[k] > most) most = loss[k];
      if (loss[k] > 0 && loss[k] < positive) positive = loss[k];
    }
  let lowest = lowestKnown(surface);
  if (Math.abs(lowest) < SMALLEST * Math.abs(most)) lowest &&= 0; // rounding of a sum of squares
  if (!runs.length) return { bottom: 0, top: 1, lowest: null, logY: false, note: "" };
  const start = runs[0].loss[0], negative = least < 0 || (lowest ?? 0) < 0;
  // Exactly 0 is no obstacle where nothing is lower: it is drawn at the lower edge.
  const logY = wantsLog && !negative && positive < Infinity;
  const note = wantsLog && !logY ? "J ≤ 0 occurs, so the axis of J is linear" : "";
  if (logY) {
    const origin = start > 0 ? start : most;
    const top = Math.min(most, LOG_ROOM * origin);
    // A floor far below what anybody reaches would press all curves flat.
    const bottom = Math.max(SMALLEST * origin, lowest > 0.01 * positive ? Math.min(lowest, positive) : positive);
    return { bottom: Math.min(bottom, 0.5 * top), top, lowest, logY, note };
  }
  const bottom = lowest === null ? Math.max(least, terrainOf(surface).low) : Math.min(least, lowest);
  const rise = start - bottom || most - bottom || 1;
  return { bottom, top: Math.max(Math.min(most, bottom + LINEAR_ROOM * rise), bottom + 1e-9 * rise || 1), lowest, logY, note };
}

/** Round numbers on a linear axis; 0, 1, 10, 100 … for log(1 + step); powers for log J. */
function axisTicks(frame, last, logX, logY) {
  const ticks = {};
  if (logX) {
    const marks = [0];
    for (let v = 1; v <= last; v *= 10) marks.push(v);
    const shown = marks.length > 6 ? marks.filter((_, k) => k === 0 || k % 2 === 1) : marks;
    ticks.xTicks = shown.map((v) => [Math.log1p(v), short(v)]);
  }
  if (logY) ticks.yTicks = logTicks(frame.y0, frame.y1, 4);
  return ticks;
}
