// LossSurface's map: the surface from above with the racers' paths, seen to scale.

import { drawContour, heatMap, labelSpots, sequentialColours } from "./js/heat_map.js";
import {
  cutLine, drawArrow, drawAxes, drawLabel, fitCanvas, layerLike, makeFrame, short,
  traceMarker,
} from "./js/plot.js";
import { contoursOf, joinSegments, terrainOf } from "./loss_surface_terrain.js";
import {
  divergedBy, drawDivergence, drawExits, drawingOrder, drawRacer, hasDiverged, lastShown,
  stopWords, traceDots, traceRun,
} from "./loss_surface_paths.js";

const GRIP = 9; // radius of the handle at the start, pixels
const FAINT = 0.28; // iterates after the shown step

/** Height of map and relief, so that switching between them moves nothing. */
export const pictureHeight = (width) => Math.round(Math.max(250, 0.8 * width));

/** Name of an axis with its unit. */
export const surfaceAxis = ({ axisNames, units }, j) =>
  axisNames[j] + (units?.[j] ? ` (${units[j]})` : "");

/**
 * The map. layout() once per size, theme and surface, paint() for every change.
 *
 * `frame` translates between data and CSS pixels; grip(view) is where the handle of the
 * start is drawn (at the frame's edge for a start outside).
 */
