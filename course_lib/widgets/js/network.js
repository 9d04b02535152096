// A fully connected network on flat Float64Arrays: forward, loss, backpropagated
// gradient. The twin of course_lib/networks.py, parameters in the same order: W¹ row by
// row, b¹, W², b², … Nothing here allocates once network and workspace are made.

import { decay } from "./data_losses.js";
import { sampleLoss } from "./engine.js";
import { ACTIVATION_PASSES } from "./network_activations.js";
import { addOuter, multiplyBackward, multiplyForward } from "./network_kernels.js";

/** Samples that go through the network together: their numbers stay in the cache. */
const TILE = 64;

/**
 * @typedef {object} Layer
 * @property {number} nIn, nOut
 * @property {number} weights, biases where W and b start in the parameters
 * @property {string} activation of a hidden layer; the output's name for the last one
 *
 * @typedef {object} Samples
 * @property {number} m
 * @property {Float64Array} X feature after feature: X[j * m + i] of sample i
 * @property {Float64Array} y class 0 … K − 1 or value of every sample; with k linear
 *   outputs k values per sample
 */

/**
 * @param {object} settings those of Network: `sizes`, one activation per hidden layer
 *   in `hidden`, `output` ("sigmoid", "softmax", "linear"), prices `l1`, `l2`
 */
export function makeNetwork({ sizes, hidden = [], output, l1 = 0, l2 = 0 }) {
  const layers = [];
  let at = 0;
  for (let l = 0; l + 1 < sizes.length; l++) {
    const nIn = sizes[l], nOut = sizes[l + 1], biases = at + nIn * nOut;
    const activation = l + 2 < sizes.length ? hidden[l] : output;
    layers.push({
      nIn, nOut, weights: at, biases, activation, pass: ACTIVATION_PASSES[activation],
    });
    at = biases + nOut;
  }
  return {
    sizes: [...sizes], layers, output, l1, l2,
    parameters: new Float64Array(at), gradient: new Float64Array(at),
    version: 0, // goes up with every change of the parameters: pictures may be old
  };
}

/** Replace all parameters, or the one at `index` by a number. */
export function setParameters(network, values, index = -1) {
  if (index < 0) network.parameters.set(values);
  else network.parameters[index] = values;
  network.version += 1;
}

/** Columns x1 … xn of m rows, row after row, as Samples. */
export function makeSamples(rows, n, y) {
  const m = rows.length / n, X = new Float64Array(m * n);
  for (let i = 0; i < m; i++)
    for (let j = 0; j < n; j++) X[j * m + i] = rows[i * n + j];
  return { m, X, y: Float64Array.from(y) };
}

/**
 * Room for up to `capacity` samples on their way through a network.
 * a[0] holds inputs, a[l] the outputs of layer l, slopes and deltas g′(z) and ∂J/∂z.
 */
export function makeWorkspace({ sizes }, capacity) {
  const stride = capacity + (capacity % 2);
  const rows = () => sizes.map((n) => new Float64Array(n * stride));
  return { stride, capacity, a: rows(), slopes: rows(), deltas: rows() };
}

/** The workspace that suits mini-batches of this size. */
export function makeBatchSpace(network, batchSize) {
  return makeWorkspace(network, Math.min(batchSize, TILE));
}

/**
 * Send the inputs in a[0] through the first `depth` layers; the output layer stays at
 * z, the scores before sigmoid or softmax: see `finishOutputs`.
 */
export function forward(network, space, count, depth = network.layers.length) {
  const { layers, parameters } = network, { a, slopes, stride } = space;
  for (let l = 0; l < depth; l++) {
    const { nIn, nOut, weights, biases, pass } = layers[l], Z = a[l + 1];
    multiplyForward(parameters, weights, biases, nIn, nOut, a[l], Z, stride, count);
    if (l + 1 < layers.length) pass(Z, slopes[l + 1], nOut, stride, count);
  }
}

/** Turn the scores of the output layer, in place, into what the network answers. */
export function finishOutputs(network, space, count) {
  const { output, layers } = network, { a, slopes, stride } = space;
  const l = layers.length, A = a[l], K = layers[l - 1].nOut;
  if (output === "sigmoid") ACTIVATION_PASSES.sigmoid(A, slopes[l], K, stride, count);
  if (output === "softmax") softmaxRows(A, K, stride, count);
}

function softmaxRows(A, K, stride, count) {
  for (let s = 0; s < count; s++) {
    const end = K * stride;
    let top = A[s], sum = 0;
    for (let p = s; p < end; p += stride) top = Math.max(top, A[p]);
    for (let p = s; p < end; p += stride) sum += A[p] = decay(top - A[p]);
    for (let p = s; p < end; p += stride) A[p] /= sum;
  }
}

/** Copy `count` samples into a[0]: those listed from `first` on, or the next ones. */
function fillInputs(space, { m, X }, n, indices, first, count) {
  const { stride } = space, A = space.a[0];
  for (let j = 0; j < n; j++) {
    const from = j * m, to = j * stride;
    if (indices)
      for (let s = 0; s < count; s++) A[to + s] = X[from + indices[first + s]];
    else for (let s = 0; s < count; s++) A[to + s] = X[from + first + s];
  }
}

