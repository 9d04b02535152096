// Loss surfaces over two parameters: the twin of course_lib/surfaces. Every formula is a
// function evaluate(x, y, out) that returns the value and writes the gradient into out:
// both share most of their terms, and a descent needs both at every point.

import { DATA_LOSSES } from "./data_losses.js";
import { makeRandom } from "./shared_random.js";

// ------------------------------------------------------------------------ test functions

const TEST_FUNCTIONS = {
  beale(x, y, out) {
    const yy = y * y, yyy = yy * y;
    const a = 1.5 - x + x * y, b = 2.25 - x + x * yy, c = 2.625 - x + x * yyy;
    out[0] = 2 * (a * (y - 1) + b * (yy - 1) + c * (yyy - 1));
    out[1] = 2 * x * (a + b * 2 * y + c * 3 * yy);
    return a * a + b * b + c * c;
  },

  rosenbrock(x, y, out) {
    const off = y - x * x;
    out[0] = -2 * (1 - x) - 400 * x * off;
    out[1] = 200 * off;
    return (1 - x) * (1 - x) + 100 * (off * off);
  },

  himmelblau(x, y, out) {
    const a = x * x + y - 11, b = x + y * y - 7;
    out[0] = 4 * x * a + 2 * b;
    out[1] = 2 * a + 4 * y * b;
    return a * a + b * b;
  },

  styblinski_tang(x, y, out) {
    const xx = x * x, yy = y * y;
    out[0] = (4 * (xx * x) - 32 * x + 5) / 2;
    out[1] = (4 * (yy * y) - 32 * y + 5) / 2;
    return (xx * xx - 16 * xx + 5 * x + yy * yy - 16 * yy + 5 * y) / 2 + 78.33234;
  },

  goldstein_price(x, y, out) {
    const a = x + y + 1, b = 2 * x - 3 * y, aa = a * a, bb = b * b;
    const xx = x * x, yy = y * y;
    const p = 19 - 14 * x + 3 * xx - 14 * y + 6 * x * y + 3 * yy;
    const q = 18 - 32 * x + 12 * xx + 48 * y - 36 * x * y + 27 * yy;
    const dp = -14 + 6 * x + 6 * y;
    const qx = -32 + 24 * x - 36 * y, qy = 48 - 36 * x + 54 * y;
    const left = 1 + aa * p, right = 30 + bb * q, slope = 2 * a * p + aa * dp;
    out[0] = slope * right + left * (4 * b * q + bb * qx);
    out[1] = slope * right + left * (-6 * b * q + bb * qy);
    return left * right;
  },

  saddle(x, y, out) {
    out[0] = 2 * x;
    out[1] = -2 * y;
    return x * x - y * y;
  },

  long_valley(x, y, out) {
    const yy = y * y;
    out[0] = 24 * x;
    out[1] = -y + (yy * y) / 5;
    return 12 * (x * x) - yy / 2 + (yy * yy) / 20;
  },
};

/** ½ (λ₁ u² + λ₂ v²), with the axes (u, v) turned by an angle in degrees. */
function makeQuadratic({ l1, l2, angle }) {
  const radians = (angle * Math.PI) / 180;
  const c = Math.cos(radians), s = Math.sin(radians);
  const a = l1 * c * c + l2 * s * s, b = (l1 - l2) * c * s;
  const d = l1 * s * s + l2 * c * c;
  return (x, y, out) => {
    out[0] = a * x + b * y;
    out[1] = b * x + d * y;
    return 0.5 * (a * x * x + d * y * y) + b * x * y;
  };
}

/** A shallow bowl with seven bumps and dents, drawn from the seed. */
function makeRandomLandscape({ seed }) {
  const random = makeRandom(seed), bumps = [];
  for (let k = 0; k < 7; k++) {
    const c = 6 * random.uniform() - 3, d = 6 * random.uniform() - 3;
    const s = 0.4 + 0.6 * random.uniform(), sign = random.uniform() < 0.5 ? -1 : 1;
    bumps.push(c, d, s * s, sign * (0.4 + 1.2 * random.uniform()));
  }
  const flat = Float64Array.from(bumps);
  return (x, y, out) => {
    let value = (x * x + y * y) / 20, dx = x / 10, dy = y / 10;
    for (let k = 0; k < flat.length; k += 4) {
      const u = x - flat[k], v = y - flat[k + 1], width = flat[k + 2];
      const bump = flat[k + 3] * Math.exp(-(u * u + v * v) / (2 * width));
      value += bump;
      dx -= (bump * u) / width;
      dy -= (bump * v) / width;
    }
    out[0] = dx;
    out[1] = dy;
    return value;
  };
}

// -------------------------------------------------------------------------------- a grid

/** One more number before and after: the parabola through the last three, continued. */
function withGhosts(at, n) {
  return (i) => {
    if (i < 0) return 3 * at(0) - 3 * at(1) + at(2);
    return i < n ? at(i) : 3 * at(n - 1) - 3 * at(n - 2) + at(n - 3);
  };
}

/** Keys' weights of the nodes at −1, 0, 1, 2 for a point at t in 0 … 1. */
function keysWeights(t, out) {
  out[0] = 0.5 * (t * (t * (2 - t) - 1));
  out[1] = 0.5 * (t * t * (3 * t - 5) + 2);
  out[2] = 0.5 * (t * (t * (4 - 3 * t) + 1));
  out[3] = 0.5 * (t * t * (t - 1));
}

