// ConvolutionExplorer's state: what Python sent, checked, and what follows from it.
// Pure functions, no DOM.

import { correlate2d, leftOver, outputSize, paddingOf, receptiveFields, rectify, runLayers, traceBack, turnKernel } from "./js/convolution.js";
import { makeRandom } from "./js/shared_random.js";

/** Traits that browser and Python share. */
export const convolutionTraits = [
  "view", "kernels", "wavelet", "stride", "padding", "dilation", "flip", "bias", "activation",
  "look", "position", "sample", "channel", "layers", "layer", "weights", "seed", "dt_ms", "dx_m",
  "velocity_m_s",
];
const CHOICES = {
  view: ["section", "channels", "trace", "stack"], activation: ["none", "relu"],
  look: ["output", "input"], weights: ["mean", "random", "kernel"],
};
const WHOLE = {
  stride: [1, 8], dilation: [1, 8], sample: [0, Infinity], channel: [0, 7], layer: [1, 8],
  seed: [0, 2 ** 32 - 1],
};
const LAYER_KINDS = ["conv", "max", "mean"];

/** The data as Python sent them, read once: {image: {values, c, n1, n2}, trace}. */
export function readConvolutionData(model) {
  const image = floatsOf(model.get("_image"), "image"), trace = floatsOf(model.get("_trace"), "trace");
  const [c, n1, n2] = model.get("_info").shape;
  if (c * n1 * n2 !== image.length) throw new Error(`image must hold ${c} × ${n1} × ${n2} numbers; got ${image.length}`);
  return { image: { values: image, c, n1, n2 }, trace: { values: trace, c: 1, n1: trace.length, n2: 1 } };
}

function floatsOf(view, name) {
  const length = view?.byteLength ?? 0;
  if (!length || length % 4) throw new Error(`${name} must hold at least one number`);
  const values = Float64Array.from(new Float32Array(view.buffer.slice(view.byteOffset, view.byteOffset + length)));
  if (!values.every(Number.isFinite)) throw new Error(`${name} must hold finite numbers`);
  return values;
}

/** The state as the model holds it, or an error that says what is wrong with it. */
export function readConvolutionState(model, { image }) {
  const state = Object.fromEntries(convolutionTraits.map((name) => [name, model.get(name)]));
  const wrong = (name, wanted) => {
    throw new Error(`${name} must be ${wanted}; got ${JSON.stringify(state[name])}`);
  };
  for (const [name, allowed] of Object.entries(CHOICES))
    if (!allowed.includes(state[name])) wrong(name, allowed.join(", "));
  for (const [name, [low, high]] of Object.entries(WHOLE))
    if (!Number.isInteger(state[name]) || state[name] < low || state[name] > high)
      wrong(name, `a whole number from ${low} to ${high}`);
  for (const name of ["dt_ms", "dx_m", "velocity_m_s"])
    if (!(state[name] > 0 && state[name] < Infinity)) wrong(name, "a number > 0");
  if (!Number.isFinite(state.bias)) wrong("bias", "a finite number");
  if (state.padding !== "same" && !(Number.isInteger(state.padding) && state.padding >= 0 && state.padding <= 32))
    wrong("padding", 'a whole number from 0 to 32 or "same"');
  const { position, layers, kernels, wavelet } = state;
  if (!Array.isArray(position) || position.length !== 2 || !position.every((v) => Number.isInteger(v) && v >= 0))
    wrong("position", "two whole numbers");
  if (!isTable(kernels) || kernels.length !== image.c) wrong("kernels", `${image.c} kernels of finite numbers`);
  if (!isRow(wavelet)) wrong("wavelet", "a list of finite numbers");
  if (!Array.isArray(layers) || !layers.length || layers.length > 8 || !layers.every(isLayer))
    wrong("layers", "1 to 8 layers");
  return state;
}

const isRow = (row, length = row?.length) =>
  Array.isArray(row) && row.length > 0 && row.length === length && row.every(Number.isFinite);
const isTable = (kernels) => Array.isArray(kernels) && kernels.length > 0
  && kernels.every((kernel) => Array.isArray(kernel) && kernel.length === kernels[0].length
    && kernel.every((row) => isRow(row, kernels[0][0]?.length)));
const isLayer = (layer) => layer && LAYER_KINDS.includes(layer.kind)
  && ["k", "stride", "dilation"].every((name) => Number.isInteger(layer[name]) && layer[name] > 0)
  && Number.isInteger(layer.padding) && layer.padding >= 0;

/** A kernel given as nested lists: {values, k1, k2} of all channels in one. */
export function kernelOf(kernels) {
  return { values: Float64Array.from(kernels.flat(2)), k1: kernels[0].length, k2: kernels[0][0].length };
}

/** One channel of an image, without a copy. */
export function channelOf({ values, n1, n2 }, channel) {
  return { values: values.subarray(channel * n1 * n2, (channel + 1) * n1 * n2), c: 1, n1, n2 };
}

/** Kernels cut, or filled with zeros, around their middle to k1 × k2. */
export function resizeKernels(kernels, k1, k2) {
  const fit = (list, k, zero) => {
    const now = list.length, first = Math.floor(Math.abs(now - k) / 2);
    if (now >= k) return list.slice(first, first + k);
    return Array.from({ length: k }, (_, i) => list[i - first] ?? zero());
  };
  return kernels.map((kernel) => fit(kernel.map((row) => fit(row, k2, () => 0)), k1, () => new Array(k2).fill(0)));
}

/** Settings of the axes that a kernel of k1 × k2 moves along. */
function movesOf({ stride, padding, dilation }, k1, k2, column) {
  return { stride, dilation, padding: [paddingOf(padding, k1, dilation), column ? [0, 0] : paddingOf(padding, k2, dilation)] };
}

