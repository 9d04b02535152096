// Pictures on a canvas: axes with units, points, straight lines, arrows, curves.
// PALETTE (course_lib/palette.json) is put in front of this file by widgets/base.py.

/** Colours for the background the widget stands on; both JupyterLab themes. */
export function readTheme(el) {
  const colour = getComputedStyle(el).getPropertyValue("--jp-layout-color0").trim();
  const name = colour && luminance(colour) < 0.4 ? "dark" : "light";
  const pick = (entry) => PALETTE[entry][name];
  return {
    name,
    paper: pick("paper"), ink: pick("ink"), muted: pick("muted"), grid: pick("grid"),
    classes: pick("classes"), gradient: pick("gradient"),
    probability: pick("probability"), signed: pick("signed"),
  };
}

function luminance(colour) {
  const context = new OffscreenCanvas(1, 1).getContext("2d");
  context.fillStyle = colour;
  context.fillRect(0, 0, 1, 1);
  const [r, g, b] = context.getImageData(0, 0, 1, 1).data;
  return (0.2126 * r + 0.7152 * g + 0.0722 * b) / 255;
}

/** Screen pixels of one CSS pixel, and how often a slide enlarges it. */
function pixelRatio(canvas) {
  let place = canvas;
  while (place && !place.offsetWidth) place = place.parentElement; // hidden ones have no size
  const enlarged = place ? place.getBoundingClientRect().width / place.offsetWidth : 1;
  return (globalThis.devicePixelRatio || 1) * (Math.abs(enlarged - 1) < 0.01 ? 1 : enlarged);
}

/** Size a canvas for the screen's pixels; draw in CSS pixels afterwards. */
export function fitCanvas(canvas, width, height) {
  const ratio = pixelRatio(canvas);
  canvas.width = Math.round(width * ratio);
  canvas.height = Math.round(height * ratio);
  if (canvas.style) canvas.style.height = `${height}px`;
  const context = canvas.getContext("2d");
  context.setTransform(ratio, 0, 0, ratio, 0, 0);
  return context;
}

/**
 * An empty layer of the same size to keep what does not change between frames: the one
 * from `before`, where it has that size, since a new one costs milliseconds.
 */
export function layerLike(canvas, before = null) {
  const width = Math.max(1, canvas.width), height = Math.max(1, canvas.height);
  if (before?.width !== width || before.height !== height) return new OffscreenCanvas(width, height);
  before.getContext("2d").reset();
  return before;
}

// ---------------------------------------------------------------------------------- axes

/** Round tick values within [lo, hi], about `count` of them. */
export function niceTicks(lo, hi, count = 6) {
  const rough = (hi - lo) / count;
  const power = 10 ** Math.floor(Math.log10(rough));
  const step = [1, 2, 5, 10].map((f) => f * power).find((s) => s >= rough);
  const ticks = [];
  for (let k = Math.ceil(lo / step - 1e-9); k * step <= hi + 1e-9 * step; k++)
    ticks.push(k * step);
  return { ticks, digits: Math.max(0, -Math.floor(Math.log10(step) + 1e-9)) };
}

/** Where data coordinates land: a rectangle in CSS pixels and the ranges it shows. */
export function makeFrame({ left, top, width, height }, { x0, x1, y0, y1 }) {
  return {
    left, top, width, height, x0, x1, y0, y1,
    px: (x) => left + (width * (x - x0)) / (x1 - x0),
    py: (y) => top + (height * (y1 - y)) / (y1 - y0),
    x: (px) => x0 + ((px - left) * (x1 - x0)) / width,
    y: (py) => y1 - ((py - top) * (y1 - y0)) / height,
    holds: (px, py) => px >= left && px <= left + width && py >= top && py <= top + height,
  };
}

const FONT = "12px system-ui, -apple-system, 'Segoe UI', sans-serif";

/** A number for people: true minus sign, fixed digits. */
export function plain(value, digits) {
  return value.toFixed(digits).replace("-", "−").replace(/^−(0(\.0*)?)$/, "$1");
}

/** Three significant digits, true minus sign, powers of ten only where they help. */
export function significant(value, digits = 3) {
  if (value === 0) return "0";
  const size = Math.abs(value);
  const text = size >= 1e5 || size < 1e-3
    ? value.toExponential(digits - 1).replace("e+", "e")
    : value.toFixed(Math.max(0, digits - 1 - Math.floor(Math.log10(size))));
  return text.replaceAll("-", "−");
}

/** A number as short as it can be said: no zeros at the end, true minus sign. */
export function short(value, digits = 3) {
  const size = Math.abs(value), rounded = Number(value.toPrecision(digits));
  const text = size >= 1e5 || (size < 1e-3 && size > 0)
    ? rounded.toExponential().replace("e+", "e")
    : String(rounded);
  return text.replaceAll("-", "−");
}

