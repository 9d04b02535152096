// ConvolutionExplorer's frame: views, rules, pictures, the player, numbers in words.

import {
  button, checkbox, choiceControl, countControl, focusable, labelledField, liveRegion, make,
  numberControl, setAttribute, setText, tile, whole,
} from "./js/controls.js";
import { short, significant } from "./js/plot.js";
import { makeKernelEditor } from "./convolution_kernel.js";
import { makeLayerTable } from "./convolution_layers.js";
import { makeWaveletEditor } from "./convolution_wavelet.js";
import { channelSum, sizeFormula } from "./convolution_words.js";

const VIEWS_NAMED = [["section", "Section"], ["channels", "Channels"], ["trace", "Trace"], ["stack", "Layers"]];
const WEIGHTS_NAMED = [["mean", "all 1/k²"], ["random", "random"], ["kernel", "the section's kernel"]];
const PACES = [["2", "2 cells/s"], ["8", "8 cells/s"], ["60", "60 cells/s"], ["row", "row by row"]];
const OWN = "own numbers";
const LARGEST_SEED = 2 ** 32 - 1;
const SIZE_CHOICES = [1, 2, 3, 4, 5, 6, 7, 9, 11];
const PICTURES = { section: ["input", "output", "sums"], channels: ["channels"], trace: ["trace", "sums"], stack: ["stack"] };

