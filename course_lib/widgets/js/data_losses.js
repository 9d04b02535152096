// Losses over samples, two parameters each: the twin of course_lib/surfaces/data.py.
// Every maker returns { m, evaluate, ofBatch }: evaluate(x, y, out) returns the loss of
// all samples and writes its gradient into out; ofBatch(indices, count, x, y, out) does
// so for the first count samples named, as a batch of their own. value(x, y), where it is
// there, is the loss alone, for less.

/** Mean squared error of ŷ = b + w x over (b, w). */
function makeLineFit({ x: xs, y: ys }) {
  const m = xs.length, x = Float64Array.from(xs), y = Float64Array.from(ys);
  // J as a sum of three squares: the line misses the centre of the data, has the wrong
  // slope, and the rest no line can explain. So no digits cancel, and a step costs the
  // same for any number of samples.
  let meanX = 0, meanY = 0, size = 0, variance = 0, covariance = 0, rest = 0;
  for (let i = 0; i < m; i++) {
    meanX += x[i] / m;
    meanY += y[i] / m;
  }
  for (let i = 0; i < m; i++) {
    size += (x[i] * x[i]) / m;
    variance += (x[i] - meanX) ** 2 / m;
    covariance += ((x[i] - meanX) * (y[i] - meanY)) / m;
  }
  const varies = variance > 1e-20 * size; // one sample has no slope
  const spread = varies ? variance : 0, slope = varies ? covariance / variance : 0;
  for (let i = 0; i < m; i++) rest += (y[i] - meanY - slope * (x[i] - meanX)) ** 2 / m;

  function evaluate(b, w, out) {
    const miss = b + w * meanX - meanY, tilt = w - slope;
    out[0] = 2 * miss;
    out[1] = 2 * (miss * meanX + spread * tilt);
    return miss * miss + spread * (tilt * tilt) + rest;
  }

  function ofBatch(indices, count, b, w, out) {
    let value = 0, db = 0, dw = 0;
    for (let k = 0; k < count; k++) {
      const i = indices[k], error = b + w * x[i] - y[i];
      value += error * error;
      db += error;
      dw += error * x[i];
    }
    out[0] = (2 * db) / count;
    out[1] = (2 * dw) / count;
    return value / count;
  }

  return { m, evaluate, ofBatch };
}

// e⁻ᵃ as 2⁻ⁿ 2^(−j/1024) eʳ with |r| < 4e-4: twice as fast as Math.exp, and the rest of
// a step over data is hardly more than these. ln 2 in two parts, so that r keeps its
// digits (the constants are those of the C library fdlibm).
const HALVINGS = Float64Array.from({ length: 1100 }, (_, n) => 2 ** -n);
const FRACTIONS = Float64Array.from({ length: 1024 }, (_, j) => 2 ** (-j / 1024));
const PER_UNIT = 1024 / Math.LN2;
const LN2_HIGH = 6.93147180369123816490e-1 / 1024;
const LN2_LOW = 1.90821492927058770002e-10 / 1024;

/** e⁻ᵃ for a ≥ 0, to a relative 1e-15; NaN for NaN. */
export function decay(a) {
  const near = Math.min(a, 760), k = (near * PER_UNIT + 0.5) | 0; // e⁻⁷⁶⁰ is 0
  const r = k * LN2_HIGH - near + k * LN2_LOW;
  return HALVINGS[k >> 10] * FRACTIONS[k & 1023] * (1 + r * (1 + r * (0.5 + r * (1 / 6))));
}

/** 0 … m − 1: all samples as one batch. */
function allOf(m) {
  return Int32Array.from({ length: m }, (_, i) => i);
}

