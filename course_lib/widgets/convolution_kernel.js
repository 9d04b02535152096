// The kernel as a grid of cells to type into, to drag up and down, to step with arrows.

import { focusable, make, setAttribute, setText } from "./js/controls.js";
import { cellColour } from "./convolution_images.js";

const STEP = 0.25; // of an arrow key; Shift: four times
const PIXELS_PER_TENTH = 4, HELD_STILL = 4; // CSS pixels
const FARTHEST_WEIGHT = 1e6;
export const MOST_ROWS = 21, MOST_COLUMNS = 11; // beyond, cells are too small for a finger
/** Cells of a kernel of up to so many columns are so wide; rows, so high; letters. */
const WIDTHS = [[3, 56, 16], [5, 48, 15], [7, 42, 13], [31, 34, 11]], HEIGHTS = [[3, 40, 16], [5, 34, 15], [7, 28, 13], [31, 20, 11]];

const shown = (value) => String(Math.abs(value) < 0.0005 ? +value.toPrecision(1) : Math.abs(value) < 10 ? +value.toFixed(3) : +value.toPrecision(4));
const tidyWeight = (value) => +(Math.round(value * 1e6) / 1e6).toPrecision(12);

/**
 * @param {(row: number, column: number, value: number) => void} onInput
 * @returns element; update(rows, theme, name) shows a kernel given as nested lists
 */
export function makeKernelEditor(onInput) {
  const grid = make("div", { class: "cl-conv-cells", role: "group", "aria-label": "Kernel" });
  const words = make("small", { class: "cl-wrong", "aria-live": "polite", hidden: "" });
  const note = make("p", { class: "cl-small" });
  const element = make("div", { class: "cl-conv-kernel" }, note, grid, words);
  let cells = [], values = [], k1 = 0, k2 = 0, typing = null, looks = [];
  return { element, update, cellsOf: () => cells };

  function update(rows, theme, text) {
    if (rows.length !== k1 || rows[0].length !== k2) build(rows.length, rows[0].length);
    setText(note, text);
    values = rows.flat();
    const limit = Math.max(...values.map(Math.abs)) || 1;
    cells.forEach((cell, i) => {
      const look = cellColour(theme, values[i], limit), written = shown(values[i]);
      // Both at once: off screen a cell keeps its look while the page's theme changes.
      if (looks[i] !== look) Object.assign(cell.style, { background: look, color: theme.ink });
      looks[i] = look;
      if (cell !== typing && cell.value !== written) cell.value = written;
    });
  }

  function build(rows, columns) {
    [k1, k2] = [rows, columns];
    typing = null;
    looks = [];
    const tooLarge = k1 > MOST_ROWS || k2 > MOST_COLUMNS;
    grid.hidden = tooLarge;
    const [, width, size1] = WIDTHS.find(([most]) => k2 <= most), [, height, size2] = HEIGHTS.find(([most]) => k1 <= most);
    const size = Math.min(size1, size2);
    grid.style.cssText = `grid-template-columns: repeat(${k2}, ${width}px); --cell-height: ${height}px; --cell-size: ${size}px`;
    cells = tooLarge ? [] : Array.from({ length: k1 * k2 }, (_, i) => makeCell(i));
    grid.replaceChildren(...cells);
  }

  function makeCell(i) {
    const row = Math.floor(i / k2), column = i % k2;
    const cell = focusable("input", {
      type: "number", step: "any", "aria-label": `kernel, row ${row + 1}, column ${column + 1}`,
      title: "Type, press the arrow keys, or drag up and down",
    });
    const send = (value) => {
      const next = tidyWeight(Math.max(-FARTHEST_WEIGHT, Math.min(FARTHEST_WEIGHT, value)));
      complain(cell, "");
      cell.value = shown(next); // at once: it is under the hand
      values[i] = next;
      onInput(row, column, next);
    };
    cell.addEventListener("input", () => {
      typing = cell;
      const value = cell.valueAsNumber;
      if (!Number.isFinite(value)) complain(cell, "A number is needed.");
      else if (Math.abs(value) > FARTHEST_WEIGHT) complain(cell, "At most a million, please.");
      else {
        complain(cell, "");
        onInput(row, column, value);
      }
    });
    cell.addEventListener("blur", () => {
      typing = null;
      cell.value = shown(values[i]);
      complain(cell, "");
    });
    cell.addEventListener("keydown", (event) => {
      const way = { ArrowUp: 1, ArrowDown: -1 }[event.key];
      if (!way) return;
      event.preventDefault();
      typing = null;
      send(values[i] + way * STEP * (event.shiftKey ? 4 : 1));
    });
    cell.addEventListener("focus", () => cell.select());
    cell.addEventListener("dragstart", (event) => event.preventDefault()); // of selected text
    let held = null;
    cell.addEventListener("pointerdown", (event) => {
      if (event.button) return;
      held = { y: event.clientY, from: values[i], moving: false };
      cell.setPointerCapture(event.pointerId); // a quick hand leaves the cell at once
    });
    cell.addEventListener("pointermove", (event) => {
      if (!held) return;
      const up = held.y - event.clientY;
      if (!held.moving && Math.abs(up) < HELD_STILL) return;
      held.moving = true;
      typing = null;
      send(held.from + Math.round(up / PIXELS_PER_TENTH) / 10);
    });
    for (const type of ["pointerup", "pointercancel"]) cell.addEventListener(type, () => { held = null; });
    return cell;
  }

  function complain(cell, text) {
    setText(words, text);
    words.hidden = !text;
    if (text) setAttribute(cell, "aria-invalid", "true");
    else cell.removeAttribute("aria-invalid");
  }
}