// ---------------------------------------------------------------------- loss, gradient

/** ∂J/∂z of the output layer, (a − y) / total, twice that for squares. */
function outputDeltas(network, space, y, indices, first, count, total) {
  const { output, layers } = network, { a, deltas, stride } = space;
  const l = layers.length, A = a[l], D = deltas[l], K = layers[l - 1].nOut;
  finishOutputs(network, space, count);
  const share = output === "linear" ? 2 / (total * K) : 1 / total;
  for (let s = 0; s < count; s++) {
    const i = indices ? indices[first + s] : first + s;
    for (let k = 0, p = s; k < K; k++, p += stride) {
      const truth = output === "softmax" ? (y[i] === k ? 1 : 0) : y[i * K + k];
      D[p] = share * (A[p] - truth);
    }
  }
}

/**
 * Gradient of the loss over a batch, penalty included, into network.gradient.
 *
 * @param {object} network
 * @param {object} space a workspace of any capacity
 * @param {Samples} samples
 * @param {Int32Array} [indices] of which the first `count` are the batch
 * @param {number} [count] all samples in order when both are omitted
 */
export function computeGradient(
  network, space, samples, indices = null, count = samples.m,
) {
  const { layers, parameters, gradient } = network;
  const { a, slopes, deltas, stride } = space;
  for (let k = 0; k < gradient.length; k++) gradient[k] = 0;
  for (let first = 0; first < count; first += space.capacity) {
    const size = Math.min(space.capacity, count - first);
    fillInputs(space, samples, layers[0].nIn, indices, first, size);
    forward(network, space, size);
    outputDeltas(network, space, samples.y, indices, first, size, count);
    for (let l = layers.length - 1; l >= 0; l--) {
      const { nIn, nOut, weights, biases } = layers[l], D = deltas[l + 1];
      addOuter(gradient, weights, biases, nIn, nOut, D, a[l], stride, size);
      if (l)
        multiplyBackward(
          parameters, weights, nIn, nOut, D, slopes[l], deltas[l], stride, size);
    }
  }
  if (network.l1 || network.l2) addPenaltySlopes(network);
  return gradient;
}

function addPenaltySlopes({ layers, parameters, gradient, l1, l2 }) {
  for (const { weights, biases } of layers)
    for (let k = weights; k < biases; k++)
      gradient[k] += l1 * Math.sign(parameters[k]) + l2 * parameters[k];
}

/** l1 Σ|w| + l2 Σ w²/2 over all weights. */
export function penaltyOf({ layers, parameters, l1, l2 }) {
  let sum = 0;
  if (l1 || l2)
    for (const { weights, biases } of layers)
      for (let k = weights; k < biases; k++)
        sum += l1 * Math.abs(parameters[k]) + (l2 * parameters[k] * parameters[k]) / 2;
  return sum;
}

/** Price of one sample whose scores are in the workspace at s. */
function sampleCost({ output }, A, K, stride, s, y, i) {
  if (output === "sigmoid") return sampleLoss(A[s], y[i]);
  let sum = 0;
  if (output === "linear") {
    for (let k = 0; k < K; k++) sum += (A[k * stride + s] - y[i * K + k]) ** 2;
    return sum / K;
  }
  let top = A[s];
  for (let k = 1; k < K; k++) top = Math.max(top, A[k * stride + s]);
  for (let k = 0; k < K; k++) sum += decay(top - A[k * stride + s]);
  return top + Math.log(sum) - A[y[i] * stride + s];
}

/** Class with the highest score, at s. */
function bestClass({ output }, A, K, stride, s) {
  if (output === "sigmoid") return A[s] >= 0 ? 1 : 0;
  let best = 0;
  for (let k = 1; k < K; k++) if (A[k * stride + s] > A[best * stride + s]) best = k;
  return best;
}

/**
 * Mean loss J over the samples, penalty included.
 * @param {Float64Array} [confusion] K × K for K classes: receives how many samples of
 *   class i (row) are taken for class j (column)
 */
export function computeLoss(network, space, samples, confusion = null) {
  const { layers } = network, { m, y } = samples, { a, stride } = space;
  const l = layers.length, A = a[l], K = layers[l - 1].nOut;
  const classes = Math.max(K, 2);
  let sum = 0;
  confusion?.fill(0);
  for (let first = 0; first < m; first += space.capacity) {
    const size = Math.min(space.capacity, m - first);
    fillInputs(space, samples, layers[0].nIn, null, first, size);
    forward(network, space, size);
    for (let s = 0; s < size; s++) {
      sum += sampleCost(network, A, K, stride, s, y, first + s);
      if (confusion)
        confusion[y[first + s] * classes + bestClass(network, A, K, stride, s)] += 1;
    }
  }
  return sum / m + penaltyOf(network);
}