export function makeSurfaceMap(canvas) {
  let context, theme, width, height, ground, terrain;
  let frozen = { surface: null, n: 0, lines: [] }; // contours of the frozen mini-batch
  const map = { frame: null, terrain: null, layout, paint, grip };

  function layout(newWidth, newTheme, surface) {
    width = newWidth;
    theme = newTheme;
    height = pictureHeight(width);
    context = fitCanvas(canvas, width, height);
    map.terrain = terrain = terrainOf(surface);
    map.frame = makeFrame({ left: 56, top: 8, width: width - 70, height: height - 56 }, terrain.range);
    ground = layerLike(canvas, ground);
    const on = ground.getContext("2d");
    on.setTransform(context.getTransform());
    paintGround(on, surface);
  }

  function paintGround(on, surface) {
    const { frame } = map, { n, levels, share } = terrain;
    const scores = Float64Array.from(terrain.values, (J) => 2 * share(J) - 1);
    heatMap(n, n)(on, frame, scores, sequentialColours(theme));
    const lines = contoursOf(terrain, levels);
    on.strokeStyle = theme.ink;
    on.lineWidth = 1;
    on.globalAlpha = theme.name === "dark" ? 0.42 : 0.36;
    for (const segments of lines) drawContour(on, frame, segments, n, n);
    on.globalAlpha = 1;
    const minima = [...surface.minima].map(([x, y]) => [frame.px(x), frame.py(y)]);
    const spots = labelSpots(lines, frame, n, n, minima, width < 400 ? 54 : 46);
    spots.forEach((spot, k) => {
      if (spot) drawLevel(on, short(levels[k], 4), ...spot);
    });
    for (const at of minima) if (frame.holds(...at)) drawMinimum(on, ...at, theme);
    const [xLabel, yLabel] = [surfaceAxis(surface, 0), surfaceAxis(surface, 1)];
    drawAxes(on, frame, theme, { xLabel, yLabel, xCount: width < 400 ? 4 : 7 });
  }

  /** The number of a contour, quieter than the labels of what moves. */
  function drawLevel(on, text, x, y) {
    on.font = "12px system-ui, -apple-system, 'Segoe UI', sans-serif";
    on.textAlign = "center";
    on.textBaseline = "middle";
    on.lineJoin = "round";
    on.lineWidth = 4;
    on.strokeStyle = theme.paper;
    on.globalAlpha = 0.75;
    on.strokeText(text, x, y);
    on.globalAlpha = 1;
    on.fillStyle = theme.ink;
    on.fillText(text, x, y);
  }

  function paint(view) {
    const { frame } = map;
    context.clearRect(0, 0, width, height);
    context.drawImage(ground, 0, 0, width, height);
    context.save();
    context.beginPath();
    context.rect(frame.left, frame.top, frame.width, frame.height);
    context.clip();
    if (view.level) paintFrozen(view.level);
    const order = drawingOrder(view);
    for (const run of order) paintPath(run, view);
    context.restore(); // marks at the edge may stand out a little
    paintGrip(view);
    for (const run of order) paintPlace(run, view);
    if (view.arrows) paintArrows(view.arrows);
  }

  /** Contours of the loss that the frozen mini-batch sees, dashed over the full ones. */
  function paintFrozen(surface) {
    if (frozen.surface !== surface) {
      const own = terrainOf(surface);
      // The levels of the full surface: only so do equal lines mean equal losses.
      const lines = contoursOf(own, terrain.levels).flatMap(joinSegments);
      frozen = { surface, n: own.n, lines };
    }
    context.strokeStyle = theme.gradient;
    context.lineWidth = 1.6;
    context.setLineDash([6, 4]);
    const { frame } = map, step = [frame.width, frame.height].map((v) => v / (frozen.n - 1));
    context.beginPath();
    for (const line of frozen.lines) // dashes need lines, not single segments
      for (let k = 0; k < line.length; k += 2) {
        const x = frame.left + line[k] * step[0], y = frame.top + line[k + 1] * step[1];
        if (k) context.lineTo(x, y);
        else context.moveTo(x, y);
      }
    context.stroke();
    context.setLineDash([]);
  }

  /** Straight segments only, every iterate a dot: no zig-zag is smoothed away. */
  function paintPath(run, { shown, selected }) {
    const { frame } = map, now = lastShown(run, shown), end = run.count - 1;
    const chosen = run.key === selected;
    context.lineJoin = "round";
    context.lineCap = "butt";
    context.setLineDash(run.dash ?? []);
    context.strokeStyle = context.fillStyle = run.colour;
    let exits = [];
    if (now < end) {
      context.globalAlpha = FAINT;
      context.lineWidth = 1.2;
      context.beginPath();
      exits = traceRun(context, frame, run, now, end);
      context.stroke();
      context.beginPath();
      traceDots(context, frame, run, now + 1, end, 2.6);
      context.fill();
      drawExits(context, exits, run.colour, theme.paper);
    }
    context.globalAlpha = 1;
    context.strokeStyle = context.fillStyle = run.colour; // the exits have colours of their own
    context.beginPath();
    exits = traceRun(context, frame, run, 0, now);
    if (chosen) {
      context.strokeStyle = theme.paper;
      context.lineWidth = 4.5;
      context.stroke();
      context.strokeStyle = run.colour;
    }
    context.lineWidth = chosen ? 2.2 : 1.6;
    context.stroke();
    context.setLineDash([]);
    // All dots, dense ones too: it is one path and one fill, so they cost next to nothing.
    context.beginPath();
    traceDots(context, frame, run, 0, now, chosen ? 4.4 : 3.6);
    context.fill();
    drawExits(context, exits, run.colour, theme.paper);
  }

  /** Where a racer is at the shown step, and where it was last seen before it diverged. */
  function paintPlace(run, { shown, selected }) {
    const { frame } = map, now = lastShown(run, shown);
    if (hasDiverged(run)) {
      const [x, y] = lastSeen(run, frame);
      const over = divergedBy(run, shown);
      context.globalAlpha = over ? 1 : 2 * FAINT;
      drawDivergence(context, x, y, run.colour, theme.paper);
      if (over) {
        const text = stopWords(run), left = x > frame.left + 0.6 * frame.width;
        const inside = Math.min(frame.top + frame.height - 10, Math.max(frame.top + 10, y));
        drawLabel(context, text, left ? x - 12 : x + 12, inside, theme, { align: left ? "right" : "left" });
        return; // it is nowhere any more
      }
      context.globalAlpha = 1;
    }
    const px = frame.px(run.x[now]), py = frame.py(run.y[now]);
    if (frame.holds(px, py)) drawRacer(context, run, px, py, theme, run.key === selected);
  }

  /** Pixels of the handle: the start, or the point of the frame nearest to it. */
  function grip({ start: [x, y] }) {
    const { frame } = map, { left, top, width: w, height: h } = frame;
    return [
      Math.min(left + w, Math.max(left, frame.px(x))),
      Math.min(top + h, Math.max(top, frame.py(y))),
    ];
  }

  /** The start as something to take hold of: a ring with four heads of arrows. */
  function paintGrip(view) {
    const [x, y] = grip(view), r = GRIP + 5;
    context.lineJoin = "round";
    context.beginPath();
    for (const [ux, uy] of [[1, 0], [0, 1], [-1, 0], [0, -1]]) {
      context.moveTo(x + (r + 5) * ux, y + (r + 5) * uy);
      context.lineTo(x + r * ux - 4.5 * uy, y + r * uy + 4.5 * ux);
      context.lineTo(x + r * ux + 4.5 * uy, y + r * uy - 4.5 * ux);
      context.closePath();
    }
    context.strokeStyle = theme.paper;
    context.lineWidth = 3;
    context.stroke();
    context.fillStyle = theme.ink;
    context.fill();
    context.beginPath();
    traceMarker(context, "circle", x, y, GRIP);
    for (const [colour, line] of [[theme.paper, 6], [theme.ink, view.active ? 4 : 2.5]]) {
      context.strokeStyle = colour;
      context.lineWidth = line;
      context.stroke();
    }
    context.globalAlpha = view.active ? 0.9 : 0.55;
    context.fillStyle = theme.paper;
    context.fill();
    context.globalAlpha = 1;
    const { frame } = map, below = y < frame.top + frame.height - 40;
    const inside = Math.min(frame.left + frame.width - 18, Math.max(frame.left + 18, x));
    drawLabel(context, "start", inside, below ? y + 30 : y - 30, theme, { align: "center", bold: true });
  }

  /**
   * The arrows of one step, from the iterate it starts at. The step has its true length.
   * −∂J/∂W and −V point where they pull; they may be thousands of times longer than the
   * picture, so their length grows with the logarithm of their size.
   */
  function paintArrows({ at, gradient, velocity, step }) {
    const { frame } = map, x = frame.px(at[0]), y = frame.py(at[1]);
    if (!frame.holds(x, y)) return;
    const sx = frame.width / (frame.x1 - frame.x0), sy = frame.height / (frame.y1 - frame.y0);
    const pulls = [[gradient, "−∂J/∂W", theme.gradient], [velocity, "−V", theme.classes[3]]];
    const taken = [];
    if (step?.every(Number.isFinite)) { // below the others: −V is parallel to it
      const cut = cutLine(frame, ...at, at[0] + step[0], at[1] + step[1]), end = cut ? cut[1] : 0;
      arrow([x, y, x + end * step[0] * sx, y - end * step[1] * sy], theme.ink, 5, "ΔW", taken);
    }
    for (const [pull, name, colour] of pulls) {
      if (!pull) continue;
      const dx = -pull[0] * sx, dy = pull[1] * sy, d = Math.hypot(dx, dy);
      if (!(d > 0 && d < Infinity)) continue;
      const length = Math.min(110, 30 + 13 * Math.log10(1 + d));
      arrow([x, y, x + (dx / d) * length, y + (dy / d) * length], colour, 2.4, name, taken);
    }
  }

  function arrow([x, y, tx, ty], colour, line, name, taken) {
    const d = Math.hypot(tx - x, ty - y), { frame } = map;
    drawArrow(context, [x, y], [tx, ty], theme.paper, line + 1.6);
    drawArrow(context, [x, y], [tx, ty], colour, line);
    const ux = d > 1 ? (tx - x) / d : 0, uy = d > 1 ? (ty - y) / d : -1;
    const half = 4 * name.length; // of its name, pixels
    const lx = Math.min(frame.left + frame.width - half, Math.max(frame.left + half, tx + (half + 3) * ux));
    let ly = Math.min(frame.top + frame.height - 10, Math.max(frame.top + 10, ty + 13 * uy));
    // Parallel arrows, as for gradient descent, put their names one under the other.
    while (taken.some(([px, py]) => Math.abs(px - lx) < half + 20 && Math.abs(py - ly) < 15)) ly += 16;
    taken.push([lx, ly]);
    drawLabel(context, name, lx, ly, theme, { align: "center", bold: true });
  }
  return map;
}

