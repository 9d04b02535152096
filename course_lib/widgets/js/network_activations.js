// Activations of whole layers with their slopes: the twin of course_lib/activations.py.
//
// A pass finds z in A, leaves a = g(z) there and puts g′(z) into S. Both hold one row
// of `stride` numbers per unit, one per sample; the first `count` of each row count.

import { decay } from "./data_losses.js";

// tanh as its Taylor series around the nearest of 512 nodes a unit, where it is T and
// its derivatives are polynomials of T. Equal to Math.tanh to 1e-15 (and to a relative
// 2e-13 near 0) in a fraction of its time. Beyond ±20 it is ±1; NaN stays NaN.
const TANH_NODES = 512;
const TANH_END = 20;
const TANH_MIDDLE = TANH_NODES * TANH_END;
const TANH_TABLE = Float64Array.from(
  { length: 2 * TANH_MIDDLE + 1 }, (_, k) => Math.tanh((k - TANH_MIDDLE) / TANH_NODES),
);

/** tanh z. */
export function fastTanh(z) {
  const near = Math.max(-TANH_END, Math.min(z, TANH_END));
  const k = (near * TANH_NODES + TANH_MIDDLE + 0.5) | 0;
  const d = near - (k - TANH_MIDDLE) * (1 / TANH_NODES), q = d * d;
  const T = TANH_TABLE[k], V = T * T;
  return T + (1 - V) * (d - q * T + q * d * (V - 1 / 3 + d * T * (2 / 3 - V)));
}

function linearPass(A, S, rows, stride, count) {
  for (let first = 0; first < rows * stride; first += stride)
    for (let p = first; p < first + count; p++) S[p] = 1;
}

function sigmoidPass(A, S, rows, stride, count) {
  for (let first = 0; first < rows * stride; first += stride)
    for (let p = first; p < first + count; p++) {
      const z = A[p], e = decay(Math.abs(z)), large = 1 / (1 + e), small = e * large;
      A[p] = z < 0 ? small : large;
      S[p] = large * small; // σ (1 − σ), exact also where σ rounds to 1
    }
}

function tanhPass(A, S, rows, stride, count) {
  for (let first = 0; first < rows * stride; first += stride)
    for (let p = first; p < first + count; p++) {
      const a = fastTanh(A[p]);
      A[p] = a;
      S[p] = 1 - a * a;
    }
}

/** ReLU (leak 0) and its leaky sister; the kink at 0 counts as its left side. */
function rampPass(A, S, rows, stride, count, leak) {
  for (let first = 0; first < rows * stride; first += stride)
    for (let p = first; p < first + count; p++) {
      const slope = A[p] > 0 ? 1 : leak;
      A[p] *= slope;
      S[p] = slope;
    }
}

const reluPass = (A, S, rows, stride, count) => rampPass(A, S, rows, stride, count, 0);
const leakyReluPass = (A, S, rows, stride, count, leak = 0.01) =>
  rampPass(A, S, rows, stride, count, leak);

function eluPass(A, S, rows, stride, count, alpha = 1) {
  for (let first = 0; first < rows * stride; first += stride)
    for (let p = first; p < first + count; p++) {
      const z = A[p];
      A[p] = z > 0 ? z : alpha * Math.expm1(z);
      S[p] = z > 0 ? 1 : alpha * Math.exp(z);
    }
}

function softplusPass(A, S, rows, stride, count) {
  for (let first = 0; first < rows * stride; first += stride)
    for (let p = first; p < first + count; p++) {
      const z = A[p], e = decay(Math.abs(z)), large = 1 / (1 + e);
      A[p] = Math.max(z, 0) + Math.log1p(e);
      S[p] = z < 0 ? e * large : large;
    }
}

function siluPass(A, S, rows, stride, count) {
  for (let first = 0; first < rows * stride; first += stride)
    for (let p = first; p < first + count; p++) {
      const z = A[p], e = decay(Math.abs(z)), large = 1 / (1 + e), small = e * large;
      const a = z < 0 ? small : large;
      A[p] = z * a;
      S[p] = a * (1 + z * (z < 0 ? large : small));
    }
}

const GELU_RATE = Math.sqrt(2 / Math.PI);
const GELU_CUBE = 0.044715;

function geluPass(A, S, rows, stride, count) {
  for (let first = 0; first < rows * stride; first += stride)
    for (let p = first; p < first + count; p++) {
      // Beyond |z| = 10 the tanh is ±1 to the last bit; z³ would overflow much later.
      const z = A[p], near = Math.max(-10, Math.min(z, 10));
      const q = GELU_CUBE * near * near;
      const t = fastTanh(GELU_RATE * near * (1 + q));
      A[p] = 0.5 * z * (1 + t);
      S[p] = 0.5 * (1 + t) + 0.5 * near * (1 - t * t) * GELU_RATE * (1 + 3 * q);
    }
}

/**
 * Passes by the names that Network uses. Two take one more argument: the leak of
 * leaky_relu (0.01 when it is left out), the alpha of elu (1).
 */
export const ACTIVATION_PASSES = {
  linear: linearPass, sigmoid: sigmoidPass, tanh: tanhPass, relu: reluPass,
  leaky_relu: leakyReluPass, elu: eluPass, softplus: softplusPass, gelu: geluPass,
  silu: siluPass,
};
