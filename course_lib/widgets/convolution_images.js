// Images of ConvolutionExplorer: signed values around 0, never cut, with axes, padding,
// samples that no window reaches, and outlines of windows and cells.

import { fitCanvas, makeFrame, niceTicks, plain, short } from "./js/plot.js";
import { mixColours, pageFont, rampPixels, shadePixels } from "./playground_colours.js";

const ROOM_AROUND = { left: 52, top: 6, right: 8, bottom: 40 };
const SMALLEST_CELL = 30; // CSS pixels from which a number stands in its cell
const FLATTEST_IMAGE = 0.55, TALLEST_IMAGE = 1.25; // height over width
const NARROW = 330; // CSS pixels
export const HATCH = 7; // CSS pixels between two lines

/** Largest absolute value. */
export function largestOf(values) {
  let most = 0;
  for (let i = 0; i < values.length; i++) {
    const size = Math.abs(values[i]);
    if (size > most) most = size;
  }
  return most;
}

/** Value at the ends of the colours; 1 where all is 0, so that 0 stays in the middle. */
export const signedLimit = (values) => largestOf(values) || 1;

/** Colour of a value on a cell with a number: faded, so that ink is readable on it. */
export function cellColour(theme, value, limit) {
  const share = Math.min(1, Math.abs(value) / limit), ends = theme.signed;
  return mixColours(theme.paper, value < 0 ? ends[0] : ends[ends.length - 1], 0.5 * share);
}

/** A raster that turns values into pixels and is drawn at any size. */
export function makeSignedRaster() {
  let canvas = null, inner, image, pixels, tableOf = null, table;
  return {
    /** @param {{values, n1, n2}} map @param {number} limit value at the colours' ends */
    fill({ values, n1, n2 }, limit, theme) {
      if (!canvas || canvas.width !== n2 || canvas.height !== n1) {
        canvas = new OffscreenCanvas(n2, n1);
        inner = canvas.getContext("2d");
        image = inner.createImageData(n2, n1);
        pixels = new Uint32Array(image.data.buffer);
      }
      if (tableOf !== theme) table = rampPixels(theme.signed);
      tableOf = theme;
      shadePixels(values, 0, pixels.length, pixels, 0, { low: -limit, high: limit, level: 0, table });
      inner.putImageData(image, 0, 0);
    },
    draw(context, left, top, width, height) {
      if (!canvas) return;
      context.imageSmoothingEnabled = canvas.width > width || canvas.height > height;
      context.drawImage(canvas, left, top, width, height);
    },
  };
}

/** Where cells of an image lie: x counts columns, y rows, their centres at whole numbers. */
export function cellFrame(box, { n1, n2 }, [[above, below], [left, right]] = [[0, 0], [0, 0]]) {
  return makeFrame(box, { x0: -left - 0.5, x1: n2 + right - 0.5, y0: n1 + below - 0.5, y1: -above - 0.5 });
}

/** Rectangle of the cells from (row, col), rows × cols of them, in CSS pixels. */
export function cellBox(frame, row, col, rows = 1, cols = 1) {
  const x = frame.px(col - 0.5), y = frame.py(row - 0.5);
  return [x, y, frame.px(col + cols - 0.5) - x, frame.py(row + rows - 0.5) - y];
}

/** Cell under a point, or null outside of the image. */
export function cellAt(frame, { n1, n2 }, px, py) {
  if (!frame.holds(px, py)) return null;
  const row = Math.round(frame.y(py)), col = Math.round(frame.x(px));
  return row >= 0 && row < n1 && col >= 0 && col < n2 ? [row, col] : null;
}

/** Hatching over a rectangle. */
export function hatch(context, [x, y, width, height], colour) {
  if (width <= 0 || height <= 0) return;
  context.save();
  context.beginPath();
  context.rect(x, y, width, height);
  context.clip();
  context.strokeStyle = colour;
  context.lineWidth = 1.4;
  context.beginPath();
  for (let at = x - height; at < x + width; at += HATCH) {
    context.moveTo(at, y + height);
    context.lineTo(at + height, y);
  }
  context.stroke();
  context.restore();
}

/** An outline that stands out on every colour. */
export function outline(context, [x, y, width, height], theme, colour, { line = 2.5, dash = [] } = {}) {
  const grow = Math.max(0, (6 - Math.min(width, height)) / 2); // tiny cells stay visible
  const box = [x - grow, y - grow, width + 2 * grow, height + 2 * grow];
  context.lineJoin = "miter";
  context.strokeStyle = theme.paper;
  context.lineWidth = line + 2;
  context.strokeRect(...box);
  context.strokeStyle = colour;
  context.lineWidth = line;
  context.setLineDash(dash);
  context.strokeRect(...box);
  context.setLineDash([]);
}

/**
 * One image with axes on a canvas of its own.
 *
 * layout(width, theme, image, padding, words) once per size, theme and shape; then
 * start() paints image, padding and axes, and the caller draws on `context`.
 */
