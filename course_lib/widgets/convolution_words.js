// ConvolutionExplorer in words: sizes, sums, receptive fields.

import { short, significant } from "./js/plot.js";

export const KIND_NAMES = { conv: "conv", max: "max pool", mean: "mean pool" };
const plural = (count, word, many = `${word}s`) => `${count} ${count === 1 ? word : many}`;

/** o = ⌊(i + 2p − d(k − 1) − 1)/s⌋ + 1 with its numbers. */
export function sizeFormula({ n, k, before, after, stride, dilation, o, room }) {
  const pad = before === after ? `2·${before}` : `${before} + ${after}`;
  const inside = `${n} + ${pad} − ${dilation}·(${k} − 1) − 1`;
  return `⌊(${inside})/${stride}⌋ + 1 = ⌊${room}/${stride}⌋ + 1 = ${Math.max(0, o)}`.replaceAll("-", "−");
}

/** Responses, bias and activation at one cell, written out. */
export function channelSum({ state, slid, cell, terms }) {
  const at = cell[0] * slid.z.n2 + cell[1], { bias } = state;
  const sum = terms.map((v) => significant(v)).join(" + ");
  const with_bias = bias ? ` + ${significant(bias)}` : "", relu = state.activation === "relu" ? ` → ReLU ${significant(slid.output.values[at])}` : "";
  return `z = ${sum}${with_bias} = ${significant(slid.z.values[at])}${relu}`.replaceAll("+ −", "− ");
}

/** What the floor drops, or "". */
export function droppedWords(axes, trace) {
  const [down, across] = axes.map(({ dropped }) => dropped), parts = [];
  if (down) parts.push(`${plural(down, trace ? "sample" : "row")} at the ${trace ? "end" : "bottom"}`);
  if (across) parts.push(`${plural(across, "column")} at the right`);
  return parts.length ? `The floor drops ${parts.join(" and ")} (hatched): no window reaches so far.` : "";
}

/** Why there is no output. */
export function noRoomWords(axes) {
  const { n, k, before, after, dilation } = axes.find(({ o }) => o < 1);
  return `The kernel reaches over ${dilation * (k - 1) + 1} samples, the padded input has ${n + before + after}: `
    + "no output. Take a smaller kernel or less dilation, or pad more.";
}

/** Words on the section and channels views: {hint, warn, summary}. */
export function sectionWords({ state, slid, cell, source, fed }, info) {
  if (!slid.fits) return { warn: true, hint: noRoomWords(slid.axes), summary: noRoomWords(slid.axes) };
  const { z, output } = slid, size = `${z.n1} × ${z.n2}`, dropped = droppedWords(slid.axes);
  if (state.look === "input" && state.view === "section")
    return {
      warn: false, hint: dropped || "The sample feeds these cells. Click an output cell to see its window.",
      summary: `Input row ${source[0]}, column ${source[1]}, ${significant(slid.x.values[source[0] * slid.x.n2 + source[1]])}, feeds ${plural(fed, "cell")} of ${size}.`,
    };
  const value = significant(output.values[cell[0] * z.n2 + cell[1]]);
  return {
    warn: false,
    hint: dropped || (state.view === "section" ? "Drag over the output to move the window; click an input sample to see which cells it feeds." : "Click a channel to edit its kernel; drag over an image to read another cell."),
    summary: `Output ${size}. Row ${cell[0]}, column ${cell[1]}: ${value}${info.unit ? ` ${info.unit}` : ""}.${dropped ? ` ${dropped}` : ""}`,
  };
}

/** Words on the trace view. */
export function traceWords({ state, slid, cell, source, fed }, info) {
  if (!slid.fits) return { warn: true, hint: noRoomWords(slid.axes.slice(0, 1)), summary: noRoomWords(slid.axes.slice(0, 1)) };
  const dropped = droppedWords(slid.axes, true), rule = state.flip ? "Convolution" : "Cross-correlation";
  if (state.look === "input")
    return {
      warn: false, hint: dropped || (state.flip ? "Each sample of the input writes the kernel as it is, times its own value." : "Each sample of the input writes the kernel turned round, times its own value."),
      summary: `${rule}. Input sample ${source[0]}, ${significant(slid.x.values[source[0]])}, feeds ${plural(fed, "output sample")}.`,
    };
  return {
    warn: false, hint: dropped || "Drag along the output to move the window; click the input to see what one sample writes.",
    summary: `${rule}. Output ${plural(slid.z.n1, "sample")}; sample ${cell[0]}: ${significant(slid.output.values[cell[0]])}${info.trace_unit ? ` ${info.trace_unit}` : ""}.${dropped ? ` ${dropped}` : ""}`,
  };
}

/** One layer in a few words. */
export function layerName({ kind, k, stride, dilation, padding }) {
  const usual = kind === "conv" ? 1 : k;
  return `${kind} ${k}×${k}${stride !== usual ? ` /${stride}` : ""}${dilation > 1 ? ` d${dilation}` : ""}${padding ? ` p${padding}` : ""}`;
}

/** Words on the layers. */
export function stackWords({ state, stack, cell, heat }) {
  if (!stack.fits) {
    const lost = stack.sizes.length;
    const hint = `Layer ${lost + 1} (${layerName(state.layers[lost])}) finds no room in a map of ${lost ? `${stack.sizes[lost - 1].o1} × ${stack.sizes[lost - 1].o2}` : `${stack.x.n1} × ${stack.x.n2}`}: take layers away, or pad more.`;
    return { warn: true, hint, summary: hint };
  }
  const { size } = stack.fields[stack.shown - 1], ms = size * state.dt_ms;
  const field = `${size} × ${size} samples: ${short(ms)} ms by ${short(size * state.dx_m)} m, ${short((state.velocity_m_s * ms) / 2000)} m of depth`;
  const dropped = stack.sizes.slice(0, stack.shown).filter(({ axes }) => axes.some((a) => a.dropped)).length;
  return {
    warn: !heat.most,
    hint: heat.most
      ? `${Math.round(100 * heat.share)} % of the field bring nine tenths of the gradient.${dropped ? ` ${plural(dropped, "layer drops", "layers drop")} samples at the edge (hatched).` : ""}`
      : "The gradient is 0: ReLU lets nothing through here.",
    summary: `A cell of layer ${stack.shown}, row ${cell[0]}, column ${cell[1]}, sees ${field}.`,
  };
}
