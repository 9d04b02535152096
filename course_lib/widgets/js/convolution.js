// Convolution as course_lib.convolution computes it: cross-correlation with zero padding,
// stride and dilation over channels, pooling, and a gradient traced back to the input.
// Pure functions on Float64Array, no DOM.
//
// An image is {values, c, n1, n2}: channels, rows (time downwards), columns. A trace is an
// image of one column. Padding is [[above, below], [left, right]].

export const NO_PADDING = [[0, 0], [0, 0]];

/** Padding that keeps the size at stride 1; the odd zero comes last, as torch does it. */
export function paddingOf(padding, k, dilation) {
  if (padding !== "same") return [padding, padding];
  const all = dilation * (k - 1), before = Math.floor(all / 2);
  return [before, all - before];
}

/** Cells along one axis; `padding` counts both ends. At most 0: the kernel has no room. */
export function outputSize(i, k, stride = 1, padding = 0, dilation = 1) {
  return Math.floor((i + padding - dilation * (k - 1) - 1) / stride) + 1;
}

/** Samples at the far end (padding counted) that no window reaches. */
export function leftOver(i, k, stride = 1, padding = 0, dilation = 1) {
  return Math.max(0, i + padding - dilation * (k - 1) - 1) % stride;
}

/** A kernel turned by 180°, every channel for itself. */
export function turnKernel({ values, k1, k2, ...rest }) {
  const size = k1 * k2, turned = new Float64Array(values.length);
  for (let from = 0; from < values.length; from += size)
    for (let i = 0; i < size; i++) turned[from + i] = values[from + size - 1 - i];
  return { values: turned, k1, k2, ...rest };
}

/** Output cells m with 0 ≤ m · stride + shift < n, as [first, one past the last]. */
function reach(n, count, stride, shift) {
  const first = Math.max(0, Math.ceil(-shift / stride));
  return [first, Math.min(count, Math.floor((n - 1 - shift) / stride) + 1)];
}

/**
 * Cross-correlation: out[o, r, q] = b[o] + Σ W[o, c, i, j] · x[c, r·s + i·d − p, q·s + j·d − p].
 *
 * @param {{values: Float64Array, c: number, n1: number, n2: number}} x
 * @param {{values: Float64Array, k1: number, k2: number, out?: number}} w of all channels
 * @param {ArrayLike<number>} [b] one per output channel
 */
export function correlate2d(x, w, b, { stride = 1, padding = NO_PADDING, dilation = 1 } = {}) {
  const { c, n1, n2 } = x, { k1, k2, out = 1 } = w;
  const o1 = outputSize(n1, k1, stride, padding[0][0] + padding[0][1], dilation);
  const o2 = outputSize(n2, k2, stride, padding[1][0] + padding[1][1], dilation);
  if (o1 < 1 || o2 < 1) return { values: new Float64Array(0), c: out, n1: Math.max(0, o1), n2: Math.max(0, o2) };
  const values = new Float64Array(out * o1 * o2);
  for (let o = 0; o < out; o++) {
    const to = o * o1 * o2;
    if (b) values.fill(b[o], to, to + o1 * o2);
    for (let ch = 0; ch < c; ch++)
      for (let i = 0; i < k1; i++)
        for (let j = 0; j < k2; j++) {
          const weight = w.values[((o * c + ch) * k1 + i) * k2 + j];
          if (weight === 0) continue;
          const down = i * dilation - padding[0][0], across = j * dilation - padding[1][0];
          const [r0, r1] = reach(n1, o1, stride, down), [q0, q1] = reach(n2, o2, stride, across);
          for (let r = r0; r < r1; r++) {
            const row = (ch * n1 + r * stride + down) * n2 + across, into = to + r * o2;
            for (let q = q0; q < q1; q++) values[into + q] += weight * x.values[row + q * stride];
          }
        }
  }
  return { values, c: out, n1: o1, n2: o2 };
}

/** Max or mean pooling of every channel; `from` tells where each maximum came from. */
export function pool2d(x, kind, k, stride = k, dilation = 1) {
  const { c, n1, n2 } = x;
  const o1 = Math.max(0, outputSize(n1, k, stride, 0, dilation)), o2 = Math.max(0, outputSize(n2, k, stride, 0, dilation));
  const values = new Float64Array(c * o1 * o2), from = new Int32Array(kind === "max" ? values.length : 0);
  for (let ch = 0, to = 0; ch < c; ch++)
    for (let r = 0; r < o1; r++)
      for (let q = 0; q < o2; q++, to++) {
        let best = -Infinity, at = 0, sum = 0;
        for (let i = 0; i < k; i++)
          for (let j = 0; j < k; j++) {
            const here = (ch * n1 + r * stride + i * dilation) * n2 + q * stride + j * dilation;
            const v = x.values[here];
            sum += v;
            if (v > best) { best = v; at = here; }
          }
        values[to] = kind === "max" ? best : sum / (k * k);
        if (kind === "max") from[to] = at;
      }
  return { values, c, n1: o1, n2: o2, from };
}

