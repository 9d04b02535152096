// The sum behind one output cell, written out: window × kernel = products, and the total.

import { fitCanvas, short, significant } from "./js/plot.js";
import { turnKernel } from "./js/convolution.js";
import { cellColour, signedLimit } from "./convolution_images.js";
import { windowAt } from "./convolution_state.js";
import { pageFont } from "./playground_colours.js";

const HEAD = 26, FOOT = 6, SIGN = 30, TOTAL = 150; // CSS pixels
const TALL = 3, NAMES = 112; // rows of a column that is laid down; room for names
const LARGEST_CELL = 46, LEGIBLE = 24; // below LEGIBLE no numbers

/** The picture: layout() per size and theme; paint() for every change. */
export function makeSumsPicture(canvas) {
  let context, theme, width, height;
  return { layout, paint, clear: () => context.clearRect(0, 0, width, height) };

  function layout(newWidth, newTheme, newHeight) {
    width = newWidth;
    theme = newTheme;
    height = newHeight;
    context = fitCanvas(canvas, width, height);
  }

  /**
   * @param {{name: string, values: Float64Array, k1: number, k2: number, turn?: number}[]} parts
   *   NaN: nothing there; `turn`: how far a grid still has to turn, radians
   * @param {[string, boolean][]} lines of the total, true: large
   */
  function paint(parts, lines) {
    context.clearRect(0, 0, width, height);
    const tall = parts.at(-1);
    if (tall.k2 === 1 && tall.k1 > TALL) {
      paintRows(parts, lines);
      return;
    }
    const wide = parts.reduce((s, p) => s + p.k2, 0), high = Math.max(...parts.map((p) => p.k1));
    const cell = Math.min(LARGEST_CELL, (width - 2 * SIGN - TOTAL) / wide, (height - HEAD - FOOT) / high);
    const all = wide * cell + 2 * SIGN + TOTAL, space = Math.max(0, Math.min(24, (width - all) / 5));
    const middle = HEAD + (height - HEAD - FOOT) / 2;
    let x = Math.max(1, (width - all - 5 * space) / 2);
    parts.forEach((part, k) => {
      const w = part.k2 * cell, top = middle - (part.k1 * cell) / 2;
      write(part.name, x + w / 2, Math.max(9, top - 13), 13, theme.muted, "center");
      paintGrid(part, x, top, cell);
      x += w + space;
      if (k + 1 < parts.length) write(k ? "=" : "×", x + SIGN / 2, middle, 22, theme.ink, "center");
      x += k + 1 < parts.length ? SIGN + space : 0;
    });
    lines.forEach(([text, large], k) =>
      write(text, x + 2, middle + 25 * (k - (lines.length - 1) / 2), large ? 17 : 13, large ? theme.ink : theme.muted, "left", large ? 600 : 400));
  }

  /** One tall column: its numbers side by side, one line per part. */
  function paintRows(parts, lines) {
    const count = parts.at(-1).k1, cell = Math.min(LARGEST_CELL, (width - NAMES - TOTAL) / count);
    const pitch = (height - HEAD) / parts.length, high = Math.min(cell, pitch - 12, 34);
    write(parts[0].caption, NAMES, 11, 13, theme.muted, "left");
    parts.forEach((part, k) => {
      const top = HEAD + k * pitch + (pitch - high) / 2 - 4;
      write(["", "× ", "= "][k] + part.name, NAMES - 8, top + high / 2, 13, theme.ink, "right", 400, NAMES - 8);
      paintGrid({ ...part, k1: 1, k2: part.k1 }, NAMES, top, cell, high, true);
    });
    lines.forEach(([text, large], k) =>
      write(text, NAMES + count * cell + 12, height / 2 + 25 * (k - (lines.length - 1) / 2), large ? 17 : 13, large ? theme.ink : theme.muted, "left", large ? 600 : 400));
  }

  function paintGrid({ values, k1, k2, turn = 0 }, left, top, cell, tallCell = cell, tight = false) {
    const limit = signedLimit(values.map((v) => (v === v ? v : 0)));
    context.save();
    if (turn) {
      const middle = [left + (k2 * cell) / 2, top + (k1 * tallCell) / 2];
      context.translate(...middle);
      context.rotate(turn);
      context.translate(-middle[0], -middle[1]);
    }
    context.lineWidth = 1;
    context.strokeStyle = theme.grid;
    for (let i = 0; i < k1 * k2; i++) {
      if (values[i] !== values[i]) continue;
      const x = left + (i % k2) * cell, y = top + Math.floor(i / k2) * tallCell;
      context.fillStyle = cellColour(theme, values[i], limit);
      context.fillRect(x, y, cell, tallCell);
      if (cell >= 8) context.strokeRect(x, y, cell, tallCell);
      if (cell >= LEGIBLE) write(tight && Math.abs(values[i]) < 0.01 * limit && values[i] ? "≈0" : short(values[i], 2), x + cell / 2, y + tallCell / 2, Math.min(15, 0.38 * cell), theme.ink, "center", 400, cell - 4);
    }
    context.strokeStyle = theme.muted;
    context.strokeRect(left, top, k2 * cell, k1 * tallCell);
    context.restore();
  }

  function write(text, x, y, size, colour, align, weight = 400, most) {
    context.font = pageFont(size, weight);
    context.fillStyle = colour;
    context.textAlign = align;
    context.textBaseline = "middle";
    context.fillText(text, x, y, most);
  }
}

const captionOf = ({ x }) => (x.n2 === 1 ? "sample by sample, in order of time" : "the column from top to bottom");

/** Parts and lines for an output cell: its window times the kernel. */
export function sumsOfCell(slid, [row, col], { bias, activation }, turn) {
  const { k1, k2, values: kernel } = slid.laid, window = windowAt(slid, row, col), at = row * slid.z.n2 + col;
  const z = slid.z.values[at], lines = [[`Σ = ${significant(z - bias)}`, true]];
  if (bias) lines.push([`${bias < 0 ? "−" : "+"} ${significant(Math.abs(bias))} bias = ${significant(z)}`, false]);
  if (activation === "relu") lines.push([`ReLU: ${significant(slid.output.values[at])}`, true]);
  const grid = (name, values, more) => ({ name, values, k1, k2, ...more });
  return [[
    grid("window", window, { caption: captionOf(slid) }), grid("kernel", kernel, { turn }),
    grid("products", window.map((v, i) => v * kernel[i])),
  ], lines];
}

/** Parts and lines for an input sample: what it adds to the cells it feeds. */
export function sumsOfSample(slid, [row, col], rows, cols, turn) {
  const { k1, k2, values: kernel } = slid.laid, value = slid.x.values[row * slid.x.n2 + col];
  // The sample meets the last tap first: what it leaves behind is the kernel turned.
  const added = new Float64Array(k1 * k2).fill(NaN);
  for (const { tap: i } of rows)
    for (const { tap: j } of cols) added[(k1 - 1 - i) * k2 + k2 - 1 - j] = value * kernel[i * k2 + j];
  const count = rows.length * cols.length;
  return [[
    { name: "sample", values: Float64Array.of(value), k1: 1, k2: 1, caption: captionOf(slid) },
    { name: "kernel, turned", values: turnKernel(slid.laid).values, k1, k2, turn },
    { name: "added to the output", values: added, k1, k2 },
  ], [[`feeds ${count} cell${count === 1 ? "" : "s"}`, true]]];
}
