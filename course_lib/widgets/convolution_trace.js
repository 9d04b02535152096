// ConvolutionExplorer's trace view: input, kernel under way, output, one below the other.

import { fitCanvas, makeFrame, niceTicks, plain, short, significant } from "./js/plot.js";
import { makePen } from "./js/pen.js";
import { hatch, signedLimit } from "./convolution_images.js";
import { fedBy } from "./convolution_state.js";
import { sumsOfCell, sumsOfSample } from "./convolution_sums.js";
import { mixColours, pageFont } from "./playground_colours.js";

const MARGIN = { left: 56, top: 22, right: 12, between: 26, bottom: 42 };
const SHARES = [1, 0.85, 1]; // heights of the three panels
const STRIP_OF_TRACE = 132; // CSS pixels
const SPARSE = 260; // samples up to which stems are told apart

/** A thin straight line in pixels. */
export function drawRule(context, x0, y0, x1, y1, colour, width = 1, dash = []) {
  context.strokeStyle = colour;
  context.lineWidth = width;
  context.setLineDash(dash);
  context.beginPath();
  context.moveTo(x0, y0);
  context.lineTo(x1, y1);
  context.stroke();
  context.setLineDash([]);
}

/** Sample i, or a neighbour that is not 0 where i is: between spikes there is nothing. */
function spikeNear(values, i) {
  const around = [0, 1, -1, 2, -2].find((step) => values[i + step]);
  return around === undefined ? i : i + around;
}