export function makeImageView(canvas) {
  const raster = makeSignedRaster();
  let context, theme, width, height, axes, drawn = null;
  const view = { frame: null, image: null, layout, setValues, start };
  return view;

  function layout(newWidth, newTheme, image, padding, newAxes) {
    const key = JSON.stringify([newWidth, newTheme.name, devicePixelRatio, image.n1, image.n2, padding, newAxes]);
    if (key === drawn) return;
    drawn = key;
    width = newWidth;
    theme = newTheme;
    axes = newAxes;
    const inner = width - ROOM_AROUND.left - ROOM_AROUND.right;
    const rows = image.n1 + padding[0][0] + padding[0][1], cols = image.n2 + padding[1][0] + padding[1][1];
    const tall = inner * Math.max(FLATTEST_IMAGE, Math.min(newAxes.tallest ?? TALLEST_IMAGE, rows / cols));
    height = Math.round(tall + ROOM_AROUND.top + ROOM_AROUND.bottom);
    context = fitCanvas(canvas, width, height);
    view.context = context;
    view.frame = cellFrame({ left: ROOM_AROUND.left, top: ROOM_AROUND.top, width: inner, height: tall }, image, padding);
  }

  /** Take new values; `limit` is the value at the ends of the colours. */
  function setValues(image, limit) {
    view.image = image;
    view.limit = limit;
    raster.fill(image, limit, theme);
  }

  function start() {
    const { frame, image } = view, { n1, n2 } = image, data = cellBox(frame, 0, 0, n1, n2);
    context.clearRect(0, 0, width, height);
    context.fillStyle = mixColours(theme.paper, theme.ink, 0.05);
    context.fillRect(frame.left, frame.top, frame.width, frame.height);
    raster.draw(context, ...data);
    writeCells(context, frame, image, view.limit, theme);
    if (data[2] < frame.width - 1 || data[3] < frame.height - 1) {
      context.strokeStyle = theme.muted;
      context.lineWidth = 1;
      context.setLineDash([3, 3]);
      context.strokeRect(...data);
      context.setLineDash([]);
    }
    drawImageAxes(context, frame, theme, axes);
  }
}

/** Numbers in cells that have room for them: faded colours, lines between. */
export function writeCells(context, frame, { values, n1, n2 }, limit, theme) {
  const [, , w, h] = cellBox(frame, 0, 0);
  if (w < SMALLEST_CELL || h < 0.6 * SMALLEST_CELL) return;
  context.font = pageFont(Math.min(15, 0.42 * h, 0.3 * w));
  context.textAlign = "center";
  context.textBaseline = "middle";
  context.lineWidth = 1;
  context.strokeStyle = theme.grid;
  for (let r = 0, i = 0; r < n1; r++)
    for (let q = 0; q < n2; q++, i++) {
      const [x, y] = cellBox(frame, r, q);
      context.fillStyle = cellColour(theme, values[i], limit);
      context.fillRect(x, y, w, h);
      context.strokeRect(x, y, w, h);
      context.fillStyle = theme.ink;
      context.fillText(short(values[i], 2), x + w / 2, y + h / 2);
    }
}

/** Box, numbers along rows and columns, names of the axes. */
export function drawImageAxes(context, frame, theme, { names, steps, most }) {
  const { left, top, width, height } = frame;
  context.strokeStyle = theme.muted;
  context.lineWidth = 1;
  context.strokeRect(left + 0.5, top + 0.5, width - 1, height - 1);
  context.font = pageFont(12);
  context.fillStyle = theme.muted;
  context.textAlign = "right";
  context.textBaseline = "middle";
  const across = niceTicks(frame.x0 * steps[1], frame.x1 * steps[1], Math.max(2, Math.round(width / 70)));
  const down = niceTicks(frame.y1 * steps[0], frame.y0 * steps[0], Math.max(2, Math.round(height / 60)));
  const whole = ({ ticks }, step) => ticks.filter((t) => step !== 1 || Number.isInteger(t));
  context.beginPath();
  for (const t of whole(down, steps[0])) {
    const y = Math.round(frame.py(t / steps[0])) + 0.5;
    context.moveTo(left - 4, y);
    context.lineTo(left, y);
    context.fillText(plain(t, down.digits), left - 6, y);
  }
  context.textAlign = "center";
  context.textBaseline = "top";
  for (const t of whole(across, steps[1])) {
    const x = Math.round(frame.px(t / steps[1])) + 0.5;
    context.moveTo(x, top + height);
    context.lineTo(x, top + height + 4);
    context.fillText(plain(t, across.digits), x, top + height + 6);
  }
  context.stroke();
  context.fillStyle = theme.ink;
  context.textBaseline = "bottom";
  if (most && width < NARROW) context.textAlign = "left"; // leaves room for the colours
  context.fillText(names[1], context.textAlign === "left" ? left : left + width / 2, top + height + 38, width);
  if (most && width > 210) {
    context.textAlign = "right";
    context.fillStyle = theme.muted;
    context.fillText(most, left + width, top + height + 38);
  }
  context.save();
  context.translate(left - 44, top + height / 2);
  context.rotate(-Math.PI / 2);
  context.textAlign = "center";
  context.textBaseline = "middle";
  context.fillStyle = theme.ink;
  context.fillText(names[0], 0, 0, height);
  context.restore();
}