/** Derivatives of the weights with respect to t. */
function keysSlopes(t, out) {
  out[0] = 0.5 * (t * (4 - 3 * t) - 1);
  out[1] = 0.5 * (t * (9 * t - 10));
  out[2] = 0.5 * (t * (8 - 9 * t) + 1);
  out[3] = 0.5 * (t * (3 * t - 2));
}

/** Values on a regular grid, row 0 at y0: bicubic in between, NaN outside its domain. */
function makeGrid({ n: [nx, ny], domain: [[x0, x1], [y0, y1]] }, values) {
  const wide = nx + 2, padded = new Float64Array(wide * (ny + 2));
  const row = (j) => withGhosts((i) => values[j * nx + i], nx);
  for (let i = -1; i <= nx; i++) {
    const column = withGhosts((j) => row(j)(i), ny);
    for (let j = -1; j <= ny; j++) padded[(j + 1) * wide + i + 1] = column(j);
  }
  const hx = (x1 - x0) / (nx - 1), hy = (y1 - y0) / (ny - 1);
  const wx = new Float64Array(4), wy = new Float64Array(4);
  const sx = new Float64Array(4), sy = new Float64Array(4);
  return (x, y, out) => {
    out[0] = out[1] = NaN;
    if (!(x >= x0 && x <= x1 && y >= y0 && y <= y1)) return NaN;
    const u = (x - x0) / hx, v = (y - y0) / hy;
    const i = Math.min(Math.floor(u), nx - 2), j = Math.min(Math.floor(v), ny - 2);
    keysWeights(u - i, wx);
    keysWeights(v - j, wy);
    keysSlopes(u - i, sx);
    keysSlopes(v - j, sy);
    let value = 0, dx = 0, dy = 0;
    for (let r = 0, at = j * wide + i; r < 4; r++, at += wide) {
      let level = 0, slope = 0;
      for (let k = 0; k < 4; k++) {
        level += padded[at + k] * wx[k];
        slope += padded[at + k] * sx[k];
      }
      value += level * wy[r];
      dx += slope * wy[r];
      dy += level * sy[r];
    }
    out[0] = dx / hx;
    out[1] = dy / hy;
    return value;
  };
}

// ----------------------------------------------------------------------------- the door

/** The ways to ask an evaluate(x, y, out) for its value or its gradient alone. */
function withShortcuts(description, evaluate) {
  const scratch = new Float64Array(2);
  return {
    ...description,
    evaluate,
    value: (x, y) => evaluate(x, y, scratch),
    gradient: (x, y, out) => {
      evaluate(x, y, out);
      return out;
    },
  };
}

/**
 * A surface from what surface.spec() gives in Python.
 *
 * @typedef {object} LossSurfaceModel
 * @property {string} kind, name, title
 * @property {object} spec what it was made of, with the data of data losses
 * @property {number} m samples behind the loss; 0 for a surface without data
 * @property {number[][]} domain [[x0, x1], [y0, y1]]
 * @property {number[]} start
 * @property {number[][]} starts, minima
 * @property {string[]} axisNames, units
 * @property {?number} rateLimit 2/λmax at the first minimum, where it is known
 * @property {(x, y, out) => number} evaluate value; the gradient is written into out
 * @property {(x, y) => number} value
 * @property {(x, y, out) => Float64Array} gradient
 * @property {(indices, count, x, y) => number} batchValue of the first count samples
 *   named (data losses only, as the two below)
 * @property {(indices, count, x, y, out) => Float64Array} batchGradient
 * @property {(indices) => LossSurfaceModel} minibatch the surface these samples make
 *
 * @param {object} spec
 * @param {Float64Array} [gridValues] row after row from the lowest y, for kind "grid"
 * @returns {LossSurfaceModel}
 */
export function makeSurface(spec, gridValues) {
  const { kind, name = kind, title = kind, domain, start, m = 0 } = spec;
  const description = {
    kind, name, title, spec, m, domain, start,
    starts: spec.starts ?? [start], minima: spec.minima ?? [],
    axisNames: spec.axis_names ?? ["x", "y"], units: spec.units ?? ["", ""],
    rateLimit: spec.rate_limit ?? null,
  };
  if (!(kind in DATA_LOSSES)) {
    const evaluate = {
      quadratic: makeQuadratic, random: makeRandomLandscape,
      grid: (given) => makeGrid(given, gridValues),
    }[kind]?.(spec) ?? TEST_FUNCTIONS[kind];
    if (!evaluate) throw new Error(`no surface of kind "${kind}"`);
    return withShortcuts(description, evaluate);
  }
  const loss = DATA_LOSSES[kind](spec), scratch = new Float64Array(2);
  return {
    ...withShortcuts({ ...description, m: loss.m }, loss.evaluate),
    ...(loss.value && { value: loss.value }),
    batchValue: (indices, count, x, y) => loss.ofBatch(indices, count, x, y, scratch),
    batchGradient: (indices, count, x, y, out) => {
      loss.ofBatch(indices, count, x, y, out);
      return out;
    },
    minibatch: (indices) => withShortcuts(
      { ...description, m: indices.length, minima: [], rateLimit: null },
      (x, y, out) => loss.ofBatch(indices, indices.length, x, y, out),
    ),
  };
}
