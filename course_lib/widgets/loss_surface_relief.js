// LossSurface's relief: the surface as a landscape to turn, drawn from far to near.

import { sequentialColours } from "./js/heat_map.js";
import { drawLabel, fitCanvas, makeFrame, niceTicks, plain } from "./js/plot.js";
import { terrainOf } from "./loss_surface_terrain.js";
import { makeRaster } from "./loss_surface_raster.js";
import { drawMinimum, pictureHeight, surfaceAxis } from "./loss_surface_map.js";
import {
  divergedBy, drawDivergence, drawExits, drawingOrder, drawRacer, hasDiverged, lastShown,
  stopWords, walkRun,
} from "./loss_surface_paths.js";

const CELLS = 48; // a side
const NODES = CELLS + 1;
const HEIGHT = 0.72; // of the highest point; the ground runs from −1 to 1 both ways
const MOST_PIXELS = 3e5; // of the drawn surface
const SHADING = [0.66, 1.12]; // brightness of slopes in the shade and in full light

/**
 * Parallel projection of x, y in [−1, 1] and z in [0, 1]. turn: radians the ground is
 * turned clockwise as seen from above; tilt: radians above the horizon the eye stands at
 * (π/2: from straight above, then turn 0 shows the map).
 */
export function makeProjection({ turn, tilt }, { left, top, width, height }) {
  const c = Math.cos(turn), s = Math.sin(turn), up = Math.sin(tilt);
  const lift = HEIGHT * Math.cos(tilt);
  // The largest scale at which no turn leaves the picture: turning never zooms.
  const size = Math.min(width / 2.9, height / (2 * Math.SQRT2 * up + lift));
  const cx = left + width / 2, cy = top + height / 2 + 0.5 * lift * size;
  return {
    size,
    /** Pixels of a point, and how far away it is. */
    toScreen(x, y, z) {
      const depth = x * s + y * c;
      return [cx + size * (x * c - y * s), cy - size * (depth * up + z * lift), depth];
    },
    /** The same into two arrays, for thousands of points. */
    place(x, y, z, X, Y, at) {
      X[at] = cx + size * (x * c - y * s);
      Y[at] = cy - size * ((x * s + y * c) * up + z * lift);
    },
    /** The point of height z under a pixel. */
    toGround(px, py, z = 0) {
      const u = (px - cx) / size, depth = ((cy - py) / size - z * lift) / up;
      return [u * c + depth * s, depth * c - u * s];
    },
    towards: [-s, -c], // ground direction to the eye
    climb: lift > 0 ? up / lift : Infinity, // of the line of sight, per unit of ground
  };
}

