// LossSurface's data picture: the samples behind a loss and what each racer's present
// parameters make of them: a line, a boundary between classes, a wavelet.

import { cutLine, drawAxes, drawLabel, drawPoint, fitCanvas, layerLike, makeFrame, traceMarker } from "./js/plot.js";
import { makePen } from "./js/pen.js";
import { divergedBy, drawingOrder, lastShown, racerShape } from "./loss_surface_paths.js";

const WAVELET_POINTS = 241; // along the time axis

/** The picture, for surfaces of kind line, logistic and ricker; of others it stays empty. */
export function makeDataPicture(canvas) {
  let context, theme, width, height, frame, still, spec, kind;
  const picture = { layout, paint, frame: null };

  function layout(newWidth, newTheme, surface) {
    width = newWidth;
    theme = newTheme;
    spec = surface.spec;
    kind = KINDS[spec.kind] ?? null;
    height = Math.round(Math.min(260, Math.max(190, 0.56 * width)));
    context = fitCanvas(canvas, width, height);
    if (!kind) return;
    frame = picture.frame = makeFrame({ left: 64, top: 10, width: width - 78, height: height - 56 }, kind.range(spec));
    still = layerLike(canvas, still);
    const on = still.getContext("2d");
    on.setTransform(context.getTransform());
    const [xLabel, yLabel] = [0, 1].map((j) => dataAxis(spec, kind.names, j));
    drawAxes(on, frame, theme, { xLabel, yLabel, yCount: 4, xCount: width < 400 ? 4 : 6 });
    clipped(on, () => kind.samples(on, frame, theme, spec));
    const best = surface.minima[0];
    if (best && kind.showBest) {
      on.setLineDash([6, 4]);
      clipped(on, () => strokeModel(on, best[0], best[1], theme.ink, 1.8));
      on.setLineDash([]);
    }
  }

  function paint(view) {
    context.clearRect(0, 0, width, height);
    if (!kind) return;
    context.drawImage(still, 0, 0, width, height);
    const order = drawingOrder(view).filter((run) => !divergedBy(run, view.shown));
    clipped(context, () => {
      order.forEach((run, i) => {
        const k = lastShown(run, view.shown), chosen = run.key === view.selected;
        context.setLineDash(run.dash ?? []);
        const points = strokeModel(context, run.x[k], run.y[k], run.colour, chosen ? 3 : 2);
        context.setLineDash([]);
        if (!points.length) return;
        const [from, to] = kind.focus?.(spec, frame, run.x[k]) ?? [0, 1];
        paintMarker(run, points, from + ((to - from) * (i + 1)) / (order.length + 1), chosen);
      });
    });
    if (!order.length) drawLabel(context, "no model at this step", frame.left + 10, frame.top + 14, theme);
  }

  /** The racer's shape somewhere along its line: lines on top of each other stay apart. */
  function paintMarker(run, points, share, chosen) {
    const at = Math.min(1, Math.max(0, share)) * (points.length - 1), k = Math.min(points.length - 2, Math.floor(at)), f = at - k;
    const [x, y] = [0, 1].map((j) => points[k][j] + f * (points[k + 1][j] - points[k][j]));
    context.beginPath();
    traceMarker(context, racerShape(run.key), x, y, chosen ? 6 : 5);
    context.lineJoin = "round";
    context.strokeStyle = theme.paper;
    context.lineWidth = 3;
    context.stroke();
    context.fillStyle = run.colour;
    context.fill();
  }

  /** Draw what the parameters (x, y) predict; returns the line's points in pixels. */
  function strokeModel(on, x, y, colour, line) {
    const points = kind.model(spec, frame, x, y).map(([u, v]) => [frame.px(u), frame.py(v)]);
    on.strokeStyle = colour;
    on.lineWidth = line;
    on.lineJoin = "round";
    on.beginPath();
    const pen = makePen(on);
    points.forEach((point, k) => (k ? pen.lineTo(...point) : pen.moveTo(...point)));
    pen.end();
    on.stroke();
    return points;
  }

  function clipped(on, work) {
    on.save();
    on.beginPath();
    on.rect(frame.left, frame.top, frame.width, frame.height);
    on.clip();
    work();
    on.restore();
  }
  return picture;
}

function dataAxis({ data_names: names, data_units: units }, otherwise, j) {
  return (names?.[j] ?? otherwise[j]) + (units?.[j] ? ` (${units[j]})` : "");
}

