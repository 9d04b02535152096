// A loss surface as map and relief need it: heights on a grid, levels, a scale of colour.

import { contourSegments } from "./js/heat_map.js";
import { niceTicks, short } from "./js/plot.js";

const FINE = 241, COARSE = 97; // nodes a side; the relief has 48 cells, a divisor
const FLAT_RANGE = 60; // below this ratio of heights, logarithmic levels show nothing more
const grown = new WeakMap();

/**
 * The terrain of a surface, computed once for each surface object.
 *
 * low, high: least and largest J on the grid; lowest: the least J known, on the grid or
 * at a listed minimum; levels: values of J, strictly increasing; share(J): 0 at the
 * lowest point, 1 at the highest, what colour and relief show; scale: how, in words.
 */
export function terrainOf(surface) {
  if (!grown.has(surface)) grown.set(surface, survey(surface));
  return grown.get(surface);
}

function survey(surface) {
  const [[x0, x1], [y0, y1]] = surface.domain;
  // Losses of many samples cost much and are smooth; formulas cost little and bend.
  const n = surface.m > 0 ? COARSE : FINE;
  const values = new Float64Array(n * n); // row 0 on top, at y1, as pictures have it
  let low = Infinity, high = -Infinity;
  for (let j = 0; j < n; j++) {
    const y = y1 + ((y0 - y1) * j) / (n - 1);
    for (let i = 0; i < n; i++) {
      const J = surface.value(x0 + ((x1 - x0) * i) / (n - 1), y);
      values[j * n + i] = J;
      if (J < low && J > -Infinity) low = J;
      if (J > high && J < Infinity) high = J;
    }
  }
  if (!(low < high)) {
    low = Number.isFinite(low) ? low : 0;
    high = low + 1; // a plain, or nothing finite: any scale will do
  }
  const lowest = Math.min(low, lowestKnown(surface) ?? Infinity);
  const terrain = { n, values, low, high, lowest, range: { x0, x1, y0, y1 } };
  return { ...terrain, ...scaleOf(terrain, surface.minima.length > 0) };
}

/** The least J at the surface's listed minima, or null where none is listed. */
export function lowestKnown(surface) {
  const at = [...surface.minima].map(([x, y]) => surface.value(x, y)).filter(Number.isFinite);
  return at.length ? Math.min(...at) : null;
}

/**
 * Levels and the scale of heights. Above a known minimum the heights J − lowest often
 * span many powers of ten (Beale's valley: 0.05, its corners: 180 000), so equal steps of
 * their logarithm show valley and walls alike. Without a minimum, as at the saddle, or
 * with a small range, equal steps of J itself are the plainer choice.
 */
function scaleOf({ values, low, high, lowest }, hasMinimum) {
  const some = values.filter((J, k) => k % 7 === 0 && Number.isFinite(J)); // enough to count on
  const heights = some.map((J) => J - lowest).sort();
  const top = high - lowest;
  // The valley floor: 0.4 % of the picture lies lower.
  const floor = Math.max(heights[Math.floor(0.004 * heights.length)] ?? 0, 1e-9 * top);
  if (!hasMinimum || top / floor < FLAT_RANGE) {
    const { ticks } = niceTicks(low, high, 12);
    return {
      levels: ticks.filter((J) => J > low && J < high), logarithmic: false, unit: 0,
      share: (J) => (J - lowest) / top, scale: "J",
    };
  }
  const decades = Math.log10(top / floor);
  const within = decades < 3.4 ? [1, 2, 5] : decades < 7 ? [1, 3] : [1];
  const levels = [];
  for (let k = Math.floor(Math.log10(floor)); k <= Math.log10(top); k++)
    for (const f of within) {
      // Round numbers of J itself, not of its height: that moves a line but little.
      const h = f * 10 ** k, round = 10 ** k / 2, J = Math.round((lowest + h) / round) * round;
      if (h >= floor && J < high) levels.push(J);
    }
  const unit = 10 ** Math.floor(Math.log10(floor)), whole = Math.log1p(top / unit);
  const above = Math.abs(lowest) < 1e-6 * top ? "J" : `(J ${lowest < 0 ? "+" : "−"} ${short(Math.abs(lowest))})`;
  return {
    levels, logarithmic: true, unit,
    share: (J) => Math.log1p(Math.max(0, J - lowest) / unit) / whole,
    scale: `log(1 + ${above} / ${short(unit)})`,
  };
}

/** Contour lines of some levels, as segments in node units; without holes' edges. */
export function contoursOf({ values, n }, levels) {
  return levels.map((level) => {
    const segments = contourSegments(values, n, n, level);
    if (segments.every(Number.isFinite)) return segments;
    const kept = []; // beside a NaN of the surface there is no crossing
    for (let k = 0; k < segments.length; k += 4)
      if (segments.slice(k, k + 4).every(Number.isFinite)) kept.push(...segments.slice(k, k + 4));
    return kept;
  });
}

/** Contour segments [x0, y0, x1, y1, …] joined to lines [x, y, x, y, …]. */
export function joinSegments(segments) {
  const key = (k) => `${segments[k].toFixed(6)},${segments[k + 1].toFixed(6)}`;
  const ends = new Map(), used = new Set(), lines = [];
  for (let s = 0; s < segments.length; s += 4) {
    if (key(s) === key(s + 2)) { // a point, where a line touches a node
      used.add(s >> 2);
      continue;
    }
    for (const k of [s, s + 2]) {
      if (!ends.has(key(k))) ends.set(key(k), []);
      ends.get(key(k)).push(k);
    }
  }
  const next = (k) => ends.get(key(k)).find((other) => !used.has(other >> 2) && other !== k);
  for (let s = 0; s < segments.length; s += 4) {
    if (used.has(s >> 2)) continue;
    used.add(s >> 2);
    const halves = [s, s + 2].map((from) => {
      const half = [];
      for (let k = from; k !== undefined;) {
        half.push(segments[k], segments[k + 1]);
        const there = next(k);
        if (there === undefined) break;
        used.add(there >> 2);
        k = there ^ 2; // the other end of the neighbour
      }
      return half;
    });
    const back = [];
    for (let k = halves[0].length - 2; k >= 0; k -= 2) back.push(halves[0][k], halves[0][k + 1]);
    lines.push([...back, ...halves[1]]);
  }
  return lines;
}