/** The relief. layout() once per size, theme and surface, paint() for every change. */
export function makeRelief(canvas) {
  let context, theme, width, height, terrain, surface, heights, lights, raster, walls;
  let drawn = {}; // angles of the surface in the raster
  const X = new Float32Array(NODES * NODES), Y = new Float32Array(NODES * NODES);
  const relief = { layout, paint, projection: null, toUnit, toData, heightAt };

  function layout(newWidth, newTheme, newSurface) {
    width = newWidth;
    theme = newTheme;
    surface = newSurface;
    height = pictureHeight(width);
    context = fitCanvas(canvas, width, height);
    terrain = terrainOf(surface);
    heights = smoothed(terrain);
    lights = lightOn(heights);
    raster = makeRaster(width, height, MOST_PIXELS);
    const ink = [1, 3, 5].map((k) => parseInt(theme.ink.slice(k, k + 2), 16));
    raster.colour(sequentialColours(theme, theme.name === "dark" ? 0.5 : 0.6).table, SHADING, ink, 0.32, terrain.levels.map(terrain.share));
    drawn = {};
    walls = theme.name === "dark" ? "#2A2D31" : "#E4E7EA";
  }

  /** Data coordinates to the ground's −1 … 1, and back. */
  function toUnit(x, y) {
    const { x0, x1, y0, y1 } = terrain.range;
    return [(2 * (x - x0)) / (x1 - x0) - 1, (2 * (y - y0)) / (y1 - y0) - 1];
  }

  function toData(u, v) {
    const { x0, x1, y0, y1 } = terrain.range;
    return [x0 + ((u + 1) / 2) * (x1 - x0), y0 + ((v + 1) / 2) * (y1 - y0)];
  }

  /** Height of the drawn surface at a point of the ground. */
  function heightAt(u, v) {
    const x = Math.min(CELLS - 1e-9, Math.max(0, ((u + 1) / 2) * CELLS));
    const y = Math.min(CELLS - 1e-9, Math.max(0, ((v + 1) / 2) * CELLS));
    const i = x | 0, j = y | 0, f = x - i, g = y - j, at = j * NODES + i;
    return (1 - g) * ((1 - f) * heights[at] + f * heights[at + 1])
      + g * ((1 - f) * heights[at + NODES] + f * heights[at + NODES + 1]);
  }

  function paint(view, angles) {
    const box = { left: 30, top: 34, width: width - 60, height: height - 78 };
    const eye = (relief.projection = makeProjection(angles, box));
    context.clearRect(0, 0, width, height);
    for (let j = 0, at = 0; j < NODES; j++)
      for (let i = 0; i < NODES; i++, at++)
        eye.place((2 * i) / CELLS - 1, (2 * j) / CELLS - 1, heights[at], X, Y, at);
    paintSurface(angles);
    paintWalls(eye);
    paintAxes(eye);
    for (const [x, y] of surface.minima) {
      const at = standing(eye, x, y);
      if (!at) continue;
      context.globalAlpha = at[2] ? 1 : 0.4; // faint behind a hill
      drawMinimum(context, at[0], at[1], theme);
      context.globalAlpha = 1;
    }
    const order = drawingOrder(view), last = new Map();
    for (const run of order) last.set(run, paintPath(eye, run, view));
    paintStart(eye, view.start);
    for (const run of order) paintPlace(eye, run, view, last.get(run));
    drawLabel(context, `height: ${terrain.scale}`, 8, 14, theme);
  }

  /** Cells from far to near: each hides what lies behind it (the painter's algorithm). */
  function paintSurface({ turn, tilt }) {
    if (drawn.turn !== turn || drawn.tilt !== tilt) {
      drawn = { turn, tilt };
      raster.clear();
      const di = Math.sin(turn) > 0 ? -1 : 1, dj = Math.cos(turn) > 0 ? -1 : 1;
      for (let b = 0, j = dj > 0 ? 0 : CELLS; b < CELLS; b++, j += dj)
        for (let a = 0, i = di > 0 ? 0 : CELLS; a < CELLS; a++, i += di) {
          const far = j * NODES + i, p = far + di, q = far + dj * NODES, near = q + di;
          const light = lights[Math.min(j, j + dj) * CELLS + Math.min(i, i + di)];
          raster.triangle(X[far], Y[far], heights[far], X[p], Y[p], heights[p], X[q], Y[q], heights[q], light);
          raster.triangle(X[near], Y[near], heights[near], X[p], Y[p], heights[p], X[q], Y[q], heights[q], light);
        }
      raster.finish();
    }
    context.drawImage(raster.canvas, 0, 0, width, height);
    context.lineJoin = "round";
    context.lineCap = "butt";
  }

  /** The ground's two edges nearest to the eye: constant v = sv and constant u = su. */
  function nearEdges({ towards: [tu, tv] }) {
    return [Math.sign(tu) || 1, Math.sign(tv) || -1];
  }

  /** Cut faces below the two near edges make the surface a solid block. */
  function paintWalls(eye) {
    const [su, sv] = nearEdges(eye), edge = (s) => (s > 0 ? CELLS : 0);
    for (const along of ["u", "v"]) {
      context.beginPath();
      for (let k = 0; k < NODES; k++) {
        const at = along === "u" ? edge(sv) * NODES + k : k * NODES + edge(su);
        context.lineTo(X[at], Y[at]);
      }
      const ends = along === "u" ? [[1, sv], [-1, sv]] : [[su, 1], [su, -1]];
      for (const [u, v] of ends) context.lineTo(...eye.toScreen(u, v, 0).slice(0, 2));
      context.closePath();
      context.fillStyle = walls;
      context.fill();
      context.strokeStyle = theme.muted;
      context.lineWidth = 1;
      context.stroke();
    }
  }

  /** Ticks and names along the two near edges, numbers on the outside. */
  function paintAxes(eye) {
    const [su, sv] = nearEdges(eye), { x0, x1, y0, y1 } = terrain.range;
    const axes = [
      [x0, x1, surfaceAxis(surface, 0), (t) => [t, sv], [0, sv]],
      [y0, y1, surfaceAxis(surface, 1), (t) => [su, t], [su, 0]],
    ];
    context.font = "12px system-ui, -apple-system, 'Segoe UI', sans-serif";
    context.textBaseline = "middle";
    context.strokeStyle = context.fillStyle = theme.muted;
    context.lineWidth = 1;
    for (const [lo, hi, name, at, out] of axes) {
      const { ticks, digits } = niceTicks(lo, hi, width < 400 ? 3 : 5);
      const spot = (t, far) => {
        const [u, v] = at(t), reach = far / eye.size;
        return eye.toScreen(u + reach * out[0], v + reach * out[1], 0);
      };
      const middle = spot(0, 0)[0], side = spot(0, 40)[0] - middle;
      context.textAlign = side > 12 ? "left" : side < -12 ? "right" : "center";
      context.beginPath();
      for (const tick of ticks) {
        const t = (2 * (tick - lo)) / (hi - lo) - 1, [px, py] = spot(t, 0), [qx, qy] = spot(t, 6);
        context.moveTo(px, py);
        context.lineTo(qx, qy);
        const [tx, ty] = spot(t, 11);
        context.fillText(plain(tick, digits), tx, ty + 5);
      }
      context.stroke();
      const [nx, ny] = spot(0, 38);
      context.fillStyle = theme.ink;
      context.fillText(name, nx, Math.min(height - 9, ny + 14));
      context.fillStyle = theme.muted;
    }
  }

  /** Pixels of a point on the surface and whether the eye sees it; null outside. */
  function standing(eye, x, y) {
    const [u, v] = toUnit(x, y);
    if (!(Math.abs(u) <= 1 + 1e-9 && Math.abs(v) <= 1 + 1e-9)) return null;
    const z = heightAt(u, v), [px, py] = eye.toScreen(u, v, z);
    return [px, py, !hidden(eye, u, v, z)];
  }

  /** Whether the surface stands between a point on it and the eye. */
  function hidden({ towards: [tu, tv], climb }, u, v, z) {
    if (climb === Infinity) return false;
    for (let d = 0.05; d < 3; d += 0.05) {
      const line = z + 0.02 + climb * d, x = u + tu * d, y = v + tv * d;
      if (line > 1 || x < -1 || x > 1 || y < -1 || y > 1) return false;
      if (heightAt(x, y) > line) return true;
    }
    return false;
  }

  /**
   * A run laid onto the surface: straight from iterate to iterate as seen from above.
   * What a hill hides is drawn faint. Returns where the run was last seen.
   */
  function paintPath(eye, run, { shown, selected }) {
    const now = lastShown(run, shown), chosen = run.key === selected;
    const seen = new Path2D(), behind = new Path2D(), later = new Path2D(), dots = new Path2D();
    const exits = [];
    let x = 0, y = 0, pen = null, dot = null, end = null; // pen: the path at (x, y)
    const lay = (from, to, faint) => walkRun(run, from, to, terrain.range, (ax, ay, bx, by, joined, leaves) => {
      const [u, v] = toUnit(ax, ay), [s, t] = toUnit(bx, by);
      const pieces = Math.min(24, Math.ceil(Math.hypot(s - u, t - v) / 0.06) || 1);
      if (!joined) {
        pen = null;
        [x, y] = eye.toScreen(u, v, heightAt(u, v));
      }
      let px = x, py = y;
      for (let k = 1; k <= pieces; k++) {
        const f = k / pieces, p = u + f * (s - u), q = v + f * (t - v), z = heightAt(p, q);
        px = x;
        py = y;
        [x, y] = eye.toScreen(p, q, z);
        const path = faint ? later : hidden(eye, p, q, z) ? behind : seen;
        if (path !== pen) path.moveTo(px, py);
        path.lineTo(x, y);
        pen = path;
      }
      if (leaves) {
        const d = Math.hypot(x - px, y - py) || 1;
        exits.push([x, y, (x - px) / d, (y - py) / d]);
      } else if (!faint && (!dot || Math.abs(x - dot[0]) + Math.abs(y - dot[1]) > 2)) {
        dots.rect(x - 1.7, y - 1.7, 3.4, 3.4); // seen aslant they bunch up: 2 px will do
        dot = [x, y];
      }
      end = [x, y];
    });
    lay(0, now, false);
    const passed = exits.length;
    pen = null;
    lay(now, run.count - 1, true);
    context.strokeStyle = context.fillStyle = run.colour;
    context.lineCap = "round";
    context.globalAlpha = 0.3;
    context.lineWidth = 1.2;
    context.stroke(later);
    context.lineWidth = chosen ? 2.6 : 1.8;
    context.stroke(behind);
    context.globalAlpha = 1;
    context.stroke(seen);
    context.fill(dots);
    context.globalAlpha = 1;
    drawExits(context, exits.slice(0, passed), run.colour, theme.paper);
    return end;
  }

  function paintPlace(eye, run, { shown, selected }, end) {
    const now = lastShown(run, shown);
    if (hasDiverged(run) && divergedBy(run, shown)) {
      const at = end ?? standing(eye, run.x[0], run.y[0]);
      if (!at) return;
      drawDivergence(context, at[0], at[1], run.colour, theme.paper);
      const left = at[0] > 0.6 * width;
      drawLabel(context, stopWords(run), at[0] + (left ? -12 : 12), at[1], theme, { align: left ? "right" : "left" });
      return;
    }
    const at = standing(eye, run.x[now], run.y[now]);
    if (!at) return;
    context.globalAlpha = at[2] ? 1 : 0.5;
    drawRacer(context, run, at[0], at[1], theme, run.key === selected);
    context.globalAlpha = 1;
  }

  function paintStart(eye, [x, y]) {
    const at = standing(eye, x, y);
    if (!at) return;
    for (const [colour, line] of [[theme.paper, 5], [theme.ink, 2.2]]) {
      context.strokeStyle = colour;
      context.lineWidth = line;
      context.beginPath();
      context.arc(at[0], at[1], 8, 0, 2 * Math.PI);
      context.stroke();
    }
    drawLabel(context, "start", at[0], at[1] - 19, theme, { align: "center", bold: true });
  }
  return relief;
}