/** Build everything into the stage; update(now) shows a state, `act` is called by hand. */
export function makeConvolutionControls(stage, info, act) {
  const live = liveRegion(), status = make("p", { class: "cl-status cl-news" });
  const canvases = Object.fromEntries(Object.values(PICTURES).flat().map((name) => [name, make("canvas", { role: "img" })]));
  const handles = Object.fromEntries(["input", "output", "channels", "trace", "stack"].map((name) => [name, makeHandle()]));
  const places = Object.fromEntries(Object.keys(canvases).map((name) => [name,
    make("div", { class: `cl-place cl-conv-${name}` }, canvases[name], ...(handles[name] ? [handles[name]] : []))]));
  const views = VIEWS_NAMED.map(([name, text]) => [name, button(text, () => act.set({ view: name }))]);
  const toggle = make("span", { class: "cl-toggle", role: "group", "aria-label": "View" }, ...views.map(([, b]) => b));
  const reset = button("Reset", act.reset, { hint: "Everything as it was in the beginning" });
  const rules = makeRules(info, act), player = makeSlider(act), numbers = makeNumbers(act);
  const editor = makeKernelEditor(act.setCell), wavelet = makeWaveletEditor(stage, (values) => act.set({ wavelet: values }));
  const table = makeLayerTable(act);
  const kernelSide = make("div", { class: "cl-conv-side" }, make("span", { class: "cl-conv-sign", text: "×", "aria-hidden": "true" }), editor.element, make("span", { class: "cl-conv-sign", text: "=", "aria-hidden": "true" }));
  const waveletSide = make("div", { class: "cl-conv-side" }, wavelet.element), stackSide = make("div", { class: "cl-conv-side" }, table.element, numbers.element);
  const formula = make("p", { class: "cl-formula cl-conv-formula" });
  const lines = [make("span"), make("span"), make("span"), make("small")];
  formula.append(...lines);
  const shows = make("p", { class: "cl-status" });
  const words = make("div", { class: "cl-conv-words" }, formula, shows, status);
  const main = make("div", { class: "cl-conv-main" }, ...Object.values(places), kernelSide, waveletSide, stackSide, words, player.element);
  stage.content.append(make("div", { class: "cl-conv" },
    make("div", { class: "cl-play-words" }, make("strong", { class: "cl-title", text: info.title }), make("span", { class: "cl-status", text: info.look_for })),
    make("div", { class: "cl-bar cl-top" }, toggle, reset), rules.element, main, live.element));
  return { canvases, handles, places, live, main, wavelet, editor, show, update };

  /** Only the view's own pictures and controls. */
  function show(view, wide) {
    main.dataset.view = view;
    main.classList.toggle("cl-conv-wide", wide);
    for (const [name, b] of views) setAttribute(b, "aria-pressed", name === view);
    for (const [name, place] of Object.entries(places)) place.hidden = !PICTURES[view].includes(name);
    kernelSide.hidden = !["section", "channels"].includes(view);
    waveletSide.hidden = view !== "trace";
    stackSide.hidden = view !== "stack";
    formula.hidden = view === "stack";
  }

  /** What follows a picture that is on the screen: numbers and words. */
  function update(now, theme) {
    const { state, slid } = now;
    rules.update(now, info);
    player.update(now);
    if (state.view === "trace") wavelet.update(state);
    else if (state.view === "stack") {
      table.update(state, now.stack);
      numbers.update(now);
    } else showKernel(now, theme);
    if (slid) {
      const [rows, columns] = slid.axes.map(sizeFormula), sum = now.terms ? `${channelSum(now)}` : "";
      const sizes = state.view === "trace" ? [`o = ${rows}`] : rows === columns ? [`o = ${rows}`] : [`rows: ${rows}`, `columns: ${columns}`];
      [sum, ...sizes, ""].slice(sum ? 0 : 1).concat("").slice(0, 3).forEach((text, k) => setText(lines[k], text));
      setText(lines[3], "o = ⌊(i + 2p − d(k − 1) − 1)/s⌋ + 1");
    }
    setText(shows, state.view === "stack" ? "" : kernelWords(now));
    status.classList.toggle("cl-warn", now.words.warn);
    setText(status, now.words.hint);
    describe(now);
    // The window that slides by itself would never stop talking.
    if (!now.playing) live.whenStill(() => now.words.summary);
  }

  /** The cells of the kernel that is edited. */
  function showKernel({ state, channel }, theme) {
    const kernel = state.kernels[channel], many = state.kernels.length > 1;
    editor.update(kernel, theme, `${many ? `kernel of ${info.channel_names[channel]}` : "kernel"}, ${kernel.length} × ${kernel[0].length}`);
  }

  /** What the named kernel shows. */
  function kernelWords({ state, channel }) {
    const [known, kernel] = state.view === "trace" ? [info.wavelets, state.wavelet] : [info.kernels, state.kernels[channel]];
    return known[nameOfKernel(known, kernel)]?.shows ?? "";
  }

  function describe(now) {
    const { state, words: { summary } } = now, { view } = state;
    const what = {
      input: `Input: ${info.channel_names[now.channel]}, ${now.image.n1} × ${now.image.n2}`, output: "Output", sums: "Window, kernel and products",
      channels: "Input, kernel and response of every channel, their sum and the output", trace: "Input, kernel and output of a trace", stack: "Maps of all layers and the receptive field",
    };
    for (const name of PICTURES[view]) setAttribute(canvases[name], "aria-label", `${what[name]}. ${summary}`);
    const cells = view === "trace" ? null : now.cell;
    for (const name of view === "section" ? ["input", "output"] : [view]) {
      const at = name === "input" ? now.source : cells, back = name === "input" || (view === "trace" && state.look === "input");
      const index = view === "trace" ? (back ? now.source : now.cell)[0] : at[0] * now.columns(back) + at[1];
      const label = view === "trace" ? (back ? "Input sample" : "Output sample") : back ? "Input sample" : "Output cell";
      setAttribute(handles[name], "aria-label", label);
      setAttribute(handles[name], "aria-valuemax", Math.max(1, now.count(back) - 1));
      setAttribute(handles[name], "aria-valuenow", index);
      setAttribute(handles[name], "aria-valuetext", view === "trace" ? `sample ${index}` : `row ${at[0]}, column ${at[1]}`);
    }
  }
}

function makeHandle() {
  return focusable("button", {
    type: "button", class: "cl-handle", role: "slider", "aria-label": "Output cell",
    "aria-valuemin": 0, "aria-valuemax": 1, "aria-valuenow": 0,
  });
}

// -------------------------------------------------------------------------------- rules

