// The playground's data sets and input features: the twin of
// course_lib/datasets/playground.py, number for number.

import { makeRandom } from "./shared_random.js";

/** Sample i of n from a random stream: [x1, x2, y]. noise is a share, 0 … 0.5. */
const PLAYGROUND_RECIPES = {
  circle(random, i, n, noise) {
    const inner = i < Math.floor(n / 2);
    const [least, most] = inner ? [0, 2.5] : [3.5, 5];
    const radius = uniformBetween(random, least, most);
    const angle = uniformBetween(random, 0, 2 * Math.PI);
    const x1 = radius * Math.sin(angle), x2 = radius * Math.cos(angle);
    const shift1 = uniformBetween(random, -5, 5) * noise;
    const shift2 = uniformBetween(random, -5, 5) * noise;
    return [x1, x2, distanceBetween(x1 + shift1, x2 + shift2, 0, 0) < 2.5 ? 1 : 0];
  },

  xor(random, i, n, noise) {
    const x1 = offTheAxis(uniformBetween(random, -5, 5));
    const x2 = offTheAxis(uniformBetween(random, -5, 5));
    const shift1 = uniformBetween(random, -5, 5) * noise;
    const shift2 = uniformBetween(random, -5, 5) * noise;
    return [x1, x2, (x1 + shift1) * (x2 + shift2) >= 0 ? 1 : 0];
  },

  gauss(random, i, n, noise) {
    const y = i < Math.floor(n / 2) ? 1 : 0, centre = y ? 2 : -2;
    const std = Math.sqrt(0.5 + 7 * noise); // variance 0.5 … 4
    const x1 = centre + std * random.normal(), x2 = centre + std * random.normal();
    return [x1, x2, y];
  },

  spiral(random, i, n, noise) {
    const first = Math.floor(n / 2), y = i < first ? 1 : 0;
    const along = y ? i / first : (i - first) / (n - first);
    const radius = 5 * along, angle = 1.75 * along * 2 * Math.PI + (y ? 0 : Math.PI);
    const x1 = radius * Math.sin(angle) + uniformBetween(random, -1, 1) * noise;
    const x2 = radius * Math.cos(angle) + uniformBetween(random, -1, 1) * noise;
    return [x1, x2, y];
  },

  plane(random, i, n, noise) {
    const x1 = uniformBetween(random, -6, 6);
    const x2 = uniformBetween(random, -6, 6);
    const shift1 = uniformBetween(random, -6, 6) * noise;
    const shift2 = uniformBetween(random, -6, 6) * noise;
    return [x1, x2, (x1 + shift1 + x2 + shift2) / 10];
  },

  hills(random, i, n, noise) {
    const x1 = uniformBetween(random, -6, 6);
    const x2 = uniformBetween(random, -6, 6);
    const shift1 = uniformBetween(random, -6, 6) * noise;
    const shift2 = uniformBetween(random, -6, 6) * noise;
    return [x1, x2, hillHeight(x1 + shift1, x2 + shift2)];
  },
};

/** Data sets whose y is a value, not a class. */
export const PLAYGROUND_REGRESSIONS = ["plane", "hills"];
export const PLAYGROUND_NAMES = Object.keys(PLAYGROUND_RECIPES);

/** Centres and signs of the hills and hollows. */
const HILLS = [
  [-4, 2.5, 1], [0, 2.5, -1], [4, 2.5, 1], [-4, -2.5, -1], [0, -2.5, 1], [4, -2.5, -1],
];

/** Height of the landscape: of the hill or hollow that stands out most. */
function hillHeight(x1, x2) {
  let height = 0;
  for (const [c1, c2, sign] of HILLS) {
    const here = sign * Math.max(0, 1 - distanceBetween(x1, x2, c1, c2) / 2);
    if (Math.abs(here) > Math.abs(height)) height = here;
  }
  return height;
}

function uniformBetween(random, low, high) {
  return low + (high - low) * random.uniform();
}

function offTheAxis(x) {
  return x > 0 ? x + 0.3 : x - 0.3;
}

function distanceBetween(x1, x2, c1, c2) {
  return Math.sqrt((x1 - c1) * (x1 - c1) + (x2 - c2) * (x2 - c2));
}

/**
 * n points of a data set, in random order.
 * @param {string} name one of PLAYGROUND_NAMES
 * @param {number} n
 * @param {number} noise 0 … 50, per cent
 * @param {number} seed
 * @returns {{ x1: Float64Array, x2: Float64Array, y: Float64Array }}
 */
export function playgroundPoints(name, n, noise, seed) {
  const random = makeRandom(seed), recipe = PLAYGROUND_RECIPES[name];
  const made = Array.from({ length: n }, (_, i) => recipe(random, i, n, noise / 100));
  const order = random.shuffle(n);
  const column = (j) => Float64Array.from(order, (i) => made[i][j]);
  return { x1: column(0), x2: column(1), y: column(2) };
}

/** How many of n samples are for training at a share of `percent`: the first ones. */
export function trainingCount(n, percent) {
  return Math.max(1, Math.min(n - 1, Math.floor((n * percent) / 100)));
}

// ---------------------------------------------------------------------------- features

/** What a network can be given of a point, in the order of their buttons. */
export const PLAYGROUND_FEATURES = {
  x1: (x1) => x1,
  x2: (x1, x2) => x2,
  x1x1: (x1) => x1 * x1,
  x2x2: (x1, x2) => x2 * x2,
  x1x2: (x1, x2) => x1 * x2,
  sin_x1: (x1) => Math.sin(x1),
  sin_x2: (x1, x2) => Math.sin(x2),
};

/**
 * Feature j of point i into X[j * stride + i], for the features named.
 * @param {Object<string, Float64Array>} [more] values of features that are not made from
 *   x1 and x2, by name; 0 where they are left out
 */
export function fillFeatures(names, x1, x2, X, stride, more = {}) {
  names.forEach((name, j) => {
    const feature = PLAYGROUND_FEATURES[name], given = more[name];
    for (let i = 0; i < x1.length; i++)
      X[j * stride + i] = feature ? feature(x1[i], x2[i]) : given ? given[i] : 0;
  });
}

/** Samples `first` … `end` − 1 of some points, as a network takes them. */
export function pointSamples(names, { x1, x2, y, more = {} }, first, end) {
  const m = end - first, X = new Float64Array(names.length * m);
  const part = (values) => values.subarray(first, end);
  const parts = Object.fromEntries(
    Object.entries(more).map(([name, values]) => [name, part(values)]),
  );
  fillFeatures(names, part(x1), part(x2), X, m, parts);
  return { m, X, y: y.slice(first, end) };
}