/**
 * Heights at the relief's nodes, row 0 at y = −1: means over the finer nodes around, or a
 * valley narrower than a cell would look like the teeth of a saw.
 */
function smoothed({ n, values, share, high }) {
  const out = new Float64Array(NODES * NODES), stride = (n - 1) / CELLS, reach = stride >> 1;
  for (let j = 0; j < NODES; j++)
    for (let i = 0; i < NODES; i++) {
      let sum = 0, count = 0;
      for (let b = -reach; b <= reach; b++)
        for (let a = -reach; a <= reach; a++) {
          const row = n - 1 - j * stride - b, column = i * stride + a;
          if (row < 0 || row >= n || column < 0 || column >= n) continue;
          const J = values[row * n + column];
          sum += share(Number.isFinite(J) ? J : high);
          count++;
        }
      out[j * NODES + i] = sum / count;
    }
  return out;
}

/** Light on each cell, 0 to 1: from the upper left of the map. */
function lightOn(heights) {
  const lights = new Float64Array(CELLS * CELLS), step = 2 / CELLS, [lx, ly, lz] = [-0.5, 0.35, 0.79];
  for (let j = 0; j < CELLS; j++)
    for (let i = 0; i < CELLS; i++) {
      const at = j * NODES + i, a = heights[at], b = heights[at + 1];
      const d = heights[at + NODES], c = heights[at + NODES + 1];
      const gx = (HEIGHT * (b + c - a - d)) / (2 * step), gy = (HEIGHT * (c + d - a - b)) / (2 * step);
      lights[j * CELLS + i] = Math.max(0, -gx * lx - gy * ly + lz) / Math.hypot(gx, gy, 1);
    }
  return lights;
}
