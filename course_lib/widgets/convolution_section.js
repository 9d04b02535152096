// ConvolutionExplorer's section view: input, output, and the window between them.

import { cellAt, cellBox, hatch, makeImageView, outline, signedLimit } from "./convolution_images.js";
import { fedBy } from "./convolution_state.js";
import { sumsOfCell, sumsOfSample } from "./convolution_sums.js";
import { drawLabel, short } from "./js/plot.js";

const STRIP = 176; // CSS pixels
const NO_ZEROS = [[0, 0], [0, 0]];

/** Whole-number position within an image. */
export function clampCell([row, col], { n1, n2 }) {
  return [Math.max(0, Math.min(row, n1 - 1)), Math.max(0, Math.min(col, n2 - 1))];
}

/** The picture; layout() per size and theme, paint() for every change. */
export function makeSectionPicture(canvases, info, sums) {
  const input = makeImageView(canvases.input), output = makeImageView(canvases.output);
  let widths, theme, filled = {};
  return { layout, paint, input, output, hit };

  function layout(newWidths, newTheme) {
    widths = newWidths;
    theme = newTheme;
    filled = {};
    sums.layout(widths.sums, theme, STRIP);
  }

  function paint({ state, slid, cell, source, turn, revealed, linked }) {
    const steps = info.axis_steps ?? [state.dt_ms, 1];
    const axes = (names, spacing, most) => ({ names, steps: spacing, most, tallest: 0.84 });
    input.layout(widths.input, theme, slid.x, slid.moves.padding, axes(info.axis_names, steps));
    if (filled.x !== slid.x.values) input.setValues(slid.x, signedLimit(slid.x.values));
    filled.x = slid.x.values;
    input.start();
    showDropped(input, slid.axes);
    if (!slid.fits) {
      output.layout(widths.output, theme, { n1: slid.x.n1, n2: slid.x.n2 }, NO_ZEROS, axes(["", ""], steps));
      showNoRoom();
      filled.z = null;
      return;
    }
    const limit = signedLimit(slid.output.values);
    output.layout(widths.output, theme, slid.output, NO_ZEROS, axes(["output row", "output column"], [1, 1], `colours ± ${short(limit, 2)}`));
    if (filled.z !== slid.output) output.setValues(slid.output, limit);
    filled.z = slid.output;
    output.start();
    if (revealed) cover(output, revealed);
    if (linked === "input") paintReverse(slid, source, turn);
    else paintWindow(slid, cell, state, turn);
  }

  /** What no window reaches, at the far edges of the padded input. */
  function showDropped({ frame, context }, [down, across]) {
    const colour = theme.classes[1];
    const bottom = down.n + down.after - down.dropped, right = across.n + across.after - across.dropped;
    const width = across.n + across.before + across.after, height = down.n + down.before + down.after;
    if (down.dropped) hatch(context, cellBox(frame, bottom, -across.before, down.dropped, width), colour);
    if (across.dropped) hatch(context, cellBox(frame, -down.before, right, height - down.dropped, across.dropped), colour);
  }

  function showNoRoom() {
    const { context, frame } = output, { left, top, width, height } = frame;
    context.clearRect(0, 0, widths.output, top + height + 60);
    context.strokeStyle = theme.muted;
    context.setLineDash([4, 4]);
    context.strokeRect(left, top, width, height);
    context.setLineDash([]);
    drawLabel(context, "no room: no output", left + width / 2, top + height / 2, theme, { align: "center", bold: true });
    sums.clear();
  }

  function paintWindow(slid, [row, col], state, turn) {
    const { stride, dilation, padding } = slid.moves, { k1, k2 } = slid.laid;
    const top = row * stride - padding[0][0], left = col * stride - padding[1][0];
    const { frame, context } = input;
    if (dilation > 1)
      for (let i = 0; i < k1; i++)
        for (let j = 0; j < k2; j++) outline(context, cellBox(frame, top + i * dilation, left + j * dilation), theme, theme.gradient, { line: 1.5 });
    outline(context, cellBox(frame, top, left, dilation * (k1 - 1) + 1, dilation * (k2 - 1) + 1), theme, theme.gradient);
    outline(output.context, cellBox(output.frame, row, col), theme, theme.gradient);
    sums.paint(...sumsOfCell(slid, [row, col], state, turn));
  }

  function paintReverse(slid, [row, col], turn) {
    const rows = fedBy(row, slid.axes[0]), cols = fedBy(col, slid.axes[1]);
    outline(input.context, cellBox(input.frame, row, col), theme, theme.gradient);
    const apart = rows.length > 1 ? rows[1].cell - rows[0].cell : 1, aside = cols.length > 1 ? cols[1].cell - cols[0].cell : 1;
    if (rows.length && cols.length) {
      const box = [rows[0].cell, cols[0].cell, rows.at(-1).cell - rows[0].cell + 1, cols.at(-1).cell - cols[0].cell + 1];
      if (apart > 1 || aside > 1)
        for (const r of rows) for (const q of cols) outline(output.context, cellBox(output.frame, r.cell, q.cell), theme, theme.gradient, { line: 1.5 });
      outline(output.context, cellBox(output.frame, ...box), theme, theme.gradient, { dash: apart > 1 || aside > 1 ? [4, 3] : [] });
    }
    sums.paint(...sumsOfSample(slid, [row, col], rows, cols, turn));
  }

  /** What has not been computed yet while the window slides. */
  function cover({ frame, context, image }, [row, col]) {
    context.fillStyle = theme.paper;
    context.globalAlpha = 0.86;
    context.fillRect(...cellBox(frame, row, col + 1, 1, image.n2 - col - 1));
    context.fillRect(...cellBox(frame, row + 1, 0, image.n1 - row - 1, image.n2));
    context.globalAlpha = 1;
  }

  /** What a point on one of the canvases means: {look, cell}, or null. */
  function hit(name, px, py) {
    const view = name === "input" ? input : output, cell = view.image && cellAt(view.frame, view.image, px, py);
    return cell && { look: name, position: cell };
  }
}
