// A batch on its way through a chain of equal layers, and a gradient on its way back:
// the twin of course_lib/propagation.py.

import { lengthOf, measureActivations, rowsRms, slopeProduct } from "./layer_numbers.js";
import { ACTIVATION_PASSES } from "./network_activations.js";
import { multiplyBackward, multiplyForward } from "./network_kernels.js";
import { STARTING_RULES, UNIT_DRAWS } from "./network_start.js";
import { makeRandom } from "./shared_random.js";

/** What is measured of each layer. */
const CHAIN_NUMBERS = [
  "mean", "std", "rms", "saturated", "dead", "slope", "gradient", "weightNorm",
];

/**
 * @typedef {object} ChainSettings as `chain` of propagation.py takes them
 * @property {number} depth, width
 * @property {string} activation, init
 * @property {number} [factor] 1; multiplies the variance of the weights
 * @property {number} [batch] 50 samples, when no x is given
 * @property {number} [seed] 0
 * @property {number} [nIn] inputs; as many as units when left out
 * @property {Float64Array} [x] inputs, row after row of nIn; else unit normal numbers
 */

/**
 * Makes chains. What was drawn or allocated is kept, so that the next chain costs only
 * its products: a new factor or activation draws nothing.
 *
 * measure(settings) returns one Float64Array of `depth` numbers per quantity (mean, std,
 * rms, saturated, dead, slope, gradient, weightNorm, product; weightGradient, computed
 * when it is asked for), weightGradientOf(l) of one layer alone, and the Rows behind them
 * (see layer_numbers.js): activations(l) and gradients(l) of layer l, 0 the first. All
 * until the next measure().
 */
export function makeChainMeter() {
  let drawn = { key: "" }, room = { key: "" };

  /** Unit draws for all weights, with the gradient at the end and the inputs. */
  function draw({ depth, width, init, batch, seed, nIn, x }) {
    const { kind } = STARTING_RULES[init];
    const key = [kind, width, batch, seed, nIn, x ? "given" : "drawn"].join();
    if (drawn.key !== key) {
      const random = makeRandom(seed);
      const last = random.fillNormal(new Float64Array(batch * width));
      const inputs = x ? null : random.fillNormal(new Float64Array(batch * nIn));
      if (x) random.skip(2 * batch * nIn); // the weights are those of drawn inputs
      drawn = { key, random, last, inputs, layers: [] };
    }
    const { layers, random } = drawn, next = UNIT_DRAWS[kind];
    for (let l = layers.length; l < depth; l++) {
      const units = new Float64Array(width * (l ? width : nIn));
      if (kind === "normal") random.fillNormal(units); // the usual kind, fast
      else for (let k = 0; k < units.length; k++) units[k] = next(random);
      layers.push(units);
    }
    return drawn;
  }

  /** Arrays for a chain: per layer W with its (zero) b, per unit a row of samples. */
  function makeRoom({ depth, width, batch, nIn }) {
    const key = [width, batch, nIn].join();
    const stride = batch + (batch % 2);
    if (room.key !== key) {
      room = { key, stride, a: [], slopes: [], deltas: [], weights: [] };
      room.a.push(new Float64Array(nIn * stride));
    }
    for (let l = room.weights.length; l < depth; l++) {
      room.weights.push(new Float64Array(width * ((l ? width : nIn) + 1)));
      for (const rows of [room.a, room.slopes, room.deltas])
        rows.push(new Float64Array(width * stride));
    }
    return room;
  }

  function measure(settings) {
    const full = { factor: 1, batch: 50, seed: 0, nIn: settings.width, ...settings };
    if (full.x) full.batch = full.x.length / full.nIn;
    const { depth, width, activation, init, factor, batch, nIn } = full;
    const { layers, last, inputs } = draw(full);
    const { stride, a, slopes, deltas, weights } = makeRoom(full);
    const rule = STARTING_RULES[init], pass = ACTIVATION_PASSES[activation];
    const result = {};
    for (const name of CHAIN_NUMBERS) result[name] = new Float64Array(depth);
    const rows = (values) => ({ values, units: width, stride, count: batch });

    spreadRows(full.x ?? inputs, nIn, batch, a[0], stride);
    spreadRows(last, width, batch, deltas[depth - 1], stride);
    for (let l = 0; l < depth; l++) {
      const n = l ? width : nIn, W = weights[l], A = a[l + 1], S = slopes[l];
      const size = Math.sqrt(factor) * rule.size({ nIn: n, nOut: width });
      for (let k = 0; k < width * n; k++) W[k] = size * layers[l][k];
      multiplyForward(W, 0, width * n, n, width, a[l], A, stride, batch);
      pass(A, S, width, stride, batch);
      const numbers = measureActivations(activation, rows(A), S);
      for (const name in numbers) result[name][l] = numbers[name];
      result.weightNorm[l] = lengthOf(W, 0, width * n);
    }
    for (let l = depth - 1; l >= 0; l--) {
      const D = deltas[l];
      result.gradient[l] = rowsRms(rows(D));
      if (l)
        multiplyBackward(
          weights[l], 0, width, width, D, slopes[l - 1], deltas[l - 1], stride, batch);
    }
    result.product = slopeProduct(result.slope);
    // A third of all the work, and one layer of it is looked at: done when asked for.
    const lengths = new Map();
    result.weightGradientOf = (l) => {
      if (!lengths.has(l))
        lengths.set(l, outerLength(deltas[l], width, a[l], l ? width : nIn, stride, batch) / batch);
      return lengths.get(l);
    };
    const get = () => Float64Array.from({ length: depth }, (_, l) => result.weightGradientOf(l));
    Object.defineProperty(result, "weightGradient", { get, enumerable: true });
    result.activations = (l) => rows(a[l + 1]);
    result.gradients = (l) => rows(deltas[l]);
    return result;
  }

  return { measure };
}

