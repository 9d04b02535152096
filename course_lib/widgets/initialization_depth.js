// InitializationExplorer's spread: standard deviation of the activations from hidden
// layer to hidden layer, at the start and now, beside theory.

import { drawAxes, drawLabel, fitCanvas, logTicks, makeFrame } from "./js/plot.js";
import { pageFont } from "./playground_colours.js";

const DEPTH_LEFT = 62, DEPTH_RIGHT = 14, DEPTH_TOP = 30, DEPTH_BOTTOM = 46, DEPTH_HEIGHT = 230;
const FAINTEST = 1e-12, LOUDEST = 1e12, LEAST_SPAN = 1; // decades

/** The chart. layout() once per size and theme, paint() for every measure. */
export function makeDepthChart(canvas) {
  let context, theme, width;
  return { layout, paint };

  function layout(newWidth, newTheme) {
    [width, theme] = [newWidth, newTheme];
    context = fitCanvas(canvas, width, DEPTH_HEIGHT);
    return DEPTH_HEIGHT;
  }

  /**
   * @param {number[]} now, start standard deviation per hidden layer
   * @param {number[]} theory the same, NaN where there is none
   */
  function paint(now, start, theory) {
    const count = now.length, drawn = [...now, ...start, ...theory].filter(seen).map(Math.log10);
    let low = Math.min(0, ...drawn), high = Math.max(0, ...drawn);
    const pad = Math.max(0.08 * (high - low), (LEAST_SPAN - high + low) / 2);
    [low, high] = [low - pad, high + pad];
    const box = {
      left: DEPTH_LEFT, top: DEPTH_TOP, width: width - DEPTH_LEFT - DEPTH_RIGHT,
      height: DEPTH_HEIGHT - DEPTH_TOP - DEPTH_BOTTOM,
    };
    const frame = makeFrame(box, { x0: 0.5, x1: count + 0.5, y0: low, y1: high });
    context.clearRect(0, 0, width, DEPTH_HEIGHT);
    drawAxes(context, frame, theme, {
      xLabel: "hidden layer", yLabel: "standard deviation of a",
      xTicks: now.map((_, k) => [k + 1, String(k + 1)]), yTicks: logTicks(low, high, 5),
    });
    paintLine(frame, theory, theme.muted, [6, 4], 0);
    paintLine(frame, start, theme.ink, [], -1);
    paintLine(frame, now, theme.classes[0], [], 1);
    paintKey(theory.some(seen));
    if (now.some(seen)) return;
    const words = now.every((v) => v === 0) ? "0 in every layer" : "no value";
    drawLabel(context, words, frame.left + frame.width / 2, frame.top + 16, theme, { align: "center", bold: true });
  }

  function seen(v) {
    return v > FAINTEST && v < LOUDEST;
  }

  /** A line, with hollow (−1), full (1) or no marks; a gap where there is no value. */
  function paintLine(frame, values, colour, dash, marks) {
    context.strokeStyle = context.fillStyle = colour;
    context.lineWidth = marks < 0 ? 1.2 : 2;
    context.setLineDash(dash);
    context.beginPath();
    let on = false;
    values.forEach((v, k) => {
      if (!seen(v)) {
        on = false;
        return;
      }
      const x = frame.px(k + 1), y = frame.py(Math.log10(v));
      if (on) context.lineTo(x, y);
      else context.moveTo(x, y);
      on = true;
    });
    context.stroke();
    context.setLineDash([]);
    if (marks) values.forEach((v, k) => {
      if (seen(v)) mark(frame.px(k + 1), frame.py(Math.log10(v)), colour, marks);
    });
  }

  function mark(x, y, colour, kind) {
    context.beginPath();
    context.arc(x, y, kind > 0 ? 3.6 : 5.4, 0, 2 * Math.PI);
    context.strokeStyle = context.fillStyle = colour;
    context.lineWidth = 1.4;
    if (kind > 0) context.fill();
    else context.stroke();
  }

  /** What the marks and the dashes are. */
  function paintKey(withTheory) {
    let x = DEPTH_LEFT;
    const y = 12;
    context.font = pageFont(12);
    context.textAlign = "left";
    context.textBaseline = "middle";
    const say = (text, room) => {
      context.fillStyle = theme.ink;
      context.fillText(text, x + room, y);
      x += room + context.measureText(text).width + 16;
    };
    mark(x + 5, y, theme.classes[0], 1);
    say("now", 14);
    mark(x + 5, y, theme.ink, -1);
    say("at the start", 16);
    if (!withTheory) return;
    context.strokeStyle = theme.muted;
    context.lineWidth = 2;
    context.setLineDash([6, 4]);
    context.beginPath();
    context.moveTo(x, y);
    context.lineTo(x + 26, y);
    context.stroke();
    context.setLineDash([]);
    say("theory", 32);
  }
}
