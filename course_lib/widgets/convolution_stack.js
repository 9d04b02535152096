// ConvolutionExplorer's layers view: maps of layers in a row, and what one cell sees.

import { cellAt, cellBox, cellFrame, drawImageAxes, hatch, makeSignedRaster, outline, signedLimit } from "./convolution_images.js";
import { fitCanvas, makeFrame, short } from "./js/plot.js";
import { pageFont, rampPixels } from "./playground_colours.js";
import { layerName } from "./convolution_words.js";

const CAPTION = 20, APART = 12, BIGGEST_MAP = 118, BELOW_MAPS = 30, BAR = 12, LEFT = 52, FEET = 40; // CSS pixels

/** The picture; layout() per size and theme, paint() for every change. */
export function makeStackPicture(canvas, info) {
  let context, theme, width, height, rasters = [], filled = null, mapBoxes = [], laidOut = "", section, zoom, heatTable;
  const heatCanvas = new OffscreenCanvas(1, 1), big = makeSignedRaster();
  const picture = { layout, paint, hit, frames: [] };
  return picture;

  function layout(newWidth, newTheme) {
    width = newWidth;
    theme = newTheme;
    laidOut = "";
    filled = null;
    heatTable = rampPixels([theme.paper, ...(theme.name === "dark" ? PALETTE.sequential : [...PALETTE.sequential].reverse())]);
  }

  function arrange(stack) {
    const key = `${stack.x.n1} ${stack.x.n2} ${stack.sizes.length}`;
    if (key === laidOut) return;
    laidOut = key;
    const count = stack.maps.length, wide = Math.min(BIGGEST_MAP, (width - APART * (count - 1) - 2) / count);
    const tall = wide * Math.max(0.5, Math.min(1.1, stack.x.n1 / stack.x.n2));
    mapBoxes = Array.from({ length: count }, (_, k) => ({ left: 1 + k * (wide + APART), top: CAPTION, width: wide, height: tall }));
    const half = Math.floor((width - 2 * LEFT - 12) / 2), deep = Math.round(half * Math.max(0.6, Math.min(1, stack.x.n1 / stack.x.n2)));
    const top = Math.round(CAPTION + tall + BELOW_MAPS + CAPTION);
    section = { left: LEFT, top, width: half, height: deep };
    zoom = { left: 2 * LEFT + half + 4, top, width: half, height: deep };
    height = top + deep + FEET + BAR + 8;
    context = fitCanvas(canvas, width, height);
    rasters = mapBoxes.map(() => makeSignedRaster());
  }

  function paint({ state, stack, cell, boxes, heat }) {
    arrange(stack);
    context.clearRect(0, 0, width, height);
    if (filled !== stack.maps) {
      stack.maps.forEach((map, k) => map.values.length && rasters[k].fill(map, signedLimit(map.values), theme));
      big.fill(stack.x, signedLimit(stack.x.values), theme);
    }
    filled = stack.maps;
    picture.frames = [];
    stack.maps.forEach((map, k) => paintMap(stack, map, k, boxes));
    if (!stack.fits) return;
    paintSection(state, stack, cell, boxes[0]);
    paintZoom(state, stack, cell, boxes[0], heat);
  }

  function paintMap({ layers, sizes, shown }, map, k, boxes) {
    const box = mapBoxes[k], chosen = k === shown, later = k > shown;
    const frame = cellFrame(box, map);
    context.globalAlpha = later ? 0.35 : 1;
    rasters[k].draw(context, box.left, box.top, box.width, box.height);
    if (k < sizes.length) {
      const [down, across] = sizes[k].axes, reach = (a) => a.dropped - a.after;
      if (reach(down) > 0) hatch(context, cellBox(frame, down.n - reach(down), 0, reach(down), map.n2), theme.classes[1]);
      if (reach(across) > 0) hatch(context, cellBox(frame, 0, across.n - reach(across), map.n1, reach(across)), theme.classes[1]);
    }
    context.globalAlpha = 1;
    outline(context, [box.left, box.top, box.width, box.height], theme, chosen ? theme.gradient : theme.muted, { line: chosen ? 3 : 1 });
    text(k ? `${k} ${layerName(layers[k - 1])}` : "input", box.left, box.top - 10, 12, "left", chosen ? 600 : 400, box.width);
    text(`${map.n1} × ${map.n2}`, box.left + box.width, box.top + box.height + 11, 12, "right");
    picture.frames.push({ frame, map, layer: k });
    if (boxes && k <= shown) {
      const { top, left, rows, cols } = boxes[k];
      outline(context, cellBox(frame, top, left, rows, cols), theme, theme.gradient, { line: 2 });
    }
  }

  /** The input with the fields of one cell of every layer up to the one that is read. */
  function paintSection(state, { x, fields, shown }, cell, seen) {
    const frame = cellFrame(section, x), { size, jump, start } = fields[shown - 1];
    text(`input, and what the cell sees: ${size} × ${size} samples`, section.left, section.top - 11, 13, "left", 600, section.width);
    big.draw(context, section.left, section.top, section.width, section.height);
    context.save();
    context.beginPath();
    context.rect(section.left, section.top, section.width, section.height);
    context.clip();
    const top = start + cell[0] * jump, left = start + cell[1] * jump, middle = [top + (size - 1) / 2, left + (size - 1) / 2];
    for (let k = 0; k < shown - 1; k++) {
      const { size: inner } = fields[k];
      if (inner === size) continue;
      outline(context, cellBox(frame, middle[0] - (inner - 1) / 2, middle[1] - (inner - 1) / 2, inner, inner), theme, theme.ink, { line: 1.2 });
    }
    outline(context, cellBox(frame, top, left, size, size), theme, theme.gradient, { line: 3 });
    context.restore();
    drawImageAxes(context, frame, theme, axesOf(state));
    picture.frames.push({ frame, map: x, layer: 0 });
  }

  /** |∂ cell / ∂ input| around the field. */
  function paintZoom(state, { fields, shown }, cell, seen, heat) {
    const { size, jump, start } = fields[shown - 1], room = Math.max(1, Math.ceil(0.08 * size));
    const top = start + cell[0] * jump, left = start + cell[1] * jump;
    const side = size + 2 * room, x0 = left - room - 0.5, y1 = top - room - 0.5;
    const frame = makeFrame(zoom, { x0, x1: x0 + side, y0: y1 + side, y1 });
    text("measured: |∂ cell / ∂ input|", zoom.left, zoom.top - 11, 13, "left", 600, zoom.width);
    if (seen.rows && seen.cols) {
      heatCanvas.width = seen.cols;
      heatCanvas.height = seen.rows;
      const inner = heatCanvas.getContext("2d"), image = inner.createImageData(seen.cols, seen.rows);
      const pixels = new Uint32Array(image.data.buffer);
      for (let i = 0; i < pixels.length; i++) pixels[i] = heatTable[Math.round((511 * Math.abs(seen.values[i])) / (heat.most || 1))];
      inner.putImageData(image, 0, 0);
      context.imageSmoothingEnabled = false;
      context.drawImage(heatCanvas, ...cellBox(frame, seen.top, seen.left, seen.rows, seen.cols));
    }
    outline(context, cellBox(frame, top, left, size, size), theme, theme.gradient, { line: 2.5 });
    drawImageAxes(context, frame, theme, axesOf(state));
    paintRamp(zoom, heat.most);
  }

  function paintRamp(box, most) {
    const y = zoom.top + zoom.height + FEET, wide = 0.4 * box.width, left = box.left + box.width - wide - 44;
    const ramp = context.createLinearGradient(left, 0, left + wide, 0), stops = theme.name === "dark" ? PALETTE.sequential : [...PALETTE.sequential].reverse();
    [theme.paper, ...stops].forEach((colour, k, all) => ramp.addColorStop(k / (all.length - 1), colour));
    context.fillStyle = ramp;
    context.fillRect(left, y, wide, BAR);
    context.strokeRect(left, y, wide, BAR);
    text("0", left - 6, y + BAR / 2, 12, "right");
    text(short(most, 2), left + wide + 6, y + BAR / 2, 12, "left");
  }

  function axesOf({ dt_ms: dt }) {
    return { names: info.axis_names, steps: info.axis_steps ?? [dt, 1] };
  }

  function text(words, x, y, size, align, weight = 400, most) {
    context.font = pageFont(size, weight);
    context.fillStyle = theme.ink;
    context.textAlign = align;
    context.textBaseline = "middle";
    context.fillText(words, x, y, most);
  }

  /** What a point means: {layer, position}, or null. */
  function hit(px, py) {
    for (const { frame, map, layer } of picture.frames) {
      const position = cellAt(frame, map, px, py);
      if (position) return { layer, position };
    }
    return null;
  }
}

/** Largest |gradient|, its sum, and the share of the field that brings nine tenths of it. */
export function heatOf({ values }, size) {
  const sizes = values.map(Math.abs).sort((a, b) => b - a), sum = sizes.reduce((s, v) => s + v, 0);
  let count = 0, so = 0;
  while (so < 0.9 * sum && count < sizes.length) so += sizes[count++];
  return { most: sizes[0] || 0, sum, share: count / (size * size) };
}
