// Heat maps of scores on a grid, their colours, contour lines and the numbers on them.
// PALETTE (course_lib/palette.json) is put in front of this file by widgets/base.py.

/** 512 colours for scores z from −limit to limit, taken from stops that run over σ(z). */
export function scoreColours(stops, limit = 7) {
  const rgb = stops.map((s) => [1, 3, 5].map((k) => parseInt(s.slice(k, k + 2), 16)));
  const table = new Uint32Array(512);
  for (let i = 0; i < 512; i++) {
    const p = 1 / (1 + Math.exp(-limit * (i / 255.5 - 1)));
    const at = Math.min(p * (rgb.length - 1), rgb.length - 1 - 1e-9);
    const k = Math.floor(at), f = at - k;
    const [r, g, b] = rgb[k].map((v, c) => Math.round(v + f * (rgb[k + 1][c] - v)));
    table[i] = (255 << 24) | (b << 16) | (g << 8) | r; // little endian, as ImageData
  }
  return { table, limit };
}

/**
 * Colours for shares 0 to 1 from PALETTE.sequential, faded into the paper so that lines
 * stay readable on them; scores for heatMap() run from −1 (share 0) to 1.
 */
export function sequentialColours({ paper, name }, strength = name === "dark" ? 0.36 : 0.42) {
  const rgb = [paper, ...PALETTE.sequential].map((s) => [1, 3, 5].map((k) => parseInt(s.slice(k, k + 2), 16)));
  const back = rgb.shift(), table = new Uint32Array(512);
  const faded = rgb.map((c) => c.map((v, k) => back[k] + strength * (v - back[k])));
  for (let i = 0; i < 512; i++) {
    const at = Math.min((i / 511) * (faded.length - 1), faded.length - 1 - 1e-9);
    const k = Math.floor(at), f = at - k;
    const [r, g, b] = faded[k].map((v, c) => Math.round(v + f * (faded[k + 1][c] - v)));
    table[i] = (255 << 24) | (b << 16) | (g << 8) | r;
  }
  return { table, limit: 1 };
}

/** A heat map of nx × ny nodes; returns a function that paints scores into the frame. */
export function heatMap(nx, ny) {
  const small = new OffscreenCanvas(nx, ny), inner = small.getContext("2d");
  const image = inner.createImageData(nx, ny), pixels = new Uint32Array(image.data.buffer);
  return (context, frame, scores, { table, limit }) => {
    const scale = 255.5 / limit;
    for (let i = 0; i < pixels.length; i++) {
      const k = (scores[i] * scale + 255.5) | 0;
      pixels[i] = table[k < 0 || scores[i] < -limit ? 0 : k > 511 || scores[i] > limit ? 511 : k];
    }
    inner.putImageData(image, 0, 0);
    // Node centres lie on the frame's edges, so half a cell hangs over on every side.
    const w = frame.width / (nx - 1), h = frame.height / (ny - 1);
    context.save();
    context.beginPath();
    context.rect(frame.left, frame.top, frame.width, frame.height);
    context.clip();
    context.imageSmoothingEnabled = true;
    context.drawImage(small, frame.left - w / 2, frame.top - h / 2,
      frame.width + w, frame.height + h);
    context.restore();
  };
}

/** Marching squares: segments [x0, y0, x1, y1, …] in node units where the grid = level. */
export function contourSegments(grid, nx, ny, level) {
  const out = [];
  const cross = (p, q) => (level - p) / (q - p);
  for (let j = 0; j + 1 < ny; j++) {
    for (let i = 0; i + 1 < nx; i++) {
      const at = j * nx + i;
      const a = grid[at], b = grid[at + 1], d = grid[at + nx], c = grid[at + nx + 1];
      const A = a > level, B = b > level, C = c > level, D = d > level;
      if (A === B && B === C && C === D) continue;
      const points = []; // crossings: top, right, bottom, left
      if (A !== B) points.push(i + cross(a, b), j);
      if (B !== C) points.push(i + 1, j + cross(b, c));
      if (C !== D) points.push(i + cross(d, c), j + 1);
      if (D !== A) points.push(i, j + cross(a, d));
      if (points.length === 4) out.push(...points);
      else if ((a + b + c + d) / 4 > level === A) { // saddle cell: A and C belong together
        out.push(...points.slice(0, 4), ...points.slice(4));
      } else {
        out.push(points[0], points[1], points[6], points[7], ...points.slice(2, 6));
      }
    }
  }
  return out;
}

/** Stroke contour segments given in node units. */
export function drawContour(context, frame, segments, nx, ny) {
  const w = frame.width / (nx - 1), h = frame.height / (ny - 1);
  context.beginPath();
  for (let k = 0; k < segments.length; k += 4) {
    context.moveTo(frame.left + segments[k] * w, frame.top + segments[k + 1] * h);
    context.lineTo(frame.left + segments[k + 2] * w, frame.top + segments[k + 3] * h);
  }
  context.stroke();
}

/**
 * Where numbers stand on contour lines: [x, y] in pixels, or null, for each of `lines`
 * (segments in node units). A number keeps `room` pixels from the others, from `taken`
 * and from the frame; long lines are served where they are freest.
 */
export function labelSpots(lines, frame, nx, ny, taken = [], room = 46) {
  const w = frame.width / (nx - 1), h = frame.height / (ny - 1), stand = [...taken];
  return lines.map((segments) => {
    let best = null, most = room;
    const stride = 4 * Math.max(1, Math.floor(segments.length / 400));
    for (let k = 0; k < segments.length; k += stride) {
      const x = segments[k] * w, y = segments[k + 1] * h;
      if (x < 26 || y < 14 || x > frame.width - 26 || y > frame.height - 14) continue;
      const at = [frame.left + x, frame.top + y];
      // Far from all others, but no farther than three rooms: then the middle is as good.
      let free = 3 * room - 0.1 * Math.hypot(x - frame.width / 2, y - frame.height / 2);
      for (const [px, py] of stand) free = Math.min(free, Math.hypot(px - at[0], 1.6 * (py - at[1])));
      if (free > most) { most = free; best = at; }
    }
    if (best) stand.push(best);
    return best;
  });
}
