// Values of a network's units on grids over two inputs, for heat maps: a coarse map of
// every unit (thumbnails) and a fine one of the units of one layer. Computed when the
// weights have changed, at the same inputs every time.

import { finishOutputs, forward, makeWorkspace } from "./network.js";

/**
 * Writes the network's inputs for m points of the plane: feature j of point i into
 * X[j * stride + i].
 * @callback FillFeatures
 * @param {Float64Array} x1, x2 the points
 * @param {Float64Array} X
 * @param {number} stride
 */

/** x1 and x2 of n × n nodes, edges included, row after row, the first one on top. */
function gridPoints([[x0, x1], [y0, y1]], n) {
  const x = new Float64Array(n * n), y = new Float64Array(n * n);
  for (let j = 0, at = 0; j < n; j++)
    for (let i = 0; i < n; i++, at++) {
      x[at] = x0 + ((x1 - x0) * i) / (n - 1);
      y[at] = y1 + ((y0 - y1) * j) / (n - 1);
    }
  return { x, y };
}

/** Copy `count` numbers of each of `rows` rows, from place `at` to place `to`. */
function copyRows(from, fromStride, at, into, intoStride, to, rows, count) {
  for (let k = 0, p = at, q = to; k < rows; k++, p += fromStride, q += intoStride)
    for (let i = 0; i < count; i++) into[q + i] = from[p + i];
}

/**
 * @param {object} network
 * @param {object} options `domain` [[x0, x1], [y0, y1]], `fill` {@link FillFeatures},
 *   `small` and `large`: nodes a side of thumbnails and of the fine map
 */
export function makeUnitMaps(network, { domain, fill, small = 25, large = 100 }) {
  const { sizes, layers } = network, last = layers.length;
  const thumbs = makeWorkspace(network, small * small);
  const row = makeWorkspace(network, large), fine = gridPoints(domain, large);
  const inputs = new Float64Array(sizes[0] * large * large);
  const values = new Float64Array(Math.max(...sizes) * large * large);
  const coarse = gridPoints(domain, small);
  fill(coarse.x, coarse.y, thumbs.a[0], thumbs.stride);
  fill(fine.x, fine.y, inputs, large * large);
  let thumbsOf = -1, fineOf = -1, fineLayer = -1;

  /**
   * Coarse maps of all units.
   * @returns {Float64Array[]} per layer, inputs first: the map of unit i begins at
   *   i * maps.thumbStride and holds small² values
   */
  function thumbnails() {
    if (thumbsOf !== network.version) {
      forward(network, thumbs, small * small);
      finishOutputs(network, thumbs, small * small);
      thumbsOf = network.version;
    }
    return thumbs.a;
  }

  /**
   * Fine maps of the units of one layer (0: the inputs; the last one when omitted).
   * @returns {Float64Array} the map of unit i begins at i * large²
   */
  function fineMaps(layer = last) {
    if (fineOf === network.version && fineLayer === layer) return values;
    if (layer === 0) values.set(inputs);
    else for (let j = 0; j < large; j++) computeRow(j, layer);
    fineOf = network.version;
    fineLayer = layer;
    return values;
  }

  function computeRow(j, layer) {
    const { a, stride } = row, first = j * large;
    copyRows(inputs, large * large, first, a[0], stride, 0, sizes[0], large);
    forward(network, row, large, layer);
    if (layer === last) finishOutputs(network, row, large);
    copyRows(a[layer], stride, 0, values, large * large, first, sizes[layer], large);
  }

  return { thumbnails, fineMaps, small, large, thumbStride: thumbs.stride };
}