/** Negative values become 0. */
export function rectify(image) {
  return { ...image, values: image.values.map((v) => (v > 0 ? v : 0)) };
}

// -------------------------------------------------------------------------------- layers

/**
 * What layers in a row make of one image, the input first.
 *
 * @param {{kind: "conv"|"max"|"mean", k: number, stride: number, dilation: number,
 *   padding: number}[]} layers
 * @param {Float64Array[]} weights k × k numbers per layer, unused by pooling
 * @param {boolean} relu after every convolution
 */
export function runLayers(x, layers, weights, relu) {
  const maps = [x];
  layers.forEach(({ kind, k, stride, dilation, padding }, l) => {
    const below = maps[l];
    if (kind !== "conv") {
      maps.push(pool2d(below, kind, k, stride, dilation));
      return;
    }
    const around = [[padding, padding], [padding, padding]];
    const z = correlate2d(below, { values: weights[l], k1: k, k2: k }, null, { stride, dilation, padding: around });
    maps.push(relu ? rectify(z) : z);
  });
  return maps;
}

/**
 * Receptive field after every layer: `size` in input samples, `jump` between the fields
 * of neighbours, `start` of the first cell's field.
 *
 * r ← r + (k − 1) · d · j, j ← j · s (Dumoulin and Visin, 2016).
 */
export function receptiveFields(layers) {
  let size = 1, jump = 1, start = 0;
  return layers.map(({ k, stride, dilation, padding }) => {
    start -= padding * jump;
    size += (k - 1) * dilation * jump;
    jump *= stride;
    return { size, jump, start };
  });
}

/**
 * ∂(cell of the last map) / ∂(every map below it), as boxes: [{top, left, rows, cols,
 * values}], the input's first. Samples beyond a map's edge are padding and left out.
 */
export function traceBack(maps, layers, weights, relu, row, col) {
  let box = { top: row, left: col, rows: 1, cols: 1, values: Float64Array.of(1) };
  const boxes = [box];
  for (let l = layers.length - 1; l >= 0; l--) {
    if (relu && layers[l].kind === "conv") box = gate(box, maps[l + 1]);
    box = backwards(box, maps[l], maps[l + 1], layers[l], weights[l]);
    boxes.unshift(box);
  }
  return boxes;
}

/** The gradient where ReLU lets it through. */
function gate(box, { values, n2 }) {
  const { top, left, rows, cols } = box, passed = new Float64Array(box.values.length);
  for (let r = 0, i = 0; r < rows; r++)
    for (let q = 0; q < cols; q++, i++)
      if (values[(top + r) * n2 + left + q] > 0) passed[i] = box.values[i];
  return { ...box, values: passed };
}

/** One layer back: the gradient on the samples below that the box's windows touch. */
function backwards(box, below, above, { kind, k, stride, dilation, padding }, weights) {
  const pad = kind === "conv" ? padding : 0, span = dilation * (k - 1);
  const edge = (first, count, n) => {
    const low = Math.max(0, first * stride - pad), high = Math.min(n - 1, (first + count - 1) * stride - pad + span);
    return [low, Math.max(0, high - low + 1)];
  };
  const [top, rows] = edge(box.top, box.rows, below.n1), [left, cols] = edge(box.left, box.cols, below.n2);
  const values = new Float64Array(rows * cols);
  for (let r = 0, at = 0; r < box.rows; r++)
    for (let q = 0; q < box.cols; q++, at++) {
      const g = box.values[at];
      if (g === 0) continue;
      if (kind === "max") {
        const from = above.from[(box.top + r) * above.n2 + box.left + q];
        values[(Math.floor(from / below.n2) - top) * cols + (from % below.n2) - left] += g;
        continue;
      }
      for (let i = 0; i < k; i++) {
        const y = (box.top + r) * stride + i * dilation - pad - top;
        if (y < 0 || y >= rows) continue;
        for (let j = 0; j < k; j++) {
          const x = (box.left + q) * stride + j * dilation - pad - left;
          if (x >= 0 && x < cols) values[y * cols + x] += g * (kind === "mean" ? 1 / (k * k) : weights[i * k + j]);
        }
      }
    }
  return { top, left, rows, cols, values };
}
