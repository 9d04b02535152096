// What a racer leaves behind, for map, relief, chart and data picture alike.

import { cutLine, traceMarker } from "./js/plot.js";
import { makePen } from "./js/pen.js";

const SIGNS = {
  circle: "●", square: "■", diamond: "◆", triangle: "▲", triangle_down: "▼", plus: "✚",
  cross: "✖", pentagon: "⬟", hexagon: "⬢", star: "★",
};
const MOST_EXITS = 12; // a run that leaves more often is understood by then

/** Shape of a racer's marker; whatever has no name in the palette is a student's own. */
export function racerShape(key) {
  return PALETTE.optimizer_markers[key] ?? PALETTE.optimizer_markers.own;
}

/** The same shape as a character, for a legend in text. */
export function racerSign(key) {
  return SIGNS[racerShape(key)];
}

/** Runs that are switched on, the selected one last: it is drawn on top. */
export function drawingOrder({ runs, selected }) {
  const on = runs.filter((run) => run.on && run.count > 0);
  return [...on.filter((run) => run.key !== selected), ...on.filter((run) => run.key === selected)];
}

/** The last iterate to be drawn in full colour at step `shown`. */
export function lastShown(run, shown) {
  return Math.max(0, Math.min(shown, run.count - 1));
}

/** Whether a run left the finite world, and by step `shown`. */
export const hasDiverged = (run) => run.stopped !== "";
export const divergedBy = (run, shown) => hasDiverged(run) && shown >= run.count;

/** What happened, short: "diverged at step 4"; Python may add a reason after a colon. */
export const stopWords = ({ stopped }) => stopped.split(":")[0];

/**
 * Visit the straight segments of a run between two iterates, cut at the frame:
 * visit(ax, ay, bx, by, joined, leaves). joined: it starts where the last one ended;
 * leaves: it ends at the frame's edge although the run goes on outside.
 */
export function walkRun(run, from, to, range, visit) {
  const { x0, x1, y0, y1 } = range;
  const holds = (x, y) => x >= x0 && x <= x1 && y >= y0 && y <= y1;
  let inside = false, held = from < to && holds(run.x[from], run.y[from]);
  for (let k = from; k < to; k++) {
    const ax = run.x[k], ay = run.y[k], bx = run.x[k + 1], by = run.y[k + 1], was = held;
    held = holds(bx, by);
    if (was && held) { // as nearly always: nothing to cut
      visit(ax, ay, bx, by, inside, false);
      inside = true;
      continue;
    }
    const cut = cutLine(range, ax, ay, bx, by);
    if (!cut) {
      inside = false;
      continue;
    }
    const [s, e] = cut;
    // Both ends are weighed: b − a may be more than the largest float.
    visit(ax * (1 - s) + bx * s, ay * (1 - s) + by * s, ax * (1 - e) + bx * e,
      ay * (1 - e) + by * e, inside && s === 0, e < 1);
    inside = e === 1;
  }
}

/** Put a run's segments into the open path; returns where it leaves: [x, y, ux, uy] each. */
export function traceRun(context, frame, run, from, to) {
  const exits = [], pen = makePen(context);
  walkRun(run, from, to, frame, (ax, ay, bx, by, joined, leaves) => {
    const px = frame.px(ax), py = frame.py(ay), qx = frame.px(bx), qy = frame.py(by);
    if (!joined) pen.moveTo(px, py);
    pen.lineTo(qx, qy);
    if (leaves) {
      const d = Math.hypot(qx - px, qy - py) || 1;
      exits.push([qx, qy, (qx - px) / d, (qy - py) / d]);
    }
  });
  pen.end();
  return exits;
}

/**
 * Small squares at the iterates inside the frame, as one path to fill; of those within
 * half a pixel of each other (most paths end in a heap) one is enough.
 */
export function traceDots(context, frame, run, from, to, size) {
  const { x0, x1, y0, y1 } = frame;
  let lastX = NaN, lastY = NaN;
  for (let k = from; k <= to; k++) {
    const x = run.x[k], y = run.y[k];
    if (!(x >= x0 && x <= x1 && y >= y0 && y <= y1)) continue;
    const px = frame.px(x), py = frame.py(y);
    if (Math.abs(px - lastX) < 0.5 && Math.abs(py - lastY) < 0.5) continue;
    context.rect((lastX = px) - size / 2, (lastY = py) - size / 2, size, size);
  }
}

/** Heads of arrows where a run leaves the frame. */
export function drawExits(context, exits, colour, paper) {
  context.lineJoin = "round";
  context.beginPath();
  for (const [x, y, ux, uy] of exits.slice(0, MOST_EXITS)) {
    context.moveTo(x, y);
    context.lineTo(x - 11 * ux + 5.5 * uy, y - 11 * uy - 5.5 * ux);
    context.lineTo(x - 11 * ux - 5.5 * uy, y - 11 * uy + 5.5 * ux);
    context.closePath();
  }
  context.strokeStyle = paper;
  context.lineWidth = 2;
  context.stroke();
  context.fillStyle = colour;
  context.fill();
}

/** A racer's marker with an edge of the background and, when selected, a ring of ink. */
export function drawRacer(context, run, x, y, theme, selected) {
  const shape = racerShape(run.key), r = selected ? 6.5 : 5.5;
  context.lineJoin = "round";
  for (const [colour, line] of selected ? [[theme.paper, 6], [theme.ink, 3]] : [[theme.paper, 3.5]]) {
    context.strokeStyle = colour;
    context.lineWidth = line;
    context.beginPath();
    traceMarker(context, shape, x, y, r);
    context.stroke();
  }
  context.fillStyle = run.colour;
  context.fill();
}

/** The mark of divergence: a cross of strokes. */
export function drawDivergence(context, x, y, colour, paper) {
  context.lineCap = "round";
  context.beginPath();
  for (const s of [-1, 1]) {
    context.moveTo(x - 5.5, y - 5.5 * s);
    context.lineTo(x + 5.5, y + 5.5 * s);
  }
  for (const [ink, line] of [[paper, 6.5], [colour, 3]]) {
    context.strokeStyle = ink;
    context.lineWidth = line;
    context.stroke();
  }
}
