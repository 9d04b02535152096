// Playground's thumbnails: coarse maps of all units, enlarged to device pixels.
//
// Values are interpolated, where units saturate as z, before they become colours, so that
// edges stay straight and sharp at any size; all units share one ImageData, written once
// per change of the network.

import { straightScale, straighten } from "./playground_colours.js";

/** Shades of a ramp, and the place of "no value" after them: see playground_colours.js. */
const TOP_SHADE = 511;
const FAR_OFF = 1e6; // shades; in place of infinity

/** Which nodes lie left and right of each of `count` pixel centres, and how near. */
function pixelWeights(nodes, count) {
  const left = new Int32Array(count), share = new Float64Array(count);
  for (let p = 0; p < count; p++) {
    const at = ((p + 0.5) / count) * (nodes - 1);
    left[p] = Math.min(Math.floor(at), nodes - 2);
    share[p] = at - left[p];
  }
  return { left, share };
}

/**
 * Thumbnails of a network. layout() once per diagram; update() when something may have
 * changed; draw() for each unit.
 */
export function makeThumbnails() {
  let side, nodes, tables, atlas, on, image, pixels, holes, weights, rows, flat;
  let across, painted = "", scales;
  return { layout, update, draw, holesIn: (k) => holes[k] };

  /**
   * @param {number} newSide device pixels of a thumbnail
   * @param {Array<{layer: number, unit: number}>} newNodes the units, in drawing order
   * @param {(layer: number) => (unit: number) => Uint32Array} tablesOf colours
   */
  function layout(newSide, newNodes, tablesOf) {
    side = Math.max(1, Math.round(newSide));
    nodes = newNodes;
    tables = nodes.map(({ layer, unit }) => tablesOf(layer)(unit));
    across = Math.ceil(Math.sqrt(nodes.length));
    makeAtlas(across * side, Math.ceil(nodes.length / across) * side);
    holes = new Uint8Array(nodes.length);
    weights = null;
    scales = nodes.map(() => null);
    painted = "";
  }

  function makeAtlas(width, height) {
    if (atlas?.width === width && atlas.height === height) return;
    atlas = new OffscreenCanvas(width, height);
    on = atlas.getContext("2d");
    image = on.createImageData(width, height);
    pixels = new Uint32Array(image.data.buffer);
  }

  /**
   * Compute and colour all maps, unless the ones at hand are those of this network, or an
   * input waits for its answer: then they follow.
   */
  function update({ maps, network, data, answering }, scaleOf, sharp) {
    const key = `${network.version} ${sharp}`;
    if (key === painted || (answering && painted)) return;
    painted = key;
    const { small, thumbStride } = maps, values = maps.thumbnails();
    if (weights?.nodes !== small) {
      weights = { nodes: small, ...pixelWeights(small, side) };
      rows = new Float64Array(small * side);
      flat = new Float64Array(small * small);
    }
    const last = network.layers.length, K = network.sizes[last];
    nodes.forEach(({ layer, unit }, k) => {
      const scale = scaleOf(layer, unit), many = data.kind === "multiclass" && layer === last;
      if (sharp && many) {
        leadOf(values[layer], thumbStride, unit, K, small * small);
        fill(k, { low: -1, high: 1, level: 0, table: tables[k] }, true);
        return;
      }
      straighten(scale.name, values[layer], unit * thumbStride, small * small, flat);
      if (scales[k]?.of !== scale.high) scales[k] = { of: scale.high, ...straightScale(scale, tables[k]) };
      fill(k, scales[k], sharp);
    });
    on.putImageData(image, 0, 0);
  }

  /** How far a class is ahead of the best other one, as log of the ratio, into `flat`. */
  function leadOf(values, stride, unit, K, count) {
    for (let i = 0; i < count; i++) {
      let other = -Infinity;
      for (let k = 0; k < K; k++) if (k !== unit) other = Math.max(other, values[k * stride + i]);
      flat[i] = Math.log(values[unit * stride + i] / other);
    }
  }

  /** `flat` into its place in the atlas: stretch rows, then columns, then colour. */
  function fill(k, { low, high, level, table }, sharp) {
    const { left, share } = weights, n = weights.nodes;
    const scale = TOP_SHADE / (high - low), edge = (level - low) * scale;
    for (let r = 0; r < n; r++)
      for (let p = 0, row = r * n; p < side; p++) {
        // Between two infinities there is no interpolation.
        const a = Math.max(-FAR_OFF, Math.min((flat[row + left[p]] - low) * scale, FAR_OFF));
        const b = Math.max(-FAR_OFF, Math.min((flat[row + left[p] + 1] - low) * scale, FAR_OFF));
        rows[r * side + p] = a + share[p] * (b - a);
      }
    let to = Math.floor(k / across) * side * image.width + (k % across) * side, missing = 0;
    for (let q = 0; q < side; q++, to += image.width) {
      const above = left[q] * side, f = share[q];
      for (let p = 0; p < side; p++) {
        const a = rows[above + p], v = a + f * (rows[above + side + p] - a);
        if (v !== v) {
          pixels[to + p] = table[TOP_SHADE + 1];
          missing = 1;
        } else if (sharp) pixels[to + p] = table[v > edge ? TOP_SHADE : 0];
        else pixels[to + p] = table[v <= 0 ? 0 : v >= TOP_SHADE ? TOP_SHADE : (v + 0.5) | 0];
      }
    }
    holes[k] = missing;
  }

  /** Draw the thumbnail of node k into a box on whole device pixels. */
  function draw(context, k, x, y, size) {
    context.drawImage(
      atlas, (k % across) * side, Math.floor(k / across) * side, side, side, x, y, size, size);
  }
}