/** Range of values with a share of room on both sides. */
function spread(values, room) {
  const low = Math.min(...values), high = Math.max(...values), pad = room * (high - low || 1);
  return [low - pad, high + pad];
}

/** A straight line a u + b v = c inside the frame, or nothing. */
function lineInside(frame, a, b, c) {
  const size = a * a + b * b;
  if (!(size > 0 && size < Infinity) || !Number.isFinite(c)) return [];
  // Through the point of the line nearest to the origin, far out both ways.
  const u = (a * c) / size, v = (b * c) / size, long = 4 * (Math.abs(u) + Math.abs(v)
    + Math.abs(frame.x0) + Math.abs(frame.x1) + Math.abs(frame.y0) + Math.abs(frame.y1));
  const du = (-b * long) / Math.sqrt(size), dv = (a * long) / Math.sqrt(size);
  const cut = cutLine(frame, u - du, v - dv, u + du, v + dv);
  return cut ? cut.map((t) => [u + (2 * t - 1) * du, v + (2 * t - 1) * dv]) : [];
}

function drawSamples(context, frame, theme, xs, ys) {
  const r = xs.length <= 60 ? 4 : xs.length <= 300 ? 3 : 2.2;
  context.globalAlpha = 0.75;
  for (let i = 0; i < xs.length; i++)
    drawPoint(context, [frame.px(xs[i]), frame.py(ys[i])], "circle", theme.muted, theme.paper, r);
  context.globalAlpha = 1;
}

/** What each kind of loss shows: its samples and the model with parameters (x, y). */
const KINDS = {
  line: { // ŷ = b + w x; of AVO amplitudes, A + B sin²θ
    names: ["x", "y"], showBest: true,
    range({ x, y }) {
      const [x0, x1] = spread(x, 0.06), [y0, y1] = spread(y, 0.18);
      return { x0, x1, y0, y1 };
    },
    samples: (context, frame, theme, { x, y }) => drawSamples(context, frame, theme, x, y),
    model: (_spec, frame, b, w) => lineInside(frame, -w, 1, b),
  },
  logistic: { // the unit gives ½ on w1 x1 + w2 x2 + b = 0
    names: ["x1", "x2"], showBest: true,
    range({ X }) {
      const [x0, x1] = spread(X.map((p) => p[0]), 0.06), [y0, y1] = spread(X.map((p) => p[1]), 0.06);
      return { x0, x1, y0, y1 };
    },
    samples(context, frame, theme, { X, y }) {
      X.forEach(([u, v], i) => drawPoint(context, [frame.px(u), frame.py(v)],
        PALETTE.markers[y[i]], theme.classes[y[i]], theme.paper, X.length <= 150 ? 4 : 3));
    },
    model: ({ b = 0 }, frame, w1, w2) => lineInside(frame, w1, w2, -b),
  },
  ricker: { // a wavelet at time τ (ms) with peak frequency f (Hz), the same energy at every f
    names: ["time", "amplitude"], showBest: false,
    range({ t_ms, observed }) {
      const [y0, y1] = spread([...observed, -0.7, 1.15], 0.08);
      return { x0: t_ms[0], x1: t_ms.at(-1), y0, y1 };
    },
    samples(context, frame, theme, { t_ms, observed }) {
      context.strokeStyle = theme.ink;
      context.lineWidth = 1.6;
      context.beginPath();
      t_ms.forEach((t, i) => context.lineTo(frame.px(t), frame.py(observed[i])));
      context.stroke();
      drawSamples(context, frame, { ...theme, muted: theme.ink }, t_ms, observed);
    },
    /** Where the wavelet wiggles, as shares of the time axis. */
    focus: ({ delay_ms = 0 }, { x0, x1 }, shift) =>
      [-25, 25].map((ms) => (shift + delay_ms + ms - x0) / (x1 - x0)),
    model({ f_hz, delay_ms = 0 }, { x0, x1 }, shift, f) {
      const size = f_hz ? Math.sqrt(Math.abs(f) / f_hz) : 1;
      return Array.from({ length: WAVELET_POINTS }, (_, i) => {
        const t = x0 + ((x1 - x0) * i) / (WAVELET_POINTS - 1);
        const a = ((Math.PI * f * (t - delay_ms - shift)) / 1000) ** 2;
        return [t, Number.isFinite(a) ? size * (1 - 2 * a) * Math.exp(-a) : 0];
      });
    },
  },
};