/** Samples row after row → one row of samples per unit. */
function spreadRows(from, units, count, to, stride) {
  for (let s = 0; s < count; s++)
    for (let j = 0; j < units; j++) to[j * stride + s] = from[s * units + j];
}

/**
 * ‖D Aᵀ‖ of D (nOut rows) and A (nIn rows), without keeping the product. Four rows of D
 * and two of A are read together; rows that are left over are taken one by one.
 */
function outerLength(D, nOut, A, nIn, stride, count) {
  let squares = 0, i = 0;
  for (; i + 3 < nOut; i += 4) {
    const d0 = i * stride, d1 = d0 + stride, d2 = d1 + stride, d3 = d2 + stride;
    let j = 0;
    for (; j + 1 < nIn; j += 2) {
      let g0 = 0, g1 = 0, g2 = 0, g3 = 0, h0 = 0, h1 = 0, h2 = 0, h3 = 0;
      for (let s = 0, p = j * stride, q = p + stride; s < count; s++, p++, q++) {
        const a = A[p], c = A[q];
        const e0 = D[d0 + s], e1 = D[d1 + s], e2 = D[d2 + s], e3 = D[d3 + s];
        g0 += e0 * a; h0 += e0 * c;
        g1 += e1 * a; h1 += e1 * c;
        g2 += e2 * a; h2 += e2 * c;
        g3 += e3 * a; h3 += e3 * c;
      }
      squares += g0 * g0 + g1 * g1 + g2 * g2 + g3 * g3;
      squares += h0 * h0 + h1 * h1 + h2 * h2 + h3 * h3;
    }
    if (j < nIn)
      for (let k = i; k < i + 4; k++) squares += rowProduct(D, k, A, j, stride, count) ** 2;
  }
  for (; i < nOut; i++)
    for (let j = 0; j < nIn; j++) squares += rowProduct(D, i, A, j, stride, count) ** 2;
  return Math.sqrt(squares);
}

function rowProduct(D, i, A, j, stride, count) {
  let sum = 0;
  for (let s = 0; s < count; s++) sum += D[i * stride + s] * A[j * stride + s];
  return sum;
}

// Midpoints v of [−2, 2]; u = v³ lies dense where a steep function bends, the shares
// are those of a unit normal u.
const THEORY_POINTS = 1000;
const UNIT_NORMALS = Float64Array.from(
  { length: THEORY_POINTS }, (_, k) => ((k + 0.5) / 250 - 2) ** 3,
);
const NORMAL_SHARES = UNIT_NORMALS.map((u) => Math.cbrt(u) ** 2 * Math.exp((-u * u) / 2));
const SHARE_TOTAL = NORMAL_SHARES.reduce((sum, share) => sum + share, 0);

/**
 * What to expect when the layers are very wide; see `theory` of propagation.py.
 * @param {ChainSettings} settings x is not looked at
 * @param {number} [meanSquareX] of the inputs
 * @returns {{ std: Float64Array, rms: Float64Array, gradient: Float64Array }}
 */
export function chainTheory(
  { depth, width, activation, init, factor = 1, nIn = width }, meanSquareX = 1,
) {
  const std = new Float64Array(depth), rms = new Float64Array(depth);
  const gradient = new Float64Array(depth).fill(1), back = new Float64Array(depth);
  const { kind, size } = STARTING_RULES[init];
  const A = new Float64Array(THEORY_POINTS), S = new Float64Array(THEORY_POINTS);
  const variance = (n) =>
    (factor * size({ nIn: n, nOut: width }) ** 2) / (kind === "uniform" ? 3 : 1);
  let square = meanSquareX;
  for (let l = 0; l < depth; l++) {
    const n = l ? width : nIn, scale = Math.sqrt(n * variance(n) * square);
    for (let k = 0; k < THEORY_POINTS; k++) A[k] = scale * UNIT_NORMALS[k];
    ACTIVATION_PASSES[activation](A, S, 1, THEORY_POINTS, THEORY_POINTS);
    let sum = 0, squares = 0, slopes = 0;
    for (let k = 0; k < THEORY_POINTS; k++) {
      const share = NORMAL_SHARES[k] / SHARE_TOTAL;
      sum += share * A[k];
      squares += share * A[k] * A[k];
      slopes += share * S[k] * S[k];
    }
    square = squares;
    rms[l] = Math.sqrt(squares);
    std[l] = Math.sqrt(Math.max(squares - sum * sum, 0));
    back[l] = Math.sqrt(width * variance(width) * slopes);
  }
  for (let l = depth - 2; l >= 0; l--) gradient[l] = gradient[l + 1] * back[l];
  if (init === "constant") for (const array of [std, rms, gradient]) array.fill(NaN);
  return { std, rms, gradient };
}