/** A coordinate on an axis of this span, without digits that no screen shows. */
export function tidy(value, span) {
  const unit = 10 ** Math.floor(Math.log10(span / 2000));
  return +(Math.round(value / unit) * unit).toPrecision(12);
}

/**
 * Ticks of a logarithmic axis between the decimal logarithms lo and hi, as pairs
 * [log10 of the value, text]: powers of ten, with 2 and 5 between them on short axes.
 */
export function logTicks(lo, hi, count = 5) {
  const decades = hi - lo, stride = Math.max(1, Math.ceil(decades / count)), ticks = [];
  const within = decades < 0.9 ? [1, 2, 3, 4, 5, 7] : decades < 2.1 ? [1, 2, 5] : [1];
  for (let k = Math.floor(lo); k <= hi; k++) {
    if (k % stride) continue; // multiples of the stride: the same ticks while the axis grows
    for (const f of within) {
      const at = k + Math.log10(f);
      if (at >= lo - 1e-9 && at <= hi + 1e-9) ticks.push([at, short(f * 10 ** k)]);
    }
  }
  if (ticks.length > 1) return ticks;
  return niceTicks(10 ** lo, 10 ** hi, count).ticks.map((t) => [Math.log10(t), short(t)]);
}

/** Box, ticks, axis titles; xTicks, yTicks ([value, text] pairs) replace round numbers. */
export function drawAxes(context, frame, theme, { xLabel, yLabel, xCount = 6, yCount = 5, xTicks, yTicks }) {
  const { left, top, width, height } = frame;
  context.font = FONT;
  context.strokeStyle = theme.muted;
  context.lineWidth = 1;
  context.strokeRect(left + 0.5, top + 0.5, width - 1, height - 1);
  context.fillStyle = theme.muted;
  context.beginPath();
  const { ticks, digits } = niceTicks(frame.x0, frame.x1, xCount);
  context.textAlign = "center";
  context.textBaseline = "top";
  for (const [tick, text] of xTicks ?? ticks.map((t) => [t, plain(t, digits)])) {
    const x = Math.round(frame.px(tick)) + 0.5;
    context.moveTo(x, top + height);
    context.lineTo(x, top + height + 5);
    context.fillText(text, x, top + height + 8);
  }
  const up = niceTicks(frame.y0, frame.y1, yCount);
  context.textAlign = "right";
  context.textBaseline = "middle";
  for (const [tick, text] of yTicks ?? up.ticks.map((t) => [t, plain(t, up.digits)])) {
    const y = Math.round(frame.py(tick)) + 0.5;
    context.moveTo(left - 5, y);
    context.lineTo(left, y);
    context.fillText(text, left - 8, y);
  }
  context.stroke();
  context.fillStyle = theme.ink;
  context.textAlign = "center";
  context.textBaseline = "bottom";
  context.fillText(xLabel, left + width / 2, top + height + 40, width);
  context.save();
  context.translate(13, top + height / 2);
  context.rotate(-Math.PI / 2);
  context.textBaseline = "middle";
  context.fillText(yLabel, 0, 0, height);
  context.restore();
}

// -------------------------------------------------------------------------------- points

/** A polygon around (0, 0) by angles from the top; the radii take turns. */
const around = (corners, ...radii) => Array.from({ length: corners }, (_, k) => {
  const angle = (2 * Math.PI * k) / corners, r = radii[k % radii.length];
  return [r * Math.sin(angle), -r * Math.cos(angle)];
});
const turned = (points, degrees) => {
  const c = Math.cos((degrees * Math.PI) / 180), s = Math.sin((degrees * Math.PI) / 180);
  return points.map(([x, y]) => [c * x - s * y, s * x + c * y]);
};
const PLUS = [[-0.4, -1.3], [0.4, -1.3], [0.4, -0.4], [1.3, -0.4], [1.3, 0.4], [0.4, 0.4],
  [0.4, 1.3], [-0.4, 1.3], [-0.4, 0.4], [-1.3, 0.4], [-1.3, -0.4], [-0.4, -0.4]];
/** Corners of the shapes of palette.json at radius 1; all cover about the same area. */
const SHAPES = {
  triangle: [[0, -1.25], [1.15, 0.85], [-1.15, 0.85]],
  triangle_down: [[0, 1.25], [-1.15, -0.85], [1.15, -0.85]],
  square: turned(around(4, 1.25), 45),
  diamond: around(4, 1.35),
  pentagon: around(5, 1.2),
  hexagon: turned(around(6, 1.15), 30),
  star: around(10, 1.55, 0.66),
  plus: PLUS,
  cross: turned(PLUS, 45),
};