/** One bar: which kernel, how it moves, what follows the sum. */
function makeRules(info, act) {
  const kernel = choiceControl({ label: "kernel", options: [...Object.keys(info.kernels).map((name) => [name, name]), [OWN, OWN]], onInput: (name) => (name === OWN ? null : act.takeKernel(info.kernels[name].values)) });
  const wavelet = choiceControl({ label: "kernel", options: [...Object.keys(info.wavelets).map((name) => [name, name]), [OWN, OWN]], onInput: (name) => (name === OWN ? null : act.set({ wavelet: info.wavelets[name].values })) });
  const sizes = ["rows", "columns"].map((label, axis) => {
    const choice = choiceControl({ label: axis ? "×" : "size", options: SIZE_CHOICES.map((k) => [String(k), String(k)]), onInput: (v) => act.resize(axis, Number(v)) });
    choice.select.ariaLabel = `kernel ${label}`;
    return choice;
  });
  const field = (label, low, high, name) => labelledField(label, { min: low, max: high, step: 1 }, (v) => act.set({ [name]: v }), whole(low, high));
  const stride = field("stride", 1, 8, "stride"), dilation = field("dilation", 1, 8, "dilation"), padding = field("padding", 0, 32, "padding");
  const same = checkbox("same", (on) => act.set({ padding: on ? "same" : 0 }), { hint: "As many zeros as keep the size at stride 1" });
  const bias = labelledField("bias", { step: 0.1 }, (v) => act.set({ bias: v }), (v) => (Math.abs(v) <= 1e6 ? "" : "At most a million, please."));
  const relu = checkbox("ReLU", (on) => act.set({ activation: on ? "relu" : "none" }), { hint: "Negative sums become 0" });
  const ways = [[false, "Correlation"], [true, "Convolution"]].map(([flip, text]) =>
    [flip, button(text, () => act.set({ flip }), { hint: flip ? "The kernel is turned by 180° first" : "The kernel as it is: what torch calls convolution" })]);
  const way = make("span", { class: "cl-toggle", role: "group", "aria-label": "Correlation or convolution" }, ...ways.map(([, b]) => b));
  const channel = choiceControl({ label: "channel", options: info.channel_names.map((name, i) => [String(i), name]), onInput: (v) => act.set({ channel: Number(v) }) });
  const weights = choiceControl({ label: "weights", options: WEIGHTS_NAMED, onInput: (v) => act.set({ weights: v }) });
  const seed = labelledField("seed", { min: 0, max: LARGEST_SEED, step: 1 }, (v) => act.set({ seed: v }), whole(0, LARGEST_SEED));
  const shown = {
    section: [channel.row, kernel.row, ...sizes.map((s) => s.row), way, stride.row, padding.row, same.row, dilation.row, bias.row, relu.row],
    channels: [channel.row, kernel.row, ...sizes.map((s) => s.row), way, stride.row, padding.row, same.row, dilation.row, bias.row, relu.row],
    trace: [wavelet.row, way, stride.row, padding.row, same.row, dilation.row, bias.row, relu.row],
    stack: [channel.row, weights.row, seed.row, relu.row],
  };
  const all = [channel.row, kernel.row, wavelet.row, ...sizes.map((s) => s.row), way, stride.row, padding.row, same.row, dilation.row, bias.row, relu.row, weights.row, seed.row];
  const element = make("div", { class: "cl-conv-rules" }, ...all);
  return {
    element,
    update({ state, channel: chosen }) {
      for (const part of all) part.hidden = !shown[state.view].includes(part);
      channel.row.hidden ||= info.channel_names.length < 2;
      seed.row.hidden ||= state.weights !== "random";
      channel.set(String(chosen));
      const now = state.kernels[chosen];
      kernel.set(nameOfKernel(info.kernels, now));
      wavelet.set(nameOfKernel(info.wavelets, state.wavelet));
      sizes.forEach((choice, axis) => {
        const k = String(axis ? now[0].length : now.length);
        if (![...choice.select.options].some((o) => o.value === k)) choice.select.append(make("option", { value: k, text: k }));
        choice.set(k);
      });
      stride.show(state.stride);
      dilation.show(state.dilation);
      padding.row.hidden ||= state.padding === "same";
      padding.show(state.padding === "same" ? 0 : state.padding);
      setText(same.row.querySelector("span"), state.padding === "same" ? "padding same" : "same");
      same.input.checked = state.padding === "same";
      bias.show(state.bias);
      relu.input.checked = state.activation === "relu";
      for (const [flip, b] of ways) setAttribute(b, "aria-pressed", flip === state.flip);
      weights.set(state.weights);
      seed.show(state.seed);
    },
  };
}

