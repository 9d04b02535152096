// The relief's pixels: thousands of small cells are filled faster by hand than by as many
// calls to the canvas, and every pixel knows its height, so contour lines cost nothing.

const SHADES = 32; // steps of light
const FINE_STEPS = 4096; // of height, for contour lines; colours have 512

/**
 * @param {number} width, height of the picture in CSS pixels
 * @param {number} most pixels at most: the price of a frame, whatever the screen
 */
export function makeRaster(width, height, most) {
  // Finer than the screen where that is cheap: edges come out smooth.
  const scale = Math.min(2, Math.sqrt(most / (width * height)));
  const w = Math.max(1, Math.round(width * scale)), h = Math.max(1, Math.round(height * scale));
  const canvas = new OffscreenCanvas(w, h), inner = canvas.getContext("2d");
  const image = inner.createImageData(w, h), pixels = new Uint32Array(image.data.buffer);
  const bands = new Uint8Array(w * h); // between which contour lines; 0: no surface here
  const tints = new Uint32Array(SHADES * 512), lined = new Uint32Array(SHADES * 512);
  const bandOf = new Uint8Array(FINE_STEPS), kinds = new Uint16Array(w * h);
  let top = h, bottom = 0; // rows that hold something
  return { scale, colour, clear, triangle, finish, canvas };

  /** The colours of heights 0 to 1, darkest and brightest light, ink; shares of levels. */
  function colour(table, [dark, bright], ink, strength, shares) {
    for (let s = 0; s < SHADES; s++) {
      const light = dark + ((bright - dark) * s) / (SHADES - 1);
      for (let k = 0; k < 512; k++) {
        const rgb = [0, 8, 16].map((bit) => Math.min(255, light * ((table[k] >> bit) & 255)));
        const pack = (c) => ((255 << 24) | (c[2] << 16) | (c[1] << 8) | c[0]) >>> 0;
        tints[512 * s + k] = pack(rgb);
        lined[512 * s + k] = pack(rgb.map((v, c) => v + strength * (ink[c] - v)));
      }
    }
    for (let k = 0; k < FINE_STEPS; k++)
      bandOf[k] = 1 + Math.min(250, shares.filter((share) => share <= k / (FINE_STEPS - 1)).length);
  }

  function clear() {
    pixels.fill(0);
    bands.fill(0);
    top = h;
    bottom = 0;
  }

  /** Fill a triangle of three points in CSS pixels with heights; light from 0 to 1. */
  function triangle(ax, ay, at, bx, by, bt, cx, cy, ct, light) {
    ax *= scale; ay *= scale; bx *= scale; by *= scale; cx *= scale; cy *= scale;
    const area = (bx - ax) * (cy - ay) - (cx - ax) * (by - ay);
    if (area > -1e-9 && area < 1e-9) return;
    const gx = ((FINE_STEPS - 1) * ((bt - at) * (cy - ay) - (ct - at) * (by - ay))) / area;
    const gy = ((FINE_STEPS - 1) * ((bx - ax) * (ct - at) - (cx - ax) * (bt - at))) / area;
    const t0 = (FINE_STEPS - 1) * at - gx * (ax - 0.5) - gy * (ay - 0.5);
    let x, y;
    if (by < ay) { x = ax; y = ay; ax = bx; ay = by; bx = x; by = y; }
    if (cy < ay) { x = ax; y = ay; ax = cx; ay = cy; cx = x; cy = y; }
    if (cy < by) { x = bx; y = by; bx = cx; by = cy; cx = x; cy = y; }
    // A pixel belongs to the triangle that holds its centre: no gaps, no overlaps.
    const first = Math.max(0, Math.ceil(ay - 0.5)), last = Math.min(h, Math.ceil(cy - 0.5));
    if (first < top) top = first;
    if (last > bottom) bottom = last;
    const shade = 512 * Math.round(light * (SHADES - 1));
    const long = (cx - ax) / (cy - ay), upper = (bx - ax) / (by - ay), lower = (cx - bx) / (cy - by);
    for (let row = first; row < last; row++) {
      const centre = row + 0.5, one = ax + (centre - ay) * long;
      const other = centre < by ? ax + (centre - ay) * upper : bx + (centre - by) * lower;
      const from = Math.max(0, Math.ceil((one < other ? one : other) - 0.5));
      const to = Math.min(w, Math.ceil((one < other ? other : one) - 0.5));
      let t = t0 + gy * row + gx * from;
      for (let i = row * w + from; i < row * w + to; i++, t += gx) {
        const k = t < 0 ? 0 : t > FINE_STEPS - 1 ? FINE_STEPS - 1 : t | 0;
        bands[i] = bandOf[k];
        pixels[i] = tints[(kinds[i] = shade + (k >> 3))];
      }
    }
  }

  /** Draw contour lines where neighbours lie between other levels; hand over the canvas. */
  function finish() {
    for (let row = top; row < bottom; row++) {
      const end = Math.min(row * w + w, bands.length - w);
      for (let i = row * w, band = bands[i], next = 0; i < end; i++, band = next) {
        next = bands[i + 1];
        if (band === 0) continue;
        const below = bands[i + w];
        if ((next !== band && next) || (below !== band && below)) pixels[i] = lined[kinds[i]];
      }
    }
    inner.putImageData(image, 0, 0);
    return canvas;
  }
}