/** Mean binary cross-entropy of a logistic unit over (w1, w2); its bias b is fixed. */
function makeLogistic({ X, y: ys, b = 0 }) {
  const m = X.length, y = Float64Array.from(ys), all = allOf(m);
  const x1 = Float64Array.from(X, (x) => x[0]), x2 = Float64Array.from(X, (x) => x[1]);

  function ofBatch(indices, count, w1, w2, out) {
    let linear = 0, logs = 0, d1 = 0, d2 = 0;
    for (let k = 0; k < count; ) {
      // Σ ln(1 + e) = ln Π(1 + e): one logarithm for as many factors, each 2 at most, as
      // do not overflow. product is Π(1 + e) − 1, summed without subtraction, so that
      // tiny losses keep their digits.
      const end = Math.min(k + 1000, count);
      let product = 0;
      for (; k < end; k++) {
        const i = indices[k], z = b + w1 * x1[i] + w2 * x2[i];
        const e = decay(Math.abs(z)), dz = (z < 0 ? e : 1) / (1 + e) - y[i];
        linear += Math.max(z, 0) - y[i] * z;
        product += e + product * e;
        d1 += dz * x1[i];
        d2 += dz * x2[i];
      }
      logs += Math.log1p(product);
    }
    out[0] = d1 / count;
    out[1] = d2 / count;
    return (linear + logs) / count;
  }

  // Without the slope there is nothing to divide; two products side by side keep the
  // processor busy.
  function value(w1, w2) {
    let linear = 0, logs = 0;
    for (let k = 0; k < m; ) {
      const end = Math.min(k + 1000, m);
      let p = 0, q = 0;
      for (; k + 1 < end; k += 2) {
        const z = b + w1 * x1[k] + w2 * x2[k], v = b + w1 * x1[k + 1] + w2 * x2[k + 1];
        const e = decay(Math.abs(z)), f = decay(Math.abs(v));
        linear += Math.max(z, 0) - y[k] * z + (Math.max(v, 0) - y[k + 1] * v);
        p += e + p * e;
        q += f + q * f;
      }
      if (k < end) {
        const z = b + w1 * x1[k] + w2 * x2[k], e = decay(Math.abs(z));
        linear += Math.max(z, 0) - y[k] * z;
        p += e + p * e;
        k += 1;
      }
      logs += Math.log1p(p) + Math.log1p(q);
    }
    return (linear + logs) / m;
  }

  return { m, evaluate: (w1, w2, out) => ofBatch(all, m, w1, w2, out), ofBatch, value };
}

/**
 * ½ Σ (s − observed)² over the shift τ (ms) and the frequency f (Hz) of a Ricker wavelet
 * s = √(f/f_hz) (1 − 2a) e⁻ᵃ, a = (π f (t − τ))². A batch of B samples counts m/B-fold.
 */
function makeRickerMisfit({ t_ms, observed, f_hz }) {
  const m = t_ms.length, all = allOf(m);
  const times = Float64Array.from(t_ms), seen = Float64Array.from(observed);

  function ofBatch(indices, count, tau, f, out) {
    const size = Math.sqrt(Math.abs(f) / f_hz), rate = Math.PI * f;
    let value = 0, dTau = 0, dF = 0;
    for (let k = 0; k < count; k++) {
      const i = indices[k], t = 1e-3 * (times[i] - tau), phase = rate * t;
      const a = phase * phase, e = size * decay(a), s = (1 - 2 * a) * e;
      const error = s - seen[i], slope = (2 * a - 3) * e; // ds/da
      value += error * error;
      dTau += error * slope * t;
      dF += error * (0.5 * s + 2 * a * slope);
    }
    const weight = m / count;
    out[0] = weight * dTau * -2e-3 * (rate * rate);
    out[1] = (weight * dF) / f;
    return 0.5 * weight * value;
  }

  return { m, evaluate: (tau, f, out) => ofBatch(all, m, tau, f, out), ofBatch };
}

/** The makers, by kind of surface. */
export const DATA_LOSSES = {
  line: makeLineFit, logistic: makeLogistic, ricker: makeRickerMisfit,
};