/** The picture; layout() per size and theme, paint() for every change. */
export function makeTracePicture(canvas, info, sums) {
  let context, theme, width, height, boxes;
  const picture = { layout, paint, frames: null, centre: null, hit };
  return picture;

  function layout(newWidth, newTheme, sumsWidth) {
    width = newWidth;
    theme = newTheme;
    sums.layout(sumsWidth, theme, STRIP_OF_TRACE);
    const unit = Math.round(Math.max(96, Math.min(150, 0.2 * width)));
    let top = MARGIN.top;
    boxes = SHARES.map((share) => {
      const box = { left: MARGIN.left, top, width: width - MARGIN.left - MARGIN.right, height: Math.round(share * unit) };
      top += box.height + MARGIN.between;
      return box;
    });
    height = top - MARGIN.between + MARGIN.bottom;
    context = fitCanvas(canvas, width, height);
  }

  function paint({ state, slid, cell, source, turn, revealed }) {
    const [axis] = slid.axes, { stride, dilation } = slid.moves, span = dilation * (axis.k - 1);
    const x0 = -axis.before - 0.7, x1 = axis.n + axis.after - 0.3;
    const most = signedLimit(slid.x.values), kernelMost = signedLimit(slid.laid.values);
    const outMost = slid.fits ? signedLimit(slid.output.values) : 1;
    // The middle of a window is where its output stands in time.
    const centre = (j) => j * stride - axis.before + span / 2;
    picture.centre = centre;
    const ranges = [most, kernelMost, outMost];
    picture.frames = boxes.map((box, k) => makeFrame(box, { x0, x1, y0: -1.12 * ranges[k], y1: 1.12 * ranges[k] }));
    picture.slid = slid;
    context.clearRect(0, 0, width, height);
    const [above, middle, below] = picture.frames, reverse = state.look === "input";
    shadePadding(axis);
    if (slid.fits) {
      if (reverse) shadeFed(slid, source, centre);
      else shadeWindow(centre(cell[0]), span);
    }
    stems(above, slid.x.values, (i) => i, theme.ink, reverse ? source[0] : -1);
    if (axis.dropped) {
      const left = above.px(axis.n + axis.after - axis.dropped - 0.5);
      hatch(context, [left, above.top, above.px(axis.n + axis.after - 0.5) - left, above.height], theme.classes[1]);
    }
    const sum = slid.fits ? (reverse ? paintWritten(slid, source, centre, below) : paintProducts(slid, cell, span, turn)) : "";
    sums.clear();
    if (slid.fits) {
      paintOutput(slid, cell, centre, below, revealed, reverse);
      sums.paint(...(reverse ? sumsOfSample(slid, [source[0], 0], fedBy(source[0], axis), [{ cell: 0, tap: 0 }], 0) : sumsOfCell(slid, [cell[0], 0], state, 0)));
    }
    axesOf(state, sum);
  }

  function shadePadding(axis) {
    context.fillStyle = mixColours(theme.paper, theme.ink, 0.06);
    const [frame] = picture.frames;
    for (const [from, to] of [[-axis.before - 0.7, -0.5], [axis.n - 0.5, axis.n + axis.after - 0.3]])
      if (to - from > 0.5) context.fillRect(frame.px(from), frame.top, frame.px(to) - frame.px(from), frame.height);
  }

  function shadeWindow(at, span) {
    const [above, middle] = picture.frames;
    const left = above.px(at - span / 2 - 0.5), right = above.px(at + span / 2 + 0.5);
    context.fillStyle = mixColours(theme.paper, theme.gradient, 0.16);
    for (const frame of [above, middle]) context.fillRect(left, frame.top, right - left, frame.height);
    const foot = picture.frames[2].top + picture.frames[2].height;
    drawRule(context, above.px(at), above.top, above.px(at), foot, theme.gradient, 1.4, [4, 4]);
  }

  function shadeFed(slid, [i], centre) {
    const fed = fedBy(i, slid.axes[0]), frame = picture.frames[2];
    if (!fed.length) return;
    const half = slid.moves.stride / 2, left = frame.px(centre(fed[0].cell) - half), right = frame.px(centre(fed.at(-1).cell) + half);
    context.fillStyle = mixColours(theme.paper, theme.gradient, 0.16);
    for (const one of picture.frames.slice(1)) context.fillRect(left, one.top, right - left, one.height);
    drawRule(context, frame.px(i), picture.frames[0].top, frame.px(i), frame.top + frame.height, theme.gradient, 1.4, [4, 4]);
  }

  /** The kernel at its place (line with stems) and the products (bars); what they sum to. */
  function paintProducts(slid, [j], span, turn) {
    const frame = picture.frames[1], { values: w } = slid.laid, at = picture.centre(j), squeeze = Math.cos(turn);
    const products = w.map((v, i) => v * (slid.x.values[Math.round(at - span / 2 + i * slid.moves.dilation)] ?? 0));
    const place = (i) => at + (i * slid.moves.dilation - span / 2) * squeeze;
    stems(frame, w, place, theme.classes[0], -1, true);
    const limit = signedLimit(products), wide = Math.max(3, Math.min(9, 0.5 * (frame.px(1) - frame.px(0)) * slid.moves.dilation));
    context.fillStyle = theme.classes[1];
    products.forEach((v, i) => {
      const foot = frame.py(0), y = foot - (0.46 * frame.height * v) / limit;
      context.fillRect(frame.px(place(i)) - wide / 2, Math.min(y, foot), wide, Math.abs(y - foot));
    });
    const z = slid.z.values[j], bias = slid.bias;
    return `Σ of ${w.length} products = ${significant(z - bias)}${bias ? `, with bias ${significant(z)}` : ""}`;
  }

  /** What one input sample writes into the output. */
  function paintWritten(slid, [i], centre, below) {
    const fed = fedBy(i, slid.axes[0]), value = slid.x.values[i], w = slid.laid.values;
    const middle = picture.frames[1];
    stems(middle, fed.map(({ tap }) => w[tap]), (k) => centre(fed[k].cell), theme.classes[0], -1, true);
    const added = fed.map(({ tap }) => value * w[tap]);
    stems(below, added, (k) => centre(fed[k].cell), theme.classes[1], -1, true);
    return `${significant(value)} × the kernel${slid.flipped ? "" : " turned"} is written into ${fed.length} samples`;
  }

  function paintOutput(slid, [j], centre, frame, revealed, reverse) {
    const values = slid.output.values, end = revealed ? revealed[0] + 1 : values.length;
    context.strokeStyle = theme.ink;
    context.lineWidth = 2;
    context.lineJoin = "round";
    context.beginPath();
    const pen = makePen(context);
    for (let k = 0; k < end; k++) {
      const x = frame.px(centre(k)), y = frame.py(values[k]);
      if (k) pen.lineTo(x, y);
      else pen.moveTo(x, y);
    }
    pen.end();
    context.stroke();
    const apart = frame.px(slid.moves.stride) - frame.px(0);
    if (apart > 9)
      for (let k = 0; k < end; k++) dot(frame.px(centre(k)), frame.py(values[k]), 2.5, theme.ink);
    if (!reverse) dot(frame.px(centre(j)), frame.py(values[j]), 7, theme.gradient);
  }

  function dot(x, y, radius, colour) {
    context.fillStyle = colour;
    context.strokeStyle = theme.paper;
    context.lineWidth = radius > 4 ? 2 : 0;
    context.beginPath();
    context.arc(x, y, radius, 0, 2 * Math.PI);
    context.fill();
    if (radius > 4) context.stroke();
  }

  /** Values as stems with a dot, or as a line where there are too many. */
  function stems(frame, values, place, colour, chosen, line = false) {
    const foot = frame.py(0), many = values.length > SPARSE;
    drawRule(context, frame.left, foot, frame.left + frame.width, foot, theme.grid);
    context.strokeStyle = colour;
    context.lineWidth = many || line ? 1.5 : 2;
    context.beginPath();
    const pen = makePen(context);
    for (let i = 0; i < values.length; i++) {
      const x = frame.px(place(i)), y = frame.py(values[i]);
      if (many || line) {
        if (i) pen.lineTo(x, y);
        else pen.moveTo(x, y);
      }
      if (!many && values[i]) {
        pen.end();
        context.moveTo(x, foot);
        context.lineTo(x, y);
        if (line) pen.moveTo(x, y);
      }
    }
    pen.end();
    context.stroke();
    if (!many) for (let i = 0; i < values.length; i++) if (values[i] || line) dot(frame.px(place(i)), frame.py(values[i]), 3, colour);
    if (chosen >= 0) {
      drawRule(context, frame.px(chosen), foot, frame.px(chosen), frame.py(values[chosen]), theme.gradient, 3);
      dot(frame.px(chosen), frame.py(values[chosen]), 7, theme.gradient);
    }
  }

  function axesOf({ dt_ms: dt }, sum) {
    const unit = info.trace_unit ? ` (${info.trace_unit})` : "";
    const heads = [`input: ${info.trace_name}${unit}`, "kernel on its way, and the products", "output"];
    picture.frames.forEach((frame, k) => {
      context.strokeStyle = theme.muted;
      context.lineWidth = 1;
      context.strokeRect(frame.left + 0.5, frame.top + 0.5, frame.width - 1, frame.height - 1);
      context.font = pageFont(12);
      context.textBaseline = "middle";
      context.textAlign = "right";
      context.fillStyle = theme.muted;
      for (const t of niceTicks(frame.y0, frame.y1, 3).ticks) context.fillText(short(t, 2), frame.left - 6, frame.py(t));
      context.textAlign = "left";
      context.fillStyle = theme.ink;
      context.font = pageFont(13, 600);
      context.fillText(heads[k], frame.left, frame.top - 11);
      if (k === 1) {
        context.textAlign = "right";
        context.fillText(sum, frame.left + frame.width, frame.top - 11);
      }
    });
    const frame = picture.frames[2], foot = frame.top + frame.height;
    const { ticks, digits } = niceTicks(frame.x0 * dt, frame.x1 * dt, Math.round(frame.width / 80));
    context.font = pageFont(12);
    context.textAlign = "center";
    context.textBaseline = "top";
    context.fillStyle = theme.muted;
    for (const t of ticks) {
      drawRule(context, frame.px(t / dt), foot, frame.px(t / dt), foot + 4, theme.muted);
      context.fillText(plain(t, digits), frame.px(t / dt), foot + 6);
    }
    context.fillStyle = theme.ink;
    context.fillText("time (ms)", frame.left + frame.width / 2, foot + 22);
  }

  /** What a point means: {look, sample}, or null. */
  function hit(px, py) {
    if (!picture.frames || !picture.slid.fits) return null;
    const [above, middle, below] = picture.frames, { slid } = picture;
    if (!(px >= above.left && px <= above.left + above.width)) return null;
    if (py >= above.top && py <= above.top + above.height)
      return { look: "input", sample: spikeNear(slid.x.values, Math.max(0, Math.min(slid.x.n1 - 1, Math.round(above.x(px))))) };
    if (py < middle.top || py > below.top + below.height) return null;
    const [axis] = slid.axes, span = slid.moves.dilation * (axis.k - 1);
    const j = Math.round((below.x(px) + axis.before - span / 2) / slid.moves.stride);
    return { look: "output", sample: Math.max(0, Math.min(slid.z.n1 - 1, j)) };
  }
}