/** Name of the kernel that has these numbers, or "own numbers". */
function nameOfKernel(known, kernel) {
  const text = JSON.stringify(kernel);
  return Object.keys(known).find((name) => JSON.stringify(known[name].values) === text) ?? OWN;
}

// ------------------------------------------------------------------------------- player

/** The window on its way: play, step, and where it is. */
function makeSlider(act) {
  const play = button("Play", act.play, { primary: true, hint: "Let the window slide from here" });
  const step = button("Step", act.step, { hint: "The next cell" });
  const pace = choiceControl({ label: "", options: PACES, onInput: act.setPace });
  pace.select.ariaLabel = "pace";
  const row = countControl({ label: "row", min: 0, max: 1, onInput: (v) => act.moveTo([v, null]), objection: (v) => whole(0, ends[0])(v) });
  const column = countControl({ label: "column", min: 0, max: 1, onInput: (v) => act.moveTo([null, v]), objection: (v) => whole(0, ends[1])(v) });
  let ends = [1, 1];
  const bar = make("div", { class: "cl-bar" }, play, step, pace.row);
  return {
    element: make("div", { class: "cl-conv-player" }, bar, make("div", { class: "cl-rows" }, row.row, column.row)),
    update(now) {
      const { state, playing, pace: speed } = now, trace = state.view === "trace", back = state.look === "input" && ["section", "trace"].includes(state.view);
      const at = back ? now.source : now.cell, map = now.mapOf(back);
      const room = map.n1 > 0 && map.n2 > 0;
      bar.hidden = state.view === "stack";
      setText(play, playing ? "Pause" : "Play");
      pace.set(speed);
      row.row.hidden = !room;
      column.row.hidden = trace || !room;
      if (!room) return;
      const word = back ? "input " : "", names = trace ? [`${word}sample`] : [`${word}row`, `${word}column`];
      [row, column].slice(0, names.length).forEach((control, axis) => {
        const end = axis ? map.n2 - 1 : map.n1 - 1;
        if (ends[axis] !== end) control.setRange(0, Math.max(1, end));
        ends[axis] = end;
        setText(control.row.querySelector("label"), names[axis]);
        setAttribute(control.row.querySelector("input[type=number]"), "aria-label", `${names[axis]}, number`);
        control.set(at[axis], `${names[axis]} ${at[axis]}`);
        control.note(`of 0 … ${end}`);
      });
    },
  };
}

// ------------------------------------------------------------------------------ numbers

/** Receptive field in samples, ms and metres, and what makes them. */
function makeNumbers(act) {
  const above = (v) => (v > 0 && v <= 1e6 ? "" : "A number above 0, please.");
  const tiles = [tile("field, samples"), tile("in time"), tile("in depth"), tile("in width")];
  const fields = [["dt_ms", "sample interval (ms)"], ["dx_m", "trace distance (m)"], ["velocity_m_s", "velocity (m/s)"]].map(([name, label]) =>
    [name, labelledField(label, { step: "any" }, (v) => act.set({ [name]: v }), above)]);
  const layer = countControl({ label: "look at layer", min: 1, max: 2, onInput: (v) => act.set({ layer: v }), objection: (v) => whole(1, count)(v) });
  let count = 2;
  const element = make("div", { class: "cl-part" },
    make("div", { class: "cl-rows" }, layer.row), make("div", { class: "cl-tiles" }, ...tiles.map((t) => t.element)),
    make("div", { class: "cl-bar" }, ...fields.map(([, f]) => f.row)));
  return {
    element,
    update({ state, stack }) {
      const { size } = stack.fields[stack.shown - 1], ms = size * state.dt_ms;
      if (count !== state.layers.length) layer.setRange(1, Math.max(2, state.layers.length));
      count = state.layers.length;
      layer.row.hidden = count < 2;
      layer.set(stack.shown, `layer ${stack.shown}`);
      tiles[0].set(`${size} × ${size}`);
      tiles[1].set(`${short(ms)} ms`);
      tiles[2].set(`${short((state.velocity_m_s * ms) / 2000)} m`);
      tiles[3].set(`${short(size * state.dx_m)} m`);
      for (const [name, field] of fields) field.show(state[name]);
    },
  };
}
