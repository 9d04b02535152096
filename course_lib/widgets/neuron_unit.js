// NeuronExplorer's unit: what Python sent, its value on the data, and its geometry on the
// screen. Pure functions, no DOM.

import {
  binaryAccuracy, binaryCrossEntropy, columnStatistics, quadraticFeatures,
  rawToStandardized, sampleLoss, sigmoid, standardize, standardizedToRaw, unitGradient,
  unitScores,
} from "./js/engine.js";
import { cutLine, significant } from "./js/plot.js";

/** Pixels of the w arrow per unit of asinh ‖w‖: short vectors grow, long ones stay in. */
export const ARROW = 45;

// -------------------------------------------------------------------- state from Python

function floats(view) {
  if (!view?.byteLength || view.byteLength % 8) return new Float64Array(0);
  const { buffer, byteOffset, byteLength } = view;
  return new Float64Array(buffer.slice(byteOffset, byteOffset + byteLength));
}

/** Read the data once: samples, labels, statistics, and the features of every setting. */
export function readData(model) {
  const X = floats(model.get("_X")), labels = model.get("_y"), info = model.get("_info");
  const y = Float64Array.from(new Uint8Array(labels?.buffer ?? [], labels?.byteOffset, labels?.byteLength));
  const drawn = floats(model.get("_drawn"));
  if (!y.length || X.length !== 2 * y.length || !X.every(Number.isFinite))
    throw new Error(`X must hold two finite numbers per label; got ${X.length} numbers for ${y.length} labels`);
  if (!y.includes(0) || !y.includes(1) || y.some((v) => v > 1))
    throw new Error("y must hold both classes, 0 and 1");
  if ([0, 1].some((j) => X.every((x, i) => i % 2 !== j || x === X[j])))
    throw new Error("a column of X has zero variance: it cannot tell samples apart");
  const statistics = columnStatistics(X, 2);
  const U = standardize(X, 2, statistics), cache = new Map();
  const features = (standardized, quadratic) => {
    const key = `${standardized} ${quadratic}`, inputs = standardized ? U : X;
    if (!cache.has(key)) cache.set(key, quadratic ? quadraticFeatures(inputs, 2) : inputs);
    return cache.get(key);
  };
  return { X, U, y, drawn, info, statistics, features };
}

/** The unit as the model holds it, or an error that says what is wrong with it. */
export function readUnit(model) {
  const w = Array.from(model.get("w") ?? []), b = model.get("b"), lr = model.get("lr");
  const standardized = Boolean(model.get("standardize")), quadratic = Boolean(model.get("quadratic"));
  const k = quadratic ? 5 : 2;
  if (w.length !== k || !w.every(Number.isFinite))
    throw new Error(`w must hold ${k} finite weights; got [${w}]`);
  if (!Number.isFinite(b)) throw new Error(`b must be a finite number; got ${b}`);
  if (!(Number.isFinite(lr) && lr > 0)) throw new Error(`lr must be a number > 0; got ${lr}`);
  return { w, b, lr, standardized, quadratic };
}

/** z, loss, accuracy and gradient of a unit on all samples. */
export function evaluate(data, unit, z) {
  const F = data.features(unit.standardized, unit.quadratic);
  unitScores(F, unit.w, unit.b, z);
  return {
    z,
    loss: binaryCrossEntropy(z, data.y),
    accuracy: binaryAccuracy(z, data.y),
    gradient: unitGradient(F, z, data.y, unit.w.length),
  };
}

/** The same unit under other settings: the boundary stays, unless its bend is taken away. */
export function convert(unit, { standardized, quadratic }, statistics) {
  let { w, b } = unit;
  if (standardized !== unit.standardized)
    ({ w, b } = (standardized ? rawToStandardized : standardizedToRaw)(unit, statistics));
  if (quadratic !== unit.quadratic) w = quadratic ? [...w, 0, 0, 0] : w.slice(0, 2);
  return { ...unit, w: Array.from(w), b, standardized, quadratic };
}

// ------------------------------------------------------------------- numbers for reading

/** How large weights and bias are at a like steepness: 1 on standardised inputs. */
export function naturalScale({ standardized }, { mean, std }) {
  if (standardized) return { w: [1, 1, 1, 1, 1], b: 1 };
  const [s1, s2] = std, far = Math.max(...mean.map((t, j) => Math.abs(t / std[j])));
  return { w: [s1, s2, s1 * s1, s1 * s2, s2 * s2].map((s) => 1 / s), b: 1 + far };
}

/** ‖∇J‖ below which training has arrived. */
export const FLAT = 1e-9;
const DUST = 1e-7; // share of a natural weight that descent leaves where 0 is meant

/** A number for the screen: below `least` it is nothing but round-off and reads 0. */
export const withoutDust = (value, least) => (Math.abs(value) < least ? 0 : value);

/** The unit as it is shown; the true one keeps every digit. */
export function tidied(unit, statistics) {
  const natural = naturalScale(unit, statistics);
  return {
    ...unit,
    w: unit.w.map((v, j) => withoutDust(v, DUST * natural.w[j])),
    b: withoutDust(unit.b, DUST * natural.b),
  };
}

