// Values of a network's units on grids over two inputs, for heat maps: a coarse map of
// every unit (thumbnails) and a fine one of the units of one layer. Computed when the
// weights have changed, at the same inputs every time.

import { finishOutputs, forward, makeWorkspace } from "./network.js";

/** `skip` of the map that answers an input; all nodes follow a frame later. */
export const ANSWER_SKIP = 2;

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
  const coarse = gridPoints(domain, small), whole = { n: large, inputs, values };
  fill(coarse.x, coarse.y, thumbs.a[0], thumbs.stride);
  fill(fine.x, fine.y, inputs, large * large);
  let thumbsOf = -1, fineOf = -1, fineLayer = -1, fineSkip = 1, sparse = null;
  const maps = { thumbnails, fineMaps, skip: 1, small, large, thumbStride: thumbs.stride };
  return maps;

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
   * Fine maps of the units of one layer (0: the inputs; the last one when omitted). With
   * `maps.skip` = k, only every k-th node of a row and of a column is computed, and what
   * lies between is interpolated: for pictures that change many times a second.
   * @returns {Float64Array} the map of unit i begins at i * large²
   */
  function fineMaps(layer = last) {
    const { skip } = maps, sameLayer = fineLayer === layer;
    if (sameLayer && fineOf === network.version && fineSkip <= skip) return values;
    if (layer === 0) values.set(inputs);
    else if (skip === 1) computeRows(whole, layer);
    else {
      if (sparse?.skip !== skip) sparse = sparseGrid(inputs, values.length, sizes[0], large, skip);
      computeRows(sparse, layer);
      for (let k = 0; k < sizes[layer]; k++) fillBetween(sparse, k, values, large);
    }
    fineOf = network.version;
    fineLayer = layer;
    fineSkip = layer ? skip : 1;
    return values;
  }

  function computeRows(grid, layer) {
    const { a, stride } = row, { n } = grid, count = n * n;
    for (let first = 0; first < count; first += n) {
      copyRows(grid.inputs, count, first, a[0], stride, 0, sizes[0], n);
      forward(network, row, n, layer);
      if (layer === last) finishOutputs(network, row, n);
      copyRows(a[layer], stride, 0, grid.values, count, first, sizes[layer], n);
    }
  }
}

/** Every skip-th node of each row and column of a grid of `large`² nodes, and the ends. */
function sparseGrid(all, room, units, large, skip) {
  const nodes = [];
  for (let k = 0; k < large - 1; k += skip) nodes.push(k);
  nodes.push(large - 1);
  const n = nodes.length, inputs = new Float64Array(units * n * n);
  for (let u = 0, at = 0; u < units; u++)
    for (const j of nodes) for (const i of nodes) inputs[at++] = all[(u * large + j) * large + i];
  // Node i lies between the sparse ones before[i] and before[i] + 1, at this share.
  const before = Int32Array.from({ length: large }, (_, i) => Math.min(Math.floor(i / skip), n - 2));
  const share = Float64Array.from(before, (b, i) => (i - nodes[b]) / (nodes[b + 1] - nodes[b]));
  const values = new Float64Array(Math.ceil(room / large ** 2) * n * n);
  return { n, skip, inputs, values, before, share };
}

/** The map of unit k on all nodes, bilinear between the sparse ones. */
function fillBetween({ n, values, before, share }, k, out, large) {
  for (let j = 0, at = k * large * large; j < large; j++) {
    const upper = (k * n + before[j]) * n, lower = upper + n, t = share[j];
    for (let i = 0; i < large; i++, at++) {
      const b = before[i], s = share[i], left = upper + b, below = lower + b;
      const above = values[left] + s * (values[left + 1] - values[left]);
      out[at] = above + t * (values[below] + s * (values[below + 1] - values[below]) - above);
    }
  }
}
