// The mathematics of course_lib for the screen: pure functions on Float64Array, no DOM.
// Samples are rows: X has m rows of n numbers, row after row. Python owns the reference
// (features.py, losses.py, networks.py); tests/browser holds the two together at 1e-9.

// ------------------------------------------------------------------ activations, losses

/** σ(z) = 1 / (1 + e⁻ᶻ); the exponent stays negative, so nothing overflows. */
export function sigmoid(z) {
  const e = Math.exp(-Math.abs(z));
  return (z < 0 ? e : 1) / (1 + e);
}

/** Price of one sample with score z and label y, −y ln σ(z) − (1 − y) ln(1 − σ(z)). */
export function sampleLoss(z, y) {
  return Math.max(z, 0) + Math.log1p(Math.exp(-Math.abs(z))) - y * z;
}

/** J: mean binary cross-entropy of the scores z (before the sigmoid), labels y 0 or 1. */
export function binaryCrossEntropy(z, y) {
  let sum = 0;
  for (let i = 0; i < z.length; i++) sum += sampleLoss(z[i], y[i]);
  return sum / z.length;
}

/** Share of samples on the right side: σ(z) ≥ .5 means class 1. */
export function binaryAccuracy(z, y) {
  let right = 0;
  for (let i = 0; i < z.length; i++) if ((z[i] >= 0) === (y[i] === 1)) right++;
  return right / z.length;
}

// ------------------------------------------------------------------------------ features

/** Mean and standard deviation (divided by m) of every column. */
export function columnStatistics(X, n) {
  const m = X.length / n, mean = new Float64Array(n), std = new Float64Array(n);
  for (let i = 0; i < X.length; i++) mean[i % n] += X[i] / m;
  for (let i = 0; i < X.length; i++) std[i % n] += (X[i] - mean[i % n]) ** 2 / m;
  return { mean, std: std.map(Math.sqrt) };
}

/** (X − mean) / std, column by column. */
export function standardize(X, n, { mean, std }) {
  return X.map((x, i) => (x - mean[i % n]) / std[i % n]);
}

/** x1 … xn, x1², x1 x2, …, x2², …: the lecture's order, n + n(n + 1)/2 columns. */
export function quadraticFeatures(X, n) {
  const m = X.length / n, k = n + (n * (n + 1)) / 2, out = new Float64Array(m * k);
  for (let i = 0, at = 0; i < m; i++) {
    for (let j = 0; j < n; j++) out[at++] = X[i * n + j];
    for (let j = 0; j < n; j++)
      for (let l = j; l < n; l++) out[at++] = X[i * n + j] * X[i * n + l];
  }
  return out;
}

/**
 * Rewrite z = b + w·φ(p) in other inputs q, where p_i = scale_i q_i + shift_i.
 * Two inputs; w holds 2 numbers (p1, p2) or 5 (p1, p2, p1², p1 p2, p2²).
 */
export function substitute({ w, b }, scale, shift) {
  const [s1, s2] = scale, [t1, t2] = shift, [w1, w2, a = 0, c = 0, d = 0] = w;
  const linear = [s1 * (w1 + 2 * a * t1 + c * t2), s2 * (w2 + c * t1 + 2 * d * t2)];
  const curved = [a * s1 * s1, c * s1 * s2, d * s2 * s2];
  return {
    w: w.length === 2 ? linear : [...linear, ...curved],
    b: b + w1 * t1 + w2 * t2 + a * t1 * t1 + c * t1 * t2 + d * t2 * t2,
  };
}

/** The same unit for standardised inputs, given it for raw ones. */
export function rawToStandardized(unit, { mean, std }) {
  return substitute(unit, std, mean);
}

/** The same unit for raw inputs, given it for standardised ones. */
export function standardizedToRaw(unit, { mean, std }) {
  return substitute(unit, std.map((s) => 1 / s), mean.map((t, i) => -t / std[i]));
}

// ------------------------------------------------------------------------ a logistic unit

/** Scores z = F w + b of every row of F (m, k), written into z. */
export function unitScores(F, w, b, z) {
  const k = w.length;
  for (let i = 0, at = 0; i < z.length; i++) {
    let sum = b;
    for (let j = 0; j < k; j++) sum += w[j] * F[at++];
    z[i] = sum;
  }
  return z;
}

/** {dw, db}: gradient of J at the scores z, dz = (σ(z) − y) / m carried back to F. */
export function unitGradient(F, z, y, k) {
  const m = z.length, dw = new Array(k).fill(0);
  let db = 0;
  for (let i = 0, at = 0; i < m; i++) {
    const dz = (sigmoid(z[i]) - y[i]) / m;
    db += dz;
    for (let j = 0; j < k; j++) dw[j] += dz * F[at++];
  }
  return { dw, db };
}

/** One step of gradient descent: w − α dw, b − α db. */
export function gradientStep({ w, b }, { dw, db }, lr) {
  return { w: w.map((v, j) => v - lr * dw[j]), b: b - lr * db };
}

/** Euclidean length of a vector. */
export function norm(v) {
  return Math.sqrt(v.reduce((sum, x) => sum + x * x, 0));
}

// --------------------------------------------------------------------------------- grids

/**
 * z = b + w·φ(u) on nx × ny nodes that span [x0, x1] × [y0, y1], first row at y1 (top).
 * w holds 2 or 5 weights.
 */
export function scoreGrid({ w, b }, { x0, x1, y0, y1 }, nx, ny, out) {
  const [w1, w2, a = 0, c = 0, d = 0] = w;
  for (let j = 0, at = 0; j < ny; j++) {
    const y = y1 + ((y0 - y1) * j) / (ny - 1);
    const row = b + y * (w2 + d * y), slope = w1 + c * y;
    for (let i = 0; i < nx; i++) {
      const x = x0 + ((x1 - x0) * i) / (nx - 1);
      out[at++] = row + x * (slope + a * x);
    }
  }
  return out;
}
