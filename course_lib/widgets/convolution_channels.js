// ConvolutionExplorer's channels view: a kernel per channel, their sum, bias, ReLU.

import { cellAt, cellBox, cellColour, cellFrame, hatch, largestOf, makeSignedRaster, outline, signedLimit } from "./convolution_images.js";
import { responses } from "./convolution_state.js";
import { fitCanvas, short, significant } from "./js/plot.js";
import { pageFont } from "./playground_colours.js";

const NAME_ROOM = 22, GAP = 30, NUMBER_ROOM = 20, KERNEL_SHARE = 0.62;
const SHORTEST = 62, TALLEST_ROW = 190; // height of a picture, CSS pixels

/** The picture; layout() per size and theme, paint() for every change. */
export function makeChannelsPicture(canvas, info) {
  let context, theme, width, height, rasters = [], filled = null, boxes = null, laidOut = "";
  const sums = [makeSignedRaster(), makeSignedRaster()];
  const picture = { layout, paint, hit, frames: [] };
  return picture;

  function layout(newWidth, newTheme) {
    width = newWidth;
    theme = newTheme;
    laidOut = "";
    filled = null;
  }

  /** Boxes: per channel input, kernel, response; at the right the sum, below it ReLU. */
  function arrange({ c, n1, n2 }) {
    const key = `${c} ${n1} ${n2}`;
    if (key === laidOut) return;
    laidOut = key;
    const wide = (width - 3 * GAP - 8) / (3 + KERNEL_SHARE);
    const tall = Math.max(SHORTEST, Math.min(TALLEST_ROW, wide * Math.min(1.2, n1 / n2)));
    const row = NAME_ROOM + tall + NUMBER_ROOM, x = [4, 4 + wide + GAP, 4 + wide * (1 + KERNEL_SHARE) + 2 * GAP, width - 4 - wide];
    const box = (k, top, w = wide) => ({ left: x[k], top, width: w, height: tall });
    const rows = Array.from({ length: c }, (_, i) => NAME_ROOM + i * row);
    height = Math.max(c, 2) * row + 4;
    const first = Math.max(NAME_ROOM, (height - 2 * row) / 2 + NAME_ROOM);
    boxes = {
      input: rows.map((top) => box(0, top)), kernel: rows.map((top) => box(1, top, KERNEL_SHARE * wide)),
      response: rows.map((top) => box(2, top)), sum: box(3, first), output: box(3, first + row),
    };
    context = fitCanvas(canvas, width, height);
    rasters = Array.from({ length: c }, () => [makeSignedRaster(), makeSignedRaster()]);
  }

  function paint({ state, slid, cell, channel, revealed }) {
    const { x, z, output, moves } = slid;
    arrange(x);
    context.clearRect(0, 0, width, height);
    const inputs = Array.from({ length: x.c }, (_, c) => x.values.subarray(c * x.n1 * x.n2, (c + 1) * x.n1 * x.n2));
    const own = slid.fits ? (filled?.z === z ? filled.own : responses(x, slid.laid, moves)) : [];
    if (filled?.x !== x.values) inputs.forEach((values, c) => rasters[c][0].fill({ values, n1: x.n1, n2: x.n2 }, signedLimit(values), theme));
    // One scale for all responses and sums: what is added is seen at its size.
    const limit = signedLimit([...own.map(({ values }) => largestOf(values)), largestOf(z.values)]);
    if (slid.fits && filled?.z !== z) {
      own.forEach((map, c) => rasters[c][1].fill(map, limit, theme));
      sums[0].fill(z, limit, theme);
    }
    if (slid.fits && filled?.output !== output) sums[1].fill(output, limit, theme);
    filled = { x: x.values, z: slid.fits ? z : null, own, output };
    picture.frames = [];
    inputs.forEach((_, c) => paintChannel(c, { state, slid, cell, own: own[c], chosen: c === channel, revealed }));
    if (!slid.fits) return;
    const at = cell[0] * z.n2 + cell[1], value = z.values[at];
    picture.terms = own.map(({ values }) => values[at]);
    const relu = state.activation === "relu";
    paintMap(sums[0], z, boxes.sum, state.bias ? "sum plus bias" : "sum", significant(value), cell, revealed);
    paintMap(sums[1], output, boxes.output, relu ? "ReLU: output" : "output (no activation)", significant(output.values[at]), cell, revealed);
    arrow(boxes.sum.left + boxes.sum.width / 4, boxes.sum.top + boxes.sum.height + NUMBER_ROOM - 3);
    own.forEach((_, c) => text("+", boxes.sum.left - GAP / 2, boxes.response[c].top + boxes.response[c].height / 2, 20, "center"));
  }

  function paintChannel(c, { slid, cell, own, chosen, revealed }) {
    const { x, laid, moves } = slid, box = boxes.input[c], kernelBox = boxes.kernel[c], { k1, k2 } = laid;
    const frame = cellFrame(box, x);
    picture.frames.push({ frame, map: x, look: "input", channel: c });
    rasters[c][0].draw(context, box.left, box.top, box.width, box.height);
    edge(box);
    text(info.channel_names[c], box.left, box.top - 11, 13, "left", 600, box.width);
    text("×", box.left + box.width + GAP / 2, box.top + box.height / 2, 20, "center");
    const size = Math.min(kernelBox.width / k2, kernelBox.height / k1, 40), limit = signedLimit(laid.values);
    const left = kernelBox.left + (kernelBox.width - size * k2) / 2, top = kernelBox.top + (kernelBox.height - size * k1) / 2;
    for (let i = 0; i < k1 * k2; i++) {
      const v = laid.values[c * k1 * k2 + i], px = left + (i % k2) * size, py = top + Math.floor(i / k2) * size;
      context.fillStyle = cellColour(theme, v, limit);
      context.fillRect(px, py, size, size);
      context.strokeStyle = theme.grid;
      context.lineWidth = 1;
      if (size > 7) context.strokeRect(px, py, size, size);
      if (size >= 20) text(short(v, 2), px + size / 2, py + size / 2, Math.min(13, 0.42 * size), "center", 400, size - 3);
    }
    outline(context, [left, top, size * k2, size * k1], theme, chosen ? theme.gradient : theme.muted, { line: chosen ? 3 : 1 });
    picture.frames.push({ frame: cellFrame(kernelBox, { n1: 1, n2: 1 }), map: { n1: 1, n2: 1 }, look: "kernel", channel: c });
    if (!slid.fits) return;
    text("=", kernelBox.left + kernelBox.width + GAP / 2, box.top + box.height / 2, 20, "center");
    const [down, across] = slid.axes, y = cell[0] * moves.stride - down.before, q = cell[1] * moves.stride - across.before;
    context.save();
    context.beginPath();
    context.rect(box.left - 3, box.top - 3, box.width + 6, box.height + 6);
    context.clip();
    outline(context, cellBox(frame, y, q, moves.dilation * (k1 - 1) + 1, moves.dilation * (k2 - 1) + 1), theme, theme.gradient, { line: 2 });
    if (down.dropped > down.after) hatch(context, cellBox(frame, down.n + down.after - down.dropped, 0, down.dropped, x.n2), theme.classes[1]);
    if (across.dropped > across.after) hatch(context, cellBox(frame, 0, across.n + across.after - across.dropped, x.n1, across.dropped), theme.classes[1]);
    context.restore();
    paintMap(rasters[c][1], own, boxes.response[c], "", significant(own.values[cell[0] * own.n2 + cell[1]]), cell, revealed, c);
  }

  function paintMap(raster, map, box, name, value, cell, revealed, channel) {
    const frame = cellFrame(box, map);
    picture.frames.push({ frame, map, look: "output", channel });
    raster.draw(context, box.left, box.top, box.width, box.height);
    if (revealed) {
      context.fillStyle = theme.paper;
      context.globalAlpha = 0.86;
      context.fillRect(...cellBox(frame, revealed[0], revealed[1] + 1, 1, map.n2 - revealed[1] - 1));
      context.fillRect(...cellBox(frame, revealed[0] + 1, 0, map.n1 - revealed[0] - 1, map.n2));
      context.globalAlpha = 1;
    }
    edge(box);
    outline(context, cellBox(frame, ...cell), theme, theme.gradient, { line: 2 });
    if (name) text(name, box.left, box.top - 11, 13, "left", 600, box.width);
    text(value, box.left + box.width, box.top + box.height + 11, 13, "right", 400, box.width + GAP);
  }

  function edge({ left, top, width: w, height: h }) {
    context.strokeStyle = theme.muted;
    context.lineWidth = 1;
    context.strokeRect(left + 0.5, top + 0.5, w - 1, h - 1);
  }

  function arrow(x, y) {
    text("↓", x, y, 16, "center");
  }

  function text(words, x, y, size, align, weight = 400, most) {
    context.font = pageFont(size, weight);
    context.fillStyle = theme.ink;
    context.textAlign = align;
    context.textBaseline = "middle";
    context.fillText(words, x, y, most);
  }

  /** What a point means: {look, position?, channel}, or null. */
  function hit(px, py) {
    for (const { frame, map, look, channel } of picture.frames) {
      const cell = cellAt(frame, map, px, py);
      if (cell) return { look, position: cell, channel };
    }
    return null;
  }
}