/** One axis in numbers, for the size formula. */
function axisOfSize(n, k, [before, after], { stride, dilation }) {
  const o = outputSize(n, k, stride, before + after, dilation);
  return { n, k, before, after, stride, dilation, o, room: n + before + after - dilation * (k - 1) - 1, dropped: o > 0 ? leftOver(n, k, stride, before + after, dilation) : 0 };
}

/**
 * A kernel on an image: the sum with bias, the output after the activation, sizes.
 *
 * @returns {object} z, output (images), w as it lies on the input, moves, axes; `fits` is
 *   false when the kernel reaches further than the padded input
 */
export function slide(x, w, state) {
  const laid = state.flip ? turnKernel(w) : w, column = state.view === "trace"; // stays one column
  const moves = movesOf(state, w.k1, w.k2, column);
  const z = correlate2d(x, laid, [state.bias], moves);
  const axes = [axisOfSize(x.n1, w.k1, moves.padding[0], moves), axisOfSize(x.n2, w.k2, moves.padding[1], moves)];
  return { x, w, laid, moves, axes, z, output: state.activation === "relu" ? rectify(z) : z, fits: z.values.length > 0 };
}

/** Response of every channel to its own kernel, without bias; images of one channel. */
export function responses(x, laid, moves) {
  const size = laid.k1 * laid.k2;
  return Array.from({ length: x.c }, (_, c) => correlate2d(channelOf(x, c),
    { values: laid.values.subarray(c * size, (c + 1) * size), k1: laid.k1, k2: laid.k2 }, null, moves));
}

/** Values under the kernel at output cell (row, col), 0 in the padding; all channels. */
export function windowAt({ x, laid, moves }, row, col) {
  const { k1, k2 } = laid, values = new Float64Array(x.c * k1 * k2);
  for (let c = 0, to = 0; c < x.c; c++)
    for (let i = 0; i < k1; i++)
      for (let j = 0; j < k2; j++, to++) {
        const r = row * moves.stride + i * moves.dilation - moves.padding[0][0];
        const q = col * moves.stride + j * moves.dilation - moves.padding[1][0];
        if (r >= 0 && r < x.n1 && q >= 0 && q < x.n2) values[to] = x.values[(c * x.n1 + r) * x.n2 + q];
      }
  return values;
}

/** Output cells along one axis that input sample i feeds: [{cell, tap}]. */
export function fedBy(i, { k, before, stride, dilation, o }) {
  const found = [];
  for (let tap = 0; tap < k; tap++) {
    const at = i + before - tap * dilation, cell = at / stride;
    if (at >= 0 && Number.isInteger(cell) && cell < o) found.push({ cell, tap });
  }
  return found.reverse();
}

/** Weights of the layers: the twin of convolution_computing.layer_weights. */
export function layerWeights(layers, choice, kernel, seed) {
  const random = makeRandom(seed);
  return layers.map(({ kind, k }) => {
    if (kind !== "conv") return null;
    if (choice === "random") return random.fillNormal(new Float64Array(k * k)).map((v) => (Math.SQRT2 / k) * v);
    if (choice === "kernel" && kernel.k1 === k && kernel.k2 === k) return kernel.values;
    return new Float64Array(k * k).fill(1 / (k * k));
  });
}

/** How many layers have room for their windows, and what each leaves: [{o1, o2, ...}]. */
export function layerSizes({ n1, n2 }, layers) {
  const sizes = [];
  let now = [n1, n2];
  for (const layer of layers) {
    const axes = now.map((n) => axisOfSize(n, layer.k, [layer.padding, layer.padding], layer));
    now = axes.map(({ o }) => o);
    if (now.some((o) => o < 1)) break;
    sizes.push({ axes, o1: now[0], o2: now[1] });
  }
  return sizes;
}

/** Layers in a row up to the one that is read: maps, sizes, fields. */
export function evaluateStack(x, state) {
  const sizes = layerSizes(x, state.layers), shown = Math.min(state.layer, state.layers.length);
  const depth = Math.min(sizes.length, state.layers.length), relu = state.activation === "relu";
  const layers = state.layers.slice(0, depth);
  const kernel = kernelOf([state.kernels[Math.min(state.channel, state.kernels.length - 1)]]);
  const weights = layerWeights(state.layers, state.weights, kernel, state.seed);
  return {
    x, sizes, layers, shown, relu, weights, fits: depth >= shown,
    maps: runLayers(x, layers, weights, relu), fields: receptiveFields(state.layers),
  };
}

/** Gradient of the chosen cell of the layer that is read, in every map below it. */
export function stackGradient({ maps, layers, weights, relu, shown }, row, col) {
  return traceBack(maps.slice(0, shown + 1), layers.slice(0, shown), weights, relu, row, col);
}

/** The output cell whose window has its middle nearest to an input sample. */
export function nearestCell({ axes, z }, position) {
  return position.map((v, axis) => {
    const { before, stride, dilation, k } = axes[axis], last = (axis ? z.n2 : z.n1) - 1;
    return Math.max(0, Math.min(last, Math.floor((v + before - (dilation * (k - 1)) / 2) / stride + 0.5)));
  });
}

/** Middle of the receptive field of cell v, in input samples. */
export const fieldCentre = (v, { start, jump, size }) => start + v * jump + (size - 1) / 2;

/** The cell whose receptive field has its middle nearest to input sample v. */
export const fieldCell = (v, { start, jump, size }) => Math.floor((v - start - (size - 1) / 2) / jump + 0.5);
