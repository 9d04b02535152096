// What the two networks of InitializationExplorer learn from: the playground's samples,
// or windows cut from well logs. Python has the same samples, number for number.

import { makePlaygroundData } from "./playground_points.js";
import { makeRandom } from "./js/shared_random.js";

const SMALL_COUNT = 200;
/** Samples that the layers are measured on: the first ones. */
export const PROBE_COUNT = 100;
export const WINDOW_DATA = "well_windows";

/**
 * @param {Map<string, object>} pools what Python sent, by name
 * @returns {object} as makePlaygroundData, with `train`, what the network is given, and
 *   `fill`, which gives it points of the plane; windows have no plane
 */
export function initializationData(pools, settings) {
  if (settings.data === WINDOW_DATA) return windowData(pools.get(WINDOW_DATA), settings);
  const data = makePlaygroundData(pools, { ...settings, n: SMALL_COUNT, noise: 0 });
  const columns = [data.x1, data.x2], known = pools.has(settings.data);
  // Pools are standardised already: their own units are mean + std · z.
  const lines = columns.map((values, j) => {
    const [mean, std] = known ? data.scale[j] : momentsOf(values);
    if (known) return settings.scale_inputs ? [0, 1] : [mean, std];
    return settings.scale_inputs ? [-mean / std, 1 / std] : [0, 1];
  });
  const fill = (x1, x2, X, stride) => [x1, x2].forEach((values, j) => {
    const [shift, gain] = lines[j];
    for (let i = 0; i < values.length; i++) X[j * stride + i] = shift + gain * values[i];
  });
  const X = new Float64Array(2 * data.n);
  fill(...columns, X, data.n);
  data.trainCount = data.n;
  return { ...data, fill, train: { m: data.n, X, y: data.y } };
}

function momentsOf(values) {
  const mean = values.reduce((sum, v) => sum + v, 0) / values.length;
  const squares = values.reduce((sum, v) => sum + (v - mean) ** 2, 0);
  return [mean, Math.sqrt(squares / values.length)];
}

/** Every log at a sample and at its neighbours; a window ends where its well ends. */
function windowData(pool, { scale_inputs }) {
  const { m, columns, values, y, starts, neighbours, rows: n, mean, std } = pool;
  const chosen = makeRandom(0).shuffle(m).subarray(0, n), windows = 2 * neighbours + 1;
  const X = new Float64Array(columns * windows * n), ends = [...starts.slice(1), m];
  chosen.forEach((row, i) => {
    const well = starts.findLastIndex((start) => start <= row);
    for (let k = 0; k < windows; k++) {
      const at = Math.max(starts[well], Math.min(row + k - neighbours, ends[well] - 1));
      for (let j = 0; j < columns; j++) {
        const z = values[j][at];
        X[(k * columns + j) * n + i] = scale_inputs ? z : mean[j] + std[j] * z;
      }
    }
  });
  return {
    ...pool, n, K: pool.class_names.length, classNames: pool.class_names,
    trainCount: n, train: { m: n, X, y: Float64Array.from(chosen, (i) => y[i]) },
  };
}

/** The first samples of some. */
export function firstSamples({ m, X, y }, most) {
  const count = Math.min(m, most), features = X.length / m;
  const part = new Float64Array(features * count);
  for (let j = 0; j < features; j++) part.set(X.subarray(j * m, j * m + count), j * count);
  return { m: count, X: part, y: y.slice(0, count) };
}