/** A minimum: cross hairs in a ring, told apart from every racer. */
export function drawMinimum(context, x, y, theme) {
  context.lineCap = "round";
  context.beginPath();
  context.moveTo(x + 6, y);
  context.arc(x, y, 6, 0, 2 * Math.PI);
  for (const [ux, uy] of [[1, 0], [0, 1], [-1, 0], [0, -1]]) {
    context.moveTo(x + 3 * ux, y + 3 * uy);
    context.lineTo(x + 10 * ux, y + 10 * uy);
  }
  for (const [colour, line] of [[theme.paper, 5], [theme.ink, 2]]) {
    context.strokeStyle = colour;
    context.lineWidth = line;
    context.stroke();
  }
}

/** The last place inside the frame: an iterate, or the point of the edge it left by. */
function lastSeen(run, frame) {
  let seen = [frame.px(run.x[0]), frame.py(run.y[0])];
  for (let k = run.count - 1; k >= 0; k--) {
    if (!frame.holds(frame.px(run.x[k]), frame.py(run.y[k]))) continue;
    seen = [frame.px(run.x[k]), frame.py(run.y[k])];
    if (k + 1 < run.count) {
      const cut = cutLine(frame, run.x[k], run.y[k], run.x[k + 1], run.y[k + 1]);
      const e = cut[1];
      seen = [
        frame.px(run.x[k] * (1 - e) + run.x[k + 1] * e),
        frame.py(run.y[k] * (1 - e) + run.y[k + 1] * e),
      ];
    }
    break;
  }
  return seen;
}