/** Trace one marker of radius r at (x, y); shapes tell classes apart without colour. */
export function traceMarker(context, shape, x, y, r) {
  if (SHAPES[shape]) {
    SHAPES[shape].forEach(([dx, dy], k) => {
      if (k) context.lineTo(x + r * dx, y + r * dy);
      else context.moveTo(x + r * dx, y + r * dy);
    });
    context.closePath();
  } else {
    context.moveTo(x + r, y);
    context.arc(x, y, r, 0, 2 * Math.PI);
  }
}

/** One sample: a filled marker with an edge of the background. */
export function drawPoint(context, [x, y], shape, colour, edge, r) {
  context.fillStyle = colour;
  context.strokeStyle = edge;
  context.lineWidth = 0.9;
  context.beginPath();
  traceMarker(context, shape, x, y, r);
  context.fill();
  context.stroke();
}

/**
 * Marks that are drawn once and copied many times, to whole pixels of the screen: a copy
 * takes a fraction of the time of a path.
 *
 * @param {number} reach CSS pixels from a mark's middle to its farthest pixel
 * @param {Map} [stamps] keeps the marks for the next time: as long as `draw` draws the same
 * @returns {(at: [number, number], kind: string, draw: (on, at) => void) => void} puts a
 *   mark of this kind at a point; `draw` draws the first one
 */
export function markStamp(context, reach, stamps = new Map()) {
  const ratio = context.getTransform().a, size = 2 * Math.ceil(reach * ratio) + 1;
  const middle = size / 2;
  const make = (draw) => {
    const stamp = new OffscreenCanvas(size, size), on = stamp.getContext("2d");
    on.scale(ratio, ratio);
    draw(on, [middle / ratio, middle / ratio]);
    return stamp.transferToImageBitmap();
  };
  return ([x, y], kind, draw) => {
    const key = `${kind} ${reach} ${ratio}`;
    if (!stamps.has(key)) stamps.set(key, make(draw));
    const left = Math.round(x * ratio - middle) / ratio, top = Math.round(y * ratio - middle) / ratio;
    context.drawImage(stamps.get(key), left, top, size / ratio, size / ratio);
  };
}

/**
 * The part of a straight line inside a box, as shares [from, to] of its length, or null
 * (Liang and Barsky, 1984). Numbers up to the largest float: quarters cannot overflow.
 */
export function cutLine({ x0, x1, y0, y1 }, ax, ay, bx, by) {
  const dx = bx / 4 - ax / 4, dy = by / 4 - ay / 4;
  let from = 0, to = 1;
  for (const [p, q] of [[-dx, ax / 4 - x0 / 4], [dx, x1 / 4 - ax / 4], [-dy, ay / 4 - y0 / 4], [dy, y1 / 4 - ay / 4]]) {
    if (p === 0) {
      if (q < 0) return null;
    } else if (p < 0) from = Math.max(from, q / p);
    else to = Math.min(to, q / p);
  }
  return from <= to ? [from, to] : null;
}

// ------------------------------------------------------------------------- arrows, text

/** A straight arrow with a filled head. */
export function drawArrow(context, [x0, y0], [x1, y1], colour, width = 2.5) {
  const length = Math.hypot(x1 - x0, y1 - y0);
  if (length < 3) return;
  const head = Math.min(4 * width, length), ux = (x1 - x0) / length, uy = (y1 - y0) / length;
  const bx = x1 - head * ux, by = y1 - head * uy, half = head * 0.45;
  context.strokeStyle = context.fillStyle = colour;
  context.lineWidth = width;
  context.lineCap = "round";
  context.beginPath();
  context.moveTo(x0, y0);
  context.lineTo(bx, by);
  context.stroke();
  context.beginPath();
  context.moveTo(x1, y1);
  context.lineTo(bx - half * uy, by + half * ux);
  context.lineTo(bx + half * uy, by - half * ux);
  context.fill();
}

/** Text with a halo of the background, readable on points and lines. */
export function drawLabel(context, text, x, y, theme, { align = "left", bold = false } = {}) {
  context.font = bold ? `600 ${FONT}` : FONT;
  context.textAlign = align;
  context.textBaseline = "middle";
  context.lineWidth = 5;
  context.lineJoin = "round";
  context.strokeStyle = theme.paper;
  context.strokeText(text, x, y);
  context.fillStyle = theme.ink;
  context.fillText(text, x, y);
}

/** A polyline through data points. */
export function drawCurve(context, frame, xs, ys, colour, width = 2) {
  context.strokeStyle = colour;
  context.lineWidth = width;
  context.lineJoin = "round";
  context.beginPath();
  for (let i = 0; i < xs.length; i++) context.lineTo(frame.px(xs[i]), frame.py(ys[i]));
  context.stroke();
}
