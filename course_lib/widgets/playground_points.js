// What the playground learns from: one of the well-known point sets, or rows of a pool
// that Python sent. Python draws the same samples, number for number.

import {
  PLAYGROUND_FEATURES, PLAYGROUND_NAMES, PLAYGROUND_REGRESSIONS, fillFeatures,
  playgroundPoints,
} from "./js/playground_data.js";
import { makeRandom } from "./js/shared_random.js";

const FAMOUS_TITLES = {
  circle: "Circle", xor: "Exclusive or", gauss: "Two clouds", spiral: "Spiral",
  plane: "Plane", hills: "Hills and hollows",
};
const FAMOUS_CLASSES = {
  circle: ["ring", "disc"], xor: ["signs differ", "same sign"],
  gauss: ["lower cloud", "upper cloud"], spiral: ["one arm", "other arm"],
};
const FAMOUS_EDGE = 6;
/** Half the width of a pool's picture, in standard deviations. */
const [NARROWEST, WIDEST, MARGIN] = [2.5, 5, 1.05];
const MOST_SPREAD = 3; // standard deviations of y that the colours tell apart

const FEATURE_LABELS = {
  x1: "x₁", x2: "x₂", x1x1: "x₁²", x2x2: "x₂²", x1x2: "x₁x₂", sin_x1: "sin x₁",
  sin_x2: "sin x₂",
};

/** The pools that Python sent, by name: its words on each, standardised columns, y. */
export function readPools({ pools = [], own = null }, block) {
  const entries = pools.some(({ name }) => name === "own") || !own ? pools : [...pools, own];
  const numbers = poolNumbers(block), wanted = entries.reduce((sum, p) => sum + roomOf(p), 0);
  if (numbers.length !== wanted)
    throw new Error(`the data sent are ${numbers.length} numbers; ${wanted} were announced`);
  const found = new Map();
  let at = 0;
  for (const entry of entries) {
    const { m, columns, name } = entry, from = at;
    const column = (j) => numbers.subarray(from + j * m, from + (j + 1) * m);
    found.set(name, { ...entry, values: Array.from({ length: columns }, (_, j) => column(j)), y: column(columns) });
    at += roomOf(entry);
  }
  return found;
}

const roomOf = ({ m, columns }) => m * (columns + 1);

function poolNumbers(view) {
  if (!view?.byteLength || view.byteLength % 8) return new Float64Array(0);
  const { buffer, byteOffset, byteLength } = view;
  return new Float64Array(buffer.slice(byteOffset, byteOffset + byteLength));
}

/**
 * The samples of some settings, in the order in which they are drawn: the first
 * trainingCount of them are for training.
 *
 * @typedef {object} PlaygroundData
 * @property {"binary" | "multiclass" | "regression"} kind
 * @property {number} K classes; 1 for values
 * @property {Float64Array} x1, x2, y of n samples, as the network sees them
 * @property {Object<string, Float64Array>} more columns that are not drawn: x3, x4 …
 * @property {[number, number][]} scale mean and standard deviation per axis: a physical
 *   value is mean + std · z
 * @property {[number, number][]} domain what a picture shows per axis
 * @property {[number, number]} yRange values between which colours run
 */
export function makePlaygroundData(pools, { data, n, noise, data_seed }) {
  if (PLAYGROUND_NAMES.includes(data)) return famousData(data, n, noise, data_seed);
  const pool = pools.get(data);
  if (!pool) throw new Error(`there are no data named ${JSON.stringify(data)}`);
  return poolData(pool, n, noise, data_seed);
}

function famousData(name, n, noise, seed) {
  const points = playgroundPoints(name, n, noise, seed);
  const regression = PLAYGROUND_REGRESSIONS.includes(name), edge = [-FAMOUS_EDGE, FAMOUS_EDGE];
  return {
    ...points, name, n, title: FAMOUS_TITLES[name], more: {}, note: "",
    kind: regression ? "regression" : "binary", K: regression ? 1 : 2,
    classNames: FAMOUS_CLASSES[name] ?? [], names: ["x₁", "x₂"], units: ["", ""],
    scale: [[0, 1], [0, 1]], domain: [edge, edge], moreLabels: {},
    yName: "y", yScale: [0, 1], yRange: regression ? [-1, 1] : [0, 1],
  };
}

function poolData(pool, most, noise, seed) {
  const { name, title, kind, m, values, drawn, mean, std, note = "" } = pool;
  const { feature_names: names, units, class_names: classNames } = pool;
  const n = Math.min(most, m), random = makeRandom(seed);
  const rows = random.shuffle(m).subarray(0, n);
  const columns = values.map((column) => Float64Array.from(rows, (i) => column[i]));
  if (noise > 0)
    for (let i = 0; i < n; i++)
      for (const column of columns) column[i] += (noise / 100) * random.normal();
  const others = values.map((_, j) => j).filter((j) => !drawn.includes(j));
  const key = (k) => `x${k + 3}`;
  const y = Float64Array.from(rows, (i) => pool.y[i]);
  const edges = drawn.map((j) => poolEdge(values[j]));
  return {
    name, title, kind, n, note, y, x1: columns[drawn[0]], x2: columns[drawn[1]],
    more: Object.fromEntries(others.map((j, k) => [key(k), columns[j]])),
    moreLabels: Object.fromEntries(others.map((j, k) => [key(k), names[j]])),
    K: kind === "regression" ? 1 : classNames.length, classNames: classNames ?? [],
    names: drawn.map((j) => names[j]), units: drawn.map((j) => units[j]),
    scale: drawn.map((j) => [mean[j], std[j]]), domain: edges.map((edge) => [-edge, edge]),
    yName: pool.y_name ?? "y", yScale: [pool.y_mean ?? 0, pool.y_std ?? 1],
    yRange: kind === "regression" ? valueRange(pool.y) : [0, 1],
  };
}

const mostAbsolute = (values) => values.reduce((most, v) => Math.max(most, Math.abs(v)), 0);
const poolEdge = (z) => Math.min(WIDEST, Math.max(NARROWEST, MARGIN * mostAbsolute(z)));

function valueRange(y) {
  const edge = Math.min(MOST_SPREAD, mostAbsolute(y)) || 1;
  return [-edge, edge];
}

// ---------------------------------------------------------------------------- features

/** All features that these data can give: key and label, and in words what it is. */
export function featuresOf({ names, moreLabels }) {
  const drawn = { x1: names[0], x2: names[1] };
  const known = Object.keys(PLAYGROUND_FEATURES).map((key) => (
    { key, label: FEATURE_LABELS[key], hint: drawn[key] ?? "" }
  ));
  const more = Object.entries(moreLabels).map(([key, name]) => (
    { key, label: asSubscript(key), hint: name }
  ));
  return [...known, ...more];
}

const asSubscript = (key) => key.replace(/\d/g, (digit) => "₀₁₂₃₄₅₆₇₈₉"[digit]);

/** What the network is given where a picture is drawn: columns not drawn are at 0. */
export function fillFor(names) {
  return (x1, x2, X, stride) => fillFeatures(names, x1, x2, X, stride);
}