/** σ(z) in words, and −ln of the very number that is written there. */
function share(z, digits) {
  const p = sigmoid(z), rest = sigmoid(-z);
  if (p < 1e-300) return { text: `exp(${significant(z)})`, cost: -z };
  if (rest >= 0.01) return { text: significant(p, digits), cost: -Math.log(p.toPrecision(digits)) };
  return { text: `1 − ${significant(rest, digits)}`, cost: -Math.log1p(-rest.toPrecision(digits)) };
}

/**
 * What a sample with score z and label y costs, as text {p, right, loss}: p = P(class 1),
 * right = P(its own class), in three digits or the few more that −ln right = loss needs to
 * be true as printed.
 */
export function priceInWords(z, y) {
  const own = y ? z : -z, loss = significant(sampleLoss(-own, 0));
  let digits = 3;
  while (digits < 7 && significant(share(own, digits).cost) !== loss) digits++;
  const right = share(own, digits).text;
  return {
    p: y ? right : share(z, 3).text,
    right: right.startsWith("1 −") ? `(${right})` : ` ${right}`,
    loss,
  };
}

// ------------------------------------------------------------------------------- geometry

/** Frame in standardised units: every sample inside, a margin around. */
export function viewRange(U) {
  const range = [Infinity, -Infinity, Infinity, -Infinity];
  for (let i = 0; i < U.length; i += 2) {
    range[0] = Math.min(range[0], U[i]); range[1] = Math.max(range[1], U[i]);
    range[2] = Math.min(range[2], U[i + 1]); range[3] = Math.max(range[3], U[i + 1]);
  }
  const [x0, x1, y0, y1] = range, dx = 0.06 * (x1 - x0), dy = 0.06 * (y1 - y0);
  return { x0: x0 - dx, x1: x1 + dx, y0: y0 - dy, y1: y1 + dy };
}

/** Score and its slope per pixel at a point of the picture (unit for standardised input). */
export function scoreAt({ w: [w1, w2, a = 0, c = 0, d = 0], b }, frame, [px, py]) {
  const x = frame.x(px), y = frame.y(py);
  return {
    z: b + w1 * x + w2 * y + a * x * x + c * x * y + d * y * y,
    slope: [
      ((w1 + 2 * a * x + c * y) * (frame.x1 - frame.x0)) / frame.width,
      (-(w2 + c * x + 2 * d * y) * (frame.y1 - frame.y0)) / frame.height,
    ],
  };
}

const PIECES = 24; // of a straight contour: enough places for a label

/**
 * The straight line z = level of a unit without quadratic features, in pieces, as
 * contourSegments gives lines: [x0, y0, x1, y1, …] on nx × ny nodes.
 */
export function straightContour({ w: [w1, w2], b }, level, { x0, x1, y0, y1 }, nx, ny) {
  const sx = (w1 * (x1 - x0)) / (nx - 1), sy = (-w2 * (y1 - y0)) / (ny - 1), steep = Math.hypot(sx, sy);
  const middle = [(nx - 1) / 2, (ny - 1) / 2], far = nx + ny;
  const z = b + (w1 * (x0 + x1) + w2 * (y0 + y1)) / 2, away = (z - level) / steep;
  if (!(Math.abs(away) < far)) return []; // no slope, or not within sight
  const [ux, uy] = [sx / steep, sy / steep];
  const [px, py] = [middle[0] - away * ux, middle[1] - away * uy];
  const at = (t) => [px - (1 - 2 * t) * far * uy, py + (1 - 2 * t) * far * ux];
  const inside = cutLine({ x0: 0, x1: nx - 1, y0: 0, y1: ny - 1 }, ...at(0), ...at(1));
  if (!inside) return [];
  const [from, to] = inside, end = (k) => at(from + ((to - from) * k) / PIECES);
  return Array.from({ length: PIECES }, (_, k) => [...end(k), ...end(k + 1)]).flat();
}

/** Offset of the arrow's tip: across the line on the screen, longer for a steeper unit. */
export function tipOffset([w1, w2], frame) {
  const nx = (w1 * (frame.x1 - frame.x0)) / frame.width;
  const ny = (-w2 * (frame.y1 - frame.y0)) / frame.height;
  const length = Math.hypot(nx, ny), size = ARROW * Math.asinh(Math.hypot(w1, w2));
  return length ? [(nx / length) * size, (ny / length) * size] : [0, 0];
}

/** The weights whose arrow points along (dx, dy), with a given ‖w‖. */
export function weightsAlong([dx, dy], size, frame) {
  const w1 = (dx * frame.width) / (frame.x1 - frame.x0);
  const w2 = (-dy * frame.height) / (frame.y1 - frame.y0);
  const length = Math.hypot(w1, w2);
  return length ? [(w1 / length) * size, (w2 / length) * size] : [0, 0];
}

export const clampInto = ({ left, top, width, height }, [x, y], inset) => [
  Math.max(left + inset, Math.min(left + width - inset, x)),
  Math.max(top + inset, Math.min(top + height - inset, y)),
];

export const axisName = (info, j) => info.feature_names[j] + (info.units[j] ? ` (${info.units[j]})` : "");
